//! Nothing is sent that had to be asked about and was not, nor more than was asked about.

use std::collections::BTreeSet;

use pekat_tray::model::event::{Event, QuestionId};
use pekat_tray::model::{Condition, Fault, Model, Notice, ProjectNews, Question, Stops, Wish};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{Confirm, ProjectId, Site};

#[derive(Debug, Default)]
pub(super) struct Questions {
    /// What is being asked.
    open: Option<Question>,
    last: u64,
    /// Whether the event that is handled answers a question.
    answering: bool,
    /// What it says yes to, until that is sent.
    yes: Option<Question>,
    /// What was shown before it as running, or as not known whether it runs.
    running: BTreeSet<ProjectId>,
}

impl Questions {
    /// What is being asked.
    pub(super) fn open(&self) -> Option<&Question> {
        self.open.as_ref()
    }

    /// Takes note of an event before the model does.
    pub(super) fn happens(&mut self, event: &Event, model: &Model) {
        let runs = |project: &ProjectId| may_run(&model.condition(*project));
        let projects = model.site().projects().map(|(_, project)| project.id);
        self.running = projects.filter(runs).collect();
        self.answering = false;
        self.yes = None;
        if let Event::Confirmed { question, yes } = event {
            self.answering = true;
            let asked = self.open.take_if(|open| open.id == *question);
            self.yes = asked.filter(|_| *yes);
        }
    }

    /// Takes note of a question.
    pub(super) fn asked(&mut self, question: &Question) -> Result<(), String> {
        let again = self.open.as_ref() == Some(question);
        if !again && question.id.0 <= self.last {
            return Err(format!("{question:?} takes the number of another"));
        }
        self.last = question.id.0;
        self.open = Some(question.clone());
        Ok(())
    }

    /// Takes note that a question is asked no longer.
    pub(super) fn withdrawn(&mut self, question: QuestionId) -> Result<(), String> {
        let open = self.open.take_if(|open| open.id == question);
        let open = open.map(drop);
        open.ok_or_else(|| format!("{question:?} is withdrawn and was not asked"))
    }

    /// Takes note that an operation goes to the monitor.
    pub(super) fn ordered(
        &mut self,
        site: &Site,
        project: ProjectId,
        operation: Operation,
    ) -> Result<(), String> {
        if !site.allows(project, operation) {
            return Err(format!("{operation} is sent and not allowed"));
        }
        let stops = self.stops(site, project, operation);
        let ways = [Operation::Stop, Operation::Switch];
        let kept = |stop: &ProjectId| !ways.iter().any(|way| site.allows(*stop, *way));
        if operation == Operation::Switch && stops.iter().any(kept) {
            return Err("a switch is sent that stops what may not be stopped".to_owned());
        }
        if !self.answering {
            return match must_be_asked(site, project, &stops) {
                true => Err(format!("{operation} is sent without a question")),
                false => Ok(()),
            };
        }
        let Some(yes) = self.yes.take() else {
            return Err(format!("{operation} is sent, and nobody said yes"));
        };
        let named = |named: &Stops, stop: &ProjectId| named.all().any(|it| it == *stop);
        let meant = match &yes.wish {
            Wish::Operate {
                project: one,
                operation: way,
                stops: all,
            } => {
                // What stops by now may be what nobody has to be asked about.
                let covered =
                    stops.iter().all(|it| named(all, it)) || !must_be_asked(site, project, &stops);
                (*one, *way) == (project, operation) && covered
            }
            Wish::RemoveProject(_) | Wish::RemoveServer { .. } => false,
        };
        match meant {
            true => Ok(()),
            false => Err(format!(
                "{operation} is sent for {yes:?}, and stops {stops:?}"
            )),
        }
    }

    /// What would stop as far as is shown.
    fn stops(&self, site: &Site, project: ProjectId, operation: Operation) -> Vec<ProjectId> {
        let server = site.project(project).map(|(server, _)| server);
        let projects = server.into_iter().flat_map(|server| &server.projects);
        let stops = projects.map(|it| it.id).filter(|other| match operation {
            Operation::Start => false,
            Operation::Stop => *other == project,
            Operation::Switch => *other != project,
        });
        stops.filter(|stop| self.running.contains(stop)).collect()
    }
}

