//! What holds for everything.

use std::time::Duration;

use toml_edit::Item;

use super::Reader;
use super::block::Block;
use crate::site::{Hotkey, Icons, Site};

const POLL_INTERVAL: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(3600));
/// Readings would count as news for too long if their replies might take longer.
const TIMEOUT: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(60));
const ACTION_TIMEOUT: (Duration, Duration) = (TIMEOUT.0, Duration::from_secs(3600));
const DAY: Duration = Duration::from_secs(24 * 3600);
const STALE_AFTER: (Duration, Duration) = (Duration::from_secs(1), DAY);
const STUCK_AFTER: (Duration, Duration) = (Duration::from_secs(1), DAY);
const EXPECT_GRACE: (Duration, Duration) = (Duration::ZERO, DAY);
const NOTIFY_AFTER: (Duration, Duration) = (Duration::ZERO, Duration::from_secs(3600));

/// The keys of the file that are no blocks, but for those of time-outs.
pub(super) const KEYS: &[&str] = &[
    "poll_interval",
    "stale_after",
    "stuck_after",
    "expect_grace",
    "notifications",
    "notify_after",
    "quiet",
    "sounds",
    "confirm",
    "role",
    "language",
    "icons",
    "scan_hotkey",
];

impl Reader<'_> {
    pub(super) fn settings(&mut self, root: Block<'_>, site: &mut Site) {
        if let Some(interval) = self.duration(root, "poll_interval", POLL_INTERVAL) {
            site.timing.poll_interval = interval;
        }
        if let Some(item) = root.table.get("timeouts") {
            self.timeouts(item, site);
        }
        self.limits(root, site);
        self.notices(root, site);
        if let Some((confirm, _)) = self.word(root, "confirm") {
            site.confirm = confirm;
        }
        if let Some((role, _)) = self.word(root, "role") {
            site.role = role;
        }
        if let Some((language, _)) = self.word(root, "language") {
            site.language = Some(language);
        }
        if let Some((icons, _)) = self.word::<Icons>(root, "icons") {
            site.icons = icons;
        }
        if let Some((hotkey, span)) = self.word::<Hotkey>(root, "scan_hotkey") {
            site.scan_hotkey = Some(hotkey);
            self.take_hotkey(hotkey, span);
        }
    }

    fn notices(&mut self, root: Block<'_>, site: &mut Site) {
        if let Some((level, _)) = self.word(root, "notifications") {
            site.notices = level;
        }
        if let Some(wait) = self.duration(root, "notify_after", NOTIFY_AFTER) {
            site.limits.notify_after = wait;
        }
        if let Some(spans) = self.word_or_words(root, "quiet") {
            site.quiet = spans.into_iter().collect();
        }
        if let Some(sounds) = self.words(root, "sounds") {
            site.sounds = sounds.into_iter().collect();
        }
    }

    /// After the poll interval and the time-outs, with which they must agree.
    fn limits(&mut self, root: Block<'_>, site: &mut Site) {
        let least = site.timing.poll_interval + site.timing.status_timeout;
        match self.duration(root, "stale_after", STALE_AFTER) {
            Some(bound) if bound < least => {
                let span = root.table.get("stale_after").and_then(Item::span);
                let least = humantime::format_duration(least);
                self.complain(
                    span,
                    format!("`stale_after` is shorter than poll_interval and the status time-out together, so that good news would count as old; use at least \"{least}\""),
                );
            }
            bound => site.limits.stale_after = bound,
        }
        if let Some(limit) = self.duration(root, "stuck_after", STUCK_AFTER) {
            site.limits.stuck_after = limit;
        }
        if let Some(grace) = self.duration(root, "expect_grace", EXPECT_GRACE) {
            site.limits.expect_grace = grace;
        }
    }

    fn timeouts(&mut self, item: &Item, site: &mut Site) {
        let Some(table) = item.as_table_like() else {
            self.complain(
                item.span(),
                "timeouts must be a block; write [timeouts] on a line of its own",
            );
            return;
        };
        let block = Block {
            table,
            what: "[timeouts]",
            at: item.span().map_or(0, |span| span.start),
        };
        self.know(block, &["connect", "status", "action"]);
        let timing = &mut site.timing;
        for (key, setting, range) in [
            ("connect", &mut timing.connect_timeout, TIMEOUT),
            ("status", &mut timing.status_timeout, TIMEOUT),
            ("action", &mut timing.action_timeout, ACTION_TIMEOUT),
        ] {
            if let Some(duration) = self.duration(block, key, range) {
                *setting = duration;
            }
        }
    }
}
