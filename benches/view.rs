//! How long a change takes to become what is to be drawn: the model takes a poll that differs, the
//! view is made anew, with everything behind one open row, and compared with what was drawn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use pekat_tray::clock;
use pekat_tray::model::Model;
use pekat_tray::model::event::{Answer, Event, Link, Reading};
use pekat_tray::protocol::Status;
use pekat_tray::site::{Language, ProjectId, Site};
use pekat_tray::view::{Item, Scope, Survey, Words};

/// Servers, and projects on each.
const SIZES: [(usize, usize); 6] = [
    (1, 1),
    (1, 10),
    (10, 10),
    (100, 10),
    (1000, 10),
    (1, 10_000),
];

/// How many changes are timed at each size.
const CHANGES: usize = 2000;

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
fn main() -> anyhow::Result<()> {
    println!("| servers × projects | p50 | p99 | max |");
    println!("| ---: | ---: | ---: | ---: |");
    for (servers, projects) in SIZES {
        let mut times = changes(servers, projects)?;
        times.sort_unstable();
        let at = |part: f64| {
            let index = (times.len() as f64 * part) as usize;
            let time = times.get(index).or(times.last());
            time.copied().unwrap_or_default().as_secs_f64() * 1e6
        };
        let (p50, p99, max) = (at(0.5), at(0.99), at(1.0));
        println!("| {servers} × {projects} | {p50:.0} µs | {p99:.0} µs | {max:.0} µs |");
    }
    Ok(())
}

/// How long each change took.
fn changes(servers: usize, projects: usize) -> anyhow::Result<Vec<Duration>> {
    let mut site = Site::default();
    let mut all = Vec::new();
    for number in 0..servers {
        let address = format!("10.{}.{}.1", number / 256, number % 256).parse()?;
        let server = site.add_server(&format!("Line {number}"), address);
        for number in 0..projects {
            let path = format!(r"C:\Projects\Product {number}").parse()?;
            let project = site.add_project(server, &format!("Product {number}"), path);
            all.push(project.context("no server")?);
        }
    }
    let mut model = Model::new(clock::now());
    model.update(clock::now(), Event::configured(Arc::new(site)));
    let servers: Vec<_> = model.site().servers().iter().map(|it| it.id).collect();
    for server in servers {
        let link = Link::Up;
        model.update(clock::now(), Event::Link { server, link });
    }
    for project in &all {
        is(&mut model, *project, Status::Running);
    }
    let words = Words::of(Language::English);
    let branch = Survey::new(&model, &words)
        .view(Scope::All)
        .menu
        .0
        .into_iter()
        .find_map(|item| match item {
            Item::Submenu(submenu) => Some(submenu.branch),
            Item::Separator | Item::Entry(_) => None,
        });
    let branch = branch.context("nothing opens")?;

    let mut drawn = None;
    let mut times = Vec::new();
    for change in 0..CHANGES {
        let project = all[change * 7919 % all.len()];
        let status = if change % 2 == 0 {
            Status::Stopped
        } else {
            Status::Running
        };
        let began = Instant::now();
        is(&mut model, project, status);
        let survey = Survey::new(&model, &words);
        let seen = Some((survey.view(Scope::All), survey.open(&branch)));
        if seen != drawn {
            drawn = seen;
        }
        times.push(began.elapsed());
    }
    Ok(times)
}

fn is(model: &mut Model, project: ProjectId, status: Status) {
    let reading = Reading {
        at: Instant::now(),
        answer: Answer::Status(status),
    };
    model.update(clock::now(), Event::Polled { project, reading });
}
