//! Identifiers that are the same whenever the same record is written.

use sha1::{Digest, Sha1};

/// The name space of the identifiers: a random one, chosen once.
const SPACE: [u8; 16] = [
    0x6d, 0x0c, 0x5a, 0x0f, 0x2b, 0x7e, 0x4b, 0x3c, 0x9a, 0x51, 0x84, 0x7b, 0x5c, 0x1e, 0x93, 0xd6,
];

/// The identifier of version 5 ([RFC 9562 section 5.5]) for a name.
///
/// [RFC 9562 section 5.5]: https://www.rfc-editor.org/rfc/rfc9562#section-5.5
pub(super) fn v5(name: &str) -> String {
    in_space(&SPACE, name)
}

fn in_space(space: &[u8; 16], name: &str) -> String {
    let mut hash = Sha1::new();
    hash.update(space);
    hash.update(name.as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    for (byte, made) in bytes.iter_mut().zip(digest) {
        *byte = made;
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let text = hex::encode(bytes);
    let (a, rest) = text.split_at(8);
    let (b, rest) = rest.split_at(4);
    let (c, rest) = rest.split_at(4);
    let (d, e) = rest.split_at(4);
    format!("{a}-{b}-{c}-{d}-{e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_comes_out() {
        // RFC 9562 appendix A.4: the name space of domain names, and www.example.com.
        let dns = [
            0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
            0x30, 0xc8,
        ];
        let made = in_space(&dns, "www.example.com");
        assert_eq!(made, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
        assert_ne!(v5("a"), v5("b"));
    }
}
