//! Who decides which servers and projects there are.

use super::super::{Effect, Model, Notice};
use crate::site::{Keeper, ProjectId, Role, ServerId};

/// Why the user may not change which servers and projects there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restraint {
    /// The user of this program only looks.
    Viewer,
    /// It is set for all users of this computer.
    Machine,
    /// It is set by the organisation.
    Organisation,
}

impl Model {
    /// Whether the user may add servers and projects.
    ///
    /// # Errors
    /// When somebody else decides on that.
    pub fn may_add(&self) -> Result<(), Restraint> {
        match (self.site.role, self.site.rules.own_servers) {
            (Role::Viewer, _) => Err(Restraint::Viewer),
            (Role::Operator, false) => Err(Restraint::Organisation),
            (Role::Operator, true) => Ok(()),
        }
    }

    /// Whether the user may take a project from the configuration.
    ///
    /// # Errors
    /// When somebody else decides on that.
    pub fn may_remove_project(&self, project: ProjectId) -> Result<(), Restraint> {
        let known = self.site.project(project);
        self.may_remove(known.map(|(_, project)| project.keeper))
    }

    /// Whether the user may take a server from the configuration.
    ///
    /// # Errors
    /// When somebody else decides on that.
    pub fn may_remove_server(&self, server: ServerId) -> Result<(), Restraint> {
        let known = self.site.server(server);
        self.may_remove(known.map(|server| server.keeper))
    }

    fn may_remove(&self, keeper: Option<Keeper>) -> Result<(), Restraint> {
        match keeper.unwrap_or_default() {
            Keeper::Organisation => Err(Restraint::Organisation),
            Keeper::Machine => Err(Restraint::Machine),
            Keeper::User => Ok(()),
        }?;
        self.may_add()
    }

    /// Tells why servers and projects are not for the user to change.
    pub(in crate::model) fn restrained(&mut self, restraint: Restraint) -> Vec<Effect> {
        self.notify(Notice::NotChangeable(restraint))
    }
}
