//! The operator's wishes: which are possible now, and what became of them.
//!
//! A wish stays pending until status confirms it, for an answer alone does not make a project
//! run. One is pending per server, since a switch touches all of its projects.

use std::time::Instant;

use super::event::{Answer, Dispatch, Failure, Link, Reading, Ticket, Works};
use super::notice::{Announced, Cause};
use super::watch::{Outcome, Watch, wished};
use super::{Condition, Effect, Model, Notice, Progress, ProjectNews, ServerState};
use crate::protocol::{Operation, Status, Step};
use crate::site::{ProjectId, ServerId};

/// So many of a server's projects are remembered as recent.
const MOST_RECENT: usize = 5;

/// A wish that was ordered and has not come true yet.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) ticket: Ticket,
    pub(super) project: ProjectId,
    pub(super) operation: Operation,
    asked: Instant,
    /// Whether the wished status, once read, can only come from this wish: it was another one
    /// before, and no earlier wish is still on its way.
    telling: bool,
    /// True once another status than the wished one was read after it was asked for.
    contradicted: bool,
    stage: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    /// No answer yet. It may not even be on the wire.
    Sent,
    /// The answer came or was lost; status will tell.
    Watching(Watch),
}

impl Pending {
    /// Whether the answer did not come.
    pub(super) fn is_lost(&self) -> bool {
        match &self.stage {
            Stage::Sent => false,
            Stage::Watching(watch) => watch.doubt.is_some(),
        }
    }
}

/// Why an operation is not possible now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The project is no longer configured.
    NotConfigured,
    /// The configuration does not allow it here.
    NotAllowed,
    /// The organisation decides on it.
    Managed,
    /// The server gives no answer.
    Unreachable,
    /// What the project is doing is not known.
    Unknown,
    /// Another operation on the same server has not finished.
    Busy {
        /// Of which project.
        project: ProjectId,
        /// Which operation.
        operation: Operation,
    },
    /// It is so already, or on its way.
    Status(Status),
    /// It would stop another project, as far as that runs, and the configuration does not allow that
    /// here.
    WouldStop(ProjectId),
}

impl ServerState {
    /// Takes note of what the operator wants to run.
    fn remember(&mut self, project: ProjectId) {
        self.recent.retain(|known| *known != project);
        self.recent.insert(0, project);
        self.recent.truncate(MOST_RECENT);
    }
}

impl Model {
    /// Whether an operation makes sense now.
    ///
    /// # Errors
    /// The reason when it does not.
    pub fn may(&self, project: ProjectId, operation: Operation) -> Result<(), Refusal> {
        let state = self.projects.get(&project).ok_or(Refusal::NotConfigured)?;
        if !self.site.allows(project, operation) {
            return Err(Refusal::NotAllowed);
        }
        match self.link(state.server) {
            Link::Down(_) => return Err(Refusal::Unreachable),
            Link::Connecting => return Err(Refusal::Unknown),
            Link::Up | Link::Silent => {}
        }
        if let Some(pending) = self.pending(state.server) {
            let cancels = operation == Operation::Stop
                && pending.project == project
                && pending.operation != Operation::Stop;
            if cancels {
                return Ok(());
            }
            return Err(Refusal::Busy {
                project: pending.project,
                operation: pending.operation,
            });
        }
        let status = self.fresh_status(project).ok_or(Refusal::Unknown)?;
        let sensible = match operation.next_step(status) {
            Step::Send => true,
            Step::SendUnlessAlone => self.others_may_run(project),
            Step::Wait | Step::Nothing => false,
        };
        if !sensible {
            return Err(Refusal::Status(status));
        }
        match operation {
            Operation::Start | Operation::Stop => Ok(()),
            Operation::Switch => match self.kept_running(project) {
                None => Ok(()),
                Some(kept) => Err(Refusal::WouldStop(kept)),
            },
        }
    }

    /// Returns a project that a switch to this one may stop, and that the configuration protects.
    fn kept_running(&self, project: ProjectId) -> Option<ProjectId> {
        let mut others = self.others(project);
        others.find(|other| !self.site.may_stop(*other) && self.works(*other) != Works::No)
    }

    pub(super) fn pending(&self, server: ServerId) -> Option<&Pending> {
        self.servers.get(&server)?.pending.as_ref()
    }

    /// Whether the operator's own click explains what happens to a project.
    pub(super) fn is_asked_for(&self, project: ProjectId) -> bool {
        let state = self.projects.get(&project);
        let pending = state.and_then(|state| self.pending(state.server));
        pending.is_some_and(|pending| {
            pending.project == project || pending.operation == Operation::Switch
        })
    }

