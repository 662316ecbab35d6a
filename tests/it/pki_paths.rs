//! `pki verify` over hierarchies made when the tests run: the tree of paths, what proves them, the
//! options, in JSON and in words of each language.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::Lang;
use pki::Certificate;
use pki::algorithm::HashAlgorithm;
use pki::finding::CODES;
use pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, Extension, OcspTemplate,
    Profile, SingleAnswer, distinguished_name,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::ocsp::CertId;
use pki::oid::known;
use tekseru::face::cli::context::{Context, Exit};
use tekseru::face::cli::pki::form::{NodeForm, Outcome, TargetForm, VerifyForm};
use tekseru::face::cli::pki::{answer, parse};
use tekseru::words::Words;

const DAY: &str = "2026-06-01T00:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A root, an authority and a user in files, and another key under the authority's name.
struct Files {
    folder: PathBuf,
    authority_key: PrivateKey,
    authority: Certificate,
    user: Certificate,
    look_alike: Certificate,
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn issued(
    profile: &Profile,
    subject: &str,
    key: &PrivateKey,
    issuer: Option<(&Certificate, &PrivateKey)>,
) -> Certificate {
    let addresses =
        Addresses { crl: vec!["http://crl.example.kz/a.crl".into()], ..Addresses::default() };
    let mut template = CertificateTemplate::new(
        profile,
        issuer.map(|it| it.0),
        distinguished_name(&[(&known::COMMON_NAME, subject), (&known::COUNTRY, "KZ")]),
        key.public_key(),
        (at("2025-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")),
        &addresses,
    );
    if subject == "User" {
        template.set(Extension::purposes(&[&known::PURPOSE_NATURAL_PERSON], false));
    }
    template.issue(issuer.map_or(key, |it| it.1)).unwrap()
}

impl Files {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("tekseru-paths-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let key = || PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let (root_key, authority_key) = (key(), key());
        let root = issued(&Profile::Root, "Root", &root_key, None);
        let level = Profile::Authority { path_length: Some(0) };
        let under_root = Some((&root, &root_key));
        let authority = issued(&level, "Authority", &authority_key, under_root);
        let look_alike = issued(&level, "Authority", &key(), under_root);
        let person = Profile::Person { purposes: Vec::new() };
        let user = issued(&person, "User", &key(), Some((&authority, &authority_key)));
        let files = Self { folder, authority_key, authority, user, look_alike };
        files.put("root.cer", root.der());
        files.put("user.cer", files.user.der());
        files.put("between/authority.cer", files.authority.der());
        files.put("between/look-alike.cer", files.look_alike.der());
        files
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// A list of the authority of a day, the user on it since another.
    fn put_list(&self, name: &str, day: &str, revoked: Option<&str>) {
        let next = at(day) + jiff::SignedDuration::from_hours(24);
        let mut list = CrlTemplate::new(&self.authority, at(day), next, 41);
        if let Some(date) = revoked {
            list = list.revoking(self.user.serial(), at(date), Some(4));
        }
        self.put(name, &list.to_der(&self.authority_key).unwrap());
    }

    fn put_answer(&self, name: &str, day: &str, state: CertificateState) {
        let answer = SingleAnswer {
            id: CertId::new(&self.user, &self.authority, HashAlgorithm::Sha256),
            state,
            this_update: at(day),
            next_update: Some(at(day) + jiff::SignedDuration::from_hours(24)),
        };
        let response = OcspTemplate::new(vec![answer], at(day), None);
        self.put(name, &response.to_der(&self.authority_key, &self.authority).unwrap());
    }

    fn told(&self, words: &Words, line: &str, context: &Context<'_>) -> (Exit, String) {
        let name = |it: &str| self.folder.join(it);
        let arguments: Vec<PathBuf> = "verify @user.cer --anchor @root.cer --intermediate @between"
            .split(' ')
            .chain(line.split_whitespace())
            .map(|it| it.strip_prefix('@').map_or_else(|| Path::new(it).into(), name))
            .collect();
        let command = parse(&arguments).unwrap_or_else(|error| panic!("{line}: {error}"));
        let answer = answer(&command, &Context { words, ..*context }).unwrap();
        (answer.exit, answer.text)
    }

    fn ask(&self, words: &Words, line: &str) -> (Exit, TargetForm) {
        let context = Context { words, lang: Lang::En, json: true, colour: false, width: 80 };
        let (exit, text) = self.told(words, line, &context);
        let mut form: VerifyForm = serde_json::from_str(&text).unwrap();
        assert_eq!(form.form, "pki-verify/2");
        (exit, form.targets.remove(0))
    }
}

fn codes(target: &TargetForm) -> Vec<&str> {
    target.paths[0].findings.iter().map(|it| it.code.as_str()).collect()
}

#[test]
fn the_tree_has_a_branch_for_each_possible_issuer() {
    let words = Words::embedded().unwrap();
    let files = Files::new("tree");
    let (exit, target) = files.ask(&words, &format!("--at {DAY}"));
    assert_eq!(exit, Exit::AllClosed);
    assert_eq!(target.paths.len(), 2);
    let tree = target.tree.as_ref().unwrap();
    let of = |node: &NodeForm| node.certificate.fingerprint.clone();
    assert_eq!(of(tree), files.user.fingerprint().to_string());
    let branches: Vec<String> = tree.issuers.iter().map(of).collect();
    let expected = [&files.authority, &files.look_alike].map(|it| it.fingerprint().to_string());
    assert_eq!(branches, expected);
    let rejected = &tree.issuers[1];
    assert_eq!(rejected.ends[0].path, 2);
    assert_eq!(target.paths[1].end, "not-issuer");
    let finding = rejected.findings.iter().find(|it| it.code == "path.signature-invalid").unwrap();
    assert_eq!(finding.about, Some(files.user.fingerprint().to_string()));
    assert_eq!(finding.rule, "RFC 5280 section 6.1.3 (a)(1)");
    assert_eq!(finding.clause.as_deref(), Some("12-2"));
    assert_eq!(finding.clause_place.as_deref(), Some("paragraph 12, subparagraph 2) of the Rules"));
    assert!(finding.next_step.is_some());
    let models = target.paths[0].models.unwrap();
    assert_eq!((models.shell, models.chain), (Outcome::Valid, Outcome::Valid));
    // The first path alone, where that is enough.
    let (_, target) = files.ask(&words, &format!("--first-path --at {DAY}"));
    assert_eq!(target.paths.len(), 1);
}

#[test]
fn the_tree_is_told_in_each_language_and_fits_a_narrow_terminal() {
    let words = Words::embedded().unwrap();
    let files = Files::new("words");
    files.put_list("later.crl", "2026-07-01T00:00:00Z", Some("2026-06-15T00:00:00Z"));
    files.put_answer("now.ocsp", "2026-05-31T12:00:00Z", CertificateState::Good);
    let line = format!("--crl @later.crl --ocsp @now.ocsp --at {DAY}");
    for (lang, own) in [
        (
            Lang::En,
            ["Path 2:", "did not sign", "issued after the moment", "shell model", "of the Rules"],
        ),
        (
            Lang::Ru,
            ["не его ключом", "выпущен после", "оболочечная модель", "пункта 12", "Доказательство"],
        ),
        (
            Lang::Kk,
            ["2-тізбек", "кілтімен қойылмаған", "кейін шығарылған", "қабық үлгісі", "Қағидалардың"],
        ),
    ] {
        for width in [40, 100] {
            let context = Context { words: &words, lang, json: false, colour: false, width };
            let (_, text) = files.told(&words, &line, &context);
            assert!(text.lines().all(|it| it.chars().count() <= width), "{text}");
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for part in own {
                assert!(flat.contains(part), "{part}:\n{text}");
            }
            assert!(text.contains('●') && text.contains('└'), "{text}");
        }
    }
}

#[test]
fn the_past_is_proved_by_lists_and_answers_of_later_days() {
    let words = Words::embedded().unwrap();
    let files = Files::new("past");
    files.put_list("clear.crl", "2026-07-01T00:00:00Z", None);
    files.put_list("revoked.crl", "2026-07-01T00:00:00Z", Some("2026-06-15T00:00:00Z"));
    files.put_list("before.crl", "2026-07-01T00:00:00Z", Some("2026-05-15T00:00:00Z"));
    files.put_list("ended.crl", "2026-05-01T00:00:00Z", None);
    files.put_answer("later.ocsp", "2026-07-01T00:00:00Z", CertificateState::Good);
    for (given, exit, says) in [
        ("--crl @clear.crl", Exit::AllClosed, Some("good")),
        ("--crl @revoked.crl", Exit::AllClosed, Some("revoked-later")),
        ("--crl @before.crl", Exit::Violates, Some("revoked")),
        ("--crl @ended.crl", Exit::Undetermined, None),
        ("--ocsp @later.ocsp", Exit::AllClosed, Some("good")),
    ] {
        let (ended, target) = files.ask(&words, &format!("{given} --at {DAY}"));
        assert_eq!(ended, exit, "{given}: {:#?}", target.paths[0].findings);
        let evidence = target.paths[0].evidence.first();
        assert_eq!(evidence.map(|it| it.says.as_str()), says, "{given}");
        if let Some(evidence) = evidence {
            assert_eq!(evidence.certificate, files.user.fingerprint().to_string());
            assert_eq!(evidence.coverage, "later");
            assert_eq!(evidence.this_update, at("2026-07-01T00:00:00Z"));
        }
        assert!(target.asked_at.is_some());
    }
    let (_, target) = files.ask(&words, &format!("--crl @ended.crl --at {DAY}"));
    let unknown =
        target.paths[0].findings.iter().find(|it| it.code == "path.revocation-unknown").unwrap();
    assert_eq!(unknown.facts["urls"], "http://crl.example.kz/a.crl");
    assert_eq!(unknown.clause.as_deref(), Some("12-13"));
}

#[test]
fn a_list_and_an_answer_are_both_shown_and_the_revocation_counts() {
    let words = Words::embedded().unwrap();
    let files = Files::new("both");
    files.put_list("revoked.crl", "2026-05-31T12:00:00Z", Some("2026-05-15T00:00:00Z"));
    files.put_answer("good.ocsp", "2026-05-31T12:00:00Z", CertificateState::Good);
    let line = format!("--crl @revoked.crl --ocsp @good.ocsp --at {DAY}");
    let (exit, target) = files.ask(&words, &line);
    assert_eq!(exit, Exit::Violates);
    assert!(codes(&target).contains(&"path.revocation-contradiction"));
    let kinds: Vec<_> =
        target.paths[0].evidence.iter().map(|it| (it.kind.as_str(), it.says.as_str())).collect();
    assert_eq!(kinds, [("crl", "revoked"), ("ocsp", "good")]);
}

#[test]
fn options_reach_the_engine() {
    let words = Words::embedded().unwrap();
    let files = Files::new("options");
    for (line, exit, code) in [
        ("--purpose 1.3.6.1.5.5.7.3.8", Exit::Violates, Some("path.purpose")),
        ("--purpose 1.2.398.3.3.4.1.1", Exit::AllClosed, None),
        ("--policy 1.2.3.4 --require-policy", Exit::Violates, Some("path.policy-not-accepted")),
        ("--budget-signatures 1", Exit::Undetermined, Some("path.budget-signatures")),
        ("--budget-candidates 0", Exit::Undetermined, None),
    ] {
        let (ended, target) = files.ask(&words, &format!("{line} --at {DAY}"));
        assert_eq!(ended, exit, "{line}");
        if let Some(code) = code {
            assert!(codes(&target).contains(&code), "{line}: {:?}", codes(&target));
        }
        if line.starts_with("--budget") {
            assert!(!target.findings.is_empty(), "{line}");
        }
    }
}

/// Every row of the table of clauses is of a code or a group that the engine has, and whatever
/// rejects a path bears on a clause.
#[test]
fn the_clauses_are_those_of_codes_that_exist() {
    let words = Words::embedded().unwrap();
    for (row, _) in words.clauses() {
        let known = CODES.iter().any(|page| {
            page.code == row || page.code.split('.').next().is_some_and(|group| group == row)
        });
        assert!(known, "{row}");
    }
    for page in CODES {
        let group = page.code.split('.').next().unwrap();
        if ["algorithm", "certificate", "crl", "ocsp", "path", "tsp"].contains(&group) {
            assert!(words.clause(page.code).is_some(), "{}", page.code);
        }
    }
    let subject = |code| words.clause(code).map(|it| it.subject.to_string());
    assert_eq!(subject("path.expired").as_deref(), Some("12-2"));
    assert_eq!(subject("path.revocation-unknown").as_deref(), Some("12-13"));
    assert_eq!(subject("reading.pem-broken"), None);
}
