//! What goes with the installer, and what is written about it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use expect_test::expect_file;

use super::{made, small};
use crate::dist::facts::Facts;
use crate::dist::patch::PROPERTIES;
use crate::dist::{Options, deployment, version, winget, write};
use crate::repo;

/// Facts that do not change with the code.
fn facts(address: Option<&str>) -> Facts {
    Facts {
        file: "pekat-tray-1.2.3-x64.msi".to_owned(),
        size: 1_900_000,
        sha256: "0f".repeat(32),
        name: "PEKAT Tray".to_owned(),
        manufacturer: "The PEKAT Tray developers".to_owned(),
        version: "1.2.3".to_owned(),
        product_code: "{11111111-2222-5333-8444-555555555555}".to_owned(),
        upgrade_code: "{7E0C5B0A-3C5B-4C0E-9D4B-5A1F0B2E6C71}".to_owned(),
        address: address.map(str::to_owned),
        installed: 5_000_000,
    }
}

#[test]
fn the_manifests_and_the_note_say_what_the_installer_is() {
    let facts = facts(Some("https://example.com/pekat-tray"));
    let mut text = String::new();
    for (name, manifest) in winget::manifests(&facts) {
        writeln!(text, "## {name}\n{manifest}").unwrap();
    }
    expect_file!["winget.txt"].assert_eq(&text);
    expect_file!["deployment.md"].assert_eq(&deployment::note(&facts));
}

#[test]
fn without_a_page_the_manifest_invents_no_address() {
    let [_, (_, installer), (_, locale)] = winget::manifests(&facts(None));
    assert!(installer.contains("  InstallerUrl: # "), "{installer}");
    assert!(!locale.contains("Url"), "{locale}");
}

#[test]
fn all_that_is_given_to_people_is_there_with_its_digests() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default();
    let made = write(&small(), &options, folder.path()).unwrap();
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    let this = env!("CARGO_PKG_VERSION");
    assert_eq!(
        names,
        [
            "SHA256SUMS".to_owned(),
            "deployment.md".to_owned(),
            "licences.txt".to_owned(),
            format!("pekat-tray-{this}-x64-portable.zip"),
            format!("pekat-tray-{this}-x64.msi"),
            format!("pekat-tray-{this}.cdx.json"),
            "winget".to_owned(),
        ]
    );

    // What is written about the installer is true of it.
    let msi = fs::read(&made.msi).unwrap();
    let file = format!("pekat-tray-{this}-x64.msi");
    let facts = Facts::read(&file, &msi).unwrap();
    assert_eq!(
        (facts.size, facts.installed),
        (
            msi.len(),
            small().files.values().map(|it| it.len() as i64).sum()
        )
    );
    let note = fs::read_to_string(&made.deployment).unwrap();
    assert_eq!(note, deployment::note(&facts));
    let sums = fs::read_to_string(&made.sums).unwrap();
    assert!(sums.contains(&format!("{}  {file}\n", facts.sha256)));
    assert_eq!(sums.lines().count(), 8);
    if cfg!(unix) {
        let mut check = std::process::Command::new("sha256sum");
        let check = check.args(["-c", "--strict", "--quiet", "SHA256SUMS"]);
        assert!(check.current_dir(folder.path()).status().unwrap().success());
    }

    let zip = fs::File::open(&made.zip).unwrap();
    let mut zip = zip::ZipArchive::new(zip).unwrap();
    let names: Vec<_> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(
        names,
        [
            "LICENSE-APACHE.txt",
            "LICENSE-MIT.txt",
            "README.txt",
            "licences.txt",
            "pekat-tray.exe",
            "pekat_tray_core.dll",
            "pekatctl.exe",
        ]
        .map(|name| format!("pekat-tray-{this}/{name}"))
    );
    let mut bytes = Vec::new();
    let mut tray = zip.by_name(&names[4]).unwrap();
    std::io::copy(&mut tray, &mut bytes).unwrap();
    assert_eq!(bytes, version::dummy("pekat-tray.exe"));
}

/// The first column of the tables below a heading of the page for who installs.
fn named(heading: &str) -> BTreeSet<String> {
    let page = fs::read_to_string(repo::root().join("installer/README.md")).unwrap();
    let section = page.split("\n## ").find(|part| part.starts_with(heading));
    let rows = section.unwrap().lines().filter_map(|line| {
        let cell = line.strip_prefix("| `")?;
        Some(cell.split_once("` |")?.0.to_owned())
    });
    rows.collect()
}

#[test]
fn the_page_for_who_installs_names_every_property_and_feature_and_no_other() {
    assert_eq!(named("Properties"), PROPERTIES.map(str::to_owned).into());
    let database = made();
    let features = database.rows("Feature");
    let features = features.map(|row| row.text("Feature").to_owned());
    assert_eq!(named("Features"), features.collect());
}
