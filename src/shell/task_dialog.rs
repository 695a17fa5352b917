//! Windows' task dialogs: a heading, a text and buttons with words of our own. One blocks the thread that
//! shows it until the user has closed it.

use std::ptr::null_mut;

use crate::view::words::PRODUCT;
use windows_sys::Win32::Foundation::{HWND, LPARAM, S_FALSE, S_OK, WPARAM};
use windows_sys::Win32::UI::Controls::{
    TASKDIALOG_BUTTON, TASKDIALOG_COMMON_BUTTON_FLAGS, TASKDIALOGCONFIG, TASKDIALOGCONFIG_0,
    TDF_ALLOW_DIALOG_CANCELLATION, TDF_SIZE_TO_CONTENT, TDN_BUTTON_CLICKED, TDN_CREATED,
    TDN_DESTROYED, TaskDialogIndirect,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{IDCANCEL, SetForegroundWindow};
use windows_sys::core::{HRESULT, PCWSTR};

use super::wide::wide;

/// What a thread needs that shows one, or opens a file from it, with much to spare. In bytes.
pub(super) const STACK_SIZE: usize = 512 * 1024;

/// What a dialog says and offers.
pub(super) struct TaskDialog<'a> {
    pub(super) icon: PCWSTR,
    pub(super) title: &'a str,
    pub(super) body: &'a str,
    /// Numbers and words. Escape and closing the window mean `IDCANCEL`.
    pub(super) buttons: [(i32, &'a str); 2],
    /// Buttons with Windows' own words, besides.
    pub(super) usual: TASKDIALOG_COMMON_BUTTON_FLAGS,
    /// Which of all is chosen by Enter.
    pub(super) default: i32,
}

/// Who is told of what happens to a dialog while it is shown.
pub(super) trait Watcher {
    /// Its window is there.
    fn created(&self, window: HWND);

    /// Its window is gone.
    fn destroyed(&self);

    /// A button was pressed. Gives whether the dialog stays open.
    fn pressed(&self, button: i32) -> bool;
}

/// Brings a window to the front, if it is there.
pub(super) fn bring_to_front(window: HWND) {
    // SAFETY: a window that is gone or null is refused.
    unsafe { SetForegroundWindow(window) };
}

impl TaskDialog<'_> {
    /// Shows it in front until the user closes it; gives the button. `None` if Windows cannot show such
    /// a dialog.
    pub(super) fn show(&self, watcher: &dyn Watcher) -> Option<i32> {
        let (product, title, body) = (wide(PRODUCT), wide(self.title), wide(self.body));
        let words = self.buttons.map(|(number, words)| (number, wide(words)));
        let buttons = words.each_ref().map(|(number, words)| TASKDIALOG_BUTTON {
            nButtonID: *number,
            pszButtonText: words.as_ptr(),
        });
        let config = TASKDIALOGCONFIG {
            cbSize: size_of::<TASKDIALOGCONFIG>() as u32,
            dwFlags: TDF_ALLOW_DIALOG_CANCELLATION | TDF_SIZE_TO_CONTENT,
            dwCommonButtons: self.usual,
            pszWindowTitle: product.as_ptr(),
            Anonymous1: TASKDIALOGCONFIG_0 {
                pszMainIcon: self.icon,
            },
            pszMainInstruction: title.as_ptr(),
            pszContent: body.as_ptr(),
            cButtons: buttons.len() as u32,
            pButtons: buttons.as_ptr(),
            nDefaultButton: self.default,
            pfCallback: Some(notified),
            // A reference to the reference, since only a thin one fits into a number.
            lpCallbackData: &raw const watcher as isize,
            ..TASKDIALOGCONFIG::default()
        };
        let mut chosen = IDCANCEL;
        // SAFETY: the size is right, the texts are terminated, and all that is pointed to outlives the
        // call; null stands for answers that nobody wants.
        let result = unsafe { TaskDialogIndirect(&config, &mut chosen, null_mut(), null_mut()) };
        (result == S_OK).then_some(chosen)
    }
}

/// What the dialog tells while it is there.
unsafe extern "system" fn notified(
    window: HWND,
    notification: u32,
    wparam: WPARAM,
    _: LPARAM,
    watcher: isize,
) -> HRESULT {
    // SAFETY: it is the reference that `show` gave, which outlives the dialog.
    let watcher = unsafe { *(watcher as *const &dyn Watcher) };
    match (i32::try_from(notification), i32::try_from(wparam)) {
        (Ok(TDN_CREATED), _) => {
            watcher.created(window);
            bring_to_front(window);
        }
        (Ok(TDN_DESTROYED), _) => watcher.destroyed(),
        (Ok(TDN_BUTTON_CLICKED), Ok(button)) if watcher.pressed(button) => return S_FALSE,
        (Ok(_) | Err(_), _) => {}
    }
    S_OK
}
