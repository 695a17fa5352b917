//! How the program ends.

use std::io::{self, Write};

use crate::model::event;
use crate::model::{Condition, Outcome};

/// What the help says about it.
pub(super) const CODES: &str = "\
Exit codes:
  0  done
  1  refused by the server
  2  wrong usage or configuration
  3  unreachable or no answer
  4  not allowed here
  5  not as the configuration expects (status --expect)
With several projects the highest counts.";

/// Why a command failed, in one line that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The server refused, or did not do as it agreed to.
    Refused(String),
    /// Wrong usage or configuration.
    Usage(String),
    /// Forbidden by the configuration or a policy. Nothing was changed.
    NotAllowed(String),
    /// Wrong configuration; begins with the file and the place in it.
    Configuration(String),
    /// The server was not reached, or did not answer or finish in time.
    NoAnswer(String),
    /// A project is not in the state that the configuration expects.
    Contrary(String),
    /// More than one.
    Several(Vec<Failure>),
}

impl Failure {
    /// The failure that follows from what a project is found to be doing, told as `text`.
    pub(super) fn of_condition(condition: &Condition, text: String) -> Failure {
        match condition {
            Condition::Connecting | Condition::Unreachable(_) | Condition::Stale { .. } => {
                Failure::NoAnswer(text)
            }
            Condition::Pending { .. } | Condition::Fault(_) | Condition::Status(_) => {
                Failure::Refused(text)
            }
        }
    }

    /// The failure that follows from what became of an operation, told as `text`. `None` if it
    /// succeeded.
    pub(super) fn of_outcome(outcome: &Outcome, text: String) -> Option<Failure> {
        match outcome {
            Outcome::Succeeded | Outcome::Already => None,
            Outcome::Failed(
                event::Failure::NotSent(_) | event::Failure::GivenUp | event::Failure::NoAnswer(_),
            )
            | Outcome::Unsettled => Some(Failure::NoAnswer(text)),
            Outcome::Failed(
                event::Failure::PortInUse
                | event::Failure::NotFound
                | event::Failure::UnknownCommand
                | event::Failure::Refused(_)
                | event::Failure::Unexpected(_),
            )
            | Outcome::CalledOff
            | Outcome::Settled(_) => Some(Failure::Refused(text)),
        }
    }

    fn code(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) | Failure::Configuration(_) => 2,
            Failure::NoAnswer(_) => 3,
            Failure::NotAllowed(_) => 4,
            Failure::Contrary(_) => 5,
            Failure::Several(failures) => failures.iter().map(Failure::code).max().unwrap_or(0),
        }
    }

    fn lines(&self) -> Vec<String> {
        match self {
            Failure::Refused(text)
            | Failure::Usage(text)
            | Failure::NoAnswer(text)
            | Failure::NotAllowed(text)
            | Failure::Contrary(text) => vec![format!("error: {text}")],
            Failure::Configuration(line) => vec![line.clone()],
            Failure::Several(failures) => failures.iter().flat_map(Failure::lines).collect(),
        }
    }
}

/// Reports what is wrong and stops nothing.
pub(super) fn warn<'l>(lines: impl Iterator<Item = &'l str>) {
    let mut stderr = io::stderr().lock();
    for line in lines {
        // The command goes on when nobody reads this.
        drop(writeln!(stderr, "warning: {line}"));
    }
}

/// Reports a failure and gives the code to exit with.
pub(super) fn code(result: Result<(), Failure>) -> u8 {
    let Err(failure) = result else {
        return 0;
    };
    let mut lines = failure.lines();
    // One server's silence is the same for all of its projects.
    lines.dedup();
    let mut stderr = io::stderr().lock();
    for line in lines {
        // The exit code still tells when nobody reads this.
        drop(writeln!(stderr, "{line}"));
    }
    failure.code()
}
