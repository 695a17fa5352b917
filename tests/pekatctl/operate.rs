//! `pekatctl start`, `stop` and `switch`.

use super::watch::Watching;
use super::*;

#[test]
fn operations_are_sent_once_and_their_answers_told() {
    let manager = Manager::start();
    let (_dir, config) = configure(
        "",
        &[(
            "Line 1",
            &manager.address,
            &[("A", ONE), ("B", THREE), ("C", FOUR), ("D", r"D:\none")],
        )],
    );
    let cases = [
        (["start", "A"], 0, "Line 1 agreed to start A."),
        (["stop", "A"], 0, "Line 1 agreed to stop A."),
        (["switch", "B"], 0, "Line 1 switched to B."),
        (
            ["start", "C"],
            1,
            "error: Could not start C. Its port is in use. Stop the project that runs on the same port, or give C another port in the Projects Manager.",
        ),
        (
            ["stop", "D"],
            1,
            r"error: Could not stop D. Line 1 has no project at D:\none. Check the path and the folder on the server.",
        ),
    ];
    for ([command, project], code, line) in cases {
        let line = format!("{line}\n");
        let (stdout, stderr) = if code == 0 {
            (line, String::new())
        } else {
            (String::new(), line)
        };
        let found = run(&[command, project, "--config", &config]);
        assert_eq!(found, (Some(code), stdout, stderr), "{command} {project}");
    }
    // The second status shows that the connection lasts. What is not found is asked for once more.
    let mut sent = Vec::new();
    let operations = [
        ("start", ONE),
        ("stop", ONE),
        ("switch", THREE),
        ("start", FOUR),
    ];
    for (command, path) in operations {
        let status = format!("status:{path}");
        sent.extend([status.clone(), status, format!("{command}:{path}")]);
    }
    sent.extend([r"status:D:\none".to_owned(), r"status:D:\none".to_owned()]);
    assert_eq!(manager.requests(), sent);
}

#[test]
fn what_the_configuration_does_not_allow_is_refused_before_anything_is_sent() {
    let manager = Manager::start();
    let config = |role: &str| {
        write_config(&format!(
            "role = '{role}'\n[[server]]\nname = 'Line 1'\naddress = '{}'\n\
             [[server.project]]\nname = 'A'\npath = '{ONE}'\nallow = ['start']\n\
             [[server.project]]\nname = 'B'\npath = '{THREE}'\n",
            manager.address
        ))
    };
    let (_operators, operator) = config("operator");
    let (_viewers, viewer) = config("viewer");
    let not_named = |operation: &str| {
        format!(
            "its `allow` in {operator} does not name \"{operation}\"; to do it from here, add that there"
        )
    };
    let only_looks =
        format!("{viewer} says role = \"viewer\"; to operate from here, set it to \"operator\"");
    let cases = [
        (&operator, "stop", "A", "stopped", not_named("stop")),
        (&operator, "switch", "A", "switched to", not_named("switch")),
        (&viewer, "start", "A", "started", only_looks.clone()),
        (&viewer, "stop", "B", "stopped", only_looks.clone()),
        (&viewer, "switch", "B", "switched to", only_looks),
    ];
    for (config, command, project, done, reason) in cases {
        let problem = format!(
            "error: \"Line 1/{project}\" may not be {done} from here, and nothing was sent: {reason}\n"
        );
        let refused = (Some(4), String::new(), problem);
        for wait in [&[][..], &["--wait"]] {
            let found = run(&[&[command, project, "--config", config], wait].concat());
            assert_eq!(found, refused, "{command} {project} {wait:?}");
        }
        // Also by the file that is read when none is named.
        let mut unnamed = pekatctl(&[command, project]);
        unnamed.env("PEKAT_TRAY_CONFIG", config);
        assert_eq!(end(unnamed), refused, "{command} {project}");
    }
    assert_eq!(manager.requests(), [""; 0]);

    // Looking is always allowed.
    let looked = "Line 1  A  Stopped\nLine 1  B  Stopped\n".to_owned();
    let found = run(&["status", "--config", &viewer]);
    assert_eq!(found, (Some(0), looked, String::new()));
    let agreed = |line: &str| (Some(0), format!("{line}\n"), String::new());
    let found = run(&["start", "A", "--config", &operator]);
    assert_eq!(found, agreed("Line 1 agreed to start A."));
    // What is not named by the configuration is not governed by it.
    let mut by_address = pekatctl(&["stop", ONE, "--server", &manager.address]);
    by_address.env("PEKAT_TRAY_CONFIG", &viewer);
    let line = format!("{} agreed to stop {ONE}.", manager.address);
    assert_eq!(end(by_address), agreed(&line));
}

