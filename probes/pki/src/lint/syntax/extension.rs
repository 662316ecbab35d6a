//! The extensions, and what lies in them.

use crate::oid::{Oid, known};
use crate::tlv::{
    BIT_STRING, BOOLEAN, ENUMERATED, GENERALIZED_TIME, INTEGER, NULL, OBJECT_IDENTIFIER,
    OCTET_STRING, SEQUENCE, SET,
};

use super::super::shape::{Field, Known, Shape, may, need, unless};
use super::{ANY, NAME};

/// Embedded certificate transparency time-stamps, RFC 6962 section 3.3.
pub(in crate::lint) static SCT_LIST: Oid = Oid::from_arcs(&[1, 3, 6, 1, 4, 1, 11129, 2, 4, 2]);
/// The poison of a precertificate, RFC 6962 section 3.1.
pub(in crate::lint) static CT_POISON: Oid = Oid::from_arcs(&[1, 3, 6, 1, 4, 1, 11129, 2, 4, 3]);
pub(in crate::lint) static SUBJECT_DIRECTORY: Oid = Oid::from_arcs(&[2, 5, 29, 9]);
/// The qualifier with a notice to the user.
pub(in crate::lint) static NOTICE: Oid = Oid::from_arcs(&[1, 3, 6, 1, 5, 5, 7, 2, 2]);

const STRINGS: &[u8] = &[0x0c, 0x16, 0x1a, 0x1e];

static OTHER_NAME: Shape = Shape::Sequence(&[
    need("type-id", &[OBJECT_IDENTIFIER], &Shape::Oid),
    need("value", &[0xa0], &Shape::Any),
]);
static GENERAL_NAME: &[Field] = &[
    need("otherName", &[0xa0], &OTHER_NAME),
    need("rfc822Name", &[0x81], &Shape::Ascii),
    need("dNSName", &[0x82], &Shape::Ascii),
    need("x400Address", &[0xa3], &Shape::Any),
    need("directoryName", &[0xa4], &Shape::Holds(&[need("rdnSequence", &[SEQUENCE], &NAME)])),
    need("ediPartyName", &[0xa5], &Shape::Any),
    need("uniformResourceIdentifier", &[0x86], &Shape::Ascii),
    need("iPAddress", &[0x87], &Shape::Value),
    need("registeredID", &[0x88], &Shape::Oid),
];
pub(super) static GENERAL_NAME_SHAPE: Shape = Shape::Choice(GENERAL_NAME);
pub(super) static GENERAL_NAMES: Shape =
    Shape::List { of: &[need("", ANY, &GENERAL_NAME_SHAPE)], least: 1 };

static POINT_NAME: Shape = Shape::Holds(&[
    need("fullName", &[0xa0], &GENERAL_NAMES),
    need("nameRelativeToCRLIssuer", &[0xa1], &super::RELATIVE_NAME),
]);
static POINTS: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            may("distributionPoint", &[0xa0], &POINT_NAME),
            may("reasons", &[0x81], &Shape::NamedBits),
            may("cRLIssuer", &[0xa2], &GENERAL_NAMES),
        ]),
    )],
    least: 1,
};

static SUBTREES: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need(
                "base",
                &[0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88],
                &GENERAL_NAME_SHAPE,
            ),
            unless("minimum", &[0x80], &Shape::Integer, &[0]),
            may("maximum", &[0x81], &Shape::Integer),
        ]),
    )],
    least: 1,
};

static DESCRIPTIONS: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("accessMethod", &[OBJECT_IDENTIFIER], &Shape::Oid),
            need("accessLocation", ANY, &GENERAL_NAME_SHAPE),
        ]),
    )],
    least: 1,
};

static POLICIES: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("policyIdentifier", &[OBJECT_IDENTIFIER], &Shape::Oid),
            may(
                "policyQualifiers",
                &[SEQUENCE],
                &Shape::List {
                    of: &[need(
                        "",
                        &[SEQUENCE],
                        &Shape::Sequence(&[
                            need("policyQualifierId", &[OBJECT_IDENTIFIER], &Shape::Oid),
                            need("qualifier", ANY, &Shape::ValueByOid(qualifier)),
                        ]),
                    )],
                    least: 1,
                },
            ),
        ]),
    )],
    least: 1,
};

