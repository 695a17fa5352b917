//! One-click actions, and what else carries them out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::block::{Block, Span};
use super::names::explain;
use super::{Extent, Reader};
use crate::config::find::{NameError, find_project_on};
use crate::protocol::Operation;
use crate::site::{Code, Hotkey, HotkeyError, Site, Triggers};

impl Reader<'_> {
    pub(super) fn action(
        &mut self,
        block: Block<'_>,
        site: &mut Site,
        names: &mut BTreeMap<String, usize>,
    ) {
        self.know(block);
        let name = self.name(block, names);
        let operation = self.parsed::<Operation>(block, "command");
        let project = self.required(block, "project");
        let server = self.text(block, "server");
        let triggers = self.triggers(block);
        let Some((project, span)) = project else {
            return;
        };
        if self.wrong_projects.contains(&project) {
            return;
        }
        match find_project_on(
            site,
            &project,
            server.as_ref().map(|(name, _)| name.as_str()),
        ) {
            Ok(project) => {
                if let (Some(name), Some((operation, _))) = (name, operation) {
                    site.add_action(&name, operation, project, triggers);
                }
            }
            // It may be in another file.
            Err(NameError::NoServer { .. } | NameError::NoProject { .. })
                if self.extent == Extent::Part => {}
            Err(error) => self.complain(span, explain(&error)),
        }
    }

    fn triggers(&mut self, block: Block<'_>) -> Triggers {
        let hotkey = self.hotkey(block, "hotkey");
        let code = self.word::<Code>(block, "code");
        Triggers {
            hotkey,
            code: code.and_then(|(code, span)| self.take_code(code, span)),
        }
    }

    /// Reads a hot key. An invalid one is left out without affecting anything else.
    pub(super) fn hotkey(&mut self, block: Block<'_>, key: &str) -> Option<Hotkey> {
        let (text, span) = self.text(block, key)?;
        match text.parse() {
            Ok(hotkey) => self.take_hotkey(hotkey, span),
            Err(error) => {
                let error: HotkeyError = error;
                let problem = self.problem(&span, &error.to_string());
                self.left_out.push(problem);
                None
            }
        }
    }

    /// A hot key that nothing else in the file has.
    fn take_hotkey(&mut self, hotkey: Hotkey, span: Span) -> Option<Hotkey> {
        let line = self.line(&span);
        match self.hotkeys.entry(hotkey) {
            Entry::Vacant(free) => {
                free.insert(line);
                Some(hotkey)
            }
            Entry::Occupied(taken) => {
                let line = *taken.get();
                self.complain(
                    span,
                    format!("the hot key {hotkey} is used in line {line} already; use another one"),
                );
                None
            }
        }
    }

    /// A code that no other action has.
    fn take_code(&mut self, code: Code, span: Span) -> Option<Code> {
        let line = self.line(&span);
        match self.codes.entry(code.clone()) {
            Entry::Vacant(free) => {
                free.insert(line);
                Some(code)
            }
            Entry::Occupied(taken) => {
                let line = *taken.get();
                let code = code.as_str();
                self.complain(span, format!("the code {code} is used in line {line} already; give each action a code of its own"));
                None
            }
        }
    }
}
