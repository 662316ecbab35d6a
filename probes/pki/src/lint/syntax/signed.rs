//! OCSP responses and time-stamps.

use crate::oid::known;
use crate::tlv::{
    BIT_STRING, BOOLEAN, ENUMERATED, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING,
    SEQUENCE, SET,
};

use super::super::shape::{Field, Known, Shape, may, need, unless};
use super::extension::GENERAL_NAME_SHAPE;
use super::{ALGORITHM, ANY, CERTIFICATE, EXTENSIONS, EXTENSIONS_FIELD, NAME};

pub(in crate::lint) static OCSP_RESPONSE: Field = need(
    "ocspResponse",
    &[SEQUENCE],
    &Shape::Sequence(&[
        need("responseStatus", &[ENUMERATED], &Shape::Integer),
        may(
            "responseBytes",
            &[0xa0],
            &Shape::Holds(&[need(
                "",
                &[SEQUENCE],
                &Shape::Sequence(&[
                    need("responseType", &[OBJECT_IDENTIFIER], &Shape::Oid),
                    need("response", &[OCTET_STRING], &Shape::OctetsByOid(response)),
                ]),
            )]),
        ),
    ]),
);

fn response(oid: &[u8]) -> Option<Known> {
    static VALUE: &[Field] = &[need("basicOCSPResponse", &[SEQUENCE], &BASIC)];
    (oid == known::OCSP_BASIC.content()).then_some(Known { name: "", value: VALUE })
}

static CERTIFICATES: Shape = Shape::List { of: &[CERTIFICATE], least: 0 };

static BASIC: Shape = Shape::Sequence(&[
    need("tbsResponseData", &[SEQUENCE], &RESPONSE_DATA),
    need("signatureAlgorithm", &[SEQUENCE], &ALGORITHM),
    need("signature", &[BIT_STRING], &Shape::Bits),
    may("certs", &[0xa0], &Shape::Holds(&[need("", &[SEQUENCE], &CERTIFICATES)])),
]);

static RESPONSE_DATA: Shape = Shape::Sequence(&[
    may("version", &[0xa0], &Shape::Holds(&[need("version", &[INTEGER], &Shape::Integer)])),
    need("responderID", &[0xa1, 0xa2], &RESPONDER),
    need("producedAt", &[GENERALIZED_TIME], &Shape::Time),
    need(
        "responses",
        &[SEQUENCE],
        &Shape::List { of: &[need("", &[SEQUENCE], &SINGLE)], least: 0 },
    ),
    may("responseExtensions", &[0xa1], &Shape::Holds(EXTENSIONS_FIELD)),
]);

static RESPONDER: Shape = Shape::Choice(&[
    need("byName", &[0xa1], &Shape::Holds(&[need("rdnSequence", &[SEQUENCE], &NAME)])),
    need("byKey", &[0xa2], &Shape::Holds(&[need("keyHash", &[OCTET_STRING], &Shape::Value)])),
]);

static SINGLE: Shape = Shape::Sequence(&[
    need(
        "certID",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("hashAlgorithm", &[SEQUENCE], &ALGORITHM),
            need("issuerNameHash", &[OCTET_STRING], &Shape::Value),
            need("issuerKeyHash", &[OCTET_STRING], &Shape::Value),
            need("serialNumber", &[INTEGER], &Shape::Integer),
        ]),
    ),
    need(
        "certStatus",
        &[0x80, 0xa1, 0x82],
        &Shape::Choice(&[
            need("good", &[0x80], &Shape::Null),
            need("revoked", &[0xa1], &REVOKED),
            need("unknown", &[0x82], &Shape::Null),
        ]),
    ),
    need("thisUpdate", &[GENERALIZED_TIME], &Shape::Time),
    may(
        "nextUpdate",
        &[0xa0],
        &Shape::Holds(&[need("nextUpdate", &[GENERALIZED_TIME], &Shape::Time)]),
    ),
    may("singleExtensions", &[0xa1], &Shape::Holds(EXTENSIONS_FIELD)),
]);

static REVOKED: Shape = Shape::Sequence(&[
    need("revocationTime", &[GENERALIZED_TIME], &Shape::Time),
    may(
        "revocationReason",
        &[0xa0],
        &Shape::Holds(&[need("revocationReason", &[ENUMERATED], &Shape::Integer)]),
    ),
]);

