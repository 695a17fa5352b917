//! What the program's own windows share: how one is made and placed, its controls, fonts and colours.
//! They belong to the event loop's thread and wait for nothing.

mod controls;
mod drawing;

use std::ffi::c_void;
use std::io;

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, POINT, RECT, WPARAM};
use windows_sys::Win32::Graphics::Dwm::{DWMWA_USE_IMMERSIVE_DARK_MODE, DwmSetWindowAttribute};
use windows_sys::Win32::Graphics::Gdi::{
    GetMonitorInfoW, MONITOR_DEFAULTTONEAREST, MONITORINFO, MonitorFromPoint, RDW_ALLCHILDREN,
    RDW_ERASE, RDW_INVALIDATE, RDW_UPDATENOW, RedrawWindow,
};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::HiDpi::{AdjustWindowRectExForDpi, GetDpiForWindow};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CREATESTRUCTW, CreateWindowExW, DefWindowProcW, GWLP_USERDATA, GetCursorPos, GetWindowLongPtrW,
    IDC_ARROW, LoadCursorW, LoadIconW, RegisterClassW, SW_SHOW, SWP_NOACTIVATE, SWP_NOMOVE,
    SWP_NOZORDER, SetForegroundWindow, SetWindowLongPtrW, SetWindowPos, ShowWindow, WM_NCCREATE,
    WNDCLASSW, WS_CAPTION, WS_CLIPCHILDREN, WS_EX_APPWINDOW, WS_SYSMENU,
};

use super::wide::wide;
pub(super) use controls::{control, set_font, set_text, set_theme, text_of};
pub(super) use drawing::{Font, Ground, Palette, extent, height, message_font, scaled};

/// Of its size it stays, so that nothing in it moves under a hand.
const STYLE: u32 = WS_CAPTION | WS_SYSMENU | WS_CLIPCHILDREN;

/// It has its place on the taskbar.
const EXTENDED_STYLE: u32 = WS_EX_APPWINDOW;

/// The number of the program's own picture in `assets/pekat-tray.rc`.
const PROGRAM_ICON: usize = 1;

/// What a window works with.
pub(super) trait Hears {
    /// What a message means here. `None` leaves it to Windows.
    fn hear(&self, window: HWND, message: u32, wparam: WPARAM, lparam: LPARAM) -> Option<LRESULT>;
}

/// Makes a window that is not seen yet, on the screen where it will be, so that its DPI is known.
/// `inner` must outlive it.
///
/// # Errors
/// When Windows is out of handles.
pub(super) fn create<T: Hears>(
    class: &str,
    title: &str,
    screen: &RECT,
    inner: *const T,
) -> io::Result<HWND> {
    let (class, title) = (wide(class), wide(title));
    let null = std::ptr::null_mut();
    // SAFETY: the texts are terminated and outlive the calls, and the procedure fits. A class that is
    // registered already is as good. `inner` outlives the window, as the caller says.
    let window = unsafe {
        let instance = GetModuleHandleW(std::ptr::null());
        let registration = WNDCLASSW {
            lpfnWndProc: Some(procedure::<T>),
            hInstance: instance,
            hIcon: LoadIconW(instance, PROGRAM_ICON as *const u16),
            hCursor: LoadCursorW(null, IDC_ARROW),
            lpszClassName: class.as_ptr(),
            ..WNDCLASSW::default()
        };
        RegisterClassW(&registration);
        CreateWindowExW(
            EXTENDED_STYLE,
            class.as_ptr(),
            title.as_ptr(),
            STYLE,
            screen.left,
            screen.top,
            0,
            0,
            null,
            null,
            instance,
            inner.cast::<c_void>(),
        )
    };
    match window.is_null() {
        true => Err(io::Error::last_os_error()),
        false => Ok(window),
    }
}

/// The DPI of the screen that a window is on.
pub(super) fn dpi(window: HWND) -> u32 {
    // SAFETY: a window that is gone gives zero, and nothing else happens.
    unsafe { GetDpiForWindow(window) }
}

/// Where windows may be on the screen with the mouse.
pub(super) fn work_area() -> RECT {
    let mut mouse = POINT::default();
    let mut info = MONITORINFO {
        cbSize: size_of::<MONITORINFO>() as u32,
        ..MONITORINFO::default()
    };
    // SAFETY: the structures outlive the calls, and the second one says its own size.
    unsafe {
        GetCursorPos(&mut mouse);
        let screen = MonitorFromPoint(mouse, MONITOR_DEFAULTTONEAREST);
        GetMonitorInfoW(screen, &mut info);
    }
    info.rcWork
}

