//! The dialogs that add servers and projects, from the click to the configuration that has what was added.

mod find;
mod remove;

use super::event::{DialogId, Peer, SearchId};
use super::*;
use crate::model::dialog::{Dialog, Home, NewProject, Purpose, Restraint, Trouble};
use crate::site::{Address, AddressError, Keeper};

impl Bench {
    fn bare() -> Self {
        let mut bench = Bench::new();
        let effects = bench.happens(Event::configured(Arc::new(Site::default())));
        assert_eq!(effects[1..], [searches(1, "127.0.0.1:7002", true)]);
        bench
    }

    fn clicks(&mut self, click: Click) -> Vec<Effect> {
        self.happens(Event::Clicked(click))
    }

    fn enters<const N: usize>(&mut self, dialog: u64, values: [&str; N]) -> Vec<Effect> {
        let (dialog, values) = (DialogId(dialog), values.map(str::to_owned).to_vec());
        self.happens(Event::Entered { dialog, values })
    }

    fn closes(&mut self, dialog: u64) {
        let dialog = DialogId(dialog);
        assert_eq!(self.happens(Event::DialogClosed { dialog }), []);
    }

    fn reached(&mut self, dialog: u64, answer: Result<Peer, Unreachable>) -> Vec<Effect> {
        let dialog = DialogId(dialog);
        self.happens(Event::Reached { dialog, answer })
    }

    fn probed(&mut self, dialog: u64, answer: Result<Answer, Unreachable>) -> Vec<Effect> {
        let dialog = DialogId(dialog);
        self.happens(Event::Probed { dialog, answer })
    }

    /// A configuration that differs from the last has come.
    fn has_now(&mut self, change: impl FnOnce(&mut Site)) {
        let mut site = self.model.site().clone();
        change(&mut site);
        self.happens(Event::configured(Arc::new(site)));
    }

    fn has_server(&mut self, name: &str, at: &str) {
        self.has_now(|site| {
            site.add_server(name, address(at));
        });
    }

    /// What is open: its number, what is in it, what is wrong, and whether it waits.
    fn shown(&self) -> Option<(u64, &Purpose, Option<&Trouble>, bool)> {
        let open = self.model.dialog()?;
        let busy = open.is_busy();
        Some((open.id.0, &open.purpose, open.trouble.as_ref(), busy))
    }

    fn trouble(&self) -> Option<Trouble> {
        self.model.dialog().and_then(|open| open.trouble.clone())
    }
}

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

fn asks_server(dialog: u64, at: &str) -> [Effect; 1] {
    let (dialog, address) = (DialogId(dialog), address(at));
    [Effect::ProbeServer { dialog, address }]
}

fn asks_project(dialog: u64, at: &str, path: &str) -> [Effect; 1] {
    [Effect::ProbeProject {
        dialog: DialogId(dialog),
        address: address(at),
        path: path.parse().unwrap(),
    }]
}

fn searches(search: u64, at: &str, folders: bool) -> Effect {
    Effect::Find {
        search: SearchId(search),
        address: address(at),
        folders,
    }
}

fn adds_server(name: &str, at: &str) -> [Effect; 1] {
    let (name, address) = (name.to_owned(), address(at));
    [Effect::AddServer { name, address }]
}

fn new(name: &str, path: &str) -> NewProject {
    NewProject {
        name: name.to_owned(),
        path: path.parse().unwrap(),
        port: None,
    }
}

fn adds(home: Home, projects: &[NewProject]) -> Effect {
    let projects = projects.to_vec();
    Effect::AddProjects { home, projects }
}

