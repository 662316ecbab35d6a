use jiff::Timestamp;

use super::*;
use crate::Weight;
use crate::certificate::tests::{bytes, one, shared};

fn crl(path: std::path::PathBuf) -> Crl {
    let (crl, findings) = read_crl(&bytes(&path));
    assert_eq!(findings, []);
    crl.unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn codes_of(findings: &[Finding], least: Weight) -> Vec<&'static str> {
    findings.iter().filter(|finding| finding.weight >= least).map(|finding| finding.code).collect()
}

#[test]
fn the_four_national_lists_are_read_and_verify_under_their_issuers() {
    let Some(shared) = shared("kz-pki") else { return };
    // FACTS.md section 1.3: file, issuer, thisUpdate, nextUpdate, number, entries.
    let rows = [
        (
            "nca_gost2022_test_2022-07.crl",
            "nca_gost2015_test.cer",
            "2022-07-27",
            "2023-01-23",
            4,
            6,
        ),
        (
            "nca_gost2022_test_2025-04.crl",
            "nca_gost2015_test.cer",
            "2025-04-29",
            "2025-10-26",
            14,
            54,
        ),
        (
            "nca_gost2022_d_test_2025-04.crl",
            "nca_gost2015_test.cer",
            "2025-04-29",
            "2025-10-26",
            10,
            0,
        ),
        ("nca_rsa_test.crl", "nca_rsa_test_2018.crt", "2022-03-29", "2022-09-25", 9, 126),
    ];
    for (file, issuer, this_update, next_update, number, entries) in rows {
        let crl = crl(shared.join("revocation").join(file));
        let issuer = one(shared.join("ca").join(issuer));
        assert!(crl.this_update().to_string().starts_with(this_update), "{file}");
        assert!(crl.next_update().unwrap().to_string().starts_with(next_update), "{file}");
        assert_eq!(crl.number(), Some(&[number][..]), "{file}");
        assert_eq!(crl.entries(), entries, "{file}");
        assert_eq!(crl.iter().count(), entries, "{file}");
        assert_eq!(crl.defects(), [], "{file}");
        let findings = crl.check(&issuer, crl.this_update());
        assert_eq!(codes_of(&findings, Weight::Undetermined), [""; 0], "{file}");
        let findings = crl.check(&issuer, at("2026-11-22T00:00:00Z"));
        assert_eq!(codes_of(&findings, Weight::Undetermined), ["crl.expired"], "{file}");
        let findings = crl.check(&issuer, at("2021-01-01T00:00:00Z"));
        assert_eq!(codes_of(&findings, Weight::Undetermined), ["crl.this-update-in-future"]);
        let root = one(shared.join("ca/root_test_gost_2022.cer"));
        let findings = codes_of(&crl.check(&root, crl.this_update()), Weight::Fatal);
        assert_eq!(findings, ["crl.issuer-differs", "crl.signature-invalid"], "{file}");
    }
}

#[test]
fn the_national_delta_numbered_below_its_base_is_accepted() {
    let Some(shared) = shared("kz-pki") else { return };
    let base = crl(shared.join("revocation/nca_gost2022_test_2025-04.crl"));
    let delta = crl(shared.join("revocation/nca_gost2022_d_test_2025-04.crl"));
    let issuer = one(shared.join("ca/nca_gost2015_test.cer"));
    assert_eq!(delta.delta_base(), Some(&[14][..]));
    let day = at("2025-05-01T00:00:00Z");
    let listed = base.iter().next().unwrap();
    let deltas = [delta];
    let revoked = status(&listed.serial, &issuer, &base, &deltas, day);
    let RevocationStatus::Revoked { crl, date, findings, .. } = revoked else {
        panic!("{revoked:?}")
    };
    assert_eq!((crl, date), (base.fingerprint(), listed.date));
    assert_eq!(codes_of(&findings, Weight::Remark), ["crl.delta-number-below-base"]);
    assert!(matches!(status(&[0x77], &issuer, &base, &deltas, day), RevocationStatus::Good { .. }));
    let [delta] = &deltas;
    assert!(matches!(status(&[0x77], &issuer, delta, &[], day), RevocationStatus::Unknown { .. }));
    // Both are stale today, so nothing is known.
    let today = at("2026-11-22T00:00:00Z");
    let RevocationStatus::Unknown { findings } =
        status(&listed.serial, &issuer, &base, &deltas, today)
    else {
        panic!()
    };
    assert_eq!(codes_of(&findings, Weight::Fatal), ["crl.expired"]);
}