#[test]
fn an_answer_that_is_lost_is_told_and_nothing_is_sent_again() {
    let text = |project: &str, address: &str| {
        format!(
            "error: Not known whether {project} was started. The request was sent and {address} gave no answer. Look at the project there, or at its state here, before you try again.\n"
        )
    };
    let stopped = Some("stopped");
    let server = Scripted::start(&[stopped, stopped, None, Some("done")]);
    let found = run(&["start", "/A", "--server", &server.address]);
    let told = text("/A", &server.address);
    assert_eq!(found, (Some(3), String::new(), told));
    assert_eq!(server.requests(), ["status:/A", "status:/A", "start:/A"]);

    let server = Scripted::start(&[stopped, stopped]);
    let projects = [("A", "/A")];
    let (_dir, config) = configure(
        "[timeouts]\naction = '200ms'",
        &[("Line 1", &server.address, &projects)],
    );
    let found = run(&["start", "A", "--config", &config]);
    assert_eq!(found, (Some(3), String::new(), text("A", "Line 1")));
    assert_eq!(server.requests(), ["status:/A", "status:/A", "start:/A"]);
}

#[test]
fn what_is_so_already_is_success_without_a_word_but_the_status() {
    let manager = Manager::start();
    let address = &manager.address;
    manager.set(THREE, Status::Running);
    let (_dir, config) = configure("", &[("Line 1", address, &[("A", ONE), ("B", THREE)])]);
    let cases: [(&[&str], &str); 4] = [
        (
            &["start", "B"],
            "B is already running. Nothing was sent to Line 1.\n",
        ),
        (
            &["start", "B", "--wait"],
            "B is already running. Nothing was sent to Line 1.\n",
        ),
        (
            &["stop", "A"],
            "A is already stopped. Nothing was sent to Line 1.\n",
        ),
        (
            &["stop", "A", "--wait"],
            "A is already stopped. Nothing was sent to Line 1.\n",
        ),
    ];
    for (args, told) in cases {
        let found = run(&[args, &["--config", &config]].concat());
        assert_eq!(found, (Some(0), told.to_owned(), String::new()), "{args:?}");
    }
    let asked = [THREE, THREE, ONE, ONE].map(|path| format!("status:{path}"));
    assert_eq!(manager.requests(), asked);
}

#[test]
fn nothing_is_sent_when_the_status_is_not_understood_or_not_answered() {
    let (_dir, config) = configure(
        "[timeouts]\nstatus = '300ms'\naction = '1s'",
        &[
            (
                "Old",
                &Scripted::start(&[Some("Unknown command"); 9]).address,
                &[("A", "/A")],
            ),
            (
                "Odd",
                &Scripted::start(&[Some("hello"); 9]).address,
                &[("B", "/B")],
            ),
            ("Dumb", &Scripted::start(&[]).address, &[("C", "/C")]),
        ],
    );
    let cases = [
        (
            "A",
            1,
            "error: Could not stop A. Old does not know the command.",
        ),
        ("B", 1, "error: Could not stop B. Odd answered “hello”"),
        ("C", 3, "error: Could not stop C. Nothing was sent."),
    ];
    for (project, code, told) in cases {
        let (found, stdout, stderr) = run(&["stop", project, "--config", &config]);
        assert_eq!((found, stdout.as_str()), (Some(code), ""));
        assert!(stderr.contains(told), "{stderr}");
    }
}

