//! What the program says of itself.

use std::path::Path;

use super::{Words, phrases};
use crate::model::Model;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// More policies that are not followed than this are counted, not shown.
const SHOWN_IGNORED: usize = 10;

const COMMIT: &str = env!("PEKAT_TRAY_COMMIT");

/// What the program says of itself, in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutText {
    /// Its name and version.
    pub title: String,
    /// What it is, and what helps whoever is asked for help.
    pub body: String,
    /// Opens the licences of everything that the program contains.
    pub licences: String,
    /// Opens the log.
    pub log: String,
}

impl AboutText {
    /// All that there is to read, for where it cannot be shown in parts.
    pub fn whole(&self) -> String {
        format!("{}\n\n{}", self.title, self.body)
    }
}

impl Words {
    /// The menu item that tells what program this is.
    pub fn about(&self) -> String {
        self.say(&phrases::MenuAbout { version: VERSION })
    }

    /// What the program says of itself, where its configuration and its log are.
    pub fn about_dialog(
        &self,
        model: &Model,
        configuration: Option<&Path>,
        log: Option<&Path>,
    ) -> AboutText {
        let configuration = configuration.map(|path| path.display().to_string());
        let log = log.map(|path| path.display().to_string());
        let details = [
            Some(self.say(&phrases::AboutCommit { commit: COMMIT })),
            configuration.map(|path| self.say(&phrases::AboutConfiguration { path: &path })),
            log.map(|path| self.say(&phrases::AboutLog { path: &path })),
        ];
        let mut details: Vec<String> = details.into_iter().flatten().collect();
        details.extend(self.about_policy(model));
        AboutText {
            title: self.say(&phrases::AboutTitle { version: VERSION }),
            body: format!("{}\n\n{}", self.say(&phrases::About), details.join("\n")),
            licences: self.say(&phrases::AboutShowLicences),
            log: self.say(&phrases::AboutShowLog),
        }
    }

    /// What the organisation has set, and what of it is not followed.
    fn about_policy(&self, model: &Model) -> Vec<String> {
        let site = model.site();
        let mut lines = Vec::new();
        if site.is_managed() {
            let list = site.managed().join(", ");
            lines.push(self.say(&phrases::AboutManaged { list: &list }));
        }
        let ignored = model.ignored();
        if !ignored.is_empty() {
            lines.push(self.say(&phrases::AboutIgnored));
            lines.extend(ignored.iter().take(SHOWN_IGNORED).cloned());
        }
        if let Some(rest) = ignored
            .len()
            .checked_sub(SHOWN_IGNORED)
            .filter(|it| *it > 0)
        {
            lines.push(self.and_more(rest));
        }
        lines
    }

    /// Why a file could not be shown, and what to do.
    pub fn cannot_be_shown(&self, path: &str, reason: &str) -> String {
        self.say(&phrases::FileCannotBeShown { path, reason })
    }

    /// Told by a second start that cannot do more.
    pub fn already_running(&self) -> String {
        self.say(&phrases::AlreadyRunning)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::model::event::{Configuration, Event, Now};
    use crate::site::{Keeper, Language, Site};

    fn model(site: Site, ignored: &[String]) -> Model {
        let start = Instant::now();
        let now = Now::in_test(start, start);
        let mut model = Model::new(now);
        let configuration = Configuration {
            site: Some(site.into()),
            ignored: ignored.to_vec(),
            ..Configuration::default()
        };
        model.update(now, Event::Configured(configuration));
        model
    }

    #[test]
    fn about_says_where_what_helps_is() {
        let words = Words::of(Language::English);
        let model = model(Site::default(), &[]);
        let about = words.about_dialog(&model, Some(Path::new("C.toml")), Some(Path::new("P.log")));
        let expected = AboutText {
            title: format!("PEKAT Tray {VERSION}"),
            body: format!(
                "Shows, starts, stops and switches PEKAT VISION projects.\n\
                 An independent program, not made or endorsed by the vendor of PEKAT VISION.\n\n\
                 Licence: MIT or Apache-2.0\n\n\
                 Commit: {COMMIT}\nConfiguration: C.toml\nLog: P.log"
            ),
            licences: "Licences…".to_owned(),
            log: "Log…".to_owned(),
        };
        assert_eq!(about, expected);
        let without = words.about_dialog(&model, None, None);
        assert!(without.body.ends_with(&format!("\n\nCommit: {COMMIT}")));
    }

    #[test]
    fn about_says_what_the_organisation_has_set_and_what_of_it_is_not_followed() {
        let words = Words::of(Language::English);
        let policy = |model: &Model| {
            let body = words.about_dialog(model, None, None).body;
            let (_, policy) = body.split_once(COMMIT).unwrap();
            policy.to_owned()
        };
        let mut site = Site::default();
        site.rules.settings = ["poll_interval", "timeouts.connect"].into();
        site.rules.own_servers = false;
        site.rules.own_autostart = false;
        let server = site.add_server("Line 1", "line1".parse().unwrap());
        site.add_project(server, "A", "A".parse().unwrap());
        site.keep_server(server, Keeper::Organisation).unwrap();
        let ignored = |number: usize| -> Vec<String> {
            (1..=number)
                .map(|it| format!("HKLM\\… Policy{it}: no"))
                .collect()
        };
        assert_eq!(
            policy(&model(site, &ignored(1))),
            "\nManaged by your organisation: poll_interval, timeouts.connect, Servers, \
             AllowUserServers, AllowUserAutostart\n\
             Policies that are not valid and are ignored:\nHKLM\\… Policy1: no"
        );
        // Nothing counts, and there is a lot of it.
        let many = policy(&model(Site::default(), &ignored(12)));
        assert!(many.ends_with("Policy10: no\n… and 2 more"), "{many}");
        assert!(!many.contains("Managed"), "{many}");
        assert_eq!(policy(&model(Site::default(), &[])), "");
    }
}
