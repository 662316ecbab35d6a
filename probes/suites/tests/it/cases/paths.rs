//! Storms of certificates, names and extensions, and roots that only look like one.

use super::*;

fn serial(number: usize) -> Vec<u8> {
    let mut octets = vec![1];
    octets.extend_from_slice(&number.to_be_bytes());
    octets
}

/// C01: ten thousand certificates bear the issuer's name and key identifier and are not the
/// issuer's (RUSTSEC-2023-0053).
#[test]
fn ten_thousand_possible_issuers_end_at_the_budget_of_signatures() {
    let all = sound();
    let stranger = key();
    let mut imitation = template(&authority_profile(), Some(&all.root), "Authority", &stranger);
    // The identifier of the true key, so that nothing but the signature tells.
    imitation.set(Extension::subject_key_id(all.authority.subject_key_id().unwrap()));
    let first = imitation.issue(&all.root_key).unwrap();
    let crowd: Vec<Certificate> = (0..10_000)
        .map(|number| {
            let outer = children(first.der());
            let mut fields = children(&outer[0]);
            fields[SERIAL] = element(2, &serial(number));
            // The signatures of the crowd are never looked at: none of them signed the user.
            Certificate::read(&sequence(&[sequence(&fields), outer[1].clone(), outer[2].clone()]))
                .unwrap()
        })
        .collect();
    let anchors = [all.root.clone()];
    let begin = Instant::now();
    let report = ask(&all.user, &anchors, &crowd, |_| {});
    let spent = begin.elapsed();
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert_eq!(codes(&report.limits, Weight::Remark), BTreeSet::from(["path.budget-signatures"]));
    assert_eq!(report.spent.signatures, 100);
    assert!(report.spent.candidates <= 200);
    assert!(spent < Duration::from_secs(1), "{spent:?}");

    // An honest crowd, each with its own identifier: the true issuer is found at once.
    let mut crowd: Vec<Certificate> = crowd
        .iter()
        .map(|one| {
            let der = one.der().to_vec();
            let id = all.authority.subject_key_id().unwrap();
            let place = der.windows(id.len()).position(|part| part == id).unwrap();
            let mut der = der;
            der[place] ^= 0xff;
            Certificate::read(&der).unwrap()
        })
        .collect();
    crowd.push(all.authority.clone());
    let report = within(1, || ask(&all.user, &anchors, &crowd, |_| {}));
    assert_eq!(report.verdict, PathVerdict::Valid, "{:?}", report.limits);
    assert_eq!(report.spent.candidates, 1);
}

/// C01: a thousand certificates cross-sign forty keys in every direction, and none leads to the
/// anchor.
#[test]
fn a_storm_of_a_thousand_cross_certificates_ends_within_a_second() {
    let all = sound();
    let keys: Vec<PrivateKey> = (0..40).map(|_| key()).collect();
    let names: Vec<String> = (0..40).map(|number| format!("Storm {number}")).collect();
    let roots: Vec<Certificate> = keys
        .iter()
        .zip(&names)
        .map(|(key, name)| template(&Profile::Root, None, name, key).issue(key).unwrap())
        .collect();
    let mut storm = Vec::new();
    for (subject, subject_key) in keys.iter().enumerate() {
        // 26 issuers for each of 40 keys.
        for step in 1..=26 {
            let issuer = (subject + step) % keys.len();
            let issuer_name = Some(&roots[issuer]);
            let template =
                template(&authority_profile(), issuer_name, &names[subject], subject_key);
            storm.push(template.issue(&keys[issuer]).unwrap());
        }
    }
    assert!(storm.len() > 1_000);
    let user = template(&person(), Some(&roots[0]), "User", &key()).issue(&keys[0]).unwrap();
    let anchors = [all.root.clone()];
    let begin = Instant::now();
    let report = ask(&user, &anchors, &storm, |_| {});
    let spent = begin.elapsed();
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(!report.limits.is_empty());
    assert!(report.spent.signatures <= 100 && report.spent.candidates <= 200);
    assert!(spent < Duration::from_secs(1), "{spent:?}");
}

