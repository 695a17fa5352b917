//! What Windows and other programs say to the hidden window: that the computer slept, that a hot key was
//! pressed, that a second start wants the menu, that the program is to end.
//!
//! Windows says such things to every window at the top, also to hidden ones.

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    ChangeWindowMessageFilterEx, ENDSESSION_CLOSEAPP, ENDSESSION_LOGOFF, MSGFLT_ALLOW,
    PBT_APMRESUMEAUTOMATIC, RegisterWindowMessageW, WM_CLOSE, WM_ENDSESSION, WM_HOTKEY,
    WM_POWERBROADCAST, WM_QUERYENDSESSION,
};

use super::surroundings;
use super::wide::wide;

/// The message by which a second start asks for the menu. Its name is part of every version, since an
/// old one may run while a new one is started.
const SHOW_MENU: &str = "PekatTray.ShowMenu";

/// What the window answers to that, which no window does that knows nothing of it.
pub(super) const UNDERSTOOD: LRESULT = 0x5045;

/// What it answers once the program has begun to end: whoever asks can take its place.
pub(super) const ENDING: LRESULT = 0x5046;

/// Something that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The computer has slept.
    Resumed,
    /// The taskbar may want its icons to be drawn in another way.
    SurroundingsChanged,
    /// The hot key with this number was pressed.
    HotkeyPressed(u16),
    /// A second start wants the menu to be shown.
    ShowMenu,
    /// Whether the program may be ended. It always may: it holds nothing that could be lost.
    MayEnd,
    /// It is to end.
    Ends(End),
}

/// Why the program is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The user logs off.
    LogOff,
    /// Windows shuts down or restarts.
    ShutDown,
    /// An installer replaces files; it starts the program again when it is done.
    Update,
    /// Another program asked for it, such as `taskkill`.
    Closed,
}

impl End {
    /// For the log.
    pub(super) fn reason(self) -> &'static str {
        match self {
            End::LogOff => "the user logs off",
            End::ShutDown => "Windows shuts down",
            End::Update => "an installer replaces files",
            End::Closed => "another program asked for it",
        }
    }
}

/// Knows the messages whose numbers Windows gives out anew at each start.
pub(super) struct Understands {
    show_menu: u32,
}

impl Understands {
    pub(super) fn new() -> Self {
        Understands {
            show_menu: show_menu(),
        }
    }

    /// Lets programs with fewer rights than ours ask for the menu; they can do no more with it than a
    /// click on the icon can.
    pub(super) fn let_through(&self, window: HWND) {
        // SAFETY: the window is ours; null is allowed for what is not asked.
        unsafe {
            ChangeWindowMessageFilterEx(window, self.show_menu, MSGFLT_ALLOW, std::ptr::null_mut())
        };
    }

    /// What a message says. `None` for one that says nothing of this kind.
    pub(super) fn said(&self, message: u32, wparam: WPARAM, lparam: LPARAM) -> Option<Said> {
        match message {
            WM_POWERBROADCAST if wparam == PBT_APMRESUMEAUTOMATIC as WPARAM => Some(Said::Resumed),
            WM_HOTKEY => wparam.try_into().ok().map(Said::HotkeyPressed),
            WM_QUERYENDSESSION => Some(Said::MayEnd),
            // Zero: somebody else has prevented it.
            WM_ENDSESSION if wparam != 0 => Some(Said::Ends(end(lparam))),
            WM_CLOSE => Some(Said::Ends(End::Closed)),
            _ if surroundings::have_changed(message) => Some(Said::SurroundingsChanged),
            _ if message == self.show_menu && message != 0 => Some(Said::ShowMenu),
            _ => None,
        }
    }
}

/// The number of the message that asks for the menu; zero if Windows has none left.
pub(super) fn show_menu() -> u32 {
    let name = wide(SHOW_MENU);
    // SAFETY: the text is terminated.
    unsafe { RegisterWindowMessageW(name.as_ptr()) }
}

/// Windows gives flags, of which more than one can be set.
fn end(flags: LPARAM) -> End {
    let has = |flag: u32| flags & flag as LPARAM != 0;
    if has(ENDSESSION_CLOSEAPP) {
        End::Update
    } else if has(ENDSESSION_LOGOFF) {
        End::LogOff
    } else {
        End::ShutDown
    }
}
