//! The traffic between one client and one manager, as it passes the client's end of the network.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use pekat_tray::protocol::{Command, Operation, Reply};
use tokio::time::Instant;

/// An answer that takes longer means that the server is busy with somebody else.
const PROMPT: Duration = Duration::from_millis(500);

/// The time in which a connection is made after an answer. One in unknown words ends with a pause.
const DIRECTLY: Duration = Duration::from_millis(150);

/// The number of answers per project that are kept.
const KEPT_ANSWERS: usize = 64;

/// Names a connection, or an attempt to make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulation) struct LineId(pub(super) u64);

#[derive(Clone, Debug, Default)]
pub(in crate::simulation) struct Contact {
    lines: BTreeMap<LineId, Line>,
    health: Health,
    /// By the project's index.
    projects: BTreeMap<usize, Talk>,
    /// Operations, in the order in which they were written.
    pub(in crate::simulation) written: Vec<Written>,
    /// What the client heard of each project's last operation, unless that may be wrong.
    pub(in crate::simulation) replies: BTreeMap<usize, (Instant, Operation, Reply)>,
    /// Time of the last answer to an operation of each project that may be wrong.
    pub(in crate::simulation) misheard: BTreeMap<usize, Instant>,
    /// Operations whose connection was closed in the usual way before they were answered.
    pub(in crate::simulation) left_behind: Vec<(Operation, usize)>,
    /// When something last went wrong with a request.
    pub(in crate::simulation) troubled: Option<Instant>,
    outage: Outage,
    /// Time of the last answer, and the outage that it ended.
    last_outage: Option<(Instant, Outage)>,
}

/// Attempts without an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::simulation) struct Outage {
    pub(in crate::simulation) failures: u32,
    /// Time of the first question that was given up on.
    pub(in crate::simulation) silent_since: Option<Instant>,
}

/// An operation on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::simulation) struct Written {
    pub(in crate::simulation) operation: Operation,
    pub(in crate::simulation) index: usize,
    /// Whether it follows an answered status of its project, on the same connection unless it is the
    /// first request of one.
    pub(in crate::simulation) confirmed: bool,
}

/// Since when requests are answered in time.
#[derive(Clone, Copy, Debug, Default)]
struct Health {
    hindered: Option<Instant>,
    /// The first answer after that.
    well_since: Option<Instant>,
}

impl Health {
    fn is_hindered(&mut self, now: Instant) {
        self.hindered = Some(now);
        self.well_since = None;
    }

    fn is_answered(&mut self, now: Instant) {
        self.well_since.get_or_insert(now);
    }

    /// When the first answer after the last hindrance came, or would have come at the latest.
    fn since(&self, retried_after: Duration) -> Option<Instant> {
        let latest = self.hindered.map(|at| at + retried_after);
        self.well_since.or(latest)
    }
}

#[derive(Clone, Debug)]
struct Line {
    begun: Instant,
    stage: Stage,
    since: Instant,
    requests: usize,
    /// Whether what comes may belong to another question.
    doubtful: bool,
    /// Whether the answer that is awaited may be wrong.
    suspect: bool,
    /// Whether something goes wrong on it.
    troubled: bool,
    /// What the server answers to an operation.
    reply: Option<Reply>,
    /// The project of the last status that was answered on it.
    confirmed: Option<usize>,
    /// Whether the server has ended it.
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Dialling,
    Idle,
    Asked(Option<(Command, usize)>),
}

#[derive(Clone, Debug, Default)]
struct Talk {
    health: Health,
    /// When the last answer came.
    answered: Option<Instant>,
    /// When each question was asked that was answered, and whether the answer may be wrong.
    answers: VecDeque<(Instant, bool)>,
}

