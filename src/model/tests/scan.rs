//! The window that codes are scanned into.

use super::*;
use crate::site::{Confirm, Role, Triggers};

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
            codes: vec![code.parse().unwrap()],
        };
        site.add_action(name, operation, bench.a, triggers).unwrap();
    }
    bench.happens(Event::configured(Arc::new(site.clone())));
    (bench, site)
}

fn scan(bench: &mut Bench, text: &str) -> Vec<Effect> {
    bench.happens(Event::Scanned(text.to_owned()))
}

fn open(bench: &mut Bench) {
    let effects = bench.happens(Event::Clicked(Click::Scan));
    assert_eq!(effects, [Effect::ShowScanning]);
}

fn changeover(bench: &Bench, progress: Progress) -> Scan {
    Scan::Action {
        name: "Changeover".to_owned(),
        project: bench.a,
        operation: Operation::Switch,
        progress,
    }
}

fn shown(bench: &Bench) -> Option<Scanning> {
    bench.model.scanning().cloned()
}

#[test]
fn a_scanned_code_is_a_click_whatever_stands_around_it() {
    for text in [
        "4006381333931",
        " 4006381333931\r\n",
        "\u{2}]E04006381333931\u{3}",
    ] {
        let (mut bench, _) = with_codes(Status::Stopped, Status::Running);
        open(&mut bench);
        let order = Effect::Operate {
            ticket: Ticket(1),
            project: bench.a,
            operation: Operation::Switch,
        };
        assert_eq!(scan(&mut bench, text), [order]);
        let last = Some(changeover(&bench, Progress::Ordered));
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
    let told = [notify(Notice::Project(bench.a, refused))];
    assert_eq!(scan(&mut bench, "4006381333931"), told);
    // It is at work, and that is what the window goes on saying.
    let last = Some(changeover(&bench, Progress::Ordered));
    assert_eq!(shown(&bench), Some(Scanning { number: 2, last }));
}

/// As [`with_codes`], with the window open and a question before what is done.
fn guarded(confirm: Confirm, a: Status, b: Status) -> Bench {
    let (mut bench, mut site) = with_codes(a, b);
    site.confirm = confirm;
    bench.happens(Event::configured(Arc::new(site)));
    open(&mut bench);
    bench
}

fn ask(id: u64, project: ProjectId, operation: Operation, stops: &[ProjectId]) -> Effect {
    Effect::Confirm(Question {
        id: QuestionId(id),
        wish: Wish::Operate {
            project,
            operation,
            stops: Stops {
                certain: stops.to_vec(),
                possible: Vec::new(),
            },
        },
    })
}

fn answered(bench: &mut Bench, question: u64, yes: bool) -> Vec<Effect> {
    let question = QuestionId(question);
    bench.happens(Event::Confirmed { question, yes })
}

fn changes_over(bench: &Bench, number: u64, progress: Progress) {
    let last = Some(changeover(bench, progress));
    assert_eq!(shown(bench), Some(Scanning { number, last }));
}

#[test]
fn a_code_that_leads_to_a_question_waits_for_the_answer() {
    let code = "4006381333931";
    for (yes, came) in [(true, Progress::Ordered), (false, Progress::Dropped)] {
        let mut bench = guarded(Confirm::Risky, Status::Stopped, Status::Running);
        let (a, b) = (bench.a, bench.b);
        let question = [ask(1, a, Operation::Switch, &[b])];
        assert_eq!(scan(&mut bench, code), question);
        changes_over(&bench, 1, Progress::Asked(QuestionId(1)));
        // Read twice it is one question still, and so is a hot key that means the same.
        assert_eq!(scan(&mut bench, code), question);
        assert_eq!(bench.click(a, Operation::Switch), question);
        changes_over(&bench, 2, Progress::Asked(QuestionId(1)));

        let order = Effect::Operate {
            ticket: Ticket(1),
            project: a,
            operation: Operation::Switch,
        };
        let effects: Vec<Effect> = yes.then_some(order).into_iter().collect();
        assert_eq!(answered(&mut bench, 1, yes), effects);
        changes_over(&bench, 2, came);
        assert_eq!(answered(&mut bench, 1, true), []);
        changes_over(&bench, 2, came);
    }
}

#[test]
fn a_code_is_not_carried_out_when_something_else_is_asked_instead() {
    let mut bench = guarded(Confirm::Risky, Status::Stopped, Status::Running);
    let (a, b) = (bench.a, bench.b);
    scan(&mut bench, "4006381333931");
    let other = [ask(2, b, Operation::Stop, &[b])];
    assert_eq!(bench.click(b, Operation::Stop), other);
    changes_over(&bench, 1, Progress::Dropped);
    // Neither answer is to the code.
    assert_eq!(answered(&mut bench, 1, true), []);
    assert_eq!(answered(&mut bench, 2, true).len(), 1);
    changes_over(&bench, 1, Progress::Dropped);
    // It can be scanned again.
    bench.answer(Ok(()));
    bench.is(b, Status::Stopped);
    bench.is(b, Status::Running);
    let again = [ask(3, a, Operation::Switch, &[b])];
    assert_eq!(scan(&mut bench, "4006381333931"), again);
    changes_over(&bench, 2, Progress::Asked(QuestionId(3)));
}

#[test]
fn a_code_waits_on_while_its_question_changes_and_is_refused_when_the_yes_is_too_late() {
    let mut bench = guarded(Confirm::Always, Status::Stopped, Status::Running);
    let (a, b) = (bench.a, bench.b);
    let code = "4006381333931";
    let about = |id, stops: &[ProjectId]| [ask(id, a, Operation::Switch, stops)];
    assert_eq!(scan(&mut bench, code), about(1, &[b]));
    bench.is(b, Status::Stopped);
    // The same wish, asked as it is by now.
    assert_eq!(bench.click(a, Operation::Switch), about(2, &[]));
    changes_over(&bench, 1, Progress::Asked(QuestionId(2)));
    assert_eq!(answered(&mut bench, 1, false), []);
    bench.is(b, Status::Running);
    assert_eq!(answered(&mut bench, 2, true), about(3, &[b]));
    changes_over(&bench, 1, Progress::Asked(QuestionId(3)));
    bench.link(Link::Down(Unreachable::Refused));
    let refused = ProjectNews::Refused {
        operation: Operation::Switch,
        refusal: Refusal::Unreachable,
    };
    let told = [
        Effect::Retry(bench.server),
        Effect::Notify {
            notice: Notice::Project(a, refused),
            sound: false,
        },
    ];
    assert_eq!(answered(&mut bench, 3, true), told);
    changes_over(&bench, 1, Progress::Refused(Refusal::Unreachable));
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
    let told = [notify(Notice::Project(bench.a, refused))];
    assert_eq!(scan(&mut bench, "4006381333931"), told);
    let last = Some(changeover(&bench, Progress::Refused(refusal)));
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
fn digits_in_another_keyboard_layout_are_told_and_not_done() {
    let (mut bench, _) = with_codes(Status::Stopped, Status::Running);
    open(&mut bench);
    // The code of the changeover, typed for an English keyboard and read as Czech.
    assert_eq!(scan(&mut bench, "čééžýš+šššíš+"), []);
    let last = Some(Scan::OtherLayout);
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
    bench.happens(Event::configured(Arc::new(site.clone())));
    assert_eq!(shown(&bench), before);

    site.role = Role::Viewer;
    bench.happens(Event::configured(Arc::new(site)));
    assert_eq!(shown(&bench), None);
    assert_eq!(bench.happens(Event::Clicked(Click::Scan)), []);
}
