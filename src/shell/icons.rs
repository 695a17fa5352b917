//! The drawings in the executable's resources, and the pictures of the menu made from them.

use std::io;

use crate::view::{Layer, Look};
use anyhow::Context;
use windows_sys::Win32::Foundation::HANDLE;
use windows_sys::Win32::Graphics::Gdi::{
    BITMAPINFO, BITMAPINFOHEADER, CreateCompatibleDC, CreateDIBSection, DIB_RGB_COLORS, DeleteDC,
    DeleteObject, HBITMAP, SelectObject,
};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DI_NORMAL, DestroyIcon, DrawIconEx, HICON, IMAGE_ICON, LR_DEFAULTCOLOR, LoadImageW,
};

/// The looks as pictures for the menu. Menus share them, and need them as long as they live.
pub(super) struct MenuIcons {
    /// In pixels.
    size: u32,
    pictures: Vec<HBITMAP>,
}

impl MenuIcons {
    /// Loads every look at a size in pixels.
    ///
    /// # Errors
    /// When the executable has lost its resources, or Windows is out of handles.
    pub(super) fn load(size: u32) -> anyhow::Result<Self> {
        let mut icons = MenuIcons {
            size,
            pictures: Vec::new(),
        };
        for look in Look::ALL {
            let picture = draw_look(look, size as i32)
                .context("a picture is missing in the program; install it again")?;
            icons.pictures.push(picture);
        }
        Ok(icons)
    }

    /// How large they are, in pixels.
    pub(super) fn size(&self) -> u32 {
        self.size
    }

    /// The picture of a look, or none. `Look::ALL` is in the order of the enum.
    pub(super) fn picture(&self, look: Option<Look>) -> HBITMAP {
        let picture = look.and_then(|look| self.pictures.get(look as usize));
        picture.copied().unwrap_or(std::ptr::null_mut())
    }
}

impl Drop for MenuIcons {
    fn drop(&mut self) {
        for picture in &self.pictures {
            // SAFETY: the picture is ours, and no menu has it any more.
            unsafe { DeleteObject(*picture) };
        }
    }
}

fn draw_look(look: Look, size: i32) -> io::Result<HBITMAP> {
    let icon = load_look(look, size)?;
    let picture = draw(icon, size);
    // SAFETY: the icon is ours, and the picture is a copy.
    unsafe { DestroyIcon(icon) };
    picture
}

/// Loads a look at a size in pixels; whoever asks for it destroys it.
///
/// # Errors
/// When the executable has lost its resources, or Windows is out of handles.
pub(super) fn load_look(look: Look, size: i32) -> io::Result<HICON> {
    load_icon(Layer::Look(look).resource(), size)
}

/// Loads a drawing at a size in pixels. Windows scales it where there is none of that size.
pub(super) fn load_icon(number: u16, size: i32) -> io::Result<HICON> {
    let name = usize::from(number) as *const u16;
    // SAFETY: a small number stands for a resource's name.
    let icon = unsafe {
        let program = GetModuleHandleW(std::ptr::null());
        LoadImageW(program, name, IMAGE_ICON, size, size, LR_DEFAULTCOLOR)
    };
    given(icon)
}

/// Draws an icon into a bitmap with an alpha channel, as menus want it.
fn draw(icon: HICON, size: i32) -> io::Result<HBITMAP> {
    let info = bitmap_info(size, size);
    let null = std::ptr::null_mut();
    // SAFETY: null stands for the screen, for bits that nobody wants, and for no brush; the
    // structure outlives the calls, and what is made here is put back and deleted.
    unsafe {
        let context = given(CreateCompatibleDC(null))?;
        let bitmap = CreateDIBSection(null, &info, DIB_RGB_COLORS, std::ptr::null_mut(), null, 0);
        let before = SelectObject(context, bitmap);
        DrawIconEx(context, 0, 0, icon, size, size, 0, null, DI_NORMAL);
        SelectObject(context, before);
        DeleteDC(context);
        given(bitmap)
    }
}

/// Four bytes a pixel, so wide and high; of a negative height from the top down.
pub(super) fn bitmap_info(width: i32, height: i32) -> BITMAPINFO {
    BITMAPINFO {
        bmiHeader: BITMAPINFOHEADER {
            biSize: size_of::<BITMAPINFOHEADER>() as u32,
            biWidth: width,
            biHeight: height,
            biPlanes: 1,
            biBitCount: 32,
            ..BITMAPINFOHEADER::default()
        },
        ..BITMAPINFO::default()
    }
}

/// What Windows gives, unless it is null.
pub(super) fn given(handle: HANDLE) -> io::Result<HANDLE> {
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(handle)
}
