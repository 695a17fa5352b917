//! Whoever only reads the notices takes each project and server for what it is, once all is well.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pekat_tray::model::{Condition, Fault, Outcome, ProjectNews, ServerNews};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, ServerId};
use tokio::time::Instant;

use super::plant::{Place, Plant};
use super::wished;

/// Longer than any quiet after a start or after sleep.
const QUIET: Duration = Duration::from_secs(25);

/// Longer than it takes from when something may be told until it is, in all that is due at once.
const TELLING: Duration = Duration::from_secs(2);

/// After so long, at the least, it is told what something unstable has come to: a minute after the last
/// change, which a busy window learns of late.
const REST: Duration = Duration::from_secs(52);

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
    /// It changes again and again; what it has come to is told then, or later.
    Unstable(Instant),
    /// An operation succeeded, and a fault was shown besides: one that was told before may go on.
    SettledAfter(Status, Fault),
}

#[derive(Debug)]
pub(super) struct Beliefs {
    projects: BTreeMap<ProjectId, Belief>,
    down: BTreeMap<ServerId, bool>,
    /// Servers that are told to come and go, and until when at the least.
    unstable: BTreeMap<ServerId, Instant>,
    /// What each project is shown as, and since when that could have been told.
    steady: BTreeMap<ProjectId, (Status, Instant)>,
    /// How long a change must last to be told.
    pub(super) notify_after: Duration,
    /// When something was last held back by a snooze or quiet hours.
    hushed: Option<Instant>,
    /// Until when what is shown of a server may be from before a start, sleep or a switch.
    unsettled: BTreeMap<ServerId, Instant>,
    all_unsettled: Instant,
    servers: BTreeSet<ServerId>,
}

impl Beliefs {
    pub(super) fn new(plant: &Plant) -> Self {
        let projects = plant.projects().map(|(project, _)| (project, Belief::Any));
        Beliefs {
            projects: projects.collect(),
            down: BTreeMap::new(),
            unstable: BTreeMap::new(),
            steady: BTreeMap::new(),
            notify_after: Duration::ZERO,
            hushed: None,
            unsettled: BTreeMap::new(),
            all_unsettled: Instant::now() + QUIET,
            servers: plant.servers(),
        }
    }

    /// Takes over which projects are watched.
    pub(super) fn configured(&mut self, plant: &Plant) {
        self.projects
            .retain(|project, _| plant.place(*project).is_some());
        let servers = plant.servers();
        self.down.retain(|server, _| servers.contains(server));
        self.unstable.retain(|server, _| servers.contains(server));
        // A new server is quiet, as all are after the start.
        let new = servers.difference(&self.servers);
        let quiet_until = Instant::now() + QUIET;
        self.unsettled.extend(new.map(|new| (*new, quiet_until)));
        self.servers = servers;
        for (project, _) in plant.projects() {
            self.projects.entry(project).or_insert(Belief::Any);
        }
    }

    /// Notes that nothing could be reported until now.
    pub(super) fn disturbed(&mut self) {
        self.steady.clear();
    }

    pub(super) fn awoke(&mut self) {
        self.all_unsettled = Instant::now() + QUIET;
    }

    pub(super) fn told_of_server(
        &mut self,
        server: ServerId,
        news: &ServerNews,
    ) -> Result<(), String> {
        let down = match news {
            ServerNews::Unstable => {
                let end = self.end_of_unrest();
                return match self.unstable.insert(server, end) {
                    Some(_) => Err("it is told twice to be unstable".to_owned()),
                    None => Ok(()),
                };
            }
            ServerNews::Down(_) => true,
            ServerNews::Up => false,
        };
        // What it has come to is told whatever was told before.
        if let Some(end) = self.unstable.remove(&server) {
            self.down.insert(server, down);
            return rested(end);
        }
        match self.down.insert(server, down).unwrap_or(false) == down {
            true => Err(format!("{news:?} is told although it was so before")),
            false => Ok(()),
        }
    }

