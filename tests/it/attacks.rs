//! Attacks on the act, its signatures and its quorum, built with real keys.
//!
//! The comments name the rows of the list of threats that a test stands for. Those of the act, its
//! signatures and its quorum, with the tests that build them, `model` being the unit tests of
//! `probes/model`:
//!
//! | Row | Tests |
//! |---|---|
//! | Q01 | `attacks::the_same_signature_twice_counts_one_person_and_is_named` |
//! | Q01 | `model::two_signatures_of_one_person_are_one_person` |
//! | Q02 | `attacks::two_keys_of_one_member_count_one_person` |
//! | Q02 | `attacks::an_old_and_a_renewed_certificate_of_one_key_count_one_person` |
//! | Q02 | `model::two_signatures_of_one_person_are_one_person` |
//! | Q02 | `model::a_roster_that_names_a_person_twice_adopts_nothing` |
//! | Q03 | `attacks::one_key_under_two_people_counts_for_neither` |
//! | Q03 | `attacks::one_key_in_another_encoding_under_another_person_is_not_a_second_vote` |
//! | Q03 | `model::one_key_under_two_people_counts_for_neither` |
//! | Q03 | `model::a_key_is_shared_only_where_two_people_sign_with_it` |
//! | Q04 | `attacks::a_name_in_a_certificate_makes_nobody_a_member` |
//! | Q04 | `attacks::a_certificate_without_a_number_counts_for_nobody` |
//! | Q05 | `attacks::a_threshold_in_a_file_is_refused_when_it_is_loaded` |
//! | Q06 | `attacks::a_smaller_roster_put_into_the_pack_makes_every_signature_fall` |
//! | Q06 | `quorum::a_sealed_roster_that_is_not_that_of_the_case_is_told_member_by_member` |
//! | Q06 | `model::every_way_in_which_a_roster_is_not_the_order_is_named` |
//! | Q07 | `attacks::two_thirds_are_never_rounded_down` |
//! | Q07 | `model::every_subset_of_every_commission_up_to_twelve_agrees_with_the_table` |
//! | Q07 | `model::every_number_of_signatures_of_commissions_up_to_thirty_agrees_with_the_table` |
//! | Q08 | `attacks::without_the_national_security_bodies_or_with_them_alone_nothing_is_adopted` |
//! | Q08 | `quorum::the_board_names_the_reading_that_closes_the_case_of_security_that_is_absent_or_not_appointed` |
//! | Q08 | `model::all_others_do_not_replace_the_security_member` |
//! | Q08 | `model::every_subset_of_every_commission_up_to_twelve_agrees_with_the_table` |
//! | Q09 | `attacks::without_the_national_security_bodies_or_with_them_alone_nothing_is_adopted` |
//! | Q09 | `model::the_security_member_alone_adopts_nothing` |
//! | Q09 | `model::every_subset_of_every_commission_up_to_twelve_agrees_with_the_table` |
//! | Q10 | `attacks::a_certificate_that_claims_a_security_body_represents_none` |
//! | Q11 | `attacks::the_rule_follows_from_the_visit_and_the_secretary_is_not_counted` |
//! | Q11 | `survey::three_of_five_make_the_act_of_a_survey_lawful_and_the_secretary_is_none_of_them` |
//! | Q11 | `survey::a_survey_by_a_commission_of_another_composition_is_not_lawful_whoever_signs` |
//! | Q11 | `model::the_secretary_counts_under_neither_rule` |
//! | Q11 | `model::the_kind_of_visit_alone_chooses_the_rule` |
//! | Q11 | `model::a_roster_that_names_a_person_twice_adopts_nothing` |
//! | Q11 | `model::every_subset_of_every_commission_up_to_twelve_agrees_with_the_table` |
//! | Q12 | `attacks::signatures_of_another_case_are_refused_and_the_other_case_is_named` |
//! | Q12 | `attacks::signatures_of_an_earlier_version_are_refused_and_the_version_is_named` |
//! | Q12 | `quorum::a_signature_over_a_draft_or_over_the_act_of_another_case_counts_for_nobody` |
//! | Q13 | `attacks::any_change_of_the_signed_bytes_voids_every_signature` |
//! | Q13 | `attacks::another_form_of_the_same_letters_and_a_file_added_beside_are_found` |
//! | Q13 | `attacks::one_changed_byte_of_the_act_in_the_pack_is_found` |
//! | Q13 | `attacks::another_order_of_the_keys_in_the_record_is_found` |
//! | Q14 | `attacks::a_signature_without_signed_attributes_is_not_counted` |
//! | Q14 | `attacks::the_attributes_of_a_signature_cannot_be_passed_off_as_the_file` |
//! | Q15 | `attacks::another_or_an_empty_content_is_not_this_act` |
//! | Q16 | `attacks::a_signature_that_names_another_certificate_is_not_counted` |
//! | Q16 | `attacks::a_signature_that_names_no_certificate_tells_so` |
//! | Q16 | `model::an_invalid_signature_neither_counts_nor_spoils_a_valid_one` |
//! | Q17 | `attacks::an_invalid_signature_among_valid_ones_hides_none_and_is_shown` |
//! | Q17 | `model::an_invalid_signature_neither_counts_nor_spoils_a_valid_one` |
//! | Q18 | `attacks::two_partly_signed_copies_give_the_same_count_in_any_order_and_again` |
//! | Q18 | `quorum::copies_signed_apart_merge_to_one_listing_in_any_order_and_however_often` |
//! | Q18 | `model::two_signatures_of_one_person_are_one_person` |
//! | Q19 | `attacks::the_signature_of_a_dissent_is_no_signature_of_the_act` |
//! | Q19 | `quorum::a_signature_over_one_kind_of_object_is_none_over_another` |
//! | Q19 | `quorum::only_a_member_dissents_and_only_with_reasons` |
//! | Q19 | `quorum::who_signs_and_dissents_has_signed_and_the_contradiction_is_told` |
//! | Q19 | `quorum::nothing_forged_takes_the_place_of_what_a_member_signed_or_speaks_for_one_who_is_silent` |
//! | Q19 | `quorum::a_dissent_whose_time_stamp_is_none_holds_and_is_told` |
//! | Q20 | `attacks::who_was_replaced_signs_no_longer_and_who_came_in_not_yet` |
//! | Q20 | `quorum::a_member_replaced_by_a_later_order_and_the_one_who_came_are_both_shown` |
//! | Q20 | `model::a_member_signs_within_the_appointment_only` |
//! | Q20 | `model::nobody_comes_in_or_leaves_without_an_order` |
//! | Q20 | `model::an_appointment_stands_from_its_first_day_to_the_day_before_its_end` |
//! | Q20 | `model::whoever_came_or_left_is_appointed_on_the_day_of_signing_and_on_that_of_the_act` |
//! | Q21 | `attacks::revocation_is_judged_at_the_moment_of_signing` |
//! | Q21 | `attacks::a_certificate_on_hold_signs_nothing_until_the_hold_is_lifted` |
//! | Q21 | `attacks::without_a_revocation_list_that_covers_the_moment_nothing_is_counted` |
//! | Q21 | `attacks::a_certificate_that_had_expired_or_not_begun_signs_nothing` |
//! | Q21 | `attacks::a_certificate_of_an_authority_that_nobody_trusts_signs_nothing` |
//! | Q22 | `attacks::a_signature_older_than_the_act_is_noted_with_both_times` |
//! | Q22 | `quorum::a_clock_put_back_between_two_signatures_is_told_by_the_journal` |
//! | Q22 | `quorum::an_act_sealed_before_its_own_evidence_says_so` |
//! | Q23 | `attacks::an_act_of_another_day_than_the_last_is_noted_with_both_days` |
//! | Q23 | `quorum::a_dissent_after_the_day_of_the_decision_is_late_by_the_day_in_kazakhstan` |
//! | Q23 | `quorum::the_signature_that_was_needed_adopts_the_act_and_not_a_later_one` |
//! | Q24 | `attacks::two_thousand_signers_are_refused_and_hide_nobody` |
//! | Q24 | `attacks::a_certificate_of_five_megabytes_and_a_file_beyond_the_limit_are_refused` |
//! | Q24 | `attacks::two_thousand_files_of_one_signature_count_one_person` |
//! | Q24 | `attacks::what_one_file_carries_never_makes_the_pack_of_all_fail` |
//! | Q24 | `attacks::deeply_nested_counter_signatures_neither_crash_nor_hide_the_signature` |
//! | Q25 | `attacks::octets_behind_a_signature_are_told` |
//! | Q25 | `attacks::the_shell_may_be_of_indefinite_length_and_what_is_signed_may_not` |
//! | Q26 | `attacks::a_legacy_algorithm_is_told` |
//! | Q26 | `attacks::a_weak_hash_is_told` |

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use model::{
    Act, Alarm, Body, DecimalError, EvidenceId, Iin, Member, NotAdopted, Note, Order, Outcome,
    Quorum, Role, Roster, Signature, SignatureStanding, Tally, Verdict, VisitKind,
};
use pki::cms::{EssVersion, SignOptions, SignedData};
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, NamePart, Profile, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use pki::{Certificate, Crl};
use probes::{AssetFound, AssetKind, AssetRole, MeasureTaken, Seen};
use tekseru::act::record::{ActRecord, ConclusionKind};
use tekseru::act::render::render;
use tekseru::case::Case;
use tekseru::catalog::Catalog;
use tekseru::dossier::{Access, Damage};
use tekseru::inspection::{
    AnswerInput, ConclusionInput, Inspection, InspectionError, Pack, Verification,
};
use tekseru::signing::{CmsVerifier, SigningKey, Trust};
use tekseru::words::Words;

pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());
pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| Words::embedded().unwrap());

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When the act is sealed: noon in Kazakhstan is 07:00 here, so the day is 20 November there.
pub(crate) fn sealed_at() -> Timestamp {
    at("2026-11-20T10:00:00Z")
}

pub(crate) fn minutes(after_sealing: i64) -> Timestamp {
    sealed_at().checked_add(SignedDuration::from_mins(after_sealing)).unwrap()
}

pub(crate) const DAY: Date = Date::constant(2026, 11, 20);

/// Two numbers in front, so that it is evidently nobody's.
pub(crate) fn iin(number: u32) -> Iin {
    Iin::try_from(format!("{number:012}")).unwrap()
}

/// A person's key with its certificate.
pub(crate) struct Person {
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Certificate,
}

impl Person {
    pub(crate) fn sign(&self, content: &[u8], at: Timestamp) -> Vec<u8> {
        let options = SignOptions::detached(at);
        pki::cms::sign(&self.key, &self.certificate, content, &options).unwrap()
    }
}

/// The authority that certifies the commission, and the commission's keys.
pub(crate) struct Authority {
    pub(crate) root: Person,
    /// By the number of the member: 1 chairs, 2 to 4 vote, 5 is from the national security bodies,
    /// 6 is secretary, 9 is a stranger.
    people: BTreeMap<u32, Person>,
}

pub(crate) static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| {
    let root = certifying("ДЕМО ҚОЛ ҚОЮ ОРТАЛЫҒЫ");
    let mut people = BTreeMap::new();
    for number in [1, 2, 3, 4, 5, 6, 9] {
        let kind = match number {
            1 => PrivateKeyKind::Gost2015A512,
            2 => PrivateKeyKind::Rsa2048,
            _ => PrivateKeyKind::EcdsaP256,
        };
        people.insert(number, issued(&root, kind, number));
    }
    Authority { root, people }
});

/// The certificate of the authority that certifies the commission.
pub(crate) fn root() -> &'static Certificate {
    &AUTHORITY.root.certificate
}

/// An authority of its own.
pub(crate) fn certifying(common_name: &str) -> Person {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let name = distinguished_name(
        &[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")] as &[NamePart<'_>]
    );
    let certificate = CertificateTemplate::new(
        &Profile::Root,
        None,
        name,
        key.public_key(),
        (at("2020-01-01T00:00:00Z"), at("2040-01-01T00:00:00Z")),
        &Addresses::default(),
    )
    .issue(&key)
    .unwrap();
    Person { key, certificate }
}

pub(crate) fn issued(root: &Person, kind: PrivateKeyKind, number: u32) -> Person {
    let key = PrivateKey::generate(kind).unwrap();
    let certificate = template(root, &key, number).issue(&root.key).unwrap();
    Person { key, certificate }
}

pub(crate) fn template(root: &Person, key: &PrivateKey, number: u32) -> CertificateTemplate {
    let name = format!("ҮЛГІБАЕВ{number} МҮШЕ");
    let subject = person(&name, "ҮЛГІБАЕВ", iin(number).as_str(), None);
    template_for(root, key, subject)
}

fn template_for(root: &Person, key: &PrivateKey, subject: Vec<u8>) -> CertificateTemplate {
    CertificateTemplate::new(
        &Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] },
        Some(&root.certificate),
        subject,
        key.public_key(),
        (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")),
        &Addresses::default(),
    )
}

/// A second key of the member.
pub(crate) fn second_key(number: u32) -> Person {
    issued(&AUTHORITY.root, PrivateKeyKind::Rsa2048, number)
}

pub(crate) fn of(number: u32) -> &'static Person {
    &AUTHORITY.people[&number]
}

pub(crate) fn member(number: u32, body: Body, role: Role) -> Member {
    Member {
        iin: iin(number),
        name: format!("Үлгібаев{number} Мүше Демоұлы"),
        position: "үлгі".into(),
        body,
        role,
        present: true,
        from: None,
        until: None,
    }
}

/// Five vote; four have to sign, one from the national security bodies among them.
pub(crate) fn roster() -> Roster {
    Roster {
        order: Order { number: "ДЕМО-1".into(), date: Date::constant(2026, 11, 2) },
        amendments: vec![],
        members: vec![
            member(1, Body::ServiceProvider, Role::Chair),
            member(2, Body::ServiceProvider, Role::Member),
            member(3, Body::TechnicalRegulation, Role::Member),
            member(4, Body::TechnicalRegulation, Role::Member),
            member(5, Body::NationalSecurity, Role::Member),
            member(6, Body::ServiceProvider, Role::Secretary),
        ],
    }
}

/// A list of the authority, in force around the sealing.
pub(crate) fn list(revoked: &[(&Certificate, Timestamp, u8)]) -> Vec<u8> {
    list_of(minutes(-60), minutes(60 * 23), revoked)
}

pub(crate) fn list_of(
    this: Timestamp,
    next: Timestamp,
    revoked: &[(&Certificate, Timestamp, u8)],
) -> Vec<u8> {
    let mut list = CrlTemplate::new(&AUTHORITY.root.certificate, this, next, 7);
    for (certificate, date, reason) in revoked {
        list = list.revoking(certificate.serial(), *date, Some(*reason));
    }
    list.to_der(&AUTHORITY.root.key).unwrap()
}

fn crl(bytes: &[u8]) -> Crl {
    pki::read_crl(bytes).0.unwrap()
}

pub(crate) fn trust(lists: &[Vec<u8>]) -> Trust {
    Trust {
        anchors: vec![AUTHORITY.root.certificate.clone()],
        candidates: vec![],
        crls: lists.iter().map(|it| crl(it)).collect(),
        ocsp: vec![],
    }
}

/// What is signed where no dossier is needed.
pub(crate) const ACT: &[u8] = b"%PDF-1.7 the sealed file of this act\n";

/// How signatures are counted.
pub(crate) struct Count {
    pub(crate) act: Vec<u8>,
    pub(crate) roster: Roster,
    pub(crate) kind: VisitKind,
    pub(crate) trust: Trust,
    pub(crate) elsewhere: BTreeMap<String, Vec<u8>>,
}

impl Default for Count {
    fn default() -> Self {
        Self {
            act: ACT.into(),
            roster: roster(),
            kind: VisitKind::Examination,
            trust: trust(&[list(&[])]),
            elsewhere: BTreeMap::new(),
        }
    }
}

impl Count {
    pub(crate) fn over(&self, files: &[Vec<u8>]) -> Tally {
        let signatures: Vec<_> = files
            .iter()
            .enumerate()
            .map(|(index, bytes)| Signature { label: format!("{index}.p7s"), bytes: bytes.clone() })
            .collect();
        let elsewhere = self.elsewhere.clone().into();
        let verifier =
            CmsVerifier { trust: &self.trust, sealed_at: sealed_at(), elsewhere: &elsewhere };
        let act = Act::new(self.act.clone(), self.roster.clone(), self.kind, DAY).seal();
        match Quorum::adopt(act, &signatures, &verifier) {
            Ok(adopted) => adopted.quorum().tally().clone(),
            Err(NotAdopted(tally)) => *tally,
        }
    }
}

pub(crate) fn count(files: &[Vec<u8>]) -> Tally {
    Count::default().over(files)
}

/// Sound signatures of these members, ten minutes after the sealing and a minute apart.
pub(crate) fn signed_by(members: &[u32]) -> Vec<Vec<u8>> {
    members.iter().map(|it| of(*it).sign(ACT, minutes(10 + i64::from(*it)))).collect()
}

pub(crate) fn people(tally: &Tally) -> Vec<u32> {
    tally.signed.iter().map(|it| it.as_str().parse().unwrap()).collect()
}

pub(crate) fn codes(outcome: &Outcome) -> Vec<&str> {
    outcome.notes.iter().map(|it| &*it.code).collect()
}

pub(crate) fn fact<'n>(notes: &'n [Note], code: &str, name: &str) -> &'n str {
    let note = notes.iter().find(|it| it.code == code);
    &note.unwrap_or_else(|| panic!("{code} is not among {notes:?}")).facts[name]
}

pub(crate) fn says(outcome: &Outcome, code: &str) -> bool {
    codes(outcome).contains(&code)
}

/// One signature that is worth nothing, and why.
fn assert_invalid(tally: &Tally, code: &str) {
    let [outcome] = tally.outcomes.as_slice() else { panic!("{:?}", tally.outcomes) };
    assert_eq!(outcome.standing, SignatureStanding::Invalid, "{outcome:?}");
    assert!(says(outcome, code), "{code}: {outcome:?}");
    assert!(tally.signed.is_empty());
}

// The ground on which every attack stands.
#[test]
fn sound_signatures_of_four_members_of_five_adopt() {
    let tally = count(&signed_by(&[1, 2, 3, 5]));
    assert!(tally.adopted, "{tally:?}");
    assert_eq!((people(&tally), tally.needed), (vec![1, 2, 3, 5], 4));
    assert!(!count(&signed_by(&[1, 2, 5])).adopted);
}

