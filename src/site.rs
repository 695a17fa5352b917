//! What is configured, checked: servers, their projects, one-click actions and settings.
//!
//! Plain values that every other room may read; [`crate::config`] makes them from a file.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use crate::protocol::{DEFAULT_PORT, Operation, ProjectPath, Status};

/// A Projects Manager's place in the program's memory. Never used for another one later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerId(u32);

/// A project's place in the program's memory. Never used for another one later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProjectId(u32);

/// Everything that is configured.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Site {
    servers: Vec<Server>,
    actions: Vec<Action>,
    /// How often and how patiently servers are asked.
    pub timing: Timing,
    /// How long what is known counts, and what lasts too long.
    pub limits: Limits,
    /// Which notices are shown.
    pub notices: NoticeLevel,
    next_server: u32,
    next_project: u32,
    server_places: BTreeMap<ServerId, usize>,
    /// The places of the server, and of the project in it.
    project_places: BTreeMap<ProjectId, (usize, usize)>,
}

/// One Projects Manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its place in memory.
    pub id: ServerId,
    /// What the user calls it.
    pub name: String,
    /// Where it listens.
    pub address: Address,
    /// In which form it is asked.
    pub protocol: ProtocolChoice,
    /// Its projects in the configured order.
    pub projects: Vec<Project>,
}

/// In which form a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ProtocolChoice {
    /// In the documented one, unless the server knows only the other. A status finds that out.
    #[default]
    Auto,
    /// `command:path`, as documented.
    Colon,
    /// `command|path`.
    Pipe,
}

/// One project of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its place in memory.
    pub id: ProjectId,
    /// What the user calls it.
    pub name: String,
    /// Its folder on the server's disk.
    pub path: ProjectPath,
    /// What it is expected to be, if anything.
    pub wanted: Option<Wanted>,
}

/// What a project is expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Running.
    Running,
    /// Stopped.
    Stopped,
}

impl Wanted {
    /// The status that it is expected to have.
    pub fn status(self) -> Status {
        match self {
            Wanted::Running => Status::Running,
            Wanted::Stopped => Status::Stopped,
        }
    }
}

/// A one-click command at the top of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What the menu says.
    pub name: String,
    /// What it does.
    pub operation: Operation,
    /// To which project.
    pub project: ProjectId,
}

/// How often and how patiently servers are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// From one poll of a project to its next.
    pub poll_interval: Duration,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long the reply to a `status` may take.
    pub status_timeout: Duration,
    /// How long the reply to a `start`, `stop` or `switch` may take.
    pub action_timeout: Duration,
}

impl Timing {
    /// How long the attempt that confirms an outage may take. With half a poll interval an outage
    /// is known within two poll intervals and one status time-out, before the last reading is
    /// stale.
    pub fn confirm_timeout(&self) -> Duration {
        (self.poll_interval / 2)
            .max(Duration::from_millis(250))
            .min(self.status_timeout)
    }
}

impl Default for Timing {
    fn default() -> Self {
        Timing {
            poll_interval: Duration::from_secs(2),
            connect_timeout: Duration::from_secs(3),
            status_timeout: Duration::from_secs(3),
            action_timeout: Duration::from_secs(60),
        }
    }
}

/// The longest pause between two attempts to reach a server.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long what is known counts, and what lasts too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A reading older than this says nothing of now. If none is set, three polls must have been
    /// missed and the time be over in which one more could have been answered.
    pub stale_after: Option<Duration>,
    /// A project that has been starting or stopping for longer than this is stuck.
    pub stuck_after: Duration,
    /// A project that has not been as it is expected to be for longer than this is a fault.
    pub expect_grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            stale_after: None,
            stuck_after: Duration::from_secs(120),
            expect_grace: Duration::from_secs(10),
        }
    }
}

/// Which notices are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NoticeLevel {
    /// Every change of state.
    All,
    /// Problems, recoveries and the outcomes of the operator's own clicks.
    #[default]
    Problems,
    /// None; the icon and the menu still tell.
    Off,
}

