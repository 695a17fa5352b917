//! `pekatctl config show`: what is in force, as a file that says the same.

use std::path::PathBuf;

use crate::config::layers::{Layer, Line, Origin};
use crate::config::policy::{self, Scope};
use crate::protocol::one_line;

use crate::ctl::exit::Failure;
use crate::ctl::output::Output;
use crate::ctl::targets::{self, Found};

/// Lines that are longer do not push all origins away. In characters.
const WIDTH: usize = 48;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Says behind each line who says that, and where
    #[arg(long)]
    origin: bool,

    /// Configuration file of the user to use instead of the usual one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let found = targets::read(args.config)?;
    let whole = &found.loaded.whole;
    let mut lines = whole.lines(true);
    let permissions: Vec<Line> = whole
        .permissions()
        .map(|(name, value)| Line {
            text: format!("# {name} = {}", value.data),
            origins: vec![value.origin.clone()],
        })
        .collect();
    if !permissions.is_empty() {
        let text = String::new();
        lines.push(Line {
            text,
            origins: Vec::new(),
        });
        lines.extend(permissions);
    }
    let mut output = Output::new();
    for line in layers(&found) {
        output.line(line);
    }
    output.line("");
    let widths = lines.iter().map(|line| line.text.chars().count());
    let width = widths.filter(|width| *width <= WIDTH).max().unwrap_or(0);
    for Line { text, origins } in &lines {
        let origins: Vec<String> = origins.iter().map(Origin::to_string).collect();
        let origins = one_line(&origins.join("; "));
        match args.origin && !origins.is_empty() {
            true => output.line(format!("{text:width$}  # {origins}")),
            false => output.line(text),
        }
    }
    if !found.loaded.ignored.is_empty() {
        output.line("");
    }
    for ignored in &found.loaded.ignored {
        output.line(format!("# ignored: {}", one_line(&ignored.full)));
    }
    output.close()?;
    match found.loaded.problems.is_empty() {
        true => Ok(()),
        false => Err(found.failure()),
    }
}

/// Where each layer is, the strongest last.
fn layers(found: &Found) -> Vec<String> {
    let file = |path: &PathBuf| {
        let missing = if targets::exists(path) {
            ""
        } else {
            " (missing)"
        };
        format!("{}{missing}", path.display())
    };
    let none = || "none".to_owned();
    let places = [
        (Layer::Default, "the program".to_owned()),
        (
            Layer::Machine,
            found.machine.as_ref().map_or_else(none, file),
        ),
        (Layer::User, file(&found.user)),
        (
            Layer::UserPolicy,
            policy::place(Scope::User).unwrap_or_else(none),
        ),
        (
            Layer::MachinePolicy,
            policy::place(Scope::Machine).unwrap_or_else(none),
        ),
    ];
    let lines = places.into_iter().map(|(layer, place)| {
        let layer = format!("{layer}:");
        format!("# {layer:15} {}", one_line(&place))
    });
    lines.collect()
}
