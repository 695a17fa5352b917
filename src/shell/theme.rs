//! Whether programs are to be dark.

use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{HKEY_CURRENT_USER, RRF_RT_REG_DWORD, RegGetValueW};
use windows_sys::Win32::UI::Accessibility::{HCF_HIGHCONTRASTON, HIGHCONTRASTW};
use windows_sys::Win32::UI::WindowsAndMessaging::{SPI_GETHIGHCONTRAST, SystemParametersInfoW};

use super::wide::wide;

/// Where Windows keeps what the user chose under Personalisation, Colours.
const PERSONALIZE: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";

/// Whether the user wants programs dark. Never in high contrast, which has colours of its own.
pub(super) fn is_dark() -> bool {
    apps_are_dark() && !is_high_contrast()
}

fn apps_are_dark() -> bool {
    let (key, name) = (wide(PERSONALIZE), wide("AppsUseLightTheme"));
    let mut light = 1u32;
    let mut size = size_of::<u32>() as u32;
    // SAFETY: the texts are terminated, the buffer is as long as said, and null is allowed for the
    // type, which nobody wants.
    let read = unsafe {
        RegGetValueW(
            HKEY_CURRENT_USER,
            key.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_DWORD,
            std::ptr::null_mut(),
            (&raw mut light).cast(),
            &mut size,
        )
    };
    read == ERROR_SUCCESS && light == 0
}

fn is_high_contrast() -> bool {
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
