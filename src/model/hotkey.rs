//! Hot keys: which are wanted, what each means, and which of them cannot be had.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::event::Click;
use super::{Effect, Model, Notice, Topic};
use crate::site::{Action, Hotkey, Site};

/// A hot key that another program has is tried again this often, for nobody tells when it is free.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(30);

/// The hot keys that are wanted of Windows.
#[derive(Debug, Default)]
pub(super) struct Hotkeys {
    wanted: BTreeMap<Hotkey, Click>,
    taken: BTreeSet<Hotkey>,
    tried: Option<Instant>,
}

impl Model {
    /// The hot keys that do not work since another program has them, each with its action; without one
    /// it opens the window for codes.
    pub fn taken_hotkeys(&self) -> impl Iterator<Item = (Hotkey, Option<&Action>)> {
        let taken = self.hotkeys.taken.iter();
        taken.map(|hotkey| (*hotkey, self.site.action_of_hotkey(*hotkey)))
    }

    /// Asks for what the configuration wants, if that is something else than before, or something was
    /// not to be had.
    pub(super) fn bind_hotkeys(&mut self) -> Option<Effect> {
        let wanted = wanted(&self.site);
        if wanted == self.hotkeys.wanted && self.hotkeys.taken.is_empty() {
            return None;
        }
        let taken = &mut self.hotkeys.taken;
        taken.retain(|hotkey| wanted.contains_key(hotkey));
        self.hotkeys.wanted.clone_from(&wanted);
        self.hotkeys.tried = Some(self.now.instant);
        Some(Effect::BindHotkeys(wanted))
    }

    /// Asks again for what was not to be had, once it may be.
    pub(super) fn bind_hotkeys_again(&mut self) -> Option<Effect> {
        let now = self.now.instant;
        let tried = self.hotkeys.tried?;
        let due = now.saturating_duration_since(tried) >= TRY_AGAIN_AFTER;
        let due = due && !self.hotkeys.taken.is_empty();
        due.then(|| self.bind_hotkeys()).flatten()
    }

    /// Takes note of all hot keys that are not to be had, and tells of those that are new among them.
    pub(super) fn hotkeys_taken(&mut self, taken: Vec<Hotkey>) -> Vec<Effect> {
        let wanted = &self.hotkeys.wanted;
        let taken = taken.into_iter().filter(|it| wanted.contains_key(it));
        let taken: BTreeSet<Hotkey> = taken.collect();
        let before = std::mem::replace(&mut self.hotkeys.taken, taken);
        if self.hotkeys.taken.is_empty() && !before.is_empty() {
            return vec![Effect::Withdraw(Topic::Hotkeys)];
        }
        let new = self.hotkeys.taken.difference(&before);
        let new: Vec<Hotkey> = new.copied().collect();
        match new.is_empty() {
            true => Vec::new(),
            false => self.notify(Notice::HotkeysTaken(new)),
        }
    }
}

/// What each hot key means. What may not be done has none.
fn wanted(site: &Site) -> BTreeMap<Hotkey, Click> {
    let actions = site.actions().iter();
    let allowed = actions.filter(|action| site.allows(action.project, action.operation));
    let actions = allowed.filter_map(|action| {
        let (project, operation) = (action.project, action.operation);
        let click = Click::Operate { project, operation };
        Some((action.triggers.hotkey?, click))
    });
    let scan = site.scan_hotkey.filter(|_| site.takes_codes());
    actions
        .chain(scan.map(|hotkey| (hotkey, Click::Scan)))
        .collect()
}

/// The hot keys that Windows has given, by the numbers under which it tells that they were pressed. A
/// number keeps its meaning: a hot key that comes to mean something else gets another one, so that what
/// was pressed before is not taken for what it means now.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bindings {
    last: u16,
    bound: BTreeMap<u16, (Hotkey, Click)>,
}

/// What is to be changed so that there are exactly the hot keys that are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebinding {
    /// Are to be given back.
    pub release: Vec<u16>,
    /// Are to be asked for, after that.
    pub request: Vec<(Hotkey, Click)>,
}

impl Bindings {
    /// Windows leaves the numbers up to this to programs.
    const LAST: u16 = 0xBFFF;

    /// The difference between what there is and what is wanted.
    pub fn rebinding(&self, wanted: &BTreeMap<Hotkey, Click>) -> Rebinding {
        let unwanted = |(hotkey, click): &(Hotkey, Click)| wanted.get(hotkey) != Some(click);
        let unwanted = self.bound.iter().filter(|(_, bound)| unwanted(bound));
        let release = unwanted.map(|(number, _)| *number).collect();
        let kept = |hotkey, click| {
            let mut bound = self.bound.values();
            bound.any(|(known, meaning)| known == hotkey && meaning == click)
        };
        let missing = wanted
            .iter()
            .filter(|(hotkey, click)| !kept(*hotkey, *click));
        let request = missing.map(|(hotkey, click)| (*hotkey, click.clone()));
        Rebinding {
            release,
            request: request.collect(),
        }
    }

    /// A number that nothing has; none that a hot key had a short while ago.
    pub fn free_number(&mut self) -> u16 {
        // There are never as many hot keys as numbers.
        loop {
            self.last = self.last % Self::LAST + 1;
            if !self.bound.contains_key(&self.last) {
                return self.last;
            }
        }
    }

    /// Windows has given it.
    pub fn bind(&mut self, number: u16, hotkey: Hotkey, click: Click) {
        self.bound.insert(number, (hotkey, click));
    }

    /// It was given back.
    pub fn release(&mut self, number: u16) {
        self.bound.remove(&number);
    }

    /// The hot key with this number. `None` if it was given back.
    pub fn hotkey(&self, number: u16) -> Option<Hotkey> {
        self.bound.get(&number).map(|(hotkey, _)| *hotkey)
    }

    /// What the hot key with this number means. `None` if it was given back.
    pub fn click(&self, number: u16) -> Option<&Click> {
        self.bound.get(&number).map(|(_, click)| click)
    }
}
