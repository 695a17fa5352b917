//! Windows' errors and handles.

use alloc::format;
use alloc::string::String;

use windows_sys::Win32::Foundation::{
    CloseHandle, GetLastError, HANDLE, INVALID_HANDLE_VALUE, WIN32_ERROR,
};
use windows_sys::Win32::System::Diagnostics::Debug::{
    FORMAT_MESSAGE_FROM_SYSTEM, FORMAT_MESSAGE_IGNORE_INSERTS, FormatMessageW,
};

/// American English, so that the log is in one language: that of everything else in it.
const ENGLISH: u32 = 0x0409;

/// The number of Windows' last error on this thread.
pub(crate) fn last() -> WIN32_ERROR {
    // SAFETY: it asks for a number.
    unsafe { GetLastError() }
}

/// What Windows says of its last error on this thread.
pub(crate) fn last_error() -> String {
    explain(last())
}

/// What Windows says of an error: a sentence without a full stop, and its number.
pub(crate) fn explain(error: WIN32_ERROR) -> String {
    let mut buffer = [0u16; 512];
    let how = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    for language in [ENGLISH, 0] {
        // SAFETY: the buffer is as long as said, and nothing is inserted.
        let length = unsafe {
            FormatMessageW(
                how,
                core::ptr::null(),
                error,
                language,
                buffer.as_mut_ptr(),
                buffer.len() as u32,
                core::ptr::null(),
            )
        };
        let said = buffer.get(..length as usize).unwrap_or_default();
        if !said.is_empty() {
            let said = String::from_utf16_lossy(said);
            let said = said.trim_end_matches(|it: char| it.is_whitespace() || it == '.');
            return format!("{said} (error {error})");
        }
    }
    format!("error {error}")
}

/// A handle of Windows that is closed when it is dropped.
pub(crate) struct Owned(HANDLE);

impl Owned {
    /// Takes a handle that a call has given; the last error if it is none.
    pub(crate) fn new(handle: HANDLE) -> Result<Self, WIN32_ERROR> {
        match handle.is_null() || handle == INVALID_HANDLE_VALUE {
            true => Err(last()),
            false => Ok(Owned(handle)),
        }
    }

    pub(crate) fn get(&self) -> HANDLE {
        self.0
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: the handle is ours and closed once.
        unsafe { CloseHandle(self.0) };
    }
}
