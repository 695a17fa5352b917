//! A simulated Projects Manager for demonstrations, tests and integrators without a licence.
//!
//! [`world`] is what it does, [`dialect`] is how it is spoken to, [`fault`] is what goes wrong with it,
//! [`file`] is how all of it is written down, [`page`] its web page, and this module serves it: one task owns the [`World`],
//! and a small task serves each connection.

mod delivery;
mod desk;
pub mod dialect;
pub mod fault;
pub mod file;
pub mod page;
pub mod world;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::protocol::{
    Excerpt, MAX_ID_DIGITS, MAX_PATH_UNITS, ProjectPath, Reply, Request, RequestError, Status,
    one_line,
};
use delivery::{Delivery, End};
use desk::{Change, Desk, Message};
use dialect::Dialect;
use fault::{ConnectionFault, Fault};
use world::{OutsideError, World};

/// The longest request, in bytes. A UTF-16 unit takes three bytes of UTF-8 at most.
pub const MAX_REQUEST_BYTES: usize = MAX_ID_DIGITS + ".status:".len() + 3 * MAX_PATH_UNITS;

/// A request has no terminator. When what has come is not a request for a project that is known,
/// it ends where nothing more has come for so long.
pub const QUIET: Duration = Duration::from_millis(50);

/// One read takes a request of this size whole; longer ones are put together.
const READ_BYTES: usize = 2048;

/// A pause after a connection could not be accepted, for example for want of file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The longest request that a [`Record`] shows whole, in characters.
const MAX_RECORD_CHARS: usize = 512;

/// What a [`Record`] has instead of a request when a fault befell a connection.
pub const CONNECTED: &str = "(connected)";

/// The tasks of all connections of one listener. Each gives how it ended, and its stream.
type Connections = JoinSet<io::Result<(End, TcpStream)>>;

/// One request and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it was answered, since the simulator began.
    pub at: Duration,
    /// How long it waited for that.
    pub took: Duration,
    /// Who asked.
    pub peer: SocketAddr,
    /// What was asked, printable and on one line.
    pub request: String,
    /// The answer, whatever the form it was given in. `None` when it was carried out and the answer
    /// withheld, and when it was not carried out.
    pub reply: Option<Reply>,
    /// What was done with the request or its answer instead of what ought to be, by its name.
    pub fault: Option<&'static str>,
}

impl fmt::Display for Record {
    /// One line: seconds, peer, request, reply, and the fault if there was one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.at.as_secs_f64();
        let reply = self.reply.as_ref().map_or("(no answer)", Reply::text);
        let (peer, request) = (self.peer, &self.request);
        write!(f, "{seconds:9.3}  {peer}  {request}  ->  {reply}")?;
        match self.fault {
            Some(fault) => write!(f, "  (fault: {fault})"),
            None => Ok(()),
        }
    }
}

/// Serves a world on a listener. Never returns: dropping it closes the listener and every
/// connection. The observer is told of each request; it should not block.
pub async fn run(
    listener: TcpListener,
    world: World,
    observer: impl FnMut(&Record) + Send + 'static,
) -> Infallible {
    Sim::start(world, observer).listen(listener).await
}

/// A running simulator. Cheap to clone; it ends when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Sim {
    mailbox: mpsc::Sender<Message>,
    /// Folded paths of every project that is or was there.
    known: Arc<BTreeSet<String>>,
    dialect: Dialect,
}

/// Why a running simulator could not be changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChangeError {
    /// The world does not allow it.
    #[error(transparent)]
    Outside(#[from] OutsideError),
    /// It no longer runs.
    #[error("the simulator has ended")]
    Ended,
}

impl Sim {
    /// Starts a simulator that nobody is connected to yet. Must be called in a tokio runtime.
    pub fn start(world: World, observer: impl FnMut(&Record) + Send + 'static) -> Sim {
        let known = world.folded_paths().map(str::to_owned).collect();
        let dialect = world.dialect();
        let (mailbox, messages) = mpsc::channel(64);
        tokio::spawn(Desk::new(world, observer).work(messages));
        Sim {
            mailbox,
            known: Arc::new(known),
            dialect,
        }
    }

