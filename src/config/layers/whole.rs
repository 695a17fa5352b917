//! All layers → one checked [`Site`].

use std::collections::{BTreeMap, BTreeSet};

use super::join::{self, Joined};
use super::origin::Origin;
use super::render::{self, Line};
use super::settle::{self, Loss};
use super::tree::{Tree, Value};
use crate::config::read;
use crate::protocol::one_line;
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
    let mut removed = BTreeSet::new();
    let left_out = layers.iter().flat_map(|tree| tree.left_out.clone());
    let mut gone = Gone {
        projects: left_out.collect(),
        ..Gone::default()
    };
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
        let origins: BTreeSet<Origin> = losses.iter().map(|loss| loss.origin.clone()).collect();
        let unknown: BTreeSet<Origin> = origins.difference(&removed).cloned().collect();
        let places = Places::of(&joined);
        let mut told = BTreeSet::new();
        for Loss { origin, message } in losses {
            let new = unknown.contains(&origin) && told.insert(origin.clone());
            if new && !gone.follows(&places, &origin) {
                // It quotes what was written, which may be anything.
                let message = one_line(&message);
                troubles.push(Trouble { origin, message });
            }
        }
        for origin in &unknown {
            gone.servers
                .extend(places.addresses.get(origin).map(|it| (*it).to_owned()));
        }
        for tree in &mut trees {
            gone.projects.extend(tree.remove(&unknown));
        }
        if unknown.is_empty() {
            // Nothing is left to be taken away.
            return Whole {
                site: Site::default(),
                troubles,
                joined: Joined::default(),
            };
        }
        removed.extend(unknown);
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
    /// Whether what is wrong there follows from what is gone.
    fn follows(&self, places: &Places<'_>, origin: &Origin) -> bool {
        let server = places.servers.get(origin);
        let project = places.projects_of_actions.get(origin);
        server.is_some_and(|name| self.servers.contains(*name))
            || project.is_some_and(|name| self.projects.contains(*name))
    }
}

/// What is named where.
struct Places<'j> {
    servers: BTreeMap<&'j Origin, &'j str>,
    /// The servers that have these addresses.
    addresses: BTreeMap<&'j Origin, &'j str>,
    projects_of_actions: BTreeMap<&'j Origin, &'j str>,
}

impl<'j> Places<'j> {
    fn of(joined: &'j Joined) -> Self {
        let servers = joined.servers.iter().map(|server| &server.entry);
        let named = servers.clone().flat_map(|server| {
            let title = server.block.title();
            server.named.iter().map(move |origin| (origin, title))
        });
        let addresses = servers.filter_map(|server| {
            let address = server.block.fields.get("address")?;
            Some((&address.origin, server.block.title()))
        });
        let actions = joined.actions.iter().filter_map(|action| {
            let project = action.block.fields.get("project")?;
            Some((&project.origin, project.data.as_text()?))
        });
        Places {
            servers: named.collect(),
            addresses: addresses.collect(),
            projects_of_actions: actions.collect(),
        }
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
