//! How much there is to a piece of news, and what is alike in telling of projects and of servers.

use std::fmt::Debug;

use super::decide::Cause;
use super::mark::Trouble;
use super::{Notice, Outcome, ProjectNews, ServerNews};
use crate::protocol::{Operation, Status};
use crate::site::{NoticeLevel, Sound, Sounds};

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Importance {
    /// Good to know.
    News,
    /// A problem is over, or the operator's wish came true.
    Good,
    /// Somebody should look.
    Problem,
}

/// What notices are told of: projects, or servers.
pub(in crate::model) trait Subject {
    /// What was told.
    type Told: Clone + Debug + PartialEq;
    /// What it is.
    type Seen;
    /// What there is to tell.
    type News: News;

    /// Nothing was told, for nothing is known.
    const UNKNOWN: Self::Told;

    /// Compares what was told with what is; gives what counts as told from now on, and what to
    /// tell.
    fn compare(
        told: &Self::Told,
        now: &Self::Seen,
        cause: Cause,
    ) -> (Self::Told, Option<Self::News>);

    /// Whether what is held back is still what there is to tell, though perhaps in other words.
    fn is_same(held: &Self::News, now: &Self::News) -> bool;

    /// Whether who was told the former must not go on believing it.
    fn is_over(told: &Self::Told, now: &Self::Told) -> bool;

    /// What is wrong with it that is marked until somebody has seen it.
    fn trouble(now: &Self::Seen) -> Trouble<'_>;

    /// That it changes again and again.
    fn unstable() -> Self::News;

    /// What it has come to at last, whatever was told before. `None` as long as that is not known.
    fn rested(now: &Self::Seen) -> Option<(Self::Told, Self::News)>;
}

/// What there is to tell of a project or a server.
pub(in crate::model) trait News: Clone + Debug + PartialEq {
    /// How much it matters.
    fn importance(&self) -> Importance;

    /// As what it is heard.
    fn sound(&self) -> Option<Sound>;

    /// Whether somebody has to do something, so that it is told in quiet hours, too.
    fn is_fault(&self) -> bool;
}

/// Whether a user who wants this much wants what matters this much.
pub(super) fn wants(level: NoticeLevel, importance: Importance) -> bool {
    match level {
        NoticeLevel::All => true,
        NoticeLevel::Problems => importance != Importance::News,
        NoticeLevel::Off => false,
    }
}

/// Whether a user who wants to hear these hears what sounds like this.
pub(super) fn is_heard(sounds: &Sounds, sound: Option<Sound>) -> bool {
    sound.is_some_and(|sound| sounds.contains(sound))
}

impl News for ProjectNews {
    fn importance(&self) -> Importance {
        match self {
            ProjectNews::Started => Importance::News,
            ProjectNews::Recovered(_) => Importance::Good,
            ProjectNews::Outcome { outcome, .. } => match outcome {
                Outcome::Succeeded | Outcome::Already | Outcome::CalledOff => Importance::Good,
                Outcome::Failed(_) | Outcome::Settled(_) | Outcome::Unsettled => {
                    Importance::Problem
                }
            },
            ProjectNews::Fault(_)
            | ProjectNews::Stopped
            | ProjectNews::Unstable
            | ProjectNews::Refused { .. } => Importance::Problem,
        }
    }

    fn sound(&self) -> Option<Sound> {
        match self {
            ProjectNews::Fault(_) | ProjectNews::Unstable => Some(Sound::Fault),
            ProjectNews::Stopped | ProjectNews::Recovered(Status::Stopped) => Some(Sound::Stopped),
            ProjectNews::Started | ProjectNews::Recovered(Status::Running) => Some(Sound::Running),
            ProjectNews::Recovered(Status::Starting | Status::Stopping) => None,
            ProjectNews::Outcome { operation, outcome } => match outcome {
                Outcome::Succeeded => Some(match operation {
                    Operation::Start | Operation::Switch => Sound::Running,
                    Operation::Stop => Sound::Stopped,
                }),
                Outcome::Already | Outcome::CalledOff => None,
                Outcome::Failed(_) | Outcome::Settled(_) | Outcome::Unsettled => Some(Sound::Fault),
            },
            // Who clicked is looking.
            ProjectNews::Refused { .. } => None,
        }
    }

    fn is_fault(&self) -> bool {
        match self {
            ProjectNews::Fault(_) => true,
            ProjectNews::Started
            | ProjectNews::Stopped
            | ProjectNews::Recovered(_)
            | ProjectNews::Unstable
            | ProjectNews::Outcome { .. }
            | ProjectNews::Refused { .. } => false,
        }
    }
}

impl News for ServerNews {
    fn importance(&self) -> Importance {
        match self {
            ServerNews::Up => Importance::Good,
            ServerNews::Down(_) | ServerNews::Unstable => Importance::Problem,
        }
    }

    fn sound(&self) -> Option<Sound> {
        match self {
            ServerNews::Up => Some(Sound::Running),
            ServerNews::Down(_) | ServerNews::Unstable => Some(Sound::Unreachable),
        }
    }

    fn is_fault(&self) -> bool {
        match self {
            ServerNews::Up | ServerNews::Down(_) | ServerNews::Unstable => false,
        }
    }
}

impl Notice {
    /// How much it matters.
    pub fn importance(&self) -> Importance {
        match self {
            Notice::Project(_, news) => news.importance(),
            Notice::Server(_, news) => news.importance(),
            Notice::Digest(notices) => {
                let all = notices.iter().map(Notice::importance);
                all.max().unwrap_or(Importance::News)
            }
            Notice::Misconfigured
            | Notice::MonitorSilent
            | Notice::Unwatched { .. }
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::HotkeysTaken(_) => Importance::Problem,
            // What there is to gain.
            Notice::Found { .. } => Importance::Good,
        }
    }

    /// As what it is heard, where the user wants to hear such notices.
    pub(super) fn sound(&self) -> Option<Sound> {
        match self {
            Notice::Project(_, news) => news.sound(),
            Notice::Server(_, news) => news.sound(),
            // The worst of what it tells has been decided on.
            Notice::Digest(_) => None,
            Notice::MonitorSilent => Some(Sound::Unreachable),
            Notice::Misconfigured
            | Notice::Unwatched { .. }
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::HotkeysTaken(_) => Some(Sound::Fault),
            // Who clicked is looking.
            Notice::NotChangeable(_) | Notice::Found { .. } => None,
        }
    }
}