fn qualifier(oid: &[u8]) -> Option<Known> {
    static ADDRESS: &[Field] = &[need("cPSuri", &[0x16], &Shape::Ascii)];
    static NOTICES: &[Field] = &[need("userNotice", &[SEQUENCE], &USER_NOTICE)];
    if oid == known::QUALIFIER_CPS.content() {
        return Some(Known { name: "cps", value: ADDRESS });
    }
    (oid == NOTICE.content()).then_some(Known { name: "unotice", value: NOTICES })
}

static USER_NOTICE: Shape = Shape::Sequence(&[
    may(
        "noticeRef",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("organization", STRINGS, &Shape::Value),
            need(
                "noticeNumbers",
                &[SEQUENCE],
                &Shape::List { of: &[need("", &[INTEGER], &Shape::Integer)], least: 0 },
            ),
        ]),
    ),
    // Any string is read, so that a rule can say that it is of the wrong type.
    may(
        "explicitText",
        &[0x0c, 0x12, 0x13, 0x14, 0x16, 0x19, 0x1a, 0x1b, 0x1c, 0x1e],
        &Shape::Value,
    ),
]);

static ATTRIBUTES: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("type", &[OBJECT_IDENTIFIER], &Shape::Oid),
            need("values", &[SET], &Shape::Any),
        ]),
    )],
    least: 1,
};

/// What an extension holds, by its object identifier.
pub(super) fn extension(oid: &[u8]) -> Option<Known> {
    static TABLE: &[(&Oid, Known)] = &[
        extension_of(
            &known::SUBJECT_KEY_IDENTIFIER,
            &[need("subjectKeyIdentifier", &[OCTET_STRING], &Shape::Value)],
        ),
        extension_of(&known::KEY_USAGE, &[need("keyUsage", &[BIT_STRING], &Shape::NamedBits)]),
        extension_of(
            &known::SUBJECT_ALTERNATIVE_NAME,
            &[need("subjectAltName", &[SEQUENCE], &GENERAL_NAMES)],
        ),
        extension_of(
            &known::ISSUER_ALTERNATIVE_NAME,
            &[need("issuerAltName", &[SEQUENCE], &GENERAL_NAMES)],
        ),
        extension_of(
            &known::BASIC_CONSTRAINTS,
            &[need("basicConstraints", &[SEQUENCE], &BASIC_CONSTRAINTS)],
        ),
        extension_of(&known::CRL_NUMBER, &[need("cRLNumber", &[INTEGER], &Shape::Integer)]),
        extension_of(&known::REASON_CODE, &[need("cRLReason", &[ENUMERATED], &Shape::Integer)]),
        extension_of(
            &known::INVALIDITY_DATE,
            &[need("invalidityDate", &[GENERALIZED_TIME], &Shape::Time)],
        ),
        extension_of(
            &known::DELTA_CRL_INDICATOR,
            &[need("deltaCRLIndicator", &[INTEGER], &Shape::Integer)],
        ),
        extension_of(
            &known::ISSUING_DISTRIBUTION_POINT,
            &[need("issuingDistributionPoint", &[SEQUENCE], &ISSUING_POINT)],
        ),
        extension_of(
            &known::CERTIFICATE_ISSUER,
            &[need("certificateIssuer", &[SEQUENCE], &GENERAL_NAMES)],
        ),
        extension_of(
            &known::NAME_CONSTRAINTS,
            &[need("nameConstraints", &[SEQUENCE], &NAME_CONSTRAINTS)],
        ),
        extension_of(
            &known::CRL_DISTRIBUTION_POINTS,
            &[need("cRLDistributionPoints", &[SEQUENCE], &POINTS)],
        ),
        extension_of(
            &known::CERTIFICATE_POLICIES,
            &[need("certificatePolicies", &[SEQUENCE], &POLICIES)],
        ),
        extension_of(&known::POLICY_MAPPINGS, &[need("policyMappings", &[SEQUENCE], &MAPPINGS)]),
        extension_of(
            &known::AUTHORITY_KEY_IDENTIFIER,
            &[need("authorityKeyIdentifier", &[SEQUENCE], &AUTHORITY_KEY)],
        ),
        extension_of(
            &known::POLICY_CONSTRAINTS,
            &[need("policyConstraints", &[SEQUENCE], &POLICY_CONSTRAINTS)],
        ),
        extension_of(&known::EXTENDED_KEY_USAGE, &[need("extKeyUsage", &[SEQUENCE], &PURPOSES)]),
        extension_of(&known::FRESHEST_CRL, &[need("freshestCRL", &[SEQUENCE], &POINTS)]),
        extension_of(
            &known::INHIBIT_ANY_POLICY,
            &[need("inhibitAnyPolicy", &[INTEGER], &Shape::Integer)],
        ),
        extension_of(
            &known::AUTHORITY_INFORMATION_ACCESS,
            &[need("authorityInfoAccess", &[SEQUENCE], &DESCRIPTIONS)],
        ),
        extension_of(
            &known::SUBJECT_INFORMATION_ACCESS,
            &[need("subjectInfoAccess", &[SEQUENCE], &DESCRIPTIONS)],
        ),
        extension_of(&known::OCSP_NO_CHECK, &[need("ocspNoCheck", &[NULL], &Shape::Null)]),
        extension_of(
            &SUBJECT_DIRECTORY,
            &[need("subjectDirectoryAttributes", &[SEQUENCE], &ATTRIBUTES)],
        ),
        extension_of(&CT_POISON, &[need("ctPoison", &[NULL], &Shape::Null)]),
        extension_of(
            &SCT_LIST,
            &[need("signedCertificateTimestampList", &[OCTET_STRING], &Shape::Value)],
        ),
    ];
    TABLE.iter().find_map(|(known, what)| (known.content() == oid).then_some(*what))
}

