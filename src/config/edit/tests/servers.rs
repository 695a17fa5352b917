//! Servers and projects that are added and removed, with the texts before and after.

use super::*;

fn project(name: &str, path: &str) -> NewProject {
    NewProject {
        name: name.to_owned(),
        path: path.to_owned(),
        port: None,
    }
}

fn add(server: &str, projects: &[NewProject]) -> Edit {
    Edit::AddProjects {
        server: Home {
            name: server.to_owned(),
            address: Some(server.replace(' ', "")),
        },
        projects: projects.to_vec(),
    }
}

fn add_server(name: &str, address: &str) -> Edit {
    Edit::AddServer {
        name: name.to_owned(),
        address: address.to_owned(),
    }
}

fn remove(server: &str, path: &str) -> Edit {
    Edit::RemoveProject {
        server: server.to_owned(),
        path: path.to_owned(),
    }
}

fn remove_server(name: &str) -> Edit {
    Edit::RemoveServer {
        name: name.to_owned(),
    }
}

/// Checks an edit and that another undoes it.
fn there_and_back(before: &str, edit: &Edit, after: &str, back: &Edit) {
    check_edit(before, edit, after);
    check_edit(after, back, before);
}

#[test]
fn a_project_is_written_below_its_siblings_and_like_them() {
    let c = "  [[server.project]]\n  name = \"C\"\n  path = 'D:\\C'\n";
    there_and_back(
        BEFORE,
        &add("Line 1", &[project("C", r"D:\C")]),
        &format!("{BEFORE}{c}"),
        &remove("Line 1", "d:/c/"),
    );
    let second = "\n# the second\n[[server]]\nname = 'Line 2'\naddress = 'b'\n";
    there_and_back(
        &format!("{BEFORE}{second}"),
        &add("Line 1", &[project("C", r"D:\C")]),
        &format!("{BEFORE}{c}{second}"),
        &remove("Line 1", r"D:\C"),
    );
    // Spaced like its siblings, and behind the comment that belongs to the last of them.
    let spaced = "[[server]]\nname = 'L'\naddress = 'l'\n\n[[server.project]]\nname = 'A'\npath = 'C:/A'\n#port = 8000\n";
    let rest = "\n# all else\n[[action]]\nname = 'x'\ncommand = 'start'\nproject = 'A'\n";
    let added = "\n[[server.project]]\nname = \"B\"\npath = 'C:/B'\nport = 8001\n\n[[server.project]]\nname = \"C\"\npath = 'C:/C'\n";
    let b = NewProject {
        port: Some(8001),
        ..project("B", "C:/B")
    };
    check_edit(
        &format!("{spaced}{rest}"),
        &add("L", &[b, project("C", "C:/C")]),
        &format!("{spaced}{added}{rest}"),
    );
}

#[test]
fn a_first_project_stands_below_its_server() {
    let server = "[[server]]\n\tname = 'Line 1'\n\taddress = 'a'\n";
    let added = "\n[[server.project]]\n\tname = \"A\"\n\tpath = 'C:/A'\n";
    let action = "\n[timeouts]\nstatus = '2s'\n";
    there_and_back(
        &format!("{server}{action}"),
        &add("Line 1", &[project("A", "C:/A")]),
        &format!("{server}{added}{action}"),
        &remove("Line 1", "C:/A"),
    );
    // A comment that leads up to what follows stays with it.
    let close = "# time\n[timeouts]\nstatus = '2s'\n";
    there_and_back(
        &format!("{server}{close}"),
        &add("Line 1", &[project("A", "C:/A")]),
        &format!("{server}{}{close}", added.trim_start()),
        &remove("Line 1", "C:/A"),
    );
}

#[test]
fn blocks_that_do_not_stand_together_are_understood() {
    let apart = "[[server]]\nname = 'L'\naddress = 'l'\n\n[[action]]\nname = 'x'\ncommand = 'start'\nproject = 'A'\n\n[[ server . \"project\" ]]\nname = 'A'\n'path' = 'C:/A'\n\n[timeouts]\nstatus = '2s'\n";
    let added = "[[server.project]]\nname = \"B\"\npath = 'C:/B'\n\n[timeouts]";
    there_and_back(
        apart,
        &add("L", &[project("B", "C:/B")]),
        &apart.replace("[timeouts]", added),
        &remove("L", "C:/B"),
    );
    check_edit(apart, &remove_server("L"), "[timeouts]\nstatus = '2s'\n");
}

