//! The dialogs as rows of the package's tables.

use std::io::{Read, Seek, Write};

use anyhow::{Context as _, Result};
use msi::{Delete, Expr, Insert, Package, Value};

use super::form::Dialog;
use crate::dist::schema;

/// The tables of dialogs.
const TABLES: [(&str, &str); 11] = [
    (
        "Dialog",
        "*s72 Dialog, i2 HCentering, i2 VCentering, i2 Width, i2 Height, I4 Attributes, L128 Title, s50 Control_First, S50 Control_Default, S50 Control_Cancel",
    ),
    (
        "Control",
        "*s72 Dialog_, *s50 Control, s20 Type, i2 X, i2 Y, i2 Width, i2 Height, I4 Attributes, S50 Property, L0 Text, S50 Control_Next, L50 Help",
    ),
    (
        "ControlEvent",
        "*s72 Dialog_, *s50 Control_, *s50 Event, *s255 Argument, *S255 Condition, I2 Ordering",
    ),
    (
        "ControlCondition",
        "*s72 Dialog_, *s50 Control_, *s50 Action, *s255 Condition",
    ),
    (
        "EventMapping",
        "*s72 Dialog_, *s50 Control_, *s50 Event, s50 Attribute",
    ),
    (
        "TextStyle",
        "*s72 TextStyle, s32 FaceName, i2 Size, I4 Color, I2 StyleBits",
    ),
    ("CheckBox", "*s72 Property, S64 Value"),
    // Windows Installer fills it in with what holds files, but it has to be there.
    ("ListBox", "*s72 Property, *i2 Order, s64 Value, L64 Text"),
    ("UIText", "*s72 Key, L255 Text"),
    ("ActionText", "*s72 Action, L0 Description, L0 Template"),
    ("Binary", "*s72 Name, v0 Data"),
];

/// What the installer says while it works; Windows has words for its own actions.
const ACTIONS: [(&str, &str); 6] = [
    ("CheckProperties", "Checking what was asked for"),
    ("EndTrays", "Ending PEKAT Tray"),
    ("WriteConfiguration", "Writing the configuration"),
    ("CleanUp", "Removing the configuration"),
    ("StartTrays", "Starting PEKAT Tray again"),
    ("LaunchTray", "Starting PEKAT Tray"),
];

/// What the tree of features shows.
const UI_TEXTS: [(&str, &str); 22] = [
    ("AbsentPath", ""),
    ("bytes", "bytes"),
    ("KB", "KB"),
    ("MB", "MB"),
    ("GB", "GB"),
    ("MenuLocal", "Install this"),
    ("MenuAllLocal", "Install this and all below it"),
    ("MenuAbsent", "Do not install this"),
    ("SelAbsentAbsent", "This is not going to be installed."),
    ("SelAbsentLocal", "This is going to be installed."),
    ("SelLocalAbsent", "This is going to be removed."),
    ("SelLocalLocal", "This stays installed."),
    ("SelCostPending", "Working out the space that this needs …"),
    ("SelChildCostPos", "This needs [1] on the disk."),
    ("SelChildCostNeg", "This frees [1] on the disk."),
    (
        "SelParentCostPosPos",
        "This needs [1] on the disk, and what is chosen below it [4].",
    ),
    ("TimeRemaining", "Time left: {[1] minutes }{[2] seconds}"),
    ("VolumeCostVolume", "Disk"),
    ("VolumeCostSize", "Size"),
    ("VolumeCostAvailable", "Free"),
    ("VolumeCostRequired", "Needed"),
    ("VolumeCostDifference", "Left"),
];

const PROPERTIES: [(&str, &str); 4] = [
    ("DefaultUIFont", "Normal"),
    ("ErrorDialog", "ErrorDialog"),
    ("STARTNOW", "1"),
    ("_BrowseProperty", "INSTALLDIR"),
];

/// When which dialog is shown; the negative ones are Windows Installer's own.
const SEQUENCE: [(&str, &str, i16); 7] = [
    ("Cancelled", "", -2),
    ("Failed", "", -3),
    ("Done", "", -1),
    ("Preparing", "", 49),
    ("Welcome", "NOT Installed", 1230),
    (
        "Maintenance",
        "Installed AND NOT RESUME AND NOT Preselected",
        1250,
    ),
    ("Progress", "", 1280),
];

