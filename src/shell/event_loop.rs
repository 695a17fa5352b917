//! The event loop: Windows' messages, and a queue through which other threads reach it.
//!
//! A program without windows of its own needs no more of Windows than this; and its hidden window
//! is the one that Windows and other programs can speak to.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CREATESTRUCTW, CreateWindowExW, DefWindowProcW, DestroyWindow, DispatchMessageW, GA_ROOT,
    GWLP_USERDATA, GetAncestor, GetMessageW, GetWindowLongPtrW, IsDialogMessageW, MSG,
    PostMessageW, PostQuitMessage, RegisterClassW, SendMessageW, SetWindowLongPtrW,
    TranslateMessage, WM_APP, WM_NCCREATE, WNDCLASSW,
};

use super::happening::Happening;
use super::said::{self, Said};
use super::surroundings;
use super::wide::wide;

/// The hidden window's class.
pub(super) const CLASS: &str = "PekatTray";

/// Says that the queue is not empty.
const WAKE: u32 = WM_APP;

/// Takes what has happened since it was last called, in order.
pub(super) type Handler = Box<dyn FnMut(Vec<Happening>)>;

/// The windows in which keys move between controls, as they do in a dialog.
#[derive(Clone, Debug, Default)]
pub(super) struct DialogKeys(Rc<RefCell<Vec<HWND>>>);

impl DialogKeys {
    /// Keys move in this window from now on, until it is [removed](Self::remove), which must be before it
    /// goes.
    pub(super) fn add(&self, window: HWND) {
        self.0.borrow_mut().push(window);
    }

    /// Keys move in this window no longer.
    pub(super) fn remove(&self, window: HWND) {
        self.0.borrow_mut().retain(|known| *known != window);
    }

    /// Whether a message was for such a window, and has been served.
    fn serve(&self, message: &MSG) -> bool {
        // SAFETY: a window that is gone gives null.
        let window = unsafe { GetAncestor(message.hwnd, GA_ROOT) };
        let is_known = self.0.borrow().contains(&window);
        // SAFETY: whoever added the window removes it before it goes, and the message is as Windows
        // gave it.
        is_known && unsafe { IsDialogMessageW(window, message) != 0 }
    }
}

/// How every thread reaches the event loop.
#[derive(Clone, Debug)]
pub(super) struct Sends {
    /// The hidden window, as a number, since a handle is not `Send`. Posting to it from any thread
    /// is allowed.
    window: usize,
    queue: Sender<Happening>,
    /// Whether a message is on its way that will empty the queue.
    awake: Arc<AtomicBool>,
    /// Whether something is being handled.
    handling: Arc<AtomicBool>,
    /// Whether the program has begun to end.
    ending: Arc<AtomicBool>,
}

impl Sends {
    /// Hands something to the event loop. Once that has ended nobody is left to care.
    pub(super) fn send(&self, happening: Happening) {
        self.queue.send(happening).ok();
        self.wake();
    }

    /// As [`send`](Self::send), but what was sent has been handled when this returns. Only for the
    /// event loop's own thread, and only while nothing is being handled; else it comes later.
    pub(super) fn send_now(&self, happening: Happening) {
        self.queue.send(happening).ok();
        // SAFETY: a window that is gone makes the call fail, and nothing else.
        unsafe { SendMessageW(self.window as HWND, WAKE, 0, 0) };
    }

    /// Whether something is being handled, so that what is sent now comes later. Asked by the event
    /// loop's own thread, it says whether Windows has called back from within.
    pub(super) fn is_handling(&self) -> bool {
        self.handling.load(Ordering::Relaxed)
    }

