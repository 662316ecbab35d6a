use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::act::{Act, Adopted, Sealed};
use crate::{Body, CompositionDefect, EvidenceId, Iin, Member, Note, Role, Roster, VisitKind};

mod readings;
#[cfg(test)]
mod table;

use readings::Count;

/// A detached signature over the sealed bytes of an act.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signature {
    /// What people call it: a file name or a hash.
    pub label: String,
    /// The signature exactly as the signing device produced it.
    pub bytes: Vec<u8>,
}

/// Checks one signature file; the application supplies the cryptography.
pub trait VerifySignature {
    /// Every signer found in the file, each judged on its own. Nothing readable: one [`Checked`]
    /// that says so.
    fn check(&self, act: &[u8], signature: &Signature) -> Vec<Checked>;
}

/// What a look at one signer gave.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checked {
    /// The person, by the number in the certificate.
    pub signer: Option<Iin>,
    /// SHA-256 of the public key in canonical form: one key under two people raises an alarm.
    pub key: Option<[u8; 32]>,
    /// SHA-256 of the certificate.
    pub certificate: Option<EvidenceId>,
    /// When it was signed, as far as known.
    pub signed_at: Option<Timestamp>,
    /// The earliest time that a time-stamp vouches for.
    pub stamped_at: Option<Timestamp>,
    /// Whether it may be counted.
    pub standing: SignatureStanding,
    /// Everything noticed about it.
    pub notes: Vec<Note>,
}

/// Whether a signature may be counted.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureStanding {
    /// It is over these bytes, by the key of a certificate that was valid and is known not to have
    /// been revoked.
    Conclusive,
    /// Something about it could not be established; it is not counted.
    Inconclusive,
    /// It is not a signature of these bytes by a valid certificate.
    Invalid,
}

/// One signer of one file, and whether the person was counted because of it.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Outcome {
    /// The file.
    pub label: String,
    /// The person, by the number in the certificate.
    pub signer: Option<Iin>,
    /// SHA-256 of the certificate.
    #[serde(default)]
    pub certificate: Option<EvidenceId>,
    /// When it was signed, as far as known.
    #[schemars(with = "Option<String>")]
    pub signed_at: Option<Timestamp>,
    /// The earliest time that a time-stamp vouches for.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub stamped_at: Option<Timestamp>,
    /// What the check of the signature gave.
    pub standing: SignatureStanding,
    /// Why a conclusive signature adds no person, or adds nothing new.
    pub alarms: Vec<Alarm>,
    /// Everything noticed by the check.
    pub notes: Vec<Note>,
}

/// Why a conclusive signature adds no person.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Alarm {
    /// The person has been counted already: the same file again, or a second key or certificate.
    CountedAlready,
    /// The certificate names no person.
    NoPerson,
    /// The order does not have the person appointed on the day of signing.
    NotAppointedThen,
    /// The person is not on the roster inside the sealed bytes.
    NotOnRoster,
    /// One key signs for two people: neither is counted.
    OneKeyTwoPeople,
    /// The secretary signs, but has no vote.
    SecretaryHasNoVote,
}

/// Proof that enough people signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Quorum {
    tally: Tally,
}

/// The count, in full, whether or not the act was adopted.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tally {
    /// The rule that was applied; it follows from the kind of visit alone.
    pub rule: VisitKind,
    /// The people counted.
    pub signed: BTreeSet<Iin>,
    /// The voters who were not counted.
    pub missing: BTreeSet<Iin>,
    /// How many vote.
    pub voters: usize,
    /// How many have to sign.
    pub needed: usize,
    /// Whether a member from the national security bodies is among the people counted.
    pub security_signed: bool,
    /// What is wrong or doubtful about the composition on the day of the act. It bars the act of a
    /// survey where the rule for a survey describes the commission otherwise; of the act of an
    /// examination it is told.
    #[serde(default)]
    pub composition: Vec<CompositionDefect>,
    /// What follows under the rule as this project reads it.
    pub adopted: bool,
    /// What would follow under every other recorded reading.
    pub readings: Vec<ReadingOfLaw>,
    /// Recorded readings that decide this count and of which no other outcome is computed, as keys
    /// into the words: `a06-security-absent`.
    #[serde(default)]
    pub settled_by: Vec<String>,
    /// Every signer of every file.
    pub outcomes: Vec<Outcome>,
}

