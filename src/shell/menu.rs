//! The menu as Windows has it: built once, then brought up to date row by row.

use std::collections::HashMap;

use anyhow::Context;
use pekat_tray::model::event::Click;
use pekat_tray::view::{Entry, Item, Menu};
use tray_icon::menu::{self as muda, ContextMenu, IsMenuItem, MenuId};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    EnableMenuItem, GetSubMenu, HMENU, MF_BYPOSITION, MF_GRAYED,
};

use super::icons::MenuIcons;

/// A menu that Windows shows, and what it shows.
pub(super) struct DrawnMenu {
    handle: muda::Menu,
    rows: Vec<Row>,
    drawn: Menu,
    clicks: HashMap<MenuId, Click>,
}

enum Row {
    Separator(muda::PredefinedMenuItem),
    Plain(muda::MenuItem),
    Pictured(muda::IconMenuItem),
    Submenu(muda::Submenu, Vec<Row>),
}

impl DrawnMenu {
    /// Builds a menu.
    ///
    /// # Errors
    /// When Windows is out of handles.
    pub(super) fn build(menu: &Menu, icons: &MenuIcons) -> anyhow::Result<Self> {
        let handle = muda::Menu::new();
        let mut clicks = HashMap::new();
        let mut rows = Vec::new();
        for item in &menu.0 {
            let row = build_row(item, icons, &mut clicks)?;
            handle
                .append(row.as_item())
                .context("the menu cannot be made")?;
            rows.push(row);
        }
        Ok(DrawnMenu {
            handle,
            rows,
            drawn: menu.clone(),
            clicks,
        })
    }

    pub(super) fn handle(&self) -> Box<muda::Menu> {
        Box::new(self.handle.clone())
    }

    /// Whether it can be made to show `menu` row by row.
    pub(super) fn shows_shape_of(&self, menu: &Menu) -> bool {
        self.drawn.has_shape_of(menu)
    }

    /// Makes it show `menu`, which must have the same shape. Gives whether anything had to change.
    pub(super) fn update(&mut self, menu: &Menu, icons: &MenuIcons) -> bool {
        if self.drawn == *menu {
            return false;
        }
        let handle = self.handle.hpopupmenu() as HMENU;
        update_rows(icons, handle, &self.rows, &self.drawn.0, &menu.0);
        self.drawn = menu.clone();
        true
    }

    /// What a click on this row means, also if it was greyed a moment ago: the model then says why
    /// it is not possible, which is better than no answer.
    pub(super) fn click(&self, id: &MenuId) -> Option<Click> {
        self.clicks.get(id).cloned()
    }
}

impl Row {
    fn as_item(&self) -> &dyn IsMenuItem {
        match self {
            Row::Separator(item) => item,
            Row::Plain(item) => item,
            Row::Pictured(item) => item,
            Row::Submenu(item, _) => item,
        }
    }
}

fn build_row(
    item: &Item,
    icons: &MenuIcons,
    clicks: &mut HashMap<MenuId, Click>,
) -> anyhow::Result<Row> {
    Ok(match item {
        Item::Separator => Row::Separator(muda::PredefinedMenuItem::separator()),
        Item::Entry(entry) => {
            let enabled = entry.enabled;
            let label = escape(&entry.label);
            let (row, id) = match entry.look {
                None => {
                    let item = muda::MenuItem::new(label, enabled, None);
                    let id = item.id().clone();
                    (Row::Plain(item), id)
                }
                Some(look) => {
                    let icon = Some(icons.get(look));
                    let item = muda::IconMenuItem::new(label, enabled, icon, None);
                    let id = item.id().clone();
                    (Row::Pictured(item), id)
                }
            };
            if let Some(click) = &entry.click {
                clicks.insert(id, click.clone());
            }
            row
        }
        Item::Submenu(submenu) => {
            let handle = muda::Submenu::new(escape(&submenu.label), true);
            if let Some(look) = submenu.look {
                handle.set_icon(Some(icons.get(look)));
            }
            let mut rows = Vec::new();
            for item in &submenu.items {
                let row = build_row(item, icons, clicks)?;
                handle
                    .append(row.as_item())
                    .context("the menu cannot be made")?;
                rows.push(row);
            }
            Row::Submenu(handle, rows)
        }
    })
}

fn update_rows(icons: &MenuIcons, menu: HMENU, rows: &[Row], before: &[Item], after: &[Item]) {
    let rows = rows.iter().zip(before).zip(after);
    for (position, ((row, before), after)) in (0..).zip(rows) {
        if before == after {
            continue;
        }
        match (row, before, after) {
            (Row::Plain(item), Item::Entry(before), Item::Entry(after)) => {
                if before.label != after.label {
                    item.set_text(escape(&after.label));
                }
                if before.enabled != after.enabled {
                    item.set_enabled(after.enabled);
                    grey(after, menu, position);
                }
            }
            (Row::Pictured(item), Item::Entry(before), Item::Entry(after)) => {
                if before.label != after.label {
                    item.set_text(escape(&after.label));
                }
                if before.look != after.look {
                    item.set_icon(after.look.map(|look| icons.get(look)));
                }
                if before.enabled != after.enabled {
                    item.set_enabled(after.enabled);
                    grey(after, menu, position);
                }
            }
            (Row::Submenu(item, rows), Item::Submenu(before), Item::Submenu(after)) => {
                if before.label != after.label {
                    item.set_text(escape(&after.label));
                }
                if before.look != after.look {
                    item.set_icon(after.look.map(|look| icons.get(look)));
                }
                // SAFETY: the handle is that of a live menu; a wrong position gives null, which
                // the calls below refuse.
                let submenu = unsafe { GetSubMenu(menu, position as i32) };
                update_rows(icons, submenu, rows, &before.items, &after.items);
            }
            // Other pairs do not have the same shape.
            (Row::Separator(_) | Row::Plain(_) | Row::Pictured(_) | Row::Submenu(..), _, _) => {}
        }
    }
}

/// muda sets MF_DISABLED, which stops clicks but does not grey the text.
fn grey(entry: &Entry, menu: HMENU, position: u32) {
    if !entry.enabled {
        // SAFETY: the handle is that of a live menu; a wrong position is refused.
        unsafe { EnableMenuItem(menu, position, MF_BYPOSITION | MF_GRAYED) };
    }
}

/// `&` would underline the next letter; a tab would begin a key's name.
fn escape(label: &str) -> String {
    label.replace('&', "&&").replace('\t', " ")
}