    pub(super) fn operate(
        &mut self,
        project: ProjectId,
        operation: Operation,
    ) -> (Progress, Vec<Effect>) {
        if let Err(refusal) = self.may(project, operation) {
            let effects = self.refuse(project, operation, refusal);
            return (Progress::Refused(refusal), effects);
        }
        let overtaken = self.overtaken_on(project);
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        let status = self.fresh_status(project);
        self.project_mut(project, |state| state.failed = None);
        if let Some(state) = self.projects.get(&project)
            && let Some(server) = self.servers.get_mut(&state.server)
        {
            server.pending = Some(Pending {
                ticket,
                project,
                operation,
                asked: self.now.instant,
                telling: overtaken.is_none() && status != Some(wished(operation)),
                contradicted: false,
                stage: Stage::Sent,
            });
            match operation {
                Operation::Start | Operation::Switch => server.remember(project),
                Operation::Stop => {}
            }
        }
        let mut effects = overtaken.map_or_else(Vec::new, |overtaken| {
            let news = ProjectNews::Outcome {
                operation: overtaken,
                outcome: Outcome::CalledOff,
            };
            self.notify(Notice::Project(project, news))
        });
        effects.push(Effect::Operate {
            ticket,
            project,
            operation,
        });
        (Progress::Ordered, effects)
    }

    /// The operation of a project that is pending, and would be overtaken by another.
    fn overtaken_on(&self, project: ProjectId) -> Option<Operation> {
        let state = self.projects.get(&project)?;
        Some(self.pending(state.server)?.operation)
    }

