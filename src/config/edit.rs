//! Changes that the program makes to the file because somebody asked for them.

use thiserror::Error;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::find::find_project_on;
use super::read::{self, Problem};
use crate::protocol::{Command, Operation};
use crate::site::{ProjectId, Site};

/// A change that somebody asked for in the menu. Projects go by the names in the file, since that
/// may have changed since it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Add a one-click action.
    Pin {
        /// What the menu is to say.
        name: String,
        /// What it does.
        operation: Operation,
        /// The project's name.
        project: String,
        /// The name of the project's server.
        server: String,
    },
    /// Remove the one-click actions that do this.
    Unpin {
        /// What they do.
        operation: Operation,
        /// The project's name.
        project: String,
        /// The name of the project's server.
        server: String,
    },
}

impl Edit {
    /// The edit that pins an operation under `name`. `None` if the project is not configured.
    pub fn pin(
        site: &Site,
        project: ProjectId,
        operation: Operation,
        name: String,
    ) -> Option<Edit> {
        let (server, project) = site.project(project)?;
        Some(Edit::Pin {
            name,
            operation,
            project: project.name.clone(),
            server: server.name.clone(),
        })
    }

    /// The edit that unpins an operation. `None` if the project is not configured.
    pub fn unpin(site: &Site, project: ProjectId, operation: Operation) -> Option<Edit> {
        let (server, project) = site.project(project)?;
        Some(Edit::Unpin {
            operation,
            project: project.name.clone(),
            server: server.name.clone(),
        })
    }
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The file has errors, and what a change would mean there is not clear.
    #[error("the configuration has errors; mend it first: {0}")]
    Broken(Problem),
    /// The project is no longer in the file.
    #[error("{0}")]
    NoProject(String),
}

/// Makes the change; comments, order and everything else stay as they are.
pub(super) fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    let site = check(text)?;
    let mut document: DocumentMut = text.parse().map_err(|_| first_problem(text))?;
    match edit {
        Edit::Pin {
            name,
            operation,
            project,
            server,
        } => {
            find_project_on(&site, project, Some(server))
                .map_err(|error| EditError::NoProject(read::explain(&error)))?;
            let unique = find_project_on(&site, project, None).is_ok();
            let entry = [
                ("name", free_name(&site, name, server)),
                ("command", Command::from(*operation).word().to_owned()),
                ("project", project.clone()),
            ];
            let server = (!unique).then(|| ("server", server.clone()));
            let entry: Vec<_> = entry.into_iter().chain(server).collect();
            add_action(&mut document, &entry);
        }
        Edit::Unpin {
            operation,
            project,
            server,
        } => remove_actions(&mut document, &site, *operation, project, server),
    }
    let changed = document.to_string();
    check(&changed)?;
    Ok(changed)
}

fn check(text: &str) -> Result<Site, EditError> {
    read::read(text).map_err(|_| first_problem(text))
}

fn first_problem(text: &str) -> EditError {
    let problems = read::read(text).err().unwrap_or_default();
    let first = problems.into_iter().next();
    EditError::Broken(first.unwrap_or(Problem {
        line: 1,
        column: 1,
        message: "this is not TOML".to_owned(),
    }))
}

/// The name, or one like it that no other action has.
fn free_name(site: &Site, name: &str, server: &str) -> String {
    let taken = |name: &str| site.actions().iter().any(|action| action.name == name);
    if !taken(name) {
        return name.to_owned();
    }
    let with_server = format!("{name} ({server})");
    if !taken(&with_server) {
        return with_server;
    }
    let mut number = 2;
    loop {
        let numbered = format!("{name} {number}");
        if !taken(&numbered) {
            return numbered;
        }
        number += 1;
    }
}

fn add_action(document: &mut DocumentMut, entry: &[(&str, String)]) {
    let item = document
        .entry("action")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(array) = item.as_array_mut() {
        let mut table = InlineTable::new();
        for (key, value) in entry {
            table.insert(*key, value.as_str().into());
        }
        array.push(table);
    } else if let Some(tables) = item.as_array_of_tables_mut() {
        let mut table = Table::new();
        for (key, value) in entry {
            table.insert(key, toml_edit::value(value.as_str()));
        }
        table.decor_mut().set_prefix("\n");
        tables.push(table);
    }
}

