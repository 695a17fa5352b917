mod allowed;
mod answers;
mod autostart;
mod confirm;
mod dialog;
mod hotkey;
mod notices;
mod scan;
mod seen;
mod truth;

use std::fmt::Write;
use std::time::Duration;

use expect_test::{expect, expect_file};

use super::event::{Dispatch, Failure, FileTrouble, Unreachable};
use super::*;
use crate::protocol::{Excerpt, Reply};
use crate::site::{Keeper, Language, NoticeLevel, Triggers, Wanted};
use crate::view::{Look, Words, view};

/// A model of two projects A and B on one server, and a clock that only moves when told.
#[derive(Debug)]
struct Bench {
    model: Model,
    start: Instant,
    now: Instant,
    server: ServerId,
    a: ProjectId,
    b: ProjectId,
}

const STARTED: Status = Status::Running;

impl Bench {
    fn new() -> Self {
        let mut site = Site::default();
        let server = site.add_server("Line 1", "line1".parse().unwrap());
        let a = site.add_project(server, "A", r"C:\A".parse().unwrap());
        let b = site.add_project(server, "B", r"C:\B".parse().unwrap());
        Bench::of(site, server, a.unwrap(), b.unwrap())
    }

    /// What there is to tell is told at once.
    fn of(mut site: Site, server: ServerId, a: ProjectId, b: ProjectId) -> Self {
        site.limits.notify_after = Duration::ZERO;
        let start = Instant::now();
        let mut bench = Bench {
            model: Model::new(Now::in_test(start, start)),
            start,
            now: start,
            server,
            a,
            b,
        };
        let site = Arc::new(site);
        let effects = bench.happens(Event::configured(Arc::clone(&site)));
        assert_eq!(effects, [Effect::Watch(site)]);
        bench
    }

    fn happens(&mut self, event: Event) -> Vec<Effect> {
        let now = Now::in_test(self.start, self.now);
        self.model.update(now, event)
    }

    fn link(&mut self, link: Link) -> Vec<Effect> {
        let server = self.server;
        self.happens(Event::Link { server, link })
    }

    fn says(&mut self, project: ProjectId, answer: Answer) -> Vec<Effect> {
        let at = self.now;
        let reading = Reading { at, answer };
        self.happens(Event::Polled { project, reading })
    }

    fn is(&mut self, project: ProjectId, status: Status) -> Vec<Effect> {
        self.says(project, Answer::Status(status))
    }

    /// Up, with these two statuses read.
    fn with(a: Status, b: Status) -> Self {
        let mut bench = Bench::new();
        let mut effects = bench.link(Link::Up);
        effects.extend(bench.is(bench.a, a));
        effects.extend(bench.is(bench.b, b));
        assert_eq!(effects, []);
        bench
    }

    fn click(&mut self, project: ProjectId, operation: Operation) -> Vec<Effect> {
        self.happens(Event::Clicked(Click::Operate { project, operation }))
    }

    fn answer(&mut self, answer: Result<(), Failure>) -> Vec<Effect> {
        match answer {
            Ok(()) => self.dispatched(Dispatch::Sent),
            Err(failure) => self.answered(Err(failure)),
        }
    }

    fn dispatched(&mut self, dispatch: Dispatch) -> Vec<Effect> {
        self.answered(Ok(dispatch))
    }

    fn answered(&mut self, answer: Result<Dispatch, Failure>) -> Vec<Effect> {
        let ticket = Ticket(self.model.last_ticket);
        let at = self.now;
        self.happens(Event::Answered { ticket, at, answer })
    }

    /// Reads the same of A each second, and of B what was read last.
    fn lasts(&mut self, status: Status, seconds: u32) -> Vec<Effect> {
        let other = self.model.projects[&self.b].reading.clone();
        let mut effects = Vec::new();
        for _ in 0..seconds {
            effects.extend(self.wait(1.0));
            effects.extend(self.is(self.a, status));
            if let Some(other) = &other {
                effects.extend(self.says(self.b, other.answer.clone()));
            }
        }
        effects
    }

