//! Extensions of certificates, written.

use std::net::IpAddr;

use crate::{
    certificate::KeyUsage,
    encode::{self, IA5_STRING},
    oid::{Oid, known},
    tlv::{self, SEQUENCE},
};

/// One extension: what it is, whether a reader who does not know it must refuse, and its DER.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Extension {
    /// Its identifier.
    pub oid: Oid,
    /// Whether it is marked critical.
    pub critical: bool,
    /// DER of its value, without the OCTET STRING around it.
    pub value: Vec<u8>,
}

/// The bits of keyUsage in the order of the standard.
const KEY_USAGES: [KeyUsage; 9] = [
    KeyUsage::DIGITAL_SIGNATURE,
    KeyUsage::NON_REPUDIATION,
    KeyUsage::KEY_ENCIPHERMENT,
    KeyUsage::DATA_ENCIPHERMENT,
    KeyUsage::KEY_AGREEMENT,
    KeyUsage::KEY_CERT_SIGN,
    KeyUsage::CRL_SIGN,
    KeyUsage::ENCIPHER_ONLY,
    KeyUsage::DECIPHER_ONLY,
];

/// Where an authority answers, as it writes it into the certificates it issues.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Addresses {
    /// Its OCSP responders.
    pub ocsp: Vec<String>,
    /// Where its own certificate can be fetched.
    pub issuer: Vec<String>,
    /// Where its revocation list is; several are mirrors of one list.
    pub crl: Vec<String>,
    /// Where its delta list is.
    pub delta: Vec<String>,
    /// Its certification practice statement.
    pub practice: Option<String>,
}

impl Addresses {
    pub(super) fn information(&self) -> Option<Extension> {
        let ocsp = self.ocsp.iter().map(|url| (&known::ACCESS_OCSP, url));
        let issuer = self.issuer.iter().map(|url| (&known::ACCESS_CA_ISSUERS, url));
        let entries: Vec<Vec<u8>> = ocsp
            .chain(issuer)
            .map(|(method, url)| encode::sequence(&[&encode::oid(method), &uri(url)]))
            .collect();
        (!entries.is_empty()).then(|| Extension {
            oid: known::AUTHORITY_INFORMATION_ACCESS.clone(),
            critical: false,
            value: encode::element(SEQUENCE, &entries.concat()),
        })
    }

    pub(super) fn crl_points(&self) -> Option<Extension> {
        points(&known::CRL_DISTRIBUTION_POINTS, &self.crl)
    }

    /// freshestCRL, of a certificate or of a list, when there is an address of a delta.
    #[must_use]
    pub fn freshest(&self) -> Option<Extension> {
        points(&known::FRESHEST_CRL, &self.delta)
    }
}

fn points(oid: &Oid, urls: &[String]) -> Option<Extension> {
    (!urls.is_empty()).then(|| Extension {
        oid: oid.clone(),
        critical: false,
        value: encode::sequence(&[&encode::sequence(&[&point_name(urls)])]),
    })
}

/// `[0] { [0] { URI … } }`: the name of a distribution point.
pub(super) fn point_name(urls: &[String]) -> Vec<u8> {
    let names: Vec<Vec<u8>> = urls.iter().map(|url| uri(url)).collect();
    let full = encode::element(tlv::context_constructed(0), &names.concat());
    encode::element(tlv::context_constructed(0), &full)
}

fn uri(url: &str) -> Vec<u8> {
    encode::element(tlv::context(6), url.as_bytes())
}

impl Extension {
    /// An extension of any kind, for instance an unknown critical one.
    #[must_use]
    pub fn new(oid: &Oid, critical: bool, value: Vec<u8>) -> Self {
        Self { oid: oid.clone(), critical, value }
    }

    /// The network address of the subject, as its only alternative name.
    #[must_use]
    pub fn address(address: IpAddr) -> Self {
        let octets = match address {
            IpAddr::V4(it) => it.octets().to_vec(),
            IpAddr::V6(it) => it.octets().to_vec(),
        };
        let name = encode::element(tlv::context(7), &octets);
        Self::new(&known::SUBJECT_ALTERNATIVE_NAME, false, encode::sequence(&[&name]))
    }