fn remove_actions(
    document: &mut DocumentMut,
    site: &Site,
    operation: Operation,
    project: &str,
    server: &str,
) {
    let Ok(wanted) = find_project_on(site, project, Some(server)) else {
        return;
    };
    let matches = |table: &dyn TableLike| {
        let text = |key: &str| table.get(key).and_then(Item::as_str);
        let named = text("project").map(|name| find_project_on(site, name, text("server")));
        text("command") == Some(Command::from(operation).word()) && named == Some(Ok(wanted))
    };
    let Some(item) = document.get_mut("action") else {
        return;
    };
    if let Some(array) = item.as_array_mut() {
        array.retain(|value: &Value| !value.as_inline_table().is_some_and(|t| matches(t)));
    } else if let Some(tables) = item.as_array_of_tables_mut() {
        tables.retain(|table| !matches(table));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "# ours\r
[[server]]   # the line\r
name = 'Line 1'\r
address = \"a\"\r
  [[server.project]]\r
  path = 'C:\\A' # odd order\r
  name = 'A'\r
";

    fn pin(project: &str) -> Edit {
        Edit::Pin {
            name: format!("Start {project}"),
            operation: Operation::Start,
            project: project.to_owned(),
            server: "Line 1".to_owned(),
        }
    }

    fn unpin(project: &str) -> Edit {
        Edit::Unpin {
            operation: Operation::Start,
            project: project.to_owned(),
            server: "Line 1".to_owned(),
        }
    }

    #[test]
    fn pinning_adds_a_block_and_unpinning_takes_it_away() {
        let pinned = apply(BEFORE, &pin("A")).unwrap();
        let block = "\n[[action]]\nname = \"Start A\"\ncommand = \"start\"\nproject = \"A\"\n";
        assert_eq!(
            pinned.replace("\r\n", "\n"),
            BEFORE.replace("\r\n", "\n") + block
        );
        let unpinned = apply(&pinned, &unpin("A")).unwrap();
        assert_eq!(unpinned.replace("\r\n", "\n"), BEFORE.replace("\r\n", "\n"));
    }

    #[test]
    fn comments_behind_and_between_stay() {
        let text = format!(
            "{BEFORE}\n[[action]]\nname = 'x'\ncommand = 'stop'\nproject = 'A'\n\n# the end\n"
        );
        let pinned = apply(&text, &pin("A")).unwrap();
        assert!(pinned.contains("# the end"), "{pinned}");
        assert!(pinned.contains("# odd order"), "{pinned}");
        assert_eq!(read::read(&pinned).unwrap().actions().len(), 2);
    }

    #[test]
    fn inline_lists_stay_inline() {
        let text = "action = []\nserver = [{ name = 'Line 1', address = 'a', project = [{ name = 'A', path = 'C:\\A' }] }]\n";
        let pinned = apply(text, &pin("A")).unwrap();
        assert_eq!(
            pinned,
            text.replace(
                "action = []",
                "action = [{ name = \"Start A\", command = \"start\", project = \"A\" }]"
            )
        );
        assert_eq!(apply(&pinned, &unpin("A")), Ok(text.to_owned()));
    }

    #[test]
    fn names_that_are_taken_are_varied_and_ambiguous_projects_name_their_server() {
        let text = format!(
            "{BEFORE}\n[[server]]\nname = 'Line 2'\naddress = 'b'\n[[server.project]]\nname = 'A'\npath = 'C:\\A'\n[[action]]\nname = 'Start A'\ncommand = 'start'\nproject = 'A'\nserver = 'Line 2'\n"
        );
        let pinned = apply(&text, &pin("A")).unwrap();
        let block = "\n[[action]]\nname = \"Start A (Line 1)\"\ncommand = \"start\"\nproject = \"A\"\nserver = \"Line 1\"\n";
        assert!(pinned.ends_with(block), "{pinned}");
        let unpinned = apply(&pinned, &unpin("A")).unwrap();
        assert_eq!(unpinned.replace("\r\n", "\n"), text.replace("\r\n", "\n"));
    }

    #[test]
    fn broken_files_and_unknown_projects_are_left_alone() {
        let broken = apply("x = 1\n", &pin("A"));
        assert!(matches!(
            broken,
            Err(EditError::Broken(Problem { line: 1, .. }))
        ));
        assert!(matches!(
            apply("x = ", &pin("A")),
            Err(EditError::Broken(_))
        ));
        assert_eq!(
            apply(BEFORE, &pin("B")),
            Err(EditError::NoProject(
                "no project is called \"B\"; did you mean \"A\"?".to_owned()
            ))
        );
    }
}
