//! The lateness of polls.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use pekat_tray::site::ProjectId;

use super::plant::Plant;

/// The number of samples that are kept, in microseconds each.
const SAMPLES: usize = 1_000_000;

/// Records when each project was polled. It allocates only in `new`, so that the measured heap is that
/// of the poller.
pub(crate) struct Lateness {
    interval: Duration,
    index: HashMap<ProjectId, usize>,
    last: Vec<Option<Instant>>,
    late: Vec<u32>,
}

impl Lateness {
    pub(crate) fn new(plant: &Plant) -> anyhow::Result<Self> {
        // Reserved, and written to so that it is resident, before memory is measured.
        let mut late = vec![u32::MAX; SAMPLES];
        late.clear();
        let site = plant.site()?;
        let projects = site.projects().enumerate();
        Ok(Lateness {
            interval: plant.interval,
            index: projects
                .map(|(index, (_, project))| (project.id, index))
                .collect(),
            last: vec![None; plant.servers * plant.projects],
            late,
        })
    }

    pub(crate) fn polled(&mut self, project: ProjectId, at: Instant) {
        let Some(index) = self.index.get(&project) else {
            return;
        };
        let last = self.last[*index].replace(at);
        if let Some(last) = last
            && self.late.len() < self.late.capacity()
        {
            let late = at.saturating_duration_since(last + self.interval);
            self.late
                .push(u32::try_from(late.as_micros()).unwrap_or(u32::MAX));
        }
    }

    pub(crate) fn begin(&mut self) {
        self.late.clear();
    }

    pub(crate) fn late(&mut self, part: f64) -> u64 {
        self.late.sort_unstable();
        let at = (self.late.len() as f64 * part) as usize;
        let late = self.late.get(at).or(self.late.last());
        late.copied().unwrap_or(0).into()
    }
}
