mod awake;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::task::JoinHandle;
use tokio::time::{sleep, sleep_until, timeout, timeout_at};

use super::*;
use crate::link::memory::{Listener, Net, Peer};
use crate::model::event::{Answer, Dispatch, Link};
use crate::site::{ProtocolChoice, Timing};

mod dialect;

/// A server that answers each request as its script says, and its log.
#[derive(Clone, Debug)]
struct Server {
    start: Instant,
    log: Arc<Mutex<Log>>,
}

#[derive(Debug, Default)]
struct Log {
    connections: usize,
    /// Connections on which a status was asked for and not yet answered, now and at most.
    asking: usize,
    asking_at_most: usize,
    /// When, over which connection, and what.
    requests: Vec<(u64, usize, String)>,
}

/// What a server does with a request.
#[derive(Clone, Copy, Debug)]
enum Does {
    Reply(&'static str),
    ReplyAfter(u64, &'static str),
    ReplyAndClose(&'static str),
    /// A text, then after so many milliseconds another one.
    ReplyAndLater(&'static str, u64, &'static str),
    Dribble(&'static str),
    Close,
    Silence,
}

impl Server {
    /// Listens in memory; `script` gets the request and the number of its connection from 1.
    fn listen(
        net: &Net,
        address: &str,
        script: impl Fn(&str, usize) -> Does + Send + Sync + 'static,
    ) -> Server {
        Server::serve(net.listen(address), script)
    }

    /// Listens on a port of this computer, which it returns.
    async fn bind(
        script: impl Fn(&str, usize) -> Does + Send + Sync + 'static,
    ) -> (Server, String) {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap().to_string();
        let (accept, accepted) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = socket.accept().await {
                accept.send(stream).unwrap();
            }
        });
        (Server::serve(Listener(accepted), script), address)
    }

    fn serve<S>(
        mut listener: Listener<S>,
        script: impl Fn(&str, usize) -> Does + Send + Sync + 'static,
    ) -> Server
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        let server = Server {
            start: Instant::now(),
            log: Arc::default(),
        };
        let script = Arc::new(script);
        let shared = server.clone();
        tokio::spawn(async move {
            while let Some(stream) = listener.0.recv().await {
                let (server, script) = (shared.clone(), Arc::clone(&script));
                tokio::spawn(async move { server.attend(Peer(stream), &*script).await });
            }
        });
        server
    }

    async fn attend<S>(&self, mut peer: Peer<S>, script: &impl Fn(&str, usize) -> Does)
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    {
        let connection = {
            let mut log = self.log.lock().unwrap();
            log.connections += 1;
            log.connections
        };
        while let Some(request) = peer.request().await {
            let is_status = request.starts_with("status");
            self.asked(connection, &request, is_status);
            let does = script(&request, connection);
            let told_early = matches!(does, Does::ReplyAndLater(..));
            if told_early {
                self.answered(is_status);
            }
            let open = obey(&mut peer, does).await;
            if !told_early {
                self.answered(is_status);
            }
            if !open {
                return;
            }
        }
    }

    fn asked(&self, connection: usize, request: &str, is_status: bool) {
        let mut log = self.log.lock().unwrap();
        let at = u64::try_from(self.start.elapsed().as_millis()).unwrap();
        log.requests.push((at, connection, request.to_owned()));
        log.asking += usize::from(is_status);
        log.asking_at_most = log.asking_at_most.max(log.asking);
    }

    fn answered(&self, is_status: bool) {
        self.log.lock().unwrap().asking -= usize::from(is_status);
    }

    fn connections(&self) -> usize {
        self.log.lock().unwrap().connections
    }

    /// When each operation came, in milliseconds, and which, in the order in which they came.
    fn operations(&self) -> Vec<String> {
        let log = self.log.lock().unwrap();
        let requests = log.requests.iter();
        let operations = requests.filter(|(_, _, request)| !request.starts_with("status"));
        operations
            .map(|(at, _, request)| format!("{at} {request}"))
            .collect()
    }

    /// When requests that begin so came, in milliseconds.
    fn times(&self, beginning: &str) -> Vec<u64> {
        let log = self.log.lock().unwrap();
        let requests = log.requests.iter();
        let requests = requests.filter(|(_, _, request)| request.starts_with(beginning));
        requests.map(|(at, ..)| *at).collect()
    }
}

/// Returns whether the connection stays open.
async fn obey<S>(peer: &mut Peer<S>, does: Does) -> bool
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    match does {
        Does::Reply(text) => peer.reply(text).await,
        Does::ReplyAfter(millis, text) => {
            // Whoever does not wait any more asks for nothing any more either.
            let hung_up = timeout(Duration::from_millis(millis), peer.request()).await;
            return hung_up.is_err() && peer.try_reply(text).await;
        }
        Does::ReplyAndClose(text) => {
            peer.reply(text).await;
            return false;
        }
        Does::ReplyAndLater(text, millis, more) => {
            peer.reply(text).await;
            sleep(Duration::from_millis(millis)).await;
            peer.try_reply(more).await;
        }
        Does::Dribble(text) => {
            for byte in text.chars() {
                peer.reply(byte.encode_utf8(&mut [0; 4])).await;
                sleep(Duration::from_millis(50)).await;
            }
        }
        Does::Close => return false,
        // Until the client gives up.
        Does::Silence => return peer.request().await.is_some(),
    }
    true
}

fn running(_: &str, _: usize) -> Does {
    Does::Reply("running")
}

/// Servers at these addresses, each with projects at these paths.
fn site(servers: &[(&str, &[&str])]) -> Site {
    let mut site = Site::default();
    for (address, paths) in servers {
        let server = site.add_server(address, address.parse().unwrap());
        for path in *paths {
            site.add_project(server, path, path.parse().unwrap());
        }
    }
    site
}

/// A monitor and what it has reported.
struct Run {
    start: Instant,
    site: Arc<Site>,
    orders: UnboundedSender<Order>,
    events: UnboundedReceiver<(Instant, Event)>,
    task: JoinHandle<()>,
    /// By how many milliseconds the clock on the wall was set forward.
    set_forward: Arc<AtomicU64>,
}

impl Run {
    fn new(net: &Net, site: Site) -> Self {
        let (orders, received) = unbounded_channel();
        let (report, events) = unbounded_channel();
        let net = net.clone();
        let report = move |event| report.send((Instant::now(), event)).unwrap();
        let set_forward = Arc::new(AtomicU64::new(0));
        let ahead = Arc::clone(&set_forward);
        let mut run = Run {
            start: Instant::now(),
            site: Arc::default(),
            orders,
            events,
            task: tokio::spawn(async move {
                let start = Instant::now();
                let outside = Outside {
                    dial: move || net.clone(),
                    wall_clock: move || {
                        let ahead = Duration::from_millis(ahead.load(Ordering::Relaxed));
                        SystemTime::UNIX_EPOCH + start.elapsed() + ahead
                    },
                    jitter: Jitter::none(),
                };
                let pulse = Pulse::new(start.into_std());
                run(outside, received, &pulse, report).await;
            }),
            set_forward,
        };
        run.configure(site);
        run
    }

