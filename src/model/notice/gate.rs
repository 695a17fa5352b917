//! What may be told now, and what changes that.

use chrono::NaiveDateTime;

use super::kind::News;
use super::snooze::{Snooze, Snoozing};
use crate::model::{Effect, Model};

/// What may be told now. What may not waits, and is told later if it is still so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) enum Gate {
    /// Nothing: the user wants none for a while.
    Shut,
    /// Faults: these are quiet hours.
    FaultsOnly,
    /// Everything.
    Open,
}

impl Gate {
    pub(super) fn lets(self, news: &impl News) -> bool {
        match self {
            Gate::Shut => false,
            Gate::FaultsOnly => news.is_fault(),
            Gate::Open => true,
        }
    }
}

impl Model {
    /// Looks whether more may be told than a moment ago.
    pub(in crate::model) fn open_gate(&mut self) {
        self.desk.snoozing.take_if(|it| it.is_over(self.now));
        let gate = if self.desk.snoozing.is_some() {
            Gate::Shut
        } else if self.site.quiet.covers(self.now.local) {
            Gate::FaultsOnly
        } else {
            Gate::Open
        };
        let before = std::mem::replace(&mut self.desk.gate, gate);
        if gate > before {
            self.desk.look_at(self.now.instant);
        }
    }

    /// Tells nothing for a while but the outcomes of the operator's own clicks, and that the monitor
    /// is silent.
    pub(in crate::model) fn snooze(&mut self, snooze: Snooze) -> Vec<Effect> {
        // What silences for an hour, also on a toast, never ends what was to last longer.
        let begun = Snoozing::begin(snooze, self.now);
        let end = |snoozing: Snoozing| snoozing.end(self.now);
        let longer = |known: &Snoozing| begun.is_some_and(|it| end(it) < end(*known));
        self.desk.snoozing = self.desk.snoozing.filter(longer).or(begun);
        if let Some(snoozing) = self.desk.snoozing {
            self.desk.look_at(snoozing.end(self.now));
        }
        self.open_gate();
        Vec::new()
    }

    /// Tells again what there is to tell, and what has not been told meanwhile.
    pub(in crate::model) fn end_snooze(&mut self) -> Vec<Effect> {
        self.desk.snoozing = None;
        self.open_gate();
        Vec::new()
    }

    /// Until when the user wants no notices, by the clock on the wall.
    pub fn snoozed_until(&self) -> Option<NaiveDateTime> {
        self.desk.snoozing.map(|it| it.end_on_wall(self.now))
    }
}
