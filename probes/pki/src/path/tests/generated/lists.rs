//! Revocation lists by RFC 5280 section 6.3, one clause a test.

use super::*;
use crate::Name;
use crate::issue::RevokedTemplate;

const HERE: &str = "http://crl.example.kz/here.crl";
const ELSEWHERE: &str = "http://crl.example.kz/elsewhere.crl";

/// Bits of ReasonFlags: keyCompromise and cACompromise, and the other six.
const COMPROMISE: [u8; 2] = [1, 2];
const OTHERS: [u8; 6] = [3, 4, 5, 6, 7, 8];

/// A distribution point of the certificate.
#[derive(Clone, Default)]
struct Point {
    url: Option<&'static str>,
    reasons: Option<Vec<u8>>,
    crl_issuer: Option<Vec<u8>>,
}

fn at_url(url: &'static str) -> Point {
    Point { url: Some(url), ..Point::default() }
}

fn points(points: &[Point]) -> Extension {
    let written = |point: &Point| {
        let name = point.url.map(|url| {
            let full = encode::element(0x86, url.as_bytes());
            let full = encode::element(tlv::context_constructed(0), &full);
            encode::element(tlv::context_constructed(0), &full)
        });
        let reasons = point.reasons.as_ref().map(|bits| {
            let bits = encode::named_bits(bits);
            encode::element(tlv::context(1), &bits[2..])
        });
        let issuer = point.crl_issuer.as_ref().map(|name| {
            let directory = encode::element(tlv::context_constructed(4), name);
            encode::element(tlv::context_constructed(2), &directory)
        });
        let parts = [name, reasons, issuer].map(Option::unwrap_or_default);
        encode::sequence(&[&parts[0], &parts[1], &parts[2]])
    };
    let all: Vec<Vec<u8>> = points.iter().map(written).collect();
    let value = encode::element(tlv::SEQUENCE, &all.concat());
    Extension::new(&known::CRL_DISTRIBUTION_POINTS, false, value)
}

/// A hierarchy whose user's certificate names these points.
fn pointing(own: &[Point]) -> Hierarchy {
    hierarchy(|_| {}, |user| user.set(points(own)))
}

impl Hierarchy {
    /// Asks with these lists and one of the root, which everything needs.
    fn by_lists(&self, lists: &[Crl]) -> (PathVerdict, Vec<&'static str>) {
        self.by_lists_and(lists, &[])
    }

    fn by_lists_and(
        &self,
        lists: &[Crl],
        signers: &[Certificate],
    ) -> (PathVerdict, Vec<&'static str>) {
        outcome(&self.report_by(lists, signers))
    }

    fn report_by(&self, lists: &[Crl], signers: &[Certificate]) -> PathReport {
        let lists = [lists, &[signed(&list(&self.root), &self.root_key)]].concat();
        let candidates = [&self.candidates[..], signers].concat();
        let mut question = PathQuestion::new(&self.user, &self.anchors, at(DAY));
        question.candidates = &candidates;
        question.crls = &lists;
        question.revocation = RevocationMode::Required;
        let report = validate(&question);
        declared(&report);
        report
    }

    /// A list of the authority with this scope that names the user or nobody.
    fn scoped(&self, scope: IssuingPoint, names_user: bool) -> Crl {
        let mut template = list(&self.authority);
        template.scope = Some(scope);
        let template = if names_user { self.naming_user(template) } else { template };
        signed(&template, &self.authority_key)
    }

    fn naming_user(&self, template: CrlTemplate) -> CrlTemplate {
        template.revoking(self.user.serial(), at("2026-10-01T00:00:00Z"), Some(4))
    }

    fn plain(&self) -> Crl {
        signed(&list(&self.authority), &self.authority_key)
    }
}

fn of_url(url: &str) -> IssuingPoint {
    IssuingPoint { urls: vec![url.to_owned()], ..IssuingPoint::default() }
}

fn good() -> (PathVerdict, Vec<&'static str>) {
    (PathVerdict::Valid, vec![])
}

