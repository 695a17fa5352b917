//! One simulated Projects Manager as a state machine: requests and time go in, replies come out.
//!
//! The documentation describes one request at a time. Where several overlap, this one behaves so:
//! - A `stop` overtakes a start that is under way, and a `start` that comes while the project is
//!   stopping makes it start again afterwards. Whoever waited for what was overtaken is answered
//!   `done` there and then, since no documented reply says more.
//! - During a `switch` every `start`, `stop` and `switch` waits for its turn; `status` is answered
//!   at once.
//! - Unless [`Busy`] is `Answers`, every request waits until the operation before it has finished.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU16;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::Deserialize;
use thiserror::Error;

use super::dialect::Dialect;
use super::service::{Busy, Service};
use crate::protocol::{Command, Operation, ProjectPath, Reply, Request, RequestError, Status};

/// When a `start` or `stop` is answered. The vendor does not say; a `switch` is always answered
/// when it has finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// As soon as it is accepted
    #[default]
    Accepted,
    /// When the project runs or has stopped
    Finished,
}

/// What a [`World`] is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// How long a project starts, unless it has a time of its own.
    pub start_time: Duration,
    /// How long a project stops, unless it has a time of its own.
    pub stop_time: Duration,
    /// How long a project that starts goes on to be reported as `stopped`, and one that stops as
    /// `running`.
    pub reports_late: Duration,
    /// When a `start` or `stop` is answered.
    pub answer: Answer,
    /// Which forms of a request are taken.
    pub dialect: Dialect,
    /// The kind of the server.
    pub service: Service,
    projects: BTreeMap<String, ProjectSetup>,
}

/// One project of a [`Setup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectSetup {
    /// Its folder.
    pub path: ProjectPath,
    /// The TCP port that it occupies from its start until it has stopped.
    pub port: Option<NonZeroU16>,
    /// Whether it runs from the beginning.
    pub running: bool,
    /// How long it starts, if not as long as the others.
    pub start_time: Option<Duration>,
    /// How long it stops, if not as long as the others.
    pub stop_time: Option<Duration>,
}

/// Why a project cannot be added to a [`Setup`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AddError {
    /// It is there already.
    #[error("the project '{0}' is listed twice; remove one of the two")]
    Duplicate(ProjectPath),
    /// Another project that runs from the beginning has its port.
    #[error(
        "'{path}' and '{other}' cannot both be running on port {port}; give one of them another port or status = \"stopped\""
    )]
    PortTaken {
        /// The project.
        path: ProjectPath,
        /// The one that has its port.
        other: ProjectPath,
        /// The port.
        port: NonZeroU16,
    },
}

impl Setup {
    /// A Projects Manager without projects.
    pub fn new(start_time: Duration, stop_time: Duration, answer: Answer) -> Setup {
        Setup {
            start_time,
            stop_time,
            reports_late: Duration::ZERO,
            answer,
            dialect: Dialect::default(),
            service: Service::default(),
            projects: BTreeMap::new(),
        }
    }

    /// The projects, by path.
    pub fn projects(&self) -> impl Iterator<Item = &ProjectSetup> {
        self.projects.values()
    }

    /// Adds a project.
    ///
    /// # Errors
    /// When it is there already, or runs on the port of another that runs.
    pub fn add(&mut self, project: ProjectSetup) -> Result<(), AddError> {
        let key = project.path.folded();
        if self.projects.contains_key(&key) {
            return Err(AddError::Duplicate(project.path));
        }
        if let Some(port) = project.port.filter(|_| project.running) {
            let mut others = self.projects.values();
            if let Some(other) = others.find(|other| other.running && other.port == Some(port)) {
                return Err(AddError::PortTaken {
                    path: project.path,
                    other: other.path.clone(),
                    port,
                });
            }
        }
        self.projects.insert(key, project);
        Ok(())
    }
}

/// Names a request, so that its reply finds the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Why a project could not be changed from outside.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OutsideError {
    /// No such project was ever there.
    #[error("there is no project '{0}'")]
    NoSuchProject(ProjectPath),
    /// Another project occupies its port.
    #[error("the port of '{0}' is taken")]
    PortTaken(ProjectPath),
}

