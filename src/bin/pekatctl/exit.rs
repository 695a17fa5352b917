//! How the program ends.

use std::io::{self, Write};
use std::process::ExitCode;

use thiserror::Error;

/// What the help says about it.
pub(crate) const CODES: &str = "\
Exit codes:
  0  done
  1  refused by the server
  2  wrong usage or configuration
  3  unreachable or no answer";

/// Why a command failed, in one sentence that says what to do.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// Wrong usage or configuration.
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
        }
    }
}

/// Reports a failure and gives the code to exit with.
pub(crate) fn code(result: Result<(), Failure>) -> ExitCode {
    let Err(failure) = result else {
        return ExitCode::SUCCESS;
    };
    // The exit code still tells when nobody reads this.
    drop(writeln!(io::stderr(), "error: {failure}"));
    ExitCode::from(failure.code())
}