impl Site {
    /// Adds a server without projects.
    pub fn add_server(&mut self, name: &str, address: Address) -> ServerId {
        let id = ServerId(self.next_server);
        self.next_server += 1;
        self.server_places.insert(id, self.servers.len());
        self.servers.push(Server {
            id,
            name: name.to_owned(),
            address,
            protocol: ProtocolChoice::default(),
            projects: Vec::new(),
        });
        id
    }

    /// Sets in which form a server is asked. `None` if there is no such server.
    pub fn set_protocol(&mut self, server: ServerId, protocol: ProtocolChoice) -> Option<()> {
        let server = self.servers.iter_mut().find(|known| known.id == server)?;
        server.protocol = protocol;
        Some(())
    }

    /// Adds a project to a server. `None` if there is no such server.
    pub fn add_project(
        &mut self,
        server: ServerId,
        name: &str,
        path: ProjectPath,
    ) -> Option<ProjectId> {
        let place = self.place(server)?;
        let server = self.servers.get_mut(place)?;
        let id = ProjectId(self.next_project);
        self.next_project += 1;
        let places = (place, server.projects.len());
        self.project_places.insert(id, places);
        server.projects.push(Project {
            id,
            name: name.to_owned(),
            path,
            wanted: None,
        });
        Some(id)
    }

    /// Says what a project is expected to be. `None` if there is no such project.
    pub fn expect(&mut self, project: ProjectId, wanted: Option<Wanted>) -> Option<()> {
        let (server, place) = *self.project_places.get(&project)?;
        let server = self.servers.get_mut(server)?;
        server.projects.get_mut(place)?.wanted = wanted;
        Some(())
    }

    /// How old a reading may be to say something of now.
    pub fn stale_after(&self) -> Duration {
        let Timing {
            poll_interval,
            status_timeout,
            ..
        } = self.timing;
        let usual = poll_interval * 3 + status_timeout;
        self.limits.stale_after.unwrap_or(usual)
    }

    /// Adds a one-click action. `None` if there is no such project.
    pub fn add_action(
        &mut self,
        name: &str,
        operation: Operation,
        project: ProjectId,
    ) -> Option<()> {
        self.project(project)?;
        self.actions.push(Action {
            name: name.to_owned(),
            operation,
            project,
        });
        Some(())
    }

    /// The servers in the configured order.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The one-click actions in the configured order.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// A server by its id.
    pub fn server(&self, id: ServerId) -> Option<&Server> {
        self.servers.get(self.place(id)?)
    }

    /// A server's place in the configured order.
    pub fn place(&self, id: ServerId) -> Option<usize> {
        self.server_places.get(&id).copied()
    }

    /// A project by its id, with its server.
    pub fn project(&self, id: ProjectId) -> Option<(&Server, &Project)> {
        let (server, place) = *self.project_places.get(&id)?;
        let server = self.servers.get(server)?;
        Some((server, server.projects.get(place)?))
    }

    /// All projects in the configured order, each with its server.
    pub fn projects(&self) -> impl Iterator<Item = (&Server, &Project)> {
        self.servers
            .iter()
            .flat_map(|server| server.projects.iter().map(move |project| (server, project)))
    }

