//! What is to be told above everything else: that nothing is known of now, and what is wrong with the
//! configuration.

use super::super::Look;
use super::super::menu::Item;
use super::super::survey::Survey;
use super::lines::lines;
use super::text;

/// More errors of the configuration than this are counted, not shown.
const SHOWN_PROBLEMS: usize = 10;

/// What stands above everything else when nothing is known of now.
pub(super) fn silence(survey: &Survey<'_>) -> Vec<Item> {
    let words = survey.words;
    if !survey.model.is_monitor_silent() {
        return Vec::new();
    }
    vec![
        text(words.monitor_silent(), Some(Look::Stale)),
        text(words.monitor_silent_remedy(), None),
    ]
}

pub(super) fn problems(survey: &Survey<'_>) -> Vec<Item> {
    let words = survey.words;
    let problems = survey.model.problems();
    if problems.is_empty() {
        return Vec::new();
    }
    let mut items = vec![text(words.configuration_broken(), Some(Look::Fault))];
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        let lines = lines(problem, usize::MAX).into_iter();
        items.extend(lines.map(|line| text(line, None)));
    }
    if problems.len() > SHOWN_PROBLEMS {
        let rest = problems.len() - SHOWN_PROBLEMS;
        items.push(text(words.and_more(rest), None));
    }
    items
}