fn unknown(found: &(PathVerdict, Vec<&'static str>)) {
    assert_eq!(found.0, PathVerdict::Undetermined, "{found:?}");
    assert!(found.1.contains(&"path.revocation-unknown"), "{found:?}");
}

/// R07.
#[test]
fn a_list_of_another_distribution_point_does_not_count() {
    let chain = pointing(&[at_url(HERE)]);
    assert_eq!(chain.by_lists(&[chain.scoped(of_url(HERE), false)]), good());
    assert_eq!(chain.by_lists(&[chain.scoped(of_url(HERE), true)]), invalid(&["path.revoked"]));
    for names_user in [false, true] {
        unknown(&chain.by_lists(&[chain.scoped(of_url(ELSEWHERE), names_user)]));
    }
    // A list without a point of its own covers every point.
    assert_eq!(chain.by_lists(&[chain.plain()]), good());
}

/// R07.
#[test]
fn a_list_of_any_of_several_points_counts() {
    let chain = pointing(&[at_url(ELSEWHERE), at_url(HERE)]);
    assert_eq!(chain.by_lists(&[chain.scoped(of_url(HERE), false)]), good());
    assert_eq!(chain.by_lists(&[chain.scoped(of_url(ELSEWHERE), false)]), good());
    let both = [chain.scoped(of_url(ELSEWHERE), false), chain.scoped(of_url(HERE), true)];
    assert_eq!(chain.by_lists(&both), invalid(&["path.revoked"]));
}

#[test]
fn a_list_with_a_point_does_not_count_for_a_certificate_that_names_none() {
    let chain = sound();
    unknown(&chain.by_lists(&[chain.scoped(of_url(HERE), false)]));
}

#[test]
fn a_list_of_users_only_covers_no_authority_and_the_other_way_round() {
    let chain = sound();
    let users = IssuingPoint { only_users: true, ..IssuingPoint::default() };
    let authorities = IssuingPoint { only_authorities: true, ..IssuingPoint::default() };
    assert_eq!(chain.by_lists(&[chain.scoped(users.clone(), false)]), good());
    unknown(&chain.by_lists(&[chain.scoped(authorities, false)]));
    let mut of_root = list(&chain.root);
    of_root.scope = Some(users);
    let lists = [signed(&of_root, &chain.root_key), chain.plain()];
    let mut question = PathQuestion::new(&chain.user, &chain.anchors, at(DAY));
    question.candidates = &chain.candidates;
    question.crls = &lists;
    question.revocation = RevocationMode::Required;
    unknown(&outcome(&validate(&question)));
}

/// R07.
#[test]
fn all_reasons_must_be_covered_by_lists_together() {
    let chain = sound();
    let of = |reasons: &[u8]| IssuingPoint {
        only_reasons: Some(reasons.to_vec()),
        ..IssuingPoint::default()
    };
    let (some, rest) = (of(&COMPROMISE), of(&OTHERS));
    let one = chain.by_lists(&[chain.scoped(some.clone(), false)]);
    unknown(&one);
    assert!(one.1.contains(&"path.revocation-reasons-incomplete"), "{one:?}");
    let both = [chain.scoped(some.clone(), false), chain.scoped(rest.clone(), false)];
    assert_eq!(chain.by_lists(&both), good());
    // One of them is enough to revoke.
    assert_eq!(chain.by_lists(&[chain.scoped(rest, true)]), invalid(&["path.revoked"]));
}

/// R07.
#[test]
fn a_point_for_some_reasons_covers_no_others() {
    let here = Point { reasons: Some(COMPROMISE.to_vec()), ..at_url(HERE) };
    let elsewhere = Point { reasons: Some(OTHERS.to_vec()), ..at_url(ELSEWHERE) };
    let chain = pointing(&[here, elsewhere]);
    let one = chain.by_lists(&[chain.scoped(of_url(HERE), false)]);
    unknown(&one);
    assert!(one.1.contains(&"path.revocation-reasons-incomplete"), "{one:?}");
    let both = [chain.scoped(of_url(HERE), false), chain.scoped(of_url(ELSEWHERE), false)];
    assert_eq!(chain.by_lists(&both), good());
}

/// A separate signer of lists under the root, with its key.
fn list_signer(chain: &Hierarchy, name: &str) -> (Certificate, PrivateKey) {
    let own = key();
    let mut template = template(&person(), Some(&chain.root), name, &own);
    template.set(Extension::key_usage(KeyUsage::CRL_SIGN));
    (template.issue(&chain.root_key).unwrap(), own)
}

/// A list of `signer` about certificates of the authority.
fn indirect(signer: &Certificate, own: &PrivateKey, names: &[(&[u8], Option<&Name>)]) -> Crl {
    let mut template = list(signer);
    template.scope = Some(IssuingPoint { indirect: true, ..IssuingPoint::default() });
    template.entries = names
        .iter()
        .map(|(serial, issuer)| RevokedTemplate {
            serial: serial.to_vec(),
            date: at("2026-10-01T00:00:00Z"),
            reason: None,
            invalidity_date: None,
            certificate_issuer: issuer.map(|issuer| issuer.der().to_vec()),
        })
        .collect();
    signed(&template, own)
}

/// R07.
#[test]
fn an_indirect_list_counts_where_the_certificate_names_its_issuer() {
    let point = Point { crl_issuer: Some(name("List Signer")), ..Point::default() };
    let chain = pointing(&[point]);
    let (signer, own) = list_signer(&chain, "List Signer");
    let signers = [signer.clone()];
    let ask = |list: Crl| chain.by_lists_and(&[list], &signers);
    let (serial, issuer) = (chain.user.serial(), chain.user.issuer());
    assert_eq!(ask(indirect(&signer, &own, &[])), good());
    let named = indirect(&signer, &own, &[(serial, Some(issuer))]);
    assert_eq!(ask(named.clone()), invalid(&["path.revoked"]));
    // The same serial number of another issuer: the signer's own, or one named before.
    assert_eq!(ask(indirect(&signer, &own, &[(serial, None)])), good());
    let root = chain.root.subject();
    assert_eq!(ask(indirect(&signer, &own, &[(b"\x05", Some(root)), (serial, None)])), good());
    // An entry without an issuer belongs to the issuer of the entry before it.
    let carried = indirect(&signer, &own, &[(b"\x05", Some(issuer)), (serial, None)]);
    assert_eq!(ask(carried), invalid(&["path.revoked"]));
    // Without the point the certificate knows nothing of this signer.
    let plain = sound();
    let (signer, own) = list_signer(&plain, "List Signer");
    unknown(&plain.by_lists_and(&[indirect(&signer, &own, &[])], &[signer]));
}

/// R07.
#[test]
fn a_point_with_a_list_issuer_wants_an_indirect_list() {
    let point = Point { crl_issuer: Some(name("List Signer")), ..Point::default() };
    let chain = pointing(&[point]);
    let (signer, own) = list_signer(&chain, "List Signer");
    unknown(&chain.by_lists_and(&[signed(&list(&signer), &own)], &[signer]));
}

#[test]
fn an_indirect_list_wants_a_signer_that_is_valid_under_the_same_anchor() {
    let point = Point { crl_issuer: Some(name("List Signer")), ..Point::default() };
    let chain = pointing(&[point]);
    let (signer, own) = list_signer(&chain, "List Signer");
    let listed = [indirect(&signer, &own, &[])];
    // The signer lies nowhere.
    let found = chain.by_lists(&listed);
    unknown(&found);
    assert!(found.1.contains(&"crl.signer-not-found"), "{found:?}");
    // Its twin stands under another root.
    let other = sound();
    let mut twin = template(&person(), Some(&other.root), "List Signer", &own);
    twin.set(Extension::key_usage(KeyUsage::CRL_SIGN));
    twin.issuer = name("Another Root");
    let twin = twin.issue(&other.root_key).unwrap();
    let found = chain.by_lists_and(&listed, &[twin]);
    unknown(&found);
    assert!(found.1.contains(&"crl.signer-not-valid"), "{found:?}");
    // It may not sign lists.
    let mut unfit = template(&person(), Some(&chain.root), "List Signer", &own);
    unfit.set(Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE));
    let unfit = unfit.issue(&chain.root_key).unwrap();
    let found = chain.by_lists_and(&listed, &[unfit]);
    unknown(&found);
    assert!(found.1.contains(&"crl.signer-key-usage"), "{found:?}");
    // It is revoked.
    let revoking = list(&chain.root).revoking(signer.serial(), at(BEFORE), Some(1));
    let mut listed = listed.to_vec();
    listed.push(signed(&revoking, &chain.root_key));
    let mut question = PathQuestion::new(&chain.user, &chain.anchors, at(DAY));
    let candidates = [chain.authority.clone(), signer];
    question.candidates = &candidates;
    question.crls = &listed;
    question.revocation = RevocationMode::Required;
    let found = outcome(&validate(&question));
    unknown(&found);
    assert!(found.1.contains(&"crl.signer-not-valid"), "{found:?}");
}

