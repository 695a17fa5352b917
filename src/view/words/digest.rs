//! Many changes in one notice.

use super::{Text, Words, phrases};

/// What is alike of some of many changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::view) enum Change {
    /// Projects are at fault.
    Fault,
    /// Servers give no answer.
    Unreachable,
    /// Projects or servers change again and again.
    Unstable,
    /// Projects stopped.
    Stopped,
    /// Servers answer again.
    Back,
    /// Projects are well again.
    Well,
    /// Projects were started.
    Started,
}

/// Changes that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::view) struct Changes {
    /// What they are.
    pub(in crate::view) change: Change,
    /// The names that are told.
    pub(in crate::view) names: Vec<String>,
    /// How many there are.
    pub(in crate::view) number: usize,
}

impl Words {
    /// Many changes, those that are alike together, the worst first.
    pub(in crate::view) fn digest(&self, changes: &[Changes]) -> Text {
        let title = changes.first().map(|first| self.changed(first));
        let title = title.unwrap_or_default();
        match changes {
            [] | [_] => Text {
                title,
                body: changes.iter().map(|it| self.names(it)).collect(),
            },
            [_, others @ ..] => Text {
                title: self.say(&phrases::DigestTitle {
                    first: &title,
                    number: others.iter().map(|others| others.number).sum(),
                }),
                body: self.lines(changes),
            },
        }
    }

    fn lines(&self, changes: &[Changes]) -> String {
        let lines = changes.iter().map(|changes| {
            let (first, rest) = (&self.changed(changes), &self.names(changes));
            self.say(&phrases::DigestLine { first, rest })
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn names(&self, changes: &Changes) -> String {
        let names = &self.joined(changes.names.iter().cloned());
        match changes.number.saturating_sub(changes.names.len()) {
            0 => names.clone(),
            number => self.say(&phrases::DigestNames { names, number }),
        }
    }

    fn changed(&self, changes: &Changes) -> String {
        let number = changes.number;
        match changes.change {
            Change::Fault => self.say(&phrases::DigestFaults { number }),
            Change::Unreachable => self.say(&phrases::DigestUnreachable { number }),
            Change::Unstable => self.say(&phrases::DigestUnstable { number }),
            Change::Stopped => self.say(&phrases::DigestStopped { number }),
            Change::Back => self.say(&phrases::DigestBack { number }),
            Change::Well => self.say(&phrases::DigestWell { number }),
            Change::Started => self.say(&phrases::DigestStarted { number }),
        }
    }
}
