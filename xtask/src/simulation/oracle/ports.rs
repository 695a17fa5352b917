//! A start or switch that failed for want of a port stays a fault until it can be tried again.

use std::collections::{BTreeMap, BTreeSet};

use pekat_tray::model::event::Failure;
use pekat_tray::model::{Condition, Fault, Outcome};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, ServerId};
use tokio::time::Instant;

use super::plant::Plant;
use super::readings::{Readings, Taken};

/// The last failure of each project, as long as nothing has changed since.
#[derive(Debug, Default)]
pub(super) struct Ports(BTreeMap<ProjectId, Failed>);

#[derive(Debug)]
struct Failed {
    at: Instant,
    /// The projects that were read as running since.
    ran: BTreeSet<ProjectId>,
}

impl Ports {
    /// Takes note of the outcome of an operation.
    pub(super) fn told(
        &mut self,
        plant: &Plant,
        project: ProjectId,
        operation: Operation,
        outcome: &Outcome,
    ) {
        if *outcome == Outcome::Failed(Failure::PortInUse) {
            let failed = Failed {
                at: Instant::now(),
                ran: BTreeSet::new(),
            };
            self.0.insert(project, failed);
            return;
        }
        self.0.remove(&project);
        if outcome.is_success() && operation == Operation::Switch {
            let server = plant.place(project).map(|place| place.server);
            self.forget(plant, server);
        }
    }

    /// Takes note that the operator acts on a project.
    pub(super) fn ordered(&mut self, project: ProjectId) {
        self.0.remove(&project);
    }

    /// Takes note that the operator has everything asked anew.
    pub(super) fn refreshed(&mut self) {
        self.0.clear();
    }

    fn forget(&mut self, plant: &Plant, server: Option<ServerId>) {
        self.0
            .retain(|project, _| plant.place(*project).map(|place| place.server) != server);
    }

    pub(super) fn check(
        &mut self,
        plant: &Plant,
        readings: &Readings,
        project: ProjectId,
        condition: &Condition,
    ) -> Result<(), String> {
        let Some(failed) = self.0.get_mut(&project) else {
            return Ok(());
        };
        let goes = [Some(Status::Starting), Some(Status::Running)];
        let mut since = readings.since(project, failed.at);
        let went = since.any(|taken| goes.contains(&taken.status()));
        if went || failed.any_has_stopped(plant, readings, project) {
            self.0.remove(&project);
            return Ok(());
        }
        let stopped = match condition {
            Condition::Status(status) | Condition::Fault(Fault::Contrary { status, .. }) => {
                *status == Status::Stopped
            }
            Condition::Connecting
            | Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Pending { .. }
            | Condition::Fault(_) => false,
        };
        match stopped {
            true => Err(format!(
                "{condition:?} is shown, and its port is in use as far as is known"
            )),
            false => Ok(()),
        }
    }
}

impl Failed {
    /// Returns true if a project of the same server was read as running since then, and as stopped later.
    fn any_has_stopped(&mut self, plant: &Plant, readings: &Readings, project: ProjectId) -> bool {
        let server = plant.place(project).map(|place| place.server);
        let others = plant
            .projects()
            .filter(|(_, place)| Some(place.server) == server);
        let mut any = false;
        for (other, _) in others {
            // The newest come first.
            let mut later = readings.since(other, self.at).map(Taken::status);
            let mut stopped = false;
            if later.any(|status| {
                stopped |= status == Some(Status::Stopped);
                status == Some(Status::Running)
            }) {
                self.ran.insert(other);
            }
            any |= stopped && self.ran.contains(&other);
        }
        any
    }
}
