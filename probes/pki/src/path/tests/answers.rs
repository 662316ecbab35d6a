//! The shape and the completeness of answers: trees, models of time, evidence, options.

use super::generated::{
    BEFORE, DAY, Hierarchy, hierarchy, key, list, name, person, signed, sound, template,
};
use super::*;
use crate::algorithm::HashAlgorithm;
use crate::encode;
use crate::finding::Fingerprint;
use crate::issue::{CertificateState, Extension, OcspTemplate, Profile, SingleAnswer};
use crate::key::{PrivateKey, Signer as _};
use crate::ocsp::{CertId, OcspResponse};
use crate::oid::known;
use crate::tlv;

const THEN: &str = "2026-03-01T00:00:00Z";
const ROOT: Profile = Profile::Root;
const AUTHORITY: Profile = Profile::Authority { path_length: None };

fn all_codes(path: &CandidatePath) -> Vec<&'static str> {
    codes_of(&path.findings, Weight::Remark)
}

/// The findings of each path as the tree tells them from the target to the path's end.
fn told<'r>(node: &PathNode<'r>, above: &[&'r Finding], into: &mut Vec<(usize, Vec<&'r Finding>)>) {
    let here = [above, &node.findings].concat();
    for leaf in &node.ends {
        into.push((leaf.path, [&here[..], &leaf.findings].concat()));
    }
    for issuer in &node.issuers {
        told(issuer, &here, into);
    }
}

/// Every path ends once in the tree, and every finding stands once on its path.
fn tree_tells_everything(report: &PathReport) {
    let mut found = Vec::new();
    told(&report.tree().unwrap(), &[], &mut found);
    found.sort_by_key(|(path, _)| *path);
    let positions: Vec<usize> = found.iter().map(|(path, _)| *path).collect();
    assert_eq!(positions, (0..report.paths.len()).collect::<Vec<_>>());
    for (path, findings) in found {
        let own = &report.paths[path].findings;
        assert_eq!(findings.len(), own.len());
        assert!(own.iter().all(|finding| findings.contains(&finding)));
    }
}

#[test]
fn every_possible_issuer_is_a_branch_of_the_tree_also_a_rejected_one() {
    let chain = sound();
    // The authority's name with another key, certified by the root all the same.
    let look_alike = template(&AUTHORITY, Some(&chain.root), "Test Authority", &key())
        .issue(&chain.root_key)
        .unwrap();
    let candidates = [look_alike.clone(), chain.authority.clone()];
    let report = chain.ask_with(|question| {
        question.candidates = &candidates;
        question.all_paths = true;
    });
    assert_eq!(report.verdict, PathVerdict::Valid);
    let ends: Vec<_> = report.paths.iter().map(|path| (path.end, path.verdict)).collect();
    assert_eq!(
        ends,
        [(PathEnd::Anchor, PathVerdict::Valid), (PathEnd::NotIssuer, PathVerdict::Invalid)]
    );
    let rejected = &report.paths[1];
    let finding =
        rejected.findings.iter().find(|finding| finding.code == "path.signature-invalid").unwrap();
    // Which certificate, which rule, what was seen.
    assert_eq!(finding.about, Some(chain.user.fingerprint()));
    assert_eq!(finding.citation, "RFC 5280 section 6.1.3 (a)(1)");
    assert_eq!(finding.facts["issuer_fingerprint"], look_alike.fingerprint().to_string());
    let tree = report.tree().unwrap();
    assert_eq!(*tree.certificate, chain.user);
    let issuers: Vec<_> = tree.issuers.iter().map(|node| node.certificate).collect();
    assert_eq!(issuers, [&chain.authority, &look_alike]);
    assert_eq!(*tree.issuers[0].issuers[0].certificate, chain.root);
    tree_tells_everything(&report);
    // Asked for the first path only, the rejected one is not looked for.
    assert_eq!(chain.ask_with(|question| question.candidates = &candidates).paths.len(), 1);
}

