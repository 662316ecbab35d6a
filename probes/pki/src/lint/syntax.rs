//! The types that are read by name: [RFC 5280 appendix A](https://www.rfc-editor.org/rfc/rfc5280#appendix-A),
//! [RFC 6960 appendix B](https://www.rfc-editor.org/rfc/rfc6960#appendix-B),
//! [RFC 3161 appendix C](https://www.rfc-editor.org/rfc/rfc3161#appendix-C) and
//! [RFC 5652 section 12](https://www.rfc-editor.org/rfc/rfc5652#section-12).

use crate::oid::{Oid, known, name_of};
use crate::tlv::{
    BIT_STRING, BOOLEAN, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET,
    UTC_TIME,
};

use super::shape::{Field, Known, Shape, may, need, unless};

mod extension;
mod signed;

pub(super) use extension::{CT_POISON, NOTICE, SCT_LIST, SUBJECT_DIRECTORY};
pub(super) use signed::{OCSP_RESPONSE, TIME_STAMP, TIME_STAMP_RESPONSE};

const TIME: &[u8] = &[UTC_TIME, GENERALIZED_TIME];
/// The identifier octets of every string type a name may hold.
const ANY: &[u8] = &[];

pub(super) static ALGORITHM: Shape = Shape::Sequence(&[
    need("algorithm", &[OBJECT_IDENTIFIER], &Shape::Oid),
    may("parameters", ANY, &Shape::Any),
]);

static ATTRIBUTE: Shape = Shape::Sequence(&[
    need("type", &[OBJECT_IDENTIFIER], &Shape::Oid),
    need("value", ANY, &Shape::ValueByOid(attribute_type)),
]);
static RELATIVE_NAME: Shape = Shape::List { of: &[need("", &[SEQUENCE], &ATTRIBUTE)], least: 1 };
pub(super) static NAME: Shape = Shape::List { of: &[need("", &[SET], &RELATIVE_NAME)], least: 0 };

fn attribute_type(oid: &[u8]) -> Option<Known> {
    let oid = Oid::from_der_content(oid).ok()?;
    Some(Known { name: attribute_name(&oid)?, value: &[] })
}

/// What people call an attribute of a name.
fn attribute_name(oid: &Oid) -> Option<&'static str> {
    [
        (&known::COMMON_NAME, "commonName"),
        (&known::SURNAME, "surname"),
        (&known::COUNTRY, "countryName"),
        (&known::LOCALITY, "localityName"),
        (&known::STATE, "stateOrProvinceName"),
        (&known::STREET, "streetAddress"),
        (&known::ORGANIZATION, "organizationName"),
        (&known::ORGANIZATIONAL_UNIT, "organizationalUnitName"),
        (&known::GIVEN_NAME, "givenName"),
        (&known::EMAIL_ADDRESS, "emailAddress"),
        (&known::USER_ID, "userId"),
        (&known::DOMAIN_COMPONENT, "domainComponent"),
    ]
    .into_iter()
    .find_map(|(known, name)| (known == oid).then_some(name))
    .or_else(|| name_of(oid))
}

pub(super) static EXTENSIONS: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("extnID", &[OBJECT_IDENTIFIER], &Shape::Oid),
            unless("critical", &[BOOLEAN], &Shape::Boolean, &[0]),
            need("extnValue", &[OCTET_STRING], &Shape::OctetsByOid(extension::extension)),
        ]),
    )],
    least: 1,
};
static EXTENSIONS_FIELD: &[Field] = &[need("", &[SEQUENCE], &EXTENSIONS)];

static SUBJECT_PUBLIC_KEY_INFO: Shape = Shape::Sequence(&[
    need("algorithm", &[SEQUENCE], &ALGORITHM),
    need("subjectPublicKey", &[BIT_STRING], &Shape::Bits),
]);

pub(super) static CERTIFICATE: Field = need(
    "certificate",
    &[SEQUENCE],
    &Shape::Sequence(&[
        need("tbsCertificate", &[SEQUENCE], &TBS_CERTIFICATE),
        need("signatureAlgorithm", &[SEQUENCE], &ALGORITHM),
        need("signatureValue", &[BIT_STRING], &Shape::Bits),
    ]),
);

static TBS_CERTIFICATE: Shape = Shape::Sequence(&[
    may("version", &[0xa0], &Shape::Holds(&[need("version", &[INTEGER], &Shape::Integer)])),
    need("serialNumber", &[INTEGER], &Shape::Integer),
    need("signature", &[SEQUENCE], &ALGORITHM),
    need("issuer", &[SEQUENCE], &NAME),
    need(
        "validity",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("notBefore", TIME, &Shape::Time),
            need("notAfter", TIME, &Shape::Time),
        ]),
    ),
    need("subject", &[SEQUENCE], &NAME),
    need("subjectPublicKeyInfo", &[SEQUENCE], &SUBJECT_PUBLIC_KEY_INFO),
    may("issuerUniqueID", &[0x81], &Shape::Bits),
    may("subjectUniqueID", &[0x82], &Shape::Bits),
    may("extensions", &[0xa3], &Shape::Holds(EXTENSIONS_FIELD)),
]);

pub(super) static CERTIFICATE_LIST: Field = need(
    "certificateList",
    &[SEQUENCE],
    &Shape::Sequence(&[
        need(
            "tbsCertList",
            &[SEQUENCE],
            &Shape::Sequence(&[
                may("version", &[INTEGER], &Shape::Integer),
                need("signature", &[SEQUENCE], &ALGORITHM),
                need("issuer", &[SEQUENCE], &NAME),
                need("thisUpdate", TIME, &Shape::Time),
                may("nextUpdate", TIME, &Shape::Time),
                may("revokedCertificates", &[SEQUENCE], &Shape::Streamed),
                may("crlExtensions", &[0xa0], &Shape::Holds(EXTENSIONS_FIELD)),
            ]),
        ),
        need("signatureAlgorithm", &[SEQUENCE], &ALGORITHM),
        need("signatureValue", &[BIT_STRING], &Shape::Bits),
    ]),
);

pub(super) static CRL_ENTRY: Field = need(
    "",
    &[SEQUENCE],
    &Shape::Sequence(&[
        need("userCertificate", &[INTEGER], &Shape::Integer),
        need("revocationDate", TIME, &Shape::Time),
        may("crlEntryExtensions", &[SEQUENCE], &EXTENSIONS),
    ]),
);
