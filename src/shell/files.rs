//! What has to do with the configuration file, off the event loop: disks can be slow.

use std::sync::Arc;
use std::thread;

use pekat_tray::config::{Edit, Store};
use pekat_tray::model::event::Event;
use pekat_tray::site::Site;
use pekat_tray::view::words;

use super::app::Happening;
use super::event_loop::Sends;
use super::open;

/// Where the configuration comes from.
#[derive(Clone, Debug)]
pub(super) enum Files {
    /// From this file.
    Stored(Store),
    /// From nowhere: the demonstration has no file.
    None,
}

impl Files {
    /// Reads the configuration.
    pub(super) fn load(&self) -> Result<Arc<Site>, Vec<String>> {
        match self {
            Files::None => Ok(Arc::default()),
            Files::Stored(store) => store.load().map(Arc::new).map_err(|error| error.lines()),
        }
    }

    /// Reads the configuration again; it comes to the event loop.
    pub(super) fn load_later(&self, events: &Sends) {
        if matches!(self, Files::None) {
            return;
        }
        let files = self.clone();
        self.work(events, move |_| Ok(Some(Event::Configured(files.load()))));
    }

    /// Writes the commented template where there is no file yet.
    pub(super) fn create_if_missing(&self, events: &Sends) {
        self.work(events, |store| {
            store
                .create_if_missing()
                .map_err(|error| error.to_string())?;
            Ok(None)
        });
    }

    /// Makes a change, then reads the configuration again.
    pub(super) fn edit(&self, edit: Option<Edit>, events: &Sends) {
        let Some(edit) = edit else {
            return;
        };
        let files = self.clone();
        self.work(events, move |store| {
            store.edit(&edit).map_err(|error| error.to_string())?;
            Ok(Some(Event::Configured(files.load())))
        });
    }

    /// Opens the file for the user.
    pub(super) fn open(&self, events: &Sends) {
        self.work(events, |store| {
            store
                .create_if_missing()
                .map_err(|error| error.to_string())?;
            let opened = open::text_file(store.path());
            let path = store.path().display();
            opened.map_err(|error| words::cannot_open(&path.to_string(), &error.to_string()))?;
            Ok(None)
        });
    }

    fn work(
        &self,
        events: &Sends,
        work: impl FnOnce(&Store) -> Result<Option<Event>, String> + Send + 'static,
    ) {
        let failed = |reason: String| Happening::Event(Event::NotSaved(reason));
        let Files::Stored(store) = self else {
            events.send(failed(words::DEMO_HAS_NO_FILE.to_owned()));
            return;
        };
        let (store, to_loop) = (store.clone(), events.clone());
        let worker = thread::Builder::new()
            .name("configuration".to_owned())
            .spawn(move || match work(&store) {
                Ok(Some(event)) => to_loop.send(Happening::Event(event)),
                Ok(None) => {}
                Err(reason) => to_loop.send(failed(reason)),
            });
        if let Err(error) = worker {
            events.send(failed(error.to_string()));
        }
    }
}
