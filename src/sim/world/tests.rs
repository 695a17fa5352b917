use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

const START: Duration = Duration::from_millis(2000);
const STOP: Duration = Duration::from_millis(1000);

fn path(text: &str) -> ProjectPath {
    ProjectPath::new(text).unwrap()
}

fn project(text: &str, port: u16, running: bool) -> ProjectSetup {
    ProjectSetup {
        path: path(text),
        port: NonZeroU16::new(port),
        running,
        start_time: None,
        stop_time: None,
    }
}

/// A to D stopped, of which B and C share a port and D has none; E runs on a port of its own.
fn setup(answer: Answer, start_time: Duration, stop_time: Duration) -> Setup {
    let mut setup = Setup::new(start_time, stop_time, answer);
    for (text, port, running) in [
        ("A", 1, false),
        ("B", 2, false),
        ("C", 2, false),
        ("D", 0, false),
        ("E", 3, true),
    ] {
        setup.add(project(text, port, running)).unwrap();
    }
    setup
}

fn world(answer: Answer, start_time: Duration, stop_time: Duration) -> World {
    World::new(setup(answer, start_time, stop_time))
}

/// Plays a story and compares it with what happened. Each line is a time in milliseconds, a
/// command or `set` or `remove`, and a project; after `=` comes the reply with its time.
#[track_caller]
fn check(answer: Answer, story: &str) {
    check_setup(setup(answer, START, STOP), story);
}

#[track_caller]
fn check_setup(setup: Setup, story: &str) {
    let mut world = World::new(setup);
    let zero = Instant::now();
    let mut replies = BTreeMap::new();
    let mut lines = Vec::new();
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (asked, _) = line.split_once(" =").unwrap_or((line, ""));
        let words: Vec<&str> = asked.split_whitespace().collect();
        let now = zero + Duration::from_millis(words[0].parse().unwrap());
        run_until(&mut world, now, zero, &mut replies);
        let ticket = Ticket(lines.len() as u64);
        match words[1] {
            "set" => {
                let Reply::Status(status) = Reply::decode(words[3].as_bytes()) else {
                    panic!("{line}");
                };
                world.set(now, &path(words[2]), status).unwrap();
            }
            "remove" => world.remove(now, &path(words[2])).unwrap(),
            word => {
                let wire = format!("{word}:{}", words[2..].join(" "));
                let (_, request) = Dialect::Colon.read(wire.as_bytes());
                world.handle(now, ticket, request);
            }
        }
        run_until(&mut world, now, zero, &mut replies);
        lines.push(asked.to_owned());
    }
    let end = zero + Duration::from_secs(3600);
    run_until(&mut world, end, zero, &mut replies);
    let mut found = String::new();
    for (number, line) in lines.iter().enumerate() {
        let reply = replies.remove(&Ticket(number as u64));
        writeln!(found, "{line}{}", reply.unwrap_or_default()).unwrap();
    }
    let expected: String = story
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(found, expected);
}

fn run_until(
    world: &mut World,
    now: Instant,
    zero: Instant,
    replies: &mut BTreeMap<Ticket, String>,
) {
    loop {
        let at = world.next_change().map_or(now, |at| at.min(now));
        for (ticket, reply) in world.advance(at) {
            let text = format!(" = {} {}", reply.text(), (at - zero).as_millis());
            assert_eq!(replies.insert(ticket, text), None, "{ticket:?}");
        }
        if at == now {
            return;
        }
    }
}

#[test]
fn a_project_starts_and_stops_in_its_time() {
    check(
        Answer::Accepted,
        "
        0 status A = stopped 0
        0 start A = done 0
        0 status A = starting 0
        1999 status A = starting 1999
        2000 status A = running 2000
        2000 start A = done 2000
        2000 stop A = done 2000
        2999 status A = stopping 2999
        3000 status A = stopped 3000
        3000 stop A = done 3000
        3000 status A = stopped 3000
        ",
    );
}

