//! The curves of the national register and their numbers.

use std::sync::LazyLock;

use crate::{
    edwards::Edwards,
    field::{Montgomery, PseudoMersenne, hex},
    group::Group,
    hash::Hash,
    model::Affine,
    scheme::Scheme,
    weierstrass::Weierstrass,
};

/// A curve: one of the three of the national register of object identifiers, or one that only the
/// Russian encoding knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Curve {
    /// GOST 34.310-2004, parameters A (1.2.398.3.10.1.1.1.1.1); in Russia CryptoPro-A
    /// ([RFC 4357](https://www.rfc-editor.org/rfc/rfc4357)) and tc26-256-B.
    Gost2004A,
    /// GOST R 34.10-2015 of 256 bits, parameters A (1.2.398.3.10.1.1.2.1.1); in Russia tc26-256-A
    /// ([RFC 7836](https://www.rfc-editor.org/rfc/rfc7836)), cofactor 4.
    Gost2015A256,
    /// GOST R 34.10-2015 of 512 bits, parameters A (1.2.398.3.10.1.1.2.2.1); in Russia tc26-512-A
    /// ([RFC 7836](https://www.rfc-editor.org/rfc/rfc7836)).
    Gost2015A512,
    /// CryptoPro-B ([RFC 4357](https://www.rfc-editor.org/rfc/rfc4357)) and tc26-256-C.
    RussianB256,
    /// CryptoPro-C ([RFC 4357](https://www.rfc-editor.org/rfc/rfc4357)) and tc26-256-D.
    RussianC256,
    /// The 256-bit example of the standard
    /// ([RFC 7091 section 7.1](https://www.rfc-editor.org/rfc/rfc7091#section-7.1)).
    RussianTest256,
    /// tc26-512-B ([RFC 7836](https://www.rfc-editor.org/rfc/rfc7836)).
    RussianB512,
    /// tc26-512-C ([RFC 7836](https://www.rfc-editor.org/rfc/rfc7836)), cofactor 4.
    RussianC512,
    /// The 512-bit example of the standard ([RFC 9215 appendix A](https://www.rfc-editor.org/rfc/rfc9215#appendix-A)).
    RussianTest512,
}

impl Curve {
    /// The curves of the national register.
    pub const ALL: [Self; 3] = [Self::Gost2004A, Self::Gost2015A256, Self::Gost2015A512];

    /// The curves that only the Russian encoding knows.
    pub const RUSSIAN: [Self; 6] = [
        Self::RussianB256,
        Self::RussianC256,
        Self::RussianTest256,
        Self::RussianB512,
        Self::RussianC512,
        Self::RussianTest512,
    ];

    /// Bytes in a coordinate, a private key, and in each half of a signature.
    pub const fn size(self) -> usize {
        match self {
            Self::Gost2004A
            | Self::Gost2015A256
            | Self::RussianB256
            | Self::RussianC256
            | Self::RussianTest256 => 32,
            Self::Gost2015A512 | Self::RussianB512 | Self::RussianC512 | Self::RussianTest512 => 64,
        }
    }

    /// The hash function that belongs to signatures on this curve. In the Russian encoding the
    /// signature's identifier says it instead.
    pub const fn hash(self) -> Hash {
        match self {
            Self::Gost2004A => Hash::Gost341195,
            Self::Gost2015A256 | Self::RussianB256 | Self::RussianC256 | Self::RussianTest256 => {
                Hash::Streebog256
            }
            Self::Gost2015A512 | Self::RussianB512 | Self::RussianC512 | Self::RussianTest512 => {
                Hash::Streebog512
            }
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
            Self::RussianB256 => &*RUSSIAN_B_256,
            Self::RussianC256 => &*RUSSIAN_C_256,
            Self::RussianTest256 => &*RUSSIAN_TEST_256,
            Self::RussianB512 => &*RUSSIAN_B_512,
            Self::RussianC512 => &*RUSSIAN_C_512,
            Self::RussianTest512 => &*RUSSIAN_TEST_512,
        }
    }

