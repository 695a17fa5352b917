//! What is shown is never older or better than what is known.

use super::*;

fn fault(project: ProjectId, fault: Fault) -> Effect {
    notify(Notice::Project(project, ProjectNews::Fault(fault)))
}

fn news(project: ProjectId, news: ProjectNews) -> Effect {
    notify(Notice::Project(project, news))
}

fn awake(bench: &mut Bench) -> Vec<Effect> {
    let at = bench.now;
    bench.happens(Event::Awoke { at })
}

#[test]
fn a_bound_of_ones_own_replaces_the_usual_one() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let mut site = bench.model.site().clone();
    site.limits.stale_after = Some(Duration::from_secs(60));
    bench.happens(Event::configured(Arc::new(site)));
    bench.wait(60.0);
    assert_eq!(bench.look(), Look::Running);
    bench.wait(0.001);
    assert_eq!(bench.look(), Look::Stale);
}

#[test]
fn old_news_of_another_day_names_the_day() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    bench.wait(10.0 * 3600.0);
    let since = Since {
        at: Now::in_test(bench.start, bench.start).local,
        today: false,
    };
    let stale = Condition::Stale { since: Some(since) };
    assert_eq!(bench.model.condition(bench.a), stale);
}

#[test]
fn what_is_on_its_way_for_too_long_is_stuck_and_told_once() {
    for status in [Status::Starting, Status::Stopping] {
        let mut bench = Bench::with(status, Status::Stopped);
        assert_eq!(bench.lasts(status, 120), []);
        assert_eq!(bench.model.condition(bench.a), Condition::Status(status));
        let stuck = Fault::Stuck(status);
        assert_eq!(bench.lasts(status, 5), [fault(bench.a, stuck.clone())]);
        assert_eq!(bench.model.condition(bench.a), Condition::Fault(stuck));
        let over = news(bench.a, ProjectNews::Recovered(Status::Running));
        assert_eq!(bench.is(bench.a, Status::Running), [over]);
    }
}

#[test]
fn a_project_that_was_stuck_and_stops_is_no_recovery() {
    let mut bench = Bench::with(Status::Starting, Status::Stopped);
    bench.lasts(Status::Starting, 125);
    let stopped = news(bench.a, ProjectNews::Stopped);
    assert_eq!(bench.is(bench.a, Status::Stopped), [stopped]);
}

#[test]
fn only_the_same_status_without_a_break_makes_it_stuck() {
    let mut bench = Bench::with(Status::Starting, Status::Stopped);
    bench.lasts(Status::Starting, 119);
    bench.is(bench.a, Status::Stopping);
    assert_eq!(bench.lasts(Status::Stopping, 120), []);
    bench.link(Link::Down(Unreachable::Broken));
    bench.link(Link::Up);
    bench.is(bench.b, Status::Stopped);
    assert_eq!(bench.lasts(Status::Stopping, 120), []);
    let stuck = fault(bench.a, Fault::Stuck(Status::Stopping));
    assert_eq!(bench.lasts(Status::Stopping, 2), [stuck]);
}

#[test]
fn a_start_that_never_finishes_is_told_as_its_outcome_and_not_again_as_stuck() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Ok(()));
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Unsettled);
    assert_eq!(bench.lasts(Status::Starting, 200), [told]);
    let stuck = Condition::Fault(Fault::Stuck(Status::Starting));
    assert_eq!(bench.model.condition(bench.a), stuck);
}

#[test]
fn what_is_not_as_expected_for_longer_than_the_grace_is_a_fault() {
    for (wanted, status, well) in [
        (Wanted::Running, Status::Stopped, Status::Running),
        (Wanted::Running, Status::Starting, Status::Running),
        (Wanted::Stopped, Status::Running, Status::Stopped),
    ] {
        let mut bench = Bench::with(well, Status::Stopped);
        bench.expects(Some(wanted));
        bench.is(bench.a, status);
        assert_eq!(bench.lasts(status, 10), []);
        assert_eq!(bench.model.condition(bench.a), Condition::Status(status));
        let contrary = Fault::Contrary { wanted, status };
        assert_eq!(bench.lasts(status, 5), [fault(bench.a, contrary)]);
        let over = news(bench.a, ProjectNews::Recovered(well));
        assert_eq!(bench.is(bench.a, well), [over]);
    }
}

