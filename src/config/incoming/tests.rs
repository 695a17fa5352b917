use super::*;
use crate::config::edit::{MergeError, Merged, merge};
use crate::site::Site;

const THERE: &str = "# ours
[[server]]
name = 'Line 1'
address = 'a'
[[server.project]]
name = 'A'
path = 'C:\\A'
[[action]]
name = 'Stop B'
command = 'stop'
project = 'B'
";

fn merged(text: &str, import: &Import) -> Result<(String, Merged), Vec<String>> {
    merged_beside(&Site::default(), text, import)
}

fn merged_beside(
    known: &Site,
    text: &str,
    import: &Import,
) -> Result<(String, Merged), Vec<String>> {
    merge(text, &import.servers, known).map_err(|error| match error {
        MergeError::Conflicts(conflicts) => conflicts,
        MergeError::Edit(error) => vec![error.to_string()],
    })
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn what_is_not_there_is_added_and_what_is_there_stays() {
    let import = Import::from_toml(
        br#"
        poll_interval = "5s"
        action = [{ name = "Go", command = "start", project = "A", server = "Press" }]
        [[server]]
        name = "Press"
        address = "A:7002"
        project = [{ name = "A", path = 'c:\a' }, { name = "C", path = 'C:\C' }]
        [[server]]
        name = "Line 2" # new
        address = "b"
        protocol = "pipe" # old
        [[server.project]]
        name = "B"
        path = 'C:\B'
        allow = [
            "start", # only
        ]
        port = 8_000
        "#,
    );
    let import = import.unwrap();
    assert_eq!(import.counts(), (2, 3));
    assert_eq!(import.rest(), ["poll_interval", "actions"]);
    let (text, told) = merged(THERE, &import).unwrap();
    let expected = THERE.replace(
        "[[action]]",
        "[[server.project]]
name = \"C\"
path = 'C:\\C'
[[server]]
name = \"Line 2\"
address = \"b:7002\"
protocol = \"pipe\"
[[server.project]]
name = \"B (Line 2)\"
path = 'C:\\B'
allow = [\"start\"]
port = 8_000
[[action]]",
    );
    assert_eq!(text, expected);
    assert_eq!(
        told,
        Merged {
            added: lines(&[
                "project \"Line 1/C\"",
                "server \"Line 2\"",
                "project \"Line 2/B (Line 2)\""
            ]),
            there: lines(&["project \"Line 1/A\""]),
        }
    );
    let (again, told) = merged(&text, &import).unwrap();
    assert_eq!(again, text);
    assert_eq!(told.added, [""; 0]);
}

#[test]
fn what_does_not_go_together_is_told_and_nothing_is_added() {
    let table = "server,address,name,path
Line 1,b,B,C:/B
Line 2,,A,C:/A
Line 3,A,A,D:\\A
Line 4,d,A,C:/A
";
    let conflicts = merged(THERE, &Import::from_csv(table.as_bytes()).unwrap());
    assert_eq!(
        conflicts,
        Err(lines(&[
            "line 2: server \"Line 1\" has the address b:7002, and a:7002 in the configuration; correct one of them, or give it another name",
            "line 3: server \"Line 2\" has no address, and the configuration has no such server; add its address",
            "line 4: project \"Line 3/A\" has the path D:\\A, and another one in the configuration; correct one of them, or give it another name",
        ]))
    );
    let fine = Import::from_csv(b"server,address,name,path\nLine 2,b,A,C:/A\n").unwrap();
    let broken = merged("broken [", &fine).unwrap_err();
    assert!(
        broken[0].starts_with("the configuration has errors; mend it first"),
        "{broken:?}"
    );
}

#[test]
fn what_another_file_has_is_there_already() {
    let mut known = Site::default();
    let line = known.add_server("Line 3", "c".parse().unwrap());
    known
        .add_project(line, "A", "C:/A".parse().unwrap())
        .unwrap();
    let table = |rows: &str| {
        Import::from_csv(format!("server,address,name,path\n{rows}\n").as_bytes()).unwrap()
    };
    let there = table("Line 3,,A,c:/a/\nPress,c,,");
    let (text, told) = merged_beside(&known, THERE, &there).unwrap();
    assert_eq!(text, THERE);
    let expected = Merged {
        added: Vec::new(),
        there: lines(&["project \"Line 3/A\"", "server \"Line 3\""]),
    };
    assert_eq!(told, expected);
    let new = table("Line 3,,B,C:/B");
    let (text, told) = merged_beside(&known, THERE, &new).unwrap();
    let block =
        "[[server]]\nname = \"Line 3\"\n[[server.project]]\nname = \"B (Line 3)\"\npath = 'C:/B'\n";
    assert_eq!(
        text,
        THERE.replace("[[action]]", &format!("{block}[[action]]"))
    );
    assert_eq!(told.added, ["project \"Line 3/B (Line 3)\""]);
    let conflicts =
        merged_beside(&known, THERE, &table("Line 3,d,B,C:/B\nPress,c,A,C:/D")).unwrap_err();
    assert_eq!(conflicts.len(), 2, "{conflicts:?}");
}

#[test]
fn what_cannot_be_taken_is_refused_with_all_reasons() {
    let wrong = Import::from_toml(b"poll = 1\n[[server]]\nname = 'L'\naddress = 'a b'\n");
    let Err(ImportError::Wrong(problems)) = wrong else {
        panic!("{wrong:?}");
    };
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[1].starts_with("line 4, column 11: 'a b' is not"),
        "{problems:?}"
    );
    let windows_1252 = Import::from_csv(b"server,address,name,path\nB\xfcro,a,A,A\n");
    assert_eq!(
        windows_1252.unwrap_err().to_string(),
        "line 2: this is not UTF-8 text; save the file with the encoding UTF-8"
    );
    let large = vec![b'#'; 1024 * 1024 + 1];
    assert_eq!(Import::from_toml(&large), Err(ImportError::TooLarge));
    assert_eq!(Import::from_csv(&large), Err(ImportError::TooLarge));
}

#[test]
fn tables_in_utf_16_and_with_marks_are_read() {
    let table = "server;address;name;path\r\nBüro;a;A;C:/A\r\n";
    let plain = Import::from_csv(table.as_bytes()).unwrap();
    assert_eq!(plain.counts(), (1, 1));
    for encoding in [
        encoding::Encoding::Utf8Marked,
        encoding::Encoding::Utf16Le,
        encoding::Encoding::Utf16Be,
    ] {
        let bytes = encoding::encode(encoding, table);
        assert_eq!(Import::from_csv(&bytes).as_ref(), Ok(&plain));
    }
}
