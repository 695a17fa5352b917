//! The command-line program as it is built: what it prints, how it ends, what it does on the wire.
#![cfg(test)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

const ONE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";

fn pekatctl(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pekatctl"));
    command.args(args).stdin(Stdio::null());
    command
}

/// Runs it to its end and gives exit code, standard output and standard error.
fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = pekatctl(args).output().unwrap();
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
    std::fs::write(&file, text).unwrap();
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
        "error: cannot listen on {address}: another program listens there; end it or choose another port with --listen, for example --listen 127.0.0.1:0\n"
    );
    let found = run(&["simulate", "--listen", &address]);
    assert_eq!(found, (Some(2), String::new(), expected));
}

#[test]
fn a_broken_file_is_told_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("projects.toml");
    std::fs::write(&file, "[[project]]\npath = 'A'\nport = 0\n").unwrap();
    let file = file.to_str().unwrap();
    let expected = format!(
        "error: {file}:3:8: invalid value: integer `0`, expected a port number from 1 to 65535\n"
    );
    let found = run(&["simulate", "--projects", file]);
    assert_eq!(found, (Some(2), String::new(), expected));
}

#[test]
fn wrong_usage_is_told_with_the_remedy() {
    let cases: [(&[&str], &str); 4] = [
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
    ];
    for (args, remedy) in cases {
        let (code, stdout, stderr) = run(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(remedy), "{args:?}: {stderr}");
    }
}

#[cfg(unix)]
#[test]
fn the_simulator_ends_with_an_interrupt() {
    let mut simulator = Simulator::start(&[]);
    let mut stream = simulator.connect();
    assert_eq!(exchange(&mut stream, &format!("status:{ONE}")), "stopped");
    let id = simulator.child.id().to_string();
    let killed = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(killed.success());
    assert_eq!(simulator.child.wait().unwrap().code(), Some(0));
}
