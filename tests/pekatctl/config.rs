//! `pekatctl config`.

use super::*;

#[test]
fn a_broken_configuration_is_told_with_every_place() {
    let (_dir, config) = write_config("poll = 1\n[[server]]\nname = 'L'\naddress = 'a b'\n");
    let expected = format!(
        "{config}, line 1, column 1: unknown key `poll`; the file may have: version, poll_interval, stale_after, stuck_after, expect_grace, notifications, notify_after, quiet, sounds, confirm, role, language, icons, scan_hotkey, project_folders, timeouts, server, action\n\
         {config}, line 4, column 11: 'a b' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002\n"
    );
    let expected = (Some(2), String::new(), expected);
    assert_eq!(run(&["config", "check", &config]), expected);
    assert_eq!(run(&["status", "--config", &config]), expected);
    assert_eq!(run(&["start", "A", "--config", &config]), expected);
    let mut command = pekatctl(&["config", "check"]);
    command.env("PEKAT_TRAY_CONFIG", &config);
    assert_eq!(end(command), expected);
}

#[test]
fn a_configuration_that_is_fine_empty_or_missing_is_told_plainly() {
    let (_dir, fine) = configure("", &[("L", "a", &[("A", "/A"), ("B", "/B")])]);
    let (dir, empty) = write_config("");
    let missing = dir.path().join("missing.toml");
    let missing = missing.to_str().unwrap();
    let unnamed = |file: &str, args: &[&str]| {
        let mut command = pekatctl(args);
        command.env("PEKAT_TRAY_CONFIG", file);
        end(command)
    };
    let done = |text: String| (Some(0), text + "\n", String::new());
    let wrong = |text: String| (Some(2), String::new(), format!("error: {text}\n"));

    let counted = format!("{fine}: fine, 1 server, 2 projects, 0 actions");
    assert_eq!(run(&["config", "check", &fine]), done(counted));
    let counted = format!("{empty}: fine, 0 servers, 0 projects, 0 actions");
    assert_eq!(unnamed(&empty, &["config", "check"]), done(counted));

    let named = format!("{missing} does not exist; check the name");
    assert_eq!(run(&["config", "check", missing]), wrong(named.clone()));
    assert_eq!(
        run(&["status", "--config", missing]),
        wrong(named + " after --config")
    );
    let usual = format!("{missing} does not exist; nothing is configured");
    assert_eq!(unnamed(missing, &["config", "check"]), done(usual));

    for file in [missing, &empty] {
        let nothing = format!(
            "no projects are configured in {file}; add them there, or name a server with --server HOST:PORT"
        );
        assert_eq!(unnamed(file, &["status"]), wrong(nothing));
    }
}

#[test]
fn a_configuration_without_a_version_is_migrated_once_with_a_copy() {
    let text = "# ours\r\nlanguage = 'en'\r\n";
    let (dir, config) = write_config(text);
    let copy = format!("{config}.v0.bak");
    let told = format!(
        "{config} was brought from the form without a version into the newest form; as it was it is kept in {copy}\n"
    );
    let migrate = || run(&["config", "migrate", &config]);
    assert_eq!(migrate(), (Some(0), told, String::new()));
    let migrated = format!("version = 1\r\n\r\n{text}");
    assert_eq!(fs::read_to_string(&config).unwrap(), migrated);
    assert_eq!(fs::read_to_string(copy).unwrap(), text);
    let newest = format!("{config} is in the newest form already\n");
    assert_eq!(migrate(), (Some(0), newest, String::new()));
    fs::write(&config, "version = 2\n").unwrap();
    let (code, _, told) = migrate();
    assert_eq!(code, Some(2));
    assert!(told.contains("written for a newer PEKAT Tray"), "{told}");
    let missing = dir.path().join("missing.toml");
    let missing = missing.to_str().unwrap();
    let told = format!("error: {missing} does not exist; check the name\n");
    let found = run(&["config", "migrate", missing]);
    assert_eq!(found, (Some(2), String::new(), told));
}

