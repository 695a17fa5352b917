//! Tells when policies of the organisation have changed in the registry, without waking while none does.

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle, RawHandle};
use std::sync::Arc;

use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE};
use windows_sys::Win32::Foundation::{ERROR_SUCCESS, FALSE, TRUE};
use windows_sys::Win32::System::Registry::{
    REG_NOTIFY_CHANGE_LAST_SET, REG_NOTIFY_CHANGE_NAME, REG_NOTIFY_FILTER,
    REG_NOTIFY_THREAD_AGNOSTIC, RegNotifyChangeKeyValue,
};
use windows_sys::Win32::System::Threading::CreateEventW;

use super::wait::Wait;

/// What is watched below each root, and for what: the key of the policies, and those above it, since it
/// comes and goes with the policies. Each one is in the one before it.
const KEYS: [(&str, Interest); 3] = [
    ("SOFTWARE", Interest::Subkeys),
    (r"SOFTWARE\Policies", Interest::Subkeys),
    (r"SOFTWARE\Policies\PekatTray", Interest::Everything),
];

/// What is to be told of a key.
#[derive(Clone, Copy)]
enum Interest {
    /// That a key in it has come or gone.
    Subkeys,
    /// Also its values, and all that is below it.
    Everything,
}

/// Whose policies.
#[derive(Clone, Copy)]
enum Root {
    User,
    Machine,
}

impl Root {
    fn key(self) -> &'static Key {
        match self {
            Root::User => CURRENT_USER,
            Root::Machine => LOCAL_MACHINE,
        }
    }
}

type Tell = Arc<dyn Fn() + Send + Sync>;

/// Watches the policies until it is dropped.
pub(super) struct PolicyChanges {
    roots: [(Root, Vec<Wait<Changes>>); 2],
    tell: Tell,
}

impl PolicyChanges {
    /// Calls `tell` when something has changed, on a thread that serves others, too: it must do no more
    /// than pass it on. One call is enough until [`go_on`](Self::go_on).
    pub(super) fn start(tell: impl Fn() + Send + Sync + 'static) -> Self {
        let mut changes = PolicyChanges {
            roots: [Root::User, Root::Machine].map(|root| (root, Vec::new())),
            tell: Arc::new(tell),
        };
        changes.go_on();
        changes
    }

    /// Has the next change be told. What is read after this is not older than that.
    pub(super) fn go_on(&mut self) {
        for (root, waits) in &mut self.roots {
            if !waits.is_empty() && !waits.iter().any(Wait::has_come) {
                continue;
            }
            waits.clear();
            // From above, so that a key that comes meanwhile is told.
            for (path, interest) in KEYS {
                let Ok(key) = root.key().open(path) else {
                    break;
                };
                match wait(key, interest, Arc::clone(&self.tell)) {
                    Ok(wait) => waits.push(wait),
                    Err(error) => log::warn!("changes of policies are not noticed: {error}"),
                }
            }
        }
    }
}

fn wait(key: Key, interest: Interest, tell: Tell) -> io::Result<Wait<Changes>> {
    Wait::start(Changes::of(key, interest)?, move || tell())
}

/// An event that is set when something has changed in a key.
struct Changes {
    event: OwnedHandle,
    /// Closed, it would set the event.
    _key: Key,
}

// SAFETY: the key's handle is of the process, not of a thread, and so is the wait for it.
unsafe impl Send for Changes {}

impl Changes {
    fn of(key: Key, interest: Interest) -> io::Result<Self> {
        // SAFETY: nulls stand for no name and the usual security; a handle that is given is ours.
        let event = unsafe {
            let event = CreateEventW(std::ptr::null(), TRUE, FALSE, std::ptr::null());
            if event.is_null() {
                return Err(io::Error::last_os_error());
            }
            OwnedHandle::from_raw_handle(event)
        };
        let (below, filter): (_, REG_NOTIFY_FILTER) = match interest {
            Interest::Subkeys => (FALSE, REG_NOTIFY_CHANGE_NAME),
            Interest::Everything => (TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET),
        };
        // SAFETY: both handles are open.
        let error = unsafe {
            RegNotifyChangeKeyValue(
                key.as_raw(),
                below,
                filter | REG_NOTIFY_THREAD_AGNOSTIC,
                event.as_raw_handle(),
                TRUE,
            )
        };
        match error {
            ERROR_SUCCESS => Ok(Changes { event, _key: key }),
            error => Err(io::Error::from_raw_os_error(error.cast_signed())),
        }
    }
}

impl AsRawHandle for Changes {
    fn as_raw_handle(&self) -> RawHandle {
        self.event.as_raw_handle()
    }
}
