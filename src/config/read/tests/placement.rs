//! Keys in other blocks than they were meant for.

use super::*;
use crate::config::schema::{SETTINGS, Setting};

const SERVER: &str = "[[server]]\nname = 'L'\naddress = 'l'\n";
const PROJECT: &str = "[[server.project]]\nname = 'A'\npath = 'C:\\A'\n";

fn told(text: &str) -> Vec<String> {
    assert!(read(text).is_ok(), "{text}");
    doubtful(text).iter().map(ToString::to_string).collect()
}

fn doubt(place: &str, key: &str, block: &str) -> String {
    format!(
        "{place}: `{key}` holds for the last {block} alone; if it is meant for everything, move it to the top of the file, above the first [[…]] or […], and if not, remove the empty line above it"
    )
}

#[test]
fn a_misplaced_key_is_reported_with_its_right_place() {
    check(
        &format!(
            "{SERVER}expect = 'running'\nconnect = '1s'\n{PROJECT}\npoll_interval = '1s'\naddress = 'x'\naction = '2s'\nquiett = []\n"
        ),
        expect![[r#"
            line 4, column 1: [[server]] has no key `expect`; put it under [[server.project]]
            line 5, column 1: [[server]] has no key `connect`; put it under [timeouts]
            line 10, column 1: [[server.project]] has no key `poll_interval`; put it at the top of the file, above the first [[…]] or […]
            line 11, column 1: [[server.project]] has no key `address`; put it under [[server]]
            line 12, column 1: [[server.project]] has no key `action`; put it under [timeouts]
            line 13, column 1: unknown key `quiett`; [[server.project]] may have: name, path, expect, notifications, confirm, allow, port
        "#]],
    );
    check(
        "hotkey = 'F9'\nprotocol = 'auto'\n[timeouts]\nrole = 'viewer'\n",
        expect![[r#"
            line 1, column 1: the file has no key `hotkey`; put it under [[action]]
            line 2, column 1: the file has no key `protocol`; put it under [[server]]
            line 4, column 1: [timeouts] has no key `role`; put it at the top of the file, above the first [[…]] or […]
        "#]],
    );
}

#[test]
fn each_key_of_the_file_is_reported_with_its_right_place() {
    let known = Section::Project.keys();
    let settings = SETTINGS.iter().filter(|it| it.section == Section::File);
    for setting in settings.filter(|it| !known.contains(&it.written())) {
        let problems = read(&format!("{SERVER}{PROJECT}{} = 1\n", setting.key)).unwrap_err();
        let problem = problems.last().unwrap();
        assert!(
            problem.message.contains("above the first [[…]]"),
            "{problem}"
        );
    }
}

#[test]
fn keys_that_look_appended_for_the_whole_file_are_doubted() {
    let cases = [
        (
            format!("{SERVER}{PROJECT}\nconfirm = 'always'\n"),
            vec![doubt("line 8, column 1", "confirm", "[[server.project]]")],
        ),
        (
            format!("{SERVER}\r\n  # ours\r\n  confirm = 'always'\r\nnotifications = 'all'\r\n"),
            vec![
                doubt("line 6, column 3", "confirm", "[[server]]"),
                doubt("line 7, column 1", "notifications", "[[server]]"),
            ],
        ),
        (
            format!("{SERVER}confirm = 'always'\n{PROJECT}confirm = 'always'\n"),
            vec![],
        ),
        // Another block follows.
        (format!("{SERVER}\nconfirm = 'always'\n{PROJECT}"), vec![]),
        (
            format!("{SERVER}{PROJECT}\nexpect = 'running'\nport = 1\n"),
            vec![],
        ),
        (
            format!("{SERVER}[[server.project]]\n\nconfirm = 'never'\nname = 'A'\npath = '/a'\n"),
            vec![],
        ),
        ("role = 'viewer'\n\nconfirm = 'always'\n".to_owned(), vec![]),
        (
            format!("{SERVER}{PROJECT}[timeouts]\nstatus = '1s'\n\naction = '9s'\n"),
            vec![],
        ),
        (String::new(), vec![]),
    ];
    for (text, expected) in cases {
        assert_eq!(told(&text), expected, "{text}");
    }
}

#[test]
fn each_key_of_two_places_is_doubted() {
    let in_file = |it: &&Setting| Section::File.setting(it.written()).is_some();
    let blocks = [Section::Server, Section::Project, Section::Action];
    let both = SETTINGS.iter().filter(|it| blocks.contains(&it.section));
    let both: Vec<_> = both.filter(in_file).collect();
    assert!(!both.is_empty());
    for setting in both {
        let head = match setting.section {
            Section::Server => SERVER.to_owned(),
            Section::File | Section::Timeouts | Section::Project | Section::Action => {
                format!("{SERVER}{PROJECT}")
            }
        };
        let text = format!("{head}\n{} = 'off'\n", setting.written());
        let problems = doubtful(&text);
        assert_eq!(problems.len(), 1, "{text}");
        let held = format!("the last {} alone", setting.section.title());
        assert!(problems[0].message.contains(&held), "{problems:?}");
    }
}
