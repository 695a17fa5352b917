//! The tray program among Windows' other affairs: a second start, the end of the session, an installer,
//! what starts at logon, and the record that it keeps.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::path::{Path, PathBuf};

use xtask::manager::{Manager, path};
use xtask::repo;
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Options, Rect};

/// The classes of the program's hidden windows: its own, and that of the icon.
const WINDOW: &str = "PekatTray";
const ICON_WINDOW: &str = "tray_icon_app";

/// Why a session ends, as Windows says it.
const ENDSESSION_CLOSEAPP: u32 = 1;
const ENDSESSION_LOGOFF: u32 = 0x8000_0000;

const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
const RUN_OF_ALL: &str = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run";
const APPROVED: &str =
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const NAME: &str = "PEKAT Tray";

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

/// The log's folder, empty.
fn log_folder(desktop: &Desktop) -> PathBuf {
    let folder = desktop
        .drive_c()
        .join("users/root/AppData/Local/pekat-tray");
    fs::remove_dir_all(&folder).ok();
    folder
}

/// What the log says, without the times.
fn logged(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("pekat-tray.log")).unwrap();
    let lines = text.lines().map(|line| {
        let (time, rest) = line.split_at("2026-03-01 14:03:00.123 +01:00 ".len());
        let digits = time.chars().filter(char::is_ascii_digit).count();
        assert_eq!(digits, 21, "{line}");
        rest.to_owned()
    });
    lines.collect()
}

/// Waits until a menu is open that has this row.
fn await_menu(desktop: &Desktop, row: &str) {
    desktop
        .wait_for("the menu", DEADLINE, || {
            let lines = desktop.menu_lines()?;
            Ok(lines.iter().any(|line| line.text == row).then_some(()))
        })
        .unwrap();
}

fn await_no_menu(desktop: &Desktop) {
    desktop
        .wait_for("a desktop without menus", DEADLINE, || {
            Ok(desktop.menus()?.is_empty().then_some(()))
        })
        .unwrap();
}

/// What Windows' own `reg` says.
fn reg(desktop: &Desktop, arguments: &[&str]) -> String {
    let mut reg = desktop.run(Path::new("reg"), arguments, &[]).unwrap();
    reg.wait(DEADLINE).unwrap();
    reg.output().unwrap()
}

/// What the registry has under a key for the program, the kind of the value in front of it.
fn value(desktop: &Desktop, key: &str) -> Option<String> {
    let told = reg(desktop, &["query", key, "/v", NAME]);
    let line = told.lines().find_map(|line| {
        let rest = line.trim().strip_prefix(NAME)?;
        Some(rest.split_whitespace().collect::<Vec<_>>().join(" "))
    })?;
    Some(line)
}

fn set(desktop: &Desktop, key: &str, kind: &str, value: &str) {
    reg(
        desktop,
        &["add", key, "/v", NAME, "/t", kind, "/d", value, "/f"],
    );
}

