//! Which icons there are.

use std::str::FromStr;

use thiserror::Error;

/// Which icons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Icons {
    /// One for everything.
    #[default]
    One,
    /// One for each server.
    PerServer,
    /// One for each project.
    PerProject,
}

/// A text that does not say which icons there are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("icons = \"{0}\" is unknown; use \"one\", \"per-server\" or \"per-project\"")]
pub struct IconsError(String);

impl FromStr for Icons {
    type Err = IconsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "one" => Ok(Icons::One),
            "per-server" => Ok(Icons::PerServer),
            "per-project" => Ok(Icons::PerProject),
            _ => Err(IconsError(text.to_owned())),
        }
    }
}
