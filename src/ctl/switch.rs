//! The rules that a switch must pass before it is sent. They are the tray's.

use tokio::time::{Instant, sleep};

use crate::link::schedule::HURRY_INTERVAL;
use crate::link::{Conversation, Tcp};
use crate::model::event::{Failure, Unreachable, Works};
use crate::protocol::{Operation, Step};
use crate::site::Project;

use crate::ctl::targets::Target;

/// The reason why a switch is not sent.
#[derive(Debug)]
pub(super) enum Obstacle<'t> {
    /// It might stop this project, whose `allow` forbids that.
    Protects(&'t Project),
    /// The project is running, and no other configured project of its server is.
    RunsAlone,
    Failed(Failure),
}

/// Asks for the statuses that decide whether a switch may be sent. Waits up to the action timeout while
/// the project is starting or stopping.
pub(super) async fn obstacle<'t>(
    conversation: &mut Conversation<Tcp>,
    target: &'t Target,
    mut retrying: impl FnMut(Unreachable),
) -> Option<Obstacle<'t>> {
    let deadline = Instant::now() + target.site.timing.action_timeout;
    let protected = target.others().into_iter().flatten();
    let protected = protected.filter(|other| !target.site.may_stop(other.id));
    let protected: Vec<&Project> = protected.collect();
    loop {
        match find_running(conversation, &protected, &mut retrying).await {
            Ok(None) => {}
            Ok(Some(other)) => return Some(Obstacle::Protects(other)),
            Err(reason) => return Some(Obstacle::Failed(Failure::NotSent(reason))),
        }
        let path = &target.project.path;
        let asked = conversation.status_with_retries(path, &mut retrying).await;
        let status = match asked {
            Ok(reading) => reading.status(),
            Err(reason) => return Some(Obstacle::Failed(Failure::NotSent(reason))),
        };
        match status.map(|status| Operation::Switch.next_step(status)) {
            // If it is no status, that is found out again before anything is sent.
            None | Some(Step::Send | Step::Nothing) => return None,
            Some(Step::SendUnlessAlone) => {
                let others: Vec<&Project> = target.others()?.collect();
                return match find_running(conversation, &others, &mut retrying).await {
                    Ok(None) => Some(Obstacle::RunsAlone),
                    Ok(Some(_)) => None,
                    Err(reason) => Some(Obstacle::Failed(Failure::NotSent(reason))),
                };
            }
            Some(Step::Wait) => {}
        }
        conversation.end_round();
        if Instant::now() + HURRY_INTERVAL >= deadline {
            return Some(Obstacle::Failed(Failure::GivenUp));
        }
        sleep(HURRY_INTERVAL).await;
    }
}

/// Returns the first of these projects that is running, or may be.
async fn find_running<'p>(
    conversation: &mut Conversation<Tcp>,
    projects: &[&'p Project],
    mut retrying: impl FnMut(Unreachable),
) -> Result<Option<&'p Project>, Unreachable> {
    for project in projects {
        let reading = conversation.status_with_retries(&project.path, &mut retrying);
        if reading.await?.answer.works() != Works::No {
            return Ok(Some(project));
        }
    }
    Ok(None)
}
