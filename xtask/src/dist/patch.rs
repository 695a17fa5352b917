//! What the compilers leave out is put into the finished tables, the same after either of them, and as often
//! as one likes.

use anyhow::{Context, Result, ensure};
use md5::{Digest as _, Md5};
use msi::Value;

use super::database::Database;
use super::layout;
use super::names;
use super::staged::Staged;
use super::version::{self, FileVersion};

/// What may be given on the command line of `msiexec`. These and what the installer looks up itself reach
/// the part of it that has an administrator's rights.
pub const PROPERTIES: [&str; 6] = ["CONFIG", "LANGUAGE", "LAUNCH", "PURGE", "ROLE", "SERVER"];

/// What the installer finds out: an installed version, a newer one, and Windows' own.
const FOUND: [&str; 3] = [
    "WINDOWSBUILD",
    "WIX_DOWNGRADE_DETECTED",
    "WIX_UPGRADE_DETECTED",
];

/// How Windows knows the sender of our notifications; the same as the program says of itself.
const APP_ID: &str = "PekatTray.PekatTray";

/// The folder for all users: only SYSTEM and administrators write there, whatever the folder above says.
const ADMINISTRATORS_ONLY: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";

/// In the library with the actions.
const DLL: i32 = 1;
/// Sets a property.
const SET: i32 = 51;
/// Nothing follows from its failure.
const IGNORE: i32 = 0x40;
/// In the script that is carried out with an administrator's rights, and not as the user.
const DEFERRED: i32 = 0x400 | 0x800;
const ROLLBACK: i32 = 0x100;
const COMMIT: i32 = 0x200;

/// What each custom action is.
/// <https://learn.microsoft.com/windows/win32/msi/custom-action-in-script-execution-options>
const ACTIONS: [(&str, i32); 17] = [
    ("AddDefaults", SET),
    ("AskServer", DLL),
    ("CheckProperties", DLL),
    ("CleanUp", DLL | DEFERRED | COMMIT | IGNORE),
    ("EndTrays", DLL | DEFERRED),
    ("LaunchTray", DLL | IGNORE),
    ("ReinstallAll", SET),
    ("RestartTraysOnRollback", DLL | DEFERRED | ROLLBACK),
    ("SetCleanUp", SET),
    ("SetEndTrays", SET),
    ("SetInstallLocation", SET),
    ("SetReinstallMode", SET),
    ("SetRestartTraysOnRollback", SET),
    ("SetStartTrays", SET),
    ("StartTrays", DLL | DEFERRED | COMMIT | IGNORE),
    ("UndoConfiguration", DLL | DEFERRED | ROLLBACK),
    ("WriteConfiguration", DLL | DEFERRED),
];

/// Standard actions where they have to be. The old version goes only when the new one's script has begun, so
/// that a failure brings it back.
const SEQUENCE: [(&str, &str, i32); 5] = [
    ("InstallExecuteSequence", "MigrateFeatureStates", 1200),
    ("InstallExecuteSequence", "RemoveExistingProducts", 1501),
    ("InstallExecuteSequence", "RemoveEnvironmentStrings", 3300),
    ("InstallExecuteSequence", "WriteEnvironmentStrings", 5200),
    ("InstallUISequence", "MigrateFeatureStates", 1200),
];

/// The features, as they are listed: what is always there comes first.
const FEATURES: [&str; 4] = ["Main", "Autostart", "Tools", "PolicyTemplates"];

/// Bits of the table `Feature`: never advertised; and always there.
const NO_ADVERTISING: i32 = 8;
const ALWAYS: i32 = 16;

/// Columns of the table `Upgrade`: what was chosen is chosen again; the version itself counts, too; it is
/// only looked for.
const MIGRATE: i32 = 1;
const UP_TO_THE_SAME: i32 = 0x200;
const ONLY_DETECT: i32 = 2;

/// Puts in what the compilers leave out.
///
/// # Errors
/// When the package is not what the source says.
pub(super) fn patch(database: &mut Database, staged: &Staged, address: Option<&str>) -> Result<()> {
    database.tables.retain(|_, table| !table.rows.is_empty());
    properties(database, address)?;
    features(database)?;
    upgrades(database)?;
    actions(database)?;
    for (sequence, action, number) in SEQUENCE {
        let row = vec![action.into(), Value::Null, Value::Int(number)];
        database.put(sequence, row)?;
    }
    let shortcut = [
        "StartMenuAppId",
        "StartMenu",
        "System.AppUserModel.ID",
        APP_ID,
    ];
    database.put("MsiShortcutProperty", shortcut.map(Value::from).into())?;
    // Behind what is there, of the computer, taken away with the component.
    let path = ["Path", "=-*PATH", "[~];[INSTALLDIR]", "Tools"];
    database.put("Environment", path.map(Value::from).into())?;
    let mut lock = [
        "Configuration",
        "ConfigurationFolder",
        "CreateFolder",
        ADMINISTRATORS_ONLY,
    ]
    .map(Value::from)
    .to_vec();
    lock.push(Value::Null);
    database.put("MsiLockPermissionsEx", lock)?;
    files(database, staged)?;
    names::shorten(database)
}

