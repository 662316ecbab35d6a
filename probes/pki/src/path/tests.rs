use std::collections::BTreeSet;

use jiff::Timestamp;

use super::*;
use crate::algorithm;
use crate::certificate::tests::{one, shared};
use crate::certificate::{Certificate, KeyUsage};
use crate::crl::Crl;
use crate::finding::{CODES, Finding, Weight};
use crate::oid::Oid;

mod answers;
mod storms;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn codes_of(findings: &[Finding], least: Weight) -> Vec<&'static str> {
    findings.iter().filter(|finding| finding.weight >= least).map(|finding| finding.code).collect()
}

/// Every finding of a report carries a code and facts that its page declares.
fn declared(report: &PathReport) {
    for finding in report.paths.iter().flat_map(|path| &path.findings).chain(&report.limits) {
        let page = CODES.iter().find(|page| page.code == finding.code).unwrap();
        for name in finding.facts.keys() {
            assert!(page.facts.contains(name), "{}: {name}", page.code);
        }
    }
}

/// The national hierarchies, at days when their certificates were valid.
#[test]
fn every_national_chain_is_valid_on_its_days() {
    let Some(ca) = shared("kz-pki/ca") else { return };
    let read = |name: &str| one(ca.join(name));
    // Target, anchor, a day of the chain.
    let rows = [
        ("nca_gost_2022.pem", "root_gost_2022.pem", "2026-11-22T00:00:00Z"),
        ("nca_gost.pem", "root_gost.pem", "2024-01-01T00:00:00Z"),
        ("nca_rsa.pem", "root_rsa.pem", "2024-01-01T00:00:00Z"),
        ("nca_gost2015_test.cer", "root_test_gost_2022.cer", "2026-11-22T00:00:00Z"),
        ("nca_gost_test_2018.crt", "root_gost_test_2018.crt", "2023-01-01T00:00:00Z"),
        ("nca_rsa_test_2018.crt", "root_rsa_test_2018.crt", "2023-01-01T00:00:00Z"),
        ("root_gost_2020.cer", "root_gost_2020.cer", "2026-11-22T00:00:00Z"),
        ("root_rsa_2020.cer", "root_rsa_2020.cer", "2026-11-22T00:00:00Z"),
    ];
    let everything: Vec<Certificate> =
        std::fs::read_dir(&ca).unwrap().map(|entry| one(entry.unwrap().path())).collect();
    assert_eq!(everything.len(), 14);
    for (target, anchor, day) in rows {
        let (target, anchors) = (read(target), [read(anchor)]);
        let mut question = PathQuestion::new(&target, &anchors, at(day));
        question.candidates = &everything;
        let report = validate(&question);
        declared(&report);
        assert_eq!(report.verdict, PathVerdict::Valid, "{target:?} {:?}", report.paths);
        assert_eq!(report.paths.len(), 1);
        // Without the right anchor nothing is valid, whatever lies among the candidates.
        let others = [read("root_rsa_test_2018.crt")];
        if others[0] != anchors[0] {
            question.anchors = &others;
            assert_ne!(validate(&question).verdict, PathVerdict::Valid, "{target:?}");
        }
    }
    // The generation of 2015 has expired: root and authority are both named.
    let (target, anchors) = (read("nca_gost.pem"), [read("root_gost.pem")]);
    let report = validate(&PathQuestion::new(&target, &anchors, at("2026-11-22T00:00:00Z")));
    assert_eq!(report.verdict, PathVerdict::Invalid);
    assert_eq!(codes_of(&report.paths[0].findings, Weight::Undetermined), ["path.expired"; 2]);
}

#[test]
fn a_national_user_certificate_is_valid_under_the_test_hierarchy() {
    let Some(shared) = shared("kz-pki") else { return };
    let user = one(shared.join("cms/individual_signer.cer"));
    let anchors = [one(shared.join("ca/root_test_gost_2022.cer"))];
    let candidates = [one(shared.join("ca/nca_gost2015_test.cer"))];
    // FACTS.md section 1.2: the SDK's fictitious holder.
    assert_eq!(user.iin().as_deref(), Some("123456789011"));
    let day = user.not_before();
    let mut question = PathQuestion::new(&user, &anchors, day);
    question.candidates = &candidates;
    let report = validate(&question);
    assert_eq!(report.verdict, PathVerdict::Valid, "{:?}", report.paths);
    assert_eq!(report.paths[0].certificates.len(), 3);
    // Required revocation without a list is undetermined, and says so.
    question.revocation = RevocationMode::Required;
    let report = validate(&question);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(
        codes_of(&report.paths[0].findings, Weight::Undetermined)
            .contains(&"path.revocation-unknown")
    );
    // Without the intermediate authority the issuer is not found.
    question.candidates = &[];
    let report = validate(&question);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(
        codes_of(&report.paths[0].findings, Weight::Undetermined)
            .contains(&"path.issuer-not-found")
    );
}

