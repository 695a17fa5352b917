//! The dialogs that add servers and projects, as values.

use super::shorten;
use super::words::{Text, Words};
use crate::model::event::DialogId;
use crate::model::{self, Condition, Home, Model, Offered, Purpose, Trouble};
use crate::site::{Address, Keeper, ServerId};

/// A longer text in a row of a list is cut. In UTF-16 units.
const MAX_ROW: usize = 160;

/// A longer path in a row of a list is cut. In UTF-16 units.
const MAX_PATH: usize = 80;

/// A longer name in a row of a list is cut. In UTF-16 units.
const MAX_NAME: usize = 32;

/// A longer note is cut. In UTF-16 units.
const MAX_NOTE: usize = 600;

/// A dialog that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Fields to fill in.
    Form(Form),
    /// A list to choose from.
    Checklist(Checklist),
}

/// Fields to fill in. When it is submitted, what they hold comes as
/// [`Event::Entered`](crate::model::event::Event::Entered).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Names it.
    pub id: DialogId,
    /// In its frame.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// The fields from top to bottom.
    pub fields: Vec<Field>,
    /// What there is to say of what was entered.
    pub note: Option<Note>,
    /// On the button that submits it.
    pub submit: String,
    /// On the button that closes it.
    pub cancel: String,
    /// Whether nothing can be entered or submitted now. It can be closed all the same.
    pub busy: bool,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What belongs there.
    pub label: String,
    /// What it holds at the beginning.
    pub value: String,
    /// How it is filled in.
    pub kind: FieldKind,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// By typing.
    Text,
    /// By typing, or by choosing a folder of this computer.
    Folder {
        /// On the button that opens the dialog for folders.
        browse: String,
    },
    /// By choosing one of several.
    Choice {
        /// All of them, the field's value among them.
        options: Vec<String>,
    },
}

/// What there is to say of what is in a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A few sentences, which may have several lines.
    pub text: String,
    /// Whether something is wrong.
    pub wrong: bool,
}

/// A list to choose from. When it is submitted, what is checked comes as
/// [`Event::Picked`](crate::model::event::Event::Picked).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// Names it.
    pub id: DialogId,
    /// In its frame.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// The rows. While it is busy more may come, below those that are there.
    pub rows: Vec<CheckRow>,
    /// What there is to say of it.
    pub note: Option<Note>,
    /// On the button that submits it.
    pub submit: String,
    /// On the button that closes it.
    pub cancel: String,
    /// Whether nothing can be submitted now. It can be closed all the same.
    pub busy: bool,
}

/// A row of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRow {
    /// What it says.
    pub text: String,
    /// Whether it is checked at the beginning.
    pub checked: bool,
}

/// What a server is called that projects are added to, for the configuration's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedHome {
    /// Its name.
    pub name: String,
    /// Where it listens. `None` where others than the user say that.
    pub address: Option<Address>,
}

/// The dialog that is open, if one is.
pub fn dialog(model: &Model, words: &Words) -> Option<Dialog> {
    let open = model.dialog()?;
    Some(match &open.purpose {
        Purpose::AddServer { address, name } => {
            let fields = vec![
                text(words.address_field(), address),
                text(words.name_field(), name),
            ];
            form(words, open, words.add_server_text(), fields)
        }
        Purpose::AddProject { server, path, name } => {
            let fields = vec![
                servers(model, words, *server),
                folder(model, words, path),
                text(words.name_field(), name),
            ];
            form(words, open, words.add_project_text(), fields)
        }
        Purpose::AddFound(found) => {
            let Text { title, body } = words.find_projects_text();
            let rows = found.iter().map(|offered| CheckRow {
                text: row(model, words, offered),
                checked: true,
            });
            Dialog::Checklist(Checklist {
                id: open.id,
                title,
                intro: body,
                rows: rows.collect(),
                note: note(words, open),
                submit: words.add(false),
                cancel: words.cancel(),
                busy: open.is_busy(),
            })
        }
    })
}

