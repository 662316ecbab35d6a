//! DSA signatures ([FIPS 186-4 section 4.7](https://doi.org/10.6028/NIST.FIPS.186-4)), which old
//! authorities made and nobody makes any more: FIPS 186-5 keeps them for verification alone.
//!
//! Everything here is public, so it is computed in variable time.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{NonZero, Odd, U256, U1024, U2048, U3072, Uint};

use super::{HashAlgorithm, KeyKind, PublicKey, SignatureError};
use crate::encode;
use crate::tlv::{self, Malformed, Reader};

/// The longest prime that is computed with, in bits.
const LONGEST: u32 = 3072;

/// The shortest prime that is computed with, in bits.
const SHORTEST: u32 = 512;

/// `Dss-Parms` and the public value, magnitudes with the highest octet first.
struct Parts<'a> {
    p: &'a [u8],
    q: &'a [u8],
    g: &'a [u8],
    y: &'a [u8],
}

impl PublicKey {
    /// Whether the key is a DSA key whose parameters stand in a certificate above it
    /// ([RFC 3279 section 2.3.2](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.2)).
    #[must_use]
    pub fn inherits_parameters(&self) -> bool {
        self.kind == KeyKind::Dsa && !matches!(dsa_parameters(self), Ok(Some(_)))
    }

    /// The key with the parameters of `above`; none when that is no DSA key with parameters.
    #[must_use]
    pub fn with_parameters_of(&self, above: &Self) -> Option<Self> {
        if !self.inherits_parameters() || above.kind != KeyKind::Dsa {
            return None;
        }
        let parameters = dsa_parameters(above).ok()??;
        let spki = encode::sequence(&[
            &encode::sequence(&[&encode::oid(&crate::oid::known::DSA), parameters]),
            &encode::bit_string(self.key_octets()),
        ]);
        Self::from_spki_der(&spki).ok()
    }

    /// Length of a DSA key's prime in bits, where the key has its parameters.
    pub(super) fn dsa_bits(&self) -> Option<u32> {
        bits(parts(self).ok()?.p)
    }
}

/// The DER of `Dss-Parms`; none where they are absent or NULL.
fn dsa_parameters(key: &PublicKey) -> Result<Option<&[u8]>, Malformed> {
    let mut fields = Reader::lenient(tlv::only(key.spki_der(), tlv::SEQUENCE)?.content);
    let mut algorithm = Reader::lenient(fields.expect(tlv::SEQUENCE)?.content);
    algorithm.next()?;
    if algorithm.is_empty() {
        return Ok(None);
    }
    let parameters = algorithm.next()?;
    Ok((parameters.identifier == tlv::SEQUENCE).then_some(parameters.raw))
}

fn parts(key: &PublicKey) -> Result<Parts<'_>, SignatureError> {
    let malformed = |error: Malformed| SignatureError::KeyMalformed { reason: error.to_string() };
    let Some(parameters) = dsa_parameters(key).map_err(malformed)? else {
        return Err(SignatureError::ParametersMissing);
    };
    let read = || -> Result<Parts<'_>, Malformed> {
        let mut fields = Reader::lenient(tlv::only(parameters, tlv::SEQUENCE)?.content);
        let mut number = || Ok(magnitude(fields.expect(tlv::INTEGER)?.content));
        let (p, q, g) = (number()?, number()?, number()?);
        let y = magnitude(tlv::only(key.key_octets(), tlv::INTEGER)?.content);
        Ok(Parts { p, q, g, y })
    };
    read().map_err(malformed)
}

/// Without leading zeros. A negative number reads as a large one and fails its range.
fn magnitude(content: &[u8]) -> &[u8] {
    let zeros = content.iter().take_while(|octet| **octet == 0).count();
    content.get(zeros..).unwrap_or_default()
}

fn bits(magnitude: &[u8]) -> Option<u32> {
    let octets = u32::try_from(magnitude.len()).ok()?.checked_mul(8)?;
    Some(octets - magnitude.first().map_or(0, |octet| octet.leading_zeros()))
}

