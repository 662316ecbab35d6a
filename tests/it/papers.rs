//! Papers: every form fits together and quotes the law word for word, nothing is made that lacks
//! what the law asks for, and what was made is verified from its file alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use model::{Lang, Signature, Verdict};
use pki::Certificate;
use pki::cms::SignOptions;
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::oid::known;
use tekseru::document::attached::{NotAttached, attached};
use tekseru::papers::form::{Form, Kind, Status, Wording};
use tekseru::papers::verify::{NotAPaper, PaperVerification, SAYS, verify};
use tekseru::papers::{Defect, Fields, Forms, Paper, PaperError, PaperFiles};
use tekseru::signing::Trust;
use tekseru::words::Words;

use crate::catalog::copy;
use crate::inspection::{defects, exits, fresh, json, shown, squeezed, tekseru, text};
use crate::skip::{shared, skipped};

/// Every paper, typed in by hand: a form that is lost is missed.
const PAPERS: [&str; 22] = [
    "answer-objections",
    "application",
    "attestat",
    "attestation-application",
    "attestation-hardware",
    "attestation-integrated",
    "attestation-software",
    "certificate",
    "decision",
    "decision-revocation",
    "dissent",
    "letter-to-members",
    "notice-changes",
    "notice-examination",
    "notice-onsite",
    "notice-survey",
    "protocol",
    "recommendation",
    "refusal",
    "register-extract",
    "request-elimination",
    "request-explanations",
];

/// Those that the register has to bear out; a refusal at an earlier stage has no decision there.
const DECIDED: [&str; 4] = ["certificate", "decision", "decision-revocation", "register-extract"];

fn forms() -> Forms {
    Forms::load(None).unwrap()
}

fn at() -> Timestamp {
    "2026-02-20T06:00:00Z".parse().unwrap()
}

/// A day that fits where the form bounds it.
fn day(field: &str) -> &'static str {
    match field {
        "date" | "notice-date" => "2026-02-20",
        "documents-until" | "survey-date" => "2026-02-25",
        "reply-until" => "2026-04-01",
        "expired" | "waited-until" | "cessation-until" | "request-until" => "2026-02-10",
        "recommendation-date" => "2026-01-25",
        "revoked-from" => "2026-02-21",
        "valid-through" | "valid-until" => "2029-01-20",
        _ => "2026-01-20",
    }
}

fn value(field: &tekseru::papers::Field) -> String {
    let sample = || format!("\"үлгі {}\"", field.id);
    match field.kind {
        Kind::Choice => format!("{:?}", field.option[0].id),
        Kind::Choices => format!("[{:?}]", field.option[0].id),
        Kind::Date => format!("\"{}\"", day(&field.id)),
        Kind::List => format!("[\"бірінші {}\", \"екінші {}\"]", field.id, field.id),
        Kind::Number => "45".into(),
        Kind::Text => sample(),
        Kind::Table => {
            let cells: Vec<_> =
                field.column.iter().map(|it| format!("{} = {}", it.id, value(it))).collect();
            let cells = format!("{{ {} }}", cells.join(", "));
            if field.row.is_empty() {
                return format!("[{cells}, {cells}]");
            }
            let rows: Vec<_> = field.row.iter().map(|it| format!("{} = {cells}", it.id)).collect();
            format!("{{ {} }}", rows.join(", "))
        }
    }
}

/// The required fields of a form with values of their kinds, and what the first options ask for.
fn filled(form: &Form) -> String {
    let asked: &[&str] = match form.id.as_str() {
        "refusal" => &["facts"],
        "decision-revocation" => &[
            "cessation-number",
            "cessation-date",
            "cessation-until",
            "answer-number",
            "answer-date",
        ],
        _ => &[],
    };
    let mut out = String::new();
    for field in &form.field {
        if field.required || asked.contains(&field.id.as_str()) {
            writeln!(out, "{} = {}", field.id, value(field)).unwrap();
        }
    }
    out
}

/// Fields as a file gives them.
fn fields(name: &str, toml: &str) -> Fields {
    let place = fresh(&format!("fields-{name}.toml"));
    fs::write(&place, toml).unwrap();
    let read = Fields::read(&place).unwrap();
    fs::remove_file(&place).unwrap();
    read
}

const BOTH: [Lang; 2] = [Lang::Kk, Lang::Ru];

fn sample(forms: &Forms, id: &str, more: &[(&str, &str)]) -> Result<PaperFiles, PaperError> {
    sample_in(forms, id, more, &BOTH)
}

fn sample_in(
    forms: &Forms,
    id: &str,
    more: &[(&str, &str)],
    langs: &[Lang],
) -> Result<PaperFiles, PaperError> {
    let mut given = Fields::default();
    for (name, value) in more {
        given.give(name, value);
    }
    given.add(fields(id, &filled(forms.find(id).unwrap())));
    Paper::compose(forms, id, &given, langs, at())?.render()
}

/// What is wrong with a sample to which these fields are given; empty counts as not given.
fn wrong(id: &str, more: &[(&str, &str)]) -> Vec<Defect> {
    match sample(&forms(), id, more) {
        Err(PaperError::Defects { defects, .. }) => defects,
        Err(error) => panic!("{error}"),
        Ok(_) => vec![],
    }
}

