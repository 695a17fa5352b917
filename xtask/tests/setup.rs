//! The set-up program: what it asks, page by page, gone through with the keyboard alone.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;

use xtask::dist::trial::Trial;
use xtask::installed;
use xtask::tray::windows_path;
use xtask::wine::{DEADLINE, Desktop, INSTALLERS_OWN, Installer, Options, Program};

/// The class of a page, and of what is shown on top of one.
const PAGE: &str = "MsiDialogCloseClass";

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

/// Starts the set-up program of this version.
fn start(installer: &Installer<'_>, properties: &str) -> Program {
    open(installer, &installed::packages().unwrap().this, properties)
}

fn open(installer: &Installer<'_>, package: &Trial, properties: &str) -> Program {
    let arguments = format!("/i \"{}\" {properties}", windows_path(&package.msi));
    installer.start(&arguments).unwrap()
}

/// Waits for the page that says this, and keeps a picture of it.
fn await_page(desktop: &Desktop, picture: &str, said: &str) {
    let mut seen = Vec::new();
    let shown = desktop.wait_for(said, DEADLINE, || {
        let windows = desktop.windows()?;
        let Some(page) = windows.iter().find(|window| window.class == PAGE) else {
            return Ok(None);
        };
        let lines = desktop.read(page.rect)?;
        seen = lines.into_iter().map(|line| line.text).collect();
        Ok(seen.join(" ").contains(said).then_some(()))
    });
    shown.unwrap_or_else(|error| panic!("{error}; it says {seen:#?}"));
    desktop.keep(&format!("setup-{picture}")).unwrap();
}

/// Presses keys, one after the other.
fn press(desktop: &Desktop, keys: &[&str]) {
    for key in keys {
        desktop.key(key).unwrap();
    }
}

/// Answers pages: waits for each by what it says, and presses its keys.
fn answer(desktop: &Desktop, pages: &[(&str, &str, &[&str])]) {
    for (picture, said, keys) in pages {
        await_page(desktop, picture, said);
        press(desktop, keys);
    }
}

/// Goes through the first pages, up to the one that asks for a server.
fn come_to_the_server(desktop: &Desktop) {
    answer(
        desktop,
        &[
            (
                "welcome",
                "This installs it for all users of this computer.",
                &["Return"],
            ),
            ("licence", "ccept these terms", &["space", "Return"]),
            ("features", "entry and its licences.", &["Return"]),
        ],
    );
    await_page(
        desktop,
        "server",
        "Name and address, such as Line 1=10.0.0.5:7002",
    );
}

/// It ends, with this code.
fn ends(setup: &mut Program, code: u32) {
    setup.wait(DEADLINE).unwrap();
    assert_eq!(setup.output().unwrap().trim(), format!("code {code}"));
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_keyboard_alone_installs_it_with_a_server_that_was_mistyped_first() {
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let log = installed::log(&desktop);
    fs::remove_file(&log).ok();
    let mut setup = start(&installer, "");
    come_to_the_server(&desktop);
    desktop.scan("Line 1=10.0.0.5:0", "Return").unwrap();
    await_page(
        &desktop,
        "server-mistyped",
        "SERVER: \"Line 1\": '0' is not a port; use a number from 1 to 65535, for example 7002",
    );
    assert!(!installer.machines_file().exists());
    press(&desktop, &["Return"]);
    await_page(
        &desktop,
        "server-again",
        "Name and address, such as Line 1=10.0.0.5:7002",
    );
    press(&desktop, &["End", "BackSpace"]);
    desktop.scan("7003", "Return").unwrap();
    answer(
        &desktop,
        &[
            ("ready", "No restart is needed.", &["Return"]),
            ("done", "tart PEKAT Tray now", &["Return"]),
        ],
    );
    ends(&mut setup, 0);
    assert_eq!(
        fs::read_to_string(installer.machines_file()).unwrap(),
        "version = 1\n\n[[server]]\nname = \"Line 1\"\naddress = \"10.0.0.5:7003\"\n"
    );
    installed::await_starts(&desktop, 1, DEADLINE).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn cancelling_asks_and_leaves_nothing() {
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let before = installer.snapshot().unwrap();
    let mut setup = start(&installer, "");
    let welcome = || await_page(&desktop, "welcome", "This installs it for all users");
    let asked = || {
        press(&desktop, &["Escape"]);
        await_page(&desktop, "cancel", "Do you want to cancel the installer?");
    };
    welcome();
    for no in ["Return", "Escape"] {
        asked();
        press(&desktop, &[no]);
        welcome();
    }
    asked();
    press(&desktop, &["alt+y"]);
    answer(
        &desktop,
        &[("cancelled", "You cancelled the installer.", &["Return"])],
    );
    ends(&mut setup, 1602);
    assert_eq!(before.remains(&installer.snapshot().unwrap()), [""; 0]);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn what_is_installed_can_be_changed_repaired_and_removed() {
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let before = installer.snapshot().unwrap();
    // What starts it at sign-in is left behind by Wine's set-up program, though not by its silent removal.
    let parts = "REMOVE=Autostart ROLE=viewer /qn";
    start(&installer, parts).wait(DEADLINE).unwrap();
    let installed = installer.snapshot().unwrap();
    let tray = installer.place().join("pekat-tray.exe");
    fs::remove_file(&tray).unwrap();
    let mut setup = start(&installer, "");
    answer(
        &desktop,
        &[
            ("maintenance", "Choose again what is installed.", &["alt+p"]),
            (
                "repair",
                "Choose Repair to put back what is missing or damaged.",
                &["Return"],
            ),
            ("repaired", "The installer has finished.", &["Return"]),
        ],
    );
    ends(&mut setup, 0);
    let repaired = installer.snapshot().unwrap();
    let own = [INSTALLERS_OWN, &[installed::SHORTCUT]].concat();
    assert_eq!(
        installed.without(&own).difference(&repaired.without(&own)),
        [""; 0]
    );

    let mut setup = start(&installer, "");
    answer(
        &desktop,
        &[
            ("maintenance", "Choose again what is installed.", &["alt+r"]),
            (
                "remove",
                "Users' settings and logs stay, unless you tick this:",
                &["Return"],
            ),
            ("removed", "The installer has finished.", &["Return"]),
        ],
    );
    ends(&mut setup, 0);
    assert_eq!(before.remains(&installer.snapshot().unwrap()), [""; 0]);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_failure_in_the_middle_is_told_and_what_was_done_is_undone() {
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let before = installer.snapshot().unwrap();
    let failing = &installed::packages().unwrap().failing;
    let mut setup = open(&installer, failing, "ROLE=viewer");
    come_to_the_server(&desktop);
    press(&desktop, &["Return"]);
    answer(
        &desktop,
        &[
            ("ready", "No restart is needed.", &["Return"]),
            ("failing", "This package fails on purpose.", &["Return"]),
            ("failed", "What was changed has been undone.", &["Return"]),
        ],
    );
    ends(&mut setup, 1603);
    assert_eq!(before.remains(&installer.snapshot().unwrap()), [""; 0]);
}
