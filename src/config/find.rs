//! Finding what somebody named.

use thiserror::Error;

use crate::site::{Project, ProjectId, Server, Site};

/// Why a name does not lead to a project.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// No server is called so.
    #[error("no server is called \"{name}\"{}", did_you_mean(.meant))]
    NoServer {
        /// What was written.
        name: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// No project is called so.
    #[error("no project is called \"{name}\"{}", did_you_mean(.meant))]
    NoProject {
        /// What was written.
        name: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// Several servers have a project of that name.
    #[error(
        "several servers have a project \"{name}\"; say which one: {}",
        full_names(name, servers)
    )]
    Several {
        /// The project's name.
        name: String,
        /// The servers' names.
        servers: Vec<String>,
    },
}

fn did_you_mean(meant: &Option<String>) -> String {
    let meant = meant.as_ref();
    meant.map_or_else(String::new, |meant| format!("; did you mean \"{meant}\"?"))
}

fn full_names(name: &str, servers: &[String]) -> String {
    let full = servers.iter().map(|server| format!("\"{server}/{name}\""));
    full.collect::<Vec<_>>().join(" or ")
}

/// Finds the project that is called so: `Project`, or `Server/Project` where several servers have
/// one of that name.
///
/// # Errors
/// When there is none, or more than one.
pub fn find_project(site: &Site, name: &str) -> Result<ProjectId, NameError> {
    // Names may have slashes of their own, so they are compared whole.
    let full = |server: &Server, project: &Project| format!("{}/{}", server.name, project.name);
    let mut projects = site.projects();
    if let Some((_, project)) = projects.find(|(server, project)| full(server, project) == name) {
        return Ok(project.id);
    }
    match find_project_on(site, name, None) {
        Err(NameError::NoProject { name, .. }) => {
            let both = |(s, p): (&Server, &Project)| [p.name.clone(), full(s, p)];
            let names: Vec<String> = site.projects().flat_map(both).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let meant = nearest(&name, &names).map(str::to_owned);
            Err(NameError::NoProject { name, meant })
        }
        found => found,
    }
}

/// Finds a project by its name, on a certain server or on the only one that has it.
pub(super) fn find_project_on(
    site: &Site,
    name: &str,
    server: Option<&str>,
) -> Result<ProjectId, NameError> {
    if let Some(wanted) = server
        && !site.servers().iter().any(|server| server.name == wanted)
    {
        let names: Vec<&str> = site.servers().iter().map(|s| s.name.as_str()).collect();
        return Err(NameError::NoServer {
            name: wanted.to_owned(),
            meant: nearest(wanted, &names).map(str::to_owned),
        });
    }
    let found: Vec<_> = site
        .projects()
        .filter(|(known, project)| {
            project.name == name && server.is_none_or(|wanted| known.name == wanted)
        })
        .collect();
    match found.as_slice() {
        [(_, project)] => Ok(project.id),
        [] => {
            let names: Vec<&str> = site.projects().map(|(_, p)| p.name.as_str()).collect();
            Err(NameError::NoProject {
                name: name.to_owned(),
                meant: nearest(name, &names).map(str::to_owned),
            })
        }
        several => Err(NameError::Several {
            name: name.to_owned(),
            servers: several
                .iter()
                .map(|(server, _)| server.name.clone())
                .collect(),
        }),
    }
}

/// Among how many names the one that was meant is looked for. A file can have thousands of names and of
/// mistakes, and each would be compared with each.
const LOOKED_AT: usize = 500;

/// The known word that somebody who typed `wrong` probably meant.
pub(super) fn nearest<'k>(wrong: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |word: &&str| strsim::osa_distance(&wrong.to_lowercase(), &word.to_lowercase());
    let looked_at = known.iter().copied().take(LOOKED_AT);
    let nearest = looked_at.min_by_key(distance)?;
    // A single letter is as near to each other one.
    let tolerated = match wrong.chars().count() {
        0 | 1 => 0,
        length => length.div_ceil(4),
    };
    (distance(&nearest) <= tolerated).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (Site, Vec<ProjectId>) {
        let mut site = Site::default();
        let mut ids = Vec::new();
        for (server, projects) in [("Line 1", ["A", "B"]), ("Line 2", ["A", "Line 1/A"])] {
            let address = server.replace(' ', "").parse().unwrap();
            let id = site.add_server(server, address);
            for project in projects {
                ids.push(site.add_project(id, project, project.parse().unwrap()));
            }
        }
        (site, ids.into_iter().flatten().collect())
    }

    #[test]
    fn projects_are_found_by_their_names() {
        let (site, ids) = site();
        let cases = [
            ("B", ids[1]),
            ("Line 1/A", ids[0]),
            ("Line 1/B", ids[1]),
            ("Line 2/A", ids[2]),
            ("Line 2/Line 1/A", ids[3]),
        ];
        for (name, id) in cases {
            assert_eq!(find_project(&site, name), Ok(id), "{name}");
        }
    }

    #[test]
    fn names_that_fit_none_or_several_are_told_with_the_remedy() {
        let (site, _) = site();
        let cases = [
            (
                "A",
                "several servers have a project \"A\"; say which one: \"Line 1/A\" or \"Line 2/A\"",
            ),
            ("b", "no project is called \"b\"; did you mean \"B\"?"),
            (
                "Line1/B",
                "no project is called \"Line1/B\"; did you mean \"Line 1/B\"?",
            ),
            ("Nowhere", "no project is called \"Nowhere\""),
        ];
        for (name, message) in cases {
            let error = find_project(&site, name).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }
}
