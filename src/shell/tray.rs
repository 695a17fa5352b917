//! The icon in the notification area: draws the difference to what it last drew.

use anyhow::Context;
use pekat_tray::model::event::Click;
use pekat_tray::view::{Look, Menu, Message, View};
use tray_icon::menu::MenuId;
use tray_icon::{TrayIcon, TrayIconAttributes};

use super::balloon;
use super::event_loop::Sends;
use super::icons::{self, MenuIcons, TrayIcons};
use super::menu::DrawnMenu;
use super::popup;

/// With an id of our own tray-icon takes no number for it from the counter that numbers the icons.
const ICON_ID: &str = "pekat-tray";

/// tray-icon counts its icons from 1, and this is the only one.
const ICON_NUMBER: u32 = 1;

/// The icon with everything that belongs to it. Dropping it takes the icon away.
pub(super) struct Tray {
    icon: TrayIcon,
    icon_size: u32,
    tray_icons: TrayIcons,
    menu_icons: MenuIcons,
    /// What the taskbar has confirmed; `None` makes the next drawing try again.
    drawn_look: Option<Look>,
    drawn_tooltip: Option<String>,
    menu: DrawnMenu,
    /// The menu before this one: a click in it may still be on its way.
    old_menu: Option<DrawnMenu>,
    /// A menu of another structure, which must wait until this one is closed.
    waiting: Option<Menu>,
    menu_state: popup::State,
}

impl Tray {
    /// Puts the icon into the notification area.
    ///
    /// # Errors
    /// When Windows gives no window or no pictures. A missing taskbar is no error: the icon comes
    /// when the taskbar does.
    pub(super) fn new(view: View, events: &Sends) -> anyhow::Result<Self> {
        let icon_size = icons::taskbar_icon_size();
        let tray_icons = TrayIcons::load(icon_size)?;
        let menu_icons = MenuIcons::load()?;
        let menu = DrawnMenu::build(&view.menu, &menu_icons)?;
        let attributes = TrayIconAttributes {
            icon: Some(tray_icons.get(view.icon)),
            tooltip: Some(view.tooltip.clone()),
            menu: Some(menu.handle()),
            menu_on_left_click: true,
            ..TrayIconAttributes::default()
        };
        let icon = TrayIcon::with_id(ICON_ID, attributes).context("the icon cannot be made")?;
        let menu_state = popup::watch(icon.window_handle(), events.clone());
        Ok(Tray {
            icon,
            icon_size,
            tray_icons,
            menu_icons,
            // Whether the taskbar has taken them is not known yet.
            drawn_look: None,
            drawn_tooltip: None,
            menu,
            old_menu: None,
            waiting: None,
            menu_state,
        })
    }

    /// Makes the icon, its tooltip and its menu show this.
    pub(super) fn draw(&mut self, view: View) {
        if self.drawn_look != Some(view.icon) {
            let drawn = self.draw_look(view.icon) || {
                // It may not be in the taskbar at all. It comes back with the picture that was
                // drawn before, so that the new one must follow at once.
                popup::add_icon_again(self.icon.window_handle());
                self.draw_look(view.icon)
            };
            self.drawn_look = drawn.then_some(view.icon);
        }
        if self.drawn_tooltip.as_ref() != Some(&view.tooltip) {
            let drawn = self.icon.set_tooltip(Some(&view.tooltip)).is_ok();
            self.drawn_tooltip = drawn.then_some(view.tooltip);
        }
        self.draw_menu(view.menu);
    }

    /// Whether the taskbar has taken the picture. If not, the next drawing tries again.
    fn draw_look(&self, look: Look) -> bool {
        self.icon.set_icon(Some(self.tray_icons.get(look))).is_ok()
    }

    fn draw_menu(&mut self, menu: Menu) {
        if self.menu.shows_shape_of(&menu) {
            self.waiting = None;
            let changed = self.menu.update(&menu, &self.menu_icons);
            if changed && self.menu_state.get() == popup::Menu::Open {
                popup::redraw();
            }
        } else if self.menu_state.get() == popup::Menu::Closed {
            self.replace_menu(&menu);
        } else {
            self.waiting = Some(menu);
        }
    }

    fn replace_menu(&mut self, menu: &Menu) {
        self.old_menu = None;
        // When Windows is out of handles the old menu is better than none.
        if let Ok(new) = DrawnMenu::build(menu, &self.menu_icons) {
            self.icon.set_menu(Some(new.handle()));
            self.old_menu = Some(std::mem::replace(&mut self.menu, new));
        }
    }

    /// What a click on this row means.
    pub(super) fn click(&self, id: &MenuId) -> Option<Click> {
        let old = || self.old_menu.as_ref().and_then(|menu| menu.click(id));
        self.menu.click(id).or_else(old)
    }

    /// Takes note that what was clicked in the menu has arrived, unless it is open again.
    pub(super) fn menu_closed(&mut self) {
        if self.menu_state.get() == popup::Menu::Open {
            return;
        }
        self.menu_state.set(popup::Menu::Closed);
        if let Some(menu) = self.waiting.take() {
            self.replace_menu(&menu);
        }
    }

    /// Draws everything anew, at the size that the taskbar has now.
    pub(super) fn taskbar_changed(&mut self) {
        let size = icons::taskbar_icon_size();
        if size != self.icon_size
            && let Ok(icons) = TrayIcons::load(size)
        {
            self.tray_icons = icons;
            self.icon_size = size;
        }
        self.drawn_look = None;
        self.drawn_tooltip = None;
    }

    /// Shows a message above the icon.
    pub(super) fn balloon(&self, message: &Message) {
        balloon::show(self.icon.window_handle(), ICON_NUMBER, message);
    }
}
