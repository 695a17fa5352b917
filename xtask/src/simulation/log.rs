//! The record of a run: its story, line by line, and its figures.

use std::fmt::{Arguments, Display};
use std::ops::AddAssign;

use tokio::time::Instant;

/// Counts over one seed or many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Of simulated time.
    pub seconds: u64,
    /// Events that models received.
    pub events: u64,
    /// Readings among them.
    pub polls: u64,
    /// By operators.
    pub clicks: u64,
    /// Shown to operators.
    pub notices: u64,
    /// Disturbances, without those of single requests.
    pub faults: u64,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.seconds += other.seconds;
        self.events += other.events;
        self.polls += other.polls;
        self.clicks += other.clicks;
        self.notices += other.notices;
        self.faults += other.faults;
    }
}

/// The result of a seed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Counts over the whole run.
    pub figures: Figures,
    /// One line for each thing that happened.
    pub story: Vec<String>,
    /// The first expectation that was not met.
    pub failure: Option<String>,
}

/// Records a run.
#[derive(Debug)]
pub(super) struct Log {
    start: Instant,
    pub(super) told: Told,
}

impl Log {
    pub(super) fn new() -> Log {
        Log {
            start: Instant::now(),
            told: Told::default(),
        }
    }

    pub(super) fn tell(&mut self, line: impl Display) {
        let at = self.start.elapsed().as_secs_f64();
        self.told.story.push(format!("{at:9.3}  {line}"));
    }

    /// Tells of a disturbance, and counts it.
    pub(super) fn worse(&mut self, line: Arguments<'_>) {
        self.told.figures.faults += 1;
        self.tell(line);
    }

    /// Ends the record.
    pub(super) fn end(mut self, result: Result<(), String>) -> Told {
        self.told.figures.seconds = self.start.elapsed().as_secs();
        self.told.failure = result.err();
        self.told
    }
}
