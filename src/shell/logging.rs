//! The log: a small file in the user's folder, for whoever looks later into what happened when and who
//! asked for it. Always in English.
//!
//! A thread of its own writes it, since a disk can be slow or full; nobody waits for it, and what goes
//! wrong with it goes wrong for it alone.

use std::panic;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::thread;
use std::time::Duration;

use crate::clock;
use crate::journal::{self, Line};
use crate::logfile::LogFile;
use directories::BaseDirs;
use log::{Level, LevelFilter, Log, Metadata, Record};

/// How long the file may be before it becomes the older one. In bytes.
const LIMIT: u64 = 1024 * 1024;

/// How many lines may wait for a slow disk; more are counted and lost.
const WAITING: usize = 1000;

/// How long the end of the program waits for the last lines, at most.
const PATIENCE: Duration = Duration::from_millis(500);

/// The thread's stack, in bytes.
const STACK_SIZE: usize = 128 * 1024;

/// What the thread is given.
enum Task {
    Line(String),
    /// Answer when everything before this is in the file.
    Answer(Sender<()>),
}

struct Logger {
    tasks: SyncSender<Task>,
    /// How many lines were lost since the last that was not.
    lost: AtomicUsize,
}

/// Where the log is. `None` if the user has no folder.
pub(super) fn path() -> Option<PathBuf> {
    let folders = BaseDirs::new()?;
    Some(
        folders
            .data_local_dir()
            .join("pekat-tray")
            .join("pekat-tray.log"),
    )
}

/// Begins to write everything that is logged, with [`log`]'s macros or by [`lines`], to the file, and
/// also why the program breaks down if it does. Without a thread or a file there is no log.
pub(super) fn start(path: PathBuf) {
    let (tasks, receiver) = sync_channel(WAITING);
    let thread = thread::Builder::new()
        .name("log".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || write(&LogFile::new(path, LIMIT), &receiver));
    let logger = Logger {
        tasks,
        lost: AtomicUsize::new(0),
    };
    if thread.is_err() || log::set_boxed_logger(Box::new(logger)).is_err() {
        return;
    }
    log::set_max_level(LevelFilter::Info);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        log::error!("broke down: {panic}");
        log::logger().flush();
        before(panic);
    }));
}

/// Writes lines down.
pub(super) fn lines(lines: Vec<Line>) {
    for Line { level, text } in lines {
        match level {
            journal::Level::Info => log::info!("{text}"),
            journal::Level::Warning => log::warn!("{text}"),
        }
    }
}

/// Waits until what was logged is in the file, but not for long.
pub(super) fn flush() {
    log::logger().flush();
}

impl Logger {
    fn give(&self, line: String) {
        match self.tasks.try_send(Task::Line(line)) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Libraries have much to say that nobody here needs.
        metadata.target().starts_with(env!("CARGO_CRATE_NAME"))
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            self.give(stamped(Level::Warn, &format!("lines lost here: {lost}")));
        }
        self.give(stamped(record.level(), &record.args().to_string()));
    }

    fn flush(&self) {
        let (answer, answered) = channel();
        if self.tasks.try_send(Task::Answer(answer)).is_ok() {
            answered.recv_timeout(PATIENCE).ok();
        }
    }
}

/// A line with its time, and nothing in it that would make it look like two.
fn stamped(level: Level, text: &str) -> String {
    let time = clock::wall().format("%Y-%m-%d %H:%M:%S%.3f %:z");
    let text = text.replace(char::is_control, " ");
    format!("{time} {level:<5} {text}")
}

fn write(file: &LogFile, tasks: &Receiver<Task>) {
    for task in tasks {
        match task {
            // A disk that is full or gone may be there again for the next line.
            Task::Line(line) => drop(file.append(&line)),
            Task::Answer(answer) => drop(answer.send(())),
        }
    }
}
