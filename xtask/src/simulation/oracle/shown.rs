//! What is shown was so not long ago, or is shown as not known.

use std::collections::BTreeMap;
use std::time::Duration;

use pekat_tray::model::{Condition, Fault};
use pekat_tray::site::ProjectId;
use tokio::time::Instant;

use super::super::plant::Truth;
use super::plant::Plant;

#[derive(Debug)]
pub(super) struct Shown {
    /// How old what is shown may be.
    pub(super) bound: Duration,
    start: Instant,
    /// When the computer last woke: nothing from before may be shown.
    pub(super) awoke: Option<Instant>,
    /// Since when something is shown that was not so.
    wrong_since: BTreeMap<ProjectId, Instant>,
}

impl Shown {
    pub(super) fn new(bound: Duration) -> Self {
        Shown {
            bound,
            start: Instant::now(),
            awoke: None,
            wrong_since: BTreeMap::new(),
        }
    }

    /// Only a reply that came twice, and was taken for the one to the next question, may show
    /// something else until the next reading.
    pub(super) fn check(
        &mut self,
        plant: &Plant,
        project: ProjectId,
        condition: &Condition,
    ) -> Result<(), String> {
        let claimed: Truth = match condition {
            Condition::Connecting
            | Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Pending { .. }
            | Condition::Fault(Fault::Failed { .. }) => {
                self.wrong_since.remove(&project);
                return Ok(());
            }
            Condition::Status(status) | Condition::Fault(Fault::Stuck(status)) => Some(*status),
            Condition::Fault(Fault::Contrary { status, .. }) => Some(*status),
            Condition::Fault(Fault::NotFound) => None,
            Condition::Fault(Fault::UnknownCommand | Fault::Refused(_) | Fault::Unexpected(_)) => {
                return self.check_strange(plant, project, condition);
            }
        };
        if plant.was(project, claimed, self.oldest()) {
            self.wrong_since.remove(&project);
            return Ok(());
        }
        let now = Instant::now();
        let since = *self.wrong_since.entry(project).or_insert(now);
        match self.doubled_lately(plant, project) && now - since < self.bound {
            true => Ok(()),
            false => Err(format!(
                "{condition:?} is shown, and it has not been so for {:?}",
                self.bound
            )),
        }
    }

    /// A strange answer is shown only if one was given not long ago.
    fn check_strange(
        &self,
        plant: &Plant,
        project: ProjectId,
        condition: &Condition,
    ) -> Result<(), String> {
        let troubled = plant.record(project, |_, record| record.troubled).flatten();
        match troubled.is_some_and(|at| at >= self.oldest()) {
            true => Ok(()),
            false => Err(format!("{condition:?} is shown, and all has been well")),
        }
    }

    /// Whether a reply came twice not long ago, and so may have been taken for another's.
    pub(super) fn doubled_lately(&self, plant: &Plant, project: ProjectId) -> bool {
        let doubled = plant.record(project, |_, record| record.doubled).flatten();
        doubled.is_some_and(|at| at >= self.oldest())
    }

    /// From when on what is shown must be.
    fn oldest(&self) -> Instant {
        let oldest = Instant::now().checked_sub(self.bound).unwrap_or(self.start);
        self.awoke.map_or(oldest, |awoke| awoke.max(oldest))
    }
}
