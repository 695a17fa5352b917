//! What the configuration does not allow is refused, whatever menu the click comes from.

use super::*;
use crate::site::ProjectSettings;

fn refused(project: ProjectId, operation: Operation) -> [Effect; 1] {
    let refusal = Refusal::NotAllowed;
    let news = ProjectNews::Refused { operation, refusal };
    [notify(Notice::Project(project, news))]
}

#[test]
fn what_a_project_does_not_allow_is_refused() {
    let mut bench = Bench::with(Status::Running, Status::Running);
    let a = bench.a;
    let mut site = bench.model.site().clone();
    let settings = ProjectSettings {
        allow: [Operation::Start].into_iter().collect(),
        ..ProjectSettings::default()
    };
    site.set_project(a, settings).unwrap();
    bench.happens(Event::configured(Arc::new(site)));

    for operation in [Operation::Stop, Operation::Switch] {
        assert_eq!(bench.click(a, operation), refused(a, operation));
        let project = a;
        for click in [
            Click::Pin { project, operation },
            Click::Unpin { project, operation },
        ] {
            assert_eq!(bench.happens(Event::Clicked(click)), refused(a, operation));
        }
    }
    bench.is(a, Status::Stopped);
    let start = Effect::Operate {
        ticket: Ticket(1),
        project: a,
        operation: Operation::Start,
    };
    assert_eq!(bench.click(a, Operation::Start), [start]);
}

#[test]
fn a_switch_stops_nothing_that_may_not_be_stopped() {
    let start = &[Operation::Start][..];
    let running = || Answer::Status(Status::Running);
    // What B is, what may be done with it, and whether the switch to A is refused for it.
    let cases = [
        (running(), start, true),
        (Answer::Status(Status::Starting), start, true),
        (odd(), start, true),
        (Answer::Status(Status::Stopping), start, false),
        (Answer::Status(Status::Stopped), start, false),
        (Answer::NotFound, start, false),
        (running(), &[], true),
        (running(), &[Operation::Stop], false),
        // It takes part in changeovers.
        (running(), &[Operation::Switch], false),
    ];
    for (answer, allowed, refused) in cases {
        let mut bench = Bench::with(Status::Stopped, Status::Running);
        let (a, b) = (bench.a, bench.b);
        bench.says(b, answer.clone());
        let mut site = bench.model.site().clone();
        let settings = ProjectSettings {
            allow: allowed.iter().copied().collect(),
            ..ProjectSettings::default()
        };
        site.set_project(b, settings).unwrap();
        bench.happens(Event::configured(Arc::new(site)));
        let news = ProjectNews::Refused {
            operation: Operation::Switch,
            refusal: Refusal::WouldStop(b),
        };
        let expected = match refused {
            true => notify(Notice::Project(a, news)),
            false => Effect::Operate {
                ticket: Ticket(1),
                project: a,
                operation: Operation::Switch,
            },
        };
        assert_eq!(bench.click(a, Operation::Switch), [expected], "{answer:?}");
    }
}

#[test]
fn one_not_read_since_an_outage_is_not_stopped_where_that_is_not_allowed() {
    let mut bench = Bench::with(Status::Stopped, Status::Running);
    let (a, b) = (bench.a, bench.b);
    let mut site = bench.model.site().clone();
    let settings = ProjectSettings {
        allow: [].into_iter().collect(),
        ..ProjectSettings::default()
    };
    site.set_project(b, settings).unwrap();
    bench.happens(Event::configured(Arc::new(site)));
    bench.link(Link::Down(Unreachable::Refused));
    bench.wait(1.0);
    bench.link(Link::Up);
    bench.is(a, Status::Stopped);
    let refusal = Refusal::WouldStop(b);
    assert_eq!(bench.model.may(a, Operation::Switch), Err(refusal));
    bench.is(b, Status::Stopped);
    assert_eq!(bench.model.may(a, Operation::Switch), Ok(()));
}

#[test]
fn a_switch_to_what_runs_needs_another_that_may_run() {
    let cases = [
        (Answer::Status(Status::Running), true),
        (Answer::Status(Status::Starting), true),
        (odd(), true),
        (Answer::Status(Status::Stopping), false),
        (Answer::Status(Status::Stopped), false),
        (Answer::NotFound, false),
    ];
    for (answer, possible) in cases {
        let mut bench = Bench::with(Status::Running, Status::Running);
        let (a, b) = (bench.a, bench.b);
        bench.says(b, answer.clone());
        let expected = match possible {
            true => Ok(()),
            false => Err(Refusal::Status(Status::Running)),
        };
        assert_eq!(
            bench.model.may(a, Operation::Switch),
            expected,
            "{answer:?}"
        );
    }
}

