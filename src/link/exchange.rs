//! One exchange: a request, and the reply to it, before a deadline.
//!
//! No reply says which request it answers, so a connection on which anything unforeseen happened
//! could give the next request a wrong answer. [`Connection::exchange`] therefore takes the
//! connection and gives it back only if nothing is in flight on it any more.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, timeout_at};

use super::dial::reason;
use crate::model::event::Unreachable;
use crate::protocol::{
    Command, Dialect, MAX_REPLY_BYTES, Progress, Reply, ReplyReader, Request, is_blank,
};

/// How long a server must be silent until a reply in words of its own counts as whole.
pub const QUIET_GAP: Duration = Duration::from_millis(100);

/// The bytes taken by one read. Every documented reply is shorter.
const PIECE_BYTES: usize = 64;

/// A connection on which nothing is in flight.
#[derive(Debug)]
pub struct Connection<S> {
    stream: S,
    replies: u64,
}

/// A reply and what is left of the connection.
#[derive(Debug)]
pub struct Answered<S> {
    /// What the server said.
    pub reply: Reply,
    /// When the request was sent: what was said is not older than this.
    pub sent: Instant,
    /// The connection, if it may be used again.
    pub connection: Option<Connection<S>>,
}

impl<S> Answered<S> {
    /// Returns true if the reply does not answer a status.
    pub(super) fn is_out_of_place(&self) -> bool {
        !is_reply_to(Command::Status, &self.reply)
    }

    /// Closes the connection.
    pub(super) fn without_connection(self) -> Self {
        Answered {
            connection: None,
            ..self
        }
    }
}

/// An exchange without a whole reply. The connection is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Whether any of the request may have reached the server.
    pub sent: bool,
    /// Why there is no reply.
    pub cause: Cause,
}

/// Why there is no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The server has closed a connection on which it had answered before, and said nothing more.
    /// Whether it read the request first cannot be known.
    ClosedWhileIdle,
    /// The server spoke before it was asked, or it answered strangely on a connection on which it
    /// had answered before: that may be the rest of another answer.
    OutOfStep,
    /// Nothing, or not all of it, came in time or at all.
    Failed(Unreachable),
}

