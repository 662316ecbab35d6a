//! One row a suite: where it lies, and how many cases it must hold at least, so that an emptied
//! table is not taken for agreement.

/// Name, place below `../shared/suites`, cases.
const PLACES: &[(&str, &str, usize)] = &[
    ("cms", "cms", 92),
    ("crl-scenarios", "crl-scenarios", 1737),
    ("gost", "gost", 46),
    ("limbo", "limbo/limbo-dev.json", 6921),
    // Every file and the memory that all took.
    ("malformed", "malformed", 2876),
    // Every file for each code that a rule answers.
    ("pkilint", "pkilint", 20_982),
    ("pkits", "pkits", 249),
    ("pkits-p256", "pkits-p256", 173),
    // Fifteen chains and the growth from one depth to the next.
    ("policy-explosion", "policy-explosion", 19),
    ("rfc3161", "rfc3161", 58),
    ("variants", "pkits/variants-dev.json", 1283),
    ("variants", "pkits/variants-disputed.json", 91),
    ("x509test", "x509test", 115),
    ("zlint", "zlint", 1189),
];

#[test]
fn no_suite_disagrees_without_an_explanation() {
    let Some(shared) = crate::skip::shared() else { return };
    let mut wrong = Vec::new();
    for (suite, place, cases) in PLACES {
        let report = suites::run(suite, shared.join("suites").join(place)).unwrap();
        println!("{suite}: {} of {}", report.agreed(), report.run());
        assert!(report.cases.len() >= *cases, "{suite} holds {}", report.cases.len());
        for case in report.disagreements() {
            println!("{case:?}");
        }
        wrong.extend(report.unexplained().map(|case| format!("{suite} {}", case.id)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_runner_is_in_the_table_of_places() {
    let mut placed: Vec<&str> = PLACES.iter().map(|(suite, _, _)| *suite).collect();
    placed.dedup();
    let known: Vec<&str> = suites::SUITES.iter().map(|(suite, _)| *suite).collect();
    assert_eq!(placed, known);
}
