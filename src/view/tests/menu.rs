//! Faults above everything, the changeover, what is allowed, and questions.

use std::num::NonZeroU16;

use super::*;
use crate::model::{Question, Stops, Wish};
use crate::site::{Confirm, ProjectSettings, Role};

impl Plant {
    fn configure(&mut self, change: impl FnOnce(&mut Site)) {
        let mut site = self.model.site().clone();
        change(&mut site);
        self.happens(Event::configured(Arc::new(site)));
    }

    fn set(&mut self, project: usize, settings: ProjectSettings) {
        let project = self.projects[project];
        self.configure(|site| site.set_project(project, settings).unwrap());
    }

    /// What this row of the menu opens onto.
    fn behind(&self, row: &str, expected: Expect) {
        let menu = view(&self.model).menu;
        let branch = menu.0.iter().find_map(|item| match item {
            Item::Submenu(submenu) if submenu.label == row => Some(submenu.branch.clone()),
            Item::Submenu(_) | Item::Separator | Item::Entry(_) => None,
        });
        let behind = open(&self.model, &branch.unwrap());
        expected.assert_eq(&opened(&self.model, &behind));
    }

    /// The rows of a menu that is open, as they are now.
    fn kept(&self, shown: &Menu, expected: Expect) -> Menu {
        ENGLISH.with(|words| {
            let survey = Survey::new(&self.model, words);
            let kept = survey.kept(shown, &survey.view(Scope::All).menu);
            assert!(kept.has_shape_of(shown), "{kept:?}\n{shown:?}");
            let rows = kept.0.iter().map(|item| match item {
                Item::Submenu(submenu) => format!("{}{}\n", picture(submenu.look), submenu.label),
                Item::Separator | Item::Entry(_) => format!("{}\n", row(item)),
            });
            expected.assert_eq(&rows.collect::<String>());
            kept
        })
    }
}

