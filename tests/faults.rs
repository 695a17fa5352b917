//! The monitor and the model against a simulated Projects Manager in which something goes wrong,
//! over real sockets. Whatever it is: nothing is shown that the server does not say, nothing is sent
//! twice, everything is told once, and all is well again afterwards.
#![cfg(test)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use pekat_tray::clock;
use pekat_tray::model::event::{Click, Event, Failure, Unreachable};
use pekat_tray::model::{
    Condition, Effect, Fault, Model, Notice, Outcome, ProjectNews, ServerNews,
};
use pekat_tray::monitor::Monitor;
use pekat_tray::protocol::{Excerpt, Operation, Status};
use pekat_tray::sim::world::{Answer, ProjectSetup, Setup, World};
use pekat_tray::sim::{CONNECTED, Record, Sim};
use pekat_tray::site::{NoticeLevel, ProjectId, Site, Timing};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Handle};

/// Runs. Its path begins the other one's.
const A: &str = r"C:\Projects\1";

/// Is stopped.
const B: &str = r"C:\Projects\10";

/// Longer than anything that is waited for.
const NEVER: Duration = Duration::from_secs(30);

/// Where nothing is to be waited out: a computer that is busy with other things for a while makes no
/// difference.
const PATIENT: Timing = Timing {
    poll_interval: Duration::from_millis(50),
    connect_timeout: NEVER,
    status_timeout: NEVER,
    action_timeout: NEVER,
};

/// Where an answer is to be waited for in vain.
const HASTY: Timing = Timing {
    status_timeout: Duration::from_millis(300),
    action_timeout: Duration::from_millis(300),
    ..PATIENT
};

/// How long a server must be away to be missed: for three attempts and the pauses between them. Windows
/// tries for two seconds to connect where nobody listens.
const AWAY: &str = if cfg!(windows) { "12s" } else { "3s" };

/// A simulator on a thread of its own. It ends with the tests.
struct Server {
    sim: Sim,
    handle: Handle,
    address: SocketAddr,
    records: Arc<Mutex<Vec<Record>>>,
}

impl Server {
    fn start(paths: &[(&str, bool)]) -> Server {
        let mut setup = Setup::new(Duration::ZERO, Duration::ZERO, Answer::Accepted);
        for (path, running) in paths {
            let project = ProjectSetup {
                path: path.parse().unwrap(),
                port: None,
                running: *running,
                start_time: None,
                stop_time: None,
            };
            setup.add(project).unwrap();
        }
        let records = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&records);
        let observer = move |record: &Record| log.lock().unwrap().push(record.clone());
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            let handle = runtime.handle().clone();
            runtime.block_on(async {
                let sim = Sim::start(World::new(setup), observer);
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let address = listener.local_addr().unwrap();
                tell.send((sim.clone(), handle, address)).unwrap();
                sim.listen(listener).await
            })
        });
        let (sim, handle, address) = told.recv().unwrap();
        Server {
            sim,
            handle,
            address,
            records,
        }
    }

    fn inject(&self, faults: &[&str]) {
        let faults = faults.iter().map(|fault| fault.parse().unwrap());
        let injected = self.sim.inject(faults.collect());
        self.handle.block_on(injected).unwrap();
    }

    fn set(&self, path: &str, status: Status) {
        let path = path.parse().unwrap();
        self.handle.block_on(self.sim.set(&path, status)).unwrap();
    }

    /// How many faults were done.
    fn faults(&self) -> usize {
        let records = self.records.lock().unwrap();
        records.iter().filter(|it| it.fault.is_some()).count()
    }

    /// Every start, stop and switch that came.
    fn operations(&self) -> Vec<String> {
        let records = self.records.lock().unwrap();
        let requests = records.iter().map(|record| &record.request);
        let operations =
            requests.filter(|request| !request.starts_with("status:") && *request != CONNECTED);
        operations.cloned().collect()
    }
}

