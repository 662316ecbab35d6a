use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EvidenceId, Exhibit, Measure, ProbeId, RequirementId, Verdict};

/// One line of the act: a requirement, its verdict, and what the verdict rests on.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Finding {
    /// The requirement that was judged.
    pub requirement: RequirementId,
    /// The probe that judged it.
    pub probe: ProbeId,
    /// What the probe concluded.
    pub judgement: Judgement,
    /// The evidence the probe was given, in order.
    pub evidence: Vec<EvidenceId>,
}

/// The conclusion of a probe about one requirement.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Judgement {
    /// What follows.
    pub verdict: Verdict,
    /// Why: everything that was noticed, not only the first thing.
    pub notes: Vec<Note>,
    /// What was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measured>,
    /// Tables and timelines of what was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exhibits: Vec<Exhibit>,
}

impl Judgement {
    /// A verdict for several reasons, without a measure.
    #[must_use]
    pub const fn of(verdict: Verdict, notes: Vec<Note>) -> Self {
        Self { verdict, notes, measures: Vec::new(), exhibits: Vec::new() }
    }

    /// A verdict for one reason, without a measure.
    #[must_use]
    pub fn because(verdict: Verdict, note: Note) -> Self {
        Self::of(verdict, vec![note])
    }

    /// A verdict that could not be reached.
    #[must_use]
    pub fn undetermined(note: Note) -> Self {
        Self::because(Verdict::Undetermined, note)
    }

    /// Joins what several looks at one requirement gave.
    ///
    /// The verdict is the one [`Verdict::over`] gives; notes, measures and exhibits are kept in order.
    #[must_use]
    pub fn over(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut verdicts = Vec::new();
        let mut whole = Self::of(Verdict::Undetermined, vec![]);
        for part in parts {
            verdicts.push(part.verdict);
            whole.notes.extend(part.notes);
            whole.measures.extend(part.measures);
            whole.exhibits.extend(part.exhibits);
        }
        whole.verdict = Verdict::over(verdicts);
        whole
    }
}

/// Why a verdict was reached: a code and the facts that fill its sentence.
///
/// The code is a key into the words for people; the core never words anything. A sentence exists
/// for every code in Kazakh, Russian and English, together with the next step to take.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Note {
    /// Kebab-case words joined by full stops: `time.offset-beyond-limit`.
    pub code: Cow<'static, str>,
    /// What was seen, by the names that the sentence uses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<Cow<'static, str>, String>,
}

impl Note {
    /// A note without facts.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), facts: BTreeMap::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.insert(Cow::Borrowed(name), value.to_string());
        self
    }
}

/// A measured value and what it is the value of.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measured {
    /// What was measured, as a key into the words for people: `clock-offset`.
    pub quantity: String,
    /// The value with its uncertainty.
    pub measure: Measure,
    /// The instrument, where a person measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_keeps_every_note_and_the_worst_verdict() {
        let seen = Judgement::because(Verdict::Complies, Note::new("a"));
        let not_seen = Judgement::undetermined(Note::new("b").fact("peer", "192.0.2.1"));
        let whole = Judgement::over([seen, not_seen]);
        assert_eq!(whole.verdict, Verdict::Undetermined);
        assert_eq!(whole.notes.iter().map(|it| &*it.code).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn joining_nothing_establishes_nothing() {
        assert_eq!(Judgement::over([]).verdict, Verdict::Undetermined);
    }
}
