//! Changes of the whole file.

use std::path::{Path, PathBuf};

use super::{SaveError, Store, TEMPLATE};
use crate::config::disk;
use crate::config::edit::{self, EditError, MergeError, Merged};
use crate::config::incoming::Import;
use crate::config::migrate;
use crate::site::Site;

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

    /// Replaces all that the file says: with a configuration as it is, or with the commented template and
    /// the servers and projects of a table. The file as it was is kept as [`Store::backup_path`].
    ///
    /// # Errors
    /// When the file has errors, or cannot be read or written.
    pub fn import(&self, import: &Import) -> Result<(), SaveError> {
        let decide = |before: &str| {
            edit::check(before).map_err(EditError::Broken)?;
            match &import.whole {
                Some(text) => Ok(text.clone()),
                None => edit::merge(TEMPLATE, &import.servers, &Site::default())
                    .map(|(text, _)| text)
                    .map_err(not_merged),
            }
            .map(|text| (text, ()))
        };
        self.change("", decide, |_, _| Ok(()))
    }

    /// Adds the servers and projects that are not there, all of them or nothing. `known` is what all files
    /// together configure.
    ///
    /// # Errors
    /// When they and what the file says do not go together, it has errors, or it cannot be read or written.
    pub fn merge(&self, import: &Import, known: &Site) -> Result<Merged, SaveError> {
        let decide = |text: &str| edit::merge(text, &import.servers, known).map_err(not_merged);
        self.change(TEMPLATE, decide, |_, _| Ok(()))
    }
}

fn not_merged(error: MergeError) -> SaveError {
    match error {
        MergeError::Edit(error) => SaveError::Edit(error),
        MergeError::Conflicts(conflicts) => SaveError::Conflicts(conflicts),
    }
}

/// Keeps a file of an earlier form under the first name that is free, or that it has already.
fn keep_forever(path: &Path, version: u32, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let first = std::iter::once(format!(".v{version}.bak"));
    let more = (2_u64..).map(|number| format!(".v{version}.{number}.bak"));
    for addition in first.chain(more) {
        let copy = disk::beside(path, &addition);
        if disk::create(path, &copy, bytes)? || disk::read(&copy)?.as_deref() == Some(bytes) {
            return Ok(copy);
        }
    }
    Err(std::io::Error::other("no name is free"))
}
