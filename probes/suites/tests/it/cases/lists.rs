//! Revocation lists that are forged, replayed, cut to a scope, malformed or enormous.

use jiff::SignedDuration;
use pki::Crl;
use pki::crl::{RevocationStatus, status};
use pki::issue::{CrlTemplate, IssuingPoint};

use super::*;

// Places of fields in the signed part of a list without entries, and with them.
const LIST_EXTENSIONS: usize = 5;
const ENTRIES: usize = 5;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The list of an authority, one day old, for two.
fn list(issuer: &Certificate) -> CrlTemplate {
    CrlTemplate::new(issuer, at(NOW) - DAY, at(NOW) + DAY, 7)
}

impl Hierarchy {
    fn list(&self) -> CrlTemplate {
        list(&self.authority)
    }

    fn naming(&self, list: CrlTemplate) -> CrlTemplate {
        list.revoking(self.user.serial(), at(NOW) - DAY, Some(1))
    }

    fn signed(&self, list: &CrlTemplate) -> Crl {
        Crl::read(&list.to_der(&self.authority_key).unwrap()).unwrap()
    }

    /// What the path says where revocation must be known; the root's own list is at hand.
    fn ask_by(&self, lists: &[Crl]) -> PathReport {
        self.ask_about_by(&self.user, lists)
    }

    fn ask_about_by(&self, user: &Certificate, lists: &[Crl]) -> PathReport {
        let of_root = Crl::read(&list(&self.root).to_der(&self.root_key).unwrap()).unwrap();
        let lists = [lists, &[of_root]].concat();
        let anchors = [self.root.clone()];
        let candidates = [self.authority.clone()];
        let mut question = PathQuestion::new(user, &anchors, at(NOW));
        question.candidates = &candidates;
        question.crls = &lists;
        question.revocation = RevocationMode::Required;
        validate(&question)
    }

    fn status(&self, list: &Crl) -> RevocationStatus {
        status(self.user.serial(), &self.authority, list, &[], at(NOW))
    }
}

fn found(report: &PathReport) -> BTreeSet<&'static str> {
    codes(&report.paths[0].findings, Weight::Remark)
}

fn revoked(report: &PathReport) -> bool {
    report.verdict == PathVerdict::Invalid && found(report).contains("path.revoked")
}

/// R06: lists out of their time, and lists that say no end or one beyond any plan.
#[test]
fn a_list_out_of_its_time_acquits_nobody() {
    let all = sound();
    assert_eq!(all.ask_by(&[all.signed(&all.list())]).verdict, PathVerdict::Valid);
    let with = |this: Timestamp, next: Option<Timestamp>| {
        let mut list = all.list();
        (list.this_update, list.next_update) = (this, next);
        all.signed(&list)
    };
    let now = at(NOW);
    for (list, code) in [
        (with(now - DAY - DAY, Some(now - HOUR)), "crl.expired"),
        (with(now - DAY, Some(at("1970-01-01T00:00:00Z"))), "crl.expired"),
        (with(now + HOUR, Some(now + DAY)), "crl.this-update-in-future"),
        (with(at("9999-12-30T00:00:00Z"), None), "crl.this-update-in-future"),
    ] {
        let report = all.ask_by(&[list]);
        assert_eq!(report.verdict, PathVerdict::Undetermined, "{code}");
        assert!(found(&report).contains(code), "{:?}", found(&report));
    }
    // Without an end it is no list of the profile, which is told.
    let endless = with(now - DAY, None);
    let report = all.ask_by(&[endless]);
    assert_eq!(report.verdict, PathVerdict::Valid);
    assert!(found(&report).contains("crl.next-update-missing"));
    let distant = with(now - DAY, Some(at("9999-12-30T00:00:00Z")));
    assert_eq!(distant.next_update(), Some(at("9999-12-30T00:00:00Z")));
    assert_eq!(all.ask_by(&[distant]).verdict, PathVerdict::Valid);
}

/// R06: an old list without the entry is played again beside the one that has it; and one that is
/// later but numbered lower, out of which the entry has disappeared.
#[test]
fn a_list_played_again_takes_no_revocation_back() {
    let all = sound();
    let mut earlier = all.list();
    earlier.this_update = at(NOW) - DAY - DAY;
    earlier.number = Some(6);
    let mut ended = earlier.clone();
    ended.next_update = Some(at(NOW) - HOUR);
    let mut later = all.list();
    later.this_update = at(NOW) - HOUR;
    later.number = Some(5);
    let naming = all.signed(&all.naming(all.list()));
    assert!(revoked(&all.ask_by(from_ref(&naming))));
    for other in [earlier, ended, later] {
        let other = all.signed(&other);
        for lists in [[other.clone(), naming.clone()], [naming.clone(), other]] {
            assert!(revoked(&all.ask_by(&lists)));
        }
    }
    // A later one with a higher number may release from a hold.
    let mut next = all.list();
    next.this_update = at(NOW) - HOUR;
    next.number = Some(300);
    assert_eq!(all.ask_by(&[naming, all.signed(&next)]).verdict, PathVerdict::Valid);
}