/// The program without its window, watching one server.
struct Program {
    monitor: Monitor,
    model: Model,
    events: mpsc::Receiver<Event>,
    ids: BTreeMap<String, ProjectId>,
    /// What may be shown of a project, as long as it is shown as the server says.
    truth: BTreeMap<ProjectId, Vec<Status>>,
    /// When the newest reading of each project was asked for.
    read: BTreeMap<ProjectId, Instant>,
    heartbeats: usize,
    /// What the user was told.
    notices: Vec<Notice>,
}

impl Program {
    fn watch(address: &str, paths: &[&str], timing: Timing) -> Program {
        let mut site = Site::default();
        site.timing = timing;
        site.notices = NoticeLevel::All;
        // Each change is told, however short.
        site.limits.notify_after = Duration::ZERO;
        let server = site.add_server("Line 1", address.parse().unwrap());
        let ids = paths.iter().map(|path| {
            let id = site.add_project(server, path, path.parse().unwrap());
            ((*path).to_owned(), id.unwrap())
        });
        let ids = ids.collect();
        let (report, events) = mpsc::channel();
        let mut program = Program {
            monitor: Monitor::spawn(move |event| drop(report.send(event))).unwrap(),
            model: Model::new(clock::now()),
            events,
            ids,
            truth: BTreeMap::new(),
            read: BTreeMap::new(),
            heartbeats: 0,
            notices: Vec::new(),
        };
        program.happens(Event::configured(Arc::new(site)));
        program
    }

    fn happens(&mut self, event: Event) {
        match &event {
            Event::Polled { project, reading } => drop(self.read.insert(*project, reading.at)),
            Event::Tick => self.heartbeats += 1,
            Event::Configured(_)
            | Event::Link { .. }
            | Event::Answered { .. }
            | Event::Awoke { .. }
            | Event::MonitorSilent
            | Event::Seen(_)
            | Event::Clicked(_)
            | Event::HotkeysTaken(_)
            | Event::Scanned(_)
            | Event::ScanningClosed
            | Event::NotSaved(_)
            | Event::NotOpened(_)
            | Event::NotServed { .. }
            | Event::Confirmed { .. }
            | Event::Autostart(_)
            | Event::AutostartNotSet(_)
            | Event::Entered { .. }
            | Event::Picked { .. }
            | Event::DialogClosed { .. }
            | Event::Reached { .. }
            | Event::Probed { .. }
            | Event::Found { .. } => {}
        }
        let told = format!("{event:?}");
        for effect in self.model.update(clock::now(), event) {
            match effect {
                Effect::Watch(site) => self.monitor.configure(site),
                Effect::Operate {
                    ticket,
                    project,
                    operation,
                } => self.monitor.operate(ticket, project, operation),
                Effect::Notify { notice, .. } => self.notices.push(notice),
                Effect::Rouse(at) => self.monitor.rouse(at),
                Effect::Retry(server) => self.monitor.retry(server),
                Effect::Revoke { ticket, project } => self.monitor.revoke(ticket, project),
                Effect::Refresh
                | Effect::Reload
                | Effect::Withdraw(_)
                | Effect::Pin { .. }
                | Effect::Unpin { .. }
                | Effect::ShowDetails(_)
                | Effect::CopyPath(_)
                | Effect::OpenPage(_)
                | Effect::Confirm(_)
                | Effect::WithdrawQuestion(_)
                | Effect::BindHotkeys(_)
                | Effect::ShowScanning
                | Effect::OpenConfiguration
                | Effect::SetAutostart(_)
                | Effect::ShowDialog
                | Effect::ProbeServer { .. }
                | Effect::ProbeProject { .. }
                | Effect::Find { .. }
                | Effect::AddServer { .. }
                | Effect::AddProjects { .. }
                | Effect::RemoveProject(_)
                | Effect::RemoveServer(_)
                | Effect::ShowAbout
                | Effect::Exit => panic!("nobody asked for {effect:?}"),
            }
        }
        for (project, truth) in &self.truth {
            if let Condition::Status(status) = self.model.condition(*project) {
                assert!(truth.contains(&status), "{status:?} is shown after {told}");
            }
        }
    }

