//! The command-line program as it is built: what it prints, how it ends, what it does on the wire.
#![cfg(test)]

mod guards;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use pekat_tray::protocol::Status;
use pekat_tray::sim::dialect::Dialect;
use pekat_tray::sim::world::World;
use pekat_tray::sim::{Record, Sim, file};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::{Builder, Handle};

const ONE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";
const THREE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 3";
const FOUR: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 4";

/// Longer than anything that is waited for.
const NEVER: Duration = Duration::from_secs(30);

fn pekatctl(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pekatctl"));
    command.args(args).stdin(Stdio::null());
    // The tests must not depend on the configuration and the language of whoever runs them.
    command.env("PEKAT_TRAY_CONFIG", "no such file");
    command.env("PEKAT_TRAY_MACHINE_CONFIG", "no such file");
    command.env_remove("PEKAT_TRAY_POLICY");
    command.env("LANGUAGE", "en");
    command
}

/// Runs it to its end and gives exit code, standard output and standard error.
fn run(args: &[&str]) -> (Option<i32>, String, String) {
    end(pekatctl(args))
}

fn end(mut command: Command) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// A simulator that is ended with the test.
struct Simulator {
    child: Child,
    stdout: Option<BufReader<ChildStdout>>,
    address: String,
}

impl Simulator {
    fn start(args: &[&str]) -> Simulator {
        let mut child = pekatctl(&["simulate", "--listen", "127.0.0.1:0"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        stdout.read_line(&mut first).unwrap();
        let address = first.trim_end().strip_prefix("Listening on ").unwrap();
        Simulator {
            child,
            address: address.to_owned(),
            stdout: Some(stdout),
        }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// The next line without its time.
    fn line(&mut self) -> String {
        let mut line = String::new();
        let stdout = self.stdout.as_mut().unwrap();
        stdout.read_line(&mut line).unwrap();
        let (seconds, rest) = line.trim().split_once("  ").unwrap();
        assert!(seconds.parse::<f64>().is_ok(), "{line}");
        rest.to_owned()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn exchange(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = [0; 64];
    let count = stream.read(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

#[test]
fn the_simulator_prints_a_line_per_request() {
    let mut simulator = Simulator::start(&["--start-time", "1h"]);
    let mut stream = simulator.connect();
    let peer = stream.local_addr().unwrap();
    for (command, reply) in [("start", "done"), ("status", "starting")] {
        let request = format!("{command}:{ONE}");
        assert_eq!(exchange(&mut stream, &request), reply);
        assert_eq!(simulator.line(), format!("{peer}  {request}  ->  {reply}"));
    }
}

#[test]
fn the_simulator_takes_its_projects_and_times_from_a_file_and_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("projects.toml");
    let text = "start_time = '1h'\nstop_time = '1h'\n[[project]]\npath = 'D:\\Überlauf'\n";
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let args = [
        "--projects",
        file,
        "--start-time",
        "0s",
        "--answer",
        "finished",
    ];
    let simulator = Simulator::start(&args);
    let mut stream = simulator.connect();
    assert_eq!(exchange(&mut stream, r"start:D:\Überlauf"), "done");
    assert_eq!(exchange(&mut stream, r"status:D:\Überlauf"), "running");
    assert_eq!(exchange(&mut stream, &format!("status:{ONE}")), "not-found");
    stream.write_all(r"stop:D:\Überlauf".as_bytes()).unwrap();
    let mut other = simulator.connect();
    while exchange(&mut other, r"status:D:\Überlauf") != "stopping" {}
}

#[test]
fn the_simulator_speaks_the_dialect_of_the_command_line_or_of_its_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("projects.toml");
    fs::write(&file, "dialect = 'pipe'\n[[project]]\npath = 'A'\n").unwrap();
    let file = file.to_str().unwrap();
    let cases: [(&[&str], [&str; 3]); 3] = [
        (
            &["--projects", file],
            ["err:invalid-command", "suc:stopped", "7.suc:stopped"],
        ),
        (
            &["--projects", file, "--dialect", "colon"],
            ["stopped", "Unknown command", "Unknown command"],
        ),
        (
            &["--projects", file, "--dialect", "either"],
            ["stopped", "suc:stopped", "7.suc:stopped"],
        ),
    ];
    for (args, replies) in cases {
        let mut simulator = Simulator::start(args);
        let mut stream = simulator.connect();
        let peer = stream.local_addr().unwrap();
        for (request, reply) in ["status:A", "status|A", "7.status|A"].iter().zip(replies) {
            assert_eq!(exchange(&mut stream, request), reply, "{args:?}");
            let line = simulator.line();
            let asked = format!("{peer}  {request}  ->  ");
            assert!(line.starts_with(&asked), "{line}");
        }
    }
}

#[test]
fn the_simulator_does_the_faults_of_its_file_and_command_line_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("projects.toml");
    let fault = "[[fault]]\ndo = 'wrong-kind'\ncommand = 'status'\n";
    fs::write(&file, format!("[[project]]\npath = 'A'\n{fault}")).unwrap();
    let args = [
        "--projects",
        file.to_str().unwrap(),
        "--fault",
        "duplicate,after=1",
        "--fault",
        "close,command=start",
    ];
    let mut simulator = Simulator::start(&args);
    let mut stream = simulator.connect();
    let peer = stream.local_addr().unwrap();
    let story = [
        ("status:A", "done", "stopped  (fault: wrong-kind)"),
        ("status:A", "stoppedstopped", "stopped  (fault: duplicate)"),
        ("status:A", "stopped", "stopped"),
        ("start:A", "", "done  (fault: close)"),
    ];
    for (request, received, told) in story {
        assert_eq!(exchange(&mut stream, request), received);
        assert_eq!(simulator.line(), format!("{peer}  {request}  ->  {told}"));
    }
}

#[test]
fn the_simulator_takes_its_kind_from_a_file_and_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("kind.toml");
    let text = "
        connections = 'one'
        replies = 'many'
        success = 'file'
        line_end = 'lf'
        [[project]]
        path = 'A'
    ";
    fs::write(&file, text).unwrap();
    let options = "--success started --replies close --reports-late 1h --busy silent --backlog 5";
    let mut args = vec!["--projects", file.to_str().unwrap()];
    args.extend(options.split(' '));
    let simulator = Simulator::start(&args);
    for reply in ["stopped\n", "started\n"] {
        let request = match reply {
            "stopped\n" => "status:A",
            _ => "start:A",
        };
        let mut stream = simulator.connect();
        assert_eq!(exchange(&mut stream, request), reply);
        assert_eq!(stream.read(&mut [0; 64]).unwrap(), 0);
    }
    // It goes on starting, and answers nobody meanwhile.
    let mut stream = simulator.connect();
    stream.write_all(b"status:A").unwrap();
    let patience = Duration::from_millis(200);
    stream.set_read_timeout(Some(patience)).unwrap();
    assert!(stream.read(&mut [0; 64]).is_err());
}

#[test]
fn the_simulator_goes_on_when_nobody_reads_what_it_prints() {
    let mut simulator = Simulator::start(&[]);
    simulator.stdout = None;
    let mut stream = simulator.connect();
    for _ in 0..3 {
        assert_eq!(exchange(&mut stream, &format!("status:{ONE}")), "stopped");
    }
}

#[test]
fn a_port_that_is_taken_is_told_with_the_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let expected = format!(
        "error: cannot listen on {address}: another program listens there; end it or choose another port, for example with --listen 127.0.0.1:0\n"
    );
    let found = run(&["simulate", "--listen", &address]);
    assert_eq!(found, (Some(2), String::new(), expected));
}

#[test]
fn a_broken_file_is_told_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("projects.toml");
    fs::write(&file, "[[project]]\npath = 'A'\nport = 0\n").unwrap();
    let file = file.to_str().unwrap();
    let expected = format!(
        "error: {file}:3:8: invalid value: integer `0`, expected a port number from 1 to 65535\n"
    );
    let found = run(&["simulate", "--projects", file]);
    assert_eq!(found, (Some(2), String::new(), expected));

    fs::write(file, "[[fault]]\ndo = 'silence'\nafer = 3\n").unwrap();
    let expected = format!("error: {file}:3:1: unknown key `afer`; did you mean `after`?\n");
    let found = run(&["simulate", "--projects", file]);
    assert_eq!(found, (Some(2), String::new(), expected));
}

#[test]
fn wrong_usage_is_told_with_the_remedy() {
    let cases: [(&[&str], &str); 16] = [
        (&[], "Usage: pekatctl"),
        (
            &["simulate", "--listen", "here"],
            "write an IP address and a port, for example 127.0.0.1:7002",
        ),
        (
            &["simulate", "--start-time", "2"],
            "write a time like 2s or 200ms",
        ),
        (
            &["simulate", "--answer", "never"],
            "possible values: accepted, finished",
        ),
        (
            &["simulate", "--dialect", "comma"],
            "possible values: colon, pipe, either",
        ),
        (
            &["simulate", "--connections", "two"],
            "possible values: one, threads",
        ),
        (
            &["simulate", "--replies", "few"],
            "possible values: many, close, silent",
        ),
        (
            &["simulate", "--busy", "sleeps"],
            "possible values: answers, silent, refuses",
        ),
        (
            &["simulate", "--line-end", "cr"],
            "possible values: none, lf, crlf",
        ),
        (&["simulate", "--backlog", "0"], "0 is not in 1..=4096"),
        (
            &["simulate", "--reports-late", "5"],
            "write a time like 2s or 200ms",
        ),
        (
            &["simulate", "--success", "o\nk"],
            "the word has a line break",
        ),
        (
            &["status", "A", "--server", "a", "--protocol", "comma"],
            "possible values: auto, colon, pipe",
        ),
        (
            &["status", "A", "--protocol", "pipe"],
            "--server <HOST:PORT>",
        ),
        (
            &["simulate", "--fault", "silense"],
            r#"`do` cannot be 'silense'; use "silence" if you mean that"#,
        ),
        (
            &["simulate", "--fault", "close", "--fault", "reset,bytes=-1"],
            r#"`bytes` cannot be '-1'; use a number of bytes or "all""#,
        ),
    ];
    for (args, remedy) in cases {
        let (code, stdout, stderr) = run(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(remedy), "{args:?}: {stderr}");
    }
}

/// A subcommand with what it needs, and what it says of `--config`, `--server` and `--protocol` with the
/// values of [`VALUES`].
type Options<'a> = (&'a [&'a str], [&'a str; 3]);

