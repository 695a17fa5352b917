use std::fs;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::config::layers::Place;
use crate::config::policy::{PolicyData, PolicyValue, Scope};
use crate::site::{Role, Triggers};

const SERVER: &str =
    "[[server]]\nname = 'Line 1'\naddress = 'line1'\nproject = [{ name = 'A', path = 'C:/a' }]\n";

/// A user's file and one for all users, in a folder of their own.
struct Desk {
    folder: TempDir,
    loader: Loader,
}

impl Desk {
    fn new() -> Self {
        Self::with(Policies::default())
    }

    fn with(policies: Policies) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let loader = Loader::with(file("user.toml"), Some(file("machine.toml")), move || {
            policies.clone()
        });
        Desk { folder, loader }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn place(&self, rest: &str) -> String {
        let path = self.folder.path().join("machine.toml");
        format!("{}{rest}", path.display())
    }

    /// The names of what is configured, and the problems as a menu tells them.
    fn load(&mut self) -> (Option<Vec<String>>, Vec<String>) {
        let loaded = self.loader.load();
        let names = loaded.site.map(|site| {
            let names = site
                .projects()
                .map(|(server, it)| format!("{}/{}", server.name, it.name));
            names.collect()
        });
        let problems = loaded.problems.into_iter().map(|problem| problem.short);
        (names, problems.collect())
    }
}

fn names(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

#[test]
fn nothing_anywhere_is_no_problem() {
    assert_eq!(Desk::new().load(), (names(&[]), Vec::new()));
}

#[test]
fn a_file_that_stands_alone_is_read_strictly_and_a_wrong_one_leaves_in_force_what_was() {
    let mut desk = Desk::new();
    desk.write("machine.toml", "# nothing\n");
    let broken = "[[server]]\nname = 'Line 1'\n[[action]]\nname = 'X'\ncommand = 'start'\nproject = 'B'\nhotkey = 7\n";
    desk.write("user.toml", broken);
    let problems = [
        "user.toml, line 1, column 1: [[server]] has no `address`; add address = …",
        "user.toml, line 6, column 11: no project is called \"B\"; add it above, or correct the name",
        "user.toml, line 7, column 10: `hotkey` must be text between quotes, not integer",
    ];
    let problems = problems.map(str::to_owned).to_vec();
    assert_eq!(desk.load(), (None, problems.clone()));
    desk.write("user.toml", SERVER);
    assert_eq!(desk.load(), (names(&["Line 1/A"]), Vec::new()));
    desk.write("user.toml", broken);
    assert_eq!(desk.load(), (names(&["Line 1/A"]), problems));
    fs::remove_file(desk.folder.path().join("user.toml")).unwrap();
    assert_eq!(desk.load(), (names(&[]), Vec::new()));
}

#[test]
fn a_machines_file_that_is_wrong_never_stops_the_users() {
    let mut desk = Desk::new();
    desk.write("machine.toml", "adress = 1\n[[server]]\nname = 7\n");
    desk.write("user.toml", SERVER);
    let problems = [
        ", line 1, column 1: unknown key `adress`; the file may have: ",
        ", line 2, column 1: [[server]] has no `address`; add address = …",
        ", line 3, column 8: `name` must be text between quotes, not integer",
    ];
    let (found, told) = desk.load();
    assert_eq!(found, names(&["Line 1/A"]));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with(&desk.place(problems[0])), "{told:?}");
    assert_eq!(told[1], desk.place(problems[2]));

    desk.write("user.toml", "");
    let (_, told) = desk.load();
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(told[1], desk.place(problems[1]));

    let other = SERVER.replace("Line 1", "Line 2").replace("line1", "line2");
    desk.write("machine.toml", &other);
    desk.write("user.toml", SERVER);
    assert_eq!(desk.load(), (names(&["Line 2/A", "Line 1/A"]), Vec::new()));
    desk.write("machine.toml", "[");
    let (found, told) = desk.load();
    assert_eq!((found, told.len()), (names(&["Line 2/A", "Line 1/A"]), 1));
}

#[test]
fn all_that_is_wrong_in_both_files_is_told_together() {
    let mut desk = Desk::new();
    desk.write("machine.toml", "role = 'boss'\n");
    desk.write("user.toml", "icons = 'two'\nconfirm = 1\n");
    let expected = [
        desk.place(", line 1, column 8: role = \"boss\" is unknown; use \"operator\" or \"viewer\""),
        "user.toml, line 1, column 9: icons = \"two\" is unknown; use \"one\", \"per-server\" or \"per-project\"".to_owned(),
        "user.toml, line 2, column 11: `confirm` must be text between quotes, not integer".to_owned(),
    ];
    assert_eq!(desk.load(), (None, expected.to_vec()));
}

