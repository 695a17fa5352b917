//! The icons in the notification area, read pixel by pixel from the screen.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fmt::Write;
use std::fs;

use pekat_tray::protocol::Status;
use pekat_tray::view::{Badge, Look, Picture};
use xtask::manager::{Manager, path};
use xtask::repo;
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Image, Options, Rect, Taskbar};

/// The class of the program's hidden window.
const WINDOW: &str = "PekatTray";

fn fault(number: usize, unseen: bool) -> Picture {
    Picture {
        look: Look::Fault,
        badge: Badge::counting(number),
        unseen,
    }
}

/// Waits until there are these icons and no others, in any order.
fn await_looks(desktop: &Desktop, tray: &Tray<'_>, wanted: [Look; 2]) {
    let seen = desktop.wait_for(&format!("the icons {wanted:?}"), DEADLINE, || {
        let mut seen = tray.pictures()?;
        seen.sort();
        Ok((seen == wanted.map(Picture::from)).then_some(()))
    });
    seen.unwrap();
}

/// One server with this many projects that do not exist there, besides the sample's first two.
fn with_missing(manager: &Manager, number: usize) -> String {
    let mut text = manager.configuration(&[1, 2]);
    for project in 1..=number {
        let path = format!("C:\\missing\\{project}");
        write!(
            text,
            "\n[[server.project]]\nname = \"Missing {project}\"\npath = '{path}'\n"
        )
        .unwrap();
    }
    text
}

/// What was seen of the only icon, to be judged at one glance: looks, then numbers of faults that are new
/// and that were seen.
struct Sheet<'a> {
    desktop: &'a Desktop,
    tray: &'a Tray<'a>,
    rows: [Vec<Image>; 3],
}

impl Sheet<'_> {
    /// Waits until the icon shows this, and puts what is seen at the end of a row.
    fn add(&mut self, row: usize, picture: Picture) {
        self.tray.await_pictures(&[picture], DEADLINE).unwrap();
        let place = self.desktop.tray_icon().unwrap();
        let margin = 2;
        let around = Rect::new(
            place.x - margin,
            place.y - margin,
            place.width + 2 * margin,
            place.height + 2 * margin,
        );
        let seen = self.desktop.part(around).unwrap();
        self.rows[row].push(seen);
    }

    fn save(&self, name: &str) {
        let file = repo::target().join(format!("pictures/{name}.png"));
        Image::sheet(&self.rows, 4).save(&file).unwrap();
    }
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn every_look_and_number_of_faults_is_on_the_icon_and_the_mark_of_what_is_new_goes_when_it_is_seen()
{
    let desktop = Desktop::start(&Options::default()).unwrap();
    let mut manager = Manager::sample().unwrap();
    let timing = "stale_after = \"1s\"\n[timeouts]\nstatus = \"500ms\"\n";
    let with_projects = |projects: &[u8]| manager.configuration(projects);
    let (tray, file) = Tray::configured(&desktop, &with_projects(&[])).unwrap();
    let mut sheet = Sheet {
        desktop: &desktop,
        tray: &tray,
        rows: Default::default(),
    };
    let reload = |text: &str| fs::write(&file, text).unwrap();
    sheet.add(0, Look::Nothing.into());
    reload(&with_projects(&[1, 2]).replacen("\n\n", &format!("\n{timing}\n"), 1));
    sheet.add(0, Look::Stopped.into());
    manager.set(&path(1), Status::Running).unwrap();
    sheet.add(0, Look::Running.into());
    manager.set(&path(2), Status::Starting).unwrap();
    sheet.add(0, Look::Changing.into());
    // Others are answered for, so that the server is there.
    let silence = format!("silence,command=status,project={},times=8", path(2));
    manager.inject(&silence).unwrap();
    sheet.add(0, Look::Stale.into());
    manager.leave();
    sheet.add(0, Look::Unreachable.into());
    manager.listen().unwrap();
    for number in 1..=10 {
        reload(&with_missing(&manager, number));
        sheet.add(1, fault(number, true));
        // The menu shows it, and the fault stays.
        desktop.open_menu(Button::Left).unwrap();
        tray.await_pictures(&[fault(number, false)], DEADLINE)
            .unwrap();
        desktop.close_popups().unwrap();
        sheet.add(2, fault(number, false));
    }
    sheet.save("icons-all");
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn a_taskbar_that_is_made_anew_gets_every_icon_back_once() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = manager.configuration(&[1, 2]);
    let configuration = format!("icons = \"per-project\"\n{configuration}");
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    let both = [Look::Running, Look::Stopped];
    await_looks(&desktop, &tray, both);
    for _ in 0..3 {
        desktop.taskbar_created().unwrap();
        desktop.await_handled(WINDOW).unwrap();
        await_looks(&desktop, &tray, both);
    }
    manager.set(&path(2), Status::Running).unwrap();
    await_looks(&desktop, &tray, [Look::Running; 2]);
    desktop.keep("icon-taskbar-anew").unwrap();
    desktop.open_menu(Button::Left).unwrap();
    desktop.click_text("Exit").unwrap();
    desktop.no_tray_icon().unwrap();
}

