//! `pekatctl start`, `stop` and `switch`: asks for the status, then sends the operation once.

use std::time::Instant;

use crate::link::schedule::HURRY_INTERVAL;
use crate::link::{Caller, Conversation, Tcp};
use crate::model::event::{self, Answer};
use crate::model::{Condition, Outcome, Watch};
use crate::protocol::{Operation, Status};
use crate::site::{Project, Server, Timing};
use crate::view::Words;
use crate::view::words::Names;
use tokio::time::sleep;

use crate::ctl::exit::{self, Failure};
use crate::ctl::language;
use crate::ctl::network;
use crate::ctl::output::Output;
use crate::ctl::targets::Source;

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
    let (site, server, project) = args.source.project(&args.project, operation)?;
    let names = Names::new(&server, &project);
    let words = language::words(&site);
    let mut output = Output::new();
    let work = carry_out(
        &server,
        &project,
        site.timing,
        operation,
        args.wait,
        &words,
        &mut output,
    );
    let outcome = network::run(work)?;
    let text = words.outcome_text(&names, operation, &outcome).line();
    if let Some(failure) = Failure::of_outcome(&outcome, text.clone()) {
        return Err(failure);
    }
    if args.wait || outcome == Outcome::Already {
        output.line(text);
    } else {
        output.line(words.agreed(&names, operation));
    }
    output.close()
}

/// What became of the operation; without `wait`, as far as the server's answer tells.
async fn carry_out(
    server: &Server,
    project: &Project,
    timing: Timing,
    operation: Operation,
    wait: bool,
    words: &Words,
    output: &mut Output,
) -> Outcome {
    let caller = Caller::new(Tcp::default(), server.address.clone(), timing);
    let mut conversation = Conversation::new(caller, server.protocol);
    let before = match conversation.status(&project.path).await {
        Ok(reading) => reading.answer,
        Err(reason) => return Outcome::Failed(event::Failure::NotSent(reason)),
    };
    if is_done(operation, &before) {
        return Outcome::Already;
    }
    if let Some(failure) = before.bars_operations() {
        return Outcome::Failed(failure);
    }
    let answer = conversation.operate(operation, &project.path).await;
    if !wait {
        return answer.map_or_else(Outcome::Failed, |()| Outcome::Succeeded);
    }
    match Watch::new(operation, Instant::now(), answer) {
        Ok(watch) => {
            let watch = watch.after(&before);
            see(watch, conversation, project, timing, words, output).await
        }
        Err(failure) => Outcome::Failed(failure),
    }
}

/// Whether the project is as wished before anything is sent. A switch stops others, too.
fn is_done(operation: Operation, answer: &Answer) -> bool {
    let wished = match operation {
        Operation::Start => Status::Running,
        Operation::Stop => Status::Stopped,
        Operation::Switch => return false,
    };
    *answer == Answer::Status(wished)
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
        let condition = match &polled {
            Ok(reading) => Condition::from(&reading.answer),
            Err(reason) => Condition::Unreachable(*reason),
        };
        if told.as_ref() != Some(&condition) {
            output.line(words.project_condition(&project.name, &condition));
            told = Some(condition);
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
