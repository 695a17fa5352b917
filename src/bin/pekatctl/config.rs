//! `pekatctl config check`: says what is wrong with a configuration file.

use std::path::PathBuf;

use clap::Subcommand;

use crate::exit::{self, Failure};
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
    let path = store.path().display();
    let mut output = Output::new();
    if exists {
        let servers = count(site.servers().len(), "server");
        let projects = count(site.projects().count(), "project");
        let actions = count(site.actions().len(), "action");
        output.line(format_args!(
            "{path}: fine, {servers}, {projects}, {actions}"
        ));
    } else if named {
        let problem = format!("{path} does not exist; check the name");
        return Err(Failure::Usage(problem));
    } else {
        output.line(format_args!("{path} does not exist; nothing is configured"));
    }
    output.close()
}

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
