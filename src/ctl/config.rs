//! `pekatctl config`: the configuration as a file.

mod check;
mod export;
mod import;
mod migrate;
mod show;

use crate::config::SaveError;
use clap::Subcommand;

use crate::ctl::exit::{self, Failure};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Says everything that is wrong with the configuration, or with one file of it.
    #[command(after_help = exit::CODES)]
    Check(check::Args),
    /// Brings a configuration file of an earlier version into the newest form, keeping a copy.
    #[command(after_help = exit::CODES)]
    Migrate(migrate::Args),
    /// Prints what is configured.
    #[command(after_help = exit::CODES)]
    Export(export::Args),
    /// Takes a configuration, or a table of servers and projects, from a file.
    #[command(after_help = exit::CODES)]
    Import(import::Args),
    /// Shows what is in force, of all that files and policies say.
    #[command(after_help = exit::CODES)]
    Show(show::Args),
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Check(args) => check::run(args),
        Command::Migrate(args) => migrate::run(args),
        Command::Export(args) => export::run(args),
        Command::Import(args) => import::run(args),
        Command::Show(args) => show::run(args),
    }
}

/// Says why a change was not saved.
fn not_saved(error: SaveError) -> Failure {
    match error {
        SaveError::Load(error) => {
            let lines = error.full_lines().into_iter();
            Failure::Several(lines.map(Failure::Configuration).collect())
        }
        SaveError::Conflicts(conflicts) => {
            Failure::Several(conflicts.into_iter().map(Failure::Usage).collect())
        }
        SaveError::Edit(_)
        | SaveError::Write { .. }
        | SaveError::Busy { .. }
        | SaveError::TooLarge { .. } => Failure::Usage(error.to_string()),
    }
}
