//! `tekseru pki lint` over national files: rule, place and exit code.

use std::path::{Path, PathBuf};

use model::Lang;
use tekseru::face::cli::context::{Context, Exit};
use tekseru::face::cli::pki::form::Outcome;
use tekseru::face::cli::pki::lint::LintForm;
use tekseru::face::cli::pki::{answer, parse};
use tekseru::words::Words;

use crate::skip;

fn ask(words: &Words, lang: Lang, json: bool, file: &Path) -> (Exit, String) {
    let command = parse(["lint".as_ref(), file.as_os_str()]).unwrap();
    let context = Context { words, lang, json, colour: false, width: 100 };
    let answer = answer(&command, &context).unwrap();
    (answer.exit, answer.text)
}

/// The certificate of 2018 holds two addresses in one URI, with a line break between them.
#[test]
fn two_addresses_in_one_are_shown_where_they_stand_in_every_language() {
    let Some(shared) = skip::shared() else { return };
    let words = Words::embedded().unwrap();
    let file = shared.join("kz-pki/ca/nca_gost.pem");
    let (exit, text) = ask(&words, Lang::En, true, &file);
    assert_eq!(exit, Exit::Violates);
    let form: LintForm = serde_json::from_str(&text).unwrap();
    assert_eq!((form.form.as_str(), form.verdict), ("pki-lint/1", Outcome::Invalid));
    let object = &form.files[0].objects[0];
    assert_eq!(object.kind, "certificate");
    let rule = object.broken.iter().find(|it| it.rule == "certificate.address-form").unwrap();
    assert_eq!((rule.weight.as_str(), rule.source.as_str()), ("violates", "internet"));
    let place = &rule.places[0];
    assert!(place.path.starts_with("tbsCertificate.extensions["), "{}", place.path);
    assert!(place.path.contains("(cRLDistributionPoints).extnValue"), "{}", place.path);
    assert!(place.offset > 0 && place.length > 0, "{place:?}");
    for lang in Lang::ALL {
        let (exit, text) = ask(&words, lang, false, &file);
        assert_eq!(exit, Exit::Violates);
        let question = words.say(lang, "lint.certificate.address-form", &[].into());
        let first = question.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        assert!(text.contains(&first) && text.contains("RFC 3986"), "{text}");
        assert!(text.chars().all(|it| it == '\n' || !it.is_control()), "{text:?}");
    }
}

#[test]
fn what_is_nothing_of_the_kind_is_undetermined() {
    let words = Words::embedded().unwrap();
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let (exit, text) = ask(&words, Lang::En, true, &file);
    assert_eq!(exit, Exit::Undetermined);
    let form: LintForm = serde_json::from_str(&text).unwrap();
    assert!(form.files[0].objects.is_empty());
}
