//! The icon in the notification area: draws the difference to what it last drew.

use anyhow::Context;
use pekat_tray::model::event::Click;
use pekat_tray::view::{Clicks, Look, Menu, Message, Survey, View};
use tray_icon::{TrayIcon, TrayIconAttributes};
use windows_sys::Win32::UI::WindowsAndMessaging::HMENU;

use super::balloon;
use super::event_loop::Sends;
use super::icons::{self, MenuIcons, TrayIcons};
use super::menu::{DrawnMenu, Makes};
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
    clicks: Clicks,
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
    pub(super) fn new(survey: &Survey<'_>, events: &Sends) -> anyhow::Result<Self> {
        let icon_size = icons::taskbar_icon_size();
        let tray_icons = TrayIcons::load(icon_size)?;
        let menu_icons = MenuIcons::load()?;
        let mut clicks = Clicks::default();
        let View {
            icon,
            tooltip,
            menu,
        } = survey.view();
        let mut makes = Makes {
            icons: &menu_icons,
            clicks: &mut clicks,
        };
        let menu = DrawnMenu::build(menu, &mut makes).context("the menu cannot be made")?;
        let attributes = TrayIconAttributes {
            icon: Some(tray_icons.get(icon)),
            tooltip: Some(tooltip),
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
            clicks,
            waiting: None,
            menu_state,
        })
    }

    /// Makes the icon, its tooltip and its menu show this.
    pub(super) fn draw(&mut self, survey: &Survey<'_>) {
        let view = survey.view();
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
        self.draw_menu(view.menu, survey);
    }

    /// Whether the taskbar has taken the picture. If not, the next drawing tries again.
    fn draw_look(&self, look: Look) -> bool {
        self.icon.set_icon(Some(self.tray_icons.get(look))).is_ok()
    }

    fn draw_menu(&mut self, menu: Menu, survey: &Survey<'_>) {
        let fits = self.menu.shows_shape_of(&menu);
        if !fits && self.menu_state.get() == popup::Menu::Closed {
            self.replace_menu(menu);
            return;
        }
        // What is open says what is so now, also while it must wait for rows that it does not have.
        let changed = self.menu.update(&menu, survey, &self.menu_icons);
        if changed && self.menu_state.get() == popup::Menu::Open {
            popup::redraw();
        }
        self.waiting = (!fits).then_some(menu);
    }

    /// Whether the menu is on the screen.
    pub(super) fn is_menu_open(&self) -> bool {
        self.menu_state.get() == popup::Menu::Open
    }

    /// Shows the menu at the icon, or where the mouse is if the taskbar does not say where that is.
    pub(super) fn show_menu(&self) {
        if self.is_menu_open() {
            return;
        }
        let icon = self.icon.rect().map(|rect| rect.position);
        let place = match icon {
            Some(corner) => popup::Place {
                x: corner.x as i16,
                y: corner.y as i16,
            },
            None => popup::pointer(),
        };
        popup::show_later(self.icon.window_handle(), self.menu.hmenu(), place);
    }

    fn replace_menu(&mut self, menu: Menu) {
        let mut makes = Makes {
            icons: &self.menu_icons,
            clicks: &mut self.clicks,
        };
        // When Windows is out of handles the old menu is better than none.
        if let Ok(new) = DrawnMenu::build(menu, &mut makes) {
            self.icon.set_menu(Some(new.handle()));
            std::mem::replace(&mut self.menu, new).retire(&mut self.clicks);
        }
        // It is closed, and what was clicked in it has arrived.
        self.clicks.settle();
    }

    /// What a click on this row means.
    ///
    /// Also if it was greyed a moment ago: the model then says why it is not possible, which is
    /// better than no answer.
    pub(super) fn click(&self, number: u16) -> Option<Click> {
        self.clicks.click(number).cloned()
    }

    /// Whether this handle, as a number, is that of the menu itself and not of what a row opens onto.
    pub(super) fn is_whole_menu(&self, handle: usize) -> bool {
        self.menu.hmenu() as usize == handle
    }

    /// Fills a menu that is about to be shown. Its handle is given as a number.
    pub(super) fn menu_opens(&mut self, handle: usize, survey: &Survey<'_>) {
        let mut makes = Makes {
            icons: &self.menu_icons,
            clicks: &mut self.clicks,
        };
        self.menu.opens(handle as HMENU, survey, &mut makes);
    }

    /// Takes note that what was clicked in the menu has arrived, unless it is open again.
    pub(super) fn menu_closed(&mut self) {
        if self.menu_state.get() == popup::Menu::Open {
            return;
        }
        self.menu_state.set(popup::Menu::Closed);
        self.menu.closed(&mut self.clicks);
        self.clicks.settle();
        if let Some(menu) = self.waiting.take() {
            self.replace_menu(menu);
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
