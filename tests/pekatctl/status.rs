//! `pekatctl status`.

use super::*;

#[test]
fn status_tells_of_all_that_is_configured_and_the_worst_code_counts() {
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let nowhere = nowhere();
    let (_dir, config) = configure(
        "",
        &[
            (
                "Line 1",
                &manager.address,
                &[("A", ONE), ("Long name", THREE)],
            ),
            ("Line 22", &nowhere, &[("A", ONE), ("B", THREE)]),
        ],
    );
    let stdout = lines(&[
        "Line 1   A          Running",
        "Line 1   Long name  Stopped",
        "Line 22  A          Unreachable",
        "Line 22  B          Unreachable",
    ]);
    let stderr = format!("error: {}\n", nothing_listens(&nowhere));
    let found = run(&["status", "--config", &config]);
    assert_eq!(found, (Some(3), stdout.clone(), stderr.clone()));

    let mut command = pekatctl(&["status"]);
    command.env("PEKAT_TRAY_CONFIG", &config);
    assert_eq!(end(command), (Some(3), stdout, stderr));

    let found = run(&[
        "status",
        "Long name",
        "Line 1/A",
        "Long name",
        "--config",
        &config,
    ]);
    let stdout = lines(&["Line 1  Long name  Stopped", "Line 1  A          Running"]);
    assert_eq!(found, (Some(0), stdout, String::new()));
}

#[test]
fn status_asks_the_projects_of_a_server_over_one_connection() {
    let server = Scripted::start(&[Some("running"), Some("not-found"), Some("stopped")]);
    let found = run(&["status", "--server", &server.address, "/A", "/B", "/C"]);
    let stdout = ["/A  Running", "/B  Not found", "/C  Stopped"];
    let stdout = stdout.map(|line| format!("{}  {line}\n", server.address));
    let stderr = format!(
        "error: {} has no project at /B. Check the path and the folder on the server.\n",
        server.address
    );
    assert_eq!(found, (Some(1), stdout.concat(), stderr));
    let log = Log {
        connections: 1,
        requests: ["status:/A", "status:/B", "status:/C"]
            .map(str::to_owned)
            .to_vec(),
    };
    assert_eq!(*server.log.lock().unwrap(), log);
}

