//! A first message of TLS in versions and suites that the tool does not speak, and what a server
//! chose and showed for it ([RFC 5246 section 7.4](https://www.rfc-editor.org/rfc/rfc5246)).

use std::io::{self, Read};

use probes::{SiteFailure, TlsOffer};

use super::{Failure, HANDSHAKE_BYTES, of_transport};

/// What a server chose and showed.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) version: u16,
    pub(super) cipher_suite: u16,
    /// DER, in the order of the server.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// The first message of a client that speaks what is offered and nothing else.
pub(super) fn of(offer: TlsOffer, host: Option<&str>, random: [u8; 32]) -> Vec<u8> {
    let gost = offer == TlsOffer::Gost;
    let version: u16 = match offer {
        TlsOffer::Tls10 => 0x0301,
        TlsOffer::Tls11 => 0x0302,
        TlsOffer::Any | TlsOffer::Gost | TlsOffer::Tls12 | TlsOffer::Tls13 => 0x0303,
    };
    let suites = if gost { GOST } else { OLD };
    let numbers: Vec<u8> = suites
        .iter()
        .map(|(number, _)| *number)
        .chain([RENEGOTIATION])
        .flat_map(u16::to_be_bytes)
        .collect();

    let mut extensions = Vec::new();
    if let Some(host) = host {
        // RFC 6066 section 3: one name, a host.
        let name = [&[0][..], &short(host.as_bytes())].concat();
        extensions.extend(extension(0, &short(&name)));
    }
    let groups: &[u16] = if gost { GOST_GROUPS } else { GROUPS };
    extensions.extend(extension(10, &short(&pairs(groups))));
    // RFC 8422 section 5.1.2: points uncompressed.
    extensions.extend(extension(11, &[1, 0]));
    if gost {
        extensions.extend(extension(13, &short(&pairs(GOST_SIGNATURES))));
    }
    // RFC 7627: servers with the suites of GOST demand it.
    extensions.extend(extension(23, &[]));

    let body = [
        &version.to_be_bytes()[..],
        &random,
        // No session to take up again.
        &[0],
        &short(&numbers),
        // No compression.
        &[1, 0],
        &short(&extensions),
    ]
    .concat();
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes();
    let message = [&[CLIENT_HELLO][..], length.get(1..).unwrap_or_default(), &body].concat();
    // RFC 5246 appendix E.1: the record says 1.0, whatever is offered.
    [&[HANDSHAKE, 3, 1][..], &short(&message)].concat()
}

/// Reads what a server answers, as far as its certificates or the end of its first part.
pub(super) fn read(from: &mut impl Read) -> Result<Chosen, Failure> {
    let mut pending: Vec<u8> = Vec::new();
    let mut chosen = None;
    loop {
        let mut head = [0; 5];
        match from.read_exact(&mut head) {
            Ok(()) => {}
            // Some servers end the connection where others send an alert.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return chosen.ok_or_else(|| malformed("the connection was closed"));
            }
            Err(error) => return Err(of_transport(&error)),
        }
        let [kind, 3, _, high, low] = head else { return Err(malformed("not a record of TLS")) };
        let mut content = vec![0; usize::from(u16::from_be_bytes([high, low]))];
        from.read_exact(&mut content).map_err(|error| of_transport(&error))?;
        match kind {
            HANDSHAKE => pending.extend(content),
            ALERT => {
                let alert = content.get(1).copied().unwrap_or_default();
                let message = format!("the server sent the alert {}", alert_name(alert));
                return chosen.ok_or((SiteFailure::Tls, message));
            }
            _ => return Err(malformed("a record that is no handshake")),
        }
        if pending.len() > HANDSHAKE_BYTES {
            return Err((SiteFailure::TooLarge, "the handshake is too long".into()));
        }
        while let Some((kind, body, rest)) = message(&pending) {
            match kind {
                SERVER_HELLO => chosen = Some(server_hello(body)?),
                CERTIFICATE => {
                    let mut chosen = chosen.ok_or_else(|| malformed("certificates come first"))?;
                    chosen.certificates = certificates(body)?;
                    return Ok(chosen);
                }
                SERVER_HELLO_DONE => {
                    return chosen.ok_or_else(|| malformed("the server chose nothing"));
                }
                _ => {}
            }
            pending = rest.to_vec();
        }
    }
}

