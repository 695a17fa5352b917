//! How a reply gets to the client, and what goes wrong on its way.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::sleep;

use super::fault::{ConnectionFault, RequestFault, reply_of_wrong_kind};
use super::service::LineEnd;
use crate::protocol::{Command, Envelope, Reply};

/// No text in UTF-8, nor in any encoding that begins with a mark.
const NO_TEXT: &[u8] = b"\xff\xfd\xfc";

/// One piece of a reply without an end.
const PIECE: &[u8] = b"and so on ";

/// What is to be done with a connection because of a request.
#[derive(Debug)]
pub(super) enum Delivery {
    /// A reply is to be sent.
    Reply {
        reply: Reply,
        /// What it answers.
        command: Option<Command>,
        /// What goes wrong on its way.
        fault: Option<RequestFault>,
    },
    /// Everybody is to be left alone for so long.
    Leave(Duration),
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// In good order.
    Closed,
    /// By a reset.
    Reset,
    /// Together with all others and the listener, which comes back after so long.
    Leave(Duration),
}

impl Delivery {
    /// Returns true if something is sent, be it what was asked for or not.
    pub(super) fn is_answer(&self) -> bool {
        match self {
            Delivery::Reply { fault, .. } => *fault != Some(RequestFault::Silence),
            Delivery::Leave(_) => false,
        }
    }

    /// Sends what there is to be sent, in the form of the request. `None` if the connection goes on.
    ///
    /// # Errors
    /// When the client has hung up.
    pub(super) async fn send(
        self,
        stream: &mut (impl AsyncWrite + Unpin),
        envelope: Envelope,
        line_end: LineEnd,
    ) -> io::Result<Option<End>> {
        let (reply, command, fault) = match self {
            Delivery::Leave(time) => return Ok(Some(End::Leave(time))),
            Delivery::Reply {
                reply,
                command,
                fault,
            } => (reply, command, fault),
        };
        let line = |reply: &Reply| [&envelope.seal(reply), line_end.bytes()].concat();
        let bytes = &line(&reply);
        let Some(fault) = fault else {
            return write(stream, bytes).await;
        };
        match fault {
            RequestFault::Silence => Ok(None),
            RequestFault::Delay(time) => {
                sleep(time).await;
                write(stream, bytes).await
            }
            RequestFault::Reset(cut) => {
                write(stream, cut.of(bytes)).await?;
                Ok(Some(End::Reset))
            }
            RequestFault::Close(cut) => {
                write(stream, cut.of(bytes)).await?;
                stream.shutdown().await?;
                Ok(Some(End::Closed))
            }
            RequestFault::Dribble(pause) => {
                for byte in bytes {
                    write(stream, &[*byte]).await?;
                    sleep(pause).await;
                }
                Ok(None)
            }
            RequestFault::Duplicate(pause) if pause.is_zero() => {
                write(stream, &bytes.repeat(2)).await
            }
            RequestFault::Duplicate(pause) => {
                write(stream, bytes).await?;
                sleep(pause).await;
                write(stream, bytes).await
            }
            RequestFault::WrongKind => write(stream, &line(&reply_of_wrong_kind(command))).await,
            RequestFault::Garbage(text) => write(stream, text.as_bytes()).await,
            RequestFault::NonUtf8 => write(stream, NO_TEXT).await,
            RequestFault::Endless(pause) => loop {
                write(stream, PIECE).await?;
                sleep(pause).await;
            },
            RequestFault::Refuse(time) | RequestFault::Restart { time, .. } => {
                Ok(Some(End::Leave(time)))
            }
        }
    }
}

/// Does what goes wrong with a new connection. When it returns, requests may be read.
///
/// # Errors
/// When the client has hung up.
pub(super) async fn begin_badly(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    fault: ConnectionFault,
) -> io::Result<()> {
    match fault {
        ConnectionFault::Unasked(text) => write(stream, text.as_bytes()).await.map(drop),
        ConnectionFault::Ignore => {
            let mut space = [0; 1024];
            while stream.read(&mut space).await? > 0 {}
            Ok(())
        }
    }
}

