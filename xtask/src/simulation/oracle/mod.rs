//! What must hold at every step, whatever goes wrong.

mod availability;
mod beliefs;
mod drawn;
mod failures;
mod hush;
mod manners;
mod outcomes;
mod plant;
mod ports;
mod questions;
mod readings;
mod requests;
mod shown;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;
use pekat_tray::model::event::{Click, Dispatch, Event, Failure, Link, QuestionId, Ticket};
use pekat_tray::model::{Condition, Fault, Model, Notice, Outcome, ProjectNews, Question};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, ServerId, Site, Timing};
use tokio::time::Instant;

use super::plant::Routes;
use availability::Availability;
use beliefs::Beliefs;
pub(super) use drawn::Drawing;
use drawn::Drawn;
pub(super) use hush::Hush;
use outcomes::{Known, Outcomes};
use plant::{Place, Plant};
use ports::Ports;
use questions::Questions;
pub(super) use questions::answers_click;
use readings::Readings;
use requests::Requests;
use shown::Shown;

/// By how much what is shown may be older than the settings imply: the way of the bytes.
const SLACK: Duration = Duration::from_secs(1);

/// The longest pause until a server that does not answer is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Longer than from any heartbeat of the monitor to the next.
const LONGEST_HEARTBEAT: Duration = Duration::from_secs(6);

/// How long what was unstable must have been at rest, and what changes be so, to be told.
const REST: Duration = Duration::from_secs(60 + 12);

/// Compares what one client shows and tells with the truth.
#[derive(Debug)]
pub(super) struct Oracle {
    plant: Plant,
    requests: Requests,
    questions: Questions,
    readings: Readings,
    shown: Shown,
    availability: Availability,
    outcomes: Outcomes,
    ports: Ports,
    beliefs: Beliefs,
    drawn: Drawn,
    /// The time for which a project may be other than expected.
    expect_grace: Duration,
    /// The servers that are reported as down.
    down: BTreeSet<ServerId>,
    /// When the computer slept, until the monitor knows of it.
    slept: Option<Instant>,
    /// When the clock on the wall was last set.
    clock_set: Option<Instant>,
    /// When little is to be told.
    pub(super) hush: Hush,
}

impl Oracle {
    pub(super) fn new(client: usize, site: &Site, routes: &Arc<Routes>) -> Oracle {
        let plant = Plant::new(client, site, routes);
        Oracle {
            requests: Requests::default(),
            questions: Questions::default(),
            readings: Readings::default(),
            shown: Shown::new(bound(site), site.stale_after()),
            availability: Availability::new(),
            outcomes: Outcomes::new(site.timing),
            ports: Ports::default(),
            beliefs: Beliefs::new(&plant),
            drawn: Drawn::default(),
            expect_grace: site.limits.expect_grace,
            down: BTreeSet::new(),
            slept: None,
            clock_set: None,
            hush: Hush::default(),
            plant,
        }
    }

    /// Takes note that the client could not do its work until now: its clocks have leapt, or its window
    /// was busy.
    pub(super) fn disturbed(&mut self) {
        self.outcomes.slept = Some(Instant::now());
        self.slept = self.slept.map(|_| Instant::now());
        self.availability.disturbed = Instant::now();
        self.beliefs.disturbed();
        self.drawn = Drawn::default();
    }

    /// Takes note that another configuration is about to come.
    pub(super) fn begins_anew(&mut self, site: &Site) {
        self.availability.disturbed = Instant::now();
        self.slept = self.slept.map(|_| Instant::now());
        self.shown.bound = bound(site);
        self.shown.stale_after = site.stale_after();
    }

    /// Takes note of another configuration.
    pub(super) fn configured(&mut self, site: &Site) -> Result<(), String> {
        self.outcomes.configured = Instant::now();
        self.outcomes.timing = site.timing;
        self.plant.configured(site);
        self.readings.configured(&self.plant);
        self.beliefs.configured(&self.plant);
        self.beliefs.notify_after = site.limits.notify_after;
        self.expect_grace = site.limits.expect_grace;
        match self.outcomes.any_left(&self.plant) {
            true => Err("a click's project is configured away, and that is not told".to_owned()),
            false => Ok(()),
        }
    }

