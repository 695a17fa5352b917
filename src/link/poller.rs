//! What is known of one server while its projects are polled in turn.

use std::future::pending;
use std::ops::Range;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};

use super::caller::{Patience, Polled};
use super::exchange::{Answered, Connection};
use super::form::Form;
use super::operations::Ended;
use super::schedule::Schedule;
use super::server::{InFlight, Pace, Target, now};
use crate::model::event::{Answer, Event, Failure, Link, Reading, Unreachable};
use crate::protocol::ProjectPath;
use crate::site::ProjectId;

/// What a failed poll says of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing: a Projects Manager that serves one connection after the other does not answer
    /// while it carries out an operation.
    Hindered,
    /// It may be the project's silence alone.
    Doubtful,
    Down,
}

/// What is known while polling.
pub(super) struct Poller<'a, S, R> {
    target: &'a Target,
    report: &'a R,
    pub(super) schedule: Schedule,
    link: Link,
    /// The project that is being polled.
    project: Option<ProjectId>,
    /// The connection of the last poll.
    pub(super) kept: Option<Connection<S>>,
    /// Whether connections are kept from one poll to the next.
    keep: bool,
    /// In which form the server is asked.
    pub(super) form: Form,
    in_flight: &'a InFlight,
    /// Whether an operation was in flight at any time since the poll began.
    hindered: bool,
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
            project: None,
            kept: None,
            keep: true,
            form: Form::new(target.protocol),
            in_flight,
            hindered: false,
        }
    }

    /// The project to be polled now, if one is due, and how patiently.
    pub(super) fn begin(&mut self) -> Option<(&'a ProjectPath, Patience)> {
        let index = self.schedule.take_due(now())?;
        let (project, path) = &self.target.projects[index];
        self.project = Some(*project);
        self.hindered = self.in_flight.any();
        let patience = if self.schedule.in_doubt() {
            Patience::Short
        } else {
            Patience::Usual
        };
        Some((path, patience))
    }

    /// Takes what a poll brought.
    ///
    /// # Errors
    /// Why nothing can be sent: the server's form was not found out.
    pub(super) fn end(&mut self, polled: Polled<S>) -> Result<(), Failure> {
        if polled.in_vain {
            self.keep = false;
        }
        self.form = polled.form;
        let failure = match polled.answered {
            Ok(answered) => self.answered(answered).bars_operations(),
            Err(reason) => {
                self.failed(reason);
                Some(Failure::NotSent(reason))
            }
        };
        if polled.out_of_step {
            self.out_of_step();
        }
        match self.form.known() {
            Some(_) => Ok(()),
            None => Err(failure.unwrap_or(Failure::UnknownCommand)),
        }
    }

    /// Waits until something comes over the connection that is kept, and for ever if none is.
    pub(super) async fn speaks_unasked(&mut self) {
        match &mut self.kept {
            Some(kept) => kept.speaks_unasked().await,
            None => pending().await,
        }
    }

    /// What was said over the connection that was kept may have been meant for other questions: all
    /// are asked again, over connections of their own.
    pub(super) fn out_of_step(&mut self) {
        self.kept = None;
        self.keep = false;
        self.schedule.refresh(now());
    }

    fn answered(&mut self, answered: Answered<S>) -> Answer {
        if self.keep && !self.in_flight.any() {
            self.kept = answered.connection;
        }
        let answer = Answer::from(answered.reply);
        self.schedule.answered(is_settled(&answer), now());
        self.link_is(Link::Up);
        if let Some(project) = self.project.take() {
            let at = answered.sent.into_std();
            let answer = answer.clone();
            let reading = Reading { at, answer };
            (self.report)(Event::Polled { project, reading });
        }
        answer
    }

    fn failed(&mut self, reason: Unreachable) {
        self.project = None;
        match self.judge(reason) {
            Verdict::Hindered => self.schedule.excused(now()),
            Verdict::Doubtful => self.schedule.silent(now()),
            Verdict::Down => {
                // Whatever answers there next may have other habits.
                self.keep = true;
                self.form.forget();
                self.schedule.failed(now());
                self.link_is(Link::Down(reason));
            }
        }
    }

    fn judge(&self, reason: Unreachable) -> Verdict {
        if matches!(self.link, Link::Down(_)) {
            return Verdict::Down;
        }
        match reason {
            Unreachable::NoAnswer | Unreachable::ConnectTimeout if self.hindered => {
                Verdict::Hindered
            }
            Unreachable::NoAnswer | Unreachable::Broken | Unreachable::Other
                if !self.schedule.in_doubt() =>
            {
                Verdict::Doubtful
            }
            Unreachable::NoAnswer
            | Unreachable::Broken
            | Unreachable::Other
            | Unreachable::UnknownHost
            | Unreachable::Refused
            | Unreachable::NoRoute
            | Unreachable::ConnectTimeout => Verdict::Down,
        }
    }

    pub(super) fn awake(&mut self, delay: Duration) {
        self.project = None;
        self.kept = None;
        self.keep = true;
        self.form.forget();
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

    pub(super) fn operation_began(&mut self, concerned: Range<usize>) {
        self.in_flight.began();
        self.hindered = true;
        // A Projects Manager that serves one connection after the other would not read the
        // operation as long as this one is open.
        self.kept = None;
        self.schedule.operation_began(concerned, now());
    }

    pub(super) fn operation_ended(&mut self, ended: Ended) {
        let concerned = ended.given.concerned(self.target);
        if ended.answer == Err(Failure::UnknownCommand) {
            self.form.forget();
        }
        (self.report)(ended.into_event());
        self.in_flight.ended();
        self.schedule.operation_ended(concerned, now());
    }
}

/// Whether polling in a hurry has nothing to wait for.
fn is_settled(answer: &Answer) -> bool {
    match answer {
        Answer::Status(status) => status.is_settled(),
        Answer::NotFound | Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_) => {
            true
        }
    }
}
