//! What Windows says when icons may have to be drawn in another way.

use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    WM_DISPLAYCHANGE, WM_DPICHANGED, WM_SETTINGCHANGE, WM_SYSCOLORCHANGE, WM_THEMECHANGED,
    WM_WTSSESSION_CHANGE,
};

/// Whether a message says that the display, its scaling, the theme or the Windows session is another.
/// The last comes with a connection over the network, and when the screen is unlocked.
pub(super) fn have_changed(message: u32) -> bool {
    matches!(
        message,
        WM_DISPLAYCHANGE
            | WM_DPICHANGED
            | WM_SETTINGCHANGE
            | WM_SYSCOLORCHANGE
            | WM_THEMECHANGED
            | WM_WTSSESSION_CHANGE
    )
}

/// Has Windows tell a window of this session's changes.
pub(super) fn watch_session(window: HWND) {
    // SAFETY: the window is alive. Where the service does not run there is nothing to be told, and
    // Windows forgets a window that is gone.
    unsafe { WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) };
}