    /// Lets things happen until something is so.
    fn until(&mut self, what: &str, is_so: impl Fn(&Program) -> bool) {
        let deadline = Instant::now() + NEVER;
        while !is_so(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            let event = self.events.recv_timeout(left);
            let Ok(event) = event else {
                panic!("not until {what}; told: {:?}", self.notices);
            };
            self.happens(event);
        }
    }

    /// Waits until these projects have been asked from now on and are shown so.
    fn until_shown(&mut self, shown: &[(&str, Status)]) {
        let now = Instant::now();
        self.until(&format!("{shown:?}"), |program| {
            shown.iter().all(|(path, status)| {
                let id = program.ids[*path];
                let read = program.read.get(&id).is_some_and(|at| *at > now);
                read && program.model.condition(id) == Condition::Status(*status)
            })
        });
    }

    /// Waits until a project is shown as unreachable for this reason.
    fn until_unreachable(&mut self, path: &str, reason: Unreachable) {
        let project = self.ids[path];
        let shown = Condition::Unreachable(reason);
        self.until(&format!("{shown:?}"), |it| {
            it.model.condition(project) == shown
        });
    }

    /// Waits, if the fault delays an answer, until that has come, too.
    fn outlast(&mut self, fault: &str) {
        if fault.starts_with("delay") {
            let heartbeats = self.heartbeats + 2;
            self.until("the late answer", |it| it.heartbeats >= heartbeats);
        }
    }

    fn click(&mut self, operation: Operation, path: &str) {
        let project = self.ids[path];
        self.happens(Event::Clicked(Click::Operate { project, operation }));
    }

    /// What the user was told of this project.
    fn news(&self, path: &str) -> Vec<ProjectNews> {
        let notices = self.notices.iter();
        let news = notices.filter_map(|notice| match notice {
            Notice::Project(id, news) if *id == self.ids[path] => Some(news.clone()),
            Notice::Project(..)
            | Notice::Server(..)
            | Notice::Digest(_)
            | Notice::Unwatched { .. }
            | Notice::MonitorSilent
            | Notice::Misconfigured
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::Found { .. }
            | Notice::HotkeysTaken(_) => None,
        });
        news.collect()
    }

    /// What the user was told of the server.
    fn server_news(&self) -> Vec<ServerNews> {
        let notices = self.notices.iter();
        let news = notices.filter_map(|notice| match notice {
            Notice::Server(_, news) => Some(news.clone()),
            Notice::Project(..)
            | Notice::Digest(_)
            | Notice::Unwatched { .. }
            | Notice::MonitorSilent
            | Notice::Misconfigured
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::NotServed { .. }
            | Notice::AutostartNotSet(_)
            | Notice::NotChangeable(_)
            | Notice::Found { .. }
            | Notice::HotkeysTaken(_) => None,
        });
        news.collect()
    }
}

/// A server with the two projects and the program that watches it and knows how they are.
fn watched(timing: Timing) -> (Server, Program) {
    let server = Server::start(&[(A, true), (B, false)]);
    let address = server.address.to_string();
    let mut program = Program::watch(&address, &[A, B], timing);
    for (path, status) in [(A, Status::Running), (B, Status::Stopped)] {
        program.truth.insert(program.ids[path], vec![status]);
    }
    program.until_shown(&[(A, Status::Running), (B, Status::Stopped)]);
    (server, program)
}

/// Lets so many faults happen, and waits until all is well again.
fn endure(timing: Timing, faults: &[&str], count: usize) -> Program {
    let (server, mut program) = watched(timing);
    server.inject(faults);
    let done = format!("{faults:?} are done");
    program.until(&done, |_| server.faults() == count);
    program.until_shown(&[(A, Status::Running), (B, Status::Stopped)]);
    assert_eq!(server.faults(), count, "{faults:?}");
    assert_eq!(server.operations(), [""; 0], "{faults:?}");
    program
}

fn down_and_up(reason: Unreachable) -> [ServerNews; 2] {
    [ServerNews::Down(reason), ServerNews::Up]
}

#[test]
fn an_answer_that_is_cut_off_once_is_asked_for_again_and_not_worth_a_word() {
    for fault in ["reset", "reset,bytes=3", "close", "close,bytes=3"] {
        let program = endure(PATIENT, &[&format!("{fault},command=status")], 1);
        assert_eq!(program.notices, [], "{fault}");
    }
}

