//! The curves of the national register and their numbers.

use std::sync::LazyLock;

use crate::{
    edwards::Edwards,
    field::{PseudoMersenne, hex},
    group::Group,
    hash::Hash,
    model::Affine,
    scheme::Scheme,
    weierstrass::Weierstrass,
};

/// A curve of the national register of object identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Curve {
    /// GOST 34.310-2004, parameters A (1.2.398.3.10.1.1.1.1.1); in Russia CryptoPro-A
    /// ([RFC 4357](https://www.rfc-editor.org/rfc/rfc4357)).
    Gost2004A,
    /// GOST R 34.10-2015 of 256 bits, parameters A (1.2.398.3.10.1.1.2.1.1); in Russia tc26-256-A
    /// ([RFC 7836](https://www.rfc-editor.org/rfc/rfc7836)), cofactor 4.
    Gost2015A256,
    /// GOST R 34.10-2015 of 512 bits, parameters A (1.2.398.3.10.1.1.2.2.1); in Russia tc26-512-A
    /// ([RFC 7836](https://www.rfc-editor.org/rfc/rfc7836)).
    Gost2015A512,
}

impl Curve {
    /// All curves.
    pub const ALL: [Self; 3] = [Self::Gost2004A, Self::Gost2015A256, Self::Gost2015A512];

    /// Bytes in a coordinate, a private key, and in each half of a signature.
    pub const fn size(self) -> usize {
        match self {
            Self::Gost2004A | Self::Gost2015A256 => 32,
            Self::Gost2015A512 => 64,
        }
    }

    /// The hash function that belongs to signatures on this curve.
    pub const fn hash(self) -> Hash {
        match self {
            Self::Gost2004A => Hash::Gost341195,
            Self::Gost2015A256 => Hash::Streebog256,
            Self::Gost2015A512 => Hash::Streebog512,
        }
    }

    /// The prime order of the group, big-endian.
    pub fn order(self) -> Vec<u8> {
        let mut order = self.scheme().order();
        order.reverse();
        order
    }

    pub(crate) fn scheme(self) -> &'static dyn Scheme {
        match self {
            Self::Gost2004A => &*GOST_2004_A,
            Self::Gost2015A256 => &*GOST_2015_A_256,
            Self::Gost2015A512 => &*GOST_2015_A_512,
        }
    }

    /// What separates the nonces of this curve from those of the others.
    pub(crate) const fn context(self) -> &'static [u8] {
        match self {
            Self::Gost2004A => b"1.2.398.3.10.1.1.1.1.1",
            Self::Gost2015A256 => b"1.2.398.3.10.1.1.2.1.1",
            Self::Gost2015A512 => b"1.2.398.3.10.1.1.2.2.1",
        }
    }
}

pub(crate) type Narrow = Group<4, 2, Weierstrass<4, PseudoMersenne<4, 617>>>;
pub(crate) type Twisted = Group<4, 3, Edwards<4, PseudoMersenne<4, 617>>>;
pub(crate) type Wide = Group<8, 2, Weierstrass<8, PseudoMersenne<8, 569>>>;

pub(crate) static GOST_2004_A: LazyLock<Narrow> = LazyLock::new(|| {
    let model = Weierstrass::new(
        PseudoMersenne::new(),
        &hex("FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFD94"),
        &hex("A6"),
        &Affine {
            x: hex("1"),
            y: hex("8D91E471E0989CDA 27DF505A453F2B76 35294F2DDF23E3B1 22ACC99C9E9F1E14"),
        },
    );
    let order = "FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF 6C611070995AD100 45841B09B761B893";
    Group::new(model, hex(order))
});

/// The coefficients of the Weierstrass form follow from d: a = s² - 3t² and b = 2t³ - ts² with
/// s = (1 - d) / 4 and t = (1 + d) / 6.
pub(crate) static GOST_2015_A_256: LazyLock<Twisted> = LazyLock::new(|| {
    let model = Edwards::new(
        PseudoMersenne::new(),
        &hex("0605F6B7C183FA81 578BC39CFAD51813 2B9DF62897009AF7 E522C32D6DC7BFFB"),
        &Affine {
            x: hex("91E38443A5E82C0D 880923425712B2BB 658B9196932E02C7 8B2582FE742DAA28"),
            y: hex("32879423AB1A0375 895786C4BB46E956 5FDE0B5344766740 AF268ADB32322E5C"),
        },
    );
    let order = "4000000000000000 0000000000000000 0FD8CDDFC87B6635 C115AF556C360C67";
    Group::new(model, hex(order))
});

pub(crate) static GOST_2015_A_512: LazyLock<Wide> = LazyLock::new(|| {
    let model = Weierstrass::new(
        PseudoMersenne::new(),
        &hex("FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF \
            FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFDC4"),
        &hex("E8C2505DEDFC86DD C1BD0B2B6667F1DA 34B82574761CB0E8 79BD081CFD0B6265 \
            EE3CB090F30D2761 4CB4574010DA90DD 862EF9D4EBEE4761 503190785A71C760"),
        &Affine {
            x: hex("3"),
            y: hex("7503CFE87A836AE3 A61B8816E25450E6 CE5E1C93ACF1ABC1 778064FDCBEFA921 \
                DF1626BE4FD036E9 3D75E6A50E3A41E9 8028FE5FC235F5B8 89A589CB5215F2A4"),
        },
    );
    let order = "FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF \
        27E69532F48D8911 6FF22B8D4E056060 9B4B38ABFAD2B85D CACDB1411F10B275";
    Group::new(model, hex(order))
});
