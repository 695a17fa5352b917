use std::io::ErrorKind;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::super::service::{Replies, Service};
use super::super::world::{Answer, World};
use super::super::{Record, file};
use super::*;
use crate::protocol::Status;

const ONE: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 1";
const TWO: &str = r"C:\Users\pekat\PekatVisionProjects\Test Project 2";

/// Longer than anything that is waited for.
const NEVER: Duration = Duration::from_secs(30);

/// Long enough for a server to answer that should not.
const WHILE: Duration = Duration::from_millis(200);

/// A simulator in which nothing starts or stops by itself, with the requests that it has recorded.
struct Server {
    sim: Sim,
    address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(service: Service) -> Server {
        Server::start_with(service, Answer::Accepted)
    }

    fn start_with(service: Service, answer: Answer) -> Server {
        let mut setup = file::sample().unwrap();
        (setup.start_time, setup.stop_time) = (Duration::MAX, Duration::MAX);
        (setup.service, setup.answer) = (service, answer);
        let backlog = setup.service.backlog;
        let log = Arc::new(Mutex::new(Vec::new()));
        let records = Arc::clone(&log);
        let sim = Sim::start(World::new(setup), move |record: &Record| {
            let reply = record.reply.as_ref().map_or("nothing", |it| it.text());
            let line = format!("{} -> {reply}", record.request);
            let line = line.replace(ONE, "ONE").replace(TWO, "TWO");
            records.lock().unwrap().push(line);
        });
        let listener = bind(SocketAddr::from(([127, 0, 0, 1], 0)), backlog).unwrap();
        let address = listener.local_addr().unwrap();
        let serving = sim.clone();
        tokio::spawn(async move { serving.listen(listener).await });
        Server { sim, address, log }
    }

    async fn connect(&self) -> TcpStream {
        let connected = timeout(NEVER, TcpStream::connect(self.address)).await;
        connected.unwrap().unwrap()
    }

    async fn set(&self, path: &str, status: Status) {
        self.sim.set(&path.parse().unwrap(), status).await.unwrap();
    }

    fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

async fn send(client: &mut TcpStream, request: &str) {
    let request = request.replace("ONE", ONE).replace("TWO", TWO);
    client.write_all(request.as_bytes()).await.unwrap();
}

async fn receive(client: &mut TcpStream) -> String {
    let mut bytes = [0; 64];
    let count = timeout(NEVER, client.read(&mut bytes)).await.unwrap();
    String::from_utf8(bytes[..count.unwrap()].to_vec()).unwrap()
}

async fn ask(client: &mut TcpStream, request: &str) -> String {
    send(client, request).await;
    receive(client).await
}

async fn gets_nothing(client: &mut TcpStream) -> bool {
    timeout(WHILE, client.read(&mut [0])).await.is_err()
}

fn serial(replies: Replies) -> Service {
    Service {
        connections: Connections::One,
        backlog: 1,
        replies,
        ..Service::default()
    }
}

fn busy(busy: Busy) -> Service {
    Service {
        busy,
        ..Service::default()
    }
}

#[tokio::test]
async fn a_serial_server_answers_the_second_client_when_the_first_has_left() {
    let server = Server::start(serial(Replies::Many));
    let mut first = server.connect().await;
    assert_eq!(ask(&mut first, "status:ONE").await, "stopped");
    let mut second = server.connect().await;
    send(&mut second, "status:TWO").await;
    assert!(gets_nothing(&mut second).await);
    assert_eq!(ask(&mut first, "start:ONE").await, "done");
    drop(first);
    assert_eq!(receive(&mut second).await, "stopped");
    let expected = [
        "status:ONE -> stopped",
        "start:ONE -> done",
        "status:TWO -> stopped",
    ];
    assert_eq!(server.log(), expected);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_backlog_of_one_lets_two_clients_wait() {
    let server = Server::start(serial(Replies::Many));
    let mut serving = server.connect().await;
    assert_eq!(ask(&mut serving, "status:ONE").await, "stopped");
    let waiting = [server.connect().await, server.connect().await];
    let mut last = {
        let connecting = TcpStream::connect(server.address);
        tokio::pin!(connecting);
        assert!(timeout(WHILE, &mut connecting).await.is_err());
        drop(serving);
        // Linux tries again after a second.
        timeout(NEVER, connecting).await.unwrap().unwrap()
    };
    for mut client in waiting {
        assert_eq!(ask(&mut client, "status:ONE").await, "stopped");
    }
    assert_eq!(ask(&mut last, "status:ONE").await, "stopped");
}

#[tokio::test]
async fn a_serial_server_carries_out_what_a_client_left_behind() {
    let server = Server::start(serial(Replies::Many));
    let mut first = server.connect().await;
    assert_eq!(ask(&mut first, "status:ONE").await, "stopped");
    let mut impatient = server.connect().await;
    send(&mut impatient, "start:ONE").await;
    drop(impatient);
    assert_eq!(ask(&mut first, "status:ONE").await, "stopped");
    drop(first);
    let mut last = server.connect().await;
    assert_eq!(ask(&mut last, "status:ONE").await, "starting");
}

#[tokio::test]
async fn a_closing_server_answers_one_request_per_connection() {
    let server = Server::start(Service {
        replies: Replies::Close,
        ..Service::default()
    });
    for reply in ["done", "done"] {
        let mut client = server.connect().await;
        assert_eq!(ask(&mut client, "start:ONE").await, reply);
        assert_eq!(receive(&mut client).await, "");
    }
    // What is silent by a fault has not been answered.
    let fault = "silence".parse().unwrap();
    server.sim.inject(vec![fault]).await.unwrap();
    let mut client = server.connect().await;
    send(&mut client, "status:ONE").await;
    assert!(gets_nothing(&mut client).await);
    assert_eq!(ask(&mut client, "status:ONE").await, "starting");
    assert_eq!(receive(&mut client).await, "");
}

#[tokio::test]
async fn a_server_silent_after_one_reply_ignores_requests_and_keeps_its_turn() {
    let server = Server::start(serial(Replies::Silent));
    let mut first = server.connect().await;
    assert_eq!(ask(&mut first, "status:ONE").await, "stopped");
    send(&mut first, "start:ONE").await;
    let mut second = server.connect().await;
    send(&mut second, "status:ONE").await;
    assert!(gets_nothing(&mut first).await);
    assert!(gets_nothing(&mut second).await);
    drop(first);
    assert_eq!(receive(&mut second).await, "stopped");
    let expected = [
        "status:ONE -> stopped",
        "start:ONE -> nothing",
        "status:ONE -> stopped",
    ];
    assert_eq!(server.log(), expected);
}

#[tokio::test]
async fn a_busy_silent_server_answers_everybody_when_the_start_has_finished() {
    for (answer, expected) in [(Answer::Accepted, "done"), (Answer::Finished, "")] {
        let server = Server::start_with(busy(Busy::Silent), answer);
        let mut known = server.connect().await;
        assert_eq!(ask(&mut known, "status:ONE").await, "stopped");
        let mut starting = server.connect().await;
        send(&mut starting, "start:ONE").await;
        let accepted = match answer {
            Answer::Accepted => receive(&mut starting).await,
            Answer::Finished => String::new(),
        };
        assert_eq!(accepted, expected);
        assert!(gets_nothing(&mut starting).await);
        let mut new = server.connect().await;
        send(&mut known, "status:ONE").await;
        send(&mut new, "status:ONE").await;
        assert!(gets_nothing(&mut known).await);
        assert!(gets_nothing(&mut new).await);
        server.set(ONE, Status::Running).await;
        assert_eq!(receive(&mut known).await, "running");
        assert_eq!(receive(&mut new).await, "running");
        assert_eq!(ask(&mut new, "status:TWO").await, "stopped");
        let log = server.log();
        assert_eq!(log[1], "start:ONE -> done");
    }
}

#[tokio::test]
async fn a_busy_silent_server_accepts_nobody_beyond_its_backlog() {
    let service = Service {
        backlog: 1,
        ..busy(Busy::Silent)
    };
    let server = Server::start(service);
    let mut starting = server.connect().await;
    assert_eq!(ask(&mut starting, "start:ONE").await, "done");
    send(&mut starting, "status:ONE").await;
    assert!(gets_nothing(&mut starting).await);
    let mut waiting = Vec::new();
    let full = loop {
        match timeout(WHILE, TcpStream::connect(server.address)).await {
            Ok(Ok(client)) => waiting.push(client),
            // Windows refuses.
            Ok(Err(_)) | Err(_) => break waiting.len(),
        }
    };
    assert!(full < 5, "{full}");
    server.set(ONE, Status::Running).await;
    for mut client in waiting {
        assert_eq!(ask(&mut client, "status:ONE").await, "running");
    }
}

#[tokio::test]
async fn a_busy_refusing_server_refuses_new_connections_until_it_has_finished() {
    let server = Server::start(busy(Busy::Refuses));
    let mut starting = server.connect().await;
    let mut known = server.connect().await;
    assert_eq!(ask(&mut known, "status:ONE").await, "stopped");
    assert_eq!(ask(&mut starting, "start:ONE").await, "done");
    let refused = async {
        loop {
            match TcpStream::connect(server.address).await {
                Ok(_) => {}
                Err(error) => return error.kind(),
            }
        }
    };
    let refused = timeout(NEVER, refused).await.unwrap();
    assert_eq!(refused, ErrorKind::ConnectionRefused);
    for client in [&mut starting, &mut known] {
        send(client, "status:ONE").await;
        assert!(gets_nothing(client).await);
    }
    server.set(ONE, Status::Running).await;
    for client in [&mut starting, &mut known] {
        assert_eq!(receive(client).await, "running");
    }
    let back = async {
        loop {
            if let Ok(client) = TcpStream::connect(server.address).await {
                return client;
            }
        }
    };
    let mut back = timeout(NEVER, back).await.unwrap();
    assert_eq!(ask(&mut back, "status:ONE").await, "running");
}