#[test]
fn answers_wait_for_the_end_when_they_are_set_to() {
    check(
        Answer::Finished,
        "
        0 start A = done 2000
        500 start A = done 2000
        500 status A = starting 500
        3000 stop A = done 4000
        3500 stop A = done 4000
        5000 stop A = done 5000
        5000 start E = done 5000
        ",
    );
}

#[test]
fn what_is_unknown_is_answered_as_documented() {
    check(
        Answer::Accepted,
        "
        0 status X = not-found 0
        0 start X = not-found 0
        0 stop X = not-found 0
        0 switch X = not-found 0
        0 status = not-found 0
        0 restart A = Unknown command 0
        0 STATUS A = Unknown command 0
        0 status a = stopped 0
        ",
    );
}

#[test]
fn a_port_is_taken_from_the_start_until_the_project_has_stopped() {
    check(
        Answer::Accepted,
        "
        0 start B = done 0
        0 start C = error:port 0
        3000 start C = error:port 3000
        3000 stop B = done 3000
        3999 start C = error:port 3999
        4000 start C = done 4000
        4000 start B = error:port 4000
        4000 start D = done 4000
        ",
    );
}

#[test]
fn a_switch_stops_all_and_is_answered_when_the_one_runs() {
    for answer in [Answer::Accepted, Answer::Finished] {
        check(
            answer,
            "
            0 set B running
            0 switch C = success 3000
            500 status B = stopping 500
            500 status E = stopping 500
            500 status C = stopped 500
            1000 status B = stopped 1000
            1000 status E = stopped 1000
            1000 status C = starting 1000
            3000 status C = running 3000
            ",
        );
    }
}

#[test]
fn a_switch_to_what_runs_starts_it_anew_and_one_among_the_stopped_need_not_wait() {
    check(
        Answer::Accepted,
        "
        0 switch E = success 3000
        999 status E = stopping 999
        1000 status E = starting 1000
        3000 stop E = done 3000
        4000 switch A = success 6000
        ",
    );
}

#[test]
fn a_stop_overtakes_a_start() {
    check(
        Answer::Accepted,
        "
        0 start A = done 0
        1500 stop A = done 1500
        1500 status A = stopping 1500
        2500 status A = stopped 2500
        9000 status A = stopped 9000
        ",
    );
    check(
        Answer::Finished,
        "
        0 start A = done 1500
        1500 stop A = done 2500
        ",
    );
}

#[test]
fn a_start_while_stopping_starts_again_afterwards_unless_it_is_overtaken() {
    check(
        Answer::Accepted,
        "
        0 stop E = done 0
        500 start E = done 500
        999 status E = stopping 999
        1000 status E = starting 1000
        3000 status E = running 3000
        ",
    );
    check(
        Answer::Finished,
        "
        0 stop E = done 1000
        500 start E = done 3000
        4000 stop E = done 5000
        4100 start E = done 4200
        4200 stop E = done 5000
        6000 status E = stopped 6000
        ",
    );
}

#[test]
fn a_switch_overtakes_what_is_under_way() {
    check(
        Answer::Finished,
        "
        0 start B = done 500
        0 stop E = done 1000
        100 start E = done 500
        500 switch C = success 3500
        1000 status E = stopped 1000
        1499 status B = stopping 1499
        1500 status C = starting 1500
        ",
    );
}

#[test]
fn orders_wait_until_a_switch_has_finished() {
    check(
        Answer::Accepted,
        "
        0 switch A = success 3000
        100 stop A = done 3000
        200 status A = stopped 200
        2000 status A = starting 2000
        3500 status A = stopping 3500
        4000 status A = stopped 4000
        ",
    );
    check(
        Answer::Finished,
        "
        0 switch B = success 3000
        100 start C = error:port 3000
        100 start D = done 5000
        100 start X = not-found 100
        5000 status B = running 5000
        5000 status D = running 5000
        ",
    );
    check(
        Answer::Accepted,
        "
        0 switch A = success 3000
        100 switch B = success 6000
        100 start D = done 6000
        100 switch B = success 9000
        6000 status D = stopping 6000
        9000 status D = stopped 9000
        9000 status B = running 9000
        ",
    );
}

