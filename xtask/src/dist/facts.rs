//! What a finished installer says of itself, for those who write about it.

use std::io::Cursor;

use anyhow::{Context, Result};
use msi::Package;
use sha2::{Digest as _, Sha256};

use super::database::Database;
use super::hex;

/// Read back from the file, signed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The name of the file.
    pub file: String,
    /// Its size in bytes.
    pub size: usize,
    /// Its SHA-256 in small hexadecimal digits.
    pub sha256: String,
    /// The product's name.
    pub name: String,
    /// Whose it is.
    pub manufacturer: String,
    /// Three numbers.
    pub version: String,
    /// In braces and capitals, as the next two.
    pub product_code: String,
    /// The same for all versions.
    pub upgrade_code: String,
    /// The project's page, if it is told.
    pub address: Option<String>,
    /// What all files need on the disk, in bytes.
    pub installed: i64,
}

impl Facts {
    /// Reads them.
    ///
    /// # Errors
    /// When it is no installer.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self> {
        let mut package = Package::open(Cursor::new(bytes.to_vec())).context(file.to_owned())?;
        let database = Database::of(&mut package)?;
        let property = |name: &str| database.property(name).map(str::to_owned);
        Ok(Self {
            file: file.to_owned(),
            size: bytes.len(),
            sha256: hex(&Sha256::digest(bytes)),
            name: property("ProductName")?,
            manufacturer: property("Manufacturer")?,
            version: property("ProductVersion")?,
            product_code: property("ProductCode")?,
            upgrade_code: property("UpgradeCode")?,
            address: property("ARPHELPLINK").ok(),
            installed: database
                .rows("File")
                .map(|row| i64::from(row.number("FileSize")))
                .sum(),
        })
    }
}
