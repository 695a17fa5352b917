use std::sync::Arc;
use std::time::{Duration, Instant};

use expect_test::expect;

use super::*;
use crate::model::event::{
    Answer, Candidate, DialogId, Dispatch, Failure, FileTrouble, Finding, Now, Peer, Reading,
    SearchId, Source, Unreachable,
};
use crate::model::{Autostart, Fault, Outcome, Refusal};
use crate::protocol::{Excerpt, Status};
use crate::site::{Confirm, Keeper, Role, Triggers, Wanted};

/// A model of two projects A and B on one server, and what was written down of it.
struct Bench {
    model: Model,
    journal: Journal,
    start: Instant,
    now: Instant,
    server: ServerId,
    a: ProjectId,
    written: String,
}

impl Bench {
    fn new() -> Self {
        let mut site = Site::default();
        let server = site.add_server("Line 1", "line1".parse().unwrap());
        let a = site.add_project(server, "A", r"C:\A".parse().unwrap());
        site.add_project(server, "B", r"C:\B".parse().unwrap());
        let start = Instant::now();
        let mut bench = Bench {
            model: Model::new(Now::in_test(start, start)),
            journal: Journal::default(),
            start,
            now: start,
            server,
            a: a.unwrap(),
            written: String::new(),
        };
        bench.happens(Event::configured(Arc::new(site)));
        bench
    }

    fn happens(&mut self, event: Event) {
        let mut lines = self.journal.happens(&self.model, &event);
        let now = Now::in_test(self.start, self.now);
        let effects = self.model.update(now, event);
        lines.extend(self.journal.follows(&self.model, &effects));
        for Line { level, text } in lines {
            let mark = match level {
                Level::Info => ' ',
                Level::Warning => '!',
            };
            self.written.push_str(&format!("{mark} {text}\n"));
        }
    }

    fn link(&mut self, link: Link) {
        let server = self.server;
        self.happens(Event::Link { server, link });
    }

    /// A second later the server says this of A.
    fn says(&mut self, answer: Answer) {
        self.now += Duration::from_secs(1);
        let (project, at) = (self.a, self.now);
        let reading = Reading { at, answer };
        self.happens(Event::Polled { project, reading });
    }

    fn is(&mut self, status: Status) {
        self.says(Answer::Status(status));
    }

    fn click(&mut self, operation: Operation) {
        let project = self.a;
        self.happens(Event::Clicked(Click::Operate { project, operation }));
    }

    fn answered(&mut self, ticket: u64, answer: Result<(), Failure>) {
        let (ticket, at) = (Ticket(ticket), self.now);
        let answer = answer.map(|()| Dispatch::Sent);
        self.happens(Event::Answered { ticket, at, answer });
    }
}

