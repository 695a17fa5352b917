//! Notices that the user does not want for a while.

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDateTime, NaiveTime};

use crate::model::event::Now;

/// For how long the user wants no notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snooze {
    /// For an hour.
    Hour,
    /// Until the next day begins on the shop floor, which is with the early shift and not at
    /// midnight.
    UntilTomorrow,
}

impl Snooze {
    /// When the early shift begins, by the clock on the wall.
    pub const DAY_BEGINS: NaiveTime = match NaiveTime::from_hms_opt(6, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    };

    /// When it ends if it begins at `local`, by the clock on the wall.
    fn end(self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Snooze::Hour => local.checked_add_signed(chrono::Duration::hours(1)),
            Snooze::UntilTomorrow => {
                let today = local.date().and_time(Snooze::DAY_BEGINS);
                if local < today {
                    return Some(today);
                }
                today.checked_add_days(Days::new(1))
            }
        }
    }
}

/// A snooze that has begun. Either clock can end it: who sets the one on the wall back is not left
/// without notices, and one that is set forward has reached the time that the menu names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Snoozing {
    /// By the clock on the wall.
    pub(in crate::model) until: NaiveDateTime,
    /// By the clock that measures.
    pub(super) deadline: Instant,
}

impl Snoozing {
    /// `None` at the end of all calendars.
    pub(super) fn begin(snooze: Snooze, now: Now) -> Option<Snoozing> {
        let until = snooze.end(now.local)?;
        let length: Duration = (until - now.local).to_std().ok()?;
        Some(Snoozing {
            until,
            deadline: now.instant.checked_add(length)?,
        })
    }

    pub(super) fn is_over(&self, now: Now) -> bool {
        now.instant >= self.deadline || now.local >= self.until
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        let date = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        date.and_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn tomorrow_begins_with_the_early_shift() {
        let cases = [
            (at(1, 14, 3), at(2, 6, 0)),
            (at(1, 23, 59), at(2, 6, 0)),
            (at(2, 0, 30), at(2, 6, 0)),
            (at(2, 6, 0), at(3, 6, 0)),
        ];
        for (from, until) in cases {
            assert_eq!(Snooze::UntilTomorrow.end(from), Some(until), "{from}");
        }
        assert_eq!(Snooze::Hour.end(at(1, 23, 30)), Some(at(2, 0, 30)));
    }

    #[test]
    fn whichever_clock_is_there_first_ends_it() {
        let start = Instant::now();
        let now = |seconds, local| Now {
            instant: start + Duration::from_secs(seconds),
            local,
        };
        let snoozing = Snoozing::begin(Snooze::Hour, now(0, at(1, 14, 3))).unwrap();
        assert_eq!(snoozing.until, at(1, 15, 3));
        let cases = [
            (now(0, at(1, 14, 3)), false),
            (now(3599, at(1, 15, 2)), false),
            (now(3600, at(1, 15, 3)), true),
            // Set back by a day, and set forward.
            (now(3600, at(0x1, 0, 3)), true),
            (now(10, at(2, 14, 3)), true),
            (now(10, at(1, 1, 3)), false),
        ];
        for (now, over) in cases {
            assert_eq!(snoozing.is_over(now), over, "{now:?}");
        }
    }
}
