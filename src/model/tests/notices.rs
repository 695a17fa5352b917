//! When notices leave: after a moment, together, or not now.

use chrono::NaiveDateTime;

use super::*;
use crate::site::{Confirm, ProjectSettings, Sound};

/// A server with six projects A to F, all running, that is told of as by default.
struct Line {
    model: Model,
    start: Instant,
    now: Instant,
    /// By how many hours the clock on the wall was set.
    set: i64,
    server: ServerId,
    projects: Vec<ProjectId>,
}

impl Line {
    fn new(change: impl FnOnce(&mut Site)) -> Self {
        let mut site = Site::default();
        let server = site.add_server("Line 1", "line1".parse().unwrap());
        let names = ["A", "B", "C", "D", "E", "F"].into_iter();
        let projects = names.map(|name| site.add_project(server, name, name.parse().unwrap()));
        let projects = projects.map(Option::unwrap).collect();
        change(&mut site);
        let start = Instant::now();
        let mut line = Line {
            model: Model::new(Now::in_test(start, start)),
            start,
            now: start,
            set: 0,
            server,
            projects,
        };
        line.happens(Event::configured(Arc::new(site)));
        let link = Link::Up;
        line.happens(Event::Link { server, link });
        for place in 0..6 {
            line.says(place, Answer::Status(Status::Running));
        }
        line
    }

    fn happens(&mut self, event: Event) -> Vec<Effect> {
        let mut now = Now::in_test(self.start, self.now);
        now.local += chrono::Duration::hours(self.set);
        self.model.update(now, event)
    }

    fn says(&mut self, place: usize, answer: Answer) -> Vec<Effect> {
        let (project, at) = (self.projects[place], self.now);
        let reading = Reading { at, answer };
        self.happens(Event::Polled { project, reading })
    }

    /// So many of the projects, from the first, are gone.
    fn lose(&mut self, number: usize) {
        for place in 0..number {
            self.says(place, Answer::NotFound);
        }
    }

    /// Lets so many seconds pass, with a heartbeat at the end of each; gives what is told.
    fn pass(&mut self, seconds: u64) -> Vec<Notice> {
        let mut told = Vec::new();
        for _ in 0..seconds {
            self.now += Duration::from_secs(1);
            told.extend(notices(self.happens(Event::Tick)));
        }
        told
    }

    fn missing(&self, place: usize) -> Notice {
        Notice::Project(self.projects[place], ProjectNews::Fault(Fault::NotFound))
    }

    fn click(&mut self, click: Click) -> Vec<Notice> {
        notices(self.happens(Event::Clicked(click)))
    }

    fn local(&self, hour: u32, minute: u32) -> NaiveDateTime {
        let date = Now::in_test(self.start, self.start).local.date();
        date.and_hms_opt(hour, minute, 0).unwrap()
    }
}

fn notices(effects: Vec<Effect>) -> Vec<Notice> {
    told(effects).map(|(notice, _)| notice).collect()
}

/// Whether each of the notices is heard.
fn heard(effects: Vec<Effect>) -> Vec<bool> {
    told(effects).map(|(_, sound)| sound).collect()
}

fn told(effects: Vec<Effect>) -> impl Iterator<Item = (Notice, bool)> {
    effects.into_iter().filter_map(|effect| match effect {
        Effect::Notify { notice, sound } => Some((notice, sound)),
        Effect::Watch(_)
        | Effect::Operate { .. }
        | Effect::Reload
        | Effect::Revoke { .. }
        | Effect::Refresh
        | Effect::Retry(_)
        | Effect::Withdraw(_)
        | Effect::Rouse(_)
        | Effect::SetAutostart(_)
        | Effect::BindHotkeys(_)
        | Effect::ShowScanning
        | Effect::Pin { .. }
        | Effect::Unpin { .. }
        | Effect::ShowDetails(_)
        | Effect::CopyPath(_)
        | Effect::OpenPage(_)
        | Effect::Confirm(_)
        | Effect::WithdrawQuestion(_)
        | Effect::OpenConfiguration
        | Effect::ShowDialog
        | Effect::ProbeServer { .. }
        | Effect::ProbeProject { .. }
        | Effect::Find { .. }
        | Effect::AddServer { .. }
        | Effect::AddProjects { .. }
        | Effect::RemoveProject(_)
        | Effect::RemoveServer(_)
        | Effect::ShowAbout
        | Effect::Exit => None,
    })
}