#[test]
fn the_production_time_stamp_certificate_is_valid_under_the_root_of_2022() {
    let Some(shared) = shared("kz-pki") else { return };
    let tsa = one(shared.join("tsp/prod_tsa_cert_127b2b17_2022-2025.cer"));
    assert_eq!(tsa.subject().common_name().as_deref(), Some("TIME-STAMPING AUTHORITY\t"));
    let anchors = [one(shared.join("ca/root_gost_2022.pem"))];
    let candidates = [one(shared.join("ca/nca_gost_2022.pem"))];
    let mut question = PathQuestion::new(&tsa, &anchors, at("2025-06-26T00:00:00Z"));
    question.candidates = &candidates;
    question.purpose = Some(&crate::oid::known::PURPOSE_TIME_STAMPING);
    assert_eq!(validate(&question).verdict, PathVerdict::Valid);
    question.purpose = Some(&crate::oid::known::PURPOSE_OCSP_SIGNING);
    let report = validate(&question);
    assert_eq!(codes_of(&report.paths[0].findings, Weight::Fatal), ["path.purpose"]);
}

mod generated {
    use super::*;
    use crate::algorithm::AlgorithmIdentifier;
    use crate::algorithm::dsa::tests::DsaSigner;
    use crate::issue::{
        Addresses, CertificateTemplate, CrlTemplate, Extension, IssuingPoint, Profile,
        distinguished_name, with_broken_signature,
    };
    use crate::key::{PrivateKey, PrivateKeyKind, Signer};
    use crate::oid::known;
    use crate::{encode, tlv};

    mod lists;
    mod policies;

    pub(super) const DAY: &str = "2026-11-22T12:00:00Z";
    pub(super) const BEFORE: &str = "2026-01-01T00:00:00Z";
    pub(super) const AFTER: &str = "2027-01-01T00:00:00Z";

    pub(super) fn name(common_name: &str) -> Vec<u8> {
        distinguished_name(&[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")])
    }

    pub(super) fn key() -> PrivateKey {
        PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap()
    }

    pub(super) fn template(
        profile: &Profile,
        issuer: Option<&Certificate>,
        subject: &str,
        key: &PrivateKey,
    ) -> CertificateTemplate {
        let validity = (at(BEFORE), at(AFTER));
        CertificateTemplate::new(
            profile,
            issuer,
            name(subject),
            key.public_key(),
            validity,
            &Addresses::default(),
        )
    }

    pub(super) fn person() -> Profile {
        Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] }
    }

    /// Root, authority and user, each field open to change before it is signed.
    pub(super) struct Hierarchy {
        pub(super) root_key: PrivateKey,
        pub(super) authority_key: PrivateKey,
        pub(super) root: Certificate,
        pub(super) authority: Certificate,
        pub(super) user: Certificate,
        pub(super) anchors: [Certificate; 1],
        pub(super) candidates: [Certificate; 1],
    }

    pub(super) fn hierarchy(
        change_authority: impl FnOnce(&mut CertificateTemplate),
        change_user: impl FnOnce(&mut CertificateTemplate),
    ) -> Hierarchy {
        let (root_key, authority_key, user_key) = (key(), key(), key());
        let root = template(&Profile::Root, None, "Test Root", &root_key).issue(&root_key).unwrap();
        let profile = Profile::Authority { path_length: Some(0) };
        let mut authority = template(&profile, Some(&root), "Test Authority", &authority_key);
        change_authority(&mut authority);
        let authority = authority.issue(&root_key).unwrap();
        let mut user = template(&person(), Some(&authority), "Test User", &user_key);
        change_user(&mut user);
        let user = user.issue(&authority_key).unwrap();
        let (anchors, candidates) = ([root.clone()], [authority.clone()]);
        Hierarchy { root_key, authority_key, root, authority, user, anchors, candidates }
    }

    pub(super) fn sound() -> Hierarchy {
        hierarchy(|_| {}, |_| {})
    }

    impl Hierarchy {
        pub(super) fn ask(&self) -> PathReport {
            self.ask_with(|_| {})
        }

        pub(super) fn ask_with<'a>(
            &'a self,
            change: impl FnOnce(&mut PathQuestion<'a>),
        ) -> PathReport {
            let mut question = PathQuestion::new(&self.user, &self.anchors, at(DAY));
            question.candidates = &self.candidates;
            question.revocation = RevocationMode::Off;
            change(&mut question);
            let report = validate(&question);
            declared(&report);
            report
        }

        /// The verdict and the codes that made it.
        fn outcome(&self) -> (PathVerdict, Vec<&'static str>) {
            outcome(&self.ask())
        }
    }

    fn outcome(report: &PathReport) -> (PathVerdict, Vec<&'static str>) {
        (report.verdict, codes_of(&report.paths[0].findings, Weight::Undetermined))
    }