    /// Configures what A is expected to be.
    fn expects(&mut self, wanted: Option<Wanted>) {
        let mut site = self.model.site().clone();
        site.expect(self.a, wanted).unwrap();
        self.happens(Event::configured(Arc::new(site)));
    }

    fn wait(&mut self, seconds: f64) -> Vec<Effect> {
        self.now += Duration::from_secs_f64(seconds);
        self.happens(Event::Tick)
    }

    /// What the icon shows.
    fn look(&self) -> Look {
        view(&self.model, &Words::of(Language::English)).icon.look
    }

    fn outcome(&self, project: ProjectId, operation: Operation, outcome: Outcome) -> Effect {
        let news = ProjectNews::Outcome { operation, outcome };
        notify(Notice::Project(project, news))
    }
}

/// What is told without a sound.
fn notify(notice: Notice) -> Effect {
    let sound = false;
    Effect::Notify { notice, sound }
}

fn odd() -> Answer {
    Answer::from(Reply::Unrecognised(Excerpt::new(b"odd")))
}

/// Every situation a project can be in, by what leads there.
fn situations() -> Vec<(&'static str, Bench)> {
    let mut list = Vec::new();
    list.push(("connecting", Bench::new()));
    for status in [
        Status::Stopped,
        Status::Starting,
        Status::Running,
        Status::Stopping,
    ] {
        list.push((status.word(), Bench::with(status, Status::Stopped)));
    }
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.link(Link::Down(Unreachable::Refused));
    list.push(("unreachable", bench));
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.wait(60.0);
    list.push(("stale", bench));
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.says(bench.a, Answer::NotFound);
    list.push(("not found", bench));
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.says(bench.a, odd());
    list.push(("odd", bench));
    for (name, from, operation) in [
        ("start sent", Status::Stopped, Operation::Start),
        ("stop sent", Status::Running, Operation::Stop),
        ("switch sent", Status::Stopped, Operation::Switch),
    ] {
        let mut bench = Bench::with(from, Status::Stopped);
        bench.click(bench.a, operation);
        bench.wait(1.0);
        list.push((name, bench));
    }
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Ok(()));
    list.push(("start agreed", bench));
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Err(Failure::NoAnswer(Unreachable::NoAnswer)));
    list.push(("start lost", bench));
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Err(Failure::PortInUse));
    list.push(("start failed", bench));
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.b, Operation::Start);
    list.push(("other pending", bench));
    let mut bench = Bench::with(Status::Starting, Status::Stopped);
    bench.lasts(Status::Starting, 121);
    list.push(("stuck", bench));
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.expects(Some(Wanted::Running));
    bench.lasts(Status::Stopped, 12);
    list.push(("not as expected", bench));
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.happens(Event::MonitorSilent);
    list.push(("monitor silent", bench));
    list
}

type Happen = fn(&mut Bench) -> Vec<Effect>;

fn happenings() -> Vec<(&'static str, Happen)> {
    vec![
        ("link up", |b| b.link(Link::Up)),
        ("link down", |b| b.link(Link::Down(Unreachable::NoAnswer))),
        ("reads stopped", |b| b.is(b.a, Status::Stopped)),
        ("reads starting", |b| b.is(b.a, Status::Starting)),
        ("reads running", |b| b.is(b.a, Status::Running)),
        ("reads stopping", |b| b.is(b.a, Status::Stopping)),
        ("reads not-found", |b| b.says(b.a, Answer::NotFound)),
        ("reads unknown cmd", |b| b.says(b.a, Answer::UnknownCommand)),
        ("reads odd", |b| b.says(b.a, odd())),
        ("answer ok", |b| b.answer(Ok(()))),
        ("answer port", |b| b.answer(Err(Failure::PortInUse))),
        ("answer not-found", |b| b.answer(Err(Failure::NotFound))),
        ("answer not sent", |b| {
            b.answer(Err(Failure::NotSent(Unreachable::Refused)))
        }),
        ("answer lost", |b| {
            b.answer(Err(Failure::NoAnswer(Unreachable::Broken)))
        }),
        ("a second", |b| b.wait(1.0)),
        ("two minutes", |b| b.wait(120.0)),
        ("click start", |b| b.click(b.a, Operation::Start)),
        ("click stop", |b| b.click(b.a, Operation::Stop)),
        ("click switch", |b| b.click(b.a, Operation::Switch)),
    ]
}