#[test]
fn the_monitor_is_asked_to_say_when_something_is_due_however_seldom_its_heart_beats() {
    let mut line = Line::new(|_| {});
    let due = line.now + Duration::from_secs(4);
    assert_eq!(line.says(0, Answer::NotFound), [Effect::Rouse(due)]);
    assert_eq!(line.says(0, Answer::NotFound), []);
    line.now = due - Duration::from_millis(1);
    assert_eq!(line.happens(Event::Tick), []);
    line.now = due;
    let told = notify(line.missing(0));
    assert_eq!(line.happens(Event::Tick), [told]);
}

#[test]
fn a_notice_is_due_also_when_a_poll_says_the_same_again_and_then_it_is_drawn() {
    let mut line = Line::new(|_| {});
    line.says(0, Answer::NotFound);
    line.now += Duration::from_secs(4);
    let drawn = line.model.revision();
    let told = notify(line.missing(0));
    assert_eq!(line.says(0, Answer::NotFound), [told]);
    assert_ne!(line.model.revision(), drawn);
}

#[test]
fn up_to_three_are_told_one_by_one_and_more_at_once_as_one() {
    let mut line = Line::new(|_| {});
    line.lose(3);
    let told: Vec<_> = (0..3).map(|place| line.missing(place)).collect();
    assert_eq!(line.pass(9), told);

    let mut line = Line::new(|_| {});
    line.lose(3);
    line.now += Duration::from_millis(900);
    line.says(3, Answer::Status(Status::Stopped));
    line.says(4, Answer::NotFound);
    let mut told: Vec<_> = [0, 1, 2, 4].map(|place| line.missing(place)).into();
    told.push(Notice::Project(line.projects[3], ProjectNews::Stopped));
    assert_eq!(line.pass(9), [Notice::Digest(told)]);
}

#[test]
fn a_digest_is_taken_back_when_nothing_of_it_is_so() {
    let mut line = Line::new(|_| {});
    line.lose(4);
    assert_eq!(line.pass(9).len(), 1);
    line.click(Click::Snooze(Snooze::Hour));
    let mut withdrawn = Vec::new();
    for place in 0..4 {
        line.says(place, Answer::Status(Status::Running));
        line.now += Duration::from_secs(5);
        withdrawn.extend(line.happens(Event::Tick));
    }
    withdrawn.retain(|effect| matches!(effect, Effect::Withdraw(_)));
    let topics = line.projects[..4].iter().copied().map(Topic::Project);
    let topics = topics.chain([Topic::Digest]).map(Effect::Withdraw);
    assert_eq!(withdrawn, topics.collect::<Vec<_>>());
}

#[test]
fn quiet_hours_let_faults_through_and_the_rest_is_told_when_they_end() {
    let mut line = Line::new(|site| {
        site.quiet = ["14:00-15:00".parse().unwrap()].into_iter().collect();
    });
    let server = line.server;
    line.says(0, Answer::NotFound);
    line.says(1, Answer::Status(Status::Stopped));
    line.says(2, Answer::Status(Status::Stopped));
    assert_eq!(line.pass(9), [line.missing(0)]);
    line.says(2, Answer::Status(Status::Running));
    let link = Link::Down(Unreachable::Refused);
    line.happens(Event::Link { server, link });
    assert_eq!(line.pass(60), []);
    line.set += 1;
    let down = ServerNews::Down(Unreachable::Refused);
    assert_eq!(line.pass(1), [Notice::Server(server, down)]);
    line.happens(Event::Link {
        server,
        link: Link::Up,
    });
    line.pass(5);
    line.says(1, Answer::Status(Status::Stopped));
    let stopped = Notice::Project(line.projects[1], ProjectNews::Stopped);
    assert_eq!(line.pass(5), [stopped]);
}