#[test]
fn a_server_is_asked_then_added_and_the_dialog_closes_when_it_is_configured() {
    let mut bench = Bench::new();
    assert_eq!(bench.clicks(Click::AddServer), [Effect::ShowDialog]);
    let purpose = |address: &str, name: &str| Purpose::AddServer {
        address: address.to_owned(),
        name: name.to_owned(),
    };
    assert_eq!(bench.shown(), Some((1, &purpose("", ""), None, false)));

    let asked = bench.enters(1, [" \"Line2\" ", ""]);
    assert_eq!(asked, asks_server(1, "line2:7002"));
    let entered = purpose(" \"Line2\" ", "");
    assert_eq!(bench.shown(), Some((1, &entered, None, true)));
    // Nothing is taken while it waits.
    assert_eq!(bench.enters(1, ["line3", ""]), []);

    let added = bench.reached(1, Ok(Peer::ProjectsManager));
    assert_eq!(added, adds_server("line2", "line2:7002"));
    assert_eq!(bench.shown(), Some((1, &entered, None, true)));
    bench.has_server("other", "other");
    assert_eq!(bench.shown(), Some((1, &entered, None, true)));
    bench.has_server("line2", "line2");
    assert_eq!(bench.shown(), None);
}

#[test]
fn a_server_has_the_name_that_is_entered_or_one_that_is_made_of_its_host() {
    let long = "x".repeat(70);
    let cases = [
        ("line2:80", " Packaging ", "Packaging", "line2:80"),
        ("10.0.0.1", "", "10.0.0.1", "10.0.0.1:7002"),
        ("::1", " ", "::1", "[::1]:7002"),
        // Two servers on one computer.
        ("line1:8000", "", "line1", "line1:8000"),
        ("taken", "", "taken 2", "taken:7002"),
        (&long, "", &long[..64], &format!("{long}:7002")),
    ];
    for (entered, name, called, at) in cases {
        let mut bench = Bench::new();
        bench.has_server("taken", "elsewhere");
        bench.clicks(Click::AddServer);
        assert_eq!(bench.enters(1, [entered, name]), asks_server(1, at));
        let added = bench.reached(1, Ok(Peer::ProjectsManager));
        assert_eq!(added, adds_server(called, at));
    }
}

#[test]
fn what_is_wrong_with_a_server_is_told_at_once_and_nobody_is_asked() {
    let host = |text: &str| Trouble::Address(AddressError::Host(text.to_owned()));
    let none = || Trouble::Address(AddressError::NoHost(String::new()));
    let port = |text: &str| Trouble::Address(AddressError::Port(text.to_owned()));
    let long = "x".repeat(65);
    let cases = [
        ("", "", none()),
        (" \"\" ", "", none()),
        ("line 2", "", host("line 2")),
        ("http://line2", "", host("http://line2")),
        ("line2:0", "", port("0")),
        ("LINE1", "", Trouble::AddressTaken("Line 1".to_owned())),
        ("line1:7002", "", Trouble::AddressTaken("Line 1".to_owned())),
        // The same computer under another of its names.
        ("localhost", "", Trouble::AddressTaken("Here".to_owned())),
        ("line2", "Line 1", Trouble::NameTaken("Line 1".to_owned())),
        ("line2", &long, Trouble::NameTooLong),
        ("line2", "a\u{202e}b", Trouble::NameInvisible),
        ("line2", "a\nb", Trouble::NameInvisible),
    ];
    for (entered, name, trouble) in cases {
        let mut bench = Bench::new();
        bench.has_server("Here", "127.0.0.1");
        bench.clicks(Click::AddServer);
        assert_eq!(bench.enters(1, [entered, name]), [], "{entered} {name}");
        let purpose = Purpose::AddServer {
            address: entered.to_owned(),
            name: name.to_owned(),
        };
        let shown = Some((1, &purpose, Some(&trouble), false));
        assert_eq!(bench.shown(), shown, "{entered} {name}");
    }
}

