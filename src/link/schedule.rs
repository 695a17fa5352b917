//! Which project of a server is asked when. A pure machine: the time comes in as a value.
//!
//! Every project has its turn once per poll interval, the longest overdue first. Those that an
//! operation concerns have theirs quickly until they settle, if need be before others that are
//! longer overdue, in every second turn.
//!
//! A project that gives no answer makes the server doubtful: another is asked at once, and only
//! when that gives none either does the server count as failing. Otherwise the silent project is
//! asked after growing pauses, and only when everybody else has had a turn, for it takes up as much
//! time as many others. While the server fails there is one attempt per pause, and the pauses grow.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::site::LONGEST_PAUSE;

use super::jitter::Jitter;

/// From one poll of a project in a hurry to its next.
pub const HURRY_INTERVAL: Duration = Duration::from_millis(250);

/// For how long a project that does not settle is polled in a hurry.
pub const HURRY_AT_MOST: Duration = Duration::from_secs(120);

/// The polls of one server. Projects are named by their index.
#[derive(Debug)]
pub struct Schedule {
    poll_interval: Duration,
    turns: Vec<Turn>,
    /// For each lane when its projects are due, without the one that is being asked.
    queues: [BTreeSet<(Instant, usize)>; Lane::ALL.len()],
    /// The lane of the last turn.
    last: Lane,
    /// How many turns there were since that of a silent project, or of one that fell silent.
    since_silent: usize,
    asking: Option<Asking>,
    doubt: Option<Doubt>,
    failing: Option<Failing>,
    jitter: Jitter,
}

/// Who waits behind whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    Hurried,
    Calm,
    Silent,
}

impl Lane {
    const ALL: [Lane; 3] = [Lane::Hurried, Lane::Calm, Lane::Silent];
}

#[derive(Debug)]
struct Turn {
    due: Instant,
    operations: u32,
    hurry_until: Option<Instant>,
    /// How long the next pause is, if it gave no answer when it was last asked.
    silent: Option<Duration>,
    /// Whether it gave an answer since it was last silent.
    answers: bool,
}

impl Turn {
    fn lane(&self) -> Lane {
        match (self.silent, self.hurry_until) {
            (Some(_), _) => Lane::Silent,
            (None, Some(_)) => Lane::Hurried,
            (None, None) => Lane::Calm,
        }
    }
}

/// The one poll that is in flight.
#[derive(Debug)]
struct Asking {
    project: usize,
    since: Instant,
    /// What it says is already too old when it comes.
    again: bool,
}

/// A project gave no answer, and it is not known yet whether that is all.
#[derive(Debug)]
struct Doubt {
    project: usize,
    since: Instant,
}

#[derive(Debug)]
struct Failing {
    retry_at: Instant,
    /// Before it is shortened by chance.
    next_pause: Duration,
}

impl Schedule {
    /// All projects of a server, first due at `begin`. Each is in a hurry until it is found settled,
    /// for an operation may be under way. An interval of zero asks without a pause. The pauses of a
    /// server that fails are shortened by `jitter`.
    pub fn new(projects: usize, poll_interval: Duration, begin: Instant, jitter: Jitter) -> Self {
        let turn = || Turn {
            due: begin,
            operations: 0,
            hurry_until: Some(begin + HURRY_AT_MOST),
            silent: None,
            answers: false,
        };
        Schedule {
            poll_interval,
            turns: (0..projects).map(|_| turn()).collect(),
            queues: [
                (0..projects).map(|project| (begin, project)).collect(),
                BTreeSet::new(),
                BTreeSet::new(),
            ],
            last: Lane::Calm,
            since_silent: 0,
            asking: None,
            doubt: None,
            failing: None,
            jitter,
        }
    }

    /// When [`take_due`](Self::take_due) will next give a project. `None` while one is being asked
    /// or if there are none.
    pub fn wake_at(&self) -> Option<Instant> {
        if self.asking.is_some() {
            return None;
        }
        let (due, _) = self.longest_overdue()?;
        let failing = self.failing.as_ref().map(|it| it.retry_at);
        let doubt = self.doubt.as_ref().map(|it| it.since);
        Some(doubt.or(failing).unwrap_or(due))
    }

