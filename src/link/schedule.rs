//! Which project of a server is asked when. A pure machine: time comes in as a value.
//!
//! Projects are asked in rounds. A round is one connection: it asks every project that is due, each
//! once, and ends. A project is due once per poll interval. Those that an own operation is changing
//! are due quickly until they are as wanted; if the server is too slow for everything, they are asked
//! in every second turn, before others that are longer overdue.
//!
//! Rounds begin at most four times a second. Where a connection serves one question only, there are at
//! most as many connections as it takes to ask every project once per interval, and at least four a
//! second.
//!
//! A project that gives no answer makes the server doubtful: another is asked at once, and only when
//! that gives none either does the server count as failing. Otherwise the silent project is asked
//! after growing pauses, and only when everybody else has had a turn, for it takes up as much time as
//! many others. While the server fails there is one attempt per pause.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::model::event::CONTRARY_GRACE;
use crate::protocol::{Operation, Status};
use crate::site::LONGEST_PAUSE;

use super::jitter::Jitter;

/// The time between two polls of a project in a hurry, and between the beginnings of two rounds.
pub const HURRY_INTERVAL: Duration = Duration::from_millis(250);

/// The time after which a project that does not settle is no longer in a hurry.
pub const HURRY_AT_MOST: Duration = Duration::from_secs(120);

/// The longest round. Other clients may be waiting for the connection to be closed.
pub const ROUND_AT_MOST: Duration = Duration::from_millis(500);

/// The first pause after an attempt that failed, unless projects are polled more often than that.
const FIRST_RETRY_PAUSE: Duration = Duration::from_secs(1);

/// The polls of one server. Projects are named by their index.
#[derive(Debug)]
pub struct Schedule {
    poll_interval: Duration,
    turns: Vec<Turn>,
    /// For each lane when its projects are due, without the one that is being asked.
    queues: [BTreeSet<(Instant, usize)>; Lane::ALL.len()],
    /// The lane of the last turn.
    last: Lane,
    /// The number of turns since that of a silent project, or of one that fell silent.
    since_silent: usize,
    /// Beginning of the round that is under way.
    round: Option<Instant>,
    /// The earliest beginning of the next round.
    next_round: Instant,
    /// The time until the projects of this round are due again.
    interval: Duration,
    asking: Option<Asking>,
    doubt: Option<Doubt>,
    failing: Option<Failing>,
    jitter: Jitter,
}

/// A queue of projects of equal urgency, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// The project of an own operation.
    Operated,
    /// Others that an own operation is changing, and all at the beginning.
    Hurried,
    Calm,
    Silent,
}

impl Lane {
    const ALL: [Lane; 4] = [Lane::Operated, Lane::Hurried, Lane::Calm, Lane::Silent];
}

#[derive(Debug)]
struct Turn {
    due: Instant,
    operations: u32,
    hurry_until: Option<Instant>,
    /// What the last own operation is to make of it.
    wanted: Option<Status>,
    /// Time from which any settled status is believed. Until then it may be from before that operation.
    believed_from: Option<Instant>,
    /// Whether that operation is its own rather than a switch to another.
    operated: bool,
    /// The next pause, if it gave no answer when it was last asked.
    silent: Option<Duration>,
    /// Whether it gave an answer since it was last silent.
    answers: bool,
}

