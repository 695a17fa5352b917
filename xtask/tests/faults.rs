//! The tray program on a real desktop while its Projects Manager does wrong, or the computer sleeps.

#![cfg(unix)]

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::tray::Tray;
use xtask::wine::{DEADLINE, Desktop, Options};

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_server_that_falls_silent_is_unreachable_until_it_answers_again() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = format!("notify_after = \"0s\"\n{}", manager.configuration(&[1, 2]))
        .replace(
            "\n[[server]]",
            "\n[timeouts]\naction = \"1s\"\n\n[[server]]",
        );
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    // Two make it silent, the third brings it down, and each takes up to the timeout of 3 s.
    manager.inject("silence,command=status,times=4").unwrap();
    tray.await_look("unreachable", DEADLINE).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    desktop
        .await_balloon_saying("Line 1 is back It answers again.")
        .unwrap();
    tray.await_row("Test Project 1 — Running").unwrap();
    assert_eq!(manager.operations(), [""; 0]);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_start_whose_answer_is_lost_reaches_the_server_once_and_is_told() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&[1, 2])).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    manager.inject("reset,bytes=2,command=start").unwrap();
    tray.open("Test Project 1 — Stopped").unwrap();
    desktop.click_text("Start").unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    desktop
        .await_balloon_saying("Test Project 1 is running Started on Line 1.")
        .unwrap();
    let start = format!("start:{} -> done", path(1));
    assert_eq!(manager.operations(), [start]);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn what_a_server_does_after_a_restart_is_shown() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&[1, 2])).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    manager.inject("restart,status=running").unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    tray.await_row("Test Project 2 — Running").unwrap();
    manager.inject("restart,status=stopping,for=1s").unwrap();
    tray.await_look("changing", DEADLINE).unwrap();
    tray.await_row("Test Project 2 — Stopping…").unwrap();
    manager.inject("restart").unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    assert_eq!(manager.operations(), [""; 0]);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn after_sleep_everything_is_asked_at_once() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    // Nothing is asked again for an hour by itself.
    let configuration = manager.configuration_polled(&[1, 2], "1h");
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    desktop.resume().unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn what_is_not_as_expected_is_a_fault_that_says_so() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = manager.configuration(&[1]);
    let configuration = format!("expect_grace = \"1s\"\n{configuration}expect = \"running\"\n");
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    manager.set(&path(1), Status::Stopped).unwrap();
    tray.await_look("fault", DEADLINE).unwrap();
    tray.await_row("Test Project 1 — Should be running")
        .unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    tray.exit().unwrap();
}
