//! Questions before something is done that may harm. One is open at a time, for the operator has one
//! mind and the last click tells what is on it; and an answer counts only for what the question named.

use super::event::{Answer, QuestionId, Works};
use super::{Effect, Model, Refusal};
use crate::protocol::{Operation, Status};
use crate::site::{Confirm, ProjectId, ServerId};

/// Whether something is really to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Names it.
    pub id: QuestionId,
    /// What is to be done.
    pub wish: Wish,
}

/// What is done if the answer is yes, with what the question names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Start, stop or switch to a project.
    Operate {
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
        /// What stops with it, as far as it runs.
        stops: Stops,
    },
    /// Take a project from the configuration.
    RemoveProject(ProjectId),
    /// Take a server from the configuration.
    RemoveServer {
        /// Which one.
        server: ServerId,
        /// Its projects.
        projects: Vec<ProjectId>,
    },
}

/// What an operation stops besides what it is meant for, each in the configured order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Stops {
    /// What runs and would stop.
    pub certain: Vec<ProjectId>,
    /// What would stop if it runs, which nobody knows.
    pub possible: Vec<ProjectId>,
}

impl Wish {
    /// Whether it is the same, though perhaps with other consequences.
    fn is_like(&self, other: &Wish) -> bool {
        match (self, other) {
            (
                Wish::Operate {
                    project: a,
                    operation: one,
                    ..
                },
                Wish::Operate {
                    project: b,
                    operation: two,
                    ..
                },
            ) => a == b && one == two,
            (Wish::Operate { .. } | Wish::RemoveProject(_) | Wish::RemoveServer { .. }, _) => {
                self == other
            }
        }
    }
}

impl Stops {
    /// All of it.
    pub fn all(&self) -> impl Iterator<Item = ProjectId> {
        self.certain.iter().chain(&self.possible).copied()
    }

    fn are_none(&self) -> bool {
        self.certain.is_empty() && self.possible.is_empty()
    }

    fn are_among(&self, named: &Stops) -> bool {
        self.all().all(|stop| named.all().any(|it| it == stop))
    }
}

/// What has come of a wish by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It waits for the answer to this question.
    Asked(QuestionId),
    /// It was ordered, and what the project does tells the rest.
    Ordered,
    /// It was not carried out: the answer was no, or something else was asked instead.
    Dropped,
    /// It was not possible.
    Refused(Refusal),
}

impl Model {
    /// What the operator is being asked, if anything.
    pub fn asking(&self) -> Option<&Question> {
        self.asking.as_ref()
    }

    /// Carries out what the operator clicked, or asks first.
    pub(super) fn wish(
        &mut self,
        project: ProjectId,
        operation: Operation,
    ) -> (Progress, Vec<Effect>) {
        // What is refused needs no question.
        let possible = self.may(project, operation).is_ok();
        match possible && self.is_asked_before(project, operation) {
            true => self.ask_to_operate(project, operation),
            false => self.operate(project, operation),
        }
    }

    fn ask_to_operate(
        &mut self,
        project: ProjectId,
        operation: Operation,
    ) -> (Progress, Vec<Effect>) {
        let stops = self.stopped_by(project, operation);
        self.ask(Wish::Operate {
            project,
            operation,
            stops,
        })
    }

    /// Takes the answer to a question, unless another has taken its place.
    pub(super) fn confirmed(&mut self, question: QuestionId, yes: bool) -> Vec<Effect> {
        let asked = self.asking.take_if(|asking| asking.id == question);
        let Some(asked) = asked else {
            return Vec::new();
        };
        let (progress, effects) = match yes {
            true => self.agreed_to(&asked),
            false => (Progress::Dropped, Vec::new()),
        };
        self.question_led_to(question, progress);
        effects
    }

    fn agreed_to(&mut self, asked: &Question) -> (Progress, Vec<Effect>) {
        match &asked.wish {
            Wish::Operate {
                project,
                operation,
                stops: named,
            } => match self.stopped_by(*project, *operation).are_among(named) {
                true => self.operate(*project, *operation),
                // What would stop by now was not in the question.
                false => self.wish(*project, *operation),
            },
            Wish::RemoveProject(project) => {
                (Progress::Ordered, vec![Effect::RemoveProject(*project)])
            }
            Wish::RemoveServer { server, projects } => {
                let now = self.projects_of(*server);
                match now.iter().all(|project| projects.contains(project)) {
                    true => (Progress::Ordered, vec![Effect::RemoveServer(*server)]),
                    false => (Progress::Dropped, self.remove_server(*server)),
                }
            }
        }
    }

