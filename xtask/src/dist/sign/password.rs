//! Passwords, which are kept out of command lines and messages.

use std::fmt;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

/// The environment variable that has the password of the PKCS#12 file or the token's PIN.
pub const PASSWORD: &str = "PEKAT_SIGN_PASSWORD";

/// A password that no message shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Password {
        Password(text.into())
    }

    /// The password itself, for the one tool that takes it no other way.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// Puts it into a file that only this user can read, and that is gone when it is dropped.
    pub(super) fn file(&self) -> Result<NamedTempFile> {
        let mut file = NamedTempFile::new().context("making a file for the password")?;
        file.write_all(self.0.as_bytes())?;
        file.flush()?;
        Ok(file)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The password from a file, or else from the environment. A line break at its end is none of it.
pub(super) fn find(file: Option<&Path>) -> Result<Option<Password>> {
    let text = match (file, std::env::var_os(PASSWORD)) {
        (Some(file), _) => std::fs::read_to_string(file)
            .with_context(|| format!("reading the password from {}", file.display()))?,
        (None, Some(text)) => match text.into_string() {
            Ok(text) => text,
            Err(_) => bail!("the password in {PASSWORD} is no text"),
        },
        (None, None) => return Ok(None),
    };
    let text = text.trim_end_matches(['\r', '\n']);
    Ok((!text.is_empty()).then(|| Password::new(text)))
}
