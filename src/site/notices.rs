//! What is told by notices, and what is heard.

use std::collections::BTreeSet;
use std::str::FromStr;

use thiserror::Error;

/// Which notices are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NoticeLevel {
    /// Every change of state.
    All,
    /// Problems, recoveries and the outcomes of the operator's own clicks.
    #[default]
    Problems,
    /// None; the icon and the menu still tell.
    Off,
}

/// A text that names no level.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("notifications = \"{0}\" is unknown; use \"all\", \"problems\" or \"off\"")]
pub struct NoticeLevelError(String);

impl FromStr for NoticeLevel {
    type Err = NoticeLevelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(NoticeLevel::All),
            "problems" => Ok(NoticeLevel::Problems),
            "off" => Ok(NoticeLevel::Off),
            _ => Err(NoticeLevelError(text.to_owned())),
        }
    }
}

/// What a notice tells of, where each may be heard or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sound {
    /// Somebody has to do something.
    Fault,
    /// A server gives no answer.
    Unreachable,
    /// A project runs, or a server answers again.
    Running,
    /// A project is stopped.
    Stopped,
}

/// A text that names nothing to be heard.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("'{0}' has no sound; use \"fault\", \"unreachable\", \"running\" or \"stopped\"")]
pub struct SoundError(String);

impl FromStr for Sound {
    type Err = SoundError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "fault" => Ok(Sound::Fault),
            "unreachable" => Ok(Sound::Unreachable),
            "running" => Ok(Sound::Running),
            "stopped" => Ok(Sound::Stopped),
            _ => Err(SoundError(text.to_owned())),
        }
    }
}

/// Which notices are heard. None, if nothing is said.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Sounds(BTreeSet<Sound>);

impl FromIterator<Sound> for Sounds {
    fn from_iter<T: IntoIterator<Item = Sound>>(sounds: T) -> Self {
        Sounds(sounds.into_iter().collect())
    }
}

impl Sounds {
    /// Whether a notice of this is heard.
    pub fn contains(&self, sound: Sound) -> bool {
        self.0.contains(&sound)
    }
}
