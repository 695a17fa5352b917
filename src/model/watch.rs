//! What became of an operation, as its project's status tells.

use std::mem::discriminant;
use std::time::{Duration, Instant};

use super::event::{Answer, CONTRARY_GRACE, Dispatch, Failure, Reading};
use crate::protocol::{Operation, Status};

/// Follows a project's status to find out what became of an operation that the server agreed to, or
/// whose answer is missing or not understood.
#[derive(Clone, Debug)]
pub struct Watch {
    operation: Operation,
    pub(super) since: Instant,
    /// Why it is not known whether the server agreed.
    pub(super) doubt: Option<Failure>,
    /// Whether nothing was sent, since the project was as wanted or on its way there.
    unneeded: bool,
    /// Whether the wanted status proves nothing: it was read before, and no other since.
    proves_nothing: bool,
    contrary: Option<Contrary>,
}

/// A reading other than the wanted one, the first of its kind in a row.
#[derive(Clone, Debug)]
struct Contrary {
    at: Instant,
    answer: Answer,
}

impl Watch {
    /// Begins when the answer came or was given up.
    ///
    /// # Errors
    /// When nothing is left to watch: the server refused, or nothing was sent.
    pub fn new(
        operation: Operation,
        since: Instant,
        answer: Result<Dispatch, Failure>,
    ) -> Result<Self, Failure> {
        let (doubt, unneeded) = match answer {
            Ok(Dispatch::Sent) => (None, false),
            Ok(Dispatch::Unneeded) => (None, true),
            Ok(Dispatch::Unclear(excerpt)) => (Some(Failure::Unexpected(excerpt)), false),
            Err(doubt @ Failure::NoAnswer(_)) => (Some(doubt), false),
            Err(failure) => return Err(failure),
        };
        Ok(Watch {
            operation,
            since,
            doubt,
            unneeded,
            proves_nothing: false,
            contrary: None,
        })
    }

    /// Notes what was read before the operation was sent. If its answer is in doubt and the project
    /// was as wanted already, only another status in between proves anything.
    #[must_use]
    pub fn after(mut self, before: &Answer) -> Self {
        let wanted = Answer::Status(wished(self.operation));
        self.proves_nothing = self.doubt.is_some() && *before == wanted;
        self
    }

    /// Takes the last reading since the watch began, if there is one, and returns the outcome once
    /// that is clear: at the latest when the patience is over. No failure follows from a single
    /// reading.
    pub fn look(
        &mut self,
        now: Instant,
        patience: Duration,
        reading: Option<&Reading>,
    ) -> Option<Outcome> {
        let over = self.is_over(now, patience);
        let doubt = self.doubt.clone().map(Outcome::Failed);
        let Some(reading) = reading else {
            self.contrary = None;
            return over.then(|| doubt.unwrap_or(Outcome::Unsettled));
        };
        if reading.status() == Some(wished(self.operation)) {
            self.contrary = None;
            return match self.proves_nothing {
                true => over.then_some(doubt).flatten(),
                false => Some(self.success()),
            };
        }
        self.proves_nothing = false;
        let lasts = self.contrary_for(reading);
        if lasts.is_zero() {
            // A second reading decides, unless none comes.
            let late = self.is_over(now, patience + CONTRARY_GRACE);
            return late.then(|| doubt.unwrap_or(Outcome::Unsettled));
        }
        match &reading.answer {
            Answer::Status(status) if status.is_settled() => (lasts >= CONTRARY_GRACE || over)
                .then(|| doubt.unwrap_or(Outcome::Settled(*status))),
            Answer::Status(_) => over.then_some(Outcome::Unsettled),
            Answer::NotFound => Some(Outcome::Failed(Failure::NotFound)),
            Answer::UnknownCommand => Some(Outcome::Failed(Failure::UnknownCommand)),
            Answer::Refused(excerpt) => Some(Outcome::Failed(Failure::Refused(excerpt.clone()))),
            Answer::Unexpected(excerpt) => {
                Some(Outcome::Failed(Failure::Unexpected(excerpt.clone())))
            }
        }
    }

    pub(super) fn success(&self) -> Outcome {
        match self.unneeded {
            true => Outcome::Already,
            false => Outcome::Succeeded,
        }
    }

    /// How long readings of the same kind have followed each other. Zero for the first.
    fn contrary_for(&mut self, reading: &Reading) -> Duration {
        let is_same = |known: &Contrary| match (&known.answer, &reading.answer) {
            (Answer::Status(known), Answer::Status(now)) => known == now,
            (known, now) => discriminant(known) == discriminant(now),
        };
        let known = self.contrary.take().filter(is_same);
        let contrary = known.unwrap_or_else(|| Contrary {
            at: reading.at,
            answer: reading.answer.clone(),
        });
        let lasts = reading.at.saturating_duration_since(contrary.at);
        self.contrary = Some(contrary);
        lasts
    }

    /// Whether the patience with it is at its end.
    pub(super) fn is_over(&self, now: Instant, patience: Duration) -> bool {
        now.saturating_duration_since(self.since) >= patience
    }
}

/// What became of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The project is as wished.
    Succeeded,
    /// The project was as wished before, so that nothing was sent.
    Already,
    /// The operator called it off, by a stop.
    CalledOff,
    /// The server refused, or was not reached.
    Failed(Failure),
    /// The server agreed, and yet the project settled in this status.
    Settled(Status),
    /// The server agreed, and the project was still changing when watching ended.
    Unsettled,
}

impl Outcome {
    /// Whether the project is as wished.
    pub fn is_success(&self) -> bool {
        match self {
            Outcome::Succeeded | Outcome::Already => true,
            Outcome::CalledOff | Outcome::Failed(_) | Outcome::Settled(_) | Outcome::Unsettled => {
                false
            }
        }
    }
}

/// The status that shows that an operation did what it is for.
pub(super) fn wished(operation: Operation) -> Status {
    match operation {
        Operation::Start | Operation::Switch => Status::Running,
        Operation::Stop => Status::Stopped,
    }
}
