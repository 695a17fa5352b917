//! The Windows side: draws what the view says, reports what the user does, carries effects out.
//! The only room that knows tray-icon, muda and Windows.

mod about;
mod app;
mod autostart;
mod balloon;
mod dark;
mod demo;
pub(crate) mod dialog;
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
mod quit;
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

use crate::view::words::{self, Words};
use crate::{config, locale};
use anyhow::Context;

use crate::arguments::Arguments;
use files::Files;
use instance::Claim;

const SUCCESS: u8 = 0;
const FAILURE: u8 = 1;

/// Tells Windows whose windows and notices these are, before there is any.
pub(crate) fn identify() {
    toast::identify();
}

/// Runs the program until it is ended, and gives its exit code: see [`crate::tray::main`].
pub(crate) fn run(arguments: Arguments) -> u8 {
    let _instance = match instance::claim(arguments.restarted) {
        Claim::Ours(instance) => instance,
        // Nobody has asked for anything.
        Claim::Shown | Claim::Running if arguments.restarted => return SUCCESS,
        // The user sees what was wanted.
        Claim::Shown => return SUCCESS,
        Claim::Running => {
            dialog::tell(&Words::of(locale::language()).already_running());
            return SUCCESS;
        }
    };
    if let Some(path) = logging::path() {
        logging::start(path);
    }
    restart::register(&arguments);
    match serve(arguments) {
        Ok(()) => SUCCESS,
        Err(error) => {
            log::error!("cannot run: {error:#}");
            logging::flush();
            dialog::error(&format!("{error:#}"));
            FAILURE
        }
    }
}

fn serve(arguments: Arguments) -> anyhow::Result<()> {
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
