//! One tray on the plant: its monitor and its model, and the oracle that watches both.

mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use pekat_tray::link::Jitter;
use pekat_tray::model::event::{Answer, Click, Event, Failure, Ticket};
use pekat_tray::model::{Effect, Model};
use pekat_tray::monitor::{self, Order, Outside, Pulse};
use pekat_tray::protocol::Operation;
use pekat_tray::site::{Language, ProjectId, Site};
use pekat_tray::view::{self, Words};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::clock::Clock;
use super::log::Log;
use super::oracle::{self, Oracle};
use super::plan;
use super::plant::{Manager, Network};

pub(super) struct Client {
    /// Everything that can be configured.
    pub(super) whole: Site,
    model: Model,
    words: Words,
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
        site: Site,
        managers: &[Manager],
        jitter: u64,
        events: UnboundedSender<Event>,
    ) -> (Client, JoinHandle<()>) {
        let addresses = site.servers().iter().map(|it| it.address.clone());
        let network = Network::new(addresses.zip(managers.iter().cloned()));
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
            let report = move |event| events.send(event).unwrap_or_default();
            monitor::run(outside, received, &pulse, report).await;
        });
        let client = Client {
            oracle: Oracle::new(&site, managers, plan::LONGEST_INTERVAL),
            whole: site,
            model: Model::new(clock.now()),
            words: Words::of(Language::English),
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

    /// Hands an event to the model and the effects to the monitor.
    pub(super) fn event(&mut self, event: Event, log: &mut Log) -> Result<(), String> {
        log.told.figures.events += 1;
        match &event {
            Event::Polled { .. } => log.told.figures.polls += 1,
            Event::Awoke { .. } => self.oracle.awoke(),
            Event::Answered {
                ticket,
                answer: Err(Failure::NotSent(_) | Failure::GivenUp),
                ..
            } => {
                let mut ordered = self.ordered.iter();
                if let Some((_, project, operation)) = ordered.find(|(known, ..)| known == ticket) {
                    self.oracle.not_sent(*project, *operation);
                }
            }
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
        self.oracle.happens(&event, &self.model);
        if let Some(line) = self.in_words(&event) {
            log.tell(line);
        }
        let effects = self.model.update(self.clock.now(), event);
        for effect in effects {
            self.carry_out(effect, log)?;
        }
        self.check()
    }

    fn carry_out(&mut self, effect: Effect, log: &mut Log) -> Result<(), String> {
        let order = match effect {
            Effect::Watch(site) => Order::Configure(site),
            Effect::Operate {
                ticket,
                project,
                operation,
            } => {
                self.oracle.ordered(self.model.site(), project, operation)?;
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
                log.tell(format_args!("    told: {notice:?}"));
                let local = self.clock.now().local;
                return self.oracle.told(&notice, &self.model, local);
            }
            Effect::Confirm(question) => {
                self.asked += 1;
                log.tell(format_args!("    asked: {question:?}"));
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
        let local = self.clock.now().local;
        self.oracle.check(&self.model, local)
    }

    pub(super) fn check_recovered(&self) -> Result<(), String> {
        self.oracle.check_recovered(&self.model, &self.words)
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
        self.event(Event::configured(Arc::new(site)), log)?;
        self.oracle.configured(self.model.site())
    }

    /// Draws what is shown, which must be possible at any time.
    pub(super) fn look(&self, log: &mut Log) {
        let drawn = view::view(&self.model, &self.words);
        log.tell(format_args!("{:?} {}", drawn.icon.look, drawn.tooltip));
    }
}
