//! One attribute of one entry of a directory, over LDAP version 3 ([RFC 4511]) as an LDAP URL asks
//! for it ([RFC 4516]): an anonymous bind, one search, and the first value goes to the spool.
//!
//! The protocol is spoken here because what is needed of it is small and its bounds matter: a value
//! is never held in memory, no length is believed before it fits, and no referral is followed.
//!
//! [RFC 4511]: https://www.rfc-editor.org/rfc/rfc4511
//! [RFC 4516]: https://www.rfc-editor.org/rfc/rfc4516

use std::collections::BTreeMap;
use std::net::SocketAddr;

use jiff::Timestamp;
use model::Content;
use probes::{HttpAnswer, SiteError, SiteFailure};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::http::{Clients, literal, of_io, strict};
use super::spool::Incoming;
use super::{Hop, Limits, Networks, failed};

/// Port of the protocol.
const PORT: u16 = 389;
/// How much is read at once, in bytes.
const PART: usize = 64 << 10;
/// Longest text (a name, a message) that is read, in bytes.
const MOST_TEXT: u64 = 16 << 10;
/// Most messages of one answer: references come before the end of a search.
const MOST_MESSAGES: usize = 64;

const BIND_REQUEST: u8 = 0x60;
const BIND_RESPONSE: u8 = 0x61;
const SEARCH_REQUEST: u8 = 0x63;
const SEARCH_ENTRY: u8 = 0x64;
const SEARCH_DONE: u8 = 0x65;
const SEARCH_REFERENCE: u8 = 0x73;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const ENUMERATED: u8 = 0x0a;
/// The result code of a server that refers elsewhere.
const REFERRAL: u16 = 10;

type Failure = (SiteFailure, String);

/// What an LDAP URL asks for.
#[derive(Debug, Eq, PartialEq)]
struct Wanted {
    host: String,
    port: u16,
    entry: String,
    attribute: String,
}

impl Wanted {
    /// Reads an LDAP URL: host, entry and exactly one attribute
    /// ([RFC 5280 section 4.2.1.13](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13)); the
    /// scope and the filter may only say what they mean where they are absent.
    fn of(text: &str) -> Result<Self, String> {
        let url = strict(text)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the address holds a user name".into());
        }
        let host = url.host_str().filter(|it| !it.is_empty());
        let host = host.ok_or("the address names no directory")?.to_owned();
        let entry = decoded(url.path().strip_prefix('/').unwrap_or_default())?;
        let mut parts = url.query().unwrap_or_default().split('?');
        let mut next = || decoded(parts.next().unwrap_or_default());
        let (attribute, scope, filter, extensions) = (next()?, next()?, next()?, next()?);
        if entry.is_empty() || attribute.is_empty() || attribute.contains([',', '*']) {
            return Err("the address does not name one attribute of one entry".into());
        }
        if !matches!(scope.to_ascii_lowercase().as_str(), "" | "base") {
            return Err(format!("the scope {scope:?} asks for more than one entry"));
        }
        if extensions.split(',').any(|it| it.starts_with('!')) {
            return Err("the address demands an extension".into());
        }
        // Whatever else a filter of one entry says is for the judge of what comes.
        let known = |it: &str| {
            let bare = it.trim_start_matches('(').trim_end_matches(')').to_ascii_lowercase();
            bare.is_empty() || bare.starts_with("objectclass=")
        };
        if !known(&filter) {
            return Err(format!("the filter {filter:?} is not asked"));
        }
        Ok(Self { host, port: url.port().unwrap_or(PORT), entry, attribute })
    }

    /// Whether an attribute that came is the one asked for, its options apart
    /// ([RFC 4523 section 2](https://www.rfc-editor.org/rfc/rfc4523#section-2): `;binary`).
    fn is(&self, attribute: &[u8]) -> bool {
        let bare = |it: &[u8]| it.split(|it| *it == b';').next().map(<[u8]>::to_ascii_lowercase);
        bare(attribute) == bare(self.attribute.as_bytes())
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            let mut byte = [0];
            hex::decode_to_slice(digits, &mut byte).map_err(|_| "a % without two digits")?;
            byte[0]
        } else {
            byte
        });
    }
    String::from_utf8(bytes).map_err(|_| "not UTF-8".into())
}

