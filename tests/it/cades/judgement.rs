//! What a signature is worth, when, and by which proof.

use super::moments::member;
use super::*;
use model::SignatureStanding::{Conclusive, Inconclusive, Invalid};
use pki::cms::EssVersion;
use pki::issue::Extension;
use sha2::{Digest, Sha256};

fn sha(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[test]
fn a_signature_is_listed_with_person_time_chain_and_the_proof_for_it() {
    for pki in [&*ECDSA, &*GOST] {
        let list = pki.list(&[]);
        let cms = pki.stamped(&pki.of(1).sign(ACT, minutes(10)), minutes(11));
        let found = checked(&pki.trust(std::slice::from_ref(&list)), &cms);
        assert_eq!(found.standing, Conclusive, "{:#?}", found.notes);
        assert_eq!(found.signer, Some(iin(1)));
        assert_eq!(found.signed_at, Some(minutes(11)));
        let notes = &found.notes;
        assert_eq!(fact(notes, "signature.time-proven", "stamped"), minutes(11).to_string());
        assert_eq!(fact(notes, "signature.time-proven", "claimed"), minutes(10).to_string());
        assert_eq!(fact(notes, "signature.time-proven", "authority"), "ҮЛГІ TSA");
        let chain = fact(notes, "signature.chain", "chain");
        assert_eq!(chain, "ҮЛГІБАЕВ1 МҮШЕ ← ҮЛГІ ОРТАЛЫҚ ← ҮЛГІ ТҮБІР");
        assert_eq!(fact(notes, "signature.chain", "anchor"), sha(pki.root.certificate.der()));
        for code in ["signature.not-revoked", "signature.stamp-not-revoked"] {
            assert_eq!(fact(notes, code, "by"), "crl");
            assert_eq!(fact(notes, code, "sha256"), sha(&list));
        }
        assert_eq!(fact(notes, "signature.not-revoked", "holder"), "ҮЛГІБАЕВ1 МҮШЕ");
        assert_eq!(fact(notes, "signature.stamp-not-revoked", "holder"), "ҮЛГІ TSA");
    }
}

#[test]
fn without_a_time_stamp_the_time_is_the_one_that_the_signer_claims() {
    let pki = &*ECDSA;
    let found = checked(&pki.trust(&[pki.list(&[])]), &pki.of(1).sign(ACT, minutes(10)));
    assert_eq!((found.standing, found.signed_at), (Conclusive, Some(minutes(10))));
    assert_eq!(fact(&found.notes, "signature.time-claimed", "claimed"), minutes(10).to_string());
    assert!(!says(&found, "signature.time-proven"));
}

#[test]
fn an_answer_of_the_status_service_proves_as_a_list_does() {
    let pki = &*ECDSA;
    let cms = pki.of(1).sign(ACT, minutes(10));
    let answered = |state| {
        let answer = pki.answer(&pki.of(1).certificate, state, minutes(12));
        let mut trust = pki.trust(&[]);
        trust.ocsp = vec![pki::ocsp::OcspResponse::read(&answer).unwrap().0];
        (checked(&trust, &cms), answer)
    };
    let (good, answer) = answered(CertificateState::Good);
    assert_eq!(good.standing, Conclusive, "{:#?}", good.notes);
    assert_eq!(fact(&good.notes, "signature.not-revoked", "by"), "ocsp");
    assert_eq!(fact(&good.notes, "signature.not-revoked", "sha256"), sha(&answer));
    let revoked = CertificateState::Revoked { at: minutes(5), reason: Some(1) };
    let (bad, answer) = answered(revoked);
    assert_eq!(bad.standing, Invalid);
    assert_eq!(fact(&bad.notes, "signature.revoked", "date"), minutes(5).to_string());
    assert_eq!(fact(&bad.notes, "signature.revoked", "sha256"), sha(&answer));
    let (unknown, _) = answered(CertificateState::Unknown);
    assert_eq!(unknown.standing, Inconclusive);
    assert!(says(&unknown, "signature.not-known-to-responder"));
    assert!(says(&unknown, "signature.revocation-unknown"));
}

// Q21
#[test]
fn a_revocation_after_a_proven_time_touches_nothing_and_after_a_claimed_one_everything() {
    let pki = &*ECDSA;
    let bare = pki.of(1).sign(ACT, minutes(10));
    let list = pki.list_at(minutes(60), &[(&pki.of(1).certificate, minutes(40), 1)]);
    let trust = pki.trust(&[list]);
    let proven = checked(&trust, &pki.stamped(&bare, minutes(11)));
    assert_eq!(proven.standing, Conclusive, "{:#?}", proven.notes);
    assert!(says(&proven, "signature.revoked-later"));
    let claimed = checked(&trust, &bare);
    assert_eq!(claimed.standing, Inconclusive);
    assert!(says(&claimed, "signature.time-not-proven"));
    // Who claims an earlier time than the time-stamp's gains nothing by it.
    let late = checked(&trust, &pki.stamped(&bare, minutes(50)));
    assert_eq!(late.standing, Invalid);
    assert!(says(&late, "signature.revoked"));
}

#[test]
fn a_time_stamp_of_an_authority_that_nobody_trusts_proves_nothing() {
    let pki = &*ECDSA;
    let own = Pki::new(PrivateKeyKind::EcdsaP256);
    let bare = pki.of(1).sign(ACT, minutes(30));
    let token = stamped_by(&own.stamper, &bare, minutes(5));
    let cms = SignedData::read(&bare).unwrap().0.with_timestamp(0, &token);
    let trust = pki.trust(&[pki.list(&[])]);
    let found = checked(&trust, &cms);
    assert_eq!((found.standing, found.signed_at), (Conclusive, Some(minutes(30))));
    assert_eq!(fact(&found.notes, "signature.stamp-not-trusted", "authority"), "ҮЛГІ TSA");
    assert!(says(&found, "signature.time-claimed"));
    // A member's own certificate is none for time-stamps, and a revoked authority's none at all.
    let token = stamped_by(pki.of(2), &bare, minutes(5));
    let cms = SignedData::read(&bare).unwrap().0.with_timestamp(0, &token);
    assert_eq!(checked(&trust, &cms).signed_at, Some(minutes(30)));
    let list = pki.list(&[(&pki.stamper.certificate, minutes(1), 1)]);
    let found = checked(&pki.trust(&[list]), &pki.stamped(&bare, minutes(31)));
    assert_eq!(found.signed_at, Some(minutes(30)));
    assert!(fact(&found.notes, "signature.stamp-not-trusted", "reason").contains("revoked"));
}

/// RFC 3161 section 4: whoever holds a key that was lost stamps any time; a key that was given up
/// for another reason, and said so, keeps what it stamped.
#[test]
fn a_time_stamping_key_that_was_lost_later_proves_no_time_any_more() {
    let pki = &*ECDSA;
    let cms = pki.stamped(&pki.of(1).sign(ACT, minutes(10)), minutes(11));
    let revoked = |reason: Option<u8>| {
        let this = minutes(60);
        let next = minutes(60 * 24);
        let list = CrlTemplate::new(&pki.issuing.certificate, this, next, 7)
            .revoking(pki.stamper.certificate.serial(), minutes(40), reason)
            .to_der(&pki.issuing.key)
            .unwrap();
        checked(&pki.trust(&[list]), &cms)
    };
    for given_up in [0, 3, 4, 5] {
        let found = revoked(Some(given_up));
        assert_eq!(found.stamped_at, Some(minutes(11)), "{given_up}: {:#?}", found.notes);
    }
    for lost in [None, Some(1), Some(2), Some(6), Some(9), Some(10)] {
        let found = revoked(lost);
        assert_eq!(found.stamped_at, None, "{lost:?}: {:#?}", found.notes);
        assert_eq!(found.signed_at, Some(minutes(10)));
        assert!(
            says(&found, "signature.stamp-key-doubtful") && says(&found, "signature.time-claimed")
        );
    }
    // Whoever lost the member's key as well gains nothing by stamps of the lost key.
    let list = pki.list_at(
        minutes(60),
        &[(&pki.stamper.certificate, minutes(40), 1), (&pki.of(1).certificate, minutes(5), 1)],
    );
    let early = pki.stamped(&pki.of(1).sign(ACT, minutes(2)), minutes(3));
    let found = checked(&pki.trust(&[list]), &early);
    assert_eq!(found.standing, Inconclusive, "{:#?}", found.notes);
    assert!(says(&found, "signature.time-not-proven"));
}

/// A time-stamp of an authority of which nobody knows whether it was revoked is told, and saves no
/// signature whose certificate was revoked later.
#[test]
fn a_time_stamp_of_unknown_standing_saves_no_signature_of_a_revoked_certificate() {
    let pki = &*ECDSA;
    let bare = pki.of(1).sign(ACT, minutes(10));
    // The stamping authority is certified by an issuer whose lists are not at hand.
    let apart = {
        let middle = Profile::Authority { path_length: None };
        let name = |text| distinguished_name(&[(&known::COMMON_NAME, text)]);
        let hold = |profile: &Profile, subject, issuer: &Holder| {
            let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
            let addresses = Addresses::default();
            let (above, public) = (Some(&issuer.certificate), key.public_key());
            let template =
                CertificateTemplate::new(profile, above, subject, public, validity(), &addresses);
            Holder { certificate: template.issue(&issuer.key).unwrap(), key }
        };
        let issuing = hold(&middle, name("APART"), &pki.root);
        let stamper = hold(&Profile::TimestampAuthority, name("APART TSA"), &issuing);
        (issuing, stamper)
    };
    let stamped = |cms: &[u8], by: &Holder, at: Timestamp| {
        SignedData::read(cms).unwrap().0.with_timestamp(0, &stamped_by(by, cms, at))
    };
    let trust = |revoked: &[(&Certificate, Timestamp, u8)]| {
        let mut trust = pki.trust(&[pki.list_at(minutes(60), revoked)]);
        trust.candidates.push(apart.0.certificate.clone());
        trust
    };
    let unknown = stamped(&bare, &apart.1, minutes(11));
    let good = checked(&trust(&[]), &unknown);
    assert_eq!((good.standing, good.stamped_at), (Conclusive, Some(minutes(11))));
    assert!(says(&good, "signature.stamp-revocation-unknown"));
    let revoked = trust(&[(&pki.of(1).certificate, minutes(40), 1)]);
    let found = checked(&revoked, &unknown);
    assert_eq!(found.standing, Inconclusive, "{:#?}", found.notes);
    assert!(says(&found, "signature.time-not-proven"));
    // Beside one that is known it takes nothing away, whichever is earlier.
    for at in [minutes(12), minutes(10)] {
        let both = stamped(&unknown, &pki.stamper, at);
        let found = checked(&revoked, &both);
        assert_eq!(
            (found.standing, found.stamped_at),
            (Conclusive, Some(at)),
            "{:#?}",
            found.notes
        );
    }
}

/// An act cannot be signed before it is there: whoever sets the clock back, or has a time-stamping
/// authority whose clock is wrong, signs with the certificate as it was at the sealing.
#[test]
fn a_certificate_that_had_ended_at_the_sealing_signs_nothing_with_a_clock_set_back() {
    let pki = &*ECDSA;
    let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let issuer = Some(&pki.issuing.certificate);
    let ending = |at: Timestamp| {
        let subject = person("ҮЛГІБАЕВ1 МҮШЕ", "ҮЛГІБАЕВ", iin(1).as_str(), None);
        let times = (validity().0, at);
        let addresses = Addresses::default();
        let public = key.public_key();
        CertificateTemplate::new(&profile, issuer, subject, public, times, &addresses)
            .issue(&pki.issuing.key)
            .unwrap()
    };
    let sign = |certificate: &Certificate, at: Timestamp| {
        pki::cms::sign(&key, certificate, ACT, &SignOptions::detached(at)).unwrap()
    };
    let trust = pki.trust(&[pki.list_at(minutes(-60 * 3), &[])]);
    let ended = ending(minutes(-30));
    for cms in [
        sign(&ended, minutes(-60)),
        pki.stamped(&sign(&ended, minutes(-60)), minutes(-59)),
        pki.stamped(&sign(&ended, minutes(5)), minutes(-59)),
    ] {
        let found = checked(&trust, &cms);
        assert_eq!(found.standing, Inconclusive, "{:#?}", found.notes);
        assert!(says(&found, "signature.not-valid-when-sealed"));
    }
    // Revoked in between: the same.
    let lasting = ending(minutes(60 * 24));
    let list = pki.list_at(minutes(-10), &[(&lasting, minutes(-30), 1)]);
    let cms = pki.stamped(&sign(&lasting, minutes(-60)), minutes(-59));
    let found = checked(&pki.trust(&[list]), &cms);
    assert_eq!(found.standing, Inconclusive, "{:#?}", found.notes);
    // A wrong clock alone is told, and takes no signature from a person whose certificate was good.
    for cms in [sign(&lasting, minutes(-60)), sign(&lasting, minutes(1)), cms] {
        let found = checked(&trust, &cms);
        assert_eq!(found.standing, Conclusive, "{:#?}", found.notes);
        assert!(!says(&found, "signature.not-valid-when-sealed"));
    }
}

// Q22
#[test]
fn clocks_that_contradict_each_other_are_told_with_both_times() {
    let pki = &*ECDSA;
    let trust = pki.trust(&[pki.list(&[])]);
    let with = |claimed: i64, stamped: i64| {
        checked(&trust, &pki.stamped(&pki.of(1).sign(ACT, minutes(claimed)), minutes(stamped)))
    };
    const ALARMS: [&str; 4] = [
        "signature.before-sealing",
        "signature.stamp-before-sealing",
        "signature.stamp-before-claim",
        "signature.stamp-after-claim",
    ];
    for (claimed, stamped, expected) in [
        (10, 11, &[][..]),
        (10, 15, &[]),
        (10, 16, &["signature.stamp-after-claim"]),
        (16, 11, &[]),
        (17, 11, &["signature.stamp-before-claim"]),
        (-1, 1, &["signature.before-sealing"]),
        (-6, -6, &["signature.before-sealing", "signature.stamp-before-sealing"]),
        (10, -6, &["signature.stamp-before-sealing", "signature.stamp-before-claim"]),
    ] {
        let found = with(claimed, stamped);
        let alarms: Vec<_> = ALARMS.into_iter().filter(|it| says(&found, it)).collect();
        assert_eq!(alarms, expected, "claimed {claimed}, stamped {stamped}");
    }
    let found = with(10, -6);
    let notes = &found.notes;
    assert_eq!(fact(notes, "signature.stamp-before-sealing", "sealed"), sealed_at().to_string());
    assert_eq!(fact(notes, "signature.stamp-before-sealing", "stamped"), minutes(-6).to_string());
    assert_eq!(fact(notes, "signature.stamp-before-sealing", "slack"), "5");
}

#[test]
fn proof_inside_the_signature_is_used_where_it_verifies() {
    let pki = &*ECDSA;
    let bare = pki.of(1).sign(ACT, minutes(10));
    let trust = pki.trust(&[]);
    assert_eq!(checked(&trust, &bare).standing, Inconclusive);
    let list = |revoked: &[(&Certificate, Timestamp, u8)]| pki.list_at(minutes(20), revoked);
    let answer = |state| pki.answer(&pki.of(1).certificate, state, minutes(12));
    let good = [
        carrying(&bare, &[list(&[])], &[]),
        carrying(&bare, &[], &[answer(CertificateState::Good)]),
        valued(&bare, &[list(&[])], &[]),
        valued(&bare, &[], &[answer(CertificateState::Good)]),
    ];
    for (place, cms) in good.iter().enumerate() {
        let found = checked(&trust, cms);
        assert_eq!(found.standing, Conclusive, "{place}: {:#?}", found.notes);
    }
    // What it carries of a revocation stands against it, whatever lists were brought.
    let brought = pki.trust(&[pki.list(&[])]);
    let state = CertificateState::Revoked { at: minutes(5), reason: Some(1) };
    for cms in [
        carrying(&bare, &[list(&[(&pki.of(1).certificate, minutes(5), 1)])], &[]),
        valued(&bare, &[], &[answer(state)]),
    ] {
        assert_eq!(checked(&brought, &cms).standing, Invalid);
    }
    // A list that another authority of the same name signed is nobody's.
    let other = Pki::new(PrivateKeyKind::EcdsaP256);
    let forged = other.list_at(minutes(20), &[(&pki.of(1).certificate, minutes(5), 1)]);
    assert_eq!(
        checked(&trust, &carrying(&bare, std::slice::from_ref(&forged), &[])).standing,
        Inconclusive
    );
    assert_eq!(checked(&brought, &carrying(&bare, &[forged], &[])).standing, Conclusive);
}

#[test]
fn signers_of_both_kinds_in_one_object_are_judged_each_on_its_own() {
    let (ecdsa, gost) = (&*ECDSA, &*GOST);
    let options = SignOptions::detached(minutes(12));
    let first = gost.of(2).sign(ACT, minutes(10));
    let mixed = SignedData::read(&first)
        .unwrap()
        .0
        .with_signer(&ecdsa.of(3).key, &ecdsa.of(3).certificate, ACT, &options)
        .unwrap();
    let mut trust = gost.trust(&[gost.list(&[]), ecdsa.list(&[])]);
    trust.anchors.push(ecdsa.root.certificate.clone());
    trust.candidates.push(ecdsa.issuing.certificate.clone());
    let found = checked_all(&trust, &mixed);
    let people: Vec<_> = found.iter().map(|it| it.signer.clone().unwrap()).collect();
    assert_eq!((found.len(), people.contains(&iin(2)), people.contains(&iin(3))), (2, true, true));
    for one in &found {
        assert_eq!(one.standing, Conclusive, "{:#?}", one.notes);
    }
    // One of them without its list: the other stands.
    trust.crls.truncate(1);
    let standings: BTreeMap<_, _> = checked_all(&trust, &mixed)
        .into_iter()
        .map(|it| (it.signer.unwrap(), it.standing))
        .collect();
    assert_eq!(standings, BTreeMap::from([(iin(2), Conclusive), (iin(3), Inconclusive)]));
}

#[test]
fn attached_content_is_this_file_byte_for_byte_or_another_document() {
    let pki = &*ECDSA;
    let trust = pki.trust(&[pki.list(&[])]);
    let attached = |content: &[u8]| {
        let options = SignOptions::attached(minutes(10));
        let holder = pki.of(1);
        pki::cms::sign(&holder.key, &holder.certificate, content, &options).unwrap()
    };
    assert_eq!(checked(&trust, &attached(ACT)).standing, Conclusive);
    let earlier = checked(&trust, &attached(b"an earlier version"));
    assert_eq!(earlier.standing, Invalid);
    assert_eq!(fact(&earlier.notes, "signature.another-document", "document"), "№ 7 v1");
    let strange = checked(&trust, &attached(b"something else"));
    assert_eq!(strange.standing, Invalid);
    let digest = fact(&strange.notes, "signature.another-document-unknown", "digest");
    assert_eq!(digest, sha(b"something else"));
    let line_ending = checked(&trust, &attached(&[ACT, b"\r"].concat()));
    assert_eq!(line_ending.standing, Invalid);
    // Detached, the digest that was signed is what can be named.
    let strange = checked(&trust, &pki.of(1).sign(b"something else", minutes(10)));
    let digest = fact(&strange.notes, "signature.another-document-unknown", "digest");
    assert_eq!(digest, sha(b"something else"));
}

#[test]
fn a_key_for_authentication_signs_no_act() {
    let pki = &*ECDSA;
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let certificate = for_authentication(pki, &key, 1);
    let holder = Holder { key, certificate };
    let found = checked(&pki.trust(&[pki.list(&[])]), &holder.sign(ACT, minutes(10)));
    assert_eq!(found.standing, Inconclusive);
    assert!(says(&found, "signature.authentication-key"));
}

/// A certificate as national authorities issue it for entering systems.
pub(super) fn for_authentication(pki: &Pki, key: &PrivateKey, number: u32) -> Certificate {
    let mut template = member(pki, key, number);
    let uses = pki::certificate::KeyUsage::DIGITAL_SIGNATURE
        .union(pki::certificate::KeyUsage::KEY_ENCIPHERMENT);
    template.set(Extension::key_usage(uses));
    let purposes = [&known::PURPOSE_CLIENT, &known::PURPOSE_NATURAL_PERSON];
    template.set(Extension::purposes(&purposes, false));
    template.issue(&pki.issuing.key).unwrap()
}

// Q26
#[test]
fn what_is_to_be_held_of_weak_and_old_algorithms_is_said() {
    let old = Pki::new(PrivateKeyKind::Gost2004);
    let found = checked(&old.trust(&[old.list(&[])]), &old.of(1).sign(ACT, minutes(10)));
    assert_eq!(found.standing, Conclusive);
    assert!(says(&found, "signature.algorithm-legacy"), "{:#?}", found.notes);
}

#[test]
fn a_signature_that_names_its_certificate_by_sha_1_alone_stands() {
    let pki = &*ECDSA;
    let holder = pki.of(1);
    let options = SignOptions { ess: EssVersion::V1, ..SignOptions::detached(minutes(10)) };
    let cms = pki::cms::sign(&holder.key, &holder.certificate, ACT, &options).unwrap();
    assert_eq!(checked(&pki.trust(&[pki.list(&[])]), &cms).standing, Conclusive);
}

pub(super) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut written = vec![tag];
    match content.len() {
        short @ 0..0x80 => written.push(u8::try_from(short).unwrap()),
        long => {
            let octets = long.to_be_bytes();
            let octets = &octets[octets.iter().position(|it| *it != 0).unwrap()..];
            written.push(0x80 | u8::try_from(octets.len()).unwrap());
            written.extend(octets);
        }
    }
    written.extend(content);
    written
}

