//! What is said to one server: questions for a status, and operations.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::dial::{Dial, reason};
use super::exchange::{Answered, Cause, Connection};
use crate::model::event::{Failure, Reading, Unreachable, outcome};
use crate::protocol::{Command, Dialect, Operation, ProjectPath, Request};
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
        patience: Patience,
    ) -> Polled<D::Stream> {
        let command = Command::Status;
        let request = Request { command, path };
        let (mut in_vain, mut out_of_step) = (false, false);
        if let Some(kept) = kept {
            let replies = kept.replies();
            let deadline = Instant::now() + self.timing.status_timeout;
            match kept.exchange(&request, Dialect::Colon, deadline).await {
                Ok(answered) => return Polled::usual(Ok(answered)),
                Err(lost) => match lost.cause {
                    Cause::Failed(reason) => return Polled::usual(Err(reason)),
                    Cause::OutOfStep => (in_vain, out_of_step) = (true, true),
                    // A server that had answered more than once does keep connections: it was
                    // restarted.
                    Cause::ClosedWhileIdle => in_vain = replies == 1,
                },
            }
        }
        Polled {
            answered: self.status_anew(&request, patience).await,
            in_vain,
            out_of_step,
        }
    }

    async fn status_anew(
        &self,
        request: &Request,
        patience: Patience,
    ) -> Result<Answered<D::Stream>, Unreachable> {
        let Timing {
            connect_timeout,
            status_timeout,
            ..
        } = self.timing;
        let began = Instant::now();
        let (connection, deadline) = match patience {
            Patience::Usual => {
                let connection = self.connect_within(connect_timeout).await?;
                (connection, Instant::now() + status_timeout)
            }
            Patience::Short => {
                let limit = self.timing.confirm_timeout();
                let connection = self.connect_within(limit.min(connect_timeout)).await?;
                (connection, began + limit)
            }
        };
        let answered = connection.exchange(request, Dialect::Colon, deadline).await;
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
        match connection
            .exchange(&request, Dialect::Colon, deadline)
            .await
        {
            Ok(answered) => outcome(operation, answered.reply),
            Err(lost) if lost.sent => Err(Failure::NoAnswer(lost.reason())),
            Err(lost) => Err(Failure::NotSent(lost.reason())),
        }
    }

    pub(super) async fn connect(&self) -> Result<Connection<D::Stream>, Unreachable> {
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
    /// The connection and the reply have a time-out each.
    Usual,
    /// Both together have the time of a confirming attempt: somebody waits to know whether there is a
    /// server.
    Short,
}

/// What one poll brought.
#[derive(Debug)]
pub(super) struct Polled<S> {
    pub(super) answered: Result<Answered<S>, Unreachable>,
    /// Whether the connection that was kept turned out not to be worth keeping.
    pub(super) in_vain: bool,
    /// Whether what was said over that connection before may have been meant for other questions.
    pub(super) out_of_step: bool,
}

impl<S> Polled<S> {
    fn usual(answered: Result<Answered<S>, Unreachable>) -> Self {
        Polled {
            answered,
            in_vain: false,
            out_of_step: false,
        }
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
        let kept = self.kept.take();
        let polled = self
            .caller
            .status(kept, path.clone(), Patience::Usual)
            .await;
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
