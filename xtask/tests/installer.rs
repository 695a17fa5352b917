//! What the MSI puts on a computer, what it refuses, and that it takes everything away again: the disk and
//! the registry are compared before and after.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use xtask::installed;
use xtask::out;
use xtask::repo;
use xtask::tray::windows_path;
use xtask::wine::{DEADLINE, Desktop, INSTALLERS_OWN, Installer, Options, Snapshot};

const RUN: &str = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run";
const ENVIRONMENT: &str = r"HKLM\System\CurrentControlSet\Control\Session Manager\Environment";
const UNINSTALL: &str = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall";
const NAME: &str = "PEKAT Tray";

fn desktop() -> Desktop {
    Desktop::start(&Options::default()).unwrap()
}

fn install(package: &Path, properties: &str) -> String {
    format!("/i \"{}\" {properties}", windows_path(package))
}

/// What has come, gone or changed, but for Windows Installer's own books and the lines of Add/Remove
/// Programs, some of which are a date or a path of this computer.
fn difference(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let known = [INSTALLERS_OWN, &[UNINSTALL]].concat();
    let mut difference = before.without(&known).difference(&after.without(&known));
    // A time, and a path with what is this computer's in front of it.
    for named in ["ConfigurationWritten", "PATH"] {
        let mark = format!("\\: {named} = ");
        for line in &mut difference {
            if let Some(at) = line.find(&mark) {
                line.truncate(at + mark.len() - " = ".len());
            }
        }
    }
    difference
}

/// Keeps a picture of Add/Remove Programs, for a person to look at.
fn keep_picture(desktop: &Desktop) {
    let program = desktop.drive_c().join("windows/system32/uninstaller.exe");
    let _program = desktop.run(&program, &[], &[]).unwrap();
    let shown = desktop.wait_for("the product in Add/Remove Programs", DEADLINE, || {
        let windows = desktop.windows()?;
        let Some(window) = windows.iter().find(|it| it.title == "Add/Remove Programs") else {
            return Ok(None);
        };
        let lines = desktop.read(window.rect)?;
        let mut texts = lines.iter().map(|line| &line.text);
        Ok(texts.any(|text| text.contains(NAME)).then_some(()))
    });
    shown.unwrap();
    desktop.keep("add-remove-programs").unwrap();
}

