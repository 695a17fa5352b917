//! What one layer says, value by value, each with its origin.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::origin::Origin;
use crate::config::schema::{Fallback, Kind, SETTINGS, Section};

/// What is said for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A whole number.
    Number(i64),
}

impl Data {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Data::Text(text) => Some(text),
            Data::List(_) | Data::Number(_) => None,
        }
    }

    /// The texts: one, or those of a list.
    pub fn as_texts(&self) -> &[String] {
        match self {
            Data::Text(text) => std::slice::from_ref(text),
            Data::List(texts) => texts,
            Data::Number(_) => &[],
        }
    }
}

impl fmt::Display for Data {
    /// As it is written in a file, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Data::Number(number) => write!(f, "{number}"),
            Data::Text(text) => quote(f, text),
            Data::List(texts) => {
                f.write_str("[")?;
                for (place, text) in texts.iter().enumerate() {
                    f.write_str(if place > 0 { ", " } else { "" })?;
                    quote(f, text)?;
                }
                f.write_str("]")
            }
        }
    }
}

/// Between single quotes if it has backslashes, as paths are best written.
fn quote(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let literal = text.contains('\\') && !text.chars().any(|c| c == '\'' || c.is_control());
    if literal {
        return write!(f, "'{text}'");
    }
    f.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(f, "\\{character}")?,
            _ if character.is_control() => write!(f, "\\u{:04X}", u32::from(character))?,
            _ => write!(f, "{character}")?,
        }
    }
    f.write_str("\"")
}

/// What is said, and who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What.
    pub data: Data,
    /// Who, and where.
    pub origin: Origin,
}

/// What is said of something that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its name, a text.
    pub name: Value,
    /// What else is said, by the keys as written in such a block.
    pub fields: BTreeMap<&'static str, Value>,
}

impl Block {
    /// The name as a text.
    pub fn title(&self) -> &str {
        self.name.data.as_text().unwrap_or_default()
    }

    /// A text that is said of it.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.fields.get(key)?.data.as_text()
    }
}

/// What is said of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerTree {
    /// Of the server itself.
    pub server: Block,
    /// Of its projects.
    pub projects: Vec<Block>,
}

/// All that one layer says.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tree {
    /// What holds for everything, by key; of time-outs with the block in front.
    pub settings: BTreeMap<&'static str, Value>,
    /// The servers, in order.
    pub servers: Vec<ServerTree>,
    /// The one-click actions, in order.
    pub actions: Vec<Block>,
    /// What users may have of their own, by the policy's name: 0 or 1.
    pub permissions: BTreeMap<&'static str, Value>,
    /// The names of projects that are left out for their paths.
    pub left_out: Vec<String>,
}

impl Tree {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Tree::default()
    }

    /// What is built into the program.
    pub fn defaults() -> Tree {
        let settings = SETTINGS.iter().filter_map(|setting| {
            let Fallback::Value(text) = setting.fallback else {
                return None;
            };
            let root = matches!(setting.section, Section::File | Section::Timeouts);
            let data = super::file::data(&text.parse::<toml_edit::Item>().ok()?);
            let value = Value {
                data: data?,
                origin: Origin::DEFAULT,
            };
            (root && setting.kind != Kind::Version).then_some((setting.key, value))
        });
        Tree {
            settings: settings.collect(),
            ..Tree::default()
        }
    }

    /// Takes away what comes from there, and the blocks that say nothing without it. Gives the names of the
    /// projects that go with it.
    pub(super) fn remove(&mut self, origins: &BTreeSet<Origin>) -> Vec<String> {
        let mut gone = Vec::new();
        let stays = |value: &Value| !origins.contains(&value.origin);
        self.settings.retain(|_, value| stays(value));
        self.permissions.retain(|_, value| stays(value));
        for server in &mut self.servers {
            server.server.fields.retain(|_, value| stays(value));
            let whole = !stays(&server.server.name);
            server.projects.retain_mut(|project| {
                let complete = keep(project, &["path"], origins) && !whole;
                if !complete {
                    gone.push(project.title().to_owned());
                }
                complete
            });
        }
        self.servers.retain(|server| stays(&server.server.name));
        self.actions
            .retain_mut(|action| keep(action, &["command", "project"], origins));
        gone
    }
}

/// Takes values away; says whether the block still has what it needs.
fn keep(block: &mut Block, needed: &[&str], origins: &BTreeSet<Origin>) -> bool {
    let stays = |value: &Value| !origins.contains(&value.origin);
    block.fields.retain(|_, value| stays(value));
    stays(&block.name) && needed.iter().all(|key| block.fields.contains_key(key))
}
