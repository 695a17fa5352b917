//! What is measured, and how it is shown.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use anyhow::Context;

use super::plant::Plant;
use super::stopwatch::Lap;

/// The time before a measurement, in which everything is polled at least once.
pub(crate) const WARM_UP: Duration = Duration::from_secs(3);

/// The heading of the table of paced polls.
pub(crate) const HEADING: &str = "\
| servers × projects | monitor thread, % of a core | bare loop, % | a poll costs | bare | ratio \
| connections/s | bare | lateness p50 | p99 | max | heap per server | resident per server |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

/// What one process measured.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Polls that were answered.
    pub(crate) polls: u64,
    /// For how long, in microseconds.
    pub(crate) wall: u64,
    /// The processor time of the one thread, in nanoseconds.
    pub(crate) processor: u64,
    /// Connections that were made meanwhile.
    pub(crate) connections: u64,
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
    /// What a thread did from one reading of its stopwatch to the next.
    pub(crate) fn between(before: Lap, after: Lap, connections: u64) -> Self {
        Figures {
            polls: after.polls - before.polls,
            wall: (after.at - before.at).as_micros() as u64,
            processor: after.processor - before.processor,
            connections,
            ..Figures::default()
        }
    }

    fn all(&self) -> [u64; 9] {
        [
            self.polls,
            self.wall,
            self.processor,
            self.connections,
            self.late_p50,
            self.late_p99,
            self.late_max,
            self.heap,
            self.resident,
        ]
    }

    fn from_all(all: [u64; 9]) -> Self {
        let [
            polls,
            wall,
            processor,
            connections,
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
            connections,
            late_p50,
            late_p99,
            late_max,
            heap,
            resident,
        }
    }

    /// The median of each figure by itself.
    pub(crate) fn medians(times: &[Figures]) -> Figures {
        let median = |at: usize| {
            let mut figures: Vec<u64> = times.iter().map(|time| time.all()[at]).collect();
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

    fn connections_per_second(&self) -> f64 {
        self.connections as f64 * 1e6 / self.wall as f64
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
        let all = <[u64; 9]>::try_from(all?);
        all.map(Figures::from_all).ok().context("not nine figures")
    }
}

/// A row of the table of paced polls.
pub(crate) fn row(plant: &Plant, watched: &Figures, bare: &Figures) -> String {
    let millis = |micros: u64| format!("{:.1} ms", micros as f64 / 1000.0);
    let kib = |bytes: u64| format!("{:.1} KiB", bytes as f64 / 1024.0 / plant.servers as f64);
    format!(
        "| {} × {} | {:.2} | {:.2} | {:.1} µs | {:.1} µs | {:.2} | {:.1} | {:.1} \
         | {} | {} | {} | {} | {} |",
        plant.servers,
        plant.projects,
        watched.load(),
        bare.load(),
        watched.per_poll(),
        bare.per_poll(),
        watched.per_poll() / bare.per_poll(),
        watched.connections_per_second(),
        bare.connections_per_second(),
        millis(watched.late_p50),
        millis(watched.late_p99),
        millis(watched.late_max),
        kib(watched.heap),
        kib(watched.resident),
    )
}