/// Returns true for a notice that only a click brings about; what is due at the same moment comes by
/// itself.
pub(in crate::simulation) fn answers_click(notice: &Notice) -> bool {
    match notice {
        Notice::Project(_, ProjectNews::Outcome { .. } | ProjectNews::Refused { .. }) => true,
        Notice::Project(
            _,
            ProjectNews::Fault(_)
            | ProjectNews::Stopped
            | ProjectNews::Started
            | ProjectNews::Recovered(_)
            | ProjectNews::Unstable,
        )
        | Notice::Server(..)
        | Notice::Digest(_)
        | Notice::Misconfigured
        | Notice::MonitorSilent
        | Notice::Unwatched { .. }
        | Notice::NotSaved(_)
        | Notice::NotOpened(_)
        | Notice::NotServed { .. }
        | Notice::AutostartNotSet(_)
        | Notice::NotChangeable(_)
        | Notice::Found { .. }
        | Notice::HotkeysTaken(_) => false,
    }
}

/// Whether what is shown leaves it open that a project runs.
fn may_run(shown: &Condition) -> bool {
    match shown {
        Condition::Status(Status::Running)
        | Condition::Connecting
        | Condition::Stale { .. }
        | Condition::Fault(
            Fault::UnknownCommand | Fault::Refused(_) | Fault::Unexpected(_) | Fault::Silent,
        ) => true,
        Condition::Status(Status::Stopped | Status::Stopping | Status::Starting)
        | Condition::Unreachable(_)
        | Condition::Pending { .. }
        | Condition::Fault(
            Fault::NotFound | Fault::Stuck(_) | Fault::Contrary { .. } | Fault::Failed { .. },
        ) => false,
    }
}

fn must_be_asked(site: &Site, project: ProjectId, stops: &[ProjectId]) -> bool {
    let guarded = |stop: &ProjectId| site.confirm_of(*stop) != Confirm::Never;
    match site.confirm_of(project) {
        Confirm::Always => true,
        Confirm::Risky => !stops.is_empty(),
        Confirm::Never => stops.iter().any(guarded),
    }
}

#[cfg(test)]
mod tests {
    use pekat_tray::model::event::Unreachable;
    use pekat_tray::model::{Outcome, Refusal, ServerNews};
    use pekat_tray::site::{ProjectSettings, ServerId};

    use super::*;

    fn site() -> anyhow::Result<(Site, ServerId, [ProjectId; 3])> {
        let mut site = Site::default();
        site.confirm = Confirm::Never;
        let server = site.add_server("pm0", "pm0".parse()?);
        let mut projects = Vec::new();
        for name in ["a", "b", "c"] {
            projects.extend(site.add_project(server, name, name.parse()?));
        }
        let projects = projects.try_into();
        let projects = projects.map_err(|_| anyhow::anyhow!("a project was refused"))?;
        Ok((site, server, projects))
    }

    #[test]
    fn a_yes_covers_what_nobody_has_to_be_asked_about() -> anyhow::Result<()> {
        let (mut site, _, [a, guarded, free]) = site()?;
        let settings = ProjectSettings {
            confirm: Some(Confirm::Risky),
            ..ProjectSettings::default()
        };
        site.set_project(guarded, settings);
        let another = |named: ProjectId, stopped: ProjectId, operation: Operation| {
            let stops = Stops {
                certain: vec![named],
                possible: Vec::new(),
            };
            let question = Question {
                id: QuestionId(1),
                wish: Wish::Operate {
                    project: a,
                    operation: Operation::Switch,
                    stops,
                },
            };
            let mut questions = Questions {
                answering: true,
                yes: Some(question),
                running: BTreeSet::from([stopped]),
                ..Questions::default()
            };
            questions.ordered(&site, a, operation).is_ok()
        };
        let cases = [
            another(guarded, guarded, Operation::Switch),
            // The one that is guarded has stopped, and another one runs.
            another(guarded, free, Operation::Switch),
            // The question did not name the one that is guarded.
            another(free, guarded, Operation::Switch),
            // Something else was asked.
            another(guarded, guarded, Operation::Start),
        ];
        assert_eq!(cases, [true, true, false, false]);
        Ok(())
    }

    #[test]
    fn what_is_merely_due_answers_no_click() -> anyhow::Result<()> {
        let (_, server, [a, ..]) = site()?;
        let operation = Operation::Stop;
        let refusal = Refusal::Unreachable;
        let outcome = Outcome::Already;
        let of_project = |news| answers_click(&Notice::Project(a, news));
        let answers = [
            of_project(ProjectNews::Refused { operation, refusal }),
            of_project(ProjectNews::Outcome { operation, outcome }),
            of_project(ProjectNews::Stopped),
            answers_click(&Notice::Server(
                server,
                ServerNews::Down(Unreachable::Broken),
            )),
        ];
        assert_eq!(answers, [true, true, false, false]);
        Ok(())
    }
}
