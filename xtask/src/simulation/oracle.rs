//! What must hold at every step, whatever goes wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use pekat_tray::model::{
    Condition, Fault, Model, Notice, Outcome, ProjectNews, ServerNews, Severity,
};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, ServerId, Site, Timing};
use tokio::time::Instant;

use super::manager::{Manager, Truth};

/// By how much what is shown may be older than the settings imply: the way of the bytes, and of a
/// reply that came twice.
const SLACK: Duration = Duration::from_secs(1);

/// How soon an outcome is told once it is true, when all is well.
const PROMPT: Duration = Duration::from_millis(1500);

/// The longest pause until a server that does not answer is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Longer than any quiet after a start or after sleep.
const QUIET: Duration = Duration::from_secs(25);

/// Where a project is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    server: ServerId,
    manager: usize,
    index: usize,
}

/// A click that was carried out and whose outcome has not been told.
#[derive(Clone, Copy, Debug)]
struct Open {
    operation: Operation,
    ordered: Instant,
    /// Whether it followed upon another, which may still be carried out before it.
    follows: bool,
}

/// What somebody who only reads the notices takes a project for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Belief {
    /// Nothing in particular.
    Any,
    Settled(Status),
    /// An operation failed; the project is as it was before, which may have been told, too.
    Failed(Operation, Outcome, Option<Status>),
    Fault(Fault),
    /// An operation succeeded; a fault that was told before may be over by that, or go on.
    SettledAfter(Status, Fault),
}

/// Compares what is shown and told with the truth.
#[derive(Debug)]
pub(super) struct Oracle {
    managers: Vec<Manager>,
    places: BTreeMap<ProjectId, Place>,
    timing: Timing,
    /// How old what is shown may be.
    bound: Duration,
    start: Instant,
    /// When the computer last woke.
    awoke: Option<Instant>,
    /// When the computer last slept with its clocks running on.
    slept: Option<Instant>,
    /// When another configuration came last.
    configured: Instant,
    open: BTreeMap<ProjectId, Vec<Open>>,
    /// When an operation of a project was last called off.
    called_off: BTreeMap<ProjectId, Instant>,
    /// How often each operation was ordered and not given back unsent.
    ordered: BTreeMap<(usize, Operation, usize), usize>,
    beliefs: BTreeMap<ProjectId, Belief>,
    /// Until when what is shown of a project may be from before a switch to another.
    explained: BTreeMap<ServerId, Instant>,
    /// Since when something is shown that was not so.
    wrong_since: BTreeMap<ProjectId, Instant>,
    down: BTreeMap<ServerId, bool>,
}

impl Oracle {
    pub(super) fn new(site: &Site, managers: &[Manager], longest_interval: Duration) -> Oracle {
        let mut places = BTreeMap::new();
        for (manager, server) in site.servers().iter().enumerate() {
            for (index, project) in server.projects.iter().enumerate() {
                let place = Place {
                    server: server.id,
                    manager,
                    index,
                };
                places.insert(project.id, place);
            }
        }
        let mut timing = site.timing;
        timing.poll_interval = longest_interval;
        let mut slowest = site.clone();
        slowest.timing = timing;
        let heartbeat = longest_interval.max(Duration::from_secs(1));
        Oracle {
            managers: managers.to_vec(),
            beliefs: places.keys().map(|id| (*id, Belief::Any)).collect(),
            places,
            timing,
            bound: slowest.stale_after() + heartbeat + SLACK,
            start: Instant::now(),
            awoke: None,
            slept: None,
            configured: Instant::now(),
            open: BTreeMap::new(),
            called_off: BTreeMap::new(),
            ordered: BTreeMap::new(),
            explained: BTreeMap::new(),
            wrong_since: BTreeMap::new(),
            down: BTreeMap::new(),
        }
    }

    /// Takes note that the clock that measures has leapt.
    pub(super) fn slept(&mut self) {
        self.slept = Some(Instant::now());
    }

    /// Takes note of another configuration.
    pub(super) fn configured(&mut self) {
        self.configured = Instant::now();
    }

    pub(super) fn awoke(&mut self) {
        self.awoke = Some(Instant::now());
    }