fn host_names(count: usize, domain: &str) -> Vec<u8> {
    let name = |number| element(0x82, format!("n{number}.{domain}").as_bytes());
    sequence(&(0..count).map(name).collect::<Vec<_>>())
}

/// Subtrees of both kinds.
fn constraints(subtrees: &[Vec<u8>]) -> Extension {
    let list: Vec<Vec<u8>> = subtrees.iter().map(|base| sequence(from_ref(base))).collect();
    let value = sequence(&[element(0xa1, &list.concat())]);
    Extension::new(&known::NAME_CONSTRAINTS, true, value)
}

fn subject_names(value: Vec<u8>) -> Extension {
    Extension::new(&known::SUBJECT_ALTERNATIVE_NAME, false, value)
}

/// C02: 10,000 names are read and alone cost nothing.
#[test]
fn ten_thousand_names_are_read_and_the_path_is_valid() {
    let all = within(10, || {
        hierarchy(|_| {}, |user| user.set(subject_names(host_names(10_000, "example.kz"))))
    });
    assert_eq!(all.user.subject_alternative_names().len(), 10_000);
    let report = within(5, || all.ask());
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert_eq!(report.spent.name_constraint_comparisons, 0);
}

/// C02: 10,000 names under 10,000 subtrees would be a hundred million comparisons.
#[test]
fn many_names_under_many_subtrees_end_at_the_budget_of_comparisons() {
    let subtrees: Vec<Vec<u8>> =
        (0..10_000).map(|number| element(0x82, format!("s{number}.kz").as_bytes())).collect();
    let all = hierarchy(
        |authority| authority.set(constraints(&subtrees)),
        |user| user.set(subject_names(host_names(10_000, "example.kz"))),
    );
    let report = within(5, || all.ask());
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    let limits = codes(&report.limits, Weight::Remark);
    assert_eq!(limits, BTreeSet::from(["path.budget-name-comparisons"]));
    assert!(report.spent.name_constraint_comparisons <= 250_000);
}

/// C02: a name of 64 KB is folded once and not for every subtree; whatever its form, what is
/// looked through is bounded.
#[test]
fn one_long_name_under_many_subtrees_is_bounded_work() {
    let long = "Ұ".repeat(32 << 10);
    let directory = |number: usize| element(0xa4, &name(&format!("Subtree {number}")));
    let mailbox = |number: usize| element(0x81, format!("s{number}.kz").as_bytes());
    let address = |number: usize| element(0x86, format!("s{number}.kz").as_bytes());
    let subtrees: Vec<Vec<u8>> = (0..4_000)
        .flat_map(|number| [directory(number), mailbox(number), address(number)])
        .collect();
    let all = hierarchy(
        |authority| authority.set(constraints(&subtrees)),
        |user| {
            user.subject = name(&long);
            user.set(subject_names(sequence(&[
                element(0x81, format!("{}@example.kz", "a".repeat(200 << 10)).as_bytes()),
                element(0x86, format!("http://example.kz/{}", "a".repeat(200 << 10)).as_bytes()),
            ])));
        },
    );
    assert_eq!(all.user.subject().common_name().map(|name| name.len()), Some(64 << 10));
    let report = within(5, || all.ask());
    // Neither is the long name waved through, nor is the certificate called invalid for it.
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    let limits = codes(&report.limits, Weight::Remark);
    assert_eq!(limits, BTreeSet::from(["path.budget-name-comparisons"]));
}

/// C02: a name of 64 KB alone is a name.
#[test]
fn a_name_of_64_kilobytes_is_read_compared_and_cut_in_words() {
    let long = "Ұ".repeat(32 << 10);
    let all =
        hierarchy(|authority| authority.subject = name(&long), |user| user.issuer = name(&long));
    let report = within(5, || all.ask());
    assert_eq!(report.verdict, PathVerdict::Valid);
    let report = within(5, || ask(&all.user, from_ref(&all.root), &[], |_| {}));
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    for fact in report.paths.iter().flat_map(|path| &path.findings).flat_map(|it| it.facts.values())
    {
        assert!(fact.len() < 8 << 10, "{} octets", fact.len());
    }
}

