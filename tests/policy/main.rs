//! The policy templates in `installer/policy/`: that they are such as Windows' Group Policy editor
//! takes, complete in each language, and that they and the program name the same policies.

#![cfg(test)]

mod shape;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pekat_tray::config::schema::{Decides, Fallback, Policy, Registry, policies};
use roxmltree::{Document, Node};

const KEY: &str = r"SOFTWARE\Policies\PekatTray";
const NAMESPACE: &str = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions";
const LANGUAGES: [&str; 3] = ["en-US", "de-DE", "cs-CZ"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("installer/policy")
}

fn definitions() -> String {
    fs::read_to_string(folder().join("pekat-tray.admx")).unwrap()
}

fn resources(language: &str) -> String {
    let path = folder().join(language).join("pekat-tray.adml");
    fs::read_to_string(path).unwrap()
}

fn parse(text: &str) -> Document<'_> {
    Document::parse(text).unwrap()
}

fn children<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(Node::is_element)
}

fn named<'a>(document: &'a Document<'a>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    let nodes = document.descendants();
    nodes.filter(move |node| node.has_tag_name((NAMESPACE, tag)))
}

fn attribute<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    let value = node.attribute(name);
    value.unwrap_or_else(|| panic!("{node:?} has no {name}"))
}

#[test]
fn the_templates_are_built_as_the_group_policy_editor_wants_them() {
    let text = definitions();
    let document = parse(&text);
    shape::check(document.root_element());
    let root = document.root_element();
    let version = attribute(root, "revision");
    let wanted = named(&document, "resources").map(|it| attribute(it, "minRequiredRevision"));
    assert_eq!(wanted.collect::<Vec<_>>(), [version]);
    let names = |tag| named(&document, tag).map(|it| attribute(it, "name"));
    let categories: Vec<_> = names("category").collect();
    let supported: Vec<_> = names("definition").collect();
    for policy in named(&document, "policy") {
        assert_eq!(attribute(policy, "class"), "Both");
        assert_eq!(attribute(policy, "key"), KEY);
        for child in children(policy) {
            match child.tag_name().name() {
                "parentCategory" => assert!(categories.contains(&attribute(child, "ref"))),
                "supportedOn" => assert!(supported.contains(&attribute(child, "ref"))),
                _ => {}
            }
        }
    }
    for language in LANGUAGES {
        let text = resources(language);
        let document = parse(&text);
        shape::check(document.root_element());
        let root = document.root_element();
        assert_eq!(attribute(root, "revision"), version, "{language}");
        let long = named(&document, "string").find(|it| it.text().unwrap().len() > 4096);
        assert_eq!(long, None, "{language}");
    }
}

/// What the program makes of a policy, in the template's words.
fn expected(policy: &Policy) -> String {
    let name = policy.name;
    let list = |attributes: &str| format!("list {name} {KEY}\\{name}{attributes}");
    match policy.registry().unwrap() {
        Registry::Switch => format!("{name} 1 0"),
        Registry::Number { least, most, .. } => format!("decimal {name} {name} {least} {most}"),
        Registry::Word(words) => {
            let mut words = words.to_vec();
            words.sort_unstable();
            format!("enum {name} {name} {}", words.join(" "))
        }
        Registry::Text => format!("text {name} {name}"),
        Registry::List(_) => list(" numbered"),
        Registry::Table => list(" named"),
    }
}

/// What the template has of a policy.
fn found(policy: Node<'_, '_>) -> String {
    let get = |node: Node<'_, '_>, name| node.attribute(name).unwrap_or_default().to_owned();
    let of = |tag| {
        policy
            .children()
            .find(|node| node.has_tag_name((NAMESPACE, tag)))
    };
    let Some(elements) = of("elements") else {
        let value = |tag| get(of(tag).unwrap().first_element_child().unwrap(), "value");
        let name = get(policy, "valueName");
        return format!(
            "{name} {} {}",
            value("enabledValue"),
            value("disabledValue")
        );
    };
    let mut all = elements.children().filter(Node::is_element);
    let element = all.next().unwrap();
    assert_eq!(all.next(), None, "{policy:?}");
    let tag = element.tag_name().name();
    let mut said = vec![tag.to_owned(), get(element, "id")];
    match tag {
        "list" => {
            said.push(get(element, "key"));
            let explicit = element.attribute("explicitValue");
            let numbered = element.attribute("valuePrefix");
            said.push(match (explicit, numbered) {
                (Some("true"), None) => "named".to_owned(),
                (None, Some("")) => "numbered".to_owned(),
                other => format!("{other:?}"),
            });
        }
        _ => said.push(get(element, "valueName")),
    }
    said.extend(element.attribute("minValue").map(str::to_owned));
    said.extend(element.attribute("maxValue").map(str::to_owned));
    let words = element.descendants();
    let words = words.filter(|it| it.has_tag_name((NAMESPACE, "string")));
    let mut words: Vec<_> = words.map(|it| it.text().unwrap().to_owned()).collect();
    words.sort_unstable();
    said.extend(words);
    said.join(" ")
}

