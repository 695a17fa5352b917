//! The TOML file that describes a simulator's projects; `sample.toml` shows all of it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::num::NonZeroU16;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use serde::de::{self, Deserializer, Unexpected, Visitor};
use thiserror::Error;
use toml::Spanned;

use super::dialect::Dialect;
use super::fault::{self, Entry, Fault, Place, Value};
use super::service::{Busy, Connections, LineEnd, MAX_BACKLOG, Replies, Service, SuccessWord};
use super::world::{Answer, ProjectSetup, Setup};
use crate::protocol::ProjectPath;

const SAMPLE: &str = include_str!("sample.toml");

const START_TIME: Duration = Duration::from_secs(2);
const STOP_TIME: Duration = Duration::from_secs(1);

/// What a file describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The Projects Manager.
    pub setup: Setup,
    /// What is to go wrong, in order.
    pub faults: Vec<Fault>,
}

impl From<Setup> for Scenario {
    /// Nothing goes wrong.
    fn from(setup: Setup) -> Self {
        let faults = Vec::new();
        Scenario { setup, faults }
    }
}

/// Why a file is of no use.
#[derive(Debug, Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("cannot read '{}': {source}; check the name and your rights", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What it says is wrong.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Text {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Counted in characters from 1.
        column: usize,
        /// What is wrong and what to do.
        message: String,
    },
}

/// The four projects that there are without a file.
///
/// # Errors
/// None, as a test shows.
pub fn sample() -> Result<Setup, FileError> {
    Ok(parse(Path::new("sample.toml"), SAMPLE)?.setup)
}

/// Reads a file.
///
/// # Errors
/// When it cannot be read, or says something wrong.
pub fn load(path: &Path) -> Result<Scenario, FileError> {
    let bytes = fs::read(path).map_err(|source| FileError::Read {
        path: path.to_owned(),
        source,
    })?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => parse(path, text),
        Err(error) => {
            let text = String::from_utf8_lossy(&bytes);
            let message = "this is not UTF-8; save the file as UTF-8".to_owned();
            Err(text_error(path, &text, error.valid_up_to(), message))
        }
    }
}

/// Reads a file's text; the path is for errors.
///
/// # Errors
/// When it says something wrong.
pub fn parse(path: &Path, text: &str) -> Result<Scenario, FileError> {
    let error = |span: Range<usize>, message| text_error(path, text, span.start, message);
    let file: File = toml::from_str(text)
        .map_err(|wrong| error(wrong.span().unwrap_or_default(), explain(&wrong)))?;
    let mut setup = Setup::new(
        file.start_time.map_or(START_TIME, |time| time.0),
        file.stop_time.map_or(STOP_TIME, |time| time.0),
        file.answer.unwrap_or_default(),
    );
    setup.dialect = file.dialect.unwrap_or_default();
    setup.reports_late = file.reports_late.map_or(Duration::ZERO, |time| time.0);
    let usual = Service::default();
    setup.service = Service {
        connections: file.connections.unwrap_or(usual.connections),
        backlog: file.backlog.map_or(usual.backlog, |backlog| backlog.0),
        replies: file.replies.unwrap_or(usual.replies),
        busy: file.busy.unwrap_or(usual.busy),
        success: file.success,
        line_end: file.line_end.unwrap_or(usual.line_end),
    };
    for project in file.project {
        let span = project.path.span();
        let path = ProjectPath::new(project.path.get_ref())
            .map_err(|wrong| error(span.clone(), wrong.to_string()))?;
        let project = ProjectSetup {
            path,
            port: project.port.map(|port| port.0),
            running: matches!(project.status, Some(InitialStatus::Running)),
            start_time: project.start_time.map(|time| time.0),
            stop_time: project.stop_time.map(|time| time.0),
        };
        setup
            .add(project)
            .map_err(|wrong| error(span, wrong.to_string()))?;
    }
    let faults = file.fault.into_iter();
    let faults = faults.map(|table| read_fault(table).map_err(|(at, wrong)| error(at, wrong)));
    Ok(Scenario {
        setup,
        faults: faults.collect::<Result<_, _>>()?,
    })
}