#[test]
fn a_server_that_cuts_off_one_answer_after_the_other_is_down_until_it_answers() {
    for fault in ["reset", "reset,bytes=3", "close", "close,bytes=3"] {
        let program = endure(PATIENT, &[&format!("{fault},command=status,times=6")], 6);
        let news = program.server_news();
        assert_eq!(news, down_and_up(Unreachable::Broken), "{fault}");
    }
}

#[test]
fn answers_that_come_whole_in_an_unusual_way_are_taken_as_they_are() {
    for fault in ["close,bytes=all", "dribble,pause=5ms", "duplicate"] {
        let program = endure(PATIENT, &[&format!("{fault},command=status,times=4")], 4);
        assert_eq!(program.notices, [], "{fault}");
    }
}

#[test]
fn an_answer_that_comes_again_between_two_polls_is_not_taken_for_the_next_one() {
    // Long enough for the second one to come before anything else is asked.
    let timing = Timing {
        poll_interval: Duration::from_secs(1),
        ..PATIENT
    };
    let server = Server::start(&[(B, false)]);
    let mut program = Program::watch(&server.address.to_string(), &[B], timing);
    program.until_shown(&[(B, Status::Stopped)]);
    server.inject(&["duplicate,pause=10ms"]);
    program.until("the duplicate", |_| server.faults() == 1);
    server.set(B, Status::Running);
    let changed = Instant::now();
    let id = program.ids[B];
    program.until("the next poll", |it| it.read[&id] > changed);
    let running = Condition::Status(Status::Running);
    assert_eq!(program.model.condition(id), running);
}

#[test]
fn something_else_than_a_status_is_asked_for_again_and_then_told_and_its_end_too() {
    let endless = "and so on ".repeat(30);
    let cases: [(&str, &[u8]); 4] = [
        ("wrong-kind", b"done"),
        ("garbage", b"garbage"),
        ("non-utf8", b"\xff\xfd\xfc"),
        ("endless,pause=1ms", endless.as_bytes()),
    ];
    for (fault, bytes) in cases {
        let program = endure(PATIENT, &[&format!("{fault},project={A}")], 1);
        assert_eq!(program.notices, [], "{fault}");

        let program = endure(PATIENT, &[&format!("{fault},project={A},times=2")], 2);
        let told = [
            ProjectNews::Fault(Fault::Unexpected(Excerpt::new(bytes))),
            ProjectNews::Recovered(Status::Running),
        ];
        assert_eq!(program.news(A), told, "{fault}");
        assert_eq!(program.notices.len(), 2, "{:?}", program.notices);
    }
}

/// As [`endure`], where time-outs are waited for. Whether the server is down in between must be
/// known for certain only if it has to be: a busy computer makes more come late.
fn endure_late(faults: &[&str], count: usize, is_down: bool) {
    let mut program = endure(HASTY, faults, count);
    let news = program.server_news();
    let is_late = |news: &ServerNews| match news {
        ServerNews::Up | ServerNews::Down(Unreachable::NoAnswer) => true,
        ServerNews::Down(_) | ServerNews::Unstable => false,
    };
    assert!(news.iter().all(is_late), "{faults:?}: {news:?}");
    assert!(!is_down || !news.is_empty(), "{faults:?}");
    program.outlast(faults[0]);
}

#[test]
fn a_server_that_is_silent_for_longer_than_an_operation_takes_is_down() {
    endure_late(&["silence,command=status"], 1, false);
    endure_late(&["silence,command=status,times=2"], 2, false);
    endure_late(&["silence,command=status,times=4"], 4, true);
}

#[test]
fn an_answer_that_comes_late_is_never_taken_for_another_ones() {
    endure_late(&["delay,for=400ms,command=status"], 1, false);
}

#[test]
fn late_answers_bring_the_server_down_and_are_not_taken_for_others() {
    endure_late(&["delay,for=400ms,command=status,times=4"], 4, true);
}

