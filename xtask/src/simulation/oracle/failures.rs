//! An operation that is told to have failed has failed.

use std::time::Duration;

use pekat_tray::model::Outcome;
use pekat_tray::model::event::{Answer, Failure};
use pekat_tray::protocol::{Operation, Reply, Status};
use pekat_tray::site::ProjectId;
use tokio::time::Instant;

use super::super::plant::Truth;
use super::outcomes::Known;
use super::readings::Taken;
use super::wished;

/// An operation of which a failure is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) project: ProjectId,
    pub(super) operation: Operation,
    pub(super) ordered: Instant,
    /// How long an operation may take.
    pub(super) patience: Duration,
}

pub(super) fn check_failure(
    known: Known<'_>,
    claim: &Claim,
    outcome: &Outcome,
) -> Result<(), String> {
    let checked = match outcome {
        Outcome::Failed(failure) => check_reason(known, claim, failure),
        Outcome::Settled(status) => check_settled(known, claim, *status),
        Outcome::Unsettled => check_unsettled(known, claim),
        Outcome::Succeeded | Outcome::Already | Outcome::CalledOff => Ok(()),
    };
    checked.map_err(|wrong| {
        let operation = claim.operation;
        format!("{operation} is told to have failed as {outcome:?}, and {wrong}")
    })
}

fn check_reason(known: Known<'_>, claim: &Claim, failure: &Failure) -> Result<(), String> {
    let Claim {
        project,
        operation,
        ordered,
        ..
    } = *claim;
    let written = known.requests.is_written(known.plant, project, operation);
    match failure {
        Failure::NotSent(_) => {
            let hindered = known
                .plant
                .contact(project, |place, contact| contact.hindered(place.index));
            let troubled = known.plant.troubled(project).max(hindered.flatten());
            match (written, troubled.is_some_and(|at| at >= ordered)) {
                (true, _) => Err("it was sent".to_owned()),
                (false, true) => Ok(()),
                (false, false) => Err("the server has answered all the time".to_owned()),
            }
        }
        Failure::GivenUp if written => Err("it was sent".to_owned()),
        Failure::GivenUp => Ok(()),
        Failure::NoAnswer(_) if !written => Err("it was not sent".to_owned()),
        Failure::NoAnswer(_) => {
            agreed(known, claim)?;
            check_contrary(known, claim)
        }
        Failure::PortInUse => refused(known, claim, &Reply::PortInUse),
        Failure::NotFound if is_answered_twice(known, claim, None) => Ok(()),
        Failure::NotFound => refused(known, claim, &Reply::NotFound),
        Failure::UnknownCommand => match known.plant.is_understood(project) {
            true => check_strange(known, claim),
            false => Ok(()),
        },
        Failure::Refused(_) | Failure::Unexpected(_) => check_strange(known, claim),
    }
}

/// The server has said so, or something went wrong that can look like it.
fn refused(known: Known<'_>, claim: &Claim, expected: &Reply) -> Result<(), String> {
    match reply(known, claim) {
        Some(reply) if reply == *expected => Ok(()),
        reply => match check_strange(known, claim) {
            Ok(()) => Ok(()),
            Err(_) => Err(format!("the server has answered {reply:?}")),
        },
    }
}

/// Strange answers come only when something goes wrong.
fn check_strange(known: Known<'_>, claim: &Claim) -> Result<(), String> {
    let troubled = known.plant.troubled(claim.project);
    match troubled.is_some_and(|at| at >= claim.ordered) {
        true => Ok(()),
        false => Err("nothing has gone wrong since it was ordered".to_owned()),
    }
}

/// The server has not agreed, as far as that could be heard.
fn agreed(known: Known<'_>, claim: &Claim) -> Result<(), String> {
    let agrees = matches!(reply(known, claim), Some(Reply::Done | Reply::Success));
    match agrees && check_strange(known, claim).is_err() && !is_slow(known, claim) {
        true => Err("the server has agreed".to_owned()),
        false => Ok(()),
    }
}

/// Returns true if the answer may have come too late, or was lost when the computer awoke.
fn is_slow(known: Known<'_>, claim: &Claim) -> bool {
    if known.shown.awoke.is_some_and(|at| at >= claim.ordered) {
        return true;
    }
    let replied = known.plant.contact(claim.project, |place, contact| {
        contact.replies.get(&place.index).map(|(at, ..)| *at)
    });
    let latest = claim.ordered + claim.patience;
    replied.flatten().is_none_or(|at| at >= latest)
}

/// What the server has answered to the operation.
fn reply(known: Known<'_>, claim: &Claim) -> Option<Reply> {
    let look = |place: super::plant::Place, contact: &super::super::plant::Contact| {
        let (at, operation, reply) = contact.replies.get(&place.index)?;
        let is_it = *at >= claim.ordered && *operation == claim.operation;
        is_it.then(|| reply.clone())
    };
    known.plant.contact(claim.project, look).flatten()
}

fn check_settled(known: Known<'_>, claim: &Claim, status: Status) -> Result<(), String> {
    if status == wished(claim.operation) {
        return Err("that is what it is for".to_owned());
    }
    if !is_read_twice(known, claim, |it| it.status() == Some(status)) {
        return Err(format!("it was not read as {} twice", status.word()));
    }
    check_contrary(known, claim)
}

fn check_unsettled(known: Known<'_>, claim: &Claim) -> Result<(), String> {
    if claim.ordered.elapsed() < claim.patience {
        return Err("that is too early".to_owned());
    }
    check_contrary(known, claim)
}

/// The project is not as wished, as far as was read, and will not become so by itself.
fn check_contrary(known: Known<'_>, claim: &Claim) -> Result<(), String> {
    let Claim {
        project,
        operation,
        ordered,
        ..
    } = *claim;
    if known.plant.is_unbegun(project, operation) {
        return Err("the server has agreed and not begun yet".to_owned());
    }
    let is_wished = |status| status == wished(operation);
    let server = known.plant.place(project).map(|place| place.server);
    let outage = server.and_then(|server| known.readings.last_outage(server));
    let since = ordered.max(known.shown.fresh());
    let since = outage.map_or(since, |outage| outage.max(since));
    let since = known.readings.since(project, since);
    let mut since = since.map(Taken::status);
    let last = since.next().flatten().is_some_and(is_wished);
    // What was so before, or after a switch may be so of others only, proves nothing.
    let changed = since.flatten().any(|status| !is_wished(status));
    match last && changed && operation != Operation::Switch {
        true => Err("it was read as wished last".to_owned()),
        false => Ok(()),
    }
}

/// Whether the client asked twice since the operation was ordered, and the project was so in between.
fn is_answered_twice(known: Known<'_>, claim: &Claim, truth: Truth) -> bool {
    let answers = known.plant.contact(claim.project, |place, contact| {
        contact.answers_since(place.index, claim.ordered)
    });
    let was = known.plant.was(claim.project, truth, claim.ordered);
    was && answers.is_some_and(|answers| answers >= 2)
}

/// Whether the last two readings since the operation was ordered agree.
fn is_read_twice(known: Known<'_>, claim: &Claim, so: impl Fn(&Answer) -> bool) -> bool {
    let since = known.readings.since(claim.project, claim.ordered);
    let last: Vec<&Taken> = since.take(2).collect();
    last.len() == 2 && last.iter().all(|taken| so(&taken.answer))
}
