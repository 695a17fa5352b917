//! What an icon stands for, where there are several.

use crate::model::event::Seen;
use crate::model::{Model, Notice};
use crate::site::{Icons, ProjectId, ServerId, Site};

/// More icons than this would push all others out of the notification area.
pub(super) const MOST_ICONS: usize = 20;

/// What an icon stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everything.
    All,
    /// A server and its projects.
    Server(ServerId),
    /// One project.
    Project(ProjectId),
}

impl Scope {
    /// What a notice is about.
    pub(super) fn of(notice: &Notice) -> Scope {
        match notice {
            Notice::Project(project, _) | Notice::NotServed { project, .. } => {
                Scope::Project(*project)
            }
            Notice::Server(server, _) => Scope::Server(*server),
            Notice::Digest(_)
            | Notice::Misconfigured
            | Notice::MonitorSilent
            | Notice::Unwatched { .. }
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::Found { .. }
            | Notice::HotkeysTaken(_) => Scope::All,
        }
    }

    /// How well an icon of this scope tells of something: the higher, the nearer; `None` if it has
    /// nothing to do with it.
    fn nearness(self, about: Scope, site: &Site) -> Option<u8> {
        let server_of = |project| site.project(project).map(|(server, _)| server.id);
        match (self, about) {
            _ if self == about => Some(2),
            (Scope::All, _) => Some(0),
            (Scope::Server(server), Scope::Project(project))
            | (Scope::Project(project), Scope::Server(server)) => {
                (server_of(project) == Some(server)).then_some(1)
            }
            (Scope::Server(_) | Scope::Project(_), Scope::All)
            | (Scope::Server(_), Scope::Server(_))
            | (Scope::Project(_), Scope::Project(_)) => None,
        }
    }

    /// Which of these icons tells of something: the nearest, the first where several are as near or
    /// none has to do with it. `None` only where there are no icons.
    pub fn nearest(
        icons: impl IntoIterator<Item = Scope>,
        about: Scope,
        site: &Site,
    ) -> Option<Scope> {
        // Of those that are as near, the last would be taken.
        let mut icons: Vec<Scope> = icons.into_iter().collect();
        icons.reverse();
        icons
            .into_iter()
            .max_by_key(|icon| icon.nearness(about, site))
    }
}

impl From<Scope> for Seen {
    /// What is seen when the menu of the icon that stands for this is opened.
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::All => Seen::All,
            Scope::Server(server) => Seen::Server(server),
            Scope::Project(project) => Seen::Project(project),
        }
    }
}

/// The icons that there are, in order: one at least.
pub(super) fn scopes(model: &Model) -> Vec<Scope> {
    let mut scopes = wanted(model.site());
    if scopes.is_empty() || scopes.len() > MOST_ICONS {
        return vec![Scope::All];
    }
    // What is wrong with the configuration is nobody's own fault: it has an icon to itself.
    if !model.problems().is_empty() && scopes != [Scope::All] {
        scopes.insert(0, Scope::All);
    }
    scopes
}

/// Whether one icon stands for all since there would be too many.
pub(super) fn is_folded(site: &Site) -> bool {
    wanted(site).len() > MOST_ICONS
}

/// As configured, but no more than are needed to see that there are too many.
fn wanted(site: &Site) -> Vec<Scope> {
    let scopes: Box<dyn Iterator<Item = Scope>> = match site.icons {
        Icons::One => Box::new([Scope::All].into_iter()),
        Icons::PerServer => Box::new(site.servers().iter().map(|server| Scope::Server(server.id))),
        Icons::PerProject => Box::new(
            site.projects()
                .map(|(_, project)| Scope::Project(project.id)),
        ),
    };
    scopes.take(MOST_ICONS + 1).collect()
}