/// Values with which a subcommand that uses the option ends at once.
const VALUES: [(&str, &str); 3] = [
    ("--config", "broken.toml"),
    ("--server", "a:b"),
    ("--protocol", "comma"),
];

#[test]
fn options_before_the_subcommand_are_used_or_refused_like_those_after_it() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("broken.toml"), "nonsense = 1\n").unwrap();
    fs::write(dir.path().join("table.csv"), "server,address,name,path\n").unwrap();
    let (config, server) = ("unknown key `nonsense`", "'b' is not a port");
    let used = [config, server, "possible values: auto, colon, pipe"];
    let no_server = "leave it out, since no server is asked";
    let only_config = [config, no_server, no_server];
    let no_option = ["write the file's name without it", no_server, no_server];
    let commands: [Options<'_>; 12] = [
        (&["status", "A"], used),
        (&["start", "A"], used),
        (&["stop", "A"], used),
        (&["switch", "A"], used),
        (&["watch", "A"], used),
        (
            &["find", "--folder", "."],
            [
                config,
                server,
                "`pekatctl find` does not use --protocol; leave it out",
            ],
        ),
        (
            &["simulate", "--listen", "127.0.0.1:0"],
            [
                "`pekatctl simulate` does not use --config; describe its projects with --projects FILE",
                "`pekatctl simulate` does not use --server; choose where it listens with --listen",
                "`pekatctl simulate` does not use --protocol; choose the form of its requests with --dialect",
            ],
        ),
        (&["config", "check"], no_option),
        (&["config", "migrate"], no_option),
        (&["config", "export"], only_config),
        (&["config", "import", "table.csv", "--merge"], only_config),
        (&["config", "show"], only_config),
    ];
    for (command, outcomes) in commands {
        for ((option, value), outcome) in VALUES.into_iter().zip(outcomes) {
            let joined = format!("{option}={value}");
            for option in [&[option, value][..], &[&joined]] {
                let found: Vec<_> = (0..=command.len())
                    .filter(|place| is_place(command, *place))
                    .map(|place| {
                        let (before, after) = command.split_at(place);
                        let mut line = pekatctl(&[before, option, after].concat());
                        line.current_dir(dir.path());
                        end(line)
                    })
                    .collect();
                let (code, _, stderr) = &found[0];
                assert_eq!(*code, Some(2), "{command:?} {option:?}: {stderr}");
                assert!(stderr.contains(outcome), "{command:?} {option:?}: {stderr}");
                assert!(found.iter().all(|it| *it == found[0]), "{found:?}");
            }
        }
    }
    let names: Vec<&str> = commands.iter().map(|(command, _)| command[0]).collect();
    let (_, help, _) = run(&["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.map_while(|line| line.split_whitespace().next());
    for name in listed.filter(|name| *name != "help") {
        assert!(names.contains(&name), "{name} is missing here");
    }
}

/// Options can stand before or after each name of a subcommand, and at the end.
fn is_place(command: &[&str], place: usize) -> bool {
    let names = if command[0] == "config" { 2 } else { 1 };
    place <= names || place == command.len()
}

#[test]
fn options_in_two_places_are_checked_together() {
    let cases: [(&[&str], &str); 6] = [
        (
            &["--server", "a", "status", "--server", "a", "A"],
            "'--server <HOST:PORT>' cannot be used multiple times",
        ),
        (
            &["--config", "a", "config", "--config", "b", "show"],
            "'--config <FILE>' cannot be used multiple times",
        ),
        (
            &["--config", "a", "status", "--server", "b", "A"],
            "cannot be used with",
        ),
        (
            &["--server", "a", "start", "A", "--config", "b"],
            "cannot be used with",
        ),
        (
            &["--protocol", "pipe", "status", "A"],
            "--server <HOST:PORT>",
        ),
        (
            &["--server", "a", "--", "status", "A"],
            "unexpected argument 'status'",
        ),
    ];
    for (args, problem) in cases {
        let (code, stdout, stderr) = run(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(problem), "{args:?}: {stderr}");
    }
}

#[test]
fn an_operation_follows_options_before_the_subcommand() {
    for place in 0..=2 {
        let manager = Manager::speaking("either");
        let mut args = vec!["start", ONE];
        let options = ["--server", &manager.address, "--protocol", "pipe"];
        args.splice(place..place, options);
        let (code, _, stderr) = run(&args);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{args:?}");
        let status = format!("status|{ONE}");
        let asked = [status.clone(), status, format!("start|{ONE}")];
        assert_eq!(manager.requests(), asked, "{args:?}");
    }
}

#[test]
fn the_help_shows_options_where_they_are_used() {
    let all = [true, true, true];
    let cases: [(&[&str], [bool; 3]); 6] = [
        (&["--help"], all),
        (&["status", "--help"], all),
        (&["--server", "a", "switch", "--help"], all),
        (&["find", "--help"], [true, true, false]),
        (&["config", "export", "--help"], [true, false, false]),
        (&["simulate", "--help"], [false, false, false]),
    ];
    for (args, shown) in cases {
        let (code, help, _) = run(args);
        assert_eq!(code, Some(0), "{args:?}");
        let found = VALUES.map(|(option, _)| help.contains(&format!("{option} <")));
        assert_eq!(found, shown, "{args:?}: {help}");
    }
}

#[cfg(unix)]
#[test]
fn the_simulator_ends_with_an_interrupt() {
    let mut simulator = Simulator::start(&[]);
    let mut stream = simulator.connect();
    assert_eq!(exchange(&mut stream, &format!("status:{ONE}")), "stopped");
    interrupt(&simulator.child);
    assert_eq!(simulator.child.wait().unwrap().code(), Some(0));
}

/// Does what Ctrl+C does. The shell's own `kill` is there where the program of that name is not.
#[cfg(unix)]
fn interrupt(child: &Child) {
    let line = format!("kill -INT {}", child.id());
    let killed = Command::new("sh").args(["-c", &line]).status().unwrap();
    assert!(killed.success());
}

/// A simulator in this process, that tests can change. It ends with the tests.
struct Manager {
    sim: Sim,
    handle: Handle,
    address: String,
    records: Arc<Mutex<Vec<String>>>,
}

impl Manager {
    fn start() -> Manager {
        Manager::speaking("colon")
    }

    fn speaking(dialect: &str) -> Manager {
        let mut setup = file::sample().unwrap();
        setup.dialect = match dialect {
            "colon" => Dialect::Colon,
            "pipe" => Dialect::Pipe,
            "either" => Dialect::Either,
            _ => panic!("{dialect}"),
        };
        (setup.start_time, setup.stop_time) = (Duration::ZERO, Duration::ZERO);
        let records = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&records);
        let observer = move |record: &Record| log.lock().unwrap().push(record.request.clone());
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            let handle = runtime.handle().clone();
            runtime.block_on(async {
                let sim = Sim::start(World::new(setup), observer);
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                let address = listener.local_addr().unwrap().to_string();
                tell.send((sim.clone(), handle, address)).unwrap();
                sim.listen(listener).await
            })
        });
        let (sim, handle, address) = told.recv().unwrap();
        Manager {
            sim,
            handle,
            address,
            records,
        }
    }

    fn set(&self, path: &str, status: Status) {
        let path = path.parse().unwrap();
        self.handle.block_on(self.sim.set(&path, status)).unwrap();
    }

    fn remove(&self, path: &str) {
        let path = path.parse().unwrap();
        self.handle.block_on(self.sim.remove(&path)).unwrap();
    }

    /// Everything that was asked so far.
    fn requests(&self) -> Vec<String> {
        self.records.lock().unwrap().clone()
    }
}

