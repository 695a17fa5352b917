//! Hot keys that do not work, and the window that codes are scanned into.

use super::*;
use crate::model::event::QuestionId;
use crate::site::{Confirm, Hotkey};

fn scan_window(model: &Model) -> Option<ScanWindow> {
    ENGLISH.with(|words| super::super::scan_window(model, words))
}

/// Line 1 with A, stopped, and B, running; a switch to A and a stop of B by hot keys and codes.
fn plant() -> Plant {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    let mut site = plant.model.site().clone();
    let actions = [
        (
            "Changeover to A",
            Operation::Switch,
            0,
            "Ctrl+Alt+1",
            "4006",
        ),
        ("Stop B & C", Operation::Stop, 1, "Alt+F9", "STOP-B"),
    ];
    for (name, operation, project, hotkey, code) in actions {
        let triggers = Triggers {
            hotkey: Some(hotkey.parse().unwrap()),
            codes: vec![code.parse().unwrap()],
        };
        site.add_action(name, operation, plant.projects[project], triggers);
    }
    site.scan_hotkey = Some("Alt+F8".parse().unwrap());
    plant.happens(Event::configured(Arc::new(site)));
    plant.link(0, Link::Up);
    plant.is(0, Status::Stopped);
    plant.is(1, Status::Running);
    plant
}

fn keys(keys: &[&str]) -> Vec<Hotkey> {
    keys.iter().map(|key| key.parse().unwrap()).collect()
}

