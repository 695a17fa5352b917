//! Events as lines of the story.

use pekat_tray::model::Condition;
use pekat_tray::model::event::{Click, Event};
use pekat_tray::site::ProjectId;

use super::Client;

impl Client {
    /// Returns the line for an event, or `None` if it changes nothing.
    pub(super) fn in_words(&mut self, event: &Event) -> Option<String> {
        let site = self.model.site();
        let name = |project: &ProjectId| {
            let known = site.project(*project);
            known.map_or_else(String::new, |(_, known)| known.name.clone())
        };
        Some(match event {
            Event::Polled { project, reading } => {
                let (before, name) = (self.model.condition(*project), name(project));
                let answer = reading.answer.clone();
                let last = self.answers.insert(*project, answer.clone());
                let shown = !matches!(before, Condition::Connecting | Condition::Unreachable(_));
                if shown && last.as_ref() == Some(&answer) {
                    return None;
                }
                format!("{name} says {answer:?} (shown as {before:?})")
            }
            Event::Answered { ticket, answer, .. } => {
                let mut ordered = self.ordered.iter();
                let (_, project, operation) = ordered.find(|(known, ..)| known == ticket)?;
                format!("{operation} of {}: {answer:?}", name(project))
            }
            Event::Clicked(Click::Operate { project, operation }) => {
                format!("click: {operation} {}", name(project))
            }
            Event::Link { server, link } => {
                let known = site.server(*server);
                let name = known.map_or("", |known| &known.name);
                format!("{name} is {link:?}")
            }
            Event::Awoke { .. } => "awoke".to_owned(),
            Event::Tick | Event::Configured(_) => return None,
            Event::MonitorSilent
            | Event::Seen(_)
            | Event::Clicked(_)
            | Event::HotkeysTaken(_)
            | Event::Scanned(_)
            | Event::ScanningClosed
            | Event::NotSaved(_)
            | Event::NotOpened(_)
            | Event::NotServed { .. }
            | Event::Confirmed { .. }
            | Event::Autostart(_)
            | Event::AutostartNotSet(_)
            | Event::Entered { .. }
            | Event::Picked { .. }
            | Event::DialogClosed { .. }
            | Event::Reached { .. }
            | Event::Probed { .. }
            | Event::Found { .. } => format!("{event:?}"),
        })
    }
}
