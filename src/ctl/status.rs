//! `pekatctl status`: asks each project's status once.

use crate::link::{Caller, Conversation, Tcp};
use crate::model::{Condition, Fault};
use crate::site::{Language, Project, Server, Site, Timing};
use crate::view::Words;
use crate::view::words::Names;
use serde::Serialize;
use tokio::task::JoinSet;

use crate::ctl::exit::{self, Failure};
use crate::ctl::language;
use crate::ctl::network;
use crate::ctl::output::{Columns, Output};
use crate::ctl::targets::Source;

#[derive(Debug, clap::Args)]
#[command(after_help = exit::CODES)]
pub(super) struct Args {
    /// Names of projects, or Server/Project where several servers have one of that name; all
    /// configured projects if none is given
    #[arg(value_name = "PROJECT")]
    projects: Vec<String>,

    /// Print a JSON array with an object for each project
    #[arg(long)]
    json: bool,

    /// End with code 5 if a project is not in the state that `expect` in the configuration names
    #[arg(long, conflicts_with = "server")]
    expect: bool,

    #[command(flatten)]
    source: Source,
}

/// What is printed of a project for programs to read.
#[derive(Debug, Serialize)]
struct Row<'a> {
    server: &'a str,
    project: &'a str,
    path: &'a str,
    /// The word on the wire.
    status: Option<&'static str>,
    error: Option<String>,
    /// The expected status, by its word on the wire.
    expect: Option<&'static str>,
    as_expected: Option<bool>,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let site = args.source.site(&args.projects)?;
    if args.expect && site.projects().all(|(_, project)| project.wanted.is_none()) {
        let problem = "the configuration expects nothing of these projects; add expect = \"running\" or \"stopped\" to one of them, or leave out --expect";
        return Err(Failure::Usage(problem.to_owned()));
    }
    let words = language::words(&site);
    let conditions = network::run(ask_all(&site))?;
    let found: Vec<_> = site.projects().zip(&conditions).collect();
    let mut output = Output::new();
    if args.json {
        // Programs read it, whatever language their user speaks.
        let english = Words::of(Language::English);
        let rows = found.iter().map(|(target, it)| row(*target, it, &english));
        let rows: Vec<Row<'_>> = rows.collect();
        output.json(&rows)?;
    } else {
        let columns = Columns::new(&site);
        for ((server, project), condition) in &found {
            let condition = words.condition(condition);
            output.line(columns.row(&server.name, &project.name, &condition));
        }
    }
    output.close()?;
    let failures = found.iter().filter_map(|((server, project), condition)| {
        let names = Names::new(server, project);
        if let Some(trouble) = words.trouble(&names, condition) {
            return Some(Failure::of_condition(condition, trouble));
        }
        let contrary = contrary(project, condition).filter(|_| args.expect)?;
        words.trouble(&names, &contrary).map(Failure::Contrary)
    });
    let failures: Vec<Failure> = failures.collect();
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure::Several(failures))
    }
}

/// The status of a project as a fault, if the configuration expects another one.
fn contrary(project: &Project, condition: &Condition) -> Option<Condition> {
    let (Some(wanted), Condition::Status(status)) = (project.wanted, condition) else {
        return None;
    };
    let status = *status;
    let fault = Fault::Contrary { wanted, status };
    (status != wanted.status()).then_some(Condition::Fault(fault))
}

fn row<'a>(
    (server, project): (&'a Server, &'a Project),
    condition: &Condition,
    words: &Words,
) -> Row<'a> {
    let status = match condition {
        Condition::Status(status) => Some(status.word()),
        Condition::Connecting
        | Condition::Unreachable(_)
        | Condition::Stale { .. }
        | Condition::Pending { .. }
        | Condition::Fault(_) => None,
    };
    Row {
        server: &server.name,
        project: &project.name,
        path: project.path.as_str(),
        status,
        error: words.trouble(&Names::new(server, project), condition),
        expect: project.wanted.map(|wanted| wanted.status().word()),
        as_expected: status
            .and(project.wanted)
            .map(|_| contrary(project, condition).is_none()),
    }
}

/// The projects' conditions in the order of the site. All servers are asked at once.
async fn ask_all(site: &Site) -> Vec<Condition> {
    let mut asked = JoinSet::new();
    for (index, server) in site.servers().iter().cloned().enumerate() {
        let timing = site.timing;
        asked.spawn(async move { (index, ask(&server, timing).await) });
    }
    let mut answers = asked.join_all().await;
    answers.sort_by_key(|(index, _)| *index);
    let conditions = answers.into_iter().flat_map(|(_, conditions)| conditions);
    conditions.collect()
}

/// The conditions of a server's projects, asked one after the other.
async fn ask(server: &Server, timing: Timing) -> Vec<Condition> {
    let caller = Caller::new(Tcp::default(), server.address.clone(), timing);
    let mut conversation = Conversation::new(caller, server.protocol);
    let mut conditions = Vec::new();
    for project in &server.projects {
        match conversation.status(&project.path).await {
            Ok(reading) => conditions.push(Condition::from(&reading.answer)),
            Err(reason) => {
                // Each of the others would only wait as long for the same.
                conditions.resize(server.projects.len(), Condition::Unreachable(reason));
                break;
            }
        }
    }
    conditions
}