#[test]
fn a_key_that_looks_appended_for_the_whole_file_is_warned_of() {
    let projects: &[(&str, &str)] = &[("A", ONE)];
    let (dir, config) = configure("", &[("Line 1", "a", projects)]);
    let text = fs::read_to_string(&config).unwrap() + "\nconfirm = 'always'\n";
    fs::write(&config, text).unwrap();
    let warning = |file: &str| {
        format!(
            "warning: {file}, line 9, column 1: `confirm` holds for the last [[server.project]] alone; if it is meant for everything, move it to the top of the file, above the first [[…]] or […], and if not, remove the empty line above it\n"
        )
    };
    let fine = |files: &str| format!("{files}: fine, 1 server, 1 project, 0 actions\n");
    let found = run(&["config", "check", &config]);
    assert_eq!(found, (Some(0), fine(&config), warning(&config)));

    let machine = dir.path().join("machine.toml");
    fs::copy(&config, &machine).unwrap();
    let machine = machine.to_str().unwrap();
    let mut command = pekatctl(&["config", "check"]);
    command.env("PEKAT_TRAY_MACHINE_CONFIG", machine);
    command.env("PEKAT_TRAY_CONFIG", &config);
    let files = fine(&format!("{machine}, {config}"));
    let warnings = warning(machine) + &warning(&config);
    assert_eq!(end(command), (Some(0), files, warnings));
}

#[test]
fn a_path_that_no_server_can_have_leaves_out_its_project() {
    let manager = Manager::start();
    let projects: &[(&str, &str)] = &[("A", ONE), ("B", "Test Project 3")];
    let (_dir, config) = configure("", &[("Line 1", &manager.address, projects)]);
    let problem = format!(
        "{config}, line 10, column 8: this is not the full path of a folder on the server; write it like 'C:\\Users\\pekat\\PekatVisionProjects\\Test Project 1', or on Linux '/home/pekat/PekatVisionProjects/Test Project 1'\n"
    );
    let found = run(&["status", "--config", &config]);
    let warning = format!("warning: {problem}");
    assert_eq!(found, (Some(0), "Line 1  A  Stopped\n".to_owned(), warning));
    let found = run(&["config", "check", &config]);
    assert_eq!(found, (Some(2), String::new(), problem));
}

#[cfg(unix)]
#[test]
fn an_import_goes_through_a_link_and_keeps_it_and_the_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let (dir, target) = write_config(FULL);
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let config = dir.path().join("link.toml");
    symlink("config.toml", &config).unwrap();
    let table = dir.path().join("x.csv");
    fs::write(&table, "server,address,name,path\nLine 3,c,C,C:\\C\n").unwrap();
    let [table, config] = [&table, &config].map(|path| path.to_str().unwrap());
    let (code, _, error) = run(&["config", "import", table, "--merge", "--config", config]);
    assert_eq!((code, error), (Some(0), String::new()));
    assert_eq!(fs::read_link(config).unwrap().to_str(), Some("config.toml"));
    assert!(fs::read_to_string(&target).unwrap().contains("'C:\\C'"));
    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&target), 0o640);
    assert_eq!(mode(&format!("{config}.bak")), 0o640);
}

/// A configuration in which everything is said.
const FULL: &str = r#"# ours
language = "en"
quiet = ["22:00-06:00"]
timeouts.connect = "1s"
[[server]]
name = "Line 1"
address = "a"
protocol = "pipe"
[[server.project]]
name = "A, \"B\""
path = 'C:\Ž'
allow = ["start"]
port = 8000
[[server]]
name = "Line 2"
address = "b:7003"
[[action]]
name = "Go"
command = "start"
project = "A, \"B\""
"#;

