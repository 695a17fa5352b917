//! What is wrong, and what to do.

use super::{Names, Words, phrases};
use crate::model::event::{Failure, Link, Unreachable};
use crate::model::{Condition, Fault};
use crate::protocol::Status;
use crate::site::{Address, Wanted};

impl Words {
    /// Why a server gives no answer, and what to do.
    pub fn unreachable(&self, reason: Unreachable, address: &Address) -> String {
        let host = address.host();
        let address = &address.to_string();
        match reason {
            Unreachable::UnknownHost => self.say(&phrases::UnreachableUnknownHost { host }),
            Unreachable::Refused => self.say(&phrases::UnreachableRefused { address }),
            Unreachable::NoRoute => self.say(&phrases::UnreachableNoRoute { address }),
            Unreachable::ConnectTimeout => {
                self.say(&phrases::UnreachableConnectTimeout { address })
            }
            Unreachable::NoAnswer => self.say(&phrases::UnreachableNoAnswer { address }),
            Unreachable::Broken => self.say(&phrases::UnreachableBroken { address }),
            Unreachable::Other => self.say(&phrases::UnreachableOther { address }),
        }
    }

    fn not_found(&self, names: &Names<'_>) -> String {
        self.say(&phrases::TroubleNotFound {
            server: names.server,
            path: names.path,
        })
    }

    fn unknown_command(&self, names: &Names<'_>) -> String {
        self.say(&phrases::TroubleUnknownCommand {
            server: names.server,
            address: &names.address.to_string(),
        })
    }

    fn refused(&self, names: &Names<'_>, excerpt: &str) -> String {
        self.say(&phrases::TroubleRefused {
            server: names.server,
            project: names.project,
            excerpt,
        })
    }

    fn unexpected(&self, names: &Names<'_>, excerpt: &str) -> String {
        self.say(&phrases::TroubleUnexpected {
            server: names.server,
            address: &names.address.to_string(),
            excerpt,
        })
    }

    /// Why the server refused or was not reached, and what to do.
    pub fn failure(&self, names: &Names<'_>, failure: &Failure) -> String {
        match failure {
            Failure::PortInUse => self.say(&phrases::TroublePortInUse {
                project: names.project,
            }),
            Failure::NotFound => self.not_found(names),
            Failure::UnknownCommand => self.unknown_command(names),
            Failure::Refused(excerpt) => self.refused(names, excerpt.as_str()),
            Failure::Unexpected(excerpt) => self.unexpected(names, excerpt.as_str()),
            Failure::GivenUp => self.say(&phrases::TroubleGivenUp),
            Failure::NotSent(reason) => self.say(&phrases::TroubleNotSent {
                reason: &self.unreachable(*reason, names.address),
            }),
            Failure::NoAnswer(_) => self.say(&phrases::TroubleNoAnswer {
                server: names.server,
            }),
        }
    }

    /// What is wrong with a project, and what to do.
    pub fn fault_text(&self, names: &Names<'_>, fault: &Fault) -> String {
        match fault {
            Fault::NotFound => self.not_found(names),
            Fault::UnknownCommand => self.unknown_command(names),
            Fault::Refused(excerpt) => self.refused(names, excerpt.as_str()),
            Fault::Unexpected(excerpt) => self.unexpected(names, excerpt.as_str()),
            Fault::Silent => self.stale(names),
            Fault::Stuck(status) => self.stuck(names, *status),
            Fault::Contrary { wanted, status } => self.contrary(names, *wanted, *status),
            Fault::Failed { operation, outcome } => {
                self.outcome_text(names, *operation, outcome).body
            }
        }
    }

    fn stale(&self, names: &Names<'_>) -> String {
        self.say(&phrases::TroubleStale {
            server: names.server,
        })
    }

    fn stuck(&self, names: &Names<'_>, status: Status) -> String {
        let (project, server) = (names.project, names.server);
        match status {
            Status::Starting => self.say(&phrases::TroubleStuckInStarting { project, server }),
            Status::Stopping | Status::Stopped | Status::Running => {
                self.say(&phrases::TroubleStuckInStopping { project, server })
            }
        }
    }

    fn contrary(&self, names: &Names<'_>, wanted: Wanted, status: Status) -> String {
        let (project, server) = (names.project, names.server);
        match wanted {
            Wanted::Running => self.say(&phrases::TroubleShouldBeRunning {
                project,
                server,
                status,
            }),
            Wanted::Stopped => self.say(&phrases::TroubleShouldBeStopped {
                project,
                server,
                status,
            }),
        }
    }

    /// What is wrong, and what to do. `None` if nothing is.
    pub fn trouble(&self, names: &Names<'_>, condition: &Condition) -> Option<String> {
        match condition {
            Condition::Unreachable(reason) => Some(self.unreachable(*reason, names.address)),
            Condition::Fault(fault) => Some(self.fault_text(names, fault)),
            Condition::Connecting
            | Condition::Stale { .. }
            | Condition::Pending { .. }
            | Condition::Status(_) => None,
        }
    }

    /// What to do about a condition, if there is something to do.
    pub(in crate::view) fn remedy(
        &self,
        names: &Names<'_>,
        condition: &Condition,
        link: &Link,
    ) -> Option<String> {
        match condition {
            Condition::Stale { .. } if *link == Link::Silent => {
                let server = names.server;
                Some(self.say(&phrases::TroubleSilent { server }))
            }
            Condition::Stale { .. } => Some(self.stale(names)),
            Condition::Unreachable(_)
            | Condition::Fault(_)
            | Condition::Connecting
            | Condition::Pending { .. }
            | Condition::Status(_) => self.trouble(names, condition),
        }
    }

    /// Where a project is.
    pub(in crate::view) fn whereabouts(&self, names: &Names<'_>) -> String {
        self.say(&phrases::Whereabouts {
            path: names.path,
            server: names.server,
            address: &names.address.to_string(),
        })
    }
}
