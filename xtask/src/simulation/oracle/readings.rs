//! The readings that a model took. Each was so between the question and the answer, unless the answer
//! was wrong or may have belonged to another question.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use pekat_tray::model::event::{Answer, Reading};
use pekat_tray::protocol::Status;
use pekat_tray::site::{ProjectId, ServerId};
use tokio::time::Instant;

use super::super::plant::Truth;
use super::plant::Plant;

/// As many as an operation can take, polled in a hurry.
const KEPT: usize = 128;

/// The time after a restart in which a client may still speak as before.
const RELEARNT: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub(super) struct Readings {
    taken: BTreeMap<ProjectId, VecDeque<Taken>>,
    /// Time of the last outage of each server. The model forgets what it read before.
    outages: BTreeMap<ServerId, Instant>,
}

#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// When the question was asked.
    pub(super) at: Instant,
    pub(super) answer: Answer,
    /// Whether no client could know that it is wrong.
    pub(super) suspect: bool,
}

impl Readings {
    /// Notes a reading before the model takes it.
    pub(super) fn polled(
        &mut self,
        plant: &Plant,
        project: ProjectId,
        reading: &Reading,
    ) -> Result<(), String> {
        let at = Instant::from_std(reading.at);
        let suspect = plant.contact(project, |place, contact| {
            contact.is_suspect(place.index, at)
        });
        let taken = Taken {
            at,
            answer: reading.answer.clone(),
            suspect: suspect.unwrap_or(true),
        };
        let claimed: Option<Truth> = match &taken.answer {
            Answer::Status(status) => Some(Some(*status)),
            Answer::NotFound => Some(None),
            Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_) => None,
        };
        if claimed.is_none() && !taken.suspect && !is_strange(plant, project, &taken) {
            let answer = &taken.answer;
            return Err(format!("{answer:?} is read, and all has been well"));
        }
        if let Some(truth) = claimed.filter(|_| !taken.suspect)
            && !plant.was(project, truth, at)
        {
            return Err(format!(
                "{:?} is taken for an answer to the question of {:?} ago, and is another's",
                taken.answer,
                at.elapsed()
            ));
        }
        let known = self.taken.entry(project).or_default();
        if known.back().is_none_or(|last| last.at <= at) {
            if known.len() == KEPT {
                known.pop_front();
            }
            known.push_back(taken);
        }
        Ok(())
    }

    pub(super) fn last(&self, project: ProjectId) -> Option<&Taken> {
        self.taken.get(&project)?.back()
    }

    /// The readings that were asked for since, the newest first.
    pub(super) fn since(&self, project: ProjectId, since: Instant) -> impl Iterator<Item = &Taken> {
        let known = self.taken.get(&project).into_iter().flatten().rev();
        known.take_while(move |taken| taken.at >= since)
    }

    /// Returns true if any reading since then may be wrong.
    pub(super) fn any_suspect(&self, project: ProjectId, since: Instant) -> bool {
        self.since(project, since).any(|taken| taken.suspect)
    }

    /// Forgets the projects that are watched no longer.
    pub(super) fn configured(&mut self, plant: &Plant) {
        self.taken
            .retain(|project, _| plant.place(*project).is_some());
    }

    /// Notes that the model takes a server for unreachable.
    pub(super) fn outage(&mut self, server: ServerId) {
        self.outages.insert(server, Instant::now());
    }

    pub(super) fn last_outage(&self, server: ServerId) -> Option<Instant> {
        self.outages.get(&server).copied()
    }
}

/// Whether a strange answer is explained: by the form of the requests, or by another server in the place
/// of the one that was known.
fn is_strange(plant: &Plant, project: ProjectId, taken: &Taken) -> bool {
    let other = plant.record(project, |_, record| record.troubled).flatten();
    let other = other.is_some_and(|at| at + RELEARNT >= taken.at);
    match taken.answer {
        Answer::UnknownCommand => other || !plant.is_understood(project),
        Answer::Status(_) | Answer::NotFound => true,
        Answer::Refused(_) | Answer::Unexpected(_) => false,
    }
}

impl Taken {
    pub(super) fn status(&self) -> Option<Status> {
        self.answer.status()
    }
}
