//! The text that appears when the mouse rests on the icon.

use unicode_segmentation::UnicodeSegmentation;

use super::words;
use crate::model::event::Link;
use crate::model::{Condition, Model};

/// What Windows shows at most, in UTF-16 units; a 128th is for the terminator.
const MAX_UNITS: usize = 127;

pub(super) fn tooltip(model: &Model) -> String {
    if !model.problems().is_empty() {
        return shorten(words::CONFIGURATION_BROKEN, MAX_UNITS);
    }
    if model.site().projects().next().is_none() {
        return shorten(words::no_projects(model.is_loaded()), MAX_UNITS);
    }
    let mut counts = Vec::new();
    for (class, word) in words::COUNTED {
        let number = count(model, *class);
        if number > 0 {
            counts.push(format!("{number} {word}"));
        }
    }
    let mut parts = Vec::new();
    if model.is_monitor_silent() {
        parts.push(words::MONITOR_SILENT.to_owned());
    }
    if !counts.is_empty() {
        parts.push(counts.join(", "));
    }
    parts.extend(unreachable_servers(model));
    parts.extend(faults(model));
    shorten(&parts.join("; "), MAX_UNITS)
}

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Fault,
    Stale,
    Changing,
    Running,
    Stopped,
}

/// `None` for projects of an unreachable server, which is named as a whole.
fn class(condition: &Condition) -> Option<Class> {
    use crate::protocol::Status;
    match condition {
        Condition::Unreachable(_) => None,
        Condition::Fault(_) => Some(Class::Fault),
        Condition::Stale { .. } => Some(Class::Stale),
        Condition::Connecting | Condition::Pending { .. } => Some(Class::Changing),
        Condition::Status(Status::Starting | Status::Stopping) => Some(Class::Changing),
        Condition::Status(Status::Running) => Some(Class::Running),
        Condition::Status(Status::Stopped) => Some(Class::Stopped),
    }
}

fn count(model: &Model, wanted: Class) -> usize {
    let projects = model.site().projects();
    projects
        .filter(|(_, project)| class(&model.condition(project.id)) == Some(wanted))
        .count()
}

fn unreachable_servers(model: &Model) -> impl Iterator<Item = String> {
    let servers = model.site().servers().iter();
    servers
        .filter(|server| matches!(model.link(server.id), Link::Down(_)))
        .map(|server| words::server_unreachable(&server.name))
}

fn faults(model: &Model) -> impl Iterator<Item = String> {
    model.site().projects().filter_map(|(_, project)| {
        let condition = model.condition(project.id);
        (class(&condition) == Some(Class::Fault))
            .then(|| words::project_condition(&project.name, &condition))
    })
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