/// Verifies `signature`, a `Dss-Sig-Value`, over `message`.
pub(super) fn verify(
    key: &PublicKey,
    hash: HashAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let parts = parts(key)?;
    let unusable = |reason: &str| SignatureError::KeyMalformed { reason: reason.to_owned() };
    let length = bits(parts.p).unwrap_or(u32::MAX);
    if length > LONGEST {
        let bits = usize::try_from(length).unwrap_or(usize::MAX);
        return Err(SignatureError::TooLarge { bits, limit: LONGEST as usize });
    }
    if length < SHORTEST || !matches!(bits(parts.q), Some(160 | 224 | 256)) {
        return Err(unusable("no DSA key has primes of these lengths"));
    }
    let (r, s) = signature_value(signature)
        .map_err(|error| SignatureError::Malformed { reason: error.to_string() })?;
    if r.len() > parts.q.len() || s.len() > parts.q.len() {
        return Err(SignatureError::Invalid);
    }
    let mut digest = hash.digest(message);
    digest.truncate(parts.q.len());
    let verified = match length {
        ..=1024 => verifies::<{ U1024::LIMBS }>(Equation::Dsa, &parts, &digest, r, s),
        1025..=2048 => verifies::<{ U2048::LIMBS }>(Equation::Dsa, &parts, &digest, r, s),
        _ => verifies::<{ U3072::LIMBS }>(Equation::Dsa, &parts, &digest, r, s),
    };
    match verified {
        None => Err(unusable("the DSA parameters are out of range")),
        Some(true) => Ok(()),
        Some(false) => Err(SignatureError::Invalid),
    }
}

/// p, q and a of CryptoPro-A
/// ([RFC 4357 section 11.3](https://www.rfc-editor.org/rfc/rfc4357#section-11.3)).
const CRYPTOPRO_A: [&[u8]; 3] = [
    &[
        0xB4, 0xE2, 0x5E, 0xFB, 0x01, 0x8E, 0x3C, 0x8B, 0x87, 0x50, 0x5E, 0x2A, 0x67, 0x55, 0x3C,
        0x5E, 0xDC, 0x56, 0xC2, 0x91, 0x4B, 0x7E, 0x4F, 0x89, 0xD2, 0x3F, 0x03, 0xF0, 0x33, 0x77,
        0xE7, 0x0A, 0x29, 0x03, 0x48, 0x9D, 0xD6, 0x0E, 0x78, 0x41, 0x8D, 0x3D, 0x85, 0x1E, 0xDB,
        0x53, 0x17, 0xC4, 0x87, 0x1E, 0x40, 0xB0, 0x42, 0x28, 0xC3, 0xB7, 0x90, 0x29, 0x63, 0xC4,
        0xB7, 0xD8, 0x5D, 0x52, 0xB9, 0xAA, 0x88, 0xF2, 0xAF, 0xDB, 0xEB, 0x28, 0xDA, 0x88, 0x69,
        0xD6, 0xDF, 0x84, 0x6A, 0x1D, 0x98, 0x92, 0x4E, 0x92, 0x55, 0x61, 0xBD, 0x69, 0x30, 0x0B,
        0x9D, 0xDD, 0x05, 0xD2, 0x47, 0xB5, 0x92, 0x2D, 0x96, 0x7C, 0xBB, 0x02, 0x67, 0x18, 0x81,
        0xC5, 0x7D, 0x10, 0xE5, 0xEF, 0x72, 0xD3, 0xE6, 0xDA, 0xD4, 0x22, 0x3D, 0xC8, 0x2A, 0xA1,
        0xF7, 0xD0, 0x29, 0x46, 0x51, 0xA4, 0x80, 0xDF,
    ],
    &[
        0x97, 0x24, 0x32, 0xA4, 0x37, 0x17, 0x8B, 0x30, 0xBD, 0x96, 0x19, 0x5B, 0x77, 0x37, 0x89,
        0xAB, 0x2F, 0xFF, 0x15, 0x59, 0x4B, 0x17, 0x6D, 0xD1, 0x75, 0xB6, 0x32, 0x56, 0xEE, 0x5A,
        0xF2, 0xCF,
    ],
    &[
        0x8F, 0xD3, 0x67, 0x31, 0x23, 0x76, 0x54, 0xBB, 0xE4, 0x1F, 0x5F, 0x1F, 0x84, 0x53, 0xE7,
        0x1C, 0xA4, 0x14, 0xFF, 0xC2, 0x2C, 0x25, 0xD9, 0x15, 0x30, 0x9E, 0x5D, 0x2E, 0x62, 0xA2,
        0xA2, 0x6C, 0x71, 0x11, 0xF3, 0xFC, 0x79, 0x56, 0x8D, 0xAF, 0xA0, 0x28, 0x04, 0x2F, 0xE1,
        0xA5, 0x2A, 0x04, 0x89, 0x80, 0x5C, 0x0D, 0xE9, 0xA1, 0xA4, 0x69, 0xC8, 0x44, 0xC7, 0xCA,
        0xBB, 0xEE, 0x62, 0x5C, 0x30, 0x78, 0x88, 0x8C, 0x1D, 0x85, 0xEE, 0xA8, 0x83, 0xF1, 0xAD,
        0x5B, 0xC4, 0xE6, 0x77, 0x6E, 0x8E, 0x1A, 0x07, 0x50, 0x91, 0x2D, 0xF6, 0x4F, 0x79, 0x95,
        0x64, 0x99, 0xF1, 0xE1, 0x82, 0x47, 0x5B, 0x0B, 0x60, 0xE2, 0x63, 0x2A, 0xDC, 0xD8, 0xCF,
        0x94, 0xE9, 0xC5, 0x4F, 0xD1, 0xF3, 0xB1, 0x09, 0xD8, 0x1F, 0x00, 0xBF, 0x2A, 0xB8, 0xCB,
        0x86, 0x2A, 0xDF, 0x7D, 0x40, 0xB9, 0x36, 0x9A,
    ],
];

