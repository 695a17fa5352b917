//! The tray program in other languages on a real desktop, its letters read one by one from the screen:
//! none is the square that stands for a letter that the font lacks.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;

use pekat_tray::protocol::Status;
use xtask::manager::{Manager, path};
use xtask::tray::Tray;
use xtask::wine::{Button, DEADLINE, Desktop, Options};

/// What a language says of a project that runs and one that is stopped.
struct Spoken {
    language: &'static str,
    rows: [&'static str; 3],
    tooltip: &'static str,
    refresh: &'static str,
}

const ENGLISH: Spoken = Spoken {
    language: "en",
    rows: [
        "Test Project 1 — Running",
        "Test Project 2 — Stopped",
        "Exit",
    ],
    tooltip: "1 running, 1 stopped",
    refresh: "Refresh now",
};
const CZECH: Spoken = Spoken {
    language: "cs",
    rows: [
        "Test Project 1 – Běží",
        "Test Project 2 – Zastaven",
        "Ukončit",
    ],
    tooltip: "1 běží, 1 zastaven",
    refresh: "Aktualizovat stav",
};
const JAPANESE: Spoken = Spoken {
    language: "ja",
    rows: ["Test Project 1：実行中", "Test Project 2：停止", "終了"],
    tooltip: "実行中 1、停止 1",
    refresh: "今すぐ更新",
};
const CHINESE: Spoken = Spoken {
    language: "zh",
    rows: ["Test Project 1：正在运行", "Test Project 2：已停止", "退出"],
    tooltip: "运行 1，停止 1",
    refresh: "立即刷新",
};

/// What Chinese says when the other project is started.
const START: &str = "启动";
const STARTED: &str = "Test Project 2 正在运行 已在 Line 1 上启动。";

impl Spoken {
    /// Waits until the menu says it, and leaves the menu open.
    fn open(&self, desktop: &Desktop) {
        desktop.open_menu(Button::Right).unwrap();
        for text in self.rows.iter().chain([&self.refresh]) {
            desktop.await_text(text).unwrap();
        }
    }
}

/// The characters of the texts that are not European.
fn characters() -> String {
    let spoken = [JAPANESE, CHINESE];
    let texts = spoken.iter().flat_map(|spoken| {
        let rows = spoken.rows.into_iter();
        rows.chain([spoken.tooltip, spoken.refresh])
    });
    let texts: String = texts.chain([START, STARTED]).collect();
    texts.chars().filter(|letter| !letter.is_ascii()).collect()
}

#[test]
#[ignore = "needs Wine; run by cargo xtask test"]
fn another_language_is_spoken_once_it_is_saved_and_every_letter_is_drawn() {
    let characters = characters();
    let desktop = Desktop::start(&Options {
        characters,
        ..Options::default()
    });
    let desktop = desktop.unwrap();
    let manager = Manager::sample().unwrap();
    manager.set(&path(1), Status::Running).unwrap();
    let configured = manager.configuration(&[1, 2]);
    let in_language = |spoken: &Spoken| format!("language = \"{}\"\n{configured}", spoken.language);

    let (tray, file) = Tray::configured(&desktop, &in_language(&ENGLISH)).unwrap();
    tray.await_look("running", DEADLINE).unwrap();
    let mut before = ENGLISH;
    for spoken in [CZECH, JAPANESE, CHINESE] {
        fs::write(&file, in_language(&spoken)).unwrap();
        tray.await_row(spoken.rows[0]).unwrap();
        assert_eq!(desktop.open_tooltip().unwrap(), spoken.tooltip);
        spoken.open(&desktop);
        let picture = format!("language-{}", spoken.language);
        desktop.keep(&picture).unwrap();
        desktop.close_popups().unwrap();
        before = spoken;
    }

    tray.open(before.rows[1]).unwrap();
    desktop.click_text(START).unwrap();
    desktop.await_balloon_saying(STARTED).unwrap();
    desktop.keep("language-zh-balloon").unwrap();

    fs::write(&file, in_language(&ENGLISH)).unwrap();
    tray.await_row(ENGLISH.rows[0]).unwrap();
    tray.exit().unwrap();
}