#[test]
fn a_server_that_cannot_be_reached_is_added_only_if_that_is_asked_for_again() {
    let at = |text: &str| address(text);
    let cases = [
        (
            Err(Unreachable::Refused),
            Trouble::Unreachable(at("line2"), Unreachable::Refused),
        ),
        (
            Ok(Peer::Other(Answer::UnknownCommand)),
            Trouble::NotAProjectsManager(at("line2")),
        ),
    ];
    for (answer, trouble) in cases {
        let mut bench = Bench::new();
        bench.clicks(Click::AddServer);
        bench.enters(1, ["line2", ""]);
        assert_eq!(bench.reached(1, answer.clone()), []);
        assert_eq!(bench.trouble(), Some(trouble.clone()));
        let is_doubted = |bench: &Bench| bench.model.dialog().is_some_and(Dialog::is_doubted);
        assert!(is_doubted(&bench));

        // Another address is asked first; and what is wrong is told first.
        assert_eq!(bench.enters(1, ["line3", ""]), asks_server(1, "line3:7002"));
        assert!(!is_doubted(&bench));
        bench.reached(1, answer.clone());
        assert_eq!(bench.enters(1, ["line 3", ""]), []);
        assert!(!is_doubted(&bench));
        assert_eq!(bench.enters(1, ["line2", ""]), asks_server(1, "line2:7002"));
        bench.reached(1, answer);
        // The name may be another.
        let added = bench.enters(1, ["LINE2:7002", "Two"]);
        assert_eq!(added, adds_server("Two", "line2:7002"));
        assert_eq!(bench.trouble(), None);
    }
}