    /// The project that is to be asked now, if one is. It is being asked until
    /// [`answered`](Self::answered), [`silent`](Self::silent), [`excused`](Self::excused) or
    /// [`failed`](Self::failed).
    pub fn take_due(&mut self, now: Instant) -> Option<usize> {
        if self.wake_at()? > now {
            return None;
        }
        let project = match &self.doubt {
            Some(doubt) => self.likeliest(doubt.project)?,
            None => self.next(now)?,
        };
        self.last = self.turns[project].lane();
        self.since_silent = match self.last {
            Lane::Silent => 0,
            Lane::Hurried | Lane::Calm => self.since_silent + 1,
        };
        self.dequeue(project);
        self.asking = Some(Asking {
            project,
            since: now,
            again: false,
        });
        Some(project)
    }

    /// Whether the server gave no answer when it was last asked, and did so before.
    pub fn in_doubt(&self) -> bool {
        self.doubt.is_some()
    }

    fn next(&self, now: Instant) -> Option<usize> {
        let due = |lane| self.first(lane).filter(|(due, _)| *due <= now);
        let [hurried, calm, silent] = Lane::ALL.map(due);
        let others = match hurried {
            Some(_) if self.last != Lane::Hurried => return project(hurried),
            Some(_) => hurried.min(calm.or(hurried)),
            None => calm,
        };
        let in_turn = match silent {
            Some(_) if self.since_silent >= self.turns.len() => silent,
            Some(_) | None => others.or(silent),
        };
        project(in_turn.or_else(|| self.longest_overdue()))
    }

    /// Who will give an answer if anybody does: one that did when it was last asked, if possible
    /// another than this one.
    fn likeliest(&self, doubted: usize) -> Option<usize> {
        let queued = self.queues.iter().flatten();
        let best = queued.min_by_key(|(due, project)| {
            let turn = &self.turns[*project];
            (turn.silent, !turn.answers, *project == doubted, *due)
        });
        project(best.copied())
    }

    fn longest_overdue(&self) -> Option<(Instant, usize)> {
        let firsts = Lane::ALL.map(|lane| self.first(lane));
        firsts.into_iter().flatten().min()
    }

    fn first(&self, lane: Lane) -> Option<(Instant, usize)> {
        self.queues[lane as usize].first().copied()
    }

    /// The server has answered; `settled` if the project stays as it is until somebody acts.
    pub fn answered(&mut self, settled: bool, now: Instant) {
        let Some(asking) = self.asking.take() else {
            return;
        };
        self.doubt = None;
        if self.failing.take().is_some() {
            self.all_due(now);
        }
        let turn = &mut self.turns[asking.project];
        turn.silent = None;
        turn.answers = true;
        let done = settled && turn.operations == 0 && !asking.again;
        turn.hurry_until = turn.hurry_until.filter(|until| !done && *until > now);
        let interval = match turn.hurry_until {
            Some(_) => HURRY_INTERVAL.min(self.poll_interval),
            None => self.poll_interval,
        };
        self.requeue(&asking, interval, now);
    }

    /// The project gave no answer; whether the server still gives any is asked at once.
    pub fn silent(&mut self, now: Instant) {
        let Some(asking) = self.asking.take() else {
            return;
        };
        let first_pause = self.first_pause();
        let turn = &mut self.turns[asking.project];
        let pause = turn.silent.unwrap_or(first_pause);
        turn.silent = Some((pause * 2).min(LONGEST_PAUSE));
        turn.answers = false;
        self.since_silent = 0;
        self.doubt = Some(Doubt {
            project: asking.project,
            since: now,
        });
        self.pause(&asking, pause, now);
    }

    /// There was no answer, and that means nothing.
    pub fn excused(&mut self, now: Instant) {
        let Some(asking) = self.asking.take() else {
            return;
        };
        self.doubt = None;
        self.pause(&asking, self.first_pause(), now);
    }