impl Clients {
    /// Asks a directory for what lies at an LDAP URL.
    pub(super) async fn directory(
        &self,
        peer: &str,
        networks: &Networks,
        limits: &Limits,
        hops: &mut Vec<Hop>,
    ) -> Result<HttpAnswer, SiteError> {
        let (sent_at, begun) = (Timestamp::now(), Instant::now());
        let refused = |message| failed(peer, SiteFailure::AddressRefused, message);
        let wanted = Wanted::of(peer).map_err(refused)?;
        let addresses = match literal(&wanted.host) {
            Some(it) if networks.allow(it) => vec![it],
            Some(it) => return Err(refused(format!("{it} is not allowed"))),
            None => self
                .names(&wanted.host, limits)
                .await
                .map_err(|(failure, message)| failed(peer, failure, message))?,
        };
        hops.push(Hop { url: peer.to_owned(), address: None, status: None });
        let mut talk = None;
        let mut last = (SiteFailure::NameUnresolved, "the name has no address".to_owned());
        let deadline = begun + limits.total();
        for address in addresses {
            let address = SocketAddr::new(address, wanted.port);
            let quiet = deadline.min(Instant::now() + limits.quiet());
            last = match timeout_at(quiet, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    talk = Some((Talk::new(stream, limits, deadline), address));
                    break;
                }
                Ok(Err(error)) => {
                    let failure = of_io(error.kind()).unwrap_or(SiteFailure::Other);
                    (failure, error.to_string())
                }
                Err(_) => (SiteFailure::Silent, "no connection in time".into()),
            };
        }
        let Some((mut talk, address)) = talk else { return Err(failed(peer, last.0, last.1)) };
        if let Some(hop) = hops.last_mut() {
            hop.address = Some(address.to_string());
        }
        let found = talk.search(&wanted, || self.body()).await;
        let (code, body) = found.map_err(|(failure, message)| failed(peer, failure, message))?;
        // As over HTTP, so that whoever asks for what lies at an address asks one question.
        let status = match code {
            0 => 200,
            200 => return Err(failed(peer, SiteFailure::BadAnswer, "an unknown result code")),
            other => other,
        };
        if let Some(hop) = hops.last_mut() {
            hop.status = Some(status);
        }
        Ok(HttpAnswer {
            sent_at,
            received_at: Timestamp::now(),
            elapsed_us: u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
            url: peer.to_owned(),
            status,
            headers: BTreeMap::new(),
            body,
        })
    }
}

/// A connection to a directory, every byte of which is counted and waited for within the bounds.
struct Talk<'a> {
    stream: BufReader<TcpStream>,
    limits: &'a Limits,
    deadline: Instant,
    /// When the least rate is looked at next, and what came since it was looked at last.
    window: (Instant, u64),
    total: u64,
}

/// A header of BER: what it is, and how many bytes follow.
type Header = (u8, u64);

impl<'a> Talk<'a> {
    fn new(stream: TcpStream, limits: &'a Limits, deadline: Instant) -> Self {
        let window = (Instant::now() + limits.rate_window(), 0);
        Self { stream: BufReader::with_capacity(PART, stream), limits, deadline, window, total: 0 }
    }

