//! Who Windows takes for the sender of our toasts.

use crate::view::words;
use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ, KEY_SET_VALUE, REG_OPEN_CREATE_OPTIONS,
    REG_OPTION_NON_VOLATILE, REG_OPTION_VOLATILE, REG_SZ, RegCloseKey, RegCreateKeyExW,
    RegOpenKeyExW, RegSetValueExW,
};
use windows_sys::Win32::UI::Shell::SetCurrentProcessExplicitAppUserModelID;

use crate::shell::wide::wide;

/// The AppUserModelID: the name under which Windows knows the sender of a toast.
pub(super) const APP_ID: &str = "PekatTray.PekatTray";

/// Where Windows keeps the senders of toasts.
const SENDERS: &str = r"Software\Classes\AppUserModelId";

/// Gives the process its name, under which the taskbar groups its windows too. Windows wants that done
/// before there is any of them.
pub(in crate::shell) fn identify() {
    let app_id = wide(APP_ID);
    // SAFETY: the text is terminated.
    unsafe { SetCurrentProcessExplicitAppUserModelID(app_id.as_ptr()) };
}

/// Makes this program known as a sender of toasts. Windows silently drops toasts of others.
///
/// Where no installer has registered it, it is registered for this user in a volatile key, which
/// is gone when the user logs off, so that nothing is left behind.
pub(super) fn register() {
    let key = format!(r"{SENDERS}\{APP_ID}");
    if exists(HKEY_LOCAL_MACHINE, &key) || exists(HKEY_CURRENT_USER, &key) {
        return;
    }
    // The folder of all senders is not ours alone: in a volatile one no other program could
    // register for good.
    drop(Key::create(SENDERS, REG_OPTION_NON_VOLATILE));
    if let Some(key) = Key::create(&key, REG_OPTION_VOLATILE) {
        key.set("DisplayName", words::PRODUCT);
    }
}

fn exists(root: HKEY, key: &str) -> bool {
    let key = wide(key);
    let mut opened = std::ptr::null_mut();
    // SAFETY: the text is terminated; what was opened is closed when the key is dropped.
    let result = unsafe { RegOpenKeyExW(root, key.as_ptr(), 0, KEY_READ, &mut opened) };
    if result != ERROR_SUCCESS {
        return false;
    }
    drop(Key(opened));
    true
}

/// An open key of the registry.
struct Key(HKEY);

impl Key {
    /// Opens a key of this user, or creates it. `None` where that fails: toasts then do not appear
    /// under the product's name, and nothing else depends on it.
    fn create(key: &str, options: REG_OPEN_CREATE_OPTIONS) -> Option<Key> {
        let key = wide(key);
        let none = std::ptr::null();
        let mut created = std::ptr::null_mut();
        // SAFETY: the text is terminated, and null is allowed where it is given.
        let result = unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                key.as_ptr(),
                0,
                none,
                options,
                KEY_SET_VALUE,
                none.cast(),
                &mut created,
                std::ptr::null_mut(),
            )
        };
        (result == ERROR_SUCCESS).then_some(Key(created))
    }

    fn set(&self, name: &str, value: &str) {
        let (name, value) = (wide(name), wide(value));
        let bytes = value.len() * size_of::<u16>();
        // SAFETY: the texts are terminated, and the size is the value's with its terminator.
        unsafe {
            RegSetValueExW(
                self.0,
                name.as_ptr(),
                0,
                REG_SZ,
                value.as_ptr().cast(),
                bytes as u32,
            )
        };
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // SAFETY: the key is open, ours, and closed once.
        unsafe { RegCloseKey(self.0) };
    }
}
