//! The inspection application.
