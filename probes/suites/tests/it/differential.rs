//! A bounded run of the comparison with OpenSSL; the long one is the example `differential`.

use std::process::Command;

#[test]
fn the_engine_and_openssl_agree_on_generated_hierarchies() {
    if Command::new("openssl").arg("version").output().is_err() {
        crate::skip::skipped("openssl absent");
        return;
    }
    let folder = std::env::temp_dir().join(format!("tekseru-differential-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let report = suites::differential::run(398, 0..400, &folder);
    std::fs::remove_dir_all(&folder).unwrap();
    let report = report.unwrap();
    let valid = report.cases.iter().filter(|case| case.expected == "valid").count();
    // Neither all sound nor all broken: both answers are put to the test.
    assert!((100..300).contains(&valid), "{valid} of 400 valid");
    let unexplained: Vec<_> = report.unexplained().collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}
