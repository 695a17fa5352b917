//! Whoever only reads the notices takes each project and server for what it is, once all is well.

use std::collections::BTreeMap;
use std::time::Duration;

use pekat_tray::model::{Condition, Fault, Outcome, ProjectNews, ServerNews};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, ServerId};
use tokio::time::Instant;

use super::plant::{Place, Plant};
use super::wished;

/// Longer than any quiet after a start or after sleep.
const QUIET: Duration = Duration::from_secs(25);

/// What a project is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Belief {
    /// Nothing in particular.
    Any,
    Settled(Status),
    /// An operation failed; the project is as it was before, which may have been told, too: its
    /// status, or a fault that goes on.
    Failed(Operation, Option<Status>, Option<Fault>),
    Fault(Fault),
    /// An operation succeeded; a fault that was told before may be over by that, or go on.
    SettledAfter(Status, Fault),
}

#[derive(Debug)]
pub(super) struct Beliefs {
    projects: BTreeMap<ProjectId, Belief>,
    down: BTreeMap<ServerId, bool>,
    /// Until when what is shown of a server may be from before a start, sleep or a switch.
    unsettled: BTreeMap<ServerId, Instant>,
    all_unsettled: Instant,
}

impl Beliefs {
    pub(super) fn new(plant: &Plant) -> Self {
        let projects = plant.projects().map(|(project, _)| (project, Belief::Any));
        Beliefs {
            projects: projects.collect(),
            down: BTreeMap::new(),
            unsettled: BTreeMap::new(),
            all_unsettled: Instant::now() + QUIET,
        }
    }

    /// Takes over which projects are watched.
    pub(super) fn configured(&mut self, plant: &Plant) {
        self.projects
            .retain(|project, _| plant.place(*project).is_some());
        for (project, _) in plant.projects() {
            self.projects.entry(project).or_insert(Belief::Any);
        }
    }

    pub(super) fn awoke(&mut self) {
        self.all_unsettled = Instant::now() + QUIET;
    }

    pub(super) fn told_of_server(
        &mut self,
        server: ServerId,
        news: &ServerNews,
    ) -> Result<(), String> {
        let down = matches!(news, ServerNews::Down(_));
        match self.down.insert(server, down).unwrap_or(false) == down {
            true => Err(format!("{news:?} is told although it was so before")),
            false => Ok(()),
        }
    }

    pub(super) fn told(&mut self, project: ProjectId, news: &ProjectNews) -> Result<(), String> {
        let before = self.projects.get(&project).cloned().unwrap_or(Belief::Any);
        let belief = match news {
            ProjectNews::Refused { .. } => return Ok(()),
            ProjectNews::Fault(fault) => Belief::Fault(fault.clone()),
            ProjectNews::Stopped => Belief::Settled(Status::Stopped),
            ProjectNews::Started => Belief::Settled(Status::Running),
            ProjectNews::Recovered(status) => Belief::Settled(*status),
            ProjectNews::Outcome { operation, outcome } => match outcome {
                Outcome::Already | Outcome::CalledOff => return Ok(()),
                Outcome::Succeeded => before.clone().succeeded(wished(*operation)),
                Outcome::Failed(_) | Outcome::Settled(_) | Outcome::Unsettled => {
                    Belief::Failed(*operation, before.status(), before.fault())
                }
            },
        };
        let edge = matches!(news, ProjectNews::Fault(_) | ProjectNews::Recovered(_));
        if edge && before == belief {
            return Err(format!("{news:?} is told twice"));
        }
        self.projects.insert(project, belief);
        Ok(())
    }

    /// Takes note that a switch has ended: what it does to the others is not told, and may be seen
    /// `until` later.
    pub(super) fn switched(&mut self, plant: &Plant, project: ProjectId, until: Instant) {
        let Some(Place { server, .. }) = plant.place(project) else {
            return;
        };
        self.unsettled.insert(server, until);
        for (other, belief) in &mut self.projects {
            let same = plant.place(*other).map(|it| it.server) == Some(server);
            let faulty = belief.fault().is_some();
            if same && *other != project && !faulty {
                *belief = Belief::Any;
            }
        }
    }

