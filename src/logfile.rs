//! A text file that is appended to and never grows beyond a limit: when it is full its lines move
//! to the older file, in place of those before, and it begins anew.
//!
//! A file of a few lines of its own, since the libraries for it panic where a folder cannot be made, or
//! have not been looked after for years.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that keeps the last lines written to it. It is open only while a line is written, so that
/// nobody is kept from reading, moving or deleting it. Several programs may write to it: each holds a
/// lock while it looks whether the file is full, so that none takes away what another has just begun.
#[derive(Debug)]
pub struct LogFile {
    path: PathBuf,
    /// In bytes.
    limit: u64,
}

impl LogFile {
    /// The file at `path`, to be of `limit` bytes at most. It need not exist.
    #[must_use]
    pub fn new(path: PathBuf, limit: u64) -> Self {
        LogFile { path, limit }
    }

    /// Appends a line, so that it is in the file when this returns. A line that is longer than the
    /// limit has a file for itself.
    ///
    /// # Errors
    /// When the file cannot be opened or written. The next line tries anew.
    pub fn append(&self, line: &str) -> io::Result<()> {
        let bytes = format!("{line}\n");
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Released when this returns, and by the system when the program ends.
        let turn = lock_file(&self.path)?;
        turn.lock()?;
        let mut file = open(&self.path)?;
        let length = file.metadata()?.len();
        if length > 0 && length.saturating_add(bytes.len() as u64) > self.limit {
            // Copied, not renamed: a link, the rights and the owner stay with the file.
            fs::copy(&self.path, older(&self.path))?;
            // Windows cuts no file that is open for appending alone.
            File::options()
                .write(true)
                .truncate(true)
                .open(&self.path)?;
        }
        // In one piece, so that a crash leaves no half line.
        file.write_all(bytes.as_bytes())
    }
}

/// Where the lines before those in the file at `path` are.
#[must_use]
pub fn older(path: &Path) -> PathBuf {
    beside(path, ".old")
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// Windows locks no file that is open for appending alone.
fn lock_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(false);
    options.open(beside(path, ".lock"))
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    fn lines(path: &Path) -> Vec<String> {
        let text = fs::read_to_string(path).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn lines_are_appended_to_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/folder/a.log");
        for line in ["one", "two"] {
            let log = LogFile::new(path.clone(), 100);
            log.append(line).unwrap();
        }
        assert_eq!(lines(&path), ["one", "two"]);
        assert!(!older(&path).exists());
    }

    #[test]
    fn a_full_file_becomes_the_older_one_and_no_third_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        let log = LogFile::new(path.clone(), 10);
        for line in ["1111", "2222", "3333", "4444", "5555"] {
            log.append(line).unwrap();
            assert!(fs::metadata(&path).unwrap().len() <= 10);
        }
        assert_eq!(lines(&path), ["5555"]);
        assert_eq!(lines(&older(&path)), ["3333", "4444"]);
        let files = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.log", "a.log.lock", "a.log.old"]);
    }

    #[test]
    fn a_line_longer_than_the_limit_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        let log = LogFile::new(path.clone(), 10);
        for line in ["short", "a line that is longer", "last"] {
            log.append(line).unwrap();
        }
        assert_eq!(lines(&older(&path)), ["a line that is longer"]);
        assert_eq!(lines(&path), ["last"]);
    }

    #[test]
    fn what_cannot_be_written_is_an_error_and_the_next_line_tries_anew() {
        let folder = tempfile::tempdir().unwrap();
        let parent = folder.path().join("parent");
        fs::write(&parent, "no folder").unwrap();
        let path = parent.join("a.log");
        let log = LogFile::new(path.clone(), 100);
        log.append("lost").unwrap_err();
        fs::remove_file(&parent).unwrap();
        log.append("kept").unwrap();
        assert_eq!(lines(&path), ["kept"]);
    }

    #[test]
    fn writers_that_fill_it_at_once_lose_no_line_of_the_older_file() {
        const WRITERS: usize = 4;
        let folder = tempfile::tempdir().unwrap();
        let full = "x".repeat(1000);
        for round in 0..50 {
            let path = folder.path().join(format!("{round}.log"));
            fs::write(&path, format!("{full}\n")).unwrap();
            let together = Barrier::new(WRITERS);
            thread::scope(|scope| {
                for _ in 0..WRITERS {
                    scope.spawn(|| {
                        let log = LogFile::new(path.clone(), 1001);
                        together.wait();
                        log.append("one more").unwrap();
                    });
                }
            });
            assert_eq!(lines(&older(&path)), [full.as_str()]);
            assert_eq!(lines(&path), ["one more"; WRITERS]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_full_file_behind_a_link_stays_there_with_its_mode() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        fs::write(&target, "1111\n2222\n").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        let path = folder.path().join("a.log");
        symlink(&target, &path).unwrap();
        LogFile::new(path.clone(), 10).append("3333").unwrap();
        assert_eq!(fs::read_link(&path).unwrap(), target);
        assert_eq!(lines(&target), ["3333"]);
        assert_eq!(lines(&older(&path)), ["1111", "2222"]);
        let modes = [target, older(&path)].map(|path| {
            let mode = fs::metadata(path).unwrap().permissions().mode();
            mode & 0o777
        });
        assert_eq!(modes, [0o640; 2]);
    }
}
