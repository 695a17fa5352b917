//! The two small programs and the DLL that they start, under Wine.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::path::{Path, PathBuf};

use pekat_tray::view::words::BUILD;
use xtask::wine::{DEADLINE, Desktop, Options};
use xtask::{repo, windows};

/// Copies what is shipped, with programs that are of another version than the DLL.
fn parted(folder: &Path) -> [PathBuf; 2] {
    fs::create_dir_all(folder).unwrap();
    let dll = "pekat_tray_core.dll";
    let tray = windows::built("pekat-tray").unwrap();
    fs::copy(tray.with_file_name(dll), folder.join(dll)).unwrap();
    ["pekat-tray", "pekatctl"].map(|name| {
        let mut program = fs::read(windows::built(name).unwrap()).unwrap();
        let version = format!("{} (", BUILD.split(' ').next().unwrap());
        let at = program
            .windows(version.len())
            .position(|bytes| bytes == version.as_bytes())
            .unwrap();
        program[at] = b'9';
        let copy = folder.join(format!("{name}.exe"));
        fs::write(&copy, program).unwrap();
        copy
    })
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn programs_of_another_version_than_the_dll_say_so_and_end() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let [tray, ctl] = parted(&repo::target().join("wine/parted"));

    let mut ctl = desktop.run(&ctl, &["--version"], &[]).unwrap();
    assert_eq!(ctl.wait(DEADLINE).unwrap().code(), Some(2));
    let said = ctl.output().unwrap();
    assert!(
        said.starts_with("error: pekatctl.exe is of version 9."),
        "{said}"
    );
    assert!(said.ends_with("or copy all of its files.\n"), "{said}");

    let mut tray = desktop.run(&tray, &["--demo"], &[]).unwrap();
    let said = desktop.await_message_box().unwrap().text();
    assert!(
        said.starts_with("pekat-tray.exe is of version 9."),
        "{said}"
    );
    desktop.key("Return").unwrap();
    assert_eq!(tray.wait(DEADLINE).unwrap().code(), Some(2));
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_program_passes_on_what_is_said_and_how_it_ends() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let ctl = windows::built("pekatctl").unwrap();
    let run = |arguments: &[&str]| {
        let mut ctl = desktop.run(&ctl, arguments, &[]).unwrap();
        let code = ctl.wait(DEADLINE).unwrap().code();
        (code, ctl.output().unwrap())
    };
    let (code, said) = run(&["--version"]);
    assert!(said.starts_with("pekatctl "), "{said}");
    assert_eq!(code, Some(0));
    assert_eq!(run(&["frobnicate"]).0, Some(2));
    // Nobody listens there.
    assert_eq!(
        run(&["status", "--server", "127.0.0.1:9", "C:/a"]).0,
        Some(3)
    );
}
