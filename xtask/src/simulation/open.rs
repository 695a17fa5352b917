//! Findings of the simulation that nobody has settled yet: for each it is still to be found out whether
//! the program or the oracle is wrong.
//!
//! Runs that end with one of them are counted and printed. They fail the simulation only if there are
//! more than usual; every other failure does so at once.

/// The words by which a finding is known, each with what is known of it.
const OPEN: [&str; 9] = [
    // After a switch, a removal or an outage the two disagree about when a port may be free again.
    "its port is in use as far as is known",
    // A clock that stands during sleep and a delayed window hide the sleep.
    "the computer has slept, and the monitor does not know",
    // The oracle counts other attempts than the program while connections are cut.
    "is called unreachable (Broken)",
    // A notice is missing or repeated after an outage or while others operate.
    "is shown, and what was told last is",
    "is told twice",
    // A poll is late after a connection was cut, or because five clients are too many for the server.
    "came true",
    "is shown long after all was well",
    "a connection is held for",
    // A project that alone got no answer is asked after growing pauses, of up to half a minute.
    "and well for",
];

/// The share of runs that may end with an open finding, in percent. Some one percent do.
const USUAL: u64 = 3;

pub(super) fn is_open(failure: &str) -> bool {
    OPEN.iter().any(|words| failure.contains(words))
}

/// Returns true if that many of these runs are no more than usual. A few runs say nothing.
pub(super) fn is_usual(open: u64, runs: u64) -> bool {
    open * 100 <= (runs * USUAL).max(300)
}
