//! What is worth keeping of what happens, in lines for the log: who was asked to do what from here, what
//! became of it, and which servers were out of reach. A local record for whoever looks into it later.
//! Pure: where the lines go, and the time in front of them, is the shell's affair.
//!
//! Always in English, whatever the user reads, so that logs can be compared and searched.

mod changes;
mod triggers;
mod words;

use std::collections::BTreeMap;

use crate::model::event::{
    Click, Configuration, Dispatch, Event, Link, QuestionId, Service, Ticket,
};
use crate::model::{Condition, Effect, Model};
use crate::protocol::Operation;
use crate::site::{ProjectId, ServerId, Site};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How much it matters.
    pub level: Level,
    /// What it says, without the time.
    pub text: String,
}

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is so.
    Info,
    /// It should not be so.
    Warning,
}

/// Turns what happens into lines. It remembers which operations are under way.
#[derive(Debug, Default)]
pub struct Journal {
    asked: BTreeMap<ProjectId, Asked>,
    /// The project that the event now handled says something of, and what it was before.
    polled: Option<(ProjectId, Condition)>,
}

/// An operation that was asked for here and is under way.
#[derive(Debug)]
struct Asked {
    ticket: Ticket,
    operation: Operation,
    /// The project and its server, for when they are no longer configured.
    name: String,
}

impl Line {
    fn info(text: impl Into<String>) -> Line {
        Line {
            level: Level::Info,
            text: text.into(),
        }
    }

    fn warning(text: impl Into<String>) -> Line {
        Line {
            level: Level::Warning,
            text: text.into(),
        }
    }
}

impl Journal {
    /// What an event is worth writing down, asked before the model takes note of it.
    pub fn happens(&mut self, model: &Model, event: &Event) -> Vec<Line> {
        self.polled = None;
        match event {
            Event::Configured(configuration) => configured(model, configuration),
            Event::Link { server, link } => linked(model, *server, link),
            Event::Polled { project, .. } => {
                self.polled = Some((*project, model.condition(*project)));
                Vec::new()
            }
            Event::Answered { ticket, answer, .. } => vec![match answer {
                Ok(Dispatch::Sent) => Line::info(format!("{}: the server agreed", number(*ticket))),
                Ok(Dispatch::Unclear(excerpt)) => Line::warning(format!(
                    "{}: the server answered “{excerpt}”",
                    number(*ticket)
                )),
                Ok(Dispatch::Unneeded) => {
                    Line::info(format!("{}: not needed, not sent", number(*ticket)))
                }
                Err(failure) => {
                    let failure = words::failure(failure);
                    Line::warning(format!("{}: {failure}", number(*ticket)))
                }
            }],
            Event::Awoke { .. } => vec![Line::info("the computer slept, or its clock was set")],
            Event::MonitorSilent if model.is_monitor_silent() => Vec::new(),
            Event::MonitorSilent => vec![Line::warning("watching has stopped")],
            Event::Clicked(click) => clicked(model, click),
            Event::HotkeysTaken(taken) => triggers::taken(model, taken),
            Event::Scanned(text) => triggers::scanned(model, text),
            Event::NotSaved(trouble) => {
                let trouble = words::file_trouble(trouble);
                vec![Line::warning(format!(
                    "the configuration was not changed: {trouble}"
                ))]
            }
            Event::NotOpened(trouble) => {
                let trouble = words::file_trouble(trouble);
                vec![Line::warning(format!(
                    "the configuration was not opened: {trouble}"
                ))]
            }
            Event::AutostartNotSet(reason) => {
                vec![Line::warning(format!(
                    "start with Windows was not changed: {reason}"
                ))]
            }
            Event::Autostart(autostart) if *autostart == model.autostart() => Vec::new(),
            Event::Autostart(autostart) => vec![Line::info(words::autostart(*autostart))],
            Event::NotServed {
                service,
                project,
                reason,
            } => {
                let name = name(model.site(), *project);
                let what = match service {
                    Service::CopyPath => "the path was not copied",
                    Service::OpenPage => "the page was not opened",
                };
                vec![Line::warning(format!("{name}: {what}: {reason}"))]
            }
            Event::Confirmed { question, yes } => answered(model, *question, *yes),
            Event::Found { search, finding } => changes::found(model, *search, finding),
            Event::Tick
            | Event::Seen(_)
            | Event::ScanningClosed
            | Event::Entered { .. }
            | Event::Picked { .. }
            | Event::DialogClosed { .. }
            | Event::Reached { .. }
            | Event::Probed { .. } => Vec::new(),
        }
    }

