//! The tray program's beginning, on every system: it shows what the library decides and reports what
//! the user does, but only Windows has a place to show it.

use crate::arguments::Arguments;
#[cfg(windows)]
use crate::shell::{self, dialog::error};

/// The exit code when the command line is wrong, or the program cannot run as it was started.
const WRONG_USE: u8 = 2;

/// Runs the program until it is ended, and gives its exit code: 0 when it was ended, also by Windows,
/// and when it runs in this session already, whose menu is shown then unless an installer starts it; 1
/// when it cannot run; 2 when the command line is wrong or the system is not Windows.
#[must_use]
pub fn main() -> u8 {
    #[cfg(windows)]
    shell::identify();
    // Read on every system, so that they stay tested everywhere.
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(arguments) => run(arguments),
        Err(problem) => refuse(&problem),
    }
}

/// Says why the program does not run as it was started, and gives its exit code. On Windows it waits
/// until the user has read it.
#[must_use]
pub fn refuse(problem: &str) -> u8 {
    error(problem);
    WRONG_USE
}

#[cfg(windows)]
fn run(arguments: Arguments) -> u8 {
    shell::run(arguments)
}

#[cfg(not(windows))]
fn run(_: Arguments) -> u8 {
    refuse("the tray icon is for Windows; use pekatctl on this system")
}

#[cfg(not(windows))]
#[expect(clippy::print_stderr, reason = "there is no window to show it in")]
fn error(problem: &str) {
    eprintln!("pekat-tray: {problem}");
}
