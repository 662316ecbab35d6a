//! The certificates on a token, and which of them signs.

use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass};
use cryptoki::session::Session;
use jiff::Timestamp;
use model::Iin;
use pki::Certificate;
use pki::oid::known;

use super::{TokenChoice, TokenError, explained};

/// The most certificates of a token that are looked at.
const MOST_CERTIFICATES: usize = 64;
/// How much of a fingerprint stands for a certificate.
const SHORT_FINGERPRINT: usize = 16;

/// A certificate on a token.
pub(super) struct Found {
    pub(super) certificate: Certificate,
    pub(super) label: String,
    pub(super) id: Vec<u8>,
}

impl Found {
    /// What people call it: its label, the person, and the start of its fingerprint.
    pub(super) fn called(&self) -> String {
        let who = self.certificate.subject().common_name().unwrap_or_default();
        let print = short(&self.certificate);
        [self.label.as_str(), who.as_str(), print.as_str()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn is(&self, wanted: &str) -> bool {
        let hex = wanted.replace([':', ' '], "").to_ascii_lowercase();
        let serial = hex::encode(self.certificate.serial());
        let print = self.certificate.fingerprint().to_string();
        self.label == wanted
            || serial == hex
            || serial.trim_start_matches('0') == hex
            || (hex.len() >= 8 && print.starts_with(&hex))
    }

    fn iin(&self) -> Option<Iin> {
        self.certificate.iin().and_then(|it| Iin::try_from(it).ok())
    }

    pub(super) fn is_authority(&self) -> bool {
        self.certificate.basic_constraints().is_some_and(|it| it.ca)
    }

    /// Marked for signing, as the national authority marks it, or not marked at all.
    fn signs(&self) -> bool {
        let purposes = self.certificate.extended_key_usage();
        purposes.is_none_or(|it| it.contains(&known::PURPOSE_EMAIL))
    }

    fn in_force(&self, at: Timestamp) -> bool {
        self.certificate.not_before() <= at && at <= self.certificate.not_after()
    }
}

pub(super) fn short(certificate: &Certificate) -> String {
    certificate.fingerprint().to_string().chars().take(SHORT_FINGERPRINT).collect()
}

/// Every certificate that the token shows now.
pub(super) fn certificates(session: &Session, token: &str) -> Result<Vec<Found>, TokenError> {
    let told = |error| explained(error, token);
    let template = [
        Attribute::Class(ObjectClass::CERTIFICATE),
        Attribute::CertificateType(CertificateType::X_509),
    ];
    let mut found = Vec::new();
    for handle in session.find_objects(&template).map_err(told)?.into_iter().take(MOST_CERTIFICATES)
    {
        let wanted = [AttributeType::Value, AttributeType::Id, AttributeType::Label];
        let (mut der, mut id, mut label) = (Vec::new(), Vec::new(), String::new());
        for attribute in session.get_attributes(handle, &wanted).map_err(told)? {
            #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else was asked for")]
            match attribute {
                Attribute::Value(value) => der = value,
                Attribute::Id(value) => id = value,
                Attribute::Label(value) => {
                    label = String::from_utf8_lossy(&value).trim().to_owned()
                }
                _ => {}
            }
        }
        // What is no certificate cannot sign, and is nobody's business.
        if let Ok(certificate) = Certificate::read(&der) {
            found.push(Found { certificate, label, id });
        }
    }
    Ok(found)
}

/// The certificate that signs: see the page of this module.
pub(super) fn choose<'f>(
    found: &'f [Found],
    choice: &TokenChoice<'_>,
    token: &str,
) -> Result<&'f Found, TokenError> {
    let token = || token.to_owned();
    let named = |all: &[&Found]| all.iter().map(|it| it.called()).collect::<Vec<_>>();
    let people: Vec<&Found> = found.iter().filter(|it| !it.is_authority()).collect();
    if people.is_empty() {
        return Err(TokenError::NoCertificate { token: token() });
    }
    let wanted: Vec<&Found> = match choice.certificate {
        None => people.clone(),
        Some(wanted) => {
            let these: Vec<&Found> = people.iter().copied().filter(|it| it.is(wanted)).collect();
            if these.is_empty() {
                let wanted = wanted.to_owned();
                return Err(TokenError::CertificateUnknown { token: token(), wanted });
            }
            these
        }
    };
    let mut left = match choice.member {
        None => wanted,
        Some(member) => {
            let theirs = wanted.iter().copied().filter(|it| it.iin().as_ref() == Some(member));
            let theirs: Vec<&Found> = theirs.collect();
            if theirs.is_empty() {
                let (member, found) = (member.clone(), named(&people));
                return Err(TokenError::NotTheMembers { token: token(), member, found });
            }
            theirs
        }
    };
    // Each wish counts only as long as something is left that fulfils it.
    let wishes: [&dyn Fn(&Found) -> bool; 3] =
        [&|it| it.iin().is_some(), &Found::signs, &|it| it.in_force(choice.at)];
    for wish in wishes {
        let fulfilling: Vec<&Found> = left.iter().copied().filter(|it| wish(it)).collect();
        if !fulfilling.is_empty() {
            left = fulfilling;
        }
    }
    match left.as_slice() {
        [one] => Ok(*one),
        several => Err(TokenError::CertificatesSeveral { token: token(), found: named(several) }),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use pki::issue::{Addresses, CertificateTemplate, Profile, person};
    use pki::key::{PrivateKey, PrivateKeyKind, Signer};

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn found(label: &str, iin: &str, profile: &Profile, until: &str) -> Found {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let subject = person(label, label, iin, None);
        let validity = (at("2026-01-01T00:00:00Z"), at(until));
        let addresses = Addresses::default();
        let template = CertificateTemplate::new(
            profile,
            None,
            subject,
            key.public_key(),
            validity,
            &addresses,
        );
        let certificate = template.issue(&key).unwrap();
        Found { certificate, label: label.into(), id: label.as_bytes().to_vec() }
    }

    fn chosen(
        found: &[Found],
        certificate: Option<&str>,
        member: Option<&str>,
    ) -> Result<String, TokenError> {
        let member = member.map(|it| Iin::try_from(it.to_owned()).unwrap());
        let choice = TokenChoice {
            module: Path::new("driver.so"),
            slot: None,
            label: None,
            certificate,
            member: member.as_ref(),
            at: at("2026-11-20T10:00:00Z"),
        };
        choose(found, &choice, "demo").map(|it| it.label.clone())
    }

    const ONE: &str = "000000000101";
    const TWO: &str = "000000000102";
    const LATER: &str = "2027-01-01T00:00:00Z";

    /// Two certificates to sign with, of two people; one that has expired; one of nobody; one of an
    /// authority.
    fn all() -> Vec<Found> {
        let person = Profile::Person { purposes: vec![] };
        let authority = Profile::Authority { path_length: None };
        vec![
            found("old", ONE, &person, "2026-02-01T00:00:00Z"),
            found("one", ONE, &person, LATER),
            found("two", TWO, &person, LATER),
            found("machine", "", &person, LATER),
            found("authority", ONE, &authority, LATER),
        ]
    }

    #[test]
    fn the_members_certificate_in_force_is_chosen() {
        let all = all();
        assert_eq!(chosen(&all, None, Some(ONE)).unwrap(), "one");
        assert_eq!(chosen(&all, None, Some(TWO)).unwrap(), "two");
        assert_eq!(chosen(&all[..1], None, Some(ONE)).unwrap(), "old", "the count says expired");
        assert_eq!(chosen(&all[1..2], None, None).unwrap(), "one");
        assert_eq!(chosen(&all[3..], None, None).unwrap(), "machine", "the check says nobody");
    }

    #[test]
    fn a_certificate_is_named_by_label_serial_number_or_fingerprint() {
        let all = all();
        let serial = hex::encode(all[2].certificate.serial());
        let print = all[2].certificate.fingerprint().to_string();
        for name in ["two", &serial, &print, &print[..8], &print[..16].to_uppercase()] {
            assert_eq!(chosen(&all, Some(name), None).unwrap(), "two", "{name}");
        }
        for name in ["three", &print[..7], "", "authority"] {
            let error = chosen(&all, Some(name), None).unwrap_err();
            assert!(matches!(error, TokenError::CertificateUnknown { .. }), "{name}: {error}");
        }
        let error = chosen(&all, Some("two"), Some(ONE)).unwrap_err();
        assert!(matches!(error, TokenError::NotTheMembers { .. }), "{error}");
    }

    #[test]
    fn nobody_guesses_between_several() {
        let TokenError::CertificatesSeveral { found, .. } = chosen(&all(), None, None).unwrap_err()
        else {
            panic!("one of several was chosen");
        };
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("one, ") && found[1].starts_with("two, "), "{found:?}");
        let error = chosen(&all()[4..], None, None).unwrap_err();
        assert!(matches!(error, TokenError::NoCertificate { .. }), "{error}");
        let error = chosen(&all(), None, Some("000000000103")).unwrap_err();
        assert!(matches!(error, TokenError::NotTheMembers { .. }), "{error}");
    }
}
