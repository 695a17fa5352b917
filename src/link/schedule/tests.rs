use super::*;

/// A schedule, its clock in milliseconds, and which polls it asked for and when.
struct Run {
    start: Instant,
    now: u64,
    schedule: Schedule,
    /// Whether the server answers one question per connection only.
    one_reply: bool,
    /// When connections were made.
    rounds: Vec<u64>,
}

/// What the server does with a poll.
#[derive(Clone, Copy, Debug)]
enum Says {
    Running,
    Starting,
    Stopped,
    Nothing,
}

impl Run {
    fn new(projects: usize, poll_interval: u64) -> Self {
        Self::with_jitter(projects, poll_interval, Jitter::none())
    }

    fn with_jitter(projects: usize, poll_interval: u64, jitter: Jitter) -> Self {
        let start = Instant::now();
        let interval = Duration::from_millis(poll_interval);
        let schedule = Schedule::new(projects, interval, start, jitter);
        Run {
            start,
            now: 0,
            schedule,
            one_reply: false,
            rounds: Vec::new(),
        }
    }

    fn instant(&self) -> Instant {
        self.start + Duration::from_millis(self.now)
    }

    fn ends(&mut self, says: Says) {
        let now = self.instant();
        match says {
            Says::Running => self.schedule.answered(Some(Status::Running), now),
            Says::Starting => self.schedule.answered(Some(Status::Starting), now),
            Says::Stopped => self.schedule.answered(Some(Status::Stopped), now),
            Says::Nothing => self.schedule.failed(false, now),
        }
        if self.one_reply || matches!(says, Says::Nothing) {
            self.schedule.connection_lost();
        }
    }

    /// Obeys the schedule until a time; each poll takes `takes` milliseconds.
    fn until(&mut self, end: u64, takes: u64, says: Says) -> Vec<(u64, usize)> {
        let mut polls = Vec::new();
        while self.now < end {
            let begins = self.schedule.round.is_none();
            if let Some(project) = self.schedule.take_due(self.instant()) {
                if begins {
                    self.rounds.push(self.now);
                }
                polls.push((self.now, project));
                assert_eq!(self.schedule.wake_at(), None, "one at a time");
                self.now += takes;
                self.ends(says);
            } else {
                let wake_at = self.schedule.wake_at().unwrap() - self.start;
                let wake_at = wake_at.as_nanos().div_ceil(1_000_000);
                self.now = u64::try_from(wake_at).unwrap().max(self.now);
            }
        }
        self.now = self.now.min(end);
        polls
    }

    fn began(&mut self, projects: Range<usize>) {
        let now = self.instant();
        let operation = match projects.len() {
            1 => Operation::Start,
            _ => Operation::Switch,
        };
        self.schedule
            .operation_began(operation, projects.start, projects, now);
    }

    fn ended(&mut self, projects: Range<usize>) {
        let now = self.instant();
        self.schedule.operation_ended(projects, now);
    }
}

fn times(polls: &[(u64, usize)]) -> Vec<u64> {
    polls.iter().map(|(at, _)| *at).collect()
}

#[test]
fn each_project_has_its_turn_once_per_interval() {
    let mut run = Run::new(3, 1000);
    let polls = run.until(2500, 10, Says::Running);
    let round = |at| [(at, 0), (at + 10, 1), (at + 20, 2)];
    assert_eq!(polls, [round(0), round(1000), round(2000)].concat());
}

#[test]
fn a_slow_server_still_gives_every_project_its_turn() {
    let mut run = Run::new(3, 1000);
    run.began(1..2);
    let polls = run.until(7000, 700, Says::Starting);
    for project in 0..3 {
        let turns = polls.iter().filter(|(_, asked)| *asked == project).count();
        assert!(turns >= 2, "{polls:?}");
    }
}

#[test]
fn nothing_is_due_without_projects() {
    let run = Run::new(0, 1000);
    assert_eq!(run.schedule.wake_at(), None);
}

#[test]
fn an_interval_of_zero_asks_without_a_pause() {
    let mut run = Run::new(1, 0);
    assert_eq!(times(&run.until(3, 1, Says::Running)), [0, 1, 2]);
}

