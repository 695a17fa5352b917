//! Notices in words.

use super::{Names, Text, Words, phrases};
use crate::model::event::FileTrouble;
use crate::model::{Condition, Model, ProjectNews, ServerNews};
use crate::protocol::Operation;
use crate::site::Address;

impl Words {
    pub(in crate::view) fn project_news(
        &self,
        names: &Names<'_>,
        news: &ProjectNews,
        model: &Model,
    ) -> Text {
        let (project, server) = (names.project, names.server);
        match news {
            ProjectNews::Fault(fault) => Text {
                title: self.project_condition(project, &Condition::Fault(fault.clone())),
                body: self.fault_text(names, fault),
            },
            ProjectNews::Stopped => Text {
                title: self.say(&phrases::StoppedTitle { project }),
                body: self.say(&phrases::StoppedBody { server }),
            },
            ProjectNews::Started => Text {
                title: self.say(&phrases::StartedTitle { project }),
                body: self.say(&phrases::StartedBody { server }),
            },
            ProjectNews::Recovered(status) => {
                let status = *status;
                Text {
                    title: self.say(&phrases::RecoveredTitle { project, status }),
                    body: self.say(&phrases::RecoveredBody { server }),
                }
            }
            ProjectNews::Unstable => Text {
                title: self.say(&phrases::UnstableTitle { name: project }),
                body: self.say(&phrases::UnstableProjectBody { server }),
            },
            ProjectNews::Outcome { operation, outcome } => {
                self.outcome_text(names, *operation, outcome)
            }
            ProjectNews::Refused { operation, refusal } => {
                self.refused_text(names, *operation, *refusal, model)
            }
        }
    }

    pub(in crate::view) fn server_news(
        &self,
        server: &str,
        address: &Address,
        news: &ServerNews,
    ) -> Text {
        match news {
            ServerNews::Down(reason) => Text {
                title: self.say(&phrases::ServerDownTitle { server }),
                body: self.unreachable(*reason, address),
            },
            ServerNews::Unstable => Text {
                title: self.say(&phrases::UnstableTitle { name: server }),
                body: self.say(&phrases::UnstableServerBody),
            },
            ServerNews::Up => Text {
                title: self.say(&phrases::ServerUpTitle { server }),
                body: self.say(&phrases::ServerUpBody),
            },
        }
    }

    pub(in crate::view) fn unwatched(
        &self,
        server: &str,
        project: &str,
        operation: Operation,
    ) -> Text {
        Text {
            title: self.say(&phrases::UnwatchedTitle { operation, project }),
            body: self.say(&phrases::UnwatchedBody { server, project }),
        }
    }

    pub(in crate::view) fn monitor_silent_text(&self) -> Text {
        Text {
            title: self.say(&phrases::MonitorSilentTitle),
            body: self.say(&phrases::MonitorSilentBody {
                remedy: &self.monitor_silent_remedy(),
            }),
        }
    }

    pub(in crate::view) fn misconfigured(&self, problems: &[String]) -> Text {
        let first = problems.first().map_or("", String::as_str);
        let body = match problems.len().saturating_sub(1) {
            0 => self.say(&phrases::ConfigurationBrokenBody { first }),
            number => self.say(&phrases::ConfigurationBrokenMoreBody { first, number }),
        };
        Text {
            title: self.configuration_broken(),
            body,
        }
    }

    pub(in crate::view) fn not_saved(&self, trouble: &FileTrouble) -> Text {
        Text {
            title: self.say(&phrases::NotSavedTitle),
            body: self.file_trouble(trouble),
        }
    }

    pub(in crate::view) fn not_opened(&self, trouble: &FileTrouble) -> Text {
        Text {
            title: self.say(&phrases::NotOpenedTitle),
            body: self.file_trouble(trouble),
        }
    }

    pub(super) fn file_trouble(&self, trouble: &FileTrouble) -> String {
        match trouble {
            FileTrouble::Demonstration => self.say(&phrases::FileNoneInDemo),
            FileTrouble::NotShown { path, reason } => self.cannot_be_shown(path, reason),
            FileTrouble::Other(reason) => reason.clone(),
        }
    }
}
