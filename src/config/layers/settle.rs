//! What is right in each layer and wrong in all of them together: of two things that cannot both be, the
//! one of the lower layer goes.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use super::join::{Entry, Joined};
use super::origin::{Layer, Origin};
use super::tree::{Block, Value};
use crate::config::find::nearest;
use crate::site::{Address, ApplicationIdentifier, Code, Hotkey};

/// Something that cannot be, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    pub(super) origin: Origin,
    pub(super) message: String,
}

/// All that cannot be.
pub(super) fn losses(joined: &Joined) -> Vec<Loss> {
    let mut losses = Vec::new();
    losses.extend(stale_too_soon(joined));
    let scan = joined.settings.get("scan_hotkey");
    let actions = joined.actions.iter().map(|action| &action.block);
    let hotkeys = actions
        .clone()
        .filter_map(|action| action.fields.get("hotkey"));
    let hotkeys = scan.into_iter().chain(hotkeys).filter_map(parsed);
    losses.extend(used_twice(hotkeys, |hotkey: &Hotkey| {
        (format!("the hot key {hotkey}"), "use another one")
    }));
    losses.extend(used_twice(actions.flat_map(codes), |code: &Code| {
        let remedy = "give each action a code of its own";
        (format!("the code {code}"), remedy)
    }));
    let servers = joined.servers.iter().map(|server| &server.entry.block);
    let addresses = servers.filter_map(|server| server.fields.get("address"));
    losses.extend(used_twice(
        addresses.filter_map(parsed),
        |address: &Address| {
            let remedy = "put all projects of one Projects Manager under one [[server]]";
            (format!("the address {address}"), remedy)
        },
    ));
    for server in &joined.servers {
        let names = server.projects.iter().map(|project| &project.block.name);
        losses.extend(used_twice(names.filter_map(parsed), |name: &String| {
            let remedy = "give each [[server.project]] a name of its own";
            (format!("the name \"{name}\""), remedy)
        }));
    }
    losses.extend(without_address(joined));
    losses
}

/// Reads a value, which its file has been checked for.
fn parsed<T: FromStr>(value: &Value) -> Option<(T, &Origin)> {
    let text = value.data.as_text()?;
    Some((text.parse().ok()?, &value.origin))
}

/// The codes of an action.
fn codes(action: &Block) -> Vec<(Code, &Origin)> {
    let part = action.text("gs1");
    let part = part.and_then(|part| part.parse::<ApplicationIdentifier>().ok());
    let values = ["code", "codes"].into_iter();
    let values = values.filter_map(|key| action.fields.get(key));
    let texts = values.flat_map(|value| {
        let texts = value.data.as_texts().iter();
        texts.map(move |text| (text, &value.origin))
    });
    let codes = texts.filter_map(|(text, origin)| {
        let code: Code = text.parse().ok()?;
        let code = match part.clone() {
            Some(part) => code.within(part).ok()?,
            None => code,
        };
        Some((code, origin))
    });
    codes.collect()
}

/// Those that are used by a stronger layer, or before, told by what they are and what to do.
fn used_twice<'v, T: Ord>(
    values: impl Iterator<Item = (T, &'v Origin)>,
    told: impl Fn(&T) -> (String, &'static str),
) -> Vec<Loss> {
    let mut users = BTreeMap::<T, &Origin>::new();
    let mut losses = Vec::new();
    for (used, origin) in values {
        let Some(user) = users.get_mut(&used) else {
            users.insert(used, origin);
            continue;
        };
        let mut loser = origin;
        if loser.layer > user.layer {
            std::mem::swap(user, &mut loser);
        }
        let (what, remedy) = told(&used);
        let winner = users
            .get(&used)
            .map_or_else(String::new, |user| user.place());
        losses.push(Loss {
            origin: loser.clone(),
            message: format!("{what} is used already, in {winner}; {remedy}"),
        });
    }
    losses
}

/// A reading must not be old before the next one can be there.
fn stale_too_soon(joined: &Joined) -> Option<Loss> {
    let time = |key: &str| {
        let value = joined.settings.get(key)?;
        let duration = humantime::parse_duration(value.data.as_text()?).ok()?;
        Some((duration, &value.origin))
    };
    let (stale, origin) = time("stale_after")?;
    let (poll, status) = (time("poll_interval")?, time("timeouts.status")?);
    let least = poll.0 + status.0;
    if stale >= least {
        return None;
    }
    let weaker = [(poll, "poll_interval"), (status, "timeouts.status")];
    let weaker = weaker
        .into_iter()
        .filter(|((_, other), _)| other.layer != Layer::Default && other.layer < origin.layer);
    Some(match weaker.max_by_key(|((duration, _), _)| *duration) {
        Some(((_, other), key)) => Loss {
            origin: other.clone(),
            message: format!(
                "`{key}` makes poll_interval and the status time-out together longer than `stale_after`, {}, so that good news would count as old; use a shorter time",
                origin.place()
            ),
        },
        None => Loss {
            origin: origin.clone(),
            message: shorter_than(least),
        },
    })
}

fn shorter_than(least: Duration) -> String {
    let least = humantime::format_duration(least);
    format!(
        "`stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least \"{least}\""
    )
}

/// A server whose address nobody says.
fn without_address(joined: &Joined) -> Vec<Loss> {
    let servers = joined.servers.iter().map(|server| &server.entry);
    let has = |entry: &&Entry| entry.block.fields.contains_key("address");
    let titles: Vec<&str> = servers
        .clone()
        .filter(has)
        .map(|it| it.block.title())
        .collect();
    let without = servers.filter(|entry| !has(entry));
    let losses = without.flat_map(|entry| {
        let titles = &titles;
        entry.named.iter().map(move |origin| Loss {
            origin: origin.clone(),
            message: no_address(&entry.block, origin.layer, titles),
        })
    });
    losses.collect()
}

fn no_address(block: &Block, layer: Layer, others: &[&str]) -> String {
    let title = block.title();
    let remedy = match nearest(title, others) {
        Some(meant) => format!("did you mean the server \"{meant}\"?"),
        None if layer.is_policy() => "add it to the policy Servers".to_owned(),
        None => "add address = …".to_owned(),
    };
    format!("server \"{title}\" has no address, neither here nor elsewhere; {remedy}")
}
