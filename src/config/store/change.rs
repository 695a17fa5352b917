//! Changes of the whole file.

use std::path::{Path, PathBuf};

use super::{SaveError, Store};
use crate::config::disk;
use crate::config::edit::{self, EditError};
use crate::config::migrate;

/// What became of a file that was to be brought into the newest form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Migrated {
    /// There is none.
    Missing,
    /// It is in the newest form already.
    Newest,
    /// It was written anew.
    From {
        /// The form in which it was; 0 is that without a version.
        version: u32,
        /// Where it is kept as it was.
        copy: PathBuf,
    },
}

impl Store {
    /// Brings the file into the newest form. As it was it is kept beside it, under a name that is never
    /// written again, and as [`Store::backup_path`].
    ///
    /// # Errors
    /// When the file has errors, or cannot be read or written.
    pub fn migrate(&self) -> Result<Migrated, SaveError> {
        if self.read()?.is_none() {
            return Ok(Migrated::Missing);
        }
        let decide = |text: &str| {
            edit::check(text).map_err(EditError::Broken)?;
            let Some((version, migrated)) = migrate::migrate(text) else {
                return Ok((text.to_owned(), Migrated::Newest));
            };
            edit::check(&migrated).map_err(|problem| EditError::Impossible(problem.message))?;
            let copy = PathBuf::new();
            Ok((migrated, Migrated::From { version, copy }))
        };
        self.change("", decide, |outcome, before| {
            if let Migrated::From { version, copy } = outcome {
                *copy = keep_forever(&self.path, *version, before)?;
            }
            Ok(())
        })
    }

    /// Replaces all that the file says with a text that has no errors. The file as it was is kept as
    /// [`Store::backup_path`].
    ///
    /// # Errors
    /// When one of the two has errors, or the file cannot be read or written.
    pub fn replace(&self, text: &str) -> Result<(), SaveError> {
        let decide = |before: &str| {
            edit::check(before).map_err(EditError::Broken)?;
            edit::check(text).map_err(|problem| EditError::Impossible(problem.message))?;
            Ok((text.to_owned(), ()))
        };
        self.change("", decide, |(), _| Ok(()))
    }
}

/// Keeps a file of an earlier form under the first name that is free, or that it has already.
fn keep_forever(path: &Path, version: u32, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let first = std::iter::once(format!(".v{version}.bak"));
    let more = (2_u64..).map(|number| format!(".v{version}.{number}.bak"));
    for addition in first.chain(more) {
        let copy = disk::beside(path, &addition);
        if disk::create(&copy, bytes)? || disk::read(&copy)?.as_deref() == Some(bytes) {
            return Ok(copy);
        }
    }
    Err(std::io::Error::other("no name is free"))
}
