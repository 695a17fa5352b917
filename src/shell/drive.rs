//! Whether a file is on another computer.

use std::path::{Component, Path, Prefix};

use windows_sys::Win32::Storage::FileSystem::GetDriveTypeW;
use windows_sys::Win32::System::WindowsProgramming::DRIVE_REMOTE;

use super::wide::wide;

/// Whether a file is on a network share, also one that has a letter as a drive.
pub(super) fn is_remote(path: &Path) -> bool {
    let Some(Component::Prefix(prefix)) = path.components().next() else {
        return false;
    };
    match prefix.kind() {
        Prefix::UNC(..) | Prefix::VerbatimUNC(..) => true,
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => is_remote_drive(letter),
        Prefix::Verbatim(_) | Prefix::DeviceNS(_) => false,
    }
}

fn is_remote_drive(letter: u8) -> bool {
    let root = wide(&format!("{}:\\", char::from(letter)));
    // SAFETY: the text ends with a zero and lives until the call returns.
    unsafe { GetDriveTypeW(root.as_ptr()) == DRIVE_REMOTE }
}
