//! The rows of an icon that stands for one server or project.

use super::super::Look;
use super::super::menu::{Branch, Item};
use super::super::scanning;
use super::super::scope::Scope;
use super::super::survey::Survey;
use super::actions::{action_entry, action_tally, allowed};
use super::operations::operations;
use super::projects::{heading, project_rows};
use super::{SHOWN, submenu, switch, text};
use crate::site::{ProjectId, ServerId};

/// The icon's own rows in groups: one-click actions, then what it stands for.
pub(super) fn groups(survey: &Survey<'_>, scope: Scope) -> Vec<Vec<Item>> {
    let own = match scope {
        Scope::All => Vec::new(),
        Scope::Server(server) => of_server(survey, server),
        Scope::Project(project) => of_project(survey, project),
    };
    let mut one_click = actions(survey, scope);
    one_click.extend(scanning::row(survey));
    one_click.extend(match scope {
        Scope::Server(server) => switch::row_of(survey, server),
        Scope::All | Scope::Project(_) => None,
    });
    vec![one_click, own]
}

fn of_server(survey: &Survey<'_>, server: ServerId) -> Vec<Item> {
    let site = survey.model.site();
    let Some((server, place)) = site.server(server).zip(site.place(server)) else {
        return Vec::new();
    };
    let mut items = vec![text(heading(survey, server), None)];
    items.extend(project_rows(survey, place));
    items
}

/// What can be done with it, without a row to open first.
fn of_project(survey: &Survey<'_>, project: ProjectId) -> Vec<Item> {
    let model = survey.model;
    let Some((server, known)) = model.site().project(project) else {
        return Vec::new();
    };
    let condition = model.condition(project);
    let says = survey.words.project_condition(&known.name, &condition);
    let says = survey.words.icon_says(&server.name, &says);
    let mut items = vec![text(says, Some(Look::from(&condition)))];
    items.extend(operations(survey, project));
    items
}

/// The one-click actions of what the icon stands for. Many of them are behind one more row, with
/// those of all others.
fn actions(survey: &Survey<'_>, scope: Scope) -> Vec<Item> {
    let model = survey.model;
    let site = model.site();
    let all = allowed(model);
    let belongs = |project: ProjectId| match scope {
        Scope::All => true,
        Scope::Server(id) => site
            .project(project)
            .is_some_and(|(server, _)| server.id == id),
        Scope::Project(id) => project == id,
    };
    let own = all.iter().filter(|action| belongs(action.project));
    let mut rows: Vec<Item> = own.map(|action| action_entry(survey, action)).collect();
    if rows.len() > SHOWN {
        rows.truncate(SHOWN);
        let look = action_tally(model, &all).look();
        let branch = Branch::Actions(0..all.len());
        rows.push(submenu(survey.words.more(all.len()), look, branch));
    }
    rows
}
