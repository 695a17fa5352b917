//! What the file says → a checked [`Site`], or everything that is wrong with it.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::time::Duration;

use toml_edit::{Document, Item, TableLike, Value};

use super::find::{NameError, find_project_on, nearest};
use crate::protocol::{Operation, ProjectPath, breaks_line, one_line, turns_writing};
use crate::site::{Address, NoticeLevel, ProtocolChoice, ServerId, Site, Wanted};

const POLL_INTERVAL: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(3600));
/// Readings would count as news for too long if their replies might take longer.
const TIMEOUT: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(60));
const ACTION_TIMEOUT: (Duration, Duration) = (TIMEOUT.0, Duration::from_secs(3600));
const DAY: Duration = Duration::from_secs(24 * 3600);
const STALE_AFTER: (Duration, Duration) = (Duration::from_secs(1), DAY);
const STUCK_AFTER: (Duration, Duration) = (Duration::from_secs(1), DAY);
const EXPECT_GRACE: (Duration, Duration) = (Duration::ZERO, DAY);

/// Longer names would make the menu unreadable. In characters.
pub(super) const MAX_NAME: usize = 64;

/// Something that is wrong with the file, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem {
            line,
            column,
            message,
        } = self;
        write!(f, "line {line}, column {column}: {message}")
    }
}

/// Reads a configuration's text, without a byte-order mark.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn read(text: &str) -> Result<Site, Vec<Problem>> {
    let mut reader = Reader {
        text,
        problems: Vec::new(),
        wrong_projects: Vec::new(),
    };
    let mut site = Site::default();
    match Document::parse(text) {
        Ok(document) => reader.document(&document, &mut site),
        Err(error) => {
            let message = error.message().replace('\n', ", ");
            // The usual slip: a Windows path between double quotes.
            let escape = ["escape", "unicode"]
                .iter()
                .any(|word| message.contains(word));
            let remedy = if escape {
                "; put paths between single quotes, like 'C:\\Projects\\A'"
            } else {
                ""
            };
            reader.complain(error.span(), format!("this is not TOML: {message}{remedy}"));
        }
    }
    if reader.problems.is_empty() {
        return Ok(site);
    }
    reader
        .problems
        .sort_by_key(|problem| (problem.line, problem.column));
    Err(reader.problems)
}

type Span = Option<Range<usize>>;

struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
    /// Names of projects that are there, but wrong: no need to say that they are missing.
    wrong_projects: Vec<String>,
}

/// A block of the file, with what it is called in messages.
#[derive(Clone, Copy)]
struct Block<'d> {
    table: &'d dyn TableLike,
    what: &'static str,
    at: usize,
}

