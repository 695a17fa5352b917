//! `pekatctl config export`: prints what is configured.

use std::path::PathBuf;

use crate::config;

use crate::ctl::exit::Failure;
use crate::ctl::output::Output;
use crate::ctl::targets;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As a table of servers and projects with the columns server, address, name and path
    #[arg(long)]
    csv: bool,
    /// The configuration file; the usual one if none is given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(Args { csv, config: file }: Args) -> Result<(), Failure> {
    let named = file.is_some();
    let found = targets::read(file)?;
    if named && !targets::exists(&found.user) {
        let path = found.user.display();
        let problem = format!("{path} does not exist; check the name after --config");
        return Err(Failure::Usage(problem));
    }
    let loaded = &found.loaded;
    if !loaded.problems.is_empty() {
        return Err(found.failure());
    }
    let mut output = Output::new();
    if csv {
        for line in config::to_csv(&loaded.whole.site).lines() {
            output.line(line);
        }
        return output.close();
    }
    for line in config::to_toml(&loaded.whole).lines() {
        output.line(line);
    }
    output.close()
}