    fn configure(&mut self, site: Site) {
        self.site = Arc::new(site);
        self.order(Order::Configure(Arc::clone(&self.site)));
    }

    fn order(&self, order: Order) {
        self.orders.send(order).unwrap();
    }

    /// Operates the project of this path, with its index as the ticket.
    fn operate(&self, path: &str, operation: Operation) {
        let mut projects = self.site.projects().enumerate();
        let found = projects.find(|(_, (_, project))| project.path.as_str() == path);
        let (index, (_, project)) = found.unwrap();
        self.order(Order::Operate {
            ticket: Ticket(u64::try_from(index).unwrap()),
            project: project.id,
            operation,
            asked: Instant::now().into_std(),
        });
    }

    /// Everything but heartbeats that is reported before a time, in milliseconds, a line each.
    async fn until(&mut self, millis: u64) -> Vec<String> {
        let end = self.start + Duration::from_millis(millis);
        let mut story = Vec::new();
        while let Ok(Some((at, event))) = timeout_at(end, self.events.recv()).await {
            let at = (at - self.start).as_millis();
            story.extend(self.tell(&event).map(|text| format!("{at} {text}")));
        }
        sleep_until(end).await;
        story
    }

    /// As [`until`](Self::until), without the polls.
    async fn notable(&mut self, millis: u64) -> Vec<String> {
        let mut story = self.until(millis).await;
        story.retain(|line| !line.contains(" says "));
        story
    }

    fn tell(&self, event: &Event) -> Option<String> {
        tell(&self.site, event)
    }
}

/// When a line of a story was told.
fn millis(line: &str) -> u64 {
    let (at, _) = line.split_once(' ').unwrap();
    at.parse().unwrap()
}

fn tell(site: &Site, event: &Event) -> Option<String> {
    match event {
        Event::Link { server, link } => {
            let server = site.server(*server);
            let name = server.map_or("somebody", |server| &server.name);
            Some(match link {
                Link::Connecting => format!("{name} connecting"),
                Link::Up => format!("{name} up"),
                Link::Silent => format!("{name} silent"),
                Link::Down(reason) => format!("{name} down {reason:?}"),
            })
        }
        Event::Polled { project, reading } => {
            let project = site.project(*project);
            let path = project.map_or("something", |(_, project)| project.path.as_str());
            Some(match &reading.answer {
                Answer::Status(status) => format!("{path} says {}", status.word()),
                Answer::NotFound => format!("{path} says not found"),
                Answer::UnknownCommand => format!("{path} says unknown command"),
                Answer::Refused(excerpt) => format!("{path} refused '{excerpt}'"),
                Answer::Unexpected(excerpt) => format!("{path} says '{excerpt}'"),
            })
        }
        Event::Answered { ticket, answer, .. } => Some(match answer {
            Ok(Dispatch::Sent) => format!("ticket {} done", ticket.0),
            Ok(Dispatch::Unclear(excerpt)) => format!("ticket {} '{excerpt}'", ticket.0),
            Ok(Dispatch::Unneeded) => format!("ticket {} unneeded", ticket.0),
            Err(failure) => format!("ticket {} {failure:?}", ticket.0),
        }),
        Event::Tick => None,
        Event::Awoke { .. } => Some("awoke".to_owned()),
        Event::MonitorSilent
        | Event::Configured(_)
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
        | Event::Found { .. } => {
            panic!("not the monitor's to report: {event:?}")
        }
    }
}

