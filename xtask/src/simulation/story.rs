//! The things that happen in a run, and the peace after them.

use std::time::Duration;

use fastrand::Rng;
use pekat_tray::model::Snooze;
use pekat_tray::model::event::{Click, Event, QuestionId};
use pekat_tray::protocol::{Operation, ProjectPath, Status};
use pekat_tray::site::{ProjectId, QuietHours};
use tokio::time::{Instant, advance};

use super::client::Client;
use super::driver::Run;
use super::foreign::Visit;
use super::log::Log;
use super::plan::{self, Change};
use super::plant::{self, Cut, Door, Manager, Network};

/// The time in which nothing may be told once everything is well.
const PEACE: Duration = Duration::from_secs(60);

impl Run {
    pub(super) async fn story(&mut self, log: &mut Log) -> Result<(), String> {
        for client in &mut self.clients {
            let whole = client.whole.clone();
            client.configured(whole, log)?;
        }
        for _ in 0..self.storm {
            let pause = Duration::from_millis(self.rng.u64(1..3000));
            self.pass(pause, log).await?;
            self.something_happens(log).await?;
        }
        log.tell("— all is well from here on —");
        self.settle();
        for client in &mut self.clients {
            client.catch_up(log)?;
            client.clicked(Click::EndSnooze, log)?;
            client.whole.quiet = QuietHours::default();
            let whole = client.whole.clone();
            client.configured(whole, log)?;
        }
        let recoveries = self.clients.iter().map(|it| it.oracle.recovery());
        let recovery = recoveries.max().unwrap_or_default();
        self.pass(recovery, log).await?;
        self.check_recovered()?;
        for client in &self.clients {
            client.oracle.check_connections(1)?;
        }
        let notices = log.told.figures.notices;
        self.pass(PEACE, log).await?;
        match log.told.figures.notices == notices {
            true => self.check_recovered(),
            false => Err("something is told although nothing happens".to_owned()),
        }
    }

    /// Brings every manager to rest, with some projects running as far as their ports allow it.
    fn settle(&mut self) {
        for manager in &self.routes.managers {
            manager.set_door(Door::Open);
            manager.set_weather(0);
            for project in 0..manager.projects() {
                manager.set(project, Some(Status::Stopped));
            }
            for project in 0..manager.projects() {
                if self.rng.bool() {
                    manager.set(project, Some(Status::Running));
                }
            }
        }
    }

    fn check_recovered(&self) -> Result<(), String> {
        self.clients.iter().try_for_each(Client::check_recovered)
    }

    async fn something_happens(&mut self, log: &mut Log) -> Result<(), String> {
        match self.rng.u8(0..28) {
            0..7 => return self.click(log).await,
            7..9 => self.change_weather(log),
            9..11 => self.change_door(log),
            11..15 => self.change_project(log),
            15 => self.restart(log),
            16 => self.set_clock(log),
            17 => self.sleep(log).await,
            18 => return self.configure(log),
            19 => self.sleep_with_standing_clock(log),
            20..23 => return self.answer(log),
            23 => return self.flap(log).await,
            24 => self.cut(log),
            25 => self.keep_busy(log),
            26 if self.visited => self.visit(log),
            _ => self.look(log),
        }
        Ok(())
    }

    /// One of the clients whose window is not busy.
    fn any_client(&mut self) -> Option<&mut Client> {
        let number = self.any_client_number()?;
        self.clients.get_mut(number)
    }

    fn any_client_number(&mut self) -> Option<usize> {
        let clients = self.clients.iter().enumerate();
        let free = clients.filter(|(_, it)| it.busy_until.is_none());
        let free: Vec<usize> = free.map(|(number, _)| number).collect();
        free.get(self.rng.usize(0..free.len().max(1))).copied()
    }

