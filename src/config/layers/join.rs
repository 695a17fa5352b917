//! Several trees → one, the higher winning value by value.

use std::collections::{BTreeMap, BTreeSet};

use super::origin::{Layer, Origin};
use super::tree::{Block, Data, ServerTree, Tree, Value};
use crate::protocol::ProjectPath;
use crate::site::{Address, Keeper};

/// Something that is there because one layer or several say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) block: Block,
    /// Where it is named, in each layer that has it.
    pub(super) named: Vec<Origin>,
}

impl Entry {
    fn of(block: &Block) -> Self {
        Entry {
            block: block.clone(),
            named: vec![block.name.origin.clone()],
        }
    }

    fn merge(&mut self, above: &Block) {
        self.block.name = above.name.clone();
        self.block.fields.extend(above.fields.clone());
        self.named.push(above.name.origin.clone());
    }

    /// The highest layer that has it: what it says stays when those below take it away.
    pub(super) fn keeper(&self) -> Keeper {
        let keepers = self.named.iter().map(|origin| origin.layer.keeper());
        keepers.max().unwrap_or_default()
    }
}

/// A server with its projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) entry: Entry,
    pub(super) projects: Vec<Entry>,
}

/// What is configured by all layers together.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Joined {
    pub(super) settings: BTreeMap<&'static str, Value>,
    pub(super) servers: Vec<Server>,
    pub(super) actions: Vec<Entry>,
    pub(super) permissions: BTreeMap<&'static str, Value>,
}

impl Joined {
    pub(super) fn allows(&self, permission: &str) -> bool {
        let value = self.permissions.get(permission);
        value.is_none_or(|value| value.data != Data::Number(0))
    }

    /// What is set by the organisation.
    pub(super) fn pinned(&self) -> BTreeSet<&'static str> {
        let settings = self.settings.iter();
        let pinned = settings.filter(|(_, value)| value.origin.layer.is_policy());
        pinned.map(|(key, _)| *key).collect()
    }

    fn names(&self, place: Place) -> Option<(&str, &str)> {
        let server = self.servers.get(place.0)?;
        let project = server.projects.get(place.1)?;
        Some((server.entry.block.title(), project.block.title()))
    }
}

/// A server's place, and a project's in it.
type Place = (usize, usize);

/// Where the names of one layer lead.
#[derive(Default)]
struct Aliases {
    servers: BTreeMap<String, usize>,
    projects: BTreeMap<String, Vec<Place>>,
    /// The projects that the organisation leaves out, each with the names of its servers.
    left_out: BTreeMap<String, BTreeSet<String>>,
}

impl Aliases {
    fn add_project(&mut self, title: &str, place: Place) {
        let places = self.projects.entry(title.to_owned()).or_default();
        places.push(place);
    }

    fn leave_out(&mut self, server: &str, projects: &[Block]) {
        for project in projects {
            let servers = self.left_out.entry(project.title().to_owned()).or_default();
            servers.insert(server.to_owned());
        }
    }

    fn left_out(&self, project: &str, server: Option<&str>) -> bool {
        let servers = self.left_out.get(project);
        servers.is_some_and(|servers| server.is_none_or(|server| servers.contains(server)))
    }
}

/// Joins trees, the lowest first.
pub(super) fn join(trees: &[Tree]) -> Joined {
    let mut joined = Joined::default();
    for tree in trees {
        joined.settings.extend(tree.settings.clone());
        joined.permissions.extend(tree.permissions.clone());
    }
    let own_servers = joined.allows("AllowUserServers");
    let own_actions = joined.allows("AllowUserActions");
    let mut aliases = BTreeMap::<Layer, Aliases>::new();
    for tree in trees {
        let targets = match_servers(&joined.servers, &tree.servers);
        for (server, target) in tree.servers.iter().zip(targets) {
            let layer = server.server.name.origin.layer;
            let names = aliases.entry(layer).or_default();
            let counts = own_servers || layer.keeper() != Keeper::User;
            add_server(&mut joined.servers, names, server, target, counts);
        }
    }
    // What the organisation has set holds for each of them.
    for key in ["confirm", "notifications"] {
        if joined.pinned().contains(key) {
            for server in &mut joined.servers {
                server.entry.block.fields.remove(key);
                for project in &mut server.projects {
                    project.block.fields.remove(key);
                }
            }
        }
    }
    let mut places = BTreeMap::new();
    for tree in trees {
        for action in &tree.actions {
            let layer = action.name.origin.layer;
            if own_actions || layer.keeper() != Keeper::User {
                add_action(&mut joined.actions, &mut places, action);
            }
        }
    }
    lead_actions(&mut joined, &aliases);
    joined
}

/// Which of the servers below each of these is: that of its name, else that of its address.
fn match_servers(below: &[Server], above: &[ServerTree]) -> Vec<Option<usize>> {
    let address = |block: &Block| block.text("address")?.parse::<Address>().ok();
    let below = below.iter().map(|server| &server.entry.block);
    let above = above.iter().map(|server| &server.server);
    matches(
        &below.collect::<Vec<_>>(),
        &above.collect::<Vec<_>>(),
        |block| Some(block.title().to_owned()),
        address,
    )
}

/// Which of the projects below each of these is: that of its path, else that of its name.
fn match_projects(below: &[Entry], above: &[Block]) -> Vec<Option<usize>> {
    let path = |block: &Block| {
        let path: ProjectPath = block.text("path")?.parse().ok()?;
        Some(path.folded())
    };
    let below = below.iter().map(|project| &project.block);
    matches(
        &below.collect::<Vec<_>>(),
        &above.iter().collect::<Vec<_>>(),
        path,
        |block| Some(block.title().to_owned()),
    )
}

