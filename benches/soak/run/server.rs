//! Simulated Projects Managers that misbehave now and then, on a thread of their own.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use pekat_tray::protocol::ProjectPath;
use pekat_tray::sim::Sim;
use pekat_tray::sim::world::{Answer, ProjectSetup, Setup, World};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// After so many replies of a server comes a fault.
const FAULT_EVERY: u64 = 200;

/// How long nobody listens while a server restarts.
const DOWN: Duration = Duration::from_millis(50);

/// How long projects start and stop.
const CHANGE: Duration = Duration::from_millis(20);

/// What a server does instead of answering as it should.
#[derive(Clone, Copy, Debug)]
enum Fault {
    CloseUnanswered,
    CloseAnswered,
    CloseHalfway,
    Silence,
    OtherKind,
    Garbage,
    Endless,
    Twice,
    Restart,
}

impl Fault {
    const ALL: [Fault; 9] = [
        Fault::CloseUnanswered,
        Fault::CloseAnswered,
        Fault::CloseHalfway,
        Fault::Silence,
        Fault::OtherKind,
        Fault::Garbage,
        Fault::Endless,
        Fault::Twice,
        Fault::Restart,
    ];
}

/// The handle of the thread. Dropping it ends the thread.
#[derive(Debug)]
pub(crate) struct Servers {
    addresses: Vec<SocketAddr>,
    shared: Arc<Shared>,
    _running: oneshot::Sender<()>,
}

#[derive(Debug, Default)]
struct Shared {
    calm: AtomicBool,
    faults: AtomicU64,
}

impl Servers {
    /// Starts so many servers that have these projects.
    pub(crate) fn start(count: usize, projects: &[ProjectPath]) -> io::Result<Servers> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let shared = Arc::new(Shared::default());
        let (running, ended) = oneshot::channel();
        let (mut addresses, mut servers) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
            addresses.push(listener.local_addr()?);
            let server = Server {
                projects: projects.to_vec(),
                shared: Arc::clone(&shared),
                restart: Arc::default(),
                replies: Arc::default(),
            };
            servers.push(server.serve(listener));
        }
        thread::spawn(move || {
            runtime.block_on(async {
                let mut tasks: JoinSet<io::Result<()>> = servers.into_iter().collect();
                tokio::select! {
                    _ = ended => {}
                    // They only end with an error, and are missed then.
                    _ = tasks.join_next() => {}
                }
            });
        });
        Ok(Servers {
            addresses,
            shared,
            _running: running,
        })
    }

    /// Where they listen.
    pub(crate) fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Whether everything works from now on.
    pub(crate) fn set_calm(&self, calm: bool) {
        self.shared.calm.store(calm, Ordering::Relaxed);
    }

    /// How many faults there have been.
    pub(crate) fn faults(&self) -> u64 {
        self.shared.faults.load(Ordering::Relaxed)
    }
}

/// One of them. Cheap to clone.
#[derive(Clone)]
struct Server {
    projects: Vec<ProjectPath>,
    shared: Arc<Shared>,
    restart: Arc<Notify>,
    replies: Arc<AtomicU64>,
}

impl Server {
    async fn serve(self, mut listener: TcpListener) -> io::Result<()> {
        let address = listener.local_addr()?;
        for life in 0.. {
            let sim = Sim::start(self.world(life), |_| {});
            let mut connections = JoinSet::new();
            loop {
                tokio::select! {
                    () = self.restart.notified() => break,
                    accepted = listener.accept() => {
                        let (stream, peer) = accepted?;
                        stream.set_nodelay(true)?;
                        let stream = Faulty { stream, server: self.clone() };
                        let sim = sim.clone();
                        connections.spawn(async move { sim.serve(stream, peer).await });
                    }
                    Some(_) = connections.join_next() => {}
                }
            }
            drop((listener, connections));
            sleep(DOWN).await;
            listener = TcpListener::bind(address).await?;
        }
        Ok(())
    }

    /// Some of the projects run from the beginning, and others after each restart.
    fn world(&self, life: usize) -> World {
        let mut setup = Setup::new(CHANGE, CHANGE, Answer::Accepted);
        for (index, path) in self.projects.iter().enumerate() {
            let project = ProjectSetup {
                path: path.clone(),
                port: None,
                running: (index + life).is_multiple_of(2),
                start_time: None,
                stop_time: None,
            };
            // Each path is there once, and nobody has a port.
            setup.add(project).ok();
        }
        World::new(setup)
    }

    /// What goes wrong with the next reply, if anything does.
    fn next_fault(&self) -> Option<Fault> {
        if self.shared.calm.load(Ordering::Relaxed) {
            return None;
        }
        let replies = self.replies.fetch_add(1, Ordering::Relaxed) + 1;
        if !replies.is_multiple_of(FAULT_EVERY) {
            return None;
        }
        self.shared.faults.fetch_add(1, Ordering::Relaxed);
        let which = (replies / FAULT_EVERY) as usize % Fault::ALL.len();
        Some(Fault::ALL[which])
    }
}

/// A connection on which replies go wrong.
struct Faulty {
    stream: TcpStream,
    server: Server,
}

impl Faulty {
    /// Sends a reply, or what comes in its place.
    fn reply(&mut self, reply: &[u8]) -> io::Result<usize> {
        let closed = || io::Error::from(io::ErrorKind::ConnectionAborted);
        let send = |bytes: &[u8]| self.stream.try_write(bytes);
        match self.server.next_fault() {
            None => return send(reply),
            Some(Fault::CloseUnanswered) => return Err(closed()),
            Some(Fault::CloseAnswered) => {
                send(reply)?;
                return Err(closed());
            }
            Some(Fault::CloseHalfway) => {
                send(&reply[..reply.len() / 2])?;
                return Err(closed());
            }
            Some(Fault::Silence) => {}
            Some(Fault::OtherKind) => drop(send(b"done")?),
            Some(Fault::Garbage) => drop(send(b"\xff\0?")?),
            Some(Fault::Endless) => drop(send(&[b'x'; 300])?),
            Some(Fault::Twice) => drop(send(&[reply, reply].concat())?),
            Some(Fault::Restart) => self.server.restart.notify_one(),
        }
        Ok(reply.len())
    }
}

impl AsyncRead for Faulty {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Faulty {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        reply: &[u8],
    ) -> Poll<io::Result<usize>> {
        // A reply is so short that there is always room for it.
        Poll::Ready(self.reply(reply))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
