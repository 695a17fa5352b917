//! The baseline of every benchmark: one round of a bare client, without deadlines, schedule, retries
//! or reports.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The bytes read at once, since a reply has no length. As in the vendor's sample.
const REPLY: usize = 64;

/// Connects, sends each request and reads its reply in turn, and closes. Calls `answered` with the
/// index of each request and the time at which it was sent.
pub(crate) async fn round(
    address: SocketAddr,
    requests: &[String],
    mut answered: impl FnMut(usize, Instant),
) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut reply = [0; REPLY];
    for (index, request) in requests.iter().enumerate() {
        let sent = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        if stream.read(&mut reply).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        answered(index, sent);
    }
    Ok(())
}