/// Every situation × every event, as a file to be read by people. `UPDATE_EXPECT=1 cargo test`
/// writes it anew; look at the difference before you commit it.
#[test]
fn every_event_in_every_situation() {
    let mut table = String::new();
    for (index, (situation, bench)) in situations().iter().enumerate() {
        let before = bench.model.condition(bench.a);
        writeln!(table, "== {situation}: {before:?}").unwrap();
        for (event, happen) in happenings() {
            let (_, mut bench) = situations().swap_remove(index);
            let effects = happen(&mut bench);
            let after = bench.model.condition(bench.a);
            let after = if after == before {
                "(same)".to_owned()
            } else {
                format!("{after:?}")
            };
            writeln!(table, "{event:17} -> {after}").unwrap();
            for effect in effects {
                writeln!(table, "{:20} ! {effect:?}", "").unwrap();
            }
        }
        writeln!(table).unwrap();
    }
    expect_file!["./every_event.txt"].assert_eq(&table);
}

#[test]
fn a_start_succeeds_when_the_project_runs_and_that_is_told_once() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    let a = bench.a;
    let (ticket, operation) = (Ticket(1), Operation::Start);
    assert_eq!(
        bench.click(a, operation),
        [Effect::Operate {
            ticket,
            project: a,
            operation
        }]
    );
    assert_eq!(
        bench.model.condition(a),
        Condition::Pending {
            operation,
            lost: false
        }
    );
    bench.wait(0.1);
    assert_eq!(bench.answer(Ok(())), []);
    assert_eq!(bench.is(a, Status::Starting), []);
    assert_eq!(
        bench.model.condition(a),
        Condition::Pending {
            operation,
            lost: false
        }
    );
    bench.wait(2.0);
    let told = bench.outcome(a, operation, Outcome::Succeeded);
    assert_eq!(bench.is(a, STARTED), [told]);
    assert_eq!(bench.model.condition(a), Condition::Status(STARTED));
    assert_eq!(bench.is(a, STARTED), []);
    assert_eq!(bench.answer(Ok(())), []);
}

#[test]
fn a_server_that_never_answers_a_start_is_believed_when_status_shows_it() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    let a = bench.a;
    bench.click(a, Operation::Start);
    bench.wait(1.0);
    let (ticket, project) = (Ticket(1), a);
    let revoke = Effect::Revoke { ticket, project };
    let told = bench.outcome(a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.is(a, Status::Running), [revoke, told]);
    let late = Err(Failure::NoAnswer(Unreachable::NoAnswer));
    assert_eq!(bench.answer(late), []);
}

#[test]
fn agreed_but_not_done_is_a_failure_only_when_it_lasts() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    let a = bench.a;
    bench.click(a, Operation::Start);
    bench.answer(Ok(()));
    bench.wait(0.1);
    assert_eq!(bench.is(a, Status::Stopped), []);
    bench.wait(1.0);
    assert_eq!(bench.is(a, Status::Starting), []);
    bench.wait(1.0);
    assert_eq!(bench.is(a, Status::Stopped), []);
    bench.wait(5.5);
    assert_eq!(bench.is(a, Status::Stopped), []);
    bench.wait(0.4);
    assert_eq!(bench.is(a, Status::Stopped), []);
    assert_eq!(bench.wait(0.1), []);
    let outcome = Outcome::Settled(Status::Stopped);
    let told = bench.outcome(a, Operation::Start, outcome);
    assert_eq!(bench.is(a, Status::Stopped), [told]);
}