/// One simulated Projects Manager. Time comes in as values, which must not decrease.
#[derive(Debug)]
pub struct World {
    answer: Answer,
    dialect: Dialect,
    service: Service,
    /// By folded path.
    projects: BTreeMap<String, Project>,
    /// Requests that wait while an operation blocks everybody.
    inbox: VecDeque<(Ticket, Result<Request, RequestError>)>,
    /// The project that was started or stopped last, until it has settled.
    under_way: Option<String>,
    switch: Option<Switch>,
    /// What waits for the switch to end.
    queue: VecDeque<Order>,
    replies: Vec<(Ticket, Reply)>,
}

#[derive(Debug)]
struct Order {
    ticket: Ticket,
    operation: Operation,
    key: String,
}

#[derive(Debug)]
struct Switch {
    ticket: Ticket,
    key: String,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// Until no project is stopping.
    Stopping,
    /// Until the one is no longer starting.
    Starting,
}

#[derive(Debug)]
struct Project {
    port: Option<NonZeroU16>,
    start_time: Duration,
    stop_time: Duration,
    reports_late: Duration,
    /// Whether it runs from the beginning.
    running: bool,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// Removed from outside.
    Gone,
    Stopped,
    /// Reported as `stopped` for a while after a start.
    StartingUnseen {
        /// Never, if there is none.
        until: Option<Instant>,
        asked: Vec<Ticket>,
    },
    Starting {
        /// Never, if there is none.
        until: Option<Instant>,
        asked: Vec<Ticket>,
    },
    Running,
    /// Reported as `running` for a while after a stop.
    StoppingUnseen {
        /// Never, if there is none.
        until: Option<Instant>,
        asked: Vec<Ticket>,
    },
    Stopping {
        /// Never, if there is none.
        until: Option<Instant>,
        asked: Vec<Ticket>,
        /// Who asked that it start again afterwards, if anybody did.
        restart: Option<Vec<Ticket>>,
    },
}

impl World {
    /// The world as it is set up.
    pub fn new(setup: Setup) -> World {
        let project = |project: ProjectSetup| Project {
            port: project.port,
            start_time: project.start_time.unwrap_or(setup.start_time),
            stop_time: project.stop_time.unwrap_or(setup.stop_time),
            reports_late: setup.reports_late,
            running: project.running,
            phase: match project.running {
                true => Phase::Running,
                false => Phase::Stopped,
            },
        };
        World {
            answer: setup.answer,
            dialect: setup.dialect,
            service: setup.service,
            projects: setup
                .projects
                .into_iter()
                .map(|(key, setup)| (key, project(setup)))
                .collect(),
            inbox: VecDeque::new(),
            under_way: None,
            switch: None,
            queue: VecDeque::new(),
            replies: Vec::new(),
        }
    }

    /// Which forms of a request are taken.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The kind of the server.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Returns true while an operation keeps the server from answering anybody. That changes in
    /// [`handle`](Self::handle), [`advance`](Self::advance), and with changes from outside.
    pub fn is_blocked(&self) -> bool {
        match self.service.busy {
            Busy::Answers => false,
            Busy::Silent | Busy::Refuses => self.switch.is_some() || self.under_way.is_some(),
        }
    }

    /// Every path that is or was a project, [folded](ProjectPath::folded).
    pub fn folded_paths(&self) -> impl Iterator<Item = &str> {
        self.projects.keys().map(String::as_str)
    }

    /// What a project was doing when time last passed. `None` if there is no such project.
    pub fn status(&self, path: &ProjectPath) -> Option<Status> {
        self.projects.get(&path.folded())?.status()
    }

    /// Takes a request. [`World::advance`] gives the reply, perhaps at once, and gives it once.
    pub fn handle(&mut self, now: Instant, ticket: Ticket, request: Result<Request, RequestError>) {
        self.pass(now);
        match self.is_blocked() {
            true => self.inbox.push_back((ticket, request)),
            false => self.take(ticket, request),
        }
        self.proceed(now);
    }

    fn take(&mut self, ticket: Ticket, request: Result<Request, RequestError>) {
        let request = match request {
            Ok(request) => request,
            Err(RequestError::UnknownCommand) => return self.reply(ticket, Reply::UnknownCommand),
            Err(RequestError::NotUtf8 | RequestError::Path(_)) => {
                return self.reply(ticket, Reply::NotFound);
            }
        };
        let key = request.path.folded();
        let Some(status) = self.projects.get(&key).and_then(Project::status) else {
            return self.reply(ticket, Reply::NotFound);
        };
        let operation = match request.command {
            Command::Status => return self.reply(ticket, Reply::Status(status)),
            Command::Start => Operation::Start,
            Command::Stop => Operation::Stop,
            Command::Switch => Operation::Switch,
        };
        self.queue.push_back(Order {
            ticket,
            operation,
            key,
        });
    }