fn forget(desktop: &Desktop) {
    for key in [RUN, RUN_OF_ALL, APPROVED] {
        reg(desktop, &["delete", key, "/v", NAME, "/f"]);
    }
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_second_start_shows_the_menu_and_the_end_of_the_session_ends_the_program() {
    let desktop = desktop();
    let folder = log_folder(&desktop);
    forget(&desktop);
    let manager = Manager::sample().unwrap();
    let configuration = manager.configuration(&[1, 2]);
    let (mut tray, file) = Tray::configured(&desktop, &configuration).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    desktop.rest().unwrap();

    let mut second = Tray::with_file(&desktop, &file).unwrap();
    assert!(second.program().wait(DEADLINE).unwrap().success());
    await_menu(&desktop, "Test Project 1 — Stopped");
    desktop.keep("second-start").unwrap();
    // One that comes while it is open changes nothing.
    let mut third = Tray::start(&desktop, &[]).unwrap();
    assert!(third.program().wait(DEADLINE).unwrap().success());
    await_menu(&desktop, "Test Project 1 — Stopped");
    assert_eq!(desktop.message_box().unwrap(), None);
    // A click elsewhere closes it.
    let menu = desktop.menus().unwrap()[0];
    let elsewhere = Rect::new(8, 8, 2, 2);
    assert!(!menu.contains(elsewhere.centre()));
    desktop.click(elsewhere).unwrap();
    await_no_menu(&desktop);

    tray.open("Test Project 1 — Stopped").unwrap();
    desktop.click_text("Start").unwrap();
    tray.await_look("running", DEADLINE).unwrap();

    // An open menu does not hold up the end.
    desktop.open_menu(Button::Left).unwrap();
    let answers = desktop.end_session(WINDOW, ENDSESSION_LOGOFF).unwrap();
    assert_eq!(answers, ["1"]);
    assert!(tray.program().wait(DEADLINE).unwrap().success());
    assert_eq!(desktop.message_box().unwrap(), None);
    desktop.no_tray_icon().unwrap();
    desktop.keep("end-of-session").unwrap();

    let lines = logged(&folder);
    let begin = format!("INFO  PEKAT Tray {} (", env!("CARGO_PKG_VERSION"));
    assert!(lines[0].starts_with(&begin), "{lines:#?}");
    assert!(lines[0].contains(" by root on "), "{lines:#?}");
    let address = manager.address();
    let place = format!("{} at {address}", path(1));
    let wanted = [
        format!("INFO  configuration: {}", xtask::tray::windows_path(&file)),
        "INFO  configuration read: servers 1, projects 2".to_owned(),
        "INFO  starts with Windows: no".to_owned(),
        format!("INFO  “Line 1” at {address}: answers"),
        format!("INFO  operation 1: asked here to start “Test Project 1” on “Line 1” ({place})"),
        "INFO  operation 1: the server agreed".to_owned(),
        "INFO  operation 1: start “Test Project 1” on “Line 1”: now running".to_owned(),
        "WARN  toasts fail here; balloons are shown instead".to_owned(),
        "INFO  ends: the user logs off".to_owned(),
        "INFO  ended".to_owned(),
    ];
    for line in &wanted {
        assert!(lines.contains(line), "{line}\n{lines:#?}");
    }
    assert_eq!(lines.len(), wanted.len() + 1, "{lines:#?}");
    assert_eq!(lines[lines.len() - 2..], wanted[wanted.len() - 2..]);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn an_installer_and_the_task_manager_end_it_whatever_is_open() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let (mut tray, file) = Tray::configured(&desktop, &manager.configuration(&[1])).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    tray.open("Test Project 1 — Stopped").unwrap();
    desktop.click_text("Details…").unwrap();
    desktop.await_message_box().unwrap();
    let answers = desktop.end_session(WINDOW, ENDSESSION_CLOSEAPP).unwrap();
    assert_eq!(answers, ["1"]);
    assert!(tray.program().wait(DEADLINE).unwrap().success());
    desktop.no_tray_icon().unwrap();
    assert_eq!(desktop.message_box().unwrap(), None);

    let mut tray = Tray::with_file(&desktop, &file).unwrap();
    for window in [WINDOW, ICON_WINDOW, WINDOW] {
        tray.await_look("stopped", DEADLINE).unwrap();
        desktop.close(window).unwrap();
        // Whoever starts it while it ends gets one that runs.
        let next = Tray::with_file(&desktop, &file).unwrap();
        assert!(tray.program().wait(DEADLINE).unwrap().success());
        tray = next;
    }
    tray.await_look("stopped", DEADLINE).unwrap();
    assert_eq!(desktop.menus().unwrap(), []);
    assert_eq!(desktop.message_box().unwrap(), None);
    desktop.close(WINDOW).unwrap();
    assert!(tray.program().wait(DEADLINE).unwrap().success());
    desktop.no_tray_icon().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn start_with_windows_shows_what_the_registry_says_and_changes_it() {
    let desktop = desktop();
    forget(&desktop);
    let (tray, file) = Tray::configured(&desktop, "# nothing\n").unwrap();
    tray.await_look("nothing", DEADLINE).unwrap();
    let exe = xtask::windows::built("pekat-tray").unwrap();
    let (exe, file) = (
        xtask::tray::windows_path(&exe),
        xtask::tray::windows_path(&file),
    );
    let command = format!("REG_SZ \"{exe}\" --config \"{file}\"");
    let click = |row: &str| {
        desktop.open_menu(Button::Left).unwrap();
        desktop.click_text(row).unwrap();
    };
    let await_value = |key: &str, wanted: Option<&str>| {
        desktop
            .wait_for("the registry", DEADLINE, || {
                Ok((value(&desktop, key).as_deref() == wanted).then_some(()))
            })
            .unwrap();
    };

    click("Start with Windows");
    await_value(RUN, Some(&command));
    desktop.open_menu(Button::Left).unwrap();
    desktop.keep("start-with-windows").unwrap();
    desktop.close_popups().unwrap();

    // Turned off in the Task Manager, while the program runs.
    set(&desktop, APPROVED, "REG_BINARY", "030000000102030405060708");
    tray.await_row("Start with Windows (turned off in Task Manager)")
        .unwrap();
    assert_eq!(value(&desktop, RUN), Some(command.clone()));
    click("Start with Windows (turned off in Task Manager)");
    await_value(APPROVED, None);
    assert_eq!(value(&desktop, RUN), Some(command));
    click("Start with Windows");
    await_value(RUN, None);

    // What is for all users is told, and left as it is.
    let of_all = format!("\"{exe}\"");
    set(&desktop, RUN_OF_ALL, "REG_SZ", &of_all);
    tray.await_row("Start with Windows (set for all users)")
        .unwrap();
    click("Start with Windows (set for all users)");
    desktop
        .await_balloon_saying(
            "Starts with Windows for all users Turn PEKAT Tray off for yourself in Task Manager, under \
             “Startup apps”, or ask your administrator.",
        )
        .unwrap();
    assert_eq!(value(&desktop, RUN), None);
    assert!(value(&desktop, RUN_OF_ALL).is_some());
    forget(&desktop);
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn about_says_what_it_is_and_opens_the_licences_and_the_log() {
    let desktop = desktop();
    let folder = log_folder(&desktop);
    let (mut tray, _) = Tray::configured(&desktop, "# nothing\n").unwrap();
    tray.await_look("nothing", DEADLINE).unwrap();
    let about = format!("About PEKAT Tray {}", env!("CARGO_PKG_VERSION"));
    desktop.open_menu(Button::Left).unwrap();
    desktop.click_text(&about).unwrap();
    let told = desktop.await_message_box().unwrap();
    assert_eq!(told.title, "PEKAT Tray");
    let text = told.text().replace('\n', " ");
    assert!(
        text.contains("not made or endorsed by the vendor"),
        "{text}"
    );
    desktop.keep("about").unwrap();
    desktop.click_text("Licences…").unwrap();
    await_window(&desktop, "licences.txt");
    await_ink(&desktop, Rect::new(10, 48, 300, 16));
    desktop.keep("licences").unwrap();
    desktop.close("Notepad").unwrap();
    desktop.click_text("Log…").unwrap();
    await_window(&desktop, "pekat-tray.log");
    await_ink(&desktop, Rect::new(10, 48, 300, 16));
    let licences = fs::read_to_string(folder.join("licences.txt")).unwrap();
    let committed = fs::read_to_string(repo::root().join("assets/licences.txt")).unwrap();
    assert_eq!(licences.replace("\r\n", "\n"), committed);
    desktop.keep("log").unwrap();
    desktop.close("Notepad").unwrap();
    // An open dialog does not hold up the end.
    desktop.close(WINDOW).unwrap();
    assert!(tray.program().wait(DEADLINE).unwrap().success());
    desktop.no_tray_icon().unwrap();
    assert_eq!(desktop.message_box().unwrap(), None);
}

/// Waits until something is drawn in a part of the screen.
fn await_ink(desktop: &Desktop, part: Rect) {
    desktop
        .wait_for("text in Notepad", DEADLINE, || {
            let image = desktop.part(part)?;
            let paper = image.pixel(0, 0);
            let mut pixels = (0..part.width).flat_map(|x| (0..part.height).map(move |y| (x, y)));
            Ok(pixels
                .any(|(x, y)| image.pixel(x, y) != paper)
                .then_some(()))
        })
        .unwrap();
}

/// Waits until a window has this in its title.
fn await_window(desktop: &Desktop, title: &str) {
    desktop
        .wait_for(title, DEADLINE, || {
            let windows = desktop.windows()?;
            let mut titles = windows.iter().map(|window| &window.title);
            Ok(titles.any(|shown| shown.contains(title)).then_some(()))
        })
        .unwrap();
}