// Q01
#[test]
fn the_same_signature_twice_counts_one_person_and_is_named() {
    let one = of(1).sign(ACT, minutes(10));
    let tally = count(&[one.clone(), one.clone(), one]);
    assert_eq!(people(&tally), [1]);
    let alarms: Vec<_> = tally.outcomes.iter().map(|it| it.alarms.as_slice()).collect();
    assert_eq!(alarms, [&[][..], &[Alarm::CountedAlready], &[Alarm::CountedAlready]]);
    assert!(!tally.adopted);
}

// Q02
#[test]
fn two_keys_of_one_member_count_one_person() {
    let (gost, rsa) = (of(1), second_key(1));
    assert_ne!(gost.key.kind(), rsa.key.kind());
    let files = [gost.sign(ACT, minutes(10)), rsa.sign(ACT, minutes(11))];
    let tally = count(&files);
    assert_eq!(people(&tally), [1]);
    assert_eq!(tally.outcomes[1].alarms, [Alarm::CountedAlready]);
    let mut four = signed_by(&[2, 5]);
    four.extend(files);
    assert!(!count(&four).adopted, "three people made four signatures");
}

// Q02
#[test]
fn an_old_and_a_renewed_certificate_of_one_key_count_one_person() {
    let person = of(3);
    let mut renewed = template(&AUTHORITY.root, &person.key, 3);
    renewed.serial = vec![0x55; 8];
    let renewed = renewed.issue(&AUTHORITY.root.key).unwrap();
    let options = SignOptions::detached(minutes(11));
    let again = pki::cms::sign(&person.key, &renewed, ACT, &options).unwrap();
    let tally = count(&[person.sign(ACT, minutes(10)), again]);
    assert_eq!(people(&tally), [3]);
    assert_eq!(tally.outcomes[1].alarms, [Alarm::CountedAlready]);
}

// Q03
#[test]
fn one_key_under_two_people_counts_for_neither() {
    let person = of(3);
    let other = template(&AUTHORITY.root, &person.key, 4).issue(&AUTHORITY.root.key).unwrap();
    let options = SignOptions::detached(minutes(11));
    let as_other = pki::cms::sign(&person.key, &other, ACT, &options).unwrap();
    let tally = count(&[person.sign(ACT, minutes(10)), as_other]);
    assert!(tally.signed.is_empty(), "{tally:?}");
    for outcome in &tally.outcomes {
        assert_eq!(outcome.alarms, [Alarm::OneKeyTwoPeople]);
    }
}

// Q03
#[test]
fn one_key_in_another_encoding_under_another_person_is_not_a_second_vote() {
    let person = of(3);
    let spki = person.key.public_key().spki_der().to_vec();
    // SubjectPublicKeyInfo of P-256: the point is the last 65 octets, 04 ‖ X ‖ Y.
    let (_, point) = spki.split_at(spki.len() - 65);
    assert_eq!(point[0], 4);
    let algorithm = children(&spki)[0].clone();
    let mut compressed = vec![0, 2 + (point[64] & 1)];
    compressed.extend(&point[1..33]);
    let mut other = template(&AUTHORITY.root, &person.key, 4);
    other.subject_key = der(0x30, &[algorithm, der(0x03, &compressed)].concat());
    let other = other.issue(&AUTHORITY.root.key).unwrap();
    let options = SignOptions::detached(minutes(11));
    let as_other = pki::cms::sign(&person.key, &other, ACT, &options).unwrap();
    let tally = count(&[person.sign(ACT, minutes(10)), as_other]);
    let second = &tally.outcomes[1];
    assert!(
        second.standing != SignatureStanding::Conclusive
            || second.alarms == [Alarm::OneKeyTwoPeople],
        "{second:?}"
    );
    assert!(!tally.signed.contains(&iin(4)));
}

// Q04
#[test]
fn a_name_in_a_certificate_makes_nobody_a_member() {
    // The name is the fifth member's, the number the second's, then a stranger's.
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let named = |number| {
        let subject = person("ҮЛГІБАЕВ5 МҮШЕ", "ҮЛГІБАЕВ", iin(number).as_str(), None);
        let certificate =
            template_for(&AUTHORITY.root, &key, subject).issue(&AUTHORITY.root.key).unwrap();
        let options = SignOptions::detached(minutes(10));
        pki::cms::sign(&key, &certificate, ACT, &options).unwrap()
    };
    let tally = count(&[named(2)]);
    assert_eq!((people(&tally), tally.security_signed), (vec![2], false));
    let tally = count(&[named(9)]);
    assert!(tally.signed.is_empty());
    assert_eq!(tally.outcomes[0].alarms, [Alarm::NotOnRoster]);
}

