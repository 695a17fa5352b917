//! What is entered into a form, checked as the configuration's reader checks it.

use std::num::NonZeroU16;

use super::super::Effect;
use super::super::event::{Answer, DialogId, Peer, Unreachable};
use super::{Home, NewProject, Purpose, Trouble, Wanted, server_at};
use crate::protocol::{PathError, ProjectPath, breaks_line, turns_writing};
use crate::site::{Address, MAX_NAME, ProjectFolderError, Server, Site, project_folder};

/// What a form adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Server {
        address: Address,
        /// Empty for a name that is made of the address.
        name: String,
    },
    Project {
        /// `None` for this computer.
        server: Option<String>,
        path: ProjectPath,
        /// Empty for a name that is made of the path.
        name: String,
    },
}

impl Purpose {
    /// Takes what was entered.
    pub(super) fn enter(&mut self, site: &Site, values: Vec<String>) -> Result<Entry, Trouble> {
        let mut values = values.into_iter();
        let mut next = || values.next().unwrap_or_default();
        let entry = match self {
            Purpose::AddServer { address, name } => {
                *address = next();
                *name = next();
                let address = cleaned(address).parse().map_err(Trouble::Address)?;
                let name = checked_name(name)?;
                Entry::Server { address, name }
            }
            Purpose::AddProject { server, path, name } => {
                let chosen = next();
                *path = next();
                *name = next();
                let known = site.servers().iter().find(|known| known.name == chosen);
                let chosen = match site.servers() {
                    [] => None,
                    [_, ..] => Some(known.ok_or(Trouble::ServerGone)?),
                };
                *server = chosen.map(|known| known.id);
                Entry::Project {
                    server: chosen.map(|known| known.name.clone()),
                    path: checked_path(path)?,
                    name: checked_name(name)?,
                }
            }
            // Nothing is entered there.
            Purpose::AddFound(_) => return Err(Trouble::NothingPicked),
        };
        entry.check(site)?;
        Ok(entry)
    }
}

impl Entry {
    /// Whether it is so in the configuration already, or its name is used.
    pub(super) fn check(&self, site: &Site) -> Result<(), Trouble> {
        match self {
            Entry::Server { address, name } => {
                if let Some(known) = server_at(site, address) {
                    return Err(Trouble::AddressTaken(known.name.clone()));
                }
                free(name, site.servers().iter().map(|known| &*known.name))
            }
            Entry::Project { path, name, .. } => {
                let home = self.home(site)?;
                let projects = home.iter().flat_map(|server| &server.projects);
                let folded = path.folded();
                let mut same = projects.clone().filter(|it| it.path.folded() == folded);
                if let Some(known) = same.next() {
                    return Err(Trouble::PathTaken(known.name.clone()));
                }
                free(name, projects.map(|known| &*known.name))
            }
        }
    }

    /// The server that a project is added to; `None` if that is added with it.
    fn home<'a>(&self, site: &'a Site) -> Result<Option<&'a Server>, Trouble> {
        match self {
            Entry::Server { .. } | Entry::Project { server: None, .. } => {
                Ok(server_at(site, &Address::this_computer()))
            }
            Entry::Project {
                server: Some(name), ..
            } => {
                let mut servers = site.servers().iter();
                let known = servers.find(|known| known.name == *name);
                known.map(Some).ok_or(Trouble::ServerGone)
            }
        }
    }

    /// Where it is asked about.
    fn address(&self, site: &Site) -> Option<Address> {
        match self {
            Entry::Server { address, .. } => Some(address.clone()),
            Entry::Project { .. } => {
                let home = self.home(site).ok()?;
                Some(home.map_or_else(Address::this_computer, |it| it.address.clone()))
            }
        }
    }

    /// Whether it adds the same, though perhaps under another name.
    pub(super) fn is_like(&self, other: &Entry) -> bool {
        match (self, other) {
            (Entry::Server { address: a, .. }, Entry::Server { address: b, .. }) => a == b,
            (
                Entry::Project {
                    server: a, path: p, ..
                },
                Entry::Project {
                    server: b, path: q, ..
                },
            ) => a == b && p == q,
            (Entry::Server { .. }, Entry::Project { .. })
            | (Entry::Project { .. }, Entry::Server { .. }) => false,
        }
    }

    /// Has it asked about. `None` if its server is gone.
    pub(super) fn ask(&self, dialog: DialogId, site: &Site) -> Option<Effect> {
        let address = self.address(site)?;
        Some(match self {
            Entry::Server { .. } => Effect::ProbeServer { dialog, address },
            Entry::Project { path, .. } => Effect::ProbeProject {
                dialog,
                address,
                path: path.clone(),
            },
        })
    }

    /// What speaks against adding a server of which this is said.
    pub(super) fn doubt_of_server(
        &self,
        site: &Site,
        answer: Result<Peer, Unreachable>,
    ) -> Option<Trouble> {
        let address = self.address(site)?;
        match answer {
            Ok(Peer::ProjectsManager) => None,
            Ok(Peer::Other(_)) => Some(Trouble::NotAProjectsManager(address)),
            Err(reason) => Some(Trouble::Unreachable(address, reason)),
        }
    }

    /// What speaks against adding a project of which this is said.
    pub(super) fn doubt_of_project(
        &self,
        site: &Site,
        answer: Result<Answer, Unreachable>,
    ) -> Option<Trouble> {
        let (Some(address), Entry::Project { path, .. }) = (self.address(site), self) else {
            // Its server is gone, which is found when it is saved.
            return None;
        };
        match answer {
            Ok(Answer::Status(_)) => None,
            Ok(Answer::NotFound) => {
                let path = path.clone();
                Some(Trouble::NotFound { path, address })
            }
            Ok(Answer::Refused(excerpt)) => {
                Some(Trouble::Refused(address, excerpt.as_str().to_owned()))
            }
            Ok(Answer::UnknownCommand | Answer::Unexpected(_)) => {
                Some(Trouble::NotAProjectsManager(address))
            }
            Err(reason) => Some(Trouble::Unreachable(address, reason)),
        }
    }

    /// Has it added. `None` if its server is gone.
    pub(super) fn save(&self, site: &Site) -> Option<(Wanted, Effect)> {
        let at = self.address(site)?;
        Some(match self {
            Entry::Server { address, name } => {
                let names = site.servers().iter().map(|known| &*known.name);
                let name = or_else(name, || free_name([address.host()], names));
                let address = at.clone();
                (Wanted::Server(at), Effect::AddServer { name, address })
            }
            Entry::Project { path, name, .. } => {
                let home = self.home(site).ok()?;
                let projects = home.iter().flat_map(|server| &server.projects);
                let names = projects.map(|known| &*known.name);
                let project = NewProject {
                    name: or_else(name, || free_name([path.last_part()], names)),
                    path: path.clone(),
                    port: None::<NonZeroU16>,
                };
                let known = home.map(|server| Home::Known(server.id));
                let effect = Effect::AddProjects {
                    home: known.unwrap_or_else(|| Home::New(at.clone())),
                    projects: vec![project],
                };
                (Wanted::Project(at, path.clone()), effect)
            }
        })
    }
}

