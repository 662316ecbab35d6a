//! Hostile hierarchies: C01 to C04 and C06 of the cases that the toolkit must survive. Each asserts
//! the work spent, which bounds the time on any machine.

use super::generated::{DAY, hierarchy, key, name, person, sound, template};
use super::*;
use crate::issue::{Extension, Profile};
use crate::key::PrivateKey;
use crate::oid::known;
use crate::{encode, tlv};

const ROOT: Profile = Profile::Root;
const AUTHORITY: Profile = Profile::Authority { path_length: None };

/// Authorities that each certify every other one, below nothing.
fn mesh(size: usize) -> (Vec<PrivateKey>, Vec<Certificate>, Vec<Certificate>) {
    let keys: Vec<PrivateKey> = (0..size).map(|_| key()).collect();
    let roots: Vec<Certificate> = keys
        .iter()
        .enumerate()
        .map(|(index, key)| {
            template(&ROOT, None, &format!("Mesh {index}"), key).issue(key).unwrap()
        })
        .collect();
    let mut crossed = Vec::new();
    for (subject, subject_key) in keys.iter().enumerate() {
        for (issuer, issuer_key) in keys.iter().enumerate() {
            if subject != issuer {
                let name = format!("Mesh {subject}");
                let cross = template(&AUTHORITY, Some(&roots[issuer]), &name, subject_key);
                crossed.push(cross.issue(issuer_key).unwrap());
            }
        }
    }
    (keys, roots, crossed)
}

/// C01: two authorities that certify each other end without a budget and say why.
#[test]
fn a_cycle_ends_and_is_named() {
    let chain = sound();
    let (keys, roots, crossed) = mesh(2);
    let user = template(&person(), Some(&roots[0]), "User", &key()).issue(&keys[0]).unwrap();
    let mut question = PathQuestion::new(&user, &chain.anchors, at(DAY));
    question.candidates = &crossed;
    question.revocation = RevocationMode::Off;
    let report = validate(&question);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert_eq!(report.limits, []);
    assert_eq!(report.paths.len(), 1);
    assert_eq!(report.paths[0].end, PathEnd::Cycle);
    let codes = codes_of(&report.paths[0].findings, Weight::Remark);
    assert!(codes.contains(&"path.cycle") && codes.contains(&"path.issuer-not-found"));
}

/// C01: a storm of cross-certificates, asked for every path, with the anchor in the middle.
#[test]
fn a_storm_with_an_anchor_in_it_is_valid_and_says_that_the_search_was_cut() {
    let (keys, roots, crossed) = mesh(12);
    let user = template(&person(), Some(&roots[0]), "User", &key()).issue(&keys[0]).unwrap();
    let anchors = [roots[5].clone()];
    let mut question = PathQuestion::new(&user, &anchors, at(DAY));
    question.candidates = &crossed;
    question.revocation = RevocationMode::Off;
    question.all_paths = true;
    let report = validate(&question);
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert!(report.spent.signatures <= question.budget.signatures);
    assert!(report.spent.candidates <= question.budget.candidates);
    assert!(!report.limits.is_empty());
    // The first path is enough for whoever asks only whether there is one.
    question.all_paths = false;
    assert_eq!(validate(&question).verdict, PathVerdict::Valid);
}

/// C01: ten to the power of k candidate issuers.
#[test]
fn the_issuer_is_found_among_two_thousand_of_its_name() {
    let chain = sound();
    let stranger = key();
    let mut candidates: Vec<Certificate> = (0..2000_u16)
        .map(|number| {
            let mut crowd = template(&AUTHORITY, Some(&chain.root), "Test Authority", &stranger);
            crowd.serial = [&[1][..], &number.to_be_bytes()].concat();
            Certificate::read(&crowd.to_der(&stranger).unwrap()).unwrap()
        })
        .collect();
    candidates.insert(1000, chain.authority.clone());
    let report = chain.ask_with(|question| question.candidates = &candidates);
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert_eq!(report.spent.signatures, 2);
    // Asked for every path, the others are named as far as the budget reaches.
    let report = chain.ask_with(|question| {
        question.candidates = &candidates;
        question.all_paths = true;
    });
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert_eq!(codes_of(&report.limits, Weight::Remark), ["path.budget-signatures"]);
    // Where all claim the right key, what the budget does not reach is undetermined by its name.
    let claimed = chain.authority.subject_key_id().unwrap();
    let mut liars: Vec<Certificate> = (0..1000_u16)
        .map(|number| {
            let mut liar = template(&AUTHORITY, Some(&chain.root), "Test Authority", &stranger);
            liar.serial = [&[1][..], &number.to_be_bytes()].concat();
            liar.set(Extension::subject_key_id(claimed));
            Certificate::read(&liar.to_der(&stranger).unwrap()).unwrap()
        })
        .collect();
    liars.push(chain.authority.clone());
    let report = chain.ask_with(|question| question.candidates = &liars);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert_eq!(codes_of(&report.limits, Weight::Remark), ["path.budget-signatures"]);
    assert_eq!(report.spent.signatures, 100);
    // And a larger budget, which may be asked for, decides it.
    let report = chain.ask_with(|question| {
        question.candidates = &liars;
        question.budget.signatures = 1100;
    });
    assert_eq!(report.verdict, PathVerdict::Valid);
}

