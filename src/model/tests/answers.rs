//! What follows from the answers to operations, and from their absence.

use super::*;

const PORT: Failure = Failure::PortInUse;

fn settled() -> Outcome {
    Outcome::Settled(Status::Stopped)
}

#[test]
fn words_that_nobody_documented_leave_the_outcome_to_status() {
    let odd = || Excerpt::new(b"odd");

    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    assert_eq!(bench.dispatched(Dispatch::Unclear(odd())), []);
    bench.wait(1.0);
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.is(bench.a, Status::Running), [told]);

    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    assert_eq!(bench.dispatched(Dispatch::Unclear(odd())), []);
    let failed = Outcome::Failed(Failure::Unexpected(odd()));
    let told = bench.outcome(bench.a, Operation::Start, failed);
    assert_eq!(bench.lasts(Status::Stopped, 7), [told]);
}

#[test]
fn a_status_that_is_reported_late_is_no_failure() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Ok(()));
    assert_eq!(bench.lasts(Status::Stopped, 5), []);
    assert_eq!(bench.lasts(Status::Starting, 3), []);
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.lasts(Status::Running, 1), [told]);
}

#[test]
fn one_reading_alone_is_no_failure_however_late_it_is() {
    let answers = [
        (Answer::Status(Status::Stopped), settled()),
        (Answer::Status(Status::Starting), Outcome::Unsettled),
        (Answer::NotFound, Outcome::Failed(Failure::NotFound)),
    ];
    for (answer, outcome) in answers {
        let mut bench = Bench::with(Status::Stopped, Status::Stopped);
        bench.click(bench.a, Operation::Start);
        bench.wait(0.1);
        bench.answer(Ok(()));
        bench.now += Duration::from_secs(65);
        assert_eq!(bench.says(bench.a, answer.clone()), [], "{answer:?}");
        bench.now += Duration::from_secs(1);
        let told = bench.outcome(bench.a, Operation::Start, outcome);
        assert_eq!(bench.says(bench.a, answer.clone()), [told], "{answer:?}");
    }
}

#[test]
fn readings_that_disagree_are_no_failure() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Ok(()));
    for _ in 0..3 {
        bench.wait(1.0);
        assert_eq!(bench.says(bench.a, Answer::NotFound), []);
        bench.wait(1.0);
        assert_eq!(bench.is(bench.a, Status::Stopped), []);
    }
    bench.wait(1.0);
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.is(bench.a, Status::Running), [told]);
}

#[test]
fn a_single_reading_decides_nothing_unless_no_other_comes() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Ok(()));
    bench.lasts(Status::Starting, 59);
    bench.wait(0.5);
    assert_eq!(bench.says(bench.a, odd()), []);
    assert_eq!(bench.wait(6.0), []);
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Unsettled);
    assert_eq!(bench.wait(1.0), [told]);
}

#[test]
fn a_status_from_before_the_answer_confirms_a_start() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.wait(0.1);
    let (project, at) = (bench.a, bench.now);
    bench.wait(0.1);
    assert_eq!(bench.answer(Ok(())), []);
    let answer = Answer::Status(Status::Running);
    let reading = Reading { at, answer };
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.happens(Event::Polled { project, reading }), [told]);
}

#[test]
fn a_stop_during_a_start_is_done_once_it_has_stopped_again() {
    // What is read while it is stopped, and whether the answer tells that it is done.
    let cases = [
        (&[Status::Running, Status::Stopped][..], true),
        (&[Status::Starting, Status::Stopped], true),
        (&[Status::Stopped], false),
        (&[Status::Running], false),
    ];
    for (read, is_done) in cases {
        let mut bench = Bench::with(Status::Stopped, Status::Stopped);
        bench.click(bench.a, Operation::Start);
        bench.wait(0.1);
        bench.click(bench.a, Operation::Stop);
        for status in read {
            bench.wait(0.1);
            // It may still start: nothing is settled, and the stop must go out.
            assert_eq!(bench.is(bench.a, *status), [], "{read:?}");
        }
        bench.wait(0.1);
        let told = bench.outcome(bench.a, Operation::Stop, Outcome::Succeeded);
        let expected: Vec<Effect> = is_done.then_some(told).into_iter().collect();
        assert_eq!(bench.answer(Ok(())), expected, "{read:?}");
    }
}

#[test]
fn what_was_not_needed_is_so_already_once_it_is_so() {
    for first in [Status::Running, Status::Starting] {
        let mut bench = Bench::with(Status::Stopped, Status::Stopped);
        bench.click(bench.a, Operation::Start);
        // The status that came before the start, which was not sent then.
        assert_eq!(
            bench.is(bench.a, first).len(),
            usize::from(first == Status::Running) * 2
        );
    }
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.is(bench.a, Status::Starting);
    assert_eq!(bench.dispatched(Dispatch::Unneeded), []);
    bench.wait(1.0);
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Already);
    assert_eq!(bench.is(bench.a, Status::Running), [told]);
}

