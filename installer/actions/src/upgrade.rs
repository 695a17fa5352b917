//! Whether a version that is uninstalled is so because another one takes its place.
//!
//! Windows Installer says so to the version that goes by the property `UPGRADINGPRODUCTCODE`, which keeps
//! `CleanUp` from being run. Wine uninstalls it as if somebody had asked for it, and upgrades are tried there:
//! so the new version holds an event meanwhile, in the process that Windows Installer has for its actions.

use core::mem::forget;
use core::ptr::null;

use windows_sys::Win32::System::Threading::{CreateEventW, EVENT_MODIFY_STATE, OpenEventW};

use crate::session::Session;
use crate::system::Owned;
use crate::wide::wide;

/// The event's name.
const NAME: &str = r"Global\PekatTray.Upgrade";

/// What the table of upgrades has found to be replaced.
const FOUND: &str = "WIX_UPGRADE_DETECTED";

/// Holds the event if this installation replaces another version, until the process ends.
pub(crate) fn announce(session: Session) {
    if session.property(FOUND).is_empty() {
        return;
    }
    let name = wide(NAME);
    // SAFETY: the name is terminated, and null asks for the usual security.
    if let Ok(event) = Owned::new(unsafe { CreateEventW(null(), 1, 0, name.as_ptr()) }) {
        // It goes with the process.
        forget(event);
    }
}

/// Whether another version is taking this one's place.
pub(crate) fn is_under_way() -> bool {
    let name = wide(NAME);
    // SAFETY: the name is terminated, and what is opened is closed when it is dropped.
    Owned::new(unsafe { OpenEventW(EVENT_MODIFY_STATE, 0, name.as_ptr()) }).is_ok()
}
