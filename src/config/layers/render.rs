//! What is configured by all layers together → a file's text, with the origins of each line.

use super::join::{Entry, Joined};
use super::origin::{Layer, Origin};
use crate::config::schema::{Fallback, SETTINGS, Section};

/// A line of a file that says the same as all layers together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Without a line break.
    pub text: String,
    /// Who says that, and where. None if it only holds others together.
    pub origins: Vec<Origin>,
}

/// The lines of the file. What is built in is left out on request.
pub(super) fn lines(joined: &Joined, with_defaults: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for section in [Section::File, Section::Timeouts] {
        let before = lines.len();
        for setting in SETTINGS.iter().filter(|it| it.section == section) {
            let value = joined.settings.get(setting.key);
            if let (None, Fallback::Words(words), true) = (value, setting.fallback, with_defaults) {
                let text = format!("# {}: {words}", setting.written());
                let origins = vec![Origin::DEFAULT];
                lines.push(Line { text, origins });
            }
            let counts = |origin: &Origin| with_defaults || origin.layer != Layer::Default;
            if let Some(value) = value.filter(|value| counts(&value.origin)) {
                let text = format!("{} = {}", setting.written(), value.data);
                let origins = vec![value.origin.clone()];
                lines.push(Line { text, origins });
            }
        }
        if section == Section::Timeouts && lines.len() > before {
            lines.insert(before, plain("[timeouts]"));
            if before > 0 {
                lines.insert(before, plain(""));
            }
        }
    }
    for server in &joined.servers {
        block(&mut lines, &server.entry, Section::Server);
        for project in &server.projects {
            block(&mut lines, project, Section::Project);
        }
    }
    for action in &joined.actions {
        block(&mut lines, action, Section::Action);
    }
    lines
}

/// The lines as one text.
pub(super) fn text(lines: &[Line]) -> String {
    let lines = lines.iter().map(|line| format!("{}\n", line.text));
    lines.collect()
}

fn plain(text: &str) -> Line {
    Line {
        text: text.to_owned(),
        origins: Vec::new(),
    }
}

fn block(lines: &mut Vec<Line>, entry: &Entry, section: Section) {
    if !lines.is_empty() {
        lines.push(plain(""));
    }
    lines.push(Line {
        text: section.title().to_owned(),
        origins: entry.named.clone(),
    });
    for setting in SETTINGS.iter().filter(|it| it.section == section) {
        let named = (setting.written() == "name").then_some(&entry.block.name);
        let Some(value) = named.or_else(|| entry.block.fields.get(setting.key)) else {
            continue;
        };
        lines.push(Line {
            text: format!("{} = {}", setting.written(), value.data),
            origins: vec![value.origin.clone()],
        });
    }
}
