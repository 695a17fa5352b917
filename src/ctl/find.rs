//! `pekatctl find`: projects that are not configured yet.

use std::io::{self, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;

use crate::discover::probe::Peer;
use crate::discover::{self, Candidate, Found, Limits, Search, Source};
use crate::link::Tcp;
use crate::model::Condition;
use crate::model::event::{Answer, Unreachable};
use crate::protocol::Status;
use crate::site::{Address, Language, ProtocolChoice};
use crate::view::Words;
use serde::Serialize;

use crate::ctl::exit::{self, Failure};
use crate::ctl::language;
use crate::ctl::network;
use crate::ctl::output::Output;
use crate::ctl::targets;

#[derive(Debug, clap::Args)]
#[command(after_help = exit::CODES)]
pub(super) struct Args {
    /// Projects Manager that is asked for the status of what is found
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:7002")]
    server: Address,

    /// Folder to search instead of PekatVisionProjects in the user's folder and the configured
    /// project_folders; may be repeated
    #[arg(long = "folder", value_name = "DIR")]
    folders: Vec<PathBuf>,

    /// Ask the Projects Manager's web page for its list, too, on this port of the same computer
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "7000")]
    page: Option<NonZeroU16>,

    /// Configuration file to use instead of the usual one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Print a JSON array with an object for each project
    #[arg(long)]
    json: bool,
}

/// What is printed of a project for programs to read.
#[derive(Debug, Serialize)]
struct Row<'a> {
    name: &'a str,
    path: &'a str,
    port: Option<u16>,
    /// How it was found.
    source: &'static str,
    /// The word on the wire.
    status: Option<&'static str>,
    error: Option<String>,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let (_, site, _) = targets::load(args.config)?;
    let words = language::words(&site);
    let mut roots = args.folders;
    if roots.is_empty() {
        roots = discover::roots(&site);
    }
    let known = site.servers().iter();
    let mut known = known.filter(|server| server.address == args.server);
    let protocol = known.next().map_or(ProtocolChoice::Auto, |it| it.protocol);
    let page = args.page.map(|port| args.server.with_port(port));
    let wanted = Search {
        page,
        server: args.server,
        protocol,
        timing: site.timing,
        roots,
        limits: Limits::default(),
    };
    let found = network::run(discover::find(Tcp::default(), wanted, &site))?;
    let mut output = Output::new();
    if args.json {
        output.json(&rows(&found))?;
    } else {
        table(&found, &words, &mut output);
    }
    output.close()?;
    note(&found.troubles);
    failure(&found, &words).map_or(Ok(()), Err)
}

fn table(found: &Found, words: &Words, output: &mut Output) {
    let cells: Vec<[String; 4]> = found.candidates.iter().map(|it| cells(it, words)).collect();
    let width = |column: usize| {
        let widths = cells.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let [names, paths, sources] = [width(0), width(1), width(2)];
    for [name, path, source, said] in &cells {
        output.line(format_args!(
            "{name:names$}  {path:paths$}  {source:sources$}  {said}"
        ));
    }
}

/// Name, path, how it was found, and what is said of it.
fn cells(candidate: &Candidate, words: &Words) -> [String; 4] {
    let condition = match &candidate.answer {
        Ok(answer) => Condition::from(answer),
        Err(reason) => Condition::Unreachable(*reason),
    };
    let source = match candidate.source {
        Source::Folder => words.found_in_folder(),
        Source::Page => words.found_on_page(),
    };
    let path = candidate.path.as_str().to_owned();
    let said = words.condition(&condition);
    [candidate.name.clone(), path, source, said]
}

fn rows(found: &Found) -> Vec<Row<'_>> {
    // Programs read it, whatever language their user speaks.
    let english = Words::of(Language::English);
    let rows = found.candidates.iter().map(|it| Row {
        name: &it.name,
        path: it.path.as_str(),
        port: it.port.map(u16::from),
        source: match it.source {
            Source::Folder => "folder",
            Source::Page => "page",
        },
        status: it
            .answer
            .as_ref()
            .ok()
            .and_then(Answer::status)
            .map(Status::word),
        error: match &it.answer {
            Ok(Answer::Status(_)) => None,
            Ok(Answer::NotFound) => Some("not-found".to_owned()),
            Ok(answer @ (Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_))) => {
                Some(english.condition(&Condition::from(answer)))
            }
            Err(reason) => Some(english.unreachable(*reason, &found.server)),
        },
    });
    rows.collect()
}

/// Tells what could not be searched; it is no failure.
fn note(troubles: &[String]) {
    let mut stderr = io::stderr().lock();
    for line in troubles {
        // What was found is told all the same when nobody reads this.
        drop(writeln!(stderr, "note: {line}"));
    }
}

/// Why the search does not count as done.
fn failure(found: &Found, words: &Words) -> Option<Failure> {
    let silent = |reason: Unreachable| Failure::NoAnswer(words.unreachable(reason, &found.server));
    match &found.peer {
        Err(reason) => Some(silent(*reason)),
        Ok(Peer::Other(_)) => Some(Failure::Refused(format!(
            "what answers at {} is not a Projects Manager; check the port of its TCP server",
            found.server
        ))),
        Ok(Peer::ProjectsManager) => {
            let mut answers = found.candidates.iter().map(|it| &it.answer);
            let lost = answers.find_map(|answer| answer.as_ref().err().copied());
            lost.map(silent)
        }
    }
}
