//! What the dialogs that add servers and projects show, and the rows that open them.

use std::num::NonZeroU16;

use super::*;
use crate::model::event::{Candidate, DialogId, Finding, Peer, SearchId, Source};
use crate::model::{Home, Question, Restraint, Trouble, Wish};
use crate::site::{Address, Keeper, Role};

/// In English.
fn dialog(model: &Model) -> Option<Dialog> {
    ENGLISH.with(|words| super::super::dialog(model, words))
}

impl Plant {
    fn clicks(&mut self, click: Click) {
        self.happens(Event::Clicked(click));
    }

    fn enters<const N: usize>(&mut self, values: [&str; N]) {
        let dialog = self.model.dialog().unwrap().id;
        let values = values.map(str::to_owned).to_vec();
        self.happens(Event::Entered { dialog, values });
    }

    fn probed(&mut self, answer: Result<Answer, Unreachable>) {
        let dialog = self.model.dialog().unwrap().id;
        self.happens(Event::Probed { dialog, answer });
    }

    fn reached(&mut self, answer: Result<Peer, Unreachable>) {
        let dialog = self.model.dialog().unwrap().id;
        self.happens(Event::Reached { dialog, answer });
    }

    fn found(&mut self, search: u64, peer: Result<Peer, Unreachable>, candidates: &[Candidate]) {
        self.happens(Event::Found {
            search: SearchId(search),
            finding: Finding {
                peer,
                candidates: candidates.to_vec(),
            },
        });
    }

    fn configured(&mut self, change: impl FnOnce(&mut Site)) {
        let mut site = self.model.site().clone();
        change(&mut site);
        self.happens(Event::configured(Arc::new(site)));
    }

    fn form(&self) -> Form {
        match dialog(&self.model) {
            Some(Dialog::Form(form)) => form,
            other => panic!("{other:?}"),
        }
    }

    fn checklist(&self) -> Checklist {
        match dialog(&self.model) {
            Some(Dialog::Checklist(list)) => list,
            other => panic!("{other:?}"),
        }
    }
}

fn candidate(name: &str, path: &str, answer: Answer) -> Candidate {
    Candidate {
        name: name.to_owned(),
        path: path.parse().unwrap(),
        port: NonZeroU16::new(8000),
        source: Source::Folder,
        answer: Ok(answer),
    }
}

fn field(label: &str, value: &str, kind: FieldKind) -> Field {
    Field {
        label: label.to_owned(),
        value: value.to_owned(),
        kind,
    }
}

fn note(text: &str, wrong: bool) -> Option<Note> {
    let text = text.to_owned();
    Some(Note { text, wrong })
}

fn choice(options: &[&str]) -> FieldKind {
    FieldKind::Choice {
        options: options.iter().map(|it| (*it).to_owned()).collect(),
    }
}

#[test]
fn the_form_for_a_server_says_what_it_does_and_what_is_wrong() {
    let mut plant = Plant::new(&[("Line 1", &["A"])], &[]);
    assert_eq!(dialog(&plant.model), None);
    plant.clicks(Click::AddServer);
    let empty = Form {
        id: DialogId(1),
        title: "Add a server".to_owned(),
        intro: "A computer with a Projects Manager whose TCP server is turned on.".to_owned(),
        fields: vec![
            field("Address (host or host:port)", "", FieldKind::Text),
            field("Name (optional)", "", FieldKind::Text),
        ],
        note: None,
        submit: "Add".to_owned(),
        cancel: "Cancel".to_owned(),
        busy: false,
    };
    assert_eq!(plant.form(), empty);
    let entered = |address: &str, note: Option<Note>| Form {
        fields: vec![
            field("Address (host or host:port)", address, FieldKind::Text),
            field("Name (optional)", "Two", FieldKind::Text),
        ],
        note,
        ..empty.clone()
    };

    plant.enters(["line 2", "Two"]);
    let wrong = "“line 2” is not an address. Write the host, or host:port, for example \
                 172.22.12.67:7002.";
    assert_eq!(plant.form(), entered("line 2", note(wrong, true)));
    plant.enters(["line2", "Two"]);
    let asking = Form {
        busy: true,
        ..entered("line2", note("Asking the server…", false))
    };
    assert_eq!(plant.form(), asking);
    plant.reached(Err(Unreachable::Refused));
    let doubted = "Nothing listens at line2:7002. Start the Projects Manager there, turn on its TCP \
                   server, and check that it is not set to another address of that computer. If it is right all the same, choose “Add anyway”.";
    let doubted = Form {
        submit: "Add anyway".to_owned(),
        ..entered("line2", note(doubted, true))
    };
    assert_eq!(plant.form(), doubted);
    plant.enters(["line2", "Two"]);
    let saving = Form {
        busy: true,
        ..entered("line2", note("Saving…", false))
    };
    assert_eq!(plant.form(), saving);
    let trouble = FileTrouble::Other("it is read-only.".to_owned());
    plant.happens(Event::NotSaved(trouble));
    let not_saved = "The configuration was not changed. it is read-only.";
    assert_eq!(plant.form(), entered("line2", note(not_saved, true)));
}

