//! The committee's side: acts that come in, what speaks for and against them, and what changed
//! since the act before.
//!
//! Nothing here decides. A review lists what a person has to weigh; the decision is a person's
//! (paragraph 14 of the Rules), and no code of a review is one.

mod difference;
mod inbox;
mod review;

pub use difference::{ActName, Change, Difference, ItemDifference, Pairing, SeenThen};
pub use inbox::{Arrived, Inbox, record_of};
pub use review::{Beside, Review, SAYS as REVIEW_SAYS, earlier};
