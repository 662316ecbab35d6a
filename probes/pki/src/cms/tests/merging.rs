//! Parallel signatures in one object.

use super::*;
use crate::issue::CrlTemplate;

/// Three people of three kinds of keys, and the list that covers them.
fn people() -> (Vec<Holder>, Vec<Vec<u8>>) {
    let all = [PrivateKeyKind::EcdsaP256, PrivateKeyKind::Gost2015A512, PrivateKeyKind::Rsa2048]
        .map(Hierarchy::new);
    let list = |it: &Hierarchy| {
        let template = CrlTemplate::new(&it.issuing.certificate, today(), validity().1, 1);
        template.to_der(&it.issuing.key).unwrap()
    };
    let lists = all.iter().map(list).collect();
    (all.into_iter().map(|it| it.person).collect(), lists)
}

fn valid(der: &[u8]) -> usize {
    read(der).verify(Some(ACT)).iter().filter(|it| it.valid).count()
}

#[test]
fn signatures_of_several_files_stand_in_one_object_and_each_verifies() {
    let (people, lists) = people();
    // One signed attached, and one file has two signers.
    let one = read(&attached(&people[0]));
    let two = read(&detached(&people[1]));
    let both = two
        .with_signer(&people[2].key, &people[2].certificate, ACT, &SignOptions::detached(today()))
        .unwrap();
    let both = read(&both);
    let merged =
        merge(ACT, &[&one, &both], MergeWith { lists: &lists, ..MergeWith::default() }).unwrap();
    assert_eq!((merged.signers, merged.left.len()), (3, 0));
    let object = read(&merged.der);
    assert!(object.content().is_none());
    assert_eq!(object.certificates().len(), 3);
    assert_eq!(object.crls().len(), 3);
    assert_eq!(valid(&merged.der), 3);
    // What was signed is there octet for octet.
    for file in [&one, &both] {
        for info in file.signers() {
            let known = object.signers().find(|it| it.signature == info.signature).unwrap();
            assert_eq!(known.fields, info.fields);
        }
    }
    // In another order, with one of them twice, and put together again.
    let again = merge(
        ACT,
        &[&both, &two, &one, &object],
        MergeWith { lists: &lists, ..MergeWith::default() },
    )
    .unwrap();
    assert_eq!(again.der, merged.der);
}

#[test]
fn what_is_not_a_signature_of_the_file_stays_outside_and_is_named() {
    let (people, _) = people();
    let good = read(&detached(&people[0]));
    let other = sign(
        &people[1].key,
        &people[1].certificate,
        b"another act",
        &SignOptions::detached(today()),
    );
    let other = read(&other.unwrap());
    let mut broken = detached(&people[2]);
    *broken.last_mut().unwrap() ^= 1;
    let broken = read(&broken);
    let merged = merge(ACT, &[&other, &good, &broken], MergeWith::default()).unwrap();
    assert_eq!(merged.left, [(0, 0), (2, 0)]);
    assert_eq!((merged.signers, valid(&merged.der)), (1, 1));
    assert_eq!(merge(ACT, &[&other, &broken], MergeWith::default()), None);
}

#[test]
fn of_two_copies_the_one_with_a_time_stamp_stays() {
    let (people, _) = people();
    let plain = read(&detached(&people[0]));
    let stamped = read(&plain.with_timestamp(0, &encode::sequence(&[b"\x05\x00"])));
    for objects in [[&plain, &stamped], [&stamped, &plain]] {
        let merged = merge(ACT, &objects, MergeWith::default()).unwrap();
        let object = SignedData::read(&merged.der).unwrap().0;
        assert_eq!(object.signer_count(), 1);
        assert_eq!(object.signers().next().unwrap().unsigned_attributes.len(), 1);
    }
}

#[test]
fn openssl_verifies_every_signature_of_the_object() {
    let kinds = [PrivateKeyKind::EcdsaP256, PrivateKeyKind::EcdsaP384, PrivateKeyKind::Rsa2048];
    let people: Vec<Holder> = kinds.map(|it| Hierarchy::new(it).person).into();
    let apart: Vec<SignedData> = people.iter().map(|it| read(&detached(it))).collect();
    let merged = merge(ACT, &apart.iter().collect::<Vec<_>>(), MergeWith::default()).unwrap();
    let folder = Folder::new("merged");
    folder.put("act", ACT);
    folder.put("other", b"another act");
    folder.put("merged.p7s", &merged.der);
    let verify = |content: &str| {
        let mut words = vec!["cms", "-verify", "-binary", "-noverify", "-inform", "DER"];
        words.extend(["-in", "merged.p7s", "-content", content, "-out", "out"]);
        folder.run("openssl", &words)
    };
    let Some(output) = verify("act") else { return };
    assert!(output.status.success(), "{output:?}");
    assert!(!verify("other").unwrap().status.success());
}

