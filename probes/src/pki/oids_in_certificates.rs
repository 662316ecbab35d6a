//! `pki.oids-in-certificates`: whose object identifiers stand in issued certificates.
//!
//! # Measures
//!
//! Nothing.
//!
//! # Rests on
//!
//! Identifiers of the profile and of algorithms are assigned by ITU-T, ISO and IETF: they stand
//! under the arcs of [RFC 5280], of PKCS, of ANSI X9, of SEC, of NIST, of RFC 4519 and of ETSI.
//! National cryptography stands under 1.2.398.3.10. Any other one has to be registered. Two
//! identifiers are the same only when every arc is: a registered one does not register those that
//! stand under it.
//!
//! # Evidence
//!
//! `certificate` of users; one `declaration` with the registered identifiers; one `oid-register`.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every user's certificate has a policy, and each identifier in it is assigned by a standard, stands in the register or is declared as registered |
//! | violates | an identifier is neither, although a register was read; a certificate names no policy, or only `anyPolicy` |
//! | undetermined | no certificate of a user, a file or an extension cannot be read, or an identifier is not declared and no register was read |
//!
//! # Cannot see
//!
//! Whether an identifier means in the register what the certificate uses it for.
//!
//! [RFC 5280]: https://www.rfc-editor.org/rfc/rfc5280#appendix-A

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ::pki::algorithm::KeyKind;
use ::pki::certificate::GeneralName;
use ::pki::oid::{known, name_of};
use ::pki::{Certificate, Oid};
use model::{EvidenceKind, Judgement, Note, Verdict};

use super::{REGISTER_UNREADABLE, Register, register};
use crate::certificates::{self, Certificates, about};
use crate::sum::Sum;
use crate::{Probe, Question, case};

/// The probe.
pub(crate) struct OidsInCertificates;

impl Probe for OidsInCertificates {
    fn id(&self) -> &'static str {
        "pki.oids-in-certificates"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Certificate, EvidenceKind::Declaration, EvidenceKind::OidRegister]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let (declaration, register) = match (case::declaration(question), register(question)) {
            (Ok(declaration), Ok(register)) => (declaration, register),
            (declaration, register) => {
                let notes = declaration.err().into_iter().chain(register.err()).collect();
                return Judgement::of(Verdict::Undetermined, notes);
            }
        };
        let declared =
            declaration.registered_oids.iter().filter_map(|it| it.trim().parse().ok()).collect();
        let known = Known { declared, register };
        let certificates = Certificates::of(question);
        let mut sum = certificates.reading.clone();
        let mut looked_at = 0_usize;
        for certificate in certificates.users() {
            look_at(certificate, &known, &mut sum);
            looked_at += 1;
        }
        if looked_at == 0 {
            sum.open(Note::new(certificates::NO_USER_CERTIFICATE));
        }
        sum.finish()
    }
}

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            REGISTER_UNREADABLE,
            certificates::NO_USER_CERTIFICATE,
            "pki.extension-unreadable",
            "pki.oid-not-declared",
            "pki.oid-unregistered",
            "pki.oids-known",
            "pki.policy-any-only",
            "pki.policy-missing",
        ],
        &["reading"],
    )
});

/// What is known of identifiers in this case.
struct Known {
    declared: BTreeSet<Oid>,
    register: Option<Register>,
}

/// What an identifier is.
enum Standing {
    /// Assigned by a standard.
    Standard,
    /// Registered, by this source.
    Registered(String),
    /// Not registered, as far as the register goes.
    Unregistered(String),
    /// Nobody was asked.
    Unknown,
}

impl Known {
    fn standing(&self, oid: &Oid) -> Standing {
        if STANDARD.iter().any(|arc| oid.is_under(arc)) {
            return Standing::Standard;
        }
        match &self.register {
            Some(register) if register.entries.contains_key(oid) => {
                Standing::Registered(register.source.clone())
            }
            Some(_) | None if self.declared.contains(oid) => {
                Standing::Registered("declaration".into())
            }
            Some(register) => Standing::Unregistered(register.source.clone()),
            None => Standing::Unknown,
        }
    }
}

