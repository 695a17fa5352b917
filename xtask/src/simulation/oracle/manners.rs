//! What each client owes the others on the same server: no connection is held without need, nothing is
//! left behind that may be carried out later, and a server that is busy is not called unreachable.

use std::time::Duration;

use pekat_tray::model::event::Unreachable;
use pekat_tray::site::ServerId;
use tokio::time::Instant;

use super::super::plant::{Contact, Outage, Written};
use super::SLACK;
use super::plant::Plant;

/// Attempts that must have failed until a server counts as unreachable.
const ATTEMPTS: u32 = 3;

/// Checks the connections of a client to each server. It could do its work since `disturbed`.
pub(super) fn check(plant: &Plant, disturbed: Instant) -> Result<(), String> {
    let checked = plant.contacts(|number, contact| {
        check_contact(contact, disturbed).map_err(|wrong| format!("pm{number}: {wrong}"))
    });
    checked.into_iter().collect()
}

/// Checks that a server is called unreachable only after several attempts, or when it was silent for
/// longer than an operation takes.
pub(super) fn check_down(
    plant: &Plant,
    server: ServerId,
    reason: Unreachable,
    action_timeout: Duration,
) -> Result<(), String> {
    let mut projects = plant.projects();
    let project = projects.find(|(_, place)| place.server == server);
    let failed = project.and_then(|(project, _)| {
        plant.contact(project, |place, contact| {
            let Outage {
                failures,
                silent_since,
            } = contact.outage();
            let silent = silent_since.map(|since| since.elapsed());
            (place.manager, failures, silent.unwrap_or_default())
        })
    });
    match failed {
        Some((number, attempts, silent))
            if attempts < ATTEMPTS && silent + SLACK < action_timeout =>
        {
            Err(format!(
                "pm{number} is called unreachable ({reason:?}) after {attempts} attempts and {silent:?} of silence"
            ))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_contact(contact: &Contact, disturbed: Instant) -> Result<(), String> {
    let idle = contact
        .idle_since()
        .map(|since| since.max(disturbed).elapsed());
    if let Some(idle) = idle.filter(|idle| *idle > SLACK) {
        return Err(format!("a connection is held for {idle:?} without need"));
    }
    if let Some((operation, index)) = contact.left_behind.first() {
        return Err(format!(
            "{operation} of project {index} was given up, and its connection closed without a reset"
        ));
    }
    let unconfirmed = contact.written.iter().find(|written| !written.confirmed);
    match unconfirmed {
        None => Ok(()),
        Some(Written {
            operation, index, ..
        }) => Err(format!(
            "{operation} of project {index} is written without an answered status before it"
        )),
    }
}