#[test]
fn a_started_project_is_hurried_until_it_runs_and_asked_again_at_the_end() {
    let mut run = Run::new(2, 2000);
    run.until(500, 1, Says::Stopped);
    run.began(1..2);
    let polls = run.until(1000, 1, Says::Stopped);
    assert_eq!(polls, [(500, 1), (750, 1)]);
    let polls = run.until(1500, 1, Says::Starting);
    assert_eq!(polls, [(1000, 1), (1250, 1)]);
    let polls = run.until(2000, 1, Says::Running);
    assert_eq!(polls, [(1500, 1), (1501, 0)]);
    run.ended(1..2);
    let polls = run.until(4100, 1, Says::Running);
    assert_eq!(polls, [(2000, 1), (3500, 0), (3501, 1)]);
}

#[test]
fn polls_stay_quick_for_six_seconds_after_an_answer() {
    let mut run = Run::new(1, 2000);
    run.until(500, 1, Says::Stopped);
    run.began(0..1);
    run.until(900, 1, Says::Stopped);
    run.ended(0..1);
    let polls = times(&run.until(12_000, 1, Says::Stopped));
    let mut expected: Vec<u64> = (0..25).map(|poll| 1000 + poll * 250).collect();
    expected.extend([9000, 11_000]);
    assert_eq!(polls, expected);
}

#[test]
fn a_switch_hurries_only_what_is_not_yet_as_it_wants_it() {
    let mut run = Run::new(50, 2000);
    run.until(500, 0, Says::Stopped);
    run.began(0..50);
    let polls = run.until(1500, 0, Says::Stopped);
    let mut expected: Vec<(u64, usize)> = (0..50).map(|project| (500, project)).collect();
    expected.extend([(750, 0), (1000, 0), (1250, 0)]);
    assert_eq!(polls, expected);
    assert_eq!(run.rounds, [0, 500, 750, 1000, 1250]);
}

#[test]
fn rounds_are_shared_and_at_most_four_a_second() {
    let mut run = Run::new(50, 2000);
    run.began(0..50);
    run.until(10_000, 1, Says::Starting);
    let expected: Vec<u64> = (0..40).map(|round| 250 * round).collect();
    assert_eq!(run.rounds, expected);
}

#[test]
fn projects_that_are_due_soon_come_along_in_a_round() {
    let mut run = Run::new(2, 2000);
    run.until(1000, 0, Says::Running);
    // One of them falls out of step by a little.
    run.began(1..2);
    run.ended(1..2);
    assert_eq!(run.until(1600, 0, Says::Running), [(1000, 1)]);
    let polls = run.until(9000, 0, Says::Running);
    assert_eq!(polls[0], (2000, 0));
    run.rounds.drain(..2);
    assert_eq!(run.rounds, [2000, 3000, 4000, 5000, 6000, 7000, 8000]);

    let mut run = Run::new(2, 2000);
    run.until(1700, 0, Says::Running);
    run.began(1..2);
    run.ended(1..2);
    run.until(9000, 0, Says::Running);
    assert_eq!(run.rounds, [0, 1700, 3700, 5700, 7700]);
}

#[test]
fn a_long_round_ends_so_that_others_have_their_turn() {
    let mut run = Run::new(100, 2000);
    run.until(4000, 20, Says::Running);
    run.rounds.retain(|at| *at >= 2000);
    assert_eq!(run.rounds, [2320, 2820, 3320, 3820]);
}

#[test]
fn one_reply_per_connection_limits_how_many_connections_are_made() {
    // Projects, the poll interval, and the connections of ten seconds.
    let cases = [(1, 2000, 5), (4, 2000, 20), (10, 2000, 50), (50, 2000, 250)];
    for (projects, interval, connections) in cases {
        let mut run = Run::new(projects, interval);
        run.one_reply = true;
        run.until(10_000, 0, Says::Running);
        assert_eq!(run.rounds.len(), connections, "{projects}");

        let mut run = Run::new(projects, interval);
        run.one_reply = true;
        run.began(0..projects);
        run.until(10_000, 0, Says::Starting);
        assert_eq!(run.rounds.len(), connections.max(40), "{projects}");
    }
}

