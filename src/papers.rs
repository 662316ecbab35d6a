//! The papers of accreditation: letters, notices, decisions, the certificate.
#![allow(dead_code, reason = "the papers that use it follow")]

mod office;