/// The holder's own certificate with another key: same issuer, same number, signed by nobody.
fn decoys(of: &Holder, count: usize) -> Vec<Certificate> {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    (0..count)
        .map(|number| {
            let mut template = CertificateTemplate::new(
                &Profile::Person { purposes: vec![] },
                None,
                person("А", "А", &format!("{number:012}"), None),
                key.public_key(),
                validity(),
                &addresses(),
            );
            template.serial = of.certificate.serial().to_vec();
            template.issuer = of.certificate.issuer().der().to_vec();
            template.issue(&key).unwrap()
        })
        .collect()
}

/// The object with these certificates beside its own, before them in the order of DER or behind.
fn beside(der: &[u8], more: &[Certificate], lists: Vec<Vec<u8>>) -> SignedData {
    let signed = read(der);
    let info = signed.signers().next().unwrap();
    let content = Content { kind: &known::CMS_DATA, octets: None };
    let certificates: Vec<&Certificate> = signed.certificates().iter().chain(more).collect();
    let digests = [info.digest_algorithm.clone()];
    let whole =
        writing::assemble_with(1, &digests, &content, &certificates, lists, vec![info.rebuilt()]);
    SignedData::read(&whole).unwrap().0
}

#[test]
fn certificates_of_the_signers_name_and_number_hide_it_from_nobody_however_many() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let crowd = beside(&detached(&all.person), &decoys(&all.person, 300), vec![]);
    assert_eq!(crowd.certificates().len(), 301);
    let first = &crowd.certificates()[0];
    assert_ne!(*first, all.person.certificate, "the set is sorted and decoys come first");
    let report = &crowd.verify(Some(ACT))[0];
    assert!(report.valid, "{:?}", report.findings);
    assert_eq!(report.certificate.as_ref(), Some(&all.person.certificate));
}

#[test]
fn what_a_stranger_puts_into_one_file_is_not_carried_into_the_object_of_all() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let other = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let list = |of: &Hierarchy| {
        let template = CrlTemplate::new(&of.issuing.certificate, today(), validity().1, 1);
        template.to_der(&of.issuing.key).unwrap()
    };
    let own_list = list(&all);
    // The stranger's own authority has the name of the real one, as the hierarchy has it.
    let garbage: Vec<Certificate> = decoys(&all.person, 1_000)
        .into_iter()
        .chain([other.issuing.certificate.clone(), other.root.certificate.clone()])
        .collect();
    let hostile =
        beside(&detached(&other.person), &garbage, vec![list(&other), b"\x30\x00".to_vec()]);
    let honest = beside(
        &detached(&all.person),
        std::slice::from_ref(&all.issuing.certificate),
        vec![own_list.clone()],
    );
    let anchors = [all.root.certificate.clone()];
    let with = MergeWith { anchors: &anchors, ..MergeWith::default() };
    let forth = merge(ACT, &[&hostile, &honest], with).unwrap();
    assert_eq!(forth, {
        let mut back = merge(ACT, &[&honest, &hostile], with).unwrap();
        back.left.clear();
        back
    });
    assert_eq!((forth.signers, valid(&forth.der)), (2, 2));
    let object = read(&forth.der);
    let mut expected = vec![
        all.root.certificate.clone(),
        all.issuing.certificate.clone(),
        all.person.certificate.clone(),
        other.person.certificate.clone(),
    ];
    expected.sort_by(|one, two| one.der().cmp(two.der()));
    assert_eq!(object.certificates(), expected);
    assert_eq!(object.crls(), [own_list]);
    // Without an anchor the real authorities cannot be told; the signatures stand all the same.
    let blind = merge(ACT, &[&hostile, &honest], MergeWith::default()).unwrap();
    assert_eq!((blind.signers, valid(&blind.der)), (2, 2));
    assert!(read(&blind.der).certificates().len() < 10);
}