#[test]
fn the_project_of_an_operation_comes_first() {
    let mut run = Run::new(50, 2000);
    run.one_reply = true;
    run.until(1000, 0, Says::Stopped);
    let now = run.instant();
    run.schedule
        .operation_began(Operation::Switch, 33, 0..50, now);
    let polls = run.until(2000, 0, Says::Starting);
    let operated: Vec<u64> = polls
        .iter()
        .filter(|(_, project)| *project == 33)
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(operated, [1000, 1280, 1560, 1840]);
}

#[test]
fn an_overloaded_server_is_asked_in_a_hurry_all_the_same_and_in_turn_for_the_rest() {
    let mut run = Run::new(100, 2000);
    run.until(10_000, 50, Says::Running);
    run.began(98..99);
    let polls = run.until(30_000, 50, Says::Starting);
    let of = |project| {
        let polls = polls.iter().filter(move |(_, asked)| *asked == project);
        polls.map(|(at, _)| *at).collect::<Vec<u64>>()
    };
    let hurried = of(98);
    assert!(hurried[0] <= 10_050, "{hurried:?}");
    let late = |pair: &[u64]| pair[1] - pair[0] > 300;
    assert!(!hurried.windows(2).any(late), "{hurried:?}");
    for project in (0..98).chain([99]) {
        assert!(of(project).len() >= 3, "{project}");
    }
}

#[test]
fn many_in_a_hurry_leave_every_second_turn_to_others_that_are_longer_overdue() {
    let mut run = Run::new(4, 2000);
    run.until(1900, 200, Says::Running);
    run.began(0..2);
    let polls = run.until(3500, 200, Says::Starting);
    let projects: Vec<usize> = polls.iter().map(|(_, project)| *project).collect();
    assert_eq!(projects, [0, 1, 0, 1, 0, 2, 0, 3]);
}

#[test]
fn what_was_asked_before_an_operation_settles_nothing() {
    for says in [Says::Running, Says::Nothing] {
        let mut run = Run::new(1, 2000);
        assert_eq!(run.schedule.take_due(run.instant()), Some(0));
        run.now = 40;
        run.began(0..1);
        run.ended(0..1);
        run.now = 50;
        run.ends(says);
        assert_eq!(times(&run.until(700, 1, Says::Starting)), [250, 500]);
    }
}

#[test]
fn a_stuck_project_is_hurried_for_a_time_only() {
    let mut run = Run::new(1, 2000);
    run.began(0..1);
    run.ended(0..1);
    let hurried = run.until(120_000, 1, Says::Starting);
    assert_eq!(hurried.len(), 480);
    let polls = run.until(126_000, 1, Says::Starting);
    assert_eq!(times(&polls), [120_000, 122_000, 124_000]);
}

#[test]
fn pauses_grow_while_there_is_no_answer() {
    let cases: [(u64, &[u64]); 4] = [
        (0, &[0, 250, 750, 1750, 3750, 7750, 15_750, 31_750, 61_750]),
        (2000, &[0, 1000, 3000, 7000, 15_000, 31_000, 61_000]),
        (20_000, &[0, 1000, 3000, 7000, 15_000, 31_000, 61_000]),
        (60_000, &[0, 1000, 3000, 7000, 15_000, 31_000, 61_000]),
    ];
    for (poll_interval, expected) in cases {
        let mut run = Run::new(3, poll_interval);
        let end = expected[expected.len() - 1] + 1;
        let polls = run.until(end, 0, Says::Nothing);
        assert_eq!(times(&polls), expected, "{poll_interval}");
        let mut turns: Vec<usize> = polls.iter().map(|(_, project)| *project).collect();
        turns.truncate(4);
        assert_eq!(
            turns,
            [0, 1, 2, 0],
            "no project can keep the others waiting"
        );
    }
}

#[test]
fn pauses_keep_growing_to_the_longest_when_they_are_shortened_by_chance() {
    let mut first = BTreeSet::new();
    for seed in 0..100 {
        let mut run = Run::with_jitter(1, 2000, Jitter::seeded(seed));
        let times = times(&run.until(300_000, 0, Says::Nothing));
        first.insert(times[1]);
        let pauses = times.windows(2).map(|pair| pair[1] - pair[0]);
        let nominal = [1000, 2000, 4000, 8000, 16_000].into_iter();
        let nominal = nominal.chain(std::iter::repeat(30_000));
        for (pause, nominal) in pauses.zip(nominal) {
            let possible = nominal * 3 / 4..=nominal;
            assert!(possible.contains(&pause), "seed {seed}: {times:?}");
        }
    }
    assert!(first.len() > 50, "{first:?}");
}

