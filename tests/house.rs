//! The house's rules, most of them about what is absent, checked in the sources themselves.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The library's rooms, what each may use of the others, and what of the outside it must not touch.
/// `ARCHITECTURE.md` says why.
const ROOMS: &[Room] = &[
    room("protocol", &[], &[PURE, NO_SOCKETS]),
    // It knows what an IP address looks like.
    room("site", &["protocol"], &[PURE]),
    room("model", &["protocol", "site"], &[PURE, NO_SOCKETS]),
    room("view", &["model", "protocol", "site"], &[PURE, NO_SOCKETS]),
    room("config", &["protocol", "site"], &[NO_SOCKETS]),
    room("installation", &["config", "site"], &[NO_SOCKETS]),
    room(
        "discover",
        &["link", "model::event", "protocol", "site"],
        &[],
    ),
    room("link", &["model::event", "protocol", "site"], &[NO_FILES]),
    room(
        "monitor",
        &["link", "model::event", "protocol", "site"],
        &[NO_FILES],
    ),
    room(
        "journal",
        &["model", "protocol", "site"],
        &[PURE, NO_SOCKETS],
    ),
    room("logfile", &[], &[NO_SOCKETS]),
    room("sim", &["protocol"], &[]),
    room("clock", &["model::event"], &[NO_SOCKETS, NO_FILES]),
    room("locale", &["site"], &[NO_SOCKETS, NO_FILES]),
    room("watcher", &[], &[NO_SOCKETS]),
];

/// What makes the programs of the rooms, and which of these makers each may use besides all rooms. No
/// room may use any of them.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("arguments", &[]),
    ("ctl", &[]),
    ("shell", &["arguments"]),
    ("tray", &["arguments", "shell"]),
];

/// No files, threads, clock, async, nor state behind a lock.
const PURE: &[&str] = &[
    "std::fs",
    "std::thread",
    "std::env",
    "tokio",
    "Instant::now",
    "SystemTime",
    "async ",
    "Mutex",
    "TcpStream",
    "ToSocketAddrs",
];

const NO_SOCKETS: &[&str] = &["std::net"];

const NO_FILES: &[&str] = &["std::fs"];

/// What only `src/shell/` knows, and of the registry the reader of policies.
const WINDOWS: &[&str] = &[
    "tray_icon",
    "muda",
    "windows_sys",
    "windows_registry",
    "windows::",
];

/// Reads policies from the registry, through a crate that needs nothing unsafe.
const POLICIES: &str = "config/policy/registry.rs";

fn is_policies(file: &Path, word: &str) -> bool {
    file.ends_with(POLICIES) && word == "windows_registry"
}

struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
    must_not_touch: &'static [&'static [&'static str]],
}

const fn room(
    name: &'static str,
    may_use: &'static [&'static str],
    must_not_touch: &'static [&'static [&'static str]],
) -> Room {
    Room {
        name,
        may_use,
        must_not_touch,
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The Rust files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A room's files: `name.rs` and everything in `name/`.
fn files_of(room: &str) -> Vec<PathBuf> {
    let file = source().join(room).with_extension("rs");
    let folder = source().join(room);
    let mut found: Vec<PathBuf> = file.is_file().then_some(file).into_iter().collect();
    if folder.is_dir() {
        found.extend(files(&folder));
    }
    assert!(!found.is_empty(), "there is no room {room}");
    found
}

/// What counts: no comments, and nothing from the tests at a file's end on, nor files of tests.
fn code(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default();
    let in_tests = file.iter().any(|folder| folder == "tests");
    if in_tests || name == "tests" || name == "memory" {
        return String::new();
    }
    let text = fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths behind `crate::`, also those in braces: `crate::model::{Model, event::Event}` gives
/// `model::Model` and `model::event`.
fn uses(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let word = |text: &str| -> String {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
            text[..end.unwrap_or(text.len())].to_owned()
        };
        let room = word(rest);
        let inner = rest[room.len()..].strip_prefix("::").unwrap_or_default();
        match inner.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                found.extend(
                    list.split(',')
                        .map(|item| format!("{room}::{}", word(item.trim()))),
                );
            }
            None => drop(found.insert(format!("{room}::{}", word(inner)))),
        }
    }
    found
}

