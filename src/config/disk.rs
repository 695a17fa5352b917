//! Files on the disk: read whole, replaced at once, kept from others meanwhile.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use atomic_write_file::AtomicWriteFile;

/// Virus scanners and back-up programs hold a file for moments.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// How long another program may take to make its change: five seconds.
const LOCK_ATTEMPTS: u32 = 100;
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

/// Puts other bytes in the place of those that were read: wholly or not at all, also when the power
/// fails. `false` if the file has others by now, which then stay.
pub(super) fn replace(path: &Path, before: Option<&[u8]>, after: &[u8]) -> io::Result<bool> {
    patiently(|| {
        let mut file = AtomicWriteFile::open(path)?;
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

/// Makes a file say this, whatever it said.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    loop {
        let before = patiently(|| read(path))?;
        if before.as_deref() == Some(bytes) || replace(path, before.as_deref(), bytes)? {
            return Ok(());
        }
    }
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
    _held: Option<File>,
}

impl Lock {
    /// Waits its turn. `None` if that takes too long.
    pub(super) fn take(path: &Path) -> io::Result<Option<Lock>> {
        Lock::take_within(path, LOCK_ATTEMPTS)
    }

    fn take_within(path: &Path, attempts: u32) -> io::Result<Option<Lock>> {
        let path = beside(path, ".lock");
        let file = patiently(|| {
            let mut options = OpenOptions::new();
            options.create(true).truncate(false).write(true).open(&path)
        })?;
        for _ in 0..attempts {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Lock { _held: Some(file) })),
                Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
                // Some network drives have no locks: then `replace` has to do.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Some(Lock { _held: None }));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
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
        let held = Lock::take_within(&path, 1).unwrap();
        assert!(held.is_some());
        assert!(Lock::take_within(&path, 1).unwrap().is_none());
        drop(held);
        assert!(Lock::take_within(&path, 1).unwrap().is_some());
    }
}
