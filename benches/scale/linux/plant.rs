//! What is watched, as it is handed from one process to the next.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::Context;
use pekat_tray::site::Site;

/// The request that the servers answer with the number of connections they have accepted.
pub(crate) const COUNT: &[u8] = b"connections";

/// The shortest time between two rounds on one server.
const SHORTEST: Duration = Duration::from_millis(250);

/// The number of polls below which one more or less would show, and the longest and shortest time
/// that a plant is measured for.
const POLLS: u32 = 200;
const MEASURED: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(20));

/// Servers with equally many projects each, and how they are polled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plant {
    pub(crate) servers: usize,
    /// Of each server.
    pub(crate) projects: usize,
    pub(crate) interval: Duration,
    /// Where the servers listen, each at an address of its own.
    port: u16,
}

impl Plant {
    /// Every project is polled once per second.
    pub(crate) fn paced(servers: usize, projects: usize, port: u16) -> Self {
        Plant {
            servers,
            projects,
            interval: Duration::from_secs(1),
            port,
        }
    }

    /// One project per server is polled as often as a server is ever asked.
    pub(crate) fn fastest(servers: usize, port: u16) -> Self {
        Plant {
            servers,
            projects: 1,
            interval: SHORTEST,
            port,
        }
    }

    /// As arguments of a command.
    pub(crate) fn written(&self) -> [String; 4] {
        let millis = self.interval.as_millis();
        [
            self.servers.to_string(),
            self.projects.to_string(),
            millis.to_string(),
            self.port.to_string(),
        ]
    }

    /// Reads what was [`written`](Self::written).
    pub(crate) fn read(arguments: &[String]) -> anyhow::Result<Self> {
        let [servers, projects, millis, port] = arguments else {
            anyhow::bail!("servers, projects, interval and port are needed");
        };
        Ok(Plant {
            servers: servers.parse()?,
            projects: projects.parse()?,
            interval: Duration::from_millis(millis.parse()?),
            port: port.parse()?,
        })
    }

    /// The time for which the plant is measured.
    pub(crate) fn measured(&self) -> Duration {
        let (shortest, longest) = MEASURED;
        let projects = u32::try_from(self.servers * self.projects).unwrap_or(u32::MAX);
        (self.interval * POLLS / projects).clamp(shortest, longest)
    }

    /// The number of connections that the servers have accepted.
    pub(crate) fn connections(&self) -> anyhow::Result<u64> {
        let mut stream = TcpStream::connect(self.address(0))?;
        stream.write_all(COUNT)?;
        let mut count = String::new();
        stream.read_to_string(&mut count)?;
        Ok(count.parse()?)
    }

    /// Where a server listens: every address in 127.0.0.0/8 is this computer's own.
    pub(crate) fn address(&self, server: usize) -> SocketAddr {
        let number = u32::try_from(server).unwrap_or(0) + 1;
        (Ipv4Addr::from(0x7f00_0000 + number), self.port).into()
    }

    /// The path of one of a server's projects.
    pub(crate) fn path(project: usize) -> String {
        format!(r"C:\Users\pekat\PekatVisionProjects\Test Project {project}")
    }

    /// The configuration that watches it.
    pub(crate) fn site(&self) -> anyhow::Result<Site> {
        let mut site = Site::default();
        site.timing.poll_interval = self.interval;
        for number in 0..self.servers {
            let address = self.address(number).to_string().parse()?;
            let server = site.add_server(&format!("Line {number}"), address);
            for number in 0..self.projects {
                let name = format!("Product {number}");
                site.add_project(server, &name, Self::path(number).parse()?)
                    .context("no server")?;
            }
        }
        Ok(site)
    }
}
