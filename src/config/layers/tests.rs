use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::{array, collection, option, sample};

use super::*;
use crate::config::read;
use crate::site::{Keeper, Rules, Site};

const MACHINE: &str = "/etc/pekat-tray/config.toml";
const USER: &str = "/home/a/config.toml";

fn tree(text: &str, layer: Layer, path: &str) -> Tree {
    let (tree, left_out) = tree_of_file(text, layer, Path::new(path)).unwrap();
    assert_eq!(left_out, []);
    tree
}

fn machine(text: &str) -> Tree {
    tree(text, Layer::Machine, MACHINE)
}

fn user(text: &str) -> Tree {
    tree(text, Layer::User, USER)
}

/// A policy, written like a file.
fn policy(text: &str) -> Tree {
    tree(text, Layer::MachinePolicy, "policy")
}

/// The file that says the same, each line with its origins and with who keeps what, and what is wrong.
fn shown(layers: &[Tree]) -> String {
    let whole = join(layers);
    let lines = whole.lines(false).into_iter().map(|line| {
        let origins: Vec<String> = line.origins.iter().map(short).collect();
        format!("{:<32}{}", line.text, origins.join(", "))
            .trim_end()
            .to_owned()
            + "\n"
    });
    let troubles = whole.troubles.iter();
    let troubles = troubles.map(|it| format!("! {}: {}\n", short(&it.origin), it.message));
    lines.chain(troubles).collect()
}

fn short(origin: &Origin) -> String {
    match &origin.place {
        Place::File { line, column, .. } => format!("{} {line}:{column}", origin.layer),
        Place::BuiltIn | Place::Registry { .. } => origin.to_string(),
    }
}

fn check(layers: &[Tree], expected: Expect) {
    expected.assert_eq(&shown(layers));
}

/// Who keeps each server, project and action.
fn kept(layers: &[Tree]) -> Vec<(String, Keeper)> {
    let site = join(layers).site;
    let mut kept = Vec::new();
    for server in site.servers() {
        kept.push((server.name.clone(), server.keeper));
        kept.extend(
            server
                .projects
                .iter()
                .map(|it| (it.name.clone(), it.keeper)),
        );
    }
    kept.extend(site.actions().iter().map(|it| (it.name.clone(), it.keeper)));
    kept
}

const LINE_1: &str = "[[server]]
name = 'Line 1'
address = 'line1'
notifications = 'off'
[[server.project]]
name = 'A'
path = 'C:\\A'
expect = 'running'
allow = ['start']
[[action]]
name = 'Go'
command = 'start'
project = 'A'
hotkey = 'Ctrl+F5'
";

#[test]
fn a_file_alone_means_what_it_means_by_itself() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/config");
    let mut clean = 0;
    for seed in fs::read_dir(seeds).unwrap() {
        let Ok(text) = fs::read_to_string(seed.unwrap().path()) else {
            continue;
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let Ok(site) = read::read(text) else {
            continue;
        };
        let whole = join(&[user(text)]);
        assert_eq!(
            (&whole.site, &whole.troubles),
            (&site, &Vec::new()),
            "{text}"
        );
        let again: String = whole
            .lines(false)
            .iter()
            .map(|it| format!("{}\n", it.text))
            .collect();
        assert_eq!(read::read(&again), Ok(site), "{again}");
        clean += 1;
    }
    assert!(clean > 10, "{clean} of the seeds are without an error");
}

