//! Certificates and lists written field by field, wrong ones too.

use jiff::Timestamp;
use pki::key::{PrivateKey, Signer};

use super::GenerateError;

/// An element of DER.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    if length < 0x80 {
        out.extend(u8::try_from(length));
    } else {
        let bytes: Vec<u8> =
            length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        out.extend(u8::try_from(bytes.len()).map(|count| 0x80 | count));
        out.extend(bytes);
    }
    out.extend_from_slice(content);
    out
}

/// A SEQUENCE of parts already encoded.
pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// An INTEGER that fits an octet.
pub(crate) fn small(value: u8) -> Vec<u8> {
    tlv(2, &[value])
}

/// An object identifier of a text of numbers.
pub(crate) fn oid(text: &str) -> Vec<u8> {
    let content = text.parse::<pki::Oid>().map(|oid| oid.content().to_vec()).unwrap_or_default();
    tlv(6, &content)
}

fn time(at: Timestamp) -> Vec<u8> {
    let text = at.strftime("%Y%m%d%H%M%SZ").to_string();
    let year: u16 = text.get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
    if (1950..2050).contains(&year) {
        tlv(0x17, text.get(2..).unwrap_or_default().as_bytes())
    } else {
        tlv(0x18, text.as_bytes())
    }
}

/// How the text of a name's attribute is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Utf8,
    Printable,
}

/// A name of attributes `(object identifier, text)`, each alone in its relative name.
pub(crate) fn name(parts: &[(&str, &str)], text: Text) -> Vec<u8> {
    let relative: Vec<Vec<u8>> = parts
        .iter()
        .map(|(attribute, value)| {
            let kind = match (*attribute, text) {
                ("1.2.840.113549.1.9.1", _) => 0x16,
                ("2.5.4.6", _) | (_, Text::Printable) => 0x13,
                _ => 0x0C,
            };
            tlv(0x31, &sequence(&[oid(attribute), tlv(kind, value.as_bytes())]))
        })
        .collect();
    sequence(&relative)
}

/// An extension: its identifier, whether it is critical, its value in DER.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    pub(crate) oid: &'static str,
    pub(crate) critical: bool,
    pub(crate) value: Vec<u8>,
}

impl Extension {
    fn der(&self) -> Vec<u8> {
        let critical = if self.critical { tlv(1, &[0xFF]) } else { Vec::new() };
        sequence(&[oid(self.oid), critical, tlv(4, &self.value)])
    }
}

fn extensions(list: &[Extension]) -> Vec<u8> {
    sequence(&list.iter().map(Extension::der).collect::<Vec<_>>())
}

/// A certificate to be written.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// 0 for version 1, which is not written.
    pub(crate) version: u8,
    pub(crate) serial: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
    pub(crate) subject: Vec<u8>,
    pub(crate) key: Vec<u8>,
    pub(crate) extensions: Vec<Extension>,
    /// Whether the last bit of the signature is turned.
    pub(crate) broken: bool,
}

impl Plan {
    /// Replaces the extension of this identifier, or adds it.
    pub(crate) fn set(&mut self, oid: &'static str, critical: bool, value: Vec<u8>) {
        self.extensions.retain(|extension| extension.oid != oid);
        self.extensions.push(Extension { oid, critical, value });
    }

    pub(crate) fn remove(&mut self, oid: &str) {
        self.extensions.retain(|extension| extension.oid != oid);
    }

    pub(crate) fn write(&self, signer: &PrivateKey) -> Result<Vec<u8>, GenerateError> {
        let algorithm = algorithm(signer);
        let version = if self.version == 0 { Vec::new() } else { tlv(0xA0, &small(self.version)) };
        let extensions = if self.extensions.is_empty() {
            Vec::new()
        } else {
            tlv(0xA3, &extensions(&self.extensions))
        };
        let body = sequence(&[
            version,
            tlv(2, &self.serial),
            algorithm.clone(),
            self.issuer.clone(),
            sequence(&[time(self.not_before), time(self.not_after)]),
            self.subject.clone(),
            self.key.clone(),
            extensions,
        ]);
        signed(body, algorithm, signer, self.broken)
    }
}

/// A revocation list to be written.
#[derive(Clone, Debug)]
pub(crate) struct ListPlan {
    pub(crate) issuer: Vec<u8>,
    pub(crate) this_update: Timestamp,
    pub(crate) next_update: Option<Timestamp>,
    /// Serial, moment and extensions of each entry.
    pub(crate) entries: Vec<(Vec<u8>, Timestamp, Vec<Extension>)>,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) broken: bool,
}

impl ListPlan {
    pub(crate) fn write(&self, signer: &PrivateKey) -> Result<Vec<u8>, GenerateError> {
        let algorithm = algorithm(signer);
        let entries: Vec<Vec<u8>> = self
            .entries
            .iter()
            .map(|(serial, date, list)| {
                let list = if list.is_empty() { Vec::new() } else { extensions(list) };
                sequence(&[tlv(2, serial), time(*date), list])
            })
            .collect();
        let body = sequence(&[
            small(1),
            algorithm.clone(),
            self.issuer.clone(),
            time(self.this_update),
            self.next_update.map(time).unwrap_or_default(),
            if entries.is_empty() { Vec::new() } else { sequence(&entries) },
            tlv(0xA0, &extensions(&self.extensions)),
        ]);
        signed(body, algorithm, signer, self.broken)
    }
}

fn algorithm(signer: &PrivateKey) -> Vec<u8> {
    let identifier = signer.signature_algorithm();
    let parameters = identifier.parameters.unwrap_or_default();
    sequence(&[oid(&identifier.oid.to_string()), parameters])
}

fn signed(
    body: Vec<u8>,
    algorithm: Vec<u8>,
    signer: &PrivateKey,
    broken: bool,
) -> Result<Vec<u8>, GenerateError> {
    let mut signature = signer.sign(&body)?;
    if broken && let Some(last) = signature.last_mut() {
        *last ^= 1;
    }
    let mut bits = vec![0];
    bits.extend(signature);
    Ok(sequence(&[body, algorithm, tlv(3, &bits)]))
}