/// A server that gives these replies one after the other, over one connection or several, and then
/// none.
struct Scripted {
    address: String,
    log: Arc<Mutex<Log>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Log {
    connections: usize,
    requests: Vec<String>,
}

impl Scripted {
    /// `None` closes the connection instead of replying.
    fn start(replies: &[Option<&'static str>]) -> Scripted {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let log = Arc::new(Mutex::new(Log::default()));
        let written = Arc::clone(&log);
        let replies = replies.to_vec();
        thread::spawn(move || {
            let mut replies = replies.into_iter();
            let mut silent = Vec::new();
            loop {
                let (mut stream, _) = listener.accept().unwrap();
                written.lock().unwrap().connections += 1;
                let mut bytes = [0; 4096];
                loop {
                    let count = stream.read(&mut bytes).unwrap_or(0);
                    if count == 0 {
                        break;
                    }
                    let request = String::from_utf8_lossy(&bytes[..count]).into_owned();
                    written.lock().unwrap().requests.push(request);
                    match replies.next() {
                        Some(Some(reply)) => stream.write_all(reply.as_bytes()).unwrap(),
                        Some(None) => break,
                        None => {
                            silent.push(stream);
                            break;
                        }
                    }
                }
            }
        });
        Scripted { address, log }
    }

    fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap().requests.clone()
    }
}

/// An address where nobody listens.
fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// A server's name, its address, and its projects' names and paths.
type Configured<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn configure(head: &str, servers: &[Configured<'_>]) -> (TempDir, String) {
    let mut text = format!("{head}\n");
    for (name, address, projects) in servers {
        text += &format!("[[server]]\nname = '{name}'\naddress = '{address}'\n");
        for (name, path) in *projects {
            text += &format!("[[server.project]]\nname = '{name}'\npath = '{path}'\n");
        }
    }
    write_config(&text)
}

fn write_config(text: &str) -> (TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("config.toml");
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap().to_owned();
    (dir, file)
}

fn lines(text: &[&str]) -> String {
    text.iter().map(|line| format!("{line}\n")).collect()
}

fn nothing_listens(address: &str) -> String {
    format!(
        "Nothing listens at {address}. Start the Projects Manager there, turn on its TCP server, and \
         check that it is not set to another address of that computer."
    )
}

#[test]
fn status_tells_of_all_that_is_configured_and_the_worst_code_counts() {
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let nowhere = nowhere();
    let (_dir, config) = configure(
        "",
        &[
            (
                "Line 1",
                &manager.address,
                &[("A", ONE), ("Long name", THREE)],
            ),
            ("Line 22", &nowhere, &[("A", ONE), ("B", THREE)]),
        ],
    );
    let stdout = lines(&[
        "Line 1   A          Running",
        "Line 1   Long name  Stopped",
        "Line 22  A          Unreachable",
        "Line 22  B          Unreachable",
    ]);
    let stderr = format!("error: {}\n", nothing_listens(&nowhere));
    let found = run(&["status", "--config", &config]);
    assert_eq!(found, (Some(3), stdout.clone(), stderr.clone()));

    let mut command = pekatctl(&["status"]);
    command.env("PEKAT_TRAY_CONFIG", &config);
    assert_eq!(end(command), (Some(3), stdout, stderr));

    let found = run(&[
        "status",
        "Long name",
        "Line 1/A",
        "Long name",
        "--config",
        &config,
    ]);
    let stdout = lines(&["Line 1  Long name  Stopped", "Line 1  A          Running"]);
    assert_eq!(found, (Some(0), stdout, String::new()));
}

#[test]
fn status_asks_the_projects_of_a_server_over_one_connection() {
    let server = Scripted::start(&[Some("running"), Some("not-found"), Some("stopped")]);
    let found = run(&["status", "--server", &server.address, "/A", "/B", "/C"]);
    let stdout = ["/A  Running", "/B  Not found", "/C  Stopped"];
    let stdout = stdout.map(|line| format!("{}  {line}\n", server.address));
    let stderr = format!(
        "error: {} has no project at /B. Check the path and the folder on the server.\n",
        server.address
    );
    assert_eq!(found, (Some(1), stdout.concat(), stderr));
    let log = Log {
        connections: 1,
        requests: ["status:/A", "status:/B", "status:/C"]
            .map(str::to_owned)
            .to_vec(),
    };
    assert_eq!(*server.log.lock().unwrap(), log);
}

#[test]
fn people_are_answered_in_their_language_and_programs_always_in_english() {
    let manager = Simulator::start(&[]);
    let servers: &[Configured<'_>] = &[("Line 1", &manager.address, &[("One", ONE)])];
    let (_dir, silent) = configure("", servers);
    let (_dir, czech) = configure("language = 'cs'", servers);
    let answer = |system: &str, config: &str, json: bool| {
        let mut command = pekatctl(&["status", "--config", config]);
        command.env("LANGUAGE", system);
        command.args(json.then_some("--json"));
        end(command)
    };
    let said = |word: &str| (Some(0), format!("Line 1  One  {word}\n"), String::new());
    assert_eq!(answer("cs_CZ.UTF-8", &silent, false), said("Zastaven"));
    assert_eq!(
        answer("cs_CZ.UTF-8", &silent, false),
        answer("en", &czech, false)
    );
    assert_eq!(answer("sk_SK", &silent, false), said("Stopped"));
    assert_eq!(answer("cs", &silent, true), answer("en", &silent, true));

    let (_dir, nobody) = configure("", &[("Line 1", &nowhere(), &[("One", ONE)])]);
    let (code, json, stderr) = answer("cs", &nobody, true);
    assert_eq!(code, Some(3));
    assert!(json.contains("Nothing listens at"), "{json}");
    assert!(stderr.contains("Na adrese"), "{stderr}");
}

#[test]
fn status_is_also_json() {
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let nowhere = nowhere();
    let (_dir, config) = configure(
        "",
        &[
            ("Line 1", &manager.address, &[("A", ONE), ("B", r"D:\none")]),
            ("Line 2", &nowhere, &[("C", THREE)]),
        ],
    );
    let (code, stdout, _) = run(&["status", "--json", "--config", &config]);
    let found: Value = serde_json::from_str(&stdout).unwrap();
    let expected = json!([
        {
            "server": "Line 1",
            "project": "A",
            "path": ONE,
            "status": "running",
            "error": null,
            "expect": null,
            "as_expected": null,
        },
        {
            "server": "Line 1",
            "project": "B",
            "path": r"D:\none",
            "status": null,
            "error": r"Line 1 has no project at D:\none. Check the path and the folder on the server.",
            "expect": null,
            "as_expected": null,
        },
        {
            "server": "Line 2",
            "project": "C",
            "path": THREE,
            "status": null,
            "error": nothing_listens(&nowhere),
            "expect": null,
            "as_expected": null,
        },
    ]);
    assert_eq!((code, found), (Some(3), expected));

    let (code, stdout, stderr) = run(&["status", "--json", "--server", &manager.address, ONE]);
    let found: Value = serde_json::from_str(&stdout).unwrap();
    let expected = json!([{
        "server": manager.address,
        "project": ONE,
        "path": ONE,
        "status": "running",
        "error": null,
        "expect": null,
        "as_expected": null,
    }]);
    assert_eq!((code, found, stderr), (Some(0), expected, String::new()));
}

#[test]
fn status_compares_projects_with_what_is_expected_of_them() {
    let manager = Manager::start();
    manager.set(ONE, Status::Running);
    let nowhere = nowhere();
    let project = |name: &str, path: &str, expect: &str| {
        format!("[[server.project]]\nname = '{name}'\npath = '{path}'\n{expect}\n")
    };
    let (running, stopped) = ("expect = 'running'", "expect = 'stopped'");
    let text = [
        format!(
            "[[server]]\nname = 'Line 1'\naddress = '{}'\n",
            manager.address
        ),
        project("Met", ONE, running),
        project("Contrary", THREE, running),
        project("Free", FOUR, ""),
        project("Lost", r"D:\none", stopped),
        format!("[[server]]\nname = 'Line 2'\naddress = '{nowhere}'\n"),
        project("Far", ONE, running),
    ];
    let (_dir, config) = write_config(&text.concat());
    let status = |args: &[&str]| {
        let (code, stdout, stderr) = run(&[&["status", "--config", &config][..], args].concat());
        (code, stdout.lines().count(), stderr)
    };
    let contrary = "error: Contrary is stopped on Line 1, and the configuration expects it to be \
                    running. Start it, or change `expect` in the configuration.\n";
    let lost =
        "error: Line 1 has no project at D:\\none. Check the path and the folder on the server.\n";
    let far = format!("error: {}\n", nothing_listens(&nowhere));
    let done = |rows| (Some(0), rows, String::new());
    assert_eq!(status(&["Contrary", "Met", "Free"]), done(3));
    assert_eq!(status(&["--expect", "Met", "Free"]), done(2));
    // What cannot be compared keeps its code.
    let refused = (Some(1), 2, lost.to_owned());
    assert_eq!(status(&["--expect", "Met", "Lost"]), refused);
    assert_eq!(
        status(&["--expect", "Met", "Far"]),
        (Some(3), 2, far.clone())
    );
    assert_eq!(
        status(&["--expect"]),
        (Some(5), 5, format!("{contrary}{lost}{far}"))
    );
    let nothing = "error: the configuration expects nothing of these projects; add expect = \
                   \"running\" or \"stopped\" to one of them, or leave out --expect\n";
    let usage = (Some(2), 0, nothing.to_owned());
    assert_eq!(status(&["--expect", "Free"]), usage);

    let (_, stdout, _) = run(&["status", "--json", "--config", &config]);
    let rows: Vec<Value> = serde_json::from_str(&stdout).unwrap();
    let told = rows
        .iter()
        .map(|row| (row["expect"].clone(), row["as_expected"].clone()));
    let expected = [
        (json!("running"), json!(true)),
        (json!("running"), json!(false)),
        (json!(null), json!(null)),
        (json!("stopped"), json!(null)),
        (json!("running"), json!(null)),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);

    let (code, _, stderr) = run(&["status", "--expect", "--server", &manager.address, ONE]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("cannot be used with"), "{stderr}");
}

#[test]
fn an_unknown_reply_is_a_refusal_and_silence_is_none() {
    let (_dir, config) = configure(
        "[timeouts]\nstatus = '1s'",
        &[
            (
                "Odd",
                &Scripted::start(&[Some("hello")]).address,
                &[("A", "/A")],
            ),
            (
                "Old",
                &Scripted::start(&[Some("Unknown command"), Some("unknown-command")]).address,
                &[("B", "/B")],
            ),
            (
                "Busy",
                &Scripted::start(&[Some("4.err:busy")]).address,
                &[("D", "/D")],
            ),
            ("Dumb", &Scripted::start(&[]).address, &[("C", "/C")]),
        ],
    );
    let cases = [
        ("A", 1, "Odd   A  Unexpected reply\n", "“hello”"),
        (
            "D",
            1,
            "Busy  D  Refused\n",
            "error: Busy refused: “busy”. Look at D in the Projects Manager.",
        ),
        ("B", 1, "Old   B  Not understood\n", "version 3.18 or newer"),
        ("C", 3, "Dumb  C  Unreachable\n", "gives no answer"),
    ];
    for (project, code, stdout, remedy) in cases {
        let stdout = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = run(&["status", project, "--config", &config]);
        let shown = found.1.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((found.0, shown), (Some(code), stdout));
        assert!(found.2.contains(remedy), "{}", found.2);
    }
}

#[test]
fn operations_are_sent_once_and_their_answers_told() {
    let manager = Manager::start();
    let (_dir, config) = configure(
        "",
        &[(
            "Line 1",
            &manager.address,
            &[("A", ONE), ("B", THREE), ("C", FOUR), ("D", r"D:\none")],
        )],
    );
    let cases = [
        (["start", "A"], 0, "Line 1 agreed to start A."),
        (["stop", "A"], 0, "Line 1 agreed to stop A."),
        (["switch", "B"], 0, "Line 1 switched to B."),
        (
            ["start", "C"],
            1,
            "error: Could not start C. Its port is in use. Stop the project that runs on the same port, or give C another port in the Projects Manager.",
        ),
        (
            ["stop", "D"],
            1,
            r"error: Could not stop D. Line 1 has no project at D:\none. Check the path and the folder on the server.",
        ),
    ];
    for ([command, project], code, line) in cases {
        let line = format!("{line}\n");
        let (stdout, stderr) = if code == 0 {
            (line, String::new())
        } else {
            (String::new(), line)
        };
        let found = run(&[command, project, "--config", &config]);
        assert_eq!(found, (Some(code), stdout, stderr), "{command} {project}");
    }
    // The second status shows that the connection lasts. What is not found is asked for once more.
    let mut sent = Vec::new();
    let operations = [
        ("start", ONE),
        ("stop", ONE),
        ("switch", THREE),
        ("start", FOUR),
    ];
    for (command, path) in operations {
        let status = format!("status:{path}");
        sent.extend([status.clone(), status, format!("{command}:{path}")]);
    }
    sent.extend([r"status:D:\none".to_owned(), r"status:D:\none".to_owned()]);
    assert_eq!(manager.requests(), sent);
}

#[test]
fn what_the_configuration_does_not_allow_is_refused_before_anything_is_sent() {
    let manager = Manager::start();
    let config = |role: &str| {
        write_config(&format!(
            "role = '{role}'\n[[server]]\nname = 'Line 1'\naddress = '{}'\n\
             [[server.project]]\nname = 'A'\npath = '{ONE}'\nallow = ['start']\n\
             [[server.project]]\nname = 'B'\npath = '{THREE}'\n",
            manager.address
        ))
    };
    let (_operators, operator) = config("operator");
    let (_viewers, viewer) = config("viewer");
    let not_named = |operation: &str| {
        format!(
            "its `allow` in {operator} does not name \"{operation}\"; to do it from here, add that there"
        )
    };
    let only_looks =
        format!("{viewer} says role = \"viewer\"; to operate from here, set it to \"operator\"");
    let cases = [
        (&operator, "stop", "A", "stopped", not_named("stop")),
        (&operator, "switch", "A", "switched to", not_named("switch")),
        (&viewer, "start", "A", "started", only_looks.clone()),
        (&viewer, "stop", "B", "stopped", only_looks.clone()),
        (&viewer, "switch", "B", "switched to", only_looks),
    ];
    for (config, command, project, done, reason) in cases {
        let problem = format!(
            "error: \"Line 1/{project}\" may not be {done} from here, and nothing was sent: {reason}\n"
        );
        let refused = (Some(4), String::new(), problem);
        for wait in [&[][..], &["--wait"]] {
            let found = run(&[&[command, project, "--config", config], wait].concat());
            assert_eq!(found, refused, "{command} {project} {wait:?}");
        }
        // Also by the file that is read when none is named.
        let mut unnamed = pekatctl(&[command, project]);
        unnamed.env("PEKAT_TRAY_CONFIG", config);
        assert_eq!(end(unnamed), refused, "{command} {project}");
    }
    assert_eq!(manager.requests(), [""; 0]);

    // Looking is always allowed.
    let looked = "Line 1  A  Stopped\nLine 1  B  Stopped\n".to_owned();
    let found = run(&["status", "--config", &viewer]);
    assert_eq!(found, (Some(0), looked, String::new()));
    let agreed = |line: &str| (Some(0), format!("{line}\n"), String::new());
    let found = run(&["start", "A", "--config", &operator]);
    assert_eq!(found, agreed("Line 1 agreed to start A."));
    // What is not named by the configuration is not governed by it.
    let mut by_address = pekatctl(&["stop", ONE, "--server", &manager.address]);
    by_address.env("PEKAT_TRAY_CONFIG", &viewer);
    let line = format!("{} agreed to stop {ONE}.", manager.address);
    assert_eq!(end(by_address), agreed(&line));
}

#[test]
fn an_answer_that_is_lost_is_told_and_nothing_is_sent_again() {
    let text = |project: &str, address: &str| {
        format!(
            "error: Not known whether {project} was started. The request was sent and {address} gave no answer. Look at the project there, or at its state here, before you try again.\n"
        )
    };
    let stopped = Some("stopped");
    let server = Scripted::start(&[stopped, stopped, None, Some("done")]);
    let found = run(&["start", "/A", "--server", &server.address]);
    let told = text("/A", &server.address);
    assert_eq!(found, (Some(3), String::new(), told));
    assert_eq!(server.requests(), ["status:/A", "status:/A", "start:/A"]);

    let server = Scripted::start(&[stopped, stopped]);
    let projects = [("A", "/A")];
    let (_dir, config) = configure(
        "[timeouts]\naction = '200ms'",
        &[("Line 1", &server.address, &projects)],
    );
    let found = run(&["start", "A", "--config", &config]);
    assert_eq!(found, (Some(3), String::new(), text("A", "Line 1")));
    assert_eq!(server.requests(), ["status:/A", "status:/A", "start:/A"]);
}

#[test]
fn what_is_so_already_is_success_without_a_word_but_the_status() {
    let manager = Manager::start();
    let address = &manager.address;
    manager.set(THREE, Status::Running);
    let (_dir, config) = configure("", &[("Line 1", address, &[("A", ONE), ("B", THREE)])]);
    let cases: [(&[&str], &str); 4] = [
        (
            &["start", "B"],
            "B is already running. Nothing was sent to Line 1.\n",
        ),
        (
            &["start", "B", "--wait"],
            "B is already running. Nothing was sent to Line 1.\n",
        ),
        (
            &["stop", "A"],
            "A is already stopped. Nothing was sent to Line 1.\n",
        ),
        (
            &["stop", "A", "--wait"],
            "A is already stopped. Nothing was sent to Line 1.\n",
        ),
    ];
    for (args, told) in cases {
        let found = run(&[args, &["--config", &config]].concat());
        assert_eq!(found, (Some(0), told.to_owned(), String::new()), "{args:?}");
    }
    let asked = [THREE, THREE, ONE, ONE].map(|path| format!("status:{path}"));
    assert_eq!(manager.requests(), asked);
}

#[test]
fn nothing_is_sent_when_the_status_is_not_understood_or_not_answered() {
    let (_dir, config) = configure(
        "[timeouts]\nstatus = '300ms'\naction = '1s'",
        &[
            (
                "Old",
                &Scripted::start(&[Some("Unknown command"); 9]).address,
                &[("A", "/A")],
            ),
            (
                "Odd",
                &Scripted::start(&[Some("hello"); 9]).address,
                &[("B", "/B")],
            ),
            ("Dumb", &Scripted::start(&[]).address, &[("C", "/C")]),
        ],
    );
    let cases = [
        (
            "A",
            1,
            "error: Could not stop A. Old does not know the command.",
        ),
        ("B", 1, "error: Could not stop B. Odd answered “hello”"),
        ("C", 3, "error: Could not stop C. Nothing was sent."),
    ];
    for (project, code, told) in cases {
        let (found, stdout, stderr) = run(&["stop", project, "--config", &config]);
        assert_eq!((found, stdout.as_str()), (Some(code), ""));
        assert!(stderr.contains(told), "{stderr}");
    }
}

#[test]
fn a_server_of_the_other_form_is_asked_and_operated_in_it() {
    let cases: [(&str, Option<&str>, &[&str]); 3] = [
        ("pipe", None, &["status:", "status|"]),
        ("pipe", Some("pipe"), &["status|"]),
        ("either", Some("colon"), &["status:"]),
    ];
    for (dialect, protocol, asks) in cases {
        let last = asks[asks.len() - 1];
        let separator = last.trim_start_matches("status");
        let status: Vec<_> = asks.iter().map(|ask| format!("{ask}{ONE}")).collect();
        // A status in the second form, or a second one, shows that the connection lasts.
        let before = match status.len() {
            1 => [&status[..], &status].concat(),
            _ => status.clone(),
        };
        let operated =
            |command: &str| [&before[..], &[format!("{command}{separator}{ONE}")]].concat();
        // The status that decides whether a switch may be sent, and the one that comes before it.
        let again = format!("{last}{ONE}");
        let sent = [
            status.clone(),
            operated("start"),
            operated("stop"),
            [&status[..], &[again, format!("switch{separator}{ONE}")]].concat(),
        ];

        let address = |manager: &Manager| manager.address.clone();
        let manager = Manager::speaking(dialect);
        let mut arguments = vec!["--server".to_owned(), address(&manager)];
        if let Some(protocol) = protocol {
            arguments.extend(["--protocol".to_owned(), protocol.to_owned()]);
        }
        let by_path: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let told = [
            format!("{}  {ONE}  Stopped\n", manager.address),
            format!("{} agreed to start {ONE}.\n", manager.address),
            format!("{} agreed to stop {ONE}.\n", manager.address),
            format!("{} switched to {ONE}.\n", manager.address),
        ];
        for (command, told) in ["status", "start", "stop", "switch"].iter().zip(told) {
            let found = run(&[&[*command, ONE], &by_path[..]].concat());
            assert_eq!(found, (Some(0), told, String::new()), "{dialect} {command}");
        }
        assert_eq!(manager.requests(), sent.concat());

        let manager = Manager::speaking(dialect);
        let line = protocol.map_or(String::new(), |it| format!("protocol = '{it}'\n"));
        let (_dir, config) = write_config(&format!(
            "[[server]]\nname = 'L'\naddress = '{}'\n{line}\
             [[server.project]]\nname = 'A'\npath = '{ONE}'\n",
            address(&manager)
        ));
        for command in ["status", "start", "stop", "switch"] {
            let (code, _, stderr) = run(&[command, "A", "--config", &config]);
            assert_eq!(
                (code, stderr.as_str()),
                (Some(0), ""),
                "{dialect} {command}"
            );
        }
        assert_eq!(manager.requests(), sent.concat());

        let watching = Watching::start(&["--config", &config]);
        assert_eq!(watching.line(), "L  A  Running");
    }
}

#[test]
fn a_form_that_the_server_does_not_know_is_a_refusal() {
    let manager = Manager::speaking("pipe");
    let args = ["--protocol", "colon", "--server", &manager.address];
    for command in ["status", "start"] {
        let (code, _, stderr) = run(&[&[command, ONE], &args[..]].concat());
        assert_eq!(code, Some(1));
        assert!(stderr.contains("does not know the command"), "{stderr}");
    }
    let status = format!("status:{ONE}");
    let expected = [status.clone(), status.clone(), status];
    assert_eq!(manager.requests(), expected);
}

#[test]
fn a_server_that_is_not_reached_was_sent_nothing() {
    let nowhere = nowhere();
    let reason = nothing_listens(&nowhere);
    let expected = format!(
        "warning: {reason} Trying for up to 1 s.\n\
         error: Could not switch to A. Nothing was sent. {reason}\n"
    );
    let (_dir, config) = configure(
        "[timeouts]\naction = '1s'",
        &[("Line 1", &nowhere, &[("A", "/A")])],
    );
    let found = run(&["switch", "A", "--wait", "--config", &config]);
    assert_eq!(found, (Some(3), String::new(), expected));
}

#[test]
fn waiting_tells_each_change_until_the_project_is_as_wished() {
    let cases = [
        (
            "start",
            &[
                "stopped", "stopped", "done", "starting", "starting", "running",
            ][..],
            &[
                "A — Starting…",
                "A — Running",
                "A is running. Started on Line 1.",
            ][..],
        ),
        (
            "stop",
            &[
                "running", "running", "done", "running", "stopping", "stopped",
            ],
            &[
                "A — Running",
                "A — Stopping…",
                "A — Stopped",
                "A is stopped. Stopped on Line 1.",
            ],
        ),
        (
            "switch",
            &["stopped", "stopped", "success", "running"],
            &["A — Running", "Switched to A. It is running on Line 1 now."],
        ),
    ];
    for (command, replies, told) in cases {
        let script: Vec<_> = replies.iter().copied().map(Some).collect();
        let server = Scripted::start(&script);
        let (_dir, config) = configure("", &[("Line 1", &server.address, &[("A", "/A")])]);
        let found = run(&[command, "A", "--wait", "--config", &config]);
        assert_eq!(found, (Some(0), lines(told), String::new()));
        let mut requests = vec!["status:/A".to_owned(); replies.len()];
        requests[2] = format!("{command}:/A");
        // One for the operation, and one for each status after it.
        let connections = 1 + replies.len() - 3;
        assert_eq!(
            *server.log.lock().unwrap(),
            Log {
                connections,
                requests
            }
        );
    }
}

#[test]
fn waiting_ends_when_the_project_settles_otherwise_or_time_is_up() {
    let begun = [Some("stopped"), Some("stopped"), Some("done")];
    let stopped = [&begun[..], &[Some("starting")], &[Some("stopped"); 200]].concat();
    let starting = [&begun[..], &[Some("starting"); 200]].concat();
    let cases = [
        (
            stopped,
            1,
            &["A — Starting…", "A — Stopped"][..],
            "Line 1 agreed, but the project is stopped. Look at it in the Projects Manager.",
        ),
        (
            starting,
            3,
            &["A — Starting…"],
            "Line 1 agreed, but the project has not finished yet. Look at it in the Projects Manager.",
        ),
        (
            [&begun[..], &[Some("starting"), None]].concat(),
            3,
            &["A — Starting…", "A — Unreachable"],
            "The request was sent and Line 1 gave no answer. Look at the project there, or at its state here, before you try again.",
        ),
        (
            [&begun[..], &[Some("not-found"); 2]].concat(),
            1,
            &["A — Not found"],
            "Line 1 has no project at /A. Check the path and the folder on the server.",
        ),
    ];
    for (replies, code, told, reason) in cases {
        let server = Scripted::start(&replies);
        let (_dir, config) = configure(
            "[timeouts]\naction = '1s'\nstatus = '300ms'",
            &[("Line 1", &server.address, &[("A", "/A")])],
        );
        let found = run(&["start", "A", "--wait", "--config", &config]);
        let title = if reason.contains("gave no answer") {
            "Not known whether A was started"
        } else {
            "Could not start A"
        };
        let stderr = format!("error: {title}. {reason}\n");
        assert_eq!(found, (Some(code), lines(told), stderr));
        let starts = server.requests();
        assert_eq!(starts.iter().filter(|it| *it == "start:/A").count(), 1);
    }
}

#[test]
fn waiting_finds_out_what_became_of_an_operation_whose_answer_was_lost() {
    let stopped = Some("stopped");
    let replies = [stopped, stopped, None, Some("starting"), Some("running")];
    let server = Scripted::start(&replies);
    let found = run(&["start", "/A", "--wait", "--server", &server.address]);
    let done = format!("/A is running. Started on {}.", server.address);
    let told = lines(&["/A — Starting…", "/A — Running", &done]);
    assert_eq!(found, (Some(0), told, String::new()));
    let requests = [
        "status:/A",
        "status:/A",
        "start:/A",
        "status:/A",
        "status:/A",
    ];
    assert_eq!(server.requests(), requests);
}

#[test]
fn a_project_that_ran_before_does_not_prove_a_switch_whose_answer_was_lost() {
    let mut replies = vec![Some("running"), Some("running"), Some("running"), None];
    replies.extend([Some("running"); 20]);
    let server = Scripted::start(&replies);
    let (_dir, config) = configure(
        "[timeouts]\naction = '1s'",
        &[("Line 1", &server.address, &[("A", "/A"), ("B", "/B")])],
    );
    let found = run(&["switch", "A", "--wait", "--config", &config]);
    let told = lines(&["A — Running"]);
    let reason = "error: Not known whether A was switched to. The request was sent and Line 1 gave no answer. Look at the project there, or at its state here, before you try again.\n";
    assert_eq!(found, (Some(3), told, reason.to_owned()));
    let switches = server.requests();
    assert_eq!(switches.iter().filter(|it| *it == "switch:/A").count(), 1);
}

#[test]
fn names_that_lead_nowhere_are_told_with_the_remedy() {
    let nowhere = nowhere();
    let projects: &[(&str, &str)] = &[("A", ONE), ("Bottles", THREE)];
    let (_dir, config) = configure(
        "",
        &[
            ("Line 1", &nowhere, projects),
            ("Line 2", "elsewhere", &[("A", ONE)]),
        ],
    );
    let cases: [(&[&str], &str); 7] = [
        (
            &["start", "A"],
            "several servers have a project \"A\"; say which one: \"Line 1/A\" or \"Line 2/A\"",
        ),
        (
            &["status", "Line 1/A", "Botles"],
            "no project is called \"Botles\"; did you mean \"Bottles\"?",
        ),
        (
            &["watch", "Tins and Cans"],
            "no project is called \"Tins and Cans\"; `pekatctl status` shows all that are configured",
        ),
        (
            &["stop", ONE],
            r#"no project is called "C:\Users\pekat\PekatVisionProjects\Test Project 1"; to name it by its path, name its server, too, with --server HOST:PORT"#,
        ),
        (&["start", ""], "no project is called \"\""),
        (
            &["status", "--server", "there"],
            "cannot be used with '--config",
        ),
        (&["start"], "<PROJECT>"),
    ];
    for (args, problem) in cases {
        let (code, stdout, stderr) = run(&[args, &["--config", &config]].concat());
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(problem), "{args:?}: {stderr}");
    }
    let cases: [(&[&str], &str); 4] = [
        (&["status", "--server", "a:b"], "'b' is not a port"),
        (
            &["status", "--server", "there"],
            "name at least one project on there:7002 by its path",
        ),
        (
            &["watch", "--server", "there"],
            "name at least one project on there:7002 by its path",
        ),
        (&["start", "A\nB", "--server", "there"], "control character"),
    ];
    for (args, problem) in cases {
        let (code, stdout, stderr) = run(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(problem), "{args:?}: {stderr}");
    }
}

#[test]
fn a_broken_configuration_is_told_with_every_place() {
    let (_dir, config) = write_config("poll = 1\n[[server]]\nname = 'L'\naddress = 'a b'\n");
    let expected = format!(
        "{config}, line 1, column 1: unknown key `poll`; the file may have: version, poll_interval, stale_after, stuck_after, expect_grace, notifications, notify_after, quiet, sounds, confirm, role, language, icons, scan_hotkey, project_folders, timeouts, server, action\n\
         {config}, line 4, column 11: 'a b' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002\n"
    );
    let expected = (Some(2), String::new(), expected);
    assert_eq!(run(&["config", "check", &config]), expected);
    assert_eq!(run(&["status", "--config", &config]), expected);
    assert_eq!(run(&["start", "A", "--config", &config]), expected);
    let mut command = pekatctl(&["config", "check"]);
    command.env("PEKAT_TRAY_CONFIG", &config);
    assert_eq!(end(command), expected);
}

#[test]
fn a_configuration_that_is_fine_empty_or_missing_is_told_plainly() {
    let (_dir, fine) = configure("", &[("L", "a", &[("A", "/A"), ("B", "/B")])]);
    let (dir, empty) = write_config("");
    let missing = dir.path().join("missing.toml");
    let missing = missing.to_str().unwrap();
    let unnamed = |file: &str, args: &[&str]| {
        let mut command = pekatctl(args);
        command.env("PEKAT_TRAY_CONFIG", file);
        end(command)
    };
    let done = |text: String| (Some(0), text + "\n", String::new());
    let wrong = |text: String| (Some(2), String::new(), format!("error: {text}\n"));

    let counted = format!("{fine}: fine, 1 server, 2 projects, 0 actions");
    assert_eq!(run(&["config", "check", &fine]), done(counted));
    let counted = format!("{empty}: fine, 0 servers, 0 projects, 0 actions");
    assert_eq!(unnamed(&empty, &["config", "check"]), done(counted));

    let named = format!("{missing} does not exist; check the name");
    assert_eq!(run(&["config", "check", missing]), wrong(named.clone()));
    assert_eq!(
        run(&["status", "--config", missing]),
        wrong(named + " after --config")
    );
    let usual = format!("{missing} does not exist; nothing is configured");
    assert_eq!(unnamed(missing, &["config", "check"]), done(usual));

    for file in [missing, &empty] {
        let nothing = format!(
            "no projects are configured in {file}; add them there, or name a server with --server HOST:PORT"
        );
        assert_eq!(unnamed(file, &["status"]), wrong(nothing));
    }
}

#[test]
fn a_configuration_without_a_version_is_migrated_once_with_a_copy() {
    let text = "# ours\r\nlanguage = 'en'\r\n";
    let (dir, config) = write_config(text);
    let copy = format!("{config}.v0.bak");
    let told = format!(
        "{config} was brought from the form without a version into the newest form; as it was it is kept in {copy}\n"
    );
    let migrate = || run(&["config", "migrate", &config]);
    assert_eq!(migrate(), (Some(0), told, String::new()));
    let migrated = format!("version = 1\r\n\r\n{text}");
    assert_eq!(fs::read_to_string(&config).unwrap(), migrated);
    assert_eq!(fs::read_to_string(copy).unwrap(), text);
    let newest = format!("{config} is in the newest form already\n");
    assert_eq!(migrate(), (Some(0), newest, String::new()));
    fs::write(&config, "version = 2\n").unwrap();
    let (code, _, told) = migrate();
    assert_eq!(code, Some(2));
    assert!(told.contains("written for a newer PEKAT Tray"), "{told}");
    let missing = dir.path().join("missing.toml");
    let missing = missing.to_str().unwrap();
    let told = format!("error: {missing} does not exist; check the name\n");
    let found = run(&["config", "migrate", missing]);
    assert_eq!(found, (Some(2), String::new(), told));
}

#[test]
fn a_key_that_looks_appended_for_the_whole_file_is_warned_of() {
    let projects: &[(&str, &str)] = &[("A", ONE)];
    let (dir, config) = configure("", &[("Line 1", "a", projects)]);
    let text = fs::read_to_string(&config).unwrap() + "\nconfirm = 'always'\n";
    fs::write(&config, text).unwrap();
    let warning = |file: &str| {
        format!(
            "warning: {file}, line 9, column 1: `confirm` holds for the last [[server.project]] alone; if it is meant for everything, move it to the top of the file, above the first [[…]] or […], and if not, remove the empty line above it\n"
        )
    };
    let fine = |files: &str| format!("{files}: fine, 1 server, 1 project, 0 actions\n");
    let found = run(&["config", "check", &config]);
    assert_eq!(found, (Some(0), fine(&config), warning(&config)));

    let machine = dir.path().join("machine.toml");
    fs::copy(&config, &machine).unwrap();
    let machine = machine.to_str().unwrap();
    let mut command = pekatctl(&["config", "check"]);
    command.env("PEKAT_TRAY_MACHINE_CONFIG", machine);
    command.env("PEKAT_TRAY_CONFIG", &config);
    let files = fine(&format!("{machine}, {config}"));
    let warnings = warning(machine) + &warning(&config);
    assert_eq!(end(command), (Some(0), files, warnings));
}

#[test]
fn a_path_that_no_server_can_have_leaves_out_its_project() {
    let manager = Manager::start();
    let projects: &[(&str, &str)] = &[("A", ONE), ("B", "Test Project 3")];
    let (_dir, config) = configure("", &[("Line 1", &manager.address, projects)]);
    let problem = format!(
        "{config}, line 10, column 8: this is not the full path of a folder on the server; write it like 'C:\\Users\\pekat\\PekatVisionProjects\\Test Project 1', or on Linux '/home/pekat/PekatVisionProjects/Test Project 1'\n"
    );
    let found = run(&["status", "--config", &config]);
    let warning = format!("warning: {problem}");
    assert_eq!(found, (Some(0), "Line 1  A  Stopped\n".to_owned(), warning));
    let found = run(&["config", "check", &config]);
    assert_eq!(found, (Some(2), String::new(), problem));
}

#[test]
fn a_path_on_the_command_line_is_refused_with_the_reason() {
    let cases = [
        (
            r#"C:\A" --json"#,
            r#"this path has a double quote in it. On Windows \" ends no argument, so that the next one was taken for part of the path; leave out the last backslash, like "C:\Projects\A""#,
        ),
        (
            "Test Project 1",
            "this is not the full path of a folder on the server; write it like",
        ),
        (
            r#"/opt/"A""#,
            "this path has a double quote in it. On Windows",
        ),
        (r#""C:\A""#, "this path has quotes"),
        ("~/A", "this path begins with ~"),
    ];
    for (path, reason) in cases {
        for command in ["status", "start", "watch"] {
            let (code, stdout, stderr) = run(&[command, path, "--server", "there"]);
            assert_eq!((code, stdout.as_str()), (Some(2), ""));
            let told = format!("error: '{path}': {reason}");
            assert!(stderr.starts_with(&told), "{stderr}");
        }
    }
}

#[cfg(unix)]
#[test]
fn an_import_goes_through_a_link_and_keeps_it_and_the_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let (dir, target) = write_config(FULL);
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let config = dir.path().join("link.toml");
    symlink("config.toml", &config).unwrap();
    let table = dir.path().join("x.csv");
    fs::write(&table, "server,address,name,path\nLine 3,c,C,C:\\C\n").unwrap();
    let [table, config] = [&table, &config].map(|path| path.to_str().unwrap());
    let (code, _, error) = run(&["config", "import", table, "--merge", "--config", config]);
    assert_eq!((code, error), (Some(0), String::new()));
    assert_eq!(fs::read_link(config).unwrap().to_str(), Some("config.toml"));
    assert!(fs::read_to_string(&target).unwrap().contains("'C:\\C'"));
    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&target), 0o640);
    assert_eq!(mode(&format!("{config}.bak")), 0o640);
}

