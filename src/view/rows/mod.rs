//! The rows of the menu. Which there are depends on little more than the configuration, so that they
//! can be brought up to date in place while they are seen.

mod actions;
mod attention;
mod changes;
mod lines;
mod notes;
mod operations;
mod projects;
mod scoped;
mod switch;

use std::ops::Range;

pub(super) use attention::MOST_FAULTS;

use super::menu::{Branch, Entry, Item, Menu, Submenu};
use super::scope::{MOST_ICONS, Scope, is_folded};
use super::survey::Survey;
use super::tooltip::shorten;
use super::{Look, Words, autostart, hotkeys, scanning, snooze};
use crate::model::event::Click;
use crate::site::{ProjectId, Role, ServerId};

/// More rows than this do not fit on a screen.
const FITS: usize = 40;

/// More projects of a server than this go into a submenu, and so do more one-click actions.
const SHOWN: usize = 20;

/// A longer line would not fit on a small screen. In UTF-16 units.
const MAX_LABEL: usize = 100;

/// Names are cut to this where there are two of them on a line. In UTF-16 units.
const MAX_NAME: usize = 24;

/// The whole menu of an icon, before anything is opened.
pub(super) fn top(survey: &Survey<'_>, scope: Scope) -> Menu {
    let mut always = match scope {
        Scope::All => everything(survey),
        Scope::Server(_) | Scope::Project(_) => scoped::groups(survey, scope),
    };
    if is_folded(survey.model.site()) {
        always.push(vec![text(survey.words.icons_folded(MOST_ICONS), None)]);
    }
    always.push(snooze::rows(survey));
    always.push(program(survey));
    let always = groups(always);
    let notes = [
        notes::silence(survey),
        notes::problems(survey),
        hotkeys::taken(survey),
        attention::faults(survey, scope, always.len()),
    ];
    Menu(groups(notes.into_iter().chain([always])))
}

fn everything(survey: &Survey<'_>) -> Vec<Vec<Item>> {
    let (model, words) = (survey.model, survey.words);
    let site = model.site();
    let mut groups = vec![one_click(survey)];
    if projects::fits(site) {
        let servers = 0..site.servers().len();
        groups.extend(servers.map(|server| projects::server_group(survey, server)));
    } else {
        groups.push(projects::servers(survey, 0..site.servers().len()));
    }
    if site.projects().next().is_none() && model.problems().is_empty() {
        groups.push(changes::found(survey));
        groups.push(vec![text(words.no_projects(model.is_loaded()), None)]);
        groups.push(changes::first(survey));
    }
    groups
}

/// The rows of a menu that is on the screen and cannot give way to another, as they are now.
pub(super) fn kept(survey: &Survey<'_>, shown: Menu) -> Menu {
    let mut rows = Vec::new();
    let mut rest = shown.0.as_slice();
    while let [row, below @ ..] = rest {
        rest = below;
        let Some(project) = fault_of(row) else {
            rows.push(row.clone());
            continue;
        };
        let fault = attention::fault(survey, project);
        rows.push(fault.unwrap_or_else(|| row.clone()));
        let number = attention::reason_lines(below);
        let (shown, below) = below.split_at_checked(number).unwrap_or_default();
        let reason = attention::reason_kept(survey, project, number);
        rows.extend(reason.unwrap_or_else(|| shown.to_vec()));
        rest = below;
    }
    Menu(rows)
}

/// Which project a row stands for as one at fault.
fn fault_of(row: &Item) -> Option<ProjectId> {
    match row {
        Item::Submenu(Submenu {
            branch: Branch::Fault(project),
            ..
        }) => Some(*project),
        Item::Separator | Item::Entry(_) | Item::Submenu(_) => None,
    }
}

/// What one click, or one scan, does.
fn one_click(survey: &Survey<'_>) -> Vec<Item> {
    let mut items = actions::actions(survey);
    items.extend(scanning::row(survey));
    items.extend(switch::row(survey));
    items
}

