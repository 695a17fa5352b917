//! The tray program with thousands of projects: every one of them can be reached by mouse.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fmt::Write;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Options};

/// Besides the one that answers. On each there are ten projects.
const SILENT_SERVERS: u32 = 999;

/// The sample's projects on the server that answers, and 999 servers where nobody listens.
fn configuration(manager: &Manager) -> String {
    let mut text = manager.configuration(&[1, 2, 3, 4]);
    text = text.replace("300ms", "1s");
    for number in 2..=SILENT_SERVERS + 1 {
        let (high, low) = (number / 256, number % 256);
        write!(
            text,
            "\n[[server]]\nname = \"Line {number}\"\naddress = \"127.1.{high}.{low}:9\"\n"
        )
        .unwrap();
        for project in 1..=10 {
            write!(
                text,
                "\n[[server.project]]\nname = \"P{number}.{project}\"\npath = 'C:\\P{project}'\n"
            )
            .unwrap();
        }
    }
    text
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn each_of_ten_thousand_projects_can_be_operated_from_the_menu() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    let (tray, _) = Tray::configured(&desktop, &configuration(&manager)).unwrap();
    tray.await_look("unreachable", DEADLINE).unwrap();

    let first = "Line 1 … Line 40 — 390 unreachable, 4 stopped";
    tray.await_row(first).unwrap();
    let menu = desktop.open_menu(Button::Left).unwrap();
    assert!(menu.len() <= 40, "{menu:?}");
    let lines = desktop.open_submenu(first).unwrap();
    assert_eq!(lines.len(), 40);
    desktop.open_submenu("Line 1 — 4 stopped").unwrap();
    desktop.open_submenu("Test Project 2 — Stopped").unwrap();
    desktop.click_text("Start").unwrap();
    let operations = desktop.wait_for("the start", DEADLINE, || {
        let operations = manager.operations();
        Ok((!operations.is_empty()).then_some(operations))
    });
    let start = format!("start:{} -> done", path(2));
    assert_eq!(operations.unwrap(), [start]);

    // What is opened is brought up to date while it is seen.
    let first = "Line 1 … Line 40 — 390 unreachable, 1 running, 3 stopped";
    tray.await_row(first).unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.open_submenu(first).unwrap();
    let server = desktop
        .open_submenu("Line 1 — 1 running, 3 stopped")
        .unwrap();
    assert_eq!(server[1].text, "Test Project 2 — Running");
    manager.set(&path(3), Status::Starting).unwrap();
    desktop.await_text("Test Project 3 — Starting…").unwrap();
    desktop.close_popups().unwrap();

    // The last of all.
    desktop.open_menu(Button::Right).unwrap();
    desktop
        .open_submenu("Line 961 … Line 1000 — 400 unreachable")
        .unwrap();
    desktop.open_submenu("Line 1000 — Unreachable").unwrap();
    let last = desktop.open_submenu("P1000.10 — Unreachable").unwrap();
    assert_eq!(last[3].text, "Details…");
    desktop.click_text("Details…").unwrap();
    let told = desktop.await_message_box().unwrap().text();
    assert!(told.starts_with("P1000.10 — Unreachable"), "{told}");
    desktop.key("Return").unwrap();
    tray.exit().unwrap();
}