/// Reads one `[[fault]]`, or says what is wrong with it and where.
fn read_fault(table: Spanned<FaultTable>) -> Result<Fault, (Range<usize>, String)> {
    let whole = table.span();
    let mut found: Vec<_> = table.into_inner().into_iter().collect();
    found.sort_by_key(|(key, _)| key.span().start);
    let entries = found.iter().map(|(key, value)| Entry {
        key: key.get_ref().clone(),
        value: as_written(value.get_ref()),
    });
    let entries: Vec<Entry> = entries.collect();
    fault::read(&entries).map_err(|error| {
        let place = match error.place {
            Place::Whole => None,
            Place::Key(index) => found.get(index).map(|(key, _)| key.span()),
            Place::Value(index) => found.get(index).map(|(_, value)| value.span()),
        };
        (place.unwrap_or(whole), error.message)
    })
}

fn as_written(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text.clone()),
        toml::Value::Integer(number) => Value::Number(*number),
        toml::Value::Float(_) => Value::Other("a number with a point"),
        toml::Value::Boolean(_) => Value::Other("true or false"),
        toml::Value::Datetime(_) => Value::Other("a date"),
        toml::Value::Array(_) => Value::Other("a list"),
        toml::Value::Table(_) => Value::Other("a table"),
    }
}

/// What is wrong and what to do, on one line.
fn explain(error: &toml::de::Error) -> String {
    let message = error.message().trim().replace('\n', "; ");
    if message.contains("escape") || message.contains("unicode") {
        return format!("{message}; write a path with backslashes between single quotes");
    }
    if message.ends_with("expected a sequence") {
        return format!(
            "{message}; begin each project with a line [[project]] and each fault with [[fault]]"
        );
    }
    message
}

fn text_error(path: &Path, text: &str, offset: usize, message: String) -> FileError {
    let before = text.get(..offset).unwrap_or(text);
    // The mark that some editors put before the first line is no column.
    let before = before.trim_start_matches('\u{feff}');
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    FileError::Text {
        path: path.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    start_time: Option<Time>,
    stop_time: Option<Time>,
    answer: Option<Answer>,
    dialect: Option<Dialect>,
    connections: Option<Connections>,
    backlog: Option<Backlog>,
    replies: Option<Replies>,
    busy: Option<Busy>,
    reports_late: Option<Time>,
    success: Option<SuccessWord>,
    line_end: Option<LineEnd>,
    #[serde(default)]
    project: Vec<Project>,
    #[serde(default)]
    fault: Vec<Spanned<FaultTable>>,
}

/// A fault's keys differ from kind to kind, so they are checked by [`fault::read`].
type FaultTable = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    path: Spanned<String>,
    port: Option<Port>,
    status: Option<InitialStatus>,
    start_time: Option<Time>,
    stop_time: Option<Time>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum InitialStatus {
    Stopped,
    Running,
}

/// A duration as a text.
struct Time(Duration);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TimeVisitor)
    }
}

struct TimeVisitor;

impl Visitor<'_> for TimeVisitor {
    type Value = Time;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"a duration in quotes, for example "2s" or "200ms""#)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
        humantime::parse_duration(text).map(Time).map_err(|_| {
            E::custom(format_args!(
                r#"'{text}' is not a duration; write it as "2s" or "200ms""#
            ))
        })
    }
}

struct Backlog(u32);

impl<'de> Deserialize<'de> for Backlog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(BacklogVisitor)
    }
}

struct BacklogVisitor;

impl Visitor<'_> for BacklogVisitor {
    type Value = Backlog;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a number of waiting connections from 1 to {MAX_BACKLOG}")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Backlog, E> {
        let backlog = u32::try_from(number).ok();
        let backlog = backlog.filter(|number| (1..=MAX_BACKLOG).contains(number));
        backlog
            .map(Backlog)
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

struct Port(NonZeroU16);

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(PortVisitor)
    }
}

struct PortVisitor;

