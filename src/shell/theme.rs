//! Whether programs are to be dark.

use windows_registry::CURRENT_USER;
use windows_sys::Win32::UI::Accessibility::{HCF_HIGHCONTRASTON, HIGHCONTRASTW};
use windows_sys::Win32::UI::WindowsAndMessaging::{SPI_GETHIGHCONTRAST, SystemParametersInfoW};

/// Where Windows keeps what the user chose under Personalisation, Colours.
const PERSONALIZE: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";

/// Whether the user wants programs dark. Never in high contrast, which has colours of its own.
pub(super) fn is_dark() -> bool {
    apps_are_dark() && !is_high_contrast()
}

fn apps_are_dark() -> bool {
    let settings = CURRENT_USER.open(PERSONALIZE);
    let light = settings.and_then(|settings| settings.get_u32("AppsUseLightTheme"));
    light == Ok(0)
}

/// Whether the user has Windows drawn in few colours of high contrast.
pub(super) fn is_high_contrast() -> bool {
    let size = size_of::<HIGHCONTRASTW>() as u32;
    let mut contrast = HIGHCONTRASTW {
        cbSize: size,
        ..HIGHCONTRASTW::default()
    };
    let to = (&raw mut contrast).cast();
    // SAFETY: the structure says its own size and outlives the call.
    let known = unsafe { SystemParametersInfoW(SPI_GETHIGHCONTRAST, size, to, 0) };
    known != 0 && contrast.dwFlags & HCF_HIGHCONTRASTON != 0
}
