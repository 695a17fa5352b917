//! Everything that can happen, as one closed enum, and the facts that it carries.

mod dialogs;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

pub use dialogs::{Candidate, DialogId, Finding, Peer, SearchId, Source};

use super::{Autostart, Snooze};
use crate::protocol::{Excerpt, Operation, Reply, Status};
use crate::site::{Hotkey, ProjectId, ServerId, Site};

/// The time for which a settled status other than the wanted one must last until it is believed. A
/// server may agree at once and still report the old status for some seconds.
pub const CONTRARY_GRACE: Duration = Duration::from_secs(6);

/// What time it is, by the clock that measures and by the one on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// For everything that is decided.
    pub instant: Instant,
    /// For the user to read, in the computer's own time zone. It may jump.
    pub local: NaiveDateTime,
}

#[cfg(test)]
impl Now {
    /// A time of a test that began at three minutes past two.
    pub(crate) fn in_test(start: Instant, instant: Instant) -> Now {
        let began =
            chrono::NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(14, 3, 0));
        let local = began.unwrap() + (instant - start);
        Now { instant, local }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The configuration was read.
    Configured(Configuration),
    /// A server was reached again, or could not be.
    Link {
        /// Which server.
        server: ServerId,
        /// What became of the connection to it.
        link: Link,
    },
    /// A project was polled.
    Polled {
        /// Which project.
        project: ProjectId,
        /// What the server said of it.
        reading: Reading,
    },
    /// An operation came to its end on the wire.
    Answered {
        /// Which operation.
        ticket: Ticket,
        /// When the answer came, or was given up.
        at: Instant,
        /// What became of it.
        answer: Result<Dispatch, Failure>,
    },
    /// Time has passed and nothing else happened. The monitor's heartbeat.
    Tick,
    /// The computer has slept, or a clock was set: every connection was dropped, and everything is
    /// asked again.
    Awoke {
        /// What was asked for before this is of no use.
        at: Instant,
    },
    /// The monitor has not kept its promise to report. Said again and again until it does.
    MonitorSilent,
    /// The user has opened a menu, and so has seen what is new of this.
    Seen(Seen),
    /// The user chose something in the menu.
    Clicked(Click),
    /// Of the hot keys that are wanted, these are not to be had: another program has them, or Windows.
    HotkeysTaken(Vec<Hotkey>),
    /// This was scanned, or typed, into the window for codes.
    Scanned(String),
    /// The user closed the window for codes.
    ScanningClosed,
    /// A change that the user asked for could not be written to the configuration: why.
    NotSaved(FileTrouble),
    /// The configuration file could not be opened for the user: why.
    NotOpened(FileTrouble),
    /// Whether Windows starts the program at logon was read; `None` when it could not be.
    Autostart(Option<Autostart>),
    /// Windows could not be made to start the program at logon, or not to start it any more: why.
    AutostartNotSet(String),
    /// A service that the user asked for could not be done: why.
    NotServed {
        /// Which one.
        service: Service,
        /// For which project.
        project: ProjectId,
        /// Why, in the system's words.
        reason: String,
    },
    /// The operator answered a question.
    Confirmed {
        /// Which one.
        question: QuestionId,
        /// Whether it is to be done. Everything else than the button that says so means no.
        yes: bool,
    },
    /// A form was submitted.
    Entered {
        /// Which dialog.
        dialog: DialogId,
        /// What its fields hold, in their order: of a choice the option's text.
        values: Vec<String>,
    },
    /// A checklist was submitted.
    Picked {
        /// Which dialog.
        dialog: DialogId,
        /// The rows that are checked, by their places from 0.
        rows: Vec<usize>,
    },
    /// The user closed a dialog.
    DialogClosed {
        /// Which one.
        dialog: DialogId,
    },
    /// An address was asked who answers there.
    Reached {
        /// For which dialog.
        dialog: DialogId,
        /// Who, or why nobody does.
        answer: Result<Peer, Unreachable>,
    },
    /// A server was asked about a project.
    Probed {
        /// For which dialog.
        dialog: DialogId,
        /// What it said, or why it did not.
        answer: Result<Answer, Unreachable>,
    },
    /// A search has ended.
    Found {
        /// Which one.
        search: SearchId,
        /// What it has found.
        finding: Finding,
    },
}

