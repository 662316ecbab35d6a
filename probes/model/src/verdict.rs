use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What follows from the evidence for one requirement.
///
/// Only [`Verdict::Complies`], [`Verdict::OutOfScope`] and [`Verdict::NotInForce`] close a
/// requirement. A failure of the tool, of the network or of the evidence is
/// [`Verdict::Undetermined`], never a pass.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The evidence shows that the requirement is met.
    Complies,
    /// The requirement was not in force on the date of the inspection.
    NotInForce,
    /// The requirement does not concern this authority.
    OutOfScope,
    /// The evidence is absent, unreadable, or too coarse to decide.
    Undetermined,
    /// The evidence shows that the requirement is not met.
    Violates,
}

impl Verdict {
    /// Every verdict, in the order of the summary table of the act.
    pub const ALL: [Self; 5] =
        [Self::Complies, Self::Violates, Self::Undetermined, Self::OutOfScope, Self::NotInForce];

    /// The name used in files and in fixture directory names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complies => "complies",
            Self::NotInForce => "not-in-force",
            Self::OutOfScope => "out-of-scope",
            Self::Undetermined => "undetermined",
            Self::Violates => "violates",
        }
    }

    /// Whether the commission may leave this requirement without a remark.
    #[must_use]
    pub const fn closes_requirement(self) -> bool {
        match self {
            Self::Complies | Self::NotInForce | Self::OutOfScope => true,
            Self::Undetermined | Self::Violates => false,
        }
    }

    /// The verdict over several requirements of one subject.
    ///
    /// One violation makes the subject violate; failing that, one undetermined requirement leaves
    /// it undetermined; it complies when at least one requirement complies and all are closed.
    /// A subject of which nothing was asked is undetermined, never a pass.
    #[must_use]
    pub fn over(verdicts: impl IntoIterator<Item = Self>) -> Self {
        let mut seen = [false; 5];
        for verdict in verdicts {
            seen[verdict as usize] = true;
        }
        [Self::Violates, Self::Undetermined, Self::Complies, Self::OutOfScope, Self::NotInForce]
            .into_iter()
            .find(|it| seen[*it as usize])
            .unwrap_or(Self::Undetermined)
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{self, Complies, NotInForce, OutOfScope, Undetermined, Violates};

    #[test]
    fn what_was_not_established_closes_nothing() {
        let open: Vec<_> = Verdict::ALL.into_iter().filter(|it| !it.closes_requirement()).collect();
        assert_eq!(open, [Violates, Undetermined]);
    }

    #[test]
    fn a_subject_is_as_good_as_its_worst_requirement() {
        assert_eq!(Verdict::over([Complies, Undetermined, Violates]), Violates);
        assert_eq!(Verdict::over([Complies, Undetermined, OutOfScope]), Undetermined);
        assert_eq!(Verdict::over([OutOfScope, Complies]), Complies);
        assert_eq!(Verdict::over([OutOfScope, NotInForce]), OutOfScope);
    }

    #[test]
    fn a_subject_of_which_nothing_was_asked_is_undetermined() {
        assert_eq!(Verdict::over([]), Undetermined);
    }
}
