//! Requests to one server outside of the monitor: for `pekatctl`, the search and the dialogs.

use tokio::time::Instant;

use super::caller::{Caller, Patience, Readiness};
use super::dial::Dial;
use super::exchange::Connection;
use super::retry::Retry;
use super::schedule::ROUND_AT_MOST;
use super::traits::{Reuse, Traits};
use crate::model::event::{Dispatch, Failure, Reading, Unreachable};
use crate::protocol::{Operation, ProjectPath};
use crate::site::ProtocolChoice;

/// Asks one server for one status after another and carries out operations. Like the monitor, it
/// shares the server with other clients: a connection serves one round of questions and no more.
pub struct Conversation<D: Dial> {
    caller: Caller<D>,
    round: Option<Round<D::Stream>>,
    traits: Traits,
}

#[derive(Debug)]
struct Round<S> {
    connection: Connection<S>,
    since: Instant,
}

impl<D: Dial> Conversation<D> {
    /// Creates a conversation that has not connected yet.
    pub fn new(caller: Caller<D>, protocol: ProtocolChoice) -> Self {
        Conversation {
            caller,
            round: None,
            traits: Traits::new(protocol),
        }
    }

    /// Asks for a project's status.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn status(&mut self, path: &ProjectPath) -> Result<Reading, Unreachable> {
        self.ask(path, Patience::Usual).await
    }

    /// Asks for a project's status until the server answers, up to the action timeout. Before each
    /// new attempt `retrying` receives the reason for it.
    pub async fn status_with_retries(
        &mut self,
        path: &ProjectPath,
        mut retrying: impl FnMut(Unreachable),
    ) -> Result<Reading, Unreachable> {
        let mut retry = Retry::new(self.caller.timing());
        loop {
            let asked = self.ask(path, Patience::Long(retry.patience())).await;
            let reason = match asked {
                Ok(reading) => return Ok(reading),
                Err(reason) => reason,
            };
            if !retry.is_worthwhile(Some(reason)) {
                return Err(reason);
            }
            retrying(reason);
            retry.pause(Some(reason)).await;
        }
    }

    async fn ask(
        &mut self,
        path: &ProjectPath,
        patience: Patience,
    ) -> Result<Reading, Unreachable> {
        let round = self.take_round();
        let since = round.as_ref().map_or(Instant::now(), |round| round.since);
        let connection = round.map(|round| round.connection);
        let polled = self
            .caller
            .status(connection, path.clone(), patience, self.traits)
            .await;
        self.traits = polled.traits;
        let answered = polled.answered.map_err(|lost| {
            self.traits.form.forget();
            lost.reason()
        })?;
        if self.traits.reuse != Reuse::Fails {
            let round = |connection| Round { connection, since };
            self.round = answered.connection.map(round);
        }
        Ok(Reading {
            at: answered.sent.into_std(),
            answer: answered.reply.into(),
        })
    }

    /// Takes the connection of the round, unless that is over.
    fn take_round(&mut self) -> Option<Round<D::Stream>> {
        let now = Instant::now();
        let round = self.round.take();
        round.filter(|round| now < round.since + ROUND_AT_MOST)
    }

    /// Closes the connection. The next question makes a new one.
    pub fn end_round(&mut self) {
        self.round = None;
    }

    /// Carries out an operation: asks for the project's status, then sends the operation at most
    /// once, unless the status shows that it is not needed. Also returns the last status. While the
    /// server gives none, it is asked again up to the action timeout; `retrying` receives the reason
    /// each time.
    pub async fn operate(
        &mut self,
        operation: Operation,
        path: &ProjectPath,
        mut retrying: impl FnMut(Unreachable),
    ) -> (Result<Dispatch, Failure>, Option<Reading>) {
        let mut connection = self.take_round().map(|round| round.connection);
        loop {
            let (path, connection) = (path.clone(), connection.take());
            let prepared = self
                .caller
                .prepare(
                    operation,
                    path.clone(),
                    connection,
                    self.traits,
                    &mut retrying,
                )
                .await;
            self.traits = prepared.traits;
            let result = match prepared.result {
                Ok(Readiness::Ready(connection, dialect)) => {
                    let used = connection.replies() > 0;
                    let result = self
                        .caller
                        .operate(connection, dialect, operation, path)
                        .await;
                    if used && matches!(result, Err(Failure::NotSent(_))) {
                        // The server closed the connection after the status.
                        self.traits.reuse = Reuse::Fails;
                        continue;
                    }
                    result
                }
                Ok(Readiness::Unneeded) => Ok(Dispatch::Unneeded),
                Err(failure) => Err(failure),
            };
            return (result, prepared.reading);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::sleep;

    use super::*;
    use crate::link::memory::Net;
    use crate::protocol::Status;
    use crate::site::Timing;

    #[tokio::test(start_paused = true)]
    async fn a_long_list_of_questions_is_asked_in_rounds() {
        let net = Net::default();
        let mut listener = net.listen("pm");
        let served = tokio::spawn(async move {
            let mut rounds = Vec::new();
            while rounds.iter().sum::<usize>() < 10 {
                let mut peer = listener.accept().await;
                let mut questions = 0;
                while peer.request().await.is_some() {
                    questions += 1;
                    sleep(Duration::from_millis(200)).await;
                    peer.reply("running").await;
                }
                rounds.push(questions);
            }
            rounds
        });
        let caller = Caller::new(net, "pm".parse().unwrap(), Timing::default());
        let mut conversation = Conversation::new(caller, ProtocolChoice::Auto);
        let path: ProjectPath = "x".parse().unwrap();
        for _ in 0..10 {
            let reading = conversation.status(&path).await.unwrap();
            assert_eq!(reading.status(), Some(Status::Running));
        }
        conversation.end_round();
        assert_eq!(served.await.unwrap(), [3, 3, 3, 1]);
    }
}