#[test]
fn a_save_that_does_not_fit_to_the_rest_changes_nothing() {
    let mut desk = Desk::new();
    desk.write("machine.toml", SERVER);
    desk.write(
        "user.toml",
        "[[server]]\nname = 'Line 1'\nproject = [{ name = 'B', path = 'C:/b' }]\n",
    );
    let both = names(&["Line 1/A", "Line 1/B"]);
    assert_eq!(desk.load(), (both.clone(), Vec::new()));
    desk.write(
        "user.toml",
        "[[server]]\nname = 'Line 2'\nproject = [{ name = 'C', path = 'C:/c' }]\n",
    );
    let problem = "user.toml, line 2, column 8: server \"Line 2\" has no address, neither here nor elsewhere; did you mean the server \"Line 1\"?";
    assert_eq!(desk.load(), (both.clone(), vec![problem.to_owned()]));
    desk.write("user.toml", "poll_interval = '1s'\n");
    assert_eq!(desk.load(), (names(&["Line 1/A"]), Vec::new()));
}

#[test]
fn what_never_fitted_is_left_out_and_the_rest_counts() {
    let mut desk = Desk::new();
    desk.write("machine.toml", SERVER);
    let text =
        "role = 'viewer'\n[[server]]\nname = 'Line 2'\nproject = [{ name = 'C', path = 'C:/c' }]\n";
    desk.write("user.toml", text);
    let problem = "user.toml, line 3, column 8: server \"Line 2\" has no address, neither here nor elsewhere; did you mean the server \"Line 1\"?";
    for _ in 0..2 {
        let loaded = desk.loader.load();
        assert_eq!(loaded.site.unwrap().role, Role::Viewer);
        assert_eq!(loaded.problems[0].short, problem);
    }
}

#[test]
fn what_is_set_in_vain_is_ignored_and_not_for_anybody_here_to_mend() {
    let value = |name: &str, number| PolicyValue {
        scope: Scope::Machine,
        subkey: None,
        name: name.to_owned(),
        data: PolicyData::Number(number),
        place: Place::Registry {
            key: "HKLM\\P".to_owned(),
            name: Some(name.to_owned()),
        },
    };
    let policies = Policies {
        values: vec![
            value("StaleAfterSeconds", 3),
            value("PollIntervalMilliseconds", 100),
            value("NotifyAfterSeconds", 9),
            value("Role\n", 1),
        ],
        unreadable: vec!["HKCU\\P cannot be read: no".to_owned()],
    };
    let mut desk = Desk::with(policies);
    desk.write("user.toml", &format!("notify_after = '1s'\n{SERVER}"));
    let loaded = desk.loader.load();
    assert_eq!(loaded.problems, []);
    let ignored: Vec<&str> = loaded.ignored.iter().map(|it| it.short.as_str()).collect();
    assert_eq!(
        ignored,
        [
            "HKCU\\P cannot be read: no",
            "HKLM\\P\\PollIntervalMilliseconds: 100 is out of range; use 200 to 3600000 milliseconds",
            "HKLM\\P\\Role\\n: unknown policy `Role\\n`; did you mean `Role`?",
            "HKLM\\P\\StaleAfterSeconds: `stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least \"5s\"",
        ]
    );
    let site = loaded.site.unwrap();
    assert_eq!(site.limits.notify_after.as_secs(), 9);
    assert_eq!(site.rules.settings, ["notify_after"].into());
}

