//! The simulator's request reader, for servers of each form, given any bytes, cut anywhere, with
//! silence in between.

#![no_main]

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use libfuzzer_sys::{Corpus, fuzz_target};
use pekat_tray::protocol::{
    self, Command, Envelope, MAX_ID_DIGITS, ProjectPath, Reply, Request, RequestError,
};
use pekat_tray::sim::dialect::Dialect;
use pekat_tray::sim::world::{Answer, ProjectSetup, Setup, World};
use pekat_tray::sim::{MAX_REQUEST_BYTES, QUIET, Record, Sim};
use pekat_tray_fuzz::{EITHER, PIPE, Piece, is_printable, pieces};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Sleep, sleep};

/// More than that shows nothing new and takes its time. In bytes.
const LONGEST_INPUT: usize = 2 * MAX_REQUEST_BYTES;

/// The longest request that a record shows, in characters, with the mark of what was left out.
const RECORDED: usize = 513;

/// The paths of the projects that are there; one begins another.
const PROJECTS: [&str; 3] = [r"C:\A", r"C:\A b", "č"];

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let second = Duration::from_secs(1);
    let mut setup = Setup::new(second, second, Answer::Accepted);
    for text in PROJECTS {
        let project = ProjectSetup {
            path: path(text),
            port: None,
            running: false,
            start_time: None,
            stop_time: None,
        };
        assert_eq!(setup.add(project), Ok(()));
    }
    setup
});

static KNOWN: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| PROJECTS.map(|text| path(text).folded()).into());

fuzz_target!(|input: &[u8]| -> Corpus {
    let (dialect, input) = dialect(input);
    let pieces = pieces(input);
    if pieces.iter().map(|piece| piece.bytes.len()).sum::<usize>() > LONGEST_INPUT {
        return Corpus::Reject;
    }
    let Served {
        records,
        taken,
        sent,
    } = serve(dialect, pieces);
    let expected = requests(dialect, &taken);
    let replies: Vec<Reply> = records.iter().filter_map(|r| r.reply.clone()).collect();
    assert_eq!(replies.len(), expected.len(), "one reply for each request");
    let mut sealed = Vec::new();
    for ((bytes, reply), record) in expected.iter().zip(&replies).zip(&records) {
        let (envelope, request) = dialect.read(bytes);
        check(dialect, bytes, &envelope, &request);
        check_reply(&request, reply);
        assert!(is_printable(&record.request), "{record:?}");
        assert!(record.request.chars().count() <= RECORDED, "{record:?}");
        let answer = envelope.seal(reply);
        assert_eq!(&Reply::decode(&answer), reply, "the answer says another");
        sealed.extend(answer);
    }
    assert_eq!(sent, sealed, "what was sent is what was recorded");
    Corpus::Keep
});

/// Which server an input is for, and the rest of it.
fn dialect(input: &[u8]) -> (Dialect, &[u8]) {
    match input {
        [PIPE, rest @ ..] => (Dialect::Pipe, rest),
        [EITHER, rest @ ..] => (Dialect::Either, rest),
        _ => (Dialect::Colon, input),
    }
}

fn path(text: &str) -> ProjectPath {
    match ProjectPath::new(text) {
        Ok(path) => path,
        Err(error) => panic!("{text}: {error}"),
    }
}

/// Where requests end: at a whole one for a known project, at silence, or when the peer closes.
fn requests(dialect: Dialect, pieces: &[Piece]) -> Vec<Vec<u8>> {
    let mut requests = Vec::new();
    let mut bytes = Vec::new();
    for piece in pieces {
        bytes.extend_from_slice(&piece.bytes);
        bytes.truncate(MAX_REQUEST_BYTES + 1);
        let (_, request) = dialect.read(&bytes);
        let whole = request.is_ok_and(|request| KNOWN.contains(&request.path.folded()));
        if whole || piece.silence {
            requests.push(std::mem::take(&mut bytes));
        }
    }
    if !bytes.is_empty() {
        requests.push(bytes);
    }
    requests
}

