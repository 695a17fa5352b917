//! Words about adding and removing servers and projects.

use super::{Names, QuestionText, Text, Words, phrases};
use crate::model::event::Unreachable;
use crate::model::{Restraint, Trouble};
use crate::site::{Address, AddressError, MAX_NAME};
use crate::view::shorten;

/// What was entered is cut to this where it is told. In UTF-16 units.
const MAX_ENTERED: usize = 120;

/// What an address may look like.
const ADDRESS: &str = "172.22.12.67:7002";

/// What a project's path may look like.
const PATH: &str = r"C:\Projects\Product A";

/// What makes a folder a project.
const PACKAGE: &str = "pekat_package.json";

/// Where projects are usually kept.
const FOLDER: &str = "PekatVisionProjects";

impl Words {
    /// The row that opens onto what adds and removes servers and projects.
    pub(in crate::view) fn add_or_remove(&self) -> String {
        self.say(&phrases::MenuAddOrRemove)
    }

    /// Adds a project.
    pub(in crate::view) fn add_project(&self) -> String {
        self.say(&phrases::MenuAddProject)
    }

    /// Adds a server.
    pub(in crate::view) fn add_server(&self) -> String {
        self.say(&phrases::MenuAddServer)
    }

    /// Looks for projects.
    pub(in crate::view) fn find_projects(&self) -> String {
        self.say(&phrases::MenuFindProjects)
    }

    /// Adds what was found at the first start.
    pub(in crate::view) fn add_found(&self, number: usize) -> String {
        self.say(&phrases::MenuAddFound { number })
    }

    /// Opens onto the servers that can be removed.
    pub(in crate::view) fn remove_a_server(&self) -> String {
        self.say(&phrases::MenuRemoveServer)
    }

    /// Removes the server that the row is for.
    pub(in crate::view) fn remove_this_server(&self) -> String {
        self.say(&phrases::MenuRemoveThisServer)
    }

    /// Removes the project that the row is for.
    pub(in crate::view) fn remove(&self) -> String {
        self.say(&phrases::MenuRemove)
    }

    /// What the server of this computer is called when it is added.
    pub(in crate::view) fn this_computer(&self) -> String {
        self.say(&phrases::ThisComputer)
    }

    /// The title of the dialog that adds a server, and what to enter there.
    pub(in crate::view) fn add_server_text(&self) -> Text {
        Text {
            title: self.say(&phrases::AddServerTitle),
            body: self.say(&phrases::AddServerIntro),
        }
    }

    /// The title of the dialog that adds a project, and what to enter there.
    pub(in crate::view) fn add_project_text(&self) -> Text {
        Text {
            title: self.say(&phrases::AddProjectTitle),
            body: self.say(&phrases::AddProjectIntro),
        }
    }

    /// The title of the dialog that adds what was found, and what a check mark means there.
    pub(in crate::view) fn find_projects_text(&self) -> Text {
        Text {
            title: self.say(&phrases::FindProjectsTitle),
            body: self.say(&phrases::FindProjectsIntro),
        }
    }

    /// Beside the field for an address.
    pub(in crate::view) fn address_field(&self) -> String {
        self.say(&phrases::DialogAddress)
    }

    /// Beside the field for a name, which may stay empty.
    pub(in crate::view) fn name_field(&self) -> String {
        self.say(&phrases::DialogName)
    }

    /// Beside the choice of a server.
    pub(in crate::view) fn server_field(&self) -> String {
        self.say(&phrases::DialogServer)
    }

    /// Beside the field for a project's path.
    pub(in crate::view) fn folder_field(&self) -> String {
        self.say(&phrases::DialogFolder)
    }

    /// The button that opens the dialog for folders.
    pub(in crate::view) fn browse(&self) -> String {
        self.say(&phrases::DialogBrowse)
    }

    /// The button that adds what is entered, also where that is doubted.
    pub(in crate::view) fn add(&self, doubted: bool) -> String {
        match doubted {
            true => self.say(&phrases::DialogAddAnyway),
            false => self.say(&phrases::DialogAdd),
        }
    }

    /// The button that closes a dialog and changes nothing.
    pub(in crate::view) fn cancel(&self) -> String {
        self.say(&phrases::DialogCancel)
    }

    /// A row of the list of what was found.
    pub(in crate::view) fn found_project(
        &self,
        name: &str,
        path: &str,
        server: &str,
        condition: &str,
    ) -> String {
        self.say(&phrases::FoundProject {
            name,
            path,
            server,
            condition,
        })
    }

    /// While a server is asked about what was entered.
    pub(in crate::view) fn asking(&self) -> String {
        self.say(&phrases::DialogAsking)
    }

    /// While projects are looked for.
    pub(in crate::view) fn searching(&self) -> String {
        self.say(&phrases::DialogSearching)
    }

    /// While the configuration is written.
    pub(in crate::view) fn saving(&self) -> String {
        self.say(&phrases::DialogSaving)
    }

