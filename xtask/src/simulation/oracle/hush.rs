//! While the user wants no notices, and in quiet hours, little is told.

use std::time::Duration;

use chrono::NaiveDateTime;
use pekat_tray::model::{Notice, ProjectNews};
use pekat_tray::site::QuietHours;
use tokio::time::Instant;

/// When little is to be told.
#[derive(Debug, Default)]
pub(in crate::simulation) struct Hush {
    /// As it is configured.
    pub(in crate::simulation) quiet: QuietHours,
    /// Since when the user has wanted no notices for an hour, by both clocks.
    snoozed: Option<(Instant, NaiveDateTime)>,
}

impl Hush {
    /// Takes note that the user wants no notices for an hour, or wants them again.
    pub(in crate::simulation) fn snooze(&mut self, since: Option<NaiveDateTime>) {
        self.snoozed = since.map(|local| (Instant::now(), local));
    }

    fn is_snoozing(&self, local: NaiveDateTime) -> bool {
        self.snoozed.is_some_and(|(at, since)| {
            // An hour is measured; the clock on the wall ends it only when it is far ahead.
            at.elapsed() < Duration::from_secs(3600) && local - since < chrono::Duration::hours(3)
        })
    }

    /// Whether there is something that may not be told now. A snooze that is over does not begin
    /// again when a clock is set back.
    pub(super) fn look(&mut self, local: NaiveDateTime) -> bool {
        if !self.is_snoozing(local) {
            self.snoozed = None;
        }
        self.is_snoozing(local) || self.quiet.covers(local)
    }

    pub(super) fn check(&self, notice: &Notice, local: NaiveDateTime) -> Result<(), String> {
        let (own, fault) = match notice {
            Notice::Project(_, news) => (
                matches!(
                    news,
                    ProjectNews::Outcome { .. } | ProjectNews::Refused { .. }
                ),
                matches!(news, ProjectNews::Fault(_)),
            ),
            Notice::Server(..) => (false, false),
            // Each of them is looked at.
            Notice::Digest(_) => return Ok(()),
            Notice::Misconfigured => (false, true),
            Notice::Found { .. } => (false, false),
            Notice::MonitorSilent
            | Notice::Unwatched { .. }
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::HotkeysTaken(_) => (true, true),
        };
        if self.is_snoozing(local) && !own {
            return Err(format!("{notice:?} is told in a snooze"));
        }
        if self.quiet.covers(local) && !own && !fault {
            return Err(format!("{notice:?} is told in quiet hours"));
        }
        Ok(())
    }
}