    pub(super) fn told(
        &mut self,
        project: ProjectId,
        news: &ProjectNews,
        shown: &Condition,
    ) -> Result<(), String> {
        let before = self.projects.get(&project).cloned().unwrap_or(Belief::Any);
        let belief = match news {
            ProjectNews::Refused { .. } => return Ok(()),
            ProjectNews::Unstable => Belief::Unstable(self.end_of_unrest()),
            ProjectNews::Fault(fault) => Belief::Fault(fault.clone()),
            ProjectNews::Stopped => Belief::Settled(Status::Stopped),
            ProjectNews::Started => Belief::Settled(Status::Running),
            ProjectNews::Recovered(status) => Belief::Settled(*status),
            ProjectNews::Outcome { operation, outcome } => match outcome {
                Outcome::CalledOff => return Ok(()),
                Outcome::Succeeded | Outcome::Already => {
                    before.clone().succeeded(wished(*operation), shown)
                }
                Outcome::Failed(_) | Outcome::Settled(_) | Outcome::Unsettled => {
                    Belief::Failed(*operation, before.status(), before.fault())
                }
            },
        };
        if let Belief::Unstable(end) = before {
            match news {
                // Whatever comes of it, it is unstable still.
                ProjectNews::Outcome { .. } => return Ok(()),
                ProjectNews::Unstable | ProjectNews::Started | ProjectNews::Refused { .. } => {
                    return Err(format!("{news:?} is told of what is told to be unstable"));
                }
                ProjectNews::Fault(_) | ProjectNews::Stopped | ProjectNews::Recovered(_) => {
                    rested(end)?;
                }
            }
        }
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
            let lasts = belief.fault().is_some() || matches!(belief, Belief::Unstable(_));
            if same && *other != project && !lasts {
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
        hushed: bool,
    ) {
        let now = Instant::now();
        self.hushed = if hushed { Some(now) } else { self.hushed };
        let unsettled = self.unsettled.get(&server);
        let unsettled = now < self.all_unsettled || unsettled.is_some_and(|until| now < *until);
        let lasts = self.lasts(project, condition, hushed || unsettled);
        let Some(belief) = self.projects.get_mut(&project) else {
            return;
        };
        match (&belief, condition) {
            (Belief::Settled(_), _) if switching => *belief = Belief::Any,
            // A failed operation is over with the next one.
            (Belief::Failed(.., None), Condition::Status(_)) if switching => *belief = Belief::Any,
            (Belief::Any, Condition::Status(status)) => {
                if status.is_settled() && !switching && lasts {
                    *belief = Belief::Settled(*status);
                }
            }
            (
                Belief::Any
                | Belief::Settled(_)
                | Belief::Failed(..)
                | Belief::Fault(_)
                | Belief::Unstable(_)
                | Belief::SettledAfter(..),
                _,
            ) => {}
        }
    }

    /// When it is told at the earliest what something has come to that is told to be unstable now. What
    /// was held back, also by the quiet after sleep, may have been at rest for a while.
    fn end_of_unrest(&self) -> Instant {
        let now = Instant::now();
        let hushed = self.hushed.is_some_and(|at| now - at < REST);
        let quiet = now < self.all_unsettled + TELLING;
        if hushed || quiet { now } else { now + REST }
    }

    /// Returns true if a project has been shown so, while that could be reported, for longer than it takes
    /// to report it.
    fn lasts(&mut self, project: ProjectId, condition: &Condition, untold: bool) -> bool {
        let Condition::Status(status) = condition else {
            self.steady.remove(&project);
            return false;
        };
        let now = Instant::now();
        let known = self.steady.entry(project).or_insert((*status, now));
        if known.0 != *status || untold {
            *known = (*status, now);
        }
        now - known.1 > self.notify_after + TELLING
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
        if let Some((server, _)) = self.unstable.iter().next() {
            return Err(format!(
                "{server:?} is told to be unstable, and no end of it"
            ));
        }
        match self.down.iter().find(|(_, down)| **down) {
            Some((server, _)) => Err(format!("{server:?} is back, and that is not told")),
            None => Ok(()),
        }
    }
}

/// What has come to rest has been so for a while.
fn rested(end: Instant) -> Result<(), String> {
    match Instant::now() >= end {
        true => Ok(()),
        false => Err("more is told of what was just told to be unstable".to_owned()),
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
            Belief::Any | Belief::Fault(_) | Belief::Unstable(_) => None,
        }
    }