#[test]
fn a_server_of_the_other_form_is_asked_and_operated_in_it() {
    let cases: [(&str, Option<&str>, &[&str]); 3] = [
        ("pipe", None, &["status:", "status|"]),
        ("pipe", Some("pipe"), &["status|"]),
        ("either", Some("colon"), &["status:"]),
    ];
    for (dialect, protocol, asks) in cases {
        let last = asks[asks.len() - 1];
        let separator = last.trim_start_matches("status");
        let status: Vec<_> = asks.iter().map(|ask| format!("{ask}{ONE}")).collect();
        // A status in the second form, or a second one, shows that the connection lasts.
        let before = match status.len() {
            1 => [&status[..], &status].concat(),
            _ => status.clone(),
        };
        let operated =
            |command: &str| [&before[..], &[format!("{command}{separator}{ONE}")]].concat();
        // The status that decides whether a switch may be sent, and the one that comes before it.
        let again = format!("{last}{ONE}");
        let sent = [
            status.clone(),
            operated("start"),
            operated("stop"),
            [&status[..], &[again, format!("switch{separator}{ONE}")]].concat(),
        ];

        let address = |manager: &Manager| manager.address.clone();
        let manager = Manager::speaking(dialect);
        let mut arguments = vec!["--server".to_owned(), address(&manager)];
        if let Some(protocol) = protocol {
            arguments.extend(["--protocol".to_owned(), protocol.to_owned()]);
        }
        let by_path: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let told = [
            format!("{}  {ONE}  Stopped\n", manager.address),
            format!("{} agreed to start {ONE}.\n", manager.address),
            format!("{} agreed to stop {ONE}.\n", manager.address),
            format!("{} switched to {ONE}.\n", manager.address),
        ];
        for (command, told) in ["status", "start", "stop", "switch"].iter().zip(told) {
            let found = run(&[&[*command, ONE], &by_path[..]].concat());
            assert_eq!(found, (Some(0), told, String::new()), "{dialect} {command}");
        }
        assert_eq!(manager.requests(), sent.concat());

        let manager = Manager::speaking(dialect);
        let line = protocol.map_or(String::new(), |it| format!("protocol = '{it}'\n"));
        let (_dir, config) = write_config(&format!(
            "[[server]]\nname = 'L'\naddress = '{}'\n{line}\
             [[server.project]]\nname = 'A'\npath = '{ONE}'\n",
            address(&manager)
        ));
        for command in ["status", "start", "stop", "switch"] {
            let (code, _, stderr) = run(&[command, "A", "--config", &config]);
            assert_eq!(
                (code, stderr.as_str()),
                (Some(0), ""),
                "{dialect} {command}"
            );
        }
        assert_eq!(manager.requests(), sent.concat());

        let watching = Watching::start(&["--config", &config]);
        assert_eq!(watching.line(), "L  A  Running");
    }
}

#[test]
fn a_form_that_the_server_does_not_know_is_a_refusal() {
    let manager = Manager::speaking("pipe");
    let args = ["--protocol", "colon", "--server", &manager.address];
    for command in ["status", "start"] {
        let (code, _, stderr) = run(&[&[command, ONE], &args[..]].concat());
        assert_eq!(code, Some(1));
        assert!(stderr.contains("does not know the command"), "{stderr}");
    }
    let status = format!("status:{ONE}");
    let expected = [status.clone(), status.clone(), status];
    assert_eq!(manager.requests(), expected);
}

#[test]
fn a_server_that_is_not_reached_was_sent_nothing() {
    let nowhere = nowhere();
    let reason = nothing_listens(&nowhere);
    let expected = format!(
        "warning: {reason} Trying for up to 1 s.\n\
         error: Could not switch to A. Nothing was sent. {reason}\n"
    );
    let (_dir, config) = configure(
        "[timeouts]\naction = '1s'",
        &[("Line 1", &nowhere, &[("A", "/A")])],
    );
    let found = run(&["switch", "A", "--wait", "--config", &config]);
    assert_eq!(found, (Some(3), String::new(), expected));
}

