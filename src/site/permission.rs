//! What may be done from here, and what is asked before it is done.

use std::collections::BTreeSet;
use std::str::FromStr;

use thiserror::Error;

use crate::protocol::Operation;

/// What the user of this program is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Role {
    /// Starts, stops and switches projects, where they allow it.
    #[default]
    Operator,
    /// Only looks.
    Viewer,
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("role = \"{0}\" is unknown; use \"operator\" or \"viewer\"")]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "operator" => Ok(Role::Operator),
            "viewer" => Ok(Role::Viewer),
            _ => Err(RoleError(text.to_owned())),
        }
    }
}

/// What may be done with a project. Everything, if nothing is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow(BTreeSet<Operation>);

impl Default for Allow {
    fn default() -> Self {
        Operation::ALL.into_iter().collect()
    }
}

impl FromIterator<Operation> for Allow {
    fn from_iter<T: IntoIterator<Item = Operation>>(operations: T) -> Self {
        Allow(operations.into_iter().collect())
    }
}

impl Allow {
    /// Whether this may be done.
    pub fn contains(&self, operation: Operation) -> bool {
        self.0.contains(&operation)
    }
}

/// When a question is asked before an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Confirm {
    /// Not at all: one click is enough.
    #[default]
    Never,
    /// Before something that runs is stopped.
    Risky,
    /// Each time.
    Always,
}

/// A text that does not say when to ask.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("confirm = \"{0}\" is unknown; use \"never\", \"risky\" or \"always\"")]
pub struct ConfirmError(String);

impl FromStr for Confirm {
    type Err = ConfirmError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "never" => Ok(Confirm::Never),
            "risky" => Ok(Confirm::Risky),
            "always" => Ok(Confirm::Always),
            _ => Err(ConfirmError(text.to_owned())),
        }
    }
}
