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
    /// Started by an installer, because it ran before: when another runs already, nothing is to be seen.
    /// Not for users, so that the usage does not tell of it, nor part of what is asked for again.
    pub(crate) restarted: bool,
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
                Arg::Long("restarted") => arguments.restarted = true,
                Arg::Long(_) | Arg::Short(_) | Arg::Value(_) => {
                    return Err(explain(argument.unexpected()));
                }
            }
        }
        Ok(arguments)
    }

    /// The command line that asks for the same again, from whatever folder. Without the program's
    /// name; empty when nothing is asked for.
    #[cfg(any(windows, test))]
    pub(crate) fn line(&self) -> String {
        let config = self.config.as_ref().map(|file| {
            let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
            format!("--config {}", quoted(&file.to_string_lossy()))
        });
        let demo = self.demo.then(|| "--demo".to_owned());
        let words: Vec<String> = config.into_iter().chain(demo).collect();
        words.join(" ")
    }
}

/// A word as Windows programs read it back: in quotes, with the backslashes before a quote doubled.
/// The name of a file has no quotes in it.
#[cfg(any(windows, test))]
fn quoted(word: &str) -> String {
    let ending = word.len() - word.trim_end_matches('\\').len();
    format!("\"{word}{}\"", "\\".repeat(ending))
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
    fn the_line_asks_for_the_same_again_from_any_folder() {
        let line = |words: &[&str]| parse(words).unwrap().line();
        assert_eq!(line(&[]), "");
        assert_eq!(line(&["--demo"]), "--demo");
        assert_eq!(line(&["--restarted", "--demo"]), "--demo");
        let here = std::env::current_dir().unwrap();
        assert_eq!(
            line(&["--demo", "--config", "a b.toml"]),
            format!("--config \"{}\" --demo", here.join("a b.toml").display())
        );
    }

    #[test]
    fn backslashes_before_the_closing_quote_are_doubled() {
        assert_eq!(quoted(r"C:\a b\c.toml"), r#""C:\a b\c.toml""#);
        assert_eq!(quoted(r"C:\a b\\"), r#""C:\a b\\\\""#);
    }

    #[test]
    fn arguments_are_read_or_refused_with_the_usage() {
        let config = |file: &str, demo| Arguments {
            config: Some(PathBuf::from(file)),
            demo,
            restarted: false,
        };
        assert_eq!(parse(&[]), Ok(Arguments::default()));
        let restarted = Arguments {
            restarted: true,
            ..config("x", true)
        };
        assert_eq!(
            parse(&["--restarted", "--config", "x", "--demo"]),
            Ok(restarted)
        );
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