impl Turn {
    fn lane(&self) -> Lane {
        match (self.silent, self.hurry_until) {
            (Some(_), _) => Lane::Silent,
            (None, Some(_)) if self.operated => Lane::Operated,
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
    /// Whether its answer will be outdated when it comes.
    again: bool,
}

/// A project gave no answer, and it is not known yet whether the whole server is silent.
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
    /// Schedules all projects of a server, first due at `begin`. Each is in a hurry until it is found
    /// settled, for an operation may be under way. An interval of zero asks without a pause. `jitter`
    /// shortens the pauses of a server that fails, and the poll interval by up to a sixteenth.
    pub fn new(projects: usize, poll_interval: Duration, begin: Instant, jitter: Jitter) -> Self {
        let turn = || Turn {
            due: begin,
            operations: 0,
            hurry_until: Some(begin + HURRY_AT_MOST),
            wanted: None,
            believed_from: None,
            operated: false,
            silent: None,
            answers: false,
        };
        let mut queues = [const { BTreeSet::new() }; Lane::ALL.len()];
        queues[Lane::Hurried as usize] = (0..projects).map(|project| (begin, project)).collect();
        Schedule {
            poll_interval,
            turns: (0..projects).map(|_| turn()).collect(),
            queues,
            last: Lane::Calm,
            since_silent: 0,
            round: None,
            next_round: begin,
            interval: poll_interval,
            asking: None,
            doubt: None,
            failing: None,
            jitter,
        }
    }

    /// When the next round begins. `None` during a round or if there are no projects.
    pub fn wake_at(&self) -> Option<Instant> {
        if self.asking.is_some() || self.round.is_some() {
            return None;
        }
        let (due, _) = self.longest_overdue()?;
        let failing = self.failing.as_ref().map(|it| it.retry_at);
        let doubt = self.doubt.as_ref().map(|it| it.since);
        Some(doubt.or(failing).unwrap_or(due).max(self.next_round))
    }

    /// Returns the project that is to be asked now, and begins a round with it if none is under way.
    /// `None` ends the round. The project is being asked until [`answered`](Self::answered),
    /// [`silent`](Self::silent) or [`failed`](Self::failed).
    pub fn take_due(&mut self, now: Instant) -> Option<usize> {
        if self.asking.is_some() {
            return None;
        }
        let (began, project) = match self.round {
            Some(began) => (began, self.next_in_round(began, now)),
            None if self.wake_at()? > now => return None,
            None => (now, self.first_of_round(now)),
        };
        let Some(project) = project else {
            self.round = None;
            return None;
        };
        if self.round.is_none() {
            self.round = Some(now);
            // Clients that were started together must not go on polling together.
            self.interval = self.jitter.until_next_round(now, self.poll_interval);
            self.next_round = now + HURRY_INTERVAL.min(self.poll_interval);
        }
        self.last = self.turns[project].lane();
        self.since_silent = match self.last {
            Lane::Silent => 0,
            Lane::Operated | Lane::Hurried | Lane::Calm => self.since_silent + 1,
        };
        self.ask(project, began);
        Some(project)
    }

    /// Asks a project once more in the round that is under way, although it is not due.
    pub fn ask_again(&mut self, project: usize, now: Instant) {
        if self.asking.is_none() && project < self.turns.len() {
            let began = *self.round.get_or_insert(now);
            self.ask(project, began);
        }
    }

    fn ask(&mut self, project: usize, since: Instant) {
        self.dequeue(project);
        self.asking = Some(Asking {
            project,
            since,
            again: false,
        });
    }

    /// Ends the round that is under way: its connection is gone. What was still due must wait until
    /// the next connection may be made.
    pub fn connection_lost(&mut self) {
        if let Some(began) = self.round.take() {
            self.next_round = began + self.spacing();
        }
    }

    /// Delays the next round: a connection was just made for something else.
    pub fn connected(&mut self, now: Instant) {
        self.next_round = self.next_round.max(now + self.spacing());
    }

    /// The time between two connections that serve one question each.
    fn spacing(&self) -> Duration {
        let projects = u32::try_from(self.turns.len()).unwrap_or(u32::MAX);
        HURRY_INTERVAL.min(self.poll_interval / projects.max(1))
    }

    /// Returns true if the server gave no answer when it was last asked, and did so before.
    pub fn in_doubt(&self) -> bool {
        self.doubt.is_some()
    }

    fn first_of_round(&self, now: Instant) -> Option<usize> {
        match &self.doubt {
            Some(doubt) => self.likeliest(doubt.project),
            None => self
                .next(now, now)
                .or_else(|| project(self.longest_overdue())),
        }
    }

    /// A round takes along what is due soon, so that projects share connections. While something is
    /// urgent, the next round is near.
    fn next_in_round(&self, began: Instant, now: Instant) -> Option<usize> {
        let mut urgent = [Lane::Operated, Lane::Hurried].into_iter();
        let (at_most, ahead) = match urgent.any(|lane| self.first(lane).is_some()) {
            true => (HURRY_INTERVAL, Duration::ZERO),
            false => (ROUND_AT_MOST, self.poll_interval / 4),
        };
        if now.saturating_duration_since(began) >= at_most {
            return None;
        }
        self.next(began, began + ahead)
    }

    fn next(&self, now: Instant, calm_until: Instant) -> Option<usize> {
        let due = |lane| {
            let until = match lane {
                Lane::Calm => calm_until,
                Lane::Operated | Lane::Hurried | Lane::Silent => now,
            };
            self.first(lane).filter(|(due, _)| *due <= until)
        };
        let [operated, hurried, calm, silent] = Lane::ALL.map(due);
        let oldest = [operated, hurried, calm].into_iter().flatten().min();
        let others = match self.last {
            Lane::Operated => oldest,
            Lane::Hurried => operated.or(oldest),
            Lane::Calm | Lane::Silent => operated.or(hurried).or(oldest),
        };
        let in_turn = match silent {
            Some(_) if self.since_silent >= self.turns.len() => silent,
            Some(_) | None => others.or(silent),
        };
        project(in_turn)
    }

    /// The project that will give an answer if any does: one that did when it was last asked, if
    /// possible another than the doubted one.
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

    /// Notes the answer of the project that was asked; `status` is `None` if it was not a status.
    pub fn answered(&mut self, status: Option<Status>, now: Instant) {
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
        turn.believed_from = turn.believed_from.filter(|from| *from > asking.since);
        let settled = match turn.operations {
            0 if turn.believed_from.is_none() => status.is_none_or(Status::is_settled),
            _ => status.is_none() || status == turn.wanted,
        };
        let done = settled && !asking.again;
        turn.hurry_until = turn.hurry_until.filter(|until| !done && *until > now);
        let interval = match turn.hurry_until {
            Some(_) => HURRY_INTERVAL.min(self.interval),
            None => self.interval,
        };
        // A round asks nothing twice.
        let due = asking.since + interval.max(Duration::from_nanos(1));
        self.queue_at(&asking, due, now);
    }

    /// Notes that the project gave no answer. Another is asked at once to see whether the server still
    /// gives any.
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
        self.queue_at(&asking, now + pause, now);
    }

