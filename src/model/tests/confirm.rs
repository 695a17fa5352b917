//! Questions before something is done, and the answers.

use super::*;
use crate::site::{Confirm, ProjectSettings};

const NEVER: Confirm = Confirm::Never;
const RISKY: Confirm = Confirm::Risky;
const ALWAYS: Confirm = Confirm::Always;

impl Bench {
    fn configure(&mut self, change: impl FnOnce(&mut Site)) -> Vec<Effect> {
        let mut site = self.model.site().clone();
        change(&mut site);
        self.happens(Event::configured(Arc::new(site)))
    }

    /// Sets when to ask for everything, and for the two projects.
    fn confirm(&mut self, all: Confirm, of: [Option<Confirm>; 2]) {
        let projects = [self.a, self.b];
        self.configure(|site| {
            site.confirm = all;
            for (project, confirm) in projects.into_iter().zip(of) {
                let settings = ProjectSettings {
                    confirm,
                    ..ProjectSettings::default()
                };
                site.set_project(project, settings).unwrap();
            }
        });
    }

    fn guarded(confirm: Confirm, a: Status, b: Status) -> Self {
        let mut bench = Bench::with(a, b);
        bench.confirm(confirm, [None, None]);
        bench
    }

    fn answers(&mut self, question: u64, yes: bool) -> Vec<Effect> {
        let question = QuestionId(question);
        self.happens(Event::Confirmed { question, yes })
    }
}

fn asked(id: u64, project: ProjectId, operation: Operation, stops: &[ProjectId]) -> Effect {
    asked_of(id, project, operation, stops, &[])
}

/// As [`asked`], with what may run besides.
fn asked_of(
    id: u64,
    project: ProjectId,
    operation: Operation,
    certain: &[ProjectId],
    possible: &[ProjectId],
) -> Effect {
    Effect::Confirm(Question {
        id: QuestionId(id),
        wish: Wish::Operate {
            project,
            operation,
            stops: Stops {
                certain: certain.to_vec(),
                possible: possible.to_vec(),
            },
        },
    })
}

fn sent(ticket: u64, project: ProjectId, operation: Operation) -> Effect {
    Effect::Operate {
        ticket: Ticket(ticket),
        project,
        operation,
    }
}

#[test]
fn what_is_asked_first_depends_on_the_setting_and_on_what_would_stop() {
    use Operation::{Start, Stop, Switch};
    use Status::{Running, Starting, Stopped};
    // The setting for all, for A and for B; what A and B are; a click on A, and whether it is asked
    // about first.
    let cases = [
        (NEVER, [None, None], Running, Stopped, Stop, false),
        (NEVER, [None, None], Stopped, Running, Switch, false),
        (RISKY, [None, None], Stopped, Running, Start, false),
        (RISKY, [None, None], Running, Stopped, Stop, true),
        (RISKY, [None, None], Starting, Stopped, Stop, true),
        (RISKY, [None, None], Stopped, Running, Switch, true),
        (RISKY, [None, None], Stopped, Starting, Switch, true),
        (RISKY, [None, None], Running, Running, Switch, true),
        (RISKY, [None, None], Stopped, Stopped, Switch, false),
        (ALWAYS, [None, None], Stopped, Stopped, Start, true),
        (ALWAYS, [None, None], Stopped, Stopped, Switch, true),
        (ALWAYS, [None, None], Running, Stopped, Stop, true),
        (ALWAYS, [Some(NEVER), None], Running, Stopped, Stop, false),
        (NEVER, [Some(RISKY), None], Running, Stopped, Stop, true),
        (NEVER, [Some(ALWAYS), None], Stopped, Stopped, Start, true),
        // Who guards B guards it against a switch away from it, too.
        (NEVER, [None, Some(RISKY)], Stopped, Running, Switch, true),
        (NEVER, [None, Some(ALWAYS)], Stopped, Running, Switch, true),
        (NEVER, [None, Some(ALWAYS)], Stopped, Stopped, Switch, false),
        (NEVER, [None, Some(RISKY)], Stopped, Running, Start, false),
    ];
    for (all, of, a, b, operation, asks) in cases {
        let mut bench = Bench::with(a, b);
        bench.confirm(all, of);
        let stops: &[ProjectId] = match operation {
            Start => &[],
            Stop => &[bench.a],
            Switch if b == Stopped => &[],
            Switch => &[bench.b],
        };
        let expected = match asks {
            true => asked(1, bench.a, operation, stops),
            false => sent(1, bench.a, operation),
        };
        let case = format!("{all:?} {of:?} {a:?} {b:?} {operation}");
        let project = bench.a;
        assert_eq!(bench.click(project, operation), [expected], "{case}");
    }
}

#[test]
fn a_yes_sends_once_and_a_no_nothing() {
    let mut bench = Bench::guarded(RISKY, Status::Running, Status::Stopped);
    let a = bench.a;
    assert_eq!(
        bench.click(a, Operation::Stop),
        [asked(1, a, Operation::Stop, &[a])]
    );
    assert_eq!(bench.answers(1, false), []);
    assert_eq!(bench.answers(1, true), [], "an answer too many");

    assert_eq!(
        bench.click(a, Operation::Stop),
        [asked(2, a, Operation::Stop, &[a])]
    );
    assert_eq!(bench.answers(1, true), [], "an answer to another question");
    assert_eq!(bench.answers(2, true), [sent(1, a, Operation::Stop)]);
    assert_eq!(bench.answers(2, true), [], "an answer too many");
}

