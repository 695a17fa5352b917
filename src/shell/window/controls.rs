//! Windows' own controls, so that keyboards, screen readers and themes know them.

use std::io;

use windows_sys::Win32::Foundation::{HWND, LPARAM, TRUE, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::Controls::SetWindowTheme;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, GetWindowTextLengthW, GetWindowTextW, HMENU, SendMessageW, SetWindowTextW,
    WM_SETFONT, WS_CHILD, WS_VISIBLE,
};

use super::drawing::Font;
use crate::shell::wide::wide;

/// Makes a control of a class, at no place yet. Its number is what it is known by to the window.
///
/// # Errors
/// When Windows is out of handles.
pub(in crate::shell) fn control(
    window: HWND,
    class: &str,
    text: &str,
    style: u32,
    edge: u32,
    number: i32,
) -> io::Result<HWND> {
    let (class, text) = (wide(class), wide(text));
    // SAFETY: the texts are terminated and outlive the call; the window is ours. The number stands in
    // for a menu, which a control has not.
    let control = unsafe {
        CreateWindowExW(
            edge,
            class.as_ptr(),
            text.as_ptr(),
            WS_CHILD | WS_VISIBLE | style,
            0,
            0,
            0,
            0,
            window,
            number as isize as HMENU,
            GetModuleHandleW(std::ptr::null()),
            std::ptr::null(),
        )
    };
    match control.is_null() {
        true => Err(io::Error::last_os_error()),
        false => Ok(control),
    }
}

/// Sets the text of a control or a window. One that has it already is left alone, for it would be
/// drawn again.
pub(in crate::shell) fn set_text(control: HWND, text: &str) {
    if text_of(control) == text {
        return;
    }
    let text = wide(text);
    // SAFETY: the window is ours, and the text is terminated and outlives the call.
    unsafe { SetWindowTextW(control, text.as_ptr()) };
}

/// What is in a control.
pub(in crate::shell) fn text_of(control: HWND) -> String {
    // SAFETY: the control is ours; the call takes nothing else.
    let length = unsafe { GetWindowTextLengthW(control) };
    let mut buffer = vec![0u16; usize::try_from(length).unwrap_or(0) + 1];
    // SAFETY: the control is ours, and the buffer is as long as said.
    let length = unsafe { GetWindowTextW(control, buffer.as_mut_ptr(), buffer.len() as i32) };
    buffer.truncate(usize::try_from(length).unwrap_or(0));
    String::from_utf16_lossy(&buffer)
}

/// The font must live until the control has another one or is gone.
pub(in crate::shell) fn set_font(control: HWND, font: &Font) {
    // SAFETY: the control is ours, and the font lives, as the caller says.
    unsafe { SendMessageW(control, WM_SETFONT, font.handle() as WPARAM, TRUE as LPARAM) };
}

/// Gives a control the looks of this name, or those that are usual.
pub(in crate::shell) fn set_theme(control: HWND, name: Option<&str>) {
    let name = name.map(wide);
    let name = name.as_ref().map_or(std::ptr::null(), |name| name.as_ptr());
    // SAFETY: the control is ours, the name is terminated, and null stands for the usual one.
    unsafe { SetWindowTheme(control, name, std::ptr::null()) };
}
