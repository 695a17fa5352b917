//! In every language, why a project is at fault is told whole in the menu.

use super::*;

/// Names, a path and words of a server that are about as long as is usual.
const SERVER: &str = "Line 12 packaging";
const PROJECT: &str = "Product 4711-B";
const PATH: &str = r"C:\Users\pekat\PekatVisionProjects\Product 4711-B";
const EXCERPT: &[u8] = b"err:licence expired";

/// A plant of one project, which is made a fault of.
fn at_fault(make: impl FnOnce(&mut Plant)) -> Plant {
    let mut plant = Plant::new(&[], &[]);
    let mut site = Site::default();
    let server = site.add_server(SERVER, "172.22.12.67".parse().unwrap());
    let project = site.add_project(server, PROJECT, PATH.parse().unwrap());
    plant.servers = vec![server];
    plant.projects = vec![project.unwrap()];
    plant.happens(Event::configured(Arc::new(site)));
    plant.link(0, Link::Up);
    make(&mut plant);
    plant
}

fn lasts(status: Status) -> impl FnOnce(&mut Plant) {
    move |plant| {
        for _ in 0..130 {
            plant.is(0, status);
            plant.now += Duration::from_secs(1);
        }
    }
}

fn expected(wanted: Wanted, status: Status) -> impl FnOnce(&mut Plant) {
    move |plant| {
        let mut site = plant.model.site().clone();
        site.expect(plant.projects[0], Some(wanted)).unwrap();
        plant.happens(Event::configured(Arc::new(site)));
        lasts(status)(plant);
    }
}

fn failed(failure: Failure) -> impl FnOnce(&mut Plant) {
    move |plant| {
        plant.is(0, Status::Stopped);
        plant.click(0, Operation::Start);
        let (ticket, at) = (Ticket(1), plant.now);
        let answer = Err(failure);
        plant.happens(Event::Answered { ticket, at, answer });
    }
}

fn every_fault() -> Vec<Plant> {
    let excerpt = || Excerpt::new(EXCERPT);
    vec![
        at_fault(|plant| plant.says(0, Answer::NotFound)),
        at_fault(|plant| plant.says(0, Answer::UnknownCommand)),
        at_fault(|plant| plant.says(0, Answer::Refused(excerpt()))),
        at_fault(|plant| plant.says(0, Answer::Unexpected(excerpt()))),
        at_fault(lasts(Status::Starting)),
        at_fault(lasts(Status::Stopping)),
        at_fault(expected(Wanted::Running, Status::Stopped)),
        at_fault(expected(Wanted::Running, Status::Stopping)),
        at_fault(expected(Wanted::Stopped, Status::Running)),
        at_fault(failed(Failure::PortInUse)),
        at_fault(failed(Failure::NotFound)),
        at_fault(failed(Failure::UnknownCommand)),
        at_fault(failed(Failure::Refused(excerpt()))),
        at_fault(failed(Failure::Unexpected(excerpt()))),
        at_fault(failed(Failure::NotSent(Unreachable::ConnectTimeout))),
        at_fault(failed(Failure::GivenUp)),
    ]
}

/// The lines below the row of the project at fault.
fn reason(plant: &Plant, language: Language) -> Vec<String> {
    let words = Words::of(language);
    let menu = Survey::new(&plant.model, &words).view(Scope::All).menu;
    let rows = menu.0.iter().skip(2);
    let rows = rows.take_while(|item| **item != Item::Separator);
    rows.map(row).collect()
}

#[test]
fn the_reasons_of_faults_are_told_whole_in_every_language() {
    let mut cut = Vec::new();
    for plant in every_fault() {
        for language in Language::ALL {
            let reason = reason(&plant, language);
            assert!(
                !reason.is_empty(),
                "{:?}",
                plant.model.condition(plant.projects[0])
            );
            let wide = |line: &String| line.trim_start().encode_utf16().count() > 80;
            if reason.iter().any(|line| line.ends_with('…') || wide(line)) {
                cut.push(format!("{language:?}: {reason:#?}"));
            }
        }
    }
    assert_eq!(cut, [""; 0]);
}

#[test]
fn a_reason_of_several_lines_keeps_its_rows_while_the_menu_is_open() {
    let mut plant = at_fault(|plant| plant.says(0, Answer::NotFound));
    let words = Words::of(Language::English);
    let shown = Survey::new(&plant.model, &words).view(Scope::All).menu;
    let now = |plant: &Plant| {
        let survey = Survey::new(&plant.model, &words);
        let kept = survey.kept(&shown, &survey.view(Scope::All).menu);
        assert!(kept.has_shape_of(&shown));
        let rows = kept.0.iter().take(5).map(row);
        rows.map(|row| format!("{row}\n")).collect::<String>()
    };
    expect![[r#"
        Needs attention
        Product 4711-B — Not found
        Line 12 packaging has no project at C:\Users\pekat\PekatVisionProjects\Product
              4711-B. Check the path and the folder on the server.
        ---
    "#]]
    .assert_eq(&now(&plant));
    plant.is(0, Status::Running);
    expect![[r#"
        Needs attention
        Product 4711-B — Running
        No longer at fault

        ---
    "#]]
    .assert_eq(&now(&plant));
}
