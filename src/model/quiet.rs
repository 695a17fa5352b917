//! Quiet after a start and after sleep: nothing is told of a server until it has been asked about
//! all of its projects once, so that what was like that before, or passes at once, is not news.

use std::time::Instant;

use super::{Effect, Model};
use crate::site::{LONGEST_PAUSE, ServerId, Site};

impl Model {
    /// When the quiet that begins now ends at the latest: a server that could not be reached at
    /// once, perhaps for want of a network, has been tried again by then.
    pub(super) fn quiet_until(&self, site: &Site) -> Instant {
        let timing = site.timing;
        let attempt = timing.connect_timeout + timing.status_timeout;
        let pause = timing.poll_interval.min(LONGEST_PAUSE);
        self.now.instant + pause * 2 + attempt
    }

    /// Takes note that the computer has slept, or that a clock was set: nothing that was read
    /// before `at` counts any more.
    pub(super) fn awoke(&mut self, at: Instant) -> Vec<Effect> {
        self.awoke = Some(at);
        let now = self.now.instant;
        for state in self.projects.values_mut() {
            state.forget(now);
        }
        let until = self.quiet_until(&self.site);
        for state in self.servers.values_mut() {
            state.quiet_until = Some(until);
        }
        self.forget_what_is_due();
        Vec::new()
    }

    /// Ends the quiet of a server once it has been asked about everything, and tells what differs
    /// from what was last told.
    pub(super) fn end_quiet(&mut self, server: ServerId) -> Vec<Effect> {
        let state = self.servers.get(&server);
        let Some(until) = state.and_then(|state| state.quiet_until) else {
            return Vec::new();
        };
        // The last of them is asked last.
        let configured = self.site.server(server).into_iter();
        let mut projects = configured.flat_map(|server| server.projects.iter().rev());
        let round = projects.all(|project| {
            let state = self.projects.get(&project.id);
            state.is_some_and(|state| state.reading.is_some())
        });
        if !round && self.now.instant < until {
            return Vec::new();
        }
        if let Some(state) = self.servers.get_mut(&server) {
            state.quiet_until = None;
        }
        let mut effects = self.announce_link(server);
        for project in self.projects_of(server) {
            effects.extend(self.announce(project));
        }
        effects
    }

    /// Takes note of what there is to tell of a server, once it may be told of.
    pub(super) fn announce_link(&mut self, server: ServerId) -> Vec<Effect> {
        let state = self.servers.get(&server);
        if state.is_none_or(|state| state.quiet_until.is_some()) {
            return Vec::new();
        }
        self.note_server(server)
    }
}