#[test]
fn without_an_expectation_stopped_is_just_stopped() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.expects(Some(Wanted::Running));
    bench.lasts(Status::Stopped, 20);
    let severity = |bench: &Bench| bench.model.condition(bench.a).severity();
    assert_eq!(severity(&bench), Severity::Fault);
    bench.expects(None);
    assert_eq!(severity(&bench), Severity::Stopped);
}

#[test]
fn what_is_so_already_is_success_without_a_word_to_the_server() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    for (project, operation) in [(bench.a, Operation::Start), (bench.b, Operation::Stop)] {
        let told = bench.outcome(project, operation, Outcome::Already);
        assert_eq!(bench.click(project, operation), [told]);
    }
}

#[test]
fn an_answer_that_does_not_come_is_watched_for() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Err(Failure::NoAnswer(Unreachable::NoAnswer)));
    let watching = Condition::Pending {
        operation: Operation::Start,
        lost: true,
    };
    assert_eq!(bench.model.condition(bench.a), watching);
    bench.wait(1.0);
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.is(bench.a, Status::Running), [told]);
}

#[test]
fn after_sleep_nothing_that_was_read_before_counts() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let before = bench.now;
    bench.wait(1.0);
    assert_eq!(awake(&mut bench), []);
    assert_eq!(bench.model.condition(bench.a), Condition::Connecting);
    assert_eq!(bench.look(), Look::Changing);
    let reading = Reading {
        at: before,
        answer: Answer::Status(Status::Running),
    };
    let project = bench.a;
    assert_eq!(bench.happens(Event::Polled { project, reading }), []);
    assert_eq!(bench.model.condition(bench.a), Condition::Connecting);
}

#[test]
fn after_sleep_only_what_still_differs_after_a_full_round_is_told() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    awake(&mut bench);
    assert_eq!(bench.link(Link::Down(Unreachable::NoRoute)), []);
    assert_eq!(bench.wait(2.0), []);
    assert_eq!(bench.link(Link::Up), []);
    assert_eq!(bench.is(bench.a, Status::Stopped), []);
    assert_eq!(bench.is(bench.a, Status::Running), []);
    let stopped = news(bench.b, ProjectNews::Stopped);
    assert_eq!(bench.is(bench.b, Status::Stopped), [stopped]);
    let stopped = news(bench.a, ProjectNews::Stopped);
    assert_eq!(bench.is(bench.a, Status::Stopped), [stopped]);
}

#[test]
fn after_sleep_a_server_that_stays_away_is_told_once_it_was_tried_again() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    awake(&mut bench);
    assert_eq!(bench.link(Link::Down(Unreachable::NoRoute)), []);
    assert_eq!(bench.wait(9.9), []);
    let down = ServerNews::Down(Unreachable::NoRoute);
    let down = notify(Notice::Server(bench.server, down));
    assert_eq!(bench.wait(0.1), [down]);
    let up = notify(Notice::Server(bench.server, ServerNews::Up));
    assert_eq!(bench.link(Link::Up), [up]);
}

#[test]
fn at_the_start_faults_are_told_after_a_full_round() {
    let mut bench = Bench::new();
    assert_eq!(bench.link(Link::Up), []);
    assert_eq!(bench.says(bench.a, Answer::NotFound), []);
    let missing = fault(bench.a, Fault::NotFound);
    assert_eq!(bench.is(bench.b, Status::Running), [missing]);
}

#[test]
fn a_wish_outlives_sleep_and_is_told_although_other_news_must_wait() {
    let mut bench = Bench::with(Status::Stopped, Status::Running);
    bench.click(bench.a, Operation::Start);
    awake(&mut bench);
    bench.answer(Err(Failure::NoAnswer(Unreachable::Broken)));
    bench.wait(1.0);
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.is(bench.a, Status::Running), [told]);
}

