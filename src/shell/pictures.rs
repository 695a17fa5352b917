//! The pictures of the icons in the notification area, in the exact size that the taskbar has for
//! them. Each is laid together from its drawings once, however often it is shown.

use std::collections::BTreeMap;
use std::io;

use crate::view::{Picture, lay_over};
use anyhow::Context;
use tray_icon::Icon;
use windows_sys::Win32::Graphics::Gdi::{
    BITMAPINFO, CreateCompatibleDC, DIB_RGB_COLORS, DeleteDC, DeleteObject, GetDIBits, HBITMAP,
};
use windows_sys::Win32::UI::HiDpi::{GetDpiForSystem, GetDpiForWindow, GetSystemMetricsForDpi};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateIcon, DestroyIcon, FindWindowW, GetIconInfo, HICON, ICONINFO, SM_CXSMICON,
};

use super::icons::{bitmap_info, given, load_icon};
use super::wide::wide;

/// The pictures that were shown since the taskbar last changed.
pub(super) struct Pictures {
    /// In pixels.
    size: u32,
    made: BTreeMap<Picture, Icon>,
}

impl Pictures {
    /// None yet, for the taskbar as it is now.
    pub(super) fn new() -> Self {
        Pictures {
            size: taskbar_icon_size(),
            made: BTreeMap::new(),
        }
    }

    /// Gives every picture up: the taskbar may be another, or of another size. Those that are shown
    /// live on until others are shown in their places.
    pub(super) fn renew(&mut self) {
        *self = Pictures::new();
    }

    /// How large they are, in pixels, for the display that the taskbar is on.
    pub(super) fn size(&self) -> u32 {
        self.size
    }

    /// A picture as Windows draws it.
    ///
    /// # Errors
    /// When the executable has lost its resources, or Windows is out of handles.
    pub(super) fn get(&mut self, picture: Picture) -> anyhow::Result<Icon> {
        if let Some(icon) = self.made.get(&picture) {
            return Ok(icon.clone());
        }
        let icon = make(picture, self.size)
            .context("a picture is missing in the program; install it again")?;
        self.made.insert(picture, icon.clone());
        Ok(icon)
    }
}

/// How large the taskbar draws its small icons, in pixels.
fn taskbar_icon_size() -> u32 {
    let class = wide("Shell_TrayWnd");
    // SAFETY: the class name is terminated, and null is allowed for the title. The window may go
    // at any time; GetDpiForWindow then answers 0.
    let dpi = unsafe {
        let taskbar = FindWindowW(class.as_ptr(), std::ptr::null());
        match GetDpiForWindow(taskbar) {
            0 => GetDpiForSystem(),
            dpi => dpi,
        }
    };
    // SAFETY: takes and gives plain numbers.
    let size = unsafe { GetSystemMetricsForDpi(SM_CXSMICON, dpi) };
    u32::try_from(size).unwrap_or(0).max(16)
}

fn make(picture: Picture, size: u32) -> io::Result<Icon> {
    let mut laid = vec![0; (size * size * 4) as usize];
    for layer in picture.layers() {
        lay_over(&mut laid, &pixels_of(layer.resource(), size)?);
    }
    let mask = mask(&laid, size as usize);
    // SAFETY: the colours are four bytes a pixel, and the mask is a bit a pixel in rows of whole
    // words, as is said; both are copied.
    let icon = unsafe {
        let (wide, high) = (size as i32, size as i32);
        CreateIcon(
            std::ptr::null_mut(),
            wide,
            high,
            1,
            32,
            mask.as_ptr(),
            laid.as_ptr(),
        )
    };
    // From here on it is destroyed with the value.
    given(icon).map(|icon| Icon::from_handle(icon as isize))
}

/// What is clear of a picture, for where Windows does not mind how clear it is: a bit a pixel.
fn mask(pixels: &[u8], size: usize) -> Vec<u8> {
    let row_bytes = size.div_ceil(16) * 2;
    let mut mask = vec![0; row_bytes * size];
    let (pixels, _) = pixels.as_chunks::<4>();
    for (row, bits) in pixels.chunks(size).zip(mask.chunks_mut(row_bytes)) {
        for (x, [.., alpha]) in row.iter().enumerate() {
            if *alpha == 0 {
                bits[x / 8] |= 0x80 >> (x % 8);
            }
        }
    }
    mask
}

/// A drawing of the program's resources: blue, green, red and alpha, from the top down.
fn pixels_of(resource: u16, size: u32) -> io::Result<Vec<u8>> {
    let icon = load_icon(resource, size as i32)?;
    let pixels = read_icon(icon, size);
    // SAFETY: the icon is ours, and its pixels are a copy.
    unsafe { DestroyIcon(icon) };
    pixels
}

fn read_icon(icon: HICON, size: u32) -> io::Result<Vec<u8>> {
    let mut parts = ICONINFO::default();
    // SAFETY: the icon is alive, and the structure is ours to be written.
    if unsafe { GetIconInfo(icon, &mut parts) } == 0 {
        return Err(io::Error::last_os_error());
    }
    let pixels = read_bitmap(parts.hbmColor, size);
    // SAFETY: Windows has made both bitmaps for us; null is refused.
    unsafe {
        DeleteObject(parts.hbmColor);
        DeleteObject(parts.hbmMask);
    }
    pixels
}

fn read_bitmap(bitmap: HBITMAP, size: u32) -> io::Result<Vec<u8>> {
    // From the top down.
    let mut info: BITMAPINFO = bitmap_info(size as i32, -(size as i32));
    let mut pixels = vec![0; (size * size * 4) as usize];
    // SAFETY: null stands for the screen; the buffer holds as many rows of as many pixels as are
    // asked for, and outlives the call as does the structure.
    let rows = unsafe {
        let context = given(CreateCompatibleDC(std::ptr::null_mut()))?;
        let buffer = pixels.as_mut_ptr().cast();
        let rows = GetDIBits(context, bitmap, 0, size, buffer, &mut info, DIB_RGB_COLORS);
        DeleteDC(context);
        rows
    };
    match rows {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(pixels),
    }
}
