//! Windows' dialog for folders, on a thread of its own: what is loaded into it by others may take its
//! time.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use windows::Win32::System::Com::{
    CLSCTX_INPROC_SERVER, COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoCreateInstance,
    CoInitializeEx, CoTaskMemFree, CoUninitialize,
};
use windows::Win32::UI::Shell::{
    FOS_FORCEFILESYSTEM, FOS_PICKFOLDERS, FileOpenDialog, IFileOpenDialog, IShellItem,
    SHCreateItemFromParsingName, SIGDN_FILESYSPATH,
};
use windows::core::HSTRING;
use windows_sys::Win32::Foundation::{HWND, LPARAM, TRUE};
use windows_sys::Win32::System::Threading::GetCurrentThreadId;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    EnumThreadWindows, IsWindowVisible, PostMessageW, SetForegroundWindow, WM_CLOSE,
};
use windows_sys::core::BOOL;

/// The dialog while it is open; it closes when this value goes.
///
/// It has no owner, since Windows would join the two threads' keyboards and mouse, and what holds up one
/// would hold up the other.
pub(super) struct Chooser {
    /// The thread's number; zero while it has none or has done its work.
    thread: Arc<AtomicU32>,
}

impl Chooser {
    /// Has the user choose a folder, beginning at one if it is there. What is chosen goes to `chosen`.
    ///
    /// # Errors
    /// When there is no thread to spare.
    pub(super) fn open(
        title: String,
        begin: String,
        chosen: impl FnOnce(Option<String>) + Send + 'static,
    ) -> io::Result<Self> {
        let number = Arc::new(AtomicU32::new(0));
        let own = Arc::clone(&number);
        thread::Builder::new()
            .name("folder".to_owned())
            .spawn(move || {
                // SAFETY: takes nothing.
                own.store(unsafe { GetCurrentThreadId() }, Ordering::SeqCst);
                let folder = choose(&title, &begin);
                own.store(0, Ordering::SeqCst);
                chosen(folder);
            })?;
        Ok(Chooser { thread: number })
    }

    pub(super) fn bring_to_front(&self) {
        self.each_window(front);
    }

    fn each_window(&self, act: unsafe extern "system" fn(HWND, LPARAM) -> BOOL) {
        let thread = self.thread.load(Ordering::SeqCst);
        if thread != 0 {
            // SAFETY: the procedure fits; a thread that is gone has no windows.
            unsafe { EnumThreadWindows(thread, Some(act), 0) };
        }
    }
}

impl Drop for Chooser {
    fn drop(&mut self) {
        self.each_window(close);
    }
}

unsafe extern "system" fn front(window: HWND, _: LPARAM) -> BOOL {
    // SAFETY: Windows gives a window; one that is gone is refused.
    unsafe {
        if IsWindowVisible(window) != 0 {
            SetForegroundWindow(window);
        }
    }
    TRUE
}

unsafe extern "system" fn close(window: HWND, _: LPARAM) -> BOOL {
    // SAFETY: Windows gives a window; one that is gone makes the call fail, and nothing else.
    unsafe {
        if IsWindowVisible(window) != 0 {
            PostMessageW(window, WM_CLOSE, 0, 0);
        }
    }
    TRUE
}

/// Shows the dialog until the user closes it. `None` if no folder was chosen, or Windows has no such
/// dialog.
fn choose(title: &str, begin: &str) -> Option<String> {
    // SAFETY: no call needs more than COM on this thread, which is left when they are done and their
    // objects gone.
    unsafe {
        let ready = CoInitializeEx(None, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
        ready.ok().ok()?;
        let chosen = ask(title, begin);
        CoUninitialize();
        chosen
            .inspect_err(|error| log::debug!("no folder: {error}"))
            .ok()
    }
}

/// # Safety
/// COM must be ready on this thread.
unsafe fn ask(title: &str, begin: &str) -> windows::core::Result<String> {
    // SAFETY: COM is ready, texts outlive the calls, and the path is freed once.
    unsafe {
        let dialog: IFileOpenDialog =
            CoCreateInstance(&FileOpenDialog, None, CLSCTX_INPROC_SERVER)?;
        dialog.SetOptions(dialog.GetOptions()? | FOS_PICKFOLDERS | FOS_FORCEFILESYSTEM)?;
        dialog.SetTitle(&HSTRING::from(title))?;
        let begin = HSTRING::from(begin);
        if let Ok(folder) = SHCreateItemFromParsingName::<_, _, IShellItem>(&begin, None) {
            dialog.SetFolder(&folder)?;
        }
        dialog.Show(None)?;
        let path = dialog.GetResult()?.GetDisplayName(SIGDN_FILESYSPATH)?;
        let text = path.to_string();
        CoTaskMemFree(Some(path.0.cast()));
        Ok(text?)
    }
}