/// A configuration in which everything is said.
const FULL: &str = r#"# ours
language = "en"
quiet = ["22:00-06:00"]
timeouts.connect = "1s"
[[server]]
name = "Line 1"
address = "a"
protocol = "pipe"
[[server.project]]
name = "A, \"B\""
path = 'C:\Ž'
allow = ["start"]
port = 8000
[[server]]
name = "Line 2"
address = "b:7003"
[[action]]
name = "Go"
command = "start"
project = "A, \"B\""
"#;

#[test]
fn what_is_exported_can_be_imported_as_the_same() {
    let (dir, config) = write_config(FULL);
    let beside = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (table, file, empty) = (
        beside("site.CSV"),
        beside("site.toml"),
        beside("empty.toml"),
    );
    let exported = |file: &str, args: &[&str]| {
        let found = run(&[&["config", "export", "--config", file], args].concat());
        assert_eq!((found.0, found.2.as_str()), (Some(0), ""));
        found.1
    };
    let csv = "server,address,name,path\nLine 1,a:7002,\"A, \"\"B\"\"\",C:\\Ž\nLine 2,b:7003,,\n";
    assert_eq!(exported(&config, &["--csv"]), csv);
    fs::write(&table, csv).unwrap();
    let import = |from: &str, to: &str| run(&["config", "import", from, "--config", to]);
    let told = format!("{empty} was written with 2 servers and 1 project\n");
    assert_eq!(import(&table, &empty), (Some(0), told, String::new()));
    assert_eq!(exported(&empty, &["--csv"]), csv);

    let toml = exported(&config, &[]);
    fs::write(&file, &toml).unwrap();
    let kept = fs::read_to_string(&empty).unwrap();
    let told = format!(
        "{empty} was written with 2 servers and 1 project; as it was it is kept in {empty}.bak\n"
    );
    assert_eq!(import(&file, &empty), (Some(0), told, String::new()));
    assert_eq!(fs::read_to_string(&empty).unwrap(), toml);
    assert_eq!(fs::read_to_string(format!("{empty}.bak")).unwrap(), kept);
    let site = |text: &str| pekat_tray::config::read(text).unwrap();
    assert_eq!(site(&toml), site(FULL));
    assert_eq!(exported(&empty, &[]), toml);
}