#[test]
fn nothing_is_due_before_the_beginning() {
    let start = Instant::now();
    let begin = start + Duration::from_millis(7);
    let mut schedule = Schedule::new(2, Duration::from_secs(1), begin, Jitter::none());
    assert_eq!(schedule.wake_at(), Some(begin));
    assert_eq!(schedule.take_due(start), None);
    assert_eq!(schedule.take_due(begin), Some(0));
}

#[test]
fn everything_is_due_when_a_server_answers_again() {
    let mut run = Run::new(3, 60_000);
    run.until(1000, 1, Says::Running);
    run.began(1..2);
    assert_eq!(run.until(2000, 1, Says::Nothing), [(1000, 1)]);
    run.ended(1..2);
    assert_eq!(run.until(3000, 0, Says::Nothing), [(2000, 1)]);
    let polls = run.until(60_000, 1, Says::Running);
    assert_eq!(polls, [(3000, 1), (3001, 0), (3002, 2)]);
}

#[test]
fn refresh_asks_everything_now() {
    let mut run = Run::new(3, 2000);
    run.until(1000, 1, Says::Running);
    run.schedule.refresh(run.instant());
    let polls = run.until(2900, 1, Says::Running);
    assert_eq!(polls, [(1000, 0), (1001, 1), (1002, 2)]);
}

#[test]
fn a_restart_asks_everything_at_one_time_whatever_was_overdue_or_being_asked() {
    let mut run = Run::new(3, 2000);
    run.until(1000, 1, Says::Running);
    run.now = 60_000;
    assert_eq!(run.schedule.take_due(run.instant()), Some(0));
    let begin = run.instant() + Duration::from_millis(40);
    run.schedule.restart(begin);
    let polls = run.until(61_000, 1, Says::Running);
    assert_eq!(polls, [(60_040, 0), (60_041, 1), (60_042, 2)]);
}

#[test]
fn a_restart_tries_a_failing_server_and_starts_its_pauses_anew() {
    let mut run = Run::new(1, 2000);
    run.until(31_000, 0, Says::Nothing);
    run.schedule
        .restart(run.instant() + Duration::from_millis(40));
    let polls = run.until(46_000, 0, Says::Nothing);
    assert_eq!(times(&polls), [31_040, 32_040, 34_040, 38_040]);
}

#[test]
fn refresh_asks_again_what_is_being_asked() {
    let mut run = Run::new(2, 2000);
    assert_eq!(run.schedule.take_due(run.instant()), Some(0));
    run.schedule.refresh(run.instant());
    run.now = 30;
    run.ends(Says::Running);
    let polls = run.until(1000, 1, Says::Running);
    assert_eq!(polls, [(30, 1), (250, 0)]);
}

#[test]
fn refresh_and_operations_try_a_failing_server_at_once_and_start_its_pauses_anew() {
    let refresh: fn(&mut Run) = |run| run.schedule.refresh(run.instant());
    let operate: fn(&mut Run) = |run| run.began(1..2);
    for intervene in [refresh, operate] {
        let mut run = Run::new(2, 2000);
        run.until(31_000, 0, Says::Nothing);
        intervene(&mut run);
        let polls = run.until(46_000, 0, Says::Nothing);
        assert_eq!(times(&polls), [31_000, 32_000, 34_000, 38_000]);
    }
}

#[test]
fn clients_that_begin_together_do_not_go_on_polling_together() {
    let mut tenth = BTreeSet::new();
    for seed in 0..100 {
        let mut run = Run::with_jitter(3, 2000, Jitter::seeded(seed));
        run.until(30_000, 0, Says::Running);
        let pauses = run.rounds.windows(2).map(|pair| pair[1] - pair[0]);
        for pause in pauses {
            assert!((1875..=2000).contains(&pause), "{:?}", run.rounds);
        }
        tenth.insert(run.rounds[10]);
    }
    assert!(tenth.len() > 50, "{tenth:?}");
}
