//! Signatures with their proof: time-stamps, chains, lists and answers, as other programs see them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use model::{Body, Checked, EvidenceId, Iin, Note, Role, Signature, VerifySignature};
use pki::algorithm::HashAlgorithm;
use pki::cms::{SignOptions, SignedData};
use pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, OcspTemplate, Profile,
    SingleAnswer, TimestampTemplate, distinguished_name, ocsp_refusal, person, timestamp_granted,
    timestamp_refused,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::ocsp::{CertId, OcspRequest};
use pki::oid::known;
use pki::tsp::TspRequest;
use pki::{Certificate, Crl};
use probes::{HostFacts, HttpAnswer, HttpRequest, NtpAnswer, Site, SiteError, SiteFailure};
use tekseru::act::record::ConclusionKind;
use tekseru::case::Case;
use tekseru::catalog::Catalog;
use tekseru::inspection::{AnswerInput, ConclusionInput, Inspection, Seen};
use tekseru::signing::{CmsVerifier, Trust};
use tekseru::words::Words;

mod judgement;
mod limits;
mod material;
mod programs;
mod stamps;
mod validators;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::embedded().unwrap());

const ACT: &[u8] = b"%PDF-1.7 the sealed file of this act\n";
const DAY: Date = Date::constant(2026, 11, 20);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn sealed_at() -> Timestamp {
    at("2026-11-20T10:00:00Z")
}

/// So many minutes after the sealing.
fn minutes(after: i64) -> Timestamp {
    sealed_at().checked_add(SignedDuration::from_mins(after)).unwrap()
}

fn iin(number: u32) -> Iin {
    Iin::try_from(format!("{number:012}")).unwrap()
}

/// A key with its certificate.
struct Holder {
    key: PrivateKey,
    certificate: Certificate,
}

impl Holder {
    fn sign(&self, content: &[u8], at: Timestamp) -> Vec<u8> {
        let options = SignOptions::detached(at);
        pki::cms::sign(&self.key, &self.certificate, content, &options).unwrap()
    }
}

const TSP: &str = "http://tsp.example.kz/";

/// A root, an authority below it, its services and the commission's keys.
struct Pki {
    root: Holder,
    issuing: Holder,
    responder: Holder,
    stamper: Holder,
    /// By number of the member.
    people: BTreeMap<u32, Holder>,
}

fn addresses(of: &str, with_status: bool) -> Addresses {
    Addresses {
        ocsp: if with_status { vec!["http://ocsp.example.kz/".into()] } else { vec![] },
        issuer: vec![format!("http://ca.example.kz/{of}.cer")],
        crl: vec![format!("http://ca.example.kz/{of}.crl")],
        delta: vec![],
        practice: None,
    }
}

/// Wide: some programs judge by the clock of the machine alone.
fn validity() -> (Timestamp, Timestamp) {
    (at("2020-01-01T00:00:00Z"), at("2040-01-01T00:00:00Z"))
}

impl Pki {
    fn new(kind: PrivateKeyKind) -> Self {
        let name = |text: &str| {
            distinguished_name(&[(&known::COMMON_NAME, text), (&known::COUNTRY, "KZ")])
        };
        let hold = |profile: &Profile, subject: Vec<u8>, issuer: Option<(&Holder, &str)>| {
            let key = PrivateKey::generate(kind).unwrap();
            let above = issuer.map(|(it, _)| &it.certificate);
            let addresses =
                issuer.map_or_else(Addresses::default, |(_, of)| addresses(of, of == "issuing"));
            let template = CertificateTemplate::new(
                profile,
                above,
                subject,
                key.public_key(),
                validity(),
                &addresses,
            );
            let certificate = template.issue(issuer.map_or(&key, |(it, _)| &it.key)).unwrap();
            Holder { key, certificate }
        };
        let root = hold(&Profile::Root, name("ҮЛГІ ТҮБІР"), None);
        let middle = Profile::Authority { path_length: None };
        let issuing = hold(&middle, name("ҮЛГІ ОРТАЛЫҚ"), Some((&root, "root")));
        let below = Some((&issuing, "issuing"));
        let responder = hold(&Profile::OcspResponder, name("ҮЛГІ OCSP"), below);
        let stamper = hold(&Profile::TimestampAuthority, name("ҮЛГІ TSA"), below);
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let people = [1, 2, 3, 5].map(|number| {
            let common = format!("ҮЛГІБАЕВ{number} МҮШЕ");
            let subject = person(&common, "ҮЛГІБАЕВ", iin(number).as_str(), None);
            (number, hold(&profile, subject, below))
        });
        Self { root, issuing, responder, stamper, people: people.into() }
    }

