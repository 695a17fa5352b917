//! Message boxes. Those that appear while the icon is served have a thread of their own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::view::words;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    FindWindowW, MB_ICONERROR, MB_ICONINFORMATION, MB_OK, MB_SETFOREGROUND, MESSAGEBOX_STYLE,
    MessageBoxW, SetForegroundWindow,
};

use super::wide::wide;

/// The class of Windows' message boxes.
const DIALOG_CLASS: &str = "#32770";

/// What a message box needs, with much to spare. In bytes.
const STACK_SIZE: usize = 512 * 1024;

/// Tells something and waits until the user has read it.
pub(super) fn tell(text: &str) {
    show(text, MB_ICONINFORMATION);
}

/// Tells why the program cannot run, and waits until the user has read it.
pub(crate) fn error(text: &str) {
    show(text, MB_ICONERROR);
}

/// Shows a text and returns at once. While one is shown, another one is not, but the shown one comes
/// to the front.
pub(super) fn show_beside(text: String) {
    static SHOWN: AtomicBool = AtomicBool::new(false);
    if SHOWN.swap(true, Ordering::AcqRel) {
        let (class, title) = (wide(DIALOG_CLASS), wide(words::PRODUCT));
        // SAFETY: both texts are terminated; a window that is gone by then is refused.
        unsafe { SetForegroundWindow(FindWindowW(class.as_ptr(), title.as_ptr())) };
        return;
    }
    let thread = thread::Builder::new()
        .name("dialog".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || {
            tell(&text);
            SHOWN.store(false, Ordering::Release);
        });
    if thread.is_err() {
        // Without a thread to spare there is nothing to show it with.
        SHOWN.store(false, Ordering::Release);
    }
}

fn show(text: &str, symbol: MESSAGEBOX_STYLE) {
    let (text, title) = (wide(text), wide(words::PRODUCT));
    // SAFETY: both texts are terminated and outlive the call; null stands for no owner.
    unsafe {
        MessageBoxW(
            std::ptr::null_mut(),
            text.as_ptr(),
            title.as_ptr(),
            MB_OK | MB_SETFOREGROUND | symbol,
        )
    };
}
