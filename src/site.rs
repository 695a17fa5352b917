//! What is configured, checked: servers, their projects, one-click actions and settings.
//!
//! Plain values that every other room may read; [`crate::config`] makes them from a file.

mod address;
mod code;
mod folder;
mod gs1;
mod icons;
mod keeper;
mod key;
mod keyboard;
mod language;
mod notices;
mod permission;
mod project_folder;
mod quiet;
mod trigger;

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::time::Duration;

pub use address::{Address, AddressError};
pub use code::{Code, CodeError};
pub use folder::{Folder, FolderError};
pub use gs1::{ApplicationIdentifier, ApplicationIdentifierError};
pub use icons::{Icons, IconsError};
pub use keeper::{Keeper, Rules};
pub use key::{Key, NamedKey};
pub use keyboard::is_other_layout;
pub use language::{Language, LanguageError};
pub use notices::{NoticeLevel, NoticeLevelError, Sound, SoundError, Sounds};
pub use permission::{Allow, Confirm, ConfirmError, Role, RoleError};
pub use project_folder::{ProjectFolderError, project_folder};
pub use quiet::{QuietError, QuietHours, QuietSpan};
pub use trigger::{Held, Hotkey, HotkeyError, Objection, Triggers};

use crate::protocol::{Operation, ProjectPath, Status};

/// The longest name of a server, a project or an action, in characters. Longer ones would make the menu
/// unreadable.
pub const MAX_NAME: usize = 64;

/// A Projects Manager's place in the program's memory. Never used for another one later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerId(u32);

/// A project's place in the program's memory. Never used for another one later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectId(u32);

/// Everything that is configured.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Site {
    servers: Vec<Server>,
    actions: Vec<Action>,
    /// How often and how patiently servers are asked.
    pub timing: Timing,
    /// How long what is known counts, and what lasts too long.
    pub limits: Limits,
    /// Which notices are shown, where a server or a project says nothing else.
    pub notices: NoticeLevel,
    /// When only faults are told.
    pub quiet: QuietHours,
    /// Which notices are heard.
    pub sounds: Sounds,
    /// When a question is asked first, where a server or a project says nothing else.
    pub confirm: Confirm,
    /// What the user of this program is here for.
    pub role: Role,
    /// The language to speak. That of the system, if none is set.
    pub language: Option<Language>,
    /// Which icons there are.
    pub icons: Icons,
    /// Opens the window that a code is scanned into.
    pub scan_hotkey: Option<Hotkey>,
    /// Further folders on this computer in which projects are looked for.
    pub project_folders: Vec<Folder>,
    /// What the organisation has decided.
    pub rules: Rules,
    next_server: u32,
    next_project: u32,
    server_places: BTreeMap<ServerId, usize>,
    /// The places of the server, and of the project in it.
    project_places: BTreeMap<ProjectId, (usize, usize)>,
}

/// One Projects Manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its place in memory.
    pub id: ServerId,
    /// What the user calls it.
    pub name: String,
    /// Where it listens.
    pub address: Address,
    /// In which form it is asked.
    pub protocol: ProtocolChoice,
    /// Which notices of it and its projects are shown, if not those of all servers.
    pub notices: Option<NoticeLevel>,
    /// When a question is asked first, if not as for all servers.
    pub confirm: Option<Confirm>,
    /// Who says that it is there.
    pub keeper: Keeper,
    /// Its projects in the configured order.
    pub projects: Vec<Project>,
}

/// In which form a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ProtocolChoice {
    /// In the documented one, unless the server knows only the other. A status finds that out.
    #[default]
    Auto,
    /// `command:path`, as documented.
    Colon,
    /// `command|path`.
    Pipe,
}

/// One project of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its place in memory.
    pub id: ProjectId,
    /// What the user calls it.
    pub name: String,
    /// Its folder on the server's disk.
    pub path: ProjectPath,
    /// What it is expected to be, if anything.
    pub wanted: Option<Wanted>,
    /// What else is set for it.
    pub settings: ProjectSettings,
    /// Who says that it is there.
    pub keeper: Keeper,
}

