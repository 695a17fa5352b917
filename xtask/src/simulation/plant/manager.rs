//! A simulated Projects Manager with a record of the truth, and everything that can go wrong with it.

mod serve;

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use pekat_tray::protocol::{Command, Operation, ProjectPath, Reply, Request, RequestError, Status};
use pekat_tray::sim::dialect::Dialect;
use pekat_tray::sim::world::{Ticket, World};
use pekat_tray::site::ProtocolChoice;
use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio::sync::{Notify, Semaphore, oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio::{join, select};

use super::contact::{Contact, LineId, operation};
use super::habits::{Habits, Service};
use super::network::{FarEnd, Peer, wire};

/// What a project really is; nothing when it is not there.
pub(in crate::simulation) type Truth = Option<Status>;

/// The pauses between attempts of the network to reach a server whose queue is full.
const RESENT_AFTER: Duration = Duration::from_secs(1);

/// How attempts to connect end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulation) enum Door {
    Open,
    /// Nobody listens.
    Refused,
    /// The network does not lead there.
    NoRoute,
    /// Attempts are never answered.
    Swallows,
    /// The name is not known.
    Unknown,
}

/// How connections end that are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulation) enum Cut {
    /// The server closes them.
    Closed,
    /// Both ends see a reset.
    Reset,
    /// Nothing gets through any more, and the server notices only after this time.
    Dead(Duration),
}

/// A handle; clones are the same manager.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Manager(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    /// Wakes whoever lets the world's time pass.
    changed: Notify,
    /// Counts cuts: each ends all connections.
    cuts: watch::Sender<(u64, Cut)>,
    /// Wakes the server that takes connections in turn.
    arrived: Notify,
    /// Held by a start or switch during which nothing else is answered.
    gate: Semaphore,
    habits: Kind,
    /// Whether requests of a connection that was reset are discarded if they were not read, as Windows
    /// does.
    discards: bool,
    paths: Vec<ProjectPath>,
}

/// What is fixed of its habits.
#[derive(Debug)]
struct Kind {
    service: Service,
    replies: super::habits::Replies,
    busy: super::habits::Busy,
    reports_late: Duration,
    word: super::habits::Word,
    line_end: &'static str,
}

#[derive(Debug)]
struct State {
    rng: Rng,
    world: World,
    waiting: BTreeMap<Ticket, oneshot::Sender<Reply>>,
    next_ticket: u64,
    next_line: u64,
    door: Door,
    dialect: Dialect,
    /// Of a hundred requests, how many go wrong.
    weather: u8,
    /// Connections that wait for their turn.
    queue: VecDeque<FarEnd>,
    /// Starts and stops that were agreed to and begin later.
    late: VecDeque<Late>,
    contacts: BTreeMap<usize, Contact>,
    record: Record,
}

#[derive(Debug)]
struct Late {
    at: Instant,
    client: usize,
    request: Request,
}

/// What has really happened.
#[derive(Clone, Debug, Default)]
pub(in crate::simulation) struct Record {
    /// For each project, what it was from when on.
    pub(in crate::simulation) truth: Vec<Vec<(Instant, Truth)>>,
    /// When something went wrong last for everybody.
    pub(in crate::simulation) troubled: Option<Instant>,
    /// When somebody at the manager itself changed a project last.
    pub(in crate::simulation) meddled: Option<Instant>,
    /// When each client's last operation was carried out.
    pub(in crate::simulation) operated: BTreeMap<usize, Instant>,
    /// Starts and stops that were agreed to and have not begun, and the clients that asked for them.
    pub(in crate::simulation) unbegun: Vec<(usize, Operation, usize)>,
}