#[test]
fn people_are_answered_in_their_language_and_programs_always_in_english() {
    let manager = Simulator::start(&[]);
    let servers: &[Configured<'_>] = &[("Line 1", &manager.address, &[("One", ONE)])];
    let (_dir, silent) = configure("", servers);
    let (_dir, czech) = configure("language = 'cs'", servers);
    let answer = |system: &str, config: &str, json: bool| {
        let mut command = pekatctl(&["status", "--config", config]);
        command.env("LANGUAGE", system);
        command.args(json.then_some("--json"));
        end(command)
    };
    let said = |word: &str| (Some(0), format!("Line 1  One  {word}\n"), String::new());
    assert_eq!(answer("cs_CZ.UTF-8", &silent, false), said("Zastaven"));
    assert_eq!(
        answer("cs_CZ.UTF-8", &silent, false),
        answer("en", &czech, false)
    );
    assert_eq!(answer("sk_SK", &silent, false), said("Stopped"));
    assert_eq!(answer("cs", &silent, true), answer("en", &silent, true));

    let (_dir, nobody) = configure("", &[("Line 1", &nowhere(), &[("One", ONE)])]);
    let (code, json, stderr) = answer("cs", &nobody, true);
    assert_eq!(code, Some(3));
    assert!(json.contains("Nothing listens at"), "{json}");
    assert!(stderr.contains("Na adrese"), "{stderr}");
}

#[test]
fn status_is_also_json() {
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let nowhere = nowhere();
    let (_dir, config) = configure(
        "",
        &[
            ("Line 1", &manager.address, &[("A", ONE), ("B", r"D:\none")]),
            ("Line 2", &nowhere, &[("C", THREE)]),
        ],
    );
    let (code, stdout, _) = run(&["status", "--json", "--config", &config]);
    let found: Value = serde_json::from_str(&stdout).unwrap();
    let expected = json!([
        {
            "server": "Line 1",
            "project": "A",
            "path": ONE,
            "status": "running",
            "error": null,
            "expect": null,
            "as_expected": null,
        },
        {
            "server": "Line 1",
            "project": "B",
            "path": r"D:\none",
            "status": null,
            "error": r"Line 1 has no project at D:\none. Check the path and the folder on the server.",
            "expect": null,
            "as_expected": null,
        },
        {
            "server": "Line 2",
            "project": "C",
            "path": THREE,
            "status": null,
            "error": nothing_listens(&nowhere),
            "expect": null,
            "as_expected": null,
        },
    ]);
    assert_eq!((code, found), (Some(3), expected));

    let (code, stdout, stderr) = run(&["status", "--json", "--server", &manager.address, ONE]);
    let found: Value = serde_json::from_str(&stdout).unwrap();
    let expected = json!([{
        "server": manager.address,
        "project": ONE,
        "path": ONE,
        "status": "running",
        "error": null,
        "expect": null,
        "as_expected": null,
    }]);
    assert_eq!((code, found, stderr), (Some(0), expected, String::new()));
}

#[test]
fn status_compares_projects_with_what_is_expected_of_them() {
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let nowhere = nowhere();
    let project = |name: &str, path: &str, expect: &str| {
        format!("[[server.project]]\nname = '{name}'\npath = '{path}'\n{expect}\n")
    };
    let (running, stopped) = ("expect = 'running'", "expect = 'stopped'");
    let text = [
        format!(
            "[[server]]\nname = 'Line 1'\naddress = '{}'\n",
            manager.address
        ),
        project("Met", ONE, running),
        project("Contrary", THREE, running),
        project("Free", FOUR, ""),
        project("Lost", r"D:\none", stopped),
        format!("[[server]]\nname = 'Line 2'\naddress = '{nowhere}'\n"),
        project("Far", ONE, running),
    ];
    let (_dir, config) = write_config(&text.concat());
    let status = |args: &[&str]| {
        let (code, stdout, stderr) = run(&[&["status", "--config", &config][..], args].concat());
        (code, stdout.lines().count(), stderr)
    };
    let contrary = "error: Contrary is stopped on Line 1, and the configuration expects it to be \
                    running. Start it, or change `expect` in the configuration.\n";
    let lost =
        "error: Line 1 has no project at D:\\none. Check the path and the folder on the server.\n";
    let far = format!("error: {}\n", nothing_listens(&nowhere));
    let done = |rows| (Some(0), rows, String::new());
    assert_eq!(status(&["Contrary", "Met", "Free"]), done(3));
    assert_eq!(status(&["--expect", "Met", "Free"]), done(2));
    // What cannot be compared keeps its code.
    let refused = (Some(1), 2, lost.to_owned());
    assert_eq!(status(&["--expect", "Met", "Lost"]), refused);
    assert_eq!(
        status(&["--expect", "Met", "Far"]),
        (Some(3), 2, far.clone())
    );
    assert_eq!(
        status(&["--expect"]),
        (Some(5), 5, format!("{contrary}{lost}{far}"))
    );
    let nothing = "error: the configuration expects nothing of these projects; add expect = \
                   \"running\" or \"stopped\" to one of them, or leave out --expect\n";
    let usage = (Some(2), 0, nothing.to_owned());
    assert_eq!(status(&["--expect", "Free"]), usage);

    let (_, stdout, _) = run(&["status", "--json", "--config", &config]);
    let rows: Vec<Value> = serde_json::from_str(&stdout).unwrap();
    let told = rows
        .iter()
        .map(|row| (row["expect"].clone(), row["as_expected"].clone()));
    let expected = [
        (json!("running"), json!(true)),
        (json!("running"), json!(false)),
        (json!(null), json!(null)),
        (json!("stopped"), json!(null)),
        (json!("running"), json!(null)),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);

    let (code, _, stderr) = run(&["status", "--expect", "--server", &manager.address, ONE]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("cannot be used with"), "{stderr}");
}

#[test]
fn an_unknown_reply_is_a_refusal_and_silence_is_none() {
    let (_dir, config) = configure(
        "[timeouts]\nstatus = '1s'",
        &[
            (
                "Odd",
                &Scripted::start(&[Some("hello")]).address,
                &[("A", "/A")],
            ),
            (
                "Old",
                &Scripted::start(&[Some("Unknown command"), Some("unknown-command")]).address,
                &[("B", "/B")],
            ),
            (
                "Busy",
                &Scripted::start(&[Some("4.err:busy")]).address,
                &[("D", "/D")],
            ),
            ("Dumb", &Scripted::start(&[]).address, &[("C", "/C")]),
        ],
    );
    let cases = [
        ("A", 1, "Odd   A  Unexpected reply\n", "“hello”"),
        (
            "D",
            1,
            "Busy  D  Refused\n",
            "error: Busy refused: “busy”. Look at D in the Projects Manager.",
        ),
        ("B", 1, "Old   B  Not understood\n", "version 3.18 or newer"),
        ("C", 3, "Dumb  C  Unreachable\n", "gives no answer"),
    ];
    for (project, code, stdout, remedy) in cases {
        let stdout = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = run(&["status", project, "--config", &config]);
        let shown = found.1.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((found.0, shown), (Some(code), stdout));
        assert!(found.2.contains(remedy), "{}", found.2);
    }
}

#[test]
fn json_is_ascii_whatever_the_names() {
    let manager = Manager::start();
    let projects = [("Příprava 🏭", ONE)];
    let (_dir, config) = configure("", &[("Überlauf", &manager.address, &projects)]);
    let (code, stdout, _) = run(&["status", "--json", "--config", &config]);
    assert_eq!(code, Some(0));
    assert!(stdout.is_ascii(), "{stdout}");
    assert!(
        stdout.contains(r"P\u0159\u00edprava \ud83c\udfed"),
        "{stdout}"
    );
    let found: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(found[0]["server"], "Überlauf");
    assert_eq!(found[0]["project"], "Příprava 🏭");
}