fn missing(defects: &[Defect]) -> Vec<&str> {
    let named = defects.iter().filter_map(|it| {
        if let Defect::Missing { field, .. } = it { Some(field.as_str()) } else { None }
    });
    named.collect()
}

fn said(defects: &[Defect], words: &str) -> bool {
    defects.iter().any(|it| matches!(it, Defect::Broken { says } if says.ru.contains(words)))
}

fn warned(id: &str, more: &[(&str, &str)]) -> Vec<String> {
    let forms = forms();
    let mut given = Fields::default();
    for (name, value) in more {
        given.give(name, value);
    }
    given.add(fields(&format!("warned-{id}"), &filled(forms.find(id).unwrap())));
    let paper = Paper::compose(&forms, id, &given, &BOTH, at()).unwrap();
    paper.warnings.iter().map(|it| it.ru.clone()).collect()
}

/// The words of a PDF, one text a page.
pub(crate) fn pages(pdf: &[u8], name: &str) -> Option<Vec<String>> {
    let folder = fresh(&format!("paper-{name}"));
    fs::create_dir_all(&folder).unwrap();
    let place = folder.join("paper.pdf");
    fs::write(&place, pdf).unwrap();
    let run = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8", text(&place), "-"]).output();
    let Ok(run) = run else {
        skipped("pdftotext is not installed");
        return None;
    };
    assert!(run.status.success(), "{run:?}");
    let all = String::from_utf8(run.stdout).unwrap();
    let mut pages: Vec<String> = all.split('\u{c}').map(str::to_owned).collect();
    assert_eq!(pages.pop().as_deref(), Some(""));
    Some(pages)
}

#[test]
fn every_paper_that_is_asked_for_has_a_form() {
    let forms = forms();
    let found: Vec<_> = forms.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(found, PAPERS);
    let of = |wanted: fn(&Form) -> bool| -> BTreeSet<String> {
        forms.iter().filter(|it| wanted(it)).map(|it| it.id.clone()).collect()
    };
    let set = |all: &[&str]| -> BTreeSet<String> { all.iter().map(|it| (*it).into()).collect() };
    let repealed = [
        "attestat",
        "attestation-application",
        "attestation-hardware",
        "attestation-integrated",
        "attestation-software",
    ];
    assert_eq!(of(|it| it.status == Status::Repealed), set(&repealed));
    assert_eq!(of(|it| it.wording == Wording::Law), set(&["application", "certificate"]));
    // The columns that the texts count, with the number of the row.
    let columns =
        |form: &str, field: &str| 1 + forms.find(form).unwrap().find(field).unwrap().column.len();
    assert_eq!((columns("attestat", "hardware"), columns("attestat", "software")), (9, 8));
    assert_eq!(columns("attestation-integrated", "rows"), 4);
    assert_eq!(columns("attestation-hardware", "rows"), 10);
    assert_eq!(columns("attestation-software", "rows"), 8);
    let protocol = forms.find("protocol").unwrap().find("documents").unwrap();
    assert_eq!(protocol.row.len(), 13);
    assert_eq!(forms.find("refusal").unwrap().find("grounds").unwrap().option.len(), 5);
}

#[test]
fn a_form_that_does_not_fit_together_is_refused_by_file_and_part() {
    for (file, sound, broken, says) in [
        ("notice-survey", "{reason}", "{raeson}", "raeson: no such field"),
        (
            "notice-survey",
            "text.ru = \"Дата выездного обследования – {survey-date}.\"",
            "text.ru = \"Дата выездного обследования.\"",
            "ru names other fields than kk",
        ),
        (
            "notice-survey",
            "{survey-date}.\"\ntext.ru",
            "{survey-date:since}.\"\ntext.ru",
            "survey-date:since: no such manner",
        ),
        (
            "notice-survey",
            "id = \"number\"\nkind = \"text\"",
            "id = \"number\"\nkind = \"text\"\nrequired = false",
            "number: may be absent where it is printed",
        ),
        (
            "notice-survey",
            "issuer = \"provider\"",
            "issuer = \"provider\"\nfont = \"large\"",
            "unknown field `font`",
        ),
        (
            "notice-survey",
            "caption.en = \"Number of the document\"",
            "caption.en = \" \"",
            "a language is missing",
        ),
        ("notice-survey", "field = \"subject\"", "field = \"places\"", "nothing uses the field"),
        ("notice-survey", "id = \"notice-survey\"", "id = \"notice\"", "the file has another name"),
        (
            "refusal",
            "when = [\"stage=act\"]",
            "when = [\"stage=fact\"]",
            "stage=fact: no such option",
        ),
        ("certificate", "{ca-name}\"\ntext.ru", "{ca-name\"\ntext.ru", "a brace is not closed"),
        (
            "attestat",
            "status = \"repealed\"",
            "status = \"current\"",
            "what is repealed says by what",
        ),
        ("office", "ru = \"мая\"", "ru = \"мая\"\nde = \"Mai\"", "unknown field `de`"),
    ] {
        let folder = copy();
        let place = folder.join(format!("forms/{file}.toml"));
        let whole = fs::read_to_string(&place).unwrap();
        assert!(whole.contains(sound), "{file}: {sound} is gone");
        fs::write(&place, whole.replacen(sound, broken, 1)).unwrap();
        let refusal = Forms::load(Some(&folder)).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert!(refusal.contains(&format!("forms/{file}.toml")), "{refusal}");
        assert!(refusal.contains(says), "{refusal}: not {says}");
    }
}

