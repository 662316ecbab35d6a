//! What rules ask an object for.

use jiff::Timestamp;

use crate::algorithm::{AlgorithmIdentifier, PublicKey, verify};
use crate::oid::{Oid, known};
use crate::time::{self, ReadTime};
use crate::tlv::Element;

use super::rule::Kind;
use super::tree::{At, Tree};

/// An object with its places.
pub(super) struct Object<'a> {
    pub(super) kind: Kind,
    pub(super) tree: Tree<'a>,
    /// The list that an entry stands in.
    pub(super) list: Option<&'a Object<'a>>,
}

/// One extension where it stands.
#[derive(Clone, Copy)]
pub(super) struct Extension<'t> {
    pub(super) oid: &'t [u8],
    pub(super) critical: bool,
    pub(super) at: At<'t>,
    /// What its octets hold, where the type is known and there is something.
    pub(super) value: Option<At<'t>>,
}

/// One attribute of a name.
#[derive(Clone, Copy)]
pub(super) struct Attribute<'t> {
    pub(super) oid: &'t [u8],
    pub(super) value: At<'t>,
}

impl Attribute<'_> {
    pub(super) fn is(&self, oid: &Oid) -> bool {
        self.oid == oid.content()
    }

    /// The text, where it is text.
    pub(super) fn text(&self) -> Option<String> {
        text(self.value)
    }
}

/// The text of a string of any type.
pub(super) fn text(at: At<'_>) -> Option<String> {
    let element = Element { identifier: at.identifier(), content: at.content(), raw: at.raw() };
    crate::name::text(&element).map(std::borrow::Cow::into_owned)
}

pub(super) fn read_time(at: At<'_>) -> Option<ReadTime> {
    let element = Element { identifier: at.identifier(), content: at.content(), raw: at.raw() };
    time::read(&element)
}

fn instant(at: Option<At<'_>>) -> Option<Timestamp> {
    Some(read_time(at?)?.at)
}

/// The bits of keyUsage, the first one highest ([RFC 5280 section 4.2.1.3](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3)).
pub(super) mod usage {
    pub(in crate::lint) const DIGITAL_SIGNATURE: u16 = 0x8000;
    pub(in crate::lint) const NON_REPUDIATION: u16 = 0x4000;
    pub(in crate::lint) const KEY_ENCIPHERMENT: u16 = 0x2000;
    pub(in crate::lint) const DATA_ENCIPHERMENT: u16 = 0x1000;
    pub(in crate::lint) const KEY_AGREEMENT: u16 = 0x0800;
    pub(in crate::lint) const KEY_CERT_SIGN: u16 = 0x0400;
    pub(in crate::lint) const CRL_SIGN: u16 = 0x0200;
    pub(in crate::lint) const ENCIPHER_ONLY: u16 = 0x0100;
    pub(in crate::lint) const DECIPHER_ONLY: u16 = 0x0080;

    /// The bits by name.
    pub(in crate::lint) fn names(bits: u16) -> String {
        let names = [
            (DIGITAL_SIGNATURE, "digitalSignature"),
            (NON_REPUDIATION, "nonRepudiation"),
            (KEY_ENCIPHERMENT, "keyEncipherment"),
            (DATA_ENCIPHERMENT, "dataEncipherment"),
            (KEY_AGREEMENT, "keyAgreement"),
            (KEY_CERT_SIGN, "keyCertSign"),
            (CRL_SIGN, "cRLSign"),
            (ENCIPHER_ONLY, "encipherOnly"),
            (DECIPHER_ONLY, "decipherOnly"),
        ];
        let set: Vec<_> =
            names.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| name).collect();
        set.join(", ")
    }
}

