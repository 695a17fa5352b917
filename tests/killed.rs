//! A writer of the configuration that is killed at each of its system calls.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::sys::ptrace;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use pekat_tray::config::{Edit, Store, read};
use pekat_tray::protocol::Operation;

/// Names the file to the writer.
const FILE: &str = "PEKAT_TRAY_TEST_WRITES";

/// What the writer says before it writes, with the number of its thread behind.
const READY: &str = "writer ready: ";

const BEFORE: &str = "# ours\r\n[[server]]\r\nname = 'L'\r\naddress = 'a'\r\n[[server.project]]\r\nname = 'A'\r\npath = 'C:\\A'\r\n";

/// More system calls than a save needs.
const TOO_MANY: usize = 1000;

fn pin() -> Edit {
    Edit::Pin {
        name: "Go".to_owned(),
        operation: Operation::Start,
        project: "A".to_owned(),
        server: "L".to_owned(),
        elsewhere: false,
    }
}

#[test]
#[ignore = "the writer that the other test kills"]
fn writer() {
    let Some(file) = std::env::var_os(FILE) else {
        return;
    };
    let thread = fs::read_link("/proc/thread-self").unwrap();
    let thread = thread.file_name().unwrap().to_str().unwrap();
    let mut out = std::io::stderr();
    writeln!(out, "{READY}{thread}").unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
    Store::new(file.into()).edit(&pin()).unwrap();
}

/// Starts the writer, which waits for a line. Gives the thread that writes.
fn start_writer(file: &Path) -> (Child, Pid) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "writer", "--ignored", "--nocapture"]);
    command.env(FILE, file).stdin(Stdio::piped());
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut lines = lines.map(|line| line.unwrap());
    let thread = lines.find_map(|line| line.strip_prefix(READY)?.parse().ok());
    (child, Pid::from_raw(thread.unwrap()))
}

/// Lets the writer go on until it enters or leaves a system call for the `stop`th time, and kills it
/// there. `false` if it was done before.
fn kill_at(file: &Path, stop: usize) -> bool {
    let (mut child, thread) = start_writer(file);
    ptrace::attach(thread).unwrap();
    let wait = || waitpid(thread, Some(WaitPidFlag::__WALL)).unwrap();
    wait();
    writeln!(child.stdin.take().unwrap()).unwrap();
    let mut alive = true;
    for _ in 0..stop {
        ptrace::syscall(thread, None).unwrap();
        alive = !matches!(wait(), WaitStatus::Exited(..) | WaitStatus::Signaled(..));
        if !alive {
            break;
        }
    }
    child.kill().unwrap();
    // The process is not gone until its tracer has seen the end of the thread.
    if alive {
        wait();
    }
    child.wait().unwrap();
    alive
}

#[test]
fn a_writer_killed_at_any_system_call_leaves_the_old_file_or_the_new_one() {
    let old = BEFORE.to_owned();
    let new = pin().apply(&old).unwrap();
    let mut seen = Vec::new();
    for stop in 1..TOO_MANY {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("config.toml"));
        fs::write(store.path(), &old).unwrap();
        let alive = kill_at(store.path(), stop);
        let left = fs::read_to_string(store.path()).unwrap();
        assert!(left == old || left == new, "at {stop}: {left}");
        assert_eq!(store.load().unwrap(), read(&left).unwrap());
        if let Ok(kept) = fs::read_to_string(store.backup_path()) {
            assert_eq!(kept, old, "at {stop}");
        }
        // Nothing that it left stands in the way of the next.
        store.edit(&pin()).unwrap();
        assert_eq!(fs::read_to_string(store.path()).unwrap(), new, "at {stop}");
        seen.push(left == new);
        if !alive {
            break;
        }
    }
    let saved = seen.iter().position(|new| *new).unwrap();
    assert!(saved > 10, "it was killed before its work: {seen:?}");
    assert!(seen.is_sorted(), "saved and undone: {seen:?}");
    assert!(seen.len() < TOO_MANY - 1, "it never ended");
}
