//! What is known and what follows from it. Pure: time comes in with each event.

mod autostart;
mod condition;
mod confirm;
mod dialog;
pub mod event;
mod hotkey;
mod notice;
mod operation;
mod pin;
mod project;
mod quiet;
mod scan;
mod seen;
mod watch;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

pub use autostart::{Autostart, AutostartRefusal, Enrolment, Startup};
pub use condition::{Condition, Fault, Severity, Since};
pub use confirm::{Progress, Question, Stops, Wish};
pub use dialog::{Dialog, Home, NewProject, Offered, Purpose, Restraint, Trouble};
pub use hotkey::{Bindings, Rebinding};
pub use notice::{Importance, Notice, ProjectNews, ServerNews, Snooze, Topic};
pub use operation::Refusal;
pub use pin::Pinning;
pub use scan::{Scan, Scanning};
pub use watch::{Outcome, Watch};

use dialog::FirstStart;
use event::{
    Answer, Click, Configuration, DialogId, Event, Link, Now, QuestionId, Reading, SearchId, Ticket,
};
use hotkey::Hotkeys;
use notice::{Cause, Desk, OfServer, Standing};
use operation::Pending;
use project::ProjectState;

use crate::protocol::{Operation, ProjectPath, Status};
use crate::site::{Address, Hotkey, ProjectId, Role, Server, ServerId, Site};

/// Everything the program knows. It has one owner, the event loop.
#[derive(Debug)]
pub struct Model {
    now: Now,
    site: Arc<Site>,
    /// Whether a configuration has come at all, a good or a broken one.
    loaded: bool,
    problems: Vec<String>,
    ignored: Vec<String>,
    servers: BTreeMap<ServerId, ServerState>,
    projects: BTreeMap<ProjectId, ProjectState>,
    last_ticket: u64,
    hotkeys: Hotkeys,
    /// The window that codes are scanned into, while it is open.
    scanning: Option<Scanning>,
    /// The question that waits for an answer.
    asking: Option<Question>,
    last_question: u64,
    /// The dialog that is open.
    dialog: Option<Dialog>,
    last_dialog: u64,
    last_search: u64,
    first_start: FirstStart,
    revision: u64,
    desk: Desk,
    /// When the computer last awoke from sleep.
    awoke: Option<Instant>,
    /// Whether the monitor has stopped reporting.
    monitor_silent: bool,
    /// Whether Windows starts the program at logon; `None` while that is not known.
    autostart: Option<Autostart>,
}

#[derive(Clone, Debug)]
struct ServerState {
    link: Link,
    /// What was told of the link.
    standing: Standing<OfServer>,
    pending: Option<Pending>,
    /// Until when, at the latest, nothing is told of it.
    quiet_until: Option<Instant>,
    /// What the operator started or switched to here, the last first.
    recent: Vec<ProjectId>,
}