#[test]
fn a_lost_answer_is_settled_by_status_and_otherwise_by_patience() {
    let lost = || Err(Failure::NoAnswer(Unreachable::Broken));
    let failed = Outcome::Failed(Failure::NoAnswer(Unreachable::Broken));

    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.click(bench.a, Operation::Stop);
    assert_eq!(bench.answer(lost()), []);
    bench.wait(1.0);
    let told = bench.outcome(bench.a, Operation::Stop, Outcome::Succeeded);
    assert_eq!(bench.is(bench.a, Status::Stopped), [told]);

    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.click(bench.a, Operation::Stop);
    bench.answer(lost());
    bench.link(Link::Down(Unreachable::Broken));
    assert_eq!(bench.wait(59.0), []);
    let told = bench.outcome(bench.a, Operation::Stop, failed);
    assert_eq!(bench.wait(1.0), [told]);
}

#[test]
fn a_switch_explains_what_it_stopped_and_nothing_more() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let (a, b) = (bench.a, bench.b);
    bench.click(b, Operation::Switch);
    bench.wait(0.5);
    assert_eq!(bench.is(b, Status::Starting), []);
    bench.wait(0.5);
    assert_eq!(bench.answer(Ok(())), []);
    assert_eq!(
        bench.model.condition(b),
        Condition::Pending {
            operation: Operation::Switch,
            lost: false
        }
    );
    let told = bench.outcome(b, Operation::Switch, Outcome::Succeeded);
    assert_eq!(bench.is(b, Status::Running), [told]);
    bench.wait(0.1);
    assert_eq!(bench.is(a, Status::Stopping), []);
    bench.wait(0.1);
    assert_eq!(bench.is(a, Status::Stopped), []);
    // Each change after that is somebody else's.
    bench.wait(1.0);
    assert_eq!(bench.is(a, Status::Running), []);
    let stopped = |project| notify(Notice::Project(project, ProjectNews::Stopped));
    assert_eq!(bench.is(a, Status::Stopped), [stopped(a)]);
    assert_eq!(bench.is(b, Status::Stopped), [stopped(b)]);
}

#[test]
fn a_switch_explains_only_the_first_reading_after_it() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let (a, b) = (bench.a, bench.b);
    bench.click(b, Operation::Switch);
    bench.wait(0.1);
    bench.answer(Ok(()));
    bench.is(b, Status::Running);
    bench.wait(1.0);
    bench.click(b, Operation::Switch);
    bench.is(a, Status::Running);
    bench.answer(Err(Failure::Refused(Excerpt::new(b"busy"))));
    bench.wait(0.1);
    let stopped = notify(Notice::Project(a, ProjectNews::Stopped));
    assert_eq!(bench.is(a, Status::Stopped), [stopped]);
}

#[test]
fn what_was_read_before_a_switch_is_not_told_after_it() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let (a, b) = (bench.a, bench.b);
    let mut site = bench.model.site().clone();
    site.limits.notify_after = Duration::from_secs(4);
    bench.happens(Event::configured(Arc::new(site)));
    bench.is(a, Status::Running);
    bench.says(a, Answer::NotFound);
    bench.wait(4.0);
    let missing = ProjectNews::Fault(Fault::NotFound);
    let effects = bench.wait(1.0);
    assert!(effects.contains(&notify(Notice::Project(a, missing))));
    // A is well again, which is not told yet when a switch stops it.
    bench.is(a, Status::Running);
    bench.click(b, Operation::Switch);
    bench.wait(1.0);
    bench.answer(Ok(()));
    bench.wait(3.9);
    let told = bench.outcome(b, Operation::Switch, Outcome::Succeeded);
    assert_eq!(bench.is(b, Status::Running), [told]);
    let is_notice = |effect: &Effect| matches!(effect, Effect::Notify { .. });
    let effects = bench.wait(1.5);
    assert!(!effects.iter().any(is_notice), "{effects:?}");
    bench.is(a, Status::Stopped);
    bench.wait(4.0);
    let recovered = ProjectNews::Recovered(Status::Stopped);
    let effects = bench.wait(1.0);
    assert!(
        effects.contains(&notify(Notice::Project(a, recovered))),
        "{effects:?}"
    );
}

