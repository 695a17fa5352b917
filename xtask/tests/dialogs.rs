//! Servers and projects that are added and removed by clicks on a real desktop, judged by what the
//! configuration's file holds then.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pekat_tray::protocol::{ProjectPath, Status};
use pekat_tray::sim::world::{Answer, ProjectSetup, Setup};
use xtask::form::Form;
use xtask::manager::{Manager, path};
use xtask::repo;
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Options, Rect, Window};

/// Waits until the file holds this.
fn await_file(desktop: &Desktop, file: &Path, wanted: &str) {
    let mut seen = String::new();
    let found = desktop.wait_for("the configuration", DEADLINE, || {
        seen = fs::read_to_string(file)?;
        Ok((seen == wanted).then_some(()))
    });
    found.unwrap_or_else(|error| panic!("{error}\nwanted:\n{wanted}\nseen:\n{seen}"));
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// Opens what adds and removes, and clicks a row there.
fn choose(desktop: &Desktop, row: &str) {
    desktop.open_menu(Button::Left).unwrap();
    desktop.open_submenu("Add or remove").unwrap();
    desktop.click_text(row).unwrap();
}

fn keep(desktop: &Desktop, name: &str) {
    desktop.keep(&format!("dialog-{name}")).unwrap();
}

/// What is said of a path that the manager has no project at.
fn not_found(manager: &Manager, path: &str) -> String {
    format!(
        "{} has no project at {path}. Check the spelling, that the server’s own disk has this path, \
         and that the folder holds pekat_package.json. If it is right all the same, choose “Add \
         anyway”.",
        manager.address()
    )
}

/// Waits for a question that says this.
fn await_question(desktop: &Desktop, said: &str) {
    let asked = desktop.wait_for(said, DEADLINE, || {
        let asked = desktop.message_box()?;
        Ok(asked.filter(|asked| asked.text().replace(['\n', '\t'], " ").contains(said)))
    });
    asked.unwrap();
}

/// Chooses the button that is not the default, as a keyboard does.
fn say_yes(desktop: &Desktop) {
    desktop.key("Tab").unwrap();
    desktop.key("Return").unwrap();
    await_no_question(desktop);
}

fn await_no_question(desktop: &Desktop) {
    let gone = desktop.wait_for("no question", DEADLINE, || {
        let mut windows = desktop.windows()?.into_iter();
        Ok((!windows.any(|window| Window::is_dialog(&window))).then_some(()))
    });
    gone.unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn what_is_typed_is_asked_for_before_it_is_saved_and_what_is_removed_leaves_the_file_as_it_was() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    let mut other = Manager::sample().unwrap();
    manager.set(&path(2), Status::Running).unwrap();
    let original = format!("# Mine.\n{}# The end.\n", manager.configuration(&[1]));
    let (tray, file) = Tray::configured(&desktop, &original).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();

    choose(&desktop, "Add project…");
    let form = Form::await_open(&desktop, "Add a project").unwrap();
    keep(&desktop, "add-project");
    form.fill(0, r"C:\Nowhere").unwrap();
    desktop.key("Return").unwrap();
    form.await_note(&not_found(&manager, r"C:\Nowhere"))
        .unwrap();
    keep(&desktop, "not-found");
    assert_eq!(text(&file), original);
    form.fill(0, &path(2)).unwrap();
    form.fill(1, "Station 2").unwrap();
    keep(&desktop, "add-project-filled");
    desktop.key("Return").unwrap();
    form.await_closed().unwrap();
    let with_project = format!(
        "{original}\n[[server.project]]\nname = \"Station 2\"\npath = '{}'\n",
        path(2)
    );
    await_file(&desktop, &file, &with_project);
    tray.await_row("Station 2 — Running").unwrap();

    choose(&desktop, "Add server…");
    let form = Form::await_open(&desktop, "Add a server").unwrap();
    keep(&desktop, "add-server");
    desktop.key("Return").unwrap();
    form.await_note("Enter the address, for example 172.22.12.67:7002.")
        .unwrap();
    keep(&desktop, "no-address");
    other.leave();
    form.fill(0, &other.address().to_string()).unwrap();
    form.press("Add").unwrap();
    let refused = format!(
        "Nothing listens at {}. Start the Projects Manager there, turn on its TCP server, and \
         check that it is not set to another address of that computer. If it is right all the same, choose “Add anyway”.",
        other.address()
    );
    form.await_note(&refused).unwrap();
    keep(&desktop, "unreachable");
    desktop.key("Escape").unwrap();
    form.await_closed().unwrap();
    assert_eq!(text(&file), with_project);

    other.listen().unwrap();
    choose(&desktop, "Add server…");
    let form = Form::await_open(&desktop, "Add a server").unwrap();
    form.fill(0, &other.address().to_string()).unwrap();
    form.fill(1, "Line 2").unwrap();
    form.press("Add").unwrap();
    form.await_closed().unwrap();
    let address = other.address();
    let with_both =
        format!("{with_project}\n[[server]]\nname = \"Line 2\"\naddress = \"{address}\"\n");
    await_file(&desktop, &file, &with_both);

    // A no leaves everything as it is.
    tray.open("Station 2 — Running").unwrap();
    desktop.click_text("Remove…").unwrap();
    await_question(&desktop, "It is taken off the list");
    keep(&desktop, "remove-project");
    desktop.key("Return").unwrap();
    await_no_question(&desktop);
    assert_eq!(text(&file), with_both);

    desktop.open_menu(Button::Left).unwrap();
    desktop.open_submenu("Add or remove").unwrap();
    desktop.open_submenu("Remove server").unwrap();
    keep(&desktop, "remove-server-menu");
    desktop.click_text("Line 2").unwrap();
    await_question(&desktop, "It is taken off the list");
    keep(&desktop, "remove-server");
    say_yes(&desktop);
    await_file(&desktop, &file, &with_project);
    tray.open("Station 2 — Running").unwrap();
    desktop.click_text("Remove…").unwrap();
    await_question(&desktop, "It is taken off the list");
    say_yes(&desktop);
    await_file(&desktop, &file, &original);
    tray.await_look("stopped", DEADLINE).unwrap();
    tray.exit().unwrap();
}

/// The user's folder under Wine, and how Windows names it.
fn home(desktop: &Desktop) -> (PathBuf, String) {
    let users = desktop.drive_c().join("users");
    let user = users.read_dir().unwrap().map(|entry| entry.unwrap());
    let mut user = user.map(|entry| entry.file_name().into_string().unwrap());
    let user = user.find(|name| name != "Public").unwrap();
    (users.join(&user), format!("C:\\users\\{user}"))
}

/// Projects in the user's folder on this computer, and a Projects Manager that has them; the first one
/// runs. They go with this value.
struct Here {
    folder: PathBuf,
    setup: Setup,
    paths: Vec<String>,
}

impl Here {
    fn make(desktop: &Desktop, names: &[&str]) -> Self {
        let (folder, windows) = home(desktop);
        let folder = folder.join("PekatVisionProjects");
        fs::remove_dir_all(&folder).ok();
        let mut setup = Setup::new(Duration::ZERO, Duration::ZERO, Answer::default());
        let mut paths = Vec::new();
        for name in names {
            fs::create_dir_all(folder.join(name)).unwrap();
            let package = format!("\u{feff}{{\"name\": \"{name}\", \"unknown\": [1]}}");
            fs::write(folder.join(name).join("pekat_package.json"), package).unwrap();
            let path = format!("{windows}\\PekatVisionProjects\\{name}");
            let project = ProjectSetup {
                path: ProjectPath::new(&path).unwrap(),
                port: None,
                running: paths.is_empty(),
                start_time: None,
                stop_time: None,
            };
            setup.add(project).unwrap();
            paths.push(path);
        }
        Here {
            folder,
            setup,
            paths,
        }
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// As projects are written into the configuration.
fn blocks(projects: &[(&str, &String)]) -> String {
    let blocks = projects
        .iter()
        .map(|(name, path)| format!("\n[[server.project]]\nname = \"{name}\"\npath = '{path}'\n"));
    blocks.collect()
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_first_start_finds_the_projects_of_this_computer_and_adds_them_in_one_step() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let here = Here::make(&desktop, &["Bottles", "Caps & Lids", "Žluté víčko"]);
    let usual = (Ipv4Addr::LOCALHOST, 7002).into();
    let _manager = Manager::start_at(here.setup.clone(), usual).unwrap();
    let folder = repo::target().join("wine/first-start");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("config.toml");
    let tray = Tray::with_file(&desktop, &file).unwrap();
    desktop
        .await_balloon_saying("3 projects found on this computer Open the menu to add them.")
        .unwrap();
    keep(&desktop, "first-start-notice");
    let template = text(&file);
    desktop.open_menu(Button::Left).unwrap();
    keep(&desktop, "first-start-menu");
    desktop
        .click_text("Add the 3 projects found on this computer…")
        .unwrap();
    let form = Form::await_open(&desktop, "Add projects that were found").unwrap();
    keep(&desktop, "first-start");
    // One step: what was found is checked, and Enter adds it.
    desktop.key("Return").unwrap();
    form.await_closed().unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    println!(
        "{:?}\n{}",
        here.paths,
        text(&file).replace(&template, "TEMPLATE")
    );
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn what_is_found_is_added_as_far_as_it_is_checked_and_nothing_twice() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let names = ["Bottles", "Caps", "Lids", "Rings", "Seals"];
    let here = Here::make(&desktop, &names);
    let manager = Manager::start(here.setup.clone()).unwrap();
    let original = format!(
        "# Mine.\n[[server]]\nname = \"Line 1\"\naddress = \"{}\"\n\n[[server.project]]\n\
         name = \"Mine\"\npath = '{}'\n",
        manager.address(),
        here.paths[1].to_uppercase()
    );
    let (tray, file) = Tray::configured(&desktop, &original).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    choose(&desktop, "Find projects…");
    let form = Form::await_open(&desktop, "Add projects that were found").unwrap();
    let row = |number: usize| {
        let (name, path) = (names[number], &here.paths[number]);
        format!("{name} — {path} (Line 1, Stopped)")
    };
    // What is configured already is not offered again.
    let [lids, rings, _] = [2, 3, 4].map(|number| desktop.await_text(&row(number)).unwrap());
    assert_eq!(desktop.find_text(&row(1)).unwrap(), None);
    keep(&desktop, "found");
    // A click turns a check, and Space turns it back. What is selected is not read.
    let bottles = Rect::new(lids.x, 2 * lids.y - rings.y, lids.width, lids.height);
    desktop.click(bottles).unwrap();
    desktop.key("space").unwrap();
    desktop.click(lids).unwrap();
    keep(&desktop, "found-unchecked");
    form.press("Add").unwrap();
    form.await_closed().unwrap();
    let added = [0, 3, 4].map(|number| (names[number], &here.paths[number]));
    let with_three = format!("{original}{}", blocks(&added));
    await_file(&desktop, &file, &with_three);

    choose(&desktop, "Find projects…");
    let form = Form::await_open(&desktop, "Add projects that were found").unwrap();
    form.press("Add").unwrap();
    form.await_closed().unwrap();
    let left = [(names[2], &here.paths[2])];
    await_file(&desktop, &file, &format!("{with_three}{}", blocks(&left)));
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_folder_of_this_computer_is_chosen_in_windows_own_dialog() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    let (tray, _) = Tray::configured(&desktop, &manager.configuration(&[1])).unwrap();
    tray.await_look("stopped", DEADLINE).unwrap();
    choose(&desktop, "Add project…");
    let form = Form::await_open(&desktop, "Add a project").unwrap();
    form.press("Browse…").unwrap();
    let label = desktop.await_text("File name:").unwrap();
    keep(&desktop, "browse");
    assert!(!form.is_idle().unwrap());
    desktop
        .click(Rect::new(label.right() + 40, label.y, 2, label.height))
        .unwrap();
    form.type_text(r"C:\windows").unwrap();
    desktop.key("Return").unwrap();
    await_no_question(&desktop);
    keep(&desktop, "browsed");
    form.press("Add").unwrap();
    form.await_note(&not_found(&manager, r"C:\windows"))
        .unwrap();
    form.press("Cancel").unwrap();
    form.await_closed().unwrap();
    tray.exit().unwrap();
}

/// Wine's screens have this many dots per inch as long as this value lives, for programs that are started
/// meanwhile.
struct Dpi<'a>(&'a Desktop);

impl<'a> Dpi<'a> {
    fn set(desktop: &'a Desktop, dpi: u32) -> Self {
        set_dpi(desktop, dpi);
        Dpi(desktop)
    }
}

impl Drop for Dpi<'_> {
    fn drop(&mut self) {
        set_dpi(self.0, 96);
    }
}

fn set_dpi(desktop: &Desktop, dpi: u32) {
    registry(
        desktop,
        r"HKCU\Control Panel\Desktop",
        "LogPixels",
        &dpi.to_string(),
    );
}

fn registry(desktop: &Desktop, key: &str, name: &str, value: &str) {
    let reg = desktop.drive_c().join("windows/system32/reg.exe");
    let add = ["add", key, "/v", name, "/t", "REG_DWORD", "/d", value, "/f"];
    let mut reg = desktop.run(&reg, &add, &[]).unwrap();
    assert!(reg.wait(DEADLINE).unwrap().success());
}

/// Opens the menu and chooses a row by keys alone; nothing is read from the screen.
fn choose_by_keys(desktop: &Desktop, downs: usize) {
    let icon = desktop.tray_icon().unwrap();
    desktop.click(icon).unwrap();
    let menu = desktop.wait_for("the menu", DEADLINE, || {
        Ok(desktop.menus()?.first().copied())
    });
    let menu = menu.unwrap();
    // On its edge the pointer selects nothing.
    desktop
        .hover(Rect::new(menu.x + 1, menu.y + 1, 1, 1))
        .unwrap();
    for _ in 0..downs {
        desktop.key("Down").unwrap();
    }
    keep(desktop, "menu-by-keys");
    desktop.key("Return").unwrap();
}

fn await_any_balloon(desktop: &Desktop) {
    let balloon = desktop.wait_for("a balloon", DEADLINE, || {
        let mut windows = desktop.windows()?.into_iter();
        Ok(windows.any(|window| window.is_balloon()).then_some(()))
    });
    balloon.unwrap();
}

/// The rows of a menu where nothing is configured and something was found: how far down they are, what
/// they open, and how many texts that says when it is submitted empty.
const EMPTY_MENU: [(usize, &str, Option<usize>); 3] = [
    (1, "found", None),
    (4, "add-project", Some(5)),
    (5, "add-server", Some(4)),
];

/// Whether two places have a pixel in common.
fn overlap(one: Rect, other: Rect) -> bool {
    one.x < other.right()
        && other.x < one.right()
        && one.y < other.bottom()
        && other.y < one.bottom()
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn dialogs_have_room_for_long_words_and_follow_the_resolution() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let here = Here::make(&desktop, &["Bottles", "Caps & Lids"]);
    let usual = (Ipv4Addr::LOCALHOST, 7002).into();
    let _manager = Manager::start_at(here.setup.clone(), usual).unwrap();
    for language in ["fr", "de"] {
        let mut widths = Vec::new();
        for dpi in [96, 144] {
            let set = Dpi::set(&desktop, dpi);
            let configured = format!("language = \"{language}\"\n");
            let (tray, _) = Tray::configured(&desktop, &configured).unwrap();
            await_any_balloon(&desktop);
            desktop.await_no_balloon().unwrap();
            drop(set);
            for (downs, name, texts) in EMPTY_MENU {
                choose_by_keys(&desktop, downs);
                let form = Form::await_any(&desktop).unwrap();
                if let Some(texts) = texts {
                    desktop.key("Return").unwrap();
                    form.await_texts(texts).unwrap();
                }
                keep(&desktop, &format!("{language}-{dpi}-{name}"));
                let whole = form.rect().unwrap();
                widths.push((name, whole.width));
                let parts = form.all_parts().unwrap();
                for (number, part) in parts.iter().enumerate() {
                    let inside = whole.x <= part.rect.x && part.rect.right() <= whole.right();
                    assert!(
                        inside && part.rect.bottom() <= whole.bottom(),
                        "{part:?} {whole:?}"
                    );
                    let mut others = parts[..number].iter();
                    let other = others.find(|other| overlap(other.rect, part.rect));
                    assert_eq!(other, None, "{part:?}");
                }
                desktop.key("Escape").unwrap();
                form.await_closed().unwrap();
            }
            tray.close().unwrap();
        }
        let (small, large) = widths.split_at(EMPTY_MENU.len());
        for ((name, small), (_, large)) in small.iter().zip(large) {
            assert!(large * 10 >= small * 14, "{name}: {small} {large}");
        }
    }
}

/// Programs are dark as long as this value lives.
struct Dark<'a>(&'a Desktop);