#[test]
fn the_same_click_asks_the_same_question_and_another_one_takes_its_place() {
    let mut bench = Bench::guarded(ALWAYS, Status::Running, Status::Stopped);
    let (a, b) = (bench.a, bench.b);
    let first = [asked(1, a, Operation::Stop, &[a])];
    assert_eq!(bench.click(a, Operation::Stop), first);
    assert_eq!(bench.click(a, Operation::Stop), first);
    let other = [asked(2, b, Operation::Switch, &[a])];
    assert_eq!(bench.click(b, Operation::Switch), other);
    assert_eq!(bench.answers(1, true), [], "the first is asked no longer");
    assert_eq!(bench.answers(2, true), [sent(1, b, Operation::Switch)]);
}

#[test]
fn an_answer_counts_only_for_what_the_question_named() {
    let mut site = Site::default();
    let server = site.add_server("Line 1", "line1".parse().unwrap());
    let mut add = |name: &str| {
        let path = format!(r"C:\{name}").parse().unwrap();
        site.add_project(server, name, path).unwrap()
    };
    let [a, b, c] = ["A", "B", "C"].map(&mut add);
    site.confirm = RISKY;
    let mut bench = Bench::of(site, server, a, b);
    bench.link(Link::Up);
    bench.is(a, Status::Running);
    bench.is(b, Status::Stopped);
    bench.is(c, Status::Stopped);

    assert_eq!(
        bench.click(b, Operation::Switch),
        [asked(1, b, Operation::Switch, &[a])]
    );
    // Meanwhile somebody changes over to C.
    bench.is(a, Status::Stopped);
    bench.is(c, Status::Running);
    assert_eq!(
        bench.answers(1, true),
        [asked(2, b, Operation::Switch, &[c])]
    );
    // Less stops than was named.
    bench.is(c, Status::Stopped);
    assert_eq!(bench.answers(2, true), [sent(1, b, Operation::Switch)]);
}

#[test]
fn a_yes_that_comes_too_late_is_refused_in_words() {
    let mut bench = Bench::guarded(RISKY, Status::Running, Status::Stopped);
    let a = bench.a;
    bench.click(a, Operation::Stop);
    bench.is(a, Status::Stopped);
    let already = bench.outcome(a, Operation::Stop, Outcome::Already);
    assert_eq!(bench.answers(1, true), [already]);

    bench.is(a, Status::Running);
    bench.click(a, Operation::Stop);
    bench.link(Link::Down(Unreachable::Refused));
    let news = ProjectNews::Refused {
        operation: Operation::Stop,
        refusal: Refusal::Unreachable,
    };
    let refused = notify(Notice::Project(a, news));
    let retry = Effect::Retry(bench.server);
    assert_eq!(bench.answers(2, true), [retry, refused]);
}

#[test]
fn a_question_is_taken_back_when_its_project_is_no_longer_configured() {
    let mut bench = Bench::guarded(ALWAYS, Status::Running, Status::Stopped);
    let b = bench.b;
    bench.click(b, Operation::Start);
    let effects = bench.configure(|site| {
        let mut other = Site::default();
        let server = other.add_server("Line 1", "line1".parse().unwrap());
        other.add_project(server, "A", r"C:\A".parse().unwrap());
        *site = other;
    });
    let withdrawn = Effect::WithdrawQuestion(QuestionId(1));
    assert_eq!(effects.last(), Some(&withdrawn));
    assert_eq!(bench.answers(1, true), []);
}

#[test]
fn ones_own_start_is_called_off_without_a_question() {
    let mut bench = Bench::guarded(RISKY, Status::Stopped, Status::Stopped);
    let a = bench.a;
    bench.click(a, Operation::Start);
    bench.is(a, Status::Starting);
    let effects = bench.click(a, Operation::Stop);
    assert_eq!(effects.last(), Some(&sent(2, a, Operation::Stop)));
}

#[test]
fn one_that_has_fallen_silent_may_still_run() {
    let mut bench = Bench::guarded(RISKY, Status::Stopped, Status::Running);
    let (a, b) = (bench.a, bench.b);
    for _ in 0..30 {
        bench.wait(1.0);
        bench.is(a, Status::Stopped);
    }
    assert!(matches!(bench.model.condition(b), Condition::Stale { .. }));
    assert_eq!(
        bench.click(a, Operation::Switch),
        [asked_of(1, a, Operation::Switch, &[], &[b])]
    );
}

#[test]
fn one_of_which_nothing_is_known_may_run() {
    let excerpt = || Excerpt::new(b"odd");
    // What B answers, and whether it may run.
    let cases = [
        (None, true),
        (Some(Answer::UnknownCommand), true),
        (Some(Answer::Refused(excerpt())), true),
        (Some(Answer::Unexpected(excerpt())), true),
        (Some(Answer::NotFound), false),
        (Some(Answer::Status(Status::Stopped)), false),
        (Some(Answer::Status(Status::Stopping)), false),
    ];
    for (answer, may_run) in cases {
        let mut bench = Bench::guarded(RISKY, Status::Stopped, Status::Running);
        let (a, b) = (bench.a, bench.b);
        // After an outage A is read first.
        bench.link(Link::Down(Unreachable::Refused));
        bench.wait(1.0);
        bench.link(Link::Up);
        bench.is(a, Status::Stopped);
        let case = format!("{answer:?}");
        if let Some(answer) = answer {
            bench.says(b, answer);
        }
        let expected = match may_run {
            true => asked_of(1, a, Operation::Switch, &[], &[b]),
            false => sent(1, a, Operation::Switch),
        };
        assert_eq!(bench.click(a, Operation::Switch), [expected], "{case}");
        if !may_run {
            continue;
        }
        // It was named, so that it may as well prove to run.
        bench.is(b, Status::Running);
        assert_eq!(
            bench.answers(1, true),
            [sent(1, a, Operation::Switch)],
            "{case}"
        );
    }
}
