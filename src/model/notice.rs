//! What the user is told of, and when: on the edges of what was told before.

use super::event::{FileTrouble, Unreachable};
use super::{AutostartRefusal, Condition, Fault, Outcome, Refusal};
use crate::protocol::{Operation, Status};
use crate::site::{Hotkey, ProjectId, ServerId};

/// Something to tell the user. Its words are made by [`crate::view`]. A newer notice about the
/// same project or server replaces an older one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// About a project.
    Project(ProjectId, ProjectNews),
    /// About a server.
    Server(ServerId, ServerNews),
    /// The configuration has errors; [`crate::model::Model::problems`] has them.
    Misconfigured,
    /// The monitor has stopped reporting.
    MonitorSilent,
    /// What becomes of the operator's own click is not watched any more, since its project is no
    /// longer configured.
    Unwatched {
        /// The server's name.
        server: String,
        /// The project's name.
        project: String,
        /// What was asked for.
        operation: Operation,
    },
    /// A change that the user asked for could not be written to the configuration: why.
    NotSaved(FileTrouble),
    /// The configuration file could not be opened for the user: why.
    NotOpened(FileTrouble),
    /// Whether Windows starts the program at logon could not be changed: why.
    AutostartNotSet(AutostartRefusal),
    /// These hot keys do not work, since another program has them.
    HotkeysTaken(Vec<Hotkey>),
}

/// What there is to tell of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectNews {
    /// It needs somebody.
    Fault(Fault),
    /// It stopped and nobody asked for it here.
    Stopped,
    /// It was started and nobody asked for it here.
    Started,
    /// It was at fault and is well again.
    Recovered(Status),
    /// What became of the operator's own click.
    Outcome {
        /// What was asked for.
        operation: Operation,
        /// What became of it.
        outcome: Outcome,
    },
    /// Why the operator's own click was not carried out.
    Refused {
        /// What was asked for.
        operation: Operation,
        /// Why not.
        refusal: Refusal,
    },
}

/// What there is to tell of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerNews {
    /// It gives no answer.
    Down(Unreachable),
    /// It answers again.
    Up,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Importance {
    /// Good to know.
    News,
    /// A problem is over, or the operator's wish came true.
    Good,
    /// Somebody should look.
    Problem,
}

impl Notice {
    /// How much it matters.
    pub fn importance(&self) -> Importance {
        match self {
            Notice::Project(_, ProjectNews::Started) => Importance::News,
            Notice::Project(_, ProjectNews::Recovered(_)) => Importance::Good,
            Notice::Project(_, ProjectNews::Outcome { outcome, .. }) if outcome.is_success() => {
                Importance::Good
            }
            Notice::Project(
                _,
                ProjectNews::Outcome {
                    outcome: Outcome::CalledOff,
                    ..
                },
            ) => Importance::Good,
            Notice::Server(_, ServerNews::Up) => Importance::Good,
            Notice::Project(
                _,
                ProjectNews::Outcome { .. }
                | ProjectNews::Fault(_)
                | ProjectNews::Stopped
                | ProjectNews::Refused { .. },
            )
            | Notice::Server(_, ServerNews::Down(_))
            | Notice::Misconfigured
            | Notice::MonitorSilent
            | Notice::Unwatched { .. }
            | Notice::NotSaved(_)
            | Notice::NotOpened(_)
            | Notice::AutostartNotSet(_)
            | Notice::HotkeysTaken(_) => Importance::Problem,
        }
    }
}

/// What was last told of a project, or taken as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Announced {
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
    pub(super) fn owes_recovery(&self) -> bool {
        match self {
            Announced::Nothing | Announced::Settled(_) => false,
            Announced::Fault(fault) => !matches!(fault, Fault::Failed { .. }),
        }
    }
}

/// Compares what was told with what is; gives what counts as told from now on, and what to tell.
/// `asked` says that the operator's own click explains the change; it does not explain the end of a
/// fault that was told.
pub(super) fn decide(
    before: &Announced,
    now: &Condition,
    asked: bool,
) -> (Announced, Option<ProjectNews>) {
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
            outcome: Outcome::Failed(super::super::event::Failure::PortInUse),
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
                decide(before, now, asked),
                (after.clone(), kind),
                "{before:?} {now:?} asked={asked}"
            );
        }
    }
}
