//! Certificates with fields missing, odd or malformed, and files that hold more than certificates.

use super::*;

/// C05: what an extension would say is missing. RFC 5280 section 6.1 asks for basicConstraints
/// alone, so the others are findings of the profile and change no verdict.
#[test]
fn what_a_certificate_does_not_say_is_told_and_crashes_nothing() {
    let lenient = Rules { conformance: Conformance::Lenient, ..Rules::default() };
    let missing: [(&Oid, bool); 4] = [
        (&known::AUTHORITY_KEY_IDENTIFIER, true),
        (&known::KEY_USAGE, false),
        (&known::EXTENDED_KEY_USAGE, false),
        (&known::CERTIFICATE_POLICIES, false),
    ];
    for (extension, told) in missing {
        let all = hierarchy(|_| {}, |user| user.remove(extension));
        assert!(all.user.extension(extension).is_none());
        let report = all.ask_with(|question| {
            question.rules = lenient;
        });
        assert_eq!(report.verdict, PathVerdict::Valid, "{extension}");
        let codes = codes(&report.paths[0].findings, Weight::Remark);
        assert_eq!(codes.contains("profile.extension-missing"), told, "{extension}: {codes:?}");
    }
    // Of an authority each is missed that an authority must have.
    for extension in [&known::AUTHORITY_KEY_IDENTIFIER, &known::KEY_USAGE] {
        let all = hierarchy(|authority| authority.remove(extension), |_| {});
        let report = all.ask_with(|question| {
            question.rules = lenient;
        });
        assert_eq!(report.verdict, PathVerdict::Valid);
        assert!(
            codes(&report.paths[0].findings, Weight::Remark).contains("profile.extension-missing")
        );
    }
    let all = hierarchy(|authority| authority.remove(&known::BASIC_CONSTRAINTS), |_| {});
    let report = all.ask();
    assert_eq!(report.verdict, PathVerdict::Invalid);
    assert!(codes(&report.paths[0].findings, Weight::Fatal).contains("path.not-authority"));
    // Where a policy or a purpose is asked for, its absence is not waved through.
    let all = hierarchy(|_| {}, |user| user.remove(&known::CERTIFICATE_POLICIES));
    let report = all.ask_with(|question| {
        question.policies.explicit = true;
    });
    assert_eq!(report.verdict, PathVerdict::Invalid);
}

/// C05: a holder without a name, or without the serialNumber that bears the IIN (NCANode #161).
#[test]
fn a_subject_without_a_name_or_a_number_has_no_iin_and_is_told() {
    let all = hierarchy(|_| {}, |user| user.subject = sequence(&[]));
    assert!(all.user.subject().is_empty());
    assert_eq!((all.user.iin(), all.user.bin()), (None, None));
    let report = all.ask_with(|question| {
        question.rules.conformance = Conformance::Lenient;
    });
    // No name here and none in an extension.
    assert!(codes(&report.paths[0].findings, Weight::Remark).contains("profile.extension-missing"));
    let all = sound();
    assert_eq!((all.user.iin(), all.user.bin()), (None, None));
    assert_eq!(all.ask().verdict, PathVerdict::Valid);
    // An authority must have a name: nobody below it could name its issuer.
    let all = hierarchy(
        |authority| authority.subject = sequence(&[]),
        |user| user.issuer = sequence(&[]),
    );
    let report = all.ask();
    assert_eq!(report.verdict, PathVerdict::Invalid);
    assert!(codes(&report.paths[0].findings, Weight::Fatal).contains("certificate.name-defective"));
}

