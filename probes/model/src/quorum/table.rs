//! Both rules and all their readings against a second statement of them: thresholds written down
//! number by number, and people as bits of an integer.
//!
//! The thresholds up to fifteen are those of the table of the analysed rules (section 5 of the
//! procedure); those above were counted on by hand, two more signatures for every three members.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::{Tally, tally};
use crate::{Body, Iin, Member, Order, Role, Roster, VisitKind};

const DAY: Date = date(2026, 11, 20);

/// For one to thirty members: how many have to sign.
const NEEDED: [u32; 30] = [
    1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10, 10, 11, 12, 12, 13, 14, 14, 15, 16, 16, 17, 18, 18,
    19, 20, 20,
];
/// For one to thirty members: how many may refuse.
const MAY_REFUSE: [u32; 30] =
    [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10];
/// For one to thirty members: how many have to sign where the secretary counts as well.
const NEEDED_WITH_SECRETARY: [u32; 30] = [
    2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10, 10, 11, 12, 12, 13, 14, 14, 15, 16, 16, 17, 18, 18, 19,
    20, 20, 21,
];
/// Where two thirds are rounded down.
const ROUNDED_DOWN: [u32; 12] = [0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8];
/// Where they are rounded to the nearest whole.
const ROUNDED_NEAREST: [u32; 12] = [1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8];
/// For one to thirty members: the signatures that a survey needs; none suffice below five.
const SURVEY: [Option<u32>; 30] = {
    let mut needed = [Some(3); 30];
    (needed[0], needed[1], needed[2], needed[3]) = (None, None, None, None);
    needed
};

/// A commission as bits: the lowest `voters` bits are those who vote, the next ones secretaries.
#[derive(Clone, Copy, Debug)]
struct Commission {
    voters: u32,
    secretaries: u32,
    chairs: u32,
    security: u32,
    absent: u32,
}

impl Commission {
    fn all(self) -> u32 {
        (1 << (self.voters + self.secretaries)) - 1
    }

    fn vote(self) -> u32 {
        (1 << self.voters) - 1
    }

    fn roster(self) -> Roster {
        let is = |set: u32, bit: u32| set >> bit & 1 == 1;
        let members = (0..self.voters + self.secretaries)
            .map(|bit| Member {
                iin: iin(bit),
                name: format!("{bit}"),
                position: String::new(),
                body: match bit {
                    _ if is(self.security, bit) => Body::NationalSecurity,
                    _ if bit % 2 == 0 => Body::ServiceProvider,
                    _ => Body::TechnicalRegulation,
                },
                role: match bit {
                    _ if bit >= self.voters => Role::Secretary,
                    _ if is(self.chairs, bit) => Role::Chair,
                    _ => Role::Member,
                },
                present: !is(self.absent, bit),
                from: None,
                until: None,
            })
            .collect();
        let order = Order { number: "1".into(), date: date(2026, 11, 2) };
        Roster { order, amendments: vec![], members }
    }

    fn count(self, roster: &Roster, kind: VisitKind, signed: u32) -> Tally {
        let counted: BTreeSet<Iin> =
            (0..32).filter(|bit| signed >> bit & 1 == 1).map(iin).collect();
        tally(roster, kind, DAY, &counted, vec![])
    }
}

fn iin(bit: u32) -> Iin {
    Iin::try_from(format!("{bit:012}")).unwrap()
}

/// What a table says for a number of people; nothing follows where there is nobody.
fn reached(table: &[u32], people: u32, signed: u32) -> bool {
    people > 0 && signed >= table[usize::try_from(people).unwrap() - 1]
}

fn reading(tally: &Tally, id: &str) -> bool {
    let mut found = tally.readings.iter().filter(|it| it.id == id);
    let one = found.next().unwrap_or_else(|| panic!("{id}: {:?}", tally.readings));
    assert!(found.next().is_none(), "{id} twice");
    one.adopted
}