#[test]
fn when_the_monitor_falls_silent_everything_is_old_and_that_is_told_once() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let told = notify(Notice::MonitorSilent);
    assert_eq!(bench.happens(Event::MonitorSilent), [told]);
    assert_eq!(bench.happens(Event::MonitorSilent), []);
    let since = Some(Since {
        at: Now::in_test(bench.start, bench.start).local,
        today: true,
    });
    assert_eq!(bench.model.condition(bench.a), Condition::Stale { since });
    assert_eq!(bench.look(), Look::Stale);
    let refusal = Err(Refusal::Unknown);
    assert_eq!(bench.model.may(bench.a, Operation::Stop), refusal);
    assert_eq!(bench.wait(0.1), [Effect::Withdraw(Topic::Watching)]);
    assert_eq!(bench.wait(0.1), []);
    assert_eq!(bench.look(), Look::Running);
}

#[test]
fn who_clicks_on_a_silent_project_of_a_server_that_answers_has_it_tried_at_once() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    bench.wait(8.0);
    bench.is(bench.b, Status::Running);
    bench.wait(8.0);
    let (operation, refusal) = (Operation::Stop, Refusal::Unknown);
    let refused = news(bench.a, ProjectNews::Refused { operation, refusal });
    let retry = Effect::Retry(bench.server);
    assert_eq!(bench.click(bench.a, operation), [retry, refused]);
}

#[test]
fn who_clicks_on_a_project_of_a_silent_server_has_it_tried_at_once() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let (project, operation) = (bench.a, Operation::Stop);
    let clicks = [
        (Click::ShowDetails(project), Effect::ShowDetails(project)),
        (
            Click::Pin { project, operation },
            Effect::Pin { project, operation },
        ),
        (
            Click::Unpin { project, operation },
            Effect::Unpin { project, operation },
        ),
    ];
    for (click, effect) in clicks.clone() {
        assert_eq!(bench.happens(Event::Clicked(click)), [effect]);
    }
    bench.link(Link::Down(Unreachable::Refused));
    let retry = Effect::Retry(bench.server);
    for (click, effect) in clicks {
        let effects = bench.happens(Event::Clicked(click));
        assert_eq!(effects, [retry.clone(), effect]);
    }
    let refusal = Refusal::Unreachable;
    let refused = news(project, ProjectNews::Refused { operation, refusal });
    assert_eq!(bench.click(project, operation), [retry, refused]);
}

#[test]
fn what_is_still_not_as_expected_after_sleep_is_not_told_again() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.expects(Some(Wanted::Running));
    bench.lasts(Status::Stopped, 20);
    awake(&mut bench);
    assert_eq!(bench.is(bench.b, Status::Stopped), []);
    assert_eq!(bench.lasts(Status::Stopped, 20), []);
}

#[test]
fn a_stop_that_leaves_a_project_other_than_expected_is_told_and_so_is_that() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.expects(Some(Wanted::Running));
    bench.click(bench.a, Operation::Stop);
    assert_eq!(bench.lasts(Status::Stopping, 20), []);
    let told = bench.outcome(bench.a, Operation::Stop, Outcome::Succeeded);
    let contrary = Fault::Contrary {
        wanted: Wanted::Running,
        status: Status::Stopped,
    };
    let wrong = fault(bench.a, contrary);
    bench.answer(Ok(()));
    assert_eq!(bench.is(bench.a, Status::Stopped), [told, wrong]);
}

#[test]
fn a_failure_that_an_outage_hides_is_over_when_the_project_is_as_wished() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.link(Link::Down(Unreachable::Refused));
    let refused = Failure::NotSent(Unreachable::Refused);
    bench.answer(Err(refused));
    bench.link(Link::Up);
    let over = news(bench.a, ProjectNews::Recovered(Status::Running));
    assert_eq!(bench.is(bench.a, Status::Running), [over]);
}

#[test]
fn a_fault_that_ones_own_click_ended_is_not_told_besides_the_outcome() {
    let mut bench = Bench::with(Status::Starting, Status::Stopped);
    bench.lasts(Status::Starting, 125);
    bench.click(bench.a, Operation::Stop);
    bench.answer(Ok(()));
    let told = bench.outcome(bench.a, Operation::Stop, Outcome::Succeeded);
    assert_eq!(bench.is(bench.a, Status::Stopped), [told]);
}

