//! Requests to one server: a status, and the preparation and sending of an operation.

use std::mem::discriminant;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::dial::{Dial, reason};
use super::exchange::{Answered, Cause, Connection, Lost};
use super::retry::Retry;
use super::schedule::ROUND_AT_MOST;
use super::traits::{Reuse, Traits};
use crate::model::event::{
    Answer, CONTRARY_GRACE, Dispatch, Failure, Reading, Unreachable, dispatch,
};
use crate::protocol::{Command, Dialect, Operation, ProjectPath, Request, Step};
use crate::site::{Address, Timing};

/// The number of times that one question is asked in one form or the other.
const MOST_FORMS: u32 = 3;

/// Sends requests to one server.
#[derive(Debug)]
pub struct Caller<D> {
    dial: D,
    address: Address,
    timing: Timing,
    /// The number of statuses that were answered.
    answers: AtomicU64,
    started: Mutex<Option<Started>>,
}

/// The last start or switch that was sent.
#[derive(Debug)]
struct Started {
    path: ProjectPath,
    /// Until then the project may begin to start although its status is "stopped".
    until: Instant,
}

impl<D: Dial> Caller<D> {
    /// Creates a caller that has not connected yet.
    pub fn new(dial: D, address: Address, timing: Timing) -> Self {
        Caller {
            dial,
            address,
            timing,
            answers: AtomicU64::new(0),
            started: Mutex::new(None),
        }
    }

    pub(super) fn timing(&self) -> Timing {
        self.timing
    }

    /// Asks for a status over `connection` if there is one, and again in the other form if the server
    /// does not know the first and the form is not configured.
    pub(super) async fn status(
        &self,
        connection: Option<Connection<D::Stream>>,
        path: ProjectPath,
        patience: Patience,
        traits: Traits,
    ) -> Polled<D::Stream> {
        let command = Command::Status;
        let request = Request { command, path };
        let (mut polled, mut try_other) = self.ask(connection, &request, patience, traits).await;
        let mut attempts = 1;
        while try_other && attempts < MOST_FORMS {
            attempts += 1;
            let reusable = polled.traits.reuse != Reuse::Fails;
            let connection = polled.answered.ok().and_then(|it| it.connection);
            let connection = connection.filter(|_| reusable);
            let (next, again) = self
                .ask(connection, &request, patience, polled.traits)
                .await;
            // Otherwise the refusal of the first form came over a connection that was lost, and may
            // have been meant for another question.
            try_other = again && next.anew;
            polled = Polled {
                out_of_step: polled.out_of_step || next.out_of_step,
                ..next
            };
        }
        polled
    }

    /// Asks in one form; also returns whether the other may be tried. A status changes nothing, so it
    /// is asked again over a new connection when a used one fails.
    async fn ask(
        &self,
        connection: Option<Connection<D::Stream>>,
        request: &Request,
        patience: Patience,
        mut traits: Traits,
    ) -> (Polled<D::Stream>, bool) {
        let mut out_of_step = false;
        let mut silent_after_one = false;
        let mut over_used = None;
        let was_given = connection.is_some();
        if let Some(used) = connection {
            let replies = used.replies();
            let limit = match traits.reuse {
                // If it ignores a second request, a server that serves one connection at a time
                // answers nobody meanwhile.
                Reuse::Unknown => self.reply_limit(Patience::Short).min(ROUND_AT_MOST),
                Reuse::Works | Reuse::Fails => self.reply_limit(patience),
            };
            let deadline = Instant::now() + limit;
            match used.exchange(request, traits.form.next(), deadline).await {
                Ok(answered) => {
                    traits.reuse = Reuse::Works;
                    over_used = Some(Ok(answered));
                }
                Err(lost) => match lost.cause {
                    Cause::OutOfStep => {
                        traits.reuse = Reuse::Fails;
                        out_of_step = true;
                    }
                    Cause::ClosedWhileIdle if replies == 1 => traits.closed_after_one(),
                    // The server was restarted.
                    Cause::ClosedWhileIdle => {}
                    Cause::Failed(Unreachable::NoAnswer) if traits.reuse == Reuse::Unknown => {
                        silent_after_one = replies == 1;
                    }
                    Cause::Failed(reason) => {
                        if reason == Unreachable::NoAnswer && replies == 1 {
                            // The next round finds out whether that is a habit.
                            traits.reuse = Reuse::Unknown;
                        }
                        over_used = Some(Err(lost));
                    }
                },
            }
        }
        let dialect = traits.form.next();
        let anew = was_given && over_used.is_none();
        let answered = match over_used {
            Some(answered) => answered,
            None => {
                let first = self.status_anew(request, dialect, patience).await;
                match first {
                    Ok(first) if first.is_out_of_place() && !out_of_step => {
                        // It may have been a mistake. A server may take one connection at a time.
                        let first = first.without_connection();
                        let again = self.status_anew(request, dialect, patience).await;
                        again.or(Ok(first))
                    }
                    Ok(_) | Err(_) => first,
                }
            }
        };
        if silent_after_one && answered.is_ok() {
            traits.reuse = Reuse::Fails;
        }
        if answered.is_ok() {
            self.answers.fetch_add(1, Ordering::Relaxed);
        }
        let try_other = match &answered {
            Ok(answered) => traits.form.heard(dialect, &answered.reply),
            Err(_) => false,
        };
        let polled = Polled {
            answered,
            out_of_step,
            anew,
            traits,
            answers: self.answers.load(Ordering::Relaxed),
        };
        (polled, try_other)
    }

