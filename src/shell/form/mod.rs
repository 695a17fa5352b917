//! The dialog that the view wants open: fields to fill in, or a list to choose from.
//!
//! What is typed and checked is kept by the controls until it is submitted; what the view says later
//! changes only what stands around it.

mod controls;
mod folder;
mod frame;
mod list;
mod paint;
mod style;

use std::cell::{Cell, OnceCell, RefCell};
use std::io;
use std::rc::Rc;

use crate::model::event::{DialogId, Event};
use crate::view::Dialog;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, RECT, WPARAM};
use windows_sys::Win32::Graphics::Gdi::HDC;
use windows_sys::Win32::System::SystemInformation::GetTickCount64;
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetDoubleClickTime, GetFocus};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    BN_CLICKED, DestroyWindow, IDCANCEL, IDOK, IsChild, WA_INACTIVE, WM_ACTIVATE, WM_CLOSE,
    WM_COMMAND, WM_CTLCOLORBTN, WM_CTLCOLOREDIT, WM_CTLCOLORLISTBOX, WM_CTLCOLORSTATIC,
    WM_DPICHANGED, WM_ERASEBKGND, WM_NOTIFY, WM_PAINT, WM_SETFOCUS, WM_SETTINGCHANGE,
    WM_SYSCOLORCHANGE,
};

use super::event_loop::{DialogKeys, Sends};
use super::happening::Happening;
use super::window::{self, Ground, Hears};
use controls::Controls;
use folder::Chooser;
use frame::frame;
use style::{Places, Style};

/// The window's class.
const CLASS: &str = "PekatTrayForm";

/// The open dialog; it closes when this value goes.
pub(super) struct FormWindow {
    window: HWND,
    inner: Box<Inner>,
    keys: DialogKeys,
}

/// What the window's procedure works with.
struct Inner {
    events: Sends,
    controls: OnceCell<Controls>,
    // Windows may call back from within whatever uses these, so that each use has its own.
    style: RefCell<Rc<Style>>,
    shown: RefCell<Rc<Dialog>>,
    places: RefCell<Rc<Places>>,
    /// The dialog for folders, while it is open.
    chooser: RefCell<Option<Chooser>>,
    /// Which control had the keyboard when the window or the control last lost it.
    focus: Cell<HWND>,
    /// Whether it lost it since nothing can be entered.
    displaced: Cell<bool>,
    /// Since when the button that submits says what it says, if it said something else before; in
    /// milliseconds since Windows was started.
    renamed: Cell<u64>,
}

impl FormWindow {
    /// Makes the window, which is seen when it is brought to the front.
    ///
    /// # Errors
    /// When Windows is out of handles.
    pub(super) fn open(shown: Dialog, events: &Sends, keys: &DialogKeys) -> io::Result<Self> {
        let title = frame(&shown).title.to_owned();
        let inner = Box::new(Inner {
            events: events.clone(),
            controls: OnceCell::new(),
            style: RefCell::new(Rc::new(Style::new(96))),
            shown: RefCell::new(Rc::new(shown)),
            places: RefCell::default(),
            chooser: RefCell::default(),
            focus: Cell::new(std::ptr::null_mut()),
            displaced: Cell::new(false),
            renamed: Cell::new(0),
        });
        let screen = window::work_area();
        let window = window::create(CLASS, &title, &screen, &raw const *inner)?;
        let this = FormWindow {
            window,
            inner,
            keys: keys.clone(),
        };
        let inner = &this.inner;
        let dpi = window::dpi(window);
        inner.style.replace(Rc::new(Style::new(dpi)));
        let controls = Controls::create(window, &inner.shown())?;
        let first = controls.first();
        inner.controls.set(controls).ok();
        inner.dress(window);
        let size = inner.places.borrow().size;
        window::place_in_the_middle(window, size, dpi, &screen);
        inner.focus.set(first);
        inner.enable();
        keys.add(window);
        Ok(this)
    }

    /// Whether it is this dialog that is open.
    pub(super) fn is(&self, dialog: &Dialog) -> bool {
        let shown = self.inner.shown();
        frame(&shown).id == frame(dialog).id && controls::are_alike(&shown, dialog)
    }

