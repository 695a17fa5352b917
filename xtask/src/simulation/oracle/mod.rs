//! What must hold at every step, whatever goes wrong.

mod beliefs;
mod hush;
mod outcomes;
mod plant;
mod questions;
mod requests;
mod shown;

use std::time::Duration;

use chrono::NaiveDateTime;
use pekat_tray::model::event::{Event, QuestionId};
use pekat_tray::model::{Condition, Fault, Model, Notice, Outcome, ProjectNews, Question};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, Site, Timing};
use pekat_tray::view::{self, Look, Words};
use tokio::time::Instant;

use super::plant::Manager;
use beliefs::Beliefs;
pub(super) use hush::Hush;
use outcomes::Outcomes;
use plant::Plant;
use questions::Questions;
pub(super) use questions::answers_click;
use requests::Requests;
use shown::Shown;

/// By how much what is shown may be older than the settings imply: the way of the bytes, and of a
/// reply that came twice.
const SLACK: Duration = Duration::from_secs(1);

/// The longest pause until a server that does not answer is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long what was unstable must have been at rest, and what changes be so, to be told.
const REST: Duration = Duration::from_secs(60 + 12);

/// Compares what is shown and told with the truth.
#[derive(Debug)]
pub(super) struct Oracle {
    timing: Timing,
    plant: Plant,
    requests: Requests,
    questions: Questions,
    shown: Shown,
    outcomes: Outcomes,
    beliefs: Beliefs,
    /// When little is to be told.
    pub(super) hush: Hush,
}

impl Oracle {
    pub(super) fn new(site: &Site, managers: &[Manager], longest_interval: Duration) -> Oracle {
        let mut slowest = site.clone();
        slowest.timing.poll_interval = longest_interval;
        let heartbeat = longest_interval.max(Duration::from_secs(1));
        let plant = Plant::new(site, managers);
        Oracle {
            timing: slowest.timing,
            requests: Requests::default(),
            questions: Questions::default(),
            shown: Shown::new(slowest.stale_after() + heartbeat + SLACK),
            outcomes: Outcomes::new(slowest.timing),
            beliefs: Beliefs::new(&plant),
            hush: Hush::default(),
            plant,
        }
    }

    /// Takes note that the clock that measures has leapt.
    pub(super) fn slept(&mut self) {
        self.outcomes.slept = Some(Instant::now());
    }

    /// Takes note of another configuration, of the same servers.
    pub(super) fn configured(&mut self, site: &Site) -> Result<(), String> {
        self.outcomes.configured = Instant::now();
        self.plant.configured(site);
        self.beliefs.configured(&self.plant);
        self.beliefs.notify_after = site.limits.notify_after;
        match self.outcomes.any_left(&self.plant) {
            true => Err("a click's project is configured away, and that is not told".to_owned()),
            false => Ok(()),
        }
    }

    /// Takes note that the monitor knows that the computer has slept.
    pub(super) fn awoke(&mut self) {
        self.shown.awoke = Some(Instant::now());
        self.beliefs.awoke();
    }

    /// Takes note that an operation goes to the monitor, as that is configured.
    pub(super) fn ordered(
        &mut self,
        site: &Site,
        project: ProjectId,
        operation: Operation,
    ) -> Result<(), String> {
        let server = self.plant.place(project).map(|place| place.server);
        self.outcomes.ordered(server, project, operation);
        self.requests.ordered(&self.plant, project, operation);
        let allowed = self.questions.ordered(site, project, operation);
        allowed.map_err(|wrong| format!("{}: {wrong}", self.plant.name(project)))
    }

    /// Takes note of an event before the model does.
    pub(super) fn happens(&mut self, event: &Event, model: &Model) {
        self.questions.happens(event, model);
    }

    /// Takes note of a question to the operator.
    pub(super) fn asked(&mut self, question: &Question) -> Result<(), String> {
        self.questions.asked(question)
    }

    /// Takes note that a question is asked no longer.
    pub(super) fn withdrawn(&mut self, question: QuestionId) -> Result<(), String> {
        self.questions.withdrawn(question)
    }

    /// The question that waits for an answer.
    pub(super) fn open_question(&self) -> Option<QuestionId> {
        self.questions.open().map(|question| question.id)
    }

    /// Takes note that an operation was never sent.
    pub(super) fn not_sent(&mut self, project: ProjectId, operation: Operation) {
        self.requests.not_sent(&self.plant, project, operation);
    }

