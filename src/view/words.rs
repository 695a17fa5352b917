//! All words that a user reads.

use std::borrow::Cow;

use super::survey::Class;
use crate::model::event::{Failure, Unreachable};
use crate::model::{Condition, Fault, Model, Outcome, ProjectNews, Refusal, ServerNews, Since};
use crate::protocol::{Operation, Status};
use crate::site::{Address, Project, Server, Wanted};

/// The product.
pub const PRODUCT: &str = "PEKAT Tray";

/// Shown where projects would be.
pub const NO_PROJECTS: &str = "No projects configured";

/// Shown until the configuration has been read.
pub const LOADING: &str = "Reading the configuration…";

/// Shown above the errors of the configuration, and in the tooltip.
pub const CONFIGURATION_BROKEN: &str = "The configuration has errors";

/// Shown above everything else, and told, when the background thread has stopped.
pub const MONITOR_SILENT: &str = "Watching has stopped: nothing shown here is news";

/// What to do about it.
pub const MONITOR_SILENT_REMEDY: &str =
    "If this does not pass by itself, choose Exit and start PEKAT Tray again.";

/// Shows all that is known of a project, and what to do.
pub const DETAILS: &str = "Details…";

/// Asks all servers now.
pub const REFRESH: &str = "Refresh now";

/// Opens the configuration file.
pub const OPEN_CONFIGURATION: &str = "Open configuration";

/// Ends the program.
pub const EXIT: &str = "Exit";

/// Told by a second start.
pub const ALREADY_RUNNING: &str =
    "PEKAT Tray is already running. Its icon is in the notification area of the taskbar.";

/// Why nothing can be changed in the demonstration.
pub const DEMO_HAS_NO_FILE: &str =
    "This is the demonstration: it has no configuration file. Start PEKAT Tray without --demo.";

/// Why a file could not be shown.
pub fn cannot_open(path: &str, reason: &str) -> String {
    format!("{path} cannot be opened: {reason}. Open it with a text editor.")
}

pub(super) const COUNTED: &[(Class, &str)] = &[
    (Class::Fault, "at fault"),
    (Class::Unreachable, "unreachable"),
    (Class::Stale, "without news"),
    (Class::Changing, "changing"),
    (Class::Running, "running"),
    (Class::Stopped, "stopped"),
];

/// A heading and what there is to say below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// A few words.
    pub title: String,
    /// A sentence or two: what happened and what to do.
    pub body: String,
}

impl Text {
    /// All of it on one line.
    pub fn line(&self) -> String {
        format!("{}. {}", self.title, self.body)
    }
}

/// What a project and its server are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The project's name.
    pub project: &'a str,
    /// Its folder on the server.
    pub path: &'a str,
    /// The server's name.
    pub server: &'a str,
    /// Where the server listens.
    pub address: &'a Address,
}

impl<'a> Names<'a> {
    /// As they are configured.
    pub fn new(server: &'a Server, project: &'a Project) -> Self {
        Names {
            project: &project.name,
            path: project.path.as_str(),
            server: &server.name,
            address: &server.address,
        }
    }
}

/// The menu item that tells what program this is.
pub fn about() -> String {
    format!("About {PRODUCT} {}", env!("CARGO_PKG_VERSION"))
}

/// What the program says of itself.
pub fn about_text() -> String {
    format!(
        "{PRODUCT} {}\n\nShows, starts, stops and switches PEKAT VISION projects.\n\
         An independent program, not made or endorsed by the vendor of PEKAT VISION.\n\n\
         Licence: MIT or Apache-2.0",
        env!("CARGO_PKG_VERSION")
    )
}

/// What stands where projects would be.
pub(super) fn no_projects(loaded: bool) -> &'static str {
    if loaded { NO_PROJECTS } else { LOADING }
}

pub(super) fn more(number: usize) -> String {
    format!("More ({number})")
}