/// Paragraph 13 for one set of signatures.
fn examination(of: Commission, roster: &Roster, signed: u32) {
    let tally = of.count(roster, VisitKind::Examination, signed);
    let by = |who: u32| (signed & who).count_ones();
    let (vote, security) = (of.vote(), of.security & of.vote());
    let (voters, k) = (of.voters, by(vote));
    let any = by(security) > 0;
    let adopted = any && reached(&NEEDED, voters, k);
    let what = || format!("{of:?} signed {signed:b}: {tally:#?}");
    assert_eq!(tally.adopted, adopted, "{}", what());
    assert_eq!((tally.voters, tally.signed.len()), (voters as usize, k as usize), "{}", what());
    assert_eq!(tally.missing.len(), (voters - k) as usize, "{}", what());
    assert_eq!(tally.security_signed, any, "{}", what());
    assert_eq!(tally.signed_by_all(), voters > 0 && k == voters, "{}", what());

    let present = vote & !of.absent;
    let besides = vote & !of.chairs;
    let described = of.chairs.count_ones() == 1 && of.secretaries == 1 && voters >= 5;
    let everybody = voters + of.secretaries;
    let expected = [
        ("a01-round-down", any && reached(&ROUNDED_DOWN, voters, k)),
        ("a01-round-to-nearest", any && reached(&ROUNDED_NEAREST, voters, k)),
        ("a02-present", any && reached(&NEEDED, present.count_ones(), by(present))),
        ("a02-signed", any),
        ("a03-secretary-counts", by(of.security) > 0 && reached(&NEEDED, everybody, by(of.all()))),
        ("a04-chair-does-not-count", any && reached(&NEEDED, besides.count_ones(), by(besides))),
        ("a05-every-security-member", adopted && by(security) == security.count_ones()),
        ("a10-commission-of-the-survey", adopted && described),
    ];
    for (id, outcome) in expected {
        assert_eq!(reading(&tally, id), outcome, "{id}: {}", what());
    }
    assert_eq!(tally.readings.len(), expected.len());
    assert_eq!(tally.robust(), expected.iter().all(|(_, it)| *it == adopted), "{}", what());

    let settled: Vec<&str> = if adopted {
        vec![]
    } else {
        let missing = match security {
            _ if any => None,
            0 => Some("a06-security-not-appointed"),
            _ if security & !of.absent == 0 => Some("a06-security-absent"),
            _ => Some("a06-security-has-not-signed"),
        };
        let survey = (k >= 3).then_some("a08-survey-rule-not-applied");
        [missing, Some("a07-not-adopted"), survey].into_iter().flatten().collect()
    };
    assert_eq!(tally.settled_by, settled, "{}", what());

    let lacking = tally.lacking(roster, |_| true);
    assert_eq!(lacking.is_none(), adopted, "{}", what());
    if let Some(lacking) = lacking {
        // The least number of further people with whom the table is met, found by trying.
        let rest = vote & !signed;
        let mut least = None;
        for more in 0..=rest.count_ones() {
            let with_security = any || (more > 0 && rest & security != 0);
            if with_security && reached(&NEEDED, voters, k + more) {
                least = Some(more as usize);
                break;
            }
        }
        assert_eq!(lacking.reachable, least.is_some(), "{}", what());
        if let Some(least) = least {
            assert_eq!(lacking.signatures, least, "{}", what());
        }
        assert_eq!((lacking.security, lacking.composition), (!any, false), "{}", what());
    }
}

/// Paragraph 22 for one set of signatures.
fn survey(of: Commission, roster: &Roster, signed: u32) {
    let tally = of.count(roster, VisitKind::Survey, signed);
    let by = |who: u32| (signed & who).count_ones();
    let (voters, k) = (of.voters, by(of.vote()));
    let heads = of.chairs.count_ones() == 1 && of.secretaries == 1;
    let lawful = |people: u32, signed: u32| {
        let needed = people.checked_sub(1).and_then(|it| SURVEY[it as usize]);
        heads && needed.is_some_and(|needed| signed >= needed)
    };
    let what = || format!("{of:?} signed {signed:b}: {tally:#?}");
    assert_eq!(tally.adopted, lawful(voters, k), "{}", what());
    assert_eq!((tally.needed, tally.signed.len()), (3, k as usize), "{}", what());
    assert_eq!(tally.composition_allows(), heads && voters >= 5, "{}", what());
    let besides = of.vote() & !of.chairs;
    for (id, outcome) in [
        ("a04-chair-does-not-count", lawful(voters, by(besides))),
        ("a09-everybody-named", lawful(voters + of.secretaries, k)),
        ("a09-five-besides-the-chair", lawful(besides.count_ones(), k)),
    ] {
        assert_eq!(reading(&tally, id), outcome, "{id}: {}", what());
    }
    assert_eq!(tally.readings.len(), 3);
    assert!(tally.settled_by.is_empty());
    if let Some(lacking) = tally.lacking(roster, |_| true) {
        assert_eq!(lacking.signatures, 3_u32.saturating_sub(k) as usize, "{}", what());
        assert_eq!(lacking.composition, !(heads && voters >= 5), "{}", what());
        assert_eq!(lacking.reachable, heads && voters >= 5, "{}", what());
        assert!(!lacking.security);
    }
}

