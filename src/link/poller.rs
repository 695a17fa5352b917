//! The polling state of one server: the round that is under way, and what its answers say of the link.

use std::ops::Range;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};

use super::caller::{Patience, Polled};
use super::exchange::{Answered, Connection, Lost};
use super::operations::{Ended, Given};
use super::schedule::Schedule;
use super::server::{InFlight, Pace, Target, now};
use super::traits::{Reuse, Traits};
use crate::model::event::{Answer, Event, Failure, Link, Reading, Unreachable};
use crate::protocol::ProjectPath;

/// The number of failed attempts in a row after which a server counts as down. A single one may be
/// the sign of a full queue: no client knows what others ask of the server.
const ATTEMPTS_UNTIL_DOWN: u32 = 3;

pub(super) struct Poller<'a, S, R> {
    target: &'a Target,
    report: &'a R,
    pub(super) schedule: Schedule,
    link: Link,
    /// The index of the project that was asked last.
    project: usize,
    /// The connection of the round that is under way.
    connection: Option<Connection<S>>,
    /// True if the round ends with the answer in flight, because an operation needs the server.
    yields: bool,
    pub(super) traits: Traits,
    in_flight: &'a InFlight,
    /// Whether an operation was in flight at any time since the poll began.
    hindered: bool,
    outage: Option<Outage>,
    /// The number of answers when the last poll ended.
    answers: u64,
}

/// Polls that failed, with no answer in between.
#[derive(Debug, Default)]
struct Outage {
    /// The number of polls that failed for want of a connection, or of one that lasts.
    attempts: u32,
    /// Time of the first question that an accepted connection left unanswered.
    silent_since: Option<Instant>,
}

impl Outage {
    /// Notes another poll that failed. Returns what the link is now, or `None` if that is still open.
    ///
    /// A server that accepted a connection and then fell silent may be busy with somebody else's
    /// operation for up to `busy_at_most`, and a full queue may turn clients away meanwhile.
    fn judge(&mut self, reason: Unreachable, now: Instant, busy_at_most: Duration) -> Option<Link> {
        match reason {
            Unreachable::NoAnswer => {
                self.silent_since.get_or_insert(now);
            }
            Unreachable::UnknownHost
            | Unreachable::Refused
            | Unreachable::NoRoute
            | Unreachable::ConnectTimeout
            | Unreachable::Broken
            | Unreachable::Other => self.attempts += 1,
        }
        let down = match self.silent_since {
            Some(since) => now.saturating_duration_since(since) >= busy_at_most,
            None => self.attempts >= ATTEMPTS_UNTIL_DOWN,
        };
        match (down, self.silent_since) {
            (true, _) => Some(Link::Down(reason)),
            (false, Some(_)) => Some(Link::Silent),
            (false, None) => None,
        }
    }
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin, R: Fn(Event)> Poller<'a, S, R> {
    pub(super) fn new(
        target: &'a Target,
        pace: Pace,
        in_flight: &'a InFlight,
        report: &'a R,
    ) -> Self {
        let interval = target.timing.poll_interval;
        let begin = now() + pace.delay;
        Poller {
            target,
            report,
            schedule: Schedule::new(target.projects.len(), interval, begin, pace.jitter),
            link: Link::Connecting,
            project: 0,
            connection: None,
            yields: false,
            traits: Traits::new(target.protocol),
            in_flight,
            hindered: false,
            outage: None,
            answers: 0,
        }
    }

    /// Returns the next question: a project, how patiently to ask, and the connection of the round if
    /// one is under way. Ends the round if no project is due.
    pub(super) fn begin(&mut self) -> Option<(&'a ProjectPath, Patience, Option<Connection<S>>)> {
        let now = now();
        let connection = self.connection.take();
        match self.schedule.take_due(now) {
            Some(project) => self.project = project,
            // A round of a single question does not show whether the server answers a second one.
            None if connection.is_some() && self.traits.reuse == Reuse::Unknown => {
                self.schedule.ask_again(self.project, now);
            }
            None => return None,
        }
        self.yields = false;
        self.hindered = self.in_flight.any();
        let patience = if self.schedule.in_doubt() {
            Patience::Short
        } else {
            Patience::Usual
        };
        let (_, path) = &self.target.projects[self.project];
        Some((path, patience, connection))
    }