    /// Takes note that the computer has slept while the clock that measures stood still.
    pub(super) fn slept(&mut self) {
        self.beliefs.disturbed();
        let undone = |at: Instant| at.elapsed() < LONGEST_HEARTBEAT;
        if !self.clock_set.is_some_and(undone) {
            self.slept.get_or_insert_with(Instant::now);
        }
    }

    /// Takes note that the clock on the wall was set, which may undo what sleep did to it.
    pub(super) fn clock_set(&mut self) {
        self.slept = None;
        self.clock_set = Some(Instant::now());
    }

    /// Takes note that the monitor found then that the computer had slept.
    pub(super) fn awoke(&mut self, at: Instant) {
        self.shown.awoke = Some(at);
        self.availability.disturbed = Instant::now();
        self.beliefs.awoke();
    }

    /// Takes note that an operation goes to the monitor, as that is configured.
    pub(super) fn ordered(
        &mut self,
        site: &Site,
        ticket: Ticket,
        project: ProjectId,
        operation: Operation,
    ) -> Result<(), String> {
        let server = self.plant.place(project).map(|place| place.server);
        self.outcomes.ordered(server, project, operation);
        self.ports.ordered(project);
        self.requests
            .ordered(&self.plant, ticket, project, operation);
        let allowed = self.questions.ordered(site, project, operation);
        allowed.map_err(|wrong| format!("{}: {wrong}", self.plant.name(project)))
    }

