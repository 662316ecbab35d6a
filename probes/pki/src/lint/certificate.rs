//! Rules about certificates.

use super::rule::Rule;

mod address_form;
mod algorithms_match;
mod authority_access_issuer;
mod authority_access_not_critical;
mod authority_key_identifier_critical;
mod authority_key_identifier_key;
mod authority_key_identifier_pair;
mod authority_key_identifier_present;
mod basic_constraints_critical;
mod basic_constraints_der;
mod ca_subject_not_empty;
mod crl_points_address;
mod crl_points_complete;
mod crl_points_not_critical;
mod der;
mod dns_label_filled;
mod dns_label_hyphen;
mod dns_label_length;
mod dns_name_length;
mod dns_normal;
mod dns_underscore;
mod dns_unicode;
mod ecdsa_signature_parameters;
mod email_in_alternative_name;
mod explicit_text_control;
mod explicit_text_ia5;
mod explicit_text_length;
mod explicit_text_normal;
mod explicit_text_type;
mod explicit_text_utf8;
mod extension_critical_der;
mod extension_not_empty;
mod extension_syntax;
mod extension_unique;
mod freshest_crl_not_critical;
mod generalized_time_fraction;
mod generalized_time_seconds;
mod generalized_time_zulu;
mod inhibit_any_policy_critical;
mod issuer_alternative_dns_ia5;
mod issuer_alternative_dns_not_space;
mod issuer_alternative_mailbox;
mod issuer_alternative_name_entries;
mod issuer_alternative_name_filled;
mod issuer_alternative_name_not_critical;
mod issuer_alternative_uri_absolute;
mod issuer_alternative_uri_host;
mod issuer_alternative_uri_ia5;
mod issuer_alternative_uri_parts;
mod issuer_country_type;
mod issuer_not_empty;
mod issuer_unique_identifier;
mod key_usage_and_purposes;
mod key_usage_beyond_purposes;
mod key_usage_bits;
mod key_usage_ca_cert_sign;
mod key_usage_ca_present;
mod key_usage_cert_sign;
mod key_usage_critical;
mod key_usage_ec;
mod key_usage_ec_end_entity;
mod key_usage_edwards_agreement;
mod key_usage_edwards_signature;
mod key_usage_lattice;
mod key_usage_length;
mod key_usage_octets;
mod key_usage_rsa_ca;
mod key_usage_rsa_ca_encipherment;
mod key_usage_rsa_end_entity;
mod key_usage_unused_bits;
mod lattice_key_size;
mod lattice_parameters;
mod mapping_any_policy;
mod mapping_asserted;
mod mapping_critical;
mod mapping_in_ca;
mod name_constraints_critical;
mod name_constraints_dns;
mod name_constraints_edi;
mod name_constraints_filled;
mod name_constraints_in_ca;
mod name_constraints_ip;
mod name_constraints_mailbox;
mod name_constraints_maximum;
mod name_constraints_minimum;
mod name_constraints_registered_id;
mod name_constraints_uri;
mod name_constraints_x400;
mod name_parts_not_empty;
mod national_business_number;
mod national_gost_encoding;
mod national_person_number;
mod national_policy;
mod path_length_in_ca;
mod path_length_not_negative;
mod policy_any_qualifiers;
mod policy_constraints_critical;
mod policy_constraints_filled;
mod policy_notice_reference;
mod policy_once;
mod policy_without_qualifiers;
mod purposes_any_not_critical;
mod purposes_time_stamping;
mod rsa_key_parameters;
mod rsa_signature_parameters;
mod serial_positive;
mod serial_size;
mod structure;
mod subject_access_not_critical;
mod subject_alternative_dns_ia5;
mod subject_alternative_dns_not_space;
mod subject_alternative_mailbox;
mod subject_alternative_name_critical;
mod subject_alternative_name_entries;
mod subject_alternative_name_filled;
mod subject_alternative_name_not_critical;
mod subject_alternative_uri_absolute;
mod subject_alternative_uri_host;
mod subject_alternative_uri_ia5;
mod subject_alternative_uri_parts;
mod subject_common_name_length;
mod subject_control;
mod subject_country_type;
mod subject_directory_not_critical;
mod subject_email_length;
mod subject_given_name_length;
mod subject_given_name_recommended_length;
mod subject_is_name;
mod subject_key_identifier_ca;
mod subject_key_identifier_critical;
mod subject_key_identifier_end_entity;
mod subject_key_identifier_method;
mod subject_locality_length;
mod subject_named;
mod subject_organization_length;
mod subject_organizational_unit_length;
mod subject_postal_code_length;
mod subject_printable_alphabet;
mod subject_serial_number_length;
mod subject_serial_number_type;
mod subject_state_length;
mod subject_street_length;
mod subject_surname_length;
mod subject_surname_recommended_length;
mod subject_unique_identifier;
mod time_form;
mod time_readable;
mod transparency_precertificate;
mod transparency_stamps;
mod utc_time_seconds;
mod utc_time_zulu;
mod validity_order;
mod version_for_extensions;
mod version_for_unique_identifiers;
mod version_three;

