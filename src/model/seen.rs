//! Which faults the user may not have seen yet. Opening a menu shows all those that it tells of.

use super::event::Seen;
use super::{Condition, Effect, Fault, Model};
use crate::site::ProjectId;

/// What is known of whether a fault was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// There is none.
    None,
    /// It is new.
    New(Fault),
    /// It was seen.
    Seen(Fault),
}

impl Model {
    /// Whether a project is at fault, and no menu that tells of it was opened since.
    pub fn is_unseen(&self, project: ProjectId) -> bool {
        let state = self.projects.get(&project);
        state.is_some_and(|state| matches!(state.mark, Mark::New(_)))
    }

    /// Takes note that what is new of this has been seen.
    pub(super) fn seen(&mut self, seen: Seen) -> Vec<Effect> {
        for (id, state) in &mut self.projects {
            let is_seen = match seen {
                Seen::All => true,
                Seen::Server(server) => state.server == server,
                Seen::Project(project) => *id == project,
            };
            if let Mark::New(fault) = &state.mark
                && is_seen
            {
                state.mark = Mark::Seen(fault.clone());
            }
        }
        Vec::new()
    }

    /// Marks a fault that is new, and forgets one that is over.
    pub(super) fn mark(&mut self, project: ProjectId, condition: &Condition) {
        self.project_mut(project, |state| match (condition, &state.mark) {
            (Condition::Fault(fault), Mark::New(known) | Mark::Seen(known))
                if known.tells(fault) => {}
            (Condition::Fault(fault), _) => state.mark = Mark::New(fault.clone()),
            // The fault may be there still.
            (
                Condition::Unreachable(_)
                | Condition::Stale { .. }
                | Condition::Connecting
                | Condition::Pending { .. },
                _,
            ) => {}
            (Condition::Status(_), _) => state.mark = Mark::None,
        });
    }
}
