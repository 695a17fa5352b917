//! Whole texts before and after, and every message.

use std::path::Path;

use super::*;
use crate::config::read_part;
use crate::installation::request::answer_for;

const PRESENT: &str =
    "# ours\r\nversion = 1\r\n\r\n[[server]]\r\nname = 'Line 1'\r\naddress = '10.0.0.4'\r\n";

fn file(text: &str) -> Option<File<'_>> {
    let name = r"C:\ProgramData\pekat-tray\config.toml";
    Some(File { name, text })
}

fn given(text: &str) -> Option<File<'_>> {
    let name = r"\\server\share\tray.toml";
    Some(File { name, text })
}

#[test]
fn without_a_file_one_is_made_with_what_is_given() {
    let properties = Properties {
        server: "Line 1=10.0.0.5:7003; Line = 2 = pc.example ",
        role: "viewer",
        language: "de",
        ..Properties::default()
    };
    let text = "version = 1\nrole = \"viewer\"\nlanguage = \"de\"\n\n[[server]]\nname = \"Line 1\"\naddress = \"10.0.0.5:7003\"\n\n[[server]]\nname = \"Line = 2\"\naddress = \"pc.example:7002\"\n";
    assert_eq!(prepare(&properties, None).as_deref(), Ok(text));
}

#[test]
fn what_is_given_is_set_in_the_file_that_is_there_and_all_else_stays() {
    let properties = Properties {
        server: "Line 1=10.0.0.5;Line 2=[::1]:7002",
        role: "operator",
        ..Properties::default()
    };
    let text = "# ours\r\nversion = 1\r\nrole = \"operator\"\r\n\r\n[[server]]\r\nname = 'Line 1'\r\naddress = \"10.0.0.5:7002\"\r\n\r\n[[server]]\r\nname = \"Line 2\"\r\naddress = \"[::1]:7002\"\r\n";
    assert_eq!(prepare(&properties, file(PRESENT)).as_deref(), Ok(text));
    // Said again it changes nothing.
    assert_eq!(prepare(&properties, file(text)).as_deref(), Ok(text));
}

#[test]
fn a_given_file_takes_the_place_of_the_one_that_is_there_to_the_byte() {
    for text in ["", PRESENT, "\u{feff}# š\r\n\n", "[[server]]\nname = 'A'"] {
        let properties = Properties {
            config: given(text),
            ..Properties::default()
        };
        assert_eq!(
            prepare(&properties, file("is = wrong")).as_deref(),
            Ok(text)
        );
    }
    let properties = Properties {
        config: given("\u{feff}# š\r\n"),
        language: "cs",
        ..Properties::default()
    };
    assert_eq!(
        prepare(&properties, file(PRESENT)).as_deref(),
        Ok("\u{feff}language = \"cs\"\r\n\r\n# š\r\n")
    );
}

#[test]
fn all_that_is_wrong_is_told_together() {
    let properties = Properties {
        server: "A=a;;b;=c;D=d:0;A=e;F=a;",
        config: given("rle = 'viewer'\n[[server]]\nname = 1\n"),
        role: "admin",
        language: "xx",
    };
    let expected = [
        "SERVER: server 2 is empty; write Name=host:port, and \";\" only between two servers",
        "SERVER: \"b\" has no \"=\"; write Name=host:port, for example Line 1=172.22.12.67:7002",
        "SERVER: \"=c\": the name in SERVER is empty",
        "SERVER: \"D\": '0' is not a port; use a number from 1 to 65535, for example 7002",
        "SERVER: the name \"A\" is there twice; give each server a name of its own",
        "SERVER: \"F\" has the address a:7002, which \"A\" has already; leave one of the two out",
        "SERVER: server 8 is empty; write Name=host:port, and \";\" only between two servers",
        "ROLE: role = \"admin\" is unknown; use \"operator\" or \"viewer\"",
        "LANGUAGE: 'xx' is not a language of this program; use en, cs, de, it, fr, es, pl, ja or zh",
        "CONFIG: \\\\server\\share\\tray.toml, line 1, column 1: unknown key `rle`; did you mean `role`?; correct that file",
        "CONFIG: \\\\server\\share\\tray.toml, line 3, column 8: `name` must be text between quotes, not integer; correct that file",
    ];
    let expected = expected.map(str::to_owned).to_vec();
    assert_eq!(prepare(&properties, file(PRESENT)), Err(expected));
}

#[test]
fn what_does_not_go_together_with_the_file_is_refused() {
    let told = |server, present| {
        let properties = Properties {
            server,
            ..Properties::default()
        };
        prepare(&properties, file(present))
    };
    assert_eq!(
        told("Line 2=10.0.0.4", PRESENT),
        Err(vec!["SERVER: this change is not possible: server \"Line 1\" has the address 10.0.0.4:7002 already; put all projects of one Projects Manager under one [[server]]".to_owned()])
    );
    assert_eq!(
        told("Line 2=10.0.0.4", "role = 1"),
        Err(vec!["C:\\ProgramData\\pekat-tray\\config.toml, line 1, column 8: `role` must be text between quotes, not integer; correct that file, or name another one with CONFIG".to_owned()])
    );
}