impl Reader<'_> {
    fn complain(&mut self, span: Span, message: impl Into<String>) {
        let at = span.map_or(0, |span| span.start).min(self.text.len());
        let before = self.text.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.problems.push(Problem {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            // It quotes what was written, which may be anything.
            message: one_line(&message.into()),
        });
    }

    fn document(&mut self, document: &Document<&str>, site: &mut Site) {
        let root = Block {
            table: document.as_table(),
            what: "the file",
            at: 0,
        };
        self.know(
            root,
            &[
                "poll_interval",
                "stale_after",
                "stuck_after",
                "expect_grace",
                "notifications",
                "timeouts",
                "server",
                "action",
            ],
        );
        if let Some(interval) = self.duration(root, "poll_interval", POLL_INTERVAL) {
            site.timing.poll_interval = interval;
        }
        self.notifications(root, site);
        if let Some(item) = root.table.get("timeouts") {
            self.timeouts(item, site);
        }
        self.limits(root, site);
        let mut names = BTreeMap::new();
        let mut addresses = BTreeMap::new();
        for server in self.blocks(root, "server", "[[server]]") {
            self.server(server, site, &mut names, &mut addresses);
        }
        let mut names = BTreeMap::new();
        for action in self.blocks(root, "action", "[[action]]") {
            self.action(action, site, &mut names);
        }
    }

    fn notifications(&mut self, root: Block<'_>, site: &mut Site) {
        let Some((word, span)) = self.text(root, "notifications") else {
            return;
        };
        match word.as_str() {
            "all" => site.notices = NoticeLevel::All,
            "problems" => site.notices = NoticeLevel::Problems,
            "off" => site.notices = NoticeLevel::Off,
            _ => self.complain(
                span,
                format!(
                    "notifications = \"{word}\" is unknown; use \"all\", \"problems\" or \"off\""
                ),
            ),
        }
    }

    /// After the poll interval and the time-outs, with which they must agree.
    fn limits(&mut self, root: Block<'_>, site: &mut Site) {
        let least = site.timing.poll_interval + site.timing.status_timeout;
        match self.duration(root, "stale_after", STALE_AFTER) {
            Some(bound) if bound < least => {
                let span = root.table.get("stale_after").and_then(Item::span);
                let least = humantime::format_duration(least);
                self.complain(
                    span,
                    format!("`stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least \"{least}\""),
                );
            }
            bound => site.limits.stale_after = bound,
        }
        if let Some(limit) = self.duration(root, "stuck_after", STUCK_AFTER) {
            site.limits.stuck_after = limit;
        }
        if let Some(grace) = self.duration(root, "expect_grace", EXPECT_GRACE) {
            site.limits.expect_grace = grace;
        }
    }

    fn timeouts(&mut self, item: &Item, site: &mut Site) {
        let Some(table) = item.as_table_like() else {
            self.complain(
                item.span(),
                "timeouts must be a block; write [timeouts] on a line of its own",
            );
            return;
        };
        let block = Block {
            table,
            what: "[timeouts]",
            at: item.span().map_or(0, |span| span.start),
        };
        self.know(block, &["connect", "status", "action"]);
        let timing = &mut site.timing;
        for (key, setting, range) in [
            ("connect", &mut timing.connect_timeout, TIMEOUT),
            ("status", &mut timing.status_timeout, TIMEOUT),
            ("action", &mut timing.action_timeout, ACTION_TIMEOUT),
        ] {
            if let Some(duration) = self.duration(block, key, range) {
                *setting = duration;
            }
        }
    }

    fn server(
        &mut self,
        block: Block<'_>,
        site: &mut Site,
        names: &mut BTreeMap<String, usize>,
        addresses: &mut BTreeMap<Address, String>,
    ) {
        self.know(block, &["name", "address", "protocol", "project"]);
        let name = self.name(block, names);
        let address = self.parsed::<Address>(block, "address");
        let protocol = self.protocol(block);
        if let (Some(name), Some((address, span))) = (&name, &address)
            && let Some(other) = addresses.insert(address.clone(), name.clone())
        {
            self.complain(
                span.clone(),
                format!("server \"{other}\" has the address {address} already; put all projects of one Projects Manager under one [[server]]"),
            );
        }
        let id = match (name, address) {
            (Some(name), Some((address, _))) => Some(site.add_server(&name, address)),
            _ => None,
        };
        if let (Some(id), Some(protocol)) = (id, protocol) {
            site.set_protocol(id, protocol);
        }
        let mut names = BTreeMap::new();
        let mut paths = BTreeMap::new();
        for project in self.blocks(block, "project", "[[server.project]]") {
            self.project(project, id, site, &mut names, &mut paths);
        }
    }

    fn protocol(&mut self, block: Block<'_>) -> Option<ProtocolChoice> {
        let (word, span) = self.text(block, "protocol")?;
        match word.as_str() {
            "auto" => Some(ProtocolChoice::Auto),
            "colon" => Some(ProtocolChoice::Colon),
            "pipe" => Some(ProtocolChoice::Pipe),
            _ => {
                self.complain(
                    span,
                    format!(
                        "protocol = \"{word}\" is unknown; use \"auto\", \"colon\" or \"pipe\""
                    ),
                );
                None
            }
        }
    }

    fn project(
        &mut self,
        block: Block<'_>,
        server: Option<ServerId>,
        site: &mut Site,
        names: &mut BTreeMap<String, usize>,
        paths: &mut BTreeMap<String, String>,
    ) {
        self.know(block, &["name", "path", "expect"]);
        let name = self.name(block, names);
        let path = self.path(block);
        let wanted = self.wanted(block);
        let (Some(name), Some((path, span)), Some(server)) = (name, path, server) else {
            let name = block.table.get("name").and_then(Item::as_str);
            self.wrong_projects.extend(name.map(str::to_owned));
            return;
        };
        if let Some(other) = paths.insert(path.folded(), name.clone()) {
            self.complain(
                span,
                format!("project \"{other}\" of this server has the path {path} already; remove one of the two"),
            );
            return;
        }
        if let Some(project) = site.add_project(server, &name, path) {
            site.expect(project, wanted);
        }
    }

    fn wanted(&mut self, block: Block<'_>) -> Option<Wanted> {
        let (word, span) = self.text(block, "expect")?;
        match word.as_str() {
            "running" => Some(Wanted::Running),
            "stopped" => Some(Wanted::Stopped),
            _ => {
                self.complain(
                    span,
                    format!(
                        "expect = \"{word}\" is unknown; use \"running\" or \"stopped\", or leave it out"
                    ),
                );
                None
            }
        }
    }

    fn action(&mut self, block: Block<'_>, site: &mut Site, names: &mut BTreeMap<String, usize>) {
        self.know(block, &["name", "command", "project", "server"]);
        let name = self.name(block, names);
        let operation = self.parsed::<Operation>(block, "command");
        let project = self.required(block, "project");
        let server = self.text(block, "server");
        let Some((project, span)) = project else {
            return;
        };
        if self.wrong_projects.contains(&project) {
            return;
        }
        match find_project_on(
            site,
            &project,
            server.as_ref().map(|(name, _)| name.as_str()),
        ) {
            Ok(project) => {
                if let (Some(name), Some((operation, _))) = (name, operation) {
                    site.add_action(&name, operation, project);
                }
            }
            Err(error) => self.complain(span, explain(&error)),
        }
    }

    /// A path that somebody can have meant: what cannot be seen in it is a slip.
    fn path(&mut self, block: Block<'_>) -> Option<(ProjectPath, Span)> {
        let (path, span) = self.parsed::<ProjectPath>(block, "path")?;
        let text = path.as_str();
        if text.trim() != text {
            self.complain(span, "this path begins or ends with a space; remove it");
            return None;
        }
        if let Some(character) = text.chars().find(|c| turns_writing(*c)) {
            self.complain(span, turning("path", character));
            return None;
        }
        Some((path, span))
    }

    /// A name: there, not empty, not too long, not used by a sibling.
    fn name(&mut self, block: Block<'_>, taken: &mut BTreeMap<String, usize>) -> Option<String> {
        let (name, span) = self.required(block, "name")?;
        let name = name.trim().to_owned();
        if name.is_empty() {
            self.complain(span, format!("the name in {} is empty", block.what));
            return None;
        }
        if name.chars().count() > MAX_NAME {
            self.complain(
                span,
                format!("this name is longer than {MAX_NAME} characters; shorten it"),
            );
            return None;
        }
        if name.chars().any(breaks_line) {
            self.complain(
                span,
                "this name has a line break or another control character; remove it",
            );
            return None;
        }
        if let Some(character) = name.chars().find(|c| turns_writing(*c)) {
            self.complain(span, turning("name", character));
            return None;
        }
        let at = span.as_ref().map_or(block.at, |span| span.start);
        if let Some(first) = taken.get(&name) {
            let line = self.text[..(*first).min(self.text.len())]
                .matches('\n')
                .count()
                + 1;
            self.complain(
                span,
                format!(
                    "the name \"{name}\" is used in line {line} already; give each {} a name of its own",
                    block.what
                ),
            );
            return None;
        }
        taken.insert(name.clone(), at);
        Some(name)
    }

    /// Complains of every key that is none of these.
    fn know(&mut self, block: Block<'_>, known: &[&str]) {
        for (key, _) in block.table.iter() {
            if known.contains(&key) {
                continue;
            }
            let span = block.table.key(key).and_then(toml_edit::Key::span);
            let remedy = match nearest(key, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("{} may have: {}", block.what, known.join(", ")),
            };
            self.complain(span, format!("unknown key `{key}`; {remedy}"));
        }
    }

    fn blocks<'d>(&mut self, parent: Block<'d>, key: &str, what: &'static str) -> Vec<Block<'d>> {
        let Some(item) = parent.table.get(key) else {
            return Vec::new();
        };
        let block = |table: &'d dyn TableLike, span: Span| Block {
            table,
            what,
            at: span.map_or(0, |span| span.start),
        };
        if let Some(tables) = item.as_array_of_tables() {
            let blocks = tables.iter().map(|table| block(table, table.span()));
            return blocks.collect();
        }
        let inline = item.as_array().map(|array| {
            let tables = array.iter().map(|value| {
                let table = value.as_inline_table()?;
                Some(block(table, table.span()))
            });
            tables.collect::<Option<Vec<_>>>()
        });
        match inline.flatten() {
            Some(blocks) => blocks,
            None => {
                self.complain(
                    item.span(),
                    format!("`{key}` must be a list of blocks; write {what} with double brackets"),
                );
                Vec::new()
            }
        }
    }

    fn text(&mut self, block: Block<'_>, key: &str) -> Option<(String, Span)> {
        let item = block.table.get(key)?;
        match item.as_value() {
            Some(Value::String(text)) => Some((text.value().clone(), item.span())),
            _ => {
                self.complain(
                    item.span(),
                    format!(
                        "`{key}` must be text between quotes, not {}",
                        item.type_name()
                    ),
                );
                None
            }
        }
    }

    fn required(&mut self, block: Block<'_>, key: &str) -> Option<(String, Span)> {
        if !block.table.contains_key(key) {
            let message = format!("{} has no `{key}`; add {key} = …", block.what);
            self.complain(Some(block.at..block.at), message);
            return None;
        }
        self.text(block, key)
    }

    fn parsed<T: FromStr>(&mut self, block: Block<'_>, key: &str) -> Option<(T, Span)>
    where
        T::Err: fmt::Display,
    {
        let (text, span) = self.required(block, key)?;
        match text.parse() {
            Ok(value) => Some((value, span)),
            Err(error) => {
                self.complain(span, error.to_string());
                None
            }
        }
    }

    fn duration(
        &mut self,
        block: Block<'_>,
        key: &str,
        (least, most): (Duration, Duration),
    ) -> Option<Duration> {
        let (text, span) = self.text(block, key)?;
        let range = || {
            let (least, most) = (
                humantime::format_duration(least),
                humantime::format_duration(most),
            );
            format!("from \"{least}\" to \"{most}\"")
        };
        match humantime::parse_duration(&text) {
            Ok(duration) if (least..=most).contains(&duration) => Some(duration),
            Ok(_) => {
                self.complain(
                    span,
                    format!(
                        "`{key}` = \"{text}\" is out of range; use a time {}",
                        range()
                    ),
                );
                None
            }
            Err(_) => {
                self.complain(
                    span,
                    format!(
                        "`{key}` = \"{text}\" is not a time; write it like \"2s\" or \"500ms\", {}",
                        range()
                    ),
                );
                None
            }
        }
    }
}