/// What is set for one project alone.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ProjectSettings {
    /// Which of its notices are shown, if not those of its server.
    pub notices: Option<NoticeLevel>,
    /// When a question is asked first, if not as for its server.
    pub confirm: Option<Confirm>,
    /// What may be done with it.
    pub allow: Allow,
    /// The TCP port of its page.
    pub port: Option<NonZeroU16>,
}

/// What a project is expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Running.
    Running,
    /// Stopped.
    Stopped,
}

impl Wanted {
    /// The status that it is expected to have.
    pub fn status(self) -> Status {
        match self {
            Wanted::Running => Status::Running,
            Wanted::Stopped => Status::Stopped,
        }
    }
}

/// A one-click command at the top of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What the menu says.
    pub name: String,
    /// What it does.
    pub operation: Operation,
    /// To which project.
    pub project: ProjectId,
    /// What else carries it out.
    pub triggers: Triggers,
    /// Who says that it is there.
    pub keeper: Keeper,
}

/// How often and how patiently servers are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// From one poll of a project to its next.
    pub poll_interval: Duration,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long the reply to a `status` may take.
    pub status_timeout: Duration,
    /// How long the reply to a `start`, `stop` or `switch` may take.
    pub action_timeout: Duration,
}

impl Timing {
    /// How long the attempt that confirms an outage may take. With half a poll interval an outage
    /// is known within two poll intervals and one status time-out, before the last reading is
    /// stale.
    pub fn confirm_timeout(&self) -> Duration {
        (self.poll_interval / 2)
            .max(Duration::from_millis(250))
            .min(self.status_timeout)
    }
}

impl Default for Timing {
    fn default() -> Self {
        Timing {
            poll_interval: Duration::from_secs(2),
            connect_timeout: Duration::from_secs(3),
            status_timeout: Duration::from_secs(3),
            action_timeout: Duration::from_secs(60),
        }
    }
}

/// The longest pause between two attempts to reach a server.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long what is known counts, and what lasts too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A reading older than this says nothing of now. If none is set, three polls must have been
    /// missed and the time be over in which one more could have been answered.
    pub stale_after: Option<Duration>,
    /// A project that has been starting or stopping for longer than this is stuck.
    pub stuck_after: Duration,
    /// A project that has not been as it is expected to be for longer than this is a fault.
    pub expect_grace: Duration,
    /// How long a change must last to be told: what is over before that is not.
    pub notify_after: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            stale_after: None,
            stuck_after: Duration::from_secs(120),
            expect_grace: Duration::from_secs(10),
            notify_after: Duration::from_secs(3),
        }
    }
}

impl Site {
    /// Adds a server without projects.
    pub fn add_server(&mut self, name: &str, address: Address) -> ServerId {
        let id = ServerId(self.next_server);
        self.next_server += 1;
        self.server_places.insert(id, self.servers.len());
        self.servers.push(Server {
            id,
            name: name.to_owned(),
            address,
            protocol: ProtocolChoice::default(),
            notices: None,
            confirm: None,
            keeper: Keeper::default(),
            projects: Vec::new(),
        });
        id
    }

    /// Sets in which form a server is asked. `None` if there is no such server.
    pub fn set_protocol(&mut self, server: ServerId, protocol: ProtocolChoice) -> Option<()> {
        let server = self.servers.iter_mut().find(|known| known.id == server)?;
        server.protocol = protocol;
        Some(())
    }

    /// Sets which notices of a server are shown and when a question is asked first, if not as for
    /// all servers. `None` if there is no such server.
    pub fn set_server(
        &mut self,
        server: ServerId,
        notices: Option<NoticeLevel>,
        confirm: Option<Confirm>,
    ) -> Option<()> {
        let server = self.servers.iter_mut().find(|known| known.id == server)?;
        (server.notices, server.confirm) = (notices, confirm);
        Some(())
    }

    /// Says who keeps a server. `None` if there is no such server.
    pub fn keep_server(&mut self, server: ServerId, keeper: Keeper) -> Option<()> {
        let place = self.place(server)?;
        self.servers.get_mut(place)?.keeper = keeper;
        Some(())
    }

