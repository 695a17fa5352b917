//! The rows about notices that the user does not want for a while.

use super::menu::Item;
use super::rows::{entry, text};
use super::survey::Survey;
use crate::model::Snooze;
use crate::model::event::Click;

/// What begins a snooze, or until when it lasts and what ends it.
pub(super) fn rows(survey: &Survey<'_>) -> Vec<Item> {
    let words = survey.words;
    if let Some(until) = survey.model.snoozed_until() {
        return vec![
            text(words.snoozed_until(until.time()), None),
            entry(words.end_snooze(), None, Click::EndSnooze, true),
        ];
    }
    let tomorrow = words.snooze_until_tomorrow(Snooze::DAY_BEGINS);
    let begins = [
        (words.snooze_hour(), Snooze::Hour),
        (tomorrow, Snooze::UntilTomorrow),
    ];
    let begins = begins.into_iter();
    let rows = begins.map(|(label, snooze)| entry(label, None, Click::Snooze(snooze), true));
    rows.collect()
}