#[test]
fn findings_do_not_stop_at_the_first_and_stand_once_on_each_path() {
    let chain = hierarchy(
        |authority| {
            authority.not_after = at("2026-11-01T00:00:00Z");
            authority.remove(&known::BASIC_CONSTRAINTS);
        },
        |user| {
            user.not_after = at("2026-11-02T00:00:00Z");
            user.set(Extension::new(&"1.2.3.4".parse().unwrap(), true, vec![5, 0]));
        },
    );
    // A second certificate of the authority's key, from another root of the same name.
    let other_key = key();
    let other = template(&ROOT, None, "Test Root", &other_key).issue(&other_key).unwrap();
    let second = template(&AUTHORITY, Some(&other), "Test Authority", &chain.authority_key)
        .issue(&other_key)
        .unwrap();
    let candidates = [chain.authority.clone(), second];
    let anchors = [chain.root.clone(), other];
    let report = chain.ask_with(|question| {
        question.candidates = &candidates;
        question.anchors = &anchors;
        question.all_paths = true;
    });
    assert_eq!(report.verdict, PathVerdict::Invalid);
    let ways = report.paths.iter().filter(|path| path.anchored && path.end == PathEnd::Anchor);
    assert_eq!(ways.count(), 2);
    let worst = report
        .paths
        .iter()
        .find(|path| path.end == PathEnd::Anchor && path.certificates[1] == chain.authority)
        .unwrap();
    let mut codes = codes_of(&worst.findings, Weight::Fatal);
    codes.sort_unstable();
    assert_eq!(
        codes,
        ["path.critical-extension-unknown", "path.expired", "path.expired", "path.not-authority"]
    );
    tree_tells_everything(&report);
    // What is wrong with the target itself is told once, below all branches.
    let tree = report.tree().unwrap();
    let of_target: Vec<_> = tree.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(of_target, ["path.expired", "path.critical-extension-unknown"]);
}

#[test]
fn certificates_of_one_key_and_name_each_give_a_path() {
    let chain = sound();
    // The root certified anew over the same key, trusted beside the old certificate.
    let mut renewed = template(&ROOT, None, "Test Root", &chain.root_key);
    renewed.not_before = at("2026-06-01T00:00:00Z");
    renewed.not_after = at("2036-06-01T00:00:00Z");
    let renewed = renewed.issue(&chain.root_key).unwrap();
    let anchors = [chain.root.clone(), renewed];
    let report = chain.ask_with(|question| {
        question.anchors = &anchors;
        question.all_paths = true;
    });
    let models: Vec<_> = report.paths.iter().map(|path| path.models.unwrap()).collect();
    let (valid, invalid) = (PathVerdict::Valid, PathVerdict::Invalid);
    assert_eq!(
        models,
        [TimeModels { shell: valid, chain: valid }, TimeModels { shell: valid, chain: invalid }]
    );
    tree_tells_everything(&report);
}

#[test]
fn an_authority_older_than_its_roots_certificate_is_valid_by_the_shell_model_alone() {
    let mut chain = sound();
    let mut renewed = template(&ROOT, None, "Test Root", &chain.root_key);
    renewed.not_before = at("2026-06-01T00:00:00Z");
    chain.anchors = [renewed.issue(&chain.root_key).unwrap()];
    let report = chain.ask();
    assert_eq!(report.verdict, PathVerdict::Valid);
    let path = &report.paths[0];
    let models = TimeModels { shell: PathVerdict::Valid, chain: PathVerdict::Invalid };
    assert_eq!(path.models, Some(models));
    assert_eq!(all_codes(path), ["path.issuer-not-valid-at-issue", "path.time-models-differ"]);
    let link = &path.findings[0];
    assert_eq!(link.about, Some(chain.authority.fingerprint()));
    assert_eq!(link.facts["issued"], BEFORE);
    assert_eq!(link.facts["not_before"], "2026-06-01T00:00:00Z");
    assert_eq!(path.findings[1].facts["chain"], "invalid");
}