/// How large a window is with its frame that has so much room within it.
fn framed((width, height): (i32, i32), dpi: u32) -> (i32, i32) {
    let mut rect = RECT {
        right: width,
        bottom: height,
        ..RECT::default()
    };
    // SAFETY: the structure outlives the call.
    unsafe { AdjustWindowRectExForDpi(&mut rect, STYLE, 0, EXTENDED_STYLE, dpi) };
    (rect.right - rect.left, rect.bottom - rect.top)
}

/// Puts a window, which has so much room within its frame, in the middle of a screen.
pub(super) fn place_in_the_middle(window: HWND, room: (i32, i32), dpi: u32, screen: &RECT) {
    let (width, height) = framed(room, dpi);
    let left = screen.left + (screen.right - screen.left - width) / 2;
    let top = screen.top + (screen.bottom - screen.top - height) / 2;
    let wanted = RECT {
        left,
        top,
        right: left + width,
        bottom: top + height,
    };
    move_to(window, &wanted);
}

/// Gives a window so much room within its frame, and leaves it where it is.
pub(super) fn resize(window: HWND, room: (i32, i32)) {
    let (width, height) = framed(room, dpi(window));
    let how = SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE;
    // SAFETY: the window is ours; null is not looked at.
    unsafe { SetWindowPos(window, std::ptr::null_mut(), 0, 0, width, height, how) };
}

/// Puts a window or a control there.
pub(super) fn move_to(window: HWND, rect: &RECT) {
    let (width, height) = (rect.right - rect.left, rect.bottom - rect.top);
    let how = SWP_NOZORDER | SWP_NOACTIVATE;
    let null = std::ptr::null_mut();
    // SAFETY: the window is ours; null is not looked at.
    unsafe { SetWindowPos(window, null, rect.left, rect.top, width, height, how) };
}

/// Gives a window's frame the colours of dark programs, or takes them from it.
pub(super) fn dress_frame(window: HWND, is_dark: bool) {
    let is_dark = i32::from(is_dark);
    // SAFETY: the window is ours, and the value is as long as said. Windows before 10.0.18985 do
    // not know it.
    unsafe {
        DwmSetWindowAttribute(
            window,
            DWMWA_USE_IMMERSIVE_DARK_MODE as u32,
            (&raw const is_dark).cast(),
            size_of::<i32>() as u32,
        )
    };
}

/// Paints a window and its controls before it returns. Texts are on the screen as soon as they are set,
/// and the picture beside them would follow only when the program has nothing else to do.
pub(super) fn redraw(window: HWND) {
    let how = RDW_INVALIDATE | RDW_ERASE | RDW_ALLCHILDREN | RDW_UPDATENOW;
    let (rect, region) = (std::ptr::null(), std::ptr::null_mut());
    // SAFETY: the window is ours; null stands for all of it.
    unsafe { RedrawWindow(window, rect, region, how) };
}

/// Shows a window and gives it the keyboard; says whether Windows has let it.
pub(super) fn bring_to_front(window: HWND) -> bool {
    // SAFETY: the window is ours.
    unsafe {
        ShowWindow(window, SW_SHOW);
        SetForegroundWindow(window) != 0
    }
}

unsafe extern "system" fn procedure<T: Hears>(
    window: HWND,
    message: u32,
    wparam: WPARAM,
    lparam: LPARAM,
) -> LRESULT {
    if message == WM_NCCREATE {
        // SAFETY: Windows gives the structure that CreateWindowExW made from our arguments.
        unsafe {
            let creation = lparam as *const CREATESTRUCTW;
            SetWindowLongPtrW(window, GWLP_USERDATA, (*creation).lpCreateParams as isize);
        }
    }
    // SAFETY: the pointer was set at WM_NCCREATE, and what it points to outlives the window. Only
    // shared references to it are ever made.
    let inner = unsafe { (GetWindowLongPtrW(window, GWLP_USERDATA) as *const T).as_ref() };
    let answer = inner.and_then(|inner| inner.hear(window, message, wparam, lparam));
    // SAFETY: the arguments are those that Windows gave.
    answer.unwrap_or_else(|| unsafe { DefWindowProcW(window, message, wparam, lparam) })
}
