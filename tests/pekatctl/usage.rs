//! Options, names and help.

use super::*;

#[test]
fn wrong_usage_is_told_with_the_remedy() {
    let cases: [(&[&str], &str); 16] = [
        (&[], "Usage: pekatctl"),
        (
            &["simulate", "--listen", "here"],
            "write an IP address and a port, for example 127.0.0.1:7002",
        ),
        (
            &["simulate", "--start-time", "2"],
            "write a time like 2s or 200ms",
        ),
        (
            &["simulate", "--answer", "never"],
            "possible values: accepted, finished",
        ),
        (
            &["simulate", "--dialect", "comma"],
            "possible values: colon, pipe, either",
        ),
        (
            &["simulate", "--connections", "two"],
            "possible values: one, threads",
        ),
        (
            &["simulate", "--replies", "few"],
            "possible values: many, close, silent",
        ),
        (
            &["simulate", "--busy", "sleeps"],
            "possible values: answers, silent, refuses",
        ),
        (
            &["simulate", "--line-end", "cr"],
            "possible values: none, lf, crlf",
        ),
        (&["simulate", "--backlog", "0"], "0 is not in 1..=4096"),
        (
            &["simulate", "--reports-late", "5"],
            "write a time like 2s or 200ms",
        ),
        (
            &["simulate", "--success", "o\nk"],
            "the word has a line break",
        ),
        (
            &["status", "A", "--server", "a", "--protocol", "comma"],
            "possible values: auto, colon, pipe",
        ),
        (
            &["status", "A", "--protocol", "pipe"],
            "--server <HOST:PORT>",
        ),
        (
            &["simulate", "--fault", "silense"],
            r#"`do` cannot be 'silense'; use "silence" if you mean that"#,
        ),
        (
            &["simulate", "--fault", "close", "--fault", "reset,bytes=-1"],
            r#"`bytes` cannot be '-1'; use a number of bytes or "all""#,
        ),
    ];
    for (args, remedy) in cases {
        let (code, stdout, stderr) = run(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(remedy), "{args:?}: {stderr}");
    }
}

/// A subcommand with what it needs, and what it says of `--config`, `--server` and `--protocol` with the
/// values of [`VALUES`].
type Options<'a> = (&'a [&'a str], [&'a str; 3]);

/// Values with which a subcommand that uses the option ends at once.
const VALUES: [(&str, &str); 3] = [
    ("--config", "broken.toml"),
    ("--server", "a:b"),
    ("--protocol", "comma"),
];