    /// The server could not be asked, or does not answer.
    pub fn failed(&mut self, now: Instant) {
        let Some(asking) = self.asking.take() else {
            return;
        };
        self.doubt = None;
        let pause = match &self.failing {
            Some(failing) => failing.next_pause,
            None => self.first_pause(),
        };
        self.failing = Some(Failing {
            retry_at: if asking.again {
                now
            } else {
                now + self.jitter.shorten(pause)
            },
            next_pause: (pause * 2).min(LONGEST_PAUSE),
        });
        self.requeue(&asking, self.first_pause(), now);
    }

    /// Everything is due, and pauses begin anew: somebody wants to know now.
    pub fn refresh(&mut self, now: Instant) {
        self.all_due(now);
        let first_pause = self.first_pause();
        for turn in &mut self.turns {
            turn.silent = turn.silent.map(|_| first_pause);
        }
        if let Some(asking) = &mut self.asking {
            asking.again = true;
        }
        self.retry(now);
    }

    /// Everything is due at `begin`, and pauses begin anew. A poll in flight was given up before it
    /// could tell anything.
    pub fn restart(&mut self, begin: Instant) {
        self.doubt = None;
        if let Some(asking) = self.asking.take() {
            self.enqueue(asking.project);
        }
        let first_pause = self.first_pause();
        for project in 0..self.turns.len() {
            self.change(project, |turn| {
                turn.due = begin;
                turn.silent = turn.silent.map(|_| first_pause);
            });
        }
        if let Some(failing) = &mut self.failing {
            failing.retry_at = begin;
            failing.next_pause = first_pause;
        }
    }

    /// An operation on these projects is sent: they are in a hurry at least until it ends.
    pub fn operation_began(&mut self, projects: Range<usize>, now: Instant) {
        for project in projects {
            self.turns[project].operations += 1;
            self.hurry(project, now);
        }
        self.retry(now);
    }

    /// An operation on these projects has ended, whether well or not.
    pub fn operation_ended(&mut self, projects: Range<usize>, now: Instant) {
        for project in projects {
            let operations = &mut self.turns[project].operations;
            *operations = operations.saturating_sub(1);
            self.hurry(project, now);
        }
        self.retry(now);
    }

    fn hurry(&mut self, project: usize, now: Instant) {
        self.change(project, |turn| {
            turn.hurry_until = Some(now + HURRY_AT_MOST);
            turn.silent = None;
        });
        match &mut self.asking {
            Some(asking) if asking.project == project => asking.again = true,
            Some(_) | None => self.pull(project, now),
        }
    }

    fn retry(&mut self, now: Instant) {
        let next_pause = self.first_pause();
        if let Some(failing) = &mut self.failing {
            failing.retry_at = failing.retry_at.min(now);
            failing.next_pause = next_pause;
        }
    }

    /// Never zero, so that a server that refuses is not asked without end.
    fn first_pause(&self) -> Duration {
        self.poll_interval.clamp(HURRY_INTERVAL, LONGEST_PAUSE)
    }

    fn all_due(&mut self, now: Instant) {
        for project in 0..self.turns.len() {
            self.pull(project, now);
        }
    }

    /// Makes a queued project due now. One that is overdue keeps its place.
    fn pull(&mut self, project: usize, now: Instant) {
        self.change(project, |turn| turn.due = turn.due.min(now));
    }

    /// Counts from when it was asked.
    fn requeue(&mut self, asking: &Asking, interval: Duration, now: Instant) {
        self.queue_at(asking, asking.since + interval, now);
    }

    /// Counts from now.
    fn pause(&mut self, asking: &Asking, pause: Duration, now: Instant) {
        self.queue_at(asking, now + pause, now);
    }

    fn queue_at(&mut self, asking: &Asking, due: Instant, now: Instant) {
        self.turns[asking.project].due = if asking.again { now } else { due };
        self.enqueue(asking.project);
    }

