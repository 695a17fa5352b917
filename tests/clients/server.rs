//! A simulated server of any kind on a port of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use pekat_tray::sim::world::{Answer, ProjectSetup, Setup, World};
use pekat_tray::sim::{CONNECTED, Record, Sim, bind};
use tokio::runtime::Builder;

use crate::Kind;

/// Is stopped at first.
pub(crate) const A: &str = r"C:\Projects\A";
/// Runs at first.
pub(crate) const B: &str = r"C:\Projects\B";
/// Is stopped at first.
pub(crate) const C: &str = r"C:\Projects\C";

/// How long a project starts or stops.
const CHANGE: Duration = Duration::from_millis(700);

/// It ends with the tests.
pub(crate) struct Server {
    pub(crate) kind: &'static str,
    pub(crate) address: String,
    records: Arc<Mutex<Vec<Record>>>,
}

impl Server {
    pub(crate) fn start(kind: Kind) -> Server {
        Server::start_slow(kind, CHANGE)
    }

    /// Starts a server whose projects take this long to start and to stop.
    pub(crate) fn start_slow((kind, service, reports_late): Kind, change: Duration) -> Server {
        let answer = match reports_late {
            Duration::ZERO => Answer::Finished,
            _ => Answer::Accepted,
        };
        let mut setup = Setup::new(change, change, answer);
        setup.reports_late = reports_late;
        let backlog = service.backlog;
        setup.service = service;
        for (path, running) in [(A, false), (B, true), (C, false)] {
            let project = ProjectSetup {
                path: path.parse().unwrap(),
                port: None,
                running,
                start_time: None,
                stop_time: None,
            };
            setup.add(project).unwrap();
        }
        let records = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&records);
        let observer = move |record: &Record| log.lock().unwrap().push(record.clone());
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let sim = Sim::start(World::new(setup), observer);
                let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                let listener = bind(free, backlog).unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                sim.listen(listener).await
            })
        });
        Server {
            kind,
            address: told.recv().unwrap().to_string(),
            records,
        }
    }

    /// Every start, stop and switch that was read, in order.
    pub(crate) fn operations(&self) -> Vec<String> {
        let records = self.records.lock().unwrap();
        let requests = records.iter().map(|record| &record.request);
        let operations =
            requests.filter(|request| !request.starts_with("status:") && *request != CONNECTED);
        operations.cloned().collect()
    }
}