/// C05: serial numbers as they may not be, and none at all.
#[test]
fn an_odd_serial_number_is_told_and_the_rest_is_read() {
    let all = sound();
    let rows: [(Vec<u8>, &str); 5] = [
        (vec![0x80, 1], "negative"),
        ([&[0x7f][..], &[1; 20]].concat(), "longer than 20 octets"),
        (vec![0], "zero"),
        (vec![0, 1], "padded with zeros"),
        (vec![], "no octets"),
    ];
    for (number, reason) in rows {
        let user = Certificate::read(&all.user_with(|fields| fields[SERIAL] = element(2, &number)))
            .unwrap();
        let finding = user.defects().iter().find(|it| it.code == "certificate.serial-unexpected");
        assert_eq!(finding.unwrap().facts["reason"], reason);
        assert_eq!(user.subject(), all.user.subject());
        assert_ne!(all.ask_about(&user).verdict, PathVerdict::Undetermined, "{reason}");
    }
    // Twenty octets are allowed, also where a zero before them keeps the number positive.
    let longest = [&[0][..], &[0xff; 20]].concat();
    let user =
        Certificate::read(&all.user_with(|fields| fields[SERIAL] = element(2, &longest))).unwrap();
    assert!(user.defects().is_empty(), "{:?}", user.defects());
    let none = all.user_with(|fields| drop(fields.remove(SERIAL)));
    assert!(Certificate::read(&none).is_err());
}

/// C05: certificates of version 1, with and without the extensions it may not have.
#[test]
fn a_certificate_of_version_1_is_read_and_is_no_authority() {
    let all = sound();
    let plain = Certificate::read(&all.user_with(|fields| {
        fields.remove(EXTENSIONS);
        fields.remove(VERSION);
    }))
    .unwrap();
    assert_eq!((plain.version(), plain.extensions().len()), (1, 0));
    assert_eq!(all.ask_about(&plain).verdict, PathVerdict::Valid);
    let odd = Certificate::read(&all.user_with(|fields| drop(fields.remove(VERSION)))).unwrap();
    assert!(codes(odd.defects(), Weight::Remark).contains("certificate.version-unexpected"));
    let authority = rewritten(all.authority.der(), &all.root_key, |fields| {
        fields.remove(EXTENSIONS);
        fields.remove(VERSION);
    });
    let authority = [Certificate::read(&authority).unwrap()];
    let report = ask(&all.user, from_ref(&all.root), &authority, |_| {});
    assert_eq!(report.verdict, PathVerdict::Invalid);
    assert!(codes(&report.paths[0].findings, Weight::Fatal).contains("path.not-authority"));
}

fn policies(identifiers: &[Vec<u8>]) -> Extension {
    let list: Vec<Vec<u8>> = identifiers.iter().map(|it| sequence(from_ref(it))).collect();
    Extension::new(&known::CERTIFICATE_POLICIES, false, sequence(&list))
}

/// C06: identifiers are compared arc by arc: neither a prefix nor a number of more than 64 bits
/// that would wrap around is the one that was asked for.
#[test]
fn only_the_very_identifier_is_the_one_asked_for() {
    let wanted = &known::PURPOSE_NATURAL_PERSON;
    let text = wanted.to_string();
    let (above, last) = text.rsplit_once('.').unwrap();
    let wrapped = u128::from(u64::MAX) + 1 + last.parse::<u128>().unwrap();
    for (other, verdict) in [
        (text.clone(), PathVerdict::Valid),
        (format!("{text}0"), PathVerdict::Invalid),
        (format!("{text}.1"), PathVerdict::Invalid),
        (above.to_owned(), PathVerdict::Invalid),
        (format!("{above}.{wrapped}"), PathVerdict::Invalid),
    ] {
        let purpose: Oid = other.parse().unwrap();
        assert_eq!(purpose.to_string(), other);
        let all = hierarchy(|_| {}, |user| user.set(Extension::purposes(&[&purpose], false)));
        let report = all.ask_with(|question| {
            question.purpose = Some(wanted);
        });
        assert_eq!(report.verdict, verdict, "{other}");
    }
}

