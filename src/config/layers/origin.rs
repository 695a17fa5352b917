//! Where a value comes from.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::site::Keeper;

/// Who says something, the strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The program, where nobody else says anything.
    Default,
    /// The file for all users of this computer.
    Machine,
    /// The user's own file.
    User,
    /// A policy for this user.
    UserPolicy,
    /// A policy for this computer.
    MachinePolicy,
}

impl Layer {
    /// Whether the organisation says it.
    pub fn is_policy(self) -> bool {
        self.keeper() == Keeper::Organisation
    }

    /// Who can change what it says.
    pub fn keeper(self) -> Keeper {
        match self {
            Layer::UserPolicy | Layer::MachinePolicy => Keeper::Organisation,
            Layer::Default | Layer::Machine => Keeper::Machine,
            Layer::User => Keeper::User,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Layer::Default => "default",
            Layer::Machine => "machine",
            Layer::User => "user",
            Layer::UserPolicy => "user policy",
            Layer::MachinePolicy => "machine policy",
        })
    }
}

/// Where something is written. No two values of a layer are in one place, unless they are one entry there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the program.
    BuiltIn,
    /// In a file.
    File {
        /// Counted from 1.
        line: usize,
        /// In characters, counted from 1.
        column: usize,
        /// The file.
        path: Arc<Path>,
    },
    /// In the registry.
    Registry {
        /// The key, with its root.
        key: String,
        /// The value; none if it is the whole key.
        name: Option<String>,
    },
}

/// Who says something, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Who.
    pub layer: Layer,
    /// Where.
    pub place: Place,
}

impl Origin {
    /// Of what is built in.
    pub const DEFAULT: Origin = Origin {
        layer: Layer::Default,
        place: Place::BuiltIn,
    };

    /// Where it is, as messages begin.
    pub fn place(&self) -> String {
        match &self.place {
            Place::BuiltIn => "the program".to_owned(),
            Place::File { path, line, column } => {
                format!("{}, line {line}, column {column}", path.display())
            }
            Place::Registry { key, name } => registry_path(key, name.as_deref()),
        }
    }

    /// The same, short enough for a menu: the user's own file goes by its name.
    pub fn short_place(&self) -> String {
        match &self.place {
            Place::File { path, line, column } if self.layer == Layer::User => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                format!("{}, line {line}, column {column}", name.to_string_lossy())
            }
            Place::BuiltIn | Place::File { .. } | Place::Registry { .. } => self.place(),
        }
    }
}

fn registry_path(key: &str, name: Option<&str>) -> String {
    name.map_or_else(|| key.to_owned(), |name| format!("{key}\\{name}"))
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.layer)?;
        match &self.place {
            Place::BuiltIn => Ok(()),
            Place::File { path, line, .. } => write!(f, ", {}:{line}", path.display()),
            Place::Registry { key, name } => {
                write!(f, ", {}", registry_path(key, name.as_deref()))
            }
        }
    }
}
