//! Who needs somebody, above all rows that are always there.
//!
//! Their usual rows stay where they are configured, so that a hand that knows the way finds them there:
//! the menu grows away from the taskbar, and what is added at its top moves nothing below.

use super::super::menu::{Branch, Entry, Item};
use super::super::scope::Scope;
use super::super::survey::{Class, Survey};
use super::super::words::Names;
use super::super::{Look, tooltip};
use super::lines::{goes_on, lines};
use super::{FITS, MAX_NAME, submenu, text};
use crate::model::Condition;
use crate::site::ProjectId;

/// More are counted, not shown. Each has a row, and the lines of its reason.
pub(in crate::view) const MOST_FAULTS: usize = 10;

/// So many are shown even where the rest of the menu fills the screen.
const FEWEST_FAULTS: usize = 2;

/// A reason that has more lines is cut; the details have all of it.
const REASON_LINES: usize = 3;

/// The first projects at fault in the configured order, each with its reason; `others` is how many rows
/// the menu has besides.
pub(super) fn faults(survey: &Survey<'_>, scope: Scope, others: usize) -> Vec<Item> {
    let number = survey.tally_of(scope).number(Class::Fault);
    // The menu of a single project tells of it anyway.
    if number == 0 || matches!(scope, Scope::Project(_)) {
        return Vec::new();
    }
    let mut room = FITS.saturating_sub(others);
    let mut items = vec![text(survey.words.needs_attention(), None)];
    let mut shown = 0;
    for project in survey.faulty(scope) {
        let row = fault(survey, project);
        let rows: Vec<Item> = row.into_iter().chain(reason(survey, project)).collect();
        if shown >= FEWEST_FAULTS && rows.len() > room {
            break;
        }
        room = room.saturating_sub(rows.len());
        items.extend(rows);
        shown += 1;
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

/// Why a project is at fault, in the lines below its row.
fn reason(survey: &Survey<'_>, project: ProjectId) -> Vec<Item> {
    let reason = reason_text(survey, project);
    let lines = reason.map(|reason| lines(&reason, REASON_LINES));
    let lines = lines.into_iter().flatten();
    lines.map(|line| text(line, None)).collect()
}

/// Rows of a menu that cannot get or lose any, below the row of a project that was at fault: its
/// reason as it is now, and then the rows that follow. Lines that it has no more are empty.
pub(super) fn reason_kept(
    survey: &Survey<'_>,
    project: ProjectId,
    shown: usize,
) -> Option<Vec<Item>> {
    let mut lines = lines(&reason_text(survey, project)?, shown);
    lines.resize(shown, String::new());
    Some(lines.into_iter().map(|line| text(line, None)).collect())
}

/// How many of these rows are the lines of one reason.
pub(super) fn reason_lines(rows: &[Item]) -> usize {
    let says = |row: &Item| match row {
        Item::Entry(Entry {
            click: None, label, ..
        }) => Some(goes_on(label)),
        Item::Entry(Entry { click: Some(_), .. }) | Item::Separator | Item::Submenu(_) => None,
    };
    let mut rows = rows.iter();
    match rows.next().and_then(says) {
        Some(_) => 1 + rows.take_while(|row| says(row) == Some(true)).count(),
        None => 0,
    }
}

/// Why a project is at fault; or what else there is to say of it once that has passed.
fn reason_text(survey: &Survey<'_>, project: ProjectId) -> Option<String> {
    let words = survey.words;
    let (server, known) = survey.model.site().project(project)?;
    let condition = survey.model.condition(project);
    Some(match condition {
        Condition::Connecting => words.condition(&condition),
        Condition::Fault(_) | Condition::Unreachable(_) | Condition::Stale { .. } => {
            let remedy = words.remedy(
                &Names::new(server, known),
                &condition,
                survey.model.link(server.id),
            );
            remedy.unwrap_or_else(|| words.condition(&condition))
        }
        Condition::Pending { .. } | Condition::Status(_) => words.no_fault(),
    })
}

fn short(name: &str) -> String {
    tooltip::shorten(name, MAX_NAME)
}
