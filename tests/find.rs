//! `pekatctl find` as it is built, against simulators over TCP.
#![cfg(test)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

fn pekatctl(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pekatctl"));
    command.args(args).stdin(Stdio::null());
    command.env("PEKAT_TRAY_CONFIG", "no such file");
    command.env("PEKAT_TRAY_MACHINE_CONFIG", "no such file");
    command.env_remove("PEKAT_TRAY_POLICY");
    command.env("LANGUAGE", "en");
    command
}

fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let output = pekatctl(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// A simulator that is ended with the test.
struct Simulator {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
    /// The port of its web page.
    page: String,
}

impl Simulator {
    fn start(projects: &Path) -> Simulator {
        let listen = ["simulate", "--listen", "127.0.0.1:0", "--page", "0"];
        let args = [&listen[..], &["--projects"]].concat();
        let mut command = pekatctl(&args);
        command.arg(projects).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut told = |what: &str| {
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            line.trim_end().strip_prefix(what).unwrap().to_owned()
        };
        let address = told("Listening on ");
        let page = told("Web page on http://127.0.0.1:");
        let page = page.strip_suffix("/projects/list").unwrap().to_owned();
        Simulator {
            address,
            page,
            child,
            stdout,
        }
    }

    /// What was asked so far; it is ended.
    fn asked(mut self) -> Vec<String> {
        drop(self.child.kill());
        let lines = (&mut self.stdout).lines().map(Result::unwrap);
        let asked = lines.map(|line| line.trim().split("  ").nth(2).map(str::to_owned));
        let asked: Vec<_> = asked.flatten().collect();
        asked
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Folders of three projects, of which the second is not known to the simulator.
fn folders() -> (TempDir, [String; 3], Simulator) {
    let dir = tempfile::tempdir().unwrap();
    let packages = [
        ("a", "\u{feff}{\"name\":\"Product A\",\"port\":8000}"),
        ("b", "{}"),
        ("c", "{\"name\":"),
    ];
    let paths = packages.map(|(name, package)| {
        let folder = dir.path().join("projects").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("pekat_package.json"), package).unwrap();
        folder.to_str().unwrap().to_owned()
    });
    let [a, _, c] = &paths;
    let text = format!(
        "[[project]]\npath = '{a}'\nstatus = 'running'\nport = 8000\n[[project]]\npath = '{c}'\n"
    );
    let file = dir.path().join("simulated.toml");
    fs::write(&file, text).unwrap();
    let simulator = Simulator::start(&file);
    (dir, paths, simulator)
}

#[test]
fn folders_are_found_and_confirmed_and_nothing_but_a_status_is_asked() {
    let (dir, [a, b, c], simulator) = folders();
    let root = dir.path().join("projects");
    let root = root.to_str().unwrap();
    let server = simulator.address.clone();
    let find = ["find", "--server", &server, "--folder", root];

    let (code, table, notes) = run(&find);
    let expected = format!(
        "Product A  {a}  folder  Running\nb          {b}  folder  Not found\nc          {c}  folder  Stopped\n"
    );
    assert_eq!((code, table), (Some(0), expected));
    let begins = format!("note: {c}/pekat_package.json: is not JSON: ");
    assert!(
        notes
            .replace('\\', "/")
            .starts_with(&begins.replace('\\', "/")),
        "{notes}"
    );

    let (code, rows, _) = run(&[&find[..], &["--json"]].concat());
    let rows: Value = serde_json::from_str(&rows).unwrap();
    let expected = json!([
        {"name": "Product A", "path": a, "port": 8000, "source": "folder", "status": "running", "error": null},
        {"name": "b", "path": b, "port": null, "source": "folder", "status": null, "error": "not-found"},
        {"name": "c", "path": c, "port": null, "source": "folder", "status": "stopped", "error": null},
    ]);
    assert_eq!((code, rows), (Some(0), expected));

    let asked = simulator.asked();
    assert_eq!(asked.len(), 8, "{asked:?}");
    assert!(
        asked.iter().all(|it| it.starts_with("status:")),
        "{asked:?}"
    );
}

#[test]
fn what_is_configured_for_that_server_is_not_found_again() {
    let (dir, [a, b, c], simulator) = folders();
    let config = dir.path().join("config.toml");
    let server = simulator.address.clone();
    let text = format!(
        "[[server]]\nname = 'L'\naddress = '{server}'\n\
         [[server.project]]\nname = 'A'\npath = '{a}'\n[[server.project]]\nname = 'C'\npath = '{c}'\n"
    );
    fs::write(&config, text).unwrap();
    let root = dir.path().to_str().unwrap();
    let config = config.to_str().unwrap();
    let args = [
        "find", "--server", &server, "--folder", root, "--config", config,
    ];
    let (code, table, _) = run(&args);
    assert_eq!(
        (code, table),
        (Some(0), format!("b  {b}  folder  Not found\n"))
    );
}

#[test]
fn configured_folders_are_searched_beside_the_usual_one() {
    let (dir, [a, b, c], simulator) = folders();
    let config = dir.path().join("config.toml");
    let root = dir.path().join("projects");
    fs::write(
        &config,
        format!("project_folders = ['{}']\n", root.display()),
    )
    .unwrap();
    let server = simulator.address.clone();
    let args = ["find", "--server", &server, "--config"];
    let mut command = pekatctl(&args);
    let output = command
        .arg(config)
        .env("HOME", dir.path())
        .output()
        .unwrap();
    let expected = format!(
        "Product A  {a}  folder  Running\nb          {b}  folder  Not found\nc          {c}  folder  Stopped\n"
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(notes.contains("PekatVisionProjects"), "{notes}");
}

#[test]
fn what_was_found_is_told_when_no_projects_manager_answers() {
    let (dir, [a, ..], simulator) = folders();
    let root = dir.path().join("projects/a");
    let root = root.to_str().unwrap();
    let server = simulator.address.clone();
    simulator.asked();
    let (code, table, error) = run(&["find", "--server", &server, "--folder", root]);
    let expected = format!("Product A  {a}  folder  Unreachable\n");
    assert_eq!((code, table), (Some(3), expected));
    assert!(error.starts_with("error: Nothing listens at "), "{error}");

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // Only what is asked is answered.
            if stream.read(&mut [0; 256]).unwrap() > 0 {
                drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
            }
        }
    });
    let (code, _, error) = run(&["find", "--server", &server, "--folder", root]);
    let expected = format!(
        "error: what answers at {server} is not a Projects Manager; check the port of its TCP server\n"
    );
    assert_eq!((code, error), (Some(1), expected));
}

