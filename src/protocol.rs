//! The Projects Manager's TCP protocol: requests and replies, both directions side by side.
//!
//! A request is `<command>:<project path>` and a reply is a word; neither has a terminator or a
//! length. The documented replies are a prefix-free set, so a reply ends where one of them is
//! whole. Source: the vendor's documentation of the Projects Manager's TCP server (since 3.18).
//!
//! Some servers want `<command>|<project path>` instead; see [`Dialect`]. What they put around
//! their replies is understood whatever the form of the request.

mod path;
mod reader;
mod reply;
mod request;
mod text;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

pub use path::{MAX_PATH_UNITS, PathError, ProjectPath};
pub use reader::{Progress, ReplyReader, is_blank};
pub use reply::{Excerpt, Reply, Status};
pub use request::{Envelope, MAX_ID_DIGITS, Request, RequestError};
pub use text::{breaks_line, one_line, turns_writing};

/// The longest reply that is read, in bytes. The longest documented one has 15.
pub const MAX_REPLY_BYTES: usize = 256;

/// The TCP port that the vendor's documentation uses.
pub const DEFAULT_PORT: u16 = 7002;

/// The form of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// `command:path`, as the vendor documents it.
    Colon,
    /// `command|path`, with replies that are marked with `suc:` or `err:`. Source: a public
    /// integrator's client, there said to be checked against version 3.19.3.
    Pipe,
}

impl Dialect {
    /// Every form, the documented one first.
    pub const ALL: [Dialect; 2] = [Dialect::Colon, Dialect::Pipe];

    /// The byte between command and path.
    pub fn separator(self) -> u8 {
        match self {
            Dialect::Colon => b':',
            Dialect::Pipe => b'|',
        }
    }
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    /// Starts a project.
    Start,
    /// Stops a project.
    Stop,
    /// Asks for a project's status.
    Status,
    /// Stops all projects of the Projects Manager, then starts this one.
    Switch,
}

impl Command {
    /// Every command, in the documentation's order.
    pub const ALL: [Command; 4] = [
        Command::Start,
        Command::Stop,
        Command::Status,
        Command::Switch,
    ];

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Command::Start => "start",
            Command::Stop => "stop",
            Command::Status => "status",
            Command::Switch => "switch",
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A command that changes something. It is sent once and never again by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Starts a project.
    Start,
    /// Stops a project.
    Stop,
    /// Stops all projects of the Projects Manager, then starts this one.
    Switch,
}

impl Operation {
    /// Every operation, in the order in which they are offered.
    pub const ALL: [Operation; 3] = [Operation::Start, Operation::Stop, Operation::Switch];

    /// Returns the next step towards the operation's aim while its project has this status.
    pub fn next_step(self, status: Status) -> Step {
        match (self, status) {
            (Operation::Start | Operation::Switch, Status::Stopped)
            | (Operation::Stop, Status::Starting | Status::Running) => Step::Send,
            (Operation::Start, Status::Starting | Status::Running)
            | (Operation::Stop, Status::Stopping | Status::Stopped) => Step::Nothing,
            (Operation::Start, Status::Stopping)
            | (Operation::Switch, Status::Starting | Status::Stopping) => Step::Wait,
            (Operation::Switch, Status::Running) => Step::SendUnlessAlone,
        }
    }
}

/// The next step towards the aim of an [`Operation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send it.
    Send,
    /// Send it if another project of the Projects Manager may be running.
    SendUnlessAlone,
    /// Wait until the project has settled.
    Wait,
    /// The project is as wanted, or on its way there.
    Nothing,
}

impl From<Operation> for Command {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::Start => Command::Start,
            Operation::Stop => Command::Stop,
            Operation::Switch => Command::Switch,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Command::from(*self).fmt(f)
    }
}

/// A word that is not an operation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' is not a command; use start, stop or switch")]
pub struct OperationError(String);

impl FromStr for Operation {
    type Err = OperationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Operation::ALL
            .into_iter()
            .find(|operation| Command::from(*operation).word() == text)
            .ok_or_else(|| OperationError(text.to_owned()))
    }
}
