//! The command-line program as it is built: what it prints, how it ends, what it does on the wire.
#![cfg(test)]

mod config;
mod guards;
mod operate;
mod simulate;
mod status;
mod usage;
mod watch;

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
