//! The licences of everything that is linked into the Windows programs, gathered from the packages
//! themselves into `assets/licences.txt`, which the programs carry with them.
//!
//! Of a package that may be used under the MIT licence or another one the MIT licence is taken, so that
//! most of them share one text; of the others all licence texts are.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{repo, windows};

/// Where the result is.
const FILE: &str = "assets/licences.txt";

/// By which a text is known to be the MIT licence, whoever holds the copyright.
const MIT: &str = "Permission is hereby granted, free of charge,";

/// What stands at the file's top.
const HEAD: &str = "\
PEKAT Tray is free software, under the MIT licence or the Apache Licence 2.0, as you choose.
Its Windows programs contain the work of others, listed here with its licences.
";

/// What no package says of itself.
const RUNTIMES: &str = "\
Rust's standard library (MIT OR Apache-2.0)
    Copyright (c) The Rust Project Contributors
The start-up code and libraries of mingw-w64 (ZPL-2.1 and others) and of GCC (GPL-3.0 with the GCC
Runtime Library Exception), as far as the compiler puts them into a program
";

/// A package that is linked in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// As an SPDX expression.
    pub(crate) licence: String,
}

/// A licence text without the lines that name the copyright's holders.
#[derive(Debug, Default)]
struct Text {
    body: String,
    packages: Vec<String>,
}

/// Writes the file.
///
/// # Errors
/// When cargo fails, or a package has no licence.
pub fn make() -> Result<()> {
    let path = repo::root().join(FILE);
    fs::write(&path, text()?).with_context(|| format!("writing {}", path.display()))
}

/// Checks that the file is what the packages give.
///
/// # Errors
/// When it is not.
pub fn check() -> Result<()> {
    let there = fs::read_to_string(repo::root().join(FILE)).unwrap_or_default();
    ensure!(
        there.replace("\r\n", "\n") == text()?,
        "{FILE} is not what the packages give; run `cargo xtask licences` and commit the result"
    );
    Ok(())
}

fn text() -> Result<String> {
    let folders = folders()?;
    let mut list = String::new();
    let mut texts: BTreeMap<String, Text> = BTreeMap::new();
    let packages = packages()?;
    let mut without = Vec::new();
    for package in &packages {
        let Package {
            name,
            version,
            licence,
        } = package;
        let folder = folders.get(&(name.clone(), version.clone()));
        let folder = folder.with_context(|| format!("{name} {version} is nowhere"))?;
        writeln!(list, "{name} {version} ({licence})")?;
        for text in chosen(licence, licences(folder)?) {
            let (holders, body) = parted(&text);
            for holder in holders {
                writeln!(list, "    {holder}")?;
            }
            let words: Vec<&str> = body.split_whitespace().collect();
            let known = texts.entry(words.join(" ")).or_default();
            if known.packages.is_empty() {
                known.body = body;
            }
            if !known.packages.contains(name) {
                known.packages.push(name.clone());
            }
        }
        let own = texts.values().any(|text| text.packages.contains(name));
        if !own && !has_mit(licence) {
            without.push(package.clone());
        }
    }
    for package in without {
        borrow(&mut texts, &package, &packages)?;
    }
    let mut all = format!("{HEAD}\n{list}{RUNTIMES}");
    let mut texts: Vec<Text> = texts.into_values().collect();
    // The most common first.
    texts.sort_by_key(|text| std::cmp::Reverse(text.packages.len()));
    for Text { body, packages } in texts {
        let rule = "-".repeat(78);
        writeln!(all, "\n{rule}\n{}\n\n{body}", wrapped(&packages))?;
    }
    Ok(all)
}

/// Puts a package that comes without the text of its licence to another one's that has the same
/// licence, and no other.
fn borrow(
    texts: &mut BTreeMap<String, Text>,
    package: &Package,
    packages: &[Package],
) -> Result<()> {
    let Package {
        name,
        version,
        licence,
    } = package;
    let same = |other: &&Package| other.licence == *licence && other.name != *name;
    let same: Vec<&str> = packages.iter().filter(same).map(|it| &*it.name).collect();
    let is_same = |text: &&mut Text| text.packages.iter().any(|name| same.contains(&&**name));
    let text = texts.values_mut().find(is_same);
    let text = text.with_context(|| {
        format!("{name} {version} comes without the text of its licence, {licence}")
    })?;
    text.packages.push(name.clone());
    Ok(())
}