/// What came of reading the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Configuration {
    /// What is configured, of all that could be understood; `None` leaves in force what was before.
    pub site: Option<Arc<Site>>,
    /// What is wrong and for somebody here to mend, a line each.
    pub problems: Vec<String>,
    /// What the organisation has set that makes no sense and is not followed, a line each. Nobody here can
    /// mend it.
    pub ignored: Vec<String>,
}

/// What a menu that was opened tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Everything.
    All,
    /// A server and its projects.
    Server(ServerId),
    /// One project.
    Project(ProjectId),
}

/// Why the configuration file could not be changed or opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileTrouble {
    /// The demonstration has none.
    Demonstration,
    /// The system shows it in no program.
    NotShown {
        /// Which file.
        path: String,
        /// Why, in the system's words.
        reason: String,
    },
    /// Something else, which is said already.
    Other(String),
}

impl Event {
    /// A configuration without an error was read.
    pub fn configured(site: Arc<Site>) -> Event {
        Event::Configured(Configuration {
            site: Some(site),
            ..Configuration::default()
        })
    }

    /// The configuration could not be read: why, a line each.
    pub fn misconfigured(problems: Vec<String>) -> Event {
        Event::Configured(Configuration {
            problems,
            ..Configuration::default()
        })
    }

    /// Whether it shows that the monitor is at work.
    pub(super) fn is_from_monitor(&self) -> bool {
        match self {
            Event::Link { .. }
            | Event::Polled { .. }
            | Event::Answered { .. }
            | Event::Tick
            | Event::Awoke { .. } => true,
            Event::MonitorSilent
            | Event::Configured(_)
            | Event::Seen(_)
            | Event::Clicked(_)
            | Event::HotkeysTaken(_)
            | Event::Scanned(_)
            | Event::ScanningClosed
            | Event::NotSaved(_)
            | Event::NotOpened(_)
            | Event::NotServed { .. }
            | Event::Confirmed { .. }
            | Event::Autostart(_)
            | Event::AutostartNotSet(_)
            | Event::Entered { .. }
            | Event::Picked { .. }
            | Event::DialogClosed { .. }
            | Event::Reached { .. }
            | Event::Probed { .. }
            | Event::Found { .. } => false,
        }
    }
}

/// Names one operation, so that its answer is never taken for another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Names one question, so that its answer is never taken for another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub u64);

/// What is done for the user on this computer alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// A project's path is copied.
    CopyPath,
    /// A project's page is opened in the browser.
    OpenPage,
}

/// Our connection to one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not tried yet.
    Connecting,
    /// The server answers, though perhaps not for each of its projects.
    Up,
    /// The server accepts connections and has stopped answering. It may be busy with somebody else's
    /// operation.
    Silent,
    /// No connection could be made several times in a row, or there has been no answer for longer than
    /// an operation takes.
    Down(Unreachable),
}

/// Why a server gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// The host name could not be resolved.
    UnknownHost,
    /// Nobody listens on that port.
    Refused,
    /// The computer cannot be reached.
    NoRoute,
    /// No connection in time.
    ConnectTimeout,
    /// Connected, but no answer in time.
    NoAnswer,
    /// The connection broke before the answer was whole.
    Broken,
    /// Another error of the operating system.
    Other,
}

/// What a server said of a project, and from when that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// When the question was sent: what was said is not older than this.
    pub at: Instant,
    /// What was said.
    pub answer: Answer,
}

impl Reading {
    /// The status that was said, if it was one.
    pub fn status(&self) -> Option<Status> {
        self.answer.status()
    }
}

/// What a server said of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Its status.
    Status(Status),
    /// The path does not exist on the server or is not a project.
    NotFound,
    /// The server does not know the command.
    UnknownCommand,
    /// The server refused in words of its own.
    Refused(Excerpt),
    /// A reply that is none to this question, as an excerpt.
    Unexpected(Excerpt),
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Status(status) => Answer::Status(status),
            Reply::NotFound => Answer::NotFound,
            Reply::UnknownCommand => Answer::UnknownCommand,
            Reply::Refused(excerpt) => Answer::Refused(excerpt),
            Reply::Done | Reply::Success | Reply::PortInUse | Reply::Unrecognised(_) => {
                Answer::Unexpected(Excerpt::new(reply.text().as_bytes()))
            }
        }
    }
}