/// What the installed `pekatctl` says.
fn pekatctl(desktop: &Desktop, installer: &Installer<'_>, arguments: &[&str]) -> String {
    let program = installer.place().join("pekatctl.exe");
    let mut program = desktop.run(&program, arguments, &[]).unwrap();
    program.wait(DEADLINE).unwrap();
    program.output().unwrap()
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_silent_installation_puts_everything_in_its_place_and_a_removal_takes_it_away() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let given = repo::target().join("wine/installer/given.toml");
    fs::write(
        &given,
        "# ours\r\nversion = 1\r\nconfirm = \"always\"\r\n\r\n[[server]]\r\nname = \"Line 1\"\r\naddress = \"10.0.0.4\"\r\n",
    )
    .unwrap();
    let before = installer.everything().unwrap();

    let properties = format!(
        "CONFIG=\"{}\" SERVER=\"Line 1=10.0.0.5:7002;Line 2=pc.example\" ROLE=viewer LANGUAGE=de",
        windows_path(&given)
    );
    let run = installer
        .msiexec(&install(&packages.this.msi, &properties))
        .unwrap();
    assert_eq!(run.code, 0, "{}", run.log);
    out::line(format_args!("installed in {:.1} s", run.time.as_secs_f64()));
    assert_eq!(
        difference(&before, &installer.everything().unwrap()),
        [
            r"+ C:\Program Files\PEKAT Tray\LICENSE-APACHE.txt",
            r"+ C:\Program Files\PEKAT Tray\LICENSE-MIT.txt",
            r"+ C:\Program Files\PEKAT Tray\licences.txt",
            r"+ C:\Program Files\PEKAT Tray\pekat-tray.exe",
            r"+ C:\Program Files\PEKAT Tray\pekat_tray_core.dll",
            r"+ C:\Program Files\PEKAT Tray\pekatctl.exe",
            r"+ C:\ProgramData\pekat-tray\config.toml",
            r"+ C:\users\root\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\PEKAT Tray.lnk",
            r"+ HKLM\Software\Classes\AppUserModelId\PekatTray.PekatTray\: DisplayName = PEKAT Tray",
            r#"+ HKLM\Software\Microsoft\Windows\CurrentVersion\Run\: PEKAT Tray = "C:\Program Files\PEKAT Tray\pekat-tray.exe""#,
            r"+ HKLM\Software\PEKAT Tray\: ConfigurationWritten",
            r"~ HKLM\System\CurrentControlSet\Control\Session Manager\Environment\: PATH",
        ]
    );
    assert!(parts(&installer).1, "the path");
    keep_picture(&desktop);
    assert_eq!(
        fs::read_to_string(installer.machines_file()).unwrap(),
        "# ours\r\nversion = 1\r\nconfirm = \"always\"\r\nrole = \"viewer\"\r\nlanguage = \"de\"\r\n\r\n[[server]]\r\nname = \"Line 1\"\r\naddress = \"10.0.0.5:7002\"\r\n\r\n[[server]]\r\nname = \"Line 2\"\r\naddress = \"pc.example:7002\"\r\n"
    );
    let origins = pekatctl(&desktop, &installer, &["config", "show", "--origin"]);
    let role = origins.lines().find(|line| line.starts_with("role"));
    let origin = role.and_then(|line| line.split_once("  # "));
    let (role, origin) = origin.unwrap();
    assert_eq!(role.trim_end(), "role = \"viewer\"");
    assert!(
        origin.ends_with(r", C:\ProgramData\pekat-tray\config.toml:4"),
        "{origin}"
    );

    let [listed] = &installer.listed().unwrap()[..] else {
        panic!("{:?}", installer.listed());
    };
    let key = format!("{UNINSTALL}\\{}", listed.code);
    let told = |name: &str| installer.value(&key, name).unwrap().unwrap_or_default();
    assert!(told("HelpLink").starts_with("https://"));
    let about = ["DisplayName", "DisplayVersion", "Publisher"].map(told);
    assert_eq!(
        about,
        [NAME, env!("CARGO_PKG_VERSION"), "The PEKAT Tray developers",]
    );

    let run = installer.msiexec(&format!("/x {}", listed.code)).unwrap();
    assert_eq!(run.code, 0, "{}", run.log);
    assert_eq!(
        before.remains(&installer.everything().unwrap()),
        [""; 0],
        "{}",
        run.log
    );
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_bad_value_fails_the_installation_with_its_reason_and_changes_nothing() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let broken = repo::target().join("wine/installer/broken.toml");
    fs::write(&broken, "rle = \"viewer\"\n").unwrap();
    let broken = windows_path(&broken);
    let before = installer.snapshot().unwrap();
    for (properties, reason) in [
        (
            "SERVER=\"Line 1\"".to_owned(),
            "SERVER: \"Line 1\" has no \"=\"; write Name=host:port, for example Line 1=172.22.12.67:7002".to_owned(),
        ),
        (
            "SERVER=\"Line 1=10.0.0.5:0\"".to_owned(),
            "SERVER: \"Line 1\": '0' is not a port; use a number from 1 to 65535, for example 7002".to_owned(),
        ),
        (
            "ROLE=admin".to_owned(),
            "ROLE: role = \"admin\" is unknown; use \"operator\" or \"viewer\"".to_owned(),
        ),
        (
            "LANGUAGE=xx".to_owned(),
            "LANGUAGE: 'xx' is not a language of this program; use en, cs, de, it, fr, es, pl, ja or zh".to_owned(),
        ),
        (
            r"CONFIG=C:\nowhere.toml".to_owned(),
            r"CONFIG: C:\nowhere.toml does not exist; check the name, and on another computer that the account that installs can reach it".to_owned(),
        ),
        (
            format!("CONFIG=\"{broken}\""),
            format!("CONFIG: {broken}, line 1, column 1: unknown key `rle`; did you mean `role`?; correct that file"),
        ),
    ] {
        let run = installer
            .msiexec(&install(&packages.this.msi, &properties))
            .unwrap();
        assert_eq!(run.code, 1603, "{properties}");
        assert!(run.log.contains(&reason), "{reason}\n{}", run.log);
    }
    let after = installer.snapshot().unwrap();
    assert_eq!(before.remains(&after), [""; 0]);
}