#[test]
fn what_is_exported_can_be_imported_as_the_same() {
    let (dir, config) = write_config(FULL);
    let beside = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (table, file, empty) = (
        beside("site.CSV"),
        beside("site.toml"),
        beside("empty.toml"),
    );
    let exported = |file: &str, args: &[&str]| {
        let found = run(&[&["config", "export", "--config", file], args].concat());
        assert_eq!((found.0, found.2.as_str()), (Some(0), ""));
        found.1
    };
    let csv = "server,address,name,path\nLine 1,a:7002,\"A, \"\"B\"\"\",C:\\Ž\nLine 2,b:7003,,\n";
    assert_eq!(exported(&config, &["--csv"]), csv);
    fs::write(&table, csv).unwrap();
    let import = |from: &str, to: &str| run(&["config", "import", from, "--config", to]);
    let told = format!("{empty} was written with 2 servers and 1 project\n");
    assert_eq!(import(&table, &empty), (Some(0), told, String::new()));
    assert_eq!(exported(&empty, &["--csv"]), csv);

    let toml = exported(&config, &[]);
    fs::write(&file, &toml).unwrap();
    let kept = fs::read_to_string(&empty).unwrap();
    let told = format!(
        "{empty} was written with 2 servers and 1 project; as it was it is kept in {empty}.bak\n"
    );
    assert_eq!(import(&file, &empty), (Some(0), told, String::new()));
    assert_eq!(fs::read_to_string(&empty).unwrap(), toml);
    assert_eq!(fs::read_to_string(format!("{empty}.bak")).unwrap(), kept);
    let site = |text: &str| pekat_tray::config::read(text).unwrap();
    assert_eq!(site(&toml), site(FULL));
    assert_eq!(exported(&empty, &[]), toml);
}

#[test]
fn an_export_to_a_file_can_be_imported_as_the_same() {
    let (dir, config) = write_config(FULL);
    for (args, name, bytes) in [
        (&[][..], "site.toml", None),
        (
            &["--csv"],
            "site.csv",
            Some(&b"server,address,name,path\nLine 1,"[..]),
        ),
        (
            &["--excel"],
            "excel.txt",
            Some(b"\xff\xfes\0e\0r\0v\0e\0r\0\t\0"),
        ),
    ] {
        let file = dir.path().join(name);
        fs::write(&file, "old").unwrap();
        let file = file.to_str().unwrap();
        let export = ["config", "export", "--config", &config, "--output", file];
        let found = run(&[&export, args].concat());
        assert_eq!(
            found,
            (Some(0), format!("{file} was written\n"), String::new())
        );
        let written = fs::read(file).unwrap();
        match bytes {
            Some(bytes) => assert_eq!(written[..bytes.len()], *bytes),
            None => assert_eq!(run(&export[..4]).1.into_bytes(), written),
        }
        let into = dir.path().join("into.toml");
        let (code, _, stderr) =
            run(&["config", "import", file, "--config", into.to_str().unwrap()]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        let read = pekat_tray::config::read(&fs::read_to_string(&into).unwrap()).unwrap();
        let expected = pekat_tray::config::read(FULL).unwrap();
        let projects = |site: &pekat_tray::site::Site| {
            let projects = site.projects();
            let projects = projects.map(|(server, project)| {
                (
                    server.name.clone(),
                    project.name.clone(),
                    project.path.clone(),
                )
            });
            projects.collect::<Vec<_>>()
        };
        assert_eq!(projects(&read), projects(&expected));
    }

    let nowhere = dir.path().join("none").join("site.csv");
    let export = ["config", "export", "--config", &config, "--csv", "--output"];
    let (code, stdout, stderr) = run(&[&export, &[nowhere.to_str().unwrap()][..]].concat());
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.ends_with("; choose another file\n"), "{stderr}");
    let (code, _, stderr) = run(&["config", "export", "--excel", "--config", &config]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("--output <FILE>"), "{stderr}");
}

