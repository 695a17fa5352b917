//! Projects that are found.

use super::*;
use crate::model::dialog::Offered;
use crate::model::event::{Candidate, Finding, Source};

impl Bench {
    fn picks(&mut self, dialog: u64, rows: &[usize]) -> Vec<Effect> {
        let (dialog, rows) = (DialogId(dialog), rows.to_vec());
        self.happens(Event::Picked { dialog, rows })
    }

    fn found(&mut self, search: u64, candidates: Vec<Candidate>) -> Vec<Effect> {
        self.ends(search, Ok(Peer::ProjectsManager), candidates)
    }

    fn silence(&mut self, search: u64, reason: Unreachable) {
        let effects = self.ends(search, Err(reason), Vec::new());
        assert_eq!(effects, []);
    }

    fn ends(
        &mut self,
        search: u64,
        peer: Result<Peer, Unreachable>,
        candidates: Vec<Candidate>,
    ) -> Vec<Effect> {
        self.happens(Event::Found {
            search: SearchId(search),
            finding: Finding { peer, candidates },
        })
    }

    fn offers(&self) -> Vec<Offered> {
        match self.model.dialog().map(|open| &open.purpose) {
            Some(Purpose::AddFound(found)) => found.clone(),
            other => panic!("{other:?}"),
        }
    }
}

fn candidate(name: &str, path: &str, answer: Result<Answer, Unreachable>) -> Candidate {
    Candidate {
        name: name.to_owned(),
        path: path.parse().unwrap(),
        source: Source::Folder,
        port: None,
        answer,
    }
}

fn runs(name: &str, path: &str) -> Candidate {
    candidate(name, path, Ok(Answer::Status(Status::Running)))
}

fn offered(at: &str, candidate: Candidate) -> Offered {
    let address = address(at);
    Offered { address, candidate }
}

const HERE: &str = "127.0.0.1:7002";

#[test]
fn each_server_and_this_computer_are_searched_once() {
    let with = |addresses: &[&str]| {
        let mut bench = Bench::new();
        bench.has_now(|site| {
            for at in addresses {
                site.add_server(at, address(at));
            }
        });
        bench.clicks(Click::FindProjects)
    };
    let remote = || searches(1, "line1:7002", false);
    let cases = [
        (&[][..], vec![remote(), searches(2, HERE, true)]),
        (
            &["localhost", "::1", "localhost:8000"],
            vec![
                remote(),
                searches(2, "localhost:7002", true),
                searches(3, "localhost:8000", true),
            ],
        ),
    ];
    for (addresses, expected) in cases {
        let shown = [Effect::ShowDialog].into_iter();
        let expected: Vec<Effect> = shown.chain(expected).collect();
        assert_eq!(with(addresses), expected, "{addresses:?}");
    }
}