#[test]
fn a_signer_covered_by_its_own_list_alone_is_told() {
    let point = Point { crl_issuer: Some(name("List Signer")), ..Point::default() };
    let chain = pointing(std::slice::from_ref(&point));
    let own = key();
    let mut signer = template(&person(), Some(&chain.root), "List Signer", &own);
    signer.set(Extension::key_usage(KeyUsage::CRL_SIGN));
    signer.set(points(&[point]));
    let signer = signer.issue(&chain.root_key).unwrap();
    let ask = |names: &[(&[u8], Option<&Name>)]| {
        let lists = [
            indirect(&signer, &own, names),
            signed(
                &CrlTemplate {
                    scope: Some(IssuingPoint { only_authorities: true, ..IssuingPoint::default() }),
                    ..list(&chain.root)
                },
                &chain.root_key,
            ),
        ];
        let candidates = [chain.authority.clone(), signer.clone()];
        let mut question = PathQuestion::new(&chain.user, &chain.anchors, at(DAY));
        question.candidates = &candidates;
        question.crls = &lists;
        question.revocation = RevocationMode::Required;
        let report = validate(&question);
        declared(&report);
        report
    };
    let report = ask(&[]);
    assert_eq!(outcome(&report), good());
    let remarks = codes_of(&report.paths[0].findings, Weight::Remark);
    assert!(remarks.contains(&"crl.signer-vouches-for-itself"), "{remarks:?}");
    // It may say against itself what it likes.
    let found = outcome(&ask(&[(signer.serial(), Some(signer.issuer()))]));
    unknown(&found);
}

