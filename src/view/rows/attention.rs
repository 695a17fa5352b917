//! Who needs somebody, above all rows that are always there.
//!
//! Their usual rows stay where they are configured, so that a hand that knows the way finds them there:
//! the menu grows away from the taskbar, and what is added at its top moves nothing below.

use super::super::menu::{Branch, Item};
use super::super::scope::Scope;
use super::super::survey::{Class, Survey};
use super::super::words::Names;
use super::super::{Look, tooltip};
use super::{FITS, MAX_NAME, submenu, text};
use crate::model::Condition;
use crate::site::ProjectId;

/// More are counted, not shown. Each has two rows.
pub(in crate::view) const MOST_FAULTS: usize = 10;

/// So many are shown even where the rest of the menu fills the screen.
const FEWEST_FAULTS: usize = 3;

/// A longer reason is cut; the details have all of it. In UTF-16 units.
const MAX_REASON: usize = 80;

/// The first projects at fault in the configured order, each with its reason; `others` is how many rows
/// the menu has besides.
pub(super) fn faults(survey: &Survey<'_>, scope: Scope, others: usize) -> Vec<Item> {
    let number = survey.tally_of(scope).number(Class::Fault);
    // The menu of a single project tells of it anyway.
    if number == 0 || matches!(scope, Scope::Project(_)) {
        return Vec::new();
    }
    let room = FITS.saturating_sub(others) / 2;
    let shown = room.clamp(FEWEST_FAULTS, MOST_FAULTS);
    let mut items = vec![text(survey.words.needs_attention(), None)];
    for project in survey.faulty(scope).into_iter().take(shown) {
        let rows = [fault(survey, project), reason(survey, project)];
        items.extend(rows.into_iter().flatten());
    }
    if number > shown {
        items.push(text(survey.words.more_faults(number - shown), None));
    }
    items
}

/// The row of a project at fault, as it is now.
pub(super) fn fault(survey: &Survey<'_>, project: ProjectId) -> Option<Item> {
    let (server, known) = survey.model.site().project(project)?;
    let condition = survey.model.condition(project);
    let name = match survey.model.site().servers() {
        [_] => known.name.clone(),
        _ => survey
            .words
            .on_server(&short(&known.name), &short(&server.name)),
    };
    let label = survey.words.project_condition(&name, &condition);
    Some(submenu(
        label,
        Look::from(&condition),
        Branch::Fault(project),
    ))
}

/// Why a project is at fault, in the line below its row; or what else there is to say of it once that
/// has passed.
pub(super) fn reason(survey: &Survey<'_>, project: ProjectId) -> Option<Item> {
    let words = survey.words;
    let (server, known) = survey.model.site().project(project)?;
    let condition = survey.model.condition(project);
    let reason = match condition {
        Condition::Connecting => words.condition(&condition),
        Condition::Fault(_) | Condition::Unreachable(_) | Condition::Stale { .. } => {
            let remedy = words.remedy(&Names::new(server, known), &condition);
            remedy.unwrap_or_else(|| words.condition(&condition))
        }
        Condition::Pending { .. } | Condition::Status(_) => words.no_fault(),
    };
    Some(text(tooltip::shorten_at_word(&reason, MAX_REASON), None))
}

fn short(name: &str) -> String {
    tooltip::shorten(name, MAX_NAME)
}