/// Something that is to be done because of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Poll these servers from now on, and no others.
    Watch(Arc<Site>),
    /// Send this operation, once.
    Operate {
        /// Names it.
        ticket: Ticket,
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
    },
    /// Read the configuration again.
    Reload,
    /// Do not send this operation any more, if it is not sent yet: it has come true by itself.
    Revoke {
        /// Names it.
        ticket: Ticket,
        /// Which project.
        project: ProjectId,
    },
    /// Ask all servers now.
    Refresh,
    /// Ask this server now.
    Retry(ServerId),
    /// Tell the user.
    Notify {
        /// What.
        notice: Notice,
        /// Whether it is heard, too.
        sound: bool,
    },
    /// Take back what the user was told about this: it is so no longer.
    Withdraw(Topic),
    /// Say that time has passed, by then at the latest.
    Rouse(Instant),
    /// Write this operation into the configuration as a one-click action.
    Pin {
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
    },
    /// Take the one-click actions that do this from the configuration.
    Unpin {
        /// Which project.
        project: ProjectId,
        /// What to do with it.
        operation: Operation,
    },
    /// Ask the operator before anything is done, in place of what is being asked. If it is this that is
    /// being asked, bring it to the front.
    Confirm(Question),
    /// Ask this no longer.
    WithdrawQuestion(QuestionId),
    /// Show all that is known of a project, and what to do.
    ShowDetails(ProjectId),
    /// Have exactly these hot keys, each of which means this; and tell which are not to be had.
    BindHotkeys(BTreeMap<Hotkey, Click>),
    /// Bring the window that codes are scanned into to the front.
    ShowScanning,
    /// Copy a project's path, to be pasted elsewhere.
    CopyPath(ProjectId),
    /// Open a project's page in the browser.
    OpenPage(ProjectId),
    /// Open the configuration file for the user.
    OpenConfiguration,
    /// Bring the dialog that is open to the front.
    ShowDialog,
    /// Ask who answers at this address. It comes as [`Event::Reached`].
    ProbeServer {
        /// For which dialog.
        dialog: DialogId,
        /// Where.
        address: Address,
    },
    /// Ask a server about a project. What it says comes as [`Event::Probed`].
    ProbeProject {
        /// For which dialog.
        dialog: DialogId,
        /// Where the server listens.
        address: Address,
        /// The project's folder on the server's disk.
        path: ProjectPath,
    },
    /// Look for projects that are not configured. What is found comes as [`Event::Found`].
    Find {
        /// Names the search.
        search: SearchId,
        /// Which Projects Manager is asked, and which computer's page.
        address: Address,
        /// Whether the folders of this computer are searched, too.
        folders: bool,
    },
    /// Write a server into the configuration.
    AddServer {
        /// What it is called.
        name: String,
        /// Where it listens.
        address: Address,
    },
    /// Write projects of one server into the configuration.
    AddProjects {
        /// Of which server.
        home: Home,
        /// What is added to it.
        projects: Vec<NewProject>,
    },
    /// Take a project and the actions that go with it from the configuration.
    RemoveProject(ProjectId),
    /// Take a server, its projects and their actions from the configuration.
    RemoveServer(ServerId),
    /// Have Windows start the program at logon, or not any more. What came of it comes as an event.
    SetAutostart(bool),
    /// Show what program this is.
    ShowAbout,
    /// End the program.
    Exit,
}

impl Model {
    /// A model that knows nothing yet.
    pub fn new(now: Now) -> Self {
        Model {
            now,
            site: Arc::new(Site::default()),
            loaded: false,
            problems: Vec::new(),
            ignored: Vec::new(),
            servers: BTreeMap::new(),
            projects: BTreeMap::new(),
            last_ticket: 0,
            hotkeys: Hotkeys::default(),
            scanning: None,
            asking: None,
            last_question: 0,
            dialog: None,
            last_dialog: 0,
            last_search: 0,
            first_start: FirstStart::default(),
            revision: 0,
            desk: Desk::new(),
            awoke: None,
            monitor_silent: false,
            autostart: None,
        }
    }

    /// Takes note of an event and says what is to be done because of it.
    pub fn update(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.now = Now {
            instant: self.now.instant.max(now.instant),
            local: now.local,
        };
        let repeated = self.repeated(&event);
        let watches_again = self.monitor_silent && event.is_from_monitor();
        self.monitor_silent &= !event.is_from_monitor();
        let mut effects = self.take_note(event);
        effects.extend(watches_again.then_some(Effect::Withdraw(Topic::Watching)));
        effects.extend(self.tell_due());
        // What is told is drawn, too.
        let changed = !effects.is_empty()
            || repeated.is_none_or(|(project, was)| self.seen_as(project) != was);
        self.revision += u64::from(changed);
        effects
    }

