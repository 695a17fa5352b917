//! The window that codes are scanned into: a field, and in large letters what became of the last code.
//!
//! A scanner is a keyboard that types fast and ends with Enter, Tab or a line feed. So the field has the keyboard
//! whenever the window is in front, is empty as soon as a code has been taken, and the window says so
//! when what is typed goes elsewhere. It belongs to the event loop's thread and waits for nothing.

mod controls;
mod style;

use std::cell::{Cell, RefCell};
use std::io;

use crate::model::event::Event;
use crate::view;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, RECT, WPARAM};
use windows_sys::Win32::Graphics::Gdi::{BeginPaint, EndPaint, HDC, PAINTSTRUCT};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::SetFocus;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DI_NORMAL, DestroyIcon, DestroyWindow, DrawIconEx, IDCANCEL, IDOK, WA_INACTIVE, WM_ACTIVATE,
    WM_CLOSE, WM_COMMAND, WM_CTLCOLOREDIT, WM_CTLCOLORSTATIC, WM_DPICHANGED, WM_ERASEBKGND,
    WM_LBUTTONDOWN, WM_PAINT, WM_SETTINGCHANGE, WM_SYSCOLORCHANGE,
};

use super::event_loop::{DialogKeys, Sends};
use super::happening::Happening;
use super::icons;
use super::window::{self, Ground, Hears};
use controls::Controls;
use style::{Places, Style};

/// The window's class.
const CLASS: &str = "PekatTrayScan";

/// The open window; it closes when this value goes.
pub(super) struct ScanWindow {
    window: HWND,
    inner: Box<Inner>,
    keys: DialogKeys,
}

/// What the window's procedure works with.
struct Inner {
    events: Sends,
    controls: Cell<Option<Controls>>,
    style: RefCell<Style>,
    shown: RefCell<view::ScanWindow>,
    /// Whether what is typed comes here.
    is_active: Cell<bool>,
    /// What was taken from the field last.
    taken: RefCell<String>,
}

impl ScanWindow {
    /// Makes the window, which is seen when it is brought to the front.
    ///
    /// # Errors
    /// When Windows is out of handles.
    pub(super) fn open(
        shown: view::ScanWindow,
        events: &Sends,
        keys: &DialogKeys,
    ) -> io::Result<Self> {
        let inner = Box::new(Inner {
            events: events.clone(),
            controls: Cell::new(None),
            style: RefCell::new(Style::new(96)),
            shown: RefCell::new(shown),
            is_active: Cell::new(true),
            taken: RefCell::default(),
        });
        let screen = window::work_area();
        let title = inner.shown.borrow().title.clone();
        let window = window::create(CLASS, &title, &screen, &raw const *inner)?;
        let this = ScanWindow {
            window,
            inner,
            keys: keys.clone(),
        };
        let dpi = window::dpi(window);
        this.inner.style.replace(Style::new(dpi));
        let controls = Controls::create(window, &raw const *this.inner)?;
        this.inner.controls.set(Some(controls));
        let size = this.inner.style.borrow().size();
        window::place_in_the_middle(window, size, dpi, &screen);
        this.inner.dress(window);
        keys.add(window);
        Ok(this)
    }

    /// Shows this.
    pub(super) fn draw(&self, view: view::ScanWindow) {
        let before = self.inner.shown.replace(view);
        let shown = self.inner.shown.borrow().clone();
        if before == shown {
            return;
        }
        if before.title != shown.title {
            window::set_text(self.window, &shown.title);
        }
        self.inner.lay_out(self.window);
        if shown.number != before.number && shown.is_unknown {
            self.inner.offer_again();
        }
    }

    /// Makes it take what is typed.
    pub(super) fn bring_to_front(&self) {
        let is_in_front = window::bring_to_front(self.window);
        // Windows may refuse, though it has told the window that it is the active one.
        self.inner.activated(self.window, is_in_front);
    }
}

impl Drop for ScanWindow {
    fn drop(&mut self) {
        self.keys.remove(self.window);
        // SAFETY: the window is ours, of this thread, and goes before what its procedure uses.
        unsafe { DestroyWindow(self.window) };
    }
}

impl Inner {
    /// Takes what is in the field, so that the next code finds it empty, and so that a second Enter
    /// does nothing twice.
    fn take_code(&self) {
        let Some(controls) = self.controls.get() else {
            return;
        };
        let text = controls.typed();
        if text.trim().is_empty() {
            return;
        }
        controls.set_typed("");
        self.taken.replace(text.clone());
        self.events.send(Happening::Event(Event::Scanned(text)));
    }