/// C02: of 100,000 extensions a bounded number is read, and the certificate falls for the rest.
#[test]
fn a_hundred_thousand_extensions_are_refused_in_bounded_time() {
    let all = sound();
    // Ten octets each: an identifier of three arcs, an empty value.
    let extensions: Vec<u8> = (0..100_000_u32)
        .flat_map(|number| {
            let [_, high, middle, low] = (number << 1).to_be_bytes();
            let arcs = [0x81 | high << 2, 0x80 | middle, low >> 1];
            sequence(&[element(6, &[&[0x2a][..], &arcs].concat()), element(4, &[])])
        })
        .collect();
    let der = all.user_with(|fields| {
        fields[EXTENSIONS] = element(0xa3, &element(0x30, &extensions));
    });
    assert!(der.len() > 1_000_000 && der.len() < CERTIFICATE_LIMIT);
    let user = within(10, || Certificate::read(&der).unwrap());
    let limit = user.defects().iter().find(|it| it.code == "certificate.too-many-extensions");
    assert_eq!(limit.unwrap().facts["seen"], "100000");
    assert!(user.extensions().len() <= EXTENSIONS_LIMIT);
    let report = within(5, || all.ask_about(&user));
    assert_eq!(report.verdict, PathVerdict::Invalid);
    // One octet above the limit on certificates nothing is read.
    let larger = element(0x30, &vec![0; CERTIFICATE_LIMIT]);
    assert!(matches!(Certificate::read(&larger), Err(pki::Unreadable::TooLarge { .. })));
}

/// C03: a certificate with the root's name, serial number, key identifier and dates, and its own
/// key.
#[test]
fn a_root_that_differs_in_its_key_alone_is_no_anchor() {
    let all = sound();
    let stranger = key();
    let mut copy = template(&Profile::Root, None, "Root", &stranger);
    copy.serial = all.root.serial().to_vec();
    copy.set(Extension::subject_key_id(all.root.subject_key_id().unwrap()));
    let copy = copy.issue(&stranger).unwrap();
    let forged_key = key();
    let forged = template(&authority_profile(), Some(&copy), "Authority", &forged_key)
        .issue(&stranger)
        .unwrap();
    let user = template(&person(), Some(&forged), "User", &key()).issue(&forged_key).unwrap();
    let anchors = [all.root.clone()];
    for candidates in [
        vec![copy.clone(), forged.clone()],
        vec![forged.clone(), copy.clone(), all.authority.clone(), all.root.clone()],
    ] {
        let report = ask(&user, &anchors, &candidates, |_| {});
        assert_eq!(report.verdict, PathVerdict::Invalid);
        assert!(report.paths.iter().all(|path| path.verdict != PathVerdict::Valid));
        // The true chain stays what it was.
        let mut candidates = candidates;
        candidates.push(all.authority.clone());
        let report = ask(&all.user, &anchors, &candidates, |_| {});
        assert_eq!(report.verdict, PathVerdict::Valid);
        assert_eq!(report.best().unwrap().certificates[0], all.root);
    }
}

/// C04: strangers, look-alikes of the root with and without its key, and the authority itself are
/// trusted besides, in any place of the list.
#[test]
fn further_anchors_of_any_kind_leave_a_valid_answer_valid() {
    let (all, other) = (sound(), sound());
    let stranger = key();
    let lookalike = template(&Profile::Root, None, "Root", &stranger).issue(&stranger).unwrap();
    let mut again = template(&Profile::Root, None, "Root", &all.root_key);
    again.not_after = at("2026-06-01T00:00:00Z");
    let expired = again.issue(&all.root_key).unwrap();
    let broken = Certificate::read(&with_broken_signature(all.root.der())).unwrap();
    let extra = [other.root, lookalike, expired, broken, all.authority.clone()];
    for further in &extra {
        for anchors in [[all.root.clone(), further.clone()], [further.clone(), all.root.clone()]] {
            let report = ask(&all.user, &anchors, from_ref(&all.authority), |_| {});
            assert_eq!(report.verdict, PathVerdict::Valid, "{further:?}");
        }
    }
    let anchors = [&extra[..], from_ref(&all.root)].concat();
    let report = ask(&all.user, &anchors, from_ref(&all.authority), |_| {});
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert!(report.limits.is_empty());
}