/// Adds the dialogs to a package; what it holds under the same names is replaced.
///
/// `icon` is the picture of every page, an `.ico` file.
///
/// # Errors
/// What the package cannot take, with the table's name.
pub fn write<F: Read + Write + Seek>(
    package: &mut Package<F>,
    dialogs: &[Dialog],
    icon: &[u8],
) -> Result<()> {
    for (table, columns) in TABLES {
        if !package.has_table(table) {
            package
                .create_table(table, schema::parse(columns)?)
                .with_context(|| format!("create {table}"))?;
        }
    }
    for dialog in dialogs {
        put_dialog(package, dialog)?;
    }
    put(
        package,
        "TextStyle",
        vec![
            "Normal".into(),
            "Tahoma".into(),
            8.into(),
            Value::Null,
            Value::Null,
        ],
    )?;
    put(
        package,
        "TextStyle",
        vec![
            "Title".into(),
            "Tahoma".into(),
            11.into(),
            Value::Null,
            1.into(),
        ],
    )?;
    for name in ["LICENCEACCEPTED", "STARTNOW", "PURGE"] {
        put(package, "CheckBox", vec![name.into(), "1".into()])?;
    }
    for (action, words) in ACTIONS {
        put(
            package,
            "ActionText",
            vec![action.into(), words.into(), Value::Null],
        )?;
    }
    for (key, words) in UI_TEXTS {
        put(package, "UIText", vec![key.into(), maybe(words)])?;
    }
    for (name, value) in PROPERTIES {
        put(package, "Property", vec![name.into(), value.into()])?;
    }
    for (action, condition, at) in SEQUENCE {
        put(
            package,
            "InstallUISequence",
            vec![action.into(), maybe(condition), i32::from(at).into()],
        )?;
    }
    put(package, "Binary", vec!["AppIcon".into(), Value::Binary])?;
    package.write_stream("Binary.AppIcon")?.write_all(icon)?;
    Ok(())
}

fn put_dialog<F: Read + Write + Seek>(package: &mut Package<F>, dialog: &Dialog) -> Result<()> {
    let ring: Vec<_> = dialog
        .controls
        .iter()
        .filter(|control| control.takes_focus())
        .collect();
    let first = dialog.first();
    put(
        package,
        "Dialog",
        vec![
            dialog.name.into(),
            50.into(),
            50.into(),
            dialog.width.into(),
            dialog.height.into(),
            dialog.attributes.into(),
            "[ProductName]".into(),
            first.into(),
            maybe(dialog.default),
            maybe(dialog.cancel),
        ],
    )?;
    for control in &dialog.controls {
        let at = ring.iter().position(|other| other.name == control.name);
        let next = at.map(|at| {
            ring.get(at + 1)
                .or(ring.first())
                .map_or("", |control| control.name)
        });
        let [x, y, width, height] = control.place;
        put(
            package,
            "Control",
            vec![
                dialog.name.into(),
                control.name.into(),
                control.kind.into(),
                x.into(),
                y.into(),
                width.into(),
                height.into(),
                control.attributes.into(),
                maybe(control.property.unwrap_or("")),
                maybe(&control.text),
                maybe(next.unwrap_or("")),
                Value::Null,
            ],
        )?;
        for (order, [event, argument, condition]) in (1..).zip(&control.events) {
            put(
                package,
                "ControlEvent",
                vec![
                    dialog.name.into(),
                    control.name.into(),
                    (*event).into(),
                    (*argument).into(),
                    (*condition).into(),
                    Value::Int(order),
                ],
            )?;
        }
        for [action, condition] in &control.conditions {
            put(
                package,
                "ControlCondition",
                vec![
                    dialog.name.into(),
                    control.name.into(),
                    (*action).into(),
                    (*condition).into(),
                ],
            )?;
        }
        if let Some([event, attribute]) = control.shows {
            put(
                package,
                "EventMapping",
                vec![
                    dialog.name.into(),
                    control.name.into(),
                    event.into(),
                    attribute.into(),
                ],
            )?;
        }
    }
    Ok(())
}

/// Writes a row in place of the one with the same key.
fn put<F: Read + Write + Seek>(
    package: &mut Package<F>,
    table: &str,
    row: Vec<Value>,
) -> Result<()> {
    let columns = package
        .get_table(table)
        .with_context(|| format!("no table {table}"))?
        .columns();
    let mut same: Option<Expr> = None;
    for (column, value) in columns
        .iter()
        .zip(&row)
        .filter(|(column, _)| column.is_primary_key())
    {
        let value = match value {
            // A stream is no key.
            Value::Null | Value::Binary => Expr::null(),
            Value::Int(number) => Expr::integer(*number),
            Value::Str(text) => Expr::string(text.as_str()),
        };
        let this = Expr::col(column.name()).eq(value);
        same = Some(match same {
            Some(same) => same.and(this),
            None => this,
        });
    }
    if let Some(same) = same {
        package.delete_rows(Delete::from(table).with(same))?;
    }
    let told = format!("{table}: {row:?}");
    package
        .insert_rows(Insert::into(table).row(row))
        .context(told)
}

fn maybe(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        text.into()
    }
}

/// A plain text as RTF: an empty line ends a paragraph.
#[must_use]
pub fn rtf(text: &str) -> String {
    let mut out = String::from("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Tahoma;}}\\f0\\fs16 ");
    for line in text.lines() {
        if line.trim().is_empty() {
            out.push_str("\\par\\par ");
            continue;
        }
        for letter in line.trim().chars() {
            match letter {
                '\\' | '{' | '}' => out.extend(['\\', letter]),
                // Windows Installer may take what stands between them for the name of something.
                '[' => out.push_str("\\'5b"),
                ']' => out.push_str("\\'5d"),
                ' '..='~' => out.push(letter),
                _ => {
                    let mut units = [0; 2];
                    for unit in letter.encode_utf16(&mut units) {
                        out.push_str(&format!("\\u{}?", unit.cast_signed()));
                    }
                }
            }
        }
        out.push(' ');
    }
    out.push('}');
    out
}
