//! The keys.

use super::{Fallback, Kind, Section, Setting, Unit};

const LEVELS: Kind = Kind::Word(&["problems", "all", "off"]);
const QUESTIONS: Kind = Kind::Word(&["never", "risky", "always"]);
const OPERATIONS: &[&str] = &["start", "stop", "switch"];

const fn milliseconds(least: u32, most: u32) -> Kind {
    Kind::Time {
        least,
        most,
        unit: Unit::Milliseconds,
    }
}

const fn seconds(least: u32, most: u32) -> Kind {
    Kind::Time {
        least,
        most,
        unit: Unit::Seconds,
    }
}

const SECOND: u32 = 1000;
const MINUTE: u32 = 60 * SECOND;
const HOUR: u32 = 60 * MINUTE;
const DAY_IN_SECONDS: u32 = 24 * 60 * 60;

/// Every key of the file, section by section, in the order in which they are told.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "version",
        section: Section::File,
        kind: Kind::Version,
        fallback: Fallback::Value("1"),
        policy: None,
        meaning: "The form in which the file is written.",
    },
    Setting {
        key: "poll_interval",
        section: Section::File,
        kind: milliseconds(200, HOUR),
        fallback: Fallback::Value("\"2s\""),
        policy: Some("PollIntervalMilliseconds"),
        meaning: "How often each project is asked for its status.",
    },
    Setting {
        key: "stale_after",
        section: Section::File,
        kind: seconds(1, DAY_IN_SECONDS),
        fallback: Fallback::Words("three poll intervals and the status time-out"),
        policy: Some("StaleAfterSeconds"),
        meaning: "How old news may be until a project counts as being without news; no shorter than \
                  the poll interval and the status time-out together.",
    },
    Setting {
        key: "stuck_after",
        section: Section::File,
        kind: seconds(1, DAY_IN_SECONDS),
        fallback: Fallback::Value("\"2m\""),
        policy: Some("StuckAfterSeconds"),
        meaning: "How long a project may be starting or stopping until it counts as stuck.",
    },
    Setting {
        key: "expect_grace",
        section: Section::File,
        kind: seconds(0, DAY_IN_SECONDS),
        fallback: Fallback::Value("\"10s\""),
        policy: Some("ExpectGraceSeconds"),
        meaning: "How long a project may be other than it is expected to be until that is a fault.",
    },
    Setting {
        key: "notifications",
        section: Section::File,
        kind: LEVELS,
        fallback: Fallback::Value("\"problems\""),
        policy: Some("Notifications"),
        meaning: "Which notices are shown: `problems` with recoveries and the outcomes of one's own \
                  clicks, `all` also when somebody else starts or stops a project, `off` none.",
    },
    Setting {
        key: "notify_after",
        section: Section::File,
        kind: seconds(0, 3600),
        fallback: Fallback::Value("\"3s\""),
        policy: Some("NotifyAfterSeconds"),
        meaning: "How long a change must last to be told.",
    },
    Setting {
        key: "quiet",
        section: Section::File,
        kind: Kind::Quiet,
        fallback: Fallback::Value("[]"),
        policy: Some("QuietHours"),
        meaning: "When only faults are told; what else has changed is told afterwards.",
    },
    Setting {
        key: "sounds",
        section: Section::File,
        kind: Kind::Words(&["fault", "unreachable", "running", "stopped"]),
        fallback: Fallback::Value("[]"),
        policy: Some("Sounds"),
        meaning: "Which notices are heard.",
    },
    Setting {
        key: "confirm",
        section: Section::File,
        kind: QUESTIONS,
        fallback: Fallback::Value("\"never\""),
        policy: Some("Confirm"),
        meaning: "When a question is asked first: `never`, `risky` before something that runs is \
                  stopped, or `always`.",
    },
    Setting {
        key: "role",
        section: Section::File,
        kind: Kind::Word(&["operator", "viewer"]),
        fallback: Fallback::Value("\"operator\""),
        policy: Some("Role"),
        meaning: "What the user is here for: an `operator` starts, stops and switches projects, a \
                  `viewer` only looks.",
    },
    Setting {
        key: "language",
        section: Section::File,
        kind: Kind::Word(&["en", "cs", "de", "it", "fr", "es", "pl", "ja", "zh"]),
        fallback: Fallback::Words("that of Windows"),
        policy: Some("Language"),
        meaning: "The language of menu, notices and windows.",
    },
    Setting {
        key: "icons",
        section: Section::File,
        kind: Kind::Word(&["one", "per-server", "per-project"]),
        fallback: Fallback::Value("\"one\""),
        policy: Some("Icons"),
        meaning: "Which icons there are in the notification area: `one` for everything, or one \
                  `per-server` or `per-project`.",
    },
    Setting {
        key: "scan_hotkey",
        section: Section::File,
        kind: Kind::Hotkey,
        fallback: Fallback::Words("no keys"),
        policy: Some("ScanHotkey"),
        meaning: "Opens the window that a code is scanned into, whatever program is in front.",
    },
    Setting {
        key: "project_folders",
        section: Section::File,
        kind: Kind::Folders,
        fallback: Fallback::Value("[]"),
        policy: Some("ProjectFolders"),
        meaning: "Further folders on this computer in which projects are looked for, beside \
                  `PekatVisionProjects` in the user's own folder.",
    },
    Setting {
        key: "timeouts.connect",
        section: Section::Timeouts,
        kind: milliseconds(100, MINUTE),
        fallback: Fallback::Value("\"3s\""),
        policy: Some("ConnectTimeoutMilliseconds"),
        meaning: "How long a connection may take to be made.",
    },
    Setting {
        key: "timeouts.status",
        section: Section::Timeouts,
        // Readings would count as news for too long if their replies might take longer.
        kind: milliseconds(100, MINUTE),
        fallback: Fallback::Value("\"3s\""),
        policy: Some("StatusTimeoutMilliseconds"),
        meaning: "How long the reply to a status request may take.",
    },
    Setting {
        key: "timeouts.action",
        section: Section::Timeouts,
        kind: milliseconds(100, HOUR),
        fallback: Fallback::Value("\"1m\""),
        policy: Some("ActionTimeoutMilliseconds"),
        meaning: "How long the reply to a start, stop or switch may take.",
    },
    Setting {
        key: "name",
        section: Section::Server,
        kind: Kind::Name,
        fallback: Fallback::Required,
        policy: None,
        meaning: "What the server is called in menu and notices.",
    },
    Setting {
        key: "address",
        section: Section::Server,
        kind: Kind::Address,
        fallback: Fallback::Required,
        policy: None,
        meaning: "Where its Projects Manager listens; the port is 7002 when it is left out.",
    },
    Setting {
        key: "protocol",
        section: Section::Server,
        kind: Kind::Word(&["auto", "colon", "pipe"]),
        fallback: Fallback::Value("\"auto\""),
        policy: None,
        meaning: "In which form it is asked: `colon` for `command:path`, `pipe` for `command|path`, \
                  `auto` to find that out.",
    },
    Setting {
        key: "notifications",
        section: Section::Server,
        kind: LEVELS,
        fallback: Fallback::Words("as for all servers"),
        policy: None,
        meaning: "Which notices of it and its projects are shown.",
    },
    Setting {
        key: "confirm",
        section: Section::Server,
        kind: QUESTIONS,
        fallback: Fallback::Words("as for all servers"),
        policy: None,
        meaning: "When a question is asked before something is done with its projects.",
    },
    Setting {
        key: "name",
        section: Section::Project,
        kind: Kind::Name,
        fallback: Fallback::Required,
        policy: None,
        meaning: "What the project is called in menu and notices.",
    },
    Setting {
        key: "path",
        section: Section::Project,
        kind: Kind::Path,
        fallback: Fallback::Required,
        policy: None,
        meaning: "Its folder on the server's disk.",
    },
    Setting {
        key: "expect",
        section: Section::Project,
        kind: Kind::Word(&["running", "stopped"]),
        fallback: Fallback::Words("nothing is expected"),
        policy: None,
        meaning: "What it is expected to be; anything else is a fault.",
    },
    Setting {
        key: "notifications",
        section: Section::Project,
        kind: LEVELS,
        fallback: Fallback::Words("as for its server"),
        policy: None,
        meaning: "Which of its notices are shown.",
    },
    Setting {
        key: "confirm",
        section: Section::Project,
        kind: QUESTIONS,
        fallback: Fallback::Words("as for its server"),
        policy: None,
        meaning: "When a question is asked before something is done with it.",
    },
    Setting {
        key: "allow",
        section: Section::Project,
        kind: Kind::Words(OPERATIONS),
        fallback: Fallback::Value("[\"start\", \"stop\", \"switch\"]"),
        policy: None,
        meaning: "What may be done with it.",
    },
    Setting {
        key: "port",
        section: Section::Project,
        kind: Kind::Port,
        fallback: Fallback::Words("no page"),
        policy: None,
        meaning: "The port of its page, which the menu can open then.",
    },
    Setting {
        key: "name",
        section: Section::Action,
        kind: Kind::Name,
        fallback: Fallback::Required,
        policy: None,
        meaning: "What the menu says.",
    },
    Setting {
        key: "command",
        section: Section::Action,
        kind: Kind::Word(OPERATIONS),
        fallback: Fallback::Required,
        policy: None,
        meaning: "What it does; `switch` stops all projects of the server, then starts this one.",
    },
    Setting {
        key: "project",
        section: Section::Action,
        kind: Kind::Name,
        fallback: Fallback::Required,
        policy: None,
        meaning: "The name of the project with which it is done.",
    },
    Setting {
        key: "server",
        section: Section::Action,
        kind: Kind::Name,
        fallback: Fallback::Words("the only server with such a project"),
        policy: None,
        meaning: "The name of its server; needed only when several have a project of that name.",
    },
    Setting {
        key: "hotkey",
        section: Section::Action,
        kind: Kind::Hotkey,
        fallback: Fallback::Words("no keys"),
        policy: None,
        meaning: "Carries it out whatever program is in front.",
    },
    Setting {
        key: "code",
        section: Section::Action,
        kind: Kind::Code,
        fallback: Fallback::Words("no code"),
        policy: None,
        meaning: "Carries it out when it is scanned into the window of `Scan…`; a `*` at its end \
                  stands for any rest.",
    },
    Setting {
        key: "codes",
        section: Section::Action,
        kind: Kind::Codes,
        fallback: Fallback::Words("no further codes"),
        policy: None,
        meaning: "Further codes that carry it out, each as in `code`.",
    },
    Setting {
        key: "gs1",
        section: Section::Action,
        kind: Kind::ApplicationIdentifier,
        fallback: Fallback::Words("the whole scanned text"),
        policy: None,
        meaning: "The GS1 application identifier whose value is compared with the codes.",
    },
];
