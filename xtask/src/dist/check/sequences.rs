//! The order of actions.

use std::collections::{BTreeMap, BTreeSet};

use crate::dist::database::Database;

const TABLES: [&str; 5] = [
    "AdminExecuteSequence",
    "AdminUISequence",
    "AdvtExecuteSequence",
    "InstallExecuteSequence",
    "InstallUISequence",
];

/// Windows Installer's own actions, as far as they are used, in the order that it wants.
/// <https://learn.microsoft.com/windows/win32/msi/suggested-installexecutesequence>
const STANDARD: [&str; 30] = [
    "FindRelatedProducts",
    "AppSearch",
    "LaunchConditions",
    "ValidateProductID",
    "CostInitialize",
    "FileCost",
    "CostFinalize",
    "MigrateFeatureStates",
    "ExecuteAction",
    "InstallValidate",
    "InstallInitialize",
    "RemoveExistingProducts",
    "ProcessComponents",
    "UnpublishFeatures",
    "RemoveRegistryValues",
    "RemoveShortcuts",
    "RemoveEnvironmentStrings",
    "RemoveFiles",
    "RemoveFolders",
    "CreateFolders",
    "InstallAdminPackage",
    "InstallFiles",
    "CreateShortcuts",
    "WriteRegistryValues",
    "WriteEnvironmentStrings",
    "RegisterUser",
    "RegisterProduct",
    "PublishFeatures",
    "PublishProduct",
    "InstallFinalize",
];

/// Tables that need an action to be of any use.
const NEEDED: [(&str, &[&str]); 7] = [
    ("AppSearch", &["AppSearch"]),
    ("CreateFolder", &["CreateFolders", "RemoveFolders"]),
    (
        "Environment",
        &["RemoveEnvironmentStrings", "WriteEnvironmentStrings"],
    ),
    ("File", &["InstallFiles", "RemoveFiles"]),
    ("Registry", &["RemoveRegistryValues", "WriteRegistryValues"]),
    ("Shortcut", &["CreateShortcuts", "RemoveShortcuts"]),
    (
        "Upgrade",
        &["FindRelatedProducts", "RemoveExistingProducts"],
    ),
];

pub(super) fn problems(database: &Database) -> Vec<String> {
    let names = |table: &'static str, column: &'static str| {
        let rows = database.rows(table);
        rows.map(|row| row.text(column)).collect::<BTreeSet<_>>()
    };
    let custom = names("CustomAction", "Action");
    let dialogs = names("Dialog", "Dialog");
    let mut problems = Vec::new();
    for table in TABLES {
        let mut order: BTreeMap<i32, &str> = BTreeMap::new();
        for row in database.rows(table) {
            let (action, number) = (row.text("Action"), row.number("Sequence"));
            let known = STANDARD.contains(&action)
                || custom.contains(action)
                || dialogs.contains(action) && table.ends_with("UISequence");
            if !known {
                problems.push(format!("{table}: {action} is no action"));
            }
            if let Some(other) = order.insert(number, action) {
                problems.push(format!(
                    "{table}: {action} and {other} are both at {number}"
                ));
            }
        }
        let places = order.values().filter_map(|action| {
            let place = STANDARD.iter().position(|it| it == action);
            place.map(|place| (place, *action))
        });
        let places: Vec<_> = places.collect();
        for pair in places.windows(2) {
            if let [(before, first), (after, second)] = pair
                && before > after
            {
                problems.push(format!("{table}: {first} comes before {second}"));
            }
        }
    }
    let there = names("InstallExecuteSequence", "Action");
    for (table, actions) in NEEDED {
        for action in actions {
            if database.rows(table).next().is_some() && !there.contains(action) {
                problems.push(format!("InstallExecuteSequence: {table} needs {action}"));
            }
        }
    }
    problems.extend(scripted(database));
    problems
}

/// What is put into the script must be between the script's begin and end.
fn scripted(database: &Database) -> Vec<String> {
    const IN_SCRIPT: i32 = 0x400;
    let place: BTreeMap<_, _> = database
        .rows("InstallExecuteSequence")
        .map(|row| (row.text("Action"), row.number("Sequence")))
        .collect();
    let at = |action: &str| place.get(action).copied();
    let script = at("InstallInitialize").zip(at("InstallFinalize"));
    let mut problems = Vec::new();
    for action in database.rows("CustomAction") {
        let (name, kind) = (action.text("Action"), action.number("Type"));
        if kind & IN_SCRIPT == 0 {
            continue;
        }
        let inside = at(name)
            .zip(script)
            .is_some_and(|(at, (begin, end))| begin < at && at < end);
        if !inside {
            problems.push(format!(
                "InstallExecuteSequence: {name} is outside of the script that it is for"
            ));
        }
    }
    problems
}
