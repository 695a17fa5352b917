//! That `docs/configuration.md` says of each key and each policy what the program does. With
//! `UPDATE_EXPECT=1` its tables are made anew.

#![cfg(test)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use expect_test::expect_file;
use pekat_tray::config::read;
use pekat_tray::config::schema::{
    Fallback, Kind, Policy, Registry, SETTINGS, Section, Setting, Unit, policies,
};
use pekat_tray::site::Hotkey;

const END: &str = "<!-- end -->";

#[test]
fn the_page_on_configuration_says_what_the_program_takes() {
    let page = with(&page(), "<!-- keys: ", &keys());
    let page = with(&page, "<!-- policies: ", &table_of_policies());
    expect_file!["../docs/configuration.md"].assert_eq(&page);
}

#[test]
fn the_examples_on_the_page_are_a_configuration() {
    let page = page();
    let examples = page.split("```toml\n").skip(1);
    let examples = examples.map(|rest| rest.split("```").next().unwrap());
    let site = read(&examples.collect::<String>()).unwrap();
    assert_eq!((site.projects().count(), site.actions().len()), (2, 3));
}

#[test]
fn the_hot_keys_on_the_page_are_those_of_the_program() {
    let page = page();
    let (_, section) = page.split_once("## Hot keys\n").unwrap();
    let (section, _) = section.split_once("## Policies").unwrap();
    let names = |line: &str| {
        let quoted = line.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect::<Vec<_>>()
    };
    let rows = |mark: &'static str| section.lines().filter(move |line| line.ends_with(mark));
    let least = [
        (" two or more |", "Ctrl+Alt+", "Win+"),
        (" one or more |", "Ctrl+", ""),
        (" none needed |", "", "Nix+"),
    ];
    for (mark, enough, too_few) in least {
        for key in rows(mark).flat_map(names) {
            // Windows uses these two with other modifiers.
            if !["Ctrl+Alt+Delete", "Ctrl+Alt+Tab"].contains(&&*format!("{enough}{key}")) {
                let hotkey = format!("{enough}{key}").parse::<Hotkey>();
                assert_eq!(hotkey.map(|it| it.key.to_string()), Ok(key.clone()));
            }
            assert!(
                format!("{too_few}{key}").parse::<Hotkey>().is_err(),
                "{key}"
            );
        }
    }
    let in_use = section
        .lines()
        .filter(|line| line.starts_with("| Windows") || line.starts_with("| programs"));
    for keys in in_use.flat_map(names).filter(|keys| keys.contains('+')) {
        assert!(keys.parse::<Hotkey>().is_err(), "{keys}");
    }
}

fn page() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    fs::read_to_string(page).unwrap()
}

/// The page with something else between a mark and the end after it.
fn with(page: &str, mark: &str, content: &str) -> String {
    let (before, rest) = page.split_once(mark).unwrap();
    let (line, rest) = rest.split_once('\n').unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    format!("{before}{mark}{line}\n{content}\n{END}{after}")
}

fn keys() -> String {
    let mut text = String::new();
    for section in Section::ALL {
        let title = match section {
            Section::File => "At the top".to_owned(),
            Section::Timeouts | Section::Server | Section::Project | Section::Action => {
                format!("`{}`", section.title())
            }
        };
        writeln!(text, "\n### {title}\n").unwrap();
        writeln!(
            text,
            "| key | value | when left out | layers | policy | meaning |"
        )
        .unwrap();
        writeln!(text, "| --- | --- | --- | --- | --- | --- |").unwrap();
        for setting in SETTINGS.iter().filter(|it| it.section == section) {
            let policy = policy_for(setting);
            let layers = match policy {
                Some(_) => "files, policies",
                None => "files",
            };
            writeln!(
                text,
                "| `{}` | {} | {} | {layers} | {} | {} |",
                setting.written(),
                value(setting),
                fallback(setting),
                policy.map_or("–".to_owned(), |name| format!("`{name}`")),
                cell(setting.meaning),
            )
            .unwrap();
        }
    }
    text
}