/// Verifies a signature of GOST R 34.10-94 with the parameters CryptoPro-A
/// ([RFC 4491 section 2.2.1](https://www.rfc-editor.org/rfc/rfc4491#section-2.2.1)): s and then r',
/// each with the highest octet first, as `public` and `digest` are.
pub(super) fn verify_1994(
    public: &[u8],
    digest: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let Some((s, r)) = signature.split_at_checked(32).filter(|(_, r)| r.len() == 32) else {
        let reason = format!("{} octets, the standard has 64", signature.len());
        return Err(SignatureError::Malformed { reason });
    };
    let [p, q, g] = CRYPTOPRO_A;
    let parts = Parts { p, q, g, y: magnitude(public) };
    match verifies::<{ U1024::LIMBS }>(Equation::Gost1994, &parts, digest, r, s) {
        Some(true) => Ok(()),
        Some(false) => Err(SignatureError::Invalid),
        None => Err(SignatureError::KeyMalformed {
            reason: "the public value is out of range or outside the subgroup".to_owned(),
        }),
    }
}

fn signature_value(signature: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let mut fields = Reader::new(tlv::only(signature, tlv::SEQUENCE)?.content);
    let r = fields.expect(tlv::INTEGER)?.content;
    let s = fields.expect(tlv::INTEGER)?.content;
    fields.finish()?;
    if [r, s].iter().any(|number| number.first().is_none_or(|octet| octet & 0x80 != 0)) {
        return Err(Malformed::Value("DSA signature with a negative number"));
    }
    Ok((magnitude(r), magnitude(s)))
}

/// Which powers of the generator and of the public value make r: z / s and r / s, or s / z and
/// -r / z with a z of zero read as one.
#[derive(Clone, Copy)]
enum Equation {
    Dsa,
    Gost1994,
}

