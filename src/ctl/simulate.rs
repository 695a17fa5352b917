//! `pekatctl simulate`: a Projects Manager for demonstrations, tests and integrators.

use std::future;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::sim::dialect::Dialect;
use crate::sim::fault::Fault;
use crate::sim::file::{self, Scenario};
use crate::sim::page;
use crate::sim::service::{Busy, Connections, LineEnd, MAX_BACKLOG, Replies, Service, SuccessWord};
use crate::sim::world::{Answer, World};
use crate::sim::{self, Record, Sim};
use tokio::net::TcpListener;

use crate::ctl::exit::{self, Failure};
use crate::ctl::network;
use crate::ctl::output::Output;

/// Acts as a Projects Manager, without a licence and without projects.
///
/// Prints the address it listens on, then one line per request: seconds since the start, client,
/// request, reply, and the fault if one was done. Ends with Ctrl+C.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::CODES)]
pub(super) struct Args {
    /// IP address and port to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7002", value_parser = listen_address)]
    listen: SocketAddr,

    /// Also show a web page with the list of projects (/projects/list) on this port; port 0 picks a free one
    #[arg(long, value_name = "PORT")]
    page: Option<u16>,

    /// TOML file that describes the projects, and faults, instead of four sample projects
    #[arg(long, value_name = "FILE")]
    projects: Option<PathBuf>,

    /// How long a project starts, for example 2s or 200ms, unless the file sets it for that project
    #[arg(long, value_name = "TIME", value_parser = time)]
    start_time: Option<Duration>,

    /// How long a project stops, for example 1s or 200ms, unless the file sets it for that project
    #[arg(long, value_name = "TIME", value_parser = time)]
    stop_time: Option<Duration>,

    /// When start and stop are answered
    #[arg(long, value_name = "WHEN")]
    answer: Option<Answer>,

    /// Form of the requests that are taken
    #[arg(long, value_name = "FORM")]
    dialect: Option<Dialect>,

    /// Connections served at a time
    #[arg(long, value_name = "KIND")]
    connections: Option<Connections>,

    /// Connections that wait until the server accepts them, from 1 to 4096; Linux keeps one more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_BACKLOG)))]
    backlog: Option<u32>,

    /// Requests answered per connection
    #[arg(long, value_name = "KIND")]
    replies: Option<Replies>,

    /// Reaction to everybody else during a start, stop or switch
    #[arg(long, value_name = "KIND")]
    busy: Option<Busy>,

    /// How long a project goes on reporting stopped after a start, and running after a stop, for example 5s
    #[arg(long, value_name = "TIME", value_parser = time)]
    reports_late: Option<Duration>,

    /// Reply to a start, stop or switch instead of done and success, for example ok:started
    #[arg(long, value_name = "WORD", value_parser = SuccessWord::from_str)]
    success: Option<SuccessWord>,

    /// Line break after every reply
    #[arg(long, value_name = "END")]
    line_end: Option<LineEnd>,

    /// Something that is to go wrong, besides what the file says; may be repeated. For example
    /// silence,command=status,after=3,times=2 (the faults are silence, delay, reset, close, dribble,
    /// duplicate, wrong-kind, garbage, non-utf8, endless, refuse, restart, unasked, ignore)
    #[arg(long = "fault", value_name = "FAULT", value_parser = Fault::from_str)]
    faults: Vec<Fault>,
}

/// Runs until Ctrl+C.
pub(super) fn run(args: Args) -> Result<(), Failure> {
    let listen = args.listen;
    let page = args.page.map(|port| SocketAddr::new(listen.ip(), port));
    let scenario = scenario(args)?;
    network::run(serve(listen, page, scenario))?
}

/// What the command line says counts more than what the file says of all projects.
fn scenario(args: Args) -> Result<Scenario, Failure> {
    let scenario = match args.projects {
        Some(path) => file::load(&path),
        None => file::sample().map(Scenario::from),
    };
    let mut scenario = scenario.map_err(|error| Failure::Usage(error.to_string()))?;
    let setup = &mut scenario.setup;
    setup.start_time = args.start_time.unwrap_or(setup.start_time);
    setup.stop_time = args.stop_time.unwrap_or(setup.stop_time);
    setup.answer = args.answer.unwrap_or(setup.answer);
    setup.dialect = args.dialect.unwrap_or(setup.dialect);
    setup.reports_late = args.reports_late.unwrap_or(setup.reports_late);
    let Service {
        connections,
        backlog,
        replies,
        busy,
        success,
        line_end,
    } = setup.service.clone();
    setup.service = Service {
        connections: args.connections.unwrap_or(connections),
        backlog: args.backlog.unwrap_or(backlog),
        replies: args.replies.unwrap_or(replies),
        busy: args.busy.unwrap_or(busy),
        success: args.success.or(success),
        line_end: args.line_end.unwrap_or(line_end),
    };
    scenario.faults.extend(args.faults);
    Ok(scenario)
}

