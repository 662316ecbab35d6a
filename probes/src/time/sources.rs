//! Which of the sources that the text names a source of time speaks for.

use crate::{Declaration, TimeServer, TimeSourceClass};

use super::status::{Source, SourceKind};

/// What a source was found to be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Found<'a> {
    /// One of the sources that the text names.
    Class(TimeSourceClass),
    /// Another time server of the authority.
    Internal(&'a TimeServer),
    /// The machine's own clock.
    OwnClock,
    /// A second's pulse or a bus, which carries the time of something else.
    Carrier,
    /// Nothing that the case or the table names.
    Unknown,
}

/// Looks a source up: in the references of the case, then among the authority's own servers, then
/// in the tables below.
pub(super) fn find<'a>(source: &Source, declared: &'a Declaration) -> Found<'a> {
    match source.kind {
        SourceKind::LocalClock => Found::OwnClock,
        SourceKind::ReferenceClock => clock(&source.name),
        SourceKind::Network => {
            let host = bare(&source.name);
            let reference = declared.time_references.iter().find(|it| bare(&it.address) == host);
            if let Some(reference) = reference {
                return Found::Class(reference.class);
            }
            let own = |it: &&TimeServer| bare(&it.address) == host || bare(&it.name) == host;
            if let Some(server) = declared.time_servers.iter().find(own) {
                return Found::Internal(server);
            }
            if LABORATORIES.iter().any(|it| host == *it || host.ends_with(&format!(".{it}"))) {
                return Found::Class(TimeSourceClass::International);
            }
            // A server at stratum 1 names the clock that it stands at.
            let own_clock = source.follows.as_deref().filter(|_| source.stratum == Some(1));
            own_clock.map_or(Found::Unknown, clock)
        }
    }
}

/// A clock at a machine, by the letters of its driver or of its identifier: `GPS0`, `GPS_NMEA(0)`.
pub(super) fn clock(name: &str) -> Found<'static> {
    let letters = name.split(|it: char| !it.is_ascii_alphabetic()).filter(|it| !it.is_empty());
    let letters: Vec<_> = letters.map(str::to_ascii_uppercase).collect();
    let among = |table: &[&str]| letters.iter().any(|it| table.contains(&it.as_str()));
    if among(SATELLITES) {
        Found::Class(TimeSourceClass::Satellite)
    } else if among(OWN_CLOCKS) {
        Found::OwnClock
    } else if among(CARRIERS) {
        Found::Carrier
    } else {
        Found::Unknown
    }
}

/// A name or an address without its port and final point, in small letters.
pub(super) fn bare(address: &str) -> String {
    let address = address.trim();
    let host = match address.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((inside, _)) => inside,
        None => match address.rsplit_once(':') {
            // More than one colon: an address of IPv6 without a port.
            Some((host, port)) if !host.contains(':') && port.parse::<u16>().is_ok() => host,
            Some(_) | None => address,
        },
    };
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// Identifiers of satellite systems of global positioning and of the receivers of their time
/// ([RFC 5905 section 7.3](https://www.rfc-editor.org/rfc/rfc5905#section-7.3), drivers of ntpd
/// and chrony).
const SATELLITES: &[&str] = &[
    "BDS", "BEIDOU", "GAL", "GALILEO", "GLN", "GLNS", "GLO", "GLONASS", "GNSS", "GOES", "GPS",
    "GPSD", "NMEA", "UBLOX", "UBX",
];
/// The machine's own clock under the names that services give it.
const OWN_CLOCKS: &[&str] = &["CMOS", "FREE", "LCL", "LOCAL", "LOCL"];
/// Ways by which a time comes to the machine: they do not tell whose time it is.
const CARRIERS: &[&str] = &["IRIG", "KPPS", "PHC", "PPS", "PTP", "SHM", "SOCK"];
/// Institutes that realise Coordinated Universal Time and report it to the International Bureau of
/// Weights and Measures ([Circular T](https://www.bipm.org/en/time-ftp/circular-t)): the domains
/// under which their public time servers stand.
const LABORATORIES: &[&str] = &[
    "inrim.it",
    "metas.ch",
    "nict.jp",
    "nim.ac.cn",
    "nist.gov",
    "npl.co.uk",
    "obspm.fr",
    "ptb.de",
    "roa.es",
    "usno.navy.mil",
    "vniiftri.ru",
];

#[cfg(test)]
mod tests {
    use super::super::status::SourceState;
    use super::*;
    use crate::TimeReference;

    fn source(name: &str, kind: SourceKind) -> Source {
        Source {
            name: name.to_owned(),
            follows: None,
            kind,
            state: SourceState::Selected,
            stratum: Some(1),
            poll: None,
            reach: None,
            last: None,
            offset: None,
            error: None,
        }
    }

    fn declared() -> Declaration {
        Declaration {
            time_references: vec![TimeReference {
                address: "192.0.2.1:123".into(),
                class: TimeSourceClass::NationalStandard,
            }],
            time_servers: vec![TimeServer {
                address: "198.51.100.9".into(),
                name: "ntp.ca.example".into(),
                sources: Vec::new(),
            }],
            ..Declaration::default()
        }
    }

    #[test]
    fn a_clock_is_told_by_its_letters() {
        use Found::{Carrier, Class, OwnClock, Unknown};
        for (name, expected) in [
            ("GPS", Class(TimeSourceClass::Satellite)),
            ("GPS0", Class(TimeSourceClass::Satellite)),
            ("GPS_NMEA(0)", Class(TimeSourceClass::Satellite)),
            ("glns", Class(TimeSourceClass::Satellite)),
            ("SHM(1)", Carrier),
            ("PPS", Carrier),
            ("LOCAL(0)", OwnClock),
            ("DCFa", Unknown),
            ("GPSX", Unknown),
            ("", Unknown),
        ] {
            assert_eq!(clock(name), expected, "{name}");
        }
    }

    #[test]
    fn a_server_is_looked_up_in_the_case_before_the_table() {
        let declared = declared();
        let found = |name| find(&source(name, SourceKind::Network), &declared);
        assert_eq!(found("192.0.2.1"), Found::Class(TimeSourceClass::NationalStandard));
        assert_eq!(found("NTP.ca.example."), Found::Internal(&declared.time_servers[0]));
        assert_eq!(found("ptbtime1.ptb.de"), Found::Class(TimeSourceClass::International));
        assert_eq!(found("notptb.de"), Found::Unknown);
        assert_eq!(found("0.pool.example"), Found::Unknown);
        let gps =
            Source { follows: Some("GPS".into()), ..source("203.0.113.5", SourceKind::Network) };
        assert_eq!(find(&gps, &declared), Found::Class(TimeSourceClass::Satellite));
        // Above stratum 1 the identifier is an address that may look like letters.
        let above = Source { stratum: Some(2), ..gps };
        assert_eq!(find(&above, &declared), Found::Unknown);
    }

    #[test]
    fn a_port_is_no_part_of_a_name() {
        assert_eq!(bare("192.0.2.1:123"), "192.0.2.1");
        assert_eq!(bare("[2001:db8::1]:123"), "2001:db8::1");
        assert_eq!(bare("2001:db8::1"), "2001:db8::1");
        assert_eq!(bare(" NTP.Example. "), "ntp.example");
    }
}