fn turning(what: &str, character: char) -> String {
    format!(
        "this {what} has an invisible character (U+{:04X}) that changes the direction of writing; remove it",
        u32::from(character)
    )
}

/// What is wrong with a name in the file, and what to do about it there.
pub(super) fn explain(error: &NameError) -> String {
    match error {
        NameError::NoServer { meant: None, .. } | NameError::NoProject { meant: None, .. } => {
            format!("{error}; add it above, or correct the name")
        }
        NameError::NoServer { .. } | NameError::NoProject { .. } => error.to_string(),
        NameError::Several { name, servers } => {
            let servers: Vec<_> = servers.iter().map(|name| format!("\"{name}\"")).collect();
            let servers = servers.join(" or ");
            format!("several servers have a project \"{name}\"; say which one: server = {servers}")
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let shown = match read(text) {
            Ok(site) => format!("{site:#?}"),
            Err(problems) => problems.iter().map(|p| format!("{p}\n")).collect(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn everything_that_can_be_configured_is_read() {
        let text = r#"
            poll_interval = "500ms"
            stale_after = "3s"
            stuck_after = "5m"
            expect_grace = "0s"
            notifications = "all"
            action = [{ name = "Go", command = "start", project = "B" }]

            [timeouts]
            connect = "1s"
            status = "2s"
            action = "1m 30s"

            [[server]]
            name = " Line 1 "
            address = "Line1"
            protocol = "colon"
            project = [{ name = "A", path = 'C:\A' }]

            [[server]]
            name = "Line 2"
            address = "[::1]:7003"
            protocol = "pipe"
            [[server.project]]
            name = "A"
            path = 'C:\A'
            [[server.project]]
            name = "B"
            path = "C:\\B"
            expect = "running"

            [[server]]
            name = "Line 3"
            address = "line3"
            protocol = "auto"
        "#;
        let mut site = Site::default();
        site.timing.poll_interval = Duration::from_millis(500);
        site.timing.connect_timeout = Duration::from_secs(1);
        site.timing.status_timeout = Duration::from_secs(2);
        site.timing.action_timeout = Duration::from_secs(90);
        site.limits.stale_after = Some(Duration::from_secs(3));
        site.limits.stuck_after = Duration::from_secs(300);
        site.limits.expect_grace = Duration::ZERO;
        site.notices = NoticeLevel::All;
        let one = site.add_server("Line 1", "line1:7002".parse().unwrap());
        let two = site.add_server("Line 2", "[::1]:7003".parse().unwrap());
        site.add_server("Line 3", "line3:7002".parse().unwrap());
        site.set_protocol(one, ProtocolChoice::Colon).unwrap();
        site.set_protocol(two, ProtocolChoice::Pipe).unwrap();
        site.add_project(one, "A", r"C:\A".parse().unwrap());
        site.add_project(two, "A", r"C:\A".parse().unwrap());
        let b = site.add_project(two, "B", r"C:\B".parse().unwrap());
        site.expect(b.unwrap(), Some(Wanted::Running));
        site.add_action("Go", Operation::Start, b.unwrap());
        assert_eq!(read(text), Ok(site));
    }

    #[test]
    fn nothing_and_the_template_are_no_projects() {
        for text in [
            "",
            "\u{feff}",
            "# nothing\r\n",
            include_str!("template.toml"),
        ] {
            assert_eq!(
                read(text.trim_start_matches('\u{feff}')),
                Ok(Site::default())
            );
        }
    }

    #[test]
    fn the_template_is_valid_when_its_comments_are_removed() {
        let text: String = include_str!("template.toml")
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| !line.is_empty() && !line.starts_with(' '))
            .map(|line| format!("{line}\n"))
            .collect();
        let site = read(&text).unwrap();
        assert_eq!(site.projects().count(), 2);
        assert_eq!(site.actions().len(), 1);
        assert_eq!(site.timing, crate::site::Timing::default());
    }

    #[test]
    fn all_problems_are_told_at_once_with_their_place_and_remedy() {
        check(
            r#"poll_intervall = "2s"
poll_interval = "100ms"
notifications = "some"
frobnicate = 1

[timeouts]
connect = 3
status = "soon"

[[server]]
name = "Line 1"
adress = "1.2.3.4"

[[server]]
name = "Line 1"
address = "1.2.3:7002"

[[server]]
name = "Líne 3"
address = "line3:99999"

[[server]]
name = "Line 4"
address = "line4"
[[server.project]]
name = "A"
path = 'C:\A'
[[server.project]]
name = "A"
path = 'C:\B'
[[server.project]]
name = "C"
path = 'c:/a/'
[[server.project]]
name = ""
path = ""

[[server]]
name = "Line 5"
address = "LINE4:7002"
protocol = "pipes"
[[server.project]]
name = "A"
path = 'C:\A'

[[action]]
name = "Go"
command = "status"
project = "Q"

[[action]]
name = "Gone"
command = "stop"
project = "Aa"

[[action]]
name = "Which"
command = "stop"
project = "A"
"#,
            expect![[r#"
                line 1, column 1: unknown key `poll_intervall`; did you mean `poll_interval`?
                line 2, column 17: `poll_interval` = "100ms" is out of range; use a time from "200ms" to "1h"
                line 3, column 17: notifications = "some" is unknown; use "all", "problems" or "off"
                line 4, column 1: unknown key `frobnicate`; the file may have: poll_interval, stale_after, stuck_after, expect_grace, notifications, timeouts, server, action
                line 7, column 11: `connect` must be text between quotes, not integer
                line 8, column 10: `status` = "soon" is not a time; write it like "2s" or "500ms", from "100ms" to "1m"
                line 10, column 1: [[server]] has no `address`; add address = …
                line 12, column 1: unknown key `adress`; did you mean `address`?
                line 15, column 8: the name "Line 1" is used in line 11 already; give each [[server]] a name of its own
                line 16, column 11: '1.2.3:7002' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002
                line 20, column 11: '99999' is not a port; use a number from 1 to 65535, for example 7002
                line 29, column 8: the name "A" is used in line 26 already; give each [[server.project]] a name of its own
                line 33, column 8: project "A" of this server has the path c:/a/ already; remove one of the two
                line 35, column 8: the name in [[server.project]] is empty
                line 36, column 8: the project path is empty; give the project's folder on the server
                line 40, column 11: server "Line 4" has the address line4:7002 already; put all projects of one Projects Manager under one [[server]]
                line 41, column 12: protocol = "pipes" is unknown; use "auto", "colon" or "pipe"
                line 48, column 11: 'status' is not a command; use start, stop or switch
                line 49, column 11: no project is called "Q"; add it above, or correct the name
                line 54, column 11: no project is called "Aa"; did you mean "A"?
            "#]],
        );
    }

    #[test]
    fn what_is_configured_within_its_limits_is_taken() {
        let text = r#"
            poll_interval = "1h"
            timeouts = { connect = "60s", status = "1m", action = "1h" }
        "#;
        let timing = read(text).unwrap().timing;
        assert_eq!(timing.poll_interval, Duration::from_secs(3600));
        assert_eq!(timing.connect_timeout, Duration::from_secs(60));
        assert_eq!(timing.status_timeout, Duration::from_secs(60));
        assert_eq!(timing.action_timeout, Duration::from_secs(3600));
        check(
            "[timeouts]\nconnect = '60001ms'\nstatus = '1h'\naction = '3601s'\n",
            expect![[r#"
                line 2, column 11: `connect` = "60001ms" is out of range; use a time from "100ms" to "1m"
                line 3, column 10: `status` = "1h" is out of range; use a time from "100ms" to "1m"
                line 4, column 10: `action` = "3601s" is out of range; use a time from "100ms" to "1h"
            "#]],
        );
    }

    #[test]
    fn limits_agree_with_the_times_that_they_depend_on() {
        let text = r#"
poll_interval = "5s"
stale_after = "7s"
stuck_after = "25h"
expect_grace = "soon"
[[server]]
name = "A"
address = "a"
project = [{ name = "A", path = 'A', expect = "Running" }]
"#;
        check(
            text,
            expect![[r#"
            line 3, column 15: `stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least "8s"
            line 4, column 15: `stuck_after` = "25h" is out of range; use a time from "1s" to "1day"
            line 5, column 16: `expect_grace` = "soon" is not a time; write it like "2s" or "500ms", from "0s" to "1day"
            line 9, column 47: expect = "Running" is unknown; use "running" or "stopped", or leave it out
        "#]],
        );
        let text = text.replace("7s", "8s");
        check(
            &text,
            expect![[r#"
            line 4, column 15: `stuck_after` = "25h" is out of range; use a time from "1s" to "1day"
            line 5, column 16: `expect_grace` = "soon" is not a time; write it like "2s" or "500ms", from "0s" to "1day"
            line 9, column 47: expect = "Running" is unknown; use "running" or "stopped", or leave it out
        "#]],
        );
    }

    #[test]
    fn what_cannot_be_seen_in_names_and_paths_is_refused() {
        let text = r#"
[[server]]
name = "Line\u202E 1"
address = "a"
[[server]]
name = "Line 2"
address = "b"
project = [
  { name = "A\u2066", path = 'C:\A' },
  { name = "B", path = ' C:\B' },
  { name = "C", path = 'C:\C ' },
  { name = "D", path = "C:\\\u202AD" },
  { name = "E\u2065\u206A\u200F", path = 'C:\E E' },
]
[[action]]
name = "\u2069"
command = "start"
project = "E\u2065\u206A\u200F"
"#;
        check(
            text,
            expect![[r#"
            line 3, column 8: this name has an invisible character (U+202E) that changes the direction of writing; remove it
            line 9, column 12: this name has an invisible character (U+2066) that changes the direction of writing; remove it
            line 10, column 24: this path begins or ends with a space; remove it
            line 11, column 24: this path begins or ends with a space; remove it
            line 12, column 24: this path has an invisible character (U+202A) that changes the direction of writing; remove it
            line 16, column 8: this name has an invisible character (U+2069) that changes the direction of writing; remove it
        "#]],
        );
    }

    #[test]
    fn each_problem_is_told_on_one_line_whatever_was_written() {
        check(
            "notifications = \"a\\nb\"\npoll_interval = '\u{202e}2s'\n\"x\\u001b[m\" = 1\n[[server]]\nname = \"A\\u2028B\"\naddress = \"a\\rb\"\n",
            expect![[r#"
                line 1, column 17: notifications = "a\nb" is unknown; use "all", "problems" or "off"
                line 2, column 17: `poll_interval` = "\u{202e}2s" is not a time; write it like "2s" or "500ms", from "200ms" to "1h"
                line 3, column 1: unknown key `x\u{1b}[m`; the file may have: poll_interval, stale_after, stuck_after, expect_grace, notifications, timeouts, server, action
                line 5, column 8: this name has a line break or another control character; remove it
                line 6, column 11: 'a\rb' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002
            "#]],
        );
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_place() {
        check(
            "a = 1\nb = [1,\nc = 2\n",
            expect![[r#"
            line 3, column 3: this is not TOML: unexpected `=` in array, expected value, `]`
        "#]],
        );
        check(
            "[[server]\n",
            expect![[r#"
            line 1, column 10: this is not TOML: unclosed array table, expected `]`
        "#]],
        );
        check(
            "name = \"C:\\Users\"\n",
            expect![[r#"
                line 1, column 13: this is not TOML: too few unicode value digits, expected unicode hexadecimal value; put paths between single quotes, like 'C:\Projects\A'
            "#]],
        );
        check(
            "server = 1\n",
            expect![[r#"
            line 1, column 10: `server` must be a list of blocks; write [[server]] with double brackets
        "#]],
        );
        check(
            "[server]\nname = \"x\"\n",
            expect![[r#"
            line 1, column 1: `server` must be a list of blocks; write [[server]] with double brackets
        "#]],
        );
    }
}