    fn invalid(codes: &[&'static str]) -> (PathVerdict, Vec<&'static str>) {
        (PathVerdict::Invalid, codes.to_vec())
    }

    #[test]
    fn a_sound_path_is_valid_without_a_finding() {
        let report = sound().ask();
        assert_eq!(report.verdict, PathVerdict::Valid);
        assert_eq!(report.paths[0].findings, []);
        assert_eq!(report.spent.signatures, 2);
    }

    #[test]
    fn the_national_gost_path_is_valid() {
        let (root_key, user_key) = (
            PrivateKey::generate(PrivateKeyKind::Gost2015A512).unwrap(),
            PrivateKey::generate(PrivateKeyKind::Gost2015A256).unwrap(),
        );
        let root = template(&Profile::Root, None, "Root", &root_key).issue(&root_key).unwrap();
        let user = template(&person(), Some(&root), "User", &user_key).issue(&root_key).unwrap();
        let anchors = [root];
        let report = validate(&PathQuestion::new(&user, &anchors, at(DAY)));
        assert_eq!(report.verdict, PathVerdict::Valid);
    }

    #[test]
    fn validity_counts_to_the_second() {
        let chain = sound();
        for (day, expected) in [
            (BEFORE, vec![]),
            (AFTER, vec![]),
            ("2025-12-31T23:59:59Z", vec!["path.not-yet-valid"; 3]),
            ("2027-01-01T00:00:01Z", vec!["path.expired"; 3]),
        ] {
            let report = chain.ask_with(|question| question.at = at(day));
            assert_eq!(
                codes_of(&report.paths[0].findings, Weight::Undetermined),
                expected,
                "{day}"
            );
        }
        let expired = hierarchy(|_| {}, |user| user.not_after = at("2026-11-22T11:59:59Z"));
        assert_eq!(expired.outcome(), invalid(&["path.expired"]));
        let future =
            hierarchy(|authority| authority.not_before = at("2026-11-22T12:00:01Z"), |_| {});
        assert_eq!(future.outcome(), invalid(&["path.not-yet-valid"]));
    }

    #[test]
    fn an_authority_older_than_its_certified_anew_root_is_valid() {
        // The national root of 2020 stands above an authority of 2019.
        let older =
            hierarchy(|authority| authority.not_before = at("2019-08-01T00:00:00Z"), |_| {});
        assert_eq!(older.ask().verdict, PathVerdict::Valid);
    }

    #[test]
    fn a_broken_name_chain_is_named() {
        let wrong = hierarchy(|_| {}, |user| user.issuer = name("Another Authority"));
        assert_eq!(wrong.outcome(), invalid(&["path.name-chaining"]));
    }

    /// C03.
    #[test]
    fn a_look_alike_root_is_no_anchor() {
        let chain = sound();
        let false_key = key();
        let impostor =
            template(&Profile::Root, None, "Test Root", &false_key).issue(&false_key).unwrap();
        // As the anchor it did not sign the authority.
        let anchors = [impostor.clone()];
        let report = chain.ask_with(|question| {
            question.anchors = &anchors;
        });
        assert_eq!(outcome(&report), invalid(&["path.signature-invalid"]));
        // As a candidate it changes nothing.
        let candidates = [impostor.clone(), chain.authority.clone()];
        let report = chain.ask_with(|question| question.candidates = &candidates);
        assert_eq!(report.verdict, PathVerdict::Valid);
        // What it signed itself ends at it, not at the anchor.
        let forged =
            template(&person(), Some(&impostor), "User", &key()).issue(&false_key).unwrap();
        let anchors = [chain.root.clone()];
        let mut question = PathQuestion::new(&forged, &anchors, at(DAY));
        question.candidates = &candidates;
        let report = validate(&question);
        assert_eq!(report.verdict, PathVerdict::Invalid);
        let all: Vec<_> = report
            .paths
            .iter()
            .map(|path| codes_of(&path.findings, Weight::Undetermined))
            .collect();
        assert!(all.contains(&vec!["path.root-not-trusted"]), "{all:?}");
        assert!(all.iter().any(|codes| codes.contains(&"path.signature-invalid")), "{all:?}");
    }

    /// C04.
    #[test]
    fn an_added_anchor_leaves_a_valid_answer_valid() {
        let (chain, other) = (sound(), sound());
        let anchors = [other.root.clone(), other.authority.clone(), chain.root.clone()];
        let report = chain.ask_with(|question| question.anchors = &anchors);
        assert_eq!(report.verdict, PathVerdict::Valid);
    }

    /// C05.
    #[test]
    fn who_is_no_authority_cannot_issue() {
        let not_ca = encode::sequence(&[]);
        let plain = hierarchy(
            |authority| {
                authority.set(Extension::new(&known::BASIC_CONSTRAINTS, true, not_ca));
            },
            |_| {},
        );
        assert_eq!(plain.outcome(), invalid(&["path.not-authority"]));
        let absent = hierarchy(|authority| authority.remove(&known::BASIC_CONSTRAINTS), |_| {});
        assert_eq!(absent.outcome(), invalid(&["path.not-authority"]));
        let lists_only =
            hierarchy(|authority| authority.set(Extension::key_usage(KeyUsage::CRL_SIGN)), |_| {});
        assert_eq!(lists_only.outcome(), invalid(&["path.cert-sign-missing"]));
    }

    #[test]
    fn path_length_counts_intermediate_authorities() {
        let chain = sound();
        let lower_key = key();
        let profile = Profile::Authority { path_length: None };
        let lower = template(&profile, Some(&chain.authority), "Lower Authority", &lower_key)
            .issue(&chain.authority_key)
            .unwrap();
        let user = template(&person(), Some(&lower), "User", &key()).issue(&lower_key).unwrap();
        let anchors = [chain.root.clone()];
        let candidates = [lower, chain.authority.clone()];
        let mut question = PathQuestion::new(&user, &anchors, at(DAY));
        question.candidates = &candidates;
        assert_eq!(outcome(&validate(&question)), invalid(&["path.too-long"]));
    }

    #[test]
    fn an_unknown_critical_extension_is_fatal_and_an_unknown_plain_one_is_not() {
        let private: Oid = "1.2.398.99.1".parse().unwrap();
        let with = |critical| {
            let extension = Extension::new(&private, critical, vec![tlv::NULL, 0]);
            hierarchy(|_| {}, |user| user.set(extension))
        };
        assert_eq!(with(true).outcome(), invalid(&["path.critical-extension-unknown"]));
        assert_eq!(with(false).ask().verdict, PathVerdict::Valid);
    }

    /// C06.
    #[test]
    fn a_repeated_or_broken_extension_is_fatal() {
        let usage = Extension::key_usage(KeyUsage::KEY_CERT_SIGN);
        let twice = hierarchy(|_| {}, |user| user.extensions.push(usage));
        assert_eq!(twice.outcome(), invalid(&["certificate.extension-repeated"]));
        let broken = Extension::new(&known::BASIC_CONSTRAINTS, true, vec![0x30, 0x05]);
        let broken = hierarchy(|authority| authority.set(broken), |_| {});
        assert_eq!(
            broken.outcome(),
            invalid(&["certificate.extension-malformed", "path.not-authority"])
        );
    }

    #[test]
    fn every_defect_of_a_path_is_named_at_once() {
        let many = hierarchy(
            |authority| {
                authority.not_after = at("2026-02-01T00:00:00Z");
                authority.remove(&known::BASIC_CONSTRAINTS);
                authority.set(Extension::key_usage(KeyUsage::CRL_SIGN));
            },
            |user| user.not_before = at("2026-12-01T00:00:00Z"),
        );
        assert_eq!(
            many.outcome(),
            invalid(&[
                "path.expired",
                "path.not-authority",
                "path.cert-sign-missing",
                "path.not-yet-valid"
            ])
        );
    }

    #[test]
    fn a_turned_bit_of_the_signature_is_invalid() {
        let mut chain = sound();
        chain.user = Certificate::read(&with_broken_signature(chain.user.der())).unwrap();
        assert_eq!(chain.outcome(), invalid(&["path.signature-invalid"]));
    }

    #[test]
    fn an_algorithm_nobody_here_knows_is_undetermined() {
        let mut chain = sound();
        // ecdsa-with-SHA256 becomes its ninth sibling, which does not exist, in both places.
        let der = chain.user.der().to_vec();
        let known_bytes = known::ECDSA_SHA256.content();
        let mut unknown_bytes = known_bytes.to_vec();
        *unknown_bytes.last_mut().unwrap() = 9;
        let mut changed = der.clone();
        let mut replaced = 0;
        for start in 0..der.len() - known_bytes.len() {
            if der[start..].starts_with(known_bytes) {
                changed[start..start + known_bytes.len()].copy_from_slice(&unknown_bytes);
                replaced += 1;
            }
        }
        assert_eq!(replaced, 2);
        chain.user = Certificate::read(&changed).unwrap();
        let (verdict, codes) = chain.outcome();
        assert_eq!(
            (verdict, codes),
            (PathVerdict::Undetermined, vec!["path.signature-unsupported"])
        );
    }

    #[test]
    fn algorithms_that_differ_inside_and_outside_are_fatal() {
        let chain = sound();
        let der = chain.user.der();
        let known_bytes = known::ECDSA_SHA256.content();
        let inside = der.windows(known_bytes.len()).position(|part| part == known_bytes).unwrap();
        let mut changed = der.to_vec();
        changed[inside + known_bytes.len() - 1] = 3;
        let read = Certificate::read(&changed).unwrap();
        assert_eq!(codes_of(read.defects(), Weight::Fatal), ["certificate.algorithms-differ"]);
    }

    #[test]
    fn weak_hashes_and_short_keys_are_visible() {
        let chain = sound();
        let sha1 = AlgorithmIdentifier::with_null(&known::RSA_SHA1);
        let md5 = AlgorithmIdentifier::with_null(&known::RSA_MD5);
        let user = chain.user.public_key();
        assert_eq!(
            codes_of(&algorithm::strength(user, &sha1), Weight::Remark),
            ["algorithm.hash-weak"]
        );
        assert_eq!(
            codes_of(&algorithm::strength(user, &md5), Weight::Remark),
            ["algorithm.hash-weak"]
        );
        // A modulus of 1024 bits: 0x80 and 127 more octets.
        let modulus = [&[0x00, 0x80][..], &[1; 127]].concat();
        let rsa = encode::sequence(&[
            &encode::element(tlv::INTEGER, &modulus),
            &encode::element(tlv::INTEGER, &[1, 0, 1]),
        ]);
        let spki = encode::sequence(&[
            &encode::sequence(&[&encode::oid(&known::RSA), &[tlv::NULL, 0]]),
            &encode::bit_string(&rsa),
        ]);
        let short = crate::algorithm::PublicKey::from_spki_der(&spki).unwrap();
        let findings =
            algorithm::strength(&short, &AlgorithmIdentifier::with_null(&known::RSA_SHA256));
        assert_eq!(codes_of(&findings, Weight::Remark), ["algorithm.key-short"]);
        assert_eq!(findings[0].facts["bits"], "1024");
        let short_user = hierarchy(|_| {}, |user| user.subject_key = spki);
        let report = short_user.ask();
        assert_eq!(report.verdict, PathVerdict::Valid);
        assert_eq!(codes_of(&report.paths[0].findings, Weight::Remark), ["algorithm.key-short"]);
    }

    pub(super) fn list(issuer: &Certificate) -> CrlTemplate {
        CrlTemplate::new(issuer, at("2026-11-22T00:00:00Z"), at("2026-11-23T00:00:00Z"), 7)
    }

    pub(super) fn signed(template: &CrlTemplate, key: &PrivateKey) -> Crl {
        Crl::read(&template.to_der(key).unwrap()).unwrap()
    }

    fn with_lists(chain: &Hierarchy, lists: &[Crl], mode: RevocationMode) -> PathReport {
        chain.ask_with(|question| {
            question.crls = lists;
            question.revocation = mode;
        })
    }

    #[test]
    fn a_listed_certificate_is_revoked_and_others_are_not() {
        let chain = sound();
        let of_root = signed(&list(&chain.root), &chain.root_key);
        let empty = signed(&list(&chain.authority), &chain.authority_key);
        let listing = list(&chain.authority).revoking(
            chain.user.serial(),
            at("2026-10-01T00:00:00Z"),
            Some(1),
        );
        let listing = signed(&listing, &chain.authority_key);
        let lists = [of_root.clone(), empty];
        let report = with_lists(&chain, &lists, RevocationMode::Required);
        assert_eq!(outcome(&report), (PathVerdict::Valid, vec![]));
        let lists = [of_root, listing];
        for mode in [RevocationMode::Required, RevocationMode::IfKnown] {
            let report = with_lists(&chain, &lists, mode);
            assert_eq!(outcome(&report), invalid(&["path.revoked"]));
            let facts = &report.paths[0].findings[0].facts;
            assert_eq!(facts["reason"], "keyCompromise");
            assert_eq!(facts["date"], "2026-10-01T00:00:00Z");
        }
        let report = with_lists(&chain, &lists, RevocationMode::Off);
        assert_eq!(report.verdict, PathVerdict::Valid);
    }

    /// R06, R07.
    #[test]
    fn a_list_that_is_not_usable_leaves_the_path_undetermined() {
        let chain = sound();
        let of_root = signed(&list(&chain.root), &chain.root_key);
        let mut expired = list(&chain.authority);
        expired.this_update = at("2026-11-20T00:00:00Z");
        expired.next_update = Some(at("2026-11-21T00:00:00Z"));
        let mut future = list(&chain.authority);
        future.this_update = at("2026-11-22T13:00:00Z");
        let foreign = key();
        let rows = [
            (signed(&expired, &chain.authority_key), "crl.expired"),
            (signed(&future, &chain.authority_key), "crl.this-update-in-future"),
            (signed(&list(&chain.authority), &foreign), "crl.signature-invalid"),
        ];
        for (bad, code) in rows {
            let lists = [of_root.clone(), bad];
            let report = with_lists(&chain, &lists, RevocationMode::Required);
            assert_eq!(
                outcome(&report),
                (PathVerdict::Undetermined, vec!["path.revocation-unknown", code])
            );
            let report = with_lists(&chain, &lists, RevocationMode::IfKnown);
            assert_eq!(report.verdict, PathVerdict::Valid);
            assert!(codes_of(&report.paths[0].findings, Weight::Remark).contains(&code));
        }
    }

    /// R07.
    #[test]
    fn a_list_of_authorities_only_does_not_cover_a_user() {
        let chain = sound();
        let mut template = list(&chain.authority);
        template.scope = Some(IssuingPoint { only_authorities: true, ..IssuingPoint::default() });
        let lists =
            [signed(&list(&chain.root), &chain.root_key), signed(&template, &chain.authority_key)];
        let report = with_lists(&chain, &lists, RevocationMode::Required);
        assert_eq!(report.verdict, PathVerdict::Undetermined);
        let codes = codes_of(&report.paths[0].findings, Weight::Remark);
        assert_eq!(codes, ["path.revocation-unknown", "crl.out-of-scope"]);
    }

    /// R07.
    #[test]
    fn a_delta_revokes_and_unrevokes() {
        let chain = sound();
        let of_root = signed(&list(&chain.root), &chain.root_key);
        let base = list(&chain.authority);
        let hold = base.clone().revoking(chain.user.serial(), at(BEFORE), Some(6));
        let mut delta = list(&chain.authority);
        delta.delta_base = Some(7);
        delta.number = Some(8);
        let adding = delta.clone().revoking(chain.user.serial(), at(BEFORE), Some(4));
        let removing = delta.clone().revoking(chain.user.serial(), at(BEFORE), Some(8));
        let verdict = |base: &CrlTemplate, delta: &CrlTemplate| {
            let lists = [
                of_root.clone(),
                signed(base, &chain.authority_key),
                signed(delta, &chain.authority_key),
            ];
            outcome(&with_lists(&chain, &lists, RevocationMode::Required))
        };
        assert_eq!(verdict(&base, &adding), invalid(&["path.revoked"]));
        assert_eq!(verdict(&hold, &removing), (PathVerdict::Valid, vec![]));
        assert_eq!(verdict(&hold, &delta), invalid(&["path.revoked"]));
        // The national authority counts deltas apart: number 3 on base 7 still counts.
        let mut national = adding.clone();
        national.number = Some(3);
        assert_eq!(verdict(&base, &national), invalid(&["path.revoked"]));
        // A delta to a later complete list does not fit this one.
        let mut later = adding;
        later.delta_base = Some(9);
        later.number = Some(10);
        assert_eq!(verdict(&base, &later), (PathVerdict::Valid, vec![]));
        // A delta alone covers nothing.
        let lists = [of_root.clone(), signed(&delta, &chain.authority_key)];
        let report = with_lists(&chain, &lists, RevocationMode::Required);
        assert_eq!(report.verdict, PathVerdict::Undetermined);
    }

    #[test]
    fn a_key_rollover_is_bridged_by_the_self_issued_certificate() {
        let chain = sound();
        let new_key = key();
        // The root's new key, certified by the old one.
        let profile = Profile::Authority { path_length: None };
        let bridge = template(&profile, Some(&chain.root), "Test Root", &new_key)
            .issue(&chain.root_key)
            .unwrap();
        let user = template(&person(), Some(&bridge), "User", &key()).issue(&new_key).unwrap();
        let anchors = [chain.root.clone()];
        let candidates = [bridge];
        let mut question = PathQuestion::new(&user, &anchors, at(DAY));
        question.candidates = &candidates;
        let report = validate(&question);
        assert_eq!(report.verdict, PathVerdict::Valid);
        assert_eq!(report.paths[0].certificates.len(), 3);
    }

    #[test]
    fn cross_certificates_give_a_second_way() {
        let (chain, other) = (sound(), sound());
        // The other root certifies this authority's key too.
        let mut cross = template(
            &Profile::Authority { path_length: None },
            Some(&other.root),
            "Test Authority",
            &chain.authority_key,
        );
        cross.issuer = name("Other Root");
        let mut other_root = template(&Profile::Root, None, "Other Root", &other.root_key);
        other_root.issuer = name("Other Root");
        let other_root = other_root.issue(&other.root_key).unwrap();
        let cross = cross.issue(&other.root_key).unwrap();
        let candidates = [chain.authority.clone(), cross];
        let anchors = [other_root];
        let report = chain.ask_with(|question| {
            question.anchors = &anchors;
            question.candidates = &candidates;
        });
        assert_eq!(report.verdict, PathVerdict::Valid);
    }

    /// C01.
    #[test]
    fn a_storm_of_cross_certificates_ends_at_the_budget_undetermined() {
        let chain = sound();
        // Twelve authorities, each certified by every other one, none by the anchor.
        let keys: Vec<PrivateKey> = (0..12).map(|_| key()).collect();
        let profile = Profile::Authority { path_length: None };
        let roots: Vec<Certificate> = keys
            .iter()
            .enumerate()
            .map(|(index, key)| {
                template(&Profile::Root, None, &format!("Storm {index}"), key).issue(key).unwrap()
            })
            .collect();
        let mut storm = Vec::new();
        for (subject, subject_key) in keys.iter().enumerate() {
            for (issuer, issuer_key) in keys.iter().enumerate() {
                if subject != issuer {
                    let template = template(
                        &profile,
                        Some(&roots[issuer]),
                        &format!("Storm {subject}"),
                        subject_key,
                    );
                    storm.push(template.issue(issuer_key).unwrap());
                }
            }
        }
        let user = template(&person(), Some(&roots[0]), "User", &key()).issue(&keys[0]).unwrap();
        let anchors = [chain.root.clone()];
        let mut question = PathQuestion::new(&user, &anchors, at(DAY));
        question.candidates = &storm;
        let report = validate(&question);
        assert_eq!(report.verdict, PathVerdict::Undetermined);
        assert!(report.spent.signatures <= question.budget.signatures);
        assert!(report.spent.candidates <= question.budget.candidates);
        let limits = codes_of(&report.limits, Weight::Undetermined);
        assert_eq!(limits, ["path.budget-signatures"]);
        // Two authorities that certify each other end without a budget.
        let pair: Vec<Certificate> = storm
            .iter()
            .filter(|certificate| {
                let subject = certificate.subject().to_string();
                let issuer = certificate.issuer().to_string();
                subject.contains("Storm 0") && issuer.ends_with("Storm 1, C=KZ")
                    || subject.contains("Storm 1,") && issuer.contains("Storm 0")
            })
            .cloned()
            .collect();
        assert!(pair.len() >= 2);
        question.candidates = &pair;
        let report = validate(&question);
        assert_eq!(report.limits, []);
        assert_eq!(report.verdict, PathVerdict::Undetermined);
        assert!(
            codes_of(&report.paths[0].findings, Weight::Remark).contains(&"path.issuer-not-found")
        );
    }

    /// C02.
    #[test]
    fn comparisons_with_name_constraints_are_budgeted() {
        let subtrees: Vec<Vec<u8>> = (0..600)
            .map(|index| {
                encode::sequence(&[&encode::element(0x82, format!("h{index}.kz").as_bytes())])
            })
            .collect();
        let constraints =
            encode::sequence(&[&encode::element(tlv::context_constructed(1), &subtrees.concat())]);
        let names: Vec<Vec<u8>> = (0..600)
            .map(|index| encode::element(0x82, format!("n{index}.example.kz").as_bytes()))
            .collect();
        let names = encode::element(tlv::SEQUENCE, &names.concat());
        let storm = hierarchy(
            |authority| authority.set(Extension::new(&known::NAME_CONSTRAINTS, true, constraints)),
            |user| user.set(Extension::new(&known::SUBJECT_ALTERNATIVE_NAME, false, names)),
        );
        let report = storm.ask();
        assert_eq!(report.verdict, PathVerdict::Undetermined);
        assert_eq!(codes_of(&report.limits, Weight::Remark), ["path.budget-name-comparisons"]);
        assert_eq!(report.spent.name_constraint_comparisons, 250_000);
        let report = storm.ask_with(|question| {
            question.budget.name_constraint_comparisons = 400_000;
        });
        assert_eq!(report.verdict, PathVerdict::Valid);
    }

    /// An authority rolled its key over. Whoever stole the new key would write a list that leaves
    /// its certificate out; only the old key's list says that the new key is good.
    #[test]
    fn an_authority_does_not_vouch_for_its_own_key() {
        let chain = sound();
        let new_key = key();
        let profile = Profile::Authority { path_length: Some(0) };
        let issuer = Some(&chain.authority);
        let new = template(&profile, issuer, "Test Authority", &new_key);
        let new = new.issue(&chain.authority_key).unwrap();
        let of_root = signed(&list(&chain.root), &chain.root_key);
        let by_itself = signed(&list(&new), &new_key);
        let by_the_old_key = signed(&list(&chain.authority), &chain.authority_key);
        let ask = |crls: &[Crl]| {
            let mut question = PathQuestion::new(&new, &chain.anchors, at(DAY));
            question.revocation = RevocationMode::Required;
            question.crls = crls;
            let candidates = [chain.authority.clone(), new.clone()];
            question.candidates = &candidates;
            outcome(&validate(&question))
        };
        let (verdict, codes) = ask(&[of_root.clone(), by_itself.clone()]);
        assert_eq!(verdict, PathVerdict::Undetermined);
        assert!(codes.contains(&"crl.signer-vouches-for-itself"), "{codes:?}");
        let (verdict, codes) = ask(&[of_root, by_itself, by_the_old_key]);
        assert_eq!((verdict, codes), (PathVerdict::Valid, vec![]));
    }

    #[test]
    fn a_path_ends_at_any_anchor_even_an_intermediate_one() {
        let chain = sound();
        let anchors = [chain.authority.clone()];
        let report = chain.ask_with(|question| question.anchors = &anchors);
        assert_eq!(report.verdict, PathVerdict::Valid);
        assert_eq!(report.paths[0].certificates.len(), 2);
        // The target itself may be the anchor.
        let anchors = [chain.user.clone()];
        let report = chain.ask_with(|question| question.anchors = &anchors);
        assert_eq!(report.verdict, PathVerdict::Valid);
        let none: [Certificate; 0] = [];
        let report = chain.ask_with(|question| question.anchors = &none);
        assert_eq!(report.verdict, PathVerdict::Undetermined);
    }

    /// The root's subject key in these octets, and the user signed by this key of the authority.
    fn with_keys(root: &DsaSigner, authority: (&[u8], &dyn Signer)) -> Hierarchy {
        let chain = sound();
        let (root_profile, profile) = (Profile::Root, Profile::Authority { path_length: Some(0) });
        let new = |profile: &Profile, issuer: Option<&Certificate>, subject, key: &[u8]| {
            let mut template = template(profile, issuer, subject, &chain.root_key);
            template.subject_key = key.to_vec();
            template
        };
        let spki = root.public_key().spki_der();
        let root_certificate = new(&root_profile, None, "Test Root", spki).issue(root).unwrap();
        let middle = new(&profile, Some(&root_certificate), "Test Authority", authority.0)
            .issue(root)
            .unwrap();
        let spki = chain.user.public_key().spki_der();
        let user = new(&person(), Some(&middle), "Test User", spki).issue(authority.1).unwrap();
        let (anchors, candidates) = ([root_certificate.clone()], [middle.clone()]);
        Hierarchy { root: root_certificate, authority: middle, user, anchors, candidates, ..chain }
    }

    #[test]
    fn a_dsa_key_inherits_the_parameters_of_the_certificate_above_it() {
        let (root, authority) = (DsaSigner::new("root"), DsaSigner::new("authority"));
        let chain = with_keys(&root, (&authority.bare(), &authority));
        let of_root = CrlTemplate::new(&chain.root, at(BEFORE), at(AFTER), 1).issue(&root).unwrap();
        let of_authority =
            CrlTemplate::new(&chain.authority, at(BEFORE), at(AFTER), 1).issue(&authority).unwrap();
        let lists = [of_root, of_authority];
        let report = with_lists(&chain, &lists, RevocationMode::Required);
        assert_eq!(outcome(&report), (PathVerdict::Valid, vec![]));
        let remarks = codes_of(&report.paths[0].findings, Weight::Remark);
        assert!(remarks.contains(&"algorithm.withdrawn"), "{remarks:?}");
        // Another key's signature is no better for parameters that fit.
        let forged = with_keys(&root, (&authority.bare(), &DsaSigner::new("other")));
        assert_eq!(forged.outcome(), invalid(&["path.signature-invalid"]));
    }

    #[test]
    fn parameters_from_outside_the_path_are_not_inherited() {
        let (root, authority) = (DsaSigner::new("root"), DsaSigner::new("authority"));
        let chain = with_keys(&root, (&authority.bare(), &authority));
        let unsupported = (PathVerdict::Undetermined, vec!["path.signature-unsupported"]);
        // The authority itself is the anchor; the root lies among the candidates only.
        let (anchors, candidates) = ([chain.authority.clone()], [chain.root.clone()]);
        let report = chain.ask_with(|question| {
            question.anchors = &anchors;
            question.candidates = &candidates;
        });
        assert_eq!(outcome(&report), unsupported);
    }

    #[test]
    fn a_key_of_another_algorithm_between_ends_the_inheritance() {
        let (root, below) = (DsaSigner::new("root"), DsaSigner::new("below"));
        let between = key();
        let chain = with_keys(&root, (between.public_key().spki_der(), &between));
        let profile = Profile::Authority { path_length: None };
        let mut lower = template(&profile, Some(&chain.authority), "Lower", &chain.root_key);
        lower.subject_key = below.bare();
        lower.set(Extension::basic_constraints(None));
        let lower = lower.issue(&between).unwrap();
        let user =
            template(&person(), Some(&lower), "User", &chain.root_key).issue(&below).unwrap();
        let candidates = [lower, chain.authority.clone()];
        let mut question = PathQuestion::new(&user, &chain.anchors, at(DAY));
        question.candidates = &candidates;
        question.revocation = RevocationMode::Off;
        let (verdict, codes) = outcome(&validate(&question));
        assert_ne!(verdict, PathVerdict::Valid);
        assert!(codes.contains(&"path.signature-unsupported"), "{codes:?}");
    }
}
