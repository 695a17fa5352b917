//! The outcome of every click that was carried out is told exactly once, it is true, and it is told
//! soon when all is well.

use std::collections::BTreeMap;
use std::time::Duration;

use pekat_tray::model::Outcome;
use pekat_tray::protocol::Operation;
use pekat_tray::site::{ProjectId, ServerId, Timing};
use tokio::time::Instant;

use super::failures::{Claim, check_failure};
use super::plant::Plant;
use super::readings::Readings;
use super::requests::Requests;
use super::shown::Shown;
use super::{LONGEST_PAUSE, SLACK, wished};

/// What an outcome is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) plant: &'a Plant,
    pub(super) shown: &'a Shown,
    pub(super) readings: &'a Readings,
    pub(super) requests: &'a Requests,
}

/// How soon an outcome is told once it is true, when all is well.
const PROMPT: Duration = Duration::from_millis(1500);

/// How long somebody else's operation may go on.
const LINGERING: Duration = Duration::from_secs(45);

/// A click that was carried out and whose outcome has not been told.
#[derive(Clone, Copy, Debug)]
struct Open {
    operation: Operation,
    ordered: Instant,
    /// Another operation, which nobody watches any more, may still be carried out before it.
    follows: bool,
}

#[derive(Debug)]
pub(super) struct Outcomes {
    pub(super) timing: Timing,
    open: BTreeMap<ProjectId, Vec<Open>>,
    /// The last failure that was told of each project.
    failed: BTreeMap<ProjectId, (Operation, Outcome)>,
    /// When an operation of a project was last called off.
    called_off: BTreeMap<ProjectId, Instant>,
    /// Until when an operation can be under way whose project is watched no longer.
    under_way: BTreeMap<ServerId, Instant>,
    /// When another configuration came last.
    pub(super) configured: Instant,
    /// When the computer last slept with its clocks running on.
    pub(super) slept: Option<Instant>,
}

impl Outcomes {
    pub(super) fn new(timing: Timing) -> Self {
        Outcomes {
            timing,
            open: BTreeMap::new(),
            failed: BTreeMap::new(),
            called_off: BTreeMap::new(),
            under_way: BTreeMap::new(),
            configured: Instant::now(),
            slept: None,
        }
    }

    pub(super) fn ordered(
        &mut self,
        server: Option<ServerId>,
        project: ProjectId,
        operation: Operation,
    ) {
        let now = Instant::now();
        let under_way = server.and_then(|server| self.under_way.get(&server));
        let open = Open {
            operation,
            ordered: now,
            follows: self.called_off.get(&project) == Some(&now)
                || under_way.is_some_and(|until| now < *until),
        };
        self.open.entry(project).or_default().push(open);
    }

    pub(super) fn told(
        &mut self,
        known: Known<'_>,
        project: ProjectId,
        operation: Operation,
        outcome: &Outcome,
    ) -> Result<(), String> {
        let Known {
            plant,
            shown,
            readings,
            ..
        } = known;
        let open = self.open.entry(project).or_default();
        let found = open.iter().position(|open| open.operation == operation);
        let Some(found) = found else {
            if *outcome == Outcome::Already {
                return check_already(known, project, operation, shown.oldest());
            }
            return Err(format!(
                "the outcome of {operation} is told, and none is open"
            ));
        };
        let Open { ordered, .. } = open.remove(found);
        match outcome {
            Outcome::Succeeded => {}
            Outcome::CalledOff => {
                self.called_off.insert(project, Instant::now());
                return Ok(());
            }
            Outcome::Already => return check_already(known, project, operation, ordered),
            Outcome::Failed(_) | Outcome::Settled(_) | Outcome::Unsettled => {
                self.failed.insert(project, (operation, outcome.clone()));
                let claim = Claim {
                    project,
                    operation,
                    ordered,
                    patience: self.timing.action_timeout,
                };
                return check_failure(known, &claim, outcome);
            }
        }
        let server = plant.place(project).map(|place| place.server);
        let others = operation != Operation::Switch || plant.others_stopped(project, ordered);
        let was = plant.was(project, Some(wished(operation)), ordered) && others;
        let misheard = plant.contact(project, |place, contact| {
            contact.misheard.get(&place.index).copied()
        });
        let misheard = misheard.flatten().is_some_and(|at| at >= ordered);
        // A switch is proved by what is read of the others.
        let mut read = plant.projects().filter(|(other, place)| {
            let switched = operation == Operation::Switch;
            *other == project || switched && Some(place.server) == server
        });
        let suspect = read.any(|(other, _)| readings.any_suspect(other, ordered));
        match was || misheard || suspect {
            true => Ok(()),
            false => Err(format!(
                "{operation} is told to have ended as {}, and that is not so",
                wished(operation).word()
            )),
        }
    }

    /// Checks that an operation that is shown as failed is the last one that was told to have failed.
    pub(super) fn check_failed(
        &self,
        project: ProjectId,
        operation: Operation,
        outcome: &Outcome,
    ) -> Result<(), String> {
        let last = self.failed.get(&project);
        match last.is_some_and(|last| (last.0, &last.1) == (operation, outcome)) {
            true => Ok(()),
            false => Err(format!(
                "{operation} is shown as {outcome:?}, and {last:?} was told last"
            )),
        }
    }