    /// Lets time pass and gives the replies that have become due, in order.
    pub fn advance(&mut self, now: Instant) -> Vec<(Ticket, Reply)> {
        self.pass(now);
        let mut replies = std::mem::take(&mut self.replies);
        if let Some(word) = &self.service.success {
            for (_, reply) in &mut replies {
                if matches!(reply, Reply::Done | Reply::Success) {
                    *reply = word.reply();
                }
            }
        }
        replies
    }

    /// When something changes by itself next.
    pub fn next_change(&self) -> Option<Instant> {
        self.projects.values().filter_map(Project::until).min()
    }

    /// Changes a project from outside, or brings it back. `starting` and `stopping` last until
    /// somebody acts, as in a Projects Manager that is stuck.
    ///
    /// # Errors
    /// When there never was such a project, or another occupies its port.
    pub fn set(
        &mut self,
        now: Instant,
        path: &ProjectPath,
        status: Status,
    ) -> Result<(), OutsideError> {
        self.pass(now);
        let key = path.folded();
        if status != Status::Stopped && self.is_port_taken(&key) {
            return Err(OutsideError::PortTaken(path.clone()));
        }
        let Some(project) = self.projects.get_mut(&key) else {
            return Err(OutsideError::NoSuchProject(path.clone()));
        };
        let done = project.set(status);
        self.reply_all(done, &Reply::Done);
        self.proceed(now);
        Ok(())
    }

    /// Removes a project from outside, as if its folder were deleted.
    ///
    /// # Errors
    /// When there never was such a project.
    pub fn remove(&mut self, now: Instant, path: &ProjectPath) -> Result<(), OutsideError> {
        self.pass(now);
        let Some(project) = self.projects.get_mut(&path.folded()) else {
            return Err(OutsideError::NoSuchProject(path.clone()));
        };
        let asked = project.change(Phase::Gone);
        self.reply_all(asked, &Reply::NotFound);
        self.proceed(now);
        Ok(())
    }

    /// Begins anew, as if the Projects Manager were restarted: nobody is answered any more, every
    /// project is back, and each is in this state, or as it was at the beginning if there is none.
    /// Where several share a port, only the first of them, by path, is anything but stopped.
    pub fn restart(&mut self, status: Option<Status>) {
        self.inbox.clear();
        self.under_way = None;
        self.switch = None;
        self.queue.clear();
        self.replies.clear();
        for project in self.projects.values_mut() {
            project.phase = Phase::Stopped;
        }
        let keys: Vec<String> = self.projects.keys().cloned().collect();
        for key in keys {
            let port_taken = self.is_port_taken(&key);
            if let Some(project) = self.projects.get_mut(&key).filter(|_| !port_taken) {
                let initial = match project.running {
                    true => Status::Running,
                    false => Status::Stopped,
                };
                project.set(status.unwrap_or(initial));
            }
        }
    }

    /// Changes happen at their own times and in their own order, however late this is called.
    fn pass(&mut self, now: Instant) {
        while let Some(at) = self.next_change().filter(|at| *at <= now) {
            for project in self.projects.values_mut() {
                let asked = project.expire(at);
                self.replies
                    .extend(asked.into_iter().map(|ticket| (ticket, Reply::Done)));
            }
            self.proceed(at);
        }
    }

    /// Moves the operation under way on and carries out what waited for it, as far as it goes at
    /// this moment.
    fn proceed(&mut self, at: Instant) {
        loop {
            let projects = &self.projects;
            let is_changing = |key: &String| projects.get(key).is_some_and(Project::is_changing);
            self.under_way = self.under_way.take().filter(is_changing);
            let Some(switch) = self.switch.take() else {
                if let Some(order) = self.queue.pop_front() {
                    self.begin(at, order);
                } else if self.is_blocked() {
                    return;
                } else if let Some((ticket, request)) = self.inbox.pop_front() {
                    self.take(ticket, request);
                } else {
                    return;
                }
                continue;
            };
            match switch.stage {
                Stage::Stopping if self.is_stopping() => {
                    self.switch = Some(switch);
                    return;
                }
                Stage::Stopping => self.switch_starts(at, switch),
                Stage::Starting => match self.projects.get(&switch.key) {
                    Some(project) if project.is_starting() => {
                        self.switch = Some(switch);
                        return;
                    }
                    Some(project) if !project.is_gone() => {
                        self.reply(switch.ticket, Reply::Success);
                    }
                    Some(_) | None => self.reply(switch.ticket, Reply::NotFound),
                },
            }
        }
    }

