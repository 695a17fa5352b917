//! What is said to one server: questions for a status, and operations.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::dial::{Dial, reason};
use super::exchange::{Answered, Cause, Connection};
use super::form::Form;
use crate::model::event::{Failure, Reading, Unreachable, outcome};
use crate::protocol::{Command, Dialect, Operation, ProjectPath, Request};
use crate::site::{Address, ProtocolChoice, Timing};

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

    /// Asks for a status, over the connection that was kept if there is one, and once more in the
    /// other form if the server does not know the first and the form is to be found out.
    pub(super) async fn status(
        &self,
        kept: Option<Connection<D::Stream>>,
        path: ProjectPath,
        patience: Patience,
        form: Form,
    ) -> Polled<D::Stream> {
        let command = Command::Status;
        let request = Request { command, path };
        let (first, try_other) = self.ask(kept, &request, patience, form).await;
        if !try_other {
            return first;
        }
        let kept = first.answered.ok().and_then(|it| it.connection);
        let (second, _) = self.ask(kept, &request, patience, first.form).await;
        Polled {
            in_vain: first.in_vain || second.in_vain,
            out_of_step: first.out_of_step || second.out_of_step,
            ..second
        }
    }

    /// Asks in one form, and tells whether the other may be tried. A status changes nothing, so it is
    /// asked again over a new connection when the kept one proves to be dead.
    async fn ask(
        &self,
        kept: Option<Connection<D::Stream>>,
        request: &Request,
        patience: Patience,
        mut form: Form,
    ) -> (Polled<D::Stream>, bool) {
        let (mut in_vain, mut out_of_step) = (false, false);
        let mut over_kept = None;
        if let Some(kept) = kept {
            let replies = kept.replies();
            let deadline = Instant::now() + self.reply_limit(patience);
            match kept.exchange(request, form.next(), deadline).await {
                Ok(answered) => over_kept = Some(Ok(answered)),
                Err(lost) => match lost.cause {
                    Cause::Failed(reason) => over_kept = Some(Err(reason)),
                    Cause::OutOfStep => (in_vain, out_of_step) = (true, true),
                    Cause::ClosedWhileIdle if replies == 1 => in_vain = true,
                    // A server that had answered more than once does keep connections: it was
                    // restarted.
                    Cause::ClosedWhileIdle => form.forget(),
                },
            }
        }
        let dialect = form.next();
        let answered = match over_kept {
            Some(answered) => answered,
            None => self.status_anew(request, dialect, patience).await,
        };
        let try_other = match &answered {
            Ok(answered) => form.heard(dialect, &answered.reply),
            Err(_) => false,
        };
        let polled = Polled {
            answered,
            in_vain,
            out_of_step,
            form,
        };
        (polled, try_other)
    }

    async fn status_anew(
        &self,
        request: &Request,
        dialect: Dialect,
        patience: Patience,
    ) -> Result<Answered<D::Stream>, Unreachable> {
        let connect_timeout = self.timing.connect_timeout;
        let limit = self.reply_limit(patience);
        let began = Instant::now();
        let (connection, deadline) = match patience {
            Patience::Usual => {
                let connection = self.connect_within(connect_timeout).await?;
                (connection, Instant::now() + limit)
            }
            Patience::Short => {
                let connection = self.connect_within(limit.min(connect_timeout)).await?;
                (connection, began + limit)
            }
        };
        let answered = connection.exchange(request, dialect, deadline).await;
        answered.map_err(|lost| lost.reason())
    }

    fn reply_limit(&self, patience: Patience) -> Duration {
        match patience {
            Patience::Usual => self.timing.status_timeout,
            Patience::Short => self.timing.confirm_timeout(),
        }
    }

    /// Carries out an operation over a connection on which nothing was sent yet. It is sent at most
    /// once.
    ///
    /// # Errors
    /// When the server did not say that it was carried out.
    pub(super) async fn operate(
        &self,
        connection: Connection<D::Stream>,
        dialect: Dialect,
        operation: Operation,
        path: ProjectPath,
    ) -> Result<(), Failure> {
        let command = operation.into();
        let request = Request { command, path };
        let deadline = Instant::now() + self.timing.action_timeout;
        match connection.exchange(&request, dialect, deadline).await {
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
    /// What is known of the server's form now.
    pub(super) form: Form,
}

/// Asks one server for one status after the other, over one connection where the server keeps it,
/// and carries out operations in the form that it was found to understand.
#[derive(Debug)]
pub struct Conversation<D: Dial> {
    caller: Caller<D>,
    kept: Option<Connection<D::Stream>>,
    keep: bool,
    form: Form,
}

impl<D: Dial> Conversation<D> {
    /// Nothing is connected yet.
    pub fn new(caller: Caller<D>, protocol: ProtocolChoice) -> Self {
        Conversation {
            caller,
            kept: None,
            keep: true,
            form: Form::new(protocol),
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
            .status(kept, path.clone(), Patience::Usual, self.form)
            .await;
        self.keep &= !polled.in_vain;
        self.form = polled.form;
        let answered = polled.answered.inspect_err(|_| self.form.forget())?;
        if self.keep {
            self.kept = answered.connection;
        }
        Ok(Reading {
            at: answered.sent.into_std(),
            answer: answered.reply.into(),
        })
    }

    /// Carries out an operation over a connection of its own. It is sent at most once, and in a form
    /// that is configured or in which a status was answered; one is asked for before if there was
    /// none.
    ///
    /// # Errors
    /// When the server did not say that it was carried out.
    pub async fn operate(
        &mut self,
        operation: Operation,
        path: &ProjectPath,
    ) -> Result<(), Failure> {
        let dialect = match self.form.known() {
            Some(dialect) => dialect,
            None => self.find_out(path).await?,
        };
        // A Projects Manager that serves one connection after the other would not read it.
        self.kept = None;
        let connection = self.caller.connect().await.map_err(Failure::NotSent)?;
        let operated = self
            .caller
            .operate(connection, dialect, operation, path.clone());
        operated.await
    }

    async fn find_out(&mut self, path: &ProjectPath) -> Result<Dialect, Failure> {
        let reading = self.status(path).await.map_err(Failure::NotSent)?;
        let failure = reading.answer.bars_operations();
        let dialect = self.form.known();
        dialect.ok_or(failure.unwrap_or(Failure::UnknownCommand))
    }
}
