//! `pekatctl config check`: says what is wrong with a configuration file.

use std::path::PathBuf;

use clap::Subcommand;

use crate::exit::{self, Failure};
use crate::language;
use crate::output::Output;
use crate::targets;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Says everything that is wrong with a configuration file.
    #[command(after_help = exit::CODES)]
    Check {
        /// The file; the usual one if none is given
        file: Option<PathBuf>,
    },
}

pub(crate) fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Check { file } => check(file),
    }
}

fn check(file: Option<PathBuf>) -> Result<(), Failure> {
    let named = file.is_some();
    let (store, site, exists) = targets::load(file)?;
    let words = language::words(&site);
    let path = store.path().display().to_string();
    let mut output = Output::new();
    if exists {
        output.line(words.configuration_fine(&path, &site));
    } else if named {
        let problem = format!("{path} does not exist; check the name");
        return Err(Failure::Usage(problem));
    } else {
        output.line(words.configuration_missing(&path));
    }
    output.close()
}
