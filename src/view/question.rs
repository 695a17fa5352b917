//! A question before something is done, in words.

use super::shorten;
use super::words::{Names, QuestionText, StopNames, Words};
use crate::model::{Model, Question, Stops, Wish};
use crate::protocol::Operation;
use crate::site::{ProjectId, ServerId};

/// More names of what would stop are counted.
const MOST_NAMES: usize = 5;

/// A longer line would make the dialog too wide. In UTF-16 units.
const MAX_LINE: usize = 80;

/// A name on a button or in a list is cut to this. In UTF-16 units.
const MAX_NAME: usize = 48;

/// Puts a question into words. `None` if what it is about is no longer configured.
pub fn question(model: &Model, words: &Words, question: &Question) -> Option<QuestionText> {
    match &question.wish {
        Wish::Operate {
            project,
            operation,
            stops,
        } => operate(model, words, *project, *operation, stops),
        Wish::RemoveProject(project) => remove_project(model, words, *project),
        Wish::RemoveServer { server, projects } => {
            remove_server(model, words, *server, projects.len())
        }
    }
}

fn remove_project(model: &Model, words: &Words, project: ProjectId) -> Option<QuestionText> {
    let (server, known) = model.site().project(project)?;
    let (name, path) = (short(&known.name), shorten(known.path.as_str(), MAX_LINE));
    let server_name = short(&server.name);
    let names = Names {
        project: &name,
        path: &path,
        server: &server_name,
        address: &server.address,
    };
    Some(words.remove_project(&names))
}

fn remove_server(
    model: &Model,
    words: &Words,
    server: ServerId,
    projects: usize,
) -> Option<QuestionText> {
    let server = model.site().server(server)?;
    let address = shorten(&server.address.to_string(), MAX_LINE);
    Some(words.remove_server(&short(&server.name), &address, projects))
}

fn operate(
    model: &Model,
    words: &Words,
    project: ProjectId,
    operation: Operation,
    stops: &Stops,
) -> Option<QuestionText> {
    let site = model.site();
    let (server, project) = site.project(project)?;
    let named = |stops: &[ProjectId]| {
        let stops = stops.iter();
        let names = stops.filter_map(|stop| Some(short(&site.project(*stop)?.1.name)));
        listed(words, names.collect())
    };
    let stops = StopNames {
        certain: named(&stops.certain),
        possible: named(&stops.possible),
    };
    let (project, server) = (short(&project.name), short(&server.name));
    Some(words.question(operation, &project, &server, &stops))
}

fn listed(words: &Words, mut names: Vec<String>) -> Vec<String> {
    let hidden = names.len().saturating_sub(MOST_NAMES);
    if hidden > 0 {
        names.truncate(MOST_NAMES);
        names.push(words.and_others(hidden));
    }
    names
}

fn short(name: &str) -> String {
    shorten(name, MAX_NAME)
}
