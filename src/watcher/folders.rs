//! The folders whose changes rouse, and what is told of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use super::Signal;

/// Has the system tell what happens in folders.
pub trait Folders: Send {
    /// Watches these folders, and no others, and gives those of them that the system does watch.
    ///
    /// It is called again after each sign. So one sign of a folder is enough until then, but what has
    /// happened there between two calls must give another.
    fn watch(&mut self, folders: &BTreeMap<PathBuf, Interest>) -> BTreeSet<PathBuf>;
}

/// What is to be told of a folder. More may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interest {
    /// That a folder in it has come, gone, or got another name.
    Subfolders,
    /// Also that a file in it has, or has been written.
    Files,
}

/// A sign that something has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stir {
    /// What is named so has changed, come or gone.
    Names {
        /// With the folders that they are in.
        paths: Vec<PathBuf>,
        /// Whether it came, went, or has got another name.
        renamed: bool,
    },
    /// Something in this folder, named as it was given to [`Folders::watch`].
    Within(PathBuf),
    /// More than the system could tell.
    Anything,
}

/// Where signs go.
#[derive(Clone, Debug)]
pub struct Stirs(Sender<Signal>);

impl Stirs {
    pub(super) fn to(signals: Sender<Signal>) -> Self {
        Stirs(signals)
    }

    /// Tells of a sign, from any thread. Never blocks.
    pub fn tell(&self, stir: Stir) {
        // At the end nobody listens any more.
        self.0.send(Signal::Stirred(stir)).ok();
    }
}

/// The folders that are watched for the sake of files.
pub(super) struct Placed {
    folders: Box<dyn Folders>,
    watched: BTreeSet<PathBuf>,
}

impl Placed {
    /// None at first.
    pub(super) fn new(folders: Box<dyn Folders>) -> Self {
        Placed {
            folders,
            watched: BTreeSet::new(),
        }
    }

    /// Watches the folders of these files, and no others.
    pub(super) fn watch_those_of<'a>(&mut self, files: impl Iterator<Item = &'a Path> + Clone) {
        let mut wanted = around(files.clone());
        // A folder can come while the one above it begins to be watched.
        loop {
            self.watched = self.folders.watch(&wanted);
            let now = around(files.clone());
            if now == wanted {
                return;
            }
            wanted = now;
        }
    }

    /// Watches none any more: the folders that are watched may not be those that have the names now.
    pub(super) fn forget(&mut self) {
        self.watched = self.folders.watch(&BTreeMap::new());
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
            Stir::Names { paths, .. } => paths.iter().any(|path| path == file),
            Stir::Within(folder) => file.parent() == Some(folder),
            Stir::Anything => true,
        };
        itself || self.concerns_folder_of(file)
    }

    /// Whether a folder that this file is in came, went, or has got another name.
    pub(super) fn concerns_folder_of(&self, file: &Path) -> bool {
        let Some(own) = file.parent() else {
            return false;
        };
        match self {
            Stir::Names { paths, renamed } => {
                let is_above = |path: &PathBuf| own.ancestors().any(|folder| folder == path);
                *renamed && paths.iter().any(is_above)
            }
            Stir::Within(folder) => own.ancestors().skip(1).any(|above| above == folder),
            Stir::Anything => true,
        }
    }
}

/// The nearest folder above a file that there is.
fn nearest(file: &Path) -> Option<&Path> {
    file.ancestors().skip(1).find(|folder| folder.is_dir())
}

/// The folders to watch for files' sake: of each its own or the nearest that there is, and the one above
/// that, for not every system tells of a folder itself that it has gone.
fn around<'a>(files: impl Iterator<Item = &'a Path>) -> BTreeMap<PathBuf, Interest> {
    let mut folders = BTreeMap::new();
    for file in files {
        let nearest = nearest(file);
        let above = nearest.and_then(Path::parent);
        for folder in nearest.into_iter().chain(above) {
            let interest = match file.parent() == Some(folder) {
                true => Interest::Files,
                false => Interest::Subfolders,
            };
            let wanted = folders.entry(folder.to_owned()).or_insert(interest);
            *wanted = interest.max(*wanted);
        }
    }
    folders
}
