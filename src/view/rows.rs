//! The rows of the menu. Which there are depends on little more than the configuration, so that they
//! can be brought up to date in place while they are seen.

mod scoped;

use std::ops::Range;

use super::autostart;
use super::menu::{Branch, Entry, Item, Menu, Submenu};
use super::scope::{MOST_ICONS, Scope, is_folded};
use super::survey::{Survey, Tally};
use super::tooltip::shorten;
use super::{Look, Words, hotkeys, scanning, snooze};
use crate::model::event::{Click, Link};
use crate::model::{Condition, Model};
use crate::protocol::Operation;
use crate::site::{Action, Project, ProjectId, Server, Site};

/// More rows than this do not fit on a screen.
const FITS: usize = 40;

/// More projects of a server than this go into a submenu, and so do more one-click actions.
const SHOWN: usize = 20;

/// More errors of the configuration than this are counted, not shown.
const SHOWN_PROBLEMS: usize = 10;

/// Longer errors of the configuration are broken into lines. In characters.
const WRAP_AT: usize = 80;

/// A longer line would not fit on a small screen. In UTF-16 units.
const MAX_LABEL: usize = 100;

/// Names are cut to this where there are two of them on a line. In UTF-16 units.
const MAX_NAME: usize = 24;

/// The whole menu of an icon, before anything is opened.
pub(super) fn top(survey: &Survey<'_>, scope: Scope) -> Menu {
    let (model, words) = (survey.model, survey.words);
    let mut groups = vec![silence(survey), problems(survey), hotkeys::taken(survey)];
    groups.extend(match scope {
        Scope::All => everything(survey),
        Scope::Server(_) | Scope::Project(_) => scoped::groups(survey, scope),
    });
    if is_folded(model.site()) {
        groups.push(vec![text(words.icons_folded(MOST_ICONS), None)]);
    }
    groups.push(snooze::rows(survey));
    groups.push(vec![
        entry(words.refresh(), None, Click::Refresh, true),
        entry(
            words.open_configuration(),
            None,
            Click::OpenConfiguration,
            true,
        ),
        autostart::row(survey),
        entry(words.about(), None, Click::About, true),
        entry(words.exit(), None, Click::Exit, true),
    ]);
    groups.retain(|group| !group.is_empty());
    Menu(groups.join(&Item::Separator))
}

/// What one click, or one scan, does.
fn one_click(survey: &Survey<'_>) -> Vec<Item> {
    let mut items = actions(survey);
    items.extend(scanning::row(survey));
    items
}

fn everything(survey: &Survey<'_>) -> Vec<Vec<Item>> {
    let (model, words) = (survey.model, survey.words);
    let site = model.site();
    let mut groups = vec![one_click(survey)];
    if fits(site) {
        let servers = 0..site.servers().len();
        groups.extend(servers.map(|server| server_group(survey, server)));
    } else {
        groups.push(servers(survey, 0..site.servers().len()));
    }
    if site.projects().next().is_none() && model.problems().is_empty() {
        groups.push(vec![text(words.no_projects(model.is_loaded()), None)]);
    }
    groups
}

/// What a row opens onto.
pub(super) fn behind(survey: &Survey<'_>, branch: &Branch) -> Vec<Item> {
    let model = survey.model;
    match branch {
        Branch::Project(project) => operations(survey, *project),
        Branch::Server(server) => {
            let place = model.site().place(*server);
            place.map_or_else(Vec::new, |place| project_rows(survey, place))
        }
        Branch::Projects(server, range) => {
            let place = model.site().place(*server);
            place.map_or_else(Vec::new, |place| projects(survey, place, range.clone()))
        }
        Branch::Servers(range) => servers(survey, range.clone()),
        Branch::Actions(range) => some_actions(survey, range.clone()),
    }
}

