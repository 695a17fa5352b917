//! The file on the disk: a missing one is normal, a broken one is an error, a save is atomic.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use atomic_write_file::AtomicWriteFile;
use directories::BaseDirs;
use thiserror::Error;

use super::edit::{Edit, EditError};
use super::read::{self, Problem};
use crate::site::Site;

/// The environment variable that names another configuration file.
pub const PATH_VARIABLE: &str = "PEKAT_TRAY_CONFIG";

const TEMPLATE: &str = include_str!("template.toml");

/// A larger file is not one of ours. In bytes.
const MAX_SIZE: u64 = 1024 * 1024;

/// Virus scanners and back-up programs hold a file for moments.
const SAVE_ATTEMPTS: u32 = 10;
const SAVE_PAUSE: Duration = Duration::from_millis(100);

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
    /// It is no UTF-8 text.
    #[error("{path}, line {line}: this is not UTF-8 text; save the file with the encoding UTF-8")]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first line that is none, counted from 1.
        line: usize,
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
            | LoadError::NotUtf8 { .. } => vec![self.to_string()],
        }
    }
}

/// Why a change could not be saved. The file is left as it is.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The change makes no sense in this file.
    #[error(transparent)]
    Edit(#[from] EditError),
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
}

impl Store {
    /// The configuration in this file, which need not exist.
    pub fn new(path: PathBuf) -> Self {
        Store { path }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads and checks the file; a missing one configures nothing.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or is wrong.
    pub fn load(&self) -> Result<Site, LoadError> {
        let Some(text) = self.read()? else {
            return Ok(Site::default());
        };
        let (_, text) = split_mark(&text);
        read::read(text).map_err(|problems| LoadError::Invalid {
            path: self.path.clone(),
            problems,
        })
    }

    /// Writes the commented template where there is no file yet.
    ///
    /// # Errors
    /// When the file is not there and cannot be written.
    pub fn create_if_missing(&self) -> Result<(), SaveError> {
        match self.path.try_exists() {
            Ok(false) => self.write(TEMPLATE),
            // What it says, or why it cannot be looked at, is for `load` to tell.
            Ok(true) | Err(_) => Ok(()),
        }
    }

    /// Makes a change that somebody asked for. Everything else in the file stays as it is; when the
    /// change is there already, nothing is written.
    ///
    /// # Errors
    /// When the change makes no sense there, or the file cannot be read or written.
    pub fn edit(&self, edit: &Edit) -> Result<(), SaveError> {
        let text = self.read()?;
        let (mark, text) = split_mark(text.as_deref().unwrap_or(TEMPLATE));
        let changed = edit.apply(text)?;
        if changed == text {
            return Ok(());
        }
        self.write(&format!("{mark}{changed}"))
    }

    fn read(&self) -> Result<Option<String>, LoadError> {
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
        let bytes = fs::read(&self.path).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let newlines = error.as_bytes()[..valid].iter().filter(|b| **b == b'\n');
            LoadError::NotUtf8 {
                path: path(),
                line: newlines.count() + 1,
            }
        })?;
        Ok(Some(text))
    }

    fn write(&self, text: &str) -> Result<(), SaveError> {
        let mut attempts_left = SAVE_ATTEMPTS;
        loop {
            attempts_left -= 1;
            match self.try_write(text) {
                Ok(()) => return Ok(()),
                Err(error) if attempts_left > 0 && is_passing(&error) => thread::sleep(SAVE_PAUSE),
                Err(source) => {
                    return Err(SaveError::Write {
                        path: self.path.clone(),
                        source,
                    });
                }
            }
        }
    }

    /// The data are on the disk before the name points to them, so that a power cut leaves the old
    /// file or the new one.
    fn try_write(&self, text: &str) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = AtomicWriteFile::open(&self.path)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.commit()
    }
}

/// The byte-order mark, or nothing, and the text behind it.
fn split_mark(text: &str) -> (&str, &str) {
    let behind = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split_at(text.len() - behind.len())
}

