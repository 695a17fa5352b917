//! What is printed: the one place that writes to the standard output and the standard error.

use std::fmt::Display;

/// Prints one line.
#[expect(
    clippy::print_stdout,
    reason = "a command-line tool speaks through its output"
)]
pub fn line(text: impl Display) {
    println!("{text}");
}

/// Prints one line about what went wrong.
#[expect(
    clippy::print_stderr,
    reason = "a command-line tool speaks through its output"
)]
pub fn problem(text: impl Display) {
    eprintln!("{text}");
}
