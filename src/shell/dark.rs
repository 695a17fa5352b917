//! Dark menus where the user wants dark windows.
//!
//! Windows asks each program whether its menus may be dark, through functions without a name that have
//! had the same numbers ever since they came. Without them menus are light, and that is all.

use windows_sys::Wdk::System::SystemServices::RtlGetVersion;
use windows_sys::Win32::Foundation::HMODULE;
use windows_sys::Win32::System::LibraryLoader::{
    GetProcAddress, LOAD_LIBRARY_SEARCH_SYSTEM32, LoadLibraryExW,
};
use windows_sys::Win32::System::SystemInformation::OSVERSIONINFOW;

use super::wide::wide;

/// Windows 10 1809, the first that has both functions.
const FIRST_BUILD: u32 = 17763;

/// `SetPreferredAppMode`; in the first build `AllowDarkModeForApp`, for which the value below means the
/// same.
const ALLOW: usize = 135;

/// `FlushMenuThemes`.
const FLUSH: usize = 136;

/// As light or dark as the user's windows are, and never dark with high contrast.
const AS_THE_USER_LIKES: i32 = 1;

/// Lets menus be dark from now on.
pub(super) fn allow() {
    if let Some(allow) = function(ALLOW) {
        // SAFETY: the function takes one plain number and gives one.
        let allow: unsafe extern "system" fn(i32) -> i32 = unsafe { std::mem::transmute(allow) };
        // SAFETY: takes a plain number.
        unsafe { allow(AS_THE_USER_LIKES) };
    }
    refresh();
}

/// Has the next menu drawn as the user likes windows now.
pub(super) fn refresh() {
    if let Some(flush) = function(FLUSH) {
        // SAFETY: the function takes nothing and gives nothing.
        let flush: unsafe extern "system" fn() = unsafe { std::mem::transmute(flush) };
        // SAFETY: takes nothing.
        unsafe { flush() };
    }
}

/// A function of Windows' themes by its number, if this Windows is known to have it there.
fn function(number: usize) -> Option<unsafe extern "system" fn() -> isize> {
    let themes = themes().filter(|_| build() >= FIRST_BUILD)?;
    // SAFETY: a small number stands for a function's number, and one that is missing gives none.
    unsafe { GetProcAddress(themes, number as *const u8) }
}

/// It stays loaded, as it does anyway in a program that shows menus.
fn themes() -> Option<HMODULE> {
    let name = wide("uxtheme.dll");
    // SAFETY: the name is terminated, and the reserved handle must be null.
    let module = unsafe {
        LoadLibraryExW(
            name.as_ptr(),
            std::ptr::null_mut(),
            LOAD_LIBRARY_SEARCH_SYSTEM32,
        )
    };
    (!module.is_null()).then_some(module)
}

/// Which Windows this is, whatever programs are told otherwise; zero if it does not say.
fn build() -> u32 {
    let mut version = OSVERSIONINFOW {
        dwOSVersionInfoSize: size_of::<OSVERSIONINFOW>() as u32,
        ..OSVERSIONINFOW::default()
    };
    // SAFETY: the structure has the size that it says.
    unsafe { RtlGetVersion(&mut version) };
    version.dwBuildNumber
}
