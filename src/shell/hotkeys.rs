//! Global hot keys: keeps those that Windows has given us equal to those that are wanted.
//!
//! What Windows has given goes with the window that is told of it, at the latest.

use std::collections::BTreeMap;

use pekat_tray::model::event::Click;
use pekat_tray::model::{Bindings, Rebinding};
use pekat_tray::site::{Hotkey, Key};
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{
    HOT_KEY_MODIFIERS, MOD_ALT, MOD_CONTROL, MOD_NOREPEAT, MOD_SHIFT, MOD_WIN, RegisterHotKey,
    UnregisterHotKey, VK_F1,
};

/// The hot keys of one window. Its thread is the one to ask.
pub(super) struct Hotkeys {
    window: HWND,
    bindings: Bindings,
}

impl Hotkeys {
    /// None yet; `window` will be told when one is pressed.
    pub(super) fn of(window: HWND) -> Self {
        Hotkeys {
            window,
            bindings: Bindings::default(),
        }
    }

    /// Gives back what is not wanted any more and asks for what is missing. Gives those that Windows
    /// refuses: another program has them, or Windows itself.
    pub(super) fn bind(&mut self, wanted: &BTreeMap<Hotkey, Click>) -> Vec<Hotkey> {
        let Rebinding { release, request } = self.bindings.rebinding(wanted);
        for number in release {
            // SAFETY: takes plain numbers; the window is of this thread.
            unsafe { UnregisterHotKey(self.window, number.into()) };
            self.bindings.release(number);
        }
        let mut taken = Vec::new();
        for (hotkey, click) in request {
            let number = self.bindings.free_number();
            match register(self.window, number, hotkey) {
                true => self.bindings.bind(number, hotkey, click),
                false => taken.push(hotkey),
            }
        }
        taken
    }

    /// What the hot key with this number means.
    pub(super) fn click(&self, number: u16) -> Option<Click> {
        self.bindings.click(number).cloned()
    }
}

fn register(window: HWND, number: u16, hotkey: Hotkey) -> bool {
    let held = held(hotkey) | MOD_NOREPEAT;
    // SAFETY: takes plain numbers; the window is of this thread.
    unsafe { RegisterHotKey(window, number.into(), held, virtual_key(hotkey.key).into()) != 0 }
}

fn held(hotkey: Hotkey) -> HOT_KEY_MODIFIERS {
    let held = [
        (hotkey.ctrl, MOD_CONTROL),
        (hotkey.alt, MOD_ALT),
        (hotkey.shift, MOD_SHIFT),
        (hotkey.win, MOD_WIN),
    ];
    let held = held.into_iter().filter(|(held, _)| *held);
    held.fold(0, |all, (_, key)| all | key)
}

/// Windows' number of a key. Those of capitals and digits are their characters'.
fn virtual_key(key: Key) -> u16 {
    match key {
        Key::Character(character) => u32::from(character) as u16,
        Key::Function(number) => VK_F1 + u16::from(number) - 1,
    }
}
