//! Hot keys and scanned codes on a real desktop: pressed and typed while another program is in front,
//! and judged by what reached the simulated Projects Manager.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::process::Command;
use std::thread;
use std::time::Duration;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::repo;
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Options, Program, Rect, Window};

/// Two one-click actions with hot keys and codes, and a hot key for the window of codes.
fn configuration(manager: &Manager, scan_hotkey: &str) -> String {
    let actions = [
        ("Changeover to B", "switch", 2, 1, "4006381333931"),
        ("Stop B", "stop", 2, 2, "STOP-B"),
    ];
    let actions = actions.map(|(name, command, project, hotkey, code)| {
        format!(
            "\n[[action]]\nname = \"{name}\"\ncommand = \"{command}\"\n\
             project = \"Test Project {project}\"\nhotkey = \"Ctrl+Alt+{hotkey}\"\n\
             code = \"{code}\"\n"
        )
    });
    let configured = manager.configuration(&[1, 2]);
    format!(
        "scan_hotkey = \"{scan_hotkey}\"\n{configured}{}",
        actions.concat()
    )
}

/// Starts a program that has Ctrl+Alt+2, and waits until it has.
fn hold_hotkey(desktop: &Desktop) -> Program {
    let exe = repo::target().join("wine/holder.exe");
    let compiled = Command::new("x86_64-w64-mingw32-gcc")
        .args(["-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&exe)
        .arg(repo::root().join("xtask/tests/holder.c"))
        .status();
    assert!(compiled.unwrap().success());
    let holder = desktop.run(&exe, &[], &[]).unwrap();
    let mine = desktop.wait_for("the other program's hot key", DEADLINE, || {
        Ok((holder.output()? == "mine\n").then_some(()))
    });
    mine.unwrap();
    holder
}

/// Starts Notepad and points at it, so that keys go there.
fn notepad(desktop: &Desktop) -> Program {
    let exe = desktop.drive_c().join("windows/notepad.exe");
    let notepad = desktop.run(&exe, &[], &[]).unwrap();
    let window = await_window(desktop, "Notepad", |window| window.class == "Notepad");
    desktop.hover(window.rect).unwrap();
    notepad
}

fn await_window(desktop: &Desktop, what: &str, is_it: impl Fn(&Window) -> bool) -> Window {
    let found = desktop.wait_for(what, DEADLINE, || {
        Ok(desktop.windows()?.into_iter().find(&is_it))
    });
    found.unwrap()
}

/// Waits until these operations, and no others, have reached the manager.
fn await_operations(desktop: &Desktop, manager: &Manager, wanted: &[String]) {
    let mut seen = Vec::new();
    let found = desktop.wait_for("the operations", DEADLINE, || {
        seen.extend(manager.operations());
        Ok((seen.len() >= wanted.len()).then_some(()))
    });
    found.unwrap();
    assert_eq!(seen, wanted);
}

fn await_said(desktop: &Desktop, wanted: &[&str]) {
    desktop.await_scan_window(wanted).unwrap();
}

/// Sets whether programs are to be dark, as Windows' settings do.
fn set_dark(desktop: &Desktop, is_dark: bool) {
    let reg = desktop.drive_c().join("windows/system32/reg.exe");
    let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";
    let light = if is_dark { "0" } else { "1" };
    let name = "AppsUseLightTheme";
    let add = ["add", key, "/v", name, "/t", "REG_DWORD", "/d", light, "/f"];
    let mut reg = desktop.run(&reg, &add, &[]).unwrap();
    assert!(reg.wait(DEADLINE).unwrap().success());
}

fn scan(desktop: &Desktop, code: &str, end: &str) {
    desktop.scan(code, end).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn hot_keys_work_in_front_of_other_programs_and_a_taken_one_is_told() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let mut holder = hold_hotkey(&desktop);
    let (tray, _) = Tray::configured(&desktop, &configuration(&manager, "Ctrl+Alt+9")).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    let taken = "Ctrl+Alt+2 is taken Another program uses it, so it does not do “Stop B”. Close that \
                 program, or set another `hotkey` in the configuration.";
    desktop.await_balloon_saying(taken).unwrap();
    let menu = desktop.open_menu(Button::Left).unwrap();
    let lines: Vec<&str> = menu.iter().map(|line| line.text.trim()).collect();
    assert_eq!(
        lines[..6],
        [
            "Hot keys that another program uses:",
            "Ctrl+Alt+2 — Stop B",
            "Close that program, or set another `hotkey` in the configuration.",
            "Changeover to B",
            "Stop B",
            "Scan…",
        ]
    );
    desktop.keep("hotkey-taken").unwrap();
    desktop.close_popups().unwrap();

    let _notepad = notepad(&desktop);
    desktop.key("ctrl+alt+1").unwrap();
    let switch = format!("switch:{} -> success", path(2));
    await_operations(&desktop, &manager, &[switch]);
    tray.await_row("Test Project 2 — Running").unwrap();
    // Not possible any more: that is said, and nothing is sent.
    desktop.key("ctrl+alt+1").unwrap();
    desktop
        .await_balloon_saying("Not now: Switch to Test Project 2 Test Project 2 is running.")
        .unwrap();

    holder.kill().unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.click_text("Refresh now").unwrap();
    let free = desktop.wait_for("a menu without the taken hot key", DEADLINE, || {
        let menu = desktop.open_menu(Button::Left)?;
        desktop.close_popups()?;
        Ok((menu[0].text == "Changeover to B").then_some(()))
    });
    free.unwrap();
    desktop.key("ctrl+alt+2").unwrap();
    let stop = format!("stop:{} -> done", path(2));
    await_operations(&desktop, &manager, &[stop]);
    tray.await_look("stopped", DEADLINE).unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn scanned_codes_carry_actions_out_and_say_what_came_of_it() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let (tray, _) = Tray::configured(&desktop, &configuration(&manager, "Pause")).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    let notepad = notepad(&desktop);
    desktop.key("Pause").unwrap();
    let prompt = "Scan a code, or type it and press Enter.";
    await_said(&desktop, &[prompt, "Ready to scan"]);
    let window = await_window(&desktop, "the window for codes", Window::is_scan_window);
    desktop.hover(window.rect).unwrap();
    desktop.keep("scan-ready").unwrap();

    scan(&desktop, "4711", "Return");
    let unknown = "No action here has the code 4711.";
    await_said(&desktop, &[prompt, "Unknown code", unknown]);
    desktop.keep("scan-unknown").unwrap();

    // What was unknown is selected, so that this takes its place.
    scan(&desktop, "4006381333931", "Return");
    let switch = format!("switch:{} -> success", path(2));
    await_operations(&desktop, &manager, &[switch]);
    let running = "Test Project 2 — Running";
    await_said(&desktop, &[prompt, "Changeover to B", running]);
    desktop.keep("scan-done").unwrap();

    // The field is empty: a second Enter does nothing, and Tab ends a code as well.
    desktop.key("Return").unwrap();
    scan(&desktop, "STOP-B", "Tab");
    let stop = format!("stop:{} -> done", path(2));
    await_operations(&desktop, &manager, &[stop]);
    let stopped = "Test Project 2 — Stopped";
    await_said(&desktop, &[prompt, "Stop B", stopped]);
    // Already so.
    scan(&desktop, "STOP-B", "Return");
    let refused = "Not now: Test Project 2 is stopped.";
    await_said(&desktop, &[prompt, "Stop B", refused]);

    // What is typed goes elsewhere, and the window says so. Its right edge stays in sight.
    let other = await_window(&desktop, "Notepad", |window| window.class == "Notepad");
    let corner = other.rect;
    desktop
        .click(Rect::new(corner.x + 40, corner.y + 200, 2, 2))
        .unwrap();
    let elsewhere = "Codes go to another window now: click here before you scan.";
    await_said(&desktop, &[elsewhere, "Stop B", refused]);
    desktop
        .click(Rect::new(
            window.rect.right() - 20,
            window.rect.bottom() - 20,
            2,
            2,
        ))
        .unwrap();
    await_said(&desktop, &[prompt, "Stop B", refused]);

    desktop.key("Escape").unwrap();
    let closed = desktop.wait_for("no window for codes", DEADLINE, || {
        let mut windows = desktop.windows()?.into_iter();
        Ok((!windows.any(|window| window.is_scan_window())).then_some(()))
    });
    closed.unwrap();
    drop(notepad);

    set_dark(&desktop, true);
    desktop.open_menu(Button::Left).unwrap();
    desktop.click_text("Scan…").unwrap();
    await_said(&desktop, &[prompt, "Ready to scan"]);
    set_dark(&desktop, false);
    let window = await_window(&desktop, "the window for codes", Window::is_scan_window).rect;
    let at = (window.x + 20, window.bottom() - 20);
    desktop
        .wait_until("a dark window", DEADLINE, |screen| {
            (screen.pixel(at.0, at.1) == [0x20; 3]).then_some(())
        })
        .unwrap();
    desktop.keep("scan-dark").unwrap();
    assert_eq!(manager.operations(), [""; 0]);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn codes_are_matched_as_scanners_send_them() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = format!(
        "scan_hotkey = \"Ctrl+Alt+9\"\n{}
         [[action]]
         name = \"Changeover to B\"
         command = \"switch\"
         project = \"Test Project 2\"
         codes = [\"CHANGE\", \"4006381*\"]
         [[action]]
         name = \"Stop B\"
         command = \"stop\"
         project = \"Test Project 2\"
         gs1 = \"01\"
         code = \"4006381333931\"\n",
        manager.configuration(&[1, 2])
    );
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    desktop.key("ctrl+alt+9").unwrap();
    let prompt = "Scan a code, or type it and press Enter.";
    await_said(&desktop, &[prompt, "Ready to scan"]);

    let done = |action: &str, state: &str| {
        let state = format!("Test Project 2 — {state}");
        await_said(&desktop, &[prompt, action, &state]);
    };
    let switch = format!("switch:{} -> success", path(2));
    let stop = format!("stop:{} -> done", path(2));
    // By its beginning, ended by a line feed alone.
    scan(&desktop, "4006381333931", "ctrl+j");
    await_operations(&desktop, &manager, std::slice::from_ref(&switch));
    done("Changeover to B", "Running");
    // The picture has come with the words.
    let window = await_window(&desktop, "the window for codes", Window::is_scan_window).rect;
    let result = Rect::new(window.x, window.y + 95, window.width, window.height - 95);
    let at_once = desktop.part(result).unwrap();
    // Time for whatever comes late.
    thread::sleep(Duration::from_millis(500));
    assert_eq!(desktop.part(result).unwrap(), at_once);
    // By one part of a GS1 code, whose parts an FNC1 parts.
    scan(&desktop, "]C110LOT-7\u{1d}0104006381333931", "Return");
    await_operations(&desktop, &manager, std::slice::from_ref(&stop));
    done("Stop B", "Stopped");
    // With a symbology identifier between STX and ETX.
    scan(&desktop, "\u{2}]E04006381333931\u{3}", "Tab");
    await_operations(&desktop, &manager, &[switch]);
    done("Changeover to B", "Running");
    desktop.keep("scan-as-sent").unwrap();

    // A line feed behind Enter does not send an unknown code twice.
    scan(&desktop, "4711", "Return");
    let unknown = "No action here has the code 4711.";
    await_said(&desktop, &[prompt, "Unknown code", unknown]);
    desktop.key("ctrl+j").unwrap();
    scan(&desktop, "]d20104006381333931\u{1d}", "ctrl+j");
    await_operations(&desktop, &manager, &[stop]);
    done("Stop B", "Stopped");
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_scanned_code_that_stops_something_waits_for_a_yes_and_read_twice_is_a_no() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(2), Status::Running).unwrap();
    let configuration = format!(
        "confirm = \"risky\"\n{}",
        configuration(&manager, "MediaPlay")
    );
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    desktop.key("MediaPlay").unwrap();
    let prompt = "Scan a code, or type it and press Enter.";
    await_said(&desktop, &[prompt, "Ready to scan"]);

    // The question has the keyboard now, and the window says what it waits for.
    let elsewhere = "Codes go to another window now: click here before you scan.";
    let asked = "Waiting for your answer: Stop Test Project 2?";
    scan(&desktop, "STOP-B", "Return");
    await_said(&desktop, &[elsewhere, "Stop B", asked]);
    desktop.keep("scan-asked").unwrap();
    // So a code that is read twice goes to the question, whose safe button has the Enter.
    scan(&desktop, "STOP-B", "Return");
    let not_done = "Not done. Test Project 2 — Running";
    await_said(&desktop, &[prompt, "Stop B", not_done]);
    desktop.keep("scan-not-done").unwrap();
    assert_eq!(manager.operations(), [""; 0]);

    scan(&desktop, "STOP-B", "Return");
    await_said(&desktop, &[elsewhere, "Stop B", asked]);
    desktop.key("Tab").unwrap();
    desktop.key("Return").unwrap();
    let stop = format!("stop:{} -> done", path(2));
    await_operations(&desktop, &manager, &[stop]);
    await_said(&desktop, &[prompt, "Stop B", "Test Project 2 — Stopped"]);
    tray.exit().unwrap();
}