/// C06: an identifier counts where it stands: a purpose among the policies is no purpose, a policy
/// among the purposes is no policy.
#[test]
fn an_identifier_in_the_wrong_extension_does_not_count() {
    let purpose: &Oid = &known::PURPOSE_NATURAL_PERSON;
    let policy: &Oid = &known::NATIONAL_POLICY;
    let all = hierarchy(
        |_| {},
        |user| {
            user.set(Extension::purposes(&[policy], false));
            user.set(Extension::policies(&[(purpose, None)]));
        },
    );
    let (anchors, candidates) = ([all.root.clone()], [all.authority.clone()]);
    let report = ask(&all.user, &anchors, &candidates, |it| it.purpose = Some(purpose));
    assert_eq!(report.verdict, PathVerdict::Invalid);
    assert!(codes(&report.paths[0].findings, Weight::Fatal).contains("path.purpose"));
    let report = ask(&all.user, &anchors, &candidates, |it| {
        it.policies.explicit = true;
        it.policies.user_initial = BTreeSet::from([policy.clone()]);
    });
    assert_eq!(report.verdict, PathVerdict::Invalid);
}

/// C06: padded, cut and doubled identifiers in an extension make it malformed, and a certificate
/// with such an extension is not valid; anyPolicy stands for a policy only where it may.
#[test]
fn malformed_and_doubled_policies_are_told_and_any_policy_is_no_name() {
    let policy = oid("1.2.398.3.3.2.1");
    let padded = element(6, &[0x2a, 0x80, 0x03]);
    let cut = element(6, &[0x2a, 0x83]);
    for list in [vec![padded], vec![cut], vec![policy.clone(), policy.clone()], vec![]] {
        let all = hierarchy(|_| {}, |user| user.set(policies(&list)));
        let codes_seen = codes(all.user.defects(), Weight::Remark);
        assert!(codes_seen.contains("certificate.extension-malformed"), "{list:?}");
        assert!(all.user.policies().is_none());
        let report = all.ask_with(|question| {
            question.policies.explicit = true;
        });
        assert_eq!(report.verdict, PathVerdict::Invalid);
    }
    // The identifier of the extension itself, padded so that a lenient reader takes it for keyUsage.
    for (critical, verdict) in [(true, PathVerdict::Invalid), (false, PathVerdict::Valid)] {
        let all = sound();
        let user = all.user_with(|fields| {
            let mut list = children(&children(&fields[EXTENSIONS])[0]);
            let flag = if critical { element(1, &[0xff]) } else { Vec::new() };
            let value = element(4, &[3, 2, 7, 0x80]);
            list.push(sequence(&[element(6, &[0x55, 0x1d, 0x80, 0x0f]), flag, value]));
            fields[EXTENSIONS] = element(0xa3, &sequence(&list));
        });
        let user = Certificate::read(&user).unwrap();
        assert!(codes(user.defects(), Weight::Remark).contains("certificate.extension-malformed"));
        assert_eq!(user.key_usage(), all.user.key_usage());
        assert_eq!(all.ask_about(&user).verdict, verdict);
    }
    let any = hierarchy(
        |authority| authority.set(Extension::policies(&[(&known::NATIONAL_POLICY, None)])),
        |user| user.set(Extension::policies(&[(&known::ANY_POLICY, None)])),
    );
    for (inhibit, verdict) in [(false, PathVerdict::Valid), (true, PathVerdict::Invalid)] {
        let report = any.ask_with(|question| {
            question.policies.explicit = true;
            question.policies.inhibit_any = inhibit;
        });
        assert_eq!(report.verdict, verdict);
    }
}

/// Every place where an element begins, through all constructed ones.
fn elements(bytes: &[u8], base: usize, found: &mut Vec<usize>) {
    let mut at = 0;
    while at + 2 <= bytes.len() && bytes[at + 1] != 0x80 {
        let inside = content(&bytes[at..]);
        found.push(base + at);
        if bytes[at] & 0x20 != 0 {
            elements(&bytes[at + inside.start..at + inside.end], base + at + inside.start, found);
        }
        at += inside.end;
    }
}

/// The largest address space this process had, in octets; none where the system does not tell.
#[cfg(target_os = "linux")]
fn address_space() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmPeak:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

#[cfg(not(target_os = "linux"))]
fn address_space() -> Option<u64> {
    println!("skipped: the address space is told on Linux alone");
    None
}

