//! The servers: whatever is asked on any connection, every project is running.

use std::net::Ipv4Addr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The longest request here is shorter. In bytes.
const REQUEST: usize = 256;

/// Answers until the process is ended; prints its port first.
pub(crate) fn respond() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).await?;
        println!("{}", listener.local_addr()?.port());
        loop {
            let (mut stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(async move {
                let mut request = [0; REQUEST];
                while stream
                    .read(&mut request)
                    .await
                    .is_ok_and(|length| length > 0)
                    && stream.write_all(b"running").await.is_ok()
                {}
            });
        }
    })
}
