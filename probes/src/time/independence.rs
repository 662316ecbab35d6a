//! What a reader must know before trusting several references: who follows whom, and whether they
//! tell of a leap second alike.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use md5::{Digest, Md5};
use model::Note;

use super::bound::Comparison;
use super::packet::{NANOS_PER_SECOND, nearly};
use super::survey::Witness;
use crate::TimeSourceClass;

/// Remarks on the references that agree.
pub(super) fn remarks(agreeing: &[&Witness]) -> Vec<Note> {
    let mut notes = Vec::new();
    let classes: BTreeSet<_> = agreeing.iter().map(|it| it.class).collect();
    if let [only] = agreeing {
        notes.push(Note::new("time.one-reference-only").fact("peer", &only.comparison.peer));
    } else if let (Some(class), 1) = (classes.first(), classes.len()) {
        notes.push(Note::new("time.one-class-only").fact("class", class.as_str()));
    }
    let mut by_source: BTreeMap<Source, Vec<&str>> = BTreeMap::new();
    for witness in agreeing {
        by_source.entry(source(witness, agreeing)).or_default().push(&witness.comparison.peer);
    }
    for (source, peers) in by_source.into_iter().filter(|(_, peers)| peers.len() > 1) {
        notes.push(
            Note::new("time.references-share-source")
                .fact("source", source.shown())
                .fact("references", peers.join(", ")),
        );
    }
    notes
}

/// Whether references that agree outvote the others as independent witnesses.
///
/// They do not where those that agree are one source after all, or where all of them are of one
/// class and another class says otherwise: what deceives one receiver of a satellite system
/// deceives all of them.
pub(super) fn outvotes(all: &[Witness]) -> bool {
    let agreeing: Vec<_> = all.iter().filter(|it| it.agrees).collect();
    let others: Vec<_> = all.iter().filter(|it| !it.agrees).collect();
    if others.is_empty() {
        return true;
    }
    let every: Vec<_> = all.iter().collect();
    let sources = |of: &[&Witness]| of.iter().map(|it| source(it, &every)).collect::<BTreeSet<_>>();
    let classes = |of: &[&Witness]| of.iter().map(|it| it.class).collect::<BTreeSet<_>>();
    let mine: BTreeSet<TimeSourceClass> = classes(&agreeing);
    let theirs = classes(&others);
    sources(&agreeing).len() > sources(&others).len() && (mine.len() > 1 || theirs == mine)
}

/// Where a reference has its time from, as far as its replies tell.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Source {
    /// A server, by the identifier that its followers give: its IPv4 address, or the first octets
    /// of the digest of its IPv6 address
    /// ([RFC 5905 section 7.3](https://www.rfc-editor.org/rfc/rfc5905#section-7.3)).
    Server([u8; 4]),
    /// A clock of its own.
    Own(String),
}

impl Source {
    fn shown(&self) -> String {
        match self {
            Self::Server(id) => dotted(*id),
            Self::Own(peer) => peer.clone(),
        }
    }
}

/// The source of a reference: the server it follows, which may be another of the references.
fn source(witness: &Witness, all: &[&Witness]) -> Source {
    let followed = all.iter().find(|it| {
        let it = &it.comparison;
        it.stratum == 1 && follows(&witness.comparison, it.address)
    });
    let of = &witness.comparison;
    match followed {
        Some(followed) => Source::Own(followed.comparison.peer.clone()),
        None if of.stratum > 1 => Source::Server(of.reference_id),
        None => Source::Own(of.peer.clone()),
    }
}

/// Whether a server says that it follows the one at `address`.
pub(super) fn follows(follower: &Comparison, address: Option<SocketAddr>) -> bool {
    follower.stratum > 1 && address.is_some_and(|it| identifier(it.ip()) == follower.reference_id)
}

/// The reference identifier by which followers of a server name it.
fn identifier(address: IpAddr) -> [u8; 4] {
    match address {
        IpAddr::V4(address) => address.octets(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..]: [u8; 16] = Md5::digest(address.octets()).into();
            [a, b, c, d]
        }
    }
}