/// Which of the optional parts are there: what starts at sign-in, what is on the path, the templates.
fn parts(installer: &Installer<'_>) -> (Option<String>, bool, bool, usize) {
    let path = installer.value(ENVIRONMENT, "PATH").unwrap().unwrap();
    let templates = installer.place();
    let templates = templates.join("../../windows/PolicyDefinitions");
    let templates = [
        "pekat-tray.admx",
        "en-US/pekat-tray.adml",
        "de-DE/pekat-tray.adml",
        "cs-CZ/pekat-tray.adml",
    ]
    .map(|name| templates.join(name).exists());
    (
        installer.value(RUN, NAME).unwrap(),
        path.ends_with(r";C:\Program Files\PEKAT Tray\"),
        installer.place().join("pekatctl.exe").exists(),
        templates.iter().filter(|there| **there).count(),
    )
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn parts_can_be_left_out_and_added() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let run = Some("\"C:\\Program Files\\PEKAT Tray\\pekat-tray.exe\"".to_owned());
    for (properties, wanted) in [
        ("", (run.clone(), true, true, 0)),
        ("REMOVE=Autostart", (None, true, true, 0)),
        (
            "ADDLOCAL=PolicyTemplates,Autostart",
            (run.clone(), true, true, 4),
        ),
        (
            "REMOVE=Tools,PolicyTemplates",
            (run.clone(), false, false, 0),
        ),
    ] {
        let done = installer
            .msiexec(&install(&packages.this.msi, properties))
            .unwrap();
        assert_eq!(done.code, 0, "{}", done.log);
        assert_eq!(parts(&installer), wanted, "{properties}");
    }
    drop(installer);

    // The same at the first installation, on the oldest Windows that is supported.
    for (properties, wanted) in [
        ("REMOVE=Autostart", (None, true, true, 0)),
        ("ADDLOCAL=Main,PolicyTemplates", (None, false, false, 4)),
        ("ADDLOCAL=ALL", (run, true, true, 4)),
    ] {
        let installer = Installer::new(&desktop).unwrap();
        installer.set_build("17763").unwrap();
        let done = installer
            .msiexec(&install(&packages.this.msi, properties))
            .unwrap();
        assert_eq!(done.code, 0, "{}", done.log);
        assert_eq!(parts(&installer), wanted, "{properties}");
    }
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_windows_that_is_too_old_is_refused_with_a_sentence() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    installer.set_build("17134").unwrap();
    let before = installer.snapshot().unwrap();
    let run = installer.msiexec(&install(&packages.this.msi, "")).unwrap();
    assert_eq!(run.code, 1603, "{}", run.log);

    // Wine tells it in a window, but not in the log.
    let install = install(&packages.this.msi, "/qb");
    let mut msiexec = installer.start(&install).unwrap();
    let told = desktop.await_message_box().unwrap();
    assert!(
        told.text().starts_with("PEKAT Tray needs Windows 10"),
        "{}",
        told.text()
    );
    desktop.key("Return").unwrap();
    msiexec.wait(DEADLINE).unwrap();
    let after = installer.snapshot().unwrap();
    assert_eq!(before.remains(&after), [""; 0]);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn the_folder_of_all_users_is_writable_by_administrators_only_whoever_made_it() {
    let packages = installed::packages().unwrap();
    let desktop = desktop();
    let installer = Installer::new(&desktop).unwrap();
    let file = installer.machines_file();
    let folder = file.parent().unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::set_permissions(folder, Permissions::from_mode(0o777)).unwrap();
    let run = installer
        .msiexec(&install(&packages.this.msi, "ROLE=viewer"))
        .unwrap();
    assert_eq!(run.code, 0, "{}", run.log);
    // Of a list of who may do what, Wine keeps as much as Linux's modes can say; the group's bits stand for
    // administrators.
    let others = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o002;
    assert_eq!([others(folder), others(&file)], [0, 0]);
}
