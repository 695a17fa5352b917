//! Changes that the program makes to the file because somebody asked for them.

mod actions;
mod names;
#[cfg(test)]
mod tests;

use thiserror::Error;
use toml_edit::{Document, Value};

use super::find::find_project_on;
use super::read::{self, Problem};
use super::splice;
use crate::protocol::{Command, Operation};
use crate::site::{ProjectId, Site};
use actions::{add_action, remove_actions};
use names::free_name;

/// A change that somebody asked for in the menu. Projects go by the names in the file, since that
/// may have changed since it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Add a one-click action.
    Pin {
        /// What the menu is to say; shortened and varied as the file needs it.
        name: String,
        /// What it does.
        operation: Operation,
        /// The project's name.
        project: String,
        /// The name of the project's server.
        server: String,
    },
    /// Remove the one-click actions that do this.
    Unpin {
        /// What they do.
        operation: Operation,
        /// The project's name.
        project: String,
        /// The name of the project's server.
        server: String,
    },
}

impl Edit {
    /// The edit that pins an operation under `name`. `None` if the project is not configured.
    pub fn pin(
        site: &Site,
        project: ProjectId,
        operation: Operation,
        name: String,
    ) -> Option<Edit> {
        let (server, project) = site.project(project)?;
        Some(Edit::Pin {
            name,
            operation,
            project: project.name.clone(),
            server: server.name.clone(),
        })
    }

    /// The edit that unpins an operation. `None` if the project is not configured.
    pub fn unpin(site: &Site, project: ProjectId, operation: Operation) -> Option<Edit> {
        let (server, project) = site.project(project)?;
        Some(Edit::Unpin {
            operation,
            project: project.name.clone(),
            server: server.name.clone(),
        })
    }

    /// Makes the change in a configuration's text, given without a byte-order mark. Everything else
    /// in it stays as it is, to the byte. A change that is made already changes nothing.
    ///
    /// # Errors
    /// When the text has errors, or the project is not in it.
    pub fn apply(&self, text: &str) -> Result<String, EditError> {
        apply(text, self)
    }
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The file has errors, and what a change would mean there is not clear.
    #[error("the configuration has errors; mend it first: {0}")]
    Broken(Problem),
    /// The project is no longer in the file.
    #[error("{0}")]
    NoProject(String),
}

fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    let site = check(text)?;
    let document = Document::parse(text).map_err(|_| first_problem(text))?;
    let splices = match edit {
        Edit::Pin {
            name,
            operation,
            project,
            server,
        } => {
            let id = find_project_on(&site, project, Some(server))
                .map_err(|error| EditError::NoProject(read::explain(&error)))?;
            let mut actions = site.actions().iter();
            if actions.any(|action| action.project == id && action.operation == *operation) {
                return Ok(text.to_owned());
            }
            let unique = find_project_on(&site, project, None).is_ok();
            let entry = [
                ("name", free_name(&site, name, server)),
                ("command", Command::from(*operation).word().to_owned()),
                ("project", project.clone()),
            ];
            let server = (!unique).then(|| ("server", server.clone()));
            let entry: Vec<String> = entry
                .into_iter()
                .chain(server)
                .map(|(key, value)| format!("{key} = {}", Value::from(value)))
                .collect();
            add_action(text, &document, &entry)
        }
        Edit::Unpin {
            operation,
            project,
            server,
        } => remove_actions(text, &document, &site, *operation, project, server),
    };
    let changed = splice::apply(text, splices);
    check(&changed)?;
    Ok(changed)
}

fn check(text: &str) -> Result<Site, EditError> {
    read::read(text).map_err(|_| first_problem(text))
}

fn first_problem(text: &str) -> EditError {
    let problems = read::read(text).err().unwrap_or_default();
    let first = problems.into_iter().next();
    EditError::Broken(first.unwrap_or(Problem {
        line: 1,
        column: 1,
        message: "this is not TOML".to_owned(),
    }))
}
