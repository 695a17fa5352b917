//! Questions before something is done: a dialog beside the event loop, whose answer comes as an event.
//! Nothing waits for it, so that icon, menu and notices go on.

use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use pekat_tray::model::event::{Event, QuestionId};
use pekat_tray::view::{QuestionText, words};
use windows_sys::Win32::Foundation::{HWND, LPARAM, S_OK, WPARAM};
use windows_sys::Win32::UI::Controls::{
    TASKDIALOG_BUTTON, TASKDIALOGCONFIG, TASKDIALOGCONFIG_0, TD_WARNING_ICON,
    TDF_ALLOW_DIALOG_CANCELLATION, TDF_SIZE_TO_CONTENT, TDN_CREATED, TDN_DESTROYED,
    TaskDialogIndirect,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    IDCANCEL, IDOK, MB_DEFBUTTON2, MB_ICONWARNING, MB_OKCANCEL, MB_SETFOREGROUND, MessageBoxW,
    PostMessageW, SetForegroundWindow, WM_CLOSE,
};
use windows_sys::core::HRESULT;

use super::app::Happening;
use super::event_loop::Sends;
use super::wide::wide;

/// What a dialog needs, with much to spare. In bytes.
const STACK_SIZE: usize = 512 * 1024;

/// The question that is on the screen, if there is one.
#[derive(Debug)]
pub(super) struct Questions {
    events: Sends,
    open: Option<(QuestionId, Arc<Dialog>)>,
}

/// A dialog as seen from the event loop and from its own thread.
#[derive(Debug, Default)]
struct Dialog {
    /// Its window as a number, since a handle is not `Send`; zero while there is none.
    window: AtomicUsize,
    /// Whether it is to go without an answer.
    withdrawn: AtomicBool,
}

impl Questions {
    /// Nothing is asked yet. Answers go to `events`.
    pub(super) fn new(events: Sends) -> Self {
        Questions { events, open: None }
    }

    /// Asks this in place of what is being asked. If it is this that is being asked, it comes to the
    /// front.
    pub(super) fn ask(&mut self, question: QuestionId, text: QuestionText) {
        match self.open.take() {
            Some((open, dialog)) if open == question => {
                dialog.bring_to_front();
                self.open = Some((open, dialog));
            }
            other => {
                if let Some((_, dialog)) = other {
                    dialog.withdraw();
                }
                let dialog = show(question, text, self.events.clone());
                self.open = dialog.map(|dialog| (question, dialog));
            }
        }
    }

    /// Asks this no longer.
    pub(super) fn withdraw(&mut self, question: QuestionId) {
        let open = self.open.take_if(|(open, _)| *open == question);
        if let Some((_, dialog)) = open {
            dialog.withdraw();
        }
    }
}

impl Dialog {
    fn bring_to_front(&self) {
        let window = self.window.load(Ordering::SeqCst) as HWND;
        // SAFETY: a window that is gone or null is refused.
        unsafe { SetForegroundWindow(window) };
    }

    /// Whichever of this and [`created`](Self::created) comes later closes the window.
    fn withdraw(&self) {
        self.withdrawn.store(true, Ordering::SeqCst);
        self.close_if_withdrawn();
    }

    fn created(&self, window: HWND) {
        self.window.store(window as usize, Ordering::SeqCst);
        self.close_if_withdrawn();
    }

    fn close_if_withdrawn(&self) {
        let window = self.window.load(Ordering::SeqCst) as HWND;
        if self.withdrawn.load(Ordering::SeqCst) && !window.is_null() {
            // SAFETY: a window that is gone makes the call fail, and nothing else.
            unsafe { PostMessageW(window, WM_CLOSE, 0, 0) };
        }
    }
}

/// Shows a question on a thread of its own. Without a thread to spare the answer is no.
fn show(question: QuestionId, text: QuestionText, events: Sends) -> Option<Arc<Dialog>> {
    let dialog = Arc::new(Dialog::default());
    let (known, answers) = (Arc::clone(&dialog), events.clone());
    let answer = move |yes| Happening::Event(Event::Confirmed { question, yes });
    let thread = thread::Builder::new()
        .name("question".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || {
            let yes = task_dialog(&text, &known).unwrap_or_else(|| message_box(&text));
            answers.send(answer(yes));
        });
    if thread.is_err() {
        events.send(answer(false));
        return None;
    }
    Some(dialog)
}

/// Whether the button for yes was chosen. `None` if Windows cannot show such a dialog.
fn task_dialog(text: &QuestionText, dialog: &Dialog) -> Option<bool> {
    let (product, title, body) = (wide(words::PRODUCT), wide(&text.title), wide(&text.body));
    let (yes, no) = (wide(&text.yes), wide(&text.no));
    // The numbers are those of the usual buttons, so that Escape and closing the window are the second.
    let buttons = [
        TASKDIALOG_BUTTON {
            nButtonID: IDOK,
            pszButtonText: yes.as_ptr(),
        },
        TASKDIALOG_BUTTON {
            nButtonID: IDCANCEL,
            pszButtonText: no.as_ptr(),
        },
    ];
    let config = TASKDIALOGCONFIG {
        cbSize: size_of::<TASKDIALOGCONFIG>() as u32,
        dwFlags: TDF_ALLOW_DIALOG_CANCELLATION | TDF_SIZE_TO_CONTENT,
        pszWindowTitle: product.as_ptr(),
        Anonymous1: TASKDIALOGCONFIG_0 {
            pszMainIcon: TD_WARNING_ICON,
        },
        pszMainInstruction: title.as_ptr(),
        pszContent: body.as_ptr(),
        cButtons: buttons.len() as u32,
        pButtons: buttons.as_ptr(),
        nDefaultButton: IDCANCEL,
        pfCallback: Some(notified),
        lpCallbackData: std::ptr::from_ref(dialog) as isize,
        ..TASKDIALOGCONFIG::default()
    };
    let mut chosen = IDCANCEL;
    // SAFETY: the size is right, the texts are terminated, and all that is pointed to outlives the call;
    // null stands for answers that nobody wants.
    let result = unsafe { TaskDialogIndirect(&config, &mut chosen, null_mut(), null_mut()) };
    (result == S_OK).then_some(chosen == IDOK)
}

/// What the dialog tells while it is there.
unsafe extern "system" fn notified(
    window: HWND,
    notification: u32,
    _: WPARAM,
    _: LPARAM,
    dialog: isize,
) -> HRESULT {
    // SAFETY: it is the reference that `task_dialog` gave, which outlives the dialog.
    let dialog = unsafe { &*(dialog as *const Dialog) };
    match i32::try_from(notification) {
        Ok(TDN_CREATED) => {
            dialog.created(window);
            dialog.bring_to_front();
        }
        Ok(TDN_DESTROYED) => dialog.window.store(0, Ordering::SeqCst),
        Ok(_) | Err(_) => {}
    }
    S_OK
}

/// The same question with Windows' own buttons; the second is the default, and is what Escape means.
fn message_box(text: &QuestionText) -> bool {
    let (product, question) = (wide(words::PRODUCT), wide(&text.whole));
    // SAFETY: both texts are terminated and outlive the call; null stands for no owner.
    let chosen = unsafe {
        MessageBoxW(
            null_mut(),
            question.as_ptr(),
            product.as_ptr(),
            MB_OKCANCEL | MB_DEFBUTTON2 | MB_ICONWARNING | MB_SETFOREGROUND,
        )
    };
    chosen == IDOK
}
