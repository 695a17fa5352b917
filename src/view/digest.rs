//! Many notices in a few lines.

use super::tooltip::shorten;
use super::words::{Change, Changes, Text, Words};
use crate::model::{Notice, ProjectNews, ServerNews};
use crate::site::Site;

/// So many names are told of what is alike.
const NAMES: usize = 3;

/// Names are cut to this. In UTF-16 units.
const MAX_NAME: usize = 24;

/// What fits into a balloon. In UTF-16 units.
const MAX_BODY: usize = 255;

/// Puts many notices into words. Those that are alike follow each other.
pub(super) fn text(site: &Site, words: &Words, all: &[Notice]) -> Text {
    let mut groups: Vec<Changes> = Vec::new();
    for (change, name) in all.iter().filter_map(|notice| part(site, notice)) {
        match groups.iter_mut().find(|known| known.change == change) {
            Some(known) => {
                known.number += 1;
                if known.names.len() < NAMES {
                    known.names.push(name);
                }
            }
            None => groups.push(Changes {
                change,
                names: vec![name],
                number: 1,
            }),
        }
    }
    let text = words.digest(&groups);
    Text {
        body: shorten(&text.body, MAX_BODY),
        ..text
    }
}

/// What a notice tells, and of what. `None` if that is no longer configured, or is not told with
/// others.
fn part(site: &Site, notice: &Notice) -> Option<(Change, String)> {
    let (change, name) = match notice {
        Notice::Project(project, news) => {
            let change = match news {
                ProjectNews::Fault(_) => Change::Fault,
                ProjectNews::Stopped => Change::Stopped,
                ProjectNews::Started => Change::Started,
                ProjectNews::Recovered(_) => Change::Well,
                ProjectNews::Unstable => Change::Unstable,
                ProjectNews::Outcome { .. } | ProjectNews::Refused { .. } => return None,
            };
            (change, &site.project(*project)?.1.name)
        }
        Notice::Server(server, news) => {
            let change = match news {
                ServerNews::Down(_) => Change::Unreachable,
                ServerNews::Up => Change::Back,
                ServerNews::Unstable => Change::Unstable,
            };
            (change, &site.server(*server)?.name)
        }
        Notice::Digest(_)
        | Notice::Misconfigured
        | Notice::MonitorSilent
        | Notice::Unwatched { .. }
        | Notice::NotSaved(_)
        | Notice::NotOpened(_)
        | Notice::NotServed { .. }
        | Notice::AutostartNotSet(_)
        | Notice::NotChangeable(_)
        | Notice::Found { .. }
        | Notice::HotkeysTaken(_) => return None,
    };
    Some((change, shorten(name, MAX_NAME)))
}