#[test]
fn the_web_pages_list_is_joined_with_the_folders() {
    let (dir, [a, b, c], simulator) = folders();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let page = listener.local_addr().unwrap().port().to_string();
    let list =
        json!({"projects": [{"folder": b, "name": "Listed", "port": 8001}, {"path": c}, {}]});
    let list = list.to_string();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 2048]).unwrap() > 0);
        let length = list.len();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all((head + &list).as_bytes()).unwrap();
    });
    let root = dir.path().join("projects/b");
    let root = root.to_str().unwrap();
    let server = simulator.address.clone();
    let find = [
        "find", "--server", &server, "--folder", root, "--page", &page,
    ];
    let (code, table, notes) = run(&find);
    let expected = format!("Listed  {b}  folder    Not found\nc       {c}  web page  Stopped\n");
    assert_eq!((code, table), (Some(0), expected), "{a}");
    let expected =
        format!("note: http://127.0.0.1:{page}/projects/list: 1 entries name no folder\n");
    assert_eq!(notes, expected);

    let (code, table, notes) = run(&find);
    assert_eq!(
        (code, table),
        (Some(0), format!("b  {b}  folder  Not found\n"))
    );
    let begins = format!("note: http://127.0.0.1:{page}/projects/list: ");
    assert!(notes.starts_with(&begins), "{notes}");
}

#[test]
fn what_a_simulators_web_page_lists_is_found() {
    let (dir, [a, _, c], simulator) = folders();
    let none = dir.path().join("none");
    fs::create_dir(&none).unwrap();
    let none = none.to_str().unwrap();
    let find = [
        "find",
        "--server",
        &simulator.address,
        "--folder",
        none,
        "--page",
        &simulator.page,
    ];
    let (code, rows, notes) = run(&[&find[..], &["--json"]].concat());
    let rows: Value = serde_json::from_str(&rows).unwrap();
    let expected = json!([
        {"name": "a", "path": a, "port": 8000, "source": "page", "status": "running", "error": null},
        {"name": "c", "path": c, "port": null, "source": "page", "status": "stopped", "error": null},
    ]);
    assert_eq!((code, rows, notes), (Some(0), expected, String::new()));
}
