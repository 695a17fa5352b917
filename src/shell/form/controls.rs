//! What is in a dialog.

use std::io;

use crate::view::{Dialog, Field, FieldKind};
use windows_sys::Win32::Foundation::{HWND, LPARAM, WPARAM};
use windows_sys::Win32::System::SystemServices::{SS_EDITCONTROL, SS_NOPREFIX};
use windows_sys::Win32::UI::Accessibility::NotifyWinEvent;
use windows_sys::Win32::UI::Controls::{EM_LIMITTEXT, EM_SETSEL};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{EnableWindow, IsWindowEnabled, SetFocus};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    BS_DEFPUSHBUTTON, BS_PUSHBUTTON, CB_ADDSTRING, CB_RESETCONTENT, CB_SETCURSEL, CBS_DROPDOWNLIST,
    CHILDID_SELF, ES_AUTOHSCROLL, EVENT_SYSTEM_ALERT, IDCANCEL, IDOK, OBJID_CLIENT, SW_HIDE,
    SW_SHOWNA, SendMessageW, ShowWindow, WS_EX_CLIENTEDGE, WS_TABSTOP, WS_VSCROLL,
};

use super::super::wide::wide;
use super::super::window::{control, move_to, set_font, set_text, set_theme, text_of};
use super::frame::frame;
use super::list;
use super::style::{Places, Style};

/// The controls' numbers; any but those that stand for a dialog's buttons.
const LIST: i32 = 99;
const INPUTS: i32 = 100;
const BROWSES: i32 = 200;

/// More than the longest path, so that one that is too long is said to be. In UTF-16 units.
const LONGEST: usize = 2000;

/// The window's controls; they go with it.
pub(super) struct Controls {
    intro: HWND,
    fields: Vec<FieldControls>,
    list: Option<HWND>,
    note: HWND,
    submit: HWND,
    cancel: HWND,
}

struct FieldControls {
    label: HWND,
    input: HWND,
    browse: Option<HWND>,
}

/// Whether the controls of one dialog can show the other.
pub(super) fn are_alike(one: &Dialog, other: &Dialog) -> bool {
    match (one, other) {
        (Dialog::Form(one), Dialog::Form(other)) => {
            let kinds = |fields: &[Field]| -> Vec<_> {
                let kinds = fields
                    .iter()
                    .map(|field| std::mem::discriminant(&field.kind));
                kinds.collect()
            };
            kinds(&one.fields) == kinds(&other.fields)
        }
        (Dialog::Checklist(_), Dialog::Checklist(_)) => true,
        (Dialog::Form(_), Dialog::Checklist(_)) | (Dialog::Checklist(_), Dialog::Form(_)) => false,
    }
}

/// Which field a button for folders belongs to, by its number.
pub(super) fn field_of_browse(number: i32) -> Option<usize> {
    usize::try_from(number.checked_sub(BROWSES)?).ok()
}

/// Puts a text into a field that is typed into, with the caret behind it.
pub(super) fn put(input: HWND, text: &str) {
    set_text(input, text);
    let end = text.encode_utf16().count();
    // SAFETY: the field is ours.
    unsafe { SendMessageW(input, EM_SETSEL, end, end as LPARAM) };
}

impl Controls {
    /// Makes them in the order in which Tab goes through them. A screen reader takes what stands before
    /// a control for its name.
    ///
    /// # Errors
    /// When Windows is out of handles.
    pub(super) fn create(window: HWND, shown: &Dialog) -> io::Result<Self> {
        let text = || control(window, "STATIC", "", SS_NOPREFIX | SS_EDITCONTROL, 0, -1);
        let button = |style: i32, number: i32| {
            control(window, "BUTTON", "", style as u32 | WS_TABSTOP, 0, number)
        };
        let intro = text()?;
        let (mut fields, mut rows) = (Vec::new(), None);
        match shown {
            Dialog::Form(form) => {
                for (number, field) in (0..).zip(&form.fields) {
                    fields.push(FieldControls::create(window, number, field)?);
                }
            }
            Dialog::Checklist(checklist) => {
                let list = list::create(window, LIST)?;
                list::show(list, &checklist.rows);
                rows = Some(list);
            }
        }
        let controls = Controls {
            intro,
            fields,
            list: rows,
            note: text()?,
            submit: button(BS_DEFPUSHBUTTON, IDOK)?,
            cancel: button(BS_PUSHBUTTON, IDCANCEL)?,
        };
        controls.say(shown);
        Ok(controls)
    }