#[test]
fn an_issuer_that_expired_after_it_had_issued_is_valid_by_the_chain_model_alone() {
    let chain = hierarchy(|authority| authority.not_after = at("2026-11-01T00:00:00Z"), |_| {});
    let report = chain.ask();
    assert_eq!(report.verdict, PathVerdict::Invalid);
    let models = TimeModels { shell: PathVerdict::Invalid, chain: PathVerdict::Valid };
    assert_eq!(report.paths[0].models, Some(models));
    // The target's own end counts in both.
    let late = hierarchy(|_| {}, |user| user.not_after = at("2026-11-01T00:00:00Z"));
    let models = TimeModels { shell: PathVerdict::Invalid, chain: PathVerdict::Invalid };
    assert_eq!(late.ask().paths[0].models, Some(models));
}

#[test]
fn an_issuer_revoked_after_it_had_issued_stands_by_the_chain_model_unless_its_key_was_lost() {
    let chain = hierarchy(|_| {}, |user| user.not_before = at(THEN));
    for (date, reason, expected) in [
        ("2026-10-01T00:00:00Z", Some(5), PathVerdict::Valid),
        ("2026-10-01T00:00:00Z", Some(2), PathVerdict::Invalid),
        ("2026-02-01T00:00:00Z", Some(5), PathVerdict::Invalid),
    ] {
        let lists = [signed(
            &list(&chain.root).revoking(chain.authority.serial(), at(date), reason),
            &chain.root_key,
        )];
        let report = chain.ask_with(|question| {
            question.crls = &lists;
            question.revocation = RevocationMode::IfKnown;
        });
        assert_eq!(report.verdict, PathVerdict::Invalid);
        let models = TimeModels { shell: PathVerdict::Invalid, chain: expected };
        assert_eq!(report.paths[0].models, Some(models), "{date} {reason:?}");
    }
}

/// The hierarchy judged at [`THEN`] by one who asks on [`DAY`]: the root's list of then, and what
/// else is given.
fn then(chain: &Hierarchy, of_authority: &[Crl], ocsp: &[OcspResponse]) -> PathReport {
    let mut of_root = list(&chain.root);
    of_root.this_update = at("2026-02-28T00:00:00Z");
    of_root.next_update = Some(at("2026-03-02T00:00:00Z"));
    let lists = [&[signed(&of_root, &chain.root_key)], of_authority].concat();
    chain.ask_with(|question| {
        question.at = at(THEN);
        question.asked_at = Some(at(DAY));
        question.crls = &lists;
        question.ocsp = ocsp;
        question.revocation = RevocationMode::Required;
    })
}

fn of_user<'r>(report: &'r PathReport, chain: &Hierarchy) -> Vec<&'r Evidence> {
    let user = chain.user.fingerprint();
    report.paths[0].evidence.iter().filter(|it| it.certificate == user).collect()
}

#[test]
fn a_later_list_proves_that_a_certificate_was_not_revoked_then() {
    let chain = sound();
    let later = signed(&list(&chain.authority), &chain.authority_key);
    let report = then(&chain, std::slice::from_ref(&later), &[]);
    assert_eq!(report.verdict, PathVerdict::Valid, "{:?}", report.paths[0].findings);
    let evidence = of_user(&report, &chain);
    assert_eq!(evidence.len(), 1);
    assert_eq!(evidence[0].fingerprint, later.fingerprint());
    assert_eq!(evidence[0].number.as_deref(), Some("7"));
    assert_eq!((evidence[0].kind, evidence[0].coverage), (EvidenceKind::Crl, Coverage::Later));
    assert_eq!(evidence[0].this_update, at("2026-11-22T00:00:00Z"));
    assert_eq!(evidence[0].says, EvidenceStatus::Good);
    // Of the authority the list of the root that was current speaks.
    assert_eq!(report.paths[0].evidence[0].coverage, Coverage::Current);
    // Who asks on the day itself cannot know a later list.
    let report = chain.ask_with(|question| {
        question.at = at(THEN);
        question.crls = std::slice::from_ref(&later);
        question.revocation = RevocationMode::Required;
    });
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(all_codes(&report.paths[0]).contains(&"crl.this-update-in-future"));
}