async fn write(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<Option<End>> {
    stream.write_all(bytes).await?;
    stream.flush().await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::net::SocketAddr;
    use std::sync::{Arc, Mutex};

    use tokio::io::{DuplexStream, duplex};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::{Instant, timeout};

    use super::super::{Record, Sim, file, world::World};
    use super::*;

    const ONE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";

    /// Longer than anything that is waited for.
    const NEVER: Duration = Duration::from_secs(30);

    type Log = Arc<Mutex<Vec<String>>>;

    /// A simulator in which these things go wrong, and everything takes its time. The log tells
    /// requests, answers and faults.
    async fn faulty(faults: &[&str]) -> (Sim, Log) {
        let mut setup = file::sample().unwrap();
        (setup.start_time, setup.stop_time) = (Duration::MAX, Duration::MAX);
        let log = Log::default();
        let written = Arc::clone(&log);
        let sim = Sim::start(World::new(setup), move |record: &Record| {
            let line = record.to_string();
            let told = line.trim().splitn(3, "  ").nth(2).unwrap();
            written.lock().unwrap().push(told.replace(ONE, "ONE"));
        });
        inject(&sim, faults).await;
        (sim, log)
    }

    async fn inject(sim: &Sim, faults: &[&str]) {
        let faults = faults.iter().map(|fault| fault.parse().unwrap());
        sim.inject(faults.collect()).await.unwrap();
    }

    fn connect(sim: &Sim) -> DuplexStream {
        let (client, server) = duplex(4096);
        let (sim, peer) = (sim.clone(), SocketAddr::from(([10, 0, 0, 1], 50000)));
        tokio::spawn(async move { sim.serve(server, peer).await });
        client
    }

    async fn listen(sim: &Sim) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let sim = sim.clone();
        tokio::spawn(async move { sim.listen(listener).await });
        address
    }

    async fn send(stream: &mut (impl AsyncWrite + Unpin), command: &str) {
        let request = format!("{command}:{ONE}");
        stream.write_all(request.as_bytes()).await.unwrap();
    }

    /// What comes until nothing more does, and whether the connection is still open then.
    async fn receive(client: &mut (impl AsyncRead + Unpin)) -> (Vec<u8>, bool) {
        let mut received = Vec::new();
        loop {
            match timeout(NEVER, client.read_buf(&mut received)).await {
                Ok(Ok(0)) => return (received, false),
                Ok(count) => drop(count.unwrap()),
                Err(_) => return (received, true),
            }
        }
    }

    async fn ask(client: &mut (impl AsyncRead + AsyncWrite + Unpin), command: &str) -> String {
        send(client, command).await;
        let mut space = [0; 64];
        let count = timeout(NEVER, client.read(&mut space)).await.unwrap();
        String::from_utf8_lossy(&space[..count.unwrap()]).into_owned()
    }

    #[tokio::test(start_paused = true)]
    async fn each_fault_does_what_its_name_says_and_the_request_is_carried_out() {
        let cases: [(&str, &[u8], bool); 15] = [
            ("silence", b"", true),
            ("delay,for=20s", b"done", true),
            ("reset", b"", false),
            ("reset,bytes=2", b"do", false),
            ("close", b"", false),
            ("close,bytes=3", b"don", false),
            ("close,bytes=all", b"done", false),
            ("dribble,pause=9s", b"done", true),
            ("duplicate", b"donedone", true),
            ("duplicate,pause=9s", b"donedone", true),
            ("wrong-kind", b"running", true),
            ("garbage", b"garbage", true),
            ("garbage,text=?", b"?", true),
            ("non-utf8", b"\xff\xfd\xfc", true),
            ("refuse", b"", false),
        ];
        for (fault, reply, open) in cases {
            let (sim, log) = faulty(&[fault]).await;
            let mut client = connect(&sim);
            send(&mut client, "start").await;
            let received = receive(&mut client).await;
            assert_eq!(received, (reply.to_vec(), open), "{fault}");
            assert_eq!(ask(&mut connect(&sim), "status").await, "starting");
            if open {
                assert_eq!(ask(&mut client, "status").await, "starting", "{fault}");
            }
            let name = fault.split(',').next().unwrap();
            let told = format!("start:ONE  ->  done  (fault: {name})");
            assert_eq!(log.lock().unwrap()[0], told);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_its_time_takes_the_time_that_is_said() {
        let cases = [("delay,for=20s", 20), ("dribble,pause=2s", 6)];
        for (fault, seconds) in cases {
            let (sim, _) = faulty(&[fault]).await;
            let mut client = connect(&sim);
            send(&mut client, "start").await;
            let begin = Instant::now();
            let mut reply = [0; 4];
            client.read_exact(&mut reply).await.unwrap();
            assert_eq!(&reply, b"done");
            assert_eq!(begin.elapsed(), Duration::from_secs(seconds), "{fault}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_reply_of_the_wrong_kind_answers_another_command() {
        let cases = [("status", "done"), ("stop", "running"), ("?", "running")];
        for (command, reply) in cases {
            let (sim, _) = faulty(&["wrong-kind"]).await;
            assert_eq!(ask(&mut connect(&sim), command).await, reply);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_endless_reply_ends_when_the_client_hangs_up() {
        for fault in ["endless", "endless,pause=0s"] {
            let (sim, log) = faulty(&[fault]).await;
            let (mut client, mut server) = duplex(64);
            let (serving, peer) = (sim.clone(), SocketAddr::from(([10, 0, 0, 1], 50000)));
            let task = tokio::spawn(async move { serving.serve(&mut server, peer).await });
            send(&mut client, "status").await;
            let mut reply = vec![0; 10_000];
            client.read_exact(&mut reply).await.unwrap();
            drop(client);
            let ended = timeout(NEVER, task).await.unwrap().unwrap();
            assert_eq!(ended.unwrap_err().kind(), ErrorKind::BrokenPipe);
            let told = "status:ONE  ->  stopped  (fault: endless)";
            assert_eq!(*log.lock().unwrap(), [told]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_may_begin_with_something_unasked_or_be_ignored() {
        let (sim, log) = faulty(&["unasked", "ignore"]).await;
        let mut greeted = connect(&sim);
        assert_eq!(receive(&mut greeted).await, (b"hello".to_vec(), true));
        assert_eq!(ask(&mut greeted, "status").await, "stopped");
        let mut ignored = connect(&sim);
        send(&mut ignored, "start").await;
        assert_eq!(receive(&mut ignored).await, (Vec::new(), true));
        assert_eq!(ask(&mut connect(&sim), "status").await, "stopped");
        let expected = [
            "(connected)  ->  (no answer)  (fault: unasked)",
            "status:ONE  ->  stopped",
            "(connected)  ->  (no answer)  (fault: ignore)",
            "status:ONE  ->  stopped",
        ];
        assert_eq!(*log.lock().unwrap(), expected);
    }

    #[tokio::test]
    async fn a_reset_is_a_real_one() {
        let (sim, _) = faulty(&["reset"]).await;
        let mut client = TcpStream::connect(listen(&sim).await).await.unwrap();
        send(&mut client, "status").await;
        let read = timeout(NEVER, client.read(&mut [0])).await.unwrap();
        assert_eq!(read.unwrap_err().kind(), ErrorKind::ConnectionReset);
    }

    #[tokio::test]
    async fn a_refusing_server_closes_everything_and_comes_back_with_what_it_was_doing() {
        let (sim, _) = faulty(&[]).await;
        let address = listen(&sim).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        assert_eq!(ask(&mut idle, "start").await, "done");
        inject(&sim, &["refuse,for=500ms"]).await;
        let mut client = TcpStream::connect(address).await.unwrap();
        send(&mut client, "status").await;
        assert_eq!(receive(&mut client).await, (Vec::new(), false));
        // Windows tries for longer than that before it gives up.
        if cfg!(unix) {
            let refused = TcpStream::connect(address).await.unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        }
        assert_eq!(receive(&mut idle).await, (Vec::new(), false));
        let back = async {
            loop {
                if let Ok(stream) = TcpStream::connect(address).await {
                    return stream;
                }
            }
        };
        let mut back = timeout(NEVER, back).await.unwrap();
        assert_eq!(ask(&mut back, "status").await, "starting");
    }

    #[tokio::test]
    async fn a_restart_closes_everything_carries_nothing_out_and_begins_anew() {
        for (fault, status) in [
            ("restart", "stopped"),
            ("restart,status=running", "running"),
        ] {
            let (sim, log) = faulty(&[]).await;
            let address = listen(&sim).await;
            let mut idle = TcpStream::connect(address).await.unwrap();
            assert_eq!(ask(&mut idle, "start").await, "done");
            let mut waiting = TcpStream::connect(address).await.unwrap();
            send(&mut waiting, "switch").await;
            while ask(&mut idle, "status").await != "stopping" {}
            inject(&sim, &[&format!("{fault},command=stop")]).await;
            let mut client = TcpStream::connect(address).await.unwrap();
            send(&mut client, "stop").await;
            for stream in [&mut client, &mut idle, &mut waiting] {
                assert_eq!(receive(stream).await, (Vec::new(), false));
            }
            let mut back = TcpStream::connect(address).await.unwrap();
            assert_eq!(ask(&mut back, "status").await, status);
            let told = "stop:ONE  ->  (no answer)  (fault: restart)".to_owned();
            assert!(log.lock().unwrap().contains(&told), "{log:?}");
        }
    }
}
