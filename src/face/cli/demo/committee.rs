//! What comes after the act: its pack goes to the committee, and two officers decide.
//!
//! They are another party: what they know of the act is its pack.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use model::{Localized, Note, Order, RequirementId, Role, Verdict};
use serde::Deserialize;
use serde_json::{Value, json};
use toml::Table;

use super::{Places, toml_of};
use crate::act::record::ActRecord;
use crate::calendar::three_years_from;
use crate::catalog::Catalog;
use crate::committee::{self, Arrived, Beside, Inbox, Review};
use crate::demo::{Luggage, PASSWORD, Scenario};
use crate::face::cli::committee::inbox;
use crate::face::cli::context::{Context, Tone, put};
use crate::face::cli::show::{checks, sentence};
use crate::face::cli::verbs::{VerbError, write_file};
use crate::inspection::{Check, InspectionError, Verification, legal_day};
use crate::papers::{Fields, Forms, Paper, PaperError};
use crate::register::{
    About, Accreditation, Action, Asked, CheckReport, Database, Decision, Done, Founding,
    IssueProposal, Matter, Officer, Place, Proposal, RefusalProposal, RegisterError, Statement,
    Taking,
};
use crate::signing::device::signer;
use crate::signing::{SigningError, SigningKey, Signs};

/// What the committee of a sample decides: `samples/<scenario>/committee.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Ruling {
    /// Number of the decision.
    decision: String,
    issue: Option<Issue>,
    refuse: Option<Refuse>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Issue {
    certificate: String,
    protocol: String,
    /// What is answered to the member who dissents.
    answer: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Refuse {
    letter: String,
    grounds: Vec<Ground>,
}

/// A ground of item 10 of Annex 1, and the items whose findings are its facts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Ground {
    ground: u8,
    items: Vec<RequirementId>,
}

/// What came of it.
pub(super) struct Outcome {
    arrived: Vec<Arrived>,
    review: Review,
    officers: Vec<Officer>,
    matter: Matter,
    pub(super) decision: Decision,
    pub(super) row: Option<Accreditation>,
    checked: CheckReport,
    pub(super) papers: Vec<PathBuf>,
    /// The day of the decision.
    pub(super) today: Date,
}

/// An officer with a key.
struct Hand {
    officer: Officer,
    key: SigningKey,
}

/// The papers of one act.
struct Desk<'a> {
    places: &'a Places,
    forms: Forms,
    now: Timestamp,
    act: &'a ActRecord,
}

