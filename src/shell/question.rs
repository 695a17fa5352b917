//! Questions before something is done: a dialog beside the event loop, whose answer comes as an event.
//! Nothing waits for it, so that icon, menu and notices go on.

use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::model::event::{Event, QuestionId};
use crate::view::{QuestionText, words};
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::Controls::TD_WARNING_ICON;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    IDCANCEL, IDOK, MB_DEFBUTTON2, MB_ICONWARNING, MB_OKCANCEL, MB_SETFOREGROUND, MessageBoxW,
    PostMessageW, WM_CLOSE,
};

use super::event_loop::Sends;
use super::happening::Happening;
use super::task_dialog::{self, TaskDialog, Watcher};
use super::wide::wide;

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
        task_dialog::bring_to_front(self.window.load(Ordering::SeqCst) as HWND);
    }

    /// Whichever of this and [`created`](Watcher::created) comes later closes the window.
    fn withdraw(&self) {
        self.withdrawn.store(true, Ordering::SeqCst);
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
        .stack_size(task_dialog::STACK_SIZE)
        .spawn(move || {
            let yes = chosen(&text, &known).unwrap_or_else(|| message_box(&text));
            answers.send(answer(yes));
        });
    if thread.is_err() {
        events.send(answer(false));
        return None;
    }
    Some(dialog)
}

/// Whether the button for yes was chosen. `None` if Windows cannot show such a dialog.
fn chosen(text: &QuestionText, dialog: &Dialog) -> Option<bool> {
    let question = TaskDialog {
        icon: TD_WARNING_ICON,
        title: &text.title,
        body: &text.body,
        buttons: [(IDOK, &text.yes), (IDCANCEL, &text.no)],
        usual: 0,
        default: IDCANCEL,
    };
    question.show(dialog).map(|chosen| chosen == IDOK)
}

impl Watcher for Dialog {
    fn created(&self, window: HWND) {
        self.window.store(window as usize, Ordering::SeqCst);
        self.close_if_withdrawn();
    }

    fn destroyed(&self) {
        self.window.store(0, Ordering::SeqCst);
    }

    fn pressed(&self, _: i32) -> bool {
        false
    }
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
