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
    let merged = merge(ACT, &[&one, &both], &[], &lists).unwrap();
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
    let again = merge(ACT, &[&both, &two, &one, &object], &[], &lists).unwrap();
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
    let merged = merge(ACT, &[&other, &good, &broken], &[], &[]).unwrap();
    assert_eq!(merged.left, [(0, 0), (2, 0)]);
    assert_eq!((merged.signers, valid(&merged.der)), (1, 1));
    assert_eq!(merge(ACT, &[&other, &broken], &[], &[]), None);
}

#[test]
fn of_two_copies_the_one_with_a_time_stamp_stays() {
    let (people, _) = people();
    let plain = read(&detached(&people[0]));
    let stamped = read(&plain.with_timestamp(0, &encode::sequence(&[b"\x05\x00"])));
    for objects in [[&plain, &stamped], [&stamped, &plain]] {
        let merged = merge(ACT, &objects, &[], &[]).unwrap();
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
    let merged = merge(ACT, &apart.iter().collect::<Vec<_>>(), &[], &[]).unwrap();
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
