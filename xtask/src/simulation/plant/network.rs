//! A network in memory: where it leads is decided by whoever is dialled.

use std::collections::BTreeMap;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use pekat_tray::link::Dial;
use pekat_tray::site::Address;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf, duplex};

use super::manager::Manager;

/// What one direction of a connection holds until it is read. In bytes.
const WINDOW: usize = 4096;

/// All managers, by address.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Network(Arc<BTreeMap<Address, Manager>>);

impl Network {
    pub(in crate::simulation) fn new(
        managers: impl IntoIterator<Item = (Address, Manager)>,
    ) -> Self {
        Network(Arc::new(managers.into_iter().collect()))
    }
}

impl Dial for Network {
    type Stream = Wire;

    async fn dial(&self, address: &Address) -> io::Result<Wire> {
        match self.0.get(address) {
            Some(manager) => manager.dialled().await,
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// The client's end of a connection.
#[derive(Debug)]
pub(in crate::simulation) struct Wire {
    stream: DuplexStream,
    reset: Arc<AtomicBool>,
}

/// The server's end of a connection.
#[derive(Debug)]
pub(in crate::simulation) struct FarEnd {
    pub(in crate::simulation) stream: DuplexStream,
    reset: Arc<AtomicBool>,
}

/// Both ends of a new connection.
pub(in crate::simulation) fn wire() -> (Wire, FarEnd) {
    let (near, far) = duplex(WINDOW);
    let reset = Arc::new(AtomicBool::new(false));
    let wire = Wire {
        stream: near,
        reset: Arc::clone(&reset),
    };
    let far = FarEnd { stream: far, reset };
    (wire, far)
}

impl FarEnd {
    /// Ends the connection as a computer does that knows nothing of it any more.
    pub(in crate::simulation) fn reset(self) {
        self.reset.store(true, Ordering::Relaxed);
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
        let ended = space.filled().len() == before;
        if ended && self.reset.load(Ordering::Relaxed) {
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
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