    async fn click(&mut self, log: &mut Log) -> Result<(), String> {
        let mut rng = self.rng.fork();
        let Some(number) = self.any_client_number() else {
            return Ok(());
        };
        let client = &mut self.clients[number];
        log.told.figures.clicks += 1;
        let projects = client.site().projects();
        let projects: Vec<ProjectId> = projects.map(|(_, it)| it.id).collect();
        let project = projects[rng.usize(0..projects.len())];
        let operation = Operation::ALL[rng.usize(0..3)];
        let click = match rng.u8(0..10) {
            0 => Click::Refresh,
            1 => Click::ShowDetails(project),
            2 => match rng.bool() {
                true => Click::Snooze(Snooze::Hour),
                false => Click::EndSnooze,
            },
            _ => Click::Operate { project, operation },
        };
        let operates = matches!(click, Click::Operate { .. });
        let answered = client.clicked(click, log)?;
        if operates && !answered {
            return Err("a click was not answered".to_owned());
        }
        if operates && rng.u8(0..4) == 0 {
            return self.stop_soon(number, project, &mut rng, log).await;
        }
        Ok(())
    }

    /// The operator stops at once what was just clicked.
    async fn stop_soon(
        &mut self,
        number: usize,
        project: ProjectId,
        rng: &mut Rng,
        log: &mut Log,
    ) -> Result<(), String> {
        self.pass(Duration::from_millis(rng.u64(0..1500)), log)
            .await?;
        let client = &mut self.clients[number];
        if client.busy_until.is_some() {
            return Ok(());
        }
        log.told.figures.clicks += 1;
        let operation = Operation::Stop;
        match client.clicked(Click::Operate { project, operation }, log)? {
            true => Ok(()),
            false => Err("a click was not answered".to_owned()),
        }
    }

    /// The operator answers what is asked; or an answer comes that is no longer waited for.
    fn answer(&mut self, log: &mut Log) -> Result<(), String> {
        let mut rng = self.rng.fork();
        let Some(client) = self.any_client() else {
            return Ok(());
        };
        let open = client.oracle.open_question();
        let late = QuestionId(rng.u64(0..=client.asked));
        let question = open.filter(|_| rng.u8(0..5) > 0).unwrap_or(late);
        let yes = rng.bool();
        let event = Event::Confirmed { question, yes };
        let answered = client.is_answered(event, log)?;
        match answered == (yes && open == Some(question)) {
            true => Ok(()),
            false => Err("what became of an answer is not right".to_owned()),
        }
    }

    fn any_manager(&mut self) -> (usize, Manager) {
        let number = self.rng.usize(0..self.routes.managers.len());
        (number, self.routes.managers[number].clone())
    }

    fn change_weather(&mut self, log: &mut Log) {
        let (number, manager) = self.any_manager();
        let percent = [0, 0, 5, 30, 100][self.rng.usize(0..5)];
        log.worse(format_args!(
            "of pm{number}'s requests {percent} % go wrong"
        ));
        manager.set_weather(percent);
    }

    fn change_door(&mut self, log: &mut Log) {
        let (number, manager) = self.any_manager();
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
        log.worse(format_args!("connections to pm{number}: {door:?}"));
        manager.set_door(door);
    }

    /// The network drops the connections that there are.
    fn cut(&mut self, log: &mut Log) {
        let (number, manager) = self.any_manager();
        let noticed = Duration::from_millis(self.rng.u64(0..30_000));
        let cut = [Cut::Reset, Cut::Dead(noticed)][self.rng.usize(0..2)];
        log.worse(format_args!("connections to pm{number} are cut: {cut:?}"));
        manager.cut(cut);
    }

    /// Somebody comes who is none of ours.
    fn visit(&mut self, log: &mut Log) {
        let (number, manager) = self.any_manager();
        let Some(address) = self.routes.address_of(number) else {
            return;
        };
        let paths = (0..manager.projects()).map(|index| manager.path(index).clone());
        let paths: Vec<ProjectPath> = paths.collect();
        let visit = Visit::draw(&mut self.rng, address, &paths);
        log.worse(format_args!("{}", visit.in_words()));
        let network = Network::new(&self.routes, self.clients.len());
        tokio::spawn(visit.make(network));
    }

    /// A window does nothing for a while, and what is reported waits.
    fn keep_busy(&mut self, log: &mut Log) {
        let time = Duration::from_millis(self.rng.u64(100..6000));
        if let Some(client) = self.any_client() {
            log.worse(format_args!(
                "{}the window is busy for {time:?}",
                client.name()
            ));
            client.busy_until = Some(Instant::now() + time);
        }
    }