    /// keyIdentifier alone.
    #[must_use]
    pub fn authority_key_id(key_id: &[u8]) -> Self {
        let id = encode::element(tlv::context(0), key_id);
        Self::new(&known::AUTHORITY_KEY_IDENTIFIER, false, encode::sequence(&[&id]))
    }

    /// keyIdentifier with the issuer's name and serial number, as certificates of the national
    /// authorities have it; `name` is DER.
    #[must_use]
    pub fn authority_key_id_with_serial(key_id: &[u8], name: &[u8], serial: &[u8]) -> Self {
        let id = encode::element(tlv::context(0), key_id);
        let directory = encode::element(tlv::context_constructed(4), name);
        let issuer = encode::element(tlv::context_constructed(1), &directory);
        let number = encode::integer(serial);
        let number = encode::element(tlv::context(2), number.get(2..).unwrap_or_default());
        Self::new(
            &known::AUTHORITY_KEY_IDENTIFIER,
            false,
            encode::sequence(&[&id, &issuer, &number]),
        )
    }

    /// An authority, with the number of authorities allowed below it.
    #[must_use]
    pub fn basic_constraints(path_length: Option<u8>) -> Self {
        let limit = path_length.map(|limit| encode::small(limit.into())).unwrap_or_default();
        Self::new(&known::BASIC_CONSTRAINTS, true, encode::sequence(&[&encode::truth(), &limit]))
    }

    /// Where the key is kept, the national extension 1.2.398.3.3.5.
    #[must_use]
    pub fn key_storage(places: &[&Oid]) -> Self {
        Self::new(&known::KEY_STORAGE, false, oids(places))
    }

    /// keyUsage, critical.
    #[must_use]
    pub fn key_usage(usage: KeyUsage) -> Self {
        let positions: Vec<u8> = (0..)
            .zip(KEY_USAGES)
            .filter_map(|(position, bit)| usage.contains(bit).then_some(position))
            .collect();
        Self::new(&known::KEY_USAGE, true, encode::named_bits(&positions))
    }

    /// The responder's certificate is not checked for revocation
    /// ([RFC 6960 section 4.2.2.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.2.1)).
    #[must_use]
    pub fn ocsp_no_check() -> Self {
        Self::new(&known::OCSP_NO_CHECK, false, encode::null())
    }

    /// Policies, each with the address of its practice statement.
    #[must_use]
    pub fn policies(policies: &[(&Oid, Option<&str>)]) -> Self {
        let entries: Vec<Vec<u8>> = policies
            .iter()
            .map(|(policy, practice)| {
                let qualifiers = practice
                    .map(|url| {
                        let text = encode::element(IA5_STRING, url.as_bytes());
                        let statement =
                            encode::sequence(&[&encode::oid(&known::QUALIFIER_CPS), &text]);
                        encode::sequence(&[&statement])
                    })
                    .unwrap_or_default();
                encode::sequence(&[&encode::oid(policy), &qualifiers])
            })
            .collect();
        Self::new(&known::CERTIFICATE_POLICIES, false, encode::element(SEQUENCE, &entries.concat()))
    }

    /// extKeyUsage.
    #[must_use]
    pub fn purposes(purposes: &[&Oid], critical: bool) -> Self {
        Self::new(&known::EXTENDED_KEY_USAGE, critical, oids(purposes))
    }

    /// subjectKeyIdentifier.
    #[must_use]
    pub fn subject_key_id(key_id: &[u8]) -> Self {
        Self::new(&known::SUBJECT_KEY_IDENTIFIER, false, encode::octet_string(key_id))
    }

    /// DER of the extension.
    pub(crate) fn to_der(&self) -> Vec<u8> {
        let critical = if self.critical { encode::truth() } else { Vec::new() };
        let value = encode::octet_string(&self.value);
        encode::sequence(&[&encode::oid(&self.oid), &critical, &value])
    }
}

fn oids(list: &[&Oid]) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = list.iter().map(|oid| encode::oid(oid)).collect();
    encode::element(SEQUENCE, &parts.concat())
}
