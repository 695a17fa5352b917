//! Two computers with the tray and one with `pekatctl` on a Projects Manager that serves one
//! connection at a time: operated by clicks, read from both screens, counted at the server.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::time::Duration;

use pekat_tray::sim::file;
use pekat_tray::sim::service::Connections;
use xtask::manager::{Manager, path};
use xtask::tray::{Tray, windows_path};
use xtask::wine::{Button, DEADLINE, Desktop, Options};
use xtask::{repo, windows};

/// How long the server keeps a project starting or stopping. Long enough to be seen.
const CHANGE: Duration = Duration::from_secs(1);

fn computer(number: u8) -> Desktop {
    let options = Options {
        computer: number,
        ..Options::default()
    };
    Desktop::start(&options).unwrap()
}

/// Runs `pekatctl` on a computer and returns what it prints.
fn pekatctl(desktop: &Desktop, arguments: &[&str]) -> String {
    let exe = windows::built("pekatctl").unwrap();
    let mut program = desktop.run(&exe, arguments, &[]).unwrap();
    program.wait(DEADLINE).unwrap();
    program.output().unwrap().replace('\r', "")
}

/// Opens a project's rows, clicks one of them, and waits until the server has written the
/// operation down.
fn operate(
    desktop: &Desktop,
    tray: &Tray<'_>,
    manager: &Manager,
    row: &str,
    operation: &str,
) -> String {
    tray.await_row(row).unwrap();
    tray.open(row).unwrap();
    desktop.click_text(operation).unwrap();
    let operations = desktop.wait_for("an operation", DEADLINE, || {
        let operations = manager.operations();
        Ok((!operations.is_empty()).then_some(operations))
    });
    operations.unwrap().join(", ")
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn two_trays_and_pekatctl_share_a_server_that_serves_one_connection_at_a_time() {
    let mut setup = file::sample().unwrap();
    setup.service.connections = Connections::One;
    setup.service.backlog = 5;
    (setup.start_time, setup.stop_time) = (CHANGE, CHANGE);
    let manager = Manager::start(setup).unwrap();
    let config = repo::target().join("wine/configuration/clients.toml");
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    fs::write(&config, manager.configuration_polled(&[1, 2], "1s")).unwrap();
    let config = windows_path(&config);
    let (first, second) = (computer(1), computer(2));
    let start = |desktop| Tray::start(desktop, &["--config", &config]).unwrap();
    let (one, two) = (start(&first), start(&second));
    let both_look = |look| {
        one.await_look(look, DEADLINE).unwrap();
        two.await_look(look, DEADLINE).unwrap();
    };
    let pekatctl = |command: &str, project: &str| {
        let project = format!("Test Project {project}");
        pekatctl(&second, &[command, &project, "--config", &config])
    };
    let sent =
        |command: &str, project, reply: &str| format!("{command}:{} -> {reply}", path(project));

    both_look("stopped");
    let started = operate(&first, &one, &manager, "Test Project 1 — Stopped", "Start");
    assert_eq!(started, sent("start", 1, "done"));
    both_look("running");
    two.await_row("Test Project 1 — Running").unwrap();

    let stopped = operate(&second, &two, &manager, "Test Project 1 — Running", "Stop");
    assert_eq!(stopped, sent("stop", 1, "done"));
    both_look("stopped");

    let switched = operate(
        &second,
        &two,
        &manager,
        "Test Project 2 — Stopped",
        "Switch to this",
    );
    assert_eq!(switched, sent("switch", 2, "success"));
    both_look("running");
    one.await_row("Test Project 2 — Running").unwrap();

    let switched = operate(
        &first,
        &one,
        &manager,
        "Test Project 1 — Stopped",
        "Switch to this",
    );
    assert_eq!(switched, sent("switch", 1, "success"));
    two.await_row("Test Project 2 — Stopped").unwrap();
    let stopped = operate(&first, &one, &manager, "Test Project 1 — Running", "Stop");
    assert_eq!(stopped, sent("stop", 1, "done"));
    let started = operate(&second, &two, &manager, "Test Project 2 — Stopped", "Start");
    assert_eq!(started, sent("start", 2, "done"));
    both_look("running");

    assert_eq!(pekatctl("status", "2"), "Line 1  Test Project 2  Running\n");
    assert_eq!(
        pekatctl("stop", "2"),
        "Line 1 agreed to stop Test Project 2.\n"
    );
    both_look("stopped");
    assert_eq!(
        pekatctl("start", "2"),
        "Line 1 agreed to start Test Project 2.\n"
    );
    both_look("running");
    assert_eq!(
        pekatctl("switch", "1"),
        "Line 1 switched to Test Project 1.\n"
    );
    both_look("running");
    one.await_row("Test Project 1 — Running").unwrap();
    two.await_row("Test Project 1 — Running").unwrap();
    let by_pekatctl = [
        sent("stop", 2, "done"),
        sent("start", 2, "done"),
        sent("switch", 1, "success"),
    ];
    assert_eq!(manager.operations(), by_pekatctl);

    // What runs alone is switched to neither by `pekatctl` nor by a click.
    assert_eq!(
        pekatctl("switch", "1"),
        "Test Project 1 is already running. Nothing was sent to Line 1.\n"
    );
    assert_eq!(
        pekatctl("start", "1"),
        "Test Project 1 is already running. Nothing was sent to Line 1.\n"
    );
    one.open("Test Project 1 — Running").unwrap();
    first.click_text("Switch to this").unwrap();
    first.close_popups().unwrap();
    assert_eq!(manager.operations(), [""; 0]);

    for (desktop, picture) in [(&first, "clients-first"), (&second, "clients-second")] {
        desktop.open_menu(Button::Right).unwrap();
        desktop.await_text("Test Project 1 — Running").unwrap();
        desktop.keep(picture).unwrap();
        desktop.close_popups().unwrap();
    }
    one.exit().unwrap();
    two.exit().unwrap();
}