    /// Puts a code that stood for nothing back into the field to be mended, selected, so that the next
    /// one replaces it; not when that is being typed already.
    fn offer_again(&self) {
        let Some(controls) = self.controls.get() else {
            return;
        };
        if controls.typed().is_empty() {
            controls.set_typed(&self.taken.borrow());
            controls.select_typed();
        }
    }

    fn close(&self) {
        self.events.send(Happening::Event(Event::ScanningClosed));
    }

    /// What is to be done now.
    fn prompt<'a>(&self, shown: &'a view::ScanWindow) -> &'a str {
        match self.is_active.get() {
            true => &shown.prompt,
            false => &shown.elsewhere,
        }
    }

    fn places(&self, window: HWND) -> Places {
        let shown = self.shown.borrow();
        let texts = (self.prompt(&shown), &*shown.result.title);
        let style = self.style.borrow();
        style.places(window, texts, shown.look.is_some())
    }

    /// Puts words and controls where they belong.
    fn lay_out(&self, window: HWND) {
        let Some(controls) = self.controls.get() else {
            return;
        };
        let places = self.places(window);
        let shown = self.shown.borrow();
        controls.say(self.prompt(&shown), &shown);
        controls.place(&places);
        window::redraw(window);
    }

    /// Gives everything its fonts and colours.
    fn dress(&self, window: HWND) {
        window::dress_frame(window, self.style.borrow().palette.is_dark);
        if let Some(controls) = self.controls.get() {
            controls.dress(&self.style.borrow());
        }
        self.lay_out(window);
    }

    /// Takes another style. The one before is in use until the controls have the new one.
    fn restyle(&self, window: HWND, dpi: u32) {
        let before = self.style.replace(Style::new(dpi));
        self.dress(window);
        drop(before);
    }

    fn activated(&self, window: HWND, is_active: bool) {
        self.is_active.set(is_active);
        self.lay_out(window);
        if is_active {
            self.focus();
        }
    }

    fn focus(&self) {
        if let Some(controls) = self.controls.get() {
            // SAFETY: the control is ours, of this thread.
            unsafe { SetFocus(controls.field) };
        }
    }

    fn colour(&self, context: HDC, ground: Ground) -> LRESULT {
        self.style.borrow().palette.colour(context, ground) as LRESULT
    }

    fn paint(&self, window: HWND) {
        let mut paint = PAINTSTRUCT::default();
        // SAFETY: Windows asked for it, and the structure outlives the calls.
        let context = unsafe { BeginPaint(window, &mut paint) };
        if let Some(look) = self.shown.borrow().look {
            let size = self.style.borrow().picture_size();
            let places = self.places(window);
            let (x, y) = (places.picture.left, places.picture.top);
            // Without its picture the words are there.
            if let Ok(icon) = icons::load_look(look, size) {
                let null = std::ptr::null_mut();
                // SAFETY: the icon is ours and goes here; null stands for no brush.
                unsafe {
                    DrawIconEx(context, x, y, icon, size, size, 0, null, DI_NORMAL);
                    DestroyIcon(icon);
                }
            }
        }
        // SAFETY: it was begun above.
        unsafe { EndPaint(window, &paint) };
    }
}

impl Hears for Inner {
    fn hear(&self, window: HWND, message: u32, wparam: WPARAM, lparam: LPARAM) -> Option<LRESULT> {
        match message {
            WM_COMMAND => match (wparam & 0xffff) as i32 {
                IDOK => self.take_code(),
                IDCANCEL => self.close(),
                _ => return None,
            },
            WM_CLOSE => self.close(),
            WM_ACTIVATE => self.activated(window, (wparam & 0xffff) as u32 != WA_INACTIVE),
            WM_LBUTTONDOWN => self.focus(),
            WM_CTLCOLORSTATIC => {
                return Some(self.colour(wparam as HDC, Ground::Paper));
            }
            WM_CTLCOLOREDIT => {
                return Some(self.colour(wparam as HDC, Ground::Field));
            }
            WM_ERASEBKGND => {
                self.style.borrow().palette.erase(window, wparam as HDC);
                return Some(1);
            }
            WM_PAINT => self.paint(window),
            WM_SYSCOLORCHANGE | WM_SETTINGCHANGE => {
                self.restyle(window, window::dpi(window));
                return None;
            }
            WM_DPICHANGED => {
                // SAFETY: Windows gives where it wants the window to be.
                let wanted = unsafe { *(lparam as *const RECT) };
                window::move_to(window, &wanted);
                self.restyle(window, (wparam & 0xffff) as u32);
            }
            _ => return None,
        }
        Some(0)
    }
}
