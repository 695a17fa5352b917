//! What the model has changed in the configuration, as edits of the file that need words. `None` if what
//! they are about is no longer configured.

use crate::config::{self, Edit};
use crate::model::{self, Model};
use crate::protocol::Operation;
use crate::site::ProjectId;
use crate::view::{self, Words};

/// Keeps an operation at the top of the menu.
pub(super) fn pin(
    model: &Model,
    words: &Words,
    project: ProjectId,
    operation: Operation,
) -> Option<Edit> {
    let site = model.site();
    let (_, known) = site.project(project)?;
    let name = words.action_name(operation, &known.name);
    Edit::pin(site, project, operation, name)
}

/// Adds projects, and their server if that is new.
pub(super) fn add_projects(
    model: &Model,
    words: &Words,
    home: &model::Home,
    projects: Vec<model::NewProject>,
) -> Option<Edit> {
    let home = view::named_home(model, words, home)?;
    Some(Edit::AddProjects {
        server: config::Home {
            name: home.name,
            address: home.address.map(|address| address.to_string()),
        },
        projects: projects.into_iter().map(added).collect(),
    })
}

fn added(project: model::NewProject) -> config::NewProject {
    config::NewProject {
        name: project.name,
        path: project.path.to_string(),
        port: project.port.map(u16::from),
    }
}