#[test]
fn a_late_reporter_answers_at_once_and_changes_later() {
    let mut setup = setup(Answer::Accepted, START, STOP);
    setup.reports_late = Duration::from_secs(5);
    check_setup(
        setup.clone(),
        "
        0 start A = done 0
        4999 status A = stopped 4999
        5000 status A = starting 5000
        7000 status A = running 7000
        8000 stop A = done 8000
        12999 status A = running 12999
        13000 status A = stopping 13000
        14000 status A = stopped 14000
        ",
    );
    // The port is taken before anybody sees why, and each operation revokes the other.
    check_setup(
        setup.clone(),
        "
        0 start B = done 0
        1 start C = error:port 1
        2 stop B = done 2
        3 start C = done 3
        4 stop E = done 4
        5 start E = done 5
        9000 status B = stopped 9000
        9000 status E = running 9000
        9000 status C = running 9000
        ",
    );
    setup.answer = Answer::Finished;
    check_setup(
        setup,
        "
        0 start A = done 7000
        100 start A = done 7000
        8000 stop A = done 8100
        8100 start A = done 8100
        9000 stop A = done 15000
        9100 stop A = done 15000
        20000 switch B = success 33000
        24999 status E = running 24999
        30999 status B = stopped 30999
        31000 status B = starting 31000
        ",
    );
}

#[test]
fn a_busy_server_answers_everybody_in_order_afterwards() {
    for busy in [Busy::Silent, Busy::Refuses] {
        let mut setup = setup(Answer::Accepted, START, STOP);
        setup.service.busy = busy;
        check_setup(
            setup.clone(),
            "
            0 status A = stopped 0
            0 start A = done 0
            100 status A = running 2000
            200 status X = not-found 2000
            300 stop E = done 2000
            400 status E = stopped 3000
            500 start B = done 3000
            600 start C = error:port 5000
            700 start E = done 5000
            6000 status E = running 7000
            ",
        );
        setup.reports_late = Duration::from_secs(5);
        check_setup(
            setup.clone(),
            "
            0 start A = done 0
            100 status A = running 7000
            ",
        );
        (setup.answer, setup.reports_late) = (Answer::Finished, Duration::ZERO);
        check_setup(
            setup.clone(),
            "
            0 start A = done 2000
            100 status A = running 2000
            3000 switch B = success 6000
            3100 switch C = success 9000
            3200 status B = stopped 9000
            9999 status C = running 9999
            ",
        );
        check_setup(
            setup,
            "
            0 start A = not-found 700
            100 status A = not-found 700
            700 remove A
            800 set B starting
            900 status B = starting 900
            ",
        );
    }
}

#[test]
fn a_restart_ends_the_operation_that_blocks_everybody() {
    let mut setup = setup(Answer::Accepted, START, STOP);
    setup.service.busy = Busy::Silent;
    let mut world = World::new(setup);
    let now = Instant::now();
    let request = |text: &str| Dialect::Colon.read(text.as_bytes()).1;
    world.handle(now, Ticket(1), request("start:A"));
    world.handle(now, Ticket(2), request("status:A"));
    assert!(world.is_blocked());
    world.restart(None);
    assert!(!world.is_blocked());
    world.handle(now, Ticket(3), request("status:A"));
    let stopped = Reply::Status(Status::Stopped);
    assert_eq!(world.advance(now + START), [(Ticket(3), stopped)]);
}

#[test]
fn operations_that_succeed_are_answered_in_the_configured_word() {
    for answer in [Answer::Accepted, Answer::Finished] {
        let mut setup = setup(answer, Duration::ZERO, Duration::ZERO);
        setup.service.success = Some("running".parse().unwrap());
        check_setup(
            setup,
            "
            0 start A = running 0
            0 stop A = running 0
            0 switch B = running 0
            0 start C = error:port 0
            0 status A = stopped 0
            0 start X = not-found 0
            ",
        );
    }
}