    /// Takes a question back if what it is about is no longer configured, or not the user's to remove.
    pub(super) fn withdraw_question(&mut self) -> Option<Effect> {
        let site = &self.site;
        let stays = self.asking.as_ref().is_none_or(|asking| match asking.wish {
            Wish::Operate { project, .. } => site.project(project).is_some(),
            Wish::RemoveProject(project) => {
                site.project(project).is_some() && self.may_remove_project(project).is_ok()
            }
            Wish::RemoveServer { server, .. } => {
                site.server(server).is_some() && self.may_remove_server(server).is_ok()
            }
        });
        let question = self.asking.take_if(|_| !stays)?;
        Some(Effect::WithdrawQuestion(question.id))
    }

    /// Asks whether a project is to be taken from the configuration.
    pub(super) fn remove_project(&mut self, project: ProjectId) -> Vec<Effect> {
        // Only a click that was on its way when the row went comes here.
        if self.site.project(project).is_none() {
            return Vec::new();
        }
        match self.may_remove_project(project) {
            Ok(()) => self.ask(Wish::RemoveProject(project)).1,
            Err(restraint) => self.restrained(restraint),
        }
    }

    /// Asks whether a server is to be taken from the configuration.
    pub(super) fn remove_server(&mut self, server: ServerId) -> Vec<Effect> {
        if self.site.server(server).is_none() {
            return Vec::new();
        }
        let projects = self.projects_of(server);
        match self.may_remove_server(server) {
            Ok(()) => self.ask(Wish::RemoveServer { server, projects }).1,
            Err(restraint) => self.restrained(restraint),
        }
    }

    fn is_asked_before(&self, project: ProjectId, operation: Operation) -> bool {
        let stops = self.stopped_by(project, operation);
        match self.site.confirm_of(project) {
            Confirm::Always => true,
            Confirm::Risky => !stops.are_none(),
            // A switch to it may stop another one that is guarded.
            Confirm::Never => {
                let guarded = |stop| self.site.confirm_of(stop) != Confirm::Never;
                stops.all().any(guarded)
            }
        }
    }

    /// Asks, or asks again what is being asked if it is the same.
    fn ask(&mut self, wish: Wish) -> (Progress, Vec<Effect>) {
        let open = self.asking.take();
        let same = open.as_ref().filter(|open| open.wish == wish);
        let question = same.cloned().unwrap_or_else(|| {
            self.last_question += 1;
            Question {
                id: QuestionId(self.last_question),
                wish,
            }
        });
        let progress = Progress::Asked(question.id);
        if let Some(before) = open {
            let instead = match before.wish.is_like(&question.wish) {
                true => progress,
                false => Progress::Dropped,
            };
            self.question_led_to(before.id, instead);
        }
        self.asking = Some(question.clone());
        (progress, vec![Effect::Confirm(question)])
    }

    /// What would be stopped by an operation, as far as it is configured.
    fn stopped_by(&self, project: ProjectId, operation: Operation) -> Stops {
        let touched: Vec<ProjectId> = match operation {
            Operation::Start => Vec::new(),
            Operation::Stop => vec![project],
            Operation::Switch => self.others(project).collect(),
        };
        let those = |works: Works| {
            let touched = touched.iter().copied();
            touched.filter(|it| self.works(*it) == works).collect()
        };
        Stops {
            certain: those(Works::Yes),
            possible: those(Works::Perhaps),
        }
    }

    /// Whether a project is at work. What nobody knows may be, such as one that has not been read since
    /// an outage, or has fallen silent; one that is only being started by the operator is not yet.
    pub(super) fn works(&self, project: ProjectId) -> Works {
        let Some(state) = self.projects.get(&project) else {
            return Works::No;
        };
        let pending = self.pending(state.server);
        let own = pending.is_some_and(|pending| pending.project == project);
        match self.fresh_answer(project) {
            Some(Answer::Status(Status::Starting)) if own => Works::No,
            Some(answer) => match answer.works() {
                Works::Perhaps if own => Works::No,
                works @ (Works::Yes | Works::No | Works::Perhaps) => works,
            },
            None if own => Works::No,
            None => Works::Perhaps,
        }
    }
}
