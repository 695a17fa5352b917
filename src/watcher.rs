//! Says when files have changed: when what is in them is another, not when they were merely touched.
//!
//! Folders are watched, not files, since editors save by renaming another file over the old one. What
//! happens there only rouses; what counts is what the file then holds. Files on network shares, whose
//! servers need not tell, and in folders that the system does not watch are looked at again and again.

mod contents;
mod folders;
#[cfg(not(windows))]
mod notified;

use std::io;
use std::path::{self, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use contents::Contents;
use folders::Placed;

pub use folders::{Folders, Interest, Stir, Stirs};

/// A file that is watched. It need not exist, nor its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The file.
    pub path: PathBuf,
    /// How it is noticed that it has changed.
    pub means: Means,
}

/// How it is noticed that a file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// The system tells, or the file is looked at where it does not.
    Told,
    /// The file is looked at every two seconds: it is on another computer.
    Polled,
}

/// How long is waited for what.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// After the last sign of a change: programs write in several steps.
    quiet: Duration,
    /// After the first sign of a change, for as long as signs keep coming.
    limit: Duration,
    /// Until a file that is gone or cannot be read is taken for that: it may be being saved.
    grace: Duration,
    /// From one look to the next.
    poll: Duration,
}

const PACE: Pace = Pace {
    quiet: Duration::from_millis(300),
    limit: Duration::from_millis(700),
    grace: Duration::from_secs(2),
    poll: Duration::from_secs(2),
};

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    signals: Sender<Signal>,
}

#[derive(Debug)]
enum Signal {
    Stirred(Stir),
    End,
}

impl Watcher {
    /// Watches files and calls `changed`, on a thread of its own, within a second after what is in one of
    /// them has become another than it was when this returned, or at the last call. Many changes at once
    /// may be one call. A file that is gone or cannot be read counts as changed after two seconds.
    ///
    /// `folders` makes what has the system tell.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(
        files: Vec<Watched>,
        folders: impl FnOnce(Stirs) -> Box<dyn Folders>,
        changed: impl Fn() + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_at(PACE, files, folders, changed)
    }

    fn start_at(
        pace: Pace,
        files: Vec<Watched>,
        folders: impl FnOnce(Stirs) -> Box<dyn Folders>,
        changed: impl Fn() + Send + 'static,
    ) -> io::Result<Self> {
        let (signals, received) = channel();
        let folders = Placed::new(folders(Stirs::to(signals.clone())));
        let mut watch = Watch::new(pace, files, folders)?;
        watch.place();
        for file in &mut watch.files {
            file.contents = Contents::of(&file.path);
        }
        thread::Builder::new()
            .name("watcher".to_owned())
            .spawn(move || watch.run(&received, &changed))?;
        Ok(Watcher { signals })
    }
}

/// Has the system tell what happens in folders, on a thread of its own.
#[cfg(not(windows))]
pub fn notified(stirs: Stirs) -> Box<dyn Folders> {
    Box::new(notified::Notified::new(stirs))
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.signals.send(Signal::End).ok();
    }
}

/// What the thread works with.
struct Watch {
    pace: Pace,
    files: Vec<File>,
    folders: Placed,
}

struct File {
    path: PathBuf,
    means: Means,
    /// When it was last said that it has changed.
    contents: Contents,
    unsettled: Option<Unsettled>,
    /// When it is looked at next; `None` when the system tells.
    next_poll: Option<Instant>,
}

/// There were signs of a change.
#[derive(Clone, Copy)]
struct Unsettled {
    since: Instant,
    look_at: Instant,
}

impl Watch {
    fn new(pace: Pace, files: Vec<Watched>, folders: Placed) -> io::Result<Self> {
        let file = |Watched { path, means }| {
            Ok(File {
                path: path::absolute(path)?,
                means,
                contents: Contents::Missing,
                unsettled: None,
                next_poll: None,
            })
        };
        let files: io::Result<Vec<File>> = files.into_iter().map(file).collect();
        Ok(Watch {
            pace,
            files: files?,
            folders,
        })
    }

