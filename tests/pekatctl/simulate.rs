//! `pekatctl simulate`.

use super::*;

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

#[cfg(unix)]
#[test]
fn the_simulator_ends_with_an_interrupt() {
    let mut simulator = Simulator::start(&[]);
    let mut stream = simulator.connect();
    assert_eq!(exchange(&mut stream, &format!("status:{ONE}")), "stopped");
    interrupt(&simulator.child);
    assert_eq!(simulator.child.wait().unwrap().code(), Some(0));
}