    /// Gives what was configured before the ids it had, and everything else ids never used: a
    /// server is the same by its address, a project by its server and path.
    #[must_use]
    pub fn with_ids_of(mut self, before: &Site) -> Site {
        let mut next_server = before.next_server;
        let mut next_project = before.next_project;
        let known = before
            .servers
            .iter()
            .map(|server| (&server.address, server));
        let known: BTreeMap<&Address, &Server> = known.collect();
        let mut renamed = BTreeMap::new();
        self.server_places.clear();
        self.project_places.clear();
        for (server_place, server) in self.servers.iter_mut().enumerate() {
            let known = known.get(&server.address);
            server.id = known.map_or_else(|| ServerId(take(&mut next_server)), |known| known.id);
            self.server_places.insert(server.id, server_place);
            let known = known
                .into_iter()
                .flat_map(|server| server.projects.iter().rev());
            let known = known.map(|project| (project.path.folded(), project.id));
            let known: BTreeMap<String, ProjectId> = known.collect();
            for (place, project) in server.projects.iter_mut().enumerate() {
                let known = known.get(&project.path.folded()).copied();
                let id = known.unwrap_or_else(|| ProjectId(take(&mut next_project)));
                renamed.insert(project.id, id);
                self.project_places.insert(id, (server_place, place));
                project.id = id;
            }
        }
        for action in &mut self.actions {
            if let Some(id) = renamed.get(&action.project) {
                action.project = *id;
            }
        }
        self.next_server = next_server;
        self.next_project = next_project;
        self
    }
}

fn take(next: &mut u32) -> u32 {
    let taken = *next;
    *next += 1;
    taken
}

/// Where a Projects Manager listens: a host name or IP address, and a TCP port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    host: String,
    port: u16,
}

/// Why a text is not an address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// No host.
    #[error("'{0}' names no host; write it as host:port, for example 172.22.12.67:7002")]
    NoHost(String),
    /// A host that is neither a name nor an IP address.
    #[error(
        "'{0}' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002"
    )]
    Host(String),
    /// A port that is not a number from 1 to 65535.
    #[error("'{0}' is not a port; use a number from 1 to 65535, for example 7002")]
    Port(String),
}

impl Address {
    /// Host name or IP address, the latter without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// TCP port, never 0.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl FromStr for Address {
    type Err = AddressError;

    /// Reads `host:port`, `host`, `[v6]:port`, `[v6]` or a bare IPv6 address. The port is
    /// [`DEFAULT_PORT`] when it is left out. Names are taken in lower case, as DNS does, and IPv6
    /// addresses in their usual form.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (host, port) = split_address(text)?;
        if host.is_empty() {
            return Err(AddressError::NoHost(text.to_owned()));
        }
        let port = match port {
            None => DEFAULT_PORT,
            Some(digits) => parse_port(digits)?,
        };
        Ok(Address { host, port })
    }
}

/// The host in its usual form, and the port as it is written.
fn split_address(text: &str) -> Result<(String, Option<&str>), AddressError> {
    let bad_host = || AddressError::Host(text.to_owned());
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or_else(bad_host)?;
        let host = parse_v6(host).ok_or_else(bad_host)?;
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(bad_host()),
        };
    }
    if let Some(host) = parse_v6(text) {
        return Ok((host, None));
    }
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    if port.is_some_and(|port| port.contains([':', '/'])) || !is_host(host) {
        return Err(bad_host());
    }
    Ok((host.to_lowercase(), port))
}

/// An IPv6 address as it is usually written. A link-local one may name its zone, a number or an
/// interface, which stays as it is written.
fn parse_v6(text: &str) -> Option<String> {
    let Some((address, zone)) = text.split_once('%') else {
        return Some(text.parse::<Ipv6Addr>().ok()?.to_string());
    };
    let address: Ipv6Addr = address.parse().ok()?;
    let is_zone = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fits = address.is_unicast_link_local() && !zone.is_empty() && zone.chars().all(is_zone);
    fits.then(|| format!("{address}%{zone}"))
}

/// Letters of any script, since Windows allows them in computer names. Nothing passes, so that its
/// error can be another.
fn is_host(host: &str) -> bool {
    if host.is_empty() {
        return true;
    }
    let looks_like_v4 = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    if looks_like_v4 {
        return host.parse::<IpAddr>().is_ok();
    }
    let labels = host.strip_suffix('.').unwrap_or(host);
    host.len() <= 253 && labels.split('.').all(is_label)
}

/// What stands between two dots of a host name.
fn is_label(label: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(allowed)
}

