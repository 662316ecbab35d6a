//! Certificate policies as a graph of bounded size
//! ([RFC 9618](https://www.rfc-editor.org/rfc/rfc9618), which replaces the tree of RFC 5280 6.1.2).

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::{Certificate, PolicyInformation, PolicyMapping};
use crate::oid::{Oid, known};

/// The inputs (c) to (g) of [RFC 5280 section 6.1.1](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyInputs {
    /// Policies acceptable to the user; anyPolicy among them, or an empty set, accepts all.
    pub user_initial: BTreeSet<Oid>,
    /// Whether a policy is required from the start.
    pub explicit: bool,
    /// Whether mapping is inhibited from the start.
    pub inhibit_mapping: bool,
    /// Whether anyPolicy is inhibited from the start.
    pub inhibit_any: bool,
}

impl Default for PolicyInputs {
    fn default() -> Self {
        Self {
            user_initial: BTreeSet::from([known::ANY_POLICY.clone()]),
            explicit: false,
            inhibit_mapping: false,
            inhibit_any: false,
        }
    }
}

struct Node {
    /// Sorted, each once.
    expected: Vec<Oid>,
    /// Policies of the nodes one level up it hangs on, sorted, each once.
    parents: Vec<Oid>,
}

type Level = BTreeMap<Oid, Node>;

/// The graph and the counters of one path.
pub(super) struct Policies {
    /// None is the NULL graph.
    graph: Option<Vec<Level>>,
    explicit: u32,
    mapping: u32,
    any: u32,
    left: usize,
    exhausted: bool,
}

/// What the wrap-up yields.
pub(super) struct Outcome {
    pub(super) authority_constrained: BTreeSet<Oid>,
    pub(super) user_constrained: BTreeSet<Oid>,
    pub(super) acceptable: bool,
}

impl Policies {
    /// For a path of `length` certificates below the anchor; `budget` bounds nodes and edges.
    pub(super) fn new(inputs: &PolicyInputs, length: u32, budget: usize) -> Self {
        let counter = |zero| if zero { 0 } else { length.saturating_add(1) };
        let any = known::ANY_POLICY.clone();
        let root = Node { expected: vec![any.clone()], parents: Vec::new() };
        Self {
            graph: Some(vec![BTreeMap::from([(any, root)])]),
            explicit: counter(inputs.explicit),
            mapping: counter(inputs.inhibit_mapping),
            any: counter(inputs.inhibit_any),
            left: budget,
            exhausted: false,
        }
    }

    pub(super) fn left(&self) -> usize {
        self.left
    }

    pub(super) fn exhausted(&self) -> bool {
        self.exhausted
    }

    /// Steps (d) to (f) of 6.1.3; false when a policy was required and none is left. A graph that
    /// the budget cut short says nothing about what is left.
    pub(super) fn enter(&mut self, certificate: &Certificate, last: bool) -> bool {
        match (certificate.policies(), self.graph.take()) {
            (Some(policies), Some(mut levels)) => {
                let any_counts = self.any > 0 || (!last && certificate.is_self_issued());
                let level = self.next_level(levels.last(), policies, any_counts);
                levels.push(level);
                self.graph = pruned(levels);
            }
            (None, _) | (_, None) => self.graph = None,
        }
        self.exhausted || self.explicit > 0 || self.graph.is_some()
    }

    fn next_level(
        &mut self,
        above: Option<&Level>,
        listed: &[PolicyInformation],
        any_counts: bool,
    ) -> Level {
        let mut level = Level::new();
        let Some(above) = above else { return level };
        // Which nodes above expect a policy, so that each listed policy is looked up once.
        let mut expecting: BTreeMap<&Oid, Vec<Oid>> = BTreeMap::new();
        for (policy, node) in above {
            for expected in &node.expected {
                if !self.spend() {
                    return Level::new();
                }
                expecting.entry(expected).or_default().push(policy.clone());
            }
        }
        let own = |policy: &Oid| vec![policy.clone()];
        let any: &Oid = &known::ANY_POLICY;
        let listed = listed.iter().map(|information| &information.policy);
        for policy in listed.clone().filter(|policy| *policy != any) {
            if !self.spend() {
                return Level::new();
            }
            let parents = match expecting.get(policy) {
                Some(parents) => parents.clone(),
                None if above.contains_key(any) => own(any),
                None => continue,
            };
            level.insert(policy.clone(), Node { expected: own(policy), parents });
        }
        if any_counts && listed.clone().any(|policy| policy == any) {
            for (policy, parents) in expecting {
                if !self.spend() {
                    return Level::new();
                }
                level
                    .entry(policy.clone())
                    .or_insert_with(|| Node { expected: own(policy), parents });
            }
        }
        level
    }

