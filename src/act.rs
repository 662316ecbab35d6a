//! The act: its record, its pages, and the bytes that members sign.

pub mod compose;
pub mod exhibit;
pub mod record;
pub mod render;
pub mod timescale;
