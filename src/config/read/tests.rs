mod paths;
mod placement;
mod syntax;

use expect_test::{Expect, expect};

use std::time::Duration;

use super::*;
use crate::protocol::Operation;
use crate::site::{
    Confirm, Icons, Language, NoticeLevel, ProjectSettings, ProtocolChoice, Role, Sound, Triggers,
    Wanted,
};

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
            version = 1
            poll_interval = "500ms"
            stale_after = "3s"
            stuck_after = "5m"
            expect_grace = "0s"
            notifications = "all"
            notify_after = "0s"
            quiet = ["22:00-06:00", "Sat,Sun"]
            sounds = ["fault", "unreachable"]
            confirm = "risky"
            role = "viewer"
            language = "cs"
            icons = "per-server"
            scan_hotkey = "Ctrl+Alt+S"
            project_folders = ['D:\Projects', '\\server\share']
            action = [{ name = "Go", command = "start", project = "B", hotkey = "ctrl+alt+1", code = "4006381333931", codes = ["STOP", "400*"] }]

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
            notifications = "off"
            confirm = "never"
            [[server.project]]
            name = "A"
            path = 'C:\A'
            notifications = "problems"
            confirm = "always"
            allow = ["stop"]
            port = 8000
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
    site.limits.notify_after = Duration::ZERO;
    site.notices = NoticeLevel::All;
    let quiet = ["22:00-06:00", "Sat,Sun"];
    site.quiet = quiet
        .map(|span| span.parse().unwrap())
        .into_iter()
        .collect();
    site.sounds = [Sound::Fault, Sound::Unreachable].into_iter().collect();
    site.confirm = Confirm::Risky;
    site.role = Role::Viewer;
    site.language = Some(Language::Czech);
    site.icons = Icons::PerServer;
    site.scan_hotkey = Some("Ctrl+Alt+S".parse().unwrap());
    let folders = [r"D:\Projects", r"\\server\share"];
    site.project_folders = folders.map(|folder| folder.parse().unwrap()).to_vec();
    let one = site.add_server("Line 1", "line1:7002".parse().unwrap());
    let two = site.add_server("Line 2", "[::1]:7003".parse().unwrap());
    site.add_server("Line 3", "line3:7002".parse().unwrap());
    site.set_protocol(one, ProtocolChoice::Colon).unwrap();
    site.set_protocol(two, ProtocolChoice::Pipe).unwrap();
    site.add_project(one, "A", r"C:\A".parse().unwrap());
    site.set_server(two, Some(NoticeLevel::Off), Some(Confirm::Never));
    let a = site.add_project(two, "A", r"C:\A".parse().unwrap());
    let settings = ProjectSettings {
        notices: Some(NoticeLevel::Problems),
        confirm: Some(Confirm::Always),
        allow: [Operation::Stop].into_iter().collect(),
        port: 8000.try_into().ok(),
    };
    site.set_project(a.unwrap(), settings);
    let b = site.add_project(two, "B", r"C:\B".parse().unwrap());
    site.expect(b.unwrap(), Some(Wanted::Running));
    let triggers = Triggers {
        hotkey: Some("Ctrl+Alt+1".parse().unwrap()),
        codes: ["4006381333931", "STOP", "400*"]
            .map(|code| code.parse().unwrap())
            .into(),
    };
    site.add_action("Go", Operation::Start, b.unwrap(), triggers);
    assert_eq!(read(text), Ok(site));
}

#[test]
fn nothing_and_the_template_are_no_projects() {
    for text in [
        "",
        "\u{feff}",
        "# nothing\r\n",
        include_str!("../template.toml"),
    ] {
        assert_eq!(
            read(text.trim_start_matches('\u{feff}')),
            Ok(Site::default())
        );
    }
}

