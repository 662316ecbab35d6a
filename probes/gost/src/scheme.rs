//! Signatures and keys over a [`Group`], with the size of its numbers hidden.

use subtle::Choice;
use zeroize::Zeroizing;

use crate::{
    field::{Field, Limbs, add_wide, from_le_bytes, is_zero, sub_wide, to_le_bytes},
    group::{Group, Point, Prepared},
    key::{KeyError, SignatureError},
    model::{Affine, Model},
    nonce::Nonces,
};

/// What a curve can do with encoded numbers. Every number is little-endian, of the curve's size.
pub(crate) trait Scheme {
    /// The order of the group, little-endian.
    fn order(&self) -> Vec<u8>;
    /// Whether X‖Y is a point of the group.
    fn check_public(&self, public: &[u8]) -> Result<(), KeyError>;
    /// Whether a private number lies in 1..order.
    fn check_secret(&self, secret: &[u8]) -> Result<(), KeyError>;
    /// X‖Y of a private number that was checked.
    fn public(&self, secret: &[u8]) -> Vec<u8>;
    /// r‖s for a private number that was checked.
    fn sign(&self, secret: &[u8], digest: &[u8], context: &[u8]) -> Vec<u8>;
    /// Whether r‖s of twice the curve's size is the signature of a public key that was checked.
    fn verify(&self, public: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), SignatureError>;
    /// The tables of a public key that was checked.
    fn prepare(&'static self, public: &[u8]) -> Box<dyn Verifier + Send + Sync>;
}

/// A public key with its tables.
pub(crate) trait Verifier {
    /// As [`Scheme::verify`].
    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), SignatureError>;
}

struct PreparedPoint<const L: usize, const FIXED: usize, M: 'static> {
    group: &'static Group<L, FIXED, M>,
    tables: Prepared<L, FIXED>,
}

impl<const L: usize, const FIXED: usize, M: Model<L, FIXED>> Verifier
    for PreparedPoint<L, FIXED, M>
{
    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        self.group.verify_with(Point::Prepared(&self.tables), digest, signature)
    }
}

impl<const L: usize, const FIXED: usize, M> Scheme for Group<L, FIXED, M>
where
    M: Model<L, FIXED> + Send + Sync,
{
    fn order(&self) -> Vec<u8> {
        to_le_bytes(self.order.modulus())
    }

    fn check_public(&self, public: &[u8]) -> Result<(), KeyError> {
        let [x, y] = halves::<L>(public);
        let modulus = self.model.field().modulus();
        if !below(&x, modulus) || !below(&y, modulus) {
            return Err(KeyError::CoordinateRange);
        }
        let point = self.point(public);
        if !self.model.is_on_curve(&point) {
            return Err(KeyError::OffCurve);
        }
        if !self.model.is_in_group(&point) {
            return Err(KeyError::OutsideGroup);
        }
        Ok(())
    }

    fn check_secret(&self, secret: &[u8]) -> Result<(), KeyError> {
        let secret = Zeroizing::new(from_le_bytes::<L>(secret));
        let in_range = Choice::from(u8::from(below(&secret, self.order.modulus())));
        if bool::from(in_range & !is_zero(&secret)) { Ok(()) } else { Err(KeyError::SecretRange) }
    }

    fn public(&self, secret: &[u8]) -> Vec<u8> {
        let secret = Zeroizing::new(from_le_bytes::<L>(secret));
        let point = self.multiply_secret(&secret);
        let field = self.model.field();
        let mut public = to_le_bytes(&field.leave(&point.x));
        public.extend(to_le_bytes(&field.leave(&point.y)));
        public
    }

    fn sign(&self, secret: &[u8], digest: &[u8], context: &[u8]) -> Vec<u8> {
        let e = self.digest_number(digest);
        let mut secret_be = Zeroizing::new(secret.to_vec());
        secret_be.reverse();
        let mut digest_be = to_le_bytes(&self.order.leave(&e));
        digest_be.reverse();
        let secret = Zeroizing::new(from_le_bytes::<L>(secret));
        let mut nonces = Nonces::new(self.order.modulus(), &secret_be, &digest_be, context);
        loop {
            if let Some(signature) = self.sign_with(&secret, &e, &nonces.next()) {
                return signature;
            }
        }
    }

    fn verify(&self, public: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        self.verify_with(Point::Cold(&self.point(public)), digest, signature)
    }

    fn prepare(&'static self, public: &[u8]) -> Box<dyn Verifier + Send + Sync> {
        let tables = self.prepare(&self.point(public));
        Box::new(PreparedPoint { group: self, tables })
    }
}