/// Commissions of one size: with and without secretary and chair, with none, one and several
/// security members, with one of them absent, chairing or keeping the papers.
fn commissions(voters: u32) -> Vec<Commission> {
    let vote = (1 << voters) - 1;
    let plain = Commission { voters, secretaries: 1, chairs: 1, security: 0b10, absent: 0 };
    let all = [
        plain,
        Commission { secretaries: 0, ..plain },
        Commission { chairs: 0, ..plain },
        Commission { secretaries: 0, chairs: 0b11, security: 0, ..plain },
        Commission { security: 0b110, absent: 0b1010, ..plain },
        Commission { security: 0b1, absent: 0b1, ..plain },
        Commission { secretaries: 2, security: 0b1_1100 | 1 << voters, absent: 0b100, ..plain },
    ];
    all.into_iter()
        .map(|it| Commission {
            chairs: it.chairs & vote,
            security: it.security & ((1 << (voters + it.secretaries)) - 1),
            ..it
        })
        .collect()
}

// Q07, Q08, Q09, Q11
#[test]
fn every_subset_of_every_commission_up_to_twelve_agrees_with_the_table() {
    let mut counts = 0;
    for voters in 1..=12 {
        for of in commissions(voters) {
            let roster = of.roster();
            for signed in 0..=of.all() {
                examination(of, &roster, signed);
                survey(of, &roster, signed);
                counts += 2;
            }
        }
    }
    assert!(counts > 200_000, "{counts}");
}

// Q07
#[test]
fn every_number_of_signatures_of_commissions_up_to_thirty_agrees_with_the_table() {
    for voters in 1..=30_u32 {
        let place = voters as usize - 1;
        let of = Commission { voters, secretaries: 1, chairs: 1, security: 1, absent: 0 };
        let roster = of.roster();
        for others in 0..voters {
            // Signatures of the security member and of this many others, then of the others alone,
            // each with and without the secretary's.
            let rest = ((1 << others) - 1) << 1;
            for secretary in [0, 1 << voters] {
                let with = of.count(&roster, VisitKind::Examination, rest | 1 | secretary);
                let refuse = voters - others - 1;
                assert_eq!(with.adopted, others + 1 >= NEEDED[place], "{voters}: {others}");
                assert_eq!(with.adopted, refuse <= MAY_REFUSE[place], "{voters}: {others}");
                assert_eq!(with.needed, NEEDED[place] as usize);
                let counted = others + 1 + u32::from(secretary != 0);
                let also = counted >= NEEDED_WITH_SECRETARY[place];
                assert_eq!(reading(&with, "a03-secretary-counts"), also, "{voters}: {others}");
                let without = of.count(&roster, VisitKind::Examination, rest | secretary);
                assert!(!without.adopted, "{voters}: {others}");
                for (signed, count) in [(rest | 1, others + 1), (rest, others)] {
                    let found = of.count(&roster, VisitKind::Survey, signed | secretary);
                    let lawful = SURVEY[place].is_some_and(|needed| count >= needed);
                    assert_eq!(found.adopted, lawful, "{voters}: {count}");
                }
            }
        }
    }
}

/// Where the secretary counts, the threshold is the same only for 2, 5, 8, … members.
#[test]
fn the_tables_agree_with_each_other() {
    for voters in 1..=30_usize {
        let (needed, with) = (NEEDED[voters - 1], NEEDED_WITH_SECRETARY[voters - 1]);
        assert_eq!(needed + MAY_REFUSE[voters - 1], u32::try_from(voters).unwrap());
        assert_eq!(needed == with, voters % 3 == 2, "{voters}");
        assert_eq!(NEEDED.get(voters).copied().unwrap_or(21), with, "{voters}");
    }
}

#[test]
fn nobody_who_refuses_is_waited_for() {
    let of = Commission { voters: 5, secretaries: 1, chairs: 1, security: 0b10, absent: 0 };
    let roster = of.roster();
    let tally = of.count(&roster, VisitKind::Examination, 0b1_0101);
    let lacking = |refusing: u32| {
        tally.lacking(&roster, |it| (0..5).all(|bit| refusing >> bit & 1 == 0 || *it != iin(bit)))
    };
    let one = lacking(0).unwrap();
    assert_eq!((one.signatures, one.security, one.reachable), (1, true, true));
    assert!(lacking(0b1000).unwrap().reachable, "the security member may still sign");
    assert!(!lacking(0b10).unwrap().reachable, "nobody else can sign for the security bodies");
}
