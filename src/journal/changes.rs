//! Lines about adding and removing servers and projects.

use super::{Line, name, words};
use crate::model::event::{Finding, Peer, SearchId};
use crate::model::{Home, Model, NewProject, Restraint, Wish};
use crate::site::{ProjectId, ServerId, Site};

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

/// That projects are added.
pub(super) fn add_projects(site: &Site, home: &Home, projects: &[NewProject]) -> Line {
    let home = match home {
        Home::Known(server) => server_name(site, *server),
        Home::New(address) => format!("this computer, {address}"),
    };
    let project = |it: &NewProject| format!("“{}” ({})", it.name, it.path);
    let projects: Vec<String> = projects.iter().map(project).collect();
    Line::info(format!(
        "asked here to add to {home}: {}",
        projects.join(", ")
    ))
}

/// That a project is removed.
pub(super) fn remove_project(site: &Site, project: ProjectId) -> Line {
    let place = words::place(site, project);
    Line::info(format!(
        "asked here to remove {}{place}",
        name(site, project)
    ))
}

/// That a server is removed.
pub(super) fn remove_server(site: &Site, server: ServerId) -> Line {
    Line::info(format!(
        "asked here to remove {}",
        server_name(site, server)
    ))
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

/// That servers or projects, as `what` says, may not be added here.
pub(super) fn adds(model: &Model, what: &str) -> Vec<Line> {
    refused(model.may_add(), &format!("add {what}"))
}

/// That a project may not be removed here.
pub(super) fn removes_project(model: &Model, project: ProjectId) -> Vec<Line> {
    let what = format!("remove {}", name(model.site(), project));
    refused(model.may_remove_project(project), &what)
}

/// That a server may not be removed here.
pub(super) fn removes_server(model: &Model, server: ServerId) -> Vec<Line> {
    let what = format!("remove {}", server_name(model.site(), server));
    refused(model.may_remove_server(server), &what)
}

fn refused(may: Result<(), Restraint>, what: &str) -> Vec<Line> {
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
