//! One-click actions in the file's text.

use super::EditError;
use super::names::free_name;
use super::outline::Outline;
use super::write::{Entry, add_block, add_elements, remove_places};
use crate::config::read::explain;
use crate::config::splice::Splice;
use crate::protocol::{Command, Operation};

/// What an action does, and to which project.
#[derive(Clone, Copy)]
pub(super) struct Target<'e> {
    pub(super) operation: Operation,
    pub(super) project: &'e str,
    pub(super) server: &'e str,
}

/// Adds an action for a project. `elsewhere` says that the project, or one of its name, may be in
/// another file.
pub(super) fn pin(
    text: &str,
    outline: &Outline,
    name: &str,
    target: Target<'_>,
    elsewhere: bool,
) -> Result<Vec<Splice>, EditError> {
    let Target {
        operation,
        project,
        server,
    } = target;
    if !elsewhere {
        let found = outline.find(server, project);
        found.map_err(|error| EditError::NoProject(explain(&error)))?;
    }
    let mut actions = outline.actions.iter();
    if actions.any(|action| action.does(operation) && outline.is_for(action, server, project)) {
        return Ok(Vec::new());
    }
    let taken = |name: &str| outline.actions.iter().any(|action| action.name == name);
    let mut entries = vec![
        Entry::text("name", &free_name(taken, name, server)),
        Entry::text("command", Command::from(operation).word()),
        Entry::text("project", project),
    ];
    if elsewhere || !outline.is_unique(server, project) {
        entries.push(Entry::text("server", server));
    }
    let places = outline.actions.iter().map(|action| &action.place);
    Ok(match &outline.action_list {
        Some(list) => add_elements(text, list, places, &[entries]),
        None => add_block(text, text.len(), "[[action]]", &entries),
    })
}

/// Removes the actions that do something to a project.
pub(super) fn unpin(text: &str, outline: &Outline, target: Target<'_>) -> Vec<Splice> {
    let actions = outline.actions.iter().map(|action| {
        let goes =
            action.does(target.operation) && outline.is_for(action, target.server, target.project);
        (&action.place, goes)
    });
    remove_places(text, actions)
}