impl Contact {
    pub(super) fn dials(&mut self, line: LineId) {
        let dialling = Line {
            begun: Instant::now(),
            stage: Stage::Dialling,
            since: Instant::now(),
            requests: 0,
            doubtful: false,
            suspect: false,
            troubled: false,
            reply: None,
            confirmed: None,
            ended: false,
        };
        self.lines.insert(line, dialling);
    }

    pub(super) fn connects(&mut self, line: LineId) {
        let now = Instant::now();
        let Some(known) = self.lines.get_mut(&line) else {
            return;
        };
        if now - known.since > PROMPT {
            self.health.is_hindered(now);
        }
        (known.stage, known.since) = (Stage::Idle, now);
    }

    pub(super) fn asks(&mut self, line: LineId, request: Option<(Command, usize)>) {
        let Some(known) = self.lines.get_mut(&line) else {
            return;
        };
        if let Some((command, index)) = request
            && let Some(operation) = operation(command)
        {
            let confirmed = match known.requests {
                0 => self
                    .projects
                    .get(&index)
                    .is_some_and(|talk| talk.has_answered(known.begun)),
                _ => known.confirmed == Some(index),
            };
            self.written.push(Written {
                operation,
                index,
                confirmed,
            });
        }
        known.requests += 1;
        known.suspect = known.doubtful;
        (known.stage, known.since) = (Stage::Asked(request), Instant::now());
    }

    /// Notes that bytes came.
    pub(super) fn hears(&mut self, line: LineId) {
        let now = Instant::now();
        let Some(known) = self.lines.get_mut(&line) else {
            return;
        };
        let Stage::Asked(request) = known.stage else {
            // The answer goes on.
            known.since = now;
            if let Some(index) = known.confirmed {
                self.projects.entry(index).or_default().answered = Some(now);
            }
            return;
        };
        let (asked, suspect) = (known.since, known.suspect);
        (known.stage, known.since) = (Stage::Idle, now);
        let Some((command, index)) = request else {
            return;
        };
        let reply = known.reply.take();
        if let Some(operation) = operation(command) {
            let heard = reply.map(|reply| (now, operation, reply));
            self.replies.extend(heard.map(|heard| (index, heard)));
            self.misheard.extend(suspect.then_some((index, now)));
            return;
        }
        known.confirmed = Some(index);
        let talk = self.projects.entry(index).or_default();
        talk.answered = Some(now);
        if talk.answers.len() == KEPT_ANSWERS {
            talk.answers.pop_front();
        }
        talk.answers.push_back((asked, suspect));
        if suspect || known.troubled {
            talk.health.is_hindered(now);
            self.health.is_hindered(now);
            self.outage.failures += 1;
            self.outage.silent_since.get_or_insert(asked);
            return;
        }
        if now - asked > PROMPT {
            self.health.is_hindered(now);
        }
        // It may be asked again in the other form, and counts only together with that.
        if reply != Some(Reply::UnknownCommand) {
            self.last_outage = Some((now, std::mem::take(&mut self.outage)));
        }
        talk.health.is_answered(now);
        self.health.is_answered(now);
    }

    /// Notes the end of a connection, or of an attempt to make one.
    pub(super) fn closes(&mut self, line: LineId, reset: bool) {
        let now = Instant::now();
        let Some(known) = self.lines.remove(&line) else {
            return;
        };
        match known.stage {
            Stage::Idle if known.requests > 0 => return,
            Stage::Idle | Stage::Dialling => self.health.is_hindered(now),
            Stage::Asked(None) => {}
            Stage::Asked(Some((command, index))) => {
                let talk = self.projects.entry(index).or_default();
                talk.health.is_hindered(now);
                self.health.is_hindered(now);
                self.outage.silent_since.get_or_insert(known.since);
                let left = operation(command).filter(|_| !reset && !known.ended);
                self.left_behind.extend(left.map(|left| (left, index)));
            }
        }
        self.outage.failures += 1;
    }