/// As the extraction of the text has it, less its stray spaces.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(")
}

/// Letters and signs alone: what is left of a form when its places are empty.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for it in text.chars() {
        match it {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside || it.is_whitespace() || it == '_' => {}
            other => out.push(other),
        }
    }
    out
}

#[test]
fn kazakh_words_of_the_law_are_quoted_word_for_word() {
    let Some(shared) = shared() else { return };
    let requirements = fs::read_to_string(shared.join("rules/requirements.toml")).unwrap();
    let requirements: toml::Table = toml::from_str(&requirements).unwrap();
    let laws: BTreeMap<String, String> = requirements["item"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["id"].as_str().unwrap().into(), folded(it["kk"].as_str().unwrap())))
        .collect();
    let act_form = fs::read_to_string(shared.join("rules/act-form.md")).unwrap();
    let appeal = act_form.lines().find_map(|it| it.strip_prefix("kk: Шағым ")).unwrap();
    let mut quoted = BTreeSet::new();
    let mut check = |form: &str, quotes: &[String], kk: &str| {
        for quote in quotes {
            let whole = folded(kk);
            match quote.as_str() {
                "act-form:appeal" => assert_eq!(whole, folded(&format!("Шағым {appeal}"))),
                // Compared as a whole below.
                "act-form:certificate" => {}
                id => {
                    let law = &laws[id];
                    assert!(whole.contains(&**law), "{form}: {id}:\n{whole}\n{law}");
                }
            }
            quoted.insert(quote.clone());
        }
    };
    let forms = forms();
    for form in forms.iter() {
        for part in &form.block {
            let kk: String = [&part.text, &part.after, &part.caption]
                .into_iter()
                .flatten()
                .map(|it| format!("{} ", it.kk))
                .collect();
            check(&form.id, &part.quotes, kk.trim_end());
        }
        for field in &form.field {
            for it in field.option.iter().chain(&field.row) {
                check(&form.id, &it.quotes, &it.text.kk);
            }
        }
    }
    // The thirteen documents, the five grounds, and the paragraphs that the letters rest on.
    for id in (1..=13).map(|it| format!("224-A1-9-{it:02}")) {
        assert!(quoted.contains(&id), "{id} is not quoted");
    }
    for id in (1..=5).map(|it| format!("224-A1-10-{it}")) {
        assert!(quoted.contains(&id), "{id} is not quoted");
    }
    for id in ["224-10-a", "224-11", "224-12-0-d", "224-21-a", "224-22-h", "224-23-b", "224-24-a"] {
        assert!(quoted.contains(id), "{id} is not quoted");
    }
    // The certificate, from its title to the names under it.
    let block = act_form.split("```").nth(1).unwrap();
    let own: String = forms
        .find("certificate")
        .unwrap()
        .block
        .iter()
        .flat_map(|it| [&it.text, &it.after, &it.caption].into_iter().flatten())
        .map(|it| it.kk.as_str())
        .collect();
    let law = bare(block).replace("ЛауазымыТАӘ", "");
    assert_eq!(bare(&own), law_with_act(&law));
    let latin = bare(&own).chars().any(|it| it.is_ascii_alphabetic());
    assert!(!latin, "a Latin letter stands in the Kazakh text: {}", bare(&own));
}

/// The blank before the act, which has no caption, is filled with its date and number: `… № …`.
fn law_with_act(law: &str) -> String {
    law.replacen("комитетікуәландырушы", "комитеті№куәландырушы", 1)
}

#[test]
fn a_paper_without_its_fields_names_every_one_of_them_in_every_language() {
    let forms = forms();
    for form in forms.iter() {
        let refused = Paper::compose(&forms, &form.id, &Fields::default(), &BOTH, at());
        let Err(PaperError::Defects { defects, .. }) = refused else { panic!("{}", form.id) };
        let named = missing(&defects);
        for field in form.field.iter().filter(|it| it.required && it.row.is_empty()) {
            assert!(named.contains(&field.id.as_str()), "{}: {} is not named", form.id, field.id);
        }
    }
    let protocol = wrong_without("protocol");
    // Of the thirteen documents each.
    for row in 1..=13 {
        let field = format!("documents.{row:02}.verdict");
        assert!(missing(&protocol).contains(&field.as_str()), "{field}: {protocol:?}");
    }
    let shown =
        shown(&exits(1, &["committee", "paper", "decision", "--out", "/nonexistent/x.pdf"]));
    for part in ["Шешім", "Решение", "Decision", "Акт қабылданған күн", "День принятия акта"]
    {
        assert!(squeezed(&shown).contains(&squeezed(part)), "{part}: {shown}");
    }
}

fn wrong_without(id: &str) -> Vec<Defect> {
    let forms = forms();
    match Paper::compose(&forms, id, &Fields::default(), &BOTH, at()) {
        Err(PaperError::Defects { defects, .. }) => defects,
        _ => panic!("{id} was made of nothing"),
    }
}

