//! In every language, what is said fits where it is shown.

use std::path::Path;

use super::*;
use crate::model::event::{Configuration, QuestionId};
use crate::model::{Autostart, Question, Snooze, Stops, Wish};

/// Names and addresses that are about as long as they get. Longer ones are cut at their ends.
const SERVER: &str = "Line 12 packaging";
const PROJECTS: &[&str] = &["Product 4711-B", "Product 4712-B"];

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[test]
fn notices_fit_into_a_balloon() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS)], &[]);
    let problems =
        ["config.toml, line 123, column 1: unknown key `adress`; did you mean `address`?"; 12];
    plant.happens(Event::misconfigured(problems.map(str::to_owned).to_vec()));
    let mut long = Vec::new();
    for language in Language::ALL {
        let words = Words::of(language);
        for notice in every_notice(&plant) {
            let text = super::super::message(&plant.model, &words, &notice, false);
            let Text { title, body } = text.unwrap().text;
            if units(&title) > 63 || units(&body) > 255 {
                long.push(format!("{language:?}: {title}\n{body}"));
            }
        }
    }
    assert_eq!(long, [""; 0]);
}

#[test]
fn the_tooltip_has_room_for_what_is_usual() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS), ("Line 13", &["A", "B", "C"])], &[]);
    plant.link(0, Link::Up);
    plant.says(0, Answer::NotFound);
    plant.is(1, Status::Running);
    plant.link(1, Link::Down(Unreachable::NoRoute));
    let mut long = Vec::new();
    for language in Language::ALL {
        let View { tooltip, .. } = super::super::view(&plant.model, &Words::of(language));
        if tooltip.ends_with('…') {
            long.push(format!("{language:?}: {tooltip}"));
        }
    }
    assert_eq!(long, [""; 0]);
}

#[test]
fn rows_of_the_menu_are_whole() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS), ("Line 13", &["A"])], &[]);
    plant.link(1, Link::Down(Unreachable::NoRoute));
    plant.happens(Event::MonitorSilent);
    let mut long = Vec::new();
    for language in Language::ALL {
        let words = Words::of(language);
        let survey = Survey::new(&plant.model, &words);
        let top = survey.view(Scope::All).menu;
        let opened = top.0.iter().filter_map(|item| match item {
            Item::Submenu(submenu) => Some(survey.open(&submenu.branch)),
            Item::Separator | Item::Entry(_) => None,
        });
        let menus: Vec<Menu> = opened.chain([top.clone()]).collect();
        for row in menus.iter().flat_map(|menu| menu.0.iter()).map(row) {
            if units(&row) >= 100 {
                long.push(format!("{language:?}: {row}"));
            }
        }
    }
    assert_eq!(long, [""; 0]);
}

/// About how wide a text is, in letters: those of Japanese and Chinese are twice as wide.
fn columns(text: &str) -> usize {
    let wide = |letter: &char| *letter >= '\u{1100}';
    text.chars().count() + text.chars().filter(wide).count()
}

/// Without the names that the user gave.
fn without_names(text: &str) -> String {
    let names = PROJECTS.iter().chain([&SERVER]);
    names.fold(text.to_owned(), |text, name| text.replace(name, ""))
}

/// What is wider than so many letters besides names.
#[derive(Default)]
struct TooWide(Vec<String>);

impl TooWide {
    fn check(&mut self, language: Language, text: &str, most: usize) {
        let width = columns(&without_names(text));
        if width == 0 || width > most {
            self.0
                .push(format!("{language:?}: {width} and not {most}: {text}"));
        }
    }
}