impl<const L: usize, const FIXED: usize, M: Model<L, FIXED>> Group<L, FIXED, M> {
    fn verify_with(
        &self,
        point: Point<'_, L, FIXED>,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let order = &self.order;
        let [r, s] = halves::<L>(signature);
        for part in [&r, &s] {
            if bool::from(is_zero(part)) || !below(part, order.modulus()) {
                return Err(SignatureError::Range);
            }
        }
        let inverse = order.invert_public(&self.digest_number(digest));
        let u = order.mul(&s, &inverse);
        let v = order.negate(&order.mul(&r, &inverse));
        let sum = self.combine(&u, &v, point);
        if self.model.is_neutral(&sum) {
            return Err(SignatureError::Mismatch);
        }
        // x mod order = r, asked without a division: x is one of r, r + order, … below p.
        let field = self.model.field();
        let mut x = r;
        loop {
            if self.model.has_x(&sum, &field.enter(&x)) {
                return Ok(());
            }
            let (next, carry) = add_wide(&x, order.modulus());
            if carry || !below(&next, field.modulus()) {
                return Err(SignatureError::Mismatch);
            }
            x = next;
        }
    }

    /// Decodes X‖Y.
    fn point(&self, public: &[u8]) -> Affine<L> {
        let [x, y] = halves::<L>(public);
        let field = self.model.field();
        Affine { x: field.enter(&x), y: field.enter(&y) }
    }

    /// The number that is signed for a digest, in Montgomery form: little-endian, 0 as 1
    /// ([RFC 7091 section 6.1](https://www.rfc-editor.org/rfc/rfc7091#section-6.1)).
    fn digest_number(&self, digest: &[u8]) -> Limbs<L> {
        let number = self.order.enter_le_bytes(digest);
        if is_zero(&number).into() { self.order.one() } else { number }
    }

    /// r‖s for one nonce; none where r or s is zero. `e` is in Montgomery form.
    fn sign_with(&self, secret: &Limbs<L>, e: &Limbs<L>, nonce: &Limbs<L>) -> Option<Vec<u8>> {
        let order = &self.order;
        let x = self.model.field().leave(&self.multiply_secret(nonce).x);
        let r = order.enter(&x);
        let s = order.add(&order.mul(&r, secret), &order.mul(e, nonce));
        let r = order.leave(&r);
        if bool::from(is_zero(&r) | is_zero(&s)) {
            return None;
        }
        let mut signature = to_le_bytes(&r);
        signature.extend(to_le_bytes(&s));
        Some(signature)
    }
}

fn below<const L: usize>(a: &Limbs<L>, bound: &Limbs<L>) -> bool {
    sub_wide(a, bound).1
}