#[test]
fn each_budget_is_named_where_it_ends_and_none_makes_an_answer_of_its_own() {
    let chain = sound();
    let report = chain.ask_with(|question| question.budget.signatures = 1);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert_eq!(codes_of(&report.limits, Weight::Remark), ["path.budget-signatures"]);
    assert_eq!(report.limits[0].facts["limit"], "1");
    let report = chain.ask_with(|question| question.budget.candidates = 0);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert_eq!(codes_of(&report.limits, Weight::Remark), ["path.budget-candidates"]);
    let policies = hierarchy(
        |authority| {
            authority.set(Extension::policies(&[(&known::ANY_POLICY, None)]));
        },
        |user| {
            let own: Oid = "1.2.3.4".parse().unwrap();
            user.set(Extension::policies(&[(&own, None)]));
        },
    );
    let report = policies.ask_with(|question| question.budget.policy_nodes = 1);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert_eq!(codes_of(&report.limits, Weight::Remark), ["path.budget-policy-nodes"]);
    assert_eq!(policies.ask().verdict, PathVerdict::Valid);
}

/// C02: ten thousand names against a thousand subtrees.
#[test]
fn names_without_end_stop_at_the_budget() {
    let subtree = |index: usize| {
        encode::sequence(&[&encode::element(0x82, format!("h{index}.kz").as_bytes())])
    };
    let subtrees: Vec<Vec<u8>> = (0..1000).map(subtree).collect();
    let constraints =
        encode::sequence(&[&encode::element(tlv::context_constructed(1), &subtrees.concat())]);
    let names: Vec<Vec<u8>> = (0..10_000)
        .map(|index| encode::element(0x82, format!("n{index}.example.kz").as_bytes()))
        .collect();
    let names = encode::element(tlv::SEQUENCE, &names.concat());
    let storm = hierarchy(
        |authority| authority.set(Extension::new(&known::NAME_CONSTRAINTS, true, constraints)),
        |user| user.set(Extension::new(&known::SUBJECT_ALTERNATIVE_NAME, false, names)),
    );
    let report = storm.ask();
    assert_ne!(report.verdict, PathVerdict::Valid);
    assert!(report.spent.name_constraint_comparisons <= 250_000);
}

/// C03: the root's name over another key.
#[test]
fn a_root_that_only_looks_like_the_anchor_is_never_one() {
    let (chain, other) = (sound(), sound());
    // The other hierarchy has the same names throughout.
    assert_eq!(chain.root.subject(), other.root.subject());
    let candidates = [other.authority.clone(), other.root.clone(), chain.authority.clone()];
    for all_paths in [false, true] {
        let mut question = PathQuestion::new(&other.user, &chain.anchors, at(DAY));
        question.candidates = &candidates;
        question.revocation = RevocationMode::Off;
        question.all_paths = all_paths;
        let report = validate(&question);
        assert_eq!(report.verdict, PathVerdict::Invalid);
        let anchored =
            report.paths.iter().filter(|path| path.anchored && path.end == PathEnd::Anchor);
        assert!(anchored.clone().all(|path| path.verdict == PathVerdict::Invalid));
        let ends: Vec<PathEnd> = report.paths.iter().map(|path| path.end).collect();
        assert!(ends.contains(&PathEnd::NotTrusted), "{ends:?}");
        let untrusted = report.paths.iter().find(|path| path.end == PathEnd::NotTrusted).unwrap();
        assert_eq!(untrusted.certificates[0], other.root);
        assert!(codes_of(&untrusted.findings, Weight::Fatal).contains(&"path.root-not-trusted"));
    }
}