#[test]
fn an_export_to_a_file_can_be_imported_as_the_same() {
    let (dir, config) = write_config(FULL);
    for (args, name, bytes) in [
        (&[][..], "site.toml", None),
        (
            &["--csv"],
            "site.csv",
            Some(&b"server,address,name,path\nLine 1,"[..]),
        ),
        (
            &["--excel"],
            "excel.txt",
            Some(b"\xff\xfes\0e\0r\0v\0e\0r\0\t\0"),
        ),
    ] {
        let file = dir.path().join(name);
        fs::write(&file, "old").unwrap();
        let file = file.to_str().unwrap();
        let export = ["config", "export", "--config", &config, "--output", file];
        let found = run(&[&export, args].concat());
        assert_eq!(
            found,
            (Some(0), format!("{file} was written\n"), String::new())
        );
        let written = fs::read(file).unwrap();
        match bytes {
            Some(bytes) => assert_eq!(written[..bytes.len()], *bytes),
            None => assert_eq!(run(&export[..4]).1.into_bytes(), written),
        }
        let into = dir.path().join("into.toml");
        let (code, _, stderr) =
            run(&["config", "import", file, "--config", into.to_str().unwrap()]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        let read = pekat_tray::config::read(&fs::read_to_string(&into).unwrap()).unwrap();
        let expected = pekat_tray::config::read(FULL).unwrap();
        let projects = |site: &pekat_tray::site::Site| {
            let projects = site.projects();
            let projects = projects.map(|(server, project)| {
                (
                    server.name.clone(),
                    project.name.clone(),
                    project.path.clone(),
                )
            });
            projects.collect::<Vec<_>>()
        };
        assert_eq!(projects(&read), projects(&expected));
    }

    let nowhere = dir.path().join("none").join("site.csv");
    let export = ["config", "export", "--config", &config, "--csv", "--output"];
    let (code, stdout, stderr) = run(&[&export, &[nowhere.to_str().unwrap()][..]].concat());
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.ends_with("; choose another file\n"), "{stderr}");
    let (code, _, stderr) = run(&["config", "export", "--excel", "--config", &config]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("--output <FILE>"), "{stderr}");
}

