//! Tells that something has happened in folders, without waking while nothing does.
//!
//! Windows says of a folder only that; what it was the watcher finds out. Nobody is kept from renaming or
//! deleting a folder that is watched, other than one with such a folder in it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::io::{AsRawHandle, RawHandle};
use std::path::{Path, PathBuf};

use crate::watcher::{Folders, Interest, Stir, Stirs};
use windows_sys::Win32::Foundation::{FALSE, HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_NOTIFY_CHANGE_DIR_NAME, FILE_NOTIFY_CHANGE_FILE_NAME, FILE_NOTIFY_CHANGE_LAST_WRITE,
    FILE_NOTIFY_CHANGE_SIZE, FindCloseChangeNotification, FindFirstChangeNotificationW,
    FindNextChangeNotification,
};

use super::wait::Wait;

/// The folders that Windows watches for us.
pub(super) struct FolderChanges {
    stirs: Stirs,
    watched: BTreeMap<PathBuf, (Interest, Wait<Changes>)>,
}

impl FolderChanges {
    /// None at first.
    pub(super) fn boxed(stirs: Stirs) -> Box<dyn Folders> {
        Box::new(FolderChanges {
            stirs,
            watched: BTreeMap::new(),
        })
    }

    fn begin(&self, folder: &Path, interest: Interest) -> io::Result<Wait<Changes>> {
        let changes = Changes::of(folder, interest)?;
        let stirs = self.stirs.clone();
        let folder = folder.to_owned();
        Wait::start(changes, move || stirs.tell(Stir::Within(folder.clone())))
    }
}

impl Folders for FolderChanges {
    fn watch(&mut self, folders: &BTreeMap<PathBuf, Interest>) -> BTreeSet<PathBuf> {
        // The handle of a folder that is being deleted is let go here: only then is the folder gone.
        self.watched.retain(|folder, (interest, wait)| {
            folders.get(folder) == Some(interest) && go_on(wait).is_ok()
        });
        for (folder, interest) in folders {
            if !self.watched.contains_key(folder)
                && let Ok(wait) = self.begin(folder, *interest)
            {
                self.watched.insert(folder.clone(), (*interest, wait));
            }
        }
        self.watched.keys().cloned().collect()
    }
}

/// Waits for the next change, which may have happened already, where one has been told.
fn go_on(wait: &mut Wait<Changes>) -> io::Result<()> {
    if !wait.has_come() {
        return Ok(());
    }
    wait.handle().go_on()?;
    wait.again()
}

/// A handle that is signalled when something has happened in a folder.
struct Changes(HANDLE);

// SAFETY: the handle is of the process, not of a thread.
unsafe impl Send for Changes {}

impl Changes {
    fn of(folder: &Path, interest: Interest) -> io::Result<Self> {
        let path: Vec<u16> = folder.as_os_str().encode_wide().chain([0]).collect();
        let names = FILE_NOTIFY_CHANGE_DIR_NAME;
        let filter = match interest {
            // What is written in a folder changes that folder's own time, which is none of ours.
            Interest::Subfolders => names,
            Interest::Files => {
                names
                    | FILE_NOTIFY_CHANGE_FILE_NAME
                    | FILE_NOTIFY_CHANGE_SIZE
                    | FILE_NOTIFY_CHANGE_LAST_WRITE
            }
        };
        // SAFETY: the path is terminated and outlives the call.
        let handle = unsafe { FindFirstChangeNotificationW(path.as_ptr(), FALSE, filter) };
        if handle == INVALID_HANDLE_VALUE || handle.is_null() {
            return Err(io::Error::last_os_error());
        }
        Ok(Changes(handle))
    }

    /// Has the handle be signalled once more, at once if something has happened since.
    fn go_on(&self) -> io::Result<()> {
        // SAFETY: the handle is ours and open.
        match unsafe { FindNextChangeNotification(self.0) } {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(()),
        }
    }
}

impl AsRawHandle for Changes {
    fn as_raw_handle(&self) -> RawHandle {
        self.0
    }
}

impl Drop for Changes {
    fn drop(&mut self) {
        // SAFETY: the handle is ours and is closed once.
        unsafe { FindCloseChangeNotification(self.0) };
    }
}
