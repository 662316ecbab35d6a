//! tekseru.
fn main() {}