#[test]
fn a_later_list_tells_who_was_revoked_by_then_and_who_only_afterwards() {
    let chain = sound();
    let listing = |date: &str, invalid_since: Option<&str>| {
        let mut template = list(&chain.authority).revoking(chain.user.serial(), at(date), Some(1));
        template.entries[0].invalidity_date = invalid_since.map(at);
        signed(&template, &chain.authority_key)
    };
    let report = then(&chain, &[listing("2026-06-01T00:00:00Z", None)], &[]);
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert!(all_codes(&report.paths[0]).contains(&"path.revoked-later"));
    let EvidenceStatus::RevokedLater(revocation) = of_user(&report, &chain)[0].says else {
        panic!("not revoked later")
    };
    assert_eq!(revocation.date, Some(at("2026-06-01T00:00:00Z")));
    let report = then(&chain, &[listing("2026-02-01T00:00:00Z", None)], &[]);
    assert_eq!(report.verdict, PathVerdict::Invalid);
    // Revoked later, but in doubt since before the moment.
    let report =
        then(&chain, &[listing("2026-06-01T00:00:00Z", Some("2026-02-15T00:00:00Z"))], &[]);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(all_codes(&report.paths[0]).contains(&"path.invalid-before-revocation"));
    let report =
        then(&chain, &[listing("2026-06-01T00:00:00Z", Some("2026-05-15T00:00:00Z"))], &[]);
    assert_eq!(report.verdict, PathVerdict::Valid);
}

#[test]
fn a_hold_that_was_current_then_counts_whatever_a_later_list_says() {
    let chain = sound();
    let mut holding =
        list(&chain.authority).revoking(chain.user.serial(), at("2026-02-20T00:00:00Z"), Some(6));
    holding.this_update = at("2026-02-28T00:00:00Z");
    holding.next_update = Some(at("2026-03-02T00:00:00Z"));
    let holding = signed(&holding, &chain.authority_key);
    let clear = signed(&list(&chain.authority), &chain.authority_key);
    for lists in [[holding.clone(), clear.clone()], [clear, holding]] {
        assert_eq!(then(&chain, &lists, &[]).verdict, PathVerdict::Invalid);
    }
}

#[test]
fn a_list_that_ended_before_the_moment_proves_nothing_and_what_to_fetch_is_said() {
    let chain = sound();
    let mut old = list(&chain.authority);
    old.this_update = at("2026-02-01T00:00:00Z");
    old.next_update = Some(at("2026-02-02T00:00:00Z"));
    let report = then(&chain, &[signed(&old, &chain.authority_key)], &[]);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    let path = &report.paths[0];
    assert!(all_codes(path).contains(&"crl.expired"));
    let unknown = path.findings.iter().find(|it| it.code == "path.revocation-unknown").unwrap();
    assert_eq!(unknown.facts["at"], THEN);
    assert_eq!(unknown.facts["lists_of_issuer"], "1");
    assert!(unknown.facts.contains_key("urls"));
}

#[test]
fn a_later_list_proves_nothing_of_a_certificate_that_expired_unless_it_keeps_such() {
    let chain = hierarchy(|_| {}, |user| user.not_after = at("2026-06-01T00:00:00Z"));
    let report = then(&chain, &[signed(&list(&chain.authority), &chain.authority_key)], &[]);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(all_codes(&report.paths[0]).contains(&"crl.expired-not-kept"));
    for (since, expected) in [
        ("2026-01-01T00:00:00Z", PathVerdict::Valid),
        ("2026-07-01T00:00:00Z", PathVerdict::Undetermined),
    ] {
        let mut keeping = list(&chain.authority);
        keeping.extensions.push(Extension::new(
            &known::EXPIRED_CERTIFICATES_ON_CRL,
            false,
            encode::generalized_time(at(since)),
        ));
        let report = then(&chain, &[signed(&keeping, &chain.authority_key)], &[]);
        assert_eq!(report.verdict, expected, "{since}");
    }
    // An entry is proof all the same.
    let revoked =
        list(&chain.authority).revoking(chain.user.serial(), at("2026-02-01T00:00:00Z"), None);
    let report = then(&chain, &[signed(&revoked, &chain.authority_key)], &[]);
    assert_eq!(report.verdict, PathVerdict::Invalid);
}