#[test]
fn a_server_is_written_below_the_last_one() {
    let line_2 = "[[server]]\nname = \"Line 2\"\naddress = \"b:7003\"\n";
    for (before, after) in [
        ("# ours\n".to_owned(), format!("# ours\n\n{line_2}")),
        (BEFORE.to_owned(), format!("{BEFORE}\n{line_2}")),
        (
            format!("{BEFORE}\n{}\n# end\n", block("A")),
            format!("{BEFORE}\n{line_2}\n{}\n# end\n", block("A")),
        ),
        (
            format!("[timeouts]\n\n{BEFORE}# A\n{}", block("A")),
            format!("[timeouts]\n\n{BEFORE}{line_2}# A\n{}", block("A")),
        ),
    ] {
        let edit = add_server("Line 2", "b:7003");
        there_and_back(&before, &edit, &after, &remove_server("Line 2"));
    }
    let edit = add_server("Line 2", "b:7003");
    assert_eq!(edit.apply("").as_deref(), Ok(line_2));
    // With its first projects, when it is not there yet.
    let projects = "  [[server.project]]\n  name = \"C\"\n  path = 'C:/C'\n  [[server.project]]\n  name = \"D\"\n  path = 'C:/D'\n";
    there_and_back(
        BEFORE,
        &add("Line 2", &[project("C", "C:/C"), project("D", "C:/D")]),
        &format!("{BEFORE}\n[[server]]\nname = \"Line 2\"\naddress = \"Line2\"\n{projects}"),
        &remove_server("Line 2"),
    );
}

#[test]
fn one_line_servers_stay_on_their_line() {
    let with = |servers: &str| format!("# ours\nserver = {servers} # servers\n");
    let line =
        |name: &str, rest: &str| format!("{{ name = \"{name}\", address = \"{name}\"{rest} }}");
    let a = "{ name = \"A\", path = 'C:\\A' }";
    let b = "{ name = \"B\", path = 'C:\\B' }";
    let cases = [
        (
            "[]".to_owned(),
            format!("[{}]", line("L2", &format!(", project = [{b}]"))),
        ),
        (
            format!("[{}]", line("L1", "")),
            format!(
                "[{}, {}]",
                line("L1", ""),
                line("L2", &format!(", project = [{b}]"))
            ),
        ),
    ];
    let edit = add("L2", &[project("B", r"C:\B")]);
    for (before, after) in cases {
        there_and_back(&with(&before), &edit, &with(&after), &remove_server("L2"));
    }
    let list = |projects: &str| {
        with(&format!(
            "[\n  {}, # one\n  {}\n]",
            line("L2", &format!(", project = {projects}")),
            line("L1", "")
        ))
    };
    let cases = [
        ("[]".to_owned(), format!("[{b}]")),
        (format!("[{a}]"), format!("[{a}, {b}]")),
        (
            format!("[\n    {a} # a\n  ]"),
            format!("[\n    {a}, # a\n    {b}\n  ]"),
        ),
    ];
    for (before, after) in cases {
        there_and_back(&list(&before), &edit, &list(&after), &remove("L2", r"c:\b"));
    }
    // The list of projects comes with the first of them, and stays.
    let both = add("L1", &[project("A", r"C:\A"), project("B", r"C:\B")]);
    let with_both = line("L1", &format!(", project = [{a}, {b}]"));
    check_edit(
        &with(&format!("[{}]", line("L1", ""))),
        &both,
        &with(&format!("[{with_both}]")),
    );
    let block = "[[server]]\nname = 'L1'\naddress = 'L1'\nproject = []\n";
    let after = block.replace("[]\n", &format!("[{a}]\n"));
    let edit = add("L1", &[project("A", r"C:\A")]);
    there_and_back(block, &edit, &after, &remove("L1", r"C:\A"));
}

#[test]
fn what_is_there_already_is_not_added_again() {
    let same = [
        add_server("Other", "A:7002"),
        add("Line 1", &[]),
        add("Line 1", &[project("X", "c:/a/")]),
        // By its address, whatever it is called here.
        Edit::AddProjects {
            server: Home {
                name: "Press".to_owned(),
                address: Some("a".to_owned()),
            },
            projects: vec![project("X", r"C:\B")],
        },
        remove("Line 1", r"C:\C"),
        remove("Line 2", r"C:\A"),
        remove_server("Line 2"),
    ];
    for edit in same {
        assert_eq!(edit.apply(BEFORE).as_deref(), Ok(BEFORE), "{edit:?}");
    }
    let twice = [project("C", "C:/C"), project("D", "c:/c")];
    let once = add("Line 1", &twice).apply(BEFORE);
    assert_eq!(once, add("Line 1", &twice[..1]).apply(BEFORE));
}

/// The names of all servers, each with those of its projects.
fn names(text: &str) -> Vec<(String, Vec<String>)> {
    let site = read::read(text).unwrap();
    let servers = site.servers().iter().map(|server| {
        let projects = server.projects.iter().map(|project| project.name.clone());
        (server.name.clone(), projects.collect())
    });
    servers.collect()
}

