//! Waiting for Windows' handles without a thread of one's own: a thread of Windows' pool waits for all
//! of them, and rests meanwhile.

use std::ffi::c_void;
use std::io;
use std::os::windows::io::AsRawHandle;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::System::Threading::{
    INFINITE, RegisterWaitForSingleObject, UnregisterWaitEx, WT_EXECUTEINWAITTHREAD,
    WT_EXECUTEONLYONCE,
};

/// A handle that is waited for, until it is signalled or this is dropped.
pub(super) struct Wait<H: AsRawHandle> {
    /// Windows' number of the wait; null if there is none.
    registration: HANDLE,
    call: Arc<Call>,
    handle: H,
}

/// What the pool's thread is given.
struct Call {
    has_come: AtomicBool,
    tell: Box<dyn Fn() + Send + Sync>,
}

// SAFETY: the registration is a number that any thread may give back, and `Call` is shared by an `Arc`.
unsafe impl<H: AsRawHandle + Send> Send for Wait<H> {}

impl<H: AsRawHandle> Wait<H> {
    /// Calls `tell` once when the handle is signalled, on a thread that serves others, too: it must do no
    /// more than pass it on.
    ///
    /// # Errors
    /// When Windows cannot wait for it.
    pub(super) fn start(handle: H, tell: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        let mut wait = Wait {
            registration: std::ptr::null_mut(),
            call: Arc::new(Call {
                has_come: AtomicBool::new(false),
                tell: Box::new(tell),
            }),
            handle,
        };
        wait.register()?;
        Ok(wait)
    }

    /// Whether the handle was signalled, so that it is no longer waited for.
    pub(super) fn has_come(&self) -> bool {
        self.call.has_come.load(Ordering::Acquire)
    }

    /// Waits for the handle once more. It must have been made ready for that.
    ///
    /// # Errors
    /// When Windows cannot wait for it.
    pub(super) fn again(&mut self) -> io::Result<()> {
        self.unregister();
        self.call.has_come.store(false, Ordering::Release);
        self.register()
    }

    /// What is waited for.
    pub(super) fn handle(&self) -> &H {
        &self.handle
    }

    fn register(&mut self) -> io::Result<()> {
        let mut registration = std::ptr::null_mut();
        // SAFETY: the handle and what the callback is given live until `unregister` has returned.
        let registered = unsafe {
            RegisterWaitForSingleObject(
                &mut registration,
                self.handle.as_raw_handle(),
                Some(signalled),
                Arc::as_ptr(&self.call).cast(),
                INFINITE,
                WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD,
            )
        };
        if registered == 0 {
            return Err(io::Error::last_os_error());
        }
        self.registration = registration;
        Ok(())
    }

    /// Ends the wait; a call that has begun is over when this returns.
    fn unregister(&mut self) {
        let registration = std::mem::take(&mut self.registration);
        if !registration.is_null() {
            // SAFETY: it is given back once. `tell` drops no `Wait`, so that this is not its thread.
            unsafe { UnregisterWaitEx(registration, INVALID_HANDLE_VALUE) };
        }
    }
}

impl<H: AsRawHandle> Drop for Wait<H> {
    fn drop(&mut self) {
        self.unregister();
    }
}

unsafe extern "system" fn signalled(call: *mut c_void, _timed_out: bool) {
    // SAFETY: this is what `register` gave, and it outlives the wait.
    let call = unsafe { &*call.cast::<Call>() };
    call.has_come.store(true, Ordering::Release);
    (call.tell)();
}
