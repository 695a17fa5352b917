//! In which form servers are asked, by the requests that they get.

use super::*;

impl Server {
    /// Everything that was asked, in the order in which it came.
    pub(super) fn requests(&self) -> Vec<String> {
        let log = self.log.lock().unwrap();
        let requests = log.requests.iter();
        requests.map(|(_, _, request)| request.clone()).collect()
    }

    /// The operations that came.
    fn orders(&self) -> Vec<String> {
        let mut requests = self.requests();
        requests.retain(|request| !request.starts_with("status"));
        requests
    }
}

/// What a server says that knows only the documented form.
fn colon(request: &str) -> &'static str {
    match request.split_once(':') {
        Some(("status", _)) => "running",
        Some(("start" | "stop", _)) => "done",
        Some(("switch", _)) => "success",
        _ => "Unknown command",
    }
}

/// What a server says that knows only the other form.
fn pipe(request: &str) -> &'static str {
    match request.split_once('|') {
        Some(("status", _)) => "suc:running",
        Some(("start" | "stop", _)) => "suc:done",
        Some(("switch", _)) => "suc:success",
        _ => "err:invalid-command",
    }
}

fn deaf(_: &str) -> &'static str {
    "unknown command"
}

fn site_with(protocol: ProtocolChoice, paths: &[&str]) -> Site {
    let mut site = site(&[("pm", paths)]);
    let server = site.servers()[0].id;
    site.set_protocol(server, protocol).unwrap();
    site
}

#[tokio::test(start_paused = true)]
async fn the_documented_form_is_tried_first_and_what_works_is_remembered() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| Does::Reply(pipe(request)));
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    let expected = [
        "0 pm up",
        "0 x says running",
        "0 y says running",
        "2000 x says running",
        "2000 y says running",
    ];
    assert_eq!(run.until(4000).await, expected);
    let expected = ["status:x", "status|x", "status|y", "status|x", "status|y"];
    assert_eq!(server.requests(), expected);
    assert_eq!(server.connections(), 2, "the refusal leaves the connection");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_knows_the_documented_form_never_sees_the_other() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "status:x" => Does::Reply("running"),
        "status:y" => Does::Reply("not-found"),
        _ => Does::Reply("err:busy"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y", "z"])]));
    run.until(4000).await;
    let round = ["status:x", "status:y", "status:z"];
    assert_eq!(server.requests(), [round, round].concat());
}

