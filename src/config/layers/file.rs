//! A file's text → what it says.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use toml_edit::{Document, Item, TableLike};

use super::origin::{Layer, Origin, Place};
use super::tree::{Block, Data, ServerTree, Tree, Value};
use crate::config::lines::Lines;
use crate::config::read::{Problem, accept_part};
use crate::config::schema::{Kind, Section};
use crate::site::{Hotkey, project_folder};

/// Returns what a file's text says, given without a byte-order mark, and the problems that leave out
/// projects and hot keys.
///
/// # Errors
/// Everything that is wrong with it whatever other files say.
pub fn tree(text: &str, layer: Layer, path: &Path) -> Result<(Tree, Vec<Problem>), Vec<Problem>> {
    let left_out = accept_part(text)?.left_out;
    let Ok(document) = Document::parse(text) else {
        return Ok((Tree::default(), left_out));
    };
    let source = Source {
        layer,
        path: path.into(),
        lines: Lines::of(text),
    };
    Ok((source.tree(&document), left_out))
}

/// A value as it is in a file. `None` for what no key can have.
pub(super) fn data(item: &Item) -> Option<Data> {
    if let Some(array) = item.as_array() {
        let texts = array.iter().map(|text| text.as_str().map(str::to_owned));
        return texts.collect::<Option<_>>().map(Data::List);
    }
    let number = item.as_integer().map(Data::Number);
    number.or_else(|| Some(Data::Text(item.as_str()?.to_owned())))
}

struct Source<'t> {
    layer: Layer,
    path: Arc<Path>,
    lines: Lines<'t>,
}

impl Source<'_> {
    fn tree(&self, document: &Document<&str>) -> Tree {
        let root = document.as_table();
        let mut settings = self.fields(root, Section::File);
        if let Some(timeouts) = root.get("timeouts").and_then(Item::as_table_like) {
            settings.extend(self.fields(timeouts, Section::Timeouts));
        }
        let mut left_out = Vec::new();
        let servers = tables(root, "server").into_iter().filter_map(|table| {
            let projects = tables(table, "project").into_iter();
            let projects = projects.filter_map(|project| self.block(project, Section::Project));
            let (projects, wrong): (Vec<Block>, Vec<Block>) = projects.partition(has_folder);
            left_out.extend(wrong.iter().map(|project| project.title().to_owned()));
            Some(ServerTree {
                server: self.block(table, Section::Server)?,
                projects,
            })
        });
        let servers: Vec<ServerTree> = servers.collect();
        let actions = tables(root, "action").into_iter();
        Tree {
            settings,
            servers,
            actions: actions
                .filter_map(|action| self.block(action, Section::Action))
                .collect(),
            permissions: BTreeMap::new(),
            left_out,
        }
    }

    fn block(&self, table: &dyn TableLike, section: Section) -> Option<Block> {
        let mut fields = self.fields(table, section);
        let mut name = fields.remove("name")?;
        if let Data::Text(text) = &mut name.data {
            // As it is taken by the reader.
            *text = text.trim().to_owned();
        }
        Some(Block { name, fields })
    }

    fn fields(&self, table: &dyn TableLike, section: Section) -> BTreeMap<&'static str, Value> {
        let field = |(key, item): (&str, &Item)| {
            let setting = section.setting(key)?;
            // It tells of the file, not of what is configured.
            if setting.kind == Kind::Version {
                return None;
            }
            let data = data(item)?;
            if setting.kind == Kind::Hotkey && data.as_text()?.parse::<Hotkey>().is_err() {
                return None;
            }
            let value = Value {
                data,
                origin: self.origin(item.span()),
            };
            Some((setting.key, value))
        };
        table.iter().filter_map(field).collect()
    }

    fn origin(&self, span: Option<Range<usize>>) -> Origin {
        let (line, column) = self.lines.place(span.map_or(0, |span| span.start));
        Origin {
            layer: self.layer,
            place: Place::File {
                path: Arc::clone(&self.path),
                line,
                column,
            },
        }
    }
}

fn has_folder(project: &Block) -> bool {
    let path = project.text("path");
    path.is_some_and(|path| project_folder(path).is_ok())
}

/// The blocks of a list, in either form.
fn tables<'d>(parent: &'d dyn TableLike, key: &str) -> Vec<&'d dyn TableLike> {
    let Some(item) = parent.get(key) else {
        return Vec::new();
    };
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| table as _).collect();
    }
    let values = item.as_array().into_iter().flatten();
    let inline = values.filter_map(|value| value.as_inline_table());
    inline.map(|table| table as _).collect()
}
