//! Asking a server about something before it is configured. Only a status is ever asked for.

use crate::link::{Caller, Conversation, Dial};
use crate::model::event::{Answer, Unreachable};
use crate::protocol::ProjectPath;
use crate::site::{Address, ProtocolChoice, Timing};

/// A path that no folder on Windows can have.
const NOWHERE: &str = r"*?\pekat-tray";

/// Who answers at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// A Projects Manager.
    ProjectsManager,
    /// Somebody who does not speak as one does: what was said.
    Other(Answer),
}

/// What a server says of a path.
///
/// # Errors
/// When there is no answer.
pub async fn project<D: Dial>(
    dial: D,
    address: &Address,
    protocol: ProtocolChoice,
    timing: Timing,
    path: &ProjectPath,
) -> Result<Answer, Unreachable> {
    let mut conversation = converse(dial, address, protocol, timing);
    Ok(conversation.status(path).await?.answer)
}

/// Whether a Projects Manager answers at an address.
///
/// # Errors
/// When nobody answers.
pub async fn server<D: Dial>(
    dial: D,
    address: &Address,
    protocol: ProtocolChoice,
    timing: Timing,
) -> Result<Peer, Unreachable> {
    peer(&mut converse(dial, address, protocol, timing)).await
}

pub(super) fn converse<D: Dial>(
    dial: D,
    address: &Address,
    protocol: ProtocolChoice,
    timing: Timing,
) -> Conversation<D> {
    Conversation::new(Caller::new(dial, address.clone(), timing), protocol)
}

pub(super) async fn peer<D: Dial>(conversation: &mut Conversation<D>) -> Result<Peer, Unreachable> {
    // The path is one that can be sent, as a test shows.
    let nowhere = ProjectPath::new(NOWHERE).map_err(|_| Unreachable::Other)?;
    let answer = conversation.status(&nowhere).await?.answer;
    Ok(match answer {
        Answer::Status(_) | Answer::NotFound | Answer::Refused(_) => Peer::ProjectsManager,
        Answer::UnknownCommand | Answer::Unexpected(_) => Peer::Other(answer),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_that_is_nowhere_can_be_asked_for() {
        assert!(ProjectPath::new(NOWHERE).is_ok());
    }
}
