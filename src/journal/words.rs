//! The log's words.

use crate::model::event::{Failure, FileTrouble, Unreachable};
use crate::model::{Autostart, Condition, Fault, Outcome, Refusal};
use crate::protocol::{Operation, Status};
use crate::site::{ProjectId, Site, Wanted};

pub(super) fn configured(site: &Site) -> String {
    let (servers, projects) = (site.servers().len(), site.projects().count());
    format!("configuration read: servers {servers}, projects {projects}")
}

/// Where a project is, for who does not know the configuration of then.
pub(super) fn place(site: &Site, project: ProjectId) -> String {
    site.project(project)
        .map_or_else(String::new, |(server, project)| {
            format!(" ({} at {})", project.path, server.address)
        })
}

pub(super) fn autostart(autostart: Option<Autostart>) -> &'static str {
    match autostart {
        None => "starts with Windows: not known",
        Some(Autostart::Off) => "starts with Windows: no",
        Some(Autostart::TurnedOff) => "starts with Windows: no, turned off in Task Manager",
        Some(Autostart::On) => "starts with Windows: yes",
        Some(Autostart::OnForAll) => "starts with Windows: yes, for all users",
    }
}

pub(super) fn unreachable(reason: Unreachable) -> &'static str {
    match reason {
        Unreachable::UnknownHost => "no computer of that name is known",
        Unreachable::Refused => "nothing listens there",
        Unreachable::NoRoute => "the network does not lead there",
        Unreachable::ConnectTimeout => "no connection in time",
        Unreachable::NoAnswer => "no answer in time",
        Unreachable::Broken => "the connection broke",
        Unreachable::Other => "an error of the network",
    }
}

pub(super) fn failure(failure: &Failure) -> String {
    match failure {
        Failure::PortInUse => "failed, its port is in use".to_owned(),
        Failure::NotFound => "failed, no such project there".to_owned(),
        Failure::UnknownCommand => "failed, the server does not know the command".to_owned(),
        Failure::Refused(excerpt) => format!("refused, “{excerpt}”"),
        Failure::Unexpected(excerpt) => format!("failed, unknown reply “{excerpt}”"),
        Failure::NotSent(reason) => format!("not sent, {}", unreachable(*reason)),
        Failure::GivenUp => "not sent, something came between".to_owned(),
        Failure::NoAnswer(reason) => {
            format!(
                "sent, and what became of it is not known: {}",
                unreachable(*reason)
            )
        }
    }
}

pub(super) fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::NotConfigured => "it is no longer configured".to_owned(),
        Refusal::NotAllowed => "it is not allowed here".to_owned(),
        Refusal::Managed => "the organisation decides on it".to_owned(),
        Refusal::Unreachable => "its server is unreachable".to_owned(),
        Refusal::Unknown => "what it is doing is not known".to_owned(),
        Refusal::Busy { .. } => "another operation is under way there".to_owned(),
        Refusal::Status(now) => format!("it is {}", status(now)),
        Refusal::WouldStop(_) => "it would stop a project that may not be stopped here".to_owned(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Stopped => "stopped",
        Status::Starting => "starting",
        Status::Running => "running",
        Status::Stopping => "stopping",
    }
}

pub(super) fn is_trouble(condition: &Condition) -> bool {
    match condition {
        Condition::Unreachable(_) | Condition::Stale { .. } | Condition::Fault(_) => true,
        Condition::Connecting | Condition::Pending { .. } | Condition::Status(_) => false,
    }
}

pub(super) fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Connecting => "not known yet".to_owned(),
        Condition::Unreachable(reason) => format!("unreachable, {}", unreachable(*reason)),
        Condition::Stale { .. } => "without news".to_owned(),
        Condition::Pending { operation, .. } => format!("on its way to {operation}"),
        Condition::Fault(fault) => format!("at fault, {}", self::fault(fault)),
        Condition::Status(now) => status(*now).to_owned(),
    }
}

fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NotFound => "no such project there".to_owned(),
        Fault::UnknownCommand => "the server does not know the command".to_owned(),
        Fault::Refused(excerpt) => format!("the server refuses its status, “{excerpt}”"),
        Fault::Unexpected(excerpt) => format!("unknown reply “{excerpt}”"),
        Fault::Silent => "no answer for this project".to_owned(),
        Fault::Stuck(now) => format!("{} for too long", status(*now)),
        Fault::Contrary {
            wanted,
            status: now,
        } => {
            let wanted = match wanted {
                Wanted::Running => "running",
                Wanted::Stopped => "stopped",
            };
            format!("{} and expected to be {wanted}", status(*now))
        }
        Fault::Failed { operation, outcome } => outcome_of(*operation, outcome),
    }
}

fn outcome_of(operation: Operation, outcome: &Outcome) -> String {
    let outcome = match outcome {
        Outcome::Succeeded => "came true".to_owned(),
        Outcome::Already => "was so before".to_owned(),
        Outcome::CalledOff => "called off".to_owned(),
        Outcome::Failed(failure) => self::failure(failure),
        Outcome::Settled(now) => format!("agreed to, and yet it is {}", status(*now)),
        Outcome::Unsettled => "agreed to, and not finished".to_owned(),
    };
    format!("{operation}: {outcome}")
}

pub(super) fn file_trouble(trouble: &FileTrouble) -> String {
    match trouble {
        FileTrouble::Demonstration => "the demonstration has none".to_owned(),
        FileTrouble::NotShown { path, reason } => format!("{path}: {reason}"),
        FileTrouble::Other(reason) => reason.clone(),
    }
}
