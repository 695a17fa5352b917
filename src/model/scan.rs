//! The window that codes are scanned into: whether it is open, and what became of the last code.

use super::event::QuestionId;
use super::{Effect, Model, Progress, Refusal};
use crate::protocol::{Excerpt, Operation};
use crate::site::{Action, ProjectId, is_other_layout};

/// The window, while it is open.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Scanning {
    /// How many codes were scanned into it.
    pub number: u64,
    /// The last of them.
    pub last: Option<Scan>,
}

/// What a code stood for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Nothing that may be done.
    Unknown(Excerpt),
    /// Nothing, and it looks like digits that were typed for another keyboard layout.
    OtherLayout,
    /// An action.
    Action {
        /// Its name.
        name: String,
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
        /// What has come of it.
        progress: Progress,
    },
}

impl Model {
    /// The window that codes are scanned into, if it is open.
    pub fn scanning(&self) -> Option<&Scanning> {
        self.scanning.as_ref()
    }

    /// The action that a scanned text stands for. What may not be done has no code.
    pub fn action_scanned(&self, text: &str) -> Option<&Action> {
        let action = self.site.action_of_code(text.trim())?;
        let allowed = self.site.allows(action.project, action.operation);
        allowed.then_some(action)
    }

    /// Opens the window, or brings it to the front. There is none where no code means anything.
    pub(super) fn open_scanning(&mut self) -> Vec<Effect> {
        if !self.site.takes_codes() {
            return Vec::new();
        }
        self.scanning.get_or_insert_default();
        vec![Effect::ShowScanning]
    }

    /// Carries out what a code stands for, as a click would.
    pub(super) fn scanned(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim();
        if self.scanning.is_none() || text.is_empty() {
            return Vec::new();
        }
        let (scan, effects) = match self.action_scanned(text).cloned() {
            Some(action) => self.scanned_action(action),
            None if is_other_layout(text) => (Scan::OtherLayout, Vec::new()),
            None => (Scan::Unknown(Excerpt::new(text.as_bytes())), Vec::new()),
        };
        if let Some(scanning) = &mut self.scanning {
            scanning.number += 1;
            scanning.last = Some(scan);
        }
        effects
    }

    fn scanned_action(&mut self, action: Action) -> (Scan, Vec<Effect>) {
        let (project, operation) = (action.project, action.operation);
        let (progress, effects) = self.wish(project, operation);
        let scan = Scan::Action {
            name: action.name,
            project,
            operation,
            // A code that was read twice is at work.
            progress: match progress == Progress::Refused(Refusal::Busy { project, operation }) {
                true => Progress::Ordered,
                false => progress,
            },
        };
        (scan, effects)
    }

    /// Takes note of what came of a question, if it is the one that the last code led to.
    pub(super) fn question_led_to(&mut self, question: QuestionId, came: Progress) {
        let last = self.scanning.as_mut().and_then(|it| it.last.as_mut());
        let Some(Scan::Action { progress, .. }) = last else {
            return;
        };
        if *progress == Progress::Asked(question) {
            *progress = came;
        }
    }

    pub(super) fn scanning_closed(&mut self) -> Vec<Effect> {
        self.scanning = None;
        Vec::new()
    }

    /// Closes the window where no code means anything any more, and forgets what is gone.
    pub(super) fn reconfigure_scanning(&mut self) {
        let takes_codes = self.site.takes_codes();
        let Some(scanning) = self.scanning.take_if(|_| takes_codes) else {
            self.scanning = None;
            return;
        };
        let last = scanning.last.filter(|scan| match scan {
            Scan::Unknown(_) | Scan::OtherLayout => true,
            Scan::Action { project, .. } => self.site.project(*project).is_some(),
        });
        self.scanning = Some(Scanning { last, ..scanning });
    }
}