#[test]
fn a_switch_whose_answer_was_lost_is_proved_by_the_others() {
    let lost = || Err(Failure::NoAnswer(Unreachable::Broken));
    let mut bench = Bench::with(Status::Running, Status::Running);
    let (a, b) = (bench.a, bench.b);
    bench.click(b, Operation::Switch);
    bench.wait(0.5);
    bench.answer(lost());
    assert_eq!(bench.is(b, Status::Running), []);
    assert_eq!(bench.is(a, Status::Running), []);
    bench.wait(1.0);
    assert_eq!(bench.is(a, Status::Stopping), []);
    assert_eq!(bench.is(b, Status::Running), []);
    let told = bench.outcome(b, Operation::Switch, Outcome::Succeeded);
    assert_eq!(bench.is(a, Status::Stopped), [told]);

    let mut bench = Bench::with(Status::Running, Status::Running);
    bench.click(bench.b, Operation::Switch);
    bench.answer(lost());
    bench.wait(59.0);
    assert_eq!(bench.is(bench.a, Status::Running), []);
    assert_eq!(bench.is(bench.b, Status::Running), []);
    let outcome = Outcome::Failed(Failure::NoAnswer(Unreachable::Broken));
    let told = bench.outcome(bench.b, Operation::Switch, outcome);
    assert_eq!(bench.wait(1.0), [told]);
}

#[test]
fn a_stop_that_overtakes_a_start_is_not_taken_for_done_before_it_is() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    let a = bench.a;
    bench.click(a, Operation::Start);
    bench.wait(0.1);
    bench.click(a, Operation::Stop);
    bench.wait(0.1);
    assert_eq!(bench.is(a, Status::Stopped), []);
    bench.wait(0.1);
    assert_eq!(bench.is(a, Status::Starting), []);
    assert_eq!(bench.answer(Ok(())), []);
    let told = bench.outcome(a, Operation::Stop, Outcome::Succeeded);
    assert_eq!(bench.is(a, Status::Stopped), [told]);
}

#[test]
fn a_fault_is_over_when_its_cause_may_be() {
    let failed = |failure: Failure| {
        let mut bench = Bench::with(Status::Running, Status::Stopped);
        bench.click(bench.b, Operation::Start);
        bench.answer(Err(failure));
        bench.wait(1.0);
        assert_eq!(bench.look(), Look::Fault);
        bench
    };
    let mut bench = failed(Failure::PortInUse);
    assert_eq!(bench.is(bench.b, Status::Stopped), []);
    assert_eq!(bench.look(), Look::Fault);
    bench.is(bench.a, Status::Stopped);
    assert_eq!(bench.look(), Look::Stopped);

    let mut bench = failed(Failure::NotSent(Unreachable::Refused));
    assert_eq!(bench.is(bench.b, Status::Stopped), []);
    assert_eq!(bench.look(), Look::Running);

    let mut bench = failed(Failure::UnknownCommand);
    bench.is(bench.b, Status::Stopped);
    assert_eq!(bench.look(), Look::Fault);
    let asked = bench.happens(Event::Clicked(Click::Refresh));
    assert_eq!(asked, [Effect::Reload, Effect::Refresh]);
    assert_eq!(bench.look(), Look::Running);
}

#[test]
fn one_operation_at_a_time_on_a_server_but_a_start_can_be_stopped() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    let (a, b) = (bench.a, bench.b);
    bench.click(a, Operation::Start);
    for (project, operation) in [
        (a, Operation::Start),
        (a, Operation::Switch),
        (b, Operation::Start),
    ] {
        let refusal = Refusal::Busy {
            project: a,
            operation: Operation::Start,
        };
        assert_eq!(bench.model.may(project, operation), Err(refusal));
        let news = ProjectNews::Refused { operation, refusal };
        let told = notify(Notice::Project(project, news));
        assert_eq!(bench.click(project, operation), [told]);
    }
    let stop = Effect::Operate {
        ticket: Ticket(2),
        project: a,
        operation: Operation::Stop,
    };
    let called_off = bench.outcome(a, Operation::Start, Outcome::CalledOff);
    assert_eq!(bench.click(a, Operation::Stop), [called_off, stop]);
    let (ticket, at) = (Ticket(1), bench.now);
    let answer = Err(Failure::PortInUse);
    assert_eq!(bench.happens(Event::Answered { ticket, at, answer }), []);
    assert_eq!(
        bench.model.condition(a),
        Condition::Pending {
            operation: Operation::Stop,
            lost: false
        }
    );
}

