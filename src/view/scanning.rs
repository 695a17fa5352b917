//! The window that codes are scanned into, as a value, and the row that opens it.

use super::menu::Item;
use super::rows::entry;
use super::survey::Survey;
use super::tooltip::shorten;
use super::words::{Names, Text};
use super::{Look, Words};
use crate::model::event::Click;
use crate::model::{Model, Progress, Scan};
use crate::protocol::Operation;
use crate::site::ProjectId;

/// More letters of this size do not fit into the window. In UTF-16 units.
const MAX_HEADING: usize = 60;

/// A longer text is cut. In UTF-16 units.
const MAX_BODY: usize = 160;

/// What the window shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanWindow {
    /// In its frame.
    pub title: String,
    /// What to do, while what is typed comes here.
    pub prompt: String,
    /// What to do, while what is typed goes elsewhere.
    pub elsewhere: String,
    /// On the button that closes it.
    pub close: String,
    /// How many codes were scanned, so that the same twice is seen to be two.
    pub number: u64,
    /// A picture beside what came of the last one.
    pub look: Option<Look>,
    /// What came of it: the title in large letters.
    pub result: Text,
    /// Whether the code stood for nothing, so that it is offered to be mended.
    pub is_unknown: bool,
}

/// The window that codes are scanned into, if it is open. It shows what becomes of the last code, not
/// only that it was read.
pub fn scan_window(model: &Model, words: &Words) -> Option<ScanWindow> {
    let scanning = model.scanning()?;
    let (look, result) = match &scanning.last {
        None => (None, ready(words)),
        Some(Scan::Unknown(code)) => (Some(Look::Fault), words.unknown_code(code.as_str())),
        Some(Scan::OtherLayout) => (Some(Look::Fault), words.other_layout()),
        Some(Scan::Action {
            name,
            project,
            operation,
            progress,
        }) => {
            let look = Look::from(&model.condition(*project));
            let text = Text {
                title: name.clone(),
                body: outcome(model, words, *project, *operation, *progress),
            };
            (Some(look), text)
        }
    };
    Some(ScanWindow {
        title: words.scan_title(),
        prompt: words.scan_prompt(),
        elsewhere: words.scan_elsewhere(),
        close: words.scan_close(),
        number: scanning.number,
        look,
        result: Text {
            title: shorten(&result.title, MAX_HEADING),
            body: shorten(&result.body, MAX_BODY),
        },
        is_unknown: matches!(scanning.last, Some(Scan::Unknown(_) | Scan::OtherLayout)),
    })
}

fn ready(words: &Words) -> Text {
    Text {
        title: words.scan_ready(),
        body: String::new(),
    }
}

/// What has become of an action by now.
fn outcome(
    model: &Model,
    words: &Words,
    project: ProjectId,
    operation: Operation,
    progress: Progress,
) -> String {
    let Some((server, known)) = model.site().project(project) else {
        return String::new();
    };
    let condition = || words.project_condition(&known.name, &model.condition(project));
    match progress {
        Progress::Asked(_) => words.waits_for_answer(operation, &known.name),
        Progress::Ordered => condition(),
        Progress::Dropped => words.not_done(&condition()),
        Progress::Refused(refusal) => words.not_now(&Names::new(server, known), refusal, model),
    }
}

/// The row that opens the window, where a code means anything.
pub(super) fn row(survey: &Survey<'_>) -> Option<Item> {
    let takes_codes = survey.model.site().takes_codes();
    takes_codes.then(|| entry(survey.words.scan(), None, Click::Scan, true))
}
