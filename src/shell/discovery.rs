//! Asking servers about what is not configured yet, and looking for projects. Networks and disks take
//! their time, so that each question has a thread of its own, and none is waited for forever.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::discover::{self, Limits, Search, probe};
use crate::link::Tcp;
use crate::model::event::{DialogId, Event, Finding, SearchId, Unreachable};
use crate::protocol::ProjectPath;
use crate::site::{Address, ProtocolChoice, Site};
use tokio::runtime::Builder;
use tokio::time::timeout;

use super::event_loop::Sends;
use super::happening::Happening;

/// What one question may take in all, whatever is configured for its parts.
const QUESTION: Duration = Duration::from_secs(30);

/// What a search may take.
const SEARCH: Duration = Duration::from_secs(60);

/// Where a Projects Manager's web page is.
const PAGE_PORT: std::num::NonZeroU16 = std::num::NonZeroU16::new(7000).unwrap();

/// Asks who answers at an address.
pub(super) fn probe_server(dialog: DialogId, address: Address, site: &Site, events: &Sends) {
    let (protocol, timing) = (protocol(site, &address), site.timing);
    let ask = async move { probe::server(Tcp::default(), &address, protocol, timing).await };
    serve(events, QUESTION, ask, move |answer| Event::Reached {
        dialog,
        answer: answer.unwrap_or(Err(Unreachable::NoAnswer)),
    });
}

/// Asks a server about a project.
pub(super) fn probe_project(
    dialog: DialogId,
    address: Address,
    path: ProjectPath,
    site: &Site,
    events: &Sends,
) {
    let (protocol, timing) = (protocol(site, &address), site.timing);
    let ask =
        async move { probe::project(Tcp::default(), &address, protocol, timing, &path).await };
    serve(events, QUESTION, ask, move |answer| Event::Probed {
        dialog,
        answer: answer.unwrap_or(Err(Unreachable::NoAnswer)),
    });
}

/// Looks for projects in the list of a computer's page and, if wanted, in the folders of this one.
pub(super) fn find(
    search: SearchId,
    address: Address,
    folders: bool,
    site: Arc<Site>,
    events: &Sends,
) {
    let wanted = Search {
        page: Some(address.with_port(PAGE_PORT)),
        protocol: protocol(&site, &address),
        timing: site.timing,
        roots: match folders {
            true => discover::roots(&site),
            false => Vec::new(),
        },
        limits: Limits::default(),
        server: address,
    };
    let find = async move { discover::find(Tcp::default(), wanted, &site).await };
    serve(events, SEARCH, find, move |found| {
        let finding = match found {
            Some(found) => {
                for trouble in found.troubles {
                    log::info!("search: {trouble}");
                }
                Finding {
                    peer: found.peer,
                    candidates: found.candidates,
                }
            }
            None => Finding {
                peer: Err(Unreachable::NoAnswer),
                candidates: Vec::new(),
            },
        };
        Event::Found { search, finding }
    });
}

/// In which form the server at an address is asked.
fn protocol(site: &Site, address: &Address) -> ProtocolChoice {
    let mut known = site.servers().iter();
    let known = known.find(|server| server.address == *address);
    known.map_or(ProtocolChoice::Auto, |server| server.protocol)
}

/// Does it at once on another thread; `tell` is given what came of it, or `None` when it took too long
/// or there is nothing to do it with.
fn serve<T: Send + 'static>(
    events: &Sends,
    patience: Duration,
    work: impl Future<Output = T> + Send + 'static,
    tell: impl FnOnce(Option<T>) -> Event + Clone + Send + 'static,
) {
    let (sends, told) = (events.clone(), tell.clone());
    let thread = thread::Builder::new()
        .name("discovery".to_owned())
        .spawn(move || {
            let answer = wait(patience, work);
            sends.send(Happening::Event(told(answer)));
        });
    if thread.is_err() {
        events.send(Happening::Event(tell(None)));
    }
}

fn wait<T>(patience: Duration, work: impl Future<Output = T>) -> Option<T> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let answer = runtime.block_on(async { timeout(patience, work).await.ok() });
    // A lookup or a disk that hangs must not be waited for.
    runtime.shutdown_background();
    answer
}