#[test]
fn projects_at_fault_are_above_everything_with_their_reasons_and_stay_where_they_are() {
    let mut plant = Plant::new(
        &[("Line 1", &["A", "B", "C"]), ("Line 2", &["D"])],
        &[("Changeover to B", Operation::Switch, 1)],
    );
    plant.link(0, Link::Up);
    plant.link(1, Link::Up);
    plant.is(0, Status::Running);
    plant.is(1, Status::Stopped);
    plant.says(2, Answer::NotFound);
    plant.says(
        3,
        Answer::Refused(Excerpt::new(
            b"the licence has expired, write to us to get another",
        )),
    );
    plant.shows_top(expect![[r#"
        Needs attention
        [fault] C (Line 1) — Not found
        Line 1 has no project at C:\C. Check the path and the folder on the server.
        [fault] D (Line 2) — Refused
        Line 2 refused: “the licence has expired, write to us to get another”. Look at D
              in the Projects Manager.
        ---
        Changeover to B
        Switch to
        ---
        Line 1
        [running] A — Running
        [stopped] B — Stopped
        [fault] C — Not found
        ---
        Line 2
        [fault] D — Refused
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
}

#[test]
fn more_faults_than_fit_are_counted() {
    let mut few = large(1, 14);
    let mut many = large(4, 9);
    for plant in [&mut few, &mut many] {
        plant.link(0, Link::Up);
        for project in 0..plant.projects.len() {
            plant.says(project, Answer::NotFound);
        }
    }
    let attention = |plant: &Plant| {
        let rows = view(&plant.model).menu.0;
        let rows = rows.split(|item| *item == Item::Separator).next().unwrap();
        let names: Vec<String> = rows.iter().map(row).collect();
        (names.len(), names.last().unwrap().clone())
    };
    assert_eq!(attention(&few), (16, "… and 7 more at fault".to_owned()));
    assert_eq!(attention(&many), (6, "… and 34 more at fault".to_owned()));
}

#[test]
fn an_open_menu_keeps_who_was_at_fault_and_says_what_is_so_now() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B"])], &[]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.says(1, Answer::NotFound);
    let shown = view(&plant.model).menu;
    // One fault passes, and another comes.
    plant.is(1, Status::Stopped);
    plant.says(0, Answer::UnknownCommand);
    let kept = plant.kept(
        &shown,
        expect![[r#"
            Needs attention
            [stopped] B — Stopped
            No longer at fault
            ---
            Switch to
            ---
            [fault] A — Not understood
            [stopped] B — Stopped
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
        "#]],
    );
    plant.says(1, Answer::NotFound);
    plant.kept(
        &kept,
        expect![[r#"
            Needs attention
            [fault] B — Not found
            Line 1 has no project at C:\B. Check the path and the folder on the server.
            ---
            Switch to
            ---
            [fault] A — Not understood
            [fault] B — Not found
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
        "#]],
    );
}

#[test]
fn what_can_be_switched_to_has_the_recent_ones_first_and_all_in_their_places() {
    let mut plant = Plant::new(&[("Line 1", &["A", "B", "C"])], &[]);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.is(1, Status::Stopped);
    plant.is(2, Status::Stopped);
    plant.behind(
        "Switch to",
        expect![[r#"
        [running] (A — Running)
        [stopped] B — Stopped
        [stopped] C — Stopped
    "#]],
    );
    plant.click(2, Operation::Switch);
    plant.behind(
        "Switch to",
        expect![[r#"
        (Recent)
        [changing] (C — Switching…)
        ---
        (All)
        [running] (A — Running)
        [stopped] (B — Stopped)
        [changing] (C — Switching…)
    "#]],
    );
}

#[test]
fn where_there_are_several_servers_the_changeover_has_a_level_for_them() {
    let mut plant = Plant::new(&[("Line 1", &["A"]), ("Line 2", &["B", "C"])], &[]);
    plant.link(1, Link::Up);
    plant.is(1, Status::Stopped);
    plant.is(2, Status::Running);
    // On the first there is no choice.
    plant.behind(
        "Switch to",
        expect![[r#"
        [running] Line 2 >
            [stopped] B — Stopped
            [running] (C — Running)
    "#]],
    );
}

#[test]
fn many_projects_to_switch_to_are_behind_few_rows() {
    let plant = large(2, 2000);
    let survey_most = ENGLISH.with(|words| {
        let survey = Survey::new(&plant.model, words);
        let first = survey.open(&Branch::Switch);
        let second = survey.open(&Branch::SwitchServer(plant.servers[1]));
        (first.0.len(), second.0.len(), clicks(&survey, &first))
    });
    assert_eq!(survey_most, (2, 21, 4000));
}

/// How many rows there are to click behind a menu, none of whose parts has too many.
fn clicks(survey: &Survey<'_>, menu: &Menu) -> usize {
    assert!(menu.0.len() <= 40, "{}", menu.0.len());
    let count = |item: &Item| match item {
        Item::Submenu(submenu) => clicks(survey, &survey.open(&submenu.branch)),
        Item::Entry(entry) => usize::from(entry.click.is_some()),
        Item::Separator => 0,
    };
    menu.0.iter().map(count).sum()
}

#[test]
fn what_a_project_does_not_allow_is_absent() {
    let mut plant = Plant::new(
        &[("Line 1", &["A", "B"])],
        &[
            ("Stop A", Operation::Stop, 0),
            ("Start A", Operation::Start, 0),
        ],
    );
    plant.set(
        0,
        ProjectSettings {
            allow: [Operation::Start].into_iter().collect(),
            port: NonZeroU16::new(8000),
            ..ProjectSettings::default()
        },
    );
    plant.link(0, Link::Up);
    plant.is(0, Status::Stopped);
    plant.is(1, Status::Stopped);
    plant.shows(expect![[r#"
        icon: stopped
        2 stopped

        [stopped] Start A
        Switch to >
            [stopped] B — Stopped
        ---
        [stopped] A — Stopped >
            Start
            ---
            Details…
            Open project page
            Copy path
            ---
            Unpin “Start”
            ---
            Remove…
        [stopped] B — Stopped >
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
fn a_viewer_has_nothing_to_operate_and_nothing_to_configure() {
    let mut plant = Plant::new(
        &[("Line 1", &["A", "B"])],
        &[("Stop A", Operation::Stop, 0)],
    );
    plant.configure(|site| site.role = Role::Viewer);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.says(1, Answer::NotFound);
    plant.shows(expect![[r#"
        icon: fault
        1 at fault, 1 running; B — Not found

        (Needs attention)
        [fault] B — Not found >
            Details…
            Copy path
        (Line 1 has no project at C:\B. Check the path and the folder on the server.)
        ---
        [running] A — Running >
            Details…
            Copy path
        [fault] B — Not found >
            Details…
            Copy path
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        (Start with Windows)
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

#[test]
fn every_question_in_words() {
    let names: Vec<String> = (1..=8).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut plant = Plant::new(&[("Line 1", &names)], &[]);
    plant.configure(|site| site.confirm = Confirm::Always);
    let project = plant.projects[0];
    let cases = [
        (Operation::Start, 0..0, 0..0),
        (Operation::Stop, 0..1, 0..0),
        (Operation::Stop, 0..0, 0..0),
        (Operation::Switch, 1..2, 0..0),
        (Operation::Switch, 1..4, 0..0),
        (Operation::Switch, 1..8, 0..0),
        (Operation::Switch, 0..0, 0..0),
        (Operation::Switch, 0..0, 1..2),
        (Operation::Switch, 1..2, 2..8),
    ];
    let mut told = String::new();
    for (operation, certain, possible) in cases {
        let asked = Question {
            id: crate::model::event::QuestionId(1),
            wish: Wish::Operate {
                project,
                operation,
                stops: Stops {
                    certain: plant.projects[certain].to_vec(),
                    possible: plant.projects[possible].to_vec(),
                },
            },
        };
        let text = ENGLISH.with(|words| super::question(&plant.model, words, &asked));
        let text = text.unwrap();
        told.push_str(&format!(
            "{}\n    {}\n",
            text.title,
            text.body.replace('\n', "\n    ")
        ));
        told.push_str(&format!("    [{}] [[{}]]\n", text.yes, text.no));
        assert_eq!(
            text.whole,
            format!("{}\n\n{}\n\nOK: {}", text.title, text.body, text.yes)
        );
    }
    expect![[r#"
        Start P1?
            It will start on Line 1.
            [Start P1] [[Do not start]]
        Stop P1?
            It is running on Line 1 and will stop.
            [Stop P1] [[Keep running]]
        Stop P1?
            It will be stopped on Line 1.
            [Stop P1] [[Do not stop]]
        Switch to P1?
            This will stop on Line 1: P2.
            [Switch to P1] [[Keep P2]]
        Switch to P1?
            This will stop on Line 1: P2, P3, P4.
            [Switch to P1] [[Do not switch]]
        Switch to P1?
            This will stop on Line 1: P2, P3, P4, P5, P6, and 2 more.
            [Switch to P1] [[Do not switch]]
        Switch to P1?
            Whatever else runs on Line 1 will stop.
            [Switch to P1] [[Do not switch]]
        Switch to P1?
            May be running on Line 1, and would stop: P2.
            [Switch to P1] [[Do not switch]]
        Switch to P1?
            This will stop on Line 1: P2.
            May be running on Line 1, and would stop: P3, P4, P5, P6, P7, and 1 more.
            [Switch to P1] [[Keep P2]]
    "#]]
    .assert_eq(&told);
}

#[test]
fn what_could_not_be_done_on_this_computer_is_told() {
    let mut plant = Plant::new(&[("Line 1", &["A"])], &[]);
    let settings = ProjectSettings {
        port: NonZeroU16::new(8000),
        ..ProjectSettings::default()
    };
    plant.set(0, settings);
    let project = plant.projects[0];
    let mut told = String::new();
    for service in [Service::CopyPath, Service::OpenPage] {
        let effects = plant.happens(Event::NotServed {
            service,
            project,
            reason: "Access is denied".to_owned(),
        });
        let [Effect::Notify { notice, .. }] = &effects[..] else {
            panic!("{effects:?}");
        };
        let text = message(&plant.model, notice).unwrap().text;
        told.push_str(&format!("{}\n    {}\n", text.title, text.body));
    }
    expect![[r#"
        The path of A was not copied
            Another program keeps the clipboard: Access is denied. Try again.
        The page of A cannot be opened
            http://10.0.0.0:8000/ cannot be opened: Access is denied. Open it in a browser.
    "#]]
    .assert_eq(&told);
}