/// The same count under one reading of an ambiguous sentence.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReadingOfLaw {
    /// The recorded ambiguity and the reading of it, as a key into the words: `a02-present`.
    pub id: String,
    /// Whose signatures make the whole.
    pub voters: usize,
    /// How many of those signed.
    pub signed: usize,
    /// How many have to.
    pub needed: usize,
    /// Whether the condition about the national security bodies is met.
    pub security: bool,
    /// What follows.
    pub adopted: bool,
}

/// What an act lacks to be adopted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lacking {
    /// How many people have to sign yet.
    pub signatures: usize,
    /// Whether one of them has to be from the national security bodies.
    pub security: bool,
    /// Whether the composition of the commission bars the act whoever signs.
    pub composition: bool,
    /// Whether those voters who have not signed suffice.
    pub reachable: bool,
}

impl Tally {
    /// Whether every recorded reading leads to the same result.
    #[must_use]
    pub fn robust(&self) -> bool {
        self.depends_on().next().is_none()
    }

    /// The readings under which the outcome is another.
    pub fn depends_on(&self) -> impl Iterator<Item = &ReadingOfLaw> {
        self.readings.iter().filter(|it| it.adopted != self.adopted)
    }

    /// Whether the composition lets the act be adopted at all.
    #[must_use]
    pub fn composition_allows(&self) -> bool {
        match self.rule {
            VisitKind::Examination => !self.composition.iter().any(|it| it.bars_every_act()),
            VisitKind::Survey => !self.composition.iter().any(|it| it.bars_survey()),
        }
    }

    /// Whether everybody who votes has signed, as the text asks before it says what suffices.
    #[must_use]
    pub fn signed_by_all(&self) -> bool {
        self.missing.is_empty() && !self.signed.is_empty()
    }

    /// What is lacking; none where the act is adopted. `may_sign` says of whom a signature can
    /// still be expected.
    #[must_use]
    pub fn lacking(&self, roster: &Roster, may_sign: impl Fn(&Iin) -> bool) -> Option<Lacking> {
        if self.adopted {
            return None;
        }
        let open = || self.missing.iter().filter(|it| may_sign(it));
        let is_security = |it: &&Iin| {
            roster.member(it).is_some_and(|member| member.body == Body::NationalSecurity)
        };
        let security = self.rule == VisitKind::Examination && !self.security_signed;
        let few = self.needed.saturating_sub(self.signed.len());
        let signatures = few.max(usize::from(security));
        let composition = !self.composition_allows();
        let reachable = !composition
            && open().count() >= signatures
            && (!security || open().any(|it| is_security(&it)));
        Some(Lacking { signatures, security, composition, reachable })
    }
}

/// Too few people signed, or the one who must has not.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{} of {} voters signed, {} needed; security: {}", .0.signed.len(), .0.voters, .0.needed, .0.security_signed)]
pub struct NotAdopted(pub Box<Tally>);

impl Quorum {
    /// Adopts a sealed act if the people who signed its bytes suffice.
    ///
    /// This is the only function that counts signatures and the only one that makes an
    /// [`Act<Adopted>`]. It counts people: a second signature, key or certificate of one person
    /// adds nothing. It looks at every signature, whatever came before it, and it takes the
    /// roster, the rule and the day from the act itself.
    ///
    /// # Errors
    ///
    /// [`NotAdopted`] with the whole count.
    pub fn adopt(
        act: Act<Sealed>,
        signatures: &[Signature],
        verify: &dyn VerifySignature,
    ) -> Result<Act<Adopted>, NotAdopted> {
        let (counted, outcomes) = people(&act, signatures, verify);
        let tally = tally(act.roster(), act.kind(), act.day(), &counted, outcomes);
        if tally.adopted {
            Ok(act.adopted(Self { tally }))
        } else {
            Err(NotAdopted(Box::new(tally)))
        }
    }

