//! One look at every project, from which everything that is to be seen follows. However many
//! projects there are, each is looked at once.

use std::ops::Range;

use super::rows::MOST_FAULTS;
use super::tooltip::{self, MOST_PARTS};
use super::{Badge, Branch, Look, Menu, Picture, Scope, View, Words, rows, scope};
use crate::model::{Condition, Model};
use crate::protocol::Status;
use crate::site::ProjectId;

/// What there is to be seen of the model at one moment.
#[derive(Debug)]
pub struct Survey<'a> {
    pub(super) model: &'a Model,
    pub(super) words: &'a Words,
    /// Of every project in the configured order.
    classes: Vec<Class>,
    /// Where those of each server begin, and where those of the last one end.
    begins: Vec<usize>,
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

impl From<Class> for Look {
    fn from(class: Class) -> Self {
        match class {
            Class::Fault => Look::Fault,
            Class::Unreachable => Look::Unreachable,
            Class::Stale => Look::Stale,
            Class::Changing => Look::Changing,
            Class::Running => Look::Running,
            Class::Stopped => Look::Stopped,
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
        worst.map_or(Look::Nothing, Look::from)
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
        };
        for server in model.site().servers() {
            for project in &server.projects {
                let condition = model.condition(project.id);
                survey.classes.push(Class::from(&condition));
            }
            survey.begins.push(survey.classes.len());
        }
        survey
    }

    /// The icons that there are, in order: one at least.
    pub fn scopes(&self) -> Vec<Scope> {
        scope::scopes(self.model)
    }

    /// Which of these icons shows the worst, the first where several do. `None` only where there are no
    /// icons.
    pub fn worst(&self, icons: impl IntoIterator<Item = Scope>) -> Option<Scope> {
        let look = |scope: &Scope| self.look(*scope, &self.tally_of(*scope));
        icons.into_iter().min_by_key(look)
    }

    /// What is to be seen of an icon without opening anything.
    pub fn view(&self, scope: Scope) -> View {
        View {
            icon: self.picture(scope),
            tooltip: tooltip::tooltip(self, scope),
            menu: rows::top(self, scope),
        }
    }

    /// What a row of the menu opens onto. Empty if that is no longer configured.
    pub fn open(&self, branch: &Branch) -> Menu {
        Menu(rows::behind(self, branch))
    }

    /// The rows of `shown`, which is on the screen and cannot give way to `newer`, each saying what is
    /// so now. Who was at fault when it was opened is told of as long as it is open.
    pub fn kept(&self, shown: &Menu, newer: &Menu) -> Menu {
        rows::kept(self, shown.saying_what(newer))
    }

    fn picture(&self, scope: Scope) -> Picture {
        let tally = self.tally_of(scope);
        Picture {
            look: self.look(scope, &tally),
            badge: Badge::counting(tally.number(Class::Fault)),
            unseen: self.projects_in(scope).any(|id| self.model.is_unseen(id)),
        }
    }

    fn look(&self, scope: Scope, tally: &Tally) -> Look {
        if scope == Scope::All && !self.model.problems().is_empty() {
            Look::Fault
        } else if self.model.is_loaded() {
            tally.look()
        } else {
            Look::Changing
        }
    }

    /// Everything that an icon stands for.
    pub(super) fn tally_of(&self, scope: Scope) -> Tally {
        self.tally(self.range(scope))
    }

    /// The first projects at fault of an icon, in words, no more than fit.
    pub(super) fn faults(&self, scope: Scope) -> Vec<String> {
        let site = self.model.site();
        let fault = |id: ProjectId| {
            let (_, project) = site.project(id)?;
            let condition = self.model.condition(id);
            Some(self.words.project_condition(&project.name, &condition))
        };
        self.at_fault(scope)
            .take(MOST_PARTS)
            .filter_map(fault)
            .collect()
    }

    /// The first projects at fault of an icon, no more than are shown.
    pub(super) fn faulty(&self, scope: Scope) -> Vec<ProjectId> {
        self.at_fault(scope).take(MOST_FAULTS).collect()
    }

    fn at_fault(&self, scope: Scope) -> impl Iterator<Item = ProjectId> {
        let classes = self.range(scope).and_then(|range| self.classes.get(range));
        let classes = classes.unwrap_or_default().iter();
        classes
            .zip(self.projects_in(scope))
            .filter(|(class, _)| **class == Class::Fault)
            .map(|(_, project)| project)
    }

    /// The places of an icon's projects in the configured order of all.
    fn range(&self, scope: Scope) -> Option<Range<usize>> {
        let site = self.model.site();
        match scope {
            Scope::All => Some(0..self.classes.len()),
            Scope::Server(server) => {
                let place = site.place(server)?;
                Some(*self.begins.get(place)?..*self.begins.get(place + 1)?)
            }
            Scope::Project(project) => {
                let (server, _) = site.project(project)?;
                let begin = self.begins.get(site.place(server.id)?)?;
                let mut projects = server.projects.iter();
                let place = begin + projects.position(|known| known.id == project)?;
                Some(place..place + 1)
            }
        }
    }

    fn projects_in(&self, scope: Scope) -> Box<dyn Iterator<Item = ProjectId> + '_> {
        let site = self.model.site();
        match scope {
            Scope::All => Box::new(site.projects().map(|(_, project)| project.id)),
            Scope::Server(server) => {
                let projects = site.server(server).map(|server| server.projects.iter());
                Box::new(projects.into_iter().flatten().map(|project| project.id))
            }
            Scope::Project(project) => Box::new(site.project(project).map(|_| project).into_iter()),
        }
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