// Q04
#[test]
fn a_certificate_without_a_number_counts_for_nobody() {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let subject =
        distinguished_name(&[(&known::COMMON_NAME, "ҮЛГІБАЕВ1 МҮШЕ"), (&known::COUNTRY, "KZ")]
            as &[NamePart<'_>]);
    let certificate =
        template_for(&AUTHORITY.root, &key, subject).issue(&AUTHORITY.root.key).unwrap();
    let options = SignOptions::detached(minutes(10));
    let tally = count(&[pki::cms::sign(&key, &certificate, ACT, &options).unwrap()]);
    assert_eq!(tally.outcomes[0].alarms, [Alarm::NoPerson]);
    assert!(tally.signed.is_empty());
}

// Q05
#[test]
fn a_threshold_in_a_file_is_refused_when_it_is_loaded() {
    for value in ["0", "-1", "0.0", "'0.0'", "18446744073709551616", "1e30", "inf", "nan", "true"] {
        for key in ["required", "needed", "threshold"] {
            let text = format!("{key} = {value}\n{}", case_text(DAY));
            assert!(toml::from_str::<Case>(&text).is_err(), "{key} = {value}");
            let text = case_text(DAY).replace(
                "[commission.order]",
                &format!("[commission]\n{key} = {value}\n[commission.order]"),
            );
            assert!(toml::from_str::<Case>(&text).is_err(), "{key} = {value}");
        }
    }
    assert!(toml::from_str::<Case>(&case_text(DAY)).is_ok());
}

// Q06
#[test]
fn a_smaller_roster_put_into_the_pack_makes_every_signature_fall() {
    let (folder, mut inspection) = sealed("roster");
    import(&folder, &mut inspection, &[3, 5]);
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let mut record: ActRecord =
        serde_json::from_slice(&fs::read(pack.join("act.json")).unwrap()).unwrap();
    record.commission.as_mut().unwrap().members.retain(|it| [iin(3), iin(5)].contains(&it.iin));
    fs::write(pack.join("act.json"), record.canonical().unwrap()).unwrap();
    let found = verify(&pack);
    assert!(!found.holds);
    assert!(check(&found, "verify.pages-differ", Verdict::Violates), "{:?}", found.checks);
    // And with the pages rendered anew from it, the signatures are of another file.
    fs::write(pack.join("act.pdf"), render(&record, &WORDS).unwrap().pdf).unwrap();
    let found = verify(&pack);
    assert!(!found.holds);
    let tally = found.tally.unwrap();
    assert!(tally.signed.is_empty() && !tally.adopted, "{tally:?}");
}

// Q07
#[test]
fn two_thirds_are_never_rounded_down() {
    for (signers, adopted) in
        [(&[5][..], false), (&[3, 5], false), (&[3, 4, 5], false), (&[2, 3, 4, 5], true)]
    {
        assert_eq!(count(&signed_by(signers)).adopted, adopted, "{signers:?}");
    }
}

// Q08, Q09
#[test]
fn without_the_national_security_bodies_or_with_them_alone_nothing_is_adopted() {
    let tally = count(&signed_by(&[1, 2, 3, 4]));
    assert_eq!((people(&tally).len(), tally.needed), (4, 4));
    assert!(!tally.adopted && !tally.security_signed);
    let tally = count(&signed_by(&[5]));
    assert!(!tally.adopted && tally.security_signed);
}

// Q10
#[test]
fn a_certificate_that_claims_a_security_body_represents_none() {
    for organisation in ["ҰЛТТЫҚ ҚАУІПСІЗДІК КОМИТЕТІ", "ҰЛТТЫҚ ҚАУIПСIЗДIК КOМИТЕТI"]
    {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let subject = person(
            "ҮЛГІБАЕВ4 МҮШЕ",
            "ҮЛГІБАЕВ",
            iin(4).as_str(),
            Some((organisation, "000000000601")),
        );
        let certificate =
            template_for(&AUTHORITY.root, &key, subject).issue(&AUTHORITY.root.key).unwrap();
        let options = SignOptions::detached(minutes(10));
        let mut files = signed_by(&[1, 2, 3]);
        files.push(pki::cms::sign(&key, &certificate, ACT, &options).unwrap());
        let tally = count(&files);
        assert_eq!(people(&tally), [1, 2, 3, 4]);
        assert!(!tally.security_signed && !tally.adopted);
    }
}

// Q11
#[test]
fn the_rule_follows_from_the_visit_and_the_secretary_is_not_counted() {
    let survey = Count { kind: VisitKind::Survey, ..Count::default() };
    let three = signed_by(&[1, 2, 3]);
    assert!(survey.over(&three).adopted, "three signatures suffice for a survey");
    assert!(!count(&three).adopted, "and do not for an examination");
    let with_secretary = signed_by(&[1, 2, 6]);
    let tally = survey.over(&with_secretary);
    assert!(!tally.adopted && people(&tally) == [1, 2]);
    assert_eq!(tally.outcomes[2].alarms, [Alarm::SecretaryHasNoVote]);
    assert!(!count(&signed_by(&[2, 3, 5, 6])).adopted);
}

// Q12
#[test]
fn signatures_of_another_case_are_refused_and_the_other_case_is_named() {
    let other = b"%PDF-1.7 the sealed file of case A\n".to_vec();
    let elsewhere = BTreeMap::from([("case A".to_owned(), other.clone())]);
    let files = [of(1).sign(&other, minutes(10))];
    let tally = Count { elsewhere, ..Count::default() }.over(&files);
    assert_invalid(&tally, "signature.another-document");
    let notes = &tally.outcomes[0].notes;
    assert_eq!(fact(notes, "signature.another-document", "document"), "case A");
}

// Q12
#[test]
fn signatures_of_an_earlier_version_are_refused_and_the_version_is_named() {
    let (folder, mut inspection) = sealed("version");
    import(&folder, &mut inspection, &[1, 2, 3, 5]);
    assert!(inspection.status().unwrap().tally.adopted);
    inspection.seal(&conclusion(), minutes(60)).unwrap();
    let status = inspection.status().unwrap();
    assert_eq!(status.sealed.version, 2);
    assert!(status.tally.signed.is_empty() && !status.tally.adopted);
    for outcome in &status.tally.outcomes {
        assert_eq!(outcome.standing, SignatureStanding::Invalid);
        let named = fact(&outcome.notes, "signature.another-document", "document");
        assert!(named.contains("v1"), "{named}");
    }
}

// Q13
#[test]
fn any_change_of_the_signed_bytes_voids_every_signature() {
    let files = signed_by(&[1, 2, 3, 5]);
    let changed: [Vec<u8>; 4] = [
        ACT.iter().map(|it| if *it == b'a' { b'b' } else { *it }).collect(),
        [ACT, b" "].concat(),
        String::from_utf8(ACT.to_vec()).unwrap().replace('\n', "\r\n").into(),
        [ACT, b"an attachment"].concat(),
    ];
    for act in changed {
        let tally = Count { act, ..Count::default() }.over(&files);
        assert!(tally.signed.is_empty());
        for outcome in &tally.outcomes {
            assert_eq!(outcome.standing, SignatureStanding::Invalid);
            assert!(says(outcome, "cms.message-digest-differs"), "{outcome:?}");
        }
    }
}

// Q13
#[test]
fn another_form_of_the_same_letters_and_a_file_added_beside_are_found() {
    let (folder, mut inspection) = sealed("normalised");
    import(&folder, &mut inspection, &[1, 2, 3, 5]);
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let untouched = fs::read(pack.join("act.json")).unwrap();
    let text = String::from_utf8(untouched.clone()).unwrap();
    // A letter in two pieces looks the same on every page.
    let decomposed = text.replace('й', "\u{438}\u{306}");
    assert_ne!(decomposed, text);
    let lines = text.replace('\n', "\r\n") + "\r\n";
    for changed in [decomposed, lines] {
        fs::write(pack.join("act.json"), changed).unwrap();
        assert!(!verify(&pack).holds);
    }
    fs::write(pack.join("act.json"), untouched).unwrap();
    assert!(verify(&pack).holds, "{:?}", verify(&pack).checks);
    fs::write(pack.join("annex.pdf"), b"%PDF-1.7 an annex that nobody signed").unwrap();
    let found = verify(&pack);
    assert_eq!(fact_of(&found, "verify.file-unlisted", "file"), "annex.pdf");
    assert!(!found.holds);
}

// Q13
#[test]
fn one_changed_byte_of_the_act_in_the_pack_is_found() {
    let (folder, mut inspection) = sealed("edited");
    import(&folder, &mut inspection, &[1, 2, 3, 5]);
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    assert!(verify(&pack).holds, "{:?}", verify(&pack).checks);
    let mut pdf = fs::read(pack.join("act.pdf")).unwrap();
    let middle = pdf.len() / 2;
    pdf[middle] ^= 1;
    fs::write(pack.join("act.pdf"), &pdf).unwrap();
    let found = verify(&pack);
    assert!(!found.holds);
    assert!(check(&found, "verify.pages-differ", Verdict::Violates));
    assert!(check(&found, "verify.act-not-adopted", Verdict::Violates));
    assert!(found.tally.unwrap().signed.is_empty());
}

// Q13
#[test]
fn another_order_of_the_keys_in_the_record_is_found() {
    let (folder, inspection) = sealed("order");
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let record = fs::read(pack.join("act.json")).unwrap();
    let pretty = serde_json::from_slice::<serde_json::Value>(&record).unwrap();
    fs::write(pack.join("act.json"), serde_json::to_vec_pretty(&pretty).unwrap()).unwrap();
    let found = verify(&pack);
    assert!(check(&found, "verify.record-not-canonical", Verdict::Violates), "{:?}", found.checks);
    assert!(!found.holds);
}

// Q14
#[test]
fn a_signature_without_signed_attributes_is_not_counted() {
    let person = of(3);
    let direct = person.key.sign(ACT).unwrap();
    let stripped = with_signer(&person.sign(ACT, minutes(10)), |mut fields| {
        fields.remove(3);
        fields[4] = der(0x04, &direct);
        fields
    });
    assert_invalid(&count(&[stripped]), "cms.signed-attributes-missing");
}

// Q14
#[test]
fn the_attributes_of_a_signature_cannot_be_passed_off_as_the_file() {
    let mut attributes = Vec::new();
    let moved = with_signer(&of(3).sign(ACT, minutes(10)), |mut fields| {
        attributes = fields.remove(3);
        fields
    });
    attributes[0] = 0x31;
    // The key did sign these octets: they are the attributes as they were signed.
    let tally = Count { act: attributes, ..Count::default() }.over(&[moved]);
    assert_invalid(&tally, "cms.signed-attributes-missing");
}

// Q15
#[test]
fn another_or_an_empty_content_is_not_this_act() {
    let person = of(3);
    for content in [&b"another file"[..], b""] {
        let tally = count(&[person.sign(content, minutes(10))]);
        assert_invalid(&tally, "cms.message-digest-differs");
        let options = SignOptions::attached(minutes(10));
        let inside = pki::cms::sign(&person.key, &person.certificate, content, &options).unwrap();
        assert_invalid(&count(&[inside]), "cms.content-differs");
    }
    let empty = Count { act: vec![], ..Count::default() };
    assert!(empty.over(&signed_by(&[3])).signed.is_empty());
}

/// A certificate of another person, with the key, the issuer and the serial number of this one.
fn lookalike(person: &Person, number: u32) -> Certificate {
    let mut other = template(&AUTHORITY.root, &person.key, number);
    other.serial = person.certificate.serial().to_vec();
    other.issue(&AUTHORITY.root.key).unwrap()
}

/// The signature with the certificates it carries replaced by this one.
fn carrying(cms: &[u8], certificate: &Certificate) -> Vec<u8> {
    with_data(cms, |mut fields| {
        fields[3] = der(0xa0, certificate.der());
        fields
    })
}

// Q16
#[test]
fn a_signature_that_names_another_certificate_is_not_counted() {
    let person = of(3);
    let swapped = carrying(&person.sign(ACT, minutes(10)), &lookalike(person, 4));
    assert_invalid(&count(&[swapped]), "cms.certificate-id-differs");
}

// Q16
#[test]
fn a_signature_that_names_no_certificate_tells_so() {
    let person = of(3);
    let options = SignOptions { ess: EssVersion::None, ..SignOptions::detached(minutes(10)) };
    let silent = pki::cms::sign(&person.key, &person.certificate, ACT, &options).unwrap();
    let tally = count(&[silent]);
    assert!(says(&tally.outcomes[0], "cms.certificate-id-absent"), "{tally:?}");
}

// Q24
#[test]
fn what_one_file_carries_never_makes_the_pack_of_all_fail() {
    let (folder, mut inspection) = sealed("garbage");
    import(&folder, &mut inspection, &[1, 2, 3, 5]);
    let act = inspection.latest_act().unwrap().unwrap();
    let pdf = inspection.dossier().evidence(&act.pdf).unwrap();
    // A stranger's signature over the act, with certificates of the member's issuer and number,
    // shorter than the member's own, and lists in the name of the authority.
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let of_name = |number: usize| {
        let subject = person("А", "А", &format!("{number:012}"), None);
        let mut template = template_for(&AUTHORITY.root, &key, subject);
        template.serial = of(3).certificate.serial().to_vec();
        template.extensions.clear();
        template.issue(&key).unwrap().der().to_vec()
    };
    let forged: Vec<u8> = (0..700)
        .map(|number| {
            let list =
                CrlTemplate::new(&AUTHORITY.root.certificate, minutes(-5), minutes(900), number);
            list.to_der(&key).unwrap()
        })
        .collect::<Vec<_>>()
        .concat();
    let hostile = with_data(&of(9).sign(&pdf, minutes(20)), |mut fields| {
        let mut certificates = vec![of(9).certificate.der().to_vec()];
        certificates.extend((0..300).map(of_name));
        certificates.sort();
        fields[3] = der(0xa0, &certificates.concat());
        fields.insert(4, der(0xa1, &forged));
        fields
    });
    let path = folder.file("hostile.p7s", &hostile);
    inspection.import_signature(&path, minutes(20)).unwrap();
    // And a copy of the member's own signature, grown by megabytes that nobody signed.
    let own = SignedData::read(&of(3).sign(&pdf, minutes(13))).unwrap().0;
    let noise = der(0x30, &der(0x04, &vec![7; 3 << 20]));
    let path = folder.file("grown.p7s", &own.with_timestamp(0, &noise));
    inspection.import_signature(&path, minutes(21)).unwrap();
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let found = verify(&pack);
    assert!(found.holds, "{:#?}", found.checks);
    let tally = found.tally.as_ref().unwrap();
    assert!(tally.adopted);
    assert_eq!(people(tally), [1, 2, 3, 5]);
    // The container by itself: no forged list, no certificate of nobody, and the same count.
    let container = fs::read(pack.join("act.asics")).unwrap();
    assert!(container.len() < pdf.len() + (1 << 20), "{}", container.len());
    let alone = folder.file("alone.asics", &container);
    let alone = verify(&alone);
    assert_eq!(people(&alone.tally.unwrap()), [1, 2, 3, 5]);
}

// Q17
#[test]
fn an_invalid_signature_among_valid_ones_hides_none_and_is_shown() {
    let mut files = signed_by(&[1, 2, 3, 5]);
    let broken = pki::issue::with_broken_signature(&of(4).sign(ACT, minutes(10)));
    files.insert(0, b"no signature at all".to_vec());
    files.insert(2, broken);
    let tally = count(&files);
    assert!(tally.adopted);
    assert_eq!(people(&tally), [1, 2, 3, 5]);
    let standings: Vec<_> = tally.outcomes.iter().map(|it| it.standing).collect();
    let (good, bad) = (SignatureStanding::Conclusive, SignatureStanding::Invalid);
    assert_eq!(standings, [bad, good, bad, good, good, good]);
    assert!(says(&tally.outcomes[0], "signature.unreadable"));
    assert!(says(&tally.outcomes[2], "cms.signature-not-verified"));
}

// Q18
#[test]
fn two_partly_signed_copies_give_the_same_count_in_any_order_and_again() {
    let (folder, inspection) = sealed("merge");
    drop(inspection);
    let origin = folder.0.join("dossier");
    let copies = [folder.0.join("one"), folder.0.join("two")];
    for (copy_, members) in copies.iter().zip([&[1, 2][..], &[3, 5]]) {
        copy(&origin, copy_);
        let mut inspection = open(copy_);
        import(&folder, &mut inspection, members);
    }
    let merged = |first: &Path, second: &Path, name: &str| {
        let place = folder.0.join(name);
        copy(&origin, &place);
        let mut inspection = open(&place);
        for other in [first, second, first, second] {
            inspection.merge(other).unwrap();
        }
        inspection.status().unwrap()
    };
    let forth = merged(&copies[0], &copies[1], "forth");
    let back = merged(&copies[1], &copies[0], "back");
    assert!(forth.tally.adopted, "{:?}", forth.tally);
    assert_eq!(people(&forth.tally), [1, 2, 3, 5]);
    assert_eq!(forth.tally.signed, back.tally.signed);
    assert_eq!(forth.tally.outcomes.len(), 4);
    assert_eq!(back.tally.outcomes.len(), 4);
}

// Q19
#[test]
fn the_signature_of_a_dissent_is_no_signature_of_the_act() {
    let (folder, mut inspection) = sealed("dissent");
    let key = SigningKey::open(&container(&folder, 4), "demo").unwrap();
    inspection.dissent(&key, None, "the seals are missing", &[], minutes(5)).unwrap();
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let signature = pack.join(format!("dissents/{}.p7s", iin(4)));
    inspection.import_signature(&signature, minutes(6)).unwrap();
    import(&folder, &mut inspection, &[1, 2, 5]);
    let status = inspection.status().unwrap();
    assert_eq!(people(&status.tally), [1, 2, 5]);
    assert!(!status.tally.adopted);
    let outcome = &status.tally.outcomes[0];
    assert_eq!(outcome.standing, SignatureStanding::Invalid);
    let named = fact(&outcome.notes, "signature.another-document", "document");
    assert!(named.contains(iin(4).as_str()), "{named}");
    assert!(status.dissents.iter().any(|it| it.member == iin(4) && it.holds));
}

// Q20
#[test]
fn who_was_replaced_signs_no_longer_and_who_came_in_not_yet() {
    let mut roster = roster();
    roster.members[2].until = Some(DAY);
    roster.members[3].from = Some(DAY);
    let of_day = Count { roster, ..Count::default() };
    let before = at("2026-11-19T12:00:00Z");
    for (number, when, alarms) in [
        (3, minutes(10), &[Alarm::NotAppointedThen][..]),
        (4, before, &[Alarm::NotAppointedThen]),
        (4, minutes(10), &[]),
    ] {
        let trust = trust(&[list_of(at("2026-11-19T00:00:00Z"), at("2026-11-22T00:00:00Z"), &[])]);
        let tally = Count { trust, roster: of_day.roster.clone(), ..Count::default() }
            .over(&[of(number).sign(ACT, when)]);
        assert_eq!(tally.outcomes[0].standing, SignatureStanding::Conclusive);
        assert_eq!(tally.outcomes[0].alarms, alarms, "{number} at {when}");
    }
    let both = of_day.over(&signed_by(&[3, 4]));
    assert_eq!((people(&both), both.outcomes.len()), (vec![4], 2));
}

// Q21
#[test]
fn revocation_is_judged_at_the_moment_of_signing() {
    let person = of(3);
    let signed = person.sign(ACT, minutes(30));
    let with = |date, reason| {
        let list = list_of(minutes(60), minutes(600), &[(&person.certificate, date, reason)]);
        Count { trust: trust(&[list]), ..Count::default() }.over(std::slice::from_ref(&signed))
    };
    assert_invalid(&with(minutes(20), 1), "signature.revoked");
    assert_invalid(&with(minutes(20), 6), "signature.revoked");
    // Whoever held the key could have written the time: nothing proves that it was before.
    let later = with(minutes(40), 4);
    assert!(later.signed.is_empty());
    assert_eq!(later.outcomes[0].standing, SignatureStanding::Inconclusive);
    assert!(says(&later.outcomes[0], "signature.revoked-later"));
    assert!(says(&later.outcomes[0], "signature.time-not-proven"));
}

// Q21
#[test]
fn a_certificate_on_hold_signs_nothing_until_the_hold_is_lifted() {
    let person = of(3);
    let signed = person.sign(ACT, minutes(30));
    // Reason 6 is certificateHold: first held, and on a later list no longer.
    let held = list_of(minutes(25), minutes(35), &[(&person.certificate, minutes(20), 6)]);
    let with = |lists: &[Vec<u8>]| {
        Count { trust: trust(lists), ..Count::default() }.over(std::slice::from_ref(&signed))
    };
    assert_invalid(&with(std::slice::from_ref(&held)), "signature.revoked");
    let lifted = list_of(minutes(60), minutes(600), &[]);
    assert_invalid(&with(&[held.clone(), lifted.clone()]), "signature.revoked");
    assert_invalid(&with(&[lifted, held]), "signature.revoked");
}

// Q21
#[test]
fn without_a_revocation_list_that_covers_the_moment_nothing_is_counted() {
    let signed = signed_by(&[1, 2, 3, 5]);
    let too_old = list_of(at("2026-11-01T00:00:00Z"), at("2026-11-02T00:00:00Z"), &[]);
    for lists in [vec![], vec![too_old]] {
        let tally = Count { trust: trust(&lists), ..Count::default() }.over(&signed);
        assert!(tally.signed.is_empty() && !tally.adopted);
        for outcome in &tally.outcomes {
            assert_eq!(outcome.standing, SignatureStanding::Inconclusive);
            assert!(says(outcome, "signature.revocation-unknown"), "{outcome:?}");
        }
    }
}

// Q21
#[test]
fn a_certificate_that_had_expired_or_not_begun_signs_nothing() {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    for (from, until) in [
        ("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-12-01T00:00:00Z", "2027-12-01T00:00:00Z"),
    ] {
        let mut template = template(&AUTHORITY.root, &key, 3);
        (template.not_before, template.not_after) = (at(from), at(until));
        let certificate = template.issue(&AUTHORITY.root.key).unwrap();
        let person = Person {
            key: PrivateKey::from_pkcs8_der(&key.to_pkcs8_der().unwrap()).unwrap(),
            certificate,
        };
        let tally = count(&[person.sign(ACT, minutes(10))]);
        assert_eq!(tally.outcomes[0].standing, SignatureStanding::Invalid, "{from}");
        assert!(tally.signed.is_empty());
    }
}

// Q21
#[test]
fn a_certificate_of_an_authority_that_nobody_trusts_signs_nothing() {
    let stranger = certifying("ДЕМО ҚОЛ ҚОЮ ОРТАЛЫҒЫ");
    assert_eq!(stranger.certificate.subject(), root().subject(), "by name it is the same");
    let person = issued(&stranger, PrivateKeyKind::EcdsaP256, 3);
    let tally = count(&[person.sign(ACT, minutes(10))]);
    assert_ne!(tally.outcomes[0].standing, SignatureStanding::Conclusive);
    assert!(tally.signed.is_empty());
}

// Q22
#[test]
fn a_signature_older_than_the_act_is_noted_with_both_times() {
    let tally = count(&[of(3).sign(ACT, minutes(-30))]);
    let notes = &tally.outcomes[0].notes;
    assert_eq!(fact(notes, "signature.before-sealing", "signed"), minutes(-30).to_string());
    assert_eq!(fact(notes, "signature.before-sealing", "sealed"), sealed_at().to_string());
}

// Q23
#[test]
fn an_act_of_another_day_than_the_last_is_noted_with_both_days() {
    // Almaty is five hours ahead: 19:30 here is the next day there.
    for (moment, end, noted) in [
        ("2026-11-20T18:30:00Z", "2026-11-20", false),
        ("2026-11-20T19:30:00Z", "2026-11-20", true),
        ("2026-11-20T19:30:00Z", "2026-11-21", false),
    ] {
        let end: Date = end.parse().unwrap();
        let (folder, mut inspection) = opened("day", &case_text(end));
        seen(&mut inspection, at("2026-11-20T09:00:00Z"));
        let (act, _) = inspection.seal(&conclusion(), at(moment)).unwrap();
        let record = inspection.act_record(&act).unwrap();
        let note = record.composition.iter().find(|it| it.code == "act-not-on-the-last-day");
        assert_eq!(note.is_some(), noted, "{moment}");
        if let Some(note) = note {
            assert_eq!((&*note.facts["day"], &*note.facts["end"]), ("2026-11-21", "2026-11-20"));
        }
        drop(folder);
    }
}

// Q24
#[test]
fn two_thousand_signers_are_refused_and_hide_nobody() {
    let one = of(3).sign(ACT, minutes(10));
    let many = with_data(&one, |mut fields| {
        let signer = children(&fields[4]).concat();
        fields[4] = der(0x31, &signer.repeat(2_000));
        fields
    });
    let tally = count(&[many, one]);
    assert_eq!(people(&tally), [3]);
    let error = fact(&tally.outcomes[0].notes, "signature.unreadable", "error");
    assert!(error.contains("2000") && error.contains("1000"), "{error}");
}

// Q24
#[test]
fn a_certificate_of_five_megabytes_and_a_file_beyond_the_limit_are_refused() {
    let one = of(3).sign(ACT, minutes(10));
    let huge = with_data(&one, |mut fields| {
        let certificate = children(&fields[3]).concat();
        let large = der(0x30, &vec![0; 5 << 20]);
        fields[3] = der(0xa0, &[certificate, large].concat());
        fields
    });
    let tally = count(&[huge]);
    assert_eq!(people(&tally), [3]);
    assert!(says(&tally.outcomes[0], "cms.certificate-unreadable"), "{tally:?}");
    let tally = count(&[vec![0x30; 9 << 20]]);
    assert_invalid(&tally, "signature.too-large");
    assert_eq!(fact(&tally.outcomes[0].notes, "signature.too-large", "length"), "9437184");
}

// Q24
#[test]
fn two_thousand_files_of_one_signature_count_one_person() {
    let one = of(2).sign(ACT, minutes(10));
    let tally = count(&vec![one; 2_000]);
    assert_eq!((people(&tally), tally.outcomes.len()), (vec![2], 2_000));
}

// Q24
#[test]
fn deeply_nested_counter_signatures_neither_crash_nor_hide_the_signature() {
    let one = of(3).sign(ACT, minutes(10));
    let mut nested = der(0x30, b"");
    for _ in 0..1_000 {
        nested = der(0x30, &nested);
    }
    // id-countersignature, 1.2.840.113549.1.9.6.
    let oid = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x06];
    let attribute = der(0x30, &[&oid[..], &der(0x31, &nested)].concat());
    let deep = with_signer(&one, |mut fields| {
        fields.push(der(0xa1, &attribute));
        fields
    });
    let tally = count(&[deep]);
    assert_eq!(people(&tally), [3]);
    assert!(says(&tally.outcomes[0], "cms.counter-signature-not-valid"), "{tally:?}");
}

// Q25
#[test]
fn octets_behind_a_signature_are_told() {
    let one = of(3).sign(ACT, minutes(10));
    let tally = count(&[[&one[..], b"\0\0\0"].concat()]);
    assert!(says(&tally.outcomes[0], "cms.trailing-octets"), "{tally:?}");
    let second = [one.clone(), of(4).sign(ACT, minutes(11))].concat();
    let tally = count(&[second]);
    assert!(says(&tally.outcomes[0], "cms.second-object"), "{tally:?}");
    assert!(!tally.signed.contains(&iin(4)), "who hides behind another is not counted");
}

// Q25
#[test]
fn the_shell_may_be_of_indefinite_length_and_what_is_signed_may_not() {
    let one = of(3).sign(ACT, minutes(10));
    let (_, content) = split(&one);
    let shell = [&[0x30, 0x80][..], content, &[0, 0]].concat();
    let tally = count(&[shell]);
    assert_eq!(people(&tally), [3]);
    assert!(says(&tally.outcomes[0], "cms.not-der"), "{tally:?}");
    let loose = with_signer(&one, |mut fields| {
        let (_, content) = split(&fields[3]);
        fields[3] = [&[0xa0, 0x80][..], content, &[0, 0]].concat();
        fields
    });
    assert_invalid(&count(&[loose]), "cms.signed-attributes-not-der");
}

// Q26
#[test]
fn a_legacy_algorithm_is_told() {
    let person = issued(&AUTHORITY.root, PrivateKeyKind::Gost2004, 3);
    let tally = count(&[person.sign(ACT, minutes(10))]);
    let outcome = &tally.outcomes[0];
    assert!(says(outcome, "algorithm.legacy"), "{outcome:?}");
}

// Q26
#[test]
fn a_weak_hash_is_told() {
    let person = of(2);
    // id-sha1 in place of SHA-256, for the digest of the content.
    let sha1 = der(0x30, &[0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a]);
    let weak = with_signer(&person.sign(ACT, minutes(10)), |mut fields| {
        fields[2] = sha1.clone();
        fields
    });
    let tally = count(&[weak]);
    assert!(says(&tally.outcomes[0], "algorithm.hash-weak"), "{tally:?}");
    assert!(tally.signed.is_empty());
}

// E05
#[test]
fn edited_added_and_missing_evidence_of_a_pack_is_named() {
    let (folder, mut inspection) = sealed("pack-evidence");
    import(&folder, &mut inspection, &[1, 2, 3, 5]);
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let evidence = fs::read_dir(pack.join("evidence")).unwrap().next().unwrap().unwrap().path();
    let name = evidence.file_name().unwrap().to_str().unwrap().to_owned();
    let before = fs::read(&evidence).unwrap();
    fs::write(&evidence, [&before[..], b" "].concat()).unwrap();
    fs::write(pack.join("evidence/more.document"), b"more").unwrap();
    let found = verify(&pack);
    assert!(!found.holds);
    let of = |code| fact_of(&found, code, "file");
    assert_eq!(of("verify.evidence-changed"), format!("evidence/{name}"));
    assert_eq!(of("verify.file-unlisted"), "evidence/more.document");
    fs::remove_file(&evidence).unwrap();
    let found = verify(&pack);
    assert_eq!(fact_of(&found, "verify.evidence-missing", "file"), format!("evidence/{name}"));
    assert!(!found.holds);
}

// E05
#[test]
fn evidence_edited_with_its_index_recomputed_voids_the_pack() {
    let (folder, mut inspection) = sealed("pack-index");
    import(&folder, &mut inspection, &[1, 2, 3, 5]);
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let mut record: ActRecord =
        serde_json::from_slice(&fs::read(pack.join("act.json")).unwrap()).unwrap();
    let row = record.evidence.last_mut().unwrap();
    let name = |id: &EvidenceId, kind: &str| pack.join(format!("evidence/{id}.{kind}"));
    let kind = row.kind.as_str();
    let old = name(&row.sha256, kind);
    let bytes = [fs::read(&old).unwrap(), b" ".to_vec()].concat();
    row.sha256 = EvidenceId::of(&bytes);
    row.length += 1;
    fs::write(name(&row.sha256, kind), bytes).unwrap();
    fs::remove_file(old).unwrap();
    record.evidence_root = ActRecord::root_of(&record.evidence).unwrap();
    let files = render(&record, &WORDS).unwrap();
    fs::write(pack.join("act.json"), &files.json).unwrap();
    fs::write(pack.join("act.pdf"), &files.pdf).unwrap();
    let found = verify(&pack);
    assert!(!found.holds);
    assert!(found.tally.unwrap().signed.is_empty());
}

// E05
#[test]
fn edited_evidence_of_a_dossier_is_named_and_nothing_is_judged_over_it() {
    let (folder, inspection) = sealed("dossier-evidence");
    let id = inspection.dossier().entries()[1].evidence[0];
    let path = inspection.dossier().evidence_path(&id);
    drop(inspection);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, [&bytes[..], b" "].concat()).unwrap();
    let inspection = open(&folder.0.join("dossier"));
    let damages = inspection.dossier().check().unwrap();
    assert!(
        matches!(damages.as_slice(), [Damage::EvidenceEdited { file, .. }] if file.contains(&id.to_string())),
        "{damages:?}"
    );
    assert!(inspection.judge().is_err());
    drop(inspection);
    // And with the address recomputed in the journal the chain breaks.
    fs::write(&path, &bytes).unwrap();
    let journal = fs::read_dir(folder.0.join("dossier/journal")).unwrap().next().unwrap();
    let journal = journal.unwrap().path();
    let text = fs::read_to_string(&journal).unwrap();
    let other = EvidenceId::of(b"other").to_string();
    fs::write(&journal, text.replace(&id.to_string(), &other)).unwrap();
    let inspection =
        Inspection::open(&folder.0.join("dossier"), Access::Read, &CATALOG, &WORDS).unwrap();
    let damages = inspection.dossier().check().unwrap();
    assert!(damages.iter().any(|it| matches!(it, Damage::ChainBroken { .. })), "{damages:?}");
}

