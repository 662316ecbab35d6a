//! A reckoned case for programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::plan::{Basis, Due};
use super::{Plan, Procedure, Standing};

/// Where a case stands in its procedure.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlanReport {
    /// The procedure.
    pub procedure: String,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// `in-force` or `repealed`.
    pub standing: String,
    /// The day that was looked from.
    pub day: String,
    /// The event that ended the procedure, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedReport>,
    /// The clocks over the whole.
    pub totals: Vec<TotalReport>,
    /// The steps, in the order of the text.
    pub steps: Vec<StepReport>,
    /// What is to be said, the gravest first.
    pub findings: Vec<FindingReport>,
}

/// How a procedure ended.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct ClosedReport {
    /// The event.
    pub event: String,
    /// `issued`, `refused`, `revoked`, `annulled` or `closed`.
    pub outcome: String,
}

/// A clock over the whole.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TotalReport {
    /// The clock.
    pub id: String,
    /// The clause.
    pub clause: String,
    /// The verbatim words, where they are at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When it started.
    pub start: String,
    /// The end of the limit.
    pub due: DueReport,
    /// The event that ended or would end it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<MomentReport>,
    /// Whether that event is recorded.
    pub ended: bool,
    /// The days from that end to the day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack: Option<i64>,
    /// The days from the day that was looked from to the day it is due.
    pub left: i64,
    /// The stages that lead from its start to its end.
    pub chain: Vec<LinkReport>,
}

/// A stage of the chain.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct LinkReport {
    /// The step.
    pub step: String,
    /// Its limit; absent where the text sets none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<LimitReport>,
}

/// A limit.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct LimitReport {
    /// How many.
    pub amount: u32,
    /// `wd`, `cd`, `h`, `min`, `same-day`, `next-wd`, `day-unspecified`.
    pub unit: String,
}

/// An event and its time.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct MomentReport {
    /// The event.
    pub event: String,
    /// When.
    pub at: String,
}

/// The end of a limit.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DueReport {
    /// The last day.
    pub day: String,
    /// The last minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The last day if the day of the event were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe: Option<String>,
    /// The day of the other reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The next working day, where the last day is a day off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried: Option<String>,
    /// `text`, `inside`, `within`, `extended` or `agreement`.
    pub basis: String,
    /// Whether the calendar vouches for every day that was counted.
    pub certain: bool,
}

/// A step.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StepReport {
    /// The number.
    pub n: String,
    /// The clause.
    pub clause: String,
    /// The verbatim words.
    pub text: String,
    /// Who.
    pub actor: String,
    /// `done`, `done-late`, `running`, `overdue`, `ahead`, `not-recorded` or `not-taken`.
    pub state: String,
    /// The limit; absent where the text sets none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<LimitReport>,
    /// When it started or would start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The end of the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DueReport>,
    /// The event that ended or would end it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<MomentReport>,
    /// The days left or, below zero, the days late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
    /// What silence means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silence: Option<String>,
    /// In how many copies its paper is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
}

/// Something to be said.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct FindingReport {
    /// `bad`, `doubt` or `known`.
    pub weight: String,
    /// The code.
    pub code: String,
    /// Its facts.
    pub facts: std::collections::BTreeMap<String, String>,
}

impl Plan {
    /// The same for programs.
    #[must_use]
    pub fn report(&self, procedure: &Procedure) -> PlanReport {
        let rules = &procedure.rules;
        let limit = |(amount, unit): (u32, super::LimitUnit)| LimitReport {
            amount,
            unit: unit.as_str().into(),
        };
        let moment = |(event, at): &(String, super::Moment)| MomentReport {
            event: event.clone(),
            at: at.to_string(),
        };
        let totals = self.totals.iter().filter_map(|it| {
            let total = rules.totals.iter().find(|total| total.id == it.id)?;
            Some(TotalReport {
                id: it.id.clone(),
                clause: total.clause.clone(),
                text: total.text.clone(),
                start: it.start.to_string(),
                due: due(&it.due),
                end: it.end.as_ref().map(moment),
                ended: it.ended,
                slack: it.slack,
                left: it.left,
                chain: it
                    .chain
                    .iter()
                    .map(|it| LinkReport { step: it.n.clone(), limit: it.limit.map(limit) })
                    .collect(),
            })
        });
        let steps = rules.steps.iter().zip(&self.steps).map(|(step, it)| StepReport {
            n: step.n.clone(),
            clause: step.clause.clone(),
            text: step.limit.as_ref().and_then(|it| it.text.clone()).unwrap_or(step.text.clone()),
            actor: step.actor.clone(),
            state: it.state.as_str().into(),
            limit: step.limit.as_ref().map(|it| limit((it.amount, it.unit))),
            start: it.start.map(|it| it.to_string()),
            due: it.due.as_ref().map(due),
            end: it.end.as_ref().map(moment),
            left: it.left,
            silence: it.silence.map(|it| it.as_str().into()),
            copies: step.copies,
        });
        let findings = self.findings.iter().map(|it| FindingReport {
            weight: it.weight.as_str().into(),
            code: it.note.code.to_string(),
            facts: it.note.facts.iter().map(|(k, v)| (k.to_string(), v.clone())).collect(),
        });
        PlanReport {
            procedure: rules.id.clone(),
            sha256: procedure.sha256.clone(),
            standing: match rules.status {
                Standing::InForce => "in-force".into(),
                Standing::Repealed => "repealed".into(),
            },
            day: self.day.to_string(),
            closed: self.closed.as_ref().map(|(event, ends)| ClosedReport {
                event: event.clone(),
                outcome: ends.as_str().into(),
            }),
            totals: totals.collect(),
            steps: steps.collect(),
            findings: findings.collect(),
        }
    }
}

fn due(due: &Due) -> DueReport {
    DueReport {
        day: due.day.to_string(),
        time: due.time.map(|it| format!("{:02}:{:02}", it.hour(), it.minute())),
        safe: due.safe.map(|it| it.to_string()),
        other: due.other.map(|it| it.to_string()),
        carried: due.carried.map(|it| it.to_string()),
        basis: match due.basis {
            Basis::Agreement => "agreement",
            Basis::Extended => "extended",
            Basis::Inside => "inside",
            Basis::Text => "text",
            Basis::Within => "within",
        }
        .into(),
        certain: due.certain,
    }
}
