//! Several layers of configuration, as the command-line program shows and checks them.
#![cfg(test)]
#![cfg(not(windows))]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};
use tempfile::TempDir;

/// A folder with the files of the computer, the user and the organisation.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Desk { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exit code, standard output and standard error, with the folder shown as DESK.
    fn run(&self, args: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pekatctl"));
        command.args(args).stdin(Stdio::null());
        command.env("LANGUAGE", "en");
        command.env("PEKAT_TRAY_CONFIG", self.path("user.toml"));
        command.env("PEKAT_TRAY_MACHINE_CONFIG", self.path("machine.toml"));
        command.env("PEKAT_TRAY_POLICY", self.path("policy.toml"));
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = status.code().unwrap();
        let all = format!("{}{}exit {code}\n", text(stdout), text(stderr));
        all.replace(self.folder.path().to_str().unwrap(), "DESK")
    }

    fn check(&self, args: &[&str], expected: Expect) {
        expected.assert_eq(&self.run(args));
    }
}

const MACHINE: &str = "poll_interval = '5s'
confirm = 'never'

[[server]]
name = 'Line 1'
address = '127.0.0.1:1'

[[server.project]]
name = 'A'
path = 'C:\\A'
";

const USER: &str = "poll_interval = '1s'
language = 'en'

[[server]]
name = 'Line 1'

[[server.project]]
name = 'B'
path = 'C:\\B'
confirm = 'never'

[[action]]
name = 'Go'
command = 'switch'
project = 'A'
";

const POLICY: &str = "[machine]
Confirm = 'risky'
Role = 'viewer'
AllowUserAutostart = 0
PollIntervalMilliseconds = 'often'
[user]
Notification = 'all'
[user.QuietHours]
1 = 'Sat'
";

