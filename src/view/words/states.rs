//! What projects are doing, in a few words, and how many of them are doing what.

use super::super::survey::{Class, Tally};
use super::{Words, phrases};
use crate::model::event::Failure;
use crate::model::{Condition, Fault, Outcome, Since};
use crate::protocol::{Operation, Status};
use crate::site::Wanted;

impl Words {
    /// A name and its condition.
    pub fn project_condition(&self, name: &str, condition: &Condition) -> String {
        self.named(name, &self.condition(condition))
    }

    /// A name and what there is to say of it.
    pub(in crate::view) fn named(&self, name: &str, condition: &str) -> String {
        self.say(&phrases::NamedCondition { name, condition })
    }

    /// A condition in a few words.
    pub fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Connecting => self.say(&phrases::ConditionConnecting),
            Condition::Unreachable(_) => self.say(&phrases::ConditionUnreachable),
            Condition::Stale { since: None } => self.say(&phrases::ConditionNoNews),
            Condition::Stale { since: Some(since) } => {
                let time = &time(*since);
                self.say(&phrases::ConditionNoNewsSince { time })
            }
            Condition::Pending {
                operation,
                lost: false,
            } => {
                let operation = *operation;
                self.say(&phrases::ConditionPending { operation })
            }
            Condition::Pending {
                operation,
                lost: true,
            } => {
                let operation = *operation;
                self.say(&phrases::ConditionPendingLost { operation })
            }
            Condition::Status(status) => self.status(*status),
            Condition::Fault(fault) => self.fault(fault),
        }
    }

    fn status(&self, status: Status) -> String {
        self.say(&phrases::ConditionStatus { status })
    }

    fn fault(&self, fault: &Fault) -> String {
        match fault {
            Fault::NotFound => self.say(&phrases::ConditionNotFound),
            Fault::UnknownCommand => self.say(&phrases::ConditionNotUnderstood),
            Fault::Refused(_) => self.say(&phrases::ConditionRefused),
            Fault::Unexpected(_) => self.say(&phrases::ConditionUnexpected),
            Fault::Silent => self.say(&phrases::ConditionSilent),
            Fault::Stuck(Status::Starting) => self.say(&phrases::ConditionStuckInStarting),
            Fault::Stuck(Status::Stopping | Status::Stopped | Status::Running) => {
                self.say(&phrases::ConditionStuckInStopping)
            }
            Fault::Contrary { wanted, .. } => match wanted {
                Wanted::Running => self.say(&phrases::ConditionShouldBeRunning),
                Wanted::Stopped => self.say(&phrases::ConditionShouldBeStopped),
            },
            Fault::Failed { operation, outcome } => self.failed(*operation, outcome),
        }
    }

    fn failed(&self, operation: Operation, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Failed(Failure::PortInUse) => self.say(&phrases::ConditionPortInUse),
            Outcome::Failed(Failure::NotFound) => self.say(&phrases::ConditionNotFound),
            Outcome::Failed(Failure::Refused(_)) => self.say(&phrases::ConditionRefused),
            Outcome::Failed(
                Failure::UnknownCommand
                | Failure::Unexpected(_)
                | Failure::NotSent(_)
                | Failure::GivenUp
                | Failure::NoAnswer(_),
            )
            | Outcome::Succeeded
            | Outcome::Already
            | Outcome::CalledOff
            | Outcome::Settled(_)
            | Outcome::Unsettled => self.say(&phrases::ConditionFailed { operation }),
        }
    }

    /// How many projects are doing what, the worst first; empty if there are none.
    pub(in crate::view) fn counts(&self, tally: &Tally) -> String {
        let counts = Class::ALL.into_iter().filter_map(|class| {
            let number = tally.number(class);
            (number > 0).then(|| self.counted(class, number))
        });
        self.joined(counts)
    }

    /// Counts as one text.
    pub(in crate::view) fn joined(&self, counts: impl IntoIterator<Item = String>) -> String {
        let join = |first: String, rest: String| {
            let (first, rest) = (first.as_str(), rest.as_str());
            self.say(&phrases::CountsJoined { first, rest })
        };
        counts.into_iter().reduce(join).unwrap_or_default()
    }

    fn counted(&self, class: Class, number: usize) -> String {
        match class {
            Class::Fault => self.say(&phrases::CountedAtFault { number }),
            Class::Unreachable => self.say(&phrases::CountedUnreachable { number }),
            Class::Stale => self.say(&phrases::CountedWithoutNews { number }),
            Class::Changing => self.say(&phrases::CountedChanging { number }),
            Class::Running => self.say(&phrases::CountedRunning { number }),
            Class::Stopped => self.say(&phrases::CountedStopped { number }),
        }
    }
}

/// A time of today, or a day with its time.
fn time(since: Since) -> String {
    let form = if since.today {
        "%H:%M"
    } else {
        "%Y-%m-%d %H:%M"
    };
    since.at.format(form).to_string()
}
