//! What there is to tell of a project when it is another than was told.

use super::decide::Cause;
use super::kind::Subject;
use super::mark::Trouble;
use super::{Fault, Outcome, ProjectNews};
use crate::model::Condition;
use crate::protocol::{Operation, Status};

/// What was last told of a project, or taken as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) enum Announced {
    /// Nothing is known yet.
    Nothing,
    /// It is stopped or running.
    Settled(Status),
    /// It needs somebody.
    Fault(Fault),
}

impl Announced {
    /// Whether a fault was told whose end is to be told, too. A failed operation is over with the
    /// next one.
    pub(in crate::model) fn owes_recovery(&self) -> bool {
        match self {
            Announced::Nothing | Announced::Settled(_) => false,
            Announced::Fault(fault) => !matches!(fault, Fault::Failed { .. }),
        }
    }
}

/// Tells of projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct OfProject;

impl Subject for OfProject {
    type Told = Announced;
    type Seen = Condition;
    type News = ProjectNews;

    const UNKNOWN: Announced = Announced::Nothing;

    fn compare(
        told: &Announced,
        now: &Condition,
        cause: Cause,
    ) -> (Announced, Option<ProjectNews>) {
        match cause {
            Cause::Others => compare(told, now, false),
            Cause::OwnClick => compare(told, now, true),
            Cause::Outcome => {
                let (after, news) = compare(told, now, true);
                // What is wrong besides has a notice of its own.
                (
                    after,
                    news.filter(|news| matches!(news, ProjectNews::Fault(_))),
                )
            }
        }
    }

    fn is_same(held: &ProjectNews, now: &ProjectNews) -> bool {
        match (held, now) {
            (ProjectNews::Fault(held), ProjectNews::Fault(now)) => held.tells(now),
            (held, now) => held == now,
        }
    }

    fn is_over(told: &Announced, now: &Announced) -> bool {
        // Without a notice it is the same fault, in other words.
        let faulty = |it: &Announced| matches!(it, Announced::Fault(_));
        told != now && !(faulty(told) && faulty(now))
    }

    fn trouble(now: &Condition) -> Trouble<'_> {
        match now {
            Condition::Fault(fault) => Trouble::Fault(fault),
            Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Connecting
            | Condition::Pending { .. } => Trouble::Unknown,
            Condition::Status(_) => Trouble::None,
        }
    }

    fn unstable() -> ProjectNews {
        ProjectNews::Unstable
    }

    fn rested(now: &Condition) -> Option<(Announced, ProjectNews)> {
        match now {
            // What became of a click is told by itself, and what is so besides when that is over.
            Condition::Fault(Fault::Failed { .. }) => None,
            Condition::Fault(fault) => {
                let told = Announced::Fault(fault.clone());
                Some((told, ProjectNews::Fault(fault.clone())))
            }
            Condition::Status(Status::Stopped) => {
                let told = Announced::Settled(Status::Stopped);
                Some((told, ProjectNews::Stopped))
            }
            Condition::Status(Status::Running) => {
                let told = Announced::Settled(Status::Running);
                Some((told, ProjectNews::Recovered(Status::Running)))
            }
            Condition::Status(Status::Starting | Status::Stopping)
            | Condition::Connecting
            | Condition::Unreachable(_)
            | Condition::Stale { .. }
            | Condition::Pending { .. } => None,
        }
    }
}

