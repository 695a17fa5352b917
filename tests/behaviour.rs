//! What `docs/behaviour.md` says is tested is tested.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// One thing to expect, with what shows it.
#[derive(Debug, Default)]
struct Expectation {
    number: usize,
    tests: Vec<String>,
    by_hand: bool,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The items of the list. A line that begins with `Test:` or with `By hand:` begins what shows one.
fn expectations() -> Vec<Expectation> {
    let text = fs::read_to_string(root().join("docs/behaviour.md")).unwrap();
    let mut found: Vec<Expectation> = Vec::new();
    let mut names = false;
    for line in text.lines() {
        let words = line.trim_start();
        let number = line
            .split_once(". Expect ")
            .map(|(number, _)| number.parse());
        if let Some(Ok(number)) = number {
            names = false;
            found.push(Expectation {
                number,
                ..Expectation::default()
            });
        }
        let Some(last) = found.last_mut() else {
            continue;
        };
        if words.starts_with("Test: ") {
            names = true;
        } else if words.starts_with("By hand: ") {
            (names, last.by_hand) = (false, true);
        } else if words.is_empty() {
            names = false;
        }
        if names {
            let quoted = words.split('`').skip(1).step_by(2);
            last.tests.extend(quoted.map(str::to_owned));
        }
    }
    found
}

/// The names of all tests below a folder.
fn tests_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            // Behind its attributes, of which `#[test]` is the first.
            for rest in text
                .split("#[test]")
                .chain(text.split("#[tokio::test"))
                .skip(1)
            {
                let name = rest
                    .split_once("fn ")
                    .and_then(|(_, rest)| rest.split_once('('));
                found.extend(name.map(|(name, _)| name.to_owned()));
            }
        }
    }
}

#[test]
fn the_list_is_numbered_and_everything_on_it_is_shown_by_something() {
    let expectations = expectations();
    let numbers: Vec<usize> = expectations.iter().map(|it| it.number).collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    let shown_by_nothing = expectations
        .iter()
        .filter(|it| it.tests.is_empty() && !it.by_hand);
    let shown_by_nothing: Vec<usize> = shown_by_nothing.map(|it| it.number).collect();
    assert_eq!(shown_by_nothing, [0; 0]);
}

#[test]
fn each_test_that_the_list_names_exists() {
    let mut known = BTreeSet::new();
    for folder in [
        "core/src",
        "installer/actions/src",
        "src",
        "tests",
        "xtask/src",
        "xtask/tests",
    ] {
        tests_below(&root().join(folder), &mut known);
    }
    let named: BTreeSet<String> = expectations().into_iter().flat_map(|it| it.tests).collect();
    assert!(!named.is_empty());
    assert_eq!(named.difference(&known).collect::<Vec<_>>(), [""; 0]);
}