impl<'a> Dark<'a> {
    fn set(desktop: &'a Desktop) -> Self {
        set_light(desktop, "0");
        Dark(desktop)
    }
}

impl Drop for Dark<'_> {
    fn drop(&mut self) {
        set_light(self.0, "1");
    }
}

/// Sets whether programs are to be light, as Windows' settings do.
fn set_light(desktop: &Desktop, light: &str) {
    let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";
    registry(desktop, key, "AppsUseLightTheme", light);
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn dialogs_are_dark_where_programs_are() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let here = Here::make(&desktop, &["Bottles", "Caps & Lids"]);
    let usual = (Ipv4Addr::LOCALHOST, 7002).into();
    let _manager = Manager::start_at(here.setup.clone(), usual).unwrap();
    let (tray, _) = Tray::configured(&desktop, "").unwrap();
    await_any_balloon(&desktop);
    desktop.await_no_balloon().unwrap();
    let _dark = Dark::set(&desktop);
    for (downs, name, texts) in EMPTY_MENU {
        choose_by_keys(&desktop, downs);
        let form = Form::await_any(&desktop).unwrap();
        if let Some(texts) = texts {
            desktop.key("Return").unwrap();
            form.await_texts(texts).unwrap();
        }
        let rect = form.rect().unwrap();
        desktop
            .wait_until("a dark window", DEADLINE, |screen| {
                (screen.pixel(rect.x + 8, rect.y + 40) == [0x20; 3]).then_some(())
            })
            .unwrap();
        keep(&desktop, &format!("dark-{name}"));
        desktop.key("Escape").unwrap();
        form.await_closed().unwrap();
    }
    tray.exit().unwrap();
}

