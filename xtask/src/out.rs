//! What is printed: the one place that writes to the standard output.

use std::fmt::Display;

/// Prints one line.
#[expect(
    clippy::print_stdout,
    reason = "a command-line tool speaks through its output"
)]
pub fn line(text: impl Display) {
    println!("{text}");
}
