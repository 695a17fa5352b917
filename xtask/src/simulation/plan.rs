//! What a seed makes: the plant, its settings, and the habits of its managers.

use std::time::Duration;

use fastrand::Rng;
use pekat_tray::protocol::{Operation, ProjectPath};
use pekat_tray::sim::dialect::Dialect;
use pekat_tray::sim::world::{Answer, ProjectSetup, Setup};
use pekat_tray::site::{
    Confirm, NoticeLevel, ProjectId, ProjectSettings, QuietHours, QuietSpan, Site, Wanted,
};

/// The poll intervals that occur, in milliseconds.
const INTERVALS: [u64; 3] = [500, 2000, 5000];

/// The longest of them.
pub(super) const LONGEST_INTERVAL: Duration = Duration::from_secs(5);

/// Everything that is decided before the first event.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) site: Site,
    pub(super) managers: Vec<Habits>,
    /// How many things happen.
    pub(super) storm: u32,
}

/// What one manager is like.
#[derive(Debug)]
pub(super) struct Habits {
    pub(super) setup: Setup,
    pub(super) paths: Vec<ProjectPath>,
    /// Whether it serves one connection after the other.
    pub(super) serial: bool,
    /// In which form it is spoken to.
    pub(super) dialect: Dialect,
    /// Whether it closes each connection after one reply.
    pub(super) closes: bool,
}

impl Plan {
    pub(super) fn draw(rng: &mut Rng) -> anyhow::Result<Plan> {
        let mut site = Site::default();
        site.notices = NoticeLevel::All;
        site.confirm = confirm(rng);
        site.timing.poll_interval = interval(rng);
        site.timing.connect_timeout = Duration::from_millis(rng.u64(500..3000));
        site.timing.status_timeout = Duration::from_millis(rng.u64(500..3000));
        site.timing.action_timeout = Duration::from_secs(rng.u64(5..20));
        site.limits.notify_after = Duration::from_secs([0, 3, 10][rng.usize(0..3)]);
        site.quiet = quiet(rng)?;
        site.limits.stuck_after = Duration::from_secs(rng.u64(5..60));
        let mut managers = Vec::new();
        for server in 0..rng.usize(1..4) {
            let name = format!("pm{server}");
            let id = site.add_server(&name, name.parse()?);
            let mut habits = Habits::draw(rng);
            for project in 0..rng.usize(1..5) {
                let path: ProjectPath = format!(r"C:\{project}").parse()?;
                habits.setup.add(ProjectSetup {
                    path: path.clone(),
                    port: None,
                    running: rng.bool(),
                    start_time: None,
                    stop_time: None,
                })?;
                let added = site.add_project(id, &format!("{server}.{project}"), path.clone());
                if let Some(project) = added.filter(|_| rng.u8(0..4) == 0) {
                    let wanted = [Wanted::Running, Wanted::Stopped][rng.usize(0..2)];
                    site.expect(project, Some(wanted));
                }
                if let Some(project) = added {
                    site.set_project(project, settings(rng));
                }
                habits.paths.push(path);
            }
            managers.push(habits);
        }
        Ok(Plan {
            site,
            managers,
            storm: rng.u32(40..160),
        })
    }
}

impl Habits {
    fn draw(rng: &mut Rng) -> Habits {
        let time = |rng: &mut Rng| Duration::from_millis(rng.u64(0..4000));
        let answer = [Answer::Accepted, Answer::Finished][rng.usize(0..2)];
        Habits {
            setup: Setup::new(time(rng), time(rng), answer),
            paths: Vec::new(),
            serial: rng.u8(0..4) == 0,
            dialect: dialect(rng),
            closes: rng.u8(0..4) == 0,
        }
    }
}

/// What is configured, without one of its projects.
pub(super) fn without(whole: &Site, hidden: ProjectId) -> Site {
    let mut site = Site::default();
    (site.timing, site.limits, site.notices) = (whole.timing, whole.limits, whole.notices);
    site.quiet = whole.quiet.clone();
    site.confirm = whole.confirm;
    for server in whole.servers() {
        let id = site.add_server(&server.name, server.address.clone());
        for project in server.projects.iter().filter(|it| it.id != hidden) {
            if let Some(added) = site.add_project(id, &project.name, project.path.clone()) {
                site.expect(added, project.wanted);
                site.set_project(added, project.settings.clone());
            }
        }
    }
    site
}

/// Some hours of the day, or none.
fn quiet(rng: &mut Rng) -> anyhow::Result<QuietHours> {
    let from = rng.u8(0..24);
    let span: QuietSpan = format!("{from}:00-{}:00", (from + 8) % 24).parse()?;
    let spans = [span].into_iter();
    Ok(spans.filter(|_| rng.bool()).collect())
}

/// What is set for a project: seldom anything.
fn settings(rng: &mut Rng) -> ProjectSettings {
    let own = rng.u8(0..4) == 0;
    let forbidden = Operation::ALL[rng.usize(0..3)];
    let limited = rng.u8(0..8) == 0;
    let allowed = Operation::ALL.into_iter();
    ProjectSettings {
        confirm: own.then(|| confirm(rng)),
        allow: allowed.filter(|it| !limited || *it != forbidden).collect(),
        ..ProjectSettings::default()
    }
}

fn confirm(rng: &mut Rng) -> Confirm {
    let all = [
        Confirm::Never,
        Confirm::Never,
        Confirm::Risky,
        Confirm::Always,
    ];
    all[rng.usize(0..all.len())]
}

pub(super) fn dialect(rng: &mut Rng) -> Dialect {
    [Dialect::Colon, Dialect::Pipe, Dialect::Either][rng.usize(0..3)]
}

pub(super) fn interval(rng: &mut Rng) -> Duration {
    Duration::from_millis(INTERVALS[rng.usize(0..INTERVALS.len())])
}