    /// What follows from it, asked when the model has taken note.
    pub fn follows(&mut self, model: &Model, effects: &[Effect]) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for effect in effects {
            lines.extend(self.effect(model, effect));
        }
        lines.extend(self.ended(model));
        lines.extend(self.changed(model));
        lines
    }

    fn effect(&mut self, model: &Model, effect: &Effect) -> Option<Line> {
        match effect {
            Effect::Operate {
                ticket,
                project,
                operation,
            } => {
                let name = name(model.site(), *project);
                let place = words::place(model.site(), *project);
                let number = number(*ticket);
                let line = format!("{number}: asked here to {operation} {name}{place}");
                let asked = Asked {
                    ticket: *ticket,
                    operation: *operation,
                    name,
                };
                self.asked.insert(*project, asked);
                Some(Line::info(line))
            }
            Effect::Revoke { ticket, .. } => Some(Line::info(format!(
                "{}: has come true by itself, not sent any more",
                number(*ticket)
            ))),
            Effect::SetAutostart(true) => Some(Line::info("asked here to start with Windows")),
            Effect::SetAutostart(false) => Some(Line::info("asked here not to start with Windows")),
            Effect::Pin { project, operation } => {
                let name = name(model.site(), *project);
                Some(Line::info(format!("pinned: {operation} {name}")))
            }
            Effect::Unpin { project, operation } => {
                let name = name(model.site(), *project);
                Some(Line::info(format!("unpinned: {operation} {name}")))
            }
            Effect::Confirm(question) => {
                let wish = changes::wish(model.site(), &question.wish);
                Some(Line::info(format!("question: {wish}?")))
            }
            Effect::Find { address, .. } => {
                Some(Line::info(format!("looking for projects at {address}")))
            }
            Effect::AddServer { name, address } => Some(Line::info(format!(
                "asked here to add server “{name}” at {address}"
            ))),
            Effect::AddProjects { home, projects } => {
                Some(changes::add_projects(model.site(), home, projects))
            }
            Effect::RemoveProject(project) => Some(changes::remove_project(model.site(), *project)),
            Effect::RemoveServer(server) => Some(changes::remove_server(model.site(), *server)),
            Effect::Watch(_)
            | Effect::WithdrawQuestion(_)
            | Effect::CopyPath(_)
            | Effect::OpenPage(_)
            | Effect::Reload
            | Effect::Refresh
            | Effect::Retry(_)
            | Effect::Notify { .. }
            | Effect::Withdraw(_)
            | Effect::Rouse(_)
            | Effect::ShowDetails(_)
            | Effect::BindHotkeys(_)
            | Effect::ShowScanning
            | Effect::OpenConfiguration
            | Effect::ShowDialog
            | Effect::ProbeServer { .. }
            | Effect::ProbeProject { .. }
            | Effect::ShowAbout
            | Effect::Exit => None,
        }
    }

    /// What became of the operations that are not under way any more.
    fn ended(&mut self, model: &Model) -> Vec<Line> {
        let mut lines = Vec::new();
        self.asked.retain(|project, asked| {
            let Asked {
                ticket,
                operation,
                name,
            } = asked;
            let condition = model.condition(*project);
            if matches!(condition, Condition::Pending { .. }) {
                return true;
            }
            let now = match model.site().project(*project) {
                Some(_) => words::condition(&condition),
                None => "no longer configured".to_owned(),
            };
            let text = format!("{}: {operation} {name}: now {now}", number(*ticket));
            lines.push(match words::is_trouble(&condition) {
                true => Line::warning(text),
                false => Line::info(text),
            });
            false
        });
        lines
    }

    /// What a poll found to be another than before. What is news only because nothing was known
    /// before is none.
    fn changed(&mut self, model: &Model) -> Option<Line> {
        let (project, before) = self.polled.take()?;
        let now = model.condition(project);
        let known = |condition: &Condition| match condition {
            Condition::Status(_) | Condition::Fault(_) => true,
            Condition::Connecting
            | Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Pending { .. } => false,
        };
        if before == now || !known(&before) || !known(&now) {
            return None;
        }
        let name = name(model.site(), project);
        let text = format!(
            "{name}: {}, was {}",
            words::condition(&now),
            words::condition(&before)
        );
        Some(match words::is_trouble(&now) {
            true => Line::warning(text),
            false => Line::info(text),
        })
    }
}