    fn of(&self, number: u32) -> &Holder {
        &self.people[&number]
    }

    /// A list of the issuing authority around the sealing.
    fn list(&self, revoked: &[(&Certificate, Timestamp, u8)]) -> Vec<u8> {
        self.list_at(minutes(-60), revoked)
    }

    fn list_at(&self, this: Timestamp, revoked: &[(&Certificate, Timestamp, u8)]) -> Vec<u8> {
        let next = this.checked_add(SignedDuration::from_hours(24)).unwrap();
        let mut list = CrlTemplate::new(&self.issuing.certificate, this, next, 7);
        for (certificate, date, reason) in revoked {
            list = list.revoking(certificate.serial(), *date, Some(*reason));
        }
        list.to_der(&self.issuing.key).unwrap()
    }

    fn root_list(&self) -> Vec<u8> {
        let list = CrlTemplate::new(&self.root.certificate, minutes(-60), minutes(60 * 24), 3);
        list.to_der(&self.root.key).unwrap()
    }

    fn answer(&self, about: &Certificate, state: CertificateState, this: Timestamp) -> Vec<u8> {
        let id = CertId::new(about, &self.issuing.certificate, HashAlgorithm::Sha256);
        let single = SingleAnswer { id, state, this_update: this, next_update: None };
        let template = OcspTemplate::new(vec![single], this, None);
        template.to_der(&self.responder.key, &self.responder.certificate).unwrap()
    }

    /// A time-stamp token over the signature of the first signer.
    fn token(&self, cms: &[u8], when: Timestamp) -> Vec<u8> {
        stamped_by(&self.stamper, cms, when)
    }

    /// The signature with a time-stamp over it.
    fn stamped(&self, cms: &[u8], when: Timestamp) -> Vec<u8> {
        SignedData::read(cms).unwrap().0.with_timestamp(0, &self.token(cms, when))
    }

    fn trust(&self, lists: &[Vec<u8>]) -> Trust {
        Trust {
            anchors: vec![self.root.certificate.clone()],
            candidates: vec![self.issuing.certificate.clone()],
            crls: lists.iter().map(|it| Crl::read(it.as_slice()).unwrap()).collect(),
            ocsp: vec![],
        }
    }
}

fn stamped_by(authority: &Holder, cms: &[u8], when: Timestamp) -> Vec<u8> {
    let (signed, _) = SignedData::read(cms).unwrap();
    let signature = &signed.signers().next().unwrap().signature;
    let hash = authority.key.digest_algorithm();
    let request = TspRequest::new(hash, hash.digest(signature), Some(&[9; 8]));
    TimestampTemplate::answering(&request, &known::POLICY_TSA_GOST_2015, vec![1], when)
        .to_der(&authority.key, &authority.certificate)
        .unwrap()
}

static ECDSA: LazyLock<Pki> = LazyLock::new(|| Pki::new(PrivateKeyKind::EcdsaP256));
static GOST: LazyLock<Pki> = LazyLock::new(|| Pki::new(PrivateKeyKind::Gost2015A512));

/// Every signer of a file over the act.
fn checked_all(trust: &Trust, cms: &[u8]) -> Vec<Checked> {
    let elsewhere = BTreeMap::from([("№ 7 v1".to_owned(), b"an earlier version".to_vec())]);
    let verifier = CmsVerifier { trust, sealed_at: sealed_at(), elsewhere: &elsewhere };
    verifier.check(ACT, &Signature { label: "a.p7s".into(), bytes: cms.to_vec() })
}

