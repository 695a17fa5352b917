//! Findings of the simulation that nobody has settled yet: for each it is still to be found out whether
//! the program or the oracle is wrong.
//!
//! Runs that end with one of them are counted and printed. They fail the simulation only if there are
//! more than usual; every other failure does so at once.

/// The words by which a finding is known, each with what is known of it.
const OPEN: [&str; 11] = [
    // A server that speaks before it is asked counts as the silence of the project that was to be asked.
    "but for connections that were given up unasked",
    // An answer that is no status ends a fault for want of a port (`Failed::is_over`).
    "its port is in use as far as is known",
    // A status that is answered while an operation is prepared does not end the poller's count of failed
    // attempts before the preparation has ended.
    "is called unreachable (Broken)",
    // A notice is missing or repeated after an outage or while others operate.
    "is shown, and what was told last is",
    "is told twice",
    // The first settled status after an answer ends the quick polls, also where a server agrees at once and
    // begins later.
    "came true",
    // Five clients are too many for the server.
    "is shown long after all was well",
    "a connection is held for",
    // A project that alone got no answer is asked after growing pauses, of up to half a minute.
    "and well for",
    // Failures that the oracle cannot explain, rarely.
    "is told to have failed as",
    "the computer has slept, and the monitor does not know",
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
