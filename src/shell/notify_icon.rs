//! One icon in the notification area: draws the difference to what it last drew.

use std::rc::Rc;

use crate::view::{Clicks, Menu, Message, Picture, Scope, Survey, View};
use anyhow::Context;
use tray_icon::{TrayIcon, TrayIconAttributes};
use windows_sys::Win32::UI::WindowsAndMessaging::HMENU;

use super::balloon;
use super::event_loop::Sends;
use super::icons::MenuIcons;
use super::menu::{DrawnMenu, Makes};
use super::pictures::Pictures;
use super::popup;

/// With an id of our own tray-icon takes no number for it from the counter that numbers the icons.
const ICON_ID: &str = "pekat-tray";

/// What all icons share.
pub(super) struct Shared {
    pub(super) pictures: Pictures,
    pub(super) menu_icons: Rc<MenuIcons>,
    /// The numbers of the rows of all menus, since a click tells nothing but its row's number.
    pub(super) clicks: Clicks,
    /// Of the one menu that may be open.
    pub(super) menu_state: popup::State,
    pub(super) events: Sends,
    /// How many icons were made, or tried to be. tray-icon numbers them so, from 1.
    pub(super) made: u32,
}

impl Shared {
    /// Takes note that the taskbar may have another size.
    pub(super) fn taskbar_changed(&mut self) {
        self.pictures.renew();
        let size = self.pictures.size();
        // When Windows is out of handles the old ones are better than none.
        if self.menu_icons.size() != size
            && let Ok(icons) = MenuIcons::load(size)
        {
            self.menu_icons = Rc::new(icons);
        }
    }

    fn makes(&mut self) -> Makes<'_> {
        Makes {
            icons: Rc::clone(&self.menu_icons),
            clicks: &mut self.clicks,
        }
    }
}

/// An icon with everything that belongs to it. Dropping it takes the icon away.
pub(super) struct NotifyIcon {
    pub(super) scope: Scope,
    icon: TrayIcon,
    /// By which the taskbar knows it, together with its window.
    number: u32,
    /// What the taskbar has confirmed; `None` makes the next drawing try again.
    drawn_picture: Option<Picture>,
    drawn_tooltip: Option<String>,
    menu: DrawnMenu,
}

impl NotifyIcon {
    /// Puts an icon into the notification area.
    ///
    /// # Errors
    /// When Windows gives no window or no pictures. A missing taskbar is no error: the icon comes
    /// when the taskbar does.
    pub(super) fn new(
        scope: Scope,
        survey: &Survey<'_>,
        shared: &mut Shared,
    ) -> anyhow::Result<Self> {
        let View {
            icon,
            tooltip,
            menu,
        } = survey.view(scope);
        let picture = shared.pictures.get(icon)?;
        let menu =
            DrawnMenu::build(menu, &mut shared.makes()).context("the menu cannot be made")?;
        let attributes = TrayIconAttributes {
            icon: Some(picture),
            tooltip: Some(tooltip),
            menu: Some(menu.handle()),
            menu_on_left_click: true,
            ..TrayIconAttributes::default()
        };
        shared.made += 1;
        let icon = match TrayIcon::with_id(ICON_ID, attributes) {
            Ok(icon) => icon,
            Err(error) => {
                menu.retire(&mut shared.clicks);
                return Err(error).context("the icon cannot be made");
            }
        };
        popup::watch(
            icon.window_handle(),
            scope,
            popup::State::clone(&shared.menu_state),
            shared.events.clone(),
        );
        Ok(NotifyIcon {
            scope,
            icon,
            number: shared.made,
            // Whether the taskbar has taken them is not known yet.
            drawn_picture: None,
            drawn_tooltip: None,
            menu,
        })
    }