#[test]
fn what_happens_from_outside_is_noticed() {
    check(
        Answer::Finished,
        "
        0 start A = done 100
        100 set A running
        200 set E stopped
        200 status E = stopped 200
        300 start A = done 300
        400 remove A
        400 status A = not-found 400
        400 start A = not-found 400
        500 set A stopped
        500 start A = not-found 600
        600 remove A
        ",
    );
}

#[test]
fn a_stuck_project_stays_so_until_somebody_acts() {
    check(
        Answer::Finished,
        "
        0 start A = done 9000
        100 set A starting
        5000 status A = starting 5000
        8000 stop D = done 8000
        9000 stop A = done 10000
        11000 set E stopping
        11000 stop E = done 20000
        12000 switch D = success 22000
        19000 status E = stopping 19000
        20000 set E stopped
        ",
    );
}

#[test]
fn a_restart_forgets_what_was_asked_and_begins_as_at_first_or_as_told() {
    let second = Duration::from_secs(1);
    let mut setup = Setup::new(second, second, Answer::Finished);
    for (text, port, running) in [("A", 1, true), ("B", 2, false), ("C", 2, false)] {
        setup.add(project(text, port, running)).unwrap();
    }
    let mut world = World::new(setup);
    let statuses = |world: &World| ["A", "B", "C"].map(|text| world.status(&path(text)));
    let now = Instant::now();
    let request = |text: &str| Dialect::Colon.read(text.as_bytes()).1;
    world.handle(now, Ticket(1), request("start:B"));
    world.handle(now, Ticket(2), request("switch:C"));
    world.handle(now, Ticket(3), request("stop:A"));
    world.remove(now, &path("A")).unwrap();

    world.restart(None);
    let (running, stopped) = (Some(Status::Running), Some(Status::Stopped));
    assert_eq!(statuses(&world), [running, stopped, stopped]);
    assert_eq!(world.advance(now + 9 * second), []);
    world.restart(Some(Status::Stopped));
    assert_eq!(statuses(&world), [stopped; 3]);
    world.restart(Some(Status::Running));
    assert_eq!(statuses(&world), [running, running, stopped]);
}

#[test]
fn a_switch_that_is_disturbed_from_outside_still_ends() {
    check(
        Answer::Accepted,
        "
        0 switch A = not-found 1000
        500 remove A
        2000 switch B = not-found 3000
        3000 remove B
        4000 set E stopping
        4000 switch C = error:port 5000
        4500 set B running
        5000 set E stopped
        6000 switch D = success 7500
        7500 set D stopped
        ",
    );
}

#[test]
fn no_two_projects_are_put_on_one_port_from_outside() {
    let mut world = world(Answer::Accepted, START, STOP);
    let now = Instant::now();
    world.set(now, &path("B"), Status::Running).unwrap();
    for status in [Status::Starting, Status::Running, Status::Stopping] {
        let refused = world.set(now, &path("C"), status);
        assert_eq!(refused, Err(OutsideError::PortTaken(path("C"))));
    }
    assert_eq!(world.set(now, &path("C"), Status::Stopped), Ok(()));
    let unknown = Err(OutsideError::NoSuchProject(path("X")));
    assert_eq!(world.set(now, &path("X"), Status::Stopped), unknown);
    assert_eq!(world.remove(now, &path("X")), unknown);
}

#[test]
fn what_contradicts_itself_cannot_be_set_up() {
    let mut setup = Setup::new(START, STOP, Answer::Accepted);
    setup.add(project(r"C:\A", 1, true)).unwrap();
    let cases = [
        (
            project(r"c:/a/", 2, false),
            r"the project 'c:/a/' is listed twice; remove one of the two",
        ),
        (
            project(r"C:\B", 1, true),
            r#"'C:\B' and 'C:\A' cannot both be running on port 1; give one of them another port or status = "stopped""#,
        ),
    ];
    for (project, error) in cases {
        assert_eq!(setup.add(project).unwrap_err().to_string(), error);
    }
    setup.add(project(r"C:\B", 1, false)).unwrap();
}

