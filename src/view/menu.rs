//! The menu as a value. Its structure depends on the configuration alone, so that it can be
//! brought up to date in place while it is open.

use std::fmt;

use super::tooltip::shorten;
use super::{Look, words};
use crate::model::event::{Click, Link};
use crate::model::{Condition, Model, Severity};
use crate::protocol::Operation;
use crate::site::{Action, Project, Server};

/// More projects of a server than this go into a submenu.
const SHOWN_PER_SERVER: usize = 20;

/// More errors of the configuration than this are counted, not shown.
const SHOWN_PROBLEMS: usize = 10;

/// Longer errors of the configuration are broken into lines. In characters.
const WRAP_AT: usize = 80;

/// A longer line would not fit on a small screen. In UTF-16 units.
const MAX_LABEL: usize = 100;

/// The menu from top to bottom.
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
    pub items: Vec<Item>,
}

impl Menu {
    /// Whether the two differ, row by row, only in words, pictures and what is greyed: each row still
    /// means the same, so that a click that is on its way can be taken for either.
    pub fn has_shape_of(&self, other: &Menu) -> bool {
        same_shape(&self.0, &other.0)
    }
}

fn same_shape(a: &[Item], b: &[Item]) -> bool {
    let same = |(a, b): (&Item, &Item)| match (a, b) {
        (Item::Separator, Item::Separator) => true,
        (Item::Entry(a), Item::Entry(b)) => {
            a.look.is_some() == b.look.is_some() && a.click == b.click
        }
        (Item::Submenu(a), Item::Submenu(b)) => {
            a.look.is_some() == b.look.is_some() && same_shape(&a.items, &b.items)
        }
        (Item::Separator | Item::Entry(_) | Item::Submenu(_), _) => false,
    };
    a.len() == b.len() && a.iter().zip(b).all(same)
}

fn entry(label: impl Into<String>, look: Option<Look>, click: Click, enabled: bool) -> Item {
    Item::Entry(Entry {
        label: shorten(&label.into(), MAX_LABEL),
        look,
        click: Some(click),
        enabled,
    })
}

fn text(label: impl Into<String>, look: Option<Look>) -> Item {
    Item::Entry(Entry {
        label: shorten(&label.into(), MAX_LABEL),
        look,
        click: None,
        enabled: false,
    })
}

fn submenu(label: impl Into<String>, look: Look, items: Vec<Item>) -> Item {
    Item::Submenu(Submenu {
        label: shorten(&label.into(), MAX_LABEL),
        look: Some(look),
        items,
    })
}

pub(super) fn menu(model: &Model) -> Menu {
    let site = model.site();
    let mut groups = vec![
        silence(model),
        problems(model),
        site.actions()
            .iter()
            .map(|action| action_entry(model, action))
            .collect(),
    ];
    let several = site.servers().len() > 1;
    groups.extend(
        site.servers()
            .iter()
            .map(|server| server_group(model, server, several)),
    );
    if site.projects().next().is_none() && model.problems().is_empty() {
        let words = words::no_projects(model.is_loaded());
        groups.push(vec![text(words, None)]);
    }
    groups.push(vec![
        entry(words::REFRESH, None, Click::Refresh, true),
        entry(
            words::OPEN_CONFIGURATION,
            None,
            Click::OpenConfiguration,
            true,
        ),
        entry(words::about(), None, Click::About, true),
        entry(words::EXIT, None, Click::Exit, true),
    ]);
    groups.retain(|group| !group.is_empty());
    Menu(groups.join(&Item::Separator))
}

/// What stands above everything else when nothing is known of now.
fn silence(model: &Model) -> Vec<Item> {
    if !model.is_monitor_silent() {
        return Vec::new();
    }
    vec![
        text(words::MONITOR_SILENT, Some(Look::Unreachable)),
        text(words::MONITOR_SILENT_REMEDY, None),
    ]
}

fn problems(model: &Model) -> Vec<Item> {
    let problems = model.problems();
    if problems.is_empty() {
        return Vec::new();
    }
    let mut items = vec![text(words::CONFIGURATION_BROKEN, Some(Look::Fault))];
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        items.extend(wrap(problem).into_iter().map(|line| text(line, None)));
    }
    if problems.len() > SHOWN_PROBLEMS {
        let rest = problems.len() - SHOWN_PROBLEMS;
        items.push(text(words::and_more(rest), None));
    }
    items
}