fn response(
    chain: &Hierarchy,
    state: CertificateState,
    (this_update, next_update): (&str, &str),
    signer: (&PrivateKey, &Certificate),
) -> OcspResponse {
    let answer = SingleAnswer {
        id: CertId::new(&chain.user, &chain.authority, HashAlgorithm::Sha256),
        state,
        this_update: at(this_update),
        next_update: Some(at(next_update)),
    };
    let template = OcspTemplate::new(vec![answer], at(this_update), None);
    let der = template.to_der(signer.0, signer.1).unwrap();
    OcspResponse::read(&der).unwrap().0
}

const TODAY: (&str, &str) = ("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z");

fn with_answers(chain: &Hierarchy, crls: &[Crl], ocsp: &[OcspResponse]) -> PathReport {
    chain.ask_with(|question| {
        question.crls = crls;
        question.ocsp = ocsp;
        question.revocation = RevocationMode::RequiredOfTarget;
    })
}

#[test]
fn an_answer_of_the_issuer_or_its_delegate_proves_like_a_list() {
    let chain = sound();
    let issuer = (&chain.authority_key, &chain.authority);
    let delegate_key = key();
    let delegate = |profile: &Profile| {
        template(profile, Some(&chain.authority), "Responder", &delegate_key)
            .issue(&chain.authority_key)
            .unwrap()
    };
    let responder = delegate(&Profile::OcspResponder);
    for signer in [issuer, (&delegate_key, &responder)] {
        let good = response(&chain, CertificateState::Good, TODAY, signer);
        let report = with_answers(&chain, &[], std::slice::from_ref(&good));
        assert_eq!(report.verdict, PathVerdict::Valid, "{:?}", report.paths[0].findings);
        let evidence = of_user(&report, &chain);
        assert_eq!(evidence.len(), 1);
        assert_eq!(evidence[0].kind, EvidenceKind::Ocsp);
        assert_eq!(evidence[0].produced_at, Some(at(TODAY.0)));
        let state = CertificateState::Revoked { at: at(THEN), reason: Some(1) };
        let revoked = response(&chain, state, TODAY, signer);
        let report = with_answers(&chain, &[], &[revoked]);
        assert_eq!(codes_of(&report.paths[0].findings, Weight::Fatal), ["path.revoked"]);
    }
    // A certificate of the same authority that is not for answers, and a stranger.
    let impostor = delegate(&person());
    let stranger_key = key();
    let stranger =
        template(&ROOT, None, "Test Authority", &stranger_key).issue(&stranger_key).unwrap();
    for (signer, code) in [
        ((&delegate_key, &impostor), "ocsp.responder-purpose"),
        ((&stranger_key, &stranger), "ocsp.responder-other-issuer"),
    ] {
        let good = response(&chain, CertificateState::Good, TODAY, signer);
        let report = with_answers(&chain, &[], &[good]);
        assert_eq!(report.verdict, PathVerdict::Undetermined);
        assert!(all_codes(&report.paths[0]).contains(&code), "{code}");
        assert!(of_user(&report, &chain).is_empty());
    }
}

#[test]
fn a_revoked_responder_is_not_believed() {
    let chain = sound();
    let responder_key = key();
    let mut responder =
        template(&Profile::OcspResponder, Some(&chain.authority), "Responder", &responder_key);
    let answer = |responder: &Certificate| {
        response(&chain, CertificateState::Good, TODAY, (&responder_key, responder))
    };
    let exempt = responder.issue(&chain.authority_key).unwrap();
    responder.remove(&known::OCSP_NO_CHECK);
    let checked = responder.issue(&chain.authority_key).unwrap();
    let naming = list(&chain.authority).revoking(checked.serial(), at(THEN), Some(1));
    let mut naming_scope = naming;
    // A list that does not cover the user, so that only the answer speaks of it.
    naming_scope.scope = None;
    let lists = [signed(&naming_scope, &chain.authority_key)];
    let report = with_answers(&chain, &lists, &[answer(&checked)]);
    assert!(all_codes(&report.paths[0]).contains(&"ocsp.responder-revoked"));
    assert!(of_user(&report, &chain).iter().all(|it| it.kind == EvidenceKind::Crl));
    // Nothing tells of the responder: where proof is demanded its answer is none.
    let report = with_answers(&chain, &[], &[answer(&checked)]);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(all_codes(&report.paths[0]).contains(&"ocsp.responder-unproven"));
    assert!(of_user(&report, &chain).is_empty());
    // The authority exempted it from being checked.
    let report = with_answers(&chain, &lists, &[answer(&exempt)]);
    assert!(of_user(&report, &chain).iter().any(|it| it.kind == EvidenceKind::Ocsp));
}

