//! The dialog that says what program this is, from where its licences and its log can be opened. It has
//! a thread of its own, as everything has that waits for the user.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::model::Model;
use crate::site::Language;
use crate::view::Words;
use crate::view::words::AboutText;
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::Controls::{TD_INFORMATION_ICON, TDCBF_CLOSE_BUTTON};
use windows_sys::Win32::UI::WindowsAndMessaging::IDCLOSE;

use super::task_dialog::{self, TaskDialog, Watcher};
use super::{dialog, logging, open};

/// The licences of everything that the program contains.
const LICENCES: &str = include_str!("../../assets/licences.txt");

/// The buttons' numbers, none of those that Windows uses.
const SHOW_LICENCES: i32 = 100;
const SHOW_LOG: i32 = 101;

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
pub(super) fn show(model: &Model, words: &Words, configuration: Option<&Path>) {
    if SHOWN.swap(true, Ordering::AcqRel) {
        task_dialog::bring_to_front(WINDOW.load(Ordering::Acquire) as HWND);
        return;
    }
    let about = About {
        text: words.about_dialog(model, configuration, logging::path().as_deref()),
        language: words.language(),
    };
    let thread = thread::Builder::new()
        .name("about".to_owned())
        .stack_size(task_dialog::STACK_SIZE)
        .spawn(move || {
            if !is_shown(&about) {
                dialog::tell(&about.text.whole());
            }
            SHOWN.store(false, Ordering::Release);
        });
    if thread.is_err() {
        // Without a thread to spare there is nothing to show it with.
        SHOWN.store(false, Ordering::Release);
    }
}

/// Shows it until the user closes it. False if Windows cannot show such a dialog.
fn is_shown(about: &About) -> bool {
    let text = &about.text;
    let dialog = TaskDialog {
        icon: TD_INFORMATION_ICON,
        title: &text.title,
        body: &text.body,
        buttons: [(SHOW_LICENCES, &text.licences), (SHOW_LOG, &text.log)],
        usual: TDCBF_CLOSE_BUTTON,
        default: IDCLOSE,
    };
    dialog.show(about).is_some()
}

impl Watcher for About {
    fn created(&self, window: HWND) {
        WINDOW.store(window as usize, Ordering::Release);
    }

    fn destroyed(&self) {
        WINDOW.store(0, Ordering::Release);
    }

    /// What is opened from it leaves it open.
    fn pressed(&self, button: i32) -> bool {
        match button {
            SHOW_LICENCES => self.open(licences_file().ok_or_else(no_folder), |path| {
                fs::write(path, LICENCES.replace('\n', "\r\n"))
            }),
            SHOW_LOG => self.open(logging::path().ok_or_else(no_folder), |_| Ok(())),
            _ => return false,
        }
        true
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
