//! Keys that take effect, but perhaps not where their author wanted them.

use toml_edit::{Document, Item, Table};

use super::Problem;
use crate::config::lines::Lines;
use crate::config::schema::Section;

/// Finds keys that look appended to the file so as to hold for all of it, and hold for its last block
/// alone: those of both places that follow an empty line in that block.
pub(in crate::config) fn doubtful(text: &str) -> Vec<Problem> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    blocks_of(document.as_table(), Section::File, &mut blocks);
    let last = blocks.into_iter().max_by_key(|(start, ..)| *start);
    let Some((_, section, block)) = last else {
        return Vec::new();
    };
    let lines = Lines::of(text);
    let doubtful = keys_behind_space(text, block)
        .into_iter()
        .filter(|(key, _)| Section::File.setting(key).is_some() && section.setting(key).is_some());
    let problems = doubtful.map(|(key, at)| {
        let (line, column) = lines.place(at);
        let title = section.title();
        Problem {
            line,
            column,
            message: format!(
                "`{key}` holds for the last {title} alone; if it is meant for everything, move it to the top of the file, above the first [[…]] or […], and if not, remove the empty line above it"
            ),
        }
    });
    problems.collect()
}

/// Collects the blocks below a table, each with the place of its header.
fn blocks_of<'d>(table: &'d Table, section: Section, found: &mut Vec<(usize, Section, &'d Table)>) {
    for (key, item) in table.iter() {
        let Some(section) = section.block(key) else {
            continue;
        };
        let tables = item.as_array_of_tables().into_iter().flatten();
        for block in tables.chain(item.as_table()) {
            found.extend(block.span().map(|span| (span.start, section, block)));
            blocks_of(block, section, found);
        }
    }
}

/// Returns the keys of a block below the first empty line between two of them, each with its place.
fn keys_behind_space<'d>(text: &str, block: &'d Table) -> Vec<(&'d str, usize)> {
    let mut entries: Vec<(usize, usize, &str)> = block
        .iter()
        .filter(|(_, item)| item.is_value())
        .filter_map(|(key, item)| Some((start_of(block, key)?, Item::span(item)?.end, key)))
        .collect();
    entries.sort_unstable();
    let mut before = None;
    let apart = entries.iter().position(|(start, end, _)| {
        let between = before
            .replace(*end)
            .and_then(|before| text.get(before..*start));
        between.is_some_and(has_empty_line)
    });
    let apart = apart.map(|first| entries.split_off(first));
    let apart = apart.into_iter().flatten();
    apart.map(|(start, _, key)| (key, start)).collect()
}

fn start_of(block: &Table, key: &str) -> Option<usize> {
    Some(block.key(key)?.span()?.start)
}

/// Returns true if a line between the first and the last one, which are incomplete, is empty.
fn has_empty_line(between: &str) -> bool {
    let mut lines: Vec<&str> = between.split('\n').skip(1).collect();
    lines.pop();
    lines.iter().any(|line| line.trim().is_empty())
}