    /// Binds, searches, and gives the result code and the first value.
    async fn search(
        &mut self,
        wanted: &Wanted,
        body: impl Fn() -> Incoming,
    ) -> Result<(u16, Content), Failure> {
        // RFC 4511 section 4.2: version 3, no name, simple authentication without a password.
        let bind =
            tlv(BIND_REQUEST, &[tlv(INTEGER, &[3]), tlv(OCTETS, &[]), tlv(0x80, &[])].concat());
        self.send(&message(1, &bind)).await?;
        let (tag, mut left) = self.message().await?;
        if tag != BIND_RESPONSE {
            return Err(bad(format!("an answer of the kind {tag:#04x} to a bind")));
        }
        let code = self.result(&mut left).await?;
        if code != 0 {
            return Ok((code, Vec::new().into()));
        }
        let search = [
            tlv(OCTETS, wanted.entry.as_bytes()),
            tlv(ENUMERATED, &[0]), // this entry alone
            tlv(ENUMERATED, &[0]), // an alias stays one
            tlv(INTEGER, &[1]),    // one entry
            tlv(INTEGER, &[0]),    // no limit of time on that side
            tlv(0x01, &[0]),       // values too
            tlv(0x87, b"objectClass"),
            tlv(SEQUENCE, &tlv(OCTETS, wanted.attribute.as_bytes())),
        ];
        self.send(&message(2, &tlv(SEARCH_REQUEST, &search.concat()))).await?;
        let mut value = None;
        for _ in 0..MOST_MESSAGES {
            let (tag, mut left) = self.message().await?;
            match tag {
                SEARCH_ENTRY => {
                    let found = self.entry(wanted, left, &body).await?;
                    value = value.or(found);
                }
                SEARCH_REFERENCE => {
                    let message = "the directory refers elsewhere".to_owned();
                    return Err((SiteFailure::RedirectRefused, message));
                }
                SEARCH_DONE => {
                    let code = self.result(&mut left).await?;
                    return Ok((code, value.unwrap_or_else(body).finish()));
                }
                other => {
                    return Err(bad(format!("an answer of the kind {other:#04x} to a search")));
                }
            }
        }
        Err(bad(format!("more than {MOST_MESSAGES} messages")))
    }

    /// The header of the next message's operation.
    async fn message(&mut self) -> Result<Header, Failure> {
        let mut left = u64::MAX;
        let (tag, length) = self.header(&mut left).await?;
        if tag != SEQUENCE {
            return Err(bad(format!("{tag:#04x} where a message begins")));
        }
        if length > self.limits.body_bytes.saturating_add(MOST_TEXT) {
            return Err(self.too_large());
        }
        let mut left = length;
        let (tag, length) = self.header(&mut left).await?;
        if tag != INTEGER {
            return Err(bad("a message without a number".into()));
        }
        self.text(&mut left, length).await?;
        let (tag, length) = self.header(&mut left).await?;
        // Controls may follow the operation; nobody asked for any.
        if length == left { Ok((tag, length)) } else { Err(bad("more than one operation".into())) }
    }

    /// The result code of a result; what else it says is passed over.
    async fn result(&mut self, left: &mut u64) -> Result<u16, Failure> {
        let (tag, length) = self.header(left).await?;
        if tag != ENUMERATED || !(1..=2).contains(&length) {
            return Err(bad("a result without its code".into()));
        }
        let code = self.text(left, length).await?;
        let code = code.iter().fold(0_u16, |sum, it| sum << 8 | u16::from(*it));
        self.skip(*left).await?;
        if code == REFERRAL {
            return Err((SiteFailure::RedirectRefused, "the directory refers elsewhere".into()));
        }
        Ok(code)
    }

