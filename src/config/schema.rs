//! Every key of the configuration file and every policy: the one table that the reader, the
//! documentation and the policy templates are made from or checked against.

mod policy;
mod table;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use policy::{Decides, Entries, Permission, Policy, Registry, policies, policy};
pub use table::SETTINGS;

/// Where a key stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// At its top, in no block.
    File,
    /// `[timeouts]`.
    Timeouts,
    /// `[[server]]`.
    Server,
    /// `[[server.project]]`.
    Project,
    /// `[[action]]`.
    Action,
}

impl Section {
    /// Every section, in the order of the file.
    pub const ALL: [Section; 5] = [
        Section::File,
        Section::Timeouts,
        Section::Server,
        Section::Project,
        Section::Action,
    ];

    /// What it is called in messages.
    pub fn title(self) -> &'static str {
        match self {
            Section::File => "the file",
            Section::Timeouts => "[timeouts]",
            Section::Server => "[[server]]",
            Section::Project => "[[server.project]]",
            Section::Action => "[[action]]",
        }
    }

    /// The blocks in it, by their keys.
    fn blocks(self) -> &'static [(&'static str, Section)] {
        match self {
            Section::File => &[
                ("timeouts", Section::Timeouts),
                ("server", Section::Server),
                ("action", Section::Action),
            ],
            Section::Server => &[("project", Section::Project)],
            Section::Timeouts | Section::Project | Section::Action => &[],
        }
    }

    /// The section of the blocks in it that have this key.
    pub fn block(self, key: &str) -> Option<Section> {
        let mut blocks = self.blocks().iter();
        blocks
            .find(|(known, _)| *known == key)
            .map(|(_, section)| *section)
    }

    /// All that may stand in it, by the keys as written there.
    pub fn keys(self) -> Vec<&'static str> {
        let settings = SETTINGS.iter().filter(|setting| setting.section == self);
        let settings = settings.map(Setting::written);
        settings
            .chain(self.blocks().iter().map(|(key, _)| *key))
            .collect()
    }

    /// What is known of a key, as written in this section.
    pub fn setting(self, written: &str) -> Option<&'static Setting> {
        let mut settings = SETTINGS.iter().filter(|setting| setting.section == self);
        settings.find(|setting| setting.written() == written)
    }
}

/// One key of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// With the block in front if there is only one such block: `timeouts.connect`.
    pub key: &'static str,
    /// Where it stands.
    pub section: Section,
    /// What may be written there.
    pub kind: Kind,
    /// What holds when it is left out.
    pub fallback: Fallback,
    /// The name of the policy that sets it, if there is one.
    pub policy: Option<&'static str>,
    /// What it is for, in one plain sentence.
    pub meaning: &'static str,
}

impl Setting {
    /// The key as written in its section.
    pub fn written(&self) -> &'static str {
        self.key.rsplit('.').next().unwrap_or(self.key)
    }

    /// The shortest and the longest time that may be written there, if it is a time.
    pub fn range(&self) -> Option<(Duration, Duration)> {
        match self.kind {
            Kind::Time { least, most, unit } => Some((unit.times(least), unit.times(most))),
            Kind::Version
            | Kind::Word(_)
            | Kind::Words(_)
            | Kind::Quiet
            | Kind::Folders
            | Kind::Hotkey
            | Kind::Name
            | Kind::Address
            | Kind::Path
            | Kind::Port
            | Kind::Code
            | Kind::Codes
            | Kind::ApplicationIdentifier => None,
        }
    }
}

/// What may be written for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number: the form of the file.
    Version,
    /// A time with its unit, like `"2s"`.
    Time {
        /// The shortest, in units.
        least: u32,
        /// The longest, in units.
        most: u32,
        /// In what its policy counts.
        unit: Unit,
    },
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of some of these words.
    Words(&'static [&'static str]),
    /// Hours, days, or days with hours; or a list of them.
    Quiet,
    /// A list of folders on this computer.
    Folders,
    /// Keys with `+` between them.
    Hotkey,
    /// A text that no other block of its kind has.
    Name,
    /// A host name or an IP address, with a port if it is not the usual one.
    Address,
    /// A folder on a server's disk.
    Path,
    /// A TCP port.
    Port,
    /// What a scanner types.
    Code,
    /// A list of such texts.
    Codes,
    /// The digits in front of a value in a GS1 code.
    ApplicationIdentifier,
}

/// In what a time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// In thousandths of a second.
    Milliseconds,
    /// In seconds.
    Seconds,
}

impl Unit {
    /// So many of it.
    pub fn times(self, count: u32) -> Duration {
        match self {
            Unit::Milliseconds => Duration::from_millis(count.into()),
            Unit::Seconds => Duration::from_secs(count.into()),
        }
    }
}

/// What holds when a key is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// The same as with this, which is written as in the file.
    Value(&'static str),
    /// Something that cannot be written in the file.
    Words(&'static str),
    /// Nothing: it must be there.
    Required,
}