    fn fault(&self) -> Option<Fault> {
        match self {
            Belief::Fault(fault) | Belief::SettledAfter(_, fault) => Some(fault.clone()),
            Belief::Failed(.., fault) => fault.clone(),
            Belief::Any | Belief::Settled(_) | Belief::Unstable(_) => None,
        }
    }

    /// Returns what is believed after an operation succeeded, and its project is shown as `shown`.
    fn succeeded(self, status: Status, shown: &Condition) -> Belief {
        let over = *shown == Condition::Status(status);
        match self {
            Belief::Fault(fault)
            | Belief::SettledAfter(_, fault)
            | Belief::Failed(.., Some(fault))
                if !over =>
            {
                Belief::SettledAfter(status, fault)
            }
            Belief::Unstable(end) => Belief::Unstable(end),
            Belief::Any
            | Belief::Settled(_)
            | Belief::Fault(_)
            | Belief::SettledAfter(..)
            | Belief::Failed(..) => Belief::Settled(status),
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
            // It is told by itself, also of what is told to be unstable, or to give no answer since.
            (
                Belief::Unstable(_) | Belief::Fault(Fault::Silent),
                Condition::Fault(Fault::Failed { .. }),
            ) => true,
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
                | Belief::Unstable(_)
                | Belief::Fault(_),
                _,
            ) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use pekat_tray::model::event::{Failure, Unreachable};
    use pekat_tray::site::{Site, Wanted};
    use std::sync::Arc;

    use tokio::time::advance;

    use super::*;
    use crate::simulation::plant::Routes;

    const RUNS: Condition = Condition::Status(Status::Running);
    const STOPS: Condition = Condition::Status(Status::Stopped);
    const MISSING: Condition = Condition::Fault(Fault::NotFound);

    /// Beliefs long after the start, and a server with a project.
    async fn beliefs() -> anyhow::Result<(Beliefs, ServerId, ProjectId)> {
        let mut site = Site::default();
        let server = site.add_server("pm0", "pm0".parse()?);
        let project = site.add_project(server, "0.0", r"C:\0".parse()?);
        let routes = Arc::new(Routes::new(Vec::new(), []));
        let plant = Plant::new(0, &Site::default(), &routes);
        let beliefs = Beliefs::new(&plant);
        advance(Duration::from_secs(3600)).await;
        Ok((beliefs, server, project.expect("the server is there")))
    }

    fn outcome(operation: Operation, outcome: Outcome) -> ProjectNews {
        ProjectNews::Outcome { operation, outcome }
    }

    #[tokio::test(start_paused = true)]
    async fn unrest_reported_after_sleep_may_be_over_at_any_time() -> anyhow::Result<()> {
        let early = Err("more is told of what was just told to be unstable".to_owned());
        for (awoke, wait, expected) in [
            (false, 40, early.clone()),
            (false, 52, Ok(())),
            (true, 0, Ok(())),
            (true, 40, Ok(())),
        ] {
            let (mut beliefs, server, project) = beliefs().await?;
            if awoke {
                beliefs.awoke();
            }
            advance(Duration::from_secs(20)).await;
            beliefs
                .told_of_server(server, &ServerNews::Unstable)
                .map_err(anyhow::Error::msg)?;
            beliefs
                .told(project, &ProjectNews::Unstable, &RUNS)
                .map_err(anyhow::Error::msg)?;
            advance(Duration::from_secs(wait)).await;
            let down = ServerNews::Down(Unreachable::Refused);
            let of_server = beliefs.told_of_server(server, &down);
            let of_project = beliefs.told(project, &ProjectNews::Stopped, &STOPS);
            let both = (of_server, of_project);
            assert_eq!(both, (expected.clone(), expected), "{awoke} {wait}");
        }
        // Long after sleep, it is as if there had been none.
        let (mut beliefs, server, _) = beliefs().await?;
        beliefs.awoke();
        advance(QUIET + TELLING).await;
        beliefs
            .told_of_server(server, &ServerNews::Unstable)
            .map_err(anyhow::Error::msg)?;
        assert_eq!(beliefs.told_of_server(server, &ServerNews::Up), early);
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn a_status_is_known_once_it_could_have_been_reported() -> anyhow::Result<()> {
        // It is the same all the time, and nothing is reported until the quiet after sleep is over, nor
        // while the window is busy.
        for (busy_at, expected) in [
            (usize::MAX, [false, false, false, true, true]),
            (2, [false, false, false, false, true]),
        ] {
            let (mut beliefs, server, project) = beliefs().await?;
            beliefs.projects.insert(project, Belief::Any);
            beliefs.awoke();
            let mut known = Vec::new();
            for (turn, wait) in [0, 24, 2, 2, 2].into_iter().enumerate() {
                advance(Duration::from_secs(wait)).await;
                if turn == busy_at {
                    beliefs.disturbed();
                }
                beliefs.see(project, server, &RUNS, false, false);
                known.push(beliefs.check(project, &STOPS).is_err());
            }
            assert_eq!(known, expected, "{busy_at}");
        }
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn a_success_ends_a_fault_unless_one_is_shown_besides() -> anyhow::Result<()> {
        let contrary = Condition::Fault(Fault::Contrary {
            wanted: Wanted::Stopped,
            status: Status::Running,
        });
        for (shown, fault) in [(RUNS, None), (contrary, Some(Fault::NotFound))] {
            let (mut beliefs, _, project) = beliefs().await?;
            let succeeded = outcome(Operation::Switch, Outcome::Succeeded);
            for news in [ProjectNews::Fault(Fault::NotFound), succeeded] {
                beliefs
                    .told(project, &news, &shown)
                    .map_err(anyhow::Error::msg)?;
            }
            assert_eq!(beliefs.check(project, &RUNS), Ok(()));
            assert_eq!(beliefs.projects[&project].fault(), fault, "{shown:?}");
            assert_eq!(beliefs.check(project, &MISSING).is_ok(), fault.is_some());
        }
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn a_switch_explains_what_becomes_of_a_failure() -> anyhow::Result<()> {
        for (switching, expected) in [(false, false), (true, true)] {
            let (mut beliefs, server, project) = beliefs().await?;
            let failed = Outcome::Failed(Failure::UnknownCommand);
            let failed = outcome(Operation::Stop, failed);
            for news in [ProjectNews::Started, failed] {
                beliefs
                    .told(project, &news, &RUNS)
                    .map_err(anyhow::Error::msg)?;
            }
            beliefs.see(project, server, &STOPS, switching, false);
            assert_eq!(beliefs.check(project, &STOPS).is_ok(), expected);
        }
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn a_switch_explains_no_end_of_a_fault() -> anyhow::Result<()> {
        let contrary = Fault::Contrary {
            wanted: Wanted::Stopped,
            status: Status::Running,
        };
        let failed = Outcome::Failed(Failure::NotFound);
        for (fault, outcome) in [
            (Fault::NotFound, outcome(Operation::Stop, failed)),
            (contrary, outcome(Operation::Switch, Outcome::Succeeded)),
        ] {
            let (mut beliefs, server, project) = beliefs().await?;
            for news in [ProjectNews::Fault(fault.clone()), outcome] {
                beliefs
                    .told(project, &news, &Condition::Fault(fault.clone()))
                    .map_err(anyhow::Error::msg)?;
            }
            beliefs.see(project, server, &STOPS, true, false);
            assert_eq!(beliefs.projects[&project].fault(), Some(fault));
        }
        Ok(())
    }
}