#[test]
fn the_form_for_a_project_offers_the_servers_and_the_folders_of_this_computer() {
    let mut plant = Plant::new(&[("Line 1", &["A"]), ("Line 2", &[])], &[]);
    let second = plant.servers[1];
    plant.clicks(Click::AddProject(Some(second)));
    let form = |server: Field, folder: FieldKind| Form {
        id: DialogId(1),
        title: "Add a project".to_owned(),
        intro: "The project’s folder, as the server’s own disk has it.".to_owned(),
        fields: vec![
            server,
            field("Folder on the server", "", folder),
            field("Name (optional)", "", FieldKind::Text),
        ],
        note: None,
        submit: "Add".to_owned(),
        cancel: "Cancel".to_owned(),
        busy: false,
    };
    let browse = || FieldKind::Folder {
        browse: "Browse…".to_owned(),
    };
    // The folders of this computer are not those of another.
    let servers = field("Server", "Line 2", choice(&["Line 1", "Line 2"]));
    assert_eq!(plant.form(), form(servers, FieldKind::Text));
    plant.configured(|site| {
        site.add_server("Here", "localhost".parse().unwrap());
    });
    let all = choice(&["Line 1", "Line 2", "Here"]);
    assert_eq!(plant.form(), form(field("Server", "Line 2", all), browse()));

    let mut plant = Plant::new(&[], &[]);
    plant.clicks(Click::AddProject(None));
    let here = field("Server", "This computer", choice(&["This computer"]));
    assert_eq!(plant.form(), form(here, browse()));
}

#[test]
fn what_was_found_is_a_list_in_which_everything_is_checked() {
    let mut plant = Plant::new(&[("Line 1", &["A"])], &[]);
    plant.clicks(Click::FindProjects);
    let list = |rows: &[&str], note: Option<Note>, busy: bool| {
        let rows = rows.iter().map(|text| CheckRow {
            text: (*text).to_owned(),
            checked: true,
        });
        Checklist {
            id: DialogId(1),
            title: "Add projects that were found".to_owned(),
            intro: "What is ticked is added to the list. Nothing is started or stopped.".to_owned(),
            rows: rows.collect(),
            note,
            submit: "Add".to_owned(),
            cancel: "Cancel".to_owned(),
            busy,
        }
    };
    let searching = || note("Searching…", false);
    assert_eq!(plant.checklist(), list(&[], searching(), true));
    let running = Answer::Status(Status::Running);
    let found = [candidate("C", r"C:\C", running)];
    plant.found(2, Ok(Peer::ProjectsManager), &found);
    let here = r"C — C:\C (This computer, Running)";
    assert_eq!(plant.checklist(), list(&[here], searching(), true));
    let refused = Answer::Refused(Excerpt::new(b"no licence"));
    let found = [candidate("D", r"C:\D", refused)];
    plant.found(1, Ok(Peer::ProjectsManager), &found);
    let there = r"D — C:\D (Line 1, Refused)";
    assert_eq!(plant.checklist(), list(&[here, there], None, false));

    plant.clicks(Click::FindProjects);
    plant.found(3, Err(Unreachable::NoRoute), &[]);
    let list = |note: Option<Note>, busy: bool| Checklist {
        id: DialogId(2),
        ..list(&[], note, busy)
    };
    assert_eq!(plant.checklist(), list(searching(), true));
    plant.found(4, Ok(Peer::ProjectsManager), &[]);
    let nothing = "Nothing new was found. Check that the Projects Manager runs and that its projects \
                   are in PekatVisionProjects, or choose “Add project…”.\nThere is no network route to \
                   10.0.0.0:7002. Check the network cable and the address.";
    assert_eq!(plant.checklist(), list(note(nothing, true), false));
}