/// A switch to A that fails for its port, after which B, which ran before, is stopped.
fn failed_switch() -> Bench {
    let mut bench = Bench::with(Status::Stopped, Status::Running);
    bench.click(bench.a, Operation::Switch);
    bench.wait(0.1);
    let failed = Outcome::Failed(PORT);
    let told = bench.outcome(bench.a, Operation::Switch, failed);
    assert_eq!(bench.answer(Err(PORT)), [told]);
    bench.wait(0.2);
    bench.is(bench.b, Status::Stopped);
    bench
}

#[test]
fn a_switch_that_failed_for_its_port_stays_red_when_what_it_stopped_has_stopped() {
    let mut bench = failed_switch();
    let red = Condition::Fault(Fault::Failed {
        operation: Operation::Switch,
        outcome: Outcome::Failed(PORT),
    });
    assert_eq!(bench.model.condition(bench.a), red);
    bench.lasts(Status::Stopped, 30);
    bench.lasts(Status::Stopping, 2);
    bench.lasts(Status::Stopped, 2);
    assert_eq!(bench.model.condition(bench.a), red);
    bench.link(Link::Down(Unreachable::Refused));
    bench.link(Link::Up);
    bench.lasts(Status::Stopped, 2);
    assert_eq!(bench.model.condition(bench.a), red);
    let refused = Answer::Refused(Excerpt::new(b"busy"));
    for answer in [Answer::NotFound, Answer::UnknownCommand, odd(), refused] {
        bench.wait(1.0);
        bench.says(bench.a, answer.clone());
        assert_eq!(bench.model.condition(bench.a), red, "{answer:?}");
    }
}

#[test]
fn a_failure_for_a_port_ends_with_what_may_have_freed_it() {
    type Free = fn(&mut Bench);
    let frees: [(&str, Free); 6] = [
        (
            "another ran since and has stopped during an outage",
            |bench| {
                bench.is(bench.b, Status::Running);
                bench.wait(1.0);
                bench.link(Link::Down(Unreachable::Refused));
                bench.link(Link::Up);
                bench.is(bench.b, Status::Stopped);
                bench.is(bench.a, Status::Stopped);
            },
        ),
        ("it starts", |bench| {
            bench.is(bench.a, Status::Starting);
        }),
        ("it runs", |bench| {
            bench.is(bench.a, Status::Running);
        }),
        ("another ran since and has stopped", |bench| {
            bench.is(bench.b, Status::Running);
            bench.wait(1.0);
            bench.is(bench.b, Status::Stopped);
            bench.is(bench.a, Status::Stopped);
        }),
        ("somebody stops it, although it is stopped", |bench| {
            bench.click(bench.a, Operation::Stop);
        }),
        ("somebody looks", |bench| {
            bench.happens(Event::Clicked(Click::Refresh));
        }),
    ];
    for (case, free) in frees {
        let mut bench = failed_switch();
        bench.wait(1.0);
        free(&mut bench);
        let condition = bench.model.condition(bench.a);
        assert!(
            matches!(condition, Condition::Status(_)),
            "{case}: {condition:?}"
        );
    }
}

#[test]
fn a_reading_from_before_a_failure_does_not_end_it() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    let at = bench.now;
    bench.wait(0.1);
    bench.answer(Err(Failure::Refused(Excerpt::new(b"busy"))));
    let answer = Answer::Status(Status::Starting);
    let (project, reading) = (bench.a, Reading { at, answer });
    bench.happens(Event::Polled { project, reading });
    let condition = bench.model.condition(bench.a);
    assert!(
        matches!(condition, Condition::Fault(Fault::Failed { .. })),
        "{condition:?}"
    );
}

#[test]
fn a_silent_server_is_stale_and_tells_nothing() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    assert_eq!(bench.link(Link::Silent), []);
    let running = Condition::Status(Status::Running);
    assert_eq!(bench.model.condition(bench.a), running);
    let mut told = Vec::new();
    for _ in 0..30 {
        told.extend(bench.wait(1.0));
    }
    assert_eq!(told, []);
    let condition = bench.model.condition(bench.a);
    assert!(
        matches!(condition, Condition::Stale { .. }),
        "{condition:?}"
    );
    bench.link(Link::Up);
    assert_eq!(bench.is(bench.a, Status::Running), []);
    assert_eq!(bench.model.condition(bench.a), running);
}

#[test]
fn a_project_that_alone_gets_no_answer_is_told_once() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let mut told = Vec::new();
    for _ in 0..300 {
        told.extend(bench.wait(1.0));
        told.extend(bench.is(bench.b, Status::Running));
    }
    let silent = ProjectNews::Fault(Fault::Silent);
    assert_eq!(told, [notify(Notice::Project(bench.a, silent))]);
    assert_eq!(
        bench.model.condition(bench.a),
        Condition::Fault(Fault::Silent)
    );
    let back = ProjectNews::Recovered(Status::Running);
    let back = notify(Notice::Project(bench.a, back));
    assert_eq!(bench.is(bench.a, Status::Running), [back]);
}