    /// The control that has the keyboard first.
    pub(super) fn first(&self) -> HWND {
        let field = self.fields.first().map(|field| field.input);
        field.or(self.list).unwrap_or(self.submit)
    }

    /// Where a field is filled in.
    pub(super) fn input(&self, field: usize) -> Option<HWND> {
        self.fields.get(field).map(|field| field.input)
    }

    /// What is in the fields.
    pub(super) fn values(&self) -> Vec<String> {
        let values = self.fields.iter().map(|field| text_of(field.input));
        values.collect()
    }

    /// Which rows are checked.
    pub(super) fn checked(&self) -> Vec<usize> {
        self.list.map_or_else(Vec::new, list::checked)
    }

    /// Says what another value of the view says, and leaves alone what was typed and checked.
    pub(super) fn show(&self, before: &Dialog, now: &Dialog) {
        self.say(now);
        match (before, now) {
            (Dialog::Form(before), Dialog::Form(now)) => {
                let fields = before.fields.iter().zip(&now.fields);
                for (controls, (before, now)) in self.fields.iter().zip(fields) {
                    if before.kind != now.kind {
                        let chosen = text_of(controls.input);
                        controls.offer(&now.kind, &[&chosen, &now.value]);
                    }
                }
            }
            (Dialog::Checklist(before), Dialog::Checklist(now)) => {
                if let Some(list) = self.list
                    && before.rows != now.rows
                {
                    list::show(list, &now.rows);
                }
            }
            (Dialog::Form(_), Dialog::Checklist(_)) | (Dialog::Checklist(_), Dialog::Form(_)) => {}
        }
    }

    fn say(&self, shown: &Dialog) {
        let frame = frame(shown);
        set_text(self.intro, frame.intro);
        set_text(self.note, frame.note.map_or("", |note| &note.text));
        set_text(self.submit, &plain(frame.submit));
        set_text(self.cancel, &plain(frame.cancel));
        if let Dialog::Form(form) = shown {
            for (controls, field) in self.fields.iter().zip(&form.fields) {
                controls.say(field);
            }
        }
    }

    /// Has screen readers read the note out.
    pub(super) fn announce_note(&self) {
        // SAFETY: the control is ours; the others are plain numbers.
        unsafe {
            NotifyWinEvent(
                EVENT_SYSTEM_ALERT,
                self.note,
                OBJID_CLIENT,
                CHILDID_SELF as i32,
            )
        };
    }

    pub(super) fn is_note(&self, control: HWND) -> bool {
        control == self.note
    }

    pub(super) fn is_cancel(&self, control: HWND) -> bool {
        control == self.cancel
    }

    pub(super) fn is_browse(&self, control: HWND) -> bool {
        let mut browses = self.fields.iter().filter_map(|field| field.browse);
        browses.any(|browse| browse == control)
    }

    /// Whether a control is one of those that can be used only when the dialog is not busy.
    pub(super) fn is_entry(&self, control: HWND) -> bool {
        self.entries().any(|entry| entry == control)
    }

    fn entries(&self) -> impl Iterator<Item = HWND> {
        let fields = self.fields.iter();
        let fields = fields.flat_map(|field| [Some(field.input), field.browse]);
        let others = [self.list, Some(self.submit)];
        fields.chain(others).flatten()
    }

    /// Lets something be entered, or not.
    pub(super) fn enable(&self, on: bool) {
        for entry in self.entries() {
            // SAFETY: the control is ours.
            unsafe { EnableWindow(entry, i32::from(on)) };
        }
    }

    /// Gives the keyboard to a control of these, or to the first one.
    pub(super) fn focus(&self, wanted: HWND) {
        // SAFETY: a window that is gone is not enabled.
        let can_be = !wanted.is_null() && unsafe { IsWindowEnabled(wanted) } != 0;
        let control = match can_be {
            true => wanted,
            false => self.first(),
        };
        // SAFETY: the control is ours, of this thread.
        unsafe { SetFocus(control) };
    }

    pub(super) fn focus_cancel(&self) {
        // SAFETY: the control is ours, of this thread.
        unsafe { SetFocus(self.cancel) };
    }