    /// What separates the nonces of this curve from those of the others: its identifier.
    pub(crate) const fn context(self) -> &'static [u8] {
        match self {
            Self::Gost2004A => b"1.2.398.3.10.1.1.1.1.1",
            Self::Gost2015A256 => b"1.2.398.3.10.1.1.2.1.1",
            Self::Gost2015A512 => b"1.2.398.3.10.1.1.2.2.1",
            Self::RussianB256 => b"1.2.643.7.1.2.1.1.3",
            Self::RussianC256 => b"1.2.643.7.1.2.1.1.4",
            Self::RussianTest256 => b"1.2.643.2.2.35.0",
            Self::RussianB512 => b"1.2.643.7.1.2.1.2.2",
            Self::RussianC512 => b"1.2.643.7.1.2.1.2.3",
            Self::RussianTest512 => b"1.2.643.7.1.2.1.2.0",
        }
    }
}

pub(crate) type Narrow = Group<4, 2, Weierstrass<4, PseudoMersenne<4, 617>>>;
pub(crate) type Twisted = Group<4, 3, Edwards<4, PseudoMersenne<4, 617>>>;
pub(crate) type Wide = Group<8, 2, Weierstrass<8, PseudoMersenne<8, 569>>>;
pub(crate) type WideTwisted = Group<8, 3, Edwards<8, PseudoMersenne<8, 569>>>;
pub(crate) type AnyPrime<const L: usize> = Group<L, 2, Weierstrass<L, Montgomery<L>>>;

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

/// A curve of prime order over a prime of no special form.
fn any_prime<const L: usize>(
    prime: &str,
    a: &str,
    b: &str,
    order: &str,
    [x, y]: [&str; 2],
) -> AnyPrime<L> {
    let field = Montgomery::new(hex(prime));
    let generator = Affine { x: hex(x), y: hex(y) };
    Group::new(Weierstrass::new(field, &hex(a), &hex(b), &generator), hex(order))
}

pub(crate) static RUSSIAN_B_256: LazyLock<AnyPrime<4>> = LazyLock::new(|| {
    any_prime(
        "8000000000000000 0000000000000000 0000000000000000 0000000000000C99",
        "8000000000000000 0000000000000000 0000000000000000 0000000000000C96",
        "3E1AF419A269A5F8 66A7D3C25C3DF80A E979259373FF2B18 2F49D4CE7E1BBC8B",
        "8000000000000000 0000000000000001 5F700CFFF1A624E5 E497161BCC8A198F",
        ["1", "3FA8124359F96680 B83D1C3EB2C070E5 C545C9858D03ECFB 744BF8D717717EFC"],
    )
});

pub(crate) static RUSSIAN_C_256: LazyLock<AnyPrime<4>> = LazyLock::new(|| {
    any_prime(
        "9B9F605F5A858107 AB1EC85E6B41C8AA CF846E86789051D3 7998F7B9022D759B",
        "9B9F605F5A858107 AB1EC85E6B41C8AA CF846E86789051D3 7998F7B9022D7598",
        "805A",
        "9B9F605F5A858107 AB1EC85E6B41C8AA 582CA3511EDDFB74 F02F3A6598980BB9",
        ["0", "41ECE55743711A8C 3CBF3783CD08C0EE 4D4DC440D4641A8F 366E550DFDB3BB67"],
    )
});

pub(crate) static RUSSIAN_TEST_256: LazyLock<AnyPrime<4>> = LazyLock::new(|| {
    any_prime(
        "8000000000000000 0000000000000000 0000000000000000 0000000000000431",
        "7",
        "5FBFF498AA938CE7 39B8E022FBAFEF40 563F6E6A3472FC2A 514C0CE9DAE23B7E",
        "8000000000000000 0000000000000001 50FE8A1892976154 C59CFC193ACCF5B3",
        ["2", "08E2A8A0E65147D4 BD6316030E16D19C 85C97F0A9CA26712 2B96ABBCEA7E8FC8"],
    )
});

