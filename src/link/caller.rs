//! What is said to one server: questions for a status, and operations.

use tokio::time::{Instant, timeout};

use super::dial::{Dial, reason};
use super::exchange::{Answered, Cause, Connection};
use crate::model::event::{Failure, Reading, Unreachable, outcome};
use crate::protocol::{Command, Operation, ProjectPath, Request};
use crate::site::{Address, Timing};

/// Talks to one server.
#[derive(Debug)]
pub struct Caller<D> {
    dial: D,
    address: Address,
    timing: Timing,
}

impl<D: Dial> Caller<D> {
    /// Nothing is sent yet.
    pub fn new(dial: D, address: Address, timing: Timing) -> Self {
        Caller {
            dial,
            address,
            timing,
        }
    }

    /// Asks for a status, over the connection that was kept if there is one. A status changes
    /// nothing, so it is asked again over a new connection when the kept one proves to be dead.
    pub(super) async fn status(
        &self,
        kept: Option<Connection<D::Stream>>,
        path: ProjectPath,
    ) -> Polled<D::Stream> {
        let command = Command::Status;
        let request = Request { command, path };
        let mut in_vain = false;
        if let Some(kept) = kept {
            let replies = kept.replies();
            let deadline = Instant::now() + self.timing.status_timeout;
            match kept.exchange(&request, deadline).await {
                Ok(answered) => return Polled::usual(Ok(answered)),
                Err(lost) => match lost.cause {
                    Cause::Failed(reason) => return Polled::usual(Err(reason)),
                    Cause::OutOfStep => in_vain = true,
                    // A server that had answered more than once does keep connections: it was
                    // restarted.
                    Cause::ClosedWhileIdle => in_vain = replies == 1,
                },
            }
        }
        Polled {
            answered: self.status_anew(&request).await,
            in_vain,
        }
    }

    async fn status_anew(&self, request: &Request) -> Result<Answered<D::Stream>, Unreachable> {
        let connection = self.connect().await?;
        let deadline = Instant::now() + self.timing.status_timeout;
        let answered = connection.exchange(request, deadline).await;
        answered.map_err(|lost| lost.reason())
    }

    /// Carries out an operation over a connection of its own. It is sent at most once.
    ///
    /// # Errors
    /// When the server did not say that it was carried out.
    pub async fn operate(&self, operation: Operation, path: ProjectPath) -> Result<(), Failure> {
        let connection = self.connect().await.map_err(Failure::NotSent)?;
        self.operate_over(connection, operation, path).await
    }

    /// Carries out an operation over a connection on which nothing was sent yet.
    pub(super) async fn operate_over(
        &self,
        connection: Connection<D::Stream>,
        operation: Operation,
        path: ProjectPath,
    ) -> Result<(), Failure> {
        let command = operation.into();
        let request = Request { command, path };
        let deadline = Instant::now() + self.timing.action_timeout;
        match connection.exchange(&request, deadline).await {
            Ok(answered) => outcome(operation, answered.reply),
            Err(lost) if lost.sent => Err(Failure::NoAnswer(lost.reason())),
            Err(lost) => Err(Failure::NotSent(lost.reason())),
        }
    }

    pub(super) async fn connect(&self) -> Result<Connection<D::Stream>, Unreachable> {
        let dialled = timeout(self.timing.connect_timeout, self.dial.dial(&self.address));
        match dialled.await {
            Ok(Ok(stream)) => Ok(Connection::new(stream)),
            Ok(Err(error)) => Err(reason(&error)),
            Err(_) => Err(Unreachable::ConnectTimeout),
        }
    }
}

/// What one poll brought.
#[derive(Debug)]
pub(super) struct Polled<S> {
    pub(super) answered: Result<Answered<S>, Unreachable>,
    /// Whether the connection that was kept turned out not to be worth keeping.
    pub(super) in_vain: bool,
}

impl<S> Polled<S> {
    fn usual(answered: Result<Answered<S>, Unreachable>) -> Self {
        let in_vain = false;
        Polled { answered, in_vain }
    }
}

/// Asks one server for one status after the other, over one connection where the server keeps it.
#[derive(Debug)]
pub struct Conversation<D: Dial> {
    caller: Caller<D>,
    kept: Option<Connection<D::Stream>>,
    keep: bool,
}

impl<D: Dial> Conversation<D> {
    /// Nothing is connected yet.
    pub fn new(caller: Caller<D>) -> Self {
        Conversation {
            caller,
            kept: None,
            keep: true,
        }
    }

    /// Asks for a project's status.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn status(&mut self, path: &ProjectPath) -> Result<Reading, Unreachable> {
        let polled = self.caller.status(self.kept.take(), path.clone()).await;
        self.keep &= !polled.in_vain;
        let answered = polled.answered?;
        if self.keep {
            self.kept = answered.connection;
        }
        Ok(Reading {
            at: answered.sent.into_std(),
            answer: answered.reply.into(),
        })
    }
}
