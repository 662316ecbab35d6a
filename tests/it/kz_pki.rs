//! The national files.
