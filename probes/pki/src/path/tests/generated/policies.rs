//! Policy processing by RFC 5280 section 6.1 and RFC 9618, one clause a test.

use std::collections::BTreeSet;

use super::*;

/// What one certificate of a chain says about policies.
#[derive(Clone, Default)]
struct Says {
    policies: Option<Vec<Oid>>,
    mappings: Vec<(Oid, Oid)>,
    require_explicit: Option<u8>,
    inhibit_mapping: Option<u8>,
    inhibit_any: Option<u8>,
    self_issued: bool,
}

fn policy(name: &str) -> Oid {
    let any: &Oid = &known::ANY_POLICY;
    if name == "any" { any.clone() } else { format!("1.3.6.1.4.1.99999.{name}").parse().unwrap() }
}

fn set(names: &[&str]) -> BTreeSet<Oid> {
    names.iter().map(|name| policy(name)).collect()
}

/// A certificate with these policies and nothing else.
fn says(names: &[&str]) -> Says {
    Says { policies: Some(names.iter().map(|name| policy(name)).collect()), ..Says::default() }
}

impl Says {
    fn mapping(mut self, pairs: &[(&str, &str)]) -> Self {
        self.mappings = pairs.iter().map(|(from, to)| (policy(from), policy(to))).collect();
        self
    }

    fn write(&self, template: &mut CertificateTemplate) {
        template.remove(&known::CERTIFICATE_POLICIES);
        if let Some(policies) = &self.policies {
            let listed: Vec<(&Oid, Option<&str>)> =
                policies.iter().map(|policy| (policy, None)).collect();
            template.set(Extension::policies(&listed));
        }
        if !self.mappings.is_empty() {
            let pairs: Vec<Vec<u8>> = self
                .mappings
                .iter()
                .map(|(from, to)| encode::sequence(&[&encode::oid(from), &encode::oid(to)]))
                .collect();
            let value = encode::element(tlv::SEQUENCE, &pairs.concat());
            template.set(Extension::new(&known::POLICY_MAPPINGS, true, value));
        }
        let skip = |number, value: Option<u8>| {
            value.map(|skip| encode::element(tlv::context(number), &[skip])).unwrap_or_default()
        };
        let constraints = [skip(0, self.require_explicit), skip(1, self.inhibit_mapping)].concat();
        if !constraints.is_empty() {
            let value = encode::element(tlv::SEQUENCE, &constraints);
            template.set(Extension::new(&known::POLICY_CONSTRAINTS, true, value));
        }
        if let Some(skip) = self.inhibit_any {
            let value = encode::small(skip.into());
            template.set(Extension::new(&known::INHIBIT_ANY_POLICY, true, value));
        }
    }
}

