mod placing;

use std::fs;
use std::sync::mpsc::RecvTimeoutError;

use tempfile::TempDir;

use super::*;

/// For a call that must come.
const SOON: Duration = Duration::from_secs(20);

/// Each sign is looked into at once.
const EAGER: Pace = Pace {
    quiet: Duration::ZERO,
    limit: Duration::ZERO,
    grace: Duration::from_millis(200),
    poll: Duration::from_millis(5),
};

/// What was written at once is one change, however slow the computer is.
const PATIENT: Pace = Pace {
    quiet: Duration::from_millis(1500),
    limit: Duration::from_secs(10),
    ..EAGER
};

/// A file that is watched in a folder of its own.
struct Bench {
    folder: TempDir,
    path: PathBuf,
    /// What was in the file at each call; `None` when it could not be read.
    calls: Receiver<Option<String>>,
    watcher: Watcher,
}

impl Bench {
    fn new(pace: Pace, means: Means, name: &str, before: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
        }
        let (sender, calls) = channel();
        let read = path.clone();
        let changed = move || sender.send(fs::read_to_string(&read).ok()).unwrap();
        let files = vec![Watched {
            path: path.clone(),
            means,
        }];
        let watcher = Watcher::start_at(pace, files, notified, changed).unwrap();
        Bench {
            folder,
            path,
            calls,
            watcher,
        }
    }

    fn told(before: &str) -> Self {
        Self::new(EAGER, Means::Told, "config.toml", Some(before))
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn save(&self, text: &str) {
        fs::write(&self.path, text).unwrap();
    }

    /// As many editors save, and we.
    fn save_by_rename(&self, text: &str) {
        let fresh = self.path.with_extension("new");
        fs::write(&fresh, text).unwrap();
        fs::rename(&fresh, &self.path).unwrap();
    }

    /// The file's contents at the next call.
    fn next(&self) -> Option<String> {
        self.calls.recv_timeout(SOON).unwrap()
    }

    /// Waits for a call at which the file has these contents: a file that is written in place can be seen
    /// empty before.
    fn await_contents(&self, wanted: &str) {
        while self.next().as_deref() != Some(wanted) {}
    }

    /// Saves once more; that is the next call.
    fn nothing_was_told(&self) {
        self.save_by_rename("the next");
        assert_eq!(self.next().as_deref(), Some("the next"));
    }
}

#[test]
fn a_file_that_is_written_in_place_is_told_each_time() {
    let bench = Bench::told("one");
    for text in ["two", "three", "one"] {
        bench.save(text);
        bench.await_contents(text);
    }
}

#[test]
fn a_file_that_is_saved_by_a_rename_is_told_once_each_time() {
    let bench = Bench::told("one");
    for text in ["two", "three", "one"] {
        bench.save_by_rename(text);
        assert_eq!(bench.next().as_deref(), Some(text));
    }
}

#[test]
fn another_text_of_the_same_length_and_time_is_a_change() {
    let bench = Bench::told("one");
    let modified = fs::metadata(&bench.path).unwrap().modified().unwrap();
    let fresh = bench.beside("new");
    fs::write(&fresh, "two").unwrap();
    let file = fs::File::options().write(true).open(&fresh).unwrap();
    file.set_modified(modified).unwrap();
    fs::rename(&fresh, &bench.path).unwrap();
    assert_eq!(bench.next().as_deref(), Some("two"));
}

#[test]
fn a_file_that_is_deleted_and_one_that_is_made_again_are_told() {
    let bench = Bench::told("one");
    fs::remove_file(&bench.path).unwrap();
    assert_eq!(bench.next(), None);
    bench.save_by_rename("one");
    assert_eq!(bench.next().as_deref(), Some("one"));
}

#[test]
fn a_file_that_is_gone_for_a_moment_is_not_told_as_gone() {
    let grace = Duration::from_secs(600);
    let bench = Bench::new(
        Pace { grace, ..EAGER },
        Means::Told,
        "config.toml",
        Some("one"),
    );
    fs::remove_file(&bench.path).unwrap();
    bench.nothing_was_told();
}

