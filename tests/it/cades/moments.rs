//! At which moment a certificate is judged, and what proof of that moment is worth.

use super::judgement::element;
use super::*;
use model::SignatureStanding::{Conclusive, Inconclusive, Invalid};
use pki::certificate::KeyUsage;
use pki::issue::Extension;

// Q21, Q22: nobody signs a file before it is there.
#[test]
fn a_claim_before_the_sealing_rescues_no_certificate_that_had_ended_by_then() {
    let pki = &*ECDSA;
    // It ended the day before the sealing, and signs after it with a claim of two days before.
    let holder = ended(pki, 1, at("2026-11-19T00:00:00Z"));
    let early = pki.list_at(at("2026-11-18T06:00:00Z"), &[]);
    let trust = pki.trust(&[early, pki.list(&[])]);
    let found = checked(&trust, &holder.sign(ACT, at("2026-11-18T12:00:00Z")));
    assert_eq!(found.standing, Inconclusive, "{:#?}", found.notes);
    let told = fact(&found.notes, "signature.not-valid-when-sealed", "signed");
    assert_eq!(told, "2026-11-18T12:00:00Z");
    assert!(says(&found, "signature.before-sealing"));
}

#[test]
fn a_slow_clock_is_told_and_costs_nobody_the_signature() {
    let pki = &*ECDSA;
    let trust = pki.trust(&[pki.list(&[])]);
    for (claimed, told) in [(0, false), (-1, true), (-5, true), (-60, true)] {
        let found = checked(&trust, &pki.of(1).sign(ACT, minutes(claimed)));
        assert_eq!(found.standing, Conclusive, "{claimed}: {:#?}", found.notes);
        assert_eq!(says(&found, "signature.before-sealing"), told, "{claimed}");
    }
}

/// A member's second certificate, which ended at a moment.
fn ended(pki: &Pki, number: u32, until: Timestamp) -> Holder {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let mut template = member(pki, &key, number);
    template.not_after = until;
    let certificate = template.issue(&pki.issuing.key).unwrap();
    Holder { key, certificate }
}

pub(super) fn member(pki: &Pki, key: &PrivateKey, number: u32) -> CertificateTemplate {
    let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let subject = person("ҮЛГІБАЕВ1 МҮШЕ", "ҮЛГІБАЕВ", iin(number).as_str(), None);
    CertificateTemplate::new(
        &profile,
        Some(&pki.issuing.certificate),
        subject,
        key.public_key(),
        validity(),
        &addresses("issuing", true),
    )
}

// RFC 3161 section 4
#[test]
fn the_token_of_a_lost_key_rescues_no_certificate_and_what_another_service_proves_stands() {
    let pki = &*ECDSA;
    // The member's certificate was revoked; a token from before would rescue the signature.
    let bare = pki.of(1).sign(ACT, minutes(10));
    let cms = pki.stamped(&bare, minutes(11));
    let member = (&pki.of(1).certificate, minutes(30), 1);
    let stamper = |reason| (&pki.stamper.certificate, minutes(40), reason);
    let list = |reason| pki.list_at(minutes(60), &[member, stamper(reason)]);
    let found = checked(&pki.trust(&[list(1)]), &cms);
    assert_eq!((found.standing, found.stamped_at), (Inconclusive, None), "{:#?}", found.notes);
    assert!(says(&found, "signature.time-not-proven"));
    // When and why its certificate was revoked is told.
    let told = found
        .notes
        .iter()
        .find(|it| it.code == "signature.revoked-later" && it.facts["holder"] == "ҮЛГІ TSA");
    let told = told.unwrap();
    assert_eq!(
        (&*told.facts["reason"], &told.facts["date"]),
        ("keyCompromise", &minutes(40).to_string())
    );
    assert_eq!(checked(&pki.trust(&[list(4)]), &cms).standing, Conclusive);
    // An answer without a reason beside a list that has one says nothing more; alone it does.
    let answered = |lists: &[Vec<u8>]| {
        let state = CertificateState::Revoked { at: minutes(40), reason: None };
        let answer = pki.answer(&pki.stamper.certificate, state, minutes(61));
        let mut trust = pki.trust(lists);
        trust.ocsp = vec![pki::ocsp::OcspResponse::read(&answer).unwrap().0];
        checked(&trust, &cms)
    };
    assert_eq!(answered(&[list(4)]).standing, Conclusive);
    let alone = answered(&[pki.list_at(minutes(20), &[])]);
    assert!(says(&alone, "signature.stamp-key-doubtful"), "{:#?}", alone.notes);
    // What another service proves stands.
    let other = Pki::new(PrivateKeyKind::EcdsaP256);
    let mut trust = pki.trust(&[list(1), other.list(&[])]);
    trust.anchors.push(other.root.certificate.clone());
    trust.candidates.push(other.issuing.certificate.clone());
    let token = stamped_by(&other.stamper, &bare, minutes(12));
    let both = SignedData::read(&cms).unwrap().0.with_timestamp(0, &token);
    let found = checked(&trust, &both);
    assert_eq!(found.standing, Conclusive, "{:#?}", found.notes);
    assert_eq!(found.stamped_at, Some(minutes(12)));
    assert!(says(&found, "signature.stamp-key-doubtful"));
}