#[test]
fn what_was_asked_for_here_is_followed_to_its_end() {
    let mut bench = Bench::new();
    bench.link(Link::Up);
    bench.is(Status::Stopped);
    bench.click(Operation::Start);
    bench.is(Status::Starting);
    bench.answered(1, Ok(()));
    bench.is(Status::Running);
    bench.click(Operation::Start);
    bench.click(Operation::Stop);
    bench.answered(2, Err(Failure::Refused(Excerpt::new(b"err:locked"))));
    bench.is(Status::Stopped);
    bench.click(Operation::Start);
    bench.answered(3, Err(Failure::NoAnswer(Unreachable::Broken)));
    bench.is(Status::Stopped);
    bench.happens(Event::configured(Arc::default()));
    expect![[r#"
          configuration read: servers 1, projects 2
          “Line 1” at line1:7002: answers
          operation 1: asked here to start “A” on “Line 1” (C:\A at line1:7002)
          operation 1: the server agreed
          operation 1: start “A” on “Line 1”: now running
        ! asked here to start “A” on “Line 1”: not sent, it is running
          operation 2: asked here to stop “A” on “Line 1” (C:\A at line1:7002)
        ! operation 2: refused, “err:locked”
        ! operation 2: stop “A” on “Line 1”: now at fault, stop: refused, “err:locked”
          “A” on “Line 1”: stopped, was at fault, stop: refused, “err:locked”
          operation 3: asked here to start “A” on “Line 1” (C:\A at line1:7002)
        ! operation 3: sent, and what became of it is not known: the connection broke
          configuration read: servers 0, projects 0
          looking for projects at 127.0.0.1:7002
          operation 3: start “A” on “Line 1”: now no longer configured
    "#]]
    .assert_eq(&bench.written);
}

#[test]
fn what_changes_without_us_and_what_is_out_of_reach_is_written_once() {
    let mut bench = Bench::new();
    for _ in 0..2 {
        bench.link(Link::Down(Unreachable::Refused));
    }
    for _ in 0..2 {
        bench.happens(Event::MonitorSilent);
    }
    bench.click(Operation::Start);
    bench.link(Link::Up);
    for status in [
        Status::Running,
        Status::Running,
        Status::Stopping,
        Status::Stopped,
    ] {
        bench.is(status);
    }
    bench.says(Answer::NotFound);
    bench.is(Status::Stopped);
    bench.happens(Event::Tick);
    let at = bench.now;
    bench.happens(Event::Awoke { at });
    expect![[r#"
          configuration read: servers 1, projects 2
        ! “Line 1” at line1:7002: unreachable, nothing listens there
        ! watching has stopped
        ! asked here to start “A” on “Line 1”: not sent, its server is unreachable
          “Line 1” at line1:7002: answers
          “A” on “Line 1”: stopping, was running
          “A” on “Line 1”: stopped, was stopping
        ! “A” on “Line 1”: at fault, no such project there, was stopped
          “A” on “Line 1”: stopped, was at fault, no such project there
          the computer slept, or its clock was set
    "#]]
    .assert_eq(&bench.written);
}

#[test]
fn troubles_of_the_program_itself_are_written() {
    let mut bench = Bench::new();
    let problems = vec![
        "line 1: unknown key `x`".to_owned(),
        "line 2: no".to_owned(),
    ];
    for _ in 0..2 {
        bench.happens(Event::misconfigured(problems.clone()));
        bench.happens(Event::Autostart(Some(Autostart::Off)));
    }
    bench.happens(Event::Clicked(Click::Autostart));
    bench.happens(Event::AutostartNotSet("denied".to_owned()));
    bench.happens(Event::NotSaved(FileTrouble::Other("read-only".to_owned())));
    bench.happens(Event::NotOpened(FileTrouble::Other("no editor".to_owned())));
    let (project, operation) = (bench.a, Operation::Stop);
    bench.happens(Event::Clicked(Click::Pin { project, operation }));
    bench.happens(Event::Clicked(Click::Exit));
    expect![[r#"
          configuration read: servers 1, projects 2
        ! configuration: line 1: unknown key `x`
        ! configuration: line 2: no
          starts with Windows: no
          asked here to start with Windows
        ! start with Windows was not changed: denied
        ! the configuration was not changed: read-only
        ! the configuration was not opened: no editor
          pinned: stop “A” on “Line 1”
          asked here to end
    "#]]
    .assert_eq(&bench.written);
}

#[test]
fn every_reason_has_its_words() {
    let excerpt = Excerpt::new(b"odd");
    let failures = [
        Failure::PortInUse,
        Failure::NotFound,
        Failure::UnknownCommand,
        Failure::Refused(excerpt.clone()),
        Failure::Unexpected(excerpt.clone()),
        Failure::NotSent(Unreachable::UnknownHost),
        Failure::GivenUp,
        Failure::NoAnswer(Unreachable::NoAnswer),
    ];
    let mut text: String = failures
        .iter()
        .map(|failure| format!("{}\n", words::failure(failure)))
        .collect();
    let faults = [
        Fault::UnknownCommand,
        Fault::Refused(excerpt.clone()),
        Fault::Unexpected(excerpt),
        Fault::Stuck(Status::Starting),
        Fault::Contrary {
            wanted: Wanted::Running,
            status: Status::Stopped,
        },
        Fault::Failed {
            operation: Operation::Stop,
            outcome: Outcome::Settled(Status::Running),
        },
        Fault::Failed {
            operation: Operation::Stop,
            outcome: Outcome::Unsettled,
        },
    ];
    for fault in faults {
        text.push_str(&format!("{}\n", words::condition(&Condition::Fault(fault))));
    }
    text.push_str(&words::refusal(Refusal::Status(Status::Stopping)));
    expect![[r#"
        failed, its port is in use
        failed, no such project there
        failed, the server does not know the command
        refused, “odd”
        failed, unknown reply “odd”
        not sent, no computer of that name is known
        not sent, something came between
        sent, and what became of it is not known: no answer in time
        at fault, the server does not know the command
        at fault, the server refuses its status, “odd”
        at fault, unknown reply “odd”
        at fault, starting for too long
        at fault, stopped and expected to be running
        at fault, stop: agreed to, and yet it is running
        at fault, stop: agreed to, and not finished
        it is stopping"#]]
    .assert_eq(&text);
}

#[test]
fn hot_keys_that_cannot_be_had_and_scanned_codes_are_written() {
    let mut bench = Bench::new();
    bench.link(Link::Up);
    bench.is(Status::Running);
    let mut site = bench.model.site().clone();
    let triggers = Triggers {
        hotkey: Some("Alt+F9".parse().unwrap()),
        codes: vec!["4006381333931".parse().unwrap()],
    };
    site.add_action("Start A", Operation::Start, bench.a, triggers);
    bench.happens(Event::configured(Arc::new(site)));
    let f9 = vec!["Alt+F9".parse().unwrap()];
    bench.happens(Event::HotkeysTaken(f9.clone()));
    bench.happens(Event::HotkeysTaken(f9));
    bench.happens(Event::HotkeysTaken(Vec::new()));
    // The window for codes is not open yet.
    bench.happens(Event::Scanned("4711".to_owned()));
    bench.happens(Event::Clicked(Click::Scan));
    bench.happens(Event::Scanned("4711\r\n".to_owned()));
    bench.happens(Event::Scanned("čééž".to_owned()));
    bench.happens(Event::Scanned("4006381333931".to_owned()));
    expect![[r#"
          configuration read: servers 1, projects 2
          “Line 1” at line1:7002: answers
          configuration read: servers 1, projects 2
        ! hot key Alt+F9: another program has it
          hot key Alt+F9: works now
        ! scanned 4711: no code of what may be done
        ! scanned čééž: no code, but digits in another keyboard layout
          scanned 4006381333931: “Start A”
        ! asked here to start “A” on “Line 1”: not sent, it is running
    "#]]
    .assert_eq(&bench.written);
}

#[test]
fn an_answer_is_written_with_what_it_answers_and_only_while_that_is_asked() {
    let mut bench = Bench::new();
    let mut site = bench.model.site().clone();
    site.confirm = Confirm::Always;
    bench.happens(Event::configured(Arc::new(site)));
    bench.link(Link::Up);
    bench.is(Status::Running);
    bench.written.clear();
    let answer = |bench: &mut Bench, question, yes| {
        let question = QuestionId(question);
        bench.happens(Event::Confirmed { question, yes });
    };
    bench.click(Operation::Stop);
    answer(&mut bench, 1, false);
    bench.click(Operation::Stop);
    bench.is(Status::Stopped);
    bench.click(Operation::Start);
    // The dialog of the second question is taken down for the third.
    answer(&mut bench, 2, false);
    answer(&mut bench, 3, true);
    // It is under way, which needs no question.
    bench.click(Operation::Start);
    expect![[r#"
          question: stop “A” on “Line 1”?
          answered here: no, stop “A” on “Line 1”
          question: stop “A” on “Line 1”?
          “A” on “Line 1”: stopped, was running
          question: start “A” on “Line 1”?
          answered here: yes, start “A” on “Line 1”
          operation 1: asked here to start “A” on “Line 1” (C:\A at line1:7002)
        ! asked here to start “A” on “Line 1”: not sent, another operation is under way there
    "#]]
    .assert_eq(&bench.written);
}

#[test]
fn what_is_added_removed_and_found_is_written_and_what_may_not_be() {
    let mut bench = Bench::new();
    let (server, project) = (bench.server, bench.a);
    let click = |bench: &mut Bench, click| bench.happens(Event::Clicked(click));
    let enter = |bench: &mut Bench, dialog, values: &[&str]| {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let dialog = DialogId(dialog);
        bench.happens(Event::Entered { dialog, values });
    };
    let found = |bench: &mut Bench, search, peer, paths: &[&str]| {
        let candidates = paths.iter().map(|path| Candidate {
            name: String::new(),
            path: path.parse().unwrap(),
            source: Source::Folder,
            port: None,
            answer: Ok(Answer::Status(Status::Running)),
        });
        let candidates = candidates.collect();
        let finding = Finding { peer, candidates };
        let search = SearchId(search);
        bench.happens(Event::Found { search, finding });
    };
    click(&mut bench, Click::AddServer);
    enter(&mut bench, 1, &["line2", ""]);
    let (dialog, answer) = (DialogId(1), Ok(Peer::ProjectsManager));
    bench.happens(Event::Reached { dialog, answer });
    click(&mut bench, Click::AddProject(Some(server)));
    enter(&mut bench, 2, &["Line 1", r"C:\C", ""]);
    let (dialog, answer) = (DialogId(2), Ok(Answer::Status(Status::Stopped)));
    bench.happens(Event::Probed { dialog, answer });
    click(&mut bench, Click::FindProjects);
    found(&mut bench, 1, Err(Unreachable::NoRoute), &[]);
    let both = [r"C:\D", r"C:\E"];
    found(&mut bench, 2, Ok(Peer::ProjectsManager), &both);
    // Nobody waits for it.
    found(&mut bench, 2, Ok(Peer::ProjectsManager), &both);
    let (dialog, rows) = (DialogId(3), vec![0, 1]);
    bench.happens(Event::Picked { dialog, rows });
    for (question, remove) in [
        (1, Click::RemoveProject(project)),
        (2, Click::RemoveServer(server)),
    ] {
        click(&mut bench, remove);
        let question = QuestionId(question);
        let yes = true;
        bench.happens(Event::Confirmed { question, yes });
    }
    let mut site = bench.model.site().clone();
    site.keep_project(project, Keeper::Machine).unwrap();
    site.keep_server(server, Keeper::Organisation).unwrap();
    bench.happens(Event::configured(Arc::new(site.clone())));
    click(&mut bench, Click::RemoveProject(project));
    click(&mut bench, Click::RemoveServer(server));
    site.role = Role::Viewer;
    bench.happens(Event::configured(Arc::new(site)));
    click(&mut bench, Click::AddServer);
    click(&mut bench, Click::AddProject(None));
    click(&mut bench, Click::FindProjects);
    expect![[r#"
          configuration read: servers 1, projects 2
          asked here to add server “line2” at line2:7002
          asked here to add to server “Line 1” at line1:7002: “C” (C:\C)
          looking for projects at line1:7002
          looking for projects at 127.0.0.1:7002
          projects found at line1:7002 that are not configured: 0, and nobody answers: the network does not lead there
          projects found at 127.0.0.1:7002 that are not configured: 2
          asked here to add to this computer, 127.0.0.1:7002: “D” (C:\D), “E” (C:\E)
          question: remove “A” on “Line 1”?
          answered here: yes, remove “A” on “Line 1”
          asked here to remove “A” on “Line 1” (C:\A at line1:7002)
          question: remove server “Line 1” at line1:7002?
          answered here: yes, remove server “Line 1” at line1:7002
          asked here to remove server “Line 1” at line1:7002
          configuration read: servers 1, projects 2
        ! asked here to remove “A” on “Line 1”: not done, it is set for all users of this computer
        ! asked here to remove server “Line 1” at line1:7002: not done, it is set by the organisation
          configuration read: servers 1, projects 2
        ! asked here to add a server: not done, it is not allowed here
        ! asked here to add a project: not done, it is not allowed here
        ! asked here to add projects: not done, it is not allowed here
    "#]].assert_eq(&bench.written);
}
