//! The one decision about notices: from what was told and what is now to what is told, heard and
//! marked.

use std::time::{Duration, Instant};

use super::flap::{Flap, Unrest};
use super::gate::Gate;
use super::kind::{News, Subject, is_heard, wants};
use super::mark::Mark;
use crate::site::{NoticeLevel, Sounds};

/// Why something is as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Cause {
    /// Nobody asked for it here.
    Others,
    /// The operator's own click explains it, but for the end of a fault that was told.
    OwnClick,
    /// The outcome of the operator's own click, which is being told, says it all, but for a fault
    /// besides.
    Outcome,
}

/// By what it is decided whether something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settings<'a> {
    /// How long a change must last.
    pub(super) hold: Duration,
    /// What the user wants to be told of.
    pub(super) level: NoticeLevel,
    /// What of that the user wants to hear, too.
    pub(super) sounds: &'a Sounds,
    /// What may be told now.
    pub(super) gate: Gate,
    /// Whether it is time to tell: what is due waits a moment for more, so that many become one.
    pub(super) turn: bool,
}

/// What was told of a project or server, or taken as known, how far it has changed since, and whether
/// somebody has seen its fault.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Standing<S: Subject> {
    told: S::Told,
    /// Whether a notice on the screen says so.
    shown: bool,
    /// What it last was when that could be told.
    last: S::Told,
    held: Option<Held<S>>,
    flap: Flap,
    mark: Mark,
}

/// A change that is not told yet.
#[derive(Clone, Debug, PartialEq)]
struct Held<S: Subject> {
    news: S::News,
    /// What counts as told then.
    after: S::Told,
    since: Instant,
}

/// What follows.
#[derive(Debug)]
pub(super) struct Decision<S: Subject> {
    /// How things stand from now on, with the mark.
    pub(super) standing: Standing<S>,
    /// What is told now.
    pub(super) news: Option<S::News>,
    /// Whether that is heard.
    pub(super) sound: bool,
    /// Whether a notice that is still on the screen is true no longer, and no newer one replaces it.
    pub(super) withdraw: bool,
    /// When there may be something to tell if nothing else happens; it may be past.
    pub(super) due: Option<Instant>,
}

/// What could be told next.
struct Next<S: Subject> {
    kind: Kind,
    /// From when on.
    at: Instant,
    news: S::News,
    /// What counts as told then.
    told: S::Told,
}

enum Kind {
    /// A change.
    Change,
    /// That it changes again and again.
    Unrest,
    /// What it has come to after that.
    Rest,
}

/// Decides what is told, heard and marked of a project or server that is as `seen`.
pub(super) fn decide<S: Subject>(
    mut standing: Standing<S>,
    seen: &S::Seen,
    cause: Cause,
    settings: Settings<'_>,
    now: Instant,
) -> Decision<S> {
    let mut withdraw = standing.see(seen, cause, now);
    let mut news = None;
    let mut due = None;
    if let Some(next) = standing.next(seen, settings.hold, now) {
        let wanted = wants(settings.level, next.news.importance());
        let allowed = !wanted || settings.gate.lets(&next.news);
        match next.at <= now {
            true if !allowed => withdraw |= standing.withdraw(),
            true if settings.turn => {
                withdraw |= !wanted && standing.withdraw();
                news = wanted.then(|| next.news.clone());
                standing.tell(next);
                standing.shown = wanted;
                due = standing.next(seen, settings.hold, now).map(|next| next.at);
            }
            true | false => due = Some(next.at),
        }
    }
    let sound = news
        .as_ref()
        .is_some_and(|news| is_heard(settings.sounds, news.sound()));
    Decision {
        standing,
        news,
        sound,
        withdraw,
        due,
    }
}

impl<S: Subject> Standing<S> {
    /// Nothing is known yet.
    pub(in crate::model) fn new() -> Self {
        Standing {
            told: S::UNKNOWN,
            shown: false,
            last: S::UNKNOWN,
            held: None,
            flap: Flap::default(),
            mark: Mark::None,
        }
    }

    /// What was told, or taken as known.
    pub(in crate::model) fn told(&self) -> &S::Told {
        &self.told
    }

    /// Whether it is at fault, and nobody may have seen that yet.
    pub(in crate::model) fn is_marked(&self) -> bool {
        self.mark.is_new()
    }

    /// Takes note that what is marked was seen.
    pub(in crate::model) fn was_seen(&mut self) {
        self.mark.was_seen();
    }

    /// Takes something as known, so that it is not told.
    pub(in crate::model) fn take_as_told(&mut self, told: S::Told) {
        self.last = told.clone();
        self.told = told;
        self.held = None;
    }

    /// Records what the outcome of a click reported; its notice replaces the one on the screen.
    pub(in crate::model) fn take_from_outcome(&mut self, told: S::Told) {
        self.shown = false;
        self.take_as_told(told);
    }

    /// Forgets what was about to be told: it may be so no longer.
    pub(in crate::model) fn forget(&mut self) {
        self.held = None;
    }

    /// Whether time alone, or that more may be told, can make it tell something.
    pub(super) fn is_open(&self, now: Instant) -> bool {
        self.held.is_some() || self.flap.unrest(now) != Unrest::None
    }

    /// Takes note of what it is now. Gives whether a notice on the screen is true no longer, and
    /// there is nothing to tell instead.
    fn see(&mut self, seen: &S::Seen, cause: Cause, now: Instant) -> bool {
        self.mark.see(S::trouble(seen));
        let (last, change) = S::compare(&self.last, seen, Cause::Others);
        if change.is_some() && cause == Cause::Others {
            self.flap.changed(now);
        }
        self.last = last;
        let (after, news) = S::compare(&self.told, seen, cause);
        let before = self.held.take();
        let Some(news) = news else {
            let over = S::is_over(&self.told, &after) && self.withdraw();
            self.told = after;
            // The outcome has replaced it.
            return over && cause != Cause::Outcome;
        };
        let before = before.filter(|held| S::is_same(&held.news, &news));
        self.held = Some(Held {
            news,
            after,
            since: before.map_or(now, |held| held.since),
        });
        false
    }

    fn next(&self, seen: &S::Seen, hold: Duration, now: Instant) -> Option<Next<S>> {
        match self.flap.unrest(now) {
            Unrest::None => {
                let held = self.held.as_ref()?;
                Some(Next {
                    kind: Kind::Change,
                    at: held.since + hold,
                    news: held.news.clone(),
                    told: held.after.clone(),
                })
            }
            Unrest::Untold(since) => Some(Next {
                kind: Kind::Unrest,
                at: since,
                news: S::unstable(),
                told: self.told.clone(),
            }),
            Unrest::Told(rest) => {
                let (told, news) = S::rested(seen)?;
                Some(Next {
                    kind: Kind::Rest,
                    at: rest,
                    news,
                    told,
                })
            }
        }
    }

    /// Takes note that this is told, or not wanted.
    fn tell(&mut self, next: Next<S>) {
        match next.kind {
            Kind::Change => {}
            Kind::Unrest => {
                self.flap.told();
                return;
            }
            Kind::Rest => self.flap.settle(),
        }
        self.take_as_told(next.told);
    }

    /// Takes back the notice on the screen. Gives whether there is one.
    fn withdraw(&mut self) -> bool {
        std::mem::take(&mut self.shown)
    }
}

#[cfg(test)]
mod tests;
