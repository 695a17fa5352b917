//! Who keeps what is configured, and what that leaves to the user.

use std::collections::BTreeSet;

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