impl Lost {
    /// The cause in the operator's terms.
    pub fn reason(self) -> Unreachable {
        match self.cause {
            Cause::ClosedWhileIdle | Cause::OutOfStep => Unreachable::Broken,
            Cause::Failed(reason) => reason,
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    /// Takes a stream that nothing was sent on yet.
    pub fn new(stream: S) -> Self {
        Connection { stream, replies: 0 }
    }

    /// The number of replies that have come over it.
    pub fn replies(&self) -> u64 {
        self.replies
    }

    pub(super) fn stream(&self) -> &S {
        &self.stream
    }

    /// Sends a request once, in one form, and reads the reply to it. All of it ends by `deadline`.
    ///
    /// # Errors
    /// When no whole reply came; see [`Lost`].
    pub async fn exchange(
        mut self,
        request: &Request,
        dialect: Dialect,
        deadline: Instant,
    ) -> Result<Answered<S>, Lost> {
        if let Err(cause) = self.check_idle().await {
            return Err(Lost { sent: false, cause });
        }
        let sent = Instant::now();
        let lost = |cause| Lost { sent: true, cause };
        self.send(&request.encode(dialect), deadline)
            .await
            .map_err(lost)?;
        let (reply, excess) = self.receive(deadline).await.map_err(lost)?;
        let in_step = !excess && is_reply_to(request.command, &reply);
        // The reply to an operation is returned all the same: status settles what it means.
        if !in_step && self.replies > 0 && request.command == Command::Status {
            return Err(lost(Cause::OutOfStep));
        }
        self.replies += 1;
        // The server may have more to say than it said before it paused.
        let is_over = in_step && !matches!(reply, Reply::Refused(_));
        Ok(Answered {
            reply,
            sent,
            connection: is_over.then_some(self),
        })
    }

    /// Checks, without waiting, that the server neither closed nor spoke meanwhile. Some servers end
    /// a reply with white space, which is ignored.
    async fn check_idle(&mut self) -> Result<(), Cause> {
        poll_fn(|cx| Poll::Ready(self.look(cx))).await
    }

    fn look(&mut self, cx: &mut Context<'_>) -> Result<(), Cause> {
        let mut space = [0; MAX_REPLY_BYTES];
        let mut unasked = ReadBuf::new(&mut space);
        while is_blank(unasked.filled()) && unasked.remaining() > 0 {
            let before = unasked.filled().len();
            match Pin::new(&mut self.stream).poll_read(cx, &mut unasked) {
                Poll::Pending => return Ok(()),
                Poll::Ready(Err(error)) => return Err(self.closed(broken(&error))),
                Poll::Ready(Ok(())) if unasked.filled().len() == before => {
                    return Err(self.closed(Unreachable::Broken));
                }
                Poll::Ready(Ok(())) => {}
            }
        }
        Err(Cause::OutOfStep)
    }

    async fn send(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), Cause> {
        let mut write = pin!(self.stream.write_all(bytes));
        // A request nearly always fits into the socket's buffer, so that it needs no timer.
        let at_once = poll_fn(|cx| Poll::Ready(write.as_mut().poll(cx))).await;
        let written = match at_once {
            Poll::Ready(written) => written,
            Poll::Pending => match timeout_at(deadline, write).await {
                Ok(written) => written,
                Err(_) => return Err(Cause::Failed(Unreachable::NoAnswer)),
            },
        };
        written.map_err(|error| self.closed(broken(&error)))
    }

    /// Reads one reply, and whether more came with it.
    async fn receive(&mut self, deadline: Instant) -> Result<(Reply, bool), Cause> {
        let mut reader = ReplyReader::new();
        let mut unknown = false;
        let mut until = deadline;
        loop {
            let read = timeout_at(until, read_piece(&mut self.stream, &mut reader)).await;
            match read {
                Ok(Ok(Some(Progress::Whole(reply)))) => return Ok((reply, reader.has_excess())),
                Ok(Ok(Some(Progress::Partial))) => {}
                Ok(Ok(Some(Progress::Unknown))) => {
                    unknown = true;
                    until = deadline.min(Instant::now() + QUIET_GAP);
                }
                Ok(Ok(None)) | Err(_) if unknown => break,
                Ok(Ok(None)) if reader.is_empty() => return Err(self.closed(Unreachable::Broken)),
                Ok(Ok(None)) => return Err(Cause::Failed(Unreachable::Broken)),
                Ok(Err(error)) if reader.is_empty() => return Err(self.closed(broken(&error))),
                Ok(Err(error)) => return Err(Cause::Failed(broken(&error))),
                Err(_) => return Err(Cause::Failed(Unreachable::NoAnswer)),
            }
        }
        let reply = reader.finish();
        let reply = reply.ok_or(Cause::Failed(Unreachable::Broken))?;
        Ok((reply, false))
    }

    /// The cause when the stream ended before the first byte of a reply.
    fn closed(&self, reason: Unreachable) -> Cause {
        if self.replies > 0 && reason == Unreachable::Broken {
            Cause::ClosedWhileIdle
        } else {
            Cause::Failed(reason)
        }
    }
}

/// Reads what is there into the reader; `None` at the end of the stream. The space for it is taken
/// only while reading, so that waiting costs no memory.
async fn read_piece<S: AsyncRead + Unpin>(
    stream: &mut S,
    reader: &mut ReplyReader,
) -> io::Result<Option<Progress>> {
    poll_fn(|cx| {
        let mut space = [0; PIECE_BYTES];
        let mut piece = ReadBuf::new(&mut space);
        ready!(Pin::new(&mut *stream).poll_read(cx, &mut piece))?;
        let progress = match piece.filled() {
            [] => None,
            bytes => Some(reader.push(bytes)),
        };
        Poll::Ready(Ok(progress))
    })
    .await
}

/// The reason for an error on a connection that was made.
fn broken(error: &io::Error) -> Unreachable {
    if error.kind() == io::ErrorKind::TimedOut {
        return Unreachable::NoAnswer;
    }
    reason(error)
}

/// Returns true if a reply can belong to a command. Otherwise it may be the late answer to another
/// request.
fn is_reply_to(command: Command, reply: &Reply) -> bool {
    match (command, reply) {
        (_, Reply::NotFound | Reply::UnknownCommand | Reply::Refused(_)) => true,
        (Command::Status, Reply::Status(_)) => true,
        (Command::Status, _) => false,
        (Command::Start | Command::Switch, Reply::PortInUse) => true,
        (Command::Start | Command::Stop | Command::Switch, reply) => reply.agrees(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, DuplexStream, duplex};
    use tokio::join;
    use tokio::time::sleep;

    use super::*;
    use crate::link::memory::Peer;
    use crate::protocol::{Excerpt, Status};

    const DEADLINE: Duration = Duration::from_secs(3);
    const RUNNING: Reply = Reply::Status(Status::Running);

    fn pair() -> (Connection<DuplexStream>, Peer<DuplexStream>) {
        let (near, far) = duplex(4096);
        (Connection::new(near), Peer(far))
    }

    fn request(command: Command) -> Request {
        let path = r"C:\A".parse().unwrap();
        Request { command, path }
    }

    async fn ask(connection: Connection<DuplexStream>) -> Result<Answered<DuplexStream>, Lost> {
        let deadline = Instant::now() + DEADLINE;
        connection
            .exchange(&request(Command::Status), Dialect::Colon, deadline)
            .await
    }

    /// A connection that has already been used once.
    async fn used() -> (Connection<DuplexStream>, Peer<DuplexStream>) {
        let (connection, mut peer) = pair();
        let (answered, ()) = join!(ask(connection), async {
            peer.request().await;
            peer.reply("running").await;
        });
        (answered.unwrap().connection.unwrap(), peer)
    }

    fn unrecognised(text: &str) -> Reply {
        Reply::Unrecognised(Excerpt::new(text.as_bytes()))
    }

    #[tokio::test(start_paused = true)]
    async fn a_known_reply_ends_at_once_and_leaves_the_connection() {
        let start = Instant::now();
        let (connection, mut peer) = used().await;
        let (answered, ()) = join!(ask(connection), async {
            assert_eq!(peer.request().await.unwrap(), r"status:C:\A");
            peer.reply("stopped").await;
        });
        let answered = answered.unwrap();
        assert_eq!(answered.reply, Reply::Status(Status::Stopped));
        assert_eq!(answered.sent, start);
        assert_eq!(answered.connection.unwrap().replies(), 2);
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_reply_may_come_byte_by_byte() {
        let (connection, mut peer) = pair();
        let (answered, ()) = join!(ask(connection), async {
            peer.request().await;
            for byte in ["s", "t", "o", "p", "p", "i", "n", "g"] {
                sleep(Duration::from_millis(300)).await;
                peer.reply(byte).await;
            }
        });
        let answered = answered.unwrap();
        assert_eq!(answered.reply, Reply::Status(Status::Stopping));
        assert!(answered.connection.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_unforeseen_costs_the_connection() {
        let long = "x".repeat(5000);
        let cases = [
            ("running!", RUNNING, 0),
            ("runningrunning", RUNNING, 0),
            ("done", Reply::Done, 0),
            ("error:port", Reply::PortInUse, 0),
            ("hello", unrecognised("hello"), 100),
            ("RUNNING", unrecognised("RUNNING"), 100),
            (long.as_str(), unrecognised(&long), 0),
        ];
        for (text, reply, millis) in cases {
            let start = Instant::now();
            let (connection, mut peer) = pair();
            let (answered, _) = join!(ask(connection), async {
                peer.request().await;
                peer.0.write_all(text.as_bytes()).await.ok();
            });
            let answered = answered.unwrap();
            assert_eq!(answered.reply, reply);
            assert!(answered.connection.is_none(), "{text}");
            assert_eq!(start.elapsed(), Duration::from_millis(millis), "{text}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_unforeseen_on_a_used_connection_may_be_another_questions_answer() {
        for text in ["runningstopped", "done", "hello"] {
            let (connection, mut peer) = used().await;
            let (answered, ()) = join!(ask(connection), async {
                peer.request().await;
                peer.reply(text).await;
            });
            let lost = Lost {
                sent: true,
                cause: Cause::OutOfStep,
            };
            assert_eq!(answered.unwrap_err(), lost, "{text}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn not_found_and_unknown_command_leave_the_connection() {
        for text in ["not-found", "Unknown command"] {
            let (connection, mut peer) = pair();
            let (answered, ()) = join!(ask(connection), async {
                peer.request().await;
                peer.reply(text).await;
            });
            assert!(answered.unwrap().connection.is_some());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_in_words_ends_at_a_pause_and_costs_the_connection_alone() {
        let refused = Reply::Refused(Excerpt::new(b"busy"));
        let cases = [
            ("err:busy", refused.clone(), 100, false),
            ("7.err: busy\r\n", refused, 100, false),
            ("err:not-found", Reply::NotFound, 0, true),
            ("err:invalid-command\r\n", Reply::UnknownCommand, 0, true),
            ("7.suc:running", RUNNING, 0, true),
        ];
        for (text, reply, millis, stays) in cases {
            for reused in [false, true] {
                let start = Instant::now();
                let (connection, mut peer) = if reused { used().await } else { pair() };
                let (answered, ()) = join!(ask(connection), async {
                    peer.request().await;
                    peer.reply(text).await;
                });
                let answered = answered.unwrap();
                assert_eq!(answered.reply, reply);
                assert_eq!(answered.connection.is_some(), stays, "{text}");
                assert_eq!(start.elapsed(), Duration::from_millis(millis), "{text}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn white_space_after_a_reply_may_come_at_any_time() {
        let (connection, mut peer) = used().await;
        peer.reply("\r\n").await;
        let (answered, ()) = join!(ask(connection), async {
            peer.request().await;
            peer.reply("\r\n ").await;
            sleep(Duration::from_millis(200)).await;
            peer.reply("stopped\r\n").await;
        });
        let answered = answered.unwrap();
        assert_eq!(answered.reply, Reply::Status(Status::Stopped));
        let connection = answered.connection.unwrap();
        peer.reply(" \n").await;
        drop(peer);
        let lost = Lost {
            sent: false,
            cause: Cause::ClosedWhileIdle,
        };
        assert_eq!(ask(connection).await.unwrap_err(), lost);
    }

    #[tokio::test(start_paused = true)]
    async fn an_unknown_reply_ends_with_the_stream_or_the_deadline() {
        let start = Instant::now();
        let (connection, mut peer) = pair();
        let (answered, ()) = join!(ask(connection), async {
            peer.request().await;
            peer.reply("hel").await;
            sleep(Duration::from_millis(99)).await;
            peer.reply("lo").await;
            drop(peer);
        });
        assert_eq!(answered.unwrap().reply, unrecognised("hello"));
        assert_eq!(start.elapsed(), Duration::from_millis(99));

        let start = Instant::now();
        let (connection, mut peer) = pair();
        let (answered, ()) = join!(ask(connection), async {
            peer.request().await;
            for _ in 0..70 {
                peer.0.write_all(b"y").await.ok();
                sleep(Duration::from_millis(50)).await;
            }
        });
        assert_eq!(answered.unwrap().reply, unrecognised(&"y".repeat(60)));
        assert!(start.elapsed() >= DEADLINE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_reply_is_read_up_to_256_bytes() {
        // Whether the end of the reply has to be waited for, and what is left unread.
        let gap = QUIET_GAP;
        let cases = [
            (255, gap, 0),
            (256, Duration::ZERO, 0),
            (1000, Duration::ZERO, 744),
        ];
        for (length, waited, unread) in cases {
            let start = Instant::now();
            let (near, far) = duplex(4096);
            let mut stream = near;
            let mut peer = Peer(far);
            let deadline = start + DEADLINE;
            let request = request(Command::Status);
            let exchange =
                Connection::new(&mut stream).exchange(&request, Dialect::Colon, deadline);
            let text = "z".repeat(length);
            let (answered, ()) = join!(exchange, async {
                peer.request().await;
                peer.reply(&text).await;
            });
            let answered = answered.unwrap();
            assert_eq!(answered.reply, unrecognised(&text), "{length}");
            assert!(answered.connection.is_none(), "{length}");
            assert_eq!(start.elapsed(), waited, "{length}");
            drop(peer);
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).await.unwrap();
            assert_eq!(rest.len(), unread, "{length}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_covers_the_whole_exchange() {
        for text in ["", "runn"] {
            let start = Instant::now();
            let (connection, mut peer) = pair();
            let (answered, ()) = join!(ask(connection), async {
                peer.request().await;
                peer.reply(text).await;
                assert_eq!(peer.request().await, None);
            });
            let lost = Lost {
                sent: true,
                cause: Cause::Failed(Unreachable::NoAnswer),
            };
            assert_eq!(answered.unwrap_err(), lost);
            assert_eq!(start.elapsed(), DEADLINE);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_does_not_read_is_given_up() {
        let start = Instant::now();
        let (near, _far) = duplex(4);
        let lost = Lost {
            sent: true,
            cause: Cause::Failed(Unreachable::NoAnswer),
        };
        assert_eq!(ask(Connection::new(near)).await.unwrap_err(), lost);
        assert_eq!(start.elapsed(), DEADLINE);
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_closed_connection_means_depends_on_when() {
        let failed = Cause::Failed(Unreachable::Broken);
        let cases = [
            // used before, closed before the request, said before closing
            (false, true, "", false, failed),
            (true, true, "", false, Cause::ClosedWhileIdle),
            (false, false, "", true, failed),
            (true, false, "", true, Cause::ClosedWhileIdle),
            (false, false, "stopp", true, failed),
            (true, false, "stopp", true, failed),
        ];
        for (reused, early, text, sent, cause) in cases {
            let (connection, mut peer) = if reused { used().await } else { pair() };
            let answered = if early {
                drop(peer);
                ask(connection).await
            } else {
                let close = async {
                    peer.request().await;
                    peer.reply(text).await;
                    drop(peer);
                };
                join!(ask(connection), close).0
            };
            assert_eq!(answered.unwrap_err(), Lost { sent, cause });
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_asked_of_a_server_that_speaks_unasked() {
        let blank = " ".repeat(MAX_REPLY_BYTES);
        let cases = ["stopped", "\r\nstopped", &blank].map(|text| [(text, false), (text, true)]);
        for (text, reused) in cases.into_iter().flatten() {
            let (connection, mut peer) = if reused { used().await } else { pair() };
            peer.reply(text).await;
            let lost = Lost {
                sent: false,
                cause: Cause::OutOfStep,
            };
            assert_eq!(ask(connection).await.unwrap_err(), lost);
            assert_eq!(peer.request().await, None);
        }
    }
}
