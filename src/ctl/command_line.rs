//! Options that are accepted before and after the subcommand.

use std::ffi::{OsStr, OsString};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::ctl::exit::Failure;

const OPTIONS: [&str; 3] = ["--config", "--server", "--protocol"];

/// A command line with these options behind the subcommand. There clap checks them wherever they were
/// written: repetitions, conflicts, and options that the subcommand does not have are errors.
#[derive(Debug)]
pub(super) struct CommandLine {
    program: Option<OsString>,
    /// The subcommand's name, and the name of its own subcommand if it has any.
    subcommand: Vec<String>,
    rest: Vec<OsString>,
}

impl CommandLine {
    /// Moves the options behind the subcommand.
    pub(super) fn new(program: &clap::Command, words: impl IntoIterator<Item = OsString>) -> Self {
        let mut words = words.into_iter();
        let mut line = CommandLine {
            program: words.next(),
            subcommand: Vec::new(),
            rest: Vec::new(),
        };
        let mut command = program;
        while command.has_subcommands()
            && let Some(word) = words.next()
        {
            let name = word.to_str();
            if let Some(subcommand) = name.and_then(|name| command.find_subcommand(name)) {
                line.subcommand.push(subcommand.get_name().to_owned());
                command = subcommand;
            } else if name.is_some_and(|name| OPTIONS.contains(&name)) {
                line.rest.push(word);
                line.rest.extend(words.next());
            } else {
                let joined = is_joined_with_value(&word);
                line.rest.push(word);
                if !joined {
                    break;
                }
            }
        }
        line.rest.extend(words);
        line
    }

    pub(super) fn words(&self) -> impl Iterator<Item = OsString> {
        let subcommand = self.subcommand.iter().map(OsString::from);
        let words = self.program.iter().cloned().chain(subcommand);
        words.chain(self.rest.iter().cloned())
    }

    /// Explains an error that is due to an option that the subcommand does not use.
    pub(super) fn refusal(&self, error: &clap::Error) -> Option<Failure> {
        if error.kind() != ErrorKind::UnknownArgument {
            return None;
        }
        let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidArg) else {
            return None;
        };
        let option = OPTIONS.into_iter().find(|option| option == unknown)?;
        let subcommand = self.subcommand.join(" ");
        let remedy = remedy(&subcommand, option);
        let problem = format!("`pekatctl {subcommand}` does not use {option}; {remedy}");
        Some(Failure::Usage(problem))
    }
}

/// Returns true for `--server=HOST:PORT` and the like.
fn is_joined_with_value(word: &OsStr) -> bool {
    let word = word.as_encoded_bytes();
    let mut names = OPTIONS.into_iter();
    names.any(|name| {
        let value = word.strip_prefix(name.as_bytes());
        value.is_some_and(|value| value.starts_with(b"="))
    })
}

/// What to do instead.
fn remedy(subcommand: &str, option: &str) -> &'static str {
    match (subcommand, option) {
        ("simulate", "--server") => "choose where it listens with --listen ADDRESS",
        ("simulate", "--config") => "describe its projects with --projects FILE",
        ("simulate", "--protocol") => "choose the form of its requests with --dialect FORM",
        ("find", "--protocol") => {
            "leave it out, or set `protocol` of that server in the configuration"
        }
        ("config check" | "config migrate", "--config") => "write the file's name without it",
        ("config", _) => "name a subcommand, for example `pekatctl config show`",
        _ => "leave it out, since no server is asked",
    }
}