#[test]
fn long_rows_and_notes_are_cut() {
    let mut plant = Plant::new(&[("Line 1", &["A"])], &[]);
    plant.clicks(Click::FindProjects);
    let long = "x".repeat(5000);
    let running = Answer::Status(Status::Running);
    plant.found(
        1,
        Ok(Peer::ProjectsManager),
        &[candidate(&long, &long, running)],
    );
    let rows = plant.checklist().rows;
    assert!(rows[0].text.encode_utf16().count() <= 160, "{rows:?}");
    assert!(rows[0].text.ends_with("(Line 1, Running)"), "{rows:?}");
    plant.clicks(Click::AddProject(None));
    plant.enters(["Line 1", &format!(r"C:\{long}"), ""]);
    plant.probed(Ok(Answer::NotFound));
    let form = plant.form();
    let note = form.note.unwrap().text;
    assert!(note.encode_utf16().count() <= 600, "{note}");
    assert!(note.ends_with("choose “Add anyway”."), "{note}");
}

/// Everything that can be wrong with what is entered.
fn every_trouble() -> Vec<Trouble> {
    let at = || "10.0.0.1".parse::<Address>().unwrap();
    let address = |text: &str| Trouble::Address(text.parse::<Address>().unwrap_err());
    let silent = || vec![(at(), Unreachable::ConnectTimeout)];
    vec![
        address(""),
        address("line 2"),
        address("line2:0"),
        Trouble::AddressTaken("Line 1".to_owned()),
        Trouble::NameTooLong,
        Trouble::NameInvisible,
        Trouble::NameTaken("Line 1".to_owned()),
        Trouble::NoPath,
        Trouble::PathTooLong,
        Trouble::PathInvisible,
        Trouble::PathNotFull,
        Trouble::PathImpossible("?".to_owned()),
        Trouble::PathTaken("A".to_owned()),
        Trouble::ServerGone,
        Trouble::Unreachable(at(), Unreachable::ConnectTimeout),
        Trouble::NotAProjectsManager(at()),
        Trouble::NotFound {
            path: r"C:\A".parse().unwrap(),
            address: at(),
        },
        Trouble::Refused(at(), "licence expired".to_owned()),
        Trouble::NotSaved(FileTrouble::Demonstration),
        Trouble::NothingFound(Vec::new()),
        Trouble::NothingFound(silent()),
        Trouble::Silent(silent()),
        Trouble::NothingPicked,
    ]
}