    /// Shows this, which must [be](Self::is) the same dialog.
    pub(super) fn draw(&self, dialog: Dialog) {
        let before = self.inner.shown();
        if *before == dialog {
            return;
        }
        let now = Rc::new(dialog);
        self.inner.shown.replace(Rc::clone(&now));
        if frame(&before).title != frame(&now).title {
            window::set_text(self.window, frame(&now).title);
        }
        if frame(&before).submit != frame(&now).submit {
            // SAFETY: takes nothing.
            self.inner.renamed.set(unsafe { GetTickCount64() });
        }
        let Some(controls) = self.inner.controls.get() else {
            return;
        };
        controls.show(&before, &now);
        self.inner.lay_out(self.window);
        self.inner.enable();
        if frame(&before).note != frame(&now).note && frame(&now).note.is_some() {
            controls.announce_note();
        }
    }

    /// Gives it the keyboard.
    pub(super) fn bring_to_front(&self) {
        window::bring_to_front(self.window);
    }

    /// Takes the folder that was chosen for a field, if one was.
    pub(super) fn folder_chosen(&self, dialog: DialogId, field: usize, folder: Option<&str>) {
        if frame(&self.inner.shown()).id != dialog {
            return;
        }
        self.inner.chooser.take();
        let Some(controls) = self.inner.controls.get() else {
            return;
        };
        if let Some(input) = controls.input(field) {
            if let Some(folder) = folder {
                controls::put(input, folder);
            }
            self.inner.focus.set(input);
        }
        self.inner.enable();
        self.bring_to_front();
        self.inner.take_focus();
    }
}

impl Drop for FormWindow {
    fn drop(&mut self) {
        self.inner.chooser.take();
        self.keys.remove(self.window);
        // SAFETY: the window is ours, of this thread, and goes before what its procedure uses.
        unsafe { DestroyWindow(self.window) };
    }
}

impl Inner {
    fn shown(&self) -> Rc<Dialog> {
        Rc::clone(&self.shown.borrow())
    }

    fn style(&self) -> Rc<Style> {
        Rc::clone(&self.style.borrow())
    }

    /// Whether nothing can be entered now.
    fn is_busy(&self) -> bool {
        frame(&self.shown()).busy || self.chooser.borrow().is_some()
    }

    fn send(&self, event: Event) {
        self.events.send(Happening::Event(event));
    }

    fn submit(&self) {
        let Some(controls) = self.controls.get().filter(|_| !self.is_busy()) else {
            return;
        };
        // The second click of a double click was meant for what the button said before.
        // SAFETY: take nothing.
        let (now, pause) = unsafe { (GetTickCount64(), GetDoubleClickTime()) };
        if now < self.renamed.get() + u64::from(pause) {
            return;
        }
        let shown = self.shown();
        let dialog = frame(&shown).id;
        self.send(match &*shown {
            Dialog::Form(_) => Event::Entered {
                dialog,
                values: controls.values(),
            },
            Dialog::Checklist(_) => Event::Picked {
                dialog,
                rows: controls.checked(),
            },
        });
    }

    fn close(&self) {
        let dialog = frame(&self.shown()).id;
        self.send(Event::DialogClosed { dialog });
    }

    /// Opens the dialog for folders; what is chosen comes to [`FormWindow::folder_chosen`].
    fn browse(&self, field: usize) {
        let Some(controls) = self.controls.get().filter(|_| !self.is_busy()) else {
            return;
        };
        let Some(input) = controls.input(field) else {
            return;
        };
        let dialog = frame(&self.shown()).id;
        let events = self.events.clone();
        let begin = window::text_of(input);
        let title = frame(&self.shown()).title.to_owned();
        let chooser = Chooser::open(title, begin, move |folder| {
            events.send(Happening::FolderChosen {
                dialog,
                field,
                folder,
            });
        });
        // Without a thread to spare the path can be typed.
        self.chooser.replace(chooser.ok());
        self.enable();
    }

    /// Lets be entered what can be entered now. The keyboard goes back to where it was.
    fn enable(&self) {
        let Some(controls) = self.controls.get() else {
            return;
        };
        let busy = self.is_busy();
        // SAFETY: takes nothing.
        let focus = unsafe { GetFocus() };
        if busy && controls.is_entry(focus) {
            self.focus.set(focus);
            // What is disabled would keep the keyboard.
            self.take_focus();
        }
        controls.enable(!busy);
        // In a window that has lost the keyboard it comes back with that.
        if !busy && self.displaced.get() && controls.is_cancel(focus) {
            self.take_focus();
        }
    }

