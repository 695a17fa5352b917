//! What is watched, as it is handed from one process to the next.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context;
use pekat_tray::site::Site;

/// Servers with equally many projects each, and how they are polled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plant {
    pub(crate) servers: usize,
    /// Of each server.
    pub(crate) projects: usize,
    /// Zero polls without a pause.
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

    /// One project per server is polled without a pause.
    pub(crate) fn saturated(servers: usize, port: u16) -> Self {
        Plant {
            servers,
            projects: 1,
            interval: Duration::ZERO,
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

    /// Where a server listens: every address in 127.0.0.0/8 is this computer's own.
    pub(crate) fn address(&self, server: usize) -> (Ipv4Addr, u16) {
        let number = u32::try_from(server).unwrap_or(0) + 1;
        (Ipv4Addr::from(0x7f00_0000 + number), self.port)
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
            let (ip, port) = self.address(number);
            let server =
                site.add_server(&format!("Line {number}"), format!("{ip}:{port}").parse()?);
            for number in 0..self.projects {
                let name = format!("Product {number}");
                site.add_project(server, &name, Self::path(number).parse()?)
                    .context("no server")?;
            }
        }
        Ok(site)
    }
}