    fn begin(&mut self, at: Instant, order: Order) {
        let Order {
            ticket,
            operation,
            key,
        } = order;
        let port_taken = self.is_port_taken(&key);
        let Some(project) = self.projects.get_mut(&key).filter(|p| !p.is_gone()) else {
            return self.reply(ticket, Reply::NotFound);
        };
        let done = match operation {
            Operation::Start if port_taken => return self.reply(ticket, Reply::PortInUse),
            Operation::Start => {
                self.under_way = Some(key);
                project.start(at, self.answer.waiting(ticket))
            }
            Operation::Stop => {
                self.under_way = Some(key);
                project.stop(at, self.answer.waiting(ticket))
            }
            Operation::Switch => {
                self.switch = Some(Switch {
                    ticket,
                    key,
                    stage: Stage::Stopping,
                });
                let projects = self.projects.values_mut();
                let done = projects.flat_map(|project| project.stop(at, Vec::new()));
                let done = done.collect();
                return self.reply_all(done, &Reply::Done);
            }
        };
        if self.answer == Answer::Accepted {
            self.reply(ticket, Reply::Done);
        }
        self.reply_all(done, &Reply::Done);
    }

    fn switch_starts(&mut self, at: Instant, switch: Switch) {
        let port_taken = self.is_port_taken(&switch.key);
        let project = self.projects.get_mut(&switch.key);
        let Some(project) = project.filter(|project| !project.is_gone()) else {
            return self.reply(switch.ticket, Reply::NotFound);
        };
        if port_taken {
            return self.reply(switch.ticket, Reply::PortInUse);
        }
        // Nobody waits for this start but the switch itself.
        project.start(at, Vec::new());
        self.switch = Some(Switch {
            stage: Stage::Starting,
            ..switch
        });
    }

    fn is_stopping(&self) -> bool {
        let mut projects = self.projects.values();
        projects.any(Project::is_stopping)
    }

    /// Whether another project occupies this one's port.
    fn is_port_taken(&self, key: &str) -> bool {
        let Some(port) = self.projects.get(key).and_then(|project| project.port) else {
            return false;
        };
        self.projects.iter().any(|(other, project)| {
            other != key && project.port == Some(port) && project.occupies_port()
        })
    }

    fn reply(&mut self, ticket: Ticket, reply: Reply) {
        self.replies.push((ticket, reply));
    }

    fn reply_all(&mut self, tickets: Vec<Ticket>, reply: &Reply) {
        self.replies
            .extend(tickets.into_iter().map(|ticket| (ticket, reply.clone())));
    }
}

impl Answer {
    /// Who waits until an operation has finished.
    fn waiting(self, ticket: Ticket) -> Vec<Ticket> {
        match self {
            Answer::Accepted => Vec::new(),
            Answer::Finished => vec![ticket],
        }
    }
}

impl Project {
    fn status(&self) -> Option<Status> {
        match self.phase {
            Phase::Gone => None,
            Phase::Stopped | Phase::StartingUnseen { .. } => Some(Status::Stopped),
            Phase::Starting { .. } => Some(Status::Starting),
            Phase::Running | Phase::StoppingUnseen { .. } => Some(Status::Running),
            Phase::Stopping { .. } => Some(Status::Stopping),
        }
    }

    fn is_gone(&self) -> bool {
        self.status().is_none()
    }

    fn is_starting(&self) -> bool {
        match self.phase {
            Phase::StartingUnseen { .. } | Phase::Starting { .. } => true,
            Phase::Gone
            | Phase::Stopped
            | Phase::Running
            | Phase::StoppingUnseen { .. }
            | Phase::Stopping { .. } => false,
        }
    }

    fn is_stopping(&self) -> bool {
        match self.phase {
            Phase::StoppingUnseen { .. } | Phase::Stopping { .. } => true,
            Phase::Gone
            | Phase::Stopped
            | Phase::StartingUnseen { .. }
            | Phase::Starting { .. }
            | Phase::Running => false,
        }
    }

    fn is_changing(&self) -> bool {
        self.is_starting() || self.is_stopping()
    }

    fn occupies_port(&self) -> bool {
        self.is_changing() || matches!(self.phase, Phase::Running)
    }

    fn until(&self) -> Option<Instant> {
        match self.phase {
            Phase::StartingUnseen { until, .. }
            | Phase::Starting { until, .. }
            | Phase::StoppingUnseen { until, .. }
            | Phase::Stopping { until, .. } => until,
            Phase::Gone | Phase::Stopped | Phase::Running => None,
        }
    }