#[test]
fn questions_name_everything_and_their_buttons_are_short() {
    let plant = Plant::new(&[(SERVER, PROJECTS)], &[]);
    let [a, b] = plant.projects[..] else {
        panic!("{:?}", plant.projects);
    };
    let seven: &[ProjectId] = &[b; 7];
    let cases: [(Operation, &[ProjectId], &[ProjectId]); 9] = [
        (Operation::Start, &[], &[]),
        (Operation::Stop, &[], &[]),
        (Operation::Stop, &[a], &[]),
        (Operation::Switch, &[], &[]),
        (Operation::Switch, &[b], &[]),
        (Operation::Switch, seven, &[]),
        (Operation::Switch, &[], &[b]),
        (Operation::Switch, &[b], &[b]),
        (Operation::Switch, seven, seven),
    ];
    let mut wide = TooWide::default();
    for language in Language::ALL {
        let words = Words::of(language);
        for (operation, certain, possible) in cases {
            let question = Question {
                id: QuestionId(1),
                wish: Wish::Operate {
                    project: a,
                    operation,
                    stops: Stops {
                        certain: certain.to_vec(),
                        possible: possible.to_vec(),
                    },
                },
            };
            let text = super::super::question(&plant.model, &words, &question).unwrap();
            let whole = [&text.title, &text.body, &text.yes].map(|part| text.whole.contains(part));
            assert_eq!(whole, [true; 3], "{language:?}: {}", text.whole);
            assert!(text.title.contains(PROJECTS[0]), "{}", text.title);
            assert!(text.body.contains(SERVER), "{}", text.body);
            if operation == Operation::Switch {
                let named = text.body.matches(PROJECTS[1]).count();
                let all = certain.len().min(5) + possible.len().min(5);
                assert_eq!(named, all, "{}", text.body);
            }
            assert_ne!(text.yes, text.no);
            wide.check(language, &text.title, 40);
            for line in text.body.lines() {
                wide.check(language, line, 80);
            }
            wide.check(language, &text.yes, 30);
            wide.check(language, &text.no, 30);
        }
        let server = plant.servers[0];
        for projects in [vec![a], vec![a, b]] {
            let wishes = [
                (Wish::RemoveProject(a), PROJECTS[0]),
                (Wish::RemoveServer { server, projects }, SERVER),
            ];
            for (wish, name) in wishes {
                let id = QuestionId(1);
                let question = Question { id, wish };
                let text = super::super::question(&plant.model, &words, &question).unwrap();
                let parts = [&text.title, &text.yes, &text.no];
                assert_eq!(parts.map(|part| part.contains(name)), [true; 3], "{text:?}");
                wide.check(language, &text.title, 40);
                for line in text.body.lines().filter(|line| !line.is_empty()) {
                    wide.check(language, line, 90);
                }
                wide.check(language, &text.yes, 30);
                wide.check(language, &text.no, 30);
            }
        }
    }
    assert_eq!(wide.0, [""; 0]);
}

#[test]
fn the_window_for_codes_has_room_for_what_is_usual() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS)], &[]);
    let mut site = plant.model.site().clone();
    for (code, project) in ["A", "B"].into_iter().zip(plant.projects.clone()) {
        let triggers = Triggers {
            hotkey: None,
            codes: vec![code.parse().unwrap()],
        };
        site.add_action("Changeover", Operation::Switch, project, triggers);
    }
    plant.happens(Event::configured(Arc::new(site)));
    plant.link(0, Link::Up);
    plant.is(0, Status::Stopped);
    plant.is(1, Status::Running);
    plant.happens(Event::Clicked(Click::Scan));
    let mut wide = TooWide::default();
    let mut check = |plant: &Plant| {
        for language in Language::ALL {
            let shown = scan_window(&plant.model, &Words::of(language)).unwrap();
            // Two lines of the window at the most, and one on its button.
            wide.check(language, &shown.title, 40);
            wide.check(language, &shown.prompt, 100);
            wide.check(language, &shown.elsewhere, 100);
            wide.check(language, &shown.close, 12);
            // What is longer is cut.
            wide.check(language, &shown.result.title, 40);
            assert!(units(&shown.result.body) < 160, "{}", shown.result.body);
        }
    };
    check(&plant);
    // Unknown ones, one that is under way, and one that is refused.
    for code in ["4006381333931", "čééž", "A", "B"] {
        plant.happens(Event::Scanned(code.to_owned()));
        check(&plant);
    }
    plant.says(0, Answer::NotFound);
    plant.link(0, Link::Down(Unreachable::ConnectTimeout));
    plant.happens(Event::Scanned("A".to_owned()));
    check(&plant);
    assert_eq!(wide.0, [""; 0]);
}