/// How an operation is called in all lines about it.
fn number(ticket: Ticket) -> String {
    format!("operation {}", ticket.0)
}

/// What a project is called in the log.
fn name(site: &Site, project: ProjectId) -> String {
    site.project(project).map_or_else(
        || "a project that is no longer configured".to_owned(),
        |(server, project)| format!("“{}” on “{}”", project.name, server.name),
    )
}

/// What is wrong is written once, until it is something else.
fn configured(model: &Model, configuration: &Configuration) -> Vec<Line> {
    let site = configuration.site.iter();
    let mut lines: Vec<Line> = site
        .map(|site| Line::info(words::configured(site)))
        .collect();
    if configuration.problems != model.problems() {
        let problems = configuration.problems.iter();
        lines.extend(problems.map(|problem| Line::warning(format!("configuration: {problem}"))));
    }
    if configuration.ignored != model.ignored() {
        let ignored = configuration.ignored.iter();
        lines.extend(ignored.map(|ignored| Line::warning(format!("policy ignored: {ignored}"))));
    }
    lines
}

fn linked(model: &Model, server: ServerId, link: &Link) -> Vec<Line> {
    let Some(known) = model.site().server(server) else {
        return Vec::new();
    };
    if link == model.link(server) {
        return Vec::new();
    }
    let name = format!("“{}” at {}", known.name, known.address);
    match link {
        Link::Connecting => Vec::new(),
        Link::Up => vec![Line::info(format!("{name}: answers"))],
        Link::Silent => vec![Line::info(format!(
            "{name}: accepts connections but does not answer"
        ))],
        Link::Down(reason) => {
            let reason = words::unreachable(*reason);
            vec![Line::warning(format!("{name}: unreachable, {reason}"))]
        }
    }
}

/// The answer to what is being asked; a dialog that has given way to another says no by itself.
fn answered(model: &Model, question: QuestionId, yes: bool) -> Vec<Line> {
    let asking = model.asking().filter(|asking| asking.id == question);
    let line = asking.map(|asking| {
        let wish = changes::wish(model.site(), &asking.wish);
        let answer = if yes { "yes" } else { "no" };
        Line::info(format!("answered here: {answer}, {wish}"))
    });
    line.into_iter().collect()
}

/// What was asked for and cannot be done, which nothing follows from.
fn clicked(model: &Model, click: &Click) -> Vec<Line> {
    match click {
        Click::Operate { project, operation } => match model.may(*project, *operation) {
            Ok(()) => Vec::new(),
            Err(refusal) => {
                let name = name(model.site(), *project);
                let refusal = words::refusal(refusal);
                vec![Line::warning(format!(
                    "asked here to {operation} {name}: not sent, {refusal}"
                ))]
            }
        },
        Click::Snooze(_) => vec![Line::info("no notices are wanted for a while")],
        Click::EndSnooze => vec![Line::info("notices are wanted again")],
        Click::Exit => vec![Line::info("asked here to end")],
        Click::AddServer => changes::adds(model, "a server"),
        Click::AddProject(_) => changes::adds(model, "a project"),
        Click::FindProjects | Click::AddFound => changes::adds(model, "projects"),
        Click::RemoveProject(project) => changes::removes_project(model, *project),
        Click::RemoveServer(server) => changes::removes_server(model, *server),
        Click::Pin { .. }
        | Click::Unpin { .. }
        | Click::ShowDetails(_)
        | Click::CopyPath(_)
        | Click::OpenPage(_)
        | Click::Refresh
        | Click::Scan
        | Click::OpenConfiguration
        | Click::Autostart
        | Click::About => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
