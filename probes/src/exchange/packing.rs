//! Answers that came packed although nobody asked for it.
//!
//! The tool asks for the bytes as they lie there ([RFC 9110 section 12.5.3]); a service that packs
//! them nevertheless is read as far as that costs little, and named. What is kept is what came.
//!
//! [RFC 9110 section 12.5.3]: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use model::{Content, Note, Unread, Verdict};

use super::Answered;

/// The most that a packed body is unpacked to, in bytes: it is held in memory. Every list that the
/// national authorities publish today is smaller.
pub const MOST_DECODED: u64 = 32 << 20;

/// The most codings one upon another.
const MOST_CODINGS: usize = 2;

/// A body that was not unpacked.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Whether that speaks against the service.
    pub(crate) verdict: Verdict,
    /// Why.
    pub(crate) note: Note,
}

/// Every code about a packed answer.
#[cfg(test)]
const SAYS: [&str; 4] =
    ["http.packed", "http.packing-broken", "http.packing-unknown", "http.unpacked-too-large"];

/// How the body was packed, in the order of packing; nothing where it came as it lies there.
pub(crate) fn codings(answered: &Answered) -> Vec<String> {
    let named = answered.headers.get("content-encoding").map_or("", String::as_str);
    let named = named.split(',').map(|it| it.trim().to_ascii_lowercase());
    named.filter(|it| !matches!(it.as_str(), "" | "identity")).collect()
}

/// What the act tells of a packed answer.
pub(crate) fn remark(answered: &Answered) -> Option<Note> {
    let codings = codings(answered);
    let note = || Note::new("http.packed").fact("url", &answered.url);
    (!codings.is_empty()).then(|| note().fact("coding", codings.join(", ")))
}

/// The bytes that were packed; the body itself where nothing was.
pub(crate) fn unpacked<'a>(
    answered: &Answered,
    body: &'a Content,
) -> Result<Cow<'a, Content>, Packed> {
    let codings = codings(answered);
    let about = |code, verdict| {
        let note = Note::new(code).fact("url", &answered.url).fact("coding", codings.join(", "));
        Packed { verdict, note }
    };
    if codings.is_empty() {
        return Ok(Cow::Borrowed(body));
    }
    if codings.len() > MOST_CODINGS {
        return Err(about("http.packing-unknown", Verdict::Undetermined));
    }
    let unread = |error: Unread| Packed {
        verdict: Verdict::Undetermined,
        note: error.note(&answered.url, &body.id()),
    };
    // The unpacker may stop before the end: whether the bytes are right is asked first.
    body.check().map_err(unread)?;
    let mut input: Box<dyn Read + '_> = Box::new(body.open().map_err(unread)?);
    for coding in codings.iter().rev() {
        // What lies between two codings is bounded as the result is.
        let part = input.take(MOST_DECODED.saturating_add(1));
        input = match coding.as_str() {
            "br" => Box::new(brotli_decompressor::Decompressor::new(part, 64 << 10)),
            "deflate" => deflated(part).map_err(|_| broken(&about))?,
            "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(part)),
            _ => return Err(about("http.packing-unknown", Verdict::Undetermined)),
        };
    }
    let mut bytes = Vec::new();
    let read = input.take(MOST_DECODED.saturating_add(1)).read_to_end(&mut bytes);
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_DECODED {
        let Packed { verdict, note } = about("http.unpacked-too-large", Verdict::Undetermined);
        return Err(Packed { verdict, note: note.fact("most", MOST_DECODED) });
    }
    match read {
        Ok(_) => Ok(Cow::Owned(bytes.into())),
        Err(_) => Err(broken(&about)),
    }
}

fn broken(about: &impl Fn(&'static str, Verdict) -> Packed) -> Packed {
    about("http.packing-broken", Verdict::Violates)
}

/// `deflate` is the zlib format ([RFC 9110 section 8.4.1.2]); some services leave its frame out.
///
/// [RFC 9110 section 8.4.1.2]: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
fn deflated<'a>(mut input: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut head = Vec::new();
    input.by_ref().take(2).read_to_end(&mut head)?;
    let framed = match *head.as_slice() {
        [method, flags] => {
            method & 0x0f == 8 && (u16::from(method) << 8 | u16::from(flags)) % 31 == 0
        }
        _ => false,
    };
    let whole = io::Cursor::new(head).chain(input);
    Ok(if framed {
        Box::new(ZlibDecoder::new(whole))
    } else {
        Box::new(DeflateDecoder::new(whole))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use model::EvidenceId;

    use super::*;

    fn answered(coding: &str) -> Answered {
        Answered {
            received_at: "2026-01-15T00:00:00Z".parse().unwrap(),
            elapsed_us: 0,
            url: "http://ca.example/a.crl".into(),
            status: 200,
            headers: BTreeMap::from([("content-encoding".to_owned(), coding.to_owned())]),
            body: EvidenceId::of(b""),
            private_key: false,
        }
    }

    fn code(coding: &str, packed: Vec<u8>) -> String {
        unpacked(&answered(coding), &packed.into()).unwrap_err().note.code.into_owned()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// "hello" packed by `brotli`, the program of the format's authors.
    const BROTLI: &[u8] = b"\x0f\x02\x80\x68\x65\x6c\x6c\x6f\x03";

    /// R02.
    #[test]
    fn what_was_packed_is_read_as_it_lay_there() {
        let text = b"a revocation list".repeat(1000);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(&text).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::best());
        raw.write_all(&text).unwrap();
        for (coding, packed) in [
            ("", text.clone()),
            ("identity", text.clone()),
            ("gzip", gzip(&text)),
            ("X-Gzip", gzip(&text)),
            ("gzip, gzip", gzip(&gzip(&text))),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", raw.finish().unwrap()),
        ] {
            let packed = packed.into();
            let content = unpacked(&answered(coding), &packed).unwrap();
            assert_eq!(content.bytes().unwrap(), text, "{coding}");
        }
        let packed = BROTLI.to_vec().into();
        assert_eq!(unpacked(&answered("br"), &packed).unwrap().bytes().unwrap(), &b"hello"[..]);
    }

    /// R02.
    #[test]
    fn a_bomb_is_not_unpacked_beyond_the_limit() {
        let most = usize::try_from(MOST_DECODED).unwrap();
        let bomb = gzip(&vec![0; most + 1]);
        assert!(bomb.len() * 1000 < most, "{}", bomb.len());
        assert_eq!(code("gzip", bomb.clone()), "http.unpacked-too-large");
        assert_eq!(code("gzip, gzip", gzip(&bomb)), "http.unpacked-too-large");
        assert_eq!(
            unpacked(&answered("gzip"), &gzip(&vec![0; most]).into()).unwrap().length(),
            MOST_DECODED
        );
    }

    /// R02.
    #[test]
    fn what_cannot_be_unpacked_is_named() {
        let packed = gzip(b"a revocation list");
        for coding in ["zstd", "compress", "gzip, gzip, gzip", "none"] {
            assert_eq!(code(coding, packed.clone()), "http.packing-unknown", "{coding}");
        }
        for (coding, bytes) in [
            ("gzip", b"\x30\x82\x01\x00".to_vec()),
            ("gzip", packed[..packed.len() - 5].to_vec()),
            ("deflate", b"\xff\xff\xff".to_vec()),
            ("br", b"\xff\xff\xff\xff".to_vec()),
        ] {
            assert_eq!(code(coding, bytes), "http.packing-broken", "{coding}");
        }
        assert!(SAYS.iter().all(|it| crate::SAYS.contains(it)));
    }
}
