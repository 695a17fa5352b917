//! A configuration that is saved while the tray program runs takes effect by itself, and a broken one
//! changes nothing but says what is wrong.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::path::Path;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::repo;
use xtask::tray::{Tray, windows_path};
use xtask::wine::{Button, DEADLINE, Desktop, Options};

/// As many editors save.
fn save_by_rename(file: &Path, text: &str) {
    let fresh = file.with_extension("new");
    fs::write(&fresh, text).unwrap();
    fs::rename(&fresh, file).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_saved_change_takes_effect_and_a_broken_one_changes_nothing_until_it_is_mended() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let (tray, file) = Tray::configured(&desktop, &manager.configuration(&[1])).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    assert_eq!(desktop.open_tooltip().unwrap(), "1 running");
    desktop.rest().unwrap();

    let both = manager.configuration(&[1, 2]);
    save_by_rename(&file, &both);
    // A menu that is open keeps its structure, so that it is opened anew each time.
    let added = desktop.wait_for("the new project in the menu", DEADLINE, || {
        let menu = desktop.open_menu(Button::Right)?;
        desktop.close_popups()?;
        let mut rows = menu.iter().map(|line| line.row());
        Ok(rows
            .any(|row| row.contains("Test Project 2 — Stopped"))
            .then_some(()))
    });
    added.unwrap();
    desktop.open_menu(Button::Right).unwrap();
    desktop.keep("reload-added").unwrap();
    desktop.close_popups().unwrap();

    let broken = both.replacen("address", "adress", 1);
    let line = broken.lines().position(|line| line.starts_with("adress"));
    let wrong = format!(
        "config.toml, line {}, column 1: unknown key `adress`; did you mean `address`?",
        line.unwrap() + 1
    );
    save_by_rename(&file, &broken);
    tray.await_look("fault", DEADLINE).unwrap();
    desktop.open_menu(Button::Right).unwrap();
    for row in [
        &*wrong,
        "Test Project 1 — Running",
        "Test Project 2 — Stopped",
    ] {
        desktop.await_text(row).unwrap();
    }
    desktop.keep("reload-broken").unwrap();
    desktop.close_popups().unwrap();

    // Written in place, as Notepad does.
    fs::write(&file, &both).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    let menu = desktop.open_menu(Button::Right).unwrap();
    let rows = menu.iter().map(|line| line.row());
    let told: Vec<String> = rows.filter(|row| row.contains("onfig")).collect();
    assert_eq!(told, ["Open configuration"]);
    desktop.keep("reload-mended").unwrap();
    desktop.close_popups().unwrap();
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_watched_folder_can_be_renamed_and_is_noticed_when_it_is_there_again() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let folder = repo::target().join("wine/comes-and-goes");
    let away = folder.with_extension("away");
    for folder in [&folder, &away] {
        fs::remove_dir_all(folder).ok();
    }
    let file = folder.join("config.toml");
    let save = || {
        fs::create_dir(&folder).unwrap();
        fs::write(&file, manager.configuration(&[1])).unwrap();
    };
    save();
    let tray = Tray::with_file(&desktop, &file).unwrap();
    tray.await_look("running", DEADLINE).unwrap();

    let folder = windows_path(&folder);
    command(&desktop, &["ren", &folder, "comes-and-goes.away"]);
    tray.await_look("nothing", DEADLINE).unwrap();
    save();
    tray.await_look("running", DEADLINE).unwrap();
    assert!(away.exists());
    tray.exit().unwrap();
}

/// Has Windows' own shell do something.
fn command(desktop: &Desktop, arguments: &[&str]) {
    let shell = desktop.drive_c().join("windows/system32/cmd.exe");
    let arguments = [&["/c"], arguments].concat();
    let mut shell = desktop.run(&shell, &arguments, &[]).unwrap();
    assert!(shell.wait(DEADLINE).unwrap().success());
}
