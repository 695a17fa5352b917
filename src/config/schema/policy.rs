//! The policies: those that set a key of the file, and those that no file can.

use super::{Kind, SETTINGS, Setting, Unit};

/// One policy: a value, or a subkey with values, below `SOFTWARE\Policies\PekatTray`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its name in the registry.
    pub name: &'static str,
    /// What is decided by it.
    pub decides: Decides,
    /// What it is for, in one plain sentence.
    pub meaning: &'static str,
}

/// What is decided by a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// A key of the file.
    Setting(&'static Setting),
    /// Something that is there beside what files have.
    Entries(Entries),
    /// Whether users may have something of their own.
    Permission(Permission),
}

/// What a policy can add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entries {
    /// Servers: name = address.
    Servers,
    /// Projects: `Server/Project` = path.
    Projects,
    /// One-click actions: name = `start Server/Project`, or stop, or switch.
    Actions,
}

/// What users may have of their own, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Servers and projects.
    Servers,
    /// One-click actions.
    Actions,
    /// A say in whether the program starts with Windows.
    Autostart,
}

/// What a policy is in the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registry {
    /// A `REG_DWORD`.
    Number {
        /// The smallest.
        least: u32,
        /// The largest.
        most: u32,
        /// What is counted.
        unit: Unit,
    },
    /// A `REG_DWORD` that is 0 for no or 1 for yes.
    Switch,
    /// A `REG_SZ` that is one of these words.
    Word(&'static [&'static str]),
    /// A `REG_SZ`.
    Text,
    /// A subkey with a `REG_SZ` in each of its values, whose names say nothing. Each is one of these
    /// words, if there are any.
    List(&'static [&'static str]),
    /// A subkey with a `REG_SZ` in each of its values, whose names count.
    Table,
}

impl Policy {
    /// What it is in the registry. `None` for a key that no policy can set.
    pub fn registry(&self) -> Option<Registry> {
        match self.decides {
            Decides::Permission(_) => Some(Registry::Switch),
            Decides::Entries(_) => Some(Registry::Table),
            Decides::Setting(setting) => match setting.kind {
                Kind::Time { least, most, unit } => Some(Registry::Number { least, most, unit }),
                Kind::Word(words) => Some(Registry::Word(words)),
                Kind::Words(words) => Some(Registry::List(words)),
                Kind::Quiet | Kind::Folders => Some(Registry::List(&[])),
                Kind::Hotkey => Some(Registry::Text),
                Kind::Version
                | Kind::Name
                | Kind::Address
                | Kind::Path
                | Kind::Port
                | Kind::Code
                | Kind::Codes
                | Kind::ApplicationIdentifier => None,
            },
        }
    }
}

/// Those that no file can set.
const OTHERS: &[Policy] = &[
    Policy {
        name: "Servers",
        decides: Decides::Entries(Entries::Servers),
        meaning: "Servers that are there beside those of the files: the name is what the server is \
                  called, the value is its address.",
    },
    Policy {
        name: "Projects",
        decides: Decides::Entries(Entries::Projects),
        meaning: "Projects that are there beside those of the files: the name is `Server/Project`, \
                  the value is the project's folder on the server's disk.",
    },
    Policy {
        name: "Actions",
        decides: Decides::Entries(Entries::Actions),
        meaning: "One-click actions that are there beside those of the files: the name is what the \
                  menu says, the value is `start Server/Project`, or `stop` or `switch`.",
    },
    Policy {
        name: "AllowUserServers",
        decides: Decides::Permission(Permission::Servers),
        meaning: "Whether users may have servers and projects of their own; with 0 those of the \
                  user's file are left out.",
    },
    Policy {
        name: "AllowUserActions",
        decides: Decides::Permission(Permission::Actions),
        meaning: "Whether users may have one-click actions of their own; with 0 those of the user's \
                  file are left out and nothing can be pinned to the top of the menu.",
    },
    Policy {
        name: "AllowUserAutostart",
        decides: Decides::Permission(Permission::Autostart),
        meaning: "Whether users may say if the program starts with Windows; with 0 that row of the \
                  menu is greyed.",
    },
];

/// Every policy: first those that set a key of the file, in its order.
pub fn policies() -> impl Iterator<Item = Policy> {
    let of_settings = SETTINGS.iter().filter_map(|setting| {
        let name = setting.policy?;
        Some(Policy {
            name,
            decides: Decides::Setting(setting),
            meaning: setting.meaning,
        })
    });
    of_settings.chain(OTHERS.iter().copied())
}

/// A policy by its name, in any case, as names are in the registry.
pub fn policy(name: &str) -> Option<Policy> {
    policies().find(|policy| policy.name.eq_ignore_ascii_case(name))
}