/// The path names the extension as it names the type inside.
const fn extension_of(oid: &'static Oid, value: &'static [Field]) -> (&'static Oid, Known) {
    let name = match value {
        [field, ..] => field.name,
        [] => "",
    };
    (oid, Known { name, value })
}

static BASIC_CONSTRAINTS: Shape = Shape::Sequence(&[
    unless("cA", &[BOOLEAN], &Shape::Boolean, &[0]),
    may("pathLenConstraint", &[INTEGER], &Shape::Integer),
]);
static ISSUING_POINT: Shape = Shape::Sequence(&[
    may("distributionPoint", &[0xa0], &POINT_NAME),
    unless("onlyContainsUserCerts", &[0x81], &Shape::Boolean, &[0]),
    unless("onlyContainsCACerts", &[0x82], &Shape::Boolean, &[0]),
    may("onlySomeReasons", &[0x83], &Shape::NamedBits),
    unless("indirectCRL", &[0x84], &Shape::Boolean, &[0]),
    unless("onlyContainsAttributeCerts", &[0x85], &Shape::Boolean, &[0]),
]);
static NAME_CONSTRAINTS: Shape = Shape::Sequence(&[
    may("permittedSubtrees", &[0xa0], &SUBTREES),
    may("excludedSubtrees", &[0xa1], &SUBTREES),
]);
static MAPPINGS: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("issuerDomainPolicy", &[OBJECT_IDENTIFIER], &Shape::Oid),
            need("subjectDomainPolicy", &[OBJECT_IDENTIFIER], &Shape::Oid),
        ]),
    )],
    least: 1,
};
static AUTHORITY_KEY: Shape = Shape::Sequence(&[
    may("keyIdentifier", &[0x80], &Shape::Value),
    may("authorityCertIssuer", &[0xa1], &GENERAL_NAMES),
    may("authorityCertSerialNumber", &[0x82], &Shape::Integer),
]);
static POLICY_CONSTRAINTS: Shape = Shape::Sequence(&[
    may("requireExplicitPolicy", &[0x80], &Shape::Integer),
    may("inhibitPolicyMapping", &[0x81], &Shape::Integer),
]);
static PURPOSES: Shape =
    Shape::List { of: &[need("", &[OBJECT_IDENTIFIER], &Shape::Oid)], least: 1 };
