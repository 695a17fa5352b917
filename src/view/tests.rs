mod dialogs;
mod languages;
mod managed;
mod menu;
mod reasons;
mod scopes;
mod snooze;
mod triggers;
mod unseen;

use std::sync::Arc;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};

use super::*;
use crate::model::event::{
    Answer, Click, Event, Failure, FileTrouble, Link, Now, Reading, Ticket, Unreachable,
};
use crate::model::{
    AutostartRefusal, Effect, Fault, Outcome, ProjectNews, Refusal, Restraint, ServerNews,
};
use crate::protocol::{Excerpt, Operation, Status};
use crate::site::{Language, ProjectId, ServerId, Site, Triggers, Wanted};

thread_local! {
    static ENGLISH: Words = Words::of(Language::English);
}

/// In English.
fn view(model: &Model) -> View {
    ENGLISH.with(|words| super::view(model, words))
}

/// In English.
fn open(model: &Model, branch: &Branch) -> Menu {
    ENGLISH.with(|words| super::open(model, words, branch))
}

/// In English.
fn message(model: &Model, notice: &Notice) -> Option<Message> {
    ENGLISH.with(|words| super::message(model, words, notice, false))
}

/// In English.
fn details(model: &Model, project: ProjectId) -> Option<Text> {
    ENGLISH.with(|words| super::details(model, words, project))
}

/// A model of some servers with some projects each, and their ids.
struct Plant {
    model: Model,
    start: Instant,
    now: Instant,
    servers: Vec<ServerId>,
    projects: Vec<ProjectId>,
}

impl Plant {
    fn new(servers: &[(&str, &[&str])], actions: &[(&str, Operation, usize)]) -> Self {
        let mut site = Site::default();
        let start = Instant::now();
        let mut plant = Plant {
            model: Model::new(Now::in_test(start, start)),
            start,
            now: start,
            servers: Vec::new(),
            projects: Vec::new(),
        };
        for (number, (name, projects)) in servers.iter().enumerate() {
            let (high, low) = (number / 256, number % 256);
            let address = format!("10.0.{high}.{low}").parse().unwrap();
            let server = site.add_server(name, address);
            plant.servers.push(server);
            for project in *projects {
                let path = format!(r"C:\{project}").parse().unwrap();
                let project = site.add_project(server, project, path);
                plant.projects.push(project.unwrap());
            }
        }
        for (name, operation, project) in actions {
            let project = plant.projects[*project];
            site.add_action(name, *operation, project, Triggers::default());
        }
        plant.happens(Event::configured(Arc::new(site)));
        plant
    }

    fn happens(&mut self, event: Event) -> Vec<Effect> {
        let now = Now::in_test(self.start, self.now);
        self.model.update(now, event)
    }

    fn link(&mut self, server: usize, link: Link) {
        let server = self.servers[server];
        self.happens(Event::Link { server, link });
    }

    fn says(&mut self, project: usize, answer: Answer) {
        let project = self.projects[project];
        let at = self.now;
        let reading = Reading { at, answer };
        self.happens(Event::Polled { project, reading });
    }

    fn is(&mut self, project: usize, status: Status) {
        self.says(project, Answer::Status(status));
    }

    fn click(&mut self, project: usize, operation: Operation) {
        let project = self.projects[project];
        self.happens(Event::Clicked(Click::Operate { project, operation }));
    }

    fn shows(&self, expected: Expect) {
        let View {
            icon,
            tooltip,
            menu,
        } = view(&self.model);
        let menu = opened(&self.model, &menu);
        expected.assert_eq(&format!("icon: {}\n{tooltip}\n\n{menu}", icon.look.name()));
    }

    /// As [`shows`](Self::shows), but only what is seen of the menu before anything is opened.
    fn shows_top(&self, expected: Expect) {
        let menu = view(&self.model).menu;
        let rows = menu.0.iter().map(|item| match item {
            Item::Submenu(submenu) => format!("{}{}\n", picture(submenu.look), submenu.label),
            Item::Separator | Item::Entry(_) => format!("{}\n", row(item)),
        });
        expected.assert_eq(&rows.collect::<String>());
    }
}

/// A menu and everything that it opens onto as indented text: pictures in brackets, greyed rows in
/// parentheses.
fn opened(model: &Model, menu: &Menu) -> String {
    let mut text = String::new();
    for item in &menu.0 {
        match item {
            Item::Separator => text.push_str("---\n"),
            Item::Entry(entry) => {
                let picture = picture(entry.look);
                let label = &entry.label;
                if entry.enabled {
                    text.push_str(&format!("{picture}{label}\n"));
                } else {
                    text.push_str(&format!("{picture}({label})\n"));
                }
            }
            Item::Submenu(submenu) => {
                let (picture, label) = (picture(submenu.look), &submenu.label);
                text.push_str(&format!("{picture}{label} >\n"));
                let behind = open(model, &submenu.branch);
                for line in opened(model, &behind).lines() {
                    text.push_str(&format!("    {line}\n"));
                }
            }
        }
    }
    text
}