/// Every rule, by its name.
pub(super) const RULES: &[&Rule] = &[
    &address_form::RULE,
    &algorithms_match::RULE,
    &authority_access_issuer::RULE,
    &authority_access_not_critical::RULE,
    &authority_key_identifier_critical::RULE,
    &authority_key_identifier_key::RULE,
    &authority_key_identifier_pair::RULE,
    &authority_key_identifier_present::RULE,
    &basic_constraints_critical::RULE,
    &basic_constraints_der::RULE,
    &ca_subject_not_empty::RULE,
    &crl_points_address::RULE,
    &crl_points_complete::RULE,
    &crl_points_not_critical::RULE,
    &der::RULE,
    &dns_label_filled::RULE,
    &dns_label_hyphen::RULE,
    &dns_label_length::RULE,
    &dns_name_length::RULE,
    &dns_normal::RULE,
    &dns_underscore::RULE,
    &dns_unicode::RULE,
    &ecdsa_signature_parameters::RULE,
    &email_in_alternative_name::RULE,
    &explicit_text_control::RULE,
    &explicit_text_ia5::RULE,
    &explicit_text_length::RULE,
    &explicit_text_normal::RULE,
    &explicit_text_type::RULE,
    &explicit_text_utf8::RULE,
    &extension_critical_der::RULE,
    &extension_not_empty::RULE,
    &extension_syntax::RULE,
    &extension_unique::RULE,
    &freshest_crl_not_critical::RULE,
    &generalized_time_fraction::RULE,
    &generalized_time_seconds::RULE,
    &generalized_time_zulu::RULE,
    &inhibit_any_policy_critical::RULE,
    &issuer_alternative_dns_ia5::RULE,
    &issuer_alternative_dns_not_space::RULE,
    &issuer_alternative_mailbox::RULE,
    &issuer_alternative_name_entries::RULE,
    &issuer_alternative_name_filled::RULE,
    &issuer_alternative_name_not_critical::RULE,
    &issuer_alternative_uri_absolute::RULE,
    &issuer_alternative_uri_host::RULE,
    &issuer_alternative_uri_ia5::RULE,
    &issuer_alternative_uri_parts::RULE,
    &issuer_country_type::RULE,
    &issuer_not_empty::RULE,
    &issuer_unique_identifier::RULE,
    &key_usage_and_purposes::RULE,
    &key_usage_beyond_purposes::RULE,
    &key_usage_bits::RULE,
    &key_usage_ca_cert_sign::RULE,
    &key_usage_ca_present::RULE,
    &key_usage_cert_sign::RULE,
    &key_usage_critical::RULE,
    &key_usage_ec::RULE,
    &key_usage_ec_end_entity::RULE,
    &key_usage_edwards_agreement::RULE,
    &key_usage_edwards_signature::RULE,
    &key_usage_lattice::RULE,
    &key_usage_length::RULE,
    &key_usage_octets::RULE,
    &key_usage_rsa_ca::RULE,
    &key_usage_rsa_ca_encipherment::RULE,
    &key_usage_rsa_end_entity::RULE,
    &key_usage_unused_bits::RULE,
    &lattice_key_size::RULE,
    &lattice_parameters::RULE,
    &mapping_any_policy::RULE,
    &mapping_asserted::RULE,
    &mapping_critical::RULE,
    &mapping_in_ca::RULE,
    &name_constraints_critical::RULE,
    &name_constraints_dns::RULE,
    &name_constraints_edi::RULE,
    &name_constraints_filled::RULE,
    &name_constraints_in_ca::RULE,
    &name_constraints_ip::RULE,
    &name_constraints_mailbox::RULE,
    &name_constraints_maximum::RULE,
    &name_constraints_minimum::RULE,
    &name_constraints_registered_id::RULE,
    &name_constraints_uri::RULE,
    &name_constraints_x400::RULE,
    &name_parts_not_empty::RULE,
    &national_business_number::RULE,
    &national_gost_encoding::RULE,
    &national_person_number::RULE,
    &national_policy::RULE,
    &path_length_in_ca::RULE,
    &path_length_not_negative::RULE,
    &policy_any_qualifiers::RULE,
    &policy_constraints_critical::RULE,
    &policy_constraints_filled::RULE,
    &policy_notice_reference::RULE,
    &policy_once::RULE,
    &policy_without_qualifiers::RULE,
    &purposes_any_not_critical::RULE,
    &purposes_time_stamping::RULE,
    &rsa_key_parameters::RULE,
    &rsa_signature_parameters::RULE,
    &serial_positive::RULE,
    &serial_size::RULE,
    &structure::RULE,
    &subject_access_not_critical::RULE,
    &subject_alternative_dns_ia5::RULE,
    &subject_alternative_dns_not_space::RULE,
    &subject_alternative_mailbox::RULE,
    &subject_alternative_name_critical::RULE,
    &subject_alternative_name_entries::RULE,
    &subject_alternative_name_filled::RULE,
    &subject_alternative_name_not_critical::RULE,
    &subject_alternative_uri_absolute::RULE,
    &subject_alternative_uri_host::RULE,
    &subject_alternative_uri_ia5::RULE,
    &subject_alternative_uri_parts::RULE,
    &subject_common_name_length::RULE,
    &subject_control::RULE,
    &subject_country_type::RULE,
    &subject_directory_not_critical::RULE,
    &subject_email_length::RULE,
    &subject_given_name_length::RULE,
    &subject_given_name_recommended_length::RULE,
    &subject_is_name::RULE,
    &subject_key_identifier_ca::RULE,
    &subject_key_identifier_critical::RULE,
    &subject_key_identifier_end_entity::RULE,
    &subject_key_identifier_method::RULE,
    &subject_locality_length::RULE,
    &subject_named::RULE,
    &subject_organization_length::RULE,
    &subject_organizational_unit_length::RULE,
    &subject_postal_code_length::RULE,
    &subject_printable_alphabet::RULE,
    &subject_serial_number_length::RULE,
    &subject_serial_number_type::RULE,
    &subject_state_length::RULE,
    &subject_street_length::RULE,
    &subject_surname_length::RULE,
    &subject_surname_recommended_length::RULE,
    &subject_unique_identifier::RULE,
    &time_form::RULE,
    &time_readable::RULE,
    &transparency_precertificate::RULE,
    &transparency_stamps::RULE,
    &utc_time_seconds::RULE,
    &utc_time_zulu::RULE,
    &validity_order::RULE,
    &version_for_extensions::RULE,
    &version_for_unique_identifiers::RULE,
    &version_three::RULE,
];
