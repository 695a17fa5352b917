//! Notices that the computer has slept or that a clock was set.
//!
//! Whether the clock that measures runs on during sleep depends on the system, and so does whether
//! timers do. So a jump is seen in either of two ways: the two clocks have gone apart, or a timer
//! has fired far too late.

use std::time::{Duration, Instant, SystemTime};

/// What is corrected or late by less than this is no jump.
const TOLERANCE: Duration = Duration::from_secs(10);

/// When was looked last, by both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clocks {
    measuring: Instant,
    wall: SystemTime,
}

impl Clocks {
    pub(super) fn new(measuring: Instant, wall: SystemTime) -> Self {
        Clocks { measuring, wall }
    }

    /// Looks at both clocks when a timer has fired that was set at the last look for a time not
    /// later than `due`. Returns whether one of them has jumped.
    pub(super) fn look(&mut self, measuring: Instant, wall: SystemTime, due: Instant) -> bool {
        let measured = measuring.saturating_duration_since(self.measuring);
        let apart = match wall.duration_since(self.wall) {
            Ok(passed) => passed.abs_diff(measured),
            Err(error) => error.duration() + measured,
        };
        let late = measuring.saturating_duration_since(due);
        *self = Clocks { measuring, wall };
        apart > TOLERANCE || late > TOLERANCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_of_either_clock_and_late_timers_are_told_from_small_corrections() {
        // Seconds passed by the measuring clock, by the one on the wall, and when a look was due.
        let cases = [
            (2, 2.0, 2, false),
            (2, 2.5, 2, false),
            (2, -1.0, 2, false),
            (2, 11.9, 2, false),
            (2, 12.1, 2, true),
            (2, 3600.0, 2, true),
            (2, -8.1, 2, true),
            (2, -3600.0, 2, true),
            (12, 12.0, 2, false),
            (13, 13.0, 2, true),
            (3600, 3600.0, 2, true),
            (30, 30.0, 30, false),
        ];
        for (measured, passed, due, jumped) in cases {
            let (start, epoch) = (Instant::now(), SystemTime::UNIX_EPOCH);
            let epoch = epoch + Duration::from_secs(1_000_000);
            let mut clocks = Clocks::new(start, epoch);
            let passed_for = Duration::from_secs_f64(f64::abs(passed));
            let wall = if passed < 0.0 {
                epoch - passed_for
            } else {
                epoch + passed_for
            };
            let measuring = start + Duration::from_secs(measured);
            let due = start + Duration::from_secs(due);
            let case = format!("{measured} {passed}");
            assert_eq!(clocks.look(measuring, wall, due), jumped, "{case}");
            let next = Duration::from_secs(1);
            let again = clocks.look(measuring + next, wall + next, measuring + next);
            assert!(!again, "each jump is seen once: {case}");
        }
    }
}
