//! A Projects Manager that serves one connection after the other, on a thread of its own.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::net::TcpSocket;

/// The number of connections that may wait. Linux lets one more wait, and ignores further attempts,
/// which are repeated after a second.
const BACKLOG: u32 = 5;

const THINKS: Duration = Duration::from_millis(2);

/// An operation that was read from a connection.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) at: Instant,
    pub(crate) request: String,
}

/// The handle of the thread, which runs until the process ends.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

/// The server's history.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    pub(crate) connections: usize,
    pub(crate) operations: Vec<Arrival>,
}

impl Server {
    /// Starts a server on which every project is stopped.
    pub(crate) fn start() -> anyhow::Result<Server> {
        let listener = listen()?;
        let address = listener.local_addr()?;
        let log = Arc::new(Mutex::new(Log::default()));
        let logged = Arc::clone(&log);
        thread::spawn(move || {
            let mut running = BTreeSet::new();
            for stream in listener.incoming().flatten() {
                // A client that breaks off ends its connection and nothing else.
                serve(stream, &mut running, &logged).ok();
            }
        });
        Ok(Server { address, log })
    }

    /// Returns the history so far.
    pub(crate) fn log(&self) -> anyhow::Result<Log> {
        let log = self.log.lock().ok().context("the server has failed")?;
        Ok(log.clone())
    }
}

/// The standard library has no means to set the backlog.
fn listen() -> anyhow::Result<TcpListener> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let _entered = runtime.enter();
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = socket.listen(BACKLOG)?.into_std()?;
    listener.set_nonblocking(false)?;
    Ok(listener)
}

fn serve(
    mut stream: TcpStream,
    running: &mut BTreeSet<String>,
    log: &Mutex<Log>,
) -> io::Result<()> {
    let log = |change: &dyn Fn(&mut Log)| {
        if let Ok(mut log) = log.lock() {
            change(&mut log);
        }
    };
    log(&|log| log.connections += 1);
    stream.set_nodelay(true)?;
    let mut request = [0; 256];
    loop {
        let length = stream.read(&mut request)?;
        if length == 0 {
            return Ok(());
        }
        let at = Instant::now();
        let request = String::from_utf8_lossy(&request[..length]).into_owned();
        let (command, path) = request.split_once(':').unwrap_or_default();
        if command != "status" {
            let arrival = Arrival {
                at,
                request: request.clone(),
            };
            log(&|log| log.operations.push(arrival.clone()));
        }
        thread::sleep(THINKS);
        let reply = match command {
            "status" if running.contains(path) => "running",
            "status" => "stopped",
            "start" => {
                running.insert(path.to_owned());
                "done"
            }
            "stop" => {
                running.remove(path);
                "done"
            }
            _ => "Unknown command",
        };
        stream.write_all(reply.as_bytes())?;
    }
}