#[test]
fn what_is_found_is_offered_as_it_comes_and_what_is_checked_is_added_to_its_server() {
    let mut bench = Bench::new();
    let server = bench.server;
    bench.clicks(Click::FindProjects);
    // What a server does not confirm, or has already, is left out.
    let on_line = vec![
        runs("A", r"c:\a\"),
        runs("C", r"C:\C"),
        candidate("D", r"C:\D", Ok(Answer::NotFound)),
        candidate("E", r"C:\E", Ok(Answer::UnknownCommand)),
        candidate("F", r"C:\F", Err(Unreachable::NoAnswer)),
    ];
    assert_eq!(bench.found(1, on_line), []);
    let rows = vec![offered("line1", runs("C", r"C:\C"))];
    assert_eq!(bench.offers(), rows);
    assert_eq!(bench.trouble(), None);
    // Nothing is taken while more may come.
    assert_eq!(bench.picks(1, &[0]), []);

    let refused = || Ok(Answer::Refused(Excerpt::new(b"no licence")));
    let here = vec![
        Candidate {
            port: std::num::NonZeroU16::new(8000),
            ..runs("A", r"C:\A")
        },
        candidate("", r"C:\Dir\G\", refused()),
        runs("C", "c:/c"),
        runs("C", "C:/c/"),
    ];
    assert_eq!(bench.found(2, here.clone()), []);
    let here = here[..3].iter().cloned();
    let rows: Vec<Offered> = rows
        .into_iter()
        .chain(here.map(|it| offered(HERE, it)))
        .collect();
    assert_eq!(bench.offers(), rows);
    assert!(!bench.model.dialog().is_none_or(Dialog::is_busy));

    let own = [
        NewProject {
            port: std::num::NonZeroU16::new(8000),
            ..new("A", r"C:\A")
        },
        new("G", r"C:\Dir\G\"),
    ];
    // In the order in which they are checked, none twice, and no row that there is not.
    assert_eq!(
        bench.picks(1, &[1, 0, 2, 0, 9]),
        [
            adds(Home::New(address(HERE)), &own),
            adds(Home::Known(server), &[new("C", r"C:\C")]),
        ]
    );
    bench.has_now(|site| {
        site.add_project(server, "C", r"C:\C".parse().unwrap());
    });
    assert!(bench.model.dialog().is_some_and(Dialog::is_saving));
    bench.has_now(|site| {
        let here = site.add_server("Here", address(HERE));
        site.add_project(here, "A", r"C:\A".parse().unwrap());
        site.add_project(here, "G", r"C:\Dir\G".parse().unwrap());
    });
    assert_eq!(bench.shown(), None);
}

#[test]
fn names_of_what_is_found_are_made_fit_for_the_configuration() {
    let mut bench = Bench::new();
    let server = bench.server;
    bench.clicks(Click::FindProjects);
    let long = "x".repeat(70);
    let found = [
        ("A", r"D:\1"),
        ("A", r"D:\2"),
        (" B\u{202e}\n ", r"D:\3"),
        ("\u{202e}", r"D:\4"),
        (&long, r"D:\5"),
        (&long, r"D:\6"),
    ];
    bench.found(1, found.map(|(name, path)| runs(name, path)).to_vec());
    bench.found(2, Vec::new());
    let cut = &long[..64];
    let numbered = format!("{} 2", &long[..62]);
    let names = ["A 2", "A 3", "B 2", "4", cut, &numbered];
    let added = found.iter().zip(names);
    let added: Vec<NewProject> = added.map(|((_, path), name)| new(name, path)).collect();
    let effects = bench.picks(1, &[0, 1, 2, 3, 4, 5]);
    assert_eq!(effects, [adds(Home::Known(server), &added)]);
}

#[test]
fn where_nothing_is_found_it_is_said_who_gave_no_answer() {
    let mut bench = Bench::new();
    bench.clicks(Click::FindProjects);
    bench.silence(1, Unreachable::NoRoute);
    let line = (address("line1"), Unreachable::NoRoute);
    assert_eq!(bench.trouble(), Some(Trouble::Silent(vec![line.clone()])));
    // That this computer has no Projects Manager is no news where others are watched.
    bench.silence(2, Unreachable::Refused);
    let nothing = Trouble::NothingFound(vec![line.clone()]);
    let empty = Purpose::AddFound(Vec::new());
    assert_eq!(bench.shown(), Some((1, &empty, Some(&nothing), false)));

    // A second click searches again.
    let again = bench.clicks(Click::FindProjects);
    assert_eq!(
        again,
        [
            Effect::ShowDialog,
            searches(3, "line1:7002", false),
            searches(4, HERE, true),
        ]
    );
    bench.silence(3, Unreachable::NoRoute);
    bench.found(4, vec![runs("A", r"C:\A")]);
    assert_eq!(bench.trouble(), Some(Trouble::Silent(vec![line])));
    assert_eq!(bench.picks(2, &[]), []);
    assert_eq!(bench.trouble(), Some(Trouble::NothingPicked));

    let mut bench = Bench::bare();
    bench.clicks(Click::FindProjects);
    bench.silence(2, Unreachable::Refused);
    let here = vec![(address(HERE), Unreachable::Refused)];
    assert_eq!(bench.trouble(), Some(Trouble::NothingFound(here)));
}

#[test]
fn while_it_searches_another_click_brings_it_to_the_front_and_late_finds_are_of_no_account() {
    let mut bench = Bench::new();
    bench.clicks(Click::FindProjects);
    assert_eq!(bench.clicks(Click::FindProjects), [Effect::ShowDialog]);
    bench.closes(1);
    assert_eq!(bench.found(1, vec![runs("C", r"C:\C")]), []);
    bench.clicks(Click::FindProjects);
    assert_eq!(bench.found(2, vec![runs("C", r"C:\C")]), []);
    assert_eq!(bench.offers(), []);
    assert!(bench.model.dialog().is_some_and(Dialog::is_searching));
}

#[test]
fn what_was_found_and_is_configured_by_now_is_not_added_again() {
    let mut bench = Bench::new();
    let server = bench.server;
    bench.clicks(Click::FindProjects);
    bench.found(1, vec![runs("C", r"C:\C"), runs("D", r"C:\D")]);
    bench.found(2, Vec::new());
    bench.has_now(|site| {
        site.add_project(server, "C", r"C:\C".parse().unwrap());
    });
    let added = [adds(Home::Known(server), &[new("D", r"C:\D")])];
    assert_eq!(bench.picks(1, &[0, 1]), added);
    let trouble = FileTrouble::Demonstration;
    assert_eq!(bench.happens(Event::NotSaved(trouble.clone())), []);
    // Of two changes that fail alike it is told once.
    assert_eq!(bench.happens(Event::NotSaved(trouble.clone())), []);
    assert_eq!(bench.trouble(), Some(Trouble::NotSaved(trouble)));
    assert_eq!(bench.picks(1, &[0]), []);
    assert_eq!(bench.shown(), None);
}

#[test]
fn at_the_first_start_what_this_computer_has_is_offered_in_one_step() {
    let mut bench = Bench::bare();
    assert_eq!(bench.clicks(Click::AddFound), []);
    let found = vec![runs("A", r"C:\A"), runs("B", r"C:\B")];
    let told = [notify(Notice::Found { count: 2 })];
    assert_eq!(bench.found(1, found.clone()), told);
    let rows: Vec<Offered> = found.into_iter().map(|it| offered(HERE, it)).collect();
    assert_eq!(bench.model.found_at_first_start(), rows);

    assert_eq!(bench.clicks(Click::AddFound), [Effect::ShowDialog]);
    let purpose = Purpose::AddFound(rows);
    assert_eq!(bench.shown(), Some((1, &purpose, None, false)));
    assert_eq!(bench.clicks(Click::AddFound), [Effect::ShowDialog]);
    let own = [new("A", r"C:\A"), new("B", r"C:\B")];
    let added = [adds(Home::New(address(HERE)), &own)];
    assert_eq!(bench.picks(1, &[0, 1]), added);
    bench.has_now(|site| {
        let server = site.add_server("Here", address(HERE));
        site.add_project(server, "A", r"C:\A".parse().unwrap());
        site.add_project(server, "B", r"C:\B".parse().unwrap());
    });
    assert_eq!(bench.shown(), None);
    assert_eq!(bench.model.found_at_first_start(), []);
    // Once per run: who has removed all of it is not asked again.
    let watched = bench.happens(Event::configured(Arc::new(Site::default())));
    assert_eq!(watched.len(), 1);
}

#[test]
fn at_the_first_start_nothing_is_said_where_nothing_is_found() {
    let mut bench = Bench::bare();
    bench.silence(1, Unreachable::Refused);
    assert_eq!(bench.model.found_at_first_start(), []);
    assert_eq!(bench.shown(), None);
    // Nor where something is configured by then.
    let mut bench = Bench::bare();
    bench.has_server("Line 1", "line1");
    assert_eq!(bench.found(1, vec![runs("A", r"C:\A")]), []);
    assert_eq!(bench.model.found_at_first_start(), []);
}

#[test]
fn nothing_is_looked_for_by_itself_where_that_is_not_wanted() {
    let looks = |configuration: Configuration| {
        let start = Instant::now();
        let now = Now::in_test(start, start);
        let effects = Model::new(now).update(now, Event::Configured(configuration));
        let mut effects = effects.iter();
        effects.any(|effect| matches!(effect, Effect::Find { .. }))
    };
    let with = |change: fn(&mut Site), problems: &[&str]| {
        let mut site = Site::default();
        change(&mut site);
        looks(Configuration {
            site: Some(Arc::new(site)),
            problems: problems.iter().map(|it| (*it).to_owned()).collect(),
            ..Configuration::default()
        })
    };
    assert!(with(|_| (), &[]));
    assert!(!with(|_| (), &["line 1: no value"]));
    assert!(!with(|site| site.role = Role::Viewer, &[]));
    assert!(!with(|site| site.rules.own_servers = false, &[]));
    let server = |site: &mut Site| {
        site.add_server("Line 1", address("line1"));
    };
    assert!(!with(server, &[]));
    // Nothing could be read at all.
    let broken = vec!["no file".to_owned()];
    assert!(!looks(Configuration {
        problems: broken,
        ..Configuration::default()
    }));
}