fn parse_port(digits: &str) -> Result<u16, AddressError> {
    let bad = || AddressError::Port(digits.to_owned());
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    match digits.parse() {
        Ok(0) | Err(_) => Err(bad()),
        Ok(port) => Ok(port),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_every_usual_form() {
        let cases = [
            ("172.22.12.67:7002", "172.22.12.67:7002"),
            ("172.22.12.67", "172.22.12.67:7002"),
            (" Line-1_PC.local:80 ", "line-1_pc.local:80"),
            ("přípravna", "přípravna:7002"),
            ("[::1]:9", "[::1]:9"),
            ("[fe80::1]", "[fe80::1]:7002"),
            ("::1", "[::1]:7002"),
            ("[0:0:0:0:0:0:0:1]", "[::1]:7002"),
            ("2001:DB8:0::A", "[2001:db8::a]:7002"),
            ("fe80:0::1%12", "[fe80::1%12]:7002"),
            ("[FE80::1%Ethernet_2]:80", "[fe80::1%Ethernet_2]:80"),
            ("line1.example.", "line1.example.:7002"),
            ("1-a._b--c.3", "1-a._b--c.3:7002"),
        ];
        for (text, shown) in cases {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), shown);
            assert_eq!(shown.parse(), Ok(address));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        let host = |text: &str| AddressError::Host(text.to_owned());
        let port = |text: &str| AddressError::Port(text.to_owned());
        let cases = [
            ("", AddressError::NoHost(String::new())),
            (":7002", AddressError::NoHost(":7002".to_owned())),
            ("a b:1", host("a b:1")),
            ("http://a", host("http://a")),
            ("1.2.3:7002", host("1.2.3:7002")),
            ("1.2.3.256", host("1.2.3.256")),
            ("a:1:2", host("a:1:2")),
            ("[::1", host("[::1")),
            ("[a]:1", host("[a]:1")),
            ("[::1]x", host("[::1]x")),
            ("fe80::1%", host("fe80::1%")),
            ("fe80::1%1 2", host("fe80::1%1 2")),
            ("fe80::1%1%2", host("fe80::1%1%2")),
            ("[::1%1]:80", host("[::1%1]:80")),
            ("line1%1", host("line1%1")),
            ("-", host("-")),
            ("-a", host("-a")),
            ("a-:1", host("a-:1")),
            ("a.-b", host("a.-b")),
            ("a..b", host("a..b")),
            (".a", host(".a")),
            ("a..", host("a..")),
            (".", host(".")),
            ("a:", port("")),
            ("a:0", port("0")),
            ("a:65536", port("65536")),
            ("a:+1", port("+1")),
            ("a:seven", port("seven")),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Address>(), Err(error), "{text}");
        }
    }

    fn site(servers: &[(&str, &[&str])]) -> Site {
        let mut site = Site::default();
        for (address, paths) in servers {
            let server = site.add_server(address, address.parse().unwrap());
            for path in *paths {
                let project = site.add_project(server, path, path.parse().unwrap());
                site.add_action(path, Operation::Start, project.unwrap());
            }
        }
        site
    }

    fn ids(site: &Site) -> Vec<(u32, u32)> {
        let ids = site.projects();
        ids.map(|(server, project)| (server.id.0, project.id.0))
            .collect()
    }

    #[test]
    fn ids_follow_address_and_path_and_are_never_used_again() {
        let first = site(&[("a", &["x", "y"]), ("b", &["x"])]);
        assert_eq!(ids(&first), [(0, 0), (0, 1), (1, 2)]);

        let second = site(&[("c", &["x"]), ("b", &["x"]), ("a", &["z", "Y"])]).with_ids_of(&first);
        assert_eq!(ids(&second), [(2, 3), (1, 2), (0, 4), (0, 1)]);
        let targets: Vec<u32> = second.actions().iter().map(|a| a.project.0).collect();
        assert_eq!(targets, [3, 2, 4, 1]);

        let third = site(&[("a", &["x"])]).with_ids_of(&second);
        assert_eq!(ids(&third), [(0, 5)]);
    }
}
