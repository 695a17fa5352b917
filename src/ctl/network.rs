//! What every subcommand that uses the network needs.

use tokio::runtime::Builder;

use crate::ctl::exit::Failure;

/// Carries something out to its end, on this thread.
///
/// # Errors
/// When the system gives no means to wait for sockets.
pub(super) fn run<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Usage(format!("cannot prepare the network: {error}")))?;
    let done = runtime.block_on(work);
    // A lookup that hangs must not be waited for.
    runtime.shutdown_background();
    Ok(done)
}

/// Waits for Ctrl+C.
///
/// # Errors
/// When the system does not tell of it.
pub(super) async fn interrupted() -> Result<(), Failure> {
    let interrupted = tokio::signal::ctrl_c().await;
    interrupted.map_err(|error| Failure::Usage(format!("cannot wait for Ctrl+C: {error}")))
}