fn or_else(name: &str, derived: impl FnOnce() -> String) -> String {
    match name {
        "" => derived(),
        name => name.to_owned(),
    }
}

/// Without what comes along when a text is pasted: white space, the quotes of “Copy as path”, and the
/// invisible characters that other windows put around a path.
fn cleaned(text: &str) -> &str {
    let is_stray = |c: char| {
        c.is_whitespace()
            || breaks_line(c)
            || turns_writing(c)
            || matches!(c, '"' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    text.trim_matches(is_stray)
}

fn checked_path(text: &str) -> Result<ProjectPath, Trouble> {
    project_folder(cleaned(text)).map_err(|error| match error {
        ProjectFolderError::Unsendable(PathError::Empty) => Trouble::NoPath,
        ProjectFolderError::Unsendable(PathError::TooLong { .. }) => Trouble::PathTooLong,
        ProjectFolderError::Unsendable(PathError::Control { .. })
        | ProjectFolderError::Invisible(_) => Trouble::PathInvisible,
        ProjectFolderError::OuterSpace
        | ProjectFolderError::Home
        | ProjectFolderError::DriveRelative
        | ProjectFolderError::Relative => Trouble::PathNotFull,
        ProjectFolderError::Variable(name) => Trouble::PathImpossible(name),
        ProjectFolderError::Quotes => Trouble::PathImpossible("\"".to_owned()),
        ProjectFolderError::Character(character) => Trouble::PathImpossible(character.to_string()),
        ProjectFolderError::Device(name) => Trouble::PathImpossible(name),
    })
}

/// A name, which may be empty.
fn checked_name(text: &str) -> Result<String, Trouble> {
    let name = text.trim();
    if name.chars().any(is_invisible) {
        return Err(Trouble::NameInvisible);
    }
    match name.chars().count() > MAX_NAME {
        true => Err(Trouble::NameTooLong),
        false => Ok(name.to_owned()),
    }
}

fn is_invisible(character: char) -> bool {
    breaks_line(character) || turns_writing(character)
}

fn free<'a>(name: &str, mut taken: impl Iterator<Item = &'a str>) -> Result<(), Trouble> {
    match !name.is_empty() && taken.any(|taken| taken == name) {
        true => Err(Trouble::NameTaken(name.to_owned())),
        false => Ok(()),
    }
}

/// A name like the first of these that can be seen, fit for the configuration and not taken.
pub(super) fn free_name<'a, const N: usize>(
    like: [&str; N],
    taken: impl Iterator<Item = &'a str>,
) -> String {
    let taken: Vec<&str> = taken.collect();
    let visible = like.map(|like| like.chars().filter(|c| !is_invisible(*c)).collect());
    let mut visible = visible.iter().map(|like: &String| like.trim());
    let visible = visible.find(|like| !like.is_empty()).unwrap_or_default();
    let cut = |room: usize| -> String {
        let start: String = visible.chars().take(room).collect();
        start.trim_end().to_owned()
    };
    let numbered = (2_usize..).map(|number| {
        let number = format!(" {number}");
        let start = cut(MAX_NAME.saturating_sub(number.len()));
        format!("{start}{number}").trim_start().to_owned()
    });
    let mut names = std::iter::once(cut(MAX_NAME)).chain(numbered);
    let free = |name: &String| !name.is_empty() && !taken.contains(&&**name);
    names.find(free).unwrap_or_default()
}
