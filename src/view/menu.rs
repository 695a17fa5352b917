//! The menu as a value: its rows, and what a row that opens onto more stands for. What is behind
//! such a row is asked for when it is opened, so that thousands of projects cost a few rows.

use std::ops::Range;

use super::Look;
use crate::model::event::Click;
use crate::site::{ProjectId, ServerId};

/// The menu, or what a row of it opens onto, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Menu(pub Vec<Item>);

/// One row of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A line between groups.
    Separator,
    /// Something to click, or greyed text.
    Entry(Entry),
    /// A row that opens onto more rows.
    Submenu(Submenu),
}

/// Something to click, or greyed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub label: String,
    /// Its picture.
    pub look: Option<Look>,
    /// Whether it has a check mark; `None` for a row that never has one.
    pub checked: Option<bool>,
    /// What a click means, also while it is greyed. `None` for text that is never to be clicked.
    pub click: Option<Click>,
    /// Whether it can be clicked now; else it is greyed.
    pub enabled: bool,
}

/// A row that opens onto more rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submenu {
    /// What it says.
    pub label: String,
    /// Its picture.
    pub look: Option<Look>,
    /// What it opens onto.
    pub branch: Branch,
}

/// What a row opens onto. The same one always opens onto rows of the same meaning, as long as the
/// configuration stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Branch {
    /// What can be done with a project.
    Project(ProjectId),
    /// The same, where a project is shown because it is at fault.
    Fault(ProjectId),
    /// The projects of a server.
    Server(ServerId),
    /// Some projects of a server, by their places in the configured order.
    Projects(ServerId, Range<usize>),
    /// Some servers, by their places in the configured order.
    Servers(Range<usize>),
    /// Some one-click actions, by their places in the configured order.
    Actions(Range<usize>),
    /// What can be switched to: the servers, or the projects where there is one server.
    Switch,
    /// The same of some servers, by their places in the configured order.
    SwitchServers(Range<usize>),
    /// The same of one server.
    SwitchServer(ServerId),
    /// The same of some projects of a server, by their places in the configured order.
    SwitchProjects(ServerId, Range<usize>),
    /// What adds and removes servers and projects.
    Change,
    /// Servers to remove, by their places in the configured order.
    RemoveServers(Range<usize>),
}

impl Item {
    /// Whether a click on the two means the same.
    fn means_what(&self, other: &Item) -> bool {
        match (self, other) {
            (Item::Entry(a), Item::Entry(b)) => a.click.is_some() && a.click == b.click,
            (Item::Submenu(a), Item::Submenu(b)) => a.branch == b.branch,
            (Item::Separator | Item::Entry(_) | Item::Submenu(_), _) => false,
        }
    }

    fn without_meaning(self) -> Item {
        match self {
            Item::Entry(Entry {
                click: Some(click),
                look,
                label,
                checked,
                ..
            }) => Item::Entry(Entry {
                checked,
                look: look.map(|_| Look::Nothing),
                enabled: false,
                click: Some(click),
                label,
            }),
            Item::Submenu(submenu) => Item::Submenu(Submenu {
                look: submenu.look.map(|_| Look::Nothing),
                ..submenu
            }),
            Item::Separator | Item::Entry(_) => self,
        }
    }
}

impl Menu {
    /// Whether the two differ, row by row, only in words, pictures, check marks and what is greyed: each row still
    /// means the same, so that a click that is on its way can be taken for either.
    pub fn has_shape_of(&self, other: &Menu) -> bool {
        let same = |(a, b): (&Item, &Item)| match (a, b) {
            (Item::Separator, Item::Separator) => true,
            (Item::Entry(a), Item::Entry(b)) => {
                a.look.is_some() == b.look.is_some()
                    && a.checked.is_some() == b.checked.is_some()
                    && a.click == b.click
            }
            (Item::Submenu(a), Item::Submenu(b)) => {
                a.look.is_some() == b.look.is_some() && a.branch == b.branch
            }
            (Item::Separator | Item::Entry(_) | Item::Submenu(_), _) => false,
        };
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(same)
    }

    /// These rows, each saying what the row that means the same says in `newer`. For a menu that is
    /// open, so that it cannot give way to one of another shape. A row that means nothing any more
    /// has the look of that.
    #[must_use]
    pub fn saying_what(&self, newer: &Menu) -> Menu {
        let say = |row: &Item| {
            let mut rows = newer.0.iter();
            let same = rows.find(|newer| row.means_what(newer));
            same.cloned()
                .unwrap_or_else(|| row.clone().without_meaning())
        };
        Menu(self.0.iter().map(say).collect())
    }
}
