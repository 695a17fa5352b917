//! `pekatctl watch`.

use super::*;

/// A `watch` that is ended with the test.
pub(super) struct Watching {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Watching {
    pub(super) fn start(args: &[&str]) -> Watching {
        let mut child = pekatctl(&["watch"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in stdout.lines() {
                if send.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        Watching { child, lines }
    }

    /// The next line, without its time.
    pub(super) fn line(&self) -> String {
        let line = self.lines.recv_timeout(NEVER).unwrap();
        let (time, rest) = line.split_at("2026-01-31 12:59:59".len());
        let shape: String = time
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        assert_eq!(shape, "0000-00-00 00:00:00", "{line}");
        rest.strip_prefix("  ").unwrap().to_owned()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn watching_tells_each_change_once() {
    let manager = Manager::start();
    let address = &manager.address;
    let (_dir, config) = configure(
        "poll_interval = '200ms'",
        &[("Line 1", address, &[("A", ONE), ("Beta", THREE)])],
    );
    let watching = Watching::start(&["--config", &config]);
    assert_eq!(watching.line(), "Line 1  A     Stopped");
    assert_eq!(watching.line(), "Line 1  Beta  Stopped");
    manager.set(THREE, Status::Running);
    assert_eq!(watching.line(), "Line 1  Beta  Running");
    manager.remove(ONE);
    assert_eq!(watching.line(), "Line 1  A     Not found");

    let by_path = Watching::start(&["--server", address, THREE]);
    assert_eq!(by_path.line(), format!("{address}  {THREE}  Running"));
}

#[test]
fn watching_tells_when_a_server_goes_and_comes_back() {
    let manager = Manager::start();
    let address = &manager.address;
    let (_dir, config) = configure(
        "poll_interval = '200ms'\nstale_after = '60s'\n[timeouts]\nstatus = '1s'\naction = '1s'",
        &[("Line 1", address, &[("A", ONE)])],
    );
    let watching = Watching::start(&["--config", &config]);
    assert_eq!(watching.line(), "Line 1  A  Stopped");
    manager.handle.block_on(manager.sim.hang()).unwrap();
    let down = format!(
        "Line 1 is unreachable. {address} accepts connections but gives no answer. Look at the Projects Manager there."
    );
    assert_eq!(watching.line(), down);
    manager.handle.block_on(manager.sim.resume()).unwrap();
    let up = "Line 1 is back. It answers again.";
    assert_eq!(watching.line(), up);
    assert_eq!(watching.line(), "Line 1  A  Stopped");
}

#[cfg(unix)]
#[test]
fn watching_ends_with_an_interrupt() {
    let manager = Manager::start();
    let mut watching = Watching::start(&["--server", &manager.address, ONE]);
    watching.line();
    interrupt(&watching.child);
    assert_eq!(watching.child.wait().unwrap().code(), Some(0));
}

#[test]
fn nobody_reading_is_no_failure() {
    let manager = Manager::start();
    let mut child = pekatctl(&["status", "--server", &manager.address, ONE])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
