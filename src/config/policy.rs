//! What the organisation has set: from the registry, or elsewhere than on Windows from a file that stands
//! for it.

#[cfg(not(windows))]
mod file;
mod interpret;
#[cfg(windows)]
mod registry;
#[cfg(test)]
#[cfg(not(windows))]
mod tests;

use super::layers::{Layer, Place};

#[cfg(not(windows))]
pub use file::PATH_VARIABLE;
pub(super) use interpret::interpret;

/// For whom something is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// For this user.
    User,
    /// For this computer.
    Machine,
}

impl Scope {
    /// The layer of what is set.
    pub fn layer(self) -> Layer {
        match self {
            Scope::User => Layer::UserPolicy,
            Scope::Machine => Layer::MachinePolicy,
        }
    }
}

/// What a value holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyData {
    /// A `REG_DWORD`.
    Number(u32),
    /// A `REG_SZ`.
    Text(String),
    /// Something that no policy has, by what it is.
    Other(String),
}

/// One value below the key of policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyValue {
    /// For whom it is set.
    pub scope: Scope,
    /// The subkey that it is in, if it is in one.
    pub subkey: Option<String>,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub data: PolicyData,
    /// Where it is.
    pub place: Place,
}

/// All values, and what could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Policies {
    /// The values.
    pub values: Vec<PolicyValue>,
    /// A line each.
    pub unreadable: Vec<String>,
}

/// What is set now.
pub fn current() -> Policies {
    #[cfg(windows)]
    return registry::read();
    #[cfg(not(windows))]
    return file::current();
}

/// Where it is set for each, as people are told. `None` where nothing can be set.
pub fn place(scope: Scope) -> Option<String> {
    #[cfg(windows)]
    return Some(registry::key(scope));
    #[cfg(not(windows))]
    return file::place(scope);
}
