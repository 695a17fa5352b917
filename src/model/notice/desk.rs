//! Where notices wait until they are due, and leave together.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::decide::{Cause, Decision, Settings, Standing, decide};
use super::digest;
use super::gate::Gate;
use super::kind::{Subject, is_heard, wants};
use super::snooze::Snoozing;
use super::{Notice, ProjectNews, Topic};
use crate::model::{Effect, Model};
use crate::site::{NoticeLevel, ProjectId, ServerId, Site};

/// How long what is due waits for more, so that what happens at once is told at once.
const GATHERING: Duration = Duration::from_secs(1);

/// What is about to be told.
#[derive(Debug)]
pub(in crate::model) struct Desk {
    /// What may have something to tell without anything else happening.
    open: BTreeSet<Topic>,
    /// When to look at that.
    due: Option<Instant>,
    /// When the monitor was last asked to say that time has passed.
    asked: Option<Instant>,
    /// What was last let through.
    pub(super) gate: Gate,
    pub(super) snoozing: Option<Snoozing>,
    /// Whether what is wrong with the configuration is still to be told.
    misconfigured: bool,
    /// What the last digest tells and no newer notice does.
    digested: BTreeSet<Topic>,
}

/// What leaves the desk.
#[derive(Debug)]
pub(super) struct Telling {
    pub(super) notice: Notice,
    /// Whether it is heard.
    pub(super) sound: bool,
}

impl Desk {
    pub(in crate::model) fn new() -> Self {
        Desk {
            open: BTreeSet::new(),
            due: None,
            asked: None,
            gate: Gate::Open,
            snoozing: None,
            misconfigured: false,
            digested: BTreeSet::new(),
        }
    }

    /// Takes note that there may be something to tell at that time.
    pub(super) fn look_at(&mut self, at: Instant) {
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// Takes note that a newer notice about this replaces the older one, or that it is taken back.
    /// Gives the digest, too, once nothing of it is true any more.
    fn replaced(&mut self, topic: Topic) -> Option<Topic> {
        let last = self.digested.remove(&topic) && self.digested.is_empty();
        last.then_some(Topic::Digest)
    }
}

impl Model {
    /// Takes note of what a project is now.
    pub(in crate::model) fn note_project(
        &mut self,
        project: ProjectId,
        cause: Cause,
    ) -> Vec<Effect> {
        self.decide_project(project, cause, false).0
    }

    /// Takes note of what a server's link is now.
    pub(in crate::model) fn note_server(&mut self, server: ServerId) -> Vec<Effect> {
        self.decide_server(server, false).0
    }

    fn decide_project(
        &mut self,
        project: ProjectId,
        cause: Cause,
        turn: bool,
    ) -> (Vec<Effect>, Option<Telling>) {
        let condition = self.condition(project);
        let level = self.site.notices_of(project);
        let settings = settings(&self.site, self.desk.gate, level, turn);
        let now = self.now.instant;
        let topic = Topic::Project(project);
        let Some(state) = self.projects.get_mut(&project) else {
            self.desk.open.remove(&topic);
            return (Vec::new(), None);
        };
        let standing = std::mem::replace(&mut state.standing, Standing::new());
        let decision = decide(standing, &condition, cause, settings, now);
        let effects = self.follow(topic, &decision);
        let telling = decision.news.map(|news| Telling {
            notice: Notice::Project(project, news),
            sound: decision.sound,
        });
        self.project_mut(project, |state| state.standing = decision.standing);
        (effects, telling)
    }

    fn decide_server(&mut self, server: ServerId, turn: bool) -> (Vec<Effect>, Option<Telling>) {
        let level = self.site.notices_of_server(server);
        let settings = settings(&self.site, self.desk.gate, level, turn);
        let now = self.now.instant;
        let topic = Topic::Server(server);
        let Some(state) = self.servers.get_mut(&server) else {
            self.desk.open.remove(&topic);
            return (Vec::new(), None);
        };
        let standing = std::mem::replace(&mut state.standing, Standing::new());
        let decision = decide(standing, &state.link, Cause::Others, settings, now);
        let effects = self.follow(topic, &decision);
        let telling = decision.news.map(|news| Telling {
            notice: Notice::Server(server, news),
            sound: decision.sound,
        });
        if let Some(state) = self.servers.get_mut(&server) {
            state.standing = decision.standing;
        }
        (effects, telling)
    }

    /// Takes note of when there is more to tell, and takes back what is true no longer.
    fn follow<S: Subject>(&mut self, topic: Topic, decision: &Decision<S>) -> Vec<Effect> {
        match decision.standing.is_open(self.now.instant) {
            true => self.desk.open.insert(topic),
            false => self.desk.open.remove(&topic),
        };
        if let Some(due) = decision.due {
            // Who wants to know at once does not wait for more.
            let gathering = GATHERING.min(self.site.limits.notify_after);
            self.desk.look_at(due + gathering);
        }
        match decision.withdraw {
            true => self.withdraw(topic),
            false => Vec::new(),
        }
    }