#[test]
fn what_was_read_before_an_outage_is_not_shown_after_it() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let down = notify(Notice::Server(
        bench.server,
        ServerNews::Down(Unreachable::Refused),
    ));
    let up = notify(Notice::Server(bench.server, ServerNews::Up));
    assert_eq!(bench.link(Link::Down(Unreachable::Refused)), [down]);
    assert_eq!(bench.link(Link::Down(Unreachable::ConnectTimeout)), []);
    assert_eq!(
        bench.model.condition(bench.a),
        Condition::Unreachable(Unreachable::ConnectTimeout)
    );
    assert_eq!(bench.link(Link::Up), [up]);
    assert_eq!(bench.model.condition(bench.a), Condition::Connecting);
    assert_eq!(bench.is(bench.a, Status::Running), []);
    let stopped = notify(Notice::Project(bench.b, ProjectNews::Stopped));
    assert_eq!(bench.is(bench.b, Status::Stopped), [stopped]);
}

#[test]
fn an_older_reading_never_replaces_a_newer_one() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    let reading = Reading {
        at: bench.now - Duration::from_millis(1),
        answer: Answer::Status(Status::Running),
    };
    let project = bench.a;
    assert_eq!(bench.happens(Event::Polled { project, reading }), []);
    assert_eq!(
        bench.model.condition(project),
        Condition::Status(Status::Stopped)
    );
}

#[test]
fn old_news_is_stale_and_never_green() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let limit = bench.model.site().stale_after().as_secs_f64();
    assert_eq!(limit, 9.0);
    bench.wait(limit);
    assert_eq!(bench.look(), Look::Running);
    bench.wait(0.001);
    let since = Since {
        at: Now::in_test(bench.start, bench.start).local,
        today: true,
    };
    let stale = Condition::Stale { since: Some(since) };
    assert_eq!(bench.model.condition(bench.a), stale);
    assert_eq!(bench.look(), Look::Stale);
    assert_eq!(
        bench.model.may(bench.a, Operation::Stop),
        Err(Refusal::Unknown)
    );
}

#[test]
fn a_project_that_is_never_answered_for_is_without_news() {
    let mut bench = Bench::new();
    bench.link(Link::Up);
    bench.wait(9.0);
    assert_eq!(bench.model.condition(bench.a), Condition::Connecting);
    bench.wait(0.001);
    let stale = Condition::Stale { since: None };
    assert_eq!(bench.model.condition(bench.a), stale);
    bench.link(Link::Down(Unreachable::Refused));
    bench.wait(60.0);
    bench.link(Link::Up);
    assert_eq!(bench.model.condition(bench.a), Condition::Connecting);
}