    /// Enters a phase and gives everybody who waited in the one before.
    fn change(&mut self, phase: Phase) -> Vec<Ticket> {
        match std::mem::replace(&mut self.phase, phase) {
            Phase::Gone | Phase::Stopped | Phase::Running => Vec::new(),
            Phase::StartingUnseen { asked, .. }
            | Phase::Starting { asked, .. }
            | Phase::StoppingUnseen { asked, .. } => asked,
            Phase::Stopping {
                mut asked, restart, ..
            } => {
                asked.extend(restart.into_iter().flatten());
                asked
            }
        }
    }

    /// Starts it and gives who need not wait any longer.
    fn start(&mut self, at: Instant, new: Vec<Ticket>) -> Vec<Ticket> {
        match &mut self.phase {
            Phase::Gone | Phase::Running => new,
            Phase::Stopped if self.reports_late.is_zero() => self.change(Phase::Starting {
                until: at.checked_add(self.start_time),
                asked: new,
            }),
            Phase::Stopped => self.change(Phase::StartingUnseen {
                until: at.checked_add(self.reports_late),
                asked: new,
            }),
            Phase::StoppingUnseen { asked, .. } => {
                asked.extend(new);
                self.change(Phase::Running)
            }
            Phase::StartingUnseen { asked, .. } | Phase::Starting { asked, .. } => {
                asked.extend(new);
                Vec::new()
            }
            Phase::Stopping { restart, .. } => {
                restart.get_or_insert_default().extend(new);
                Vec::new()
            }
        }
    }

    /// Stops it and gives who need not wait any longer.
    fn stop(&mut self, at: Instant, new: Vec<Ticket>) -> Vec<Ticket> {
        match &mut self.phase {
            Phase::Gone | Phase::Stopped => new,
            Phase::StartingUnseen { asked, .. } => {
                asked.extend(new);
                self.change(Phase::Stopped)
            }
            Phase::Running if !self.reports_late.is_zero() => self.change(Phase::StoppingUnseen {
                until: at.checked_add(self.reports_late),
                asked: new,
            }),
            Phase::Starting { .. } | Phase::Running => self.change(Phase::Stopping {
                until: at.checked_add(self.stop_time),
                asked: new,
                restart: None,
            }),
            Phase::StoppingUnseen { asked, .. } => {
                asked.extend(new);
                Vec::new()
            }
            Phase::Stopping { asked, restart, .. } => {
                asked.extend(new);
                restart.take().unwrap_or_default()
            }
        }
    }

    /// Ends a start or stop whose time has come and gives who waited for it.
    fn expire(&mut self, at: Instant) -> Vec<Ticket> {
        if self.until().is_none_or(|until| until > at) {
            return Vec::new();
        }
        match &mut self.phase {
            Phase::Gone | Phase::Stopped | Phase::Running => Vec::new(),
            Phase::StartingUnseen { asked, .. } => {
                let asked = std::mem::take(asked);
                self.change(Phase::Starting {
                    until: at.checked_add(self.start_time),
                    asked,
                })
            }
            Phase::StoppingUnseen { asked, .. } => {
                let asked = std::mem::take(asked);
                self.change(Phase::Stopping {
                    until: at.checked_add(self.stop_time),
                    asked,
                    restart: None,
                })
            }
            Phase::Starting { .. } => self.change(Phase::Running),
            Phase::Stopping { restart, .. } => match restart.take() {
                None => self.change(Phase::Stopped),
                Some(asked) => self.change(Phase::Starting {
                    until: at.checked_add(self.start_time),
                    asked,
                }),
            },
        }
    }

    /// Puts it into a state from outside and gives who need not wait any longer.
    fn set(&mut self, status: Status) -> Vec<Ticket> {
        match (status, &mut self.phase) {
            (Status::Starting, Phase::Starting { until, .. })
            | (Status::Stopping, Phase::Stopping { until, .. }) => {
                *until = None;
                Vec::new()
            }
            (Status::Stopped, _) => self.change(Phase::Stopped),
            (Status::Running, _) => self.change(Phase::Running),
            (Status::Starting, _) => self.change(Phase::Starting {
                until: None,
                asked: Vec::new(),
            }),
            (Status::Stopping, _) => self.change(Phase::Stopping {
                until: None,
                asked: Vec::new(),
                restart: None,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