    /// Gives the keyboard to the control that had it last, or to the only one that can be used.
    fn take_focus(&self) {
        let Some(controls) = self.controls.get() else {
            return;
        };
        let busy = self.is_busy();
        self.displaced.set(busy);
        match busy {
            true => controls.focus_cancel(),
            false => controls.focus(self.focus.get()),
        }
    }

    fn activated(&self, window: HWND, is_active: bool) {
        if is_active {
            // The dialog for folders is what waits for the user.
            if let Some(chooser) = &*self.chooser.borrow() {
                chooser.bring_to_front();
            }
            return;
        }
        // SAFETY: takes nothing, or two windows that may be gone.
        unsafe {
            let focus = GetFocus();
            if !self.is_busy() && IsChild(window, focus) != 0 {
                self.focus.set(focus);
            }
        }
    }

    /// Puts words and controls where they belong, and makes the window as large as they need.
    fn lay_out(&self, window: HWND) {
        let Some(controls) = self.controls.get() else {
            return;
        };
        let shown = self.shown();
        let before = self.places.borrow().note_height();
        let places = self.style().places(window, &shown, before);
        let places = Rc::new(places);
        self.places.replace(Rc::clone(&places));
        controls.place(&places);
        window::resize(window, places.size);
        window::redraw(window);
    }

    /// Gives everything its fonts and colours.
    fn dress(&self, window: HWND) {
        let style = self.style();
        window::dress_frame(window, style.palette.is_dark);
        if let Some(controls) = self.controls.get() {
            controls.dress(&style);
        }
        self.lay_out(window);
    }

    /// Takes another style. The one before is in use until the controls have the new one.
    fn restyle(&self, window: HWND, dpi: u32) {
        let before = self.style.replace(Rc::new(Style::new(dpi)));
        self.places.replace(Rc::default());
        self.dress(window);
        drop(before);
    }

    fn command(&self, number: i32, code: u32) -> Option<LRESULT> {
        match number {
            IDOK => self.submit(),
            IDCANCEL => self.close(),
            number => {
                let field = controls::field_of_browse(number).filter(|_| code == BN_CLICKED)?;
                self.browse(field);
            }
        }
        Some(0)
    }
}

impl Hears for Inner {
    fn hear(&self, window: HWND, message: u32, wparam: WPARAM, lparam: LPARAM) -> Option<LRESULT> {
        match message {
            WM_COMMAND => {
                let (number, code) = ((wparam & 0xffff) as i32, (wparam >> 16) as u32 & 0xffff);
                return self.command(number, code);
            }
            WM_CLOSE => self.close(),
            WM_ACTIVATE => {
                self.activated(window, (wparam & 0xffff) as u32 != WA_INACTIVE);
                return None;
            }
            WM_SETFOCUS => self.take_focus(),
            WM_NOTIFY => {
                // SAFETY: Windows gives what the controls tell.
                let answer = unsafe { list::told(lparam) };
                return answer;
            }
            WM_CTLCOLORSTATIC => {
                return Some(self.colour_text(wparam as HDC, lparam as HWND));
            }
            WM_CTLCOLOREDIT | WM_CTLCOLORLISTBOX => {
                return Some(self.colour(wparam as HDC, Ground::Field));
            }
            WM_CTLCOLORBTN => {
                return Some(self.colour_button(wparam as HDC, lparam as HWND));
            }
            WM_ERASEBKGND => {
                self.erase(window, wparam as HDC);
                return Some(1);
            }
            WM_PAINT => self.paint(window),
            WM_SYSCOLORCHANGE | WM_SETTINGCHANGE => {
                self.restyle(window, window::dpi(window));
                return None;
            }
            WM_DPICHANGED => {
                // SAFETY: Windows gives where it wants the window to be.
                let wanted: RECT = unsafe { *(lparam as *const RECT) };
                window::move_to(window, &wanted);
                self.restyle(window, (wparam & 0xffff) as u32);
            }
            _ => return None,
        }
        Some(0)
    }
}
