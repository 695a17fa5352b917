//! The menu as Windows has it. What is seen first is built once, then brought up to date row by row.
//! What a row opens onto is built when it is opened, and gone when another row beside it is, or the
//! menu closes: a program may have 10,000 handles, and every row that opens takes one.

use std::io;
use std::rc::Rc;

use crate::view::{Branch, Clicks, Item, Menu, Submenu, Survey};
use tray_icon::menu::{self as muda, ContextMenu};
use windows_sys::Win32::Foundation::TRUE;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CheckMenuItem, CreatePopupMenu, DeleteMenu, DestroyMenu, EnableMenuItem, GetSubMenu, HMENU,
    InsertMenuItemW, MENUITEMINFOW, MF_BYPOSITION, MF_CHECKED, MF_ENABLED, MF_GRAYED, MF_UNCHECKED,
    MFS_CHECKED, MFS_GRAYED, MFT_SEPARATOR, MIIM_BITMAP, MIIM_FTYPE, MIIM_ID, MIIM_STATE,
    MIIM_STRING, MIIM_SUBMENU, SetMenuItemInfoW,
};

use super::icons::MenuIcons;
use super::wide::wide;

/// Stands in a menu that has not been opened, for Windows does not open empty ones.
const PLACEHOLDER: &str = "…";

/// A menu that Windows shows, and what it shows.
pub(super) struct DrawnMenu {
    /// Owns the first level's handle, and with it those of all others.
    owner: muda::Menu,
    first: Level,
    /// The rows that are open, each in the level before it.
    open: Vec<(Branch, Level)>,
    /// Of all its rows. They go after the menus do.
    icons: Rc<MenuIcons>,
}

/// A menu or submenu, and its rows.
struct Level {
    handle: HMENU,
    drawn: Menu,
    /// Of the rows that can be clicked.
    numbers: Vec<u16>,
}

/// What rows are made with.
pub(super) struct Makes<'a> {
    pub(super) icons: Rc<MenuIcons>,
    pub(super) clicks: &'a mut Clicks,
}

impl DrawnMenu {
    /// Builds a menu.
    ///
    /// # Errors
    /// When Windows is out of handles.
    pub(super) fn build(menu: Menu, makes: &mut Makes<'_>) -> io::Result<Self> {
        let owner = muda::Menu::new();
        let handle = owner.hpopupmenu() as HMENU;
        let first = Level::build(handle, menu, makes)?;
        Ok(DrawnMenu {
            owner,
            first,
            open: Vec::new(),
            icons: Rc::clone(&makes.icons),
        })
    }

    pub(super) fn handle(&self) -> Box<muda::Menu> {
        Box::new(self.owner.clone())
    }

    /// Windows' handle of what is seen first.
    pub(super) fn hmenu(&self) -> HMENU {
        self.first.handle
    }

    /// Whether it can be made to show `menu` row by row, with pictures of this size in pixels.
    pub(super) fn shows_shape_of(&self, menu: &Menu, icon_size: u32) -> bool {
        self.icons.size() == icon_size && self.first.drawn.has_shape_of(menu)
    }

    /// Makes it show `menu`, and what is to be seen behind the rows that are open, as far as it has
    /// rows for that: others come when it is built anew. Gives whether anything had to change.
    pub(super) fn update(&mut self, menu: &Menu, survey: &Survey<'_>) -> bool {
        let mut changed = self.first.update(menu, survey, &self.icons);
        for (branch, level) in &mut self.open {
            changed |= level.update(&survey.open(branch), survey, &self.icons);
        }
        changed
    }