pub(super) fn run(
    (scenario, places, luggage): (Scenario, &Places, &Luggage),
    verification: &Verification,
    catalog: &Catalog,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Outcome, VerbError> {
    let ruling: Ruling = toml_of(match scenario {
        Scenario::Clean => include_str!("../../../../samples/clean/committee.toml"),
        Scenario::Defects => include_str!("../../../../samples/defects/committee.toml"),
    })?;
    let inbox = Inbox::read(&places.inbox, catalog, context.words)?;
    let taking = Taking::of(verification)?;
    let act = verification.record.as_deref().ok_or_else(|| nothing("act.json"))?;
    let mut trust = luggage.signing.clone();
    trust.retain(|it| !luggage.signing_roots.contains(it));
    let founding = Founding::read(&luggage.officers, &luggage.signing_roots, &[], &trust)?;
    let hands = founding.officers.iter().zip(&luggage.officer_keys).map(|(officer, key)| {
        Ok(Hand { officer: officer.clone(), key: SigningKey::open(key, PASSWORD)? })
    });
    let hands = hands.collect::<Result<Vec<_>, VerbError>>()?;
    let [first, second] = hands.as_slice() else {
        return Err(nothing("officer").into());
    };
    let mut register = Database::create(Place::read(&places.register)?, &founding, now)?;

    let anchors = register.act_anchors()?.anchors;
    let anchors: Vec<_> = anchors.into_iter().map(|it| it.sha256).collect();
    let others = inbox.others(act);
    let earlier: Vec<_> = committee::earlier(&others, act).cloned().collect();
    let beside = Beside { earlier: &earlier, others: &others, anchors: Some(&anchors) };
    let review = Review::of(verification, beside, now).map_err(InspectionError::from)?;
    first.act(&mut register, Action::take(taking), now)?;
    let matter = matter(&mut register)?;
    first.act(&mut register, Action::accept(&matter, None), now)?;
    let matter = register.matter(matter.id)?;
    let proposal = ruling.proposal(act, legal_day(now))?;
    first.act(&mut register, Action::propose(&matter, None, proposal), now)?;
    let about = About::Matter(matter.id);
    let proposed = register.decisions_about(about)?.pop().ok_or_else(|| nothing("decision"))?;
    let done = second.act(&mut register, Action::confirm(&proposed, None), now)?;

    let decision = register.decision(proposed.id)?;
    let row = done.accreditation.map(|it| register.accreditation(it)).transpose()?;
    let desk = Desk { places, forms: Forms::load(catalog.folder())?, now, act };
    let chair = SigningKey::open(luggage.keys.first().ok_or_else(|| nothing("member"))?, PASSWORD)?;
    let papers =
        desk.papers(&ruling, &mut register, decision.id, verification, (&chair, second))?;
    Ok(Outcome {
        arrived: inbox.arrived,
        review,
        officers: founding.officers,
        matter: register.matter(matter.id)?,
        decision,
        row,
        checked: register.check(&[])?,
        papers,
        today: legal_day(now),
    })
}

/// What the demonstration laid out or recorded a moment ago is not there.
fn nothing(what: &str) -> RegisterError {
    RegisterError::NoSuch { place: "demo".into(), subject: what.into() }
}

fn matter(register: &mut Database) -> Result<Matter, VerbError> {
    Ok(register.matters(None)?.pop().ok_or_else(|| nothing("matter"))?)
}

impl Hand {
    /// Signs an action and has it carried out.
    fn act(
        &self,
        register: &mut Database,
        action: Action,
        now: Timestamp,
    ) -> Result<Done, VerbError> {
        let statement = Statement::new(register.name(), self.officer.iin.clone(), now, action);
        let signed = statement.sign(&self.key)?;
        Ok(register.perform(&signed, &[], now)?)
    }
}

impl Ruling {
    fn proposal(&self, act: &ActRecord, today: Date) -> Result<Proposal, VerbError> {
        let decision = Order { number: self.decision.clone(), date: today };
        if let Some(refuse) = &self.refuse {
            let facts = refuse.grounds.iter().map(|it| (it.ground, it.facts(act)));
            return Ok(Proposal::Refuse(RefusalProposal::on(decision, facts)));
        }
        let through = three_years_from(today).map_err(crate::demo::DemoError::Clock)?;
        Ok(Proposal::Issue(IssueProposal {
            decision,
            number: self.issue.as_ref().map(|it| it.certificate.clone()),
            issued: today,
            valid_through: through,
            despite: String::new(),
            answer: self.issue.as_ref().map(|it| it.answer.clone()).unwrap_or_default(),
        }))
    }
}

impl Ground {
    /// What the act found about the items, in the words of the act.
    fn facts(&self, act: &ActRecord) -> String {
        let mut facts = Vec::new();
        for subject in &act.subjects {
            for judged in &subject.requirements {
                let violated = judged.finding.judgement.verdict == Verdict::Violates;
                if !violated || !self.items.contains(&judged.finding.requirement) {
                    continue;
                }
                let told = judged.said.iter().filter(|it| it.next.is_some()).map(|it| &it.text);
                // What follows repeats it for other addresses; the act has all of it.
                let told = told.take(2);
                let said = |pick: fn(&Localized) -> &str| {
                    let parts: Vec<_> = told.clone().map(pick).collect();
                    format!("{}: {}", pick(&subject.place), parts.join(" "))
                };
                let (kk, ru) = (said(|it| &it.kk), said(|it| &it.ru));
                facts.push(format!("{kk} / {ru}"));
            }
        }
        facts.join("\n")
    }
}

impl Desk<'_> {
    /// The papers of the decision, filled from the register and the act, each signed by the person
    /// who answers for it.
    fn papers(
        &self,
        ruling: &Ruling,
        register: &mut Database,
        decision: i64,
        verification: &Verification,
        (chair, officer): (&SigningKey, &Hand),
    ) -> Result<Vec<PathBuf>, VerbError> {
        let bearing = register.bearing(&Asked::Decision(decision))?;
        let mut known = Fields::from_register(&bearing, legal_day(self.now));
        known.add(Fields::from_officer(&officer.officer));
        let dissents = verification.dissents.iter().filter(|it| it.holds).map(|it| {
            let known = verification.members.iter().find(|state| state.iin == it.member);
            let name = known.map_or_else(|| it.member.to_string(), |it| it.line.name.clone());
            format!("{name}: {}", it.reasons.trim_end_matches('.'))
        });
        let dissents: Vec<_> = dissents.collect();
        let mut papers = Vec::new();
        if let Some(issue) = &ruling.issue {
            let given = self.protocol(&issue.protocol);
            papers.push(self.paper("protocol", given, &Fields::default(), chair)?);
        }
        let given = Table::from_iter([("dissents".to_owned(), dissents.into())]);
        papers.push(self.paper("decision", given, &known, &officer.key)?);
        if let Some(refuse) = &ruling.refuse {
            let date = legal_day(self.now).to_string();
            let given = [("number", refuse.letter.clone()), ("date", date)];
            let given = given.map(|(name, text)| (name.to_owned(), text.into()));
            papers.push(self.paper("refusal", Table::from_iter(given), &known, &officer.key)?);
        } else {
            papers.push(self.paper("certificate", Table::new(), &known, &officer.key)?);
        }
        Ok(papers)
    }

    /// What the commission found in each of the thirteen documents.
    fn protocol(&self, number: &str) -> Table {
        let mut documents = Table::new();
        for judged in self.act.judged() {
            let id = &judged.finding.requirement.0;
            let Some((_, row)) = id.split_once(".document-") else { continue };
            let verdict = match judged.finding.judgement.verdict {
                Verdict::Complies => "conforms",
                Verdict::NotInForce | Verdict::OutOfScope => "not-required",
                Verdict::Undetermined | Verdict::Violates => "does-not-conform",
            };
            let row = (row.to_owned(), Table::from_iter([("verdict".into(), verdict.into())]));
            documents.insert(row.0, row.1.into());
        }
        let named = |role| {
            let members = self.act.commission.iter().flat_map(|it| &it.members);
            members.filter(move |it| it.role == role).map(|it| it.name.clone()).next()
        };
        let mut fields = Table::from_iter([
            ("number".to_owned(), number.into()),
            ("date".to_owned(), self.act.day.to_string().into()),
            ("documents".to_owned(), toml::Value::from(documents)),
            ("decision".to_owned(), "conform".into()),
        ]);
        for (field, role) in [("chair", Role::Chair), ("secretary", Role::Secretary)] {
            fields.extend(named(role).map(|it| (field.to_owned(), it.into())));
        }
        fields
    }

    /// Makes a paper of what a person gives, of what the register knows and of what the act says,
    /// signs it and writes both.
    fn paper(
        &self,
        kind: &str,
        given: Table,
        known: &Fields,
        key: &SigningKey,
    ) -> Result<PathBuf, VerbError> {
        let folder = &self.places.papers;
        let mut fields = Fields::default();
        if !given.is_empty() {
            let filled = folder.join(format!("{kind}.toml"));
            write_file(&filled, given.to_string().as_bytes())?;
            fields = Fields::read(&filled)?;
        }
        fields.add(known.clone());
        fields.add(Fields::from_act(self.act));
        let langs = [model::Lang::Kk, model::Lang::Ru];
        let paper = Paper::compose(&self.forms, kind, &fields, &langs, self.now)?;
        if paper.record.draft {
            return Err(PaperError::DraftSigned { form: kind.to_owned() }.into());
        }
        let files = paper.render()?;
        let cms = key.cms(&files.pdf, self.now)?;
        signer(&cms, &files.pdf, None).map_err(SigningError::from)?;
        let place = folder.join(format!("{kind}.pdf"));
        write_file(&place, &files.pdf)?;
        write_file(&folder.join(format!("{kind}.pdf.p7s")), &cms)?;
        Ok(place)
    }
}

