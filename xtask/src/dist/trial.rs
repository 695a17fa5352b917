//! Packages that are installed for trial, never given to people: of the programs as they were built, with
//! a few bytes at the end of the tray program to tell them apart.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::package::{Variant, package};
use super::staged::{Staged, TRAY};
use crate::windows::Shipped;

/// Where help is found, for those that try it.
const ADDRESS: &str = "https://example.com/pekat-tray";

/// The version before any that was given to people.
const EARLIER: &str = "0.0.9";
/// One that nobody gets to soon.
const LATER: &str = "255.0.0";

/// A package, and what tells it from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The MSI.
    pub msi: PathBuf,
    /// The tray program in it.
    pub tray: PathBuf,
    /// Its version.
    pub version: String,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trials {
    /// An earlier version.
    pub earlier: Trial,
    /// This version.
    pub this: Trial,
    /// This version, of other content.
    pub rebuilt: Trial,
    /// A later version, whose installation fails when its files are in their places.
    pub failing: Trial,
}

/// Makes them in a folder.
///
/// # Errors
/// When one cannot be made.
pub fn make(shipped: &Shipped, folder: &Path) -> Result<Trials> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let staged = Staged::new(shipped)?;
    let this = env!("CARGO_PKG_VERSION");
    let trial = |name: &str, version: &str, fails| -> Result<Trial> {
        let mut staged = staged.clone();
        let tray = staged.files.get_mut(TRAY).context("no tray program")?;
        tray.extend(name.as_bytes());
        let exe = folder.join(format!("{name}.exe"));
        fs::write(&exe, &*tray).with_context(|| format!("writing {}", exe.display()))?;
        let variant = Variant {
            version: version.to_owned(),
            address: Some(ADDRESS.to_owned()),
            fails,
        };
        let msi = folder.join(format!("{name}.msi"));
        let bytes = package(&staged, &variant).with_context(|| format!("making {name}.msi"))?;
        fs::write(&msi, bytes).with_context(|| format!("writing {}", msi.display()))?;
        Ok(Trial {
            msi,
            tray: exe,
            version: variant.version,
        })
    };
    Ok(Trials {
        earlier: trial("earlier", EARLIER, false)?,
        this: trial("this", this, false)?,
        rebuilt: trial("rebuilt", this, false)?,
        failing: trial("failing", LATER, true)?,
    })
}
