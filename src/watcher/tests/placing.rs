//! Which folders are watched, and what a sign of one of them does.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

type Wanted = BTreeMap<PathBuf, Interest>;

/// Folders of which a test tells. Each call is told to the test.
struct Scripted {
    calls: Sender<Wanted>,
    /// Whether the system watches any.
    watches: bool,
}

impl Folders for Scripted {
    fn watch(&mut self, folders: &Wanted) -> BTreeSet<PathBuf> {
        self.calls.send(folders.clone()).ok();
        match self.watches {
            true => folders.keys().cloned().collect(),
            false => BTreeSet::new(),
        }
    }
}

/// A file in a folder that a test tells of.
struct Stage {
    folder: TempDir,
    path: PathBuf,
    stirs: Stirs,
    watched: Receiver<Wanted>,
    changes: Receiver<()>,
    _watcher: Watcher,
}

impl Stage {
    fn new(name: &str, watches: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let (calls, watched) = channel();
        let (sender, changes) = channel();
        let mut told = None;
        let folders = |stirs: Stirs| -> Box<dyn Folders> {
            told = Some(stirs);
            Box::new(Scripted { calls, watches })
        };
        let files = vec![Watched {
            path: path.clone(),
            means: Means::Told,
        }];
        let changed = move || sender.send(()).unwrap();
        let watcher = Watcher::start_at(EAGER, files, folders, changed).unwrap();
        Stage {
            folder,
            path,
            stirs: told.unwrap(),
            watched,
            changes,
            _watcher: watcher,
        }
    }

    fn wanted(&self, own: Interest) -> Wanted {
        let own = (self.folder.path().to_owned(), own);
        let above = (self.above(), Interest::Subfolders);
        Wanted::from([own, above])
    }

    fn above(&self) -> PathBuf {
        self.folder.path().parent().unwrap().to_owned()
    }

    fn next(&self) -> Wanted {
        self.watched.recv_timeout(SOON).unwrap()
    }
}

#[test]
fn a_files_own_folder_is_watched_for_files_and_those_above_for_folders() {
    let there = Stage::new("config.toml", true);
    assert_eq!(there.next(), there.wanted(Interest::Files));
    let missing = Stage::new("a/config.toml", true);
    assert_eq!(missing.next(), missing.wanted(Interest::Subfolders));
}

#[test]
fn after_a_sign_of_its_folder_a_file_is_looked_at_and_the_next_sign_asked_for() {
    let stage = Stage::new("config.toml", true);
    let wanted = stage.wanted(Interest::Files);
    assert_eq!(stage.next(), wanted);
    fs::write(&stage.path, "one").unwrap();
    stage
        .stirs
        .tell(Stir::Within(stage.folder.path().to_owned()));
    assert_eq!(stage.next(), wanted);
    assert_eq!(stage.changes.recv_timeout(SOON), Ok(()));
}

#[test]
fn after_a_sign_of_the_folder_above_all_are_let_go_and_watched_anew() {
    let stage = Stage::new("config.toml", true);
    let wanted = stage.wanted(Interest::Files);
    assert_eq!(stage.next(), wanted);
    stage.stirs.tell(Stir::Within(stage.above()));
    assert_eq!([stage.next(), stage.next()], [Wanted::new(), wanted]);
}

#[test]
fn when_a_file_has_gone_all_are_let_go_and_watched_anew() {
    let stage = Stage::new("config.toml", true);
    let own = Stir::Within(stage.folder.path().to_owned());
    fs::write(&stage.path, "one").unwrap();
    stage.stirs.tell(own.clone());
    assert_eq!(stage.changes.recv_timeout(SOON), Ok(()));
    let wanted = stage.wanted(Interest::Files);
    // At the beginning, after the sign and after the change.
    let before = [stage.next(), stage.next(), stage.next()];
    assert!(before.iter().all(|it| *it == wanted), "{before:?}");
    fs::remove_file(&stage.path).unwrap();
    stage.stirs.tell(own);
    let after = [stage.next(), stage.next(), stage.next()];
    assert_eq!(after, [wanted.clone(), Wanted::new(), wanted]);
    assert_eq!(stage.changes.recv_timeout(SOON), Ok(()));
}

#[test]
fn a_file_in_a_folder_that_is_not_watched_is_looked_at_again_and_again() {
    let stage = Stage::new("config.toml", false);
    fs::write(&stage.path, "one").unwrap();
    assert_eq!(stage.changes.recv_timeout(SOON), Ok(()));
}