#[test]
fn a_project_is_asked_for_then_added_and_the_dialog_closes_when_it_is_configured() {
    let mut bench = Bench::new();
    bench.has_server("Line 2", "line2");
    let servers = bench.model.site().servers().iter();
    let servers: Vec<ServerId> = servers.map(|server| server.id).collect();
    let [first, second] = servers[..] else {
        panic!("{servers:?}");
    };
    let purpose = |server, path: &str, name: &str| Purpose::AddProject {
        server: Some(server),
        path: path.to_owned(),
        name: name.to_owned(),
    };
    // The first server is chosen where none is given.
    for (number, given, chosen) in [(1, None, first), (2, Some(second), second)] {
        assert_eq!(bench.clicks(Click::AddProject(given)), [Effect::ShowDialog]);
        let empty = purpose(chosen, "", "");
        assert_eq!(bench.shown(), Some((number, &empty, None, false)));
    }
    let path = r#"  "D:\Dir\Product C\"  "#;
    let asked = bench.enters(2, ["Line 2", path, ""]);
    assert_eq!(asked, asks_project(2, "line2:7002", r"D:\Dir\Product C\"));
    let entered = purpose(second, path, "");
    assert_eq!(bench.shown(), Some((2, &entered, None, true)));
    let added = bench.probed(2, Ok(Answer::Status(Status::Stopped)));
    let project = new("Product C", r"D:\Dir\Product C\");
    assert_eq!(added, [adds(Home::Known(second), &[project])]);
    bench.has_now(|site| {
        let path = r"d:\dir\product c".parse().unwrap();
        site.add_project(second, "Product C", path).unwrap();
    });
    assert_eq!(bench.shown(), None);
}

#[test]
fn a_path_is_taken_without_what_came_along_when_it_was_pasted() {
    let cases = [
        (r"C:\C", r"C:\C", "C"),
        (r#""C:\Dir\C""#, r"C:\Dir\C", "C"),
        // As Windows' own window for the properties of a folder has it.
        ("\u{202a}C:\\Dir\\C\u{202c}\r\n", r"C:\Dir\C", "C"),
        ("\u{feff}/srv/C/", "/srv/C/", "C"),
        (
            r"\\nas\share\Přípravna",
            r"\\nas\share\Přípravna",
            "Přípravna",
        ),
        // The name is in use already, and another is made.
        (r"D:\A", r"D:\A", "A 2"),
    ];
    for (entered, path, name) in cases {
        let mut bench = Bench::new();
        let home = Home::Known(bench.server);
        bench.clicks(Click::AddProject(None));
        let asked = bench.enters(1, ["Line 1", entered, ""]);
        assert_eq!(asked, asks_project(1, "line1:7002", path));
        let added = bench.probed(1, Ok(Answer::Status(Status::Running)));
        assert_eq!(added, [adds(home, &[new(name, path)])]);
    }
}

#[test]
fn what_is_wrong_with_a_project_is_told_at_once_and_nobody_is_asked() {
    let long = "x".repeat(crate::protocol::MAX_PATH_UNITS + 1);
    let name = "x".repeat(65);
    let taken = || Trouble::PathTaken("A".to_owned());
    let impossible = |part: &str| Trouble::PathImpossible(part.to_owned());
    let cases = [
        ("Line 1", "", "", Trouble::NoPath),
        ("Line 1", " \"\" ", "", Trouble::NoPath),
        ("Line 1", "C:\\A\u{202e}B", "", Trouble::PathInvisible),
        ("Line 1", "C:\\A\tB", "", Trouble::PathInvisible),
        ("Line 1", "C:\\A\u{2028}B", "", Trouble::PathInvisible),
        ("Line 1", "Test Project 1", "", Trouble::PathNotFull),
        ("Line 1", "C:a", "", Trouble::PathNotFull),
        ("Line 1", "~/a", "", Trouble::PathNotFull),
        ("Line 1", r"%APPDATA%\A", "", impossible("%APPDATA%")),
        ("Line 1", r#"C:\A" "C:\B"#, "", impossible("\"")),
        ("Line 1", r"C:\A?", "", impossible("?")),
        ("Line 1", r"C:\nul", "", impossible("nul")),
        ("Line 1", &long, "", Trouble::PathTooLong),
        ("Line 1", r"C:\A", "", taken()),
        ("Line 1", "c:/a/", "Another", taken()),
        ("Line 1", r"C:\C", "A", Trouble::NameTaken("A".to_owned())),
        ("Line 1", r"C:\C", &name, Trouble::NameTooLong),
        ("Line 1", r"C:\C", "a\u{2066}b", Trouble::NameInvisible),
        ("Line 9", r"C:\C", "", Trouble::ServerGone),
    ];
    for (server, path, name, trouble) in cases {
        let mut bench = Bench::new();
        bench.clicks(Click::AddProject(None));
        assert_eq!(bench.enters(1, [server, path, name]), [], "{path} {name}");
        assert_eq!(bench.trouble(), Some(trouble), "{path} {name}");
        assert!(!bench.model.dialog().is_none_or(Dialog::is_busy));
    }
}

#[test]
fn a_project_that_the_server_does_not_confirm_is_added_only_if_that_is_asked_for_again() {
    let at = || address("line1");
    let not_found = Trouble::NotFound {
        path: r"C:\C".parse().unwrap(),
        address: at(),
    };
    let cases = [
        (Ok(Answer::NotFound), not_found),
        (
            Err(Unreachable::ConnectTimeout),
            Trouble::Unreachable(at(), Unreachable::ConnectTimeout),
        ),
        (
            Ok(Answer::Refused(Excerpt::new(b"licence expired"))),
            Trouble::Refused(at(), "licence expired".to_owned()),
        ),
        (
            Ok(Answer::UnknownCommand),
            Trouble::NotAProjectsManager(at()),
        ),
        (
            Ok(Answer::Unexpected(Excerpt::new(b"HTTP/1.1 400"))),
            Trouble::NotAProjectsManager(at()),
        ),
    ];
    for (answer, trouble) in cases {
        let mut bench = Bench::new();
        let home = Home::Known(bench.server);
        bench.clicks(Click::AddProject(None));
        bench.enters(1, ["Line 1", r"C:\C", ""]);
        assert_eq!(bench.probed(1, answer.clone()), []);
        assert_eq!(bench.trouble(), Some(trouble));
        let other = bench.enters(1, ["Line 1", r"C:\D", ""]);
        assert_eq!(other, asks_project(1, "line1:7002", r"C:\D"));
        bench.probed(1, answer.clone());
        bench.enters(1, ["Line 1", r"C:\C", ""]);
        bench.probed(1, answer);
        let added = bench.enters(1, ["Line 1", r"C:\C", "Third"]);
        assert_eq!(added, [adds(home, &[new("Third", r"C:\C")])]);
    }
}

#[test]
fn where_there_is_no_server_a_project_brings_this_computer_along() {
    let mut bench = Bench::bare();
    bench.clicks(Click::AddProject(None));
    let purpose = Purpose::AddProject {
        server: None,
        path: String::new(),
        name: String::new(),
    };
    assert_eq!(bench.shown(), Some((1, &purpose, None, false)));
    // Whatever this computer is called in the user's language.
    let asked = bench.enters(1, ["Dieser Computer", r"C:\A", ""]);
    assert_eq!(asked, asks_project(1, "127.0.0.1:7002", r"C:\A"));
    let added = bench.probed(1, Ok(Answer::Status(Status::Running)));
    let home = Home::New(address("127.0.0.1:7002"));
    assert_eq!(added, [adds(home, &[new("A", r"C:\A")])]);
    bench.has_now(|site| {
        let server = site.add_server("This computer", address("127.0.0.1"));
        site.add_project(server, "A", r"C:\A".parse().unwrap());
    });
    assert_eq!(bench.shown(), None);
}

#[test]
fn what_has_come_to_be_configured_meanwhile_is_not_added_twice() {
    let mut bench = Bench::new();
    let server = bench.server;
    bench.clicks(Click::AddProject(None));
    bench.enters(1, ["Line 1", r"C:\C", ""]);
    bench.has_now(|site| {
        site.add_project(server, "C", r"C:\C".parse().unwrap());
    });
    assert_eq!(bench.probed(1, Ok(Answer::Status(Status::Running))), []);
    assert_eq!(bench.trouble(), Some(Trouble::PathTaken("C".to_owned())));

    bench.clicks(Click::AddServer);
    bench.enters(2, ["line2", ""]);
    bench.has_server("Two", "line2");
    assert_eq!(bench.reached(2, Ok(Peer::ProjectsManager)), []);
    let taken = Trouble::AddressTaken("Two".to_owned());
    assert_eq!(bench.trouble(), Some(taken));
}

#[test]
fn a_server_that_is_gone_is_chosen_no_longer() {
    let mut bench = Bench::new();
    bench.has_server("Line 2", "line2");
    let second = bench.model.site().servers()[1].id;
    bench.clicks(Click::AddProject(Some(second)));
    bench.enters(1, ["Line 2", r"C:\C", ""]);
    let mut site = Site::default();
    site.add_server("Line 1", address("line1"));
    bench.happens(Event::configured(Arc::new(site)));
    assert_eq!(bench.probed(1, Ok(Answer::Status(Status::Running))), []);
    let purpose = Purpose::AddProject {
        server: Some(bench.server),
        path: r"C:\C".to_owned(),
        name: String::new(),
    };
    let gone = Trouble::ServerGone;
    assert_eq!(bench.shown(), Some((1, &purpose, Some(&gone), false)));
}

#[test]
fn one_dialog_is_open_and_the_same_click_brings_it_to_the_front() {
    let mut bench = Bench::new();
    let server = bench.server;
    let number = |bench: &Bench| bench.shown().map(|(number, ..)| number);
    let clicks = [
        (Click::AddServer, 1),
        (Click::AddServer, 1),
        (Click::AddProject(None), 2),
        (Click::AddProject(None), 2),
        // It is the one that is chosen.
        (Click::AddProject(Some(server)), 2),
        (Click::AddServer, 3),
    ];
    for (click, open) in clicks {
        assert_eq!(bench.clicks(click), [Effect::ShowDialog]);
        assert_eq!(number(&bench), Some(open));
    }
    // What was entered stays.
    bench.enters(3, ["line2", "Two"]);
    bench.clicks(Click::AddServer);
    let purpose = Purpose::AddServer {
        address: "line2".to_owned(),
        name: "Two".to_owned(),
    };
    assert_eq!(bench.shown(), Some((3, &purpose, None, true)));
}

#[test]
fn what_comes_for_a_dialog_that_is_closed_is_of_no_account() {
    let mut bench = Bench::new();
    bench.clicks(Click::AddServer);
    bench.enters(1, ["line2", ""]);
    bench.closes(1);
    assert_eq!(bench.shown(), None);
    assert_eq!(bench.reached(1, Ok(Peer::ProjectsManager)), []);
    assert_eq!(bench.enters(1, ["line2", ""]), []);

    bench.clicks(Click::AddServer);
    bench.enters(2, ["line2", ""]);
    bench.closes(1);
    assert_eq!(bench.reached(1, Ok(Peer::ProjectsManager)), []);
    assert_eq!(bench.probed(2, Ok(Answer::NotFound)), []);
    assert_eq!(bench.trouble(), None);
    assert!(bench.model.dialog().is_some_and(Dialog::is_busy));
    assert_eq!(
        bench.reached(2, Ok(Peer::ProjectsManager)),
        adds_server("line2", "line2:7002")
    );
}

#[test]
fn what_could_not_be_saved_is_told_in_the_dialog_that_waits_for_it() {
    let mut bench = Bench::new();
    let trouble = || FileTrouble::Other("it is read-only".to_owned());
    let not_saved = |bench: &mut Bench| bench.happens(Event::NotSaved(trouble()));
    let told = [notify(Notice::NotSaved(trouble()))];
    assert_eq!(not_saved(&mut bench), told);

    bench.clicks(Click::AddServer);
    assert_eq!(not_saved(&mut bench), told);
    bench.enters(1, ["line2", ""]);
    bench.reached(1, Ok(Peer::ProjectsManager));
    assert_eq!(not_saved(&mut bench), []);
    assert_eq!(bench.trouble(), Some(Trouble::NotSaved(trouble())));
    // It can be submitted once more.
    assert_eq!(bench.enters(1, ["line2", ""]), asks_server(1, "line2:7002"));

    bench.reached(1, Ok(Peer::ProjectsManager));
    bench.closes(1);
    assert_eq!(not_saved(&mut bench), told);
}

#[test]
fn nothing_is_added_where_somebody_else_decides_on_that() {
    let clicks = [
        Click::AddServer,
        Click::AddProject(None),
        Click::FindProjects,
    ];
    type Change = fn(&mut Site);
    let cases: [(Change, Restraint); 3] = [
        (
            |site| site.rules.own_servers = false,
            Restraint::Organisation,
        ),
        (|site| site.role = Role::Viewer, Restraint::Viewer),
        (
            |site| {
                site.role = Role::Viewer;
                site.rules.own_servers = false;
            },
            Restraint::Viewer,
        ),
    ];
    for (change, restraint) in cases {
        let mut bench = Bench::new();
        // A dialog that is open closes with it.
        bench.clicks(Click::AddServer);
        bench.has_now(change);
        assert_eq!(bench.shown(), None);
        for click in clicks.clone() {
            let told = [notify(Notice::NotChangeable(restraint))];
            assert_eq!(bench.clicks(click), told);
            assert_eq!(bench.shown(), None);
        }
    }
    // To a server of the organisation users may add projects of their own.
    let mut bench = Bench::new();
    let server = bench.server;
    bench.has_now(|site| site.keep_server(server, Keeper::Organisation).unwrap());
    let shown = [Effect::ShowDialog];
    assert_eq!(bench.clicks(Click::AddProject(Some(server))), shown);
}