/// The two numbers of a concatenation; callers have checked its length.
fn halves<const L: usize>(bytes: &[u8]) -> [Limbs<L>; 2] {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    [from_le_bytes(first), from_le_bytes(second)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        curve::{Curve, GOST_2004_A},
        field::{Montgomery, hex},
        weierstrass::Weierstrass,
    };

    /// The example of a standard: its own curve, key, digest number and nonce, all as printed.
    struct Example {
        prime: &'static str,
        order: &'static str,
        b: &'static str,
        generator: [&'static str; 2],
        secret: &'static str,
        e: &'static str,
        nonce: &'static str,
        public: [&'static str; 2],
        r: &'static str,
        s: &'static str,
    }

    impl Example {
        /// The primes of the examples are not pseudo-Mersenne, so the field is Montgomery's;
        /// everything above the field is the code of the national curves.
        fn check<const L: usize>(&self) {
            let [x, y] = self.generator.map(hex::<L>);
            let field = Montgomery::new(hex(self.prime));
            let model = Weierstrass::new(field, &hex("7"), &hex(self.b), &Affine { x, y });
            let group = Group::new(model, hex(self.order));
            let bytes = |number: &str| to_le_bytes(&hex::<L>(number));
            let public = self.public.map(bytes).concat();
            let signature = [self.r, self.s].map(bytes).concat();
            let digest = bytes(self.e);
            assert_eq!(group.public(&bytes(self.secret)), public);
            assert_eq!(group.check_public(&public), Ok(()));
            let e = group.digest_number(&digest);
            let signed = group.sign_with(&hex(self.secret), &e, &hex(self.nonce));
            assert_eq!(signed.as_ref(), Some(&signature));
            assert_eq!(group.verify(&public, &digest, &signature), Ok(()));
            let own = group.sign(&bytes(self.secret), &digest, b"");
            assert_ne!(own, signature);
            assert_eq!(group.verify(&public, &digest, &own), Ok(()));
            let refused = group.verify(&public, &bytes("2"), &signature);
            assert_eq!(refused, Err(SignatureError::Mismatch));
        }
    }

    #[test]
    fn the_example_of_rfc_7091_comes_out_number_by_number() {
        Example {
            prime: "8000000000000000000000000000000000000000000000000000000000000431",
            order: "8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3",
            b: "5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E",
            generator: ["2", "8E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8"],
            secret: "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
            e: "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
            nonce: "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
            public: [
                "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
                "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
            ],
            r: "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
            s: "01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
        }
        .check::<4>();
    }

    /// GOST R 34.10-2012, appendix A.2.
    #[test]
    fn the_512_bit_example_of_the_standard_comes_out_number_by_number() {
        Example {
            prime: "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D\
                    F1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373",
            order: "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D\
                    A82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF",
            b: "1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC43\
                61834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC",
            generator: [
                "24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762\
                 FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A",
                "2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C\
                 83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E",
            ],
            secret: "0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B1020\
                     72E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
            e: "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C591\
                7184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
            nonce: "0359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F3658\
                    86748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
            public: [
                "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD\
                 5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
                "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61\
                 EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
            ],
            r: "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD3\
                5492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
            s: "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5\
                823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
        }
        .check::<8>();
    }

    /// Multiples of the generator of CryptoPro-A that RFC 8133 prints.
    #[test]
    fn the_multiples_of_rfc_8133_come_out() {
        for (scalar, x, y) in [
            (
                "1F2538097D5A031FA68BBB43C84D12B3DE47B7061C0D5E24993E0C873CDBA6B3",
                "BBC77CF42DC1E62D06227935379B4AA4D14FEA4F565DDF4CB4FA4D31579F9676",
                "8E16604A4AFDF28246684D4996274781F6CB80ABBBA1414C1513EC988509DABF",
            ),
            (
                "DC497D9EF6324912FD367840EE509A2032AEDB1C0A890D133B45F596FCCBD45D",
                "6097341C1BE388E83E7CA2DF47FAB86E2271FD942E5B7B2EB2409E49F742BC29",
                "C81AA48BDB4CA6FA0EF18B9788AE25FE30857AA681B3942217F9FED151BAB7D0",
            ),
        ] {
            let point = GOST_2004_A.multiply_secret(&hex(scalar));
            let field = GOST_2004_A.model.field();
            assert_eq!(field.leave(&point.x), hex(x));
            assert_eq!(field.leave(&point.y), hex(y));
        }
    }

    #[test]
    fn a_long_digest_is_reduced_as_one_number() {
        // 1 + 2^256 * 1 modulo the order, by hand: 2^256 - order of the 2004 curve, plus one.
        let mut digest = [0; 64];
        digest[0] = 1;
        digest[32] = 1;
        let order = &GOST_2004_A.order;
        let expected = hex("939EEF8F66A52EFFBA7BE4F6489E476E");
        assert_eq!(order.leave(&order.enter_le_bytes(&digest)), expected);
        assert_eq!(Curve::Gost2004A.order().len(), 32);
    }
}
