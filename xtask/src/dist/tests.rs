//! What the package is like, made of small files, so that nothing need be built for Windows.

mod given;

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, SystemTime};

use expect_test::expect_file;
use msi::Value;

use super::archive::archive;
use super::check;
use super::database::Database;
use super::package::{UPGRADE_CODE, Variant, package};
use super::staged::Staged;
use super::version;
use crate::windows::Shipped;

/// Small files in the place of what is shipped.
pub(super) fn small() -> Staged {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let mut staged = Staged::texts(time).unwrap();
    for (name, bytes) in &mut staged.files {
        *bytes = name.clone().into_bytes();
    }
    for name in ["pekat-tray.exe", "pekatctl.exe", "pekat_tray_core.dll"] {
        staged.files.insert(name.to_owned(), version::dummy(name));
    }
    staged.actions = b"actions".to_vec();
    staged
}

/// This version, with a page.
pub(super) fn this() -> Variant {
    Variant::this(Some("https://example.com/pekat-tray".to_owned()))
}

fn made() -> Database {
    Database::read(package(&small(), &this()).unwrap()).unwrap()
}

/// The tables of the dialogs, whose own tests say how they are.
const DIALOGS: [&str; 9] = [
    "ActionText",
    "CheckBox",
    "Control",
    "ControlCondition",
    "ControlEvent",
    "Dialog",
    "EventMapping",
    "TextStyle",
    "UIText",
];

fn told(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(number) => number.to_string(),
        Value::Str(text) => text.clone(),
        Value::Binary => "(bytes)".to_owned(),
    }
}

/// WiX writes rows of its own besides, which are checked like all others, but not written down.
#[test]
#[cfg_attr(windows, ignore = "the text is of what wixl makes")]
fn the_tables_are_as_they_are_to_be() {
    let mut database = made();
    let code = vec!["ProductCode".into(), "(made of the content)".into()];
    database.put("Property", code).unwrap();
    let mut text = String::new();
    for (name, table) in &database.tables {
        if DIALOGS.contains(&&**name) {
            continue;
        }
        let columns: Vec<_> = table.columns.iter().map(|it| it.name()).collect();
        writeln!(text, "## {name}: {}", columns.join(" | ")).unwrap();
        let mut rows: Vec<_> = table.rows.values().collect();
        if let Some(at) = table.position("Sequence") {
            rows.sort_by_key(|row| row[at].as_int());
        }
        for row in rows {
            let row: Vec<_> = row.iter().map(told).collect();
            writeln!(text, "{}", row.join(" | ").trim_end()).unwrap();
        }
        text.push('\n');
    }
    writeln!(text, "## Streams").unwrap();
    for name in database.streams.keys() {
        writeln!(text, "{name}").unwrap();
    }
    expect_file!["tests/tables.txt"].assert_eq(&text);
}

#[test]
fn the_same_files_give_the_same_bytes_wherever_and_whenever_they_were_built() {
    let build = |age: u64| {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            let path = folder.path().join(name);
            fs::write(&path, version::dummy(name)).unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(age);
            file.set_modified(time).unwrap();
            path
        };
        let shipped = Shipped {
            tray: file("tray"),
            ctl: file("ctl"),
            core: file("core"),
            actions: file("actions"),
        };
        Staged::new(&shipped).unwrap()
    };
    let (one, other) = (build(1_000_000_000), build(1_500_000_000));
    let package = |staged| package(staged, &this()).unwrap();
    assert!(package(&one) == package(&other));
    let archive = |staged| archive(staged, "1.2.3").unwrap();
    assert!(archive(&one) == archive(&other));
}

#[test]
fn other_content_is_another_product_that_replaces_this_one() {
    let codes = |staged: &Staged, variant: &Variant| {
        let bytes = package(staged, variant).unwrap();
        let mut package = msi::Package::open(std::io::Cursor::new(bytes)).unwrap();
        let package_code = package.summary_info().uuid().unwrap();
        let database = Database::of(&mut package).unwrap();
        let of = |name: &str| database.property(name).unwrap().to_owned();
        (of("UpgradeCode"), of("ProductCode"), package_code)
    };
    let staged = small();
    let mut other = staged.clone();
    other.actions.push(b'.');
    let newer = Variant {
        version: "9.0.0".to_owned(),
        ..this()
    };
    let upgrade = codes(&staged, &this()).0;
    assert_eq!(
        upgrade.to_lowercase(),
        UPGRADE_CODE.braced().to_string(),
        "the source names the code from which the others are made"
    );
    let three = [
        codes(&staged, &this()),
        codes(&other, &this()),
        codes(&staged, &newer),
    ];
    for (at, one) in three.iter().enumerate() {
        for other in &three[at + 1..] {
            assert_eq!(one.0, other.0);
            assert_ne!(one.1, other.1);
            assert_ne!(one.2, other.2);
        }
    }
}

