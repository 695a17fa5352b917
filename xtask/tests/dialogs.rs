//! Servers and projects that are added and removed by clicks on a real desktop, judged by what the
//! configuration's file holds then.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use pekat_tray::protocol::{ProjectPath, Status};
use pekat_tray::sim::world::{Answer, ProjectSetup, Setup};
use xtask::form::Form;
use xtask::manager::{Manager, path};
use xtask::repo;
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Options};

/// Waits until the file holds this.
fn await_file(desktop: &Desktop, file: &Path, wanted: &str) {
    let mut seen = String::new();
    let found = desktop.wait_for("the configuration", DEADLINE, || {
        seen = fs::read_to_string(file)?;
        Ok((seen == wanted).then_some(()))
    });
    found.unwrap_or_else(|error| panic!("{error}\nwanted:\n{wanted}\nseen:\n{seen}"));
}

/// Opens what adds and removes, and clicks a row there.
fn choose(desktop: &Desktop, row: &str) {
    desktop.open_menu(Button::Left).unwrap();
    desktop.open_submenu("Add or remove").unwrap();
    desktop.click_text(row).unwrap();
}

fn keep(desktop: &Desktop, name: &str) {
    desktop.keep(&format!("dialog-{name}")).unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_server_and_a_project_are_added_by_typing_and_what_is_wrong_is_said_before_it_is_saved() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let mut manager = Manager::sample().unwrap();
    manager.set(&path(2), Status::Running).unwrap();
    let original = "# Mine.\npoll_interval = \"300ms\"\n\n[[server]]\nname = \"Line 9\" # down\naddress = \"127.0.0.1:9\"\n";
    let (tray, file) = Tray::configured(&desktop, original).unwrap();
    tray.await_look("nothing", DEADLINE).unwrap();

    choose(&desktop, "Add server…");
    let form = Form::await_open(&desktop, "Add a server").unwrap();
    keep(&desktop, "add-server");
    // Enter submits; what is missing is said.
    desktop.key("Return").unwrap();
    form.await_note("Enter the address, for example 10.0.0.5:7002.")
        .unwrap();
    keep(&desktop, "add-server-wrong");
    form.fill(0, &manager.address().to_string()).unwrap();
    desktop.key("Tab").unwrap();
    form.type_text("Line 1").unwrap();
    manager.leave();
    desktop.key("Return").unwrap();
    form.press("Add anyway").unwrap();
    form.await_closed().unwrap();
    println!("{}", fs::read_to_string(&file).unwrap());
}