#[test]
fn a_server_that_does_not_read_is_down_until_it_does() {
    endure_late(&["close,command=status", "ignore"], 2, false);
    endure_late(&["close,command=status", "ignore,times=4"], 5, true);
}

#[test]
fn a_server_that_speaks_before_it_is_asked_is_not_believed() {
    let faults = ["close,command=status", "unasked"];
    let program = endure(PATIENT, &faults, 2);
    assert_eq!(program.server_news(), []);
}

#[test]
fn a_server_that_refuses_connections_is_down_until_it_is_back() {
    for fault in ["refuse", "restart"] {
        let fault = format!("{fault},for={AWAY},command=status");
        let program = endure(PATIENT, &[&fault], 1);
        let news = program.server_news();
        assert_eq!(news, down_and_up(Unreachable::Refused), "{fault}");
        assert_eq!(program.notices.len(), 2, "{:?}", program.notices);
    }
}

#[test]
fn what_a_server_does_after_a_restart_is_shown_and_told_once() {
    let cases = [
        ("stopped", A, B, Status::Stopped, ProjectNews::Stopped),
        ("running", B, A, Status::Running, ProjectNews::Started),
    ];
    for (word, changed, other, status, news) in cases {
        let (server, mut program) = watched(PATIENT);
        let truth = program.truth.get_mut(&program.ids[changed]);
        truth.unwrap().push(status);
        server.inject(&[&format!("restart,status={word}")]);
        program.until("the restart", |_| server.faults() == 1);
        program.until_shown(&[(changed, status), (other, status)]);
        assert_eq!(program.news(changed), [news]);
        assert_eq!(program.notices.len(), 1, "{:?}", program.notices);
    }
}

/// Clicks while something goes wrong with what is clicked, and waits until it is told what became of
/// it, and the projects are as they are to be then. Gives the outcome.
fn operate(
    timing: Timing,
    (operation, path): (Operation, &str),
    fault: &str,
    then: &[(&str, Status)],
) -> Outcome {
    let (server, mut program) = watched(timing);
    server.inject(&[&format!("{fault},command={operation}")]);
    for (path, status) in then {
        let truth = program.truth.get_mut(&program.ids[*path]).unwrap();
        if !truth.contains(status) {
            truth.extend([Status::Starting, Status::Stopping, *status]);
        }
    }
    program.click(operation, path);
    program.until("the outcome", |program| !program.news(path).is_empty());
    program.until_shown(then);
    program.outlast(fault);
    program.until_shown(then);
    assert_eq!(server.operations(), [format!("{operation}:{path}")]);
    assert_eq!(server.faults(), 1, "{fault}");
    let mut news = program.news(path);
    // A click that failed and yet came true is told as such.
    news.retain(|news| !matches!(news, ProjectNews::Recovered(_)));
    match &news[..] {
        [ProjectNews::Outcome { outcome, .. }] => outcome.clone(),
        other => panic!("{fault}: {other:?}"),
    }
}

const START: (Operation, &str) = (Operation::Start, B);

const STARTED: &[(&str, Status)] = &[(A, Status::Running), (B, Status::Running)];

#[test]
fn a_start_whose_answer_is_lost_is_not_sent_again_and_status_tells_what_became_of_it() {
    for fault in ["reset", "reset,bytes=2", "close", "close,bytes=2"] {
        let outcome = operate(PATIENT, START, fault, STARTED);
        assert_eq!(outcome, Outcome::Succeeded, "{fault}");
    }
}

#[test]
fn a_start_that_is_answered_late_or_never_is_not_sent_again_and_told_once() {
    for fault in ["silence", "delay,for=500ms"] {
        let outcome = operate(HASTY, START, fault, STARTED);
        assert_eq!(outcome, Outcome::Succeeded, "{fault}");
    }
}

#[test]
fn a_start_that_is_answered_in_an_unusual_way_is_done() {
    for fault in ["dribble,pause=5ms", "duplicate", "close,bytes=all"] {
        let outcome = operate(PATIENT, START, fault, STARTED);
        assert_eq!(outcome, Outcome::Succeeded, "{fault}");
    }
}