/// None when the key is unusable. The lengths have been checked: everything fits.
fn verifies<const LIMBS: usize>(
    equation: Equation,
    parts: &Parts<'_>,
    digest: &[u8],
    r: &[u8],
    s: &[u8],
) -> Option<bool> {
    let p = Odd::new(number::<LIMBS>(parts.p)?).into_option()?;
    let q = Odd::new(number::<{ U256::LIMBS }>(parts.q)?).into_option()?;
    let (g, y) = (number::<LIMBS>(parts.g)?, number::<LIMBS>(parts.y)?);
    let in_range = |value: &Uint<LIMBS>| *value > Uint::ONE && value < p.as_ref();
    if !in_range(&g) || !in_range(&y) {
        return None;
    }
    let params = FixedMontyParams::new_vartime(p);
    let power =
        |base: &Uint<LIMBS>, exponent: &U256| FixedMontyForm::new(base, &params).pow(exponent);
    // SP 800-89 section 5.3.1: the public value lies in the subgroup of order q.
    if power(&y, q.as_ref()).retrieve() != Uint::ONE {
        return None;
    }
    let (Some(r), Some(s)) = (number(r), number(s)) else { return Some(false) };
    let zero = U256::ZERO;
    if r == zero || s == zero || r >= *q.as_ref() || s >= *q.as_ref() {
        return Some(false);
    }
    let order: &NonZero<U256> = q.as_nz_ref();
    let z: U256 = number(digest)?;
    let mut z = z.rem_vartime(order);
    let (divisor, first, second) = match equation {
        Equation::Dsa => (s, z, r),
        Equation::Gost1994 => {
            if z == zero {
                z = U256::ONE;
            }
            (z, s, q.as_ref().wrapping_sub(&r))
        }
    };
    let Some(w) = divisor.invert_odd_mod_vartime(&q).into_option() else { return Some(false) };
    let u1 = first.mul_mod_vartime(&w, order);
    let u2 = second.mul_mod_vartime(&w, order);
    let v = (power(&g, &u1) * power(&y, &u2)).retrieve().rem_vartime(order);
    Some(v == r)
}

