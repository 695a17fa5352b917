//! What is to be told above everything else: that nothing is known of now, and what is wrong with the
//! configuration.

use super::super::Look;
use super::super::menu::Item;
use super::super::survey::Survey;
use super::text;

/// More errors of the configuration than this are counted, not shown.
const SHOWN_PROBLEMS: usize = 10;

/// Longer errors of the configuration are broken into lines. In characters.
const WRAP_AT: usize = 80;

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
        items.extend(wrap(problem).into_iter().map(|line| text(line, None)));
    }
    if problems.len() > SHOWN_PROBLEMS {
        let rest = problems.len() - SHOWN_PROBLEMS;
        items.push(text(words.and_more(rest), None));
    }
    items
}

/// Breaks a long text between words; lines after the first are indented.
fn wrap(long: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in long.split(' ') {
        let full = lines.last().is_some_and(|line| {
            let used = line.trim_start().chars().count();
            used > 0 && used + 1 + word.chars().count() > WRAP_AT
        });
        if full {
            lines.push(format!("      {word}"));
        } else if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
