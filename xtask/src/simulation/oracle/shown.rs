//! What is shown was so not long ago, or is shown as not known.

use std::time::Duration;

use pekat_tray::model::{Condition, Fault};
use pekat_tray::site::ProjectId;
use tokio::time::Instant;

use super::super::plant::Truth;
use super::plant::Plant;
use super::readings::{Readings, Taken};

#[derive(Debug)]
pub(super) struct Shown {
    /// How old what is shown may be.
    pub(super) bound: Duration,
    /// The age from which a reading counts for nothing.
    pub(super) stale_after: Duration,
    start: Instant,
    /// When the computer last woke: nothing from before may be shown.
    pub(super) awoke: Option<Instant>,
}

impl Shown {
    pub(super) fn new(bound: Duration, stale_after: Duration) -> Self {
        Shown {
            bound,
            stale_after,
            start: Instant::now(),
            awoke: None,
        }
    }

    /// Only a reading that no client could know to be wrong may show something else, until the next
    /// one of its project.
    pub(super) fn check(
        &self,
        plant: &Plant,
        readings: &Readings,
        project: ProjectId,
        condition: &Condition,
    ) -> Result<(), String> {
        let claimed: Truth = match condition {
            // Not known: see `Availability`. Or an operation's: see `Outcomes`.
            Condition::Connecting
            | Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Pending { .. }
            | Condition::Fault(Fault::Silent | Fault::Failed { .. }) => return Ok(()),
            Condition::Status(status) | Condition::Fault(Fault::Stuck(status)) => Some(*status),
            Condition::Fault(Fault::Contrary { status, .. }) => Some(*status),
            Condition::Fault(Fault::NotFound) => None,
            Condition::Fault(Fault::UnknownCommand | Fault::Refused(_) | Fault::Unexpected(_)) => {
                return self.check_strange(readings.last(project), condition);
            }
        };
        let suspect = readings.last(project).is_some_and(|last| last.suspect);
        match suspect || plant.was(project, claimed, self.oldest()) {
            true => Ok(()),
            false => Err(format!(
                "{condition:?} is shown, and it has not been so for {:?}",
                self.bound
            )),
        }
    }

    /// A strange answer is shown only if it was given not long ago.
    fn check_strange(&self, last: Option<&Taken>, condition: &Condition) -> Result<(), String> {
        let last = last.filter(|last| last.at >= self.oldest());
        match last.is_some_and(|last| Condition::from(&last.answer) == *condition) {
            true => Ok(()),
            false => Err(format!(
                "{condition:?} is shown, and {last:?} was read last"
            )),
        }
    }

    /// From when on what is shown must be.
    pub(super) fn oldest(&self) -> Instant {
        self.awake_since(self.bound)
    }

    /// From when on readings count.
    pub(super) fn fresh(&self) -> Instant {
        self.awake_since(self.stale_after)
    }

    fn awake_since(&self, age: Duration) -> Instant {
        let then = Instant::now().checked_sub(age).unwrap_or(self.start);
        self.awoke.map_or(then, |awoke| awoke.max(then))
    }
}
