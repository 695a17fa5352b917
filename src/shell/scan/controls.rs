//! What is in the window for codes.

use std::io;

use crate::view;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::SystemServices::SS_NOPREFIX;
use windows_sys::Win32::UI::Controls::{
    EM_GETMODIFY, EM_LIMITTEXT, EM_REPLACESEL, EM_SETMODIFY, EM_SETSEL,
};
use windows_sys::Win32::UI::Input::Ime::ImmAssociateContext;
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetKeyState, VK_SHIFT, VK_TAB};
use windows_sys::Win32::UI::Shell::{DefSubclassProc, RemoveWindowSubclass, SetWindowSubclass};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DLGC_WANTMESSAGE, ES_AUTOHSCROLL, GetWindowTextLengthW, IDCANCEL, MSG, SendMessageW, WM_CHAR,
    WM_GETDLGCODE, WM_KEYDOWN, WM_NCDESTROY, WS_EX_CLIENTEDGE, WS_TABSTOP,
};

use super::super::wide::wide;
use super::super::window::{control, move_to, set_font, set_text, set_theme, text_of};
use super::Inner;
use super::style::{Places, Style};

/// Any number that no other subclass of the field uses.
const SUBCLASS: usize = 0x5046;

/// The field's number among the controls; any but those that stand for a dialog's buttons.
const FIELD: i32 = 100;

/// The digits that the largest QR code holds, so that no barcode is cut. In UTF-16 units.
const LONGEST: usize = 7089;

/// The control characters that a scanner may type, as `WM_CHAR` has them.
const STX: WPARAM = 0x02;
const TAB: WPARAM = 0x09;
const LF: WPARAM = 0x0a;
const CR: WPARAM = 0x0d;
const GS: WPARAM = 0x1d;

/// The window's controls; they go with it.
#[derive(Clone, Copy)]
pub(super) struct Controls {
    prompt: HWND,
    pub(super) field: HWND,
    heading: HWND,
    body: HWND,
    close: HWND,
}

impl Controls {
    /// Makes them. `inner` must outlive the window.
    ///
    /// # Errors
    /// When Windows is out of handles.
    pub(super) fn create(window: HWND, inner: *const Inner) -> io::Result<Self> {
        let text = || control(window, "STATIC", "", SS_NOPREFIX, 0, -1);
        let field_style = ES_AUTOHSCROLL as u32 | WS_TABSTOP;
        // A screen reader takes what stands before a field for its name.
        let prompt = text()?;
        let field = control(window, "EDIT", "", field_style, WS_EX_CLIENTEDGE, FIELD)?;
        let controls = Controls {
            prompt,
            field,
            heading: text()?,
            body: text()?,
            close: control(window, "BUTTON", "", WS_TABSTOP, 0, IDCANCEL)?,
        };
        // SAFETY: the field is ours, null stands for no context, and `inner` outlives the field.
        unsafe {
            SendMessageW(field, EM_LIMITTEXT, LONGEST, 0);
            // What a scanner types must not be taken for the beginning of Japanese or Chinese words.
            ImmAssociateContext(field, std::ptr::null_mut());
            SetWindowSubclass(field, Some(keys), SUBCLASS, inner as usize);
        }
        Ok(controls)
    }

    /// What is in the field.
    pub(super) fn typed(&self) -> String {
        text_of(self.field)
    }

    pub(super) fn set_typed(&self, text: &str) {
        set_text(self.field, text);
        // SAFETY: the field is ours; zero stands for a text that nobody has typed.
        unsafe { SendMessageW(self.field, EM_SETMODIFY, 0, 0) };
    }

    pub(super) fn select_typed(&self) {
        // SAFETY: the field is ours; the numbers stand for everything in it.
        unsafe { SendMessageW(self.field, EM_SETSEL, 0, -1) };
    }