    /// Why what is in a dialog is not added, and what to do.
    pub(in crate::view) fn dialog_trouble(&self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Address(error) => self.not_an_address(error),
            Trouble::AddressTaken(server) => self.say(&phrases::NoteAddressTaken { server }),
            Trouble::NameTooLong => self.say(&phrases::NoteNameTooLong { number: MAX_NAME }),
            Trouble::NameInvisible => self.say(&phrases::NoteNameInvisible),
            Trouble::NameTaken(name) => self.say(&phrases::NoteNameTaken { name }),
            Trouble::NoPath => self.say(&phrases::NoteNoPath { example: PATH }),
            Trouble::PathTooLong => self.say(&phrases::NotePathTooLong),
            Trouble::PathInvisible => self.say(&phrases::NotePathInvisible),
            Trouble::PathNotFull => self.say(&phrases::NotePathNotFull { example: PATH }),
            Trouble::PathImpossible(part) => self.say(&phrases::NotePathImpossible { part }),
            Trouble::PathTaken(project) => self.say(&phrases::NotePathTaken { project }),
            Trouble::ServerGone => self.say(&phrases::NoteServerGone),
            Trouble::Unreachable(address, reason) => {
                self.doubted(&self.unreachable(*reason, address))
            }
            Trouble::NotAProjectsManager(address) => {
                let address = &address.to_string();
                self.doubted(&self.say(&phrases::NoteNotAManager { address }))
            }
            Trouble::NotFound { path, address } => {
                let reason = phrases::NoteNotFound {
                    address: &address.to_string(),
                    path: &shorten(path.as_str(), MAX_ENTERED),
                    file: PACKAGE,
                };
                self.doubted(&self.say(&reason))
            }
            Trouble::Refused(address, excerpt) => {
                let address = &address.to_string();
                self.doubted(&self.say(&phrases::NoteRefused { address, excerpt }))
            }
            Trouble::NotSaved(trouble) => self.not_saved(trouble).line(),
            Trouble::NothingFound(silent) => {
                let menu = &self.add_project();
                let folder = FOLDER;
                let found = self.say(&phrases::NoteNothingFound { folder, menu });
                let lines: Vec<String> = [found].into_iter().chain(self.silent(silent)).collect();
                lines.join("\n")
            }
            Trouble::Silent(silent) => self.silent(silent).collect::<Vec<_>>().join("\n"),
            Trouble::NothingPicked => self.say(&phrases::NoteNothingPicked),
        }
    }

    fn silent(&self, silent: &[(Address, Unreachable)]) -> impl Iterator<Item = String> {
        let silent = silent.iter();
        silent.map(|(address, reason)| self.unreachable(*reason, address))
    }

    fn doubted(&self, reason: &str) -> String {
        let button = &self.add(true);
        self.say(&phrases::NoteDoubted { reason, button })
    }

    fn not_an_address(&self, error: &AddressError) -> String {
        let example = ADDRESS;
        match error {
            AddressError::NoHost(text) if text.is_empty() => {
                self.say(&phrases::NoteNoAddress { example })
            }
            AddressError::NoHost(text) | AddressError::Host(text) => {
                let text = &shorten(text, MAX_ENTERED);
                self.say(&phrases::NoteNotAnAddress { text, example })
            }
            AddressError::Port(text) => {
                let text = &shorten(text, MAX_ENTERED);
                self.say(&phrases::NoteNotAPort { text })
            }
        }
    }

    /// Tells that which servers and projects there are is not for the user to change.
    pub(in crate::view) fn not_changeable(&self, restraint: Restraint) -> Text {
        match restraint {
            Restraint::Organisation => Text {
                title: self.say(&phrases::ManagedTitle),
                body: self.say(&phrases::ManagedBody),
            },
            Restraint::Machine => Text {
                title: self.say(&phrases::ForAllUsersTitle),
                body: self.say(&phrases::ForAllUsersBody),
            },
            Restraint::Viewer => Text {
                title: self.say(&phrases::NotChangedTitle),
                body: self.say(&phrases::RefusalNotAllowed),
            },
        }
    }

    /// Tells that projects were found where nothing is configured.
    pub(in crate::view) fn found(&self, number: usize) -> Text {
        Text {
            title: self.say(&phrases::FoundTitle { number }),
            body: self.say(&phrases::FoundBody { number }),
        }
    }

    /// Asks whether a project is to be taken from the configuration.
    pub(in crate::view) fn remove_project(&self, names: &Names<'_>) -> QuestionText {
        let follows = self.say(&phrases::QuestionRemoveProject);
        self.removal(names.project, &self.whereabouts(names), &follows)
    }

    /// Asks whether a server is to be taken from the configuration.
    pub(in crate::view) fn remove_server(
        &self,
        server: &str,
        address: &str,
        projects: usize,
    ) -> QuestionText {
        let follows = match projects {
            0 => self.say(&phrases::QuestionRemoveEmptyServer),
            number => self.say(&phrases::QuestionRemoveServer { number }),
        };
        self.removal(server, &format!("{server}, {address}"), &follows)
    }

    fn removal(&self, name: &str, what: &str, follows: &str) -> QuestionText {
        let harmless = self.say(&phrases::QuestionRemoveHarmless);
        let title = self.say(&phrases::QuestionRemoveTitle { name });
        let body = format!("{what}\n\n{follows}\n{harmless}");
        let yes = self.say(&phrases::QuestionRemoveYes { name });
        let whole = phrases::QuestionWhole {
            title: &title,
            body: &body,
            yes: &yes,
        };
        QuestionText {
            whole: self.say(&whole),
            no: self.say(&phrases::QuestionKeep { project: name }),
            title,
            body,
            yes,
        }
    }
}
