//! Quiet hours: when notices wait that are not urgent.

use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDateTime, NaiveTime, Weekday};
use thiserror::Error;

/// When only faults are told. Never, if nothing is said.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct QuietHours(Vec<QuietSpan>);

impl FromIterator<QuietSpan> for QuietHours {
    fn from_iter<T: IntoIterator<Item = QuietSpan>>(spans: T) -> Self {
        QuietHours(spans.into_iter().collect())
    }
}

impl QuietHours {
    /// Whether it is quiet at this time of the computer's own time zone.
    pub fn covers(&self, at: NaiveDateTime) -> bool {
        self.0.iter().any(|span| span.covers(at))
    }
}

/// Some hours of some days. They may reach into the next day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietSpan {
    /// On which days it begins, from Monday on.
    days: [bool; 7],
    hours: Hours,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hours {
    WholeDay,
    /// The end is not quiet any more. If it is before the beginning it is one of the next day.
    Between(NaiveTime, NaiveTime),
}

/// A text that does not say when it is quiet.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QuietError {
    /// Something that is neither days nor hours.
    #[error(
        "'{0}' is not a time of quiet; write it like \"22:00-06:00\", \"Mon-Fri 22:00-06:00\" or \"Sat,Sun\""
    )]
    Form(String),
    /// It would end when it begins.
    #[error(
        "'{0}' begins and ends at the same time; leave the hours out if whole days are to be quiet"
    )]
    Empty(String),
}

impl QuietSpan {
    fn covers(&self, at: NaiveDateTime) -> bool {
        let begins_on = |date: chrono::NaiveDate| self.days[index(date.weekday())];
        let today = begins_on(at.date());
        let before = at.date().checked_sub_days(Days::new(1));
        let yesterday = before.is_some_and(begins_on);
        match self.hours {
            Hours::WholeDay => today,
            Hours::Between(from, to) if from < to => today && (from..to).contains(&at.time()),
            Hours::Between(from, to) => {
                (today && at.time() >= from) || (yesterday && at.time() < to)
            }
        }
    }
}

fn index(day: Weekday) -> usize {
    day.num_days_from_monday() as usize
}

impl FromStr for QuietSpan {
    type Err = QuietError;

    /// Reads `22:00-06:00`, `Sat,Sun`, or days and then hours; days may be a range.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || QuietError::Form(text.to_owned());
        let words: Vec<&str> = text.split_whitespace().collect();
        let (days, hours) = match words[..] {
            [word] if word.contains(':') => (None, Some(word)),
            [word] => (Some(word), None),
            [days, hours] => (Some(days), Some(hours)),
            _ => return Err(bad()),
        };
        let days = days.map_or(Some([true; 7]), parse_days).ok_or_else(bad)?;
        let hours = hours.map_or(Some(Hours::WholeDay), parse_hours);
        match hours.ok_or_else(bad)? {
            Hours::Between(from, to) if from == to => Err(QuietError::Empty(text.to_owned())),
            hours @ (Hours::WholeDay | Hours::Between(..)) => Ok(QuietSpan { days, hours }),
        }
    }
}

fn parse_days(text: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (parse_day(first)?, parse_day(last)?);
        // From Saturday to Monday are three days.
        let mut day = first;
        days[index(day)] = true;
        while day != last {
            day = day.succ();
            days[index(day)] = true;
        }
    }
    Some(days)
}

/// A day's English name or its first three letters.
fn parse_day(text: &str) -> Option<Weekday> {
    text.parse().ok()
}

fn parse_hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once('-')?;
    Some(Hours::Between(parse_time(from)?, parse_time(to)?))
}

/// Midnight as an end may be written as 24:00.
fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = if text == "24:00" { "00:00" } else { text };
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    /// A day of a week whose Monday is the 2nd.
    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        let date = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        date.and_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn quiet_begins_and_ends_at_the_minute_also_over_midnight_and_on_its_days_only() {
        let (monday, friday, saturday, sunday) = (2, 6, 7, 8);
        let cases = [
            ("22:00-06:00", at(monday, 21, 59), false),
            ("22:00-06:00", at(monday, 22, 0), true),
            ("22:00-06:00", at(monday, 5, 59), true),
            ("22:00-06:00", at(monday, 6, 0), false),
            ("12:00-12:30", at(sunday, 12, 29), true),
            ("12:00-12:30", at(sunday, 12, 30), false),
            ("20:00-24:00", at(sunday, 23, 59), true),
            ("20:00-24:00", at(monday, 0, 0), false),
            ("Mon-Fri 22:00-06:00", at(friday, 23, 0), true),
            ("Mon-Fri 22:00-06:00", at(saturday, 5, 0), true),
            ("Mon-Fri 22:00-06:00", at(saturday, 22, 0), false),
            ("Mon-Fri 22:00-06:00", at(monday, 5, 0), false),
            ("sat,SUN", at(saturday, 0, 0), true),
            ("sat,SUN", at(sunday, 23, 59), true),
            ("sat,SUN", at(monday, 0, 0), false),
            ("Sat-Mon", at(monday, 12, 0), true),
            ("Sat-Mon", at(friday, 12, 0), false),
            ("Wednesday", at(4, 12, 0), true),
        ];
        for (text, at, quiet) in cases {
            let hours: QuietHours = [text.parse().unwrap()].into_iter().collect();
            assert_eq!(hours.covers(at), quiet, "{text} at {at}");
        }
        assert!(!QuietHours::default().covers(at(monday, 0, 0)));
    }

    #[test]
    fn what_says_no_time_of_quiet_is_refused() {
        let cases = [
            "",
            "22",
            "22:00",
            "22:00-",
            "22:00-25:00",
            "22:00 - 06:00",
            "Mon-",
            "Mon,",
            "Mo 22:00-06:00",
            "22:00-06:00 Mon",
            "a b c",
        ];
        for text in cases {
            let form = QuietError::Form(text.to_owned());
            assert_eq!(text.parse::<QuietSpan>(), Err(form), "{text}");
        }
        let same = "06:00-06:00";
        assert_eq!(
            same.parse::<QuietSpan>(),
            Err(QuietError::Empty(same.to_owned()))
        );
    }
}