#[test]
fn what_was_made_is_verified_from_its_file_alone() {
    let forms = forms();
    for id in PAPERS {
        let files = sample(&forms, id, &[]).unwrap_or_else(|it| panic!("{id}: {it}"));
        assert_eq!(files, sample(&forms, id, &[]).unwrap(), "{id}: other bytes");
        assert_eq!(attached(&files.pdf, "paper.json").unwrap(), files.json, "{id}");
        assert_eq!(
            attached(&files.pdf, "form.toml").unwrap(),
            fs::read(root().join(format!("checklists/forms/{id}.toml"))).unwrap()
        );
        let seen = verify(&files.pdf, None, &Trust::default(), &forms).unwrap();
        let codes: Vec<_> = seen.checks.iter().map(|it| &*it.note.code).collect();
        let mut expected = vec![
            "paper.fields-in-order",
            "paper.pages-as-recorded",
            "paper.form-as-known",
            "paper.unsigned",
        ];
        // Filled in by hand, what has to rest on the register is a draft.
        if DECIDED.contains(&id) {
            expected.insert(1, "paper.draft");
        }
        assert_eq!(codes, expected, "{id}");
        assert_eq!(seen.verdict, Verdict::Undetermined, "{id}: nobody signed it");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The certificate as it must read, typed in by hand after Annex 3.
const CERTIFICATE: &str = "Куәландырушы орталықты аккредиттеу туралы № KZ-7 куәлік \
    Осы куәлік: «Үлгі» ЖШС, (заңды тұлғаның атауы) Астана қаласы мекенжайы \
    Бойынша берілді, (заңды тұлғаның мекенжайы) \
    Қазақстан Республикасы Цифрлық даму, инновациялар және аэроғарыш өнеркәсібі министрлігінің \
    Ақпараттық қауіпсіздік комитеті 2026 жылғы 20 қаңтардағы № 5 куәландырушы орталықтарды \
    тексеру нәтижелері туралы актінің негізінде, Куәландырушы орталықтарды аккредиттеуді \
    жүргізу қағидаларына сәйкес «Үлгі КО» аккредиттелді деп танылсын. \
    Осы куәландырушы орталықты аккредиттеу туралы куәліктің қолданылу мерзімі берілген күнінен \
    бастап 3 жылды құрайды және Қазақстан Республикасының бүкіл аумағында қолданылады.";

#[test]
fn the_certificate_is_one_page_of_the_text_of_annex_3_and_nothing_more() {
    let files = sample(
        &forms(),
        "certificate",
        &[
            ("number", "KZ-7"),
            ("entity-name", "«Үлгі» ЖШС"),
            ("entity-address", "Астана қаласы"),
            ("act-number", "5"),
            ("act-date", "2026-01-20"),
            ("ca-name", "«Үлгі КО»"),
        ],
    )
    .unwrap();
    let Some(pages) = pages(&files.pdf, "certificate") else { return };
    assert_eq!(pages.len(), 1, "{pages:?}");
    let shown = squeezed(&pages[0]);
    // The words after a filled line stand beside it; a reader of PDF may put them anywhere near.
    for sentence in CERTIFICATE.split(['(', ')', ':']) {
        for part in sentence.split(" мекенжайы") {
            assert!(shown.contains(&squeezed(part)), "{part}: {}", pages[0]);
        }
    }
    assert!(!shown.contains("министрлiгiнiң"), "Latin letters");
    // The mark of the form, at the upper right of Annex 3.
    assert!(shown.contains("Нысан"), "{}", pages[0]);
    // The form has no date: the day it was made stands nowhere.
    assert!(!shown.contains(&squeezed("20 ақпан")) && !shown.contains("2026-02-20"));
    for part in [
        "Перевод на русский язык (не является частью формы)",
        "Свидетельство № KZ-7 об аккредитации удостоверяющего центра",
        "акта о результатах проверки удостоверяющих центров от 20 января 2026 года № 5,",
        "Срок действия настоящего свидетельства составляет 3 года со дня выдачи",
    ] {
        assert!(shown.contains(&squeezed(part)), "{part}: {}", pages[0]);
    }
}

#[test]
fn the_sentences_of_the_decision_and_of_the_refusal_are_those_of_the_form_of_the_act() {
    let more = [
        ("application-number", "12"),
        ("application-date", "2025-09-08"),
        ("stage", "act"),
        ("act-number", "5"),
        ("act-date", "2025-09-23"),
        ("decision-number", "6"),
        ("decision-date", "2025-09-24"),
        ("grounds", "10-2"),
    ];
    let files = sample(&forms(), "refusal", &more).unwrap();
    let Some(found) = pages(&files.pdf, "refusal") else { return };
    let shown = squeezed(&found.concat());
    for part in [
        "2025 жылғы 8 қыркүйектегі № 12 өтінішіңізді қарау нәтижесінде",
        "Вашего заявления от 8 сентября 2025 года № 12",
        "2025 жылғы 23 қыркүйектегі № 5 тексеру актісі",
        "подпункт 2) пункта 10 приложения 1 к Правилам",
        "Қазақстан Республикасының нормативтік құқықтық актілерінде белгіленген талаптарға сәйкес \
         келмеуі",
        "Шағым көрсетілетін қызметті беруші басшысының атына (5 жұмыс күні ішінде қаралады)",
        "Жалоба подаётся на имя руководителя услугодателя",
        "аккредиттеу туралы куәлікті беруден дәлелді түрде бас тартады",
    ] {
        assert!(shown.contains(&squeezed(part)), "{part}: {}", found.concat());
    }
    // Only the ground that a person chose.
    assert!(!shown.contains("подпункт1)") && !shown.contains("подпункт3)"));

    let issue = sample(&forms(), "decision", &[("decision", "issue")]).unwrap();
    let shown = squeezed(&pages(&issue.pdf, "issue").unwrap().concat());
    assert!(shown.contains(&squeezed("аккредиттеу туралы куәлік берілсін.")));
    assert!(shown.contains(&squeezed("выдать свидетельство")), "{shown}");
    let refuse = [("decision", "refuse"), ("grounds", "10-1")];
    let refuse = sample(&forms(), "decision", &refuse).unwrap();
    let shown = squeezed(&pages(&refuse.pdf, "refuse").unwrap().concat());
    assert!(shown.contains(&squeezed("аккредиттеу туралы куәлік берілмесін.")));
    assert!(shown.contains(&squeezed("отказать в выдаче свидетельства")));
}

#[test]
fn a_refusal_rests_on_what_its_place_in_the_procedure_demands() {
    assert_eq!(missing(&wrong("refusal", &[("grounds", "")])), ["grounds"]);
    let documents = wrong("refusal", &[("stage", "documents")]);
    assert_eq!(missing(&documents), ["protocol-number", "protocol-date"]);
    assert!(said(&documents, "оформленном протоколом"));
    let act = wrong("refusal", &[("stage", "act")]);
    assert_eq!(missing(&act), ["act-number", "act-date", "decision-number", "decision-date"]);
    assert!(wrong("refusal", &[("stage", "completeness")]).is_empty());
    let decision = wrong("decision", &[("decision", "refuse")]);
    assert_eq!(missing(&decision), ["grounds"]);
    assert!(said(&wrong("decision", &[("grounds", "10-1")]), "не может быть оснований"));
    let other = wrong("refusal", &[("grounds", "10-6")]);
    assert!(matches!(&other[..], [Defect::NotAnOption { .. }]), "{other:?}");
}

#[test]
fn a_recommendation_beyond_sixty_days_needs_an_agreement_and_always_a_day_of_reply() {
    for (period, fits) in [("1", true), ("60", true), ("61", false), ("120", false)] {
        let found = wrong("recommendation", &[("period", period)]);
        assert_eq!(found.is_empty(), fits, "{period}: {found:?}");
        assert!(fits || said(&found, "не превышает 60"));
    }
    let agreed = [("period", "120"), ("agreement", "№ 3, 2026-02-19")];
    assert!(wrong("recommendation", &agreed).is_empty());
    for paper in ["recommendation", "request-elimination", "request-explanations"] {
        assert_eq!(missing(&wrong(paper, &[("reply-until", "")])), ["reply-until"], "{paper}");
        // Not on the day of the letter itself, and not before it.
        for day in ["2026-02-20", "2026-02-19"] {
            let early = wrong(paper, &[("reply-until", day)]);
            assert!(said(&early, "День ответа"), "{paper}: {early:?}");
        }
        assert!(wrong(paper, &[("reply-until", "2026-02-21")]).is_empty(), "{paper}");
    }
    for (period, kind) in [("0", "number"), ("1000", "number"), ("алпыс", "number")] {
        let found = wrong("recommendation", &[("period", period)]);
        assert!(
            matches!(&found[..], [Defect::NotOfKind { kind: found, .. }] if *found == kind),
            "{found:?}"
        );
    }
}

#[test]
fn a_revocation_states_its_ground_with_the_four_elements_and_hears_objections_first() {
    let elements = ["violation", "damage", "recommendation", "no-good-reason"];
    let bare = wrong("decision-revocation", &[("ground", "19-2")]);
    assert_eq!(missing(&bare), elements);
    assert!(said(&bare, "четырёх элементов"));
    let given = elements.map(|it| (it, "үлгі"));
    let with = |ground: &'static str, more: &[(&'static str, &'static str)]| {
        [&[("ground", ground)][..], more, &given[..]].concat()
    };
    assert!(wrong("decision-revocation", &with("19-2", &[])).is_empty());
    assert!(warned("decision-revocation", &with("19-2", &[])).is_empty());
    // A31: the procedure alone is warned of, with the elements it is not.
    let survey = [("survey-number", "2"), ("survey-date", "2026-02-01")];
    let request =
        [("request-number", "3"), ("request-date", "2026-02-01"), ("request-until", "2026-02-10")];
    for (ground, papers) in [("22", &survey[..]), ("23", &request[..])] {
        let alone = [&[("ground", ground)][..], papers].concat();
        let warnings = warned("decision-revocation", &alone);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].contains("перечень оснований пункта 19 закрыт"), "{warnings:?}");
        let missing_one: Vec<_> = [&alone[..], &given[..3]].concat();
        assert_eq!(warned("decision-revocation", &missing_one).len(), 1);
        assert!(warned("decision-revocation", &with(ground, papers)).is_empty());
    }
    // A32: objections come first.
    let none = [&survey[..], &[("ground", "22"), ("objections", "none")][..]].concat();
    assert_eq!(missing(&wrong("decision-revocation", &none)), ["waited-until"]);
    let waited = [&none[..], &[("waited-until", "2026-02-20")][..]].concat();
    assert!(said(&wrong("decision-revocation", &waited), "ещё не истёк"));
    let waited = [&none[..], &[("waited-until", "2026-02-19")][..]].concat();
    assert!(wrong("decision-revocation", &waited).is_empty());
    let early = [("cessation-until", "2026-02-20")];
    assert!(said(&wrong("decision-revocation", &early), "ещё не истёк"));
    // Paragraph 23: the period of the request is over.
    let early = [&request[..2], &[("ground", "23"), ("request-until", "2026-02-20")][..]].concat();
    assert!(said(&wrong("decision-revocation", &early), "ещё не истёк"));
}