#[test]
fn waiting_tells_each_change_until_the_project_is_as_wished() {
    let cases = [
        (
            "start",
            &[
                "stopped", "stopped", "done", "starting", "starting", "running",
            ][..],
            &[
                "A — Starting…",
                "A — Running",
                "A is running. Started on Line 1.",
            ][..],
        ),
        (
            "stop",
            &[
                "running", "running", "done", "running", "stopping", "stopped",
            ],
            &[
                "A — Running",
                "A — Stopping…",
                "A — Stopped",
                "A is stopped. Stopped on Line 1.",
            ],
        ),
        (
            "switch",
            &["stopped", "stopped", "success", "running"],
            &["A — Running", "Switched to A. It is running on Line 1 now."],
        ),
    ];
    for (command, replies, told) in cases {
        let script: Vec<_> = replies.iter().copied().map(Some).collect();
        let server = Scripted::start(&script);
        let (_dir, config) = configure("", &[("Line 1", &server.address, &[("A", "/A")])]);
        let found = run(&[command, "A", "--wait", "--config", &config]);
        assert_eq!(found, (Some(0), lines(told), String::new()));
        let mut requests = vec!["status:/A".to_owned(); replies.len()];
        requests[2] = format!("{command}:/A");
        // One for the operation, and one for each status after it.
        let connections = 1 + replies.len() - 3;
        assert_eq!(
            *server.log.lock().unwrap(),
            Log {
                connections,
                requests
            }
        );
    }
}

#[test]
fn waiting_ends_when_the_project_settles_otherwise_or_time_is_up() {
    let begun = [Some("stopped"), Some("stopped"), Some("done")];
    let stopped = [&begun[..], &[Some("starting")], &[Some("stopped"); 200]].concat();
    let starting = [&begun[..], &[Some("starting"); 200]].concat();
    let cases = [
        (
            stopped,
            1,
            &["A — Starting…", "A — Stopped"][..],
            "Line 1 agreed, but the project is stopped. Look at it in the Projects Manager.",
        ),
        (
            starting,
            3,
            &["A — Starting…"],
            "Line 1 agreed, but the project has not finished yet. Look at it in the Projects Manager.",
        ),
        (
            [&begun[..], &[Some("starting"), None]].concat(),
            3,
            &["A — Starting…", "A — Unreachable"],
            "The request was sent and Line 1 gave no answer. Look at the project there, or at its state here, before you try again.",
        ),
        (
            [&begun[..], &[Some("not-found"); 2]].concat(),
            1,
            &["A — Not found"],
            "Line 1 has no project at /A. Check the path and the folder on the server.",
        ),
    ];
    for (replies, code, told, reason) in cases {
        let server = Scripted::start(&replies);
        let (_dir, config) = configure(
            "[timeouts]\naction = '1s'\nstatus = '300ms'",
            &[("Line 1", &server.address, &[("A", "/A")])],
        );
        let found = run(&["start", "A", "--wait", "--config", &config]);
        let title = if reason.contains("gave no answer") {
            "Not known whether A was started"
        } else {
            "Could not start A"
        };
        let stderr = format!("error: {title}. {reason}\n");
        assert_eq!(found, (Some(code), lines(told), stderr));
        let starts = server.requests();
        assert_eq!(starts.iter().filter(|it| *it == "start:/A").count(), 1);
    }
}

#[test]
fn waiting_finds_out_what_became_of_an_operation_whose_answer_was_lost() {
    let stopped = Some("stopped");
    let replies = [stopped, stopped, None, Some("starting"), Some("running")];
    let server = Scripted::start(&replies);
    let found = run(&["start", "/A", "--wait", "--server", &server.address]);
    let done = format!("/A is running. Started on {}.", server.address);
    let told = lines(&["/A — Starting…", "/A — Running", &done]);
    assert_eq!(found, (Some(0), told, String::new()));
    let requests = [
        "status:/A",
        "status:/A",
        "start:/A",
        "status:/A",
        "status:/A",
    ];
    assert_eq!(server.requests(), requests);
}

#[test]
fn a_project_that_ran_before_does_not_prove_a_switch_whose_answer_was_lost() {
    let mut replies = vec![Some("running"), Some("running"), Some("running"), None];
    replies.extend([Some("running"); 20]);
    let server = Scripted::start(&replies);
    let (_dir, config) = configure(
        "[timeouts]\naction = '1s'",
        &[("Line 1", &server.address, &[("A", "/A"), ("B", "/B")])],
    );
    let found = run(&["switch", "A", "--wait", "--config", &config]);
    let told = lines(&["A — Running"]);
    let reason = "error: Not known whether A was switched to. The request was sent and Line 1 gave no answer. Look at the project there, or at its state here, before you try again.\n";
    assert_eq!(found, (Some(3), told, reason.to_owned()));
    let switches = server.requests();
    assert_eq!(switches.iter().filter(|it| *it == "switch:/A").count(), 1);
}
