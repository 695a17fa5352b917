//! Which faults the user may not have seen yet. Opening a menu shows all those that it tells of.

use super::event::Seen;
use super::{Effect, Model};
use crate::site::ProjectId;

impl Model {
    /// Whether a project is at fault, and no menu that tells of it was opened since.
    pub fn is_unseen(&self, project: ProjectId) -> bool {
        let state = self.projects.get(&project);
        state.is_some_and(|state| state.standing.is_marked())
    }

    /// Takes note that what is new of this has been seen.
    pub(super) fn seen(&mut self, seen: Seen) -> Vec<Effect> {
        for (id, state) in &mut self.projects {
            let is_seen = match seen {
                Seen::All => true,
                Seen::Server(server) => state.server == server,
                Seen::Project(project) => *id == project,
            };
            if is_seen {
                state.standing.was_seen();
            }
        }
        Vec::new()
    }
}