pub(crate) static RUSSIAN_B_512: LazyLock<AnyPrime<8>> = LazyLock::new(|| {
    any_prime(
        "8000000000000000 0000000000000000 0000000000000000 0000000000000000 \
            0000000000000000 0000000000000000 0000000000000000 000000000000006F",
        "8000000000000000 0000000000000000 0000000000000000 0000000000000000 \
            0000000000000000 0000000000000000 0000000000000000 000000000000006C",
        "687D1B459DC84145 7E3E06CF6F5E2517 B97C7D614AF138BC BF85DC806C4B289F \
            3E965D2DB1416D21 7F8B276FAD1AB69C 50F78BEE1FA3106E FB8CCBC7C5140116",
        "8000000000000000 0000000000000000 0000000000000000 0000000000000001 \
            49A1EC142565A545 ACFDB77BD9D40CFA 8B996712101BEA0E C6346C54374F25BD",
        [
            "2",
            "1A8F7EDA389B094C 2C071E3647A8940F 3C123B697578C213 BE6DD9E6C8EC7335 \
            DCB228FD1EDF4A39 152CBCAAF8C03988 28041055F94CEEEC 7E21340780FE41BD",
        ],
    )
});

pub(crate) static RUSSIAN_TEST_512: LazyLock<AnyPrime<8>> = LazyLock::new(|| {
    any_prime(
        "4531ACD1FE0023C7 550D267B6B2FEE80 922B14B2FFB90F04 D4EB7C09B5D2D15D \
            F1D852741AF4704A 0458047E80E4546D 35B8336FAC224DD8 1664BBF528BE6373",
        "7",
        "1CFF0806A31116DA 29D8CFA54E57EB74 8BC5F377E49400FD D788B649ECA1AC43 \
            61834013B2AD7322 480A89CA58E0CF74 BC9E540C2ADD6897 FAD0A3084F302ADC",
        "4531ACD1FE0023C7 550D267B6B2FEE80 922B14B2FFB90F04 D4EB7C09B5D2D15D \
            A82F2D7ECB1DBAC7 19905C5EECC423F1 D86E25EDBE23C595 D644AAF187E6E6DF",
        [
            "24D19CC64572EE30 F396BF6EBBFD7A6C 5213B3B3D7057CC8 25F91093A68CD762 \
            FD60611262CD838D C6B60AA7EEE804E2 8BC849977FAC33B4 B530F1B120248A9A",
            "2BB312A43BD2CE6E 0D020613C857ACDD CFBF061E91E5F2C3 F32447C259F39B2C \
            83AB156D77F1496B F7EB3351E1EE4E43 DC1A18B91B24640B 6DBB92CB1ADD371E",
        ],
    )
});

pub(crate) static RUSSIAN_C_512: LazyLock<WideTwisted> = LazyLock::new(|| {
    let model = Edwards::new(
        PseudoMersenne::new(),
        &hex("9E4F5D8C017D8D9F 13A5CF3CDF5BFE4D AB402D54198E31EB DE28A0621050439C \
            A6B39E0A515C06B3 04E2CE43E79E369E 91A0CFC2BC2A22B4 CA302DBB33EE7550"),
        &Affine {
            x: hex("E2E31EDFC23DE7BD EBE241CE593EF5DE 2295B7A9CBAEF021 D385F7074CEA043A \
                A27272A7AE602BF2 A7B9033DB9ED3610 C6FB85487EAE97AA C5BC7928C1950148"),
            y: hex("F5CE40D95B5EB899 ABBCCFF5911CB857 7939804D6527378B 8C108C3D2090FF9B \
                E18E2D33E3021ED2 EF32D85822423B63 04F726AA854BAE07 D0396E9A9ADDC40F"),
        },
    );
    let order = "3FFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF \
        C98CDBA46506AB00 4C33A9FF5147502C C8EDA9E7A769A126 94623CEF47F023ED";
    Group::new(model, hex(order))
});
