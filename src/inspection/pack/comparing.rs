//! Several packs beside each other: whether they hold one act, two versions of it, or two acts.

use std::collections::BTreeSet;

use model::{EvidenceId, Note, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

use super::checks::{bad, good, open};
use super::{Check, Verification};
use crate::act::record::ActRecord;

/// Several packs, each verified, and what they are to each other.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// Each pack, in the order given.
    pub packs: Vec<Verification>,
    /// What every two of them are to each other.
    pub compared: Vec<Check>,
    /// The verdict over all checks.
    pub verdict: Verdict,
}

/// Compares every two of the packs. Of a pack whose record cannot be read nothing is said.
#[must_use]
pub fn compare(packs: Vec<Verification>) -> Comparison {
    let mut compared = Vec::new();
    for (at, first) in packs.iter().enumerate() {
        for second in packs.iter().skip(at.saturating_add(1)) {
            if let (Some(one), Some(other)) = (&first.record, &second.record) {
                pair((first, one), (second, other), &mut compared);
            }
        }
    }
    let verdicts = packs.iter().map(|it| it.verdict).chain(compared.iter().map(|it| it.verdict));
    let verdict = Verdict::over(verdicts);
    Comparison { packs, compared, verdict }
}

fn pair(
    (first, one): (&Verification, &ActRecord),
    (second, other): (&Verification, &ActRecord),
    checks: &mut Vec<Check>,
) {
    let note = |code| Note::new(code).fact("first", &first.file).fact("second", &second.file);
    if first.act == second.act {
        let signed = |it: &Verification| it.tally.as_ref().map_or(0, |it| it.signed.len());
        checks.push(good(
            note("verify.same-act")
                .fact("number", &one.number)
                .fact("signed-first", signed(first))
                .fact("signed-second", signed(second)),
        ));
        return;
    }
    let one_case = one.case == other.case;
    let one_number = one.number == other.number;
    checks.push(match (one_case, one.version.cmp(&other.version)) {
        (true, std::cmp::Ordering::Less) => superseded((first, one), (second, other)),
        (true, std::cmp::Ordering::Greater) => superseded((second, other), (first, one)),
        (true, std::cmp::Ordering::Equal) => {
            bad(note("verify.two-acts-one-number").fact("number", &one.number))
        }
        (false, _) if one_number => {
            bad(note("verify.two-acts-one-number").fact("number", &one.number))
        }
        (false, _) => good(
            note("verify.acts-unrelated")
                .fact("number-first", &one.number)
                .fact("number-second", &other.number),
        ),
    });
    let pieces = |it: &ActRecord| -> BTreeSet<EvidenceId> {
        // The empty answer is the same everywhere.
        it.evidence.iter().filter(|it| it.length > 0).map(|it| it.sha256).collect()
    };
    let (here, there) = (pieces(one), pieces(other));
    let common = here.intersection(&there).count();
    if one_case {
        checks.push(good(
            note("verify.evidence-common")
                .fact("count", common)
                .fact("only-first", here.len().saturating_sub(common))
                .fact("only-second", there.len().saturating_sub(common)),
        ));
    } else if common > 0 {
        checks.push(open(note("verify.evidence-of-another-case").fact("count", common)));
    }
}

/// The later version stands. That it follows the earlier one is in its own signed bytes where it
/// is the next one.
fn superseded(
    (older, one): (&Verification, &ActRecord),
    (newer, other): (&Verification, &ActRecord),
) -> Check {
    let next = one.version.checked_add(1) == Some(other.version);
    if next && other.previous != Some(older.act) {
        // It follows another file with the version number of this one.
        let note = Note::new("verify.two-acts-one-number").fact("number", &one.number);
        return bad(note.fact("first", &older.file).fact("second", &newer.file));
    }
    open(
        Note::new("verify.superseded")
            .fact("number", &other.number)
            .fact("older", &older.file)
            .fact("newer", &newer.file)
            .fact("version", other.version)
            .fact("before", one.version),
    )
}
