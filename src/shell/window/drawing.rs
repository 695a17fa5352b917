//! Fonts, colours and measures.

use windows_sys::Win32::Foundation::{COLORREF, HWND, RECT};
use windows_sys::Win32::Graphics::Gdi::{
    COLOR_3DFACE, COLOR_WINDOW, COLOR_WINDOWTEXT, CreateFontIndirectW, CreateSolidBrush,
    DT_CALCRECT, DT_EDITCONTROL, DT_NOPREFIX, DT_WORDBREAK, DeleteObject, DrawTextW, FW_SEMIBOLD,
    FillRect, GetDC, GetSysColor, HBRUSH, HDC, HFONT, LOGFONTW, ReleaseDC, SelectObject,
    SetBkColor, SetTextColor,
};
use windows_sys::Win32::UI::HiDpi::SystemParametersInfoForDpi;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetClientRect, NONCLIENTMETRICSW, SPI_GETNONCLIENTMETRICS,
};

use crate::shell::theme;
use crate::shell::wide::wide;

/// What a window that programs have made dark looks like elsewhere in Windows.
const DARK: Colours = Colours {
    paper: 0x0020_2020,
    field: 0x002d_2d2d,
    footer: 0x0028_2828,
    ink: 0x00ff_ffff,
    wrong: 0x00a4_99ff,
};

/// What is wrong, where windows are light.
const WRONG: COLORREF = 0x001c_2bc4;

/// What a window is drawn in.
#[derive(Clone, Copy)]
struct Colours {
    paper: COLORREF,
    /// Behind what can be typed.
    field: COLORREF,
    /// Behind the buttons that end a dialog.
    footer: COLORREF,
    ink: COLORREF,
    /// What says what is wrong.
    wrong: COLORREF,
}

/// What something is drawn on.
#[derive(Clone, Copy)]
pub(in crate::shell) enum Ground {
    /// The window itself.
    Paper,
    /// Where something can be typed or chosen.
    Field,
    /// Where the buttons are that end a dialog.
    Footer,
}

/// Colours, and the brushes for them.
pub(in crate::shell) struct Palette {
    pub(in crate::shell) is_dark: bool,
    colours: Colours,
    paper: Brush,
    field: Brush,
    footer: Brush,
}

impl Palette {
    /// As the user has set Windows up.
    pub(in crate::shell) fn new() -> Self {
        let is_dark = theme::is_dark();
        let colours = match is_dark {
            true => DARK,
            false => system_colours(),
        };
        Palette {
            is_dark,
            colours,
            paper: Brush::new(colours.paper),
            field: Brush::new(colours.field),
            footer: Brush::new(colours.footer),
        }
    }

    /// Colours that a control is about to be drawn with; gives what is behind it.
    pub(in crate::shell) fn colour(&self, context: HDC, ground: Ground) -> HBRUSH {
        let (behind, brush) = match ground {
            Ground::Paper => (self.colours.paper, &self.paper),
            Ground::Field => (self.colours.field, &self.field),
            Ground::Footer => (self.colours.footer, &self.footer),
        };
        // SAFETY: the context is the one that Windows gave to be coloured.
        unsafe {
            SetTextColor(context, self.colours.ink);
            SetBkColor(context, behind);
        }
        brush.0
    }

    /// As [`colour`](Self::colour) on paper, for what says what is wrong.
    pub(in crate::shell) fn colour_wrong(&self, context: HDC) -> HBRUSH {
        let brush = self.colour(context, Ground::Paper);
        // SAFETY: the context is the one that Windows gave to be coloured.
        unsafe { SetTextColor(context, self.colours.wrong) };
        brush
    }

    /// What is behind what is typed, and what that is written in.
    pub(in crate::shell) fn field_colours(&self) -> (COLORREF, COLORREF) {
        (self.colours.field, self.colours.ink)
    }

    /// Fills a window with paper.
    pub(in crate::shell) fn erase(&self, window: HWND, context: HDC) {
        let mut all = RECT::default();
        // SAFETY: the window is ours, the context is the one that Windows gave, the brush lives.
        unsafe {
            GetClientRect(window, &mut all);
            FillRect(context, &all, self.paper.0);
        }
    }

    /// Fills the foot of a window.
    pub(in crate::shell) fn fill_footer(&self, context: HDC, footer: &RECT) {
        // SAFETY: the context is the one that Windows gave, the brush lives.
        unsafe { FillRect(context, footer, self.footer.0) };
    }
}

fn system_colours() -> Colours {
    // SAFETY: takes and gives plain numbers.
    let colour = |number| unsafe { GetSysColor(number) };
    let (paper, ink) = (colour(COLOR_WINDOW), colour(COLOR_WINDOWTEXT));
    Colours {
        paper,
        field: paper,
        footer: colour(COLOR_3DFACE),
        ink,
        wrong: if theme::is_high_contrast() {
            ink
        } else {
            WRONG
        },
    }
}

/// A brush of ours.
struct Brush(HBRUSH);

impl Brush {
    fn new(colour: COLORREF) -> Self {
        // SAFETY: takes a plain number.
        Brush(unsafe { CreateSolidBrush(colour) })
    }
}

impl Drop for Brush {
    fn drop(&mut self) {
        // SAFETY: it is ours, and what was drawn with it has another one by now or is gone.
        unsafe { DeleteObject(self.0) };
    }
}

/// A font of ours.
pub(in crate::shell) struct Font(HFONT);

impl Font {
    /// As large as this one, times a number of quarters.
    pub(in crate::shell) fn new(like: LOGFONTW, quarters: i32, is_bold: bool) -> Self {
        let mut wanted = like;
        wanted.lfHeight = like.lfHeight * quarters / 4;
        if is_bold {
            wanted.lfWeight = FW_SEMIBOLD as i32;
        }
        // SAFETY: the structure outlives the call.
        Font(unsafe { CreateFontIndirectW(&wanted) })
    }

    pub(super) fn handle(&self) -> HFONT {
        self.0
    }
}

impl Drop for Font {
    fn drop(&mut self) {
        // SAFETY: it is ours, and what was drawn with it has another one by now or is gone.
        unsafe { DeleteObject(self.0) };
    }
}

/// The font of messages at a DPI.
pub(in crate::shell) fn message_font(dpi: u32) -> LOGFONTW {
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

/// Pixels at a DPI for pixels at 96 DPI.
pub(in crate::shell) fn scaled(length: i32, dpi: u32) -> i32 {
    let dpi = i32::try_from(dpi).unwrap_or(96);
    (length * dpi + 48) / 96
}

/// How high a text is that is broken into lines of this width.
pub(in crate::shell) fn height(window: HWND, font: &Font, text: &str, width: i32) -> i32 {
    extent(window, font, text, width).1
}

/// How wide and high a text is that is broken into lines of this width.
pub(in crate::shell) fn extent(window: HWND, font: &Font, text: &str, width: i32) -> (i32, i32) {
    let text = wide(text);
    let mut rect = RECT {
        right: width,
        ..RECT::default()
    };
    let how = DT_CALCRECT | DT_WORDBREAK | DT_EDITCONTROL | DT_NOPREFIX;
    // SAFETY: the window is ours, the text is terminated, which -1 says, and what is taken is put
    // back.
    unsafe {
        let context = GetDC(window);
        let before = SelectObject(context, font.0);
        DrawTextW(context, text.as_ptr(), -1, &mut rect, how);
        SelectObject(context, before);
        ReleaseDC(window, context);
    }
    (rect.right, rect.bottom)
}