/// A row that opens onto what is counted.
pub(super) fn counted(name: &str, counts: &str) -> String {
    format!("{name} — {counts}")
}

/// A row that opens onto everything from the first to the last of these.
pub(super) fn from_to(first: &str, last: &str) -> String {
    format!("{first} … {last}")
}

pub(super) fn and_more(number: usize) -> String {
    format!("… and {number} more")
}

pub(super) fn server_unreachable(name: &str) -> String {
    format!("{name} unreachable")
}

pub(super) fn server_unreachable_heading(name: &str) -> String {
    format!("{name} — Unreachable")
}

/// The menu item for an operation.
pub fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::Start => "Start",
        Operation::Stop => "Stop",
        Operation::Switch => "Switch to this",
    }
}

pub(super) fn pin(operation: Operation) -> String {
    format!("Pin “{}” to top", self::operation(operation))
}

pub(super) fn unpin(operation: Operation) -> String {
    format!("Unpin “{}”", self::operation(operation))
}

/// The name that a pinned operation is given.
pub fn action_name(operation: Operation, project: &str) -> String {
    match operation {
        Operation::Start => format!("Start {project}"),
        Operation::Stop => format!("Stop {project}"),
        Operation::Switch => format!("Switch to {project}"),
    }
}

/// A status in one word.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Stopped => "Stopped",
        Status::Stopping => "Stopping…",
        Status::Starting => "Starting…",
        Status::Running => "Running",
    }
}

/// A status or condition as it stands within a sentence.
fn in_a_sentence(word: &str) -> String {
    word.trim_end_matches('…').to_lowercase()
}

/// A name and its condition.
pub fn project_condition(name: &str, condition: &Condition) -> String {
    format!("{name} — {}", self::condition(condition))
}

/// A condition in a few words.
pub fn condition(condition: &Condition) -> Cow<'static, str> {
    match condition {
        Condition::Connecting => "Connecting…".into(),
        Condition::Unreachable(_) => "Unreachable".into(),
        Condition::Stale { since: None } => "No news".into(),
        Condition::Stale { since: Some(since) } => {
            format!("No news since {}", self::since(*since)).into()
        }
        Condition::Pending {
            operation,
            lost: false,
        } => format!("{}…", doing(*operation)).into(),
        Condition::Pending {
            operation,
            lost: true,
        } => format!("{}… (no answer, watching)", doing(*operation)).into(),
        Condition::Status(status) => self::status(*status).into(),
        Condition::Fault(fault) => self::fault(fault).into(),
    }
}

/// What is being done while an operation is under way.
fn doing(operation: Operation) -> &'static str {
    match operation {
        Operation::Start => "Starting",
        Operation::Stop => "Stopping",
        Operation::Switch => "Switching",
    }
}

/// A time of today, or a day with its time.
fn since(since: Since) -> String {
    let form = if since.today {
        "%H:%M"
    } else {
        "%Y-%m-%d %H:%M"
    };
    since.at.format(form).to_string()
}

fn fault(fault: &Fault) -> &'static str {
    match fault {
        Fault::NotFound => "Not found",
        Fault::UnknownCommand => "Not understood",
        Fault::Refused(_) => "Refused",
        Fault::Unexpected(_) => "Unexpected reply",
        Fault::Stuck(Status::Starting) => "Stuck in starting",
        Fault::Stuck(_) => "Stuck in stopping",
        Fault::Contrary {
            wanted: Wanted::Running,
            ..
        } => "Should be running",
        Fault::Contrary {
            wanted: Wanted::Stopped,
            ..
        } => "Should be stopped",
        Fault::Failed { operation, outcome } => match outcome {
            Outcome::Failed(Failure::PortInUse) => "Port in use",
            Outcome::Failed(Failure::NotFound) => "Not found",
            Outcome::Failed(Failure::Refused(_)) => "Refused",
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
            | Outcome::Unsettled => match operation {
                Operation::Start => "Start failed",
                Operation::Stop => "Stop failed",
                Operation::Switch => "Switch failed",
            },
        },
    }
}