impl Outcome {
    /// Whether the register is what its history says.
    pub(super) fn register_verdict(&self) -> Verdict {
        if self.checked.damage.is_empty() { Verdict::Complies } else { Verdict::Violates }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "inbox": self.arrived,
            "review": self.review,
            "matter": self.matter,
            "decision": self.decision,
            "accreditation": self.row,
            "register": self.checked,
            "papers": self.papers,
        })
    }

    pub(super) fn show(&self, context: &Context<'_>) {
        put(&context.paint(Tone::Strong, &context.wrap("", 0, &context.label("demo-committee"))));
        for arrived in &self.arrived {
            inbox::show(context, arrived);
        }
        let of_review = |it: &&Check| it.note.code.starts_with("review.");
        let reviewed: Vec<Check> = self.review.checks.iter().filter(of_review).cloned().collect();
        checks(context, &reviewed);
        let order = self.decision.proposal.decision();
        let named = |iin: &model::Iin| {
            let known = self.officers.iter().find(|it| it.iin == *iin);
            known.map_or_else(|| iin.to_string(), |it| it.name.clone())
        };
        let proposed = ("officer", named(&self.decision.proposed_by));
        let number = ("number", order.number.clone());
        let mut lines = vec![
            sentence(context, "demo-taken", [("officer", named(&self.matter.taken_by))]),
            match &self.decision.proposal {
                Proposal::Refuse(it) => {
                    let grounds: Vec<String> =
                        it.grounds.keys().map(|it| format!("{it})")).collect();
                    let grounds = ("grounds", grounds.join(", "));
                    sentence(context, "demo-proposed-refusal", [proposed, number, grounds])
                }
                Proposal::Anchor(_)
                | Proposal::Appoint(_)
                | Proposal::Import(_)
                | Proposal::Issue(_)
                | Proposal::Revoke(_) => {
                    sentence(context, "demo-proposed-issue", [proposed, number])
                }
            },
        ];
        if let Some(by) = &self.decision.closed_by {
            lines.push(sentence(context, "demo-confirmed", [("officer", named(by))]));
        }
        lines.push(match &self.row {
            Some(row) => sentence(
                context,
                "demo-registered",
                [("number", row.number.clone()), ("through", row.valid_through.to_string())],
            ),
            None => sentence(context, "demo-refused", []),
        });
        for (number, line) in (1..).zip(lines) {
            put(&context.wrap(&format!("{number}. "), 3, &line));
        }
        let events = ("events", self.checked.head.seq.to_string());
        let code = if self.checked.damage.is_empty() { "demo-history" } else { "demo-damaged" };
        let note = Note::new(code).fact(events.0, events.1);
        checks(context, &[Check { note, verdict: self.register_verdict() }]);
    }
}
