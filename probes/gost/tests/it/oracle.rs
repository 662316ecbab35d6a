//! Keys, digests and signatures made by another implementation in the national encoding.

use gost::{Curve, PrivateKey, PublicKey};
use serde_json::Value;

#[test]
fn the_vectors_of_another_implementation_verify() {
    let Some(shared) = crate::shared() else { return };
    let text = std::fs::read(shared.join("kz-pki/vectors/gost2015-256.json")).unwrap();
    let entries: Vec<Value> = serde_json::from_slice(&text).unwrap();
    let mut seen = Vec::new();
    for entry in &entries {
        let field = |name: &str| entry[name].as_str().unwrap();
        let bytes = |name: &str| hex::decode(field(name)).unwrap();
        let curve = match field("curve") {
            "CryptoPro-A" => Curve::Gost2004A,
            "tc26-256-A" => Curve::Gost2015A256,
            "tc26-512-A" => Curve::Gost2015A512,
            other => panic!("{other}"),
        };
        seen.push(curve);
        let (spki, pkcs8) = (bytes("spki"), bytes("pkcs8"));
        let public = PublicKey::from_bytes(curve, &spki[spki.len() - 2 * curve.size()..]).unwrap();
        assert_eq!(public.verify(&bytes("digest"), &bytes("sig")), Ok(()), "{curve:?}");
        let number = &pkcs8[pkcs8.len() - curve.size()..];
        let private = if curve == Curve::Gost2004A {
            PrivateKey::from_be_bytes(curve, number).unwrap()
        } else {
            PrivateKey::from_le_bytes(curve, number).unwrap()
        };
        assert_eq!(private.public_key(), public, "{curve:?}");
    }
    seen.sort();
    assert_eq!(seen, Curve::ALL);
}
