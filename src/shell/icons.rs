//! The pictures in the executable's resources, loaded once at the sizes that are drawn.

use anyhow::Context;
use pekat_tray::view::Look;
use tray_icon::menu;
use windows_sys::Win32::UI::HiDpi::{GetDpiForSystem, GetDpiForWindow, GetSystemMetricsForDpi};
use windows_sys::Win32::UI::WindowsAndMessaging::{FindWindowW, SM_CXSMICON};

use super::wide::wide;

/// muda draws menu icons into a bitmap of this size. In pixels.
const MENU_ICON_SIZE: u32 = 16;

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
pub(super) type MenuIcons = Icons<menu::Icon>;

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
        let size = Some((MENU_ICON_SIZE, MENU_ICON_SIZE));
        load_all(|number| menu::Icon::from_resource(number, size))
    }
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
