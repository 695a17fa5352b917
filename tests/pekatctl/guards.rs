//! The rules that hold for a click in the tray hold for `pekatctl`, too.

use std::fs;

use pekat_tray::protocol::Status;

use super::{Manager, ONE, Scripted, THREE, configure, end, lines, pekatctl, run, write_config};

/// A configuration of the projects Guard and "Product B", of which Guard may only be started.
fn guarded(address: &str) -> (tempfile::TempDir, String) {
    write_config(&format!(
        "timeouts = {{ action = '1s' }}\n\
         [[server]]\nname = 'Line 1'\naddress = '{address}'\n\
         [[server.project]]\nname = 'Guard'\npath = '{ONE}'\nallow = ['start']\n\
         [[server.project]]\nname = 'Product B'\npath = '{THREE}'\n"
    ))
}

fn operations(requests: &[String]) -> Vec<&str> {
    let requests = requests.iter().map(String::as_str);
    requests.filter(|it| !it.starts_with("status")).collect()
}

#[test]
fn a_switch_that_would_stop_a_protected_project_is_refused() {
    let refusal = |config: &str| {
        format!(
            "error: \"Line 1/Product B\" may not be switched to from here, and nothing was sent: it could stop \"Guard\", whose `allow` in {config} names neither \"stop\" nor \"switch\"; stop that project first, or add one of them there\n"
        )
    };
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let (_dir, config) = guarded(&manager.address);
    let switch = ["switch", "Product B", "--config", &config];
    for wait in [&[][..], &["--wait"]] {
        let found = run(&[&switch, wait].concat());
        assert_eq!(found, (Some(4), String::new(), refusal(&config)));
    }
    assert_eq!(operations(&manager.requests()), [""; 0]);

    manager.set(ONE, Status::Stopped);
    let found = run(&switch);
    let told = "Line 1 switched to Product B.\n".to_owned();
    assert_eq!(found, (Some(0), told, String::new()));
    let sent = manager.requests();
    assert_eq!(operations(&sent), [format!("switch:{THREE}")]);

    // It may be running.
    let odd = Scripted::start(&[Some("hello"), Some("hello")]);
    let (_dir, config) = guarded(&odd.address);
    let found = run(&["switch", "Product B", "--config", &config]);
    assert_eq!(found, (Some(4), String::new(), refusal(&config)));
    assert_eq!(operations(&odd.requests()), [""; 0]);
}

#[test]
fn a_switch_is_not_sent_before_a_protected_project_is_known() {
    let server = Scripted::start(&[None, Some("running")]);
    let (_dir, config) = guarded(&server.address);
    let (code, stdout, stderr) = run(&["switch", "Product B", "--config", &config]);
    assert_eq!((code, stdout.as_str()), (Some(4), ""), "{stderr}");
    assert!(stderr.starts_with("warning: "), "{stderr}");
    assert_eq!(operations(&server.requests()), [""; 0]);

    let silent = Scripted::start(&[]);
    let (_dir, config) = guarded(&silent.address);
    let (code, _, stderr) = run(&["switch", "Product B", "--config", &config]);
    assert_eq!(code, Some(3));
    assert!(stderr.contains("Nothing was sent"), "{stderr}");
}

#[test]
fn nothing_is_sent_for_a_project_whose_status_is_no_status() {
    let replies = ["not-found", "Unknown command", "hello", "4.err:busy"];
    for reply in replies {
        for command in ["start", "stop", "switch"] {
            for wait in [&[][..], &["--wait"]] {
                let server = Scripted::start(&[Some(reply); 20]);
                let args = [command, "/A", "--server", &server.address];
                let (code, stdout, stderr) = run(&[&args, wait].concat());
                assert_eq!((code, stdout.as_str()), (Some(1), ""), "{args:?} {reply}");
                assert!(stderr.starts_with("error: Could not "), "{stderr}");
                assert_eq!(operations(&server.requests()), [""; 0], "{args:?} {reply}");
            }
        }
    }
}