    /// Answers a click that is not carried out.
    pub(super) fn refuse(
        &mut self,
        project: ProjectId,
        operation: Operation,
        refusal: Refusal,
    ) -> Vec<Effect> {
        let already = match operation {
            Operation::Start | Operation::Stop => refusal == Refusal::Status(wished(operation)),
            // Others than the configured ones may run there.
            Operation::Switch => false,
        };
        let news = if already {
            self.project_mut(project, |state| {
                state.failed = None;
                state.succeed(operation);
            });
            let outcome = Outcome::Already;
            ProjectNews::Outcome { operation, outcome }
        } else {
            ProjectNews::Refused { operation, refusal }
        };
        let mut effects = self.retry(project);
        effects.extend(self.notify(Notice::Project(project, news)));
        if already {
            effects.extend(self.note_project(project, Cause::Outcome));
        }
        effects
    }

    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        at: Instant,
        answer: Result<Dispatch, Failure>,
    ) -> Vec<Effect> {
        let mut servers = self.servers.iter_mut();
        let found = servers.find_map(|(id, state)| {
            let pending = state.pending.as_mut()?;
            (pending.ticket == ticket).then_some((*id, pending))
        });
        let Some((server, pending)) = found else {
            return Vec::new();
        };
        match Watch::new(pending.operation, at, answer) {
            Ok(watch) => pending.stage = Stage::Watching(watch),
            Err(failure) => return self.conclude(server, Outcome::Failed(failure)),
        }
        self.watch_pending(server)
    }

    /// Looks whether what is known by now settles the wish that is pending on a server.
    pub(super) fn watch_pending(&mut self, server: ServerId) -> Vec<Effect> {
        self.note_contradiction(server);
        let Some(pending) = self.pending(server) else {
            return Vec::new();
        };
        let (outcome, stage) = self.judge(pending);
        if let Some(outcome) = outcome {
            // What is not on the wire yet must not follow what is told.
            let unsent = matches!(pending.stage, Stage::Sent).then_some(Effect::Revoke {
                ticket: pending.ticket,
                project: pending.project,
            });
            let mut effects: Vec<Effect> = unsent.into_iter().collect();
            effects.extend(self.conclude(server, outcome));
            return effects;
        }
        let state = self.servers.get_mut(&server);
        if let Some(pending) = state.and_then(|state| state.pending.as_mut()) {
            pending.stage = stage;
        }
        Vec::new()
    }

    fn note_contradiction(&mut self, server: ServerId) {
        let contradicted = self.pending(server).is_some_and(|pending| {
            let read = self.answer_since(pending.project, pending.asked);
            let wished = wished(pending.operation);
            matches!(read, Some(Answer::Status(status)) if *status != wished)
        });
        let state = self.servers.get_mut(&server);
        if let Some(pending) = state.and_then(|state| state.pending.as_mut()) {
            pending.contradicted |= contradicted;
        }
    }

    /// What became of a wish, once that is clear, and where it stands until then.
    fn judge(&self, pending: &Pending) -> (Option<Outcome>, Stage) {
        // Some servers answer late or never; a start or stop that status confirms is done.
        let reached = pending.operation != Operation::Switch
            && self.answer_since(pending.project, pending.asked)
                == Some(&Answer::Status(wished(pending.operation)));
        let mut watch = match &pending.stage {
            Stage::Sent => {
                let done = reached && pending.telling;
                return (done.then_some(Outcome::Succeeded), Stage::Sent);
            }
            // Once it is answered, an earlier wish that it overtook cannot undo it.
            Stage::Watching(watch) if reached && (pending.telling || pending.contradicted) => {
                return (Some(watch.success()), pending.stage.clone());
            }
            Stage::Watching(watch) => watch.clone(),
        };
        let patience = self.site.timing.action_timeout;
        let reading = self.reading_since(pending.project, watch.since);
        let mut outcome = watch.look(self.now.instant, patience, reading);
        // The project may have run before a switch whose answer was lost; what proves it is that
        // no other project runs.
        if pending.operation == Operation::Switch
            && let Some(doubt) = &watch.doubt
            && outcome == Some(Outcome::Succeeded)
            && !self.others_have_stopped(pending.project, watch.since)
        {
            let over = watch.is_over(self.now.instant, patience);
            outcome = over.then(|| Outcome::Failed(doubt.clone()));
        }
        (outcome, Stage::Watching(watch))
    }

    fn conclude(&mut self, server: ServerId, outcome: Outcome) -> Vec<Effect> {
        let state = self.servers.get_mut(&server);
        let Some(pending) = state.and_then(|state| state.pending.take()) else {
            return Vec::new();
        };
        let Pending {
            project, operation, ..
        } = pending;
        if outcome.is_success() {
            self.project_mut(project, |state| state.succeed(operation));
            if operation == Operation::Switch {
                self.explain_switch(project);
            }
        } else {
            let (outcome, now) = (outcome.clone(), self.now.instant);
            self.project_mut(project, |state| state.fail(operation, outcome, now));
        }
        let news = ProjectNews::Outcome { operation, outcome };
        let mut effects = self.notify(Notice::Project(project, news));
        effects.extend(self.note_project(project, Cause::Outcome));
        effects
    }

    /// Takes note that a switch came true: what it stopped needs no telling when it is read, and
    /// what failed before is over.
    fn explain_switch(&mut self, project: ProjectId) {
        let others: Vec<ProjectId> = self.others(project).collect();
        let now = self.now.instant;
        for other in others {
            self.project_mut(other, |state| state.failed = None);
            let stopped = self.condition(other) == Condition::Status(Status::Stopped);
            self.project_mut(other, |state| {
                if !stopped {
                    state.explained = Some(now);
                } else if !state.standing.told().owes_recovery() {
                    let stopped = Announced::Settled(Status::Stopped);
                    state.standing.take_as_told(stopped);
                }
            });
        }
    }

    pub(super) fn others(&self, project: ProjectId) -> impl Iterator<Item = ProjectId> {
        let server = self.projects.get(&project).map(|state| state.server);
        let server = server.and_then(|server| self.site.server(server));
        let projects = server.into_iter().flat_map(|server| &server.projects);
        projects
            .map(|other| other.id)
            .filter(move |other| *other != project)
    }

    fn others_may_run(&self, project: ProjectId) -> bool {
        self.others(project)
            .any(|other| self.works(other) != Works::No)
    }

    fn others_have_stopped(&self, project: ProjectId, since: Instant) -> bool {
        self.others(project).all(|other| {
            let answer = self.answer_since(other, since);
            answer.is_some_and(|answer| match answer {
                Answer::Status(status) => *status == Status::Stopped,
                Answer::NotFound => true,
                Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_) => false,
            })
        })
    }

    /// What the server said of a project when it was asked after `since`, unless that is too old.
    fn reading_since(&self, project: ProjectId, since: Instant) -> Option<&Reading> {
        let reading = self.projects.get(&project)?.reading.as_ref();
        reading.filter(|reading| reading.at >= since && !self.is_old(reading.at))
    }

    fn answer_since(&self, project: ProjectId, since: Instant) -> Option<&Answer> {
        self.reading_since(project, since)
            .map(|reading| &reading.answer)
    }
}
