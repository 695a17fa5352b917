//! The dialogs that add servers and projects. One is open at a time, for the last click tells what is on
//! the operator's mind. What a dialog adds is asked for first, and it closes when the configuration has it.

mod entry;
mod find;
mod restraint;

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::sync::Arc;

use super::event::{Answer, DialogId, FileTrouble, Peer, SearchId, Unreachable};
use super::{Effect, Model, Notice};
use crate::protocol::ProjectPath;
use crate::site::{Address, AddressError, Server, ServerId, Site};

use entry::Entry;
pub(super) use find::FirstStart;
pub use find::Offered;
pub use restraint::Restraint;

/// A dialog that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialog {
    /// Names it.
    pub id: DialogId,
    /// What it is for, and what is in it.
    pub purpose: Purpose,
    /// What is wrong with what is in it, or became of it.
    pub trouble: Option<Trouble>,
    /// What it waits for, during which nothing is taken from it.
    activity: Option<Activity>,
    /// What was doubted, and is added if it is submitted once more.
    doubted: Option<Entry>,
}

/// What a dialog is for, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Add a server.
    AddServer {
        /// Its address, as it was entered last.
        address: String,
        /// Its name, as it was entered last.
        name: String,
    },
    /// Add a project.
    AddProject {
        /// To which server; `None` where there is none.
        server: Option<ServerId>,
        /// Its path, as it was entered last.
        path: String,
        /// Its name, as it was entered last.
        name: String,
    },
    /// Add some of the projects that were found.
    AddFound(Vec<Offered>),
}

/// What a dialog waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Activity {
    /// What the server says of this.
    Asking(Entry),
    /// What these searches find, by where they search.
    Searching(BTreeMap<SearchId, Address>),
    /// That all of this is configured.
    Saving(Vec<Wanted>),
}

/// What is to be configured when a dialog has done its work.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Server(Address),
    Project(Address, ProjectPath),
}

/// Why what is in a dialog is not added, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The address is none.
    Address(AddressError),
    /// A server of this name has the address already.
    AddressTaken(String),
    /// The name is longer than [`crate::site::MAX_NAME`].
    NameTooLong,
    /// The name, which is this, has an invisible character.
    NameInvisible,
    /// Another has this name already.
    NameTaken(String),
    /// There is no path.
    NoPath,
    /// The path is longer than is possible.
    PathTooLong,
    /// The path has an invisible character.
    PathInvisible,
    /// The path is not that of a folder from the server's root on.
    PathNotFull,
    /// The path has this in it, which no folder's name can have.
    PathImpossible(String),
    /// The project of this name has the path already.
    PathTaken(String),
    /// The chosen server is no longer configured.
    ServerGone,
    /// Nobody answers. It may be added all the same.
    Unreachable(Address, Unreachable),
    /// Somebody answers who is no Projects Manager. It may be added all the same.
    NotAProjectsManager(Address),
    /// The server has no project there. It may be added all the same.
    NotFound {
        /// Where it was looked for.
        path: ProjectPath,
        /// On which server.
        address: Address,
    },
    /// The server refused in words of its own. It may be added all the same.
    Refused(Address, String),
    /// It could not be saved.
    NotSaved(FileTrouble),
    /// Nothing new was found; nobody answered at these addresses.
    NothingFound(Vec<(Address, Unreachable)>),
    /// Nobody answered at these addresses, so more may be there than was found.
    Silent(Vec<(Address, Unreachable)>),
    /// No row is checked.
    NothingPicked,
}

/// Which server projects are added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// One that is configured.
    Known(ServerId),
    /// One on this computer that is added with them.
    New(Address),
}

/// A project that is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProject {
    /// What it is called.
    pub name: String,
    /// Its folder on the server's disk.
    pub path: ProjectPath,
    /// The TCP port of its page, if it is known.
    pub port: Option<NonZeroU16>,
}

