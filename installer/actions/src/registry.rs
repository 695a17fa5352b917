//! Windows' registry: texts below keys.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{ERROR_SUCCESS, WIN32_ERROR};
use windows_sys::Win32::System::Registry::{
    HKEY, KEY_READ, KEY_WRITE, REG_OPEN_CREATE_OPTIONS, REG_OPTION_NON_VOLATILE,
    REG_OPTION_VOLATILE, REG_SZ, RRF_RT_REG_SZ, RegCloseKey, RegCreateKeyExW, RegDeleteTreeW,
    RegDeleteValueW, RegEnumKeyExW, RegEnumValueW, RegGetValueW, RegOpenKeyExW, RegSetValueExW,
};

use crate::wide::{text, wide};

/// As long as a key's or value's name can be, with its terminator. In UTF-16 units.
const LONGEST_NAME: usize = 16384;

/// An open key.
pub(crate) struct Key(HKEY);

impl Key {
    /// Opens a key to read and change it.
    pub(crate) fn open(root: HKEY, path: &str) -> Result<Key, WIN32_ERROR> {
        let path = wide(path);
        let mut key = null_mut();
        // SAFETY: the path is terminated, and what is opened is closed when it is dropped.
        match unsafe { RegOpenKeyExW(root, path.as_ptr(), 0, KEY_READ | KEY_WRITE, &mut key) } {
            ERROR_SUCCESS => Ok(Key(key)),
            error => Err(error),
        }
    }

    /// Opens a key, or makes it.
    pub(crate) fn create(root: HKEY, path: &str) -> Result<Key, WIN32_ERROR> {
        Self::create_as(root, path, REG_OPTION_NON_VOLATILE)
    }

    /// Opens a key, or makes one that is gone when the computer restarts.
    pub(crate) fn create_until_restart(root: HKEY, path: &str) -> Result<Key, WIN32_ERROR> {
        Self::create_as(root, path, REG_OPTION_VOLATILE)
    }

    fn create_as(
        root: HKEY,
        path: &str,
        options: REG_OPEN_CREATE_OPTIONS,
    ) -> Result<Key, WIN32_ERROR> {
        let path = wide(path);
        let mut key = null_mut();
        // SAFETY: as above; null is allowed where it is given.
        let made = unsafe {
            RegCreateKeyExW(
                root,
                path.as_ptr(),
                0,
                null(),
                options,
                KEY_READ | KEY_WRITE,
                null(),
                &mut key,
                null_mut(),
            )
        };
        match made {
            ERROR_SUCCESS => Ok(Key(key)),
            error => Err(error),
        }
    }

    /// A text, with its variables replaced. `None` if there is no such value, or it is no text.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let name = wide(name);
        let mut size = 0;
        // SAFETY: the name is terminated; null asks for the size alone.
        unsafe {
            RegGetValueW(
                self.0,
                null(),
                name.as_ptr(),
                RRF_RT_REG_SZ,
                null_mut(),
                null_mut(),
                &mut size,
            )
        };
        let mut value = vec![0u16; size as usize / 2 + 1];
        size = (value.len() * 2) as u32;
        // SAFETY: the buffer is as long as said, in bytes.
        let got = unsafe {
            RegGetValueW(
                self.0,
                null(),
                name.as_ptr(),
                RRF_RT_REG_SZ,
                null_mut(),
                value.as_mut_ptr().cast(),
                &mut size,
            )
        };
        (got == ERROR_SUCCESS).then(|| text(&value))
    }

    /// Gives a value a text.
    pub(crate) fn set(&self, name: &str, value: &str) -> Result<(), WIN32_ERROR> {
        let (name, value) = (wide(name), wide(value));
        let size = (value.len() * 2) as u32;
        // SAFETY: the texts are terminated, and the size is the value's with its terminator, in bytes.
        let set = unsafe {
            RegSetValueExW(
                self.0,
                name.as_ptr(),
                0,
                REG_SZ,
                value.as_ptr().cast(),
                size,
            )
        };
        match set {
            ERROR_SUCCESS => Ok(()),
            error => Err(error),
        }
    }

    /// Takes a value away. `false` if it was not there, or stays.
    pub(crate) fn remove(&self, name: &str) -> bool {
        let name = wide(name);
        // SAFETY: the name is terminated.
        unsafe { RegDeleteValueW(self.0, name.as_ptr()) == ERROR_SUCCESS }
    }

    /// The names of the values.
    pub(crate) fn values(&self) -> Vec<String> {
        let value = |key, at, name: *mut u16, length: &mut u32| {
            // SAFETY: the buffer is as long as said, and null is allowed for what is not asked.
            unsafe {
                RegEnumValueW(
                    key,
                    at,
                    name,
                    length,
                    null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                )
            }
        };
        self.names(value)
    }

    /// The names of the keys below.
    pub(crate) fn keys(&self) -> Vec<String> {
        let key = |key, at, name: *mut u16, length: &mut u32| {
            // SAFETY: as above.
            unsafe {
                RegEnumKeyExW(
                    key,
                    at,
                    name,
                    length,
                    null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                )
            }
        };
        self.names(key)
    }

    fn names(&self, next: impl Fn(HKEY, u32, *mut u16, &mut u32) -> WIN32_ERROR) -> Vec<String> {
        let mut names = Vec::new();
        let mut name = vec![0u16; LONGEST_NAME];
        for at in 0.. {
            let mut length = name.len() as u32;
            if next(self.0, at, name.as_mut_ptr(), &mut length) != ERROR_SUCCESS {
                break;
            }
            names.push(text(&name));
        }
        names
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // SAFETY: the key is open, ours, and closed once.
        unsafe { RegCloseKey(self.0) };
    }
}

/// Takes a key away with all below it. `false` if it was not there, or stays.
pub(crate) fn remove_tree(root: HKEY, path: &str) -> bool {
    let path = wide(path);
    // SAFETY: the path is terminated.
    unsafe { RegDeleteTreeW(root, path.as_ptr()) == ERROR_SUCCESS }
}
