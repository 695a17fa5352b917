//! What the menu offers about notices that are not wanted for a while.

use super::*;
use crate::model::Snooze;

fn rows(plant: &Plant) -> Vec<String> {
    let words = Words::of(Language::English);
    let menu = super::super::view(&plant.model, &words).menu;
    let rows = menu.0.iter().map(row);
    rows.filter(|row| row.contains("nooze")).collect()
}

#[test]
fn a_snooze_can_be_begun_says_how_long_it_lasts_and_can_be_ended() {
    let mut plant = Plant::new(&[("Line 1", &["A"])], &[]);
    let begin = ["Snooze 1 hour", "Snooze until tomorrow, 06:00"];
    assert_eq!(rows(&plant), begin);
    plant.happens(Event::Clicked(Click::Snooze(Snooze::Hour)));
    assert_eq!(rows(&plant), ["Snoozed until 15:03", "End snooze"]);
    plant.happens(Event::Clicked(Click::EndSnooze));
    assert_eq!(rows(&plant), begin);
}
