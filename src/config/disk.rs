//! Files on the disk: read whole, replaced at once, kept from others meanwhile.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use atomic_write_file::{AtomicWriteFile, OpenOptions};

/// Virus scanners and back-up programs hold a file for moments.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// The most symbolic links in a row that are followed: as many as Linux follows.
const MOST_LINKS: usize = 40;

/// How long another program may take to make its change: five seconds.
pub(super) const LOCK_ATTEMPTS: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// The file beside this one whose name has an addition.
pub(super) fn beside(path: &Path, addition: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(addition);
    PathBuf::from(name)
}

/// The bytes of a file. `None` if there is none.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the file behind symbolic links. It need not exist: then a write creates it. Links that form a
/// circle are an error.
pub(super) fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        if !target.is_symlink() {
            return Ok(target);
        }
        let next = fs::read_link(&target)?;
        // A relative link starts at its own folder.
        target = target.parent().map_or(next.clone(), |it| it.join(&next));
    }
    let problem = format!("more than {MOST_LINKS} symbolic links, or a circle of them");
    Err(io::Error::other(problem))
}

/// Replaces the bytes that were read with others: completely or not at all, even if the power fails.
/// Symbolic links and the file's mode stay. Returns false if the file has changed since, and leaves it
/// alone then.
pub(super) fn replace(path: &Path, before: Option<&[u8]>, after: &[u8]) -> io::Result<bool> {
    replace_with(&AtomicWriteFile::options(), path, before, after)
}

fn replace_with(
    options: &OpenOptions,
    path: &Path,
    before: Option<&[u8]>,
    after: &[u8],
) -> io::Result<bool> {
    patiently(|| {
        let mut file = options.open(target(path)?)?;
        file.write_all(after)?;
        // The data are on the disk before the name points to them.
        file.as_file().sync_all()?;
        // An editor knows nothing of our lock, so the look is as late as it can be.
        if read(path)?.as_deref() != before {
            file.discard()?;
            return Ok(false);
        }
        file.commit()?;
        Ok(true)
    })
}

/// Writes a file, whatever it holds now. An error leaves it as it was.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A device or a pipe cannot be replaced.
    if fs::metadata(path).is_ok_and(|file| !file.is_file()) {
        return fs::write(path, bytes);
    }
    write_with(&AtomicWriteFile::options(), path, bytes)
}

/// Writes what `original` held into its copy, whatever the copy holds now.
pub(super) fn keep(original: &Path, copy: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(&options_like(original)?, copy, bytes)
}

fn write_with(options: &OpenOptions, path: &Path, bytes: &[u8]) -> io::Result<()> {
    loop {
        let before = patiently(|| read(path))?;
        let before = before.as_deref();
        if before == Some(bytes) || replace_with(options, path, before, bytes)? {
            return Ok(());
        }
    }
}

/// Writes what `original` held into a new copy. Returns false if there is such a file, which then stays.
pub(super) fn create(original: &Path, copy: &Path, bytes: &[u8]) -> io::Result<bool> {
    replace_with(&options_like(original)?, copy, None, bytes)
}

/// Returns options by which a new copy is open to nobody who cannot open the original.
#[cfg(unix)]
fn options_like(original: &Path) -> io::Result<OpenOptions> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

    let mode = fs::metadata(original)?.permissions().mode();
    let mut options = AtomicWriteFile::options();
    options.mode(mode & 0o777);
    Ok(options)
}

/// Returns options for a new copy, which inherits its rights from the folder as the original does.
#[cfg(not(unix))]
fn options_like(_original: &Path) -> io::Result<OpenOptions> {
    Ok(AtomicWriteFile::options())
}

/// Removes what writers of a file left that ended in the middle of their work. Only for who holds the
/// file's lock, for then no other writer is alive.
pub(super) fn sweep(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let name = name.to_string_lossy();
    let Ok(files) = fs::read_dir(folder) else {
        return;
    };
    for file in files.flatten() {
        if is_half_written(&file.file_name().to_string_lossy(), &name) {
            // It is in nobody's way.
            fs::remove_file(file.path()).ok();
        }
    }
}