#[test]
fn where_a_list_and_an_answer_contradict_each_other_the_revocation_counts() {
    let chain = sound();
    let signer = (&chain.authority_key, &chain.authority);
    let clear = signed(&list(&chain.authority), &chain.authority_key);
    let naming = list(&chain.authority).revoking(chain.user.serial(), at(THEN), Some(4));
    let naming = signed(&naming, &chain.authority_key);
    let good = response(&chain, CertificateState::Good, TODAY, signer);
    let revoked = CertificateState::Revoked { at: at(THEN), reason: Some(4) };
    let revoked = response(&chain, revoked, TODAY, signer);
    for (list, answer) in [(naming, good.clone()), (clear.clone(), revoked)] {
        let report = with_answers(&chain, &[list], &[answer]);
        assert_eq!(report.verdict, PathVerdict::Invalid);
        let codes = all_codes(&report.paths[0]);
        assert!(
            codes.contains(&"path.revoked") && codes.contains(&"path.revocation-contradiction")
        );
        assert_eq!(of_user(&report, &chain).len(), 2);
    }
    let report = with_answers(&chain, &[clear], &[good]);
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert!(!all_codes(&report.paths[0]).contains(&"path.revocation-contradiction"));
}

#[test]
fn a_later_answer_proves_the_past_as_far_as_it_is_kept() {
    let chain = sound();
    let signer = (&chain.authority_key, &chain.authority);
    let good = response(&chain, CertificateState::Good, TODAY, signer);
    let report = then(&chain, &[], std::slice::from_ref(&good));
    assert_eq!(report.verdict, PathVerdict::Valid, "{:?}", report.paths[0].findings);
    assert_eq!(of_user(&report, &chain)[0].coverage, Coverage::Later);
    for (date, expected) in [
        ("2026-06-01T00:00:00Z", PathVerdict::Valid),
        ("2026-02-01T00:00:00Z", PathVerdict::Invalid),
    ] {
        let state = CertificateState::Revoked { at: at(date), reason: None };
        let report = then(&chain, &[], &[response(&chain, state, TODAY, signer)]);
        assert_eq!(report.verdict, expected, "{date}");
    }
    let ended = hierarchy(|_| {}, |user| user.not_after = at("2026-06-01T00:00:00Z"));
    let signer = (&ended.authority_key, &ended.authority);
    for (cutoff, expected) in [
        (None, PathVerdict::Undetermined),
        (Some("2026-07-01T00:00:00Z"), PathVerdict::Undetermined),
        (Some("2025-01-01T00:00:00Z"), PathVerdict::Valid),
    ] {
        let mut answer = response(&ended, CertificateState::Good, TODAY, signer);
        let OcspResponse::Answered(basic) = &mut answer else { panic!("refused") };
        basic.answers[0].archive_cutoff = cutoff.map(at);
        assert_eq!(then(&ended, &[], &[answer]).verdict, expected, "{cutoff:?}");
    }
}

#[test]
fn an_answer_about_another_certificate_or_a_refusal_proves_nothing() {
    let (chain, other) = (sound(), sound());
    let foreign =
        response(&other, CertificateState::Good, TODAY, (&other.authority_key, &other.authority));
    let refused = OcspResponse::read(&crate::issue::ocsp_refusal(3)).unwrap().0;
    let report = with_answers(&chain, &[], &[foreign, refused]);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(all_codes(&report.paths[0]).contains(&"ocsp.refused"));
    assert!(report.paths[0].evidence.is_empty());
}

