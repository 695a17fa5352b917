//! A configuration, or a table of servers and projects, that comes from elsewhere.

#[cfg(test)]
mod tests;

use thiserror::Error;
use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::edit::{Added, NewProject};
use super::encoding::{self, EncodingError};
use super::read;
use super::sheet;
use crate::site::Address;

/// A server to be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Incoming {
    /// Where it is told, for messages.
    pub(super) place: String,
    pub(super) name: String,
    pub(super) address: Option<Address>,
    /// What else is said of it: keys with values as they are written.
    pub(super) more: Vec<(String, String)>,
    pub(super) projects: Vec<Added>,
}

/// A configuration from elsewhere that has no errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// All that it says, if it is a configuration file.
    pub(super) whole: Option<String>,
    pub(super) servers: Vec<Incoming>,
    /// What it has beside servers and projects.
    rest: Vec<String>,
}

/// Why something cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    /// It is far too large.
    #[error("larger than 1 MiB, so it is not a configuration of this program")]
    TooLarge,
    /// It is no text.
    #[error("{0}")]
    NotText(#[from] EncodingError),
    /// What it says is wrong: all of it, a line each, with the place.
    #[error("{} errors", .0.len())]
    Wrong(Vec<String>),
}

impl Import {
    /// Reads a configuration file's bytes.
    ///
    /// # Errors
    /// When they are no text, or everything that is wrong with it.
    pub fn from_toml(bytes: &[u8]) -> Result<Import, ImportError> {
        let text = decode(bytes)?;
        if let Err(problems) = read::read_part(&text) {
            let problems = problems.iter().map(ToString::to_string);
            return Err(ImportError::Wrong(problems.collect()));
        }
        let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            ImportError::Wrong(vec![error.message().to_owned()])
        })?;
        let tables = tables(document.get("server"));
        let mut rest: Vec<String> = document
            .iter()
            .map(|(key, _)| key.to_owned())
            .filter(|key| !["version", "server", "action"].contains(&key.as_str()))
            .collect();
        if !self::tables(document.get("action")).is_empty() {
            rest.push("actions".to_owned());
        }
        Ok(Import {
            servers: tables.into_iter().map(server).collect(),
            whole: Some(text),
            rest,
        })
    }

    /// Reads a table's bytes: comma-separated values with the columns `server`, `address`, `name` and
    /// `path` in any order; semicolons or tabs may separate them, too.
    ///
    /// # Errors
    /// When they are no text, or everything that is wrong with it.
    pub fn from_csv(bytes: &[u8]) -> Result<Import, ImportError> {
        let text = decode(bytes)?;
        let servers = sheet::from_csv(&text).map_err(ImportError::Wrong)?;
        Ok(Import {
            whole: None,
            servers,
            rest: Vec::new(),
        })
    }

    /// All that it says, if it is a configuration file.
    pub fn whole(&self) -> Option<&str> {
        self.whole.as_deref()
    }

    /// How many servers and how many projects it has.
    pub fn counts(&self) -> (usize, usize) {
        let projects = self.servers.iter().map(|server| server.projects.len());
        (self.servers.len(), projects.sum())
    }

    /// What it has beside servers and projects: keys of the file, or `actions`. That is not merged.
    pub fn rest(&self) -> &[String] {
        &self.rest
    }
}

fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    if u64::try_from(bytes.len()).is_ok_and(|size| size > super::store::MAX_SIZE) {
        return Err(ImportError::TooLarge);
    }
    let (_, text) = encoding::decode(bytes)?;
    Ok(text)
}

fn tables(item: Option<&Item>) -> Vec<&dyn TableLike> {
    let blocks = item
        .and_then(Item::as_array_of_tables)
        .into_iter()
        .flatten();
    let blocks = blocks.map(|table| -> &dyn TableLike { table });
    let elements = item.and_then(Item::as_array).into_iter().flatten();
    let elements = elements.filter_map(Value::as_inline_table);
    let elements = elements.map(|table| -> &dyn TableLike { table });
    blocks.chain(elements).collect()
}

fn server(table: &dyn TableLike) -> Incoming {
    let name = text(table, "name");
    let projects = tables(table.get("project")).into_iter().map(|table| Added {
        project: NewProject {
            name: text(table, "name"),
            path: text(table, "path"),
            port: None,
        },
        more: more(table, &["name", "path"]),
    });
    Incoming {
        place: format!("[[server]] \"{name}\""),
        address: text(table, "address").parse().ok(),
        more: more(table, &["name", "address", "project"]),
        projects: projects.collect(),
        name,
    }
}

fn text(table: &dyn TableLike, key: &str) -> String {
    let text = table.get(key).and_then(Item::as_str);
    text.unwrap_or_default().trim().to_owned()
}

/// All but some entries, with their values on one line and without comments.
fn more(table: &dyn TableLike, but: &[&str]) -> Vec<(String, String)> {
    let entries = table.iter().filter(|(key, _)| !but.contains(key));
    let entries = entries.filter_map(|(key, item)| {
        let value = one_line(item.as_value()?);
        Some((key.to_owned(), value))
    });
    entries.collect()
}

fn one_line(value: &Value) -> String {
    if let Value::Array(array) = value {
        let elements: Vec<String> = array.iter().map(one_line).collect();
        return format!("[{}]", elements.join(", "));
    }
    let mut value = value.clone();
    value.decor_mut().clear();
    value.to_string()
}