    /// The project that an event says of what is known already, and how it is seen. Nothing else
    /// can change then.
    fn repeated(&self, event: &Event) -> Option<(ProjectId, (Condition, bool))> {
        let Event::Polled { project, reading } = event else {
            return None;
        };
        let state = self.projects.get(project)?;
        let known = state.reading.as_ref()?;
        let same = known.answer == reading.answer;
        // It may settle what becomes of another project.
        let waiting = self.pending(state.server).is_some();
        (same && !waiting).then(|| (*project, self.seen_as(*project)))
    }

    /// What a project is shown as, and whether it is marked as new.
    fn seen_as(&self, project: ProjectId) -> (Condition, bool) {
        (self.condition(project), self.is_unseen(project))
    }

    fn take_note(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Configured(configuration) => self.configuration_read(configuration),
            Event::Link { server, link } => self.link_changed(server, link),
            Event::Polled { project, reading } => self.polled(project, reading),
            Event::Answered { ticket, at, answer } => self.answered(ticket, at, answer),
            Event::Tick => self.time_passed(),
            Event::Awoke { at } => self.awoke(at),
            Event::MonitorSilent => self.monitor_fell_silent(),
            Event::Seen(seen) => self.seen(seen),
            Event::Clicked(click) => self.clicked(click),
            Event::HotkeysTaken(taken) => self.hotkeys_taken(taken),
            Event::Scanned(text) => self.scanned(&text),
            Event::ScanningClosed => self.scanning_closed(),
            Event::NotSaved(reason) => self.not_saved(reason),
            Event::NotOpened(reason) => self.notify(Notice::NotOpened(reason)),
            Event::Autostart(autostart) => {
                self.autostart = autostart;
                Vec::new()
            }
            Event::AutostartNotSet(reason) => {
                self.notify(Notice::AutostartNotSet(AutostartRefusal::System(reason)))
            }
            Event::NotServed {
                service,
                project,
                reason,
            } => self.notify(Notice::NotServed {
                service,
                project,
                reason,
            }),
            Event::Confirmed { question, yes } => self.confirmed(question, yes),
            Event::Entered { dialog, values } => self.entered(dialog, values),
            Event::Picked { dialog, rows } => self.picked(dialog, &rows),
            Event::DialogClosed { dialog } => self.dialog_closed(dialog),
            Event::Reached { dialog, answer } => self.reached(dialog, answer),
            Event::Probed { dialog, answer } => self.probed(dialog, answer),
            Event::Found { search, finding } => self.found(search, finding),
        }
    }

    /// Another number whenever what is to be seen may have changed. That time passes counts when a
    /// heartbeat comes.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is configured; the last that was without an error.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Whether the configuration has been read.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// What is wrong with the configuration, a line each; empty when nothing is.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// What the organisation has set that makes no sense and is not followed, a line each.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// Whether the monitor has stopped reporting, so that nothing is known of now.
    pub fn is_monitor_silent(&self) -> bool {
        self.monitor_silent
    }

    /// Whether Windows starts the program at logon; `None` while that is not known.
    pub fn autostart(&self) -> Option<Autostart> {
        self.autostart
    }

    /// The connection to a server.
    pub fn link(&self, server: ServerId) -> &Link {
        self.servers
            .get(&server)
            .map_or(&Link::Connecting, |state| &state.link)
    }

    fn configuration_read(&mut self, configuration: Configuration) -> Vec<Effect> {
        let Configuration {
            site,
            problems,
            ignored,
        } = configuration;
        self.loaded = true;
        self.ignored = ignored;
        let mended = problems.is_empty() && !self.problems.is_empty();
        let others = self.problems != problems;
        self.problems = problems;
        let mut effects = site.map_or_else(Vec::new, |site| self.configured(&site));
        effects.extend(mended.then_some(Effect::Withdraw(Topic::Configuration)));
        effects.extend(self.start_first());
        if others && !self.problems.is_empty() {
            self.announce_problems();
        }
        effects
    }

    fn configured(&mut self, site: &Site) -> Vec<Effect> {
        let site = Arc::new(site.clone().with_ids_of(&self.site));
        // A map that is made of all of its entries at once takes half of the memory.
        let mut servers = Vec::new();
        let mut projects = Vec::new();
        for server in site.servers() {
            let known = self.servers.remove(&server.id);
            // A server without projects is not asked, so nothing is known of it.
            let known = known.filter(|_| !server.projects.is_empty());
            let new = || ServerState::new(self.quiet_until(&site));
            let mut state = known.unwrap_or_else(new);
            state
                .recent
                .retain(|recent| site.project(*recent).is_some());
            servers.push((server.id, state));
            for project in &server.projects {
                let known = self.projects.remove(&project.id);
                let new = || ProjectState::new(server.id, self.now.instant);
                let mut state = known.unwrap_or_else(new);
                state.configured(project);
                projects.push((project.id, state));
            }
        }
        let mut servers = BTreeMap::from_iter(servers);
        let projects = BTreeMap::from_iter(projects);
        let mut effects = vec![Effect::Watch(Arc::clone(&site))];
        let left = self.servers.values_mut().chain(servers.values_mut());
        let gone = left.filter_map(|state| {
            let pending = state.pending.as_ref()?;
            let gone = !projects.contains_key(&pending.project);
            state.pending.take_if(|_| gone)
        });
        let gone: Vec<Pending> = gone.collect();
        for Pending {
            project, operation, ..
        } in gone
        {
            effects.extend(self.unwatched(project, operation));
        }
        self.servers = servers;
        self.projects = projects;
        self.site = site;
        self.reconfigure_scanning();
        self.reconfigure_dialog();
        effects.extend(self.bind_hotkeys());
        self.settings_changed();
        effects.extend(self.withdraw_question());
        effects
    }

    /// Tells of a click whose project is no longer configured.
    fn unwatched(&mut self, project: ProjectId, operation: Operation) -> Vec<Effect> {
        let Some((server, project)) = self.site.project(project) else {
            return Vec::new();
        };
        let unwatched = Notice::Unwatched {
            server: server.name.clone(),
            project: project.name.clone(),
            operation,
        };
        self.notify(unwatched)
    }

    fn link_changed(&mut self, server: ServerId, link: Link) -> Vec<Effect> {
        let Some(state) = self.servers.get_mut(&server) else {
            return Vec::new();
        };
        let is_down = |link: &Link| matches!(link, Link::Down(_));
        let (was, down) = (is_down(&state.link), is_down(&link));
        state.link = link;
        let now = self.now.instant;
        for project in self.projects_of(server) {
            self.project_mut(project, |state| match (was, down) {
                // What was known before must not be shown when the server is back.
                (false, true) => {
                    state.forget(now);
                    // Nothing that an outage changes frees a port.
                    state.failed.take_if(|failed| !failed.is_for_port());
                }
                (true, false) => state.awaited_since = now,
                (false, false) | (true, true) => {}
            });
        }
        self.announce_link(server)
    }

    fn polled(&mut self, project: ProjectId, reading: Reading) -> Vec<Effect> {
        let Some(state) = self.projects.get_mut(&project) else {
            return Vec::new();
        };
        if self.awoke.is_some_and(|awoke| reading.at < awoke) {
            return Vec::new();
        }
        let server = state.server;
        let is_stopped = reading.status() == Some(Status::Stopped);
        if !state.take(reading, self.now) {
            return Vec::new();
        }
        if is_stopped && let Some(ran) = state.take_ran() {
            self.port_may_be_free(server, ran);
        }
        let mut effects = self.watch_pending(server);
        effects.extend(self.end_quiet(server));
        effects.extend(self.announce(project));
        effects
    }

    /// Ends the faults of operations that failed for want of a port if a project that has stopped,
    /// and was last seen running at `ran`, may have held it.
    fn port_may_be_free(&mut self, server: ServerId, ran: Instant) {
        for project in self.projects_of(server) {
            self.project_mut(project, |state| state.port_freed(ran));
        }
    }

    fn time_passed(&mut self) -> Vec<Effect> {
        self.open_gate();
        let mut effects = Vec::new();
        let servers: Vec<ServerId> = self.servers.keys().copied().collect();
        for server in servers {
            effects.extend(self.watch_pending(server));
            effects.extend(self.end_quiet(server));
        }
        let timed = self
            .projects
            .iter()
            .filter(|(project, state)| state.is_timed() || self.is_silent(**project));
        let timed: Vec<ProjectId> = timed.map(|(project, _)| *project).collect();
        for project in timed {
            effects.extend(self.announce(project));
        }
        effects.extend(self.bind_hotkeys_again());
        effects
    }

    fn monitor_fell_silent(&mut self) -> Vec<Effect> {
        if std::mem::replace(&mut self.monitor_silent, true) {
            return Vec::new();
        }
        self.notify(Notice::MonitorSilent)
    }

    fn clicked(&mut self, click: Click) -> Vec<Effect> {
        match click {
            Click::Operate { project, operation } => self.wish(project, operation).1,
            Click::Pin { project, operation } => {
                self.pin(project, operation, Effect::Pin { project, operation })
            }
            Click::Unpin { project, operation } => {
                self.pin(project, operation, Effect::Unpin { project, operation })
            }
            Click::CopyPath(project) => vec![Effect::CopyPath(project)],
            Click::OpenPage(project) => vec![Effect::OpenPage(project)],
            Click::Refresh => {
                // Who asks has seen what failed before.
                for state in self.projects.values_mut() {
                    state.failed = None;
                }
                let mut effects = vec![Effect::Reload, Effect::Refresh];
                effects.extend(self.bind_hotkeys());
                effects
            }
            Click::Scan => self.open_scanning(),
            Click::ShowDetails(project) => {
                self.retry_besides(project, Effect::ShowDetails(project))
            }
            Click::Snooze(snooze) => self.snooze(snooze),
            Click::EndSnooze => self.end_snooze(),
            // Only a click that was on its way when the row went comes here.
            Click::OpenConfiguration if self.site.role == Role::Viewer => Vec::new(),
            Click::OpenConfiguration => vec![Effect::OpenConfiguration],
            Click::AddServer => self.open_add_server(),
            Click::AddProject(server) => self.open_add_project(server),
            Click::FindProjects => self.find_projects(),
            Click::AddFound => self.open_found(),
            Click::RemoveProject(project) => self.remove_project(project),
            Click::RemoveServer(server) => self.remove_server(server),
            Click::Autostart => self.toggle_autostart(),
            Click::About => vec![Effect::ShowAbout],
            Click::Exit => vec![Effect::Exit],
        }
    }

    /// What is shown stays as it is until it is so.
    fn toggle_autostart(&mut self) -> Vec<Effect> {
        if !self.site.rules.own_autostart {
            return self.notify(Notice::AutostartNotSet(AutostartRefusal::Managed));
        }
        match self.autostart {
            None => Vec::new(),
            Some(Autostart::Off | Autostart::TurnedOff) => vec![Effect::SetAutostart(true)],
            Some(Autostart::On) => vec![Effect::SetAutostart(false)],
            Some(Autostart::OnForAll) => {
                self.notify(Notice::AutostartNotSet(AutostartRefusal::ForAll))
            }
        }
    }

    /// What the operator started or switched to on a server, the last first.
    pub fn recent(&self, server: ServerId) -> &[ProjectId] {
        let server = self.servers.get(&server);
        server.map_or(&[], |server| &server.recent)
    }

    /// Has a server asked again now if nothing is known of its project, since somebody cares for it.
    fn retry(&self, project: ProjectId) -> Vec<Effect> {
        let known = self.fresh_answer(project).is_some();
        let server = self.projects.get(&project).map(|state| state.server);
        let server = server.filter(|_| !known);
        server.map(Effect::Retry).into_iter().collect()
    }

    fn retry_besides(&self, project: ProjectId, effect: Effect) -> Vec<Effect> {
        let mut effects = self.retry(project);
        effects.push(effect);
        effects
    }

    /// Takes note of what there is to tell of a project, once its server may be told of.
    fn announce(&mut self, project: ProjectId) -> Vec<Effect> {
        let server = self.projects.get(&project).map(|state| state.server);
        let server = server.and_then(|server| self.servers.get(&server));
        if server.is_none_or(|server| server.quiet_until.is_some()) {
            return Vec::new();
        }
        let explained = self.is_explained(project);
        let cause = match explained || self.is_asked_for(project) {
            true => Cause::OwnClick,
            false => Cause::Others,
        };
        self.note_project(project, cause)
    }

    /// Whether a wish that came true explains what was just read of a project; only once.
    fn is_explained(&mut self, project: ProjectId) -> bool {
        let stopped = self.is_stopped_by_switch(project);
        let settled = match self.fresh_answer(project) {
            Some(Answer::Status(status)) => status.is_settled(),
            Some(Answer::NotFound) => true,
            Some(Answer::UnknownCommand | Answer::Refused(_) | Answer::Unexpected(_)) | None => {
                false
            }
        };
        self.project_mut(project, |state| {
            let read = state.reading.as_ref().map(|reading| reading.at);
            state
                .explained
                .take_if(|since| settled && read >= Some(*since));
        });
        stopped
    }

    /// Returns true if a switch to another project explains how a project is. It stops it, and nothing
    /// else; what was read before it came true is over.
    fn is_stopped_by_switch(&self, project: ProjectId) -> bool {
        let Some(state) = self.projects.get(&project) else {
            return false;
        };
        state.explained.is_some()
            && (state.awaits_reading() || self.fresh_status(project) != Some(Status::Running))
    }

    /// Returns true if what is shown of a project was read before a switch to another came true.
    fn is_from_before_switch(&self, project: ProjectId) -> bool {
        let state = self.projects.get(&project);
        let awaits = state.is_some_and(ProjectState::awaits_reading);
        awaits && self.fresh_answer(project).is_some()
    }

    /// Whether the operator's own click explains how a project is, as far as that is known yet.
    fn is_own_doing(&self, project: ProjectId) -> bool {
        self.is_asked_for(project) || self.is_stopped_by_switch(project)
    }

    fn projects_of(&self, server: ServerId) -> Vec<ProjectId> {
        let server = self.site.server(server);
        server.map_or_else(Vec::new, |server: &Server| {
            server.projects.iter().map(|project| project.id).collect()
        })
    }

    fn project_mut(&mut self, project: ProjectId, change: impl FnOnce(&mut ProjectState)) {
        if let Some(state) = self.projects.get_mut(&project) {
            change(state);
        }
    }

    /// What the server last said of a project, unless that is too old to count.
    fn fresh_answer(&self, project: ProjectId) -> Option<&Answer> {
        let reading = self.projects.get(&project)?.reading.as_ref()?;
        (!self.is_old(reading.at)).then_some(&reading.answer)
    }

    /// Whether a time lies too long back for what was known then to count.
    fn is_old(&self, then: Instant) -> bool {
        let age = self.now.instant.saturating_duration_since(then);
        self.monitor_silent || age > self.site.stale_after()
    }

    fn fresh_status(&self, project: ProjectId) -> Option<Status> {
        let reading = self.projects.get(&project)?.reading.as_ref()?;
        reading.status().filter(|_| !self.is_old(reading.at))
    }
}

impl ServerState {
    fn new(quiet_until: Instant) -> Self {
        ServerState {
            link: Link::Connecting,
            standing: Standing::new(),
            pending: None,
            quiet_until: Some(quiet_until),
            recent: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