    /// Takes note of an event before the model does.
    pub(super) fn happens(&mut self, event: &Event, model: &Model) -> Result<(), String> {
        self.questions.happens(event, model);
        if let Event::Clicked(Click::Refresh) = event {
            self.ports.refreshed();
        }
        if let Event::Link {
            server,
            link: Link::Down(_),
        } = event
        {
            self.readings.outage(*server);
        }
        let Event::Polled { project, reading } = event else {
            return Ok(());
        };
        if self.plant.place(*project).is_none() {
            return Ok(());
        }
        let polled = self.readings.polled(&self.plant, *project, reading);
        polled.map_err(|wrong| format!("{}: {wrong}", self.plant.name(*project)))
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

    /// Takes note of an event when the monitor reports it, which may be before the model takes it.
    pub(super) fn reported(&mut self, event: &Event) -> Result<(), String> {
        if let Event::Answered { ticket, answer, .. } = event {
            let unsent = matches!(
                answer,
                Ok(Dispatch::Unneeded) | Err(Failure::NotSent(_) | Failure::GivenUp)
            );
            self.requests.check(&self.plant)?;
            if !matches!(answer, Err(Failure::GivenUp)) {
                self.requests.overtaken_by(*ticket);
            }
            self.requests.answered(*ticket, unsent)?;
        }
        if let Event::Awoke { .. } = event {
            self.slept = None;
        }
        let Event::Link { server, link } = event else {
            return Ok(());
        };
        match link {
            Link::Down(reason) if self.down.insert(*server) => {
                let timeout = self.outcomes.timing.action_timeout;
                manners::check_down(&self.plant, *server, *reason, timeout)
            }
            // Another reason, or the same.
            Link::Down(_) => Ok(()),
            Link::Connecting | Link::Up | Link::Silent => {
                self.down.remove(server);
                Ok(())
            }
        }
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
        if let ProjectNews::Outcome { operation, outcome } = news {
            self.requests.check(&self.plant)?;
            let known = Known {
                plant: &self.plant,
                shown: &self.shown,
                readings: &self.readings,
                requests: &self.requests,
            };
            self.outcomes.told(known, project, *operation, outcome)?;
            self.ports.told(&self.plant, project, *operation, outcome);
            if *operation == Operation::Switch && *outcome != Outcome::Already {
                let until = Instant::now() + self.shown.bound;
                self.beliefs.switched(&self.plant, project, until);
            }
        }
        self.beliefs.told(project, news, condition)
    }

    /// What must hold now.
    pub(super) fn check(
        &mut self,
        model: &Model,
        drawing: Drawing<'_>,
        local: NaiveDateTime,
    ) -> Result<(), String> {
        let hushed = self.hush.look(local);
        self.requests.check(&self.plant)?;
        manners::check(&self.plant, self.availability.disturbed)?;
        let projects: Vec<(ProjectId, Place)> = self.plant.projects().collect();
        for (project, place) in projects {
            let condition = model.condition(project);
            self.check_project(project, &condition)
                .map_err(|wrong| format!("{}: {wrong}", self.plant.name(project)))?;
            let switching = self.outcomes.switching(&self.plant, place.server);
            self.beliefs
                .see(project, place.server, &condition, switching, hushed);
        }
        let heartbeat = heartbeat(model.site());
        if self
            .slept
            .is_some_and(|at| at.elapsed() > heartbeat + SLACK)
        {
            return Err("the computer has slept, and the monitor does not know".to_owned());
        }
        self.drawn.check(model, drawing, heartbeat)
    }

    fn check_project(&mut self, project: ProjectId, condition: &Condition) -> Result<(), String> {
        let (plant, outcomes) = (&self.plant, &self.outcomes);
        self.shown
            .check(plant, &self.readings, project, condition)?;
        let operated = outcomes.any(project);
        self.availability
            .check(plant, outcomes.timing, project, condition, operated)?;
        if let Condition::Fault(Fault::Failed { operation, outcome }) = condition {
            outcomes.check_failed(project, *operation, outcome)?;
        }
        outcomes.check(plant, &self.shown, project)?;
        self.ports.check(plant, &self.readings, project, condition)
    }

    /// How long after the last fault everything must be true again, and told: one pause and two
    /// polls, or until the outcome of the last click is clear; the time that is allowed for what is
    /// expected; and then a minute of rest.
    pub(super) fn recovery(&self) -> Duration {
        let Timing {
            poll_interval,
            connect_timeout,
            status_timeout,
            action_timeout,
        } = self.outcomes.timing;
        let exchange = connect_timeout + status_timeout;
        let operation = (connect_timeout + action_timeout) * 3;
        let read = (LONGEST_PAUSE + poll_interval * 2 + exchange).max(operation);
        read + self.expect_grace + REST + SLACK
    }

    /// What must hold when nothing has gone wrong for long enough.
    pub(super) fn check_recovered(&self, model: &Model) -> Result<(), String> {
        for (project, _) in self.plant.projects() {
            let checked = self.check_project_recovered(project, &model.condition(project));
            checked.map_err(|wrong| format!("{}: {wrong}", self.plant.name(project)))?;
        }
        self.beliefs.check_servers()
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
                Fault::UnknownCommand
                | Fault::Refused(_)
                | Fault::Unexpected(_)
                | Fault::Silent
                | Fault::Stuck(_),
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

    /// How many connections the client may have to each server: none when nobody watches any more, one
    /// while nothing is going on.
    pub(super) fn check_connections(&self, allowed: usize) -> Result<(), String> {
        let open = self.plant.contacts(|_, contact| contact.open());
        match open.iter().position(|open| *open > allowed) {
            None => Ok(()),
            Some(number) => Err(format!(
                "there are {} connections to pm{number}, and {allowed} are needed",
                open[number]
            )),
        }
    }
}

/// How old what is shown may be.
fn bound(site: &Site) -> Duration {
    site.stale_after() + heartbeat(site) + SLACK
}

/// From one heartbeat of the monitor to the next.
fn heartbeat(site: &Site) -> Duration {
    site.timing.poll_interval.max(Duration::from_secs(2))
}

fn wished(operation: Operation) -> Status {
    match operation {
        Operation::Start | Operation::Switch => Status::Running,
        Operation::Stop => Status::Stopped,
    }
}
