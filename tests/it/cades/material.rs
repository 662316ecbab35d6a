//! The material of CAdES-LT: what is asked for, what is packed, and that nothing else is needed.

use super::*;
use model::SignatureStanding;
use tekseru::inspection::Pack;

fn extension(name: &str) -> &str {
    name.rsplit('.').next().unwrap()
}

#[test]
fn chains_lists_and_answers_of_signers_and_stampers_are_packed_and_suffice() {
    let pki = &*ECDSA;
    let (folder, mut inspection) = sealed("material", pki);
    inspection.add_trust(&folder.put("root.cer", pki.root.certificate.der()), minutes(1)).unwrap();
    let (_, pdf) = inspection.file_to_sign().unwrap();
    for number in [1, 2, 3, 5] {
        let cms = pki.of(number).sign(&pdf, minutes(10));
        let cms = if number == 5 { cms } else { pki.stamped(&cms, minutes(11)) };
        let path = folder.put(&format!("{number}.p7s"), &cms);
        inspection.import_signature(&path, minutes(12)).unwrap();
    }
    assert!(!inspection.status().unwrap().tally.adopted, "nothing is proven yet");
    let net = Net::new(pki, minutes(20));
    // Two issuers, of which one is known, the lists of both, and an answer about each of four
    // signers and the time-stamping authority.
    assert_eq!(inspection.collect_trust(&net).unwrap(), 9);
    let tally = inspection.adopt(minutes(21)).unwrap().tally;
    assert!(tally.adopted, "{:#?}", tally.outcomes);
    let pack = folder.0.join("pack");
    let exported = inspection.export(&pack).unwrap();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for name in exported.files.iter().filter(|it| it.starts_with("trust/")) {
        *kinds.entry(extension(name)).or_default() += 1;
        let bytes = fs::read(pack.join(name)).unwrap();
        assert!(name.contains(&EvidenceId::of(&bytes).to_string()), "{name}");
    }
    assert_eq!(kinds, BTreeMap::from([("cer", 2), ("crl", 2), ("ocsp", 5)]));

    // Years later, from the files alone; each proof that is named lies in the pack.
    let found = Pack::open(&pack).unwrap().verify(&CATALOG, &WORDS).unwrap();
    assert!(found.holds, "{:#?}", found.checks);
    let outcomes = found.tally.unwrap().outcomes;
    assert_eq!(outcomes.len(), 4);
    for outcome in &outcomes {
        assert_eq!(outcome.standing, SignatureStanding::Conclusive);
        let proofs: Vec<_> =
            outcome.notes.iter().filter(|it| it.code == "signature.not-revoked").collect();
        assert_eq!(proofs.len(), 2, "a list and an answer: {:#?}", outcome.notes);
        for proof in proofs {
            let ending = if proof.facts["by"] == "ocsp" { "ocsp" } else { "crl" };
            assert!(pack.join(format!("trust/{}.{ending}", proof.facts["sha256"])).is_file());
        }
    }
    // Asked again at the same moment, only what is new would be kept.
    let again = inspection.export(&folder.0.join("again")).unwrap();
    assert_eq!(again.files, exported.files);
}

#[test]
fn an_answer_that_revokes_a_signer_is_collected_and_counts() {
    let pki = &*ECDSA;
    let (folder, mut inspection) = sealed("revoked", pki);
    inspection.add_trust(&folder.put("root.cer", pki.root.certificate.der()), minutes(1)).unwrap();
    let (_, pdf) = inspection.file_to_sign().unwrap();
    let path = folder.put("1.p7s", &pki.of(1).sign(&pdf, minutes(10)));
    inspection.import_signature(&path, minutes(12)).unwrap();
    let mut net = Net::new(pki, minutes(20));
    let state = CertificateState::Revoked { at: minutes(5), reason: Some(1) };
    net.states.insert(pki.of(1).certificate.serial().to_vec(), state);
    inspection.collect_trust(&net).unwrap();
    let outcome = &inspection.status().unwrap().tally.outcomes[0];
    assert_eq!(outcome.standing, SignatureStanding::Invalid);
    assert_eq!(fact(&outcome.notes, "signature.revoked", "by"), "ocsp");
}

#[test]
fn an_answer_is_taken_as_a_file_and_a_refusal_is_not() {
    let pki = &*ECDSA;
    let (folder, mut inspection) = sealed("files", pki);
    let answer = pki.answer(&pki.of(1).certificate, CertificateState::Good, minutes(12));
    inspection.add_trust(&folder.put("1.ocsp", &answer), minutes(13)).unwrap();
    let refusal = folder.put("2.ocsp", &ocsp_refusal(6));
    let error = inspection.add_trust(&refusal, minutes(13)).unwrap_err();
    assert!(error.to_string().contains("2.ocsp"), "{error}");
}

#[test]
fn services_that_are_silent_leave_the_count_open_and_are_no_failure() {
    struct Silent;
    impl Site for Silent {
        fn now(&self) -> Timestamp {
            minutes(20)
        }
        fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError> {
            Err(none(&request.url))
        }
        fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
            Err(none(server))
        }
        fn host(&self) -> Result<HostFacts, SiteError> {
            Err(none("here"))
        }
    }
    let pki = &*ECDSA;
    let (folder, mut inspection) = sealed("silent", pki);
    inspection.add_trust(&folder.put("root.cer", pki.root.certificate.der()), minutes(1)).unwrap();
    let (_, pdf) = inspection.file_to_sign().unwrap();
    let path = folder.put("1.p7s", &pki.of(1).sign(&pdf, minutes(10)));
    inspection.import_signature(&path, minutes(12)).unwrap();
    assert_eq!(inspection.collect_trust(&Silent).unwrap(), 0);
    let outcome = &inspection.status().unwrap().tally.outcomes[0];
    assert_eq!(outcome.standing, SignatureStanding::Inconclusive);
}
