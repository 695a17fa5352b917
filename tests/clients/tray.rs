//! The program without its window.

use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use pekat_tray::clock;
use pekat_tray::model::event::{Click, Event};
use pekat_tray::model::{Condition, Effect, Model, Notice, Outcome, ProjectNews};
use pekat_tray::monitor::Monitor;
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{NoticeLevel, ProjectId, Site, Timing};

use crate::server::{A, B, C, Server};

/// Longer than anything that is waited for.
pub(crate) const NEVER: Duration = Duration::from_secs(60);

const TIMING: Timing = Timing {
    poll_interval: Duration::from_millis(500),
    connect_timeout: Duration::from_secs(2),
    status_timeout: Duration::from_secs(1),
    action_timeout: Duration::from_secs(35),
};

pub(crate) struct Tray {
    kind: &'static str,
    monitor: Monitor,
    model: Model,
    events: mpsc::Receiver<Event>,
    projects: [ProjectId; 3],
    failures: Vec<String>,
}

impl Tray {
    pub(crate) fn watch(server: &Server) -> Tray {
        let mut site = Site::default();
        site.timing = TIMING;
        site.notices = NoticeLevel::All;
        site.limits.notify_after = Duration::ZERO;
        let id = site.add_server("Line 1", server.address.parse().unwrap());
        let projects = [A, B, C].map(|path| {
            let project = site.add_project(id, path, path.parse().unwrap());
            project.unwrap()
        });
        let (report, events) = mpsc::channel();
        let mut tray = Tray {
            kind: server.kind,
            monitor: Monitor::spawn(move |event| drop(report.send(event))).unwrap(),
            model: Model::new(clock::now()),
            events,
            projects,
            failures: Vec::new(),
        };
        tray.happens(Event::configured(Arc::new(site)));
        tray
    }

    fn happens(&mut self, event: Event) {
        for effect in self.model.update(clock::now(), event) {
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
            } else if let Effect::Rouse(at) = effect {
                self.monitor.rouse(at);
            } else if let Effect::Retry(server) = effect {
                self.monitor.retry(server);
            } else if let Effect::Notify { notice, .. } = effect {
                self.failures.extend(failure(&notice));
            }
        }
    }

    /// Lets things happen until something is so.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Tray) -> bool) {
        let deadline = Instant::now() + NEVER;
        while !is_so(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(event) = self.events.recv_timeout(left) else {
                let shown = self.projects.map(|it| self.model.condition(it));
                panic!("{}: not {what}: {shown:?}, {:?}", self.kind, self.failures);
            };
            self.happens(event);
        }
    }

    pub(crate) fn until_shown(&mut self, statuses: [Status; 3]) {
        let wanted = statuses.map(Condition::Status);
        self.until(&format!("{statuses:?}"), |tray| {
            tray.projects.map(|project| tray.model.condition(project)) == wanted
        });
    }

    pub(crate) fn click(&mut self, operation: Operation, path: &str) {
        let index = [A, B, C].iter().position(|known| *known == path);
        let project = self.projects[index.unwrap()];
        self.happens(Event::Clicked(Click::Operate { project, operation }));
    }

    /// What the user was told that is wrong.
    pub(crate) fn failures(&self) -> Vec<String> {
        self.failures.clone()
    }
}

fn failure(notice: &Notice) -> Option<String> {
    if let Notice::Server(_, news) = notice {
        return Some(format!("{news:?}"));
    }
    let Notice::Project(_, news) = notice else {
        return None;
    };
    let good = matches!(
        news,
        ProjectNews::Outcome {
            outcome: Outcome::Succeeded,
            ..
        } | ProjectNews::Started
            | ProjectNews::Stopped
    );
    (!good).then(|| format!("{news:?}"))
}