#[test]
fn a_switch_does_not_tell_again_what_is_not_as_expected_besides() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.expects(Some(Wanted::Running));
    bench.lasts(Status::Stopped, 20);
    bench.is(bench.b, Status::Stopped);
    bench.click(bench.b, Operation::Switch);
    bench.answer(Ok(()));
    bench.wait(0.1);
    let told = bench.outcome(bench.b, Operation::Switch, Outcome::Succeeded);
    assert_eq!(bench.is(bench.b, Status::Running), [told]);
    assert_eq!(bench.lasts(Status::Stopped, 20), []);
}

#[test]
fn a_switch_after_sleep_does_not_swallow_that_a_fault_is_over() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.says(bench.a, Answer::NotFound);
    bench.click(bench.b, Operation::Switch);
    awake(&mut bench);
    bench.is(bench.a, Status::Stopped);
    bench.answer(Ok(()));
    bench.wait(0.1);
    let told = bench.outcome(bench.b, Operation::Switch, Outcome::Succeeded);
    let over = news(bench.a, ProjectNews::Recovered(Status::Stopped));
    assert_eq!(bench.is(bench.b, Status::Running), [told, over]);
}

#[test]
fn an_answer_that_was_long_on_its_way_settles_no_outcome() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    bench.answer(Ok(()));
    let reading = Reading {
        at: bench.now,
        answer: Answer::Status(Status::Running),
    };
    bench.wait(30.0);
    let project = bench.a;
    assert_eq!(bench.happens(Event::Polled { project, reading }), []);
    let told = bench.outcome(project, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.is(project, Status::Running), [told]);
}

#[test]
fn a_switch_to_another_project_does_not_explain_a_start() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    let mut site = bench.model.site().clone();
    site.notices = NoticeLevel::All;
    bench.happens(Event::configured(Arc::new(site)));
    bench.says(bench.a, Answer::NotFound);
    bench.click(bench.b, Operation::Switch);
    bench.answer(Ok(()));
    bench.is(bench.a, Status::Stopped);
    bench.is(bench.b, Status::Running);
    bench.wait(0.1);
    let started = news(bench.a, ProjectNews::Started);
    assert_eq!(bench.is(bench.a, Status::Running), [started]);
}

#[test]
fn quiet_ends_soon_however_seldom_is_polled() {
    let mut bench = Bench::new();
    let mut site = bench.model.site().clone();
    site.timing.poll_interval = Duration::from_secs(3600);
    bench = Bench::of(site, bench.server, bench.a, bench.b);
    bench.link(Link::Down(Unreachable::Refused));
    assert_eq!(bench.wait(65.9), []);
    let down = ServerNews::Down(Unreachable::Refused);
    let down = notify(Notice::Server(bench.server, down));
    assert_eq!(bench.wait(0.1), [down]);
}

#[test]
fn what_is_told_is_drawn() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    bench.expects(Some(Wanted::Stopped));
    bench.is(bench.a, Status::Running);
    bench.now += Duration::from_secs(6);
    bench.is(bench.a, Status::Running);
    bench.now += Duration::from_secs(5);
    let drawn = bench.model.revision();
    let contrary = Fault::Contrary {
        wanted: Wanted::Stopped,
        status: Status::Running,
    };
    let told = fault(bench.a, contrary);
    assert_eq!(bench.is(bench.a, Status::Running), [told]);
    assert_ne!(bench.model.revision(), drawn);
}

#[test]
fn a_click_whose_project_is_no_longer_configured_is_told_as_not_watched_any_more() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.click(bench.a, Operation::Start);
    let mut site = Site::default();
    let server = site.add_server("Line 1", "10.0.0.1".parse().unwrap());
    site.add_project(server, "A", r"C:\A".parse().unwrap());
    let effects = bench.happens(Event::configured(Arc::new(site)));
    let unwatched = Notice::Unwatched {
        server: "Line 1".to_owned(),
        project: "A".to_owned(),
        operation: Operation::Start,
    };
    assert_eq!(effects[1..], [notify(unwatched)]);
    assert_eq!(bench.answer(Ok(())), []);
}

#[test]
fn a_fault_that_was_told_is_not_told_again_after_a_click_that_failed() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.expects(Some(Wanted::Running));
    bench.lasts(Status::Stopped, 20);
    bench.click(bench.a, Operation::Start);
    let failure = Failure::NotSent(Unreachable::Refused);
    let outcome = Outcome::Failed(failure.clone());
    let told = bench.outcome(bench.a, Operation::Start, outcome);
    assert_eq!(bench.answer(Err(failure)), [told]);
    assert_eq!(bench.lasts(Status::Stopped, 20), []);
    let over = news(bench.a, ProjectNews::Recovered(Status::Running));
    assert_eq!(bench.is(bench.a, Status::Running), [over]);
}

