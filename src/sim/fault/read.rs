//! How faults are written down, in a file's `[[fault]]` and behind `--fault` alike.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use super::{Cause, ConnectionFault, Cut, Fault, RequestFault, Times};
use crate::protocol::{Command, ProjectPath, Status};

/// The pause of what comes in pieces, unless another is given.
const PAUSE: Duration = Duration::from_millis(20);

/// How long connections are refused, unless another time is given.
const REFUSED: Duration = Duration::from_secs(2);

/// What is said unasked, unless it is something else. Not a reply: no client could tell it from one.
const GREETING: &str = "hello";

const GARBAGE: &str = "garbage";

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Value,
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text in quotes.
    Text(String),
    /// A whole number.
    Number(i64),
    /// From the command line, which knows no quotes: a text or a number.
    Bare(String),
    /// Something else, called so.
    Other(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) | Value::Bare(text) => write!(f, "'{text}'"),
            Value::Number(number) => number.fmt(f),
            Value::Other(name) => f.write_str(name),
        }
    }
}

/// Why entries are no fault.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct FaultError {
    /// Where.
    pub place: Place,
    /// What is wrong and what to do.
    pub message: String,
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the fault as a whole.
    Whole,
    /// In the key of the entry with this index.
    Key(usize),
    /// In the value of the entry with this index.
    Value(usize),
}

/// A fault's name and the keys that it may have besides [`COMMON`].
struct Kind {
    name: &'static str,
    keys: &'static [&'static str],
    build: fn(&Reader<'_>) -> Result<Cause, FaultError>,
}

/// The keys that every fault may have.
const COMMON: [&str; 3] = ["do", "after", "times"];

/// In the order in which they are documented.
const KINDS: &[Kind] = &[
    Kind {
        name: "silence",
        keys: &["command", "project"],
        build: |it| it.request(RequestFault::Silence),
    },
    Kind {
        name: "delay",
        keys: &["command", "project", "for"],
        build: |it| it.request(RequestFault::Delay(it.time("for")?)),
    },
    Kind {
        name: "reset",
        keys: &["command", "project", "bytes"],
        build: |it| it.request(RequestFault::Reset(it.cut()?)),
    },
    Kind {
        name: "close",
        keys: &["command", "project", "bytes"],
        build: |it| it.request(RequestFault::Close(it.cut()?)),
    },
    Kind {
        name: "dribble",
        keys: &["command", "project", "pause"],
        build: |it| it.request(RequestFault::Dribble(it.time_or("pause", PAUSE)?)),
    },
    Kind {
        name: "duplicate",
        keys: &["command", "project", "pause"],
        build: |it| {
            it.request(RequestFault::Duplicate(
                it.time_or("pause", Duration::ZERO)?,
            ))
        },
    },
    Kind {
        name: "wrong-kind",
        keys: &["command", "project"],
        build: |it| it.request(RequestFault::WrongKind),
    },
    Kind {
        name: "garbage",
        keys: &["command", "project", "text"],
        build: |it| it.request(RequestFault::Garbage(it.text_or("text", GARBAGE)?)),
    },
    Kind {
        name: "non-utf8",
        keys: &["command", "project"],
        build: |it| it.request(RequestFault::NonUtf8),
    },
    Kind {
        name: "endless",
        keys: &["command", "project", "pause"],
        build: |it| it.request(RequestFault::Endless(it.time_or("pause", PAUSE)?)),
    },
    Kind {
        name: "refuse",
        keys: &["command", "project", "for"],
        build: |it| it.request(RequestFault::Refuse(it.time_or("for", REFUSED)?)),
    },
    Kind {
        name: "restart",
        keys: &["command", "project", "for", "status"],
        build: |it| {
            let time = it.time_or("for", Duration::ZERO)?;
            let status = it.word("status", &STATUSES.map(|status| (status.word(), status)))?;
            it.request(RequestFault::Restart { status, time })
        },
    },
    Kind {
        name: "unasked",
        keys: &["text"],
        build: |it| {
            let text = it.text_or("text", GREETING)?;
            Ok(Cause::Connection(ConnectionFault::Unasked(text)))
        },
    },
    Kind {
        name: "ignore",
        keys: &[],
        build: |_| Ok(Cause::Connection(ConnectionFault::Ignore)),
    },
];

const STATUSES: [Status; 4] = [
    Status::Stopped,
    Status::Stopping,
    Status::Starting,
    Status::Running,
];

