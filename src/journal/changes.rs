//! Lines about adding and removing servers and projects.

use super::{Line, name, words};
use crate::model::event::{Click, Finding, Peer, SearchId};
use crate::model::{Effect, Home, Model, NewProject, Restraint, Wish};
use crate::site::{ServerId, Site};

/// What a question is about.
pub(super) fn wish(site: &Site, wish: &Wish) -> String {
    match wish {
        Wish::Operate {
            project, operation, ..
        } => format!("{operation} {}", name(site, *project)),
        Wish::RemoveProject(project) => format!("remove {}", name(site, *project)),
        Wish::RemoveServer { server, .. } => format!("remove {}", server_name(site, *server)),
    }
}

/// What is written into the configuration or looked for, if it is that.
pub(super) fn ordered(site: &Site, effect: &Effect) -> Option<Line> {
    let line = match effect {
        Effect::Find { address, .. } => format!("looking for projects at {address}"),
        Effect::AddServer { name, address } => {
            format!("asked here to add server “{name}” at {address}")
        }
        Effect::AddProjects { home, projects } => {
            let home = match home {
                Home::Known(server) => server_name(site, *server),
                Home::New(address) => format!("this computer, {address}"),
            };
            let project = |it: &NewProject| format!("“{}” ({})", it.name, it.path);
            let projects: Vec<String> = projects.iter().map(project).collect();
            format!("asked here to add to {home}: {}", projects.join(", "))
        }
        Effect::RemoveProject(project) => {
            let place = words::place(site, *project);
            format!("asked here to remove {}{place}", name(site, *project))
        }
        Effect::RemoveServer(server) => {
            format!("asked here to remove {}", server_name(site, *server))
        }
        Effect::Watch(_)
        | Effect::Operate { .. }
        | Effect::Reload
        | Effect::Revoke { .. }
        | Effect::Refresh
        | Effect::Retry(_)
        | Effect::Notify { .. }
        | Effect::Withdraw(_)
        | Effect::Rouse(_)
        | Effect::Pin { .. }
        | Effect::Unpin { .. }
        | Effect::Confirm(_)
        | Effect::WithdrawQuestion(_)
        | Effect::ShowDetails(_)
        | Effect::BindHotkeys(_)
        | Effect::ShowScanning
        | Effect::CopyPath(_)
        | Effect::OpenPage(_)
        | Effect::OpenConfiguration
        | Effect::ShowDialog
        | Effect::ProbeServer { .. }
        | Effect::ProbeProject { .. }
        | Effect::SetAutostart(_)
        | Effect::ShowAbout
        | Effect::Exit => return None,
    };
    Some(Line::info(line))
}

/// What a search has found, unless nobody waits for it any more.
pub(super) fn found(model: &Model, search: SearchId, finding: &Finding) -> Vec<Line> {
    let Some(address) = model.searched(search) else {
        return Vec::new();
    };
    let who = match &finding.peer {
        Ok(Peer::ProjectsManager) => String::new(),
        Ok(Peer::Other(_)) => ", and no Projects Manager answers".to_owned(),
        Err(reason) => format!(", and nobody answers: {}", words::unreachable(*reason)),
    };
    let number = finding.candidates.len();
    let line = format!("projects found at {address} that are not configured: {number}{who}");
    vec![Line::info(line)]
}

/// What somebody may not do here.
pub(super) fn refused(model: &Model, click: &Click) -> Vec<Line> {
    let site = model.site();
    let (may, what) = match click {
        Click::RemoveProject(project) => (
            model.may_remove_project(*project),
            format!("remove {}", name(site, *project)),
        ),
        Click::RemoveServer(server) => (
            model.may_remove_server(*server),
            format!("remove {}", server_name(site, *server)),
        ),
        Click::AddServer => (model.may_add(), "add a server".to_owned()),
        Click::AddProject(_) => (model.may_add(), "add a project".to_owned()),
        Click::FindProjects | Click::AddFound => (model.may_add(), "add projects".to_owned()),
        Click::Operate { .. }
        | Click::Pin { .. }
        | Click::Unpin { .. }
        | Click::ShowDetails(_)
        | Click::CopyPath(_)
        | Click::OpenPage(_)
        | Click::Refresh
        | Click::Scan
        | Click::Snooze(_)
        | Click::EndSnooze
        | Click::OpenConfiguration
        | Click::Autostart
        | Click::About
        | Click::Exit => return Vec::new(),
    };
    let line = may.err().map(|restraint| {
        let why = match restraint {
            Restraint::Viewer => "it is not allowed here",
            Restraint::Machine => "it is set for all users of this computer",
            Restraint::Organisation => "it is set by the organisation",
        };
        Line::warning(format!("asked here to {what}: not done, {why}"))
    });
    line.into_iter().collect()
}

fn server_name(site: &Site, server: ServerId) -> String {
    site.server(server).map_or_else(
        || "a server that is no longer configured".to_owned(),
        |server| format!("server “{}” at {}", server.name, server.address),
    )
}
