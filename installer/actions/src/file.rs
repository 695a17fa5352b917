//! Files and folders. No link is followed by what removes.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{
    ERROR_DIRECTORY, ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND, WIN32_ERROR,
};
use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, CREATE_NEW, CreateFileW, DeleteFileW, FILE_ATTRIBUTE_DIRECTORY,
    FILE_ATTRIBUTE_NORMAL, FILE_ATTRIBUTE_READONLY, FILE_ATTRIBUTE_REPARSE_POINT,
    FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, FILE_GENERIC_WRITE,
    FILE_LIST_DIRECTORY, FILE_SHARE_READ, FILE_SHARE_WRITE, FindClose, FindFirstFileW,
    FindNextFileW, FlushFileBuffers, GetFileAttributesExW, GetFileAttributesW,
    GetFileExInfoStandard, GetFileInformationByHandle, INVALID_FILE_ATTRIBUTES,
    MOVEFILE_REPLACE_EXISTING, MOVEFILE_WRITE_THROUGH, MoveFileExW, OPEN_EXISTING,
    RemoveDirectoryW, SetFileAttributesW, WIN32_FILE_ATTRIBUTE_DATA, WIN32_FIND_DATAW, WriteFile,
};
use windows_sys::Win32::System::Com::CoTaskMemFree;
use windows_sys::Win32::UI::Shell::{FOLDERID_ProgramData, SHGetKnownFolderPath};

use crate::data::{Mark, within};
use crate::session::Outcome;
use crate::system::{Owned, explain, last};
use crate::wide::{text, wide};

/// The folder for what programs keep for all users, `C:\ProgramData`.
pub(crate) fn program_data() -> Outcome<String> {
    let mut path = null_mut();
    // SAFETY: the identifier is Windows' own, and what is given is freed once, below.
    let found = unsafe { SHGetKnownFolderPath(&FOLDERID_ProgramData, 0, null_mut(), &mut path) };
    let folder = match path.is_null() {
        true => String::new(),
        false => {
            // SAFETY: the text that Windows gives is terminated.
            let units = (0..).map(|at| unsafe { *path.add(at) });
            let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
            text(&units)
        }
    };
    // SAFETY: it came from there; null is allowed.
    unsafe { CoTaskMemFree(path.cast()) };
    match found >= 0 && !folder.is_empty() {
        true => Ok(folder),
        false => Err(format!(
            "Windows does not say where ProgramData is (error {found:#x}). Repair Windows' user folders and install again."
        )),
    }
}

/// A file's attributes; `None` if it is not there.
pub(crate) fn attributes(path: &str) -> Option<u32> {
    let path = wide(path);
    // SAFETY: the path is terminated.
    let attributes = unsafe { GetFileAttributesW(path.as_ptr()) };
    (attributes != INVALID_FILE_ATTRIBUTES).then_some(attributes)
}

/// Whether something is there.
pub(crate) fn exists(path: &str) -> bool {
    attributes(path).is_some()
}

/// Whether it is a folder, and no link to one.
pub(crate) fn is_plain_folder(path: &str) -> bool {
    attributes(path).is_some_and(|it| {
        it & FILE_ATTRIBUTE_DIRECTORY != 0 && it & FILE_ATTRIBUTE_REPARSE_POINT == 0
    })
}

/// A file's length and time of the last change; `None` if it is not there.
pub(crate) fn mark(path: &str) -> Option<Mark> {
    let path = wide(path);
    let mut data = WIN32_FILE_ATTRIBUTE_DATA::default();
    // SAFETY: the path is terminated, and the structure is that of this question.
    let found = unsafe {
        GetFileAttributesExW(path.as_ptr(), GetFileExInfoStandard, (&raw mut data).cast())
    };
    let both = |high, low| (u64::from(high) << 32) | u64::from(low);
    let time = data.ftLastWriteTime;
    (found != 0).then(|| Mark {
        length: both(data.nFileSizeHigh, data.nFileSizeLow),
        changed: both(time.dwHighDateTime, time.dwLowDateTime),
    })
}

