//! The package: compiled, patched, given its codes, written and checked.
//!
//! The same staged files give the same bytes, in whatever folder and whenever: tables, streams, cabinet and
//! compound file are written anew in a fixed order, all times are that of the commit, and the product code and
//! the package code are made of the content. Nothing is left that the format forces to differ, but the time
//! in a signature.

use anyhow::{Context, Result, ensure};
use msi::Value;
use sha2::{Digest as _, Sha256};
use uuid::{Uuid, uuid};

use super::cabinet;
use super::check;
use super::compile::compile;
use super::database::{Database, Summary};
use super::icon;
use super::patch::patch;
use super::staged::Staged;
use super::ui;

/// All versions of the product, to Windows Installer, and the name space of the codes that are made.
pub(super) const UPGRADE_CODE: Uuid = uuid!("7e0c5b0a-3c5b-4c0e-9d4b-5a1f0b2e6c71");

/// What tells packages of the same files apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The version of the product: three numbers.
    pub version: String,
    /// The project's page, to which the help link in Add/Remove Programs goes; there is none without.
    pub address: Option<String>,
    /// Whether the installation fails on purpose when the files are in their places.
    pub fails: bool,
}

impl Variant {
    /// What is given to people: this version.
    #[must_use]
    pub fn this(address: Option<String>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            address,
            fails: false,
        }
    }
}

/// Makes a package, and checks it.
///
/// # Errors
/// When the compiler fails, or what it has made is not as it is to be.
pub fn package(staged: &Staged, variant: &Variant) -> Result<Vec<u8>> {
    let numbers = variant.version.split('.');
    let numbers: Vec<u16> = numbers
        .map(str::parse)
        .collect::<Result<_, _>>()
        .context("the version of the product is to be numbers")?;
    // More than that Windows Installer does not compare.
    let fits = matches!(numbers[..], [major, minor, _] if major < 256 && minor < 256);
    ensure!(fits, "{} is no version of a product", variant.version);
    let mut database = Database::read(compile(staged, &variant.version)?)?;
    patch(&mut database, staged, variant.address.as_deref())?;
    cabinet::press(&mut database, staged)?;
    if variant.fails {
        fail(&mut database)?;
    }
    // The dialogs are written into an open package.
    let mut package = database.package(&summary(staged, &database, Uuid::nil())?)?;
    let licence = ui::rtf(&licence(staged)?);
    ui::write(
        &mut package,
        &ui::dialogs(&ui::Texts { licence }),
        &icon::only(&staged.icon, icon::PAGES)?,
    )?;
    package.flush()?;
    let mut database = Database::of(&mut package)?;
    let content = content(&database);
    let made = |what: &str| {
        let name = [what.as_bytes(), &content].concat();
        Uuid::new_v5(&UPGRADE_CODE, &name)
    };
    let product = made("product").braced().to_string().to_uppercase();
    database.put("Property", vec!["ProductCode".into(), product.into()])?;
    check::check(&database, staged)?;
    database.write(&summary(staged, &database, made("package"))?)
}

/// An error in the middle, for tests.
fn fail(database: &mut Database) -> Result<()> {
    const ERROR: i32 = 19;
    let action = vec![
        "FailOnPurpose".into(),
        Value::Int(ERROR),
        Value::Null,
        "This package fails on purpose.".into(),
        Value::Null,
    ];
    database.put("CustomAction", action)?;
    let row = vec![
        "FailOnPurpose".into(),
        "NOT REMOVE~=\"ALL\"".into(),
        Value::Int(5300),
    ];
    database.put("InstallExecuteSequence", row)
}

fn summary(staged: &Staged, database: &Database, code: Uuid) -> Result<Summary> {
    Ok(Summary {
        author: database.property("Manufacturer")?.to_owned(),
        subject: database.property("ProductName")?.to_owned(),
        comments: database.property("ARPCOMMENTS")?.to_owned(),
        code,
        time: staged.time,
    })
}

/// The two licences that one may choose from, for the page that shows them.
fn licence(staged: &Staged) -> Result<String> {
    let text = |name: &str| {
        let bytes = staged.files.get(name);
        let bytes = bytes.with_context(|| format!("{name} was not staged"))?;
        String::from_utf8(bytes.clone()).with_context(|| format!("{name} is no text"))
    };
    Ok(format!(
        "PEKAT Tray is free software. You may use it under the MIT licence or the Apache Licence 2.0, as you \
         choose.\n\n{}\n\n{}",
        text("LICENSE-MIT.txt")?,
        text("LICENSE-APACHE.txt")?
    ))
}

/// A digest of everything but the product code, which is made of it.
fn content(database: &Database) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut add = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    for (name, table) in &database.tables {
        add(name.as_bytes());
        for column in &table.columns {
            add(column.name().as_bytes());
        }
        for row in table.rows.values() {
            if name == "Property" && row.first().and_then(Value::as_str) == Some("ProductCode") {
                continue;
            }
            for value in row {
                add(value.to_string().as_bytes());
            }
        }
    }
    for (name, bytes) in &database.streams {
        add(name.as_bytes());
        add(bytes);
    }
    digest.finalize().into()
}