    fn spend(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.exhausted = true;
                false
            }
        }
    }

    /// Step (b) of 6.1.4.
    pub(super) fn map(&mut self, mappings: &[PolicyMapping]) {
        let Some(mut levels) = self.graph.take() else { return };
        let mut targets: BTreeMap<&Oid, Vec<Oid>> = BTreeMap::new();
        for mapping in mappings {
            if !self.spend() {
                return;
            }
            targets.entry(&mapping.issuer_policy).or_default().push(mapping.subject_policy.clone());
        }
        let any: &Oid = &known::ANY_POLICY;
        if let Some(level) = levels.last_mut() {
            let has_any = level.contains_key(any);
            for (policy, mut expected) in targets {
                expected.sort_unstable();
                expected.dedup();
                if self.mapping == 0 {
                    level.remove(policy);
                } else if let Some(node) = level.get_mut(policy) {
                    node.expected = expected;
                } else if has_any {
                    let parents = vec![any.clone()];
                    level.insert(policy.clone(), Node { expected, parents });
                }
            }
        }
        self.graph = pruned(levels);
    }

    /// Steps (h) to (j) of 6.1.4.
    pub(super) fn leave(&mut self, certificate: &Certificate) {
        if !certificate.is_self_issued() {
            self.explicit = self.explicit.saturating_sub(1);
            self.mapping = self.mapping.saturating_sub(1);
            self.any = self.any.saturating_sub(1);
        }
        if let Some(constraints) = certificate.policy_constraints() {
            if let Some(skip) = constraints.require_explicit_policy {
                self.explicit = self.explicit.min(skip);
            }
            if let Some(skip) = constraints.inhibit_policy_mapping {
                self.mapping = self.mapping.min(skip);
            }
        }
        if let Some(skip) = certificate.inhibit_any_policy() {
            self.any = self.any.min(skip);
        }
    }

    /// Steps (a), (b) and (g) of 6.1.5.
    pub(super) fn wrap_up(mut self, last: &Certificate, user_initial: &BTreeSet<Oid>) -> Outcome {
        self.explicit = self.explicit.saturating_sub(1);
        if last.policy_constraints().and_then(|constraints| constraints.require_explicit_policy)
            == Some(0)
        {
            self.explicit = 0;
        }
        let any: &Oid = &known::ANY_POLICY;
        let mut authority = BTreeSet::new();
        if let Some(levels) = &self.graph {
            for node_of_any in levels.iter().skip(1).flatten() {
                let (policy, node) = node_of_any;
                if policy != any && node.parents == [any.clone()] {
                    authority.insert(policy.clone());
                }
            }
            if levels.last().is_some_and(|level| level.contains_key(any)) {
                authority.insert(any.clone());
            }
        }
        let accepts_all = user_initial.is_empty() || user_initial.contains(any);
        let user = if accepts_all {
            authority.clone()
        } else if authority.contains(any) {
            user_initial.clone()
        } else {
            authority.intersection(user_initial).cloned().collect()
        };
        Outcome {
            acceptable: self.exhausted || self.explicit > 0 || !user.is_empty(),
            authority_constrained: authority,
            user_constrained: user,
        }
    }
}

/// Removes nodes without children above the last level; no node in the last level is NULL. A level
/// that loses nothing leaves those above it as they were, so that a step costs what it removes.
fn pruned(mut levels: Vec<Level>) -> Option<Vec<Level>> {
    if levels.last().is_none_or(BTreeMap::is_empty) {
        return None;
    }
    for position in (1..levels.len()).rev() {
        let (above, below) = levels.split_at_mut(position);
        let (Some(above), Some(below)) = (above.last_mut(), below.first()) else { break };
        let mut needed: Vec<&Oid> = below.values().flat_map(|node| &node.parents).collect();
        needed.sort_unstable();
        needed.dedup();
        let before = above.len();
        above.retain(|policy, _| needed.binary_search(&policy).is_ok());
        if above.len() == before {
            // The levels above have their children still.
            break;
        }
    }
    Some(levels)
}