/// Compares what was told with what is; gives what counts as told from now on, and what to tell.
/// `asked` says that the operator's own click explains the change; it does not explain the end of a
/// fault that was told.
fn compare(before: &Announced, now: &Condition, asked: bool) -> (Announced, Option<ProjectNews>) {
    match now {
        Condition::Connecting
        | Condition::Unreachable(_)
        | Condition::Stale { .. }
        | Condition::Pending { .. }
        | Condition::Status(Status::Starting | Status::Stopping) => (before.clone(), None),
        Condition::Fault(fault) => {
            let known = matches!(before, Announced::Fault(before) if before.tells(fault));
            // A failed operation is told as the outcome of the click.
            let told = known || matches!(fault, Fault::Failed { .. });
            let kind = (!told).then(|| ProjectNews::Fault(fault.clone()));
            let passing = matches!(fault, Fault::Failed { .. }) && before.owes_recovery();
            let after = match passing {
                true => before.clone(),
                false => Announced::Fault(fault.clone()),
            };
            (after, kind)
        }
        Condition::Status(status @ (Status::Stopped | Status::Running)) => {
            let kind = match (before, status) {
                _ if asked && !before.owes_recovery() => None,
                (Announced::Nothing, _) => None,
                (Announced::Settled(before), status) if before == status => None,
                (Announced::Settled(_), Status::Running) => Some(ProjectNews::Started),
                (Announced::Settled(_), _) => Some(ProjectNews::Stopped),
                // What it was doing when watching ended, or for too long, is over.
                (
                    Announced::Fault(
                        Fault::Failed {
                            outcome: Outcome::Unsettled,
                            ..
                        }
                        | Fault::Stuck(_),
                    ),
                    Status::Stopped,
                ) => Some(ProjectNews::Stopped),
                // It is as it was before the click that failed.
                (
                    Announced::Fault(Fault::Failed {
                        operation: Operation::Start | Operation::Switch,
                        ..
                    }),
                    Status::Stopped,
                )
                | (
                    Announced::Fault(Fault::Failed {
                        operation: Operation::Stop,
                        ..
                    }),
                    Status::Running,
                ) => None,
                (Announced::Fault(_), status) => Some(ProjectNews::Recovered(*status)),
            };
            (Announced::Settled(*status), kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_told_once_and_own_clicks_explain_themselves() {
        use Condition as C;
        let nothing = Announced::Nothing;
        let running = Announced::Settled(Status::Running);
        let stopped = Announced::Settled(Status::Stopped);
        let missing = Announced::Fault(Fault::NotFound);
        let failed = Fault::Failed {
            operation: Operation::Start,
            outcome: Outcome::Failed(crate::model::event::Failure::PortInUse),
        };
        let unsettled = Fault::Failed {
            operation: Operation::Start,
            outcome: Outcome::Unsettled,
        };
        let is_running = C::Status(Status::Running);
        let is_stopped = C::Status(Status::Stopped);
        let is_missing = C::Fault(Fault::NotFound);
        let tell_missing = Some(ProjectNews::Fault(Fault::NotFound));
        let cases = [
            (&nothing, &is_running, false, &running, None),
            (&nothing, &is_missing, false, &missing, tell_missing.clone()),
            (&running, &is_running, false, &running, None),
            (
                &running,
                &is_stopped,
                false,
                &stopped,
                Some(ProjectNews::Stopped),
            ),
            (&running, &is_stopped, true, &stopped, None),
            (
                &stopped,
                &is_running,
                false,
                &running,
                Some(ProjectNews::Started),
            ),
            (&stopped, &is_running, true, &running, None),
            (&running, &is_missing, true, &missing, tell_missing),
            (&missing, &is_missing, false, &missing, None),
            (
                &missing,
                &is_running,
                false,
                &running,
                Some(ProjectNews::Recovered(Status::Running)),
            ),
            (
                &missing,
                &is_stopped,
                true,
                &stopped,
                Some(ProjectNews::Recovered(Status::Stopped)),
            ),
            (&missing, &C::Connecting, false, &missing, None),
            (&running, &C::Stale { since: None }, false, &running, None),
            (
                &running,
                &C::Status(Status::Stopping),
                false,
                &running,
                None,
            ),
            (
                &stopped,
                &C::Fault(failed.clone()),
                false,
                &Announced::Fault(failed.clone()),
                None,
            ),
            (
                &Announced::Fault(failed.clone()),
                &is_stopped,
                false,
                &stopped,
                None,
            ),
            (
                &Announced::Fault(unsettled),
                &is_stopped,
                false,
                &stopped,
                Some(ProjectNews::Stopped),
            ),
            (
                &Announced::Fault(failed),
                &is_running,
                false,
                &running,
                Some(ProjectNews::Recovered(Status::Running)),
            ),
        ];
        for (before, now, asked, after, kind) in cases {
            assert_eq!(
                compare(before, now, asked),
                (after.clone(), kind),
                "{before:?} {now:?} asked={asked}"
            );
        }
    }
}
