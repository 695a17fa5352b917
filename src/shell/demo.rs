//! The demonstration: a simulated Projects Manager inside the program.

use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use crate::sim::{self, world::World};
use crate::site::Site;
use anyhow::Context;

/// Starts a simulator with the sample projects and gives the site that shows them.
///
/// # Errors
/// When the operating system gives no port or no thread.
pub(super) fn start() -> anyhow::Result<Site> {
    let setup = sim::file::sample()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .context("the demonstration needs a TCP port of this computer, and there is none free")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let mut site = Site::default();
    let server = site.add_server("Demonstration", address.to_string().parse()?);
    for project in setup.projects() {
        site.add_project(
            server,
            file_name(project.path.as_str()),
            project.path.clone(),
        );
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    thread::Builder::new()
        .name("demonstration".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                // Only a broken listener ends it; the icon then shows the server as unreachable.
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    sim::run(listener, World::new(setup), |_record| {}).await;
                }
            });
        })?;
    Ok(site)
}

/// The last part of a Windows path.
fn file_name(path: &str) -> &str {
    path.rsplit('\\').next().unwrap_or(path)
}
