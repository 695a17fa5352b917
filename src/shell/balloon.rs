//! The tray balloon, for where toasts do not work.

use crate::model::Importance;
use crate::view::Message;
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::Shell::{
    NIF_INFO, NIIF_INFO, NIIF_NOSOUND, NIIF_RESPECT_QUIET_TIME, NIIF_WARNING, NIM_MODIFY,
    NOTIFYICONDATAW, Shell_NotifyIconW,
};

use super::wide::copy_wide;

/// Shows a message above an icon. When there is no taskbar there is nobody to see it either.
pub(super) fn show(window: HWND, icon_number: u32, message: &Message) {
    let symbol = match message.importance {
        Importance::News | Importance::Good => NIIF_INFO,
        Importance::Problem => NIIF_WARNING,
    };
    let sound = if message.sound { 0 } else { NIIF_NOSOUND };
    let mut data = NOTIFYICONDATAW {
        cbSize: size_of::<NOTIFYICONDATAW>() as u32,
        hWnd: window,
        uID: icon_number,
        uFlags: NIF_INFO,
        dwInfoFlags: symbol | sound | NIIF_RESPECT_QUIET_TIME,
        ..Default::default()
    };
    copy_wide(&message.text.title, &mut data.szInfoTitle);
    copy_wide(&message.text.body, &mut data.szInfo);
    // SAFETY: the structure is whole, its size is set and its texts are terminated.
    unsafe { Shell_NotifyIconW(NIM_MODIFY, &data) };
}
