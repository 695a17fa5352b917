use super::*;

/// What is read, as text.
fn shown(text: &str) -> String {
    let servers = match from_csv(text) {
        Ok(servers) => servers,
        Err(problems) => return problems.join("\n"),
    };
    let mut lines = Vec::new();
    for server in servers {
        let address = server.address.map(|address| address.to_string());
        lines.push(format!(
            "{} at {}",
            server.name,
            address.as_deref().unwrap_or("?")
        ));
        let projects = server
            .projects
            .into_iter()
            .map(|Added { project, .. }| project);
        lines.extend(projects.map(|project| format!("  {} in {}", project.name, project.path)));
    }
    lines.join("\n")
}

#[test]
fn tables_are_read_as_spreadsheets_of_all_countries_write_them() {
    let expected = "Line, 1 at a:7002\n  \"A\" in C:\\Ž;x\n   in D:\\B\nLine 2 at b:1";
    let tables = [
        "server,address,name,path\n\"Line, 1\",a,\"\"\"A\"\"\",C:\\Ž;x\n\"Line, 1\",,,D:\\B\nLine 2,b:1,,\n",
        "Server;Address;Name;Path\r\nLine, 1;a;\"\"\"A\"\"\";\"C:\\Ž;x\"\r\nLine, 1;A:7002;;D:\\B\r\n;;;\r\nLine 2;b:1;;;;\r\n",
        "sep=;\r\npath;name;address;server\r\n\"C:\\Ž;x\";\"\"\"A\"\"\";a;Line, 1\r\nD:\\B;;;Line, 1\r\n;;b:1;Line 2",
        "\n server \t address\tname\tpath\t\nLine, 1\ta\t\"\"\"A\"\"\"\tC:\\Ž;x\n\nLine, 1\ta\t\tD:\\B\t\nLine 2\tb:1\t\t\n",
    ];
    for table in tables {
        assert_eq!(shown(table), expected, "{table}");
    }
}

#[test]
fn all_that_is_wrong_is_told_with_line_and_column() {
    let table = "server,address,name,path
,a,A,C:/A
Line 1,a b,A,C:/A
Line 1,a,A,C:/A
Line 1,b,B,C:/B
Line 2,a,B,C:/B
Line 1,a,A,C:/C
Line 1,a,C,c:/a/
Line 1,a,D,
Line 1,a,\"E
E\",E
Line 1,a
Line 1,a,F,C:/F,G
\"Line\u{202e}\",c,F,C:/F
Line 5,e,G,G
";
    let expected = "\
line 2, column `server`: the name in this column is empty
line 3, column `address`: 'a b' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002
line 5, column `address`: server \"Line 1\" has the address a:7002 in line 4
line 6, column `address`: server \"Line 1\" has the address a:7002 already
line 7, column `name`: this server has a project \"A\" in line 4 already
line 8, column `path`: this server has the path c:/a/ in line 4 already
line 9, column `path`: the project path is empty; give the project's folder on the server
line 10, column `name`: a line break between quotes; put each project on a line of its own, and close every quote
line 12, column `name`: it is not in this line; each line must have all of them
line 12, column `path`: it is not in this line; each line must have all of them
line 13: more columns than in the first line; put what has a separator in it between double quotes
line 14, column `server`: this name has an invisible character (U+202E) that changes the direction of writing; remove it
line 15, column `path`: this is not the full path of a folder on the server; write it like 'C:\\Users\\pekat\\PekatVisionProjects\\Test Project 1', or on Linux '/home/pekat/PekatVisionProjects/Test Project 1'";
    assert_eq!(shown(table), expected);
    assert_eq!(shown(&table.replace('\n', "\r\n")), expected);
    for (table, expected) in [
        (
            "",
            "line 1: the table is empty; its first line must be server,address,name,path",
        ),
        (
            "server,adress,name\nL,a,A\n",
            "line 1: there is no column `address`; the first line must be server,address,name,path\nline 1: there is no column `path`; the first line must be server,address,name,path\nline 1: unknown column `adress`; the columns are server, address, name, path",
        ),
        (
            "sep=;\nserver;address;name;path\nL;;A;\"C:/A",
            "L at ?\n  A in C:/A",
        ),
    ] {
        assert_eq!(shown(table), expected);
    }
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let mut site = Site::default();
    let one = site.add_server("Line \"1\", left", "a".parse().unwrap());
    let two = site.add_server("=Línea; 2", "[fe80::1%3]:80".parse().unwrap());
    site.add_server("Empty", "c".parse().unwrap());
    for (server, name, path) in [
        (one, "A", r"C:\it's, \"),
        (one, "日本", r"\\host\a;b"),
        (two, "A", "/opt/\"x\""),
    ] {
        site.add_project(server, name, path.parse().unwrap())
            .unwrap();
    }
    let table = String::from_utf8(to_csv(&site, Reader::Any)).unwrap();
    let expected = "server,address,name,path
\"Line \"\"1\"\", left\",a:7002,A,\"C:\\it's, \\\"
\"Line \"\"1\"\", left\",a:7002,日本,\\\\host\\a;b
=Línea; 2,[fe80::1%3]:80,A,\"/opt/\"\"x\"\"\"
Empty,c:7002,,
";
    assert_eq!(table, expected);
    let excel = to_csv(&site, Reader::Excel);
    let (_, for_excel) = crate::config::encoding::decode(&excel).unwrap();
    let expected = "server\taddress\tname\tpath\r
\"Line \"\"1\"\", left\"\ta:7002\tA\tC:\\it's, \\\r
\"Line \"\"1\"\", left\"\ta:7002\t日本\t\\\\host\\a;b\r
\"=\"\"=Línea; 2\"\"\"\t[fe80::1%3]:80\tA\t\"/opt/\"\"x\"\"\"\r
Empty\tc:7002\t\t\r
";
    assert_eq!(for_excel, expected);
    assert_eq!(excel[..4], [0xff, 0xfe, b's', 0]);
    for table in [table, for_excel] {
        let read = from_csv(&table).unwrap();
        let (text, _) = crate::config::edit::merge("", &read, &Site::default()).unwrap();
        assert_eq!(crate::config::read(&text).as_ref(), Ok(&site));
    }
}

#[test]
fn a_table_that_a_spreadsheet_spoilt_is_refused_with_the_remedy() {
    let one_column = "line 1: all columns are in one, since a spreadsheet expected another separator; export again with --excel, and change that file";
    let in_one = [
        "\"server,address,name,path\"\r\n\"Line 1,a,A,C:\\A\"\r\n",
        "\"server,address,name,path\";;\r\n\"Line 1,a,A,C:\\A\";;\r\n",
        "\"server;address;name;path\"\n\"Line 1;a;A;C:\\A\"\n",
    ];
    for table in in_one {
        assert_eq!(shown(table), one_column, "{table}");
    }
    let garbled = "its letters are garbled, since a spreadsheet read UTF-8 as another encoding; export again with --excel, and change that file";
    assert_eq!(
        shown(
            "server;address;name;path\nLinie fÃ¼r A;a;PĹ™Ă\u{ad}prava;C:\\PÅ™Ã\u{ad}prava\nLinie für B;b;Příprava;C:\\B\n"
        ),
        ["server", "name", "path"]
            .map(|column| format!("line 2, column `{column}`: {garbled}"))
            .join("\n")
    );
}

proptest::proptest! {
    #[test]
    fn no_table_is_a_panic(text in "(server|address|name|path|sep=|[a-z]|[,;\t\"\r\n =]|\\PC){0,60}") {
        from_csv(&text).ok();
        from_csv(&format!("server,address,name,path\n{text}")).ok();
    }
}
