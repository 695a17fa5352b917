//! What this process holds, as Linux counts it.

use std::fs;

use anyhow::Context;

/// What a process holds at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Resident memory in KiB.
    pub(crate) memory: u64,
    pub(crate) threads: u64,
    /// Open file descriptors, sockets included.
    pub(crate) files: u64,
    pub(crate) sockets: u64,
}

impl Held {
    /// What this process holds now.
    pub(crate) fn now() -> anyhow::Result<Held> {
        let status = fs::read_to_string("/proc/self/status")
            .context("/proc cannot be read; Linux has it")?;
        let figure = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let word = line.and_then(|line| line.split_whitespace().next());
            let word = word.with_context(|| format!("no {name} in /proc/self/status"))?;
            anyhow::Ok(word.parse()?)
        };
        let (mut files, mut sockets) = (0, 0);
        for entry in fs::read_dir("/proc/self/fd")? {
            // The one that lists them is gone by then.
            let Ok(target) = fs::read_link(entry?.path()) else {
                continue;
            };
            files += 1;
            sockets += u64::from(target.to_string_lossy().starts_with("socket:"));
        }
        Ok(Held {
            memory: figure("VmRSS:")?,
            threads: figure("Threads:")?,
            files,
            sockets,
        })
    }
}