#[test]
fn everything_that_can_be_wrong_in_words() {
    let told = every_trouble()
        .iter()
        .map(|trouble| ENGLISH.with(|words| words.dialog_trouble(trouble)))
        .collect::<Vec<_>>();
    expect![[r#"
        Enter the address, for example 172.22.12.67:7002.
        “line 2” is not an address. Write the host, or host:port, for example 172.22.12.67:7002.
        “0” is not a port. Use a number from 1 to 65535, for example 7002.
        Line 1 has this address already. Enter another.
        The name is longer than 64 characters. Shorten it.
        The name has a character that cannot be seen. Type it anew.
        The name “Line 1” is in use already. Choose another.
        Enter the project’s folder, for example C:\Projects\Product A.
        The path is longer than Windows allows. Check it.
        The path has a character that cannot be seen. Type it anew.
        The path is not complete. Enter the folder’s full path on the server, for example C:\Projects\Product A.
        No folder’s path on the server can have “?” in it. Correct the path.
        This project is there already, as “A”. Enter another folder.
        This server is no longer configured. Choose another.
        10.0.0.1:7002 does not answer. Check that the computer is on and that its firewall lets the port through. If it is right all the same, choose “Add anyway”.
        What answers at 10.0.0.1:7002 is not a Projects Manager. Check the port of its TCP server. If it is right all the same, choose “Add anyway”.
        10.0.0.1:7002 has no project at C:\A. Check the spelling, that the server’s own disk has this path, and that the folder holds pekat_package.json. If it is right all the same, choose “Add anyway”.
        10.0.0.1:7002 refused: “licence expired”. Look at the project in the Projects Manager. If it is right all the same, choose “Add anyway”.
        The configuration was not changed. This is the demonstration: it has no configuration file. Start PEKAT Tray without --demo.
        Nothing new was found. Check that the Projects Manager runs and that its projects are in PekatVisionProjects, or choose “Add project…”.
        Nothing new was found. Check that the Projects Manager runs and that its projects are in PekatVisionProjects, or choose “Add project…”.
        10.0.0.1:7002 does not answer. Check that the computer is on and that its firewall lets the port through.
        10.0.0.1:7002 does not answer. Check that the computer is on and that its firewall lets the port through.
        Nothing is ticked. Tick what is to be added."#]].assert_eq(&told.join("\n"));
}

#[test]
fn in_every_language_each_text_of_a_dialog_fits() {
    let mut long = Vec::new();
    for language in Language::ALL {
        let words = Words::of(language);
        for trouble in every_trouble() {
            let told = words.dialog_trouble(&trouble);
            if told.encode_utf16().count() > 400 {
                long.push(format!("{language:?}: {told}"));
            }
        }
        for click in [Click::AddServer, Click::AddProject(None)] {
            let mut plant = Plant::new(&[], &[]);
            plant.clicks(click);
            let Some(Dialog::Form(form)) = super::super::dialog(&plant.model, &words) else {
                panic!("{language:?}");
            };
            let labels = form.fields.iter().map(|field| (field.label.as_str(), 40));
            let buttons = [
                &form.submit,
                &form.cancel,
                &words.add(true),
                &words.browse(),
            ];
            let buttons = buttons.map(|text| (text.as_str(), 24));
            let whole = [(form.title.as_str(), 40), (form.intro.as_str(), 90)];
            for (text, most) in labels.chain(buttons).chain(whole) {
                if text.is_empty() || text.encode_utf16().count() > most {
                    long.push(format!("{language:?}: {text}"));
                }
            }
        }
    }
    assert_eq!(long, [""; 0]);
}

#[test]
fn where_nothing_is_configured_the_menu_itself_says_what_to_begin_with() {
    let mut plant = Plant::new(&[], &[]);
    plant.shows_top(expect![[r#"
        No projects configured
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
        Start with Windows
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
    let stopped = Answer::Status(Status::Stopped);
    let found = [
        candidate("A", r"C:\A", stopped.clone()),
        candidate("B", r"C:\B", stopped),
    ];
    plant.found(1, Ok(Peer::ProjectsManager), &found);
    plant.shows_top(expect![[r#"
        Add the 2 projects found on this computer…
        ---
        No projects configured
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
        Start with Windows
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
    plant.clicks(Click::AddFound);
    let rows = plant.checklist().rows.into_iter().map(|row| row.text);
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            r"A — C:\A (This computer, Stopped)",
            r"B — C:\B (This computer, Stopped)"
        ]
    );
    // Before the configuration was read nothing is known of it.
    let now = Now::in_test(plant.start, plant.start);
    plant.model = Model::new(now);
    plant.shows_top(expect![[r#"
        Reading the configuration…
        ---
        Snooze 1 hour
        Snooze until tomorrow, 06:00
        ---
        Refresh now
        Open configuration
        Start with Windows
        About PEKAT Tray 0.1.0
        Exit
    "#]]);
}

/// What the rows of a menu that change servers and projects mean.
fn changes(model: &Model, branch: &Branch) -> Vec<Click> {
    let rows = open(model, branch).0.into_iter();
    let clicks = rows.filter_map(|row| match row {
        Item::Entry(entry) => entry.click,
        Item::Separator | Item::Submenu(_) => None,
    });
    let changing = clicks.filter(|click| {
        matches!(
            click,
            Click::AddServer
                | Click::AddProject(_)
                | Click::FindProjects
                | Click::RemoveProject(_)
                | Click::RemoveServer(_)
        )
    });
    changing.collect()
}

#[test]
fn rows_that_change_something_are_where_that_is_and_only_where_the_user_may() {
    let mut plant = Plant::new(&[("Line 1", &["A"]), ("Line 2", &["B"])], &[]);
    let (first, second) = (plant.servers[0], plant.servers[1]);
    let (a, b) = (plant.projects[0], plant.projects[1]);
    let add = [
        Click::FindProjects,
        Click::AddProject(None),
        Click::AddServer,
    ];
    let removing = |plant: &Plant| changes(&plant.model, &Branch::RemoveServers(0..2));
    let of = |plant: &Plant, branch: Branch| changes(&plant.model, &branch);
    assert_eq!(of(&plant, Branch::Change), add);
    let both = [Click::RemoveServer(first), Click::RemoveServer(second)];
    assert_eq!(removing(&plant), both);
    let to_first = Click::AddProject(Some(first));
    let of_first = [to_first.clone(), Click::RemoveServer(first)];
    assert_eq!(of(&plant, Branch::Server(first)), of_first);
    for branch in [Branch::Project(a), Branch::Fault(a)] {
        assert_eq!(of(&plant, branch), [Click::RemoveProject(a)]);
    }

    // What others keep stays.
    plant.configured(|site| {
        site.keep_server(first, Keeper::Machine).unwrap();
        site.keep_project(b, Keeper::Organisation).unwrap();
    });
    assert_eq!(removing(&plant), [Click::RemoveServer(second)]);
    assert_eq!(of(&plant, Branch::Server(first)), [to_first]);
    assert_eq!(of(&plant, Branch::Project(a)), [Click::RemoveProject(a)]);
    assert_eq!(of(&plant, Branch::Project(b)), []);

    type Change = fn(&mut Site);
    let denials: [Change; 2] = [
        |site| site.role = Role::Viewer,
        |site| site.rules.own_servers = false,
    ];
    for deny in denials {
        let mut plant = Plant::new(&[("Line 1", &["A"])], &[]);
        let (server, project) = (plant.servers[0], plant.projects[0]);
        plant.configured(deny);
        let branches = [
            Branch::Change,
            Branch::RemoveServers(0..1),
            Branch::Server(server),
            Branch::Project(project),
        ];
        for branch in branches {
            assert_eq!(of(&plant, branch), []);
        }
        let top = view(&plant.model).menu;
        let row = |item: &Item| match item {
            Item::Submenu(submenu) => submenu.branch == Branch::Change,
            Item::Separator | Item::Entry(_) => false,
        };
        assert!(!top.0.iter().any(row));
    }
}

#[test]
fn many_servers_to_remove_are_behind_few_rows() {
    let names: Vec<String> = (0..2000).map(|number| format!("Line {number}")).collect();
    let servers: Vec<(&str, &[&str])> = names.iter().map(|name| (&**name, &[][..])).collect();
    let plant = Plant::new(&servers, &[]);
    let mut branches = vec![Branch::RemoveServers(0..2000)];
    let mut removed = 0;
    while let Some(branch) = branches.pop() {
        let rows = open(&plant.model, &branch).0;
        assert!(rows.len() <= 40, "{}", rows.len());
        for row in rows {
            match row {
                Item::Submenu(submenu) => branches.push(submenu.branch),
                Item::Entry(_) => removed += 1,
                Item::Separator => panic!("a line"),
            }
        }
    }
    assert_eq!(removed, 2000);
}

#[test]
fn a_question_before_something_is_removed_says_what_goes_and_that_nothing_else_does() {
    let plant = Plant::new(&[("Line 1", &["A", "B"]), ("Line 2", &["C"])], &[]);
    let wishes = [
        Wish::RemoveProject(plant.projects[0]),
        Wish::RemoveServer {
            server: plant.servers[0],
            projects: plant.projects[..2].to_vec(),
        },
        Wish::RemoveServer {
            server: plant.servers[1],
            projects: plant.projects[2..].to_vec(),
        },
        Wish::RemoveServer {
            server: plant.servers[1],
            projects: Vec::new(),
        },
    ];
    let mut told = String::new();
    for wish in wishes {
        let id = crate::model::event::QuestionId(1);
        let question = Question { id, wish };
        let text = ENGLISH.with(|words| super::super::question(&plant.model, words, &question));
        let text = text.unwrap();
        let body: Vec<&str> = text.body.lines().filter(|line| !line.is_empty()).collect();
        let body = body.join("\n    ");
        let (title, yes, no) = (&text.title, &text.yes, &text.no);
        told.push_str(&format!("{title}\n    {body}\n    [{yes}] [[{no}]]\n"));
        let whole = format!("{title}\n\n{}\n\nOK: {yes}", text.body);
        assert_eq!(text.whole, whole);
    }
    expect![[r#"
        Remove A?
            C:\A
            on Line 1, 10.0.0.0:7002
            It is taken off the list, and its one-click actions with it.
            Nothing is stopped on the server, and no files are deleted.
            [Remove A] [[Keep A]]
        Remove Line 1?
            Line 1, 10.0.0.0:7002
            It is taken off the list with 2 projects and their one-click actions.
            Nothing is stopped on the server, and no files are deleted.
            [Remove Line 1] [[Keep Line 1]]
        Remove Line 2?
            Line 2, 10.0.0.1:7002
            It is taken off the list with 1 project and its one-click actions.
            Nothing is stopped on the server, and no files are deleted.
            [Remove Line 2] [[Keep Line 2]]
        Remove Line 2?
            Line 2, 10.0.0.1:7002
            It is taken off the list.
            Nothing is stopped on the server, and no files are deleted.
            [Remove Line 2] [[Keep Line 2]]
    "#]]
    .assert_eq(&told);
}

#[test]
fn who_may_not_change_something_is_told_who_may() {
    let plant = Plant::new(&[("Line 1", &["A"])], &[]);
    let told = |restraint| {
        let notice = Notice::NotChangeable(restraint);
        message(&plant.model, &notice).unwrap().text.line()
    };
    assert_eq!(
        told(Restraint::Organisation),
        "Managed by your organisation. Your organisation decides which servers and projects are \
         shown. Ask your administrator."
    );
    assert_eq!(
        told(Restraint::Machine),
        "Set for all users. It is set for all users of this computer. Ask its administrator to \
         change it."
    );
    assert_eq!(
        told(Restraint::Viewer),
        "Not allowed. The configuration of this computer does not allow it."
    );
}

#[test]
fn the_server_that_projects_are_added_to_has_a_name_and_only_who_keeps_it_its_address() {
    let mut plant = Plant::new(&[("Line 1", &[]), ("This computer", &[])], &[]);
    let first = plant.servers[0];
    let named = |plant: &Plant, home| {
        let named = ENGLISH.with(|words| named_home(&plant.model, words, &home));
        named.map(|home| (home.name, home.address))
    };
    let at = |text: &str| Some(text.parse::<Address>().unwrap());
    let known = || Home::Known(first);
    let line = || "Line 1".to_owned();
    assert_eq!(named(&plant, known()), Some((line(), at("10.0.0.0"))));
    let new = Home::New(Address::this_computer());
    let second = ("This computer 2".to_owned(), at("127.0.0.1"));
    assert_eq!(named(&plant, new), Some(second));
    plant.configured(|site| site.keep_server(first, Keeper::Machine).unwrap());
    assert_eq!(named(&plant, known()), Some((line(), None)));
    plant.happens(Event::configured(Arc::new(Site::default())));
    assert_eq!(named(&plant, known()), None);
}
