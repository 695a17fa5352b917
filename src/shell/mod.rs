//! The Windows side: draws what the view says, reports what the user does, carries effects out.
//! The only room that knows tray-icon, muda and Windows.

mod about;
mod app;
mod autostart;
mod balloon;
mod dark;
mod demo;
mod dialog;
mod discovery;
mod drive;
mod edits;
mod event_loop;
mod files;
mod folder_changes;
mod form;
mod happening;
mod hotkeys;
mod icons;
mod instance;
mod logging;
mod menu;
mod notify_icon;
mod open;
mod pictures;
mod policy_changes;
mod popup;
mod question;
mod restart;
mod said;
mod scan;
mod services;
mod surroundings;
mod task_dialog;
mod theme;
mod toast;
mod tray;
mod wait;
mod wide;
mod window;

use std::process::ExitCode;

use anyhow::Context;
use pekat_tray::view::words::{self, Words};
use pekat_tray::{config, locale};

use crate::arguments::Arguments;
use files::Files;
use instance::Claim;

/// Runs the program until it is ended. The exit code is 0 when it was, also by Windows, and when it
/// runs in this session already, whose menu is shown then; 1 when it cannot run; 2 when the command
/// line is wrong.
pub(crate) fn main() -> ExitCode {
    toast::identify();
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            dialog::error(&problem);
            return ExitCode::from(2);
        }
    };
    let _instance = match instance::claim() {
        Claim::Ours(instance) => instance,
        // The user sees what was wanted.
        Claim::Shown => return ExitCode::SUCCESS,
        Claim::Running => {
            dialog::tell(&Words::of(locale::language()).already_running());
            return ExitCode::SUCCESS;
        }
    };
    if let Some(path) = logging::path() {
        logging::start(path);
    }
    restart::register(&arguments);
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::error!("cannot run: {error:#}");
            logging::flush();
            dialog::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let who = |name| std::env::var(name).unwrap_or_else(|_| "?".to_owned());
    log::info!(
        "PEKAT Tray {} started, process {}, by {} on {}",
        words::BUILD,
        std::process::id(),
        who("USERNAME"),
        who("COMPUTERNAME")
    );
    if arguments.demo {
        log::info!("demonstration, without a configuration");
        return app::run(Files::none(), Some(demo::start()?), &arguments);
    }
    let path = arguments
        .config
        .clone()
        .or_else(config::default_path)
        .context("no folder for the configuration is known; name a file with --config FILE")?;
    log::info!("configuration: {}", path.display());
    app::run(Files::stored(path), None, &arguments)
}