fn number<const LIMBS: usize>(magnitude: &[u8]) -> Option<Uint<LIMBS>> {
    let size = Uint::<LIMBS>::BYTES;
    let start = size.checked_sub(magnitude.len())?;
    let mut padded = vec![0; size];
    padded.get_mut(start..)?.copy_from_slice(magnitude);
    Some(Uint::from_be_slice(&padded))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::algorithm::{AlgorithmIdentifier, verify};
    use crate::key::{KeyError, Signer};
    use crate::oid::{Oid, known};

    // RFC 6979 appendix A.2.1.
    const P1024: &str = "86f5ca03dcfeb225063ff830a0c769b9dd9d6153ad91d7ce27f787c43278b447e6533b86b1\
        8bed6e8a48b784a14c252c5be0dbf60b86d6385bd2f12fb763ed8873abfd3f5ba2e0a8c0a59082eac056935e52\
        9daf7c610467899c77adedfc846c881870b7b19b2b58f9be0521a17002e3bdd6b86685ee90b3d9a1b02b782b17\
        79";
    const Q1024: &str = "996f967f6c8e388d9e28d01e205fba957a5698b1";
    const G1024: &str = "07b0f92546150b62514bb771e2a0c0ce387f03bda6c56b505209ff25fd3c133d89bbcd97e9\
        04e09114d9a7defdeadfc9078ea544d2e401aeecc40bb9fbbf78fd87995a10a1c27cb7789b594ba7efb5c4326a\
        9fe59a070e136db77175464adca417be5dce2f40d10a46a3a3943f26ab7fd9c0398ff8c76ee0a56826a8a88f1d\
        bd";
    const Y1024: &str = "5df5e01ded31d0297e274e1691c192fe5868fef9e19a84776454b100cf16f65392195a38b9\
        0523e2542ee61871c0440cb87c322fc4b4d2ec5e1e7ec766e1be8d4ce935437dc11c3c8fd426338933ebfe739c\
        b3465f4d3668c5e473508253b1e682f65cbdc4fae93c2ea212390e54905a86e2223170b44eaa7da5dd9ffcfb7f\
        3b";
    // RFC 6979 appendix A.2.2.
    const P2048: &str = "9db6fb5951b66bb6fe1e140f1d2ce5502374161fd6538df1648218642f0b5c48c8f7a41aad\
        fa187324b87674fa1822b00f1ecf8136943d7c55757264e5a1a44ffe012e9936e00c1d3e9310b01c7d179805d3\
        058b2a9f4bb6f9716bfe6117c6b5b3cc4d9be341104ad4a80ad6c94e005f4b993e14f091eb51743bf33050c38d\
        e235567e1b34c3d6a5c0ceaa1a0f368213c3d19843d0b4b09dcb9fc72d39c8de41f1bf14d4bb4563ca28371621\
        cad3324b6a2d392145bebfac748805236f5ca2fe92b871cd8f9c36d3292b5509ca8caa77a2adfc7bfd77dda6f7\
        1125a7456fea153e433256a2261c6a06ed3693797e7995fad5aabbcfbe3eda2741e375404ae25b";
    const Q2048: &str = "f2c3119374ce76c9356990b465374a17f23f9ed35089bd969f61c6dde9998c1f";
    const G2048: &str = "5c7ff6b06f8f143fe8288433493e4769c4d988ace5be25a0e24809670716c613d7b0cee693\
        2f8faa7c44d2cb24523da53fbe4f6ec3595892d1aa58c4328a06c46a15662e7eaa703a1decf8bbb2d05dbe2eb9\
        56c142a338661d10461c0d135472085057f3494309ffa73c611f78b32adbb5740c361c9f35be90997db2014e2e\
        f5aa61782f52abeb8bd6432c4dd097bc5423b285dafb60dc364e8161f4a2a35aca3a10b1c4d203cc76a470a33a\
        fdcbdd92959859abd8b56e1725252d78eac66e71ba9ae3f1dd2487199874393cd4d832186800654760e1e34c09\
        e4d155179f9ec0dc4473f996bdce6eed1cabed8b6f116f7ad9cf505df0f998e34ab27514b0ffe7";
    const Y2048: &str = "667098c654426c78d7f8201eac6c203ef030d43605032c2f1fa937e5237dbd949f34a0a256\
        4fe126dc8b715c5141802ce0979c8246463c40e6b6bdaa2513fa611728716c2e4fd53bc95b89e69949d96512e8\
        73b9c8f8dfd499cc312882561adecb31f658e934c0c197f2c4d96b05cbad67381e7b768891e4da3843d24d94cd\
        fb5126e9b8bf21e8358ee0e0a30ef13fd6a664c0dce3731f7fb49a4845a4fd8254687972a2d382599c9bac4e0e\
        d7998193078913032558134976410b89d2c171d123ac35fd977219597aa7d15c1a9a428e59194f75c721ebcbcf\
        ae44696a499afa74e04299f132026601638cb87ab79190d4a0986315da8eec6561c938996beadf";

    fn octets(hex: &str) -> Vec<u8> {
        hex::decode(hex).unwrap()
    }

    fn dss_parameters(p: &[u8], q: &[u8], g: &[u8]) -> Vec<u8> {
        encode::sequence(&[&encode::integer(p), &encode::integer(q), &encode::integer(g)])
    }

    fn spki(parameters: &[u8], y: &[u8]) -> Vec<u8> {
        encode::sequence(&[
            &encode::sequence(&[&encode::oid(&known::DSA), parameters]),
            &encode::bit_string(&encode::integer(y)),
        ])
    }

    fn key(p: &[u8], q: &[u8], g: &[u8], y: &[u8]) -> PublicKey {
        PublicKey::from_spki_der(&spki(&dss_parameters(p, q, g), y)).unwrap()
    }

    fn signature(r: &[u8], s: &[u8]) -> Vec<u8> {
        encode::sequence(&[&encode::integer(r), &encode::integer(s)])
    }

    /// A key for tests, made from a label, in the group of RFC 6979 appendix A.2.1.
    pub(crate) struct DsaSigner {
        secret: U256,
        key: PublicKey,
    }

    impl DsaSigner {
        pub(crate) fn new(label: &str) -> Self {
            let order = Odd::new(number::<{ U256::LIMBS }>(&octets(Q1024)).unwrap()).unwrap();
            let digest = HashAlgorithm::Sha256.digest(label.as_bytes());
            let secret = number::<{ U256::LIMBS }>(&digest).unwrap().rem_vartime(order.as_nz_ref());
            let y = power(&secret).to_be_bytes();
            let key = key(&octets(P1024), &octets(Q1024), &octets(G1024), y.as_slice());
            Self { secret, key }
        }

        /// The `SubjectPublicKeyInfo` without parameters.
        pub(crate) fn bare(&self) -> Vec<u8> {
            encode::sequence(&[
                &encode::sequence(&[&encode::oid(&known::DSA)]),
                &encode::bit_string(self.key.key_octets()),
            ])
        }
    }

    fn power(exponent: &U256) -> U1024 {
        let p = Odd::new(number::<{ U1024::LIMBS }>(&octets(P1024)).unwrap()).unwrap();
        let params = FixedMontyParams::new_vartime(p);
        FixedMontyForm::new(&number(&octets(G1024)).unwrap(), &params).pow(exponent).retrieve()
    }

    impl Signer for DsaSigner {
        fn public_key(&self) -> &PublicKey {
            &self.key
        }

        fn signature_algorithm(&self) -> AlgorithmIdentifier {
            AlgorithmIdentifier { oid: known::DSA_SHA256.clone(), parameters: None }
        }

        fn digest_algorithm(&self) -> HashAlgorithm {
            HashAlgorithm::Sha256
        }

        fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
            let q = Odd::new(number::<{ U256::LIMBS }>(&octets(Q1024)).unwrap()).unwrap();
            let order = q.as_nz_ref();
            let digest = HashAlgorithm::Sha256.digest(message);
            let hashed =
                |octets: &[u8]| number::<{ U256::LIMBS }>(octets).unwrap().rem_vartime(order);
            let z: U256 = hashed(&digest[..20]);
            let secret = self.secret.to_be_bytes();
            let k = hashed(&HashAlgorithm::Sha256.digest(&[secret.as_slice(), &digest].concat()));
            let r = power(&k).rem_vartime(order);
            let sum = z.add_mod(&self.secret.mul_mod_vartime(&r, order), order);
            let s = k.invert_odd_mod_vartime(&q).unwrap().mul_mod_vartime(&sum, order);
            Ok(signature(r.to_be_bytes().as_slice(), s.to_be_bytes().as_slice()))
        }
    }

    fn rfc6979() -> [(PublicKey, &'static Oid, &'static str, &'static str); 6] {
        let short = || key(&octets(P1024), &octets(Q1024), &octets(G1024), &octets(Y1024));
        let long = || key(&octets(P2048), &octets(Q2048), &octets(G2048), &octets(Y2048));
        [
            (
                short(),
                &known::DSA_SHA1,
                "2e1a0c2562b2912caaf89186fb0f42001585da55",
                "29efb6b0aff2d7a68eb70ca313022253b9a88df5",
            ),
            (
                short(),
                &known::DSA_SHA224,
                "4bc3b686aea70145856814a6f1bb53346f02101e",
                "410697b92295d994d21edd2f4ada85566f6f94c1",
            ),
            (
                short(),
                &known::DSA_SHA256,
                "81f2f5850be5bc123c43f71a3033e9384611c545",
                "4cdd914b65eb6c66a8aaad27299bee6b035f5e89",
            ),
            (
                long(),
                &known::DSA_SHA1,
                "3a1b2dbd7489d6ed7e608fd036c83af396e290dbd602408e8677daabd6e7445a",
                "d26fcba19fa3e3058ffc02ca1596cdbb6e0d20cb37b06054f7e36ded0cdbbccf",
            ),
            (
                long(),
                &known::DSA_SHA256,
                "eace8bdbbe353c432a795d9ec556c6d021f7a03f42c36e9bc87e4ac7932cc809",
                "7081e175455f9247b812b74583e9e94f9ea79bd640dc962533b0680793a38d53",
            ),
            (
                long(),
                &known::DSA_SHA384,
                "b2da945e91858834fd9bf616ebac151edbc4b45d27d0dd4a7f6a22739f45c00b",
                "19048b63d9fd6bca1d9bae3664e1bcb97f7276c306130969f63f38fa8319021b",
            ),
        ]
    }

    fn ask(key: &PublicKey, oid: &Oid, signature: &[u8]) -> Result<(), SignatureError> {
        let algorithm = AlgorithmIdentifier { oid: oid.clone(), parameters: None };
        verify(key, &algorithm, b"sample", signature)
    }

    #[test]
    fn the_signatures_of_rfc_6979_verify_and_no_changed_one_does() {
        for (key, oid, r, s) in rfc6979() {
            let (r, s) = (octets(r), octets(s));
            assert_eq!(ask(&key, oid, &signature(&r, &s)), Ok(()), "{oid}");
            let invalid = Err(SignatureError::Invalid);
            assert_eq!(ask(&key, oid, &signature(&s, &r)), invalid, "{oid}");
            let mut turned = s.clone();
            turned[5] ^= 1;
            assert_eq!(ask(&key, oid, &signature(&r, &turned)), invalid, "{oid}");
            assert_eq!(ask(&key, oid, &signature(&[0], &s)), invalid, "{oid}");
            assert_eq!(ask(&key, oid, &signature(&r, &[0])), invalid, "{oid}");
            let long = [&[1][..], &s].concat();
            assert_eq!(ask(&key, oid, &signature(&r, &long)), invalid, "{oid}");
            let other = if *oid == known::DSA_SHA1 { &known::DSA_SHA256 } else { &known::DSA_SHA1 };
            assert_eq!(ask(&key, other, &signature(&r, &s)), invalid, "{oid}");
        }
    }

    #[test]
    fn a_number_congruent_to_the_right_one_is_not_the_right_one() {
        let [(key, oid, r, s), ..] = rfc6979();
        let q = number::<{ U256::LIMBS }>(&octets(Q1024)).unwrap();
        let above = number::<{ U256::LIMBS }>(&octets(r)).unwrap().wrapping_add(&q).to_be_bytes();
        let signature = signature(above.as_slice(), &octets(s));
        assert_eq!(ask(&key, oid, &signature), Err(SignatureError::Invalid));
    }

    #[test]
    fn keys_out_of_range_are_unusable_and_large_ones_are_not_computed_with() {
        let [(_, oid, r, s), ..] = rfc6979();
        let signature = signature(&octets(r), &octets(s));
        let (p, q, g, y) = (octets(P1024), octets(Q1024), octets(G1024), octets(Y1024));
        let mut even = p.clone();
        *even.last_mut().unwrap() &= 0xfe;
        let mut minus_one = p.clone();
        *minus_one.last_mut().unwrap() -= 1;
        let unusable = [
            key(&even, &q, &g, &y),
            key(&p, &q[1..], &g, &y),
            key(&p, &[&[1][..], &q].concat(), &g, &y),
            key(&p, &q, &[1], &y),
            key(&p, &q, &p, &y),
            key(&p, &q, &g, &[0]),
            key(&p, &q, &g, &[1]),
            // Of order two: outside the subgroup.
            key(&p, &q, &g, &minus_one),
            key(&p, &q, &g, &[&[1][..], &y].concat()),
            key(&q, &q, &[2], &[3]),
        ];
        for key in unusable {
            let refused = ask(&key, oid, &signature);
            assert!(matches!(refused, Err(SignatureError::KeyMalformed { .. })), "{refused:?}");
        }
        let large = key(&[0xff; 385], &q, &g, &y);
        assert_eq!(
            ask(&large, oid, &signature),
            Err(SignatureError::TooLarge { bits: 3080, limit: 3072 })
        );
    }

    #[test]
    fn a_signature_that_is_no_pair_of_positive_numbers_is_malformed() {
        let [(key, oid, r, s), ..] = rfc6979();
        let (r, s) = (octets(r), octets(s));
        let sound = signature(&r, &s);
        let negative =
            encode::sequence(&[&encode::element(tlv::INTEGER, &[0x80, 1]), &encode::integer(&s)]);
        let three =
            encode::sequence(&[&encode::integer(&r), &encode::integer(&s), &encode::integer(&s)]);
        for broken in [&[][..], &sound[1..], &sound[..9], &negative, &three] {
            let refused = ask(&key, oid, broken);
            assert!(matches!(refused, Err(SignatureError::Malformed { .. })), "{refused:?}");
        }
    }

    #[test]
    fn parameters_come_from_the_key_above_and_only_where_the_key_has_none() {
        let (one, other) = (DsaSigner::new("one"), DsaSigner::new("other"));
        let bare = PublicKey::from_spki_der(&one.bare()).unwrap();
        let null = PublicKey::from_spki_der(&spki(&[tlv::NULL, 0], &[5])).unwrap();
        assert!(bare.inherits_parameters() && null.inherits_parameters());
        assert!(!one.key.inherits_parameters());
        assert_eq!(bare.with_parameters_of(&other.key), Some(one.key.clone()));
        assert_eq!(bare.with_parameters_of(&null), None);
        assert_eq!(one.key.with_parameters_of(&other.key), None);
        let refused = ask(&bare, &known::DSA_SHA256, &one.sign(b"sample").unwrap());
        assert_eq!(refused, Err(SignatureError::ParametersMissing));
    }
}
