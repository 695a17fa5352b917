//! One icon for each server or project, as far as they fit.

use super::*;
use crate::site::{Icons, Site};

/// As [`Plant::new`], with icons like these.
fn plant(servers: &[(&str, &[&str])], icons: Icons) -> Plant {
    let mut plant = Plant::new(servers, &[]);
    configure(&mut plant, |site| site.icons = icons);
    plant
}

fn configure(plant: &mut Plant, change: impl FnOnce(&mut Site)) {
    let mut site = plant.model.site().clone();
    change(&mut site);
    plant.happens(Event::configured(Arc::new(site)));
}

/// Every icon: its picture and its tooltip.
fn icons(plant: &Plant) -> Vec<String> {
    let words = Words::of(Language::English);
    let survey = Survey::new(&plant.model, &words);
    let icon = |scope| {
        let View { icon, tooltip, .. } = survey.view(scope);
        let badge = icon.badge.map_or("", Badge::text);
        let mark = if icon.unseen { "*" } else { "" };
        format!("{}{mark} {badge}: {tooltip}", icon.look.name())
    };
    survey.scopes().into_iter().map(icon).collect()
}

#[test]
fn each_server_has_an_icon_that_tells_of_it_alone() {
    let mut plant = plant(
        &[("Line 1", &["A", "B"]), ("Line 2", &["C"]), ("Line 3", &[])],
        Icons::PerServer,
    );
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.is(1, Status::Stopped);
    plant.link(1, Link::Down(Unreachable::Refused));
    assert_eq!(
        icons(&plant),
        [
            "running : Line 1: 1 running, 1 stopped",
            "unreachable : Line 2: 1 unreachable",
            "nothing : Line 3: No projects configured",
        ]
    );
    plant.says(0, Answer::NotFound);
    assert_eq!(
        icons(&plant)[0],
        "fault* 1: Line 1: 1 at fault, 1 stopped; A — Not found"
    );
    // Who opens another icon's menu has not seen it.
    let words = Words::of(Language::English);
    let scopes = Survey::new(&plant.model, &words).scopes();
    plant.happens(Event::Seen(scopes[1].into()));
    assert!(icons(&plant)[0].starts_with("fault* 1:"));
    plant.happens(Event::Seen(scopes[0].into()));
    assert!(icons(&plant)[0].starts_with("fault 1:"));
}

#[test]
fn the_icon_with_the_worst_state_is_the_first_of_those_that_show_it() {
    let words = Words::of(Language::English);
    let mut plant = plant(
        &[("Line 1", &["A"]), ("Line 2", &["B"]), ("Line 3", &["C"])],
        Icons::PerServer,
    );
    for (server, status) in [Status::Stopped, Status::Running, Status::Running]
        .into_iter()
        .enumerate()
    {
        plant.link(server, Link::Up);
        plant.is(server, status);
    }
    let worst = |plant: &Plant| {
        let survey = Survey::new(&plant.model, &words);
        let scopes = survey.scopes();
        let worst = survey.worst(scopes.iter().copied());
        scopes.iter().position(|scope| Some(*scope) == worst)
    };
    assert_eq!(worst(&plant), Some(1));
    plant.link(2, Link::Down(Unreachable::Refused));
    assert_eq!(worst(&plant), Some(2));
    plant.says(1, Answer::NotFound);
    assert_eq!(worst(&plant), Some(1));
    plant.says(0, Answer::NotFound);
    assert_eq!(worst(&plant), Some(0));
    // What is wrong with the configuration has the first icon.
    plant.is(0, Status::Stopped);
    plant.happens(Event::misconfigured(vec!["wrong".to_owned()]));
    assert_eq!(worst(&plant), Some(0));
    assert_eq!(Survey::new(&plant.model, &words).worst([]), None);
}

#[test]
fn each_project_has_an_icon_that_opens_onto_what_can_be_done_with_it() {
    let mut plant = plant(&[("Line 1", &["A", "B"])], Icons::PerProject);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.says(1, Answer::NotFound);
    assert_eq!(
        icons(&plant),
        [
            "running : Line 1: A — Running",
            "fault* 1: Line 1: B — Not found",
        ]
    );
    let words = Words::of(Language::English);
    let survey = Survey::new(&plant.model, &words);
    let menu = survey.view(Scope::Project(plant.projects[0])).menu;
    let first: Vec<String> = menu.0.iter().take(4).map(row).collect();
    assert_eq!(first[0], "Line 1: A — Running");
    let click = |item: &Item| match item {
        Item::Entry(entry) => entry.click.clone(),
        Item::Separator | Item::Submenu(_) => None,
    };
    let clicks: Vec<Click> = menu.0.iter().filter_map(click).collect();
    let project = plant.projects[0];
    let operation = Operation::Stop;
    assert!(clicks.contains(&Click::Operate { project, operation }));
    assert_eq!(clicks.last(), Some(&Click::Exit));
}

