//! The demonstration on Windows: the tray program itself, against the simulator inside it.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{out, windows};

/// Builds the tray program and runs it until the user ends it.
///
/// # Errors
/// When it cannot be built or does not end well.
pub fn demo(_show: bool) -> Result<()> {
    let exe = windows::ship()?.tray;
    out::line("The icon is in the notification area now. Click it; Exit ends the demonstration.");
    let status = Command::new(&exe)
        .arg("--demo")
        .status()
        .with_context(|| format!("starting {}", exe.display()))?;
    ensure!(status.success(), "the tray program ended with {status}");
    Ok(())
}