/// A reference identifier as the address that it is, or the digest of which it looks like.
pub(super) fn dotted(id: [u8; 4]) -> String {
    id.map(|it| it.to_string()).join(".")
}

/// Whether servers tell of a leap second alike, and whether one of them seems to smear it.
///
/// A server that smears a leap second runs slower or faster for hours, mostly a day, around it, and
/// is off by up to a second; it announces none. Against servers that count it as it comes, it looks
/// like a falseticker.
pub(super) fn leap_remarks(
    witnesses: &[Witness],
    servers: &[Comparison],
    true_at: i128,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let all = || witnesses.iter().map(|it| &it.comparison).chain(servers);
    let announced = |leap: u8| -> Vec<&str> {
        all().filter(|it| it.leap == leap).map(|it| it.peer.as_str()).collect()
    };
    let (none, insert, delete) = (announced(0), announced(1), announced(2));
    if [&none, &insert, &delete].iter().filter(|it| !it.is_empty()).count() > 1 {
        let listed = |peers: Vec<&str>| {
            if peers.is_empty() { "-".to_owned() } else { peers.join(", ") }
        };
        notes.push(
            Note::new("time.leap-announcements-differ")
                .fact("none", listed(none))
                .fact("insert", listed(insert))
                .fact("delete", listed(delete)),
        );
    }
    let leaping = all().any(|it| it.leap != 0) || leap_may_be_near(true_at);
    let agreed = witnesses.iter().filter(|it| it.agrees).map(|it| it.comparison.offset).min();
    for witness in witnesses.iter().filter(|it| !it.agrees) {
        let Some(agreed) = agreed else { break };
        let apart = witness.comparison.offset - agreed;
        if leaping && apart.abs() < NANOS_PER_SECOND {
            notes.push(
                Note::new("time.smear-suspected")
                    .fact("peer", &witness.comparison.peer)
                    .fact("class", witness.class.as_str())
                    .fact("apart-ms", nearly(apart.abs())),
            );
        }
    }
    notes
}

/// Whether a leap second takes place within ten seconds of this instant, as far as servers that
/// announce one can tell: at the end of a month of UTC
/// ([ITU-R TF.460-6](https://www.itu.int/rec/R-REC-TF.460)).
pub(super) fn leap_is_now(true_at: i128, anybody_announces: bool) -> bool {
    anybody_announces
        && [-10, 10]
            .into_iter()
            .filter_map(|it| day(true_at + it * NANOS_PER_SECOND))
            .map(|it| it.month())
            .collect::<BTreeSet<_>>()
            .len()
            > 1
}

/// Whether the instant lies within a day of the end of June or December, where every leap second so
/// far was.
fn leap_may_be_near(true_at: i128) -> bool {
    const DAY: i128 = 86_400 * NANOS_PER_SECOND;
    let months: Vec<_> =
        [-DAY, DAY].into_iter().filter_map(|it| day(true_at + it)).map(|it| it.month()).collect();
    matches!(months[..], [6, 7] | [12, 1])
}