/// Asks about the last of `chain` under a root.
fn ask_with(
    chain: &[Says],
    inputs: &PolicyInputs,
    change: impl FnOnce(&mut PathQuestion<'_>),
) -> PathReport {
    let root_key = key();
    let root = template(&Profile::Root, None, "Root", &root_key).issue(&root_key).unwrap();
    let (mut upper, mut upper_key) = (root.clone(), root_key);
    let mut certificates = Vec::new();
    for (index, says) in chain.iter().enumerate() {
        let subject_key = key();
        let subject = format!("Subject {index}");
        let last = index + 1 == chain.len();
        let profile = if last { person() } else { Profile::Authority { path_length: None } };
        let mut template = template(&profile, Some(&upper), &subject, &subject_key);
        if says.self_issued {
            template.subject = upper.subject().der().to_vec();
        }
        says.write(&mut template);
        upper = template.issue(&upper_key).unwrap();
        upper_key = subject_key;
        certificates.push(upper.clone());
    }
    let anchors = [root];
    let mut question = PathQuestion::new(&upper, &anchors, at(DAY));
    question.candidates = &certificates;
    question.policies = inputs.clone();
    question.revocation = RevocationMode::Off;
    change(&mut question);
    let report = validate(&question);
    declared(&report);
    report
}

fn ask(chain: &[Says], inputs: &PolicyInputs) -> PathReport {
    ask_with(chain, inputs, |_| {})
}

fn explicit() -> PolicyInputs {
    PolicyInputs { explicit: true, ..PolicyInputs::default() }
}

fn wanting(names: &[&str]) -> PolicyInputs {
    PolicyInputs { user_initial: set(names), ..PolicyInputs::default() }
}

/// The authority-constrained and the user-constrained set of a valid path.
fn valid(report: &PathReport) -> (BTreeSet<Oid>, BTreeSet<Oid>) {
    assert_eq!(outcome(report), (PathVerdict::Valid, vec![]));
    (report.authority_constrained_policies(), report.user_constrained_policies())
}

fn missing(report: &PathReport) {
    let (verdict, codes) = outcome(report);
    assert_eq!(verdict, PathVerdict::Invalid);
    assert!(codes.iter().all(|code| code.starts_with("path.policy-")), "{codes:?}");
}

#[test]
fn a_policy_not_expected_above_is_dropped() {
    let chain = [says(&["1", "2"]), says(&["2", "3"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["2"]), set(&["2"])));
    missing(&ask(&[says(&["1"]), says(&["2"])], &explicit()));
}

#[test]
fn a_path_without_policies_is_valid_until_one_is_required() {
    let chain = [says(&["1"]), Says::default()];
    assert_eq!(valid(&ask(&chain, &PolicyInputs::default())), (set(&[]), set(&[])));
    missing(&ask(&chain, &explicit()));
}

/// C06.
#[test]
fn any_policy_stands_for_what_the_user_wants() {
    let chain = [says(&["any"]), says(&["any"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["any"]), set(&["any"])));
    let inputs = PolicyInputs { explicit: true, ..wanting(&["1", "2"]) };
    assert_eq!(valid(&ask(&chain, &inputs)), (set(&["any"]), set(&["1", "2"])));
    // Named beside anyPolicy, a policy is in both sets once.
    let chain = [says(&["any", "1"]), says(&["any", "1"])];
    assert_eq!(valid(&ask(&chain, &inputs)), (set(&["any", "1"]), set(&["1", "2"])));
}

#[test]
fn any_policy_below_keeps_what_was_named_above() {
    let chain = [says(&["1", "2"]), says(&["any"]), says(&["2"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["2"]), set(&["2"])));
    let chain = [says(&["any"]), says(&["3"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["3"]), set(&["3"])));
}

#[test]
fn a_mapped_policy_is_told_in_the_terms_of_the_anchor() {
    let chain = [says(&["1"]).mapping(&[("1", "2")]), says(&["2"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["1"]), set(&["1"])));
    let wants_two = PolicyInputs { explicit: true, ..wanting(&["2"]) };
    missing(&ask(&chain, &wants_two));
    // What was mapped away is not expected any more.
    let chain = [says(&["1"]).mapping(&[("1", "2")]), says(&["1"])];
    missing(&ask(&chain, &explicit()));
}

#[test]
fn two_policies_mapped_to_one_are_both_valid() {
    let chain = [says(&["1", "2"]).mapping(&[("1", "3"), ("2", "3")]), says(&["3"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["1", "2"]), set(&["1", "2"])));
    let inputs = PolicyInputs { explicit: true, ..wanting(&["2"]) };
    assert_eq!(valid(&ask(&chain, &inputs)), (set(&["1", "2"]), set(&["2"])));
}

#[test]
fn one_policy_mapped_to_two_expects_either() {
    let mapped = says(&["1"]).mapping(&[("1", "2"), ("1", "3")]);
    for below in [&["2"][..], &["3"], &["2", "3"]] {
        let chain = [mapped.clone(), says(below)];
        assert_eq!(valid(&ask(&chain, &explicit())), (set(&["1"]), set(&["1"])));
    }
}

#[test]
fn a_policy_under_any_policy_can_be_mapped() {
    let chain = [says(&["any"]).mapping(&[("1", "2")]), says(&["2"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["1"]), set(&["1"])));
    // Others stay under anyPolicy.
    let chain = [says(&["any"]).mapping(&[("1", "2")]), says(&["3"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["3"]), set(&["3"])));
}

#[test]
fn any_policy_is_mapped_neither_from_nor_to() {
    for pair in [("any", "2"), ("1", "any")] {
        let chain = [says(&["1", "any"]).mapping(&[pair]), says(&["1"])];
        let (verdict, codes) = outcome(&ask(&chain, &PolicyInputs::default()));
        assert_eq!(verdict, PathVerdict::Invalid);
        assert!(codes.contains(&"path.policy-mapping-any"), "{codes:?}");
    }
}

#[test]
fn inhibited_mapping_removes_what_would_be_mapped() {
    let chain = [says(&["1", "4"]).mapping(&[("1", "2")]), says(&["1", "2", "4"])];
    let inputs = PolicyInputs { inhibit_mapping: true, ..explicit() };
    assert_eq!(valid(&ask(&chain, &inputs)), (set(&["4"]), set(&["4"])));
    // Inhibited by the certificate above; counted from the next certificate on.
    let mut above = says(&["1"]);
    above.inhibit_mapping = Some(0);
    let mapping = says(&["1"]).mapping(&[("1", "2")]);
    missing(&ask(&[above.clone(), mapping.clone(), says(&["2"])], &explicit()));
    above.inhibit_mapping = Some(1);
    let chain = [above, mapping, says(&["2"])];
    assert_eq!(valid(&ask(&chain, &explicit())), (set(&["1"]), set(&["1"])));
}

#[test]
fn an_inhibited_any_policy_names_nothing_but_in_a_self_issued_certificate_between() {
    let inhibited = PolicyInputs { inhibit_any: true, ..explicit() };
    missing(&ask(&[says(&["any"]), says(&["1"])], &inhibited));
    let rollover = Says { self_issued: true, ..says(&["any"]) };
    let chain = [says(&["1"]), rollover.clone(), says(&["1"])];
    assert_eq!(valid(&ask(&chain, &inhibited)), (set(&["1"]), set(&["1"])));
    // The last certificate has no such exception.
    let (verdict, codes) = outcome(&ask(&[says(&["1"]), rollover], &inhibited));
    assert_eq!(verdict, PathVerdict::Invalid);
    assert!(codes.contains(&"path.policy-missing"), "{codes:?}");
}

#[test]
fn skips_are_counted_in_certificates_that_are_not_self_issued() {
    let mut requiring = says(&["1"]);
    requiring.require_explicit = Some(1);
    let plain = || says(&["2"]);
    // One certificate may still be without: the last one is judged after its own decrement.
    missing(&ask(&[requiring.clone(), plain(), plain()], &PolicyInputs::default()));
    let rollover = Says { self_issued: true, ..says(&["1"]) };
    requiring.require_explicit = Some(2);
    let chain = [requiring.clone(), rollover, says(&["2"])];
    assert_eq!(valid(&ask(&chain, &PolicyInputs::default())).0, set(&[]));
    let chain = [requiring, says(&["1"]), says(&["2"])];
    missing(&ask(&chain, &PolicyInputs::default()));
}

#[test]
fn a_requirement_grows_no_weaker_below() {
    let mut strict = says(&["1"]);
    strict.require_explicit = Some(0);
    let mut lax = says(&["1"]);
    lax.require_explicit = Some(9);
    missing(&ask(&[strict, lax, says(&["2"])], &PolicyInputs::default()));
}

#[test]
fn the_last_certificate_may_require_a_policy_of_its_own_path() {
    let mut last = says(&["2"]);
    last.require_explicit = Some(0);
    missing(&ask(&[says(&["1"]), last.clone()], &PolicyInputs::default()));
    last.require_explicit = Some(1);
    let report = ask(&[says(&["1"]), last], &PolicyInputs::default());
    assert_eq!(valid(&report), (set(&[]), set(&[])));
}

#[test]
fn a_policy_the_user_does_not_accept_counts_only_where_one_is_required() {
    let chain = [says(&["1"]), says(&["1"])];
    assert_eq!(valid(&ask(&chain, &wanting(&["2"]))), (set(&["1"]), set(&[])));
    let inputs = PolicyInputs { explicit: true, ..wanting(&["2"]) };
    let (verdict, codes) = outcome(&ask(&chain, &inputs));
    assert_eq!((verdict, codes), invalid(&["path.policy-not-accepted"]));
}

/// Every certificate asserts and maps `breadth` policies, each to each.
fn explosion(breadth: usize, depth: usize) -> Vec<Says> {
    let level = |index: usize| -> Vec<String> {
        (0..breadth).map(|number| format!("{}.{number}", index + 1)).collect()
    };
    let names = |level: &[String]| -> Vec<Oid> { level.iter().map(|name| policy(name)).collect() };
    let mut chain: Vec<Says> = (0..depth)
        .map(|index| {
            let (own, below) = (names(&level(index)), names(&level(index + 1)));
            let each = |from: &Oid| -> Vec<(Oid, Oid)> {
                below.iter().map(|to| (from.clone(), to.clone())).collect()
            };
            let mappings = own.iter().flat_map(each).collect();
            Says { policies: Some(own), mappings, ..Says::default() }
        })
        .collect();
    chain.push(Says { policies: Some(names(&level(depth))), ..Says::default() });
    chain
}

/// C02.
#[test]
fn policies_that_multiply_cost_by_level_and_not_by_path() {
    let nodes = |depth| {
        let report = ask(&explosion(5, depth), &explicit());
        assert_eq!(valid(&report).0.len(), 5);
        report.spent.policy_nodes
    };
    let (four, eight, sixteen) = (nodes(4), nodes(8), nodes(16));
    assert_eq!(eight - four, 4 * ((sixteen - eight) / 8));
    assert!(sixteen < 2000, "{sixteen}");
}

/// C02.
#[test]
fn a_graph_over_the_budget_is_undetermined_and_not_a_missing_policy() {
    let chain = explosion(5, 4);
    let whole = ask(&chain, &explicit()).spent.policy_nodes;
    for budget in [0, 1, whole / 2, whole - 1] {
        let report =
            ask_with(&chain, &explicit(), |question| question.budget.policy_nodes = budget);
        assert_eq!(report.verdict, PathVerdict::Undetermined, "{budget} of {whole}");
        assert_eq!(codes_of(&report.limits, Weight::Remark), ["path.budget-policy-nodes"]);
    }
    let report = ask_with(&chain, &explicit(), |question| question.budget.policy_nodes = whole);
    assert_eq!(report.verdict, PathVerdict::Valid);
}
