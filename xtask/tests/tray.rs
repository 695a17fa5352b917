//! The tray program on a real desktop: clicked by a mouse, read from the screen, and judged by what
//! reached the simulated Projects Manager.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::time::Duration;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::measure::await_idle;
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Line, Options};

/// What can be clicked, and what is greyed in parentheses.
fn rows(lines: &[Line]) -> Vec<String> {
    lines.iter().map(Line::row).collect()
}

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

fn await_balloon(desktop: &Desktop, wanted: &str) {
    desktop.await_balloon_saying(wanted).unwrap();
}

/// Waits until the manager has written an operation down.
fn await_operations(desktop: &Desktop, manager: &Manager) -> Vec<String> {
    let operations = desktop.wait_for("an operation", DEADLINE, || {
        let operations = manager.operations();
        Ok((!operations.is_empty()).then_some(operations))
    });
    operations.unwrap()
}

/// Waits until Notepad shows the configuration.
fn await_notepad(desktop: &Desktop) {
    let shown = desktop.wait_for("Notepad", DEADLINE, || {
        let windows = desktop.windows()?;
        let mut titles = windows.iter().map(|window| &window.title);
        Ok(titles
            .any(|title| title.contains("config.toml"))
            .then_some(()))
    });
    shown.unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_icon_takes_the_look_of_the_worst_severity() {
    let desktop = desktop();
    let mut manager = Manager::sample().unwrap();
    let (one, two) = (path(1), path(2));
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&[1, 2])).unwrap();
    let looks = |look, tooltip: &str| {
        tray.await_look(look, DEADLINE).unwrap();
        assert_eq!(desktop.open_tooltip().unwrap(), tooltip);
        desktop.rest().unwrap();
    };

    looks("stopped", "2 stopped");
    manager.set(&one, Status::Running).unwrap();
    looks("running", "1 running, 1 stopped");
    manager.set(&two, Status::Starting).unwrap();
    looks("changing", "1 changing, 1 running");
    manager.leave();
    looks("unreachable", "Line 1 unreachable");
    manager.listen().unwrap();
    looks("changing", "1 changing, 1 running");
    manager.remove(&two).unwrap();
    looks("fault", "1 at fault, 1 running; Test Project 2 — Not found");
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn start_stop_and_switch_by_click_reach_the_server_once_and_are_told() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&[1, 2])).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();

    let submenu = tray.open("Test Project 1 — Stopped").unwrap();
    assert_eq!(
        rows(&submenu),
        [
            "Start",
            "(Stop)",
            "Switch to this",
            "Details…",
            "Copy path",
            "Pin “Start” to top",
            "Pin “Stop” to top",
            "Pin “Switch to this” to top",
            "Remove…",
        ]
    );
    desktop.click_text("Start").unwrap();
    let start = format!("start:{} -> done", path(1));
    assert_eq!(await_operations(&desktop, &manager), [start]);
    tray.await_look("changing", DEADLINE).unwrap();
    tray.await_row("Test Project 1 — Starting…").unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    await_balloon(&desktop, "Test Project 1 is running Started on Line 1.");

    let submenu = tray.open("Test Project 2 — Stopped").unwrap();
    assert_eq!(rows(&submenu)[..3], ["Start", "(Stop)", "Switch to this"]);
    desktop.click_text("Switch to this").unwrap();
    tray.await_row("Test Project 2 — Switching…").unwrap();
    let switch = format!("switch:{} -> success", path(2));
    assert_eq!(await_operations(&desktop, &manager), [switch]);
    await_balloon(
        &desktop,
        "Switched to Test Project 2 It is running on Line 1 now.",
    );
    tray.await_row("Test Project 1 — Stopped").unwrap();

    let submenu = tray.open("Test Project 2 — Running").unwrap();
    assert_eq!(rows(&submenu)[..3], ["(Start)", "Stop", "(Switch to this)"]);
    desktop.click_text("Stop").unwrap();
    let stop = format!("stop:{} -> done", path(2));
    assert_eq!(await_operations(&desktop, &manager), [stop]);
    await_balloon(&desktop, "Test Project 2 is stopped Stopped on Line 1.");
    tray.await_look("stopped", DEADLINE).unwrap();
    assert_eq!(manager.operations(), [""; 0]);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_pinned_action_survives_a_restart_and_works_by_one_click() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let before = format!("# ours\n{}# the end\n", manager.configuration(&[1, 2]));
    let (tray, file) = Tray::configured(&desktop, &before).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    tray.open("Test Project 2 — Stopped").unwrap();
    desktop.click_text("Pin “Start” to top").unwrap();
    tray.await_row("Start Test Project 2").unwrap();
    let pinned = fs::read_to_string(&file).unwrap();
    let block = "\n[[action]]\nname = \"Start Test Project 2\"\ncommand = \"start\"\nproject = \"Test Project 2\"\n";
    assert_eq!(pinned.replace(block, ""), before);
    tray.exit().unwrap();

    let tray = Tray::with_file(&desktop, &file).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    let menu = desktop.open_menu(Button::Left).unwrap();
    assert_eq!(menu[0].text, "Start Test Project 2");
    desktop.click_text("Start Test Project 2").unwrap();
    let start = format!("start:{} -> done", path(2));
    assert_eq!(await_operations(&desktop, &manager), [start]);
    tray.await_row("Start Test Project 2 — Starting…").unwrap();
    tray.await_look("running", DEADLINE).unwrap();

    tray.open("Test Project 2 — Running").unwrap();
    desktop.click_text("Unpin “Start”").unwrap();
    desktop
        .wait_for("the unpinned file", DEADLINE, || {
            Ok((fs::read_to_string(&file)? == before).then_some(()))
        })
        .unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn port_conflicts_and_missing_projects_are_told_with_what_to_do() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    manager.set(&path(3), Status::Running).unwrap();
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&[3, 4])).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    tray.open("Test Project 4 — Stopped").unwrap();
    desktop.click_text("Start").unwrap();
    await_balloon(
        &desktop,
        "Could not start Test Project 4 Its port is in use. Stop the project that runs on the same \
         port, or give Test Project 4 another port in the Projects Manager.",
    );
    let start = format!("start:{} -> error:port", path(4));
    assert_eq!(manager.operations(), [start]);
    tray.await_look("fault", DEADLINE).unwrap();
    tray.open("Test Project 4 — Port in use").unwrap();
    desktop.click_text("Details…").unwrap();
    let details = desktop.await_message_box().unwrap();
    let told = details.text().replace('\n', " ");
    assert!(
        told.starts_with(
            "Test Project 4 — Port in use Its port is in use. Stop the project that runs on the"
        ),
        "{told}"
    );
    desktop.key("Return").unwrap();

    manager.remove(&path(3)).unwrap();
    let missing = format!(
        "Test Project 3 — Not found Line 1 has no project at {}. Check the path and the \
         folder on the server.",
        path(3)
    );
    await_balloon(&desktop, &missing);
    tray.await_row("Test Project 3 — Not found").unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_icon_follows_a_server_that_dies_and_comes_back() {
    let desktop = desktop();
    let mut manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    // It is gone for a moment only, and that is to be told, too.
    let configuration = format!("notify_after = \"0s\"\n{}", manager.configuration(&[1]));
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();

    // Two poll intervals of 300 ms and the status time-out of 3 s.
    let limit = Duration::from_millis(2 * 300 + 3000);
    manager.leave();
    tray.await_look("unreachable", limit).unwrap();
    let gone = format!(
        "Line 1 is unreachable Nothing listens at {}. Start the Projects Manager there, turn on \
         its TCP server, and check that it is not set to another address of that computer.",
        manager.address()
    );
    manager.listen().unwrap();
    tray.await_look("running", limit).unwrap();
    let back = "Line 1 is back It answers again.";
    await_balloon(&desktop, back);
    manager.leave();
    await_balloon(&desktop, &gone);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_icon_is_not_green_when_a_server_falls_silent() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = manager.configuration(&[1, 2]).replace(
        "\n[[server]]",
        "\n[timeouts]\naction = \"5s\"\n\n[[server]]",
    );
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    manager.hang().unwrap();
    // Three polls and the status timeout make the news too old; one heartbeat shows it.
    let limit = Duration::from_millis(3 * 300 + 3000 + 2000);
    tray.await_look("stale", limit).unwrap();
    // Somebody else's operation may keep it busy for as long as the action timeout.
    tray.await_look("unreachable", DEADLINE).unwrap();
    let gone = format!(
        "Line 1 is unreachable {} accepts connections but gives no answer. Look at the Projects \
         Manager there.",
        manager.address()
    );
    await_balloon(&desktop, &gone);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn refresh_asks_at_once_for_what_is_polled_once_an_hour() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let configuration = manager.configuration_polled(&[1], "1h");
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.await_text("Test Project 1 — Stopped").unwrap();
    desktop.click_text("Refresh now").unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    tray.await_row("Test Project 1 — Running").unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_open_menu_follows_what_happens() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&[1, 2])).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.await_text("Test Project 1 — Stopped").unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    desktop.await_text("Test Project 1 — Running").unwrap();
    manager.set(&path(1), Status::Stopped).unwrap();
    desktop.await_text("Test Project 1 — Stopped").unwrap();
    let submenu = desktop.open_submenu("Test Project 2 — Stopped").unwrap();
    assert_eq!(rows(&submenu)[..3], ["Start", "(Stop)", "Switch to this"]);
    manager.set(&path(2), Status::Running).unwrap();
    desktop
        .wait_for("the open submenu to change", DEADLINE, || {
            let lines = rows(&desktop.menu_lines()?);
            Ok(lines.contains(&"(Start)".to_owned()).then_some(()))
        })
        .unwrap();
    desktop.click_text("Stop").unwrap();
    let stop = format!("stop:{} -> done", path(2));
    assert_eq!(await_operations(&desktop, &manager), [stop]);
    tray.await_look("stopped", DEADLINE).unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_broken_configuration_shows_in_the_menu_and_is_left_alone() {
    let desktop = desktop();
    let broken = "[[server]]\nname = \"Line 1\"\nadress = \"10.0.0.5\"\n";
    let (tray, file) = Tray::configured(&desktop, broken).unwrap();
    tray.await_look("fault", DEADLINE).unwrap();
    let menu = desktop.open_menu(Button::Right).unwrap();
    assert_eq!(
        rows(&menu),
        [
            "(The configuration has errors)",
            "(config.toml, line 1, column 1: [[server]] has no `address`; add address = …)",
            "(config.toml, line 3, column 1: unknown key `adress`; did you mean `address`?)",
            "Snooze 1 hour",
            "Snooze until tomorrow, 06:00",
            "Refresh now",
            "Open configuration",
            "Add or remove",
            "Start with Windows",
            &format!("About PEKAT Tray {}", env!("CARGO_PKG_VERSION")),
            "Exit",
        ]
    );
    desktop.close_popups().unwrap();
    tray.exit().unwrap();
    assert_eq!(fs::read_to_string(file).unwrap(), broken);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_configuration_that_is_no_unicode_can_be_opened_to_be_mended() {
    let desktop = desktop();
    let (tray, file) = Tray::configured(&desktop, "").unwrap();
    tray.await_look("nothing", DEADLINE).unwrap();
    tray.exit().unwrap();
    let windows_1252 = b"# f\xfcr uns\r\n";
    fs::write(&file, windows_1252).unwrap();
    let tray = Tray::with_file(&desktop, &file).unwrap();
    tray.await_look("fault", DEADLINE).unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.click_text("Open configuration").unwrap();
    await_notepad(&desktop);
    assert_eq!(fs::read(&file).unwrap(), windows_1252);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn without_a_configuration_a_template_is_written_and_can_be_opened() {
    let desktop = desktop();
    let folder = desktop
        .drive_c()
        .join("users/root/AppData/Roaming/pekat-tray");
    fs::remove_dir_all(&folder).ok();
    let tray = Tray::start(&desktop, &[]).unwrap();
    tray.await_look("nothing", DEADLINE).unwrap();
    let menu = desktop.open_menu(Button::Left).unwrap();
    assert_eq!(rows(&menu)[0], "(No projects configured)");
    desktop.click_text("Open configuration").unwrap();
    await_notepad(&desktop);
    let written = fs::read_to_string(folder.join("config.toml")).unwrap();
    assert_eq!(written, include_str!("../../src/config/template.toml"));
    drop(tray);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn exit_does_not_wait_for_a_server_that_hangs() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let configuration = manager.configuration(&[1]).replace(
        "\n[[server]]",
        "\n[timeouts]\nstatus = \"60s\"\naction = \"1h\"\n\n[[server]]",
    );
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    manager.inject("silence,command=start").unwrap();
    tray.open("Test Project 1 — Stopped").unwrap();
    desktop.click_text("Start").unwrap();
    // The answer is withheld.
    let start = format!("start:{} -> done", path(1));
    assert_eq!(await_operations(&desktop, &manager), [start]);
    manager.hang().unwrap();
    // Far less than any of the time-outs.
    tray.exit_within(Duration::from_secs(2)).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn with_nothing_to_do_it_takes_no_processor_time() {
    let desktop = desktop();
    let (mut tray, _) = Tray::configured(&desktop, "# nothing\n").unwrap();
    tray.await_look("nothing", DEADLINE).unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.close_popups().unwrap();
    await_idle(tray.program().pid()).unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn wrong_arguments_are_told_with_the_usage() {
    let desktop = desktop();
    let mut tray = Tray::start(&desktop, &["--frob"]).unwrap();
    let told = desktop.await_message_box().unwrap();
    assert_eq!(
        told.text().replace('\n', " "),
        "invalid option '--frob'. Usage: pekat-tray [--config FILE] [--demo] OK"
    );
    desktop.key("Return").unwrap();
    assert_eq!(tray.program().wait(DEADLINE).unwrap().code(), Some(2));
}
