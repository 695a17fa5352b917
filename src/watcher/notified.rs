//! Folders as the crate `notify` watches them. On Windows it wakes several times a second.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::folders::{Folders, Interest, Stir, Stirs};

/// Folders of which a thread of `notify` tells.
pub(super) struct Notified {
    /// `None` where the system watches none at all.
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
}

impl Notified {
    pub(super) fn new(stirs: Stirs) -> Self {
        let tell = move |event: notify::Result<Event>| {
            if let Some(stir) = stir(event) {
                stirs.tell(stir);
            }
        };
        Notified {
            watcher: notify::recommended_watcher(tell).ok(),
            watched: BTreeSet::new(),
        }
    }
}

impl Folders for Notified {
    fn watch(&mut self, folders: &BTreeMap<PathBuf, Interest>) -> BTreeSet<PathBuf> {
        let Some(watcher) = &mut self.watcher else {
            return BTreeSet::new();
        };
        self.watched.retain(|folder| {
            let wanted = folders.contains_key(folder);
            if !wanted {
                // It is not watched any more if the folder itself is gone.
                watcher.unwatch(folder).ok();
            }
            wanted
        });
        for folder in folders.keys() {
            if !self.watched.contains(folder)
                && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok()
            {
                self.watched.insert(folder.clone());
            }
        }
        self.watched.clone()
    }
}

fn stir(event: notify::Result<Event>) -> Option<Stir> {
    let Ok(event) = event else {
        return Some(Stir::Anything);
    };
    if event.need_rescan() || event.paths.is_empty() {
        return Some(Stir::Anything);
    }
    let renamed = match event.kind {
        // That it is read; we do so ourselves.
        EventKind::Access(
            AccessKind::Any
            | AccessKind::Read
            | AccessKind::Open(_)
            | AccessKind::Other
            | AccessKind::Close(
                AccessMode::Any | AccessMode::Read | AccessMode::Execute | AccessMode::Other,
            ),
        ) => return None,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
            true
        }
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(
            ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Metadata(_) | ModifyKind::Other,
        )
        | EventKind::Any
        | EventKind::Other => false,
    };
    Some(Stir::Names {
        paths: event.paths,
        renamed,
    })
}
