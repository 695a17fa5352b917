//! A Windows program that runs under Wine.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A running program; it is ended when this value goes.
#[derive(Debug)]
pub struct Program {
    name: String,
    process: Child,
    output: PathBuf,
}

impl Program {
    pub(super) fn new(name: String, process: Child, output: PathBuf) -> Self {
        Self {
            name,
            process,
            output,
        }
    }

    /// Linux's number of its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// What it has written to its standard output and standard error so far.
    ///
    /// # Errors
    /// When the file that it goes to cannot be read.
    pub fn output(&self) -> Result<String> {
        let bytes = fs::read(&self.output)
            .with_context(|| format!("reading the output of {}", self.name))?;
        Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.process.try_wait()?.is_none())
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// When it still runs at the deadline.
    pub fn wait(&mut self, deadline: Duration) -> Result<ExitStatus> {
        let end = Instant::now() + deadline;
        loop {
            if let Some(status) = self.process.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > end {
                bail!("{} still runs after {deadline:?}", self.name);
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends it at once, as the Task Manager does.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub fn kill(&mut self) -> Result<()> {
        self.process
            .kill()
            .with_context(|| format!("ending {}", self.name))?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended already is what is wanted.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
