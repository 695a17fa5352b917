//! The decision as a table: what is seen when, and what is told of it.

mod table;

use super::super::{Announced, OfProject, OfServer, ProjectNews, ServerNews};
use super::*;
use crate::model::event::{Link, Unreachable};
use crate::model::{Condition, Fault};
use crate::protocol::Status;
use crate::site::NoticeLevel::{All, Off, Problems};
use Cause::{Others, Outcome, OwnClick};
use Gate::{FaultsOnly, Open, Shut};
use std::fmt::Debug;

const HOLD: Duration = Duration::from_secs(3);

/// At which second something is seen, why, and what may be told then.
type Step<S, N> = (u64, S, Cause, Gate, Option<N>);

/// Takes one step after the other, with every turn to tell.
fn check<S: Subject>(name: &str, level: NoticeLevel, steps: &[Step<S::Seen, S::News>])
where
    S::Seen: Debug,
{
    let start = Instant::now();
    let mut standing = Standing::<S>::new();
    for (second, seen, cause, gate, told) in steps {
        let settings = Settings {
            hold: HOLD,
            level,
            sounds: &Sounds::default(),
            gate: *gate,
            turn: true,
        };
        let now = start + Duration::from_secs(*second);
        let decision = decide(standing, seen, *cause, settings, now);
        assert_eq!(decision.news, *told, "{name}: {seen:?} at {second}");
        standing = decision.standing;
    }
}

const RUNS: Condition = Condition::Status(Status::Running);
const STOPS: Condition = Condition::Status(Status::Stopped);
const STARTS: Condition = Condition::Status(Status::Starting);
const MISSING: Condition = Condition::Fault(Fault::NotFound);
const STRANGE: Condition = Condition::Fault(Fault::UnknownCommand);
const AWAY: Condition = Condition::Unreachable(Unreachable::Refused);

fn fault(fault: Fault) -> Option<ProjectNews> {
    Some(ProjectNews::Fault(fault))
}

#[test]
fn what_lasts_is_told_once_and_what_does_not_is_never_told() {
    let stopped = Some(ProjectNews::Stopped);
    let started = Some(ProjectNews::Started);
    let recovered = Some(ProjectNews::Recovered(Status::Running));
    check::<OfProject>(
        "a change",
        All,
        &[
            (0, RUNS, Others, Open, None),
            (9, RUNS, Others, Open, None),
            (10, STOPS, Others, Open, None),
            (12, STOPS, Others, Open, None),
            (13, STOPS, Others, Open, stopped),
            (20, STOPS, Others, Open, None),
            (100, RUNS, Others, Open, None),
            (103, RUNS, Others, Open, started),
        ],
    );
    check::<OfProject>(
        "a blink",
        All,
        &[
            (0, RUNS, Others, Open, None),
            (10, STOPS, Others, Open, None),
            (12, RUNS, Others, Open, None),
            (20, RUNS, Others, Open, None),
            // Another one begins anew.
            (21, STOPS, Others, Open, None),
            (23, STOPS, Others, Open, None),
            (23, STARTS, Others, Open, None),
            (30, RUNS, Others, Open, None),
        ],
    );
    check::<OfProject>(
        "a fault that becomes another, and its end",
        Problems,
        &[
            (0, MISSING, Others, Open, None),
            (2, STRANGE, Others, Open, None),
            (4, STRANGE, Others, Open, None),
            (5, STRANGE, Others, Open, fault(Fault::UnknownCommand)),
            (6, AWAY, Others, Open, None),
            (99, STRANGE, Others, Open, None),
            (100, RUNS, Others, Open, None),
            (102, STRANGE, Others, Open, None),
            (103, RUNS, Others, Open, None),
            (106, RUNS, Others, Open, recovered),
        ],
    );
}

