//! Global hot keys: keeps those that Windows has given us equal to those that are wanted.
//!
//! What Windows has given goes with the window that is told of it, at the latest.

use std::collections::BTreeMap;

use crate::model::event::Click;
use crate::model::{Bindings, Rebinding};
use crate::site::{Held, Hotkey, Key, NamedKey};
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{
    GetAsyncKeyState, GetKeyboardLayout, HOT_KEY_MODIFIERS, MAPVK_VK_TO_VSC, MOD_ALT, MOD_CONTROL,
    MOD_NOREPEAT, MOD_SHIFT, MOD_WIN, MapVirtualKeyExW, RegisterHotKey, ToUnicodeEx,
    UnregisterHotKey, VK_ADD, VK_BACK, VK_CONTROL, VK_DECIMAL, VK_DELETE, VK_DIVIDE, VK_DOWN,
    VK_END, VK_ESCAPE, VK_F1, VK_HOME, VK_INSERT, VK_LEFT, VK_LMENU, VK_MEDIA_NEXT_TRACK,
    VK_MEDIA_PLAY_PAUSE, VK_MEDIA_PREV_TRACK, VK_MEDIA_STOP, VK_MENU, VK_MULTIPLY, VK_NEXT,
    VK_NUMPAD0, VK_PAUSE, VK_PRIOR, VK_RETURN, VK_RIGHT, VK_RMENU, VK_SHIFT, VK_SPACE, VK_SUBTRACT,
    VK_TAB, VK_UP, VK_VOLUME_DOWN, VK_VOLUME_MUTE, VK_VOLUME_UP,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{GetForegroundWindow, GetWindowThreadProcessId};

/// Marks a key as held.
const DOWN: u8 = 0x80;

/// Keeps an accent that waits for its letter waiting.
const LEAVE_STATE: u32 = 1 << 2;

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

    /// What the hot key with this number means, which has just been pressed. `None` also if somebody
    /// has written a character with it.
    pub(super) fn click(&self, number: u16) -> Option<Click> {
        let hotkey = self.bindings.hotkey(number)?;
        if hotkey.may_be_written(alts()) && writes(hotkey) {
            return None;
        }
        self.bindings.click(number).cloned()
    }
}

/// Which Alt is down now.
fn alts() -> Held {
    // SAFETY: takes a plain number. The upmost bit says whether the key is down.
    let is_down = |key: u16| unsafe { GetAsyncKeyState(key.into()) } < 0;
    Held {
        left_alt: is_down(VK_LMENU),
        right_alt: is_down(VK_RMENU),
    }
}

/// Whether the layout of the program in front has a character on this key together with Ctrl and Alt.
fn writes(hotkey: Hotkey) -> bool {
    let key = virtual_key(hotkey.key);
    let mut down = [0u8; 256];
    let shift = hotkey.shift.then_some(VK_SHIFT);
    for held in [VK_CONTROL, VK_MENU].into_iter().chain(shift) {
        down[usize::from(held)] = DOWN;
    }
    let mut written = [0u16; 8];
    // SAFETY: Windows answers 0 or null for a window that is gone, and takes these; the arrays are as
    // long as they must be, or as is said, and outlive the call.
    let count = unsafe {
        let thread = GetWindowThreadProcessId(GetForegroundWindow(), std::ptr::null_mut());
        let layout = GetKeyboardLayout(thread);
        let scan_code = MapVirtualKeyExW(key.into(), MAPVK_VK_TO_VSC, layout);
        ToUnicodeEx(
            key.into(),
            scan_code,
            down.as_ptr(),
            written.as_mut_ptr(),
            written.len() as i32,
            LEAVE_STATE,
            layout,
        )
    };
    // Negative: an accent that waits for its letter.
    count != 0
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

/// The virtual-key code. Those of letters and digits are their characters.
fn virtual_key(key: Key) -> u16 {
    match key {
        Key::Character(character) => u32::from(character) as u16,
        Key::Function(number) => VK_F1 + u16::from(number) - 1,
        Key::Numpad(digit) => VK_NUMPAD0 + u16::from(digit),
        Key::Named(named) => match named {
            NamedKey::NumPlus => VK_ADD,
            NamedKey::NumMinus => VK_SUBTRACT,
            NamedKey::NumMultiply => VK_MULTIPLY,
            NamedKey::NumDivide => VK_DIVIDE,
            NamedKey::NumDecimal => VK_DECIMAL,
            NamedKey::Left => VK_LEFT,
            NamedKey::Right => VK_RIGHT,
            NamedKey::Up => VK_UP,
            NamedKey::Down => VK_DOWN,
            NamedKey::Home => VK_HOME,
            NamedKey::End => VK_END,
            NamedKey::PageUp => VK_PRIOR,
            NamedKey::PageDown => VK_NEXT,
            NamedKey::Insert => VK_INSERT,
            NamedKey::Delete => VK_DELETE,
            NamedKey::Space => VK_SPACE,
            NamedKey::Enter => VK_RETURN,
            NamedKey::Tab => VK_TAB,
            NamedKey::Esc => VK_ESCAPE,
            NamedKey::Backspace => VK_BACK,
            NamedKey::Pause => VK_PAUSE,
            NamedKey::MediaPlay => VK_MEDIA_PLAY_PAUSE,
            NamedKey::MediaStop => VK_MEDIA_STOP,
            NamedKey::MediaNext => VK_MEDIA_NEXT_TRACK,
            NamedKey::MediaPrevious => VK_MEDIA_PREV_TRACK,
            NamedKey::VolumeUp => VK_VOLUME_UP,
            NamedKey::VolumeDown => VK_VOLUME_DOWN,
            NamedKey::VolumeMute => VK_VOLUME_MUTE,
        },
    }
}