fn look_at(certificate: &Certificate, known: &Known, sum: &mut Sum) {
    let mut registered = Vec::new();
    let mut standard = 0_usize;
    let mut sound = true;
    for (oid, places) in identifiers(certificate) {
        let note = |code| {
            about(code, certificate)
                .fact("oid", &oid)
                .fact("name", name_of(&oid).unwrap_or("-"))
                .fact("place", places.iter().copied().collect::<Vec<_>>().join(", "))
        };
        match known.standing(&oid) {
            Standing::Standard => standard += 1,
            Standing::Registered(source) => {
                let place = places.iter().copied().collect::<Vec<_>>().join(", ");
                registered.push(format!("{oid} ({place}; {source})"));
            }
            Standing::Unregistered(source) => {
                sound = false;
                let note = note("pki.oid-unregistered").fact("register", source);
                sum.say(Verdict::Violates, note);
            }
            Standing::Unknown => {
                sound = false;
                sum.open(note("pki.oid-not-declared"));
            }
        }
    }
    for defect in certificate.defects().iter().filter(|it| UNREADABLE_PARTS.contains(&it.code)) {
        sound = false;
        let mut note = certificates::note(defect);
        note.code = "pki.extension-unreadable".into();
        sum.open(
            note.fact("defect", defect.code)
                .fact("certificate", certificates::called(certificate))
                .fact("fingerprint", certificate.fingerprint()),
        );
    }
    let policies = certificate.policies().unwrap_or_default();
    if policies.is_empty() {
        sound = false;
        sum.say(Verdict::Violates, about("pki.policy-missing", certificate));
    } else if policies.iter().all(|it| it.policy == known::ANY_POLICY) {
        sound = false;
        sum.say(Verdict::Violates, about("pki.policy-any-only", certificate));
    }
    if sound {
        let note = about("pki.oids-known", certificate)
            .fact("registered", registered.join("; "))
            .fact("standard", standard);
        sum.say(Verdict::Complies, note);
    }
}

/// Every identifier of a certificate, with the places where it stands.
fn identifiers(certificate: &Certificate) -> BTreeMap<Oid, BTreeSet<&'static str>> {
    let mut found: BTreeMap<Oid, BTreeSet<&'static str>> = BTreeMap::new();
    let mut put = |oid: &Oid, place| {
        found.entry(oid.clone()).or_default().insert(place);
    };
    put(&certificate.signature_algorithm().oid, "signature-algorithm");
    if let KeyKind::Unknown(oid) = certificate.public_key().kind() {
        put(oid, "public-key");
    }
    for attribute in certificate.subject().attributes() {
        put(&attribute.kind, "subject");
        // The identifier of an information system stands in the subject as text.
        if attribute.kind == known::USER_ID
            && let Ok(oid) = attribute.value.trim().parse()
        {
            put(&oid, "subject-system");
        }
    }
    for policy in certificate.policies().unwrap_or_default() {
        put(&policy.policy, "policy");
    }
    for purpose in certificate.extended_key_usage().unwrap_or_default() {
        put(purpose, "extended-key-usage");
    }
    for name in certificate.subject_alternative_names() {
        match name {
            GeneralName::RegisteredId(oid) | GeneralName::Other { kind: oid, .. } => {
                put(oid, "subject-alternative-name");
            }
            GeneralName::Directory(_)
            | GeneralName::Dns(_)
            | GeneralName::EdiParty(_)
            | GeneralName::Email(_)
            | GeneralName::Ip(_)
            | GeneralName::Uri(_)
            | GeneralName::X400(_) => {}
        }
    }
    for extension in certificate.extensions() {
        put(extension.oid, "extension");
        if *extension.oid == known::KEY_STORAGE {
            for oid in sequence_of_oids(extension.value) {
                put(&oid, "key-storage");
            }
        }
    }
    found
}

