//! What may be told now.

use super::kind::News;

/// What may be told now. What may not waits, and is told later if it is still so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) enum Gate {
    /// Nothing: the user wants none for a while.
    Shut,
    /// Faults: these are quiet hours.
    FaultsOnly,
    /// Everything.
    Open,
}

impl Gate {
    pub(super) fn lets(self, news: &impl News) -> bool {
        match self {
            Gate::Shut => false,
            Gate::FaultsOnly => news.is_fault(),
            Gate::Open => true,
        }
    }
}