/// Writes a new file, which is on the disk when this returns. One that is there goes first: it may be a
/// link to another that must not be written to.
pub(crate) fn write(path: &str, bytes: &[u8]) -> Result<(), WIN32_ERROR> {
    delete(path)?;
    let path = wide(path);
    // SAFETY: the path is terminated, and null asks for the security of the folder.
    let file = Owned::new(unsafe {
        CreateFileW(
            path.as_ptr(),
            FILE_GENERIC_WRITE,
            0,
            null(),
            CREATE_NEW,
            FILE_ATTRIBUTE_NORMAL,
            null_mut(),
        )
    })?;
    append(&file, bytes)?;
    // SAFETY: the file is open.
    done(unsafe { FlushFileBuffers(file.get()) })
}

/// Writes more into an open file.
pub(crate) fn append(file: &Owned, mut bytes: &[u8]) -> Result<(), WIN32_ERROR> {
    while !bytes.is_empty() {
        let length = bytes.len().min(1 << 20) as u32;
        let mut written = 0;
        // SAFETY: the file is open, and there are as many bytes as said.
        done(unsafe { WriteFile(file.get(), bytes.as_ptr(), length, &mut written, null_mut()) })?;
        bytes = bytes.get(written as usize..).unwrap_or_default();
    }
    Ok(())
}

/// Gives a file another name; one of that name goes.
pub(crate) fn rename(from: &str, to: &str) -> Result<(), WIN32_ERROR> {
    let (from, to) = (wide(from), wide(to));
    let how = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    // SAFETY: the paths are terminated.
    done(unsafe { MoveFileExW(from.as_ptr(), to.as_ptr(), how) })
}

/// Removes a file, or a link to one; one that is not there is as good.
pub(crate) fn delete(path: &str) -> Result<(), WIN32_ERROR> {
    gone(delete_wide(&wide(path)))
}

/// Removes a folder if it is empty, or a link to one; one that is not there is as good.
pub(crate) fn remove_folder(path: &str) -> Result<(), WIN32_ERROR> {
    let path = wide(path);
    // SAFETY: the path is terminated.
    gone(done(unsafe { RemoveDirectoryW(path.as_ptr()) }))
}

/// Removes a folder with all that is in it. Of links it removes the link. Goes on where something stays,
/// and gives the first error.
pub(crate) fn remove_tree(path: &str) -> Result<(), WIN32_ERROR> {
    match is_plain_folder(path) {
        true => gone(remove_tree_wide(path.encode_utf16().collect())),
        false => remove_folder(path),
    }
}

/// Keeps a folder where it is as long as what is given lives: without the right to share its deletion nobody
/// renames it, and so nobody puts a link in its place while something in it is removed by its path.
pub(crate) fn hold(path: &str) -> Result<Owned, WIN32_ERROR> {
    hold_wide(&wide(path))
}

fn hold_wide(path: &[u16]) -> Result<Owned, WIN32_ERROR> {
    // SAFETY: the path is terminated.
    let folder = Owned::new(unsafe {
        CreateFileW(
            path.as_ptr(),
            FILE_LIST_DIRECTORY,
            FILE_SHARE_READ | FILE_SHARE_WRITE,
            null(),
            OPEN_EXISTING,
            FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT,
            null_mut(),
        )
    })?;
    let attributes = information(&folder)?.dwFileAttributes;
    let is_plain = attributes & FILE_ATTRIBUTE_DIRECTORY != 0
        && attributes & FILE_ATTRIBUTE_REPARSE_POINT == 0;
    is_plain.then_some(folder).ok_or(ERROR_DIRECTORY)
}