/// R07: another authority of the same name, with or without the same key identifier, signs a list.
#[test]
fn a_list_of_another_authority_of_the_same_name_neither_acquits_nor_revokes() {
    let all = sound();
    let stranger = key();
    let named = template(&authority_profile(), Some(&all.root), "Authority", &stranger)
        .issue(&stranger)
        .unwrap();
    for template in [all.list(), list(&named)] {
        for template in [template.clone(), all.naming(template)] {
            let forged = Crl::read(&template.to_der(&stranger).unwrap()).unwrap();
            let report = all.ask_by(from_ref(&forged));
            assert_eq!(report.verdict, PathVerdict::Undetermined);
            assert!(found(&report).contains("crl.signature-invalid"), "{:?}", found(&report));
            // Also where the stranger's certificate lies among the candidates.
            let of_root = Crl::read(&list(&all.root).to_der(&all.root_key).unwrap()).unwrap();
            let (anchors, lists) = ([all.root.clone()], [forged.clone(), of_root]);
            let candidates = [named.clone(), all.authority.clone()];
            let mut question = PathQuestion::new(&all.user, &anchors, at(NOW));
            question.candidates = &candidates;
            question.crls = &lists;
            question.revocation = RevocationMode::Required;
            let report = validate(&question);
            assert_eq!(report.verdict, PathVerdict::Undetermined);
            assert!(!found(&report).contains("path.revoked"));
            // And it does not get in the way of the true list.
            let lists = [forged, all.signed(&all.list())];
            assert_eq!(all.ask_by(&lists).verdict, PathVerdict::Valid);
        }
    }
}

/// R07: of two distribution points the second is the one whose list names the certificate
/// (RUSTSEC-2026-0049); a list of an address that no point names is of no use.
#[test]
fn the_list_of_the_second_point_counts_and_that_of_a_third_does_not() {
    let urls = ["http://crl.example.kz/1.crl", "http://crl.example.kz/2.crl"];
    let points: Vec<Vec<u8>> = urls
        .iter()
        .map(|url| {
            let full = element(0xa0, &element(0xa0, &element(0x86, url.as_bytes())));
            sequence(&[full])
        })
        .collect();
    let points = Extension::new(&known::CRL_DISTRIBUTION_POINTS, false, sequence(&points));
    let all = hierarchy(|_| {}, |user| user.set(points));
    let of = |url: &str| {
        let mut list = all.list();
        list.scope = Some(IssuingPoint { urls: vec![url.to_owned()], ..IssuingPoint::default() });
        list
    };
    let second = all.signed(&all.naming(of(urls[1])));
    assert!(revoked(&all.ask_by(from_ref(&second))));
    assert!(revoked(&all.ask_by(&[all.signed(&of(urls[0])), second])));
    let third = all.signed(&of("http://crl.example.kz/3.crl"));
    let report = all.ask_by(&[third]);
    assert_eq!(report.verdict, PathVerdict::Undetermined);
    assert!(found(&report).contains("crl.out-of-scope"));
}

/// A list with this content of the BIT STRING `onlySomeReasons`.
fn with_reasons(all: &Hierarchy, bits: &[u8]) -> Vec<u8> {
    let mut template = all.list();
    let scope = sequence(&[element(0x83, bits)]);
    template.extensions.push(Extension::new(&known::ISSUING_DISTRIBUTION_POINT, true, scope));
    template.to_der(&all.authority_key).unwrap()
}

/// R08: an empty or impossible BIT STRING of reasons panics nobody, signed or not, and covers
/// nothing (RUSTSEC-2026-0104).
#[test]
fn reasons_without_bits_cover_nothing_and_panic_nobody() {
    let all = sound();
    for bits in [&[][..], &[0], &[7], &[8, 0], &[0xff, 0xff], &[0, 0], &[1, 0x80, 0, 0, 0, 0]] {
        let der = with_reasons(&all, bits);
        for der in [der.clone(), with_broken_signature(&der)] {
            let (list, _) = pki::read_crl(&der);
            let Some(list) = list else { continue };
            let report = all.ask_by(from_ref(&list));
            assert_eq!(report.verdict, PathVerdict::Undetermined, "{bits:?}");
            // Nor does it spoil what a sound list says.
            let lists = [list, all.signed(&all.list())];
            assert_eq!(all.ask_by(&lists).verdict, PathVerdict::Valid, "{bits:?}");
        }
        // The same bits in a distribution point of the certificate.
        let point = sequence(&[
            element(0xa0, &element(0xa0, &element(0x86, b"http://crl.example.kz/1.crl"))),
            element(0x81, bits),
        ]);
        let points = sequence(&[point]);
        let user = hierarchy(
            |_| {},
            |user| {
                user.set(Extension::new(&known::CRL_DISTRIBUTION_POINTS, false, points));
            },
        );
        let report = user.ask_by(&[user.signed(&user.list())]);
        assert!(!revoked(&report));
    }
    // One reason of eight is not all of them.
    let list = Crl::read(&with_reasons(&all, &[6, 0x40])).unwrap();
    assert_eq!(all.ask_by(&[list]).verdict, PathVerdict::Undetermined);
}