/// The identifiers of a short `SEQUENCE OF OBJECT IDENTIFIER`; those that can be read.
fn sequence_of_oids(der: &[u8]) -> Vec<Oid> {
    let mut found = Vec::new();
    let [0x30, length @ 0..=0x7f, rest @ ..] = der else { return found };
    let Some(mut rest) = rest.get(..usize::from(*length)) else { return found };
    while let [0x06, length @ 0..=0x7f, tail @ ..] = rest {
        let Some((content, after)) = tail.split_at_checked(usize::from(*length)) else { break };
        found.extend(Oid::from_der_content(content));
        rest = after;
    }
    found
}

/// Arcs whose identifiers are assigned by a standard.
static STANDARD: LazyLock<Vec<Oid>> = LazyLock::new(|| {
    [
        [0, 4, 0].as_slice(),            // ETSI
        &[0, 9, 2342, 19200300, 100, 1], // RFC 4519, section 2
        &[1, 2, 398, 3, 10],             // national cryptography
        &[1, 2, 840, 10040, 4],          // ANSI X9.57
        &[1, 2, 840, 10045],             // ANSI X9.62
        &[1, 2, 840, 113549, 1],         // PKCS
        &[1, 3, 6, 1, 5, 5, 7],          // PKIX
        &[1, 3, 6, 1, 5, 5, 8, 2, 2],    // IKE intermediate, RFC 4945
        &[1, 3, 14, 3, 2],               // OIW
        &[1, 3, 101],                    // RFC 8410
        &[1, 3, 132, 0],                 // SEC 2
        &[2, 5],                         // X.500
        &[2, 16, 840, 1, 101, 3, 4],     // NIST
        &[2, 23, 140, 1],                // CA/Browser Forum
    ]
    .into_iter()
    .map(Oid::from_arcs)
    .collect()
});

/// Defects that hide identifiers.
const UNREADABLE_PARTS: [&str; 3] = [
    "certificate.extension-malformed",
    "certificate.name-defective",
    "certificate.too-many-extensions",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn known(registered: &[&str]) -> Known {
        let register = Register {
            source: "register".into(),
            entries: registered
                .iter()
                .map(|oid| {
                    let entry = crate::RegisteredOid {
                        oid: (*oid).into(),
                        name: String::new(),
                        holder: None,
                    };
                    (oid.parse().unwrap(), entry)
                })
                .collect(),
        };
        Known { declared: BTreeSet::new(), register: Some(register) }
    }

    /// C06.
    #[test]
    fn a_registered_arc_registers_nothing_beside_or_under_it() {
        let known = known(&["1.2.398.3.3.4.1.1"]);
        let unregistered =
            |oid: &str| matches!(known.standing(&oid.parse().unwrap()), Standing::Unregistered(_));
        assert!(!unregistered("1.2.398.3.3.4.1.1"));
        assert!(unregistered("1.2.398.3.3.4.1.10"));
        assert!(unregistered("1.2.398.3.3.4.1.1.1"));
        assert!(unregistered("1.2.398.3.3.4.1"));
        assert!(unregistered("1.2.398.3.3.4.1.18446744073709551617"));
    }

    /// C06.
    #[test]
    fn an_arc_of_a_standard_is_compared_arc_by_arc() {
        let known = known(&[]);
        let standard =
            |oid: &str| matches!(known.standing(&oid.parse().unwrap()), Standing::Standard);
        assert!(standard("2.5.29.15"));
        assert!(!standard("2.50.1"));
        assert!(standard("1.2.398.3.10.1.1.2.2"));
        assert!(!standard("1.2.398.3.100.1"));
        assert!(!standard("1.3.6.1.4.1.311.20.2"));
    }

    /// C06.
    #[test]
    fn identifiers_of_a_sequence_are_read_as_far_as_they_go() {
        // SEQUENCE { 1.2.398.3.3.5.1.1, cut }.
        let der = [0x30, 0x0c, 0x06, 0x07, 0x2a, 0x83, 0x0e, 0x03, 0x03, 0x05, 0x01, 0x06, 0x7f, 1];
        assert_eq!(sequence_of_oids(&der), ["1.2.398.3.3.5.1".parse::<Oid>().unwrap()]);
        assert!(sequence_of_oids(&[0x30, 0x7f, 0x06]).is_empty());
        assert!(sequence_of_oids(&[]).is_empty());
    }
}