#[test]
fn what_is_in_force_is_shown_with_the_origin_of_each_value() {
    let desk = Desk::new(&[
        ("machine.toml", MACHINE),
        ("user.toml", USER),
        ("policy.toml", POLICY),
    ]);
    desk.check(&["config", "show", "--origin"], expect![[r##"
        # default:        the program
        # machine:        DESK/machine.toml
        # user:           DESK/user.toml
        # user policy:    DESK/policy.toml, [user]
        # machine policy: DESK/policy.toml, [machine]

        poll_interval = "1s"        # user, DESK/user.toml:1
        # stale_after: three poll intervals and the status time-out  # default
        stuck_after = "2m"          # default
        expect_grace = "10s"        # default
        notifications = "problems"  # default
        notify_after = "3s"         # default
        quiet = ["Sat"]             # user policy, DESK/policy.toml:9
        sounds = []                 # default
        confirm = "risky"           # machine policy, DESK/policy.toml:2
        role = "viewer"             # machine policy, DESK/policy.toml:3
        language = "en"             # user, DESK/user.toml:2
        icons = "one"               # default
        # scan_hotkey: no keys      # default
        project_folders = []        # default

        [timeouts]
        connect = "3s"              # default
        status = "3s"               # default
        action = "1m"               # default

        [[server]]                  # machine, DESK/machine.toml:5; user, DESK/user.toml:5
        name = "Line 1"             # user, DESK/user.toml:5
        address = "127.0.0.1:1"     # machine, DESK/machine.toml:6

        [[server.project]]          # machine, DESK/machine.toml:9
        name = "A"                  # machine, DESK/machine.toml:9
        path = 'C:\A'               # machine, DESK/machine.toml:10

        [[server.project]]          # user, DESK/user.toml:8
        name = "B"                  # user, DESK/user.toml:8
        path = 'C:\B'               # user, DESK/user.toml:9

        [[action]]                  # user, DESK/user.toml:13
        name = "Go"                 # user, DESK/user.toml:13
        command = "switch"          # user, DESK/user.toml:14
        project = "A"               # user, DESK/user.toml:15

        # AllowUserAutostart = 0    # machine policy, DESK/policy.toml:4

        # ignored: DESK/policy.toml, line 5, column 28: this must be a number (REG_DWORD), not a text (REG_SZ)
        # ignored: DESK/policy.toml, line 7, column 16: unknown policy `Notification`; did you mean `Notifications`?
        exit 0
    "##]]);
}

#[test]
fn what_is_in_force_is_shown_as_a_file_that_says_the_same() {
    let desk = Desk::new(&[("machine.toml", MACHINE), ("user.toml", USER)]);
    let shown = desk.run(&["config", "show"]);
    let text = shown.strip_suffix("exit 0\n").unwrap();
    fs::write(desk.path("shown.toml"), text).unwrap();
    let alone = desk.path("shown.toml");
    let fine = "DESK/shown.toml: fine, 1 server, 2 projects, 1 action\nexit 0\n";
    assert_eq!(
        desk.run(&["config", "check", alone.to_str().unwrap()]),
        fine
    );
    let again = Desk::new(&[("user.toml", text)]);
    let settings = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    assert_eq!(settings(&again.run(&["config", "show"])), settings(&shown));
}

#[test]
fn the_places_of_all_layers_are_shown_also_where_there_is_nothing() {
    let desk = Desk::new(&[]);
    desk.check(
        &["config", "show"],
        expect![[r##"
        # default:        the program
        # machine:        DESK/machine.toml (missing)
        # user:           DESK/user.toml (missing)
        # user policy:    DESK/policy.toml, [user]
        # machine policy: DESK/policy.toml, [machine]

        poll_interval = "2s"
        # stale_after: three poll intervals and the status time-out
        stuck_after = "2m"
        expect_grace = "10s"
        notifications = "problems"
        notify_after = "3s"
        quiet = []
        sounds = []
        confirm = "never"
        role = "operator"
        # language: that of Windows
        icons = "one"
        # scan_hotkey: no keys
        project_folders = []

        [timeouts]
        connect = "3s"
        status = "3s"
        action = "1m"
        exit 0
    "##]],
    );
}

#[test]
fn all_that_is_wrong_anywhere_is_told_together() {
    let desk = Desk::new(&[
        ("machine.toml", "adress = 1\n"),
        ("user.toml", "role = 'boss'\nicons = 'two'\n"),
        ("policy.toml", POLICY),
    ]);
    desk.check(&["config", "check"], expect![[r#"
        DESK/machine.toml, line 1, column 1: unknown key `adress`; the file may have: version, poll_interval, stale_after, stuck_after, expect_grace, notifications, notify_after, quiet, sounds, confirm, role, language, icons, scan_hotkey, project_folders, timeouts, server, action
        DESK/user.toml, line 1, column 8: role = "boss" is unknown; use "operator" or "viewer"
        DESK/user.toml, line 2, column 9: icons = "two" is unknown; use "one", "per-server" or "per-project"
        DESK/policy.toml, line 5, column 28: this must be a number (REG_DWORD), not a text (REG_SZ)
        DESK/policy.toml, line 7, column 16: unknown policy `Notification`; did you mean `Notifications`?
        exit 2
    "#]]);
    let user = desk.path("user.toml");
    desk.check(
        &["config", "check", user.to_str().unwrap()],
        expect![[r#"
            DESK/user.toml, line 1, column 8: role = "boss" is unknown; use "operator" or "viewer"
            DESK/user.toml, line 2, column 9: icons = "two" is unknown; use "one", "per-server" or "per-project"
            exit 2
        "#]],
    );
    desk.check(&["status"], expect![[r#"
        DESK/machine.toml, line 1, column 1: unknown key `adress`; the file may have: version, poll_interval, stale_after, stuck_after, expect_grace, notifications, notify_after, quiet, sounds, confirm, role, language, icons, scan_hotkey, project_folders, timeouts, server, action
        DESK/user.toml, line 1, column 8: role = "boss" is unknown; use "operator" or "viewer"
        DESK/user.toml, line 2, column 9: icons = "two" is unknown; use "one", "per-server" or "per-project"
        exit 2
    "#]]);
}

#[test]
fn a_file_that_leans_on_others_is_fine_with_them_and_not_by_itself() {
    let desk = Desk::new(&[("machine.toml", MACHINE), ("user.toml", USER)]);
    desk.check(
        &["config", "check"],
        expect![[r#"
        DESK/machine.toml, DESK/user.toml: fine, 1 server, 2 projects, 1 action
        exit 0
    "#]],
    );
    let user = desk.path("user.toml");
    desk.check(
        &["config", "check", user.to_str().unwrap()],
        expect![[r#"
            DESK/user.toml, line 4, column 1: [[server]] has no `address`; add address = …
            DESK/user.toml, line 15, column 11: no project is called "A"; add it above, or correct the name
            exit 2
        "#]],
    );
}

#[test]
fn a_machines_file_that_is_wrong_stops_nothing_and_is_said() {
    let server = "[[server]]\nname = 'L'\naddress = '127.0.0.1:1'\nproject = [{ name = 'A', path = 'C:/a' }]\n";
    let desk = Desk::new(&[("machine.toml", "["), ("user.toml", server)]);
    desk.check(&["status"], expect![[r#"
        L  A  Unreachable
        warning: DESK/machine.toml, line 1, column 2: this is not TOML: missing key
        error: Nothing listens at 127.0.0.1:1. Start the Projects Manager there, turn on its TCP server, and check that it is not set to another address of that computer.
        exit 3
    "#]]);
}

#[test]
fn the_role_that_the_organisation_has_set_is_obeyed_and_named() {
    let desk = Desk::new(&[
        ("machine.toml", MACHINE),
        ("user.toml", &format!("role = 'operator'\n{USER}")),
        ("policy.toml", "[machine]\nRole = 'viewer'\n"),
    ]);
    desk.check(&["start", "A"], expect![[r#"
        error: "Line 1/A" may not be started from here, and nothing was sent: your organisation says so with the policy DESK/policy.toml; ask those who look after this computer
        exit 4
    "#]]);
    fs::remove_file(desk.path("policy.toml")).unwrap();
    fs::write(
        desk.path("machine.toml"),
        format!("{MACHINE}allow = ['stop']\n"),
    )
    .unwrap();
    desk.check(&["start", "A"], expect![[r#"
        error: "Line 1/A" may not be started from here, and nothing was sent: its `allow` in DESK/machine.toml does not name "start"; to do it from here, add that there
        exit 4
    "#]]);
}
