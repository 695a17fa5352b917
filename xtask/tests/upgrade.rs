//! One version of the product over another, over itself, and over what somebody has spoilt.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::path::Path;

use xtask::installed::{self, Running};
use xtask::manager::Manager;
use xtask::tray::windows_path;
use xtask::wine::{DEADLINE, Desktop, INSTALLERS_OWN, Installer, Options, Program, Run};

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

fn run(installer: &Installer<'_>, package: &Path, properties: &str) -> Run {
    let arguments = format!("/i \"{}\" {properties}", windows_path(package));
    installer.msiexec(&arguments).unwrap()
}

/// Installs it, which goes well.
fn install(installer: &Installer<'_>, package: &Path, properties: &str) {
    let run = run(installer, package, properties);
    assert_eq!(run.code, 0, "{}", run.log);
}

/// Starts the installed tray.
fn start(desktop: &Desktop, installer: &Installer<'_>, arguments: &[&str]) -> Program {
    let exe = installer.place().join("pekat-tray.exe");
    desktop.run(&exe, arguments, &[]).unwrap()
}

fn versions(installer: &Installer<'_>) -> Vec<String> {
    let listed = installer.listed().unwrap().into_iter();
    listed.map(|it| it.version).collect()
}

/// The installed tray program is the very one of a package.
fn is_tray_of(installer: &Installer<'_>, program: &Path) -> bool {
    fs::read(installer.place().join("pekat-tray.exe")).unwrap() == fs::read(program).unwrap()
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn an_upgrade_ends_the_tray_replaces_it_and_starts_it_again_as_it_was() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let manager = Manager::sample().unwrap();
    let log = installed::log(&desktop);
    fs::remove_file(&log).ok();
    install(&installer, &packages.earlier.msi, "ROLE=viewer");
    assert!(is_tray_of(&installer, &packages.earlier.tray));
    let machines = fs::read(installer.machines_file()).unwrap();
    let configuration = manager.configuration(&[1]);
    let file = installed::configure(&installer, &configuration).unwrap();
    let named = windows_path(&file);
    let mut tray = start(&desktop, &installer, &["--config", &named]);
    installed::await_look(&desktop, "stopped", DEADLINE).unwrap();

    let companion = installer.place().join("pekatctl.exe");
    let mut watching = desktop
        .run(&companion, &["--config", &named, "watch"], &[])
        .unwrap();
    let started = desktop.wait_for("the watching command", DEADLINE, || {
        Ok((!watching.output()?.is_empty()).then_some(()))
    });
    started.unwrap();
    install(&installer, &packages.this.msi, "");
    assert!(tray.wait(DEADLINE).unwrap().success());
    watching.wait(DEADLINE).unwrap();
    let starts = installed::await_starts(&desktop, 2, DEADLINE).unwrap();
    assert_eq!(starts, [&*named, &*named]);
    assert!(is_tray_of(&installer, &packages.this.tray));
    assert_eq!(versions(&installer), [env!("CARGO_PKG_VERSION")]);
    assert_eq!(fs::read_to_string(&file).unwrap(), configuration);
    assert_eq!(fs::read(installer.machines_file()).unwrap(), machines);
    let log = fs::read_to_string(log).unwrap();
    assert_eq!(
        log.matches("an installer replaces files").count(),
        1,
        "{log}"
    );
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn an_upgrade_that_fails_leaves_the_old_version_running_and_listed() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let manager = Manager::sample().unwrap();
    install(&installer, &packages.earlier.msi, "ROLE=viewer");
    installed::configure(&installer, &manager.configuration(&[1])).unwrap();
    let _tray = start(&desktop, &installer, &[]);
    installed::await_look(&desktop, "stopped", DEADLINE).unwrap();
    let running: Vec<Running> = installed::running().unwrap();
    let before = installer.snapshot().unwrap();

    let run = run(&installer, &packages.this.msi, "ROLE=admin");
    assert_eq!(run.code, 1603, "{}", run.log);
    assert_eq!(before.difference(&installer.snapshot().unwrap()), [""; 0]);
    assert_eq!(installed::running().unwrap(), running);
    assert_eq!(versions(&installer), [&*packages.earlier.version]);
    installed::await_look(&desktop, "stopped", DEADLINE).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_downgrade_is_refused_with_a_sentence() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    install(&installer, &packages.this.msi, "");
    let before = installer.snapshot().unwrap();
    let run = run(&installer, &packages.earlier.msi, "");
    assert_eq!(run.code, 1603, "{}", run.log);

    // Wine tells it in a window, but not in the log.
    let arguments = format!("/i \"{}\" /qb", windows_path(&packages.earlier.msi));
    let mut msiexec = installer.start(&arguments).unwrap();
    let told = desktop
        .await_message_box()
        .unwrap()
        .text()
        .replace('\n', " ");
    assert!(told.starts_with("A newer version"), "{told}");
    desktop.key("Return").unwrap();
    msiexec.wait(DEADLINE).unwrap();
    assert_eq!(before.difference(&installer.snapshot().unwrap()), [""; 0]);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn another_build_of_the_same_version_takes_the_place_of_the_first() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    install(&installer, &packages.this.msi, "");
    let first = installer.listed().unwrap();
    install(&installer, &packages.rebuilt.msi, "");
    assert!(is_tray_of(&installer, &packages.rebuilt.tray));
    let second = installer.listed().unwrap();
    assert_eq!(versions(&installer), [env!("CARGO_PKG_VERSION")]);
    assert_ne!(first[0].code, second[0].code);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_same_package_once_more_restores_what_was_deleted_and_what_was_damaged() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    install(&installer, &packages.this.msi, "ROLE=viewer");
    let tray = installer.place().join("pekat-tray.exe");
    let library = installer.place().join("pekat_tray_core.dll");
    // A shortcut has the time of its making in it.
    let seen = || {
        let snapshot = installer.snapshot().unwrap();
        snapshot.without(&[INSTALLERS_OWN, &[installed::SHORTCUT]].concat())
    };
    let whole = seen();
    // Wine's `/fa` does not know packages, nor products; the last is what it stands for. Everybody may repair, and
    // nobody changes the configuration by it.
    for how in ["", "ROLE=operator", "REINSTALL=ALL REINSTALLMODE=a"] {
        fs::remove_file(&tray).unwrap();
        fs::write(&library, "spoilt").unwrap();
        assert_eq!(
            whole.difference(&seen()),
            [
                r"- C:\Program Files\PEKAT Tray\pekat-tray.exe",
                r"~ C:\Program Files\PEKAT Tray\pekat_tray_core.dll"
            ]
        );
        install(&installer, &packages.this.msi, how);
        assert_eq!(whole.difference(&seen()), [""; 0], "{how}");
    }
}