/// Why a server gives no answer, and what to do.
pub fn unreachable(reason: Unreachable, address: &Address) -> String {
    match reason {
        Unreachable::UnknownHost => format!(
            "No computer named {} is known. Check the address.",
            address.host()
        ),
        Unreachable::Refused => format!(
            "Nothing listens at {address}. Start the Projects Manager there and turn on its TCP server."
        ),
        Unreachable::NoRoute => format!(
            "The network does not lead to {address}. Check the network cable and the address."
        ),
        Unreachable::ConnectTimeout => format!(
            "{address} does not answer. Check that the computer is on and that its firewall lets the port through."
        ),
        Unreachable::NoAnswer => format!(
            "{address} accepts connections but gives no answer. Look at the Projects Manager there."
        ),
        Unreachable::Broken => {
            format!("{address} breaks the connection off. Look at the Projects Manager there.")
        }
        Unreachable::Other => {
            format!("No connection to {address} can be made. Check the network of this computer.")
        }
    }
}

fn not_found(names: &Names<'_>) -> String {
    format!(
        "{} has no project at {}. Check the path and the folder on the server.",
        names.server, names.path
    )
}

fn unknown_command(names: &Names<'_>) -> String {
    format!(
        "{} does not know the command. Check that {} is the TCP server of a Projects Manager, version 3.18 or newer.",
        names.server, names.address
    )
}

fn refused(names: &Names<'_>, excerpt: &str) -> String {
    format!(
        "{} refused: “{excerpt}”. Look at {} in the Projects Manager.",
        names.server, names.project
    )
}

fn unexpected(names: &Names<'_>, excerpt: &str) -> String {
    format!(
        "{} answered “{excerpt}”, which is not a known reply. Check that {} is the TCP server of a Projects Manager.",
        names.server, names.address
    )
}

/// Why the server refused or was not reached, and what to do.
pub fn failure(names: &Names<'_>, failure: &Failure) -> String {
    match failure {
        Failure::PortInUse => format!(
            "Its port is in use. Stop the project that runs on the same port, or give {} another port in the Projects Manager.",
            names.project
        ),
        Failure::NotFound => not_found(names),
        Failure::UnknownCommand => unknown_command(names),
        Failure::Refused(excerpt) => refused(names, excerpt.as_str()),
        Failure::Unexpected(excerpt) => unexpected(names, excerpt.as_str()),
        Failure::GivenUp => {
            "Nothing was sent: the computer slept, or something else came between. Try again."
                .to_owned()
        }
        Failure::NotSent(reason) => {
            format!("Nothing was sent. {}", unreachable(*reason, names.address))
        }
        Failure::NoAnswer(_) => format!(
            "The request was sent and {} gave no answer. Look at the project there, or at its state here, before you try again.",
            names.server
        ),
    }
}

/// What is wrong with a project, and what to do.
pub fn fault_text(names: &Names<'_>, fault: &Fault) -> String {
    match fault {
        Fault::NotFound => not_found(names),
        Fault::UnknownCommand => unknown_command(names),
        Fault::Refused(excerpt) => refused(names, excerpt.as_str()),
        Fault::Unexpected(excerpt) => unexpected(names, excerpt.as_str()),
        Fault::Stuck(now) => format!(
            "{} has been {} on {} for too long. Look at it in the Projects Manager.",
            names.project,
            in_a_sentence(status(*now)),
            names.server
        ),
        Fault::Contrary { wanted, status } => contrary(names, *wanted, *status),
        Fault::Failed { operation, outcome } => outcome_text(names, *operation, outcome).body,
    }
}

