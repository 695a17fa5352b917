//! Making connections: the door through which tests bring a network of their own.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::task::{JoinHandle, JoinSet, spawn_blocking};
use tokio::time::sleep;

use crate::model::event::Unreachable;
use crate::site::Address;

/// How long one of several addresses is tried alone before the next one is tried beside it.
const HEAD_START: Duration = Duration::from_millis(250);

/// Makes the connections to one server.
pub trait Dial: Send + Sync + 'static {
    /// A connection.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Makes one connection. It has no deadline of its own: the caller gives up by dropping it.
    ///
    /// # Errors
    /// When there is no connection to be had. [`io::ErrorKind::NotFound`] stands for a host name
    /// that cannot be resolved.
    fn dial(&self, address: &Address) -> impl Future<Output = io::Result<Self::Stream>> + Send;

    /// Chooses how the connection is closed: with a reset, or in the usual way.
    ///
    /// A server on Windows discards what it has not read when a reset arrives. One on Linux reads it
    /// nevertheless.
    fn reset_on_close(stream: &Self::Stream, reset: bool);
}

/// Says in the operator's terms why a connection could not be made, or broke.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the standard library adds kinds, and most of them have nothing to do with networks"
)]
pub(crate) fn reason(error: &io::Error) -> Unreachable {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable,
        NetworkDown, NetworkUnreachable, NotFound, TimedOut, UnexpectedEof,
    };
    match error.kind() {
        NotFound => Unreachable::UnknownHost,
        ConnectionRefused => Unreachable::Refused,
        HostUnreachable | NetworkUnreachable | NetworkDown => Unreachable::NoRoute,
        TimedOut => Unreachable::ConnectTimeout,
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof => Unreachable::Broken,
        _ => Unreachable::Other,
    }
}

/// Real TCP, for one server.
#[derive(Debug, Default)]
pub struct Tcp {
    lookup: Lookup,
}

impl Dial for Tcp {
    type Stream = TcpStream;

    async fn dial(&self, address: &Address) -> io::Result<TcpStream> {
        let addresses = self.resolve(address).await?;
        let stream = connect_any(&addresses).await?;
        // A request is one small write that must not wait for the acknowledgement of another.
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    fn reset_on_close(stream: &TcpStream, reset: bool) {
        let linger = reset.then_some(Duration::ZERO);
        // Only the kind of the close depends on it.
        SockRef::from(stream).set_linger(linger).ok();
    }
}

impl Tcp {
    async fn resolve(&self, address: &Address) -> io::Result<Vec<SocketAddr>> {
        if let Ok(ip) = address.host().parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, address.port())]);
        }
        let name = (address.host().to_owned(), address.port());
        let resolve = move || Ok((name.0.as_str(), name.1).to_socket_addrs()?.collect());
        let found = self.lookup.run(resolve).await;
        found.map_err(|error| io::Error::new(io::ErrorKind::NotFound, error))
    }
}

/// At most one lookup at a time, kept when the one who waits for it gives up.
///
/// A lookup blocks a thread and cannot be cancelled; if each attempt to connect began one, they
/// would pile up behind a name server that hangs. So the next attempt waits for the same one.
#[derive(Debug, Default)]
struct Lookup(Mutex<Option<JoinHandle<io::Result<Vec<SocketAddr>>>>>);

impl Lookup {
    async fn run(
        &self,
        resolve: impl FnOnce() -> io::Result<Vec<SocketAddr>> + Send + 'static,
    ) -> io::Result<Vec<SocketAddr>> {
        let mut running = self.0.lock().await;
        let found = running.get_or_insert_with(|| spawn_blocking(resolve)).await;
        *running = None;
        found.map_err(io::Error::other)?
    }
}

/// Connects to whichever address answers first. Each has a head start before the next, so that an
/// address that leads nowhere does not use up the time of one that works.
async fn connect_any(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    if let [only] = addresses {
        return TcpStream::connect(only).await;
    }
    let mut untried = addresses.iter().copied();
    let mut attempts = JoinSet::new();
    let mut failure = io::Error::from(io::ErrorKind::NotFound);
    loop {
        let next = untried.next();
        let last = next.is_none();
        if let Some(address) = next {
            attempts.spawn(TcpStream::connect(address));
        }
        tokio::select! {
            ended = attempts.join_next() => match ended {
                Some(Ok(Ok(stream))) => return Ok(stream),
                Some(Ok(Err(error))) => failure = error,
                Some(Err(error)) => failure = io::Error::other(error),
                None if last => return Err(failure),
                None => {}
            },
            () = sleep(HEAD_START), if !last => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;

    #[test]
    fn errors_are_told_in_the_operators_terms() {
        let cases = [
            (io::ErrorKind::NotFound, Unreachable::UnknownHost),
            (io::ErrorKind::ConnectionRefused, Unreachable::Refused),
            (io::ErrorKind::HostUnreachable, Unreachable::NoRoute),
            (io::ErrorKind::NetworkUnreachable, Unreachable::NoRoute),
            (io::ErrorKind::TimedOut, Unreachable::ConnectTimeout),
            (io::ErrorKind::ConnectionReset, Unreachable::Broken),
            (io::ErrorKind::BrokenPipe, Unreachable::Broken),
            (io::ErrorKind::PermissionDenied, Unreachable::Other),
        ];
        for (kind, expected) in cases {
            assert_eq!(reason(&kind.into()), expected);
        }
    }

    #[tokio::test]
    async fn every_address_is_tried() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let alive = listener.local_addr().unwrap();
        let dead = closed.local_addr().unwrap();
        drop(closed);

        let stream = connect_any(&[dead, dead, alive]).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), alive);
        let error = connect_any(&[dead, dead]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
        let error = connect_any(&[]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[tokio::test]
    async fn names_are_resolved_and_requests_are_not_held_back() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = format!("localhost:{port}").parse().unwrap();
        let stream = Tcp::default().dial(&address).await.unwrap();
        assert!(stream.nodelay().unwrap());
    }

    #[tokio::test]
    async fn a_name_that_does_not_resolve_is_an_unknown_host() {
        let address = "no-such-host.invalid".parse().unwrap();
        let error = Tcp::default().dial(&address).await.unwrap_err();
        assert_eq!(reason(&error), Unreachable::UnknownHost);
    }

    #[tokio::test]
    async fn a_lookup_that_hangs_is_not_begun_again() {
        let found: SocketAddr = "192.0.2.1:7".parse().unwrap();
        let lookup = Lookup::default();
        let (release, hang) = mpsc::channel::<()>();
        let slow = move || {
            hang.recv().ok();
            Ok(vec![found])
        };
        let given_up = timeout(Duration::ZERO, lookup.run(slow)).await;
        assert!(given_up.is_err());

        let unwanted = || Err(io::Error::other("a second lookup"));
        let given_up = timeout(Duration::ZERO, lookup.run(unwanted)).await;
        assert!(given_up.is_err());

        drop(release);
        assert_eq!(lookup.run(unwanted).await.unwrap(), [found]);
        assert!(lookup.run(unwanted).await.is_err());
    }
}
