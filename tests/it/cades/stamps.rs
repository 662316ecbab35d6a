//! Asking for time-stamps: the answer is checked, and whatever goes wrong leaves the signature.

use super::*;
use tekseru::signing::Signs;
use tekseru::signing::stamp::{WithStamp, stamp, stamp_all};

fn urls(names: &[&str]) -> Vec<String> {
    names.iter().map(|it| format!("{TSP}{it}")).collect()
}

fn codes(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|it| &*it.code).collect()
}

#[test]
fn a_time_stamp_is_asked_for_over_the_signature_with_its_own_digest() {
    for (pki, hash) in [(&*GOST, "Streebog512"), (&*ECDSA, "Sha256")] {
        let cms = pki.of(1).sign(ACT, minutes(10));
        let net = Net::new(pki, minutes(11));
        let done = stamp(&cms, 0, &urls(&[""]), &net);
        assert!(done.added, "{:?}", done.notes);
        assert_eq!(codes(&done.notes), ["signature.stamped"]);
        assert_eq!(fact(&done.notes, "signature.stamped", "stamped"), minutes(11).to_string());
        let (signed, findings) = SignedData::read(&done.cms).unwrap();
        assert_eq!(findings, []);
        let report = &signed.verify(Some(ACT))[0];
        assert!(report.valid && report.timestamps[0].valid);
        assert_eq!(format!("{:?}", report.timestamps[0].hash.unwrap()), hash);
        // The signature itself is not touched.
        let before = signer_fields(&cms);
        assert_eq!(signer_fields(&done.cms)[..before.len()], before);
        let found = checked(&pki.trust(&[pki.list(&[])]), &done.cms);
        assert_eq!(fact(&found.notes, "signature.time-proven", "stamped"), minutes(11).to_string());
        // Asked again, nothing is asked: there is one.
        let requests = net.requests.get();
        let again = stamp_all(&done.cms, &urls(&[""]), &net);
        assert_eq!((again.added, net.requests.get()), (false, requests));
        assert_eq!(again.cms, done.cms);
    }
}

#[test]
fn whatever_a_service_does_instead_leaves_the_signature_and_a_note() {
    let pki = &*ECDSA;
    let cms = pki.of(1).sign(ACT, minutes(10));
    let net = Net::new(pki, minutes(11));
    for (name, code, reason) in [
        ("refuses", "signature.stamp-refused", "unacceptedPolicy; not for you"),
        ("nonce", "signature.stamp-answer-not-valid", "tsp.nonce-differs"),
        ("imprint", "signature.stamp-answer-not-valid", "tsp.imprint-differs"),
        ("html", "signature.stamp-answer-not-valid", ""),
        ("empty", "signature.stamp-answer-not-valid", ""),
        ("huge", "signature.stamp-answer-not-valid", "2097152"),
        ("busy", "signature.stamp-service-silent", "503"),
        ("nobody", "signature.stamp-service-silent", "nobody is there"),
    ] {
        let done = stamp(&cms, 0, &urls(&[name]), &net);
        assert_eq!((done.added, &done.cms), (false, &cms), "{name}");
        assert_eq!(codes(&done.notes), [code], "{name}");
        let told = fact(&done.notes, code, "reason");
        assert!(told.contains(reason), "{name}: {told}");
        assert_eq!(fact(&done.notes, code, "url"), format!("{TSP}{name}"));
        // Without it the signature counts by the time that it claims.
        let found = checked(&pki.trust(&[pki.list(&[])]), &done.cms);
        assert!(says(&found, "signature.time-claimed"));
    }
    let done = stamp(&cms, 0, &urls(&["refuses", "nobody", ""]), &net);
    assert!(done.added);
    let expected =
        ["signature.stamp-refused", "signature.stamp-service-silent", "signature.stamped"];
    assert_eq!(codes(&done.notes), expected);
    assert_eq!(stamp(&cms, 0, &[], &net).notes, []);
    assert_eq!(codes(&stamp(&cms, 1, &urls(&[""]), &net).notes), ["signature.stamp-not-added"]);
    assert_eq!(codes(&stamp(b"none", 0, &urls(&[""]), &net).notes), ["signature.stamp-not-added"]);
}

#[test]
fn every_signer_of_an_object_is_stamped_and_nothing_of_it_is_lost() {
    let pki = &*ECDSA;
    let options = SignOptions::detached(minutes(12));
    let (one, two) = (pki.of(1).sign(ACT, minutes(10)), pki.of(2));
    let both = SignedData::read(&one)
        .unwrap()
        .0
        .with_signer(&two.key, &two.certificate, ACT, &options)
        .unwrap();
    let done = stamp_all(&both, &urls(&[""]), &Net::new(pki, minutes(13)));
    assert!(done.added);
    assert_eq!(codes(&done.notes), ["signature.stamped"; 2]);
    let found = checked_all(&pki.trust(&[pki.list(&[])]), &done.cms);
    assert_eq!(found.len(), 2);
    for one in &found {
        assert_eq!(one.signed_at, Some(minutes(13)), "{:#?}", one.notes);
    }
    // A service that is silent for one is not asked for the other.
    let net = Net::new(pki, minutes(13));
    assert_eq!(stamp_all(&both, &urls(&["nobody"]), &net).cms, both);
    assert_eq!(net.requests.get(), 1);
}

/// Signs with a key at hand.
struct Hand<'a>(&'a Holder);

impl Signs for Hand<'_> {
    fn certificate(&self) -> Option<&Certificate> {
        Some(&self.0.certificate)
    }

    fn source(&self) -> &'static str {
        "the test"
    }

    fn cms(
        &self,
        content: &[u8],
        at: Timestamp,
    ) -> Result<Vec<u8>, tekseru::signing::SigningError> {
        Ok(self.0.sign(content, at))
    }
}

#[test]
fn an_act_is_signed_with_a_time_stamp_by_whatever_signs() {
    let pki = &*ECDSA;
    let (_folder, mut inspection) = sealed("stamped", pki);
    let net = Net::new(pki, minutes(11));
    for (number, names) in [(1, &[""][..]), (2, &["nobody"])] {
        let services = urls(names);
        let hand = Hand(pki.of(number));
        let signer = WithStamp::new(&hand, &services, &net);
        inspection.sign(&signer, Some(&iin(number)), minutes(10)).unwrap();
        assert_eq!(signer.notes().len(), 1);
    }
    inspection.collect_trust(&net).unwrap();
    let tally = inspection.status().unwrap().tally;
    let times: Vec<_> = tally.outcomes.iter().map(|it| it.signed_at).collect();
    assert_eq!(times, [Some(minutes(11)), Some(minutes(10))]);
}
