//! What a file holds, as far as it takes to tell that it is another.

use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::Path;

/// How much of a file is read, in bytes: somewhat more than a configuration may have.
const READ_AT_MOST: u64 = 2 * 1024 * 1024;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contents {
    Missing,
    /// It is there, but cannot be read.
    Unreadable(io::ErrorKind),
    /// It was read.
    Read {
        /// Of the whole file, in bytes.
        length: u64,
        hash: u64,
    },
}

impl Contents {
    /// What a file holds now.
    pub(super) fn of(path: &Path) -> Self {
        match read(path) {
            Ok(contents) => contents,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Contents::Missing,
            Err(error) => Contents::Unreadable(error.kind()),
        }
    }

    /// Whether the file could be read.
    pub(super) fn are_read(&self) -> bool {
        match self {
            Contents::Read { .. } => true,
            Contents::Missing | Contents::Unreadable(_) => false,
        }
    }
}

fn read(path: &Path) -> io::Result<Contents> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    (&mut file).take(READ_AT_MOST).read_to_end(&mut bytes)?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    Ok(Contents::Read {
        length: file.metadata()?.len(),
        hash: hasher.finish(),
    })
}
