//! Opens a file or a web page for the user.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

use windows_sys::Win32::Foundation::{ERROR_NO_ASSOCIATION, S_FALSE, S_OK};
use windows_sys::Win32::System::Com::{
    COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx, CoUninitialize,
};
use windows_sys::Win32::UI::Shell::{
    ASSOCF_INIT_IGNOREUNKNOWN, ASSOCSTR, ASSOCSTR_COMMAND, ASSOCSTR_DELEGATEEXECUTE,
    AssocQueryStringW, SE_ERR_NOASSOC, SEE_MASK_FLAG_NO_UI, SEE_MASK_NOASYNC, SHELLEXECUTEINFOW,
    ShellExecuteExW,
};
use windows_sys::Win32::UI::WindowsAndMessaging::SW_SHOWNORMAL;

use super::wide::wide;

/// Opens a text file in the program that the user has for such files, or else in Notepad.
///
/// Windows may take its time: call it where nobody waits.
///
/// # Errors
/// When neither can be started.
pub(super) fn text_file(path: &Path) -> io::Result<()> {
    let _com = Com::enter();
    if has_program(path) && execute(path.as_os_str())? {
        return Ok(());
    }
    // Rather than Windows' question which program is to be used.
    Command::new("notepad.exe").arg(path).spawn().map(drop)
}

/// Opens a web page in the browser.
///
/// Windows may take its time: call it where nobody waits.
///
/// # Errors
/// When there is no browser, or it cannot be started.
pub(super) fn page(url: &str) -> io::Result<()> {
    let _com = Com::enter();
    match execute(OsStr::new(url))? {
        true => Ok(()),
        false => Err(io::Error::from_raw_os_error(ERROR_NO_ASSOCIATION as i32)),
    }
}

/// What Windows' shell may use to start a program, for as long as this lives.
struct Com {
    entered: bool,
}

impl Com {
    fn enter() -> Self {
        let mode = COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE;
        // SAFETY: takes plain numbers; the reserved pointer must be null.
        let result = unsafe { CoInitializeEx(std::ptr::null(), mode as u32) };
        Com {
            entered: matches!(result, S_OK | S_FALSE),
        }
    }
}

impl Drop for Com {
    fn drop(&mut self) {
        if self.entered {
            // SAFETY: for the call that entered, on the same thread: a borrowed pointer to this
            // never leaves it.
            unsafe { CoUninitialize() };
        }
    }
}

/// Whether a program is there to open such files: one that is started by a command, or one that
/// Windows asks, as it does those of the Store.
fn has_program(path: &Path) -> bool {
    let Some(extension) = path.extension() else {
        return false;
    };
    let mut dotted = OsString::from(".");
    dotted.push(extension);
    let extension = terminated(&dotted);
    [ASSOCSTR_COMMAND, ASSOCSTR_DELEGATEEXECUTE]
        .into_iter()
        .any(|what| is_associated(&extension, what))
}

fn is_associated(extension: &[u16], what: ASSOCSTR) -> bool {
    let verb = wide("open");
    let mut length = 0;
    // SAFETY: both texts are terminated and outlive the call; without a buffer only the length is
    // written.
    let result = unsafe {
        AssocQueryStringW(
            ASSOCF_INIT_IGNOREUNKNOWN,
            what,
            extension.as_ptr(),
            verb.as_ptr(),
            std::ptr::null_mut(),
            &mut length,
        )
    };
    // The latter says how long the answer is.
    matches!(result, S_OK | S_FALSE)
}

/// Opens a file or an address in its program. False if it has none.
fn execute(what: &OsStr) -> io::Result<bool> {
    let (verb, file) = (wide("open"), terminated(what));
    let mut order = SHELLEXECUTEINFOW {
        cbSize: size_of::<SHELLEXECUTEINFOW>() as u32,
        // Finished when the call returns, for nobody here serves what comes later.
        fMask: SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI,
        lpVerb: verb.as_ptr(),
        lpFile: file.as_ptr(),
        nShow: SW_SHOWNORMAL,
        ..SHELLEXECUTEINFOW::default()
    };
    // SAFETY: the size is right, and the texts are terminated and outlive the call.
    let executed = unsafe { ShellExecuteExW(&mut order) };
    if executed != 0 {
        return Ok(true);
    }
    let error = io::Error::last_os_error();
    let no_program = error.raw_os_error() == Some(ERROR_NO_ASSOCIATION as i32)
        || order.hInstApp as usize == SE_ERR_NOASSOC as usize;
    if no_program { Ok(false) } else { Err(error) }
}

fn terminated(text: &OsStr) -> Vec<u16> {
    text.encode_wide().chain([0]).collect()
}