#[test]
fn every_room_uses_only_what_it_may() {
    let mut wrong = Vec::new();
    for room in ROOMS {
        for file in files_of(room.name) {
            let code = code(&file);
            for used in uses(&code) {
                let own = used.split("::").next() == Some(room.name);
                let allowed = room
                    .may_use
                    .iter()
                    .any(|allowed| used == *allowed || used.starts_with(&format!("{allowed}::")));
                if !own && !allowed {
                    wrong.push(format!("{} uses {used}", file.display()));
                }
            }
            for word in room.must_not_touch.iter().copied().flatten().chain(WINDOWS) {
                if code.contains(word) && !is_policies(&file, word) {
                    wrong.push(format!("{} touches {word}", file.display()));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn no_program_uses_another() {
    let mut wrong = Vec::new();
    for (program, may_use) in PROGRAMS {
        let others = PROGRAMS.iter().map(|(other, _)| other);
        let forbidden: Vec<_> = others
            .filter(|other| *other != program && !may_use.contains(other))
            .collect();
        for file in files_of(program) {
            for used in uses(&code(&file)) {
                if forbidden
                    .iter()
                    .any(|other| used.split("::").next() == Some(other))
                {
                    wrong.push(format!("{} uses {used}", file.display()));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_part_of_the_library_is_in_a_table() {
    let library = fs::read_to_string(source().join("lib.rs")).unwrap();
    let parts: BTreeSet<&str> = library
        .lines()
        .filter_map(|line| {
            line.trim_start_matches("pub ")
                .strip_prefix("mod ")?
                .strip_suffix(';')
        })
        .collect();
    let rooms = ROOMS.iter().map(|room| room.name);
    let programs = PROGRAMS.iter().map(|(name, _)| *name);
    assert_eq!(parts, rooms.chain(programs).collect());
}

#[test]
fn the_simulated_world_and_what_goes_wrong_in_it_are_pure() {
    let simulator = source().join("sim");
    let mut pure = files(&simulator.join("fault"));
    pure.extend(["service.rs", "world.rs"].map(|file| simulator.join(file)));
    let mut wrong = Vec::new();
    for file in pure {
        let code = code(&file);
        for word in PURE.iter().chain(NO_SOCKETS) {
            if code.contains(word) {
                wrong.push(format!("{} touches {word}", file.display()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn only_the_shell_and_the_policies_reader_know_windows_and_only_the_shell_may_be_unsafe() {
    let shell = source().join("shell");
    let mut wrong = Vec::new();
    for file in files(&source()) {
        if file.starts_with(&shell) {
            continue;
        }
        let code = code(&file);
        for word in WINDOWS.iter().chain(&["unsafe "]) {
            if code.contains(word) && !is_policies(&file, word) {
                wrong.push(format!("{} has {word}", file.display()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_window_thread_keeps_no_timers_and_never_sleeps() {
    let mut wrong = Vec::new();
    for file in files(&source().join("shell")) {
        let code = code(&file);
        for word in [
            "sleep",
            "SetTimer",
            "WaitUntil",
            "ControlFlow::Poll",
            "TcpStream",
        ] {
            if code.contains(word) {
                wrong.push(format!("{} has {word}", file.display()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_reader_of_uses_sees_paths_and_lists() {
    let code = "use crate::model::{Model, event::Event};\nlet x = crate::site::Site::default();\n\
                use crate::view;\nuse pekat_crate::no;";
    let found: Vec<String> = uses(code).into_iter().collect();
    assert_eq!(
        found,
        ["model::Model", "model::event", "site::Site", "view::"]
    );
}