    pub(super) fn place(&self, places: &Places) {
        move_to(self.intro, &places.intro);
        for (controls, places) in self.fields.iter().zip(&places.fields) {
            move_to(controls.label, &places.label);
            move_to(controls.input, &places.input);
            if let Some(browse) = controls.browse {
                move_to(browse, &places.browse);
            }
        }
        if let Some(list) = self.list {
            move_to(list, &places.list);
            list::fit(list);
        }
        move_to(self.note, &places.note);
        // An empty text would be read out as one.
        let shown = if text_of(self.note).is_empty() {
            SW_HIDE
        } else {
            SW_SHOWNA
        };
        // SAFETY: the control is ours.
        unsafe { ShowWindow(self.note, shown) };
        move_to(self.submit, &places.submit);
        move_to(self.cancel, &places.cancel);
    }

    /// Gives them fonts, and the dark looks that Windows has for them.
    pub(super) fn dress(&self, style: &Style) {
        let is_dark = style.palette.is_dark;
        let others = [self.intro, self.note, self.cancel];
        let labels = self.fields.iter().map(|field| field.label);
        for control in self.entries().chain(others).chain(labels) {
            set_font(control, &style.font);
        }
        let explorer = is_dark.then_some("DarkMode_Explorer");
        let field = is_dark.then_some("DarkMode_CFD");
        for button in self.entries().chain([self.cancel]) {
            set_theme(button, explorer);
        }
        for input in self.fields.iter().map(|field| field.input) {
            set_theme(input, field);
        }
        if let Some(list) = self.list {
            list::dress(list, &style.palette);
        }
    }
}

impl FieldControls {
    fn create(window: HWND, number: i32, field: &Field) -> io::Result<Self> {
        let label = control(window, "STATIC", "", SS_NOPREFIX, 0, -1)?;
        let is_choice = matches!(field.kind, FieldKind::Choice { .. });
        let (class, style, edge) = match is_choice {
            true => ("COMBOBOX", CBS_DROPDOWNLIST as u32 | WS_VSCROLL, 0),
            false => ("EDIT", ES_AUTOHSCROLL as u32, WS_EX_CLIENTEDGE),
        };
        let input = control(window, class, "", style | WS_TABSTOP, edge, INPUTS + number)?;
        let browse = match &field.kind {
            FieldKind::Folder { .. } => {
                let number = BROWSES + number;
                Some(control(window, "BUTTON", "", WS_TABSTOP, 0, number)?)
            }
            FieldKind::Text | FieldKind::Choice { .. } => None,
        };
        let controls = FieldControls {
            label,
            input,
            browse,
        };
        controls.offer(&field.kind, &[&field.value]);
        if !is_choice {
            // SAFETY: the field is ours.
            unsafe { SendMessageW(input, EM_LIMITTEXT, LONGEST, 0) };
            put(input, &field.value);
        }
        Ok(controls)
    }

    fn say(&self, field: &Field) {
        set_text(self.label, &field.label);
        if let (Some(button), FieldKind::Folder { browse }) = (self.browse, &field.kind) {
            set_text(button, &plain(browse));
        }
    }

    /// Offers the options of a choice, the first of these that is among them being chosen.
    fn offer(&self, kind: &FieldKind, chosen: &[&str]) {
        let FieldKind::Choice { options } = kind else {
            return;
        };
        let send = |message: u32, wparam: WPARAM, text: &str| {
            let text = wide(text);
            // SAFETY: the control is ours, and the text is terminated and outlives the call.
            unsafe { SendMessageW(self.input, message, wparam, text.as_ptr() as LPARAM) }
        };
        send(CB_RESETCONTENT, 0, "");
        for option in options {
            send(CB_ADDSTRING, 0, option);
        }
        let mut chosen = chosen.iter().copied();
        let found = chosen.find_map(|chosen| {
            let at = options.iter().position(|option| option == chosen)?;
            Some(at)
        });
        let at = found.unwrap_or(0);
        // SAFETY: the control is ours.
        unsafe { SendMessageW(self.input, CB_SETCURSEL, at, 0) };
    }
}

/// What is on a button: `&` would underline the next letter.
fn plain(words: &str) -> String {
    words.replace('&', "&&")
}
