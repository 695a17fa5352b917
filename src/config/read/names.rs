//! Names and paths that somebody can have meant.

use std::collections::BTreeMap;

use super::Reader;
use super::block::{Block, Span};
use crate::config::find::NameError;
use crate::protocol::{ProjectPath, breaks_line, turns_writing};
use crate::site::MAX_NAME;

impl Reader<'_> {
    /// A path that somebody can have meant: what cannot be seen in it is a slip.
    pub(super) fn path(&mut self, block: Block<'_>) -> Option<(ProjectPath, Span)> {
        let (path, span) = self.parsed::<ProjectPath>(block, "path")?;
        let text = path.as_str();
        if text.trim() != text {
            self.complain(span, "this path begins or ends with a space; remove it");
            return None;
        }
        if let Some(character) = text.chars().find(|c| turns_writing(*c)) {
            self.complain(span, turning("path", character));
            return None;
        }
        Some((path, span))
    }

    /// A name: there, not empty, not too long, not used by a sibling.
    pub(super) fn name(
        &mut self,
        block: Block<'_>,
        taken: &mut BTreeMap<String, usize>,
    ) -> Option<String> {
        let (name, span) = self.required(block, "name")?;
        let name = name.trim().to_owned();
        if name.is_empty() {
            self.complain(
                span,
                format!("the name in {} is empty", block.section.title()),
            );
            return None;
        }
        if name.chars().count() > MAX_NAME {
            self.complain(
                span,
                format!("this name is longer than {MAX_NAME} characters; shorten it"),
            );
            return None;
        }
        if name.chars().any(breaks_line) {
            self.complain(
                span,
                "this name has a line break or another control character; remove it",
            );
            return None;
        }
        if let Some(character) = name.chars().find(|c| turns_writing(*c)) {
            self.complain(span, turning("name", character));
            return None;
        }
        let at = span.as_ref().map_or(block.at, |span| span.start);
        if let Some(first) = taken.get(&name) {
            let line = self.line(&Some(*first..*first));
            self.complain(
                span,
                format!(
                    "the name \"{name}\" is used in line {line} already; give each {} a name of its own",
                    block.section.title()
                ),
            );
            return None;
        }
        taken.insert(name.clone(), at);
        Some(name)
    }
}

fn turning(what: &str, character: char) -> String {
    format!(
        "this {what} has an invisible character (U+{:04X}) that changes the direction of writing; remove it",
        u32::from(character)
    )
}

/// What is wrong with a name in the file, and what to do about it there.
pub(in crate::config) fn explain(error: &NameError) -> String {
    match error {
        NameError::NoServer { meant: None, .. } | NameError::NoProject { meant: None, .. } => {
            format!("{error}; add it above, or correct the name")
        }
        NameError::NoServer { .. } | NameError::NoProject { .. } => error.to_string(),
        NameError::Several { name, servers } => {
            let servers: Vec<_> = servers.iter().map(|name| format!("\"{name}\"")).collect();
            let servers = servers.join(" or ");
            format!("several servers have a project \"{name}\"; say which one: server = {servers}")
        }
    }
}
