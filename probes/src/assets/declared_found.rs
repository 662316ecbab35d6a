//! `assets.declared-found`: the machines in the documents and the machines in the room.
//!
//! # Measures
//!
//! Serial numbers that were declared and not found, and that were found and not declared.
//!
//! # Rests on
//!
//! The documents name location, serial number, model and manufacturer of the main and reserve
//! servers and key-protection complexes; the commission compares documents with the actual state.
//! Where the requirement counts one kind (`servers`, `key-protection-complexes`), only that kind
//! is compared.
//!
//! # Evidence
//!
//! One `declaration`; one or more `answer` with the assets that were found.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every declared serial number was found, and every one found was declared, in the same role |
//! | violates | a declared one was not found, one found was not declared, or the roles differ |
//! | undetermined | nothing was declared, nobody wrote down what was found, a serial number is empty, or a record cannot be read |
//!
//! # Cannot see
//!
//! A plate moved to another machine. A differing model or room is a remark: the words in the
//! documents and on the plate rarely agree letter by letter.

use std::collections::BTreeMap;

use model::{EvidenceKind, Judgement, Note, Verdict};

use super::{folded, kind_counted};
use crate::{Asset, AssetFound, Probe, Question, case};

/// The probe.
pub(crate) struct DeclaredFound;

impl Probe for DeclaredFound {
    fn id(&self) -> &'static str {
        "assets.declared-found"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Answer, EvidenceKind::Declaration]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            "assets.as-declared",
            "assets.declared-not-found",
            "assets.detail-differs",
            "assets.found-not-declared",
            "assets.none-declared",
            "assets.none-written-down",
            "assets.role-differs",
            "assets.serial-missing",
            case::ANSWER_UNREADABLE,
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
        ]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let (declaration, answers) = match (case::declaration(question), case::answers(question)) {
            (Ok(declaration), Ok(answers)) => (declaration, answers),
            (declaration, answers) => {
                let notes = [declaration.err(), answers.err()].into_iter().flatten().collect();
                return Judgement::of(Verdict::Undetermined, notes);
            }
        };
        let kind = kind_counted(question.requirement);
        let declared: Vec<_> = declaration
            .assets
            .iter()
            .filter(|it| kind.is_none_or(|kind| kind == it.kind))
            .collect();
        let found: Vec<_> = answers
            .iter()
            .flat_map(|it| &it.assets)
            .filter(|it| kind.is_none_or(|kind| kind == it.kind))
            .collect();
        let mut open = Vec::new();
        if declared.is_empty() {
            open.push(Judgement::undetermined(Note::new("assets.none-declared")));
        }
        if found.is_empty() {
            let kind = kind.map_or("-", crate::AssetKind::as_str);
            let note = Note::new("assets.none-written-down").fact("kind", kind);
            open.push(Judgement::undetermined(note));
        }
        if !open.is_empty() {
            return Judgement::over(open);
        }
        compare(&declared, &found)
    }
}

fn compare(declared: &[&Asset], found: &[&AssetFound]) -> Judgement {
    let mut parts = Vec::new();
    let nameless = declared.iter().filter(|it| folded(&it.serial).is_empty()).count()
        + found.iter().filter(|it| folded(&it.serial).is_empty()).count();
    if nameless > 0 {
        let note = Note::new("assets.serial-missing").fact("count", nameless);
        parts.push(Judgement::undetermined(note));
    }
    let by_serial: BTreeMap<String, &AssetFound> =
        found.iter().map(|it| (folded(&it.serial), *it)).collect();
    let mut expected = BTreeMap::new();
    for asset in declared.iter().filter(|it| !folded(&it.serial).is_empty()) {
        expected.insert(folded(&asset.serial), *asset);
        let Some(seen) = by_serial.get(&folded(&asset.serial)) else {
            let note = Note::new("assets.declared-not-found")
                .fact("kind", asset.kind.as_str())
                .fact("role", asset.role.as_str())
                .fact("serial", &asset.serial)
                .fact("model", &asset.model)
                .fact("room", &asset.room);
            parts.push(Judgement::because(Verdict::Violates, note));
            continue;
        };
        parts.push(same(asset, seen));
    }
    for (serial, asset) in &by_serial {
        if !serial.is_empty() && !expected.contains_key(serial) {
            let note = Note::new("assets.found-not-declared")
                .fact("kind", asset.kind.as_str())
                .fact("role", asset.role.as_str())
                .fact("serial", &asset.serial)
                .fact("model", &asset.model)
                .fact("room", &asset.room);
            parts.push(Judgement::because(Verdict::Violates, note));
        }
    }
    Judgement::over(parts)
}

fn same(declared: &Asset, found: &AssetFound) -> Judgement {
    if declared.role != found.role || declared.kind != found.kind {
        let note = Note::new("assets.role-differs")
            .fact("serial", &declared.serial)
            .fact("declared", format!("{} {}", declared.kind.as_str(), declared.role.as_str()))
            .fact("found", format!("{} {}", found.kind.as_str(), found.role.as_str()));
        return Judgement::because(Verdict::Violates, note);
    }
    let note = Note::new("assets.as-declared")
        .fact("kind", declared.kind.as_str())
        .fact("role", declared.role.as_str())
        .fact("serial", &declared.serial);
    let mut judgement = Judgement::because(Verdict::Complies, note);
    for (what, said, seen) in [
        ("model", declared.model.trim(), found.model.trim()),
        ("room", declared.room.trim(), found.room.trim()),
    ] {
        if said != seen {
            let note = Note::new("assets.detail-differs")
                .fact("serial", &declared.serial)
                .fact("what", what)
                .fact("declared", said)
                .fact("found", seen);
            judgement.notes.push(note);
        }
    }
    judgement
}