/// The policy that sets a key, or that adds such blocks with it.
fn policy_for(setting: &Setting) -> Option<&'static str> {
    setting.policy.or(match (setting.section, setting.key) {
        (Section::Server, "name" | "address") => Some("Servers"),
        (Section::Project, "name" | "path") => Some("Projects"),
        (Section::Action, "name" | "command" | "project" | "server") => Some("Actions"),
        (
            Section::File
            | Section::Timeouts
            | Section::Server
            | Section::Project
            | Section::Action,
            _,
        ) => None,
    })
}

fn value(setting: &Setting) -> String {
    if let Some((least, most)) = setting.range() {
        let shown = humantime::format_duration;
        return format!("time, `\"{}\"` to `\"{}\"`", shown(least), shown(most));
    }
    match setting.kind {
        Kind::Version => "whole number".to_owned(),
        Kind::Word(words) => quoted(words),
        Kind::Words(words) => format!("list of {}", quoted(words)),
        Kind::Quiet => {
            "list of `\"22:00-06:00\"`, `\"Mon-Fri 22:00-06:00\"`, `\"Sat,Sun\"`".to_owned()
        }
        Kind::Folders => "list of full paths".to_owned(),
        Kind::Hotkey => "[keys](#hot-keys), as `\"Ctrl+Alt+F9\"`".to_owned(),
        Kind::Name => "text, at most 64 characters".to_owned(),
        Kind::Address => "`\"host\"` or `\"host:port\"`".to_owned(),
        Kind::Path => "full path".to_owned(),
        Kind::Port => "whole number, 1 to 65535".to_owned(),
        Kind::Code => "text, 1 to 64 characters".to_owned(),
        Kind::Codes => "list of texts, each of 1 to 64 characters".to_owned(),
        Kind::ApplicationIdentifier => "2 to 4 digits in quotes, as `\"01\"`".to_owned(),
        Kind::Time { .. } => unreachable!("it has a range"),
    }
}

fn fallback(setting: &Setting) -> String {
    match setting.fallback {
        Fallback::Value(value) => format!("`{value}`"),
        Fallback::Words(words) => words.to_owned(),
        Fallback::Required => "must be there".to_owned(),
    }
}

fn table_of_policies() -> String {
    let mut text =
        String::from("\n| policy | type in the registry | meaning |\n| --- | --- | --- |\n");
    for policy in policies() {
        let Policy { name, meaning, .. } = policy;
        let kind = registry(policy.registry().unwrap());
        writeln!(text, "| `{name}` | {kind} | {} |", cell(meaning)).unwrap();
    }
    text
}

fn registry(kind: Registry) -> String {
    match kind {
        Registry::Number { least, most, unit } => {
            let unit = match unit {
                Unit::Milliseconds => "milliseconds",
                Unit::Seconds => "seconds",
            };
            format!("`REG_DWORD`, {least} to {most} {unit}")
        }
        Registry::Switch => "`REG_DWORD`, 0 or 1".to_owned(),
        Registry::Word(words) => format!("`REG_SZ`, {}", bare(words)),
        Registry::Text => "`REG_SZ`".to_owned(),
        Registry::List([]) => "subkey with `REG_SZ` values, whatever their names".to_owned(),
        Registry::List(words) => {
            format!(
                "subkey with `REG_SZ` values, whatever their names: {}",
                bare(words)
            )
        }
        Registry::Table => "subkey with named `REG_SZ` values".to_owned(),
    }
}

fn quoted(words: &[&str]) -> String {
    let words = words.iter().map(|word| format!("`\"{word}\"`"));
    words.collect::<Vec<_>>().join(", ")
}

fn bare(words: &[&str]) -> String {
    let words = words.iter().map(|word| format!("`{word}`"));
    words.collect::<Vec<_>>().join(", ")
}

/// A bar would begin the next cell, also between backticks.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