#[test]
fn templates_and_program_name_the_same_policies_with_the_same_types_ranges_and_words() {
    let program: BTreeSet<_> = policies()
        .map(|it| format!("{}: {}", it.name, expected(&it)))
        .collect();
    let text = definitions();
    let document = parse(&text);
    let nodes: Vec<_> = named(&document, "policy").collect();
    let template: BTreeSet<_> = nodes
        .iter()
        .map(|it| format!("{}: {}", attribute(*it, "name"), found(*it)))
        .collect();
    let only_template: Vec<_> = template.difference(&program).collect();
    let only_program: Vec<_> = program.difference(&template).collect();
    assert_eq!((only_template, only_program), (vec![], vec![]));
    assert_eq!(nodes.len(), program.len(), "one is there twice");
}

/// The ids that the definitions use: `$(string.X)` gives `X`.
fn used(document: &Document<'_>, table: &str) -> BTreeSet<String> {
    let before = format!("$({table}.");
    let attributes = document.descendants().flat_map(|node| node.attributes());
    let ids = attributes.filter_map(|attribute| {
        let id = attribute.value().strip_prefix(&before)?;
        Some(id.strip_suffix(')').unwrap().to_owned())
    });
    ids.collect()
}

#[test]
fn each_language_has_each_text_and_each_presentation_and_no_other() {
    let text = definitions();
    let definitions = parse(&text);
    for language in LANGUAGES {
        let text = resources(language);
        let document = parse(&text);
        for (table, tag) in [("string", "string"), ("presentation", "presentation")] {
            let ids: Vec<_> = named(&document, tag)
                .map(|it| attribute(it, "id").to_owned())
                .collect();
            let distinct: BTreeSet<_> = ids.iter().cloned().collect();
            assert_eq!(distinct, used(&definitions, table), "{language}");
            assert_eq!(
                distinct.len(),
                ids.len(),
                "{language}: an id is there twice"
            );
        }
    }
}

#[test]
fn each_control_is_of_the_kind_of_its_element_and_begins_with_the_default() {
    let text = definitions();
    let definitions = parse(&text);
    let known: BTreeMap<_, _> = policies().map(|it| (it.name, it)).collect();
    for language in LANGUAGES {
        let text = resources(language);
        let document = parse(&text);
        let presentations = named(&document, "presentation");
        let presentations: BTreeMap<_, _> =
            presentations.map(|it| (attribute(it, "id"), it)).collect();
        for policy in named(&definitions, "policy") {
            let name = attribute(policy, "name");
            let Some(id) = policy.attribute("presentation") else {
                assert_eq!(known[name].registry(), Some(Registry::Switch), "{name}");
                continue;
            };
            assert_eq!(id, format!("$(presentation.{name})"));
            let controls: Vec<_> = children(presentations[name]).collect();
            assert_eq!(controls.len(), 1, "{language} {name}");
            let control = controls[0];
            assert_eq!(attribute(control, "refId"), name, "{language}");
            let default = match known[name].decides {
                Decides::Setting(setting) => match setting.fallback {
                    Fallback::Value(value) => Some(value.trim_matches('"')),
                    Fallback::Words(_) | Fallback::Required => None,
                },
                Decides::Entries(_) | Decides::Permission(_) => None,
            };
            let (kind, begins) = match known[name].registry().unwrap() {
                Registry::Number { least, most, unit } => {
                    let value: u32 = attribute(control, "defaultValue").parse().unwrap();
                    assert!((least..=most).contains(&value), "{language} {name}");
                    let begins = humantime::format_duration(unit.times(value)).to_string();
                    ("decimalTextBox", Some(begins))
                }
                Registry::Word(_) => {
                    let items = policy.descendants();
                    let items = items.filter(|it| it.has_tag_name((NAMESPACE, "string")));
                    let words: Vec<_> = items.map(|it| it.text().unwrap()).collect();
                    let item = control.attribute("defaultItem");
                    let word = item.map(|item| words[item.parse::<usize>().unwrap()].to_owned());
                    ("dropdownList", word)
                }
                Registry::Text => ("textBox", None),
                Registry::List(_) | Registry::Table => ("listBox", None),
                Registry::Switch => panic!("{name} has a presentation"),
            };
            assert_eq!(control.tag_name().name(), kind, "{language} {name}");
            if default.is_some_and(|default| default != "[]") {
                assert_eq!(begins.as_deref(), default, "{language} {name}");
            }
        }
    }
}

#[test]
fn each_explanation_has_the_range_the_words_and_what_being_disabled_means() {
    for (language, disable) in LANGUAGES
        .into_iter()
        .zip(["disable", "deaktivieren", "zakážete"])
    {
        let text = resources(language);
        let document = parse(&text);
        let strings = named(&document, "string");
        let strings: BTreeMap<_, _> = strings
            .map(|it| (attribute(it, "id"), it.text().unwrap()))
            .collect();
        for policy in policies() {
            let explained = strings[format!("{}_Explain", policy.name).as_str()];
            let wanted: Vec<String> = match policy.registry().unwrap() {
                Registry::Number { least, most, .. } => vec![least.to_string(), most.to_string()],
                Registry::List(words) => words.iter().map(|word| (*word).to_owned()).collect(),
                Registry::Table | Registry::Switch | Registry::Word(_) | Registry::Text => vec![],
            };
            let words: Vec<_> = explained.split(|c: char| !c.is_alphanumeric()).collect();
            for word in wanted.iter().map(String::as_str).chain([disable]) {
                assert!(words.contains(&word), "{language} {}: {word}", policy.name);
            }
        }
    }
}