/// One entry: a serial number, a date, further fields.
fn entry(number: &[u8], date: &str, rest: &[u8]) -> Vec<u8> {
    sequence(&[element(2, number), element(0x17, date.as_bytes()), rest.to_vec()])
}

fn list_of(all: &Hierarchy, entries: &[u8]) -> Vec<u8> {
    let der = all.list().to_der(&all.authority_key).unwrap();
    rewritten(&der, &all.authority_key, |fields| fields.insert(ENTRIES, element(0x30, entries)))
}

/// R09: unsorted, doubled and postdated entries are all found.
#[test]
fn entries_in_any_order_twice_or_dated_ahead_are_found() {
    let all = sound();
    let own = all.user.serial().to_vec();
    let others: Vec<u8> =
        (0..100_u8).rev().flat_map(|number| entry(&[1, number], "260601000000Z", &[])).collect();
    let ahead = entry(&own, "491231235959Z", &[]);
    let before = entry(&own, "260601000000Z", &[]);
    const TWICE: &str = "crl.entry-repeated";
    const AHEAD: &str = "crl.entry-date-after-this-update";
    for (entries, told) in [
        ([&others[..], &ahead, &others].concat(), &[TWICE, AHEAD][..]),
        ([&others[..], &before, &before].concat(), &[TWICE]),
        ([&before[..], &others, &ahead].concat(), &[TWICE, AHEAD]),
        ([&others[..], &before].concat(), &[]),
    ] {
        let list = Crl::read(&list_of(&all, &entries)).unwrap();
        let defects = codes(list.defects(), Weight::Remark);
        assert_eq!(defects, told.iter().copied().collect());
        assert!(!list.is_sorted());
        assert!(list.entry(&own).is_some() && list.entry(&[1, 7]).is_some());
        assert!(list.entry(&[1, 100]).is_none());
        assert!(revoked(&all.ask_by(&[list])));
    }
}

/// R09: an entry or a list whose extension stands twice acquits nobody.
#[test]
fn doubled_extensions_of_a_list_or_an_entry_acquit_nobody() {
    let all = sound();
    let doubled =
        rewritten(&all.list().to_der(&all.authority_key).unwrap(), &all.authority_key, |fields| {
            let mut list = children(&children(&fields[LIST_EXTENSIONS])[0]);
            list.push(list[0].clone());
            fields[LIST_EXTENSIONS] = element(0xa0, &sequence(&list));
        });
    let list = Crl::read(&doubled).unwrap();
    assert!(codes(list.defects(), Weight::Fatal).contains("crl.extension-repeated"));
    assert_eq!(all.ask_by(&[list]).verdict, PathVerdict::Undetermined);
    // First compromised, then taken off the list: the entry stays a revocation, or is none to rely on.
    let reason = |code| sequence(&[oid("2.5.29.21"), element(4, &element(10, &[code]))]);
    for reasons in [[reason(1), reason(8)], [reason(8), reason(1)]] {
        let own = entry(all.user.serial(), "260601000000Z", &sequence(&reasons));
        let list = Crl::read(&list_of(&all, &own)).unwrap();
        assert!(!matches!(all.status(&list), RevocationStatus::Good { .. }));
        assert_ne!(all.ask_by(&[list]).verdict, PathVerdict::Valid);
    }
}

/// R09: ten times the entries take about ten times the time; a million of them, unsorted, are
/// read, verified and searched in seconds.
#[test]
fn a_million_entries_take_linear_time() {
    let all = sound();
    let measured = |count: u32| {
        let mut entries = Vec::with_capacity(count as usize * 30);
        for number in 0..count {
            // Odd multiples scatter the numbers and repeat none.
            let serial = [&[1][..], &number.wrapping_mul(0x9e37_79b1).to_be_bytes()].concat();
            entries.extend(entry(&serial, "260601000000Z", &[]));
        }
        let der = list_of(&all, &entries);
        let begin = Instant::now();
        let list = Crl::read(&der).unwrap();
        assert_eq!(list.entries(), count as usize);
        assert!(matches!(all.status(&list), RevocationStatus::Good { .. }));
        let last = [&[1][..], &(count - 1).wrapping_mul(0x9e37_79b1).to_be_bytes()].concat();
        assert!(list.entry(&last).is_some());
        begin.elapsed()
    };
    let (small, large) = (measured(100_000), measured(1_000_000));
    // Three times more is granted to a machine that does other work meanwhile.
    assert!(large < small * 30 + Duration::from_secs(2), "{small:?} {large:?}");
    assert!(large < Duration::from_secs(30), "{large:?}");
}