#[test]
fn a_wrong_path_leaves_out_its_project_and_is_reported() {
    let mut desk = Desk::new();
    let text = |path: &str| {
        format!(
            "[[server]]\nname = 'Line 1'\naddress = 'line1'\n[[server.project]]\nname = 'A'\npath = '{path}'\n[[server.project]]\nname = 'B'\npath = 'C:\\B'\n[[action]]\nname = 'Go'\ncommand = 'stop'\nproject = 'A'\n"
        )
    };
    let reason = ", line 6, column 8: this path begins with ~, which the server does not understand; write the full path, like 'C:\\Users\\pekat\\PekatVisionProjects\\Test Project 1', or on Linux '/home/pekat/PekatVisionProjects/Test Project 1'";
    let told = vec![format!("user.toml{reason}")];
    // At once, also with nothing to fall back on, and again after a file that was right.
    for _ in 0..2 {
        desk.write("user.toml", &text("~/A"));
        assert_eq!(desk.load(), (names(&["Line 1/B"]), told.clone()));
        desk.write("user.toml", &text(r"C:\A"));
        assert_eq!(desk.load(), (names(&["Line 1/A", "Line 1/B"]), Vec::new()));
    }
    // What others say of the project holds, and an action for it elsewhere is no error of its own.
    desk.write("machine.toml", &text("~/A"));
    desk.write("user.toml", SERVER);
    let machine = vec![desk.place(reason)];
    assert_eq!(
        desk.load(),
        (names(&["Line 1/B", "Line 1/A"]), machine.clone())
    );
    desk.write(
        "user.toml",
        "[[action]]\nname = 'Own'\ncommand = 'start'\nproject = 'A'\n",
    );
    assert_eq!(desk.load(), (names(&["Line 1/B"]), machine));
}

#[test]
fn a_file_with_a_wrong_path_can_be_changed() {
    let mut desk = Desk::new();
    let broken = format!(
        "{SERVER}[[server]]\nname = 'L2'\naddress = 'l2'\nproject = [{{ name = 'B', path = 'B' }}]\n"
    );
    desk.write("user.toml", &broken);
    let store = Store::new(desk.folder.path().join("user.toml"));
    let pin = crate::config::Edit::Pin {
        name: "Go".to_owned(),
        operation: crate::protocol::Operation::Start,
        project: "A".to_owned(),
        server: "Line 1".to_owned(),
        elsewhere: false,
    };
    store.edit(&pin).unwrap();
    let loaded = desk.loader.load();
    assert_eq!(loaded.problems.len(), 1);
    assert_eq!(loaded.site.unwrap().actions().len(), 1);
}

#[test]
fn an_invalid_hot_key_is_reported_and_takes_nothing_else_away() {
    let file = |scan: &str, hotkey: &str, interval: &str| {
        format!(
            "scan_hotkey = '{scan}'\npoll_interval = '{interval}'\n{SERVER}[[action]]\nname = 'Go'\n\
             command = 'start'\nproject = 'A'\ncode = '7'\nhotkey = '{hotkey}'\n"
        )
    };
    let loaded = |desk: &mut Desk| {
        let loaded = desk.loader.load();
        let site = loaded.site.unwrap();
        let problems = loaded.problems.into_iter().map(|problem| problem.short);
        let triggers = site.actions()[0].triggers.clone();
        let problems: Vec<String> = problems.collect();
        (
            site.scan_hotkey,
            triggers,
            site.timing.poll_interval,
            problems,
        )
    };
    let expected = |scan: Option<&str>, hotkey: Option<&str>, interval, problems: &[&str]| {
        let triggers = Triggers {
            hotkey: hotkey.map(|hotkey| hotkey.parse().unwrap()),
            codes: vec!["7".parse().unwrap()],
        };
        let scan = scan.map(|scan| scan.parse().unwrap());
        let problems = problems.iter().map(|problem| (*problem).to_owned());
        (
            scan,
            triggers,
            Duration::from_secs(interval),
            problems.collect(),
        )
    };
    let told = [
        "user.toml, line 1, column 15: F5 cannot be a hot key, since other programs need it; use a key with two of Ctrl, Alt, Shift and Win, like \"Ctrl+Alt+F5\"",
        "user.toml, line 12, column 10: 'Nix' in 'Nix+F6' is not a key here; write modifiers (Ctrl, Alt, Shift, Win) and then one key, like \"Ctrl+Alt+F9\"",
    ];
    // At the start, and after a file without errors was in effect.
    for is_later in [false, true] {
        let mut desk = Desk::new();
        if is_later {
            desk.write("user.toml", &file("Alt+F5", "Alt+F6", "9s"));
            let valid = expected(Some("Alt+F5"), Some("Alt+F6"), 9, &[]);
            assert_eq!(loaded(&mut desk), valid);
        }
        desk.write("user.toml", &file("F5", "Nix+F6", "7s"));
        assert_eq!(loaded(&mut desk), expected(None, None, 7, &told));
    }

    // Beside another file, which has another hot key for the same.
    let mut desk = Desk::new();
    desk.write("machine.toml", &file("Alt+F5", "Alt+F6", "9s"));
    desk.write("user.toml", "scan_hotkey = 'F5'\n");
    let expected = expected(Some("Alt+F5"), Some("Alt+F6"), 9, &told[..1]);
    assert_eq!(loaded(&mut desk), expected);
}
