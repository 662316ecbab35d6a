use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The national register of object identifiers, as kept in evidence of the kind `oid-register`.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OidRegister {
    /// Where the register was read: an address, the number of an extract.
    pub source: String,
    /// What stands in it.
    pub entries: Vec<RegisteredOid>,
}

/// One line of the register.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RegisteredOid {
    /// The identifier, dotted.
    pub oid: String,
    /// What the register calls it.
    pub name: String,
    /// Who holds it, where the register says so; otherwise the holder of the arc it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
}