    /// Fills the menu with this handle, which is about to be shown, and empties those that are open
    /// and not on the way to it.
    pub(super) fn opens(&mut self, handle: HMENU, survey: &Survey<'_>, clicks: &mut Clicks) {
        if let Some(known) = self.open.iter().position(|(_, open)| open.handle == handle) {
            self.close_after(known + 1, clicks);
            return;
        }
        let levels = self.open.iter().map(|(_, level)| level);
        let mut levels = std::iter::once(&self.first).chain(levels).enumerate();
        let found = levels.find_map(|(depth, level)| Some((depth, level.branch_of(handle)?)));
        let (depth, branch) = match found {
            Some((depth, branch)) => (depth, Some(branch)),
            None => (0, None),
        };
        self.close_after(depth, clicks);
        let Some(branch) = branch else {
            return;
        };
        empty(handle);
        let menu = survey.open(&branch);
        let icons = Rc::clone(&self.icons);
        match Level::build(handle, menu, &mut Makes { icons, clicks }) {
            Ok(level) => self.open.push((branch, level)),
            // When Windows is out of handles a menu without rows is all there is to show.
            Err(_) => close(handle),
        }
    }

    /// Empties everything that was opened: it is seen no longer.
    pub(super) fn closed(&mut self, clicks: &mut Clicks) {
        self.close_after(0, clicks);
    }

    /// Gives it up: another takes its place.
    pub(super) fn retire(mut self, clicks: &mut Clicks) {
        self.closed(clicks);
        self.first.retire(clicks);
    }

    /// Leaves so many levels open.
    fn close_after(&mut self, depth: usize, clicks: &mut Clicks) {
        while self.open.len() > depth {
            if let Some((_, level)) = self.open.pop() {
                level.retire(clicks);
                close(level.handle);
            }
        }
    }
}

impl Level {
    fn build(handle: HMENU, menu: Menu, makes: &mut Makes<'_>) -> io::Result<Self> {
        let mut numbers = Vec::new();
        for (position, item) in (0..).zip(&menu.0) {
            if let Err(error) = insert(handle, position, item, makes, &mut numbers) {
                numbers
                    .iter()
                    .for_each(|number| makes.clicks.retire(*number));
                return Err(error);
            }
        }
        Ok(Level {
            handle,
            drawn: menu,
            numbers,
        })
    }

    fn update(&mut self, menu: &Menu, survey: &Survey<'_>, icons: &MenuIcons) -> bool {
        if self.drawn == *menu {
            return false;
        }
        let menu = match self.drawn.has_shape_of(menu) {
            true => menu.clone(),
            false => survey.kept(&self.drawn, menu),
        };
        let rows = self.drawn.0.iter().zip(&menu.0);
        for (position, (before, after)) in (0..).zip(rows) {
            if before != after {
                change(self.handle, position, after, icons);
            }
        }
        self.drawn = menu;
        true
    }

    /// What the row that opens onto this handle stands for.
    fn branch_of(&self, handle: HMENU) -> Option<Branch> {
        let mut rows = (0..).zip(&self.drawn.0);
        rows.find_map(|(position, item)| match item {
            // SAFETY: the handle is that of a live menu; a wrong position gives null.
            Item::Submenu(submenu) if unsafe { GetSubMenu(self.handle, position) } == handle => {
                Some(submenu.branch.clone())
            }
            Item::Submenu(_) | Item::Separator | Item::Entry(_) => None,
        })
    }

    fn retire(&self, clicks: &mut Clicks) {
        for number in &self.numbers {
            clicks.retire(*number);
        }
    }
}

