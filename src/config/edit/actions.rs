//! One-click actions in the file's text.

use toml_edit::{Document, Item, TableLike, Value};

use crate::config::find::find_project_on;
use crate::config::splice::{self, Splice};
use crate::protocol::{Command, Operation};
use crate::site::Site;

pub(super) fn add_action(text: &str, document: &Document<&str>, entry: &[String]) -> Vec<Splice> {
    let item = document.get("action");
    if let Some(array) = item.filter(|item| item.is_value()).and_then(Item::span) {
        let elements = item.and_then(Item::as_array).into_iter().flatten();
        let elements: Vec<_> = elements.filter_map(Value::span).collect();
        let element = format!("{{ {} }}", entry.join(", "));
        return splice::push(text, &array, &elements, &element);
    }
    let newline = splice::newline(text);
    let unfinished = !text.is_empty() && !text.ends_with('\n');
    let mut block = if unfinished { newline } else { "" }.to_owned();
    for line in ["", "[[action]]"]
        .into_iter()
        .chain(entry.iter().map(String::as_str))
    {
        block.push_str(line);
        block.push_str(newline);
    }
    vec![Splice::insert(text.len(), block)]
}

pub(super) fn remove_actions(
    text: &str,
    document: &Document<&str>,
    site: &Site,
    operation: Operation,
    project: &str,
    server: &str,
) -> Vec<Splice> {
    let Ok(wanted) = find_project_on(site, project, Some(server)) else {
        return Vec::new();
    };
    let matches = |table: &dyn TableLike| {
        let text = |key: &str| table.get(key).and_then(Item::as_str);
        let named = text("project").map(|name| find_project_on(site, name, text("server")));
        text("command") == Some(Command::from(operation).word()) && named == Some(Ok(wanted))
    };
    let item = document.get("action");
    if let Some(array) = item.and_then(Item::as_array) {
        let element = |value: &Value| {
            let goes = value.as_inline_table().is_some_and(|table| matches(table));
            Some((value.span()?, goes))
        };
        let elements: Vec<_> = array.iter().filter_map(element).collect();
        return splice::remove(text, &elements);
    }
    let tables = item
        .and_then(Item::as_array_of_tables)
        .into_iter()
        .flatten();
    let tables = tables.filter(|table| matches(*table));
    tables
        .flat_map(|table| {
            let header = table.span();
            let entries = table.iter().filter_map(|(key, value)| {
                let key = table.key(key)?.span()?;
                Some(key.start..value.span()?.end)
            });
            splice::remove_block(text, header.into_iter().chain(entries).collect())
        })
        .collect()
}
