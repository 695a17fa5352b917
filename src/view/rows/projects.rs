//! Servers and their projects, in the configured order.

use std::ops::Range;

use super::super::Look;
use super::super::menu::{Branch, Item};
use super::super::survey::{Survey, Tally};
use super::{FITS, SHOWN, between, divided, submenu, text};
use crate::model::Model;
use crate::model::event::Link;
use crate::site::{Project, Server, Site};

/// Whether the projects of all servers fit into the menu itself.
pub(super) fn fits(site: &Site) -> bool {
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

/// A server's projects under its name.
pub(super) fn server_group(survey: &Survey<'_>, place: usize) -> Vec<Item> {
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

pub(super) fn heading(survey: &Survey<'_>, server: &Server) -> String {
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
pub(super) fn servers(survey: &Survey<'_>, range: Range<usize>) -> Vec<Item> {
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
pub(super) fn project_rows(survey: &Survey<'_>, place: usize) -> Vec<Item> {
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

pub(super) fn projects(survey: &Survey<'_>, place: usize, range: Range<usize>) -> Vec<Item> {
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