/// Whether the projects of all servers fit into the menu itself.
fn fits(site: &Site) -> bool {
    let headings = if is_headed(site) {
        site.servers().len()
    } else {
        0
    };
    let rows = site.servers().iter().map(|server| {
        let hidden = server.projects.len() > SHOWN;
        server.projects.len().min(SHOWN) + usize::from(hidden)
    });
    headings + rows.sum::<usize>() <= FITS
}

/// Whether it must be said which server a project is of.
fn is_headed(site: &Site) -> bool {
    site.servers().len() > 1
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

/// What stands above everything else when nothing is known of now.
fn silence(survey: &Survey<'_>) -> Vec<Item> {
    let words = survey.words;
    if !survey.model.is_monitor_silent() {
        return Vec::new();
    }
    vec![
        text(words.monitor_silent(), Some(Look::Stale)),
        text(words.monitor_silent_remedy(), None),
    ]
}

fn problems(survey: &Survey<'_>) -> Vec<Item> {
    let words = survey.words;
    let problems = survey.model.problems();
    if problems.is_empty() {
        return Vec::new();
    }
    let mut items = vec![text(words.configuration_broken(), Some(Look::Fault))];
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        items.extend(wrap(problem).into_iter().map(|line| text(line, None)));
    }
    if problems.len() > SHOWN_PROBLEMS {
        let rest = problems.len() - SHOWN_PROBLEMS;
        items.push(text(words.and_more(rest), None));
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

fn actions(survey: &Survey<'_>) -> Vec<Item> {
    let model = survey.model;
    let all = model.site().actions();
    let mut items = some_actions(survey, 0..all.len().min(SHOWN));
    if let Some(hidden) = all.get(SHOWN..).filter(|hidden| !hidden.is_empty()) {
        let label = survey.words.more(hidden.len());
        let branch = Branch::Actions(SHOWN..all.len());
        items.push(submenu(label, action_tally(model, hidden).look(), branch));
    }
    items
}

fn some_actions(survey: &Survey<'_>, range: Range<usize>) -> Vec<Item> {
    let model = survey.model;
    let all = model.site().actions();
    let row = |place: usize| all.get(place).map(|action| action_entry(survey, action));
    let part = |range: Range<usize>| {
        let part = all.get(range.clone())?;
        let name = between(survey.words, &part.first()?.name, &part.last()?.name);
        let look = action_tally(model, part).look();
        Some(submenu(name, look, Branch::Actions(range)))
    };
    divided(range, row, part)
}

fn action_tally(model: &Model, actions: &[Action]) -> Tally {
    let conditions = actions.iter().map(|action| model.condition(action.project));
    conditions.collect()
}

fn action_entry(survey: &Survey<'_>, action: &Action) -> Item {
    let model = survey.model;
    let condition = model.condition(action.project);
    let label = match condition {
        Condition::Pending { operation, .. } if operation == action.operation => {
            survey.words.project_condition(&action.name, &condition)
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

/// A server's projects under its name.
fn server_group(survey: &Survey<'_>, place: usize) -> Vec<Item> {
    let site = survey.model.site();
    let mut items = Vec::new();
    if is_headed(site)
        && let Some(server) = site.servers().get(place)
    {
        items.push(text(heading(survey, server), None));
    }
    items.extend(project_rows(survey, place));
    items
}

fn heading(survey: &Survey<'_>, server: &Server) -> String {
    if is_down(survey.model, server) {
        survey.words.server_unreachable_heading(&server.name)
    } else {
        server.name.clone()
    }
}

fn is_down(model: &Model, server: &Server) -> bool {
    matches!(model.link(server.id), Link::Down(_))
}

/// Some servers, each a row that opens onto its projects.
fn servers(survey: &Survey<'_>, range: Range<usize>) -> Vec<Item> {
    let all = survey.model.site().servers();
    let part = |range: Range<usize>| {
        let part = all.get(range.clone())?;
        let name = between(survey.words, &part.first()?.name, &part.last()?.name);
        let tally = survey.servers(range.clone());
        let branch = Branch::Servers(range);
        Some(submenu(
            counted(survey, &name, &tally),
            tally.look(),
            branch,
        ))
    };
    divided(range, |place| server_row(survey, place), part)
}

fn server_row(survey: &Survey<'_>, place: usize) -> Option<Item> {
    let server = survey.model.site().servers().get(place)?;
    if server.projects.is_empty() {
        return Some(text(heading(survey, server), None));
    }
    let tally = survey.servers(place..place + 1);
    let label = if is_down(survey.model, server) {
        survey.words.server_unreachable_heading(&server.name)
    } else {
        counted(survey, &server.name, &tally)
    };
    Some(submenu(label, tally.look(), Branch::Server(server.id)))
}

/// The projects of a server; many of them are behind one more row.
fn project_rows(survey: &Survey<'_>, place: usize) -> Vec<Item> {
    let Some(server) = survey.model.site().servers().get(place) else {
        return Vec::new();
    };
    let number = server.projects.len();
    let mut items = projects(survey, place, 0..number.min(SHOWN));
    if number > SHOWN {
        let look = survey.projects(place, SHOWN..number).look();
        let branch = Branch::Projects(server.id, SHOWN..number);
        items.push(submenu(survey.words.more(number - SHOWN), look, branch));
    }
    items
}

fn projects(survey: &Survey<'_>, place: usize, range: Range<usize>) -> Vec<Item> {
    let Some(server) = survey.model.site().servers().get(place) else {
        return Vec::new();
    };
    let row = |project: usize| {
        let project = server.projects.get(project)?;
        Some(project_row(survey, project))
    };
    let part = |range: Range<usize>| {
        let part = server.projects.get(range.clone())?;
        let name = between(survey.words, &part.first()?.name, &part.last()?.name);
        let tally = survey.projects(place, range.clone());
        let branch = Branch::Projects(server.id, range);
        Some(submenu(
            counted(survey, &name, &tally),
            tally.look(),
            branch,
        ))
    };
    divided(range, row, part)
}

fn project_row(survey: &Survey<'_>, project: &Project) -> Item {
    let condition = survey.model.condition(project.id);
    submenu(
        survey.words.project_condition(&project.name, &condition),
        Look::from(&condition),
        Branch::Project(project.id),
    )
}

fn counted(survey: &Survey<'_>, name: &str, tally: &Tally) -> String {
    survey.words.named(name, &survey.words.counts(tally))
}

fn between(words: &Words, first: &str, last: &str) -> String {
    words.span(&shorten(first, MAX_NAME), &shorten(last, MAX_NAME))
}

fn operations(survey: &Survey<'_>, project: ProjectId) -> Vec<Item> {
    let (model, words) = (survey.model, survey.words);
    let mut items: Vec<Item> = Operation::ALL
        .into_iter()
        .map(|operation| {
            let click = Click::Operate { project, operation };
            let possible = model.may(project, operation).is_ok();
            entry(words.operation(operation), None, click, possible)
        })
        .collect();
    let details = Click::ShowDetails(project);
    items.push(entry(words.details(), None, details, true));
    items.push(Item::Separator);
    let pins = Operation::ALL.into_iter();
    items.extend(pins.map(|operation| pin_entry(survey, project, operation)));
    items
}

fn pin_entry(survey: &Survey<'_>, project: ProjectId, operation: Operation) -> Item {
    let words = survey.words;
    let mut actions = survey.model.site().actions().iter();
    let pinned = actions.any(|action| action.project == project && action.operation == operation);
    if pinned {
        let click = Click::Unpin { project, operation };
        entry(words.unpin(operation), None, click, true)
    } else {
        let click = Click::Pin { project, operation };
        entry(words.pin(operation), None, click, true)
    }
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

fn submenu(label: impl Into<String>, look: Look, branch: Branch) -> Item {
    Item::Submenu(Submenu {
        label: shorten(&label.into(), MAX_LABEL),
        look,
        branch,
    })
}
