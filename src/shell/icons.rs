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

/// The family at the taskbar's size.
pub(super) struct TrayIcons(Vec<(Look, tray_icon::Icon)>);

impl TrayIcons {
    /// Loads every look at a size in pixels.
    ///
    /// # Errors
    /// When the executable has lost its resources.
    pub(super) fn load(size: u32) -> anyhow::Result<Self> {
        let load = |look| {
            let icon = tray_icon::Icon::from_resource(resource(look), Some((size, size)))
                .context("a picture is missing in the program; install it again")?;
            Ok((look, icon))
        };
        let icons: anyhow::Result<_> = Look::ALL.into_iter().map(load).collect();
        icons.map(TrayIcons)
    }

    pub(super) fn get(&self, wanted: Look) -> tray_icon::Icon {
        pick(&self.0, wanted)
    }
}

/// The family at the menu's size.
pub(super) struct MenuIcons(Vec<(Look, menu::Icon)>);

impl MenuIcons {
    /// Loads every look.
    ///
    /// # Errors
    /// When the executable has lost its resources.
    pub(super) fn load() -> anyhow::Result<Self> {
        let load = |look| {
            let size = Some((MENU_ICON_SIZE, MENU_ICON_SIZE));
            let icon = menu::Icon::from_resource(resource(look), size)
                .context("a picture is missing in the program; install it again")?;
            Ok((look, icon))
        };
        let icons: anyhow::Result<_> = Look::ALL.into_iter().map(load).collect();
        icons.map(MenuIcons)
    }

    pub(super) fn get(&self, wanted: Look) -> menu::Icon {
        pick(&self.0, wanted)
    }
}

/// `Look::ALL` is in the order of the enum, and every look was loaded.
fn pick<T: Clone>(icons: &[(Look, T)], wanted: Look) -> T {
    icons[wanted as usize].1.clone()
}
