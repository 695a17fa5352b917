//! Paths of projects and folders as they are written.

use super::*;
use crate::site::{ProjectFolderError, project_folder};

/// A file in which the path of the second project is written like this.
fn file(written: &str) -> String {
    format!(
        "[[server]]\nname = 'L'\naddress = 'l'\n[[server.project]]\nname = 'A'\npath = 'C:\\A'\n[[server.project]]\nname = 'B'\npath = {written}\n"
    )
}

/// Returns the only problem of a file with this path.
fn problem(written: &str) -> String {
    let problems = read(&file(written)).unwrap_err();
    let [problem] = problems.as_slice() else {
        panic!("{written}: {problems:?}");
    };
    assert_eq!(problem.line, 9, "{written}");
    problem.message.clone()
}

fn escape(escape: &str, path: &str) -> String {
    format!(
        "between double quotes a backslash begins an escape, here {escape}; put paths between single quotes: '{path}'"
    )
}

#[test]
fn each_escape_in_a_path_is_reported_with_the_meant_path() {
    let cases = [
        (r#""D:\b""#, r"\b", r"D:\b"),
        (r#""D:\temp""#, r"\t", r"D:\temp"),
        (r#""D:\new""#, r"\n", r"D:\new"),
        (r#""D:\form""#, r"\f", r"D:\form"),
        (r#""D:\run""#, r"\r", r"D:\run"),
        (r#""D:\eins""#, r"\e", r"D:\eins"),
        (r#""D:\x41\A""#, r"\x", r"D:\x41\A"),
        (r#""D:\u0041""#, r"\u", r"D:\u0041"),
        (r#""D:\U00000041""#, r"\U", r"D:\U00000041"),
        (r#""D:\\Lines\temp""#, r"\t", r"D:\Lines\temp"),
        (r#""\\\\server\\share\temp""#, r"\t", r"\\server\share\temp"),
        (r#""\\server\u0041/A""#, r"\u", r"\\server\u0041/A"),
        (r#""/opt/a\temp""#, r"\t", r"/opt/a\temp"),
        (r#""""D:\temp""""#, r"\t", r"D:\temp"),
        // These are not even TOML.
        (r#""C:\Projects""#, r"\P", r"C:\Projects"),
        (r#""C:\Users\x""#, r"\U", r"C:\Users\x"),
        (r#""C:\x""#, r"\x", r"C:\x"),
        (r#""C:\u00""#, r"\u", r"C:\u00"),
        (r#""C:\é""#, r"\é", r"C:\é"),
        (r#""\\server\share""#, r"\s", r"\\server\share"),
        (r#""\\server\users""#, r"\u", r"\\server\users"),
        (r#""C:\\Lines\users""#, r"\u", r"C:\Lines\users"),
        (r#""C:\Projects\""#, r"\P", r"C:\Projects\"),
        (r#""C:\\Projects\""#, r#"\""#, r"C:\Projects\"),
        (r#""C:\" # "ours""#, r#"\""#, r"C:\"),
    ];
    for (written, found, path) in cases {
        assert_eq!(problem(written), escape(found, path), "{written}");
        assert!(read(&file(&format!("'{path}'"))).is_ok(), "{path}");
    }
}

#[test]
fn escapes_that_are_meant_are_taken() {
    let written = [
        r#""C:\\A\\b""#,
        r#""C:\\Pr\u016Fb\u011Bh""#,
        r#""/opt/\u0041""#,
        r#""\\\\server\\share""#,
    ];
    for written in written {
        assert!(read(&file(written)).is_ok(), "{written}");
    }
    assert_eq!(
        problem(r#""C:\\A\u202A""#),
        "this path has an invisible character (U+202A); remove it"
    );
}

#[test]
fn a_path_with_an_apostrophe_is_shown_with_doubled_backslashes() {
    assert_eq!(
        problem(r#""D:\It's\temp""#),
        r#"between double quotes a backslash begins an escape, here \I; double each one: "D:\\It's\\temp""#
    );
}

#[test]
fn a_path_relative_either_way_is_reported_as_relative() {
    for (written, meant) in [
        (r#""new\temp""#, r"new\temp"),
        (r#""Projects\A""#, r"Projects\A"),
        (r#""%APPDATA%\temp""#, r"%APPDATA%\temp"),
        (r"'A'", "A"),
    ] {
        let error = project_folder(meant).unwrap_err();
        assert_eq!(problem(written), error.to_string(), "{written}");
    }
}

#[test]
fn escapes_are_reported_in_each_key_that_holds_paths() {
    check(
        "project_folders = [\"D:\\temp\", \"C:/A\", \"E:\\new\", \"temp\\new\"]\n",
        expect![[r"
            line 1, column 20: between double quotes a backslash begins an escape, here \t; put paths between single quotes: 'D:\temp'
            line 1, column 39: between double quotes a backslash begins an escape, here \n; put paths between single quotes: 'E:\new'
            line 1, column 49: 'temp\new' is not the full path of a folder; write it like 'D:\Projects' or '\\server\share\Projects'
        "]],
    );
    check(
        "project_folders = [\n  \"D:\\Projects\",\n  \"D:\\Users\", \"D:\\Lines\",\n]\nname = \"a\\qb\"\n",
        expect![[r#"
            line 2, column 3: between double quotes a backslash begins an escape, here \P; put paths between single quotes: 'D:\Projects'
            line 3, column 3: between double quotes a backslash begins an escape, here \U; put paths between single quotes: 'D:\Users'
            line 3, column 15: between double quotes a backslash begins an escape, here \L; put paths between single quotes: 'D:\Lines'
            line 5, column 11: this is not TOML: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
        "#]],
    );
}

#[test]
fn a_wrong_path_leaves_out_its_project_alone() {
    let text = format!(
        "{}[[action]]\nname = 'Go'\ncommand = 'stop'\nproject = 'B'\n",
        file("'B'")
    );
    let accepted = accept(&text).unwrap();
    let names: Vec<&str> = accepted.site.projects().map(|(_, it)| &*it.name).collect();
    assert_eq!((names, accepted.site.actions().len()), (vec!["A"], 0));
    let problem = Problem {
        line: 9,
        column: 8,
        message: ProjectFolderError::Relative.to_string(),
    };
    assert_eq!(accepted.left_out, std::slice::from_ref(&problem));
    assert_eq!(read(&text), Err(vec![problem.clone()]));
    assert_eq!(read_part(&text), Err(vec![problem.clone()]));
    // With any other error nothing takes effect.
    let problems = accept(&format!("{text}hotkey = 1\n")).unwrap_err();
    assert_eq!(problems.len(), 2);
    assert_eq!(problems[0], problem);
}

#[test]
fn paths_on_linux_that_differ_in_case_are_two_projects() {
    let text = file("'/opt/A'").replace(r"C:\A", "/opt/a");
    assert_eq!(read(&text).unwrap().projects().count(), 2);
    let twice = file("'/opt/a/'").replace(r"C:\A", "/opt/a");
    assert_eq!(read(&twice).unwrap_err().len(), 1);
}