/// The day in UTC.
fn day(nanos: i128) -> Option<Date> {
    Some(Timestamp::from_nanosecond(nanos).ok()?.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn witness(
        peer: &str,
        stratum: u8,
        id: [u8; 4],
        class: TimeSourceClass,
        agrees: bool,
    ) -> Witness {
        let comparison = Comparison {
            peer: peer.to_owned(),
            stratum,
            leap: 0,
            reference_id: id,
            offset: 0,
            terms: super::super::bound::Terms::default(),
            at: 0,
            sound: 8,
            asked: 8,
            address: format!("{peer}:123").parse().ok(),
            remarks: Vec::new(),
        };
        Witness { comparison, class, agrees }
    }

    fn codes(notes: &[Note]) -> Vec<&str> {
        notes.iter().map(|it| it.code.as_ref()).collect()
    }

    use TimeSourceClass::{International, NationalStandard, Satellite};

    #[test]
    fn the_identifier_of_a_server_is_its_address_or_the_digest_of_it() {
        assert_eq!(identifier("192.0.2.1".parse().unwrap()), [192, 0, 2, 1]);
        // printf '\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01' | md5sum
        assert_eq!(identifier("2001:db8::1".parse().unwrap()), [0x39, 0xab, 0x9b, 0x37]);
    }

    #[test]
    fn references_that_follow_one_server_are_named() {
        let a = witness("192.0.2.1", 2, [10, 0, 0, 9], International, true);
        let b = witness("192.0.2.2", 3, [10, 0, 0, 9], NationalStandard, true);
        let c = witness("192.0.2.3", 1, *b"GPS\0", Satellite, true);
        let notes = remarks(&[&a, &b, &c]);
        assert_eq!(codes(&notes), ["time.references-share-source"]);
        assert_eq!(notes[0].facts["source"], "10.0.0.9");
        assert_eq!(notes[0].facts["references"], "192.0.2.1, 192.0.2.2");
        // One follows the other.
        let d = witness("192.0.2.4", 2, [192, 0, 2, 3], International, true);
        let notes = remarks(&[&c, &d]);
        assert_eq!(notes[0].facts["references"], "192.0.2.3, 192.0.2.4");
        // Two receivers of one satellite system are two receivers.
        let e = witness("192.0.2.5", 1, *b"GPS\0", International, true);
        assert!(remarks(&[&c, &e]).is_empty());
    }

    #[test]
    fn one_source_under_several_names_outvotes_nobody() {
        let liar = |peer| witness(peer, 2, [10, 0, 0, 9], International, true);
        let honest = witness("192.0.2.9", 1, *b"ATOM", International, false);
        let all = [liar("192.0.2.1"), liar("192.0.2.2"), liar("192.0.2.3"), honest];
        assert!(!outvotes(&all));
    }

    #[test]
    fn one_class_does_not_outvote_another() {
        let receiver = |peer| witness(peer, 1, *b"GPS\0", Satellite, true);
        let standard = witness("192.0.2.9", 1, *b"ATOM", NationalStandard, false);
        assert!(!outvotes(&[receiver("192.0.2.1"), receiver("192.0.2.2"), standard.clone()]));
        let other = witness("192.0.2.2", 1, *b"PPS\0", International, true);
        assert!(outvotes(&[receiver("192.0.2.1"), other, standard]));
    }

    #[test]
    fn a_leap_second_is_at_the_end_of_a_month() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_nanosecond();
        assert!(leap_is_now(at("2026-06-30T23:59:55Z"), true));
        assert!(leap_is_now(at("2026-07-01T00:00:05Z"), true));
        assert!(!leap_is_now(at("2026-07-01T00:00:05Z"), false));
        assert!(!leap_is_now(at("2026-07-01T00:00:11Z"), true));
        assert!(leap_may_be_near(at("2026-12-31T12:00:00Z")));
        assert!(!leap_may_be_near(at("2026-12-30T12:00:00Z")));
        assert!(!leap_may_be_near(at("2026-03-31T23:59:00Z")));
    }

    #[test]
    fn a_reference_that_is_off_by_less_than_a_second_on_the_day_of_a_leap_may_smear_it() {
        let strict = witness("192.0.2.1", 1, *b"ATOM", NationalStandard, true);
        let mut smeared = witness("192.0.2.2", 1, *b"GOOG", International, false);
        smeared.comparison.offset = -400_000_000;
        let noon = "2026-12-31T12:00:00Z".parse::<Timestamp>().unwrap().as_nanosecond();
        let all = [strict, smeared];
        assert_eq!(codes(&leap_remarks(&all, &[], noon)), ["time.smear-suspected"]);
        let may = "2026-05-15T12:00:00Z".parse::<Timestamp>().unwrap().as_nanosecond();
        assert!(leap_remarks(&all, &[], may).is_empty());
        let mut announced = all;
        announced[0].comparison.leap = 1;
        assert_eq!(
            codes(&leap_remarks(&announced, &[], may)),
            ["time.leap-announcements-differ", "time.smear-suspected"]
        );
    }
}
