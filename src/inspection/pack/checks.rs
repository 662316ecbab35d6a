//! Checking a pack from its files alone.

use std::collections::{BTreeMap, BTreeSet};

use model::{Content, EvidenceId, Iin, Note, Signature, Verdict};
use serde::Deserialize;

use super::counting::Counted;
use super::reading::Pack;
use super::{
    Check, DISSENTS, SIGNATURES, TRUST, Verification, distinct, evidence_name, trust_name,
};
use crate::act::record::{ActRecord, EvidenceRow, FORMAT};
use crate::act::render::{ActFiles, render};
use crate::case::Purpose;
use crate::catalog::Catalog;
use crate::criteria;
use crate::inspection::{InspectionError, judge};
use crate::words::Words;

impl Pack {
    /// Checks the pack from its files alone.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where a file cannot be read from the disk, or the record is of a later
    /// form. Everything else is a finding about the pack.
    pub fn verify(
        &mut self,
        catalog: &Catalog,
        words: &Words,
    ) -> Result<Verification, InspectionError> {
        let json = self.read("act.json")?;
        let pdf = self.read("act.pdf")?;
        let act = match self.record(&json)? {
            Ok(act) => act,
            Err(reason) => return Ok(unreadable(&pdf, reason)),
        };
        let mut checks = Vec::new();
        let rendered = render(&act, words)?;
        // Other words or another version may lay the pages out otherwise: that says nothing.
        let comparable = act.rules.sha256.to_string() == catalog.sha256()
            && act.tool.version == env!("CARGO_PKG_VERSION");
        let against = if comparable { bad } else { open };
        pages(&act, &rendered, &json, &pdf, against, &mut checks);
        let mut known = BTreeSet::from(["act.json", "act.pdf"].map(str::to_owned));
        let whole = self.evidence(&act, &mut known, &mut checks)?;
        self.verdicts(&act, catalog, words, &whole, &mut checks)?;
        let mut beside = vec![("act.html", rendered.html.into_bytes())];
        let counted = if act.commission.is_some() && act.purpose == Purpose::Inspection {
            let counted = self.signatures(&act, &pdf, &mut known, &mut checks)?;
            beside.extend(counted.files(&act, &rendered.json, &pdf, words)?);
            Some(counted)
        } else {
            checks.push(open(Note::new("verify.report-not-an-act")));
            None
        };
        for (name, expected) in beside {
            if self.names.contains(name) && self.read(name)? != expected {
                checks.push(against(Note::new("verify.file-differs").fact("file", name)));
            }
            known.insert(name.to_owned());
        }
        for name in self.names.difference(&known) {
            checks.push(bad(Note::new("verify.file-unlisted").fact("file", name)));
        }
        let (tally, members, dissents) = match counted {
            Some(counted) => (Some(counted.tally), counted.members, counted.dissents),
            None => (None, vec![], vec![]),
        };
        let verdict = Verdict::over(checks.iter().map(|it| it.verdict));
        Ok(Verification {
            number: act.number.clone(),
            act: EvidenceId::of(&pdf),
            signing_anchors: act.signing_anchors.clone(),
            holds: verdict == Verdict::Complies,
            checks,
            tally,
            verdict,
            members,
            dissents,
        })
    }

    /// The record of the act, as the pack has it and before anything is checked; none where it
    /// cannot be read as one.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the file cannot be read, or the record is of a later form.
    pub fn record_of_act(&mut self) -> Result<Option<ActRecord>, InspectionError> {
        let json = self.read("act.json")?;
        Ok(self.record(&json)?.ok())
    }