    pub(super) fn end(&mut self, polled: Polled<S>) {
        self.traits = polled.traits;
        if polled.answers > std::mem::replace(&mut self.answers, polled.answers) {
            self.outage = None;
        }
        match polled.answered {
            Ok(answered) => self.answered(answered),
            Err(lost) => self.failed(lost),
        }
        if self.connection.is_none() {
            self.schedule.connection_lost();
        }
        if polled.out_of_step {
            // Earlier answers may have belonged to other questions.
            self.schedule.refresh(now());
        }
    }

    fn answered(&mut self, answered: Answered<S>) {
        if self.traits.reuse != Reuse::Fails && !self.yields {
            self.connection = answered.connection;
        }
        let answer = Answer::from(answered.reply);
        self.schedule.answered(answer.status(), now());
        let at = answered.sent.into_std();
        self.read(self.project, Reading { at, answer });
    }

    /// Reports what a project was found to be.
    fn read(&mut self, project: usize, reading: Reading) {
        self.outage = None;
        self.link_is(Link::Up);
        let (project, _) = self.target.projects[project];
        (self.report)(Event::Polled { project, reading });
    }

    fn failed(&mut self, lost: Lost) {
        let (reason, now) = (lost.reason(), now());
        // While an own operation is in flight, a server that serves one connection after another
        // answers nothing else.
        if self.hindered && !matches!(self.link, Link::Down(_)) {
            self.schedule.failed(false, now);
            return;
        }
        if matches!(self.link, Link::Down(_)) {
            self.schedule.failed(false, now);
            self.link_is(Link::Down(reason));
            return;
        }
        if lost.sent && self.outage.is_none() && !self.schedule.in_doubt() {
            self.schedule.silent(now);
            return;
        }
        let outage = self.outage.get_or_insert_default();
        match outage.judge(reason, now, self.target.timing.action_timeout) {
            None => self.schedule.failed(false, now),
            Some(Link::Down(reason)) => {
                // The next server to answer there may have other habits.
                self.traits.forget();
                self.schedule.failed(false, now);
                self.link_is(Link::Down(reason));
            }
            Some(link) => {
                self.schedule.failed(true, now);
                self.link_is(link);
            }
        }
    }

    pub(super) fn awake(&mut self, delay: Duration) {
        self.connection = None;
        self.yields = false;
        self.outage = None;
        self.traits.forget();
        self.schedule.restart(now() + delay);
    }

    fn link_is(&mut self, link: Link) {
        if self.link == link {
            return;
        }
        self.link = link.clone();
        let server = self.target.id;
        (self.report)(Event::Link { server, link });
    }

    /// Ends the round, so that a server that serves one connection after another reads an operation
    /// that is about to be sent over another.
    pub(super) fn yield_round(&mut self) {
        self.yields = true;
        if self.connection.take().is_some() {
            self.schedule.connection_lost();
        }
    }

    /// Notes that the first operation that waited was prepared, and whether it is being sent.
    pub(super) fn operation_prepared(
        &mut self,
        given: Given,
        reading: Option<Reading>,
        traits: Traits,
        sent: bool,
    ) {
        self.schedule.connected(now());
        if let Some(reading) = reading {
            self.traits = traits;
            if self.outage.is_some() || self.link != Link::Up {
                self.schedule.refresh(now());
            }
            self.read(given.index, reading);
        }
        if sent {
            self.in_flight.began();
            self.hindered = true;
            self.yield_round();
            let concerned = given.concerned(self.target);
            self.schedule
                .operation_began(given.operation, given.index, concerned, now());
        }
    }

    pub(super) fn operation_ended(&mut self, ended: Ended) {
        if ended.answer == Err(Failure::UnknownCommand) {
            self.traits.form.forget();
        }
        let concerned: Range<usize> = ended.given.concerned(self.target);
        let sent = ended.sent;
        (self.report)(ended.into_event());
        if sent {
            self.in_flight.ended();
            self.schedule.operation_ended(concerned, now());
        }
    }
}
