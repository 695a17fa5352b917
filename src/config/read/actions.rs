//! One-click actions, and what else carries them out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::block::{Block, Span};
use super::names::explain;
use super::{Extent, Reader};
use crate::config::find::{NameError, find_project_on};
use crate::protocol::Operation;
use crate::site::{ApplicationIdentifier, Code, Hotkey, HotkeyError, Site, Triggers};

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
        Triggers {
            hotkey: self.hotkey(block, "hotkey"),
            codes: self.codes(block),
        }
    }

    fn codes(&mut self, block: Block<'_>) -> Vec<Code> {
        let part = self.word::<ApplicationIdentifier>(block, "gs1");
        let one = self.word::<Code>(block, "code");
        let several = self.words_with_spans::<Code>(block, "codes");
        let has_codes = ["code", "codes"].map(|key| block.table.contains_key(key));
        // Another file may have them.
        if let (Some((part, span)), [false, false], Extent::Whole) = (&part, has_codes, self.extent)
        {
            let message = format!(
                "`gs1` = \"{part}\" has no code to compare with; add code = …, or leave `gs1` out"
            );
            self.complain(span.clone(), message);
        }
        let part = part.map(|(part, _)| part);
        let codes = one.into_iter().chain(several.into_iter().flatten());
        codes
            .filter_map(|(code, span)| {
                let code = match part.clone() {
                    Some(part) => code.within(part),
                    None => Ok(code),
                };
                match code {
                    Ok(code) => self.take_code(code, span),
                    Err(error) => {
                        self.complain(span, error.to_string());
                        None
                    }
                }
            })
            .collect()
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

    /// Takes a code that nothing else in the file has.
    fn take_code(&mut self, code: Code, span: Span) -> Option<Code> {
        let line = self.line(&span);
        match self.codes.entry(code.clone()) {
            Entry::Vacant(free) => {
                free.insert(line);
                Some(code)
            }
            Entry::Occupied(taken) => {
                let (other, line) = (taken.key().to_string(), *taken.get());
                let written = match other == code.to_string() {
                    true => String::new(),
                    false => format!(", as {other}, which is the same"),
                };
                self.complain(span, format!("the code {code} is used in line {line} already{written}; give each action a code of its own"));
                None
            }
        }
    }
}
