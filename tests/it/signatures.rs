//! `pki cms`, `pki ocsp` and `pki tsp` over the generated suites, as a person runs them.

use std::path::{Path, PathBuf};

use model::Lang;
use tekseru::face::cli::context::{Context, Exit};
use tekseru::face::cli::pki::form::{CmsForm, OcspForm, Outcome, TspForm};
use tekseru::face::cli::pki::{answer, parse};
use tekseru::words::Words;

use crate::skip::shared;

const LANGUAGES: [Lang; 3] = [Lang::Kk, Lang::Ru, Lang::En];

/// Runs a command whose arguments name files below `root` by `@`; gives the exit and the text.
fn told(root: &Path, line: &str, lang: Lang, json: bool) -> (Exit, String) {
    let words = Words::embedded().unwrap();
    let arguments: Vec<PathBuf> = line
        .split_whitespace()
        .map(|it| it.strip_prefix('@').map_or_else(|| it.into(), |name| root.join(name)))
        .collect();
    let command = parse(&arguments).unwrap_or_else(|error| panic!("{line}: {error}"));
    let context = Context { words: &words, lang, json, colour: false, width: 80 };
    let answer = answer(&command, &context).unwrap_or_else(|error| panic!("{line}: {error}"));
    (answer.exit, answer.text)
}

fn form<F: serde::de::DeserializeOwned>(root: &Path, line: &str) -> (Exit, F) {
    let (exit, text) = told(root, line, Lang::En, true);
    (exit, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{line}: {error}\n{text}")))
}

const TRUST: &str = "--anchor @root.pem --certificate @inter.pem --at 2027-01-15T08:00:00Z";

#[test]
fn every_signer_is_shown_with_its_attributes_in_every_language() {
    let Some(shared) = shared() else { return };
    let root = shared.join("suites/cms/generated");
    let line = format!("cms @multi3.p7s --content @msg.bin {TRUST}");
    let (exit, form): (_, CmsForm) = form(&root, &line);
    assert_eq!((exit, form.signers.len()), (Exit::AllClosed, 3), "{form:#?}");
    for signer in &form.signers {
        let says = |oid: &str| {
            signer.attributes.iter().find(|it| it.id.oid == oid).and_then(|it| it.says.clone())
        };
        assert_eq!(says("1.2.840.113549.1.9.3").unwrap(), "id-data (1.2.840.113549.1.7.1)");
        assert_eq!(says("1.2.840.113549.1.9.5"), signer.signing_time.map(|it| it.to_string()));
    }
    for lang in LANGUAGES {
        let (_, text) = told(&root, &line, lang, false);
        assert_eq!(text.matches("signingTime").count(), 3, "{text}");
    }
}

#[test]
fn several_signatures_are_answered_one_by_one_and_the_worst_decides() {
    let Some(shared) = shared() else { return };
    let root = shared.join("suites/cms/generated");
    let line = format!("cms @p256-noattr.p7s @p256-t-sig.p7s {TRUST}");
    let (exit, forms): (_, Vec<CmsForm>) = form(&root, &line);
    assert_eq!(exit, Exit::Violates);
    let verdicts: Vec<Outcome> = forms.iter().map(|it| it.verdict).collect();
    assert_eq!(verdicts, [Outcome::Valid, Outcome::Invalid]);
    assert!(forms[1].file.ends_with("p256-t-sig.p7s"));
    let alone = &forms[0].signers[0];
    assert!(alone.findings.iter().any(|it| it.code == "cms.over-content-alone"));
    for lang in LANGUAGES {
        let (_, text) = told(&root, &line, lang, false);
        assert!(text.contains("p256-noattr.p7s") && text.contains("p256-t-sig.p7s"), "{text}");
    }
}

#[test]
fn certificates_outside_the_object_are_given_by_name() {
    let Some(shared) = shared() else { return };
    let root = shared.join("suites/cms/generated");
    let signed = "cms @k256-nocerts.p7s --content @msg.bin --anchor @root.pem";
    let at = "--at 2027-01-15T08:00:00Z";
    let (exit, _): (_, CmsForm) =
        form(&root, &format!("{signed} --certificate @k256.pem @inter.pem {at}"));
    assert_eq!(exit, Exit::AllClosed);
    let (exit, _): (_, CmsForm) = form(&root, &format!("{signed} {at}"));
    assert_eq!(exit, Exit::Undetermined);
}

#[test]
fn a_time_stamp_is_compared_with_its_request() {
    let Some(shared) = shared() else { return };
    let root = shared.join("suites/rfc3161/generated");
    let stamp = "tsp @p256-sha256-cert-nonce.tsr --anchor @root.pem";
    for (more, expected) in [
        ("--request @p256-sha256-cert-nonce.tsq", Exit::AllClosed),
        ("--content @data.bin", Exit::AllClosed),
        ("--request @p256-sha256-cert-nonce.tsq --data @data.bin", Exit::AllClosed),
        ("--request @p256-sha256-cert-nonce.tsq --data @other.bin", Exit::Violates),
        ("--request @p256-othernonce.tsq", Exit::Violates),
        ("--data @data.bin --at 2020-01-01T00:00:00Z", Exit::Undetermined),
        ("", Exit::Undetermined),
    ] {
        let (exit, form): (_, TspForm) = form(&root, &format!("{stamp} {more}"));
        assert_eq!(exit, expected, "{more}: {form:#?}");
        let token = form.token.unwrap();
        assert!(token.ordering && token.authority.is_some() && token.accuracy.is_some());
    }
    let (exit, refused): (_, TspForm) = form(&root, "tsp @badpolicy.tsr --data @data.bin");
    assert_eq!(exit, Exit::Undetermined);
    assert_eq!(refused.response_failures, ["unacceptedPolicy"]);
    for lang in LANGUAGES {
        let (_, text) = told(&root, "tsp @badpolicy.tsr --data @data.bin", lang, false);
        assert!(text.contains("unacceptedPolicy"), "{text}");
    }
}

#[test]
fn a_response_about_nobody_in_particular_is_shown_and_decides_nothing() {
    let Some(shared) = shared() else { return };
    let root = shared.join("kz-pki/ocsp");
    let files = "@individual_2015.der @ceo_2004_revoked.der";
    let (exit, forms): (_, Vec<OcspForm>) = form(&root, &format!("ocsp {files}"));
    assert_eq!(exit, Exit::Undetermined);
    for form in &forms {
        assert_eq!(form.answers.len(), 1, "{form:#?}");
        assert_eq!(form.answers[0].status, "revoked");
        assert!(form.findings.iter().any(|it| it.code == "pki-ocsp-no-certificate"));
    }
    for lang in LANGUAGES {
        let (_, text) = told(&root, &format!("ocsp {files}"), lang, false);
        assert!(text.contains(&forms[1].answers[0].serial), "{text}");
    }
}