    fn run(mut self, signals: &Receiver<Signal>, changed: &impl Fn()) {
        loop {
            let now = Instant::now();
            let due = self.files.iter().filter_map(File::due).min();
            // Also when signals come without end.
            if due.is_some_and(|due| due <= now) {
                if self.look(now) {
                    changed();
                }
                continue;
            }
            let signal = match due {
                None => signals.recv().map_err(RecvTimeoutError::from),
                Some(due) => signals.recv_timeout(due - now),
            };
            match signal {
                Ok(Signal::Stirred(stir)) => self.stirred(&stir),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Has the system watch the folders that there are, and polls where it does not.
    fn place(&mut self) {
        let told = |file: &&File| file.means == Means::Told;
        let told = self.files.iter().filter(told);
        self.folders.watch_those_of(told.map(|file| &*file.path));
        let now = Instant::now();
        for file in &mut self.files {
            let polled = !file.is_told() || !self.folders.reach(&file.path);
            let next = || file.next_poll.unwrap_or(now + self.pace.poll);
            file.next_poll = polled.then(next);
        }
    }

    fn stirred(&mut self, stir: &Stir) {
        let now = Instant::now();
        let pace = self.pace;
        let mut folders_changed = false;
        for file in &mut self.files {
            if file.means == Means::Polled {
                continue;
            }
            if stir.concerns(&file.path) {
                file.stir(now, pace);
            }
            folders_changed |= stir.concerns_folder_of(&file.path);
        }
        if folders_changed {
            self.folders.forget();
        }
        self.place();
    }

    /// Whether something has changed.
    fn look(&mut self, now: Instant) -> bool {
        let pace = self.pace;
        let mut changed = false;
        let mut gone = false;
        let mut polled = false;
        for file in &mut self.files {
            if file.settle(now, pace) {
                changed = true;
                gone |= !file.contents.are_read();
            }
            polled |= file.poll(now, pace);
        }
        if gone {
            // A folder that is being deleted can be there as long as it is watched.
            self.folders.forget();
            for file in &mut self.files {
                // It may come before it is watched again.
                file.stir(now, pace);
            }
        }
        if polled || changed {
            // The system may watch now what it did not, and a file have become a link.
            self.place();
        }
        changed
    }
}

impl File {
    /// A link's target changes in another folder.
    fn is_told(&self) -> bool {
        self.means == Means::Told && !self.path.is_symlink()
    }

    fn due(&self) -> Option<Instant> {
        let look = self.unsettled.map(|unsettled| unsettled.look_at);
        look.into_iter().chain(self.next_poll).min()
    }

    /// There is a sign of a change.
    fn stir(&mut self, now: Instant, pace: Pace) {
        let look_at = now + pace.quiet;
        let unsettled = self.unsettled.get_or_insert(Unsettled {
            since: now,
            look_at,
        });
        if look_at <= unsettled.since + pace.limit {
            unsettled.look_at = look_at;
        }
    }

    /// Looks at a file that has shown signs of a change; whether it has changed.
    fn settle(&mut self, now: Instant, pace: Pace) -> bool {
        let due = |unsettled: &mut Unsettled| unsettled.look_at <= now;
        let Some(unsettled) = self.unsettled.take_if(due) else {
            return false;
        };
        let contents = Contents::of(&self.path);
        if contents == self.contents {
            return false;
        }
        if !contents.are_read() && now < unsettled.since + pace.grace {
            self.unsettled = Some(Unsettled {
                look_at: now + pace.quiet,
                ..unsettled
            });
            return false;
        }
        self.contents = contents;
        true
    }

    /// Looks for a sign of a change when it is time; whether it was.
    fn poll(&mut self, now: Instant, pace: Pace) -> bool {
        if self.next_poll.is_none_or(|next| next > now) {
            return false;
        }
        self.next_poll = Some(now + pace.poll);
        if self.unsettled.is_none() && Contents::of(&self.path) != self.contents {
            self.stir(now, pace);
        }
        true
    }
}

// What has the system tell on Windows is the tray program's.
#[cfg(test)]
#[cfg(not(windows))]
mod tests;