/// C07: an element claims 2^31 octets and more, anywhere in any object (RUSTSEC-2019-0007): no
/// reader reserves what is claimed.
#[test]
fn a_claimed_length_reserves_nothing() {
    let before = address_space();
    let claims: [&[u8]; 4] = [
        &[0x84, 0x7f, 0xff, 0xff, 0xff],
        &[0x84, 0x80, 0, 0, 0],
        &[0x84, 0xff, 0xff, 0xff, 0xff],
        &[0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ];
    let mut tried = 0;
    let mut seen = BTreeSet::new();
    for seed in seeds().unwrap().iter().filter(|seed| seed.bytes.first() == Some(&0x30)) {
        // One object of each kind is enough.
        if !seen.insert(seed.reader) {
            continue;
        }
        let mut places = Vec::new();
        elements(&seed.bytes, 0, &mut places);
        for place in places {
            for claim in claims {
                let rest = place + content(&seed.bytes[place..]).start;
                let bytes = [&seed.bytes[..=place], claim, &seed.bytes[rest..]].concat();
                read(seed.reader, &bytes);
                tried += 1;
            }
        }
    }
    assert!(seen.len() >= 4, "{seen:?}");
    assert!(tried > 1_000, "{tried}");
    if let (Some(before), Some(after)) = (before, address_space()) {
        assert!(after - before < 1 << 31, "{} octets more", after - before);
    }
}

/// The user's certificate with another notAfter, which the text of a UTCTime says.
fn ending(all: &Hierarchy, tag: u8, text: &[u8]) -> Certificate {
    let der = all.user_with(|fields| {
        let begin = children(&fields[VALIDITY])[0].clone();
        fields[VALIDITY] = sequence(&[begin, element(tag, text)]);
    });
    Certificate::read(&der).unwrap()
}

/// C07: times that are none, among them letters beyond ASCII (RUSTSEC-2021-0125), make no
/// certificate valid for ever, and midnight, the leap second and the century are read by the rule.
#[test]
fn odd_times_are_told_and_never_extend_a_validity() {
    let all = sound();
    let unreadable: [(u8, &[u8]); 8] = [
        (0x17, "27٠١0101000000Z".as_bytes()),
        (0x17, b"\xff\xff0101000000Z"),
        (0x17, "2701010000é".as_bytes()),
        (0x17, b""),
        (0x17, b"270101250000Z"),
        (0x17, b"270230000000Z"),
        (0x17, b"-70101000000Z"),
        (0x18, b"2027010100000\x80Z"),
    ];
    for (tag, text) in unreadable {
        let user = ending(&all, tag, text);
        assert!(
            codes(user.defects(), Weight::Fatal).contains("certificate.time-unreadable"),
            "{text:?}"
        );
        assert_eq!(all.ask_about(&user).verdict, PathVerdict::Invalid, "{text:?}");
    }
    let odd: [(u8, &str, &str); 3] = [
        (0x17, "261231240000Z", "2027-01-01T00:00:00Z"),
        (0x17, "261231235960Z", "2027-01-01T00:00:00Z"),
        (0x18, "20270101000000Z", "2027-01-01T00:00:00Z"),
    ];
    for (tag, text, end) in odd {
        let user = ending(&all, tag, text.as_bytes());
        assert!(codes(user.defects(), Weight::Remark).contains("certificate.time-form"), "{text}");
        assert_eq!(user.not_after(), at(end), "{text}");
    }
    // The years 50 to 99 of a UTCTime are of the last century.
    let user = ending(&all, 0x17, b"491231235959Z");
    assert_eq!(user.not_after(), at("2049-12-31T23:59:59Z"));
    assert!(user.defects().is_empty());
    let user = ending(&all, 0x17, b"500101000000Z");
    assert_eq!(user.not_after(), at("1950-01-01T00:00:00Z"));
    assert_eq!(all.ask_about(&user).verdict, PathVerdict::Invalid);
    let user = ending(&all, 0x18, b"20500101000000Z");
    assert_eq!(user.not_after(), at("2050-01-01T00:00:00Z"));
    assert!(user.defects().is_empty());
}

/// C07: BER that is none (RUSTSEC-2023-0062) is refused or survived by every reader: indefinite
/// lengths without an end, primitive elements of indefinite length, tags and lengths cut off,
/// nesting without a bottom.
#[test]
fn broken_ber_panics_no_reader() {
    let deep = (0..5_000).fold(Vec::new(), |inner: Vec<u8>, _| {
        if inner.len() > 60_000 { inner } else { element(0x30, &inner) }
    });
    let rows: Vec<Vec<u8>> = vec![
        vec![],
        vec![0x30],
        vec![0x30, 0x80],
        vec![0x30, 0x80, 0, 0],
        vec![0x30, 0x80, 0, 1, 0],
        vec![0x04, 0x80, 0, 0],
        vec![0x30, 0xff],
        vec![0x30, 0x81],
        vec![0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        vec![0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0],
        vec![0x1f, 0x80, 0x80, 0x80],
        vec![0x24, 0x80, 0x24, 0x80, 0x04, 0x01, 0x41],
        [0x30, 0x80].repeat(20_000),
        [0x24, 0x80].repeat(20_000),
        [0x30, 0x84, 0xff, 0xff, 0xff, 0xff].repeat(1_000),
        deep,
    ];
    for bytes in rows {
        for reader in READERS {
            within(10, || (reader.read)(&bytes));
        }
        assert!(Certificate::read(&bytes).is_err());
        assert!(pki::Crl::read(&bytes).is_err());
        assert!(read_certificates(&bytes).certificates.is_empty());
    }
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    der::pem::encode_string(label, der::pem::LineEnding::LF, der).unwrap().into_bytes()
}

/// C08: text before BEGIN: up to the limit of 64 MB it is passed over, the 200 MB of the case are
/// refused at once.
#[test]
fn a_flood_of_text_before_a_certificate_is_bounded() {
    let all = sound();
    let block = pem("CERTIFICATE", all.user.der());
    let flooded = |octets: usize| {
        let mut text = b"-----BEGI text and no end\n".repeat(octets / 26 + 1);
        text.truncate(octets);
        text.extend_from_slice(b"\n");
        text.extend_from_slice(&block);
        text
    };
    let reading = within(20, || read_certificates(&flooded(FILE_LIMIT - block.len() - 1)));
    assert!(reading.certificates.iter().eq([&all.user]));
    assert!(codes(&reading.defects, Weight::Remark).contains("reading.text-around-pem"));
    for octets in [FILE_LIMIT, 200 << 20] {
        let text = flooded(octets);
        let reading = within(2, || read_certificates(&text));
        assert!(reading.certificates.is_empty());
        let found = codes(&reading.defects, Weight::Undetermined);
        assert_eq!(found, BTreeSet::from(["reading.limit-reached"]));
    }
}

/// C08: keys of every form are counted and given to nobody, also between certificates and in
/// UTF-16.
#[test]
fn a_private_key_in_any_text_is_counted_and_handed_to_nobody() {
    let all = sound();
    let key = all.user_key.to_pkcs8_der().unwrap();
    let text: Vec<u8> = [
        pem("CERTIFICATE", all.user.der()),
        pem("PRIVATE KEY", &key),
        pem("CERTIFICATE", all.authority.der()),
    ]
    .concat();
    let crlf = String::from_utf8(text.clone()).unwrap().replace('\n', "\r\n");
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(crlf.encode_utf16()).flat_map(order).collect()
    };
    let marked = [&[0xef, 0xbb, 0xbf][..], crlf.as_bytes()].concat();
    for text in
        [text, crlf.clone().into_bytes(), marked, wide(u16::to_le_bytes), wide(u16::to_be_bytes)]
    {
        let reading = read_certificates(&text);
        assert_eq!(reading.certificates, [all.user.clone(), all.authority.clone()]);
        assert_eq!(reading.private_keys, 1);
        assert!(codes(&reading.defects, Weight::Remark).contains("reading.private-key-present"));
        // Nothing of the key is in what is said.
        let secret: String = key.iter().map(|octet| format!("{octet:02x}")).collect();
        let told = format!("{reading:?}");
        assert!(!told.contains(&secret[80..112]));
    }
    assert_eq!(read_certificates(&key).private_keys, 1);
}
