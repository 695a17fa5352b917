//! `pekatctl config export`: prints what is configured, or writes it to a file.

use std::path::PathBuf;

use crate::config::{self, Reader};

use crate::ctl::exit::Failure;
use crate::ctl::output::Output;
use crate::ctl::targets;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As a table of servers and projects with the columns server, address, name and path
    #[arg(long)]
    csv: bool,
    /// As a table for Excel, which opens in columns in every country
    #[arg(long, requires = "output", conflicts_with = "csv")]
    excel: bool,
    /// File to write in UTF-8 (with --excel in UTF-16), instead of the standard output, whose encoding
    /// the shell may change
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The configuration file; the usual one if none is given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let named = args.config.is_some();
    let found = targets::read(args.config)?;
    if named && !targets::exists(&found.user) {
        let path = found.user.display();
        let problem = format!("{path} does not exist; check the name after --config");
        return Err(Failure::Usage(problem));
    }
    let whole = &found.loaded.whole;
    if !found.loaded.problems.is_empty() {
        return Err(found.failure());
    }
    let bytes = match (args.csv, args.excel) {
        (_, true) => config::to_csv(&whole.site, Reader::Excel),
        (true, false) => config::to_csv(&whole.site, Reader::Any),
        (false, false) => config::to_toml(whole).into_bytes(),
    };
    let mut output = Output::new();
    match args.output {
        None => output.text(&bytes),
        Some(path) => {
            config::write_file(&path, &bytes).map_err(|error| {
                let path = path.display();
                Failure::Usage(format!(
                    "{path} cannot be written: {error}; choose another file"
                ))
            })?;
            output.line(format_args!("{} was written", path.display()));
        }
    }
    output.close()
}
