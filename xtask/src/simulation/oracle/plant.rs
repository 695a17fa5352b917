//! Where each project is, and what is really true of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, ProtocolChoice, ServerId, Site};
use tokio::time::Instant;

use super::super::plant::{Contact, Manager, Record, Routes, Truth};
use super::wished;

/// Where a project is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) server: ServerId,
    pub(super) manager: usize,
    pub(super) index: usize,
    /// How the server is spoken to.
    protocol: ProtocolChoice,
}

/// All managers and projects, as one client has them configured.
#[derive(Debug)]
pub(super) struct Plant {
    routes: Arc<Routes>,
    client: usize,
    places: BTreeMap<ProjectId, Place>,
}

impl Plant {
    pub(super) fn new(client: usize, site: &Site, routes: &Arc<Routes>) -> Self {
        let mut plant = Plant {
            routes: Arc::clone(routes),
            client,
            places: BTreeMap::new(),
        };
        plant.configured(site);
        plant
    }

    /// Takes over which projects are watched.
    pub(super) fn configured(&mut self, site: &Site) {
        self.places.clear();
        for server in site.servers() {
            let Some(manager) = self.routes.manager_at(&server.address) else {
                continue;
            };
            for project in &server.projects {
                let Some(index) = self.managers()[manager].index_of(&project.path) else {
                    continue;
                };
                let place = Place {
                    server: server.id,
                    manager,
                    index,
                    protocol: server.protocol,
                };
                self.places.insert(project.id, place);
            }
        }
    }

    pub(super) fn managers(&self) -> &[Manager] {
        &self.routes.managers
    }

    /// The project that is called so in stories.
    pub(super) fn named(&self, name: &str) -> Option<ProjectId> {
        let mut projects = self.places.keys().copied();
        projects.find(|project| self.name(*project) == name)
    }

    pub(super) fn servers(&self) -> BTreeSet<ServerId> {
        self.projects().map(|(_, place)| place.server).collect()
    }

    pub(super) fn projects(&self) -> impl Iterator<Item = (ProjectId, Place)> {
        self.places
            .iter()
            .map(|(project, place)| (*project, *place))
    }

    pub(super) fn place(&self, project: ProjectId) -> Option<Place> {
        self.places.get(&project).copied()
    }

    pub(super) fn name(&self, project: ProjectId) -> String {
        let place = self.place(project);
        place.map_or_else(String::new, |it| format!("{}.{}", it.manager, it.index))
    }

    pub(super) fn record<T>(
        &self,
        project: ProjectId,
        look: impl FnOnce(Place, &Record) -> T,
    ) -> Option<T> {
        let place = self.place(project)?;
        let manager = self.managers().get(place.manager)?;
        Some(manager.record(|record| look(place, record)))
    }

    /// Looks at the traffic between this client and a project's manager.
    pub(super) fn contact<T>(
        &self,
        project: ProjectId,
        look: impl FnOnce(Place, &Contact) -> T,
    ) -> Option<T> {
        let place = self.place(project)?;
        let manager = self.managers().get(place.manager)?;
        Some(manager.contact(self.client, |contact| look(place, contact)))
    }

    /// Looks at the traffic between this client and each manager.
    pub(super) fn contacts<T>(&self, mut look: impl FnMut(usize, &mut Contact) -> T) -> Vec<T> {
        let managers = self.managers().iter().enumerate();
        let looks = managers
            .map(|(number, manager)| manager.contact(self.client, |contact| look(number, contact)));
        looks.collect()
    }

    /// Returns true if a project's manager takes the configured form of requests.
    pub(super) fn is_understood(&self, project: ProjectId) -> bool {
        self.place(project).is_some_and(|place| {
            let manager = self.managers().get(place.manager);
            manager.is_some_and(|manager| manager.understands(place.protocol))
        })
    }

    /// When something last went wrong between this client and a project's manager.
    pub(super) fn troubled(&self, project: ProjectId) -> Option<Instant> {
        let manager = self.record(project, |_, record| record.troubled).flatten();
        let requests = self
            .contact(project, |_, contact| contact.troubled)
            .flatten();
        manager.max(requests)
    }

    /// When somebody else last changed anything at a project's manager.
    pub(super) fn meddled(&self, project: ProjectId) -> Option<Instant> {
        let look = |_, record: &Record| {
            let operated = record.operated.iter();
            let others = operated.filter(|(client, _)| **client != self.client);
            others.map(|(_, at)| *at).chain(record.meddled).max()
        };
        self.record(project, look).flatten()
    }

    /// What a project is now.
    pub(super) fn truth(&self, project: ProjectId) -> Truth {
        let last = |place: Place, record: &Record| record.truth[place.index].last().copied();
        self.record(project, last)??.1
    }

    /// Since when a project has been what it is.
    pub(super) fn changed(&self, project: ProjectId) -> Option<Instant> {
        let last = |place: Place, record: &Record| record.truth[place.index].last().copied();
        Some(self.record(project, last)??.0)
    }

    /// Returns true if the server has agreed to an operation of a project and not begun it yet.
    pub(super) fn is_unbegun(&self, project: ProjectId, operation: Operation) -> bool {
        let look = |place: Place, record: &Record| {
            let unbegun = (self.client, operation, place.index);
            record.unbegun.contains(&unbegun)
        };
        self.record(project, look).unwrap_or(false)
    }

    /// Whether a project was this at any time since.
    pub(super) fn was(&self, project: ProjectId, truth: Truth, since: Instant) -> bool {
        let look = |place: Place, record: &Record| was(&record.truth[place.index], truth, since);
        self.record(project, look).unwrap_or(false)
    }

    /// Whether each other project of the same manager that is watched was stopped, or on its way
    /// there, at any time since.
    pub(super) fn others_stopped(&self, project: ProjectId, since: Instant) -> bool {
        let look = |place: Place, record: &Record| {
            let others = self.places.values();
            let mut others = others.filter(|it| it.server == place.server && **it != place);
            let halts = [Some(Status::Stopping), Some(Status::Stopped), None];
            let halted = |history: &[_]| halts.iter().any(|halt| was(history, *halt, since));
            others.all(|other| halted(&record.truth[other.index]))
        };
        self.record(project, look).unwrap_or(false)
    }

    /// Since when a project, and after a switch all others of its manager, are as an operation
    /// wants them.
    pub(super) fn true_since(&self, project: ProjectId, operation: Operation) -> Option<Instant> {
        let look = |place: Place, record: &Record| {
            let mut since = None;
            for (index, history) in record.truth.iter().enumerate() {
                let (at, truth) = *history.last()?;
                let wanted = match (index == place.index, operation) {
                    (true, _) => truth == Some(wished(operation)),
                    (false, Operation::Switch) => matches!(truth, Some(Status::Stopped) | None),
                    (false, Operation::Start | Operation::Stop) => continue,
                };
                if !wanted {
                    return None;
                }
                since = since.max(Some(at));
            }
            since
        };
        self.record(project, look)?
    }
}

/// Whether what has a history was this at any time since.
fn was(history: &[(Instant, Truth)], truth: Truth, since: Instant) -> bool {
    let mut until = None;
    for (from, was) in history.iter().rev() {
        if until.is_some_and(|until| until < since) {
            return false;
        }
        if *was == truth {
            return true;
        }
        until = Some(*from);
    }
    false
}
