//! Fonts, colours and measures of the window for codes, at one DPI.

use windows_sys::Win32::Foundation::{COLORREF, HWND, RECT};
use windows_sys::Win32::Graphics::Gdi::{
    COLOR_WINDOW, COLOR_WINDOWTEXT, CreateFontIndirectW, CreateSolidBrush, DT_CALCRECT,
    DT_NOPREFIX, DT_WORDBREAK, DeleteObject, DrawTextW, FW_SEMIBOLD, GetDC, GetSysColor, HBRUSH,
    HDC, HFONT, LOGFONTW, ReleaseDC, SelectObject, SetBkColor, SetTextColor,
};
use windows_sys::Win32::UI::HiDpi::SystemParametersInfoForDpi;
use windows_sys::Win32::UI::WindowsAndMessaging::{NONCLIENTMETRICSW, SPI_GETNONCLIENTMETRICS};

use super::super::theme;
use super::super::wide::wide;

/// Around everything, and between what belongs together less. In pixels at 96 DPI, as all of these.
const MARGIN: i32 = 18;
const GAP: i32 = 8;
/// Around what is typed; Windows puts it at the top of its field.
const PADDING: i32 = 10;
const PICTURE: i32 = 32;
const BUTTON: (i32, i32) = (112, 36);

/// How large the window is within its frame: as the longest texts need it.
const SIZE: (i32, i32) = (480, 292);

/// What a window that programs have made dark looks like elsewhere in Windows.
const DARK: Colours = Colours {
    paper: 0x0020_2020,
    field: 0x002d_2d2d,
    ink: 0x00ff_ffff,
};

#[derive(Clone, Copy)]
struct Colours {
    paper: COLORREF,
    field: COLORREF,
    ink: COLORREF,
}

/// What everything in the window is drawn with.
pub(super) struct Style {
    dpi: u32,
    pub(super) is_dark: bool,
    colours: Colours,
    pub(super) paper: HBRUSH,
    field: HBRUSH,
    /// Of what is to be done.
    pub(super) usual: HFONT,
    /// Of what is typed.
    pub(super) typed: HFONT,
    /// Of what came of it, to be read from some steps away.
    pub(super) heading: HFONT,
    pub(super) body: HFONT,
    /// Of the button.
    pub(super) button: HFONT,
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
        let is_dark = theme::is_dark();
        let colours = match is_dark {
            true => DARK,
            false => system_colours(),
        };
        let message = message_font(dpi);
        Style {
            dpi,
            is_dark,
            colours,
            paper: brush(colours.paper),
            field: brush(colours.field),
            usual: font(message, 4, false),
            typed: font(message, 6, false),
            heading: font(message, 8, true),
            body: font(message, 6, false),
            button: font(message, 5, false),
        }
    }

    /// Pixels here for pixels at 96 DPI.
    fn scaled(&self, length: i32) -> i32 {
        let dpi = i32::try_from(self.dpi).unwrap_or(96);
        (length * dpi + 48) / 96
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
        let prompt_height = self.height(window, self.usual, prompt, inner);
        let prompt = at(margin, margin, inner, prompt_height);
        let typed_height = self.height(window, self.typed, "0", inner);
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
        let heading_height = self.height(window, self.heading, heading, text_width);
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

    /// How high a text is that is broken into lines of this width.
    fn height(&self, window: HWND, font: HFONT, text: &str, width: i32) -> i32 {
        let text = wide(text);
        let mut rect = RECT {
            right: width,
            ..RECT::default()
        };
        let how = DT_CALCRECT | DT_WORDBREAK | DT_NOPREFIX;
        // SAFETY: the window is ours, the text is terminated, which -1 says, and what is taken is put
        // back.
        unsafe {
            let context = GetDC(window);
            let before = SelectObject(context, font);
            DrawTextW(context, text.as_ptr(), -1, &mut rect, how);
            SelectObject(context, before);
            ReleaseDC(window, context);
        }
        rect.bottom
    }

    /// Colours that a control is about to be drawn with; gives what is behind it.
    pub(super) fn colour(&self, context: HDC, is_field: bool) -> HBRUSH {
        let (behind, brush) = match is_field {
            true => (self.colours.field, self.field),
            false => (self.colours.paper, self.paper),
        };
        // SAFETY: the context is the one that Windows gave to be coloured.
        unsafe {
            SetTextColor(context, self.colours.ink);
            SetBkColor(context, behind);
        }
        brush
    }
}

impl Drop for Style {
    fn drop(&mut self) {
        let fonts = [self.usual, self.typed, self.heading, self.body, self.button];
        for object in fonts.into_iter().chain([self.paper, self.field]) {
            // SAFETY: it is ours, and what was drawn with it has another style by now or is gone.
            unsafe { DeleteObject(object) };
        }
    }
}

fn system_colours() -> Colours {
    // SAFETY: takes and gives plain numbers.
    let (paper, ink) = unsafe { (GetSysColor(COLOR_WINDOW), GetSysColor(COLOR_WINDOWTEXT)) };
    Colours {
        paper,
        field: paper,
        ink,
    }
}

fn brush(colour: COLORREF) -> HBRUSH {
    // SAFETY: takes a plain number.
    unsafe { CreateSolidBrush(colour) }
}

/// The font of messages at a DPI.
fn message_font(dpi: u32) -> LOGFONTW {
    let size = size_of::<NONCLIENTMETRICSW>() as u32;
    let mut metrics = NONCLIENTMETRICSW {
        cbSize: size,
        ..NONCLIENTMETRICSW::default()
    };
    let to = (&raw mut metrics).cast();
    // SAFETY: the structure says its own size and outlives the call. If that fails, what is left
    // stands for the system's font.
    unsafe { SystemParametersInfoForDpi(SPI_GETNONCLIENTMETRICS, size, to, 0, dpi) };
    metrics.lfMessageFont
}

/// So many quarters as large.
fn font(like: LOGFONTW, quarters: i32, is_bold: bool) -> HFONT {
    let mut wanted = like;
    wanted.lfHeight = like.lfHeight * quarters / 4;
    if is_bold {
        wanted.lfWeight = FW_SEMIBOLD as i32;
    }
    // SAFETY: the structure outlives the call.
    unsafe { CreateFontIndirectW(&wanted) }
}