#[test]
fn settings_are_those_of_the_highest_layer_that_has_them() {
    let below =
        "poll_interval = '1s'\nquiet = '22:00-06:00'\nrole = 'viewer'\ntimeouts.connect = '1s'\n";
    let above = "poll_interval = '3s'\nsounds = ['fault']\n[timeouts]\nstatus = '2s'\n";
    check(
        &[machine(below), user(above), policy("role = 'operator'\n")],
        expect![[r#"
            poll_interval = "3s"            user 1:17
            quiet = "22:00-06:00"           machine 2:9
            sounds = ["fault"]              user 2:10
            role = "operator"               machine policy 1:8

            [timeouts]
            connect = "1s"                  machine 4:20
            status = "2s"                   user 4:10
        "#]],
    );
    let rules = join(&[user("role = 'viewer'"), policy("timeouts.connect = '1s'")])
        .site
        .rules;
    assert_eq!(rules.settings, ["timeouts.connect"].into());
}

#[test]
fn servers_are_joined_by_name_or_address_and_projects_by_path_or_name() {
    let above = "[[server]]
name = 'Line 1'
confirm = 'risky'
[[server.project]]
name = 'Product A'
path = 'c:/a/'
allow = ['start', 'stop']
[[server.project]]
name = 'B'
path = 'C:\\B'
[[server]]
name = 'Line 2'
address = 'line2'
";
    check(
        &[machine(LINE_1), user(above)],
        expect![[r#"
        [[server]]                      machine 2:8, user 2:8
        name = "Line 1"                 user 2:8
        address = "line1"               machine 3:11
        notifications = "off"           machine 4:17
        confirm = "risky"               user 3:11

        [[server.project]]              machine 6:8, user 5:8
        name = "Product A"              user 5:8
        path = "c:/a/"                  user 6:8
        expect = "running"              machine 8:10
        allow = ["start", "stop"]       user 7:9

        [[server.project]]              user 9:8
        name = "B"                      user 9:8
        path = 'C:\B'                   user 10:8

        [[server]]                      user 12:8
        name = "Line 2"                 user 12:8
        address = "line2"               user 13:11

        [[action]]                      machine 11:8
        name = "Go"                     machine 11:8
        command = "start"               machine 12:11
        project = "Product A"           machine 13:11
        hotkey = "Ctrl+F5"              machine 14:10
    "#]],
    );
    let renamed = "[[server]]
name = 'Presses'
address = 'LINE1:7002'
[[server.project]]
name = 'A'
path = 'D:\\A'
";
    check(
        &[machine(LINE_1), user(renamed)],
        expect![[r#"
        [[server]]                      machine 2:8, user 2:8
        name = "Presses"                user 2:8
        address = "LINE1:7002"          user 3:11
        notifications = "off"           machine 4:17

        [[server.project]]              machine 6:8, user 5:8
        name = "A"                      user 5:8
        path = 'D:\A'                   user 6:8
        expect = "running"              machine 8:10
        allow = ["start"]               machine 9:9

        [[action]]                      machine 11:8
        name = "Go"                     machine 11:8
        command = "start"               machine 12:11
        project = "A"                   machine 13:11
        hotkey = "Ctrl+F5"              machine 14:10
    "#]],
    );
}

#[test]
fn a_project_of_the_same_path_goes_before_one_of_the_same_name() {
    let below = "[[server]]\nname = 'L'\naddress = 'l'\nproject = [{ name = 'A', path = 'C:/a' }, { name = 'B', path = 'C:/b' }]\n";
    let swapped = "[[server]]\nname = 'L'\nproject = [{ name = 'B', path = 'C:/a' }, { name = 'A', path = 'C:/b' }]\n";
    check(
        &[machine(below), user(swapped)],
        expect![[r#"
            [[server]]                      machine 2:8, user 2:8
            name = "L"                      user 2:8
            address = "l"                   machine 3:11

            [[server.project]]              machine 4:21, user 3:21
            name = "B"                      user 3:21
            path = "C:/a"                   user 3:33

            [[server.project]]              machine 4:52, user 3:52
            name = "A"                      user 3:52
            path = "C:/b"                   user 3:64
        "#]],
    );
}

#[test]
fn actions_lead_to_what_their_own_layer_means() {
    let ours = "[[server]]
name = 'Mine'
address = 'line1'
[[server.project]]
name = 'My A'
path = 'C:\\A'
[[action]]
name = 'Mine'
command = 'stop'
project = 'My A'
server = 'Mine'
";
    let policy = policy(
        "[[server]]\nname = 'Line 1'\naddress = 'line1'\n[[server.project]]\nname = 'A'\npath = 'C:\\A'\n[[server]]\nname = 'Other'\naddress = 'other'\nproject = [{ name = 'A', path = 'C:/A' }]",
    );
    check(
        &[user(ours), policy],
        expect![[r#"
            [[server]]                      user 2:8, machine policy 2:8
            name = "Line 1"                 machine policy 2:8
            address = "line1"               machine policy 3:11

            [[server.project]]              user 5:8, machine policy 5:8
            name = "A"                      machine policy 5:8
            path = 'C:\A'                   machine policy 6:8

            [[server]]                      machine policy 8:8
            name = "Other"                  machine policy 8:8
            address = "other"               machine policy 9:11

            [[server.project]]              machine policy 10:21
            name = "A"                      machine policy 10:21
            path = "C:/A"                   machine policy 10:33

            [[action]]                      user 8:8
            name = "Mine"                   user 8:8
            command = "stop"                user 9:11
            project = "A"                   user 10:11
            server = "Line 1"               user 11:10
        "#]],
    );
    let go = "[[action]]\nname = 'Go'\ncommand = 'switch'\nproject = 'A'\n";
    check(
        &[machine(LINE_1), user(go)],
        expect![[r#"
        [[server]]                      machine 2:8
        name = "Line 1"                 machine 2:8
        address = "line1"               machine 3:11
        notifications = "off"           machine 4:17

        [[server.project]]              machine 6:8
        name = "A"                      machine 6:8
        path = 'C:\A'                   machine 7:8
        expect = "running"              machine 8:10
        allow = ["start"]               machine 9:9

        [[action]]                      machine 11:8, user 2:8
        name = "Go"                     user 2:8
        command = "switch"              user 3:11
        project = "A"                   user 4:11
        hotkey = "Ctrl+F5"              machine 14:10
    "#]],
    );
}

#[test]
fn the_highest_layer_that_has_something_keeps_it() {
    let user = user(
        "[[server]]\nname = 'Line 1'\nproject = [{ name = 'Mine', path = 'C:/m' }, { name = 'A', path = 'C:\\\\A' }]\n[[server]]\nname = 'Mine'\naddress = 'mine'\n[[action]]\nname = 'Mine'\ncommand = 'stop'\nproject = 'A'\n",
    );
    let policy = policy("[[server]]\nname = 'Mine'\nproject = [{ name = 'P', path = 'C:/p' }]\n");
    let expected = [
        ("Line 1", Keeper::Machine),
        ("A", Keeper::Machine),
        ("Mine", Keeper::User),
        ("Mine", Keeper::Organisation),
        ("P", Keeper::Organisation),
        ("Go", Keeper::Machine),
        ("Mine", Keeper::User),
    ];
    let expected = expected.map(|(name, keeper)| (name.to_owned(), keeper));
    assert_eq!(kept(&[machine(LINE_1), user, policy]), expected);
}

#[test]
fn what_is_set_for_all_by_policy_holds_for_each_server_and_project() {
    let ours = "[[server]]\nname = 'L'\naddress = 'l'\nconfirm = 'never'\nnotifications = 'off'\nproject = [{ name = 'A', path = 'C:/a', confirm = 'never', notifications = 'all' }]\n";
    check(
        &[user(ours), policy("confirm = 'always'")],
        expect![[r#"
            confirm = "always"              machine policy 1:11

            [[server]]                      user 2:8
            name = "L"                      user 2:8
            address = "l"                   user 3:11
            notifications = "off"           user 5:17

            [[server.project]]              user 6:21
            name = "A"                      user 6:21
            path = "C:/a"                   user 6:33
            notifications = "all"           user 6:76
        "#]],
    );
    check(
        &[machine("confirm = 'always'"), user(ours)],
        expect![[r#"
            confirm = "always"              machine 1:11

            [[server]]                      user 2:8
            name = "L"                      user 2:8
            address = "l"                   user 3:11
            notifications = "off"           user 5:17
            confirm = "never"               user 4:11

            [[server.project]]              user 6:21
            name = "A"                      user 6:21
            path = "C:/a"                   user 6:33
            notifications = "all"           user 6:76
            confirm = "never"               user 6:51
        "#]],
    );
}

fn forbid(name: &'static str) -> Tree {
    let value = Value {
        data: Data::Number(0),
        origin: Origin {
            layer: Layer::MachinePolicy,
            place: Place::BuiltIn,
        },
    };
    Tree {
        permissions: [(name, value)].into(),
        ..Tree::default()
    }
}

#[test]
fn what_users_may_not_have_is_left_out_without_a_word() {
    let ours = "[[server]]\nname = 'Presses'\naddress = 'line1'\nnotifications = 'all'\n[[server.project]]\nname = 'My A'\npath = 'c:\\a'\n[[server.project]]\nname = 'B'\npath = 'C:/B'\n[[server]]\nname = 'Mine'\naddress = 'mine'\nproject = [{ name = 'C', path = 'C:/c' }]\n";
    let actions: String = ["My A", "B", "C"]
        .map(|project| {
            format!(
                "[[action]]\nname = 'Stop {project}'\ncommand = 'stop'\nproject = '{project}'\n"
            )
        })
        .concat();
    let all = [machine(LINE_1), user(&format!("{ours}{actions}"))];
    let with = |policy: &'static str| [all.to_vec(), vec![forbid(policy)]].concat();
    check(
        &with("AllowUserServers"),
        expect![[r#"
        [[server]]                      machine 2:8
        name = "Line 1"                 machine 2:8
        address = "line1"               machine 3:11
        notifications = "off"           machine 4:17

        [[server.project]]              machine 6:8
        name = "A"                      machine 6:8
        path = 'C:\A'                   machine 7:8
        expect = "running"              machine 8:10
        allow = ["start"]               machine 9:9

        [[action]]                      machine 11:8
        name = "Go"                     machine 11:8
        command = "start"               machine 12:11
        project = "A"                   machine 13:11
        hotkey = "Ctrl+F5"              machine 14:10

        [[action]]                      user 16:8
        name = "Stop My A"              user 16:8
        command = "stop"                user 17:11
        project = "A"                   user 18:11
    "#]],
    );
    check(
        &with("AllowUserActions"),
        expect![[r#"
            [[server]]                      machine 2:8, user 2:8
            name = "Presses"                user 2:8
            address = "line1"               user 3:11
            notifications = "all"           user 4:17

            [[server.project]]              machine 6:8, user 6:8
            name = "My A"                   user 6:8
            path = 'c:\a'                   user 7:8
            expect = "running"              machine 8:10
            allow = ["start"]               machine 9:9

            [[server.project]]              user 9:8
            name = "B"                      user 9:8
            path = "C:/B"                   user 10:8

            [[server]]                      user 12:8
            name = "Mine"                   user 12:8
            address = "mine"                user 13:11

            [[server.project]]              user 14:21
            name = "C"                      user 14:21
            path = "C:/c"                   user 14:33

            [[action]]                      machine 11:8
            name = "Go"                     machine 11:8
            command = "start"               machine 12:11
            project = "My A"                machine 13:11
            hotkey = "Ctrl+F5"              machine 14:10
        "#]],
    );
    let rules = join(&with("AllowUserAutostart")).site.rules;
    assert_eq!(
        (rules.own_servers, rules.own_actions, rules.own_autostart),
        (true, true, false)
    );
}

#[test]
fn what_is_wrong_only_in_all_together_is_told_and_the_rest_holds() {
    let slow = "poll_interval = '1m'\n";
    check(
        &[machine(slow), user("stale_after = '10s'")],
        expect![[r#"
            stale_after = "10s"             user 1:15
            ! machine 1:17: `poll_interval` makes poll_interval and the status time-out together longer than `stale_after`, /home/a/config.toml, line 1, column 15, so that good news would count as old; use a shorter time
        "#]],
    );
    check(
        &[machine("stale_after = '10s'"), user(slow)],
        expect![[r#"
            poll_interval = "1m"            user 1:17
            ! machine 1:15: `stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least "1m 3s"
        "#]],
    );
    check(
        &[user(slow), policy("stale_after = '10s'")],
        expect![[r#"
            stale_after = "10s"             machine policy 1:15
            ! user 1:17: `poll_interval` makes poll_interval and the status time-out together longer than `stale_after`, policy, line 1, column 15, so that good news would count as old; use a shorter time
        "#]],
    );
    check(
        &[policy("stale_after = '2s'")],
        expect![[r#"
        ! machine policy 1:15: `stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least "5s"
    "#]],
    );
    let keys = "scan_hotkey = 'Ctrl+F5'\n[[action]]\nname = 'Stop'\ncommand = 'stop'\nproject = 'A'\nhotkey = 'Ctrl+F6'\ncode = '1'\n[[action]]\nname = 'Start'\ncommand = 'start'\nproject = 'D'\n";
    let above = policy(
        "[[server]]\nname = 'P'\naddress = 'p'\nproject = [{ name = 'X', path = 'C:/x' }]\n[[action]]\nname = 'X'\ncommand = 'stop'\nproject = 'X'\nhotkey = 'ctrl+f6'\ncode = '1'",
    );
    check(
        &[machine(LINE_1), user(keys), above],
        expect![[r#"
            scan_hotkey = "Ctrl+F5"         user 1:15

            [[server]]                      machine 2:8
            name = "Line 1"                 machine 2:8
            address = "line1"               machine 3:11
            notifications = "off"           machine 4:17

            [[server.project]]              machine 6:8
            name = "A"                      machine 6:8
            path = 'C:\A'                   machine 7:8
            expect = "running"              machine 8:10
            allow = ["start"]               machine 9:9

            [[server]]                      machine policy 2:8
            name = "P"                      machine policy 2:8
            address = "p"                   machine policy 3:11

            [[server.project]]              machine policy 4:21
            name = "X"                      machine policy 4:21
            path = "C:/x"                   machine policy 4:33

            [[action]]                      machine 11:8
            name = "Go"                     machine 11:8
            command = "start"               machine 12:11
            project = "A"                   machine 13:11

            [[action]]                      user 3:8
            name = "Stop"                   user 3:8
            command = "stop"                user 4:11
            project = "A"                   user 5:11

            [[action]]                      machine policy 6:8
            name = "X"                      machine policy 6:8
            command = "stop"                machine policy 7:11
            project = "X"                   machine policy 8:11
            hotkey = "ctrl+f6"              machine policy 9:10
            code = "1"                      machine policy 10:8
            ! machine 14:10: the hot key Ctrl+F5 is used already, in /home/a/config.toml, line 1, column 15; use another one
            ! user 6:10: the hot key Ctrl+F6 is used already, in policy, line 9, column 10; use another one
            ! user 7:8: the code 1 is used already, in policy, line 10, column 8; give each action a code of its own
            ! user 11:11: no project is called "D"; add it above, or correct the name
        "#]],
    );
}

#[test]
fn of_two_equal_codes_in_different_layers_the_lower_goes() {
    let actions = |actions: &[(&str, &str)]| {
        let actions = actions.iter().map(|(name, line)| {
            format!("[[action]]\nname = '{name}'\ncommand = 'stop'\nproject = 'A'\n{line}\n")
        });
        actions.collect::<String>()
    };
    let below = actions(&[
        ("1", "code = '012345678905'"),
        ("2", "gs1 = '01'\ncodes = ['4006381333931', '400*']"),
        ("3", "gs1 = '10'\ncode = 'B'"),
        ("4", "gs1 = '11'"),
    ]);
    let above = actions(&[
        ("5", "codes = ['0012345678905', '4006381333931']"),
        ("6", "gs1 = '01'\ncode = '04006381333931'"),
        ("3", "codes = ['A']"),
    ]);
    check(
        &[machine(&format!("{LINE_1}{below}")), user(&above)],
        expect![[r#"
            [[server]]                      machine 2:8
            name = "Line 1"                 machine 2:8
            address = "line1"               machine 3:11
            notifications = "off"           machine 4:17

            [[server.project]]              machine 6:8
            name = "A"                      machine 6:8
            path = 'C:\A'                   machine 7:8
            expect = "running"              machine 8:10
            allow = ["start"]               machine 9:9

            [[action]]                      machine 11:8
            name = "Go"                     machine 11:8
            command = "start"               machine 12:11
            project = "A"                   machine 13:11
            hotkey = "Ctrl+F5"              machine 14:10

            [[action]]                      machine 16:8
            name = "1"                      machine 16:8
            command = "stop"                machine 17:11
            project = "A"                   machine 18:11

            [[action]]                      machine 21:8
            name = "2"                      machine 21:8
            command = "stop"                machine 22:11
            project = "A"                   machine 23:11

            [[action]]                      machine 27:8, user 13:8
            name = "3"                      user 13:8
            command = "stop"                user 14:11
            project = "A"                   user 15:11
            code = "B"                      machine 31:8
            codes = ["A"]                   user 16:9
            gs1 = "10"                      machine 30:7

            [[action]]                      machine 33:8
            name = "4"                      machine 33:8
            command = "stop"                machine 34:11
            project = "A"                   machine 35:11

            [[action]]                      user 2:8
            name = "5"                      user 2:8
            command = "stop"                user 3:11
            project = "A"                   user 4:11
            codes = ["0012345678905", "4006381333931"]user 5:9

            [[action]]                      user 7:8
            name = "6"                      user 7:8
            command = "stop"                user 8:11
            project = "A"                   user 9:11
            code = "04006381333931"         user 11:8
            gs1 = "01"                      user 10:7
            ! machine 19:8: the code 0012345678905 is used already, in /home/a/config.toml, line 5, column 9; give each action a code of its own
            ! machine 25:9: the code 04006381333931 is used already, in /home/a/config.toml, line 11, column 8; give each action a code of its own
            ! machine 24:7: `gs1` = "01" has no code to compare with; add code = …, or leave `gs1` out
            ! machine 36:7: `gs1` = "11" has no code to compare with; add code = …, or leave `gs1` out
        "#]],
    );
}

#[test]
fn servers_that_cannot_be_together_lose_what_the_lower_layer_says() {
    let below = "[[server]]\nname = 'One'\naddress = 'a'\nproject = [{ name = 'A', path = 'C:/a' }]\n[[server]]\nname = 'Two'\naddress = 'b'\nproject = [{ name = 'B', path = 'C:/b' }]\n[[action]]\nname = 'A'\ncommand = 'start'\nproject = 'A'\n";
    let above = "[[server]]\nname = 'Two'\naddress = 'a'\n[[server]]\nname = 'Onne'\n[[server]]\nname = 'Elsewhere'\nproject = [{ name = 'C', path = 'C:/c' }]\n";
    check(
        &[machine(below), user(above)],
        expect![[r#"
            [[server]]                      machine 6:8, user 2:8
            name = "Two"                    user 2:8
            address = "a"                   user 3:11

            [[server.project]]              machine 8:21
            name = "B"                      machine 8:21
            path = "C:/b"                   machine 8:33
            ! machine 3:11: the address a:7002 is used already, in /home/a/config.toml, line 3, column 11; put all projects of one Projects Manager under one [[server]]
            ! user 5:8: server "Onne" has no address, neither here nor elsewhere; did you mean the server "One"?
            ! user 7:8: server "Elsewhere" has no address, neither here nor elsewhere; add address = …
        "#]],
    );
    let same_name = "[[server]]\nname = 'One'\nproject = [{ name = 'B', path = 'C:/a' }, { name = 'A', path = 'C:/c' }]\n";
    let two = "[[server]]\nname = 'One'\naddress = 'a'\nproject = [{ name = 'A', path = 'C:/a' }, { name = 'B', path = 'C:/b' }]\n";
    check(
        &[machine(two), user(same_name)],
        expect![[r#"
            [[server]]                      machine 2:8, user 2:8
            name = "One"                    user 2:8
            address = "a"                   machine 3:11

            [[server.project]]              machine 4:21, user 3:21
            name = "B"                      user 3:21
            path = "C:/a"                   user 3:33

            [[server.project]]              user 3:52
            name = "A"                      user 3:52
            path = "C:/c"                   user 3:64
            ! machine 4:52: the name "B" is used already, in /home/a/config.toml, line 3, column 21; give each [[server.project]] a name of its own
        "#]],
    );
}

/// A file of a few names, addresses and paths, so that much of it meets.
fn file() -> impl Strategy<Value = String> {
    let name = || sample::select(vec!["A", "B", "C"]);
    let place = || sample::select(vec!["a", "b", "B/", "c"]);
    let address = option::of(place().prop_map(|it| it.trim_end_matches('/').to_owned()));
    let project = (
        name(),
        place(),
        option::of(sample::select(vec!["never", "always"])),
    );
    let server =
        (name(), address, collection::vec(project, 0..3)).prop_map(|(name, address, projects)| {
            let address = address
                .map(|it| format!("address = '{it}'\n"))
                .unwrap_or_default();
            let projects = projects.into_iter().map(|(name, path, confirm)| {
                let confirm = confirm
                    .map(|it| format!("confirm = '{it}'\n"))
                    .unwrap_or_default();
                format!("[[server.project]]\nname = '{name}'\npath = 'C:/{path}'\n{confirm}")
            });
            format!(
                "[[server]]\nname = '{name}'\n{address}{}",
                projects.collect::<String>()
            )
        });
    let trigger = sample::select(vec![
        "",
        "hotkey = 'Ctrl+F5'\n",
        "hotkey = 'Ctrl+F6'\n",
        "code = '1'\n",
        "codes = ['1', 'x*']\n",
        "gs1 = '10'\ncode = '1'\n",
    ]);
    let action = (name(), name(), option::of(name()), trigger).prop_map(
        |(name, project, server, trigger)| {
            let server = server.map(|it| format!("server = '{it}'\n")).unwrap_or_default();
            format!("[[action]]\nname = '{name}'\ncommand = 'start'\nproject = '{project}'\n{server}{trigger}")
        },
    );
    let settings = sample::select(vec![
        "",
        "poll_interval = '30s'\n",
        "stale_after = '9s'\n",
        "scan_hotkey = 'Ctrl+F5'\nconfirm = 'risky'\n",
        "timeouts.status = '10s'\n",
    ]);
    let blocks = (collection::vec(server, 0..3), collection::vec(action, 0..3));
    (settings, blocks).prop_map(|(settings, (servers, actions))| {
        format!("{settings}{}{}", servers.concat(), actions.concat())
    })
}

/// Who keeps what is said by no file.
fn plain(site: &Site) -> Site {
    let mut plain = site.clone();
    plain.rules = Rules::default();
    for (server, project) in site.projects() {
        plain.keep_server(server.id, Keeper::User);
        plain.keep_project(project.id, Keeper::User);
    }
    for server in site.servers() {
        plain.keep_server(server.id, Keeper::User);
    }
    for action in site.actions() {
        plain.keep_action(&action.name, Keeper::User);
    }
    plain
}

proptest! {
    #[test]
    fn whatever_layers_say_together_is_in_force_as_it_is_shown(files in array::uniform3(file())) {
        let layers = [Layer::Machine, Layer::User, Layer::UserPolicy];
        let trees = layers.into_iter().zip(&files);
        let trees = trees.map(|(layer, text)| tree_of_file(text, layer, Path::new(USER)));
        let trees = trees.filter_map(|read| Some(read.ok()?.0));
        let trees: Vec<Tree> = trees.collect();
        let whole = join(&trees);
        let shown: String = whole.lines(false).iter().map(|it| format!("{}\n", it.text)).collect();
        prop_assert_eq!(read::read(&shown), Ok(plain(&whole.site)), "{}", shown);
        prop_assert!(whole.troubles.iter().all(|it| it.origin.layer != Layer::Default));
        // What is told to be wrong is all that is missing: a setting of the highest layer is in force.
        if let Some(top) = trees.last() {
            let told = |value: &Value| whole.troubles.iter().any(|it| it.origin == value.origin);
            for (key, value) in top.settings.iter().filter(|(_, value)| !told(value)) {
                prop_assert_eq!(whole.setting(key), Some(value));
            }
        }
    }

    #[test]
    fn a_file_alone_and_the_same_file_twice_mean_what_it_means_by_itself(text in file()) {
        if let Ok(site) = read::read(&text) {
            let whole = join(&[user(&text)]);
            prop_assert_eq!((&whole.site, whole.troubles.len()), (&site, 0));
            let twice = join(&[machine(&text), user(&text)]);
            prop_assert_eq!((plain(&twice.site), twice.troubles.len()), (site, 0));
        }
    }
}