impl<'a> Object<'a> {
    pub(super) fn root(&self) -> At<'_> {
        self.tree.root()
    }

    /// A component by its path from the object.
    pub(super) fn find(&self, path: &[&str]) -> Option<At<'_>> {
        self.root().find(path)
    }

    /// When it was issued, as far as it says.
    pub(super) fn issued(&self) -> Option<Timestamp> {
        match self.kind {
            Kind::Certificate => instant(self.not_before()),
            Kind::Crl => instant(self.find(&["tbsCertList", "thisUpdate"])),
            Kind::CrlEntry => self.list?.issued(),
            Kind::Ocsp => instant(self.response_data()?.child("producedAt")),
            Kind::Tsp => instant(self.stamp()?.child("genTime")),
        }
    }

    // Certificates.

    pub(super) fn tbs(&self, field: &str) -> Option<At<'_>> {
        let part = if self.kind == Kind::Certificate { "tbsCertificate" } else { "tbsCertList" };
        self.find(&[part, field])
    }

    pub(super) fn not_before(&self) -> Option<At<'_>> {
        self.find(&["tbsCertificate", "validity", "notBefore"])
    }

    pub(super) fn not_after(&self) -> Option<At<'_>> {
        self.find(&["tbsCertificate", "validity", "notAfter"])
    }

    /// Both times of the validity that are of the type with this identifier octet.
    pub(super) fn times(&self, identifier: u8) -> impl Iterator<Item = At<'_>> {
        self.not_before()
            .into_iter()
            .chain(self.not_after())
            .filter(move |it| it.identifier() == identifier)
    }

    /// 1, 2 or 3 in a sound certificate; 1 where it is left out.
    pub(super) fn version(&self) -> u32 {
        let Some(version) = self.tbs("version") else { return 1 };
        let content = version.inner().unwrap_or(version).content();
        content
            .iter()
            .fold(0_u32, |sum, it| sum.saturating_mul(256) | u32::from(*it))
            .saturating_add(1)
    }

    /// The extensions as a whole.
    pub(super) fn extension_list(&self) -> Option<At<'_>> {
        match self.kind {
            Kind::Certificate => self.tbs("extensions")?.inner(),
            Kind::Crl => self.tbs("crlExtensions")?.inner(),
            Kind::CrlEntry => self.find(&["crlEntryExtensions"]),
            Kind::Ocsp => self.response_data()?.child("responseExtensions")?.inner(),
            Kind::Tsp => self.stamp()?.child("extensions"),
        }
    }

    pub(super) fn extensions(&self) -> impl Iterator<Item = Extension<'_>> {
        self.extension_list().into_iter().flat_map(At::children).filter_map(|at| {
            let value = at.child("extnValue")?;
            Some(Extension {
                oid: at.child("extnID")?.content(),
                critical: at.child("critical").is_some_and(|it| it.content() != [0]),
                at,
                value: value.inner(),
            })
        })
    }

    pub(super) fn extension(&self, oid: &Oid) -> Option<Extension<'_>> {
        self.extensions().find(|it| it.oid == oid.content())
    }

    pub(super) fn has(&self, oid: &Oid) -> bool {
        self.extension(oid).is_some()
    }

    /// What an extension holds.
    pub(super) fn value(&self, oid: &Oid) -> Option<At<'_>> {
        self.extension(oid)?.value
    }

    /// basicConstraints says that the subject is a CA.
    pub(super) fn is_ca(&self) -> bool {
        self.value(&known::BASIC_CONSTRAINTS)
            .and_then(|it| it.child("cA"))
            .is_some_and(|it| it.content() != [0])
    }

    /// Issuer and subject are written alike.
    pub(super) fn is_self_issued(&self) -> bool {
        match (self.tbs("issuer"), self.tbs("subject")) {
            (Some(issuer), Some(subject)) => issuer.raw() == subject.raw(),
            _ => false,
        }
    }

    /// Issuer and subject are alike, and its own key made the signature. Where the key identifiers
    /// tell, the signature is not computed; where the algorithm is not known, it is taken as said.
    pub(super) fn is_self_signed(&self) -> bool {
        if !self.is_self_issued() {
            return false;
        }
        let own = self.value(&known::SUBJECT_KEY_IDENTIFIER);
        let issuers =
            self.value(&known::AUTHORITY_KEY_IDENTIFIER).and_then(|it| it.child("keyIdentifier"));
        match (own, issuers) {
            (Some(own), Some(issuers)) => own.content() == issuers.content(),
            _ => self.own_key_signed(),
        }
    }

    fn own_key_signed(&self) -> bool {
        let parts = (
            self.find(&["tbsCertificate"]),
            self.find(&["tbsCertificate", "subjectPublicKeyInfo"]),
            self.find(&["signatureAlgorithm"]),
            self.find(&["signatureValue"]).and_then(|it| it.content().split_first()),
        );
        let (Some(signed), Some(key), Some(algorithm), Some((_, signature))) = parts else {
            return true;
        };
        let key = PublicKey::from_spki_der(key.raw());
        let algorithm = AlgorithmIdentifier::from_der(algorithm.raw());
        let (Ok(key), Ok(algorithm)) = (key, algorithm) else { return true };
        match verify(&key, &algorithm, signed.raw(), signature) {
            Ok(()) => true,
            Err(error) => error.is_undetermined(),
        }
    }

    /// The object identifier of the key's algorithm.
    pub(super) fn key_algorithm(&self) -> &[u8] {
        self.find(&["tbsCertificate", "subjectPublicKeyInfo", "algorithm", "algorithm"])
            .map_or(&[], At::content)
    }

    pub(super) fn key_is(&self, oid: &Oid) -> bool {
        self.key_algorithm() == oid.content()
    }

    /// The bits of keyUsage, where it is a bit string.
    pub(super) fn key_usage(&self) -> Option<u16> {
        let content = self.value(&known::KEY_USAGE)?.content();
        let first = content.get(1).copied().unwrap_or_default();
        let second = content.get(2).copied().unwrap_or_default();
        (!content.is_empty()).then_some(u16::from(first) << 8 | u16::from(second))
    }

    /// The purposes of extKeyUsage.
    pub(super) fn purposes(&self) -> impl Iterator<Item = At<'_>> {
        self.value(&known::EXTENDED_KEY_USAGE).into_iter().flat_map(At::children)
    }

    pub(super) fn has_purpose(&self, oid: &Oid) -> bool {
        self.purposes().any(|it| it.content() == oid.content())
    }

    /// The attributes of `issuer` or `subject`.
    pub(super) fn attributes(&self, name: &str) -> impl Iterator<Item = Attribute<'_>> {
        self.tbs(name).into_iter().flat_map(attributes)
    }

    /// The general names of one form in an extension that is a list of them.
    pub(super) fn names(&self, oid: &Oid, form: &'static str) -> impl Iterator<Item = At<'_>> {
        self.value(oid).into_iter().flat_map(At::children).filter(move |it| it.note() == form)
    }

    /// The policies asserted.
    pub(super) fn policies(&self) -> impl Iterator<Item = At<'_>> {
        self.value(&known::CERTIFICATE_POLICIES).into_iter().flat_map(At::children)
    }

    /// Every qualifier of every policy: its type, and where it stands.
    pub(super) fn qualifiers(&self) -> impl Iterator<Item = (&[u8], At<'_>)> {
        self.policies()
            .filter_map(|it| it.child("policyQualifiers"))
            .flat_map(At::children)
            .filter_map(|it| Some((it.child("policyQualifierId")?.content(), it)))
    }

    /// The texts of notices to users.
    pub(super) fn explicit_texts(&self) -> impl Iterator<Item = At<'_>> {
        self.qualifiers().filter_map(|(_, it)| it.find(&["qualifier", "explicitText"]))
    }

    /// The subtrees of nameConstraints.
    pub(super) fn subtrees(&self) -> impl Iterator<Item = At<'_>> {
        self.value(&known::NAME_CONSTRAINTS)
            .into_iter()
            .flat_map(At::children)
            .flat_map(At::children)
    }

    /// The bases of subtrees of one form.
    pub(super) fn constrained(&self, form: &'static str) -> impl Iterator<Item = At<'_>> {
        self.subtrees().filter_map(|it| it.child("base")).filter(move |it| it.note() == form)
    }

    // OCSP responses and time-stamps.

    pub(super) fn basic_response(&self) -> Option<At<'_>> {
        self.find(&["responseBytes"])?.inner()?.child("response")?.inner()
    }

    pub(super) fn response_data(&self) -> Option<At<'_>> {
        self.basic_response()?.child("tbsResponseData")
    }

    /// The answers about single certificates.
    pub(super) fn answers(&self) -> impl Iterator<Item = At<'_>> {
        self.response_data().and_then(|it| it.child("responses")).into_iter().flat_map(At::children)
    }

    pub(super) fn signed_data(&self) -> Option<At<'_>> {
        let token = self.find(&["timeStampToken"]).unwrap_or_else(|| self.root());
        token.find(&["content", "signedData"])
    }

    /// TSTInfo.
    pub(super) fn stamp(&self) -> Option<At<'_>> {
        self.signed_data()?.find(&["encapContentInfo", "eContent", "octets", "tstInfo"])
    }
}

/// The attributes of a Name.
pub(super) fn attributes(name: At<'_>) -> impl Iterator<Item = Attribute<'_>> {
    name.children().flat_map(At::children).filter_map(|it| {
        Some(Attribute { oid: it.child("type")?.content(), value: it.child("value")? })
    })
}
