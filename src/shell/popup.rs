//! What tray-icon's hidden window sees and does not tell: the menu opening and closing, what is
//! opened and clicked in it, the taskbar coming; and how the open menu's rows are drawn anew.

use std::cell::Cell;
use std::rc::Rc;

use crate::view::Scope;
use windows_sys::Win32::Foundation::{FALSE, HWND, LPARAM, LRESULT, POINT, TRUE, WPARAM};
use windows_sys::Win32::Graphics::Gdi::InvalidateRect;
use windows_sys::Win32::System::Threading::GetCurrentThreadId;
use windows_sys::Win32::UI::Shell::{
    DefSubclassProc, NIN_BALLOONUSERCLICK, RemoveWindowSubclass, SetWindowSubclass,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    EndMenu, EnumThreadWindows, FindWindowW, GetClassNameW, GetCursorPos, HMENU, PostMessageW,
    RegisterWindowMessageW, SendMessageW, SetForegroundWindow, TPM_BOTTOMALIGN, TPM_LEFTALIGN,
    TrackPopupMenu, WM_APP, WM_CLOSE, WM_COMMAND, WM_ENTERMENULOOP, WM_EXITMENULOOP,
    WM_INITMENUPOPUP, WM_NCDESTROY, WM_NULL,
};
use windows_sys::core::BOOL;

use super::event_loop::Sends;
use super::happening::Happening;
use super::said::End;
use super::wide::wide;

/// Any number that no other subclass of the window uses.
const SUBCLASS: usize = 0x5045;

/// Marks a message about the taskbar as ours; Explorer's has 0 there.
const OUR_OWN: WPARAM = 1;

/// The message with which the taskbar tells tray-icon what the mouse does on its icon.
const MOUSE_ON_ICON: u32 = 6002;

/// Shows the menu whose handle comes with it.
const SHOW: u32 = WM_APP;

/// The class of the windows in which Windows shows popup menus.
const MENU_CLASS: &str = "#32768";

/// Where the menus stand, of which one is open at most. Shared with the windows' procedures, on one
/// thread.
pub(super) type State = Rc<Cell<Menu>>;

/// Whether the menu may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Menu {
    /// It may.
    Closed,
    /// A message is on its way that shows one, and names it by its handle.
    Wanted,
    /// It is on the screen.
    Open,
    /// It has just closed, and what was clicked in it is still on its way.
    Closing,
}

struct Watch {
    /// Of the icon that the window belongs to.
    scope: Scope,
    state: State,
    events: Sends,
    taskbar_created: u32,
}

/// Keeps an eye on the menu that `window` owns, which is that of the icon of this scope, and on the
/// taskbar coming.
pub(super) fn watch(window: HWND, scope: Scope, state: State, events: Sends) {
    let watch = Box::into_raw(Box::new(Watch {
        scope,
        state,
        events,
        taskbar_created: taskbar_created(),
    }));
    // SAFETY: the procedure below frees `watch` when the window goes, and nobody else does. If the
    // window cannot be subclassed, it is freed at once.
    unsafe {
        if SetWindowSubclass(window, Some(watched), SUBCLASS, watch as usize) == FALSE {
            drop(Box::from_raw(watch));
        }
    }
}

/// The message that Explorer sends to every window when it has made its taskbar.
fn taskbar_created() -> u32 {
    let name = wide("TaskbarCreated");
    // SAFETY: the text is terminated.
    unsafe { RegisterWindowMessageW(name.as_ptr()) }
}

/// Makes the icon that `window` owns be added to the taskbar once more, if there is a taskbar.
/// Explorer can be too busy for an icon while its taskbar is there already, and does not ask again.
pub(super) fn add_icon_again(window: HWND) {
    let class = wide("Shell_TrayWnd");
    // SAFETY: the class name is terminated, null is allowed for the title, and the message takes
    // no arguments.
    unsafe {
        if !FindWindowW(class.as_ptr(), std::ptr::null()).is_null() {
            SendMessageW(window, taskbar_created(), OUR_OWN, 0);
        }
    }
}

