use gost::{Hash, Hasher};

fn check(hash: Hash, message: &[u8], expected: &str) {
    assert_eq!(hex::encode(hash.digest(message)), expected, "{hash:?}");
}

/// RFC 6986 section 10 prints numbers, most significant byte first; the bytes run backwards.
fn check_rfc6986(hash: Hash, message: &str, digest: &str) {
    let turned = |number: &str| {
        let mut bytes = hex::decode(number).unwrap();
        bytes.reverse();
        bytes
    };
    assert_eq!(hash.digest(&turned(message)), turned(digest), "{hash:?}");
}

#[test]
fn streebog_gives_the_digests_of_rfc_6986() {
    let first = "3231303938373635343332313039383736353433323130393837363534333231\
                 30393837363534333231303938373635343332313039383736353433323130";
    check_rfc6986(
        Hash::Streebog512,
        first,
        "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00\
         fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b",
    );
    check_rfc6986(
        Hash::Streebog256,
        first,
        "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d",
    );
    let second = "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2\
                  f120fff0eeec20f120faf2fee5e2202ce8f6f3ede220e8e6eee1e8f0f2d1202c\
                  e8f0f2e5e220e5d1";
    check_rfc6986(
        Hash::Streebog512,
        second,
        "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03\
         7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e",
    );
    check_rfc6986(
        Hash::Streebog256,
        second,
        "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d",
    );
}

#[test]
fn gost_34_311_with_the_test_box_gives_the_digest_of_rfc_5831() {
    check(
        Hash::Gost341195,
        b"This is message, length=32 bytes",
        "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa",
    );
    check(
        Hash::Gost341195,
        b"Suppose the original message has length = 50 bytes",
        "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208",
    );
}

#[test]
fn parts_hash_like_the_whole() {
    let message: Vec<u8> = (0..=255).cycle().take(1000).collect();
    for hash in [Hash::Gost341195, Hash::Streebog256, Hash::Streebog512] {
        let mut hasher = Hasher::new(hash);
        for part in message.chunks(37) {
            hasher.update(part);
        }
        let digest = hasher.finish();
        assert_eq!(digest, hash.digest(&message));
        assert_eq!(digest.len(), hash.size());
    }
}