#[test]
fn what_waited_for_the_end_of_quiet_hours_is_told_in_a_digest_if_it_is_much() {
    let mut line = Line::new(|site| {
        site.quiet = ["14:00-15:00".parse().unwrap()].into_iter().collect();
    });
    for place in 0..5 {
        line.says(place, Answer::Status(Status::Stopped));
    }
    assert_eq!(line.pass(60), []);
    for place in 0..5 {
        line.says(place, Answer::Status(Status::Stopped));
    }
    line.set += 1;
    let stopped = line.projects[..5].iter();
    let stopped = stopped.map(|project| Notice::Project(*project, ProjectNews::Stopped));
    let stopped = Notice::Digest(stopped.collect());
    assert_eq!(line.pass(1), [stopped]);
}

#[test]
fn a_snooze_silences_all_but_ones_own_clicks_and_the_silence_of_the_monitor() {
    let mut line = Line::new(|_| {});
    assert_eq!(line.click(Click::Snooze(Snooze::Hour)), []);
    assert_eq!(line.model.snoozed_until(), Some(line.local(15, 3)));
    line.says(0, Answer::NotFound);
    assert_eq!(line.pass(9), []);
    assert!(line.model.is_unseen(line.projects[0]));
    let (project, operation) = (line.projects[1], Operation::Start);
    let outcome = Outcome::Already;
    let told = ProjectNews::Outcome { operation, outcome };
    line.says(1, Answer::Status(Status::Running));
    let already = Notice::Project(project, told);
    assert_eq!(line.click(Click::Operate { project, operation }), [already]);
    let problems = vec!["line 1".to_owned()];
    assert_eq!(notices(line.happens(Event::misconfigured(problems))), []);
    let silent = notices(line.happens(Event::MonitorSilent));
    assert_eq!(silent, [Notice::MonitorSilent]);
    line.says(0, Answer::NotFound);
    let missing = line.missing(0);
    let ended = line.click(Click::EndSnooze);
    assert_eq!(ended, [missing, Notice::Misconfigured]);
    assert_eq!(line.model.snoozed_until(), None);
}

#[test]
fn a_snooze_ends_by_itself_outlives_a_new_configuration_and_names_its_end() {
    let mut line = Line::new(|_| {});
    line.click(Click::Snooze(Snooze::UntilTomorrow));
    let tomorrow = line.local(6, 0) + chrono::Duration::days(1);
    assert_eq!(line.model.snoozed_until(), Some(tomorrow));
    let site = line.model.site().clone();
    line.happens(Event::configured(Arc::new(site)));
    assert_eq!(line.model.snoozed_until(), Some(tomorrow));
    line.says(0, Answer::NotFound);
    assert_eq!(line.pass(5), []);
    line.set += 16;
    assert_eq!(line.pass(1), [line.missing(0)]);
    assert_eq!(line.model.snoozed_until(), None);
}

#[test]
fn a_snooze_until_tomorrow_ends_at_six_also_when_summer_time_ends() {
    let mut line = Line::new(|_| {});
    let usual = line.start + Duration::from_secs((24 - 14 + 6) * 3600 - 3 * 60);
    let snooze = Event::Clicked(Click::Snooze(Snooze::UntilTomorrow));
    assert_eq!(line.happens(snooze), [Effect::Rouse(usual)]);
    line.says(0, Answer::NotFound);
    line.set = -1;
    line.now = usual;
    let six = line.now + Duration::from_secs(3600);
    assert_eq!(line.says(0, Answer::NotFound), [Effect::Rouse(six)]);
    line.now = six - Duration::from_secs(1);
    line.says(0, Answer::NotFound);
    assert_eq!(notices(line.happens(Event::Tick)), []);
    line.now = six;
    assert_eq!(notices(line.happens(Event::Tick)), [line.missing(0)]);
    assert_eq!(line.model.snoozed_until(), None);
}

