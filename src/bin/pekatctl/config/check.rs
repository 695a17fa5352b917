//! `pekatctl config check`: says what is wrong with a configuration file.

use std::path::PathBuf;

use crate::exit::Failure;
use crate::language;
use crate::output::Output;
use crate::targets;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; the usual one if none is given
    file: Option<PathBuf>,
}

pub(super) fn run(Args { file }: Args) -> Result<(), Failure> {
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
