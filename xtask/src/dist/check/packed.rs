//! The cabinet has the files of the tables, and they are what was staged.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::dist::database::Database;
use crate::dist::staged::Staged;
use crate::dist::{cabinet, layout};

pub(super) fn problems(database: &Database, staged: &Staged) -> Vec<String> {
    let mut problems = sequence(database);
    match packed(database, staged) {
        Ok(found) => problems.extend(found),
        Err(error) => problems.push(format!("the cabinet: {error:#}")),
    }
    problems.extend(loadable(staged));
    problems
}

/// Only the sixth version of the common controls has task dialogs, and Windows takes the fifth where no
/// manifest asks for it: such a file could not be loaded. Wine takes either.
/// <https://learn.microsoft.com/windows/win32/controls/cookbook-overview>
fn loadable(staged: &Staged) -> Vec<String> {
    const WANTED: &[u8] = b"TaskDialogIndirect\0";
    const ASKED: &[u8] = b"name=\"Microsoft.Windows.Common-Controls\" version=\"6.0.0.0\"";
    let has = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|it| it == what);
    let files = staged.files.iter();
    files
        .filter(|(_, bytes)| has(bytes, WANTED) && !has(bytes, ASKED))
        .map(|(name, _)| format!("{name}: task dialogs, but no manifest for them"))
        .collect()
}

/// The files' numbers begin at 1, leave none out, and end with the one of the medium.
fn sequence(database: &Database) -> Vec<String> {
    let numbers: BTreeSet<_> = database
        .rows("File")
        .map(|row| row.number("Sequence"))
        .collect();
    let files = database.rows("File").count();
    let last: Vec<_> = database
        .rows("Media")
        .map(|row| row.number("LastSequence"))
        .collect();
    let whole = numbers
        .iter()
        .zip(1..)
        .all(|(number, wanted)| *number == wanted);
    if whole && numbers.len() == files && last == [i32::try_from(files).unwrap_or(0)] {
        return Vec::new();
    }
    vec![format!(
        "File: {files} files have the numbers {numbers:?}, and the medium ends with {last:?}"
    )]
}

fn packed(database: &Database, staged: &Staged) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let files = cabinet::files(database)?;
    let paths = layout::paths(database)?;
    let keys: BTreeSet<_> = paths.keys().collect();
    for key in keys.symmetric_difference(&files.keys().collect()) {
        problems.push(format!("File: {key} is not both in the table and packed"));
    }
    let there: BTreeSet<_> = staged.files.keys().collect();
    for path in there.symmetric_difference(&paths.values().collect()) {
        problems.push(format!("File: {path} is not both staged and installed"));
    }
    for row in database.rows("File") {
        let key = row.text("File");
        let bytes = paths.get(key).and_then(|path| staged.files.get(path));
        if files.get(key) != bytes {
            problems.push(format!("File: {key} is packed as another one than staged"));
        }
        let size = bytes.and_then(|bytes| i32::try_from(bytes.len()).ok());
        if size != Some(row.number("FileSize")) {
            problems.push(format!("File: {key} is of another size"));
        }
    }
    Ok(problems)
}