    /// Takes note of something that was told at a time of the clock on the wall, and of what the model
    /// shows by then.
    pub(super) fn told(
        &mut self,
        notice: &Notice,
        model: &Model,
        local: NaiveDateTime,
    ) -> Result<(), String> {
        self.hush.check(notice, local)?;
        match notice {
            Notice::Digest(notices) => {
                if notices.len() <= 3 {
                    return Err(format!("{notice:?} is told of a few"));
                }
                notices
                    .iter()
                    .try_for_each(|it| self.told(it, model, local))
            }
            Notice::Project(project, news) => {
                let shown = model.condition(*project);
                let told = self.told_of_project(*project, news, &shown);
                told.map_err(|wrong| format!("{}: {wrong}", self.plant.name(*project)))
            }
            Notice::Server(server, news) => self.beliefs.told_of_server(*server, news),
            Notice::Unwatched {
                project, operation, ..
            } => match self.plant.named(project) {
                Some(project) => {
                    let server = self.plant.place(project).map(|place| place.server);
                    self.outcomes.unwatched(server, project, *operation)
                }
                None => Err(format!("{notice:?} is told of a project that nobody knows")),
            },
            Notice::Misconfigured
            | Notice::MonitorSilent
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::Found { .. }
            | Notice::HotkeysTaken(_) => Err(format!("{notice:?} is told, and is not so")),
        }
    }

    fn told_of_project(
        &mut self,
        project: ProjectId,
        news: &ProjectNews,
        condition: &Condition,
    ) -> Result<(), String> {
        if let ProjectNews::Outcome { operation, outcome } = news
            && *outcome != Outcome::Already
        {
            let (plant, shown) = (&self.plant, &self.shown);
            self.outcomes
                .told(plant, shown, project, *operation, outcome)?;
            if *operation == Operation::Switch {
                let until = Instant::now() + shown.bound;
                self.beliefs.switched(plant, project, until);
            }
        }
        self.beliefs.told(project, news, condition)
    }

    /// What must hold now.
    pub(super) fn check(&mut self, model: &Model, local: NaiveDateTime) -> Result<(), String> {
        let hushed = self.hush.look(local);
        self.requests.check(&self.plant)?;
        for (project, place) in self.plant.projects() {
            let condition = model.condition(project);
            self.shown
                .check(&self.plant, project, &condition)
                .and_then(|()| self.outcomes.check(&self.plant, &self.shown, project))
                .map_err(|wrong| format!("{}: {wrong}", self.plant.name(project)))?;
            let switching = self.outcomes.switching(&self.plant, place.server);
            self.beliefs
                .see(project, place.server, &condition, switching, hushed);
        }
        Ok(())
    }

    /// How long after the last fault everything must be true again, and told: one pause and two
    /// polls, or until the outcome of the last click is clear; and then a minute of rest.
    pub(super) fn recovery(&self) -> Duration {
        let Timing {
            poll_interval,
            connect_timeout,
            status_timeout,
            action_timeout,
        } = self.timing;
        let exchange = connect_timeout + status_timeout;
        let operation = connect_timeout + action_timeout * 2;
        (LONGEST_PAUSE + poll_interval * 2 + exchange).max(operation) + REST + SLACK
    }

    /// What must hold when nothing has gone wrong for long enough.
    pub(super) fn check_recovered(&self, model: &Model, words: &Words) -> Result<(), String> {
        for (project, _) in self.plant.projects() {
            let checked = self.check_project_recovered(project, &model.condition(project));
            checked.map_err(|wrong| format!("{}: {wrong}", self.plant.name(project)))?;
        }
        self.beliefs.check_servers()?;
        let projects = self.plant.projects();
        let looks = projects.map(|(project, _)| Look::from(&model.condition(project)));
        match looks.min() == Some(view::view(model, words).icon.look) {
            true => Ok(()),
            false => Err("the icon is not the worst of all".to_owned()),
        }
    }

    fn check_project_recovered(
        &self,
        project: ProjectId,
        condition: &Condition,
    ) -> Result<(), String> {
        let truth = self.plant.truth(project);
        let right = match condition {
            Condition::Status(status) | Condition::Fault(Fault::Contrary { status, .. }) => {
                truth == Some(*status)
            }
            Condition::Fault(Fault::NotFound) => truth.is_none(),
            Condition::Fault(Fault::Failed { .. }) => true,
            Condition::Connecting
            | Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Pending { .. }
            | Condition::Fault(
                Fault::UnknownCommand | Fault::Refused(_) | Fault::Unexpected(_) | Fault::Stuck(_),
            ) => false,
        };
        if !right {
            return Err(format!(
                "{condition:?} is shown long after all was well, and it is {truth:?}"
            ));
        }
        if self.outcomes.any(project) {
            return Err("the outcome of a click was never told".to_owned());
        }
        self.beliefs.check(project, condition)
    }

    /// How many connections each server may have: none when nobody watches any more, one while
    /// nothing is going on.
    pub(super) fn check_connections(&self, allowed: usize) -> Result<(), String> {
        for (number, manager) in self.plant.managers.iter().enumerate() {
            let open = manager.record(|record| record.open);
            if open > allowed {
                return Err(format!(
                    "pm{number} has {open} connections, and needs {allowed}"
                ));
            }
        }
        Ok(())
    }
}

fn wished(operation: Operation) -> Status {
    match operation {
        Operation::Start | Operation::Switch => Status::Running,
        Operation::Stop => Status::Stopped,
    }
}
