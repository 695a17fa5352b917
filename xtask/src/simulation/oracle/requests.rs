//! Every operation reaches the server at most once for each time it was ordered.

use std::collections::BTreeMap;

use pekat_tray::protocol::Operation;
use pekat_tray::site::ProjectId;

use super::plant::Plant;

/// Of which manager and project, and which.
type Key = (usize, usize, Operation);

#[derive(Debug, Default)]
pub(super) struct Requests {
    /// How often each operation was ordered and not given back unsent.
    ordered: BTreeMap<Key, usize>,
    received: BTreeMap<Key, usize>,
    /// How many operations of each manager have been counted.
    counted: Vec<usize>,
}

impl Requests {
    pub(super) fn ordered(&mut self, plant: &Plant, project: ProjectId, operation: Operation) {
        if let Some(place) = plant.place(project) {
            let key = (place.manager, place.index, operation);
            *self.ordered.entry(key).or_default() += 1;
        }
    }

    /// Takes note that an operation was given back unsent.
    pub(super) fn not_sent(&mut self, plant: &Plant, project: ProjectId, operation: Operation) {
        if let Some(place) = plant.place(project) {
            let key = (place.manager, place.index, operation);
            let ordered = self.ordered.entry(key).or_default();
            *ordered = ordered.saturating_sub(1);
        }
    }

    pub(super) fn check(&mut self, plant: &Plant) -> Result<(), String> {
        self.counted.resize(plant.managers.len(), 0);
        let managers = plant.managers.iter().zip(&mut self.counted);
        for (number, (manager, counted)) in managers.enumerate() {
            let new = manager.record(|record| record.received[*counted..].to_vec());
            *counted += new.len();
            for (operation, index) in new {
                *self.received.entry((number, index, operation)).or_default() += 1;
            }
        }
        for (key, received) in &self.received {
            let ordered = self.ordered.get(key).copied().unwrap_or(0);
            if *received > ordered {
                let (manager, index, operation) = key;
                return Err(format!(
                    "{operation} of {manager}.{index} came {received} times, and was ordered {ordered} times"
                ));
            }
        }
        Ok(())
    }
}
