//! The server of a manager: connections, and the requests on them.

use std::ops::ControlFlow;
use std::time::Duration;

use pekat_tray::protocol::{Command, Reply};
use pekat_tray::sim::dialect::Dialect;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::select;
use tokio::time::{sleep, timeout};

use super::super::contact::Contact;
use super::super::fault::Fault;
use super::super::habits::{Busy, Replies, Service};
use super::super::network::FarEnd;
use super::super::reply;
use super::{Cut, Manager};

/// The longest time for which an operation keeps a server from everything else.
const BUSY_AT_MOST: Duration = Duration::from_secs(30);

/// Breaks a conversation with the way in which its connection ends.
type Next = ControlFlow<Cut>;

const CLOSE: Next = ControlFlow::Break(Cut::Closed);

impl Manager {
    /// Takes connections one after another.
    pub(super) async fn serve_in_turn(&self) {
        loop {
            let next = self.state().queue.pop_front();
            match next {
                Some(far) => self.clone().attend(far).await,
                None => self.0.arrived.notified().await,
            }
        }
    }

    /// Serves one connection until it ends.
    pub(super) async fn attend(self, mut far: FarEnd) {
        let mut cuts = self.0.cuts.subscribe();
        let cut = select! {
            biased;
            _ = cuts.changed() => cuts.borrow().1,
            cut = self.converse(&mut far) => cut,
        };
        self.end(far, cut);
        if let (Service::InTurn(_), Cut::Dead(time)) = (self.0.habits.service, cut) {
            sleep(time).await;
        }
    }

    /// Ends a connection.
    pub(super) fn end(&self, far: FarEnd, cut: Cut) {
        let (client, line) = (far.end.client, far.end.line);
        let is_ended = || self.contact(client, |contact| contact.is_ended(line));
        match cut {
            Cut::Closed => is_ended(),
            Cut::Reset => {
                is_ended();
                far.reset();
            }
            Cut::Dead(time) => {
                tokio::spawn(async move {
                    sleep(time).await;
                    drop(far);
                });
            }
        }
    }

    async fn converse(&self, far: &mut FarEnd) -> Cut {
        let mut bytes = [0; 1024];
        loop {
            if self.is_discarded(far) {
                return Cut::Closed;
            }
            let length = match far.stream.read(&mut bytes).await {
                Ok(0) | Err(_) => return Cut::Closed,
                Ok(length) => length,
            };
            if self.is_discarded(far) {
                return Cut::Closed;
            }
            if let ControlFlow::Break(cut) = self.serve(far, &bytes[..length]).await {
                return cut;
            }
            match self.0.habits.replies {
                Replies::Many => {}
                Replies::Close => return Cut::Closed,
                Replies::Silence => return hang(far).await,
            }
        }
    }

    /// Returns true if what a client has sent is gone since it closed with a reset.
    fn is_discarded(&self, far: &FarEnd) -> bool {
        self.0.discards && far.is_reset()
    }

    /// Serves one request.
    async fn serve(&self, far: &mut FarEnd, bytes: &[u8]) -> Next {
        // While somebody's operation keeps it busy, it waits.
        let Ok(turn) = self.0.gate.acquire().await else {
            return CLOSE;
        };
        if self.is_discarded(far) {
            return CLOSE;
        }
        let (envelope, request) = self.state().dialect.read(bytes);
        let command = request.as_ref().map(|request| request.command).ok();
        let blocks = match command {
            Some(Command::Start | Command::Switch) => self.0.habits.busy == Busy::Silent,
            Some(Command::Stop | Command::Status) | None => false,
        };
        let turn = Some(turn).filter(|_| blocks);
        let fault = self.draw(bytes, far);
        let carried_out = fault.as_ref().is_none_or(Fault::carries_out);
        let reply = if carried_out {
            let late = self.0.habits.reports_late;
            let client = far.end.client;
            let answer = self.change(|state| state.ask(client, request, late));
            let in_turn = matches!(self.0.habits.service, Service::InTurn(_));
            if blocks || in_turn {
                // Whoever hangs up, it is carried out first.
                match timeout(BUSY_AT_MOST, answer).await {
                    Ok(Ok(reply)) => reply,
                    Ok(Err(_)) | Err(_) => return CLOSE,
                }
            } else {
                // Whoever hangs up does not wait for the reply.
                select! {
                    biased;
                    reply = answer => match reply {
                        Ok(reply) => reply,
                        Err(_) => return CLOSE,
                    },
                    _ = far.stream.read_u8() => return CLOSE,
                }
            }
        } else {
            Reply::UnknownCommand
        };
        drop(turn);
        if fault.is_none() {
            let line = far.end.line;
            let replies = |contact: &mut Contact| contact.replies(line, reply.clone());
            self.contact(far.end.client, replies);
        }
        let latency = Duration::from_micros(self.state().rng.u64(0..3000));
        sleep(latency).await;
        let kind = &self.0.habits;
        let write =
            |reply: &Reply| reply::write(&envelope, command, reply, kind.word, kind.line_end);
        let text = &*write(&reply);
        let written = match fault {
            None => far.stream.write_all(text).await.is_ok(),
            Some(fault) => match self.go_wrong(far, fault, text, write).await {
                ControlFlow::Continue(written) => written,
                ControlFlow::Break(cut) => return ControlFlow::Break(cut),
            },
        };
        match written {
            true => ControlFlow::Continue(()),
            false => CLOSE,
        }
    }

