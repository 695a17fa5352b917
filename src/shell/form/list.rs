//! A list of rows with check boxes. Space and a click on a row turn its check, Ctrl+A that of all.

use std::io;

use crate::view::CheckRow;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, RECT, WPARAM};
use windows_sys::Win32::UI::Controls::{
    ICC_LISTVIEW_CLASSES, INITCOMMONCONTROLSEX, InitCommonControlsEx, LVCF_WIDTH, LVCOLUMNW,
    LVHITTESTINFO, LVHT_ONITEMLABEL, LVIF_TEXT, LVIS_FOCUSED, LVIS_SELECTED, LVIS_STATEIMAGEMASK,
    LVITEMW, LVM_DELETEITEM, LVM_GETITEMCOUNT, LVM_GETITEMSTATE, LVM_INSERTCOLUMNW,
    LVM_INSERTITEMW, LVM_SETBKCOLOR, LVM_SETCOLUMNWIDTH, LVM_SETEXTENDEDLISTVIEWSTYLE,
    LVM_SETITEMSTATE, LVM_SETITEMTEXTW, LVM_SETTEXTBKCOLOR, LVM_SETTEXTCOLOR, LVM_SUBITEMHITTEST,
    LVN_KEYDOWN, LVS_EX_CHECKBOXES, LVS_EX_DOUBLEBUFFER, LVS_EX_FULLROWSELECT, LVS_NOCOLUMNHEADER,
    LVS_REPORT, LVS_SHOWSELALWAYS, LVS_SINGLESEL, LVSCW_AUTOSIZE, NM_CLICK, NMHDR, NMITEMACTIVATE,
    NMLVKEYDOWN,
};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetKeyState, VK_CONTROL};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetClientRect, SendMessageW, WS_EX_CLIENTEDGE, WS_TABSTOP,
};

use super::super::wide::wide;
use super::super::window::{Palette, control};

/// The state's number of a row whose box is checked, and of one whose is not.
const CHECKED: u32 = 2 << 12;
const UNCHECKED: u32 = 1 << 12;

/// Makes a list without rows.
///
/// # Errors
/// When Windows is out of handles.
pub(super) fn create(window: HWND, number: i32) -> io::Result<HWND> {
    let classes = INITCOMMONCONTROLSEX {
        dwSize: size_of::<INITCOMMONCONTROLSEX>() as u32,
        dwICC: ICC_LISTVIEW_CLASSES,
    };
    // SAFETY: the structure says its own size and outlives the call.
    unsafe { InitCommonControlsEx(&classes) };
    let style = LVS_REPORT | LVS_NOCOLUMNHEADER | LVS_SINGLESEL | LVS_SHOWSELALWAYS;
    let style = style | WS_TABSTOP;
    let list = control(window, "SysListView32", "", style, WS_EX_CLIENTEDGE, number)?;
    let extended = LVS_EX_CHECKBOXES | LVS_EX_FULLROWSELECT | LVS_EX_DOUBLEBUFFER;
    let column = LVCOLUMNW {
        mask: LVCF_WIDTH,
        ..LVCOLUMNW::default()
    };
    send(list, LVM_SETEXTENDEDLISTVIEWSTYLE, 0, extended as LPARAM);
    send(list, LVM_INSERTCOLUMNW, 0, &raw const column as LPARAM);
    Ok(list)
}

/// Shows these rows. Those that are there already keep their checks.
pub(super) fn show(list: HWND, rows: &[CheckRow]) {
    let known = count(list);
    for (at, row) in rows.iter().enumerate() {
        let mut text = wide(&row.text);
        let item = LVITEMW {
            mask: LVIF_TEXT,
            iItem: i32::try_from(at).unwrap_or(i32::MAX),
            pszText: text.as_mut_ptr(),
            ..LVITEMW::default()
        };
        let item = &raw const item as LPARAM;
        if at < known {
            send(list, LVM_SETITEMTEXTW, at, item);
        } else {
            send(list, LVM_INSERTITEMW, 0, item);
            check(list, at, row.checked);
        }
    }
    for at in (rows.len()..known).rev() {
        send(list, LVM_DELETEITEM, at, 0);
    }
    if known == 0 {
        // So that a key finds a row.
        set_state(
            list,
            0,
            LVIS_FOCUSED | LVIS_SELECTED,
            LVIS_FOCUSED | LVIS_SELECTED,
        );
    }
    fit(list);
}

