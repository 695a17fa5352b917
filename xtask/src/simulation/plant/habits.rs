//! The kinds of servers. The vendor documents none of these traits, so all of them occur.

use std::num::NonZeroU16;
use std::time::Duration;

use fastrand::Rng;
use pekat_tray::protocol::ProjectPath;
use pekat_tray::sim::dialect::Dialect;
use pekat_tray::sim::world::{Answer, ProjectSetup, Setup};

/// The traits of one manager.
#[derive(Debug)]
pub(in crate::simulation) struct Habits {
    pub(in crate::simulation) setup: Setup,
    pub(in crate::simulation) paths: Vec<ProjectPath>,
    pub(super) service: Service,
    pub(super) replies: Replies,
    pub(super) busy: Busy,
    /// How long a start or stop that was agreed to has not begun yet.
    pub(super) reports_late: Duration,
    pub(super) word: Word,
    pub(super) line_end: &'static str,
    /// The form of requests that it takes.
    pub(super) dialect: Dialect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// A thread for each connection.
    Threads,
    /// One connection after another; the others wait in a queue of limited length.
    InTurn(Backlog),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Backlog {
    pub(super) length: usize,
    /// Whether connections beyond it are refused, as Windows does; Linux leaves them unanswered.
    pub(super) refuses: bool,
}

/// What follows upon the first reply of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replies {
    Many,
    Close,
    Silence,
}

/// Whether other requests are answered while a start or switch is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Busy {
    Answers,
    Silent,
}

/// How a server agrees to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Documented,
    Done,
    Success,
    Ok,
    Status,
}

impl Habits {
    /// Draws the traits of a manager, with some projects.
    pub(in crate::simulation) fn draw(rng: &mut Rng) -> anyhow::Result<Habits> {
        let time = |rng: &mut Rng| Duration::from_millis(rng.u64(0..4000));
        let busy = one_in(rng, 6, Busy::Silent, Busy::Answers);
        let answer = match (busy, rng.bool()) {
            (Busy::Answers, true) => Answer::Accepted,
            (Busy::Answers, false) | (Busy::Silent, _) => Answer::Finished,
        };
        let mut setup = Setup::new(time(rng), time(rng), answer);
        let paths = projects(rng, &mut setup)?;
        let words = [
            Word::Documented,
            Word::Documented,
            Word::Documented,
            Word::Done,
            Word::Success,
            Word::Ok,
            Word::Status,
        ];
        let replies = [
            Replies::Many,
            Replies::Many,
            Replies::Close,
            Replies::Silence,
        ];
        let late = rng.u64(1000..5000);
        Ok(Habits {
            setup,
            paths,
            service: match rng.u8(0..3) {
                0 => Service::InTurn(Backlog {
                    length: [1, 5, 128][rng.usize(0..3)],
                    refuses: rng.bool(),
                }),
                _ => Service::Threads,
            },
            replies: replies[rng.usize(0..replies.len())],
            busy,
            reports_late: Duration::from_millis(one_in(rng, 6, late, 0)),
            word: words[rng.usize(0..words.len())],
            line_end: ["", "", "\n", "\r\n"][rng.usize(0..4)],
            dialect: dialect(rng),
        })
    }

    /// Returns what the story says of it.
    pub(in crate::simulation) fn in_words(&self) -> String {
        format!(
            "{:?}, {:?}, {:?} while busy, {:?} late, says {:?}{}, {:?}",
            self.service,
            self.replies,
            self.busy,
            self.reports_late,
            self.word,
            self.line_end.escape_debug(),
            self.dialect,
        )
    }
}

/// Draws projects, of which some start for longer than any action timeout, and some share a port.
fn projects(rng: &mut Rng, setup: &mut Setup) -> anyhow::Result<Vec<ProjectPath>> {
    let mut paths = Vec::new();
    for number in 0..rng.usize(1..5) {
        let path: ProjectPath = format!(r"C:\{number}").parse()?;
        let long = Duration::from_secs(rng.u64(10..30));
        let mut project = ProjectSetup {
            path: path.clone(),
            port: NonZeroU16::new([0, 0, 0, 8000, 8001][rng.usize(0..5)]),
            running: rng.bool(),
            start_time: one_in(rng, 10, Some(long), None),
            stop_time: None,
        };
        if setup.add(project.clone()).is_err() {
            project.running = false;
            setup.add(project)?;
        }
        paths.push(path);
    }
    Ok(paths)
}

fn one_in<T>(rng: &mut Rng, many: u8, rare: T, usual: T) -> T {
    match rng.u8(0..many) {
        0 => rare,
        _ => usual,
    }
}

pub(in crate::simulation) fn dialect(rng: &mut Rng) -> Dialect {
    [Dialect::Colon, Dialect::Pipe, Dialect::Either][rng.usize(0..3)]
}