    /// The first value of the attribute in an entry. The rest is passed over.
    async fn entry(
        &mut self,
        wanted: &Wanted,
        mut left: u64,
        body: &impl Fn() -> Incoming,
    ) -> Result<Option<Incoming>, Failure> {
        let (_, name) = self.expect(&mut left, OCTETS).await?;
        self.text(&mut left, name).await?;
        let (_, mut attributes) = self.expect(&mut left, SEQUENCE).await?;
        if attributes != left {
            return Err(bad("more than its attributes in an entry".into()));
        }
        let mut found = None;
        while attributes > 0 {
            let (_, mut attribute) = self.expect(&mut attributes, SEQUENCE).await?;
            attributes = attributes.saturating_sub(attribute);
            let (_, length) = self.expect(&mut attribute, OCTETS).await?;
            let kind = self.text(&mut attribute, length).await?;
            let (_, mut values) = self.expect(&mut attribute, SET).await?;
            if values != attribute {
                return Err(bad("more than its values in an attribute".into()));
            }
            while values > 0 {
                let (_, length) = self.expect(&mut values, OCTETS).await?;
                if found.is_none() && wanted.is(&kind) {
                    let mut value = body();
                    self.copy(length, &mut value).await?;
                    found = Some(value);
                } else {
                    self.skip(length).await?;
                }
                values = values.saturating_sub(length);
            }
        }
        Ok(found)
    }

    async fn expect(&mut self, left: &mut u64, wanted: u8) -> Result<Header, Failure> {
        let (tag, length) = self.header(left).await?;
        if tag == wanted {
            Ok((tag, length))
        } else {
            Err(bad(format!("{tag:#04x} where {wanted:#04x} belongs")))
        }
    }

    /// The next header, which with what it announces lies within `left`. Afterwards `left` is what
    /// lies behind the header.
    async fn header(&mut self, left: &mut u64) -> Result<Header, Failure> {
        let mut two = [0; 2];
        self.read(&mut two).await?;
        let [tag, first] = two;
        let mut length = u64::from(first);
        let mut size = 2;
        if first > 0x7f {
            let count = usize::from(first & 0x7f);
            let mut octets = [0; 8];
            // RFC 4511 section 5.1: lengths are definite.
            if !(1..=8).contains(&count) {
                return Err(bad("a length of another form".into()));
            }
            let octets = octets.get_mut(..count).unwrap_or_default();
            self.read(octets).await?;
            length = octets.iter().fold(0, |sum, it| sum << 8 | u64::from(*it));
            size += u64::from(first & 0x7f);
        }
        *left = left
            .checked_sub(size)
            .filter(|rest| length <= *rest)
            .ok_or_else(|| bad("a length beyond its message".into()))?;
        Ok((tag, length))
    }

    /// A short text.
    async fn text(&mut self, left: &mut u64, length: u64) -> Result<Vec<u8>, Failure> {
        let size = usize::try_from(length).ok().filter(|_| length <= MOST_TEXT);
        let mut text = vec![0; size.ok_or_else(|| bad("a name that is too long".into()))?];
        self.read(&mut text).await?;
        *left = left.saturating_sub(length);
        Ok(text)
    }

    async fn copy(&mut self, length: u64, to: &mut Incoming) -> Result<(), Failure> {
        self.parts(length, |part| {
            to.take(part)
                .map_err(|error| (SiteFailure::Other, format!("the value cannot be kept: {error}")))
        })
        .await
    }

    async fn skip(&mut self, length: u64) -> Result<(), Failure> {
        self.parts(length, |_| Ok(())).await
    }

