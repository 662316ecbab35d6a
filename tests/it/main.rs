//! Tests of the whole, in one binary.

mod demo_site;
mod site;