#[test]
fn a_time_beyond_all_time_never_comes() {
    let mut world = world(Answer::Accepted, Duration::MAX, Duration::ZERO);
    let now = Instant::now();
    world.handle(now, Ticket(0), Dialect::Colon.read(b"start:A").1);
    assert_eq!(world.advance(now), [(Ticket(0), Reply::Done)]);
    assert_eq!(world.next_change(), None);
    assert_eq!(world.status(&path("A")), Some(Status::Starting));
}

#[derive(Clone, Debug)]
enum Act {
    Ask(Command),
    Set(Status),
    Remove,
}

fn acts() -> impl Strategy<Value = Vec<(u64, Act, usize)>> {
    let command = prop::sample::select(Command::ALL.to_vec());
    let act = prop_oneof![
        8 => command.prop_map(Act::Ask),
        1 => Just(Act::Set(Status::Stopped)),
        1 => Just(Act::Set(Status::Running)),
        1 => Just(Act::Remove),
    ];
    prop::collection::vec((0..1500_u64, act, 0..6_usize), 0..60)
}

/// Plays acts and gives every reply by ticket, and what every project does in the end.
fn play(
    mut world: World,
    acts: &[(u64, Act, usize)],
    polled: bool,
) -> (Vec<(Ticket, Reply)>, Vec<Option<Status>>) {
    let paths = ["A", "B", "C", "D", "E", "X"].map(path);
    let mut now = Instant::now();
    let mut replies = Vec::new();
    for (number, (pause, act, index)) in acts.iter().enumerate() {
        let then = now + Duration::from_millis(*pause);
        while polled && world.next_change().is_some_and(|at| at < then) {
            now = world.next_change().unwrap();
            replies.extend(world.advance(now));
            assert_ports(&world);
        }
        now = then;
        let path = &paths[*index];
        match act {
            Act::Ask(command) => {
                let request = Request {
                    command: *command,
                    path: path.clone(),
                };
                world.handle(now, Ticket(number as u64), Ok(request));
            }
            Act::Set(status) => drop(world.set(now, path, *status)),
            Act::Remove => drop(world.remove(now, path)),
        }
        if polled {
            replies.extend(world.advance(now));
            assert_ports(&world);
        }
    }
    while let Some(at) = world.next_change() {
        replies.extend(world.advance(at));
        assert_ports(&world);
    }
    replies.extend(world.advance(now));
    replies.sort_by_key(|(ticket, _)| *ticket);
    let ends = paths.iter().map(|path| world.status(path)).collect();
    (replies, ends)
}

fn assert_ports(world: &World) {
    let active = world.projects.values().filter(|p| p.occupies_port());
    let mut ports: Vec<NonZeroU16> = active.filter_map(|project| project.port).collect();
    let all = ports.len();
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports.len(), all, "{world:?}");
}

proptest! {
    #[test]
    fn every_request_is_answered_once_and_every_port_has_one_user(
        acts in acts(),
        finished in any::<bool>(),
        start in prop::sample::select(vec![0, 1, 2000]),
        stop in prop::sample::select(vec![0, 1, 1000]),
        late in prop::sample::select(vec![0, 1, 700]),
        busy in prop::sample::select(vec![Busy::Answers, Busy::Silent]),
    ) {
        let answer = if finished { Answer::Finished } else { Answer::Accepted };
        let mut setup = setup(answer, Duration::from_millis(start), Duration::from_millis(stop));
        setup.reports_late = Duration::from_millis(late);
        setup.service.busy = busy;
        let new = || World::new(setup.clone());
        let (replies, ends) = play(new(), &acts, true);
        let asked = acts.iter().enumerate().filter(|(_, (_, act, _))| matches!(act, Act::Ask(_)));
        let asked: Vec<Ticket> = asked.map(|(number, _)| Ticket(number as u64)).collect();
        let answered: Vec<Ticket> = replies.iter().map(|(ticket, _)| *ticket).collect();
        prop_assert_eq!(answered, asked);
        let settled = ends.iter().flatten().all(|status| status.is_settled());
        prop_assert!(settled, "{:?}", ends);
        // How often time is told makes no difference.
        prop_assert_eq!(play(new(), &acts, false), (replies, ends));
    }
}
