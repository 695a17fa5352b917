//! Sleep, clocks that are set, and servers that somebody cares for.

use super::*;

#[tokio::test(start_paused = true)]
async fn after_sleep_connections_are_dropped_and_everything_is_asked_at_once() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", running);
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    run.until(5000).await;
    run.set_forward.store(3_600_000, Ordering::Relaxed);
    let expected = [
        "6000 awoke",
        "6000 x says running",
        "6000 y says running",
        "8000 x says running",
        "8000 y says running",
    ];
    assert_eq!(run.until(9000).await, expected);
    assert_eq!(server.times("status:x"), [0, 2000, 4000, 6000, 8000]);
}

#[tokio::test(start_paused = true)]
async fn after_sleep_not_all_servers_are_dialled_in_the_same_instant() {
    let net = Net::default();
    let names = ["a", "b", "c"];
    for name in names {
        Server::listen(&net, name, running);
    }
    let mut run = Run::new(&net, site(&names.map(|name| (name, ["x"].as_slice()))));
    run.until(5000).await;
    run.order(Order::Awake);
    run.until(5500).await;
    let last = |name| *net.dials(name).last().unwrap();
    let dials = names.map(|name| (last(name) - run.start).as_millis());
    assert_eq!(dials, [5000, 5002, 5004]);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_corrected_by_a_little_disturbs_nobody() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", running);
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(5000).await;
    run.set_forward.store(9000, Ordering::Relaxed);
    assert_eq!(run.notable(20_000).await, [""; 0]);
    assert_eq!(server.connections(), 10);
}

#[tokio::test(start_paused = true)]
async fn an_operation_in_flight_is_not_sent_again_after_sleep_and_its_outcome_stays_open() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "start:x" => Does::Silence,
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(1000).await;
    run.operate("x", Operation::Start);
    run.until(1600).await;
    run.order(Order::Awake);
    let expected = ["1600 awoke", "1600 ticket 0 NoAnswer(Broken)"];
    assert_eq!(run.notable(30_000).await, expected);
    assert_eq!(server.operations(), ["1000 start:x"]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_was_not_sent_before_sleep_is_not_sent_after_it() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "start:x" => Does::Reply("done"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(1000).await;
    net.delay("pm", 2000);
    run.operate("x", Operation::Start);
    run.until(1600).await;
    run.order(Order::Awake);
    let expected = ["1600 awoke", "1600 ticket 0 GivenUp"];
    assert_eq!(run.notable(30_000).await, expected);
    assert_eq!(server.operations(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_was_asked_for_long_ago_is_not_sent() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "start:x" => Does::Reply("done"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(10_000).await;
    let (_, project) = run.site.projects().next().unwrap();
    for (ticket, seconds) in [(1, 6), (2, 4)] {
        run.order(Order::Operate {
            ticket: Ticket(ticket),
            project: project.id,
            operation: Operation::Start,
            asked: (Instant::now() - Duration::from_secs(seconds)).into_std(),
        });
    }
    let expected = ["10000 ticket 1 GivenUp", "10000 ticket 2 done"];
    assert_eq!(run.notable(20_000).await, expected);
    assert_eq!(server.operations(), ["10000 start:x"]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_is_revoked_before_it_is_sent_is_never_sent() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "stop:x" => Does::Reply("done"),
        _ => Does::Reply("running"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(1000).await;
    let project = run.site.projects().next().unwrap().1.id;
    let ticket = Ticket(0);
    net.delay("pm", 2000);
    run.operate("x", Operation::Stop);
    run.until(1600).await;
    run.order(Order::Revoke { ticket, project });
    let expected = ["1600 ticket 0 GivenUp"];
    assert_eq!(run.notable(10_000).await, expected);
    run.operate("x", Operation::Stop);
    run.until(10_100).await;
    run.order(Order::Revoke { ticket, project });
    run.until(20_000).await;
    assert_eq!(server.operations(), ["10000 stop:x"]);
}

#[tokio::test(start_paused = true)]
async fn sleep_that_windows_tells_of_is_not_found_again_by_the_clocks() {
    let net = Net::default();
    Server::listen(&net, "pm", running);
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(5000).await;
    run.set_forward.store(3_600_000, Ordering::Relaxed);
    run.order(Order::Awake);
    assert_eq!(run.notable(60_000).await, ["5000 awoke"]);
}

#[tokio::test(start_paused = true)]
async fn a_poll_in_flight_is_given_up_and_its_late_answer_never_used() {
    let net = Net::default();
    Server::listen(&net, "pm", |_, connection| match connection {
        1 => Does::ReplyAfter(1000, "running"),
        _ => Does::Reply("stopped"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(500).await;
    run.order(Order::Awake);
    let expected = [
        "500 awoke",
        "500 pm up",
        "500 x says stopped",
        "500 x says stopped",
    ];
    assert_eq!(run.until(2400).await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_somebody_cares_for_is_tried_at_once_and_no_other() {
    let net = Net::default();
    let mut run = Run::new(&net, site(&[("pm", &["x"]), ("other", &["x"])]));
    run.until(20_000).await;
    let before = (net.dials("pm").len(), net.dials("other").len());
    run.order(Order::Retry(run.site.servers()[0].id));
    run.until(20_001).await;
    let after = (net.dials("pm").len(), net.dials("other").len());
    assert_eq!(after, (before.0 + 1, before.1));
}

#[tokio::test(start_paused = true)]
async fn a_shorter_poll_interval_is_no_sleep() {
    let net = Net::default();
    Server::listen(&net, "pm", running);
    let mut slow = site(&[("pm", &["x"])]);
    slow.timing.poll_interval = Duration::from_secs(30);
    let mut run = Run::new(&net, slow.clone());
    run.until(25_000).await;
    slow.timing.poll_interval = Duration::from_secs(1);
    run.configure(slow.with_ids_of(&run.site));
    assert_eq!(run.notable(60_000).await, ["25000 pm up"]);
}
