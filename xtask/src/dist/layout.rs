//! Which staged file each row of the table of files is.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::database::Database;

/// Where the staged files are installed: a folder of the package, and the one among the staged files.
const ROOTS: [(&str, &str); 2] = [("INSTALLDIR", ""), ("PolicyFolder", "policy/")];

/// The paths of staged files by the keys of the table `File`.
///
/// # Errors
/// When a file is in no known folder.
pub(super) fn paths(database: &Database) -> Result<BTreeMap<String, String>> {
    let components: BTreeMap<_, _> = database
        .rows("Component")
        .map(|row| (row.text("Component"), row.text("Directory_")))
        .collect();
    let folders: BTreeMap<_, _> = database
        .rows("Directory")
        .map(|row| {
            let name = long(row.text("DefaultDir"));
            (row.text("Directory"), (row.text("Directory_Parent"), name))
        })
        .collect();
    let mut paths = BTreeMap::new();
    for file in database.rows("File") {
        let key = file.text("File");
        let mut path = long(file.text("FileName")).to_owned();
        let mut folder = components.get(file.text("Component_")).copied();
        let root = loop {
            let at = folder.with_context(|| format!("{key} is in no known folder"))?;
            if let Some((_, root)) = ROOTS.iter().find(|(root, _)| *root == at) {
                break root;
            }
            let (parent, name) = folders
                .get(at)
                .with_context(|| format!("{at} is no folder"))?;
            path = format!("{name}/{path}");
            folder = (!parent.is_empty() && *parent != at).then_some(*parent);
        };
        paths.insert(key.to_owned(), format!("{root}{path}"));
    }
    Ok(paths)
}

/// The long name of `short|long`.
fn long(name: &str) -> &str {
    name.split_once('|').map_or(name, |(_, long)| long)
}