pub(in crate::lint) static TIME_STAMP_RESPONSE: Field = need(
    "timeStampResp",
    &[SEQUENCE],
    &Shape::Sequence(&[
        need(
            "status",
            &[SEQUENCE],
            &Shape::Sequence(&[
                need("status", &[INTEGER], &Shape::Integer),
                may("statusString", &[SEQUENCE], &Shape::Any),
                may("failInfo", &[BIT_STRING], &Shape::Bits),
            ]),
        ),
        may("timeStampToken", &[SEQUENCE], &CONTENT_INFO),
    ]),
);

/// A time-stamp token by itself.
pub(in crate::lint) static TIME_STAMP: Field = need("timeStampToken", &[SEQUENCE], &CONTENT_INFO);

static CONTENT_INFO: Shape = Shape::Sequence(&[
    need("contentType", &[OBJECT_IDENTIFIER], &Shape::Oid),
    need("content", &[0xa0], &Shape::Holds(&[need("signedData", &[SEQUENCE], &SIGNED_DATA)])),
]);

static SIGNED_DATA: Shape = Shape::Sequence(&[
    need("version", &[INTEGER], &Shape::Integer),
    need(
        "digestAlgorithms",
        &[SET],
        &Shape::List { of: &[need("", &[SEQUENCE], &ALGORITHM)], least: 0 },
    ),
    need(
        "encapContentInfo",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("eContentType", &[OBJECT_IDENTIFIER], &Shape::Oid),
            may(
                "eContent",
                &[0xa0],
                &Shape::Holds(&[need("octets", &[OCTET_STRING], &Shape::Holds(STAMPED))]),
            ),
        ]),
    ),
    may("certificates", &[0xa0], &Shape::Any),
    may("crls", &[0xa1], &Shape::Any),
    need(
        "signerInfos",
        &[SET],
        &Shape::List { of: &[need("", &[SEQUENCE], &SIGNER_INFO)], least: 0 },
    ),
]);

static STAMPED: &[Field] = &[need("tstInfo", &[SEQUENCE], &TST_INFO)];

static TST_INFO: Shape = Shape::Sequence(&[
    need("version", &[INTEGER], &Shape::Integer),
    need("policy", &[OBJECT_IDENTIFIER], &Shape::Oid),
    need(
        "messageImprint",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("hashAlgorithm", &[SEQUENCE], &ALGORITHM),
            need("hashedMessage", &[OCTET_STRING], &Shape::Value),
        ]),
    ),
    need("serialNumber", &[INTEGER], &Shape::Integer),
    need("genTime", &[GENERALIZED_TIME], &Shape::Time),
    may(
        "accuracy",
        &[SEQUENCE],
        &Shape::Sequence(&[
            may("seconds", &[INTEGER], &Shape::Integer),
            may("millis", &[0x80], &Shape::Integer),
            may("micros", &[0x81], &Shape::Integer),
        ]),
    ),
    unless("ordering", &[BOOLEAN], &Shape::Boolean, &[0]),
    may("nonce", &[INTEGER], &Shape::Integer),
    may("tsa", &[0xa0], &Shape::Holds(&[need("", ANY, &GENERAL_NAME_SHAPE)])),
    may("extensions", &[0xa1], &EXTENSIONS),
]);

static SIGNER_INFO: Shape = Shape::Sequence(&[
    need("version", &[INTEGER], &Shape::Integer),
    need("sid", &[SEQUENCE, 0x80], &Shape::Any),
    need("digestAlgorithm", &[SEQUENCE], &ALGORITHM),
    may("signedAttrs", &[0xa0], &ATTRIBUTES),
    need("signatureAlgorithm", &[SEQUENCE], &ALGORITHM),
    need("signature", &[OCTET_STRING], &Shape::Value),
    may("unsignedAttrs", &[0xa1], &ATTRIBUTES),
]);

static ATTRIBUTES: Shape = Shape::List {
    of: &[need(
        "",
        &[SEQUENCE],
        &Shape::Sequence(&[
            need("attrType", &[OBJECT_IDENTIFIER], &Shape::Oid),
            need("attrValues", &[SET], &Shape::Any),
        ]),
    )],
    least: 0,
};
