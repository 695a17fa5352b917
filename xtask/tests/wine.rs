//! Windows programs on a real desktop, under Wine.

#![cfg(unix)]

use std::path::PathBuf;
use std::process::Command;

use xtask::wine::{Button, DEADLINE, Desktop, Line, Options};
use xtask::{repo, windows};

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_bare_tray_programs_menu_opens_and_quits_it() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let mut program = desktop
        .run(&windows::built("bare-tray").unwrap(), &[], &[])
        .unwrap();

    assert_eq!(desktop.open_tooltip().unwrap(), "Bare tray");
    desktop.open_menu(Button::Right).unwrap();
    assert_eq!(desktop.menu_text().unwrap(), "Quit");

    desktop.click_text("Quit").unwrap();
    let status = program.wait(DEADLINE).unwrap();
    assert!(status.success(), "{status}: {}", program.output().unwrap());
    desktop.no_tray_icon().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn every_kind_of_text_is_read_from_the_screen() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let mut program = desktop.run(&specimen(), &[], &[]).unwrap();

    assert_eq!(
        desktop.open_tooltip().unwrap(),
        "2 running, 1 unreachable\nLine 1 – 5 s ago"
    );

    let menu = desktop.open_menu(Button::Right).unwrap();
    assert_eq!(menu[0].text, "Line 1 – running for 5 min");
    assert!(menu[0].is_disabled() && !menu[1].is_disabled());
    assert_eq!(
        texts(&menu)[1..],
        [
            "Stop “Illiil” …",
            "Ctrl+Alt+1",
            "Příliš žluťoučký kůň",
            "Start with Windows",
            "R & D: 192.168.0.1:7002 (100 %)",
            "Packaging · Unreachable",
            "Quit",
        ]
    );
    assert_eq!(bold(&menu), ["Příliš žluťoučký kůň"]);

    let submenu = desktop.open_submenu("Packaging · Unreachable").unwrap();
    assert_eq!(
        texts(&submenu),
        ["Switch to this project", "Copy path C:\\PEKAT\\projects_v3"]
    );
    let selected = desktop.menu_lines().unwrap();
    let selected = selected.iter().find(|line| line.is_selected()).unwrap();
    assert_eq!(selected.text, "Packaging · Unreachable");

    desktop.click_text("Příliš žluťoučký kůň").unwrap();
    let balloon = desktop.await_balloon().unwrap();
    assert_eq!(
        texts(&balloon),
        [
            "Line 1: Port in use",
            "Another program listens on 8000.",
            "It was PEKAT VISION – 2 min ago.",
        ]
    );
    assert_eq!(bold(&balloon), ["Line 1: Port in use"]);
    desktop.close_popups().unwrap();

    desktop.open_menu(Button::Left).unwrap();
    desktop.select("Stop “Illiil” …").unwrap();
    desktop.key("Return").unwrap();
    let question = desktop.await_message_box().unwrap();
    assert_eq!(question.title, "Specimen");
    assert_eq!(
        question.text(),
        "Stop “Line 1”?\nIt has been running for 3 h.\nYes\nNo"
    );
    desktop.close_popups().unwrap();

    desktop.open_menu(Button::Right).unwrap();
    desktop.click_text("Quit").unwrap();
    program.wait(DEADLINE).unwrap();
}

fn texts(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|line| &*line.text).collect()
}

fn bold(lines: &[Line]) -> Vec<&str> {
    lines
        .iter()
        .filter(|line| line.bold)
        .map(|line| &*line.text)
        .collect()
}

/// Compiles the program that shows every kind of text.
#[expect(clippy::unwrap_used, reason = "a helper of tests may fail as they do")]
fn specimen() -> PathBuf {
    let exe = repo::target().join("wine/specimen.exe");
    let compiled = Command::new("x86_64-w64-mingw32-gcc")
        .args(["-Wall", "-Wextra", "-Werror", "-mwindows", "-o"])
        .arg(&exe)
        .arg(repo::root().join("xtask/tests/specimen.c"))
        .status()
        .unwrap();
    assert!(compiled.success());
    exe
}