#[test]
fn ones_own_click_explains_itself_and_its_outcome_says_what_it_ended() {
    let recovered = Some(ProjectNews::Recovered(Status::Stopped));
    check::<OfProject>(
        "a click",
        All,
        &[
            (0, RUNS, Others, Open, None),
            (1, STOPS, OwnClick, Open, None),
            (9, STOPS, Others, Open, None),
        ],
    );
    check::<OfProject>(
        "a click does not explain the end of a fault",
        All,
        &[
            (0, MISSING, Others, Open, None),
            (3, MISSING, Others, Open, fault(Fault::NotFound)),
            (4, STOPS, OwnClick, Open, None),
            (7, STOPS, OwnClick, Open, recovered),
        ],
    );
    check::<OfProject>(
        "an outcome does, and tells no fault besides",
        All,
        &[
            (0, MISSING, Others, Open, None),
            (3, MISSING, Others, Open, fault(Fault::NotFound)),
            (4, STOPS, Outcome, Open, None),
            (9, STOPS, Others, Open, None),
            (10, STRANGE, Outcome, Open, None),
            (13, STRANGE, Others, Open, fault(Fault::UnknownCommand)),
        ],
    );
}

#[test]
fn levels_and_closed_gates_hold_back_what_they_should() {
    let stopped = Some(ProjectNews::Stopped);
    check::<OfProject>(
        "problems only",
        Problems,
        &[
            (0, STOPS, Others, Open, None),
            (1, RUNS, Others, Open, None),
            (4, RUNS, Others, Open, None),
            (5, STOPS, Others, Open, None),
            (8, STOPS, Others, Open, stopped.clone()),
        ],
    );
    check::<OfProject>(
        "none",
        Off,
        &[
            (0, RUNS, Others, Open, None),
            (1, MISSING, Others, Open, None),
            (9, MISSING, Others, Open, None),
        ],
    );
    check::<OfProject>(
        "quiet hours let faults through, and the rest waits",
        All,
        &[
            (0, RUNS, Others, FaultsOnly, None),
            (1, MISSING, Others, FaultsOnly, None),
            (4, MISSING, Others, FaultsOnly, fault(Fault::NotFound)),
            (5, STOPS, Others, FaultsOnly, None),
            (9, STOPS, Others, FaultsOnly, None),
            (
                999,
                STOPS,
                Others,
                Open,
                Some(ProjectNews::Recovered(Status::Stopped)),
            ),
        ],
    );
    check::<OfProject>(
        "what is as it was when the snooze ends is not told",
        All,
        &[
            (0, RUNS, Others, Shut, None),
            (1, MISSING, Others, Shut, None),
            (9, MISSING, Others, Shut, None),
            (10, RUNS, Others, Shut, None),
            (20, RUNS, Others, Open, None),
            (21, STOPS, Others, Shut, None),
            (99, STOPS, Others, Open, stopped),
        ],
    );
}

#[test]
fn who_changes_again_and_again_is_unstable_and_the_end_of_it_is_always_told() {
    let unstable = Some(ProjectNews::Unstable);
    let stopped = Some(ProjectNews::Stopped);
    let well = Some(ProjectNews::Recovered(Status::Running));
    check::<OfProject>(
        "ending as it began",
        Problems,
        &[
            (0, RUNS, Others, Open, None),
            (1, STOPS, Others, Open, None),
            (2, RUNS, Others, Open, None),
            (3, STOPS, Others, Open, None),
            (4, RUNS, Others, Open, None),
            (5, STOPS, Others, Open, unstable.clone()),
            (15, STOPS, Others, Open, None),
            (20, RUNS, Others, Open, None),
            (79, RUNS, Others, Open, None),
            (80, RUNS, Others, Open, well),
            (81, STOPS, Others, Open, None),
            (84, STOPS, Others, Open, stopped.clone()),
        ],
    );
    check::<OfProject>(
        "ending while nothing is known",
        Problems,
        &[
            (0, RUNS, Others, Open, None),
            (1, MISSING, Others, Open, None),
            (2, RUNS, Others, Open, None),
            (3, MISSING, Others, Open, None),
            (4, RUNS, Others, Open, None),
            (5, MISSING, Others, Open, unstable),
            (99, AWAY, Others, Open, None),
            (200, MISSING, Others, Open, fault(Fault::NotFound)),
        ],
    );
    check::<OfProject>(
        "ending before it may be told",
        Problems,
        &[
            (0, RUNS, Others, FaultsOnly, None),
            (1, STOPS, Others, FaultsOnly, None),
            (2, RUNS, Others, FaultsOnly, None),
            (3, STOPS, Others, FaultsOnly, None),
            (4, RUNS, Others, FaultsOnly, None),
            (5, STOPS, Others, FaultsOnly, None),
            (99, STOPS, Others, Open, stopped),
        ],
    );
    check::<OfProject>(
        "one's own clicks",
        Problems,
        &[
            (0, RUNS, Others, Open, None),
            (1, STOPS, OwnClick, Open, None),
            (2, RUNS, OwnClick, Open, None),
            (3, STOPS, OwnClick, Open, None),
            (4, RUNS, OwnClick, Open, None),
            (5, STOPS, OwnClick, Open, None),
        ],
    );
}

