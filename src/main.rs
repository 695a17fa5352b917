//! The tray program as a program of its own, for development.

#![cfg_attr(windows, windows_subsystem = "windows")]

use std::process::ExitCode;

use pekat_tray::tray;

fn main() -> ExitCode {
    ExitCode::from(tray::main())
}