    /// Serves everybody who connects. Never returns: dropping it closes the listener and every
    /// connection that came through it, while the simulator goes on.
    pub async fn listen(&self, mut listener: TcpListener) -> Infallible {
        let mut connections = Connections::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => {
                        connections.spawn(self.clone().serve_tcp(stream, peer));
                    }
                    Err(_) => sleep(ACCEPT_PAUSE).await,
                },
                Some(ended) = connections.join_next() => {
                    if let Ok(Ok((End::Leave(time), stream))) = ended {
                        listener = leave(listener, stream, &mut connections, time).await;
                    }
                }
            }
        }
    }

    async fn serve_tcp(
        self,
        mut stream: TcpStream,
        peer: SocketAddr,
    ) -> io::Result<(End, TcpStream)> {
        stream.set_nodelay(true)?;
        let end = self.converse(&mut stream, peer).await?;
        if end == End::Reset {
            stream.set_zero_linger()?;
        }
        Ok((end, stream))
    }

    /// Serves one connection, which may idle as long as it likes, until the peer closes it or a
    /// fault ends it. Only what [`listen`](Self::listen) serves can be reset or refused.
    ///
    /// # Errors
    /// When the connection breaks or the simulator has ended.
    pub async fn serve<S>(&self, mut stream: S, peer: SocketAddr) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        self.converse(&mut stream, peer).await.map(drop)
    }

    async fn converse<S>(&self, stream: &mut S, peer: SocketAddr) -> io::Result<End>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let fault = self.greet(peer).await.map_err(io::Error::other)?;
        if let Some(fault) = fault {
            delivery::begin_badly(stream, fault).await?;
        }
        while let Some(bytes) = self.read_request(stream).await? {
            let (envelope, request) = self.dialect.read(&bytes);
            let delivery = self.ask(peer, &bytes, request).await;
            let delivery = delivery.map_err(io::Error::other)?;
            if let Some(end) = delivery.send(stream, envelope).await? {
                return Ok(end);
            }
        }
        Ok(End::Closed)
    }

    /// Changes a project's state from outside; see [`World::set`].
    ///
    /// # Errors
    /// When the world does not allow it or the simulator has ended.
    pub async fn set(&self, path: &ProjectPath, status: Status) -> Result<(), ChangeError> {
        self.change(Change::Set(path.clone(), status)).await
    }

    /// Removes a project from outside; see [`World::remove`].
    ///
    /// # Errors
    /// When the world does not allow it or the simulator has ended.
    pub async fn remove(&self, path: &ProjectPath) -> Result<(), ChangeError> {
        self.change(Change::Remove(path.clone())).await
    }

    /// Stops answering. Requests are still taken and carried out.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn hang(&self) -> Result<(), ChangeError> {
        self.change(Change::Hang).await
    }

    /// Sends every answer that was withheld, and answers again.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn resume(&self) -> Result<(), ChangeError> {
        self.change(Change::Resume).await
    }

    /// Lets these things go wrong from now on, after those that are still to.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub async fn inject(&self, faults: Vec<Fault>) -> Result<(), ChangeError> {
        self.change(Change::Inject(faults)).await
    }

    async fn change(&self, change: Change) -> Result<(), ChangeError> {
        let (sender, result) = oneshot::channel();
        let message = Message::Change(change, sender);
        let sent = self.mailbox.send(message).await;
        sent.map_err(|_| ChangeError::Ended)?;
        Ok(result.await.map_err(|_| ChangeError::Ended)??)
    }

    /// Tells of a new connection and learns what goes wrong with it.
    async fn greet(&self, peer: SocketAddr) -> Result<Option<ConnectionFault>, ChangeError> {
        let (fault, told) = oneshot::channel();
        let sent = self.mailbox.send(Message::Connected { peer, fault }).await;
        sent.map_err(|_| ChangeError::Ended)?;
        told.await.map_err(|_| ChangeError::Ended)
    }

    async fn ask(
        &self,
        peer: SocketAddr,
        bytes: &[u8],
        request: Result<Request, RequestError>,
    ) -> Result<Delivery, ChangeError> {
        let (answer, reply) = oneshot::channel();
        let message = Message::Request {
            peer,
            printable: printable(request.is_ok(), bytes),
            request,
            answer,
        };
        let sent = self.mailbox.send(message).await;
        sent.map_err(|_| ChangeError::Ended)?;
        reply.await.map_err(|_| ChangeError::Ended)
    }

    /// Reads one request. `None` if the peer has closed.
    async fn read_request(
        &self,
        stream: &mut (impl AsyncRead + Unpin),
    ) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::with_capacity(READ_BYTES);
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
        while !self.is_whole(&bytes) {
            bytes.reserve(READ_BYTES);
            match timeout(QUIET, stream.read_buf(&mut bytes)).await {
                Ok(Ok(0)) | Err(_) => break,
                // One byte too many tells that it is too long, and is enough for that.
                Ok(Ok(_)) => bytes.truncate(MAX_REQUEST_BYTES + 1),
                Ok(Err(error)) => return Err(error),
            }
        }
        Ok(Some(bytes))
    }

    /// Whether this is a request for a project that is known. When one project's path begins
    /// another's, a request that TCP cut just there is taken for the shorter.
    fn is_whole(&self, bytes: &[u8]) -> bool {
        let (_, request) = self.dialect.read(bytes);
        request.is_ok_and(|request| self.known.contains(&request.path.folded()))
    }
}

