//! placeholder
use model::Verdict;
pub(crate) struct Case {
    pub(crate) probe: &'static str,
    pub(crate) verdict: Verdict,
}
pub(crate) const CASES: &[Case] = &[];
