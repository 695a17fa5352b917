//! What the menu offers about notices that are not wanted for a while, and what is heard.

use super::*;
use crate::model::Snooze;
use crate::site::{Sound, Sounds};

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

#[test]
fn what_is_heard_is_what_the_user_wants_to_hear_and_of_many_the_worst() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    let heard = |plant: &Plant, notice: &Notice| {
        let words = Words::of(Language::English);
        let message = super::super::message(&plant.model, &words, notice);
        message.unwrap().sound
    };
    let stopped = Notice::Project(plant.projects[0], ProjectNews::Stopped);
    let [faults, all] = digests(&plant);
    let notices = [&stopped, &faults, &all];
    assert_eq!(notices.map(|it| heard(&plant, it)), [false; 3]);
    let mut site = plant.model.site().clone();
    site.sounds = Sounds::from_iter([Sound::Fault]);
    plant.happens(Event::Configured(Ok(Arc::new(site.clone()))));
    assert_eq!(notices.map(|it| heard(&plant, it)), [false, true, true]);
    site.sounds = Sounds::from_iter([Sound::Stopped]);
    plant.happens(Event::Configured(Ok(Arc::new(site))));
    assert_eq!(notices.map(|it| heard(&plant, it)), [true, false, false]);
}
