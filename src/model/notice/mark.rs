//! The mark of a fault that the user may not have seen yet.

use crate::model::Fault;

/// What is known of whether a fault was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    /// There is none.
    #[default]
    None,
    /// It is new.
    New(Fault),
    /// It was seen.
    Seen(Fault),
}

/// What is wrong with something, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Trouble<'a> {
    /// Nothing that is marked.
    None,
    /// It is not known, so a fault may be there still.
    Unknown,
    /// A fault.
    Fault(&'a Fault),
}

impl Mark {
    /// Marks a fault that is new, and forgets one that is over. At once, whatever is told of it and
    /// when: the mark is on the icon, which is all that is seen in quiet hours.
    pub(super) fn see(&mut self, trouble: Trouble<'_>) {
        match (trouble, &*self) {
            (Trouble::Fault(fault), Mark::New(known) | Mark::Seen(known)) if known.tells(fault) => {
            }
            (Trouble::Fault(fault), _) => *self = Mark::New(fault.clone()),
            (Trouble::Unknown, _) => {}
            (Trouble::None, _) => *self = Mark::None,
        }
    }

    pub(super) fn is_new(&self) -> bool {
        matches!(self, Mark::New(_))
    }

    /// Takes note that it was seen.
    pub(super) fn was_seen(&mut self) {
        if let Mark::New(fault) = self {
            *self = Mark::Seen(fault.clone());
        }
    }
}
