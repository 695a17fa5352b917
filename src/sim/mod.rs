//! A simulated Projects Manager for demonstrations, tests and integrators without a licence.
//!
//! [`world`] is what it does, [`dialect`] is how it is spoken to, [`service`] is the kind of server that it is,
//! [`fault`] is what goes wrong with it, [`file`] is how all of it is written down, [`page`] its web page, and
//! this module serves it: one task owns the [`World`], one accepts connections, and a small task serves each.

mod delivery;
mod desk;
pub mod dialect;
pub mod fault;
pub mod file;
mod listen;
pub mod page;
pub mod service;
pub mod world;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use crate::protocol::{
    Excerpt, MAX_ID_DIGITS, MAX_PATH_UNITS, ProjectPath, Reply, Request, RequestError, Status,
    one_line,
};
pub use listen::bind;

use delivery::{Delivery, End};
use desk::{Change, Desk, Message};
use dialect::Dialect;
use fault::{ConnectionFault, Fault};
use service::{Replies, Service};
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
    service: Service,
    /// True while an operation keeps the server from answering anybody.
    blocked: watch::Receiver<bool>,
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
        let service = world.service().clone();
        let (mailbox, messages) = mpsc::channel(64);
        let (block, blocked) = watch::channel(false);
        tokio::spawn(Desk::new(world, observer, block).work(messages));
        Sim {
            mailbox,
            known: Arc::new(known),
            dialect,
            service,
            blocked,
        }
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
            let is_answer = delivery.is_answer();
            let end = delivery.send(stream, envelope, self.service.line_end);
            if let Some(end) = end.await? {
                return Ok(end);
            }
            match self.service.replies {
                Replies::Close if is_answer => {
                    stream.shutdown().await?;
                    break;
                }
                Replies::Silent if is_answer => {
                    self.ignore(stream, peer).await?;
                    break;
                }
                Replies::Many | Replies::Close | Replies::Silent => {}
            }
        }
        Ok(End::Closed)
    }

    /// Records requests without carrying them out, until the peer closes the connection.
    async fn ignore<S>(&self, stream: &mut S, peer: SocketAddr) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        while let Some(bytes) = self.read_request(stream).await? {
            let (_, request) = self.dialect.read(&bytes);
            let printable = printable(request.is_ok(), &bytes);
            let sent = self.mailbox.send(Message::Ignored { peer, printable });
            sent.await.map_err(io::Error::other)?;
        }
        Ok(())
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
mod tests;
