//! A network in memory: where it leads is decided by whoever is dialled.

use std::collections::BTreeMap;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use pekat_tray::link::Dial;
use pekat_tray::protocol::{Command, ProjectPath, is_blank};
use pekat_tray::sim::dialect::Dialect;
use pekat_tray::site::Address;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf, duplex};

use super::contact::LineId;
use super::manager::Manager;

/// What one direction of a connection holds until it is read. In bytes.
const WINDOW: usize = 4096;

/// All managers, each under several addresses.
#[derive(Debug)]
pub(in crate::simulation) struct Routes {
    pub(in crate::simulation) managers: Vec<Manager>,
    addresses: BTreeMap<Address, usize>,
}

impl Routes {
    pub(in crate::simulation) fn new(
        managers: Vec<Manager>,
        addresses: impl IntoIterator<Item = (Address, usize)>,
    ) -> Self {
        Routes {
            managers,
            addresses: addresses.into_iter().collect(),
        }
    }

    /// Another address of the same manager.
    pub(in crate::simulation) fn other_address(&self, address: &Address) -> Option<Address> {
        let manager = self.manager_at(address)?;
        let mut others = self.addresses.iter();
        let other = others.find(|(other, at)| **at == manager && *other != address)?;
        Some(other.0.clone())
    }

    /// An address of a manager.
    pub(in crate::simulation) fn address_of(&self, manager: usize) -> Option<Address> {
        let mut addresses = self.addresses.iter();
        let (address, _) = addresses.find(|(_, at)| **at == manager)?;
        Some(address.clone())
    }

    /// The number of the manager that an address leads to.
    pub(in crate::simulation) fn manager_at(&self, address: &Address) -> Option<usize> {
        self.addresses.get(address).copied()
    }
}

/// The network as one client sees it.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Network {
    routes: Arc<Routes>,
    client: usize,
}

impl Network {
    pub(in crate::simulation) fn new(routes: &Arc<Routes>, client: usize) -> Self {
        Network {
            routes: Arc::clone(routes),
            client,
        }
    }
}

impl Dial for Network {
    type Stream = Wire;

    async fn dial(&self, address: &Address) -> io::Result<Wire> {
        let manager = self.routes.manager_at(address);
        let manager = manager.and_then(|it| self.routes.managers.get(it));
        let manager = manager.ok_or(io::ErrorKind::NotFound)?;
        let peer = Peer::dials(manager, self.client);
        let stream = manager.dialled(&peer).await?;
        peer.connects();
        Ok(Wire { stream, peer })
    }

    fn reset_on_close(stream: &Wire, reset: bool) {
        stream.peer.reset_on_close.store(reset, Ordering::Relaxed);
    }
}

/// One client's side of a connection, or of an attempt to make one, for the record.
#[derive(Debug)]
pub(in crate::simulation) struct Peer {
    manager: Manager,
    pub(super) end: EndOf,
    /// Set when the client's end is gone, and was closed with a reset.
    pub(super) is_reset: Arc<AtomicBool>,
    /// Set when the server's end is gone, and was closed with a reset.
    pub(super) was_reset: Arc<AtomicBool>,
    reset_on_close: AtomicBool,
}

/// Which connection of which client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EndOf {
    pub(super) client: usize,
    pub(super) line: LineId,
}

impl Peer {
    fn dials(manager: &Manager, client: usize) -> Peer {
        let line = manager.new_line();
        manager.contact(client, |contact| contact.dials(line));
        Peer {
            manager: manager.clone(),
            end: EndOf { client, line },
            is_reset: Arc::default(),
            was_reset: Arc::default(),
            reset_on_close: AtomicBool::new(false),
        }
    }

    fn connects(&self) {
        let EndOf { client, line } = self.end;
        self.manager
            .contact(client, |contact| contact.connects(line));
    }

    fn asks(&self, bytes: &[u8]) {
        let EndOf { client, line } = self.end;
        let request = self.request(bytes);
        let asks = |contact: &mut super::Contact| contact.asks(line, request);
        self.manager.contact(client, asks);
    }

    /// Reads a request in whichever form it comes.
    fn request(&self, bytes: &[u8]) -> Option<(Command, usize)> {
        let (_, request) = Dialect::Either.read(bytes);
        let request = request.ok()?;
        let path: &ProjectPath = &request.path;
        Some((request.command, self.manager.index_of(path)?))
    }

    fn hears(&self) {
        let EndOf { client, line } = self.end;
        self.manager.contact(client, |contact| contact.hears(line));
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let EndOf { client, line } = self.end;
        let reset = self.reset_on_close.load(Ordering::Relaxed);
        self.is_reset.store(reset, Ordering::Relaxed);
        let closes = |contact: &mut super::Contact| contact.closes(line, reset);
        self.manager.contact(client, closes);
    }
}

/// The client's end of a connection.
#[derive(Debug)]
pub(in crate::simulation) struct Wire {
    stream: DuplexStream,
    peer: Peer,
}

/// The server's end of a connection.
#[derive(Debug)]
pub(super) struct FarEnd {
    pub(super) stream: DuplexStream,
    pub(super) end: EndOf,
    was_reset: Arc<AtomicBool>,
    is_reset: Arc<AtomicBool>,
}

/// Makes both ends of a new connection.
pub(super) fn wire(peer: &Peer) -> (DuplexStream, FarEnd) {
    let (near, far) = duplex(WINDOW);
    let far = FarEnd {
        stream: far,
        end: peer.end,
        was_reset: Arc::clone(&peer.was_reset),
        is_reset: Arc::clone(&peer.is_reset),
    };
    (near, far)
}

impl FarEnd {
    /// Ends the connection as a computer does that knows nothing of it any more.
    pub(super) fn reset(self) {
        self.was_reset.store(true, Ordering::Relaxed);
    }

    /// Returns true if the client closed the connection with a reset.
    pub(super) fn is_reset(&self) -> bool {
        self.is_reset.load(Ordering::Relaxed)
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        space: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = space.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, space))?;
        let heard = &space.filled()[before..];
        let ended = heard.is_empty();
        // White space may be the end of an earlier reply.
        if !is_blank(heard) {
            self.peer.hears();
        } else if ended && self.peer.was_reset.load(Ordering::Relaxed) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let length = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes))?;
        self.peer.asks(&bytes[..length]);
        Poll::Ready(Ok(length))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
