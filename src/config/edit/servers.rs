//! Servers and their projects in the file's text.

use std::collections::BTreeSet;

use super::names::{folded, free_name, project_name};
use super::outline::{Outline, Place, ServerBlock};
use super::write::{
    Entry, Layout, add_elements, add_entry, add_lines, behind, block, remove_places,
};
use super::{Home, NewProject};
use crate::config::splice::{Splice, is_blank, line_end};
use crate::site::Address;

const SERVER: &str = "[[server]]";
const PROJECT: &str = "[[server.project]]";

/// A project to be added, with what else is to be said of it: keys with values as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::config) struct Added {
    pub(in crate::config) project: NewProject,
    pub(in crate::config) more: Vec<(String, String)>,
}

/// Adds a server, unless one with its address is there.
pub(super) fn add_server(text: &str, outline: &Outline, name: &str, address: &str) -> Vec<Splice> {
    if at_address(outline, address).is_some() {
        return Vec::new();
    }
    let home = Home {
        name: name.to_owned(),
        address: Some(address.to_owned()),
    };
    write_server(text, outline, &home, &[], &[])
}

/// The server of this name, else the one at this address.
pub(super) fn find<'o>(outline: &'o Outline, home: &Home) -> Option<&'o ServerBlock> {
    let by_address = || at_address(outline, home.address.as_ref()?);
    outline.server(&home.name).or_else(by_address)
}

/// Adds the projects that are not there, and their server if it is not, with what else is to be said of
/// it then.
pub(super) fn add_projects(
    text: &str,
    outline: &Outline,
    home: &Home,
    more: &[(String, String)],
    projects: &[Added],
) -> Vec<Splice> {
    let server = find(outline, home);
    let entries = new_entries(outline, home, server, projects);
    let Some(server) = server else {
        return write_server(text, outline, home, more, &entries);
    };
    if entries.is_empty() {
        return Vec::new();
    }
    let there = server.projects.iter().map(|project| &project.place);
    if let Some(list) = &server.project_list {
        return add_elements(text, list, there, &entries);
    }
    if let Place::Element {
        table,
        entries: there,
    } = &server.place
    {
        return add_entry(text, table, there, Entry::list("project", &entries));
    }
    let Some(end) = server.end() else {
        return Vec::new();
    };
    let at = behind(text, end);
    let layout = project_layout(text, outline, Some(server));
    let layout = between(text, at, layout);
    let blocks = entries
        .iter()
        .map(|entries| block(text, &layout, PROJECT, entries));
    add_lines(text, at, &blocks.collect::<String>())
}

/// Removes a project of a server and the actions for it.
pub(super) fn remove_project(
    text: &str,
    outline: &Outline,
    server: &str,
    path: &str,
) -> Vec<Splice> {
    let Some(home) = outline.server(server) else {
        return Vec::new();
    };
    let path = folded(path);
    let projects = home
        .projects
        .iter()
        .map(|project| (&project.place, project.folded == path));
    let mut splices = remove_places(text, projects);
    for project in home
        .projects
        .iter()
        .filter(|project| project.folded == path)
    {
        let actions = outline
            .actions
            .iter()
            .map(|action| (&action.place, outline.is_for(action, server, &project.name)));
        splices.extend(remove_places(text, actions));
    }
    splices
}

/// Removes a server, its projects and the actions for them.
pub(super) fn remove_server(text: &str, outline: &Outline, name: &str) -> Vec<Splice> {
    if outline.server(name).is_none() {
        return Vec::new();
    }
    let servers = outline.servers.iter().flat_map(|server| {
        let goes = server.name == name;
        // Projects between brackets go with what they stand in.
        let projects = server.projects.iter().map(|project| &project.place);
        let projects = projects.filter(|place| matches!(place, Place::Block { .. }));
        [&server.place]
            .into_iter()
            .chain(projects)
            .map(move |place| (place, goes))
    });
    let actions = outline
        .actions
        .iter()
        .map(|action| (&action.place, outline.is_on(action, name)));
    let blocks = servers.chain(actions);
    // In one go, for they may be neighbours; but elements of two lists are not.
    let (blocks, elements): (Vec<_>, Vec<_>) =
        blocks.partition(|(place, _)| matches!(place, Place::Block { .. }));
    let in_list = |list: &Option<std::ops::Range<usize>>| {
        let list = list.clone().unwrap_or_default();
        let inside = elements.iter().filter(move |(place, _)| match place {
            Place::Element { table, .. } => list.contains(&table.start),
            Place::Block { .. } => false,
        });
        inside.copied().collect::<Vec<_>>()
    };
    let mut splices = remove_places(text, blocks.into_iter());
    for list in [&outline.server_list, &outline.action_list] {
        splices.extend(remove_places(text, in_list(list).into_iter()));
    }
    splices
}

