//! Servers and projects from elsewhere, added where they are not there.

use super::names::folded;
use super::outline::Outline;
use super::servers::{self, Added};
use super::{EditError, Home, check, outline_of};
use crate::config::incoming::Incoming;
use crate::config::splice;

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

/// Adds all that is not there to a configuration's text, or nothing.
pub(in crate::config) fn merge(
    text: &str,
    incoming: &[Incoming],
) -> Result<(String, Merged), MergeError> {
    check(text).map_err(EditError::Broken)?;
    let mut outline = outline_of(text)?;
    let conflicts = incoming
        .iter()
        .flat_map(|server| conflicts(&outline, server));
    let conflicts: Vec<String> = conflicts.collect();
    if !conflicts.is_empty() {
        return Err(MergeError::Conflicts(conflicts));
    }
    let mut text = text.to_owned();
    let mut merged = Merged::default();
    for server in incoming {
        let home = home(server);
        let splices = servers::add_projects(&text, &outline, &home, &server.more, &server.projects);
        let before = outline;
        text = splice::apply(&text, splices);
        outline = outline_of(&text).map_err(|_| impossible(&text))?;
        tell(&mut merged, &before, &outline, server);
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

/// What does not go together with what is there.
fn conflicts(outline: &Outline, server: &Incoming) -> Vec<String> {
    let Incoming { place, name, .. } = server;
    let Some(there) = servers::find(outline, &home(server)) else {
        let missing = server.address.is_none();
        let problem = format!(
            "{place}: server \"{name}\" has no address, and the configuration has no such server; add its address"
        );
        return missing.then_some(problem).into_iter().collect();
    };
    if let (Some(here), Some(address)) = (&there.address, &server.address)
        && here != address
    {
        return vec![format!(
            "{place}: server \"{name}\" has the address {address}, and {here} in the configuration; correct one of them, or give it another name"
        )];
    }
    let projects = server.projects.iter().filter_map(|Added { project, .. }| {
        let mut known = there.projects.iter();
        let path = folded(&project.path);
        let other = known.any(|known| known.name == project.name && known.folded != path);
        let same = there.projects.iter().any(|known| known.folded == path);
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
fn tell(merged: &mut Merged, before: &Outline, after: &Outline, server: &Incoming) {
    let home = home(server);
    let Some(now) = servers::find(after, &home) else {
        return;
    };
    let known = servers::find(before, &home);
    if known.is_none() {
        merged.added.push(format!("server \"{}\"", now.name));
    } else if server.projects.is_empty() {
        merged.there.push(format!("server \"{}\"", now.name));
    }
    for Added { project, .. } in &server.projects {
        let path = folded(&project.path);
        let known = known.is_some_and(|it| it.projects.iter().any(|it| it.folded == path));
        let Some(project) = now.projects.iter().find(|it| it.folded == path) else {
            continue;
        };
        let line = format!("project \"{}/{}\"", now.name, project.name);
        match known {
            true => merged.there.push(line),
            false => merged.added.push(line),
        }
    }
}