impl Visitor<'_> for PortVisitor {
    type Value = Port;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a port number from 1 to 65535")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Port, E> {
        let port = u16::try_from(number).ok().and_then(NonZeroU16::new);
        port.map(Port)
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fault::{Cause, ConnectionFault};
    use super::*;

    #[test]
    fn the_sample_has_four_projects_of_which_two_share_a_port() {
        let mut expected = Setup::new(START_TIME, STOP_TIME, Answer::Accepted);
        for (number, port) in [(1, 8001), (2, 8002), (3, 8003), (4, 8003)] {
            let folder = format!(r"C:\Users\pekat\PekatVisionProjects\Test Project {number}");
            let project = ProjectSetup {
                path: folder.parse().unwrap(),
                port: NonZeroU16::new(port),
                running: false,
                start_time: None,
                stop_time: None,
            };
            expected.add(project).unwrap();
        }
        assert_eq!(sample().unwrap(), expected);
    }

    #[test]
    fn every_setting_is_read() {
        let text = "\u{feff}
            start_time = '1m 30s'
            stop_time = '0s'
            answer = 'finished'
            dialect = 'either'
            connections = 'one'
            backlog = 4096
            replies = 'silent'
            busy = 'refuses'
            reports_late = '5s'
            success = 'ok:started'
            line_end = 'crlf'
            [[project]]
            path = 'C:\\A'
            port = 65535
            status = 'running'
            start_time = '5s'
            stop_time = '200ms'
            [[project]]
            path = '\\\\pc\\B'
            status = 'stopped'
        ";
        let mut expected = Setup::new(Duration::from_secs(90), Duration::ZERO, Answer::Finished);
        expected.dialect = Dialect::Either;
        expected.reports_late = Duration::from_secs(5);
        expected.service = Service {
            connections: Connections::One,
            backlog: MAX_BACKLOG,
            replies: Replies::Silent,
            busy: Busy::Refuses,
            success: Some("ok:started".parse().unwrap()),
            line_end: LineEnd::Crlf,
        };
        let projects = [
            ProjectSetup {
                path: r"C:\A".parse().unwrap(),
                port: NonZeroU16::new(65535),
                running: true,
                start_time: Some(Duration::from_secs(5)),
                stop_time: Some(Duration::from_millis(200)),
            },
            ProjectSetup {
                path: r"\\pc\B".parse().unwrap(),
                port: None,
                running: false,
                start_time: None,
                stop_time: None,
            },
        ];
        for project in projects {
            expected.add(project).unwrap();
        }
        assert_eq!(parse(Path::new("sim.toml"), text).unwrap().setup, expected);
    }

    #[test]
    fn what_is_left_out_is_as_in_the_sample() {
        let expected = Setup::new(START_TIME, STOP_TIME, Answer::Accepted);
        let found = parse(Path::new("sim.toml"), "").unwrap();
        assert_eq!(found, Scenario::from(expected));
    }

    #[test]
    fn faults_are_read_as_behind_the_command_line_and_in_order() {
        let text = r#"
            [[fault]]
            do = "silence"
            command = "status"
            project = 'C:\A'
            after = 3
            times = 2
            [[fault]]
            bytes = "all"
            times = "always"
            do = "close"
            [[fault]]
            do = "unasked"
            text = "hello, there"
        "#;
        let mut expected: Vec<Fault> = [
            r"silence,command=status,project=C:\A,after=3,times=2",
            "close,bytes=all,times=always",
            "unasked,text=hello",
        ]
        .map(|text| text.parse().unwrap())
        .into();
        let greeting = ConnectionFault::Unasked("hello, there".to_owned());
        expected[2].cause = Cause::Connection(greeting);
        assert_eq!(parse(Path::new("sim.toml"), text).unwrap().faults, expected);
    }

    #[test]
    fn errors_tell_the_place_and_the_remedy() {
        let cases = [
            (
                "start_time = 2",
                r#"1:14: invalid type: integer `2`, expected a duration in quotes, for example "2s" or "200ms""#,
            ),
            (
                "\u{feff}start_time = '2 sausages'",
                r#"1:14: '2 sausages' is not a duration; write it as "2s" or "200ms""#,
            ),
            (
                "\nstart_tim = '2s'",
                "2:1: unknown field `start_tim`, expected one of `start_time`, `stop_time`, `answer`, `dialect`, `connections`, `backlog`, `replies`, `busy`, `reports_late`, `success`, `line_end`, `project`, `fault`",
            ),
            (
                "answer = 'later'",
                "1:10: unknown variant `later`, expected `accepted` or `finished`",
            ),
            (
                "dialect = 'comma'",
                "1:11: unknown variant `comma`, expected one of `colon`, `pipe`, `either`",
            ),
            (
                "connections = 'two'",
                "1:15: unknown variant `two`, expected `one` or `threads`",
            ),
            (
                "backlog = 0",
                "1:11: invalid value: integer `0`, expected a number of waiting connections from 1 to 4096",
            ),
            (
                "backlog = 4097",
                "1:11: invalid value: integer `4097`, expected a number of waiting connections from 1 to 4096",
            ),
            (
                "replies = 'few'",
                "1:11: unknown variant `few`, expected one of `many`, `close`, `silent`",
            ),
            (
                "busy = 'sleeps'",
                "1:8: unknown variant `sleeps`, expected one of `answers`, `silent`, `refuses`",
            ),
            (
                "reports_late = 5",
                r#"1:16: invalid type: integer `5`, expected a duration in quotes, for example "2s" or "200ms""#,
            ),
            (
                "success = ''",
                r#"1:11: the word is empty; use a text such as "ok:started""#,
            ),
            (
                "line_end = 'cr'",
                "1:12: unknown variant `cr`, expected one of `none`, `lf`, `crlf`",
            ),
            (
                "[[project]]\npath = \"C:\\Users\\pekat\"",
                "2:13: too few unicode value digits, expected unicode hexadecimal value; write a path with backslashes between single quotes",
            ),
            (
                "[project]\npath = 'A'",
                "1:1: invalid type: map, expected a sequence; begin each project with a line [[project]] and each fault with [[fault]]",
            ),
            ("[[project]]\nport = 1", "1:1: missing field `path`"),
            (
                "[[project]]\npath = 'A'\nport = 0",
                "3:8: invalid value: integer `0`, expected a port number from 1 to 65535",
            ),
            (
                "[[project]]\npath = 'A'\nstatus = 'starting'",
                "3:10: unknown variant `starting`, expected `stopped` or `running`",
            ),
            (
                "[[project]]\npath = 'A'\ncolour = 1",
                "3:1: unknown field `colour`, expected one of `path`, `port`, `status`, `start_time`, `stop_time`",
            ),
            (
                "[[project]]\npath = ''",
                "2:8: the project path is empty; give the project's folder on the server",
            ),
            (
                "[[project]]\npath = 'é'\n[[project]]\nport = 1\npath = 'É/'",
                "5:8: the project 'É/' is listed twice; remove one of the two",
            ),
            (
                "[[project]]\npath = 'A'\n[[fault]]\n  do = 'silense'",
                r#"4:8: `do` cannot be 'silense'; use "silence" if you mean that"#,
            ),
            (
                "[[fault]]\ndo = 'silence'\ncomand = 'status'",
                "3:1: unknown key `comand`; did you mean `command`?",
            ),
            (
                "[[fault]]\ndo = 'silence'\n[[fault]]\ntimes = 2\ndo = 'delay'",
                r#"3:1: this fault needs `for`, for example for = "5s""#,
            ),
            (
                "[[fault]]\ndo = 'close'\nbytes = [3]",
                r#"3:9: `bytes` cannot be a list; use a number of bytes or "all""#,
            ),
        ];
        for (text, message) in cases {
            let error = parse(Path::new("sim.toml"), text).unwrap_err();
            assert_eq!(error.to_string(), format!("sim.toml:{message}"), "{text}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_apart_from_one_in_another_encoding() {
        let dir = tempfile::tempdir().unwrap();
        let missing = load(&dir.path().join("none.toml")).unwrap_err();
        assert!(matches!(missing, FileError::Read { .. }), "{missing}");

        let latin = dir.path().join("latin.toml");
        fs::write(&latin, b"# a\n# \xe9\n").unwrap();
        let error = load(&latin).unwrap_err().to_string();
        let expected = format!(
            "{}:2:3: this is not UTF-8; save the file as UTF-8",
            latin.display()
        );
        assert_eq!(error, expected);
    }
}
