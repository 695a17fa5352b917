//! A simulated Projects Manager with a record of the truth, and everything that can go wrong with it.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use pekat_tray::protocol::{Command, Operation, ProjectPath, Reply, Request, RequestError, Status};
use pekat_tray::sim::dialect::Dialect;
use pekat_tray::sim::world::{Ticket, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::select;
use tokio::sync::{Notify, Semaphore, oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::super::plan::Habits;
use super::fault::Fault;
use super::network::{FarEnd, Wire, wire};

/// What a project really is; nothing when it is not there.
pub(in crate::simulation) type Truth = Option<Status>;

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

/// A handle; clones are the same manager.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Manager(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    /// Wakes whoever lets the world's time pass.
    changed: Notify,
    /// Counts restarts: each ends all connections.
    restarts: watch::Sender<u64>,
    /// For a manager that serves one connection after the other.
    turn: Option<Semaphore>,
    closes: bool,
    paths: Vec<ProjectPath>,
}

#[derive(Debug)]
struct State {
    rng: Rng,
    world: World,
    waiting: BTreeMap<Ticket, oneshot::Sender<Reply>>,
    next_ticket: u64,
    door: Door,
    dialect: Dialect,
    /// Of a hundred requests, how many go wrong.
    weather: u8,
    record: Record,
}

/// What has really happened.
#[derive(Clone, Debug, Default)]
pub(in crate::simulation) struct Record {
    /// For each project, what it was from when on.
    pub(in crate::simulation) truth: Vec<Vec<(Instant, Truth)>>,
    /// Which operations came, and for which project, in order.
    pub(in crate::simulation) received: Vec<(Operation, usize)>,
    /// When something went wrong last.
    pub(in crate::simulation) troubled: Option<Instant>,
    /// When a reply came twice last, so that no client can know which question it answers.
    pub(in crate::simulation) doubled: Option<Instant>,
    /// When somebody else changed a project last.
    pub(in crate::simulation) meddled: Option<Instant>,
    /// How many connections are open.
    pub(in crate::simulation) open: usize,
}

impl Manager {
    pub(in crate::simulation) fn new(habits: Habits, rng: Rng) -> Manager {
        let world = World::new(habits.setup);
        let now = Instant::now();
        let truth = |path: &ProjectPath| vec![(now, world.status(path))];
        let record = Record {
            truth: habits.paths.iter().map(truth).collect(),
            ..Record::default()
        };
        let state = State {
            rng,
            world,
            waiting: BTreeMap::new(),
            next_ticket: 0,
            door: Door::Open,
            dialect: habits.dialect,
            weather: 0,
            record,
        };
        Manager(Arc::new(Inner {
            state: Mutex::new(state),
            changed: Notify::new(),
            restarts: watch::Sender::new(0),
            turn: habits.serial.then(|| Semaphore::new(1)),
            closes: habits.closes,
            paths: habits.paths,
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::simulation) fn record<T>(&self, look: impl FnOnce(&Record) -> T) -> T {
        look(&self.state().record)
    }

    pub(in crate::simulation) fn projects(&self) -> usize {
        self.0.paths.len()
    }

    pub(in crate::simulation) fn index_of(&self, path: &ProjectPath) -> Option<usize> {
        self.0.paths.iter().position(|known| known == path)
    }

    pub(in crate::simulation) fn is_calm(&self) -> bool {
        let state = self.state();
        state.door == Door::Open && state.weather == 0
    }

    /// Lets the world's time pass for ever.
    pub(in crate::simulation) async fn live(self) {
        loop {
            let next = self.state().world.next_change();
            let next = next.map_or_else(
                || Instant::now() + Duration::from_secs(3600),
                Instant::from_std,
            );
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
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        self.deliver(&mut state);
        self.0.changed.notify_one();
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

    /// Changes a project behind everybody's back; `None` removes it.
    pub(in crate::simulation) fn set(&self, project: usize, truth: Truth) {
        let path = &self.0.paths[project];
        let now = Instant::now().into_std();
        self.change(|state| {
            state.record.meddled = Some(Instant::now());
            let changed = match truth {
                Some(status) => state.world.set(now, path, status),
                None => state.world.remove(now, path),
            };
            debug_assert!(changed.is_ok(), "the paths are the world's own");
        });
    }

    /// Ends all connections, perhaps as another version that speaks another form.
    pub(in crate::simulation) fn restart(&self, dialect: Option<Dialect>) {
        self.trouble();
        if let Some(dialect) = dialect {
            self.state().dialect = dialect;
        }
        self.0.restarts.send_modify(|count| *count += 1);
    }

    /// What became of an attempt to connect.
    pub(in crate::simulation) async fn dialled(&self) -> io::Result<Wire> {
        let (door, latency, greeting) = {
            let mut state = self.state();
            let latency = Duration::from_micros(state.rng.u64(0..3000));
            let speaks = state.rng.u8(0..100) < state.weather / 10;
            let greeting = [&b"running"[..], b"x", b"Unknown command"][state.rng.usize(0..3)];
            (state.door, latency, speaks.then_some(greeting))
        };
        sleep(latency).await;
        match door {
            Door::Open => {}
            Door::Refused => return Err(io::ErrorKind::ConnectionRefused.into()),
            Door::NoRoute => return Err(io::ErrorKind::HostUnreachable.into()),
            Door::Unknown => return Err(io::ErrorKind::NotFound.into()),
            Door::Swallows => return std::future::pending().await,
        }
        let (near, mut far) = wire();
        if let Some(greeting) = greeting {
            self.trouble();
            far.stream.write_all(greeting).await?;
        }
        tokio::spawn(self.clone().attend(far));
        Ok(near)
    }

    /// Serves one connection until it ends.
    async fn attend(self, far: FarEnd) {
        let mut restarts = self.0.restarts.subscribe();
        self.state().record.open += 1;
        select! {
            biased;
            _ = restarts.changed() => {}
            () = self.converse(far) => {}
        }
        self.state().record.open -= 1;
    }

    async fn converse(&self, mut far: FarEnd) {
        let _turn = match &self.0.turn {
            Some(turn) => turn.acquire().await.ok(),
            None => None,
        };
        let mut bytes = [0; 1024];
        loop {
            let length = match far.stream.read(&mut bytes).await {
                Ok(0) | Err(_) => return,
                Ok(length) => length,
            };
            let Some(kept) = self.serve(far, &bytes[..length]).await else {
                return;
            };
            if self.0.closes {
                return;
            }
            far = kept;
        }
    }

    /// Serves one request; gives the connection back if it stays open.
    async fn serve(&self, mut far: FarEnd, bytes: &[u8]) -> Option<FarEnd> {
        let (envelope, request) = self.state().dialect.read(bytes);
        let fault = self.draw(bytes);
        let carried_out = fault.as_ref().is_none_or(Fault::carries_out);
        let reply = if carried_out {
            let answer = self.ask(request);
            // Whoever hangs up does not wait for the reply.
            select! {
                biased;
                reply = answer => reply.ok()?,
                _ = far.stream.read_u8() => return None,
            }
        } else {
            Reply::UnknownCommand
        };
        let latency = Duration::from_micros(self.state().rng.u64(0..3000));
        sleep(latency).await;
        let text = &*envelope.seal(&reply);
        match fault {
            None => far.stream.write_all(text).await.ok()?,
            Some(Fault::Ignored | Fault::Silence) => return hang(far).await,
            Some(Fault::ClosedUnread) => return None,
            Some(Fault::ClosedAt(length)) => {
                let length = length.min(text.len());
                far.stream.write_all(&text[..length]).await.ok()?;
                return None;
            }
            Some(Fault::ResetAt(length)) => {
                let length = length.min(text.len());
                far.stream.write_all(&text[..length]).await.ok()?;
                far.reset();
                return None;
            }
            Some(Fault::Dribble(pause)) => {
                for byte in text {
                    far.stream.write_all(&[*byte]).await.ok()?;
                    sleep(pause).await;
                }
            }
            Some(Fault::Delay(pause)) => {
                // Whoever hangs up meanwhile is not waited for.
                let hung_up = timeout(pause, far.stream.read_u8()).await;
                if hung_up.is_ok_and(|read| read.is_err()) {
                    return None;
                }
                far.stream.write_all(text).await.ok()?;
            }
            Some(Fault::Garbage(bytes)) => far.stream.write_all(&bytes).await.ok()?,
            Some(Fault::Endless) => loop {
                far.stream.write_all(&[b'y'; 100]).await.ok()?;
                sleep(Duration::from_millis(20)).await;
            },
            Some(Fault::WrongKind(reply)) => {
                far.stream.write_all(&envelope.seal(&reply)).await.ok()?;
            }
            Some(Fault::Duplicate(pause)) => {
                far.stream.write_all(text).await.ok()?;
                sleep(pause).await;
                far.stream.write_all(text).await.ok()?;
            }
        }
        Some(far)
    }

    /// Writes a request down, and decides what goes wrong with it, if anything does.
    fn draw(&self, bytes: &[u8]) -> Option<Fault> {
        // In whichever form it came: an operation counts, also when it is not understood.
        let request = Dialect::Either.read(bytes).1.ok();
        let command = request.as_ref().map(|request| request.command);
        let mut state = self.state();
        if let Some(request) = &request {
            let mut paths = self.0.paths.iter();
            let project = paths.position(|path| *path == request.path);
            let received = operation(request.command).zip(project);
            state.record.received.extend(received);
        }
        let goes_wrong = state.rng.u8(0..100) < state.weather;
        let fault = goes_wrong.then(|| Fault::draw(&mut state.rng, command));
        if fault.is_some() {
            state.record.troubled = Some(Instant::now());
        }
        if let Some(Fault::Duplicate(_)) = fault {
            state.record.doubled = Some(Instant::now());
        }
        fault
    }

    /// Carries a request out.
    fn ask(&self, request: Result<Request, RequestError>) -> oneshot::Receiver<Reply> {
        let (answer, reply) = oneshot::channel();
        let now = Instant::now().into_std();
        self.change(|state| {
            let ticket = Ticket(state.next_ticket);
            state.next_ticket += 1;
            state.waiting.insert(ticket, answer);
            state.world.handle(now, ticket, request);
        });
        reply
    }
}

fn operation(command: Command) -> Option<Operation> {
    let mut operations = Operation::ALL.into_iter();
    operations.find(|operation| Command::from(*operation) == command)
}

/// Says nothing until the client hangs up.
async fn hang(mut far: FarEnd) -> Option<FarEnd> {
    let mut bytes = [0; 64];
    while far.stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
    None
}