    /// Returns the attempts that a client may just have counted. It may have judged them at the instant at
    /// which an answer to something else came.
    pub(in crate::simulation) fn outage(&self) -> Outage {
        let last = self.last_outage.filter(|(at, _)| *at == Instant::now());
        last.map_or(self.outage, |(_, outage)| outage)
    }

    /// Notes what the server answers to an operation.
    pub(super) fn replies(&mut self, line: LineId, reply: Reply) {
        if let Some(known) = self.lines.get_mut(&line) {
            known.reply = Some(reply);
        }
    }

    /// Notes that something goes wrong with the request on a connection, and whether its answer may be
    /// wrong.
    pub(super) fn is_troubled(&mut self, line: LineId, distorted: bool) {
        let now = Instant::now();
        self.troubled = Some(now);
        self.health.is_hindered(now);
        if let Some(known) = self.lines.get_mut(&line) {
            known.troubled = true;
            known.suspect |= distorted;
        }
    }

    /// Notes that from the next question on, an answer on a connection may be another's.
    pub(super) fn is_doubtful(&mut self, line: LineId) {
        if let Some(known) = self.lines.get_mut(&line) {
            known.doubtful = true;
        }
    }

    pub(super) fn is_ended(&mut self, line: LineId) {
        if let Some(known) = self.lines.get_mut(&line) {
            known.ended = true;
        }
    }

    /// Returns true if the answer to the question that was asked then may be wrong.
    pub(in crate::simulation) fn is_suspect(&self, index: usize, asked: Instant) -> bool {
        let talk = self.projects.get(&index);
        let mut answers = talk.into_iter().flat_map(|talk| &talk.answers);
        answers.any(|(at, suspect)| *at == asked && *suspect)
    }

    /// The number of answers about a project to questions that were asked since then.
    pub(in crate::simulation) fn answers_since(&self, index: usize, since: Instant) -> usize {
        let talk = self.projects.get(&index);
        let answers = talk.into_iter().flat_map(|talk| &talk.answers);
        answers.filter(|(at, _)| *at >= since).count()
    }

    /// Returns true if the client waits longer than usual for a connection or a status.
    pub(in crate::simulation) fn waits(&self) -> bool {
        let now = Instant::now();
        self.lines.values().any(|line| {
            let waits = match line.stage {
                Stage::Dialling | Stage::Asked(Some((Command::Status, _))) => true,
                Stage::Idle | Stage::Asked(_) => false,
            };
            waits && now - line.since > PROMPT
        })
    }

    /// When the client was first answered in time again, also about a project. A client that was
    /// hindered tries again after `retried_after` at the latest.
    pub(in crate::simulation) fn well_since(
        &self,
        index: usize,
        retried_after: Duration,
    ) -> Option<Instant> {
        let talk = self.projects.get(&index);
        let talk = talk.and_then(|talk| talk.health.since(retried_after));
        self.health.since(retried_after).max(talk)
    }

    /// When a request was last not answered in time, or wrongly, also about a project.
    pub(in crate::simulation) fn hindered(&self, index: usize) -> Option<Instant> {
        let talk = self.projects.get(&index);
        let talk = talk.and_then(|talk| talk.health.hindered);
        self.health.hindered.max(talk)
    }

    /// How many connections are open.
    pub(in crate::simulation) fn open(&self) -> usize {
        let lines = self.lines.values();
        lines.filter(|line| line.stage != Stage::Dialling).count()
    }

    /// Since when a connection has been open on which nothing is asked.
    pub(in crate::simulation) fn idle_since(&self) -> Option<Instant> {
        let lines = self.lines.values();
        let idle = lines.filter(|it| it.stage == Stage::Idle && !it.troubled);
        idle.map(|line| line.since).min()
    }
}

impl Talk {
    /// Returns true if the last answer came directly before a connection was made.
    fn has_answered(&self, begun: Instant) -> bool {
        self.answered.is_some_and(|at| at + DIRECTLY >= begun)
    }
}