    /// Takes note that an operation goes to the monitor.
    pub(super) fn ordered(&mut self, project: ProjectId, operation: Operation) {
        let now = Instant::now();
        let open = Open {
            operation,
            ordered: now,
            follows: self.called_off.get(&project) == Some(&now),
        };
        self.open.entry(project).or_default().push(open);
        if let Some(place) = self.places.get(&project) {
            let key = (place.manager, operation, place.index);
            *self.ordered.entry(key).or_default() += 1;
        }
    }

    /// Takes note of something that was told.
    pub(super) fn told(&mut self, notice: &Notice) -> Result<(), String> {
        match notice {
            Notice::Project(project, news) => self.told_of_project(*project, news),
            Notice::Server(server, news) => {
                let down = matches!(news, ServerNews::Down(_));
                let before = self.down.insert(*server, down).unwrap_or(false);
                match before == down {
                    true => Err(format!("{notice:?} is told although it was so before")),
                    false => Ok(()),
                }
            }
            Notice::Misconfigured
            | Notice::MonitorSilent
            | Notice::NotSaved(_)
            | Notice::NotOpened(_) => Err(format!("{notice:?} is told, and is not so")),
        }
    }

    fn told_of_project(&mut self, project: ProjectId, news: &ProjectNews) -> Result<(), String> {
        let belief = match news {
            ProjectNews::Refused { .. }
            | ProjectNews::Outcome {
                outcome: Outcome::Already,
                ..
            } => return Ok(()),
            ProjectNews::Fault(fault) => Belief::Fault(fault.clone()),
            ProjectNews::Stopped => Belief::Settled(Status::Stopped),
            ProjectNews::Started => Belief::Settled(Status::Running),
            ProjectNews::Recovered(status) => Belief::Settled(*status),
            ProjectNews::Outcome { operation, outcome } => {
                self.told_outcome(project, *operation, outcome)?;
                match outcome {
                    Outcome::CalledOff => return Ok(()),
                    Outcome::Succeeded => match self.beliefs.get(&project) {
                        Some(Belief::Fault(fault) | Belief::SettledAfter(_, fault)) => {
                            Belief::SettledAfter(wished(*operation), fault.clone())
                        }
                        Some(Belief::Any | Belief::Settled(_) | Belief::Failed(..)) | None => {
                            Belief::Settled(wished(*operation))
                        }
                    },
                    Outcome::Already
                    | Outcome::Failed(_)
                    | Outcome::Settled(_)
                    | Outcome::Unsettled => {
                        let before = match self.beliefs.get(&project) {
                            Some(Belief::Settled(status) | Belief::SettledAfter(status, _)) => {
                                Some(*status)
                            }
                            Some(Belief::Failed(.., before)) => *before,
                            Some(Belief::Any | Belief::Fault(_)) | None => None,
                        };
                        Belief::Failed(*operation, outcome.clone(), before)
                    }
                }
            }
        };
        let repeated = matches!(news, ProjectNews::Fault(_) | ProjectNews::Recovered(_))
            && self.beliefs.get(&project) == Some(&belief);
        if repeated {
            return Err(format!("{news:?} is told twice"));
        }
        self.beliefs.insert(project, belief);
        Ok(())
    }

    fn told_outcome(
        &mut self,
        project: ProjectId,
        operation: Operation,
        outcome: &Outcome,
    ) -> Result<(), String> {
        let open = self.open.entry(project).or_default();
        let found = open.iter().position(|open| open.operation == operation);
        let Some(found) = found else {
            return Err(format!(
                "the outcome of {operation} is told, and none is open"
            ));
        };
        let Open { ordered, .. } = open.remove(found);
        if operation == Operation::Switch {
            self.explain_switch(project);
        }
        if *outcome == Outcome::CalledOff {
            self.called_off.insert(project, Instant::now());
        }
        let claimed = match outcome {
            Outcome::Succeeded => wished(operation),
            Outcome::Settled(status) => *status,
            Outcome::Already | Outcome::CalledOff | Outcome::Failed(_) | Outcome::Unsettled => {
                return Ok(());
            }
        };
        let known = self.was(project, Some(claimed), ordered) || self.doubled_lately(project);
        match known {
            true => Ok(()),
            false => Err(format!(
                "{operation} is told to have ended as {}, which it never was since",
                claimed.word()
            )),
        }
    }

