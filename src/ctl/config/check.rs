//! `pekatctl config check`: says what is wrong with a configuration file, or with all that is configured.

use std::path::PathBuf;

use crate::config::Store;

use crate::ctl::exit::{self, Failure};
use crate::ctl::language;
use crate::ctl::output::Output;
use crate::ctl::targets::{self, Found};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file, by itself; the files of the computer and of the user and the policies, together, if
    /// none is given
    file: Option<PathBuf>,
}

pub(super) fn run(Args { file }: Args) -> Result<(), Failure> {
    match file {
        Some(file) => check_file(file),
        None => check_all(),
    }
}

fn check_file(file: PathBuf) -> Result<(), Failure> {
    let path = file.display().to_string();
    let store = Store::new(file);
    warn_of(&store);
    let site = store.load().map_err(|error| {
        let lines = error.full_lines().into_iter();
        Failure::Several(lines.map(Failure::Configuration).collect())
    })?;
    if !targets::exists(store.path()) {
        let problem = format!("{path} does not exist; check the name");
        return Err(Failure::Usage(problem));
    }
    let mut output = Output::new();
    output.line(language::words(&site).configuration_fine(&path, &site));
    output.close()
}

/// Warns of keys that may have got into the wrong block.
fn warn_of(store: &Store) {
    exit::warn(store.doubtful().iter().map(String::as_str));
}

fn check_all() -> Result<(), Failure> {
    let found = targets::read(None)?;
    let Found {
        user,
        machine,
        loaded,
    } = &found;
    for path in machine.iter().chain([user]) {
        warn_of(&Store::new(path.clone()));
    }
    let wrong = loaded.problems.iter().chain(&loaded.ignored);
    let wrong: Vec<Failure> = wrong.map(targets::failure).collect();
    if !wrong.is_empty() {
        return Err(Failure::Several(wrong));
    }
    let site = loaded.site.clone().unwrap_or_default();
    let words = language::words(&site);
    let files = machine.iter().chain([user]);
    let files = files.filter(|path| targets::exists(path));
    let mut places: Vec<String> = files.map(|path| path.display().to_string()).collect();
    places.extend(found.policies());
    let mut output = Output::new();
    output.line(match places.is_empty() {
        true => words.configuration_missing(&user.display().to_string()),
        false => words.configuration_fine(&places.join(", "), &site),
    });
    output.close()
}