/// Closes every connection, the one that is given last, and refuses new ones for so long.
async fn leave(
    listener: TcpListener,
    last: TcpStream,
    connections: &mut Connections,
    time: Duration,
) -> TcpListener {
    let address = match listener.local_addr() {
        Ok(address) if !time.is_zero() => address,
        Ok(_) | Err(_) => {
            connections.shutdown().await;
            return listener;
        }
    };
    // The listener goes first: whoever connects again at once is refused, too.
    drop(listener);
    connections.shutdown().await;
    drop(last);
    sleep(time).await;
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => sleep(ACCEPT_PAUSE).await,
        }
    }
}

/// A request as it may be shown: on one line, and not too long.
fn printable(is_request: bool, bytes: &[u8]) -> String {
    if !is_request {
        return Excerpt::new(bytes).to_string();
    }
    let whole = one_line(&String::from_utf8_lossy(bytes));
    match whole.char_indices().nth(MAX_RECORD_CHARS) {
        None => whole,
        Some((end, _)) => format!("{}…", &whole[..end]),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::sync::Mutex;

    use tokio::io::{AsyncWriteExt, DuplexStream, duplex};
    use tokio::task::{JoinHandle, spawn_blocking, yield_now};
    use tokio::time::Instant;

    use super::world::{ProjectSetup, Setup};
    use super::*;

    const ONE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";
    const THREE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 3";
    const FOUR: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 4";

    type Log = Arc<Mutex<Vec<String>>>;

    fn path(text: &str) -> ProjectPath {
        text.parse().unwrap()
    }

    fn peer() -> SocketAddr {
        SocketAddr::from(([10, 0, 0, 1], 50000))
    }

    fn start() -> (Sim, Log) {
        start_with(file::sample().unwrap())
    }

    fn start_with(setup: Setup) -> (Sim, Log) {
        let log = Log::default();
        let observer = {
            let log = Arc::clone(&log);
            move |record: &Record| log.lock().unwrap().push(record.to_string())
        };
        (Sim::start(World::new(setup), observer), log)
    }

    /// Nothing ends by itself, however slow the computer is.
    fn endless() -> Setup {
        let mut setup = file::sample().unwrap();
        (setup.start_time, setup.stop_time) = (Duration::MAX, Duration::MAX);
        setup
    }

    fn connect(sim: &Sim) -> DuplexStream {
        let (client, server) = duplex(4096);
        let sim = sim.clone();
        tokio::spawn(async move { sim.serve(server, peer()).await });
        client
    }

    async fn listen(sim: &Sim) -> (SocketAddr, JoinHandle<Infallible>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let sim = sim.clone();
        let task = tokio::spawn(async move { sim.listen(listener).await });
        (address, task)
    }

    async fn receive(client: &mut (impl AsyncRead + Unpin)) -> String {
        let mut bytes = [0; 64];
        let count = client.read(&mut bytes).await.unwrap();
        String::from_utf8(bytes[..count].to_vec()).unwrap()
    }

    async fn ask(client: &mut DuplexStream, command: &str, path: &str) -> String {
        let request = format!("{command}:{path}");
        client.write_all(request.as_bytes()).await.unwrap();
        receive(client).await
    }

    #[tokio::test(start_paused = true)]
    async fn one_connection_serves_one_request_after_another() {
        let (sim, log) = start();
        let mut client = connect(&sim);
        assert_eq!(ask(&mut client, "status", ONE).await, "stopped");
        assert_eq!(ask(&mut client, "start", ONE).await, "done");
        assert_eq!(ask(&mut client, "status", ONE).await, "starting");
        sleep(Duration::from_secs(2)).await;
        assert_eq!(ask(&mut client, "status", ONE).await, "running");
        assert_eq!(ask(&mut client, "switch", THREE).await, "success");
        assert_eq!(ask(&mut client, "start", FOUR).await, "error:port");
        assert_eq!(
            ask(&mut client, "start", r"C:\Elsewhere").await,
            "not-found"
        );
        assert_eq!(ask(&mut client, "restart", ONE).await, "Unknown command");
        let expected = [
            r"    0.000  10.0.0.1:50000  status:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  stopped",
            r"    0.000  10.0.0.1:50000  start:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  done",
            r"    0.000  10.0.0.1:50000  status:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  starting",
            r"    2.000  10.0.0.1:50000  status:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  running",
            r"    5.000  10.0.0.1:50000  switch:C:\Users\pekat\PekatVisionProjects\Test Project 3  ->  success",
            r"    5.000  10.0.0.1:50000  start:C:\Users\pekat\PekatVisionProjects\Test Project 4  ->  error:port",
            r"    5.050  10.0.0.1:50000  start:C:\Elsewhere  ->  not-found",
            r"    5.100  10.0.0.1:50000  restart:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  Unknown command",
        ];
        assert_eq!(*log.lock().unwrap(), expected);
    }

    #[tokio::test(start_paused = true)]
    async fn others_are_served_while_a_switch_takes_its_time() {
        let (sim, _) = start();
        let mut switching = connect(&sim);
        let mut polling = connect(&sim);
        let begin = Instant::now();
        assert_eq!(ask(&mut polling, "switch", ONE).await, "success");
        assert_eq!(begin.elapsed(), Duration::from_secs(2));
        let request = format!("switch:{THREE}");
        switching.write_all(request.as_bytes()).await.unwrap();
        sleep(Duration::from_millis(500)).await;
        assert_eq!(ask(&mut polling, "status", ONE).await, "stopping");
        sleep(Duration::from_millis(1000)).await;
        assert_eq!(ask(&mut polling, "status", THREE).await, "starting");
        assert_eq!(receive(&mut switching).await, "success");
        assert_eq!(begin.elapsed(), Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_is_cut_anywhere_is_put_together_at_once() {
        let (sim, _) = start();
        let mut client = connect(&sim);
        let request = format!("status:{ONE}");
        let begin = Instant::now();
        for cut in 0..=request.len() {
            let (first, second) = request.as_bytes().split_at(cut);
            client.write_all(first).await.unwrap();
            yield_now().await;
            client.write_all(second).await.unwrap();
            assert_eq!(receive(&mut client).await, "stopped", "{cut}");
        }
        for byte in request.as_bytes() {
            client.write_all(&[*byte]).await.unwrap();
            yield_now().await;
        }
        assert_eq!(receive(&mut client).await, "stopped");
        assert_eq!(begin.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn projects_whose_paths_begin_one_anothers_are_told_apart() {
        let mut setup = endless();
        let longer = format!("{ONE}0");
        for path in [&longer, &format!("{ONE}00")] {
            let project = ProjectSetup {
                path: path.parse().unwrap(),
                port: None,
                running: false,
                start_time: None,
                stop_time: None,
            };
            setup.add(project).unwrap();
        }
        let (sim, _) = start_with(setup);
        let mut client = connect(&sim);
        assert_eq!(ask(&mut client, "start", &longer).await, "done");
        let statuses = [("", "stopped"), ("0", "starting"), ("00", "stopped")];
        for (rest, status) in statuses {
            let path = format!("{ONE}{rest}");
            assert_eq!(ask(&mut client, "status", &path).await, status);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_ends_where_the_client_falls_silent() {
        let (sim, _) = start();
        let mut client = connect(&sim);
        let begin = Instant::now();
        client.write_all(b"sta").await.unwrap();
        assert_eq!(receive(&mut client).await, "Unknown command");
        assert_eq!(begin.elapsed(), QUIET);
        assert_eq!(ask(&mut client, "status", ONE).await, "stopped");
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_only_stops_sending_is_answered() {
        let (sim, _) = start();
        for (request, reply) in [
            (format!("switch:{ONE}"), "success"),
            ("?".into(), "Unknown command"),
        ] {
            let mut client = connect(&sim);
            client.write_all(request.as_bytes()).await.unwrap();
            client.shutdown().await.unwrap();
            assert_eq!(receive(&mut client).await, reply);
            assert_eq!(receive(&mut client).await, "");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_beyond_all_bounds_is_answered_and_the_connection_still_serves() {
        let (sim, log) = start();
        let mut client = connect(&sim);
        let flood = vec![b'x'; 20 * MAX_REQUEST_BYTES];
        for (prefix, reply) in [("status:", "not-found"), ("", "Unknown command")] {
            client.write_all(prefix.as_bytes()).await.unwrap();
            client.write_all(&flood).await.unwrap();
            assert_eq!(receive(&mut client).await, reply);
        }
        let longest = "ä".repeat(MAX_PATH_UNITS);
        assert_eq!(ask(&mut client, "status", &longest).await, "not-found");
        assert_eq!(ask(&mut client, "status", ONE).await, "stopped");
        let log = log.lock().unwrap();
        assert!(log.iter().all(|line| line.chars().count() < 600), "{log:?}");
    }

    #[test]
    fn requests_are_recorded_on_one_line_and_not_too_long() {
        let long = format!("status:{}", "č".repeat(MAX_RECORD_CHARS));
        let shown = format!("status:{}…", "č".repeat(MAX_RECORD_CHARS - 7));
        let cases = [
            ("status:C:\\č", "status:C:\\č"),
            (
                "status:C:\\\u{202e}A\u{2028}",
                "status:C:\\\\u{202e}A\\u{2028}",
            ),
            ("status:a\nb", "status:a\\nb"),
            (&long, &shown),
        ];
        for (request, recorded) in cases {
            let bytes = request.as_bytes();
            assert_eq!(
                printable(Dialect::Colon.read(bytes).1.is_ok(), bytes),
                recorded
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn clients_that_leave_at_any_moment_disturb_nobody() {
        let (sim, _) = start();
        drop(connect(&sim));
        let mut client = connect(&sim);
        client.write_all(b"stat").await.unwrap();
        drop(client);
        let mut client = connect(&sim);
        let request = format!("switch:{ONE}");
        client.write_all(request.as_bytes()).await.unwrap();
        yield_now().await;
        drop(client);

        let mut client = connect(&sim);
        assert_eq!(ask(&mut client, "status", ONE).await, "starting");
        sleep(Duration::from_secs(2)).await;
        assert_eq!(ask(&mut client, "status", ONE).await, "running");
    }

    #[tokio::test(start_paused = true)]
    async fn while_it_hangs_requests_are_carried_out_and_answers_withheld() {
        let (sim, log) = start();
        let mut client = connect(&sim);
        sim.hang().await.unwrap();
        let request = format!("start:{ONE}");
        client.write_all(request.as_bytes()).await.unwrap();
        let silence = timeout(Duration::from_secs(60), receive(&mut client)).await;
        assert!(silence.is_err(), "{silence:?}");
        let mut other = connect(&sim);
        sim.resume().await.unwrap();
        assert_eq!(receive(&mut client).await, "done");
        assert_eq!(ask(&mut other, "status", ONE).await, "running");
        assert!(log.lock().unwrap()[0].ends_with("  ->  (no answer)"));
    }

    #[tokio::test(start_paused = true)]
    async fn projects_change_behind_the_clients_back() {
        let (sim, _) = start();
        let mut client = connect(&sim);
        sim.set(&path(THREE), Status::Running).await.unwrap();
        assert_eq!(ask(&mut client, "status", THREE).await, "running");
        let refused = sim.set(&path(FOUR), Status::Running).await;
        let expected = OutsideError::PortTaken(path(FOUR));
        assert_eq!(refused, Err(ChangeError::Outside(expected)));
        sim.remove(&path(THREE)).await.unwrap();
        assert_eq!(ask(&mut client, "status", THREE).await, "not-found");
        assert_eq!(ask(&mut client, "start", FOUR).await, "done");
    }

    /// As the vendor's sample client does it: send, `recv(64)`, and the same socket again.
    fn exchange(stream: &mut std::net::TcpStream, request: &str) -> String {
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = [0; 64];
        let count = stream.read(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    }

    #[tokio::test]
    async fn the_vendors_sample_client_is_served() {
        let mut setup = file::sample().unwrap();
        (setup.start_time, setup.stop_time) = (Duration::from_millis(20), Duration::ZERO);
        let sim = Sim::start(World::new(setup), |_| ());
        let (address, _task) = listen(&sim).await;
        let client = spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            let commands = [
                format!("status:{ONE}"),
                format!("start:{ONE}"),
                format!("switch:{THREE}"),
                format!("status:{THREE}"),
                format!("start:{FOUR}"),
                format!("stop:{THREE}"),
                format!("status:{ONE}"),
                "status:C:\\none".to_owned(),
                "hello".to_owned(),
            ];
            commands.map(|command| exchange(&mut stream, &command))
        });
        let expected = [
            "stopped",
            "done",
            "success",
            "running",
            "error:port",
            "done",
            "stopped",
            "not-found",
            "Unknown command",
        ];
        assert_eq!(client.await.unwrap(), expected);
    }

    #[tokio::test]
    async fn a_client_that_connects_for_each_command_is_served() {
        let (sim, _) = start_with(endless());
        let (address, _task) = listen(&sim).await;
        let client = spawn_blocking(move || {
            ["status", "start", "status", "stop", "status"].map(|command| {
                let mut stream = std::net::TcpStream::connect(address).unwrap();
                exchange(&mut stream, &format!("{command}:{ONE}"))
            })
        });
        let expected = ["stopped", "done", "starting", "done", "stopping"];
        assert_eq!(client.await.unwrap(), expected);
    }

    #[tokio::test]
    async fn many_clients_are_served_at_once() {
        let (sim, log) = start();
        let (address, _task) = listen(&sim).await;
        let mut clients = JoinSet::new();
        for _ in 0..100 {
            clients.spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                for _ in 0..10 {
                    let request = format!("status:{ONE}");
                    stream.write_all(request.as_bytes()).await.unwrap();
                    assert_eq!(receive(&mut stream).await, "stopped");
                }
                // All of them stay until the last has come.
                stream
            });
        }
        let streams = clients.join_all().await;
        assert_eq!((streams.len(), log.lock().unwrap().len()), (100, 1000));
    }

    #[tokio::test]
    async fn a_server_that_goes_closes_its_connections_and_comes_back_with_its_state() {
        let (sim, _) = start_with(endless());
        let (address, task) = listen(&sim).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("start:{ONE}");
        stream.write_all(request.as_bytes()).await.unwrap();
        assert_eq!(receive(&mut stream).await, "done");
        task.abort();
        assert_eq!(receive(&mut stream).await, "");
        drop(stream);

        let listener = TcpListener::bind(address).await.unwrap();
        let task = tokio::spawn(async move { sim.listen(listener).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("status:{ONE}");
        stream.write_all(request.as_bytes()).await.unwrap();
        assert_eq!(receive(&mut stream).await, "starting");
        task.abort();
    }
}