/// How often dialogs are opened and closed; `DIALOGS` asks for more or less.
fn openings() -> u32 {
    let wanted = std::env::var("DIALOGS").ok();
    wanted.map_or(60, |number| number.parse().unwrap())
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn however_often_dialogs_are_opened_no_handles_are_lost() {
    const WINDOW: &str = "PekatTray";
    let desktop = Desktop::start(&Options::default()).unwrap();
    let (tray, _) = Tray::configured(&desktop, "").unwrap();
    tray.await_look("nothing", DEADLINE).unwrap();
    // Each kind: a list, a form with a choice, and one without.
    let open = |times: u32| {
        for number in 0..times {
            choose_by_keys(&desktop, 2 + number as usize % 3);
            let form = Form::await_any(&desktop).unwrap();
            desktop.key("Escape").unwrap();
            form.await_closed().unwrap();
        }
    };
    open(6);
    let before = desktop.objects(WINDOW).unwrap();
    assert!(before.gdi > 0 && before.user > 0, "{before:?}");
    open(openings());
    let after = desktop.objects(WINDOW).unwrap();
    let few = |before: u32, after: u32| after <= before + 10;
    assert!(
        few(before.gdi, after.gdi) && few(before.user, after.user),
        "{before:?} {after:?}"
    );
    tray.exit().unwrap();
}
