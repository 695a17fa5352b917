//! What is new is marked until the menu was opened.

use super::*;

#[test]
fn a_fault_is_marked_until_the_menu_was_opened_and_another_one_again() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let marked = |bench: &Bench| [bench.a, bench.b].map(|project| bench.model.is_unseen(project));
    assert_eq!(marked(&bench), [false, false]);

    bench.says(bench.a, Answer::NotFound);
    assert_eq!(marked(&bench), [true, false]);
    bench.happens(Event::Seen);
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
