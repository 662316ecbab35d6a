//! Rules about revocation lists and their entries.

use super::rule::Rule;

mod address_form;
mod algorithms_match;
mod authority_key_identifier;
mod authority_key_identifier_not_critical;
mod delta_critical;
mod entry_invalidity_not_critical;
mod entry_issuer_critical;
mod entry_reason_known;
mod entry_reason_not_critical;
mod entry_reason_specified;
mod entry_remove_in_delta;
mod entry_structure;
mod entry_time_before_list;
mod entry_time_form;
mod extension_unique;
mod freshest_not_critical;
mod issuer_not_empty;
mod next_update;
mod number_not_critical;
mod number_present;
mod number_size;
mod revoked_not_empty;
mod rsa_signature_parameters;
mod scope_critical;
mod scope_not_empty;
mod scope_one_kind;
mod structure;
mod time_form;
mod validity_order;
mod version_two;

/// Every rule, by its name.
pub(super) const RULES: &[&Rule] = &[
    &address_form::RULE,
    &algorithms_match::RULE,
    &authority_key_identifier::RULE,
    &authority_key_identifier_not_critical::RULE,
    &delta_critical::RULE,
    &entry_invalidity_not_critical::RULE,
    &entry_issuer_critical::RULE,
    &entry_reason_known::RULE,
    &entry_reason_not_critical::RULE,
    &entry_reason_specified::RULE,
    &entry_remove_in_delta::RULE,
    &entry_structure::RULE,
    &entry_time_before_list::RULE,
    &entry_time_form::RULE,
    &extension_unique::RULE,
    &freshest_not_critical::RULE,
    &issuer_not_empty::RULE,
    &next_update::RULE,
    &number_not_critical::RULE,
    &number_present::RULE,
    &number_size::RULE,
    &revoked_not_empty::RULE,
    &rsa_signature_parameters::RULE,
    &scope_critical::RULE,
    &scope_not_empty::RULE,
    &scope_one_kind::RULE,
    &structure::RULE,
    &time_form::RULE,
    &validity_order::RULE,
    &version_two::RULE,
];
