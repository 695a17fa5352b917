mod any;

use std::fs;

use expect_test::{Expect, expect};

use super::*;
use crate::config::layers::{self, Origin};
use crate::config::schema::{Decides, Registry, policies};

/// What a policy file says: the text that is in force, and what is ignored.
fn shown(text: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("policy.toml");
    fs::write(&path, text).unwrap();
    let Policies { values, unreadable } = file::read(&path);
    let set = interpret(&values, &["Line/1".to_owned()]);
    let whole = layers::join(&[set.user, set.machine]);
    let short = |origin: &Origin| match &origin.place {
        Place::File { line, .. } => format!("{} {line}", origin.layer),
        Place::BuiltIn | Place::Registry { .. } => origin.to_string(),
    };
    let lines = whole.lines(false).into_iter().map(|line| {
        let origins: Vec<String> = line.origins.iter().map(short).collect();
        format!("{:<40}{}", line.text, origins.join(", "))
    });
    let permissions = whole
        .permissions()
        .map(|(name, value)| format!("{name}: {}, {}", value.data, short(&value.origin)));
    let ignored = set.ignored.iter().chain(&whole.troubles);
    let ignored = ignored.map(|it| format!("! {}: {}", short(&it.origin), it.message));
    let unreadable = unreadable.iter().map(|line| format!("!! {line}"));
    let all = lines.chain(permissions).chain(ignored).chain(unreadable);
    let all: String = all.map(|line| line.trim_end().to_owned() + "\n").collect();
    all.replace(&path.display().to_string(), "FILE")
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&shown(text));
}

