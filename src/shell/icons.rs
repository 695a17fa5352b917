//! The pictures in the executable's resources, loaded once at the sizes that are drawn.

use std::io;

use anyhow::Context;
use pekat_tray::view::Look;
use windows_sys::Win32::Foundation::HANDLE;
use windows_sys::Win32::Graphics::Gdi::{
    BITMAPINFO, BITMAPINFOHEADER, CreateCompatibleDC, CreateDIBSection, DIB_RGB_COLORS, DeleteDC,
    HBITMAP, SelectObject,
};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::HiDpi::{GetDpiForSystem, GetDpiForWindow, GetSystemMetricsForDpi};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DI_NORMAL, DestroyIcon, DrawIconEx, FindWindowW, HICON, IMAGE_ICON, LR_DEFAULTCOLOR,
    LoadImageW, SM_CXSMICON,
};

use super::wide::wide;

/// How large pictures in the menu are, in pixels.
const MENU_ICON_SIZE: i32 = 16;

/// The number of a picture in `assets/pekat-tray.rc`.
fn resource(look: Look) -> u16 {
    match look {
        Look::Fault => 10,
        Look::Unreachable => 11,
        Look::Changing => 12,
        Look::Running => 13,
        Look::Stopped => 14,
        Look::Nothing => 15,
    }
}

/// How large the taskbar draws its small icons, in pixels.
pub(super) fn taskbar_icon_size() -> u32 {
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

/// The family at one size, as tray icons or as pictures for the menu.
pub(super) struct Icons<T>(Vec<(Look, T)>);

pub(super) type TrayIcons = Icons<tray_icon::Icon>;
/// They are kept until the program ends: menus share them.
pub(super) type MenuIcons = Icons<HBITMAP>;

impl TrayIcons {
    /// Loads every look at a size in pixels.
    ///
    /// # Errors
    /// When the executable has lost its resources.
    pub(super) fn load(size: u32) -> anyhow::Result<Self> {
        load_all(|number| tray_icon::Icon::from_resource(number, Some((size, size))))
    }
}

impl MenuIcons {
    /// Loads every look at the menu's size.
    ///
    /// # Errors
    /// When the executable has lost its resources.
    pub(super) fn load() -> anyhow::Result<Self> {
        load_all(|number| {
            let icon = load_icon(number, MENU_ICON_SIZE)?;
            let picture = draw(icon, MENU_ICON_SIZE);
            // SAFETY: the icon is ours, and the picture is a copy.
            unsafe { DestroyIcon(icon) };
            picture
        })
    }

    /// The picture of a look, or none.
    pub(super) fn picture(&self, look: Option<Look>) -> HBITMAP {
        look.map_or(std::ptr::null_mut(), |look| self.get(look))
    }
}

/// Loads a look at a size in pixels; whoever asks for it destroys it.
///
/// # Errors
/// When the executable has lost its resources, or Windows is out of handles.
pub(super) fn load_look(look: Look, size: i32) -> io::Result<HICON> {
    load_icon(resource(look), size)
}

fn load_icon(number: u16, size: i32) -> io::Result<HICON> {
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
    let info = BITMAPINFO {
        bmiHeader: BITMAPINFOHEADER {
            biSize: size_of::<BITMAPINFOHEADER>() as u32,
            biWidth: size,
            biHeight: size,
            biPlanes: 1,
            biBitCount: 32,
            ..BITMAPINFOHEADER::default()
        },
        ..BITMAPINFO::default()
    };
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

/// What Windows gives, unless it is null.
fn given(handle: HANDLE) -> io::Result<HANDLE> {
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(handle)
}

fn load_all<T, E>(load: impl Fn(u16) -> Result<T, E>) -> anyhow::Result<Icons<T>>
where
    Result<T, E>: Context<T, E>,
{
    let load = |look| {
        let icon = load(resource(look))
            .context("a picture is missing in the program; install it again")?;
        Ok((look, icon))
    };
    let icons: anyhow::Result<_> = Look::ALL.into_iter().map(load).collect();
    icons.map(Icons)
}

impl<T: Clone> Icons<T> {
    /// The picture of a look. `Look::ALL` is in the order of the enum, and every look was loaded.
    pub(super) fn get(&self, wanted: Look) -> T {
        self.0[wanted as usize].1.clone()
    }
}
