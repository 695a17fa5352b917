//! Names and paths that somebody can have meant.

use std::collections::BTreeMap;

use super::Reader;
use super::block::{Block, Span};
use crate::config::find::NameError;
use crate::config::schema::Kind;
use crate::protocol::{ProjectPath, breaks_line, turns_writing};
use crate::site::{MAX_NAME, project_folder};

impl Reader<'_> {
    /// Reads a project's path. A wrong one leaves out its project, and no more: earlier versions took
    /// some of those.
    pub(super) fn path(&mut self, block: Block<'_>) -> Option<(ProjectPath, Span)> {
        let (text, span) = self.required(block, "path")?;
        match project_folder(&text) {
            Ok(path) => Some((path, span)),
            Err(error) => {
                let remedy = self.without_escapes(Kind::Path, &span);
                let message = remedy.unwrap_or_else(|| error.to_string());
                let problem = self.problem(&span, &message);
                self.left_out.push(problem);
                None
            }
        }
    }

    /// A name: there, not empty, not too long, not used by a sibling.
    pub(super) fn name(
        &mut self,
        block: Block<'_>,
        taken: &mut BTreeMap<String, usize>,
    ) -> Option<String> {
        let (name, span) = self.required(block, "name")?;
        let name = match proper_name(&name, block.section.title()) {
            Ok(name) => name,
            Err(problem) => {
                self.complain(span, problem);
                return None;
            }
        };
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

/// A name without the white space around it, or what is wrong with it. `what` has it.
pub(crate) fn proper_name(name: &str, what: &str) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(format!("the name in {what} is empty"));
    }
    if name.chars().count() > MAX_NAME {
        return Err(format!(
            "this name is longer than {MAX_NAME} characters; shorten it"
        ));
    }
    if name.chars().any(breaks_line) {
        return Err(
            "this name has a line break or another control character; remove it".to_owned(),
        );
    }
    match name.chars().find(|c| turns_writing(*c)) {
        Some(character) => Err(format!(
            "this name has an invisible character (U+{:04X}) that changes the direction of writing; remove it",
            u32::from(character)
        )),
        None => Ok(name.to_owned()),
    }
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