#[test]
fn a_viewer_operates_nothing_and_changes_no_configuration() {
    let mut bench = Bench::with(Status::Running, Status::Stopped);
    let project = bench.a;
    let mut site = bench.model.site().clone();
    site.role = Role::Viewer;
    bench.happens(Event::configured(Arc::new(site)));
    for operation in Operation::ALL {
        assert_eq!(bench.click(project, operation), refused(project, operation));
        let pin = Event::Clicked(Click::Pin { project, operation });
        assert_eq!(bench.happens(pin), refused(project, operation));
    }
    let open = Event::Clicked(Click::OpenConfiguration);
    assert_eq!(bench.happens(open), []);
    let details = Event::Clicked(Click::ShowDetails(project));
    assert_eq!(bench.happens(details), [Effect::ShowDetails(project)]);
    let copy = Event::Clicked(Click::CopyPath(project));
    assert_eq!(bench.happens(copy), [Effect::CopyPath(project)]);
}

/// A site in which an operation of A is pinned by these.
fn pinned(bench: &Bench, keepers: &[Keeper]) -> Site {
    let mut site = bench.model.site().clone();
    for (number, keeper) in keepers.iter().enumerate() {
        let name = format!("Start {number}");
        site.add_action(&name, Operation::Start, bench.a, Triggers::default());
        site.keep_action(&name, *keeper).unwrap();
    }
    site
}

#[test]
fn only_what_the_user_keeps_is_pinned_and_unpinned() {
    use Keeper::{Machine, Organisation, User};
    let operation = Operation::Start;
    let cases: [(&[Keeper], _); 7] = [
        (&[], Ok(Pinning::Pin)),
        (&[User], Ok(Pinning::Unpin)),
        (&[User, User], Ok(Pinning::Unpin)),
        (&[Machine, User], Ok(Pinning::Unpin)),
        (&[Organisation, User], Ok(Pinning::Unpin)),
        (&[Machine], Err(Refusal::NotAllowed)),
        (&[Machine, Organisation], Err(Refusal::Managed)),
    ];
    for (keepers, expected) in cases {
        let mut bench = Bench::with(Status::Stopped, Status::Stopped);
        let project = bench.a;
        let site = pinned(&bench, keepers);
        bench.happens(Event::configured(Arc::new(site)));
        let (pin, unpin) = (
            Click::Pin { project, operation },
            Click::Unpin { project, operation },
        );
        assert_eq!(bench.model.pinning(project, operation), expected);
        for (click, effect) in [
            (pin, Effect::Pin { project, operation }),
            (unpin, Effect::Unpin { project, operation }),
        ] {
            let effect = expected.map_or_else(
                |refusal| {
                    let news = ProjectNews::Refused { operation, refusal };
                    notify(Notice::Project(project, news))
                },
                |_| effect,
            );
            assert_eq!(
                bench.happens(Event::Clicked(click)),
                [effect],
                "{keepers:?}"
            );
        }
    }
}

#[test]
fn nothing_is_pinned_where_the_organisation_allows_no_actions_of_ones_own() {
    for keepers in [&[][..], &[Keeper::User], &[Keeper::Machine]] {
        let mut bench = Bench::with(Status::Stopped, Status::Stopped);
        let (project, operation) = (bench.a, Operation::Start);
        let mut site = pinned(&bench, keepers);
        site.rules.own_actions = false;
        bench.happens(Event::configured(Arc::new(site)));
        let refusal = Refusal::Managed;
        assert_eq!(bench.model.pinning(project, operation), Err(refusal));
        let news = ProjectNews::Refused { operation, refusal };
        let told = [notify(Notice::Project(project, news))];
        let pin = Event::Clicked(Click::Pin { project, operation });
        assert_eq!(bench.happens(pin), told);
        let unpin = Event::Clicked(Click::Unpin { project, operation });
        assert_eq!(bench.happens(unpin), told);
    }
}

#[test]
fn what_was_started_or_switched_to_here_last_is_remembered() {
    let mut site = Site::default();
    let server = site.add_server("Line 1", "line1".parse().unwrap());
    let mut projects = Vec::new();
    for number in 0..8 {
        let path = format!(r"C:\{number}").parse().unwrap();
        let project = site.add_project(server, &format!("P{number}"), path);
        projects.push(project.unwrap());
    }
    let (first, second) = (projects[0], projects[1]);
    let mut bench = Bench::of(site, server, first, second);
    bench.link(Link::Up);
    let mut operate = |project: ProjectId, before: Status, operation: Operation, after: Status| {
        bench.is(project, before);
        bench.click(project, operation);
        bench.answer(Ok(()));
        bench.wait(0.1);
        bench.is(project, after);
        bench.model.recent(server).to_vec()
    };
    let (start, stop, switch) = (Operation::Start, Operation::Stop, Operation::Switch);
    let (stopped, running) = (Status::Stopped, Status::Running);
    assert_eq!(operate(first, stopped, start, running), [first]);
    assert_eq!(operate(second, stopped, switch, running), [second, first]);
    assert_eq!(operate(first, running, stop, stopped), [second, first]);
    assert_eq!(operate(first, stopped, start, running), [first, second]);
    // What is refused is not recent.
    let third = projects[2];
    assert_eq!(operate(third, running, start, running), [first, second]);
    for project in &projects[3..] {
        operate(*project, stopped, start, running);
    }
    let mut last: Vec<ProjectId> = projects[3..].to_vec();
    last.reverse();
    assert_eq!(bench.model.recent(server), last);
}