fn properties(database: &mut Database, address: Option<&str>) -> Result<()> {
    let mut secure = [&PROPERTIES[..], &FOUND].concat();
    secure.sort_unstable();
    let mut set = vec![("SecureCustomProperties", secure.join(";"))];
    if let Some(address) = address {
        let address = address.trim_end_matches('/');
        set.push(("ARPHELPLINK", address.to_owned()));
        set.push(("ARPURLINFOABOUT", address.to_owned()));
        set.push(("ARPURLUPDATEINFO", format!("{address}/releases")));
    }
    for (name, value) in set {
        database.put("Property", vec![name.into(), value.into()])?;
    }
    Ok(())
}

fn features(database: &mut Database) -> Result<()> {
    let table = database.table("Feature")?;
    let name = table.position("Feature").context("no column Feature")?;
    let attributes = table.position("Attributes").context("no attributes")?;
    let display = table.position("Display").context("no column Display")?;
    let mut unknown = Vec::new();
    table.change(|row| {
        let feature = row[name].as_str().unwrap_or_default();
        let Some((place, known)) = (1..).zip(FEATURES).find(|(_, known)| *known == feature) else {
            unknown.push(feature.to_owned());
            return;
        };
        // Even numbers: nothing is below them that could be shown.
        row[display] = Value::Int(2 * place);
        let always = if known == FEATURES[0] { ALWAYS } else { 0 };
        row[attributes] = Value::Int(NO_ADVERTISING | always);
    });
    ensure!(
        unknown.is_empty(),
        "the source has the features {unknown:?}, too"
    );
    Ok(())
}

fn upgrades(database: &mut Database) -> Result<()> {
    let code = database.property("UpgradeCode")?.to_owned();
    let version = database.property("ProductVersion")?.to_owned();
    database.table("Upgrade")?.rows.clear();
    let row = |min: Value, max: Value, attributes, property: &str| {
        vec![
            code.clone().into(),
            min,
            max,
            Value::Null,
            Value::Int(attributes),
            Value::Null,
            property.into(),
        ]
    };
    // Another build of the same version is replaced like an older one.
    let older = row(
        Value::Null,
        version.clone().into(),
        MIGRATE | UP_TO_THE_SAME,
        "WIX_UPGRADE_DETECTED",
    );
    let newer = row(
        version.into(),
        Value::Null,
        ONLY_DETECT,
        "WIX_DOWNGRADE_DETECTED",
    );
    database.put("Upgrade", older)?;
    database.put("Upgrade", newer)
}

fn actions(database: &mut Database) -> Result<()> {
    let table = database.table("CustomAction")?;
    let name = table.position("Action").context("no column Action")?;
    let kind = table.position("Type").context("no column Type")?;
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    table.change(|row| {
        let action = row[name].as_str().unwrap_or_default().to_owned();
        match ACTIONS.iter().find(|(name, _)| *name == action) {
            Some((name, bits)) => {
                row[kind] = Value::Int(*bits);
                known.push(*name);
            }
            None => unknown.push(action),
        }
    });
    known.sort_unstable();
    ensure!(
        unknown.is_empty() && known == ACTIONS.map(|(name, _)| name),
        "the source has the actions {known:?}, and {unknown:?} of an unknown kind"
    );
    Ok(())
}

/// Files that say their version are replaced and repaired by it, the others by their hash.
fn files(database: &mut Database, staged: &Staged) -> Result<()> {
    let paths = layout::paths(database)?;
    database.table("MsiFileHash")?.rows.clear();
    let mut versions = Vec::new();
    for (key, path) in &paths {
        let bytes = staged.files.get(path);
        let bytes = bytes.with_context(|| format!("{path} is installed, but was not staged"))?;
        match version::of(bytes) {
            Some(version) => versions.push((key.clone(), version)),
            None => {
                let mut row = vec![Value::from(key.as_str()), Value::Int(0)];
                row.extend(hash(bytes).map(Value::Int));
                database.put("MsiFileHash", row)?;
            }
        }
    }
    let table = database.table("File")?;
    let key = table.position("File").context("no column File")?;
    let version = table.position("Version").context("no column Version")?;
    let language = table.position("Language").context("no column Language")?;
    table.change(|row| {
        let of = versions
            .iter()
            .find(|(name, _)| row[key].as_str() == Some(name));
        (row[version], row[language]) = match of {
            Some((_, FileVersion { version, language })) => {
                (version.as_str().into(), language.to_string().into())
            }
            None => (Value::Null, Value::Null),
        };
    });
    Ok(())
}

/// The MD5 of a file as four numbers, as Windows Installer keeps it.
fn hash(bytes: &[u8]) -> [i32; 4] {
    let digest: [u8; 16] = Md5::digest(bytes).into();
    let (parts, _) = digest.as_chunks::<4>();
    let mut numbers = parts.iter().map(|part| i32::from_le_bytes(*part));
    std::array::from_fn(|_| numbers.next().unwrap_or_default())
}
