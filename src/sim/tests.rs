use std::io::{Read as _, Write as _};
use std::sync::Mutex;

use tokio::io::{DuplexStream, duplex};
use tokio::net::TcpStream;
use tokio::task::{JoinHandle, JoinSet, spawn_blocking, yield_now};
use tokio::time::{Instant, sleep};

use super::service::LineEnd;
use super::world::{ProjectSetup, Setup};
use super::*;

const ONE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";
const THREE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 3";
const FOUR: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 4";

type Log = Arc<Mutex<Vec<String>>>;

fn path(text: &str) -> ProjectPath {
    text.parse().unwrap()
}

fn peer() -> SocketAddr {
    SocketAddr::from(([10, 0, 0, 1], 50000))
}

fn start() -> (Sim, Log) {
    start_with(file::sample().unwrap())
}

fn start_with(setup: Setup) -> (Sim, Log) {
    let log = Log::default();
    let observer = {
        let log = Arc::clone(&log);
        move |record: &Record| log.lock().unwrap().push(record.to_string())
    };
    (Sim::start(World::new(setup), observer), log)
}

/// Nothing ends by itself, however slow the computer is.
fn endless() -> Setup {
    let mut setup = file::sample().unwrap();
    (setup.start_time, setup.stop_time) = (Duration::MAX, Duration::MAX);
    setup
}

fn connect(sim: &Sim) -> DuplexStream {
    let (client, server) = duplex(4096);
    let sim = sim.clone();
    tokio::spawn(async move { sim.serve(server, peer()).await });
    client
}

async fn listen(sim: &Sim) -> (SocketAddr, JoinHandle<Infallible>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let sim = sim.clone();
    let task = tokio::spawn(async move { sim.listen(listener).await });
    (address, task)
}

async fn receive(client: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = [0; 64];
    let count = client.read(&mut bytes).await.unwrap();
    String::from_utf8(bytes[..count].to_vec()).unwrap()
}

async fn ask(client: &mut DuplexStream, command: &str, path: &str) -> String {
    let request = format!("{command}:{path}");
    client.write_all(request.as_bytes()).await.unwrap();
    receive(client).await
}

