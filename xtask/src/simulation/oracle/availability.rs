//! Every project is shown as it is once its server has answered for long enough.

use std::time::Duration;

use pekat_tray::model::{Condition, Fault};
use pekat_tray::site::{ProjectId, Timing};
use tokio::time::Instant;

use super::plant::Plant;
use super::{LONGEST_PAUSE, SLACK};

/// Two rounds over a server that answers one request per connection, four a second.
const TWO_ROUNDS: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct Availability {
    /// When the client itself was last not able to do its work.
    pub(super) disturbed: Instant,
}

impl Availability {
    pub(super) fn new() -> Availability {
        Availability {
            disturbed: Instant::now(),
        }
    }

    /// Takes a project as `operated` if the outcome of an operation on it is open.
    pub(super) fn check(
        &self,
        plant: &Plant,
        timing: Timing,
        project: ProjectId,
        condition: &Condition,
        operated: bool,
    ) -> Result<(), String> {
        let Timing {
            poll_interval,
            connect_timeout,
            status_timeout,
            ..
        } = timing;
        // A silent project is asked behind the others, which may be silent, too.
        let retried = LONGEST_PAUSE * 2 + poll_interval + connect_timeout + status_timeout;
        let well = plant.contact(project, |place, contact| {
            (!contact.waits()).then(|| contact.well_since(place.index, retried))
        });
        // It may be answered at any moment.
        let Some(well) = well.flatten() else {
            return Ok(());
        };
        let since = well.max(plant.changed(project)).unwrap_or(self.disturbed);
        let other = plant.record(project, |_, record| record.troubled).flatten();
        let since = since.max(self.disturbed).max(other.unwrap_or(since));
        if Instant::now() <= since + poll_interval + TWO_ROUNDS + SLACK {
            return Ok(());
        }
        let truth = plant.truth(project);
        let right = match condition {
            Condition::Status(status)
            | Condition::Fault(Fault::Contrary { status, .. } | Fault::Stuck(status)) => {
                truth == Some(*status)
            }
            Condition::Fault(Fault::NotFound) => truth.is_none(),
            Condition::Fault(Fault::Failed { .. }) => true,
            Condition::Pending { .. } => operated,
            Condition::Fault(Fault::UnknownCommand) => !plant.is_understood(project),
            Condition::Connecting
            | Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Fault(Fault::Silent | Fault::Refused(_) | Fault::Unexpected(_)) => false,
        };
        if right {
            return Ok(());
        }
        Err(format!(
            "{condition:?} is shown, and it has been {truth:?} and well for {:?}",
            since.elapsed()
        ))
    }
}