/// C04: whatever else is trusted, a valid result stays valid.
#[test]
fn an_extra_anchor_keeps_a_valid_result_valid() {
    let (chain, other) = (sound(), sound());
    let stranger_key = key();
    let stranger = template(&ROOT, None, "Stranger", &stranger_key).issue(&stranger_key).unwrap();
    let mut ended = template(&ROOT, None, "Test Root", &chain.root_key);
    ended.not_after = at("2026-02-01T00:00:00Z");
    let ended = ended.issue(&chain.root_key).unwrap();
    let broken = {
        let mut authority =
            template(&AUTHORITY, Some(&other.root), "Test Authority", &chain.authority_key);
        authority.remove(&known::BASIC_CONSTRAINTS);
        authority.issue(&other.root_key).unwrap()
    };
    for extra in [other.root.clone(), stranger, ended, broken, other.authority.clone()] {
        for anchors in [[chain.root.clone(), extra.clone()], [extra, chain.root.clone()]] {
            for all_paths in [false, true] {
                let report = chain.ask_with(|question| {
                    question.anchors = &anchors;
                    question.all_paths = all_paths;
                });
                assert_eq!(report.verdict, PathVerdict::Valid, "{anchors:?}");
            }
        }
    }
}

/// C06: identifiers are compared arc by arc.
#[test]
fn an_identifier_that_only_begins_like_the_wanted_one_is_another() {
    let registered: Oid = "1.2.398.3.3.4.1.1".parse().unwrap();
    for found in ["1.2.398.3.3.4.1.10", "1.2.398.3.3.4.1.1.1", "1.2.398.3.3.4.1"] {
        let found: Oid = found.parse().unwrap();
        let chain = hierarchy(
            |authority| authority.set(Extension::policies(&[(&known::ANY_POLICY, None)])),
            |user| {
                user.set(Extension::policies(&[(&found, None)]));
                user.set(Extension::purposes(&[&found], false));
            },
        );
        let report = chain.ask_with(|question| {
            question.policies.user_initial = BTreeSet::from([registered.clone()]);
            question.policies.explicit = true;
        });
        assert_eq!(
            codes_of(&report.paths[0].findings, Weight::Fatal),
            ["path.policy-not-accepted"],
            "{found}"
        );
        let report = chain.ask_with(|question| question.purpose = Some(&registered));
        assert_eq!(codes_of(&report.paths[0].findings, Weight::Fatal), ["path.purpose"]);
    }
}

/// C06: an arc padded with 0x80, an arc of more than 64 bits, one policy twice.
#[test]
fn malformed_and_repeated_identifiers_are_reported_and_never_equal_the_wanted_one() {
    let wanted: Oid = "1.2.398.3.3.4.1.1".parse().unwrap();
    let policies = |contents: &[&[u8]]| {
        let list: Vec<Vec<u8>> = contents
            .iter()
            .map(|content| encode::sequence(&[&encode::element(tlv::OBJECT_IDENTIFIER, content)]))
            .collect();
        encode::element(tlv::SEQUENCE, &list.concat())
    };
    // 1.2.398.3.3.4.1.1 with the last arc written in two octets.
    let mut padded = wanted.content().to_vec();
    padded.insert(padded.len() - 1, 0x80);
    // … and with a last arc of 1 + 2^70.
    let mut huge = wanted.content().to_vec();
    let last = huge.pop().unwrap();
    huge.extend([0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, last]);
    for (contents, reads) in [
        (vec![&padded[..]], false),
        (vec![&huge[..]], true),
        (vec![wanted.content(), wanted.content()], true),
    ] {
        let value = policies(&contents);
        let chain = hierarchy(
            |authority| authority.set(Extension::policies(&[(&known::ANY_POLICY, None)])),
            |user| user.set(Extension::new(&known::CERTIFICATE_POLICIES, true, value)),
        );
        let report = chain.ask_with(|question| {
            question.policies.user_initial = BTreeSet::from([wanted.clone()]);
            question.policies.explicit = true;
        });
        println!("{contents:?} {:?} {:?}", report.verdict, report.paths[0].findings);
        let repeated = contents.len() > 1;
        assert!(repeated || report.verdict == PathVerdict::Invalid);
        let defects = codes_of(chain.user.defects(), Weight::Remark);
        assert!(reads || defects.contains(&"certificate.extension-malformed"), "{defects:?}");
    }
}

/// A name of 64 KB.
#[test]
fn a_name_of_sixty_four_kilobytes_is_followed_like_any_other() {
    let long = "ұ".repeat(32 * 1024);
    let root_key = key();
    let root = template(&ROOT, None, &long, &root_key).issue(&root_key).unwrap();
    let user = template(&person(), Some(&root), "User", &key()).issue(&root_key).unwrap();
    let anchors = [root];
    let mut question = PathQuestion::new(&user, &anchors, at(DAY));
    question.revocation = RevocationMode::Off;
    assert_eq!(validate(&question).verdict, PathVerdict::Valid);
    assert!(name(&long).len() > 64 * 1024);
}