#[test]
fn a_time_stamp_proves_its_time_no_more_exactly_than_it_says() {
    let pki = &*ECDSA;
    let bare = pki.of(1).sign(ACT, minutes(10));
    let stamped = |accuracy: Option<u64>| {
        let (signed, _) = SignedData::read(&bare).unwrap();
        let hash = pki.stamper.key.digest_algorithm();
        let imprint = hash.digest(&signed.signers().next().unwrap().signature);
        let request = TspRequest::new(hash, imprint, None);
        let policy = &known::POLICY_TSA_GOST_2015;
        let mut template = TimestampTemplate::answering(&request, policy, vec![1], minutes(20));
        template.accuracy = accuracy.map(|microseconds| pki::tsp::Accuracy { microseconds });
        let token = template.to_der(&pki.stamper.key, &pki.stamper.certificate).unwrap();
        signed.with_timestamp(0, &token)
    };
    let list = pki.list_at(minutes(60), &[(&pki.of(1).certificate, minutes(30), 1)]);
    let trust = pki.trust(&[list]);
    assert_eq!(checked(&trust, &stamped(None)).standing, Conclusive);
    let found = checked(&trust, &stamped(Some(1_000_000)));
    let second = minutes(20) + SignedDuration::from_secs(1);
    assert_eq!((found.standing, found.stamped_at), (Conclusive, Some(second)));
    // Off by up to an hour: it may have been made after the revocation.
    let found = checked(&trust, &stamped(Some(3_600_000_000)));
    assert_eq!(found.standing, Invalid, "{:#?}", found.notes);
}

#[test]
fn many_time_stamps_of_strangers_hide_no_real_one() {
    let pki = &*ECDSA;
    let own = Pki::new(PrivateKeyKind::EcdsaP256);
    let bare = pki.of(1).sign(ACT, minutes(10));
    let mut cms = bare.clone();
    for minute in 0..12 {
        let token = stamped_by(&own.stamper, &bare, minutes(minute - 20));
        cms = SignedData::read(&cms).unwrap().0.with_timestamp(0, &token);
    }
    let found = checked(&pki.trust(&[pki.list(&[])]), &pki.stamped(&cms, minutes(11)));
    assert_eq!((found.standing, found.stamped_at), (Conclusive, Some(minutes(11))));
}

#[test]
fn an_answer_that_has_no_end_proves_nothing_of_a_later_moment() {
    let pki = &*ECDSA;
    let cms = pki.of(1).sign(ACT, minutes(10));
    let of = |state, minute| {
        let answer = pki.answer(&pki.of(1).certificate, state, minutes(minute));
        let mut trust = pki.trust(&[]);
        trust.ocsp = vec![pki::ocsp::OcspResponse::read(&answer).unwrap().0];
        checked(&trust, &cms).standing
    };
    for (minute, expected) in [
        (12, Conclusive),
        (10, Conclusive),
        (6, Conclusive),
        (4, Inconclusive),
        (-60 * 24, Inconclusive),
    ] {
        assert_eq!(of(CertificateState::Good, minute), expected, "{minute}");
    }
    // A revocation stays one however old the news is.
    let revoked = CertificateState::Revoked { at: minutes(-60 * 48), reason: Some(1) };
    assert_eq!(of(revoked, -60 * 24), Invalid);
    // So with a list that has no end, which RFC 5280 does not allow.
    let endless = |minute, revoked: &[(&Certificate, Timestamp, u8)]| {
        without_end(&pki.list_at(minutes(minute), revoked), &pki.issuing.key)
    };
    let standing = |list| checked(&pki.trust(&[list]), &cms).standing;
    assert_eq!(standing(endless(8, &[])), Conclusive);
    assert_eq!(standing(endless(-60 * 24, &[])), Inconclusive);
    let gone = [(&pki.of(1).certificate, minutes(-60 * 48), 1)];
    assert_eq!(standing(endless(-60 * 24, &gone)), Invalid);
}

/// The list without its nextUpdate, signed anew.
fn without_end(list: &[u8], key: &PrivateKey) -> Vec<u8> {
    let whole = parts(list);
    let mut fields = parts(&whole[0]);
    // version, signature, issuer, thisUpdate, nextUpdate
    fields.remove(4);
    let body = element(0x30, &fields.concat());
    let signature = element(3, &[&[0][..], &key.sign(&body).unwrap()].concat());
    element(0x30, &[body, whole[1].clone(), signature].concat())
}