    fn change_project(&mut self, log: &mut Log) {
        let (number, _) = self.any_manager();
        self.change_project_of(number, log);
    }

    fn change_project_of(&mut self, number: usize, log: &mut Log) {
        let manager = &self.routes.managers[number];
        let project = self.rng.usize(0..manager.projects());
        let truth = match self.rng.u8(0..8) {
            0 => None,
            1 => Some(Status::Starting),
            2 => Some(Status::Stopping),
            3..6 => Some(Status::Running),
            _ => Some(Status::Stopped),
        };
        log.worse(format_args!("somebody makes {number}.{project} {truth:?}"));
        if !manager.set(project, truth) {
            log.tell("    and its port is taken");
        }
    }

    /// One project changes again and again.
    async fn flap(&mut self, log: &mut Log) -> Result<(), String> {
        let (number, manager) = self.any_manager();
        let project = self.rng.usize(0..manager.projects());
        log.worse(format_args!("{number}.{project} is unstable"));
        for turn in 0..self.rng.usize(5..9) {
            let status = [Status::Running, Status::Stopped][turn % 2];
            manager.set(project, Some(status));
            let pause = Duration::from_millis(self.rng.u64(500..8000));
            self.pass(pause, log).await?;
        }
        Ok(())
    }

    fn restart(&mut self, log: &mut Log) {
        let (number, manager) = self.any_manager();
        let other = self.rng.bool();
        let dialect = other.then(|| plant::dialect(&mut self.rng));
        match dialect {
            Some(dialect) => {
                log.worse(format_args!("pm{number} restarts and takes {dialect:?}"));
            }
            None => log.worse(format_args!("pm{number} restarts")),
        }
        manager.restart(dialect);
        self.change_project_of(number, log);
    }

    /// The clock on the wall of one computer is set.
    fn set_clock(&mut self, log: &mut Log) {
        let seconds = self.rng.i64(-3600..3600);
        if let Some(client) = self.any_client() {
            let name = client.name();
            log.worse(format_args!(
                "{name}the clock on the wall is set by {seconds} s"
            ));
            client.clock.set_forward(seconds);
            client.oracle.clock_set();
        }
    }

    /// One computer sleeps while its measuring clock stands still, and the plant goes on.
    fn sleep_with_standing_clock(&mut self, log: &mut Log) {
        // What is shorter is taken for a clock that was set right.
        let seconds = self.rng.i64(15..3600);
        let Some(client) = self.any_client() else {
            return;
        };
        let name = client.name();
        log.worse(format_args!(
            "{name}the computer sleeps for {seconds} s, and its clock stands"
        ));
        client.clock.set_forward(seconds);
        client.oracle.slept();
        for number in 0..self.routes.managers.len() {
            self.change_project_of(number, log);
        }
    }

    /// All computers sleep while their clocks run on.
    async fn sleep(&mut self, log: &mut Log) {
        let seconds = self.rng.u64(1..3600);
        log.worse(format_args!("the computer sleeps for {seconds} s"));
        for number in 0..self.routes.managers.len() {
            self.change_project_of(number, log);
        }
        advance(Duration::from_secs(seconds)).await;
        for client in &mut self.clients {
            client.oracle.disturbed();
        }
    }

    /// Another poll interval, and perhaps another configuration of the servers.
    fn configure(&mut self, log: &mut Log) -> Result<(), String> {
        let mut rng = self.rng.fork();
        let routes = self.routes.clone();
        let Some(client) = self.any_client() else {
            return Ok(());
        };
        let interval = plan::interval(&mut rng);
        client.whole.timing.poll_interval = interval;
        let whole = &client.whole;
        let change = Change::draw(&mut rng, whole, |address| routes.other_address(address));
        let name = client.name();
        let words = change.in_words(whole);
        log.worse(format_args!("{name}polled every {interval:?}, {words}"));
        let site = change.made_from(whole);
        client.configured(site, log)
    }

    fn look(&mut self, log: &mut Log) {
        if let Some(client) = self.any_client() {
            client.look(log);
        }
    }
}
