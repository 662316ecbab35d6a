//! The integration tests: one binary, one module per subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod attacks;
mod bad_input;
mod cades;
mod catalog;
mod cli;
mod committee;
mod containers;
mod crl_attacks;
mod demo_site;
mod demonstration;
mod devices;
mod directory;
mod dossier;
mod drills;
mod errors;
mod exchange;
mod exhibits;
mod fixtures;
mod hostile;
mod hostile_services;
mod inspection;
mod kz_pki;
mod large_list;
mod packs;
mod pages;
mod papers;
mod pki_lint;
mod pki_paths;
mod pki_probes;
mod procedures;
mod quorum;
mod register;
mod sampling;
mod schemas;
mod selfcheck;
mod selftest;
mod signatures;
mod site;
mod skip;
mod survey;
mod tidy;
mod time;
mod time_daemons;
mod time_servers;
mod tls;
mod words;