/// Whether a file's name is one of those under which a file, or a copy of it, is written before it takes
/// its place: with a dot in front and six letters and digits by chance behind.
fn is_half_written(found: &str, name: &str) -> bool {
    let rest = found.strip_prefix('.').and_then(|it| it.strip_prefix(name));
    let Some(rest) = rest.and_then(|it| it.strip_prefix('.')) else {
        return false;
    };
    let (copy, chance) = rest.rsplit_once('.').unwrap_or(("", rest));
    let ours = copy.is_empty() || copy.ends_with("bak");
    ours && chance.len() == 6 && is_chance(chance)
}

/// Whether letters and digits are no word or number that somebody may have chosen.
fn is_chance(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric());
    let mut behind_first = text.chars().skip(1);
    let word = text.chars().all(|c| c.is_ascii_uppercase())
        || behind_first.all(|c| c.is_ascii_lowercase())
        || text.chars().all(|c| c.is_ascii_digit());
    plain && !word
}

/// Tries again while another program holds the file.
fn patiently<T>(mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..ATTEMPTS {
        match attempt() {
            Err(error) if is_passing(&error) => thread::sleep(PAUSE),
            done => return done,
        }
    }
    attempt()
}

/// Whether waiting a moment may help: Windows tells that a file is in use as access denied (5),
/// sharing violation (32) or lock violation (33).
fn is_passing(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Keeps other copies of this program and of `pekatctl` from changing a file, until it is dropped or
/// the program ends, however it ends. The lock is on a file of its own beside it, which stays: the
/// file itself is another one after each change.
#[derive(Debug)]
pub(super) struct Lock {
    held: Option<File>,
}

impl Lock {
    /// Waits its turn, for so many attempts. `None` if that takes too long.
    pub(super) fn take(path: &Path, attempts: u32) -> io::Result<Option<Lock>> {
        let path = beside(path, ".lock");
        let file = patiently(|| {
            let mut options = File::options();
            options.create(true).truncate(false).write(true).open(&path)
        })?;
        for attempt in 1..=attempts {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Lock { held: Some(file) })),
                Err(TryLockError::WouldBlock) if attempt < attempts => thread::sleep(LOCK_PAUSE),
                Err(TryLockError::WouldBlock) => {}
                // Some network drives have no locks: then `replace` has to do.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Some(Lock { held: None }));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Whether nobody else can have it. Not so where there are no locks.
    pub(super) fn is_exclusive(&self) -> bool {
        self.held.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_else_wrote_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert!(replace(&path, None, b"one").unwrap());
        assert!(!replace(&path, None, b"two").unwrap());
        assert!(!replace(&path, Some(b"zero"), b"two").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert!(replace(&path, Some(b"one"), b"two").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        // Nothing half-written is left.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        fs::remove_file(&path).unwrap();
        assert!(!replace(&path, Some(b"two"), b"three").unwrap());
        assert!(!path.exists());
    }

    #[test]
    fn a_lock_is_held_once_and_free_when_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let held = Lock::take(&path, 1).unwrap();
        assert!(held.is_some());
        assert!(Lock::take(&path, 1).unwrap().is_none());
        drop(held);
        assert!(Lock::take(&path, 1).unwrap().is_some());
    }

    #[test]
    fn only_what_a_writer_left_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let left = [
            ".config.toml.a1B2c3",
            ".config.toml.bak.XyZabc",
            ".config.toml.v0.bak.0aAaaa",
        ];
        let mut others = [
            "config.toml",
            "config.toml.bak",
            "config.toml.lock",
            ".config.toml.backup",
            ".config.toml.Backup",
            ".config.toml.BACKUP",
            ".config.toml.261127",
            ".config.toml.a1B2c",
            ".config.toml.a1-2c3",
            ".config.toml.old.a1B2c3",
            ".other.toml.a1B2c3",
            "config.toml.a1B2c3",
        ];
        for name in left.iter().chain(&others) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        sweep(&path);
        let files = fs::read_dir(folder.path()).unwrap();
        let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<_> = files.collect();
        files.sort();
        others.sort_unstable();
        assert_eq!(files, others);
    }
}