// E07
#[test]
fn two_laptops_that_answer_one_item_leave_it_open_and_both_are_named() {
    let (folder, inspection) = opened("laptops", &case_text(DAY));
    drop(inspection);
    let origin = folder.0.join("dossier");
    let other = folder.0.join("other");
    copy(&origin, &other);
    let said = |place: &Path, number, seen| {
        let mut inspection = open(place);
        let answer = AnswerInput {
            member: Some(iin(number)),
            seen,
            ground: "as seen on the spot".into(),
            measures: vec![measured("ceiling-height", &["2,50 m", "2,50 m", "2,50 m"])],
            attach: vec![photo(&folder)],
            ..input("ceiling-height")
        };
        inspection.answer(&answer, place, minutes(-60)).unwrap();
    };
    said(&origin, 3, Seen::InOrder);
    said(&other, 4, Seen::OutOfOrder);
    let mut inspection = open(&origin);
    inspection.merge(&other).unwrap();
    let (verdict, notes) = judged(&inspection, "224.ceiling-height");
    assert_eq!(verdict, Verdict::Undetermined);
    let answers = fact(&notes, "person.answers-disagree", "answers");
    assert!(answers.contains(&format!("{} in-order", iin(3))), "{answers}");
    assert!(answers.contains(&format!("{} out-of-order", iin(4))), "{answers}");
    // Nobody overrules another: one of the two corrects the own answer.
    let settle = AnswerInput {
        member: Some(iin(3)),
        seen: Seen::OutOfOrder,
        ground: "measured together".into(),
        measures: vec![measured("ceiling-height", &["2,50 m", "2,50 m", "2,50 m"])],
        attach: vec![photo(&folder)],
        ..input("ceiling-height")
    };
    inspection.answer(&settle, &origin, minutes(-50)).unwrap();
    let (_, notes) = judged(&inspection, "224.ceiling-height");
    assert!(notes.iter().all(|it| it.code != "person.answers-disagree"));
}

