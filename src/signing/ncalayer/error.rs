use std::net::SocketAddr;

/// Why NCALayer made no signature.
#[derive(Debug, thiserror::Error)]
pub enum NcaLayerError {
    /// A longer answer than any signature is.
    #[error("the answer is larger than {most} bytes")]
    AnswerTooLarge {
        /// The limit.
        most: usize,
    },
    /// The person closed the window.
    #[error("cancelled in the window")]
    Cancelled,
    /// The connection ended before the answer.
    #[error("the connection was closed before the answer")]
    Closed,
    /// An answer that is none.
    #[error("not an answer: {reason}")]
    Garbage {
        /// What is wrong with it.
        reason: String,
    },
    /// Neither of the two modules that sign.
    #[error("version {version}: no module that signs")]
    ModuleAbsent {
        /// The version it greeted with.
        version: String,
    },
    /// The port belongs to something else.
    #[error("{address}: not NCALayer: {reason}")]
    NotNcaLayer {
        /// Where.
        address: SocketAddr,
        /// What was seen.
        reason: String,
    },
    /// A large file could not be laid out for NCALayer to read.
    #[error("the file cannot be laid out: {0}")]
    NotLaidOut(std::io::Error),
    /// An address beyond this machine.
    #[error("{address}: not an address of the loopback interface")]
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// Nobody listens.
    #[error("{address}: nobody listens")]
    NotRunning {
        /// Where.
        address: SocketAddr,
    },
    /// NCALayer says no.
    #[error("refused: {code}: {message}")]
    Refused {
        /// Its code.
        code: String,
        /// Its words.
        message: String,
    },
    /// Somebody listens and says nothing.
    #[error("{address}: silent for {seconds} s")]
    Silent {
        /// Where.
        address: SocketAddr,
        /// How long was waited.
        seconds: u64,
    },
    /// The window was not answered in time.
    #[error("no answer from the window within {seconds} s")]
    Unanswered {
        /// How long was waited.
        seconds: u64,
    },
}
