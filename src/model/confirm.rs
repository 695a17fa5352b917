//! Questions before something is done that may harm. One is open at a time, for the operator has one
//! mind and the last click tells what is on it; and an answer counts only for what the question named.

use super::event::QuestionId;
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
    /// What runs and would stop, in the configured order.
    pub stops: Vec<ProjectId>,
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
        let all_named = stops.iter().all(|stop| asked.stops.contains(stop));
        match all_named {
            true => self.operate(project, operation),
            // What runs by now was not in the question.
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
            Confirm::Risky => !stops.is_empty(),
            // A switch to it may stop another one that is guarded.
            Confirm::Never => {
                let guarded = |stop| self.site.confirm_of(stop) != Confirm::Never;
                stops.into_iter().any(guarded)
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

    /// What runs and would be stopped by an operation, as far as it is configured.
    fn stopped_by(&self, project: ProjectId, operation: Operation) -> Vec<ProjectId> {
        match operation {
            Operation::Start => Vec::new(),
            Operation::Stop if self.runs(project) => vec![project],
            Operation::Stop => Vec::new(),
            Operation::Switch => self.others(project).filter(|it| self.runs(*it)).collect(),
        }
    }

    /// Whether a project may be at work. One that has fallen silent may still be what it was; one that
    /// is only being started by the operator is not yet.
    fn runs(&self, project: ProjectId) -> bool {
        let Some(state) = self.projects.get(&project) else {
            return false;
        };
        let pending = self.pending(state.server);
        match state.reading.as_ref().and_then(|reading| reading.status()) {
            Some(Status::Running) => true,
            Some(Status::Starting) => pending.is_none_or(|pending| pending.project != project),
            Some(Status::Stopped | Status::Stopping) | None => false,
        }
    }
}
