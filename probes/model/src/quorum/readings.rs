//! The two rules, and what would follow under every other recorded reading of their words.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::ReadingOfLaw;
use crate::{Body, CompositionDefect, Iin, Member, Role, Roster};

/// The survey's act is lawful with this many signatures, the secretary's excluded.
pub(super) const SURVEY_SIGNATURES: usize = 3;

/// The survey's commission has at least this many members, the secretary excluded.
const SURVEY_MEMBERS: usize = 5;

/// Whose signatures are there, by the roster of the day.
pub(super) struct Count<'a> {
    counted: &'a BTreeSet<Iin>,
    /// Everybody appointed on the day, the secretary among them.
    appointed: Vec<&'a Member>,
    /// Those of them who vote.
    pub(super) voters: Vec<&'a Member>,
    pub(super) composition: Vec<CompositionDefect>,
}

impl<'a> Count<'a> {
    pub(super) fn new(roster: &'a Roster, day: Date, counted: &'a BTreeSet<Iin>) -> Self {
        Self {
            counted,
            appointed: roster.members.iter().filter(|it| it.appointed_on(day)).collect(),
            voters: roster.voters_on(day).collect(),
            composition: roster.composition(day),
        }
    }

    pub(super) fn signers(&self) -> impl Iterator<Item = &'a Member> {
        self.voters.iter().copied().filter(|it| self.has_signed(it))
    }

    /// Whether a voter from the national security bodies has signed.
    pub(super) fn security_signed(&self) -> bool {
        self.signers().any(is_security)
    }

    /// Paragraph 13: two thirds of those who vote, one from the national security bodies among
    /// them.
    pub(super) fn two_thirds(&self) -> bool {
        let signed = self.signers().count();
        self.countable()
            && !self.voters.is_empty()
            && signed >= two_thirds_up(self.voters.len())
            && self.security_signed()
    }

    /// Paragraph 22: three of those who vote, in a commission as the paragraph describes it.
    pub(super) fn three_of_five(&self) -> bool {
        self.described_by_survey_rule() && self.signers().count() >= SURVEY_SIGNATURES
    }

    /// A person who stands in the roster twice would be counted twice.
    fn countable(&self) -> bool {
        !self.composition.iter().any(|it| it.bars_every_act())
    }

    fn has_signed(&self, member: &Member) -> bool {
        self.counted.contains(&member.iin)
    }

    fn described_by_survey_rule(&self) -> bool {
        !self.composition.iter().any(|it| it.bars_survey())
    }

    /// Readings A01 to A05 and A10 of the rule of two thirds. The rule itself is not among them.
    pub(super) fn readings_of_two_thirds(&self) -> Vec<ReadingOfLaw> {
        let countable = self.countable();
        let read = |id: &str, whole: &[&Member], needed: fn(usize) -> usize, security: bool| {
            let signed = whole.iter().filter(|it| self.has_signed(it)).count();
            let needed = needed(whole.len());
            ReadingOfLaw {
                id: id.into(),
                voters: whole.len(),
                signed,
                needed,
                security,
                adopted: countable && !whole.is_empty() && signed >= needed && security,
            }
        };
        let only = |keep: fn(&Member) -> bool| -> Vec<&Member> {
            self.voters.iter().copied().filter(|it| keep(it)).collect()
        };
        let voters = self.voters.as_slice();
        let any = self.security_signed();
        let every = any && voters.iter().all(|it| !is_security(it) || self.has_signed(it));
        let any_appointed = self.appointed.iter().any(|it| is_security(it) && self.has_signed(it));
        let signed: Vec<&Member> = self.signers().collect();
        let main = read("a10-commission-of-the-survey", voters, two_thirds_up, any);
        let described = self.described_by_survey_rule();
        vec![
            read("a01-round-down", voters, |n| 2 * n / 3, any),
            read("a01-round-to-nearest", voters, |n| (4 * n + 3) / 6, any),
            read("a02-present", &only(|it| it.present), two_thirds_up, any),
            read("a02-signed", &signed, two_thirds_up, any),
            read("a03-secretary-counts", &self.appointed, two_thirds_up, any_appointed),
            read(
                "a04-chair-does-not-count",
                &only(|it| it.role != Role::Chair),
                two_thirds_up,
                any,
            ),
            read("a05-every-security-member", voters, two_thirds_up, every),
            ReadingOfLaw { adopted: main.adopted && described, ..main },
        ]
    }

    /// Readings A04 and A09 of the rule of three signatures.
    pub(super) fn readings_of_three_of_five(&self) -> Vec<ReadingOfLaw> {
        let has_chair_and_secretary = !self
            .composition
            .iter()
            .any(|it| it.bars_survey() && !matches!(it, CompositionDefect::FewerThanFive { .. }));
        let read = |id: &str, whole: &[&Member], members: usize| {
            let signed = whole.iter().filter(|it| self.has_signed(it)).count();
            ReadingOfLaw {
                id: id.into(),
                voters: whole.len(),
                signed,
                needed: SURVEY_SIGNATURES,
                security: true,
                adopted: has_chair_and_secretary
                    && members >= SURVEY_MEMBERS
                    && signed >= SURVEY_SIGNATURES,
            }
        };
        let plain: Vec<&Member> =
            self.voters.iter().copied().filter(|it| it.role == Role::Member).collect();
        let voters = self.voters.as_slice();
        vec![
            read("a04-chair-does-not-count", &plain, voters.len()),
            read("a09-everybody-named", voters, self.appointed.len()),
            read("a09-five-besides-the-chair", voters, plain.len()),
        ]
    }

    /// Readings that decide a count of the examination without another outcome being computed.
    pub(super) fn settled(&self) -> Vec<String> {
        let mut settled: Vec<&str> = Vec::new();
        if self.two_thirds() {
            return vec![];
        }
        if !self.security_signed() {
            let security: Vec<_> = self.voters.iter().filter(|it| is_security(it)).collect();
            settled.push(match security.iter().any(|it| it.present) {
                _ if security.is_empty() => "a06-security-not-appointed",
                false => "a06-security-absent",
                true => "a06-security-has-not-signed",
            });
        }
        settled.push("a07-not-adopted");
        if self.signers().count() >= SURVEY_SIGNATURES {
            settled.push("a08-survey-rule-not-applied");
        }
        settled.into_iter().map(str::to_owned).collect()
    }
}

fn is_security(member: &Member) -> bool {
    member.body == Body::NationalSecurity
}

/// `3·signed ≥ 2·voters`, the least number of signatures that is two thirds.
pub(super) const fn two_thirds_up(voters: usize) -> usize {
    (2 * voters).div_ceil(3)
}
