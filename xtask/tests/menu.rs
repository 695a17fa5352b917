//! The menu of the tray program on a real desktop: faults first, the changeover, questions, and what is
//! not allowed.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fmt::Write;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Line, Options, Window};

/// What is said before the first project is stopped.
const STOP: &str = "It is running on Line 1 and will stop.";

/// What can be clicked, and what is greyed in parentheses.
fn rows(lines: &[Line]) -> Vec<String> {
    lines.iter().map(Line::row).collect()
}

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

fn await_operation(desktop: &Desktop, manager: &Manager) -> String {
    let operation = desktop.wait_for("an operation", DEADLINE, || {
        Ok(manager.operations().first().cloned())
    });
    operation.unwrap()
}

fn dialogs(desktop: &Desktop) -> usize {
    let windows = desktop.windows().unwrap();
    windows
        .iter()
        .filter(|window| Window::is_dialog(window))
        .count()
}

/// Waits until a question is asked that says this; gives all of it that can be read. The title is drawn
/// too large for that.
fn await_question(desktop: &Desktop, body: &str) -> String {
    let mut seen = String::new();
    let asked = desktop.wait_for(body, DEADLINE, || {
        if let Some(asked) = desktop.message_box()? {
            seen = asked.text().replace(['\n', '\t'], " ");
        }
        Ok(seen.contains(body).then(|| seen.clone()))
    });
    asked.unwrap_or_else(|error| panic!("{error}\nseen: {seen}"))
}

/// Waits until the tooltip begins so.
fn await_tooltip(desktop: &Desktop, wanted: &str) {
    let said = desktop.wait_for(wanted, DEADLINE * 4, || {
        // One that goes on changing cannot be read yet.
        let tooltip = desktop.open_tooltip().unwrap_or_default();
        desktop.rest()?;
        Ok(tooltip.starts_with(wanted).then_some(()))
    });
    said.unwrap();
}

/// Chooses the button that is not the default, as a keyboard does.
fn say_yes(desktop: &Desktop) {
    desktop.key("Tab").unwrap();
    desktop.key("Return").unwrap();
}

