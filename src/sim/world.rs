//! One simulated Projects Manager as a state machine: requests and time go in, replies come out.
//!
//! The documentation describes one request at a time. Where several overlap, this one behaves so:
//! - A `stop` overtakes a start that is under way, and a `start` that comes while the project is
//!   stopping makes it start again afterwards. Whoever waited for what was overtaken is answered
//!   `done` there and then, since no documented reply says more.
//! - During a `switch` every `start`, `stop` and `switch` waits for its turn; `status` is answered
//!   at once.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU16;
use std::time::{Duration, Instant};

use serde::Deserialize;
use thiserror::Error;

use super::dialect::Dialect;
use crate::protocol::{Command, Operation, ProjectPath, Reply, Request, RequestError, Status};

/// When a `start` or `stop` is answered. The vendor does not say; a `switch` is always answered
/// when it has finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// As soon as it is accepted.
    #[default]
    Accepted,
    /// When the project runs or has stopped.
    Finished,
}

/// What a [`World`] is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// How long a project starts, unless it has a time of its own.
    pub start_time: Duration,
    /// How long a project stops, unless it has a time of its own.
    pub stop_time: Duration,
    /// When a `start` or `stop` is answered.
    pub answer: Answer,
    /// Which forms of a request are taken.
    pub dialect: Dialect,
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
            answer,
            dialect: Dialect::default(),
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
    /// By folded path.
    projects: BTreeMap<String, Project>,
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
    /// Whether it runs from the beginning.
    running: bool,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// Removed from outside.
    Gone,
    Stopped,
    Starting {
        /// Never, if there is none.
        until: Option<Instant>,
        asked: Vec<Ticket>,
    },
    Running,
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
            running: project.running,
            phase: match project.running {
                true => Phase::Running,
                false => Phase::Stopped,
            },
        };
        World {
            answer: setup.answer,
            dialect: setup.dialect,
            projects: setup
                .projects
                .into_iter()
                .map(|(key, setup)| (key, project(setup)))
                .collect(),
            switch: None,
            queue: VecDeque::new(),
            replies: Vec::new(),
        }
    }

    /// Which forms of a request are taken.
    pub fn dialect(&self) -> Dialect {
        self.dialect
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
        self.proceed(now);
    }

    /// Lets time pass and gives the replies that have become due, in order.
    pub fn advance(&mut self, now: Instant) -> Vec<(Ticket, Reply)> {
        self.pass(now);
        std::mem::take(&mut self.replies)
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

    /// Moves the switch on and carries out what waited for it, as far as it goes at this moment.
    fn proceed(&mut self, at: Instant) {
        loop {
            let Some(switch) = self.switch.take() else {
                match self.queue.pop_front() {
                    Some(order) => self.begin(at, order),
                    None => return,
                }
                continue;
            };
            match switch.stage {
                Stage::Stopping if self.is_stopping() => {
                    self.switch = Some(switch);
                    return;
                }
                Stage::Stopping => self.switch_starts(at, switch),
                Stage::Starting => match self.projects.get(&switch.key).and_then(Project::status) {
                    Some(Status::Starting) => {
                        self.switch = Some(switch);
                        return;
                    }
                    Some(Status::Running | Status::Stopping | Status::Stopped) => {
                        self.reply(switch.ticket, Reply::Success);
                    }
                    None => self.reply(switch.ticket, Reply::NotFound),
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
            Operation::Start => project.start(at, self.answer.waiting(ticket)),
            Operation::Stop => project.stop(at, self.answer.waiting(ticket)),
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
        projects.any(|project| project.status() == Some(Status::Stopping))
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
            Phase::Stopped => Some(Status::Stopped),
            Phase::Starting { .. } => Some(Status::Starting),
            Phase::Running => Some(Status::Running),
            Phase::Stopping { .. } => Some(Status::Stopping),
        }
    }

    fn is_gone(&self) -> bool {
        self.status().is_none()
    }

    fn occupies_port(&self) -> bool {
        match self.phase {
            Phase::Gone | Phase::Stopped => false,
            Phase::Starting { .. } | Phase::Running | Phase::Stopping { .. } => true,
        }
    }

    fn until(&self) -> Option<Instant> {
        match self.phase {
            Phase::Starting { until, .. } | Phase::Stopping { until, .. } => until,
            Phase::Gone | Phase::Stopped | Phase::Running => None,
        }
    }

    /// Enters a phase and gives everybody who waited in the one before.
    fn change(&mut self, phase: Phase) -> Vec<Ticket> {
        match std::mem::replace(&mut self.phase, phase) {
            Phase::Gone | Phase::Stopped | Phase::Running => Vec::new(),
            Phase::Starting { asked, .. } => asked,
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
            Phase::Stopped => self.change(Phase::Starting {
                until: at.checked_add(self.start_time),
                asked: new,
            }),
            Phase::Starting { asked, .. } => {
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
            Phase::Starting { .. } | Phase::Running => self.change(Phase::Stopping {
                until: at.checked_add(self.stop_time),
                asked: new,
                restart: None,
            }),
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
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    const START: Duration = Duration::from_millis(2000);
    const STOP: Duration = Duration::from_millis(1000);

    fn path(text: &str) -> ProjectPath {
        ProjectPath::new(text).unwrap()
    }

    fn project(text: &str, port: u16, running: bool) -> ProjectSetup {
        ProjectSetup {
            path: path(text),
            port: NonZeroU16::new(port),
            running,
            start_time: None,
            stop_time: None,
        }
    }

    /// A to D stopped, of which B and C share a port and D has none; E runs on a port of its own.
    fn world(answer: Answer, start_time: Duration, stop_time: Duration) -> World {
        let mut setup = Setup::new(start_time, stop_time, answer);
        for (text, port, running) in [
            ("A", 1, false),
            ("B", 2, false),
            ("C", 2, false),
            ("D", 0, false),
            ("E", 3, true),
        ] {
            setup.add(project(text, port, running)).unwrap();
        }
        World::new(setup)
    }

    /// Plays a story and compares it with what happened. Each line is a time in milliseconds, a
    /// command or `set` or `remove`, and a project; after `=` comes the reply with its time.
    #[track_caller]
    fn check(answer: Answer, story: &str) {
        let mut world = world(answer, START, STOP);
        let zero = Instant::now();
        let mut replies = BTreeMap::new();
        let mut lines = Vec::new();
        for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (asked, _) = line.split_once(" =").unwrap_or((line, ""));
            let words: Vec<&str> = asked.split_whitespace().collect();
            let now = zero + Duration::from_millis(words[0].parse().unwrap());
            run_until(&mut world, now, zero, &mut replies);
            let ticket = Ticket(lines.len() as u64);
            match words[1] {
                "set" => {
                    let Reply::Status(status) = Reply::decode(words[3].as_bytes()) else {
                        panic!("{line}");
                    };
                    world.set(now, &path(words[2]), status).unwrap();
                }
                "remove" => world.remove(now, &path(words[2])).unwrap(),
                word => {
                    let wire = format!("{word}:{}", words[2..].join(" "));
                    let (_, request) = Dialect::Colon.read(wire.as_bytes());
                    world.handle(now, ticket, request);
                }
            }
            run_until(&mut world, now, zero, &mut replies);
            lines.push(asked.to_owned());
        }
        let end = zero + Duration::from_secs(3600);
        run_until(&mut world, end, zero, &mut replies);
        let mut found = String::new();
        for (number, line) in lines.iter().enumerate() {
            let reply = replies.remove(&Ticket(number as u64));
            writeln!(found, "{line}{}", reply.unwrap_or_default()).unwrap();
        }
        let expected: String = story
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(found, expected);
    }

    fn run_until(
        world: &mut World,
        now: Instant,
        zero: Instant,
        replies: &mut BTreeMap<Ticket, String>,
    ) {
        loop {
            let at = world.next_change().map_or(now, |at| at.min(now));
            for (ticket, reply) in world.advance(at) {
                let text = format!(" = {} {}", reply.text(), (at - zero).as_millis());
                assert_eq!(replies.insert(ticket, text), None, "{ticket:?}");
            }
            if at == now {
                return;
            }
        }
    }

    #[test]
    fn a_project_starts_and_stops_in_its_time() {
        check(
            Answer::Accepted,
            "
            0 status A = stopped 0
            0 start A = done 0
            0 status A = starting 0
            1999 status A = starting 1999
            2000 status A = running 2000
            2000 start A = done 2000
            2000 stop A = done 2000
            2999 status A = stopping 2999
            3000 status A = stopped 3000
            3000 stop A = done 3000
            3000 status A = stopped 3000
            ",
        );
    }

    #[test]
    fn answers_wait_for_the_end_when_they_are_set_to() {
        check(
            Answer::Finished,
            "
            0 start A = done 2000
            500 start A = done 2000
            500 status A = starting 500
            3000 stop A = done 4000
            3500 stop A = done 4000
            5000 stop A = done 5000
            5000 start E = done 5000
            ",
        );
    }

    #[test]
    fn what_is_unknown_is_answered_as_documented() {
        check(
            Answer::Accepted,
            "
            0 status X = not-found 0
            0 start X = not-found 0
            0 stop X = not-found 0
            0 switch X = not-found 0
            0 status = not-found 0
            0 restart A = Unknown command 0
            0 STATUS A = Unknown command 0
            0 status a = stopped 0
            ",
        );
    }

    #[test]
    fn a_port_is_taken_from_the_start_until_the_project_has_stopped() {
        check(
            Answer::Accepted,
            "
            0 start B = done 0
            0 start C = error:port 0
            3000 start C = error:port 3000
            3000 stop B = done 3000
            3999 start C = error:port 3999
            4000 start C = done 4000
            4000 start B = error:port 4000
            4000 start D = done 4000
            ",
        );
    }

    #[test]
    fn a_switch_stops_all_and_is_answered_when_the_one_runs() {
        for answer in [Answer::Accepted, Answer::Finished] {
            check(
                answer,
                "
                0 set B running
                0 switch C = success 3000
                500 status B = stopping 500
                500 status E = stopping 500
                500 status C = stopped 500
                1000 status B = stopped 1000
                1000 status E = stopped 1000
                1000 status C = starting 1000
                3000 status C = running 3000
                ",
            );
        }
    }

    #[test]
    fn a_switch_to_what_runs_starts_it_anew_and_one_among_the_stopped_need_not_wait() {
        check(
            Answer::Accepted,
            "
            0 switch E = success 3000
            999 status E = stopping 999
            1000 status E = starting 1000
            3000 stop E = done 3000
            4000 switch A = success 6000
            ",
        );
    }

    #[test]
    fn a_stop_overtakes_a_start() {
        check(
            Answer::Accepted,
            "
            0 start A = done 0
            1500 stop A = done 1500
            1500 status A = stopping 1500
            2500 status A = stopped 2500
            9000 status A = stopped 9000
            ",
        );
        check(
            Answer::Finished,
            "
            0 start A = done 1500
            1500 stop A = done 2500
            ",
        );
    }

    #[test]
    fn a_start_while_stopping_starts_again_afterwards_unless_it_is_overtaken() {
        check(
            Answer::Accepted,
            "
            0 stop E = done 0
            500 start E = done 500
            999 status E = stopping 999
            1000 status E = starting 1000
            3000 status E = running 3000
            ",
        );
        check(
            Answer::Finished,
            "
            0 stop E = done 1000
            500 start E = done 3000
            4000 stop E = done 5000
            4100 start E = done 4200
            4200 stop E = done 5000
            6000 status E = stopped 6000
            ",
        );
    }

    #[test]
    fn a_switch_overtakes_what_is_under_way() {
        check(
            Answer::Finished,
            "
            0 start B = done 500
            0 stop E = done 1000
            100 start E = done 500
            500 switch C = success 3500
            1000 status E = stopped 1000
            1499 status B = stopping 1499
            1500 status C = starting 1500
            ",
        );
    }

    #[test]
    fn orders_wait_until_a_switch_has_finished() {
        check(
            Answer::Accepted,
            "
            0 switch A = success 3000
            100 stop A = done 3000
            200 status A = stopped 200
            2000 status A = starting 2000
            3500 status A = stopping 3500
            4000 status A = stopped 4000
            ",
        );
        check(
            Answer::Finished,
            "
            0 switch B = success 3000
            100 start C = error:port 3000
            100 start D = done 5000
            100 start X = not-found 100
            5000 status B = running 5000
            5000 status D = running 5000
            ",
        );
        check(
            Answer::Accepted,
            "
            0 switch A = success 3000
            100 switch B = success 6000
            100 start D = done 6000
            100 switch B = success 9000
            6000 status D = stopping 6000
            9000 status D = stopped 9000
            9000 status B = running 9000
            ",
        );
    }

    #[test]
    fn what_happens_from_outside_is_noticed() {
        check(
            Answer::Finished,
            "
            0 start A = done 100
            100 set A running
            200 set E stopped
            200 status E = stopped 200
            300 start A = done 300
            400 remove A
            400 status A = not-found 400
            400 start A = not-found 400
            500 set A stopped
            500 start A = not-found 600
            600 remove A
            ",
        );
    }

    #[test]
    fn a_stuck_project_stays_so_until_somebody_acts() {
        check(
            Answer::Finished,
            "
            0 start A = done 9000
            100 set A starting
            5000 status A = starting 5000
            8000 stop D = done 8000
            9000 stop A = done 10000
            11000 set E stopping
            11000 stop E = done 20000
            12000 switch D = success 22000
            19000 status E = stopping 19000
            20000 set E stopped
            ",
        );
    }

    #[test]
    fn a_restart_forgets_what_was_asked_and_begins_as_at_first_or_as_told() {
        let second = Duration::from_secs(1);
        let mut setup = Setup::new(second, second, Answer::Finished);
        for (text, port, running) in [("A", 1, true), ("B", 2, false), ("C", 2, false)] {
            setup.add(project(text, port, running)).unwrap();
        }
        let mut world = World::new(setup);
        let statuses = |world: &World| ["A", "B", "C"].map(|text| world.status(&path(text)));
        let now = Instant::now();
        let request = |text: &str| Dialect::Colon.read(text.as_bytes()).1;
        world.handle(now, Ticket(1), request("start:B"));
        world.handle(now, Ticket(2), request("switch:C"));
        world.handle(now, Ticket(3), request("stop:A"));
        world.remove(now, &path("A")).unwrap();

        world.restart(None);
        let (running, stopped) = (Some(Status::Running), Some(Status::Stopped));
        assert_eq!(statuses(&world), [running, stopped, stopped]);
        assert_eq!(world.advance(now + 9 * second), []);
        world.restart(Some(Status::Stopped));
        assert_eq!(statuses(&world), [stopped; 3]);
        world.restart(Some(Status::Running));
        assert_eq!(statuses(&world), [running, running, stopped]);
    }

    #[test]
    fn a_switch_that_is_disturbed_from_outside_still_ends() {
        check(
            Answer::Accepted,
            "
            0 switch A = not-found 1000
            500 remove A
            2000 switch B = not-found 3000
            3000 remove B
            4000 set E stopping
            4000 switch C = error:port 5000
            4500 set B running
            5000 set E stopped
            6000 switch D = success 7500
            7500 set D stopped
            ",
        );
    }

    #[test]
    fn no_two_projects_are_put_on_one_port_from_outside() {
        let mut world = world(Answer::Accepted, START, STOP);
        let now = Instant::now();
        world.set(now, &path("B"), Status::Running).unwrap();
        for status in [Status::Starting, Status::Running, Status::Stopping] {
            let refused = world.set(now, &path("C"), status);
            assert_eq!(refused, Err(OutsideError::PortTaken(path("C"))));
        }
        assert_eq!(world.set(now, &path("C"), Status::Stopped), Ok(()));
        let unknown = Err(OutsideError::NoSuchProject(path("X")));
        assert_eq!(world.set(now, &path("X"), Status::Stopped), unknown);
        assert_eq!(world.remove(now, &path("X")), unknown);
    }

    #[test]
    fn what_contradicts_itself_cannot_be_set_up() {
        let mut setup = Setup::new(START, STOP, Answer::Accepted);
        setup.add(project(r"C:\A", 1, true)).unwrap();
        let cases = [
            (
                project(r"c:/a/", 2, false),
                r"the project 'c:/a/' is listed twice; remove one of the two",
            ),
            (
                project(r"C:\B", 1, true),
                r#"'C:\B' and 'C:\A' cannot both be running on port 1; give one of them another port or status = "stopped""#,
            ),
        ];
        for (project, error) in cases {
            assert_eq!(setup.add(project).unwrap_err().to_string(), error);
        }
        setup.add(project(r"C:\B", 1, false)).unwrap();
    }

    #[test]
    fn a_time_beyond_all_time_never_comes() {
        let mut world = world(Answer::Accepted, Duration::MAX, Duration::ZERO);
        let now = Instant::now();
        world.handle(now, Ticket(0), Dialect::Colon.read(b"start:A").1);
        assert_eq!(world.advance(now), [(Ticket(0), Reply::Done)]);
        assert_eq!(world.next_change(), None);
        assert_eq!(world.status(&path("A")), Some(Status::Starting));
    }

    #[derive(Clone, Debug)]
    enum Act {
        Ask(Command),
        Set(Status),
        Remove,
    }

    fn acts() -> impl Strategy<Value = Vec<(u64, Act, usize)>> {
        let command = prop::sample::select(Command::ALL.to_vec());
        let act = prop_oneof![
            8 => command.prop_map(Act::Ask),
            1 => Just(Act::Set(Status::Stopped)),
            1 => Just(Act::Set(Status::Running)),
            1 => Just(Act::Remove),
        ];
        prop::collection::vec((0..1500_u64, act, 0..6_usize), 0..60)
    }

    /// Plays acts and gives every reply by ticket, and what every project does in the end.
    fn play(
        mut world: World,
        acts: &[(u64, Act, usize)],
        polled: bool,
    ) -> (Vec<(Ticket, Reply)>, Vec<Option<Status>>) {
        let paths = ["A", "B", "C", "D", "E", "X"].map(path);
        let mut now = Instant::now();
        let mut replies = Vec::new();
        for (number, (pause, act, index)) in acts.iter().enumerate() {
            let then = now + Duration::from_millis(*pause);
            while polled && world.next_change().is_some_and(|at| at < then) {
                now = world.next_change().unwrap();
                replies.extend(world.advance(now));
                assert_ports(&world);
            }
            now = then;
            let path = &paths[*index];
            match act {
                Act::Ask(command) => {
                    let request = Request {
                        command: *command,
                        path: path.clone(),
                    };
                    world.handle(now, Ticket(number as u64), Ok(request));
                }
                Act::Set(status) => drop(world.set(now, path, *status)),
                Act::Remove => drop(world.remove(now, path)),
            }
            if polled {
                replies.extend(world.advance(now));
                assert_ports(&world);
            }
        }
        while let Some(at) = world.next_change() {
            replies.extend(world.advance(at));
            assert_ports(&world);
        }
        replies.extend(world.advance(now));
        replies.sort_by_key(|(ticket, _)| *ticket);
        let ends = paths.iter().map(|path| world.status(path)).collect();
        (replies, ends)
    }

    fn assert_ports(world: &World) {
        let active = world.projects.values().filter(|p| p.occupies_port());
        let mut ports: Vec<NonZeroU16> = active.filter_map(|project| project.port).collect();
        let all = ports.len();
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), all, "{world:?}");
    }

    proptest! {
        #[test]
        fn every_request_is_answered_once_and_every_port_has_one_user(
            acts in acts(),
            finished in any::<bool>(),
            start in prop::sample::select(vec![0, 1, 2000]),
            stop in prop::sample::select(vec![0, 1, 1000]),
        ) {
            let answer = if finished { Answer::Finished } else { Answer::Accepted };
            let new = || world(answer, Duration::from_millis(start), Duration::from_millis(stop));
            let (replies, ends) = play(new(), &acts, true);
            let asked = acts.iter().enumerate().filter(|(_, (_, act, _))| matches!(act, Act::Ask(_)));
            let asked: Vec<Ticket> = asked.map(|(number, _)| Ticket(number as u64)).collect();
            let answered: Vec<Ticket> = replies.iter().map(|(ticket, _)| *ticket).collect();
            prop_assert_eq!(answered, asked);
            let settled = ends.iter().flatten().all(|status| status.is_settled());
            prop_assert!(settled, "{:?}", ends);
            // How often time is told makes no difference.
            prop_assert_eq!(play(new(), &acts, false), (replies, ends));
        }
    }
}
