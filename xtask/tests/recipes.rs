//! The batch recipe of the documentation, run as it is written by the shell of Windows.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::path::Path;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::tray::windows_path;
use xtask::wine::{DEADLINE, Desktop, Options};
use xtask::{repo, windows};

/// Returns the indented block that follows these words in a page of the documentation.
fn recipe(page: &str, words: &str) -> String {
    let text = fs::read_to_string(repo::root().join("docs").join(page)).unwrap();
    let (_, rest) = text.split_once(words).unwrap();
    let lines = rest.lines().skip_while(|line| line.trim().is_empty());
    let lines = lines.map_while(|line| line.strip_prefix("    "));
    lines.map(|line| format!("{line}\r\n")).collect()
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_batch_recipe_tells_the_exit_codes_apart() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let address = manager.address().to_string();
    let folder = repo::target().join("wine/recipes");
    fs::create_dir_all(&folder).unwrap();
    let script = folder.join("switch.cmd");
    let batch = recipe("pekatctl.md", "In a batch file:\n");
    fs::write(&script, format!("@echo off\r\n{batch}")).unwrap();
    let exe = windows::built("pekatctl").unwrap();
    let programs = windows_path(exe.parent().unwrap());
    let config = folder.join("config.toml");
    let run = |address: &str, to: &str, guard: &str, more: &str| {
        let text = format!(
            "{more}\n[[server]]\nname = 'Line 1'\naddress = '{address}'\n\
             [[server.project]]\nname = 'Product A'\npath = '{}'\n{guard}\n\
             [[server.project]]\nname = 'Product B'\npath = '{to}'\n",
            path(1)
        );
        fs::write(&config, text).unwrap();
        let environment = [
            ("WINEPATH", programs.as_str()),
            ("PEKAT_TRAY_CONFIG", &windows_path(&config)),
        ];
        let arguments = ["/c", &windows_path(&script)];
        let shell = Path::new("cmd.exe");
        let mut program = desktop.run(shell, &arguments, &environment).unwrap();
        program.wait(DEADLINE).unwrap();
        let output = program.output().unwrap();
        output.lines().last().unwrap_or_default().trim().to_owned()
    };
    let nowhere = "127.0.0.1:1";
    let protected = "allow = ['start']";
    let found = [
        run(&address, &path(2), protected, ""),
        run(nowhere, &path(2), "", "timeouts.action = '1s'"),
        run(&address, &path(2), "", "nonsense = 1"),
        run(&address, r"C:\none", "", ""),
        run(&address, &path(2), "", ""),
    ];
    let expected = [
        "This is not allowed here",
        "Line 1 gives no answer",
        "The command or the configuration is wrong",
        "Line 1 has refused",
        "Switched to Product B. It is running on Line 1 now.",
    ];
    assert_eq!(found, expected);
    let sent = format!("switch:{} -> success", path(2));
    assert_eq!(manager.operations(), [sent]);
}