/// Reads a fault.
///
/// # Errors
/// When there is no such fault, or a key or a value makes no sense for it.
pub fn read(entries: &[Entry]) -> Result<Fault, FaultError> {
    let reader = Reader(entries);
    let names: Vec<(&str, &Kind)> = KINDS.iter().map(|kind| (kind.name, kind)).collect();
    let Some(kind) = reader.word("do", &names)? else {
        let names = names.iter().map(|(name, _)| *name);
        return Err(FaultError {
            place: Place::Whole,
            message: format!("a fault needs `do`; use {}", choice(names)),
        });
    };
    let known: Vec<&str> = COMMON.iter().chain(kind.keys).copied().collect();
    for (index, entry) in entries.iter().enumerate() {
        reader.check_key(index, &entry.key, kind, &known)?;
    }
    Ok(Fault {
        cause: (kind.build)(&reader)?,
        after: reader.number("after", 0)?.unwrap_or(0),
        times: reader.times()?,
    })
}

impl FromStr for Fault {
    type Err = FaultError;

    /// Reads `silence,command=status,after=3,times=2`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let entry = |(index, part): (usize, &str)| {
            let (key, value) = match part.split_once('=') {
                Some(entry) => entry,
                None if index == 0 => ("do", part),
                None => {
                    let message = format!(
                        "'{part}' has no value; write {part}=VALUE, and texts with a comma in a file"
                    );
                    let place = Place::Whole;
                    return Err(FaultError { place, message });
                }
            };
            Ok(Entry {
                key: key.trim().to_owned(),
                value: Value::Bare(value.to_owned()),
            })
        };
        let entries: Result<Vec<Entry>, FaultError> =
            text.split(',').enumerate().map(entry).collect();
        read(&entries?)
    }
}

struct Reader<'a>(&'a [Entry]);

impl Reader<'_> {
    fn find(&self, key: &str) -> Option<(usize, &Value)> {
        let mut entries = self.0.iter().enumerate();
        let (index, entry) = entries.find(|(_, entry)| entry.key == key)?;
        Some((index, &entry.value))
    }

    fn check_key(
        &self,
        index: usize,
        key: &str,
        kind: &Kind,
        known: &[&str],
    ) -> Result<(), FaultError> {
        let twice = self.find(key).is_some_and(|(first, _)| first != index);
        let message = if twice {
            format!("`{key}` is given twice; remove one of the two")
        } else if known.contains(&key) {
            return Ok(());
        } else if let Some(meant) = nearest(key, known) {
            format!("unknown key `{key}`; did you mean `{meant}`?")
        } else {
            let name = kind.name;
            let known = known.join("`, `");
            format!("unknown key `{key}`; a fault \"{name}\" may have: `{known}`")
        };
        let place = Place::Key(index);
        Err(FaultError { place, message })
    }

    /// The value of a key as `read` reads it; `None` if there is no such key.
    fn value<T>(
        &self,
        key: &str,
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Option<T>, FaultError> {
        let Some((index, value)) = self.find(key) else {
            return Ok(None);
        };
        let wrong = || FaultError {
            place: Place::Value(index),
            message: format!("`{key}` cannot be {value}; use {expected}"),
        };
        read(value).map(Some).ok_or_else(wrong)
    }

    /// One of these words.
    fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, FaultError> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let meant = self.find(key).and_then(|(_, value)| text(value));
        let expected = match meant.and_then(|meant| nearest(meant, &names)) {
            Some(nearest) => format!("\"{nearest}\" if you mean that"),
            None => choice(names.into_iter()),
        };
        self.value(key, &expected, |value| {
            let found = words.iter().find(|(name, _)| Some(*name) == text(value))?;
            Some(found.1)
        })
    }

    fn number(&self, key: &str, least: u64) -> Result<Option<u64>, FaultError> {
        let expected = format!("a number, at least {least}");
        self.value(key, &expected, |value| at_least(least, value))
    }

    fn times(&self) -> Result<Times, FaultError> {
        let times = self.value("times", "a number, at least 1, or \"always\"", |value| {
            if text(value) == Some("always") {
                return Some(Times::Always);
            }
            at_least(1, value).map(Times::Count)
        })?;
        Ok(times.unwrap_or(Times::Count(1)))
    }

    fn cut(&self) -> Result<Cut, FaultError> {
        let cut = self.value("bytes", "a number of bytes or \"all\"", |value| {
            if text(value) == Some("all") {
                return Some(Cut::Whole);
            }
            let bytes = usize::try_from(at_least(0, value)?).ok()?;
            Some(Cut::After(bytes))
        })?;
        Ok(cut.unwrap_or(Cut::After(0)))
    }

    fn time(&self, key: &str) -> Result<Duration, FaultError> {
        let missing = || FaultError {
            place: Place::Whole,
            message: format!("this fault needs `{key}`, for example {key} = \"5s\""),
        };
        self.some_time(key)?.ok_or_else(missing)
    }

    fn time_or(&self, key: &str, usual: Duration) -> Result<Duration, FaultError> {
        Ok(self.some_time(key)?.unwrap_or(usual))
    }

    fn some_time(&self, key: &str) -> Result<Option<Duration>, FaultError> {
        self.value(key, r#"a duration like "2s" or "200ms""#, |value| {
            humantime::parse_duration(text(value)?).ok()
        })
    }

    fn text_or(&self, key: &str, usual: &str) -> Result<String, FaultError> {
        let found = self.value(key, "a text in quotes that is not empty", |value| {
            text(value)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        })?;
        Ok(found.unwrap_or_else(|| usual.to_owned()))
    }

    fn project(&self) -> Result<Option<ProjectPath>, FaultError> {
        let Some((index, value)) = self.find("project") else {
            return Ok(None);
        };
        let path = match text(value) {
            Some(path) => ProjectPath::new(path).map_err(|wrong| wrong.to_string()),
            None => Err(format!("`project` cannot be {value}; use a path in quotes")),
        };
        let place = Place::Value(index);
        path.map(Some)
            .map_err(|message| FaultError { place, message })
    }

    fn request(&self, fault: RequestFault) -> Result<Cause, FaultError> {
        let commands = Command::ALL.map(|command| (command.word(), command));
        Ok(Cause::Request {
            command: self.word("command", &commands)?,
            project: self.project()?,
            fault,
        })
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) | Value::Bare(text) => Some(text),
        Value::Number(_) | Value::Other(_) => None,
    }
}