#[test]
fn a_snooze_of_an_hour_from_a_toast_never_shortens_one_that_lasts_longer() {
    let mut line = Line::new(|_| {});
    line.click(Click::Snooze(Snooze::UntilTomorrow));
    let tomorrow = line.local(6, 0) + chrono::Duration::days(1);
    line.click(Click::Snooze(Snooze::Hour));
    assert_eq!(line.model.snoozed_until(), Some(tomorrow));

    let mut line = Line::new(|_| {});
    line.click(Click::Snooze(Snooze::Hour));
    line.click(Click::Snooze(Snooze::UntilTomorrow));
    assert_eq!(line.model.snoozed_until(), Some(tomorrow));

    let mut line = Line::new(|_| {});
    line.set = -9;
    line.happens(Event::Tick);
    line.click(Click::Snooze(Snooze::UntilTomorrow));
    assert_eq!(line.model.snoozed_until(), Some(line.local(6, 0)));
    line.click(Click::Snooze(Snooze::Hour));
    assert_eq!(line.model.snoozed_until(), Some(line.local(6, 3)));
}

#[test]
fn what_was_wrong_with_the_configuration_is_taken_back_once_it_is_mended() {
    let mut line = Line::new(|_| {});
    let site = Arc::new(line.model.site().clone());
    let over = Effect::Withdraw(Topic::Configuration);
    let fine = |line: &mut Line| {
        let effects = line.happens(Event::configured(Arc::clone(&site)));
        effects.contains(&over)
    };
    assert!(!fine(&mut line));
    let problems = vec!["line 1".to_owned()];
    let told = line.happens(Event::misconfigured(problems));
    assert_eq!(notices(told), [Notice::Misconfigured]);
    assert!(fine(&mut line));
    assert!(!fine(&mut line));
}

#[test]
fn nothing_that_was_about_to_be_told_is_told_after_sleep_unless_it_is_still_so() {
    let mut line = Line::new(|_| {});
    line.says(0, Answer::NotFound);
    line.now += Duration::from_secs(3600);
    let at = line.now;
    assert_eq!(notices(line.happens(Event::Awoke { at })), []);
    line.now += Duration::from_millis(1);
    for place in 0..6 {
        let told = line.says(place, Answer::Status(Status::Running));
        assert_eq!(notices(told), []);
    }
    assert_eq!(line.pass(9), []);
}

#[test]
fn each_server_and_project_has_a_level_of_its_own() {
    let mut line = Line::new(|site| {
        let server = site.servers()[0].id;
        site.set_server(server, Some(NoticeLevel::Off), None);
    });
    let server = line.server;
    line.lose(1);
    assert_eq!(line.pass(9), []);
    let link = Link::Down(Unreachable::Refused);
    line.happens(Event::Link { server, link });
    assert_eq!(line.pass(9), []);
}

/// A line whose server is told of so, and some of its projects by levels of their own.
fn levels(server: NoticeLevel, projects: &[NoticeLevel]) -> Line {
    Line::new(|site| {
        let id = site.servers()[0].id;
        site.set_server(id, Some(server), None);
        let known: Vec<ProjectId> = site.projects().map(|(_, known)| known.id).collect();
        for (project, level) in known.into_iter().zip(projects) {
            let settings = ProjectSettings {
                notices: Some(*level),
                ..ProjectSettings::default()
            };
            site.set_project(project, settings);
        }
    })
}

#[test]
fn a_projects_own_level_counts_whatever_that_of_its_server_is() {
    let [all, problems, off] = [NoticeLevel::All, NoticeLevel::Problems, NoticeLevel::Off];
    let told = |line: &mut Line, status| {
        for place in 0..3 {
            line.says(place, Answer::Status(status));
        }
        line.pass(9)
    };
    let news = |line: &Line, place: usize, news| Notice::Project(line.projects[place], news);

    let mut line = levels(off, &[all, problems]);
    let expected = [0, 1].map(|place| news(&line, place, ProjectNews::Stopped));
    assert_eq!(told(&mut line, Status::Stopped), expected);
    let expected = [news(&line, 0, ProjectNews::Started)];
    assert_eq!(told(&mut line, Status::Running), expected);

    let mut line = levels(all, &[off, problems]);
    let expected = [1, 2].map(|place| news(&line, place, ProjectNews::Stopped));
    assert_eq!(told(&mut line, Status::Stopped), expected);
    let expected = [news(&line, 2, ProjectNews::Started)];
    assert_eq!(told(&mut line, Status::Running), expected);
}

