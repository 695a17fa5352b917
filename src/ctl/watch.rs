//! `pekatctl watch`: prints what changes, as the tray sees it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::clock;
use crate::model::event::Event;
use crate::model::{Condition, Effect, Model, Notice};
use crate::monitor::Monitor;
use crate::site::{NoticeLevel, ProjectId, QuietHours, Site};
use crate::view::{self, Words};
use chrono::Local;
use tokio::sync::mpsc::unbounded_channel;

use crate::ctl::exit::{self, Failure};
use crate::ctl::language;
use crate::ctl::network;
use crate::ctl::output::{Columns, Output};
use crate::ctl::targets::Source;

#[derive(Debug, clap::Args)]
#[command(after_help = exit::CODES)]
pub(super) struct Args {
    /// Names of projects, or Server/Project where several servers have one of that name; all
    /// configured projects if none is given
    #[arg(value_name = "PROJECT")]
    projects: Vec<String>,

    #[command(flatten)]
    source: Source,
}

/// Runs until Ctrl+C, or until nobody reads what it prints.
pub(super) fn run(args: Args) -> Result<(), Failure> {
    let mut site = args.source.site(&args.projects)?;
    // Servers that come and go are told as notices.
    site.notices = NoticeLevel::All;
    // Whoever watches is told at once.
    site.limits.notify_after = Duration::ZERO;
    site.quiet = QuietHours::default();
    network::run(watch(site))?
}

async fn watch(site: Site) -> Result<(), Failure> {
    let (report, mut events) = unbounded_channel();
    // It reports until the end, when nobody listens any more.
    let monitor = Monitor::spawn(move |event| report.send(event).unwrap_or_default())
        .map_err(|error| Failure::Usage(format!("the watching thread cannot start: {error}")))?;
    let mut watcher = Watcher::new(monitor, &site);
    watcher.happens(Event::configured(Arc::new(site)));
    let interrupted = network::interrupted();
    let mut interrupted = std::pin::pin!(interrupted);
    while watcher.output.is_open() {
        tokio::select! {
            Some(event) = events.recv() => watcher.happens(event),
            interrupted = &mut interrupted => {
                interrupted?;
                break;
            }
        }
    }
    watcher.output.close()
}

struct Watcher {
    model: Model,
    monitor: Monitor,
    words: Words,
    output: Output,
    columns: Columns,
    /// What was last printed of a project. Nothing while its server is not reached.
    told: BTreeMap<ProjectId, Condition>,
}

impl Watcher {
    fn new(monitor: Monitor, site: &Site) -> Self {
        Watcher {
            model: Model::new(clock::now()),
            monitor,
            words: language::words(site),
            output: Output::new(),
            columns: Columns::new(site),
            told: BTreeMap::new(),
        }
    }

    fn happens(&mut self, event: Event) {
        let polled = match &event {
            Event::Polled { project, .. } => Some(*project),
            Event::Configured(_)
            | Event::Link { .. }
            | Event::Answered { .. }
            | Event::Tick
            | Event::Awoke { .. }
            | Event::MonitorSilent
            | Event::Seen(_)
            | Event::Clicked(_)
            | Event::HotkeysTaken(_)
            | Event::Scanned(_)
            | Event::ScanningClosed
            | Event::NotSaved(_)
            | Event::NotOpened(_)
            | Event::NotServed { .. }
            | Event::Confirmed { .. }
            | Event::Autostart(_)
            | Event::AutostartNotSet(_)
            | Event::Entered { .. }
            | Event::Picked { .. }
            | Event::DialogClosed { .. }
            | Event::Reached { .. }
            | Event::Probed { .. }
            | Event::Found { .. } => None,
        };
        for effect in self.model.update(clock::now(), event) {
            self.carry_out(effect);
        }
        match polled {
            Some(project) => self.tell(project),
            None => {
                let projects = self.model.site().projects();
                let projects: Vec<_> = projects.map(|(_, project)| project.id).collect();
                projects.into_iter().for_each(|project| self.tell(project));
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Watch(site) => self.monitor.configure(site),
            Effect::Rouse(at) => self.monitor.rouse(at),
            Effect::Notify { notice, .. } => self.notify(notice),
            // Nobody clicks here.
            Effect::Withdraw(_)
            | Effect::Operate { .. }
            | Effect::Reload
            | Effect::Refresh
            | Effect::Retry(_)
            | Effect::Revoke { .. }
            | Effect::Pin { .. }
            | Effect::Unpin { .. }
            | Effect::ShowDetails(_)
            | Effect::CopyPath(_)
            | Effect::OpenPage(_)
            | Effect::Confirm(_)
            | Effect::WithdrawQuestion(_)
            | Effect::BindHotkeys(_)
            | Effect::ShowScanning
            | Effect::OpenConfiguration
            | Effect::SetAutostart(_)
            | Effect::ShowDialog
            | Effect::ProbeServer { .. }
            | Effect::ProbeProject { .. }
            | Effect::Find { .. }
            | Effect::AddServer { .. }
            | Effect::AddProjects { .. }
            | Effect::RemoveProject(_)
            | Effect::RemoveServer(_)
            | Effect::ShowAbout
            | Effect::Exit => {}
        }
    }

    fn notify(&mut self, notice: Notice) {
        match notice {
            Notice::Server(..) | Notice::MonitorSilent => {
                let message = view::message(&self.model, &self.words, &notice, false);
                if let Some(message) = message {
                    self.line(&message.text.line());
                }
            }
            Notice::Digest(notices) => notices.into_iter().for_each(|notice| self.notify(notice)),
            // Projects are told by their conditions, and nobody clicks here.
            Notice::Project(..)
            | Notice::Misconfigured
            | Notice::Unwatched { .. }
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::Found { .. }
            | Notice::HotkeysTaken(_) => {}
        }
    }

    /// Prints a project's condition if it is another than before.
    fn tell(&mut self, project: ProjectId) {
        let condition = self.model.condition(project);
        match condition {
            // The server's line tells it for all of its projects.
            Condition::Connecting | Condition::Unreachable(_) => {
                self.told.remove(&project);
                return;
            }
            Condition::Stale { .. }
            | Condition::Pending { .. }
            | Condition::Fault(_)
            | Condition::Status(_) => {}
        }
        if self.told.get(&project) == Some(&condition) {
            return;
        }
        if let Some((server, project)) = self.model.site().project(project) {
            let said = self.words.condition(&condition);
            let row = self.columns.row(&server.name, &project.name, &said);
            self.line(&row);
        }
        self.told.insert(project, condition);
    }

    fn line(&mut self, text: &str) {
        let now = Local::now().format("%Y-%m-%d %H:%M:%S");
        self.output.line(format_args!("{now}  {text}"));
    }
}