    /// Changes a turn, and its place in the queue if it is in one.
    fn change(&mut self, project: usize, change: impl FnOnce(&mut Turn)) {
        let queued = self.dequeue(project);
        change(&mut self.turns[project]);
        if queued {
            self.enqueue(project);
        }
    }

    fn enqueue(&mut self, project: usize) {
        let turn = &self.turns[project];
        self.queues[turn.lane() as usize].insert((turn.due, project));
    }

    /// Returns whether it was queued.
    fn dequeue(&mut self, project: usize) -> bool {
        let turn = &self.turns[project];
        self.queues[turn.lane() as usize].remove(&(turn.due, project))
    }
}

fn project(turn: Option<(Instant, usize)>) -> Option<usize> {
    turn.map(|(_, project)| project)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A schedule, its clock in milliseconds, and which polls it asked for and when.
    struct Run {
        start: Instant,
        now: u64,
        schedule: Schedule,
    }

    /// What the server does with a poll.
    #[derive(Clone, Copy, Debug)]
    enum Says {
        Settled,
        Changing,
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
            }
        }

        fn instant(&self) -> Instant {
            self.start + Duration::from_millis(self.now)
        }

        fn ends(&mut self, says: Says) {
            let now = self.instant();
            match says {
                Says::Settled => self.schedule.answered(true, now),
                Says::Changing => self.schedule.answered(false, now),
                Says::Nothing => self.schedule.failed(now),
            }
        }

        /// Obeys the schedule until a time; each poll takes `takes` milliseconds.
        fn until(&mut self, end: u64, takes: u64, says: Says) -> Vec<(u64, usize)> {
            let mut polls = Vec::new();
            loop {
                let due = self.schedule.wake_at().unwrap() - self.start;
                let due = due.as_nanos().div_ceil(1_000_000);
                let due = u64::try_from(due).unwrap().max(self.now);
                if due >= end {
                    self.now = end;
                    return polls;
                }
                self.now = due;
                let project = self.schedule.take_due(self.instant()).unwrap();
                polls.push((self.now, project));
                assert_eq!(self.schedule.wake_at(), None, "one at a time");
                self.now += takes;
                self.ends(says);
            }
        }

        fn began(&mut self, projects: Range<usize>) {
            let now = self.instant();
            self.schedule.operation_began(projects, now);
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
        let polls = run.until(2500, 10, Says::Settled);
        let round = |at| [(at, 0), (at + 10, 1), (at + 20, 2)];
        assert_eq!(polls, [round(0), round(1000), round(2000)].concat());
    }

    #[test]
    fn a_slow_server_still_gives_every_project_its_turn() {
        let mut run = Run::new(3, 1000);
        run.began(1..2);
        let polls = run.until(7000, 700, Says::Changing);
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
        assert_eq!(times(&run.until(3, 1, Says::Settled)), [0, 1, 2]);
    }

    #[test]
    fn an_operation_hurries_its_project_until_it_ended_and_the_project_settled() {
        let mut run = Run::new(2, 2000);
        run.until(500, 1, Says::Settled);
        run.began(1..2);
        let polls = run.until(1500, 1, Says::Settled);
        assert_eq!(polls, [(500, 1), (750, 1), (1000, 1), (1250, 1)]);

        run.ended(1..2);
        let polls = run.until(2000, 1, Says::Changing);
        assert_eq!(polls, [(1500, 1), (1750, 1)]);
        let polls = run.until(4100, 1, Says::Settled);
        assert_eq!(polls, [(2000, 0), (2001, 1), (4000, 0), (4001, 1)]);
    }

    #[test]
    fn an_overloaded_server_is_asked_in_a_hurry_all_the_same_and_in_turn_for_the_rest() {
        let mut run = Run::new(100, 2000);
        run.until(10_000, 50, Says::Settled);
        run.began(98..99);
        let polls = run.until(30_000, 50, Says::Changing);
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
        run.until(1900, 200, Says::Settled);
        run.began(0..2);
        let polls = run.until(3500, 200, Says::Changing);
        let projects: Vec<usize> = polls.iter().map(|(_, project)| *project).collect();
        assert_eq!(projects, [0, 1, 0, 1, 2, 0, 3, 1]);
    }

    #[test]
    fn what_was_asked_before_an_operation_settles_nothing() {
        for says in [Says::Settled, Says::Nothing] {
            let mut run = Run::new(1, 2000);
            assert_eq!(run.schedule.take_due(run.instant()), Some(0));
            run.now = 40;
            run.began(0..1);
            run.ended(0..1);
            run.now = 50;
            run.ends(says);
            assert_eq!(times(&run.until(500, 1, Says::Changing)), [50, 300]);
        }
    }

    #[test]
    fn a_stuck_project_is_hurried_for_a_time_only() {
        let mut run = Run::new(1, 2000);
        run.began(0..1);
        run.ended(0..1);
        let hurried = run.until(120_000, 1, Says::Changing);
        assert_eq!(hurried.len(), 480);
        let polls = run.until(126_000, 1, Says::Changing);
        assert_eq!(times(&polls), [120_000, 122_000, 124_000]);
    }

    #[test]
    fn pauses_grow_while_there_is_no_answer() {
        let cases: [(u64, &[u64]); 4] = [
            (0, &[0, 250, 750, 1750, 3750, 7750, 15_750, 31_750, 61_750]),
            (2000, &[0, 2000, 6000, 14_000, 30_000, 60_000, 90_000]),
            (20_000, &[0, 20_000, 50_000, 80_000]),
            (60_000, &[0, 30_000, 60_000, 90_000]),
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
            let nominal = [2000, 4000, 8000, 16_000].into_iter();
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
        run.until(1000, 1, Says::Settled);
        run.began(1..2);
        assert_eq!(run.until(2000, 1, Says::Nothing), [(1000, 1)]);
        run.ended(1..2);
        assert_eq!(run.until(3000, 0, Says::Nothing), [(2000, 1)]);
        let polls = run.until(60_000, 1, Says::Settled);
        assert_eq!(polls, [(32_000, 1), (32_001, 0), (32_002, 2)]);
    }

    #[test]
    fn refresh_asks_everything_now() {
        let mut run = Run::new(3, 2000);
        run.until(1000, 1, Says::Settled);
        run.schedule.refresh(run.instant());
        let polls = run.until(2900, 1, Says::Settled);
        assert_eq!(polls, [(1000, 0), (1001, 1), (1002, 2)]);
    }

    #[test]
    fn a_restart_asks_everything_at_one_time_whatever_was_overdue_or_being_asked() {
        let mut run = Run::new(3, 2000);
        run.until(1000, 1, Says::Settled);
        run.now = 60_000;
        assert_eq!(run.schedule.take_due(run.instant()), Some(0));
        let begin = run.instant() + Duration::from_millis(40);
        run.schedule.restart(begin);
        let polls = run.until(61_000, 1, Says::Settled);
        assert_eq!(polls, [(60_040, 0), (60_041, 1), (60_042, 2)]);
    }

    #[test]
    fn a_restart_tries_a_failing_server_and_starts_its_pauses_anew() {
        let mut run = Run::new(1, 2000);
        run.until(31_000, 0, Says::Nothing);
        run.schedule
            .restart(run.instant() + Duration::from_millis(40));
        let polls = run.until(46_000, 0, Says::Nothing);
        assert_eq!(times(&polls), [31_040, 33_040, 37_040, 45_040]);
    }

    #[test]
    fn refresh_asks_again_what_is_being_asked() {
        let mut run = Run::new(2, 2000);
        assert_eq!(run.schedule.take_due(run.instant()), Some(0));
        run.schedule.refresh(run.instant());
        run.now = 30;
        run.ends(Says::Settled);
        let polls = run.until(1000, 1, Says::Settled);
        assert_eq!(polls, [(30, 1), (31, 0)]);
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
            assert_eq!(times(&polls), [31_000, 33_000, 37_000, 45_000]);
        }
    }
}