    /// Takes note that what becomes of an operation is not watched any more. It may be under way.
    pub(super) fn unwatched(
        &mut self,
        server: Option<ServerId>,
        project: ProjectId,
        operation: Operation,
    ) -> Result<(), String> {
        let open = self.open.entry(project).or_default();
        let found = open.iter().position(|open| open.operation == operation);
        let Some(found) = found else {
            return Err(format!(
                "{operation} is not watched any more, and none is open"
            ));
        };
        let until =
            open.remove(found).ordered + self.timing.connect_timeout + self.timing.action_timeout;
        self.under_way.extend(server.map(|server| (server, until)));
        Ok(())
    }

    /// Whether any outcome is open of a project that is watched no longer.
    pub(super) fn any_left(&self, plant: &Plant) -> bool {
        let mut open = self.open.iter();
        open.any(|(project, open)| !open.is_empty() && plant.place(*project).is_none())
    }

    /// Whether a switch of a project of this server is open.
    pub(super) fn switching(&self, plant: &Plant, server: ServerId) -> bool {
        self.open.iter().any(|(project, open)| {
            let same = plant.place(*project).map(|it| it.server) == Some(server);
            same && open.iter().any(|open| open.operation == Operation::Switch)
        })
    }

    pub(super) fn any(&self, project: ProjectId) -> bool {
        self.open.get(&project).is_some_and(|open| !open.is_empty())
    }

    pub(super) fn check(
        &self,
        plant: &Plant,
        shown: &Shown,
        project: ProjectId,
    ) -> Result<(), String> {
        let Some(open) = self.open.get(&project).and_then(|open| open.last()) else {
            return Ok(());
        };
        let (now, woken) = (Instant::now(), shown.awoke.max(self.slept));
        let from = woken.map_or(open.ordered, |at| at.max(open.ordered));
        // To be confirmed, to be answered, and to come true.
        let patience = (self.timing.connect_timeout + self.timing.action_timeout) * 3;
        if now - from > patience + self.timing.poll_interval.max(SLACK) * 2 {
            return Err(format!("the outcome of {} is never told", open.operation));
        }
        let true_since = plant.true_since(project, open.operation);
        if let Some(since) = true_since.filter(|_| self.is_well(plant, shown, project, open))
            && now - since.max(open.ordered) > PROMPT
        {
            return Err(format!(
                "{} came true {:?} ago, and that is not told",
                open.operation,
                now - since
            ));
        }
        Ok(())
    }

    /// Whether nothing has gone wrong, and nobody else has meddled, since well before a click.
    fn is_well(&self, plant: &Plant, shown: &Shown, project: ProjectId, open: &Open) -> bool {
        let manager = plant.place(project).map(|it| &plant.managers()[it.manager]);
        let hindered = plant.contact(project, |place, contact| {
            (contact.waits(), contact.hindered(place.index))
        });
        let Some((false, hindered)) = hindered else {
            return false;
        };
        let woken = shown.awoke.max(self.slept);
        !open.follows
            && manager.is_some_and(|manager| manager.is_calm())
            && plant.is_understood(project)
            // Who polls under a new configuration does not know what was ordered under the old one.
            && self.configured < open.ordered
            && hindered.is_none_or(|at| at < open.ordered)
            && plant.meddled(project).is_none_or(|at| at + LINGERING < open.ordered)
            && plant.troubled(project).is_none_or(|at| at + shown.bound < open.ordered)
            && woken.is_none_or(|at| at + LONGEST_PAUSE < open.ordered)
    }
}

/// What is told to have been so before was so.
fn check_already(
    known: Known<'_>,
    project: ProjectId,
    operation: Operation,
    since: Instant,
) -> Result<(), String> {
    let suspect = known
        .readings
        .last(project)
        .is_some_and(|last| last.suspect);
    let status = wished(operation);
    match suspect || known.plant.was(project, Some(status), since) {
        true => Ok(()),
        false => Err(format!(
            "it is told to be {} already, and that is not so",
            status.word()
        )),
    }
}

#[cfg(test)]
mod tests {
    use pekat_tray::site::Site;
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_unwatched_operation_may_delay_others_of_its_server() -> anyhow::Result<()> {
        let mut site = Site::default();
        let mut add = |name: &str| -> anyhow::Result<_> {
            let server = site.add_server(name, name.parse()?);
            Ok((Some(server), site.add_project(server, "a", "a".parse()?)))
        };
        let ((server, project), (other, _)) = (add("pm0")?, add("pm1")?);
        let project = project.expect("the server is there");
        let timing = Site::default().timing;
        let patience = timing.connect_timeout + timing.action_timeout;
        for (unwatched, wait, follows) in [
            (server, Duration::from_secs(1), true),
            (server, patience, false),
            (other, Duration::from_secs(1), false),
        ] {
            let mut outcomes = Outcomes::new(timing);
            outcomes.ordered(unwatched, project, Operation::Switch);
            let taken = outcomes.unwatched(unwatched, project, Operation::Switch);
            assert_eq!(taken, Ok(()));
            advance(wait).await;
            outcomes.ordered(server, project, Operation::Stop);
            let open = outcomes.open[&project].last();
            assert_eq!(open.map(|open| open.follows), Some(follows));
        }
        Ok(())
    }
}