#[test]
fn a_switch_to_what_runs_alone_is_not_sent() {
    let already = "B is already running. Nothing was sent to Line 1.\n";
    let switched = "Line 1 switched to B.\n";
    let waited = "B — Running\nSwitched to B. It is running on Line 1 now.\n";
    let cases = [
        ("stopped", already, already),
        ("stopping", already, already),
        ("not-found", already, already),
        ("running", switched, waited),
        ("starting", switched, waited),
        ("hello", switched, waited),
    ];
    for (other, told, told_waiting) in cases {
        for (wait, told) in [(&[][..], told), (&["--wait"], told_waiting)] {
            // A strange answer is asked for once more.
            let others = vec![Some(other); if other == "hello" { 2 } else { 1 }];
            let asked = others.len();
            let replies = [
                &[Some("running")],
                &others[..],
                &["running", "success", "running"].map(Some),
            ];
            let server = Scripted::start(&replies.concat());
            let projects = [("A", ONE), ("B", THREE)];
            let (_dir, config) = configure("", &[("Line 1", &server.address, &projects)]);
            let found = run(&[&["switch", "B", "--config", &config], wait].concat());
            assert_eq!(found, (Some(0), told.to_owned(), String::new()), "{other}");
            let mut sent = vec![format!("status:{THREE}")];
            sent.extend(vec![format!("status:{ONE}"); asked]);
            if told != already {
                sent.extend([format!("status:{THREE}"), format!("switch:{THREE}")]);
            }
            if told == waited {
                sent.push(format!("status:{THREE}"));
            }
            assert_eq!(server.requests(), sent, "{other}");
        }
    }
}

#[test]
fn a_switch_by_address_is_sent_since_others_may_run() {
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let found = run(&["switch", ONE, "--server", &manager.address]);
    let told = format!("{} switched to {ONE}.\n", manager.address);
    assert_eq!(found, (Some(0), told, String::new()));
    let sent = manager.requests();
    assert_eq!(operations(&sent), [format!("switch:{ONE}")]);
}

/// A command, the server's replies, the operations that are sent, and what is printed.
type Change<'a> = (&'a [&'a str], &'a [&'a str], &'a [&'a str], String);

#[test]
fn an_operation_waits_for_a_project_that_is_changing() {
    let (starting, stopping) = ("A is starting.", "A is stopping.");
    let nothing = "Nothing was sent to Line 1.";
    let cases: [Change<'_>; 8] = [
        (
            &["start"],
            &["starting"],
            &[],
            format!("{starting} {nothing}\n"),
        ),
        (
            &["stop"],
            &["stopping"],
            &[],
            format!("{stopping} {nothing}\n"),
        ),
        (
            &["start", "--wait"],
            &["starting", "starting", "running"],
            &[],
            format!("A — Starting…\nA — Running\nA is already running. {nothing}\n"),
        ),
        (
            &["stop", "--wait"],
            &["stopping", "stopped"],
            &[],
            format!("A — Stopped\nA is already stopped. {nothing}\n"),
        ),
        (
            &["start"],
            &["stopping", "stopping", "stopped", "stopped", "done"],
            &["start:/A"],
            "Line 1 agreed to start A.\n".to_owned(),
        ),
        (
            &["start", "--wait"],
            &["stopping", "stopped", "stopped", "done", "running"],
            &["start:/A"],
            lines(&["A — Running", "A is running. Started on Line 1."]),
        ),
        (
            &["switch"],
            &["stopping", "stopped", "stopped", "success"],
            &["switch:/A"],
            "Line 1 switched to A.\n".to_owned(),
        ),
        (
            &["switch"],
            &["starting", "starting", "running"],
            &[],
            format!("A is already running. {nothing}\n"),
        ),
    ];
    for (command, replies, sent, told) in cases {
        let replies: Vec<_> = replies.iter().copied().map(Some).collect();
        let server = Scripted::start(&replies);
        let (_dir, config) = configure("", &[("Line 1", &server.address, &[("A", "/A")])]);
        let found = run(&[command, &["A", "--config", &config]].concat());
        assert_eq!(
            found,
            (Some(0), told, String::new()),
            "{command:?} {replies:?}"
        );
        assert_eq!(operations(&server.requests()), sent, "{command:?}");
    }
}

#[test]
fn a_role_that_is_set_by_policy_also_holds_by_address() {
    let manager = Manager::start();
    let dir = tempfile::tempdir().unwrap();
    let policy = dir.path().join("policy.toml");
    fs::write(&policy, "[machine]\nRole = 'viewer'\n").unwrap();
    let command = |args: &[&str]| {
        let mut command = pekatctl(args);
        command.args(["--server", &manager.address]);
        command.env("PEKAT_TRAY_POLICY", &policy);
        end(command)
    };
    for operation in ["start", "stop", "switch"] {
        let (code, stdout, stderr) = command(&[operation, ONE]);
        assert_eq!((code, stdout.as_str()), (Some(4), ""), "{stderr}");
        let reason = "your organisation says so with the policy ";
        assert!(stderr.contains(reason), "{stderr}");
    }
    assert_eq!(manager.requests(), [""; 0]);
    let (code, _, stderr) = command(&["status", ONE]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}
