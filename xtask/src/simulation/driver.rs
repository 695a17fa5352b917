//! Runs one seed: makes things happen, hands events to the model and effects to the monitor, and
//! asks the oracle after each step.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use chrono::DateTime;
use fastrand::Rng;
use pekat_tray::link::Jitter;
use pekat_tray::model::event::{Answer, Click, Event, Failure, Now, QuestionId, Ticket};
use pekat_tray::model::{Condition, Effect, Model, Snooze};
use pekat_tray::monitor::{self, Order, Outside, Pulse};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{Language, ProjectId, QuietHours, Site};
use pekat_tray::view::{self, Words};
use tokio::select;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::{Instant, advance, sleep_until};

use super::manager::{Door, Manager};
use super::network::Network;
use super::oracle::{self, Oracle};
use super::plan::{self, Plan};

/// For how long nothing may be told once everything is well.
const PEACE: Duration = Duration::from_secs(60);

/// What was done, over one seed or many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Of the time in memory.
    pub seconds: u64,
    /// That the model was told of.
    pub events: u64,
    /// Readings among them.
    pub polls: u64,
    /// Of the operator.
    pub clicks: u64,
    /// That the operator was told.
    pub notices: u64,
    /// Things that were made to go wrong, without those that befall single requests.
    pub faults: u64,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.seconds += other.seconds;
        self.events += other.events;
        self.polls += other.polls;
        self.clicks += other.clicks;
        self.notices += other.notices;
        self.faults += other.faults;
    }
}

/// What came of a seed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What was done.
    pub figures: Figures,
    /// What happened, a line each.
    pub story: Vec<String>,
    /// What did not hold.
    pub failure: Option<String>,
}

/// Runs one seed from its beginning to its end.
pub(super) fn run(seed: u64) -> Told {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    let mut told = Told::default();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(Run::whole(seed, &mut told)),
        Err(error) => Err(error.to_string()),
    };
    told.failure = result.err();
    told
}

struct Run<'t> {
    told: &'t mut Told,
    rng: Rng,
    start: Instant,
    /// Everything that can be configured, and what is.
    whole: Site,
    site: Site,
    managers: Vec<Manager>,
    model: Model,
    words: Words,
    orders: UnboundedSender<Order>,
    events: UnboundedReceiver<Event>,
    oracle: Oracle,
    /// By how many milliseconds the clock on the wall is ahead of the one that measures.
    ahead: Arc<AtomicI64>,
    /// How often the operator was asked something.
    asked: u64,
    /// The number of notices that answered a click.
    replies: u64,
    /// What was ordered, by ticket.
    ordered: Vec<(Ticket, ProjectId, Operation)>,
    /// What was last said of each project.
    answers: BTreeMap<ProjectId, Answer>,
}

impl<'t> Run<'t> {
    async fn whole(seed: u64, told: &'t mut Told) -> Result<(), String> {
        let mut rng = Rng::with_seed(seed);
        let plan = Plan::draw(&mut rng).map_err(|error| format!("{error:#}"))?;
        let storm = plan.storm;
        let mut lives = Vec::new();
        let (mut run, monitor) = Run::begin(plan, rng, told, &mut lives);
        let result = run.story(storm).await;
        let (told, oracle, start) = (run.told, run.oracle, run.start);
        told.figures.seconds = start.elapsed().as_secs();
        // Nobody can order anything any more.
        drop((run.orders, run.events));
        let ended = monitor.await;
        result?;
        ended.map_err(|error| format!("the monitor: {error}"))?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        oracle.check_connections(0)?;
        lives.iter().for_each(JoinHandle::abort);
        let left = tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks();
        match left > lives.len() {
            true => Err(format!("{left} tasks are left")),
            false => Ok(()),
        }
    }