    /// The count that adopted the act.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }
}

/// Everybody with at least one signature that counts, the secretary included, and what became of
/// every signature.
fn people(
    act: &Act<Sealed>,
    signatures: &[Signature],
    verify: &dyn VerifySignature,
) -> (BTreeSet<Iin>, Vec<Outcome>) {
    let checked: Vec<_> = signatures
        .iter()
        .flat_map(|it| verify.check(act.bytes(), it).into_iter().map(|seen| (&it.label, seen)))
        .collect();
    let mut people_of_key: BTreeMap<[u8; 32], BTreeSet<&Iin>> = BTreeMap::new();
    for (_, seen) in &checked {
        if let (SignatureStanding::Conclusive, Some(key), Some(signer)) =
            (seen.standing, seen.key, &seen.signer)
        {
            people_of_key.entry(key).or_default().insert(signer);
        }
    }
    let shared = |key: &[u8; 32]| people_of_key.get(key).is_some_and(|it| it.len() > 1);

    let mut counted = BTreeSet::new();
    let mut outcomes = Vec::with_capacity(checked.len());
    for (label, seen) in &checked {
        let mut alarms = Vec::new();
        if seen.standing == SignatureStanding::Conclusive {
            if seen.key.as_ref().is_some_and(shared) {
                alarms.push(Alarm::OneKeyTwoPeople);
            }
            match &seen.signer {
                None => alarms.push(Alarm::NoPerson),
                Some(iin) => match act.roster().member(iin) {
                    None => alarms.push(Alarm::NotOnRoster),
                    Some(member) => {
                        if !appointed_when_signing(member, seen.signed_at, act.day()) {
                            alarms.push(Alarm::NotAppointedThen);
                        }
                        if alarms.is_empty() && !counted.insert(iin.clone()) {
                            alarms.push(Alarm::CountedAlready);
                        }
                        if member.role == Role::Secretary {
                            alarms.push(Alarm::SecretaryHasNoVote);
                        }
                    }
                },
            }
        }
        outcomes.push(Outcome {
            label: (*label).clone(),
            signer: seen.signer.clone(),
            certificate: seen.certificate,
            signed_at: seen.signed_at,
            stamped_at: seen.stamped_at,
            standing: seen.standing,
            alarms,
            notes: seen.notes.clone(),
        });
    }
    (counted, outcomes)
}

/// A member whose appointment has no end and no beginning in the roster signs whenever; one who
/// was replaced or brought in signs within the appointment, by the legal day in Kazakhstan.
fn appointed_when_signing(member: &Member, at: Option<Timestamp>, act_day: Date) -> bool {
    if member.from.is_none() && member.until.is_none() {
        return true;
    }
    let Some(zone) = TimeZone::get("Asia/Almaty").ok() else { return false };
    at.is_some_and(|at| member.appointed_on(at.to_zoned(zone).date()))
        && member.appointed_on(act_day)
}