/// Lists made for the purpose: their reading compared with what they were made of.
pub(super) mod generated {
    use std::io::{Cursor, Seek, SeekFrom};

    use proptest::prelude::*;

    use super::*;
    use crate::crl::entry::{self as reader, RawEntry, Step};
    use crate::crl::reading;
    use crate::encode;
    use crate::fixture::{at, named, today};
    use crate::issue::{Addresses, CrlTemplate, Extension, IssuingPoint, RevokedTemplate};
    use crate::key::{PrivateKey, PrivateKeyKind, Signer};
    use crate::oid::known;

    /// Chunks smaller than an entry, of a few entries, and larger than any list here.
    const CHUNKS: [usize; 4] = [7, 64, 1000, 1 << 18];

    fn name(common_name: &str) -> Name {
        Name::from_der(&named(common_name)).unwrap()
    }

    pub(in crate::crl) fn template(entries: Vec<RevokedTemplate>, indirect: bool) -> CrlTemplate {
        CrlTemplate {
            issuer: named("LISTS"),
            this_update: today(),
            next_update: Some(at("2026-11-23T05:00:00Z")),
            number: Some(5),
            delta_base: None,
            authority_key_id: Some(vec![7; 20]),
            scope: indirect.then(|| IssuingPoint { indirect: true, ..IssuingPoint::default() }),
            entries,
            extensions: Vec::new(),
        }
    }

    pub(in crate::crl) fn entry(serial: &[u8]) -> RevokedTemplate {
        RevokedTemplate {
            serial: serial.to_vec(),
            date: at("2026-10-01T00:00:00Z"),
            reason: None,
            certificate_issuer: None,
            invalidity_date: None,
        }
    }

    /// Signs nothing: reading asks for no valid signature.
    struct Unsigned(PrivateKey);

    impl Signer for Unsigned {
        fn public_key(&self) -> &crate::algorithm::PublicKey {
            self.0.public_key()
        }
        fn signature_algorithm(&self) -> crate::algorithm::AlgorithmIdentifier {
            self.0.signature_algorithm()
        }
        fn digest_algorithm(&self) -> crate::algorithm::HashAlgorithm {
            self.0.digest_algorithm()
        }
        fn sign(&self, _: &[u8]) -> Result<Vec<u8>, crate::key::KeyError> {
            Ok(vec![1; 8])
        }
    }

    fn unsigned() -> Unsigned {
        Unsigned(PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap())
    }

    pub(in crate::crl) fn der(template: &CrlTemplate) -> Vec<u8> {
        template.to_der(&unsigned()).unwrap()
    }

    fn survey(der: &[u8]) -> Survey {
        Survey::read(Cursor::new(der)).unwrap()
    }

    /// Everything a reading says, for comparison.
    fn said(der: &[u8], chunk: usize) -> Result<String, String> {
        let read =
            reading::read(Cursor::new(der), chunk, None).map_err(|error| error.to_string())?;
        Ok(format!(
            "{} {} {:?} {:?} {} {:?} {:?} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
            read.octets(),
            read.fingerprint(),
            read.signed,
            read.entries,
            read.issuer(),
            read.this_update(),
            read.next_update(),
            read.entries(),
            read.is_sorted(),
            read.number(),
            read.delta_base(),
            read.scope(),
            read.digest.as_ref().map(|(hash, digest)| (*hash, hex::encode(digest))),
            read.issuers,
            read.defects(),
        ))
    }

