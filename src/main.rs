//! The tray program. It shows what the library decides and reports what the user does.

#![cfg_attr(windows, windows_subsystem = "windows")]

mod arguments;
#[cfg(windows)]
mod shell;

use std::process::ExitCode;

#[cfg(windows)]
fn main() -> ExitCode {
    shell::main()
}

#[cfg(not(windows))]
#[expect(clippy::print_stderr, reason = "the only thing it does here")]
fn main() -> ExitCode {
    // Read all the same, so that they stay tested everywhere.
    if let Err(problem) = arguments::Arguments::parse(std::env::args_os().skip(1)) {
        eprintln!("pekat-tray: {problem}");
        return ExitCode::from(2);
    }
    eprintln!("pekat-tray: the tray icon is for Windows; use pekatctl on this system");
    ExitCode::from(2)
}