#[test]
fn everything_that_can_be_set_is_set() {
    let text = r#"
[machine]
PollIntervalMilliseconds = 1500
StaleAfterSeconds = 64
StuckAfterSeconds = 90
ExpectGraceSeconds = 0
NotifyAfterSeconds = 3600
ConnectTimeoutMilliseconds = 100
StatusTimeoutMilliseconds = 60000
ActionTimeoutMilliseconds = 3600000
Notifications = "all"
Confirm = "risky"
Role = "viewer"
Language = "de"
Icons = "per-server"
scanhotkey = "Ctrl+Alt+F9"
AllowUserServers = 0
AllowUserActions = 1
AllowUserAutostart = 0
[machine.QuietHours]
1 = "22:00-06:00"
2 = "Sat,Sun"
[machine.Sounds]
1 = "fault"
2 = "unreachable"
[machine.ProjectFolders]
1 = 'D:\Projects'
[machine.Servers]
"Line 2" = "line2"
[machine.Projects]
"Line 2/A/B" = 'C:\AB'
[machine.Actions]
Go = "switch Line 2/A/B"
[user]
Role = "operator"
[user.Servers]
Mine = "mine"
"#;
    check(
        text,
        expect![[r#"
        poll_interval = "1s 500ms"              machine policy 3
        stale_after = "1m 4s"                   machine policy 4
        stuck_after = "1m 30s"                  machine policy 5
        expect_grace = "0s"                     machine policy 6
        notifications = "all"                   machine policy 11
        notify_after = "1h"                     machine policy 7
        quiet = ["22:00-06:00", "Sat,Sun"]      machine policy 21
        sounds = ["fault", "unreachable"]       machine policy 24
        confirm = "risky"                       machine policy 12
        role = "viewer"                         machine policy 13
        language = "de"                         machine policy 14
        icons = "per-server"                    machine policy 15
        scan_hotkey = "Ctrl+Alt+F9"             machine policy 16
        project_folders = ['D:\Projects']       machine policy 27

        [timeouts]
        connect = "100ms"                       machine policy 8
        status = "1m"                           machine policy 9
        action = "1h"                           machine policy 10

        [[server]]                              user policy 37
        name = "Mine"                           user policy 37
        address = "mine"                        user policy 37

        [[server]]                              machine policy 29
        name = "Line 2"                         machine policy 29
        address = "line2"                       machine policy 29

        [[server.project]]                      machine policy 31
        name = "A/B"                            machine policy 31
        path = 'C:\AB'                          machine policy 31

        [[action]]                              machine policy 33
        name = "Go"                             machine policy 33
        command = "switch"                      machine policy 33
        project = "A/B"                         machine policy 33
        server = "Line 2"                       machine policy 33
        AllowUserActions: 1, machine policy 18
        AllowUserAutostart: 0, machine policy 19
        AllowUserServers: 0, machine policy 17
    "#]],
    );
}

#[test]
fn the_machines_policies_go_before_the_users_and_lists_replace_each_other() {
    let text = r#"
[user]
Confirm = "always"
Language = "cs"
QuietHours = { a = "Sat", b = "Sun" }
[machine]
Confirm = "never"
QuietHours = { a = "22:00-06:00" }
"#;
    check(
        text,
        expect![[r#"
        quiet = ["22:00-06:00"]                 machine policy 8
        confirm = "never"                       machine policy 7
        language = "cs"                         user policy 4
    "#]],
    );
}

#[test]
fn projects_and_actions_are_of_servers_whose_names_may_have_slashes() {
    let text = r#"
[machine.Projects]
"Line/1/A" = "C:/a"
"Line/1/B/C" = "C:/bc"
"Line/2" = "C:/2"
"Nowhere" = "n"
[machine.Servers]
"Line/1" = "line1"
"Line" = "line"
[machine.Actions]
A = "start Line/1/A"
B = "stop Line/1/B/C"
C = " switch  Line/2 "
D = "start Line/1/X"
E = "begin Line/2"
F = "start"
G = "start A"
"#;
    check(
        text,
        expect![[r#"
        [[server]]                              machine policy 8
        name = "Line/1"                         machine policy 8
        address = "line1"                       machine policy 8

        [[server.project]]                      machine policy 3
        name = "A"                              machine policy 3
        path = "C:/a"                           machine policy 3

        [[server.project]]                      machine policy 4
        name = "B/C"                            machine policy 4
        path = "C:/bc"                          machine policy 4

        [[server]]                              machine policy 9
        name = "Line"                           machine policy 9
        address = "line"                        machine policy 9

        [[server.project]]                      machine policy 5
        name = "2"                              machine policy 5
        path = "C:/2"                           machine policy 5

        [[action]]                              machine policy 11
        name = "A"                              machine policy 11
        command = "start"                       machine policy 11
        project = "A"                           machine policy 11
        server = "Line/1"                       machine policy 11

        [[action]]                              machine policy 12
        name = "B"                              machine policy 12
        command = "stop"                        machine policy 12
        project = "B/C"                         machine policy 12
        server = "Line/1"                       machine policy 12

        [[action]]                              machine policy 13
        name = "C"                              machine policy 13
        command = "switch"                      machine policy 13
        project = "2"                           machine policy 13
        server = "Line"                         machine policy 13
        ! machine policy 6: `Nowhere` names no server; write it as Server/Project
        ! machine policy 15: 'begin' is not a command; use start, stop or switch
        ! machine policy 16: `start` is no action; write it like `start Server/Project`, or with `stop` or `switch`
        ! machine policy 17: `start A` is no action; write it like `start Server/Project`, or with `stop` or `switch`
        ! machine policy 14: no project is called "X"; add it above, or correct the name
    "#]],
    );
}

#[test]
fn what_makes_no_sense_is_ignored_each_with_its_reason_and_the_rest_holds() {
    let text = r#"
[machine]
PollIntervalMilliseconds = 100
StaleAfterSeconds = "60"
StuckAfterSeconds = 5000000000
ExpectGraceSeconds = true
NotifyAfterSeconds = 3601
Confirm = "alwys"
Role = 1
Language = "tlh"
ScanHotkey = "Ctrl+Nix"
AllowUserServers = 2
AllowUserActions = "no"
QuietHours = "22:00-06:00"
Sounds = ["fault"]
PollInterval = 1000
"Rôle" = "viewer"
Icons = { a = "one" }
[machine.Nothing]
a = 1
b = 2
[machine.QuietHour]
a = "Sat"
[machine.ProjectFolders]
1 = 1
2 = 'D:\Projects'
[user.QuietHours]
1 = "Sat"
2 = "Someday"
3 = 7
[user.Servers]
"" = "a"
Line = "a b"
Two = 2
Good = "good"
Same = "good"
[user.Projects]
"Good/A" = ""
"Good/B" = "C:/b"
"Good/C" = "C:/B/"
"Other/A" = "C:/a"
"Good/D" = "D:x"
"#;
    check(
        text,
        expect![[r#"
            quiet = ["Sat"]                         user policy 28
            project_folders = ['D:\Projects']       machine policy 26

            [[server]]                              user policy 35
            name = "Good"                           user policy 35
            address = "good"                        user policy 35

            [[server.project]]                      user policy 39
            name = "B"                              user policy 39
            path = "C:/b"                           user policy 39
            ! machine policy 3: 100 is out of range; use 200 to 3600000 milliseconds
            ! machine policy 4: this must be a number (REG_DWORD), not a text (REG_SZ)
            ! machine policy 5: this must be a number (REG_DWORD), not a number of more than 32 bits
            ! machine policy 6: this must be a number (REG_DWORD), not a TOML boolean
            ! machine policy 7: 3601 is out of range; use 0 to 3600 seconds
            ! machine policy 8: `alwys` is unknown; did you mean `always`?
            ! machine policy 9: this must be a text (REG_SZ), not a number (REG_DWORD)
            ! machine policy 10: `tlh` is unknown; use one of: en, cs, de, it, fr, es, pl, ja, zh
            ! machine policy 11: 'Nix' in 'Ctrl+Nix' is not a key here; write modifiers (Ctrl, Alt, Shift, Win) and then one key, like "Ctrl+Alt+F9"
            ! machine policy 12: 2 is out of range; use 0 for no or 1 for yes
            ! machine policy 13: this must be a number (REG_DWORD), not a text (REG_SZ)
            ! machine policy 14: this must be a subkey with a REG_SZ in each value, not a text (REG_SZ)
            ! machine policy 15: this must be a subkey with a REG_SZ in each value, not a TOML array
            ! machine policy 16: unknown policy `PollInterval`; remove it, or check its name in the documentation
            ! machine policy 17: unknown policy `Rôle`; did you mean `Role`?
            ! machine policy 18: this must be a text (REG_SZ), not a subkey
            ! machine policy 20: unknown policy `Nothing`; remove it, or check its name in the documentation
            ! machine policy 23: unknown policy `QuietHour`; did you mean `QuietHours`?
            ! machine policy 25: this must be a text (REG_SZ), not a number (REG_DWORD)
            ! user policy 29: 'Someday' is not a time of quiet; write it like "22:00-06:00", "Mon-Fri 22:00-06:00" or "Sat,Sun"
            ! user policy 30: this must be a text (REG_SZ), not a number (REG_DWORD)
            ! user policy 32: the name in [[server]] is empty
            ! user policy 33: 'a b' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002
            ! user policy 34: this must be a text (REG_SZ), not a number (REG_DWORD)
            ! user policy 38: the project path is empty; give the project's folder on the server
            ! user policy 42: this path has no backslash after the drive; write the full path, like 'C:\Users\pekat\PekatVisionProjects\Test Project 1', or on Linux '/home/pekat/PekatVisionProjects/Test Project 1'
            ! user policy 36: the address good:7002 is used already, in FILE, line 35, column 8; put all projects of one Projects Manager under one [[server]]
            ! user policy 41: server "Other" has no address, neither here nor elsewhere; add it to the policy Servers
            ! user policy 40: project "B" of this server has the path C:/B/ already; remove one of the two
        "#]],
    );
}

#[test]
fn a_file_that_is_no_policy_file_sets_nothing() {
    check(
        "[machine",
        expect![[r#"
        !! FILE, line 1: this is not TOML: unclosed table, expected `]`
    "#]],
    );
    check(
        "role = 'viewer'\n[everybody]\nRole = 'viewer'\n[machine]\nRole = 'viewer'",
        expect![[r#"
            role = "viewer"                         machine policy 5
            !! FILE, line 1: `role` is neither the table [machine] nor [user]
            !! FILE, line 2: `everybody` is neither the table [machine] nor [user]
        "#]],
    );
    let missing = file::read(std::path::Path::new("no such file"));
    assert_eq!(missing, Policies::default());
}

#[test]
fn the_ends_of_each_range_are_in_it_and_what_is_beyond_is_not() {
    for policy in policies() {
        let Some(Registry::Number { least, most, .. }) = policy.registry() else {
            continue;
        };
        let Decides::Setting(setting) = policy.decides else {
            panic!("{policy:?} sets nothing");
        };
        let set = |number: u32| {
            let value = PolicyValue {
                scope: Scope::Machine,
                subkey: None,
                name: policy.name.to_owned(),
                data: PolicyData::Number(number),
                place: Place::BuiltIn,
            };
            let set = interpret(&[value], &[]);
            (
                set.machine.settings.contains_key(setting.key),
                set.ignored.len(),
            )
        };
        assert_eq!(
            (set(least), set(most)),
            ((true, 0), (true, 0)),
            "{policy:?}"
        );
        assert_eq!(set(most + 1), (false, 1), "{policy:?}");
        if let Some(less) = least.checked_sub(1) {
            assert_eq!(set(less), (false, 1), "{policy:?}");
        }
    }
}