/// Waits until the taskbar has refused something from now on.
fn await_refused(desktop: &Desktop) {
    let before = desktop.told().unwrap().refused;
    let refused = desktop.wait_for("a refusal", DEADLINE, || {
        Ok((desktop.told()?.refused > before).then_some(()))
    });
    refused.unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn what_the_taskbar_refuses_is_tried_again_until_it_is_drawn() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    let configuration = manager.configuration(&[1, 2]);
    // As at logon, when the taskbar comes later.
    desktop.answer(Taskbar::Refuses).unwrap();
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    await_refused(&desktop);
    assert_eq!(tray.pictures().unwrap(), []);
    // It comes and says so, but is too busy for icons.
    desktop.taskbar_created().unwrap();
    await_refused(&desktop);
    await_refused(&desktop);
    assert_eq!(tray.pictures().unwrap(), []);
    desktop.answer(Taskbar::Shows).unwrap();
    tray.await_pictures(&[Look::Stopped.into()], DEADLINE)
        .unwrap();
    // Another that comes gets it, too, and once.
    desktop.taskbar_created().unwrap();
    desktop.await_handled(WINDOW).unwrap();
    tray.await_pictures(&[Look::Stopped.into()], DEADLINE)
        .unwrap();

    // A picture is refused.
    desktop.answer(Taskbar::Refuses).unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    await_refused(&desktop);
    desktop.answer(Taskbar::Shows).unwrap();
    tray.await_pictures(&[Look::Running.into()], DEADLINE)
        .unwrap();
    // A tooltip alone is.
    let await_tooltip = |wanted: &str| {
        let shown = desktop.wait_for(wanted, DEADLINE, || {
            let seen = desktop.open_tooltip()?;
            desktop.rest()?;
            Ok((seen == wanted).then_some(()))
        });
        shown.unwrap();
    };
    await_tooltip("1 running, 1 stopped");
    desktop.answer(Taskbar::RefusesTooltips).unwrap();
    manager.set(&path(2), Status::Running).unwrap();
    await_refused(&desktop);
    await_tooltip("1 running, 1 stopped");
    desktop.answer(Taskbar::Shows).unwrap();
    await_tooltip("2 running");
    tray.exit().unwrap();
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn each_server_has_an_icon_with_a_tooltip_and_a_menu_of_its_own() {
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configuration = manager.configuration(&[1, 2]);
    let down = "\n[[server]]\nname = \"Line 2\"\naddress = \"127.0.0.1:9\"\n\
                [[server.project]]\nname = \"P\"\npath = 'C:\\P'\n";
    let several = format!("icons = \"per-server\"\n{configuration}{down}");
    let (tray, file) = Tray::configured(&desktop, &several).unwrap();
    let place_of = |look: Look| {
        let wanted = format!("the icon {look:?} of two");
        desktop.wait_for(&wanted, DEADLINE, || {
            let seen = tray.pictures()?;
            let places = desktop.tray_icons()?;
            let place = seen.iter().position(|seen| *seen == look.into());
            Ok(place.filter(|_| seen.len() == 2).map(|place| places[place]))
        })
    };
    let (one, two) = (
        place_of(Look::Running).unwrap(),
        place_of(Look::Unreachable).unwrap(),
    );
    assert_eq!(
        desktop.open_tooltip_at(one).unwrap(),
        "Line 1: 1 running, 1 stopped"
    );
    desktop.rest().unwrap();
    assert_eq!(
        desktop.open_tooltip_at(two).unwrap(),
        "Line 2: 1 unreachable"
    );
    desktop.rest().unwrap();
    let menu = desktop.open_menu_at(one, Button::Left).unwrap();
    let texts: Vec<&str> = menu.iter().map(|line| &*line.text).collect();
    assert_eq!(
        texts[..3],
        ["Switch to", "Line 1", "Test Project 1 — Running"]
    );
    assert!(!texts.iter().any(|text| text.starts_with("P —")));
    desktop.keep("icons-per-server").unwrap();
    desktop.close_popups().unwrap();
    desktop.open_menu_at(two, Button::Right).unwrap();
    desktop.open_submenu("P — Unreachable").unwrap();
    desktop.close_popups().unwrap();

    // A second start opens the menu of the one with the worst state, which is not the first.
    let mut second = Tray::with_file(&desktop, &file).unwrap();
    assert!(second.program().wait(DEADLINE).unwrap().success());
    let opened = desktop.wait_for("the menu of Line 2", DEADLINE, || {
        let lines = desktop.menu_lines()?;
        let texts: Vec<String> = lines.into_iter().map(|line| line.text).collect();
        let is_open = texts.iter().any(|text| text == "P — Unreachable");
        Ok(is_open.then_some(texts))
    });
    let texts = opened.unwrap();
    assert!(!texts.iter().any(|text| text.starts_with("Test Project")));
    desktop.close_popups().unwrap();

    // A click on what an icon tells opens its own menu, whichever is the first one.
    let opened = [0, 1].map(|number| {
        desktop.click_balloon(number).unwrap();
        desktop.await_text("Refresh now").unwrap();
        let lines = desktop.menu_lines().unwrap();
        desktop
            .keep(&format!("icons-menu-from-notice-{number}"))
            .unwrap();
        desktop.close_popups().unwrap();
        let mut texts = lines.into_iter().map(|line| line.text);
        texts.find(|text| text.starts_with("Line "))
    });
    let mut opened = opened.to_vec();
    opened.sort();
    assert_eq!(
        opened,
        ["Line 1", "Line 2 — Unreachable"].map(|line| Some(line.to_owned()))
    );

    // Icons come and go with the configuration.
    fs::write(&file, format!("{configuration}{down}")).unwrap();
    tray.await_pictures(&[Look::Unreachable.into()], DEADLINE)
        .unwrap();
    assert_eq!(
        desktop.open_tooltip().unwrap(),
        "1 running, 1 stopped; Line 2 unreachable"
    );
    tray.exit().unwrap();
}

/// How many pictures the taskbar is given; `HANDLE_CHANGES` asks for more or less.
fn changes() -> u32 {
    let wanted = std::env::var("HANDLE_CHANGES").ok();
    wanted.map_or(20_000, |number| number.parse().unwrap())
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn however_often_pictures_tooltips_and_menus_change_no_handles_are_lost() {
    const ICONS: u32 = 20;
    const THEMES: u32 = 500;
    let desktop = Desktop::start(&Options::default()).unwrap();
    let manager = Manager::sample().unwrap();
    let configuration = with_missing(&manager, ICONS as usize - 2);
    let configuration = format!("icons = \"per-project\"\n{configuration}");
    let (tray, _) = Tray::configured(&desktop, &configuration).unwrap();
    let await_status = |status: Status, look: Look| {
        for number in [1, 2] {
            manager.set(&path(number), status).unwrap();
        }
        let shown = desktop.wait_for(&format!("the icons of {status:?}"), DEADLINE, || {
            let seen = tray.pictures()?;
            let number = seen.iter().filter(|seen| **seen == look.into()).count();
            Ok((seen.len() == ICONS as usize && number == 2).then_some(()))
        });
        shown.unwrap();
    };
    // Each theme has every picture made anew, and every icon take one. Meanwhile two projects change,
    // and so their menus do.
    let change = |themes: u32| {
        await_status(Status::Running, Look::Running);
        desktop.change_theme(WINDOW, 1).unwrap();
        desktop.answer(Taskbar::ShowsNoChange).unwrap();
        desktop.change_theme(WINDOW, themes).unwrap();
        desktop.answer(Taskbar::Shows).unwrap();
        await_status(Status::Stopped, Look::Stopped);
    };
    change(THEMES);
    let before = desktop.objects(WINDOW).unwrap();
    assert!(before.gdi > 0 && before.user > 0, "{before:?}");
    let told = desktop.told().unwrap();
    while desktop.told().unwrap().pictures - told.pictures < changes() {
        change(THEMES);
    }
    let after = desktop.objects(WINDOW).unwrap();
    let few = |before: u32, after: u32| after <= before + 20;
    assert!(
        few(before.gdi, after.gdi) && few(before.user, after.user),
        "{before:?} {after:?}"
    );
    desktop.open_menu(Button::Left).unwrap();
    desktop.click_text("Exit").unwrap();
    desktop.no_tray_icon().unwrap();
}
