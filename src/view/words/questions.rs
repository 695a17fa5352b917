//! Questions before something is done, and what could not be done on this computer.

use super::{Text, Words, phrases};
use crate::protocol::Operation;

/// A question in words: what is asked, what follows from it, and a button for each answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionText {
    /// What is asked.
    pub title: String,
    /// What follows from a yes.
    pub body: String,
    /// The button for doing it.
    pub yes: String,
    /// The button for leaving everything as it is, which is safe.
    pub no: String,
    /// All of it in one text, for a dialog whose buttons are Windows' own.
    pub whole: String,
}

/// The names of what would stop.
pub(in crate::view) struct StopNames {
    /// Of what runs.
    pub(in crate::view) certain: Vec<String>,
    /// Of what may run, which nobody knows.
    pub(in crate::view) possible: Vec<String>,
}

impl Words {
    /// Puts a question into words.
    pub(in crate::view) fn question(
        &self,
        operation: Operation,
        project: &str,
        server: &str,
        stops: &StopNames,
    ) -> QuestionText {
        let title = self.say(&phrases::QuestionTitle { operation, project });
        let body = self.consequence(operation, server, stops);
        let yes = self.action_name(operation, project);
        let whole = phrases::QuestionWhole {
            title: &title,
            body: &body,
            yes: &yes,
        };
        QuestionText {
            whole: self.say(&whole),
            no: self.refrain(operation, stops),
            title,
            body,
            yes,
        }
    }

    fn consequence(&self, operation: Operation, server: &str, stops: &StopNames) -> String {
        let StopNames { certain, possible } = stops;
        match operation {
            Operation::Start => self.say(&phrases::QuestionStart { server }),
            Operation::Stop if certain.is_empty() => {
                self.say(&phrases::QuestionStopIdle { server })
            }
            Operation::Stop => self.say(&phrases::QuestionStop { server }),
            Operation::Switch if certain.is_empty() && possible.is_empty() => {
                self.say(&phrases::QuestionSwitchIdle { server })
            }
            Operation::Switch => self.switch_stops(server, stops),
        }
    }

    /// What a switch stops: a line for what runs, and one for what may run.
    fn switch_stops(&self, server: &str, stops: &StopNames) -> String {
        let certain = self.joined_names(stops.certain.iter().cloned());
        let certain = certain.map(|names| {
            let names = &names;
            self.say(&phrases::QuestionSwitch { names, server })
        });
        let possible = self.joined_names(stops.possible.iter().cloned());
        let possible = possible.map(|names| {
            let names = &names;
            self.say(&phrases::QuestionSwitchUnsure { names, server })
        });
        let lines: Vec<String> = certain.into_iter().chain(possible).collect();
        lines.join("\n")
    }

    fn refrain(&self, operation: Operation, stops: &StopNames) -> String {
        match (operation, &stops.certain[..]) {
            (Operation::Stop, [_, ..]) => self.say(&phrases::QuestionKeepRunning),
            (Operation::Switch, [project]) => self.say(&phrases::QuestionKeep { project }),
            (Operation::Start | Operation::Stop | Operation::Switch, _) => {
                self.say(&phrases::QuestionRefrain { operation })
            }
        }
    }

    /// The end of a list of names that is too long.
    pub(in crate::view) fn and_others(&self, number: usize) -> String {
        self.say(&phrases::NamesAndMore { number })
    }

    fn joined_names(&self, names: impl Iterator<Item = String>) -> Option<String> {
        let join = |first: String, rest: String| {
            let (first, rest) = (first.as_str(), rest.as_str());
            self.say(&phrases::NamesJoined { first, rest })
        };
        names.reduce(join)
    }

    /// Tells that a project's path could not be copied.
    pub(in crate::view) fn not_copied(&self, project: &str, reason: &str) -> Text {
        Text {
            title: self.say(&phrases::NotCopiedTitle { project }),
            body: self.say(&phrases::NotCopiedBody { reason }),
        }
    }

    /// Tells that a project's page could not be opened.
    pub(in crate::view) fn page_not_opened(&self, project: &str, page: &str, reason: &str) -> Text {
        Text {
            title: self.say(&phrases::PageNotOpenedTitle { project }),
            body: self.say(&phrases::PageNotOpenedBody { page, reason }),
        }
    }
}
