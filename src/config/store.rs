//! The file on the disk: a missing one is normal, a broken one is an error, a save is atomic.

mod change;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use change::Migrated;
use directories::BaseDirs;
use thiserror::Error;

use super::disk::{self, Lock};
use super::edit::{Edit, EditError};
use super::encoding::{self, Encoding, EncodingError, MARK};
use super::read::{self, Problem};
use crate::site::Site;

/// The environment variable that names another configuration file.
pub const PATH_VARIABLE: &str = "PEKAT_TRAY_CONFIG";

const TEMPLATE: &str = include_str!("template.toml");

/// A larger file is not one of ours. In bytes.
pub(crate) const MAX_SIZE: u64 = 1024 * 1024;

/// How often a change is begun anew because somebody else's was quicker.
const EDIT_ATTEMPTS: u32 = 20;

/// Where the configuration is: `%APPDATA%\pekat-tray\config.toml`, unless the environment variable
/// [`PATH_VARIABLE`] names another file. `None` if the user has no home.
pub fn default_path() -> Option<PathBuf> {
    let named = std::env::var_os(PATH_VARIABLE).filter(|path| !path.is_empty());
    if let Some(path) = named {
        return Some(PathBuf::from(path));
    }
    let directories = BaseDirs::new()?;
    Some(
        directories
            .config_dir()
            .join("pekat-tray")
            .join("config.toml"),
    )
}

/// One configuration file.
#[derive(Clone, Debug)]
pub struct Store {
    path: PathBuf,
    /// How often a turn to write is asked for.
    patience: u32,
}

/// Why a configuration could not be loaded. The file is left as it is.
#[derive(Debug, Error)]
pub enum LoadError {
    /// It is there and cannot be read.
    #[error("{path}: {source}; check that you may read it")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is far too large.
    #[error("{path}: larger than 1 MiB, so it is not a configuration of this program")]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// It is no text.
    #[error("{path}, {error}")]
    NotText {
        /// The file.
        path: PathBuf,
        /// Why, and where.
        error: EncodingError,
    },
    /// What it says is wrong.
    #[error("{path}: {} errors", problems.len())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// All that is wrong, in the order of the file.
        problems: Vec<Problem>,
    },
}

impl LoadError {
    /// What is wrong, a line each, short enough for a menu.
    pub fn lines(&self) -> Vec<String> {
        self.each(|path| {
            let name = path.file_name().unwrap_or(path.as_os_str());
            name.to_string_lossy().into_owned()
        })
    }

    /// What is wrong, a line each, each with the file's whole path.
    pub fn full_lines(&self) -> Vec<String> {
        self.each(|path| path.display().to_string())
    }

    fn each(&self, shown: impl Fn(&Path) -> String) -> Vec<String> {
        match self {
            LoadError::Invalid { path, problems } => {
                let file = shown(path);
                let lines = problems.iter().map(|problem| format!("{file}, {problem}"));
                lines.collect()
            }
            LoadError::Unreadable { .. }
            | LoadError::TooLarge { .. }
            | LoadError::NotText { .. } => vec![self.to_string()],
        }
    }
}

/// Why a change could not be saved. The file is left as it is.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The change makes no sense in this file.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// What is to be added does not go together with what is there: all of it, a line each.
    #[error("{}", .0.join("\n"))]
    Conflicts(Vec<String>),
    /// The file could not be read before.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The disk or another program does not let it be written.
    #[error(
        "{path} cannot be written: {source}; check that you may write it and that no other program holds it open"
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others are changing it all the time.
    #[error(
        "{path} is being changed by another program; try again in a moment, and if that does not help, end other copies of PEKAT Tray and pekatctl"
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The change would make it too large to be read again.
    #[error("{path} would be larger than 1 MiB with this change; remove what is not needed")]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
}

