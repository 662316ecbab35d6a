//! What the register knows of the fields of a paper, and what the paper therefore rests on.
//!
//! A field that the register fills is not filled by anybody else: a value given beside it has to be
//! the same. Where the register knows that there is nothing (no ground in a decision to issue), nothing
//! may be given either: the paper would say more than two officers decided.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::VisitKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::{Table, Value as Raw};

use super::fields::{Facts, Fields};
use super::form::Basis;
use crate::inspection::legal_day;
use crate::register::{
    Accreditation, Bearing, Decision, DecisionState, Matter, Officer, Proposal, RefusalProposal,
    RevocationProposal,
};

/// The rows of a register that filled a paper, as they stood.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    /// The random name of the register.
    pub register: String,
    /// The end of its history when they were read: number of events, and hash of the last.
    pub head: String,
    /// The rows with their versions: `decision/5 v2`.
    pub rows: Vec<String>,
}

/// What the register knows of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    /// The value; none where the register knows that there is none.
    pub(super) value: Option<Raw>,
    /// Whether it is words that the register holds in one language, so that a person may say them
    /// in another.
    pub(super) words: bool,
}

/// What the register says, and which decisions it bears out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ground {
    pub(super) source: Source,
    /// What a paper may rest on; whether two officers confirmed it.
    pub(super) bases: BTreeMap<Basis, bool>,
}

impl Fields {
    /// What the register says about a certificate, a decision or an act, on a day.
    #[must_use]
    pub fn from_register(bearing: &Bearing, on: Date) -> Self {
        let mut known = Knowledge::default();
        let mut bases = BTreeMap::new();
        known.day("register.day", on);
        if let Some(matter) = &bearing.matter {
            known.matter(matter);
        }
        if let Some(survey) = &bearing.survey {
            known.act(survey);
        }
        if let Some(row) = &bearing.accreditation {
            known.accreditation(row, on);
            bases.insert(Basis::Row, true);
        }
        if let Some(decision) = &bearing.decision {
            known.decision(decision);
            let confirmed = decision.state == DecisionState::Confirmed;
            let revoked = bearing.accreditation.as_ref().is_some_and(|it| it.revocation.is_some());
            match &decision.proposal {
                // No paper is about the list of anchors.
                Proposal::Anchor(_) => {}
                Proposal::Issue(_) => {
                    bases.insert(Basis::Issue, confirmed);
                    // Nobody is handed the certificate of an authority whose accreditation ended.
                    if !revoked {
                        bases.insert(Basis::Certificate, confirmed);
                    }
                }
                Proposal::Refuse(_) => {
                    bases.insert(Basis::Refuse, confirmed);
                }
                Proposal::Revoke(_) => {
                    bases.insert(Basis::Revoke, confirmed);
                }
                // No paper is made of what is decided about the register itself.
                Proposal::Appoint(_) | Proposal::Import(_) => {}
            }
        }
        let source = Source {
            register: bearing.register.clone(),
            head: bearing.head.to_string(),
            rows: bearing.rows(),
        };
        Self::knowing(known.0, Some(Ground { source, bases }))
    }

    /// The person who signs, as the list of officers has him.
    #[must_use]
    pub fn from_officer(officer: &Officer) -> Self {
        let mut known = Knowledge::default();
        known.words("signatory.name", &officer.name);
        known.words("signatory.position", &officer.position);
        Self::knowing(known.0, None)
    }
}

/// What is known by name, while rows are taken apart.
#[derive(Default)]
struct Knowledge(BTreeMap<String, Known>);

impl Knowledge {
    fn exact(&mut self, name: &str, value: impl Into<Raw>) {
        self.0.insert(name.to_owned(), Known { value: Some(value.into()), words: false });
    }

    fn day(&mut self, name: &str, day: Date) {
        self.exact(name, day.to_string());
    }

    /// Words that may be said in another language beside.
    fn words(&mut self, name: &str, text: &str) {
        self.0.insert(name.to_owned(), Known { value: Some(text.into()), words: true });
    }

    fn nothing(&mut self, name: &str) {
        self.0.insert(name.to_owned(), Known { value: None, words: false });
    }

    /// Words, or the knowledge that there are none.
    fn words_if_any(&mut self, name: &str, text: &str) {
        if text.trim().is_empty() {
            self.nothing(name);
        } else {
            self.words(name, text);
        }
    }

    fn matter(&mut self, matter: &Matter) {
        let recipient = &matter.taking.recipient;
        self.recipient(&recipient.name, &recipient.address, &recipient.bin, &recipient.authority);
        self.act(matter);
        if let Some(at) = matter.taking.adopted_at {
            self.day("act.adopted", legal_day(at));
        }
    }

