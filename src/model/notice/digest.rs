//! Many notices at once become one.

use super::desk::Telling;
use super::{Notice, ProjectNews, ServerNews};

/// More than this at once become one.
const MANY: usize = 3;

/// Makes one of many, which is heard if the worst of them is.
pub(super) fn gather(mut all: Vec<Telling>) -> Vec<Telling> {
    if all.len() <= MANY {
        return all;
    }
    // Those that matter as much keep their order.
    all.sort_by_key(|telling| rank(&telling.notice));
    let sound = all.first().is_some_and(|worst| worst.sound);
    let notices = all.into_iter().map(|telling| telling.notice).collect();
    let notice = Notice::Digest(notices);
    vec![Telling { notice, sound }]
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
        | Notice::NotChangeable(_)
        | Notice::Found { .. }
        | Notice::HotkeysTaken(_) => 8,
    }
}