    fn withdraw(&mut self, topic: Topic) -> Vec<Effect> {
        let digest = self.desk.replaced(topic);
        let topics = std::iter::once(topic).chain(digest);
        topics.map(Effect::Withdraw).collect()
    }

    /// Tells what is due, and asks to be called again when more will be.
    pub(in crate::model) fn tell_due(&mut self) -> Vec<Effect> {
        let now = self.now.instant;
        let mut effects = Vec::new();
        if self.desk.due.is_some_and(|due| due <= now) {
            self.open_gate();
            self.desk.due = self.desk.snoozing.map(|snoozing| snoozing.end(self.now));
            effects.extend(self.tell_open());
        }
        if let Some(due) = self.desk.due
            && self.desk.asked != Some(due)
        {
            self.desk.asked = Some(due);
            effects.push(Effect::Rouse(due));
        }
        effects
    }

    fn tell_open(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut due = Vec::new();
        for topic in self.desk.open.clone() {
            let (more, telling) = match topic {
                Topic::Server(server) => self.decide_server(server, true),
                // The switch may have changed it since.
                Topic::Project(project) if self.is_from_before_switch(project) => continue,
                Topic::Project(project) => {
                    let cause = match self.is_own_doing(project) {
                        true => Cause::OwnClick,
                        false => Cause::Others,
                    };
                    self.decide_project(project, cause, true)
                }
                Topic::Digest | Topic::Configuration | Topic::Watching | Topic::Hotkeys => continue,
            };
            effects.extend(more);
            due.extend(telling);
        }
        for telling in digest::gather(due) {
            effects.extend(self.tell(telling));
        }
        if self.desk.gate != Gate::Shut && std::mem::take(&mut self.desk.misconfigured) {
            effects.extend(self.notify(Notice::Misconfigured));
        }
        effects
    }

    fn tell(&mut self, telling: Telling) -> Vec<Effect> {
        let Telling { notice, sound } = telling;
        let mut effects = self.replace(&notice);
        effects.push(Effect::Notify { notice, sound });
        effects
    }

    /// Takes note of which older notices this one replaces. A digest has a place of its own, so what
    /// was told of each of its topics before is taken back.
    fn replace(&mut self, notice: &Notice) -> Vec<Effect> {
        if let Notice::Digest(notices) = notice {
            self.desk.digested = notices.iter().filter_map(Notice::topic).collect();
            let topics = self.desk.digested.iter();
            return topics.copied().map(Effect::Withdraw).collect();
        }
        let topic = notice.topic();
        let digest = topic.and_then(|topic| self.desk.replaced(topic));
        digest.map(Effect::Withdraw).into_iter().collect()
    }

    /// Tells at once what cannot wait, as far as the user wants to be told of it at all.
    pub(in crate::model) fn notify(&mut self, notice: Notice) -> Vec<Effect> {
        let level = match notice.topic() {
            Some(Topic::Project(project)) => self.site.notices_of(project),
            Some(Topic::Server(server)) => self.site.notices_of_server(server),
            Some(Topic::Digest | Topic::Configuration | Topic::Watching | Topic::Hotkeys)
            | None => self.site.notices,
        };
        // These are seen nowhere else.
        let always = matches!(
            notice,
            Notice::MonitorSilent
                | Notice::NotSaved(_)
                | Notice::NotOpened(_)
                | Notice::NotServed { .. }
                | Notice::AutostartNotSet(_)
                | Notice::NotChangeable(_)
                | Notice::Project(_, ProjectNews::Refused { .. })
        );
        if !always && !wants(level, notice.importance()) {
            return Vec::new();
        }
        let sound = is_heard(&self.site.sounds, notice.sound());
        self.tell(Telling { notice, sound })
    }

    /// Tells what is wrong with the configuration, unless no notices are wanted just now.
    pub(in crate::model) fn announce_problems(&mut self) {
        self.desk.misconfigured = true;
        self.desk.look_at(self.now.instant);
    }

    /// Takes note that there is nothing wrong with the configuration, and that other things may be
    /// told at other times.
    pub(in crate::model) fn settings_changed(&mut self) {
        self.desk.misconfigured = false;
        self.desk.look_at(self.now.instant);
    }

    /// Forgets what was about to be told: it may be so no longer.
    pub(in crate::model) fn forget_what_is_due(&mut self) {
        self.desk.open.clear();
        let servers = self.servers.values_mut();
        servers.for_each(|state| state.standing.forget());
        let projects = self.projects.values_mut();
        projects.for_each(|state| state.standing.forget());
    }
}

fn settings(site: &Site, gate: Gate, level: NoticeLevel, turn: bool) -> Settings<'_> {
    Settings {
        hold: site.limits.notify_after,
        level,
        sounds: &site.sounds,
        gate,
        turn,
    }
}
