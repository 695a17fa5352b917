//! The listening socket of a simulated server: who is accepted when, and who is refused.

use std::convert::Infallible;
use std::future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::delivery::End;
use super::service::{Busy, Connections};
use super::{ACCEPT_PAUSE, Sim};

/// The tasks of all connections of one listener. Each returns how it ended, and its stream.
type Serving = JoinSet<io::Result<(End, TcpStream)>>;

/// Listens with a backlog, as a [`Service`](super::service::Service) has it.
///
/// # Errors
/// When the address cannot be listened on.
pub fn bind(address: SocketAddr, backlog: u32) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // On Windows this would share the port with any other program.
    if cfg!(not(windows)) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    socket.listen(backlog)
}

impl Sim {
    /// Serves everybody who connects. Never returns: dropping it closes the listener and every
    /// connection that came through it, while the simulator goes on.
    ///
    /// The listener's backlog should be that of the [service](super::world::Setup::service), as
    /// [`bind`] makes it.
    pub async fn listen(&self, mut listener: TcpListener) -> Infallible {
        let mut blocked = self.blocked.clone();
        let mut serving = Serving::new();
        loop {
            let is_blocked = *blocked.borrow_and_update();
            if is_blocked && self.service.busy == Busy::Refuses {
                let unblocked = async {
                    if blocked.wait_for(|blocked| !blocked).await.is_err() {
                        // The simulator has ended in the middle of an operation.
                        future::pending::<()>().await;
                    }
                };
                listener = self.refuse(listener, unblocked).await;
                continue;
            }
            let has_room = match self.service.connections {
                Connections::One => serving.is_empty(),
                Connections::Threads => true,
            };
            tokio::select! {
                accepted = listener.accept(), if has_room && !is_blocked => match accepted {
                    Ok((stream, peer)) => {
                        serving.spawn(self.clone().serve_tcp(stream, peer));
                    }
                    Err(_) => sleep(ACCEPT_PAUSE).await,
                },
                Some(ended) = serving.join_next() => {
                    if let Ok(Ok((End::Leave(time), stream))) = ended {
                        listener = self.leave(listener, stream, &mut serving, time).await;
                    }
                }
                Ok(()) = blocked.changed() => {}
                else => sleep(ACCEPT_PAUSE).await,
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

    /// Closes every connection, the one that is given last, and refuses new ones for so long.
    async fn leave(
        &self,
        listener: TcpListener,
        last: TcpStream,
        serving: &mut Serving,
        time: Duration,
    ) -> TcpListener {
        if time.is_zero() {
            serving.shutdown().await;
            return listener;
        }
        let away = async {
            serving.shutdown().await;
            drop(last);
            sleep(time).await;
        };
        self.refuse(listener, away).await
    }

    /// Refuses new connections until the future is ready. The listener goes first: whoever is
    /// answered or closed by the future is refused, too, when it connects again at once.
    async fn refuse(&self, listener: TcpListener, until: impl Future<Output = ()>) -> TcpListener {
        let Ok(address) = listener.local_addr() else {
            until.await;
            return listener;
        };
        drop(listener);
        until.await;
        loop {
            match bind(address, self.service.backlog) {
                Ok(listener) => return listener,
                Err(_) => sleep(ACCEPT_PAUSE).await,
            }
        }
    }
}

#[cfg(test)]
mod tests;