#[test]
fn the_menu_of_a_server_has_the_changeover_where_there_is_a_choice() {
    let mut plant = plant(
        &[("Line 1", &["A", "B"]), ("Line 2", &["C"])],
        Icons::PerServer,
    );
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.is(1, Status::Stopped);
    let words = Words::of(Language::English);
    let survey = Survey::new(&plant.model, &words);
    let top = |server: usize| survey.view(Scope::Server(plant.servers[server])).menu;
    let shown: Vec<String> = top(0).0.iter().take(4).map(row).collect();
    assert_eq!(shown, ["Switch to", "---", "Line 1", "A — Running"]);
    let branch = match &top(0).0[0] {
        Item::Submenu(submenu) => submenu.branch.clone(),
        item @ (Item::Separator | Item::Entry(_)) => panic!("{item:?}"),
    };
    let behind: Vec<String> = survey.open(&branch).0.iter().map(row).collect();
    assert_eq!(behind, ["A — Running", "B — Stopped"]);
    assert_eq!(row(&top(1).0[0]), "Line 2");
}

#[test]
fn a_broken_configuration_has_an_icon_to_itself() {
    let mut plant = plant(&[("Line 1", &["A"]), ("Line 2", &["B"])], Icons::PerServer);
    plant.link(0, Link::Up);
    plant.is(0, Status::Running);
    plant.happens(Event::misconfigured(vec!["wrong".to_owned()]));
    assert_eq!(
        icons(&plant),
        [
            "fault : The configuration has errors",
            "running : Line 1: 1 running",
            "changing : Line 2: 1 changing",
        ]
    );
}

#[test]
fn more_icons_than_fit_become_one_and_the_menu_says_so() {
    let names: Vec<String> = (1..=21).map(|number| format!("P{number}")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    let many = plant(&[("Line 1", &names)], Icons::PerProject);
    let words = Words::of(Language::English);
    let survey = Survey::new(&many.model, &words);
    assert_eq!(survey.scopes(), [Scope::All]);
    let said = "One icon for everything: more than 20 would not fit";
    let says = |survey: &Survey<'_>| {
        let menu = survey.view(Scope::All).menu;
        menu.0.iter().map(row).any(|row| row.contains(said))
    };
    assert!(says(&survey));

    names.pop();
    let fits = plant(&[("Line 1", &names)], Icons::PerProject);
    let survey = Survey::new(&fits.model, &words);
    assert_eq!(survey.scopes().len(), 20);
    assert!(!says(&survey));
}

#[test]
fn a_notice_belongs_to_the_icon_that_is_nearest_to_what_it_is_about() {
    let plant = plant(
        &[("Line 1", &["A", "B"]), ("Line 2", &["C"])],
        Icons::PerServer,
    );
    let site = plant.model.site();
    let servers: Vec<_> = site.servers().iter().map(|server| server.id).collect();
    let [one, two] = servers[..] else {
        panic!("two servers");
    };
    let [_, b, c] = plant.projects[..] else {
        panic!("three projects");
    };
    let by_server = [Scope::Server(one), Scope::Server(two)];
    let by_project = [Scope::Project(b), Scope::Project(c)];
    let nearest = |icons: &[Scope], about| Scope::nearest(icons.iter().copied(), about, site);
    let cases = [
        (&by_server[..], Scope::Project(c), by_server[1]),
        (&by_server, Scope::Server(two), by_server[1]),
        (&by_server, Scope::All, by_server[0]),
        (&by_project, Scope::Server(two), by_project[1]),
        (&by_project, Scope::Project(c), by_project[1]),
        (&[Scope::All, by_server[1]], Scope::Project(c), by_server[1]),
        (&[Scope::All, by_server[1]], Scope::Project(b), Scope::All),
    ];
    for (icons, about, wanted) in cases {
        assert_eq!(nearest(icons, about), Some(wanted), "{about:?}");
    }
    assert_eq!(nearest(&[], Scope::All), None);
}
