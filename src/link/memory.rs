//! For tests: a network in memory, on whose servers each reply is scripted by hand.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep, timeout};

use super::Dial;
use crate::site::Address;

/// Longer than anything that is waited for in these tests.
const NEVER: Duration = Duration::from_secs(600);

/// The network. Clones are the same network; where nobody listens, connections are refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Net(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    hosts: BTreeMap<Address, Host>,
    dials: Vec<(Address, Instant)>,
    /// How long the next connections take to be made; others take no time.
    delays: VecDeque<(Address, Duration)>,
}

#[derive(Debug)]
enum Host {
    /// To whom connections go, and what is said on them before anything is asked.
    Listening(UnboundedSender<DuplexStream>, &'static str),
    Swallowing,
}

impl Net {
    /// Takes connections from now on, until what is returned is dropped.
    pub(crate) fn listen(&self, address: &str) -> Listener<DuplexStream> {
        self.listen_and_greet(address, "")
    }

    /// As [`listen`](Self::listen), but every client is told something before it asks.
    pub(crate) fn listen_and_greet(
        &self,
        address: &str,
        greeting: &'static str,
    ) -> Listener<DuplexStream> {
        let (accept, accepted) = unbounded_channel();
        self.put(address, Host::Listening(accept, greeting));
        Listener(accepted)
    }

    /// Lets attempts to connect go unanswered from now on.
    pub(crate) fn swallow(&self, address: &str) {
        self.put(address, Host::Swallowing);
    }

    /// Lets the next connection to an address take so many milliseconds to be made. Said again, it
    /// is meant for the one after that.
    pub(crate) fn delay(&self, address: &str, millis: u64) {
        let delay = (address.parse().unwrap(), Duration::from_millis(millis));
        self.state().delays.push_back(delay);
    }

    /// When connections to an address were attempted.
    pub(crate) fn dials(&self, address: &str) -> Vec<Instant> {
        let address: Address = address.parse().unwrap();
        let state = self.state();
        let dials = state.dials.iter();
        let dials = dials.filter(|(dialled, _)| *dialled == address);
        dials.map(|(_, at)| *at).collect()
    }

    fn put(&self, address: &str, host: Host) {
        let address = address.parse().unwrap();
        self.state().hosts.insert(address, host);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn take_delay(&self, address: &Address) -> Option<Duration> {
        let delays = &mut self.state().delays;
        let index = delays.iter().position(|(delayed, _)| delayed == address)?;
        delays.remove(index).map(|(_, delay)| delay)
    }

    /// `None` where attempts go unanswered.
    fn find(&self, address: &Address) -> io::Result<Option<Door>> {
        let mut state = self.state();
        state.dials.push((address.clone(), Instant::now()));
        match state.hosts.get(address) {
            None => Err(io::ErrorKind::ConnectionRefused.into()),
            Some(Host::Swallowing) => Ok(None),
            Some(Host::Listening(accept, greeting)) => Ok(Some((accept.clone(), greeting))),
        }
    }
}

type Door = (UnboundedSender<DuplexStream>, &'static str);

impl Dial for Net {
    type Stream = DuplexStream;

    async fn dial(&self, address: &Address) -> io::Result<DuplexStream> {
        let Some((accept, greeting)) = self.find(address)? else {
            return std::future::pending().await;
        };
        if let Some(delay) = self.take_delay(address) {
            sleep(delay).await;
        }
        let (near, mut far) = duplex(4096);
        far.write_all(greeting.as_bytes()).await?;
        let refused = |_| io::Error::from(io::ErrorKind::ConnectionRefused);
        accept.send(far).map_err(refused)?;
        Ok(near)
    }

    fn reset_on_close(_stream: &DuplexStream, _reset: bool) {}
}

/// A server's socket.
#[derive(Debug)]
pub(crate) struct Listener<S>(pub(crate) UnboundedReceiver<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> Listener<S> {
    pub(crate) async fn accept(&mut self) -> Peer<S> {
        let stream = timeout(NEVER, self.0.recv()).await.unwrap().unwrap();
        Peer(stream)
    }

    /// How many connections wait to be accepted.
    pub(crate) fn waiting(&self) -> usize {
        self.0.len()
    }
}

/// A server's end of one connection.
#[derive(Debug)]
pub(crate) struct Peer<S>(pub(crate) S);

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    /// The next request; `None` when the client has closed.
    pub(crate) async fn request(&mut self) -> Option<String> {
        let mut space = vec![0; 4096];
        let read = timeout(NEVER, self.0.read(&mut space)).await.unwrap();
        let length = read.unwrap_or(0);
        space.truncate(length);
        (length > 0).then(|| String::from_utf8(space).unwrap())
    }

    pub(crate) async fn reply(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Whether there was still somebody to reply to.
    pub(crate) async fn try_reply(&mut self, text: &str) -> bool {
        self.0.write_all(text.as_bytes()).await.is_ok()
    }

    /// Answers every request so until the client closes; returns how many there were.
    pub(crate) async fn always(mut self, text: &str) -> usize {
        let mut requests = 0;
        while self.request().await.is_some() {
            requests += 1;
            if !self.try_reply(text).await {
                break;
            }
        }
        requests
    }
}