/// What Windows knows of an open file or folder.
pub(crate) fn information(file: &Owned) -> Result<BY_HANDLE_FILE_INFORMATION, WIN32_ERROR> {
    let mut information = BY_HANDLE_FILE_INFORMATION::default();
    // SAFETY: the file is open, and the structure outlives the call.
    done(unsafe { GetFileInformationByHandle(file.get(), &mut information) })?;
    Ok(information)
}

fn remove_tree_wide(folder: Vec<u16>) -> Result<(), WIN32_ERROR> {
    let below = |name: &[u16]| -> Vec<u16> {
        let parts = [&folder[..], &[u16::from(b'\\')], name];
        parts.concat()
    };
    let terminated = |path: &[u16]| -> Vec<u16> { path.iter().copied().chain([0]).collect() };
    let held = hold_wide(&terminated(&folder))?;
    let mut first = Ok(());
    let mut found = WIN32_FIND_DATAW::default();
    // SAFETY: the path is terminated, and the search is closed below.
    let search =
        unsafe { FindFirstFileW(terminated(&below(&[u16::from(b'*')])).as_ptr(), &mut found) };
    if Owned::new(search).map(core::mem::forget).is_ok() {
        loop {
            let end = found.cFileName.iter().position(|unit| *unit == 0);
            let name = found.cFileName.get(..end.unwrap_or(0)).unwrap_or_default();
            let dots = name.iter().all(|unit| *unit == u16::from(b'.')) && name.len() < 3;
            if !dots {
                let path = below(name);
                let is = |what| found.dwFileAttributes & what != 0;
                let removed = if !is(FILE_ATTRIBUTE_DIRECTORY) {
                    delete_wide(&terminated(&path))
                } else if is(FILE_ATTRIBUTE_REPARSE_POINT) {
                    // SAFETY: the path is terminated.
                    done(unsafe { RemoveDirectoryW(terminated(&path).as_ptr()) })
                } else {
                    remove_tree_wide(path)
                };
                first = first.and(removed);
            }
            // SAFETY: the search is open.
            if unsafe { FindNextFileW(search, &mut found) } == 0 {
                break;
            }
        }
        // SAFETY: it is closed once.
        unsafe { FindClose(search) };
    }
    // Of a link that is put in its place now, the link goes.
    drop(held);
    // SAFETY: the path is terminated.
    first.and(done(unsafe {
        RemoveDirectoryW(terminated(&folder).as_ptr())
    }))
}

/// Removes a file, also one that is marked as not to be written.
fn delete_wide(path: &[u16]) -> Result<(), WIN32_ERROR> {
    // SAFETY: the path is terminated.
    unsafe {
        let attributes = GetFileAttributesW(path.as_ptr());
        if attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_READONLY != 0 {
            SetFileAttributesW(path.as_ptr(), attributes & !FILE_ATTRIBUTE_READONLY);
        }
        done(DeleteFileW(path.as_ptr()))
    }
}

/// What a call has given that says no more than whether it has failed.
pub(crate) fn done(result: windows_sys::core::BOOL) -> Result<(), WIN32_ERROR> {
    match result {
        0 => Err(last()),
        _ => Ok(()),
    }
}

fn gone(removed: Result<(), WIN32_ERROR>) -> Result<(), WIN32_ERROR> {
    match removed {
        Err(ERROR_FILE_NOT_FOUND | ERROR_PATH_NOT_FOUND) => Ok(()),
        other => other,
    }
}

/// A sentence of what could not be done with a file.
pub(crate) fn told(path: &str, what: &str) -> impl Fn(WIN32_ERROR) -> String {
    let begin = format!("{path} cannot be {what}");
    move |error| {
        format!(
            "{begin}: {}. Make sure that no other program holds it and that the disk has room, and install again.",
            explain(error)
        )
    }
}

/// The program's folder in one for all programs' data, by the name that the tray gives it.
pub(crate) fn own_folder(parent: &str) -> String {
    within(parent, "pekat-tray")
}
