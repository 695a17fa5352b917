//! The text that appears when the mouse rests on the icon.

use unicode_segmentation::UnicodeSegmentation;

use super::survey::Survey;
use super::words::Words;
use crate::model::Model;
use crate::model::event::Link;

/// What Windows shows at most, in UTF-16 units; a 128th is for the terminator.
const MAX_UNITS: usize = 127;

/// More parts of the same kind do not fit: each has 13 units at least, and two between it and the
/// next.
pub(super) const MOST_PARTS: usize = 10;

pub(super) fn tooltip(survey: &Survey<'_>) -> String {
    let (model, words) = (survey.model, survey.words);
    if !model.problems().is_empty() {
        return shorten(&words.configuration_broken(), MAX_UNITS);
    }
    if model.site().projects().next().is_none() {
        return shorten(&words.no_projects(model.is_loaded()), MAX_UNITS);
    }
    let mut parts = Vec::new();
    if model.is_monitor_silent() {
        parts.push(words.monitor_silent());
    }
    // Unreachable servers are named as a whole.
    let counts = words.counts(&survey.all().without_unreachable());
    if !counts.is_empty() {
        parts.push(counts);
    }
    parts.extend(unreachable_servers(model, words).take(MOST_PARTS));
    parts.extend(survey.faults.iter().cloned());
    shorten(&words.parts(parts), MAX_UNITS)
}

fn unreachable_servers(model: &Model, words: &Words) -> impl Iterator<Item = String> {
    let servers = model.site().servers().iter();
    servers
        .filter(|server| matches!(model.link(server.id), Link::Down(_)))
        .map(|server| words.server_unreachable(&server.name))
}

/// Cuts a text to a number of UTF-16 units, between characters as a reader sees them.
pub fn shorten(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut left = units.saturating_sub(1);
    for grapheme in text.graphemes(true) {
        let length = grapheme.encode_utf16().count();
        if length > left {
            break;
        }
        left -= length;
        short.push_str(grapheme);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters_as_readers_see_them() {
        let cases = [
            ("short", 5, "short"),
            ("shorter", 5, "shor…"),
            ("e\u{301}e\u{301}e\u{301}", 4, "e\u{301}…"),
            ("👨‍👩‍👧x", 5, "…"),
            ("", 5, ""),
        ];
        for (text, units, cut) in cases {
            assert_eq!(shorten(text, units), cut);
        }
    }
}
