//! What an installer sets: where servers listen, and keys at the file's top.

use toml_edit::{Document, Item};

use super::outline::Place;
use super::servers::write_server;
use super::write::{Entry, add_entry};
use super::{EditError, Home, outline_of};
use crate::config::splice::{self, Splice, is_blank, line_end, line_start, next_line};
use crate::site::Address;

/// Gives servers their addresses, and adds those whose names are not there. Only the outcome as a whole
/// need be right: two servers may have changed places.
pub(super) fn put_servers(text: &str, servers: &[(String, Address)]) -> Result<String, EditError> {
    let mut changed = text.to_owned();
    for (name, address) in servers {
        let outline = outline_of(&changed)?;
        let splices = match outline.server(name) {
            Some(server) if server.address.as_ref() == Some(address) => Vec::new(),
            Some(server) => put_address(&changed, name, &server.place, address),
            None => {
                let home = Home {
                    name: name.clone(),
                    address: Some(address.to_string()),
                };
                write_server(&changed, &outline, &home, &[], &[])
            }
        };
        changed = splice::apply(&changed, splices);
    }
    Ok(changed)
}

/// Puts an address into the place of the one that a server has, or behind its first entry.
fn put_address(text: &str, name: &str, place: &Place, address: &Address) -> Vec<Splice> {
    let value = address.to_string();
    if let Some(span) = address_span(text, name) {
        let value = toml_edit::Value::from(value).to_string();
        return vec![Splice::replace(span, value)];
    }
    let entry = Entry::text("address", &value);
    match place {
        Place::Element { table, entries } => add_entry(text, table, entries, entry),
        Place::Block { header, entries } => {
            let first = entries.first().unwrap_or(header);
            let indent = &text[line_start(text, first.start)..first.start];
            let indent = if is_blank(indent) { indent } else { "" };
            line_behind(text, first.end, indent, &entry)
        }
    }
}

/// Where the value of a server's address is.
fn address_span(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let document = Document::parse(text).ok()?;
    let servers = document.get("server")?;
    let named = |found: Option<&str>| found.is_some_and(|found| found.trim() == name);
    if let Some(tables) = servers.as_array_of_tables() {
        let mut tables = tables.iter();
        let table = tables.find(|it| named(it.get("name").and_then(Item::as_str)))?;
        return table.get("address")?.span();
    }
    let mut tables = servers
        .as_array()?
        .iter()
        .filter_map(|it| it.as_inline_table());
    let table = tables.find(|it| named(it.get("name").and_then(|name| name.as_str())))?;
    table.get("address")?.span()
}

/// Gives a key at the top of the file a text. Where the file does not have it, it comes behind what
/// stands there.
pub(super) fn put_key(text: &str, key: &str, value: &str) -> Vec<Splice> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    if let Some(item) = document.get(key) {
        let Some(span) = item.span().filter(|_| item.as_str() != Some(value)) else {
            return Vec::new();
        };
        let value = toml_edit::Value::from(value).to_string();
        return vec![Splice::replace(span, value)];
    }
    let entry = Entry::text(key, value);
    let ends = document.iter().filter(|(_, item)| item.is_value());
    let last = ends.filter_map(|(_, item)| Some(item.span()?.end)).max();
    if let Some(last) = last {
        return line_behind(text, last, "", &entry);
    }
    // Only comments and blocks: above all, with an empty line before what is there.
    let newline = splice::newline(text);
    let first = &text[..line_end(text, 0)];
    let apart = if is_blank(first) { "" } else { newline };
    vec![Splice::insert(
        0,
        format!("{}{newline}{apart}", entry.as_written()),
    )]
}

/// Puts an entry on a line of its own below the one that ends there.
fn line_behind(text: &str, end: usize, indent: &str, entry: &Entry) -> Vec<Splice> {
    let newline = splice::newline(text);
    let entry = entry.as_written();
    let at = next_line(text, end);
    let unfinished = !text[..at].ends_with('\n');
    let before = if unfinished { newline } else { "" };
    vec![Splice::insert(
        at,
        format!("{before}{indent}{entry}{newline}"),
    )]
}