fn insert(
    menu: HMENU,
    position: u32,
    item: &Item,
    makes: &mut Makes<'_>,
    numbers: &mut Vec<u16>,
) -> io::Result<()> {
    let mut info = info();
    let mut label = Vec::new();
    match item {
        Item::Separator => {
            info.fMask = MIIM_FTYPE;
            info.fType = MFT_SEPARATOR;
        }
        Item::Entry(entry) => {
            label = text(&entry.label);
            info.fMask = MIIM_STRING | MIIM_BITMAP | MIIM_STATE | MIIM_ID;
            info.hbmpItem = makes.icons.picture(entry.look);
            if !entry.enabled {
                info.fState |= MFS_GRAYED;
            }
            if entry.checked == Some(true) {
                info.fState |= MFS_CHECKED;
            }
            let number = entry
                .click
                .clone()
                .and_then(|click| makes.clicks.number(click));
            numbers.extend(number);
            info.wID = number.unwrap_or(0).into();
        }
        Item::Submenu(submenu) => {
            label = text(&submenu.label);
            info.fMask = MIIM_STRING | MIIM_BITMAP | MIIM_SUBMENU;
            info.hbmpItem = makes.icons.picture(submenu.look);
            info.hSubMenu = closed_menu()?;
        }
    }
    info.dwTypeData = label.as_mut_ptr();
    insert_row(menu, position, &info).inspect_err(|_| {
        // SAFETY: the handle is our own and in no menu; null is refused.
        unsafe { DestroyMenu(info.hSubMenu) };
    })
}

/// Changes the words, the picture, the check mark and what is greyed of a row.
fn change(menu: HMENU, position: u32, item: &Item, icons: &MenuIcons) {
    let (label, look) = match item {
        Item::Separator => return,
        Item::Entry(entry) => (&entry.label, entry.look),
        Item::Submenu(Submenu { label, look, .. }) => (label, *look),
    };
    let mut label = text(label);
    let mut info = info();
    info.fMask = MIIM_STRING | MIIM_BITMAP;
    info.dwTypeData = label.as_mut_ptr();
    info.hbmpItem = icons.picture(look);
    // SAFETY: the handle is that of a live menu, a wrong position is refused, and the text is
    // terminated and outlives the call.
    unsafe { SetMenuItemInfoW(menu, position, TRUE, &info) };
    if let Item::Entry(entry) = item {
        // Unlike a state that is set as a whole this leaves the row under the mouse highlighted.
        let state = if entry.enabled { MF_ENABLED } else { MF_GRAYED };
        // SAFETY: the handle is that of a live menu, and a wrong position is refused.
        unsafe { EnableMenuItem(menu, position, MF_BYPOSITION | state) };
        let mark = match entry.checked {
            Some(true) => MF_CHECKED,
            Some(false) | None => MF_UNCHECKED,
        };
        // SAFETY: as above.
        unsafe { CheckMenuItem(menu, position, MF_BYPOSITION | mark) };
    }
}

/// A menu that has not been opened.
fn closed_menu() -> io::Result<HMENU> {
    // SAFETY: takes nothing.
    let handle = unsafe { CreatePopupMenu() };
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    close(handle);
    Ok(handle)
}

/// Leaves nothing but the placeholder.
fn close(menu: HMENU) {
    empty(menu);
    let mut label = text(PLACEHOLDER);
    let mut info = info();
    info.fMask = MIIM_STRING | MIIM_STATE;
    info.fState = MFS_GRAYED;
    info.dwTypeData = label.as_mut_ptr();
    // Without it the row does not open, and that is all.
    insert_row(menu, 0, &info).ok();
}

/// Takes all rows away, and everything that they open onto.
fn empty(menu: HMENU) {
    // SAFETY: the handle is that of a live menu; without rows the call is refused.
    while unsafe { DeleteMenu(menu, 0, MF_BYPOSITION) } != 0 {}
}

fn insert_row(menu: HMENU, position: u32, info: &MENUITEMINFOW) -> io::Result<()> {
    // SAFETY: the handle is that of a live menu, and what the structure points to outlives the call.
    match unsafe { InsertMenuItemW(menu, position, TRUE, info) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

fn info() -> MENUITEMINFOW {
    MENUITEMINFOW {
        cbSize: size_of::<MENUITEMINFOW>() as u32,
        ..MENUITEMINFOW::default()
    }
}

/// `&` would underline the next letter; a tab would begin a key's name.
fn text(label: &str) -> Vec<u16> {
    wide(&label.replace('&', "&&").replace('\t', " "))
}