fn tally(
    roster: &Roster,
    rule: VisitKind,
    day: Date,
    counted: &BTreeSet<Iin>,
    outcomes: Vec<Outcome>,
) -> Tally {
    let count = Count::new(roster, day, counted);
    let (needed, adopted, readings, settled_by) = match rule {
        VisitKind::Examination => (
            readings::two_thirds_up(count.voters.len()),
            count.two_thirds(),
            count.readings_of_two_thirds(),
            count.settled(),
        ),
        VisitKind::Survey => (
            readings::SURVEY_SIGNATURES,
            count.three_of_five(),
            count.readings_of_three_of_five(),
            vec![],
        ),
    };
    Tally {
        rule,
        signed: count.signers().map(|it| it.iin.clone()).collect(),
        missing: count
            .voters
            .iter()
            .filter(|it| !counted.contains(&it.iin))
            .map(|it| it.iin.clone())
            .collect(),
        voters: count.voters.len(),
        needed,
        security_signed: count.security_signed(),
        composition: count.composition,
        adopted,
        readings,
        settled_by,
        outcomes,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Order;

    const DAY: Date = date(2026, 11, 20);

    /// A signature file of the tests: one letter a signer, an upper-case letter is invalid, a
    /// digit is inconclusive, and `x` and `y` are two people with one key.
    struct Letters;

    impl VerifySignature for Letters {
        fn check(&self, act: &[u8], signature: &Signature) -> Vec<Checked> {
            assert_eq!(act, b"act");
            signature
                .bytes
                .iter()
                .map(|&byte| {
                    let letter = byte.to_ascii_lowercase();
                    Checked {
                        signer: (byte != b'?').then(|| iin(letter)),
                        key: Some([if letter == b'y' { b'x' } else { byte }; 32]),
                        certificate: None,
                        stamped_at: None,
                        signed_at: Some("2026-11-20T12:00:00Z".parse().unwrap()),
                        standing: if byte.is_ascii_uppercase() {
                            SignatureStanding::Invalid
                        } else if byte.is_ascii_digit() {
                            SignatureStanding::Inconclusive
                        } else {
                            SignatureStanding::Conclusive
                        },
                        notes: vec![],
                    }
                })
                .collect()
        }
    }

    fn iin(letter: u8) -> Iin {
        Iin::try_from(format!("{letter:012}")).unwrap()
    }

    fn member(letter: u8, body: Body, role: Role) -> Member {
        Member {
            iin: iin(letter),
            name: char::from(letter).to_string(),
            position: String::new(),
            body,
            role,
            present: true,
            from: None,
            until: None,
        }
    }

    /// `a` chairs, `s` is secretary, `n` and `m` are from the national security bodies.
    fn roster(letters: &str) -> Roster {
        let members = letters
            .bytes()
            .map(|it| {
                let body = match it {
                    b'n' | b'm' => Body::NationalSecurity,
                    b't' => Body::TechnicalRegulation,
                    _ => Body::ServiceProvider,
                };
                let role = match it {
                    b'a' => Role::Chair,
                    b's' => Role::Secretary,
                    _ => Role::Member,
                };
                member(it, body, role)
            })
            .collect();
        let order = Order { number: "1".into(), date: date(2026, 11, 2) };
        Roster { order, amendments: vec![], members }
    }

    fn count_over(roster: Roster, kind: VisitKind, files: &[&str]) -> Tally {
        let act = Act::new(b"act".to_vec(), roster, kind, DAY).seal();
        let signatures: Vec<_> = files
            .iter()
            .map(|it| Signature { label: (*it).into(), bytes: it.as_bytes().into() })
            .collect();
        match Quorum::adopt(act, &signatures, &Letters) {
            Ok(act) => {
                assert!(act.quorum().tally().adopted);
                act.quorum().tally().clone()
            }
            Err(NotAdopted(tally)) => {
                assert!(!tally.adopted);
                *tally
            }
        }
    }

    fn count(letters: &str, files: &[&str]) -> Tally {
        count_over(roster(letters), VisitKind::Examination, files)
    }

    fn alarms(tally: &Tally) -> Vec<Alarm> {
        tally.outcomes.iter().flat_map(|it| it.alarms.clone()).collect()
    }

    #[test]
    fn the_worked_cases_of_six_come_out_as_written() {
        assert!(count("abcdtn", &["a", "b", "c", "n"]).adopted);
        assert!(!count("abcdtn", &["a", "b", "c", "d", "t"]).adopted);
        assert!(!count("abcdtn", &["a", "b", "n"]).adopted);
        let split = count("abctnm", &["a", "b", "c", "n"]);
        assert!(split.adopted && !split.robust());
        let strict = split.readings.iter().find(|it| it.id.starts_with("a05")).unwrap();
        assert!(!strict.adopted);
        assert!(count("abctn", &["b", "c", "t", "n"]).adopted, "the chair has no casting vote");
    }

    // Q01, Q02, Q18
    #[test]
    fn two_signatures_of_one_person_are_one_person() {
        let tally = count("abn", &["a", "a", "aa"]);
        assert_eq!((tally.signed.len(), tally.adopted), (1, false));
        assert_eq!(alarms(&tally), [Alarm::CountedAlready; 3]);
    }

    // Q02, Q11
    #[test]
    fn a_roster_that_names_a_person_twice_adopts_nothing() {
        for kind in [VisitKind::Examination, VisitKind::Survey] {
            let sound = count_over(roster("abcdns"), kind, &["a", "b", "c", "n"]);
            assert!(sound.adopted);
            // Six entries of two people, or the secretary a second time with a vote.
            for (letters, last) in [("abbbbns", Role::Secretary), ("abcdnss", Role::Member)] {
                let mut twice = roster(letters);
                twice.members.last_mut().unwrap().role = last;
                let tally = count_over(twice.clone(), kind, &["a", "b", "c", "n", "s"]);
                assert!(tally.readings.iter().all(|it| !it.adopted), "{letters}: {tally:?}");
                assert!(tally.composition.contains(&CompositionDefect::Uncountable));
                let lacking = tally.lacking(&twice, |_| true).unwrap();
                assert!(lacking.composition && !lacking.reachable);
            }
        }
    }

    // Q03
    #[test]
    fn one_key_under_two_people_counts_for_neither() {
        let tally = count("xyn", &["x", "y", "n"]);
        assert_eq!((tally.signed.len(), tally.adopted), (1, false));
        assert_eq!(alarms(&tally), [Alarm::OneKeyTwoPeople; 2]);
    }

    // Q08
    #[test]
    fn all_others_do_not_replace_the_security_member() {
        let tally = count("abcdtn", &["abcdt"]);
        assert!(!tally.adopted && !tally.security_signed);
        assert_eq!(tally.missing.iter().collect::<Vec<_>>(), [&iin(b'n')]);
    }

    // Q09
    #[test]
    fn the_security_member_alone_adopts_nothing() {
        assert!(!count("abn", &["n"]).adopted);
    }

    // Q16, Q17
    #[test]
    fn an_invalid_signature_neither_counts_nor_spoils_a_valid_one() {
        let tally = count("abn", &["A", "a", "B", "n", "1"]);
        assert!(tally.adopted);
        assert_eq!(tally.outcomes.len(), 5);
        assert_eq!(tally.signed, [iin(b'a'), iin(b'n')].into());
    }

    #[test]
    fn every_signature_is_looked_at_after_the_threshold() {
        let tally = count("abn", &["a", "n", "b", "z", "?"]);
        assert_eq!(tally.outcomes.len(), 5);
        assert_eq!(alarms(&tally), [Alarm::NotOnRoster, Alarm::NoPerson]);
        assert_eq!(tally.signed.len(), 3);
    }

    // Q11
    #[test]
    fn the_secretary_counts_under_neither_rule() {
        let tally = count("abns", &["a", "s"]);
        assert_eq!((tally.voters, tally.signed.len()), (3, 1));
        assert_eq!(alarms(&tally), [Alarm::SecretaryHasNoVote]);
        let survey = count_over(roster("abctns"), VisitKind::Survey, &["a", "b", "s"]);
        assert_eq!((survey.signed.len(), survey.adopted), (2, false));
    }

    // Q11
    #[test]
    fn the_kind_of_visit_alone_chooses_the_rule() {
        let files = ["a", "b", "c"];
        assert!(!count_over(roster("abctn"), VisitKind::Examination, &files).adopted);
        assert!(count_over(roster("abctns"), VisitKind::Survey, &files).adopted);
        assert!(!count_over(roster("abcns"), VisitKind::Survey, &files).adopted, "four members");
        assert!(!count_over(roster("abctn"), VisitKind::Survey, &files).adopted, "no secretary");
    }

    // Q20
    #[test]
    fn a_member_signs_within_the_appointment_only() {
        let mut roster = roster("abnt");
        roster.members[3].from = Some(date(2026, 11, 21));
        let replaced = member(b'r', Body::TechnicalRegulation, Role::Member);
        roster.members.push(Member { until: Some(date(2026, 11, 20)), ..replaced });
        let tally = count_over(roster, VisitKind::Examination, &["a", "t", "r"]);
        assert_eq!((tally.voters, tally.signed.len()), (3, 1));
        assert_eq!(alarms(&tally), [Alarm::NotAppointedThen; 2]);
    }

    /// The same signers, at one moment or at none.
    struct At(Option<&'static str>);

    impl VerifySignature for At {
        fn check(&self, act: &[u8], signature: &Signature) -> Vec<Checked> {
            let mut all = Letters.check(act, signature);
            for one in &mut all {
                one.signed_at = self.0.map(|it| it.parse().unwrap());
            }
            all
        }
    }

    // Q20
    #[test]
    fn whoever_came_or_left_is_appointed_on_the_day_of_signing_and_on_that_of_the_act() {
        // Almaty is five hours ahead: at 19:00 here the next day begins there.
        let (eve, last, next) =
            ("2026-11-19T18:59:59Z", "2026-11-20T18:59:59Z", "2026-11-20T19:00:00Z");
        let day = |day| Some(date(2026, 11, day));
        for (from, until, at, counted) in [
            (None, None, None, true),
            (None, None, Some(next), true),
            (None, day(21), Some(last), true),
            (None, day(21), Some(next), false),
            (None, day(21), None, false),
            (day(20), None, Some(last), true),
            (day(20), None, Some(eve), false),
            (day(20), None, None, false),
            // Appointed when signing, but not on the day of the act.
            (day(21), None, Some(next), false),
            (None, day(20), Some(eve), false),
        ] {
            let mut roster = roster("an");
            (roster.members[0].from, roster.members[0].until) = (from, until);
            let act = Act::new(b"act".to_vec(), roster, VisitKind::Examination, DAY).seal();
            let files = [Signature { label: "a".into(), bytes: b"a".to_vec() }];
            let NotAdopted(tally) = Quorum::adopt(act, &files, &At(at)).unwrap_err();
            let what = format!("{from:?} {until:?} {at:?}: {tally:#?}");
            assert_eq!(tally.signed.len(), usize::from(counted), "{what}");
            let alarms = alarms(&tally);
            assert_eq!(alarms.contains(&Alarm::NotAppointedThen), !counted, "{what}");
        }
    }

    // Q03
    #[test]
    fn a_key_is_shared_only_where_two_people_sign_with_it() {
        // One person twice with one key, and a second person whose signature with it is worth
        // nothing: the first is counted.
        let tally = count("xyn", &["x", "xx", "X", "n"]);
        assert!(!alarms(&tally).contains(&Alarm::OneKeyTwoPeople), "{tally:#?}");
        assert!(tally.adopted);
    }

    #[test]
    fn an_act_signed_by_all_is_adopted_under_every_reading() {
        let tally = count("abctns", &["abctn", "s"]);
        assert!(tally.adopted && tally.robust(), "{:?}", tally.readings);
        assert!(tally.signed_by_all() && tally.settled_by.is_empty());
        assert_eq!(tally.readings.len(), 8);
    }

    #[test]
    fn the_order_of_the_files_does_not_matter() {
        let files = ["a", "x", "n", "y", "b", "a"];
        let forward = count("abnxy", &files);
        let mut files = files;
        files.reverse();
        let backward = count("abnxy", &files);
        assert_eq!(forward.signed, backward.signed);
        assert_eq!(forward.adopted, backward.adopted);
    }
}
