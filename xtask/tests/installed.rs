//! The product where it was installed: started at sign-in and from the Start menu, and removed while it
//! runs.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;

use pekat_tray::protocol::Status;
use xtask::installed;
use xtask::manager::{Manager, path};
use xtask::repo;
use xtask::tray::windows_path;
use xtask::wine::{Button, DEADLINE, Desktop, Installer, Options, Snapshot};

/// The class of the program's hidden window.
const WINDOW: &str = "PekatTray";

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

/// Installs it, with the manager in the computer's configuration.
fn install(installer: &Installer<'_>, manager: &Manager, properties: &str) {
    let file = repo::target().join("wine/installer/given.toml");
    fs::write(&file, manager.configuration(&[1])).unwrap();
    let package = windows_path(&installed::packages().unwrap().this.msi);
    let file = windows_path(&file);
    let arguments = format!("/i \"{package}\" CONFIG=\"{file}\" {properties}");
    let run = installer.msiexec(&arguments).unwrap();
    assert_eq!(run.code, 0, "{}", run.log);
}

/// Has Windows' shell open something.
fn open(desktop: &Desktop, file: &str) {
    let start = desktop.drive_c().join("windows/system32/start.exe");
    let mut start = desktop.run(&start, &[file], &[]).unwrap();
    start.wait(DEADLINE).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn it_starts_at_sign_in_and_from_the_start_menu_and_polls() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let installer = Installer::new(&desktop).unwrap();
    install(&installer, &manager, "");
    for signs_in in [true, false] {
        if signs_in {
            // Wine's own start of what is under Run.
            let boot = desktop.drive_c().join("windows/system32/wineboot.exe");
            let mut boot = desktop.run(&boot, &[], &[]).unwrap();
            boot.wait(DEADLINE).unwrap();
        } else {
            open(&desktop, installed::SHORTCUT);
        }
        manager.set(&path(1), Status::Stopped).unwrap();
        installed::await_look(&desktop, "stopped", DEADLINE).unwrap();
        let running = installed::running().unwrap();
        let commands: Vec<_> = running.iter().map(|it| &it.command[..]).collect();
        assert_eq!(commands, [[r"C:\Program Files\PEKAT Tray\pekat-tray.exe"]]);
        manager.set(&path(1), Status::Running).unwrap();
        installed::await_look(&desktop, "running", DEADLINE).unwrap();
        desktop.close(WINDOW).unwrap();
        installed::await_none(&desktop, DEADLINE).unwrap();
        desktop.no_tray_icon().unwrap();
    }
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn with_launch_it_runs_when_the_installation_is_done() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let installer = Installer::new(&desktop).unwrap();
    let log = installed::log(&desktop);
    fs::remove_file(&log).ok();
    install(&installer, &manager, "LAUNCH=1");
    let starts = installed::await_starts(&desktop, 1, DEADLINE).unwrap();
    assert_eq!(
        starts,
        [r"C:\users\root\AppData\Roaming\pekat-tray\config.toml"]
    );
}

const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";

/// Removes it.
fn remove(installer: &Installer<'_>, properties: &str) -> String {
    let code = &installer.listed().unwrap()[0].code;
    let run = installer
        .msiexec(&format!("/x {code} {properties}"))
        .unwrap();
    assert_eq!(run.code, 0, "{}", run.log);
    run.log
}

/// What remains after a removal, without what Wine leaves of every product.
fn remains(before: &Snapshot, installer: &Installer<'_>) -> Vec<String> {
    before.remains(&installer.snapshot().unwrap())
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_removal_ends_the_tray_and_leaves_only_what_is_the_users() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let installer = Installer::new(&desktop).unwrap();
    let log = installed::log(&desktop);
    fs::remove_dir_all(log.parent().unwrap()).ok();
    let before = installer.snapshot().unwrap();
    for (purge, left) in [
        (
            "",
            [
                r"+ C:\users\root\AppData\Local\pekat-tray\pekat-tray.log",
                r"+ C:\users\root\AppData\Local\pekat-tray\pekat-tray.log.lock",
                r"+ C:\users\root\AppData\Roaming\pekat-tray\config.toml",
            ]
            .as_slice(),
        ),
        ("PURGE=1", &[]),
    ] {
        install(&installer, &manager, "REMOVE=Autostart");
        installed::configure(&installer, &manager.configuration(&[2])).unwrap();
        let exe = installer.place().join("pekat-tray.exe");
        let mut tray = desktop.run(&exe, &[], &[]).unwrap();
        installed::await_look(&desktop, "stopped", DEADLINE).unwrap();
        desktop.open_menu(Button::Right).unwrap();
        desktop.click_text("Start with Windows").unwrap();
        desktop
            .wait_for("the value under Run", DEADLINE, || {
                Ok(installer.value(RUN, "PEKAT Tray")?.map(drop))
            })
            .unwrap();
        remove(&installer, purge);
        assert!(tray.wait(DEADLINE).unwrap().success());
        assert_eq!(remains(&before, &installer), left, "{purge}");
    }
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn what_an_administrator_has_changed_stays_unless_all_is_to_go() {
    let desktop = desktop();
    let manager = Manager::sample().unwrap();
    let installer = Installer::new(&desktop).unwrap();
    let before = installer.snapshot().unwrap();
    install(&installer, &manager, "");
    let file = installer.machines_file();
    let changed = format!("# ours\n{}", manager.configuration(&[2]));
    fs::write(&file, &changed).unwrap();
    let told = remove(&installer, "");
    assert!(
        told.contains("it is no longer what the installer wrote"),
        "{told}"
    );
    assert_eq!(
        remains(&before, &installer),
        [r"+ C:\ProgramData\pekat-tray\config.toml"]
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), changed);

    install(&installer, &manager, "");
    fs::write(&file, &changed).unwrap();
    // What is not understood removes nothing.
    let whole = installer.snapshot().unwrap();
    let code = &installer.listed().unwrap()[0].code;
    let run = installer.msiexec(&format!("/x {code} PURGE=yes")).unwrap();
    assert_eq!(run.code, 1603, "{}", run.log);
    assert_eq!(whole.difference(&installer.snapshot().unwrap()), [""; 0]);
    remove(&installer, "PURGE=1");
    assert_eq!(remains(&before, &installer), [""; 0]);
}