#[tokio::test(start_paused = true)]
async fn only_an_unknown_command_is_a_reason_to_try_the_other_form() {
    for reply in ["hello", "done", "error:port", "suc:not-found"] {
        let net = Net::default();
        let server = Server::listen(&net, "pm", move |_, _| Does::Reply(reply));
        let mut run = Run::new(&net, site(&[("pm", &["x"])]));
        run.until(4000).await;
        let requests = server.requests();
        assert!(requests.iter().all(|it| it == "status:x"), "{requests:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_another_question_does_not_settle_the_form() {
    for out_of_step in [true, false] {
        let net = Net::default();
        let mut listener = net.listen("pm");
        let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
        let mut peer = listener.accept().await;
        assert_eq!(peer.request().await.unwrap(), "status:x");
        peer.reply("err:invalid-command").await;
        assert_eq!(peer.request().await.unwrap(), "status|x");
        peer.reply("suc:running").await;
        assert_eq!(peer.request().await.unwrap(), "status|y");
        // A refusal that came twice is taken for the answer to this one.
        peer.reply("err:invalid-command").await;
        assert_eq!(peer.request().await.unwrap(), "status:y");
        match out_of_step {
            true => peer.reply("suc:stoppederr:invalid-command").await,
            false => drop(peer),
        }
        let server = Server::serve(listener, |request, _| Does::Reply(pipe(request)));
        let story = run.until(1000).await;
        let wrong = |line: &String| line.contains("unknown command");
        assert!(!story.iter().any(wrong), "{story:?}");
        assert_eq!(server.requests()[..2], ["status:y", "status|y"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_form_that_is_configured_is_the_only_one() {
    type Says = fn(&str) -> &'static str;
    let cases: [(ProtocolChoice, Says, &str, &str); 4] = [
        (ProtocolChoice::Colon, colon, "status:x", "running"),
        (ProtocolChoice::Colon, pipe, "status:x", "unknown command"),
        (ProtocolChoice::Pipe, pipe, "status|x", "running"),
        (ProtocolChoice::Pipe, colon, "status|x", "unknown command"),
    ];
    for (protocol, says, request, told) in cases {
        let net = Net::default();
        let server = Server::listen(&net, "pm", move |request, _| Does::Reply(says(request)));
        let mut run = Run::new(&net, site_with(protocol, &["x"]));
        let story = run.until(4000).await;
        let told = |at| format!("{at} x says {told}");
        assert_eq!(story, ["0 pm up".to_owned(), told(0), told(0), told(2000)]);
        assert_eq!(server.requests(), [request; 3]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_choice_is_followed_at_once() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| Does::Reply(pipe(request)));
    let mut run = Run::new(&net, site_with(ProtocolChoice::Colon, &["x"]));
    run.until(1000).await;
    run.configure(site_with(ProtocolChoice::Pipe, &["x"]));
    run.until(1001).await;
    let requests = ["status:x", "status:x", "status|x", "status|x"];
    assert_eq!(server.requests(), requests);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_knows_neither_form_is_asked_once_in_each_per_poll() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| Does::Reply(deaf(request)));
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    let expected = [
        "0 pm up",
        "0 x says unknown command",
        "2000 x says unknown command",
    ];
    assert_eq!(run.until(4000).await, expected);
    let poll = ["status:x", "status|x"];
    assert_eq!(server.requests(), [poll, poll].concat());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_closes_after_each_reply_is_not_explored_with_each_poll() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| Does::ReplyAndClose(pipe(request)));
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(8000).await;
    let expected = ["status:x", "status|x", "status|x", "status|x", "status|x"];
    assert_eq!(server.requests(), expected);
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_later_is_forgotten_and_no_poll_is_lost() {
    let net = Net::default();
    let start = Instant::now();
    let server = Server::listen(&net, "pm", move |request, _| {
        if start.elapsed() < Duration::from_secs(3) {
            Does::Reply(pipe(request))
        } else {
            Does::Reply(colon(request))
        }
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    let story = run.until(8000).await;
    let requests = [
        "status:x", "status|x", "status|x", "status|x", "status:x", "status:x",
    ];
    assert_eq!(server.requests(), requests);
    assert!(
        story[1..]
            .iter()
            .all(|line| line.ends_with("x says running"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_link_that_went_down_is_explored_anew() {
    let net = Net::default();
    Server::listen(&net, "pm", |request, _| Does::ReplyAndClose(pipe(request)));
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(3000).await;
    drop(net.listen("pm"));
    assert_eq!(run.until(8000).await, ["7000 pm down Refused"]);
    let server = Server::listen(&net, "pm", |request, _| Does::Reply(pipe(request)));
    run.until(12_000).await;
    assert_eq!(server.requests(), ["status:x", "status|x"]);
}

#[tokio::test(start_paused = true)]
async fn after_sleep_the_form_is_found_out_anew() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| Does::Reply(pipe(request)));
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(1000).await;
    run.order(Order::Awake);
    run.until(1001).await;
    let asked = ["status:x", "status|x"];
    assert_eq!(server.requests(), [asked, asked].concat());
}

#[tokio::test(start_paused = true)]
async fn a_pipe_server_that_hangs_after_its_refusal_gives_no_answer() {
    let net = Net::default();
    Server::listen(&net, "pm", |request, _| match request {
        "status:x" => Does::Reply("Unknown command"),
        _ => Does::Silence,
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    assert_eq!(run.until(60_000).await, ["4500 pm silent"]);
}

#[tokio::test(start_paused = true)]
async fn operations_go_out_in_the_form_that_a_status_was_answered_in() {
    for operation in Operation::ALL {
        let net = Net::default();
        let status = match operation {
            Operation::Start | Operation::Switch => "suc:stopped",
            Operation::Stop => "suc:running",
        };
        let server = Server::listen(&net, "pm", move |request, _| match pipe(request) {
            "suc:running" => Does::ReplyAndClose(status),
            reply => Does::ReplyAndClose(reply),
        });
        let mut run = Run::new(&net, site(&[("pm", &["x"])]));
        run.until(1000).await;
        run.operate("x", operation);
        let story = run.notable(1001).await;
        assert_eq!(story, ["1000 ticket 0 done"]);
        let requests = server.requests();
        let operation = format!("{operation}|x");
        let expected = ["status:x", "status|x", "status|x", &operation];
        assert_eq!(requests, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_comes_first_waits_for_a_status() {
    type Says = fn(&str) -> &'static str;
    let cases: [(Says, &str, &str); 2] =
        [(pipe, "status|x", "stop|x"), (colon, "status:x", "stop:x")];
    for (says, status, stop) in cases {
        let net = Net::default();
        let server = Server::listen(&net, "pm", move |request, _| {
            Does::ReplyAndClose(says(request))
        });
        let mut run = Run::new(&net, site(&[("pm", &["x"])]));
        run.operate("x", Operation::Stop);
        let story = run.until(1).await;
        assert!(story.contains(&"0 ticket 0 done".to_owned()), "{story:?}");
        let requests = server.requests();
        let sent = requests.iter().position(|request| request == stop);
        assert!(requests[..sent.unwrap()].contains(&status.to_owned()));
        assert_eq!(server.orders(), [stop]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_never_explores() {
    let cases = [
        ("Unknown command", "UnknownCommand"),
        ("hello", "Unexpected"),
        ("", "NotSent(NoAnswer)"),
    ];
    for operation in Operation::ALL {
        for (reply, failure) in cases {
            let net = Net::default();
            let server = Server::listen(&net, "pm", move |_, _| match reply {
                "" => Does::Silence,
                reply => Does::Reply(reply),
            });
            let mut run = Run::new(&net, site(&[("pm", &["x"])]));
            run.until(1000).await;
            run.operate("x", operation);
            let mut story = run.until(70_000).await;
            story.retain(|line| line.contains(&format!("ticket 0 {failure}")));
            assert_eq!(story.len(), 1, "{reply}");
            assert_eq!(server.orders(), [""; 0]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_is_not_understood_is_not_tried_in_the_other_form() {
    let net = Net::default();
    let server = Server::listen(&net, "pm", |request, _| match request {
        "stop|x" => Does::ReplyAfter(100, "err:invalid-command"),
        request => Does::Reply(pipe(request)),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x"])]));
    run.until(1000).await;
    run.operate("x", Operation::Stop);
    let story = run.until(1400).await;
    let told = "1100 ticket 0 UnknownCommand".to_owned();
    assert!(story.contains(&told), "{story:?}");
    assert_eq!(server.orders(), ["stop|x"]);
    let known = ["status:x", "status|x", "status|x", "stop|x"];
    let forgotten = ["status:x", "status|x"];
    assert_eq!(server.requests(), [&known[..], &forgotten].concat());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_told_with_its_words() {
    let net = Net::default();
    Server::listen(&net, "pm", |request, _| match request {
        "start:x" => Does::Reply("4.err: licence expired\r\n"),
        "status:x" => Does::Reply("4.suc:stopped\r\n"),
        _ => Does::Reply("err:busy"),
    });
    let mut run = Run::new(&net, site(&[("pm", &["x", "y"])]));
    let expected = ["0 pm up", "0 x says stopped", "100 y refused 'busy'"];
    assert_eq!(run.until(1000).await, expected);
    run.operate("x", Operation::Start);
    let story = run.notable(1500).await;
    assert_eq!(
        story[0],
        r#"1100 ticket 0 Refused(Excerpt("licence expired"))"#
    );
}
