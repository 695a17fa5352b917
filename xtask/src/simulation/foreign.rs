//! A client that is none of ours and follows the vendor's sample: it connects, sends requests one after
//! another over the same socket, reads once after each, and leaves.

use std::time::Duration;

use fastrand::Rng;
use pekat_tray::link::Dial;
use pekat_tray::protocol::{Command, ProjectPath};
use pekat_tray::site::Address;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

use super::plant::Network;

/// As integrators set it.
const TIMEOUT: Duration = Duration::from_secs(3);

/// One visit to a manager.
#[derive(Debug)]
pub(super) struct Visit {
    address: Address,
    /// With the pause before each.
    requests: Vec<(Duration, Command, ProjectPath)>,
    /// Whether its system closes connections with a reset.
    resets: bool,
}

impl Visit {
    pub(super) fn draw(rng: &mut Rng, address: Address, paths: &[ProjectPath]) -> Visit {
        let request = |rng: &mut Rng| {
            let pause = Duration::from_millis(rng.u64(0..1500));
            let command = match rng.u8(0..8) {
                0 => Command::Start,
                1 => Command::Stop,
                2 => Command::Switch,
                _ => Command::Status,
            };
            (pause, command, paths[rng.usize(0..paths.len())].clone())
        };
        Visit {
            address,
            requests: (0..rng.usize(1..5)).map(|_| request(rng)).collect(),
            resets: rng.bool(),
        }
    }

    pub(super) fn in_words(&self) -> String {
        let words = self
            .requests
            .iter()
            .map(|(pause, command, path)| format!("{} of {path} after {pause:?}", command));
        let words: Vec<String> = words.collect();
        format!(
            "somebody else asks {} for {}",
            self.address,
            words.join(", ")
        )
    }

    pub(super) async fn make(self, network: Network) {
        let Ok(Ok(mut stream)) = timeout(TIMEOUT, network.dial(&self.address)).await else {
            return;
        };
        Network::reset_on_close(&stream, self.resets);
        for (pause, command, path) in self.requests {
            sleep(pause).await;
            let request = format!("{}:{path}", command);
            if stream.write_all(request.as_bytes()).await.is_err() {
                return;
            }
            let mut bytes = [0; 64];
            match timeout(TIMEOUT, stream.read(&mut bytes)).await {
                Ok(Ok(read)) if read > 0 => {}
                Ok(_) | Err(_) => return,
            }
        }
    }
}
