//! What is known of one project.

use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

use super::event::{Answer, Failure, Now, Reading};
use super::notice::{Announced, OfProject, Standing};
use super::watch::wished;
use super::{Fault, Outcome};
use crate::protocol::{Operation, Status};
use crate::site::{Project, ServerId, Wanted};

#[derive(Clone, Debug)]
pub(super) struct ProjectState {
    pub(super) server: ServerId,
    pub(super) reading: Option<Reading>,
    /// Since when a first reading, or the first one after an outage, has been awaited.
    pub(super) awaited_since: Instant,
    /// When, by the clock on the wall, the last reading was asked for. It outlives the reading.
    pub(super) heard: Option<NaiveDateTime>,
    pub(super) failed: Option<Failed>,
    /// What was told of it, and whether its fault was seen.
    pub(super) standing: Standing<OfProject>,
    /// When a switch to another project came true. The next settled reading shows what the operator
    /// asked for.
    pub(super) explained: Option<Instant>,
    wanted: Option<Wanted>,
    /// Which status on the way to another has been read since when, without a break.
    changing: Option<(Status, Instant)>,
    /// Since when the status read has been another than the expected one, without a break.
    contrary_since: Option<Instant>,
    /// When it was last read as running, until it is read as stopped.
    ran: Option<Instant>,
}

/// An operation that failed, until something else becomes of the project.
#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub(super) operation: Operation,
    pub(super) outcome: Outcome,
    at: Instant,
    answer_then: Option<Answer>,
}

impl ProjectState {
    pub(super) fn new(server: ServerId, now: Instant) -> Self {
        ProjectState {
            server,
            reading: None,
            awaited_since: now,
            heard: None,
            failed: None,
            standing: Standing::new(),
            explained: None,
            wanted: None,
            changing: None,
            contrary_since: None,
            ran: None,
        }
    }

    /// Takes over what is configured of it.
    pub(super) fn configured(&mut self, project: &Project) {
        if self.wanted != project.wanted {
            self.wanted = project.wanted;
            self.contrary_since = None;
        }
    }

    /// Takes a reading, unless it is older than the last one. Returns whether it was taken.
    pub(super) fn take(&mut self, reading: Reading, now: Now) -> bool {
        let newer = |known: &Reading| known.at <= reading.at;
        if !self.reading.as_ref().is_none_or(newer) {
            return false;
        }
        let age = now.instant.saturating_duration_since(reading.at);
        self.heard = chrono::Duration::from_std(age)
            .ok()
            .and_then(|age| now.local.checked_sub_signed(age));
        let status = reading.status();
        let changing = status.filter(|status| !status.is_settled());
        self.changing = changing.map(|status| match self.changing {
            Some(before) if before.0 == status => before,
            Some(_) | None => (status, reading.at),
        });
        let contrary = status.is_some_and(|status| {
            let wanted = self.wanted.map(Wanted::status);
            wanted.is_some_and(|wanted| wanted != status)
        });
        self.contrary_since = contrary.then(|| self.contrary_since.unwrap_or(reading.at));
        if status == Some(Status::Running) {
            self.ran = Some(reading.at);
        }
        self.failed.take_if(|failed| failed.is_over(&reading));
        self.reading = Some(reading);
        true
    }

    /// Lets go of what was read: it may be true no longer. If it proves to be other than expected
    /// still, it has been so all the time.
    pub(super) fn forget(&mut self, now: Instant) {
        self.awaited_since = now;
        self.reading = None;
        self.changing = None;
    }

    /// Records that an operation succeeded or was not needed, which its outcome reports. The project
    /// may have another fault, for example because `expect` names the other state.
    pub(super) fn succeed(&mut self, operation: Operation) {
        if !self.standing.told().owes_recovery() {
            let status = wished(operation);
            self.standing.take_from_outcome(Announced::Settled(status));
        }
    }

    /// Notes that an operation failed. The notice of its outcome says so.
    pub(super) fn fail(&mut self, operation: Operation, outcome: Outcome, now: Instant) {
        if !self.standing.told().owes_recovery() {
            self.standing.take_as_told(Announced::Fault(Fault::Failed {
                operation,
                outcome: outcome.clone(),
            }));
        }
        self.failed = Some(Failed {
            operation,
            outcome,
            at: now,
            answer_then: self.reading.as_ref().map(|reading| reading.answer.clone()),
        });
    }

    /// The status that it has been stuck in for longer than `limit`.
    pub(super) fn stuck(&self, now: Instant, limit: Duration) -> Option<Status> {
        let (status, since) = self.changing?;
        is_longer(since, now, limit).then_some(status)
    }

    /// The status that it is expected to have and has not had for longer than `limit`.
    pub(super) fn missed(&self, now: Instant, limit: Duration) -> Option<Wanted> {
        let since = self.contrary_since?;
        is_longer(since, now, limit).then_some(self.wanted?)
    }

    /// Returns true if nothing has been read of it since a switch to another came true.
    pub(super) fn awaits_reading(&self) -> bool {
        let read = self.reading.as_ref().map(|reading| reading.at);
        self.explained.is_some_and(|since| read < Some(since))
    }

    /// When the last news of it came, or was first awaited.
    pub(super) fn news_at(&self) -> Instant {
        self.reading
            .as_ref()
            .map_or(self.awaited_since, |reading| reading.at)
    }

    /// Ends a start or switch that failed for want of a port if another project, which ran at `ran` and
    /// has stopped, may have held that port.
    pub(super) fn port_freed(&mut self, ran: Instant) {
        let waits = |failed: &mut Failed| failed.is_for_port() && failed.at <= ran;
        self.failed.take_if(waits);
    }

    /// Returns when it was last read as running, once after each time that it ran.
    pub(super) fn take_ran(&mut self) -> Option<Instant> {
        self.ran.take()
    }

    /// Returns true if it may become a fault by the passing of time alone.
    pub(super) fn is_timed(&self) -> bool {
        self.changing.is_some() || self.contrary_since.is_some()
    }
}

fn is_longer(since: Instant, now: Instant, limit: Duration) -> bool {
    now.saturating_duration_since(since) > limit
}

impl Failed {
    pub(super) fn is_for_port(&self) -> bool {
        self.outcome == Outcome::Failed(Failure::PortInUse)
    }

    /// Returns true if a reading shows that the project is past the failure.
    fn is_over(&self, reading: &Reading) -> bool {
        if reading.at < self.at {
            return false;
        }
        match &self.outcome {
            // Nothing but a start that works shows that the port is free.
            Outcome::Failed(Failure::PortInUse) => {
                matches!(reading.status(), Some(Status::Starting | Status::Running))
            }
            // Nothing was sent, and the server is there again.
            Outcome::Failed(Failure::NotSent(_) | Failure::GivenUp) => true,
            Outcome::Failed(_)
            | Outcome::Succeeded
            | Outcome::Already
            | Outcome::CalledOff
            | Outcome::Settled(_)
            | Outcome::Unsettled => self.answer_then.as_ref() != Some(&reading.answer),
        }
    }
}
