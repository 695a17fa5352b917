//! The tray program's command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::Arg;

/// Shown when the command line cannot be understood.
const USAGE: &str = "Usage: pekat-tray [--config FILE] [--demo]";

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Arguments {
    /// The configuration file to use instead of the usual one.
    pub(crate) config: Option<PathBuf>,
    /// Run against a simulator inside the program.
    pub(crate) demo: bool,
}

impl Arguments {
    /// Reads what stands behind the program's name.
    ///
    /// # Errors
    /// A sentence for the user, when something is not understood.
    pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut arguments = Arguments::default();
        let mut parser = lexopt::Parser::from_args(words);
        while let Some(argument) = parser.next().map_err(explain)? {
            match argument {
                Arg::Long("config") => {
                    let file = parser.value().map_err(explain)?;
                    if file.is_empty() {
                        return Err(format!("--config names no file. {USAGE}"));
                    }
                    arguments.config = Some(PathBuf::from(file));
                }
                Arg::Long("demo") => arguments.demo = true,
                Arg::Long(_) | Arg::Short(_) | Arg::Value(_) => {
                    return Err(explain(argument.unexpected()));
                }
            }
        }
        Ok(arguments)
    }
}

fn explain(error: lexopt::Error) -> String {
    format!("{error}. {USAGE}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(words.iter().map(OsString::from))
    }

    #[test]
    fn arguments_are_read_or_refused_with_the_usage() {
        let config = |file: &str, demo| Arguments {
            config: Some(PathBuf::from(file)),
            demo,
        };
        assert_eq!(parse(&[]), Ok(Arguments::default()));
        assert_eq!(
            parse(&["--config", r"C:\a b.toml"]),
            Ok(config(r"C:\a b.toml", false))
        );
        assert_eq!(parse(&["--demo", "--config=x"]), Ok(config("x", true)));
        let cases = [
            (&["--config"][..], "missing argument for option '--config'"),
            (&["--config="], "--config names no file"),
            (&["--frob"], "invalid option '--frob'"),
            (&["-x"], "invalid option '-x'"),
            (&["file"], "unexpected argument \"file\""),
        ];
        for (words, problem) in cases {
            assert_eq!(parse(words), Err(format!("{problem}. {USAGE}")));
        }
    }
}
