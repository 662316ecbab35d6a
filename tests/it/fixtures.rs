//! Runs every probe over every case in `tests/fixtures`.
//!
//! A case is a directory `<probe>/<what-happened>.<verdict>`. Its name is the expectation. Nothing
//! in the tree may be left over: a misspelt name, an unlisted file or an empty set fails. Cases
//! that need keys are made when the tests run, in `pki_probes.rs`, and count here as well.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::{
    Cell, Consequence, Evidence, EvidenceKind, Exhibit, Judgement, Lang, LegalRef, Limit,
    Localized, Measure, ProbeId, Requirement, RequirementId, SubjectId, Verdict,
};
use probes::Question;
use serde::Deserialize;
use tekseru::inspection::REVOCATION_DRILL;
use tekseru::words::Words;

use crate::{drills, pki_probes};

/// `case.toml`: how the case came about, what it is judged by, and what is to be said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    about: String,
    inspected_on: Date,
    /// The kinds without which the requirement is not judged.
    #[serde(default)]
    demands: Vec<EvidenceKind>,
    quantity: Option<String>,
    limit: Option<Limit>,
    #[serde(default)]
    conditional: bool,
    /// The files, in the order in which they were taken; the extension is the kind.
    evidence: Vec<PathBuf>,
    /// Every code that is said, in alphabetical order, as often as it is said.
    codes: Vec<String>,
    #[serde(default)]
    measures: Vec<Measure>,
}

#[test]
fn every_case_is_judged_as_its_name_says() {
    let mut judged = 0;
    let mut wrong = Vec::new();
    for directory in entries(&root().join("tests/fixtures")) {
        let id = name(&directory);
        let probe = probes::by_id(&id).unwrap_or_else(|| panic!("{id}: no such probe"));
        for path in entries(&directory) {
            let (case, expected) = read(&path);
            assert!(!case.about.is_empty(), "{}: say where the case comes from", path.display());
            let evidence: Vec<_> =
                case.evidence.iter().map(|it| take(&path.join(it), case.inspected_on)).collect();
            let requirement = Requirement {
                evidence: case.demands,
                quantity: case.quantity,
                limit: case.limit,
                conditional: case.conditional,
                ..requirement(&id)
            };
            let judgement = probes::judge(&Question {
                requirement: &requirement,
                evidence: &evidence,
                day: case.inspected_on,
            });

            let mut codes: Vec<_> = judgement.notes.iter().map(|it| it.code.to_string()).collect();
            codes.sort();
            let measures: Vec<_> = judgement.measures.iter().map(|it| it.measure).collect();
            if (judgement.verdict, &codes, &measures) != (expected, &case.codes, &case.measures) {
                wrong.push(format!("{}: {judgement:#?}", path.display()));
            }
            only_what_is_declared(probe, &judgement);
            judged += 1;
        }
    }
    assert!(judged > 0, "no case was judged");
    assert!(wrong.is_empty(), "{} of {judged} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_probe_has_a_case_for_each_verdict_it_can_reach() {
    for probe in probes::PROBES.iter().copied().flatten() {
        let directory = root().join("tests/fixtures").join(probe.id());
        let kept = if directory.exists() { entries(&directory) } else { Vec::new() };
        let kept = kept.iter().map(|path| read(path).1);
        let made = pki_probes::CASES.iter().filter(|it| it.probe == probe.id());
        let drilled = drills::CASES.iter().filter(|_| probe.id() == REVOCATION_DRILL);
        let made = made.map(|it| it.verdict).chain(drilled.map(|it| it.verdict));
        let seen: BTreeSet<_> = kept.chain(made).collect();
        for verdict in [Verdict::Complies, Verdict::Violates, Verdict::Undetermined] {
            assert!(seen.contains(&verdict), "{}: no case that {verdict:?}", probe.id());
        }
    }
}

/// A probe says and shows nothing that has no words.
pub(crate) fn only_what_is_declared(probe: &dyn probes::Probe, judgement: &Judgement) {
    for code in judgement.notes.iter().map(|it| &*it.code) {
        assert!(
            probe.says().contains(&code) || probes::SAYS.contains(&code),
            "{}: says {code}, which it does not declare",
            probe.id()
        );
    }
    for exhibit in &judgement.exhibits {
        match exhibit {
            Exhibit::Table(table) => {
                let code = &table.code;
                let head = probe.tables().iter().find(|it| it.code == *code);
                let head = head.unwrap_or_else(|| {
                    panic!("{}: shows the table {code}, which it does not declare", probe.id())
                });
                assert_eq!(table.columns, head.columns, "{}: {code}", probe.id());
                for row in &table.rows {
                    assert_eq!(row.len(), head.columns.len(), "{}: {code}: {row:?}", probe.id());
                    for cell in row {
                        if let Cell::Word(key) = cell {
                            let words = Lang::ALL.iter().all(|lang| WORDS.has(*lang, key));
                            assert!(words, "{}: {code}: there are no words for {key}", probe.id());
                        }
                    }
                }
            }
            Exhibit::Timeline(timeline) => assert!(
                probe.timelines().contains(&timeline.code.as_str()),
                "{}: shows the timeline {}, which it does not declare",
                probe.id(),
                timeline.code
            ),
        }
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::embedded().unwrap());

/// A requirement without wording: probes never see more of it.
pub(crate) fn requirement(probe: &str) -> Requirement {
    let text = || "x".to_owned();
    Requirement {
        id: RequirementId("fixture.item".into()),
        subject: SubjectId("fixture".into()),
        title: Localized { kk: text(), ru: text(), en: text() },
        legal: LegalRef {
            act: "fixture".into(),
            clause: "1".into(),
            in_force_from: "2020-06-04".parse().unwrap(),
            in_force_until: None,
        },
        probe: ProbeId(probe.to_owned()),
        evidence: Vec::new(),
        quantity: None,
        limit: None,
        conditional: false,
        consequence: Consequence::Blocks,
    }
}

fn read(path: &Path) -> (Case, Verdict) {
    let name = name(path);
    let verdict = name.rsplit_once('.').map(|(_, verdict)| verdict);
    let verdict = Verdict::ALL
        .into_iter()
        .find(|it| Some(it.as_str()) == verdict)
        .unwrap_or_else(|| panic!("{}: name ends in no verdict", path.display()));
    let case = fs::read_to_string(path.join("case.toml")).unwrap();
    let case: Case = toml::from_str(&case).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    let listed: Vec<_> =
        case.evidence.iter().map(|it| path.join(it)).chain([path.join("case.toml")]).collect();
    for file in entries(path) {
        assert!(listed.contains(&file), "{}: listed by no case", file.display());
    }
    (case, verdict)
}

fn take(path: &Path, day: Date) -> Evidence {
    let extension = path.extension().unwrap().to_str().unwrap();
    let kind = EvidenceKind::ALL
        .into_iter()
        .find(|it| it.as_str() == extension)
        .unwrap_or_else(|| panic!("{}: unknown kind of evidence", path.display()));
    let collected_at: Timestamp = day.at(6, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    Evidence::new(kind, collected_at, name(path), fs::read(path).unwrap())
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(directory).unwrap_or_else(|it| panic!("{}: {it}", directory.display()));
    let mut entries: Vec<_> = read.map(|it| it.unwrap().path()).collect();
    entries.sort();
    entries
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
