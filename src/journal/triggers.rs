//! Hot keys that cannot be had, and codes that were scanned.

use super::{Line, clicked};
use crate::model::Model;
use crate::model::event::Click;
use crate::protocol::Excerpt;
use crate::site::{Hotkey, is_other_layout};

/// Which hot keys have come to be taken, and which are no longer.
pub(super) fn taken(model: &Model, taken: &[Hotkey]) -> Vec<Line> {
    let before: Vec<Hotkey> = model.taken_hotkeys().map(|(hotkey, _)| hotkey).collect();
    let new = taken.iter().filter(|hotkey| !before.contains(hotkey));
    let new = new.map(|hotkey| Line::warning(format!("hot key {hotkey}: another program has it")));
    let free = before.iter().filter(|hotkey| !taken.contains(hotkey));
    let free = free.map(|hotkey| Line::info(format!("hot key {hotkey}: works now")));
    new.chain(free).collect()
}

/// What was scanned, and what it stands for.
pub(super) fn scanned(model: &Model, text: &str) -> Vec<Line> {
    let text = text.trim();
    if model.scanning().is_none() || text.is_empty() {
        return Vec::new();
    }
    let code = Excerpt::new(text.as_bytes());
    let Some(action) = model.action_scanned(text) else {
        let reason = match is_other_layout(text) {
            true => "no code, but digits in another keyboard layout",
            false => "no code of what may be done",
        };
        return vec![Line::warning(format!("scanned {code}: {reason}"))];
    };
    let (project, operation) = (action.project, action.operation);
    let mut lines = vec![Line::info(format!("scanned {code}: “{}”", action.name))];
    lines.extend(clicked(model, &Click::Operate { project, operation }));
    lines
}
