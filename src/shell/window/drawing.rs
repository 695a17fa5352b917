//! Fonts, colours and measures.

use windows_sys::Win32::Foundation::{COLORREF, HWND, RECT};
use windows_sys::Win32::Graphics::Gdi::{
    COLOR_WINDOW, COLOR_WINDOWTEXT, CreateFontIndirectW, CreateSolidBrush, DT_CALCRECT,
    DT_NOPREFIX, DT_WORDBREAK, DeleteObject, DrawTextW, FW_SEMIBOLD, FillRect, GetDC, GetSysColor,
    HBRUSH, HDC, HFONT, LOGFONTW, ReleaseDC, SelectObject, SetBkColor, SetTextColor,
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
    ink: 0x00ff_ffff,
};

/// What a window is drawn in.
#[derive(Clone, Copy)]
struct Colours {
    paper: COLORREF,
    /// Behind what can be typed.
    field: COLORREF,
    ink: COLORREF,
}

/// Colours, and the brushes for them.
pub(in crate::shell) struct Palette {
    pub(in crate::shell) is_dark: bool,
    colours: Colours,
    paper: Brush,
    field: Brush,
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
        }
    }

    /// Colours that a control is about to be drawn with; gives what is behind it.
    pub(in crate::shell) fn colour(&self, context: HDC, is_field: bool) -> HBRUSH {
        let (behind, brush) = match is_field {
            true => (self.colours.field, self.field.0),
            false => (self.colours.paper, self.paper.0),
        };
        // SAFETY: the context is the one that Windows gave to be coloured.
        unsafe {
            SetTextColor(context, self.colours.ink);
            SetBkColor(context, behind);
        }
        brush
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
        let before = SelectObject(context, font.0);
        DrawTextW(context, text.as_ptr(), -1, &mut rect, how);
        SelectObject(context, before);
        ReleaseDC(window, context);
    }
    rect.bottom
}
