//! The PowerShell recipe of the documentation, run as it is written by Windows PowerShell 5.1. It decodes
//! the output of programs with the code page of the console.
#![cfg(all(test, windows))]

use std::fs;
use std::process::Command;

use pekat_tray::sim::world::World;
use pekat_tray::sim::{Sim, file};
use tokio::runtime::Builder;

const NAME: &str = "Příprava 1";
const PATH: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";

#[test]
fn the_powershell_recipe_reads_names_of_every_language() {
    let page = include_str!("../docs/pekatctl.md");
    let (_, rest) = page.split_once("In PowerShell:\n\n    ").unwrap();
    let recipe = rest.lines().next().unwrap();

    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    let setup = file::sample().unwrap();
    let sim = runtime.block_on(async { Sim::start(World::new(setup), |_| {}) });
    let listening = tokio::net::TcpListener::bind("127.0.0.1:0");
    let listener = runtime.block_on(listening).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move { sim.listen(listener).await });

    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.toml");
    let text = format!(
        "[[server]]\nname = 'L'\naddress = '{address}'\n\
         [[server.project]]\nname = '{NAME}'\npath = '{PATH}'\n"
    );
    fs::write(&config, text).unwrap();
    let programs = std::path::Path::new(env!("CARGO_BIN_EXE_pekatctl"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{};{path}", programs.parent().unwrap().display());
    // Its own output goes through the code page as well, so it prints numbers.
    let script = format!("{recipe}\n[int[]][char[]]$stopped.project -join ' '");
    let output = Command::new("powershell.exe")
        .args(["-NoProfile", "-NonInteractive", "-Command", &script])
        .env("PATH", path)
        .env("PEKAT_TRAY_CONFIG", &config)
        .output()
        .unwrap();
    let numbers: Vec<String> = NAME.chars().map(|c| u32::from(c).to_string()).collect();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(stdout.trim(), numbers.join(" "), "{output:?}");
}