    /// Says who keeps a project. `None` if there is no such project.
    pub fn keep_project(&mut self, project: ProjectId, keeper: Keeper) -> Option<()> {
        let (server, place) = *self.project_places.get(&project)?;
        let server = self.servers.get_mut(server)?;
        server.projects.get_mut(place)?.keeper = keeper;
        Some(())
    }

    /// Says who keeps the one-click action of a name. `None` if there is no such action.
    pub fn keep_action(&mut self, name: &str, keeper: Keeper) -> Option<()> {
        let action = self.actions.iter_mut().find(|action| action.name == name)?;
        action.keeper = keeper;
        Some(())
    }

    /// Adds a project to a server. `None` if there is no such server.
    pub fn add_project(
        &mut self,
        server: ServerId,
        name: &str,
        path: ProjectPath,
    ) -> Option<ProjectId> {
        let place = self.place(server)?;
        let server = self.servers.get_mut(place)?;
        let id = ProjectId(self.next_project);
        self.next_project += 1;
        let places = (place, server.projects.len());
        self.project_places.insert(id, places);
        server.projects.push(Project {
            id,
            name: name.to_owned(),
            path,
            wanted: None,
            settings: ProjectSettings::default(),
            keeper: Keeper::default(),
        });
        Some(id)
    }

    /// Says what else is set for a project. `None` if there is no such project.
    pub fn set_project(&mut self, project: ProjectId, settings: ProjectSettings) -> Option<()> {
        let (server, place) = *self.project_places.get(&project)?;
        let server = self.servers.get_mut(server)?;
        server.projects.get_mut(place)?.settings = settings;
        Some(())
    }

    /// Says what a project is expected to be. `None` if there is no such project.
    pub fn expect(&mut self, project: ProjectId, wanted: Option<Wanted>) -> Option<()> {
        let (server, place) = *self.project_places.get(&project)?;
        let server = self.servers.get_mut(server)?;
        server.projects.get_mut(place)?.wanted = wanted;
        Some(())
    }

    /// How old a reading may be to say something of now.
    pub fn stale_after(&self) -> Duration {
        let Timing {
            poll_interval,
            status_timeout,
            ..
        } = self.timing;
        let usual = poll_interval * 3 + status_timeout;
        self.limits.stale_after.unwrap_or(usual)
    }

    /// Adds a one-click action. `None` if there is no such project.
    pub fn add_action(
        &mut self,
        name: &str,
        operation: Operation,
        project: ProjectId,
        triggers: Triggers,
    ) -> Option<()> {
        self.project(project)?;
        self.actions.push(Action {
            name: name.to_owned(),
            operation,
            project,
            triggers,
            keeper: Keeper::default(),
        });
        Some(())
    }

    /// Which notices of a server are shown.
    pub fn notices_of_server(&self, server: ServerId) -> NoticeLevel {
        let own = self.server(server).and_then(|server| server.notices);
        own.unwrap_or(self.notices)
    }

    /// Which notices of a project are shown.
    pub fn notices_of(&self, project: ProjectId) -> NoticeLevel {
        let known = self.project(project);
        let own = known.and_then(|(server, project)| project.settings.notices.or(server.notices));
        own.unwrap_or(self.notices)
    }

    /// When a question is asked before something is done with a project.
    pub fn confirm_of(&self, project: ProjectId) -> Confirm {
        let known = self.project(project);
        let own = known.and_then(|(server, project)| project.settings.confirm.or(server.confirm));
        own.unwrap_or(self.confirm)
    }

    /// Whether the user may do this with a project.
    pub fn allows(&self, project: ProjectId, operation: Operation) -> bool {
        let known = self.project(project);
        let allowed = known.is_some_and(|(_, known)| known.settings.allow.contains(operation));
        allowed && self.role == Role::Operator
    }

    /// Returns true if something that is done here may stop the project. A project that may be switched
    /// to takes part in changeovers, so that a switch to another may stop it, too.
    pub fn may_stop(&self, project: ProjectId) -> bool {
        let ways = [Operation::Stop, Operation::Switch];
        ways.into_iter()
            .any(|operation| self.allows(project, operation))
    }

