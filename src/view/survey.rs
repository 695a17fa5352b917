//! One look at every project, from which everything that is to be seen follows. However many
//! projects there are, each is looked at once.

use std::ops::Range;

use super::tooltip::{self, MOST_PARTS};
use super::{Branch, Look, Menu, View, Words, rows};
use crate::model::{Condition, Model};
use crate::protocol::Status;

/// What there is to be seen of the model at one moment.
#[derive(Debug)]
pub struct Survey<'a> {
    pub(super) model: &'a Model,
    pub(super) words: &'a Words,
    /// Of every project in the configured order.
    classes: Vec<Class>,
    /// Where those of each server begin, and where those of the last one end.
    begins: Vec<usize>,
    /// The first projects at fault, in words.
    pub(super) faults: Vec<String>,
}

/// What is counted together, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Fault,
    Unreachable,
    Stale,
    Changing,
    Running,
    Stopped,
}

impl Class {
    pub(super) const ALL: [Class; 6] = [
        Class::Fault,
        Class::Unreachable,
        Class::Stale,
        Class::Changing,
        Class::Running,
        Class::Stopped,
    ];
}

impl From<&Condition> for Class {
    fn from(condition: &Condition) -> Self {
        match condition {
            Condition::Fault(_) => Class::Fault,
            Condition::Unreachable(_) => Class::Unreachable,
            Condition::Stale { .. } => Class::Stale,
            Condition::Connecting | Condition::Pending { .. } => Class::Changing,
            Condition::Status(Status::Starting | Status::Stopping) => Class::Changing,
            Condition::Status(Status::Running) => Class::Running,
            Condition::Status(Status::Stopped) => Class::Stopped,
        }
    }
}

/// How many projects are of which class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Tally([usize; Class::ALL.len()]);

impl FromIterator<Class> for Tally {
    fn from_iter<T: IntoIterator<Item = Class>>(classes: T) -> Self {
        let mut tally = Tally::default();
        for class in classes {
            tally.0[class as usize] += 1;
        }
        tally
    }
}

impl FromIterator<Condition> for Tally {
    fn from_iter<T: IntoIterator<Item = Condition>>(conditions: T) -> Self {
        let classes = conditions.into_iter();
        classes.map(|condition| Class::from(&condition)).collect()
    }
}

impl Tally {
    pub(super) fn number(&self, class: Class) -> usize {
        self.0[class as usize]
    }

    pub(super) fn without_unreachable(mut self) -> Self {
        self.0[Class::Unreachable as usize] = 0;
        self
    }

    /// The look of the worst.
    pub(super) fn look(&self) -> Look {
        let worst = Class::ALL.into_iter().find(|class| self.number(*class) > 0);
        match worst {
            Some(Class::Fault) => Look::Fault,
            Some(Class::Unreachable | Class::Stale) => Look::Unreachable,
            Some(Class::Changing) => Look::Changing,
            Some(Class::Running) => Look::Running,
            Some(Class::Stopped) => Look::Stopped,
            None => Look::Nothing,
        }
    }
}

impl<'a> Survey<'a> {
    /// Looks at every project, and says what is seen in these words.
    pub fn new(model: &'a Model, words: &'a Words) -> Self {
        let mut survey = Survey {
            model,
            words,
            classes: Vec::new(),
            begins: vec![0],
            faults: Vec::new(),
        };
        for server in model.site().servers() {
            for project in &server.projects {
                let condition = model.condition(project.id);
                let class = Class::from(&condition);
                if class == Class::Fault && survey.faults.len() < MOST_PARTS {
                    let fault = words.project_condition(&project.name, &condition);
                    survey.faults.push(fault);
                }
                survey.classes.push(class);
            }
            survey.begins.push(survey.classes.len());
        }
        survey
    }

    /// What is to be seen without opening anything.
    pub fn view(&self) -> View {
        View {
            icon: self.look(),
            tooltip: tooltip::tooltip(self),
            menu: rows::top(self),
        }
    }

    /// What a row of the menu opens onto. Empty if that is no longer configured.
    pub fn open(&self, branch: &Branch) -> Menu {
        Menu(rows::behind(self, branch))
    }

    fn look(&self) -> Look {
        if !self.model.problems().is_empty() {
            Look::Fault
        } else if self.model.is_loaded() {
            self.all().look()
        } else {
            Look::Changing
        }
    }

    /// Everything that is configured.
    pub(super) fn all(&self) -> Tally {
        self.classes.iter().copied().collect()
    }

    /// The projects of some servers, by the servers' places in the configured order.
    pub(super) fn servers(&self, servers: Range<usize>) -> Tally {
        let begin = self.begins.get(servers.start);
        let end = self.begins.get(servers.end);
        self.tally(begin.zip(end).map(|(begin, end)| *begin..*end))
    }

    /// Some projects of a server, by their places in the configured order.
    pub(super) fn projects(&self, server: usize, projects: Range<usize>) -> Tally {
        let begin = self.begins.get(server);
        self.tally(begin.map(|begin| begin + projects.start..begin + projects.end))
    }

    fn tally(&self, range: Option<Range<usize>>) -> Tally {
        let classes = range.and_then(|range| self.classes.get(range));
        classes.unwrap_or_default().iter().copied().collect()
    }
}
