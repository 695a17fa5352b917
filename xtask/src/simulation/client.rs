//! One tray on the plant: its monitor and its model, and the oracle that watches both.

mod words;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use pekat_tray::link::Jitter;
use pekat_tray::model::event::{Answer, Click, Event, Link, Ticket};
use pekat_tray::model::{Condition, Effect, Model};
use pekat_tray::monitor::{self, Order, Outside, Pulse};
use pekat_tray::protocol::Operation;
use pekat_tray::site::{Language, ProjectId, ServerId, Site};
use pekat_tray::view::{self, View, Words};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::clock::Clock;
use super::log::Log;
use super::oracle::{self, Drawing, Oracle};
use super::plant::{Network, Routes};

/// The links and conditions that a drawing was made from.
type Drawn = (Vec<(ServerId, Link)>, Vec<(ProjectId, Condition)>);

pub(super) struct Client {
    /// What the story calls it; nothing if it is alone.
    name: String,
    /// Everything that can be configured.
    pub(super) whole: Site,
    model: Model,
    words: Words,
    /// What was last drawn, and of which state of the model.
    drawn: (u64, View),
    drawn_of: Drawn,
    /// Until when its window is busy. What is reported meanwhile waits.
    pub(super) busy_until: Option<Instant>,
    waiting: VecDeque<Event>,
    orders: UnboundedSender<Order>,
    pub(super) oracle: Oracle,
    pub(super) clock: Clock,
    /// How often the operator was asked something.
    pub(super) asked: u64,
    /// The number of notices that answered a click.
    replies: u64,
    ordered: Vec<(Ticket, ProjectId, Operation)>,
    /// The last answer for each project.
    answers: BTreeMap<ProjectId, Answer>,
}

impl Client {
    /// Starts the monitor, which sends its events to `events`, and returns its task.
    pub(super) fn begin(
        seat: Seat,
        site: Site,
        routes: &Arc<Routes>,
        jitter: u64,
        events: UnboundedSender<(usize, Event)>,
    ) -> (Client, JoinHandle<()>) {
        let Seat { number, alone } = seat;
        let network = Network::new(routes, number);
        let (orders, received) = unbounded_channel();
        let clock = Clock::new();
        let wall = clock.clone();
        let start = Instant::now();
        let monitor = tokio::spawn(async move {
            let outside = Outside {
                dial: move || network.clone(),
                wall_clock: move || wall.wall(),
                jitter: Jitter::seeded(jitter),
            };
            let pulse = Pulse::new(start.into_std());
            let report = move |event| events.send((number, event)).unwrap_or_default();
            monitor::run(outside, received, &pulse, report).await;
        });
        let model = Model::new(clock.now());
        let words = Words::of(Language::English);
        let client = Client {
            name: match alone {
                true => String::new(),
                false => format!("tray{number}: "),
            },
            oracle: Oracle::new(number, &site, routes),
            whole: site,
            drawn_of: Default::default(),
            drawn: (model.revision(), view::view(&model, &words)),
            model,
            words,
            busy_until: None,
            waiting: VecDeque::new(),
            orders,
            clock,
            asked: 0,
            replies: 0,
            ordered: Vec::new(),
            answers: BTreeMap::new(),
        };
        (client, monitor)
    }

    /// Ends the monitor, and returns the oracle for what must hold afterwards.
    pub(super) fn end(self) -> Oracle {
        self.oracle
    }

