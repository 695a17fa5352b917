//! Windows starts the program again after an installer or Windows itself had to end it, and after it
//! crashed or hung: an icon that is gone warns nobody.

use windows_sys::Win32::System::Recovery::{
    REGISTER_APPLICATION_RESTART_FLAGS, RESTART_NO_REBOOT, RegisterApplicationRestart,
};

use super::wide::wide;
use crate::arguments::Arguments;

/// How long a command line Windows takes. In UTF-16 units, with the one that terminates it.
const LONGEST: usize = 1024;

/// After a restart of the computer only what starts with Windows is started, so that it is not started
/// twice. That nothing is started again and again sees Windows to: only what has run for a minute is.
const WHEN: REGISTER_APPLICATION_RESTART_FLAGS = RESTART_NO_REBOOT;

/// Asks Windows for it. Where Windows refuses, the user starts the program, as any other.
pub(super) fn register(arguments: &Arguments) {
    let line = wide(&arguments.line());
    if line.len() > LONGEST {
        // Cut, it would name another file.
        return;
    }
    // SAFETY: the text is terminated and as long as it may be.
    unsafe { RegisterApplicationRestart(line.as_ptr(), WHEN) };
}