    fn begin(
        plan: Plan,
        mut rng: Rng,
        told: &'t mut Told,
        lives: &mut Vec<JoinHandle<()>>,
    ) -> (Run<'t>, JoinHandle<()>) {
        let start = Instant::now();
        let habits = plan.managers.into_iter();
        let managers: Vec<Manager> = habits.map(|it| Manager::new(it, rng.fork())).collect();
        lives.extend(managers.iter().map(|it| tokio::spawn(it.clone().live())));
        let addresses = plan.site.servers().iter().map(|it| it.address.clone());
        let network = Network::new(addresses.zip(managers.iter().cloned()));
        let (orders, received) = unbounded_channel();
        let (report, events) = unbounded_channel();
        let ahead = Arc::new(AtomicI64::new(0));
        let wall = Arc::clone(&ahead);
        let jitter = Jitter::seeded(rng.u64(..));
        let monitor = tokio::spawn(async move {
            let outside = Outside {
                dial: move || network.clone(),
                wall_clock: move || wall_clock(start, &wall),
                jitter,
            };
            let pulse = Pulse::new(start.into_std());
            let report = move |event| report.send(event).unwrap_or_default();
            monitor::run(outside, received, &pulse, report).await;
        });
        let run = Run {
            told,
            rng,
            start,
            oracle: Oracle::new(&plan.site, &managers, plan::LONGEST_INTERVAL),
            whole: plan.site,
            site: Site::default(),
            managers,
            model: Model::new(now(start, &ahead)),
            words: Words::of(Language::English),
            orders,
            events,
            ahead,
            asked: 0,
            replies: 0,
            ordered: Vec::new(),
            answers: BTreeMap::new(),
        };
        (run, monitor)
    }

    async fn story(&mut self, storm: u32) -> Result<(), String> {
        self.configured(self.whole.clone())?;
        for _ in 0..storm {
            let pause = Duration::from_millis(self.rng.u64(1..3000));
            self.pass(pause).await?;
            self.something_happens().await?;
        }
        self.tell("— all is well from here on —");
        for manager in &self.managers {
            manager.set_door(Door::Open);
            manager.set_weather(0);
            for project in 0..manager.projects() {
                let status = [Status::Running, Status::Stopped][self.rng.usize(0..2)];
                manager.set(project, Some(status));
            }
        }
        self.clicked(Click::EndSnooze)?;
        self.whole.quiet = QuietHours::default();
        self.configured(self.whole.clone())?;
        self.pass(self.oracle.recovery()).await?;
        self.oracle.check_recovered(&self.model, &self.words)?;
        self.oracle.check_connections(1)?;
        let notices = self.told.figures.notices;
        self.pass(PEACE).await?;
        match self.told.figures.notices == notices {
            true => self.oracle.check_recovered(&self.model, &self.words),
            false => Err("something is told although nothing happens".to_owned()),
        }
    }

    /// Lets time pass, and handles what is reported meanwhile.
    async fn pass(&mut self, time: Duration) -> Result<(), String> {
        let end = Instant::now() + time;
        loop {
            select! {
                biased;
                event = self.events.recv() => {
                    let event = event.context("the monitor has ended");
                    self.event(event.map_err(|error| error.to_string())?)?;
                }
                () = sleep_until(end) => return self.check(),
            }
        }
    }

    fn event(&mut self, event: Event) -> Result<(), String> {
        self.told.figures.events += 1;
        match &event {
            Event::Polled { .. } => self.told.figures.polls += 1,
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
            self.tell(line);
        }
        let effects = self.model.update(now(self.start, &self.ahead), event);
        for effect in effects {
            self.carry_out(effect)?;
        }
        self.check()
    }

    /// What the story tells of an event; nothing of what changes nothing.
    fn in_words(&mut self, event: &Event) -> Option<String> {
        let name = |project: &ProjectId| {
            let known = self.site.project(*project);
            known.map_or_else(String::new, |(_, known)| known.name.clone())
        };
        Some(match event {
            Event::Polled { project, reading } => {
                let (before, name) = (self.model.condition(*project), name(project));
                let answer = reading.answer.clone();
                let last = self.answers.insert(*project, answer.clone());
                let shown = !matches!(before, Condition::Connecting | Condition::Unreachable(_));
                if shown && last.as_ref() == Some(&answer) {
                    return None;
                }
                format!("{name} says {answer:?} (shown as {before:?})")
            }
            Event::Answered { ticket, answer, .. } => {
                let mut ordered = self.ordered.iter();
                let (_, project, operation) = ordered.find(|(known, ..)| known == ticket)?;
                format!("{operation} of {}: {answer:?}", name(project))
            }
            Event::Clicked(Click::Operate { project, operation }) => {
                format!("click: {operation} {}", name(project))
            }
            Event::Link { server, link } => {
                let known = self.site.server(*server);
                let name = known.map_or("", |known| &known.name);
                format!("{name} is {link:?}")
            }
            Event::Awoke { .. } => "awoke".to_owned(),
            Event::Tick | Event::Configured(_) => return None,
            Event::MonitorSilent
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
            | Event::Found { .. } => {
                format!("{event:?}")
            }
        })
    }

