//! What holds for everything.

use std::time::Duration;

use toml_edit::Item;

use super::block::Block;
use super::{Extent, Reader};
use crate::config::migrate::NEWEST;
use crate::config::schema::Section;
use crate::site::{Icons, Site};

impl Reader<'_> {
    pub(super) fn settings(&mut self, root: Block<'_>, site: &mut Site) {
        if let Some(interval) = self.duration(root, "poll_interval") {
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
        site.scan_hotkey = self.hotkey(root, "scan_hotkey");
        if let Some(folders) = self.words(root, "project_folders") {
            site.project_folders = folders;
        }
    }

    /// Checks that the file is in a form that is known. `false` if it is of a newer program, so that what
    /// else is in it cannot be judged.
    pub(super) fn version(&mut self, root: Block<'_>) -> bool {
        let Some(item) = root.table.get("version") else {
            return true;
        };
        let number = item.as_integer().filter(|number| *number >= 0);
        let newer = number.is_some_and(|number| number > NEWEST.into());
        if newer {
            let number = number.unwrap_or_default();
            let message = format!(
                "this file is written for a newer PEKAT Tray (version {number}, and this one knows {NEWEST}); update this program, or take a file of this version"
            );
            self.complain(item.span(), message);
        } else if number.is_none() {
            let message =
                format!("`version` must be a whole number up to {NEWEST}, without quotes");
            self.complain(item.span(), message);
        }
        !newer
    }

    fn notices(&mut self, root: Block<'_>, site: &mut Site) {
        if let Some((level, _)) = self.word(root, "notifications") {
            site.notices = level;
        }
        if let Some(wait) = self.duration(root, "notify_after") {
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
        let least = self.least_stale_after(root, site);
        match self.duration(root, "stale_after") {
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
        if let Some(limit) = self.duration(root, "stuck_after") {
            site.limits.stuck_after = limit;
        }
        if let Some(grace) = self.duration(root, "expect_grace") {
            site.limits.expect_grace = grace;
        }
    }

    /// The shortest time within which a reading can be followed by the next one.
    fn least_stale_after(&self, root: Block<'_>, site: &Site) -> Duration {
        // What another file may say is for the check of all of them together.
        let known = |key: &str| self.extent == Extent::Whole || root.table.contains_key(key);
        let timeouts = root.table.get("timeouts").and_then(Item::as_table_like);
        let status = timeouts.is_some_and(|table| table.contains_key("status"));
        let mut least = Duration::ZERO;
        if known("poll_interval") {
            least += site.timing.poll_interval;
        }
        if self.extent == Extent::Whole || status {
            least += site.timing.status_timeout;
        }
        least
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
            section: Section::Timeouts,
            at: item.span().map_or(0, |span| span.start),
        };
        self.know(block);
        let timing = &mut site.timing;
        for (key, setting) in [
            ("connect", &mut timing.connect_timeout),
            ("status", &mut timing.status_timeout),
            ("action", &mut timing.action_timeout),
        ] {
            if let Some(duration) = self.duration(block, key) {
                *setting = duration;
            }
        }
    }
}
