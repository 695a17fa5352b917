//! What is new is marked until the menu was opened.

use super::*;
use crate::model::event::Seen;

#[test]
fn a_fault_is_marked_until_the_menu_was_opened_and_another_one_again() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let marked = |bench: &Bench| [bench.a, bench.b].map(|project| bench.model.is_unseen(project));
    assert_eq!(marked(&bench), [false, false]);

    bench.says(bench.a, Answer::NotFound);
    assert_eq!(marked(&bench), [true, false]);
    bench.happens(Event::Seen(Seen::All));
    assert_eq!(marked(&bench), [false, false]);
    bench.says(bench.a, Answer::NotFound);
    assert_eq!(marked(&bench), [false, false]);
    // Whoever saw it knows that it may be there still.
    bench.link(Link::Down(Unreachable::Broken));
    bench.link(Link::Up);
    bench.says(bench.a, Answer::NotFound);
    assert_eq!(marked(&bench), [false, false]);

    bench.says(bench.a, Answer::UnknownCommand);
    assert_eq!(marked(&bench), [true, false]);
    bench.is(bench.a, Status::Running);
    assert_eq!(marked(&bench), [false, false]);
    bench.says(bench.a, Answer::UnknownCommand);
    assert_eq!(marked(&bench), [true, false]);
}

#[test]
fn a_menu_that_tells_of_a_part_leaves_the_marks_of_all_else() {
    let mut site = Site::default();
    let mut add = |line: &str| {
        let server = site.add_server(line, line.parse().unwrap());
        let mut add = |name: &str| {
            let path = format!(r"C:\{name}").parse().unwrap();
            site.add_project(server, name, path).unwrap()
        };
        (server, ["A", "B"].map(&mut add))
    };
    let (one, [a, b]) = add("line1");
    let (two, [c, d]) = add("line2");
    let cases = [
        (Seen::All, [false, false, false, false]),
        (Seen::Server(one), [false, false, true, true]),
        (Seen::Server(two), [true, true, false, false]),
        (Seen::Project(b), [true, false, true, true]),
    ];
    for (seen, marked) in cases {
        let mut bench = Bench::of(site.clone(), one, a, b);
        for server in [one, two] {
            let link = Link::Up;
            bench.happens(Event::Link { server, link });
        }
        for project in [a, b, c, d] {
            bench.says(project, Answer::NotFound);
        }
        let marks = |bench: &Bench| [a, b, c, d].map(|project| bench.model.is_unseen(project));
        assert_eq!(marks(&bench), [true; 4]);
        bench.happens(Event::Seen(seen));
        assert_eq!(marks(&bench), marked, "{seen:?}");
    }
}

#[test]
fn a_fault_is_marked_at_once_whatever_is_told_of_it() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let mut site = bench.model.site().clone();
    site.notices = NoticeLevel::Off;
    site.limits.notify_after = Duration::from_secs(3600);
    site.quiet = ["0:00-12:00", "12:00-24:00"]
        .map(|hours| hours.parse().unwrap())
        .into_iter()
        .collect();
    bench.happens(Event::configured(Arc::new(site)));
    bench.happens(Event::Clicked(Click::Snooze(Snooze::Hour)));
    let told = bench.says(bench.a, Answer::NotFound);
    assert!(told.iter().all(|it| matches!(it, Effect::Rouse(_))));
    assert!(bench.model.is_unseen(bench.a));
    // Also one that comes of one's own click.
    bench.click(bench.b, Operation::Stop);
    assert!(!bench.model.is_unseen(bench.b));
    bench.answer(Err(Failure::UnknownCommand));
    assert!(bench.model.is_unseen(bench.b));
}