fn at_address<'o>(outline: &'o Outline, address: &str) -> Option<&'o ServerBlock> {
    let address: Address = address.parse().ok()?;
    let mut servers = outline.servers.iter();
    servers.find(|server| server.address.as_ref() == Some(&address))
}

/// The entries of those projects that the server does not have.
fn new_entries(
    outline: &Outline,
    home: &Home,
    server: Option<&ServerBlock>,
    projects: &[Added],
) -> Vec<Vec<Entry>> {
    let there = server.map_or(&[][..], |server| &server.projects);
    let mut paths: BTreeSet<String> = there.iter().map(|known| known.folded.clone()).collect();
    let mut names: BTreeSet<String> = there.iter().map(|known| known.name.clone()).collect();
    let mut entries = Vec::new();
    for Added { project, more } in projects {
        if !paths.insert(folded(&project.path)) {
            continue;
        }
        // An action that names no server must go on meaning the project that it means.
        let taken = |name: &str| names.contains(name) || outline.is_named_alone(name);
        let name = free_name(taken, &project_name(project), &home.name);
        let port = project.port.map(|port| Entry::number("port", port));
        let both = [
            Entry::text("name", &name),
            Entry::path("path", &project.path),
        ];
        let more = more.iter().map(Entry::written);
        entries.push(both.into_iter().chain(port).chain(more).collect());
        names.insert(name);
    }
    entries
}

/// Adds a server with projects, behind the others.
pub(super) fn write_server(
    text: &str,
    outline: &Outline,
    home: &Home,
    more: &[(String, String)],
    projects: &[Vec<Entry>],
) -> Vec<Splice> {
    let address = home.address.as_deref();
    let parsed = address.and_then(|address| address.parse::<Address>().ok());
    let host = parsed.as_ref().map_or("", Address::host);
    let taken = |name: &str| outline.server(name).is_some();
    let mut entries = vec![Entry::text("name", &free_name(taken, &home.name, host))];
    entries.extend(address.map(|address| Entry::text("address", address)));
    entries.extend(more.iter().map(Entry::written));
    if let Some(list) = &outline.server_list {
        if !projects.is_empty() {
            entries.push(Entry::list("project", projects));
        }
        let there = outline.servers.iter().map(|server| &server.place);
        return add_elements(text, list, there, &[entries]);
    }
    let end = outline.servers.iter().filter_map(ServerBlock::end).max();
    let at = end.map_or(text.len(), |end| behind(text, end));
    let last = outline
        .servers
        .last()
        .and_then(|server| Layout::of(text, &server.place));
    let layout = between(text, at, last.unwrap_or_else(Layout::usual));
    let mut lines = block(text, &layout, SERVER, &entries);
    let layout = between(text, at, project_layout(text, outline, None));
    for project in projects {
        lines += &block(text, &layout, PROJECT, project);
    }
    add_lines(text, at, &lines)
}

/// How a project is written: like the last one of its server, else of any, else like its server.
fn project_layout(text: &str, outline: &Outline, server: Option<&ServerBlock>) -> Layout {
    let of = |server: &ServerBlock| {
        let mut projects = server.projects.iter().rev();
        projects.find_map(|project| Layout::of(text, &project.place))
    };
    let own = server.and_then(of);
    let any = || outline.servers.iter().rev().find_map(of);
    let server = || {
        let layout = Layout::of(text, &server.or(outline.servers.last())?.place)?;
        Some(Layout {
            spaced: true,
            ..layout
        })
    };
    own.or_else(any)
        .or_else(server)
        .unwrap_or_else(Layout::usual)
}

/// A layout that fits what is around: at the top there is nothing to be apart from, and where what
/// follows is close, the new block is, too.
fn between(text: &str, at: usize, layout: Layout) -> Layout {
    let room = at > 0 && is_blank(&text[at..line_end(text, at)]);
    Layout {
        spaced: layout.spaced && room,
        ..layout
    }
}
