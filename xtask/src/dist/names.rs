//! Short names: wixl leaves them out, though each name that is longer than eight letters and three is to
//! have one in front, as in `PEKAT-~1.EXE|pekat-tray.exe`.
//! <https://learn.microsoft.com/windows/win32/msi/filename>

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use msi::Value;

use super::database::Database;

/// The columns with names of files and folders.
const COLUMNS: [(&str, &str); 3] = [
    ("Directory", "DefaultDir"),
    ("File", "FileName"),
    ("Shortcut", "Name"),
];

/// Gives each long name a short one.
pub(super) fn shorten(database: &mut Database) -> Result<()> {
    for (table, column) in COLUMNS {
        let mut taken = BTreeSet::new();
        let table = database.table(table)?;
        let at = table.position(column).context("a table without names")?;
        table.change(|row| {
            let Some(name) = row[at].as_str() else { return };
            if let Some(short) = short(name, &mut taken) {
                row[at] = Value::from(format!("{short}|{name}"));
            }
        });
    }
    Ok(())
}

/// A short name that is not taken yet; none for a name that is short or has one.
fn short(name: &str, taken: &mut BTreeSet<String>) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let plain = |text: &str| {
        let mut letters = text.chars();
        letters.all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '~'))
    };
    let is_short = stem.len() <= 8 && extension.len() <= 3 && plain(stem) && plain(extension);
    // `.` and `SourceDir` are no names, but stand for the folder above and the package's.
    if is_short || name.contains('|') || name == "." || name == "SourceDir" {
        return None;
    }
    let cut = |text: &str, length: usize| -> String {
        let letters = text.chars().filter(|it| plain(&it.to_string()));
        letters.take(length).collect::<String>().to_uppercase()
    };
    let extension = cut(extension, 3);
    (1..).find_map(|number| {
        let tail = format!("~{number}");
        let mut short = cut(stem, 8 - tail.len()) + &tail;
        if !extension.is_empty() {
            short = format!("{short}.{extension}");
        }
        taken.insert(short.clone()).then_some(short)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_have_short_ones_in_front_which_are_all_different() {
        let mut taken = BTreeSet::new();
        let mut short = |name: &str| short(name, &mut taken);
        for (name, wanted) in [
            ("pekat-tray.exe", Some("PEKAT-~1.EXE")),
            ("pekat-tray.txt", Some("PEKAT-~1.TXT")),
            ("pekat-tray-2.exe", Some("PEKAT-~2.EXE")),
            ("PEKAT Tray", Some("PEKATT~1")),
            ("policy.admx", Some("POLICY~1.ADM")),
            ("pekatctl.exe", None),
            ("en-US", None),
            (".", None),
            ("SourceDir", None),
            ("PEKAT-~1.EXE|pekat-tray.exe", None),
        ] {
            assert_eq!(short(name).as_deref(), wanted, "{name}");
        }
    }
}