    /// From here on a second start is told that this program ends, so that it takes its place.
    pub(super) fn begin_ending(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// One message is enough for many happenings, so that Windows' own queue never overflows.
    fn wake(&self) {
        if self.awake.swap(true, Ordering::AcqRel) {
            return;
        }
        // SAFETY: a window that is gone makes the call fail, and nothing else.
        let posted = unsafe { PostMessageW(self.window as HWND, WAKE, 0, 0) };
        if posted == 0 {
            self.awake.store(false, Ordering::Release);
        }
    }
}

/// The event loop before it runs.
pub(super) struct EventLoop {
    window: HWND,
    inner: Box<Inner>,
    sends: Sends,
    dialog_keys: DialogKeys,
}

/// What the window's procedure works with.
struct Inner {
    queue: Receiver<Happening>,
    /// For what the window itself is told.
    own: Sender<Happening>,
    awake: Arc<AtomicBool>,
    handling: Arc<AtomicBool>,
    ending: Arc<AtomicBool>,
    /// Borrowed while something is being handled.
    handler: RefCell<Option<Handler>>,
    /// Whether a message came while something was being handled, and must come again.
    missed: Cell<bool>,
    understands: said::Understands,
}

impl EventLoop {
    /// Makes the hidden window on this thread.
    ///
    /// # Errors
    /// When Windows is out of handles.
    pub(super) fn new() -> io::Result<Self> {
        let (sender, queue) = channel();
        let awake = Arc::new(AtomicBool::new(false));
        let handling = Arc::new(AtomicBool::new(false));
        let ending = Arc::new(AtomicBool::new(false));
        let inner = Box::new(Inner {
            queue,
            own: sender.clone(),
            awake: Arc::clone(&awake),
            handling: Arc::clone(&handling),
            ending: Arc::clone(&ending),
            handler: RefCell::new(None),
            missed: Cell::new(false),
            understands: said::Understands::new(),
        });
        let window = create_window(&raw const *inner)?;
        inner.understands.let_through(window);
        surroundings::watch_session(window);
        let sends = Sends {
            window: window as usize,
            queue: sender,
            awake,
            handling,
            ending,
        };
        Ok(EventLoop {
            window,
            inner,
            sends,
            dialog_keys: DialogKeys::default(),
        })
    }

    /// A way to reach it.
    pub(super) fn sends(&self) -> Sends {
        self.sends.clone()
    }

    /// The hidden window, which Windows tells of hot keys.
    pub(super) fn window(&self) -> HWND {
        self.window
    }

    /// Says, and takes, which windows have the keys of a dialog.
    pub(super) fn dialog_keys(&self) -> DialogKeys {
        self.dialog_keys.clone()
    }

    /// Runs until [`quit`] is called on this thread.
    ///
    /// # Errors
    /// When Windows gives no more messages.
    pub(super) fn run(self, handler: Handler) -> io::Result<()> {
        *self.inner.handler.borrow_mut() = Some(handler);
        self.inner.handle();
        let mut message = MSG::default();
        loop {
            // SAFETY: the message is ours to be written; null stands for all windows.
            match unsafe { GetMessageW(&mut message, std::ptr::null_mut(), 0, 0) } {
                0 => {
                    // Dropping it would wake the threads that it keeps, and a thread that is just
                    // ending when Windows ends the process can hold that up. Those that wait
                    // cannot.
                    std::mem::forget(self.inner.handler.take());
                    return Ok(());
                }
                -1 => return Err(io::Error::last_os_error()),
                _ if self.dialog_keys.serve(&message) => {}
                _ => {
                    // SAFETY: the message is as Windows gave it.
                    unsafe {
                        TranslateMessage(&message);
                        DispatchMessageW(&message);
                    }
                }
            }
        }
    }
}

impl Drop for EventLoop {
    fn drop(&mut self) {
        // SAFETY: the window is ours, of this thread, and goes before what its procedure uses.
        unsafe { DestroyWindow(self.window) };
    }
}

/// Ends the event loop of this thread.
pub(super) fn quit() {
    // SAFETY: takes a plain number.
    unsafe { PostQuitMessage(0) };
}

impl Inner {
    /// Does what is said to the window, and gives what it answers; `None` leaves that to Windows.
    fn hear(&self, window: HWND, said: Said) -> Option<LRESULT> {
        let (happening, answer) = match said {
            Said::MayEnd => return Some(1),
            Said::ShowMenu if self.ending.load(Ordering::Relaxed) => return Some(said::ENDING),
            Said::Resumed => (Happening::Resumed, None),
            Said::SurroundingsChanged => (Happening::TaskbarChanged, None),
            Said::HotkeyPressed(number) => (Happening::HotkeyPressed(number), Some(0)),
            Said::ShowMenu => (Happening::MenuWanted, Some(said::UNDERSTOOD)),
            Said::Ends(end) => (Happening::Ends(end), Some(0)),
        };
        self.own.send(happening).ok();
        // What ends may be gone when this has been answered.
        let now = matches!(said, Said::Ends(_));
        if !now || self.handle() {
            post_wake(window);
        }
        answer
    }