#[test]
fn a_crowd_of_strangers_neither_breaks_the_object_nor_keeps_anybody_known_out() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let anchors = [all.root.certificate.clone()];
    let certificates = [all.issuing.certificate.clone()];
    let with = MergeWith { anchors: &anchors, certificates: &certificates, ..MergeWith::default() };
    // Two files of a thousand signers each, by one stranger and by a thousand.
    let stranger = Hierarchy::new(PrivateKeyKind::EcdsaP256).person;
    let at_second =
        |second| SignOptions::detached(today() + jiff::SignedDuration::from_secs(second));
    let infos = |holders: &[&Holder]| -> Vec<Vec<u8>> {
        (0..1_000)
            .map(|number: usize| {
                let holder = holders[number % holders.len()];
                let second = i64::try_from(number).unwrap();
                let (key, own) = (&holder.key, &holder.certificate);
                let made = sign(key, own, ACT, &at_second(second)).unwrap();
                read(&made).signers().next().unwrap().rebuilt()
            })
            .collect()
    };
    let many: Vec<Holder> = (0..400).map(own_authority).collect();
    let crowd = |holders: &[&Holder]| {
        let digests = [AlgorithmIdentifier::with_null(&known::SHA256)];
        let content = Content { kind: &known::CMS_DATA, octets: None };
        let certificates: Vec<&Certificate> = holders.iter().map(|it| &it.certificate).collect();
        let whole = assemble(1, &digests, &content, &certificates, infos(holders));
        SignedData::read(&whole).unwrap().0
    };
    let files = [crowd(&[&stranger]), crowd(&many.iter().collect::<Vec<_>>())];
    let honest = read(&detached(&all.person));
    let merged = merge(ACT, &[&files[0], &files[1], &honest], with).unwrap();
    assert_eq!(merged.signers, 256);
    assert_eq!(merged.signers + merged.left.len(), 2_001);
    let (object, _) = SignedData::read(&merged.der).unwrap();
    let own = honest.signers().next().unwrap();
    assert!(object.signers().any(|it| it.signature == own.signature));
    assert!(!merged.left.contains(&(2, 0)));
    // What one certificate made in any number stands in it so many times and no more.
    let alone = merge(ACT, &[&files[0], &honest], with).unwrap();
    assert_eq!((alone.signers, alone.left.len()), (16 + 1, 1_000 - 16));
    // Put together again nothing more is left out.
    let again = merge(ACT, &[&object], MergeWith::default()).unwrap();
    assert_eq!((again.signers, again.left.len()), (256, 0));
}

/// A certificate that its own key signed.
fn own_authority(number: u32) -> Holder {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let certificate = CertificateTemplate::new(
        &Profile::Person { purposes: vec![] },
        None,
        person("Б", "Б", &format!("{number:012}"), None),
        key.public_key(),
        validity(),
        &addresses(),
    )
    .issue(&key)
    .unwrap();
    Holder { key, certificate }
}

#[test]
fn what_a_stranger_adds_to_a_copy_of_a_signature_stays_outside() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let other = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let anchors = [all.root.certificate.clone()];
    let certificates = [all.issuing.certificate.clone()];
    let with = MergeWith { anchors: &anchors, certificates: &certificates, ..MergeWith::default() };
    let token = |of: &Hierarchy, signature: &[u8]| {
        let digest = HashAlgorithm::Sha256.digest(signature);
        let request = TspRequest::new(HashAlgorithm::Sha256, digest, None);
        TimestampTemplate::answering(&request, &known::POLICY_TSA_GOST_2015, vec![1], today())
            .to_der(&of.stamper.key, &of.stamper.certificate)
            .unwrap()
    };
    let plain = read(&detached(&all.person));
    let signature = plain.signers().next().unwrap().signature.clone();
    let stamped = read(&plain.with_timestamp(0, &token(&all, &signature)));
    // Time-stamps of a service that nobody knows, and megabytes of nothing.
    let mut crowded = plain.clone();
    for _ in 0..20 {
        crowded = read(&crowded.with_timestamp(0, &token(&other, &signature)));
    }
    let noise = encode::sequence(&[&encode::octet_string(&vec![7; 3 << 20])]);
    let large = read(&plain.with_timestamp(0, &noise));
    for objects in [[&plain, &stamped, &crowded, &large], [&large, &crowded, &stamped, &plain]] {
        let merged = merge(ACT, &objects, with).unwrap();
        let object = read(&merged.der);
        assert_eq!(object.signer_count(), 1);
        let kept = object.signers().next().unwrap();
        assert_eq!(kept.rebuilt(), stamped.signers().next().unwrap().rebuilt());
    }
    // Alone, and where nobody is known, it is not longer than can be read either.
    for with in [with, MergeWith::default()] {
        let merged = merge(ACT, &[&large], with).unwrap();
        assert!(merged.der.len() < 10_000, "{}", merged.der.len());
        assert_eq!(valid(&merged.der), 1);
    }
}