impl Dialog {
    /// Whether it waits for something.
    pub fn is_busy(&self) -> bool {
        self.activity.is_some()
    }

    /// Whether it waits for what a search finds.
    pub fn is_searching(&self) -> bool {
        matches!(self.activity, Some(Activity::Searching(_)))
    }

    /// Whether it waits until what it adds is configured.
    pub fn is_saving(&self) -> bool {
        matches!(self.activity, Some(Activity::Saving(_)))
    }

    /// Whether what was doubted is added when it is submitted once more.
    pub fn is_doubted(&self) -> bool {
        self.doubted.is_some()
    }

    fn fail(&mut self, trouble: Trouble) {
        self.activity = None;
        self.doubted = None;
        self.trouble = Some(trouble);
    }
}

impl Model {
    /// The dialog that is open, if one is.
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialog.as_ref()
    }

    pub(super) fn open_add_server(&mut self) -> Vec<Effect> {
        self.open_dialog(
            Purpose::AddServer {
                address: String::new(),
                name: String::new(),
            },
            |open| matches!(open, Purpose::AddServer { .. }),
        )
    }

    /// Opens the dialog that adds a project, to the first server if none is given.
    pub(super) fn open_add_project(&mut self, server: Option<ServerId>) -> Vec<Effect> {
        let given = server.filter(|server| self.site.server(*server).is_some());
        let first = self.site.servers().first().map(|server| server.id);
        let server = given.or(first);
        let purpose = Purpose::AddProject {
            server,
            path: String::new(),
            name: String::new(),
        };
        self.open_dialog(purpose, |open| match open {
            Purpose::AddProject { server: known, .. } => given.is_none() || *known == given,
            Purpose::AddServer { .. } | Purpose::AddFound(_) => false,
        })
    }

    /// Opens a dialog in place of the one that is open, unless that serves the same.
    fn open_dialog(&mut self, purpose: Purpose, same: impl Fn(&Purpose) -> bool) -> Vec<Effect> {
        if let Err(restraint) = self.may_add() {
            return self.restrained(restraint);
        }
        if !self.dialog.as_ref().is_some_and(|it| same(&it.purpose)) {
            self.replace_dialog(purpose);
        }
        vec![Effect::ShowDialog]
    }

    fn replace_dialog(&mut self, purpose: Purpose) -> &mut Dialog {
        self.last_dialog += 1;
        self.dialog.insert(Dialog {
            id: DialogId(self.last_dialog),
            purpose,
            trouble: None,
            activity: None,
            doubted: None,
        })
    }

    /// A dialog that waits for nothing.
    fn idle(&mut self, dialog: DialogId) -> Option<&mut Dialog> {
        let open = self.dialog.as_mut()?;
        (open.id == dialog && open.activity.is_none()).then_some(open)
    }

    pub(super) fn dialog_closed(&mut self, dialog: DialogId) -> Vec<Effect> {
        self.dialog.take_if(|open| open.id == dialog);
        Vec::new()
    }

    /// Takes what was entered into a form: it is added when the server knows it, or when it is
    /// submitted once more.
    pub(super) fn entered(&mut self, dialog: DialogId, values: Vec<String>) -> Vec<Effect> {
        let site = Arc::clone(&self.site);
        let Some(open) = self.idle(dialog) else {
            return Vec::new();
        };
        let entry = match open.purpose.enter(&site, values) {
            Ok(entry) => entry,
            Err(trouble) => {
                open.fail(trouble);
                return Vec::new();
            }
        };
        if open.doubted.take().is_some_and(|it| it.is_like(&entry)) {
            return self.save_entry(entry);
        }
        let ask = entry.ask(dialog, &site);
        open.trouble = None;
        open.activity = Some(Activity::Asking(entry));
        ask.into_iter().collect()
    }

    /// What a dialog asks about, if it does.
    fn asked(&mut self, dialog: DialogId) -> Option<Entry> {
        let open = self.dialog.as_ref().filter(|open| open.id == dialog)?;
        match &open.activity {
            Some(Activity::Asking(entry)) => Some(entry.clone()),
            Some(Activity::Searching(_) | Activity::Saving(_)) | None => None,
        }
    }

    pub(super) fn reached(
        &mut self,
        dialog: DialogId,
        answer: Result<Peer, Unreachable>,
    ) -> Vec<Effect> {
        let Some(entry @ Entry::Server { .. }) = self.asked(dialog) else {
            return Vec::new();
        };
        let doubt = entry.doubt_of_server(&self.site, answer);
        self.answered_entry(entry, doubt)
    }

    pub(super) fn probed(
        &mut self,
        dialog: DialogId,
        answer: Result<Answer, Unreachable>,
    ) -> Vec<Effect> {
        let Some(entry @ Entry::Project { .. }) = self.asked(dialog) else {
            return Vec::new();
        };
        let doubt = entry.doubt_of_project(&self.site, answer);
        self.answered_entry(entry, doubt)
    }

    fn answered_entry(&mut self, entry: Entry, doubt: Option<Trouble>) -> Vec<Effect> {
        match (doubt, &mut self.dialog) {
            (None, _) => self.save_entry(entry),
            (Some(doubt), Some(open)) => {
                open.fail(doubt);
                open.doubted = Some(entry);
                Vec::new()
            }
            (Some(_), None) => Vec::new(),
        }
    }

    /// Adds what was entered, if that still makes sense.
    fn save_entry(&mut self, entry: Entry) -> Vec<Effect> {
        let checked = entry.check(&self.site);
        let Some(open) = &mut self.dialog else {
            return Vec::new();
        };
        if let Err(trouble) = checked {
            open.fail(trouble);
            return Vec::new();
        }
        let Some((wanted, effect)) = entry.save(&self.site) else {
            open.fail(Trouble::ServerGone);
            return Vec::new();
        };
        open.trouble = None;
        open.activity = Some(Activity::Saving(vec![wanted]));
        vec![effect]
    }

    /// Tells that something could not be saved: in the dialog that waits for it, if one does.
    pub(super) fn not_saved(&mut self, trouble: FileTrouble) -> Vec<Effect> {
        let told = Trouble::NotSaved(trouble.clone());
        if let Some(open) = &mut self.dialog {
            // Of several changes that fail for the same reason it is told once.
            if open.is_saving() || open.trouble.as_ref() == Some(&told) {
                open.fail(told);
                return Vec::new();
            }
        }
        self.notify(Notice::NotSaved(trouble))
    }

    /// Closes the dialog when what it adds is configured, or nothing may be added any more.
    pub(super) fn reconfigure_dialog(&mut self) {
        let allowed = self.may_add().is_ok();
        let site = &self.site;
        let is_done = |open: &Dialog| match &open.activity {
            Some(Activity::Saving(all)) => all.iter().all(|wanted| wanted.is_in(site)),
            Some(Activity::Asking(_) | Activity::Searching(_)) | None => false,
        };
        self.dialog.take_if(|open| !allowed || is_done(open));
        if let Some(open) = &mut self.dialog
            && let Purpose::AddProject { server, .. } = &mut open.purpose
        {
            let known = server.filter(|server| site.server(*server).is_some());
            let first = || site.servers().first().map(|server| server.id);
            *server = known.or_else(first);
        }
    }
}

impl Wanted {
    fn is_in(&self, site: &Site) -> bool {
        match self {
            Wanted::Server(address) => server_at(site, address).is_some(),
            Wanted::Project(address, path) => find::knows(site, address, path),
        }
    }
}

/// The server at an address, or at one that leads to the same place.
fn server_at<'a>(site: &'a Site, address: &Address) -> Option<&'a Server> {
    let mut servers = site.servers().iter();
    servers.find(|server| server.address.leads_to(address))
}