#[test]
fn servers_are_told_of_alike() {
    let (down, up) = (|| Link::Down(Unreachable::Refused), || Link::Up);
    let other = Link::Down(Unreachable::NoAnswer);
    let newest = Some(ServerNews::Down(Unreachable::NoAnswer));
    check::<OfServer>(
        "an outage",
        Problems,
        &[
            (0, Link::Connecting, Others, Open, None),
            (1, down(), Others, Open, None),
            (3, other, Others, Open, None),
            (4, Link::Down(Unreachable::NoAnswer), Others, Open, newest),
            (9, up(), Others, Open, None),
            (12, up(), Others, Open, Some(ServerNews::Up)),
        ],
    );
    check::<OfServer>(
        "coming and going",
        Problems,
        &[
            (0, up(), Others, Open, None),
            (1, down(), Others, Open, None),
            (2, up(), Others, Open, None),
            (3, down(), Others, Open, None),
            (4, up(), Others, Open, None),
            (5, down(), Others, Open, Some(ServerNews::Unstable)),
            (6, up(), Others, Open, None),
            (66, up(), Others, Open, Some(ServerNews::Up)),
        ],
    );
}

#[test]
fn a_notice_on_the_screen_is_taken_back_when_nothing_replaces_it() {
    let start = Instant::now();
    let mut standing = Standing::<OfProject>::new();
    let mut step = |second, seen: &Condition, gate| {
        let settings = Settings {
            hold: HOLD,
            level: Problems,
            sounds: &Sounds::default(),
            gate,
            turn: true,
        };
        let now = start + Duration::from_secs(second);
        let before = std::mem::replace(&mut standing, Standing::new());
        let decision = decide(before, seen, Others, settings, now);
        standing = decision.standing;
        (decision.news.is_some(), decision.withdraw)
    };
    assert_eq!(step(0, &RUNS, Open), (false, false));
    assert_eq!(step(1, &STOPS, Open), (false, false));
    assert_eq!(step(4, &STOPS, Open), (true, false));
    // That it was started is no problem.
    assert_eq!(step(5, &RUNS, Open), (false, false));
    assert_eq!(step(8, &RUNS, Open), (false, true));
    assert_eq!(step(9, &MISSING, Open), (false, false));
    assert_eq!(step(12, &MISSING, Open), (true, false));
    assert_eq!(step(20, &RUNS, Shut), (false, false));
    assert_eq!(step(23, &RUNS, Shut), (false, true));
    assert_eq!(step(24, &RUNS, Shut), (false, false));
    assert_eq!(step(99, &RUNS, Open), (true, false));
    assert_eq!(standing.told(), &Announced::Settled(Status::Running));
}

#[test]
fn what_is_due_waits_for_its_turn_and_says_when_that_may_be() {
    let start = Instant::now();
    let at = |seconds| start + Duration::from_secs(seconds);
    let sounds = Sounds::default();
    let settings = |turn, gate| Settings {
        hold: HOLD,
        level: All,
        sounds: &sounds,
        gate,
        turn,
    };
    let standing = Standing::<OfProject>::new();
    let first = decide(standing, &RUNS, Others, settings(true, Open), at(0));
    assert_eq!((first.news, first.due), (None, None));
    let held = decide(
        first.standing,
        &STOPS,
        Others,
        settings(false, Open),
        at(10),
    );
    assert_eq!((held.news, held.due), (None, Some(at(13))));
    let due = decide(held.standing, &STOPS, Others, settings(false, Open), at(20));
    assert_eq!((due.news, due.due), (None, Some(at(13))));
    let shut = decide(due.standing, &STOPS, Others, settings(true, Shut), at(21));
    assert_eq!((shut.news, shut.due), (None, None));
    let told = decide(shut.standing, &STOPS, Others, settings(true, Open), at(22));
    assert_eq!((told.news, told.due), (Some(ProjectNews::Stopped), None));
}