    fn act(&mut self, matter: &Matter) {
        let kind = Facts::act_of(matter.taking.visit);
        self.exact(&format!("{kind}.number"), matter.taking.number.as_str());
        self.day(&format!("{kind}.date"), matter.taking.day);
    }

    fn recipient(&mut self, name: &str, address: &str, bin: &str, authority: &str) {
        self.words("recipient.name", name);
        self.words("recipient.address", address);
        self.exact("recipient.bin", bin);
        self.words("recipient.authority", authority);
    }

    fn accreditation(&mut self, row: &Accreditation, on: Date) {
        self.recipient(&row.entity, &row.address, &row.bin, &row.authority);
        self.exact("act.number", row.act.number.as_str());
        self.day("act.date", row.act.date);
        self.exact("certificate.seq", row.sequence.to_string());
        self.exact("certificate.number", row.number.as_str());
        self.day("certificate.issued", row.issued);
        self.day("certificate.valid-through", row.valid_through);
        self.exact("certificate.status", row.status_on(on).as_str());
        self.exact("certificate.decision-number", row.decision.number.as_str());
        self.day("certificate.decision-date", row.decision.date);
        match &row.revocation {
            Some(it) => {
                self.exact("certificate.revocation-number", it.decision.number.as_str());
                self.day("certificate.revocation-date", it.decision.date);
                self.exact("certificate.revocation-paragraph", it.paragraph.as_str());
                self.day("certificate.revoked-from", it.day);
            }
            None => {
                for name in
                    ["revocation-number", "revocation-date", "revocation-paragraph", "revoked-from"]
                {
                    self.nothing(&format!("certificate.{name}"));
                }
            }
        }
        match &row.root_registration {
            Some(it) => {
                self.exact("certificate.root-registration-certificate", it.certificate.as_str());
                self.day("certificate.root-registration-date", it.day);
            }
            None => {
                self.nothing("certificate.root-registration-certificate");
                self.nothing("certificate.root-registration-date");
            }
        }
        self.words_if_any("certificate.note", &row.note);
    }

    fn decision(&mut self, decision: &Decision) {
        let order = decision.proposal.decision();
        self.exact("decision.number", order.number.as_str());
        self.day("decision.date", order.date);
        self.exact("decision.kind", decision.proposal.as_str());
        match &decision.proposal {
            Proposal::Anchor(_) | Proposal::Appoint(_) | Proposal::Import(_) => {}
            Proposal::Issue(issue) => {
                self.nothing("decision.grounds");
                self.nothing("decision.facts");
                if let Some(number) = &issue.number {
                    self.exact("certificate.number", number.as_str());
                }
                self.day("certificate.issued", issue.issued);
                self.day("certificate.valid-through", issue.valid_through);
                self.words_if_any("decision.answer", &issue.answer);
                self.words_if_any("decision.despite", &issue.despite);
            }
            Proposal::Refuse(refusal) => self.refusal(refusal),
            Proposal::Revoke(revocation) => self.revocation(revocation),
        }
    }

    fn refusal(&mut self, refusal: &RefusalProposal) {
        // A decision of the register always rests on an act.
        self.exact("decision.stage", "act");
        let grounds = refusal.grounds.keys().map(|it| Raw::from(format!("10-{it}")));
        self.exact("decision.grounds", Raw::Array(grounds.collect()));
        let facts = refusal.grounds.iter().map(|(ground, text)| {
            let cells = [("ground", format!("10-{ground}")), ("fact", text.clone())];
            Raw::Table(Table::from_iter(cells.map(|(name, text)| (name.to_owned(), text.into()))))
        });
        self.exact("decision.facts", Raw::Array(facts.collect()));
    }

    fn revocation(&mut self, revocation: &RevocationProposal) {
        self.day("decision.from", revocation.day);
        self.exact("decision.paragraph", revocation.paragraph.as_str());
        let elements = &revocation.elements;
        for (name, text) in [
            ("violation", &elements.violation),
            ("damage", &elements.damage),
            ("recommendation", &elements.recommendation),
            ("no-good-reason", &elements.no_good_reason),
            ("objections", &revocation.objections),
        ] {
            self.words_if_any(&format!("decision.{name}"), text);
        }
    }
}

impl Facts {
    /// Under which name the number and the day of an act go: paragraph 13 and paragraph 22 know
    /// different acts, and a certificate never rests on a survey.
    pub(super) const fn act_of(visit: VisitKind) -> &'static str {
        match visit {
            VisitKind::Examination => "act",
            VisitKind::Survey => "survey",
        }
    }
}