    /// Makes it show what is so. Gives whether the taskbar has taken it; if not, the next drawing
    /// tries again.
    pub(super) fn draw(&mut self, survey: &Survey<'_>, shared: &mut Shared) -> bool {
        let view = survey.view(self.scope);
        if self.drawn_picture != Some(view.icon) {
            let drawn = self.draw_picture(view.icon, shared) || {
                // It may not be in the taskbar at all. It comes back with the picture that was
                // drawn before, so that the new one must follow at once.
                popup::add_icon_again(self.icon.window_handle());
                self.draw_picture(view.icon, shared)
            };
            self.drawn_picture = drawn.then_some(view.icon);
        }
        if self.drawn_tooltip.as_ref() != Some(&view.tooltip) {
            let drawn = self.icon.set_tooltip(Some(&view.tooltip)).is_ok();
            self.drawn_tooltip = drawn.then_some(view.tooltip);
        }
        self.draw_menu(view.menu, survey, shared);
        self.drawn_picture.is_some() && self.drawn_tooltip.is_some()
    }

    fn draw_picture(&self, picture: Picture, shared: &mut Shared) -> bool {
        let picture = shared.pictures.get(picture);
        picture.is_ok_and(|picture| self.icon.set_icon(Some(picture)).is_ok())
    }

    fn draw_menu(&mut self, menu: Menu, survey: &Survey<'_>, shared: &mut Shared) {
        let state = shared.menu_state.get();
        let size = shared.menu_icons.size();
        if !self.menu.shows_shape_of(&menu, size) && state == popup::Menu::Closed {
            self.replace_menu(menu, shared);
            return;
        }
        // What is open says what is so now, also while it must wait for rows that it does not have.
        let changed = self.menu.update(&menu, survey);
        if changed && state == popup::Menu::Open {
            popup::redraw();
        }
    }

    fn replace_menu(&mut self, menu: Menu, shared: &mut Shared) {
        // When Windows is out of handles the old menu is better than none.
        if let Ok(new) = DrawnMenu::build(menu, &mut shared.makes()) {
            self.icon.set_menu(Some(new.handle()));
            std::mem::replace(&mut self.menu, new).retire(&mut shared.clicks);
        }
        // All are closed, and what was clicked in them has arrived.
        shared.clicks.settle();
    }

    /// Shows the menu at the icon, or where the mouse is if the taskbar does not say where that is.
    pub(super) fn show_menu(&self, shared: &Shared) {
        let icon = self.icon.rect().map(|rect| rect.position);
        let place = match icon {
            Some(corner) => popup::Place {
                x: corner.x as i16,
                y: corner.y as i16,
            },
            None => popup::pointer(),
        };
        let (window, menu) = (self.icon.window_handle(), self.menu.hmenu());
        popup::show_later(window, menu, place, &shared.menu_state);
    }

    /// Whether this handle is that of the menu itself and not of what a row opens onto.
    pub(super) fn is_whole_menu(&self, handle: HMENU) -> bool {
        self.menu.hmenu() == handle
    }

    /// Fills a menu that is about to be shown, if it is this icon's.
    pub(super) fn menu_opens(&mut self, handle: HMENU, survey: &Survey<'_>, shared: &mut Shared) {
        self.menu.opens(handle, survey, &mut shared.clicks);
    }

    /// Takes note that the menu is seen no longer, and what was clicked in it has arrived.
    pub(super) fn menu_closed(&mut self, shared: &mut Shared) {
        self.menu.closed(&mut shared.clicks);
    }

    /// Takes it out of the notification area.
    pub(super) fn remove(self, shared: &mut Shared) {
        drop(self.icon);
        self.menu.retire(&mut shared.clicks);
    }

    /// Draws everything anew the next time.
    pub(super) fn forget_drawn(&mut self) {
        self.drawn_picture = None;
        self.drawn_tooltip = None;
    }

    /// Shows a message above the icon.
    pub(super) fn balloon(&self, message: &Message) {
        balloon::show(self.icon.window_handle(), self.number, message);
    }
}
