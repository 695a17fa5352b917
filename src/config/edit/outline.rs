//! What is where in the file's text, in whichever style it is written.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike, Value};

use super::names::folded;
use crate::config::find::NameError;
use crate::config::find::nearest;
use crate::protocol::{Command, Operation};
use crate::site::Address;

/// The servers and actions of a file without errors.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) servers: Vec<ServerBlock>,
    /// The list, if servers are written between brackets.
    pub(super) server_list: Option<Range<usize>>,
    pub(super) actions: Vec<ActionBlock>,
    /// The list, if actions are written between brackets.
    pub(super) action_list: Option<Range<usize>>,
}

#[derive(Debug)]
pub(super) struct ServerBlock {
    pub(super) name: String,
    /// Another file may have it instead.
    pub(super) address: Option<Address>,
    pub(super) place: Place,
    pub(super) projects: Vec<ProjectBlock>,
    /// The list, if its projects are written between brackets.
    pub(super) project_list: Option<Range<usize>>,
}

#[derive(Debug)]
pub(super) struct ProjectBlock {
    pub(super) name: String,
    /// In the form in which paths of one folder are equal.
    pub(super) folded: String,
    pub(super) place: Place,
}

#[derive(Debug)]
pub(super) struct ActionBlock {
    pub(super) name: String,
    command: String,
    project: String,
    server: Option<String>,
    pub(super) place: Place,
}

/// Where something is written.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// As a block of its own.
    Block {
        header: Range<usize>,
        entries: Vec<Range<usize>>,
    },
    /// As an element of a list between brackets.
    Element {
        table: Range<usize>,
        entries: Vec<Range<usize>>,
    },
}

impl Place {
    /// The header and the entries, if it is a block.
    pub(super) fn statements(&self) -> Option<Vec<Range<usize>>> {
        match self {
            Place::Block { header, entries } => {
                let header = [header.clone()].into_iter();
                Some(header.chain(entries.iter().cloned()).collect())
            }
            Place::Element { .. } => None,
        }
    }

    /// Where its last statement ends, if it is a block.
    pub(super) fn end(&self) -> Option<usize> {
        let ends = self.statements()?.into_iter();
        ends.map(|statement| statement.end).max()
    }
}

impl ServerBlock {
    /// Where the last statement of it and its projects ends, if it is a block.
    pub(super) fn end(&self) -> Option<usize> {
        let projects = self
            .projects
            .iter()
            .filter_map(|project| project.place.end());
        projects.chain(self.place.end()).max()
    }

    /// The name of the project with this path.
    pub(super) fn project_at(&self, path: &str) -> Option<&str> {
        let path = folded(path);
        let mut projects = self.projects.iter();
        Some(&projects.find(|project| project.folded == path)?.name)
    }

    fn has(&self, project: &str) -> bool {
        self.projects.iter().any(|known| known.name == project)
    }
}

impl Outline {
    pub(super) fn of(document: &Document<&str>) -> Self {
        let servers = document.get("server");
        let actions = document.get("action");
        Outline {
            servers: tables(servers, |table, place| {
                let projects = table.get("project");
                ServerBlock {
                    name: text(table, "name").trim().to_owned(),
                    address: text(table, "address").parse().ok(),
                    place,
                    projects: tables(projects, |table, place| ProjectBlock {
                        name: text(table, "name").trim().to_owned(),
                        folded: folded(text(table, "path")),
                        place,
                    }),
                    project_list: list(projects),
                }
            }),
            server_list: list(servers),
            actions: tables(actions, |table, place| ActionBlock {
                name: text(table, "name").trim().to_owned(),
                command: text(table, "command").to_owned(),
                project: text(table, "project").to_owned(),
                server: table
                    .get("server")
                    .and_then(Item::as_str)
                    .map(str::to_owned),
                place,
            }),
            action_list: list(actions),
        }
    }