    fn carry_out(&mut self, effect: Effect) -> Result<(), String> {
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
                self.told.figures.notices += 1;
                self.replies += u64::from(oracle::answers_click(&notice));
                self.tell(format_args!("    told: {notice:?}"));
                let local = now(self.start, &self.ahead).local;
                return self.oracle.told(&notice, &self.model, local);
            }
            Effect::Confirm(question) => {
                self.asked += 1;
                self.tell(format_args!("    asked: {question:?}"));
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

    fn check(&mut self) -> Result<(), String> {
        let local = now(self.start, &self.ahead).local;
        self.oracle.check(&self.model, local)
    }

    async fn something_happens(&mut self) -> Result<(), String> {
        match self.rng.u8(0..24) {
            23 => return self.flap().await,
            0..7 => return self.click(),
            20..23 => return self.answer(),
            7..9 => self.change_weather(),
            9..11 => self.change_door(),
            11..15 => self.change_project(),
            15 => self.restart(),
            16 => self.set_clock(),
            17 => self.sleep().await,
            18 => return self.configure(),
            _ => self.look(),
        }
        Ok(())
    }

    fn click(&mut self) -> Result<(), String> {
        self.told.figures.clicks += 1;
        let projects: Vec<ProjectId> = self.site.projects().map(|(_, it)| it.id).collect();
        let project = projects[self.rng.usize(0..projects.len())];
        let operation = Operation::ALL[self.rng.usize(0..3)];
        let click = match self.rng.u8(0..10) {
            0 => Click::Refresh,
            1 => Click::ShowDetails(project),
            2 => match self.rng.bool() {
                true => Click::Snooze(Snooze::Hour),
                false => Click::EndSnooze,
            },
            _ => Click::Operate { project, operation },
        };
        let operates = matches!(click, Click::Operate { .. });
        let answered = self.clicked(click)?;
        match answered || !operates {
            true => Ok(()),
            false => Err("a click was not answered".to_owned()),
        }
    }

    fn clicked(&mut self, click: Click) -> Result<bool, String> {
        let local = now(self.start, &self.ahead).local;
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
        self.is_answered(Event::Clicked(click))
    }

    /// The operator answers what is asked; or an answer comes that is no longer waited for.
    fn answer(&mut self) -> Result<(), String> {
        let open = self.oracle.open_question();
        let late = QuestionId(self.rng.u64(0..=self.asked));
        let question = open.filter(|_| self.rng.u8(0..5) > 0).unwrap_or(late);
        let yes = self.rng.bool();
        let answered = self.is_answered(Event::Confirmed { question, yes })?;
        match answered == (yes && open == Some(question)) {
            true => Ok(()),
            false => Err("what became of an answer is not right".to_owned()),
        }
    }

    /// Returns true if something came of an event of the operator: a notice about it, an order, or a
    /// question.
    fn is_answered(&mut self, event: Event) -> Result<bool, String> {
        let before = (self.replies, self.ordered.len(), self.asked);
        self.event(event)?;
        Ok(before != (self.replies, self.ordered.len(), self.asked))
    }

    fn any_manager(&mut self) -> usize {
        self.rng.usize(0..self.managers.len())
    }

    fn change_weather(&mut self) {
        let number = self.any_manager();
        let percent = [0, 0, 5, 30, 100][self.rng.usize(0..5)];
        self.worse(format_args!(
            "of pm{number}'s requests {percent} % go wrong"
        ));
        self.managers[number].set_weather(percent);
    }

    fn change_door(&mut self) {
        let number = self.any_manager();
        let doors = [
            Door::Open,
            Door::Open,
            Door::Open,
            Door::Refused,
            Door::NoRoute,
            Door::Swallows,
            Door::Unknown,
        ];
        let door = doors[self.rng.usize(0..doors.len())];
        self.worse(format_args!("connections to pm{number}: {door:?}"));
        self.managers[number].set_door(door);
    }

    fn change_project(&mut self) {
        let number = self.any_manager();
        self.change_project_of(number);
    }

    fn change_project_of(&mut self, number: usize) {
        let project = self.rng.usize(0..self.managers[number].projects());
        let truth = match self.rng.u8(0..8) {
            0 => None,
            1 => Some(Status::Starting),
            2 => Some(Status::Stopping),
            3..6 => Some(Status::Running),
            _ => Some(Status::Stopped),
        };
        self.worse(format_args!("somebody makes {number}.{project} {truth:?}"));
        self.managers[number].set(project, truth);
    }

    /// One project changes again and again.
    async fn flap(&mut self) -> Result<(), String> {
        let number = self.any_manager();
        let project = self.rng.usize(0..self.managers[number].projects());
        self.worse(format_args!("{number}.{project} is unstable"));
        for turn in 0..self.rng.usize(5..9) {
            let status = [Status::Running, Status::Stopped][turn % 2];
            self.managers[number].set(project, Some(status));
            let pause = Duration::from_millis(self.rng.u64(500..8000));
            self.pass(pause).await?;
        }
        Ok(())
    }

    fn restart(&mut self) {
        let number = self.any_manager();
        let other = self.rng.bool();
        let dialect = other.then(|| plan::dialect(&mut self.rng));
        match dialect {
            Some(dialect) => self.worse(format_args!("pm{number} restarts and takes {dialect:?}")),
            None => self.worse(format_args!("pm{number} restarts")),
        }
        self.managers[number].restart(dialect);
        self.change_project_of(number);
    }

    /// The clock on the wall is set, or the computer sleeps while the other one stands still.
    fn set_clock(&mut self) {
        let seconds = self.rng.i64(-3600..3600);
        self.worse(format_args!("the clock on the wall is set by {seconds} s"));
        self.ahead.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// The computer sleeps while its clocks run on.
    async fn sleep(&mut self) {
        let seconds = self.rng.u64(1..3600);
        self.worse(format_args!("the computer sleeps for {seconds} s"));
        for number in 0..self.managers.len() {
            self.change_project_of(number);
        }
        advance(Duration::from_secs(seconds)).await;
        self.oracle.slept();
    }

    /// Another poll interval, and perhaps a project less, or all of them again.
    fn configure(&mut self) -> Result<(), String> {
        self.whole.timing.poll_interval = plan::interval(&mut self.rng);
        let interval = self.whole.timing.poll_interval;
        let projects = self.whole.projects();
        // A server without projects is not asked.
        let spare = projects.filter(|(server, _)| server.projects.len() > 1);
        let spare: Vec<(ProjectId, String)> = spare
            .map(|(_, project)| (project.id, project.name.clone()))
            .collect();
        let hidden = match spare.len() {
            0 => None,
            length => spare.get(self.rng.usize(0..length * 2)),
        };
        let Some((hidden, name)) = hidden else {
            self.worse(format_args!("polled every {interval:?}, and everything"));
            return self.configured(self.whole.clone());
        };
        self.worse(format_args!("polled every {interval:?}, without {name}"));
        self.configured(plan::without(&self.whole, *hidden))
    }

    fn configured(&mut self, site: Site) -> Result<(), String> {
        self.oracle.hush.quiet = site.quiet.clone();
        self.event(Event::configured(Arc::new(site)))?;
        self.site = self.model.site().clone();
        self.oracle.configured(&self.site)
    }

    /// What is drawn can be drawn.
    fn look(&mut self) {
        let drawn = view::view(&self.model, &self.words);
        self.tell(format_args!("{:?} {}", drawn.icon.look, drawn.tooltip));
    }

    fn worse(&mut self, what: std::fmt::Arguments<'_>) {
        self.told.figures.faults += 1;
        self.tell(what);
    }

    fn tell(&mut self, what: impl std::fmt::Display) {
        let at = self.start.elapsed().as_secs_f64();
        self.told.story.push(format!("{at:9.3}  {what}"));
    }
}

fn wall_clock(start: Instant, ahead: &AtomicI64) -> SystemTime {
    // Far enough from its beginning for every clock that is set back.
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let millis = ahead.load(Ordering::Relaxed);
    let by = Duration::from_millis(millis.unsigned_abs());
    let wall = day + start.elapsed();
    if millis < 0 { wall - by } else { wall + by }
}

fn now(start: Instant, ahead: &AtomicI64) -> Now {
    let wall = wall_clock(start, ahead);
    Now {
        instant: Instant::now().into_std(),
        local: DateTime::<chrono::Utc>::from(wall).naive_utc(),
    }
}
