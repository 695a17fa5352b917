//! What the model calls unchanged looks the same.

use proptest::prelude::*;

use super::*;

/// Something that happens to a plant of two servers with two projects each.
#[derive(Clone, Debug)]
enum Step {
    Says(usize, Answer),
    Link(usize, Link),
    Click(usize, Operation),
    /// Every operation is answered so.
    Answered(Result<(), Failure>),
    /// So many milliseconds pass.
    Passes(u64),
    Awoke,
    MonitorSilent,
}

fn step() -> impl Strategy<Value = Step> {
    let statuses = vec![
        Status::Stopped,
        Status::Stopping,
        Status::Starting,
        Status::Running,
    ];
    let answer = prop_oneof![
        4 => prop::sample::select(statuses).prop_map(Answer::Status),
        1 => Just(Answer::NotFound),
    ];
    let link = prop::sample::select(vec![Link::Up, Link::Down(Unreachable::Refused)]);
    let operation = prop::sample::select(Operation::ALL.to_vec());
    let answered = prop::sample::select(vec![
        Ok(()),
        Err(Failure::PortInUse),
        Err(Failure::NotSent(Unreachable::Refused)),
        Err(Failure::NoAnswer(Unreachable::Broken)),
    ]);
    prop_oneof![
        8 => (0..4usize, answer).prop_map(|(project, answer)| Step::Says(project, answer)),
        2 => (0..2usize, link).prop_map(|(server, link)| Step::Link(server, link)),
        2 => (0..4usize, operation).prop_map(|(project, it)| Step::Click(project, it)),
        2 => answered.prop_map(Step::Answered),
        2 => (0..20_000u64).prop_map(Step::Passes),
        1 => Just(Step::Awoke),
        1 => Just(Step::MonitorSilent),
    ]
}

fn take(plant: &mut Plant, step: Step, ticket: &mut Ticket) {
    match step {
        Step::Says(project, answer) => plant.says(project, answer),
        Step::Link(server, link) => plant.link(server, link),
        Step::Click(project, operation) => {
            let project = plant.projects[project];
            let effects = plant.happens(Event::Clicked(Click::Operate { project, operation }));
            for effect in effects {
                if let Effect::Operate { ticket: given, .. } = effect {
                    *ticket = given;
                }
            }
        }
        Step::Answered(answer) => {
            let (ticket, at) = (*ticket, plant.now);
            let answer = answer.map(|()| crate::model::event::Dispatch::Sent);
            plant.happens(Event::Answered { ticket, at, answer });
        }
        Step::Passes(millis) => {
            plant.now += Duration::from_millis(millis);
            plant.happens(Event::Tick);
        }
        Step::Awoke => {
            let at = plant.now;
            plant.happens(Event::Awoke { at });
        }
        Step::MonitorSilent => {
            plant.happens(Event::MonitorSilent);
        }
    }
}

/// Everything that can be seen, also what must be opened first.
fn seen(plant: &Plant) -> (Picture, String, String) {
    let view = view(&plant.model);
    let menu = opened(&plant.model, &view.menu);
    (view.icon, view.tooltip, menu)
}

proptest! {
    #[test]
    fn nothing_looks_different_as_long_as_the_revision_stays(
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut plant = Plant::new(&[("Line 1", &["A", "B"]), ("Line 2", &["C", "D"])], &[]);
        let mut ticket = Ticket(0);
        for step in steps {
            let before = (plant.model.revision(), seen(&plant));
            take(&mut plant, step.clone(), &mut ticket);
            if plant.model.revision() == before.0 {
                prop_assert_eq!(seen(&plant), before.1, "{:?}", step);
            }
        }
    }
}

#[test]
fn a_poll_that_says_the_same_again_changes_nothing_and_any_other_does() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.is(1, Status::Stopped);
    let before = plant.model.revision();
    plant.is(0, Status::Running);
    plant.is(1, Status::Stopped);
    assert_eq!(plant.model.revision(), before);
    plant.is(1, Status::Starting);
    assert_eq!(plant.model.revision(), before + 1);
    plant.happens(Event::Tick);
    assert_eq!(plant.model.revision(), before + 2);
}

#[test]
fn a_poll_that_settles_what_becomes_of_another_project_changes_something() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Stopped);
    plant.is(1, Status::Running);
    plant.click(0, Operation::Switch);
    plant.is(1, Status::Stopped);
    plant.now += Duration::from_millis(100);
    plant.happens(Event::Answered {
        ticket: Ticket(1),
        at: plant.now,
        answer: Err(Failure::NoAnswer(Unreachable::Broken)),
    });
    plant.is(0, Status::Running);
    let before = (plant.model.revision(), seen(&plant));
    plant.is(1, Status::Stopped);
    assert_ne!(seen(&plant), before.1);
    assert_ne!(plant.model.revision(), before.0);
}

#[test]
fn a_poll_that_says_the_same_and_takes_a_mark_away_changes_something() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    plant.is(1, Status::Stopped);
    plant.says(0, Answer::NotFound);
    plant.link(0, Link::Down(Unreachable::Refused));
    plant.is(0, Status::Stopping);
    plant.link(0, Link::Up);
    assert!(seen(&plant).0.unseen);
    let before = plant.model.revision();
    plant.is(0, Status::Stopping);
    assert!(!seen(&plant).0.unseen);
    assert_ne!(plant.model.revision(), before);
}
