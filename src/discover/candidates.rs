//! What was found, without what is configured already, each confirmed by a status.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use tokio::task::spawn_blocking;

use super::folders::{Folders, Limits, ProjectFolder, search};
use super::json;
use super::package::Package;
use super::page;
use super::probe::{self, Peer};
use crate::link::Dial;
use crate::model::event::Unreachable;
pub use crate::model::event::{Candidate, Source};
use crate::protocol::{ProjectPath, one_line};
use crate::site::{Address, ProtocolChoice, Site, Timing};

/// What is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Which Projects Manager is asked.
    pub server: Address,
    /// In which form.
    pub protocol: ProtocolChoice,
    /// How patiently.
    pub timing: Timing,
    /// Below which folders of this computer projects are looked for.
    pub roots: Vec<PathBuf>,
    /// How much of them is searched.
    pub limits: Limits,
    /// Where the web page is that is asked for its list, if one is.
    pub page: Option<Address>,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which Projects Manager was asked.
    pub server: Address,
    /// Who answers there.
    pub peer: Result<Peer, Unreachable>,
    /// What is not configured yet, by folded path.
    pub candidates: Vec<Candidate>,
    /// How many of those found are configured already.
    pub configured: usize,
    /// What could not be searched or read, a line each.
    pub troubles: Vec<String>,
}

/// Searches, and asks for the status of everything that is found and not configured, one after the
/// other. Once there was no answer nothing more is asked: each would only wait as long for the same.
pub async fn find<D: Dial>(dial: D, wanted: Search, site: &Site) -> Found {
    let Search {
        server,
        protocol,
        timing,
        roots,
        limits,
        page,
    } = wanted;
    let patience = timing.connect_timeout + timing.status_timeout;
    let search = move || {
        let mut found = search(&roots, limits);
        if let Some(page) = page {
            add_list(&mut found, &page, patience, limits);
        }
        found
    };
    let searched = spawn_blocking(search).await;
    let Folders { projects, troubles } = searched.unwrap_or_else(|error| Folders {
        projects: Vec::new(),
        troubles: vec![format!("the search failed: {error}")],
    });
    let (new, configured) = unknown(projects, &server, site);
    let mut conversation = probe::converse(dial, &server, protocol, timing);
    let peer = probe::peer(&mut conversation).await;
    let mut silent = peer.as_ref().err().copied();
    let mut candidates = Vec::new();
    for ProjectFolder {
        path,
        package,
        source,
    } in new
    {
        let answer = match silent {
            Some(reason) => Err(reason),
            None => conversation.status(&path).await.map(|it| it.answer),
        };
        silent = answer.as_ref().err().copied();
        candidates.push(Candidate {
            name: package.name.unwrap_or_else(|| folder_name(&path)),
            path,
            port: package.port,
            source,
            answer,
        });
    }
    Found {
        server,
        peer,
        candidates,
        configured,
        troubles,
    }
}

/// Adds what a web page lists.
fn add_list(found: &mut Folders, address: &Address, patience: Duration, limits: Limits) {
    let (listed, skipped) = match page::fetch(address, patience) {
        Ok(list) => list,
        Err(error) => {
            let line = format!("http://{address}/projects/list: {error}");
            return found.troubles.push(one_line(&line));
        }
    };
    if skipped > 0 {
        let line = format!("http://{address}/projects/list: {skipped} entries name no folder");
        found.troubles.push(line);
    }
    let left = limits.projects.saturating_sub(found.projects.len());
    if listed.len() > left {
        let line = format!("http://{address}/projects/list: only {left} projects are taken");
        found.troubles.push(line);
    }
    found.projects.extend(listed.into_iter().take(left));
}

/// Those that are not configured on this server, each once by folded path, and how many are.
fn unknown(
    projects: Vec<ProjectFolder>,
    address: &Address,
    site: &Site,
) -> (Vec<ProjectFolder>, usize) {
    let mut new = BTreeMap::new();
    for project in projects {
        let ProjectFolder {
            path,
            package,
            source,
        } = project;
        let known = new.entry(path.folded());
        let known = known.or_insert_with(|| ProjectFolder {
            path,
            package: Package::default(),
            source,
        });
        // What one source does not say, the other may.
        known.package.name = known.package.name.take().or(package.name);
        known.package.port = known.package.port.or(package.port);
    }
    let found = new.len();
    for (server, project) in site.projects() {
        if server.address == *address {
            new.remove(&project.path.folded());
        }
    }
    let configured = found - new.len();
    (new.into_values().collect(), configured)
}

fn folder_name(path: &ProjectPath) -> String {
    json::shown(path.last_part())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &str) -> ProjectFolder {
        ProjectFolder {
            path: path.parse().unwrap(),
            package: Package::default(),
            source: Source::Folder,
        }
    }

    #[test]
    fn what_is_configured_on_this_server_is_left_out_and_nothing_comes_twice() {
        let mut site = Site::default();
        for (address, path) in [("a", r"C:\One"), ("b", r"C:\Two")] {
            let server = site.add_server(address, address.parse().unwrap());
            site.add_project(server, path, path.parse().unwrap());
        }
        let found = [r"C:\Two", r"c:\one\", r"C:\Three", "c:/TWO"];
        let found = found.into_iter().map(folder).collect();
        let expected = vec![folder(r"C:\Three"), folder(r"C:\Two")];
        assert_eq!(unknown(found, &"a".parse().unwrap(), &site), (expected, 1));
    }

    #[test]
    fn a_project_without_a_name_is_called_as_its_folder() {
        for path in [r"C:\Dir\A", r"C:\Dir\A\", "/dir/A/", "A"] {
            assert_eq!(folder_name(&path.parse().unwrap()), "A");
        }
        assert_eq!(folder_name(&r"\".parse().unwrap()), r"\");
    }
}