#[test]
fn purposes_of_authorities_bind_only_where_that_is_asked() {
    let chain = hierarchy(
        |authority| authority.set(Extension::purposes(&[&known::PURPOSE_TIME_STAMPING], false)),
        |user| user.set(Extension::purposes(&[&known::PURPOSE_OCSP_SIGNING], false)),
    );
    let ask = |chained: bool| {
        chain.ask_with(|question| {
            question.purpose = Some(&known::PURPOSE_OCSP_SIGNING);
            question.rules.purpose_chained = chained;
        })
    };
    assert_eq!(ask(false).verdict, PathVerdict::Valid);
    let report = ask(true);
    assert_eq!(report.verdict, PathVerdict::Invalid);
    let finding = &report.paths[0].findings[0];
    assert_eq!(
        (finding.code, finding.about),
        ("path.purpose", Some(chain.authority.fingerprint()))
    );
}

#[test]
fn constraints_of_an_anchors_certificate_bind_only_where_that_is_asked() {
    let mut chain = sound();
    let subtree =
        encode::sequence(&[&encode::element(tlv::context_constructed(4), &name("Somebody Else"))]);
    let names = encode::sequence(&[&encode::element(tlv::context_constructed(0), &subtree)]);
    let permitted = Extension::new(&known::NAME_CONSTRAINTS, true, names);
    // requireExplicitPolicy 0.
    let explicit = encode::sequence(&[&encode::element(tlv::context(0), &[0])]);
    let rows = [
        (permitted, vec!["path.name-not-permitted"; 2]),
        (Extension::basic_constraints(Some(0)), vec!["path.too-long"]),
        // The root's own policy is none of those below it.
        (
            Extension::new(&known::POLICY_CONSTRAINTS, true, explicit),
            vec!["path.policy-not-accepted"],
        ),
    ];
    for (extension, expected) in rows {
        let mut root = template(&ROOT, None, "Test Root", &chain.root_key);
        root.set(extension);
        chain.anchors = [root.issue(&chain.root_key).unwrap()];
        assert_eq!(chain.ask().verdict, PathVerdict::Valid);
        let report = chain.ask_with(|question| question.rules.anchor_constraints = true);
        assert_eq!(report.verdict, PathVerdict::Invalid);
        let codes = codes_of(&report.paths[0].findings, Weight::Fatal);
        assert!(expected.iter().all(|code| codes.contains(code)), "{expected:?} {codes:?}");
    }
}

#[test]
fn an_anchor_may_be_a_name_and_a_key_alone() {
    let chain = sound();
    let bare = [bare_anchor(chain.root.subject(), chain.root.public_key()).unwrap()];
    let report = chain.ask_with(|question| question.anchors = &bare);
    assert_eq!(report.verdict, PathVerdict::Valid, "{:?}", report.paths[0].findings);
    // The same name with another key is none.
    let other = [bare_anchor(chain.root.subject(), key().public_key()).unwrap()];
    assert_ne!(chain.ask_with(|question| question.anchors = &other).verdict, PathVerdict::Valid);
}

#[test]
fn the_new_key_of_an_authority_is_reached_in_both_directions_of_its_rollover() {
    let (old_key, new_key) = (key(), key());
    let old = template(&ROOT, None, "Rolling Root", &old_key).issue(&old_key).unwrap();
    let new = template(&ROOT, None, "Rolling Root", &new_key).issue(&new_key).unwrap();
    let new_with_old =
        template(&AUTHORITY, Some(&old), "Rolling Root", &new_key).issue(&old_key).unwrap();
    let old_with_new =
        template(&AUTHORITY, Some(&new), "Rolling Root", &old_key).issue(&new_key).unwrap();
    let under_old = template(&person(), Some(&old), "Early", &key()).issue(&old_key).unwrap();
    let under_new = template(&person(), Some(&new), "Late", &key()).issue(&new_key).unwrap();
    let candidates = [new_with_old.clone(), old_with_new.clone(), old.clone(), new.clone()];
    for (target, anchor, bridge) in
        [(&under_new, &old, &new_with_old), (&under_old, &new, &old_with_new)]
    {
        let anchors = [anchor.clone()];
        let mut question = PathQuestion::new(target, &anchors, at(DAY));
        question.candidates = &candidates;
        question.revocation = RevocationMode::Off;
        question.all_paths = true;
        let report = validate(&question);
        assert_eq!(report.verdict, PathVerdict::Valid);
        assert_eq!(report.paths[0].certificates, [anchor.clone(), bridge.clone(), target.clone()]);
        tree_tells_everything(&report);
    }
}

