//! The decision as a table: for each setting what is told, heard and marked while the same happens.

use std::fmt::{Debug, Write};

use expect_test::{Expect, expect};

use super::super::*;
use crate::model::event::{Link, Unreachable};
use crate::model::notice::{OfProject, OfServer};
use crate::model::{Condition, Fault};
use crate::protocol::Status;
use crate::site::Sound;

/// By what is decided throughout a story. New is as in a configuration that says nothing, but what is
/// wrong is heard.
struct Setting {
    hold: u64,
    level: NoticeLevel,
    sounds: Sounds,
    gate: Gate,
    cause: Cause,
}

impl Setting {
    fn new() -> Self {
        Setting {
            hold: 3,
            level: NoticeLevel::Problems,
            sounds: Sounds::from_iter([Sound::Fault, Sound::Unreachable]),
            gate: Gate::Open,
            cause: Cause::Others,
        }
    }
}

/// A line for each second at which something is to be said of what is seen from then on: what is
/// told, whether that is heard (`♪`), and whether a fault is marked (`!`).
fn table<S: Subject>(setting: &Setting, story: &[(u64, S::Seen)]) -> String
where
    S::Seen: Clone + Debug,
{
    let start = Instant::now();
    let mut standing = Standing::<S>::new();
    let mut marked = false;
    let mut table = String::new();
    let end = story.last().map_or(0, |(second, _)| second + 10);
    for second in 0..end {
        let (_, seen) = story.iter().rfind(|(from, _)| *from <= second).unwrap();
        let settings = Settings {
            hold: Duration::from_secs(setting.hold),
            level: setting.level,
            sounds: &setting.sounds,
            gate: setting.gate,
            turn: true,
        };
        let now = start + Duration::from_secs(second);
        let decision = decide(standing, seen, setting.cause, settings, now);
        standing = decision.standing;
        let was = std::mem::replace(&mut marked, standing.is_marked());
        if decision.news.is_none() && was == marked {
            assert!(!decision.sound);
            continue;
        }
        let mark = if marked { '!' } else { ' ' };
        let sound = if decision.sound { '♪' } else { ' ' };
        let news = decision.news.map(|news| format!("{news:?}"));
        let news = news.as_deref().unwrap_or("-");
        writeln!(table, "{second:<3} {mark}{sound} {news}").unwrap();
    }
    table
}

/// A fault, its end, a blink of it, a stop and a start: few enough changes to be told one by one.
fn check(setting: Setting, expected: Expect) {
    let running = Condition::Status(Status::Running);
    let missing = Condition::Fault(Fault::NotFound);
    let story = [
        (0, running.clone()),
        (10, missing.clone()),
        (30, running.clone()),
        (50, missing),
        (52, running.clone()),
        (100, Condition::Status(Status::Stopped)),
        (150, running),
    ];
    expected.assert_eq(&table::<OfProject>(&setting, &story));
}

#[test]
fn by_default_what_lasts_is_told_and_a_fault_is_marked_at_once() {
    check(
        Setting::new(),
        expect![[r#"
            10  !  -
            13  !♪ Fault(NotFound)
            30     -
            33     Recovered(Running)
            50  !  -
            52     -
            103    Stopped
        "#]],
    );
}

#[test]
fn a_level_decides_what_is_told_and_heard_but_not_what_is_marked() {
    let level = NoticeLevel::All;
    check(
        Setting {
            level,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            13  !♪ Fault(NotFound)
            30     -
            33     Recovered(Running)
            50  !  -
            52     -
            103    Stopped
            153    Started
        "#]],
    );
    let level = NoticeLevel::Off;
    check(
        Setting {
            level,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            30     -
            50  !  -
            52     -
        "#]],
    );
}

#[test]
fn how_long_a_change_must_last_decides_when_it_is_told_but_not_when_it_is_marked() {
    let hold = 0;
    check(
        Setting {
            hold,
            ..Setting::new()
        },
        expect![[r#"
            10  !♪ Fault(NotFound)
            30     Recovered(Running)
            50  !♪ Fault(NotFound)
            52     Recovered(Running)
            100    Stopped
        "#]],
    );
    let hold = 9;
    check(
        Setting {
            hold,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            19  !♪ Fault(NotFound)
            30     -
            39     Recovered(Running)
            50  !  -
            52     -
            109    Stopped
        "#]],
    );
    let hold = 60;
    check(
        Setting {
            hold,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            30     -
            50  !  -
            52     -
        "#]],
    );
}

#[test]
fn sounds_decide_what_is_heard_and_nothing_else() {
    let sounds = Sounds::default();
    check(
        Setting {
            sounds,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            13  !  Fault(NotFound)
            30     -
            33     Recovered(Running)
            50  !  -
            52     -
            103    Stopped
        "#]],
    );
    let sounds = Sounds::from_iter([Sound::Running, Sound::Stopped]);
    check(
        Setting {
            sounds,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            13  !  Fault(NotFound)
            30     -
            33   ♪ Recovered(Running)
            50  !  -
            52     -
            103  ♪ Stopped
        "#]],
    );
}

#[test]
fn quiet_hours_and_a_snooze_decide_what_is_told_and_heard_but_not_what_is_marked() {
    let gate = Gate::FaultsOnly;
    check(
        Setting {
            gate,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            13  !♪ Fault(NotFound)
            30     -
            50  !  -
            52     -
        "#]],
    );
    let gate = Gate::Shut;
    check(
        Setting {
            gate,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            30     -
            50  !  -
            52     -
        "#]],
    );
}

#[test]
fn ones_own_click_explains_all_but_faults_and_their_ends() {
    let cause = Cause::OwnClick;
    check(
        Setting {
            cause,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            13  !♪ Fault(NotFound)
            30     -
            33     Recovered(Running)
            50  !  -
            52     -
        "#]],
    );
    let cause = Cause::Outcome;
    check(
        Setting {
            cause,
            ..Setting::new()
        },
        expect![[r#"
            10  !  -
            13  !♪ Fault(NotFound)
            30     -
            50  !  -
            52     -
        "#]],
    );
}

#[test]
fn a_server_is_heard_and_never_marked() {
    let story = [
        (0, Link::Up),
        (10, Link::Down(Unreachable::Refused)),
        (20, Link::Up),
    ];
    let told = table::<OfServer>(&Setting::new(), &story);
    expect![[r#"
        13   ♪ Down(Refused)
        23     Up
    "#]]
    .assert_eq(&told);
}