    /// What a switch does to the others is not told.
    fn explain_switch(&mut self, project: ProjectId) {
        let Some(place) = self.places.get(&project).copied() else {
            return;
        };
        let until = Instant::now() + self.bound;
        self.explained.insert(place.server, until);
        for (other, belief) in &mut self.beliefs {
            let same = self.places.get(other).map(|it| it.server) == Some(place.server);
            let faulty = matches!(belief, Belief::Fault(_) | Belief::SettledAfter(..));
            if same && *other != project && !faulty {
                *belief = Belief::Any;
            }
        }
    }

    /// Takes note that an operation was never sent.
    pub(super) fn not_sent(&mut self, project: ProjectId, operation: Operation) {
        if let Some(place) = self.places.get(&project) {
            let key = (place.manager, operation, place.index);
            if let Some(count) = self.ordered.get_mut(&key) {
                *count -= 1;
            }
        }
    }

    /// What must hold now.
    pub(super) fn check(&mut self, model: &Model) -> Result<(), String> {
        self.check_requests()?;
        let now = Instant::now();
        for (project, place) in self.places.clone() {
            let condition = model.condition(project);
            let name = self.name(project);
            self.check_shown(project, &condition)
                .map_err(|wrong| format!("{name}: {wrong}"))?;
            self.check_told(project, place, now)
                .map_err(|wrong| format!("{name}: {wrong}"))?;
            self.rebase(project, place, &condition, now);
        }
        Ok(())
    }

    fn name(&self, project: ProjectId) -> String {
        let place = self.places.get(&project);
        place.map_or_else(String::new, |it| format!("{}.{}", it.manager, it.index))
    }

    /// Every operation reached the server at most once for each time it was ordered.
    fn check_requests(&self) -> Result<(), String> {
        for (number, manager) in self.managers.iter().enumerate() {
            let mut received = BTreeMap::<_, usize>::new();
            manager.record(|record| {
                for (operation, index) in &record.received {
                    *received.entry((number, *operation, *index)).or_default() += 1;
                }
            });
            for (key, count) in received {
                let ordered = self.ordered.get(&key).copied().unwrap_or(0);
                if count > ordered {
                    let (_, operation, index) = key;
                    return Err(format!(
                        "{operation} of {number}.{index} came {count} times, and was ordered {ordered} times"
                    ));
                }
            }
        }
        Ok(())
    }

