//! What a seed makes: the plant, and what is configured in each tray.

use std::time::Duration;

use fastrand::Rng;
use pekat_tray::protocol::Operation;
use pekat_tray::site::{
    Address, Confirm, NoticeLevel, Project, ProjectId, ProjectSettings, ProtocolChoice, QuietHours,
    QuietSpan, Server, ServerId, Site, Wanted,
};

use super::plant::Habits;

/// The poll intervals that occur, in milliseconds.
const INTERVALS: [u64; 3] = [500, 2000, 5000];

/// Everything that is decided before the first event.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) managers: Vec<Habits>,
    /// For each tray, what can be configured.
    pub(super) trays: Vec<Site>,
    /// Whether others than trays come, too.
    pub(super) visited: bool,
    /// How many things happen.
    pub(super) storm: u32,
}

/// How many clients a plant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// One tray.
    One,
    /// Two to five, trays and perhaps others.
    Several,
}

impl Plan {
    pub(super) fn draw(rng: &mut Rng, clients: Clients) -> anyhow::Result<Plan> {
        let managers = (0..rng.usize(1..4)).map(|_| Habits::draw(rng));
        let managers: Vec<Habits> = managers.collect::<anyhow::Result<_>>()?;
        let clients = match clients {
            Clients::One => 1,
            Clients::Several => rng.usize(2..6),
        };
        let visited = clients > 1 && rng.bool();
        let trays = clients - usize::from(visited);
        let trays = (0..trays).map(|tray| draw_site(rng, &managers, tray > 0));
        // Several take more time for each thing.
        let most = if clients == 1 { 160 } else { 90 };
        Ok(Plan {
            trays: trays.collect::<anyhow::Result<_>>()?,
            managers,
            visited,
            storm: rng.u32(40..most),
        })
    }
}

/// The addresses of a manager.
pub(super) fn addresses(manager: usize) -> anyhow::Result<[Address; 2]> {
    let names = [format!("pm{manager}"), format!("line{manager}")];
    let [first, second] = names.map(|name| name.parse());
    Ok([first?, second?])
}

/// Draws what is configured in a tray: everything, or a part.
fn draw_site(rng: &mut Rng, managers: &[Habits], partly: bool) -> anyhow::Result<Site> {
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
    for (number, habits) in managers.iter().enumerate() {
        if partly && number > 0 && rng.u8(0..4) == 0 {
            continue;
        }
        let [address, _] = addresses(number)?;
        let id = site.add_server(&format!("pm{number}"), address);
        for (project, path) in habits.paths.iter().enumerate() {
            if partly && project > 0 && rng.u8(0..4) == 0 {
                continue;
            }
            let added = site.add_project(id, &format!("{number}.{project}"), path.clone());
            let Some(added) = added else {
                continue;
            };
            if rng.u8(0..4) == 0 {
                let wanted = [Wanted::Running, Wanted::Stopped][rng.usize(0..2)];
                site.expect(added, Some(wanted));
            }
            site.set_project(added, settings(rng));
        }
    }
    Ok(site)
}

/// Another configuration than the whole.
#[derive(Clone, Debug)]
pub(super) enum Change {
    None,
    WithoutProject(ProjectId),
    WithoutServer(ServerId),
    OtherAddress(ServerId, Address),
    OtherProtocol(ServerId, ProtocolChoice),
}

impl Change {
    /// Draws one that leaves something to be watched.
    pub(super) fn draw(
        rng: &mut Rng,
        whole: &Site,
        other_address: impl Fn(&Address) -> Option<Address>,
    ) -> Change {
        let servers = whole.servers();
        let server = &servers[rng.usize(0..servers.len())];
        // A server without projects is not asked.
        let spare = server.projects.len() > 1;
        match rng.u8(0..8) {
            0..2 if spare => {
                let project = rng.usize(0..server.projects.len());
                Change::WithoutProject(server.projects[project].id)
            }
            2 if servers.len() > 1 => Change::WithoutServer(server.id),
            3 => match other_address(&server.address) {
                Some(address) => Change::OtherAddress(server.id, address),
                None => Change::None,
            },
            4 => {
                let choices = [ProtocolChoice::Colon, ProtocolChoice::Pipe];
                Change::OtherProtocol(server.id, choices[rng.usize(0..2)])
            }
            _ => Change::None,
        }
    }

    pub(super) fn in_words(&self, whole: &Site) -> String {
        let server = |id: &ServerId| whole.server(*id).map_or("", |server| &server.name);
        match self {
            Change::None => "everything".to_owned(),
            Change::WithoutProject(id) => {
                let project = whole.project(*id).map_or("", |(_, project)| &project.name);
                format!("without {project}")
            }
            Change::WithoutServer(id) => format!("without {}", server(id)),
            Change::OtherAddress(id, address) => format!("{} at {address}", server(id)),
            Change::OtherProtocol(id, protocol) => format!("{} in {protocol:?}", server(id)),
        }
    }

    /// Makes the configuration from the whole.
    pub(super) fn made_from(&self, whole: &Site) -> Site {
        let mut site = Site::default();
        (site.timing, site.limits, site.notices) = (whole.timing, whole.limits, whole.notices);
        site.quiet = whole.quiet.clone();
        site.confirm = whole.confirm;
        for server in whole.servers().iter().filter(|it| self.keeps_server(it)) {
            let (address, protocol) = self.way_to(server);
            let id = site.add_server(&server.name, address);
            site.set_protocol(id, protocol);
            for project in server.projects.iter().filter(|it| self.keeps_project(it)) {
                if let Some(added) = site.add_project(id, &project.name, project.path.clone()) {
                    site.expect(added, project.wanted);
                    site.set_project(added, project.settings.clone());
                }
            }
        }
        site
    }

    fn keeps_server(&self, server: &Server) -> bool {
        !matches!(self, Change::WithoutServer(id) if *id == server.id)
    }

    fn keeps_project(&self, project: &Project) -> bool {
        !matches!(self, Change::WithoutProject(id) if *id == project.id)
    }

    fn way_to(&self, server: &Server) -> (Address, ProtocolChoice) {
        match self {
            Change::OtherAddress(id, address) if *id == server.id => {
                (address.clone(), server.protocol)
            }
            Change::OtherProtocol(id, protocol) if *id == server.id => {
                (server.address.clone(), *protocol)
            }
            Change::None
            | Change::WithoutProject(_)
            | Change::WithoutServer(_)
            | Change::OtherAddress(..)
            | Change::OtherProtocol(..) => (server.address.clone(), server.protocol),
        }
    }
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

pub(super) fn interval(rng: &mut Rng) -> Duration {
    Duration::from_millis(INTERVALS[rng.usize(0..INTERVALS.len())])
}