    /// Where a project's page is, if its port is known.
    pub fn page(&self, project: ProjectId) -> Option<String> {
        let (server, project) = self.project(project)?;
        let port = project.settings.port?;
        // No browser takes an address with a zone.
        let known = !server.address.host().contains('%');
        known.then(|| format!("http://{}/", server.address.with_port(port)))
    }

    /// The servers in the configured order.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The one-click actions in the configured order.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// A server by its id.
    pub fn server(&self, id: ServerId) -> Option<&Server> {
        self.servers.get(self.place(id)?)
    }

    /// A server's place in the configured order.
    pub fn place(&self, id: ServerId) -> Option<usize> {
        self.server_places.get(&id).copied()
    }

    /// A project by its id, with its server.
    pub fn project(&self, id: ProjectId) -> Option<(&Server, &Project)> {
        let (server, place) = *self.project_places.get(&id)?;
        let server = self.servers.get(server)?;
        Some((server, server.projects.get(place)?))
    }

    /// All projects in the configured order, each with its server.
    pub fn projects(&self) -> impl Iterator<Item = (&Server, &Project)> {
        self.servers
            .iter()
            .flat_map(|server| server.projects.iter().map(move |project| (server, project)))
    }

    /// Gives what was configured before the ids it had, and everything else ids never used: a
    /// server is the same by its address, a project by its server and path.
    #[must_use]
    pub fn with_ids_of(mut self, before: &Site) -> Site {
        let mut next_server = before.next_server;
        let mut next_project = before.next_project;
        let known = before
            .servers
            .iter()
            .map(|server| (&server.address, server));
        let known: BTreeMap<&Address, &Server> = known.collect();
        let mut renamed = BTreeMap::new();
        self.server_places.clear();
        self.project_places.clear();
        for (server_place, server) in self.servers.iter_mut().enumerate() {
            let known = known.get(&server.address);
            server.id = known.map_or_else(|| ServerId(take(&mut next_server)), |known| known.id);
            self.server_places.insert(server.id, server_place);
            let known = known
                .into_iter()
                .flat_map(|server| server.projects.iter().rev());
            let known = known.map(|project| (project.path.folded(), project.id));
            let known: BTreeMap<String, ProjectId> = known.collect();
            for (place, project) in server.projects.iter_mut().enumerate() {
                let known = known.get(&project.path.folded()).copied();
                let id = known.unwrap_or_else(|| ProjectId(take(&mut next_project)));
                renamed.insert(project.id, id);
                self.project_places.insert(id, (server_place, place));
                project.id = id;
            }
        }
        for action in &mut self.actions {
            if let Some(id) = renamed.get(&action.project) {
                action.project = *id;
            }
        }
        self.next_server = next_server;
        self.next_project = next_project;
        self
    }
}

fn take(next: &mut u32) -> u32 {
    let taken = *next;
    *next += 1;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(servers: &[(&str, &[&str])]) -> Site {
        let mut site = Site::default();
        for (address, paths) in servers {
            let server = site.add_server(address, address.parse().unwrap());
            for path in *paths {
                let project = site.add_project(server, path, path.parse().unwrap());
                site.add_action(
                    path,
                    Operation::Start,
                    project.unwrap(),
                    Triggers::default(),
                );
            }
        }
        site
    }

    fn ids(site: &Site) -> Vec<(u32, u32)> {
        let ids = site.projects();
        ids.map(|(server, project)| (server.id.0, project.id.0))
            .collect()
    }

    #[test]
    fn ids_follow_address_and_path_and_are_never_used_again() {
        let first = site(&[("a", &["x", "y"]), ("b", &["x"])]);
        assert_eq!(ids(&first), [(0, 0), (0, 1), (1, 2)]);

        let second = site(&[("c", &["x"]), ("b", &["x"]), ("a", &["z", "Y"])]).with_ids_of(&first);
        assert_eq!(ids(&second), [(2, 3), (1, 2), (0, 4), (0, 1)]);
        let targets: Vec<u32> = second.actions().iter().map(|a| a.project.0).collect();
        assert_eq!(targets, [3, 2, 4, 1]);

        let third = site(&[("a", &["x"])]).with_ids_of(&second);
        assert_eq!(ids(&third), [(0, 5)]);
    }
}