#[test]
fn a_letter_to_the_members_on_another_day_than_the_notice_is_warned_of() {
    assert!(warned("letter-to-members", &[]).is_empty());
    let late = warned("letter-to-members", &[("notice-date", "2026-02-19")]);
    assert!(late[0].contains("даты различаются"), "{late:?}");
    let doubt = warned("protocol", &[]);
    assert!(doubt.is_empty(), "{doubt:?}");
}

#[test]
fn fields_come_from_an_act_and_give_way_to_what_a_person_gives() {
    let demo = defects();
    let forms = forms();
    let act = demo.act();
    let mut given = Fields::default();
    for (name, value) in [
        ("number", "9"),
        ("date", "2026-03-02"),
        ("application-number", "А-1"),
        ("application-date", "2026-01-05"),
        ("stage", "act"),
        ("decision-number", "8"),
        ("decision-date", "2026-03-01"),
        ("grounds", "10-2"),
        ("position", "Төраға"),
        ("position.ru", "Председатель"),
        ("position.kk", "Төраға"),
        ("full-name", "Үлгібаев Ү.Ү."),
    ] {
        given.give(name, value);
    }
    given.add(Fields::from_act(&act));
    let paper = Paper::compose(&forms, "refusal", &given, &BOTH, at()).unwrap();
    let files = paper.render().unwrap();
    let Some(found) = pages(&files.pdf, "from-act") else { return };
    let shown = squeezed(&found.concat());
    for part in [&*act.recipient.name, &*act.number, "Председатель", "241", "DEMO-HSM-0002"]
    {
        assert!(shown.contains(&squeezed(part)), "{part}: {}", found.concat());
    }
    // A person's word stands before the record's.
    given.give("recipient", "Басқа атау");
    let paper = Paper::compose(&forms, "refusal", &given, &BOTH, at()).unwrap();
    assert!(String::from_utf8(paper.render().unwrap().json).unwrap().contains("Басқа атау"));
}

