//! Projects that were found, and adding them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::event::{Answer, Candidate, DialogId, Finding, SearchId, Unreachable};
use super::super::{Effect, Model, Notice};
use super::entry::free_name;
use super::{Activity, Dialog, Home, NewProject, Purpose, Trouble, Wanted, server_at};
use crate::protocol::ProjectPath;
use crate::site::{Address, Server, Site};

/// A project that was found, and may be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Where its Projects Manager listens.
    pub address: Address,
    /// What was found.
    pub candidate: Candidate,
}

/// What is looked for by itself when nothing is configured, once.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct FirstStart {
    /// Whether that was done.
    done: bool,
    /// The search that is under way.
    search: Option<SearchId>,
    /// What it has found.
    found: Vec<Offered>,
}

impl Model {
    /// What was found at the first start and is offered, as long as nothing is configured.
    pub fn found_at_first_start(&self) -> &[Offered] {
        &self.first_start.found
    }

    /// Where a search that is under way looks.
    pub fn searched(&self, search: SearchId) -> Option<Address> {
        if self.first_start.search == Some(search) {
            return Some(Address::this_computer());
        }
        match &self.dialog.as_ref()?.activity {
            Some(Activity::Searching(searches)) => searches.get(&search).cloned(),
            Some(Activity::Asking(_) | Activity::Saving(_)) | None => None,
        }
    }

    /// Looks for projects on this computer if nothing is configured; only once, for who has been
    /// offered them has decided.
    pub(in crate::model) fn start_first(&mut self) -> Vec<Effect> {
        let empty = self.site.servers().is_empty();
        if !empty {
            self.first_start.found.clear();
            self.first_start.search = None;
        }
        let wanted = empty && self.problems.is_empty() && self.may_add().is_ok();
        if !wanted || std::mem::replace(&mut self.first_start.done, true) {
            return Vec::new();
        }
        let search = self.next_search();
        self.first_start.search = Some(search);
        vec![Effect::Find {
            search,
            address: Address::this_computer(),
            folders: true,
        }]
    }

    fn next_search(&mut self) -> SearchId {
        self.last_search += 1;
        SearchId(self.last_search)
    }

    /// Offers what was found at the first start.
    pub(in crate::model) fn open_found(&mut self) -> Vec<Effect> {
        let found = self.first_start.found.clone();
        if found.is_empty() {
            return Vec::new();
        }
        let purpose = Purpose::AddFound(found);
        let wanted = purpose.clone();
        self.open_dialog(purpose, |open| *open == wanted)
    }

    /// Searches everywhere, unless that is what the open dialog does.
    pub(in crate::model) fn find_projects(&mut self) -> Vec<Effect> {
        let searching = self.dialog.as_ref().is_some_and(Dialog::is_searching);
        let mut effects = self.open_dialog(Purpose::AddFound(Vec::new()), |_| searching);
        if searching || effects != [Effect::ShowDialog] {
            return effects;
        }
        let mut searches = BTreeMap::new();
        for address in searched_places(&self.site) {
            let search = self.next_search();
            searches.insert(search, address.clone());
            effects.push(Effect::Find {
                search,
                folders: address.is_this_computer(),
                address,
            });
        }
        if let Some(open) = &mut self.dialog {
            open.activity = Some(Activity::Searching(searches));
        }
        effects
    }

    /// Takes note of what a search has found.
    pub(in crate::model) fn found(&mut self, search: SearchId, finding: Finding) -> Vec<Effect> {
        let Some(address) = self.searched(search) else {
            return Vec::new();
        };
        // That this computer has no Projects Manager is no news where others are watched.
        let known = server_at(&self.site, &address).is_some();
        let asked_for = known || self.site.servers().is_empty();
        let silent = finding.peer.as_ref().err().filter(|_| asked_for).copied();
        let offered = offered(&self.site, &address, finding.candidates);
        if self
            .first_start
            .search
            .take_if(|it| *it == search)
            .is_some()
        {
            self.first_start.found = offered;
            return match self.first_start.found.len() {
                0 => Vec::new(),
                count => self.notify(Notice::Found { count }),
            };
        }
        if let Some(open) = &mut self.dialog {
            open.add_found(search, offered, silent.map(|reason| (address, reason)));
        }
        Vec::new()
    }

