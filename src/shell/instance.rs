//! One tray program per Windows session. A second start has the first one show its menu.

use windows_sys::Win32::Foundation::{
    CloseHandle, ERROR_ACCESS_DENIED, ERROR_ALREADY_EXISTS, ERROR_INVALID_WINDOW_HANDLE,
    GetLastError, HANDLE, LRESULT, TRUE, WAIT_ABANDONED, WAIT_OBJECT_0,
};
use windows_sys::Win32::System::Threading::{CreateMutexW, WaitForSingleObject};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    AllowSetForegroundWindow, FindWindowW, GetWindowThreadProcessId, SMTO_ABORTIFHUNG,
    SendMessageTimeoutW,
};

use super::event_loop;
use super::said;
use super::wide::wide;

/// `Local\` makes it one per session, so that each user of a shared computer has an icon.
const NAME: &str = r"Local\pekat-tray";

/// How long the first one may take for its answer. In milliseconds.
const ANSWER: u32 = 3000;

/// How often, and how long each time, a first one is waited for that is just beginning or ending, so
/// that it has no window. In milliseconds.
const ROUNDS: u32 = 25;
const ROUND: u32 = 200;

/// How long a start that nobody is to see waits for one that is just ending. In milliseconds.
const PATIENCE: u32 = 2000;

/// What became of a start.
pub(super) enum Claim {
    /// This program is the only one in the session, as long as the value lives.
    Ours(Instance),
    /// Another runs, and shows its menu now.
    Shown,
    /// Another runs, and cannot be asked to show its menu, or was not.
    Running,
}

/// Held as long as the program runs.
pub(super) struct Instance(HANDLE);

/// Claims this session, or has the program that runs in it show its menu, unless that is to be done
/// `unseen`.
pub(super) fn claim(unseen: bool) -> Claim {
    let name = wide(NAME);
    // SAFETY: the name is terminated, and null asks for the usual security.
    let (mutex, error) = unsafe {
        let mutex = CreateMutexW(std::ptr::null(), TRUE, name.as_ptr());
        (mutex, GetLastError())
    };
    let instance = Instance(mutex);
    match (mutex.is_null(), error) {
        (true, ERROR_ACCESS_DENIED) if unseen => Claim::Running,
        (false, ERROR_ALREADY_EXISTS) if unseen => inherit(instance, PATIENCE),
        // The first one runs with higher rights.
        (true, ERROR_ACCESS_DENIED) => match ask_for_menu() {
            Asked::Shown => Claim::Shown,
            Asked::Nobody | Asked::Refused => Claim::Running,
        },
        (false, ERROR_ALREADY_EXISTS) => succeed(instance),
        // Any other error must not keep the user from having an icon.
        (true | false, _) => Claim::Ours(instance),
    }
}

/// Has the first one show its menu; takes its place if it ends meanwhile.
fn succeed(instance: Instance) -> Claim {
    for _ in 0..ROUNDS {
        match ask_for_menu() {
            Asked::Shown => return Claim::Shown,
            Asked::Refused => return Claim::Running,
            Asked::Nobody => {}
        }
        if is_free(&instance, ROUND) {
            return Claim::Ours(instance);
        }
    }
    Claim::Running
}

/// Takes the first one's place if it ends within so many milliseconds.
fn inherit(instance: Instance, patience: u32) -> Claim {
    match is_free(&instance, patience) {
        true => Claim::Ours(instance),
        false => Claim::Running,
    }
}

/// Whether the first one has ended, or does within so many milliseconds.
fn is_free(instance: &Instance, patience: u32) -> bool {
    // SAFETY: the handle is ours and open.
    let waited = unsafe { WaitForSingleObject(instance.0, patience) };
    matches!(waited, WAIT_OBJECT_0 | WAIT_ABANDONED)
}

/// What came of asking.
enum Asked {
    Shown,
    /// There is no window to ask, or its program ends.
    Nobody,
    /// Windows does not let us, or it does not answer.
    Refused,
}

fn ask_for_menu() -> Asked {
    let class = wide(event_loop::CLASS);
    // SAFETY: the class name is terminated, and null stands for any title. Only windows of this
    // session are found.
    let window = unsafe { FindWindowW(class.as_ptr(), std::ptr::null()) };
    if window.is_null() {
        return Asked::Nobody;
    }
    let mut process = 0;
    let mut answer = 0;
    // SAFETY: the variables outlive the calls; a window that is gone makes them fail. The menu needs
    // the foreground, which the program that the user has just started may pass on.
    let (sent, error) = unsafe {
        GetWindowThreadProcessId(window, &mut process);
        AllowSetForegroundWindow(process);
        let message = said::show_menu();
        let sent =
            SendMessageTimeoutW(window, message, 0, 0, SMTO_ABORTIFHUNG, ANSWER, &mut answer);
        (sent, GetLastError())
    };
    match (sent != 0, answer as LRESULT) {
        (true, said::UNDERSTOOD) => Asked::Shown,
        (true, said::ENDING) => Asked::Nobody,
        // It ended while it was asked.
        (false, _) if error == ERROR_INVALID_WINDOW_HANDLE => Asked::Nobody,
        (true | false, _) => Asked::Refused,
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: the handle is ours and is closed once. One that is owned is left as abandoned,
            // which a waiting start takes as well.
            unsafe { CloseHandle(self.0) };
        }
    }
}
