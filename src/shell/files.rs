//! What has to do with the configuration file, off the event loop: disks can be slow.
//!
//! One thread does it all, one after the other, so that of two changes none is lost and what was
//! read last arrives last.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use pekat_tray::config::{Edit, Store};
use pekat_tray::model::event::{Event, FileTrouble};

use super::app::Happening;
use super::event_loop::Sends;
use super::open;

/// The thread's stack, in bytes: enough for reading a file and for what Windows' shell loads into
/// the thread.
const STACK_SIZE: usize = 512 * 1024;

/// The handle of the thread that works on the configuration file.
#[derive(Debug)]
pub(super) struct Files {
    /// The demonstration has no file.
    store: Option<Store>,
    /// There is no thread until there is something to do.
    tasks: Option<Sender<Task>>,
}

/// What is to be done with the file.
#[derive(Debug)]
enum Task {
    /// Write the commented template where there is no file yet.
    CreateIfMissing,
    /// Read it.
    Load,
    /// Make a change, then read it again.
    Edit(Edit),
    /// Open it for the user.
    Open,
}

impl Files {
    /// The configuration is in this file, which need not exist.
    pub(super) fn stored(path: PathBuf) -> Self {
        Files {
            store: Some(Store::new(path)),
            tasks: None,
        }
    }

    /// There is no file: the demonstration.
    pub(super) fn none() -> Self {
        Files {
            store: None,
            tasks: None,
        }
    }

    /// Where the file is, if there is one.
    pub(super) fn path(&self) -> Option<&Path> {
        self.store.as_ref().map(Store::path)
    }

    /// Writes the commented template where there is no file yet.
    pub(super) fn create_if_missing(&mut self, events: &Sends) {
        self.order(Task::CreateIfMissing, events);
    }

    /// Reads the configuration; it comes as [`Event::Configured`].
    pub(super) fn load_later(&mut self, events: &Sends) {
        self.order(Task::Load, events);
    }

    /// Makes a change, then reads the configuration again.
    pub(super) fn edit(&mut self, edit: Option<Edit>, events: &Sends) {
        if let Some(edit) = edit {
            self.order(Task::Edit(edit), events);
        }
    }

    /// Opens the file for the user.
    pub(super) fn open(&mut self, events: &Sends) {
        self.order(Task::Open, events);
    }

    /// Hands a task to the thread. Never blocks.
    fn order(&mut self, task: Task, events: &Sends) {
        let Some(store) = &self.store else {
            let event = match task {
                Task::CreateIfMissing | Task::Load => return,
                Task::Edit(_) => Event::NotSaved(FileTrouble::Demonstration),
                Task::Open => Event::NotOpened(FileTrouble::Demonstration),
            };
            events.send(Happening::Event(event));
            return;
        };
        if self.tasks.is_none() {
            match start(store.clone(), events.clone()) {
                Ok(tasks) => self.tasks = Some(tasks),
                Err(error) => {
                    events.send(Happening::Event(failed(&task, error.to_string())));
                    return;
                }
            }
        }
        if let Some(tasks) = &self.tasks {
            // The thread ends only when this handle is gone.
            tasks.send(task).ok();
        }
    }
}

fn start(store: Store, events: Sends) -> io::Result<Sender<Task>> {
    let (sender, receiver) = channel();
    thread::Builder::new()
        .name("configuration".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || serve(&store, &receiver, &events))?;
    Ok(sender)
}

fn serve(store: &Store, tasks: &Receiver<Task>, events: &Sends) {
    for task in tasks {
        let event = match work(store, &task) {
            Ok(event) => event,
            Err(reason) => Some(failed(&task, reason)),
        };
        if let Some(event) = event {
            events.send(Happening::Event(event));
        }
    }
}

fn failed(task: &Task, reason: String) -> Event {
    match task {
        Task::Load => Event::Configured(Err(vec![reason])),
        Task::CreateIfMissing | Task::Edit(_) => Event::NotSaved(FileTrouble::Other(reason)),
        Task::Open => Event::NotOpened(FileTrouble::Other(reason)),
    }
}

fn work(store: &Store, task: &Task) -> Result<Option<Event>, String> {
    match task {
        Task::CreateIfMissing => {
            let created = store.create_if_missing();
            created.map_err(|error| error.to_string())?;
            Ok(None)
        }
        Task::Load => Ok(Some(load(store))),
        Task::Edit(edit) => {
            store.edit(edit).map_err(|error| error.to_string())?;
            Ok(Some(load(store)))
        }
        Task::Open => Ok(open(store).err().map(Event::NotOpened)),
    }
}

fn load(store: &Store) -> Event {
    let loaded = store.load().map(Arc::new);
    Event::Configured(loaded.map_err(|error| error.lines()))
}

fn open(store: &Store) -> Result<(), FileTrouble> {
    let path = store.path();
    if let Err(error) = store.create_if_missing()
        && !path.exists()
    {
        return Err(FileTrouble::Other(error.to_string()));
    }
    open::text_file(path).map_err(|error| FileTrouble::NotShown {
        path: path.display().to_string(),
        reason: error.to_string(),
    })
}
