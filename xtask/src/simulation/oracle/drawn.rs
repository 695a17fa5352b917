//! The icon and its tooltip, as they were last drawn, agree with what each project is shown as.

use std::collections::BTreeSet;
use std::time::Duration;

use pekat_tray::model::event::Link;
use pekat_tray::model::{Condition, Model};
use pekat_tray::protocol::Status;
use pekat_tray::site::ServerId;
use pekat_tray::view::{Look, View};
use tokio::time::Instant;

use super::SLACK;

/// What Windows shows at most, in UTF-16 units.
const MAX_UNITS: usize = 127;

/// Compares what is drawn with the model.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    wrong_since: Option<Instant>,
}

impl Drawn {
    /// Checks the last drawing. A new one must be right; one that time alone has made wrong is drawn
    /// again with the next `heartbeat`.
    pub(super) fn check(
        &mut self,
        model: &Model,
        drawing: Drawing<'_>,
        heartbeat: Duration,
    ) -> Result<(), String> {
        let checked = check(model, drawing.view);
        if checked.is_ok() {
            self.wrong_since = None;
            return Ok(());
        }
        let now = Instant::now();
        let since = *self.wrong_since.get_or_insert(now);
        match drawing.is_new || now - since > heartbeat + SLACK {
            true => checked,
            false => Ok(()),
        }
    }
}

/// What the user sees.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulation) struct Drawing<'a> {
    pub(in crate::simulation) view: &'a View,
    /// Whether it was drawn just now.
    pub(in crate::simulation) is_new: bool,
}

fn check(model: &Model, drawn: &View) -> Result<(), String> {
    let site = model.site();
    let shown = site.projects();
    let shown = shown.map(|(server, project)| {
        let condition = model.condition(project.id);
        (server.id, project.name.as_str(), condition)
    });
    let shown: Vec<(ServerId, &str, Condition)> = shown.collect();
    let looks = shown.iter().map(|(.., condition)| Look::from(condition));
    let look = looks.min().unwrap_or(Look::Nothing);
    if drawn.icon.look != look {
        let look = drawn.icon.look;
        return Err(format!(
            "the icon shows {look:?}, and the projects {shown:?}"
        ));
    }
    check_tooltip(model, &shown, &drawn.tooltip)
        .map_err(|wrong| format!("the tooltip {:?} {wrong}", drawn.tooltip))
}

fn check_tooltip(
    model: &Model,
    shown: &[(ServerId, &str, Condition)],
    tooltip: &str,
) -> Result<(), String> {
    if shown.is_empty() || model.is_monitor_silent() {
        return Ok(());
    }
    let mut expected = counts(shown);
    let down: BTreeSet<&str> = model
        .site()
        .servers()
        .iter()
        .filter(|server| matches!(model.link(server.id), Link::Down(_)))
        .map(|server| server.name.as_str())
        .collect();
    expected.extend(down.iter().map(|name| format!("{name} unreachable")));
    let faulty = shown
        .iter()
        .filter(|(.., it)| Look::from(it) == Look::Fault);
    expected.extend(faulty.map(|(_, name, _)| format!("{name} — ")));
    let cut = tooltip.encode_utf16().count() == MAX_UNITS && tooltip.ends_with('…');
    let missing = expected.iter().find(|part| !tooltip.contains(*part));
    if let Some(missing) = missing.filter(|_| !cut) {
        return Err(format!("does not say {missing:?}"));
    }
    // Nothing is counted that is not so.
    let counted = tooltip.split("; ").next().unwrap_or_default().split(", ");
    let extra = counted
        .filter(|part| part.starts_with(|first: char| first.is_ascii_digit()))
        .filter(|part| !part.contains(" — ") && !part.contains('…'))
        .find(|part| !expected.iter().any(|expected| expected == part));
    match extra {
        None => Ok(()),
        Some(extra) => Err(format!("says {extra:?}, and {expected:?} is so")),
    }
}

/// How many projects are what, in words.
fn counts(shown: &[(ServerId, &str, Condition)]) -> Vec<String> {
    let count = |words: &str, counts: fn(&Condition) -> bool| {
        let number = shown.iter().filter(|(.., it)| counts(it)).count();
        (number > 0).then(|| format!("{number} {words}"))
    };
    let all = [
        count("at fault", |it| matches!(it, Condition::Fault(_))),
        count("without news", |it| matches!(it, Condition::Stale { .. })),
        count("changing", |it| Look::from(it) == Look::Changing),
        count("running", |it| *it == Condition::Status(Status::Running)),
        count("stopped", |it| *it == Condition::Status(Status::Stopped)),
    ];
    all.into_iter().flatten().collect()
}