unsafe extern "system" fn watched(
    window: HWND,
    message: u32,
    wparam: WPARAM,
    lparam: LPARAM,
    _subclass: usize,
    watch: usize,
) -> LRESULT {
    let watch = watch as *mut Watch;
    // SAFETY: it came from a box in `watch` and lives until WM_NCDESTROY, the last message; only
    // shared references to it are made before.
    let known = unsafe { &*watch };
    match message {
        // The taskbar can say so in the middle of a call that changes the icon. A menu that opened in
        // there would hold everything up until it closes, and could not be filled.
        MOUSE_ON_ICON | SHOW if known.events.is_handling() => {
            // SAFETY: a window that is gone makes the call fail, and nothing else.
            unsafe { PostMessageW(window, message, wparam, lparam) };
            return 0;
        }
        SHOW => {
            // What is watched with goes with the window, which can be before the menu has closed.
            let (state, events) = (State::clone(&known.state), known.events.clone());
            show(window, lparam as HMENU, Place::unpacked(wparam), &state);
            // Windows has refused: else it has told of the menu that opened, and of its end.
            if state.get() == Menu::Wanted {
                state.set(Menu::Closed);
                events.send(Happening::MenuClosed);
            }
            return 0;
        }
        // The icon must not stay behind without its window.
        WM_CLOSE => {
            known.events.send(Happening::Ends(End::Closed));
            return 0;
        }
        // Of a balloon.
        MOUSE_ON_ICON if lparam as u32 == NIN_BALLOONUSERCLICK => {
            known.events.send(Happening::MenuOfWanted(known.scope));
            return 0;
        }
        WM_ENTERMENULOOP => known.state.set(Menu::Open),
        WM_EXITMENULOOP => {
            known.state.set(Menu::Closing);
            known.events.send(Happening::MenuClosing);
        }
        // Its rows must be there when this message has been answered. The window's own menu, which
        // would have a mark in the upper half, is none of ours.
        WM_INITMENUPOPUP if lparam >> 16 == 0 => {
            known.events.send_now(Happening::MenuOpens(wparam));
        }
        // Of a menu, which has no handle and a zero in the upper half of the number.
        WM_COMMAND if lparam == 0 => {
            if let Ok(number) = u16::try_from(wparam) {
                known.events.send(Happening::Chosen(number));
            }
        }
        WM_NCDESTROY => {
            // SAFETY: `watch` came from a box, no message follows this one, and `known` is not
            // used any more.
            unsafe {
                RemoveWindowSubclass(window, Some(watched), SUBCLASS);
                drop(Box::from_raw(watch));
            }
        }
        // Told of our own, we would draw, fail and send it again for ever.
        _ if message == known.taskbar_created && wparam != OUR_OWN => {
            known.events.send(Happening::TaskbarChanged);
        }
        _ => {}
    }
    // SAFETY: the arguments are those that Windows gave.
    unsafe { DefSubclassProc(window, message, wparam, lparam) }
}

/// Where something is on the screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: i16,
    pub(super) y: i16,
}

impl Place {
    fn packed(self) -> WPARAM {
        let (x, y) = (self.x.cast_unsigned(), self.y.cast_unsigned());
        usize::from(x) | usize::from(y) << 16
    }

    fn unpacked(packed: WPARAM) -> Self {
        Place {
            x: (packed as u16).cast_signed(),
            y: ((packed >> 16) as u16).cast_signed(),
        }
    }
}

/// Where the mouse points.
pub(super) fn pointer() -> Place {
    let mut point = POINT::default();
    // SAFETY: the structure is ours to be written. Without a mouse it stays the screen's corner.
    unsafe { GetCursorPos(&mut point) };
    Place {
        x: point.x as i16,
        y: point.y as i16,
    }
}

/// Shows a menu that `window` owns, when what is being handled now has been: while a menu is open
/// nothing else would be. Until then it is kept from being replaced.
pub(super) fn show_later(window: HWND, menu: HMENU, place: Place, state: &State) {
    // SAFETY: a window that is gone makes the call fail, and nothing else.
    let posted = unsafe { PostMessageW(window, SHOW, place.packed(), menu as LPARAM) };
    if posted != FALSE {
        state.set(Menu::Wanted);
    }
}

/// Shows the menu that is wanted, and returns when it has closed. If the user has opened one meanwhile,
/// that is as good; and the wanted one may be gone.
fn show(window: HWND, menu: HMENU, place: Place, state: &State) {
    if state.get() == Menu::Wanted {
        track(window, menu, place);
    }
}

/// Shows a menu and returns when it has closed.
fn track(window: HWND, menu: HMENU, place: Place) {
    let (x, y) = (i32::from(place.x), i32::from(place.y));
    // SAFETY: takes plain values; a menu that is gone makes the call fail. A menu closes on a click
    // elsewhere only if its window is in the foreground, and the message behind it ends that.
    unsafe {
        SetForegroundWindow(window);
        let how = TPM_BOTTOMALIGN | TPM_LEFTALIGN;
        TrackPopupMenu(menu, how, x, y, 0, window, std::ptr::null());
        PostMessageW(window, WM_NULL, 0, 0);
    }
}

/// Closes the menu that this thread shows, if it shows one.
pub(super) fn close() {
    // SAFETY: takes nothing; without a menu the call is refused.
    unsafe { EndMenu() };
}

/// Draws the open popup menus of this thread anew; Windows does not when an item changes.
pub(super) fn redraw() {
    // SAFETY: the callback takes plain values and outlives the call.
    unsafe { EnumThreadWindows(GetCurrentThreadId(), Some(redraw_menu), 0) };
}

unsafe extern "system" fn redraw_menu(window: HWND, _: LPARAM) -> BOOL {
    let mut class = [0u16; 16];
    // SAFETY: the buffer is as long as said.
    let length = unsafe { GetClassNameW(window, class.as_mut_ptr(), class.len() as i32) };
    let length = usize::try_from(length).unwrap_or(0);
    if wide(MENU_CLASS).starts_with(&class[..length]) && length > 0 {
        // SAFETY: null stands for the whole window.
        unsafe { InvalidateRect(window, std::ptr::null(), TRUE) };
    }
    TRUE
}
