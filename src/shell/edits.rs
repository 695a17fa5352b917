//! What the model has changed in the configuration, as edits of the file.

use pekat_tray::config::{self, Edit};
use pekat_tray::model::{self, Effect, Model};
use pekat_tray::view::{self, Words};

/// The edit that an effect asks for. `None` if what it is about is no longer configured, or it asks for
/// none.
pub(super) fn edit(model: &Model, words: &Words, effect: Effect) -> Option<Edit> {
    let site = model.site();
    match effect {
        Effect::Pin { project, operation } => {
            let (_, known) = site.project(project)?;
            let name = words.action_name(operation, &known.name);
            Edit::pin(site, project, operation, name)
        }
        Effect::Unpin { project, operation } => Edit::unpin(site, project, operation),
        Effect::AddServer { name, address } => Some(Edit::add_server(site, &name, &address)),
        Effect::AddProjects { home, projects } => {
            let home = view::named_home(model, words, &home)?;
            Some(Edit::AddProjects {
                server: config::Home {
                    name: home.name,
                    address: home.address.map(|address| address.to_string()),
                },
                projects: projects.into_iter().map(added).collect(),
            })
        }
        Effect::RemoveProject(project) => Edit::remove_project(site, project),
        Effect::RemoveServer(server) => Edit::remove_server(site, server),
        Effect::Watch(_)
        | Effect::Operate { .. }
        | Effect::Revoke { .. }
        | Effect::Refresh
        | Effect::Retry(_)
        | Effect::Rouse(_)
        | Effect::Reload
        | Effect::Notify { .. }
        | Effect::Withdraw(_)
        | Effect::BindHotkeys(_)
        | Effect::ShowScanning
        | Effect::ShowDialog
        | Effect::ProbeServer { .. }
        | Effect::ProbeProject { .. }
        | Effect::Find { .. }
        | Effect::OpenConfiguration
        | Effect::ShowDetails(_)
        | Effect::SetAutostart(_)
        | Effect::ShowAbout
        | Effect::Confirm(_)
        | Effect::WithdrawQuestion(_)
        | Effect::CopyPath(_)
        | Effect::OpenPage(_)
        | Effect::Exit => None,
    }
}

fn added(project: model::NewProject) -> config::NewProject {
    config::NewProject {
        name: project.name,
        path: project.path.to_string(),
        port: project.port.map(u16::from),
    }
}