fn at_least(least: u64, value: &Value) -> Option<u64> {
    let number = match value {
        Value::Number(number) => u64::try_from(*number).ok()?,
        Value::Bare(text) => text.parse().ok()?,
        Value::Text(_) | Value::Other(_) => return None,
    };
    (number >= least).then_some(number)
}

fn choice<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    format!("one of: {}", quoted.join(", "))
}

/// The known word that somebody who typed `wrong` probably meant.
fn nearest<'k>(wrong: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |word: &&str| strsim::osa_distance(&wrong.to_lowercase(), word);
    let nearest = known.iter().copied().min_by_key(distance)?;
    (distance(&nearest) <= wrong.chars().count() / 3).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(fault: RequestFault) -> Fault {
        Fault {
            cause: Cause::Request {
                command: None,
                project: None,
                fault,
            },
            after: 0,
            times: Times::Count(1),
        }
    }

    #[test]
    fn every_fault_is_read_with_its_keys_and_what_is_usual() {
        let millis = Duration::from_millis;
        let restart = |status, time| RequestFault::Restart { status, time };
        let cases = [
            ("silence", RequestFault::Silence),
            ("delay,for=5s", RequestFault::Delay(millis(5000))),
            ("reset", RequestFault::Reset(Cut::After(0))),
            ("reset,bytes=3", RequestFault::Reset(Cut::After(3))),
            ("close", RequestFault::Close(Cut::After(0))),
            ("close,bytes=all", RequestFault::Close(Cut::Whole)),
            ("dribble", RequestFault::Dribble(PAUSE)),
            ("dribble,pause=1ms", RequestFault::Dribble(millis(1))),
            ("duplicate", RequestFault::Duplicate(Duration::ZERO)),
            ("duplicate,pause=1s", RequestFault::Duplicate(millis(1000))),
            ("wrong-kind", RequestFault::WrongKind),
            ("garbage", RequestFault::Garbage("garbage".to_owned())),
            (
                "garbage,text=1 = 2",
                RequestFault::Garbage("1 = 2".to_owned()),
            ),
            ("non-utf8", RequestFault::NonUtf8),
            ("endless", RequestFault::Endless(PAUSE)),
            ("endless,pause=0s", RequestFault::Endless(Duration::ZERO)),
            ("refuse", RequestFault::Refuse(REFUSED)),
            ("refuse,for=1s", RequestFault::Refuse(millis(1000))),
            ("restart", restart(None, Duration::ZERO)),
            (
                "restart,status=running,for=1s",
                restart(Some(Status::Running), millis(1000)),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse(), Ok(fault(expected)), "{text}");
        }
        let cases = [
            ("unasked", ConnectionFault::Unasked("hello".to_owned())),
            ("unasked,text=x", ConnectionFault::Unasked("x".to_owned())),
            ("do=ignore", ConnectionFault::Ignore),
        ];
        for (text, expected) in cases {
            let expected = Fault {
                cause: Cause::Connection(expected),
                after: 0,
                times: Times::Count(1),
            };
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn every_fault_is_documented_with_its_keys() {
        let documentation = include_str!("../../../docs/pekatctl.md");
        for kind in KINDS {
            let row = format!("| `{}` |", kind.name);
            let row = documentation.lines().find(|line| line.starts_with(&row));
            let row = row.unwrap_or_else(|| panic!("{} is not documented", kind.name));
            for key in kind.keys {
                let common = ["command", "project"].contains(key);
                assert!(common || row.contains(&format!("`{key}`")), "{key}: {row}");
            }
        }
    }

    #[test]
    fn whom_it_concerns_and_how_often_is_read() {
        let text = r"silence, times=always,command=switch,after=3,project=C:\A B";
        let expected = Fault {
            cause: Cause::Request {
                command: Some(Command::Switch),
                project: Some(r"C:\A B".parse().unwrap()),
                fault: RequestFault::Silence,
            },
            after: 3,
            times: Times::Always,
        };
        assert_eq!(text.parse(), Ok(expected));
        let twice: Fault = "silence,times=2".parse().unwrap();
        assert_eq!(twice.times, Times::Count(2));
    }

    #[test]
    fn whatever_is_wrong_is_told_with_its_place_and_the_remedy() {
        let kinds = r#"one of: "silence", "delay", "reset", "close", "dribble", "duplicate", "wrong-kind", "garbage", "non-utf8", "endless", "refuse", "restart", "unasked", "ignore""#;
        let cases = [
            (
                "",
                Place::Value(0),
                format!("`do` cannot be ''; use {kinds}"),
            ),
            (
                "after=1",
                Place::Whole,
                format!("a fault needs `do`; use {kinds}"),
            ),
            (
                "silense",
                Place::Value(0),
                r#"`do` cannot be 'silense'; use "silence" if you mean that"#.to_owned(),
            ),
            (
                "explode",
                Place::Value(0),
                format!("`do` cannot be 'explode'; use {kinds}"),
            ),
            (
                "silence,comand=status",
                Place::Key(1),
                "unknown key `comand`; did you mean `command`?".to_owned(),
            ),
            (
                "ignore,command=status",
                Place::Key(1),
                r#"unknown key `command`; a fault "ignore" may have: `do`, `after`, `times`"#
                    .to_owned(),
            ),
            (
                "silence,after=1,after=2",
                Place::Key(2),
                "`after` is given twice; remove one of the two".to_owned(),
            ),
            (
                "silence,status",
                Place::Whole,
                "'status' has no value; write status=VALUE, and texts with a comma in a file"
                    .to_owned(),
            ),
            (
                "silence,command=reboot",
                Place::Value(1),
                r#"`command` cannot be 'reboot'; use one of: "start", "stop", "status", "switch""#
                    .to_owned(),
            ),
            (
                "silence,project=",
                Place::Value(1),
                "the project path is empty; give the project's folder on the server".to_owned(),
            ),
            (
                "silence,after=-1",
                Place::Value(1),
                "`after` cannot be '-1'; use a number, at least 0".to_owned(),
            ),
            (
                "silence,times=0",
                Place::Value(1),
                r#"`times` cannot be '0'; use a number, at least 1, or "always""#.to_owned(),
            ),
            (
                "reset,bytes=most",
                Place::Value(1),
                r#"`bytes` cannot be 'most'; use a number of bytes or "all""#.to_owned(),
            ),
            (
                "delay",
                Place::Whole,
                r#"this fault needs `for`, for example for = "5s""#.to_owned(),
            ),
            (
                "delay,for=5",
                Place::Value(1),
                r#"`for` cannot be '5'; use a duration like "2s" or "200ms""#.to_owned(),
            ),
            (
                "garbage,text=",
                Place::Value(1),
                "`text` cannot be ''; use a text in quotes that is not empty".to_owned(),
            ),
            (
                "restart,status=runing",
                Place::Value(1),
                r#"`status` cannot be 'runing'; use "running" if you mean that"#.to_owned(),
            ),
        ];
        for (text, place, message) in cases {
            let error = text.parse::<Fault>().unwrap_err();
            assert_eq!(error, FaultError { place, message }, "{text}");
        }
    }

    #[test]
    fn values_of_the_wrong_type_are_told_as_they_are_written() {
        let cases = [
            (
                "after",
                Value::Text("3".into()),
                "`after` cannot be '3'; use a number, at least 0",
            ),
            (
                "command",
                Value::Number(3),
                r#"`command` cannot be 3; use one of: "start", "stop", "status", "switch""#,
            ),
            (
                "project",
                Value::Other("a list"),
                "`project` cannot be a list; use a path in quotes",
            ),
        ];
        for (key, value, message) in cases {
            let kind = Entry {
                key: "do".to_owned(),
                value: Value::Text("silence".to_owned()),
            };
            let key = key.to_owned();
            let error = read(&[kind, Entry { key, value }]).unwrap_err();
            let place = Place::Value(1);
            let message = message.to_owned();
            assert_eq!(error, FaultError { place, message });
        }
    }
}
