//! All layers → one checked [`Site`].

use std::collections::BTreeSet;

use super::join::{self, Joined};
use super::origin::Origin;
use super::render::{self, Line};
use super::settle::{self, Loss};
use super::tree::{Tree, Value};
use crate::config::read;
use crate::site::{Rules, Site};

/// Something that is right by itself and wrong with what others say, so that it does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Who says it, and where.
    pub origin: Origin,
    /// What is wrong and what to do.
    pub message: String,
}

/// What all layers together configure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// It.
    pub site: Site,
    /// What does not count.
    pub troubles: Vec<Trouble>,
    joined: Joined,
}

impl Whole {
    /// A file that says the same, line by line. What is built in is left out on request.
    pub fn lines(&self, with_defaults: bool) -> Vec<Line> {
        render::lines(&self.joined, with_defaults)
    }

    /// Who says what holds for everything, by its key; of time-outs with the block in front.
    pub fn setting(&self, key: &str) -> Option<&Value> {
        self.joined.settings.get(key)
    }

    /// Who says what is said of a project, by its key in the project's block.
    pub fn of_project(&self, server: &str, project: &str, key: &str) -> Option<&Value> {
        let mut servers = self.joined.servers.iter();
        let server = servers.find(|known| known.entry.block.title() == server)?;
        let mut projects = server.projects.iter();
        let project = projects.find(|known| known.block.title() == project)?;
        project.block.fields.get(key)
    }

    /// What users may have of their own, by the policy's name, where the organisation says something.
    pub fn permissions(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let permissions = self.joined.permissions.iter();
        permissions.map(|(name, value)| (*name, value))
    }
}

/// Joins what the layers say, the lowest first; what is built in stands below all of them.
pub fn join(layers: &[Tree]) -> Whole {
    let mut trees = vec![Tree::defaults()];
    trees.extend_from_slice(layers);
    let mut troubles = Vec::new();
    let mut gone = Gone::default();
    loop {
        let joined = join::join(&trees);
        let mut losses = settle::losses(&joined);
        if losses.is_empty() {
            let lines = render::lines(&joined, true);
            match read::read(&render::text(&lines)) {
                Ok(site) => {
                    return Whole {
                        site: with_keepers(site, &joined),
                        troubles,
                        joined,
                    };
                }
                Err(problems) => losses = of_lines(&lines, problems),
            }
        }
        let before = trees.clone();
        for Loss { origin, message } in losses {
            let told = !gone.follows(&joined, &origin);
            let same = |known: &Trouble| known.origin == origin;
            gone.note(&joined, &origin);
            for tree in &mut trees {
                gone.projects.extend(tree.remove(&origin));
            }
            if told && !troubles.iter().any(same) {
                troubles.push(Trouble { origin, message });
            }
        }
        if trees == before {
            // Nothing is left to be taken away.
            return Whole {
                site: Site::default(),
                troubles,
                joined: Joined::default(),
            };
        }
    }
}

/// What is wrong with lines, each told by where it comes from.
fn of_lines(lines: &[Line], problems: Vec<read::Problem>) -> Vec<Loss> {
    let losses = problems.into_iter().flat_map(|problem| {
        let line = problem.line.checked_sub(1).and_then(|at| lines.get(at));
        let origins = line.map(|line| line.origins.clone()).unwrap_or_default();
        origins.into_iter().map(move |origin| Loss {
            origin,
            message: problem.message.clone(),
        })
    });
    losses.collect()
}

/// What went with something wrong: no need to say what follows from that.
#[derive(Default)]
struct Gone {
    /// Projects, by name.
    projects: BTreeSet<String>,
    /// Servers that have lost an address, by name.
    servers: BTreeSet<String>,
}

impl Gone {
    fn note(&mut self, joined: &Joined, origin: &Origin) {
        for server in &joined.servers {
            let block = &server.entry.block;
            let address = block.fields.get("address");
            if address.is_some_and(|address| address.origin == *origin) {
                self.servers.insert(block.title().to_owned());
            }
        }
    }

    /// Whether what is wrong there follows from what is gone.
    fn follows(&self, joined: &Joined, origin: &Origin) -> bool {
        let mut servers = joined.servers.iter().map(|server| &server.entry);
        let server = servers.any(|server| {
            self.servers.contains(server.block.title()) && server.named.contains(origin)
        });
        let mut actions = joined.actions.iter();
        let action = actions.any(|action| {
            let project = action.block.fields.get("project");
            let project = project.filter(|project| project.origin == *origin);
            let name = project.and_then(|project| project.data.as_text());
            name.is_some_and(|name| self.projects.contains(name))
        });
        server || action
    }
}

/// Who keeps what, and what is left to the user.
fn with_keepers(mut site: Site, joined: &Joined) -> Site {
    let servers: Vec<_> = site.servers().to_vec();
    for (server, known) in joined.servers.iter().zip(servers) {
        site.keep_server(known.id, server.entry.keeper());
        for (project, known) in server.projects.iter().zip(known.projects) {
            site.keep_project(known.id, project.keeper());
        }
    }
    for action in &joined.actions {
        site.keep_action(action.block.title(), action.keeper());
    }
    site.rules = Rules {
        settings: joined.pinned(),
        own_servers: joined.allows("AllowUserServers"),
        own_actions: joined.allows("AllowUserActions"),
        own_autostart: joined.allows("AllowUserAutostart"),
    };
    site
}
