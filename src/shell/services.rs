//! What is done for the user on this computer alone. Other programs have a part in it and may take
//! their time, so that each has a thread of its own.

use std::thread;

use crate::model::event::{Event, Service};
use crate::site::ProjectId;

use super::event_loop::Sends;
use super::happening::Happening;
use super::open;

/// What opening a page needs, with what Windows' shell loads into the thread. In bytes.
const STACK_SIZE: usize = 512 * 1024;

/// Copies a project's path.
pub(super) fn copy_path(project: ProjectId, path: String, events: &Sends) {
    serve(Service::CopyPath, project, events, move || {
        let copied = clipboard_win::set_clipboard_string(&path);
        copied.map_err(|error| error.to_string())
    });
}

/// Opens a project's page in the browser.
pub(super) fn open_page(project: ProjectId, url: String, events: &Sends) {
    serve(Service::OpenPage, project, events, move || {
        open::page(&url).map_err(|error| error.to_string())
    });
}

/// Does it at once on another thread, and tells if it fails.
fn serve(
    service: Service,
    project: ProjectId,
    events: &Sends,
    work: impl FnOnce() -> Result<(), String> + Send + 'static,
) {
    let failed = move |reason| {
        Happening::Event(Event::NotServed {
            service,
            project,
            reason,
        })
    };
    let sends = events.clone();
    let thread = thread::Builder::new()
        .name("service".to_owned())
        .stack_size(STACK_SIZE)
        .spawn(move || {
            if let Err(reason) = work() {
                sends.send(failed(reason));
            }
        });
    if let Err(error) = thread {
        events.send(failed(error.to_string()));
    }
}
