//! In every language, what is said fits where it is shown.

use super::*;

/// Names and addresses that are about as long as they get. Longer ones are cut at their ends.
const SERVER: &str = "Line 12 packaging";
const PROJECTS: &[&str] = &["Product 4711-B", "Product 4712-B"];

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[test]
fn notices_fit_into_a_balloon() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS)], &[]);
    let problems =
        ["config.toml, line 123, column 1: unknown key `adress`; did you mean `address`?"; 12];
    plant.happens(Event::Configured(Err(problems.map(str::to_owned).to_vec())));
    let mut long = Vec::new();
    for language in Language::ALL {
        let words = Words::of(language);
        for notice in every_notice(&plant) {
            let text = super::super::message(&plant.model, &words, &notice, false);
            let Text { title, body } = text.unwrap().text;
            if units(&title) > 63 || units(&body) > 255 {
                long.push(format!("{language:?}: {title}\n{body}"));
            }
        }
    }
    assert_eq!(long, [""; 0]);
}

#[test]
fn the_tooltip_has_room_for_what_is_usual() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS), ("Line 13", &["A", "B", "C"])], &[]);
    plant.link(0, Link::Up);
    plant.says(0, Answer::NotFound);
    plant.is(1, Status::Running);
    plant.link(1, Link::Down(Unreachable::NoRoute));
    let mut long = Vec::new();
    for language in Language::ALL {
        let View { tooltip, .. } = super::super::view(&plant.model, &Words::of(language));
        if tooltip.ends_with('…') {
            long.push(format!("{language:?}: {tooltip}"));
        }
    }
    assert_eq!(long, [""; 0]);
}

#[test]
fn rows_of_the_menu_are_whole() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS), ("Line 13", &["A"])], &[]);
    plant.link(1, Link::Down(Unreachable::NoRoute));
    plant.happens(Event::MonitorSilent);
    let mut long = Vec::new();
    for language in Language::ALL {
        let words = Words::of(language);
        let survey = Survey::new(&plant.model, &words);
        let top = survey.view(Scope::All).menu;
        let opened = top.0.iter().filter_map(|item| match item {
            Item::Submenu(submenu) => Some(survey.open(&submenu.branch)),
            Item::Separator | Item::Entry(_) => None,
        });
        let menus: Vec<Menu> = opened.chain([top.clone()]).collect();
        for row in menus.iter().flat_map(|menu| menu.0.iter()).map(row) {
            if units(&row) >= 100 {
                long.push(format!("{language:?}: {row}"));
            }
        }
    }
    assert_eq!(long, [""; 0]);
}