    async fn status_anew(
        &self,
        request: &Request,
        dialect: Dialect,
        patience: Patience,
    ) -> Result<Answered<D::Stream>, Lost> {
        let connect_timeout = self.timing.connect_timeout;
        let limit = self.reply_limit(patience);
        let began = Instant::now();
        let (connection, deadline) = match patience {
            Patience::Usual | Patience::Long(_) => {
                let connection = self.connect_within(connect_timeout).await;
                (connection, Instant::now() + limit)
            }
            Patience::Short => {
                let connection = self.connect_within(limit.min(connect_timeout)).await;
                (connection, began + limit)
            }
        };
        let connection = connection.map_err(|reason| Lost {
            sent: false,
            cause: Cause::Failed(reason),
        })?;
        connection.exchange(request, dialect, deadline).await
    }

    fn reply_limit(&self, patience: Patience) -> Duration {
        match patience {
            Patience::Usual => self.timing.status_timeout,
            Patience::Short => self.timing.confirm_timeout(),
            Patience::Long(limit) => limit,
        }
    }

    /// Gets everything ready for an operation, up to the moment before it is written.
    ///
    /// The server must answer a status of the same project first: that settles the form, shows
    /// whether anything needs to be sent, and proves that the server is reading this client's
    /// requests now rather than later. The status is asked over `connection` first if there is one, and
    /// retried up to the action timeout. Before each new attempt `retrying` receives the reason for it.
    pub(super) async fn prepare(
        &self,
        operation: Operation,
        path: ProjectPath,
        connection: Option<Connection<D::Stream>>,
        mut traits: Traits,
        retrying: impl FnMut(Unreachable),
    ) -> Prepared<D::Stream> {
        let mut reading = None;
        let result = self
            .prepare_until_deadline(
                operation,
                &path,
                connection,
                &mut traits,
                &mut reading,
                retrying,
            )
            .await;
        Prepared {
            result,
            reading,
            traits,
        }
    }

    async fn prepare_until_deadline(
        &self,
        operation: Operation,
        path: &ProjectPath,
        mut connection: Option<Connection<D::Stream>>,
        traits: &mut Traits,
        reading: &mut Option<Reading>,
        mut retrying: impl FnMut(Unreachable),
    ) -> Result<Readiness<D::Stream>, Failure> {
        let mut retry = Retry::new(self.timing);
        let mut refusal = None;
        loop {
            let attempt = self.confirm(
                operation,
                path,
                connection.take(),
                retry.patience(),
                traits,
                reading,
            );
            let attempted = timeout(retry.left(), attempt).await;
            let attempted = attempted.unwrap_or(Err(Failure::NotSent(Unreachable::NoAnswer)));
            let failure = match attempted {
                Ok(Some(readiness)) => return Ok(readiness),
                Ok(None) => Failure::GivenUp,
                Err(failure) => failure,
            };
            let (unreachable, is_repeated) = match &failure {
                Failure::NotSent(reason) => (Some(*reason), false),
                Failure::GivenUp | Failure::NoAnswer(_) => (None, false),
                // One strange answer may be a mistake; two of a kind are not.
                Failure::PortInUse
                | Failure::NotFound
                | Failure::UnknownCommand
                | Failure::Refused(_)
                | Failure::Unexpected(_) => {
                    let kind = discriminant(&failure);
                    (None, refusal.replace(kind) == Some(kind))
                }
            };
            if is_repeated || !retry.is_worthwhile(unreachable) {
                return Err(failure);
            }
            unreachable.into_iter().for_each(&mut retrying);
            retry.pause(unreachable).await;
        }
    }