/// The first message, and what comes after it; nothing where it is not complete yet.
fn message(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[kind, a, b, c], rest) = octets.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).ok()?;
    let (body, rest) = rest.split_at_checked(length)?;
    Some((kind, body, rest))
}

fn server_hello(body: &[u8]) -> Result<Chosen, Failure> {
    let read = || {
        let (version, rest) = body.split_first_chunk()?;
        let (_, rest) = rest.split_at_checked(32)?;
        let (session, rest) = rest.split_first()?;
        let (_, rest) = rest.split_at_checked(usize::from(*session))?;
        let (suite, _) = rest.split_first_chunk()?;
        Some((u16::from_be_bytes(*version), u16::from_be_bytes(*suite)))
    };
    let (version, cipher_suite) = read().ok_or_else(|| malformed("the choice is cut short"))?;
    Ok(Chosen { version, cipher_suite, certificates: Vec::new() })
}

fn certificates(body: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let cut = || malformed("the certificates are cut short");
    let (whole, _) = long(body).ok_or_else(cut)?;
    let (mut rest, mut found) = (whole, Vec::new());
    while !rest.is_empty() {
        let (certificate, more) = long(rest).ok_or_else(cut)?;
        found.push(certificate.to_vec());
        rest = more;
    }
    Ok(found)
}

/// Octets after a length of three octets, and what follows.
fn long(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[a, b, c], rest) = octets.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes([0, a, b, c])).ok()?)
}

/// Octets before which their length stands in two octets.
fn short(octets: &[u8]) -> Vec<u8> {
    let length = u16::try_from(octets.len()).unwrap_or(u16::MAX);
    [&length.to_be_bytes()[..], octets].concat()
}

fn pairs(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|it| it.to_be_bytes()).collect()
}

fn extension(number: u16, value: &[u8]) -> Vec<u8> {
    [&number.to_be_bytes()[..], &short(value)].concat()
}

fn malformed(message: &str) -> Failure {
    (SiteFailure::BadAnswer, message.to_owned())
}

/// The registered name of a suite that is offered here; another by its number.
pub(super) fn suite_name(number: u16) -> String {
    let known = OLD.iter().chain(GOST).find(|(it, _)| *it == number);
    known.map_or_else(|| format!("0x{number:04x}"), |(_, name)| (*name).to_owned())
}

/// The name of an alert that ends a handshake
/// ([registry](https://www.iana.org/assignments/tls-parameters)).
fn alert_name(number: u8) -> String {
    let name = match number {
        0 => "close_notify",
        10 => "unexpected_message",
        40 => "handshake_failure",
        42 => "bad_certificate",
        47 => "illegal_parameter",
        50 => "decode_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        109 => "missing_extension",
        112 => "unrecognized_name",
        _ => return number.to_string(),
    };
    name.to_owned()
}

const HANDSHAKE: u8 = 22;
const ALERT: u8 = 21;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SERVER_HELLO_DONE: u8 = 14;
/// TLS_EMPTY_RENEGOTIATION_INFO_SCSV ([RFC 5746](https://www.rfc-editor.org/rfc/rfc5746)).
const RENEGOTIATION: u16 = 0x00ff;
/// x25519 and the curves of NIST.
const GROUPS: &[u16] = &[29, 23, 24, 25];
/// The curves of [RFC 9189](https://www.rfc-editor.org/rfc/rfc9189).
const GOST_GROUPS: &[u16] = &[34, 35, 36, 37, 38, 39, 40];
/// gostr34102012_256 and _512, by both of their numbers.
const GOST_SIGNATURES: &[u16] = &[0x0840, 0x0841, 0xeeee, 0xefef, 0xeded];

/// Suites that servers before TLS 1.2 speak.
const OLD: &[(u16, &str)] = &[
    (0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
    (0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
    (0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
    (0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
    (0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"),
    (0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
    (0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA"),
    (0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA"),
    (0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"),
    (0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"),
    (0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x0005, "TLS_RSA_WITH_RC4_128_SHA"),
    (0x0004, "TLS_RSA_WITH_RC4_128_MD5"),
];

/// Suites of GOST for TLS 1.2 and before.
const GOST: &[(u16, &str)] = &[
    (0xc100, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC"),
    (0xc101, "TLS_GOSTR341112_256_WITH_MAGMA_CTR_OMAC"),
    (0xc102, "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT"),
    (0xff85, "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT (0xff85)"),
    (0x0081, "TLS_GOSTR341001_WITH_28147_CNT_IMIT"),
];