#[test]
fn severities_are_in_the_order_of_what_needs_somebody_most() {
    let mut found: Vec<(Severity, &str)> = situations()
        .iter()
        .map(|(name, bench)| (bench.model.condition(bench.a).severity(), *name))
        .collect();
    found.sort();
    expect![[r#"
        [
            (
                Stopped,
                "other pending",
            ),
            (
                Stopped,
                "stopped",
            ),
            (
                Running,
                "running",
            ),
            (
                Changing,
                "connecting",
            ),
            (
                Changing,
                "start agreed",
            ),
            (
                Changing,
                "start lost",
            ),
            (
                Changing,
                "start sent",
            ),
            (
                Changing,
                "starting",
            ),
            (
                Changing,
                "stop sent",
            ),
            (
                Changing,
                "stopping",
            ),
            (
                Changing,
                "switch sent",
            ),
            (
                Unreachable,
                "monitor silent",
            ),
            (
                Unreachable,
                "stale",
            ),
            (
                Unreachable,
                "unreachable",
            ),
            (
                Fault,
                "not as expected",
            ),
            (
                Fault,
                "not found",
            ),
            (
                Fault,
                "odd",
            ),
            (
                Fault,
                "start failed",
            ),
            (
                Fault,
                "stuck",
            ),
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn levels_let_through_what_they_say() {
    let told = |level: NoticeLevel| {
        let mut site = Site::default();
        let server = site.add_server("L", "l".parse().unwrap());
        let a = site.add_project(server, "A", "A".parse().unwrap()).unwrap();
        let b = site.add_project(server, "B", "B".parse().unwrap()).unwrap();
        site.notices = level;
        let mut bench = Bench::of(site, server, a, b);
        bench.link(Link::Up);
        bench.is(a, Status::Stopped);
        bench.is(b, Status::Stopped);
        [
            bench.is(a, Status::Running),
            bench.is(a, Status::Stopped),
            {
                bench.click(b, Operation::Start);
                bench.click(a, Operation::Start)
            },
            bench.happens(Event::NotSaved(FileTrouble::Other("read-only".to_owned()))),
        ]
        .map(|effects| effects.len())
    };
    assert_eq!(told(NoticeLevel::All), [1, 1, 1, 1]);
    assert_eq!(told(NoticeLevel::Problems), [0, 1, 1, 1]);
    assert_eq!(told(NoticeLevel::Off), [0, 0, 1, 1]);
}

#[test]
fn a_new_configuration_keeps_what_is_known_of_what_stays() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let mut site = Site::default();
    let server = site.add_server("Renamed", "LINE1:7002".parse().unwrap());
    site.add_project(server, "C", r"C:\C".parse().unwrap());
    site.add_project(server, "B", r"c:\b".parse().unwrap());
    bench.happens(Event::configured(Arc::new(site)));
    let conditions: Vec<_> = bench
        .model
        .site()
        .projects()
        .map(|(_, project)| (project.name.clone(), bench.model.condition(project.id)))
        .collect();
    assert_eq!(
        conditions,
        [
            ("C".to_owned(), Condition::Connecting),
            ("B".to_owned(), Condition::Status(Status::Running))
        ]
    );
    assert_eq!(bench.is(bench.a, Status::Stopped), []);
}

#[test]
fn a_broken_configuration_is_a_fault_and_leaves_the_last_good_one_in_force() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let problems = vec!["line 1".to_owned()];
    let told = [notify(Notice::Misconfigured)];
    assert_eq!(bench.happens(Event::misconfigured(problems.clone())), told);
    assert_eq!(bench.happens(Event::misconfigured(problems.clone())), []);
    assert_eq!(bench.model.problems(), problems);
    assert_eq!(bench.look(), Look::Fault);
    assert_eq!(
        bench.model.condition(bench.a),
        Condition::Status(Status::Running)
    );
}

#[test]
fn a_server_that_has_lost_its_projects_is_not_unreachable_for_ever() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    bench.link(Link::Down(Unreachable::Refused));
    let mut site = Site::default();
    site.add_server("Line 1", "line1".parse().unwrap());
    bench.happens(Event::configured(Arc::new(site)));
    assert_eq!(bench.model.link(bench.server), &Link::Connecting);
}

#[test]
fn a_refusal_in_the_servers_words_is_a_fault_and_ends_a_wish() {
    let refusal = || Excerpt::new(b"licence expired");
    let refused = || Answer::from(Reply::Refused(refusal()));
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let fault = Fault::Refused(refusal());
    let told = notify(Notice::Project(bench.a, ProjectNews::Fault(fault.clone())));
    assert_eq!(bench.says(bench.a, refused()), [told]);
    assert_eq!(bench.model.condition(bench.a), Condition::Fault(fault));
    assert_eq!(bench.says(bench.a, refused()), []);

    let failed = Outcome::Failed(Failure::Refused(refusal()));
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    let told = bench.outcome(bench.a, Operation::Start, failed.clone());
    assert_eq!(bench.answer(Err(Failure::Refused(refusal()))), [told]);

    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Ok(()));
    bench.wait(1.0);
    assert_eq!(bench.says(bench.a, refused()), []);
    bench.wait(1.0);
    let told = bench.outcome(bench.a, Operation::Start, failed);
    assert_eq!(bench.says(bench.a, refused()), [told], "and is told once");
}
