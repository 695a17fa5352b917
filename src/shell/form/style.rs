//! Fonts and measures of a dialog, at one DPI.

use crate::view::{Dialog, FieldKind, Look};
use windows_sys::Win32::Foundation::{HWND, RECT};

use super::super::window::{self, Font, Palette};
use super::frame::frame;

/// Around everything. In pixels at 96 DPI, as all of these.
const MARGIN: i32 = 16;
/// Between a label and what it is for, and between what stands side by side.
const GAP: i32 = 5;
/// Between what does not belong together so closely.
const BLOCK: i32 = 14;
/// Around what is typed; Windows puts it at the top of its field.
const PADDING: i32 = 8;
/// How large buttons are at least, and how much is around their words.
const BUTTON: (i32, i32) = (88, 26);
const BUTTON_PADDING: i32 = 24;
/// Above and below the buttons that end a dialog.
const FOOT: i32 = 12;
/// How wide the texts and fields are at least: of forms and of lists.
const FORM: i32 = 400;
const LIST: (i32, i32) = (540, 220);
/// How large the picture beside a note is.
const PICTURE: i32 = 16;

/// How many lines of a note there is room for before the window must grow.
const NOTE_LINES: i32 = 2;

/// How far a choice opens.
const OPENED: i32 = 240;

/// The picture beside a note that something is wrong.
pub(super) const WRONG: Look = Look::Fault;

/// What everything in the window is drawn with.
pub(super) struct Style {
    dpi: u32,
    pub(super) palette: Palette,
    pub(super) font: Font,
}

/// Where everything is, within the window's frame.
#[derive(Default)]
pub(super) struct Places {
    pub(super) size: (i32, i32),
    pub(super) intro: RECT,
    pub(super) fields: Vec<FieldPlaces>,
    pub(super) list: RECT,
    pub(super) picture: RECT,
    pub(super) note: RECT,
    pub(super) footer: RECT,
    pub(super) submit: RECT,
    pub(super) cancel: RECT,
}

pub(super) struct FieldPlaces {
    pub(super) label: RECT,
    pub(super) input: RECT,
    pub(super) browse: RECT,
}

impl Places {
    pub(super) fn note_height(&self) -> i32 {
        self.note.bottom - self.note.top
    }
}

fn at(x: i32, y: i32, width: i32, height: i32) -> RECT {
    RECT {
        left: x,
        top: y,
        right: x + width,
        bottom: y + height,
    }
}

impl Style {
    /// As the user has set Windows up, at this DPI.
    pub(super) fn new(dpi: u32) -> Self {
        Style {
            dpi,
            palette: Palette::new(),
            font: Font::new(window::message_font(dpi), 4, false),
        }
    }

    /// Pixels here for pixels at 96 DPI.
    fn scaled(&self, length: i32) -> i32 {
        window::scaled(length, self.dpi)
    }

    fn height(&self, window: HWND, text: &str, width: i32) -> i32 {
        window::height(window, &self.font, text, width)
    }

    /// How large a button must be for its words.
    fn button(&self, window: HWND, words: &str) -> (i32, i32) {
        let (width, height) = window::extent(window, &self.font, words, i32::from(i16::MAX));
        let width = width + self.scaled(BUTTON_PADDING);
        let height = height + self.scaled(PADDING);
        let (least_width, least_height) = (self.scaled(BUTTON.0), self.scaled(BUTTON.1));
        (width.max(least_width), height.max(least_height))
    }

    /// Where everything is. The note has at least the height that it had before, so that the window
    /// does not shrink under a hand.
    pub(super) fn places(&self, window: HWND, shown: &Dialog, note_before: i32) -> Places {
        let frame = frame(shown);
        let [margin, gap, block, foot] = [MARGIN, GAP, BLOCK, FOOT].map(|it| self.scaled(it));
        let submit = self.button(window, frame.submit);
        let cancel = self.button(window, frame.cancel);
        let least = match shown {
            Dialog::Form(_) => FORM,
            Dialog::Checklist(_) => LIST.0,
        };
        // The words on the buttons may be long.
        let inner = self.scaled(least).max(submit.0 + gap + cancel.0);
        let intro_height = self.height(window, frame.intro, inner);
        let intro = at(margin, margin, inner, intro_height);
        let mut y = intro.bottom + block;
        let mut fields = Vec::new();
        let mut list = RECT::default();
        match shown {
            Dialog::Form(form) => {
                for field in &form.fields {
                    let label = at(margin, y, inner, self.height(window, &field.label, inner));
                    let browse = match &field.kind {
                        FieldKind::Folder { browse } => Some(self.button(window, browse)),
                        FieldKind::Text | FieldKind::Choice { .. } => None,
                    };
                    let places = self.field(window, label, browse, inner);
                    y = places.input_bottom + block;
                    let mut input = places.input;
                    if matches!(field.kind, FieldKind::Choice { .. }) {
                        // Of a choice, what is given is how far it reaches when it is open.
                        input.bottom += self.scaled(OPENED);
                    }
                    fields.push(FieldPlaces {
                        label,
                        input,
                        browse: places.browse,
                    });
                }
            }
            Dialog::Checklist(_) => {
                list = at(margin, y, inner, self.scaled(LIST.1));
                y = list.bottom + block;
            }
        }
        let picture = self.scaled(PICTURE);
        let is_wrong = frame.note.is_some_and(|note| note.wrong);
        let left = if is_wrong {
            margin + picture + gap
        } else {
            margin
        };
        let width = margin + inner - left;
        let text = frame.note.map_or("", |note| &note.text);
        let line = self.height(window, "0", inner);
        let height = self.height(window, text, width);
        let height = height.max(line * NOTE_LINES).max(note_before);
        let note = at(left, y, width, height);
        let top = note.bottom + block;
        let full = inner + 2 * margin;
        let button_height = submit.1.max(cancel.1);
        let footer = at(0, top, full, button_height + 2 * foot);
        let button_top = top + foot;
        let cancel = at(
            full - margin - cancel.0,
            button_top,
            cancel.0,
            button_height,
        );
        let submit = at(
            cancel.left - gap - submit.0,
            button_top,
            submit.0,
            button_height,
        );
        Places {
            size: (full, footer.bottom),
            intro,
            fields,
            list,
            picture: at(margin, y + (line - picture) / 2, picture, picture),
            note,
            footer,
            submit,
            cancel,
        }
    }

    /// What is below a label: a field, and a button beside it if there is one.
    fn field(&self, window: HWND, label: RECT, browse: Option<(i32, i32)>, inner: i32) -> Below {
        let gap = self.scaled(GAP);
        let height = self.height(window, "0", inner) + self.scaled(PADDING);
        let (button_width, button_height) = browse.unwrap_or_default();
        let beside = if browse.is_some() {
            button_width + gap
        } else {
            0
        };
        let row = height.max(button_height);
        let top = label.bottom + gap;
        let (x, width) = (label.left, inner - beside);
        let input = at(x, top + (row - height) / 2, width, height);
        let button_top = top + (row - button_height) / 2;
        Below {
            input,
            browse: at(x + width + gap, button_top, button_width, button_height),
            input_bottom: top + row,
        }
    }
}

/// What is below a label.
struct Below {
    input: RECT,
    browse: RECT,
    input_bottom: i32,
}
