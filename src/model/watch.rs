//! What became of an operation, as its project's status tells.

use std::time::{Duration, Instant};

use super::event::{Answer, Failure, Reading, Unreachable};
use crate::protocol::{Operation, Status};

/// How long a settled status that is not the wished one must last until it is believed: a server
/// may answer before it begins.
const CONTRARY_GRACE: Duration = Duration::from_secs(2);

/// Watches by a project's status what becomes of an operation that was answered, or whose answer
/// was lost.
#[derive(Clone, Debug)]
pub struct Watch {
    operation: Operation,
    pub(super) since: Instant,
    /// Why the answer did not come.
    pub(super) lost: Option<Unreachable>,
    /// Whether the wished status proves nothing: it was read before, and no other since.
    proves_nothing: bool,
    /// When another settled status than the wished one was first read.
    contrary_since: Option<Instant>,
}

impl Watch {
    /// Begins when the answer came or was given up.
    ///
    /// # Errors
    /// When nothing is left to watch: the server refused, or nothing was sent.
    pub fn new(
        operation: Operation,
        since: Instant,
        answer: Result<(), Failure>,
    ) -> Result<Self, Failure> {
        let lost = match answer {
            Ok(()) => None,
            Err(Failure::NoAnswer(reason)) => Some(reason),
            Err(failure) => return Err(failure),
        };
        Ok(Watch {
            operation,
            since,
            lost,
            proves_nothing: false,
            contrary_since: None,
        })
    }

    /// Takes note of what was read before the operation was sent. If the answer was lost and the
    /// project was as wished already, only another status in between proves anything.
    #[must_use]
    pub fn after(mut self, before: &Answer) -> Self {
        let wished = Answer::Status(wished(self.operation));
        self.proves_nothing = self.lost.is_some() && *before == wished;
        self
    }

    /// Takes the last reading since the watch began, if there is one, and gives the outcome once
    /// that is clear: at the latest when the patience is over.
    pub fn look(
        &mut self,
        now: Instant,
        patience: Duration,
        reading: Option<&Reading>,
    ) -> Option<Outcome> {
        let contrary_since = self.contrary_since.take();
        let over = self.is_over(now, patience);
        let lost = self.lost.map(Failure::NoAnswer).map(Outcome::Failed);
        let Some(reading) = reading else {
            return over.then(|| lost.unwrap_or(Outcome::Unsettled));
        };
        let as_wished = reading.status() == Some(wished(self.operation));
        self.proves_nothing &= as_wished;
        match &reading.answer {
            Answer::Status(_) if as_wished && self.proves_nothing => over.then_some(lost).flatten(),
            Answer::Status(_) if as_wished => Some(Outcome::Succeeded),
            Answer::Status(status) if status.is_settled() => {
                let contrary = contrary_since.unwrap_or(reading.at);
                self.contrary_since = Some(contrary);
                let lasts = reading.at.saturating_duration_since(contrary) >= CONTRARY_GRACE;
                (lasts || over).then(|| lost.unwrap_or(Outcome::Settled(*status)))
            }
            Answer::Status(_) => over.then_some(Outcome::Unsettled),
            Answer::NotFound => Some(Outcome::Failed(Failure::NotFound)),
            Answer::UnknownCommand => Some(Outcome::Failed(Failure::UnknownCommand)),
            Answer::Refused(excerpt) => Some(Outcome::Failed(Failure::Refused(excerpt.clone()))),
            Answer::Unexpected(excerpt) => {
                Some(Outcome::Failed(Failure::Unexpected(excerpt.clone())))
            }
        }
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
