//! gost