    /// What stands on the list the template makes, read off the template.
    fn expected(template: &CrlTemplate, serial: &[u8], issuer: &[u8]) -> Option<RevokedTemplate> {
        let indirect = template.scope.is_some();
        let mut of = template.issuer.as_slice();
        template
            .entries
            .iter()
            .find(|entry| {
                if let (true, Some(named)) = (indirect, &entry.certificate_issuer) {
                    of = named;
                }
                of == issuer && entry.serial == serial
            })
            .cloned()
    }

    pub(in crate::crl) fn entries() -> impl Strategy<Value = Vec<RevokedTemplate>> {
        let serial = prop_oneof![
            (1_u8..40).prop_map(|low| vec![low]),
            proptest::collection::vec(1_u8..=255, 1..22),
        ];
        let reason = proptest::option::of(prop_oneof![0_u8..=12]);
        let issuer = proptest::option::weighted(0.2, prop_oneof!["ONE", "TWO", "LISTS"]);
        let entry =
            (serial, reason, issuer, 0_i64..200).prop_map(|(serial, reason, issuer, days)| {
                RevokedTemplate {
                    serial,
                    date: at("2026-06-01T00:00:00Z") + jiff::SignedDuration::from_hours(24 * days),
                    reason,
                    certificate_issuer: issuer.map(|issuer| named(&issuer)),
                    invalidity_date: None,
                }
            });
        proptest::collection::vec(entry, 0..60)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn the_index_finds_what_stands_on_the_list(entries in entries(), indirect: bool) {
            let template = template(entries, indirect);
            let der = der(&template);
            let whole = Crl::read(&der).unwrap();
            let serials: Vec<&[u8]> = template
                .entries
                .iter()
                .map(|entry| entry.serial.as_slice())
                .chain([&[1][..], &[39], &[0x55, 0x66]])
                .collect();
            for chunk in CHUNKS {
                let mut input = Cursor::new(&der);
                let read = reading::read(&mut input, chunk, None).unwrap();
                for common_name in ["LISTS", "ONE", "TWO", "NOBODY"] {
                    let issuer = name(common_name);
                    for serial in &serials {
                        // INTEGER content: a zero in front where the number would be negative.
                        let content = encode::integer(serial)[2..].to_vec();
                        let wanted = expected(&template, serial, &named(common_name));
                        let found = read.find(&mut input, &content, &issuer).unwrap();
                        prop_assert_eq!(&found, &whole.find(&content, &issuer));
                        prop_assert_eq!(
                            &found,
                            &reading::scan(&read, &mut input, &content, &issuer).unwrap()
                        );
                        prop_assert_eq!(
                            found.map(|it| (it.serial, it.date, it.reason)),
                            wanted.map(|it| (
                                content.clone(),
                                Some(it.date),
                                it.reason.and_then(Reason::from_number),
                            ))
                        );
                    }
                }
            }
        }

        #[test]
        fn another_reader_sees_the_same_entries(entries in entries()) {
            let template = template(entries, false);
            let der = der(&template);
            let whole = Crl::read(&der).unwrap();
            let (rest, other) = x509_parser::parse_x509_crl(&der).unwrap();
            prop_assert!(rest.is_empty());
            let other: Vec<(Vec<u8>, i64)> = other
                .iter_revoked_certificates()
                .map(|it| (it.raw_serial().to_vec(), it.revocation_date.timestamp()))
                .collect();
            let ours: Vec<(Vec<u8>, i64)> =
                whole.iter().map(|it| (it.serial, it.date.unwrap().as_second())).collect();
            prop_assert_eq!(ours, other);
            prop_assert_eq!(whole.entries(), template.entries.len());
        }

        #[test]
        fn the_size_of_a_chunk_changes_nothing_in_a_broken_list(
            entries in entries(),
            indirect: bool,
            changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..4),
            cut in proptest::option::of(any::<proptest::sample::Index>()),
            tail in proptest::collection::vec(any::<u8>(), 0..3),
        ) {
            let mut der = der(&template(entries, indirect));
            for (place, value) in changes {
                let place = place.index(der.len());
                der[place] = value;
            }
            if let Some(cut) = cut {
                der.truncate(cut.index(der.len()));
            }
            der.extend(tail);
            let said: Vec<_> = CHUNKS.iter().map(|chunk| said(&der, *chunk)).collect();
            prop_assert!(said.iter().all(|it| *it == said[0]), "{said:#?}");
        }

