//! Whether the menu is open, and how its rows are drawn anew while it is.

use windows_sys::Win32::Foundation::{FALSE, HWND, LPARAM, LRESULT, TRUE, WPARAM};
use windows_sys::Win32::Graphics::Gdi::InvalidateRect;
use windows_sys::Win32::System::Threading::GetCurrentThreadId;
use windows_sys::Win32::UI::Shell::{DefSubclassProc, RemoveWindowSubclass, SetWindowSubclass};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    EnumThreadWindows, GetClassNameW, WM_ENTERMENULOOP, WM_EXITMENULOOP, WM_NCDESTROY,
};
use windows_sys::core::BOOL;

use super::app::Happening;
use super::event_loop::Sends;
use super::wide::wide;

/// Any number that no other subclass of the window uses.
const SUBCLASS: usize = 0x5045;

/// The class of the windows in which Windows shows popup menus.
const MENU_CLASS: &str = "#32768";

/// Reports when the menu that `window` owns opens and closes.
pub(super) fn watch(window: HWND, events: Sends) {
    let events = Box::into_raw(Box::new(events));
    // SAFETY: the procedure below frees `events` when the window goes, and nobody else does. If
    // the window cannot be subclassed, it is freed at once.
    unsafe {
        if SetWindowSubclass(window, Some(watched), SUBCLASS, events as usize) == FALSE {
            drop(Box::from_raw(events));
        }
    }
}

unsafe extern "system" fn watched(
    window: HWND,
    message: u32,
    wparam: WPARAM,
    lparam: LPARAM,
    _subclass: usize,
    events: usize,
) -> LRESULT {
    let events = events as *mut Sends;
    match message {
        // SAFETY: `events` lives until WM_NCDESTROY, the last message.
        WM_ENTERMENULOOP => unsafe { (*events).send(Happening::MenuOpened) },
        // SAFETY: as above.
        WM_EXITMENULOOP => unsafe { (*events).send(Happening::MenuClosing) },
        WM_NCDESTROY => {
            // SAFETY: `events` came from a box in `watch`, and no message follows this one.
            unsafe {
                RemoveWindowSubclass(window, Some(watched), SUBCLASS);
                drop(Box::from_raw(events));
            }
        }
        _ => {}
    }
    // SAFETY: the arguments are those that Windows gave.
    unsafe { DefSubclassProc(window, message, wparam, lparam) }
}

/// Draws the open popup menus of this thread anew; Windows does not when an item changes.
pub(super) fn redraw() {
    // SAFETY: the callback takes plain values and outlives the call.
    unsafe { EnumThreadWindows(GetCurrentThreadId(), Some(redraw_menu), 0) };
}

unsafe extern "system" fn redraw_menu(window: HWND, _: LPARAM) -> BOOL {
    let mut class = [0u16; 16];
    // SAFETY: the buffer is as long as said.
    let length = unsafe { GetClassNameW(window, class.as_mut_ptr(), class.len() as i32) };
    let length = usize::try_from(length).unwrap_or(0);
    if wide(MENU_CLASS).starts_with(&class[..length]) && length > 0 {
        // SAFETY: null stands for the whole window.
        unsafe { InvalidateRect(window, std::ptr::null(), TRUE) };
    }
    TRUE
}
