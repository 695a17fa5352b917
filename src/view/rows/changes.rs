//! What adds and removes servers and projects. What is not for the user to change is absent.

use std::ops::Range;

use super::super::menu::{Branch, Item};
use super::super::survey::Survey;
use super::{between, divided, entry, groups, submenu};
use crate::model::event::Click;
use crate::site::{ProjectId, Server, ServerId};

/// The row that opens onto all of it. Where nothing is configured its rows are in the menu itself.
pub(super) fn row(survey: &Survey<'_>) -> Option<Item> {
    let model = survey.model;
    let wanted = model.is_loaded() && model.may_add().is_ok() && !is_bare(survey);
    wanted.then(|| submenu(survey.words.add_or_remove(), None, Branch::Change))
}

/// What to begin with where nothing is configured.
pub(super) fn first(survey: &Survey<'_>) -> Vec<Item> {
    match survey.model.may_add().is_ok() && is_bare(survey) {
        true => add(survey),
        false => Vec::new(),
    }
}

/// Whether nothing is configured, and nothing is wrong.
fn is_bare(survey: &Survey<'_>) -> bool {
    let model = survey.model;
    let empty = model.site().servers().is_empty();
    empty && model.is_loaded() && model.problems().is_empty()
}

/// What was found by itself, where nothing is configured.
pub(super) fn found(survey: &Survey<'_>) -> Vec<Item> {
    let found = survey.model.found_at_first_start().len();
    let row = || entry(survey.words.add_found(found), None, Click::AddFound, true);
    let wanted = found > 0 && survey.model.may_add().is_ok();
    wanted.then(row).into_iter().collect()
}

fn add(survey: &Survey<'_>) -> Vec<Item> {
    let words = survey.words;
    vec![
        entry(words.find_projects(), None, Click::FindProjects, true),
        entry(words.add_project(), None, Click::AddProject(None), true),
        entry(words.add_server(), None, Click::AddServer, true),
    ]
}

/// What the row opens onto.
pub(super) fn all(survey: &Survey<'_>) -> Vec<Item> {
    let model = survey.model;
    if model.may_add().is_err() {
        return Vec::new();
    }
    let servers = model.site().servers();
    let any = servers.iter().any(|server| is_removable(survey, server));
    let branch = Branch::RemoveServers(0..servers.len());
    let remove = any.then(|| submenu(survey.words.remove_a_server(), None, branch));
    groups([add(survey), remove.into_iter().collect()])
}

/// Some servers, each a row that removes it.
pub(super) fn servers(survey: &Survey<'_>, range: Range<usize>) -> Vec<Item> {
    let all = survey.model.site().servers();
    let row = |place: usize| {
        let server = all.get(place)?;
        let click = Click::RemoveServer(server.id);
        is_removable(survey, server).then(|| entry(server.name.clone(), None, click, true))
    };
    let part = |range: Range<usize>| {
        let part = all.get(range.clone())?;
        let name = between(survey.words, &part.first()?.name, &part.last()?.name);
        let any = part.iter().any(|server| is_removable(survey, server));
        any.then(|| submenu(name, None, Branch::RemoveServers(range)))
    };
    divided(range, row, part)
}

/// Below the projects of a server.
pub(super) fn of_server(survey: &Survey<'_>, server: ServerId) -> Vec<Item> {
    let (model, words) = (survey.model, survey.words);
    let mut items = Vec::new();
    if model.may_add().is_ok() {
        let add = Click::AddProject(Some(server));
        items.push(entry(words.add_project(), None, add, true));
    }
    if model.may_remove_server(server).is_ok() {
        let remove = Click::RemoveServer(server);
        items.push(entry(words.remove_this_server(), None, remove, true));
    }
    items
}

/// Below what can be done with a project.
pub(super) fn of_project(survey: &Survey<'_>, project: ProjectId) -> Vec<Item> {
    let model = survey.model;
    let known = model.site().project(project).is_some();
    let removable = known && model.may_remove_project(project).is_ok();
    let remove = Click::RemoveProject(project);
    let row = || entry(survey.words.remove(), None, remove, true);
    removable.then(row).into_iter().collect()
}

fn is_removable(survey: &Survey<'_>, server: &Server) -> bool {
    survey.model.may_remove_server(server.id).is_ok()
}
