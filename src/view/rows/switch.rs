//! What can be switched to, for the changeover: one click once the row is open.

use std::ops::Range;

use super::super::Look;
use super::super::menu::{Branch, Item};
use super::super::survey::Survey;
use super::{SHOWN, between, divided, entry, submenu, text};
use crate::model::event::Click;
use crate::protocol::Operation;
use crate::site::{ProjectId, Server, ServerId, Site};

/// The row that opens onto all of it. Absent where there is nothing to choose from.
pub(super) fn row(survey: &Survey<'_>) -> Option<Item> {
    let site = survey.model.site();
    let mut servers = site.servers().iter();
    let row = || submenu(survey.words.switch_to(), None, Branch::Switch);
    servers
        .any(|server| is_changed_over(site, server))
        .then(row)
}

/// The row of one server, which opens onto its projects. Absent where there is nothing to choose from.
pub(super) fn row_of(survey: &Survey<'_>, server: ServerId) -> Option<Item> {
    let site = survey.model.site();
    let server = site.server(server)?;
    let branch = Branch::SwitchServer(server.id);
    is_changed_over(site, server).then(|| submenu(survey.words.switch_to(), None, branch))
}

/// What the row opens onto: the servers, or the projects of the only one.
pub(super) fn first(survey: &Survey<'_>) -> Vec<Item> {
    let site = survey.model.site();
    match site.servers() {
        [_] => server(survey, 0),
        several => servers(survey, 0..several.len()),
    }
}

/// Some servers, each a row that opens onto its projects.
pub(super) fn servers(survey: &Survey<'_>, range: Range<usize>) -> Vec<Item> {
    let site = survey.model.site();
    let all = site.servers();
    let row = |place: usize| {
        let server = all.get(place)?;
        let look = survey.servers(place..place + 1).look();
        let branch = Branch::SwitchServer(server.id);
        is_changed_over(site, server).then(|| submenu(server.name.clone(), look, branch))
    };
    let part = |range: Range<usize>| {
        let part = all.get(range.clone())?;
        let name = between(survey.words, &part.first()?.name, &part.last()?.name);
        let any = part.iter().any(|server| is_changed_over(site, server));
        any.then(|| submenu(name, None, Branch::SwitchServers(range)))
    };
    divided(range, row, part)
}

/// The projects of a server that can be switched to: the recent ones, then all in the configured order,
/// so that each has a place that stays.
pub(super) fn server(survey: &Survey<'_>, place: usize) -> Vec<Item> {
    let (model, words) = (survey.model, survey.words);
    let Some(server) = model.site().servers().get(place) else {
        return Vec::new();
    };
    let recent = model.recent(server.id).iter();
    let mut items: Vec<Item> = recent
        .filter_map(|recent| project(survey, *recent))
        .collect();
    if !items.is_empty() {
        items.insert(0, text(words.recent(), None));
        items.extend([Item::Separator, text(words.all(), None)]);
    }
    let number = server.projects.len();
    items.extend(projects(survey, place, 0..number.min(SHOWN)));
    if number > SHOWN {
        let branch = Branch::SwitchProjects(server.id, SHOWN..number);
        items.push(submenu(words.more(number - SHOWN), None, branch));
    }
    items
}

/// Some projects of a server that can be switched to, by their places in the configured order.
pub(super) fn projects(survey: &Survey<'_>, place: usize, range: Range<usize>) -> Vec<Item> {
    let Some(server) = survey.model.site().servers().get(place) else {
        return Vec::new();
    };
    let row = |place: usize| project(survey, server.projects.get(place)?.id);
    let part = |range: Range<usize>| {
        let part = server.projects.get(range.clone())?;
        let name = between(survey.words, &part.first()?.name, &part.last()?.name);
        let branch = Branch::SwitchProjects(server.id, range);
        Some(submenu(name, None, branch))
    };
    divided(range, row, part)
}

/// The row of a project, which switches to it. `None` if that is not allowed.
fn project(survey: &Survey<'_>, project: ProjectId) -> Option<Item> {
    let model = survey.model;
    let (_, known) = model.site().project(project)?;
    let operation = Operation::Switch;
    if !model.site().allows(project, operation) {
        return None;
    }
    let condition = model.condition(project);
    Some(entry(
        survey.words.project_condition(&known.name, &condition),
        Some(Look::from(&condition)),
        Click::Operate { project, operation },
        model.may(project, operation).is_ok(),
    ))
}

/// Whether there is a choice on a server.
fn is_changed_over(site: &Site, server: &Server) -> bool {
    let allowed = |project: ProjectId| site.allows(project, Operation::Switch);
    server.projects.len() > 1 && server.projects.iter().any(|it| allowed(it.id))
}