fn await_no_question(desktop: &Desktop) {
    let gone = desktop.wait_for("no question", DEADLINE, || {
        Ok((dialogs(desktop) == 0).then_some(()))
    });
    gone.unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn faults_are_at_the_top_and_everything_is_reached_from_the_rows() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    manager.remove(&path(3)).unwrap();
    let configuration = manager.configuration(&[1, 2, 3, 4]).replace(
        "name = \"Test Project 1\"",
        "name = \"Test Project 1\"\nport = 8000",
    );
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_row("Test Project 1 — Running").unwrap();
    tray.await_row("Test Project 3 — Not found").unwrap();

    let menu = desktop.open_menu(Button::Left).unwrap();
    desktop.keep("menu-faults").unwrap();
    let menu = rows(&menu);
    assert_eq!(
        menu[..2],
        ["(Needs attention)", "Test Project 3 — Not found"]
    );
    assert!(
        menu[2].starts_with("(Line 1 has no project at C:\\Users"),
        "{menu:?}"
    );
    let below = menu.iter().position(|row| row == "Switch to").unwrap();
    assert_eq!(
        menu[below..below + 5],
        [
            "Switch to",
            "Test Project 1 — Running",
            "Test Project 2 — Stopped",
            "Test Project 3 — Not found",
            "Test Project 4 — Stopped",
        ]
    );

    // The changeover, by mouse; then what is recent is first.
    let switch = desktop.open_submenu("Switch to").unwrap();
    assert_eq!(rows(&switch)[0], "(Test Project 1 — Running)");
    desktop.click_text("Test Project 4 — Stopped").unwrap();
    let switched = format!("switch:{} -> success", path(4));
    assert_eq!(await_operation(&desktop, &manager), switched);
    tray.await_row("Test Project 4 — Running").unwrap();
    let switch = tray.open("Switch to").unwrap();
    desktop.keep("menu-switch-to").unwrap();
    assert_eq!(
        rows(&switch),
        [
            "(Recent)",
            "(Test Project 4 — Running)",
            "(All)",
            "Test Project 1 — Stopped",
            "Test Project 2 — Stopped",
            "(Test Project 3 — Not found)",
            "(Test Project 4 — Running)",
        ]
    );
    desktop.close_popups().unwrap();

    let rows_of_first = tray.open("Test Project 1 — Stopped").unwrap();
    assert_eq!(
        rows(&rows_of_first)[..6],
        [
            "Start",
            "(Stop)",
            "Switch to this",
            "Details…",
            "Open project page",
            "Copy path",
        ]
    );
    desktop.click_text("Copy path").unwrap();
    let copied = desktop.wait_for("the copied path", DEADLINE, || {
        Ok(desktop.copied()?.filter(|copied| !copied.is_empty()))
    });
    assert_eq!(copied.unwrap(), path(1));

    // The changeover once more, by keys alone.
    desktop.open_menu(Button::Left).unwrap();
    desktop.select("Switch to").unwrap();
    desktop.key("Right").unwrap();
    desktop.await_text("Test Project 2 — Stopped").unwrap();
    desktop.select("Test Project 1 — Stopped").unwrap();
    desktop.key("Return").unwrap();
    let switched = format!("switch:{} -> success", path(1));
    assert_eq!(await_operation(&desktop, &manager), switched);
    tray.await_row("Test Project 1 — Running").unwrap();

    // A fault that passes while it is seen.
    desktop.open_menu(Button::Left).unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_question_names_what_stops_and_only_its_yes_sends_while_everything_goes_on() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = format!("confirm = \"risky\"\n{}", manager.configuration(&[1, 2, 3]));
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();

    // Return chooses the safe button, and nothing is sent.
    tray.open("Test Project 1 — Running").unwrap();
    desktop.click_text("Stop").unwrap();
    await_question(&desktop, STOP);
    desktop.keep("confirm-stop").unwrap();
    desktop.key("Return").unwrap();
    await_no_question(&desktop);

    // While it is asked, everything goes on; and it is asked only once.
    tray.open("Test Project 1 — Running").unwrap();
    desktop.click_text("Stop").unwrap();
    await_question(&desktop, STOP);
    manager.set(&path(2), Status::Starting).unwrap();
    tray.await_look("changing", DEADLINE).unwrap();
    manager.set(&path(2), Status::Stopped).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.open_submenu("Test Project 1 — Running").unwrap();
    desktop.click_text("Stop").unwrap();
    await_question(&desktop, STOP);
    assert_eq!(dialogs(&desktop), 1);
    assert_eq!(manager.operations(), [""; 0]);
    say_yes(&desktop);
    let stop = format!("stop:{} -> done", path(1));
    assert_eq!(await_operation(&desktop, &manager), stop);
    tray.await_look("stopped", DEADLINE).unwrap();
    await_no_question(&desktop);

    // What runs by now was not in the question: it is asked anew.
    manager.set(&path(1), Status::Running).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    tray.open("Test Project 2 — Stopped").unwrap();
    desktop.click_text("Switch to this").unwrap();
    await_question(&desktop, "This will stop on Line 1: Test Project 1.");
    desktop.keep("confirm-switch").unwrap();
    manager.set(&path(3), Status::Running).unwrap();
    await_tooltip(&desktop, "2 running, 1 stopped");
    manager.set(&path(1), Status::Stopped).unwrap();
    await_tooltip(&desktop, "1 running, 2 stopped");
    say_yes(&desktop);
    await_question(&desktop, "This will stop on Line 1: Test Project 3.");
    assert_eq!(manager.operations(), [""; 0]);
    desktop.key("Escape").unwrap();
    await_no_question(&desktop);
    assert_eq!(manager.operations(), [""; 0]);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_viewer_sees_everything_and_can_change_nothing() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = format!(
        "role = \"viewer\"\n{}\n[[action]]\nname = \"Stop it\"\ncommand = \"stop\"\nproject = \"Test Project 1\"\n",
        manager.configuration(&[1, 2])
    );
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    let menu = desktop.open_menu(Button::Left).unwrap();
    let menu = rows(&menu);
    assert_eq!(
        menu[..2],
        ["Test Project 1 — Running", "Test Project 2 — Stopped"]
    );
    for absent in ["Stop it", "Switch to", "Open configuration"] {
        assert!(!menu.contains(&absent.to_owned()), "{menu:?}");
    }
    let behind = desktop.open_submenu("Test Project 1 — Running").unwrap();
    desktop.keep("menu-viewer").unwrap();
    assert_eq!(rows(&behind), ["Details…", "Copy path"]);
    desktop.close_popups().unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn of_three_hundred_projects_the_faults_are_seen_at_once() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let mut configuration = manager.configuration_polled(&[1, 2, 3, 4], "10s");
    for number in 5..=300 {
        write!(
            configuration,
            "\n[[server.project]]\nname = \"Station {number}\"\npath = 'C:\\Station {number}'\n"
        )
        .unwrap();
    }
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    // While the first answers come, the menu changes too often to be read.
    await_tooltip(&desktop, "296 at fault, 4 stopped");
    let menu = rows(&desktop.open_menu(Button::Left).unwrap());
    let more = "(… and 294 more at fault)".to_owned();
    assert!(menu.contains(&more), "{menu:?}");
    desktop.open_submenu("More (280)").unwrap();
    desktop.keep("menu-300").unwrap();
    assert_eq!(menu[1], "Station 5 — Not found");
    assert!(menu.contains(&"Switch to".to_owned()), "{menu:?}");
    assert!(menu.contains(&"Exit".to_owned()), "{menu:?}");
    desktop.close_popups().unwrap();
    tray.exit().unwrap();
}
