//! Rules about OCSP responses.

use super::rule::Rule;

mod answers_not_empty;
mod bytes_with_success;
mod key_hash_size;
mod next_update_after_this;
mod nonce_size;
mod reason_known;
mod revoked_before_produced;
mod rsa_signature_parameters;
mod status_known;
mod structure;
mod this_update_before_produced;
mod time_fraction;

/// Every rule, by its name.
pub(super) const RULES: &[&Rule] = &[
    &answers_not_empty::RULE,
    &bytes_with_success::RULE,
    &key_hash_size::RULE,
    &next_update_after_this::RULE,
    &nonce_size::RULE,
    &reason_known::RULE,
    &revoked_before_produced::RULE,
    &rsa_signature_parameters::RULE,
    &status_known::RULE,
    &structure::RULE,
    &this_update_before_produced::RULE,
    &time_fraction::RULE,
];