/// Which rows are checked.
pub(super) fn checked(list: HWND) -> Vec<usize> {
    (0..count(list))
        .filter(|at| is_checked(list, *at))
        .collect()
}

/// Makes the rows as wide as the list or the longest text.
pub(super) fn fit(list: HWND) {
    let mut room = RECT::default();
    // SAFETY: the list is ours, and the structure outlives the call.
    unsafe { GetClientRect(list, &mut room) };
    send(list, LVM_SETCOLUMNWIDTH, 0, LVSCW_AUTOSIZE as LPARAM);
    let width = send(
        list,
        windows_sys::Win32::UI::Controls::LVM_GETCOLUMNWIDTH,
        0,
        0,
    );
    if width < room.right as LRESULT {
        send(list, LVM_SETCOLUMNWIDTH, 0, room.right as LPARAM);
    }
}

/// Gives it the window's colours.
pub(super) fn dress(list: HWND, palette: &Palette) {
    let (behind, ink) = palette.field_colours();
    send(list, LVM_SETBKCOLOR, 0, behind as LPARAM);
    send(list, LVM_SETTEXTBKCOLOR, 0, behind as LPARAM);
    send(list, LVM_SETTEXTCOLOR, 0, ink as LPARAM);
}

/// Hears what a list tells its window.
///
/// # Safety
/// `lparam` must be that of a `WM_NOTIFY`.
pub(super) unsafe fn told(lparam: LPARAM) -> Option<LRESULT> {
    // SAFETY: the caller says so.
    let header = unsafe { (lparam as *const NMHDR).as_ref() }?;
    let list = header.hwndFrom;
    match header.code {
        NM_CLICK => {
            // SAFETY: this is what a list tells with this code.
            let click = unsafe { &*(lparam as *const NMITEMACTIVATE) };
            // A click on the box the list sees to itself.
            if let Some(at) = label_at(list, click) {
                check(list, at, !is_checked(list, at));
            }
        }
        LVN_KEYDOWN => {
            // SAFETY: this is what a list tells with this code.
            let key = unsafe { (*(lparam as *const NMLVKEYDOWN)).wVKey };
            // SAFETY: takes a plain number.
            let control = unsafe { GetKeyState(VK_CONTROL.into()) } < 0;
            if control && key == u16::from(b'A') {
                check_all(list);
            }
        }
        _ => return None,
    }
    Some(0)
}

/// The row whose text was clicked.
fn label_at(list: HWND, click: &NMITEMACTIVATE) -> Option<usize> {
    let mut hit = LVHITTESTINFO {
        pt: click.ptAction,
        ..LVHITTESTINFO::default()
    };
    send(list, LVM_SUBITEMHITTEST, 0, &raw mut hit as LPARAM);
    let on_label = hit.flags & LVHT_ONITEMLABEL == LVHT_ONITEMLABEL;
    usize::try_from(hit.iItem).ok().filter(|_| on_label)
}

/// Checks all rows, or none if all are.
fn check_all(list: HWND) {
    let all = (0..count(list)).all(|at| is_checked(list, at));
    for at in 0..count(list) {
        check(list, at, !all);
    }
}

fn check(list: HWND, at: usize, on: bool) {
    let state = if on { CHECKED } else { UNCHECKED };
    set_state(list, at, LVIS_STATEIMAGEMASK, state);
}

fn is_checked(list: HWND, at: usize) -> bool {
    let state = send(list, LVM_GETITEMSTATE, at, LVIS_STATEIMAGEMASK as LPARAM);
    state as u32 & LVIS_STATEIMAGEMASK == CHECKED
}

fn set_state(list: HWND, at: usize, mask: u32, state: u32) {
    let item = LVITEMW {
        stateMask: mask,
        state,
        ..LVITEMW::default()
    };
    send(list, LVM_SETITEMSTATE, at, &raw const item as LPARAM);
}

fn count(list: HWND) -> usize {
    usize::try_from(send(list, LVM_GETITEMCOUNT, 0, 0)).unwrap_or(0)
}

/// What the last two numbers may be depends on the message.
fn send(list: HWND, message: u32, wparam: WPARAM, lparam: LPARAM) -> LRESULT {
    // SAFETY: the list is ours or the one that told something, and whatever the callers point to is as
    // the message wants it and outlives the call.
    unsafe { SendMessageW(list, message, wparam, lparam) }
}
