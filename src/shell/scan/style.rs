//! Fonts and measures of the window for codes, at one DPI.

use windows_sys::Win32::Foundation::{HWND, RECT};

use super::super::window::{self, Font, Palette, message_font};

/// Around everything, and between what belongs together less. In pixels at 96 DPI, as all of these.
const MARGIN: i32 = 18;
const GAP: i32 = 8;
/// Around what is typed; Windows puts it at the top of its field.
const PADDING: i32 = 10;
const PICTURE: i32 = 32;
const BUTTON: (i32, i32) = (112, 36);

/// How large the window is within its frame: as the longest texts need it.
const SIZE: (i32, i32) = (480, 292);

/// What everything in the window is drawn with.
pub(super) struct Style {
    dpi: u32,
    pub(super) palette: Palette,
    /// Of what is to be done.
    pub(super) usual: Font,
    /// Of what is typed.
    pub(super) typed: Font,
    /// Of what came of it, to be read from some steps away.
    pub(super) heading: Font,
    pub(super) body: Font,
    /// Of the button.
    pub(super) button: Font,
}

/// Where everything is, within the window's frame.
pub(super) struct Places {
    pub(super) prompt: RECT,
    pub(super) field: RECT,
    pub(super) picture: RECT,
    pub(super) heading: RECT,
    pub(super) body: RECT,
    pub(super) close: RECT,
}

impl Style {
    /// As the user has set Windows up, at this DPI.
    pub(super) fn new(dpi: u32) -> Self {
        let message = message_font(dpi);
        Style {
            dpi,
            palette: Palette::new(),
            usual: Font::new(message, 4, false),
            typed: Font::new(message, 6, false),
            heading: Font::new(message, 8, true),
            body: Font::new(message, 6, false),
            button: Font::new(message, 5, false),
        }
    }

    /// Pixels here for pixels at 96 DPI.
    fn scaled(&self, length: i32) -> i32 {
        window::scaled(length, self.dpi)
    }

    /// How large the window is within its frame.
    pub(super) fn size(&self) -> (i32, i32) {
        (self.scaled(SIZE.0), self.scaled(SIZE.1))
    }

    /// How large the picture is.
    pub(super) fn picture_size(&self) -> i32 {
        self.scaled(PICTURE)
    }

    /// Where everything is when these are the prompt and the heading.
    pub(super) fn places(
        &self,
        window: HWND,
        (prompt, heading): (&str, &str),
        has_picture: bool,
    ) -> Places {
        let (width, height) = self.size();
        let [margin, gap, picture] = [MARGIN, GAP, PICTURE].map(|length| self.scaled(length));
        let inner = width - 2 * margin;
        let at = |x: i32, y: i32, width: i32, height: i32| RECT {
            left: x,
            top: y,
            right: x + width,
            bottom: y + height,
        };
        let prompt_height = window::height(window, &self.usual, prompt, inner);
        let prompt = at(margin, margin, inner, prompt_height);
        let typed_height = window::height(window, &self.typed, "0", inner);
        let field_height = typed_height + self.scaled(PADDING);
        let field = at(margin, prompt.bottom + gap, inner, field_height);
        let button = (self.scaled(BUTTON.0), self.scaled(BUTTON.1));
        let close = at(
            width - margin - button.0,
            height - margin - button.1,
            button.0,
            button.1,
        );
        let top = field.bottom + margin;
        let left = match has_picture {
            true => margin + picture + 2 * gap,
            false => margin,
        };
        let text_width = width - margin - left;
        let heading_height = window::height(window, &self.heading, heading, text_width);
        let heading = at(left, top, text_width, heading_height);
        let body_top = heading.bottom + gap / 2;
        let body = at(left, body_top, text_width, close.top - gap - body_top);
        Places {
            prompt,
            field,
            picture: at(margin, top, picture, picture),
            heading,
            body,
            close,
        }
    }
}