#[test]
fn a_file_is_told_whose_folders_come_later_go_and_come_again() {
    let bench = Bench::new(EAGER, Means::Told, "a/b/config.toml", None);
    for text in ["one", "two"] {
        let folder = bench.path.parent().unwrap();
        fs::create_dir_all(folder).unwrap();
        bench.save_by_rename(text);
        assert_eq!(bench.next().as_deref(), Some(text));
        fs::remove_dir_all(bench.beside("a")).unwrap();
        assert_eq!(bench.next(), None);
    }
}

#[test]
fn a_file_is_told_whose_folder_is_exchanged_for_another() {
    let bench = Bench::new(EAGER, Means::Told, "a/config.toml", None);
    let folders = ["a", "b"].map(|name| bench.beside(name));
    let [a, b] = &folders;
    for (folder, text) in folders.iter().zip(["one", "two"]) {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("config.toml"), text).unwrap();
    }
    bench.await_contents("one");
    fs::rename(a, bench.beside("c")).unwrap();
    fs::rename(b, a).unwrap();
    bench.await_contents("two");
    bench.nothing_was_told();
}

#[test]
fn a_touch_without_a_change_is_not_told() {
    let bench = Bench::told("one");
    let file = fs::File::options().write(true).open(&bench.path).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    bench.save_by_rename("one");
    bench.nothing_was_told();
}

#[test]
fn another_file_in_the_folder_is_not_told() {
    let bench = Bench::told("one");
    for name in ["other.toml", "config.toml.bak"] {
        fs::write(bench.beside(name), "another").unwrap();
    }
    bench.nothing_was_told();
}

#[test]
fn two_quick_saves_are_one_call_with_the_last_contents() {
    let bench = Bench::new(PATIENT, Means::Told, "config.toml", Some("one"));
    bench.save("two");
    bench.save("three");
    assert_eq!(bench.next().as_deref(), Some("three"));
    bench.nothing_was_told();
}

#[test]
fn a_file_that_is_written_without_a_pause_is_told_nevertheless() {
    // Far longer than from one save to the next.
    let quiet = Duration::from_millis(500);
    let limit = Duration::from_secs(1);
    let pace = Pace {
        quiet,
        limit,
        ..EAGER
    };
    let bench = Bench::new(pace, Means::Told, "config.toml", Some("one"));
    let mut written = 0;
    while bench.calls.try_recv().is_err() {
        written += 1;
        bench.save_by_rename(&format!("text {written}"));
    }
}

#[test]
fn a_polled_file_is_told_when_it_changes_and_only_then() {
    let bench = Bench::new(EAGER, Means::Polled, "a/config.toml", None);
    fs::create_dir(bench.beside("a")).unwrap();
    for text in ["one", "two"] {
        bench.save_by_rename(text);
        assert_eq!(bench.next().as_deref(), Some(text));
        bench.save_by_rename(text);
    }
    bench.nothing_was_told();
}

#[cfg(unix)]
#[test]
fn a_file_behind_a_link_is_told() {
    let bench = Bench::new(EAGER, Means::Told, "config.toml", None);
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("real.toml");
    fs::write(&target, "one").unwrap();
    std::os::unix::fs::symlink(&target, &bench.path).unwrap();
    assert_eq!(bench.next().as_deref(), Some("one"));
    let fresh = elsewhere.path().join("fresh");
    fs::write(&fresh, "two").unwrap();
    fs::rename(&fresh, &target).unwrap();
    assert_eq!(bench.next().as_deref(), Some("two"));
}

#[test]
fn it_ends_when_it_is_dropped() {
    for means in [Means::Told, Means::Polled] {
        let bench = Bench::new(EAGER, means, "config.toml", Some("one"));
        drop(bench.watcher);
        let end = bench.calls.recv_timeout(SOON);
        assert_eq!(end, Err(RecvTimeoutError::Disconnected));
    }
}