        #[test]
        fn no_octets_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            for chunk in CHUNKS {
                let _ = said(&bytes, chunk);
            }
        }
    }

    #[test]
    fn a_list_cut_anywhere_is_not_read() {
        let der = der(&template(vec![entry(&[3]), entry(&[5])], false));
        for length in 0..der.len() {
            for chunk in CHUNKS {
                assert!(
                    reading::read(Cursor::new(&der[..length]), chunk, None).is_err(),
                    "{length}"
                );
            }
        }
        assert_eq!(survey(&der).defects(), []);
    }

    #[test]
    fn both_digests_are_those_of_the_octets() {
        let key = unsigned();
        let many = (0..3000_u32).map(|it| entry(&(it + 1).to_be_bytes())).collect();
        let der = template(many, false).to_der(&key).unwrap();
        let signed = {
            let outer = tlv::only(&der, tlv::SEQUENCE).unwrap();
            tlv::Reader::new(outer.content).next().unwrap().raw
        };
        for chunk in CHUNKS {
            let read = reading::read(Cursor::new(&der), chunk, None).unwrap();
            assert_eq!(read.fingerprint(), crate::Fingerprint::of(&der));
            let (hash, digest) = read.digest.clone().unwrap();
            assert_eq!(digest, hash.digest(signed), "{chunk}");
            assert!(read.is_sorted());
            assert_eq!(read.defects(), []);
            let known = crate::Fingerprint::of(b"what the keeper says");
            let again = reading::read(Cursor::new(&der), chunk, Some(known)).unwrap();
            assert_eq!((again.fingerprint(), &again.digest), (known, &read.digest));
        }
    }

    #[test]
    fn the_usual_shape_is_read_as_every_other() {
        let reason =
            Extension::new(&known::REASON_CODE, false, encode::element(tlv::ENUMERATED, &[1]));
        let fields = |entry: &RawEntry<'_>| {
            (entry.serial.to_vec(), entry.date.raw.to_vec(), entry.extensions.to_vec())
        };
        for serial in 0..24 {
            for extensions in [&[][..], std::slice::from_ref(&reason)] {
                let whole = raw(&vec![5; serial], DATE, extensions);
                let (_, size) = reader::usual(&whole).unzip();
                assert_eq!(size, (serial <= 20).then_some(whole.len()));
                // Every octet changed in every way: the short reading says the same or nothing.
                for place in 0..whole.len() {
                    for value in 0..=255 {
                        let mut changed = whole.clone();
                        changed[place] = value;
                        let Some((short, size)) = reader::usual(&changed) else {
                            continue;
                        };
                        let Step::Whole(element) = reader::step(&changed) else {
                            panic!("{changed:?}")
                        };
                        assert_eq!(element.raw.len(), size);
                        let Ok(long) = reader::raw_entry(element) else { panic!("{changed:?}") };
                        assert_eq!(fields(&short), fields(&long));
                        assert_eq!(short.date.content, long.date.content);
                    }
                }
            }
        }
    }

    #[test]
    fn a_list_above_what_is_held_verifies_by_its_digest() {
        for kind in [
            PrivateKeyKind::EcdsaP256,
            PrivateKeyKind::EcdsaP384,
            PrivateKeyKind::Gost2004,
            PrivateKeyKind::Gost2015A256,
            PrivateKeyKind::Gost2015A512,
            PrivateKeyKind::Rsa2048,
        ] {
            let key = PrivateKey::generate(kind).unwrap();
            let other = PrivateKey::generate(kind).unwrap();
            let template = template(vec![entry(&[3])], false);
            let mut der = template.to_der(&key).unwrap();
            let mut read = survey(&der);
            read.message = None;
            assert_eq!(read.verify(key.public_key()), Ok(()), "{kind:?}");
            assert!(read.verify(other.public_key()).is_err(), "{kind:?}");
            // One bit of the only serial number.
            let place = der.windows(4).position(|it| it == [2, 1, 3, 0x17]).unwrap() + 2;
            der[place] = 1;
            let mut read = survey(&der);
            read.message = None;
            assert_eq!(
                read.verify(key.public_key()),
                Err(crate::algorithm::SignatureError::Invalid),
                "{kind:?}"
            );
        }
    }

    fn findings(der: &[u8]) -> Vec<(&'static str, Weight, String)> {
        survey(der)
            .defects()
            .iter()
            .map(|finding| {
                let facts: Vec<String> = finding
                    .facts
                    .iter()
                    .filter(|(name, _)| **name != "offsets")
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                (finding.code, finding.weight, facts.join(" "))
            })
            .collect()
    }

    /// A list whose `revokedCertificates` has the content given, in the place of the one entry.
    fn with_entries(content: &[u8]) -> Vec<u8> {
        assembled(1, &encode::element(tlv::SEQUENCE, content), &[])
    }

    fn assembled(version: u8, revoked: &[u8], extensions: &[Extension]) -> Vec<u8> {
        let algorithm = crate::issue::algorithm(&unsigned().signature_algorithm());
        let list: Vec<u8> = extensions.iter().flat_map(Extension::to_der).collect();
        let extensions = if list.is_empty() {
            Vec::new()
        } else {
            encode::element(0xa0, &encode::element(tlv::SEQUENCE, &list))
        };
        let version = if version > 0 { encode::small(version.into()) } else { Vec::new() };
        let body = encode::sequence(&[
            &version,
            &algorithm,
            &named("LISTS"),
            &encode::time(today()),
            &encode::time(at("2026-11-23T05:00:00Z")),
            revoked,
            &extensions,
        ]);
        encode::sequence(&[&body, &algorithm, &encode::bit_string(&[1; 8])])
    }

    fn raw(serial: &[u8], date: &[u8], extensions: &[Extension]) -> Vec<u8> {
        let list: Vec<u8> = extensions.iter().flat_map(Extension::to_der).collect();
        let extensions =
            if list.is_empty() { Vec::new() } else { encode::element(tlv::SEQUENCE, &list) };
        encode::sequence(&[
            &encode::element(tlv::INTEGER, serial),
            &encode::element(tlv::UTC_TIME, date),
            &extensions,
        ])
    }

    const DATE: &[u8] = b"261001000000Z";

    fn reason(number: u8) -> Extension {
        Extension::new(&known::REASON_CODE, false, encode::element(tlv::ENUMERATED, &[number]))
    }

    #[test]
    fn every_defect_of_an_entry_is_counted_with_its_first_places() {
        let issuer = encode::sequence(&[&encode::element(0xa4, &named("ONE"))]);
        let issuer = Extension::new(&known::CERTIFICATE_ISSUER, true, issuer);
        let strange = crate::Oid::from_arcs(&[1, 2, 3]);
        let strange = Extension::new(&strange, true, vec![5, 0]);
        let rows: [(&[Vec<u8>], &str, Weight, &str); 18] = [
            (
                &[raw(&[1], b"261122050001Z", &[]), raw(&[2], b"261122050000Z", &[])],
                "crl.entry-date-after-this-update",
                Weight::Remark,
                "count=1 date=2026-11-22T05:00:01Z serial=01",
            ),
            (
                &[raw(&[1], b"261332000000Z", &[])],
                "crl.entry-date-unreadable",
                Weight::Fatal,
                "count=1 serial=01 text=261332000000Z",
            ),
            (
                &[raw(&[1], b"2610010000Z", &[])],
                "crl.entry-date-form",
                Weight::Remark,
                "count=1 reason=2610010000Z: seconds are left out serial=01",
            ),
            (
                &[
                    raw(&[7], DATE, &[]),
                    raw(&[9], DATE, &[]),
                    raw(&[7], DATE, &[]),
                    raw(&[7], DATE, &[]),
                ],
                "crl.entry-repeated",
                Weight::Remark,
                "count=2 serial=07",
            ),
            (
                &[raw(&[0x80], DATE, &[])],
                "crl.entry-serial-form",
                Weight::Remark,
                "count=1 form=negative serial=80",
            ),
            (
                &[raw(&[0], DATE, &[])],
                "crl.entry-serial-form",
                Weight::Remark,
                "count=1 form=zero serial=00",
            ),
            (
                &[raw(&[0, 1], DATE, &[])],
                "crl.entry-serial-form",
                Weight::Remark,
                "count=1 form=padded serial=0001",
            ),
            (
                &[raw(&[], DATE, &[])],
                "crl.entry-serial-form",
                Weight::Remark,
                "count=1 form=empty serial=",
            ),
            (
                &[raw(&[1; 21], DATE, &[])],
                "crl.entry-serial-form",
                Weight::Remark,
                "count=1 form=long serial=010101010101010101010101010101010101010101",
            ),
            (
                &[raw(&[1], DATE, &[reason(7)]), raw(&[2], DATE, &[reason(11)])],
                "crl.entry-reason-unknown",
                Weight::Remark,
                "count=2 reason=7 serial=01",
            ),
            (
                &[
                    raw(&[1], DATE, &[]),
                    raw(&[2], DATE, &[reason(0)]),
                    raw(&[3], DATE, &[reason(0)]),
                ],
                "crl.entry-reason-unspecified",
                Weight::Remark,
                "count=2 serial=02",
            ),
            (
                &[raw(&[1], DATE, &[reason(8)])],
                "crl.entry-removal-outside-delta",
                Weight::Remark,
                "count=1 serial=01",
            ),
            (
                &[raw(&[1], DATE, &[reason(1), reason(4)])],
                "crl.entry-extension-repeated",
                Weight::Fatal,
                "count=1 extension=2.5.29.21 serial=01",
            ),
            (
                &[
                    raw(&[1], DATE, std::slice::from_ref(&strange)),
                    raw(&[2], DATE, std::slice::from_ref(&strange)),
                ],
                "crl.entry-critical-extension-unknown",
                Weight::Undetermined,
                "count=2 extension=1.2.3 serial=01",
            ),
            (
                &[raw(&[1], DATE, &[issuer])],
                "crl.entry-issuer-outside-indirect",
                Weight::Remark,
                "count=1 serial=01",
            ),
            (
                &[raw(&[1], DATE, &[Extension::new(&known::REASON_CODE, false, vec![2, 1, 1])])],
                "crl.entry-malformed",
                Weight::Fatal,
                "count=1 reason=identifier octet 0x0a is required, 0x02 stands there",
            ),
            (
                &[vec![0x31, 0]],
                "crl.entry-malformed",
                Weight::Fatal,
                "count=1 reason=identifier octet 0x30 is required, 0x31 stands there",
            ),
            (
                &[vec![0x30, 0x10, 2]],
                "crl.entry-malformed",
                Weight::Fatal,
                "count=1 reason=element is cut short or its header is unreadable",
            ),
        ];
        for (entries, code, weight, facts) in rows {
            let found = findings(&with_entries(&entries.concat()));
            assert_eq!(found, [(code, weight, facts.to_owned())]);
        }
        assert_eq!(
            findings(&with_entries(&[])),
            [("crl.entries-empty", Weight::Remark, String::new())]
        );
        assert_eq!(findings(&assembled(1, &[], &[])), []);
    }

    #[test]
    fn places_are_octets_from_the_beginning_of_the_list() {
        let entries: Vec<Vec<u8>> = [7, 9, 7].map(|it| raw(&[it], DATE, &[])).into();
        let der = with_entries(&entries.concat());
        let read = survey(&der);
        let place: usize = read.defects()[0].facts["offsets"].parse().unwrap();
        assert!(der[place..].starts_with(&entries[2]));
        assert_eq!(place, usize::try_from(read.entries.end).unwrap() - entries[2].len());
    }

    #[test]
    fn a_serial_number_may_stand_twice_for_two_issuers() {
        let of = |serial: u8, issuer: &str| RevokedTemplate {
            certificate_issuer: Some(named(issuer)),
            ..entry(&[serial])
        };
        let apart = template(vec![entry(&[3]), of(3, "ONE"), of(3, "TWO")], true);
        assert_eq!(findings(&der(&apart)), []);
        let twice = template(vec![of(3, "ONE"), of(3, "TWO"), of(3, "ONE")], true);
        let found = findings(&der(&twice));
        assert_eq!(found, [("crl.entry-repeated", Weight::Remark, "count=1 serial=03".to_owned())]);
    }

    #[test]
    fn extensions_do_not_belong_to_a_list_of_version_one() {
        let plain = encode::element(tlv::SEQUENCE, &raw(&[3], DATE, &[]));
        let extended = encode::element(tlv::SEQUENCE, &raw(&[3], DATE, &[reason(1)]));
        assert_eq!(findings(&assembled(0, &plain, &[])), []);
        let version = || ("crl.version-unexpected", Weight::Remark, "version=1".to_owned());
        assert_eq!(findings(&assembled(0, &extended, &[])), [version()]);
        let number = Extension::new(&known::CRL_NUMBER, false, encode::small(1));
        assert_eq!(findings(&assembled(0, &plain, &[number])), [version()]);
    }

    #[test]
    fn a_next_update_may_be_absent_or_at_the_end_of_time() {
        let mut list = template(Vec::new(), false);
        list.next_update = None;
        let read = survey(&der(&list));
        assert_eq!(read.next_update(), None);
        assert_eq!(codes_of(read.defects(), Weight::Remark), ["crl.next-update-missing"]);
        list.next_update = Some(at("9999-12-30T22:00:00Z"));
        let read = survey(&der(&list));
        assert_eq!((read.next_update(), read.defects()), (list.next_update, &[][..]));
        let ahead = read.check_times(today() - jiff::SignedDuration::from_secs(1));
        assert_eq!(codes_of(&ahead, Weight::Remark), ["crl.this-update-in-future"]);
        assert_eq!(read.check_times(today()), []);
    }

    #[test]
    fn octets_behind_the_list_are_counted() {
        let mut der = der(&template(vec![entry(&[3])], false));
        let octets = der.len();
        der.extend([0; 5]);
        let read = survey(&der);
        assert_eq!(read.octets(), octets as u64);
        assert_eq!(read.fingerprint(), crate::Fingerprint::of(&der[..octets]));
        let found = findings(&der);
        assert_eq!(found, [("crl.trailing-data", Weight::Remark, "octets=5".to_owned())]);
    }

    /// R05.
    #[test]
    fn a_length_in_another_form_than_that_of_der_is_found() {
        let der = der(&template(vec![entry(&[3])], false));
        let [0x30, 0x81, length, rest @ ..] = der.as_slice() else { panic!("{der:02x?}") };
        let padded = [&[0x30, 0x82, 0, *length], rest].concat();
        assert_eq!(findings(&padded), [("crl.not-der", Weight::Remark, "offset=0".to_owned())]);
        assert_eq!(findings(&der), []);
        let indefinite = [&[0x30, 0x80], rest, &[0, 0]].concat();
        assert!(Survey::read(Cursor::new(&indefinite)).is_err());
    }

    #[test]
    fn a_list_says_where_its_deltas_lie() {
        let delta = ["http://one.example/d.crl", "http://two.example/d.crl"].map(str::to_owned);
        let addresses = Addresses { delta: delta.to_vec(), ..Addresses::default() };
        let template = CrlTemplate {
            extensions: addresses.freshest().into_iter().collect(),
            ..template(Vec::new(), false)
        };
        assert_eq!(survey(&der(&template)).freshest_urls(), delta);
        let template = CrlTemplate { extensions: Vec::new(), ..template };
        assert!(survey(&der(&template)).freshest_urls().is_empty());
    }

    /// RUSTSEC-2026-0104: another reader panicked here before it had checked the signature.
    #[test]
    fn reasons_without_octets_are_read_or_refused_and_never_a_panic() {
        for (bits, refused) in [(&[][..], true), (&[0], false), (&[7], true), (&[8, 1], true)] {
            let value = encode::sequence(&[&encode::element(0x83, bits)]);
            let point = Extension::new(&known::ISSUING_DISTRIBUTION_POINT, true, value);
            let der = assembled(1, &[], &[point]);
            let codes: Vec<_> = findings(&der).into_iter().map(|it| it.0).collect();
            let wanted: &[&str] = if refused { &["crl.extension-malformed"] } else { &[] };
            assert_eq!(codes, wanted, "{bits:?}");
            let reasons = survey(&der).scope().and_then(|scope| scope.only_some_reasons);
            assert_eq!(reasons, (!refused).then_some(ReasonFlags::NONE), "{bits:?}");
        }
    }

    #[test]
    fn a_length_that_lies_costs_nothing() {
        let der = der(&template(vec![entry(&[3])], false));
        let entry = raw(&[3], DATE, &[]);
        let place = der.windows(entry.len()).position(|it| it == entry).unwrap();
        for length in [
            &[0x84, 0x80, 0, 0, 0][..],
            &[0x84, 0x7f, 0xff, 0xff, 0xff],
            &[0x88, 0x80, 0, 0, 0, 0, 0, 0, 0],
            &[0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x80],
            &[0xff],
        ] {
            // In the place of the length of the list, of its signed part, of its entries, of one.
            for at in [1, 5, place - 1, place + 1] {
                let mut bomb = der[..at].to_vec();
                bomb.extend(length);
                bomb.extend(&der[at + 1..]);
                match Survey::read(Cursor::new(&bomb)) {
                    Err(SurveyError::Unreadable(_)) => {}
                    Err(error) => panic!("{error}"),
                    Ok(read) => {
                        assert!(read.defects().iter().any(|it| it.weight == Weight::Fatal));
                    }
                }
            }
        }
    }

    #[test]
    fn an_entry_longer_than_is_read_leaves_the_list_undecided() {
        let long = encode::element(tlv::SEQUENCE, &vec![0; 70_000]);
        let der = with_entries(&[raw(&[3], DATE, &[]), long, raw(&[5], DATE, &[])].concat());
        let wanted = ("crl.budget-entry", Weight::Undetermined, "count=1 octets=70005".to_owned());
        assert_eq!(findings(&der), [wanted]);
        for chunk in CHUNKS {
            let mut input = Cursor::new(&der);
            let read = reading::read(&mut input, chunk, None).unwrap();
            assert_eq!(read.entries(), 3);
            assert!(read.find(&mut input, &[5], read.issuer()).unwrap().is_some());
        }
    }

    #[test]
    fn many_entries_alike_are_counted_and_searched() {
        let one = raw(&[3], DATE, &[]);
        let many = with_entries(&one.repeat(100_000));
        let found = findings(&many);
        let wanted = ("crl.entry-repeated", Weight::Remark, "count=99999 serial=03".to_owned());
        assert_eq!(found, [wanted]);
        let read = survey(&many);
        let mut input = Cursor::new(&many);
        assert!(read.find(&mut input, &[3], read.issuer()).unwrap().is_some());
        assert_eq!(read.find(&mut input, &[4], read.issuer()).unwrap(), None);
        assert!(!read.is_sorted());
    }

    #[test]
    fn a_reader_that_fails_is_no_finding() {
        struct Failing(Cursor<Vec<u8>>);
        impl std::io::Read for Failing {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                if self.0.position() > 200 {
                    return Err(std::io::Error::other("the disk"));
                }
                self.0.read(into)
            }
        }
        impl Seek for Failing {
            fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
                self.0.seek(to)
            }
        }
        let many = (0..100_u8).map(|it| entry(&[it + 1])).collect();
        let der = der(&template(many, false));
        let read = reading::read(Failing(Cursor::new(der)), 64, None);
        assert!(matches!(read, Err(SurveyError::Input(_))));
    }
}
