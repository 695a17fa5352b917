//! Questions before something is done that may harm. One is open at a time, for the operator has one
//! mind and the last click tells what is on it; and an answer counts only for what the question named.

use super::event::{Answer, QuestionId};
use super::{Effect, Model, Refusal};
use crate::protocol::{Operation, Status};
use crate::site::{Confirm, ProjectId};

/// Whether something is really to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Names it.
    pub id: QuestionId,
    /// Of which project.
    pub project: ProjectId,
    /// What is to be done with it.
    pub operation: Operation,
    /// What stops with it, as far as it runs.
    pub stops: Stops,
}

/// What an operation stops besides what it is meant for, each in the configured order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Stops {
    /// What runs and would stop.
    pub certain: Vec<ProjectId>,
    /// What would stop if it runs, which nobody knows.
    pub possible: Vec<ProjectId>,
}

/// Whether a project is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Works {
    Yes,
    No,
    /// Nobody knows.
    Perhaps,
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
            true => self.ask(project, operation),
            false => self.operate(project, operation),
        }
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
        let (project, operation) = (asked.project, asked.operation);
        let stops = self.stopped_by(project, operation);
        match stops.are_among(&asked.stops) {
            true => self.operate(project, operation),
            // What would stop by now was not in the question.
            false => self.wish(project, operation),
        }
    }

    /// Takes a question back whose project is no longer configured.
    pub(super) fn withdraw_question(&mut self) -> Option<Effect> {
        let site = &self.site;
        let gone = |question: &mut Question| site.project(question.project).is_none();
        let question = self.asking.take_if(gone)?;
        Some(Effect::WithdrawQuestion(question.id))
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
    fn ask(&mut self, project: ProjectId, operation: Operation) -> (Progress, Vec<Effect>) {
        let stops = self.stopped_by(project, operation);
        let is_same_wish = |open: &Question| open.project == project && open.operation == operation;
        let open = self.asking.take();
        let same = open
            .as_ref()
            .filter(|open| is_same_wish(open) && open.stops == stops);
        let question = same.cloned().unwrap_or_else(|| {
            self.last_question += 1;
            Question {
                id: QuestionId(self.last_question),
                project,
                operation,
                stops,
            }
        });
        let progress = Progress::Asked(question.id);
        if let Some(before) = open {
            let instead = match is_same_wish(&before) {
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
        let unless_own = |works: Works| match own {
            true => Works::No,
            false => works,
        };
        match self.fresh_answer(project) {
            Some(Answer::Status(Status::Running)) => Works::Yes,
            Some(Answer::Status(Status::Starting)) => unless_own(Works::Yes),
            Some(Answer::Status(Status::Stopped | Status::Stopping) | Answer::NotFound) => {
                Works::No
            }
            Some(Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_)) | None => {
                unless_own(Works::Perhaps)
            }
        }
    }
}