/// Whether waiting a moment may help: Windows tells that a file is in use as access denied (5),
/// sharing violation (32) or lock violation (33).
fn is_passing(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Operation;

    const ONE: &str =
        "[[server]]\nname = 'L'\naddress = 'a'\n[[server.project]]\nname = 'A'\npath = 'A'\n";

    fn pin() -> Edit {
        Edit::Pin {
            name: "Go".to_owned(),
            operation: Operation::Start,
            project: "A".to_owned(),
            server: "L".to_owned(),
        }
    }

    fn store(folder: &tempfile::TempDir) -> Store {
        Store::new(folder.path().join("pekat-tray").join("config.toml"))
    }

    #[test]
    fn a_missing_file_configures_nothing_and_is_made_from_the_template() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        assert_eq!(store.load().unwrap(), Site::default());
        assert!(!store.path().exists());
        store.create_if_missing().unwrap();
        assert_eq!(fs::read_to_string(store.path()).unwrap(), TEMPLATE);
        assert_eq!(store.load().unwrap(), Site::default());
    }

    #[test]
    fn an_existing_file_is_never_replaced_by_the_template() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        store.write("broken [").unwrap();
        store.create_if_missing().unwrap();
        assert!(matches!(store.load(), Err(LoadError::Invalid { .. })));
        assert!(matches!(store.edit(&pin()), Err(SaveError::Edit(_))));
        assert_eq!(fs::read_to_string(store.path()).unwrap(), "broken [");
    }

    #[test]
    fn an_existing_file_need_not_be_readable_to_be_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        store.write("").unwrap();
        let utf16 = b"\xff\xfe#\0".to_vec();
        for bytes in [utf16, vec![b'#'; 1024 * 1024 + 1]] {
            fs::write(store.path(), &bytes).unwrap();
            store.create_if_missing().unwrap();
            assert_eq!(fs::read(store.path()).unwrap(), bytes);
        }
        fs::remove_file(store.path()).unwrap();
        fs::create_dir(store.path()).unwrap();
        store.create_if_missing().unwrap();
        assert!(store.path().is_dir());
    }

    #[test]
    fn an_edit_is_read_back_and_leaves_nothing_else_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        store.write(ONE).unwrap();
        store.edit(&pin()).unwrap();
        let site = store.load().unwrap();
        let names: Vec<_> = site.actions().iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["Go"]);
        let files = fs::read_dir(store.path().parent().unwrap()).unwrap();
        assert_eq!(files.count(), 1);
    }

    #[test]
    fn edits_keep_line_ends_and_the_byte_order_mark() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let before = format!("\u{feff}{}", ONE.replace('\n', "\r\n"));
        store.write(&before).unwrap();
        store.edit(&pin()).unwrap();
        assert_eq!(
            fs::read_to_string(store.path()).unwrap(),
            format!(
                "{before}\r\n[[action]]\r\nname = \"Go\"\r\ncommand = \"start\"\r\nproject = \"A\"\r\n"
            )
        );
        let unpin = Edit::Unpin {
            operation: Operation::Start,
            project: "A".to_owned(),
            server: "L".to_owned(),
        };
        store.edit(&unpin).unwrap();
        assert_eq!(fs::read_to_string(store.path()).unwrap(), before);
    }

    #[test]
    fn an_edit_that_changes_nothing_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        store.write(ONE).unwrap();
        store.edit(&pin()).unwrap();
        let written = || fs::metadata(store.path()).unwrap().modified().unwrap();
        let before = written();
        store.edit(&pin()).unwrap();
        assert_eq!(written(), before);
    }

    #[test]
    fn files_that_are_no_text_or_no_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        fs::create_dir_all(store.path()).unwrap();
        assert!(matches!(store.load(), Err(LoadError::Unreadable { .. })));
        fs::remove_dir(store.path()).unwrap();

        fs::write(store.path(), b"# fine\n# \xff\n").unwrap();
        assert!(matches!(
            store.load(),
            Err(LoadError::NotUtf8 { line: 2, .. })
        ));
        fs::write(store.path(), vec![b'#'; 1024 * 1024 + 1]).unwrap();
        assert!(matches!(store.load(), Err(LoadError::TooLarge { .. })));
        assert!(matches!(store.edit(&pin()), Err(SaveError::Load(_))));
    }
}
