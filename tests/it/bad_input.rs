//! Bad input through the command line: one clear sentence in each language, the right exit code,
//! and a dossier that is as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use model::{Lang, Note};
use pki::Certificate;
use pki::issue::{Addresses, CertificateTemplate, Profile, distinguished_name, person};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use proptest::prelude::{any, prop, prop_assert};
use proptest::test_runner::{Config, TestRunner};
use tekseru::act::record::ConclusionKind;
use tekseru::case::Case;
use tekseru::catalog::Catalog;
use tekseru::dossier::{Access, Dossier};
use tekseru::inspection::{ConclusionInput, Inspection};
use tekseru::signing::SigningKey;
use tekseru::words::Words;

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::embedded().unwrap());

const MEMBER: &str = "000000000101";

/// A fact that the test does not know: what a library says about a defect.
const ANYTHING: &str = "\u{1}";

fn tekseru(lang: Lang) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tekseru"));
    command.args(["--lang", lang.as_str()]).env("COLUMNS", "100").env_remove("TEKSERU_PASSWORD");
    command
}

fn run(lang: Lang, arguments: &[&str]) -> Output {
    tekseru(lang).args(arguments).output().unwrap()
}

/// Everything shown, without white space: lines are broken to the width of the terminal.
fn shown(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    squeezed(&String::from_utf8_lossy(&text))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

/// The words of the note stand in what was shown, each part between facts not known here.
fn assert_says(lang: Lang, output: &Output, note: &Note) {
    let said = WORDS.say(lang, &note.code, &note.facts);
    let next = WORDS.next_step(lang, &note.code, &note.facts).unwrap_or_default();
    let shown = shown(output);
    for part in said.split(ANYTHING).chain([&*next]) {
        assert!(
            shown.contains(&squeezed(part)),
            "{}: {part:?} is not in {}{}",
            lang.as_str(),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }
}

/// The command is refused with this note in every language, and no panic.
fn assert_refused(arguments: &[&str], note: &Note) {
    for lang in Lang::ALL {
        let output = run(lang, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        assert_says(lang, &output, note);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
    }
}

fn at(code: &'static str, path: &Path) -> Note {
    Note::new(code).fact("path", path.display())
}

/// What is recorded: the number of entries, and that nothing is damaged.
fn recorded(dossier: &Path) -> usize {
    let opened = Dossier::open(dossier, Access::Read).unwrap();
    let damages = opened.check().unwrap();
    assert!(damages.is_empty(), "{damages:?}");
    opened.entries().len()
}

/// The command is refused, and the dossier is as it was.
fn assert_unharmed(dossier: &Path, arguments: &[&str], note: &Note) {
    let before = recorded(dossier);
    assert_refused(arguments, note);
    assert_eq!(recorded(dossier), before, "{arguments:?}");
    let check = run(Lang::En, &["check", text(dossier)]);
    assert_eq!(check.status.code(), Some(0), "{check:?}");
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn case_text(members: &str) -> String {
    format!(
        "[recipient]\nname = 'ДЕМО'\naddress = 'ДЕМО'\nbin = '000000000601'\nauthority = 'ДЕМО'\n\
         [visit]\nstart = '2026-11-18'\nend = '2026-11-20'\nplaces = ['ДЕМО']\n\
         [network]\nallow-loopback = true\n\
         [commission]\norder = {{ number = 'ДЕМО-1', date = '2026-11-02' }}\n{members}"
    )
}

fn member(number: usize) -> String {
    format!(
        "[[commission.members]]\niin = '{number:012}'\nname = 'Үлгібаев{number}'\n\
         position = 'үлгі'\nbody = 'national-security'\n"
    )
}

/// A folder with a case and an open dossier.
fn dossier(name: &str) -> (Folder, PathBuf) {
    let folder = Folder::new(name);
    let case = folder.file("case.toml", case_text(&member(101)).as_bytes());
    let place = folder.0.join("dossier");
    let output = run(Lang::Kk, &["new", text(&place), "--case", text(&case)]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    (folder, place)
}

fn certificate(key: &PrivateKey) -> Certificate {
    let name = distinguished_name(&[(&known::COMMON_NAME, "ДЕМО"), (&known::COUNTRY, "KZ")]);
    let validity =
        ("2026-01-01T00:00:00Z".parse().unwrap(), "2036-01-01T00:00:00Z".parse().unwrap());
    let (root, public) = (Profile::Root, key.public_key());
    let template =
        CertificateTemplate::new(&root, None, name, public, validity, &Addresses::default());
    template.issue(key).unwrap()
}

fn key() -> PrivateKey {
    PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap()
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut body = String::new();
    for chunk in der.chunks(3) {
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let number = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for position in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * position) & 63) as usize];
            body.push(if position <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    let lines: Vec<_> =
        body.as_bytes().chunks(64).map(|it| String::from_utf8(it.to_vec()).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

#[test]
fn a_truncated_certificate_is_refused_by_name() {
    let (folder, place) = dossier("truncated");
    let der = certificate(&key()).der().to_vec();
    let cut = folder.file("cut.cer", &der[..der.len() / 2]);
    let arguments = ["collect", text(&place), "--offline", "--certificate", text(&cut)];
    let note = at("error.file-malformed", &cut).fact("reason", ANYTHING);
    assert_unharmed(&place, &arguments, &note);
}

/// C08.
#[test]
fn a_pem_with_two_certificates_is_taken_whole() {
    let (folder, place) = dossier("two");
    let two = [certificate(&key()), certificate(&key())];
    let both = two.map(|it| pem("CERTIFICATE", it.der())).concat();
    let file = folder.file("two.pem", both.as_bytes());
    let before = recorded(&place);
    let output =
        run(Lang::Ru, &["collect", text(&place), "--offline", "--certificate", text(&file)]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(recorded(&place), before + 1);
    assert!(holds(&place, both.as_bytes()));
}

/// Whether any file below the folder holds these bytes.
pub(crate) fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        fs::read(&path).unwrap().windows(bytes.len()).any(|it| it == bytes)
    })
}

/// C08.
#[test]
fn a_private_key_among_the_certificates_is_warned_of_and_never_copied() {
    let (folder, place) = dossier("key");
    let secret = key();
    let secret_pem = pem("PRIVATE KEY", &secret.to_pkcs8_der().unwrap());
    let handed = folder.0.join("handed");
    fs::create_dir_all(&handed).unwrap();
    let key_file = handed.join("ca.key");
    fs::write(&key_file, &secret_pem).unwrap();
    fs::write(handed.join("ca.cer"), certificate(&secret).der()).unwrap();
    let warning = at("error.private-key", &key_file);
    for lang in Lang::ALL {
        let output = run(lang, &["collect", text(&place), "--offline", "--folder", text(&handed)]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_says(lang, &output, &warning);
    }
    let line = secret_pem.lines().nth(1).unwrap();
    assert!(!holds(&place, line.as_bytes()), "the key was copied");
    assert!(!holds(&place, &secret.to_pkcs8_der().unwrap()), "the key was copied");
    let direct = ["collect", text(&place), "--offline", "--certificate", text(&key_file)];
    assert_unharmed(&place, &direct, &warning);
}

#[test]
fn a_wrong_password_signs_nothing() {
    let (folder, place) = dossier("password");
    let answer =
        ["answer", text(&place), "--item", "ups", "--member", MEMBER, "--seen", "out-of-order"];
    let output = run(Lang::Kk, &answer);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let catalog = Catalog::embedded().unwrap();
    {
        let now = Timestamp::now();
        let mut inspection =
            Inspection::open(&place, Access::Write { now }, &catalog, &WORDS).unwrap();
        let input = ConclusionInput {
            number: "ДЕМО-1".into(),
            kind: ConclusionKind::Negative,
            text: String::new(),
            recommendations: vec![],
            despite: None,
            damage: Default::default(),
            with_english: false,
        };
        inspection.seal(&input, now).unwrap();
    }
    let container = folder.file("member.p12", &container());
    let password = folder.file("password.txt", b"wrong");
    let arguments = [
        "sign",
        text(&place),
        "--p12",
        text(&container),
        "--password-file",
        text(&password),
        "--member",
        MEMBER,
    ];
    assert_unharmed(&place, &arguments, &at("error.wrong-password", &container));
}

/// The member's key under the password `right`.
fn container() -> Vec<u8> {
    use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKeyChain};
    let (root, own) = (key(), key());
    let subject = person("ҮЛГІБАЕВ МҮШЕ", "ҮЛГІБАЕВ", MEMBER, None);
    let validity =
        ("2026-01-01T00:00:00Z".parse().unwrap(), "2036-01-01T00:00:00Z".parse().unwrap());
    let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let issuer = certificate(&root);
    let (issuer, public) = (Some(&issuer), own.public_key());
    let addresses = Addresses::default();
    let template =
        CertificateTemplate::new(&profile, issuer, subject, public, validity, &addresses);
    let certificate = template.issue(&root).unwrap();
    let inside = p12_keystore::PrivateKey::from_der(&own.to_pkcs8_der().unwrap()).unwrap();
    let chain = vec![p12_keystore::Certificate::from_der(certificate.der()).unwrap()];
    let mut store = KeyStore::new();
    let entry = PrivateKeyChain::new("key", inside, chain);
    store.add_entry("key", KeyStoreEntry::PrivateKeyChain(entry));
    store.writer("right").write().unwrap()
}

/// The bounded form of the fuzz target `pkcs12`: a container with octets changed, gone or added is
/// opened or refused, and what opens holds a certificate over its own key.
#[test]
fn a_changed_key_container_is_opened_or_refused() {
    let sound = container();
    let at = Path::new("member.p12");
    let key = SigningKey::read(at, &sound, "right").unwrap();
    let mut runner =
        TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    let result = runner.run(&prop::collection::vec(change, 1..4), |changes| {
        let mut octets = sound.clone();
        for (index, value, kind) in changes {
            let position = index.index(octets.len());
            match kind {
                0 => octets[position] = value,
                1 => octets[position] ^= 1 << (value % 8),
                2 => octets.insert(position, value),
                _ => {
                    octets.remove(position);
                }
            }
        }
        if let Ok(other) = SigningKey::read(at, &octets, "right") {
            let (other, own) = (other.certificate(), key.certificate());
            prop_assert!(other.public_key().is_same_key(own.public_key()));
        }
        Ok(())
    });
    result.unwrap();
    for length in (0..sound.len()).step_by(7) {
        assert!(SigningKey::read(at, &sound[..length], "right").is_err(), "cut at {length}");
    }
}

#[test]
fn an_empty_and_a_boundless_roster_are_refused_and_no_dossier_is_made() {
    let folder = Folder::new("roster");
    let place = folder.0.join("dossier");
    let empty = folder.file("empty.toml", case_text("members = []\n").as_bytes());
    let new = |case: &Path, note: &Note| {
        assert_refused(&["new", text(&place), "--case", text(case)], note);
        assert!(!place.exists());
    };
    new(&empty, &at("error.roster-nobody-votes", &empty));
    let members: String = (0..101).map(member).collect();
    let many = folder.file("many.toml", case_text(&members).as_bytes());
    new(&many, &at("error.roster-too-many", &many).fact("found", 101).fact("most", 100));
    let line = member(1);
    let boundless = folder.file("boundless.toml", case_text(&line.repeat(1 << 20)).as_bytes());
    let length = fs::metadata(&boundless).unwrap().len();
    let note = at("error.file-too-large", &boundless).fact("length", length).fact("most", 4 << 20);
    new(&boundless, &note);
}

#[test]
fn an_unknown_key_of_a_case_is_refused_with_its_line() {
    let folder = Folder::new("unknown-key");
    let text_of = format!("colour = 'red'\n{}", case_text(&member(101)));
    let case = folder.file("case.toml", text_of.as_bytes());
    let note = at("error.file-malformed-at", &case)
        .fact("line", 1)
        .fact("text", "colour = 'red'")
        .fact("reason", ANYTHING);
    assert_refused(&["new", text(&folder.0.join("dossier")), "--case", text(&case)], &note);
}

#[test]
fn an_answer_for_an_unknown_item_or_by_a_stranger_is_refused() {
    let (_folder, place) = dossier("item");
    let answer = |item, member| {
        ["answer", text(&place), "--item", item, "--member", member, "--seen", "in-order"]
    };
    let unknown = Note::new("error.item-unknown").fact("item", "celing-height");
    assert_unharmed(&place, &answer("celing-height", MEMBER), &unknown);
    let stranger = Note::new("error.member-unknown").fact("member", "000000000999");
    assert_unharmed(&place, &answer("ceiling-height", "000000000999"), &stranger);
    let number = Note::new("error.iin").fact("text", "12");
    assert_unharmed(&place, &answer("ceiling-height", "12"), &number);
}

#[test]
fn a_reading_needs_its_unit_and_may_have_a_comma_or_a_full_stop() {
    let (_folder, place) = dossier("reading");
    let answer = |reading| {
        [
            "answer",
            text(&place),
            "--item",
            "ceiling-height",
            "--member",
            MEMBER,
            "--seen",
            "in-order",
            "--reading",
            reading,
            "--instrument",
            "ruler",
        ]
    };
    let item = |code, text| Note::new(code).fact("item", "224.ceiling-height").fact("text", text);
    assert_unharmed(&place, &answer("2,44"), &item("error.reading-unit-missing", "2,44"));
    assert_unharmed(&place, &answer("2,44 ft"), &item("error.reading-unit-unknown", "ft"));
    assert_unharmed(&place, &answer("NaN"), &item("error.reading-not-a-number", "NaN"));
    for reading in ["2.44 m", "2,44 m", "2,44 м"] {
        let before = recorded(&place);
        let output = run(Lang::Kk, &answer(reading));
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(recorded(&place), before + 1);
    }
}

#[test]
fn a_photograph_that_is_no_picture_is_refused_and_nothing_of_the_answer_is_kept() {
    let (folder, place) = dossier("photo");
    let photo = folder.file("photo.jpg", b"not a picture at all");
    let arguments = [
        "answer",
        text(&place),
        "--item",
        "ceiling-height",
        "--member",
        MEMBER,
        "--seen",
        "in-order",
        "--attach",
        text(&photo),
    ];
    let note = at("error.photo-unreadable", &photo).fact("reason", ANYTHING);
    assert_unharmed(&place, &arguments, &note);
    let absent = folder.0.join("absent.jpg");
    let arguments = arguments.map(|it| if it == text(&photo) { text(&absent) } else { it });
    assert_unharmed(&place, &arguments, &at("error.io-not-found", &absent));
}

#[test]
fn a_dossier_of_a_newer_version_is_left_untouched() {
    let (_folder, place) = dossier("newer");
    let header = place.join("dossier.toml");
    let newer = fs::read_to_string(&header).unwrap().replace("format = 1", "format = 99");
    assert!(newer.contains("format = 99"));
    fs::write(&header, &newer).unwrap();
    let note = at("error.dossier-newer", &header).fact("found", 99).fact("supported", 1);
    for verb in ["judge", "collect", "check", "status"] {
        assert_refused(&[verb, text(&place)], &note);
    }
    assert_eq!(fs::read_to_string(&header).unwrap(), newer);
}

#[test]
fn a_folder_that_is_no_dossier_is_refused() {
    let folder = Folder::new("nothing");
    assert_refused(&["judge", text(&folder.0)], &at("error.not-a-dossier", &folder.0));
}

#[test]
fn the_exit_code_tells_what_is_open_from_what_violates() {
    let (folder, place) = dossier("exit");
    assert_eq!(run(Lang::Kk, &["judge", text(&place)]).status.code(), Some(3));
    let photo = folder.0.join("photo.png");
    image::RgbImage::from_pixel(2, 2, image::Rgb([200, 10, 10])).save(&photo).unwrap();
    let arguments = [
        "answer",
        text(&place),
        "--item",
        "ceiling-height",
        "--member",
        MEMBER,
        "--seen",
        "in-order",
        "--reading",
        "2,40 m",
        "--reading",
        "2,40 m",
        "--reading",
        "2,40 m",
        "--instrument",
        "ruler",
        "--attach",
        text(&photo),
    ];
    let output = run(Lang::Kk, &arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(run(Lang::Kk, &["judge", text(&place)]).status.code(), Some(2));
    assert_eq!(run(Lang::Kk, &["judge"]).status.code(), Some(1), "a wrong call");
    assert_eq!(run(Lang::Kk, &["check", text(&place)]).status.code(), Some(0));
}

/// A small file system of its own, where this process may mount one.
#[cfg(target_os = "linux")]
struct Small(PathBuf);

#[cfg(target_os = "linux")]
impl Small {
    fn mount(folder: &Folder, size: &str) -> Option<Self> {
        let place = folder.0.join("small");
        fs::create_dir_all(&place).unwrap();
        let options = format!("size={size}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs", text(&place)])
            .output()
            .is_ok_and(|it| it.status.success());
        if !mounted {
            println!("skipped: this process may not mount a file system");
            return None;
        }
        Some(Self(place))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Small {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg(&self.0).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_no_writes_is_named_and_can_be_read() {
    let (folder, place) = dossier("read-only");
    let Some(small) = Small::mount(&folder, "16m") else { return };
    let there = small.0.join("dossier");
    copy(&place, &there);
    let remount = ["-o", "remount,ro", text(&small.0)];
    assert!(Command::new("mount").args(remount).output().unwrap().status.success());
    for lang in Lang::ALL {
        let arguments =
            ["answer", text(&there), "--item", "ups", "--member", MEMBER, "--seen", "in-order"];
        let output = run(lang, &arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let note = Note::new("error.io-read-only").fact("path", ANYTHING);
        assert_says(lang, &output, &note);
        assert!(shown(&output).contains(&squeezed(text(&there))), "{output:?}");
    }
    assert_eq!(run(Lang::Kk, &["judge", text(&there)]).status.code(), Some(3));
    assert_eq!(recorded(&there), recorded(&place));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing_that_was_recorded() {
    let (folder, place) = dossier("full");
    let Some(small) = Small::mount(&folder, "1m") else { return };
    let there = small.0.join("dossier");
    copy(&place, &there);
    let document = folder.file("large.txt", &vec![b'x'; 4 << 20]);
    let before = recorded(&there);
    for lang in Lang::ALL {
        let arguments = ["collect", text(&there), "--offline", "--document", text(&document)];
        let output = run(lang, &arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert_says(lang, &output, &Note::new("error.io-disk-full").fact("path", ANYTHING));
        assert_eq!(recorded(&there), before);
    }
    let small_one = folder.file("small.txt", b"small");
    let arguments = ["collect", text(&there), "--offline", "--document", text(&small_one)];
    let output = run(Lang::Kk, &arguments);
    assert_eq!(output.status.code(), Some(0), "there is room again: {output:?}");
    assert_eq!(recorded(&there), before + 1);
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_collecting_ends_the_command_and_leaves_the_journal_whole() {
    use std::os::unix::process::ExitStatusExt;
    // A service that takes the call and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = Folder::new("interrupt");
    let declared = format!(
        "{}[declaration]\ntsp-urls = ['http://{}/tsp']\n",
        case_text(&member(101)),
        silent.local_addr().unwrap()
    );
    let _: Case = toml::from_str(&declared).unwrap();
    let case = folder.file("case.toml", declared.as_bytes());
    let place = folder.0.join("dossier");
    assert_eq!(run(Lang::Kk, &["new", text(&place), "--case", text(&case)]).status.code(), Some(0));
    let before = recorded(&place);
    let mut child = tekseru(Lang::Kk)
        .args(["collect", text(&place)])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // The call shows that the collection has begun.
    silent.set_nonblocking(true).unwrap();
    let begun = std::time::Instant::now();
    let called = loop {
        match silent.accept() {
            Ok(call) => break Some(call),
            Err(_) if begun.elapsed().as_secs() < 30 => {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            Err(_) => break None,
        }
    };
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let ended = child.wait().unwrap();
    assert!(called.is_some(), "nothing was asked in 30 s");
    assert!(told.success());
    let code = ended.code().unwrap_or_else(|| 128 + ended.signal().unwrap());
    assert_eq!(code, 130, "{ended:?}");
    assert!(recorded_with_leftovers(&place) >= before);
    let check = run(Lang::Kk, &["check", text(&place)]);
    assert_eq!(check.status.code(), Some(0), "{check:?}");
    // And it goes on.
    let output = run(
        Lang::Kk,
        &["answer", text(&place), "--item", "ups", "--member", MEMBER, "--seen", "in-order"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// As [`recorded`]; an interrupted write may leave what nothing rests on.
fn recorded_with_leftovers(dossier: &Path) -> usize {
    let opened = Dossier::open(dossier, Access::Read).unwrap();
    let damages = opened.check().unwrap();
    assert!(damages.iter().all(tekseru::dossier::Damage::is_leftover), "{damages:?}");
    opened.entries().len()
}

/// A folder of one test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("tekseru-bad-{}-{number}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
