//! How an ASN.1 type is described to the tree: names, identifier octets, and what lies inside.

/// What the content of an element consists of.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Whatever: elements inside are kept without names.
    Any,
    /// An IA5String.
    Ascii,
    /// A BIT STRING.
    Bits,
    /// A BOOLEAN.
    Boolean,
    /// One of these, told by the identifier octet; the element is noted as it.
    Choice(&'static [Field]),
    /// The content is exactly one element, one of these: an explicit tag, or octets that hold DER.
    Holds(&'static [Field]),
    /// An INTEGER or an ENUMERATED.
    Integer,
    /// SEQUENCE OF or SET OF: every element is one of these, and there are at least so many.
    List { of: &'static [Field], least: usize },
    /// A BIT STRING whose bits have names: DER leaves zeros at its end out.
    NamedBits,
    /// NULL.
    Null,
    /// OCTET STRING whose type the object identifier beside it decides.
    OctetsByOid(Lookup),
    /// An OBJECT IDENTIFIER.
    Oid,
    /// These fields in this order.
    Sequence(&'static [Field]),
    /// Too many to keep: read one by one by whoever asks.
    Streamed,
    /// UTCTime or GeneralizedTime.
    Time,
    /// Octets that mean what they say: strings of any type, octets, addresses.
    Value,
    /// A value whose type the object identifier beside it decides.
    ValueByOid(Lookup),
}

/// What an object identifier stands for.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// Shown in the path after the element that the identifier names.
    pub(super) name: &'static str,
    /// The types the value may have.
    pub(super) value: &'static [Field],
}

pub(super) type Lookup = fn(&[u8]) -> Option<Known>;

/// One component of a SEQUENCE, or one alternative of a CHOICE.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// Identifier octets it may have; none means any.
    pub(super) identifiers: &'static [u8],
    pub(super) presence: Presence,
    pub(super) shape: &'static Shape,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// OPTIONAL.
    Optional,
    Required,
    /// DEFAULT: DER leaves the value with this content out.
    Unless(&'static [u8]),
}

impl Field {
    pub(super) fn fits(&self, identifier: u8) -> bool {
        self.identifiers.is_empty() || self.identifiers.contains(&identifier)
    }
}

pub(super) const fn need(
    name: &'static str,
    identifiers: &'static [u8],
    shape: &'static Shape,
) -> Field {
    Field { name, identifiers, presence: Presence::Required, shape }
}

pub(super) const fn may(
    name: &'static str,
    identifiers: &'static [u8],
    shape: &'static Shape,
) -> Field {
    Field { name, identifiers, presence: Presence::Optional, shape }
}

pub(super) const fn unless(
    name: &'static str,
    identifiers: &'static [u8],
    shape: &'static Shape,
    default: &'static [u8],
) -> Field {
    Field { name, identifiers, presence: Presence::Unless(default), shape }
}