    pub(super) fn say(&self, prompt: &str, shown: &view::ScanWindow) {
        set_text(self.prompt, prompt);
        set_text(self.heading, &shown.result.title);
        set_text(self.body, &shown.result.body);
        // `&` would underline the next letter.
        set_text(self.close, &shown.close.replace('&', "&&"));
    }

    pub(super) fn place(&self, places: &Places) {
        let places = [
            (self.prompt, places.prompt),
            (self.field, places.field),
            (self.heading, places.heading),
            (self.body, places.body),
            (self.close, places.close),
        ];
        for (control, place) in places {
            move_to(control, &place);
        }
    }

    /// Gives them fonts, and the dark looks that Windows has for them.
    pub(super) fn dress(&self, style: &Style) {
        let fonts = [
            (self.prompt, &style.usual),
            (self.field, &style.typed),
            (self.heading, &style.heading),
            (self.body, &style.body),
            (self.close, &style.button),
        ];
        for (control, font) in fonts {
            set_font(control, font);
        }
        let is_dark = style.palette.is_dark;
        set_theme(self.field, is_dark.then_some("DarkMode_CFD"));
        set_theme(self.close, is_dark.then_some("DarkMode_Explorer"));
    }
}

/// Whether a key is Tab at the end of a code, and not on its way to the next control.
///
/// # Safety
/// `message` must be null or a message.
unsafe fn ends_code(field: HWND, message: *const MSG) -> bool {
    // SAFETY: the caller says so.
    let tab = unsafe { message.as_ref() }.is_some_and(is_tab);
    // SAFETY: takes a plain number.
    tab && has_typed(field) && unsafe { GetKeyState(VK_SHIFT.into()) >= 0 }
}

/// Returns true if something was typed into the field since it was last set.
fn has_typed(field: HWND) -> bool {
    // SAFETY: the field is ours, and neither call takes anything else.
    unsafe { GetWindowTextLengthW(field) > 0 && SendMessageW(field, EM_GETMODIFY, 0, 0) != 0 }
}

fn is_tab(message: &MSG) -> bool {
    message.message == WM_KEYDOWN && message.wParam == WPARAM::from(VK_TAB)
}

/// Hears keys before the field does.
unsafe extern "system" fn keys(
    field: HWND,
    message: u32,
    wparam: WPARAM,
    lparam: LPARAM,
    _subclass: usize,
    inner: usize,
) -> LRESULT {
    // SAFETY: it outlives the window and with it the field; only shared references are ever made.
    let inner = unsafe { (inner as *const Inner).as_ref() };
    match message {
        // SAFETY: Windows gives the message that it asks about, or null.
        WM_GETDLGCODE if unsafe { ends_code(field, lparam as *const MSG) } => {
            // SAFETY: the arguments are those that Windows gave.
            let usual = unsafe { DefSubclassProc(field, message, wparam, lparam) };
            return usual | DLGC_WANTMESSAGE as LRESULT;
        }
        // Each of these ends a code. Behind another one it finds nothing typed.
        WM_CHAR if matches!(wparam, TAB | LF | CR) => {
            if let Some(inner) = inner.filter(|_| has_typed(field)) {
                inner.take_code();
            }
            return 0;
        }
        // The field drops control characters with a beep, but this one parts GS1 codes.
        WM_CHAR if wparam == GS => {
            let text = wide("\u{1d}");
            // SAFETY: the text is terminated and outlives the call; one lets the user undo it.
            unsafe { SendMessageW(field, EM_REPLACESEL, 1, text.as_ptr() as LPARAM) };
            return 0;
        }
        WM_CHAR if wparam == STX => return 0,
        WM_NCDESTROY => {
            // SAFETY: the subclass was set by us.
            unsafe { RemoveWindowSubclass(field, Some(keys), SUBCLASS) };
        }
        _ => {}
    }
    // SAFETY: the arguments are those that Windows gave.
    unsafe { DefSubclassProc(field, message, wparam, lparam) }
}