pub(super) fn operation(command: Command) -> Option<Operation> {
    let mut operations = Operation::ALL.into_iter();
    operations.find(|operation| Command::from(*operation) == command)
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const LINE: LineId = LineId(1);
    const STATUS: Option<(Command, usize)> = Some((Command::Status, 0));
    const START: Option<(Command, usize)> = Some((Command::Start, 0));
    const SECOND: Duration = Duration::from_secs(1);

    fn connected() -> Contact {
        let mut contact = Contact::default();
        contact.dials(LINE);
        contact.connects(LINE);
        contact
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_while_nothing_is_asked_on_it() {
        let mut contact = connected();
        let connected_at = Instant::now();
        assert_eq!(contact.idle_since(), Some(connected_at));
        advance(SECOND).await;
        contact.asks(LINE, STATUS);
        assert_eq!(contact.idle_since(), None);
        advance(SECOND).await;
        contact.hears(LINE);
        assert_eq!(contact.idle_since(), Some(connected_at + 2 * SECOND));
        contact.closes(LINE, false);
        assert_eq!((contact.idle_since(), contact.open()), (None, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_doubled_reply_excuses_only_its_own_connection() {
        let mut contact = connected();
        let mut asked = Vec::new();
        for doubled in [true, false] {
            contact.asks(LINE, STATUS);
            asked.push(Instant::now());
            if doubled {
                contact.is_doubtful(LINE);
            }
            advance(SECOND / 10).await;
            contact.hears(LINE);
        }
        contact.closes(LINE, false);
        let next = LineId(2);
        contact.dials(next);
        contact.connects(next);
        contact.asks(next, STATUS);
        asked.push(Instant::now());
        contact.hears(next);
        let suspect: Vec<bool> = asked.iter().map(|at| contact.is_suspect(0, *at)).collect();
        assert_eq!(suspect, [false, true, false]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_operation_is_confirmed_by_a_status_just_before_it() {
        // The status of which project was answered, on the same connection, and how long before.
        for (index, same, before, confirmed) in [
            (0, true, SECOND, true),
            (1, true, SECOND, false),
            (0, false, SECOND / 10, true),
            (0, false, SECOND, false),
        ] {
            let mut contact = connected();
            contact.asks(LINE, Some((Command::Status, index)));
            contact.hears(LINE);
            advance(before).await;
            let line = if same { LINE } else { LineId(2) };
            if !same {
                contact.dials(line);
                contact.connects(line);
            }
            contact.asks(line, START);
            let written: Vec<bool> = contact.written.iter().map(|it| it.confirmed).collect();
            assert_eq!(written, [confirmed], "{index} {same} {before:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_operation_is_left_behind_if_nothing_ends_it() {
        for (reset, ended, left) in [(false, false, 1), (true, false, 0), (false, true, 0)] {
            let mut contact = connected();
            contact.asks(LINE, START);
            if ended {
                contact.is_ended(LINE);
            }
            contact.closes(LINE, reset);
            assert_eq!(contact.left_behind.len(), left, "{reset} {ended}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn attempts_count_as_failed_until_an_answer_comes() {
        let mut contact = connected();
        contact.asks(LINE, STATUS);
        let asked = Instant::now();
        advance(3 * SECOND).await;
        contact.closes(LINE, false);
        let outage = |failures| Outage {
            failures,
            silent_since: Some(asked),
        };
        assert_eq!(contact.outage(), outage(1));
        for line in [LineId(2), LineId(3)] {
            contact.dials(line);
            contact.closes(line, false);
        }
        assert_eq!(contact.outage(), outage(3));
        let line = LineId(4);
        contact.dials(line);
        contact.connects(line);
        contact.asks(line, STATUS);
        contact.hears(line);
        assert_eq!(contact.outage(), outage(3), "judged at this instant");
        advance(Duration::from_millis(1)).await;
        assert_eq!(contact.outage(), Outage::default());
    }
}
