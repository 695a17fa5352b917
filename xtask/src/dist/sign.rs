//! Signing the programs and the installer with Authenticode: by `osslsigncode` on Linux, by
//! `signtool` on Windows.
//!
//! Digests are SHA-256. A signature without a time stamp is worth nothing once its certificate has
//! expired; one with a time stamp stays valid. What is signed is no longer reproducible, since the
//! time is part of a signature.

mod certificate;
mod osslsigncode;
mod password;
mod signtool;
#[cfg(all(test, target_os = "linux"))]
mod tests;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

pub use password::{PASSWORD, Password};

/// What the command line says about signing.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Options {
    /// Signs the programs and the installer.
    #[arg(long)]
    pub sign: bool,
    /// Signs with the key in this PKCS#12 file (.p12, .pfx).
    #[arg(long, value_name = "FILE", requires = "sign", conflicts_with_all = ["pkcs11_module", "thumbprint"])]
    pub pkcs12: Option<PathBuf>,
    /// Signs with a key in the token that this PKCS#11 library reaches (on Linux).
    #[arg(long, value_name = "FILE", requires_all = ["sign", "pkcs11_key", "certificate"], conflicts_with = "thumbprint")]
    pub pkcs11_module: Option<PathBuf>,
    /// Which key of the token, as a PKCS#11 URI: `pkcs11:token=…;object=…`.
    #[arg(long, value_name = "URI", requires = "pkcs11_module")]
    pub pkcs11_key: Option<String>,
    /// The certificate of the token's key, and after it those that it was issued by (PEM).
    #[arg(long, value_name = "FILE", requires = "pkcs11_module")]
    pub certificate: Option<PathBuf>,
    /// Signs with the certificate that has this SHA-1 thumbprint in the user's certificate store (on
    /// Windows).
    #[arg(long, value_name = "HEX", requires = "sign")]
    pub thumbprint: Option<String>,
    /// Where the password of the PKCS#12 file or the token's PIN is; without it, the environment
    /// variable PEKAT_SIGN_PASSWORD has it.
    #[arg(long, value_name = "FILE", requires = "sign")]
    pub password_file: Option<PathBuf>,
    /// Has each signature stamped with the time by this server (RFC 3161).
    #[arg(long, value_name = "URL", requires = "sign")]
    pub timestamp: Option<String>,
}

/// With what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// Where the key is.
    pub key: Key,
    /// The password of the file, or the token's PIN.
    pub password: Option<Password>,
    /// The address of the server that stamps the time (RFC 3161).
    pub timestamp: Option<String>,
}

/// Where the key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// In a PKCS#12 file, with its certificate.
    Pkcs12(PathBuf),
    /// In a token, on Linux.
    Pkcs11 {
        /// The library that reaches the token.
        module: PathBuf,
        /// The key's PKCS#11 URI.
        key: String,
        /// The file with its certificate.
        certificate: PathBuf,
    },
    /// In the certificate store of Windows, by the certificate's SHA-1 thumbprint in hexadecimal
    /// digits.
    Store(String),
}

impl Options {
    /// With what is to be signed; `None` without `--sign`.
    ///
    /// # Errors
    /// When no key is named, a file cannot be read, or the machine's tool has no such kind of key.
    pub fn signing(self) -> Result<Option<Signing>> {
        if !self.sign {
            return Ok(None);
        }
        let key = match self {
            Options {
                pkcs12: Some(file), ..
            } => Key::Pkcs12(file),
            Options {
                pkcs11_module: Some(module),
                pkcs11_key: Some(key),
                certificate: Some(certificate),
                ..
            } => Key::Pkcs11 {
                module,
                key,
                certificate,
            },
            Options {
                thumbprint: Some(thumbprint),
                ..
            } => Key::Store(hexadecimal(&thumbprint)?),
            _ => bail!(
                "--sign needs a key: give --pkcs12 FILE, or on Linux --pkcs11-module with \
                 --pkcs11-key and --certificate, or on Windows --thumbprint"
            ),
        };
        match (&key, cfg!(windows)) {
            (Key::Pkcs11 { .. }, true) => bail!(
                "signtool knows no PKCS#11: have the token's driver put its certificate into the \
                 certificate store and give --thumbprint"
            ),
            (Key::Store(_), false) => bail!(
                "only Windows has a certificate store: give --pkcs12 FILE or --pkcs11-module with \
                 --pkcs11-key and --certificate"
            ),
            (Key::Pkcs12(_) | Key::Pkcs11 { .. } | Key::Store(_), _) => {}
        }
        Ok(Some(Signing {
            key,
            password: password::find(self.password_file.as_deref())?,
            timestamp: self.timestamp,
        }))
    }
}

/// A thumbprint without the blanks and colons that Windows and others show it with.
fn hexadecimal(thumbprint: &str) -> Result<String> {
    // Windows' own dialog puts an invisible mark in front of what is copied from it.
    let digits: String = thumbprint
        .chars()
        .filter(|c| !matches!(c, ' ' | ':' | '\u{200e}'))
        .collect();
    if digits.len() != 40 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        bail!("“{thumbprint}” is no SHA-1 thumbprint, which has 40 hexadecimal digits");
    }
    Ok(digits)
}

impl Signing {
    /// Finds out before anything is built whether the key's files are there, the password opens
    /// them and the certificate can sign today. On Windows only the files are looked at, since
    /// `signtool` tells the rest as it signs.
    ///
    /// # Errors
    /// When something will not do; the message says what, and the remedy.
    pub fn check(&self) -> Result<()> {
        match &self.key {
            Key::Pkcs12(file) => there(file)?,
            Key::Pkcs11 {
                module,
                certificate,
                ..
            } => {
                there(module)?;
                there(certificate)?;
            }
            Key::Store(_) => {}
        }
        if cfg!(windows) {
            return signtool::find().map(drop);
        }
        osslsigncode::ensure()?;
        certificate::check(self)
    }

    /// Signs a file in place: an executable, a DLL or an MSI. A signature that it has is replaced.
    /// Windows shows the description where it asks whether to run the file.
    ///
    /// # Errors
    /// When the tool is missing or refuses; the file is as before then.
    pub fn sign(&self, file: &Path, description: &str) -> Result<()> {
        let signed = if cfg!(windows) {
            signtool::sign(self, file, description)
        } else {
            osslsigncode::sign(self, file, description)
        };
        signed.with_context(|| format!("signing {}", file.display()))
    }
}

/// Checks that a file is unchanged since it was signed, and that its certificate was issued by one of
/// those in `trusted` (PEM). With `osslsigncode`, also on Windows.
///
/// # Errors
/// When the file is not signed, was changed, or was signed by somebody else.
pub fn verify(file: &Path, trusted: &Path) -> Result<()> {
    osslsigncode::verify(file, trusted).with_context(|| format!("verifying {}", file.display()))
}

fn there(file: &Path) -> Result<()> {
    if !file.is_file() {
        bail!("there is no file {}", file.display());
    }
    Ok(())
}

/// Runs a tool that asks nobody anything.
fn run(command: &mut Command) -> Result<Output> {
    let tool = command.get_program().to_owned();
    command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {}: install it", tool.display()))
}

/// All that a tool has said, for messages.
fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&text).trim().to_owned()
}