#[test]
fn after_a_key_rollover_either_key_signs_the_lists() {
    let chain = sound();
    let new_key = key();
    let profile = Profile::Authority { path_length: Some(0) };
    // The authority's new key, certified by the root.
    let renewed =
        template(&profile, Some(&chain.root), "Test Authority", &new_key).issue(&chain.root_key);
    let renewed = renewed.unwrap();
    let by_new = signed(&list(&renewed), &new_key);
    assert_eq!(chain.by_lists_and(&[by_new], std::slice::from_ref(&renewed)), good());
    let naming = signed(&chain.naming_user(list(&renewed)), &new_key);
    assert_eq!(chain.by_lists_and(&[naming], &[renewed]), invalid(&["path.revoked"]));
}

/// A delta to number 7 of the authority, with this number, naming the user as added.
fn delta(chain: &Hierarchy, number: u64) -> CrlTemplate {
    let mut delta = list(&chain.authority);
    delta.delta_base = Some(7);
    delta.number = Some(number);
    chain.naming_user(delta)
}

/// R06.
#[test]
fn a_delta_no_newer_than_the_complete_list_is_not_combined_with_it() {
    let chain = sound();
    let ask = |base: u64, delta: &CrlTemplate| {
        let mut complete = list(&chain.authority);
        complete.number = Some(base);
        chain.by_lists(&[
            signed(&complete, &chain.authority_key),
            signed(delta, &chain.authority_key),
        ])
    };
    assert_eq!(ask(7, &delta(&chain, 8)), invalid(&["path.revoked"]));
    assert_eq!(ask(9, &delta(&chain, 10)), invalid(&["path.revoked"]));
    assert_eq!(ask(8, &delta(&chain, 8)), good());
    assert_eq!(ask(9, &delta(&chain, 8)), good());
    // It rests on a later complete list than this one.
    assert_eq!(ask(6, &delta(&chain, 8)), good());
}

