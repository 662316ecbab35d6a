use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EvidenceKind, Limit};

/// One thing the law demands of a certification authority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Requirement {
    /// Stable identifier, `<checklist>.<slug>`.
    pub id: RequirementId,
    /// The row of the act that this requirement belongs to.
    pub subject: SubjectId,
    /// What is demanded, in one sentence, in three languages.
    pub title: Localized,
    /// Where it is demanded.
    pub legal: LegalRef,
    /// The probe that judges it; `person.answer` where a person looks.
    pub probe: ProbeId,
    /// The evidence without which no verdict is possible.
    pub evidence: Vec<EvidenceKind>,
    /// What `limit` bounds, as a key into the words for people: `ceiling-height`.
    pub quantity: Option<String>,
    /// The permitted interval, for a measured requirement.
    pub limit: Option<Limit>,
    /// Whether the requirement may lie outside what an authority does. The text knows this for
    /// conditional documents only.
    pub conditional: bool,
    /// What a violation means for accreditation.
    pub consequence: Consequence,
}

/// Identifier of a requirement, `<checklist>.<slug>`.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct RequirementId(pub String);

/// Identifier of a probe, `<subject>.<slug>`.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct ProbeId(pub String);

/// Identifier of a row of the act: `12-8`, `12-15-e`, `documents`.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct SubjectId(pub String);

macro_rules! shown_as_written {
    ($($id:ident),*) => {$(
        impl fmt::Display for $id {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    )*};
}

shown_as_written!(ProbeId, RequirementId, SubjectId);

/// A language of the people who read the act.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Deserialize,
    Eq,
    Hash,
    JsonSchema,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// Kazakh, the language that prevails.
    #[default]
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// Every language, the prevailing one first.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }
}

impl FromStr for Lang {
    type Err = ();

    /// Reads a language from a code or a locale name: `kk`, `ru-RU`, `en_US.UTF-8`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let code = text.split(['-', '_', '.']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|it| it.as_str() == code).ok_or(())
    }
}

/// One text in the three languages of the act. None may be empty.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Localized {
    /// The text in one language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }
}

/// A place in a legal act.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LegalRef {
    /// Key of the act in `checklists/legal.toml`.
    pub act: String,
    /// The clause, exactly as the act numbers it.
    pub clause: String,
    /// First day the clause is in force.
    #[schemars(with = "String")]
    pub in_force_from: Date,
    /// First day the clause is no longer in force; absent while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub in_force_until: Option<Date>,
}

impl LegalRef {
    /// Whether the clause is in force on `day`: from the first day, before the last.
    #[must_use]
    pub fn in_force_on(&self, day: Date) -> bool {
        self.in_force_from <= day && self.in_force_until.is_none_or(|end| day < end)
    }
}

/// What a violation means for accreditation.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Consequence {
    /// A demand of the text: the conclusion cannot be positive while it is open.
    Blocks,
    /// The act records it; accreditation may be granted.
    Remarks,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn clause_is_in_force_from_its_first_day_until_the_day_it_ends() {
        let clause = LegalRef {
            act: "act".into(),
            clause: "1".into(),
            in_force_from: date(2024, 3, 1),
            in_force_until: Some(date(2025, 3, 1)),
        };
        assert!(!clause.in_force_on(date(2024, 2, 29)));
        assert!(clause.in_force_on(date(2024, 3, 1)));
        assert!(clause.in_force_on(date(2025, 2, 28)));
        assert!(!clause.in_force_on(date(2025, 3, 1)));
    }

    #[test]
    fn a_locale_names_its_language() {
        assert_eq!("kk_KZ.UTF-8".parse(), Ok(Lang::Kk));
        assert_eq!("RU-ru".parse(), Ok(Lang::Ru));
        assert_eq!("en".parse(), Ok(Lang::En));
        assert_eq!("C.UTF-8".parse::<Lang>(), Err(()));
        assert_eq!("".parse::<Lang>(), Err(()));
    }
}
