//! The cost of watching many projects: the monitor on real sockets beside a bare tokio loop that makes
//! the same rounds at the same pace, from 1 to 10,000 projects.
//!
//! The servers are another process, and each measurement is one of its own, so that its processor
//! time and memory are those of one thing alone. The tables are written in Markdown, and the plot to
//! `docs/performance.svg`.

#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> anyhow::Result<()> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("it reads what only Linux tells of processes; run it there")
}