    async fn parts(
        &mut self,
        mut length: u64,
        mut each: impl FnMut(&[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut buffer = vec![0; PART.min(usize::try_from(length).unwrap_or(PART))];
        while length > 0 {
            let size = buffer.len().min(usize::try_from(length).unwrap_or(usize::MAX));
            let part = buffer.get_mut(..size).unwrap_or_default();
            self.read(part).await?;
            each(part)?;
            length = length.saturating_sub(super::count(part));
        }
        Ok(())
    }

    /// Fills the buffer, waiting no longer than the bounds say.
    async fn read(&mut self, buffer: &mut [u8]) -> Result<(), Failure> {
        let mut filled = 0;
        while filled < buffer.len() {
            let now = Instant::now();
            let silent = |what: &str| (SiteFailure::Silent, what.to_owned());
            if now >= self.deadline {
                return Err(silent("the time for the whole answer was over"));
            }
            if now >= self.window.0 {
                if self.window.1 < self.limits.window_bytes() {
                    return Err(silent("slower than the least rate"));
                }
                self.window = (now + self.limits.rate_window(), 0);
            }
            let quiet = now + self.limits.quiet();
            let until = self.deadline.min(quiet).min(self.window.0);
            let rest = buffer.get_mut(filled..).unwrap_or_default();
            let count = match timeout_at(until, self.stream.read(rest)).await {
                Ok(Ok(0)) => return Err(bad(format!("broken off after {} bytes", self.total))),
                Ok(Ok(count)) => count,
                Ok(Err(error)) => {
                    let failure = of_io(error.kind()).unwrap_or(SiteFailure::BadAnswer);
                    return Err((failure, error.to_string()));
                }
                Err(_) if Instant::now() >= quiet => return Err(silent("nothing came")),
                Err(_) => continue,
            };
            filled += count;
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            self.window.1 = self.window.1.saturating_add(count);
            self.total = self.total.saturating_add(count);
            if self.total > self.limits.body_bytes.saturating_add(MOST_TEXT) {
                return Err(self.too_large());
            }
        }
        Ok(())
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let quiet = self.deadline.min(Instant::now() + self.limits.quiet());
        match timeout_at(quiet, self.stream.get_mut().write_all(bytes)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                Err((of_io(error.kind()).unwrap_or(SiteFailure::BadAnswer), error.to_string()))
            }
            Err(_) => Err((SiteFailure::Silent, "the request was not taken in time".into())),
        }
    }

    fn too_large(&self) -> Failure {
        (SiteFailure::TooLarge, format!("more than {} bytes", self.limits.body_bytes))
    }
}

fn bad(message: String) -> Failure {
    (SiteFailure::BadAnswer, message)
}

fn message(number: u8, operation: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[tlv(INTEGER, &[number]).as_slice(), operation].concat())
}

/// An element of BER. What is asked here is shorter than 64 KiB: an address is.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    let [high, low] = length.to_be_bytes();
    let head = if length < 0x80 { vec![tag, low] } else { vec![tag, 0x82, high, low] };
    [head.as_slice(), content].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_attribute_of_one_entry() {
        let wanted = Wanted::of(
            "ldap://dir.example:1389/cn=CA%20one,o=X,c=KZ?certificateRevocationList;binary",
        );
        assert_eq!(
            wanted.unwrap(),
            Wanted {
                host: "dir.example".into(),
                port: 1389,
                entry: "cn=CA one,o=X,c=KZ".into(),
                attribute: "certificateRevocationList;binary".into(),
            }
        );
        // As Active Directory writes it, but with a host.
        let wanted = Wanted::of(
            "ldap://dir.example/CN=CA,CN=CDP?deltaRevocationList?base?objectClass=cRLDistributionPoint",
        );
        assert_eq!(wanted.unwrap().port, 389);
        for wrong in [
            "ldap:///cn=CA?certificateRevocationList",
            "ldap://dir.example/cn=CA",
            "ldap://dir.example/?certificateRevocationList",
            "ldap://dir.example/cn=CA?a,b",
            "ldap://dir.example/cn=CA?*",
            "ldap://dir.example/cn=CA?a?sub",
            "ldap://dir.example/cn=CA?a?base?(cn=other)",
            "ldap://dir.example/cn=CA?a?base??!bindname=cn=x",
            "ldap://user@dir.example/cn=CA?a",
            "ldap://dir.example/cn=%zz?a",
        ] {
            assert!(Wanted::of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_attribute_is_known_by_its_type_alone() {
        let wanted = Wanted::of("ldap://d/cn=CA?cACertificate;binary").unwrap();
        assert!(wanted.is(b"cacertificate;binary") && wanted.is(b"cACertificate"));
        assert!(!wanted.is(b"certificateRevocationList;binary") && !wanted.is(b""));
    }
}