/// Breaks a long text between words; lines after the first are indented.
fn wrap(long: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in long.split(' ') {
        let full = lines.last().is_some_and(|line| {
            let used = line.trim_start().chars().count();
            used > 0 && used + 1 + word.chars().count() > WRAP_AT
        });
        if full {
            lines.push(format!("      {word}"));
        } else if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

fn action_entry(model: &Model, action: &Action) -> Item {
    let condition = model.condition(action.project);
    let label = match condition {
        Condition::Pending { operation, .. } if operation == action.operation => {
            words::project_condition(&action.name, &condition)
        }
        Condition::Pending { .. }
        | Condition::Connecting
        | Condition::Unreachable(_)
        | Condition::Stale { .. }
        | Condition::Fault(_)
        | Condition::Status(_) => action.name.clone(),
    };
    let (project, operation) = (action.project, action.operation);
    let possible = model.may(project, operation).is_ok();
    entry(
        label,
        Some(Look::from(&condition)),
        Click::Operate { project, operation },
        possible,
    )
}

fn server_group(model: &Model, server: &Server, with_heading: bool) -> Vec<Item> {
    let mut items = Vec::new();
    if with_heading {
        let heading = match model.link(server.id) {
            Link::Down(_) => words::server_unreachable_heading(&server.name),
            Link::Up | Link::Connecting => server.name.clone(),
        };
        items.push(text(heading, None));
    }
    let mut rows = server
        .projects
        .iter()
        .map(|project| project_row(model, project));
    items.extend(rows.by_ref().take(SHOWN_PER_SERVER));
    let rest: Vec<Item> = rows.collect();
    if !rest.is_empty() {
        let hidden = &server.projects[SHOWN_PER_SERVER..];
        let severities = hidden.iter().map(|p| model.condition(p.id).severity());
        let worst = severities.max().unwrap_or(Severity::NothingConfigured);
        let label = words::more(rest.len());
        items.push(submenu(label, worst.into(), rest));
    }
    items
}

fn project_row(model: &Model, project: &Project) -> Item {
    let condition = model.condition(project.id);
    let mut items: Vec<Item> = Operation::ALL
        .into_iter()
        .map(|operation| {
            let click = Click::Operate {
                project: project.id,
                operation,
            };
            let possible = model.may(project.id, operation).is_ok();
            entry(words::operation(operation), None, click, possible)
        })
        .collect();
    let details = Click::ShowDetails(project.id);
    items.push(entry(words::DETAILS, None, details, true));
    items.push(Item::Separator);
    items.extend(
        Operation::ALL
            .into_iter()
            .map(|operation| pin_entry(model, project, operation)),
    );
    submenu(
        words::project_condition(&project.name, &condition),
        Look::from(&condition),
        items,
    )
}

fn pin_entry(model: &Model, project: &Project, operation: Operation) -> Item {
    let mut actions = model.site().actions().iter();
    let pinned =
        actions.any(|action| action.project == project.id && action.operation == operation);
    let project = project.id;
    if pinned {
        let click = Click::Unpin { project, operation };
        entry(words::unpin(operation), None, click, true)
    } else {
        let click = Click::Pin { project, operation };
        entry(words::pin(operation), None, click, true)
    }
}

/// The menu as indented text: pictures in brackets, greyed rows in parentheses.
impl fmt::Display for Menu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_items(f, &self.0, 0)
    }
}

fn write_items(f: &mut fmt::Formatter<'_>, items: &[Item], depth: usize) -> fmt::Result {
    let indent = "    ".repeat(depth);
    let picture =
        |look: &Option<Look>| look.map_or_else(String::new, |look| format!("[{}] ", look.name()));
    for item in items {
        match item {
            Item::Separator => writeln!(f, "{indent}---")?,
            Item::Entry(entry) => {
                let picture = picture(&entry.look);
                if entry.enabled {
                    writeln!(f, "{indent}{picture}{}", entry.label)?;
                } else {
                    writeln!(f, "{indent}{picture}({})", entry.label)?;
                }
            }
            Item::Submenu(submenu) => {
                writeln!(f, "{indent}{}{} >", picture(&submenu.look), submenu.label)?;
                write_items(f, &submenu.items, depth + 1)?;
            }
        }
    }
    Ok(())
}