    pub(super) fn server(&self, name: &str) -> Option<&ServerBlock> {
        self.servers.iter().find(|server| server.name == name)
    }

    /// The servers that have a project of this name.
    fn homes(&self, project: &str) -> impl Iterator<Item = &ServerBlock> {
        self.servers
            .iter()
            .filter(move |server| server.has(project))
    }

    /// Whether a project can be named without its server, as far as this file says.
    pub(super) fn is_unique(&self, server: &str, project: &str) -> bool {
        let mut homes = self.homes(project);
        homes.next().is_some_and(|home| home.name == server) && homes.next().is_none()
    }

    /// Whether an action is for this project. One that names no server is for the only project of
    /// its name, or, if the file has none, for one of another file.
    pub(super) fn is_for(&self, action: &ActionBlock, server: &str, project: &str) -> bool {
        let on_it = match &action.server {
            Some(named) => named == server,
            None => self.homes(project).next().is_none() || self.is_unique(server, project),
        };
        on_it && action.project == project
    }

    /// Whether an action is for a project of this server.
    pub(super) fn is_on(&self, action: &ActionBlock, server: &str) -> bool {
        match &action.server {
            Some(named) => named == server,
            None => self.is_unique(server, &action.project),
        }
    }

    /// Whether an action that names no server is for a project of this name, so that another
    /// project of that name would make it ambiguous.
    pub(super) fn is_named_alone(&self, project: &str) -> bool {
        let mut actions = self.actions.iter();
        actions.any(|action| action.server.is_none() && action.project == project)
    }

    /// Checks that this file has a project.
    pub(super) fn find(&self, server: &str, project: &str) -> Result<(), NameError> {
        let meant = |name: &str, names: Vec<&str>| nearest(name, &names).map(str::to_owned);
        let Some(home) = self.server(server) else {
            let servers = self.servers.iter().map(|server| server.name.as_str());
            return Err(NameError::NoServer {
                name: server.to_owned(),
                meant: meant(server, servers.collect()),
            });
        };
        if home.has(project) {
            return Ok(());
        }
        let projects = self.servers.iter().flat_map(|server| &server.projects);
        let names = projects.map(|project| project.name.as_str());
        Err(NameError::NoProject {
            name: project.to_owned(),
            meant: meant(project, names.collect()),
        })
    }
}

impl ActionBlock {
    pub(super) fn does(&self, operation: Operation) -> bool {
        self.command == Command::from(operation).word()
    }
}

fn text<'d>(table: &'d dyn TableLike, key: &str) -> &'d str {
    table.get(key).and_then(Item::as_str).unwrap_or_default()
}

/// The span of a list that is written between brackets.
fn list(item: Option<&Item>) -> Option<Range<usize>> {
    item.filter(|item| item.is_value())?.span()
}

/// The tables of a list in either style.
fn tables<T>(item: Option<&Item>, read: impl Fn(&dyn TableLike, Place) -> T) -> Vec<T> {
    let blocks = item
        .and_then(Item::as_array_of_tables)
        .into_iter()
        .flatten();
    let blocks = blocks.filter_map(|table| {
        let place = Place::Block {
            header: table.span()?,
            entries: entries(table),
        };
        Some(read(table, place))
    });
    let elements = item.and_then(Item::as_array).into_iter().flatten();
    let elements = elements
        .filter_map(Value::as_inline_table)
        .filter_map(|table| {
            let place = Place::Element {
                table: table.span()?,
                entries: entries(table),
            };
            Some(read(table, place))
        });
    blocks.chain(elements).collect()
}

/// Where the values are, each with its key.
fn entries(table: &dyn TableLike) -> Vec<Range<usize>> {
    let values = table.iter().filter(|(_, item)| item.is_value());
    let spans = values.filter_map(|(key, value)| {
        let key = table.key(key)?.span()?;
        Some(key.start..value.span()?.end)
    });
    spans.collect()
}