fn checked(trust: &Trust, cms: &[u8]) -> Checked {
    let mut all = checked_all(trust, cms);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn says(checked: &Checked, code: &str) -> bool {
    checked.notes.iter().any(|it| it.code == code)
}

fn fact<'n>(notes: &'n [Note], code: &str, name: &str) -> &'n str {
    let note = notes.iter().find(|it| it.code == code);
    &note.unwrap_or_else(|| panic!("{code} is not among {notes:#?}")).facts[name]
}

/// The network of the tests: what the authority publishes, and time-stamping services good and bad.
struct Net<'a> {
    pki: &'a Pki,
    now: Timestamp,
    requests: Cell<usize>,
    /// What the status service says of a certificate, by number; good of every other.
    states: BTreeMap<Vec<u8>, CertificateState>,
}

impl<'a> Net<'a> {
    fn new(pki: &'a Pki, now: Timestamp) -> Self {
        Self { pki, now, requests: Cell::new(0), states: BTreeMap::new() }
    }

    fn answered(&self, request: &HttpRequest) -> Option<(u16, Vec<u8>)> {
        let pki = self.pki;
        let asked = request.body.as_ref().map_or(&[][..], |(_, bytes)| bytes);
        Some((
            200,
            match request.url.as_str() {
                "http://ca.example.kz/issuing.cer" => pki.issuing.certificate.der().to_vec(),
                "http://ca.example.kz/root.cer" => pki.root.certificate.der().to_vec(),
                "http://ca.example.kz/issuing.crl" => pki.list_at(self.now, &[]),
                "http://ca.example.kz/root.crl" => pki.root_list(),
                "http://ocsp.example.kz/" => {
                    let Ok(request) = OcspRequest::read(asked) else {
                        return Some((200, ocsp_refusal(1)));
                    };
                    let (this_update, next_update) = (self.now, None);
                    let answers = request.certificates.into_iter().map(|id| {
                        let state = self.states.get(&id.serial).copied();
                        let state = state.unwrap_or(CertificateState::Good);
                        SingleAnswer { id, state, this_update, next_update }
                    });
                    OcspTemplate::new(answers.collect(), self.now, request.nonce.as_deref())
                        .to_der(&pki.responder.key, &pki.responder.certificate)
                        .unwrap()
                }
                TSP => self.token(asked, |_| {}),
                "http://tsp.example.kz/refuses" => timestamp_refused(15, "not for you"),
                "http://tsp.example.kz/nonce" => self.token(asked, |it| it.nonce = Some(vec![7])),
                "http://tsp.example.kz/imprint" => {
                    self.token(asked, |it| it.imprint = vec![7; it.imprint.len()])
                }
                "http://tsp.example.kz/html" => b"<html>sign in</html>".to_vec(),
                "http://tsp.example.kz/huge" => vec![0x30; 2 << 20],
                "http://tsp.example.kz/empty" => vec![],
                "http://tsp.example.kz/busy" => return Some((503, vec![])),
                _ => return None,
            },
        ))
    }

    fn token(&self, asked: &[u8], change: impl FnOnce(&mut TimestampTemplate)) -> Vec<u8> {
        let request = TspRequest::read(asked).unwrap();
        let (policy, when) = (&known::POLICY_TSA_GOST_2015, self.now);
        let mut template = TimestampTemplate::answering(&request, policy, vec![5], when);
        change(&mut template);
        let stamper = &self.pki.stamper;
        timestamp_granted(&template.to_der(&stamper.key, &stamper.certificate).unwrap())
    }
}

fn none(peer: &str) -> SiteError {
    SiteError {
        peer: peer.into(),
        failure: SiteFailure::ConnectionRefused,
        message: "nobody is there".into(),
    }
}

impl Site for Net<'_> {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError> {
        self.requests.set(self.requests.get() + 1);
        let (status, body) = self.answered(request).ok_or_else(|| none(&request.url))?;
        Ok(HttpAnswer {
            sent_at: self.now,
            received_at: self.now,
            elapsed_us: 1_000,
            url: request.url.clone(),
            status,
            headers: BTreeMap::new(),
            body: body.into(),
        })
    }

    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
        Err(none(server))
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        Err(none("here"))
    }
}

