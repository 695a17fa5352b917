//! What can be done with a project.

use super::super::menu::Item;
use super::super::survey::Survey;
use super::{changes, entry, groups};
use crate::model::Pinning;
use crate::model::event::Click;
use crate::protocol::Operation;
use crate::site::ProjectId;

/// What is not allowed is absent.
pub(super) fn operations(survey: &Survey<'_>, project: ProjectId) -> Vec<Item> {
    let (model, words) = (survey.model, survey.words);
    let site = model.site();
    let allowed = Operation::ALL.into_iter();
    let allowed: Vec<Operation> = allowed
        .filter(|operation| site.allows(project, *operation))
        .collect();
    let operate = allowed.iter().map(|operation| {
        let (operation, possible) = (*operation, model.may(project, *operation).is_ok());
        let click = Click::Operate { project, operation };
        entry(words.operation(operation), None, click, possible)
    });
    let pins = allowed.iter();
    let pins = pins.filter_map(|operation| pin_entry(survey, project, *operation));
    let looks = looks(survey, project);
    let change = changes::of_project(survey, project);
    groups([operate.collect(), looks, pins.collect(), change])
}

/// What changes nothing.
fn looks(survey: &Survey<'_>, project: ProjectId) -> Vec<Item> {
    let (site, words) = (survey.model.site(), survey.words);
    let mut items = vec![entry(
        words.details(),
        None,
        Click::ShowDetails(project),
        true,
    )];
    if site.page(project).is_some() {
        let page = Click::OpenPage(project);
        items.push(entry(words.open_page(), None, page, true));
    }
    if site.project(project).is_some() {
        let path = Click::CopyPath(project);
        items.push(entry(words.copy_path(), None, path, true));
    }
    items
}

/// What is not for the user to say is absent.
fn pin_entry(survey: &Survey<'_>, project: ProjectId, operation: Operation) -> Option<Item> {
    let words = survey.words;
    let (label, click) = match survey.model.pinning(project, operation).ok()? {
        Pinning::Pin => (words.pin(operation), Click::Pin { project, operation }),
        Pinning::Unpin => (words.unpin(operation), Click::Unpin { project, operation }),
    };
    Some(entry(label, None, click, true))
}
