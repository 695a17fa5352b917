//! What a column names is there.

use std::collections::BTreeSet;

use msi::Value;

use crate::dist::database::Database;

/// Columns that name the first key of another table, or are empty.
const REFERENCES: [(&str, &str, &str); 23] = [
    ("AppSearch", "Signature_", "RegLocator"),
    ("Component", "Directory_", "Directory"),
    ("Control", "Dialog_", "Dialog"),
    ("ControlCondition", "Dialog_", "Dialog"),
    ("ControlEvent", "Dialog_", "Dialog"),
    ("CreateFolder", "Component_", "Component"),
    ("CreateFolder", "Directory_", "Directory"),
    ("Directory", "Directory_Parent", "Directory"),
    ("Environment", "Component_", "Component"),
    ("EventMapping", "Dialog_", "Dialog"),
    ("Feature", "Directory_", "Directory"),
    ("Feature", "Feature_Parent", "Feature"),
    ("FeatureComponents", "Component_", "Component"),
    ("FeatureComponents", "Feature_", "Feature"),
    ("File", "Component_", "Component"),
    ("MsiFileHash", "File_", "File"),
    ("MsiLockPermissionsEx", "LockObject", "CreateFolder"),
    ("MsiShortcutProperty", "Shortcut_", "Shortcut"),
    ("Registry", "Component_", "Component"),
    ("Shortcut", "Component_", "Component"),
    ("Shortcut", "Directory_", "Directory"),
    ("Shortcut", "Icon_", "Icon"),
    ("Shortcut", "WkDir", "Directory"),
];

/// Tables with streams, which are called after their rows.
const WITH_STREAMS: [&str; 2] = ["Binary", "Icon"];

pub(super) fn problems(database: &Database) -> Vec<String> {
    let mut problems = Vec::new();
    for (table, column, target) in REFERENCES {
        let there = keys(database, target);
        for row in database.rows(table) {
            let named = row.text(column);
            if !named.is_empty() && !there.contains(named) {
                problems.push(format!("{table}: {column} {named:?} is not in {target}"));
            }
        }
    }
    problems.extend(unchecked(database));
    problems.extend(controls(database));
    problems.extend(libraries(database));
    for table in WITH_STREAMS {
        for key in keys(database, table) {
            let stream = format!("{table}.{key}");
            if !database.streams.contains_key(&stream) {
                problems.push(format!("{table}: there is no stream {stream}"));
            }
        }
    }
    problems
}

fn keys<'a>(database: &'a Database, table: &str) -> BTreeSet<&'a str> {
    let rows = database.rows(table);
    let keys = rows.filter_map(|row| row.values.first().and_then(Value::as_str));
    keys.collect()
}

/// Columns that look as if they named something, but are not among those that are checked.
fn unchecked(database: &Database) -> Vec<String> {
    const ELSEWHERE: [(&str, &str); 4] = [
        ("ControlCondition", "Control_"),
        ("ControlEvent", "Control_"),
        ("EventMapping", "Control_"),
        // Its key, by which it is looked up.
        ("RegLocator", "Signature_"),
    ];
    let mut problems = Vec::new();
    for (name, table) in &database.tables {
        for column in &table.columns {
            let column = column.name();
            let is = |(table, it): (&str, &str)| table == name && it == column;
            let known = REFERENCES.iter().any(|(table, it, _)| is((table, it)))
                || ELSEWHERE.iter().any(|it| is(*it));
            if column.ends_with('_') && !known {
                problems.push(format!("{name}: nobody checks {column}"));
            }
        }
    }
    problems
}

fn controls(database: &Database) -> Vec<String> {
    let there: BTreeSet<_> = database
        .rows("Control")
        .map(|row| (row.text("Dialog_"), row.text("Control")))
        .collect();
    let mut problems = Vec::new();
    for table in ["ControlCondition", "ControlEvent", "EventMapping"] {
        for row in database.rows(table) {
            let control = (row.text("Dialog_"), row.text("Control_"));
            if !there.contains(&control) {
                problems.push(format!("{table}: there is no control {control:?}"));
            }
        }
    }
    problems
}

/// Actions in libraries name one that is there.
fn libraries(database: &Database) -> Vec<String> {
    const KIND: i32 = 0x3f;
    const IN_A_LIBRARY: i32 = 1;
    let there = keys(database, "Binary");
    let actions = database.rows("CustomAction");
    let wrong = actions.filter(|row| {
        row.number("Type") & KIND == IN_A_LIBRARY && !there.contains(row.text("Source"))
    });
    wrong
        .map(|row| format!("CustomAction: {} is in no library", row.text("Action")))
        .collect()
}