async fn serve(
    listen: SocketAddr,
    page: Option<SocketAddr>,
    scenario: Scenario,
) -> Result<(), Failure> {
    let backlog = scenario.setup.service.backlog;
    let (listener, address) = bind(listen, backlog, "--listen 127.0.0.1:0")?;
    let page = match page {
        Some(page) => Some(bind(page, Service::default().backlog, "--page 0")?),
        None => None,
    };
    let mut output = Output::new();
    output.line(format_args!("Listening on {address}"));
    if let Some((_, address)) = &page {
        output.line(format_args!("Web page on http://{address}{}", page::PATH));
    }
    let list = page::list(&scenario.setup);
    let shown = async {
        match page {
            Some((listener, _)) => page::serve(listener, list).await,
            None => future::pending().await,
        }
    };
    let world = World::new(scenario.setup);
    let sim = Sim::start(world, move |record: &Record| output.line(record));
    let injected = sim.inject(scenario.faults).await;
    injected.map_err(|error| Failure::Usage(error.to_string()))?;
    tokio::select! {
        never = sim.listen(listener) => match never {},
        never = shown => match never {},
        interrupted = network::interrupted() => interrupted,
    }
}

/// Listens; `free` is what chooses a port that is.
fn bind(
    address: SocketAddr,
    backlog: u32,
    free: &str,
) -> Result<(TcpListener, SocketAddr), Failure> {
    let bound = sim::bind(address, backlog).and_then(|listener| {
        let address = listener.local_addr()?;
        Ok((listener, address))
    });
    bound.map_err(|error| Failure::Usage(explain(address, free, &error)))
}

/// Why it cannot listen and what to do; `free` is what chooses a port that is.
fn explain(address: SocketAddr, free: &str, error: &io::Error) -> String {
    let other = format!("choose another port, for example with {free}");
    // The other kinds are not ours to tell apart.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the system has many kinds of errors, and new ones come"
    )]
    let remedy = match error.kind() {
        ErrorKind::AddrInUse => {
            format!("another program listens there; end it or {other}")
        }
        ErrorKind::AddrNotAvailable => {
            "this computer has no such address; use --listen with one of its own or with 127.0.0.1"
                .to_owned()
        }
        ErrorKind::PermissionDenied => format!("the system does not allow it; {other}"),
        _ => format!("{error}; {other}"),
    };
    format!("cannot listen on {address}: {remedy}")
}

fn listen_address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "write an IP address and a port, for example 127.0.0.1:7002".to_owned())
}

fn time(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text).map_err(|_| "write a time like 2s or 200ms".to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    /// The kind of server, and how late it reports, with these options over this file.
    fn service(options: &str, file: &str) -> (Service, Duration) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sim.toml");
        fs::write(&path, file).unwrap();
        let mut words = vec!["simulate", "--projects", path.to_str().unwrap()];
        words.extend(options.split_whitespace());
        let setup = scenario(Cli::parse_from(words).args).unwrap().setup;
        (setup.service, setup.reports_late)
    }

    #[test]
    fn the_command_line_overrides_the_files_kind_of_server() {
        let file = "
            connections = 'one'
            backlog = 1
            replies = 'close'
            busy = 'silent'
            reports_late = '1s'
            success = 'file'
            line_end = 'lf'
        ";
        let of_file = Service {
            connections: Connections::One,
            backlog: 1,
            replies: Replies::Close,
            busy: Busy::Silent,
            success: Some("file".parse().unwrap()),
            line_end: LineEnd::Lf,
        };
        let options = "--connections threads --backlog 5 --replies silent --busy refuses \
            --reports-late 5s --success option --line-end crlf";
        let of_options = Service {
            connections: Connections::Threads,
            backlog: 5,
            replies: Replies::Silent,
            busy: Busy::Refuses,
            success: Some("option".parse().unwrap()),
            line_end: LineEnd::Crlf,
        };
        let (one, five) = (Duration::from_secs(1), Duration::from_secs(5));
        assert_eq!(service("", file), (of_file, one));
        assert_eq!(service(options, file), (of_options, five));
        assert_eq!(service("", ""), (Service::default(), Duration::ZERO));
    }
}
