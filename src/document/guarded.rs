//! Work over a document that anybody may have made, by code that is not ours: it may take too long
//! or stop in the middle, and neither may stop the tool.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

/// How long such work may take.
const LONGEST: Duration = Duration::from_secs(120);
/// Deep nesting takes stack.
const STACK: usize = 16 << 20;

/// The work did not come to an end.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unfinished {
    /// It stopped in the middle.
    #[error("the reader of PDF files stopped in the middle of it")]
    Stopped,
    /// It took too long. What it is doing is left to itself.
    #[error("reading it takes longer than {} s", LONGEST.as_secs())]
    TooLong,
}

/// Does the work beside this thread, and waits for it as long as it may take.
///
/// # Errors
///
/// [`Unfinished`].
pub(super) fn guarded<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unfinished> {
    let (give, take) = sync_channel(1);
    let started = thread::Builder::new().stack_size(STACK).spawn(move || {
        // Nobody waits any more where this fails.
        let _late = give.send(work());
    });
    started.map_err(|_| Unfinished::Stopped)?;
    take.recv_timeout(LONGEST).map_err(|error| match error {
        RecvTimeoutError::Disconnected => Unfinished::Stopped,
        RecvTimeoutError::Timeout => Unfinished::TooLong,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_stops_in_the_middle_stops_nobody_else() {
        assert_eq!(guarded(|| 7), Ok(7));
        let none: Vec<u8> = Vec::new();
        assert_eq!(guarded(move || none[0]), Err(Unfinished::Stopped));
    }
}
