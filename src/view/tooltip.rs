//! The text that appears when the mouse rests on the icon.

use unicode_segmentation::UnicodeSegmentation;

use super::survey::Survey;
use super::{Scope, Words};
use crate::model::Model;
use crate::model::event::Link;
use crate::site::Server;

/// What Windows shows at most, in UTF-16 units; a 128th is for the terminator.
const MAX_UNITS: usize = 127;

/// More parts of the same kind do not fit: each has 13 units at least, and two between it and the
/// next.
pub(super) const MOST_PARTS: usize = 10;

pub(super) fn tooltip(survey: &Survey<'_>, scope: Scope) -> String {
    let (model, words) = (survey.model, survey.words);
    let says = match scope {
        Scope::All => Some(everything(survey)),
        Scope::Server(id) => {
            let server = model.site().server(id);
            server.map(|server| words.icon_says(&server.name, &of_server(survey, server)))
        }
        Scope::Project(id) => model.site().project(id).map(|(server, project)| {
            let says = words.project_condition(&project.name, &model.condition(id));
            words.icon_says(&server.name, &says)
        }),
    };
    shorten(&says.unwrap_or_default(), MAX_UNITS)
}

fn everything(survey: &Survey<'_>) -> String {
    let (model, words) = (survey.model, survey.words);
    if !model.problems().is_empty() {
        return words.configuration_broken();
    }
    if model.site().projects().next().is_none() {
        return words.no_projects(model.is_loaded());
    }
    let mut parts = silence(survey);
    // Unreachable servers are named as a whole.
    let counts = words.counts(&survey.tally_of(Scope::All).without_unreachable());
    if !counts.is_empty() {
        parts.push(counts);
    }
    parts.extend(unreachable_servers(model, words).take(MOST_PARTS));
    parts.extend(survey.faults(Scope::All));
    words.parts(parts)
}

fn of_server(survey: &Survey<'_>, server: &Server) -> String {
    let (scope, words) = (Scope::Server(server.id), survey.words);
    if server.projects.is_empty() {
        return words.no_projects(true);
    }
    let mut parts = silence(survey);
    parts.push(words.counts(&survey.tally_of(scope)));
    parts.extend(survey.faults(scope));
    words.parts(parts)
}

fn silence(survey: &Survey<'_>) -> Vec<String> {
    let silent = survey.model.is_monitor_silent();
    let silent = silent.then(|| survey.words.monitor_silent());
    silent.into_iter().collect()
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

/// What does not stand before the mark of a cut.
const ENDS: [char; 4] = [' ', '.', ',', ';'];

/// As [`shorten`], but behind the last whole word where there are words. Where they are long, or there is
/// no space between them, it is cut between characters.
pub(super) fn shorten_at_word(text: &str, units: usize) -> String {
    let short = shorten(text, units);
    if short == text {
        return short;
    }
    let cut = short.trim_end_matches('…');
    let goes_on = text[cut.len()..].starts_with(char::is_whitespace);
    match cut.rfind(char::is_whitespace).filter(|_| !goes_on) {
        Some(end) if end >= cut.len() / 2 => format!("{}…", cut[..end].trim_end_matches(ENDS)),
        Some(_) | None => short,
    }
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

    #[test]
    fn sentences_are_cut_between_words_where_there_are_words() {
        let cases = [
            ("short enough", 12, "short enough"),
            ("just a little too long", 14, "just a little…"),
            ("just a little too long", 16, "just a little…"),
            ("Done. Something else", 10, "Done…"),
            ("one-word-without-an-end", 10, "one-word-…"),
            ("a one-word-without-an-end", 10, "a one-wor…"),
            ("通信が途切れました", 5, "通信が途…"),
        ];
        for (text, units, cut) in cases {
            assert_eq!(shorten_at_word(text, units), cut);
        }
    }
}
