//! The web page of a simulated Projects Manager: no more than its list of projects.
//!
//! No list of a real one is public. This one is what [`crate::discover`]'s reader takes for one.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::ACCEPT_PAUSE;
use super::world::Setup;

/// Where the list is.
pub const PATH: &str = "/projects/list";

/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 8 * 1024;

/// How long a request and its answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The projects as JSON: an object of each with its folder and the port of its page.
pub fn list(setup: &Setup) -> String {
    let projects = setup.projects().map(|project| {
        let port = project.port.map_or(Value::Null, |port| port.get().into());
        json!({"path": project.path.as_str(), "port": port})
    });
    json!({"projects": projects.collect::<Vec<_>>()}).to_string()
}

/// Gives the list to everybody who asks for it. Never returns: dropping it closes the listener and every
/// connection.
pub async fn serve(listener: TcpListener, list: String) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let list = list.clone();
                    connections.spawn(async move { timeout(PATIENCE, answer(stream, &list)).await });
                }
                Err(_) => sleep(ACCEPT_PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Answers one request and hangs up.
async fn answer(mut stream: TcpStream, list: &str) -> io::Result<()> {
    let head = head(&mut stream).await?;
    let mut words = head.split(|byte| *byte == b' ');
    let asked = (words.next(), words.next());
    let (status, body) = match asked == (Some(b"GET"), Some(PATH.as_bytes())) {
        true => ("200 OK", list),
        false => ("404 Not Found", "{}"),
    };
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

/// Reads up to the empty line behind a request's head, or as much as one may have.
async fn head(stream: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let mut stream = stream.take(MAX_HEAD as u64);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await? > 0 {}
    Ok(head)
}
