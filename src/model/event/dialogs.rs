//! What is told of dialogs, and of what is asked before something is configured.

use std::num::NonZeroU16;

use super::{Answer, Unreachable};
use crate::protocol::ProjectPath;

/// Names one dialog, so that what comes for it is never taken for another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DialogId(pub u64);

/// Names one search, so that what it finds is never taken for another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SearchId(pub u64);

/// Who answers at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// A Projects Manager.
    ProjectsManager,
    /// Somebody who does not speak as one does: what was said.
    Other(Answer),
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Who answers at the address that was asked.
    pub peer: Result<Peer, Unreachable>,
    /// What is not configured there yet.
    pub candidates: Vec<Candidate>,
}

/// How it is known that a project may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is a folder on this computer.
    Folder,
    /// A Projects Manager's web page lists it.
    Page,
}

/// A project that may be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it is called, or else its folder's name.
    pub name: String,
    /// Its folder.
    pub path: ProjectPath,
    /// The TCP port of its page, if it is known.
    pub port: Option<NonZeroU16>,
    /// How it was found; a folder on this computer if both.
    pub source: Source,
    /// What the Projects Manager says of it.
    pub answer: Result<Answer, Unreachable>,
}
