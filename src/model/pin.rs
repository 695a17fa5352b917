//! What is kept at the top of the menu, and whose it is to say so.

use super::{Effect, Model, Refusal};
use crate::protocol::Operation;
use crate::site::{Action, Keeper, ProjectId, Role};

/// What there is to be done about an operation at the top of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinning {
    /// To keep it there.
    Pin,
    /// To take it from there.
    Unpin,
}

impl Model {
    /// What the user may do about an operation at the top of the menu.
    ///
    /// # Errors
    /// When that is not for the user to say.
    pub fn pinning(&self, project: ProjectId, operation: Operation) -> Result<Pinning, Refusal> {
        if self.site.role != Role::Operator || !self.site.allows(project, operation) {
            return Err(Refusal::NotAllowed);
        }
        if !self.site.rules.own_actions {
            return Err(Refusal::Managed);
        }
        let does_it = |it: &&Action| it.project == project && it.operation == operation;
        let pinned = self.site.actions().iter().filter(does_it);
        let keepers: Vec<Keeper> = pinned.map(|action| action.keeper).collect();
        if keepers.is_empty() {
            Ok(Pinning::Pin)
        } else if keepers.contains(&Keeper::User) {
            Ok(Pinning::Unpin)
        } else if keepers.contains(&Keeper::Organisation) {
            Err(Refusal::Managed)
        } else {
            Err(Refusal::NotAllowed)
        }
    }

    /// Does about an operation at the top of the menu what was clicked.
    pub(super) fn pin(
        &mut self,
        project: ProjectId,
        operation: Operation,
        effect: Effect,
    ) -> Vec<Effect> {
        match self.pinning(project, operation) {
            Ok(_) => self.retry_besides(project, effect),
            Err(refusal) => self.refuse(project, operation, refusal),
        }
    }
}
