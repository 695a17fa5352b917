//! What a project is shown as, and how bad that is.

use chrono::NaiveDateTime;

use super::event::{Answer, Failure, Link, Unreachable};
use super::{Model, Outcome};
use crate::protocol::{Excerpt, Operation, Status};
use crate::site::{ProjectId, Wanted};

/// How bad something is; a greater one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// There is nothing to watch.
    NothingConfigured,
    /// Stopped.
    Stopped,
    /// Running.
    Running,
    /// Starting, stopping, or not known yet.
    Changing,
    /// The server gives no answer, or its last one is too old.
    Unreachable,
    /// Somebody has to do something.
    Fault,
}

impl Severity {
    /// Every severity, from the best to the worst.
    pub const ALL: [Severity; 6] = [
        Severity::NothingConfigured,
        Severity::Stopped,
        Severity::Running,
        Severity::Changing,
        Severity::Unreachable,
        Severity::Fault,
    ];
}

/// What a project is shown as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Not asked yet, or not answered yet.
    Connecting,
    /// The server gives no answer.
    Unreachable(Unreachable),
    /// The server's last answer is too old.
    Stale {
        /// From when that answer is, if there ever was one.
        since: Option<Since>,
    },
    /// The operator asked for something and it is not there yet.
    Pending {
        /// For what.
        operation: Operation,
        /// Whether the answer did not come, so that only status can tell what became of it.
        lost: bool,
    },
    /// Somebody has to do something.
    Fault(Fault),
    /// What the server says, freshly.
    Status(Status),
}

/// A moment of the past, by the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// When it was.
    pub at: NaiveDateTime,
    /// Whether it was today, so that the time alone tells.
    pub today: bool,
}

/// What is wrong with a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The path does not exist on the server or is not a project.
    NotFound,
    /// The server does not know the command.
    UnknownCommand,
    /// The server refused in words of its own to tell the status.
    Refused(Excerpt),
    /// The server answered something that is no status.
    Unexpected(Excerpt),
    /// The server answers for other projects and has not answered for this one for a long time.
    Silent,
    /// It has been on its way to another status for too long.
    Stuck(Status),
    /// It has not been for too long what the configuration expects.
    Contrary {
        /// What is expected.
        wanted: Wanted,
        /// What it is.
        status: Status,
    },
    /// The last operation failed.
    Failed {
        /// Which one.
        operation: Operation,
        /// Why.
        outcome: Outcome,
    },
}

impl Fault {
    /// Whether somebody who was told of this fault knows of the other one, too.
    pub(super) fn tells(&self, other: &Fault) -> bool {
        let cause = match self {
            Fault::NotFound
            | Fault::UnknownCommand
            | Fault::Refused(_)
            | Fault::Unexpected(_)
            | Fault::Silent
            | Fault::Stuck(_)
            | Fault::Contrary { .. } => self.clone(),
            Fault::Failed { outcome, .. } => match outcome {
                Outcome::Failed(Failure::NotFound) => Fault::NotFound,
                Outcome::Failed(Failure::UnknownCommand) => Fault::UnknownCommand,
                Outcome::Failed(Failure::Refused(excerpt)) => Fault::Refused(excerpt.clone()),
                Outcome::Failed(Failure::Unexpected(excerpt)) => Fault::Unexpected(excerpt.clone()),
                Outcome::Failed(
                    Failure::PortInUse
                    | Failure::NotSent(_)
                    | Failure::GivenUp
                    | Failure::NoAnswer(_),
                )
                | Outcome::Succeeded
                | Outcome::Already
                | Outcome::CalledOff
                | Outcome::Settled(_)
                | Outcome::Unsettled => self.clone(),
            },
        };
        // The words change, and the trouble is the same.
        let alike = match (&cause, other) {
            (Fault::Unexpected(_), Fault::Unexpected(_)) => true,
            (Fault::Contrary { wanted, .. }, Fault::Contrary { wanted: now, .. }) => wanted == now,
            (Fault::Failed { outcome, .. }, Fault::Stuck(_)) => *outcome == Outcome::Unsettled,
            (
                Fault::NotFound
                | Fault::UnknownCommand
                | Fault::Refused(_)
                | Fault::Unexpected(_)
                | Fault::Silent
                | Fault::Stuck(_)
                | Fault::Contrary { .. }
                | Fault::Failed { .. },
                _,
            ) => false,
        };
        self == other || cause == *other || alike
    }
}

impl From<&Answer> for Condition {
    /// What follows from the server's fresh answer alone.
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Status(status) => Condition::Status(*status),
            Answer::NotFound => Condition::Fault(Fault::NotFound),
            Answer::UnknownCommand => Condition::Fault(Fault::UnknownCommand),
            Answer::Refused(excerpt) => Condition::Fault(Fault::Refused(excerpt.clone())),
            Answer::Unexpected(excerpt) => Condition::Fault(Fault::Unexpected(excerpt.clone())),
        }
    }
}

impl Condition {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self {
            Condition::Fault(_) => Severity::Fault,
            Condition::Unreachable(_) | Condition::Stale { .. } => Severity::Unreachable,
            Condition::Connecting | Condition::Pending { .. } => Severity::Changing,
            Condition::Status(Status::Starting | Status::Stopping) => Severity::Changing,
            Condition::Status(Status::Running) => Severity::Running,
            Condition::Status(Status::Stopped) => Severity::Stopped,
        }
    }
}

impl Model {
    /// Returns true if a server has not answered for a project for longer than an operation takes,
    /// although it answers for others.
    pub(super) fn is_silent(&self, project: ProjectId) -> bool {
        let Some(state) = self.projects.get(&project) else {
            return false;
        };
        let age = self.now.instant.saturating_duration_since(state.news_at());
        let limit = self.site.stale_after() + self.site.timing.action_timeout;
        let mut others = self.others(project);
        age > limit && others.any(|other| self.fresh_answer(other).is_some())
    }

    /// What a project is to be shown as now.
    pub fn condition(&self, project: ProjectId) -> Condition {
        let Some(state) = self.projects.get(&project) else {
            return Condition::Connecting;
        };
        let stale = || Condition::Stale {
            since: state.heard.map(|at| Since {
                at,
                today: at.date() == self.now.local.date(),
            }),
        };
        if self.monitor_silent {
            return stale();
        }
        if let Link::Down(reason) = self.link(state.server) {
            return Condition::Unreachable(*reason);
        }
        if let Some(pending) = self.pending(state.server)
            && pending.project == project
        {
            return Condition::Pending {
                operation: pending.operation,
                lost: pending.is_lost(),
            };
        }
        if state.reading.is_none() && !self.is_old(state.awaited_since) {
            return Condition::Connecting;
        }
        let Some(answer) = self.fresh_answer(project) else {
            return match self.is_silent(project) {
                true => Condition::Fault(Fault::Silent),
                false => stale(),
            };
        };
        let (now, limits) = (self.now.instant, self.site.limits);
        if let Some(status) = state.stuck(now, limits.stuck_after) {
            return Condition::Fault(Fault::Stuck(status));
        }
        if let Some(failed) = &state.failed {
            return Condition::Fault(Fault::Failed {
                operation: failed.operation,
                outcome: failed.outcome.clone(),
            });
        }
        if let Some(wanted) = state.missed(now, limits.expect_grace)
            && let Answer::Status(status) = answer
        {
            return Condition::Fault(Fault::Contrary {
                wanted,
                status: *status,
            });
        }
        answer.into()
    }
}