/// The object with lists and answers beside its signers.
fn carrying(cms: &[u8], lists: &[Vec<u8>], answers: &[Vec<u8>]) -> Vec<u8> {
    // id-ri-ocsp-response, 1.3.6.1.5.5.7.16.2.
    const OCSP: [u8; 10] = [0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x10, 0x02];
    let outer = parts(cms);
    let mut data = parts(&parts(&outer[1])[0]);
    let mut members: Vec<Vec<u8>> = lists.to_vec();
    members.extend(answers.iter().map(|it| element(0xa1, &[&OCSP[..], it].concat())));
    data.insert(4, element(0xa1, &members.concat()));
    let data = element(0xa0, &element(0x30, &data.concat()));
    element(0x30, &[outer[0].clone(), data].concat())
}

/// The object with revocation-values behind the signature of its only signer.
fn valued(cms: &[u8], lists: &[Vec<u8>], answers: &[Vec<u8>]) -> Vec<u8> {
    // revocation-values, 1.2.840.113549.1.9.16.2.24.
    const VALUES: [u8; 13] =
        [0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x18];
    let mut value = Vec::new();
    if !lists.is_empty() {
        value.extend(element(0xa0, &element(0x30, &lists.concat())));
    }
    // The attribute holds the signed part of an answer alone.
    let signed_part = |answer: &Vec<u8>| {
        let typed = parts(&parts(answer)[1]).remove(0);
        header(&parts(&typed)[1]).1.to_vec()
    };
    if !answers.is_empty() {
        let all: Vec<u8> = answers.iter().flat_map(signed_part).collect();
        value.extend(element(0xa1, &element(0x30, &all)));
    }
    let attribute = element(0x30, &[&VALUES[..], &element(0x31, &element(0x30, &value))].concat());
    let outer = parts(cms);
    let mut data = parts(&parts(&outer[1])[0]);
    let mut fields = signer_fields(cms);
    fields.push(element(0xa1, &attribute));
    *data.last_mut().unwrap() = element(0x31, &element(0x30, &fields.concat()));
    let data = element(0xa0, &element(0x30, &data.concat()));
    element(0x30, &[outer[0].clone(), data].concat())
}
