//! What is to be seen of the model: plain values that the shell draws. Pure.

mod autostart;
mod clicks;
mod digest;
mod form;
mod hotkeys;
mod menu;
mod picture;
mod question;
mod rows;
mod scanning;
mod scope;
mod snooze;
mod survey;
mod tooltip;
pub mod words;

pub use clicks::Clicks;
pub use form::{
    CheckRow, Checklist, Dialog, Field, FieldKind, Form, NamedHome, Note, dialog, named_home,
};
pub use menu::{Branch, Entry, Item, Menu, Submenu};
pub use picture::{Badge, Layer, Picture, lay_over};
pub use question::question;
pub use scanning::{ScanWindow, scan_window};
pub use scope::Scope;
pub use survey::Survey;
pub use tooltip::shorten;
pub use words::{QuestionText, Text, Words};

use survey::Class;

use crate::model::event::Service;
use crate::model::{Condition, Importance, Model, Notice, Refusal, Topic};
use crate::protocol::Operation;
use crate::site::ProjectId;

/// Everything that is to be seen of one icon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its picture.
    pub icon: Picture,
    /// The text that appears when the mouse rests on the icon; 127 UTF-16 units at most.
    pub tooltip: String,
    /// The menu.
    pub menu: Menu,
}

/// A picture of the icon family, each with a shape and a colour of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Look {
    /// Somebody has to do something.
    Fault,
    /// No answer.
    Unreachable,
    /// An answer that is too old to count.
    Stale,
    /// Starting, stopping, or not known yet.
    Changing,
    /// Running.
    Running,
    /// Stopped.
    Stopped,
    /// There is nothing to watch.
    Nothing,
}

impl Look {
    /// Every look, from the worst to the best.
    pub const ALL: [Look; 7] = [
        Look::Fault,
        Look::Unreachable,
        Look::Stale,
        Look::Changing,
        Look::Running,
        Look::Stopped,
        Look::Nothing,
    ];

    /// Its name, which is also that of its picture in `assets/icons`.
    pub fn name(self) -> &'static str {
        match self {
            Look::Fault => "fault",
            Look::Unreachable => "unreachable",
            Look::Stale => "stale",
            Look::Changing => "changing",
            Look::Running => "running",
            Look::Stopped => "stopped",
            Look::Nothing => "nothing",
        }
    }
}

impl From<&Condition> for Look {
    fn from(condition: &Condition) -> Self {
        Class::from(condition).into()
    }
}

/// What is to be seen of the model now by the icon for everything.
pub fn view(model: &Model, words: &Words) -> View {
    Survey::new(model, words).view(Scope::All)
}

/// What a row of the menu opens onto now. Empty if that is no longer configured.
pub fn open(model: &Model, words: &Words, branch: &Branch) -> Menu {
    Survey::new(model, words).open(branch)
}

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it is about: a newer message with the same tag replaces an older one.
    pub tag: String,
    /// The icon that it belongs to is the nearest to this.
    pub scope: Scope,
    /// How much it matters.
    pub importance: Importance,
    /// Whether it is heard.
    pub sound: bool,
    /// The words.
    pub text: Text,
}

/// What messages about this are tagged with. `None` if it is no longer configured.
pub fn tag(model: &Model, topic: Topic) -> Option<String> {
    let site = model.site();
    Some(match topic {
        Topic::Project(project) => {
            let (server, project) = site.project(project)?;
            format!("{}/{}", server.name, project.name)
        }
        Topic::Server(server) => site.server(server)?.name.clone(),
        Topic::Digest => of_program("digest"),
        Topic::Configuration => of_program("configuration"),
        Topic::Watching => of_program("watching"),
        Topic::Hotkeys => of_program("hot keys"),
    })
}

/// A tag of the program itself, which no name is like: names have no tab in them.
fn of_program(what: &str) -> String {
    format!("\t{what}")
}

/// Puts a notice into words. `None` if what it is about is no longer configured.
pub fn message(model: &Model, words: &Words, notice: &Notice, sound: bool) -> Option<Message> {
    let site = model.site();
    let (tag, text) = match notice {
        Notice::Project(id, news) => {
            let (server, project) = site.project(*id)?;
            let tag = tag(model, Topic::Project(*id))?;
            let names = words::Names::new(server, project);
            (tag, words.project_news(&names, news, model))
        }
        Notice::Server(id, news) => {
            let server = site.server(*id)?;
            let text = words.server_news(&server.name, &server.address, news);
            (tag(model, Topic::Server(*id))?, text)
        }
        Notice::Digest(notices) => {
            let text = digest::text(site, words, notices);
            (tag(model, Topic::Digest)?, text)
        }
        Notice::Misconfigured => {
            let text = words.misconfigured(model.problems());
            (tag(model, Topic::Configuration)?, text)
        }
        Notice::MonitorSilent => (tag(model, Topic::Watching)?, words.monitor_silent_text()),
        Notice::Unwatched {
            server,
            project,
            operation,
        } => {
            let text = words.unwatched(server, project, *operation);
            (format!("{server}/{project}"), text)
        }
        Notice::NotSaved(trouble) => (of_program("file"), words.not_saved(trouble)),
        Notice::NotOpened(trouble) => (of_program("file"), words.not_opened(trouble)),
        Notice::AutostartNotSet(refusal) => (of_program("logon"), words.autostart_not_set(refusal)),
        Notice::NotChangeable(restraint) => {
            (of_program("change"), words.not_changeable(*restraint))
        }
        Notice::Found { count } => (of_program("found"), words.found(*count)),
        Notice::HotkeysTaken(taken) => {
            let text = hotkeys::notice(site, words, taken);
            (tag(model, Topic::Hotkeys)?, text)
        }
        Notice::NotServed {
            service,
            project,
            reason,
        } => {
            let (_, known) = site.project(*project)?;
            let text = match service {
                Service::CopyPath => words.not_copied(&known.name, reason),
                Service::OpenPage => {
                    words.page_not_opened(&known.name, &site.page(*project)?, reason)
                }
            };
            // What is told of the project itself stays.
            (of_program("service"), text)
        }
    };
    Some(Message {
        tag,
        scope: Scope::of(notice),
        importance: notice.importance(),
        sound,
        text,
    })
}

/// All that is known of a project, and what to do. `None` if it is no longer configured.
pub fn details(model: &Model, words: &Words, project: ProjectId) -> Option<Text> {
    let (server, known) = model.site().project(project)?;
    let names = words::Names::new(server, known);
    let condition = model.condition(project);
    let mut paragraphs = Vec::new();
    paragraphs.extend(words.remedy(&names, &condition, model.link(server.id)));
    // Why there is nothing to click, where the condition itself does not say.
    let refusal = Operation::ALL.into_iter().find_map(|operation| {
        let refusal = model.may(project, operation).err()?;
        matches!(refusal, Refusal::Busy { .. }).then_some(refusal)
    });
    if let Some(refusal) = refusal {
        paragraphs.push(words.refusal(&names, refusal, model));
    }
    paragraphs.push(words.whereabouts(&names));
    Some(Text {
        title: words.project_condition(names.project, &condition),
        body: paragraphs.join("\n\n"),
    })
}

#[cfg(test)]
mod tests;
