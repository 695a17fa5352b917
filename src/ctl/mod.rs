//! The command-line companion, for administrators, scripts and tests.

mod command_line;
mod config;
mod exit;
mod find;
mod language;
mod network;
mod operate;
mod output;
mod simulate;
mod status;
mod switch;
mod targets;
mod watch;

use std::env;

use crate::protocol::Operation;
use crate::view::words;
use clap::{CommandFactory, Parser, Subcommand};

use command_line::CommandLine;
use exit::Failure;
use targets::Source;

/// Asks and controls PEKAT VISION Projects Managers over TCP.
#[derive(Debug, Parser)]
#[command(name = "pekatctl", version = words::BUILD, after_help = exit::CODES)]
struct Cli {
    /// For the help only: `CommandLine` moves these options behind the subcommand.
    #[command(flatten)]
    source: Source,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows the status of projects.
    Status(status::Args),
    /// Starts a project.
    Start(operate::Args),
    /// Stops a project.
    Stop(operate::Args),
    /// Stops all projects of a server, then starts one.
    Switch(operate::Args),
    /// Prints a line for each change of a project or server, until Ctrl+C.
    Watch(watch::Args),
    /// Finds projects on this computer that are not configured yet.
    Find(find::Args),
    Simulate(simulate::Args),
    /// Looks after the configuration file.
    Config(config::Args),
}

/// Does what the command line asks for and gives the exit code, which the program's help explains. Ends
/// the process itself when the command line is wrong or asks for help.
#[must_use]
pub fn main() -> u8 {
    exit::code(run())
}

fn run() -> Result<(), Failure> {
    let line = CommandLine::new(&Cli::command(), env::args_os());
    let cli = Cli::try_parse_from(line.words());
    let cli = cli.map_err(|error| line.refusal(&error).unwrap_or_else(|| error.exit()))?;
    match cli.command {
        Command::Status(args) => status::run(args),
        Command::Start(args) => operate::run(Operation::Start, args),
        Command::Stop(args) => operate::run(Operation::Stop, args),
        Command::Switch(args) => operate::run(Operation::Switch, args),
        Command::Watch(args) => watch::run(args),
        Command::Find(args) => find::run(args),
        Command::Simulate(args) => simulate::run(args),
        Command::Config(args) => config::run(args),
    }
}

/// Says why nothing is done, and gives the exit code.
#[must_use]
pub fn refuse(problem: &str) -> u8 {
    exit::code(Err(Failure::Usage(problem.to_owned())))
}