fn contrary(names: &Names<'_>, wanted: Wanted, now: Status) -> String {
    let remedy = match wanted {
        Wanted::Running => "Start it",
        Wanted::Stopped => "Stop it",
    };
    format!(
        "{} is {} on {}, and the configuration expects it to be {}. {remedy}, or change `expect` in the configuration.",
        names.project,
        in_a_sentence(status(now)),
        names.server,
        in_a_sentence(status(wanted.status()))
    )
}

/// What is wrong, and what to do. `None` if nothing is.
pub fn trouble(names: &Names<'_>, condition: &Condition) -> Option<String> {
    match condition {
        Condition::Unreachable(reason) => Some(unreachable(*reason, names.address)),
        Condition::Fault(fault) => Some(fault_text(names, fault)),
        Condition::Connecting
        | Condition::Stale { .. }
        | Condition::Pending { .. }
        | Condition::Status(_) => None,
    }
}

/// What the server's answer says when it carries an operation out. After a start or a stop the
/// project may take its time to follow.
pub fn agreed(names: &Names<'_>, operation: Operation) -> String {
    let Names {
        project, server, ..
    } = names;
    match operation {
        Operation::Start => format!("{server} agreed to start {project}."),
        Operation::Stop => format!("{server} agreed to stop {project}."),
        Operation::Switch => format!("{server} switched to {project}."),
    }
}

/// What became of an operation.
pub fn outcome_text(names: &Names<'_>, operation: Operation, outcome: &Outcome) -> Text {
    let project = names.project;
    let failed = match operation {
        Operation::Start => format!("Could not start {project}"),
        Operation::Stop => format!("Could not stop {project}"),
        Operation::Switch => format!("Could not switch to {project}"),
    };
    let unknown = match operation {
        Operation::Start => format!("Not known whether {project} was started"),
        Operation::Stop => format!("Not known whether {project} was stopped"),
        Operation::Switch => format!("Not known whether {project} was switched to"),
    };
    match outcome {
        Outcome::Failed(reason @ Failure::NoAnswer(_)) => Text {
            title: unknown,
            body: failure(names, reason),
        },
        Outcome::Succeeded => Text {
            title: match operation {
                Operation::Start => format!("{project} is running"),
                Operation::Stop => format!("{project} is stopped"),
                Operation::Switch => format!("Switched to {project}"),
            },
            body: match operation {
                Operation::Start => format!("Started on {}.", names.server),
                Operation::Stop => format!("Stopped on {}.", names.server),
                Operation::Switch => format!("It is running on {} now.", names.server),
            },
        },
        Outcome::Already => Text {
            title: format!("{project} is already {}", in_a_sentence(already(operation))),
            body: format!("It was so on {} before; nothing was sent.", names.server),
        },
        Outcome::CalledOff => Text {
            title: format!("{} called off", action_name(operation, project)),
            body: format!("Your stop on {} came before it had finished.", names.server),
        },
        Outcome::Failed(reason) => Text {
            title: failed,
            body: failure(names, reason),
        },
        Outcome::Settled(settled) => Text {
            title: failed,
            body: format!(
                "{} agreed, but the project is {}. Look at it in the Projects Manager.",
                names.server,
                in_a_sentence(status(*settled))
            ),
        },
        Outcome::Unsettled => Text {
            title: failed,
            body: format!(
                "{} agreed, but the project has not finished yet. Look at it in the Projects Manager.",
                names.server
            ),
        },
    }
}

/// What a project is when an operation has nothing to do.
fn already(operation: Operation) -> &'static str {
    match operation {
        Operation::Start | Operation::Switch => status(Status::Running),
        Operation::Stop => status(Status::Stopped),
    }
}

