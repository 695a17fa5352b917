//! What is right in each layer and wrong in all of them together: of two things that cannot both be, the
//! one of the lower layer goes.

use std::collections::BTreeMap;
use std::time::Duration;

use super::join::{Entry, Joined};
use super::origin::{Layer, Origin};
use super::tree::{Block, Value};
use crate::config::find::nearest;
use crate::site::{Address, Code, Hotkey};

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
    losses.extend(used_twice(
        scan.into_iter().chain(hotkeys),
        |hotkey: &Hotkey| (format!("the hot key {hotkey}"), "use another one"),
    ));
    let codes = actions.filter_map(|action| action.fields.get("code"));
    losses.extend(used_twice(codes, |code: &Code| {
        let remedy = "give each action a code of its own";
        (format!("the code {}", code.as_str()), remedy)
    }));
    let servers = joined.servers.iter().map(|server| &server.entry.block);
    let addresses = servers.filter_map(|server| server.fields.get("address"));
    losses.extend(used_twice(addresses, |address: &Address| {
        let remedy = "put all projects of one Projects Manager under one [[server]]";
        (format!("the address {address}"), remedy)
    }));
    for server in &joined.servers {
        let names = server.projects.iter().map(|project| &project.block.name);
        losses.extend(used_twice(names, |name: &String| {
            let remedy = "give each [[server.project]] a name of its own";
            (format!("the name \"{name}\""), remedy)
        }));
    }
    losses.extend(without_address(joined));
    losses
}

/// Those that are used by a stronger layer, or before, told by what they are and what to do.
fn used_twice<'v, T: Ord + std::str::FromStr>(
    values: impl Iterator<Item = &'v Value>,
    told: impl Fn(&T) -> (String, &'static str),
) -> Vec<Loss> {
    let mut users = BTreeMap::<T, &Origin>::new();
    let mut losses = Vec::new();
    for value in values {
        let Some(used) = value.data.as_text().and_then(|text| text.parse().ok()) else {
            continue;
        };
        let Some(user) = users.get_mut(&used) else {
            users.insert(used, &value.origin);
            continue;
        };
        let mut loser = &value.origin;
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