    /// One attempt of [`prepare`](Self::prepare). Returns `None` while the project must settle first.
    /// `reading` receives each status that was answered.
    async fn confirm(
        &self,
        operation: Operation,
        path: &ProjectPath,
        mut connection: Option<Connection<D::Stream>>,
        patience: Duration,
        traits: &mut Traits,
        reading: &mut Option<Reading>,
    ) -> Result<Option<Readiness<D::Stream>>, Failure> {
        let mut patience = Patience::Long(patience);
        loop {
            let polled = self
                .status(connection.take(), path.clone(), patience, *traits)
                .await;
            *traits = polled.traits;
            let answered = polled
                .answered
                .map_err(|lost| Failure::NotSent(lost.reason()))?;
            let at = answered.sent.into_std();
            let answer = Answer::from(answered.reply);
            *reading = Some(Reading {
                at,
                answer: answer.clone(),
            });
            match next_step(operation, &answer)? {
                Step::Send | Step::SendUnlessAlone => {}
                Step::Nothing if operation == Operation::Stop && self.may_start(path) => {}
                Step::Nothing => return Ok(Some(Readiness::Unneeded)),
                Step::Wait => return Ok(None),
            }
            let Some(dialect) = traits.form.known() else {
                return Err(Failure::UnknownCommand);
            };
            let usable = answered.connection.filter(|_| traits.reuse != Reuse::Fails);
            match (traits.reuse, usable) {
                (Reuse::Works, Some(connection)) => {
                    return Ok(Some(Readiness::Ready(connection, dialect)));
                }
                // An operation must not be what finds out that the server ignores a second request.
                (Reuse::Unknown, Some(used)) => {
                    connection = Some(used);
                    patience = Patience::Short;
                }
                (Reuse::Fails, _) | (Reuse::Unknown | Reuse::Works, None) => {
                    let connection = self.connect().await.map_err(Failure::NotSent)?;
                    return Ok(Some(Readiness::Ready(connection, dialect)));
                }
            }
        }
    }

    /// Sends an operation over a connection that was prepared for it, at most once. If no answer is
    /// waited for any more, the connection is closed with a reset.
    ///
    /// # Errors
    /// When the server refused, or there is no answer.
    pub(super) async fn operate(
        &self,
        connection: Connection<D::Stream>,
        dialect: Dialect,
        operation: Operation,
        path: ProjectPath,
    ) -> Result<Dispatch, Failure> {
        let command = operation.into();
        let request = Request { command, path };
        let deadline = Instant::now() + self.timing.action_timeout;
        D::reset_on_close(connection.stream(), true);
        self.note_start(operation, &request.path, deadline);
        let answered = connection.exchange(&request, dialect, deadline).await;
        self.note_start(operation, &request.path, Instant::now());
        match answered {
            Ok(answered) => {
                if let Some(connection) = &answered.connection {
                    D::reset_on_close(connection.stream(), false);
                }
                dispatch(answered.reply)
            }
            Err(lost) if lost.sent => Err(Failure::NoAnswer(lost.reason())),
            Err(lost) => Err(Failure::NotSent(lost.reason())),
        }
    }

    /// Remembers a start or switch whose answer comes at `answered` or earlier.
    fn note_start(&self, operation: Operation, path: &ProjectPath, answered: Instant) {
        if operation == Operation::Stop {
            return;
        }
        let started = Started {
            path: path.clone(),
            until: answered + CONTRARY_GRACE,
        };
        *self.started.lock().unwrap_or_else(PoisonError::into_inner) = Some(started);
    }

    /// Returns true if a start or switch of the project was sent a moment ago. Its server may agree at
    /// once and begin later, so that the project is not stopped for good.
    fn may_start(&self, path: &ProjectPath) -> bool {
        let started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        started
            .as_ref()
            .is_some_and(|it| it.path == *path && Instant::now() < it.until)
    }

    async fn connect(&self) -> Result<Connection<D::Stream>, Unreachable> {
        self.connect_within(self.timing.connect_timeout).await
    }

