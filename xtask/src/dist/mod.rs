//! What is given to people: the installer and the portable archive.

mod cabinet;
pub mod check;
mod compile;
pub mod database;
mod icon;
mod layout;
mod names;
pub mod package;
pub mod patch;
mod schema;
pub mod sign;
pub mod staged;
#[cfg(test)]
mod tests;
pub mod ui;
mod version;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::steps::step;
use crate::{out, repo, windows};

use package::{Variant, package};
use sign::Signing;
use staged::{DESCRIPTION, Staged};

/// How it is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// With what it is signed; unsigned without.
    pub signing: Option<Signing>,
    /// The project's page, such as `https://github.com/OWNER/NAME`: where help is found, and below which releases are.
    pub address: Option<String>,
}

/// What was made, all in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefacts {
    /// The folder.
    pub folder: PathBuf,
    /// The installer.
    pub msi: PathBuf,
}

/// An installer must be smaller, in bytes.
const LIMIT: usize = 2_000_000;

/// Makes everything that is given to people, into `dist/`.
///
/// # Errors
/// When something cannot be built, signed or written, or the installer is too large.
pub fn dist(options: &Options) -> Result<Artefacts> {
    if let Some(signing) = &options.signing {
        signing.check()?;
    }
    let shipped = step("building for Windows", windows::ship)?;
    let mut staged = Staged::new(&shipped)?;
    if let Some(signing) = &options.signing {
        step("signing the programs", || staged.sign(signing))?;
    }
    let variant = Variant::this(options.address.clone());
    let folder = repo::root().join("dist");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let msi = folder.join(format!("pekat-tray-{}-x64.msi", variant.version));
    let bytes = step("making the installer", || package(&staged, &variant))?;
    fs::write(&msi, bytes).with_context(|| format!("writing {}", msi.display()))?;
    if let Some(signing) = &options.signing {
        step("signing the installer", || signing.sign(&msi, DESCRIPTION))?;
    }
    let bytes = fs::read(&msi).with_context(|| format!("reading {}", msi.display()))?;
    let hash = hex(&Sha256::digest(&bytes));
    out::line(format_args!(
        "{hash}  {:>9}  {}",
        bytes.len(),
        msi.display()
    ));
    ensure!(
        bytes.len() < LIMIT,
        "the installer has {} bytes, and is to have less than {LIMIT}",
        bytes.len()
    );
    Ok(Artefacts { folder, msi })
}

/// Bytes in hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
