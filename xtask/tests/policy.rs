//! What the organisation has set in the registry counts more than what a user has written, and takes
//! effect while the tray program runs.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::path::Path;

use xtask::manager::{Manager, path};
use xtask::tray::{Tray, windows_path};
use xtask::windows;
use xtask::wine::{Button, DEADLINE, Desktop, Options};

const POLICIES: &str = r"HKLM\SOFTWARE\Policies\PekatTray";
const POLICIES_OF_USER: &str = r"HKCU\SOFTWARE\Policies\PekatTray";

/// The registry without policies, at the beginning and at the end.
struct Policies<'a>(&'a Desktop);

impl<'a> Policies<'a> {
    fn none(desktop: &'a Desktop) -> Self {
        let policies = Policies(desktop);
        policies.clear();
        policies
    }

    fn clear(&self) {
        for key in [POLICIES, POLICIES_OF_USER] {
            self.reg(&["delete", key, "/f"]);
        }
    }

    /// Has Windows' own `reg` do something.
    fn reg(&self, arguments: &[&str]) {
        let reg = self.0.drive_c().join("windows/system32/reg.exe");
        let mut reg = self.0.run(&reg, arguments, &[]).unwrap();
        reg.wait(DEADLINE).unwrap();
    }

    fn set(&self, key: &str, name: &str, kind: &str, data: &str) {
        self.reg(&["add", key, "/v", name, "/t", kind, "/d", data, "/f"]);
    }

    fn forget(&self, key: &str, name: &str) {
        self.reg(&["delete", key, "/v", name, "/f"]);
    }
}

impl Drop for Policies<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}

/// The rows of the menu, which is closed again.
fn menu(desktop: &Desktop) -> anyhow::Result<Vec<String>> {
    let lines = desktop.open_menu(Button::Right)?;
    desktop.close_popups()?;
    Ok(lines.iter().map(|line| line.row()).collect())
}

/// The first rows behind a row of the menu, which is closed again.
fn behind(tray: &Tray<'_>, desktop: &Desktop, row: &str) -> anyhow::Result<[String; 3]> {
    let lines = tray.open(row)?;
    desktop.close_popups()?;
    let mut rows = lines.iter().map(|line| line.row());
    Ok(std::array::from_fn(|_| rows.next().unwrap_or_default()))
}

/// Opens the menu, which keeps its structure while it is open, until it has a row or has it no more.
fn await_row(desktop: &Desktop, row: &str, wanted: bool) {
    let what = format!("a menu where “{row}” is there: {wanted}");
    let seen = desktop.wait_for(&what, DEADLINE, || {
        let there = menu(desktop)?.iter().any(|line| line.contains(row));
        Ok((there == wanted).then_some(()))
    });
    seen.unwrap();
}

fn await_behind(tray: &Tray<'_>, desktop: &Desktop, row: &str, wanted: [&str; 3]) {
    let what = format!("{wanted:?} behind “{row}”");
    let seen = desktop.wait_for(&what, DEADLINE, || {
        Ok((behind(tray, desktop, row)? == wanted).then_some(()))
    });
    seen.unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_policy_pins_a_value_adds_a_server_and_takes_effect_while_it_runs() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let policies = Policies::none(&desktop);
    let log = desktop
        .drive_c()
        .join("users/root/AppData/Local/pekat-tray/pekat-tray.log");
    fs::remove_file(&log).ok();
    let (own, ours) = (Manager::sample().unwrap(), Manager::sample().unwrap());

    policies.set(POLICIES, "Role", "REG_SZ", "viewer");
    policies.set(POLICIES, "Confirm", "REG_DWORD", "1");
    let servers = format!(r"{POLICIES}\Servers");
    let address = ours.address().to_string();
    policies.set(&servers, "Line 9", "REG_SZ", &address);
    let projects = format!(r"{POLICIES}\Projects");
    policies.set(&projects, "Line 9/Product X", "REG_SZ", &path(2));

    // What the user has written is overruled.
    let written = format!("role = \"operator\"\n{}", own.configuration(&[1]));
    let (tray, file) = Tray::configured(&desktop, &written).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    await_row(&desktop, "Product X — Stopped", true);
    await_row(&desktop, "Test Project 1 — Stopped", true);
    await_row(&desktop, "Managed by your organisation", true);
    desktop.open_menu(Button::Right).unwrap();
    desktop.keep("policy-menu").unwrap();
    desktop.close_popups().unwrap();
    let watched = behind(&tray, &desktop, "Test Project 1 — Stopped").unwrap();
    let operations = ["Start", "(Start)", "Stop", "(Stop)", "Switch to this"];
    assert!(
        !watched.iter().any(|row| operations.contains(&&**row)),
        "{watched:?}"
    );
    let told = fs::read_to_string(&log).unwrap();
    let ignored: Vec<&str> = told
        .lines()
        .filter_map(|line| line.split_once("policy ignored: "))
        .map(|(_, what)| what)
        .collect();
    let [ignored] = ignored[..] else {
        panic!("{told}");
    };
    assert!(ignored.contains("Confirm"), "{ignored}");

    let origins = origins(&desktop, &file);
    let roles = origins.lines().filter(|line| line.starts_with("role"));
    let roles: Vec<_> = roles.filter_map(|line| line.split_once("  # ")).collect();
    let [(value, origin)] = roles[..] else {
        panic!("{origins}");
    };
    let expected = format!("machine policy, {POLICIES}\\Role");
    assert_eq!(
        (value.trim_end(), origin),
        ("role = \"viewer\"", &*expected)
    );

    policies.forget(POLICIES, "Role");
    let all = ["Start", "(Stop)", "Switch to this"];
    await_behind(&tray, &desktop, "Test Project 1 — Stopped", all);
    policies.set(POLICIES_OF_USER, "Role", "REG_SZ", "viewer");
    await_behind(
        &tray,
        &desktop,
        "Test Project 1 — Stopped",
        watched.each_ref().map(|row| &**row),
    );
    policies.clear();
    await_row(&desktop, "Product X", false);
    await_row(&desktop, "Managed by your organisation", false);
    await_behind(&tray, &desktop, "Test Project 1 — Stopped", all);
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    tray.exit().unwrap();
}

/// What `pekatctl` says of where everything comes from.
fn origins(desktop: &Desktop, file: &Path) -> String {
    let file = windows_path(file);
    let arguments = ["config", "show", "--origin", "--config", &file];
    let pekatctl = windows::built("pekatctl").unwrap();
    let mut pekatctl = desktop.run(&pekatctl, &arguments, &[]).unwrap();
    assert!(pekatctl.wait(DEADLINE).unwrap().success());
    pekatctl.output().unwrap()
}
