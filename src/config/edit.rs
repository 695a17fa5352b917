//! Changes that the program makes to the file because somebody asked for them.

mod actions;
mod merge;
mod names;
mod outline;
mod put;
mod servers;
#[cfg(test)]
mod tests;
mod write;

use thiserror::Error;
use toml_edit::Document;

use super::read::{self, Problem};
use super::splice;
use crate::protocol::Operation;
use crate::site::{Address, Keeper, ProjectId, ServerId, Site, project_folder};
use actions::Target;
pub use merge::Merged;
pub(super) use merge::{MergeError, merge};
use names::free_name;
use outline::Outline;
pub(super) use servers::Added;

/// A change that somebody asked for. Servers and projects go by their names and paths in the file,
/// since that may have changed since it was read.
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
        /// Whether another file or a policy has the project, or one of its name: it need not be in
        /// this file then, and the server is named.
        elsewhere: bool,
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
    /// Add a server. One with this address that is there already is as good.
    AddServer {
        /// What it is to be called; shortened and varied as the file needs it.
        name: String,
        /// Where it listens.
        address: String,
    },
    /// Add projects to a server, which is added where the file does not have it. Those whose paths
    /// it has already stay as they are.
    AddProjects {
        /// Whose projects they are.
        server: Home,
        /// The projects, in the order in which they are to be added.
        projects: Vec<NewProject>,
    },
    /// Give servers these addresses, by name; those that the file does not have are added.
    PutServers(Vec<(String, Address)>),
    /// Give a key at the top of the file a text.
    PutKey {
        /// As it is written.
        key: &'static str,
        /// What it is to say.
        value: String,
    },
    /// Remove a project and the one-click actions for it.
    RemoveProject {
        /// The name of the project's server.
        server: String,
        /// The project's path.
        path: String,
    },
    /// Remove a server, its projects, and the one-click actions for them.
    RemoveServer {
        /// What it is called.
        name: String,
    },
}

/// The server to which projects are added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// What it is called.
    pub name: String,
    /// Where it listens. Needed when the file does not have it; without an address, another file
    /// or a policy must have it.
    pub address: Option<String>,
}

/// A project to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProject {
    /// What it is to be called; shortened and varied as the file needs it, and made from the path
    /// when it is empty.
    pub name: String,
    /// Its folder on the server's disk.
    pub path: String,
    /// The TCP port of its page.
    pub port: Option<u16>,
}

impl Edit {
    /// The edit that pins an operation under `name`, which is varied if an action of another file or of a
    /// policy has it. `None` if the project is not configured.
    pub fn pin(
        site: &Site,
        project: ProjectId,
        operation: Operation,
        name: String,
    ) -> Option<Edit> {
        let (server, project) = site.project(project)?;
        // One of another file with this name would be taken for the same.
        let taken = |name: &str| {
            let others = site.actions().iter().filter(|it| it.keeper != Keeper::User);
            others.map(|it| &it.name).any(|other| other == name)
        };
        let mut namesakes = site
            .projects()
            .filter(|(_, known)| known.name == project.name);
        Some(Edit::Pin {
            name: free_name(taken, &name, &server.name),
            operation,
            project: project.name.clone(),
            server: server.name.clone(),
            elsewhere: namesakes.any(|(_, known)| known.keeper != Keeper::User),
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

    /// The edit that adds a server. Its name is varied if a server of another file or of a policy
    /// has it, for they would be taken for one.
    pub fn add_server(site: &Site, name: &str, address: &Address) -> Edit {
        let taken = |name: &str| {
            let mut servers = site.servers().iter();
            servers.any(|server| server.name == name && server.address != *address)
        };
        Edit::AddServer {
            name: free_name(taken, name, address.host()),
            address: address.to_string(),
        }
    }

    /// The edit that removes a project. `None` if it is not configured.
    pub fn remove_project(site: &Site, project: ProjectId) -> Option<Edit> {
        let (server, project) = site.project(project)?;
        Some(Edit::RemoveProject {
            server: server.name.clone(),
            path: project.path.to_string(),
        })
    }

    /// The edit that removes a server. `None` if it is not configured.
    pub fn remove_server(site: &Site, server: ServerId) -> Option<Edit> {
        let name = site.server(server)?.name.clone();
        Some(Edit::RemoveServer { name })
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
    /// The file would have an error then.
    #[error("this change is not possible: {0}")]
    Impossible(String),
}

fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    check(text).map_err(EditError::Broken)?;
    let outline = outline_of(text)?;
    let splices = match edit {
        Edit::Pin {
            name,
            operation,
            project,
            server,
            elsewhere,
        } => {
            let target = Target {
                operation: *operation,
                project,
                server,
            };
            actions::pin(text, &outline, name, target, *elsewhere)?
        }
        Edit::Unpin {
            operation,
            project,
            server,
        } => {
            let target = Target {
                operation: *operation,
                project,
                server,
            };
            actions::unpin(text, &outline, target)
        }
        Edit::AddServer { name, address } => servers::add_server(text, &outline, name, address),
        // A server is not added for nothing.
        Edit::AddProjects { projects, .. } if projects.is_empty() => Vec::new(),
        Edit::AddProjects { server, projects } => {
            for project in projects {
                let folder = project_folder(&project.path);
                folder.map_err(|error| EditError::Impossible(error.to_string()))?;
            }
            let projects = projects.iter().cloned().map(|project| Added {
                project,
                more: Vec::new(),
            });
            let projects: Vec<_> = projects.collect();
            servers::add_projects(text, &outline, server, &[], &projects)
        }
        Edit::PutServers(servers) => {
            let changed = put::put_servers(text, servers)?;
            check(&changed).map_err(|problem| EditError::Impossible(problem.message))?;
            return Ok(changed);
        }
        Edit::PutKey { key, value } => put::put_key(text, key, value),
        Edit::RemoveProject { server, path } => {
            servers::remove_project(text, &outline, server, path)
        }
        Edit::RemoveServer { name } => servers::remove_server(text, &outline, name),
    };
    let changed = splice::apply(text, splices);
    check(&changed).map_err(|problem| EditError::Impossible(problem.message))?;
    Ok(changed)
}

fn outline_of(text: &str) -> Result<Outline, EditError> {
    let document = Document::parse(text).map_err(|_| EditError::Broken(first(Vec::new())))?;
    Ok(Outline::of(&document))
}

/// Checks a text that may lean on what other files say. Projects that are left out hinder no change.
pub(super) fn check(text: &str) -> Result<(), Problem> {
    read::accept_part(text).map(drop).map_err(first)
}

fn first(problems: Vec<Problem>) -> Problem {
    let first = problems.into_iter().next();
    first.unwrap_or(Problem {
        line: 1,
        column: 1,
        message: "this is not TOML".to_owned(),
    })
}