#[test]
fn names_are_made_to_be_free_and_fit_to_be_names() {
    let wanted = ["A", " a\nb\u{202e} ", "", "A", &"x".repeat(80)];
    let projects: Vec<_> = wanted
        .iter()
        .zip(1..)
        .map(|(name, number)| project(name, &format!(r"D:\New\P{number}\")))
        .collect();
    let added = add("Line 1", &projects).apply(BEFORE).unwrap();
    let long = format!("{}…", "x".repeat(63));
    let expected = ["A", "B", "A (Line 1)", "a b", "P3", "A 2", long.as_str()];
    assert_eq!(names(&added)[0].1, expected);

    let mut text = BEFORE.to_owned();
    for address in ["b:1", "c:2", "c:3"] {
        text = add_server("Line 1", address).apply(&text).unwrap();
    }
    let servers: Vec<_> = names(&text).into_iter().map(|(name, _)| name).collect();
    assert_eq!(servers, ["Line 1", "Line 1 (b)", "Line 1 (c)", "Line 1 2"]);
}

#[test]
fn no_new_name_makes_an_action_mean_something_else() {
    let text = format!("{BEFORE}\n{}", block("A"));
    let edit = add("Line 2", &[project("A", r"C:\A"), project("B", r"C:\B")]);
    let added = edit.apply(&text).unwrap();
    assert_eq!(names(&added)[1].1, ["A (Line 2)", "B"]);
    let target = |text: &str| {
        let site = read::read(text).unwrap();
        let (server, project) = site.project(site.actions()[0].project).unwrap();
        (server.name.clone(), project.path.clone())
    };
    assert_eq!(target(&added), target(&text));
}

#[test]
fn what_is_removed_takes_its_actions_along_and_no_others() {
    let second = "\n[[server]]\nname = 'Line 2'\naddress = 'b'\n[[server.project]]\nname = 'A'\npath = 'C:\\A'\n";
    let on = |line: u8| {
        format!(
            "\n# {line}\n[[action]]\nname = '{line}'\ncommand = 'stop'\nproject = 'A'\nserver = 'Line {line}'\n"
        )
    };
    let comment = |line: u8| format!("\n# {line}\n");
    let text = format!("{BEFORE}{second}{}{}\n{}", on(1), on(2), block("B"));
    let without_a = BEFORE.replace(
        "  [[server.project]]\n  path = 'C:\\A' # odd order\n  name = 'A'\n",
        "# odd order\n",
    );
    check_edit(
        &text,
        &remove("Line 1", "c:/a"),
        &format!("{without_a}{second}{}{}\n{}", comment(1), on(2), block("B")),
    );
    check_edit(
        &text,
        &remove_server("Line 1"),
        &format!(
            "# ours\n# the line\n# odd order\n{second}{}{}",
            comment(1),
            on(2)
        ),
    );
    let inline = format!(
        "action = [{{ name = 'x', command = 'stop', project = 'B' }}, {{ name = 'y', command = 'stop', project = 'A' }}] # do\n{INLINE}"
    );
    check_edit(
        &inline,
        &remove_server("Line 1"),
        "action = [] # do\nserver = []\n",
    );
    check_edit(
        &inline,
        &remove("Line 1", r"C:\B"),
        "action = [{ name = 'y', command = 'stop', project = 'A' }] # do\nserver = [{ name = 'Line 1', address = 'a', project = [{ name = 'A', path = 'C:\\A' }] }]\n",
    );
}

#[test]
fn comments_inside_of_what_is_removed_stay() {
    let text = "[[server]]\nname = 'L'\naddress = 'l'\n[[server.project]]\nname = 'A'\nallow = [ # which\n  \"start\", # no # stop\n\n  # nor switch\n  ] # all\npath = '''\n#A'''\n\n# end\n";
    check_edit(
        text,
        &remove("L", "#A"),
        "[[server]]\nname = 'L'\naddress = 'l'\n# which\n  # no # stop\n\n  # nor switch\n  # all\n\n# end\n",
    );
    let text = "[[server]]\nname = 'L'\naddress = 'l'\nproject = [\n  # first\n  { name = 'A', path = 'C:/A', allow = [\n    # none\n  ] }, # A\n]\n";
    check_edit(text, &remove_server("L"), "# first\n  # none\n  # A\n");
}

#[test]
fn any_path_can_be_written() {
    let paths = [
        r"C:\Ž\'it''s'",
        r"\\host\share\ü 'x",
        "/opt/\"x\"",
        r"C:\it's",
        "/opt/日本",
    ];
    let projects: Vec<_> = paths.iter().map(|path| project("", path)).collect();
    for before in [BEFORE, INLINE] {
        let added = add("Line 1", &projects).apply(before).unwrap();
        let site = read::read(&added).unwrap();
        let known = site
            .projects()
            .skip(2)
            .map(|(_, project)| project.path.as_str());
        assert_eq!(known.collect::<Vec<_>>(), paths);
    }
}

#[test]
fn what_would_be_wrong_is_refused_with_the_reason() {
    let cases = [
        (
            add_server("X", "a b"),
            "this change is not possible: 'a b' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002",
        ),
        (
            add("Line 1", &[project("X", " C:\\X")]),
            "this change is not possible: this path begins or ends with a space; remove it",
        ),
        (
            add(
                "Line 1",
                &[NewProject {
                    port: Some(0),
                    ..project("X", "C:/X")
                }],
            ),
            "this change is not possible: `port` must be a number from 1 to 65535, without quotes",
        ),
    ];
    for (edit, reason) in cases {
        let refused = edit.apply(BEFORE).unwrap_err();
        assert_eq!(refused.to_string(), reason);
    }
}

#[test]
fn a_file_may_lean_on_others() {
    let before = "[[action]]\nname = 'There'\ncommand = 'stop'\nproject = 'A'\n";
    let pin = |elsewhere| Edit::Pin {
        name: "Go".to_owned(),
        operation: Operation::Start,
        project: "A".to_owned(),
        server: "Line 1".to_owned(),
        elsewhere,
    };
    let pinned =
        "\n[[action]]\nname = \"Go\"\ncommand = \"start\"\nproject = \"A\"\nserver = \"Line 1\"\n";
    check_edit(before, &pin(true), &format!("{before}{pinned}"));
    check_edit(&format!("{before}{pinned}"), &unpin("A"), before);
    assert!(matches!(
        pin(false).apply(before),
        Err(EditError::NoProject(_))
    ));
    // The action above is for a project of another file, and must stay so.
    let home = Home {
        name: "Line 1".to_owned(),
        address: None,
    };
    let edit = Edit::AddProjects {
        server: home,
        projects: vec![project("A", "C:/A"), project("B", "C:/B")],
    };
    check_edit(
        before,
        &edit,
        &format!(
            "{before}\n[[server]]\nname = \"Line 1\"\n\n[[server.project]]\nname = \"A (Line 1)\"\npath = 'C:/A'\n\n[[server.project]]\nname = \"B\"\npath = 'C:/B'\n"
        ),
    );
    // One that is in this file and in another is named with its server.
    let both = format!("{BEFORE}{pinned}");
    check_edit(BEFORE, &pin(true), &both);
}

#[test]
fn edits_are_made_of_what_is_known() {
    let mut site = Site::default();
    let line = site.add_server("Line 1", "a".parse().unwrap());
    let machine = site.add_server("Line 2", "b".parse().unwrap());
    let a = site.add_project(line, "A", "A".parse().unwrap()).unwrap();
    let b = site.add_project(line, "B", "B".parse().unwrap()).unwrap();
    let there = site
        .add_project(machine, "A", "A".parse().unwrap())
        .unwrap();
    site.keep_project(there, Keeper::Machine).unwrap();
    let elsewhere = |project| {
        let edit = Edit::pin(&site, project, Operation::Start, "Go".to_owned());
        matches!(
            edit,
            Some(Edit::Pin {
                elsewhere: true,
                ..
            })
        )
    };
    assert_eq!([a, b, there].map(elsewhere), [true, false, true]);
    let mut kept = site.clone();
    for (name, keeper) in [("Go", Keeper::Organisation), ("Stop", Keeper::User)] {
        kept.add_action(name, Operation::Stop, a, crate::site::Triggers::default());
        kept.keep_action(name, keeper).unwrap();
    }
    let name = |name: &str| match Edit::pin(&kept, a, Operation::Start, name.to_owned()) {
        Some(Edit::Pin { name, .. }) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(["Go", "Stop"].map(name), ["Go (Line 1)", "Stop"]);
    assert_eq!(
        Edit::add_server(&site, "Line 1", &"c:1".parse().unwrap()),
        add_server("Line 1 (c)", "c:1"),
    );
    assert_eq!(
        Edit::add_server(&site, "Line 1", &"a".parse().unwrap()),
        add_server("Line 1", "a:7002"),
    );
    assert_eq!(
        Edit::remove_project(&site, there),
        Some(remove("Line 2", "A"))
    );
    assert_eq!(
        Edit::remove_server(&site, machine),
        Some(remove_server("Line 2"))
    );
}

#[test]
fn a_project_with_a_wrong_path_is_not_added() {
    let text = "[[server]]\nname = 'L'\naddress = 'l'\n";
    let add = Edit::AddProjects {
        server: Home {
            name: "L".to_owned(),
            address: None,
        },
        projects: vec![NewProject {
            name: "A".to_owned(),
            path: r"%USERPROFILE%\A".to_owned(),
            port: None,
        }],
    };
    let error = add.apply(text).unwrap_err().to_string();
    assert!(
        error.starts_with("this change is not possible: this path has the variable %USERPROFILE%"),
        "{error}"
    );
}
