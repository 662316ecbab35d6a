//! A person asks the program to end.

/// The exit code of a program that was interrupted twice, as shells count it.
pub(super) const EXIT: i32 = 130;

/// Waits for the request. Never returns where the system cannot tell of one.
#[cfg(unix)]
pub(super) async fn asked() {
    use tokio::signal::unix::{SignalKind, signal};

    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut requests) => {
                requests.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        it = tokio::signal::ctrl_c() => if it.is_err() { std::future::pending().await },
        () = terminated => {}
    }
}

#[cfg(not(unix))]
pub(super) async fn asked() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