#[test]
fn hostile_words_are_shown_and_hide_nothing() {
    let more = [("recipient", "\u{202e}ЖШС\u{200b}<script>&{number}\u{1b}[2J")];
    let files = sample(&forms(), "notice-onsite", &more).unwrap();
    assert!(!files.html.contains("<script>"));
    let Some(found) = pages(&files.pdf, "hostile") else { return };
    let shown = squeezed(&found.concat());
    // A place that comes in a value is no place of the form.
    assert!(shown.contains("⟨U+202E⟩ЖШС⟨U+200B⟩<script>&{number}⟨U+001B⟩[2J"), "{shown}");
    let long = "ұ".repeat(20_001);
    let found = wrong("notice-onsite", &[("recipient", long.as_str())]);
    assert!(matches!(&found[..], [Defect::TooLong { .. }]), "{found:?}");
    let found = wrong("notice-onsite", &[("recipeint", "ЖШС")]);
    assert!(matches!(&found[..], [Defect::Unknown { field }] if field == "recipeint"));
}

#[test]
fn a_text_said_by_language_is_said_in_every_language_of_the_paper() {
    let one = wrong("notice-onsite", &[("recipient.kk", "«Үлгі» ЖШС")]);
    assert!(
        matches!(&one[..], [Defect::Untranslated { lang: Lang::Ru, field }] if field == "recipient"),
        "{one:?}"
    );
    let more = [("recipient.kk", "«Үлгі» ЖШС"), ("recipient.ru", "ТОО «Пример»")];
    assert!(wrong("notice-onsite", &more).is_empty());
    let english = sample_in(&forms(), "notice-onsite", &more, &Lang::ALL);
    assert!(matches!(english, Err(PaperError::Defects { .. })));
    assert!(sample_in(&forms(), "notice-onsite", &[], &Lang::ALL).is_ok());
    let left_out = sample_in(&forms(), "notice-onsite", &[], &[Lang::Ru]);
    assert!(matches!(left_out, Err(PaperError::KazakhLeftOut { .. })));
}

/// A root, a person's key under it, and a list of the root.
struct Signers {
    root: Certificate,
    key: PrivateKey,
    certificate: Certificate,
    list: Vec<u8>,
}

fn signers() -> Signers {
    let from = "2026-01-01T00:00:00Z".parse().unwrap();
    let until = "2027-01-01T00:00:00Z".parse().unwrap();
    let root_key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let name = distinguished_name(&[(&known::COMMON_NAME, "ҮЛГІ ТҮБІР"), (&known::COUNTRY, "KZ")]
        as &[pki::issue::NamePart<'_>]);
    let root = CertificateTemplate::new(
        &Profile::Root,
        None,
        name,
        root_key.public_key(),
        (from, until),
        &Addresses::default(),
    )
    .issue(&root_key)
    .unwrap();
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let certificate = CertificateTemplate::new(
        &Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] },
        Some(&root),
        person("ҮЛГІБАЕВ ҮЛГІ", "ҮЛГІБАЕВ", "000000000017", None),
        key.public_key(),
        (from, until),
        &Addresses::default(),
    )
    .issue(&root_key)
    .unwrap();
    let this = "2026-02-20T00:00:00Z".parse().unwrap();
    let next = "2026-02-27T00:00:00Z".parse().unwrap();
    let list = CrlTemplate::new(&root, this, next, 3).to_der(&root_key).unwrap();
    Signers { root, key, certificate, list }
}