/// A folder of one test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("tekseru-cades-{}-{number}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn pem(&self, name: &str, certificate: &Certificate) {
        use base64ct::Encoding;
        let text = base64ct::Base64::encode_string(certificate.der());
        let lines: Vec<&str> =
            text.as_bytes().chunks(64).map(|it| std::str::from_utf8(it).unwrap()).collect();
        let whole = lines.join("\n");
        let text = format!("-----BEGIN CERTIFICATE-----\n{whole}\n-----END CERTIFICATE-----\n");
        self.put(name, text.as_bytes());
    }

    /// Runs OpenSSL here; none, said aloud, where it is absent.
    fn openssl(&self, arguments: &[&str]) -> Option<Output> {
        match Command::new("openssl").args(arguments).current_dir(&self.0).output() {
            Ok(output) => Some(output),
            Err(error) => {
                crate::skip::skipped(&format!("openssl cannot be run: {error}"));
                None
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

/// A dossier with one look and a sealed act, for a commission of the authority's people.
fn sealed(name: &str, pki: &Pki) -> (Folder, Inspection<'static>) {
    let folder = Folder::new(name);
    let mut text = format!(
        "[recipient]\nname = 'ДЕМО'\naddress = 'ДЕМО'\nbin = '000000000601'\nauthority = 'ДЕМО'\n\
         [visit]\nstart = '2026-11-18'\nend = '{DAY}'\nplaces = ['ДЕМО']\n\
         [[signing-anchors]]\nsha256 = '{}'\nobtained-from = 'the test'\n\
         [commission.order]\nnumber = 'ДЕМО-1'\ndate = '2026-11-02'\n",
        EvidenceId::of(pki.root.certificate.der()),
    );
    for (number, body, role) in [
        (1, Body::ServiceProvider, Role::Chair),
        (2, Body::ServiceProvider, Role::Member),
        (3, Body::TechnicalRegulation, Role::Member),
        (5, Body::NationalSecurity, Role::Member),
    ] {
        text.push_str(&format!(
            "[[commission.members]]\niin = '{}'\nname = 'Үлгібаев{number} Мүше'\n\
             position = 'үлгі'\nbody = '{}'\nrole = '{}'\n",
            iin(number),
            body.as_str(),
            role.as_str(),
        ));
    }
    let case: Case = toml::from_str(&text).unwrap();
    let place = folder.0.join("dossier");
    let mut inspection = Inspection::new(&place, case, &CATALOG, &WORDS, minutes(-90)).unwrap();
    let answer = AnswerInput {
        item: "ceiling-height".into(),
        member: Some(iin(3)),
        seen: Seen::OutOfOrder,
        ground: "the ceiling hangs low".into(),
        measures: vec![],
        assets: vec![],
        attach: vec![],
    };
    inspection.answer(&answer, Path::new("."), minutes(-60)).unwrap();
    let conclusion = ConclusionInput {
        number: "ДЕМО-1".into(),
        kind: ConclusionKind::Negative,
        text: String::new(),
        recommendations: vec![],
        despite: None,
        with_english: false,
        damage: BTreeMap::new(),
    };
    inspection.seal(&conclusion, sealed_at()).unwrap();
    (folder, inspection)
}

/// The elements inside an element of DER, whole.
fn parts(der: &[u8]) -> Vec<Vec<u8>> {
    let (_, mut rest) = header(der);
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (size, _) = header(rest);
        parts.push(rest[..size].to_vec());
        rest = &rest[size..];
    }
    parts
}

/// The size of the first element with its header, and its content.
fn header(der: &[u8]) -> (usize, &[u8]) {
    let (length, start) = match der[1] {
        short @ 0..0x80 => (usize::from(short), 2),
        long => {
            let count = usize::from(long & 0x7f);
            let length = der[2..2 + count].iter().fold(0, |sum, it| sum << 8 | usize::from(*it));
            (length, 2 + count)
        }
    };
    (start + length, &der[start..start + length])
}

/// The SignerInfo of the first signer, field by field.
fn signer_fields(cms: &[u8]) -> Vec<Vec<u8>> {
    let data = parts(&parts(&parts(cms)[1])[0]);
    parts(&parts(data.last().unwrap())[0])
}