pub(super) fn refusal(names: &Names<'_>, refusal: Refusal, model: &Model) -> String {
    match refusal {
        Refusal::NotConfigured => "The project is no longer configured.".to_owned(),
        Refusal::Unreachable => format!(
            "{} is unreachable. It is being tried again now.",
            names.server
        ),
        Refusal::Unknown => format!(
            "What {} is doing is not known. Wait until its state is shown.",
            names.project
        ),
        Refusal::Busy { project, operation } => {
            let other = model.site().project(project);
            let other = other.map_or(names.project, |(_, project)| &project.name);
            let doing = doing(operation).to_lowercase();
            format!("{other} is {doing}. Wait until that has finished.")
        }
        Refusal::Status(now) => {
            format!("{} is {}.", names.project, in_a_sentence(status(now)))
        }
    }
}

pub(super) fn project_news(names: &Names<'_>, news: &ProjectNews, model: &Model) -> Text {
    let project = names.project;
    let text = |title: String, body: String| Text { title, body };
    match news {
        ProjectNews::Fault(fault) => text(
            project_condition(project, &Condition::Fault(fault.clone())),
            fault_text(names, fault),
        ),
        ProjectNews::Stopped => text(
            format!("{project} has stopped"),
            format!("It no longer runs on {}.", names.server),
        ),
        ProjectNews::Started => text(
            format!("{project} is running"),
            format!("It runs on {} now.", names.server),
        ),
        ProjectNews::Recovered(now) => text(
            format!("{project} is {}", in_a_sentence(status(*now))),
            format!("It is well again on {}.", names.server),
        ),
        ProjectNews::Outcome { operation, outcome } => outcome_text(names, *operation, outcome),
        ProjectNews::Refused {
            operation,
            refusal: reason,
        } => text(
            format!("Not now: {}", action_name(*operation, project)),
            refusal(names, *reason, model),
        ),
    }
}

pub(super) fn server_news(server: &str, address: &Address, news: &ServerNews) -> Text {
    match news {
        ServerNews::Down(reason) => Text {
            title: format!("{server} is unreachable"),
            body: unreachable(*reason, address),
        },
        ServerNews::Up => Text {
            title: format!("{server} is back"),
            body: "It answers again.".to_owned(),
        },
    }
}

pub(super) fn unwatched(server: &str, project: &str, operation: Operation) -> Text {
    Text {
        title: format!("{}: not watched any more", action_name(operation, project)),
        body: format!(
            "{project} is no longer configured on {server}. Look in the Projects Manager what became of it."
        ),
    }
}

pub(super) fn monitor_silent() -> Text {
    Text {
        title: "Watching has stopped".to_owned(),
        body: format!("Nothing that is shown is news. {MONITOR_SILENT_REMEDY}"),
    }
}

pub(super) fn not_opened(reason: &str) -> Text {
    Text {
        title: "The configuration cannot be opened".to_owned(),
        body: reason.to_owned(),
    }
}

pub(super) fn misconfigured(problems: &[String]) -> Text {
    let first = problems.first().map_or("", String::as_str);
    let more = match problems.len() {
        0 | 1 => String::new(),
        number => format!(" {}", and_more(number - 1)),
    };
    Text {
        title: CONFIGURATION_BROKEN.to_owned(),
        body: format!("{first}{more} The menu tells all of it; mend the file, then refresh."),
    }
}

/// What to do about a condition, if there is something to do.
pub(super) fn remedy(names: &Names<'_>, condition: &Condition) -> Option<String> {
    match condition {
        Condition::Unreachable(reason) => Some(unreachable(*reason, names.address)),
        Condition::Stale { .. } => Some(format!(
            "{} has given no answer for this project for a while. Look at the Projects Manager there.",
            names.server
        )),
        Condition::Fault(fault) => Some(fault_text(names, fault)),
        Condition::Connecting | Condition::Pending { .. } | Condition::Status(_) => None,
    }
}

/// Where a project is.
pub(super) fn whereabouts(names: &Names<'_>) -> String {
    let Names {
        path,
        server,
        address,
        ..
    } = names;
    format!("{path}\non {server}, {address}")
}

pub(super) fn not_saved(reason: &str) -> Text {
    Text {
        title: "The configuration was not changed".to_owned(),
        body: reason.to_owned(),
    }
}