impl Signers {
    fn sign(&self, pdf: &[u8]) -> Signature {
        let at = "2026-02-20T06:05:00Z".parse().unwrap();
        let options = SignOptions::detached(at);
        let bytes = pki::cms::sign(&self.key, &self.certificate, pdf, &options).unwrap();
        Signature { label: "paper.pdf.p7s".into(), bytes }
    }

    fn trust(&self) -> Trust {
        let crls = pki::crl::read_crl(&self.list).0.into_iter().collect();
        Trust { anchors: vec![self.root.clone()], crls, ..Trust::default() }
    }
}

fn codes(seen: &PaperVerification) -> Vec<&str> {
    seen.checks.iter().map(|it| &*it.note.code).filter(|it| it.starts_with("paper.")).collect()
}

#[test]
fn a_signed_paper_holds_and_one_that_was_touched_does_not() {
    let forms = forms();
    let signers = signers();
    let files = sample(&forms, "notice-survey", &[]).unwrap();
    let signature = signers.sign(&files.pdf);
    let trust = signers.trust();
    let sound = verify(&files.pdf, Some(&signature), &trust, &forms).unwrap();
    assert_eq!(sound.verdict, Verdict::Complies, "{:?}", sound.checks);
    assert_eq!(codes(&sound).last(), Some(&"paper.signature-holds"));

    // Without the root nothing is known of the signer.
    let alone = verify(&files.pdf, Some(&signature), &Trust::default(), &forms).unwrap();
    assert_ne!(alone.verdict, Verdict::Complies);

    // A signature of another paper.
    let other = sample(&forms, "notice-survey", &[("number", "8")]).unwrap();
    let moved = verify(&other.pdf, Some(&signature), &trust, &forms).unwrap();
    assert_eq!(moved.verdict, Verdict::Violates);
    assert_eq!(codes(&moved).last(), Some(&"paper.signature-invalid"));

    // A byte after the end: the reader of PDF shows the same, the bytes are not those of the record.
    let touched = [&files.pdf[..], b"\n"].concat();
    let touched = verify(&touched, None, &trust, &forms).unwrap();
    assert!(codes(&touched).contains(&"paper.pages-differ"), "{:?}", touched.checks);
    assert_eq!(touched.verdict, Verdict::Violates);

    // Another wording under the same name.
    let folder = copy();
    let place = folder.join("forms/notice-survey.toml");
    let whole = fs::read_to_string(&place).unwrap();
    let forged = whole.replace("Дата выездного", "Примерная дата выездного");
    assert_ne!(forged, whole);
    fs::write(&place, forged).unwrap();
    let forged = Forms::load(Some(&folder)).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let paper = sample(&forged, "notice-survey", &[]).unwrap();
    let seen = verify(&paper.pdf, Some(&signers.sign(&paper.pdf)), &trust, &forms).unwrap();
    assert!(codes(&seen).contains(&"paper.pages-as-recorded"));
    assert!(codes(&seen).contains(&"paper.form-not-known"), "{:?}", seen.checks);
    assert_eq!(seen.verdict, Verdict::Undetermined);
}

#[test]
fn a_decision_that_takes_off_the_mark_of_a_draft_is_found_out() {
    let forms = forms();
    let signers = signers();
    for id in DECIDED {
        let given = fields(&format!("unmarked-{id}"), &filled(forms.find(id).unwrap()));
        let mut paper = Paper::compose(&forms, id, &given, &BOTH, at()).unwrap();
        assert!(paper.record.draft, "{id}");
        paper.record.draft = false;
        let pdf = paper.render().unwrap().pdf;
        let seen = verify(&pdf, Some(&signers.sign(&pdf)), &signers.trust(), &forms).unwrap();
        let codes = codes(&seen);
        assert!(codes.contains(&"paper.source-not-named"), "{id}: {codes:?}");
        assert!(codes.contains(&"paper.signature-holds"), "{id}: {codes:?}");
        assert_eq!(seen.verdict, Verdict::Violates, "{id}: signed by whom it may be");
    }
}

#[test]
fn what_is_no_paper_is_refused_by_what_it_lacks() {
    let forms = forms();
    let no = |bytes: &[u8]| verify(bytes, None, &Trust::default(), &forms).unwrap_err();
    assert!(matches!(no(b""), NotAPaper::Attached(_)));
    assert!(matches!(no(b"%PDF-1.7\n"), NotAPaper::Attached(_)));
    let act = fs::read(defects().out.join("act/act.pdf")).unwrap();
    let absent = no(&act);
    let named = matches!(&absent, NotAPaper::Attached(NotAttached::Absent { name }) if name == "paper.json");
    assert!(named, "{absent}");
}

#[test]
fn every_code_of_a_verification_has_its_sentence_in_three_languages() {
    let words = Words::embedded().unwrap();
    for code in SAYS.iter().chain(tekseru::face::cli::errors::papers::SAYS) {
        for lang in Lang::ALL {
            assert!(words.has(lang, code), "{code} ({})", lang.as_str());
        }
    }
}