#[test]
fn only_projects_that_have_stopped_prove_a_lost_switch() {
    let lost = || Err(Failure::NoAnswer(Unreachable::Broken));
    let cases = [
        (Answer::Status(Status::Stopped), true),
        (Answer::NotFound, true),
        (Answer::Refused(Excerpt::new(b"busy")), false),
        (Answer::UnknownCommand, false),
        (odd(), false),
    ];
    for (answer, proves) in cases {
        let mut bench = Bench::with(Status::Running, Status::Running);
        bench.click(bench.a, Operation::Switch);
        bench.answer(lost());
        bench.wait(0.3);
        let mut effects = bench.says(bench.b, answer.clone());
        effects.extend(bench.is(bench.a, Status::Running));
        let told = bench.outcome(bench.a, Operation::Switch, Outcome::Succeeded);
        assert_eq!(effects.contains(&told), proves, "{answer:?}");
    }
}

#[test]
fn what_has_come_true_before_it_was_answered_is_revoked() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let (project, operation) = (bench.a, Operation::Stop);
    bench.click(project, operation);
    bench.wait(1.0);
    let ticket = Ticket(1);
    let told = bench.outcome(project, operation, Outcome::Succeeded);
    let revoke = Effect::Revoke { ticket, project };
    assert_eq!(bench.is(project, Status::Stopped), [revoke, told]);
}

#[test]
fn after_a_lost_answer_a_status_that_was_so_before_proves_nothing() {
    let start = Instant::now();
    let running = Answer::Status(Status::Running);
    let lost = Err(Failure::NoAnswer(Unreachable::Broken));
    let failed = Outcome::Failed(Failure::NoAnswer(Unreachable::Broken));
    let watch = Watch::new(Operation::Switch, start, lost).unwrap();
    let patience = Duration::from_secs(10);
    let looks = |mut watch: Watch, statuses: &[(u64, Status)]| {
        let looks = statuses.iter().map(|(seconds, status)| {
            let at = start + Duration::from_secs(*seconds);
            let answer = Answer::Status(*status);
            watch.look(at, patience, Some(&Reading { at, answer }))
        });
        looks.collect::<Vec<_>>()
    };
    let same = [(1, Status::Running), (10, Status::Running)];
    let doubtful = watch.clone().after(&running);
    assert_eq!(looks(doubtful.clone(), &same), [None, Some(failed)]);
    let changed = [(1, Status::Starting), (2, Status::Running)];
    assert_eq!(looks(doubtful, &changed), [None, Some(Outcome::Succeeded)]);
    let before = watch.after(&Answer::Status(Status::Stopped));
    assert_eq!(looks(before, &same)[0], Some(Outcome::Succeeded));
}

#[test]
fn another_status_that_is_not_as_expected_either_is_not_told_again() {
    let mut bench = Bench::with(Status::Stopped, Status::Stopped);
    bench.expects(Some(Wanted::Running));
    bench.lasts(Status::Stopped, 20);
    assert_eq!(bench.lasts(Status::Starting, 5), []);
    let over = news(bench.a, ProjectNews::Recovered(Status::Running));
    assert_eq!(bench.is(bench.a, Status::Running), [over]);
}

#[test]
fn an_operation_under_way_outlives_a_new_and_a_broken_configuration() {
    let mut bench = Bench::with(Status::Stopped, Status::Running);
    bench.click(bench.a, Operation::Start);
    let before = bench.model.condition(bench.a);
    let site = Arc::new(bench.model.site().clone());
    let watch = Effect::Watch(Arc::clone(&site));
    assert_eq!(bench.happens(Event::configured(site)), [watch]);
    bench.happens(Event::misconfigured(vec!["line 1".to_owned()]));
    assert_eq!(bench.model.condition(bench.a), before);
    bench.answer(Ok(()));
    let told = bench.outcome(bench.a, Operation::Start, Outcome::Succeeded);
    assert_eq!(bench.is(bench.a, Status::Running), [told]);
}