/// What is read as a request is written as the same bytes, in a form that the server knows.
fn check(
    dialect: Dialect,
    bytes: &[u8],
    envelope: &Envelope,
    request: &Result<Request, RequestError>,
) {
    let id = &envelope.id;
    assert!(id.len() <= MAX_ID_DIGITS && id.bytes().all(|digit| digit.is_ascii_digit()));
    match dialect {
        Dialect::Colon => assert_eq!(envelope, &Envelope::plain(protocol::Dialect::Colon)),
        Dialect::Pipe => assert_eq!(envelope.dialect, protocol::Dialect::Pipe),
        Dialect::Either => {
            let separator = bytes.iter().find(|byte| b":|".contains(byte));
            let separator = separator.unwrap_or(&b':');
            assert_eq!(envelope.dialect.separator(), *separator);
        }
    }
    let request = match request {
        Ok(request) => request.encode(envelope.dialect),
        Err(error) => return assert!(is_printable(&error.to_string()), "{error}"),
    };
    let dot = if id.is_empty() { "" } else { "." };
    let written = [id.as_bytes(), dot.as_bytes(), &request].concat();
    assert_eq!(written, bytes);
}

fn check_reply(request: &Result<Request, RequestError>, reply: &Reply) {
    match request {
        Err(RequestError::UnknownCommand) => assert_eq!(reply, &Reply::UnknownCommand),
        Err(RequestError::NotUtf8 | RequestError::Path(_)) => assert_eq!(reply, &Reply::NotFound),
        Ok(request) if !KNOWN.contains(&request.path.folded()) => {
            assert_eq!(reply, &Reply::NotFound);
        }
        Ok(request) => match request.command {
            Command::Status => assert!(matches!(reply, Reply::Status(_)), "{reply:?}"),
            Command::Start | Command::Stop => assert_eq!(reply, &Reply::Done),
            Command::Switch => assert_eq!(reply, &Reply::Success),
        },
    }
}

/// What became of a connection.
struct Served {
    records: Vec<Record>,
    /// The pieces as the simulator took them.
    taken: Vec<Piece>,
    sent: Vec<u8>,
}

/// Serves one connection that sends these pieces and closes.
fn serve(dialect: Dialect, pieces: Vec<Piece>) -> Served {
    let mut setup = SETUP.clone();
    setup.dialect = dialect;
    let records = Arc::new(Mutex::new(Vec::new()));
    let observer = {
        let records = Arc::clone(&records);
        move |record: &Record| {
            records
                .lock()
                .into_iter()
                .for_each(|mut r| r.push(record.clone()))
        }
    };
    let mut peer = Peer::new(pieces);
    let served = runtime().block_on(async {
        let sim = Sim::start(World::new(setup), observer);
        sim.serve(&mut peer, SocketAddr::from(([127, 0, 0, 1], 1)))
            .await
    });
    assert!(served.is_ok(), "{served:?}");
    let records = records.lock().map(|records| records.clone());
    Served {
        records: records.unwrap_or_default(),
        taken: peer.taken,
        sent: peer.received,
    }
}

/// Its clock runs ahead whenever everybody waits.
fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    match runtime {
        Ok(runtime) => runtime,
        Err(error) => panic!("no runtime: {error}"),
    }
}

/// The other end of the connection.
struct Peer {
    pieces: VecDeque<Piece>,
    silence: Option<Pin<Box<Sleep>>>,
    taken: Vec<Piece>,
    received: Vec<u8>,
}

impl Peer {
    fn new(pieces: Vec<Piece>) -> Self {
        Peer {
            pieces: pieces.into(),
            silence: None,
            taken: Vec::new(),
            received: Vec::new(),
        }
    }
}

impl AsyncRead for Peer {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(silence) = &mut self.silence {
            ready!(silence.as_mut().poll(context));
            self.silence = None;
        }
        let Some(mut piece) = self.pieces.pop_front() else {
            return Poll::Ready(Ok(()));
        };
        if piece.bytes.len() > buffer.remaining() {
            let bytes = piece.bytes.split_off(buffer.remaining());
            let silence = std::mem::take(&mut piece.silence);
            self.pieces.push_front(Piece { bytes, silence });
        }
        buffer.put_slice(&piece.bytes);
        if piece.silence {
            self.silence = Some(Box::pin(sleep(2 * QUIET)));
        }
        self.taken.push(piece);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Peer {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.received.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