    /// Notes that the server could not be asked, or does not answer. The pauses of a server that may
    /// only be busy do not grow, so that its next answer is not missed for long.
    pub fn failed(&mut self, busy: bool, now: Instant) {
        let Some(asking) = self.asking.take() else {
            return;
        };
        self.doubt = None;
        let growing = match &self.failing {
            Some(failing) => failing.next_pause,
            None => self.first_pause().min(FIRST_RETRY_PAUSE),
        };
        let (pause, next_pause) = match busy {
            true => (self.first_pause(), growing),
            false => (growing, (growing * 2).min(LONGEST_PAUSE)),
        };
        self.failing = Some(Failing {
            retry_at: if asking.again {
                now
            } else {
                now + self.jitter.shorten(pause)
            },
            next_pause,
        });
        self.queue_at(&asking, asking.since + self.first_pause(), now);
    }

    /// Makes everything due, and begins pauses anew: somebody wants to know now.
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

    /// Makes everything due at `begin`, and begins pauses anew. A poll in flight was given up before
    /// it could be answered.
    pub fn restart(&mut self, begin: Instant) {
        self.doubt = None;
        self.round = None;
        self.next_round = begin;
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
            failing.next_pause = first_pause.min(FIRST_RETRY_PAUSE);
        }
    }

    /// Notes that an operation on `project` was sent: `concerned` are in a hurry until they are as it
    /// wants them, and at least once after it has ended.
    pub fn operation_began(
        &mut self,
        operation: Operation,
        project: usize,
        concerned: Range<usize>,
        now: Instant,
    ) {
        for other in concerned {
            let operated = other == project;
            self.change(other, |turn| {
                turn.operations += 1;
                turn.operated = operated;
                turn.wanted = Some(match operation {
                    Operation::Start => Status::Running,
                    Operation::Switch if operated => Status::Running,
                    Operation::Stop | Operation::Switch => Status::Stopped,
                });
            });
            self.hurry(other, now);
        }
        self.retry(now);
    }

    /// Notes that an operation on these projects has ended, whether well or not.
    pub fn operation_ended(&mut self, concerned: Range<usize>, now: Instant) {
        for project in concerned {
            let turn = &mut self.turns[project];
            turn.operations = turn.operations.saturating_sub(1);
            turn.believed_from = Some(now + CONTRARY_GRACE);
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
        let next_pause = self.first_pause().min(FIRST_RETRY_PAUSE);
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

    /// Returns true if it was queued.
    fn dequeue(&mut self, project: usize) -> bool {
        let turn = &self.turns[project];
        self.queues[turn.lane() as usize].remove(&(turn.due, project))
    }
}

fn project(turn: Option<(Instant, usize)>) -> Option<usize> {
    turn.map(|(_, project)| project)
}

#[cfg(test)]
mod tests;
