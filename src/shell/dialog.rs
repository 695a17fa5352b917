//! Message boxes. Those that appear while the icon is served have a thread of their own.

use std::thread;

use pekat_tray::view::words;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    MB_ICONERROR, MB_ICONINFORMATION, MB_OK, MB_SETFOREGROUND, MESSAGEBOX_STYLE, MessageBoxW,
};

use super::wide::wide;

/// Tells something and waits until the user has read it.
pub(super) fn tell(text: &str) {
    show(text, MB_ICONINFORMATION);
}

/// Tells why the program cannot run, and waits until the user has read it.
pub(super) fn error(text: &str) {
    show(text, MB_ICONERROR);
}

/// Shows what program this is, and returns at once.
pub(super) fn about() {
    // Without a thread to spare there is nothing to show it with.
    thread::Builder::new()
        .name("about".to_owned())
        .spawn(|| tell(&words::about_text()))
        .ok();
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