#[test]
fn the_issuer_that_the_certificate_names_by_number_is_tried_first() {
    let root_key = key();
    let root = template(&ROOT, None, "Test Root", &root_key).issue(&root_key).unwrap();
    let authority_key = key();
    let authorities: Vec<Certificate> = (1..=20_u8)
        .map(|serial| {
            let mut authority = template(&AUTHORITY, Some(&root), "Test Authority", &authority_key);
            authority.serial = vec![serial];
            authority.issue(&root_key).unwrap()
        })
        .collect();
    let named = &authorities[13];
    let mut user = template(&person(), Some(named), "User", &key());
    user.set(Extension::authority_key_id_with_serial(
        named.subject_key_id().unwrap(),
        named.issuer().der(),
        named.serial(),
    ));
    let user = user.issue(&authority_key).unwrap();
    let anchors = [root];
    let mut question = PathQuestion::new(&user, &anchors, at(DAY));
    question.candidates = &authorities;
    question.revocation = RevocationMode::Off;
    let report = validate(&question);
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert_eq!(report.paths.len(), 1);
    assert_eq!(report.paths[0].certificates[1], *named);
    question.all_paths = true;
    assert_eq!(validate(&question).paths.len(), 20);
}

/// The national files: an expired root and authority, and what the two models make of them.
#[test]
fn national_certificates_are_told_by_both_models() {
    let Some(ca) = shared("kz-pki/ca") else { return };
    let read = |name: &str| one(ca.join(name));
    // FACTS.md 1.1: nca_gost until 2025-06-25, root_gost until 2025-07-27, both since 2015.
    let (authority, anchors) = (read("nca_gost.pem"), [read("root_gost.pem")]);
    let report = |day: &str| validate(&PathQuestion::new(&authority, &anchors, at(day)));
    let both = |verdict| Some(TimeModels { shell: verdict, chain: verdict });
    assert_eq!(report("2024-01-01T00:00:00Z").paths[0].models, both(PathVerdict::Valid));
    assert_eq!(report("2025-07-01T00:00:00Z").paths[0].models, both(PathVerdict::Invalid));
    let fingerprint: Fingerprint = anchors[0].fingerprint();
    assert!(fingerprint.to_string().starts_with("9ab210e5"));
}

/// aws-lc-rs has no Ed448: said by its name, and never valid.
#[test]
fn an_ed448_signature_is_undetermined_by_its_name() {
    let folder = crate::fixture::Folder::new("ed448");
    let issue = |name: &str, issuer: &[&str]| {
        let subject = format!("/CN={name}");
        let (key, out) = (format!("{name}.key"), format!("{name}.pem"));
        let own = [
            "req", "-x509", "-newkey", "ed448", "-nodes", "-days", "30", "-subj", &subject,
            "-keyout", &key, "-out", &out,
        ];
        folder.run("openssl", &[&own[..], issuer].concat())
    };
    let Some(made) = issue("root", &[]) else { return };
    assert!(made.status.success());
    let made = issue("user", &["-CA", "root.pem", "-CAkey", "root.key"]).unwrap();
    if !made.status.success() {
        println!("skipped: this openssl does not sign requests at once");
        return;
    }
    let read = |name: &str| crate::fixture::one_certificate(&folder.get(name));
    let (user, anchors) = (read("user.pem"), [read("root.pem")]);
    let report = validate(&PathQuestion::new(&user, &anchors, user.not_before()));
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    let unsupported =
        report.paths[0].findings.iter().find(|it| it.code == "path.signature-unsupported").unwrap();
    assert!(unsupported.facts["algorithm"].contains("Ed448"), "{unsupported:?}");
}
