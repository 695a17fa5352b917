//! The folders that the system watches, and what it tells of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// The system has told of something.
#[derive(Debug)]
pub(super) enum Stir {
    /// What is named so has changed, come or gone.
    Names {
        paths: Vec<PathBuf>,
        /// Whether it came, went, or has got another name.
        renamed: bool,
    },
    /// More has happened than the system could tell.
    Anything,
}

/// The folders that the system watches.
pub(super) struct Folders {
    /// `None` where the system watches none at all.
    watcher: Option<RecommendedWatcher>,
    /// Those that are wanted.
    wanted: BTreeSet<PathBuf>,
    /// Those of them that the system does watch.
    watched: BTreeSet<PathBuf>,
}

impl Folders {
    /// Tells from now on what happens in the folders that are watched, on a thread of its own.
    pub(super) fn new(stirred: impl Fn(Stir) + Send + 'static) -> Self {
        let tell = move |event: notify::Result<Event>| {
            if let Some(stir) = stir(event) {
                stirred(stir);
            }
        };
        Folders {
            watcher: notify::recommended_watcher(tell).ok(),
            wanted: BTreeSet::new(),
            watched: BTreeSet::new(),
        }
    }

    /// Watches the folders of these files, and no others.
    pub(super) fn watch_those_of<'a>(&mut self, files: impl Iterator<Item = &'a Path> + Clone) {
        // A folder can come while the one above it begins to be watched.
        loop {
            let wanted: BTreeSet<PathBuf> = files.clone().flat_map(around).collect();
            if wanted == self.wanted {
                return;
            }
            let gone: Vec<PathBuf> = self.watched.difference(&wanted).cloned().collect();
            for gone in gone {
                self.watched.remove(&gone);
                if let Some(watcher) = &mut self.watcher {
                    // It is not watched any more if the folder itself is gone.
                    watcher.unwatch(&gone).ok();
                }
            }
            self.wanted = wanted;
            for folder in &self.wanted {
                if !self.watched.contains(folder)
                    && let Some(watcher) = &mut self.watcher
                    && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok()
                {
                    self.watched.insert(folder.clone());
                }
            }
        }
    }

    /// Watches none any more: the folders that are watched may not be those that have the names now.
    pub(super) fn forget(&mut self) {
        self.watch_those_of(std::iter::empty());
    }

    /// Whether the system tells when this file changes, or when its folder comes.
    pub(super) fn reach(&self, file: &Path) -> bool {
        nearest(file).is_some_and(|folder| self.watched.contains(folder))
    }
}

impl Stir {
    /// Whether it may be about this file.
    pub(super) fn concerns(&self, file: &Path) -> bool {
        let itself = match self {
            Stir::Names { paths, .. } => paths.iter().any(|path| is_named(path, file)),
            Stir::Anything => true,
        };
        itself || self.concerns_folder_of(file)
    }

    /// Whether a folder that this file is in came, went, or has got another name.
    pub(super) fn concerns_folder_of(&self, file: &Path) -> bool {
        match self {
            Stir::Names { paths, renamed } => {
                let is_above = |path: &PathBuf| {
                    let mut above = file.ancestors().skip(1);
                    above.any(|folder| is_named(path, folder))
                };
                *renamed && paths.iter().any(is_above)
            }
            Stir::Anything => true,
        }
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

/// The nearest folder above a file that there is.
fn nearest(file: &Path) -> Option<&Path> {
    file.ancestors().skip(1).find(|folder| folder.is_dir())
}

/// The folders to watch for a file's sake: its own or the nearest that there is, and the one above that,
/// for not every system tells of a folder itself that it has gone.
fn around(file: &Path) -> impl Iterator<Item = PathBuf> {
    let nearest = nearest(file);
    let above = nearest.and_then(Path::parent);
    nearest.into_iter().chain(above).map(Path::to_owned)
}

/// Whether the system means this path. Windows does not tell upper from lower case, and may say a short
/// name (`CONFIG~1.TOM`), which counts as any.
fn is_named(told: &Path, path: &Path) -> bool {
    if !cfg!(windows) {
        return told == path;
    }
    let lower = |path: &Path| path.to_string_lossy().to_lowercase();
    let is_short = |told: &Path| {
        let name = told.file_name().unwrap_or_default();
        name.to_string_lossy().contains('~')
    };
    lower(told) == lower(path) || (is_short(told) && told.parent() == path.parent())
}
