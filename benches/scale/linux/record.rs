//! What is measured, and how it is shown.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use rustix::time::{ClockId, clock_gettime};

use super::plant::Plant;

/// How long is measured.
pub(crate) const MEASURED: Duration = Duration::from_secs(5);

/// What comes before: connections are made, and everything has been polled at least once.
pub(crate) const WARM_UP: Duration = Duration::from_secs(3);

/// The heading of the table of paced polls.
pub(crate) const HEADING: &str = "\
| servers × projects | monitor thread, % of a core | bare loop, % | a poll costs | bare | ratio \
| lateness p50 | p99 | max | heap per server | resident per server |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

/// The heading of the table of polls without a pause.
pub(crate) const SATURATED_HEADING: &str = "\
| connections | monitor, requests/s | bare loop | a poll costs | bare | ratio |
| ---: | ---: | ---: | ---: | ---: | ---: |";

/// What one process measured.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Polls that were answered.
    pub(crate) polls: u64,
    /// For how long, in microseconds.
    pub(crate) wall: u64,
    /// The processor time of the one thread, in nanoseconds.
    pub(crate) processor: u64,
    /// How late polls were, in microseconds: half of them less than this, …
    pub(crate) late_p50: u64,
    /// … 99 of 100, …
    pub(crate) late_p99: u64,
    /// … and all.
    pub(crate) late_max: u64,
    /// What was allocated for all servers, in bytes.
    pub(crate) heap: u64,
    /// By how much the resident memory grew, in bytes.
    pub(crate) resident: u64,
}

impl Figures {
    fn all(&self) -> [u64; 8] {
        [
            self.polls,
            self.wall,
            self.processor,
            self.late_p50,
            self.late_p99,
            self.late_max,
            self.heap,
            self.resident,
        ]
    }

    fn from_all(all: [u64; 8]) -> Self {
        let [
            polls,
            wall,
            processor,
            late_p50,
            late_p99,
            late_max,
            heap,
            resident,
        ] = all;
        Figures {
            polls,
            wall,
            processor,
            late_p50,
            late_p99,
            late_max,
            heap,
            resident,
        }
    }

    /// The median of each figure by itself.
    pub(crate) fn medians(rounds: &[Figures]) -> Figures {
        let median = |at: usize| {
            let mut figures: Vec<u64> = rounds.iter().map(|round| round.all()[at]).collect();
            figures.sort_unstable();
            figures.get(figures.len() / 2).copied().unwrap_or(0)
        };
        Figures::from_all(std::array::from_fn(median))
    }

    /// In percent of a core.
    pub(crate) fn load(&self) -> f64 {
        self.processor as f64 / 10.0 / self.wall as f64
    }

    /// Processor time per poll, in microseconds.
    pub(crate) fn per_poll(&self) -> f64 {
        self.processor as f64 / 1000.0 / self.polls as f64
    }

    fn per_second(&self) -> f64 {
        self.polls as f64 * 1e6 / self.wall as f64
    }
}

/// On one line, for another process to read.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}",
            self.all().map(|figure| figure.to_string()).join(" ")
        )
    }
}

impl FromStr for Figures {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let all: Result<Vec<u64>, _> = text.split(' ').map(str::parse).collect();
        let all = <[u64; 8]>::try_from(all?);
        all.map(Figures::from_all).ok().context("not eight figures")
    }
}

/// A row of the table of paced polls.
pub(crate) fn row(plant: &Plant, watched: &Figures, bare: &Figures) -> String {
    let millis = |micros: u64| format!("{:.1} ms", micros as f64 / 1000.0);
    let kib = |bytes: u64| format!("{:.1} KiB", bytes as f64 / 1024.0 / plant.servers as f64);
    format!(
        "| {} × {} | {:.2} | {:.2} | {:.1} µs | {:.1} µs | {:.2} | {} | {} | {} | {} | {} |",
        plant.servers,
        plant.projects,
        watched.load(),
        bare.load(),
        watched.per_poll(),
        bare.per_poll(),
        watched.per_poll() / bare.per_poll(),
        millis(watched.late_p50),
        millis(watched.late_p99),
        millis(watched.late_max),
        kib(watched.heap),
        kib(watched.resident),
    )
}

/// A row of the table of polls without a pause.
pub(crate) fn saturated_row(plant: &Plant, watched: &Figures, bare: &Figures) -> String {
    format!(
        "| {} | {:.0} | {:.0} | {:.2} µs | {:.2} µs | {:.2} |",
        plant.servers,
        watched.per_second(),
        bare.per_second(),
        watched.per_poll(),
        bare.per_poll(),
        watched.per_poll() / bare.per_poll(),
    )
}

/// The processor time of one thread, asked for by another.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch {
    wanted: AtomicBool,
    /// In nanoseconds.
    read: AtomicU64,
}

impl Stopwatch {
    /// To be called now and then by the thread whose time is measured.
    pub(crate) fn look(&self) {
        if self.wanted.load(Ordering::Relaxed) {
            let time = clock_gettime(ClockId::ThreadCPUTime);
            let nanos = time.tv_sec * 1_000_000_000 + time.tv_nsec;
            self.read.store(nanos.unsigned_abs(), Ordering::Relaxed);
            self.wanted.store(false, Ordering::Release);
        }
    }

    /// Waits until that thread has looked.
    pub(crate) fn read(&self) -> u64 {
        self.wanted.store(true, Ordering::Release);
        while self.wanted.load(Ordering::Acquire) {
            thread::sleep(Duration::from_millis(1));
        }
        self.read.load(Ordering::Relaxed)
    }
}
