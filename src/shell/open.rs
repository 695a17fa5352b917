//! Opens a file for the user.

use std::io;
use std::os::windows::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

use windows_sys::Win32::UI::Shell::{SE_ERR_NOASSOC, ShellExecuteW};
use windows_sys::Win32::UI::WindowsAndMessaging::SW_SHOWNORMAL;

use super::wide::wide;

/// ShellExecuteW answers a greater number when it has worked.
const SHELL_EXECUTE_WORKED: isize = 32;

/// Opens a text file in the program that the user has for such files, or else in Notepad.
///
/// # Errors
/// When neither can be started.
pub(super) fn text_file(path: &Path) -> io::Result<()> {
    let verb = wide("open");
    let file: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    let none = std::ptr::null();
    // SAFETY: all texts are terminated and outlive the call; null is allowed for the rest.
    let answer = unsafe {
        ShellExecuteW(
            std::ptr::null_mut(),
            verb.as_ptr(),
            file.as_ptr(),
            none,
            none,
            SW_SHOWNORMAL,
        ) as isize
    };
    if answer > SHELL_EXECUTE_WORKED {
        return Ok(());
    }
    if answer != SE_ERR_NOASSOC as isize {
        return Err(io::Error::last_os_error());
    }
    Command::new("notepad.exe").arg(path).spawn().map(drop)
}
