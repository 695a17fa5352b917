//! Trays without their icons: a real monitor and model each.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use pekat_tray::clock;
use pekat_tray::model::event::{Click, Event, Link};
use pekat_tray::model::{Effect, Model, Severity};
use pekat_tray::monitor::Monitor;
use pekat_tray::protocol::Operation;
use pekat_tray::site::{ProjectId, Site};

use super::record::Record;
use super::server::Server;
use super::{CLIENTS, INTERVAL, PROJECTS, clicks, path, request, target};

/// Something that happens at a client.
#[derive(Clone, Copy, Debug)]
enum Step {
    Start,
    /// On one of its projects.
    Click(usize),
}

/// Runs all trays, each of which starts at its time.
pub(crate) fn run(
    server: &Server,
    starts: &[Duration; CLIENTS],
    time: Duration,
) -> anyhow::Result<Record> {
    let (report, events) = channel();
    let mut trays = Vec::new();
    for client in 0..CLIENTS {
        trays.push(Tray::new(client, server, report.clone())?);
    }
    let started = starts.iter().enumerate();
    let started = started.map(|(client, at)| (*at, client, Step::Start));
    let clicked = clicks(time).enumerate().map(|(click, at)| {
        let (client, project) = target(click);
        (at, client, Step::Click(project))
    });
    let mut steps: Vec<(Duration, usize, Step)> = started.chain(clicked).collect();
    steps.sort_by_key(|(at, _, _)| *at);

    let mut record = Record::begin();
    let began = Instant::now();
    for (at, client, step) in steps {
        take_events(&events, began + at, &mut trays, &mut record)?;
        match step {
            Step::Start => trays[client].configure(),
            Step::Click(project) => trays[client].click(project, &mut record),
        }
    }
    take_events(&events, began + time, &mut trays, &mut record)?;
    Ok(record)
}

/// Takes what the monitors report until a time.
fn take_events(
    events: &Receiver<(usize, Event)>,
    until: Instant,
    trays: &mut [Tray],
    record: &mut Record,
) -> anyhow::Result<()> {
    loop {
        let rest = until.saturating_duration_since(Instant::now());
        match events.recv_timeout(rest) {
            Ok((client, event)) => trays[client].take(event, record),
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => bail!("every monitor has ended"),
        }
    }
}

struct Tray {
    client: usize,
    site: Arc<Site>,
    projects: Vec<ProjectId>,
    monitor: Monitor,
    model: Model,
}

impl Tray {
    fn new(client: usize, server: &Server, report: Sender<(usize, Event)>) -> anyhow::Result<Tray> {
        let mut site = Site::default();
        site.timing.poll_interval = INTERVAL;
        let server = site.add_server("Line", server.address.to_string().parse()?);
        let mut projects = Vec::new();
        for number in 0..PROJECTS {
            let name = format!("Product {number}");
            let project = site.add_project(server, &name, path(number).parse()?);
            projects.push(project.context("no server")?);
        }
        // It reports until the end, when nobody listens any more.
        let report = move |event| report.send((client, event)).unwrap_or_default();
        Ok(Tray {
            client,
            site: Arc::new(site),
            projects,
            monitor: Monitor::spawn(report)?,
            model: Model::new(clock::now()),
        })
    }

    fn configure(&mut self) {
        self.update(Event::configured(Arc::clone(&self.site)));
    }

    /// Takes a report of the monitor.
    fn take(&mut self, event: Event, record: &mut Record) {
        if let Event::Polled { project, reading } = &event
            && let Some(place) = self.projects.iter().position(|known| known == project)
        {
            record.read(self.client, place, reading.at);
        }
        if let Event::Link { link, .. } = &event {
            record.outages += usize::from(matches!(link, Link::Down(_)));
        }
        self.update(event);
        record.without_news[self.client] |= self
            .projects
            .iter()
            .any(|project| self.model.condition(*project).severity() == Severity::Unreachable);
    }

    /// Starts a project that is stopped, and stops one that runs.
    fn click(&mut self, place: usize, record: &mut Record) {
        let project = self.projects[place];
        let possible = [Operation::Start, Operation::Stop]
            .into_iter()
            .find(|operation| self.model.may(project, *operation).is_ok());
        let Some(operation) = possible else {
            record.impossible += 1;
            return;
        };
        record.click(request(operation, place));
        self.update(Event::Clicked(Click::Operate { project, operation }));
    }

    fn update(&mut self, event: Event) {
        for effect in self.model.update(clock::now(), event) {
            self.carry_out(effect);
        }
    }

    /// Carries out what concerns the monitor.
    fn carry_out(&self, effect: Effect) {
        if let Effect::Watch(site) = effect {
            self.monitor.configure(site);
        } else if let Effect::Operate {
            ticket,
            project,
            operation,
        } = effect
        {
            self.monitor.operate(ticket, project, operation);
        } else if let Effect::Revoke { ticket, project } = effect {
            self.monitor.revoke(ticket, project);
        } else if let Effect::Refresh = effect {
            self.monitor.refresh();
        } else if let Effect::Retry(server) = effect {
            self.monitor.retry(server);
        } else if let Effect::Rouse(at) = effect {
            self.monitor.rouse(at);
        }
    }
}
