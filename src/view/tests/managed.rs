//! What the organisation has decided, where a user would look for it.

use super::*;
use crate::site::Keeper;

/// Two projects of which the first is started by actions of the user and of the organisation.
fn plant(change: impl FnOnce(&mut Site)) -> Plant {
    let mut plant = Plant::new(
        &[("Line 1", &["A", "B"])],
        &[
            ("Mine", Operation::Start, 0),
            ("Theirs", Operation::Stop, 0),
        ],
    );
    let mut site = plant.model.site().clone();
    change(&mut site);
    plant.happens(Event::configured(Arc::new(site)));
    plant
}

fn behind(plant: &Plant, project: usize) -> Vec<String> {
    let branch = Branch::Project(plant.projects[project]);
    open(&plant.model, &branch).0.iter().map(row).collect()
}

fn is_said(plant: &Plant) -> bool {
    let rows = view(&plant.model).menu.0;
    let managed = super::super::rows::text("Managed by your organisation", None);
    rows.contains(&managed)
}

#[test]
fn it_is_said_that_something_is_managed_wherever_something_was_decided() {
    assert!(!is_said(&plant(|_| {})));
    let changes: [fn(&mut Site); 7] = [
        |site| site.rules.settings = ["role"].into(),
        |site| site.rules.own_servers = false,
        |site| site.rules.own_actions = false,
        |site| site.rules.own_autostart = false,
        |site| {
            let server = site.servers()[0].id;
            site.keep_server(server, Keeper::Organisation).unwrap();
        },
        |site| {
            let project = site.servers()[0].projects[1].id;
            site.keep_project(project, Keeper::Organisation).unwrap();
        },
        |site| site.keep_action("Theirs", Keeper::Organisation).unwrap(),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        assert!(is_said(&plant(change)), "change {number}");
    }
    // What is set for all users of the computer is not the organisation's.
    let machine = |site: &mut Site| site.keep_action("Theirs", Keeper::Machine).unwrap();
    assert!(!is_said(&plant(machine)));
}

#[test]
fn it_stands_with_the_rows_about_the_program() {
    let plant = plant(|site| site.rules.settings = ["poll_interval"].into());
    let rows = view(&plant.model).menu.0;
    let rows: Vec<String> = rows.iter().map(row).collect();
    let last = rows.rsplit(|row| row == "---").next().unwrap();
    assert_eq!(
        last,
        [
            "Refresh now",
            "Open configuration",
            "Add or remove",
            "Managed by your organisation",
            "Start with Windows",
            "About PEKAT Tray 0.1.0",
            "Exit",
        ]
    );
}

#[test]
fn only_what_is_the_users_own_can_be_unpinned() {
    let keep = |keeper: Keeper| plant(move |site| site.keep_action("Theirs", keeper).unwrap());
    let pins = |plant: &Plant, project: usize| {
        let rows = behind(plant, project);
        let rows = rows.into_iter();
        rows.filter(|row| row.contains("in “")).collect::<Vec<_>>()
    };
    let own = pins(&keep(Keeper::User), 0);
    assert_eq!(
        own,
        [
            "Unpin “Start”",
            "Unpin “Stop”",
            "Pin “Switch to this” to top"
        ]
    );
    for keeper in [Keeper::Machine, Keeper::Organisation] {
        let theirs = pins(&keep(keeper), 0);
        assert_eq!(theirs, [own[0].clone(), own[2].clone()], "{keeper:?}");
    }
    let none = plant(|site| site.rules.own_actions = false);
    assert_eq!((pins(&none, 0), pins(&none, 1)), (vec![], vec![]));
}
