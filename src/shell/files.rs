//! What has to do with the configuration file, off the event loop: disks can be slow.
//!
//! One thread does it all, one after the other, so that of two changes none is lost and what was
//! read last arrives last.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::config::{Complaint, Edit, Loader, Store};
use crate::model::event::{Configuration, Event, FileTrouble};
use crate::watcher::{Means, Watched, Watcher};

use super::drive;
use super::event_loop::Sends;
use super::folder_changes::FolderChanges;
use super::happening::Happening;
use super::open;
use super::policy_changes::PolicyChanges;

/// The thread's stack, in bytes: enough for reading a file and for what Windows' shell loads into
/// the thread.
const STACK_SIZE: usize = 512 * 1024;

/// How long policies must have been left alone before they are read: Windows takes them away and sets
/// them anew, one by one.
const QUIET: Duration = Duration::from_millis(300);

/// After how long they are read though they go on changing.
const LIMIT: Duration = Duration::from_millis(700);

/// The handle of the thread that works on the configuration file.
#[derive(Debug)]
pub(super) struct Files {
    /// The demonstration has no file.
    store: Option<Store>,
    /// There is no thread until there is something to do.
    tasks: Option<Arc<Sender<Task>>>,
}

/// What is to be done with the file.
#[derive(Debug)]
enum Task {
    /// Write the commented template where there is no file yet.
    CreateIfMissing,
    /// Read it.
    Load,
    /// Read it because it has changed.
    Reload,
    /// Policies are changing: read all when they have been left alone.
    AwaitPolicies,
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
                Task::CreateIfMissing | Task::Load | Task::Reload | Task::AwaitPolicies => return,
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

fn start(store: Store, events: Sends) -> io::Result<Arc<Sender<Task>>> {
    let (sender, receiver) = channel();
    let sender = Arc::new(sender);
    let work = Work {
        loader: Loader::new(store.path().to_owned()),
        store,
        events,
        orders: Arc::downgrade(&sender),
        watcher: None,
        policy_changes: None,
        unsettled: None,
        told: None,
    };
    thread::Builder::new()
        .name("configuration".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || work.serve(&receiver))?;
    Ok(sender)
}

/// What the thread works with.
struct Work {
    store: Store,
    /// Reads the file together with what others have configured.
    loader: Loader,
    events: Sends,
    /// Not to be kept alive by the watcher, which is ours.
    orders: Weak<Sender<Task>>,
    /// There is none until the file is first read, nor where the system has no thread for it.
    watcher: Option<Watcher>,
    /// There are none until the configuration is first read.
    policy_changes: Option<PolicyChanges>,
    /// Policies are changing.
    unsettled: Option<Unsettled>,
    /// What was last told of the configuration.
    told: Option<Configuration>,
}

/// There were signs of a change.
struct Unsettled {
    since: Instant,
    read_at: Instant,
}

impl Work {
    fn serve(mut self, tasks: &Receiver<Task>) {
        while let Some(task) = self.next(tasks) {
            let event = self
                .work(&task)
                .unwrap_or_else(|reason| Some(failed(&task, reason)));
            if let Some(event) = event {
                self.events.send(Happening::Event(event));
            }
        }
    }

    /// What is to be done next; `None` at the end.
    fn next(&mut self, tasks: &Receiver<Task>) -> Option<Task> {
        let Some(Unsettled { read_at, .. }) = self.unsettled else {
            return tasks.recv().ok();
        };
        let left = read_at.saturating_duration_since(Instant::now());
        match tasks.recv_timeout(left) {
            Ok(task) => Some(task),
            Err(RecvTimeoutError::Timeout) => {
                self.unsettled = None;
                Some(Task::Reload)
            }
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn work(&mut self, task: &Task) -> Result<Option<Event>, String> {
        match task {
            Task::CreateIfMissing => {
                let created = self.store.create_if_missing();
                created.map_err(|error| error.to_string())?;
                Ok(None)
            }
            Task::Load => {
                // Before, so that no change in between is missed.
                self.watch();
                self.watch_policies();
                Ok(Some(self.load()))
            }
            Task::AwaitPolicies => {
                self.policies_change();
                Ok(None)
            }
            Task::Reload => {
                let before = self.told.clone();
                let event = self.load();
                // It was read already, after an edit of ours or by Refresh, or means the same.
                Ok((self.told != before).then_some(event))
            }
            Task::Edit(edit) => {
                let edited = self.store.edit(edit);
                edited.map_err(|error| error.to_string())?;
                Ok(Some(self.load()))
            }
            Task::Open => Ok(open(&self.store).err().map(Event::NotOpened)),
        }
    }

    fn load(&mut self) -> Event {
        let loaded = self.loader.load();
        let short = |lines: Vec<Complaint>| lines.into_iter().map(|line| line.short).collect();
        let loaded = Configuration {
            site: loaded.site.map(Arc::new),
            problems: short(loaded.problems),
            ignored: short(loaded.ignored),
        };
        self.told = Some(loaded.clone());
        Event::Configured(loaded)
    }

    /// Has all be read whenever the file or that for all users has changed.
    fn watch(&mut self) {
        if self.watcher.is_some() {
            return;
        }
        let paths = [Some(self.loader.user_path()), self.loader.machine_path()];
        let files = paths.into_iter().flatten().map(|path| Watched {
            path: path.to_owned(),
            means: match drive::is_remote(path) {
                true => Means::Polled,
                false => Means::Told,
            },
        });
        let orders = Weak::clone(&self.orders);
        let changed = move || order(&orders, Task::Reload);
        match Watcher::start(files.collect(), FolderChanges::boxed, changed) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => log::warn!("changes of the configuration are not noticed: {error}"),
        }
    }

    /// Has all be read whenever policies have changed.
    fn watch_policies(&mut self) {
        if self.policy_changes.is_none() {
            let orders = Weak::clone(&self.orders);
            let changed = move || order(&orders, Task::AwaitPolicies);
            self.policy_changes = Some(PolicyChanges::start(changed));
        }
    }

    fn policies_change(&mut self) {
        if let Some(changes) = &mut self.policy_changes {
            changes.go_on();
        }
        let now = Instant::now();
        let since = self.unsettled.as_ref().map_or(now, |it| it.since);
        self.unsettled = Some(Unsettled {
            since,
            read_at: (now + QUIET).min(since + LIMIT),
        });
    }
}

/// Hands a task to the thread, if it is still there.
fn order(orders: &Weak<Sender<Task>>, task: Task) {
    if let Some(orders) = orders.upgrade() {
        // The thread ends only when the handle is gone.
        orders.send(task).ok();
    }
}

fn failed(task: &Task, reason: String) -> Event {
    match task {
        Task::Load | Task::Reload | Task::AwaitPolicies => Event::misconfigured(vec![reason]),
        Task::CreateIfMissing | Task::Edit(_) => Event::NotSaved(FileTrouble::Other(reason)),
        Task::Open => Event::NotOpened(FileTrouble::Other(reason)),
    }
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
