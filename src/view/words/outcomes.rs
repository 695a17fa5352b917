//! What becomes of operations, and why one is not carried out.

use super::{Names, Text, Words, phrases};
use crate::model::event::Failure;
use crate::model::{Model, Outcome, Refusal};
use crate::protocol::{Operation, Status};

impl Words {
    /// The name that a pinned operation is given.
    pub fn action_name(&self, operation: Operation, project: &str) -> String {
        self.say(&phrases::ActionName { operation, project })
    }

    /// What the server's answer says when it carries an operation out. After a start or a stop the
    /// project may take its time to follow.
    pub fn agreed(&self, names: &Names<'_>, operation: Operation) -> String {
        self.say(&phrases::Agreed {
            operation,
            server: names.server,
            project: names.project,
        })
    }

    /// Says that nothing was sent, since the project is changing to what is wanted.
    pub fn on_its_way(&self, names: &Names<'_>, status: Status) -> String {
        let (project, server) = (names.project, names.server);
        let status = self.say(&phrases::RefusalStatus { status, project });
        format!("{status} {}", self.say(&phrases::AlreadyBody { server }))
    }

    /// What became of an operation.
    pub fn outcome_text(&self, names: &Names<'_>, operation: Operation, outcome: &Outcome) -> Text {
        Text {
            title: self.outcome_title(names.project, operation, outcome),
            body: self.outcome_body(names, operation, outcome),
        }
    }

    fn outcome_title(&self, project: &str, operation: Operation, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Succeeded => self.say(&phrases::DoneTitle { operation, project }),
            Outcome::Already => self.say(&phrases::AlreadyTitle { operation, project }),
            Outcome::CalledOff => self.say(&phrases::CalledOffTitle { operation, project }),
            Outcome::Failed(Failure::NoAnswer(_)) => {
                self.say(&phrases::UnknownTitle { operation, project })
            }
            Outcome::Failed(
                Failure::PortInUse
                | Failure::NotFound
                | Failure::UnknownCommand
                | Failure::Refused(_)
                | Failure::Unexpected(_)
                | Failure::NotSent(_)
                | Failure::GivenUp,
            )
            | Outcome::Settled(_)
            | Outcome::Unsettled => self.say(&phrases::CouldNotTitle { operation, project }),
        }
    }

    fn outcome_body(&self, names: &Names<'_>, operation: Operation, outcome: &Outcome) -> String {
        let server = names.server;
        match outcome {
            Outcome::Succeeded => self.say(&phrases::DoneBody { operation, server }),
            Outcome::Already => self.say(&phrases::AlreadyBody { server }),
            Outcome::CalledOff => self.say(&phrases::CalledOffBody { server }),
            Outcome::Failed(reason) => self.failure(names, reason),
            Outcome::Settled(status) => {
                let status = *status;
                self.say(&phrases::SettledBody { server, status })
            }
            Outcome::Unsettled => self.say(&phrases::UnsettledBody { server }),
        }
    }

    /// Why an operation was not carried out.
    pub(in crate::view) fn refused_text(
        &self,
        names: &Names<'_>,
        operation: Operation,
        refusal: Refusal,
        model: &Model,
    ) -> Text {
        let project = names.project;
        let title = match refusal {
            Refusal::NotAllowed | Refusal::Managed | Refusal::WouldStop(_) => {
                self.say(&phrases::NotAllowedTitle { operation, project })
            }
            Refusal::NotConfigured
            | Refusal::Unreachable
            | Refusal::Unknown
            | Refusal::Busy { .. }
            | Refusal::Status(_) => self.say(&phrases::RefusedTitle { operation, project }),
        };
        Text {
            title,
            body: self.refusal(names, refusal, model),
        }
    }

    /// Why an operation is not possible now.
    pub(in crate::view) fn refusal(
        &self,
        names: &Names<'_>,
        refusal: Refusal,
        model: &Model,
    ) -> String {
        let (project, server) = (names.project, names.server);
        match refusal {
            Refusal::NotConfigured => self.say(&phrases::RefusalNotConfigured),
            Refusal::NotAllowed => self.say(&phrases::RefusalNotAllowed),
            Refusal::Managed => self.say(&phrases::RefusalManaged),
            Refusal::Unreachable => self.say(&phrases::RefusalUnreachable { server }),
            Refusal::Unknown => self.say(&phrases::RefusalUnknown { project }),
            Refusal::Busy {
                project: other,
                operation,
            } => {
                let other = model.site().project(other);
                let project = other.map_or(project, |(_, other)| &other.name);
                self.say(&phrases::RefusalBusy { operation, project })
            }
            Refusal::Status(status) => self.say(&phrases::RefusalStatus { status, project }),
            Refusal::WouldStop(other) => {
                let other = model.site().project(other);
                let other = other.map_or(project, |(_, other)| &other.name);
                self.say(&phrases::RefusalWouldStop { project: other })
            }
        }
    }
}