#[test]
fn the_template_is_valid_when_its_comments_are_removed() {
    let text: String = include_str!("../template.toml")
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
            line 4, column 1: unknown key `frobnicate`; the file may have: version, poll_interval, stale_after, stuck_after, expect_grace, notifications, notify_after, quiet, sounds, confirm, role, language, icons, scan_hotkey, project_folders, timeouts, server, action
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
project = [{ name = "A", path = 'C:/A', expect = "Running" }]
"#;
    check(
        text,
        expect![[r#"
            line 3, column 15: `stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least "8s"
            line 4, column 15: `stuck_after` = "25h" is out of range; use a time from "1s" to "1day"
            line 5, column 16: `expect_grace` = "soon" is not a time; write it like "2s" or "500ms", from "0s" to "1day"
            line 9, column 50: expect = "Running" is unknown; use "running" or "stopped", or leave it out
        "#]],
    );
    let text = text.replace("7s", "8s");
    check(
        &text,
        expect![[r#"
            line 4, column 15: `stuck_after` = "25h" is out of range; use a time from "1s" to "1day"
            line 5, column 16: `expect_grace` = "soon" is not a time; write it like "2s" or "500ms", from "0s" to "1day"
            line 9, column 50: expect = "Running" is unknown; use "running" or "stopped", or leave it out
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
            line 12, column 24: this path has an invisible character (U+202A); remove it
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
            line 3, column 1: unknown key `x\u{1b}[m`; the file may have: version, poll_interval, stale_after, stuck_after, expect_grace, notifications, notify_after, quiet, sounds, confirm, role, language, icons, scan_hotkey, project_folders, timeouts, server, action
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
            line 2, column 5: this is not TOML: unclosed array, expected `]`
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
            line 1, column 8: between double quotes a backslash begins an escape, here \U; put paths between single quotes: 'C:\Users'
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

#[test]
fn what_is_set_wrongly_for_notices_permissions_and_keys_is_told_with_its_place() {
    check(
        r#"
quiet = ["22:00-06:00", "Mo", 7]
sounds = "fault"
confirm = "sometimes"
role = "admin"
language = "xx"
icons = "many"
scan_hotkey = "Ctrl+Alt+1"
project_folders = ["Projects", 'C:\A', 1]
notify_after = "2h"
[[server]]
name = "A"
address = "a"
notifications = "few"
confirm = "no"
project = [{ name = "A", path = 'C:/A', allow = ["start", "status"], port = "80" }]
[[action]]
name = "1"
command = "start"
project = "A"
hotkey = "Alt+Ctrl+1"
code = "7"
[[action]]
name = "2"
command = "stop"
project = "A"
hotkey = "1"
code = " 7 "
"#,
        expect![[r#"
            line 2, column 25: 'Mo' is not a time of quiet; write it like "22:00-06:00", "Mon-Fri 22:00-06:00" or "Sat,Sun"
            line 2, column 31: `quiet` must have texts between quotes in it, not integer
            line 3, column 10: `sounds` must be a list of texts between brackets, not string
            line 4, column 11: confirm = "sometimes" is unknown; use "never", "risky" or "always"
            line 5, column 8: role = "admin" is unknown; use "operator" or "viewer"
            line 6, column 12: 'xx' is not a language of this program; use en, cs, de, it, fr, es, pl, ja or zh
            line 7, column 9: icons = "many" is unknown; use "one", "per-server" or "per-project"
            line 9, column 20: 'Projects' is not the full path of a folder; write it like 'D:\Projects' or '\\server\share\Projects'
            line 9, column 40: `project_folders` must have texts between quotes in it, not integer
            line 10, column 16: `notify_after` = "2h" is out of range; use a time from "0s" to "1h"
            line 14, column 17: notifications = "few" is unknown; use "all", "problems" or "off"
            line 15, column 11: confirm = "no" is unknown; use "never", "risky" or "always"
            line 16, column 59: 'status' is not a command; use start, stop or switch
            line 16, column 77: `port` must be a number from 1 to 65535, without quotes
            line 21, column 10: the hot key Ctrl+Alt+1 is used in line 8 already; use another one
            line 27, column 10: 1 cannot be a hot key, since other programs need it; use a key with two of Ctrl, Alt, Shift and Win, like "Ctrl+Alt+F9"
            line 28, column 8: the code 7 is used in line 22 already; give each action a code of its own
        "#]],
    );
    check(
        "sounds = [\"fault\", \"changing\", 1]\n[[server]]\nname = \"A\"\naddress = \"a\"\nproject = [{ name = \"A\", path = 'C:/A', port = 0 }, { name = \"B\", path = 'C:/B', port = 65536 }]\n",
        expect![[r#"
            line 1, column 20: 'changing' has no sound; use "fault", "unreachable", "running" or "stopped"
            line 1, column 32: `sounds` must have texts between quotes in it, not integer
            line 5, column 48: `port` must be a number from 1 to 65535, without quotes
            line 5, column 89: `port` must be a number from 1 to 65535, without quotes
        "#]],
    );
}

/// Actions with these lines, the first of which is line 1 of the file.
fn actions(lines: &[&str]) -> String {
    let head =
        "server = [{ name = 'L', address = 'l', project = [{ name = 'P', path = '/P' }] }]\n";
    let actions = lines.iter().enumerate().map(|(number, line)| {
        format!("[[action]]\n{line}\nname = '{number}'\ncommand = 'stop'\nproject = 'P'\n")
    });
    format!("{head}{}", actions.collect::<String>())
}

#[test]
fn codes_that_are_wrong_or_equal_are_told_with_their_places() {
    let told = actions(&[
        "code = '012345678905'",
        "codes = ['LOT-*', 'lot-*', '0012345678905', 'LOT-*']",
        "code = 'A'\ncodes = ['A', '*', 7, \"a\\tb\"]",
        "codes = '7'",
        "gs1 = '010'\ncode = '4006381333931'",
        "gs1 = '01'",
        "gs1 = '01'\ncode = 'LOT-7'\ncodes = ['4006381333931', '04006381333931', '4006381333931*']",
        "gs1 = '10'\ncode = '4006381333931'",
    ]);
    check(
        &told,
        expect![[r#"
        line 8, column 28: the code 0012345678905 is used in line 3 already, as 012345678905, which is the same; give each action a code of its own
        line 8, column 45: the code LOT-* is used in line 8 already; give each action a code of its own
        line 14, column 15: '*' would match every code; write the beginning of the codes in front of the *
        line 14, column 20: `codes` must have texts between quotes in it, not integer
        line 14, column 23: 'a\tb' is not a code; use 1 to 64 characters without control characters
        line 19, column 9: `codes` must be a list of texts between brackets, not string
        line 24, column 7: '010' is not a GS1 application identifier; write its digits, like "01" or "3103"
        line 30, column 7: `gs1` = "01" has no code to compare with; add code = …, or leave `gs1` out
        line 36, column 8: no scanned code has 'LOT-7' for the GS1 application identifier 01, whose values have 8, 12, 13 or 14 digits; correct the code, or `gs1`
        line 37, column 27: the code 04006381333931 is used in line 37 already, as 4006381333931, which is the same; give each action a code of its own
    "#]],
    );
}

#[test]
fn codes_of_a_gs1_part_are_read_with_the_part() {
    let site = read(&actions(&[
        "gs1 = '01'\ncode = '4006381333931'\ncodes = ['761*']",
        "code = '4006381333931'",
        "gs1 = '10'\ncodes = []",
    ]));
    let site = site.unwrap();
    let codes = site
        .actions()
        .iter()
        .map(|action| action.triggers.codes.clone());
    let part = |text: &str| {
        let code: Code = text.parse().unwrap();
        code.within("01".parse().unwrap()).unwrap()
    };
    let wanted = [
        vec![part("4006381333931"), part("761*")],
        vec!["4006381333931".parse().unwrap()],
        Vec::new(),
    ];
    assert_eq!(codes.collect::<Vec<_>>(), wanted);
}

#[test]
fn a_form_that_is_not_known_is_refused_before_anything_else() {
    for text in ["", "version = 0\n", "version = 1\n"] {
        assert_eq!(read(text), Ok(Site::default()), "{text}");
    }
    // What else is new in it is no error of whoever wrote it.
    check(
        "poll = 2\nversion = 2 # new\n",
        expect![[r#"
            line 2, column 11: this file is written for a newer PEKAT Tray (version 2, and this one knows 1); update this program, or take a file of this version
        "#]],
    );
    for wrong in ["'1'", "-1", "1.0"] {
        let problems = read(&format!("version = {wrong}\n")).unwrap_err();
        let problems: Vec<_> = problems.iter().map(Problem::to_string).collect();
        let number = "line 1, column 11: `version` must be a whole number up to 1, without quotes";
        assert_eq!(problems, [number]);
    }
}

/// What is wrong with a text that stands beside others.
fn problems_of_part(text: &str) -> Vec<String> {
    let problems = read_part(text).err().unwrap_or_default();
    problems.iter().map(Problem::to_string).collect()
}

#[test]
fn a_part_may_lean_on_other_files() {
    let text = "stale_after = '2s'
[[server]]
name = 'Line 1'
project = [{ name = 'A', path = 'C:/a' }]
[[server]]
name = 'Line 2'
[[action]]
name = 'Here'
command = 'start'
project = 'A'
[[action]]
name = 'There'
command = 'start'
project = 'B'
[[action]]
name = 'Elsewhere'
command = 'start'
project = 'C'
server = 'Line 3'
";
    let part = read_part(text).unwrap();
    let servers: Vec<&str> = part.servers().iter().map(|s| s.name.as_str()).collect();
    assert_eq!(servers, ["Line 1", "Line 2"]);
    let actions: Vec<&str> = part.actions().iter().map(|a| a.name.as_str()).collect();
    assert_eq!(actions, ["Here"]);
    let alone = read(text).unwrap_err();
    let lines: Vec<usize> = alone.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 2, 5, 14, 18]);
}

#[test]
fn a_part_is_as_strict_in_everything_else() {
    let server = "[[server]]\nname = 'L'\n";
    let cases = [
        ("adress = 1\n", "line 1, column 1: unknown key"),
        (
            "poll_interval = '1s'\nstale_after = '1s'\ntimeouts.status = '1s'\n",
            "line 2, column 15: `stale_after` is shorter than",
        ),
        (
            "[[server]]\naddress = 'a'\n",
            "line 1, column 1: [[server]] has no `name`",
        ),
        (
            "[[server]]\nname = 'L'\naddress = 7\n",
            "line 3, column 11: `address` must be text",
        ),
        (
            "[[server]]\nname = 'L'\naddress = ''\n",
            "line 3, column 11: '' names no host",
        ),
        (
            &format!("{server}{server}"),
            "line 4, column 8: the name \"L\" is used in line 2",
        ),
        (
            "[[server]]\nname = 'L'\naddress = 'a'\n[[server]]\nname = 'M'\naddress = 'A'\n",
            "line 6, column 11: server \"L\" has the address a:7002",
        ),
        (
            &format!("{server}[[server.project]]\nname = 'A'\n"),
            "line 3, column 1: [[server.project]] has no `path`",
        ),
        (
            "[[action]]\nname = 'X'\ncommand = 'start'\n",
            "line 1, column 1: [[action]] has no `project`",
        ),
    ];
    for (text, problem) in cases {
        let problems = problems_of_part(text);
        let first = problems.first().map_or("", String::as_str);
        assert!(
            problems.len() == 1 && first.starts_with(problem),
            "{problems:?} in {text}"
        );
    }
    let two = "server = [{ name = 'L', project = [{ name = 'A', path = 'C:/a' }] }, { name = 'M', project = [{ name = 'A', path = 'C:/a' }] }]\n[[action]]\nname = 'X'\ncommand = 'start'\nproject = 'A'\n";
    let several = "line 5, column 11: several servers have a project \"A\"; say which one: server = \"L\" or \"M\"";
    assert_eq!(problems_of_part(two), [several]);
}