impl Answer {
    /// The status that it is, if it is one.
    pub fn status(&self) -> Option<Status> {
        match self {
            Answer::Status(status) => Some(*status),
            Answer::NotFound
            | Answer::UnknownCommand
            | Answer::Refused(_)
            | Answer::Unexpected(_) => None,
        }
    }

    /// Tells whether a switch to another project would stop one of which the server says this.
    pub fn works(&self) -> Works {
        match self {
            Answer::Status(Status::Running | Status::Starting) => Works::Yes,
            Answer::Status(Status::Stopped | Status::Stopping) | Answer::NotFound => Works::No,
            Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_) => Works::Perhaps,
        }
    }
}

/// The answer to whether a switch to another project would stop this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Works {
    /// It is running or starting.
    Yes,
    /// It is stopped or stopping, or does not exist.
    No,
    /// Nobody knows.
    Perhaps,
}

/// Why an operation did not end well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The port that the project is set to is allocated.
    PortInUse,
    /// The path does not exist on the server or is not a project.
    NotFound,
    /// The server does not know the command.
    UnknownCommand,
    /// The server refused in words of its own.
    Refused(Excerpt),
    /// A reply that is none to this question, as an excerpt.
    Unexpected(Excerpt),
    /// The request was never sent, so nothing has changed.
    NotSent(Unreachable),
    /// The request was given up before it was sent, since something came between: another order,
    /// another configuration, sleep, or too much time.
    GivenUp,
    /// The request was sent and no answer came: it may have been carried out or not.
    NoAnswer(Unreachable),
}

/// How an operation that the server did not refuse was dealt with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dispatch {
    /// It was sent, and the server agreed.
    Sent,
    /// It was sent, and the server answered in words that nobody documented, as an excerpt.
    Unclear(Excerpt),
    /// It was not sent: the project was as wanted already, or on its way there.
    Unneeded,
}

/// Reads the reply to an operation.
///
/// # Errors
/// When the server refuses.
pub fn dispatch(reply: Reply) -> Result<Dispatch, Failure> {
    if reply.agrees() {
        return Ok(Dispatch::Sent);
    }
    match reply {
        Reply::PortInUse => Err(Failure::PortInUse),
        Reply::NotFound => Err(Failure::NotFound),
        Reply::UnknownCommand => Err(Failure::UnknownCommand),
        Reply::Refused(excerpt) => Err(Failure::Refused(excerpt)),
        reply @ (Reply::Done | Reply::Success | Reply::Status(_) | Reply::Unrecognised(_)) => {
            Ok(Dispatch::Unclear(Excerpt::new(reply.text().as_bytes())))
        }
    }
}

/// What the user chose in the menu, or by a hot key that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Click {
    /// Start, stop or switch to a project.
    Operate {
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
    },
    /// Keep an operation at the top of the menu.
    Pin {
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
    },
    /// Take an operation from the top of the menu.
    Unpin {
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
    },
    /// Show all that is known of a project, and what to do.
    ShowDetails(ProjectId),
    /// Copy a project's path, to be pasted elsewhere.
    CopyPath(ProjectId),
    /// Open a project's page in the browser.
    OpenPage(ProjectId),
    /// Read the configuration again and ask all servers now.
    Refresh,
    /// Open the window that codes are scanned into.
    Scan,
    /// Tell nothing for a while.
    Snooze(Snooze),
    /// Tell again.
    EndSnooze,
    /// Open the configuration file.
    OpenConfiguration,
    /// Have Windows start the program at logon if it does not, else not any more.
    Autostart,
    /// Open the dialog that adds a server.
    AddServer,
    /// Open the dialog that adds a project, to this server if one is given.
    AddProject(Option<ServerId>),
    /// Look for projects, and offer what is found.
    FindProjects,
    /// Offer the projects that were found at the first start.
    AddFound,
    /// Take a project from the configuration.
    RemoveProject(ProjectId),
    /// Take a server and its projects from the configuration.
    RemoveServer(ServerId),
    /// Show what program this is.
    About,
    /// End the program.
    Exit,
}