#[tokio::test(start_paused = true)]
async fn one_connection_serves_one_request_after_another() {
    let (sim, log) = start();
    let mut client = connect(&sim);
    assert_eq!(ask(&mut client, "status", ONE).await, "stopped");
    assert_eq!(ask(&mut client, "start", ONE).await, "done");
    assert_eq!(ask(&mut client, "status", ONE).await, "starting");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(ask(&mut client, "status", ONE).await, "running");
    assert_eq!(ask(&mut client, "switch", THREE).await, "success");
    assert_eq!(ask(&mut client, "start", FOUR).await, "error:port");
    assert_eq!(
        ask(&mut client, "start", r"C:\Elsewhere").await,
        "not-found"
    );
    assert_eq!(ask(&mut client, "restart", ONE).await, "Unknown command");
    let expected = [
        r"    0.000  10.0.0.1:50000  status:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  stopped",
        r"    0.000  10.0.0.1:50000  start:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  done",
        r"    0.000  10.0.0.1:50000  status:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  starting",
        r"    2.000  10.0.0.1:50000  status:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  running",
        r"    5.000  10.0.0.1:50000  switch:C:\Users\pekat\PekatVisionProjects\Test Project 3  ->  success",
        r"    5.000  10.0.0.1:50000  start:C:\Users\pekat\PekatVisionProjects\Test Project 4  ->  error:port",
        r"    5.050  10.0.0.1:50000  start:C:\Elsewhere  ->  not-found",
        r"    5.100  10.0.0.1:50000  restart:C:\Users\pekat\PekatVisionProjects\Test Project 1  ->  Unknown command",
    ];
    assert_eq!(*log.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn others_are_served_while_a_switch_takes_its_time() {
    let (sim, _) = start();
    let mut switching = connect(&sim);
    let mut polling = connect(&sim);
    let begin = Instant::now();
    assert_eq!(ask(&mut polling, "switch", ONE).await, "success");
    assert_eq!(begin.elapsed(), Duration::from_secs(2));
    let request = format!("switch:{THREE}");
    switching.write_all(request.as_bytes()).await.unwrap();
    sleep(Duration::from_millis(500)).await;
    assert_eq!(ask(&mut polling, "status", ONE).await, "stopping");
    sleep(Duration::from_millis(1000)).await;
    assert_eq!(ask(&mut polling, "status", THREE).await, "starting");
    assert_eq!(receive(&mut switching).await, "success");
    assert_eq!(begin.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn a_late_reporter_answers_done_and_says_stopped_for_a_while() {
    let mut setup = file::sample().unwrap();
    setup.reports_late = Duration::from_secs(5);
    let (sim, _) = start_with(setup);
    let mut client = connect(&sim);
    assert_eq!(ask(&mut client, "start", ONE).await, "done");
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(ask(&mut client, "status", ONE).await);
        sleep(Duration::from_secs(1)).await;
    }
    let expected = [
        "stopped", "stopped", "stopped", "stopped", "stopped", "starting", "starting", "running",
    ];
    assert_eq!(statuses, expected);
}

#[tokio::test(start_paused = true)]
async fn every_reply_ends_as_the_service_says_and_success_has_its_word() {
    for (line_end, bytes) in [
        (LineEnd::None, ""),
        (LineEnd::Lf, "\n"),
        (LineEnd::Crlf, "\r\n"),
    ] {
        let mut setup = endless();
        setup.service.success = Some("ok:started".parse().unwrap());
        setup.service.line_end = line_end;
        let (sim, log) = start_with(setup);
        let mut client = connect(&sim);
        for (command, reply) in [
            ("start", "ok:started"),
            ("status", "starting"),
            ("restart", "Unknown command"),
        ] {
            let expected = format!("{reply}{bytes}");
            assert_eq!(ask(&mut client, command, ONE).await, expected);
        }
        let fault = "wrong-kind".parse().unwrap();
        sim.inject(vec![fault]).await.unwrap();
        let reply = ask(&mut client, "status", ONE).await;
        assert_eq!(reply, format!("done{bytes}"));
        assert!(log.lock().unwrap()[0].ends_with("  ->  ok:started"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_cut_anywhere_is_put_together_at_once() {
    let (sim, _) = start();
    let mut client = connect(&sim);
    let request = format!("status:{ONE}");
    let begin = Instant::now();
    for cut in 0..=request.len() {
        let (first, second) = request.as_bytes().split_at(cut);
        client.write_all(first).await.unwrap();
        yield_now().await;
        client.write_all(second).await.unwrap();
        assert_eq!(receive(&mut client).await, "stopped", "{cut}");
    }
    for byte in request.as_bytes() {
        client.write_all(&[*byte]).await.unwrap();
        yield_now().await;
    }
    assert_eq!(receive(&mut client).await, "stopped");
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn projects_whose_paths_begin_one_anothers_are_told_apart() {
    let mut setup = endless();
    let longer = format!("{ONE}0");
    for path in [&longer, &format!("{ONE}00")] {
        let project = ProjectSetup {
            path: path.parse().unwrap(),
            port: None,
            running: false,
            start_time: None,
            stop_time: None,
        };
        setup.add(project).unwrap();
    }
    let (sim, _) = start_with(setup);
    let mut client = connect(&sim);
    assert_eq!(ask(&mut client, "start", &longer).await, "done");
    let statuses = [("", "stopped"), ("0", "starting"), ("00", "stopped")];
    for (rest, status) in statuses {
        let path = format!("{ONE}{rest}");
        assert_eq!(ask(&mut client, "status", &path).await, status);
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_ends_where_the_client_falls_silent() {
    let (sim, _) = start();
    let mut client = connect(&sim);
    let begin = Instant::now();
    client.write_all(b"sta").await.unwrap();
    assert_eq!(receive(&mut client).await, "Unknown command");
    assert_eq!(begin.elapsed(), QUIET);
    assert_eq!(ask(&mut client, "status", ONE).await, "stopped");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_only_stops_sending_is_answered() {
    let (sim, _) = start();
    for (request, reply) in [
        (format!("switch:{ONE}"), "success"),
        ("?".into(), "Unknown command"),
    ] {
        let mut client = connect(&sim);
        client.write_all(request.as_bytes()).await.unwrap();
        client.shutdown().await.unwrap();
        assert_eq!(receive(&mut client).await, reply);
        assert_eq!(receive(&mut client).await, "");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_beyond_all_bounds_is_answered_and_the_connection_still_serves() {
    let (sim, log) = start();
    let mut client = connect(&sim);
    let flood = vec![b'x'; 20 * MAX_REQUEST_BYTES];
    for (prefix, reply) in [("status:", "not-found"), ("", "Unknown command")] {
        client.write_all(prefix.as_bytes()).await.unwrap();
        client.write_all(&flood).await.unwrap();
        assert_eq!(receive(&mut client).await, reply);
    }
    let longest = "ä".repeat(MAX_PATH_UNITS);
    assert_eq!(ask(&mut client, "status", &longest).await, "not-found");
    assert_eq!(ask(&mut client, "status", ONE).await, "stopped");
    let log = log.lock().unwrap();
    assert!(log.iter().all(|line| line.chars().count() < 600), "{log:?}");
}

#[test]
fn requests_are_recorded_on_one_line_and_not_too_long() {
    let long = format!("status:{}", "č".repeat(MAX_RECORD_CHARS));
    let shown = format!("status:{}…", "č".repeat(MAX_RECORD_CHARS - 7));
    let cases = [
        ("status:C:\\č", "status:C:\\č"),
        (
            "status:C:\\\u{202e}A\u{2028}",
            "status:C:\\\\u{202e}A\\u{2028}",
        ),
        ("status:a\nb", "status:a\\nb"),
        (&long, &shown),
    ];
    for (request, recorded) in cases {
        let bytes = request.as_bytes();
        assert_eq!(
            printable(Dialect::Colon.read(bytes).1.is_ok(), bytes),
            recorded
        );
    }
}

#[tokio::test(start_paused = true)]
async fn clients_that_leave_at_any_moment_disturb_nobody() {
    let (sim, _) = start();
    drop(connect(&sim));
    let mut client = connect(&sim);
    client.write_all(b"stat").await.unwrap();
    drop(client);
    let mut client = connect(&sim);
    let request = format!("switch:{ONE}");
    client.write_all(request.as_bytes()).await.unwrap();
    yield_now().await;
    drop(client);

    let mut client = connect(&sim);
    assert_eq!(ask(&mut client, "status", ONE).await, "starting");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(ask(&mut client, "status", ONE).await, "running");
}

#[tokio::test(start_paused = true)]
async fn while_it_hangs_requests_are_carried_out_and_answers_withheld() {
    let (sim, log) = start();
    let mut client = connect(&sim);
    sim.hang().await.unwrap();
    let request = format!("start:{ONE}");
    client.write_all(request.as_bytes()).await.unwrap();
    let silence = timeout(Duration::from_secs(60), receive(&mut client)).await;
    assert!(silence.is_err(), "{silence:?}");
    let mut other = connect(&sim);
    sim.resume().await.unwrap();
    assert_eq!(receive(&mut client).await, "done");
    assert_eq!(ask(&mut other, "status", ONE).await, "running");
    assert!(log.lock().unwrap()[0].ends_with("  ->  (no answer)"));
}

#[tokio::test(start_paused = true)]
async fn projects_change_behind_the_clients_back() {
    let (sim, _) = start();
    let mut client = connect(&sim);
    sim.set(&path(THREE), Status::Running).await.unwrap();
    assert_eq!(ask(&mut client, "status", THREE).await, "running");
    let refused = sim.set(&path(FOUR), Status::Running).await;
    let expected = OutsideError::PortTaken(path(FOUR));
    assert_eq!(refused, Err(ChangeError::Outside(expected)));
    sim.remove(&path(THREE)).await.unwrap();
    assert_eq!(ask(&mut client, "status", THREE).await, "not-found");
    assert_eq!(ask(&mut client, "start", FOUR).await, "done");
}

/// As the vendor's sample client does it: send, `recv(64)`, and the same socket again.
fn exchange(stream: &mut std::net::TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = [0; 64];
    let count = stream.read(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

#[tokio::test]
async fn the_vendors_sample_client_is_served() {
    let mut setup = file::sample().unwrap();
    (setup.start_time, setup.stop_time) = (Duration::from_millis(20), Duration::ZERO);
    let sim = Sim::start(World::new(setup), |_| ());
    let (address, _task) = listen(&sim).await;
    let client = spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let commands = [
            format!("status:{ONE}"),
            format!("start:{ONE}"),
            format!("switch:{THREE}"),
            format!("status:{THREE}"),
            format!("start:{FOUR}"),
            format!("stop:{THREE}"),
            format!("status:{ONE}"),
            "status:C:\\none".to_owned(),
            "hello".to_owned(),
        ];
        commands.map(|command| exchange(&mut stream, &command))
    });
    let expected = [
        "stopped",
        "done",
        "success",
        "running",
        "error:port",
        "done",
        "stopped",
        "not-found",
        "Unknown command",
    ];
    assert_eq!(client.await.unwrap(), expected);
}

#[tokio::test]
async fn a_client_that_connects_for_each_command_is_served() {
    let (sim, _) = start_with(endless());
    let (address, _task) = listen(&sim).await;
    let client = spawn_blocking(move || {
        ["status", "start", "status", "stop", "status"].map(|command| {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            exchange(&mut stream, &format!("{command}:{ONE}"))
        })
    });
    let expected = ["stopped", "done", "starting", "done", "stopping"];
    assert_eq!(client.await.unwrap(), expected);
}

#[tokio::test]
async fn many_clients_are_served_at_once() {
    let (sim, log) = start();
    let (address, _task) = listen(&sim).await;
    let mut clients = JoinSet::new();
    for _ in 0..100 {
        clients.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            for _ in 0..10 {
                let request = format!("status:{ONE}");
                stream.write_all(request.as_bytes()).await.unwrap();
                assert_eq!(receive(&mut stream).await, "stopped");
            }
            // All of them stay until the last has come.
            stream
        });
    }
    let streams = clients.join_all().await;
    assert_eq!((streams.len(), log.lock().unwrap().len()), (100, 1000));
}

#[tokio::test]
async fn a_server_that_goes_closes_its_connections_and_comes_back_with_its_state() {
    let (sim, _) = start_with(endless());
    let (address, task) = listen(&sim).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("start:{ONE}");
    stream.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(receive(&mut stream).await, "done");
    task.abort();
    assert_eq!(receive(&mut stream).await, "");
    drop(stream);

    let listener = TcpListener::bind(address).await.unwrap();
    let task = tokio::spawn(async move { sim.listen(listener).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("status:{ONE}");
    stream.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(receive(&mut stream).await, "starting");
    task.abort();
}
