//! What must hold of all dialogs, and what a package holds after they were written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use msi::{Column, Package, PackageType, Select};

use super::form::{Control, Dialog};
use super::{Texts, dialogs, rtf, write};

fn all() -> Vec<Dialog> {
    dialogs(&Texts {
        licence: rtf("Terms\n\nMore"),
    })
}

/// Controls of which only one is there at a time: Windows shows one of an error's buttons or
/// moves them apart, and conditions hide one of each pair.
fn exclusive(dialog: &Dialog, one: &Control, other: &Control) -> bool {
    let hides = |control: &Control| {
        control
            .conditions
            .iter()
            .any(|[action, _]| *action == "Hide")
    };
    (dialog.name == "ErrorDialog" && one.place == other.place) || (hides(one) && hides(other))
}

fn pairs(dialog: &Dialog) -> impl Iterator<Item = (&Control, &Control)> {
    let later = |at| dialog.controls.iter().skip(at + 1);
    let each = dialog.controls.iter().enumerate();
    each.flat_map(move |(at, one)| later(at).map(move |other| (one, other)))
        .filter(|(one, other)| !exclusive(dialog, one, other))
}

#[test]
fn every_event_names_a_dialog_that_exists() {
    let names: BTreeSet<_> = all().iter().map(|dialog| dialog.name).collect();
    for dialog in all() {
        for [event, argument, _] in dialog.controls.iter().flat_map(|control| &control.events) {
            if ["NewDialog", "SpawnDialog"].contains(event) {
                assert!(names.contains(argument), "{}: {argument}", dialog.name);
            }
        }
    }
}

#[test]
fn every_page_that_next_leads_to_leads_back() {
    let goes: BTreeMap<_, BTreeSet<_>> = all()
        .iter()
        .map(|dialog| {
            let events = dialog.controls.iter().flat_map(|control| &control.events);
            let to = events
                .filter(|[event, ..]| *event == "NewDialog")
                .map(|[_, to, _]| *to);
            (dialog.name, to.collect())
        })
        .collect();
    for (from, to) in &goes {
        for to in to {
            assert!(goes[to].contains(from), "{to} does not lead back to {from}");
        }
    }
}

#[test]
fn every_control_is_inside_its_dialog() {
    for dialog in all() {
        for control in &dialog.controls {
            let [x, y, width, height] = control.place;
            let inside =
                x >= 0 && y >= 0 && x + width <= dialog.width && y + height <= dialog.height;
            assert!(inside, "{}.{}", dialog.name, control.name);
        }
    }
}

#[test]
fn no_controls_overlap() {
    for dialog in all() {
        for (one, other) in pairs(&dialog) {
            let apart = |at: usize| {
                one.place[at] + one.place[at + 2] <= other.place[at]
                    || other.place[at] + other.place[at + 2] <= one.place[at]
            };
            assert!(
                apart(0) || apart(1),
                "{}: {} and {}",
                dialog.name,
                one.name,
                other.name
            );
        }
    }
}

fn mnemonic(control: &Control) -> Option<char> {
    let label = control.kind == "Text" && control.attributes & 0x2_0000 == 0;
    let has = label || ["PushButton", "CheckBox"].contains(&control.kind);
    let (_, after) = control.text.split_once('&').filter(|_| has)?;
    after
        .chars()
        .next()
        .map(|letter| letter.to_ascii_lowercase())
}

#[test]
fn no_two_mnemonics_are_alike() {
    for dialog in all() {
        for (one, other) in pairs(&dialog) {
            let alike = mnemonic(one).is_some() && mnemonic(one) == mnemonic(other);
            assert!(!alike, "{}: {} and {}", dialog.name, one.name, other.name);
        }
    }
}

#[test]
fn names_are_unique_and_enter_and_escape_press_something() {
    for dialog in all() {
        let names: BTreeSet<_> = dialog.controls.iter().map(|control| control.name).collect();
        assert_eq!(names.len(), dialog.controls.len(), "{}", dialog.name);
        for name in [dialog.default, dialog.cancel] {
            assert!(
                names.contains(name) || dialog.name == "ErrorDialog",
                "{}: {name}",
                dialog.name
            );
        }
    }
}

#[test]
fn a_package_holds_every_dialog_and_the_tab_key_reaches_all_of_its_controls() {
    let mut package = Package::create(PackageType::Installer, Cursor::new(Vec::new())).unwrap();
    let name = || Column::build("Action").primary_key().string(72);
    let sequence = vec![
        name(),
        Column::build("Condition").nullable().string(255),
        Column::build("Sequence").nullable().int16(),
    ];
    package.create_table("InstallUISequence", sequence).unwrap();
    let property = vec![
        Column::build("Property").primary_key().string(72),
        Column::build("Value").string(0),
    ];
    package.create_table("Property", property).unwrap();
    write(&mut package, &all(), b"icon").unwrap();
    // Once more changes nothing.
    write(&mut package, &all(), b"icon").unwrap();
    package.flush().unwrap();

    let text = |row: &msi::Row, column: &str| row[column].as_str().unwrap_or("").to_owned();
    let rows: Vec<_> = package
        .select_rows(Select::table("Control"))
        .unwrap()
        .collect();
    let next: BTreeMap<_, _> = rows
        .iter()
        .map(|row| {
            (
                (text(row, "Dialog_"), text(row, "Control")),
                text(row, "Control_Next"),
            )
        })
        .collect();
    let firsts: Vec<_> = package
        .select_rows(Select::table("Dialog"))
        .unwrap()
        .map(|row| (text(&row, "Dialog"), text(&row, "Control_First")))
        .collect();
    assert_eq!(firsts.len(), all().len());
    for dialog in all() {
        let first = &firsts
            .iter()
            .find(|(name, _)| name == dialog.name)
            .unwrap()
            .1;
        assert_eq!(first, dialog.first(), "{}", dialog.name);
        let takes_it = dialog.controls.iter().find(|control| control.takes_focus());
        let mut reached = BTreeSet::new();
        let mut at = takes_it.unwrap().name.to_owned();
        let begin = at.clone();
        while reached.insert(at.clone()) {
            at = next[&(dialog.name.to_owned(), at)].clone();
        }
        let wanted = dialog
            .controls
            .iter()
            .filter(|control| control.takes_focus());
        assert_eq!(
            reached,
            wanted.map(|control| control.name.to_owned()).collect(),
            "{}",
            dialog.name
        );
        assert_eq!(at, begin, "{}", dialog.name);
    }
}

#[test]
fn rtf_keeps_what_would_be_its_own_marks() {
    let wanted = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Tahoma;}}\\f0\\fs16 \
                  a \\{b\\} \\'5bc\\'5d \\\\ \\u233? \\par\\par c }";
    assert_eq!(rtf("a {b} [c] \\ é\n\nc"), wanted);
}
