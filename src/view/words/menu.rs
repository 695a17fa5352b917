//! The words of the menu and of the tooltip.

use super::{Words, phrases};
use crate::protocol::Operation;

impl Words {
    /// What stands where projects would be.
    pub(in crate::view) fn no_projects(&self, loaded: bool) -> String {
        if loaded {
            self.say(&phrases::NoProjects)
        } else {
            self.say(&phrases::Loading)
        }
    }

    /// Shown above the errors of the configuration, and in the tooltip.
    pub(in crate::view) fn configuration_broken(&self) -> String {
        self.say(&phrases::ConfigurationBroken)
    }

    /// Shown above everything else when the background thread has stopped.
    pub(in crate::view) fn monitor_silent(&self) -> String {
        self.say(&phrases::MonitorSilent)
    }

    /// What to do about it.
    pub(in crate::view) fn monitor_silent_remedy(&self) -> String {
        self.say(&phrases::MonitorSilentRemedy)
    }

    /// The menu item for an operation.
    pub(in crate::view) fn operation(&self, operation: Operation) -> String {
        self.say(&phrases::MenuOperation { operation })
    }

    /// Keeps an operation at the top of the menu.
    pub(in crate::view) fn pin(&self, operation: Operation) -> String {
        self.say(&phrases::MenuPin { operation })
    }

    /// Takes an operation from the top of the menu.
    pub(in crate::view) fn unpin(&self, operation: Operation) -> String {
        self.say(&phrases::MenuUnpin { operation })
    }

    /// Shows all that is known of a project, and what to do.
    pub(in crate::view) fn details(&self) -> String {
        self.say(&phrases::MenuDetails)
    }

    /// Above those who need somebody.
    pub(in crate::view) fn needs_attention(&self) -> String {
        self.say(&phrases::MenuNeedsAttention)
    }

    /// Stands for the reason once there is none any more, for as long as the menu stays open.
    pub(in crate::view) fn no_fault(&self) -> String {
        self.say(&phrases::MenuNoFault)
    }

    /// How many more are at fault than are shown.
    pub(in crate::view) fn more_faults(&self, number: usize) -> String {
        self.say(&phrases::MenuMoreFaults { number })
    }

    /// A project where it must be said which server it is of.
    pub(in crate::view) fn on_server(&self, project: &str, server: &str) -> String {
        self.say(&phrases::MenuOnServer { project, server })
    }

    /// Opens onto what can be switched to.
    pub(in crate::view) fn switch_to(&self) -> String {
        self.say(&phrases::MenuSwitchTo)
    }

    /// Above what was started or switched to here last.
    pub(in crate::view) fn recent(&self) -> String {
        self.say(&phrases::MenuRecent)
    }

    /// Above all that can be switched to.
    pub(in crate::view) fn all(&self) -> String {
        self.say(&phrases::MenuAll)
    }

    /// Copies a project's path.
    pub(in crate::view) fn copy_path(&self) -> String {
        self.say(&phrases::MenuCopyPath)
    }

    /// Opens a project's page in the browser.
    pub(in crate::view) fn open_page(&self) -> String {
        self.say(&phrases::MenuOpenPage)
    }

    /// Asks all servers now.
    pub(in crate::view) fn refresh(&self) -> String {
        self.say(&phrases::MenuRefresh)
    }

    /// Opens the configuration file.
    pub(in crate::view) fn open_configuration(&self) -> String {
        self.say(&phrases::MenuOpenConfiguration)
    }

    /// Says that not everything here is for the user to change.
    pub(in crate::view) fn managed(&self) -> String {
        self.say(&phrases::MenuManaged)
    }

    /// Ends the program.
    pub(in crate::view) fn exit(&self) -> String {
        self.say(&phrases::MenuExit)
    }

    /// A row that opens onto the rest of a list.
    pub(in crate::view) fn more(&self, number: usize) -> String {
        self.say(&phrases::MenuMore { number })
    }

    /// A row that opens onto everything from the first to the last of these.
    pub(in crate::view) fn span(&self, first: &str, last: &str) -> String {
        self.say(&phrases::MenuFromTo { first, last })
    }

    /// The rest of a list that is not shown.
    pub(in crate::view) fn and_more(&self, number: usize) -> String {
        self.say(&phrases::AndMore { number })
    }

    /// A server without an answer, as one part of the tooltip.
    pub(in crate::view) fn server_unreachable(&self, server: &str) -> String {
        self.say(&phrases::ServerUnreachableBrief { server })
    }

    /// A server without an answer, as a row of the menu.
    pub(in crate::view) fn server_unreachable_heading(&self, server: &str) -> String {
        self.named(server, &self.say(&phrases::ConditionUnreachable))
    }

    /// The parts of the tooltip as one text.
    pub(in crate::view) fn parts(&self, parts: impl IntoIterator<Item = String>) -> String {
        let join = |first: String, rest: String| {
            let (first, rest) = (first.as_str(), rest.as_str());
            self.say(&phrases::PartsJoined { first, rest })
        };
        parts.into_iter().reduce(join).unwrap_or_default()
    }
}