#[test]
fn a_responder_that_was_revoked_before_it_answered_or_lost_its_key_answers_for_nobody() {
    let pki = &*ECDSA;
    let cms = pki.of(1).sign(ACT, minutes(10));
    // One that its authority does not exempt from being checked.
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let subject = distinguished_name(&[(&known::COMMON_NAME, "ҮЛГІ OCSP 2")]);
    let mut template = CertificateTemplate::new(
        &Profile::OcspResponder,
        Some(&pki.issuing.certificate),
        subject,
        key.public_key(),
        validity(),
        &addresses("issuing", true),
    );
    template.extensions.retain(|it| it.oid != known::OCSP_NO_CHECK);
    let responder = Holder { certificate: template.issue(&pki.issuing.key).unwrap(), key };
    let by = |revoked: &[(&Certificate, Timestamp, u8)]| {
        let id =
            CertId::new(&pki.of(1).certificate, &pki.issuing.certificate, HashAlgorithm::Sha256);
        let (state, this_update) = (CertificateState::Good, minutes(30));
        let single = SingleAnswer { id, state, this_update, next_update: None };
        let template = OcspTemplate::new(vec![single], minutes(30), None);
        let answer = template.to_der(&responder.key, &responder.certificate).unwrap();
        let list = pki.list_at(minutes(60), revoked);
        let mut trust = pki.trust(&[list]);
        trust.ocsp = vec![pki::ocsp::OcspResponse::read(&answer).unwrap().0];
        let found = checked(&trust, &cms);
        found.notes.iter().any(|it| it.code == "signature.not-revoked" && it.facts["by"] == "ocsp")
    };
    assert!(by(&[]));
    assert!(!by(&[(&responder.certificate, minutes(20), 4)]));
    assert!(!by(&[(&responder.certificate, minutes(40), 1)]));
    assert!(by(&[(&responder.certificate, minutes(40), 5)]));
}

#[test]
fn a_certificate_for_servers_programs_or_services_signs_no_act() {
    let pki = &*ECDSA;
    let trust = pki.trust(&[pki.list(&[])]);
    let signed = |purposes: &[&pki::Oid], uses: Option<KeyUsage>| {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let mut template = member(pki, &key, 1);
        template.set(Extension::purposes(purposes, false));
        if let Some(uses) = uses {
            template.set(Extension::key_usage(uses));
        }
        let certificate = template.issue(&pki.issuing.key).unwrap();
        checked(&trust, &Holder { key, certificate }.sign(ACT, minutes(10)))
    };
    let code_signing: pki::Oid = "1.3.6.1.5.5.7.3.3".parse().unwrap();
    let system: pki::Oid = "1.2.398.3.3.4.1.2.6.17".parse().unwrap();
    for (purposes, shown) in [
        (&[&known::PURPOSE_SERVER][..], "1.3.6.1.5.5.7.3.1"),
        (&[&known::PURPOSE_CLIENT], "1.3.6.1.5.5.7.3.2"),
        (&[&code_signing], "1.3.6.1.5.5.7.3.3"),
        (&[&known::PURPOSE_OCSP_SIGNING], "1.3.6.1.5.5.7.3.9"),
        (&[&known::PURPOSE_TIME_STAMPING], "1.3.6.1.5.5.7.3.8"),
        (&[&known::PURPOSE_SERVER, &known::PURPOSE_CLIENT], "1.3.6.1.5.5.7.3.1 1.3.6.1.5.5.7.3.2"),
        (
            &[&known::PURPOSE_EMAIL, &known::PURPOSE_LEGAL_ENTITY, &system],
            "1.3.6.1.5.5.7.3.4 1.2.398.3.3.4.1.2 1.2.398.3.3.4.1.2.6.17",
        ),
    ] {
        let found = signed(purposes, None);
        assert_eq!(found.standing, Inconclusive, "{shown}");
        let told = fact(&found.notes, "signature.other-purposes", "purposes");
        assert_eq!(told.replace(',', ""), shown);
        assert_eq!(found.signer, Some(iin(1)));
    }
    for purposes in [
        &[&known::PURPOSE_EMAIL][..],
        &[&known::ANY_EXTENDED_KEY_USAGE],
        &[&known::PURPOSE_DOCUMENT_SIGNING],
        &[
            &known::PURPOSE_IDENTIFIED_REMOTELY,
            &known::PURPOSE_EMAIL,
            &known::PURPOSE_NATURAL_PERSON,
        ],
        &[&known::PURPOSE_LEGAL_ENTITY, &known::PURPOSE_FIRST_HEAD],
        &[&known::PURPOSE_SERVER, &known::PURPOSE_EMAIL],
    ] {
        let found = signed(purposes, None);
        assert_eq!(found.standing, Conclusive, "{purposes:?}: {:#?}", found.notes);
    }
    // A key whose uses are stated and are no signatures makes none.
    let found = signed(&[&known::PURPOSE_EMAIL], Some(KeyUsage::KEY_ENCIPHERMENT));
    assert_eq!(found.standing, Invalid);
    assert!(says(&found, "cms.key-usage"), "{:#?}", found.notes);
    let found = signed(&[&known::PURPOSE_EMAIL], Some(KeyUsage::NON_REPUDIATION));
    assert_eq!(found.standing, Conclusive);
}
