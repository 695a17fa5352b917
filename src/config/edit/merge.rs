//! Servers and projects from elsewhere, added where they are not there.

use std::collections::BTreeSet;

use super::names::folded;
use super::outline::Outline;
use super::servers::{self, Added};
use super::{EditError, Home, NewProject, check, outline_of};
use crate::config::incoming::Incoming;
use crate::config::splice;
use crate::site::{Server, Site};

/// What became of servers and projects that were to be added, a line each.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Merged {
    /// What is new.
    pub added: Vec<String>,
    /// What was there already, and stays as it is.
    pub there: Vec<String>,
}

/// Why nothing was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::config) enum MergeError {
    Edit(EditError),
    /// What the file and the others say does not go together.
    Conflicts(Vec<String>),
}

impl From<EditError> for MergeError {
    fn from(error: EditError) -> Self {
        MergeError::Edit(error)
    }
}

/// Adds all that is not there to a configuration's text, or nothing. What all files together configure is
/// `known`: what another one has is there, too.
pub(in crate::config) fn merge(
    text: &str,
    incoming: &[Incoming],
    known: &Site,
) -> Result<(String, Merged), MergeError> {
    check(text).map_err(EditError::Broken)?;
    let mut outline = outline_of(text)?;
    let conflicts = incoming
        .iter()
        .flat_map(|server| conflicts(&outline, server, known));
    let conflicts: Vec<String> = conflicts.collect();
    if !conflicts.is_empty() {
        return Err(MergeError::Conflicts(conflicts));
    }
    let mut text = text.to_owned();
    let mut merged = Merged::default();
    for server in incoming {
        let home = home(server);
        let elsewhere = elsewhere(known, server);
        let is_elsewhere = |path: &str| {
            let mut projects = elsewhere.iter().flat_map(|server| &server.projects);
            projects.any(|project| project.path.folded() == folded(path))
        };
        let here = servers::find(&outline, &home);
        let there = |project: &NewProject| {
            let in_file = here.is_some_and(|server| server.project_at(&project.path).is_some());
            in_file || is_elsewhere(&project.path)
        };
        let new: Vec<Added> = server
            .projects
            .iter()
            .filter(|it| !there(&it.project))
            .cloned()
            .collect();
        let server_is_there = here.is_some() || elsewhere.is_some();
        if new.is_empty() && server_is_there {
            tell(&mut merged, &outline, server, elsewhere, there);
            continue;
        }
        let splices = servers::add_projects(&text, &outline, &home, &server.more, &new);
        let changed = splice::apply(&text, splices);
        let after = outline_of(&changed).map_err(|_| impossible(&changed))?;
        if !server_is_there {
            let name = servers::find(&after, &home).map_or(&home.name, |server| &server.name);
            merged.added.push(format!("server \"{name}\""));
        }
        tell(&mut merged, &after, server, elsewhere, there);
        (text, outline) = (changed, after);
    }
    check(&text).map_err(|problem| EditError::Impossible(problem.message))?;
    Ok((text, merged))
}

fn impossible(text: &str) -> EditError {
    let problem = check(text).err().map(|problem| problem.message);
    EditError::Impossible(problem.unwrap_or_default())
}

fn home(server: &Incoming) -> Home {
    Home {
        name: server.name.clone(),
        address: server.address.as_ref().map(ToString::to_string),
    }
}

/// The server as all files together have it.
fn elsewhere<'s>(known: &'s Site, wanted: &Incoming) -> Option<&'s Server> {
    let mut servers = known.servers().iter();
    let by_name = servers.find(|server| server.name == wanted.name);
    by_name.or_else(|| {
        let mut servers = known.servers().iter();
        servers.find(|server| Some(&server.address) == wanted.address.as_ref())
    })
}

/// What does not go together with what is there.
fn conflicts(outline: &Outline, server: &Incoming, known: &Site) -> Vec<String> {
    let Incoming { place, name, .. } = server;
    let here = servers::find(outline, &home(server));
    let elsewhere = elsewhere(known, server);
    if here.is_none() && elsewhere.is_none() && server.address.is_none() {
        return vec![format!(
            "{place}: server \"{name}\" has no address, and the configuration has no such server; add its address"
        )];
    }
    let address = here.and_then(|server| server.address.as_ref());
    let address = address.or_else(|| Some(&elsewhere?.address));
    if let (Some(here), Some(address)) = (address, &server.address)
        && here != address
    {
        return vec![format!(
            "{place}: server \"{name}\" has the address {address}, and {here} in the configuration; correct one of them, or give it another name"
        )];
    }
    let here = here.into_iter().flat_map(|server| &server.projects);
    let here = here.map(|project| (project.name.clone(), project.folded.clone()));
    let elsewhere = elsewhere.into_iter().flat_map(|server| &server.projects);
    let elsewhere = elsewhere.map(|project| (project.name.clone(), project.path.folded()));
    let known: BTreeSet<(String, String)> = here.chain(elsewhere).collect();
    let projects = server.projects.iter().filter_map(|Added { project, .. }| {
        let path = folded(&project.path);
        let same = known.iter().any(|(_, known)| *known == path);
        let other = known.iter().any(|(name, _)| *name == project.name);
        (other && !same).then(|| {
            let (project, path) = (&project.name, &project.path);
            format!(
                "{place}: project \"{name}/{project}\" has the path {path}, and another one in the configuration; correct one of them, or give it another name"
            )
        })
    });
    projects.collect()
}

/// Says what was added and what was there.
fn tell(
    merged: &mut Merged,
    after: &Outline,
    server: &Incoming,
    elsewhere: Option<&Server>,
    there: impl Fn(&NewProject) -> bool,
) {
    let here = servers::find(after, &home(server));
    let name = here
        .map(|server| &server.name)
        .or(elsewhere.map(|server| &server.name));
    let name = name.unwrap_or(&server.name);
    if server.projects.is_empty() && merged.added.last() != Some(&format!("server \"{name}\"")) {
        merged.there.push(format!("server \"{name}\""));
    }
    for Added { project, .. } in &server.projects {
        let written = here.and_then(|server| server.project_at(&project.path));
        let known = elsewhere.into_iter().flat_map(|server| &server.projects);
        let mut known = known.filter(|known| known.path.folded() == folded(&project.path));
        let title = written.or_else(|| Some(known.next()?.name.as_str()));
        let title = title.unwrap_or(&project.name);
        let line = format!("project \"{name}/{title}\"");
        match there(project) {
            true => merged.there.push(line),
            false => merged.added.push(line),
        }
    }
}