    /// What is first shown as settled is known without being told.
    pub(super) fn see(
        &mut self,
        project: ProjectId,
        server: ServerId,
        condition: &Condition,
        switching: bool,
    ) {
        let now = Instant::now();
        let unsettled = self.unsettled.get(&server);
        let unsettled = now < self.all_unsettled || unsettled.is_some_and(|until| now < *until);
        let Some(belief) = self.projects.get_mut(&project) else {
            return;
        };
        match (&belief, condition) {
            (Belief::Settled(_), _) if switching => *belief = Belief::Any,
            (Belief::SettledAfter(..), Condition::Status(_)) if switching => *belief = Belief::Any,
            (Belief::Any, Condition::Status(status)) => {
                if status.is_settled() && !switching && !unsettled {
                    *belief = Belief::Settled(*status);
                }
            }
            (
                Belief::Any
                | Belief::Settled(_)
                | Belief::Failed(..)
                | Belief::Fault(_)
                | Belief::SettledAfter(..),
                _,
            ) => {}
        }
    }

    pub(super) fn check(&self, project: ProjectId, condition: &Condition) -> Result<(), String> {
        let Some(belief) = self.projects.get(&project) else {
            return Ok(());
        };
        match belief.fits(condition) {
            true => Ok(()),
            false => Err(format!(
                "{condition:?} is shown, and what was told last is {belief:?}"
            )),
        }
    }

    pub(super) fn check_servers(&self) -> Result<(), String> {
        match self.down.iter().find(|(_, down)| **down) {
            Some((server, _)) => Err(format!("{server:?} is back, and that is not told")),
            None => Ok(()),
        }
    }
}

/// Whether the same expectation is not met, perhaps by another status.
fn is_same_expectation(told: &Fault, now: &Fault) -> bool {
    match (told, now) {
        (Fault::Contrary { wanted, .. }, Fault::Contrary { wanted: now, .. }) => wanted == now,
        _ => false,
    }
}

impl Belief {
    fn status(&self) -> Option<Status> {
        match self {
            Belief::Settled(status) | Belief::SettledAfter(status, _) => Some(*status),
            Belief::Failed(_, before, _) => *before,
            Belief::Any | Belief::Fault(_) => None,
        }
    }

    fn fault(&self) -> Option<Fault> {
        match self {
            Belief::Fault(fault) | Belief::SettledAfter(_, fault) => Some(fault.clone()),
            Belief::Failed(.., fault) => fault.clone(),
            Belief::Any | Belief::Settled(_) => None,
        }
    }

    fn succeeded(self, status: Status) -> Belief {
        match self {
            Belief::Fault(fault)
            | Belief::SettledAfter(_, fault)
            | Belief::Failed(.., Some(fault)) => Belief::SettledAfter(status, fault),
            Belief::Any | Belief::Settled(_) | Belief::Failed(.., None) => Belief::Settled(status),
        }
    }

    fn fits(&self, condition: &Condition) -> bool {
        match (self, condition) {
            (Belief::Any, _) => true,
            (Belief::Settled(told) | Belief::SettledAfter(told, _), Condition::Status(status)) => {
                told == status
            }
            (Belief::Failed(operation, before, _), Condition::Status(status)) => {
                *status != wished(*operation) || before.is_none_or(|before| before == *status)
            }
            (Belief::Failed(..), Condition::Fault(Fault::Failed { .. } | Fault::NotFound)) => true,
            (
                Belief::Fault(told)
                | Belief::SettledAfter(_, told)
                | Belief::Failed(.., Some(told)),
                Condition::Fault(fault),
            ) => told == fault || is_same_expectation(told, fault),
            (
                Belief::Settled(_)
                | Belief::SettledAfter(..)
                | Belief::Failed(..)
                | Belief::Fault(_),
                _,
            ) => false,
        }
    }
}
