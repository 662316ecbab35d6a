//! What is handed in, decided and drawn up in a procedure, and where its text slips.

use model::Localized;
use serde::Deserialize;

/// Something to be handed in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The words, where they are at hand.
    #[serde(default)]
    pub text: Option<String>,
    /// What it is.
    pub name: Localized,
    /// The list it belongs to, where there are several.
    #[serde(default)]
    pub group: Option<String>,
    /// When it is demanded; absent where always.
    #[serde(default)]
    pub condition: Option<Localized>,
    /// How many documents this row stands for whose names are not at hand.
    #[serde(default)]
    pub unlisted: Option<u32>,
}

/// A ground.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// Of what.
    pub kind: GroundKind,
    /// The words, where they are at hand.
    #[serde(default)]
    pub text: Option<String>,
    /// What it is.
    pub name: Localized,
}

/// What a ground is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum GroundKind {
    /// Papers are not taken.
    Acceptance,
    /// The application is refused.
    Refusal,
    /// The certificate is revoked.
    Revocation,
}

/// A decision of a person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// Who decides.
    pub actor: String,
    /// The events to choose from.
    pub options: Vec<String>,
    /// The events that have to come before.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// A form that the text gives.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct FormOfText {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// What it is.
    pub name: Localized,
    /// How many columns a table has.
    #[serde(default)]
    pub columns: Option<u32>,
}

/// A slip of the text, and how it is read.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Anomaly {
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The steps where it matters; none, for the whole.
    #[serde(default)]
    pub steps: Vec<String>,
    /// What is said and how it is read.
    pub note: Localized,
}