/// Which of those below each of those above is, by a first property or else by a second. Each is one at
/// most.
fn matches<A: Ord, B: Ord>(
    below: &[&Block],
    above: &[&Block],
    first: impl Fn(&Block) -> Option<A>,
    second: impl Fn(&Block) -> Option<B>,
) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut found = vec![None; above.len()];
    pass(below, above, &mut found, &mut taken, first);
    pass(below, above, &mut found, &mut taken, second);
    found
}

fn pass<K: Ord>(
    below: &[&Block],
    above: &[&Block],
    found: &mut [Option<usize>],
    taken: &mut BTreeSet<usize>,
    property: impl Fn(&Block) -> Option<K>,
) {
    let known = below.iter().enumerate();
    let known = known.filter_map(|(place, block)| Some((property(block)?, place)));
    let known: BTreeMap<K, usize> = known.collect();
    for (block, found) in above.iter().zip(found) {
        let same = property(block).and_then(|property| known.get(&property));
        if let Some(place) = same.copied()
            && found.is_none()
            && taken.insert(place)
        {
            *found = Some(place);
        }
    }
}

/// What does not count still leads to what others have of it.
fn add_server(
    servers: &mut Vec<Server>,
    names: &mut Aliases,
    above: &ServerTree,
    target: Option<usize>,
    counts: bool,
) {
    let Some(place) = target.or(counts.then_some(servers.len())) else {
        names.leave_out(above.server.title(), &above.projects);
        return;
    };
    let title = above.server.title().to_owned();
    names.servers.insert(title, place);
    match servers.get_mut(place) {
        Some(server) if counts => server.entry.merge(&above.server),
        Some(_) => {}
        None => servers.push(Server {
            entry: Entry::of(&above.server),
            projects: Vec::new(),
        }),
    }
    let Some(server) = servers.get_mut(place) else {
        return;
    };
    let targets = match_projects(&server.projects, &above.projects);
    for (project, target) in above.projects.iter().zip(targets) {
        let Some(within) = target.or(counts.then_some(server.projects.len())) else {
            names.leave_out(above.server.title(), std::slice::from_ref(project));
            continue;
        };
        names.add_project(project.title(), (place, within));
        match server.projects.get_mut(within) {
            Some(known) if counts => known.merge(project),
            Some(_) => {}
            None => server.projects.push(Entry::of(project)),
        }
    }
}

fn add_action(actions: &mut Vec<Entry>, places: &mut BTreeMap<String, usize>, above: &Block) {
    let place = places.get(above.title());
    let Some(known) = place.and_then(|place| actions.get_mut(*place)) else {
        places.insert(above.title().to_owned(), actions.len());
        actions.push(Entry::of(above));
        return;
    };
    // Project and server name one thing together.
    known.block.fields.remove("server");
    known.merge(above);
}

/// Has each action name its project as that is called in the end.
fn lead_actions(joined: &mut Joined, aliases: &BTreeMap<Layer, Aliases>) {
    let names = names(&joined.servers);
    let mut actions = std::mem::take(&mut joined.actions);
    actions.retain_mut(|action| {
        let Some(project) = action.block.fields.get("project").cloned() else {
            return true;
        };
        let own = aliases.get(&project.origin.layer);
        let server = action.block.fields.get("server");
        let server_name = server.and_then(|server| server.data.as_text());
        let project_name = project.data.as_text().unwrap_or_default();
        let scopes = own.into_iter().chain([&names]);
        let scopes: Vec<&Aliases> = scopes.chain(aliases.values().rev()).collect();
        let Some(place) = find(&scopes, project_name, server_name) else {
            // What the organisation leaves out is nothing to mend.
            return !own.is_some_and(|own| own.left_out(project_name, server_name));
        };
        let Some((server_title, title)) = joined.names(place) else {
            return true;
        };
        let same = names.projects.get(title).map_or(0, Vec::len);
        if same > 1 || server.is_some() {
            let origin = server.map_or(&project.origin, |server| &server.origin);
            let value = Value {
                data: Data::Text(server_title.to_owned()),
                origin: origin.clone(),
            };
            action.block.fields.insert("server", value);
        }
        let data = Data::Text(title.to_owned());
        let value = Value { data, ..project };
        action.block.fields.insert("project", value);
        true
    });
    joined.actions = actions;
}

/// What everything is called in the end.
fn names(servers: &[Server]) -> Aliases {
    let mut names = Aliases::default();
    for (place, server) in servers.iter().enumerate() {
        let title = server.entry.block.title().to_owned();
        names.servers.insert(title, place);
        for (within, project) in server.projects.iter().enumerate() {
            names.add_project(project.block.title(), (place, within));
        }
    }
    names
}

/// The only project that is called so by the first of these that knows the name.
fn find(scopes: &[&Aliases], project: &str, server: Option<&str>) -> Option<Place> {
    let mut servers = scopes.iter();
    let server = match server {
        None => None,
        Some(name) => Some(servers.find_map(|scope| scope.servers.get(name))?),
    };
    let mut found = scopes.iter().filter_map(|scope| {
        let places = scope.projects.get(project)?.iter();
        let mut places = places.filter(|(place, _)| server.is_none_or(|server| server == place));
        let first = *places.next()?;
        Some(places.next().is_none().then_some(first))
    });
    found.next().flatten()
}
