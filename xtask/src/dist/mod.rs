//! What is given to people: the installer and the portable archive.

mod archive;
mod bill;
mod cabinet;
pub mod check;
mod compile;
pub mod database;
mod deployment;
pub mod facts;
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
pub mod trial;
pub mod ui;
mod version;
mod winget;
mod wix;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::steps::step;
use crate::windows::Shipped;
use crate::{out, repo, windows};

use facts::Facts;
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
    /// The portable archive.
    pub zip: PathBuf,
    /// The bill of materials, CycloneDX.
    pub bill: PathBuf,
    /// The licences of what is in the programs.
    pub licences: PathBuf,
    /// The manifests for winget, a folder.
    pub winget: PathBuf,
    /// The note for Intune and Configuration Manager.
    pub deployment: PathBuf,
    /// The digests of all of them.
    pub sums: PathBuf,
}

/// An installer must be smaller, in bytes.
const LIMIT: u64 = 2_000_000;

/// Makes everything that is given to people, into `dist/`.
///
/// # Errors
/// When something cannot be built, signed or written, or the installer is too large.
pub fn dist(options: &Options) -> Result<Artefacts> {
    if let Some(signing) = &options.signing {
        signing.check()?;
    }
    let shipped = step("building for Windows", windows::ship)?;
    make(&shipped, options)
}

/// The same of what was built.
///
/// # Errors
/// As [`dist`].
pub fn make(shipped: &Shipped, options: &Options) -> Result<Artefacts> {
    let mut staged = Staged::new(shipped)?;
    if let Some(signing) = &options.signing {
        step("signing the programs", || staged.sign(signing))?;
    }
    let folder = repo::root().join("dist");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    let artefacts = step("making the installer and the rest", || {
        write(&staged, options, &folder)
    })?;
    let sums = fs::read_to_string(&artefacts.sums)?;
    for line in sums.lines() {
        let file = line.split_whitespace().last().unwrap_or_default();
        let size = fs::metadata(folder.join(file))?.len();
        out::line(format_args!("{size:>9}  {line}"));
    }
    let size = fs::metadata(&artefacts.msi)?.len();
    ensure!(
        size < LIMIT,
        "the installer has {size} bytes, and is to have less than {LIMIT}"
    );
    Ok(artefacts)
}

/// Writes everything that is made of the staged files into a folder.
///
/// # Errors
/// As [`dist`].
pub fn write(staged: &Staged, options: &Options, folder: &Path) -> Result<Artefacts> {
    let variant = Variant::this(options.address.clone());
    let version = &variant.version;
    let artefacts = Artefacts {
        folder: folder.to_owned(),
        msi: folder.join(format!("pekat-tray-{version}-x64.msi")),
        zip: folder.join(format!("pekat-tray-{version}-x64-portable.zip")),
        bill: folder.join(format!("pekat-tray-{version}.cdx.json")),
        licences: folder.join("licences.txt"),
        winget: folder.join("winget"),
        deployment: folder.join("deployment.md"),
        sums: folder.join("SHA256SUMS"),
    };
    put(&artefacts.msi, &package(staged, &variant)?)?;
    if let Some(signing) = &options.signing {
        signing.sign(&artefacts.msi, DESCRIPTION)?;
    }
    put(&artefacts.zip, &archive::archive(staged, version)?)?;
    put(&artefacts.bill, bill::bill(version)?.as_bytes())?;
    let licences = staged.files.get("licences.txt");
    put(&artefacts.licences, licences.context("no licences")?)?;
    // What is written about the installer is read from it as it is given to people.
    let msi = fs::read(&artefacts.msi)?;
    let name = artefacts.msi.file_name().unwrap_or_default();
    let facts = Facts::read(&name.to_string_lossy(), &msi)?;
    put(&artefacts.deployment, deployment::note(&facts).as_bytes())?;
    for (name, text) in winget::manifests(&facts) {
        put(&artefacts.winget.join(name), text.as_bytes())?;
    }
    put(&artefacts.sums, sums(folder)?.as_bytes())?;
    Ok(artefacts)
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}

/// The digests of all files below a folder, as `sha256sum -c` reads them.
fn sums(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).with_context(|| format!("reading {}", at.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy();
                files.push((name.replace('\\', "/"), path));
            }
        }
    }
    files.sort_unstable();
    let mut lines = String::new();
    for (name, path) in files {
        let digest = hex(&Sha256::digest(fs::read(path)?));
        lines.push_str(&format!("{digest}  {name}\n"));
    }
    Ok(lines)
}

/// Bytes in hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