    /// The record of the act, or why it is none. That of a later form is no finding: this version
    /// cannot tell.
    fn record(&self, json: &[u8]) -> Result<Result<ActRecord, String>, InspectionError> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        match serde_json::from_slice::<Form>(json) {
            Ok(Form { format }) if format > FORMAT => Err(InspectionError::FileMalformed {
                path: self.place.join("act.json"),
                reason: format!("format {format}; this version reads up to {FORMAT}"),
            }),
            Ok(_) | Err(_) => Ok(serde_json::from_slice(json).map_err(|error| error.to_string())),
        }
    }

    /// Hashes every piece. Returns the addresses that are whole.
    fn evidence(
        &mut self,
        act: &ActRecord,
        known: &mut BTreeSet<String>,
        checks: &mut Vec<Check>,
    ) -> Result<BTreeSet<EvidenceId>, InspectionError> {
        let root = ActRecord::root_of(&act.evidence)?;
        if root != act.evidence_root {
            checks.push(bad(Note::new("verify.evidence-root-differs").fact("found", root)));
        }
        let mut whole = BTreeSet::new();
        let before = checks.len();
        for row in distinct(&act.evidence) {
            let name = evidence_name(row);
            if self.names.contains(&name) {
                let found = self.hash(&name)?;
                if found == row.sha256 {
                    whole.insert(row.sha256);
                } else {
                    let note = Note::new("verify.evidence-changed").fact("file", &name);
                    checks.push(bad(note.fact("found", found)));
                }
            } else {
                checks.push(bad(Note::new("verify.evidence-missing").fact("file", &name)));
            }
            known.insert(name);
        }
        if checks.len() == before {
            checks.push(good(Note::new("verify.evidence-whole").fact("count", whole.len())));
        }
        Ok(whole)
    }

    /// Judges every requirement again, with the rules at hand if they are those of the act.
    fn verdicts(
        &mut self,
        act: &ActRecord,
        catalog: &Catalog,
        words: &Words,
        whole: &BTreeSet<EvidenceId>,
        checks: &mut Vec<Check>,
    ) -> Result<(), InspectionError> {
        if act.rules.sha256.to_string() != catalog.sha256() {
            checks.push(open(
                Note::new("verify.rules-differ")
                    .fact("edition", &act.rules.edition)
                    .fact("act", act.rules.sha256)
                    .fact("here", catalog.sha256()),
            ));
            return Ok(());
        }
        let mut pieces = BTreeMap::new();
        for row in distinct(&act.evidence).filter(|it| whole.contains(&it.sha256)) {
            pieces.insert(row.sha256, self.content(row)?);
        }
        // What is missing or changed is named above; judging goes on without it.
        let fetch = |row: &EvidenceRow| {
            let lost = || Content::lost(row.sha256, row.length);
            Ok(pieces.get(&row.sha256).cloned().unwrap_or_else(lost))
        };
        let law = judge::Law { catalog, criteria: &act.criteria };
        let subjects = judge::subjects(law, words, &act.evidence, &fetch, act.visit.end)?;
        // A criterion that no case can be opened with bound nobody: its item is judged by none.
        let defects = criteria::defects(&act.criteria, catalog);
        let mut differing: Vec<_> = defects.iter().map(ToString::to_string).collect();
        let judged = act
            .judged()
            .zip(subjects.iter().flat_map(|it| &it.requirements))
            .filter(|(sealed, again)| sealed != again)
            .map(|(sealed, _)| sealed.finding.requirement.0.clone());
        differing.extend(judged);
        let count = act.judged().count();
        checks.push(if differing.is_empty() && subjects == act.subjects {
            good(Note::new("verify.verdicts-as-recorded").fact("count", count))
        } else {
            bad(Note::new("verify.verdicts-differ").fact("items", differing.join(", ")))
        });
        Ok(())
    }

    /// Counts the signatures again.
    fn signatures(
        &mut self,
        act: &ActRecord,
        pdf: &[u8],
        known: &mut BTreeSet<String>,
        checks: &mut Vec<Check>,
    ) -> Result<Counted, InspectionError> {
        let mut trusted = Vec::new();
        for name in self.below(TRUST) {
            let Some((hash, kind)) = trust_name(&name) else { continue };
            let bytes = self.read(&name)?;
            let found = EvidenceId::of(&bytes);
            if found.to_string() != hash {
                let note = Note::new("verify.evidence-changed").fact("file", &name);
                checks.push(bad(note.fact("found", found)));
            }
            known.insert(name);
            trusted.push((kind, bytes));
        }
        let mut signatures = Vec::new();
        for label in self.below(SIGNATURES) {
            known.insert(label.clone());
            signatures.push(Signature { bytes: self.read(&label)?, label });
        }
        let mut dissents = Vec::new();
        for name in self.below(DISSENTS) {
            let member = name.strip_prefix(DISSENTS).and_then(|it| it.strip_suffix(".json"));
            let Some(Ok(member)) = member.map(|it| Iin::try_from(it.to_owned())) else { continue };
            let signature = format!("{DISSENTS}{member}.p7s");
            if self.names.contains(&signature) {
                dissents.push((member, self.read(&name)?, self.read(&signature)?));
                known.extend([name, signature]);
            }
        }
        let counted = Counted::over(act, pdf, &signatures, &dissents, &trusted);
        for found in counted.dissents.iter().filter(|it| !it.holds) {
            let file = format!("{DISSENTS}{}.json", found.member);
            checks.push(bad(Note::new("verify.dissent-broken").fact("file", file)));
        }
        let tally = &counted.tally;
        let count = |code| {
            Note::new(code)
                .fact("signed", tally.signed.len())
                .fact("voters", tally.voters)
                .fact("needed", tally.needed)
        };
        checks.push(if tally.adopted {
            good(count("verify.act-adopted"))
        } else {
            bad(count("verify.act-not-adopted"))
        });
        Ok(counted)
    }
}

/// Nothing can be checked without the record.
fn unreadable(pdf: &[u8], reason: String) -> Verification {
    let check = bad(Note::new("verify.record-unreadable").fact("reason", reason));
    Verification {
        number: String::new(),
        act: EvidenceId::of(pdf),
        signing_anchors: vec![],
        holds: false,
        verdict: check.verdict,
        checks: vec![check],
        tally: None,
        members: vec![],
        dissents: vec![],
    }
}

/// The pages are those of the record, byte for byte; so the record stands inside the signed bytes,
/// roster and all.
fn pages(
    act: &ActRecord,
    rendered: &ActFiles,
    json: &[u8],
    pdf: &[u8],
    against: fn(Note) -> Check,
    checks: &mut Vec<Check>,
) {
    if rendered.json != json {
        checks.push(bad(Note::new("verify.record-not-canonical")));
    }
    let note = |code| {
        Note::new(code)
            .fact("version", &act.tool.version)
            .fact("sealed", EvidenceId::of(pdf))
            .fact("rendered", EvidenceId::of(&rendered.pdf))
    };
    checks.push(if rendered.pdf == pdf {
        good(note("verify.pages-as-recorded"))
    } else {
        against(note("verify.pages-differ"))
    });
}

fn good(note: Note) -> Check {
    Check { note, verdict: Verdict::Complies }
}

fn bad(note: Note) -> Check {
    Check { note, verdict: Verdict::Violates }
}

fn open(note: Note) -> Check {
    Check { note, verdict: Verdict::Undetermined }
}