#[test]
fn a_start_that_is_answered_by_something_else_is_not_sent_again_and_told_once() {
    for fault in ["wrong-kind", "garbage", "non-utf8", "endless,pause=1ms"] {
        operate(PATIENT, START, fault, STARTED);
    }
}

#[test]
fn a_start_after_which_the_server_is_gone_for_a_while_is_told_when_it_is_back() {
    let fault = format!("refuse,for={AWAY}");
    let outcome = operate(PATIENT, START, &fault, STARTED);
    assert_eq!(outcome, Outcome::Succeeded);
}

#[test]
fn a_start_that_a_restart_swallowed_has_failed() {
    let outcome = operate(PATIENT, START, "restart", &[(A, Status::Running)]);
    let lost = Failure::NoAnswer(Unreachable::Broken);
    assert_eq!(outcome, Outcome::Failed(lost));
}

#[test]
fn a_stop_and_a_switch_whose_answers_are_lost_are_told_by_status_too() {
    let cases = [
        (Operation::Stop, A, Status::Stopped, Status::Stopped),
        (Operation::Switch, B, Status::Stopped, Status::Running),
    ];
    for (operation, path, a, b) in cases {
        for fault in ["reset", "close"] {
            let outcome = operate(PATIENT, (operation, path), fault, &[(A, a), (B, b)]);
            assert_eq!(outcome, Outcome::Succeeded, "{operation} {fault}");
        }
    }
}

#[test]
fn a_path_of_32000_characters_is_polled_and_operated_like_any_other() {
    let path = format!(r"C:\{}", r"Längs\たて".repeat(4000));
    assert_eq!(path.chars().count(), 32_003);
    let server = Server::start(&[(&path, false)]);
    let mut program = Program::watch(&server.address.to_string(), &[&path], PATIENT);
    program.until_shown(&[(&path, Status::Stopped)]);
    program.click(Operation::Start, &path);
    program.until_shown(&[(&path, Status::Running)]);
    let done = ProjectNews::Outcome {
        operation: Operation::Start,
        outcome: Outcome::Succeeded,
    };
    assert_eq!(program.news(&path), [done]);
    assert_eq!(server.operations().len(), 1);
}

#[test]
fn projects_whose_paths_begin_one_anothers_are_told_apart() {
    let paths = [r"C:\P", r"C:\P\1", r"C:\P\10", r"C:\P\100"];
    let server = Server::start(&paths.map(|path| (path, false)));
    let mut program = Program::watch(&server.address.to_string(), &paths, PATIENT);
    let mut shown = paths.map(|path| (path, Status::Stopped));
    program.until_shown(&shown);
    for (index, path) in paths.iter().enumerate() {
        program.click(Operation::Start, path);
        shown[index].1 = Status::Running;
        program.until_shown(&shown);
    }
    assert_eq!(
        server.operations(),
        paths.map(|path| format!("start:{path}"))
    );
}

/// A listener whose queue is full lets everybody wait who would connect, as an address does that
/// leads nowhere.
#[cfg(target_os = "linux")]
#[test]
fn an_address_from_which_nothing_comes_back_is_down_for_that_reason() {
    use tokio::net::{TcpSocket, TcpStream};
    use tokio::time::timeout;

    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let _guard = runtime.enter();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let waiting: Vec<TcpStream> = runtime.block_on(async {
        let mut waiting = Vec::new();
        let connect = || timeout(Duration::from_millis(300), TcpStream::connect(address));
        while let Ok(stream) = connect().await {
            waiting.push(stream.unwrap());
        }
        waiting
    });
    let timing = Timing {
        connect_timeout: Duration::from_millis(300),
        ..PATIENT
    };
    let mut program = Program::watch(&address.to_string(), &[A], timing);
    program.until_unreachable(A, Unreachable::ConnectTimeout);

    drop(waiting);
    drop(listener);
    program.until_unreachable(A, Unreachable::Refused);
}

#[test]
fn a_name_that_does_not_resolve_is_down_for_that_reason() {
    let mut program = Program::watch("no-such-host.invalid", &[A], PATIENT);
    program.until_unreachable(A, Unreachable::UnknownHost);
}
