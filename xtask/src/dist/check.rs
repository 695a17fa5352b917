//! What must hold of a finished package: what Microsoft's internal consistency evaluators look for, as far
//! as it can go wrong here, and that the cabinet has what was staged.
//! <https://learn.microsoft.com/windows/win32/msi/ice-reference>

mod packed;
mod references;
mod sequences;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use super::database::Database;
use super::staged::Staged;

/// The columns that name something: letters, digits, dots and underscores, 72 at most, a letter first.
const IDENTIFIERS: [(&str, &str); 12] = [
    ("Binary", "Name"),
    ("Component", "Component"),
    ("Control", "Control"),
    ("CustomAction", "Action"),
    ("Dialog", "Dialog"),
    ("Directory", "Directory"),
    ("Feature", "Feature"),
    ("File", "File"),
    ("Icon", "Name"),
    ("Property", "Property"),
    ("Registry", "Registry"),
    ("Shortcut", "Shortcut"),
];

/// Checks a package.
///
/// # Errors
/// All that is wrong with it.
pub fn check(database: &Database, staged: &Staged) -> Result<()> {
    let mut problems = problems(database);
    problems.extend(packed::problems(database, staged));
    ensure!(
        problems.is_empty(),
        "the package is not sound:\n{}",
        problems.join("\n")
    );
    Ok(())
}

/// What is wrong with the tables.
#[must_use]
pub fn problems(database: &Database) -> Vec<String> {
    let mut problems = identifiers(database);
    problems.extend(components(database));
    problems.extend(folders(database));
    problems.extend(references::problems(database));
    problems.extend(sequences::problems(database));
    problems
}

fn identifiers(database: &Database) -> Vec<String> {
    let mut problems = Vec::new();
    for (table, column) in IDENTIFIERS {
        for row in database.rows(table) {
            let name = row.text(column);
            let mut letters = name.chars();
            let first = letters.next();
            let good = first.is_some_and(|it| it.is_ascii_alphabetic() || it == '_')
                && letters.all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '.')
                && name.len() <= 72;
            if !good {
                problems.push(format!("{table}: {name:?} is no identifier"));
            }
        }
    }
    for feature in database.rows("Feature") {
        let name = feature.text("Feature");
        if name.len() > 38 {
            problems.push(format!("Feature: {name:?} is longer than 38"));
        }
    }
    problems
}

/// Each component has its own code, belongs to one feature, is 64-bit, and what it is known by exists
/// and is in it.
fn components(database: &Database) -> Vec<String> {
    const KEY_IN_REGISTRY: i32 = 4;
    const IS_64_BIT: i32 = 0x100;
    let mut problems = Vec::new();
    let mut codes = BTreeSet::new();
    let mut features: BTreeMap<&str, usize> = BTreeMap::new();
    for row in database.rows("FeatureComponents") {
        *features.entry(row.text("Component_")).or_default() += 1;
    }
    for component in database.rows("Component") {
        let name = component.text("Component");
        let code = component.text("ComponentId");
        if code.is_empty() || code != code.to_uppercase() || !codes.insert(code) {
            problems.push(format!(
                "Component: {name} has the code {code:?}, which is not good or another one's"
            ));
        }
        if features.get(name) != Some(&1) {
            problems.push(format!("Component: {name} is not in one feature"));
        }
        let attributes = component.number("Attributes");
        if attributes & IS_64_BIT == 0 {
            problems.push(format!("Component: {name} is not 64-bit"));
        }
        let key = component.text("KeyPath");
        let table = if attributes & KEY_IN_REGISTRY == 0 {
            "File"
        } else {
            "Registry"
        };
        let mut rows = database.rows(table);
        let its = |row: &super::database::Row<'_>| {
            row.values.first().and_then(msi::Value::as_str) == Some(key)
                && row.text("Component_") == name
        };
        if !key.is_empty() && !rows.any(|row| its(&row)) {
            problems.push(format!(
                "Component: {name} is known by {key}, which is none of its rows in {table}"
            ));
        }
    }
    problems
}

/// Each folder leads up to the one root.
fn folders(database: &Database) -> Vec<String> {
    let parents: BTreeMap<_, _> = database
        .rows("Directory")
        .map(|row| (row.text("Directory"), row.text("Directory_Parent")))
        .collect();
    let mut problems = Vec::new();
    for folder in parents.keys() {
        let mut at = *folder;
        let mut steps = 0;
        while let Some(parent) = parents.get(at)
            && !parent.is_empty()
            && steps < parents.len()
        {
            at = parent;
            steps += 1;
        }
        if at != "TARGETDIR" {
            problems.push(format!("Directory: {folder} does not lead up to TARGETDIR"));
        }
    }
    problems
}
