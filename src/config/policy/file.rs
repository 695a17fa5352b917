//! A file that stands for the registry where there is none: tables `[machine]` and `[user]` with the
//! policies' names and types.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, TableLike};

use super::{Policies, PolicyData, PolicyValue, Scope};
use crate::config::layers::Place;
use crate::config::lines::Lines;
use crate::config::store::Store;

/// The environment variable that names the file.
pub const PATH_VARIABLE: &str = "PEKAT_TRAY_POLICY";

const SCOPES: [(&str, Scope); 2] = [("user", Scope::User), ("machine", Scope::Machine)];

fn path() -> Option<PathBuf> {
    let path: OsString = std::env::var_os(PATH_VARIABLE)?;
    (!path.is_empty()).then(|| PathBuf::from(path))
}

pub(super) fn current() -> Policies {
    path().map_or_else(Policies::default, |path| read(&path))
}

pub(super) fn place(scope: Scope) -> Option<String> {
    let path = path()?.display().to_string();
    let mut scopes = SCOPES.into_iter();
    let (table, _) = scopes.find(|(_, known)| *known == scope)?;
    Some(format!("{path}, [{table}]"))
}

/// The values in a file. One that does not exist sets nothing.
pub(super) fn read(path: &Path) -> Policies {
    let text = match Store::new(path.to_owned()).text() {
        Ok(text) => text.unwrap_or_default(),
        Err(error) => {
            return Policies {
                values: Vec::new(),
                unreadable: error.full_lines(),
            };
        }
    };
    let document = match Document::parse(text.as_str()) {
        Ok(document) => document,
        Err(error) => {
            let message = error.message().replace('\n', ", ");
            let (line, _) = Lines::of(&text).place(error.span().map_or(0, |span| span.start));
            return Policies {
                values: Vec::new(),
                unreadable: vec![format!(
                    "{}, line {line}: this is not TOML: {message}",
                    path.display()
                )],
            };
        }
    };
    let file = File {
        path,
        lines: Lines::of(&text),
    };
    file.policies(&document)
}

struct File<'t> {
    path: &'t Path,
    lines: Lines<'t>,
}

impl File<'_> {
    fn policies(&self, document: &Document<&str>) -> Policies {
        let mut policies = Policies::default();
        for (key, item) in document.as_table() {
            let scope = SCOPES.into_iter().find(|(table, _)| *table == key);
            match (scope, item.as_table_like()) {
                (Some((_, scope)), Some(table)) => self.scope(&mut policies.values, scope, table),
                _ => {
                    let (line, _) = self.lines.place(item.span().map_or(0, |span| span.start));
                    policies.unreadable.push(format!(
                        "{}, line {line}: `{key}` is neither the table [machine] nor [user]",
                        self.path.display()
                    ));
                }
            }
        }
        policies
    }

    fn scope(&self, values: &mut Vec<PolicyValue>, scope: Scope, table: &dyn TableLike) {
        for (name, item) in table.iter() {
            let Some(subkey) = item.as_table_like() else {
                values.push(self.value(scope, None, name, item));
                continue;
            };
            let inner = subkey.iter();
            values.extend(inner.map(|(key, item)| self.value(scope, Some(name), key, item)));
        }
    }

    fn value(&self, scope: Scope, subkey: Option<&str>, name: &str, item: &Item) -> PolicyValue {
        let number = item.as_integer().map(u32::try_from);
        let data = match (item.as_str(), number) {
            (Some(text), _) => PolicyData::Text(text.to_owned()),
            (None, Some(Ok(number))) => PolicyData::Number(number),
            (None, Some(Err(_))) => PolicyData::Other("a number of more than 32 bits".to_owned()),
            (None, None) => PolicyData::Other(format!("a TOML {}", item.type_name())),
        };
        let (line, column) = self.lines.place(item.span().map_or(0, |span| span.start));
        PolicyValue {
            scope,
            subkey: subkey.map(str::to_owned),
            name: name.to_owned(),
            data,
            place: Place::File {
                path: self.path.into(),
                line,
                column,
            },
        }
    }
}
