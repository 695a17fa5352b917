//! The figures of one kind of client, and the table that compares two.

use std::time::{Duration, Instant};

use super::quantile::quantile;
use super::server::{Log, Server};
use super::{CLIENTS, PROJECTS};

/// An operation that somebody clicked.
#[derive(Clone, Debug)]
struct Click {
    at: Instant,
    request: String,
}

/// Everything that is recorded while clients run.
#[derive(Debug)]
pub(crate) struct Record {
    began: Instant,
    /// The time at which the question of each project's last reading was sent, by client.
    asked: [[Option<Instant>; PROJECTS]; CLIENTS],
    /// The times from the beginning to the first readings.
    first: Vec<Duration>,
    /// The ages of readings when the next ones came.
    ages: Vec<Duration>,
    clicks: Vec<Click>,
    /// Clicks that made no sense, for the client knew too little or had not finished the last one.
    pub(crate) impossible: usize,
    /// Rounds that failed, or outages that were shown.
    pub(crate) outages: usize,
    /// The clients that showed a project as unreachable, or its reading as too old.
    pub(crate) without_news: [bool; CLIENTS],
}

/// The figures of one kind of client.
#[derive(Debug)]
pub(crate) struct Figures {
    ages: Vec<Duration>,
    first: Vec<Duration>,
    /// From a click to the operation's arrival.
    clicks: Vec<Duration>,
    clicked: usize,
    impossible: usize,
    /// Operations that arrived and that no click explains.
    surplus: usize,
    outages: usize,
    without_news: usize,
    connections: usize,
}

impl Record {
    pub(crate) fn begin() -> Self {
        Record {
            began: Instant::now(),
            asked: [[None; PROJECTS]; CLIENTS],
            first: Vec::new(),
            ages: Vec::new(),
            clicks: Vec::new(),
            impossible: 0,
            outages: 0,
            without_news: [false; CLIENTS],
        }
    }

    /// Takes a reading whose question was sent at `asked`.
    pub(crate) fn read(&mut self, client: usize, project: usize, asked: Instant) {
        match self.asked[client][project].replace(asked) {
            Some(last) => self.ages.push(last.elapsed()),
            None => self.first.push(self.began.elapsed()),
        }
    }

    /// Takes a click, before it is carried out.
    pub(crate) fn click(&mut self, request: String) {
        let at = Instant::now();
        self.clicks.push(Click { at, request });
    }

    /// Ends the measurement. Readings are then as old as if the next ones came now, and those that
    /// never came as old as the measurement.
    pub(crate) fn end(mut self, server: &Server) -> anyhow::Result<Figures> {
        let last = self.asked.as_flattened().iter();
        let open = last.map(|asked| asked.unwrap_or(self.began).elapsed());
        self.ages.extend(open);
        let Log {
            connections,
            mut operations,
        } = server.log()?;
        let mut arrived = Vec::new();
        for click in &self.clicks {
            let arrival = operations
                .iter()
                .position(|it| it.request == click.request && it.at >= click.at);
            if let Some(arrival) = arrival {
                arrived.push(operations.remove(arrival).at - click.at);
            }
        }
        self.ages.sort_unstable();
        self.first.sort_unstable();
        arrived.sort_unstable();
        Ok(Figures {
            ages: self.ages,
            first: self.first,
            clicks: arrived,
            clicked: self.clicks.len(),
            impossible: self.impossible,
            surplus: operations.len(),
            outages: self.outages,
            without_news: self.without_news.iter().filter(|shown| **shown).count(),
            connections,
        })
    }
}

/// Prints the trays' figures beside those of bare clients.
#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
pub(crate) fn print(trays: &Figures, bare: &Figures) {
    println!("| | trays | bare clients | ratio |");
    println!("| --- | ---: | ---: | ---: |");
    type Times = fn(&Figures) -> &[Duration];
    let times: [(&str, Times); 2] = [
        ("age of a reading when the next one came", |it| &it.ages),
        ("from a click to the wire", |it| &it.clicks),
    ];
    for (name, times) in times {
        for (part, share) in [("p50", 0.5), ("p99", 0.99), ("max", 1.0)] {
            let [trays, bare] = [trays, bare].map(|it| quantile(times(it), share).as_secs_f64());
            let ratio = trays / bare;
            let [trays, bare] = [trays, bare].map(|seconds| seconds * 1e3);
            println!("| {name}, {part} | {trays:.0} ms | {bare:.0} ms | {ratio:.2} |");
        }
    }
    type Count = fn(&Figures) -> String;
    let counts: [(&str, Count); 6] = [
        (
            "projects read, and the last for the first time after",
            |it| {
                let last = quantile(&it.first, 1.0).as_secs_f64();
                format!("{} of {}, {last:.1} s", it.first.len(), CLIENTS * PROJECTS)
            },
        ),
        ("clicks that arrived", |it| {
            format!("{} of {}", it.clicks.len(), it.clicked)
        }),
        ("clicks that were impossible", |it| {
            it.impossible.to_string()
        }),
        ("operations that nobody clicked", |it| {
            it.surplus.to_string()
        }),
        ("outages shown, or rounds that failed", |it| {
            it.outages.to_string()
        }),
        ("clients that showed no news", |it| {
            format!("{} of {CLIENTS}", it.without_news)
        }),
    ];
    for (name, count) in counts {
        println!("| {name} | {} | {} | |", count(trays), count(bare));
    }
    let (made, bare) = (trays.connections, bare.connections);
    let ratio = made as f64 / bare as f64;
    println!("| connections | {made} | {bare} | {ratio:.2} |");
}