// N01
#[test]
fn boundary_values_keep_their_side_in_every_spelling() {
    let (folder, mut inspection) = opened("boundary", &case_text(DAY));
    let photo = photo(&folder);
    for (item, quantity, reading, expected) in [
        ("ceiling-height", "ceiling-height", "2.44 m", Verdict::Complies),
        ("ceiling-height", "ceiling-height", "2,44 м", Verdict::Complies),
        ("ceiling-height", "ceiling-height", "2.440 m", Verdict::Complies),
        ("ceiling-height", "ceiling-height", "244 cm", Verdict::Complies),
        ("ceiling-height", "ceiling-height", "2440 mm", Verdict::Complies),
        ("ceiling-height", "ceiling-height", "2.43 m", Verdict::Violates),
        ("ceiling-height", "ceiling-height", "2,439999 m", Verdict::Violates),
        ("ceiling-height", "ceiling-height", "244 mm", Verdict::Violates),
        ("grounding-conduit", "conduit-size", "1,5 cm", Verdict::Complies),
        ("grounding-conduit", "conduit-size", "15 mm", Verdict::Complies),
        ("grounding-conduit", "conduit-size", "1.49 cm", Verdict::Violates),
        ("grounding-conduit", "conduit-size", "14,9 мм", Verdict::Violates),
        ("grounding-conduit", "conduit-size", "1.5 mm", Verdict::Violates),
    ] {
        let answer = AnswerInput {
            measures: vec![measured(quantity, &[reading, reading, reading])],
            attach: vec![photo.clone()],
            ..input(item)
        };
        inspection.answer(&answer, &folder.0, minutes(-60)).unwrap();
        let (verdict, notes) = judged(&inspection, &format!("224.{item}"));
        assert_eq!(verdict, expected, "{item} {reading}: {notes:?}");
    }
}

