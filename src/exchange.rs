//! What other programs read: published forms, and a record in the formats of other tools.

pub mod schemas;
