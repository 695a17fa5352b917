//! Blocks and list elements, as they are written into the file and taken from it.

use std::ops::Range;

use toml_edit::Value;

use super::outline::Place;
use crate::config::splice::{self, Splice, is_blank, line_end, line_start, next_line};

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry(String);

impl Entry {
    pub(super) fn text(key: &str, value: &str) -> Self {
        Entry(format!("{key} = {}", Value::from(value)))
    }

    /// A path: between single quotes if it can be, so that backslashes are not doubled.
    pub(super) fn path(key: &str, value: &str) -> Self {
        let literal = !value.contains(|c: char| c == '\'' || c.is_control());
        match literal {
            true => Entry(format!("{key} = '{value}'")),
            false => Entry::text(key, value),
        }
    }

    pub(super) fn number(key: &str, value: u16) -> Self {
        Entry(format!("{key} = {value}"))
    }

    /// A value as it is written.
    pub(super) fn written((key, value): &(String, String)) -> Self {
        Entry(format!("{key} = {value}"))
    }

    /// As it is written.
    pub(super) fn as_written(&self) -> &str {
        &self.0
    }

    /// A list of one-line tables.
    pub(super) fn list(key: &str, tables: &[Vec<Entry>]) -> Self {
        let tables: Vec<String> = tables.iter().map(|table| one_line(table)).collect();
        Entry(format!("{key} = [{}]", tables.join(", ")))
    }
}

fn one_line(entries: &[Entry]) -> String {
    let entries: Vec<&str> = entries.iter().map(|Entry(entry)| entry.as_str()).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// How blocks of a kind are laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// What stands before the header.
    pub(super) header: String,
    /// What stands before each entry.
    pub(super) entries: String,
    /// Whether an empty line stands above.
    pub(super) spaced: bool,
}

impl Layout {
    /// That of a block. `None` for an element of a list.
    pub(super) fn of(text: &str, place: &Place) -> Option<Layout> {
        let Place::Block { header, entries } = place else {
            return None;
        };
        let indent = |at: usize| text[line_start(text, at)..at].to_owned();
        Some(Layout {
            header: indent(header.start),
            entries: entries
                .first()
                .map_or_else(|| indent(header.start), |entry| indent(entry.start)),
            spaced: has_space_above(text, header.start),
        })
    }

    /// That of a file without such blocks.
    pub(super) fn usual() -> Layout {
        Layout {
            header: String::new(),
            entries: String::new(),
            spaced: true,
        }
    }
}

/// Whether there is an empty line, or nothing, above something and its comments.
fn has_space_above(text: &str, at: usize) -> bool {
    let above = &text[..line_start(text, at)];
    let mut lines = above.lines().rev();
    let line = lines.find(|line| !line.trim_start().starts_with('#'));
    line.is_none_or(is_blank)
}

/// Where a block can be added behind a statement: below its line, and below the comments there that
/// do not lead up to something else.
pub(super) fn behind(text: &str, end: usize) -> usize {
    let below = next_line(text, end);
    let mut next = below;
    while next < text.len()
        && text[next..line_end(text, next)]
            .trim_start()
            .starts_with('#')
    {
        next = next_line(text, next);
    }
    match is_blank(&text[next..line_end(text, next)]) {
        true => next,
        false => below,
    }
}

/// A block's lines.
pub(super) fn block(text: &str, layout: &Layout, header: &str, entries: &[Entry]) -> String {
    let newline = splice::newline(text);
    let mut block = if layout.spaced { newline } else { "" }.to_owned();
    block += &format!("{}{header}{newline}", layout.header);
    for Entry(entry) in entries {
        block += &format!("{}{entry}{newline}", layout.entries);
    }
    block
}

/// Adds blocks at the beginning of a line.
pub(super) fn add_lines(text: &str, at: usize, lines: &str) -> Vec<Splice> {
    let unfinished = at > 0 && !text[..at].ends_with('\n');
    let newline = if unfinished {
        splice::newline(text)
    } else {
        ""
    };
    vec![Splice::insert(at, format!("{newline}{lines}"))]
}

/// Adds a block at the beginning of a line, below an empty one.
pub(super) fn add_block(text: &str, at: usize, header: &str, entries: &[Entry]) -> Vec<Splice> {
    add_lines(text, at, &block(text, &Layout::usual(), header, entries))
}

/// Adds elements at the end of a list between brackets, given those that are there.
pub(super) fn add_elements<'p>(
    text: &str,
    list: &Range<usize>,
    there: impl Iterator<Item = &'p Place>,
    added: &[Vec<Entry>],
) -> Vec<Splice> {
    let there = there.filter_map(|place| match place {
        Place::Element { table, .. } => Some(table.clone()),
        Place::Block { .. } => None,
    });
    let added: Vec<String> = added.iter().map(|entries| one_line(entries)).collect();
    splice::push(text, list, &there.collect::<Vec<_>>(), &added)
}

/// Adds an entry to a one-line table.
pub(super) fn add_entry(
    text: &str,
    table: &Range<usize>,
    there: &[Range<usize>],
    Entry(added): Entry,
) -> Vec<Splice> {
    splice::push(text, table, there, &[added])
}

/// Removes those places of a list that are marked.
pub(super) fn remove_places<'p>(
    text: &str,
    places: impl Iterator<Item = (&'p Place, bool)>,
) -> Vec<Splice> {
    let mut blocks = Vec::new();
    let mut elements = Vec::new();
    for (place, goes) in places {
        match place {
            Place::Block { .. } if goes => blocks.extend(place.statements()),
            Place::Block { .. } => {}
            Place::Element { table, .. } => elements.push((table.clone(), goes)),
        }
    }
    let mut splices = splice::remove_blocks(text, blocks);
    splices.extend(splice::remove(text, &elements));
    splices
}
