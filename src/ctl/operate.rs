//! `pekatctl start`, `stop` and `switch`: asks for the status, then sends the operation once.

use std::time::Instant;

use crate::link::schedule::HURRY_INTERVAL;
use crate::link::{Caller, Conversation, Tcp};
use crate::model::event::{self, Dispatch, Reading};
use crate::model::{Condition, Outcome, Watch};
use crate::protocol::{Operation, Status};
use crate::site::{Project, Timing};
use crate::view::Words;
use crate::view::words::Names;
use tokio::time::sleep;

use crate::ctl::exit::{self, Failure};
use crate::ctl::language;
use crate::ctl::network;
use crate::ctl::output::Output;
use crate::ctl::switch::{self, Obstacle};
use crate::ctl::targets::{Source, Target};

#[derive(Debug, clap::Args)]
#[command(after_help = exit::CODES)]
pub(super) struct Args {
    /// Name of a project, or Server/Project where several servers have one of that name
    #[arg(value_name = "PROJECT")]
    project: String,

    /// Wait until the project is as wished, and tell each change of its status
    #[arg(long)]
    wait: bool,

    #[command(flatten)]
    source: Source,
}

pub(super) fn run(operation: Operation, args: Args) -> Result<(), Failure> {
    let target = args.source.target(&args.project, operation)?;
    let names = Names::new(&target.server, &target.project);
    let words = language::words(&target.site);
    let mut output = Output::new();
    let work = carry_out(&target, operation, args.wait, &words, &mut output);
    let ended = network::run(work)??;
    let line = match ended {
        Ended::OnItsWay(status) => words.on_its_way(&names, status),
        Ended::Agreed => words.agreed(&names, operation),
        Ended::Outcome(outcome) => {
            let text = words.outcome_text(&names, operation, &outcome).line();
            if let Some(failure) = Failure::of_outcome(&outcome, text.clone()) {
                return Err(failure);
            }
            text
        }
    };
    output.line(line);
    output.close()
}

/// The end of an operation as far as this command follows it.
#[derive(Debug)]
enum Ended {
    /// The server agreed, and nobody waits for the project.
    Agreed,
    /// Nothing was sent, since the project is changing to what is wanted. Nobody waits for that.
    OnItsWay(Status),
    Outcome(Outcome),
}

/// Carries the operation out and returns its outcome; without `wait`, as far as the server's answer
/// tells it. An answer that nobody documented tells nothing, so the status decides then, too.
///
/// # Errors
/// [`Failure::NotAllowed`] if it is a switch that might stop a protected project.
async fn carry_out(
    target: &Target,
    operation: Operation,
    wait: bool,
    words: &Words,
    output: &mut Output,
) -> Result<Ended, Failure> {
    let Target {
        site,
        server,
        project,
        ..
    } = target;
    let timing = site.timing;
    let caller = Caller::new(Tcp::default(), server.address.clone(), timing);
    let mut conversation = Conversation::new(caller, server.protocol);
    let mut warned = false;
    let mut warn = |reason| {
        if !std::mem::replace(&mut warned, true) {
            let reason = words.unreachable(reason, &server.address);
            let seconds = timing.action_timeout.as_secs();
            exit::warn([format!("{reason} Trying for up to {seconds} s.").as_str()].into_iter());
        }
    };
    if operation == Operation::Switch {
        let obstacle = switch::obstacle(&mut conversation, target, &mut warn).await;
        match obstacle {
            None => {}
            Some(Obstacle::Protects(other)) => {
                return Err(target.not_allowed(operation, Some(other)));
            }
            Some(Obstacle::RunsAlone) => return Ok(Ended::Outcome(Outcome::Already)),
            Some(Obstacle::Failed(failure)) => {
                return Ok(Ended::Outcome(Outcome::Failed(failure)));
            }
        }
    }
    let operated = conversation.operate(operation, &project.path, warn);
    let (answer, before) = operated.await;
    let status = before.as_ref().and_then(Reading::status);
    match (&answer, status) {
        (Ok(Dispatch::Unneeded), Some(status)) if status.is_settled() => {
            return Ok(Ended::Outcome(Outcome::Already));
        }
        (Ok(Dispatch::Unneeded), Some(status)) if !wait => return Ok(Ended::OnItsWay(status)),
        (Ok(Dispatch::Sent), _) if !wait => return Ok(Ended::Agreed),
        (Err(failure), _) if !wait => return Ok(Ended::Outcome(Outcome::Failed(failure.clone()))),
        (Ok(_) | Err(_), _) => {}
    }
    let watch = match Watch::new(operation, Instant::now(), answer) {
        Ok(watch) => watch,
        Err(failure) => return Ok(Ended::Outcome(Outcome::Failed(failure))),
    };
    let watch = match before {
        Some(reading) => watch.after(&reading.answer),
        None => watch,
    };
    let outcome = see(watch, conversation, project, timing, words, output).await;
    Ok(match (wait, outcome) {
        (false, Outcome::Succeeded) => Ended::Agreed,
        (_, outcome) => Ended::Outcome(outcome),
    })
}

/// Tells each change of a project's status until it is clear what became of the operation.
async fn see(
    mut watch: Watch,
    mut conversation: Conversation<Tcp>,
    project: &Project,
    timing: Timing,
    words: &Words,
    output: &mut Output,
) -> Outcome {
    let mut told = None;
    loop {
        let polled = conversation.status(&project.path).await;
        // Other clients may be waiting for their turn.
        conversation.end_round();
        let condition = match &polled {
            Ok(reading) => Condition::from(&reading.answer),
            Err(reason) => Condition::Unreachable(*reason),
        };
        let line = words.project_condition(&project.name, &condition);
        if told.as_ref() != Some(&line) {
            output.line(&line);
            told = Some(line);
        }
        let reading = polled.as_ref().ok();
        let outcome = watch.look(Instant::now(), timing.action_timeout, reading);
        match (outcome, polled) {
            (None, _) => sleep(HURRY_INTERVAL).await,
            (Some(Outcome::Unsettled), Err(reason)) => {
                return Outcome::Failed(event::Failure::NoAnswer(reason));
            }
            (Some(outcome), _) => return outcome,
        }
    }
}
