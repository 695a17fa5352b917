//! A client of somebody else, written like the vendor's sample: plain sockets, `command:path`, and one
//! `recv(64)` per request.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::tray::NEVER;

/// How long the sample waits for a reply.
const TIMEOUT: Duration = Duration::from_secs(3);

pub(crate) struct Sample {
    address: String,
}

impl Sample {
    pub(crate) fn new(server: &Server) -> Sample {
        Sample {
            address: server.address.clone(),
        }
    }

    /// A connection over which nothing is asked.
    pub(crate) fn connected(server: &Server) -> TcpStream {
        TcpStream::connect(&server.address).unwrap()
    }

    /// Sends a request over a connection of its own. It may get no reply in time.
    pub(crate) fn send(&mut self, command: &str, path: &str) -> Option<String> {
        let address = self.address.parse().unwrap();
        let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).ok()?;
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream
            .write_all(format!("{command}:{path}").as_bytes())
            .ok()?;
        let mut bytes = [0; 64];
        let count = stream.read(&mut bytes).ok()?;
        let reply = String::from_utf8_lossy(&bytes[..count]);
        Some(reply.trim().to_owned())
    }

    /// Asks each second, as integrators do after an operation.
    pub(crate) fn until_status(&mut self, path: &str, status: &str) {
        let deadline = Instant::now() + NEVER;
        loop {
            let reply = self.send("status", path);
            if reply.as_deref() == Some(status) {
                return;
            }
            assert!(Instant::now() < deadline, "{path} is {reply:?}");
            sleep(Duration::from_secs(1));
        }
    }
}