    /// Adds what is checked.
    pub(in crate::model) fn picked(&mut self, dialog: DialogId, rows: &[usize]) -> Vec<Effect> {
        let site = Arc::clone(&self.site);
        let Some(open) = self.idle(dialog) else {
            return Vec::new();
        };
        let Purpose::AddFound(found) = &open.purpose else {
            return Vec::new();
        };
        let mut picked: Vec<Offered> = Vec::new();
        for offered in rows.iter().filter_map(|row| found.get(*row)) {
            if !picked.contains(offered) {
                picked.push(offered.clone());
            }
        }
        if picked.is_empty() {
            open.fail(Trouble::NothingPicked);
            return Vec::new();
        }
        picked.retain(|it| !knows(&site, &it.address, &it.candidate.path));
        if picked.is_empty() {
            self.dialog = None;
            return Vec::new();
        }
        let wanted = picked.iter();
        let wanted =
            wanted.map(|it| Wanted::Project(it.address.clone(), it.candidate.path.clone()));
        open.trouble = None;
        open.activity = Some(Activity::Saving(wanted.collect()));
        added(&site, picked)
    }
}

impl Dialog {
    fn add_found(
        &mut self,
        search: SearchId,
        offered: Vec<Offered>,
        silent: Option<(Address, Unreachable)>,
    ) {
        let (Some(Activity::Searching(searches)), Purpose::AddFound(found)) =
            (&mut self.activity, &mut self.purpose)
        else {
            return;
        };
        searches.remove(&search);
        let is_over = searches.is_empty();
        for offered in offered {
            if !found.iter().any(|known| known.is_same_as(&offered)) {
                found.push(offered);
            }
        }
        let mut without_answer = match self.trouble.take() {
            Some(Trouble::Silent(silent)) => silent,
            Some(_) | None => Vec::new(),
        };
        without_answer.extend(silent);
        self.trouble = match (is_over, found.is_empty(), without_answer.is_empty()) {
            (true, true, _) => Some(Trouble::NothingFound(without_answer)),
            (_, _, false) => Some(Trouble::Silent(without_answer)),
            (_, _, true) => None,
        };
        if is_over {
            self.activity = None;
        }
    }
}

impl Offered {
    fn is_same_as(&self, other: &Offered) -> bool {
        let folded = |it: &Offered| it.candidate.path.folded();
        self.address.leads_to(&other.address) && folded(self) == folded(other)
    }
}

/// Each Projects Manager that is configured, and the usual one of this computer; each place once.
fn searched_places(site: &Site) -> Vec<Address> {
    let configured = site.servers().iter().map(|server| server.address.clone());
    let mut places: Vec<Address> = Vec::new();
    for address in configured.chain([Address::this_computer()]) {
        if !places.iter().any(|known| known.leads_to(&address)) {
            places.push(address);
        }
    }
    places
}

/// Whether a project is configured.
pub(super) fn knows(site: &Site, address: &Address, path: &ProjectPath) -> bool {
    let folded = path.folded();
    let server = server_at(site, address);
    let mut projects = server.iter().flat_map(|server| &server.projects);
    projects.any(|project| project.path.folded() == folded)
}

/// What the Projects Manager knows, of what was found, and is not configured.
fn offered(site: &Site, address: &Address, candidates: Vec<Candidate>) -> Vec<Offered> {
    let new = candidates.into_iter().filter(|candidate| {
        let confirmed = matches!(candidate.answer, Ok(Answer::Status(_) | Answer::Refused(_)));
        confirmed && !knows(site, address, &candidate.path)
    });
    let new = new.map(|candidate| Offered {
        address: address.clone(),
        candidate,
    });
    new.collect()
}

/// Has projects added, those of one server together.
fn added(site: &Site, picked: Vec<Offered>) -> Vec<Effect> {
    let mut homes: Vec<(Address, Option<&Server>, Vec<NewProject>)> = Vec::new();
    for Offered { address, candidate } in picked {
        let place = homes.iter().position(|(known, ..)| *known == address);
        let place = place.unwrap_or_else(|| {
            homes.push((address.clone(), server_at(site, &address), Vec::new()));
            homes.len() - 1
        });
        let Some((_, server, projects)) = homes.get_mut(place) else {
            continue;
        };
        let known = server.iter().flat_map(|server| &server.projects);
        let known = known.map(|project| &*project.name);
        let taken = known.chain(projects.iter().map(|project| &*project.name));
        let name = free_name([&candidate.name, candidate.path.last_part()], taken);
        projects.push(NewProject {
            name,
            path: candidate.path,
            port: candidate.port,
        });
    }
    let effects = homes.into_iter().map(|(address, server, projects)| {
        let known = server.map(|server| Home::Known(server.id));
        Effect::AddProjects {
            home: known.unwrap_or(Home::New(address)),
            projects,
        }
    });
    effects.collect()
}
