//! Many notices at once become one.

use super::{Notice, ProjectNews, ServerNews};

/// More than this at once become one.
const MANY: usize = 3;

/// Makes one of many.
pub(super) fn gather(mut notices: Vec<Notice>) -> Vec<Notice> {
    if notices.len() <= MANY {
        return notices;
    }
    // Those that matter as much keep their order.
    notices.sort_by_key(rank);
    vec![Notice::Digest(notices)]
}

/// The worst comes first.
fn rank(notice: &Notice) -> u8 {
    match notice {
        Notice::Project(_, ProjectNews::Fault(_)) => 0,
        Notice::Server(_, ServerNews::Down(_)) => 1,
        Notice::Server(_, ServerNews::Unstable) => 2,
        Notice::Project(_, ProjectNews::Unstable) => 3,
        Notice::Project(_, ProjectNews::Stopped) => 4,
        Notice::Server(_, ServerNews::Up) => 5,
        Notice::Project(_, ProjectNews::Recovered(_)) => 6,
        Notice::Project(_, ProjectNews::Started) => 7,
        // None of these waits for others.
        Notice::Project(_, ProjectNews::Outcome { .. } | ProjectNews::Refused { .. })
        | Notice::Digest(_)
        | Notice::Misconfigured
        | Notice::MonitorSilent
        | Notice::Unwatched { .. }
        | Notice::NotSaved(_)
        | Notice::NotOpened(_)
        | Notice::NotServed { .. }
        | Notice::AutostartNotSet(_)
        | Notice::HotkeysTaken(_) => 8,
    }
}
