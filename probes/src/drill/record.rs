//! A revocation drill as the record has it: its steps together with the answers that they name.

use std::collections::BTreeMap;

use ::pki::Certificate;
use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind};

use super::revocation::{Subject, issuer_of};
use super::{
    DrillStep, ExchangeId, Moment, RevocationEvent, RevocationStep, Saw, Service, Target, When,
};
use crate::Question;
use crate::certificates::Certificates;
use crate::exchange::{Outcome, Record};

/// Every exchange of the question by the SHA-256 of its record, and every body by its own.
pub(crate) struct Answers<'a> {
    exchanges: BTreeMap<ExchangeId, Record>,
    bodies: BTreeMap<EvidenceId, &'a Evidence>,
}

impl<'a> Answers<'a> {
    pub(crate) fn of(question: &Question<'a>) -> Self {
        let exchange =
            |it: &Evidence| Some((it.id(), serde_json::from_slice(&it.bytes().ok()?).ok()?));
        Self {
            exchanges: question.of(EvidenceKind::HttpExchange).filter_map(exchange).collect(),
            bodies: question.of(EvidenceKind::HttpBody).map(|it| (it.id(), it)).collect(),
        }
    }

    /// The record of an exchange with the body that came.
    pub(crate) fn get(&self, id: &ExchangeId) -> Option<(&Record, Option<&'a Evidence>)> {
        let record = self.exchanges.get(id)?;
        let body = match &record.outcome {
            Outcome::Answered(answered) => self.bodies.get(&answered.body).copied(),
            Outcome::Failed(_) => None,
        };
        Some((record, body))
    }
}

/// One look at one address.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) asked: When,
    pub(crate) answered: When,
    pub(crate) saw: Saw,
    /// What was answered, to be found among [`Answers`].
    pub(crate) exchange: ExchangeId,
}

/// A drill with one test certificate.
pub(crate) struct RevocationDrill {
    pub(crate) certificate: Certificate,
    pub(crate) begun: Timestamp,
    pub(crate) word: Option<Moment>,
    pub(crate) ended: bool,
    /// How often the program was started again.
    pub(crate) restarts: usize,
    /// By how much the wall clock was set within a run, at most, in nanoseconds.
    pub(crate) stepped: Option<i128>,
    pub(crate) left_out: BTreeMap<String, String>,
    pub(crate) targets: BTreeMap<Target, Vec<Look>>,
}

/// Why a drill cannot be judged.
pub(crate) enum NoDrill {
    /// The test certificate is not among the evidence.
    CertificateMissing,
    /// The certificate of its issuer is not.
    IssuerMissing,
}

/// The steps of each revocation drill, by when it began and by its certificate.
pub(crate) fn revocations(
    steps: &[DrillStep],
) -> BTreeMap<(Timestamp, EvidenceId), Vec<&RevocationStep>> {
    let mut drills: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for step in steps {
        if let DrillStep::Revocation(step) = step {
            drills.entry((step.begun, step.certificate)).or_default().push(step);
        }
    }
    drills
}

impl RevocationDrill {
    /// Reads one drill out of its steps.
    pub(crate) fn read(
        steps: &[&RevocationStep],
        certificates: &Certificates,
        answers: &Answers<'_>,
    ) -> Result<Self, NoDrill> {
        let first = steps.first().ok_or(NoDrill::CertificateMissing)?;
        let certificate = certificates
            .all
            .iter()
            .find(|it| EvidenceId(*it.fingerprint().as_bytes()) == first.certificate)
            .ok_or(NoDrill::CertificateMissing)?;
        let issuer = issuer_of(certificate, certificates).ok_or(NoDrill::IssuerMissing)?;
        let subject = Subject { certificate, issuer, certificates };
        let mut drill = Self {
            certificate: certificate.clone(),
            begun: first.begun,
            word: None,
            ended: false,
            restarts: 0,
            stepped: None,
            left_out: BTreeMap::new(),
            targets: BTreeMap::new(),
        };
        // One list lies at an address for hours: it is read once.
        let mut lists: BTreeMap<EvidenceId, Saw> = BTreeMap::new();
        let mut runs: BTreeMap<u32, When> = BTreeMap::new();
        for step in steps {
            let start = *runs.entry(step.when.run).or_insert(step.when);
            let apart = start.stepped(&step.when);
            drill.stepped = [drill.stepped, apart].into_iter().flatten().max_by_key(|it| it.abs());
            match &step.event {
                RevocationEvent::Begun { targets, left_out, .. } => {
                    for target in targets {
                        drill.targets.entry(target.clone()).or_default();
                    }
                    drill.left_out.extend(left_out.clone());
                }
                RevocationEvent::Ended => drill.ended = true,
                RevocationEvent::Interrupted => {}
                RevocationEvent::Looked { target, asked, answered, exchange } => {
                    let saw = look(&subject, target, exchange, answers, &mut lists);
                    let (asked, answered, exchange) = (*asked, *answered, *exchange);
                    let look = Look { asked, answered, saw, exchange };
                    drill.targets.entry(target.clone()).or_default().push(look);
                }
                RevocationEvent::Resumed => drill.restarts += 1,
                RevocationEvent::Word(moment) => drill.word = drill.word.or(Some(*moment)),
            }
        }
        for looks in drill.targets.values_mut() {
            looks.sort_by_key(|it| it.asked);
        }
        drill.see_through_bases();
        Ok(drill)
    }

    /// A delta shows what the complete list shows that it rests on.
    fn see_through_bases(&mut self) {
        let complete: Vec<Saw> = self
            .targets
            .values()
            .flatten()
            .filter(|it| matches!(it.saw, Saw::Revoked { number: Some(_), .. }))
            .map(|it| it.saw.clone())
            .collect();
        for look in self.targets.values_mut().flatten() {
            if let Some(list) = complete.iter().find(|list| look.saw.rests_on(list)) {
                look.saw = list.clone();
            }
        }
    }
}

fn look(
    subject: &Subject<'_>,
    target: &Target,
    exchange: &ExchangeId,
    answers: &Answers<'_>,
    lists: &mut BTreeMap<EvidenceId, Saw>,
) -> Saw {
    let Some((record, body)) = answers.get(exchange) else {
        return Saw::Nothing { reason: "the exchange is not among the evidence".into() };
    };
    if record.url != target.url {
        return Saw::Nothing { reason: "the exchange is one with another address".into() };
    }
    let known = match (&record.outcome, target.service) {
        (Outcome::Answered(it), Service::Crl | Service::Delta) if it.status == 200 => Some(it.body),
        (Outcome::Answered(_) | Outcome::Failed(_), _) => None,
    };
    if let Some(saw) = known.and_then(|it| lists.get(&it)) {
        return saw.clone();
    }
    let saw = subject.saw(target.service, record, body);
    if let Some(id) = known {
        lists.insert(id, saw.clone());
    }
    saw
}
