//! What the tray program tells on a real desktop: many things as one, little in quiet hours, and
//! nothing for a while if the user wants that.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Options};

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn many_faults_at_once_are_one_notice_that_opens_the_menu_and_can_be_snoozed() {
    let desktop = desktop();
    let mut manager = Manager::sample().unwrap();
    let projects = [1, 2, 3, 4];
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&projects)).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    for project in projects {
        manager.remove(&path(project)).unwrap();
    }
    let digest = "4 projects at fault Test Project 1, Test Project 2, Test Project 3 and 1 more";
    desktop.await_balloon_saying(digest).unwrap();
    desktop.keep("digest").unwrap();

    desktop.click_balloon(0).unwrap();
    desktop.await_text("Snooze until tomorrow, 06:00").unwrap();
    desktop.keep("menu-from-notice").unwrap();
    desktop.click_text("Snooze 1 hour").unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.await_text("End snooze").unwrap();
    assert!(desktop.menu_text().unwrap().contains("Snoozed until "));
    desktop.keep("snooze").unwrap();
    desktop.close_popups().unwrap();

    // It is told when the snooze ends, since it is so still.
    manager.leave();
    tray.await_look("unreachable", DEADLINE).unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.click_text("End snooze").unwrap();
    let told = desktop.wait_for("the server's notice", DEADLINE, || {
        desktop.find_text("Line 1 is unreachable")
    });
    told.unwrap();
    desktop.keep("after-snooze").unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn quiet_hours_let_faults_through_and_the_rest_is_told_when_they_end() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    for project in [1, 2] {
        manager.set(&path(project), Status::Running).unwrap();
    }
    let loud = format!("notify_after = \"0s\"\n{}", manager.configuration(&[1, 2]));
    let quiet = format!("quiet = \"Mon-Sun\"\n{loud}");
    let (tray, file) = Tray::configured(&desktop, &quiet).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    manager.set(&path(1), Status::Stopped).unwrap();
    tray.await_row("Test Project 1 — Stopped").unwrap();
    manager.remove(&path(2)).unwrap();
    // The first notice of all is that of the fault.
    let told = desktop.await_balloon().unwrap();
    let told: Vec<&str> = told.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(told[0], "Test Project 2 — Not found");
    desktop.keep("quiet-hours").unwrap();
    desktop.close_popups().unwrap();

    fs::write(file, loud).unwrap();
    desktop
        .await_balloon_saying("Test Project 1 has stopped It no longer runs on Line 1.")
        .unwrap();
    tray.exit().unwrap();
}