    async fn connect_within(&self, limit: Duration) -> Result<Connection<D::Stream>, Unreachable> {
        let dialled = timeout(limit, self.dial.dial(&self.address));
        match dialled.await {
            Ok(Ok(stream)) => Ok(Connection::new(stream)),
            Ok(Err(error)) => Err(reason(&error)),
            Err(_) => Err(Unreachable::ConnectTimeout),
        }
    }
}

/// How long a status may take over a new connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// The connection and the reply have a timeout each.
    Usual,
    /// Connection and reply together have the time of a confirming attempt.
    Short,
    /// As `Usual`, with another limit for the reply.
    Long(Duration),
}

/// The result of one poll.
#[derive(Debug)]
pub(super) struct Polled<S> {
    pub(super) answered: Result<Answered<S>, Lost>,
    /// True if earlier answers over the same connection may have belonged to other questions.
    pub(super) out_of_step: bool,
    /// True if the answer came over a new connection because the one that was there failed.
    anew: bool,
    pub(super) traits: Traits,
    /// The number of statuses that the server has answered, also while operations were prepared.
    pub(super) answers: u64,
}

/// The result of preparing an operation.
#[derive(Debug)]
pub(super) struct Prepared<S> {
    pub(super) result: Result<Readiness<S>, Failure>,
    /// The last status that was answered.
    pub(super) reading: Option<Reading>,
    pub(super) traits: Traits,
}

#[derive(Debug)]
pub(super) enum Readiness<S> {
    /// The operation may be written to this connection, in this form.
    Ready(Connection<S>, Dialect),
    /// The project is as wanted, or on its way there.
    Unneeded,
}

/// Returns the next step of an operation after this answer to a status. An answer that is no status is a
/// failure: the operation would fail as well, and a switch might stop the other projects first.
fn next_step(operation: Operation, answer: &Answer) -> Result<Step, Failure> {
    match answer {
        // The other projects count as well, and who ordered the switch has looked at them.
        Answer::Status(_) if operation == Operation::Switch => Ok(Step::Send),
        Answer::Status(status) => Ok(operation.next_step(*status)),
        Answer::NotFound => Err(Failure::NotFound),
        Answer::UnknownCommand => Err(Failure::UnknownCommand),
        Answer::Refused(excerpt) => Err(Failure::Refused(excerpt.clone())),
        Answer::Unexpected(excerpt) => Err(Failure::Unexpected(excerpt.clone())),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::sleep;

    use super::*;
    use crate::site::ProtocolChoice;

    /// A server that gives one reply per connection, and counts how many are open.
    #[derive(Clone)]
    struct OneReply {
        reply: &'static [u8],
        open: Arc<AtomicUsize>,
        most_open: Arc<AtomicUsize>,
    }

    impl Dial for OneReply {
        type Stream = DuplexStream;

        async fn dial(&self, _: &Address) -> io::Result<DuplexStream> {
            // Those that were closed are counted first.
            sleep(Duration::from_millis(1)).await;
            let (near, mut far) = duplex(64);
            let server = self.clone();
            let open = server.open.fetch_add(1, Ordering::Relaxed) + 1;
            server.most_open.fetch_max(open, Ordering::Relaxed);
            tokio::spawn(async move {
                let mut bytes = [0; 64];
                if far.read(&mut bytes).await.is_ok_and(|read| read > 0) {
                    far.write_all(server.reply).await.ok();
                }
                while far.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
                server.open.fetch_sub(1, Ordering::Relaxed);
            });
            Ok(near)
        }

        fn reset_on_close(_: &DuplexStream, _: bool) {}
    }

    #[tokio::test(start_paused = true)]
    async fn no_connection_is_held_while_another_is_made() {
        for (reply, is_ready) in [(&b"stopped"[..], true), (&b"done"[..], false)] {
            let server = OneReply {
                reply,
                open: Arc::default(),
                most_open: Arc::default(),
            };
            let address = "pm".parse().unwrap();
            let caller = Caller::new(server.clone(), address, Timing::default());
            let mut traits = Traits::new(ProtocolChoice::Auto);
            traits.reuse = Reuse::Fails;
            let path: ProjectPath = "x".parse().unwrap();
            let prepared = caller
                .prepare(Operation::Start, path, None, traits, |_| {})
                .await;
            assert_eq!(prepared.result.is_ok(), is_ready, "{prepared:?}");
            assert_eq!(server.most_open.load(Ordering::Relaxed), 1, "{reply:?}");
        }
    }
}
