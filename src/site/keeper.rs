//! Who keeps what is configured, and what that leaves to the user.

use std::collections::BTreeSet;

use super::Site;

/// Who says that something is so, and so who can change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Keeper {
    /// The user, in a file of their own.
    #[default]
    User,
    /// Who looks after this computer, in a file for all of its users.
    Machine,
    /// The organisation, by policy.
    Organisation,
}

/// What the organisation has decided for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The settings that it has set, by their keys in the file (`poll_interval`, `timeouts.connect`).
    pub settings: BTreeSet<&'static str>,
    /// Whether users may have servers and projects of their own.
    pub own_servers: bool,
    /// Whether users may have one-click actions of their own.
    pub own_actions: bool,
    /// Whether users may say if the program starts with Windows.
    pub own_autostart: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            settings: BTreeSet::new(),
            own_servers: true,
            own_actions: true,
            own_autostart: true,
        }
    }
}

impl Rules {
    /// Whether nothing was decided.
    pub fn are_none(&self) -> bool {
        *self == Rules::default()
    }
}

impl Site {
    /// Whether the organisation has decided anything.
    pub fn is_managed(&self) -> bool {
        !self.rules.are_none() || !self.managed_entries().is_empty()
    }

    /// What the organisation has decided: settings by their keys in the file, and the policies that no
    /// key stands for by their names.
    pub fn managed(&self) -> Vec<&'static str> {
        let Rules {
            settings,
            own_servers,
            own_actions,
            own_autostart,
        } = &self.rules;
        let denied = [
            (own_servers, "AllowUserServers"),
            (own_actions, "AllowUserActions"),
            (own_autostart, "AllowUserAutostart"),
        ];
        let denied = denied.into_iter().filter(|(own, _)| !**own);
        let mut managed: Vec<_> = settings.iter().copied().collect();
        managed.extend(self.managed_entries());
        managed.extend(denied.map(|(_, policy)| policy));
        managed
    }

    /// The policies that have added something.
    fn managed_entries(&self) -> Vec<&'static str> {
        let organisation = Keeper::Organisation;
        let mut servers = self.servers.iter();
        let mut projects = self.projects();
        let mut actions = self.actions.iter();
        let added = [
            (servers.any(|it| it.keeper == organisation), "Servers"),
            (
                projects.any(|(_, it)| it.keeper == organisation),
                "Projects",
            ),
            (actions.any(|it| it.keeper == organisation), "Actions"),
        ];
        let added = added.into_iter().filter(|(any, _)| *any);
        added.map(|(_, policy)| policy).collect()
    }
}