/// Names in lines of a readable length.
fn wrapped(names: &[String]) -> String {
    let mut lines = vec!["For".to_owned()];
    for (number, name) in names.iter().enumerate() {
        let last = number + 1 == names.len();
        let word = format!("{name}{}", if last { ":" } else { "," });
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 78 => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines.join("\n")
}

/// What cargo links into the Windows programs, in order: no macros, no tools of the build.
pub(crate) fn packages() -> Result<Vec<Package>> {
    let told = cargo(&[
        "tree",
        "--locked",
        "--package",
        "pekat-tray",
        "--package",
        "pekat-tray-core",
        "--package",
        "pekat-tray-installer-actions",
        "--package",
        "pekat-tray-launcher",
        "--edges",
        "normal,no-proc-macro",
        "--target",
        windows::TARGET,
        "--prefix",
        "none",
        "--format",
        "{p}|{l}",
    ])?;
    let mut packages = Vec::new();
    // An empty line stands between two of ours.
    for line in told.lines().filter(|line| !line.is_empty()) {
        let package = package(line).with_context(|| format!("cargo says {line:?}"))?;
        if !package.name.starts_with("pekat-tray") {
            packages.push(package);
        }
    }
    packages.sort();
    packages.dedup();
    Ok(packages)
}

/// The SHA-256 of each package that comes from a registry, by name and version, as `Cargo.lock` has it.
pub(crate) fn lock() -> Result<BTreeMap<(String, String), String>> {
    let text = fs::read_to_string(repo::root().join("Cargo.lock")).context("reading Cargo.lock")?;
    let value = |block: &str, key: &str| {
        let lines = block.lines();
        let mut values = lines.filter_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        Some(values.next()?.trim_end_matches('"').to_owned())
    };
    let blocks = text.split("[[package]]").skip(1);
    let packages = blocks.filter_map(|block| {
        let key = (value(block, "name")?, value(block, "version")?);
        Some((key, value(block, "checksum")?))
    });
    Ok(packages.collect())
}

/// Reads `name v1.2.3|MIT`, with marks of cargo's behind either.
fn package(line: &str) -> Option<Package> {
    let (package, licence) = line.split_once('|')?;
    let mut words = package.split_whitespace();
    Some(Package {
        name: words.next()?.to_owned(),
        version: words.next()?.strip_prefix('v')?.to_owned(),
        licence: licence.trim_end_matches(" (*)").to_owned(),
    })
}

/// Where the sources of each package are, by name and version.
fn folders() -> Result<BTreeMap<(String, String), PathBuf>> {
    let told = cargo(&[
        "metadata",
        "--locked",
        "--format-version",
        "1",
        "--filter-platform",
        windows::TARGET,
    ])?;
    let told: Value = serde_json::from_str(&told).context("cargo's metadata")?;
    let packages = told["packages"].as_array().context("cargo's metadata")?;
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let folders = packages.iter().map(|package| {
        let manifest = PathBuf::from(text(package, "manifest_path"));
        let folder = manifest.parent().unwrap_or(&manifest).to_path_buf();
        ((text(package, "name"), text(package, "version")), folder)
    });
    Ok(folders.collect())
}

fn cargo(arguments: &[&str]) -> Result<String> {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(repo::root());
    let output = command.output().context("starting cargo")?;
    if !output.status.success() {
        bail!(
            "cargo {} failed:\n{}",
            arguments[0],
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8(output.stdout).context("cargo's answer")
}

/// The licence texts that a package comes with, by their files' names.
fn licences(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_uppercase();
        let kinds = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
        if path.is_file() && kinds.iter().any(|kind| name.starts_with(kind)) {
            let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            let text = String::from_utf8_lossy(&text).replace("\r\n", "\n");
            texts.push((name, text));
        }
    }
    texts.sort();
    Ok(texts)
}

/// Whether a package may be used under the MIT licence alone.
fn has_mit(licence: &str) -> bool {
    !licence.contains(" AND ")
        && licence
            .split([' ', '/', '(', ')'])
            .any(|word| word == "MIT")
}

/// The texts that apply: that of the MIT licence where it may be chosen and comes with the package.
fn chosen(licence: &str, texts: Vec<(String, String)>) -> Vec<String> {
    let is_mit = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").contains(MIT)
    };
    let mit = texts.iter().find(|(_, text)| is_mit(text));
    match mit {
        Some((_, text)) if has_mit(licence) => vec![text.clone()],
        Some(_) | None => {
            // A text that may be chosen instead of another one need not be followed.
            let kept = texts.iter().filter(|(name, _)| !name.contains("GPL"));
            kept.map(|(_, text)| text.clone()).collect()
        }
    }
}

/// Parts the lines that name the copyright's holders from what is the same in many packages. Only those
/// at the top count: longer licences speak of copyright further down.
fn parted(text: &str) -> (Vec<String>, String) {
    const TOP: usize = 12;
    let mut holders = Vec::new();
    let mut body = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        let names_one = number < TOP && line.trim_start().starts_with("Copyright");
        if names_one {
            holders.push(line.trim().to_owned());
        } else {
            body.push(line);
        }
    }
    (holders, body.join("\n").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_list_is_what_the_packages_give() {
        check().unwrap();
    }

    #[test]
    fn a_package_is_read_with_cargos_marks() {
        let expected = Package {
            name: "windows".to_owned(),
            version: "0.62.2+x".to_owned(),
            licence: "MIT OR Apache-2.0".to_owned(),
        };
        let read = package("windows v0.62.2+x (registry)|MIT OR Apache-2.0 (*)");
        assert_eq!(read, Some(expected));
        assert_eq!(package("windows v0.62.2"), None);
    }

    #[test]
    fn the_mit_licence_is_chosen_where_it_may_be() {
        let cases = [
            ("MIT", true),
            ("Unlicense OR MIT", true),
            ("Apache-2.0/MIT", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", false),
            ("Apache-2.0 OR GPL-2.0-only", false),
            ("MIT-0", false),
        ];
        for (licence, expected) in cases {
            assert_eq!(has_mit(licence), expected, "{licence}");
        }
        let mit = format!("MIT License\n\n{}", MIT.replace(", ", ",\n"));
        let texts = || {
            vec![
                ("LICENSE-APACHE".to_owned(), "apache".to_owned()),
                ("LICENSE-GPL".to_owned(), "gpl".to_owned()),
                ("LICENSE-MIT".to_owned(), mit.clone()),
            ]
        };
        assert_eq!(chosen("MIT OR Apache-2.0", texts()).concat(), mit);
        assert_eq!(
            chosen("Apache-2.0 AND MIT", texts()),
            ["apache".to_owned(), mit.clone()]
        );
    }

    #[test]
    fn holders_are_parted_from_what_many_share() {
        let text = "MIT License\n\nCopyright (c) 2020 A\nCopyright B\n\nPermission is";
        let holders = vec!["Copyright (c) 2020 A".to_owned(), "Copyright B".to_owned()];
        assert_eq!(
            parted(text),
            (holders, "MIT License\n\n\nPermission is".to_owned())
        );
    }
}
