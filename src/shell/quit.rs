//! An installer that is about to replace the program's files asks it to end through an event of Windows.
//! Windows' own Restart Manager, which comes first, does not reach every session.

use std::io;
use std::os::windows::io::{AsRawHandle, RawHandle};

use windows_sys::Win32::Foundation::{CloseHandle, FALSE, HANDLE, TRUE};
use windows_sys::Win32::System::Threading::CreateEventW;

use super::event_loop::Sends;
use super::happening::Happening;
use super::said::End;
use super::wait::Wait;
use super::wide::wide;

/// The event's name, with the number of the process behind it. The MSI's actions know it as well.
const NAME: &str = r"Global\PekatTray.Quit.";

/// Listens to installers as long as it lives.
pub(super) struct Quit {
    _wait: Wait<Event>,
}

impl Quit {
    /// Listens from now on.
    ///
    /// # Errors
    /// When Windows gives no event, or cannot wait for it.
    pub(super) fn listen(events: &Sends) -> io::Result<Self> {
        let events = events.clone();
        let wait = Wait::start(Event::of_this_process()?, move || {
            events.send(Happening::Ends(End::Update));
        })?;
        Ok(Quit { _wait: wait })
    }
}

/// An event that stays set. By its usual security, this user and the system may set it.
struct Event(HANDLE);

// SAFETY: the handle is of the process, not of a thread.
unsafe impl Send for Event {}

impl Event {
    fn of_this_process() -> io::Result<Self> {
        let name = wide(&format!("{NAME}{}", std::process::id()));
        // SAFETY: the name is terminated, and null asks for the usual security.
        let handle = unsafe { CreateEventW(std::ptr::null(), TRUE, FALSE, name.as_ptr()) };
        match handle.is_null() {
            true => Err(io::Error::last_os_error()),
            false => Ok(Event(handle)),
        }
    }
}

impl AsRawHandle for Event {
    fn as_raw_handle(&self) -> RawHandle {
        self.0
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        // SAFETY: the handle is ours and is closed once.
        unsafe { CloseHandle(self.0) };
    }
}