fn picture(look: Option<Look>) -> String {
    look.map_or_else(String::new, |look| format!("[{}] ", look.name()))
}

#[test]
fn nothing_configured() {
    Plant::new(&[], &[]).shows(expect![[r#"
        icon: nothing
        No projects configured

        (No projects configured)
        ---
        Find projects…
        Add project…
        Add server…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn nothing_is_said_of_a_configuration_before_it_is_read() {
    let now = Instant::now();
    let view = view(&Model::new(Now::in_test(now, now)));
    assert_eq!(
        (view.icon.look, &*view.tooltip),
        (Look::Changing, "Reading the configuration…")
    );
    assert_eq!(row(&view.menu.0[0]), "Reading the configuration…");
}

#[test]
fn a_broken_configuration_shows_what_is_wrong() {
    let mut plant = Plant::new(&[], &[]);
    let problems = (1..=12).map(|line| format!("config.toml, line {line}, column 1: wrong"));
    plant.happens(Event::misconfigured(problems.collect()));
    plant.shows(expect![[r#"
        icon: fault
        The configuration has errors

        [fault] (The configuration has errors)
        (config.toml, line 1, column 1: wrong)
        (config.toml, line 2, column 1: wrong)
        (config.toml, line 3, column 1: wrong)
        (config.toml, line 4, column 1: wrong)
        (config.toml, line 5, column 1: wrong)
        (config.toml, line 6, column 1: wrong)
        (config.toml, line 7, column 1: wrong)
        (config.toml, line 8, column 1: wrong)
        (config.toml, line 9, column 1: wrong)
        (config.toml, line 10, column 1: wrong)
        (… and 2 more)
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn long_problems_are_told_to_their_end() {
    let mut plant = Plant::new(&[], &[]);
    let problem = r"config.toml, line 7, column 13: this is not TOML: too few unicode value digits, expected unicode hexadecimal value; put paths between single quotes, like 'C:\Projects\A'";
    plant.happens(Event::misconfigured(vec![problem.to_owned()]));
    plant.shows(expect![[r#"
        icon: fault
        The configuration has errors

        [fault] (The configuration has errors)
        (config.toml, line 7, column 13: this is not TOML: too few unicode value digits,)
        (      expected unicode hexadecimal value; put paths between single quotes, like)
        (      'C:\Projects\A')
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn one_server_with_actions_needs_no_heading() {
    let mut plant = Plant::new(
        &[("Line 1", &["A", "B & C"])],
        &[
            ("Changeover to B", Operation::Switch, 1),
            ("Stop A", Operation::Stop, 0),
        ],
    );
    plant.shows(expect![[r#"
        icon: changing
        2 changing

        [changing] (Changeover to B)
        [changing] (Stop A)
        Switch to >
            [changing] (A — Connecting…)
            [changing] (B & C — Connecting…)
        ---
        [changing] A — Connecting… >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Unpin “Stop”
            Pin “Switch to this” to top
            ---
            Remove…
        [changing] B & C — Connecting… >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Unpin “Switch to this”
            ---
            Remove…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
            ---
            Remove server >
                Line 1
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.is(1, Status::Stopped);
    plant.shows(expect![[r#"
        icon: running
        1 running, 1 stopped

        [stopped] Changeover to B
        [running] Stop A
        Switch to >
            [running] (A — Running)
            [stopped] B & C — Stopped
        ---
        [running] A — Running >
            (Start)
            Stop
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Unpin “Stop”
            Pin “Switch to this” to top
            ---
            Remove…
        [stopped] B & C — Stopped >
            Start
            (Stop)
            Switch to this
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Unpin “Switch to this”
            ---
            Remove…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
            ---
            Remove server >
                Line 1
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
    plant.click(1, Operation::Switch);
    plant.shows(expect![[r#"
        icon: changing
        1 changing, 1 running

        [changing] (Changeover to B — Switching…)
        [running] (Stop A)
        Switch to >
            (Recent)
            [changing] (B & C — Switching…)
            ---
            (All)
            [running] (A — Running)
            [changing] (B & C — Switching…)
        ---
        [running] A — Running >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Unpin “Stop”
            Pin “Switch to this” to top
            ---
            Remove…
        [changing] B & C — Switching… >
            (Start)
            Stop
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Unpin “Switch to this”
            ---
            Remove…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
            ---
            Remove server >
                Line 1
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn several_servers_have_headings_and_the_worst_is_the_icon() {
    let mut plant = Plant::new(&[("Line 1", &["A"]), ("Line 2", &["B", "C"])], &[]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.link(1, Link::Down(Unreachable::Refused));
    plant.shows(expect![[r#"
        icon: unreachable
        1 running; Line 2 unreachable

        Switch to >
            [unreachable] Line 2 >
                [unreachable] (B — Unreachable)
                [unreachable] (C — Unreachable)
        ---
        (Line 1)
        [running] A — Running >
            (Start)
            Stop
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        ---
        (Line 2 — Unreachable)
        [unreachable] B — Unreachable >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        [unreachable] C — Unreachable >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
            ---
            Remove server >
                Line 1
                Line 2
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
    plant.link(1, Link::Up);
    plant.says(1, Answer::NotFound);
    plant.is(2, Status::Stopping);
    plant.shows(expect![[r#"
        icon: fault
        1 at fault, 1 changing, 1 running; B — Not found

        (Needs attention)
        [fault] B (Line 2) — Not found >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        (Line 2 has no project at C:\B. Check the path and the folder on the server.)
        ---
        Switch to >
            [fault] Line 2 >
                [fault] (B — Not found)
                [changing] (C — Stopping…)
        ---
        (Line 1)
        [running] A — Running >
            (Start)
            Stop
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        ---
        (Line 2)
        [fault] B — Not found >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        [changing] C — Stopping… >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
            ---
            Remove server >
                Line 1
                Line 2
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn a_failed_start_and_old_news() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Stopped);
    plant.click(0, Operation::Start);
    let (ticket, at) = (Ticket(1), plant.now);
    let answer = Err(Failure::PortInUse);
    plant.happens(Event::Answered { ticket, at, answer });
    plant.now += Duration::from_secs(10);
    plant.is(0, Status::Stopped);
    plant.is(1, Status::Running);
    plant.now += Duration::from_secs(5);
    plant.is(0, Status::Stopped);
    plant.now += Duration::from_secs(5);
    plant.happens(Event::Tick);
    plant.shows(expect![[r#"
        icon: fault
        1 at fault, 1 without news; A — Port in use

        (Needs attention)
        [fault] A — Port in use >
            Start
            (Stop)
            Switch to this
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        (Its port is in use. Stop the project that runs on the same port, or give A)
        (      another port in the Projects Manager.)
        ---
        Switch to >
            (Recent)
            [fault] A — Port in use
            ---
            (All)
            [fault] A — Port in use
            [stale] (B — No news since 14:03)
        ---
        [fault] A — Port in use >
            Start
            (Stop)
            Switch to this
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        [stale] B — No news since 14:03 >
            (Start)
            (Stop)
            (Switch to this)
            ---
            Details…
            Copy path
            ---
            Pin “Start” to top
            Pin “Stop” to top
            Pin “Switch to this” to top
            ---
            Remove…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove >
            Find projects…
            Add project…
            Add server…
            ---
            Remove server >
                Line 1
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn more_than_twenty_projects_of_a_server_go_into_a_submenu() {
    let names: Vec<String> = (1..=22).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut plant = Plant::new(&[("Line 1", &names)], &[]);
    plant.link(0, Link::Up);
    for project in 0..22 {
        plant.is(project, Status::Stopped);
    }
    plant.is(21, Status::Running);
    let menu = view(&plant.model).menu;
    let rows: Vec<String> = menu.0.iter().map(row).collect();
    assert_eq!(rows[21..24], ["P20 — Stopped", "More (2)", "---"]);
    let Item::Submenu(more) = &menu.0[22] else {
        panic!("{menu:?}");
    };
    assert_eq!(more.look, Some(Look::Running));
    let more = open(&plant.model, &more.branch);
    let rows: Vec<String> = more.0.iter().map(row).collect();
    assert_eq!(rows, ["P21 — Stopped", "P22 — Running"]);
}

fn row(item: &Item) -> String {
    match item {
        Item::Separator => "---".to_owned(),
        Item::Entry(entry) => entry.label.clone(),
        Item::Submenu(submenu) => submenu.label.clone(),
    }
}

/// A plant of servers with so many projects each, none of which has answered.
fn large(servers: usize, projects: usize) -> Plant {
    let names: Vec<String> = (1..=servers)
        .map(|number| format!("Line {number}"))
        .collect();
    let paths: Vec<String> = (1..=projects).map(|number| format!("P{number}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let servers: Vec<(&str, &[&str])> = names.iter().map(|name| (&**name, &*paths)).collect();
    Plant::new(&servers, &[])
}

/// Opens one row after the other, by the beginnings of their labels: these rows, and what is behind
/// the last.
fn path_to(plant: &Plant, rows: &[&str]) -> String {
    let mut menu = view(&plant.model).menu;
    let mut told = String::new();
    for (depth, wanted) in rows.iter().enumerate() {
        let indent = "    ".repeat(depth);
        let mut branch = None;
        for item in &menu.0 {
            if let Item::Submenu(submenu) = item
                && submenu.label.starts_with(wanted)
            {
                let look = picture(submenu.look);
                told.push_str(&format!("{indent}{look}{}\n", submenu.label));
                branch = Some(submenu.branch.clone());
            }
        }
        menu = open(&plant.model, &branch.unwrap());
    }
    let indent = "    ".repeat(rows.len());
    for item in &menu.0 {
        told.push_str(&format!("{indent}{}\n", row(item)));
    }
    told
}

/// The most rows of any menu, and how many projects can be reached.
fn reach(survey: &Survey<'_>, menu: &Menu) -> (usize, usize) {
    let mut most = menu.0.len();
    let mut projects = 0;
    for item in &menu.0 {
        let Item::Submenu(submenu) = item else {
            continue;
        };
        projects += usize::from(matches!(submenu.branch, Branch::Project(_)));
        let behind = reach(survey, &survey.open(&submenu.branch));
        most = most.max(behind.0);
        projects += behind.1;
    }
    (most, projects)
}

#[test]
fn servers_that_do_not_fit_are_a_row_each_with_what_is_the_matter_there() {
    let mut plant = large(3, 15);
    plant.link(0, Link::Up);
    for project in 0..15 {
        plant.is(project, Status::Running);
    }
    plant.says(7, Answer::NotFound);
    plant.link(1, Link::Down(Unreachable::Refused));
    plant.shows_top(expect![[r#"
        Needs attention
        [fault] P8 (Line 1) — Not found
        Line 1 has no project at C:\P8. Check the path and the folder on the server.
        ---
        Switch to
        ---
        [fault] Line 1 — 1 at fault, 14 running
        [unreachable] Line 2 — Unreachable
        [changing] Line 3 — 15 changing
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Add or remove
        Start with Windows
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
    let words = Words::of(Language::English);
    let survey = Survey::new(&plant.model, &words);
    assert_eq!(reach(&survey, &survey.view(Scope::All).menu), (19, 45));
}

#[test]
fn what_just_fits_is_not_put_behind_rows() {
    let fits = view(&large(4, 9).model).menu;
    let projects = fits.0.iter().filter(|item| match item {
        Item::Submenu(submenu) => matches!(submenu.branch, Branch::Project(_)),
        Item::Separator | Item::Entry(_) => false,
    });
    assert_eq!(projects.count(), 36);
    let does_not = view(&large(4, 10).model).menu;
    assert_eq!(row(&does_not.0[2]), "Line 1 — 10 changing");
}

#[test]
fn thousands_of_projects_are_behind_few_rows_wherever_they_are() {
    let mut many_servers = large(1000, 10);
    many_servers.link(999, Link::Up);
    many_servers.is(9997, Status::Stopped);
    expect![[r#"
        [changing] Line 961 … Line 1000 — 399 changing, 1 stopped
            [changing] Line 1000 — 9 changing, 1 stopped
                [stopped] P8 — Stopped
                    Start
                    Stop
                    Switch to this
                    ---
                    Details…
                    Copy path
                    ---
                    Pin “Start” to top
                    Pin “Stop” to top
                    Pin “Switch to this” to top
                    ---
                    Remove…
    "#]]
    .assert_eq(&path_to(&many_servers, &["Line 961", "Line 1000", "P8"]));

    let mut one_server = large(1, 10_000);
    one_server.link(0, Link::Up);
    one_server.is(9999, Status::Running);
    expect![[r#"
        [changing] More (9980)
            [changing] P9621 … P10000 — 379 changing, 1 running
                [changing] P9981 … P10000 — 19 changing, 1 running
                    [running] P10000 — Running
                        Start
                        Stop
                        Switch to this
                        ---
                        Details…
                        Copy path
                        ---
                        Pin “Start” to top
                        Pin “Stop” to top
                        Pin “Switch to this” to top
                        ---
                        Remove…
    "#]]
    .assert_eq(&path_to(&one_server, &["More", "P9621", "P9981", "P10000"]));

    for plant in [many_servers, one_server] {
        let words = Words::of(Language::English);
        let survey = Survey::new(&plant.model, &words);
        let (most, projects) = reach(&survey, &survey.view(Scope::All).menu);
        assert!(most <= 40, "{most}");
        assert_eq!(projects, 10_000);
    }
}

#[test]
fn many_actions_are_behind_one_more_row() {
    let names: Vec<String> = (1..=70).map(|number| format!("Go {number}")).collect();
    let actions = names.iter().map(|name| (&**name, Operation::Start, 0));
    let actions: Vec<(&str, Operation, usize)> = actions.collect();
    let plant = Plant::new(&[("Line 1", &["A"])], &actions);
    let menu = view(&plant.model).menu;
    let rows: Vec<String> = menu.0.iter().map(row).collect();
    assert_eq!(rows[19..22], ["Go 20", "More (50)", "---"]);
    expect![[r#"
        [changing] More (50)
            Go 21 … Go 60
            Go 61 … Go 70
    "#]]
    .assert_eq(&path_to(&plant, &["More"]));
}

#[test]
fn nothing_is_behind_a_row_that_is_no_longer_configured() {
    let plant = Plant::new(&[("Line 1", &["A"])], &[]);
    let other = large(50, 1);
    let gone = [
        Branch::Servers(40..50),
        Branch::Server(other.servers[49]),
        Branch::Projects(other.servers[0], 20..60),
        Branch::Actions(20..40),
    ];
    for branch in gone {
        assert_eq!(open(&plant.model, &branch), Menu::default(), "{branch:?}");
    }
}

#[test]
fn the_structure_does_not_depend_on_what_happens() {
    let mut plant = Plant::new(
        &[("Line 1", &["A"]), ("Line 2", &["B"])],
        &[("Go", Operation::Start, 0)],
    );
    let before = view(&plant.model).menu;
    plant.link(0, Link::Up);
    plant.is(0, Status::Stopped);
    plant.click(0, Operation::Start);
    plant.link(1, Link::Down(Unreachable::NoRoute));
    let after = view(&plant.model).menu;
    assert_ne!(before, after);
    assert!(after.has_shape_of(&before), "{before:?}\n{after:?}");
    let other = Plant::new(&[("Line 1", &["A"]), ("Line 2", &["B", "C"])], &[]);
    assert!(!view(&other.model).menu.has_shape_of(&before));
    // The same rows with another meaning.
    let other = Plant::new(
        &[("Line 1", &["A"]), ("Line 2", &["B"])],
        &[("Go", Operation::Start, 1)],
    );
    assert!(!view(&other.model).menu.has_shape_of(&before));
}

#[test]
fn tooltips_fit_into_what_windows_shows() {
    let name = "Überlange Bezeichnung einer Prüfstation in Halle 12";
    let servers: Vec<(&str, &[&str])> = vec![(name, &["A"]), ("Line 2", &["B"])];
    let mut plant = Plant::new(&servers, &[]);
    plant.link(0, Link::Down(Unreachable::NoRoute));
    plant.link(1, Link::Up);
    plant.is(1, Status::Running);
    let fits = view(&plant.model).tooltip;
    assert_eq!(fits, format!("1 running; {name} unreachable"));

    let names = [name; 5].map(|name| (name, &["A"][..]));
    let mut plant = Plant::new(&names, &[]);
    for server in 0..5 {
        plant.link(server, Link::Down(Unreachable::NoRoute));
    }
    let cut = view(&plant.model).tooltip;
    assert_eq!(cut.encode_utf16().count(), 127);
    assert!(cut.ends_with('…'));
}

#[test]
fn when_watching_has_stopped_the_icon_the_tooltip_and_the_menu_say_so() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    plant.link(0, Link::Up);
    plant.says(0, Answer::Status(Status::Running));
    plant.happens(Event::MonitorSilent);
    let view = view(&plant.model);
    assert_eq!(view.icon.look, Look::Stale);
    assert_eq!(
        view.tooltip,
        "Watching has stopped: what is shown is out of date; 2 without news"
    );
    let top: Vec<String> = view.menu.0.iter().take(6).map(row).collect();
    expect![[r#"
        Watching has stopped: what is shown is out of date
        If this does not pass by itself, choose Exit and start PEKAT Tray again.
        ---
        Switch to
        ---
        A — No news since 14:03"#]]
    .assert_eq(&top.join("\n"));
}

/// Every kind of notice, about a plant of one server with two projects.
fn every_notice(plant: &Plant) -> Vec<Notice> {
    let (a, b) = (plant.projects[0], plant.projects[1]);
    let outcome = |operation, outcome| ProjectNews::Outcome { operation, outcome };
    let failed = |operation, failure| outcome(operation, Outcome::Failed(failure));
    let refused = |refusal| ProjectNews::Refused {
        operation: Operation::Start,
        refusal,
    };
    let odd = || Excerpt::new(b"err:odd");
    let contrary = |wanted, status| ProjectNews::Fault(Fault::Contrary { wanted, status });
    let busy = Refusal::Busy {
        project: b,
        operation: Operation::Switch,
    };
    let project_news = [
        ProjectNews::Fault(Fault::NotFound),
        ProjectNews::Fault(Fault::UnknownCommand),
        ProjectNews::Fault(Fault::Refused(Excerpt::new(b"licence expired"))),
        ProjectNews::Fault(Fault::Unexpected(odd())),
        ProjectNews::Fault(Fault::Stuck(Status::Starting)),
        ProjectNews::Fault(Fault::Stuck(Status::Stopping)),
        contrary(Wanted::Running, Status::Stopped),
        contrary(Wanted::Stopped, Status::Starting),
        ProjectNews::Stopped,
        ProjectNews::Started,
        ProjectNews::Recovered(Status::Running),
        ProjectNews::Unstable,
        outcome(Operation::Start, Outcome::Succeeded),
        outcome(Operation::Stop, Outcome::Succeeded),
        outcome(Operation::Switch, Outcome::Succeeded),
        failed(Operation::Start, Failure::PortInUse),
        failed(Operation::Stop, Failure::NotFound),
        failed(Operation::Switch, Failure::UnknownCommand),
        failed(
            Operation::Start,
            Failure::Refused(Excerpt::new(b"licence expired")),
        ),
        failed(Operation::Start, Failure::Unexpected(odd())),
        failed(Operation::Start, Failure::NotSent(Unreachable::Refused)),
        failed(Operation::Stop, Failure::GivenUp),
        failed(Operation::Start, Failure::NoAnswer(Unreachable::NoAnswer)),
        outcome(Operation::Start, Outcome::Settled(Status::Stopped)),
        outcome(Operation::Switch, Outcome::Unsettled),
        outcome(Operation::Start, Outcome::Already),
        outcome(Operation::Stop, Outcome::Already),
        outcome(Operation::Start, Outcome::CalledOff),
        outcome(Operation::Switch, Outcome::CalledOff),
        refused(Refusal::NotConfigured),
        refused(Refusal::Managed),
        refused(Refusal::Unreachable),
        refused(Refusal::Unknown),
        refused(busy),
        refused(Refusal::Status(Status::Running)),
        ProjectNews::Refused {
            operation: Operation::Switch,
            refusal: Refusal::WouldStop(b),
        },
    ];
    let reasons = [
        Unreachable::UnknownHost,
        Unreachable::Refused,
        Unreachable::NoRoute,
        Unreachable::ConnectTimeout,
        Unreachable::NoAnswer,
        Unreachable::Broken,
        Unreachable::Other,
    ];
    let mut notices: Vec<Notice> = Vec::new();
    notices.extend(project_news.map(|news| Notice::Project(a, news)));
    notices
        .extend(reasons.map(|reason| Notice::Server(plant.servers[0], ServerNews::Down(reason))));
    notices.push(Notice::Server(plant.servers[0], ServerNews::Up));
    notices.push(Notice::Server(plant.servers[0], ServerNews::Unstable));
    notices.extend(digests(plant));
    notices.push(Notice::Misconfigured);
    notices.push(Notice::MonitorSilent);
    notices.push(Notice::NotSaved(FileTrouble::Other(
        "It is read-only.".to_owned(),
    )));
    let (server, project) = plant.model.site().project(a).unwrap();
    let troubles = [
        FileTrouble::Demonstration,
        FileTrouble::NotShown {
            path: r"C:\config.toml".to_owned(),
            reason: "There is no editor".to_owned(),
        },
    ];
    notices.extend(troubles.map(Notice::NotOpened));
    notices.push(Notice::Unwatched {
        server: server.name.clone(),
        project: project.name.clone(),
        operation: Operation::Switch,
    });
    notices.push(Notice::AutostartNotSet(AutostartRefusal::ForAll));
    notices.push(Notice::AutostartNotSet(AutostartRefusal::Managed));
    let denied = AutostartRefusal::System("Access is denied. (5)".to_owned());
    notices.push(Notice::AutostartNotSet(denied));
    notices.push(Notice::HotkeysTaken(vec!["Ctrl+Alt+1".parse().unwrap()]));
    let restraints = [
        Restraint::Viewer,
        Restraint::Machine,
        Restraint::Organisation,
    ];
    notices.extend(restraints.map(Notice::NotChangeable));
    notices.extend([1, 12].map(|count| Notice::Found { count }));
    notices
}

/// Faults alone, and one of everything.
fn digests(plant: &Plant) -> [Notice; 2] {
    let (a, b, server) = (plant.projects[0], plant.projects[1], plant.servers[0]);
    let fault = |project| Notice::Project(project, ProjectNews::Fault(Fault::NotFound));
    let of_a = |news| Notice::Project(a, news);
    let of_server = |news| Notice::Server(server, news);
    let faults = vec![fault(a), fault(b), fault(a), fault(b), fault(a)];
    let all = vec![
        fault(a),
        fault(b),
        fault(a),
        fault(b),
        of_server(ServerNews::Down(Unreachable::Refused)),
        of_server(ServerNews::Unstable),
        of_a(ProjectNews::Unstable),
        of_a(ProjectNews::Stopped),
        of_server(ServerNews::Up),
        of_a(ProjectNews::Recovered(Status::Running)),
        of_a(ProjectNews::Started),
    ];
    [Notice::Digest(faults), Notice::Digest(all)]
}

#[test]
fn every_notice_in_words() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    let problems =
        ["config.toml, line 3, column 1: unknown key `adress`; did you mean `address`?"; 3];
    plant.happens(Event::misconfigured(problems.map(str::to_owned).to_vec()));
    let mut shown = String::new();
    for notice in every_notice(&plant) {
        let message = message(&plant.model, &notice).unwrap();
        let Text { title, body } = &message.text;
        shown.push_str(&format!("{:?}: {title}\n    {body}\n", message.importance));
        // What a balloon holds.
        assert!(title.encode_utf16().count() <= 63, "{title}");
        assert!(body.encode_utf16().count() <= 255, "{body}");
    }
    expect![[r#"
        Problem: A — Not found
            Line 1 has no project at C:\A. Check the path and the folder on the server.
        Problem: A — Not understood
            Line 1 does not know the command. Check that 10.0.0.0:7002 is the TCP server of a Projects Manager, version 3.18 or newer.
        Problem: A — Refused
            Line 1 refused: “licence expired”. Look at A in the Projects Manager.
        Problem: A — Unexpected reply
            Line 1 answered “err:odd”, which is not a known reply. Check that 10.0.0.0:7002 is the TCP server of a Projects Manager.
        Problem: A — Stuck in starting
            A has been starting on Line 1 for too long. Look at it in the Projects Manager.
        Problem: A — Stuck in stopping
            A has been stopping on Line 1 for too long. Look at it in the Projects Manager.
        Problem: A — Should be running
            A is stopped on Line 1, and the configuration expects it to be running. Start it, or change `expect` in the configuration.
        Problem: A — Should be stopped
            A is starting on Line 1, and the configuration expects it to be stopped. Stop it, or change `expect` in the configuration.
        Problem: A has stopped
            It no longer runs on Line 1.
        News: A is running
            It runs on Line 1 now.
        Good: A is running
            The problem is over on Line 1.
        Problem: A is unstable
            It changes again and again on Line 1. Its state is told when it has not changed for a minute.
        Good: A is running
            Started on Line 1.
        Good: A is stopped
            Stopped on Line 1.
        Good: Switched to A
            It is running on Line 1 now.
        Problem: Could not start A
            Its port is in use. Stop the project that runs on the same port, or give A another port in the Projects Manager.
        Problem: Could not stop A
            Line 1 has no project at C:\A. Check the path and the folder on the server.
        Problem: Could not switch to A
            Line 1 does not know the command. Check that 10.0.0.0:7002 is the TCP server of a Projects Manager, version 3.18 or newer.
        Problem: Could not start A
            Line 1 refused: “licence expired”. Look at A in the Projects Manager.
        Problem: Could not start A
            Line 1 answered “err:odd”, which is not a known reply. Check that 10.0.0.0:7002 is the TCP server of a Projects Manager.
        Problem: Could not start A
            Nothing was sent. Nothing listens at 10.0.0.0:7002. Start the Projects Manager there, turn on its TCP server, and check that it is not set to another address of that computer.
        Problem: Could not stop A
            Nothing was sent: the computer slept, or something else came between. Try again.
        Problem: Not known whether A was started
            The request was sent and Line 1 gave no answer. Look at the project there, or at its state here, before you try again.
        Problem: Could not start A
            Line 1 agreed, but the project is stopped. Look at it in the Projects Manager.
        Problem: Could not switch to A
            Line 1 agreed, but the project has not finished yet. Look at it in the Projects Manager.
        Good: A is already running
            Nothing was sent to Line 1.
        Good: A is already stopped
            Nothing was sent to Line 1.
        Good: Start A called off
            Your stop on Line 1 came before it had finished.
        Good: Switch to A called off
            Your stop on Line 1 came before it had finished.
        Problem: Not now: Start A
            The project is no longer configured.
        Problem: Not allowed: Start A
            Your organisation decides what is pinned to the top.
        Problem: Not now: Start A
            Line 1 is unreachable. It is being tried again now.
        Problem: Not now: Start A
            What A is doing is not known. Wait until its state is shown.
        Problem: Not now: Start A
            B is switching. Wait until that has finished.
        Problem: Not now: Start A
            A is running.
        Problem: Not allowed: Switch to A
            It could stop B, and the configuration of this computer does not allow that.
        Problem: Line 1 is unreachable
            No computer named 10.0.0.0 is known. Check the address.
        Problem: Line 1 is unreachable
            Nothing listens at 10.0.0.0:7002. Start the Projects Manager there, turn on its TCP server, and check that it is not set to another address of that computer.
        Problem: Line 1 is unreachable
            There is no network route to 10.0.0.0:7002. Check the network cable and the address.
        Problem: Line 1 is unreachable
            10.0.0.0:7002 does not answer. Check that the computer is on and that its firewall lets the port through.
        Problem: Line 1 is unreachable
            10.0.0.0:7002 accepts connections but gives no answer. Look at the Projects Manager there.
        Problem: Line 1 is unreachable
            10.0.0.0:7002 closes the connection before it answers. Look at the Projects Manager there.
        Problem: Line 1 is unreachable
            No connection to 10.0.0.0:7002 can be made. Check the network of this computer.
        Good: Line 1 is back
            It answers again.
        Problem: Line 1 is unstable
            It comes and goes. Its state is told when it has not changed for a minute.
        Problem: 5 projects at fault
            A, B, A and 2 more
        Problem: 4 projects at fault, 7 other changes
            4 projects at fault: A, B, A and 1 more
        1 server unreachable: Line 1
        2 unstable: Line 1, A
        1 project stopped: A
        1 server is back: Line 1
        1 project well again: A
        1 project started: A
        Problem: The configuration has errors
            config.toml, line 3, column 1: unknown key `adress`; did you mean `address`? … and 2 more – The menu shows all errors. Correct the file and save it; it is then read by itself.
        Problem: Watching has stopped
            What is shown is out of date. If this does not pass by itself, choose Exit and start PEKAT Tray again.
        Problem: The configuration was not changed
            It is read-only.
        Problem: The configuration cannot be opened
            This is the demonstration: it has no configuration file. Start PEKAT Tray without --demo.
        Problem: The configuration cannot be opened
            C:\config.toml cannot be opened: There is no editor. Open it with a text editor.
        Problem: Switch to A: not watched any more
            A is no longer configured on Line 1. Check it in the Projects Manager.
        Problem: Starts with Windows for all users
            Turn PEKAT Tray off for yourself in Task Manager, under “Startup apps”, or ask your administrator.
        Problem: Start with Windows was not changed
            Your organisation decides on it. Ask your administrator.
        Problem: Start with Windows was not changed
            Windows says: Access is denied. (5). Turn it on or off in Task Manager, under “Startup apps”.
        Problem: Ctrl+Alt+1 is taken
            Another program uses it, so it does not do “Scan…”. Close that program, or set another `hotkey` in the configuration.
        Problem: Not allowed
            The configuration of this computer does not allow it.
        Problem: Set for all users
            It is set for all users of this computer. Ask its administrator to change it.
        Problem: Managed by your organisation
            Your organisation decides which servers and projects are shown. Ask your administrator.
        Good: 1 project found on this computer
            Open the menu to add it.
        Good: 12 projects found on this computer
            Open the menu to add them.
    "#]].assert_eq(&shown);
}

#[test]
fn details_tell_what_to_do_and_why_there_is_nothing_to_click() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    let shown = |plant: &Plant, project: usize| {
        let text = details(&plant.model, plant.projects[project]).unwrap();
        format!("{}\n\n{}\n", text.title, text.body)
    };
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.says(1, Answer::NotFound);
    expect![[r#"
        A — Running

        C:\A
        on Line 1, 10.0.0.0:7002
    "#]]
    .assert_eq(&shown(&plant, 0));
    expect![[r#"
        B — Not found

        Line 1 has no project at C:\B. Check the path and the folder on the server.

        C:\B
        on Line 1, 10.0.0.0:7002
    "#]]
    .assert_eq(&shown(&plant, 1));
    plant.is(1, Status::Stopped);
    plant.click(0, Operation::Stop);
    expect![[r#"
        B — Stopped

        A is stopping. Wait until that has finished.

        C:\B
        on Line 1, 10.0.0.0:7002
    "#]]
    .assert_eq(&shown(&plant, 1));
    plant.link(0, Link::Down(Unreachable::Refused));
    expect![[r#"
        A — Unreachable

        Nothing listens at 10.0.0.0:7002. Start the Projects Manager there, turn on its TCP server, and check that it is not set to another address of that computer.

        C:\A
        on Line 1, 10.0.0.0:7002
    "#]].assert_eq(&shown(&plant, 0));
}

#[test]
fn notices_about_what_is_gone_are_dropped() {
    let known = Plant::new(&[("Line 1", &["A"])], &[]);
    let notice = Notice::Project(known.projects[0], ProjectNews::Stopped);
    assert_eq!(message(&Plant::new(&[], &[]).model, &notice), None);
}

#[test]
fn rows_of_an_open_menu_say_what_is_so_now_whatever_rows_come_besides() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[("Go", Operation::Stop, 0)]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.is(1, Status::Running);
    let open = view(&plant.model).menu;
    plant.happens(Event::MonitorSilent);
    let newer = view(&plant.model).menu;
    assert!(!newer.has_shape_of(&open));
    let shown = open.saying_what(&newer);
    assert!(shown.has_shape_of(&open));
    let rows: Vec<String> = shown.0.iter().take(5).map(row).collect();
    let expected = [
        "Go",
        "Switch to",
        "---",
        "A — No news since 14:03",
        "B — No news since 14:03",
    ];
    assert_eq!(rows, expected);

    let other = view(&Plant::new(&[("Line 2", &["C"])], &[]).model).menu;
    let shown = open.saying_what(&Menu(other.0[1..].to_vec()));
    let looks: Vec<Option<Look>> = shown.0.iter().take(5).map(look).collect();
    let gone = Some(Look::Nothing);
    assert_eq!(looks, [gone, None, None, gone, gone]);
}

fn look(item: &Item) -> Option<Look> {
    match item {
        Item::Separator => None,
        Item::Entry(entry) => entry.look,
        Item::Submenu(submenu) => submenu.look,
    }
}
