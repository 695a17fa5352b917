//! What the file says → a checked [`Site`], or everything that is wrong with it.

mod actions;
mod block;
mod names;
mod placement;
mod quoting;
mod servers;
mod settings;
mod syntax;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use toml_edit::Document;

use super::lines::Lines;
use super::schema::Section;
use crate::site::{Code, Hotkey, Site};
use block::Block;
pub(super) use names::explain;
pub(crate) use names::proper_name;
pub(super) use placement::doubtful;

/// Something that is wrong with the file, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem {
            line,
            column,
            message,
        } = self;
        write!(f, "line {line}, column {column}: {message}")
    }
}

/// A configuration that takes effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) site: Site,
    /// Errors in paths and hot keys. Each leaves out its project or hot key only.
    pub(crate) left_out: Vec<Problem>,
}

impl Accepted {
    /// Returns the configuration if nothing is left out.
    fn complete(self) -> Result<Site, Vec<Problem>> {
        match self.left_out.is_empty() {
            true => Ok(self.site),
            false => Err(self.left_out),
        }
    }
}

/// Reads a configuration's text, without a byte-order mark.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn read(text: &str) -> Result<Site, Vec<Problem>> {
    accept(text)?.complete()
}

/// Reads a text like [`read`], but takes one in which only paths of projects or hot keys
/// are wrong.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub(super) fn accept(text: &str) -> Result<Accepted, Vec<Problem>> {
    accept_as(Extent::Whole, text)
}

/// Reads a configuration's text that stands beside others: a server may have no address, and an action
/// may name a project that is not in it, since another file may have them. Everything else is as strict.
///
/// Tells what this text alone configures: servers without an address have one that does not exist, and
/// actions of projects that are elsewhere are left out.
///
/// # Errors
/// Everything that is wrong with it whatever the others say, in the order of the file.
pub fn read_part(text: &str) -> Result<Site, Vec<Problem>> {
    accept_part(text)?.complete()
}

/// Reads a text like [`read_part`], but takes one in which only paths of projects or hot keys
/// are wrong.
///
/// # Errors
/// Everything that is wrong with it whatever the others say, in the order of the file.
pub(crate) fn accept_part(text: &str) -> Result<Accepted, Vec<Problem>> {
    accept_as(Extent::Part, text)
}

/// Whether a text must be complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Whole,
    /// There are others beside it.
    Part,
}

fn accept_as(extent: Extent, text: &str) -> Result<Accepted, Vec<Problem>> {
    let mut reader = Reader {
        extent,
        text,
        lines: Lines::of(text),
        problems: Vec::new(),
        left_out: Vec::new(),
        wrong_projects: Vec::new(),
        hotkeys: BTreeMap::new(),
        codes: BTreeMap::new(),
    };
    let mut site = Site::default();
    match Document::parse(text) {
        Ok(document) => reader.document(&document, &mut site),
        Err(error) => {
            for (span, message) in syntax::errors(text, &error) {
                reader.complain(span, message);
            }
        }
    }
    let Reader {
        mut problems,
        mut left_out,
        ..
    } = reader;
    let place = |problem: &Problem| (problem.line, problem.column);
    if problems.is_empty() {
        left_out.sort_by_key(place);
        return Ok(Accepted { site, left_out });
    }
    problems.extend(left_out);
    problems.sort_by_key(place);
    Err(problems)
}

struct Reader<'t> {
    extent: Extent,
    text: &'t str,
    lines: Lines<'t>,
    problems: Vec<Problem>,
    /// Problems that leave out a project or hot key, but not the rest of the file.
    left_out: Vec<Problem>,
    /// Names of projects that are there, but wrong: no need to say that they are missing.
    wrong_projects: Vec<String>,
    /// The lines in which they are used.
    hotkeys: BTreeMap<Hotkey, usize>,
    codes: BTreeMap<Code, usize>,
}

impl Reader<'_> {
    fn document(&mut self, document: &Document<&str>, site: &mut Site) {
        let root = Block {
            table: document.as_table(),
            section: Section::File,
            at: 0,
        };
        if !self.version(root) {
            return;
        }
        self.know(root);
        self.settings(root, site);
        let mut names = BTreeMap::new();
        let mut addresses = BTreeMap::new();
        for server in self.blocks(root, "server", Section::Server) {
            self.server(server, site, &mut names, &mut addresses);
        }
        let mut names = BTreeMap::new();
        for action in self.blocks(root, "action", Section::Action) {
            self.action(action, site, &mut names);
        }
    }
}
