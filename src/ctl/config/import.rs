//! `pekatctl config import`: takes a configuration, or a table of servers and projects, from a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::config::{Import, ImportError, Loader, Merged, Store};

use super::not_saved;
use crate::ctl::exit::Failure;
use crate::ctl::output::Output;
use crate::ctl::targets;

/// Larger than any file that is taken, in bytes.
const ENOUGH: u64 = 2 * 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A configuration file, or a table (*.csv, *.txt, *.tsv) with the columns server, address, name and path; - for
    /// the standard input
    file: PathBuf,
    /// Only add the servers and projects that are not there, and leave everything else as it is
    #[arg(long)]
    merge: bool,
    /// The file is a table, whatever its name
    #[arg(long)]
    csv: bool,
    /// The configuration file to change; the usual one if none is given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let Args {
        file,
        merge,
        csv,
        config,
    } = args;
    let import = read(&file, csv)?;
    let found = targets::read(config)?;
    let site = found.loaded.whole.site;
    let store = Store::new(found.user);
    if !site.rules.own_servers {
        let problem = "servers and projects are managed by your organisation; nothing was imported";
        return Err(Failure::NotAllowed(problem.to_owned()));
    }
    let existed = store.path().exists();
    let path = store.path().display();
    let mut output = Output::new();
    if merge {
        let Merged { added, there } = store.merge(&import, &site).map_err(not_saved)?;
        for line in &added {
            output.line(format!("added: {line}"));
        }
        for line in &there {
            output.line(format!("there already: {line}"));
        }
        if !import.rest().is_empty() {
            let rest = import.rest().join(", ");
            output.line(format!(
                "not merged, since only servers and projects are: {rest}"
            ));
        }
        let (added, there) = (added.len(), there.len());
        output.line(format!("{path}: {added} added, {there} there already"));
    } else {
        check(&file, &import)?;
        store.import(&import).map_err(not_saved)?;
        let (servers, projects) = import.counts();
        let servers = counted(servers, "server");
        let projects = counted(projects, "project");
        let backup = store.backup_path();
        let kept = match existed && backup.exists() {
            true => format!("; as it was it is kept in {}", backup.display()),
            false => String::new(),
        };
        output.line(format!(
            "{path} was written with {servers} and {projects}{kept}"
        ));
    }
    output.close()
}

/// A file that stands beside others may lean on them, and must not on what nobody has.
fn check(file: &Path, import: &Import) -> Result<(), Failure> {
    let Some(text) = import.whole() else {
        return Ok(());
    };
    let wrong = Loader::new(PathBuf::from(shown(file))).check(text.to_owned());
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::Several(
            wrong.iter().map(targets::failure).collect(),
        )),
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

fn shown(file: &Path) -> String {
    match is_standard_input(file) {
        true => "standard input".to_owned(),
        false => file.display().to_string(),
    }
}

fn read(file: &Path, csv: bool) -> Result<Import, Failure> {
    let shown = shown(file);
    let bytes = match is_standard_input(file) {
        true => bytes(io::stdin().lock()),
        false => File::open(file).and_then(bytes),
    };
    let bytes = bytes.map_err(|error| {
        Failure::Usage(format!(
            "{shown}: {error}; check the name and that you may read it"
        ))
    })?;
    let extension = file.extension().and_then(|it| it.to_str());
    // Excel saves UTF-16 with tabs as *.txt.
    let is_table = |ending: &str| {
        ["csv", "txt", "tsv"]
            .iter()
            .any(|it| ending.eq_ignore_ascii_case(it))
    };
    let csv = csv || extension.is_some_and(is_table);
    let import = match csv {
        true => Import::from_csv(&bytes),
        false => Import::from_toml(&bytes),
    };
    import.map_err(|error| match error {
        ImportError::Wrong(lines) => {
            let lines = lines.iter().map(|line| format!("{shown}, {line}"));
            Failure::Several(lines.map(Failure::Configuration).collect())
        }
        ImportError::NotText(error) if csv => Failure::Configuration(format!(
            "{shown}, {error}; in Excel that is the file type \"CSV UTF-8\" or \"Unicode Text\""
        )),
        ImportError::NotText(error) => Failure::Configuration(format!("{shown}, {error}")),
        ImportError::TooLarge => Failure::Configuration(format!("{shown}: {error}")),
    })
}

fn bytes(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(ENOUGH).read_to_end(&mut bytes)?;
    Ok(bytes)
}
