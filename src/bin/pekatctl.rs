//! The command-line companion as a program of its own, for Linux, development and tests.

use std::process::ExitCode;

use pekat_tray::ctl;

fn main() -> ExitCode {
    ExitCode::from(ctl::main())
}
