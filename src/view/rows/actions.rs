//! The one-click actions.

use std::ops::Range;

use super::super::Look;
use super::super::menu::{Branch, Item};
use super::super::survey::{Survey, Tally};
use super::{SHOWN, between, divided, entry, submenu};
use crate::model::event::Click;
use crate::model::{Condition, Model};
use crate::site::Action;

pub(super) fn actions(survey: &Survey<'_>) -> Vec<Item> {
    let model = survey.model;
    let all = allowed(model);
    let mut items = some_actions(survey, 0..all.len().min(SHOWN));
    if let Some(hidden) = all.get(SHOWN..).filter(|hidden| !hidden.is_empty()) {
        let label = survey.words.more(hidden.len());
        let branch = Branch::Actions(SHOWN..all.len());
        items.push(submenu(label, action_tally(model, hidden).look(), branch));
    }
    items
}

pub(super) fn some_actions(survey: &Survey<'_>, range: Range<usize>) -> Vec<Item> {
    let model = survey.model;
    let all = allowed(model);
    let row = |place: usize| all.get(place).map(|action| action_entry(survey, action));
    let part = |range: Range<usize>| {
        let part = all.get(range.clone())?;
        let name = between(survey.words, &part.first()?.name, &part.last()?.name);
        let look = action_tally(model, part).look();
        Some(submenu(name, look, Branch::Actions(range)))
    };
    divided(range, row, part)
}

/// Those that may be clicked here; the others are absent.
pub(super) fn allowed(model: &Model) -> Vec<&Action> {
    let site = model.site();
    let all = site.actions().iter();
    all.filter(|action| site.allows(action.project, action.operation))
        .collect()
}

pub(super) fn action_tally(model: &Model, actions: &[&Action]) -> Tally {
    let conditions = actions.iter().map(|action| model.condition(action.project));
    conditions.collect()
}

pub(super) fn action_entry(survey: &Survey<'_>, action: &Action) -> Item {
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
