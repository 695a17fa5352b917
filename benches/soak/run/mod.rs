//! A real monitor and model over loopback TCP, against servers that misbehave, for any number of
//! polls, and what the process holds meanwhile.

pub(crate) mod held;
mod server;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use pekat_tray::clock;
use pekat_tray::model::event::{Answer, Click, Event};
use pekat_tray::model::{Effect, Model};
use pekat_tray::monitor::Monitor;
use pekat_tray::protocol::{Operation, ProjectPath};
use pekat_tray::site::{Language, ProjectId, Site};
use pekat_tray::view::{self, Words};

use held::Held;
use server::Servers;

const SERVERS: usize = 8;

const PROJECTS: usize = 4;

/// After so many polls somebody clicks.
const CLICK_EVERY: u64 = 500;

/// Short, so that silence does not take up the time.
const TIMEOUT: Duration = Duration::from_millis(50);

/// The queue to the model is bounded, so that the memory is the program's and not that of events
/// which a busy machine has no time for.
const QUEUE: usize = 1024;

/// All servers must be back after so long without faults.
const RECOVERY: Duration = Duration::from_secs(60);

/// What ends with a fault is closed and made anew after so long.
const SETTLING: Duration = Duration::from_secs(5);

/// What the process holds after so many polls, while nothing goes wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) polls: u64,
    pub(crate) held: Held,
}

/// What happened on the way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    /// Polls that told a project's status.
    pub(crate) answered: u64,
    pub(crate) faults: u64,
    /// Operations that were sent on their way.
    pub(crate) operations: u64,
    /// Answers to them, of whatever kind.
    pub(crate) answers: u64,
    pub(crate) notices: u64,
}

/// Polls so many times, and takes a sample at the start and after each tenth.
pub(crate) fn soak(polls: u64, mut sampled: impl FnMut(&Sample)) -> anyhow::Result<Totals> {
    let mut paths = Vec::new();
    for number in 0..PROJECTS {
        paths.push(format!(r"C:\Projects\{number}").parse()?);
    }
    let servers = Servers::start(SERVERS, &paths)?;
    let mut plant = Plant::start(servers, &paths)?;
    let first = plant.sample(None)?;
    sampled(&first);
    for tenth in 1..=10 {
        plant.servers.set_calm(false);
        while plant.polls < polls * tenth / 10 {
            plant.work()?;
        }
        sampled(&plant.sample(Some(&first.held))?);
    }
    plant.totals.faults = plant.servers.faults();
    Ok(plant.totals)
}

/// What the tray is without its icon.
struct Plant {
    servers: Servers,
    events: Receiver<Event>,
    monitor: Monitor,
    model: Model,
    words: Words,
    polls: u64,
    clicks: u64,
    /// Read since everything works.
    read: BTreeSet<ProjectId>,
    calm_since: Option<Instant>,
    totals: Totals,
}

impl Plant {
    fn start(servers: Servers, paths: &[ProjectPath]) -> anyhow::Result<Plant> {
        let mut site = Site::default();
        site.timing.poll_interval = Duration::ZERO;
        site.timing.status_timeout = TIMEOUT;
        site.timing.action_timeout = TIMEOUT;
        for (number, address) in servers.addresses().iter().enumerate() {
            let server = site.add_server(&format!("Line {number}"), address.to_string().parse()?);
            for path in paths {
                let name = format!("Product {path}");
                site.add_project(server, &name, path.clone())
                    .context("no server")?;
            }
        }
        let (report, events) = sync_channel(QUEUE);
        // It reports until the end, when nobody listens any more.
        let monitor = Monitor::spawn(move |event| report.send(event).unwrap_or_default())?;
        let mut plant = Plant {
            servers,
            events,
            monitor,
            model: Model::new(clock::now()),
            words: Words::of(Language::English),
            polls: 0,
            clicks: 0,
            read: BTreeSet::new(),
            calm_since: None,
            totals: Totals::default(),
        };
        plant.happens(Event::configured(Arc::new(site)));
        Ok(plant)
    }