/// The answer to these values of the properties, with this file for all users.
fn asked(values: [&str; 4], machine: &Path) -> Result<String, String> {
    answer_for(values.join("\0").as_bytes(), Some(machine.to_owned()))
}

#[test]
fn the_installer_is_answered_from_the_files_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let machine = folder.path().join("config.toml");
    let source = folder.path().join("source.toml");
    let named = source.to_str().unwrap();
    assert_eq!(
        asked(["", "", "viewer", ""], &machine).as_deref(),
        Ok("version = 1\nrole = \"viewer\"\n")
    );
    std::fs::write(&machine, PRESENT).unwrap();
    let changed = PRESENT.replace("'10.0.0.4'", "\"b:7002\"");
    assert_eq!(
        asked(["Line 1=b", "", "", ""], &machine),
        Ok(changed.clone())
    );
    // Of UTF-16 the text is taken, and written in UTF-8.
    let utf16 = changed.encode_utf16().flat_map(u16::to_le_bytes);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
    std::fs::write(&source, utf16).unwrap();
    std::fs::write(&machine, "is = wrong").unwrap();
    assert_eq!(asked(["", named, "", ""], &machine), Ok(changed));
    std::fs::write(&source, "\u{feff}role = 'viewer'\r\n").unwrap();
    assert_eq!(
        asked(["", named, "", ""], &machine).as_deref(),
        Ok("\u{feff}role = 'viewer'\r\n")
    );
    // Nothing is written.
    assert_eq!(std::fs::read_to_string(&machine).unwrap(), "is = wrong");
}

#[test]
fn a_file_that_cannot_be_taken_is_told_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let machine = folder.path().join("config.toml");
    let folder_name = folder.path().to_str().unwrap();
    let source = folder.path().join("source.toml");
    let named = source.to_str().unwrap();
    let refused = |config: &str| asked(["", config, "x", ""], &machine).unwrap_err();
    let role = "ROLE: role = \"x\" is unknown; use \"operator\" or \"viewer\"";
    assert_eq!(
        refused("tray.toml"),
        format!(
            "CONFIG: tray.toml is no whole path, and which folder it is in is not known here; write it with drive or server, like C:\\Setup\\config.toml or \\\\server\\share\\config.toml\n{role}"
        )
    );
    assert_eq!(
        refused(folder_name),
        format!("CONFIG: {folder_name} is a folder; name the TOML file in it\n{role}")
    );
    assert_eq!(
        refused(named),
        format!(
            "CONFIG: {named} does not exist; check the name, and on another computer that the account that installs can reach it\n{role}"
        )
    );
    std::fs::write(&source, b"a\0").unwrap();
    assert_eq!(
        refused(named),
        format!(
            "CONFIG: {named}, line 1: this has a zero byte, as UTF-16 without a byte-order mark has; save the file with the encoding UTF-8; name a configuration file of PEKAT Tray\n{role}"
        )
    );
    let large = "#".repeat(usize::try_from(MAX_SIZE).unwrap() + 1);
    std::fs::write(&source, large).unwrap();
    assert_eq!(
        refused(named),
        format!(
            "CONFIG: {named}: larger than 1 MiB, so it is not a configuration of this program; name a configuration file of PEKAT Tray\n{role}"
        )
    );
}

#[test]
fn a_request_of_another_form_is_refused() {
    let told = "the installer has asked in a form that this PEKAT Tray does not know; use an MSI as it was published";
    for request in [&b""[..], b"\0\0", b"\0\0\0\0", b"\xff\0\0\0"] {
        assert_eq!(answer_for(request, None), Err(told.to_owned()));
    }
}

#[test]
fn an_invalid_hot_key_stops_no_upgrade_but_is_no_part_of_a_new_file() {
    let text = format!("scan_hotkey = 'F12'\r\n{PRESENT}");
    let properties = Properties::default();
    assert_eq!(prepare(&properties, file(&text)), Ok(text.clone()));
    let properties = Properties {
        config: given(&text),
        ..Properties::default()
    };
    let problems = prepare(&properties, None).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].contains("F12 cannot be a hot key"),
        "{problems:?}"
    );
}

proptest::proptest! {
    /// Whatever is given, what is written is what was given, and is read without an error.
    #[test]
    fn what_is_written_can_be_read_and_says_what_was_given(
        server in "([a-cA-C=; :.\"'\\\\\\[\\]#ž]|[a-c]=[a-c];|A=10.0.0.[1-3]:70[0-9]{2}){0,12}",
        role in "(viewer|operator|)",
        present in 0..4_usize,
    ) {
        let inline = "server = [{ name = 'a', address = 'b' }, { name = 'c' }]\n";
        let present = [None, file(PRESENT), file(inline), file("[[server]]\nname = 'A'")][present];
        let properties = Properties { server: &server, role: &role, ..Properties::default() };
        if let Ok(text) = prepare(&properties, present) {
            let site = read_part(&text).unwrap();
            let given = servers(&server, &mut Vec::new());
            for (name, address) in given {
                let mut servers = site.servers().iter();
                proptest::prop_assert!(servers.any(|it| it.name == name && it.address == address));
            }
            let again = prepare(&properties, Some(File { name: "", text: &text }));
            proptest::prop_assert_eq!(again, Ok(text));
        }
    }
}