impl Store {
    /// The configuration in this file, which need not exist.
    pub fn new(path: PathBuf) -> Self {
        Store {
            path,
            patience: disk::LOCK_ATTEMPTS,
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The last file without an error that a change has replaced.
    pub fn backup_path(&self) -> PathBuf {
        disk::beside(&self.path, ".bak")
    }

    /// Reads and checks the file; a missing one configures nothing.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or is wrong.
    pub fn load(&self) -> Result<Site, LoadError> {
        let Some(text) = self.text()? else {
            return Ok(Site::default());
        };
        read::read(&text).map_err(|problems| self.invalid(problems))
    }

    /// Returns keys that may have got into the wrong block, a line each with the file's whole path. None
    /// if the file cannot be read.
    pub fn doubtful(&self) -> Vec<String> {
        let text = self.text().ok().flatten().unwrap_or_default();
        self.invalid(read::doubtful(&text)).full_lines()
    }

    /// The file's text, without a byte-order mark. `None` if there is no file.
    pub(super) fn text(&self) -> Result<Option<String>, LoadError> {
        let Some(bytes) = self.read()? else {
            return Ok(None);
        };
        let (_, text) = self.decode(&bytes)?;
        Ok(Some(text))
    }

    /// The file's text, with the byte-order mark that UTF-8 has, if it has it. `None` if there is no file.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or is no text.
    pub(crate) fn text_with_mark(&self) -> Result<Option<String>, LoadError> {
        let Some(bytes) = self.read()? else {
            return Ok(None);
        };
        let (encoding, text) = self.decode(&bytes)?;
        Ok(Some(match encoding {
            Encoding::Utf8Marked => format!("{MARK}{text}"),
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => text,
        }))
    }

    /// What is wrong with the file, when that is found elsewhere.
    pub(super) fn invalid(&self, problems: Vec<Problem>) -> LoadError {
        LoadError::Invalid {
            path: self.path.clone(),
            problems,
        }
    }

    /// Writes the commented template where there is no file yet.
    ///
    /// # Errors
    /// When the file is not there and cannot be written.
    pub fn create_if_missing(&self) -> Result<(), SaveError> {
        // What it says, or why it cannot be looked at, is for `load` to tell.
        if !matches!(self.path.try_exists(), Ok(false)) {
            return Ok(());
        }
        let _lock = self.lock()?;
        // One that is there by now is as good.
        disk::replace(&self.path, None, TEMPLATE.as_bytes()).map_err(self.unwritable())?;
        Ok(())
    }

    /// Makes a change that somebody asked for. Everything else in the file stays as it is, also what
    /// others write at the same time; when the change is there already, nothing is written. The
    /// file as it was is kept as [`Store::backup_path`].
    ///
    /// # Errors
    /// When the change makes no sense there, or the file cannot be read or written.
    pub fn edit(&self, edit: &Edit) -> Result<(), SaveError> {
        self.change(TEMPLATE, |text| Ok((edit.apply(text)?, ())), |(), _| Ok(()))
    }

    /// Makes a change, which is decided from the file's text, or from another where there is no file.
    /// `keep` is called with the bytes of the file before they are replaced.
    fn change<T>(
        &self,
        missing: &str,
        decide: impl Fn(&str) -> Result<(String, T), SaveError>,
        keep: impl Fn(&mut T, &[u8]) -> io::Result<()>,
    ) -> Result<T, SaveError> {
        let _lock = self.lock()?;
        for _ in 0..EDIT_ATTEMPTS {
            let before = self.read()?;
            let (encoding, text) = match &before {
                Some(bytes) => self.decode(bytes)?,
                None => (Encoding::Utf8, missing.to_owned()),
            };
            let (changed, mut outcome) = decide(&text)?;
            if changed == text {
                return Ok(outcome);
            }
            let after = encoding::encode(encoding, &changed);
            if u64::try_from(after.len()).is_ok_and(|size| size > MAX_SIZE) {
                let path = self.path.clone();
                return Err(SaveError::TooLarge { path });
            }
            // It has no errors, or the change would have failed.
            if let Some(before) = &before {
                keep(&mut outcome, before).map_err(self.unwritable())?;
                disk::keep(&self.path, &self.backup_path(), before).map_err(self.unwritable())?;
            }
            let replaced = disk::replace(&self.path, before.as_deref(), &after);
            if replaced.map_err(self.unwritable())? {
                return Ok(outcome);
            }
        }
        Err(self.busy())
    }

    fn lock(&self) -> Result<Lock, SaveError> {
        // Several links may lead to one file.
        let target = disk::target(&self.path).map_err(self.unwritable())?;
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(self.unwritable())?;
        }
        let lock = Lock::take(&target, self.patience).map_err(self.unwritable())?;
        let lock = lock.ok_or_else(|| self.busy())?;
        if lock.is_exclusive() {
            disk::sweep(&target);
            // The copies are beside the link.
            disk::sweep(&self.path);
        }
        Ok(lock)
    }

    fn busy(&self) -> SaveError {
        let path = self.path.clone();
        SaveError::Busy { path }
    }

    fn unwritable(&self) -> impl Fn(io::Error) -> SaveError {
        |source| SaveError::Write {
            path: self.path.clone(),
            source,
        }
    }

    fn read(&self) -> Result<Option<Vec<u8>>, LoadError> {
        let path = || self.path.clone();
        let unreadable = |source| LoadError::Unreadable {
            path: path(),
            source,
        };
        match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error)),
            Ok(metadata) if metadata.len() > MAX_SIZE => {
                return Err(LoadError::TooLarge { path: path() });
            }
            Ok(_) => {}
        }
        disk::read(&self.path).map_err(unreadable)
    }

    fn decode(&self, bytes: &[u8]) -> Result<(Encoding, String), LoadError> {
        encoding::decode(bytes).map_err(|error| LoadError::NotText {
            path: self.path.clone(),
            error,
        })
    }
}