    /// Replies with a fault. Returns true if the client is still there.
    async fn go_wrong(
        &self,
        far: &mut FarEnd,
        fault: Fault,
        text: &[u8],
        write: impl Fn(&Reply) -> Vec<u8>,
    ) -> ControlFlow<Cut, bool> {
        let written = match fault {
            Fault::Ignored | Fault::Silence => return ControlFlow::Break(hang(far).await),
            Fault::ClosedUnread => return ControlFlow::Break(Cut::Closed),
            Fault::ClosedAt(length) => {
                let length = length.min(text.len());
                far.stream.write_all(&text[..length]).await.ok();
                return ControlFlow::Break(Cut::Closed);
            }
            Fault::ResetAt(length) => {
                let length = length.min(text.len());
                far.stream.write_all(&text[..length]).await.ok();
                return ControlFlow::Break(Cut::Reset);
            }
            Fault::Dribble(pause) => {
                let mut written = true;
                for byte in text {
                    written &= far.stream.write_all(&[*byte]).await.is_ok();
                    if !written {
                        break;
                    }
                    sleep(pause).await;
                }
                written
            }
            Fault::Delay(pause) => {
                // Whoever hangs up meanwhile is not waited for.
                let hung_up = timeout(pause, far.stream.read_u8()).await;
                if hung_up.is_ok_and(|read| read.is_err()) {
                    return ControlFlow::Break(Cut::Closed);
                }
                far.stream.write_all(text).await.is_ok()
            }
            Fault::Garbage(bytes) => far.stream.write_all(&bytes).await.is_ok(),
            Fault::Endless => {
                while far.stream.write_all(&[b'y'; 100]).await.is_ok() {
                    sleep(Duration::from_millis(20)).await;
                }
                false
            }
            Fault::WrongKind(reply) => far.stream.write_all(&write(&reply)).await.is_ok(),
            Fault::Duplicate(pause) => {
                let once = far.stream.write_all(text).await.is_ok();
                sleep(pause).await;
                once && far.stream.write_all(text).await.is_ok()
            }
        };
        ControlFlow::Continue(written)
    }

    /// Decides what goes wrong with a request, if anything does.
    fn draw(&self, bytes: &[u8], far: &FarEnd) -> Option<Fault> {
        let request = Dialect::Either.read(bytes).1.ok();
        let command = request.map(|request| request.command);
        let fault = {
            let mut state = self.state();
            let goes_wrong = state.rng.u8(0..100) < state.weather;
            goes_wrong.then(|| Fault::draw(&mut state.rng, command))
        };
        if let Some(fault) = &fault {
            self.contact(far.end.client, |contact| {
                contact.is_troubled(far.end.line, fault.distorts());
                if let Fault::Duplicate(_) = fault {
                    contact.is_doubtful(far.end.line);
                }
            });
        }
        fault
    }
}

/// Says nothing until the client hangs up.
async fn hang(far: &mut FarEnd) -> Cut {
    let mut bytes = [0; 64];
    while far.stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
    Cut::Closed
}
