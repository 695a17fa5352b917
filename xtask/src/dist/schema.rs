//! The columns of tables that no compiler has made, as Windows Installer documents them.

use anyhow::{Context, Result};
use msi::{Category, Column};

/// Tables as `.idt` files name their columns: `s` text, `l` translatable text, `i` number with its width,
/// `v` stream; a capital may be empty; `*` is part of the key.
/// <https://learn.microsoft.com/windows/win32/msi/archive-file-format>
const TABLES: &[(&str, &str)] = &[
    (
        "Environment",
        "*s72 Environment, l255 Name, L255 Value, s72 Component_",
    ),
    (
        "MsiFileHash",
        "*s72 File_, i2 Options, i4 HashPart1, i4 HashPart2, i4 HashPart3, i4 HashPart4",
    ),
    (
        "MsiLockPermissionsEx",
        "*s72 MsiLockPermissionsEx, s72 LockObject, s32 Table, s0 SDDLText, S255 Condition",
    ),
    (
        "MsiShortcutProperty",
        "*s72 MsiShortcutProperty, s72 Shortcut_, s0 PropertyKey, s0 PropVariantValue",
    ),
];

/// The columns of a table.
///
/// # Errors
/// When it is not known here.
pub(super) fn columns(table: &str) -> Result<Vec<Column>> {
    let known = TABLES.iter().find(|(name, _)| *name == table);
    let (_, columns) = known.with_context(|| format!("the columns of {table} are not known"))?;
    parse(columns)
}

/// Reads columns in that form.
///
/// # Errors
/// When they are in no such form.
pub(super) fn parse(columns: &str) -> Result<Vec<Column>> {
    columns.split(", ").map(column).collect()
}

fn column(text: &str) -> Result<Column> {
    let (kind, name) = text.split_once(' ').context("a column without a name")?;
    let (key, kind) = kind
        .strip_prefix('*')
        .map_or((false, kind), |kind| (true, kind));
    let letter = kind.chars().next().context("a column without a type")?;
    let size: usize = kind.get(1..).unwrap_or("").parse()?;
    let mut column = Column::build(name);
    if key {
        column = column.primary_key();
    }
    if letter.is_ascii_uppercase() {
        column = column.nullable();
    }
    if letter.eq_ignore_ascii_case(&'l') {
        column = column.localizable();
    }
    Ok(match (letter.to_ascii_lowercase(), size) {
        ('i', 2) => column.int16(),
        ('i', _) => column.int32(),
        ('v', _) => column.category(Category::Binary).binary(),
        _ => column.string(size),
    })
}