#[test]
fn what_the_program_says_of_itself_fits_its_dialogs() {
    let mut wide = TooWide::default();
    let path = Path::new(r"C:\Users\Operator\AppData\Roaming\PEKAT Tray\config.toml");
    let mut plant = Plant::new(&[(SERVER, PROJECTS)], &[]);
    let mut site = plant.model.site().clone();
    site.rules.settings = ["poll_interval", "role"].into();
    plant.happens(Event::Configured(Configuration {
        site: Some(site.into()),
        ignored: vec!["HKLM".to_owned(); 11],
        ..Configuration::default()
    }));
    for language in Language::ALL {
        let words = Words::of(language);
        let about = words.about_dialog(&plant.model, Some(path), Some(path));
        wide.check(language, &words.about(), 40);
        wide.check(language, &about.title, 40);
        for line in about.body.lines().filter(|line| !line.is_empty()) {
            wide.check(language, line, 110);
        }
        wide.check(language, &about.licences, 30);
        wide.check(language, &about.log, 30);
        wide.check(language, &words.already_running(), 110);
        let reason = "Access is denied. (5)";
        let not_shown = words.cannot_be_shown(&path.display().to_string(), reason);
        wide.check(language, &not_shown, 255);
    }
    assert_eq!(wide.0, [""; 0]);
}

#[test]
fn rows_and_buttons_about_notices_and_starting_are_short() {
    let mut plant = Plant::new(&[(SERVER, PROJECTS)], &[]);
    let mut wide = TooWide::default();
    let mut check = |plant: &Plant| {
        for language in Language::ALL {
            let words = Words::of(language);
            let survey = Survey::new(&plant.model, &words);
            let managed = super::super::rows::text(words.managed(), None);
            let rows = [
                super::super::snooze::rows(&survey),
                vec![super::super::autostart::row(&survey), managed],
            ]
            .concat();
            rows.iter().map(row).for_each(|row| {
                assert!(!row.ends_with('…'), "{row}");
                wide.check(language, &row, 80);
            });
            // They stand side by side on a notice.
            wide.check(language, &words.open_menu(), 24);
            wide.check(language, &words.snooze_hour(), 24);
        }
    };
    check(&plant);
    plant.happens(Event::Clicked(Click::Snooze(Snooze::UntilTomorrow)));
    for autostart in [Autostart::On, Autostart::TurnedOff, Autostart::OnForAll] {
        plant.happens(Event::Autostart(Some(autostart)));
        check(&plant);
    }
    let mut site = plant.model.site().clone();
    site.rules.own_autostart = false;
    plant.happens(Event::configured(site.into()));
    check(&plant);
    assert_eq!(wide.0, [""; 0]);
}

#[test]
fn a_digest_of_what_is_usual_is_whole() {
    let plant = Plant::new(&[(SERVER, PROJECTS)], &[]);
    let (a, b, server) = (plant.projects[0], plant.projects[1], plant.servers[0]);
    let of = |project, news| Notice::Project(project, news);
    let fault = |project| of(project, ProjectNews::Fault(Fault::NotFound));
    let faults = vec![fault(a), fault(b), fault(a), fault(b), fault(a)];
    let down = ServerNews::Down(Unreachable::Refused);
    let outage = vec![
        fault(a),
        fault(b),
        Notice::Server(server, down),
        of(a, ProjectNews::Stopped),
        of(b, ProjectNews::Stopped),
    ];
    let back = vec![
        Notice::Server(server, ServerNews::Up),
        of(a, ProjectNews::Recovered(Status::Running)),
        of(b, ProjectNews::Started),
        of(b, ProjectNews::Started),
    ];
    let mut long = Vec::new();
    for language in Language::ALL {
        let words = Words::of(language);
        for notices in [&faults, &outage, &back] {
            let notice = Notice::Digest(notices.clone());
            let text = super::super::message(&plant.model, &words, &notice, false);
            let Text { title, body } = text.unwrap().text;
            if units(&title) > 63 || body.ends_with('…') || body.is_empty() {
                long.push(format!("{language:?}: {title}\n{body}"));
            }
        }
    }
    assert_eq!(long, [""; 0]);
}