#[test]
fn hot_keys_that_do_not_work_stand_in_the_menu_as_long_as_it_is_so() {
    let mut plant = plant();
    plant.happens(Event::HotkeysTaken(keys(&["Alt+F9", "Alt+F8"])));
    plant.shows_top(expect![[r#"
        Hot keys that another program uses:
              Alt+F8 — Scan…
              Alt+F9 — Stop B & C
        Close that program, or set another `hotkey` in the configuration.
        ---
        Changeover to A
        Stop B & C
        Scan…
        Switch to
        ---
        [stopped] A — Stopped
        [running] B — Running
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove
        Start with Windows
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
    plant.happens(Event::HotkeysTaken(Vec::new()));
    plant.shows_top(expect![[r#"
        Changeover to A
        Stop B & C
        Scan…
        Switch to
        ---
        [stopped] A — Stopped
        [running] B — Running
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove
        Start with Windows
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn hot_keys_that_do_not_work_are_told_with_what_they_would_do() {
    let plant = plant();
    let told = |taken: &[&str]| {
        let notice = Notice::HotkeysTaken(keys(taken));
        message(&plant.model, &notice).unwrap().text.line()
    };
    assert_eq!(
        told(&["Ctrl+Alt+1"]),
        "Ctrl+Alt+1 is taken. Another program uses it, so it does not do “Changeover to A”. Close \
         that program, or set another `hotkey` in the configuration."
    );
    assert_eq!(
        told(&["Ctrl+Alt+1", "Alt+F8"]),
        "2 hot keys are taken. Another program uses them: Ctrl+Alt+1 — Changeover to A, Alt+F8 — Scan…. \
         Close that program, or set another `hotkey` in the configuration."
    );
    assert_eq!(
        told(&["Alt+F8", "Alt+F9", "Ctrl+Alt+1", "Alt+F7", "Alt+F6"]),
        "5 hot keys are taken. Another program uses them: Alt+F8 — Scan…, Alt+F9 — Stop B & C, … and 3 \
         more. Close that program, or set another `hotkey` in the \
         configuration."
    );
}

#[test]
fn the_window_for_codes_shows_what_becomes_of_the_last_one() {
    let mut plant = plant();
    let scan = |plant: &mut Plant, text: &str| {
        plant.happens(Event::Scanned(text.to_owned()));
    };
    let shows = |plant: &Plant, number, look, heading: &str, body: &str| {
        let shown = ScanWindow {
            title: "Scan – PEKAT Tray".to_owned(),
            prompt: "Scan a code, or type it and press Enter.".to_owned(),
            elsewhere: "Codes go to another window now: click here before you scan.".to_owned(),
            close: "Close".to_owned(),
            number,
            look,
            result: Text {
                title: heading.to_owned(),
                body: body.to_owned(),
            },
            is_unknown: look == Some(Look::Fault),
        };
        assert_eq!(scan_window(&plant.model), Some(shown));
    };
    assert_eq!(scan_window(&plant.model), None);
    plant.happens(Event::Clicked(Click::Scan));
    shows(&plant, 0, None, "Ready to scan", "");

    let unknown = "No action here has the code 4711.";
    scan(&mut plant, "4711");
    shows(&plant, 1, Some(Look::Fault), "Unknown code", unknown);
    scan(&mut plant, "4711");
    shows(&plant, 2, Some(Look::Fault), "Unknown code", unknown);

    let heading = "Changeover to A";
    scan(&mut plant, "4006");
    shows(&plant, 3, Some(Look::Changing), heading, "A — Switching…");
    scan(&mut plant, "STOP-B");
    let busy = "Not now: A is switching. Wait until that has finished.";
    shows(&plant, 4, Some(Look::Running), "Stop B & C", busy);
    plant.happens(Event::ScanningClosed);
    assert_eq!(scan_window(&plant.model), None);
}

#[test]
fn the_window_for_codes_says_that_it_waits_for_an_answer_and_what_came_of_that() {
    let asked = "Waiting for your answer: Stop B?";
    for (yes, came) in [(true, "B — Stopping…"), (false, "Not done. B — Running")] {
        let mut plant = plant();
        let mut site = plant.model.site().clone();
        site.confirm = Confirm::Risky;
        plant.happens(Event::configured(Arc::new(site)));
        plant.happens(Event::Clicked(Click::Scan));
        let mut looks = Vec::new();
        let scanned = Event::Scanned("STOP-B".to_owned());
        let question = QuestionId(1);
        for event in [scanned.clone(), scanned, Event::Confirmed { question, yes }] {
            plant.happens(event);
            let shown = scan_window(&plant.model).unwrap();
            looks.push((shown.number, shown.look, shown.result.line()));
        }
        let look = if yes { Look::Changing } else { Look::Running };
        let line = |body: &str| format!("Stop B & C. {body}");
        let wanted = [
            (1, Some(Look::Running), line(asked)),
            (2, Some(Look::Running), line(asked)),
            (2, Some(look), line(came)),
        ];
        assert_eq!(looks, wanted);
    }
}

#[test]
fn digits_in_another_keyboard_layout_are_explained() {
    let mut plant = plant();
    plant.happens(Event::Clicked(Click::Scan));
    plant.happens(Event::Scanned("čééž".to_owned()));
    let shown = scan_window(&plant.model).unwrap();
    let text = "Check the keyboard layout. This looks like digits in another keyboard layout. Set the \
                scanner’s keyboard country to the keyboard layout of Windows.";
    let line = shown.result.line();
    assert_eq!(
        (shown.look, shown.is_unknown, &*line),
        (Some(Look::Fault), true, text)
    );
}

#[test]
fn what_is_long_fits_into_the_window_for_codes() {
    let mut plant = plant();
    plant.happens(Event::Clicked(Click::Scan));
    plant.happens(Event::Scanned("W".repeat(300)));
    let shown = scan_window(&plant.model).unwrap();
    let body = shown.result.body;
    assert!(body.encode_utf16().count() <= 160, "{body}");
}

#[test]
fn all_that_is_said_of_hot_keys_fits_in_every_language() {
    let mut plant = plant();
    let mut site = plant.model.site().clone();
    let last = (1..=23).map(|it| format!("F{it}"));
    let last = last.chain(["MediaPrevious".to_owned()]);
    let taken: Vec<String> = last.map(|it| format!("Ctrl+Alt+Shift+Win+{it}")).collect();
    for hotkey in &taken {
        let triggers = Triggers {
            hotkey: Some(hotkey.parse().unwrap()),
            codes: Vec::new(),
        };
        let name = "W".repeat(200);
        site.add_action(&name, Operation::Start, plant.projects[0], triggers);
    }
    plant.happens(Event::configured(Arc::new(site)));
    let taken: Vec<&str> = taken.iter().map(|it| &**it).collect();
    plant.happens(Event::HotkeysTaken(keys(&taken)));
    let mut long = Vec::new();
    for language in Language::ALL {
        let words = Words::of(language);
        for taken in [&taken[23..], &taken[..]] {
            let notice = Notice::HotkeysTaken(keys(taken));
            let text = super::super::message(&plant.model, &words, &notice, false);
            let Text { title, body } = text.unwrap().text;
            if title.encode_utf16().count() > 63 || body.encode_utf16().count() > 255 {
                long.push(format!("{language:?}: {title}\n{body}"));
            }
        }
        let rows = super::super::view(&plant.model, &words).menu.0;
        let rows = rows.iter().take(8).map(row);
        long.extend(rows.filter(|row| row.encode_utf16().count() >= 100));
    }
    assert_eq!(long, [""; 0]);
}
