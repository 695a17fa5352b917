//! What changes again and again is told once as unstable, and once more when it has come to rest.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// More changes than this within [`REST`] are unrest.
const MANY: usize = 4;

/// After so long without a change it has come to rest.
const REST: Duration = Duration::from_secs(60);

/// When something has changed lately, and whether that was told as unrest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Flap {
    /// The last changes, no more than are needed to see that they are too many.
    changes: VecDeque<Instant>,
    told: bool,
}

/// What is to be told of the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unrest {
    /// There are few: each is told.
    None,
    /// There were too many by then, and that was not told.
    Untold(Instant),
    /// It was told. Nothing more is before the time given, when it has come to rest.
    Told(Instant),
}

impl Flap {
    /// Takes note of a change.
    pub(super) fn changed(&mut self, now: Instant) {
        self.changes.push_back(now);
        if self.changes.len() > MANY + 1 {
            self.changes.pop_front();
        }
    }

    pub(super) fn unrest(&self, now: Instant) -> Unrest {
        let Some((first, last)) = self.changes.front().zip(self.changes.back()) else {
            return Unrest::None;
        };
        let rest = *last + REST;
        if self.told {
            return Unrest::Told(rest);
        }
        let many = self.changes.len() > MANY && *last - *first <= REST;
        match many && now < rest {
            true => Unrest::Untold(*last),
            false => Unrest::None,
        }
    }

    /// Takes note that the unrest was told.
    pub(super) fn told(&mut self) {
        self.told = true;
    }

    /// Takes note that it was told what it has come to.
    pub(super) fn settle(&mut self) {
        *self = Flap::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_four_changes_within_a_minute_are_unrest_until_a_minute_without_any() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut flap = Flap::default();
        assert_eq!(flap.unrest(start), Unrest::None);
        for seconds in [0, 10, 20, 61] {
            flap.changed(at(seconds));
            assert_eq!(flap.unrest(at(seconds)), Unrest::None);
        }
        // Five, the first of them too long ago.
        flap.changed(at(62));
        assert_eq!(flap.unrest(at(62)), Unrest::None);
        flap.changed(at(70));
        assert_eq!(flap.unrest(at(70)), Unrest::Untold(at(70)));
        assert_eq!(flap.unrest(at(129)), Unrest::Untold(at(70)));
        assert_eq!(flap.unrest(at(130)), Unrest::None);
        flap.told();
        flap.changed(at(100));
        assert_eq!(flap.unrest(at(110)), Unrest::Told(at(160)));
        flap.settle();
        assert_eq!(flap, Flap::default());
    }
}