    /// What is shown was so not long ago, or is shown as not known. Only a reply that came twice,
    /// and was taken for the one to the next question, may show something else until the next
    /// reading.
    fn check_shown(&mut self, project: ProjectId, condition: &Condition) -> Result<(), String> {
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
                return self.check_strange(project, condition);
            }
        };
        let oldest = self.oldest();
        if self.was(project, claimed, oldest) {
            self.wrong_since.remove(&project);
            return Ok(());
        }
        let now = Instant::now();
        let since = *self.wrong_since.entry(project).or_insert(now);
        match self.doubled_lately(project) && now - since < self.bound {
            true => Ok(()),
            false => Err(format!(
                "{condition:?} is shown, and it has not been so for {:?}",
                self.bound
            )),
        }
    }

    /// Whether a reply came twice not long ago, and so may have been taken for another's.
    fn doubled_lately(&self, project: ProjectId) -> bool {
        let manager = self.manager_of(project);
        let doubled = manager.and_then(|manager| manager.record(|record| record.doubled));
        doubled.is_some_and(|at| at >= self.oldest())
    }

    /// A strange answer is shown only if one was given not long ago.
    fn check_strange(&self, project: ProjectId, condition: &Condition) -> Result<(), String> {
        let oldest = self.oldest();
        let manager = self.manager_of(project);
        let troubled = manager.and_then(|manager| manager.record(|record| record.troubled));
        match troubled.is_some_and(|at| at >= oldest) {
            true => Ok(()),
            false => Err(format!("{condition:?} is shown, and all has been well")),
        }
    }

    /// From when on what is shown must be.
    fn oldest(&self) -> Instant {
        let now = Instant::now();
        let oldest = now.checked_sub(self.bound).unwrap_or(self.start);
        self.awoke.map_or(oldest, |awoke| awoke.max(oldest))
    }

    fn manager_of(&self, project: ProjectId) -> Option<&Manager> {
        self.managers.get(self.places.get(&project)?.manager)
    }

    /// Whether a project was this at any time since.
    fn was(&self, project: ProjectId, truth: Truth, since: Instant) -> bool {
        let (Some(manager), Some(place)) = (self.manager_of(project), self.places.get(&project))
        else {
            return false;
        };
        manager.record(|record| {
            let history = &record.truth[place.index];
            let ends = history.iter().skip(1).map(|(end, _)| Some(*end));
            let ends = ends.chain([None]);
            history
                .iter()
                .zip(ends)
                .any(|((_, was), end)| *was == truth && end.is_none_or(|end| end >= since))
        })
    }

    /// An outcome is told in the end, and soon when all is well.
    fn check_told(&self, project: ProjectId, place: Place, now: Instant) -> Result<(), String> {
        let Some(open) = self.open.get(&project).and_then(|open| open.last()) else {
            return Ok(());
        };
        let woken = self.awoke.max(self.slept);
        let from = woken.map_or(open.ordered, |at| at.max(open.ordered));
        let patience = (self.timing.connect_timeout + self.timing.action_timeout) * 2;
        let limit = patience + self.timing.poll_interval.max(SLACK) * 2;
        if now - from > limit {
            return Err(format!("the outcome of {} is never told", open.operation));
        }
        let manager = &self.managers[place.manager];
        let (troubled, meddled) = manager.record(|record| (record.troubled, record.meddled));
        // Who polls under a new configuration does not know what was ordered under the old one.
        let well = !open.follows
            && self.configured < open.ordered
            && meddled.is_none_or(|at| at < open.ordered)
            && manager.is_calm()
            && troubled.is_none_or(|at| at + self.bound < open.ordered)
            && woken.is_none_or(|at| at + LONGEST_PAUSE < open.ordered);
        if let Some(true_since) = self.true_since(place, open.operation).filter(|_| well)
            && now - true_since.max(open.ordered) > PROMPT
        {
            return Err(format!(
                "{} came true {:?} ago, and that is not told",
                open.operation,
                now - true_since
            ));
        }
        Ok(())
    }

    /// Since when a project is as an operation wants it.
    fn true_since(&self, place: Place, operation: Operation) -> Option<Instant> {
        let manager = &self.managers[place.manager];
        manager.record(|record| {
            let mut since = self.start;
            for (index, history) in record.truth.iter().enumerate() {
                let (at, truth) = *history.last()?;
                let wanted = match (index == place.index, operation) {
                    (true, _) => truth == Some(wished(operation)),
                    (false, Operation::Switch) => {
                        matches!(truth, Some(Status::Stopped) | None)
                    }
                    (false, Operation::Start | Operation::Stop) => continue,
                };
                if !wanted {
                    return None;
                }
                since = since.max(at);
            }
            Some(since)
        })
    }

    /// What is first shown as settled is known without being told.
    fn rebase(&mut self, project: ProjectId, place: Place, condition: &Condition, now: Instant) {
        let switching = self.open.iter().any(|(other, open)| {
            let same = self.places.get(other).map(|it| it.server) == Some(place.server);
            same && open.iter().any(|open| open.operation == Operation::Switch)
        });
        let Some(belief) = self.beliefs.get_mut(&project) else {
            return;
        };
        if switching && matches!(belief, Belief::Settled(_) | Belief::SettledAfter(..)) {
            *belief = Belief::Any;
        }
        let explained = self.explained.get(&place.server);
        let quiet = now < self.start + QUIET
            || explained.is_some_and(|until| now < *until)
            || self.awoke.is_some_and(|at| now < at + QUIET);
        if let Condition::Status(status @ (Status::Running | Status::Stopped)) = condition
            && *belief == Belief::Any
            && !switching
            && !quiet
        {
            *belief = Belief::Settled(*status);
        }
    }

    /// How long after the last fault everything must be true again.
    pub(super) fn recovery(&self) -> Duration {
        let Timing {
            poll_interval,
            connect_timeout,
            status_timeout,
            action_timeout,
        } = self.timing;
        let exchange = connect_timeout + status_timeout;
        let operation = connect_timeout + action_timeout * 2;
        (LONGEST_PAUSE + poll_interval * 2 + exchange).max(operation) + SLACK
    }

    /// What must hold when nothing has gone wrong for long enough.
    pub(super) fn check_recovered(&self, model: &Model) -> Result<(), String> {
        for (project, place) in &self.places {
            let name = self.name(*project);
            let manager = &self.managers[place.manager];
            let truth = manager.record(|record| record.truth[place.index].last().copied());
            let truth = truth.and_then(|(_, truth)| truth);
            let condition = model.condition(*project);
            let right = match &condition {
                Condition::Status(status) => truth == Some(*status),
                Condition::Fault(Fault::Contrary { status, .. }) => truth == Some(*status),
                Condition::Fault(Fault::NotFound) => truth.is_none(),
                Condition::Fault(Fault::Failed { .. }) => true,
                Condition::Connecting
                | Condition::Unreachable(_)
                | Condition::Stale { .. }
                | Condition::Pending { .. }
                | Condition::Fault(
                    Fault::UnknownCommand
                    | Fault::Refused(_)
                    | Fault::Unexpected(_)
                    | Fault::Stuck(_),
                ) => false,
            };
            if !right {
                return Err(format!(
                    "{name}: {condition:?} is shown long after all was well, and it is {truth:?}"
                ));
            }
            if self.open.get(project).is_some_and(|open| !open.is_empty()) {
                return Err(format!("{name}: the outcome of a click was never told"));
            }
            self.check_belief(*project, &condition)
                .map_err(|wrong| format!("{name}: {wrong}"))?;
        }
        for (server, down) in &self.down {
            if *down {
                return Err(format!("{server:?} is back, and that is not told"));
            }
        }
        let worst = self.places.keys().map(|it| model.condition(*it).severity());
        match worst.max() {
            Some(worst) if worst != model.severity() => Err("the icon is not the worst".to_owned()),
            Some(Severity::NothingConfigured) | None => Err("nothing is configured".to_owned()),
            Some(_) => Ok(()),
        }
    }

    /// Whoever only read the notices takes the project for what it is.
    fn check_belief(&self, project: ProjectId, condition: &Condition) -> Result<(), String> {
        let Some(belief) = self.beliefs.get(&project) else {
            return Ok(());
        };
        let right = match (belief, condition) {
            (Belief::Any, _) => true,
            (Belief::Settled(told), Condition::Status(status)) => told == status,
            (Belief::Failed(operation, _, before), Condition::Status(status)) => {
                *status != wished(*operation) || before.is_none_or(|before| before == *status)
            }
            (Belief::Failed(..), Condition::Fault(Fault::Failed { .. } | Fault::NotFound)) => true,
            (Belief::Fault(told), Condition::Fault(fault)) => told == fault,
            (Belief::SettledAfter(told, _), Condition::Status(status)) => told == status,
            (Belief::SettledAfter(_, told), Condition::Fault(fault)) => told == fault,
            (
                Belief::Settled(_)
                | Belief::SettledAfter(..)
                | Belief::Failed(..)
                | Belief::Fault(_),
                Condition::Connecting
                | Condition::Unreachable(_)
                | Condition::Stale { .. }
                | Condition::Pending { .. }
                | Condition::Fault(_)
                | Condition::Status(_),
            ) => false,
        };
        match right {
            true => Ok(()),
            false => Err(format!(
                "{condition:?} is shown, and what was told last is {belief:?}"
            )),
        }
    }

    /// What must be left when the monitor has ended.
    pub(super) fn check_ended(&self) -> Result<(), String> {
        for (number, manager) in self.managers.iter().enumerate() {
            let open = manager.record(|record| record.open);
            if open > 0 {
                return Err(format!("pm{number} still has {open} connections"));
            }
        }
        Ok(())
    }

    /// While nothing is going on, a server has one connection at most.
    pub(super) fn check_connections(&self) -> Result<(), String> {
        for (number, manager) in self.managers.iter().enumerate() {
            let open = manager.record(|record| record.open);
            if open > 1 {
                return Err(format!(
                    "pm{number} has {open} connections, and none is needed"
                ));
            }
        }
        Ok(())
    }
}

fn wished(operation: Operation) -> Status {
    match operation {
        Operation::Start | Operation::Switch => Status::Running,
        Operation::Stop => Status::Stopped,
    }
}