#[test]
fn a_version_that_windows_installer_cannot_compare_is_refused() {
    for version in ["1.0", "1.0.0.0", "1.0.0-rc.1", "256.0.0", "1.0.65536"] {
        let variant = Variant {
            version: version.to_owned(),
            ..this()
        };
        assert!(package(&small(), &variant).is_err(), "{version}");
    }
}

/// Sets one value of the row with this first key.
fn set(database: &mut Database, table: &str, key: &str, column: &str, value: Value) {
    let table = database.table(table).unwrap();
    let at = table.position(column).unwrap();
    table.change(|row| {
        if row[0].as_str() == Some(key) {
            row[at] = value.clone();
        }
    });
}

#[test]
fn what_is_not_sound_is_found() {
    type Break = fn(&mut Database);
    let breaks: &[(Break, &[&str])] = &[
        (
            |it| set(it, "Component", "Tray", "KeyPath", "Nothing".into()),
            &["Component: Tray is known by Nothing, which is none of its rows in File"],
        ),
        (
            |it| set(it, "Component", "Tray", "Attributes", Value::Int(0)),
            &["Component: Tray is not 64-bit"],
        ),
        (
            |it| {
                set(
                    it,
                    "Directory",
                    "INSTALLDIR",
                    "Directory_Parent",
                    "Nothing".into(),
                )
            },
            &[
                "Directory: INSTALLDIR does not lead up to TARGETDIR",
                "Directory: Directory_Parent \"Nothing\" is not in Directory",
            ],
        ),
        (
            |it| {
                set(
                    it,
                    "InstallExecuteSequence",
                    "RemoveExistingProducts",
                    "Sequence",
                    Value::Int(1401),
                );
            },
            &["InstallExecuteSequence: RemoveExistingProducts comes before InstallInitialize"],
        ),
        (
            |it| {
                set(
                    it,
                    "InstallExecuteSequence",
                    "EndTrays",
                    "Sequence",
                    Value::Int(1300),
                );
            },
            &["InstallExecuteSequence: EndTrays is outside of the script that it is for"],
        ),
        (
            |it| {
                set(
                    it,
                    "InstallExecuteSequence",
                    "EndTrays",
                    "Sequence",
                    Value::Int(1502),
                );
            },
            &["InstallExecuteSequence: RestartTraysOnRollback and EndTrays are both at 1502"],
        ),
        (
            |it| {
                it.streams.remove("Binary.Actions");
            },
            &["Binary: there is no stream Binary.Actions"],
        ),
        (
            |it| set(it, "Shortcut", "StartMenu", "Icon_", "Nothing".into()),
            &["Shortcut: Icon_ \"Nothing\" is not in Icon"],
        ),
        (
            |it| set(it, "Property", "REBOOT", "Property", "RE BOOT".into()),
            &["Property: \"RE BOOT\" is no identifier"],
        ),
    ];
    let database = made();
    assert_eq!(check::problems(&database), [""; 0]);
    for (spoil, wanted) in breaks {
        let mut spoilt = database.clone();
        spoil(&mut spoilt);
        assert_eq!(check::problems(&spoilt), *wanted);
    }
}

#[test]
fn a_library_that_windows_would_not_load_is_found() {
    let mut staged = small();
    let manifest = r#"name="Microsoft.Windows.Common-Controls" version="6.0.0.0""#;
    for (more, sound) in [("TaskDialogIndirect\0", false), (manifest, true)] {
        let core = staged.files.get_mut("pekat_tray_core.dll").unwrap();
        core.extend(more.as_bytes());
        let made = package(&staged, &this());
        assert_eq!(made.is_ok(), sound, "{more}");
    }
}

#[test]
fn a_cabinet_that_is_not_what_was_staged_is_found() {
    let database = made();
    let found = |staged: &Staged| {
        let error = check::check(&database, staged).unwrap_err();
        error
            .to_string()
            .lines()
            .skip(1)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(check::check(&database, &small()).is_ok());
    let mut other = small();
    other.files.insert("more.txt".to_owned(), Vec::new());
    assert_eq!(
        found(&other),
        "File: more.txt is not both staged and installed"
    );
    let mut other = small();
    other
        .files
        .insert("licences.txt".to_owned(), b"LICENCES.TXT".to_vec());
    assert_eq!(
        found(&other),
        "File: LicencesTxt is packed as another one than staged"
    );
}