// N01
#[test]
fn a_reading_that_is_no_number_with_a_unit_is_refused_and_nothing_is_recorded() {
    let (folder, mut inspection) = opened("no-number", &case_text(DAY));
    let before = inspection.dossier().entries().len();
    for (reading, expected) in [
        ("2,44", DecimalError::UnitMissing { text: "2,44".into() }),
        ("NaN m", DecimalError::NotANumber { text: "NaN m".into() }),
        ("-2.44 m", DecimalError::NotANumber { text: "-2.44 m".into() }),
        ("2.44 ft", DecimalError::UnitUnknown { unit: "ft".into() }),
    ] {
        let answer = AnswerInput {
            measures: vec![measured("ceiling-height", &[reading])],
            ..input("ceiling-height")
        };
        match inspection.answer(&answer, &folder.0, minutes(-60)) {
            Err(InspectionError::ReadingUnreadable { id, source }) => {
                assert_eq!((&*id.0, source), ("224.ceiling-height", expected));
            }
            other => panic!("{reading}: {other:?}"),
        }
    }
    assert_eq!(inspection.dossier().entries().len(), before);
}

// N02
#[test]
fn what_nobody_answered_is_never_in_order() {
    let (_folder, inspection) = opened("silence", &case_text(DAY));
    let judged = inspection.judge().unwrap();
    assert_eq!(judged.count(Verdict::Complies), 0);
    assert_ne!(judged.verdict(), Verdict::Complies);
    for item in ["224.ceiling-height", "224.grounding-conduit", "224.main-and-reserve-servers"] {
        assert_eq!(self::judged(&inspection, item).0, Verdict::Undetermined, "{item}");
    }
}

// N02
#[test]
fn an_answer_that_contradicts_its_own_reading_violates() {
    let (folder, mut inspection) = opened("contradiction", &case_text(DAY));
    let answer = AnswerInput {
        seen: Seen::InOrder,
        measures: vec![measured("ceiling-height", &["2,30 m", "2,50 m", "2,50 m"])],
        attach: vec![photo(&folder)],
        ..input("ceiling-height")
    };
    inspection.answer(&answer, &folder.0, minutes(-60)).unwrap();
    let (verdict, notes) = judged(&inspection, "224.ceiling-height");
    assert_eq!(verdict, Verdict::Violates);
    assert!(notes.iter().any(|it| it.code == "person.reading-beyond-limit"), "{notes:?}");
}

// N03
#[test]
fn a_reserve_that_is_the_main_machine_violates() {
    let (folder, mut inspection) = opened("reserve", &case_text(DAY));
    let asset = |role, serial: &str, address: &str| AssetFound {
        kind: AssetKind::Server,
        role,
        serial: serial.into(),
        model: "M".into(),
        room: "1".into(),
        address: Some(address.into()),
        physical: true,
    };
    for (serial, address, code) in [
        ("SN-1", "192.0.2.2", "assets.reserve-is-main"),
        ("sn-1 ", "192.0.2.2", "assets.reserve-is-main"),
        ("SN-2", "192.0.2.1", "assets.same-address"),
    ] {
        let answer = AnswerInput {
            assets: vec![
                asset(AssetRole::Main, "SN-1", "192.0.2.1"),
                asset(AssetRole::Reserve, serial, address),
            ],
            attach: vec![photo(&folder)],
            ..input("main-and-reserve-servers")
        };
        inspection.answer(&answer, &folder.0, minutes(-60)).unwrap();
        let (verdict, notes) = judged(&inspection, "224.main-and-reserve-servers");
        assert_eq!(verdict, Verdict::Violates, "{serial}: {notes:?}");
        assert!(notes.iter().any(|it| it.code == code), "{code}: {notes:?}");
    }
}