#[test]
fn a_template_lists_every_field_and_reads_back_as_nothing_given() {
    let forms = forms();
    for form in forms.iter() {
        for lang in Lang::ALL {
            let template = form.template(lang);
            let read: toml::Table =
                toml::from_str(&template).unwrap_or_else(|it| panic!("{}: {it}", form.id));
            let asked = || form.field.iter().filter(|it| it.says.is_none());
            let wanted: BTreeSet<_> = asked().map(|it| it.id.as_str()).collect();
            let found: BTreeSet<_> = read.keys().map(String::as_str).collect();
            assert_eq!(found, wanted, "{}", form.id);
            for field in asked() {
                assert!(template.contains(field.caption.in_lang(lang)), "{}", field.id);
            }
        }
        let empty = fields(&format!("template-{}", form.id), &form.template(Lang::Kk));
        let of = |fields: &Fields| match Paper::compose(&forms, &form.id, fields, &BOTH, at()) {
            Err(PaperError::Defects { defects, .. }) => defects,
            _ => panic!("{} was made of nothing", form.id),
        };
        assert_eq!(of(&empty), of(&Fields::default()), "{}", form.id);
    }
}

#[test]
fn the_program_makes_signs_and_verifies_a_paper_and_signs_no_draft() {
    let demo = defects();
    let folder = fresh("paper-cli");
    fs::create_dir_all(&folder).unwrap();
    let pdf = folder.join("certificate.pdf");
    let act = demo.out.join("act/act.json");
    let listed = json(&exits(0, &["--json", "committee", "paper", "--list"]));
    assert_eq!(listed.as_array().unwrap().len(), PAPERS.len());
    let narrow = Command::new(env!("CARGO_BIN_EXE_tekseru"))
        .args(["--lang", "kk", "committee", "paper", "--list"])
        .env("COLUMNS", "60")
        .output()
        .unwrap();
    let narrow = String::from_utf8(narrow.stdout).unwrap();
    assert!(narrow.lines().all(|it| it.chars().count() <= 60), "{narrow}");
    let template = exits(0, &["--lang", "ru", "committee", "paper", "certificate", "--template"]);
    assert!(shown(&template).contains("# Номер свидетельства*"), "{}", shown(&template));

    let unknown = exits(1, &["committee", "paper", "certifcate", "--out", text(&pdf)]);
    assert!(shown(&unknown).contains("certificate"), "{}", shown(&unknown));
    let mut make = vec!["--json", "committee", "paper", "certificate", "--act", text(&act)];
    make.extend(["--field", "number=KZ-1", "--field", "position=Төраға"]);
    make.extend(["--field", "full-name=Үлгібаев Ү.Ү.", "--out", text(&pdf)]);
    let made = json(&exits(0, &make));
    assert!(made["signature"].is_null() && made["source"].is_null());
    // Typed by hand, a certificate is a draft, and nobody signs a draft.
    assert_eq!(made["draft"], true);
    let draft = exits(3, &["committee", "paper", "--verify", text(&pdf)]);
    assert!(shown(&draft).contains("No signature lies beside the paper"));
    assert!(shown(&draft).contains("This is a draft"));
    let key = a_key(&demo.out);
    let password = folder.join("password");
    fs::write(&password, tekseru::demo::PASSWORD).unwrap();
    let by = ["--p12", text(&key), "--password-file", text(&password)];
    fs::remove_file(&pdf).unwrap();
    let refused = json(&exits(1, &[&make[..], &by].concat()));
    assert_eq!(refused["error"]["code"], "error.paper-draft-signed");
    assert!(!pdf.exists(), "nothing is written where nothing is signed");

    let pdf = folder.join("notice.pdf");
    let mut make = vec!["--json", "committee", "paper", "notice-examination", "--act", text(&act)];
    for given in [
        "number=9",
        "date=2026-03-02",
        "application-number=А-1",
        "application-date=2026-01-05",
        "position=Төраға",
        "full-name=Үлгібаев Ү.Ү.",
    ] {
        make.extend(["--field", given]);
    }
    make.extend(["--out", text(&pdf)]);
    let made = json(&exits(0, &make));
    assert!(made["signature"].is_null() && made["draft"] == false);
    let signed = json(&exits(0, &[&make[..], &by].concat()));
    assert_eq!(signed["signature"], format!("{}.p7s", text(&pdf)));
    let seen = tekseru(&["--json", "committee", "paper", "--verify", text(&pdf)]);
    let seen = json(&seen);
    let found: Vec<_> =
        seen["checks"].as_array().unwrap().iter().map(|it| it["note"]["code"].clone()).collect();
    assert!(found.contains(&"paper.pages-as-recorded".into()), "{found:?}");
    assert!(found.iter().any(|it| it.as_str().unwrap().starts_with("paper.signature-")));
    // Made anew without a signature, the old one does not stay beside it.
    exits(0, &make);
    assert!(!folder.join("notice.pdf.p7s").exists());
}

/// A key of the demonstration.
fn a_key(out: &Path) -> PathBuf {
    let mut pending = vec![out.to_owned()];
    while let Some(folder) = pending.pop() {
        let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        all.sort();
        for path in all {
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|it| it == "p12") {
                return path;
            }
        }
    }
    panic!("the demonstration left no key");
}
