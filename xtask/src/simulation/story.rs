//! The things that happen in a run, and the peace after them.

use std::time::Duration;

use pekat_tray::model::Snooze;
use pekat_tray::model::event::{Click, Event, QuestionId};
use pekat_tray::protocol::{Operation, Status};
use pekat_tray::site::{ProjectId, QuietHours};
use tokio::time::advance;

use super::driver::Run;
use super::plan;
use super::plant::Door;

/// The time in which nothing may be told once everything is well.
const PEACE: Duration = Duration::from_secs(60);

impl Run {
    pub(super) async fn story(&mut self) -> Result<(), String> {
        let whole = self.client.whole.clone();
        self.client.configured(whole, &mut self.log)?;
        for _ in 0..self.storm {
            let pause = Duration::from_millis(self.rng.u64(1..3000));
            self.pass(pause).await?;
            self.something_happens().await?;
        }
        self.log.tell("— all is well from here on —");
        for manager in &self.managers {
            manager.set_door(Door::Open);
            manager.set_weather(0);
            for project in 0..manager.projects() {
                let status = [Status::Running, Status::Stopped][self.rng.usize(0..2)];
                manager.set(project, Some(status));
            }
        }
        self.client.clicked(Click::EndSnooze, &mut self.log)?;
        self.client.whole.quiet = QuietHours::default();
        let whole = self.client.whole.clone();
        self.client.configured(whole, &mut self.log)?;
        self.pass(self.client.oracle.recovery()).await?;
        self.client.check_recovered()?;
        self.client.oracle.check_connections(1)?;
        let notices = self.log.told.figures.notices;
        self.pass(PEACE).await?;
        match self.log.told.figures.notices == notices {
            true => self.client.check_recovered(),
            false => Err("something is told although nothing happens".to_owned()),
        }
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
            _ => self.client.look(&mut self.log),
        }
        Ok(())
    }

    fn click(&mut self) -> Result<(), String> {
        self.log.told.figures.clicks += 1;
        let projects = self.client.site().projects();
        let projects: Vec<ProjectId> = projects.map(|(_, it)| it.id).collect();
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
        let answered = self.client.clicked(click, &mut self.log)?;
        match answered || !operates {
            true => Ok(()),
            false => Err("a click was not answered".to_owned()),
        }
    }

    /// The operator answers what is asked; or an answer comes that is no longer waited for.
    fn answer(&mut self) -> Result<(), String> {
        let open = self.client.oracle.open_question();
        let late = QuestionId(self.rng.u64(0..=self.client.asked));
        let question = open.filter(|_| self.rng.u8(0..5) > 0).unwrap_or(late);
        let yes = self.rng.bool();
        let event = Event::Confirmed { question, yes };
        let answered = self.client.is_answered(event, &mut self.log)?;
        match answered == (yes && open == Some(question)) {
            true => Ok(()),
            false => Err("what became of an answer is not right".to_owned()),
        }
    }

    fn any_manager(&mut self) -> usize {
        self.rng.usize(0..self.managers.len())
    }

    fn change_weather(&mut self) {
        let number = self.any_manager();
        let percent = [0, 0, 5, 30, 100][self.rng.usize(0..5)];
        self.log.worse(format_args!(
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
        self.log
            .worse(format_args!("connections to pm{number}: {door:?}"));
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
        self.log
            .worse(format_args!("somebody makes {number}.{project} {truth:?}"));
        self.managers[number].set(project, truth);
    }

    /// One project changes again and again.
    async fn flap(&mut self) -> Result<(), String> {
        let number = self.any_manager();
        let project = self.rng.usize(0..self.managers[number].projects());
        self.log
            .worse(format_args!("{number}.{project} is unstable"));
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
            Some(dialect) => self
                .log
                .worse(format_args!("pm{number} restarts and takes {dialect:?}")),
            None => self.log.worse(format_args!("pm{number} restarts")),
        }
        self.managers[number].restart(dialect);
        self.change_project_of(number);
    }

    /// The clock on the wall is set, or the computer sleeps while the other one stands still.
    fn set_clock(&mut self) {
        let seconds = self.rng.i64(-3600..3600);
        self.log
            .worse(format_args!("the clock on the wall is set by {seconds} s"));
        self.client.clock.set_forward(seconds);
    }

    /// The computer sleeps while its clocks run on.
    async fn sleep(&mut self) {
        let seconds = self.rng.u64(1..3600);
        self.log
            .worse(format_args!("the computer sleeps for {seconds} s"));
        for number in 0..self.managers.len() {
            self.change_project_of(number);
        }
        advance(Duration::from_secs(seconds)).await;
        self.client.oracle.slept();
    }

    /// Another poll interval, and perhaps a project less, or all of them again.
    fn configure(&mut self) -> Result<(), String> {
        let interval = plan::interval(&mut self.rng);
        let client = &mut self.client;
        client.whole.timing.poll_interval = interval;
        let projects = client.whole.projects();
        // A server without projects is not asked.
        let spare = projects.filter(|(server, _)| server.projects.len() > 1);
        let spare: Vec<(ProjectId, String)> = spare
            .map(|(_, project)| (project.id, project.name.clone()))
            .collect();
        let hidden = match spare.len() {
            0 => None,
            length => spare.get(self.rng.usize(0..length * 2)),
        };
        let site = match hidden {
            Some((hidden, name)) => {
                self.log
                    .worse(format_args!("polled every {interval:?}, without {name}"));
                plan::without(&client.whole, *hidden)
            }
            None => {
                self.log
                    .worse(format_args!("polled every {interval:?}, and everything"));
                client.whole.clone()
            }
        };
        client.configured(site, &mut self.log)
    }
}
