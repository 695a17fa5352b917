//! A simulated Projects Manager beside the program under test: it can be asked what reached it,
//! changed behind the program's back, silenced, taken off the network, and made to do wrong.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc::{Receiver, channel};

use anyhow::{Context, Result};
use pekat_tray::protocol::{ProjectPath, Reply, Status};
use pekat_tray::sim::world::{Setup, World};
use pekat_tray::sim::{CONNECTED, Sim, bind, file};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// A simulated Projects Manager with the four sample projects; it ends when this value goes.
#[derive(Debug)]
pub struct Manager {
    runtime: Runtime,
    sim: Sim,
    address: SocketAddr,
    backlog: u32,
    listening: Option<JoinHandle<()>>,
    operations: Receiver<String>,
}

impl Manager {
    /// Starts one with the sample projects on a free port of this computer.
    ///
    /// # Errors
    /// When the system gives no port or no thread.
    pub fn sample() -> Result<Self> {
        Self::start(file::sample()?)
    }

    /// Starts one on a free port of this computer.
    ///
    /// # Errors
    /// When the system gives no port or no thread.
    pub fn start(setup: Setup) -> Result<Self> {
        Self::start_at(setup, (Ipv4Addr::LOCALHOST, 0).into())
    }

    /// Starts one at an address of this computer.
    ///
    /// # Errors
    /// When the address is taken, or the system gives no thread.
    pub fn start_at(setup: Setup, address: SocketAddr) -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let (sender, operations) = channel();
        let backlog = setup.service.backlog;
        let sim = runtime.block_on(async {
            Sim::start(World::new(setup), move |record| {
                let request = &record.request;
                if request.starts_with("status:") || request == CONNECTED {
                    return;
                }
                let reply = record.reply.as_ref().map_or("(no answer)", Reply::text);
                // Nobody listens any more when the test is over.
                sender.send(format!("{request} -> {reply}")).ok();
            })
        });
        let mut manager = Manager {
            runtime,
            sim,
            address,
            backlog,
            listening: None,
            operations,
        };
        manager.listen()?;
        Ok(manager)
    }

    /// Where it listens, or did.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Comes back to the network, at the address it had.
    ///
    /// # Errors
    /// When the address is taken.
    pub fn listen(&mut self) -> Result<()> {
        let entered = self.runtime.enter();
        let listener = bind(self.address, self.backlog)
            .with_context(|| format!("listening at {}", self.address))?;
        drop(entered);
        self.address = listener.local_addr()?;
        let sim = self.sim.clone();
        self.listening = Some(self.runtime.spawn(async move {
            sim.listen(listener).await;
        }));
        Ok(())
    }

    /// Leaves the network: connections break, and new ones are refused. Its projects go on.
    pub fn leave(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
            // What was aborted is awaited, so that the port is free.
            self.runtime.block_on(listening).ok();
        }
    }

    /// Changes a project's status behind everybody's back.
    ///
    /// # Errors
    /// When there is no such project.
    pub fn set(&self, path: &str, status: Status) -> Result<()> {
        let path = ProjectPath::new(path)?;
        Ok(self.runtime.block_on(self.sim.set(&path, status))?)
    }

    /// Deletes a project behind everybody's back.
    ///
    /// # Errors
    /// When there is no such project.
    pub fn remove(&self, path: &str) -> Result<()> {
        let path = ProjectPath::new(path)?;
        Ok(self.runtime.block_on(self.sim.remove(&path))?)
    }

    /// Takes requests from now on and answers none.
    ///
    /// # Errors
    /// When the simulator has ended.
    pub fn hang(&self) -> Result<()> {
        Ok(self.runtime.block_on(self.sim.hang())?)
    }

    /// Lets something go wrong, as `pekatctl simulate --fault` would.
    ///
    /// # Errors
    /// When there is no such fault, or the simulator has ended.
    pub fn inject(&self, fault: &str) -> Result<()> {
        let faults = vec![fault.parse()?];
        Ok(self.runtime.block_on(self.sim.inject(faults))?)
    }

    /// The starts, stops and switches since this was last asked, each with its answer. The
    /// simulator writes one down when it answers.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.operations.try_iter().collect()
    }

    /// A configuration of the tray program with this server and these projects of it.
    #[must_use]
    pub fn configuration(&self, projects: &[u8]) -> String {
        self.configuration_polled(projects, "300ms")
    }

    /// As [`configuration`](Self::configuration), polled at this interval.
    #[must_use]
    pub fn configuration_polled(&self, projects: &[u8], interval: &str) -> String {
        let mut text = format!(
            "poll_interval = \"{interval}\"\n\n[[server]]\nname = \"Line 1\"\naddress = \"{}\"\n",
            self.address
        );
        for number in projects {
            text.push_str(&format!(
                "\n[[server.project]]\nname = \"Test Project {number}\"\npath = '{}'\n",
                path(*number)
            ));
        }
        text
    }
}

impl Drop for Manager {
    fn drop(&mut self) {
        self.leave();
    }
}

/// The path of a sample project.
#[must_use]
pub fn path(number: u8) -> String {
    format!(r"C:\Users\pekat\PekatVisionProjects\Test Project {number}")
}