#[test]
fn json_is_ascii_whatever_the_names() {
    let manager = Manager::start();
    let projects = [("Příprava 🏭", ONE)];
    let (_dir, config) = configure("", &[("Überlauf", &manager.address, &projects)]);
    let (code, stdout, _) = run(&["status", "--json", "--config", &config]);
    assert_eq!(code, Some(0));
    assert!(stdout.is_ascii(), "{stdout}");
    assert!(
        stdout.contains(r"P\u0159\u00edprava \ud83c\udfed"),
        "{stdout}"
    );
    let found: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(found[0]["server"], "Überlauf");
    assert_eq!(found[0]["project"], "Příprava 🏭");
}

#[test]
fn an_invalid_hot_key_stops_an_import_and_no_other_command() {
    let manager = Manager::start();
    let servers: &[Configured<'_>] = &[("Line 1", &manager.address, &[("A", ONE)])];
    let (dir, config) = configure("scan_hotkey = 'F12'", servers);
    let (code, stdout, stderr) = run(&["status", "--config", &config]);
    assert_eq!((code, &*stdout), (Some(0), "Line 1  A  Stopped\n"));
    let problem = stderr.strip_prefix("warning: ").unwrap();
    let start = format!("{config}, line 1, column 15: ");
    assert!(problem.starts_with(&start), "{problem}");

    let told = (Some(2), String::new(), problem.to_owned());
    assert_eq!(run(&["config", "check", &config]), told);
    let target = dir.path().join("new.toml");
    let target_name = target.to_str().unwrap();
    let import = ["config", "import", &config, "--config", target_name];
    assert_eq!(run(&import), told);
    assert_eq!(run(&[&import[..], &["--merge"]].concat()), told);
    assert!(!target.exists());
}

#[test]
fn what_is_merged_is_added_to_the_file_or_all_errors_are_told() {
    let (dir, config) = write_config(FULL);
    let table = dir.path().join("site.csv");
    let table = table.to_str().unwrap();
    let merge = || run(&["config", "import", table, "--merge", "--config", &config]);
    let head = "server;address;name;path\r\n";
    fs::write(
        table,
        format!("{head}Line 1;;;c:\\ž\r\nLine 3;c;C;C:\\C\r\n"),
    )
    .unwrap();
    let told = format!(
        "added: server \"Line 3\"\nadded: project \"Line 3/C\"\nthere already: project \"Line 1/A, \"B\"\"\n{config}: 2 added, 1 there already\n"
    );
    assert_eq!(merge(), (Some(0), told, String::new()));
    let block = "[[server]]\nname = \"Line 3\"\naddress = \"c:7002\"\n[[server.project]]\nname = \"C\"\npath = 'C:\\C'\n[[action]]";
    let merged = FULL.replace("[[action]]", block);
    assert_eq!(fs::read_to_string(&config).unwrap(), merged);

    fs::write(table, format!("{head}Line 1;b:7003;;\r\nLine 4;d;;\r\n")).unwrap();
    let told = "error: line 2: server \"Line 1\" has the address b:7003, and a:7002 in the configuration; correct one of them, or give it another name\n";
    assert_eq!(merge(), (Some(2), String::new(), told.to_owned()));
    fs::write(table, format!("{head}Line 4;d e;;\r\n;d;;\r\n")).unwrap();
    let told = format!(
        "{table}, line 2, column `address`: 'd e' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002\n{table}, line 3, column `server`: the name in this column is empty\n"
    );
    assert_eq!(merge(), (Some(2), String::new(), told));
    assert_eq!(fs::read_to_string(&config).unwrap(), merged);
}

#[test]
fn what_leans_on_others_is_imported_only_where_they_are() {
    let (dir, config) = write_config(FULL);
    let part = dir.path().join("part.toml");
    let leaning = "[[server]]\nname = \"Cell\"\n\n[[action]]\nname = \"Go\"\ncommand = \"start\"\nproject = \"Q\"\n";
    fs::write(&part, leaning).unwrap();
    let part = part.to_str().unwrap();
    let args = ["config", "import", part, "--config", &config];
    let told = format!(
        "{part}, line 1, column 1: [[server]] has no `address`; add address = …\n\
         {part}, line 7, column 11: no project is called \"Q\"; add it above, or correct the name\n"
    );
    assert_eq!(run(&args), (Some(2), String::new(), told));
    assert_eq!(fs::read_to_string(&config).unwrap(), FULL);

    let machine = dir.path().join("machine.toml");
    let others = "[[server]]\nname = \"Cell\"\naddress = \"cell\"\nproject = [{ name = \"Q\", path = 'C:\\Q' }]\n";
    fs::write(&machine, others).unwrap();
    let mut command = pekatctl(&args);
    command.env("PEKAT_TRAY_MACHINE_CONFIG", &machine);
    let (code, _, error) = end(command);
    assert_eq!((code, error), (Some(0), String::new()));
    assert_eq!(fs::read_to_string(&config).unwrap(), leaning);
}

#[test]
fn nothing_is_imported_where_the_organisation_keeps_the_servers() {
    let (dir, config) = write_config(FULL);
    let policy = dir.path().join("policy.toml");
    fs::write(&policy, "[machine]\nAllowUserServers = 0\n").unwrap();
    for merge in [&["--merge"][..], &[]] {
        let args = ["config", "import", &config, "--config", &config];
        let mut command = pekatctl(&[&args, merge].concat());
        command.env("PEKAT_TRAY_POLICY", &policy);
        let told =
            "error: servers and projects are managed by your organisation; nothing was imported\n";
        assert_eq!(end(command), (Some(4), String::new(), told.to_owned()));
    }
    assert_eq!(fs::read_to_string(&config).unwrap(), FULL);
}

#[test]
fn the_help_of_every_command_tells_the_exit_codes() {
    let commands: [&[&str]; 11] = [
        &[],
        &["status"],
        &["start"],
        &["stop"],
        &["switch"],
        &["watch"],
        &["simulate"],
        &["config", "check"],
        &["config", "migrate"],
        &["config", "export"],
        &["config", "import"],
    ];
    for command in commands {
        let (code, stdout, _) = run(&[command, &["--help"]].concat());
        assert_eq!(code, Some(0));
        assert!(
            stdout.contains("4  not allowed here"),
            "{command:?}: {stdout}"
        );
    }
}

/// A `watch` that is ended with the test.
struct Watching {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Watching {
    fn start(args: &[&str]) -> Watching {
        let mut child = pekatctl(&["watch"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in stdout.lines() {
                if send.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        Watching { child, lines }
    }

    /// The next line, without its time.
    fn line(&self) -> String {
        let line = self.lines.recv_timeout(NEVER).unwrap();
        let (time, rest) = line.split_at("2026-01-31 12:59:59".len());
        let shape: String = time
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        assert_eq!(shape, "0000-00-00 00:00:00", "{line}");
        rest.strip_prefix("  ").unwrap().to_owned()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn watching_tells_each_change_once() {
    let manager = Manager::start();
    let address = &manager.address;
    let (_dir, config) = configure(
        "poll_interval = '200ms'",
        &[("Line 1", address, &[("A", ONE), ("Beta", THREE)])],
    );
    let watching = Watching::start(&["--config", &config]);
    assert_eq!(watching.line(), "Line 1  A     Stopped");
    assert_eq!(watching.line(), "Line 1  Beta  Stopped");
    manager.set(THREE, Status::Running);
    assert_eq!(watching.line(), "Line 1  Beta  Running");
    manager.remove(ONE);
    assert_eq!(watching.line(), "Line 1  A     Not found");

    let by_path = Watching::start(&["--server", address, THREE]);
    assert_eq!(by_path.line(), format!("{address}  {THREE}  Running"));
}

#[test]
fn watching_tells_when_a_server_goes_and_comes_back() {
    let manager = Manager::start();
    let address = &manager.address;
    let (_dir, config) = configure(
        "poll_interval = '200ms'\nstale_after = '60s'\n[timeouts]\nstatus = '1s'\naction = '1s'",
        &[("Line 1", address, &[("A", ONE)])],
    );
    let watching = Watching::start(&["--config", &config]);
    assert_eq!(watching.line(), "Line 1  A  Stopped");
    manager.handle.block_on(manager.sim.hang()).unwrap();
    let down = format!(
        "Line 1 is unreachable. {address} accepts connections but gives no answer. Look at the Projects Manager there."
    );
    assert_eq!(watching.line(), down);
    manager.handle.block_on(manager.sim.resume()).unwrap();
    let up = "Line 1 is back. It answers again.";
    assert_eq!(watching.line(), up);
    assert_eq!(watching.line(), "Line 1  A  Stopped");
}

#[cfg(unix)]
#[test]
fn watching_ends_with_an_interrupt() {
    let manager = Manager::start();
    let mut watching = Watching::start(&["--server", &manager.address, ONE]);
    watching.line();
    interrupt(&watching.child);
    assert_eq!(watching.child.wait().unwrap().code(), Some(0));
}

#[test]
fn nobody_reading_is_no_failure() {
    let manager = Manager::start();
    let mut child = pekatctl(&["status", "--server", &manager.address, ONE])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