/// What has to do with the program itself. Who only looks on changes no configuration.
fn program(survey: &Survey<'_>) -> Vec<Item> {
    let words = survey.words;
    let mut items = vec![entry(words.refresh(), None, Click::Refresh, true)];
    match survey.model.site().role {
        Role::Operator => {
            let open = Click::OpenConfiguration;
            items.push(entry(words.open_configuration(), None, open, true));
            items.extend(changes::row(survey));
        }
        Role::Viewer => {}
    }
    if survey.model.site().is_managed() {
        items.push(text(words.managed(), None));
    }
    items.push(autostart::row(survey));
    items.push(entry(words.about(), None, Click::About, true));
    items.push(entry(words.exit(), None, Click::Exit, true));
    items
}

/// Groups with a line between each two that have rows.
fn groups(groups: impl IntoIterator<Item = Vec<Item>>) -> Vec<Item> {
    let groups = groups.into_iter().filter(|group| !group.is_empty());
    groups.collect::<Vec<_>>().join(&Item::Separator)
}

/// What a row opens onto.
pub(super) fn behind(survey: &Survey<'_>, branch: &Branch) -> Vec<Item> {
    let model = survey.model;
    let place = |server: &ServerId| model.site().place(*server);
    let rows = match branch {
        Branch::Project(project) | Branch::Fault(project) => {
            Some(operations::operations(survey, *project))
        }
        Branch::Server(server) => place(server).map(|it| {
            let rows = projects::project_rows(survey, it);
            groups([rows, changes::of_server(survey, *server)])
        }),
        Branch::Projects(server, range) => {
            place(server).map(|it| projects::projects(survey, it, range.clone()))
        }
        Branch::Servers(range) => Some(projects::servers(survey, range.clone())),
        Branch::Actions(range) => Some(actions::some_actions(survey, range.clone())),
        Branch::Switch => Some(switch::first(survey)),
        Branch::SwitchServers(range) => Some(switch::servers(survey, range.clone())),
        Branch::SwitchServer(server) => place(server).map(|it| switch::server(survey, it)),
        Branch::SwitchProjects(server, range) => {
            place(server).map(|it| switch::projects(survey, it, range.clone()))
        }
        Branch::Change => Some(changes::all(survey)),
        Branch::RemoveServers(range) => Some(changes::servers(survey, range.clone())),
    };
    rows.unwrap_or_default()
}

/// Divides what does not fit into one menu, so that no menu has more rows than fit: each part is a
/// row of its own, or one that opens onto the part.
fn divided(
    range: Range<usize>,
    row: impl Fn(usize) -> Option<Item>,
    part: impl Fn(Range<usize>) -> Option<Item>,
) -> Vec<Item> {
    let mut size = 1;
    while range.len().div_ceil(size) > FITS {
        size *= FITS;
    }
    let begins = range.clone().step_by(size);
    let rows = begins.map(|begin| match size.min(range.end - begin) {
        1 => row(begin),
        length => part(begin..begin + length),
    });
    rows.flatten().collect()
}

/// A row that opens onto everything from the first to the last of these.
fn between(words: &Words, first: &str, last: &str) -> String {
    words.span(&shorten(first, MAX_NAME), &shorten(last, MAX_NAME))
}

pub(super) fn entry(
    label: impl Into<String>,
    look: Option<Look>,
    click: Click,
    enabled: bool,
) -> Item {
    Item::Entry(Entry {
        label: shorten(&label.into(), MAX_LABEL),
        look,
        checked: None,
        click: Some(click),
        enabled,
    })
}

pub(super) fn text(label: impl Into<String>, look: Option<Look>) -> Item {
    Item::Entry(Entry {
        label: shorten(&label.into(), MAX_LABEL),
        look,
        checked: None,
        click: None,
        enabled: false,
    })
}

fn submenu(label: impl Into<String>, look: impl Into<Option<Look>>, branch: Branch) -> Item {
    Item::Submenu(Submenu {
        label: shorten(&label.into(), MAX_LABEL),
        look: look.into(),
        branch,
    })
}
