//! The window that codes are scanned into.

use super::*;
use crate::site::{Role, Triggers};

/// Two actions with codes: a switch to A and a stop of A.
fn with_codes(a: Status, b: Status) -> (Bench, Site) {
    let mut bench = Bench::with(a, b);
    let mut site = bench.model.site().clone();
    let actions = [
        ("Changeover", Operation::Switch, "4006381333931"),
        ("Stop A", Operation::Stop, "STOP-A"),
    ];
    for (name, operation, code) in actions {
        let triggers = Triggers {
            hotkey: None,
            code: Some(code.parse().unwrap()),
        };
        site.add_action(name, operation, bench.a, triggers).unwrap();
    }
    bench.happens(Event::Configured(Ok(Arc::new(site.clone()))));
    (bench, site)
}

fn scan(bench: &mut Bench, text: &str) -> Vec<Effect> {
    bench.happens(Event::Scanned(text.to_owned()))
}

fn open(bench: &mut Bench) {
    let effects = bench.happens(Event::Clicked(Click::Scan));
    assert_eq!(effects, [Effect::ShowScanning]);
}

fn changeover(bench: &Bench, refused: Option<Refusal>) -> Scan {
    Scan::Action {
        name: "Changeover".to_owned(),
        project: bench.a,
        operation: Operation::Switch,
        refused,
    }
}

fn shown(bench: &Bench) -> Option<Scanning> {
    bench.model.scanning().cloned()
}

#[test]
fn a_scanned_code_is_a_click_whatever_stands_around_it() {
    for text in ["4006381333931", " 4006381333931\r\n", "4006381333931\t"] {
        let (mut bench, _) = with_codes(Status::Stopped, Status::Running);
        open(&mut bench);
        let order = Effect::Operate {
            ticket: Ticket(1),
            project: bench.a,
            operation: Operation::Switch,
        };
        assert_eq!(scan(&mut bench, text), [order]);
        let last = Some(changeover(&bench, None));
        assert_eq!(shown(&bench), Some(Scanning { number: 1, last }));
    }
}

#[test]
fn a_code_that_is_read_twice_is_carried_out_once() {
    let (mut bench, _) = with_codes(Status::Stopped, Status::Running);
    open(&mut bench);
    assert_eq!(scan(&mut bench, "4006381333931").len(), 1);
    let busy = Refusal::Busy {
        project: bench.a,
        operation: Operation::Switch,
    };
    let refused = ProjectNews::Refused {
        operation: Operation::Switch,
        refusal: busy,
    };
    let told = [Effect::Notify(Notice::Project(bench.a, refused))];
    assert_eq!(scan(&mut bench, "4006381333931"), told);
    // It is at work, and that is what the window goes on saying.
    let last = Some(changeover(&bench, None));
    assert_eq!(shown(&bench), Some(Scanning { number: 2, last }));
}

#[test]
fn what_is_not_possible_is_refused_as_a_click_is_and_the_window_says_why() {
    let (mut bench, _) = with_codes(Status::Running, Status::Stopped);
    open(&mut bench);
    let refusal = Refusal::Status(Status::Running);
    let refused = ProjectNews::Refused {
        operation: Operation::Switch,
        refusal,
    };
    let told = [Effect::Notify(Notice::Project(bench.a, refused))];
    assert_eq!(scan(&mut bench, "4006381333931"), told);
    let last = Some(changeover(&bench, Some(refusal)));
    assert_eq!(shown(&bench), Some(Scanning { number: 1, last }));
}

#[test]
fn an_unknown_code_is_shown_cut_and_on_one_line_and_nothing_is_done() {
    let (mut bench, _) = with_codes(Status::Stopped, Status::Running);
    open(&mut bench);
    assert_eq!(scan(&mut bench, " \r\n"), []);
    let nothing = Scanning::default();
    assert_eq!(shown(&bench), Some(nothing));
    let long = format!("a\nb\u{202e}{}", "7".repeat(500));
    assert_eq!(scan(&mut bench, &long), []);
    let last = Some(Scan::Unknown(Excerpt::new(long.as_bytes())));
    assert_eq!(shown(&bench), Some(Scanning { number: 1, last }));
}

#[test]
fn the_window_is_there_only_while_codes_mean_something() {
    let (mut bench, mut site) = with_codes(Status::Stopped, Status::Running);
    // Closed, it takes nothing.
    assert_eq!(scan(&mut bench, "4006381333931"), []);
    open(&mut bench);
    bench.happens(Event::ScanningClosed);
    assert_eq!(shown(&bench), None);
    assert_eq!(scan(&mut bench, "4006381333931"), []);

    open(&mut bench);
    scan(&mut bench, "4711");
    let before = shown(&bench);
    // Opened once more it stays as it is.
    open(&mut bench);
    bench.happens(Event::Configured(Ok(Arc::new(site.clone()))));
    assert_eq!(shown(&bench), before);

    site.role = Role::Viewer;
    bench.happens(Event::Configured(Ok(Arc::new(site))));
    assert_eq!(shown(&bench), None);
    assert_eq!(bench.happens(Event::Clicked(Click::Scan)), []);
}
