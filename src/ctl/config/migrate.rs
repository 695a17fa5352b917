//! `pekatctl config migrate`: brings a file of an earlier version into the newest form.

use std::path::PathBuf;

use crate::config::Migrated;

use super::not_saved;
use crate::ctl::exit::Failure;
use crate::ctl::output::Output;
use crate::ctl::targets;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; the usual one if none is given
    file: Option<PathBuf>,
}

pub(super) fn run(Args { file }: Args) -> Result<(), Failure> {
    let store = targets::store(file)?;
    let path = store.path().display().to_string();
    let mut output = Output::new();
    match store.migrate().map_err(not_saved)? {
        Migrated::Missing => {
            let problem = format!("{path} does not exist; check the name");
            return Err(Failure::Usage(problem));
        }
        Migrated::Newest => output.line(format!("{path} is in the newest form already")),
        Migrated::From { version, copy } => {
            let from = match version {
                0 => "the form without a version".to_owned(),
                _ => format!("version {version}"),
            };
            let copy = copy.display();
            output.line(format!(
                "{path} was brought from {from} into the newest form; as it was it is kept in {copy}"
            ));
        }
    }
    output.close()
}