    pub(super) fn site(&self) -> &Site {
        self.model.site()
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Takes an event from the monitor, as soon as the window is not busy.
    pub(super) fn reported(&mut self, event: Event, log: &mut Log) -> Result<(), String> {
        let checked = self.oracle.reported(&event);
        checked.map_err(|wrong| format!("{}{wrong}", self.name))?;
        match self.busy_until {
            Some(_) => {
                self.waiting.push_back(event);
                Ok(())
            }
            None => self.event(event, log),
        }
    }

    /// Ends the time in which the window is busy.
    pub(super) fn catch_up(&mut self, log: &mut Log) -> Result<(), String> {
        if self.busy_until.take().is_none() {
            return Ok(());
        }
        self.oracle.disturbed();
        while let Some(event) = self.waiting.pop_front() {
            self.event(event, log)?;
        }
        Ok(())
    }

    /// Hands an event to the model and the effects to the monitor.
    pub(super) fn event(&mut self, event: Event, log: &mut Log) -> Result<(), String> {
        log.told.figures.events += 1;
        match &event {
            Event::Polled { .. } => log.told.figures.polls += 1,
            Event::Awoke { at } => self.oracle.awoke(Instant::from_std(*at)),
            Event::Configured(_)
            | Event::Link { .. }
            | Event::Answered { .. }
            | Event::Tick
            | Event::MonitorSilent
            | Event::Seen(_)
            | Event::Clicked(_)
            | Event::HotkeysTaken(_)
            | Event::Scanned(_)
            | Event::ScanningClosed
            | Event::NotSaved(_)
            | Event::NotOpened(_)
            | Event::NotServed { .. }
            | Event::Confirmed { .. }
            | Event::Autostart(_)
            | Event::AutostartNotSet(_)
            | Event::Entered { .. }
            | Event::Picked { .. }
            | Event::DialogClosed { .. }
            | Event::Reached { .. }
            | Event::Probed { .. }
            | Event::Found { .. } => {}
        }
        self.oracle.happens(&event, &self.model)?;
        if let Some(line) = self.in_words(&event) {
            log.tell(format_args!("{}{line}", self.name));
        }
        let effects = self.model.update(self.clock.now(), event);
        for effect in effects {
            self.carry_out(effect, log)?;
        }
        // As the window draws: only what is another than before.
        let revision = self.model.revision();
        let is_new = self.drawn.0 != revision;
        if is_new {
            self.draw(revision);
        }
        self.check_drawing(is_new)
    }

    fn carry_out(&mut self, effect: Effect, log: &mut Log) -> Result<(), String> {
        let order = match effect {
            Effect::Watch(site) => Order::Configure(site),
            Effect::Operate {
                ticket,
                project,
                operation,
            } => {
                let site = self.model.site();
                self.oracle.ordered(site, ticket, project, operation)?;
                self.ordered.push((ticket, project, operation));
                Order::Operate {
                    ticket,
                    project,
                    operation,
                    asked: Instant::now().into_std(),
                }
            }
            Effect::Revoke { ticket, project } => Order::Revoke { ticket, project },
            Effect::Refresh => Order::Refresh,
            Effect::Retry(server) => Order::Retry(server),
            Effect::Rouse(at) => Order::Rouse(at),
            Effect::Notify { notice, .. } => {
                log.told.figures.notices += 1;
                self.replies += u64::from(oracle::answers_click(&notice));
                log.tell(format_args!("    {}told: {notice:?}", self.name));
                let local = self.clock.now().local;
                return self.oracle.told(&notice, &self.model, local);
            }
            Effect::Confirm(question) => {
                self.asked += 1;
                log.tell(format_args!("    {}asked: {question:?}", self.name));
                return self.oracle.asked(&question);
            }
            Effect::WithdrawQuestion(question) => return self.oracle.withdrawn(question),
            Effect::Reload
            | Effect::Withdraw(_)
            | Effect::Pin { .. }
            | Effect::Unpin { .. }
            | Effect::ShowDetails(_)
            | Effect::CopyPath(_)
            | Effect::OpenPage(_)
            | Effect::BindHotkeys(_)
            | Effect::ShowScanning
            | Effect::OpenConfiguration
            | Effect::SetAutostart(_)
            | Effect::ShowDialog
            | Effect::ProbeServer { .. }
            | Effect::ProbeProject { .. }
            | Effect::Find { .. }
            | Effect::AddServer { .. }
            | Effect::AddProjects { .. }
            | Effect::RemoveProject(_)
            | Effect::RemoveServer(_)
            | Effect::ShowAbout
            | Effect::Exit => return Ok(()),
        };
        let sent = self.orders.send(order);
        sent.map_err(|_| "the monitor has ended".to_owned())
    }

    pub(super) fn check(&mut self) -> Result<(), String> {
        if self.busy_until.is_some() {
            return Ok(());
        }
        self.check_drawing(false)
    }

    fn draw(&mut self, revision: u64) {
        self.drawn.0 = revision;
        let site = self.model.site();
        let links = site.servers().iter();
        let links = links.map(|it| (it.id, self.model.link(it.id).clone()));
        let conditions = site.projects();
        let conditions = conditions.map(|(_, it)| (it.id, self.model.condition(it.id)));
        let drawn_of = (links.collect(), conditions.collect());
        // What is drawn follows from these; it takes most of the time.
        if self.drawn_of != drawn_of {
            self.drawn.1 = view::view(&self.model, &self.words);
            self.drawn_of = drawn_of;
        }
    }

    fn check_drawing(&mut self, is_new: bool) -> Result<(), String> {
        let local = self.clock.now().local;
        let (_, view) = &self.drawn;
        let drawing = Drawing { view, is_new };
        let checked = self.oracle.check(&self.model, drawing, local);
        checked.map_err(|wrong| format!("{}{wrong}", self.name))
    }

    pub(super) fn check_recovered(&self) -> Result<(), String> {
        let checked = self.oracle.check_recovered(&self.model);
        checked.map_err(|wrong| format!("{}{wrong}", self.name))
    }

    /// Returns true if something came of an event of the operator: a notice about it, an order, or a
    /// question.
    pub(super) fn is_answered(&mut self, event: Event, log: &mut Log) -> Result<bool, String> {
        let before = (self.replies, self.ordered.len(), self.asked);
        self.event(event, log)?;
        Ok(before != (self.replies, self.ordered.len(), self.asked))
    }

    pub(super) fn clicked(&mut self, click: Click, log: &mut Log) -> Result<bool, String> {
        let local = self.clock.now().local;
        match click {
            Click::Snooze(_) => self.oracle.hush.snooze(Some(local)),
            Click::EndSnooze => self.oracle.hush.snooze(None),
            Click::Operate { .. }
            | Click::Pin { .. }
            | Click::Unpin { .. }
            | Click::ShowDetails(_)
            | Click::CopyPath(_)
            | Click::OpenPage(_)
            | Click::Refresh
            | Click::Scan
            | Click::Autostart
            | Click::OpenConfiguration
            | Click::AddServer
            | Click::AddProject(_)
            | Click::FindProjects
            | Click::AddFound
            | Click::RemoveProject(_)
            | Click::RemoveServer(_)
            | Click::About
            | Click::Exit => {}
        }
        self.is_answered(Event::Clicked(click), log)
    }

    pub(super) fn configured(&mut self, site: Site, log: &mut Log) -> Result<(), String> {
        self.oracle.hush.quiet = site.quiet.clone();
        self.oracle.begins_anew(&site);
        self.event(Event::configured(Arc::new(site)), log)?;
        self.oracle.configured(self.model.site())
    }

    /// Tells what is seen.
    pub(super) fn look(&self, log: &mut Log) {
        let (_, View { icon, tooltip, .. }) = &self.drawn;
        log.tell(format_args!("{}{:?} {tooltip}", self.name, icon.look));
    }
}

/// Which of the trays a client is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    pub(super) number: usize,
    /// Whether there are no others.
    pub(super) alone: bool,
}
