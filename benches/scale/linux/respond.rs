//! The servers: every project is running, whichever connection asks.

use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::plant::COUNT;

/// The longest request here is shorter. In bytes.
const REQUEST: usize = 256;

/// The connections that were accepted, without those that asked for their number.
static CONNECTIONS: AtomicU64 = AtomicU64::new(0);

/// Answers until the process is ended; prints its port first.
pub(crate) fn respond() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).await?;
        println!("{}", listener.local_addr()?.port());
        loop {
            let (stream, _) = listener.accept().await?;
            CONNECTIONS.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(answer(stream));
        }
    })
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = [0; REQUEST];
    loop {
        let length = stream.read(&mut request).await?;
        if length == 0 {
            return Ok(());
        }
        if request.starts_with(COUNT) {
            let connections = CONNECTIONS.fetch_sub(1, Ordering::Relaxed) - 1;
            return stream.write_all(connections.to_string().as_bytes()).await;
        }
        stream.write_all(b"running").await?;
    }
}
