//! What the user is told of, and when: on the edges of what was told before, and never of what does
//! not last.

mod decide;
mod desk;
mod digest;
mod flap;
mod gate;
mod kind;
mod mark;
mod project;
mod server;
mod snooze;

use super::event::{FileTrouble, Service, Unreachable};
use super::{AutostartRefusal, Fault, Outcome, Refusal, Restraint};
use crate::protocol::{Operation, Status};
use crate::site::{Hotkey, ProjectId, ServerId};

pub(super) use decide::{Cause, Standing};
pub(super) use desk::Desk;
pub use kind::Importance;
pub(super) use project::{Announced, OfProject};
pub(super) use server::OfServer;
pub use snooze::Snooze;

/// Something to tell the user. Its words are made by [`crate::view`]. A newer notice about the
/// same project or server replaces an older one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// About a project.
    Project(ProjectId, ProjectNews),
    /// About a server.
    Server(ServerId, ServerNews),
    /// About many projects and servers, the worst first: what there is to tell of each.
    Digest(Vec<Notice>),
    /// The configuration has errors; [`crate::model::Model::problems`] has them.
    Misconfigured,
    /// The monitor has stopped reporting.
    MonitorSilent,
    /// What becomes of the operator's own click is not watched any more, since its project is no
    /// longer configured.
    Unwatched {
        /// The server's name.
        server: String,
        /// The project's name.
        project: String,
        /// What was asked for.
        operation: Operation,
    },
    /// A change that the user asked for could not be written to the configuration: why.
    NotSaved(FileTrouble),
    /// The configuration file could not be opened for the user: why.
    NotOpened(FileTrouble),
    /// Something else that the user asked for could not be done: why.
    NotServed {
        /// What.
        service: Service,
        /// For which project.
        project: ProjectId,
        /// Why, in the system's words.
        reason: String,
    },
    /// Whether Windows starts the program at logon could not be changed: why.
    AutostartNotSet(AutostartRefusal),
    /// Which servers and projects there are is not for the user to change.
    NotChangeable(Restraint),
    /// Nothing is configured, and so many projects were found on this computer.
    Found {
        /// How many.
        count: usize,
    },
    /// These hot keys do not work, since another program has them.
    HotkeysTaken(Vec<Hotkey>),
}

impl Notice {
    /// What it is about, if that can change so that it is taken back.
    pub(super) fn topic(&self) -> Option<Topic> {
        match self {
            Notice::Project(project, _) => Some(Topic::Project(*project)),
            Notice::Server(server, _) => Some(Topic::Server(*server)),
            Notice::Digest(_) => Some(Topic::Digest),
            Notice::Misconfigured => Some(Topic::Configuration),
            Notice::MonitorSilent => Some(Topic::Watching),
            Notice::HotkeysTaken(_) => Some(Topic::Hotkeys),
            Notice::Unwatched { .. }
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::Found { .. } => None,
        }
    }
}

/// What a notice can be about, so that it can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A server's link.
    Server(ServerId),
    /// A project.
    Project(ProjectId),
    /// Many of them.
    Digest,
    /// What is wrong with the configuration.
    Configuration,
    /// That nothing is watched any more.
    Watching,
    /// Hot keys that do not work.
    Hotkeys,
}

/// What there is to tell of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectNews {
    /// It needs somebody.
    Fault(Fault),
    /// It stopped and nobody asked for it here.
    Stopped,
    /// It was started and nobody asked for it here.
    Started,
    /// It was at fault or unstable and is well again.
    Recovered(Status),
    /// It changes again and again; nothing more is told of that until it rests.
    Unstable,
    /// What became of the operator's own click.
    Outcome {
        /// What was asked for.
        operation: Operation,
        /// What became of it.
        outcome: Outcome,
    },
    /// Why the operator's own click was not carried out.
    Refused {
        /// What was asked for.
        operation: Operation,
        /// Why not.
        refusal: Refusal,
    },
}

/// What there is to tell of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerNews {
    /// It gives no answer.
    Down(Unreachable),
    /// It answers again.
    Up,
    /// It comes and goes; nothing more is told of that until it stays.
    Unstable,
}
