//! One tray program per Windows session.

use windows_sys::Win32::Foundation::{
    CloseHandle, ERROR_ACCESS_DENIED, ERROR_ALREADY_EXISTS, GetLastError, HANDLE,
};
use windows_sys::Win32::System::Threading::CreateMutexW;

use super::wide::wide;

/// `Local\` makes it one per session, so that each user of a shared computer has an icon.
const NAME: &str = r"Local\pekat-tray";

/// Held as long as the program runs.
pub(super) struct Instance(HANDLE);

/// Claims this session. `None` if the program runs in it already.
pub(super) fn claim() -> Option<Instance> {
    let name = wide(NAME);
    // SAFETY: the name is terminated, and null asks for the usual security.
    let (mutex, error) = unsafe {
        let mutex = CreateMutexW(std::ptr::null(), 0, name.as_ptr());
        (mutex, GetLastError())
    };
    if mutex.is_null() {
        // Access is denied when the first instance runs with higher rights. Any other error must
        // not keep the user from having an icon.
        return (error != ERROR_ACCESS_DENIED).then_some(Instance(mutex));
    }
    let instance = Instance(mutex);
    (error != ERROR_ALREADY_EXISTS).then_some(instance)
}

impl Drop for Instance {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: the handle is ours and is closed once.
            unsafe { CloseHandle(self.0) };
        }
    }
}