impl Manager {
    pub(in crate::simulation) fn new(habits: Habits, mut rng: Rng) -> Manager {
        let world = World::new(habits.setup);
        let now = Instant::now();
        let truth = |path: &ProjectPath| vec![(now, world.status(path))];
        let record = Record {
            truth: habits.paths.iter().map(truth).collect(),
            ..Record::default()
        };
        let discards = rng.bool();
        let state = State {
            rng,
            world,
            waiting: BTreeMap::new(),
            next_ticket: 0,
            next_line: 0,
            door: Door::Open,
            dialect: habits.dialect,
            weather: 0,
            queue: VecDeque::new(),
            late: VecDeque::new(),
            contacts: BTreeMap::new(),
            record,
        };
        Manager(Arc::new(Inner {
            state: Mutex::new(state),
            changed: Notify::new(),
            cuts: watch::Sender::new((0, Cut::Closed)),
            arrived: Notify::new(),
            gate: Semaphore::new(1),
            habits: Kind {
                service: habits.service,
                replies: habits.replies,
                busy: habits.busy,
                reports_late: habits.reports_late,
                word: habits.word,
                line_end: habits.line_end,
            },
            discards,
            paths: habits.paths,
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::simulation) fn record<T>(&self, look: impl FnOnce(&Record) -> T) -> T {
        look(&self.state().record)
    }

    /// Looks at the traffic with a client, or notes some.
    pub(in crate::simulation) fn contact<T>(
        &self,
        client: usize,
        look: impl FnOnce(&mut Contact) -> T,
    ) -> T {
        look(self.state().contacts.entry(client).or_default())
    }

    pub(in crate::simulation) fn projects(&self) -> usize {
        self.0.paths.len()
    }

    pub(in crate::simulation) fn path(&self, index: usize) -> &ProjectPath {
        &self.0.paths[index]
    }

    pub(in crate::simulation) fn index_of(&self, path: &ProjectPath) -> Option<usize> {
        self.0.paths.iter().position(|known| known == path)
    }

    pub(in crate::simulation) fn is_calm(&self) -> bool {
        let state = self.state();
        state.door == Door::Open && state.weather == 0
    }

    /// Returns true if the manager understands clients that speak so.
    pub(in crate::simulation) fn understands(&self, protocol: ProtocolChoice) -> bool {
        match (self.state().dialect, protocol) {
            (_, ProtocolChoice::Auto)
            | (Dialect::Either, ProtocolChoice::Colon | ProtocolChoice::Pipe)
            | (Dialect::Colon, ProtocolChoice::Colon)
            | (Dialect::Pipe, ProtocolChoice::Pipe) => true,
            (Dialect::Colon, ProtocolChoice::Pipe) | (Dialect::Pipe, ProtocolChoice::Colon) => {
                false
            }
        }
    }

    /// Lives for ever: lets the world's time pass, and serves.
    pub(in crate::simulation) async fn live(self) {
        match self.0.habits.service {
            Service::Threads => self.let_time_pass().await,
            Service::InTurn(_) => {
                join!(self.let_time_pass(), self.serve_in_turn());
            }
        }
    }

    async fn let_time_pass(&self) {
        loop {
            let next = self.state().next_change();
            let next = next.unwrap_or_else(|| Instant::now() + Duration::from_secs(3600));
            select! {
                biased;
                () = self.0.changed.notified() => {}
                () = sleep_until(next) => {}
            }
            self.deliver(&mut self.state());
        }
    }

    /// Gives the replies that are due, and writes the truth down.
    fn deliver(&self, state: &mut State) {
        let now = Instant::now();
        state.begin_late(now);
        for (ticket, reply) in state.world.advance(now.into_std()) {
            if let Some(answer) = state.waiting.remove(&ticket) {
                answer.send(reply).ok();
            }
        }
        for (path, history) in self.0.paths.iter().zip(&mut state.record.truth) {
            let truth = state.world.status(path);
            if history.last().is_none_or(|(_, last)| *last != truth) {
                history.push((now, truth));
            }
        }
        let unbegun = state.late.iter().filter_map(|late| {
            let mut paths = self.0.paths.iter();
            let index = paths.position(|path| *path == late.request.path)?;
            Some((late.client, operation(late.request.command)?, index))
        });
        state.record.unbegun = unbegun.collect();
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state();
        let changed = change(&mut state);
        self.deliver(&mut state);
        self.0.changed.notify_one();
        changed
    }

    fn trouble(&self) {
        self.state().record.troubled = Some(Instant::now());
    }

    pub(in crate::simulation) fn set_door(&self, door: Door) {
        self.trouble();
        self.state().door = door;
    }

    pub(in crate::simulation) fn set_weather(&self, percent: u8) {
        self.trouble();
        self.state().weather = percent;
    }

    /// Changes a project behind everybody's back; `None` removes it. Returns false if its port is
    /// taken, so that nothing changes.
    pub(in crate::simulation) fn set(&self, project: usize, truth: Truth) -> bool {
        let path = self.path(project);
        let now = Instant::now().into_std();
        self.change(|state| {
            state.record.meddled = Some(Instant::now());
            let changed = match truth {
                Some(status) => state.world.set(now, path, status),
                None => state.world.remove(now, path),
            };
            changed.is_ok()
        })
    }

    /// Ends all connections, perhaps as another version that speaks another form.
    pub(in crate::simulation) fn restart(&self, dialect: Option<Dialect>) {
        if let Some(dialect) = dialect {
            self.state().dialect = dialect;
        }
        self.cut(Cut::Closed);
    }

    /// Ends all connections that there are.
    pub(in crate::simulation) fn cut(&self, cut: Cut) {
        self.trouble();
        let queued = std::mem::take(&mut self.state().queue);
        for far in queued {
            self.end(far, cut);
        }
        self.0.cuts.send_modify(|last| *last = (last.0 + 1, cut));
    }

    /// Names a new connection.
    pub(super) fn new_line(&self) -> LineId {
        let mut state = self.state();
        state.next_line += 1;
        LineId(state.next_line)
    }

    /// Attempts to connect.
    pub(super) async fn dialled(&self, peer: &Peer) -> io::Result<DuplexStream> {
        let (latency, greeting) = {
            let mut state = self.state();
            let latency = Duration::from_micros(state.rng.u64(0..3000));
            let speaks = state.rng.u8(0..100) < state.weather / 10;
            let greeting = [&b"running"[..], b"x", b"Unknown command"][state.rng.usize(0..3)];
            (latency, speaks.then_some(greeting))
        };
        sleep(latency).await;
        let door = self.state().door;
        match door {
            Door::Open => {}
            Door::Refused => return Err(io::ErrorKind::ConnectionRefused.into()),
            Door::NoRoute => return Err(io::ErrorKind::HostUnreachable.into()),
            Door::Unknown => return Err(io::ErrorKind::NotFound.into()),
            Door::Swallows => return std::future::pending().await,
        }
        let (near, mut far) = wire(peer);
        if let Some(greeting) = greeting {
            self.contact(far.end.client, |contact| {
                contact.is_troubled(far.end.line, false);
                contact.is_doubtful(far.end.line);
            });
            far.stream.write_all(greeting).await?;
        }
        let Service::InTurn(backlog) = self.0.habits.service else {
            tokio::spawn(self.clone().attend(far));
            return Ok(near);
        };
        let mut pause = RESENT_AFTER;
        while self.state().queue.len() >= backlog.length {
            if backlog.refuses {
                return Err(io::ErrorKind::ConnectionRefused.into());
            }
            sleep(pause).await;
            pause *= 2;
        }
        self.state().queue.push_back(far);
        self.0.arrived.notify_one();
        Ok(near)
    }
}

impl State {
    fn next_change(&self) -> Option<Instant> {
        let late = self.late.front().map(|late| late.at);
        let world = self.world.next_change().map(Instant::from_std);
        late.into_iter().chain(world).min()
    }

    fn begin_late(&mut self, now: Instant) {
        while self.late.front().is_some_and(|late| late.at <= now)
            && let Some(late) = self.late.pop_front()
        {
            let ticket = self.ticket();
            self.world.handle(now.into_std(), ticket, Ok(late.request));
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket)
    }

    /// Carries a request out, and returns the way of its reply.
    fn ask(
        &mut self,
        client: usize,
        request: Result<Request, RequestError>,
        late: Duration,
    ) -> oneshot::Receiver<Reply> {
        let (answer, reply) = oneshot::channel();
        let now = Instant::now();
        let command = request.as_ref().map(|request| request.command);
        let (operates, waits) = match command {
            Ok(Command::Start | Command::Stop) => (true, !late.is_zero()),
            Ok(Command::Switch) => (true, false),
            Ok(Command::Status) | Err(_) => (false, false),
        };
        if operates {
            self.record.operated.insert(client, now);
        }
        if let Ok(request) = &request
            && waits
            && self.world.status(&request.path).is_some()
        {
            let at = now + late;
            let request = request.clone();
            self.late.push_back(Late {
                at,
                client,
                request,
            });
            answer.send(Reply::Done).ok();
            return reply;
        }
        let ticket = self.ticket();
        self.waiting.insert(ticket, answer);
        self.world.handle(now.into_std(), ticket, request);
        reply
    }
}