#[tokio::test(start_paused = true)]
async fn projects_are_polled_in_turn_over_one_connection_per_round() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "status:x" => Does::Reply("running"),
        _ => Does::Reply("not-found"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    let expected = [
        "0 pm up",
        "0 x says running",
        "0 y says not found",
        "2000 x says running",
        "2000 y says not found",
    ];
    assert_eq!(run.until(4000).await, expected);
    assert_eq!(server.connections(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_connection_is_held_between_rounds() {
    let net = Net::default();
    let mut listener = net.listen("pm");
    let _run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    for round in 0..5 {
        let began = Instant::now();
        let mut connection = listener.accept().await;
        for request in ["status:x", "status:y"] {
            assert_eq!(connection.request().await.unwrap(), request, "{round}");
            connection.reply("running").await;
        }
        assert_eq!(connection.request().await, None, "{round}");
        assert_eq!(
            began.elapsed().as_millis(),
            if round == 0 { 0 } else { 2000 }
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_lone_project_is_asked_twice_to_learn_whether_connections_last() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", running);
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(5000).await;
    assert_eq!(server.times("status"), [0, 0, 2000, 4000]);
    assert_eq!(server.connections(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_reading_is_as_old_as_its_question() {
    let net = Net::default();
    Server::listen(&net, "pm", |_, _| Does::ReplyAfter(700, "running"));
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    loop {
        let (at, event) = run.events.recv().await.unwrap();
        if let Event::Polled { reading, .. } = event {
            assert_eq!(at - run.start, Duration::from_millis(700));
            assert_eq!(reading.at, run.start.into_std());
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn time_outs_and_refusals_bring_the_link_down_with_their_reason() {
    let net = Net::default();
    net.swallow("nowhere");
    Server::listen(&net, "mute", |_, _| Does::Silence);
    Server::listen(&net, "rude", |_, _| Does::Close);
    let servers: [(&str, &[&str]); 4] = [
        ("nowhere", &["x"]),
        ("mute", &["x"]),
        ("rude", &["x"]),
        ("absent", &["x"]),
    ];
    let mut run = Run::new(&net, site(&servers));
    let story = run.until(70_000).await;
    let expected = [
        "3006 absent down Refused",
        "3254 rude down Broken",
        "4002 mute silent",
        "12000 nowhere down ConnectTimeout",
        "64002 mute down NoAnswer",
    ];
    assert_eq!(story, expected, "each is told once");
}

#[tokio::test(start_paused = true)]
async fn a_changed_reason_is_told_and_so_is_the_recovery() {
    let net = Net::default();
    net.swallow("pm");
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    assert_eq!(run.until(13_000).await, ["12000 pm down ConnectTimeout"]);
    let listener = net.listen("pm");
    drop(listener);
    assert_eq!(run.until(17_000).await, ["16000 pm down Refused"]);
    Server::listen(&net, "pm", running);
    let expected = [
        "24000 pm up",
        "24000 x says running",
        "24000 x says running",
    ];
    assert_eq!(run.until(25_000).await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_closes_after_each_reply_gets_a_connection_per_request() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |_, _| Does::ReplyAndClose("running"));
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    let story = run.until(20_000).await;
    assert_eq!(story[0], "0 pm up");
    assert_eq!(
        story.len(),
        1 + 20,
        "no error, every poll answered: {story:?}"
    );
    assert_eq!(net.dials("pm").len(), 20);
    assert_eq!(server.connections(), 20);
    assert_eq!(server.times("status").len(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_restarted_during_a_round_goes_on_with_rounds() {
    for closes in [4, 5, 6] {
        let net = Net::default();
        let requests = Mutex::new(0);
        Server::listen(&net, "pm", move |_, _| {
            let mut requests = requests.lock().unwrap();
            *requests += 1;
            match *requests == closes {
                true => Does::ReplyAndClose("running"),
                false => Does::Reply("running"),
            }
        });
        let mut run = Run::new(&net, site(&[("pm", &["x", "y", "z"])]));
        let story = run.until(40_000).await;
        assert_eq!(story.len(), 1 + 60, "{story:?}");
        let dials = net.dials("pm").len();
        assert!((20..=21).contains(&dials), "{closes}: {dials}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_falls_silent_after_each_reply_gets_a_connection_per_request() {
    for paths in [&["x"][..], &["x", "y", "z"]] {
        let net = Net::default();
        let connections = Mutex::new(BTreeMap::new());
        let server = Server::listen(&net, "pm", move |_, connection| {
            let mut connections = connections.lock().unwrap();
            let requests = connections.entry(connection).or_insert(0);
            *requests += 1;
            match *requests {
                1 => Does::Reply("running"),
                _ => Does::Silence,
            }
        });
        let mut run = Run::new(&net, site(&[("pm", paths)]));
        let story = run.notable(60_000).await;
        assert_eq!(story, ["0 pm up"]);
        let late = |pair: &[u64]| pair[1] - pair[0] > 3000;
        for path in paths {
            let times = server.times(&format!("status:{path}"));
            assert!(!times.windows(2).any(late), "{times:?}");
        }
        // The second question of the first round was asked again.
        let requests = server.times("status").len();
        assert_eq!(server.connections(), requests - 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_server_is_tried_once_per_growing_pause_and_delays_nobody() {
    let net = Net::default();
    net.swallow("nowhere");
    let healthy = Server::listen(&net, "pm", running);
    let mut run = Run::new(&net, site(&[("nowhere", &["x", "y"]), ("pm", &["z"])]));
    let story = run.until(130_000).await;
    let polls: Vec<u64> = (0..65).map(|poll| 2 + poll * 2000).collect();
    assert_eq!(healthy.times("status:z")[1..], polls);
    let notable: Vec<&String> = story.iter().filter(|line| !line.contains("says")).collect();
    assert_eq!(notable, ["2 pm up", "12000 nowhere down ConnectTimeout"]);
    let attempts = net.dials("nowhere");
    let attempts: Vec<u64> = attempts
        .iter()
        .map(|at| (*at - run.start).as_secs())
        .collect();
    // Each attempt takes three seconds; the pauses after them are 1, 2, 4, 8, 16 and 30.
    assert_eq!(attempts, [0, 4, 9, 16, 27, 46, 79, 112]);
}

#[tokio::test(start_paused = true)]
async fn the_first_polls_of_many_servers_are_spread_over_at_most_one_poll_interval() {
    // How many servers there are, the poll interval, and when the last of them are first polled.
    let cases = [
        (3, 2000, [0, 2, 4]),
        (1000, 2000, [1994, 1996, 1998]),
        (1000, 500, [499, 499, 500]),
    ];
    for (servers, poll_interval, last) in cases {
        let net = Net::default();
        let names: Vec<String> = (0..servers).map(|number| format!("pm{number}")).collect();
        let mut site = Site::default();
        site.timing.poll_interval = Duration::from_millis(poll_interval);
        for name in &names {
            let server = site.add_server(name, name.parse().unwrap());
            site.add_project(server, "x", "x".parse().unwrap());
        }
        let mut run = Run::new(&net, site);
        run.until(poll_interval + 1).await;
        let first = |name: &String| (net.dials(name)[0] - run.start).as_millis();
        let first: Vec<u128> = names.iter().map(first).collect();
        assert_eq!(first[first.len() - 3..], last);
        assert!(first.is_sorted(), "{first:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_project_neither_brings_the_link_down_nor_holds_up_the_others() {
    for silent in ["status:x", "status:y", "status:z"] {
        let net = Net::default();
        let server = Server::listen(&net, "pm", move |request, _| match request {
            _ if request == silent => Does::Silence,
            _ => Does::Reply("running"),
        });
        let mut run = Run::new(&net, site(&[("pm", &["x", "y", "z"])]));
        let story = run.notable(200_000).await;
        assert!(
            matches!(&*story, [up] if up.ends_with(" pm up")),
            "{story:?}"
        );
        let asked: Vec<u64> = server.times(silent).iter().map(|at| at / 1000).collect();
        // Each attempt takes three seconds; the pauses after them are 2, 4, 8, 16 and 30. The second
        // question of all has less time, and is asked again: the server might ignore it.
        let expected: &[u64] = match silent {
            "status:x" => &[0, 5, 12, 23, 42, 75, 108, 141, 174],
            "status:y" => &[0, 0, 5, 12, 23, 42, 75, 108, 141, 174],
            _ => &[0, 5, 12, 23, 42, 75, 108, 141, 174],
        };
        assert_eq!(asked, expected, "{silent}");
        for other in ["status:x", "status:y", "status:z"] {
            let times = server.times(other);
            let gap = times.windows(2).map(|pair| pair[1] - pair[0]).max();
            assert!(other == silent || gap <= Some(5000), "{other} {times:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_project_that_was_silent_is_polled_as_usual_again_once_it_answers() {
    let net = Net::default();
    let began = Instant::now();
    let server = Server::listen(&net, "pm", move |request, _| match request {
        "status:x" if began.elapsed() < Duration::from_secs(60) => Does::Silence,
        _ => Does::Reply("running"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    let story = run.notable(85_000).await;
    assert_eq!(story, ["3000 pm up"]);
    let mut times = server.times("status:x");
    times.retain(|at| *at >= 60_000);
    assert_eq!(times, [75_000, 77_000, 79_000, 81_000, 83_000]);
}

/// Of what answers at first, what gives no answer from 10 s on for how long, and what is told.
#[tokio::test(start_paused = true)]
async fn the_link_is_down_when_nothing_else_answers_either() {
    type Case = (
        &'static [&'static str],
        &'static str,
        u64,
        &'static [&'static str],
    );
    let cases: [Case; 7] = [
        // A single lost answer.
        (&["x"], "status", 3000, &[]),
        (&["x", "y"], "status", 3000, &[]),
        // In one of a project or more.
        (
            &["x"],
            "status",
            20_000,
            &["14000 pm silent", "31000 pm up"],
        ),
        (
            &["x", "y"],
            "status",
            20_000,
            &["14000 pm silent", "31000 pm up"],
        ),
        (
            &["x", "y"],
            "status",
            100_000,
            &["14000 pm silent", "74000 pm down NoAnswer", "117000 pm up"],
        ),
        // One after the other falls silent for ever: told once, for there was nothing else to ask.
        (
            &["x", "y", "z"],
            "status:x status:y",
            900_000,
            &["14000 pm silent", "16000 pm up"],
        ),
        (&["x", "y", "z"], "status:x status:z", 900_000, &[]),
    ];
    for (paths, silent, millis, expected) in cases {
        let net = Net::default();
        let began = Instant::now();
        let silence = Duration::from_secs(10)..Duration::from_millis(10_000 + millis);
        Server::listen(&net, "pm", move |request, _| {
            let is_silent = silent == "status" || silent.split(' ').any(|it| it == request);
            match is_silent && silence.contains(&began.elapsed()) {
                true => Does::Silence,
                false => Does::Reply("running"),
            }
        });
        let mut run = Run::new(&net, site(&[("pm", paths)]));
        run.until(9000).await;
        let story = run.notable(300_000).await;
        assert_eq!(story, expected, "{paths:?} {silent} {millis}");
    }
}

#[tokio::test(start_paused = true)]
async fn silent_projects_do_not_keep_a_server_down_that_is_back() {
    let net = Net::default();
    let began = Instant::now();
    Server::listen(&net, "pm", move |request, _| {
        let is_out = (60..160).contains(&began.elapsed().as_secs());
        match request {
            "status:z" if !is_out => Does::Reply("running"),
            _ => Does::Silence,
        }
    });
    let mut run = Run::new(&net, site(&[("pm", &["z", "x", "y"])]));
    run.until(50_000).await;
    let story = run.notable(600_000).await;
    let times: Vec<u64> = story.iter().map(|line| millis(line)).collect();
    assert!(
        matches!(
            *times,
            [60_000..=68_000, 120_000..=128_000, 160_000..=230_000]
        ),
        "{story:?}"
    );
    assert!(story[0].ends_with(" pm silent"), "{story:?}");
    assert!(story[1].ends_with(" pm down NoAnswer"), "{story:?}");
    assert!(story[2].ends_with(" pm up"), "{story:?}");
}

#[tokio::test(start_paused = true)]
async fn many_silent_projects_leave_the_others_their_turns() {
    let net = Net::default();
    let paths: Vec<String> = (10..50).map(|project| format!("p{project}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let server = Server::listen(&net, "pm", |request, _| {
        match request.ends_with(['1', '3', '5', '7', '9']) {
            true => Does::Silence,
            false => Does::ReplyAfter(5, "running"),
        }
    });
    let mut run = Run::new(&net, site(&[("pm", &paths)]));
    run.until(200_000).await;
    assert!(run.notable(400_000).await.is_empty());
    for path in paths {
        let mut times = server.times(&format!("status:{path}"));
        // Until then each has fallen silent once.
        times.retain(|at| *at > 100_000);
        let longest = times.windows(2).map(|pair| pair[1] - pair[0]).max();
        match path.ends_with(['1', '3', '5', '7', '9']) {
            true => assert!(times.len() > 2, "{path} {times:?}"),
            false => assert!(longest <= Some(5000), "{path} {times:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_link_in_doubt_is_given_half_a_poll_interval_in_all() {
    for (connect_timeout, delay, down) in
        [(3, 500, "14000 pm silent"), (30, 20_000, "18000 pm silent")]
    {
        let net = Net::default();
        let began = Instant::now();
        Server::listen(&net, "pm", move |_, _| match began.elapsed().as_secs() {
            0..10 => Does::Reply("running"),
            _ => Does::Silence,
        });
        let mut slow = site(&[("pm", &["x", "y"])]);
        slow.timing.connect_timeout = Duration::from_secs(connect_timeout);
        let mut run = Run::new(&net, slow);
        run.until(10_100).await;
        net.delay("pm", delay);
        assert_eq!(run.notable(20_000).await[0], down);
    }
}

#[tokio::test(start_paused = true)]
async fn refresh_also_tries_what_is_silent_and_starts_its_pauses_anew() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "status:x" | "status:y" => Does::Silence,
        _ => Does::Reply("running"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["z", "x", "y"])]));
    run.until(100_000).await;
    let before = [server.times("status:x"), server.times("status:y")].map(|times| times.len());
    run.order(Order::Refresh);
    let story = run.notable(120_000).await;
    assert!(story.is_empty(), "{story:?}");
    for (path, before) in ["status:x", "status:y"].into_iter().zip(before) {
        let after = &server.times(path)[before..];
        assert!(after[0] <= 103_000, "{path} {after:?}");
        assert!(after[1] <= after[0] + 8000, "{path} {after:?}");
    }
    let z = server.times("status:z");
    assert!(z.windows(2).all(|pair| pair[1] - pair[0] <= 5000), "{z:?}");
}

#[tokio::test(start_paused = true)]
async fn refresh_tries_everything_at_once() {
    let net = Net::default();
    let healthy = Server::listen(&net, "pm", running);
    let mut run = Run::new(&net, site(&[("absent", &["x"]), ("pm", &["y", "z"])]));
    run.until(21_000).await;
    assert_eq!(net.dials("absent").len(), 5);
    let before = healthy.times("status").len();
    run.order(Order::Refresh);
    run.until(21_500).await;
    assert_eq!(net.dials("absent").len(), 6);
    assert_eq!(healthy.times("status").len(), before + 2);
    assert_eq!(healthy.connections(), 12);
}

#[tokio::test(start_paused = true)]
async fn refreshing_all_the_time_never_puts_two_questions_in_flight() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |_, _| Does::ReplyAfter(90, "running"));
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    for step in 1..100 {
        run.order(Order::Refresh);
        run.until(step * 20).await;
    }
    let times = server.times("status");
    assert!(times.len() > 15, "{times:?}");
    assert_eq!(server.log.lock().unwrap().asking_at_most, 1);
}

#[tokio::test(start_paused = true)]
async fn polling_goes_on_while_an_operation_takes_its_time() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "start:y" => Does::ReplyAfter(30_000, "done"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    run.until(1000).await;
    run.operate("y", Operation::Start);
    assert_eq!(run.notable(40_000).await, ["31000 ticket 1 done"]);
    assert_eq!(server.times("start"), [1000]);
    let x = server.times("status:x");
    assert!(x.windows(2).all(|pair| pair[1] - pair[0] <= 2250), "{x:?}");
    let mut hurried: Vec<u64> = (1..=120).map(|poll| 1000 + poll * 250).collect();
    hurried.insert(0, 1000);
    let mut y = server.times("status:y");
    y.retain(|at| (1000..=31_000).contains(at));
    y.dedup();
    assert_eq!(y, hurried);
}

#[tokio::test(start_paused = true)]
async fn an_operation_does_not_wait_for_a_poll() {
    let net = Net::default();
    let polls = Mutex::new(0);
    let server = Server::listen(&net, "pm", move |request, _| {
        if request == "stop:x" {
            return Does::Reply("done");
        }
        let mut polls = polls.lock().unwrap();
        *polls += 1;
        match *polls {
            3 => Does::Silence,
            _ => Does::Reply("running"),
        }
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(3000).await;
    assert_eq!(server.times("status"), [0, 0, 2000]);
    run.operate("x", Operation::Stop);
    let story = ["3000 x says running", "3000 ticket 0 done"];
    assert_eq!(run.until(3001).await, story);
    assert_eq!(server.times("stop"), [3000]);
}

/// A server that serves one connection after another would not read the operation otherwise.
#[tokio::test(start_paused = true)]
async fn an_operation_ends_the_round_that_is_under_way() {
    let net = Net::default();
    let mut listener = net.listen("pm");
    let mut run = Run::new(&net, site(&[("pm", &["x", "y", "z"])]));
    run.until(1).await;
    let mut round = listener.accept().await;
    assert_eq!(round.request().await.unwrap(), "status:x");
    run.operate("x", Operation::Start);
    run.until(10).await;
    round.reply("stopped").await;
    assert_eq!(round.request().await, None, "the round is over");
    let mut operation = listener.accept().await;
    for _ in 0..2 {
        assert_eq!(operation.request().await.unwrap(), "status:x");
        operation.reply("stopped").await;
    }
    assert_eq!(operation.request().await.unwrap(), "start:x");
    operation.reply("done").await;
    assert_eq!(run.notable(11).await, ["10 pm up", "10 ticket 0 done"]);
}

/// A server that serves one connection after another, and takes its time over a start.
fn one_after_the_other(net: &Net, seconds: u64) {
    let mut listener = net.listen("pm");
    tokio::spawn(async move {
        loop {
            let mut peer = listener.accept().await;
            while let Some(request) = peer.request().await {
                let reply = match &*request {
                    "start:x" => {
                        sleep(Duration::from_secs(seconds)).await;
                        "done"
                    }
                    _ => "stopped",
                };
                if !peer.try_reply(reply).await {
                    break;
                }
            }
        }
    });
}

#[tokio::test(start_paused = true)]
async fn an_operation_excuses_polls_of_a_new_configuration_too() {
    let net = Net::default();
    one_after_the_other(&net, 20);
    let before = site(&[("pm", &["x", "y"])]);
    let mut run = Run::new(&net, before.clone());
    run.until(500).await;
    run.operate("x", Operation::Start);
    run.until(1500).await;
    run.configure(site(&[("pm", &["x", "y", "z"])]).with_ids_of(&before));
    let story = run.notable(30_000).await;
    assert_eq!(story, ["20500 ticket 0 done", "28500 pm up"]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_busy_with_our_operation_is_not_down() {
    let cases: [(u64, &[&str]); 2] = [
        (20, &["20500 ticket 0 done"]),
        (
            900,
            &[
                "60500 ticket 0 NoAnswer(NoAnswer)",
                "64500 pm silent",
                "124500 pm down NoAnswer",
            ],
        ),
    ];
    for (seconds, expected) in cases {
        let net = Net::default();
        one_after_the_other(&net, seconds);
        let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
        run.until(500).await;
        run.operate("x", Operation::Start);
        let story = run.notable(130_000).await;
        assert_eq!(story, expected);
        if seconds < 60 {
            let story = run.until(140_000).await;
            assert_eq!(story.len(), 10, "{story:?}");
        }
        assert!(net.dials("pm").len() > 8, "polls go on");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_refuses_during_an_operation_is_down_only_after_it() {
    let net = Net::default();
    let mut listener = net.listen("pm");
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    tokio::spawn(async move {
        listener.accept().await.always("stopped").await;
        let mut operation = listener.accept().await;
        operation.request().await.unwrap();
        operation.reply("stopped").await;
        assert_eq!(operation.request().await.unwrap(), "start:x");
        // Its queue is full from now on.
        drop(listener);
        sleep(Duration::from_secs(10)).await;
        drop(operation);
    });
    run.until(500).await;
    run.operate("x", Operation::Start);
    let expected = ["10500 ticket 0 NoAnswer(Broken)", "13500 pm down Refused"];
    assert_eq!(run.notable(20_000).await, expected);
}

/// Neither swallowed connections nor silence count while an operation is in flight, and both do
/// afterwards.
#[tokio::test(start_paused = true)]
async fn an_operation_excuses_polls_until_it_ended() {
    for (swallows, story) in [
        (
            true,
            &["15500 ticket 0 done", "27500 pm down ConnectTimeout"][..],
        ),
        (false, &["15500 ticket 0 done", "19500 pm silent"]),
    ] {
        let net = Net::default();
        let server = Server::listen(&net, "pm", |request, connection| {
            match (request, connection) {
                ("start:x", _) => Does::ReplyAfter(15_000, "done"),
                (_, 1 | 2) => Does::Reply("stopped"),
                _ => Does::Silence,
            }
        });
        let mut run = Run::new(&net, site(&[("pm", &["x"])]));
        run.until(500).await;
        run.operate("x", Operation::Start);
        run.until(600).await;
        if swallows {
            net.swallow("pm");
        }
        assert_eq!(run.notable(40_000).await, story);
        assert_eq!(server.operations(), ["500 start:x"]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_is_sent_once_whatever_fails() {
    let cases = [
        (Does::Close, 0, "NoAnswer(Broken)"),
        (Does::ReplyAndClose("don"), 0, "NoAnswer(Broken)"),
        (Does::Silence, 60_000, "NoAnswer(NoAnswer)"),
        (
            Does::ReplyAfter(61_000, "done"),
            60_000,
            "NoAnswer(NoAnswer)",
        ),
        (Does::Reply("hello"), 100, "'hello'"),
        (Does::Reply("success"), 0, "done"),
        (Does::Reply("starting"), 0, "done"),
        (Does::Reply("ok:started"), 100, "done"),
        (Does::Reply("done\r\n"), 0, "done"),
        (Does::Reply("error:port"), 0, "PortInUse"),
        (Does::Reply("not-found"), 0, "NotFound"),
        (Does::Reply("Unknown command"), 0, "UnknownCommand"),
        (Does::Reply("donedone"), 0, "done"),
    ];
    for (does, after, expected) in cases {
        let net = Net::default();
        let server = Server::listen(&net, "pm", move |request, _| match request {
            "start:x" => does,
            _ => Does::Reply("stopped"),
        });
        let mut run = Run::new(&net, site(&[("pm", &["x"])]));
        run.until(500).await;
        run.operate("x", Operation::Start);
        let at = 500 + after;
        let story = run.notable(200_000).await;
        assert_eq!(story, [format!("{at} ticket 0 {expected}")]);
        assert_eq!(server.times("start"), [500], "{does:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn operations_are_sent_in_the_order_given_and_a_stop_revokes_what_is_not_sent() {
    use Operation::{Start, Stop, Switch};
    struct Case {
        /// When, how long the next connection takes to be made, and what.
        orders: &'static [(u64, u64, &'static str, Operation)],
        sent: &'static [&'static str],
        told: &'static [&'static str],
    }
    let cases = [
        Case {
            orders: &[(500, 1000, "x", Start), (600, 0, "x", Stop)],
            sent: &["600 stop:x"],
            told: &["600 ticket 0 GivenUp", "600 ticket 0 done"],
        },
        Case {
            orders: &[(500, 1000, "x", Switch), (600, 100, "x", Stop)],
            sent: &["700 stop:x"],
            told: &["600 ticket 0 GivenUp", "700 ticket 0 done"],
        },
        Case {
            orders: &[(500, 0, "x", Switch), (500, 0, "x", Stop)],
            sent: &["500 stop:x"],
            told: &["500 ticket 0 GivenUp", "500 ticket 0 done"],
        },
        Case {
            orders: &[(500, 1000, "x", Start), (600, 5000, "x", Stop)],
            // The second attempt to connect succeeds.
            sent: &["3850 stop:x"],
            told: &["600 ticket 0 GivenUp", "3850 ticket 0 done"],
        },
        // Sent already.
        Case {
            orders: &[(500, 1000, "y", Start), (1501, 100, "y", Stop)],
            sent: &["1500 start:y", "1601 stop:y"],
            told: &["1601 ticket 1 done", "11500 ticket 1 done"],
        },
        // Another project's stop revokes nothing, and neither does a start.
        Case {
            orders: &[(500, 1000, "y", Start), (600, 0, "x", Stop)],
            sent: &["1500 start:y", "1500 stop:x"],
            told: &["1500 ticket 0 done", "11500 ticket 1 done"],
        },
        Case {
            orders: &[(500, 1000, "x", Stop), (600, 0, "x", Start)],
            sent: &["1500 stop:x", "1500 start:x"],
            told: &["1500 ticket 0 done", "1500 ticket 0 done"],
        },
        Case {
            orders: &[
                (500, 1000, "y", Stop),
                (600, 0, "x", Start),
                (800, 0, "x", Stop),
            ],
            sent: &["1500 stop:x"],
            told: &[
                "800 ticket 0 GivenUp",
                "1500 ticket 1 unneeded",
                "1500 ticket 0 done",
            ],
        },
    ];
    for case in cases {
        let net = Net::default();
        let running = Mutex::new(BTreeMap::from([("x", true), ("y", false)]));
        let server = Server::listen(&net, "pm", move |request, _| {
            let mut running = running.lock().unwrap();
            let (command, project) = request.split_once(':').unwrap();
            let runs = running.get_mut(project).unwrap();
            match command {
                "status" if *runs => return Does::Reply("running"),
                "status" => return Does::Reply("stopped"),
                command => *runs = command != "stop",
            }
            match request {
                "start:y" => Does::ReplyAfter(10_000, "done"),
                _ => Does::Reply("done"),
            }
        });
        let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
        run.until(400).await;
        let mut told = Vec::new();
        for (at, delay, path, operation) in case.orders {
            told.extend(run.notable(*at).await);
            if *delay > 0 {
                net.delay("pm", *delay);
            }
            run.operate(path, *operation);
        }
        told.extend(run.notable(20_000).await);
        assert_eq!(told, case.told, "{:?}", case.orders);
        assert_eq!(server.operations(), case.sent, "{:?}", case.orders);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_sent_when_its_server_is_configured_anew_is_not_sent_any_more() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "status:x" | "status:y" => Does::Reply("starting"),
        _ => Does::Reply("done"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(400).await;
    net.delay("pm", 1000);
    run.operate("x", Operation::Start);
    run.until(500).await;
    let anew = site(&[("pm", &["x", "y"])]).with_ids_of(&run.site);
    run.configure(anew);
    run.operate("x", Operation::Stop);
    let mut told = run.notable(10_000).await;
    told.retain(|line| line.contains("ticket"));
    told.sort();
    let expected = ["500 ticket 0 GivenUp", "500 ticket 0 done"];
    assert_eq!(told, expected);
    assert_eq!(server.operations(), ["500 stop:x"]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_finds_no_connection_is_not_sent() {
    let net = Net::default();
    net.swallow("nowhere");
    let mut run = Run::new(&net, site(&[("nowhere", &["x"]), ("absent", &["y"])]));
    run.until(500).await;
    run.operate("x", Operation::Switch);
    run.operate("y", Operation::Stop);
    let mut story = run.until(100_000).await;
    story.retain(|line| line.contains("ticket"));
    // The status before it is tried again and again for a minute.
    let expected = [
        "59250 ticket 0 NotSent(ConnectTimeout)",
        "60250 ticket 1 NotSent(Refused)",
    ];
    assert_eq!(story, expected);
}

#[tokio::test(start_paused = true)]
async fn an_operation_gets_another_connection_if_the_server_closes_the_first_after_the_status() {
    let net = Net::default();
    let began = Instant::now();
    let server = Server::listen(&net, "pm", move |request, _| match request {
        "start:x" => Does::Reply("done"),
        // From then on it answers once per connection.
        _ if began.elapsed() > Duration::from_millis(900) => Does::ReplyAndClose("stopped"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(1000).await;
    run.operate("x", Operation::Start);
    assert_eq!(run.notable(1500).await, ["1000 ticket 0 done"]);
    assert_eq!(server.operations(), ["1000 start:x"]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_is_not_sent_to_a_server_that_speaks_first() {
    let net = Net::default();
    let listener = net.listen_and_greet("pm", "running");
    let server = Server::serve(listener, running);
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.operate("x", Operation::Start);
    let expected = ["3000 pm down Broken", "59750 ticket 0 NotSent(Broken)"];
    assert_eq!(run.until(70_000).await, expected);
    assert!(server.times("").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_is_never_taken_for_the_next_questions() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |_, connection| match connection {
        1 => Does::ReplyAfter(3500, "running"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    let story = run.until(6000).await;
    // The lone question of a round is asked twice.
    let expected = [
        "3000 pm up",
        "3000 y says stopped",
        "3000 y says stopped",
        "5000 y says stopped",
        "5000 x says stopped",
    ];
    assert_eq!(story, expected);
    assert_eq!(server.connections(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_doubled_reply_is_never_taken_for_the_next_questions() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "status:x" => Does::ReplyAndLater("running", 500, "running"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    let story = run.until(20_000).await;
    let wrong = |line: &String| line.contains("y says running") || line.contains("down");
    assert!(!story.iter().any(wrong), "{story:?}");
    assert_eq!(
        server.connections(),
        22,
        "one per request after the first two, and both are asked anew at once"
    );
}

#[tokio::test(start_paused = true)]
async fn strange_replies_are_told_when_they_come_twice() {
    let long: &'static str = "z".repeat(300).leak();
    let shown = format!("{}…", "z".repeat(63));
    let cases = [
        (Does::Reply("hello"), "200 x says 'hello'".to_owned(), 4),
        (Does::Reply("done"), "0 x says 'done'".to_owned(), 4),
        (Does::Reply(long), format!("0 x says '{shown}'"), 4),
        (Does::Dribble("hello"), "600 x says 'hello'".to_owned(), 4),
        (Does::Dribble("running"), "300 x says running".to_owned(), 2),
    ];
    for (does, expected, connections) in cases {
        let net = Net::default();
        let server = Server::listen(&net, "pm", move |_, _| does);
        let mut run = Run::new(&net, site(&[("pm", &["x"])]));
        let story = run.until(1000).await;
        let at = expected.split(' ').next().unwrap();
        assert_eq!(story[..2], [format!("{at} pm up"), expected]);
        run.until(3500).await;
        assert_eq!(server.connections(), connections, "{does:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_spoke_unasked_gets_a_connection_per_request() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |_, connection| match connection {
        1 => Does::ReplyAndLater("running", 500, "stopped"),
        _ => Does::Reply("running"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    // The second question of the first round is what notices.
    let expected = [
        "0 pm up",
        "0 x says running",
        "500 x says running",
        "500 x says running",
        "2500 x says running",
        "4500 x says running",
        "6500 x says running",
    ];
    assert_eq!(run.until(8000).await, expected);
    assert_eq!(server.connections(), 6);
}

#[tokio::test(start_paused = true)]
async fn what_was_answered_by_a_doubled_reply_is_asked_anew_as_soon_as_that_shows() {
    let net = Net::default();
    let mut listener = net.listen("pm");
    let mut run = Run::new(&net, site(&[("pm", &["x", "y", "z"])]));
    let mut peer = listener.accept().await;
    assert_eq!(peer.request().await.unwrap(), "status:x");
    peer.reply("running").await;
    assert_eq!(peer.request().await.unwrap(), "status:y");
    peer.reply("running").await;
    // The real answer comes too late, and is read as part of the next one.
    assert_eq!(peer.request().await.unwrap(), "status:z");
    peer.reply("stoppednot-found").await;
    let server = Server::serve(listener, |request, _| match request {
        "status:x" => Does::Reply("running"),
        "status:y" => Does::Reply("stopped"),
        _ => Does::Reply("not-found"),
    });
    let expected = [
        "0 pm up",
        "0 x says running",
        "0 y says running",
        "0 z says not found",
        "250 x says running",
        "500 y says stopped",
        "750 z says not found",
    ];
    assert_eq!(run.until(1000).await, expected);
    assert_eq!(server.connections(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_sent_while_a_start_may_still_begin() {
    for (wait, is_sent) in [(100, true), (5_900, true), (6_100, false)] {
        let net = Net::default();
        // It agrees at once, and has not begun yet.
        let server = Server::listen(&net, "pm", |request, _| match request {
            "start:x" | "stop:x" => Does::Reply("done"),
            _ => Does::Reply("stopped"),
        });
        let mut run = Run::new(&net, site(&[("pm", &["x"])]));
        run.until(1000).await;
        run.operate("x", Operation::Start);
        run.until(1000 + wait).await;
        run.operate("x", Operation::Stop);
        run.until(1500 + wait).await;
        let requests = server.requests();
        assert_eq!(requests.iter().any(|it| it == "stop:x"), is_sent, "{wait}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_switch_all_projects_are_polled_at_once_and_quickly_until_they_settle() {
    let net = Net::default();
    let began = Instant::now();
    let server = Server::listen(&net, "pm", move |request, _| {
        let settled = began.elapsed() >= Duration::from_millis(3000);
        match request {
            "switch:y" => Does::ReplyAfter(900, "success"),
            "status:x" if settled => Does::Reply("stopped"),
            "status:x" => Does::Reply("stopping"),
            _ if settled => Does::Reply("running"),
            _ => Does::Reply("starting"),
        }
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    run.until(1100).await;
    run.operate("y", Operation::Switch);
    assert_eq!(run.notable(9000).await, ["2000 ticket 1 done"]);
    let x = [
        0, 250, 500, 750, 1000, 1350, 1600, 1850, 2100, 2350, 2600, 2850, 3100, 5100, 7100,
    ];
    assert_eq!(server.times("status:x"), x);
    // One more is asked before the switch.
    let mut y = x.to_vec();
    y.insert(5, 1100);
    assert_eq!(server.times("status:y"), y);
    assert_eq!(server.connections(), x.len() + 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_configured_as_before_is_not_disturbed() {
    let net = Net::default();
    let same = Server::listen(&net, "same", running);
    let changed = Server::listen(&net, "changed", running);
    let gone = Server::listen(&net, "gone", running);
    let first: [(&str, &[&str]); 3] = [("same", &["x"]), ("changed", &["y"]), ("gone", &["z"])];
    let mut run = Run::new(&net, site(&first));
    run.until(500).await;

    let second: [(&str, &[&str]); 2] = [("changed", &["y", "new"]), ("same", &["x"])];
    let second = site(&second).with_ids_of(&run.site);
    run.configure(second);
    let expected = [
        "500 changed up",
        "500 y says running",
        "500 new says running",
    ];
    assert_eq!(run.until(600).await, expected);
    run.until(9000).await;
    assert_eq!(same.times("status"), [0, 0, 2000, 4000, 6000, 8000]);
    assert_eq!(gone.times("status"), [4, 4]);
    assert_eq!(
        changed.times("status:y"),
        [2, 2, 500, 2500, 4500, 6500, 8500]
    );

    let mut third = (*run.site).clone();
    third.timing.poll_interval = Duration::from_secs(1);
    run.configure(third);
    run.until(9500).await;
    assert_eq!(same.times("status")[6..], [9002, 9002]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_outlives_its_servers_configuration() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "start:x" => Does::ReplyAfter(5000, "done"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.operate("x", Operation::Start);
    run.until(100).await;
    let before = Arc::clone(&run.site);
    run.configure(site(&[]).with_ids_of(&before));
    assert_eq!(run.until(10_000).await, ["5000 ticket 0 done"]);
    assert!(server.times("status").iter().all(|at| *at <= 100));

    let (_, project) = before.projects().next().unwrap();
    run.order(Order::Operate {
        ticket: Ticket(7),
        project: project.id,
        operation: Operation::Stop,
        asked: Instant::now().into_std(),
    });
    assert_eq!(run.until(11_000).await, ["10000 ticket 7 GivenUp"]);
    assert!(server.times("stop").is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_heart_beats_as_often_as_is_polled_within_bounds() {
    let net = Net::default();
    for (poll_interval, beats) in [(100, 30), (5000, 12), (60_000, 2)] {
        let mut none = site(&[]);
        none.timing.poll_interval = Duration::from_millis(poll_interval);
        let mut run = Run::new(&net, none);
        sleep(Duration::from_millis(60_500)).await;
        let mut ticks = 0;
        while let Ok((_, event)) = run.events.try_recv() {
            assert_eq!(event, Event::Tick);
            ticks += 1;
        }
        assert_eq!(ticks, beats, "{poll_interval}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_handle_everything_ends_at_once() {
    let net = Net::default();
    let mut mute = net.listen("mute");
    let mut site = site(&[("mute", &["x"])]);
    let server = site.servers()[0].id;
    site.set_protocol(server, ProtocolChoice::Colon).unwrap();
    let mut run = Run::new(&net, site);
    let mut poll = mute.accept().await;
    poll.request().await.unwrap();
    run.operate("x", Operation::Start);
    let mut operation = mute.accept().await;
    operation.request().await.unwrap();

    drop(run.orders);
    timeout(Duration::from_secs(1), &mut run.task)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(poll.request().await, None);
    assert_eq!(operation.request().await, None);
    assert_eq!(run.events.try_recv(), Err(TryRecvError::Disconnected));
    assert_eq!(mute.waiting(), 0);
}

#[test]
fn a_servers_task_is_small() {
    let site = site(&[("pm", &["x"])]);
    let target = Target::new(&site.servers()[0], Timing::default());
    let (_orders, received) = unbounded_channel();
    let in_flight = server::InFlight::default();
    let pace = Pace {
        delay: Duration::ZERO,
        jitter: Jitter::none(),
    };
    let task = server::run(target, Tcp::default(), pace, received, in_flight, |_| {});
    assert!(size_of_val(&task) < 4096, "{}", size_of_val(&task));
}

/// A monitor on its own thread and real sockets.
struct Real {
    monitor: Monitor,
    site: Arc<Site>,
    events: UnboundedReceiver<Event>,
}

impl Real {
    fn new(servers: &[(&str, &[&str])], adjust: impl FnOnce(&mut Timing)) -> Self {
        let (report, events) = unbounded_channel();
        let monitor = Monitor::spawn(move |event| drop(report.send(event))).unwrap();
        let mut site = site(servers);
        site.timing.poll_interval = Duration::from_millis(20);
        adjust(&mut site.timing);
        let site = Arc::new(site);
        monitor.configure(Arc::clone(&site));
        Real {
            monitor,
            site,
            events,
        }
    }

    /// Waits for a report; returns everything up to it.
    async fn wait_for(&mut self, report: &str) -> Vec<String> {
        let mut story = Vec::new();
        let wait = async {
            while story.last().is_none_or(|last| last != report) {
                let event = self.events.recv().await.unwrap();
                story.extend(tell(&self.site, &event));
            }
        };
        let waited = timeout(Duration::from_secs(20), wait).await;
        assert!(waited.is_ok(), "no '{report}' in {story:?}");
        story
    }

    fn operate(&self, operation: Operation) {
        let (_, project) = self.site.projects().next().unwrap();
        self.monitor.operate(Ticket(1), project.id, operation);
    }
}

#[tokio::test]
async fn real_servers_are_polled_and_operated() {
    let (server, address) = Server::bind(|request, _| match request {
        "stop:x" => Does::Reply("done"),
        _ => Does::Reply("running"),
    })
    .await;
    let mut real = Real::new(&[(&address, &["x"])], |_| {});
    let story = real.wait_for("x says running").await;
    assert_eq!(
        story,
        [format!("{address} up"), "x says running".to_owned()]
    );
    real.wait_for("x says running").await;
    real.operate(Operation::Stop);
    real.wait_for("ticket 1 done").await;
    assert_eq!(server.times("stop").len(), 1);
    real.monitor.refresh();
    real.wait_for("x says running").await;
}

#[tokio::test]
async fn a_real_server_may_close_after_each_reply() {
    let (server, address) = Server::bind(|_, _| Does::ReplyAndClose("running")).await;
    let mut real = Real::new(&[(&address, &["x"])], |_| {});
    let mut story = Vec::new();
    for _ in 0..20 {
        story.extend(real.wait_for("x says running").await);
    }
    assert_eq!(story.len(), 21, "{story:?}");
    assert!((20..=21).contains(&server.connections()));
}

#[tokio::test]
async fn real_failures_have_their_reasons() {
    let (_mute, mute) = Server::bind(|_, _| Does::Silence).await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let absent = closed.local_addr().unwrap().to_string();
    drop(closed);
    let unknown = "no-such-host.invalid";
    let servers: [(&str, &[&str]); 3] = [(&mute, &["x"]), (&absent, &["y"]), (unknown, &["z"])];
    let mut real = Real::new(&servers, |timing| {
        timing.status_timeout = Duration::from_millis(50);
        timing.action_timeout = Duration::from_millis(100);
    });
    let mut expected = vec![
        format!("{mute} down NoAnswer"),
        format!("{absent} down Refused"),
        format!("{unknown} down UnknownHost"),
    ];
    while !expected.is_empty() {
        let event = timeout(Duration::from_secs(20), real.events.recv()).await;
        let told = tell(&real.site, &event.unwrap().unwrap());
        expected.retain(|line| told.as_ref() != Some(line));
    }
}

/// A connection that is closed with unread bytes is reset.
#[tokio::test]
async fn a_real_reset_leaves_an_operation_unanswered_and_is_not_retried() {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let mut real = Real::new(&[(&address, &["x"])], |timing| {
        timing.poll_interval = Duration::from_secs(600);
    });
    let (stream, _) = socket.accept().await.unwrap();
    let mut poll = Peer(stream);
    poll.request().await.unwrap();
    poll.reply("running").await;
    real.wait_for("x says running").await;
    poll.request().await.unwrap();
    poll.reply("running").await;
    real.wait_for("x says running").await;
    real.operate(Operation::Stop);
    let (stream, _) = socket.accept().await.unwrap();
    let mut operation = Peer(stream);
    operation.request().await.unwrap();
    operation.reply("running").await;
    operation.0.readable().await.unwrap();
    drop(operation);
    real.wait_for("ticket 1 NoAnswer(Broken)").await;

    let (stream, _) = socket.accept().await.unwrap();
    assert_eq!(Peer(stream).request().await.unwrap(), "status:x");
}

/// Windows discards what its server has not read when the reset arrives. Linux does not, so only the
/// kind of the close is checked here.
#[tokio::test]
async fn an_operation_that_is_given_up_is_closed_with_a_reset_and_others_are_not() {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let mut real = Real::new(&[(&address, &["x"])], |timing| {
        timing.poll_interval = Duration::from_secs(600);
        timing.action_timeout = Duration::from_millis(300);
    });
    // How a connection ends that is asked for the status, then for a stop if there is a reply to it.
    let attend = async |stop: Option<&str>| {
        let (stream, _) = socket.accept().await.unwrap();
        let mut peer = Peer(stream);
        let mut bytes = [0; 100];
        loop {
            match peer.0.read(&mut bytes).await {
                Ok(0) => return None,
                Err(error) => return Some(error.kind()),
                Ok(count) if bytes[..count].starts_with(b"status") => {
                    peer.reply("running").await;
                }
                Ok(_) => {
                    if let Some(reply) = stop {
                        peer.reply(reply).await;
                    }
                }
            }
        }
    };
    assert_eq!(attend(None).await, None, "a round");
    real.wait_for("x says running").await;
    real.wait_for("x says running").await;
    real.operate(Operation::Stop);
    assert_eq!(attend(Some("done")).await, None, "an operation");
    real.wait_for("ticket 1 done").await;
    // The poll after it.
    assert_eq!(attend(None).await, None);
    real.operate(Operation::Stop);
    let given_up = attend(None).await;
    assert_eq!(given_up, Some(io::ErrorKind::ConnectionReset));
    real.wait_for("ticket 1 NoAnswer(NoAnswer)").await;
}

#[tokio::test]
async fn dropping_the_handle_ends_everything_while_real_servers_hang() {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let mut real = Real::new(&[(&address, &["x"])], |timing| {
        timing.status_timeout = Duration::from_secs(600);
        timing.action_timeout = Duration::from_secs(600);
    });
    let (stream, _) = socket.accept().await.unwrap();
    let mut poll = Peer(stream);
    poll.request().await.unwrap();

    let before = Instant::now();
    drop(real.monitor);
    assert!(before.elapsed() < Duration::from_secs(1));
    let closed = timeout(Duration::from_secs(20), poll.request()).await;
    assert_eq!(closed.unwrap(), None);
    let ended = async { while real.events.recv().await.is_some() {} };
    timeout(Duration::from_secs(20), ended).await.unwrap();
}