#[test]
fn an_invalid_hot_key_stops_an_import_and_no_other_command() {
    let manager = Manager::start();
    let servers: &[Configured<'_>] = &[("Line 1", &manager.address, &[("A", ONE)])];
    let (dir, config) = configure("scan_hotkey = 'F12'", servers);
    let (code, stdout, stderr) = run(&["status", "--config", &config]);
    assert_eq!((code, &*stdout), (Some(0), "Line 1  A  Stopped\n"));
    let problem = stderr.strip_prefix("warning: ").unwrap();
    let start = format!("{config}, line 1, column 15: ");
    assert!(problem.starts_with(&start), "{problem}");

    let told = (Some(2), String::new(), problem.to_owned());
    assert_eq!(run(&["config", "check", &config]), told);
    let target = dir.path().join("new.toml");
    let target_name = target.to_str().unwrap();
    let import = ["config", "import", &config, "--config", target_name];
    assert_eq!(run(&import), told);
    assert_eq!(run(&[&import[..], &["--merge"]].concat()), told);
    assert!(!target.exists());
}

#[test]
fn what_is_merged_is_added_to_the_file_or_all_errors_are_told() {
    let (dir, config) = write_config(FULL);
    let table = dir.path().join("site.csv");
    let table = table.to_str().unwrap();
    let merge = || run(&["config", "import", table, "--merge", "--config", &config]);
    let head = "server;address;name;path\r\n";
    fs::write(
        table,
        format!("{head}Line 1;;;c:\\ž\r\nLine 3;c;C;C:\\C\r\n"),
    )
    .unwrap();
    let told = format!(
        "added: server \"Line 3\"\nadded: project \"Line 3/C\"\nthere already: project \"Line 1/A, \"B\"\"\n{config}: 2 added, 1 there already\n"
    );
    assert_eq!(merge(), (Some(0), told, String::new()));
    let block = "[[server]]\nname = \"Line 3\"\naddress = \"c:7002\"\n[[server.project]]\nname = \"C\"\npath = 'C:\\C'\n[[action]]";
    let merged = FULL.replace("[[action]]", block);
    assert_eq!(fs::read_to_string(&config).unwrap(), merged);

    fs::write(table, format!("{head}Line 1;b:7003;;\r\nLine 4;d;;\r\n")).unwrap();
    let told = "error: line 2: server \"Line 1\" has the address b:7003, and a:7002 in the configuration; correct one of them, or give it another name\n";
    assert_eq!(merge(), (Some(2), String::new(), told.to_owned()));
    fs::write(table, format!("{head}Line 4;d e;;\r\n;d;;\r\n")).unwrap();
    let told = format!(
        "{table}, line 2, column `address`: 'd e' is not a host name or IP address; write the address as host:port, for example 172.22.12.67:7002\n{table}, line 3, column `server`: the name in this column is empty\n"
    );
    assert_eq!(merge(), (Some(2), String::new(), told));
    assert_eq!(fs::read_to_string(&config).unwrap(), merged);
}

#[test]
fn what_leans_on_others_is_imported_only_where_they_are() {
    let (dir, config) = write_config(FULL);
    let part = dir.path().join("part.toml");
    let leaning = "[[server]]\nname = \"Cell\"\n\n[[action]]\nname = \"Go\"\ncommand = \"start\"\nproject = \"Q\"\n";
    fs::write(&part, leaning).unwrap();
    let part = part.to_str().unwrap();
    let args = ["config", "import", part, "--config", &config];
    let told = format!(
        "{part}, line 1, column 1: [[server]] has no `address`; add address = …\n\
         {part}, line 7, column 11: no project is called \"Q\"; add it above, or correct the name\n"
    );
    assert_eq!(run(&args), (Some(2), String::new(), told));
    assert_eq!(fs::read_to_string(&config).unwrap(), FULL);

    let machine = dir.path().join("machine.toml");
    let others = "[[server]]\nname = \"Cell\"\naddress = \"cell\"\nproject = [{ name = \"Q\", path = 'C:\\Q' }]\n";
    fs::write(&machine, others).unwrap();
    let mut command = pekatctl(&args);
    command.env("PEKAT_TRAY_MACHINE_CONFIG", &machine);
    let (code, _, error) = end(command);
    assert_eq!((code, error), (Some(0), String::new()));
    assert_eq!(fs::read_to_string(&config).unwrap(), leaning);
}

#[test]
fn nothing_is_imported_where_the_organisation_keeps_the_servers() {
    let (dir, config) = write_config(FULL);
    let policy = dir.path().join("policy.toml");
    fs::write(&policy, "[machine]\nAllowUserServers = 0\n").unwrap();
    for merge in [&["--merge"][..], &[]] {
        let args = ["config", "import", &config, "--config", &config];
        let mut command = pekatctl(&[&args, merge].concat());
        command.env("PEKAT_TRAY_POLICY", &policy);
        let told =
            "error: servers and projects are managed by your organisation; nothing was imported\n";
        assert_eq!(end(command), (Some(4), String::new(), told.to_owned()));
    }
    assert_eq!(fs::read_to_string(&config).unwrap(), FULL);
}
