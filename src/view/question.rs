//! A question before something is done, in words.

use super::shorten;
use super::words::{QuestionText, StopNames, Words};
use crate::model::{Model, Question};
use crate::site::ProjectId;

/// More names of what would stop are counted.
const MOST_NAMES: usize = 5;

/// A name on a button or in a list is cut to this. In UTF-16 units.
const MAX_NAME: usize = 48;

/// Puts a question into words. `None` if what it is about is no longer configured.
pub fn question(model: &Model, words: &Words, question: &Question) -> Option<QuestionText> {
    let site = model.site();
    let (server, project) = site.project(question.project)?;
    let named = |stops: &[ProjectId]| {
        let stops = stops.iter();
        let names = stops.filter_map(|stop| Some(short(&site.project(*stop)?.1.name)));
        listed(words, names.collect())
    };
    let stops = StopNames {
        certain: named(&question.stops.certain),
        possible: named(&question.stops.possible),
    };
    let (project, server) = (short(&project.name), short(&server.name));
    Some(words.question(question.operation, &project, &server, &stops))
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
