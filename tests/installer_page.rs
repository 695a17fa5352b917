//! The page for who installs names what the installer has, no more and no less.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use roxmltree::Document;

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("installer");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The first column of the tables below a heading.
fn named(heading: &str) -> BTreeSet<String> {
    let page = read("README.md");
    let section = page.split("\n## ").find(|part| part.starts_with(heading));
    let rows = section.unwrap().lines().filter_map(|line| {
        let cell = line.strip_prefix("| `")?;
        Some(cell.split_once("` |")?.0.to_owned())
    });
    rows.collect()
}

/// The identifiers of the source's elements that count.
fn source(counts: impl Fn(&roxmltree::Node<'_, '_>) -> bool) -> BTreeSet<String> {
    let source = read("pekat-tray.wxs");
    let source = Document::parse(&source).unwrap();
    let elements = source.descendants().filter(counts);
    let ids = elements.filter_map(|element| element.attribute("Id"));
    ids.map(str::to_owned).collect()
}

#[test]
fn every_property_that_may_be_given_is_on_the_page_and_no_other() {
    // What the installer looks up itself is nobody's to give.
    let given = source(|element| {
        element.tag_name().name() == "Property"
            && element.attribute("Secure") == Some("yes")
            && !element.children().any(|child| child.is_element())
    });
    assert_eq!(named("Properties"), given);
}

#[test]
fn every_feature_is_on_the_page_and_no_other() {
    let features = source(|element| element.tag_name().name() == "Feature");
    assert_eq!(named("Features"), features);
}