    /// Takes what has happened, and draws once for all of it, as the tray does.
    fn work(&mut self) -> anyhow::Result<()> {
        let first = match self.events.recv_timeout(RECOVERY) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => bail!("nothing has happened for {RECOVERY:?}"),
            Err(RecvTimeoutError::Disconnected) => bail!("the monitor has ended"),
        };
        let rest: Vec<Event> = self.events.try_iter().take(QUEUE).collect();
        for event in [first].into_iter().chain(rest) {
            self.happens(event);
        }
        std::hint::black_box(view::view(&self.model, &self.words));
        if self.polls / CLICK_EVERY > self.clicks {
            self.clicks = self.polls / CLICK_EVERY;
            self.click();
        }
        Ok(())
    }

    fn happens(&mut self, event: Event) {
        match &event {
            Event::Polled { project, reading } => {
                self.polls += 1;
                if let Answer::Status(_) = reading.answer {
                    self.totals.answered += 1;
                    if self.calm_since.is_some_and(|since| reading.at > since) {
                        self.read.insert(*project);
                    }
                }
            }
            Event::Answered { .. } => self.totals.answers += 1,
            Event::Configured(_)
            | Event::Link { .. }
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
            | Event::Found { .. } => {}
        }
        for effect in self.model.update(clock::now(), event) {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Watch(site) => self.monitor.configure(site),
            Effect::Operate {
                ticket,
                project,
                operation,
            } => {
                self.totals.operations += 1;
                self.monitor.operate(ticket, project, operation);
            }
            Effect::Revoke { ticket, project } => self.monitor.revoke(ticket, project),
            Effect::Refresh => self.monitor.refresh(),
            Effect::Retry(server) => self.monitor.retry(server),
            Effect::Rouse(at) => self.monitor.rouse(at),
            Effect::Notify { notice, sound } => {
                self.totals.notices += 1;
                std::hint::black_box(view::message(&self.model, &self.words, &notice, sound));
            }
            // Nobody chooses these here, and there is no file.
            Effect::Reload
            | Effect::Withdraw(_)
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

    /// Each time another operation on another project, or nothing while that makes no sense.
    fn click(&mut self) {
        let click = self.clicks as usize;
        let operation = Operation::ALL[click % Operation::ALL.len()];
        let projects: Vec<ProjectId> = self.model.site().projects().map(|(_, p)| p.id).collect();
        let project = projects[click * 7 % projects.len()];
        if self.model.may(project, operation).is_ok() {
            self.happens(Event::Clicked(Click::Operate { project, operation }));
        }
    }

    /// Lets everything work and recover, and looks at what the process holds then: as much as in the
    /// first sample as soon as what ended with a fault is closed and made anew.
    fn sample(&mut self, first: Option<&Held>) -> anyhow::Result<Sample> {
        self.servers.set_calm(true);
        self.read.clear();
        let since = Instant::now();
        self.calm_since = Some(since);
        self.happens(Event::Clicked(Click::Refresh));
        let projects = self.model.site().projects().count();
        while self.read.len() < projects || self.totals.answers < self.totals.operations {
            ensure!(
                since.elapsed() < RECOVERY,
                "after {RECOVERY:?} without faults only {} of {projects} projects are read, and {} of {} operations answered",
                self.read.len(),
                self.totals.answers,
                self.totals.operations
            );
            self.work()?;
        }
        let since = Instant::now();
        loop {
            let held = Held::now()?;
            let settled = first
                .is_none_or(|first| (held.threads, held.files) == (first.threads, first.files));
            if settled || since.elapsed() > SETTLING {
                self.calm_since = None;
                return Ok(Sample {
                    polls: self.polls,
                    held,
                });
            }
            self.work()?;
        }
    }
}
