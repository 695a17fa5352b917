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
    let spaced = "[[server]]\nname = 'L'\naddress = 'l'\n\n[[server.project]]\nname = 'A'\npath = 'A'\n#port = 8000\n";
    let rest = "\n# all else\n[[action]]\nname = 'x'\ncommand = 'start'\nproject = 'A'\n";
    let added = "\n[[server.project]]\nname = \"B\"\npath = 'B'\nport = 8001\n\n[[server.project]]\nname = \"C\"\npath = 'C'\n";
    let b = NewProject {
        port: Some(8001),
        ..project("B", "B")
    };
    check_edit(
        &format!("{spaced}{rest}"),
        &add("L", &[b, project("C", "C")]),
        &format!("{spaced}{added}{rest}"),
    );
}

#[test]
fn a_first_project_stands_below_its_server() {
    let server = "[[server]]\n\tname = 'Line 1'\n\taddress = 'a'\n";
    let added = "\n[[server.project]]\n\tname = \"A\"\n\tpath = 'A'\n";
    let action = "\n[timeouts]\nstatus = '2s'\n";
    there_and_back(
        &format!("{server}{action}"),
        &add("Line 1", &[project("A", "A")]),
        &format!("{server}{added}{action}"),
        &remove("Line 1", "A"),
    );
    // A comment that leads up to what follows stays with it.
    let close = "# time\n[timeouts]\nstatus = '2s'\n";
    there_and_back(
        &format!("{server}{close}"),
        &add("Line 1", &[project("A", "A")]),
        &format!("{server}{}{close}", added.trim_start()),
        &remove("Line 1", "A"),
    );
}

#[test]
fn blocks_that_do_not_stand_together_are_understood() {
    let apart = "[[server]]\nname = 'L'\naddress = 'l'\n\n[[action]]\nname = 'x'\ncommand = 'start'\nproject = 'A'\n\n[[ server . \"project\" ]]\nname = 'A'\n'path' = 'A'\n\n[timeouts]\nstatus = '2s'\n";
    let added = "[[server.project]]\nname = \"B\"\npath = 'B'\n\n[timeouts]";
    there_and_back(
        apart,
        &add("L", &[project("B", "B")]),
        &apart.replace("[timeouts]", added),
        &remove("L", "B"),
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
    let projects = "  [[server.project]]\n  name = \"C\"\n  path = 'C'\n  [[server.project]]\n  name = \"D\"\n  path = 'D'\n";
    there_and_back(
        BEFORE,
        &add("Line 2", &[project("C", "C"), project("D", "D")]),
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