#[test]
fn a_delta_counted_apart_is_used_unless_it_is_older() {
    let chain = sound();
    let ask = |delta: &CrlTemplate| {
        let lists = [chain.plain(), signed(delta, &chain.authority_key)];
        chain.report_by(&lists, &[])
    };
    let national = delta(&chain, 3);
    let report = ask(&national);
    assert_eq!(outcome(&report), invalid(&["path.revoked"]));
    let remarks = codes_of(&report.paths[0].findings, Weight::Remark);
    assert!(remarks.contains(&"crl.delta-number-below-base"), "{remarks:?}");
    let mut older = national;
    older.this_update = at("2026-11-21T23:59:59Z");
    let report = ask(&older);
    assert_eq!(outcome(&report), good());
    let remarks = codes_of(&report.paths[0].findings, Weight::Remark);
    assert!(remarks.contains(&"crl.delta-superseded"), "{remarks:?}");
}

#[test]
fn a_delta_of_another_scope_or_key_is_not_combined() {
    let chain = sound();
    let mut other_scope = delta(&chain, 8);
    other_scope.scope = Some(IssuingPoint { only_users: true, ..IssuingPoint::default() });
    let mut other_key = delta(&chain, 8);
    other_key.authority_key_id = Some(vec![9; 20]);
    for template in [other_scope, other_key] {
        let lists = [chain.plain(), signed(&template, &chain.authority_key)];
        assert_eq!(chain.by_lists(&lists), good());
    }
    // Nor one that another key signed.
    let forged = signed(&delta(&chain, 8), &key());
    assert_eq!(chain.by_lists(&[chain.plain(), forged]), good());
}

/// An entry of another certificate with a critical extension that nobody knows.
fn with_unknown_entry(template: &CrlTemplate, own: &PrivateKey) -> Crl {
    // The reason code's identifier becomes one of nobody, critical in place of its value.
    let der = template.clone().revoking(b"\x05", at(BEFORE), Some(4)).to_der(own).unwrap();
    let reason = [0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01, 0x04];
    let unknown = [0x30, 0x0a, 0x06, 0x01, 0x55, 0x01, 0x01, 0xff, 0x04, 0x02, 0x05, 0x00];
    let place = der.windows(reason.len()).rposition(|part| part == reason).unwrap();
    let mut changed = der.clone();
    changed[place..place + reason.len()].copy_from_slice(&unknown);
    let read = Crl::read(&changed).unwrap();
    // Signed anew over the changed octets.
    let signature = own.sign(read.tbs()).unwrap();
    let algorithm = encode::sequence(&[&encode::oid(&own.signature_algorithm().oid)]);
    let whole = encode::sequence(&[read.tbs(), &algorithm, &encode::bit_string(&signature)]);
    Crl::read(&whole).unwrap()
}

#[test]
fn a_list_with_an_entry_nobody_can_process_counts_for_no_certificate() {
    let chain = sound();
    let found =
        chain.by_lists(&[with_unknown_entry(&list(&chain.authority), &chain.authority_key)]);
    unknown(&found);
    assert!(found.1.contains(&"crl.entry-critical-extension-unknown"), "{found:?}");
    // It neither acquits nor is its silence outweighed: another list does the work.
    let lists = [with_unknown_entry(&list(&chain.authority), &chain.authority_key), chain.plain()];
    assert_eq!(chain.by_lists(&lists), good());
    // But where it names the certificate a silent list is not enough.
    let naming = chain.naming_user(list(&chain.authority));
    let lists = [with_unknown_entry(&naming, &chain.authority_key), chain.plain()];
    let found = chain.by_lists(&lists);
    unknown(&found);
    assert!(found.1.contains(&"path.revocation-unclear"), "{found:?}");
}

/// R06.
#[test]
fn of_two_current_lists_the_one_that_names_the_certificate_counts() {
    let chain = sound();
    let naming = signed(&chain.naming_user(list(&chain.authority)), &chain.authority_key);
    for lists in [[chain.plain(), naming.clone()], [naming.clone(), chain.plain()]] {
        assert_eq!(chain.by_lists(&lists), invalid(&["path.revoked"]));
    }
    // A later issue of the same list takes the place of the earlier one.
    let mut later = list(&chain.authority);
    later.this_update = at("2026-11-22T06:00:00Z");
    later.number = Some(8);
    assert_eq!(chain.by_lists(&[naming, signed(&later, &chain.authority_key)]), good());
}
