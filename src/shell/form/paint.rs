//! How a dialog is drawn around its controls, and in which colours they are.

use windows_sys::Win32::Foundation::{HWND, LRESULT};
use windows_sys::Win32::Graphics::Gdi::{BeginPaint, EndPaint, HDC, PAINTSTRUCT};
use windows_sys::Win32::UI::WindowsAndMessaging::{DI_NORMAL, DestroyIcon, DrawIconEx};

use super::super::icons;
use super::super::window::Ground;
use super::Inner;
use super::frame::frame;
use super::style::WRONG;

impl Inner {
    pub(super) fn is_wrong(&self) -> bool {
        frame(&self.shown()).note.is_some_and(|note| note.wrong)
    }

    pub(super) fn paint(&self, window: HWND) {
        let mut paint = PAINTSTRUCT::default();
        // SAFETY: Windows asked for it, and the structure outlives the calls.
        let context = unsafe { BeginPaint(window, &mut paint) };
        if self.is_wrong() {
            let place = self.places.borrow().picture;
            let size = place.right - place.left;
            // Without its picture the words are there.
            if let Ok(icon) = icons::load_look(WRONG, size) {
                let null = std::ptr::null_mut();
                let (x, y) = (place.left, place.top);
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

    pub(super) fn erase(&self, window: HWND, context: HDC) {
        let style = self.style();
        style.palette.erase(window, context);
        let footer = self.places.borrow().footer;
        style.palette.fill_footer(context, &footer);
    }

    /// Colours of a control that only says something, or cannot be used now.
    pub(super) fn colour_text(&self, context: HDC, control: HWND) -> LRESULT {
        let palette = &self.style().palette;
        let is_note = self
            .controls
            .get()
            .is_some_and(|controls| controls.is_note(control));
        let brush = match is_note && self.is_wrong() {
            true => palette.colour_wrong(context),
            false => palette.colour(context, Ground::Paper),
        };
        brush as LRESULT
    }

    pub(super) fn colour(&self, context: HDC, ground: Ground) -> LRESULT {
        self.style().palette.colour(context, ground) as LRESULT
    }

    pub(super) fn colour_button(&self, context: HDC, control: HWND) -> LRESULT {
        let is_browse = self
            .controls
            .get()
            .is_some_and(|controls| controls.is_browse(control));
        match is_browse {
            true => self.colour(context, Ground::Paper),
            false => self.colour(context, Ground::Footer),
        }
    }
}
