use std::collections::BTreeSet;

use super::*;
use crate::config::read;
use crate::protocol::Operation;
use crate::site::{Keeper, Site, Triggers};

/// A file with a block of each kind, in which this line stands in its section.
fn file(setting: &Setting, value: &str) -> String {
    let required: [(Section, &str, &[&str]); 5] = [
        (Section::File, "", &[]),
        (Section::Timeouts, "[timeouts]", &[]),
        (
            Section::Server,
            "[[server]]",
            &["name = 'L'", "address = 'l'"],
        ),
        (
            Section::Project,
            "[[server.project]]",
            &["name = 'P'", "path = 'C:/P'"],
        ),
        (
            Section::Action,
            "[[action]]",
            &["name = 'A'", "command = 'stop'", "project = 'P'"],
        ),
    ];
    let mut text = String::new();
    for (section, head, lines) in required {
        text += head;
        text.push('\n');
        let key = setting.written();
        if section == setting.section {
            text += &format!("{key} = {value}\n");
        }
        for line in lines {
            if section != setting.section || !line.starts_with(&format!("{key} ")) {
                text += line;
                text.push('\n');
            }
        }
    }
    text
}

fn messages(text: &str) -> Vec<String> {
    let problems = read(text).err().unwrap_or_default();
    problems.into_iter().map(|it| it.message).collect()
}

#[test]
fn no_key_stands_twice_in_a_section_and_no_policy_twice_at_all() {
    let keys: BTreeSet<_> = SETTINGS.iter().map(|it| (it.section, it.key)).collect();
    assert_eq!(keys.len(), SETTINGS.len());
    let names: BTreeSet<_> = policies().map(|it| it.name.to_lowercase()).collect();
    assert_eq!(names.len(), policies().count());
}

#[test]
fn each_policy_is_found_by_its_name_in_any_case_and_is_something_in_the_registry() {
    for known in policies() {
        assert_eq!(policy(&known.name.to_uppercase()), Some(known));
        assert!(known.registry().is_some(), "{}", known.name);
    }
    assert_eq!(policy("Poll"), None);
}

#[test]
fn each_key_is_looked_at_by_the_reader() {
    for setting in SETTINGS {
        // No key is a date.
        let told = messages(&file(setting, "2026-01-01"));
        assert!(!told.is_empty(), "{}", setting.key);
        assert!(!told[0].starts_with("unknown key"), "{told:?}");
    }
}

#[test]
fn each_word_of_the_table_is_accepted_and_no_other_is_named_when_one_is_wrong() {
    for setting in SETTINGS {
        let (words, quoted): (_, fn(&str) -> String) = match setting.kind {
            Kind::Word(words) => (words, |word| format!("'{word}'")),
            Kind::Words(words) => (words, |word| format!("['{word}']")),
            Kind::Version
            | Kind::Time { .. }
            | Kind::Quiet
            | Kind::Folders
            | Kind::Hotkey
            | Kind::Name
            | Kind::Address
            | Kind::Path
            | Kind::Port
            | Kind::Code
            | Kind::Codes
            | Kind::ApplicationIdentifier => continue,
        };
        for word in words {
            let text = file(setting, &quoted(word));
            assert_eq!(messages(&text), [""; 0], "{text}");
        }
        let told = messages(&file(setting, &quoted("x")));
        let (_, known) = told[0].split_once("; use ").unwrap();
        let known = known.trim_end_matches(", or leave it out");
        let known: Vec<_> = known.split(", ").flat_map(|it| it.split(" or ")).collect();
        let mut known: Vec<_> = known.iter().map(|it| it.trim_matches('"')).collect();
        let mut words = words.to_vec();
        known.sort_unstable();
        words.sort_unstable();
        assert_eq!(known, words, "{told:?}");
    }
}

#[test]
fn times_are_taken_up_to_the_ends_of_their_ranges_and_no_further() {
    let mut times = 0;
    for setting in SETTINGS {
        let Some((least, most)) = setting.range() else {
            continue;
        };
        times += 1;
        let told = |time: Duration| {
            // It has a bound of its own that depends on these two.
            let fast = "poll_interval = '200ms'\ntimeouts = { status = '100ms' }\n";
            let time = humantime::format_duration(time);
            let line = format!("{} = '{time}'\n", setting.key);
            messages(&if setting.key == "stale_after" {
                format!("{fast}{line}")
            } else {
                line
            })
        };
        assert_eq!(told(least), [""; 0], "{}", setting.key);
        assert_eq!(told(most), [""; 0], "{}", setting.key);
        let millisecond = Duration::from_millis(1);
        assert_eq!(told(most + millisecond).len(), 1, "{}", setting.key);
        if let Some(less) = least.checked_sub(millisecond) {
            assert_eq!(told(less).len(), 1, "{}", setting.key);
        }
    }
    assert_eq!(times, 8);
}

#[test]
fn the_defaults_of_the_table_are_those_that_hold_without_a_file() {
    let language = Section::File.setting("language").unwrap();
    let plain = read(&file(language, "''").replace("language = ''\n", "")).unwrap();
    assert_eq!((plain.projects().count(), plain.actions().len()), (1, 1));
    for setting in SETTINGS {
        match setting.fallback {
            Fallback::Value(value) => {
                let text = file(setting, value);
                assert_eq!(read(&text), Ok(plain.clone()), "{text}");
            }
            Fallback::Required => {
                let text =
                    file(setting, "''").replace(&format!("{} = ''\n", setting.written()), "");
                let missing = format!("has no `{}`", setting.written());
                assert!(messages(&text)[0].contains(&missing), "{text}");
            }
            Fallback::Words(_) => {}
        }
    }
}

#[test]
fn what_is_managed_is_named_as_the_settings_and_policies_are() {
    let mut site = Site::default();
    let pinned = SETTINGS.iter().filter(|it| it.policy.is_some());
    site.rules.settings = pinned.map(|setting| setting.key).collect();
    site.rules.own_servers = false;
    site.rules.own_actions = false;
    site.rules.own_autostart = false;
    let server = site.add_server("L", "l".parse().unwrap());
    let project = site.add_project(server, "P", "p".parse().unwrap()).unwrap();
    site.add_action("A", Operation::Stop, project, Triggers::default());
    site.keep_server(server, Keeper::Organisation).unwrap();
    site.keep_project(project, Keeper::Organisation).unwrap();
    site.keep_action("A", Keeper::Organisation).unwrap();
    let named = policies().map(|policy| match policy.decides {
        Decides::Setting(setting) => setting.key,
        Decides::Entries(_) | Decides::Permission(_) => policy.name,
    });
    let (mut managed, mut named) = (site.managed(), named.collect::<Vec<_>>());
    managed.sort_unstable();
    named.sort_unstable();
    assert_eq!(managed, named);
}
