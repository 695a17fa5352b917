//! Notices that the user does not want for a while.

use std::time::Instant;

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

/// At least as much as summer time moves the clock on the wall.
const SLACK: chrono::Duration = chrono::Duration::hours(2);

/// A snooze that has begun. Either clock can end it. One of them decides, and the other has [`SLACK`], so
/// that it acts only if the first stood still or was set: an hour is measured, also while summer time
/// begins, and tomorrow is when the clock on the wall says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Snoozing {
    /// By the clock on the wall.
    until: NaiveDateTime,
    /// By the clock that measures.
    deadline: Instant,
}

impl Snoozing {
    /// `None` at the end of all calendars.
    pub(super) fn begin(snooze: Snooze, now: Now) -> Option<Snoozing> {
        let end = snooze.end(now.local)?;
        let length = end - now.local;
        let (until, limit) = match snooze {
            Snooze::Hour => (end.checked_add_signed(SLACK)?, length),
            Snooze::UntilTomorrow => (end, length + SLACK),
        };
        Some(Snoozing {
            until,
            deadline: now.instant.checked_add(limit.to_std().ok()?)?,
        })
    }

    pub(super) fn is_over(&self, now: Now) -> bool {
        now.instant >= self.deadline || now.local >= self.until
    }

    /// The end by the clock that measures, if nobody sets the one on the wall.
    pub(super) fn end(&self, now: Now) -> Instant {
        let left = (self.until - now.local).to_std().unwrap_or_default();
        let end = now.instant.checked_add(left);
        end.map_or(self.deadline, |end| end.min(self.deadline))
    }

    /// The end by the clock on the wall, if nobody sets it.
    pub(super) fn end_on_wall(&self, now: Now) -> NaiveDateTime {
        let left = self.deadline.saturating_duration_since(now.instant);
        let left = chrono::Duration::from_std(left).ok();
        let end = left.and_then(|left| now.local.checked_add_signed(left));
        end.map_or(self.until, |end| end.min(self.until))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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

    /// A snooze that begins at the first of these times on the wall, and whether it is over after so many
    /// minutes when the clock on the wall says the next.
    type Story<'a> = (Snooze, NaiveDateTime, &'a [(u64, NaiveDateTime, bool)]);

    fn check(stories: &[Story<'_>]) {
        let start = Instant::now();
        for (snooze, began, moments) in stories {
            let now = |minutes: u64, local| Now {
                instant: start + Duration::from_secs(minutes * 60),
                local,
            };
            let snoozing = Snoozing::begin(*snooze, now(0, *began)).unwrap();
            for (minutes, local, over) in *moments {
                let now = now(*minutes, *local);
                let case = format!("{snooze:?} at {began}: {minutes} minutes, {local}");
                assert_eq!(snoozing.is_over(now), *over, "{case}");
                assert_eq!(snoozing.end(now) <= now.instant, *over, "{case}");
                assert_eq!(snoozing.end_on_wall(now) <= now.local, *over, "{case}");
            }
        }
    }

    #[test]
    fn summer_time_neither_shortens_nor_lengthens_a_snooze() {
        // On the 29th the clock goes from 2:00 to 3:00, on the 25th from 3:00 to 2:00.
        let spring = |day, hour, minute| at(day, hour, minute);
        let autumn = |day, hour, minute| {
            let date = NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
            date.and_hms_opt(hour, minute, 0).unwrap()
        };
        check(&[
            (
                Snooze::Hour,
                spring(29, 1, 30),
                &[
                    (29, spring(29, 1, 59), false),
                    (30, spring(29, 3, 0), false),
                    (59, spring(29, 3, 29), false),
                    (60, spring(29, 3, 30), true),
                ],
            ),
            (
                Snooze::Hour,
                autumn(25, 2, 30),
                &[
                    (30, autumn(25, 2, 0), false),
                    (59, autumn(25, 2, 29), false),
                    (60, autumn(25, 2, 30), true),
                ],
            ),
            (
                Snooze::UntilTomorrow,
                spring(28, 22, 0),
                &[
                    (6 * 60 + 59, spring(29, 5, 59), false),
                    (7 * 60, spring(29, 6, 0), true),
                ],
            ),
            (
                Snooze::UntilTomorrow,
                autumn(24, 22, 0),
                &[
                    (8 * 60, autumn(25, 5, 0), false),
                    (9 * 60 - 1, autumn(25, 5, 59), false),
                    (9 * 60, autumn(25, 6, 0), true),
                ],
            ),
        ]);
    }

    #[test]
    fn a_clock_that_is_set_or_stands_still_prolongs_no_snooze_for_long() {
        check(&[
            (
                Snooze::Hour,
                at(2, 14, 0),
                &[
                    // Set back by a day.
                    (59, at(1, 14, 59), false),
                    (60, at(1, 15, 0), true),
                    // The clock that measures stood still, as it may in sleep.
                    (10, at(2, 16, 59), false),
                    (10, at(2, 17, 0), true),
                ],
            ),
            (
                Snooze::UntilTomorrow,
                at(2, 14, 0),
                &[
                    (17 * 60 + 59, at(1, 7, 59), false),
                    (18 * 60, at(1, 8, 0), true),
                    (10, at(3, 5, 59), false),
                    (10, at(3, 6, 0), true),
                ],
            ),
        ]);
    }

    #[test]
    fn the_end_that_is_shown_follows_a_clock_that_is_set() {
        let start = Instant::now();
        let now = |minutes: u64, local| Now {
            instant: start + Duration::from_secs(minutes * 60),
            local,
        };
        let hour = Snoozing::begin(Snooze::Hour, now(0, at(29, 1, 30))).unwrap();
        let tomorrow = Snoozing::begin(Snooze::UntilTomorrow, now(0, at(29, 1, 30))).unwrap();
        let cases = [
            (hour, now(0, at(29, 1, 30)), at(29, 2, 30)),
            (hour, now(40, at(29, 3, 10)), at(29, 3, 30)),
            (tomorrow, now(0, at(29, 1, 30)), at(29, 6, 0)),
            (tomorrow, now(40, at(29, 3, 10)), at(29, 6, 0)),
            // Set back by a day: four hours and a half, and two more.
            (tomorrow, now(40, at(28, 2, 10)), at(28, 8, 0)),
        ];
        for (snoozing, now, end) in cases {
            assert_eq!(snoozing.end_on_wall(now), end, "{snoozing:?} {now:?}");
        }
    }
}