#[test]
fn options_before_the_subcommand_are_used_or_refused_like_those_after_it() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("broken.toml"), "nonsense = 1\n").unwrap();
    fs::write(dir.path().join("table.csv"), "server,address,name,path\n").unwrap();
    let (config, server) = ("unknown key `nonsense`", "'b' is not a port");
    let used = [config, server, "possible values: auto, colon, pipe"];
    let no_server = "leave it out, since no server is asked";
    let only_config = [config, no_server, no_server];
    let no_option = ["write the file's name without it", no_server, no_server];
    let commands: [Options<'_>; 12] = [
        (&["status", "A"], used),
        (&["start", "A"], used),
        (&["stop", "A"], used),
        (&["switch", "A"], used),
        (&["watch", "A"], used),
        (
            &["find", "--folder", "."],
            [
                config,
                server,
                "`pekatctl find` does not use --protocol; leave it out",
            ],
        ),
        (
            &["simulate", "--listen", "127.0.0.1:0"],
            [
                "`pekatctl simulate` does not use --config; describe its projects with --projects FILE",
                "`pekatctl simulate` does not use --server; choose where it listens with --listen",
                "`pekatctl simulate` does not use --protocol; choose the form of its requests with --dialect",
            ],
        ),
        (&["config", "check"], no_option),
        (&["config", "migrate"], no_option),
        (&["config", "export"], only_config),
        (&["config", "import", "table.csv", "--merge"], only_config),
        (&["config", "show"], only_config),
    ];
    for (command, outcomes) in commands {
        for ((option, value), outcome) in VALUES.into_iter().zip(outcomes) {
            let joined = format!("{option}={value}");
            for option in [&[option, value][..], &[&joined]] {
                let found: Vec<_> = (0..=command.len())
                    .filter(|place| is_place(command, *place))
                    .map(|place| {
                        let (before, after) = command.split_at(place);
                        let mut line = pekatctl(&[before, option, after].concat());
                        line.current_dir(dir.path());
                        end(line)
                    })
                    .collect();
                let (code, _, stderr) = &found[0];
                assert_eq!(*code, Some(2), "{command:?} {option:?}: {stderr}");
                assert!(stderr.contains(outcome), "{command:?} {option:?}: {stderr}");
                assert!(found.iter().all(|it| *it == found[0]), "{found:?}");
            }
        }
    }
    let names: Vec<&str> = commands.iter().map(|(command, _)| command[0]).collect();
    let (_, help, _) = run(&["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.map_while(|line| line.split_whitespace().next());
    for name in listed.filter(|name| *name != "help") {
        assert!(names.contains(&name), "{name} is missing here");
    }
}

/// Options can stand before or after each name of a subcommand, and at the end.
fn is_place(command: &[&str], place: usize) -> bool {
    let names = if command[0] == "config" { 2 } else { 1 };
    place <= names || place == command.len()
}

#[test]
fn options_in_two_places_are_checked_together() {
    let cases: [(&[&str], &str); 6] = [
        (
            &["--server", "a", "status", "--server", "a", "A"],
            "'--server <HOST:PORT>' cannot be used multiple times",
        ),
        (
            &["--config", "a", "config", "--config", "b", "show"],
            "'--config <FILE>' cannot be used multiple times",
        ),
        (
            &["--config", "a", "status", "--server", "b", "A"],
            "cannot be used with",
        ),
        (
            &["--server", "a", "start", "A", "--config", "b"],
            "cannot be used with",
        ),
        (
            &["--protocol", "pipe", "status", "A"],
            "--server <HOST:PORT>",
        ),
        (
            &["--server", "a", "--", "status", "A"],
            "unexpected argument 'status'",
        ),
    ];
    for (args, problem) in cases {
        let (code, stdout, stderr) = run(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(problem), "{args:?}: {stderr}");
    }
}

#[test]
fn an_operation_follows_options_before_the_subcommand() {
    for place in 0..=2 {
        let manager = Manager::speaking("either");
        let mut args = vec!["start", ONE];
        let options = ["--server", &manager.address, "--protocol", "pipe"];
        args.splice(place..place, options);
        let (code, _, stderr) = run(&args);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{args:?}");
        let status = format!("status|{ONE}");
        let asked = [status.clone(), status, format!("start|{ONE}")];
        assert_eq!(manager.requests(), asked, "{args:?}");
    }
}

#[test]
fn the_help_shows_options_where_they_are_used() {
    let all = [true, true, true];
    let cases: [(&[&str], [bool; 3]); 6] = [
        (&["--help"], all),
        (&["status", "--help"], all),
        (&["--server", "a", "switch", "--help"], all),
        (&["find", "--help"], [true, true, false]),
        (&["config", "export", "--help"], [true, false, false]),
        (&["simulate", "--help"], [false, false, false]),
    ];
    for (args, shown) in cases {
        let (code, help, _) = run(args);
        assert_eq!(code, Some(0), "{args:?}");
        let found = VALUES.map(|(option, _)| help.contains(&format!("{option} <")));
        assert_eq!(found, shown, "{args:?}: {help}");
    }
}

#[test]
fn names_that_lead_nowhere_are_told_with_the_remedy() {
    let nowhere = nowhere();
    let projects: &[(&str, &str)] = &[("A", ONE), ("Bottles", THREE)];
    let (_dir, config) = configure(
        "",
        &[
            ("Line 1", &nowhere, projects),
            ("Line 2", "elsewhere", &[("A", ONE)]),
        ],
    );
    let cases: [(&[&str], &str); 7] = [
        (
            &["start", "A"],
            "several servers have a project \"A\"; say which one: \"Line 1/A\" or \"Line 2/A\"",
        ),
        (
            &["status", "Line 1/A", "Botles"],
            "no project is called \"Botles\"; did you mean \"Bottles\"?",
        ),
        (
            &["watch", "Tins and Cans"],
            "no project is called \"Tins and Cans\"; `pekatctl status` shows all that are configured",
        ),
        (
            &["stop", ONE],
            r#"no project is called "C:\Users\pekat\PekatVisionProjects\Test Project 1"; to name it by its path, name its server, too, with --server HOST:PORT"#,
        ),
        (&["start", ""], "no project is called \"\""),
        (
            &["status", "--server", "there"],
            "cannot be used with '--config",
        ),
        (&["start"], "<PROJECT>"),
    ];
    for (args, problem) in cases {
        let (code, stdout, stderr) = run(&[args, &["--config", &config]].concat());
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(problem), "{args:?}: {stderr}");
    }
    let cases: [(&[&str], &str); 4] = [
        (&["status", "--server", "a:b"], "'b' is not a port"),
        (
            &["status", "--server", "there"],
            "name at least one project on there:7002 by its path",
        ),
        (
            &["watch", "--server", "there"],
            "name at least one project on there:7002 by its path",
        ),
        (&["start", "A\nB", "--server", "there"], "control character"),
    ];
    for (args, problem) in cases {
        let (code, stdout, stderr) = run(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(problem), "{args:?}: {stderr}");
    }
}

#[test]
fn a_path_on_the_command_line_is_refused_with_the_reason() {
    let cases = [
        (
            r#"C:\A" --json"#,
            r#"this path has a double quote in it. On Windows \" ends no argument, so that the next one was taken for part of the path; leave out the last backslash, like "C:\Projects\A""#,
        ),
        (
            "Test Project 1",
            "this is not the full path of a folder on the server; write it like",
        ),
        (
            r#"/opt/"A""#,
            "this path has a double quote in it. On Windows",
        ),
        (r#""C:\A""#, "this path has quotes"),
        ("~/A", "this path begins with ~"),
    ];
    for (path, reason) in cases {
        for command in ["status", "start", "watch"] {
            let (code, stdout, stderr) = run(&[command, path, "--server", "there"]);
            assert_eq!((code, stdout.as_str()), (Some(2), ""));
            let told = format!("error: '{path}': {reason}");
            assert!(stderr.starts_with(&told), "{stderr}");
        }
    }
}

#[test]
fn the_help_of_every_command_tells_the_exit_codes() {
    let commands: [&[&str]; 11] = [
        &[],
        &["status"],
        &["start"],
        &["stop"],
        &["switch"],
        &["watch"],
        &["simulate"],
        &["config", "check"],
        &["config", "migrate"],
        &["config", "export"],
        &["config", "import"],
    ];
    for command in commands {
        let (code, stdout, _) = run(&[command, &["--help"]].concat());
        assert_eq!(code, Some(0));
        assert!(
            stdout.contains("4  not allowed here"),
            "{command:?}: {stdout}"
        );
    }
}
