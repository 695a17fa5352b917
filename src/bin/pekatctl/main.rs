//! The command-line companion, for administrators, scripts and tests.

mod exit;
mod simulate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Asks and controls PEKAT VISION Projects Managers over TCP.
#[derive(Debug, Parser)]
#[command(version, after_help = exit::CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Simulate(simulate::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Simulate(args) => simulate::run(args),
    };
    exit::code(result)
}
