//! Rules about time-stamps.

use super::rule::Rule;

mod accuracy_range;
mod content_type;
mod digest_attribute;
mod imprint_size;
mod imprint_strength;
mod one_signer;
mod policy_registered;
mod serial_size;
mod signing_certificate;
mod signing_certificate_strength;
mod structure;
mod time_zulu;
mod version_one;

/// Every rule, by its name.
pub(super) const RULES: &[&Rule] = &[
    &accuracy_range::RULE,
    &content_type::RULE,
    &digest_attribute::RULE,
    &imprint_size::RULE,
    &imprint_strength::RULE,
    &one_signer::RULE,
    &policy_registered::RULE,
    &serial_size::RULE,
    &signing_certificate::RULE,
    &signing_certificate_strength::RULE,
    &structure::RULE,
    &time_zulu::RULE,
    &version_one::RULE,
];