/// What the server is called that projects are added to. `None` if it is no longer configured.
pub fn named_home(model: &Model, words: &Words, home: &Home) -> Option<NamedHome> {
    let site = model.site();
    match home {
        Home::Known(server) => {
            let server = site.server(*server)?;
            let own = server.keeper == Keeper::User;
            Some(NamedHome {
                name: server.name.clone(),
                address: own.then(|| server.address.clone()),
            })
        }
        Home::New(address) => {
            let wanted = words.this_computer();
            let numbered = (2_usize..).map(|number| format!("{wanted} {number}"));
            let mut names = [wanted.clone()].into_iter().chain(numbered);
            let is_free = |name: &String| !site.servers().iter().any(|known| known.name == *name);
            Some(NamedHome {
                name: names.find(is_free)?,
                address: Some(address.clone()),
            })
        }
    }
}

fn form(words: &Words, open: &model::Dialog, text: Text, fields: Vec<Field>) -> Dialog {
    Dialog::Form(Form {
        id: open.id,
        title: text.title,
        intro: text.body,
        fields,
        note: note(words, open),
        submit: words.add(open.is_doubted()),
        cancel: words.cancel(),
        busy: open.is_busy(),
    })
}

fn text(label: String, value: &str) -> Field {
    Field {
        label,
        value: value.to_owned(),
        kind: FieldKind::Text,
    }
}

/// The choice of a server: this computer where there is none.
fn servers(model: &Model, words: &Words, chosen: Option<ServerId>) -> Field {
    let site = model.site();
    let options: Vec<String> = match site.servers() {
        [] => vec![words.this_computer()],
        servers => servers.iter().map(|server| server.name.clone()).collect(),
    };
    let chosen = chosen.and_then(|server| site.server(server));
    let chosen = chosen.map(|server| server.name.clone());
    Field {
        label: words.server_field(),
        value: chosen
            .or_else(|| options.first().cloned())
            .unwrap_or_default(),
        kind: FieldKind::Choice { options },
    }
}

/// The folder. Only where a server is on this computer it can be chosen from the disk.
fn folder(model: &Model, words: &Words, path: &str) -> Field {
    let servers = model.site().servers();
    let mut addresses = servers.iter().map(|server| &server.address);
    let here = servers.is_empty() || addresses.any(Address::is_this_computer);
    let browse = || FieldKind::Folder {
        browse: words.browse(),
    };
    Field {
        label: words.folder_field(),
        value: path.to_owned(),
        kind: if here { browse() } else { FieldKind::Text },
    }
}

fn row(model: &Model, words: &Words, offered: &Offered) -> String {
    let Offered { address, candidate } = offered;
    let mut servers = model.site().servers().iter();
    let known = servers.find(|server| server.address.leads_to(address));
    let server = known.map_or_else(|| words.this_computer(), |server| server.name.clone());
    let condition = match &candidate.answer {
        Ok(answer) => Condition::from(answer),
        Err(reason) => Condition::Unreachable(*reason),
    };
    let row = words.found_project(
        &shorten(&candidate.name, MAX_NAME),
        &shorten(candidate.path.as_str(), MAX_PATH),
        &shorten(&server, MAX_NAME),
        &words.condition(&condition),
    );
    shorten(&row, MAX_ROW)
}

/// What is being done; else what is wrong.
fn note(words: &Words, open: &model::Dialog) -> Option<Note> {
    let doing = |text: String| Note { text, wrong: false };
    if open.is_searching() {
        return Some(doing(words.searching()));
    }
    if open.is_saving() {
        return Some(doing(words.saving()));
    }
    if open.is_busy() {
        return Some(doing(words.asking()));
    }
    let trouble = open.trouble.as_ref()?;
    Some(Note {
        text: shorten(&words.dialog_trouble(trouble), MAX_NOTE),
        wrong: !matches!(trouble, Trouble::Silent(_)),
    })
}
