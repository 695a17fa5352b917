//! Asking a server about something before it is configured. Only a status is ever asked for.

use crate::link::{Caller, Conversation, Dial};
pub use crate::model::event::Peer;
use crate::model::event::{Answer, Unreachable};
use crate::protocol::ProjectPath;
use crate::site::{Address, ProtocolChoice, Timing};

/// A path that no folder on Windows can have.
const NOWHERE: &str = r"*?\pekat-tray";

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
    use std::path::Path;
    use std::sync::mpsc::{Receiver, channel};

    use tokio::net::TcpListener;

    use super::*;
    use crate::link::Tcp;
    use crate::protocol::Status;
    use crate::sim::world::World;
    use crate::sim::{Record, Sim, file};

    const PROJECTS: &str = r"
        [[project]]
        path = 'C:\A'
        status = 'running'
        [[project]]
        path = 'C:\B'
    ";

    /// Where a simulator listens, and what it is asked.
    async fn simulated() -> (Address, Receiver<String>) {
        let setup = file::parse(Path::new("test.toml"), PROJECTS).unwrap().setup;
        let (asked, requests) = channel();
        let sim = Sim::start(World::new(setup), move |record: &Record| {
            asked.send(record.request.clone()).unwrap();
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { sim.listen(listener).await });
        (address.parse().unwrap(), requests)
    }

    /// Where nobody listens.
    async fn nobody() -> Address {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        address.parse().unwrap()
    }

    async fn ask(address: &Address, path: &str) -> Result<Answer, Unreachable> {
        let (protocol, timing) = (ProtocolChoice::Auto, Timing::default());
        let path = path.parse().unwrap();
        project(Tcp::default(), address, protocol, timing, &path).await
    }

    #[tokio::test]
    async fn what_a_server_says_of_a_path_is_told_and_only_a_status_is_asked_for() {
        let (address, requests) = simulated().await;
        let cases = [
            (r"C:\A", Answer::Status(Status::Running)),
            (r"c:\b\", Answer::Status(Status::Stopped)),
            (r"C:\C", Answer::NotFound),
        ];
        for (path, answer) in cases {
            assert_eq!(ask(&address, path).await, Ok(answer), "{path}");
        }
        let asked: Vec<String> = requests.try_iter().collect();
        assert_eq!(asked, [r"status:C:\A", r"status:c:\b\", r"status:C:\C"]);
    }

    #[tokio::test]
    async fn a_projects_manager_is_known_by_its_answer() {
        let (address, _requests) = simulated().await;
        let (protocol, timing) = (ProtocolChoice::Auto, Timing::default());
        let peer = server(Tcp::default(), &address, protocol, timing).await;
        assert_eq!(peer, Ok(Peer::ProjectsManager));
    }

    #[tokio::test]
    async fn where_nobody_listens_that_is_told() {
        let address = nobody().await;
        assert_eq!(ask(&address, r"C:\A").await, Err(Unreachable::Refused));
        let (protocol, timing) = (ProtocolChoice::Auto, Timing::default());
        let peer = server(Tcp::default(), &address, protocol, timing).await;
        assert_eq!(peer, Err(Unreachable::Refused));
    }

    #[test]
    fn the_path_that_is_nowhere_can_be_asked_for() {
        assert!(ProjectPath::new(NOWHERE).is_ok());
    }
}
