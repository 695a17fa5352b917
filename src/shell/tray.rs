//! The icons in the notification area: those that the configuration asks for, each of which draws
//! itself.

use std::cell::Cell;
use std::rc::Rc;

use crate::model::event::Click;
use crate::site::Site;
use crate::view::{Clicks, Message, Scope, Survey};
use windows_sys::Win32::UI::WindowsAndMessaging::HMENU;

use super::event_loop::Sends;
use super::icons::MenuIcons;
use super::notify_icon::{NotifyIcon, Shared};
use super::pictures::Pictures;
use super::popup;

/// The icons with everything that belongs to them. Dropping it takes the icons away.
pub(super) struct Tray {
    /// One at least.
    icons: Vec<NotifyIcon>,
    shared: Shared,
}

impl Tray {
    /// Puts the icons into the notification area.
    ///
    /// # Errors
    /// When Windows gives no window or no pictures. A missing taskbar is no error: the icons come
    /// when the taskbar does.
    pub(super) fn new(survey: &Survey<'_>, events: &Sends) -> anyhow::Result<Self> {
        let pictures = Pictures::new();
        let mut shared = Shared {
            menu_icons: Rc::new(MenuIcons::load(pictures.size())?),
            pictures,
            clicks: Clicks::default(),
            menu_state: Rc::new(Cell::new(popup::Menu::Closed)),
            events: events.clone(),
            made: 0,
        };
        let scopes = survey.scopes().into_iter();
        let icons: anyhow::Result<_> = scopes
            .map(|scope| NotifyIcon::new(scope, survey, &mut shared))
            .collect();
        let icons = icons?;
        Ok(Tray { icons, shared })
    }

    /// Makes the icons, their tooltips and their menus show what is so. Gives whether the taskbar
    /// has taken it all; if not, the next drawing tries again.
    pub(super) fn draw(&mut self, survey: &Survey<'_>) -> bool {
        // A menu that is open, or about to be, must not lose the window that owns it.
        let all = self.shared.menu_state.get() != popup::Menu::Closed || self.adjust(survey);
        let draw = |icon: &mut NotifyIcon| icon.draw(survey, &mut self.shared);
        self.icons
            .iter_mut()
            .map(draw)
            .fold(all, |all, it| all & it)
    }

    /// Adds icons that are new and takes away those that stand for nothing any more; all others stay
    /// as they are. Gives whether all are there.
    fn adjust(&mut self, survey: &Survey<'_>) -> bool {
        let wanted = survey.scopes();
        if wanted.iter().eq(self.icons.iter().map(|icon| &icon.scope)) {
            return true;
        }
        let mut before = std::mem::take(&mut self.icons);
        let mut complete = true;
        for scope in wanted {
            let there = before.iter().position(|icon| icon.scope == scope);
            let icon = match there {
                Some(place) => Ok(before.remove(place)),
                None => NotifyIcon::new(scope, survey, &mut self.shared),
            };
            match icon {
                Ok(icon) => self.icons.push(icon),
                Err(_) => complete = false,
            }
        }
        // When Windows is out of handles the old ones are better than none.
        if self.icons.is_empty() {
            self.icons = before;
            return false;
        }
        for icon in before {
            icon.remove(&mut self.shared);
        }
        complete
    }

    /// Whether a menu is on the screen.
    pub(super) fn is_menu_open(&self) -> bool {
        self.shared.menu_state.get() == popup::Menu::Open
    }

    /// Shows the menu of the icon with the worst state.
    pub(super) fn show_menu(&self, survey: &Survey<'_>) {
        let worst = survey.worst(self.scopes());
        self.show(worst.and_then(|worst| self.icon(worst)));
    }

    /// Shows the menu of the icon that tells of something.
    pub(super) fn show_menu_of(&self, about: Scope, site: &Site) {
        self.show(self.nearest(about, site));
    }

    fn show(&self, icon: Option<&NotifyIcon>) {
        match self.shared.menu_state.get() {
            // One is enough.
            popup::Menu::Wanted | popup::Menu::Open => {}
            popup::Menu::Closed | popup::Menu::Closing => {
                if let Some(icon) = icon {
                    icon.show_menu(&self.shared);
                }
            }
        }
    }

    fn scopes(&self) -> impl Iterator<Item = Scope> {
        self.icons.iter().map(|icon| icon.scope)
    }

    fn icon(&self, scope: Scope) -> Option<&NotifyIcon> {
        self.icons.iter().find(|icon| icon.scope == scope)
    }

    fn nearest(&self, about: Scope, site: &Site) -> Option<&NotifyIcon> {
        let nearest = Scope::nearest(self.scopes(), about, site);
        nearest.and_then(|nearest| self.icon(nearest))
    }

    /// What a click on this row means.
    ///
    /// Also if it was greyed a moment ago: the model then says why it is not possible, which is
    /// better than no answer.
    pub(super) fn click(&self, number: u16) -> Option<Click> {
        self.shared.clicks.click(number).cloned()
    }

    /// What the icon stands for whose menu has this handle, as a number. `None` for what a row opens
    /// onto.
    pub(super) fn scope_of_menu(&self, handle: usize) -> Option<Scope> {
        let handle = handle as HMENU;
        let icon = self.icons.iter().find(|icon| icon.is_whole_menu(handle))?;
        Some(icon.scope)
    }

    /// Fills a menu that is about to be shown. Its handle is given as a number.
    pub(super) fn menu_opens(&mut self, handle: usize, survey: &Survey<'_>) {
        for icon in &mut self.icons {
            icon.menu_opens(handle as HMENU, survey, &mut self.shared);
        }
    }

    /// Takes note that what was clicked in the menu has arrived, unless one is open again.
    pub(super) fn menu_closed(&mut self) {
        match self.shared.menu_state.get() {
            popup::Menu::Open => return,
            // The next one opens with the rows that it has, and empty behind them as ever.
            popup::Menu::Wanted => {}
            popup::Menu::Closed | popup::Menu::Closing => {
                self.shared.menu_state.set(popup::Menu::Closed);
            }
        }
        for icon in &mut self.icons {
            icon.menu_closed(&mut self.shared);
        }
        self.shared.clicks.settle();
    }

    /// Draws everything anew the next time, at the size that the taskbar has now.
    pub(super) fn taskbar_changed(&mut self) {
        self.shared.taskbar_changed();
        self.icons.iter_mut().for_each(NotifyIcon::forget_drawn);
    }

    /// Shows a message above the icon that it is about.
    pub(super) fn balloon(&self, message: &Message, site: &Site) {
        if let Some(icon) = self.nearest(message.scope, site) {
            icon.balloon(message);
        }
    }
}