    /// Handles what is in the queue now. What is added meanwhile comes with a message of its own,
    /// behind those that Windows has posted before. Gives whether a message must be sent again.
    fn handle(&self) -> bool {
        let Ok(mut handler) = self.handler.try_borrow_mut() else {
            // The call that is handling now sends it again when it is done.
            self.missed.set(true);
            return false;
        };
        let Some(handler) = handler.as_mut() else {
            return false;
        };
        // First, so that whoever adds something from here on sends a message again.
        self.awake.swap(false, Ordering::AcqRel);
        self.handling.store(true, Ordering::Relaxed);
        handler(self.queue.try_iter().collect());
        self.handling.store(false, Ordering::Relaxed);
        self.missed.take()
    }
}

fn create_window(inner: *const Inner) -> io::Result<HWND> {
    let class = wide(CLASS);
    // SAFETY: the texts are terminated and outlive the calls, and the procedure fits. A class that
    // is registered already is as good. `inner` outlives the window, which `EventLoop` destroys.
    let window = unsafe {
        let instance = GetModuleHandleW(std::ptr::null());
        let registration = WNDCLASSW {
            lpfnWndProc: Some(procedure),
            hInstance: instance,
            lpszClassName: class.as_ptr(),
            ..WNDCLASSW::default()
        };
        RegisterClassW(&registration);
        CreateWindowExW(
            0,
            class.as_ptr(),
            class.as_ptr(),
            0,
            0,
            0,
            0,
            0,
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            instance,
            inner.cast::<c_void>(),
        )
    };
    if window.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(window)
}

/// What the window works with, once that is known.
///
/// # Safety
/// The window must be one of this module's.
unsafe fn inner_of<'a>(window: HWND) -> Option<&'a Inner> {
    // SAFETY: the pointer was set at WM_NCCREATE, and what it points to outlives the window. Only
    // shared references to it are ever made.
    unsafe { (GetWindowLongPtrW(window, GWLP_USERDATA) as *const Inner).as_ref() }
}

fn post_wake(window: HWND) {
    // SAFETY: a window that is gone makes the call fail, and nothing else.
    unsafe { PostMessageW(window, WAKE, 0, 0) };
}

unsafe extern "system" fn procedure(
    window: HWND,
    message: u32,
    wparam: WPARAM,
    lparam: LPARAM,
) -> LRESULT {
    match message {
        WM_NCCREATE => {
            // SAFETY: Windows gives the structure that CreateWindowExW made from our arguments.
            unsafe {
                let creation = lparam as *const CREATESTRUCTW;
                SetWindowLongPtrW(window, GWLP_USERDATA, (*creation).lpCreateParams as isize);
            }
        }
        WAKE => {
            // SAFETY: this is the window that it is asked for.
            let inner = unsafe { inner_of(window) };
            if inner.is_some_and(Inner::handle) {
                post_wake(window);
            }
            return 0;
        }
        _ => {
            // SAFETY: this is the window that it is asked for.
            let inner = unsafe { inner_of(window) };
            let answer = inner.and_then(|inner| {
                let said = inner.understands.said(message, wparam, lparam)?;
                inner.hear(window, said)
            });
            if let Some(answer) = answer {
                return answer;
            }
        }
    }
    // SAFETY: the arguments are those that Windows gave.
    unsafe { DefWindowProcW(window, message, wparam, lparam) }
}