#[test]
fn what_is_heard_is_what_the_user_wants_to_hear_and_of_many_the_worst() {
    let cases: [(&[Sound], [bool; 4]); 4] = [
        (&[], [false, false, false, false]),
        (&[Sound::Fault], [true, false, true, false]),
        (&[Sound::Stopped], [false, true, false, false]),
        (&[Sound::Unreachable], [false, false, false, true]),
    ];
    for (sounds, [fault, stopped, digest, silent]) in cases {
        let mut line = Line::new(|site| {
            site.sounds = sounds.iter().copied().collect();
            site.limits.notify_after = Duration::ZERO;
        });
        let missing = line.says(0, Answer::NotFound);
        assert_eq!(heard(missing), [fault], "{sounds:?}");
        let is_stopped = line.says(1, Answer::Status(Status::Stopped));
        assert_eq!(heard(is_stopped), [stopped], "{sounds:?}");
        line.click(Click::Snooze(Snooze::Hour));
        for place in 2..5 {
            line.says(place, Answer::NotFound);
        }
        line.says(5, Answer::Status(Status::Stopped));
        let all = line.happens(Event::Clicked(Click::EndSnooze));
        assert_eq!(heard(all), [digest], "{sounds:?}");
        let at_once = line.happens(Event::MonitorSilent);
        assert_eq!(heard(at_once), [silent], "{sounds:?}");
    }
}

#[test]
fn a_change_back_after_a_click_that_left_a_fault_is_reported() {
    let mut line = Line::new(|site| {
        site.notices = NoticeLevel::All;
        site.confirm = Confirm::Never;
        let a = site.projects().next().unwrap().1.id;
        site.expect(a, Some(Wanted::Running)).unwrap();
    });
    let a = line.projects[0];
    line.click(Click::Operate {
        project: a,
        operation: Operation::Stop,
    });
    let (ticket, at) = (Ticket(line.model.last_ticket), line.now);
    let answer = Ok(Dispatch::Sent);
    line.happens(Event::Answered { ticket, at, answer });
    // It stops for so long that it is a fault already when it has stopped.
    for _ in 0..12 {
        assert_eq!(line.pass(1), []);
        line.says(0, Answer::Status(Status::Stopping));
    }
    let stopped = ProjectNews::Outcome {
        operation: Operation::Stop,
        outcome: Outcome::Succeeded,
    };
    let told = line.says(0, Answer::Status(Status::Stopped));
    assert_eq!(notices(told), [Notice::Project(a, stopped)]);
    let contrary = Fault::Contrary {
        wanted: Wanted::Running,
        status: Status::Stopped,
    };
    assert_eq!(line.model.condition(a), Condition::Fault(contrary));
    // The fault passes before it is reported.
    assert_eq!(line.pass(1), []);
    line.says(0, Answer::Status(Status::Running));
    assert_eq!(
        line.pass(15),
        [Notice::Project(a, ProjectNews::Started)],
        "the last notice says that it is stopped"
    );
}

#[test]
fn a_start_before_a_switch_to_another_project_is_not_reported() {
    let mut line = Line::new(|site| {
        site.notices = NoticeLevel::All;
        site.confirm = Confirm::Never;
    });
    let [a, b] = [line.projects[0], line.projects[1]];
    line.says(0, Answer::Status(Status::Stopped));
    assert_eq!(line.pass(15), [Notice::Project(a, ProjectNews::Stopped)]);
    // Both are known again, and the switch comes true before the start of A is reported.
    for place in [0, 1] {
        line.says(place, Answer::Status(Status::Running));
    }
    let operation = Operation::Switch;
    let project = b;
    line.click(Click::Operate { project, operation });
    line.now += Duration::from_secs(1);
    let (ticket, at) = (Ticket(line.model.last_ticket), line.now);
    let answer = Ok(Dispatch::Sent);
    line.happens(Event::Answered { ticket, at, answer });
    let outcome = Outcome::Succeeded;
    let switched = ProjectNews::Outcome { operation, outcome };
    let told = line.says(1, Answer::Status(Status::Running));
    assert_eq!(notices(told), [Notice::Project(b, switched)]);
    assert_eq!(line.pass(15), []);
    line.says(0, Answer::Status(Status::Stopped));
    assert_eq!(line.pass(15), []);
}
