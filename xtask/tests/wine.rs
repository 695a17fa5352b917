//! Windows programs on a real desktop, under Wine.

#![cfg(unix)]

use xtask::windows;
use xtask::wine::{Button, DEADLINE, Desktop, Options};

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