// N05
#[test]
fn a_positive_conclusion_against_findings_needs_a_reason_that_is_printed() {
    let (_folder, mut inspection) = opened("conclusion", &case_text(DAY));
    seen(&mut inspection, minutes(-60));
    let positive = |despite: Option<&str>| ConclusionInput {
        kind: ConclusionKind::Positive,
        despite: despite.map(str::to_owned),
        ..conclusion()
    };
    for empty in [None, Some(""), Some("  \n")] {
        match inspection.seal(&positive(empty), sealed_at()) {
            Err(InspectionError::ConclusionAgainstFindings { items }) => {
                assert!(items.iter().any(|it| it.0 == "224.ceiling-height"), "{items:?}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(inspection.latest_act().unwrap().is_none());
    let reason = "the ceiling is being raised";
    let (act, files) = inspection.seal(&positive(Some(reason)), sealed_at()).unwrap();
    let record = inspection.act_record(&act).unwrap();
    assert!(
        record.conclusion.as_ref().unwrap().despite.iter().any(|it| it.0 == "224.ceiling-height")
    );
    assert_eq!(record.conclusion.as_ref().unwrap().despite_reason, reason);
    assert!(files.html.contains(reason));
}

// N05
#[test]
fn an_act_of_nothing_looked_at_is_refused() {
    let (_folder, mut inspection) = opened("nothing", &case_text(DAY));
    let refused = inspection.seal(&conclusion(), sealed_at());
    assert!(matches!(refused, Err(InspectionError::NothingSeen)), "{refused:?}");
}

// N05
#[test]
fn a_self_check_is_signed_by_nobody_and_passes_for_no_act() {
    let text = case_text(DAY);
    let (head, _) = text.split_once("[commission.order]").unwrap();
    let (folder, mut inspection) =
        opened("self-check", &head.replace("[recipient]", "purpose = 'self-check'\n[recipient]"));
    let answer = AnswerInput { member: None, ..input("ceiling-height") };
    inspection.answer(&answer, &folder.0, minutes(-60)).unwrap();
    let refused = inspection.seal(&conclusion(), sealed_at());
    assert!(matches!(refused, Err(InspectionError::SelfCheckHasNoAct)), "{refused:?}");
    inspection.report(sealed_at()).unwrap();
    let key = SigningKey::open(&container(&folder, 3), "demo").unwrap();
    for refused in [
        inspection.sign(&key, None, minutes(5)).map(|_| ()),
        inspection.dissent(&key, None, "no", &[], minutes(5)).map(|_| ()),
        inspection.adopt(minutes(5)).map(|_| ()),
        inspection
            .import_signature(&folder.file("3.p7s", &signed_by(&[3])[0]), minutes(5))
            .map(|_| ()),
    ] {
        assert!(matches!(refused, Err(InspectionError::SelfCheckHasNoAct)), "{refused:?}");
    }
    let pack = folder.0.join("pack");
    inspection.export(&pack).unwrap();
    let found = verify(&pack);
    assert!(!found.holds && found.tally.is_none());
    assert!(check(&found, "verify.report-not-an-act", Verdict::Undetermined));
}

// A case, its dossier and its pack.

pub(crate) fn case_text(end: Date) -> String {
    let mut text = format!(
        "[recipient]\nname = 'ДЕМО'\naddress = 'ДЕМО'\nbin = '000000000601'\nauthority = 'ДЕМО'\n\
         [visit]\nstart = '2026-11-18'\nend = '{end}'\nplaces = ['ДЕМО']\n\
         [[signing-anchors]]\nsha256 = '{}'\nobtained-from = 'the test'\n\
         [commission.order]\nnumber = 'ДЕМО-1'\ndate = '2026-11-02'\n",
        EvidenceId::of(AUTHORITY.root.certificate.der()),
    );
    for member in roster().members {
        text.push_str(&format!(
            "[[commission.members]]\niin = '{}'\nname = '{}'\nposition = '{}'\nbody = '{}'\nrole = '{}'\n",
            member.iin,
            member.name,
            member.position,
            member.body.as_str(),
            member.role.as_str(),
        ));
    }
    text
}

pub(crate) fn opened(name: &str, case: &str) -> (Folder, Inspection<'static>) {
    let folder = Folder::new(name);
    let case: Case = toml::from_str(case).unwrap();
    let place = folder.0.join("dossier");
    let inspection = Inspection::new(&place, case, &CATALOG, &WORDS, minutes(-90)).unwrap();
    (folder, inspection)
}

pub(crate) fn open(place: &Path) -> Inspection<'static> {
    let access = Access::Write { now: minutes(-80) };
    Inspection::open(place, access, &CATALOG, &WORDS).unwrap()
}

/// A dossier with one look, a sealed act, and what the members' certificates are judged by.
pub(crate) fn sealed(name: &str) -> (Folder, Inspection<'static>) {
    let (folder, mut inspection) = opened(name, &case_text(DAY));
    seen(&mut inspection, minutes(-60));
    inspection.seal(&conclusion(), sealed_at()).unwrap();
    for (file, bytes) in
        [("root.cer", AUTHORITY.root.certificate.der().to_vec()), ("root.crl", list(&[]))]
    {
        inspection.add_trust(&folder.file(file, &bytes), sealed_at()).unwrap();
    }
    (folder, inspection)
}

pub(crate) fn seen(inspection: &mut Inspection<'_>, now: Timestamp) {
    let answer = AnswerInput {
        seen: Seen::OutOfOrder,
        ground: "the ceiling hangs low".into(),
        ..input("ceiling-height")
    };
    inspection.answer(&answer, Path::new("."), now).unwrap();
}

pub(crate) fn conclusion() -> ConclusionInput {
    ConclusionInput {
        number: "ДЕМО-1".into(),
        kind: ConclusionKind::Negative,
        text: String::new(),
        recommendations: vec![],
        despite: None,
        damage: BTreeMap::new(),
        with_english: false,
    }
}

pub(crate) fn input(item: &str) -> AnswerInput {
    AnswerInput {
        item: item.into(),
        member: Some(iin(3)),
        seen: Seen::InOrder,
        ground: "as seen".into(),
        measures: vec![],
        assets: vec![],
        attach: vec![],
    }
}

pub(crate) fn measured(quantity: &str, readings: &[&str]) -> MeasureTaken {
    MeasureTaken {
        quantity: quantity.into(),
        readings: readings.iter().map(|it| (*it).to_owned()).collect(),
        instrument: "ruler".into(),
        verified_until: None,
        error: None,
    }
}

/// Imports sound signatures of these members over the act that stands.
pub(crate) fn import(folder: &Folder, inspection: &mut Inspection<'_>, members: &[u32]) {
    let act = inspection.latest_act().unwrap().unwrap();
    let pdf = inspection.dossier().evidence(&act.pdf).unwrap();
    for number in members {
        let when = minutes(10 + i64::from(*number));
        let path = folder.file(&format!("{number}.p7s"), &of(*number).sign(&pdf, when));
        inspection.import_signature(&path, when).unwrap();
    }
}

/// The member's key in a container, as a person brings it.
pub(crate) fn container(folder: &Folder, number: u32) -> PathBuf {
    let person = of(number);
    let chain = [&person.certificate, &AUTHORITY.root.certificate];
    container_with(folder, &format!("{number}.p12"), &person.key, &chain)
}

/// A key with these certificates in a container.
pub(crate) fn container_with(
    folder: &Folder,
    name: &str,
    key: &PrivateKey,
    chain: &[&Certificate],
) -> PathBuf {
    use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKeyChain};
    let key = p12_keystore::PrivateKey::from_der(&key.to_pkcs8_der().unwrap()).unwrap();
    let chain: Vec<_> =
        chain.iter().map(|it| p12_keystore::Certificate::from_der(it.der()).unwrap()).collect();
    let mut store = KeyStore::new();
    let entry = PrivateKeyChain::new("key", key, chain);
    store.add_entry("key", KeyStoreEntry::PrivateKeyChain(entry));
    folder.file(name, &store.writer("demo").write().unwrap())
}

fn judged(inspection: &Inspection<'_>, item: &str) -> (Verdict, Vec<Note>) {
    let judged = inspection.judge().unwrap();
    let mut all = judged.subjects.iter().flat_map(|it| &it.requirements);
    let found = all.find(|it| it.finding.requirement.0 == item).unwrap();
    (found.finding.judgement.verdict, found.finding.judgement.notes.clone())
}

pub(crate) fn verify(pack: &Path) -> Verification {
    Pack::open(pack).unwrap().verify(&CATALOG, &WORDS).unwrap()
}

pub(crate) fn check(found: &Verification, code: &str, verdict: Verdict) -> bool {
    found.checks.iter().any(|it| it.note.code == code && it.verdict == verdict)
}

pub(crate) fn fact_of<'v>(found: &'v Verification, code: &str, name: &str) -> &'v str {
    let check = found.checks.iter().find(|it| it.note.code == code);
    &check.unwrap_or_else(|| panic!("{code}: {:?}", found.checks)).note.facts[name]
}

pub(crate) fn photo(folder: &Folder) -> PathBuf {
    let path = folder.0.join("photo.png");
    image::RgbImage::from_pixel(2, 2, image::Rgb([200, 10, 10])).save(&path).unwrap();
    path
}

/// A folder of one test, removed with it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("tekseru-attack-{}-{number}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

// DER, as little of it as the attacks need.

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    if content.len() < 128 {
        out.push(u8::try_from(content.len()).unwrap());
    } else {
        let length = content.len().to_be_bytes();
        let length: Vec<u8> = length.into_iter().skip_while(|it| *it == 0).collect();
        out.push(0x80 | u8::try_from(length.len()).unwrap());
        out.extend(length);
    }
    out.extend(content);
    out
}

/// Identifier octet and content of the first element.
fn split(bytes: &[u8]) -> (u8, &[u8]) {
    let (header, length) = header(bytes);
    (bytes[0], &bytes[header..header + length])
}

fn header(bytes: &[u8]) -> (usize, usize) {
    let first = usize::from(bytes[1]);
    if first < 128 {
        return (2, first);
    }
    let count = first & 0x7f;
    let length = bytes[2..2 + count].iter().fold(0, |all, it| all << 8 | usize::from(*it));
    (2 + count, length)
}

/// The elements inside an element.
fn children(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = split(bytes).1;
    let mut all = Vec::new();
    while !rest.is_empty() {
        let (header, length) = header(rest);
        all.push(rest[..header + length].to_vec());
        rest = &rest[header + length..];
    }
    all
}

/// The signature with the fields of SignedData changed: version, digests, content, certificates,
/// signers.
fn with_data(cms: &[u8], change: impl FnOnce(Vec<Vec<u8>>) -> Vec<Vec<u8>>) -> Vec<u8> {
    let outer = children(cms);
    let data = children(&outer[1]);
    let fields = change(children(&data[0]));
    assert!(SignedData::read(cms).is_ok());
    der(0x30, &[outer[0].clone(), der(0xa0, &der(0x30, &fields.concat()))].concat())
}

/// The signature with the fields of its signer changed: version, name of the certificate, digest
/// algorithm, attributes, signature algorithm, signature.
fn with_signer(cms: &[u8], change: impl FnOnce(Vec<Vec<u8>>) -> Vec<Vec<u8>>) -> Vec<u8> {
    with_data(cms, |mut fields| {
        let signers = children(&fields[4]);
        let signer = change(children(&signers[0]));
        fields[4] = der(0x31, &der(0x30, &signer.concat()));
        fields
    })
}
