//! The dialog that says what program this is, from where its licences and its log can be opened. It has
//! a thread of its own, as everything has that waits for the user.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use pekat_tray::site::Language;
use pekat_tray::view::Words;
use pekat_tray::view::words::{AboutText, PRODUCT};
use windows_sys::Win32::Foundation::{HWND, LPARAM, S_FALSE, S_OK, WPARAM};
use windows_sys::Win32::UI::Controls::{
    TASKDIALOG_BUTTON, TASKDIALOGCONFIG, TASKDIALOGCONFIG_0, TD_INFORMATION_ICON,
    TDCBF_CLOSE_BUTTON, TDF_ALLOW_DIALOG_CANCELLATION, TDF_SIZE_TO_CONTENT, TDN_BUTTON_CLICKED,
    TDN_CREATED, TDN_DESTROYED, TaskDialogIndirect,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{IDCLOSE, SetForegroundWindow};
use windows_sys::core::HRESULT;

use super::wide::wide;
use super::{dialog, logging, open};

/// The licences of everything that the program contains.
const LICENCES: &str = include_str!("../../assets/licences.txt");

/// The buttons' numbers, none of those that Windows uses.
const SHOW_LICENCES: i32 = 100;
const SHOW_LOG: i32 = 101;

/// What the dialog needs, and Windows' shell when it opens a file, with much to spare. In bytes.
const STACK_SIZE: usize = 512 * 1024;

/// Whether it is shown, and its window once that is known: there is one at most.
static SHOWN: AtomicBool = AtomicBool::new(false);
static WINDOW: AtomicUsize = AtomicUsize::new(0);

/// What the dialog works with.
struct About {
    text: AboutText,
    language: Language,
}

/// Shows it and returns at once; if it is shown already, it comes to the front. `configuration` is where
/// that is, if there is a file.
pub(super) fn show(words: &Words, configuration: Option<&Path>) {
    if SHOWN.swap(true, Ordering::AcqRel) {
        bring_to_front(WINDOW.load(Ordering::Acquire) as HWND);
        return;
    }
    let about = About {
        text: words.about_dialog(configuration, logging::path().as_deref()),
        language: words.language(),
    };
    let thread = thread::Builder::new()
        .name("about".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || {
            if !task_dialog(&about) {
                dialog::tell(&about.text.whole());
            }
            SHOWN.store(false, Ordering::Release);
        });
    if thread.is_err() {
        // Without a thread to spare there is nothing to show it with.
        SHOWN.store(false, Ordering::Release);
    }
}

fn bring_to_front(window: HWND) {
    // SAFETY: a window that is gone or null is refused.
    unsafe { SetForegroundWindow(window) };
}

/// Shows it until the user closes it. False if Windows cannot show such a dialog.
fn task_dialog(about: &About) -> bool {
    let text = &about.text;
    let (product, title, body) = (wide(PRODUCT), wide(&text.title), wide(&text.body));
    let (licences, log) = (wide(&text.licences), wide(&text.log));
    let buttons = [
        TASKDIALOG_BUTTON {
            nButtonID: SHOW_LICENCES,
            pszButtonText: licences.as_ptr(),
        },
        TASKDIALOG_BUTTON {
            nButtonID: SHOW_LOG,
            pszButtonText: log.as_ptr(),
        },
    ];
    let config = TASKDIALOGCONFIG {
        cbSize: size_of::<TASKDIALOGCONFIG>() as u32,
        dwFlags: TDF_ALLOW_DIALOG_CANCELLATION | TDF_SIZE_TO_CONTENT,
        dwCommonButtons: TDCBF_CLOSE_BUTTON,
        pszWindowTitle: product.as_ptr(),
        Anonymous1: TASKDIALOGCONFIG_0 {
            pszMainIcon: TD_INFORMATION_ICON,
        },
        pszMainInstruction: title.as_ptr(),
        pszContent: body.as_ptr(),
        cButtons: buttons.len() as u32,
        pButtons: buttons.as_ptr(),
        nDefaultButton: IDCLOSE,
        pfCallback: Some(notified),
        lpCallbackData: std::ptr::from_ref(about) as isize,
        ..TASKDIALOGCONFIG::default()
    };
    // SAFETY: the size is right, the texts are terminated, and all that is pointed to outlives the call;
    // null stands for answers that nobody wants.
    let result = unsafe { TaskDialogIndirect(&config, null_mut(), null_mut(), null_mut()) };
    result == S_OK
}

/// What the dialog tells while it is there. What is opened from it leaves it open.
unsafe extern "system" fn notified(
    window: HWND,
    notification: u32,
    wparam: WPARAM,
    _: LPARAM,
    about: isize,
) -> HRESULT {
    // SAFETY: it is the reference that `task_dialog` gave, which outlives the dialog.
    let about = unsafe { &*(about as *const About) };
    match (i32::try_from(notification), i32::try_from(wparam)) {
        (Ok(TDN_CREATED), _) => {
            WINDOW.store(window as usize, Ordering::Release);
            bring_to_front(window);
            S_OK
        }
        (Ok(TDN_DESTROYED), _) => {
            WINDOW.store(0, Ordering::Release);
            S_OK
        }
        (Ok(TDN_BUTTON_CLICKED), Ok(SHOW_LICENCES)) => {
            about.open(licences_file().ok_or_else(no_folder), |path| {
                fs::write(path, LICENCES.replace('\n', "\r\n"))
            });
            S_FALSE
        }
        (Ok(TDN_BUTTON_CLICKED), Ok(SHOW_LOG)) => {
            about.open(logging::path().ok_or_else(no_folder), |_| Ok(()));
            S_FALSE
        }
        (Ok(_) | Err(_), _) => S_OK,
    }
}

impl About {
    /// Opens a file that is made ready first, and tells when that fails.
    fn open(&self, path: io::Result<PathBuf>, prepare: impl FnOnce(&Path) -> io::Result<()>) {
        let shown = path.as_ref().map(|path| path.display().to_string());
        let shown = shown.unwrap_or_default();
        let opened = path.and_then(|path| {
            prepare(&path)?;
            open::text_file(&path)
        });
        if let Err(error) = opened {
            let words = Words::of(self.language);
            dialog::error(&words.cannot_be_shown(&shown, &error.to_string()));
        }
    }
}

/// Beside the log, since the folder of the program need not be one that may be written to.
fn licences_file() -> Option<PathBuf> {
    let folder = logging::path()?.parent()?.to_path_buf();
    fs::create_dir_all(&folder).ok()?;
    Some(folder.join("licences.txt"))
}

fn no_folder() -> io::Error {
    io::ErrorKind::NotFound.into()
}
