//! Several clients on one Projects Manager, over real sockets: every kind of server with one tray, with
//! three trays and `pekatctl`, and with a client written like the vendor's sample.
#![cfg(test)]

mod sample;
mod server;
mod tray;

use std::process::Command;
use std::thread;
use std::time::Duration;

use pekat_tray::protocol::{Operation, Status};
use pekat_tray::sim::service::{Busy, Connections, LineEnd, Replies, Service};
use sample::Sample;
use server::{A, B, C, Server};
use tray::Tray;

use Operation::{Start, Stop, Switch};
use Status::{Running, Stopped};

/// A kind of server, and how long it reports the old status after it has agreed.
type Kind = (&'static str, Service, Duration);

fn kinds() -> Vec<Kind> {
    let at_once = Duration::ZERO;
    let serial = |backlog| Service {
        connections: Connections::One,
        backlog,
        ..Service::default()
    };
    let replies = |replies| Service {
        replies,
        ..Service::default()
    };
    let success = |word: &str| Service {
        success: Some(word.parse().unwrap()),
        ..Service::default()
    };
    let line_end = |line_end| Service {
        line_end,
        ..Service::default()
    };
    vec![
        ("a thread per connection", Service::default(), at_once),
        ("one at a time, backlog 1", serial(1), at_once),
        ("one at a time, backlog 5", serial(5), at_once),
        ("one at a time, backlog 128", serial(128), at_once),
        ("one reply, then close", replies(Replies::Close), at_once),
        ("one reply, then silence", replies(Replies::Silent), at_once),
        (
            "one at a time, one reply, then silence",
            Service {
                replies: Replies::Silent,
                ..serial(5)
            },
            at_once,
        ),
        (
            "answers nobody while it is busy",
            Service {
                busy: Busy::Silent,
                ..Service::default()
            },
            at_once,
        ),
        (
            "one at a time, answers nobody while it is busy",
            Service {
                busy: Busy::Silent,
                ..serial(5)
            },
            at_once,
        ),
        (
            "refuses connections while it is busy",
            Service {
                busy: Busy::Refuses,
                ..Service::default()
            },
            at_once,
        ),
        (
            "reports the old status for five seconds",
            Service::default(),
            Duration::from_secs(5),
        ),
        ("success", success("success"), at_once),
        ("done", success("done"), at_once),
        ("ok:started", success("ok:started"), at_once),
        ("a status word", success("starting"), at_once),
        ("LF", line_end(LineEnd::Lf), at_once),
        ("CR LF", line_end(LineEnd::Crlf), at_once),
    ]
}

/// Does this with a server of each kind, all at the same time.
fn with_each_kind(test: impl Fn(&Server) + Sync) {
    thread::scope(|scope| {
        for kind in kinds() {
            let name = kind.0.to_owned();
            let test = &test;
            let run = move || test(&Server::start(kind));
            let spawned = thread::Builder::new().name(name).spawn_scoped(scope, run);
            spawned.unwrap();
        }
    });
}

/// Runs `pekatctl` with one project of a server.
fn pekatctl(server: &Server, command: &str, path: &str) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pekatctl"))
        .args([command, path, "--server", &server.address])
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn one_tray_operates_every_kind_of_server() {
    with_each_kind(|server| {
        let mut tray = Tray::watch(server);
        tray.until_shown([Stopped, Running, Stopped]);
        tray.click(Start, A);
        tray.until_shown([Running, Running, Stopped]);
        tray.click(Stop, A);
        tray.until_shown([Stopped, Running, Stopped]);
        tray.click(Switch, C);
        tray.until_shown([Stopped, Stopped, Running]);
        let sent = [("start", A), ("stop", A), ("switch", C)];
        assert_eq!(server.operations(), sent.map(of), "{}", server.kind);
        assert_eq!(tray.failures(), [""; 0], "{}", server.kind);
    });
}

#[test]
fn three_trays_and_pekatctl_share_every_kind_of_server() {
    with_each_kind(|server| {
        let mut trays = [(); 3].map(|()| Tray::watch(server));
        let all_show = |trays: &mut [Tray; 3], shown| {
            for tray in trays {
                tray.until_shown(shown);
            }
        };
        all_show(&mut trays, [Stopped, Running, Stopped]);
        trays[0].click(Start, A);
        all_show(&mut trays, [Running, Running, Stopped]);
        let (code, told) = pekatctl(server, "stop", A);
        assert_eq!(code, Some(0), "{}: {told}", server.kind);
        all_show(&mut trays, [Stopped, Running, Stopped]);
        trays[1].click(Switch, C);
        all_show(&mut trays, [Stopped, Stopped, Running]);
        trays[2].click(Stop, C);
        all_show(&mut trays, [Stopped, Stopped, Stopped]);
        let (code, told) = pekatctl(server, "status", C);
        let line = format!("{}  {C}  Stopped\n", server.address);
        assert_eq!((code, told), (Some(0), line), "{}", server.kind);
        let sent = [("start", A), ("stop", A), ("switch", C), ("stop", C)];
        assert_eq!(server.operations(), sent.map(of), "{}", server.kind);
        for tray in trays {
            assert_eq!(tray.failures(), [""; 0], "{}", server.kind);
        }
    });
}

#[test]
fn a_tray_and_a_client_like_the_vendors_sample_share_every_kind_of_server() {
    with_each_kind(|server| {
        let mut tray = Tray::watch(server);
        tray.until_shown([Stopped, Running, Stopped]);
        let mut sample = Sample::new(server);
        sample.send("start", A);
        tray.until_shown([Running, Running, Stopped]);
        tray.click(Stop, A);
        tray.until_shown([Stopped, Running, Stopped]);
        sample.until_status(A, "stopped");
        sample.send("switch", C);
        sample.until_status(C, "running");
        tray.until_shown([Stopped, Stopped, Running]);
        let sent = [("start", A), ("stop", A), ("switch", C)];
        assert_eq!(server.operations(), sent.map(of), "{}", server.kind);
        assert_eq!(tray.failures(), [""; 0], "{}", server.kind);
    });
}

#[test]
fn a_server_that_is_busy_for_half_a_minute_is_not_called_unreachable() {
    let busy = |connections| Service {
        connections,
        busy: Busy::Silent,
        ..Service::default()
    };
    let kinds = [
        ("busy, a thread per connection", Connections::Threads),
        ("busy, one at a time", Connections::One),
    ];
    thread::scope(|scope| {
        for (name, connections) in kinds {
            scope.spawn(move || {
                let kind = (name, busy(connections), Duration::ZERO);
                let server = Server::start_slow(kind, Duration::from_secs(30));
                let mut trays = [(); 3].map(|()| Tray::watch(&server));
                for tray in &mut trays {
                    tray.until_shown([Stopped, Running, Stopped]);
                }
                trays[0].click(Start, A);
                thread::scope(|scope| {
                    for tray in &mut trays {
                        scope.spawn(|| tray.until_shown([Running, Running, Stopped]));
                    }
                });
                let told = trays.map(|tray| tray.failures());
                assert_eq!(told, [(); 3].map(|()| Vec::<String>::new()), "{name}");
                assert_eq!(server.operations(), [of(("start", A))], "{name}");
                assert_eq!(pekatctl(&server, "status", A).0, Some(0), "{name}");
            });
        }
    });
}

/// A request as the server records it.
fn of((command, path): (&str, &str)) -> String {
    format!("{command}:{path}")
}

/// An operation that its client gave up is behind another client in the server's queue, and its
/// connection is reset there. Windows discards the request then, Linux hands it to the server all the
/// same: only the order of events can be shown here.
#[test]
fn an_operation_is_not_sent_to_a_server_that_does_not_answer() {
    let serial = Service {
        connections: Connections::One,
        ..Service::default()
    };
    let server = Server::start(("one at a time", serial, Duration::ZERO));
    let mut tray = Tray::watch(&server);
    tray.until_shown([Stopped, Running, Stopped]);
    let blocking = Sample::connected(&server);
    tray.click(Start, A);
    tray.until("the start is not sent", |tray| !tray.failures().is_empty());
    let failure = "Outcome { operation: Start, outcome: Failed(NotSent(NoAnswer)) }";
    assert_eq!(tray.failures(), [failure]);
    drop(blocking);
    tray.until_shown([Stopped, Running, Stopped]);
    assert_eq!(server.operations(), [""; 0]);
    // `B` runs and is not touched by any of this.
    assert_eq!(pekatctl(&server, "status", B).0, Some(0));
}
