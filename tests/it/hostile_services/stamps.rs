//! Time-stamping services that lie.
