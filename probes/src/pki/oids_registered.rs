//! `pki.oids-registered`: whether the declared object identifiers stand in the register.
//!
//! # Measures
//!
//! Nothing.
//!
//! # Rests on
//!
//! The register of object identifiers that the Root CA keeps, as it was read for the case. Two
//! identifiers are the same only when every arc is ([X.660]).
//!
//! # Evidence
//!
//! One `declaration` with the identifiers; one `oid-register`.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every declared identifier stands in the register; its holder is named where the register tells, else the holder of the nearest arc above |
//! | violates | one does not stand there, or is no object identifier at all |
//! | undetermined | nothing was declared, no register was read, it is empty, or a record cannot be read |
//!
//! # Cannot see
//!
//! Whether the holder and the applicant are one legal person: names are compared by people.
//!
//! [X.660]: https://www.itu.int/rec/T-REC-X.660

use ::pki::Oid;
use model::{EvidenceKind, Judgement, Note, Verdict};

use super::{REGISTER_UNREADABLE, Register, register};
use crate::{Probe, Question, case};

/// The probe.
pub(crate) struct OidsRegistered;

impl Probe for OidsRegistered {
    fn id(&self) -> &'static str {
        "pki.oids-registered"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Declaration, EvidenceKind::OidRegister]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            REGISTER_UNREADABLE,
            "pki.oid-malformed",
            "pki.oid-not-in-register",
            "pki.oid-registered",
            "pki.oids-not-declared",
            "pki.register-empty",
            "pki.register-missing",
        ]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let (declaration, register) = match (case::declaration(question), register(question)) {
            (Ok(declaration), Ok(Some(register))) => (declaration, register),
            (declaration, register) => {
                let missing = match register {
                    Ok(Some(_)) => None,
                    Ok(None) => Some(Note::new("pki.register-missing")),
                    Err(note) => Some(note),
                };
                let notes = declaration.err().into_iter().chain(missing).collect();
                return Judgement::of(Verdict::Undetermined, notes);
            }
        };
        if register.entries.is_empty() {
            let note = Note::new("pki.register-empty").fact("register", &register.source);
            return Judgement::undetermined(note);
        }
        if declaration.registered_oids.is_empty() {
            return Judgement::undetermined(Note::new("pki.oids-not-declared"));
        }
        Judgement::over(declaration.registered_oids.iter().map(|oid| look_up(oid, &register)))
    }
}

fn look_up(text: &str, register: &Register) -> Judgement {
    let Ok(oid) = text.trim().parse::<Oid>() else {
        let note = Note::new("pki.oid-malformed").fact("oid", text);
        return Judgement::because(Verdict::Violates, note);
    };
    let about = |code| Note::new(code).fact("oid", &oid).fact("register", &register.source);
    let Some(entry) = register.entries.get(&oid) else {
        return Judgement::because(Verdict::Violates, about("pki.oid-not-in-register"));
    };
    let note = about("pki.oid-registered")
        .fact("name", &entry.name)
        .fact("holder", holder(&oid, register).unwrap_or("-"));
    Judgement::because(Verdict::Complies, note)
}

/// The holder of an identifier: its own, or that of the nearest arc above that names one.
fn holder<'a>(oid: &Oid, register: &'a Register) -> Option<&'a str> {
    // Above stands before below in the order of arcs, so the last one found is the nearest.
    register
        .entries
        .iter()
        .filter(|(above, _)| oid.is_under(above))
        .filter_map(|(_, entry)| entry.holder.as_deref())
        .next_back()
}
